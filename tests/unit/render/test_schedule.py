"""A path in time: one thing after another, from the start to the total; and which numbers an assumption made."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path as FilePath

from hypothesis import given, settings
from hypothesis import strategies as st

from rolepath.planning.offers import WEEKS_PER_MONTH
from rolepath.planning.result import Cost, Hop, Path, Range, Step
from rolepath.render.schedule import date_after, estimated, phases, schedule

sys.path.insert(0, str(FilePath(__file__).parent))

from sample import ANALYST, BRIDGE, DIRECT, PROGRAM, PROJECT, STEPS, TARGET, long_answer

thorough = settings(derandomize=True, deadline=None)
LENGTHS = st.tuples(st.integers(0, 900), st.integers(0, 900)).map(lambda ends: Range(min(ends) / 100, max(ends) / 100))


def _path(hops: list[tuple[list[Range], Range | None]]) -> Path:
    total = Range(0.0, 0.0)
    for lengths, tenure in hops:
        for months in [*lengths, *([tenure] if tenure else [])]:
            total = total + months
    steps = [tuple(replace(STEPS[1], months=months) for months in lengths) for lengths, _ in hops]
    made = [Hop(ANALYST, False, 0.1, 0.2, 0, tenure, own, ()) for own, (_, tenure) in zip(steps, hops, strict=True)]
    return Path(tuple(made), replace(BRIDGE.cost, months=total), True, 0.0)


@thorough
@given(st.lists(st.tuples(st.lists(LENGTHS, max_size=4), st.none() | LENGTHS), max_size=4))
def test_one_thing_begins_where_the_one_before_ends_and_all_end_with_the_total(hops: list[tuple[list[Range], Range | None]]) -> None:
    path = _path(hops)
    entries = schedule(path)
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert len(entries) == sum(len(lengths) + (tenure is not None) for lengths, tenure in hops)
    for before, after in pairwise(entries):
        assert before.ends == after.begins
    for entry in entries:
        assert abs(entry.begins.low + entry.months.low - entry.ends.low) < 1e-4
        assert abs(entry.begins.high + entry.months.high - entry.ends.high) < 1e-4
    if entries:
        assert entries[0].begins == Range(0.0, 0.0)
        assert entries[-1].ends == path.cost.months


def test_the_rounding_of_many_steps_is_left_out_of_the_total() -> None:
    third = Cost(Range(0, 0), Range(1.0, 2.0), BRIDGE.cost.money, 3)
    steps = tuple(replace(STEPS[1], months=Range(0.33, 0.67)) for _ in range(3))
    path = Path((Hop(TARGET, False, 0.1, 0.8, 0, None, steps, ()),), third, True, 1.5)
    assert schedule(path)[-1].ends == Range(1.0, 2.0)


def test_a_stay_comes_after_the_steps_to_its_role() -> None:
    kinds = [(entry.hop, entry.step.kind if entry.step else "stay") for entry in schedule(BRIDGE)]
    assert kinds == [
        *((1, kind) for kind in ("self-study", "self-study", "self-study", "tool practice", "stay")),
        (2, "project"),
        (2, "program"),
    ]


def test_a_step_is_in_a_later_phase_than_what_it_needs_and_steps_in_a_row_that_need_nothing_of_each_other_are_in_one() -> None:
    assert [phases(hop) for hop in BRIDGE.hops] == [(1, 2, 2, 2), (1, 2)]
    assert [phases(hop) for hop in DIRECT.hops] == [(1, 1)]
    hop = long_answer(12, 4).paths[0].hops[0]
    assert phases(hop) == (1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4)
    assert phases(replace(hop, steps=())) == ()


def _assuming(step: Step, *names: str) -> Step:
    return replace(step, assumptions=tuple(f"assumption/{name}" for name in names))


def test_only_the_numbers_that_an_assumption_made_are_estimates() -> None:
    assert estimated(STEPS[0], 8) == {"hours", "months", "money"}
    assert estimated(PROJECT, 8) == {"hours", "months", "money"}
    assert estimated(PROGRAM, 8) == {"money"}
    assert estimated(_assuming(PROGRAM), 8) == frozenset()
    assert estimated(_assuming(PROGRAM, "teaching-degree", "hours-per-week", "level-tool"), 8) == frozenset()
    assert estimated(_assuming(PROGRAM, "months-per-semester"), 8) == {"months"}
    assert estimated(_assuming(PROGRAM, "program-months-degree", "rate-eur"), 8) == {"months", "money"}


def test_months_are_an_estimate_where_estimated_hours_decide_them_and_not_where_a_stated_length_does() -> None:
    short = replace(_assuming(PROGRAM, "hours-per-credit"), hours=Range(10, 20), months=Range(6, 6))
    assert estimated(short, 8) == {"hours"}
    pace = 8 * WEEKS_PER_MONTH
    long = replace(short, hours=Range(10, 900), months=Range(6, round(900 / pace, 2)))
    assert estimated(long, 8) == {"hours", "months"}


def test_dates_are_counted_in_average_months_and_end_with_the_calendar() -> None:
    assert date_after("2025-03-01", 12) == dt.date(2026, 3, 1)
    assert date_after("2025-03-01", 0) == dt.date(2025, 3, 1)
    assert date_after(None, 3) is None
    assert date_after("2025-03-01", 1e6) is None
