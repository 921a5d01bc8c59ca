"""Every way that there is, one by one: what PATHS.md says of offers, plans and answers, to judge the planner by.

All sequences of roles, all sets of offers and all their hops are gone through; nothing is left out because it can't be best. Minutes and
cents are integers at the low and high end; minutes of a module are millionths, as what is missing of its unit is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from oracle_tables import (
    BEGIN,
    COURSE_MONTHS,
    COURSE_PRICE,
    COVERED,
    HALF,
    MILLION,
    NEARLY,
    PROJECT_HOURS,
    PROJECT_PRICE,
    READY,
    SEMESTER_MONTHS,
    SIZES,
    TASK_HOURS,
    TASK_WEEK,
    WEEKS,
    Levels,
    Part,
    Person,
    Tables,
    Wanted,
    divided,
    ends,
    joined,
    true,
)  # fmt: skip

from rolepath.planning.conditions import NOTHING, Condition, Degree, Done, Experience, Level, Worked
from rolepath.planning.network import Network, OfferFacts

BRIDGE_GIVES = 100
KINDS = ("module", "project", "task", "program")
DEGREES = ("bachelor", "master", "doctorate")
Ends = tuple[int, int]


@dataclass(frozen=True)
class Question:
    """What is asked. budget: cents; deadline: months; readiness: thousandths."""

    person: Person
    target: str
    hours: float = 8
    minimise: str = "months"
    budget: int | None = None
    deadline: float | None = None
    optimistic: bool = False
    avoid: frozenset[str] = frozenset()
    must: Mapping[str, frozenset[str]] = field(default_factory=dict)
    candidates: frozenset[str] = frozenset()
    most_bridges: int = 0
    tenure: Ends = (12, 24)
    readiness: int = READY

    @property
    def minutes_a_month(self) -> Fraction:
        return Fraction(self.hours) * 60 * WEEKS

    @property
    def end(self) -> int:
        """Which end of a range limits bind."""
        return 0 if self.optimistic else 1


@dataclass(frozen=True)
class Item:
    """Something on offer in one hop. minutes: of a module those to begin; size: of its whole unit. time: length in minutes of study."""

    id: str
    kind: str
    gives: Mapping[str, int]
    minutes: Ends
    size: Ends = (0, 0)
    time: Ends = (0, 0)
    cents: Ends = (0, 0)
    needs: tuple[str, ...] = ()
    entry: Condition = NOTHING
    unit: str | None = None
    fits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Menu:
    """What is on offer in one hop, in its order, with the units that modules bring."""

    items: tuple[Item, ...]
    units: Mapping[str, Wanted]

    @cached_property
    def place(self) -> dict[str, int]:
        """unit → the place of its module"""
        return {item.unit: n for n, item in enumerate(self.items) if item.unit is not None}

    @cached_property
    def taught(self) -> set[str]:
        """What a module teaches."""
        return {thing for item in self.items if item.unit is not None for thing in item.gives}


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


class Oracle:
    """All answers to one question."""

    def __init__(self, network: Network, question: Question, tables: Tables | None = None) -> None:
        self.net, self.q, self.tables = network, question, tables or Tables(network)
        self.low, self.typical, self.high = self.tables.levels(question.person, question.target)
        self.lacked = {c for each in question.person.lack for c in self.tables.within(each)} - question.person.have.keys()
        self._covered: dict[tuple[str, frozenset[tuple[str, int]]], tuple[int, ...]] = {}
        self._counting: dict[str, list[tuple[str, int]]] = {}
        self._all: dict[tuple[str, ...], list[Made]] = {}
        self._menus: dict[tuple[tuple[str, ...], int], Menu] = {}

    # --- coverage ---

    def direct_and_partial(self, thing: str) -> list[tuple[str, int]]:
        """(what counts towards a thing, κ)."""
        if thing not in self._counting:
            found = {(c.held, c.factor) for c in self.net.credits.get(thing, ()) if thing not in self.lacked} | {(thing, 1000)}
            self._counting[thing] = sorted((held, factor) for held, factor in found if factor == 1000 or not self.q.person.strict)
        return self._counting[thing]

    def part_covered(self, part: Part, enough: int, levels: Levels) -> int:
        best = 0
        for thing in part.any_of:
            for held, factor in self.direct_and_partial(thing):
                if held in levels:
                    reached = min(1000, 1000 * levels[held] // part.need)
                    best = max(best, 1000 * reached // enough if factor == 1000 else factor * reached // 1000)
        return best

    def covered(self, unit: Wanted, levels: Levels) -> int:
        """q of a unit, in millionths."""
        together = min(MILLION, sum(part.share * self.part_covered(part, unit.enough, levels) for part in unit.parts))
        if any(unit.id in part.any_of for part in unit.parts):
            return together
        return max(together, 1000 * min(1000, self.part_covered(Part((unit.id,), unit.need, 1000), 1000, levels)))

    def coverage(self, role: str, levels: Levels) -> tuple[int, ...]:
        """q of every unit of a role."""
        name = role, frozenset(levels.items())
        if name not in self._covered:
            self._covered[name] = tuple(self.covered(unit, levels) for unit in self.tables.asked(role))
        return self._covered[name]

    def score(self, role: str, levels: Levels) -> int:
        return sum(u.weight * q for u, q in zip(self.tables.asked(role), self.coverage(role, levels), strict=True))

    def weight(self, role: str) -> int:
        return sum(u.weight for u in self.tables.asked(role))

    def reaches(self, role: str, levels: Levels, share: int, essential: int) -> bool:
        """Whether someone stands at a line; a credential is held or isn't."""
        for unit, q in zip(self.tables.asked(role), self.coverage(role, levels), strict=True):
            if unit.essential and q < 1000 * essential:
                return False
            if unit.essential and unit.earned and not all(any(levels.get(c, 0) >= p.need for c in p.any_of) for p in unit.parts):
                return False
        return self.score(role, levels) >= share * 1000 * self.weight(role)

    def stage(self, levels: Levels) -> int:
        """2: ready, 1: nearly, 0: not yet."""
        if self.reaches(self.q.target, levels, self.q.readiness, COVERED):
            return 2
        return int(self.reaches(self.q.target, levels, min(NEARLY, self.q.readiness), HALF))

    # --- offers ---

    def menu(self, roles: tuple[str, ...], hop: int = 0) -> Menu:
        """What is on offer before the role of a hop on a way through these roles; tasks need a role that is held by then."""
        if (roles, hop) not in self._menus:
            made = self._menu
            held = self.start.roles.union(*(self.tables.stands_for(role) for role in roles[:hop]))
            fit = tuple(i for i in made.items if i.kind != "task" or (held & set(i.fits) if i.fits else held))
            self._menus[roles, hop] = replace(made, items=fit)
        return self._menus[roles, hop]

    @cached_property
    def _menu(self) -> Menu:
        taught = [item for o in sorted(self.net.offers) if self.net.teachings.get(o) and (item := self._taught(self.net.offers[o]))]
        units = {identifier: unit for identifier, unit in self._taught_units(taught).items() if not unit.earned}
        ordered = self._in_order([*taught, *(self._module(u) for u in units.values())], units)
        return Menu(tuple(item for item in ordered if item.id not in self.q.person.programs), units)

    def _taught_units(self, taught: Sequence[Item]) -> dict[str, Wanted]:
        """The units with a module: asked by the target or its grades, needed before others, or asked of applicants."""
        target, wider = self.q.target, self.net.wider
        grades = [r for r in sorted(wider) if (target, True) in wider[r]] + [r for r, grade in wider.get(target, ()) if grade]
        asked: dict[str, list[Wanted]] = {}
        for role in dict.fromkeys([target, *grades]):
            for unit in self.tables.asked(role):
                asked.setdefault(unit.id, []).append(unit)
        found = {identifier: self._highest(given) for identifier, given in asked.items()}
        leaves = [leaf for item in taught for leaf in ends(item.entry) if isinstance(leaf, Level)]
        waiting = [self.tables.place_of(leaf.capability) for leaf in leaves]
        waiting += [u for unit in found.values() for u in unit.after] + [u for item in taught for u in item.needs]
        while waiting:
            identifier = waiting.pop()
            if identifier not in found:
                found[identifier] = self.tables.whole(identifier)
                waiting += found[identifier].after
        for leaf in leaves:
            unit = found[self.tables.place_of(leaf.capability)]
            parts = (replace(p, need=max(p.need, leaf.level)) if leaf.capability in p.any_of else p for p in unit.parts)
            found[unit.id] = replace(unit, parts=tuple(parts))
        return found

    def _highest(self, given: Sequence[Wanted]) -> Wanted:
        """One unit with all members that are asked, each at the highest level; its parts still add up to 1000."""
        needs: dict[tuple[str, ...], int] = {}
        for unit in given:
            for part in unit.parts:
                needs[part.any_of] = max(part.need, needs.get(part.any_of, 0))
        first = given[0]
        if len(needs) == len(first.parts):
            return replace(first, parts=tuple(replace(p, need=needs[p.any_of]) for p in first.parts))
        if first.id in self.net.units:
            return self.tables.unit(first.id, needs)
        shares = divided([1] * len(needs))
        return replace(first, parts=tuple(Part(n, need, s) for (n, need), s in zip(needs.items(), shares, strict=True)))

    def _module(self, unit: Wanted) -> Item:
        shown = list(unit.parts)
        if unit.tools:
            while sum(p.share for p in shown[:-1]) >= unit.enough:
                shown.pop()
        gives = joined({c: p.need for p in shown for c in p.any_of})
        if unit.id not in gives:
            gives = joined(gives, {unit.id: unit.need}, self.tables.opened(unit.id, unit.need))
        return Item(
            f"module/{unit.id}", "module", gives, (60 * BEGIN[0], 60 * BEGIN[1]), (60 * SIZES[unit.size][0], 60 * SIZES[unit.size][1]),
            cents=self._price_of_resources(unit.id), needs=unit.after, unit=unit.id,
        )  # fmt: skip

    def _price_of_resources(self, unit: str) -> Ends:
        known = self.net.resources.get(unit, ())
        prices = [r.price for r in known if r.price is not None]
        if not prices or len(prices) < len(known) or any(p.high == 0 for p in prices):
            return 0, 0
        least = min(prices, key=lambda p: p.mid)
        return round(100 * least.low), round(100 * least.high)

    def _taught(self, facts: OfferFacts) -> Item | None:
        identifier, kind, month = facts.thing.id, facts.thing.kind, self.q.minutes_a_month
        price = facts.price
        if kind != "program":
            hours = (facts.hours.low, facts.hours.high) if facts.hours else PROJECT_HOURS if kind == "project" else TASK_HOURS
            cents = (price.low, price.high) if price else PROJECT_PRICE if kind == "project" else (0, 0)
            minutes = (round(60 * hours[0]), round(60 * hours[1]))
            time = tuple(round(Fraction(m) * Fraction(self.q.hours) / TASK_WEEK) for m in minutes) if kind == "task" else (0, 0)
            return Item(
                identifier, kind, self.tables.project_gives(identifier), minutes, time=(time[0], time[1]),
                cents=(round(100 * cents[0]), round(100 * cents[1])), needs=facts.after, fits=facts.fits,
                entry=self.net.entries.get(identifier, NOTHING),
            )  # fmt: skip
        spent = self.tables.program_hours(facts)
        minutes = (round(60 * spent.low), round(60 * spent.high))
        lengths = [*facts.months, *(replace(s, low=s.low * SEMESTER_MONTHS[0], high=s.high * SEMESTER_MONTHS[1]) for s in facts.semesters)]
        low, high = (min(r.low for r in lengths), max(r.high for r in lengths)) if lengths else COURSE_MONTHS
        time = (round(Fraction(low) * month), round(Fraction(high) * month))
        if minutes[0] > time[0] or minutes[1] > time[1] or sum(minutes) > sum(time):
            if lengths:
                return None  # a pace that this person can't keep
            time = (max(time[0], minutes[0]), max(time[1], minutes[1]))
        cents = (price.low, price.high) if price else COURSE_PRICE
        return Item(
            identifier, "program", self.tables.program_gives(identifier), minutes, time=(time[0], time[1]),
            cents=(round(100 * cents[0]), round(100 * cents[1])), entry=self.net.entries.get(identifier, NOTHING),
        )  # fmt: skip

    def _in_order(self, items: Sequence[Item], units: Mapping[str, Wanted]) -> list[Item]:
        """The fixed order: what is needed before, what is included, programs before the modules of what they teach; then places."""
        module = {item.unit: item.id for item in items if item.unit is not None}
        before: dict[str, set[str]] = {item.id: set() for item in items}

        def first(one: str, other: str) -> None:
            """One stands before other, unless it has to come after it."""
            found, waiting = set[str](), [one]
            while waiting:
                each = waiting.pop()
                if each not in found:
                    found.add(each)
                    waiting += before[each]
            if other not in found:
                before[other].add(one)

        for item in items:
            asked = {*item.needs, *(self.tables.place_of(leaf.capability) for leaf in ends(item.entry) if isinstance(leaf, Level))}
            for unit in sorted(asked & module.keys()):
                first(module[unit], item.id)
        for identifier, unit in sorted(units.items()):
            for part in unit.parts:
                for thing in part.any_of:
                    for credit in self.net.credits.get(thing, ()):
                        holder = self.tables.unit_of.get(credit.held)
                        if credit.factor == 1000 and holder in module and holder != identifier:
                            first(module[identifier], module[holder])
        for item in sorted(items, key=lambda i: i.id):
            if item.kind == "program":
                for unit in sorted({self.tables.place_of(thing) for thing in item.gives} & module.keys()):
                    first(item.id, module[unit])
        ordered: list[Item] = []
        left = {item.id: item for item in items}
        while left:
            free = [item for item in left.values() if not before[item.id] & left.keys()]
            ordered.append(min(free, key=lambda i: (i.unit is not None, units[i.unit].order if i.unit else 0, i.id)))
            del left[ordered[-1].id]
        return ordered

    # --- one way ---

    @cached_property
    def start(self) -> State:
        who = self.q.person
        fits = {r for role in who.roles for r in self.tables.stands_for(role)}
        return State(self.typical, frozenset(fits), frozenset(who.programs), who.experience)

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
        """The direct way within the limits to the highest stage, then the highest readiness; ties as between ways, but for the chosen cost."""
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


def scheduled(rows: Sequence[tuple[str, int, int, Sequence[int]]]) -> list[tuple[Fraction, Fraction]]:
    """(start, end) of (kind, amount, time, waits for) in their order, by the rule that `schedule` states, from one change to the next."""
    used: list[tuple[Fraction, Fraction, Fraction]] = []
    found: dict[int, tuple[Fraction, Fraction]] = {}
    paid = Fraction(0)

    def behind(place: int) -> set[int]:
        """All that an item waits for, directly or not."""
        return set(rows[place][3]).union(*(behind(n) for n in rows[place][3]))

    def study_behind(place: int) -> int:
        return sum(rows[n][1] for n in behind(place) if rows[n][0] == "study")

    wanted: list[int] = []
    for place in sorted((n for n, row in enumerate(rows) if row[0] != "study"), key=lambda n: (study_behind(n), n)):
        wanted += [*sorted(behind(place)), place]
    wanted += range(len(rows))

    def able(place: int) -> Fraction | None:
        """When an item can begin for all that it waits for; None while that isn't placed."""
        before = rows[place][3]
        return max((found[n][1] for n in before), default=Fraction(0)) if all(n in found for n in before) else None

    def free(at: Fraction) -> Fraction:
        return 1 - sum((share for start, end, share in used if start <= at < end), Fraction(0))

    def changes(after: Fraction) -> list[Fraction]:
        return sorted({t for start, end, _ in used for t in (start, end) if t > after})

    while len(found) < len(rows):
        left = [n for n in wanted if n not in found and able(n) is not None]
        other = [n for n in left if rows[n][0] != "task"]
        place = other[0] if other else min(left, key=lambda n: (able(n), n))
        kind, amount, time, waits = rows[place]
        ready = max((found[n][1] for n in waits), default=Fraction(0))
        if kind == "task":
            paid = max(ready, paid) + time
            found[place] = (paid - time, paid)
        elif kind == "program":
            share = Fraction(amount, time)
            starts = [ready, *changes(ready)]
            start = next(s for s in starts if all(free(t) >= share for t in [s, *(c for c in changes(s) if c < s + time)]))
            used.append((start, start + time, share))
            found[place] = (start, start + time)
        else:
            begun, now, left = None, ready, Fraction(amount)
            while begun is None or left > 0:
                rate, then = free(now), next(iter(changes(now)), None)
                if rate > 0 and begun is None:
                    begun = now
                until = now + left / rate if rate > 0 else None
                if until is not None and (then is None or until <= then):
                    taken, left = until, Fraction(0)
                else:
                    if then is None:
                        raise ValueError("nothing is free for ever")
                    taken, left = then, left - rate * (then - now)
                if rate > 0 and taken > now:
                    used.append((now, taken, rate))
                now = taken
            found[place] = (begun, now)
    return [found[place] for place in range(len(rows))]
