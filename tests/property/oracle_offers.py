"""How far what is held covers a role, and what is on offer, written down from PATHS.md once more for the tests to judge by.

Minutes and cents are integers at the low and high end; coverage is in millionths.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
)

from rolepath.planning.conditions import NOTHING, Condition, Level
from rolepath.planning.network import Network, OfferFacts

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


class Asker:
    """Who asks: how far levels cover what roles ask, and what is on offer."""

    def __init__(self, network: Network, question: Question, tables: Tables | None = None) -> None:
        self.net, self.q, self.tables = network, question, tables or Tables(network)
        self.low, self.typical, self.high = self.tables.levels(question.person, question.target)
        self.lacked = {c for each in question.person.lack for c in self.tables.within(each)} - question.person.have.keys()
        self._covered: dict[tuple[str, frozenset[tuple[str, int]]], tuple[int, ...]] = {}
        self._counting: dict[str, list[tuple[str, int]]] = {}
        self._menus: dict[tuple[tuple[str, ...], int], Menu] = {}

    @cached_property
    def fits(self) -> frozenset[str]:
        """The roles that are held, and all that they stand for."""
        return frozenset(each for role in self.q.person.roles for each in self.tables.stands_for(role))

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
            held = self.fits.union(*(self.tables.stands_for(role) for role in roles[:hop]))
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
