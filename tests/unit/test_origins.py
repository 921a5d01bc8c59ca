"""Ways over all of ESCO and O*NET: from eleven origins far from each other to AI product manager, and to licensed work from outside."""

from __future__ import annotations

import pytest

from rolepath import model
from rolepath.planning.network import Network
from rolepath.planning.offers import Pace
from rolepath.planning.problem import Limits
from rolepath.planning.profile import make_profile
from rolepath.planning.readiness import READY, Lines, stages, stand
from rolepath.planning.ways import Ask, best_way

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


def called(network: Network, label: str) -> str:
    """The occupation of a classification with this label."""
    (found,) = (role for role, thing in network.roles.items() if thing.label == label and role.startswith(("esco:", "onet:")))
    return found


@pytest.mark.parametrize("label", ORIGINS)
def test_a_way_leads_from_far_away_to_ai_product_manager(network: Network, label: str) -> None:
    profile = make_profile(network, (called(network, label),), AI_PM)
    assert stand(network, profile, AI_PM).readiness < 0.6
    ask = Ask(network, profile, AI_PM, Pace(8), Limits(), stages(network), Lines(600, 500))
    found = best_way(ask)
    assert found.optimal
    assert found.plan is not None
    assert found.plan.after[-1].reaches(ask.stages.ready)
    assert found.plan.costs.minutes[0] > 0  # nobody gets there without study
    (steps,) = found.plan.hops
    assert all(step.missing > 0 for step in steps if step.offer.unit is not None)  # nothing already held is taught


@pytest.mark.parametrize("target", LICENSED)
@pytest.mark.parametrize("start", OUTSIDE)
def test_nobody_from_outside_is_ready_for_licensed_work_without_study(network: Network, start: str, target: str) -> None:
    role = called(network, target)
    assert role in network.regulated
    profile = make_profile(network, (called(network, start),), role)
    assert stand(network, profile, role).stage(stages(network)) != READY
