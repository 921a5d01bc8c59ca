"""Readiness and the gap, on a network small enough to follow by hand and on the packaged one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from rolepath.errors import NotEnoughKnown
from rolepath.planning.examples import network
from rolepath.planning.problem import Limits, Problem, Span, may_enter
from rolepath.planning.profile import Profile, coverage, make_profile
from rolepath.planning.readiness import Standing, gap_items, is_ready, known_enough, readiness_of, standing
from rolepath.service.graph import KnowledgeGraph

MANAGER = "role/manager"
ALL = {capability: 600 for r in network.requirements[MANAGER] for capability in r.capabilities}


def test_readiness_of_the_example_by_hand() -> None:
    """Forecasting 0.6 by credit of weight 0.9, reports 0.3 of weight 0.3, the rest nothing; the weights sum to 3."""
    stand = standing(network, make_profile(network, ["role/analyst"], MANAGER), MANAGER)
    assert Fraction(stand.score, stand.weight * 1000) == (Fraction("0.9") * Fraction("0.6") + Fraction("0.3") * Fraction("0.3")) / 3
    assert stand.essentials() == (0, 2)
    assert stand.essentials(600) == (1, 2)


def test_too_little_known_of_a_role_is_an_error_of_its_own() -> None:
    assert [known_enough(network, role) for role in (MANAGER, "role/analyst", "role/nobody")] == [True, False, False]
    with pytest.raises(NotEnoughKnown) as caught:
        standing(network, Profile({}), "role/analyst")
    assert (caught.value.identifier, caught.value.label, caught.value.known, caught.value.needed) == ("role/analyst", "Analyst", 2, 5)


def test_who_holds_the_role_meets_all_of_it() -> None:
    stand = standing(network, Profile({}, (MANAGER,)), MANAGER)
    assert (stand.readiness, stand.essentials()) == (1.0, (2, 2))
    assert {item.coverage for item in gap_items(network, Profile({}, (MANAGER,)), MANAGER)} == {1.0}


def test_ready_takes_every_essential_and_enough_of_the_rest() -> None:
    assert is_ready(standing(network, Profile(ALL), MANAGER), 1000)
    for capability in ALL:
        stand = standing(network, Profile(ALL | {capability: 599}), MANAGER)
        essential = next(r.essential for r in network.requirements[MANAGER] if r.capabilities == (capability,))
        assert is_ready(stand, 800) is not essential
        assert stand.at_least(800)


def test_a_bridge_takes_half_of_every_essential_and_its_own_share_and_the_target_all() -> None:
    """Half of roadmaps, of weight 0.9 out of 3: readiness 0.85."""
    half, less = (ALL | {"skill/roadmaps": level} for level in (300, 299))
    for target, levels, share, expected in (
        ("role/other", half, 850, True), ("role/other", half, 851, False), ("role/other", less, 600, False),
        (MANAGER, half, 600, False), (MANAGER, ALL, 1000, True),
    ):  # fmt: skip
        limits = Limits(readiness=share, bridge_readiness=share, consider=400, max_bridges=1)
        problem = Problem(
            Profile(levels).state, target, network.credits, {MANAGER: network.requirements[MANAGER]}, {}, (MANAGER,), frozenset(), {},
            Span(), 0, (), limits,
        )  # fmt: skip
        assert may_enter(problem, problem.start, MANAGER) is expected, (target, share)
        holder = replace(problem.start, levels={}, roles=frozenset({MANAGER}))
        assert may_enter(problem, holder, MANAGER)


def test_a_share_is_reached_exactly_or_not_at_all() -> None:
    """0.7 + 0.1 ≥ 0.8 is false in floats."""
    requirements = network.requirements[MANAGER][:3]
    weighted = tuple(replace(r, weight=w) for r, w in zip(requirements, (700, 100, 200), strict=True))
    stand = Standing(weighted, (1000, 1000, 0))
    assert stand.at_least(800)
    assert not stand.at_least(801)
    assert not Standing(weighted, (1000, 999, 0)).at_least(800)


def test_readiness_as_the_answer_shows_it() -> None:
    shown = readiness_of(standing(network, Profile(ALL | {"skill/reports": 0}), MANAGER), 900)
    assert (shown.now, shown.essentials, shown.essentials_met, shown.ready) == (0.9, 2, 2, True)
    assert readiness_of(standing(network, Profile(ALL | {"skill/reports": 0}), MANAGER), 901).ready is False


def test_the_gap_comes_largest_share_first_then_essential_then_by_identifier() -> None:
    items = gap_items(network, make_profile(network, ["role/analyst"], MANAGER), MANAGER)
    missing = {"roadmaps": "0.9", "budgets": "0.6", "forecasting": "0.36", "pricing": "0.3", "reports": "0.21"}
    total = sum(Fraction(m) for m in missing.values())
    assert [item.capabilities[0].label.lower() for item in items] == list(missing)
    assert [item.share for item in items] == [round(float(Fraction(m) / total), 4) for m in missing.values()]


def test_what_is_met_has_no_share_also_when_all_is() -> None:
    assert {item.share for item in gap_items(network, Profile(ALL), MANAGER)} == {0.0}


def test_shares_of_the_packaged_gap_add_up_and_every_item_has_evidence(kg: KnowledgeGraph) -> None:
    target = "role/ai-product-manager"
    profile = make_profile(kg.planning, [kg.role("data scientist").id], target)
    items = gap_items(kg.planning, profile, target)
    assert len(items) == len(kg.planning.requirements[target])
    assert abs(sum(item.share for item in items) - 1) < 0.0001 * len(items)
    assert all(item.evidence for item in items)
    requirements = {r.id: r for r in kg.planning.requirements[target]}
    for item in items:
        covered, credited = coverage(kg.planning, profile, requirements[item.id])
        assert (item.coverage, item.credited_by) == (covered / 1000, credited)
        assert item.label == " or ".join(thing.label for thing in item.capabilities)
