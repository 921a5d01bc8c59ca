"""A plan: which options before which role, what that costs, and what it has to keep to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rolepath.planning.problem import FULL, Limits, Option, Problem, Span, State, may_enter, reachable


@dataclass(frozen=True)
class Plan:
    """What to take before each role, and what it costs.

    roles: the bridges, then the target. stages: for each role the identifiers of the options newly taken before it, in an order
    in which each one's condition holds. costs: twice the midpoint of each cost (months: of time with tenures; steps: of options and
    bridges). bound: no plan through these roles has a smaller chosen cost; equal to it where optimal.
    """

    roles: tuple[str, ...]
    stages: tuple[tuple[str, ...], ...]
    costs: Mapping[str, int]
    optimal: bool
    bound: int

    @property
    def options(self) -> frozenset[str]:
        """Every option taken."""
        return frozenset(identifier for stage in self.stages for identifier in stage)

    @property
    def parts(self) -> frozenset[str]:
        """The options and bridges that alternatives are compared by."""
        return self.options | frozenset(self.roles[:-1])


@dataclass(frozen=True)
class Beaten:
    """Roles through which the best plan isn't worth showing beside another (`beats`); costs: at least these, twice the midpoint."""

    roles: tuple[str, ...]
    costs: Mapping[str, int]


PARTS = ("months", "hours", "money")
"""The parts of a cost in which one plan can beat another."""


def beats(limits: Limits, one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    """Whether one plan leaves another not worth showing.

    It does where it takes less of the chosen cost, and the other saves less than `limits.worth` of each other part; or where it takes
    as much of it, as little of each other part, and less of one. (Where the fewest steps are wanted, months stand for them.) `other`
    may be least costs, which a plan may exceed: what beats them beats the plan.

    >>> limits = Limits(800, 600, 400, 2, worth=100)
    >>> beats(limits, {"months": 10, "hours": 100, "money": 0}, {"months": 20, "hours": 91, "money": 0})
    True
    >>> beats(limits, {"months": 10, "hours": 100, "money": 0}, {"months": 20, "hours": 89, "money": 0})
    False
    """
    chosen = limits.minimise if limits.minimise in PARTS else PARTS[0]
    if one[chosen] < other[chosen]:
        return all(one[part] * (FULL - limits.worth) <= other[part] * FULL for part in PARTS)
    return one[chosen] == other[chosen] and all(one[p] <= other[p] for p in PARTS) and any(one[p] < other[p] for p in PARTS)


@dataclass(frozen=True)
class Overlap:
    """At most `most` of these options and roles may be used."""

    parts: frozenset[str]
    most: int


@dataclass(frozen=True)
class Stage:
    """Before one role: what is had without any option, and the options that can be reached by then."""

    role: str
    bridge: bool
    state: State
    reach: frozenset[str]


def costs_of(problem: Problem, roles: Sequence[str], options: Iterable[Option]) -> dict[str, int]:
    """Twice the midpoint of every cost of taking these options on the way through these roles."""
    taken, bridges = list(options), len(roles) - 1
    return {
        "months": sum(o.time.double for o in taken) + bridges * problem.tenure.double,
        "hours": sum(o.minutes.double for o in taken),
        "money": sum(o.cents.double for o in taken),
        "steps": 2 * (len(taken) + bridges),
    }


def within(problem: Problem, roles: Sequence[str], options: Iterable[Option]) -> bool:
    """Whether budget and deadline hold, at the high end, or at the low one if optimistic."""
    limits, taken = problem.limits, list(options)
    money, when = spent(limits, (o.cents for o in taken)), spent(limits, (o.time for o in taken))
    when += (len(roles) - 1) * spent(limits, (problem.tenure,))
    return (limits.budget is None or money <= limits.budget) and (limits.deadline is None or when <= limits.deadline)


def spent(limits: Limits, spans: Iterable[Span]) -> int:
    """The sum at the end of the ranges that budget and deadline bind."""
    return sum(span.low if limits.optimistic else span.high for span in spans)


def has_must(problem: Problem, roles: Sequence[str], options: Iterable[str]) -> bool:
    """Whether everything that has to be there is: taken, on the way, or had from the start."""
    there = {*roles, *options} | problem.start.roles | problem.start.programs
    return all(not group.isdisjoint(there) for group in problem.limits.must.values())


def make_stages(problem: Problem, roles: Sequence[str]) -> list[Stage] | None:
    """The stages of a sequence, or None where even everything on offer would not open a role."""
    free = [o for o in problem.options if o.id not in problem.limits.avoided and o.id not in problem.start.programs]
    stages = []
    state = problem.start
    for position, role in enumerate(roles):
        taken, after = reachable(problem, state, free)
        if not may_enter(problem, after, role):
            return None
        bridge = position < len(roles) - 1
        stages.append(Stage(role, bridge, state, frozenset(o.id for o in taken)))
        if bridge:
            state = state.after(role, problem.gains[role], problem.tenure_months)
    return stages
