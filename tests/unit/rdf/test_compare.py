"""Two roles side by side, against the records that say what each has."""

from __future__ import annotations

from collections import Counter

import pytest

from rolepath import model
from rolepath.catalog.folders import Located
from rolepath.errors import WrongUse
from rolepath.rdf.compare import Comparison, Line
from rolepath.service.graph import KnowledgeGraph

AI_PM, TRADITIONAL = "role/ai-product-manager", "role/traditional-product-manager"


@pytest.fixture(scope="module")
def found(kg: KnowledgeGraph) -> Comparison:
    return kg.compare("ai product manager", "traditional product manager")


def lines(found: Comparison, title: str) -> tuple[Line, ...]:
    return dict(found.sections).get(title, ())


def texts(found: Comparison, titles: tuple[str, ...], side: str) -> Counter[str]:
    return Counter(getattr(line, side).text for title in titles for line in lines(found, title) if getattr(line, side).text)


def test_both_roles_are_named(found: Comparison) -> None:
    assert found.first[0] == AI_PM
    assert found.second[0] == TRADITIONAL


@pytest.mark.parametrize(("role", "side"), [(AI_PM, "first"), (TRADITIONAL, "second")])
def test_every_requirement_stands_on_its_side_with_strength_and_evidence(
    found: Comparison, kg: KnowledgeGraph, records: list[Located], role: str, side: str
) -> None:
    kinds = {i.record.key: i.record for i in records if isinstance(i.record, model.Capability)}
    for title, tools in (("Capabilities", False), ("Tools", True)):
        expected = {
            " or ".join(sorted(kinds[c].label for c in r.capabilities)): f"{r.necessity}, {r.weight / 1000:.2f}"
            for r in kg.planning.requirements[role]
            if all(isinstance(kinds[c], model.Tool) for c in r.capabilities) is tools and not r.signal
        }
        shown = {line.label: getattr(line, side).text for line in lines(found, title) if getattr(line, side).text}
        assert shown == expected
        evidence = Counter(len(getattr(line, side).evidence) > 0 for line in lines(found, title) if getattr(line, side).text)
        assert evidence == {True: len(expected)}


def test_shared_rows_come_first_and_then_the_weightier(found: Comparison) -> None:
    for title in ("Capabilities", "Tools"):
        shared = [bool(line.first.text and line.second.text) for line in lines(found, title)]
        assert shared == sorted(shared, reverse=True)
        assert any(shared) or title == "Capabilities"
        weights = [
            max(float(side.text.rsplit(" ", 1)[-1]) for side in (line.first, line.second) if side.text) for line in lines(found, title)
        ]
        alone = [w for w, both in zip(weights, shared, strict=True) if not both]
        assert alone == sorted(alone, reverse=True)


NUMBERS = ("Pay", "Growth and openings", "Other numbers")


@pytest.mark.parametrize(("role", "side"), [(AI_PM, "first"), (TRADITIONAL, "second")])
def test_every_number_of_each_role_is_there_once_with_its_evidence(found: Comparison, records: list[Located], role: str, side: str) -> None:
    expected = [i.record for i in records if isinstance(i.record, model.Observation) and i.record.about == role]
    measures = {"pay": "Pay", "pay premium": "Pay", "growth": "Growth and openings", "openings": "Growth and openings"}
    for title in NUMBERS:
        shown = [getattr(line, side) for line in lines(found, title) if getattr(line, side).text]
        assert len(shown) == sum(measures.get(o.measure, "Other numbers") == title for o in expected)
        assert all(s.evidence for s in shown)


def test_numbers_are_written_with_their_ends_units_and_publishers(kg: KnowledgeGraph, found: Comparison) -> None:
    shown = " | ".join(texts(found, NUMBERS, "first"))
    for part in ("USD a year", "%", "+", "median", "Glassdoor"):
        assert part in shown


@pytest.mark.parametrize(("role", "side"), [(AI_PM, "first"), (TRADITIONAL, "second")])
def test_responsibilities_characteristics_and_entry_points_are_all_there(
    found: Comparison, kg: KnowledgeGraph, records: list[Located], role: str, side: str
) -> None:
    all_records = [i.record for i in records]
    owns = Counter(r.label for r in all_records if isinstance(r, model.Responsibility) and r.role == role)
    is_ = Counter(r.label for r in all_records if isinstance(r, model.Characteristic) and r.about == role)
    from_ = Counter(kg.planning.roles[r.from_role].label for r in all_records if isinstance(r, model.Transition) and r.to_role == role)
    assert texts(found, ("Responsibilities",), side) == owns
    assert texts(found, ("How it is",), side) == is_
    assert texts(found, ("Entry points",), side) == from_


def test_each_cell_has_evidence_and_each_name_in_it_a_label(found: Comparison) -> None:
    for title, rows in found.sections:
        assert rows, title
        for line in rows:
            for side in (line.first, line.second):
                assert bool(side.text) is bool(side.evidence), (title, line.label)
                for cited in side.evidence:
                    assert cited.source in found.labels
                    assert cited.attributed_to is None or cited.attributed_to in found.labels


def test_the_other_way_round_is_the_mirror_image(kg: KnowledgeGraph, found: Comparison) -> None:
    other = kg.compare(TRADITIONAL, AI_PM)
    assert [title for title, _ in other.sections] == [title for title, _ in found.sections]
    for title, rows in found.sections:
        mirrored = Counter((line.label, line.second.text, line.first.text) for line in dict(other.sections)[title])
        assert mirrored == Counter((line.label, line.first.text, line.second.text) for line in rows)


def test_a_role_is_not_compared_with_itself(kg: KnowledgeGraph) -> None:
    with pytest.raises(WrongUse, match="name two roles"):
        kg.compare(AI_PM, "AI product managers")
