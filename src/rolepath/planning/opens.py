"""Which of the capabilities that someone holds opens most roles: what would be lost without each."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from rolepath.planning.arrays import Arrays, Flags, Standings
from rolepath.planning.explored import Opened
from rolepath.planning.gains import same_as
from rolepath.planning.network import Network
from rolepath.planning.problem import FULL
from rolepath.planning.profile import Profile


@dataclass(frozen=True)
class Shares:
    """From which readiness, in thousandths, a role is ready to be held, can be entered as a bridge, and is considered as one."""

    readiness: int
    bridge_readiness: int
    bridge_consider: int


def hireable(network: Network, arrays: Arrays, profile: Profile, shares: Shares, standings: Standings) -> Flags:
    """Which of `arrays.roles` someone could enter as a bridge now.

    Readiness, every essential requirement covered at least half, no licence that is lacking, at most one job zone up.
    """
    zones = [network.zones[role] for role in profile.roles if role in network.zones]
    barred = [
        (role in network.regulated and role not in profile.licences)
        or (bool(zones) and network.zones.get(role, max(zones)) > max(zones) + 1)
        for role in arrays.roles
    ]
    found: Flags = standings.at_least(shares.bridge_readiness) & (standings.least >= FULL // 2) & ~np.array(barred, dtype=bool)
    return found


def opened(network: Network, arrays: Arrays, profile: Profile, shares: Shares) -> list[Opened]:
    """What each capability that is held does for the roles in `arrays.roles` that are not held: the most readiness lost first.

    Without it means as `--lack` has it: what maps exactly to it is gone too. Of several that go together the first of ours is named.
    Ties: more roles covered, then identifiers. What counts towards nothing is listed last, with nothing lost.

    The cost is, for each capability held, a pass over all roles, and over what counts towards the requirements that it counts towards.
    """
    levels = arrays.levels(profile.levels)
    coverage = arrays.coverage(levels, profile.strict)
    theirs = np.array([role not in profile.roles for role in arrays.roles], dtype=bool)
    things = [network.roles[role] for role in arrays.roles]
    earned = arrays.earned_by(levels, profile.strict)

    def flags(standings: Standings) -> tuple[Flags, Flags, Flags]:
        ready = standings.ready(shares.readiness)
        return ready, hireable(network, arrays, profile, shares, standings), standings.at_least(shares.bridge_consider)

    base = arrays.summed(coverage)
    now = flags(base)
    groups: dict[frozenset[str], list[str]] = {}
    for capability, level in sorted(profile.levels.items()):
        if level > 0:
            gone = frozenset(c for c in same_as(network, capability) if profile.levels.get(c, 0) > 0)
            groups.setdefault(gone, []).append(capability)
    found = []
    for gone, members in groups.items():
        places = arrays.numbers(gone)
        without, used = levels.copy(), arrays.uses(places)
        without[places] = 0
        less = coverage.copy()
        less[used] = arrays.coverage(without, profile.strict, used)
        after = arrays.summed(less)
        fallen = [tuple(things[n] for n in np.flatnonzero(before & ~left & theirs)) for before, left in zip(now, flags(after), strict=True)]
        first, *others = sorted(members, key=lambda c: (network.capabilities[c].origin != "rolepath", c))
        covered = np.unique(arrays.role_of[np.isin(earned, places)])
        found.append(
            Opened(
                thing=network.capabilities[first],
                same=tuple(network.capabilities[c] for c in (*others, *sorted(gone - {*members}))),
                level=max(profile.levels[c] for c in gone) / FULL,
                claimed=bool(gone & profile.claimed),
                roles=int(theirs[covered].sum()),
                lost=math.fsum(((base.score - after.score) / (base.weight * FULL))[theirs]),
                not_ready=fallen[0],
                not_hireable=fallen[1],
                not_considered=fallen[2],
            )
        )
    return sorted(found, key=lambda each: (-each.lost, -each.roles, each.thing.id))
