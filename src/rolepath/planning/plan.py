"""The plan for one sequence of roles: which options, before which role, at the least cost – exactly.

A 0/1 program on HiGHS. For each option and role one column says whether the option is taken before that role or earlier. Coverage
by the best single source is counted in increments: one column for each value that the coverage of a requirement can reach,
at most 1 and at most the sum of the options that reach it. Conditions become rows over the options that support their leaves. Options
that hold each other up in a circle satisfy these rows; they are found by taking the answer's options one after another, cut off, and
the program is solved again. Every answer is checked in integers.
"""

from __future__ import annotations

import math
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from rolepath.planning.conditions import AllOf, AnyOf, AtLeast, Condition, Done, Leaf, Level, holds, implies, leaves
from rolepath.planning.milp import Relaxation, Rows, Solved, minimise
from rolepath.planning.network import Credit, Requirement
from rolepath.planning.problem import (
    FULL,
    Limits,
    Option,
    Problem,
    Span,
    State,
    covered,
    leaf_holds,
    may_enter,
    reachable,
    reached,
)

_DIVES = 40
"""How often the relaxation is solved again on the way to a first answer."""
_NEARLY = 1e-6
_LARGE = 1e8
_BATCH = 20
"""How many options one objective can rank by identifier: 2^20 stays exact in the solver."""


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
    """Roles through which the best plan is worse than another in every part of its cost; costs: at least these, twice the midpoint."""

    roles: tuple[str, ...]
    costs: Mapping[str, int]


PARTS = ("months", "hours", "money")
"""The parts of a cost in which one plan can beat another."""


def beats(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    """Whether costs are as small in every part and smaller in one."""
    return all(one[part] <= other[part] for part in PARTS) and any(one[part] < other[part] for part in PARTS)


@dataclass(frozen=True)
class Overlap:
    """At most `most` of these options and roles may be used."""

    parts: frozenset[str]
    most: int


@dataclass(frozen=True)
class _Stage:
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


def best_plan(
    problem: Problem, roles: tuple[str, ...], overlaps: Sequence[Overlap] = (), rivals: Sequence[Plan] = ()
) -> Plan | Beaten | None:
    """The least plan through these roles, or None where there is none.

    Compared are the chosen cost, then the other costs in the order of `Limits.costs`, then the sorted identifiers; of the ways to spread
    the chosen options over the stages, the one with the least study before the first role, then before the second.

    Args:
        overlaps: limits on what is used again from earlier answers.
        rivals: plans through other roles. Where bounds show that one of them beats this one, no more is worked out.

    With a time limit the plan is the best found in it, and None means that nothing was found; else the answer is exact. The
    worst case is exponential in the number of options; see tests/bench/README.md for what it takes.
    """
    stages = make_stages(problem, roles)
    if stages is None:
        return None
    return _Search(problem, roles, stages, overlaps).run(rivals)


def make_stages(problem: Problem, roles: Sequence[str]) -> list[_Stage] | None:
    """The stages of a sequence, or None where even everything on offer would not open a role."""
    free = [o for o in problem.options if o.id not in problem.limits.avoided and o.id not in problem.start.programs]
    stages = []
    state = problem.start
    for position, role in enumerate(roles):
        taken, after = reachable(problem, state, free)
        if not may_enter(problem, after, role):
            return None
        bridge = position < len(roles) - 1
        stages.append(_Stage(role, bridge, state, frozenset(o.id for o in taken)))
        if bridge:
            state = state.after(role, problem.gains[role], problem.tenure_months)
    return stages


def _includes(option: Option, other: Option) -> bool:
    """Whether an option raises all that another raises, as far or farther."""
    levels = dict(option.raises)
    done = option.id == other.id or other.kind != "program"  # a program that is done can be a condition
    return done and all(levels.get(capability, 0) >= level for capability, level in other.raises)


class _Supports:
    """Which options help to meet a leaf, or raise the coverage of a requirement."""

    def __init__(self, credits: Mapping[str, tuple[Credit, ...]], options: Iterable[Option]) -> None:
        self._credits = credits
        self._raising: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._known: set[str] = set()
        self._of: dict[Leaf, frozenset[str]] = {}
        for option in options:
            self._known.add(option.id)
            for capability, level in option.raises:
                self._raising[capability].append((option.id, level))

    def of(self, leaf: Leaf) -> frozenset[str]:
        """The options each of which alone is enough for a leaf."""
        if leaf not in self._of:
            found: set[str] = set()
            if isinstance(leaf, Level):
                for credit in self._credits.get(leaf.capability, ()):
                    if credit.factor == FULL:
                        found.update(i for i, level in self._raising[credit.held] if level >= leaf.level)
            elif isinstance(leaf, Done) and leaf.program in self._known:
                found.add(leaf.program)
            self._of[leaf] = frozenset(found)
        return self._of[leaf]

    def raised(self, requirement: Requirement, now: int) -> dict[str, int]:
        """Option → the coverage that it alone gives, for those that give more than there is now."""
        best: dict[str, int] = {}
        for capability in requirement.capabilities:
            for credit in self._credits.get(capability, ()):
                for identifier, level in self._raising[credit.held]:
                    value = reached(credit.factor, level, requirement.level)
                    if value > max(now, best.get(identifier, 0)):
                        best[identifier] = value
        return best


class _Search:
    """One sequence's program: its columns and rows, and the search for the least answer."""

    def __init__(self, problem: Problem, roles: tuple[str, ...], stages: list[_Stage], overlaps: Sequence[Overlap]) -> None:
        self.problem, self.roles, self.stages, self.overlaps = problem, roles, stages, overlaps
        limit = problem.limits.time_limit
        self.ends = None if limit is None else time.monotonic() + limit
        self.rows = Rows()
        self.whole: list[bool] = []
        self.must = frozenset().union(*problem.limits.must.values())
        reach = [o for o in problem.options if o.id in stages[-1].reach]
        self.supports = _Supports(problem.credits, reach)
        self.raised = [
            [self.supports.raised(r, covered(problem.credits, stage.state.levels, r)) for r in problem.requirements[stage.role]]
            for stage in stages
        ]
        self.options = self._undominated(self._useful(reach))
        self.by_id = {o.id: o for o in self.options}
        self.columns = [{o.id: self._column(True) for o in self.options if o.id in stage.reach} for stage in stages]
        self.final = self.columns[-1]
        self._write()
        self.lower, self.upper = np.zeros(len(self.whole)), np.ones(len(self.whole))
        self.kept: list[tuple[np.ndarray, int]] = []

    # --- which options matter ---

    def _useful(self, reach: list[Option]) -> list[Option]:
        """Those that raise a coverage, or help to meet the condition of one that does, or have to be there."""
        by_id = {o.id: o for o in reach}
        wanted = {i for i in self.must if i in by_id}
        wanted.update(i for stage in self.raised for values in stage for i in values)
        waiting = sorted(wanted)
        while waiting:
            for leaf in leaves(by_id[waiting.pop()].condition):
                if not self._always(leaf):
                    new = self.supports.of(leaf) - wanted
                    wanted |= new
                    waiting += sorted(new)
        return [o for o in reach if o.id in wanted]

    def _undominated(self, options: list[Option]) -> list[Option]:
        """Without those that another one replaces in any answer: it does all they do, under no more conditions, for no more cost.

        Of two that do the same at the same cost the first by identifier stays. Not with `overlaps`, where it matters which one is used.
        """
        if self.overlaps:
            return options
        does: dict[str, set[object]] = {o.id: set() for o in options}
        for number, stage in enumerate(self.raised):
            for key, values in enumerate(stage):
                steps = sorted(set(values.values()))
                for identifier, value in values.items():
                    if identifier in does:
                        does[identifier].update((number, key, step) for step in steps if step <= value)
        for leaf in {leaf for o in options for leaf in leaves(o.condition) if not self._always(leaf)}:
            for identifier in self.supports.of(leaf):
                if identifier in does:
                    does[identifier].add(leaf)
        who: dict[object, set[str]] = defaultdict(set)
        for identifier, things in does.items():
            for thing in things:
                who[thing].add(identifier)
        by_id = {o.id: o for o in options}
        free = {o.id for o in options if all(self._always(leaf) for leaf in leaves(o.condition))}
        kept = []
        for option in options:
            found = sorted((who[thing] for thing in does[option.id]), key=len)
            rivals = set.intersection(*found) - {option.id} if found else set()
            if option.id in self.must or not any(
                (rival in free or by_id[rival].condition == option.condition) and self._beats(by_id[rival], option) for rival in rivals
            ):
                kept.append(option)
        return kept

    def _beats(self, rival: Option, option: Option) -> bool:
        limits = self.problem.limits
        mine, other = ([o.cost(name) for name in limits.costs] for o in (option, rival))
        ends = all(spent(limits, (b,)) <= spent(limits, (a,)) for a, b in ((option.cents, rival.cents), (option.time, rival.time)))
        return ends and all(b <= a for a, b in zip(mine, other, strict=True)) and (other != mine or rival.id < option.id)

    def _always(self, leaf: Leaf) -> bool:
        return leaf_holds(self.problem, self.problem.start, leaf)

    # --- the program ---

    def _column(self, whole: bool) -> int:
        self.whole.append(whole)
        return len(self.whole) - 1

    def _write(self) -> None:
        limits = self.problem.limits
        for earlier, later in zip(self.columns, self.columns[1:], strict=False):
            for identifier, column in earlier.items():
                self.rows.at_least([later[identifier], column], [1, -1], 0)
        for number, stage in enumerate(self.stages):
            self._enter(number, stage)
            for identifier, column in self.columns[number].items():
                self._need(column, self.by_id[identifier].condition, number, identifier)
        if limits.budget is not None:
            self._at_most({o.id: spent(limits, (o.cents,)) for o in self.options}, limits.budget)
        if limits.deadline is not None:
            tenures = (len(self.roles) - 1) * spent(limits, (self.problem.tenure,))
            self._at_most({o.id: spent(limits, (o.time,)) for o in self.options}, limits.deadline - tenures)
        for group in limits.must.values():
            if group.isdisjoint({*self.roles} | self.problem.start.roles | self.problem.start.programs):
                columns = [self.final[i] for i in sorted(group) if i in self.final]
                self.rows.at_least(columns, [1] * len(columns), 1)
        for overlap in self.overlaps:
            self._at_most(dict.fromkeys(overlap.parts, 1), overlap.most - len(overlap.parts.intersection(self.roles[:-1])))

    def _at_most(self, values: Mapping[str, int], high: int) -> None:
        counted = sorted((self.final[i], value) for i, value in values.items() if value and i in self.final)
        self.rows.at_most([c for c, _ in counted], [v for _, v in counted], high)

    def _enter(self, number: int, stage: _Stage) -> None:
        """The rows for being ready (or hireable): essentials to the floor, readiness to the share."""
        if may_enter(self.problem, stage.state, stage.role):
            return
        floor = FULL // 2 if stage.bridge else FULL
        share = self.problem.limits.bridge_readiness if stage.bridge else self.problem.limits.readiness
        columns: list[int] = []
        values: list[int] = []
        missing = 0
        for requirement, raised in zip(self.problem.requirements[stage.role], self.raised[number], strict=True):
            base = covered(self.problem.credits, stage.state.levels, requirement)
            reach = {i: value for i, value in raised.items() if i in self.columns[number]}
            if requirement.essential and base < floor:
                base = min((value for value in reach.values() if value >= floor), default=base)
                enough = self._first_to_reach(requirement, number, reach, base)
                self.rows.at_least(enough, [1] * len(enough), 1)
            missing += requirement.weight * (share - base)
            for value in sorted({value for value in reach.values() if value > base}):
                columns.append(self._at_most_one_of(self._first_to_reach(requirement, number, reach, value)))
                values.append(requirement.weight * (value - base))
                base = value
        if missing > 0:
            divisor = math.gcd(*values) or 1
            need = -(-missing // divisor)
            self.rows.at_least(columns, [min(value // divisor, need) for value in values], need)

    def _first_to_reach(self, requirement: Requirement, number: int, reach: Mapping[str, int], value: int) -> list[int]:
        """The columns of the options that can be the first to bring the coverage of a requirement to a value.

        An option that needs something learned which brings it there already (a quarter needs the one before) can't be.
        """
        state = self.stages[number].state
        factors: dict[str, int] = {}
        for capability in requirement.capabilities:
            for credit in self.problem.credits.get(capability, ()):
                factors[credit.held] = max(credit.factor, factors.get(credit.held, 0))

        def later(condition: Condition) -> bool:
            if isinstance(condition, AllOf):
                return any(later(part) for part in condition.parts)
            if not isinstance(condition, Level) or leaf_holds(self.problem, state, condition):
                return False
            return reached(factors.get(condition.capability, 0), condition.level, requirement.level) >= value

        return sorted(self.columns[number][i] for i, each in reach.items() if each >= value and not later(self.by_id[i].condition))

    def _at_most_one_of(self, supporters: list[int]) -> int:
        """A column in [0, 1] that is at most their sum."""
        if len(supporters) == 1:
            return supporters[0]
        column = self._column(False)
        self.rows.at_least([*supporters, column], [1] * len(supporters) + [-1], 0)
        return column

    def _need(self, column: int, condition: Condition, number: int, own: str) -> None:
        """Column ≤ condition, where `own` can't help to meet its own."""
        least, parts = (len(condition.parts), condition.parts) if isinstance(condition, AllOf) else (1, (condition,))
        if isinstance(condition, AnyOf | AtLeast):
            least, parts = condition.least if isinstance(condition, AtLeast) else 1, condition.parts
        state = self.stages[number].state
        unmet = [part for part in parts if not holds(part, lambda leaf: leaf_holds(self.problem, state, leaf))]
        least -= len(parts) - len(unmet)
        if least <= 0:
            return
        simple = [part for part in unmet if not isinstance(part, AllOf | AnyOf | AtLeast)]
        if least == 1 and len(simple) == len(unmet):
            support = sorted({self.columns[number][i] for leaf in simple for i in self._supporters(leaf, number, own)})
            self.rows.at_least([*support, column], [1] * len(support) + [-1], 0)
        elif least == len(unmet):
            for part in unmet:
                self._need(column, part, number, own)
        else:
            met = [self._column(False) for _ in unmet]
            for part, each in zip(unmet, met, strict=True):
                self._need(each, part, number, own)
            self.rows.at_least([*met, column], [1] * len(met) + [-least], 0)

    def _supporters(self, leaf: Leaf, number: int, own: str) -> Iterator[str]:
        """Those that can be the first to meet a leaf for one that is of use after them.

        Not the one that asks, nor one whose own condition includes the leaf, nor one that does all that the asking one does: then
        that is left out of any best answer, unless it has to be there.
        """
        asking = self.by_id[own]
        for identifier in self.supports.of(leaf):
            if identifier in self.columns[number] and identifier != own and not self._after(identifier, leaf, number):
                if own in self.must or not _includes(self.by_id[identifier], asking):
                    yield identifier

    def _after(self, identifier: str, leaf: Leaf, number: int) -> bool:
        """Whether an option can only be taken when a leaf holds already. What is not brought along has to be learned itself."""
        state = self.stages[number].state

        def exact(condition: Condition) -> Condition:
            if isinstance(condition, AllOf):
                return AllOf(tuple(exact(part) for part in condition.parts))
            if isinstance(condition, Level) and condition.near and not leaf_holds(self.problem, state, condition):
                return replace(condition, near=False)
            return condition

        return implies(exact(self.by_id[identifier].condition), leaf)

    # --- the search ---

    def run(self, rivals: Sequence[Plan]) -> Plan | Beaten | None:
        """The least plan, cost by cost; the bound is that of the chosen cost."""
        if not self.options:
            nothing = [frozenset[str]() for _ in self.stages]
            return self._plan(nothing, 0, True) if self._is_answer(nothing) else None
        count = len(self.whole)
        found: list[frozenset[str]] | None = None
        bound = 0.0
        if (beaten := self._beaten(rivals, None)) is not None:
            return beaten
        for level, name in enumerate(self.problem.limits.costs):
            objective = self._objective(name, len(self.stages) - 1)
            apart = self._apart(objective)
            if level and not apart[self._open(self.final.values())].any():
                continue
            solved, better = self._least(apart, found)
            bound = solved.bound if level == 0 else bound
            if better is None:
                return None if found is None else self._plan(found, bound, level > 0)
            found = better
            if not solved.proven:
                return self._plan(found, bound, level > 0)
            self._keep(objective, found)
            if level == 0 and (beaten := self._beaten(rivals, found)) is not None:
                return beaten
            if not self._open(self.final.values()):
                break
        settled = self._settle(found)
        return self._plan(settled or found, bound, settled is not None)

    def _settle(self, found: list[frozenset[str]] | None) -> list[frozenset[str]] | None:
        """Of plans that cost the same the first by identifier, its options taken as late as they can be; None if the time is up."""
        settled = None if found is None else self._first_by_identifier(len(self.stages) - 1, found)
        for number in range(len(self.stages) - 1):
            for name in ("hours", "steps"):
                if settled is not None and self._open(self.columns[number].values()):
                    objective = self._objective(name, number)
                    _, settled = self._least(self._apart(objective), settled)
                    if settled is not None:
                        self._keep(objective, settled)
            settled = None if settled is None else self._first_by_identifier(number, settled)
        return settled

    def _objective(self, name: str, number: int) -> np.ndarray:
        objective = np.zeros(len(self.whole))
        for identifier, column in self.columns[number].items():
            objective[column] = self.by_id[identifier].cost(name)
        return objective

    def _beaten(self, rivals: Sequence[Plan], found: list[frozenset[str]] | None) -> Beaten | None:
        """Whether a rival beats the best plan, by what that costs at least: relaxations with its chosen cost no more than an answer's."""
        last = len(self.stages) - 1
        chosen = self._objective(self.problem.limits.minimise, last)
        dived = None if found or not rivals else self._dive(chosen, None, _DIVES)
        answer = found or (dived[0] if dived else None)
        if not rivals or answer is None:
            return None
        fixed = costs_of(self.problem, self.roles, ())
        rows, used = self.rows.copy(), np.flatnonzero(chosen)
        rows.at_most(used.tolist(), chosen[used].astype(int).tolist(), round(self._value(chosen, answer)))
        least = {}
        for part in PARTS:
            relaxed = Relaxation(rows, self._objective(part, last), self.lower, self.upper).solve()
            if relaxed.least is None:
                return None
            least[part] = fixed[part] + max(0, math.ceil(relaxed.least - 1e-6 * (1 + relaxed.least)))
        return Beaten(self.roles, least) if any(beats(rival.costs, least) for rival in rivals) else None

    def _apart(self, objective: np.ndarray) -> np.ndarray:
        """An objective less a multiple of each one that is settled already, so that few columns are left in it.

        A settled objective has one value in all that remains, so this changes every answer's value by the same. Not where the
        numbers would grow too large for the solver.
        """
        for kept, _ in self.kept:
            both = [c for c in self._open(self.final.values()) if kept[c] and objective[c]]
            if both:
                ratio = Counter(Fraction(int(objective[c]), int(kept[c])) for c in both).most_common(1)[0][0]
                apart = objective * ratio.denominator - kept * ratio.numerator
                apart = apart / max(1, int(np.gcd.reduce(apart.astype(np.int64))))
                objective = apart if np.abs(apart).max() < _LARGE else objective
        return objective

    def _least(
        self, objective: np.ndarray, start: list[frozenset[str]] | None, dives: int = _DIVES
    ) -> tuple[Solved, list[frozenset[str]] | None]:
        """The least answer that holds in integers: which options are taken by each stage. What doesn't hold is cut off.

        dives: how much effort goes into a good first answer.
        """
        while True:
            lower, upper = self.lower, self.upper
            first = self._dive(objective, start, dives)
            if first is not None:
                start, lower, upper = first
            seconds = None if self.ends is None else self.ends - time.monotonic()
            solved = minimise(self.rows, objective, np.array(self.whole), lower, upper, self._values(start), seconds)
            if solved.values is None:
                return solved, None
            chosen = [frozenset(i for i, column in columns.items() if solved.values[column] > 0.5) for columns in self.columns]
            if self._holds(chosen):
                return solved, chosen
            start = None

    def _dive(
        self, objective: np.ndarray, start: list[frozenset[str]] | None, dives: int
    ) -> tuple[list[frozenset[str]], np.ndarray, np.ndarray] | None:
        """A good first answer, and the bounds that remain for any that is no worse.

        The relaxation is solved again and again, each time with what is nearly taken taken. What has a reduced cost in the first
        relaxation above the distance to this answer can't be in a better one.
        """
        lower, upper = self.lower.copy(), self.upper.copy()
        relaxation = Relaxation(self.rows, objective, lower, upper)
        root = relaxed = relaxation.solve()
        columns = np.array(sorted(c for stage in self.columns for c in stage.values()), dtype=int)
        for _ in range(dives):
            if relaxed.least is None:
                break
            values = relaxed.values[columns]
            part = columns[(values > _NEARLY) & (values < 1 - _NEARLY)]
            if not len(part):
                break
            lower[part[relaxed.values[part].argmax()]] = 1
            relaxation.bound(lower, np.maximum(lower, upper))
            relaxed = relaxation.solve()
        found = [frozenset(i for i, c in stage.items() if relaxed.values[c] > 0.5) for stage in self.columns]
        if relaxed.least is None or not self._is_answer(found):
            found = start or []
        elif start is not None and self._value(objective, start) <= self._value(objective, found):
            found = start
        if root.least is None or not found:
            return None
        lower, upper = self.lower.copy(), self.upper.copy()
        slack = self._value(objective, found) - root.least + 1e-6 * (1 + abs(root.least))
        upper[(root.reduced > slack) & (lower == 0)] = 0
        lower[(-root.reduced > slack) & (upper == 1)] = 1
        return found, lower, upper

    def _value(self, objective: np.ndarray, chosen: list[frozenset[str]]) -> float:
        return float(sum(objective[c] for stage, taken in zip(self.columns, chosen, strict=True) for i, c in stage.items() if i in taken))

    def _is_answer(self, chosen: list[frozenset[str]]) -> bool:
        """Whether an answer holds, checked in integers, and keeps to the bounds."""
        for stage, taken, columns in zip(self.stages, chosen, self.columns, strict=True):
            order, state = reachable(self.problem, stage.state, [self.by_id[i] for i in sorted(taken)])
            kept = all(self.lower[c] <= (i in taken) <= self.upper[c] for i, c in columns.items())
            if not kept or len(order) < len(taken) or not may_enter(self.problem, state, stage.role):
                return False
        later = zip(chosen, chosen[1:], strict=False)
        return all(before <= after for before, after in later) and self._within(chosen[-1]) and self._keeps(chosen)

    def _keeps(self, chosen: list[frozenset[str]]) -> bool:
        return all(self._value(objective, chosen) <= value for objective, value in self.kept)

    def _values(self, chosen: list[frozenset[str]] | None) -> dict[int, float]:
        """A first answer for the solver: the values of the columns of options."""
        if chosen is None:
            return {}
        return {column: float(i in chosen[n]) for n, columns in enumerate(self.columns) for i, column in columns.items()}

    def _holds(self, chosen: list[frozenset[str]]) -> bool:
        """Whether an answer holds, checked in integers; if not, a row that it breaks and no right answer does is added."""
        holding = True
        for number, (stage, taken) in enumerate(zip(self.stages, chosen, strict=True)):
            order, state = reachable(self.problem, stage.state, [self.by_id[i] for i in sorted(taken)])
            stuck = taken - {o.id for o in order}
            if stuck:
                self._cut_circle(number, stuck, taken)
                holding = False
            elif not may_enter(self.problem, state, stage.role):
                self._cut_off(chosen)
                return False
        if holding and not self._within(chosen[-1]):
            self._cut_off(chosen)
            return False
        return holding

    def _within(self, taken: frozenset[str]) -> bool:
        kept = within(self.problem, self.roles, [self.by_id[i] for i in taken]) and has_must(self.problem, self.roles, taken)
        parts = taken | frozenset(self.roles[:-1])
        return kept and all(len(parts & overlap.parts) <= overlap.most for overlap in self.overlaps)

    def _cut_circle(self, number: int, stuck: frozenset[str], taken: frozenset[str]) -> None:
        """Options that only hold each other up: each needs one from outside that supports a condition of theirs."""
        columns = self.columns[number]
        outside = {s for i in stuck for leaf in leaves(self.by_id[i].condition) for s in self._supporters(leaf, number, i)} - taken
        helpers = sorted(columns[i] for i in outside)
        for identifier in sorted(stuck):
            self.rows.at_least([*helpers, columns[identifier]], [1] * len(helpers) + [-1], 0)

    def _cut_off(self, chosen: list[frozenset[str]]) -> None:
        """This one answer is none: it passed only within the solver's tolerance."""
        signs = [(column, -1 if i in chosen[n] else 1) for n, columns in enumerate(self.columns) for i, column in columns.items()]
        self.rows.at_least([c for c, _ in signs], [sign for _, sign in signs], 1 - sum(sign < 0 for _, sign in signs))

    def _keep(self, objective: np.ndarray, found: list[frozenset[str]]) -> None:
        """From now on answers are no worse in this than the one found; columns that no such answer can use are closed."""
        value = round(self._value(objective, found))
        used = np.flatnonzero(objective)
        best = self._dive(objective, found, 0)
        if best is not None:
            self.lower, self.upper = best[1], best[2]
        self.rows.at_most(used.tolist(), objective[used].astype(int).tolist(), value)
        self.kept.append((objective, value))

    def _open(self, columns: Iterable[int]) -> list[int]:
        """Those columns that are not decided yet."""
        return [column for column in columns if self.lower[column] != self.upper[column]]

    def _first_by_identifier(self, number: int, found: list[frozenset[str]]) -> list[frozenset[str]] | None:
        """Of all that is equal the answer whose sorted identifiers, of what is taken by one stage, come first."""
        columns = self.columns[number]
        undecided = sorted(i for i, column in columns.items() if self.lower[column] != self.upper[column])
        while undecided:
            batch, undecided = undecided[:_BATCH], undecided[_BATCH:]
            objective = np.zeros(len(self.whole))
            for place, identifier in enumerate(batch):
                objective[columns[identifier]] = -(2 ** (len(batch) - 1 - place))
            _, better = self._least(objective, found, dives=0)
            if better is None:
                return None
            found = better
            for identifier in batch:
                self.lower[columns[identifier]] = self.upper[columns[identifier]] = float(identifier in found[number])
        return found

    def _plan(self, chosen: list[frozenset[str]], bound: float, optimal: bool) -> Plan:
        stages: list[tuple[str, ...]] = []
        before: frozenset[str] = frozenset()
        for stage, taken in zip(self.stages, chosen, strict=True):
            order, _ = reachable(self.problem, stage.state, [self.by_id[i] for i in sorted(taken)])
            stages.append(tuple(o.id for o in order if o.id not in before))
            before = taken
        costs = costs_of(self.problem, self.roles, [self.by_id[i] for i in chosen[-1]])
        name = self.problem.limits.minimise
        fixed = costs_of(self.problem, self.roles, ())[name]
        least = fixed + max(0, math.ceil(bound - 1e-6 * (1 + abs(bound)))) if math.isfinite(bound) else fixed
        return Plan(self.roles, tuple(stages), costs, optimal, costs[name] if optimal else min(least, costs[name]))
