"""Which of the things that someone holds opens most roles: what would be lost without each."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from rolepath.planning.arrays import Arrays, Flags, People, Standings
from rolepath.planning.coverage import FULL, WHOLE
from rolepath.planning.explored import Opened
from rolepath.planning.network import Network
from rolepath.planning.profile import Profile
from rolepath.planning.readiness import Lines, Stages

EXACT = "exact match"


def same_as(network: Network, capability: str) -> frozenset[str]:
    """A capability or unit, and what maps exactly to it."""
    return frozenset((capability, *(credit.held for credit in network.credits.get(capability, ()) if credit.via == EXACT)))


def opened(network: Network, arrays: Arrays, profile: Profile, lines: Stages) -> list[Opened]:
    """What each thing that is held does for the roles in `arrays.roles` that are not held: the most readiness lost first.

    A thing is a unit with everything that is held of it, or a single capability, and what maps exactly to either. Ties: more roles, then
    identifiers. What counts towards nothing is listed last, with nothing lost.

    The cost is that of as many people as there are things.
    """
    held = {thing: level for thing, level in profile.typical.items() if level > 0}
    groups = _groups(network, held)
    rows = [held, *({thing: level for thing, level in held.items() if thing not in gone} for gone in groups.values())]
    people = arrays.people(rows, [profile.lacked] * len(rows))
    stand = arrays.stand(people, profile.strict)
    theirs = np.array([role not in profile.roles for role in arrays.roles], dtype=bool)
    barred = _barred(network, arrays, profile, people)
    ready, nearly = (_reached(stand, barred, line) for line in (lines.ready, lines.nearly))
    things = [network.roles[role] for role in arrays.roles]
    found = []
    for row, (name, gone) in enumerate(groups.items(), start=1):
        less = (stand.score[0] - stand.score[row])[theirs]
        fallen = [tuple(things[n] for n in np.flatnonzero(each[0] & ~each[row] & theirs)) for each in (ready, nearly)]
        found.append(
            Opened(
                thing=network.capabilities[name],
                with_=tuple(network.capabilities[c] for c in sorted(gone - {name})),
                level=max(held[c] for c in gone) / FULL,
                said=any(c in profile.said for c in gone),
                roles=int((less > 0).sum()),
                lost=round(math.fsum(less / (stand.weight[theirs] * WHOLE)), 9),
                not_ready=fallen[0],
                not_nearly=fallen[1],
            )
        )
    return sorted(found, key=lambda each: (-each.lost, -each.roles, each.thing.id))


def _groups(network: Network, held: Iterable[str]) -> dict[str, frozenset[str]]:
    """Unit or capability → everything of it that is held; each thing that is held is in one group."""
    unit_of = network.unit_of
    found: dict[str, set[str]] = defaultdict(set)
    for thing in sorted(held):
        same = sorted(same_as(network, thing), key=lambda each: (each != thing, each))
        ours = (unit_of.get(each, each) for each in same if each in unit_of or each in network.units)
        found[next(ours, None) or min(same, key=lambda each: (network.capabilities[each].origin != "rolepath", each))].add(thing)
    return {name: frozenset(gone) for name, gone in sorted(found.items())}


def _barred(network: Network, arrays: Arrays, profile: Profile, people: People) -> Flags:
    """Where a licence or credential is lacking: people × roles."""
    free = {*profile.licences, *profile.roles}
    licence = np.array([role in network.regulated and role not in free for role in arrays.roles], dtype=bool)
    found: Flags = arrays.without_credential(people) | licence
    return found


def _reached(stand: Standings, barred: Flags, lines: Lines) -> Flags:
    found: Flags = stand.reaches(lines) & ~barred
    return found
