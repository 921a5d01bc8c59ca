"""What PATHS.md says of units, holdings, coverage and offers, written down once more, from the page alone, for the tests to judge by.

Nothing of the planner is used but the frozen tables of `network` and the trees of `conditions`. Where the page leaves a free choice, the
docstrings of the planner are followed: the order of the offers, parts that add up to 1000, cuts to thousandths. Shares, levels and κ are
thousandths, coverage of a unit (q) is in millionths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from rolepath.planning.conditions import AllOf, AnyOf, AtLeast, Condition, Degree, Done, Experience, Level, Worked
from rolepath.planning.network import Holding, Network, OfferFacts, Requirement
from rolepath.planning.result import Range

ASSUMED, HIGH, COUNTED = 600, 300, 900
COVERED, READY, NEARLY, HALF = 900, 800, 600, 500
USEFUL = 167
ENOUGH, ENOUGH_TOOLS = 700, 400
PROJECT_LEVEL = 500
USUAL = {"tool": 500, "credential": 1000, "experience": 1000}
USUAL_ELSE = 750
BEGIN, SIZES = (2, 4), {"S": (8, 16), "M": (16, 35), "L": (35, 80)}
PROJECT_HOURS, TASK_HOURS, TASK_WEEK = (12, 28), (20, 40), 4
COURSE_HOURS, COURSE_MONTHS, COURSE_PRICE, PROJECT_PRICE = (10, 40), (1, 3), (0, 100), (0, 50)
CREDIT_HOURS, SEMESTER_MONTHS, WEEKLY_HOURS = (30, 50), (4, 6), (3, 10)
WEEKS = Fraction(36525, 100) / 12 / 7
NECESSITIES = ("essential", "important", "useful")
MILLION = 1_000_000
Levels = Mapping[str, int]


@dataclass(frozen=True)
class Person:
    """Who asks."""

    roles: tuple[str, ...] = ()
    have: Mapping[str, int | None] = field(default_factory=dict)
    lack: tuple[str, ...] = ()
    strict: bool = False
    programs: tuple[str, ...] = ()
    degrees: tuple[str, ...] = ()
    experience: int = 0


@dataclass(frozen=True)
class Part:
    """A member of a unit: any of these capabilities at `need`, so many thousandths of the unit."""

    any_of: tuple[str, ...]
    need: int
    share: int


@dataclass(frozen=True)
class Wanted:
    """A unit that is asked for."""

    id: str
    area: str
    order: int
    size: str
    enough: int
    tools: bool
    parts: tuple[Part, ...]
    after: tuple[str, ...]
    earned: bool
    necessity: str = "useful"
    strength: int = 0
    claims: int = 0
    weight: int = 0

    @property
    def need(self) -> int:
        return max(part.need for part in self.parts)

    @property
    def essential(self) -> bool:
        return self.necessity == "essential"


def divided(given: Sequence[int]) -> list[int]:
    """1000 in these proportions; what is left over goes to the largest remainders, of equal ones to the first."""
    whole = [1000 * each // sum(given) for each in given]
    rests = sorted(range(len(given)), key=lambda n: (-(1000 * given[n] % sum(given)), n))
    return [each + (n in rests[: 1000 - sum(whole)]) for n, each in enumerate(whole)]


class Tables:
    """The questions to one network that don't depend on who asks."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._asked: dict[str, tuple[Wanted, ...]] = {}

    # --- units ---

    @cached_property
    def unit_of(self) -> dict[str, str]:
        return {c: u.id for u in self.network.units.values() for m in u.members for c in m.capabilities}

    def place_of(self, thing: str) -> str:
        """The unit that a thing belongs to; of what is in none: the thing."""
        return self.unit_of.get(thing, thing)

    def usual(self, thing: str) -> int:
        return USUAL.get(self.network.capabilities[thing].kind, USUAL_ELSE)

    def earned(self, thing: str) -> bool:
        return self.network.capabilities[thing].kind in ("credential", "experience")

    def unit(self, identifier: str, needs: Mapping[tuple[str, ...], int]) -> Wanted:
        """A unit of these members, in its own order; or something in no unit, as a unit of itself."""
        made = self.network.units.get(identifier)
        if made is None:
            sets = sorted(needs)
            kind = self.network.capabilities[identifier].kind
            size = "M" if kind in ("knowledge", "competence", "unit") else "S"
            members = [(sets[0], 1)]
            area, order, enough, tools, after = "area/other", 0, 1000, False, ()
        else:
            members = [(m.capabilities, m.part) for m in made.members if m.capabilities in needs]
            size, area, order, enough, tools, after = made.size, made.area, made.order, made.enough, made.exchangeable, made.after
        shares = divided([part for _, part in members])
        return Wanted(
            identifier, area, order, size,
            enough if len(members) > 1 else 1000,
            tools and len(members) > 1,
            tuple(Part(names, needs[names], share) for (names, _), share in zip(members, shares, strict=True)),
            after,
            all(self.earned(c) for names, _ in members for c in names),
        )  # fmt: skip

    def whole(self, identifier: str) -> Wanted:
        """A unit with each member at its usual level."""
        made = self.network.units.get(identifier)
        sets = [m.capabilities for m in made.members] if made else [(identifier,)]
        return self.unit(identifier, {names: max(map(self.usual, names)) for names in sets})

    def asked(self, role: str) -> tuple[Wanted, ...]:
        """What a role asks for, with weights."""
        if role not in self._asked:
            own = self.network.asks.get(role) or self.network.wider.get(role)
            found = list(self._from_sources(role, ()).values()) if own else list(self._from_classification(role))
            self._asked[role] = self._weighted([u for u in found if u.strength and u.parts])
        return self._asked[role]

    def _weighted(self, units: list[Wanted]) -> tuple[Wanted, ...]:
        firm = sum(u.strength for u in units if u.necessity != "useful")
        loose = sum(u.strength for u in units if u.necessity == "useful")
        most = 1000 * firm * USEFUL // (1000 - USEFUL)
        done = []
        for unit in units:
            weight = unit.strength * 1000
            if unit.necessity == "useful" and firm and loose * 1000 > most:
                weight = weight * most // (loose * 1000)
            if weight:
                done.append(replace(unit, weight=weight))
        return tuple(sorted(done, key=lambda u: (u.area, u.order, u.id)))

    def _from_sources(self, role: str, below: tuple[str, ...]) -> dict[str, Wanted]:
        """Own claims, then those of the broader roles."""
        named: dict[str, dict[tuple[str, ...], int]] = {}
        for requirement in self.network.requirements.get(role, ()):
            for unit, names in self._names(requirement):
                level = named.setdefault(unit, {}).get(names, 0)
                named[unit][names] = max(level, requirement.level)
        found: dict[str, Wanted] = {}
        denied = set()
        for ask in self.network.asks.get(role, ()):
            unit = self.unit(ask.unit, named[ask.unit]) if ask.unit in named else self.whole(ask.unit)
            found[ask.unit] = replace(unit, necessity=ask.necessity, strength=ask.strength, claims=ask.claims)
            if ask.disputed:
                denied.add(ask.unit)
        for wider, grade in self.network.wider.get(role, ()):
            if wider in below or wider == role:
                continue
            for identifier, unit in self._from_sources(wider, (*below, role)).items():
                if not grade and unit.essential and not unit.earned:
                    unit = replace(unit, necessity="important")
                if identifier not in found:
                    found[identifier] = unit
                elif identifier not in denied:
                    found[identifier] = self._both(found[identifier], unit)
        return found

    def _names(self, requirement: Requirement) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The members that a requirement names, with their units."""
        first, units = requirement.capabilities[0], self.network.units
        if requirement.signal:
            return
        if first in units:
            yield from ((first, m.capabilities) for m in units[first].members)
            return
        named = set(requirement.capabilities)
        inside = [(u, m.capabilities) for u in sorted(units) for m in units[u].members if named & set(m.capabilities)]
        yield from inside or [(first, requirement.capabilities)]

    def _both(self, own: Wanted, taken: Wanted) -> Wanted:
        needs = {p.any_of: p.need for p in taken.parts}
        for part in own.parts:
            needs[part.any_of] = max(part.need, needs.get(part.any_of, 0))
        unit = self.unit(own.id, needs)
        necessity = NECESSITIES[min(NECESSITIES.index(own.necessity), NECESSITIES.index(taken.necessity))]
        return replace(unit, necessity=necessity, strength=max(own.strength, taken.strength), claims=own.claims + taken.claims)

    def _from_classification(self, role: str) -> Iterator[Wanted]:
        """Groups: what lies under one lowest group, essential and other apart, in equal parts."""
        groups: dict[tuple[str, bool], list[Requirement]] = {}
        for asked in self.network.requirements.get(role, ()):
            if asked.weight and not asked.signal:
                above = self.network.broader.get(asked.capabilities[0]) or asked.capabilities
                groups.setdefault((above[0], asked.necessity == "essential"), []).append(asked)
        for (group, essential), inside in groups.items():
            kinds = {self.network.capabilities[c].kind for r in inside for c in r.capabilities}
            tools = kinds == {"tool"} and len(inside) > 1
            strength = max(r.weight for r in inside)
            way = [group]
            while self.network.broader.get(way[-1]):
                way.append(self.network.broader[way[-1]][0])
            single = len(inside) == 1 and inside[0].capabilities == (group,)
            shares = divided([1] * len(inside))
            yield Wanted(
                group if single else f"{group}/{'essential' if essential else 'optional'}",
                way[-2] if len(way) > 2 else way[-1],
                0,
                "M" if kinds & {"knowledge", "competence", "unit"} else "S",
                1000 if len(inside) == 1 else ENOUGH_TOOLS if tools else ENOUGH,
                tools,
                tuple(Part(r.capabilities, r.level, share) for r, share in zip(sorted(inside), shares, strict=True)),
                (),
                kinds <= {"credential", "experience"},
                "essential" if essential else "important" if strength >= 600 else "useful",
                strength,
                len(inside),
            )

    # --- holdings ---

    def stands_for(self, role: str) -> set[str]:
        """The role, what it is mapped to, and everything broader."""
        found, waiting = set[str](), [role]
        while waiting:
            each = waiting.pop()
            if each not in found:
                found.add(each)
                waiting += [w for w, _ in self.network.wider.get(each, ())]
                waiting += self.network.pool.get(each, ())
        return found

    def firm(self, role: str) -> tuple[Wanted, ...]:
        """What whoever holds a role holds: all that it asks as essential or important; all, where it asks for nothing else."""
        asked = self.asked(role)
        return tuple(u for u in asked if u.necessity != "useful") or asked

    def holdings(self, role: str) -> dict[str, Holding]:
        """thing → the holding that counts: the largest share; of equal ones the higher level, then the first identifier."""
        found: dict[str, list[Holding]] = {}
        for each in self.stands_for(role):
            for holding in self.network.holdings.get(each, ()):
                found.setdefault(holding.capability, []).append(holding)
            if self.network.asks.get(each) or self.network.wider.get(each):
                for unit in self.firm(each):
                    for part in unit.parts:
                        share = max(unit.strength, ASSUMED)
                        found.setdefault(part.any_of[0], []).append(Holding(f"~{unit.id}", part.any_of[0], share, part.need, False, 1))
        return {thing: min(all_, key=lambda h: (-h.share, -self.level_of(h), h.id)) for thing, all_ in found.items()}

    def level_of(self, holding: Holding) -> int:
        return self.usual(holding.capability) if holding.level is None else holding.level

    def opened(self, thing: str, level: int) -> dict[str, int]:
        """What holding a thing at a level holds: of a unit at its need the members too, but of exchangeable ones."""
        unit = self.network.units.get(thing)
        if unit is None or unit.exchangeable or level < self.whole(thing).need:
            return {thing: level}
        return {thing: level} | {c: max(level, self.usual(c)) for m in unit.members for c in m.capabilities}

    def brings(self, role: str) -> dict[str, int]:
        """What starting from a role assumes."""
        return joined(*(self.opened(t, self.level_of(h)) for t, h in self.holdings(role).items() if h.share >= ASSUMED), self._own(role))

    def _own(self, role: str) -> dict[str, int]:
        return joined(*({c: p.need} for u in self.firm(role) for p in u.parts for c in p.any_of))

    def levels(self, person: Person, target: str) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
        """What a person holds: low, typical, high."""
        lacked = {c for each in person.lack for c in self.within(each)}
        needs: dict[str, int] = {}
        for unit in self.asked(target):
            needs[unit.id] = max(unit.need, needs.get(unit.id, 0))
            for part in unit.parts:
                for c in part.any_of:
                    needs[c] = max(part.need, needs.get(c, 0))
        said: dict[str, int] = {}
        for thing, level in person.have.items():
            said = joined(said, self.opened(thing, level if level is not None else needs.get(thing) or self.usual(thing)))
        for program in person.programs:
            said = joined(said, self.program_gives(program))
        lacked -= person.have.keys()
        said = {t: level for t, level in said.items() if t not in lacked}

        def read(counts: Callable[[Holding], bool], own: Iterable[str]) -> dict[str, int]:
            held: dict[str, int] = {}
            for role in () if person.strict else person.roles:
                for thing, holding in self.holdings(role).items():
                    if counts(holding):
                        held = joined(held, self.opened(thing, self.level_of(holding)))
            for role in own if not person.strict else ():
                held = joined(held, self._own(role))
            return joined(said, {t: level for t, level in held.items() if t not in lacked})

        def sure(holding: Holding) -> bool:
            return holding.share >= ASSUMED and (holding.sources > 1 or (holding.counted and holding.share >= COUNTED))

        typical = read(lambda h: h.share >= ASSUMED, person.roles)
        high = joined(typical, read(lambda h: h.share >= HIGH, ()))
        low = read(sure, [role for role in person.roles if role == target])
        return {t: min(level, typical[t]) for t, level in low.items() if typical.get(t)}, typical, high

    def within(self, thing: str) -> set[str]:
        unit = self.network.units.get(thing)
        return {thing} | ({c for m in unit.members for c in m.capabilities} if unit else set())

    # --- what programs and the rest give ---

    def program_hours(self, facts: OfferFacts) -> Range:
        if facts.hours is not None:
            return facts.hours
        if facts.credits is not None:
            return Range(facts.credits.low * CREDIT_HOURS[0], facts.credits.high * CREDIT_HOURS[1])
        if facts.months:
            low, high = min(m.low for m in facts.months), max(m.high for m in facts.months)
            return Range(round(float(low * WEEKS * WEEKLY_HOURS[0]), 1), round(float(high * WEEKS * WEEKLY_HOURS[1]), 1))
        return Range(*map(float, COURSE_HOURS))

    def program_gives(self, program: str) -> dict[str, int]:
        """Each unit × min(1, the program's hours on it ÷ the unit's size); what has no hours shares evenly in what is left."""
        hours = self.program_hours(self.network.offers[program])
        all_ = Fraction(hours.mid)
        stated: dict[str, Fraction] = {}
        others: list[str] = []
        for teaching in self.network.teachings[program]:
            unit = self.place_of(teaching.capability)
            if teaching.hours is not None:
                stated[unit] = stated.get(unit, Fraction(0)) + Fraction(teaching.hours.mid)
            elif unit not in others:
                others.append(unit)
        spent = sum(stated.values(), Fraction(0))
        if spent > all_:
            stated, spent = {u: h * all_ / spent for u, h in stated.items()}, all_
        others = [unit for unit in others if unit not in stated]
        given: dict[str, int] = {}
        for unit, on_it in {**stated, **{u: (all_ - spent) / len(others) for u in others}}.items():
            whole = self.whole(unit)
            share = 1000 if whole.earned else min(1000, int(1000 * on_it / (Fraction(sum(SIZES[whole.size])) / 2)))
            if whole.need * share // 1000:
                given = joined(given, self.opened(unit, whole.need * share // 1000))
        return given

    def project_gives(self, offer: str) -> dict[str, int]:
        return joined(*(self.opened(t.capability, PROJECT_LEVEL if t.level is None else t.level) for t in self.network.teachings[offer]))


def joined(*levels: Levels) -> dict[str, int]:
    """The highest level of each thing."""
    found: dict[str, int] = {}
    for each in levels:
        for thing, level in each.items():
            found[thing] = max(level, found.get(thing, 0))
    return found


def true(condition: Condition, leaf: Callable[[Level | Done | Worked | Degree | Experience], bool]) -> bool:
    """Whether a tree of conditions holds."""
    if isinstance(condition, AllOf):
        return all(true(part, leaf) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return any(true(part, leaf) for part in condition.parts)
    if isinstance(condition, AtLeast):
        return len([part for part in condition.parts if true(part, leaf)]) >= condition.least
    return leaf(condition)


def ends(condition: Condition) -> list[Level | Done | Worked | Degree | Experience]:
    """The leaves of a tree of conditions."""
    if isinstance(condition, AllOf | AnyOf | AtLeast):
        return [leaf for part in condition.parts for leaf in ends(part)]
    return [condition]
