"""From a network and a profile to the problem in integers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from rolepath.planning.arrays import Arrays
from rolepath.planning.candidates import Candidates
from rolepath.planning.network import Network
from rolepath.planning.offers import OnOffer, Pace, make_options
from rolepath.planning.problem import FULL, START, Limits, Problem, Span
from rolepath.planning.profile import Profile, role_levels
from rolepath.planning.readiness import known_enough

_T = TypeVar("_T")


def make_problem(
    network: Network, profile: Profile, target: str, limits: Limits, pace: Pace, arrays: Callable[[], Arrays] | None = None
) -> tuple[Problem, OnOffer]:
    """The question of getting from a profile to a target, and all that is on offer for it.

    Bridges are the roles of which enough is known, that are not held, and that ask for no licence the profile lacks. On offer is what the
    target asks for; what a bridge asks for is on offer on the way over it (`Problem.along`).

    Args:
        arrays: gives the network as arrays, with which the roles near someone are found in one pass; asked for only where there can
            be bridges. Without it each role is looked at by itself, which for thousands takes seconds.
    """
    held = frozenset(profile.roles)
    made = arrays() if arrays is not None and limits.max_bridges else None
    known = () if not limits.max_bridges else made.roles if made is not None else sorted(network.roles)
    bridges = tuple(
        role
        for role in known
        if role not in held
        and role != target
        and (role not in network.regulated or role in profile.licences)
        and (made is not None or known_enough(network, role))
    )
    offered = make_options(network, profile, (target,), pace)
    tenure = network.assumptions.range("bridge-tenure")
    allowed = frozenset((*bridges, target))
    zones = {role: network.zones[role] for role in (*bridges, target) if role in network.zones} if network.zones else {}
    from_zones = [network.zones[role] for role in profile.roles if role in network.zones]
    problem = Problem(
        start=profile.state,
        target=target,
        credits=_Made(network.credits, lambda c: tuple(k for k in network.credits[c] if k.factor == FULL))
        if profile.strict
        else network.credits,
        requirements=network.requirements,
        gains=_Made(network.requirements, lambda role: role_levels(network, role)),
        bridges=bridges,
        documented=_documented(network, profile, allowed),
        zones=zones | ({START: max(from_zones)} if from_zones else {}),
        tenure=Span(round(tenure.low * pace.minutes_per_month), round(tenure.high * pace.minutes_per_month)),
        tenure_months=int(tenure.low),
        options=offered.options,
        limits=limits,
        extra=offered.extra if bridges else {},
        near=Candidates(made, profile, limits.consider, frozenset(bridges)) if made is not None else None,
    )
    return problem, offered


class _Made(Mapping[str, _T]):
    """A value for each key of another mapping, made when first asked for."""

    def __init__(self, keys: Mapping[str, object], make: Callable[[str], _T]) -> None:
        self._keys, self._make = keys, make
        self._known: dict[str, _T] = {}

    def __getitem__(self, key: str) -> _T:
        if key not in self._known:
            if key not in self._keys:
                raise KeyError(key)
            self._known[key] = self._make(key)
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def moves(network: Network, profile: Profile, first: str, second: str) -> list[str]:
    """The documented transitions from a role (START: those held), or from a wider role it is part of, to another."""
    own = profile.roles if first == START else (first,)
    out_of = {*own, *(wider for role in own for wider in network.also.get(role, ()))}
    return [network.transitions[role, second] for role in sorted(out_of) if (role, second) in network.transitions]


def _documented(network: Network, profile: Profile, known: frozenset[str]) -> frozenset[tuple[str, str]]:
    """Every documented move between these roles, and from START: of a role or a wider one that it is part of."""
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
