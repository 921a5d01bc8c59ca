"""The answers of the packaged data as blocks: every number in them is one of the answer's, every mark has its source."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest

from rolepath.planning.result import Answer, AssumptionNote
from rolepath.render.answer import estimate, gap_blocks, gap_table
from rolepath.render.blocks import Block, Heading, Items, Table, Text, to_csv
from rolepath.render.dossier import comparison_blocks, dossier_blocks
from rolepath.render.path_blocks import path_blocks
from rolepath.render.short_answer import GAP_LINES, PATH_LINES, short_gap, short_path
from rolepath.render.words import percent
from rolepath.service.graph import KnowledgeGraph


@pytest.fixture(scope="module")
def answers(kg: KnowledgeGraph) -> dict[str, Answer]:
    """Some answers to gap and path on the packaged data."""
    return {
        "gap": kg.gap("data scientist", have={"RAG systems": "some"}, lack=["SQL"]),
        "path": kg.path("software developer", max_bridges=0, draws=5, start_date="2026-01-01"),
        "nothing": kg.path(None, max_bridges=0, draws=0, time_limit=5, start_date="2026-01-01"),
        "there": kg.path("AI PM", "AI PM", start_date="2026-01-01"),
        "tight": kg.path("data scientist", max_bridges=0, budget=50, deadline=1, draws=0, start_date="2026-01-01"),
    }


def _blocks(answers: dict[str, Answer], name: str) -> list[Block]:
    return (gap_blocks if name == "gap" else path_blocks)(answers[name])


def _marks(blocks: list[Block]) -> set[int]:
    texts = [block.text for block in blocks if isinstance(block, Text)]
    texts += [cell for block in blocks if isinstance(block, Table) for row in block.rows for cell in row]
    found = [(int(first), int(last or first)) for text in texts for first, last in re.findall(r"\[(\d+)(?:–(\d+))?\]", text)]
    return {number for first, last in found for number in range(first, last + 1)}


def _sources(blocks: list[Block]) -> int:
    numbered = [block for block in blocks if isinstance(block, Items) and block.numbered]
    return len(numbered[0].items) if numbered else 0


@pytest.mark.parametrize("name", ["gap", "path", "nothing", "there", "tight"])
def test_every_mark_has_a_source_and_every_source_a_mark(answers: dict[str, Answer], name: str) -> None:
    blocks = _blocks(answers, name)
    assert _marks(blocks) == set(range(1, _sources(blocks) + 1))


@pytest.mark.parametrize("label", ["AI product manager", "prompt engineering", "RPI MBA", "IBM", "fintech", "churn model"])
def test_every_mark_of_what_is_known_of_a_thing_has_a_source(kg: KnowledgeGraph, label: str) -> None:
    blocks = dossier_blocks(kg.show(label))
    assert _marks(blocks) == set(range(1, _sources(blocks) + 1))
    assert _sources(blocks) > 0


def test_every_mark_of_a_comparison_has_a_source_and_both_roles_have_a_column(kg: KnowledgeGraph) -> None:
    blocks = comparison_blocks(kg.compare("AI PM", "traditional PM"))
    assert _marks(blocks) == set(range(1, _sources(blocks) + 1))
    tables = [block for block in blocks if isinstance(block, Table)]
    assert all(table.columns[-2:] == ("AI product manager", "Traditional product manager") for table in tables)
    assert [b.text for b in blocks if isinstance(b, Heading)][1:4] == ["Capabilities", "Tools", "Pay"]


def test_the_tables_of_the_gap_are_its_units_by_area(answers: dict[str, Answer]) -> None:
    answer = answers["gap"]
    tables = [block for block in gap_blocks(answer) if isinstance(block, Table) and block.name == "units"]
    rows = [row for table in tables for row in table.rows]
    assert [row[0] for row in rows] == [unit.label for unit in answer.units]
    assert [row[3].removesuffix(" assumed") for row in rows] == [percent(unit.coverage) for unit in answer.units]
    assert len(tables) == len(answer.areas)


def test_the_gap_as_one_table_has_what_is_missing_first_largest_share_first(answers: dict[str, Answer]) -> None:
    answer = answers["gap"]
    rows = list(csv.DictReader(io.StringIO(to_csv([gap_table(answer)]))))
    shares = [float(row["share of what is missing"]) for row in rows]
    assert shares == sorted(shares, reverse=True)
    assert abs(sum(shares) - 1) < 0.01
    assert abs(sum(float(row["weight"]) for row in rows) - 1) < 0.01
    assert {row["unit"] for row in rows} == {unit.label for unit in answer.units}
    assert all(row["sources"] for row in rows)


def test_the_screens_of_the_packaged_data_fit_and_have_all_their_parts(answers: dict[str, Answer]) -> None:
    assert short_gap(answers["gap"]).count("\n") <= GAP_LINES
    for name in ("path", "nothing", "there", "tight"):
        text = short_path(answers[name])
        assert text.count("\n") <= PATH_LINES, name
        assert "taken for" in text
        assert ("This week" in text) == bool(answers[name].ways or answers[name].best_within_limits)
    text = short_path(answers["path"])
    assert re.search(r"open “.+” .*https://|look at what it takes|agree on it", " ".join(text.split()))
    assert text.count("\nQuestions") == 1


@pytest.mark.parametrize("name", ["gap", "path"])
def test_whoever_a_source_cites_is_named_and_not_identified(answers: dict[str, Answer], name: str) -> None:
    items = [item for b in _blocks(answers, name) if isinstance(b, Items) and b.numbered for item in b.items]
    assert any(", citing " in item for item in items)
    assert [item for item in items if ", citing organization/" in item] == []


def test_shares_are_percent_and_other_units_are_named() -> None:
    note = AssumptionNote("assumption/x", "X", 0.3, 0.5, "share", "A guess.")
    assert estimate(note) == "30–50 %"
    assert estimate(replace(note, low=1.3, high=1.3, unit="factor")) == "1.3 times"
    assert estimate(replace(note, low=10, high=10, unit="count")) == "10"
    assert estimate(replace(note, low=4, high=16, unit="hours")) == "4–16 hours"


@pytest.mark.parametrize("name", ["gap", "path", "nothing"])
def test_the_estimates_of_an_answer_are_listed_with_their_reasons(answers: dict[str, Answer], name: str) -> None:
    listed = next(
        b for b, before in zip(_blocks(answers, name)[1:], _blocks(answers, name), strict=False) if before == Heading("Estimates used")
    )
    assert isinstance(listed, Items)
    for assumption, item in zip(answers[name].assumptions, listed.items, strict=True):
        assert f"{assumption.label}: {estimate(assumption)}" in item
        assert assumption.reason in item
