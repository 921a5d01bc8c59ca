"""The roles near someone, and the roles near a target: by readiness, and by the least hours of study."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rolepath.planning.arrays import Arrays, Standings
from rolepath.planning.explain import Told, write_cost
from rolepath.planning.network import Network
from rolepath.planning.offers import Pace
from rolepath.planning.opens import Shares, hireable
from rolepath.planning.optimum import best_plan, least
from rolepath.planning.plan import Plan, make_stages
from rolepath.planning.problem import FULL, Limits
from rolepath.planning.profile import Profile
from rolepath.planning.question import make_problem
from rolepath.planning.reasons import Reason, why
from rolepath.planning.result import Cost


@dataclass(frozen=True)
class Place:
    """A role, and how someone stands towards it, or its people towards the target; score and weight as in `Standings`."""

    role: str
    score: int
    weight: int
    essentials: int
    met: int
    ready: bool
    hireable: bool

    @property
    def readiness(self) -> Fraction:
        """Readiness in [0, 1], exactly."""
        return Fraction(self.score, self.weight * FULL)


@dataclass(frozen=True)
class Move:
    """Who moves to which role."""

    profile: Profile
    target: str


@dataclass(frozen=True)
class Studied:
    """The direct plan of the fewest hours: its cost, and whether it is proven to be the least.

    Where there is none, the cost is None, and reason says why; without a reason, none was found in the time that was given.
    """

    place: Place
    move: Move
    told: Told
    hours: int
    """twice the middle, in minutes"""
    options: tuple[str, ...]
    cost: Cost | None
    proven: bool
    reason: Reason | None


def near(network: Network, arrays: Arrays, profile: Profile, shares: Shares) -> list[Place]:
    """Every role of which enough is known and that is not held: highest readiness first.

    Ties: fewer essential requirements open, then label, then identifier. The cost is one pass over all that counts towards anything.
    """
    standings = arrays.standings(profile)
    enter = hireable(network, arrays, profile, shares, standings).tolist()
    return _places(network, arrays.roles, standings, shares, enter, frozenset(profile.roles))


def feeders(network: Network, arrays: Arrays, target: str, shares: Shares, strict: bool = False) -> list[Place]:
    """Every other role of which enough is known, by how ready for a target it makes; order as in `near`.

    hireable is meant for someone who holds no licence but those of the role. The cost is roles × what counts towards the target.
    """
    roles, standings = arrays.feeders(target, strict)
    enter = (standings.at_least(shares.bridge_readiness) & (standings.least >= FULL // 2)).tolist()
    barred = [target in network.regulated and target not in network.allowed({role} & network.regulated) for role in roles]
    known = frozenset(role for role in roles if role not in arrays.place)
    return _places(network, roles, standings, shares, [each and not bar for each, bar in zip(enter, barred, strict=True)], known | {target})


def _places(
    network: Network, roles: Iterable[str], standings: Standings, shares: Shares, enter: list[bool], without: frozenset[str]
) -> list[Place]:
    ready = standings.ready(shares.readiness)
    columns = (standings.score, standings.weight, standings.essentials, standings.met, ready)
    rows = zip(roles, *(column.tolist() for column in columns), enter, strict=True)
    found = [Place(*row) for row in rows if row[0] not in without]
    return sorted(found, key=lambda p: (-p.readiness, p.essentials - p.met, network.roles[p.role].label, p.role))


def by_hours(
    network: Network,
    moves: Sequence[tuple[Place, Move]],
    shares: Shares,
    pace: Pace,
    most: int | None = None,
    time_limit: float | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> list[Studied]:
    """The direct plans of the fewest hours, whatever they cost else: fewest first, no plan last; ties as the moves come.

    Args:
        most: how many are wanted. Of the rest no more is worked out than that they take no fewer hours than these.
        time_limit: seconds for each search; then what was found by then is given.
        progress: called before each search with the number of those done, and of all.

    The cost is one `least` for each move, or a relaxation of it once there are enough, and one `best_plan` for each that is wanted.
    """
    count = len(moves) + min(most or len(moves), len(moves))
    found: list[tuple[int, int]] = []
    without: list[Studied] = []
    for number, (place, move) in enumerate(moves):
        progress(number, count)
        told = _told(network, move, shares, pace, time_limit)
        bar = found[most - 1][0] if most is not None and len(found) >= most else None
        if make_stages(told.problem, (move.target,)) is None:
            without.append(Studied(place, move, told, 0, (), None, False, why(told.problem)))
        elif (hours := least(told.problem, (move.target,), "hours", bar)) is not None:
            insort(found, (hours, number))
        elif bar is None:
            without.append(Studied(place, move, told, 0, (), None, False, None))
    planned = []
    for done, (_, number) in enumerate(found[:most], start=len(moves)):
        progress(done, count)
        planned.append(_studied(network, *moves[number], shares, pace, time_limit))
    planned.sort(key=lambda studied: (studied.cost is None, studied.hours))
    return [*planned, *without][:most]


def _told(network: Network, move: Move, shares: Shares, pace: Pace, time_limit: float | None) -> Told:
    limits = Limits(shares.readiness, shares.bridge_readiness, shares.bridge_consider, 0, minimise="hours", time_limit=time_limit)
    problem, offered = make_problem(network, move.profile, move.target, limits, pace)
    return Told(network, move.profile, problem, offered, pace)


def _studied(network: Network, place: Place, move: Move, shares: Shares, pace: Pace, time_limit: float | None) -> Studied:
    told = _told(network, move, shares, pace, time_limit)
    plan = best_plan(told.problem, (move.target,))
    if not isinstance(plan, Plan):
        return Studied(place, move, told, 0, (), None, False, None)
    proven = plan.bound >= plan.costs["hours"]
    return Studied(place, move, told, plan.costs["hours"], plan.stages[0], write_cost(told, plan), proven, None)
