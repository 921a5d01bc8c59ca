"""What follows from the records by rule, against plain computations of the same rules."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolepath import model
from rolepath.planning.assumptions import NUMBERS, RANGES, SHARES, Assumptions, Estimate
from rolepath.planning.derivation import HELD, REACH_STATED, STRENGTH_RULE, credits, known_in, reaches, strengths

FIRST_VALUES = {
    "modality-must": "0.9", "modality-should": "0.6", "modality-mentions": "0.3", "esco-essential": "0.9", "esco-optional": "0.4",
    "essential-from": "0.8", "credit-narrower": "0.6", "credit-broader": "0.3", "credit-sibling": "0.2", "credit-tool": "0.5",
    "credit-close": "0.8", "credit-broad-or-narrow-mapping": "0.5", "sibling-children": "10", "level-knowledge": "0.75",
    "level-tool": "0.5", "level-credential": "1", "level-competence": "0.7", "teaching-degree": "1", "teaching-course": "0.45",
    "teaching-project": "0.35",
}  # fmt: skip


def assumptions(**changed: str) -> Assumptions:
    values = FIRST_VALUES | {name.replace("_", "-"): value for name, value in changed.items()}
    return Assumptions(
        Estimate(f"assumption/{name}", name, Decimal(values.get(name, "0.111")), Decimal(values.get(name, "0.111")), "unit", "Why.")
        for name in (*SHARES, *NUMBERS, *RANGES)
    )


REASON = model.Reason(reason="Why.")


def skill(name: str, kind: model.SkillKind = "knowledge", broader: tuple[str, ...] = ()) -> model.Skill:
    evidence = (REASON, model.Reason(reason="Why.", on="broader")) if broader else (REASON,)
    return model.Skill(id=name, label=name, skill_kind=kind, broader=broader, evidence=evidence)


def tool(name: str, exercises: tuple[str, ...] = (), broader: tuple[str, ...] = ()) -> model.Tool:
    on = [field for field, value in (("exercises", exercises), ("broader", broader)) if value]
    evidence = (REASON, *(model.Reason(reason="Why.", on=field) for field in on))
    return model.Tool(id=name, label=name, exercises=exercises, broader=broader, evidence=evidence)


def source(name: str, *cites: str) -> model.Source:
    return model.Source(id=name, title=name, source_kind="document", licence="x", cites=cites)


def says(source: str, modality: model.Modality, start: int = 0) -> model.Evidence:
    if modality in ("essential", "optional"):
        return model.DatasetRecord(source=source, file="f", key_in_file=str(start), modality=modality)
    return model.Passage(source=source, start=start, end=start + 1, words="x", modality=modality)


def weight(*evidence: model.Evidence, sources: tuple[model.Source, ...] = ()) -> Decimal:
    asked = model.Requirement(role="role/r", capability="skill/a", evidence=evidence)
    return strengths([skill("skill/a"), *sources, asked], assumptions())[asked.key].weight


# --- strength -----------------------------------------------------------------------------------------


def test_one_source_gives_its_strongest_modality() -> None:
    assert weight(says("source/a", "mentions"), says("source/a", "should", 5), says("source/a", "mentions", 9)) == Decimal("0.6")


def test_independent_sources_add_up_as_chances_do() -> None:
    assert weight(says("source/a", "should"), says("source/b", "mentions")) == 1 - Decimal("0.4") * Decimal("0.7")


def test_sources_that_cite_each_other_count_as_one_also_over_a_third() -> None:
    chain = (source("source/a"), source("source/b", "source/a"), source("source/c", "source/b"))
    evidence = (says("source/a", "should"), says("source/c", "mentions"))
    assert weight(*evidence, sources=chain) == Decimal("0.6")
    assert weight(*evidence, sources=(source("source/a"), source("source/c"))) == Decimal("0.72")


def test_a_denial_adds_and_removes_nothing() -> None:
    assert weight(says("source/a", "should"), says("source/a", "denies", 4), says("source/b", "denies")) == Decimal("0.6")


def test_our_own_reasons_are_one_source() -> None:
    reasons = [model.Reason(reason=text, modality="should") for text in ("One.", "Two.")]
    assert weight(*reasons) == Decimal("0.6")


def test_the_rule_is_named_on_the_statement() -> None:
    asked = model.Requirement(role="role/r", capability="skill/a", evidence=(says("source/a", "must"),))
    assert strengths([skill("skill/a"), asked], assumptions())[asked.key].rule == STRENGTH_RULE


@pytest.mark.parametrize(
    ("modality", "necessity"), [("must", "essential"), ("should", "optional"), ("essential", "essential"), ("optional", "optional")]
)
def test_it_is_essential_from_the_assumed_weight(modality: model.Modality, necessity: str) -> None:
    asked = model.Requirement(role="role/r", capability="skill/a", evidence=(says("source/a", modality),))
    assert strengths([skill("skill/a"), asked], assumptions())[asked.key].necessity == necessity
    exactly = assumptions(essential_from="0.6", modality_should="0.6", esco_optional="0.6")
    assert strengths([skill("skill/a"), asked], exactly)[asked.key].necessity == "essential"


def test_the_level_follows_from_the_kind_and_of_a_set_the_highest_counts() -> None:
    records = [skill("skill/a"), tool("tool/t"), skill("skill/c", "credential")]
    for capabilities, level in (
        (("skill/a",), "0.75"),
        (("tool/t",), "0.5"),
        (("skill/a", "tool/t"), "0.75"),
        (("tool/t", "skill/c"), "1"),
    ):
        one, many = (capabilities[0], None) if len(capabilities) == 1 else (None, capabilities)
        asked = model.Requirement(role="role/r", capability=one, any_of=many, evidence=(says("source/a", "must"),))
        assert strengths([*records, asked], assumptions())[asked.key].level == Decimal(level)


SOURCES = [f"source/{letter}" for letter in "abcde"]
MODALITIES: list[model.Modality] = ["must", "should", "mentions", "denies", "essential", "optional"]


@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    cites=st.lists(st.tuples(st.sampled_from(SOURCES), st.sampled_from(SOURCES)), max_size=4, unique=True),
    said=st.lists(st.tuples(st.sampled_from(SOURCES), st.sampled_from(MODALITIES)), min_size=1, max_size=8),
)
def test_weight_is_that_of_a_plain_computation(cites: list[tuple[str, str]], said: list[tuple[str, model.Modality]]) -> None:
    if all(modality == "denies" for _, modality in said):
        return
    sources = [source(s, *(b for a, b in cites if a == s)) for s in SOURCES]
    asked = model.Requirement(role="role/r", capability="skill/a", evidence=tuple(says(s, m, n) for n, (s, m) in enumerate(said)))
    found = strengths([skill("skill/a"), *sources, asked], assumptions())[asked.key]

    groups = [{s} for s in SOURCES]
    for a, b in cites:
        merged = set().union(*(g for g in groups if g & {a, b}))
        groups = [g for g in groups if not g & {a, b}] + [merged]
    value = {"must": "0.9", "should": "0.6", "mentions": "0.3", "essential": "0.9", "optional": "0.4", "denies": "0"}
    left = Fraction(1)
    for group in groups:
        left *= 1 - max((Fraction(value[m]) for s, m in said if s in group), default=Fraction(0))
    assert found.weight == Decimal(round((1 - left) * 1000)) / 1000
    assert (found.necessity == "essential") is (found.weight >= Decimal("0.8"))


# --- reach --------------------------------------------------------------------------------------------


def test_reach_is_what_the_source_states_or_what_is_assumed_of_the_kind() -> None:
    program = model.Program(id="program/p", label="P", program_kind="course", evidence=(REASON,))
    project = model.Project(id="project/q", label="Q", evidence=(REASON,))
    things = [skill("skill/a"), skill("skill/c", "credential"), program, project]
    teachings = [
        model.Teaching(offer="program/p", capability="skill/a", level="0.9", evidence=(REASON,)),
        model.Teaching(offer="project/q", capability="skill/a", evidence=(REASON,)),
        model.Teaching(offer="program/p", capability="skill/c", evidence=(REASON,)),
    ]
    found = reaches([*things, *teachings], assumptions())
    assert [(found[t.key].level, found[t.key].rule) for t in teachings] == [
        (Decimal("0.9"), REACH_STATED),
        (Decimal("0.35"), "assumption/teaching-project"),
        (Decimal(1), "assumption/level-credential"),
    ]
    without = [model.Teaching(offer="program/p", capability="skill/a", evidence=(REASON,))]
    assert reaches([*things, *without], assumptions())[without[0].key].level == Decimal("0.45")


# --- credit -------------------------------------------------------------------------------------------

KINDS: list[model.SkillKind] = ["knowledge", "competence", "credential", "experience"]


@st.composite
def networks(draw: st.DrawFn) -> list[model.AnyRecord]:
    """Up to seven capabilities in a hierarchy without cycles, some of them tools, and mappings between any two."""
    count = draw(st.integers(2, 7))
    is_tool = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    names = [f"{'tool' if is_tool[n] else 'skill'}/{n}" for n in range(count)]
    found: list[model.AnyRecord] = []
    for n, name in enumerate(names):
        above = tuple(draw(st.lists(st.sampled_from(names[n + 1 :]), max_size=2, unique=True))) if n + 1 < count else ()
        if is_tool[n]:
            others = [other for other in names if other != name]
            found.append(tool(name, tuple(draw(st.lists(st.sampled_from(others), max_size=2, unique=True))), above))
        else:
            found.append(skill(name, draw(st.sampled_from(KINDS)), above))
    for _ in range(draw(st.integers(0, 4))):
        a, b = draw(st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True))
        how = draw(st.sampled_from(["exactMatch", "closeMatch", "broadMatch", "narrowMatch"]))
        found.append(model.Mapping(subject=a, predicate=how, object=b, confidence="0.5", evidence=(REASON,)))
    return found


def ways(records: list[model.AnyRecord], limit: int) -> tuple[dict[tuple[str, str], set[Fraction]], dict[tuple[str, str], set[Fraction]]]:
    """Every single mapping, and every single step of hierarchy or use, with its factor: straight from PATHS.md."""
    steps: dict[tuple[str, str], set[Fraction]] = {}
    maps: dict[tuple[str, str], set[Fraction]] = {}
    capabilities = [r for r in records if isinstance(r, model.Capability)]
    # PATHS.md doesn't say it, the code does: nothing near a credential or years of experience counts towards them
    earned = {r.id for r in capabilities if isinstance(r, model.Skill) and r.skill_kind in ("credential", "experience")}

    def step(held: str, towards: str, factor: str) -> None:
        if towards not in earned and held != towards:
            steps.setdefault((held, towards), set()).add(Fraction(factor))

    for h, s in product(capabilities, capabilities):
        if s.id in h.broader:
            step(h.id, s.id, "0.6")  # h is narrower than s
        if h.id in s.broader:
            step(h.id, s.id, "0.3")  # h is broader than s
        for parent in set(h.broader) & set(s.broader):
            if sum(parent in other.broader for other in capabilities) <= limit:
                step(h.id, s.id, "0.2")
        if isinstance(h, model.Tool) and s.id in h.exercises:
            step(h.id, s.id, "0.5")
    for m in records:
        if isinstance(m, model.Mapping):
            factor = {"exactMatch": "1", "closeMatch": "0.8"}.get(m.predicate, "0.5")
            for pair in ((m.subject, m.object), (m.object, m.subject)):
                maps.setdefault(pair, set()).add(Fraction(factor))
    return maps, steps


def every_path(records: list[model.AnyRecord], limit: int) -> Iterator[tuple[str, str, Fraction]]:
    """Every way from one capability to another over at most one mapping and one step, with its product."""
    maps, steps = ways(records, limit)
    for first, second in ((maps, steps), (steps, maps)):
        for (held, middle), factors in first.items():
            yield from ((held, middle, factor) for factor in factors)
            for (other, towards), more in second.items():
                if other == middle:
                    yield from ((held, towards, factor * next_) for factor, next_ in product(factors, more))


@settings(derandomize=True, deadline=None, max_examples=200)
@given(records=networks(), limit=st.integers(0, 4))
def test_credits_are_those_of_an_enumeration_of_all_ways(records: list[model.AnyRecord], limit: int) -> None:
    best = {(r.id, r.id): Fraction(1) for r in records if isinstance(r, model.Capability)}
    for held, towards, factor in every_path(records, limit):
        if held != towards:
            best[held, towards] = max(factor, best.get((held, towards), Fraction(0)))
    found = {(c.held, c.towards): Fraction(c.factor) for c in credits(*known_in(records), assumptions(sibling_children=str(limit)))}
    assert found == best  # these factors have no more than three digits, so nothing is cut


@settings(derandomize=True, deadline=None, max_examples=60)
@given(records=networks())
def test_credits_come_sorted_with_the_way_they_came_about(records: list[model.AnyRecord]) -> None:
    found = list(credits(*known_in(records), assumptions()))
    assert [(c.held, c.towards) for c in found] == sorted({(c.held, c.towards) for c in found})
    worth = {
        HELD: "1", "exact match": "1", "close match": "0.8", "broad match": "0.5", "narrow match": "0.5", "narrower": "0.6",
        "broader": "0.3", "sibling": "0.2", "tool use": "0.5",
    }  # fmt: skip
    for credit in found:
        factor = Fraction(1)
        for way in credit.via.split(", then "):
            factor *= Fraction(worth[way])
        assert Fraction(credit.factor) == factor
        assert (credit.via == HELD) is (credit.held == credit.towards)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(records=networks(), random=st.randoms(use_true_random=False))
def test_the_order_of_records_changes_no_credit(records: list[model.AnyRecord], random: object) -> None:
    shuffled = list(records)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert list(credits(*known_in(shuffled), assumptions())) == list(credits(*known_in(records), assumptions()))


def test_products_are_cut_to_thousandths_and_nothing_is_left_out_where_nothing_is_left() -> None:
    records = [skill("skill/a", broader=("skill/b",)), skill("skill/b"), skill("skill/c")]
    records.append(model.Mapping(subject="skill/b", predicate="closeMatch", object="skill/c", confidence="1", evidence=(REASON,)))
    cut = list(credits(*known_in(records), assumptions(credit_narrower="0.777", credit_close="0.777")))
    assert {(c.held, c.towards): c.factor for c in cut}["skill/a", "skill/c"] == Decimal("0.603")  # of 0.603729
    tiny = list(credits(*known_in(records), assumptions(credit_narrower="0.030", credit_close="0.030")))
    assert ("skill/a", "skill/c") not in {(c.held, c.towards) for c in tiny}


def test_mapped_roles_give_no_credit() -> None:
    roles = [model.Role(id=f"role/{n}", label=n, evidence=(REASON,)) for n in "ab"]
    mapping = model.Mapping(subject="role/a", predicate="closeMatch", object="role/b", confidence="1", evidence=(REASON,))
    assert list(credits(*known_in([*roles, mapping]), assumptions())) == []
