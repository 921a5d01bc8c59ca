"""How well a way holds when the estimates are drawn within their ranges."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from rolepath.planning.examples import network
from rolepath.planning.offers import Pace
from rolepath.planning.problem import Limits, Plan, Problem
from rolepath.planning.profile import make_profile
from rolepath.planning.readiness import Lines, stages
from rolepath.planning.search import Search
from rolepath.planning.stability import stability
from rolepath.planning.ways import Ask

MANAGER = "role/manager"
FORECAST, FORECASTING, STRATEGY = "project/forecast", "module/unit/forecasting", "module/unit/strategy"


def problem(**limits: object) -> Problem:
    profile = make_profile(network, ["role/analyst"], MANAGER)
    limits_ = Limits(**limits)  # type: ignore[arg-type]
    return Ask(network, profile, MANAGER, Pace(8), limits_, stages(network), Lines(600, 500)).problem([MANAGER])


@pytest.fixture(scope="module")
def asked() -> tuple[Problem, Plan]:
    made = problem()
    plan = Search(made).best().plan
    assert plan is not None
    return made, plan


def test_counts_are_of_the_draws_and_the_same_each_time(asked: tuple[Problem, Plan]) -> None:
    found = stability(*asked, draws=40)
    assert (found.draws, found.counts[STRATEGY], found.counts[FORECASTING]) == (40, 40, 40)
    assert 0 < found.counts[FORECAST] < 40  # worth it where it is short
    assert set(found.counts) <= {offer.id for offer in asked[0].offers}
    assert found == stability(*asked, draws=40)
    assert found.counts != stability(*asked, draws=40, seed=7).counts


def test_what_turns_a_choice_does(asked: tuple[Problem, Plan]) -> None:
    """The project is taken where it takes as little as it may."""
    made, plan = asked
    (flip,) = stability(made, plan, draws=40).flips
    assert (flip.offer, flip.what, flip.changes) == (FORECAST, "minutes", (FORECAST,))
    offer = made.all_offers.by_id[FORECAST]
    assert (flip.before, flip.after) == (offer.minutes.double / 2, offer.minutes.low)
    turned = Search(made).taken_with({FORECAST: replace(offer, minutes=replace(offer.minutes, high=flip.after))}, plan)
    assert turned == plan.offers | {FORECAST}
    assert stability(made, plan, draws=40, sure=1).flips == ()  # where everything is sure, nothing is looked for


def test_draws_that_limits_forbid_are_not_counted(asked: tuple[Problem, Plan]) -> None:
    """The deadline binds the high end; a drawn length that is longer than that doesn't count."""
    tight = problem(deadline=asked[1].costs.time[2] // 1_000_000 + 1)
    plan = Search(tight).best().plan
    assert plan is not None
    assert 0 < stability(tight, plan, draws=20).draws <= 20


def test_where_time_is_up_nothing_is_drawn(asked: tuple[Problem, Plan]) -> None:
    found = stability(*asked, draws=5, ends=time.monotonic() - 1)
    assert (found.draws, found.counts, found.flips) == (0, {}, ())
