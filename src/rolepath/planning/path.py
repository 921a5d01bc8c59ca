"""Paths in their first form: bridges found on the graph of roles; for each hop what to close, in the order of its
prerequisites, with the offers for each item listed, not yet chosen among."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from rolepath.planning.network import Network
from rolepath.planning.offers import study_months
from rolepath.planning.profile import FULL, Profile, role_levels
from rolepath.planning.readiness import Terms, gap_items, is_hireable, is_ready, known_enough, standing
from rolepath.planning.result import Considered, Cost, Hop, Path, Thing
from rolepath.planning.steps import NOTHING, Item, hours_of, steps, to_close

START = ""
MAX_LISTED = 4


@dataclass(frozen=True)
class Found:
    """What a search found: the direct path, the paths no other beats, those that one beats, and what nothing offers.

    blocked: capabilities that the target asks for and nothing teaches; then there is no path.
    """

    direct: Path | None
    paths: tuple[Path, ...]
    considered: tuple[Considered, ...]
    blocked: tuple[Thing, ...]


@dataclass(frozen=True)
class _Leg:
    """One role of a sequence: what to close before it with this profile."""

    role: str
    bridge: bool
    profile: Profile
    items: list[Item]


def role_graph(network: Network, profile: Profile, target: str, terms: Terms) -> nx.DiGraph[str]:
    """The roles that can stand on a path, with an edge where a source documents the move, or where someone with this
    profile who also held the first role would be at least `consider` ready for the second before any study.

    Nodes carry no data; edges carry `documented`. The start is the empty name, and only what can be reached from it is in the
    graph. Roles that ask for a licence, or of which not enough is known, are no bridges.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    bridges = sorted(
        role
        for role in network.roles
        if role not in profile.roles and role != target and role not in network.regulated and known_enough(network, role)
    )
    reached, seen = [START], {START}
    while reached:
        first = reached.pop(0)
        held = profile if first == START else profile.raised(role_levels(network, first), (first,))
        out_of = _held_roles(network, profile, first)
        for second in (*bridges, target):
            documented = any((role, second) in network.transitions for role in out_of)
            always = second == target and first == START
            if second != first and (documented or always or standing(network, held, second).at_least(terms.consider)):
                graph.add_edge(first, second, documented=documented)
                if second not in seen and second != target:
                    seen.add(second)
                    reached.append(second)
    return graph


def _held_roles(network: Network, profile: Profile, role: str) -> frozenset[str]:
    """The roles a documented move may start from: this one (START: those of the profile) and the wider ones it is part of."""
    own = profile.roles if role == START else frozenset({role})
    return own | {wider for held in own for wider in network.also.get(held, ())}


def find_paths(network: Network, profile: Profile, target: str, terms: Terms) -> Found:
    """The direct path; the paths that no other beats in both months and hours, fewest months first; and those that one beats.

    Each sequence of at most `max_bridges` roles on the graph of roles is costed by self-study, and by the shortest offer for
    what can't be studied alone, at the middle of the estimates. A sequence that needs what nothing offers is none.
    Ties: fewer hours, then more documented moves, fewer bridges, identifiers. At most `MAX_LISTED` of each are listed.
    """
    graph = role_graph(network, profile, target, terms)
    blocked = _blocked(network, _legs(network, profile, (target,), terms), terms)
    if blocked:
        return Found(None, (), (), blocked)
    costed = []
    for roles in sorted({tuple(s[1:]) for s in nx.all_simple_paths(graph, START, target, cutoff=terms.max_bridges + 1)}):
        legs = _legs(network, profile, roles, terms)
        if not _blocked(network, legs, terms):
            costed.append((_cost(network, legs, terms), _documented(graph, roles), legs))
    costed.sort(key=lambda each: (each[0].months.middle, each[0].hours.middle, -each[1], len(each[2]), [leg.role for leg in each[2]]))
    kept: list[Path] = []
    beaten: list[Considered] = []
    least = float("inf")
    direct = None
    for cost, documented, legs in costed:
        better = cost.hours.middle < least
        if (better and len(kept) < MAX_LISTED) or len(legs) == 1:
            written = _write(network, profile, legs, cost, terms)
            direct = written if len(legs) == 1 else direct
            kept += [written] if better else []
        if not better and len(beaten) < MAX_LISTED:
            beaten.append(Considered(tuple(network.roles[leg.role] for leg in legs), documented, cost))
        least = min(least, cost.hours.middle)
    return Found(direct, tuple(kept), tuple(beaten), ())


def _legs(network: Network, profile: Profile, roles: tuple[str, ...], terms: Terms) -> tuple[_Leg, ...]:
    """What to close before each role; after a bridge its own requirements are held too."""
    legs = []
    for role in roles:
        bridge = role != roles[-1]
        items = to_close(network, profile, role, bridge, terms)
        legs.append(_Leg(role, bridge, profile, items))
        learned = {item.capability: item.need for item in items if item.required}
        for capability, level in role_levels(network, role).items() if bridge else ():
            learned[capability] = max(level, learned.get(capability, 0))
        profile = profile.raised(learned, (role,) if bridge else ())
    return tuple(legs)


def _blocked(network: Network, legs: tuple[_Leg, ...], terms: Terms) -> tuple[Thing, ...]:
    """What has to be learned on the way and nothing offers, in order of identifier."""
    closed = [(leg, item) for leg in legs for item in leg.items if item.required]
    names = {i.capability for leg, i in closed if hours_of(network, i, terms, leg.profile.strict) is None}
    return tuple(network.capabilities[name] for name in sorted(names))


def _cost(network: Network, legs: tuple[_Leg, ...], terms: Terms) -> Cost:
    hours = tenures = NOTHING
    for leg in legs:
        for item in leg.items:
            found = hours_of(network, item, terms, leg.profile.strict) if item.required else None
            hours = hours + found[0] if found else hours
        tenures = tenures + network.assumptions.range("bridge-tenure") if leg.bridge else tenures
    return Cost(hours, study_months(hours, terms.hours_per_week) + tenures, None)


def _documented(graph: nx.DiGraph[str], roles: tuple[str, ...]) -> int:
    return sum(graph.edges[first, second]["documented"] for first, second in zip((START, *roles), roles, strict=False))


def _write(network: Network, profile: Profile, legs: tuple[_Leg, ...], cost: Cost, terms: Terms) -> Path:
    """The path along these legs, written out with steps, offers and evidence."""
    hops: list[Hop] = []
    previous = START
    for leg in legs:
        stand = standing(network, leg.profile, leg.role)
        out_of = _held_roles(network, profile, previous)
        moves = [network.transitions[first, leg.role] for first in sorted(out_of) if (first, leg.role) in network.transitions]
        met, asked = stand.essentials(FULL // 2 if leg.bridge else FULL)
        hops.append(
            Hop(
                role=network.roles[leg.role],
                documented=bool(moves),
                readiness_on_entry=round(stand.readiness, 3),
                essentials_open=asked - met,
                fit_on_entry=is_hireable(stand, terms.bridge_readiness) if leg.bridge else is_ready(stand, terms.readiness),
                gap=tuple(item for item in gap_items(network, leg.profile, leg.role) if item.coverage < 1),
                steps=tuple(steps(network, leg.profile, leg.role, leg.items, terms)),
                tenure=network.assumptions.range("bridge-tenure") if leg.bridge else None,
                evidence=tuple(cited for move in moves for cited in network.evidence.get(move, ())),
            )
        )
        previous = leg.role
    return Path(tuple(hops), cost)
