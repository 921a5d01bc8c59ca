"""A problem as a program for HiGHS: columns for what is taken and how far units are then covered, rows for what has to hold.

Coverage is a share of 1 here, cost in doubled minutes and cents; every answer is judged again in integers (`Problem.judge`).

p of a module, what needn't be studied, is at most q of its unit by what counts at its place; `covering` has the rows of q.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rolepath.planning.conditions import AllOf, AnyOf, AtLeast, Condition, Done, Level, holds
from rolepath.planning.coverage import taken_on
from rolepath.planning.covering import Coverage, Covering, Terms, asks_more
from rolepath.planning.milp import INFINITE, Columns
from rolepath.planning.network import AskedUnit
from rolepath.planning.offers import Offer, Span
from rolepath.planning.problem import Problem, State
from rolepath.planning.units import FULL

End = Callable[[Span], int]
"""Which end of a range: low, high, or both together."""
Part = tuple[str, tuple[str, ...]]
"""What is waited for, and what would do instead."""
_STUDY = ("module", "project")
_SLACK = 1e-7
"""By how much a line may be missed here, so that no plan that reaches it exactly is lost; integers decide."""


@dataclass
class Program:
    """The columns of a problem.

    taken: (offer, hop) → column. minutes, money, months: what is spent, as terms, in doubled minutes and cents. readiness: of the last
    hop, as terms and a constant, out of 1.
    """

    columns: Columns = field(default_factory=Columns)
    taken: dict[tuple[str, int], int] = field(default_factory=dict)
    minutes: Terms = field(default_factory=lambda: defaultdict(float))
    money: Terms = field(default_factory=dict)
    months: Terms = field(default_factory=dict)
    readiness: Terms = field(default_factory=lambda: defaultdict(float))
    readiness_constant: float = 0.0
    possible: bool = True


class Builder:
    """Makes the program of a problem; `program` is it, `possible` is False where a line can't be reached whatever is taken."""

    def __init__(self, problem: Problem, every_line: bool = True) -> None:
        """every_line: whether the target's line has to be reached; else only those of the roles before it."""
        self._problem, self._every_line = problem, every_line
        self.program = Program()
        self._columns = self.program.columns
        self._useful = [problem.offers_at(hop) for hop in range(len(problem.roles))]
        self._states, self._most = self._constant_states(), self._most_states()
        self._covering = Covering(problem, self._columns, self.program.taken, self._useful, [state.levels for state in self._states])
        self._known: dict[tuple[str, int], Coverage] = {}
        self._waits: dict[int, Mapping[str, tuple[Part, ...]]] = {}
        self._parts: dict[Part, Terms] = {}
        self._by_id = problem.all_offers.by_id
        self._instead: Mapping[str, Offer] = {}
        self._build()

    def _most_states(self) -> list[State]:
        """What can be had at most when each hop begins: with everything taken in the hops before."""
        found = [self._problem.start]
        for hop in range(len(self._problem.roles) - 1):
            levels = taken_on(found[-1].levels, (given for offer in self._useful[hop] for given in offer.gives))
            programs = found[-1].programs | {offer.id for offer in self._useful[hop]}
            found.append(self._problem.after_role(replace(found[-1], levels=levels, programs=programs), hop))
        return found

    def _constant_states(self) -> list[State]:
        """What is had in each hop without anything taken."""
        found = [self._problem.start]
        for hop in range(len(self._problem.roles) - 1):
            found.append(self._problem.after_role(found[-1], hop))
        return found

    # --- columns and rows ---

    def _build(self) -> None:
        problem, add = self._problem, self._columns
        hops = range(len(problem.roles))
        for hop in hops:
            for offer in self._useful[hop]:
                self.program.taken[offer.id, hop] = add.column(whole=True)
        for offer in problem.offers:
            columns = [self.program.taken[offer.id, hop] for hop in hops if (offer.id, hop) in self.program.taken]
            if len(columns) > 1:
                add.row(dict.fromkeys(columns, 1.0), high=1.0)
        for hop in hops:
            for offer in self._useful[hop]:
                self._offer(offer, hop)
            self._line(hop)
        self._there()
        self._kept = len(self._columns.lower), len(self._columns.low)
        self.cost({})

    def cost(self, instead: Mapping[str, Offer]) -> None:
        """Adds what everything costs, and the limits on it; instead: offers by identifier with other estimates, as last given."""
        self._instead = instead
        self._columns.cut_back(*self._kept)
        program = self.program
        program.minutes, program.money, program.months = defaultdict(float), {}, {}
        for hop in range(len(self._problem.roles)):
            for offer in self._useful[hop]:
                for column, value in self._study(offer, hop, lambda span: span.double).items():
                    program.minutes[column] += value
                program.money[program.taken[offer.id, hop]] = float(self._as(offer).cents.double)
            program.months[self._time(hop, lambda span: span.double)] = 1.0
        self._limits()

    def _as(self, offer: Offer) -> Offer:
        return self._instead.get(offer.id, offer)

    def _offer(self, offer: Offer, hop: int) -> None:
        """The rows of one offer in one hop: what it needs before, and how much of it needn't be studied."""
        add, taken = self._columns, self.program.taken[offer.id, hop]
        for needed in offer.needs:
            covered = self._covering.coverage(
                self._problem.needed_unit(needed, hop), hop, before=self._problem.places[hop][offer.id], first=True
            )
            row = covered.at_least(self._problem.stages.covered / FULL - _SLACK, taken)
            if row is not None and len(row[0]) > 1:
                add.row(row[0], low=row[1])
            elif row is not None:
                add.upper[taken] = 0.0
        self._condition(offer.entry, hop, offer, taken)
        self._known[offer.id, hop] = Coverage(0.0)
        if offer.unit is not None:
            unit = self._problem.menus[hop].units[offer.unit]
            place = self._problem.places[hop][offer.id]
            there = self._covering.coverage(unit, hop, before=place, counts=self._problem.counts_at(unit, hop), key=f"{offer.id} {hop}")
            if there.column is not None:
                known = add.column()
                add.row({known: 1.0, taken: -there.most, **dict.fromkeys(there.full, there.most - 1)}, high=0.0)
                if there.full:
                    add.row({known: 1.0, taken: -1.0}, high=0.0)
                add.row({known: 1.0, there.column: -1.0, taken: -there.now}, high=-there.now)  # half a module knows half of that
                there = Coverage(there.now, known)
            self._known[offer.id, hop] = there

    def _study(self, offer: Offer, hop: int, end: End) -> Terms:
        """The minutes of an offer at one end of the ranges, as terms."""
        taken, known = self.program.taken[offer.id, hop], self._known[offer.id, hop]
        offer = self._as(offer)
        if known.column is None:
            return {taken: end(offer.minutes) + end(offer.size) * (1 - known.now)}
        return {taken: float(end(offer.minutes) + end(offer.size)), known.column: -float(end(offer.size))}

    def _time(self, hop: int, end: End) -> int:
        """The column of the time of a hop at one end of the ranges: at least that of all study, of all tasks, of each program, and of a
        program or task with all study that it waits for, and all that waits for it."""
        add = self._columns
        self._parts = {}
        time = add.column(upper=INFINITE)
        study: Terms = defaultdict(float)
        tasks: Terms = {}
        for offer in self._useful[hop]:
            taken = self.program.taken[offer.id, hop]
            length = end(self._as(offer).time)
            if offer.paid:
                tasks[taken] = float(length)
                continue
            _add(study, self._study(offer, hop, end))
            if length:
                add.row({time: 1.0, taken: -float(length)}, low=0.0)
        for together in (study, tasks):
            if together:
                add.row({time: 1.0, **{c: -v for c, v in together.items()}}, low=0.0)
        waits = self._awaited(hop)
        for other in [offer for offer in self._useful[hop] if offer.kind in ("program", "task")]:
            terms: Terms = defaultdict(float)
            terms[self.program.taken[other.id, hop]] = float(end(self._as(other).time))
            for part in waits[other.id]:
                _add(terms, self._part(part, hop, end))
            for offer in self._useful[hop]:
                if offer.kind in _STUDY and (other.id, ()) in waits[offer.id]:
                    _add(terms, self._study(offer, hop, end))
            if len(terms) > 1:
                add.row({time: 1.0, **{c: -v for c, v in terms.items()}}, low=0.0)
        for together in self._tasks_after(hop, end):
            add.row({time: 1.0, **{c: -v for c, v in together.items()}}, low=0.0)
        self._first_task(hop, time, tasks, end)
        return time

    def _first_task(self, hop: int, time: int, tasks: Terms, end: End) -> None:
        """All tasks are done after the study that the first of them waits for; which one is first is left open."""
        add = self._columns
        first = {task: add.column(whole=True) for task in tasks}
        for task, here in first.items():
            add.row({here: 1.0, task: -1.0}, high=0.0)
            add.row({task: 1.0, **dict.fromkeys(first.values(), -1.0)}, high=0.0)
        for offer in self._useful[hop]:
            task = self.program.taken[offer.id, hop]
            if task in first:
                waits: Terms = defaultdict(float)
                for part in self._awaited(hop)[offer.id]:
                    if self._is_study(part):
                        _add(waits, self._part(part, hop, end))
                awaited = [self._as(self._by_id[name]) for name, _ in self._awaited(hop)[offer.id]]
                most = float(sum(end(each.minutes) + end(each.size) for each in awaited))
                terms = {time: 1.0, first[task]: -most}
                for column, value in (*waits.items(), *tasks.items()):
                    terms[column] = terms.get(column, 0.0) - value
                if waits:
                    add.row(terms, low=-most)

    def _tasks_after(self, hop: int, end: End) -> Iterator[Terms]:
        """Study that several tasks wait for, together with all these tasks, as they are done one after another: each such set once."""
        tasks = [offer for offer in self._useful[hop] if offer.paid]
        waits = {task.id: frozenset(part for part in self._awaited(hop)[task.id] if self._is_study(part)) for task in tasks}
        for awaited in sorted(
            {each for each in waits.values() if each} | {frozenset({o}) for each in waits.values() for o in each}, key=sorted
        ):
            terms: Terms = defaultdict(float)
            for task in tasks:
                if waits[task.id] >= awaited:
                    terms[self.program.taken[task.id, hop]] += float(end(self._as(task).time))
            for part in sorted(awaited):
                _add(terms, self._part(part, hop, end))
            yield terms

    def _is_study(self, part: Part) -> bool:
        return self._by_id[part[0]].kind in _STUDY

    def _part(self, part: Part, hop: int, end: End) -> Terms:
        """The minutes of something that is waited for in a hop, where it is: of study only."""
        name, instead = part
        if not self._is_study(part):
            return {}
        study = self._study(self._by_id[name], hop, end)
        if not instead:
            return study
        if part not in self._parts:
            offer, waited = self._as(self._by_id[name]), self._columns.column(upper=INFINITE)
            most = -float(end(offer.minutes) + end(offer.size))
            terms = {waited: -1.0, **{self.program.taken[o, hop]: most for o in instead}}
            _add(terms, study)
            self._columns.row(terms, high=0.0)
            self._parts[part] = {waited: 1.0}
        return self._parts[part]

    def _awaited(self, hop: int) -> Mapping[str, tuple[Part, ...]]:
        """For each offer what it waits for in a hop where both are taken, and nothing of what would do instead."""
        if hop not in self._waits:
            place = self._problem.places[hop]
            offers = sorted(self._useful[hop], key=lambda offer: place[offer.id])
            self._waits[hop] = {
                offer.id: tuple(
                    sorted(
                        (offers[each].id, tuple(offers[other].id for other in instead))
                        for each, instead in self._problem.may_wait(offer, offers[:n], self._most[hop], hop).items()
                    )
                )
                for n, offer in enumerate(offers)
            }
        return self._waits[hop]

    def _line(self, hop: int) -> None:
        """What entering the role of a hop takes."""
        problem, add = self._problem, self._columns
        units, lines = problem.units[hop], problem.lines[hop]
        last = hop == len(problem.roles) - 1
        asked = not last or self._every_line
        weight = sum(unit.weight for unit in units)
        terms: Terms = defaultdict(float)
        constant = 0.0
        for unit in units:
            covered = self._covering.coverage(unit, hop)
            if covered.column is None:
                constant += unit.weight / weight * covered.now
            else:
                terms[covered.column] += unit.weight / weight
            self._raised(unit, covered, hop)
            first = self._covering.coverage(unit, hop, first=True)
            if covered.column is not None and first != covered:  # what needs a unit covered adds no more than what is left then
                late = dict.fromkeys(self._covering.late(unit, hop), problem.stages.covered / FULL - 1)
                there = {} if first.column is None else {first.column: -1.0}
                add.row({covered.column: 1.0, **there, **late}, high=first.now if first.column is None else 0.0)
            row = first.at_least(lines.essential / FULL - _SLACK) if asked and unit.essential else None
            if row is not None:
                add.row(row[0], low=row[1])
                if covered.column is not None:
                    add.row({covered.column: 1.0}, low=lines.essential / FULL - _SLACK)
                self.program.possible = self.program.possible and bool(row[0])
        if asked and lines.essential:
            self._credentials(hop)
        if asked:
            add.row(terms, low=lines.share / FULL - constant - _SLACK)
            if not terms and constant < lines.share / FULL - _SLACK:
                self.program.possible = False
        if last:
            self.program.readiness, self.program.readiness_constant = terms, constant

    def _raised(self, unit: AskedUnit, covered: Coverage, hop: int) -> None:
        """A module raises its unit by no more than what has to be studied for it."""
        modules = {
            self.program.taken[offer.id, each]: self._known[offer.id, each].column
            for each in range(hop + 1)
            for offer in self._useful[each]
            if offer.unit == unit.id and asks_more(self._problem.menus[each].units[unit.id], unit)
        }
        known = {column: 1.0 for taken, column in modules.items() if column is not None and taken in covered.full}
        if covered.column is not None and known:
            terms = {covered.column: 1.0, **known}
            for taken in covered.full:
                terms[taken] = -1.0 if modules.get(taken) in known else covered.now - 1
            if covered.others is not None:
                terms[covered.others] = -1.0
            self._columns.row(terms, high=covered.now if covered.others is None else 0.0)

    def _credentials(self, hop: int) -> None:
        """What gives each credential that is insisted on."""
        for member in self._problem.lacking(hop, self._states[hop].levels):
            giving = [
                columns
                for offer, _, columns in self._covering.before(hop, None)
                for c, level in offer.gives
                if c in member.capabilities and level >= member.need
            ]
            self._columns.row({column: 1.0 for columns in giving for column in columns}, low=1.0)
            self.program.possible = self.program.possible and bool(giving)

    def _closes(self, offer: Offer) -> bool:
        """Whether a task can raise a unit of a role that it can be done before."""
        measure = self._problem.measure
        for hop, units in enumerate(self._problem.units):
            levels = self._states[hop].levels
            for unit in units if (offer.id, hop) in self.program.taken else ():
                now = (measure.as_whole(unit, levels), *(measure.best(m, unit.enough, levels)[0] for m in unit.members))
                after = taken_on(levels, offer.gives)
                if now != (measure.as_whole(unit, after), *(measure.best(m, unit.enough, after)[0] for m in unit.members)):
                    return True
        return False

    def _there(self) -> None:
        """What must be there, and one of each kind that is needed."""
        problem, limits = self._problem, self._problem.limits
        there = {*problem.roles, *problem.profile.programs, *problem.profile.roles}
        groups = [group for group in limits.must.values() if group.isdisjoint(there)]
        kinds = [
            frozenset(o.id for o in problem.offers if o.kind == kind and (not o.paid or self._closes(o))) for kind in sorted(limits.needed)
        ]
        for group in (*groups, *kinds):
            terms = {column: 1.0 for (offer, _), column in self.program.taken.items() if offer in group}
            self._columns.row(terms, low=1.0)
            self.program.possible = self.program.possible and bool(terms)

    def _limits(self) -> None:
        """Budget and deadline."""
        problem, add, limits = self._problem, self._columns, self._problem.limits
        bridges = len(problem.roles) - 1
        if limits.budget is not None:
            by_id = problem.all_offers.by_id
            ends = {column: float(limits.end(self._as(by_id[o]).cents)) for (o, _), column in self.program.taken.items()}
            add.row({c: v for c, v in ends.items() if v}, high=float(limits.budget))
        if limits.deadline is not None:
            times = {self._time(hop, limits.end): 1.0 for hop in range(len(problem.roles))}
            add.row(times, high=float(limits.deadline - bridges * limits.end(problem.tenure)))

    # --- conditions ---

    def _condition(self, condition: Condition, hop: int, offer: Offer, taken: int) -> None:
        """The offer can only be taken where its condition holds."""
        state = self._states[hop]
        if holds(condition, lambda leaf: self._problem.leaf_holds(leaf, state)):
            return
        if isinstance(condition, AllOf):
            for part in condition.parts:
                self._condition(part, hop, offer, taken)
            return
        terms = self._holds(condition, hop, offer)
        self._columns.row({taken: 1.0, **{column: -value for column, value in terms.items()}}, high=0.0)

    def _holds(self, condition: Condition, hop: int, offer: Offer) -> Terms:
        """Columns whose sum is at least 1 just where a condition that doesn't hold from the start holds."""
        before = self._covering.before(hop, self._problem.places[hop][offer.id])
        match condition:
            case AllOf(parts):
                return self._enough(parts, len(parts), hop, offer)
            case AnyOf(parts):
                return self._enough(parts, 1, hop, offer)
            case AtLeast(least, parts):
                return self._enough(parts, least, hop, offer)
            case Level():
                levels = [columns for other, _, columns in before if self._problem.level_reached(condition, dict(other.gives))]
                return {column: 1.0 for columns in levels for column in columns}
            case Done(program):
                return {column: 1.0 for other, _, columns in before if other.id == program for column in columns}
        return {}

    def _enough(self, parts: Sequence[Condition], least: int, hop: int, offer: Offer) -> Terms:
        state, add = self._states[hop], self._columns
        held = sum(holds(part, lambda leaf: self._problem.leaf_holds(leaf, state)) for part in parts)
        each: Terms = {}
        for part in parts:
            if not holds(part, lambda leaf: self._problem.leaf_holds(leaf, state)):
                terms = self._holds(part, hop, offer)
                one = add.column()
                add.row({one: 1.0, **{column: -value for column, value in terms.items()}}, high=0.0)
                each[one] = 1.0
        here = add.column(whole=True)
        add.row({here: float(least - held), **dict.fromkeys(each, -1.0)}, high=0.0)
        return {here: 1.0}


def _add(terms: Terms, more: Mapping[int, float]) -> None:
    for column, value in more.items():
        terms[column] = terms.get(column, 0.0) + value
