"""The answer to `path` as text: every step in its place, every mark with its source, nothing proven that isn't, one screen if asked."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path as FilePath

import pytest

from rolepath.planning.result import Answer, Range
from rolepath.render.blocks import Block, Heading, Items, Table, Text, clean, to_markdown, to_text
from rolepath.render.path_blocks import path_blocks, proof
from rolepath.render.path_brief import LINES, WIDTH, brief_blocks
from rolepath.render.path_notes import letters, ranged
from rolepath.render.schedule import schedule
from rolepath.render.step_words import action, closes, closes_short, entry_words, takes

sys.path.insert(0, str(FilePath(__file__).parent))

from sample import ANSWER, BRIDGE, DIRECT, GAP, HOSTILE, NO_PATH, OTHER, PROGRAM, PROJECT, READY, STEPS, long_answer

ALL = {"bridge": ANSWER, "none": NO_PATH, "ready": READY, "long": long_answer(60, 4), "one": long_answer(1)}
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


def _numbers(blocks: list[Block]) -> list[int]:
    """The numbers that steps stand under, whether in a card or in a line."""
    found: list[int] = []
    for block in blocks:
        if isinstance(block, Table) and block.name.startswith("steps to "):
            found += range(block.first, block.first + len(block.rows)) if block.cards else [int(row[0].rstrip(".")) for row in block.rows]
    return found


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_mark_has_a_source_and_every_source_a_mark(name: str) -> None:
    blocks = path_blocks(ALL[name])
    sources = [block.items for block in blocks if isinstance(block, Items) and block.numbered]
    assert _marks(blocks) == set(range(1, 1 + sum(len(items) for items in sources)))


@pytest.mark.parametrize("explain", [False, True])
def test_every_step_of_the_best_path_stands_there_once_in_order_with_what_it_is(explain: bool) -> None:
    for answer in (ANSWER, long_answer(60, 4), long_answer(2)):
        blocks = path_blocks(answer, explain)
        entries = schedule(answer.paths[0])
        assert _numbers(blocks) == [entry.number for entry in entries]
        shown = "\n".join(_texts(blocks))
        assert all(entry.done.label in shown for entry in entries)


def test_small_steps_in_a_row_are_lines_of_a_table_and_others_and_explained_ones_are_cards() -> None:
    tables = [block for block in path_blocks(ANSWER) if isinstance(block, Table)]
    assert [(table.cards, len(table.rows)) for table in tables] == [(False, 4), (True, 1), (True, 2)]
    assert all(block.cards for block in path_blocks(ANSWER, explain=True) if isinstance(block, Table))
    lines = to_text(path_blocks(long_answer(60)), 100, color=False).splitlines()
    assert sum(bool(re.match(r" ?\d+\. \| Skill number", line)) for line in lines) == 60


def test_months_run_from_the_start_to_the_end_and_the_end_has_its_dates() -> None:
    cards = [row for block in path_blocks(ANSWER, explain=True) if isinstance(block, Table) and "steps" in block.name for row in block.rows]
    whens = [row[2] for row in cards]
    assert whens[0].startswith("starts at month 0, done at month 0.1–0.5")
    ends = [when.partition("done at month ")[2].partition(";")[0] for when in whens]
    begins = [when.partition("starts at month ")[2].partition(",")[0] for when in whens]
    assert begins[1:] == ends[:-1]
    assert any("at month 18.8–34, that is from September 2026 to December 2027" in text for text in _texts(path_blocks(ANSWER)))


def test_numbers_that_are_estimates_say_so_and_stated_ones_do_not() -> None:
    assert takes(PROGRAM, 8) == "120 hours, 6 months, USD 500–15,000 (estimate)"
    assert takes(replace(PROGRAM, assumptions=()), 8) == "120 hours, 6 months, USD 500–15,000"
    assert takes(PROJECT, 8).endswith("(all estimates)")
    assert takes(replace(PROGRAM, assumptions=("assumption/program-months-degree",)), 8).count("(estimate)") == 1


def test_what_a_step_closes_has_essentials_first_and_is_shortened_only_unless_explained() -> None:
    shown = closes(PROGRAM, 4)
    assert [part.partition(":")[0] for part in shown.split("; ")] == [f"requirement {n}" for n in (1, 3, 5, 0)] + ["and 3 more"]
    assert [part.partition(":")[0] for part in closes(PROGRAM, None).split("; ")] == [f"requirement {n}" for n in (1, 3, 5, 0, 2, 4, 6)]
    assert closes_short(PROGRAM) == "3 essential, 4 optional"
    assert closes_short(STEPS[0]) == "optional"
    assert closes_short(PROJECT) == "what comes later"


def test_every_reason_stands_beside_its_step_if_asked_for() -> None:
    blocks = path_blocks(ANSWER, explain=True)
    rows = [row for block in blocks if isinstance(block, Table) and block.name.startswith("steps to ") for row in block.rows]
    steps = [entry.step for entry in schedule(BRIDGE)]
    for row, step in zip(rows, steps, strict=True):
        said = "\n".join(row)
        if step is not None:
            assert all(raised.thing.label in said for raised in step.raises)
            assert all(item.label in said for item in step.closes)
            assert all(thing.label in said for thing in step.needed_for)
            assert all((cited.words or "") in said for cited in step.evidence)
            assert step.because in said
            assert ("Hours to learn a tool" in said) == ("assumption/hours-tool" in step.assumptions)
    assert not any(isinstance(block, Items) and block.numbered for block in blocks)
    shown = "\n".join(_texts(blocks))
    assert all(item.label in shown for item in GAP)
    assert "SQL at 50% (sibling: 20%, claimed)" in shown


def test_proven_is_said_only_of_what_is_proven() -> None:
    assert proof(ANSWER, BRIDGE) == "Optimal: no other plan through these roles takes fewer months (proven, for the middle of the ranges)."
    assert "direct plan" in proof(ANSWER, DIRECT)
    found = proof(ANSWER, OTHER)
    assert "Optimal" not in found
    assert "less than 0.2 months" in found
    asked = replace(ANSWER.question, constraints=replace(ANSWER.question.constraints, minimise="money"))
    assert "less than USD 4,000" in proof(replace(ANSWER, question=asked), replace(BRIDGE, optimal=False, bound=4000))


def test_without_a_path_the_reason_comes_first_and_no_plan_is_shown() -> None:
    blocks = path_blocks(NO_PATH)
    assert isinstance(blocks[0], Heading)
    assert blocks[1] == Text(NO_PATH.reason or "")
    assert not any("best path" in text for text in _texts(blocks))
    assert [block.name for block in blocks if isinstance(block, Table)] == ["gap"]


def test_other_ways_say_what_they_take_and_how_they_differ() -> None:
    shown = _texts(path_blocks(ANSWER))
    direct = next(text for text in shown if text.startswith("The direct path"))
    assert "124–136 hours of study, 6.1–6.5 months, USD 500–15,048" in direct
    assert "19.9 months less, 65 hours less, USD 172 less" in direct
    assert "Not here: Work as Data analyst; Project: -churn model; Study python alone" in direct
    assert "Study statistics" not in direct
    other = next(text for text in shown if text.startswith("Alternative 1"))
    assert "best found" in other
    same = replace(ANSWER, paths=(BRIDGE, replace(BRIDGE, hops=(*BRIDGE.hops[:1], replace(BRIDGE.hops[1], documented=True)))))
    assert any("the same hours, months and money" in text for text in _texts(path_blocks(same)) if text.startswith("Path 2"))
    assert any("Odd course" in text for text in shown)


def test_beaten_ways_say_the_least_they_take_and_only_a_few_are_listed_unless_explained() -> None:
    way = ANSWER.considered[0]
    shown = _texts(path_blocks(ANSWER))
    assert "Cook → AI product manager: 30 months, 260 hours of study, USD 9,000" in shown
    documented = _texts(path_blocks(replace(ANSWER, considered=(replace(way, documented=2),))))
    assert any(text.endswith("USD 9,000; every move is documented") for text in documented)
    many = replace(ANSWER, considered=(way,) * 10)
    assert sum(text.startswith("Cook →") for text in _texts(path_blocks(many))) == 6
    assert "And 4 more; --explain lists them all." in _texts(path_blocks(many))
    assert sum(text.startswith("Cook →") for text in _texts(path_blocks(many, explain=True))) == 10


def test_a_direct_path_that_is_one_of_the_paths_is_not_shown_again() -> None:
    answer = replace(ANSWER, paths=(BRIDGE, DIRECT))
    shown = _texts(path_blocks(answer))
    assert not any(text.startswith("The direct path") for text in shown)
    assert sum(text.startswith("Path 2") for text in shown) == 1
    none = replace(ANSWER, direct=None, direct_reason="The budget is too small for it.")
    assert "The budget is too small for it." in _texts(path_blocks(none))


def test_the_profile_and_what_was_asked_for_are_in_words() -> None:
    shown = _texts(path_blocks(ANSWER))
    assert {"Roles held too: Cook.", "Claimed: skill/sql at 50%, evals.", "Degrees: bachelor.", "Experience: 3.5 years of work."} <= set(
        shown
    )
    asked = next(text for text in shown if text.startswith("Asked for"))
    for part in ("the fewest months", "8 hours of study a week", "2025-03-01", "USD 20,000", "2029-01-01 (40 months)", "without MBA"):
        assert part in asked
    assert "low end" not in asked


@pytest.mark.parametrize("labels", ["plain", HOSTILE, "very long label " * 30, "日本語のラベル" * 20])
@pytest.mark.parametrize("count", [0, 1, 7, 15, 16, 17, 18, 60, 300])
def test_brief_is_one_screen_and_counts_what_it_leaves_out(count: int, labels: str) -> None:
    answer = long_answer(count) if count else NO_PATH
    if count and labels != "plain":
        path = answer.paths[0]
        steps = tuple(replace(step, offer=replace(step.offer, label=labels)) for step in path.hops[0].steps)
        answer = replace(answer, paths=(replace(path, hops=(replace(path.hops[0], steps=steps),)),), alternatives=(OTHER,))
    blocks = brief_blocks(answer)
    lines = to_text(blocks, WIDTH, color=False).splitlines()
    assert len(lines) <= LINES
    shown = sum(bool(re.match(r"\d+\. ", text)) for text in _texts(blocks))
    left = [int(found[1]) for text in _texts(blocks) if (found := re.search(r"and (\d+) more step", text))]
    assert shown + sum(left) == count
    assert not left or left[0] > 1
    assert all("by month" in text for text in _texts(blocks) if re.match(r"\d+\. ", text))


def test_brief_names_the_totals_the_proof_and_what_it_rests_on() -> None:
    shown = "\n".join(_texts(brief_blocks(ANSWER)))
    for part in (
        "18.8–34 months",
        "Optimal",
        "7 steps through Data analyst",
        "1 source and 2 estimates",
        "1 other way",
        "Work as Data analyst",
    ):
        assert part in shown
    assert (NO_PATH.reason or "") in "\n".join(_texts(brief_blocks(NO_PATH)))


def test_a_step_is_what_one_would_write_on_a_list() -> None:
    assert [action(step) for step in (*STEPS[:1], STEPS[3], PROJECT)] == [
        "Study statistics alone, to 25%",
        "Practise pandas, to 50%",
        "Project: -churn model",
    ]
    raised = replace(STEPS[0], raises=tuple(replace(raised, before=0.1) for raised in STEPS[0].raises))
    assert action(raised) == "Study statistics alone, from 10% to 25%"
    assert [entry_words(entry) for entry in schedule(BRIDGE) if entry.step is None] == ["Work as Data analyst"]


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
    if answer.paths:  # what the planner promises: a path in one currency
        money = answer.paths[0].cost.money
        hops = tuple(
            replace(h, steps=tuple(replace(s, money=replace(s.money, currency=money.currency)) for s in h.steps))
            for h in answer.paths[0].hops
        )
        answer = replace(answer, paths=(replace(answer.paths[0], hops=hops), *answer.paths[1:]))
    for blocks in (path_blocks(answer), path_blocks(answer, explain=True), brief_blocks(answer)):
        for written in (to_text(blocks, 100, color=False), to_markdown(blocks)):
            assert written.encode()
            assert clean(written) == written
    assert len(to_text(brief_blocks(answer), WIDTH, color=False).splitlines()) <= LINES


def test_a_path_without_steps_is_ready_by_then() -> None:
    target = replace(BRIDGE.hops[1], steps=(), readiness_before=0.9, readiness_on_entry=0.9, essentials_open=0)
    path = replace(BRIDGE, hops=(BRIDGE.hops[0], target), cost=replace(BRIDGE.cost, months=Range(12.4, 26.0)))
    shown = _texts(path_blocks(replace(ANSWER, paths=(path,))))
    assert "To AI product manager: nothing to do" in shown
    assert any(text.startswith("You are 90% ready by then.") for text in shown)
