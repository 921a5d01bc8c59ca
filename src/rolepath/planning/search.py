"""The best plan of a problem, exactly: HiGHS answers, integers judge, and what HiGHS can't see is cut away.

PATHS.md, “Answers”: the least of the chosen cost; ties by hours, money, steps, identifiers, months last.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rolepath.planning.coverage import WHOLE
from rolepath.planning.covering import Terms
from rolepath.planning.milp import INFINITE, Solved, minimise
from rolepath.planning.offers import Offer
from rolepath.planning.problem import Plan, Problem
from rolepath.planning.program import Builder

_TRIES = 25
"""How many answers in a row may prove worse than HiGHS thought before the search stops unproven."""
_NEAR = 1e-6
_LARGE = 1e4
"""What readiness is multiplied by: HiGHS once called an answer below the best one optimal where all costs were below 1."""


@dataclass(frozen=True)
class Found:
    """The best plan (None: there is none), whether that is proven, and what no plan can be below, in the unit of the chosen cost."""

    plan: Plan | None
    optimal: bool
    bound: float


@dataclass(frozen=True)
class Overlap:
    """At most `most` of these offers may be taken; bridges among the parts are counted by the caller."""

    parts: frozenset[str]
    most: int


class Search:
    """All questions to one problem; the program is built once.

    The cost is three or four runs of HiGHS for a plan; a run takes some hundredths of a second with sixty offers.
    """

    def __init__(self, problem: Problem, overlaps: Sequence[Overlap] = (), ends: float | None = None, every_line: bool = True) -> None:
        """every_line: whether the target's line has to be reached. ends: monotonic time at which the search stops unproven."""
        self._problem, self._ends = problem, ends
        self._builder = Builder(problem, every_line)
        self._program = self._builder.program
        self._columns = self._program.columns
        for overlap in overlaps:
            shared = {column: 1.0 for (offer, _), column in self._program.taken.items() if offer in overlap.parts}
            self._columns.row(shared, high=float(overlap.most - len(overlap.parts & set(problem.roles[:-1]))))

    def best(self, near: Plan | None = None) -> Found:
        """The best plan; near: a plan to start from, of which the search takes what is allowed here."""
        if not self._program.possible:
            return Found(None, True, float("inf"))
        chosen = self._problem.limits.minimise
        best = self._near(near)
        bound = -INFINITE
        for _ in range(_TRIES):
            start = None if best is None else self._taken([[taken.offer.id for taken in hop] for hop in best.hops])
            solved = self._solve(self._terms(chosen), start)
            bound = max(bound, solved.bound)
            if solved.values is None:  # nothing is left that could be better
                return Found(best, solved.proven, self._cost(best) if best is not None and solved.proven else bound)
            best = _better(best, self._judged(solved.values), chosen)
            if not solved.proven:
                return Found(best, False, bound)
            if best is not None and self._cost(best) <= bound + _near(bound):
                return Found(self._first_of_equals(best, solved), True, self._cost(best))
            self._cut(solved.values)
        return Found(best, False, bound)

    def _near(self, near: Plan | None) -> Plan | None:
        """The best plan that comes of another with at most one offer more, of a kind that is needed."""
        if near is None or near.roles != self._problem.roles:
            return None
        left = {offer.id for offer in self._problem.offers}
        kept = [[taken.offer.id for taken in hop if taken.offer.id in left] for hop in near.hops]
        needed = [offer.id for offer in self._problem.offers if offer.kind in self._problem.limits.needed]
        plans = [self._problem.judge([*kept[:-1], [*kept[-1], *more]]) for more in ([], *([each] for each in needed))]
        chosen = self._problem.limits.minimise
        return min((plan for plan in plans if plan is not None), key=lambda plan: plan.costs.key(chosen), default=None)

    def _first_of_equals(self, best: Plan, solved: Solved) -> Plan:
        """Of all plans that cost as little as one by the chosen cost, the one that ties fall to.

        Where a schedule proves longer than HiGHS can see, that answer is cut away, and the next one is looked at.
        """
        chosen = self._problem.limits.minimise
        rows = len(self._columns.low)
        for _ in range(_TRIES):
            values = self._broken_ties(solved.values, best)
            plan = self._judged(values)
            self._columns.cut_back(len(self._columns.lower), rows)
            if plan is not None and self._cost(plan) <= self._cost(best) + _near(self._cost(best)):
                return min(best, plan, key=lambda each: each.costs.key(chosen))
            self._cut(values)
            rows += 1
            if self._ends is not None and time.monotonic() > self._ends:
                break
        return best

    def readiest(self) -> Plan | None:
        """The plan that reaches the highest readiness for the target, its own line left aside; ties as for `best`."""
        if not self._program.possible:
            return None
        for _ in range(_TRIES):
            solved = self._solve({column: -_LARGE * value for column, value in self._program.readiness.items()})
            if solved.values is None:
                return None
            rows = len(self._columns.low)
            reached = sum(value * solved.values[column] for column, value in self._program.readiness.items())
            self._columns.row(self._program.readiness, low=reached - 1e-9)
            values = self._broken_ties(solved.values, None)
            self._columns.cut_back(len(self._columns.lower), rows)
            plan = self._judged(values)
            if plan is not None:
                return plan
            self._cut(values)
        return None

    def taken_with(self, instead: Mapping[str, Offer], near: Plan) -> frozenset[str] | None:
        """The offers of the best plan with other estimates for some offers; None where there is none.

        near: a plan to start from. A thousandth of the hours and of a step are added to the cost, so that nothing is taken to no end; ties
        fall as they come.
        """
        if not self._program.possible:
            return None
        self._builder.cost(instead)
        start = self._taken([[taken.offer.id for taken in hop] for hop in near.hops])
        terms = defaultdict(float, self._terms(self._problem.limits.minimise))
        for column, value in (*self._terms("hours").items(), *self._terms("steps").items()):
            terms[column] += value / 1000
        solved = self._solve(terms, start)
        self._builder.cost({})
        if solved.values is None or not solved.proven:
            return None
        return frozenset(offer for hop in self._chosen(solved.values) for offer in hop)

    def _broken_ties(self, values: object, best: Plan | None) -> object:
        """Of all answers that cost no more than a plan by the chosen cost (None: within the rows), the one that ties fall to."""
        found, chosen = values, self._problem.limits.minimise
        if best is not None:
            least = self._cost(best)
            self._columns.row(self._terms(chosen), high=least + _near(least))
        alone = all(offer.kind in ("module", "project") for offer in self._problem.offers)
        last = ("months",) if len(self._problem.roles) > 1 else ()  # the same offers in other hops may take longer
        for cost in ("hours", "money", "number", *last):
            terms = self._terms(cost)
            if best is not None and (cost == chosen or (cost == "hours" and chosen == "months" and alone)):
                continue
            if cost == "money" and not any(value and found[column] > 0.5 for column, value in terms.items()):  # type: ignore[index]
                self._columns.row({column: value for column, value in terms.items() if value}, high=0.0)
                continue
            solved = self._solve(terms, self._taken(self._chosen(found)))
            if solved.values is None or not solved.proven:
                return found
            found = solved.values
            spent = sum(value * found[column] for column, value in terms.items())
            self._columns.row(terms, high=float(spent + _near(float(spent))))
        return found

    def _terms(self, cost: str) -> Terms:
        program = self._program
        if cost == "steps":
            return dict.fromkeys(program.taken.values(), 1.0)
        if cost == "number":  # far below one step, which comes before it
            places = {o: n for n, o in enumerate(sorted(self._problem.all_offers.by_id), start=1)}
            return {column: 1e6 + 997 + places[offer] ** 2 for (offer, _), column in program.taken.items()}
        return dict({"months": program.months, "hours": program.minutes, "money": program.money}[cost])

    def _cost(self, plan: Plan) -> float:
        """The chosen cost of a plan in the unit of `_terms`: doubled minutes or cents, or steps."""
        costs, cost = plan.costs, self._problem.limits.minimise
        bridges = len(plan.roles) - 1
        if cost == "steps":
            return float(costs.steps - bridges)
        if cost == "months":
            return float(costs.time[1] / WHOLE - bridges * self._problem.tenure.double)
        return float(costs.minutes[1]) / WHOLE if cost == "hours" else float(costs.cents[1])

    def _solve(self, objective: Mapping[int, float], start: Mapping[int, float] | None = None) -> Solved:
        seconds = None if self._ends is None else self._ends - time.monotonic()
        return minimise(self._columns, objective, seconds, start)

    def _taken(self, chosen: Sequence[Sequence[str]]) -> dict[int, float]:
        """The columns of what is taken in each hop, and of what isn't."""
        return {column: float(offer in chosen[hop]) for (offer, hop), column in self._program.taken.items()}

    def _chosen(self, values: object) -> list[list[str]]:
        found: list[list[str]] = [[] for _ in self._problem.roles]
        for (offer, hop), column in self._program.taken.items():
            if values[column] > 0.5:  # type: ignore[index]
                found[hop].append(offer)
        return found

    def _judged(self, values: object) -> Plan | None:
        return self._problem.judge(self._chosen(values))

    def _cut(self, values: object) -> None:
        """No answer takes just these offers in these hops again."""
        taken = {column: values[column] > 0.5 for column in self._program.taken.values()}  # type: ignore[index]
        self._columns.row({c: -1.0 if there else 1.0 for c, there in taken.items()}, low=1.0 - sum(taken.values()))


def _near(value: float) -> float:
    return _NEAR * max(1.0, abs(value))


def _better(one: Plan | None, other: Plan | None, chosen: str) -> Plan | None:
    if one is None or other is None:
        return one or other
    return min(one, other, key=lambda plan: plan.costs.key(chosen))
