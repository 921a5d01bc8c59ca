"""From a network and a profile to the problem in integers."""

from __future__ import annotations

from rolepath.planning.network import Network
from rolepath.planning.offers import OnOffer, Pace, make_options
from rolepath.planning.problem import FULL, START, Limits, Problem, Span
from rolepath.planning.profile import Profile, role_levels
from rolepath.planning.readiness import known_enough


def make_problem(network: Network, profile: Profile, target: str, limits: Limits, pace: Pace) -> tuple[Problem, OnOffer]:
    """The question of getting from a profile to a target, and all that is on offer for it.

    Bridges are the roles of which enough is known, that are not held, and that ask for no licence the profile lacks.
    """
    held = frozenset(profile.roles)
    bridges = tuple(
        role
        for role in sorted(network.roles)
        if role not in held
        and role != target
        and known_enough(network, role)
        and (role not in network.regulated or role in profile.licences)
    )
    if not limits.max_bridges:
        bridges = ()
    roles = (*bridges, target)
    offered = make_options(network, profile, roles, pace)
    tenure = network.assumptions.range("bridge-tenure")
    zones = {role: network.zones[role] for role in roles if role in network.zones}
    from_zones = [network.zones[role] for role in profile.roles if role in network.zones]
    problem = Problem(
        start=profile.state,
        target=target,
        credits={c: tuple(k for k in found if not profile.strict or k.factor == FULL) for c, found in network.credits.items()},
        requirements={role: network.requirements.get(role, ()) for role in roles},
        gains={role: role_levels(network, role) for role in bridges},
        bridges=bridges,
        documented=_documented(network, profile, roles),
        zones=zones | ({START: max(from_zones)} if from_zones else {}),
        tenure=Span(round(tenure.low * pace.minutes_per_month), round(tenure.high * pace.minutes_per_month)),
        tenure_months=int(tenure.low),
        options=offered.options,
        limits=limits,
    )
    return problem, offered


def moves(network: Network, profile: Profile, first: str, second: str) -> list[str]:
    """The documented transitions from a role (START: those held), or from a wider role it is part of, to another."""
    own = profile.roles if first == START else (first,)
    out_of = {*own, *(wider for role in own for wider in network.also.get(role, ()))}
    return [network.transitions[role, second] for role in sorted(out_of) if (role, second) in network.transitions]


def _documented(network: Network, profile: Profile, roles: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """Every documented move between these roles, and from START: of a role or a wider one that it is part of."""
    known = frozenset(roles)
    part_of: dict[str, list[str]] = {}
    for role, wider in network.also.items():
        for each in wider:
            part_of.setdefault(each, []).append(role)
    found = set()
    for first, second in network.transitions:
        holders = {first, *part_of.get(first, ())}
        if second in known:
            found |= {(role, second) for role in holders if role in known and role != second}
            found |= {(START, second)} if holders.intersection(profile.roles) else set()
    return frozenset(found)
