"""The best plan for one sequence of roles, exactly: the least answer of its 0/1 program.

It is found by sweeps over the columns where that is quick, else on HiGHS cost by cost. Options that hold each other up in a circle satisfy
the rows; they are found by taking the answer's options one after another, cut off, and the program is solved again. Every answer is
checked in integers.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np

from rolepath.planning.branching import least as least_by_sweeps
from rolepath.planning.conditions import leaves
from rolepath.planning.formulation import Formulation
from rolepath.planning.milp import Relaxation, Solved, minimise
from rolepath.planning.plan import PARTS, Beaten, Overlap, Plan, beats, costs_of, has_must, make_stages, within
from rolepath.planning.problem import Problem, may_enter, reachable
from rolepath.planning.sweep import Budget, Objective, Program, TooWideError

_DIVES = 100
"""How often the relaxation is solved again on the way to a first answer."""
_NEARLY = 1e-6
_LARGE = 1e8
_PARTIAL = 600_000
"""How many partial answers the sweep may take."""
_APART = 100
"""With more options than this that raise several capabilities the sweep isn't tried: there are too many ways to decide them."""
_BATCH = 20
"""How many options one objective can rank by identifier: 2^20 stays exact in the solver."""


def best_plan(
    problem: Problem,
    roles: tuple[str, ...],
    overlaps: Sequence[Overlap] = (),
    rivals: Sequence[Plan] = (),
    most: int | None = None,
    quick: bool = False,
) -> Plan | Beaten | None:
    """The least plan through these roles, or None where there is none.

    Compared are the chosen cost, then the other costs in the order of `Limits.costs`, then the sorted identifiers; of the ways to spread
    the chosen options over the stages, the one with the least study before the first role, then before the second.

    Args:
        overlaps: limits on what is used again from earlier answers.
        rivals: plans through other roles. Where bounds show that one of them beats this one, no more is worked out.
        most: twice the midpoint of what the chosen cost may be; where the relaxation is above it already there is no plan.
        quick: raise TooWideError where sweeps give up; how soon they do is counted in partial answers, never in seconds.

    With a time limit the plan is the best found in it, and None means that nothing was found; else the answer is exact. The
    worst case is exponential in the number of options; see tests/bench/README.md for what it takes.
    """
    stages = make_stages(problem, roles)
    if stages is None:
        return None
    search = Search(Formulation(problem, roles, stages, overlaps))
    return None if most is not None and search.above(problem.limits.minimise, most) else search.run(rivals, quick)


def possible(problem: Problem, roles: tuple[str, ...]) -> bool:
    """Whether there is any plan through these roles."""
    stages = make_stages(problem, roles)
    limits = problem.limits
    if stages is None or (limits.budget is None and limits.deadline is None and not limits.must):
        return stages is not None  # everything on offer together opens each role
    return Search(Formulation(problem, roles, stages, ())).any() is not None


def least(problem: Problem, roles: tuple[str, ...], cost: str, below: int | None = None) -> int | None:
    """Twice the midpoint of the least of one cost through these roles; None where there is no plan, or none below a value."""
    stages = make_stages(problem, roles)
    return None if stages is None else Search(Formulation(problem, roles, stages, ())).least(cost, below)


class Search:
    """The search for the least answer of a program: cost by cost, each settled before the next."""

    def __init__(self, program: Formulation) -> None:
        self.program = program
        self.problem, self.roles, self.stages, self.overlaps = program.problem, program.roles, program.stages, program.overlaps
        self.rows, self.options, self.by_id = program.rows, program.options, program.by_id
        self.columns, self.final, self.whole = program.columns, program.final, np.array(program.whole)
        self.lower, self.upper = np.zeros(len(program.whole)), np.ones(len(program.whole))
        self.kept: list[tuple[np.ndarray, int]] = []
        limit = self.problem.limits.time_limit
        self.ends = None if limit is None else time.monotonic() + limit

    def run(self, rivals: Sequence[Plan], quick: bool = False) -> Plan | Beaten | None:
        """The least plan, cost by cost; the bound is that of the chosen cost."""
        if not self.options:
            nothing = [frozenset[str]() for _ in self.stages]
            return self._plan(nothing, 0, True) if self._is_answer(nothing) else None
        if (beaten := self._beaten(rivals, None, ())) is not None:
            return beaten
        try:
            swept = self._swept(self._ranking())
        except TooWideError:
            if quick:
                raise
            return self._cost_by_cost(rivals)
        return None if swept is None else self._plan(swept, float(self._value(self._lead(), swept)), True)

    def _lead(self) -> np.ndarray:
        return self._objective(self.problem.limits.minimise, len(self.stages) - 1)

    def _ranking(self) -> list[Objective]:
        """What plans are ordered by: costs, identifiers, then hours, options and identifiers before the first role, before the second."""
        last = len(self.stages) - 1
        ranking: list[Objective] = []
        for number, names in ((last, self.problem.limits.costs), *((n, ("hours", "steps")) for n in range(last))):
            columns = self.columns[number]
            ranking += [(list(columns.values()), [self.by_id[i].cost(name) for i in columns]) for name in names]
            ranking += [([columns[i]], [-1]) for i in sorted(columns)]
        return ranking

    def _swept(self, ranking: list[Objective]) -> list[frozenset[str]] | None:
        """The least answer that holds in integers, by a sweep; what doesn't hold is cut off. Raises TooWideError."""
        apart = [c for columns in self.columns for i, c in columns.items() if len(self.by_id[i].raises) > 1]
        if len(apart) > _APART:
            raise TooWideError
        budget = Budget(_PARTIAL)
        while True:
            if self.ends is not None and time.monotonic() > self.ends:
                raise TooWideError
            program = Program(*self.rows.at_least_only(), np.array(self.whole), ranking)
            relaxation = Relaxation(self.rows, program.lead, self.lower, self.upper)
            taken = least_by_sweeps(program, relaxation, self.lower, self.upper, apart, budget)
            if taken is None:
                return None
            there = set(taken)
            chosen = [frozenset(i for i, column in columns.items() if column in there) for columns in self.columns]
            if self._holds(chosen):
                return chosen

    def _cost_by_cost(self, rivals: Sequence[Plan]) -> Plan | Beaten | None:
        found: list[frozenset[str]] | None = None
        bound = 0.0
        for level, name in enumerate(self.problem.limits.costs):
            objective = self._objective(name, len(self.stages) - 1)
            apart = self._apart(objective)
            if level and not apart[self._open(self.final.values())].any():
                continue
            solved, better = self._least(apart, found)
            bound = solved.bound if level == 0 else bound
            if better is None:
                return None if found is None else self._plan(found, bound, True)
            found = better
            if not solved.proven:
                return self._plan(found, bound, level > 0)
            self._keep(objective, found)
            if level < len(PARTS) and (beaten := self._beaten(rivals, found, self.problem.limits.costs[: level + 1])) is not None:
                return beaten
            if not self._open(self.final.values()):
                break
        if found is None:
            return None
        settled = self._settle(found)
        return self._plan(settled or found, bound, settled is not None)

    def any(self) -> list[frozenset[str]] | None:
        """Some answer, or None."""
        if not self.options:
            nothing = [frozenset[str]() for _ in self.stages]
            return nothing if self._is_answer(nothing) else None
        return self._least(np.zeros(len(self.whole)), None, 0)[1]

    def above(self, cost: str, most: int) -> bool:
        """Whether the relaxation shows that no answer costs so little."""
        if not self.options:
            return costs_of(self.problem, self.roles, ())[cost] > most
        bound = Relaxation(self.rows, self._objective(cost, len(self.stages) - 1), self.lower, self.upper).solve().least
        return bound is None or costs_of(self.problem, self.roles, ())[cost] + bound > most + 0.5

    def least(self, cost: str, below: int | None) -> int | None:
        """Twice the midpoint of the least of one cost; None where there is no answer, or none below a value."""
        if not self.options:
            found = self.any()
        else:
            objective = self._objective(cost, len(self.stages) - 1)
            if below is not None and self.above(cost, below - 1):
                return None
            found = self._least(objective, None)[1]
        return None if found is None else costs_of(self.problem, self.roles, [self.by_id[i] for i in found[-1]])[cost]

    def _settle(self, found: list[frozenset[str]]) -> list[frozenset[str]] | None:
        """Of plans that cost the same the first by identifier, its options taken as late as they can be; None if the time is up."""
        settled = self._first_by_identifier(len(self.stages) - 1, found)
        for number in range(len(self.stages) - 1):
            for name in ("hours", "steps"):
                if settled is not None and self._open(self.columns[number].values()):
                    objective = self._objective(name, number)
                    _, settled = self._least(self._apart(objective), settled)
                    if settled is not None:
                        self._keep(objective, settled)
            if settled is not None and settled[number]:
                settled = self._first_by_identifier(number, settled)
        return settled

    def _objective(self, name: str, number: int) -> np.ndarray:
        objective = np.zeros(len(self.whole))
        for identifier, column in self.columns[number].items():
            objective[column] = self.by_id[identifier].cost(name)
        return objective

    def _beaten(self, rivals: Sequence[Plan], found: list[frozenset[str]] | None, settled: Sequence[str]) -> Beaten | None:
        """Whether a rival beats the best plan, by what that costs at least: relaxations with its chosen cost no more than an answer's.

        settled: the costs in which the answer found is the best plan's equal.
        """
        last = len(self.stages) - 1
        chosen = self._objective(self.problem.limits.minimise, last)
        dived = None if found or not rivals else self._dive(chosen, None, _DIVES)
        answer = found or (dived[0] if dived else None)
        if not rivals or answer is None:
            return None
        fixed = costs_of(self.problem, self.roles, ())
        rows, used = self.rows.copy(), np.flatnonzero(chosen)
        rows.at_most(used.tolist(), chosen[used].astype(int).tolist(), round(self._value(chosen, answer)))
        exact = costs_of(self.problem, self.roles, [self.by_id[i] for i in answer[-1]])
        least = {}
        for part in PARTS:
            if part in settled:
                least[part] = exact[part]
                continue
            relaxed = Relaxation(rows, self._objective(part, last), self.lower, self.upper).solve()
            if relaxed.least is None:
                return None
            least[part] = fixed[part] + max(0, math.ceil(relaxed.least - 1e-6 * (1 + relaxed.least)))
        return Beaten(self.roles, least) if any(beats(self.problem.limits, rival.costs, least) for rival in rivals) else None

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
            solved = minimise(self.rows, objective, self.whole, lower, upper, self._values(start), seconds)
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
            values = relaxed.values[part]
            lower[part[values >= min(0.8, values.max())]] = 1
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
        return all(before <= after for before, after in pairwise(chosen)) and self._within(chosen[-1]) and self._keeps(chosen)

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
        outside = {s for i in stuck for leaf in leaves(self.by_id[i].condition) for s in self.program.supporters(leaf, number, i)} - taken
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
