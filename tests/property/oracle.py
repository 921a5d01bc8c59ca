"""Every way that there is, one by one: what PATHS.md says of plans and answers, to judge the planner by.

All sequences of roles, all sets of offers and all their hops are gone through; nothing is left out because it can't be best. Minutes of a
module are millionths, as what is missing of its unit is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from oracle_offers import Asker, Item, Menu, Question
from oracle_schedule import scheduled
from oracle_tables import COVERED, HALF, MILLION, NEARLY, Levels, Part, Person, Tables, Wanted, ends, joined, true

from rolepath.planning.conditions import Degree, Done, Experience, Level, Worked
from rolepath.planning.network import Network

BRIDGE_GIVES = 100
KINDS = ("module", "project", "task", "program")
DEGREES = ("bachelor", "master", "doctorate")


@dataclass(frozen=True)
class State:
    levels: Levels
    roles: frozenset[str]
    programs: frozenset[str]
    experience: int


@dataclass(frozen=True)
class Step:
    item: Item
    missing: int
    before: State
    closes: bool

    def minutes(self, end: int) -> int:
        """In millionths, at the low (0) or high (1) end, or both together (2)."""
        ends_ = [MILLION * self.item.minutes[n] + self.item.size[n] * self.missing for n in (0, 1)]
        return sum(ends_) if end == 2 else ends_[end]

    def time(self, end: int) -> int:
        return MILLION * (sum(self.item.time) if end == 2 else self.item.time[end])


@dataclass(frozen=True)
class Made:
    """One choice of offers that can be made: what it costs and how far it leads; it may not reach the target."""

    roles: tuple[str, ...]
    hops: tuple[tuple[Step, ...], ...]
    levels: Levels
    score: int
    stage: int
    number: int
    months: Callable[[int], Fraction] = field(repr=False, compare=False)

    @property
    def steps(self) -> list[Step]:
        return [step for hop in self.hops for step in hop]

    @property
    def chosen(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(step.item.id for step in hop) for hop in self.hops)

    @property
    def parts(self) -> frozenset[str]:
        return frozenset(s.item.id for s in self.steps) | frozenset(self.roles[:-1])

    @property
    def count(self) -> int:
        return len(self.steps) + len(self.roles) - 1

    @cached_property
    def minutes(self) -> int:
        return sum(step.minutes(2) for step in self.steps)

    def cents(self, end: int) -> int:
        return sum(sum(s.item.cents) if end == 2 else s.item.cents[end] for s in self.steps)

    def kinds(self) -> set[str]:
        return {step.item.kind for step in self.steps}

    def cost(self, minimise: str) -> int | Fraction:
        """The chosen cost at twice the middle; minutes and months in millionths of minutes."""
        if minimise == "months":
            return self.months(2)
        return {"hours": self.minutes, "money": self.cents(2), "steps": self.count}[minimise]


class Oracle(Asker):
    """All answers to one question."""

    def __init__(self, network: Network, question: Question, tables: Tables | None = None) -> None:
        super().__init__(network, question, tables)
        self._all: dict[tuple[str, ...], list[Made]] = {}

    # --- one way ---

    @cached_property
    def start(self) -> State:
        who = self.q.person
        return State(self.typical, self.fits, frozenset(who.programs), who.experience)

    def entered(self, state: State, role: str) -> State:
        """After the tenure in a bridge: it gives what starting from it would assume."""
        brings = {} if self.q.person.strict else {t: level for t, level in self.tables.brings(role).items() if t not in self.lacked}
        return State(
            joined(state.levels, brings), state.roles | self.tables.stands_for(role), state.programs,
            state.experience + self.q.tenure[0],
        )  # fmt: skip

    def needed(self, identifier: str, menu: Menu) -> Wanted:
        return menu.units[identifier] if identifier in menu.units else self.tables.whole(identifier)

    def met(self, unit: str, menu: Menu, levels: Levels) -> bool:
        return self.covered(self.needed(unit, menu), levels) >= 1000 * COVERED

    def leaf(self, leaf: Level | Done | Worked | Degree | Experience, state: State) -> bool:
        match leaf:
            case Level():
                return self.part_covered(Part((leaf.capability,), leaf.level, 1000), 1000, state.levels) >= COVERED
            case Done():
                return leaf.program in state.programs
            case Worked():
                return leaf.role in state.roles
            case Degree():
                return any(DEGREES.index(held) >= DEGREES.index(leaf.degree) for held in self.q.person.degrees)
            case Experience():
                return state.experience >= leaf.months

    def open(self, item: Item, menu: Menu, state: State) -> bool:
        """Whether an item can be taken now."""
        return all(self.met(unit, menu, state.levels) for unit in item.needs) and true(item.entry, lambda leaf: self.leaf(leaf, state))

    def missing(self, item: Item, menu: Menu, levels: Levels) -> int:
        """What is missing of a module's unit at its place: its own holdings, earlier units and what no module teaches count."""
        if item.unit is None:
            return 0
        own = menu.place[item.unit]

        def counts(thing: str) -> bool:
            return thing not in menu.taught or menu.place.get(self.tables.place_of(thing), -1) <= own

        return MILLION - self.covered(menu.units[item.unit], {t: level for t, level in levels.items() if counts(t)})

    def all_ways(self, roles: tuple[str, ...]) -> list[Made]:
        """Every choice of offers through these roles that can be made, limits aside."""
        if roles not in self._all:
            menus = [self.menu(roles, hop) for hop in range(len(roles))]
            numbered = {o: n for n, o in enumerate(sorted({item.id for menu in menus for item in menu.items}), start=1)}
            self._all[roles] = [
                self._done(roles, menus, hops, state, numbered) for hops, state in self._choices(roles, menus, 0, (), self.start)
            ]
        return self._all[roles]

    def _choices(
        self, roles: tuple[str, ...], menus: Sequence[Menu], hop: int, taken: tuple[tuple[Step, ...], ...], state: State
    ) -> Iterator[tuple[tuple[tuple[Step, ...], ...], State]]:
        before = {step.item.id for steps in taken for step in steps}
        for steps, after in self._sets(roles[hop], menus[hop], 0, before, (), state):
            if hop == len(roles) - 1:
                yield (*taken, steps), after
            elif self.reaches(roles[hop], after.levels, NEARLY, HALF):
                yield from self._choices(roles, menus, hop + 1, (*taken, steps), self.entered(after, roles[hop]))

    def _sets(
        self, role: str, menu: Menu, place: int, before: set[str], taken: tuple[Step, ...], state: State
    ) -> Iterator[tuple[tuple[Step, ...], State]]:
        """Every set of offers of a hop that can be taken in the order."""
        if place == len(menu.items):
            yield taken, state
            return
        yield from self._sets(role, menu, place + 1, before, taken, state)
        item = menu.items[place]
        if item.id in before or item.id in self.q.avoid or not self.open(item, menu, state):
            return
        after = replace(
            state, levels=joined(state.levels, item.gives), programs=state.programs | ({item.id} if item.kind == "program" else set())
        )
        closes = item.kind == "task" and self.coverage(role, after.levels) != self.coverage(role, state.levels)
        step = Step(item, self.missing(item, menu, state.levels), state, closes)
        yield from self._sets(role, menu, place + 1, before, (*taken, step), after)

    def _done(
        self, roles: tuple[str, ...], menus: Sequence[Menu], hops: tuple[tuple[Step, ...], ...], state: State, numbered: Mapping[str, int]
    ) -> Made:
        firsts = [self.start]
        for hop, role in zip(hops, roles, strict=True):
            last = firsts[-1]
            levels = joined(last.levels, *(step.item.gives for step in hop))
            programs = last.programs | {s.item.id for s in hop if s.item.kind == "program"}
            firsts.append(self.entered(replace(last, levels=levels, programs=programs), role))
        tenure = [round(self.q.minutes_a_month * months) for months in self.q.tenure]
        kept: dict[int, Fraction] = {}

        def months(end: int) -> Fraction:
            if end not in kept:
                lengths = (self.length(hop, menu, first, end) for hop, menu, first in zip(hops, menus, firsts, strict=False))
                kept[end] = sum(lengths, Fraction(0)) + MILLION * (len(roles) - 1) * (sum(tenure) if end == 2 else tenure[end])
            return kept[end]

        number = sum(997 + numbered[step.item.id] ** 2 for hop in hops for step in hop)
        return Made(roles, hops, state.levels, self.score(roles[-1], state.levels), self.stage(state.levels), number, months)

    # --- time ---

    def length(self, hop: Sequence[Step], menu: Menu, first: State, end: int) -> Fraction:
        """How long a hop's schedule is."""
        rows = [
            ("task" if s.item.kind == "task" else "program" if s.time(end) else "study", s.minutes(end), s.time(end),
             self.waits(s.item, [before.item for before in hop[:place]], menu, first))
            for place, s in enumerate(hop)
        ]  # fmt: skip
        return max((ended for _, ended in scheduled(rows)), default=Fraction(0))

    def waits(self, item: Item, earlier: Sequence[Item], menu: Menu, first: State) -> list[int]:
        """The places of the offers before it that an offer waits for.

        For each thing that it needs and that wasn't there at first: the first that alone is enough; where none is, all that help.
        """
        found: set[int] = set()
        for given in self._help(item, menu, first):
            helps = [(n, *given(each)) for n, each in enumerate(earlier)]
            enough = [n for n, help_, line in helps if help_ >= line]
            found.update(enough[:1] or (n for n, help_, _ in helps if help_))
        return sorted(found)

    def _help(self, item: Item, menu: Menu, first: State) -> Iterator[Callable[[Item], tuple[int, int]]]:
        """For each thing that is needed and wasn't there at first: how much an offer helps, and how much is enough."""
        for unit in item.needs:
            if not self.met(unit, menu, first.levels):
                needed = self.needed(unit, menu)
                yield lambda giver, needed=needed: (self.covered(needed, giver.gives), 1000 * COVERED)  # type: ignore[misc]
        for leaf in ends(item.entry):
            if self.leaf(leaf, first):
                continue
            if isinstance(leaf, Done):
                yield lambda giver, leaf=leaf: (int(giver.id == leaf.program), 1)  # type: ignore[misc]
            elif isinstance(leaf, Level):
                part = Part((leaf.capability,), leaf.level, 1000)
                yield lambda giver, part=part: (self.part_covered(part, 1000, giver.gives), COVERED)  # type: ignore[misc]

    # --- answers ---

    def keeps(self, way: Made, kinds: Iterable[str] = KINDS, needed: str | None = None, must: Iterable[frozenset[str]] = ()) -> bool:
        """Whether a way keeps to the limits, has what must be there, and is of a kind."""
        q = self.q
        if q.budget is not None and way.cents(q.end) > q.budget:
            return False
        there = {*way.parts, way.roles[-1], *q.person.programs, *q.person.roles}
        if any(not group & there for group in (*q.must.values(), *must)) or not way.kinds() <= set(kinds):
            return False
        if needed is not None and not any(s.item.kind == needed and (s.closes or needed != "task") for s in way.steps):
            return False
        return q.deadline is None or way.months(q.end) <= MILLION * int(Fraction(q.deadline) * q.minutes_a_month)

    def key(self, way: Made) -> tuple[object, ...]:
        """What ways are ordered by."""
        moves = sum(self._documented(n, way.roles) for n in range(len(way.roles)))
        return (
            way.cost(self.q.minimise), way.minutes, way.cents(2), way.count, len(way.roles), -moves, way.roles, way.number, _Late(way),
        )  # fmt: skip

    def _documented(self, place: int, roles: Sequence[str]) -> bool:
        starts = self.start.roles if place == 0 else {roles[place - 1]}
        return any((start, roles[place]) in self.net.transitions for start in starts)

    def sequences(self) -> list[tuple[str, ...]]:
        """The roles that a way may lead through before the target: nothing, one bridge, or two."""
        q, net = self.q, self.net
        left_out = {*q.person.roles, q.target, *q.avoid, *net.regulated}
        bridges = [r for r in sorted(q.candidates) if r not in left_out and self.tables.asked(r) and self._gives(r)]
        zones = [net.zones[r] for r in self.start.roles if r in net.zones]
        found: list[tuple[str, ...]] = [()]
        for count in range(1, q.most_bridges + 1):
            longer = [(*way, r) for way in found if len(way) == count - 1 for r in bridges if r not in way]
            found += [way for way in longer if self._believable(way, zones)]
        return [(*way, q.target) for way in found]

    def _gives(self, role: str) -> bool:
        """Whether holding a role gives somebody who holds nothing a tenth of the target's weight."""
        nobody = Oracle(self.net, Question(Person(), self.q.target), self.tables)
        return nobody.score(self.q.target, self.tables.brings(role)) >= BRIDGE_GIVES * 1000 * self.weight(self.q.target)

    def _believable(self, way: Sequence[str], zones: Sequence[int]) -> bool:
        """No step of more than one job zone, and from one bridge to the next a documented move or a grade."""
        so_far = [*zones, *(self.net.zones[r] for r in way[:-1] if r in self.net.zones)]
        if so_far and self.net.zones.get(way[-1], 0) > max(so_far) + 1:
            return False
        return len(way) < 2 or (way[-2], way[-1]) in self.net.transitions or (way[-2], True) in self.net.wider.get(way[-1], ())

    def best_of(self, ways: Iterable[Made]) -> Made | None:
        return min(ways, key=self.key, default=None)

    def best(self) -> Made | None:
        """The best way of all."""
        return self.best_of(w for roles in self.sequences() for w in self.all_ways(roles) if w.stage == 2 and self.keeps(w))

    def direct(self, kinds: Iterable[str] = KINDS, needed: str | None = None, must: Iterable[frozenset[str]] = ()) -> Made | None:
        """The best way without bridges, of a kind."""
        kinds, must = tuple(kinds), tuple(must)
        return self.best_of(w for w in self.all_ways((self.q.target,)) if w.stage == 2 and self.keeps(w, kinds, needed, must))

    def within_limits(self) -> Made | None:
        """The direct way within the limits to the highest stage, then the highest readiness; then hours, money and so on."""
        found = [w for w in self.all_ways((self.q.target,)) if self.keeps(w)]
        return min(found, key=lambda w: (-w.stage, -w.score, w.minutes, w.cents(2), w.count, w.number, _Late(w)), default=None)

    def alternatives(self, count: int) -> list[Made]:
        """The next-best ways that share at most half of the parts of each one before; none where there is nothing to do."""
        best = self.best()
        found = [best] if best is not None and best.parts else []
        ways = [w for roles in self.sequences() for w in self.all_ways(roles) if w.stage == 2 and self.keeps(w)] if found else []
        while found and len(found) <= count:
            ways = [w for w in ways if 2 * len(w.parts & found[-1].parts) <= len(found[-1].parts)]
            other = self.best_of(ways)
            if other is None:
                break
            found.append(other)
        return found[1:]

    def least_budget(self) -> int | None:
        """The least budget that would do, in cents."""
        free = self.asking(budget=None)
        return min((w.cents(self.q.end) for w in free.all_ways((self.q.target,)) if w.stage == 2 and free.keeps(w)), default=None)

    def least_deadline(self) -> Fraction | None:
        """The least deadline that would do, in millionths of minutes."""
        free = self.asking(deadline=None)
        return min((w.months(self.q.end) for w in free.all_ways((self.q.target,)) if w.stage == 2 and free.keeps(w)), default=None)

    def does_at(self, hours: int) -> bool:
        """Whether there would be a direct way at other hours a week."""
        other = Oracle(self.net, replace(self.q, hours=hours), self.tables)
        return any(w.stage == 2 and other.keeps(w) for w in other.all_ways((self.q.target,)))

    def asking(self, **other: object) -> Oracle:
        """The same with other limits; what was enumerated stays."""
        made = Oracle.__new__(Oracle)
        made.__dict__.update(self.__dict__)
        made.q = replace(self.q, **other)  # type: ignore[arg-type]
        return made


@dataclass(frozen=True)
class _Late:
    """The months of a way, worked out only where all else is equal."""

    way: Made

    def __lt__(self, other: _Late) -> bool:
        return self.way.months(2) < other.way.months(2)
