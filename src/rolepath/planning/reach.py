"""The roles near someone, and the roles near a target: by readiness, and by the fewest hours until ready."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from rolepath.planning.arrays import Arrays, Flags, Standings
from rolepath.planning.coverage import FULL, WHOLE, taken_on
from rolepath.planning.network import Network
from rolepath.planning.offers import MODULE
from rolepath.planning.problem import Plan, Problem
from rolepath.planning.profile import Profile
from rolepath.planning.readiness import NEARLY, NOT_YET, READY, Stages
from rolepath.planning.search import Search
from rolepath.planning.units import known_units

NEVER: Final = 1 << 62
"""More minutes, in millionths, than any plan takes."""


@dataclass(frozen=True)
class Place:
    """A role, and how someone stands towards it, or its people towards the target; score and weight as in `Standings`."""

    role: str
    score: int
    weight: int
    essentials: int
    met: int
    stage: str

    @property
    def readiness(self) -> Fraction:
        """Readiness in [0, 1], exactly."""
        return Fraction(self.score, self.weight * WHOLE)


@dataclass(frozen=True)
class Studied:
    """The direct plan of the fewest hours to the role of a place, or from it, and whether it is proven that none takes fewer.

    Where there is none, plan is None; proven, there is none at all, else none was found in the time that was given.
    """

    number: int
    problem: Problem
    plan: Plan | None
    proven: bool

    @property
    def minutes(self) -> int:
        """Twice the middle, in millionths; 0 without a plan."""
        return self.plan.costs.minutes[1] if self.plan is not None else 0


def near(network: Network, arrays: Arrays, profile: Profile, lines: Stages) -> list[Place]:
    """Every role of which enough is known and that is not held: highest readiness first.

    Ties: fewer essential units open, then label, then identifier. The cost is that of `Arrays.stand` for one person.
    """
    people = arrays.people([profile.typical], [profile.lacked])
    standings = arrays.stand(people, profile.strict)
    free = {*profile.licences, *profile.roles}
    lacking = arrays.without_credential(people)[0].tolist()
    barred = [bar or (role in network.regulated and role not in free) for role, bar in zip(arrays.roles, lacking, strict=True)]
    columns = (standings.score[0], standings.weight, standings.essentials, standings.met[0])
    reached = [each[0] for each in (standings.reaches(lines.ready), standings.reaches(lines.nearly))]
    return _places(network, arrays.roles, columns, reached, barred, frozenset(profile.roles))


def feeders(network: Network, arrays: Arrays, target: str, lines: Stages) -> list[Place]:
    """Every other role of whose people something is known, by how ready for a target it makes; order as in `near`.

    The stage is that of someone who holds no licence but those of the role. The cost is that of `Arrays.stand` towards one role.

    Raises:
        NotEnoughKnown: of the target.
    """
    known_units(network, target)
    one = Arrays(network, [target])
    roles = arrays.brings[0]
    people = one.people([arrays.brought(role) for role in roles])
    standings: Standings = one.stand(people)
    lacking = one.without_credential(people)[:, 0].tolist()
    licensed = target in network.regulated
    barred = [
        bar or (licensed and target != role and target not in network.allowed({role} & network.regulated))
        for role, bar in zip(roles, lacking, strict=True)
    ]
    count = len(roles)
    columns = (standings.score[:, 0], standings.weight.repeat(count), standings.essentials.repeat(count), standings.met[:, 0])
    reached = [each[:, 0] for each in (standings.reaches(lines.ready), standings.reaches(lines.nearly))]
    return _places(network, roles, columns, reached, barred, frozenset((target,)))


def _places(
    network: Network,
    roles: Iterable[str],
    columns: Sequence[object],
    reached: Sequence[Flags],
    barred: Iterable[bool],
    without: frozenset[str],
) -> list[Place]:
    rows = zip(roles, *(column.tolist() for column in (*columns, *reached)), barred, strict=True)  # type: ignore[attr-defined]
    found = [
        Place(role, score, weight, asked, met, NOT_YET if bar else READY if ready else NEARLY if nearly else NOT_YET)
        for role, score, weight, asked, met, ready, nearly, bar in rows
        if role not in without
    ]
    return sorted(found, key=lambda p: (-p.readiness, p.essentials - p.met, network.roles[p.role].label, p.role))


# --- by hours ---------------------------------------------------------------------------------------------------


def at_least(problem: Problem) -> int:
    """What no plan of a direct problem takes fewer hours than: twice the middle, in minutes and millionths.

    An essential unit that isn't covered even with everything else on offer needs its own module, and that takes at least what is missing
    of it then. One that isn't covered with that either can't be: then more than any plan takes.
    """
    levels, offers = problem.start.levels, problem.all_offers
    everything = taken_on(levels, (give for offer in problem.offers for give in offer.gives))
    bound = 0
    for unit in problem.units[-1]:
        line = problem.lines[-1].essential * FULL
        if not unit.essential or problem.measure.unit(unit, levels) >= line:
            continue
        if problem.measure.unit(unit, everything) < line:
            return NEVER
        module = offers.by_id.get(MODULE + unit.id)
        others = taken_on(levels, (give for offer in problem.offers if offer is not module for give in offer.gives))
        if module is not None and problem.measure.unit(unit, others) < line:
            bound += module.minutes.double * WHOLE + module.size.double * problem.missing(offers.units[unit.id], others)
    return bound


def by_hours(
    problems: Sequence[Callable[[], Problem]],
    most: int | None = None,
    seconds: Callable[[], float | None] = lambda: None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> list[Studied]:
    """The direct plans of the fewest hours, whatever they cost else: fewest first, no plan last; ties as the problems come.

    Args:
        problems: each makes a problem of one role that minimises hours.
        most: how many are wanted. Of the rest no more is worked out than that they take no fewer hours than these.
        seconds: gives the monotonic time at which a search that begins now has to end; then what was found by then is given.
        progress: called before each problem with the number of those looked at, and of all.

    The cost is `at_least` for each problem, and one search for each that this doesn't rule out.
    """
    bounds = []
    for number, make in enumerate(problems):
        progress(number, len(problems))
        bounds.append((at_least(make()) if most is not None else 0, number))
    found: list[tuple[int, int, Studied]] = []
    without: list[Studied] = []
    for bound, number in sorted(bounds):
        if most is not None and len(found) >= most and (bound, number) > found[most - 1][:2]:
            break
        problem = problems[number]()
        best = Search(problem, ends=seconds()).best()
        studied = Studied(number, problem, best.plan, best.optimal)
        if best.plan is None:
            without.append(studied)
        else:
            insort(found, (studied.minutes, number, studied), key=lambda each: each[:2])
    without.sort(key=lambda studied: studied.number)
    return [*(studied for _, _, studied in found), *without][:most]
