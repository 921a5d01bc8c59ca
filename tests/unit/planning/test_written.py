"""Plans in words: what steps close, rest on and take, from the network of the examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from rolepath.planning.examples import network
from rolepath.planning.offers import Pace
from rolepath.planning.problem import Limits
from rolepath.planning.profile import make_profile
from rolepath.planning.readiness import Lines, stages
from rolepath.planning.result import Range, Step, Way
from rolepath.planning.search import Found, Search
from rolepath.planning.ways import Ask
from rolepath.planning.written import Told, write_way

ANALYST, MANAGER = "role/analyst", "role/manager"
PACE = Pace(8)


def written(roles: Sequence[str] = (MANAGER,), start: str | None = ANALYST, told: Any = None, **limits: Any) -> Way:
    profile = make_profile(network, [start] if start else [], MANAGER)
    problem = Ask(network, profile, MANAGER, PACE, Limits(**limits), stages(network), Lines(300, 0)).problem(roles)
    return write_way(Told(network, PACE, **(told or {})), "best", problem, Search(problem).best())


def steps(way: Way, hop: int = -1) -> list[Step]:
    return [step for step in way.hops[hop].steps if not step.strengthen]


def test_steps_lead_from_the_start_to_the_end() -> None:
    way = written()
    (hop,) = way.hops
    strategy, forecasting = steps(way)
    assert [closed.id for step in (strategy, forecasting) for closed in step.closes] == ["unit/strategy", "unit/forecasting"]
    assert (forecasting.closes[0].before, forecasting.closes[0].after) == (0.3, 1)
    assert (strategy.start, strategy.end, forecasting.start) == (0, forecasting.start, strategy.end)
    assert forecasting.end == pytest.approx(way.cost.months.mid, abs=0.01)
    assert hop.readiness_before < strategy.readiness_after < forecasting.readiness_after == hop.readiness_on_entry
    assert (strategy.stage_after, forecasting.stage_after, way.nearly) == (None, "ready", forecasting.end)
    assert strategy.because == "closes Strategy, essential; readiness +31%"
    assert {gives.capability.id: gives.level for gives in strategy.gives}["skill/budgets"] == 0.6
    assert (way.optimal, way.bound) == (True, pytest.approx(way.cost.months.mid, abs=0.01))
    assert (hop.documented, hop.tenure) == (True, None)  # the move from analyst is


def test_costs_add_up_and_a_module_takes_only_what_is_missing() -> None:
    way = written()
    assert way.cost.hours.low == pytest.approx(sum(step.hours.low for step in steps(way)), abs=0.1)
    strategy, forecasting = steps(way)
    assert strategy.hours == Range(18, 40)  # 2–4 to begin, 16–36 for all of it
    assert forecasting.hours == Range(13.2, 29.2)  # seven tenths of the same
    assert (way.cost.steps, way.cost.paid_hours, way.cost.money.high) == (2, Range(0, 0), 0)


def test_what_strengthens_comes_after_and_counts_for_nothing() -> None:
    (hop,) = written().hops
    (more,) = [step for step in hop.steps if step.strengthen]
    assert (hop.steps[-1], more.offer.id, more.start, more.end, more.in_any_case) == (more, "unit/tables", 0, 0, None)
    assert more.readiness_after > hop.readiness_on_entry
    avoided = written(avoided=frozenset({"module/unit/tables"}))
    assert [step for step in avoided.hops[0].steps if step.strengthen] == []


def test_what_comes_before_is_said_and_learned_from() -> None:
    """From nothing, statistics comes before forecasting, and the book is for it."""
    way = written(start=None)
    by_id = {step.offer.id: step for step in steps(way)}
    assert by_id["unit/statistics"].because.endswith("comes before Forecasting")
    assert by_id["unit/statistics"].end <= by_id["unit/forecasting"].start
    (book,) = by_id["unit/statistics"].resources
    assert (book.id, book.price.high, book.price.currency) == ("resource/book", 0, "USD")
    assert by_id["unit/strategy"].deliverable == "An example of strategy"
    assert not way.hops[0].documented


def test_a_project_has_its_own_deliverable_and_a_program_its_price() -> None:
    way = written(must={"the project": frozenset({"project/forecast"}), "the course": frozenset({"program/course"})})
    by_id = {step.offer.id: step for step in steps(way)}
    assert by_id["project/forecast"].kind == "project"
    assert by_id["project/forecast"].deliverable == "A forecast of next year’s sales"
    assert (by_id["program/course"].money.low, by_id["program/course"].hours) == (100, Range(20, 20))
    assert (way.cost.money.low, way.cost.money.high) == (110, 120)  # what the project takes is an estimate
    assert [step.stage_after for step in steps(way)].count("ready") == 1


def test_over_a_bridge_time_goes_on_and_what_the_role_brings_counts() -> None:
    way = written((ANALYST, MANAGER), start=None)
    first, last = way.hops
    assert (first.tenure.low, first.tenure.high, last.tenure) == (12, 24, None)
    assert [hop.documented for hop in way.hops] == [False, True]
    assert min(step.start for step in steps(way)) == pytest.approx(max((s.end for s in steps(way, 0)), default=0) + 18, abs=0.02)
    assert "unit/statistics" not in {step.offer.id for step in steps(way)}
    assert last.readiness_before > 0.3
    assert way.nearly is not None
    assert way.nearly > 18
    assert way.cost.steps == len(steps(way, 0)) + len(steps(way)) + 1


def test_nearly_is_said_of_the_whole_way_or_not_at_all() -> None:
    profile = make_profile(network, [ANALYST], MANAGER, {"unit/strategy": None, "skill/forecasting": 300})
    ask = Ask(network, profile, MANAGER, PACE, Limits(), stages(network), Lines(300, 0))
    problem = ask.problem([MANAGER])
    assert write_way(Told(network, PACE), "best", problem, Search(problem).best()).nearly is None  # it is so from the start
    start = replace(ask, profile=make_profile(network, [ANALYST], MANAGER), made={})
    never = start.problem([MANAGER]).with_limits(Limits(kinds=frozenset({"project"})), Lines(0, 0))
    plan = Search(never).readiest()
    assert write_way(Told(network, PACE), "within limits", never, Found(plan, True, 0)).nearly is None


def test_in_any_case_is_a_share_of_draws() -> None:
    told = {"sure": {"module/unit/strategy": 9, "module/unit/forecasting": 8}, "sure_from": 900, "draws": 10}
    assert [step.in_any_case for step in steps(written(told=told))] == [True, False]
    assert [step.in_any_case for step in steps(written(told=told | {"draws": 0}))] == [None, None]
    assert [step.in_any_case for step in steps(written())] == [None, None]


@pytest.mark.parametrize(("minimise", "expected"), [("months", "months"), ("hours", "hours"), ("money", "money"), ("steps", "steps")])
def test_the_bound_is_in_the_unit_of_what_is_least(minimise: str, expected: str) -> None:
    way = written(minimise=minimise)
    cost = getattr(way.cost, expected)
    middle = cost if isinstance(cost, int) else (cost.low + cost.high) / 2
    assert way.bound == pytest.approx(middle, abs=0.05)


def test_an_unproven_bound_is_in_that_unit_too() -> None:
    profile = make_profile(network, [ANALYST], MANAGER)
    problem = Ask(network, profile, MANAGER, PACE, Limits(minimise="hours"), stages(network), Lines(300, 0)).problem([MANAGER])
    found = Search(problem).best()
    way = write_way(Told(network, PACE), "best", problem, Found(found.plan, False, found.bound))
    assert (way.optimal, way.bound) == (False, pytest.approx(way.cost.hours.mid, abs=0.05))
    with pytest.raises(ValueError, match="no plan"):
        write_way(Told(network, PACE), "best", problem, replace(found, plan=None))
