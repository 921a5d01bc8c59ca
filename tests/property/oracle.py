"""What a path is, by trying everything: every sequence of roles, every set of options, every way to spread them over the roles.

Written from PATHS.md beside the planner, of which it takes the data classes only. It is for small problems: time doubles with each
option. One thing is taken for granted: nothing that a person has is ever lost, and no condition asks for less than something. So a set
of options that can be taken at all can be taken with each as early as possible; `all_placements` does not rely on it, and the tests
hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from typing import TypeVar

from rolepath.planning.conditions import AllOf, AnyOf, AtLeast, Condition, Degree, Done, Experience, Level, Worked
from rolepath.planning.network import Requirement
from rolepath.planning.problem import Option, Problem

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Answer:
    """A plan as enumeration finds it: its roles, its options by identifier, and the twofold costs.

    spread: for each role the options taken before it, in the ways that put study off the longest (more than one where minutes tie).
    """

    roles: tuple[str, ...]
    options: frozenset[str]
    costs: Mapping[str, int]
    spread: frozenset[tuple[frozenset[str], ...]]

    @property
    def parts(self) -> frozenset[str]:
        """Options and bridges."""
        return self.options | set(self.roles[:-1])


@dataclass(frozen=True)
class Answers:
    """All that is asked of a search."""

    plans: tuple[Answer, ...]
    direct: Answer | None
    beaten: tuple[Answer, ...]
    alternatives: tuple[Answer, ...]


# --- people ---------------------------------------------------------------------------------------------------------------


class Person:
    """Someone on the way: what they can do, have done and have been."""

    def __init__(self, problem: Problem) -> None:
        start = problem.start
        self.problem = problem
        self.levels, self.brought = dict(start.levels), dict(start.brought)
        self.roles, self.programs, self.degrees = set(start.roles), set(start.programs), set(start.degrees)
        self.months = start.experience

    def copy(self) -> Person:
        """The same person, to try something with."""
        twin = object.__new__(Person)
        twin.problem, twin.degrees, twin.months = self.problem, self.degrees, self.months
        twin.levels, twin.brought, twin.roles, twin.programs = dict(self.levels), dict(self.brought), set(self.roles), set(self.programs)
        return twin

    def takes(self, option: Option) -> None:
        """Takes an option, whatever its condition says."""
        raise_to(self.levels, option.raises)
        if option.kind == "program":
            self.programs.add(option.id)

    def works(self, role: str) -> None:
        """Spends a tenure in a role."""
        raise_to(self.levels, self.problem.gains[role].items())
        raise_to(self.brought, self.problem.gains[role].items())
        self.roles.add(role)
        self.months += self.problem.tenure_months

    def meets(self, condition: Condition) -> bool:
        """Whether a condition holds for this person."""
        if isinstance(condition, AllOf):
            return False not in [self.meets(part) for part in condition.parts]
        if isinstance(condition, AnyOf):
            return True in [self.meets(part) for part in condition.parts]
        if isinstance(condition, AtLeast):
            return [self.meets(part) for part in condition.parts].count(True) >= condition.least
        if isinstance(condition, Level):
            for credit in self.problem.credits.get(condition.capability, ()):
                if credit.factor == 1000 and self.levels.get(credit.held, 0) >= condition.level:
                    return True
                # what is near helps with what was brought along, not with what was studied on the way
                if condition.near and credit.factor * self.brought.get(credit.held, 0) // 1000 >= condition.level:
                    return True
            return False
        if isinstance(condition, Done):
            return condition.program in self.programs
        if isinstance(condition, Worked):
            return condition.role in self.roles
        if isinstance(condition, Degree):
            ladder = ["bachelor", "master", "doctorate"]
            enough = ladder[ladder.index(condition.degree) :] if condition.degree in ladder else [condition.degree]
            return any(degree in self.degrees for degree in enough)
        assert isinstance(condition, Experience)
        return self.months >= condition.months

    def covers(self, requirement: Requirement) -> int:
        """How much of a requirement is covered, in thousandths, cut after each division."""
        best = 0
        for wanted in requirement.capabilities:
            for credit in self.problem.credits.get(wanted, ()):
                share = self.levels.get(credit.held, 0) * 1000 // requirement.level
                best = max(best, credit.factor * min(1000, share) // 1000)
        return best

    def standing(self, role: str) -> tuple[int, int, int]:
        """(what is covered and what is asked, both weighted and in thousandths, the least covered essential) of a role."""
        asked = self.problem.requirements[role]
        covered = {r.id: 1000 if role in self.roles else self.covers(r) for r in asked}
        have = sum(r.weight * covered[r.id] for r in asked)
        full = sum(r.weight * 1000 for r in asked)
        return have, full, min((covered[r.id] for r in asked if r.necessity == "essential"), default=1000)

    def may_have(self, role: str) -> bool:
        """Ready, where the role is the target, else hireable."""
        limits = self.problem.limits
        essential, share = (1000, limits.readiness) if role == self.problem.target else (500, limits.bridge_readiness)
        have, full, least = self.standing(role)
        return least >= essential and have * 1000 >= share * full

    def takes_what_is_open(self, options: Iterable[Option]) -> list[Option]:
        """Takes one option after another whose condition holds, until none is left; returns what was not open, in order."""
        closed = list(options)
        progress = True
        while progress:
            progress = False
            for option in list(closed):
                if self.meets(option.condition):
                    self.takes(option)
                    closed.remove(option)
                    progress = True
        return closed


def raise_to(levels: dict[str, int], raises: Iterable[tuple[str, int]]) -> None:
    """Raises levels in place; none falls."""
    for skill, level in raises:
        levels[skill] = max(level, levels.get(skill, 0))


# --- sequences of roles ---------------------------------------------------------------------------------------------------


def all_sequences(problem: Problem) -> list[tuple[str, ...]]:
    """Every way over bridges to the target: each step from the role before (or from now) documented or near enough without study."""

    def onward(person: Person, way: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield (*way, problem.target)
        if len(way) == problem.limits.max_bridges:
            return
        now = way[-1] if way else ""
        for role in problem.bridges:
            if role in person.roles or role == problem.target or is_avoided(problem, role):
                continue
            if now in problem.zones and role in problem.zones and problem.zones[role] - problem.zones[now] > 1:
                continue
            have, full, _ = person.standing(role)
            if (now, role) in problem.documented or have * 1000 >= problem.limits.consider * full:
                later = person.copy()
                later.works(role)
                yield from onward(later, (*way, role))

    return list(onward(Person(problem), ()))


def is_avoided(problem: Problem, name: str) -> bool:
    """Whether any of the names to avoid stands for this option or role."""
    return any(name in things for things in problem.limits.avoid.values())


def documented_moves(problem: Problem, roles: Sequence[str]) -> int:
    """How many moves along a sequence, the first from now, a source documents."""
    moves = list(zip(["", *roles][:-1], roles, strict=True))
    return sum(move in problem.documented for move in moves)


# --- what may be taken, and when ------------------------------------------------------------------------------------------


def on_offer(problem: Problem) -> list[Option]:
    """The options that may be used: not avoided, and no program done before."""
    return [o for o in problem.options if not is_avoided(problem, o.id) and o.id not in problem.start.programs]


def costs(problem: Problem, roles: Sequence[str], options: Iterable[Option]) -> dict[str, int]:
    """Twice the midpoint of each cost."""
    options, bridges = list(options), len(roles) - 1
    return {
        "months": sum(o.time.low + o.time.high for o in options) + bridges * (problem.tenure.low + problem.tenure.high),
        "hours": sum(o.minutes.low + o.minutes.high for o in options),
        "money": sum(o.cents.low + o.cents.high for o in options),
        "steps": 2 * len(options) + 2 * bridges,
    }


def in_order(problem: Problem, costs: Mapping[str, int]) -> tuple[int, ...]:
    """The costs with the chosen one first, then months, hours, money, steps."""
    first = problem.limits.minimise
    return (costs[first], *(costs[name] for name in ("months", "hours", "money", "steps") if name != first))


def within_limits(problem: Problem, roles: Sequence[str], options: Iterable[Option]) -> bool:
    """Budget, deadline and what has to be there."""
    options, bridges, limits = list(options), len(roles) - 1, problem.limits
    if limits.optimistic:
        money, when = sum(o.cents.low for o in options), sum(o.time.low for o in options) + bridges * problem.tenure.low
    else:
        money, when = sum(o.cents.high for o in options), sum(o.time.high for o in options) + bridges * problem.tenure.high
    if limits.budget is not None and money > limits.budget:
        return False
    if limits.deadline is not None and when > limits.deadline:
        return False
    there = {o.id for o in options} | set(roles) | problem.start.roles | problem.start.programs
    return all(any(thing in there for thing in things) for things in limits.must.values())


def works_out(problem: Problem, roles: Sequence[str], spread: Sequence[Sequence[Option]]) -> bool:
    """Whether taking just these options before these roles is possible and opens each role."""
    person = Person(problem)
    for role, options in zip(roles, spread, strict=True):
        if person.takes_what_is_open(options) or not person.may_have(role):
            return False
        if role != roles[-1]:
            person.works(role)
    return True


def at_once(problem: Problem, roles: Sequence[str], options: Iterable[Option]) -> bool:
    """Whether these options, each taken as early as it can be, are all taken and open each role."""
    person, waiting = Person(problem), list(options)
    for role in roles:
        waiting = person.takes_what_is_open(waiting)
        if not person.may_have(role):
            return False
        if role != roles[-1]:
            person.works(role)
    return not waiting


def all_spreads(roles: Sequence[str], options: Sequence[Option]) -> Iterator[tuple[tuple[Option, ...], ...]]:
    """Every way to spread options over the roles that they come before."""
    for places in product(range(len(roles)), repeat=len(options)):
        yield tuple(tuple(o for o, place in zip(options, places, strict=True) if place == n) for n in range(len(roles)))


def latest(problem: Problem, roles: Sequence[str], options: Sequence[Option]) -> frozenset[tuple[frozenset[str], ...]]:
    """The ways to spread options that leave the least study before the first role, then before the second."""
    found: dict[tuple[int, ...], list[tuple[frozenset[str], ...]]] = {}
    for spread in all_spreads(roles, options):
        if works_out(problem, roles, spread):
            minutes = tuple(sum(o.minutes.low + o.minutes.high for o in stage) for stage in spread)
            found.setdefault(minutes, []).append(tuple(frozenset(o.id for o in stage) for stage in spread))
    return frozenset(found[min(found)])


def all_placements(problem: Problem, roles: Sequence[str]) -> Iterator[tuple[tuple[Option, ...], ...]]:
    """Every way to take options along a sequence that is allowed and works out, in no order: the definition itself, and slow."""
    options = on_offer(problem)
    for places in product(range(len(roles) + 1), repeat=len(options)):  # the last place is never
        spread = tuple(tuple(o for o, place in zip(options, places, strict=True) if place == n) for n in range(len(roles)))
        taken = [o for stage in spread for o in stage]
        if within_limits(problem, roles, taken) and works_out(problem, roles, spread):
            yield spread


# --- the answer -----------------------------------------------------------------------------------------------------------


class Oracle:
    """All answers to one problem. Sets of options are tried from the cheapest on, so the first that does is the best."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.sequences = all_sequences(problem)
        self.sets = sorted(
            subsets(on_offer(problem)),
            key=lambda chosen: (in_order(problem, costs(problem, (problem.target,), chosen)), sorted(o.id for o in chosen)),
        )
        self._open: dict[tuple[str, ...], bool] = {}

    def answers(self, alternatives: int = 0) -> Answers:
        """The plans that none beats, the direct one, those beaten, and so many alternatives."""
        found = [self.answer(*best) for roles in self.sequences if (best := self.best(roles)) is not None]
        found.sort(key=self.rank)
        plans, beaten = [], []
        for plan in found:
            (beaten if any(self.outdone(plan.costs, other.costs) for other in found) else plans).append(plan)
        direct = next((plan for plan in found if len(plan.roles) == 1), None)
        return Answers(tuple(plans), direct, tuple(beaten), tuple(self.alternatives(plans[0], alternatives)) if plans else ())

    def outdone(self, costs: Mapping[str, int], by: Mapping[str, int]) -> bool:
        """Whether a plan isn't worth a look beside another: it dominates, or is cheaper and within the share that has to be saved."""
        limits = self.problem.limits
        first = "months" if limits.minimise == "steps" else limits.minimise
        near = all(Fraction(costs[part]) >= by[part] * (1 - Fraction(limits.worth, 1000)) for part in ("months", "hours", "money"))
        return dominates(by, costs) if by[first] == costs[first] else by[first] < costs[first] and near

    def best(self, roles: tuple[str, ...], earlier: Sequence[frozenset[str]] = ()) -> tuple[tuple[str, ...], tuple[Option, ...]] | None:
        """The roles with the least set of options for them, sharing at most half of each of these earlier ones."""
        for chosen in self.sets if self.is_open(roles) else ():
            parts = {o.id for o in chosen} | set(roles[:-1])
            if any(2 * len(parts & before) > len(before) or parts == before for before in earlier):
                continue
            if within_limits(self.problem, roles, chosen) and at_once(self.problem, roles, chosen):
                return roles, chosen
        return None

    def is_open(self, roles: tuple[str, ...]) -> bool:
        """Whether everything on offer together opens these roles: what it doesn't, no part of it does."""
        if roles not in self._open:
            person, waiting, fine = Person(self.problem), on_offer(self.problem), True
            for role in roles:
                waiting = person.takes_what_is_open(waiting)
                fine = fine and person.may_have(role)
                if role != self.problem.target:
                    person.works(role)
            self._open[roles] = fine
        return self._open[roles]

    def can_do_with_less(self, roles: tuple[str, ...], chosen: Sequence[Option]) -> bool:
        """Whether some of the options and bridges, left out, leave a path."""
        parts = [(kept, some) for kept in subsets(roles[:-1]) for some in subsets(chosen) if (kept, some) != (roles[:-1], tuple(chosen))]
        return any(
            (*kept, roles[-1]) in self.sequences
            and within_limits(self.problem, (*kept, roles[-1]), some)
            and at_once(self.problem, (*kept, roles[-1]), some)
            for kept, some in parts
        )

    def answer(self, roles: tuple[str, ...], chosen: Sequence[Option]) -> Answer:
        """A plan written out."""
        return Answer(roles, frozenset(o.id for o in chosen), costs(self.problem, roles, chosen), latest(self.problem, roles, chosen))

    def rank(self, plan: Answer) -> tuple[object, ...]:
        """The order of plans: costs, more documented moves, roles."""
        return in_order(self.problem, plan.costs), -documented_moves(self.problem, plan.roles), plan.roles

    def alternatives(self, first: Answer, count: int) -> list[Answer]:
        """The next-best paths that share at most half of the first and of each other.

        Nothing can be left out of these, unless an earlier one is empty: then everything can be left out of any other.
        """
        found: list[Answer] = []
        while first.parts and len(found) < count:
            earlier = [first.parts, *(other.parts for other in found)]
            bests = [self.answer(*best) for roles in self.sequences if (best := self.best(roles, earlier)) is not None]
            if not bests:
                break
            found.append(min(bests, key=self.rank))
        return found


def subsets(things: Sequence[Thing]) -> Iterator[tuple[Thing, ...]]:
    """Every choice of some of these, in their order."""
    for count in range(len(things) + 1):
        yield from combinations(things, count)


def dominates(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    """Whether one is no worse in months, hours and money, and better in one of them."""
    pairs = [(one[name], other[name]) for name in ("months", "hours", "money")]
    return all(a <= b for a, b in pairs) and any(a < b for a, b in pairs)
