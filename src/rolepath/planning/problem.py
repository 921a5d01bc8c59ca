"""The question of a path in integers: what is held, what is asked, what is offered, and within which limits.

Levels, weights and κ are thousandths, study is minutes, money is cents of the currency of the answer. Time is counted in
minutes of the person's study weeks: at 8 hours a week a month has 8 · 60 · 365.25/12/7 of them. So study takes exactly its
minutes of time, and lengths in months are turned into such minutes once, when an offer is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from rolepath.planning.conditions import NOTHING, Condition, Degree, Done, Experience, Leaf, Level, Worked, holds
from rolepath.planning.network import Credit, Requirement

FULL = 1000
START = ""
COSTS = ("months", "hours", "money", "steps")
DEGREES = ("bachelor", "master", "doctorate")


@dataclass(frozen=True, order=True)
class Span:
    """An integer range."""

    low: int = 0
    high: int = 0

    @property
    def double(self) -> int:
        """Twice the midpoint."""
        return self.low + self.high


@dataclass(frozen=True)
class Option:
    """One way to raise levels, as the planner weighs it: a program, a project, or a quarter level of study or of tool practice.

    time is never less than minutes, at either end.
    """

    id: str
    kind: str
    raises: tuple[tuple[str, int], ...]
    minutes: Span
    time: Span
    cents: Span
    condition: Condition = NOTHING

    def cost(self, name: str) -> int:
        """Twice the midpoint of a cost; of `steps`, 2."""
        return {"months": self.time.double, "hours": self.minutes.double, "money": self.cents.double, "steps": 2}[name]


@dataclass(frozen=True)
class State:
    """What a person has: levels in thousandths, roles, programs done, degrees, months of work.

    brought: the levels without what was learned on the way: of the profile and of the bridges.
    """

    levels: Mapping[str, int]
    brought: Mapping[str, int]
    roles: frozenset[str] = frozenset()
    programs: frozenset[str] = frozenset()
    degrees: frozenset[str] = frozenset()
    experience: int = 0

    def raised(self, raises: Iterable[tuple[str, int]], programs: Iterable[str] = ()) -> State:
        """After learning: levels never fall."""
        return replace(self, levels=highest(self.levels, raises), programs=self.programs.union(programs))

    def after(self, role: str, gains: Mapping[str, int], months: int) -> State:
        """After a time in a role."""
        return replace(
            self,
            levels=highest(self.levels, gains.items()),
            brought=highest(self.brought, gains.items()),
            roles=self.roles | {role},
            experience=self.experience + months,
        )


def highest(levels: Mapping[str, int], raises: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Levels after some were raised."""
    found = dict(levels)
    for capability, level in raises:
        found[capability] = max(level, found.get(capability, 0))
    return found


@dataclass(frozen=True)
class Limits:
    """What a path must keep to, and what is best.

    readiness, bridge_readiness, consider: thousandths. budget: cents. deadline: minutes of study weeks.
    worth: thousandths of hours, months or money that a way has to save against a better one to be shown beside it.
    avoid, must: the name the user gave → the options or roles it stands for; of a must one of them has to be there.
    """

    readiness: int
    bridge_readiness: int
    consider: int
    max_bridges: int
    minimise: str = "months"
    budget: int | None = None
    deadline: int | None = None
    optimistic: bool = False
    avoid: Mapping[str, frozenset[str]] = field(default_factory=dict)
    must: Mapping[str, frozenset[str]] = field(default_factory=dict)
    time_limit: float | None = None
    worth: int = 0

    @property
    def avoided(self) -> frozenset[str]:
        """Every option and role that is avoided."""
        return frozenset().union(*self.avoid.values())

    @property
    def costs(self) -> tuple[str, ...]:
        """The costs in the order in which they decide: the chosen one first."""
        return (self.minimise, *(name for name in COSTS if name != self.minimise))


@dataclass(frozen=True)
class Problem:
    """One question.

    credits: capability → what counts towards it, already without what strictness leaves out.
    requirements, gains: of the target and the possible bridges: what each asks, and the levels that holding it gives.
    bridges: roles that may stand between (enough known, no licence lacking), in order of identifier.
    documented: (role, role) that a source documents, with START for the roles held.
    zones: role → job zone, where known, with START for the highest of the roles held; a bridge is at most one zone up.
    tenure: time in a bridge; tenure_months: the months of experience it surely gives.
    options: everything on offer, in order of identifier; what is avoided is among them.
    extra: bridge → what is on offer beside `options` to someone on the way over it, as it asks for that.
    near: which of the bridges someone in a state is near enough to, before any study; None: found out one by one.
    """

    start: State
    target: str
    credits: Mapping[str, tuple[Credit, ...]]
    requirements: Mapping[str, tuple[Requirement, ...]]
    gains: Mapping[str, Mapping[str, int]]
    bridges: tuple[str, ...]
    documented: frozenset[tuple[str, str]]
    zones: Mapping[str, int]
    tenure: Span
    tenure_months: int
    options: tuple[Option, ...]
    limits: Limits
    extra: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    near: Callable[[State], Iterable[str]] | None = field(default=None, compare=False, repr=False)

    def along(self, roles: Iterable[str]) -> Problem:
        """The problem of someone on the way over these roles: all that is on offer then is in `options`."""
        found = {o.id: o for role in roles for o in self.extra.get(role, ())} | {o.id: o for o in self.options}
        if len(found) == len(self.options):
            return self if not self.extra else replace(self, extra={})
        return replace(self, options=tuple(found[i] for i in sorted(found)), extra={})


def reached(factor: int, level: int, need: int) -> int:
    """κ · min(1, level / need), cut to thousandths."""
    return factor * min(FULL, level * FULL // need) // FULL


def covered(credits: Mapping[str, tuple[Credit, ...]], levels: Mapping[str, int], requirement: Requirement) -> int:
    """q(P, s) of PATHS.md, in thousandths: the best single source, of an any-of set the best member."""
    return max(
        (
            reached(credit.factor, levels.get(credit.held, 0), requirement.level)
            for capability in requirement.capabilities
            for credit in credits.get(capability, ())
        ),
        default=0,
    )


def score(problem: Problem, state: State, role: str) -> tuple[int, int, int]:
    """(Σ w·q, Σ w · 1000, the least coverage of an essential requirement) of a role for someone; all met by who holds it."""
    least, got, total = FULL, 0, 0
    for requirement in problem.requirements.get(role, ()):
        q = FULL if role in state.roles else covered(problem.credits, state.levels, requirement)
        got += requirement.weight * q
        total += requirement.weight * FULL
        if requirement.essential:
            least = min(least, q)
    return got, total, least


def may_enter(problem: Problem, state: State, role: str) -> bool:
    """Whether someone is ready (the target) or hireable (a bridge)."""
    got, total, least = score(problem, state, role)
    floor, share = (FULL, problem.limits.readiness) if role == problem.target else (FULL // 2, problem.limits.bridge_readiness)
    return least >= floor and got * FULL >= share * total


def leaf_holds(problem: Problem, state: State, leaf: Leaf) -> bool:
    """Whether one leaf of a condition holds for someone."""
    match leaf:
        case Level(capability, level, near):
            return any(
                state.levels.get(credit.held, 0) >= level
                if credit.factor == FULL
                else near and state.brought.get(credit.held, 0) * credit.factor // FULL >= level
                for credit in problem.credits.get(capability, ())
            )
        case Done(program):
            return program in state.programs
        case Worked(role):
            return role in state.roles
        case Degree(degree):
            return bool(state.degrees.intersection(DEGREES[DEGREES.index(degree) :] if degree in DEGREES else (degree,)))
        case Experience(months):
            return state.experience >= months


def reachable(problem: Problem, state: State, options: Iterable[Option]) -> tuple[list[Option], State]:
    """Those options that can be taken one after another, with the state after all of them: conditions only ever turn true.

    Every round takes what can be taken, in the given order; the cost is rounds × options.
    """
    waiting, taken = list(options), []
    while waiting:
        later = []
        for option in waiting:
            if holds(option.condition, lambda leaf, now=state: leaf_holds(problem, now, leaf)):  # type: ignore[misc]  # one state for all leaves
                taken.append(option)
                state = take(state, option)
            else:
                later.append(option)
        if len(later) == len(waiting):
            break
        waiting = later
    return taken, state


def take(state: State, option: Option) -> State:
    """After one option."""
    return state.raised(option.raises, (option.id,) if option.kind == "program" else ())


def successors(problem: Problem, state: State, last: str) -> list[str]:
    """The roles that can be next after `last` (START: now), as bridges, for someone in this state before any study.

    A documented move, or readiness of at least `consider`; never a role held, avoided, or more than one job zone up.
    """
    zone = problem.zones.get(last)
    documented = {second for first, second in problem.documented if first == last}

    def near(role: str) -> bool:
        got, total, _ = score(problem, state, role)
        return got * FULL >= problem.limits.consider * total

    if problem.near is None:
        found = [role for role in problem.bridges if role in documented or near(role)]
    else:
        found = sorted({*problem.near(state), *documented.intersection(problem.bridges)})
    return [
        role
        for role in found
        if role not in state.roles
        and role != problem.target
        and role not in problem.limits.avoided
        and (zone is None or problem.zones.get(role, zone) <= zone + 1)
    ]


def sequences(problem: Problem) -> list[tuple[str, ...]]:
    """Every sequence of at most `max_bridges` bridges and the target, shortest first, then by identifiers."""
    found = []
    level: list[tuple[tuple[str, ...], State]] = [((), problem.start)]
    for bridges in range(problem.limits.max_bridges + 1):
        found += [(*roles, problem.target) for roles, _ in level]
        if bridges < problem.limits.max_bridges:
            level = [
                ((*roles, role), state.after(role, problem.gains[role], problem.tenure_months))
                for roles, state in level
                for role in successors(problem, state, roles[-1] if roles else START)
            ]
    return sorted(found, key=lambda roles: (len(roles), roles))
