"""The whole answer to `path`: every step of every way in its place, every mark with its source, nothing proven that isn't."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from rolepath.planning.result import Answer, Way
from rolepath.render.answer_words import distinct_ways
from rolepath.render.blocks import Block, Heading, Items, Table, Text, clean, to_markdown, to_text
from rolepath.render.path_blocks import path_blocks, proof, summary
from rolepath.render.path_notes import letters, ranged
from rolepath.render.schedule import schedule
from rolepath.render.step_words import action

sys.path.insert(0, str(Path(__file__).parent))

from sample import ALONE, ANSWER, BRIDGE, DIRECT, EXTRA, HOSTILE, NO_PATH, PROGRAM, READY, STATISTICS, STORIES, TIGHT, UNITS, long_answer

ALL = {"bridge": ANSWER, "none": NO_PATH, "tight": TIGHT, "ready": READY, "long": long_answer(40), "one": long_answer(1)}
MARK = re.compile(r"\[(\d+)(?:–(\d+))?\]")


def _texts(blocks: list[Block]) -> list[str]:
    found = []
    for block in blocks:
        match block:
            case Text() | Heading():
                found.append(block.text)
            case Items():
                found += block.items
            case Table():
                found += [cell for row in block.rows for cell in row]
    return found


def _marks(blocks: list[Block]) -> set[int]:
    found: set[int] = set()
    for text in _texts([block for block in blocks if not (isinstance(block, Items) and block.numbered)]):
        for first, last in MARK.findall(text.replace(HOSTILE, "")):
            found |= set(range(int(first), int(last or first) + 1))
    return found


def _of_way(blocks: list[Block], title: str) -> list[Block]:
    """The blocks between the heading of a way and the next heading."""
    first = next(n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.text.startswith(title))
    later = next(n for n, block in enumerate(blocks) if n > first and isinstance(block, Heading))
    return blocks[first:later]


def _numbers(blocks: list[Block]) -> list[int]:
    """The numbers that steps stand under, in cards or, where they were told before, in lines."""
    found: list[int] = []
    lines = [block for block in blocks if isinstance(block, Table) and block.name.startswith("steps to ") and not block.cards]
    for block in blocks:
        if isinstance(block, Table) and block.name.startswith("steps to ") and (not lines or not block.cards):
            found += range(block.first, block.first + len(block.rows)) if block.cards else [int(row[0].rstrip(".")) for row in block.rows]
    return found


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_mark_has_a_source_and_every_source_a_mark(name: str) -> None:
    blocks = path_blocks(ALL[name])
    sources = [block.items for block in blocks if isinstance(block, Items) and block.numbered]
    assert _marks(blocks) == set(range(1, 1 + sum(len(items) for items in sources)))


@pytest.mark.parametrize("explain", [False, True])
@pytest.mark.parametrize(("title", "way"), [("The first way: through Data analyst", BRIDGE), ("Another way: self-study", ALONE)])
def test_every_step_of_every_way_stands_there_once_in_order(title: str, way: Way, explain: bool) -> None:
    blocks = _of_way(path_blocks(ANSWER, explain), title)
    entries = schedule(way)
    assert _numbers(blocks) == [entry.number for entry in entries]
    shown = "\n".join(_texts(blocks))
    assert all(entry.done.label in shown for entry in entries)


def test_what_was_told_before_is_a_line_and_what_is_new_in_another_way_is_told_in_full() -> None:
    new = replace(STORIES, offer=replace(STORIES.offer, id="unit/new", label="A new thing"), label="A new thing")
    way = replace(ALONE, hops=(replace(ALONE.hops[0], steps=(STATISTICS, new)),))
    blocks = _of_way(path_blocks(replace(ANSWER, ways=(BRIDGE, way))), "Another way")
    tables = [block for block in blocks if isinstance(block, Table)]
    assert [(table.cards, len(table.rows)) for table in tables] == [(False, 2), (True, 1)]
    assert tables[1].rows[0][0].startswith("Study: A new thing")
    assert tables[1].first == 2


def test_a_step_says_what_it_takes_closes_shows_and_where_to_learn_it() -> None:
    (table, *_) = [block for block in path_blocks(ANSWER) if isinstance(block, Table) and block.cards]
    card = dict(zip(table.columns, table.rows[0], strict=True))
    assert card["do"] == "Study: statistics – in any case"
    assert card["takes"] == "10–20 hours, 0.3–0.6 months (both estimates)"
    assert card["learn from"].startswith("“A book on statistics” (A Publisher) https://example.org/book?a=1&b=2 (book, 10–20 hours")
    assert card["you can show then"] == "A page on statistics"
    assert card["raises"] == "statistics: 0 % → 100 %"
    assert "40 % ready then" in card["when"]


def test_stages_are_marked_where_they_are_reached_and_what_comes_after_is_optional() -> None:
    blocks = path_blocks(ANSWER)
    whens = {row[0]: row[2] for block in blocks if isinstance(block, Table) and block.cards for row in block.rows}
    marked = {do: when for do, when in whens.items() if "is reached here" in when}
    assert len(marked) == 2
    assert any("nearly ready is reached here" in when for do, when in marked.items() if do.startswith("Study: stories"))
    assert any("ready is reached here" in when for do, when in marked.items() if do.startswith("Program"))
    position = blocks.index(Text("To strengthen, after ready; optional:"))
    table = blocks[position + 1]
    assert isinstance(table, Table)
    assert table.rows[0][0] == action(EXTRA)


def test_every_reason_stands_beside_its_step_if_asked_for() -> None:
    blocks = path_blocks(ANSWER, explain=True)
    rows = [row for block in _of_way(blocks, "The first way") if isinstance(block, Table) for row in block.rows]
    for entry, row in zip(schedule(BRIDGE), rows, strict=False):
        step, shown = entry.step, "\n".join(row)
        if step is not None:
            assert all(given.capability.label in shown for given in step.gives)
            assert all(item.label in shown for item in step.closes)
            assert all((cited.words or "") in shown for cited in step.evidence)
            assert step.because in shown
            assert ("Hours of a task" in shown) == ("assumption/task-hours" in step.assumptions)
    assert not any(isinstance(block, Items) and block.numbered for block in blocks)
    shown = "\n".join(_texts(blocks))
    assert all(unit.label in shown for unit in UNITS)
    assert "SQL or data querying 25 % by Python at 50 % (tool: 50 %, assumed)" in shown


def test_proven_is_said_only_of_what_is_proven() -> None:
    assert proof(ANSWER, BRIDGE) == "Optimal: no way of its kind takes fewer months (proven, for the middle of the estimates)."
    found = proof(ANSWER, ALONE)
    assert "Optimal" not in found
    assert "less than 1.2 months" in found
    asked = replace(ANSWER.question, constraints=replace(ANSWER.question.constraints, minimise="money"))
    assert "less than USD 4,000" in proof(replace(ANSWER, question=asked), replace(BRIDGE, optimal=False, bound=4000))


def test_without_a_way_the_reason_comes_first_and_no_way_is_shown() -> None:
    blocks = path_blocks(NO_PATH)
    assert isinstance(blocks[0], Heading)
    assert blocks[1] == Text(NO_PATH.reason or "")
    assert not any(isinstance(block, Heading) and "way" in block.text for block in blocks)
    assert [block.name for block in blocks if isinstance(block, Table)][:1] == ["areas"]


def test_tight_limits_say_how_far_they_lead_what_is_left_and_what_would_do() -> None:
    shown = _texts(path_blocks(TIGHT))
    assert any(text.startswith("Within the limits: readiness 50 %, not yet ready, with 2 steps") for text in shown)
    assert "Left then: stories." in shown
    assert "To be ready: 2.5 months or 12 hours a week would do." in shown


def test_a_way_is_shown_once_under_the_name_that_says_most() -> None:
    best = replace(BRIDGE, hops=ALONE.hops, cost=ALONE.cost)
    ways = distinct_ways(replace(ANSWER, ways=(best, replace(DIRECT, hops=ALONE.hops), ALONE, DIRECT)))
    assert [way.kind for way in ways] == ["self-study", "direct"]
    headings = [block.text for block in path_blocks(replace(ANSWER, ways=(best, ALONE))) if isinstance(block, Heading)]
    assert headings[1] == "The first way: self-study (fastest)"


def test_a_way_is_summed_up_with_its_pace_and_when_nearly_is_reached() -> None:
    said = summary(ANSWER, BRIDGE)
    for part in ("185–275 hours", "20–28 months at 8 hours a week", "7 steps through Data analyst", "nearly ready after 16.5 months"):
        assert part in said
    assert "nearly" not in summary(ANSWER, DIRECT)


def test_the_profile_and_what_was_asked_for_are_in_words() -> None:
    shown = _texts(path_blocks(ANSWER))
    assert {
        "Roles held too: Cook.",
        "You say you have: skill/sql at 50 %, evals.",
        "Degrees: bachelor.",
        "Experience: 3.5 years of work.",
    } <= set(shown)
    asked = next(text for text in shown if text.startswith("Asked for"))
    for part in ("the fewest months", "8 hours of study a week", "2025-03-01", "USD 20,000", "2029-01-01 (40 months)", "without MBA"):
        assert part in asked
    assert "low end" not in asked


def test_how_the_way_holds_is_told_with_what_would_change_it() -> None:
    blocks = path_blocks(ANSWER)
    table = next(block for block in blocks if isinstance(block, Table) and block.name == "stability")
    assert table.rows == (("statistics", "96 %"), ("Run an A/B test", "40 %"))
    assert any("at 60 instead of 30, Run an A/B test and experiments would change places" in text for text in _texts(blocks))
    assert "Cook: It gives less than a tenth of what is asked." in _texts(blocks)
    without = path_blocks(replace(ANSWER, stability=None))
    assert not any(isinstance(block, Table) and block.name == "stability" for block in without)


def test_sources_are_named_by_letters_and_our_own_reasons_are_not() -> None:
    guide = ANSWER.sources[0]
    own = replace(guide, id="source/own", kind="editorial")
    many = tuple(replace(guide, id=f"source/{n}") for n in range(27))
    named = letters(replace(ANSWER, sources=(own, *many)))
    assert [named[f"source/{n}"] for n in (0, 25, 26)] == ["A", "Z", "S27"]
    assert len(set(named.values())) == len(many)
    shown = _texts(path_blocks(ANSWER))
    assert "A: The Guide (A Publisher, 1), https://example.org/guide" in shown
    assert any(text.startswith("A, characters 40–45") for text in shown)


def test_marks_in_a_row_are_a_range() -> None:
    assert ranged("") == ""
    assert ranged("[3]") == "[3]"
    assert ranged("[1][2]") == "[1] [2]"
    assert ranged("[1][2][3][5][8][9][10][11]") == "[1–3] [5] [8–11]"


@pytest.mark.parametrize("seed", range(12))
def test_any_answer_can_be_written_in_every_view(made_answer: Callable[..., Answer], seed: int) -> None:
    answer = made_answer(seed, hostile=True)
    for blocks in (path_blocks(answer), path_blocks(answer, explain=True)):
        for written in (to_text(blocks, 100, color=False), to_markdown(blocks)):
            assert written.encode()
            assert clean(written) == written


def test_a_hop_without_steps_is_a_stay_or_nothing() -> None:
    target = replace(BRIDGE.hops[1], steps=(), readiness_before=0.9, readiness_on_entry=0.9)
    shown = _texts(path_blocks(replace(ANSWER, ways=(replace(BRIDGE, hops=(BRIDGE.hops[0], target)),))))
    assert any(text.startswith("To AI product manager: 90 % ready before these steps, 90 % after them.") for text in shown)
    assert "Work as Data analyst" in shown
    assert action(PROGRAM) not in shown
