"""Paths over all of ESCO and O*NET: from ten origins far from each other to AI product manager, and to licensed work from outside."""

from __future__ import annotations

import pytest
from rolepath.planning.path import search
from rolepath.planning.question import make_problem

from rolepath import model
from rolepath.planning.arrays import Arrays
from rolepath.planning.network import Network
from rolepath.planning.offers import Pace
from rolepath.planning.problem import Limits
from rolepath.planning.profile import make_profile
from rolepath.planning.readiness import is_ready, standing

Classified = tuple[list[model.AnyRecord], Network]
pytestmark = pytest.mark.shared

AI_PM = "role/ai-product-manager"
ORIGINS = (
    "nurse responsible for general care", "mathematics teacher at secondary school", "chef", "accountant", "mechanical engineer",
    "journalist", "sales assistant", "lawyer", "translator", "Registered Nurses", "Data Scientists",
)  # fmt: skip
LICENSED = (
    "specialised doctor",
    "general practitioner",
    "lawyer",
    "airline transport pilot",
    "Lawyers",
    "Airline Pilots, Copilots, and Flight Engineers",
)
OUTSIDE = ("chef", "journalist", "bartender", "translator", "sales assistant", "Data Scientists")


@pytest.fixture(scope="module")
def network(classified: Classified) -> Network:
    return classified[1]


@pytest.fixture(scope="module")
def arrays(network: Network) -> Arrays:
    return Arrays(network)


def called(network: Network, label: str) -> str:
    """The occupation of a classification with this label."""
    (found,) = (role for role, thing in network.roles.items() if thing.label == label and role.startswith(("esco:", "onet:")))
    return found


@pytest.mark.parametrize("label", ORIGINS)
def test_a_path_leads_from_far_away_to_ai_product_manager(network: Network, arrays: Arrays, label: str) -> None:
    start = called(network, label)
    profile = make_profile(network, (start,), AI_PM)
    assumed = network.assumptions
    shares = (assumed.thousandths(name) for name in ("readiness", "bridge-readiness", "bridge-consider"))
    limits = Limits(*shares, 2, worth=assumed.thousandths("worth-showing"))
    problem, offered = make_problem(network, profile, AI_PM, limits, Pace(8), lambda: arrays)
    found = search(problem)
    assert found.plans
    for plan in found.plans:
        assert plan.optimal
        assert plan.costs["hours"] > 0  # nobody gets there without study
        assert all(role in network.roles and role not in network.regulated for role in plan.roles[:-1])
        held = {c for c, level in profile.levels.items() if level == 1000}
        assert not held & {offered.about[i].thing.id for i in plan.options if i in offered.about}  # nothing already held is taught


@pytest.mark.parametrize("target", LICENSED)
@pytest.mark.parametrize("start", OUTSIDE)
def test_nobody_from_outside_is_ready_for_licensed_work_without_study(network: Network, start: str, target: str) -> None:
    role = called(network, target)
    profile = make_profile(network, (called(network, start),), role)
    assert role in network.regulated
    assert not is_ready(standing(network, profile, role), network.assumptions.thousandths("readiness"))
