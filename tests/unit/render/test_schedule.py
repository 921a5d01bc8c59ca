"""A way in time: its steps as they are planned, each stay after the steps to its role; and which numbers an assumption made."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path as FilePath

from rolepath.planning.result import Step
from rolepath.render.schedule import by_area, date_after, end_of, of_hop, schedule, strengthening, total
from rolepath.render.step_words import estimated, sure, takes

sys.path.insert(0, str(FilePath(__file__).parent))

from sample import BRIDGE, DIRECT, EXTRA, PROGRAM, PROJECT, STATISTICS, TASK


def test_a_stay_comes_after_the_steps_to_its_role_and_what_strengthens_has_no_time() -> None:
    entries = schedule(BRIDGE)
    kinds = [(entry.number, entry.hop, entry.step.kind if entry.step else "stay") for entry in entries]
    assert kinds == [
        (1, 1, "module"), (2, 1, "module"), (3, 1, "stay"), (4, 2, "module"), (5, 2, "project"), (6, 2, "task"), (7, 2, "program"),
    ]  # fmt: skip
    assert (entries[2].begins, entries[2].ends) == (1.0, 16.0)
    assert strengthening(BRIDGE) == (EXTRA,)
    assert strengthening(DIRECT) == ()
    assert end_of(entries) == 23.7
    assert end_of(()) == 0


def test_a_role_without_steps_begins_where_the_one_before_ended() -> None:
    hop = BRIDGE.hops[0]
    entries = schedule(replace(BRIDGE, hops=(hop, replace(hop, steps=()), BRIDGE.hops[1])))
    assert [(entry.begins, entry.ends) for entry in entries if entry.step is None] == [(1.0, 16.0), (16.0, 31.0)]


def test_steps_stand_by_area_in_the_order_in_which_one_comes_to_them() -> None:
    found = by_area(of_hop(schedule(BRIDGE), 2))
    assert {area: [entry.number for entry in entries] for area, entries in found.items()} == {"area/craft": [4, 6, 7], "area/data": [5]}
    assert list(found) == ["area/craft", "area/data"]
    assert total([STATISTICS, PROJECT]).low == 25.0


def _assuming(step: Step, *names: str) -> Step:
    return replace(step, assumptions=tuple(f"assumption/{name}" for name in names))


def test_only_the_numbers_that_an_assumption_made_are_estimates() -> None:
    assert estimated(STATISTICS) == {"hours", "months"}
    assert estimated(PROJECT) == estimated(TASK) == {"hours", "months"}
    assert estimated(PROGRAM) == {"money"}
    assert estimated(_assuming(PROGRAM)) == frozenset()
    assert estimated(_assuming(PROGRAM, "months-per-semester")) == {"months"}
    assert estimated(_assuming(PROGRAM, "program-months-degree", "rate-eur")) == {"months", "money"}
    assert estimated(_assuming(PROGRAM, "hours-per-credit")) == {"hours"}
    assert takes(PROGRAM) == "120 hours, 6 months, USD 500–15,000 (estimate)"
    assert takes(_assuming(PROGRAM)) == "120 hours, 6 months, USD 500–15,000"
    assert [sure(step) for step in (STATISTICS, TASK, PROJECT)] == ["in any case", "one of several choices", ""]


def test_dates_are_counted_in_average_months_and_end_with_the_calendar() -> None:
    assert date_after("2025-03-01", 12) == dt.date(2026, 3, 1)
    assert date_after("2025-03-01", 0) == dt.date(2025, 3, 1)
    assert date_after(None, 3) is None
    assert date_after("2025-03-01", 1e6) is None
