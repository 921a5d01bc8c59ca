"""Units, areas, capabilities, what is assumed and the band, on the network of the examples."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rolepath.planning.answer import area_items, area_of, assumed_items, capability_items, readiness_item, unit_items
from rolepath.planning.coverage import Measure
from rolepath.planning.examples import network
from rolepath.planning.network import Requirement
from rolepath.planning.profile import Profile, make_profile
from rolepath.planning.readiness import stages
from rolepath.planning.result import Thing
from rolepath.planning.units import OTHER_AREA, asked_units, known_units

ANALYST, MANAGER, DIRECTOR = "role/analyst", "role/manager", "role/director"


def measured(profile: Profile, target: str = MANAGER) -> Measure:
    return Measure(network, known_units(network, target), profile.lacked, profile.strict)


@pytest.fixture
def analyst() -> Profile:
    return make_profile(network, [ANALYST], MANAGER)


def test_units_stand_in_order_with_what_earns_them(analyst: Profile) -> None:
    items = unit_items(network, analyst, measured(analyst))
    assert [item.id.partition("/")[2] for item in items] == ["strategy", "statistics", "reports", "forecasting", "tables"]
    by_id = {item.id: item for item in items}
    assert (by_id["unit/statistics"].coverage, by_id["unit/statistics"].assumed) == (1, True)
    assert (by_id["unit/strategy"].coverage, by_id["unit/strategy"].assumed) == (0, False)
    (member,) = by_id["unit/forecasting"].members
    assert (member.coverage, member.credited_by.id, member.credited_by.via, member.credited_by.source) == (
        0.3, "skill/statistics", "broader", "assumed",
    )  # fmt: skip
    assert sum(item.weight for item in items) == pytest.approx(1, abs=0.001)
    assert sum(item.share for item in items) == pytest.approx(1, abs=0.001)
    assert by_id["unit/statistics"].share == 0


def test_what_was_said_is_not_assumed() -> None:
    profile = make_profile(network, [ANALYST], MANAGER, {"skill/statistics": 1000})
    by_id = {item.id: item for item in unit_items(network, profile, measured(profile))}
    assert not by_id["unit/statistics"].assumed
    assert by_id["unit/statistics"].members[0].credited_by.source == "said"


def test_nothing_is_missing_of_what_is_all_there() -> None:
    profile = make_profile(network, [], MANAGER, {unit.id: None for unit in asked_units(network, MANAGER)})
    items = unit_items(network, profile, measured(profile))
    assert {(item.coverage, item.share) for item in items} == {(1, 0)}


def test_a_grade_inherits_and_says_from_whom() -> None:
    profile = make_profile(network, [ANALYST], DIRECTOR)
    items = unit_items(network, profile, measured(profile, DIRECTOR))
    assert {item.inherited.id for item in items} == {MANAGER}
    asked = {item.id for item in capability_items(network, profile, DIRECTOR, measured(profile, DIRECTOR))}
    assert asked == {item.id for item in capability_items(network, profile, MANAGER, measured(profile))}


def test_areas_add_up_to_readiness(analyst: Profile) -> None:
    units = unit_items(network, analyst, measured(analyst))
    areas = area_items(network, units)
    assert [area.label for area in areas] == ["Business", "Data"]
    total = sum(area.weight * area.coverage for area in areas)
    assert total == pytest.approx(readiness_item(measured(analyst), analyst, stages(network), []).typical, abs=0.002)


def test_an_area_is_ours_or_a_group_of_a_classification_or_other() -> None:
    assert area_of(network, "area/data") == (2, "area/data", "Data")
    assert area_of(network, "skill/statistics")[2] == "Statistics"
    assert area_of(network, OTHER_AREA)[2] == "Other"
    order = sorted((OTHER_AREA, "skill/statistics", "area/data"), key=lambda area: area_of(network, area))
    assert order == ["area/data", "skill/statistics", OTHER_AREA]


def test_what_only_shows_a_thing_is_marked(analyst: Profile) -> None:
    shown = Requirement("requirement/x", ("skill/charts",), "optional", 0, 0, signal=True)
    more = replace(network, requirements={MANAGER: (*network.requirements[MANAGER], shown)})
    items = {item.id: item for item in capability_items(more, analyst, MANAGER, measured(analyst))}
    assert [name for name, item in items.items() if item.signal] == ["skill/charts"]
    assert [item.label for item in items.values()] == sorted((item.label for item in items.values()), key=str.casefold)


def test_what_is_assumed_counts_and_is_sorted_by_share(analyst: Profile) -> None:
    found = [(item.capability.id, item.share) for item in assumed_items(network, analyst, measured(analyst))]
    assert found == [("skill/statistics", 0.97), ("skill/reports", 0.95)]  # charts count towards nothing that is asked
    strict = make_profile(network, [ANALYST], MANAGER, strict=True)
    assert assumed_items(network, strict, measured(strict)) == ()


def test_the_band_and_the_stage(analyst: Profile) -> None:
    lines = stages(network)
    found = readiness_item(measured(analyst), analyst, lines, [])
    assert found.low <= found.typical <= found.high
    assert (found.stage, found.essentials_met, found.essentials, found.after) == ("not yet", 0, 2, None)
    have = {"unit/strategy": None, "unit/forecasting": None}
    ready = make_profile(network, [ANALYST], MANAGER, have)
    assert readiness_item(measured(ready), ready, lines, []).stage == "ready"
    nearly = make_profile(network, [ANALYST], MANAGER, {"unit/strategy": None, "skill/forecasting": 300})
    assert readiness_item(measured(nearly), nearly, lines, []).stage == "nearly"
    barred = [Thing("licence/x", "X", "licence", "rolepath")]
    found = readiness_item(measured(ready), ready, lines, barred)
    assert (found.stage, found.barred_by, found.typical > 0.8) == ("not yet", tuple(barred), True)
