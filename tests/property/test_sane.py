"""What a careers adviser would call sane: no licensed job on the way without its licence, none from outside a field without study."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path as File
from random import Random

from rolepath.planning.network import Credit, Network, Requirement
from rolepath.planning.offers import Pace
from rolepath.planning.path import search
from rolepath.planning.problem import Limits, Option
from rolepath.planning.profile import make_profile
from rolepath.planning.question import make_problem
from rolepath.planning.readiness import standing
from rolepath.planning.result import Thing

sys.path.insert(0, str(File(__file__).parent))

from networks import TARGET, random_network

LIMITS = Limits(readiness=800, bridge_readiness=600, consider=400, max_bridges=2)
LICENSED = ("role/physician", "role/lawyer", "role/pilot")


def with_licensed_roles(random: Random) -> Network:
    """A random network, with three licensed jobs that ask for much of what its roles ask for, and for one thing of their own each."""
    network = random_network(random)
    skills = sorted(network.capabilities)
    own = {role: f"skill/of-{role.removeprefix('role/')}" for role in LICENSED}
    asked = {
        role: tuple(
            sorted(
                Requirement(
                    f"requirement/{role}/{c}", (c,), "essential" if c == own[role] else "optional", 500, 900 if c == own[role] else 300
                )
                for c in (own[role], *random.sample(skills, 5))
            )
        )
        for role in LICENSED
    }
    moves = {(random.choice(sorted(network.roles)), role): f"transition/{role}" for role in LICENSED}
    return replace(
        network,
        roles={**network.roles, **{role: Thing(role, role, "role", "rolepath") for role in LICENSED}},
        capabilities={**network.capabilities, **{c: Thing(c, c, "knowledge", "rolepath") for c in own.values()}},
        requirements={**network.requirements, **asked},
        credits={**network.credits, **{c: (Credit(c, 1000, "held"),) for c in own.values()}},
        transitions={**network.transitions, **moves},
        regulated=network.regulated | frozenset(LICENSED),
    )


def test_no_path_goes_through_a_licensed_job_without_the_licence_and_with_it_some_do() -> None:
    through = 0
    for seed in range(120):
        random = Random(seed)
        network = with_licensed_roles(random)
        start = random.choice([role for role in sorted(network.roles) if role not in (TARGET, *LICENSED)])
        for licences in (frozenset[str](), frozenset({"role/pilot"})):
            profile = make_profile(network, [start], TARGET, licences=licences)
            problem, _ = make_problem(network, profile, TARGET, LIMITS, Pace(8))
            assert not set(problem.bridges) & (network.regulated - licences), f"seed {seed}"
            through += "role/pilot" in problem.bridges
            for plan in search(problem).plans:
                assert not set(plan.roles[:-1]) & (network.regulated - licences), f"seed {seed}"
    assert through > 0


def test_no_path_without_study_leads_to_a_licensed_job_from_outside_its_field() -> None:
    found = 0
    for seed in range(120):
        random = Random(1000 + seed)
        network = with_licensed_roles(random)
        start = random.choice([role for role in sorted(network.roles) if role not in LICENSED])
        for target in LICENSED:
            profile = make_profile(network, [start], target)
            problem, _ = make_problem(network, profile, target, LIMITS, Pace(8))
            own = f"skill/of-{target.removeprefix('role/')}"
            assert not standing(network, profile, target).essentials()[0]
            for plan in search(problem).plans:
                taken: list[Option] = [o for o in problem.along(plan.roles[:-1]).options if o.id in plan.options]
                assert any(capability == own and level >= 500 for o in taken for capability, level in o.raises), f"seed {seed}"
                found += 1
            free = replace(problem, options=(), extra={})
            assert search(free).plans == (), f"seed {seed}: {target} without study"
    assert found > 50
