"""Readiness and stages, on a network small enough to follow by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from rolepath.errors import NotEnoughKnown
from rolepath.planning.coverage import WHOLE
from rolepath.planning.examples import network
from rolepath.planning.network import AskedMember, AskedUnit
from rolepath.planning.profile import Profile, make_profile
from rolepath.planning.readiness import NEARLY, NOT_YET, READY, Lines, Stages, Standing, barred_by, stages, stand
from rolepath.planning.units import asked_units

MANAGER = "role/manager"
UNITS = asked_units(network, MANAGER)
LINES = stages(network)


def standing(*covered: int) -> Standing:
    """Of strategy, forecasting (essential), statistics (important), reports, tables (useful), in thousandths."""
    by_name = dict(zip(("strategy", "forecasting", "statistics", "reports", "tables"), covered, strict=True))
    return Standing(UNITS, tuple(by_name[u.id.removeprefix("unit/")] * 1000 for u in UNITS))


def test_readiness_of_the_example_by_hand() -> None:
    """Analysts hold statistics and reports whole; forecasting is credited with 0.3 of one of its halves: of one member, at 600."""
    found = stand(network, make_profile(network, ["role/analyst"], MANAGER), MANAGER)
    forecasting = next(q for unit, q in zip(found.units, found.covered, strict=True) if unit.id == "unit/forecasting")
    weights = {unit.id: unit.weight for unit in found.units}
    expected = weights["unit/statistics"] + weights["unit/reports"] + weights["unit/forecasting"] * Fraction(forecasting, WHOLE)
    assert forecasting == 300_000
    assert Fraction(found.score, found.weight * WHOLE) == expected / sum(weights.values())


def test_other_levels_can_be_looked_at() -> None:
    assert stand(network, Profile({}, {}, {}), MANAGER, {"skill/reports": 600}).score == 262_629 * WHOLE


def test_too_little_known_is_an_error() -> None:
    with pytest.raises(NotEnoughKnown):
        stand(network, Profile({}, {}, {}), "role/analyst")


def test_who_holds_the_role_is_ready_for_it() -> None:
    for role in (MANAGER, "role/director"):
        found = stand(network, make_profile(network, [role], role), role)
        assert found.stage(LINES) == READY
        assert found.essentials(900) == (2, 2)


def test_ready_takes_every_essential_unit_and_enough_of_the_rest() -> None:
    assert standing(1000, 1000, 1000, 1000, 1000).stage(LINES) == READY
    assert standing(900, 900, 900, 0, 0).stage(replace_ready(700)) == READY
    assert standing(899, 1000, 1000, 1000, 1000).stage(LINES) == NEARLY
    assert standing(1000, 1000, 0, 0, 0).stage(LINES) == NEARLY  # 1.92 of 3.145 is 61 %
    assert standing(1000, 500, 700, 0, 0).stage(LINES) == NEARLY
    assert standing(1000, 499, 1000, 1000, 1000).stage(LINES) == NOT_YET
    assert standing(500, 500, 1000, 0, 0).stage(LINES) == NOT_YET  # 53 %


def replace_ready(share: int) -> Stages:
    return stages(network, share)


def test_nearly_never_takes_more_than_ready() -> None:
    assert stages(network, 300) == Stages(Lines(300, 900), Lines(300, 500), 900)
    assert stages(network) == Stages(Lines(800, 900), Lines(600, 500), 900)
    assert LINES.line(READY) == LINES.ready
    assert LINES.line(NEARLY) == LINES.nearly


def test_a_share_is_reached_exactly_or_not_at_all() -> None:
    """0.7 + 0.1 ≥ 0.8 is false in floats."""
    units = tuple(replace(unit, weight=weight, necessity="important") for unit, weight in zip(UNITS, (700, 100, 200, 0, 0), strict=True))
    covered = (WHOLE, WHOLE, 0, 0, 0)
    assert Standing(units, covered).reaches(Lines(800, 900))
    assert not Standing(units, covered).reaches(Lines(801, 900))
    assert not Standing(units, (WHOLE, WHOLE - 1, 0, 0, 0)).reaches(Lines(800, 900))


def credential(necessity: str) -> AskedUnit:
    return AskedUnit(
        "skill/bar", "Bar", "area/other", 0, "S", 1000, False, necessity, 900, (AskedMember(("skill/bar", "skill/other-bar"), 1000, 1000),),
        learnable=False,
    )  # fmt: skip


def test_licences_and_essential_credentials_bar() -> None:
    net = replace(network, regulated=frozenset({MANAGER}), licences={MANAGER: ("licence/x",)})
    assert barred_by(net, (), MANAGER, {}, (), ()) == ("licence/x",)
    assert barred_by(net, (), MANAGER, {}, {MANAGER}, ()) == ()
    assert barred_by(net, (), MANAGER, {}, (), (MANAGER,)) == ()
    assert barred_by(replace(net, licences={}), (), MANAGER, {}, (), ()) == (MANAGER,)
    units = (credential("essential"),)
    assert barred_by(network, units, MANAGER, {"skill/bar": 999}, (), ()) == ("skill/bar",)
    assert barred_by(network, units, MANAGER, {"skill/other-bar": 1000}, (), ()) == ()
    assert barred_by(network, (credential("important"),), MANAGER, {}, (), ()) == ()
