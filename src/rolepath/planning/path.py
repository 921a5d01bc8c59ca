"""Paths in their first form: bridges found on the graph of roles; for each hop what to close, in the order of its
prerequisites, with the offers for each item listed, not yet chosen among."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import networkx as nx

from rolepath.planning.network import Network, Requirement
from rolepath.planning.offers import offers_for, self_study, study_months
from rolepath.planning.profile import FULL, Profile, coverage, role_levels
from rolepath.planning.readiness import Terms, gap_items, is_hireable, is_ready, known_enough, standing
from rolepath.planning.result import Considered, Cost, Hop, Path, Range, Step

NOTHING = Range(0.0, 0.0)
START = ""
MAX_LISTED = 4


@dataclass(frozen=True)
class _Item:
    """One thing to close before a role: a requirement, or a capability needed before another."""

    capability: str
    things: tuple[str, ...]
    need: int
    covered: int
    share: float
    required: bool
    requirement: str | None
    needed_by: str | None


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


def find_paths(network: Network, profile: Profile, target: str, terms: Terms) -> tuple[Path, tuple[Path, ...], tuple[Considered, ...]]:
    """The direct path; the paths that no other beats in both months and hours, fewest months first; and those that one beats.

    Each sequence of at most `max_bridges` roles on the graph of roles is costed by self-study alone, at the middle of
    the estimates. Ties: fewer hours, then more documented moves, fewer bridges, identifiers.
    """
    graph = role_graph(network, profile, target, terms)
    direct = _follow(network, profile, (target,), graph, terms)
    sequences = nx.all_simple_paths(graph, START, target, cutoff=terms.max_bridges + 1)
    costed = sorted(
        (
            (_cost(network, profile, roles, graph, terms), roles)
            for roles in {tuple(sequence[1:]) for sequence in sequences}
        ),
        key=lambda each: (each[0][0].months.middle, each[0][0].hours.middle, -each[0][1], len(each[1]), each[1]),
    )  # fmt: skip
    kept: list[tuple[str, ...]] = []
    beaten: list[Considered] = []
    least = float("inf")
    for (cost, documented), roles in costed:
        if cost.hours.middle < least:
            least = cost.hours.middle
            kept.append(roles)
        else:
            beaten.append(Considered(tuple(network.roles[role] for role in roles), documented, cost))
    paths = tuple(_follow(network, profile, roles, graph, terms) for roles in kept[:MAX_LISTED])
    return direct, paths, tuple(beaten[:MAX_LISTED])


def _cost(network: Network, profile: Profile, roles: tuple[str, ...], graph: nx.DiGraph[str], terms: Terms) -> tuple[Cost, int]:
    hours = tenures = NOTHING
    documented = 0
    previous = START
    for role, bridge, held in _walk(network, profile, roles):
        items = _to_close(network, held[0], role, bridge, terms)
        for item in items:
            if item.required:
                hours = hours + _hours(network, item)
        held[0] = _after(network, held[0], role, bridge, items)
        tenures = tenures + network.assumptions.range("bridge-tenure") if bridge else tenures
        documented += graph.edges[previous, role]["documented"]
        previous = role
    return Cost(hours, study_months(hours, terms.hours_per_week) + tenures, None), documented


def _walk(network: Network, profile: Profile, roles: tuple[str, ...]) -> Iterator[tuple[str, bool, list[Profile]]]:
    held = [profile]
    for role in roles:
        yield role, role != roles[-1], held


def _after(network: Network, profile: Profile, role: str, bridge: bool, items: list[_Item]) -> Profile:
    """The profile after what was required is learned and, for a bridge, after its tenure."""
    learned = {item.capability: item.need for item in items if item.required}
    if bridge:
        for capability, level in role_levels(network, role).items():
            learned[capability] = max(level, learned.get(capability, 0))
    return profile.raised(learned, (role,) if bridge else ())


def _follow(network: Network, profile: Profile, roles: tuple[str, ...], graph: nx.DiGraph[str], terms: Terms) -> Path:
    """The path along these roles, written out with steps, offers and evidence."""
    hops: list[Hop] = []
    previous = START
    for role, bridge, held in _walk(network, profile, roles):
        stand = standing(network, held[0], role)
        items = _to_close(network, held[0], role, bridge, terms)
        out_of = _held_roles(network, profile, previous)
        moves = [network.transitions[first, role] for first in sorted(out_of) if (first, role) in network.transitions]
        met, asked = stand.essentials(FULL // 2 if bridge else FULL)
        hops.append(
            Hop(
                role=network.roles[role],
                documented=bool(moves),
                readiness_on_entry=round(stand.readiness, 3),
                essentials_open=asked - met,
                fit_on_entry=is_hireable(stand, terms.bridge_readiness) if bridge else is_ready(stand, terms.readiness),
                gap=tuple(item for item in gap_items(network, held[0], role) if item.coverage < 1),
                steps=tuple(_steps(network, held[0], role, items, terms)),
                tenure=network.assumptions.range("bridge-tenure") if bridge else None,
                evidence=tuple(cited for move in moves for cited in network.evidence.get(move, ())),
            )
        )
        held[0] = _after(network, held[0], role, bridge, items)
        previous = role
    cost, _ = _cost(network, profile, roles, graph, terms)
    return Path(tuple(hops), cost, min(hop.readiness_on_entry for hop in hops))


def _to_close(network: Network, profile: Profile, role: str, bridge: bool, terms: Terms) -> list[_Item]:
    """What is open for a role. Required: essentials (for a bridge: those covered less than half), then, by their share of
    the missing readiness, as many others as reach it; and what has to be learned before any of these."""
    if role in profile.roles:
        return []
    stand = standing(network, profile, role)
    floor = FULL // 2 if bridge else FULL
    enough = terms.bridge_readiness if bridge else terms.readiness
    missing = stand.weight * FULL - stand.score
    rows = sorted(
        zip(stand.requirements, stand.covered, strict=True),
        key=lambda row: (not (row[0].essential and row[1] < floor), -row[0].weight * (FULL - row[1]), row[0].id),
    )
    items: list[_Item] = []
    score = stand.score
    for requirement, covered in rows:
        if covered < FULL:
            required = (requirement.essential and covered < floor) or score < enough * stand.weight
            score += requirement.weight * (FULL - covered) if required else 0
            share = requirement.weight * (FULL - covered) / missing
            chosen = _cheapest(network, requirement, covered)
            items.append(_Item(chosen, requirement.capabilities, requirement.level, covered, share, required, requirement.id, None))
    _add_prerequisites(network, profile, items)
    return items


def _cheapest(network: Network, requirement: Requirement, covered: int) -> str:
    """The member of an any-of set that takes the fewest hours alone; what can't be studied comes last."""

    def effort(capability: str) -> tuple[float, str]:
        study = self_study(network, capability, requirement.level * (FULL - covered) // FULL)
        return (study.hours.middle if study else float("inf"), capability)

    return min(requirement.capabilities, key=effort)


def _add_prerequisites(network: Network, profile: Profile, items: list[_Item]) -> None:
    """Adds what has to be learned before the required items and is not met; what is open anyway becomes required."""
    place = {item.capability: position for position, item in enumerate(items)}
    waiting = [item.capability for item in items if item.required]
    while waiting:
        capability = waiting.pop(0)
        for _, needed in network.prerequisites.get(capability, ()):
            for other in needed:
                if other in place:
                    position = place[other]
                    if not items[position].required:
                        items[position] = replace(items[position], required=True, needed_by=capability)
                        waiting.append(other)
                    continue
                level = network.assumptions.thousandths(f"level-{network.capabilities[other].kind}")
                covered, _ = coverage(network, profile, Requirement("", (other,), "essential", level, FULL))
                if covered < FULL:
                    place[other] = len(items)
                    items.append(_Item(other, (other,), level, covered, 0.0, True, None, capability))
                    waiting.append(other)


def _hours(network: Network, item: _Item) -> Range:
    study = self_study(network, item.capability, item.need * (FULL - item.covered) // FULL)
    return study.hours if study else NOTHING


def _steps(network: Network, profile: Profile, role: str, items: list[_Item], terms: Terms) -> Iterator[Step]:
    """The items in the order of their prerequisites: stage by stage, required first, largest share first."""
    order: nx.DiGraph[str] = nx.DiGraph()
    order.add_nodes_from(item.capability for item in items)
    reasons: dict[str, list[str]] = {}
    for item in items:
        for name, needed in network.prerequisites.get(item.capability, ()):
            for other in needed:
                if other in order and other != item.capability:
                    order.add_edge(other, item.capability)
                    reasons.setdefault(item.capability, []).append(name)
    stages = {c: number for number, layer in enumerate(nx.topological_generations(order), start=1) for c in layer}
    stand = standing(network, profile, role)
    score, total = stand.score, stand.weight * FULL
    asked = {r.id: r for r in stand.requirements}
    for item in sorted(items, key=lambda i: (not i.required, stages[i.capability], -i.share, i.capability)):
        score += asked[item.requirement].weight * (FULL - item.covered) if item.requirement else 0
        things = tuple(network.capabilities[c] for c in item.things)
        before = tuple(sorted(order.predecessors(item.capability)))
        study = self_study(network, item.capability, item.need * (FULL - item.covered) // FULL)
        cited = network.evidence.get(item.requirement, ()) if item.requirement else ()
        cited += tuple(e for name in sorted(set(reasons.get(item.capability, ()))) for e in network.evidence.get(name, ()))
        offers = tuple(o for c in item.things for o in offers_for(network, c, item.need, item.covered, terms.hours_per_week))
        yield Step(
            closes=things,
            stage=stages[item.capability],
            required=item.required,
            after=tuple(network.capabilities[c].label for c in before),
            offers=offers,
            hours=study.hours if study else None,
            readiness_after=round(score / total, 3),
            because=_because(network, item, asked.get(item.requirement or "")),
            evidence=cited,
            assumptions=study.assumptions if study else (),
        )


def _because(network: Network, item: _Item, asked: Requirement | None) -> str:
    if asked is None:
        return f"comes before {network.capabilities[item.needed_by or ''].label}"
    parts = [f"{asked.necessity}, weight {asked.weight / FULL:g}: {item.share:.1%} of what is missing"]
    if item.covered:
        parts.append(f"{item.covered / FULL:.0%} covered already")
    if item.needed_by:
        parts.append(f"comes before {network.capabilities[item.needed_by].label}")
    if self_study(network, item.capability, FULL) is None:
        parts.append("can't be learned alone")
    return "; ".join(parts)
