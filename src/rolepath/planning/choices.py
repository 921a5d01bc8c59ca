"""The best plan for each of a row of paces and budgets: what a reader can choose among without anything being worked out again.

Every plan is exact: the one that `path.search` puts first for this pace and budget. Little of it has to be searched for:
a plan that costs no more than a smaller budget is the best within that too; with more hours a week a plan stays the best if its own
time doesn't grow, as no other's shrinks (without a deadline, which more hours would move); and nothing costs less than the least.
Time is counted here in the hours of study that fit into it at the pace of the problem, not in months: what one learns at one's own
pace takes as many whatever the pace, a course of fixed months takes the more of them the faster the pace. So no plan's time shrinks,
though in months all may; and as a month is as many hours for all plans of one pace, the order is that of months.
Where the fewest steps are wanted the first two don't hold, as then ways are compared by months too (`plan.beats`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rolepath.planning.bounds import Bounds
from rolepath.planning.explored import Rests
from rolepath.planning.optimum import best_plan
from rolepath.planning.path import rank
from rolepath.planning.plan import PARTS, Plan, beats, costs_of, spent, within
from rolepath.planning.problem import Option, Problem, Span, sequences
from rolepath.planning.result import Path
from rolepath.planning.sweep import TooWideError

PACES = (2.0, 4.0, 6.0, 8.0, 10.0, 15.0, 20.0, 30.0, 40.0)
"""Hours a week that can be chosen beside those asked for."""
_BUDGETS = 6
"""About how many budgets lie between the least and the price of the dearest plan."""
_MANY = 200
"""With more sequences of roles than this nothing is searched for: what follows from the plan that is there has to do."""
_SMALL = (0, 250, 500, *(1000 * size * factor for size in (1, 10, 100, 1000) for factor in (1, 2, 5)))
"""Budgets, in whole units, that can be chosen though nothing surely keeps to them: nothing at all, and the last few below the least."""
_SMALL_SHOWN = 4
_SEARCHES = 20
"""How many plans are searched for at most; with a deadline as many again, as the best plans without it are looked at too."""


@dataclass(frozen=True)
class Choices:
    """Paths by hours a week and budget, ready to be shown.

    hours: ascending. budgets: ascending, in the currency of the answer; the last may be None: any price. ways: each way once, with
    its path at each of the hours; first those of the answer in its order (paths, direct, alternatives), then those that are only best
    elsewhere. best: per hours and budget the number of the way, None where there is none. least: per hours what the least budget is;
    None where none would do or it isn't known. left_out: how many hours and budgets would have taken too long. rests: what all ways
    rest on.
    """

    hours: tuple[float, ...]
    budgets: tuple[float | None, ...]
    ways: tuple[tuple[Path, ...], ...]
    best: tuple[tuple[int | None, ...], ...]
    least: tuple[float | None, ...]
    left_out: int
    rests: Rests

    def nearly(self, row: int, column: int) -> int | None:
        """The way that costs least, where none surely keeps to the budget but this one may: its low end is within it, its high end not.

        Args:
            row, column: which of the hours and which of the budgets.
        """
        budget, least = self.budgets[column], self.least[row]
        number = next((found for found in self.best[row] if found is not None), None)
        if self.best[row][column] is not None or budget is None or least is None or number is None:
            return None
        money = self.ways[number][row].cost.money
        return number if money.low <= budget < money.high <= math.ceil(least) else None

    def enough(self, row: int) -> int | None:
        """Which of the budgets is the first with a plan for these hours, None where none is."""
        return next((column for column, number in enumerate(self.best[row]) if number is not None), None)


@dataclass(frozen=True)
class Chosen:
    """Plans by pace and budget.

    hours: hours a week, ascending. budgets: cents, ascending, the last None for any price. plans: each once, in the order of the table.
    best: per pace and budget the number of the plan, None where there is none. least: per pace the cents from which on there is
    a plan, None where there is none at any price, or the least isn't known.
    left_out: how many paces and budgets were left out, as they would take too long.
    """

    hours: tuple[float, ...]
    budgets: tuple[int | None, ...]
    plans: tuple[Plan, ...]
    best: tuple[tuple[int | None, ...], ...]
    least: tuple[int | None, ...]
    left_out: int


def best(problem: Problem, quick: bool = False) -> Plan | None:
    """The plan that `path.search` puts first, or None; the others aren't worked out.

    Raises:
        TooWideError: with `quick`, where one of the searches would be a long one.
    """
    ways, chosen = sequences(problem), problem.limits.minimise
    if chosen not in PARTS:  # then a plan of fewer months can beat one of fewer steps
        plans = [best_plan(problem.along(roles[:-1]), roles, quick=quick) for roles in ways]
        there = [plan for plan in plans if isinstance(plan, Plan)]
        kept = [plan for plan in there if not any(beats(problem.limits, other.costs, plan.costs) for other in there)]
        return min(kept, key=lambda plan: rank(problem, plan), default=None)
    found: Plan | None = None
    bounds = Bounds(problem, sorted({role for roles in ways for role in roles[:-1]})) if len(ways) > 1 else None
    least = {roles: bounds.of(roles) if bounds and len(roles) > 1 else dict.fromkeys(PARTS, 0) for roles in ways}
    for roles in sorted(ways, key=lambda roles: (*(least[roles][part] for part in PARTS), len(roles), roles)):
        most = None if found is None else found.costs[chosen]
        if most is not None and least[roles].get(chosen, 0) > most:
            continue
        plan = best_plan(problem.along(roles[:-1]), roles, most=most, quick=quick)
        if isinstance(plan, Plan) and (found is None or rank(problem, plan) < rank(problem, found)):
            found = plan
    return found


def least_money(problem: Problem) -> int | None:
    """The least cents that a plan takes, at the end of the range that the budget binds; None where there is no plan.

    Raises:
        TooWideError: where the search would be a long one.
    """
    limits = replace(problem.limits, minimise="money", budget=None)
    ended = replace(problem, limits=limits, options=_ended(problem, problem.options), extra=_Ended(problem))
    found = best(ended, quick=True)
    return None if found is None else found.costs["money"] // 2


class _Ended(Mapping[str, tuple[Option, ...]]):
    """What is on offer on the way over each role, at the price that binds."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem

    def __getitem__(self, role: str) -> tuple[Option, ...]:
        return _ended(self._problem, self._problem.extra[role])

    def __iter__(self) -> Iterator[str]:
        return iter(self._problem.extra)

    def __len__(self) -> int:
        return len(self._problem.extra)


def _ended(problem: Problem, options: Sequence[Option]) -> tuple[Option, ...]:
    def price(option: Option) -> Span:
        end = spent(problem.limits, (option.cents,))
        return Span(end, end)

    return tuple(replace(option, cents=price(option)) for option in options)


def choose(problems: Mapping[float, Problem], hours: float, known: Plan | None) -> Chosen | None:
    """The best plan of each pace and budget; None where it would take too long to say anything beside what is known.

    Args:
        problems: hours a week → the problem at that pace, with the budget asked for.
        hours: those asked for; known: the best plan at these, within the budget asked for, None if there is none.

    Which paces and budgets there are is decided by counts, never by seconds: equal questions have equal answers.
    """
    table = _Table(problems, hours)
    asked = problems[hours].limits.budget
    table.cells[hours, asked] = known
    top = asked if table.many else None
    rows = [pace for pace in sorted(problems) if table.knows(pace, top)]
    if hours not in rows:
        return None
    small = set() if table.many else table.small(rows)
    wanted = {top, asked} if table.many else {None, asked, *small, *table.stops(rows)}
    descending = sorted(wanted, key=_size, reverse=True)
    columns = [budget for budget in descending if all(table.knows(pace, budget) for pace in rows)][::-1]
    if asked not in columns:
        return None
    kept = {top, asked, *small}
    changing = [n for n, budget in enumerate(columns) if n == 0 or budget in kept or table.differ(rows, columns[n - 1], budget)]
    plans: list[Plan] = []
    best_: list[tuple[int | None, ...]] = []
    for pace in rows:
        line = [table.cell(pace, columns[n]) for n in changing]
        for plan in line:
            if plan is not None and not any(_same(plan, other) for other in plans):
                plans.append(plan)
        best_.append(tuple(None if plan is None else next(n for n, p in enumerate(plans) if _same(plan, p)) for plan in line))
    least = tuple(None if table.cell(pace, top) is None else table.least(pace) for pace in rows)
    left_out = len(problems) - len(rows) + len(descending) - len(columns)
    return Chosen(tuple(rows), tuple(columns[n] for n in changing), tuple(plans), tuple(best_), least, left_out)


def _size(budget: int | None) -> float:
    return math.inf if budget is None else budget


def _same(one: Plan | None, other: Plan | None) -> bool:
    """Whether two plans, maybe of different paces, take the same in the same order."""
    return one is other or (one is not None and other is not None and (one.roles, one.stages) == (other.roles, other.stages))


@dataclass
class _Table:
    """The plans found so far, by pace and budget."""

    problems: Mapping[float, Problem]
    hours: float
    left: int = field(default_factory=lambda: _SEARCHES)
    cells: dict[tuple[float, int | None], Plan | None] = field(default_factory=dict)
    leasts: dict[float, int | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.many = len(sequences(self.problems[self.hours])) > _MANY
        self.free = all(problem.limits.deadline is None for problem in self.problems.values())
        unbound = {pace: replace(each, limits=replace(each.limits, deadline=None)) for pace, each in self.problems.items()}
        self.whenever = None if self.free else _Table(unbound, self.hours)  # the best without the deadline is the best if it keeps to it

    def knows(self, pace: float, budget: int | None) -> bool:
        """Whether the plan of a cell is known, after it was worked out if that doesn't take too long."""
        if (pace, budget) not in self.cells:
            try:
                self.cells[pace, budget] = self._work_out(pace, budget)
            except TooWideError:
                return False
        return True

    def cell(self, pace: float, budget: int | None) -> Plan | None:
        """The plan of a cell that is known."""
        return self.cells[pace, budget]

    def differ(self, paces: Sequence[float], one: int | None, other: int | None) -> bool:
        """Whether two budgets make a difference at one of these paces."""
        return not all(_same(self.cell(pace, one), self.cell(pace, other)) for pace in paces)

    def _work_out(self, pace: float, budget: int | None) -> Plan | None:
        problem = self.problems[pace]
        carried = problem.limits.minimise in PARTS
        for (other, more), plan in sorted(self.cells.items(), key=lambda cell: (_size(cell[0][1]), cell[0][0])):
            if carried and other == pace and _size(more) >= _size(budget) and (plan is None or self.price(pace, plan) <= _size(budget)):
                return plan
            if (
                other < pace
                and more == budget
                and self.free
                and (plan is None or _time(self.problems[other], plan) == _time(problem, plan))
            ):
                return plan
        if carried and self.whenever is not None and self.whenever.knows(pace, budget):
            anyway = self.whenever.cell(pace, budget)
            if anyway is None or within(problem, anyway.roles, _options(problem, anyway)):
                return anyway
        if budget is not None and self.leasts.get(pace) is not None and budget < (self.leasts[pace] or 0):
            return None
        self._spend()
        return best(replace(problem, limits=replace(problem.limits, budget=budget)), quick=True)

    def _spend(self) -> None:
        if self.many or not self.left:
            raise TooWideError
        self.left -= 1

    def price(self, pace: float, plan: Plan) -> int:
        """What a plan costs in cents, at the end of the range that the budget binds."""
        return spent(self.problems[pace].limits, (option.cents for option in _options(self.problems[pace], plan)))

    def least(self, pace: float) -> int | None:
        """The least cents that a plan takes at a pace; None where there is no plan, or it isn't known."""
        if pace not in self.leasts:
            known = next((least for least in self.leasts.values() if self.free), None)
            if known is None:
                try:
                    self._spend()
                    known = least_money(self.problems[pace])
                except TooWideError:
                    known = None
            self.leasts[pace] = known
        return self.leasts[pace]

    def stops(self, paces: Sequence[float]) -> set[int]:
        """Budgets in whole units of the currency: the least that will do, and round ones up to the dearest plan."""
        plans = [(pace, plan) for pace in paces if (plan := self.cells[pace, None]) is not None]
        leasts = self._leasts(paces)
        if not leasts:
            return set()
        low, high = math.ceil(min(leasts) / 100), max(math.ceil(self.price(pace, plan) / 100) for pace, plan in plans)
        step = round_up(max(high - low, low / _BUDGETS, 1) / _BUDGETS)
        return {100 * budget for budget in (low, *range(low // step * step + step, high + step, step))}

    def small(self, paces: Sequence[float]) -> set[int]:
        """Round budgets below the least that surely does, in cents: what a plan may keep to, but none surely does."""
        least = min(self._leasts(paces), default=0)
        below = [budget for budget in _SMALL if 100 * budget < least]
        return {100 * budget for budget in (*below[:1], *below[1:][-_SMALL_SHOWN:])}

    def _leasts(self, paces: Sequence[float]) -> list[int]:
        return [least for pace in paces if self.cells[pace, None] is not None and (least := self.least(pace)) is not None]


def round_up(value: float) -> int:
    """The least of 1, 2, 5, 10, 20, 50, … that isn't smaller.

    >>> round_up(3), round_up(120), round_up(0.4)
    (5, 200, 1)
    """
    size: int = 10 ** max(0, math.floor(math.log10(value)))
    return next(size * factor for factor in (1, 2, 5, 10) if size * factor >= value)


def _options(problem: Problem, plan: Plan) -> list[Option]:
    by_id = {option.id: option for option in problem.along(plan.roles[:-1]).options}
    return [by_id[identifier] for identifier in sorted(plan.options)]


def _time(problem: Problem, plan: Plan) -> int:
    """Twice the midpoint of the time that a plan takes at the pace of the problem."""
    return costs_of(problem, plan.roles, _options(problem, plan))["months"]
