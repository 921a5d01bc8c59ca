"""What is open for a role and in which order to close it: items, their hours, and the steps that answers show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import networkx as nx

from rolepath.planning.network import Network, Requirement
from rolepath.planning.offers import offers_for, self_study
from rolepath.planning.profile import FULL, Profile, coverage
from rolepath.planning.readiness import Terms, standing
from rolepath.planning.result import Range, Step

NOTHING = Range(0.0, 0.0)


@dataclass(frozen=True)
class Item:
    """One thing to close before a role: a requirement, or a capability needed before another.

    capability is what is learned for it; things are all that would do. covered is the share of the requirement that is met;
    left, in thousandths of the full level, is what is missing of the capability (0 where another item learns it already).
    """

    capability: str
    things: tuple[str, ...]
    need: int
    covered: int
    left: int
    share: float
    required: bool
    requirement: str | None
    needed_by: str | None


def to_close(network: Network, profile: Profile, role: str, bridge: bool, terms: Terms) -> list[Item]:
    """What is open for a role. Required: essentials (for a bridge: those covered less than half), then, by their share of
    the missing readiness, as many others as reach it; and what has to be learned before any of these.

    Of an any-of set that member is learned that is open on its own too, else the one that takes the fewest hours alone.
    """
    if role in profile.roles:
        return []
    stand = standing(network, profile, role)
    floor = FULL // 2 if bridge else FULL
    enough = terms.bridge_readiness if bridge else terms.readiness
    missing = stand.weight * FULL - stand.score
    rows = sorted(
        ((r, q) for r, q in zip(stand.requirements, stand.covered, strict=True) if q < FULL),
        key=lambda row: (not (row[0].essential and row[1] < floor), -row[0].weight * (FULL - row[1]), row[0].id),
    )
    alone = {r.capabilities[0] for r, _ in rows if len(r.capabilities) == 1}
    items: list[Item] = []
    score = stand.score
    for requirement, covered in rows:
        required = (requirement.essential and covered < floor) or score < enough * stand.weight
        score += requirement.weight * (FULL - covered) if required else 0
        share = requirement.weight * (FULL - covered) / missing
        shared = sorted(alone.intersection(requirement.capabilities)) if len(requirement.capabilities) > 1 else []
        chosen, left = (shared[0], 0) if shared else _cheapest(network, profile, requirement)
        items.append(Item(chosen, requirement.capabilities, requirement.level, covered, left, share, required, requirement.id, None))
    _require_what_comes_first(network, profile, items)
    return items


def _left(network: Network, profile: Profile, capability: str, need: int) -> int:
    covered, _ = coverage(network, profile, Requirement("", (capability,), "essential", need, FULL))
    return max(1, need * (FULL - covered) // FULL) if covered < FULL else 0


def _cheapest(network: Network, profile: Profile, requirement: Requirement) -> tuple[str, int]:
    """The member of a set that takes the fewest hours alone, and what is left of it; what can't be studied comes last."""

    def effort(capability: str) -> tuple[float, str]:
        study = self_study(network, capability, _left(network, profile, capability, requirement.level))
        return (study.hours.middle if study else float("inf"), capability)

    chosen = min(requirement.capabilities, key=effort)
    return chosen, _left(network, profile, chosen, requirement.level)


def _require_what_comes_first(network: Network, profile: Profile, items: list[Item]) -> None:
    """Adds what has to be learned before the required items and is not met; what is open anyway becomes required."""
    place = {item.capability: position for position, item in enumerate(items) if item.left}
    waiting = [(item.capability, item.capability) for item in items if item.required and not item.left]
    waiting += [(other, item.capability) for item in items if item.required for other in _first(network, item.capability)]
    while waiting:
        capability, needed_by = waiting.pop(0)
        if capability in place:
            position = place[capability]
            if items[position].required:
                continue
            items[position] = replace(items[position], required=True, needed_by=needed_by)
        else:
            level = network.assumptions.thousandths(f"level-{network.capabilities[capability].kind}")
            left = _left(network, profile, capability, level)
            if not left:
                continue
            place[capability] = len(items)
            covered = FULL - left * FULL // level
            items.append(Item(capability, (capability,), level, covered, left, 0.0, True, None, needed_by))
        waiting += [(other, capability) for other in _first(network, capability)]


def _first(network: Network, capability: str) -> list[str]:
    return [other for _, needed in network.prerequisites.get(capability, ()) for other in needed]


def hours_of(network: Network, item: Item, terms: Terms, strict: bool) -> tuple[Range, tuple[str, ...]] | None:
    """Learner hours for an item and the assumptions behind them: alone, or by the shortest offer for what can't be studied.

    None where nothing is offered.
    """
    if not item.left:
        return NOTHING, ()
    study = self_study(network, item.capability, item.left)
    if study is not None:
        return study.hours, study.assumptions
    offers = offers_for(network, item.capability, item.need, item.covered, terms.hours_per_week, strict)
    known = sorted(((o.hours.middle, o.id, o) for o in offers if o.hours is not None), key=lambda each: each[:2])
    return (known[0][2].hours or NOTHING, known[0][2].assumptions) if known else None


def steps(network: Network, profile: Profile, role: str, items: list[Item], terms: Terms) -> Iterator[Step]:
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
    for item in sorted(items, key=lambda i: (not i.required, stages[i.capability], -i.share, i.capability, i.things)):
        score += asked[item.requirement].weight * (FULL - item.covered) if item.requirement else 0
        cited = network.evidence.get(item.requirement, ()) if item.requirement else ()
        cited += tuple(e for name in sorted(set(reasons.get(item.capability, ()))) for e in network.evidence.get(name, ()))
        found = hours_of(network, item, terms, profile.strict)
        yield Step(
            closes=tuple(network.capabilities[c] for c in item.things),
            stage=stages[item.capability],
            required=item.required,
            after=tuple(network.capabilities[c].label for c in sorted(order.predecessors(item.capability))),
            offers=tuple(
                offer
                for c in item.things
                for offer in offers_for(network, c, item.need, item.covered, terms.hours_per_week, profile.strict)
            ),
            hours=found[0] if found else None,
            readiness_after=round(score / total, 3),
            because=_because(network, item, asked.get(item.requirement or "")),
            evidence=cited,
            assumptions=found[1] if found else (),
        )


def _because(network: Network, item: Item, asked: Requirement | None) -> str:
    if asked is None:
        return f"comes before {network.capabilities[item.needed_by or ''].label}"
    parts = [f"{asked.necessity}, weight {asked.weight / FULL:g}: {item.share:.1%} of what is missing"]
    if item.covered:
        parts.append(f"{item.covered / FULL:.0%} covered already")
    if not item.left:
        parts.append(f"met by {network.capabilities[item.capability].label}, a step of its own")
    elif item.needed_by and item.needed_by != item.capability:
        parts.append(f"comes before {network.capabilities[item.needed_by].label}")
    if item.left and self_study(network, item.capability, FULL) is None:
        parts.append("can't be learned alone: the hours are those of the shortest offer")
    return "; ".join(parts)
