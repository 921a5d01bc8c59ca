"""What is on offer for a question: modules, programs, projects and tasks, in integers and in one fixed order.

PATHS.md, “Offers”. Minutes are minutes of learning, or of paid work; time is counted in minutes of the person's study weeks: at 8 hours a
week a month has 8 · 60 · 365.25/12/7 of them. So study takes exactly its minutes of time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter

from rolepath.planning.assumptions import Assumptions
from rolepath.planning.conditions import NOTHING, Condition, Level, leaves
from rolepath.planning.coverage import taken_on
from rolepath.planning.network import AskedUnit, Network, OfferFacts
from rolepath.planning.profile import Profile, stands_for
from rolepath.planning.result import Range, Thing
from rolepath.planning.taught import WEEKS_PER_MONTH, gives_of_level, gives_of_program, offer_hours, span, unit_id
from rolepath.planning.units import FULL, asked_units, expanded, merged, whole_unit

MODULE = "module/"


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
class Pace:
    """How much a person studies, how much paid time a week goes into tasks, and the currency of the answer."""

    hours_per_week: float
    currency: str = "USD"
    task_hours_per_week: float = 4

    @property
    def minutes_per_month(self) -> float:
        """Minutes of study in a calendar month: what a month is in the planner's time."""
        return self.hours_per_week * 60 * WEEKS_PER_MONTH


@dataclass(frozen=True)
class Offer:
    """One thing to take.

    gives: capability or unit → level, in thousandths. minutes: of a module those to begin, else all. size: of a module the minutes of
    the whole unit, of which what is missing at its place is studied. time: of a program its length, of a task its minutes at the paid
    hours a week, else nothing. needs: units that have to be covered before. unit: that of a module.
    """

    id: str
    kind: str
    thing: Thing
    gives: tuple[tuple[str, int], ...]
    minutes: Span
    size: Span = Span()
    time: Span = Span()
    cents: Span = Span()
    needs: tuple[str, ...] = ()
    entry: Condition = NOTHING
    unit: str | None = None
    fits: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()

    @property
    def paid(self) -> bool:
        """Whether its time is paid work."""
        return self.kind == "task"


@dataclass(frozen=True)
class Offers:
    """Everything on offer, in the fixed order; units: those with a module, as the module brings them, by identifier.

    left_out: programs whose price has a currency without a rate, or whose fixed pace is above the hours a week.
    """

    all: tuple[Offer, ...]
    units: Mapping[str, AskedUnit]
    left_out: tuple[Thing, ...] = ()
    by_id: Mapping[str, Offer] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {offer.id: offer for offer in self.all})


def together(menus: Sequence[Offers]) -> Offers:
    """What is on offer before any of several roles; what is there before more of them, as before the last."""
    by_id = {offer.id: offer for menu in menus for offer in menu.all}
    units = {identifier: unit for menu in menus for identifier, unit in menu.units.items()}
    return Offers(tuple(by_id.values()), units, menus[0].left_out)


def make_offers(network: Network, profile: Profile, roles: Sequence[str], pace: Pace, hop: int = 0) -> Offers:
    """Everything that can be taken before the role of a hop, on the way through these roles, the last of which is the target.

    A module brings every member of a unit to the highest level that the target and its grades ask; there is one too for each unit that has
    to be covered before another, or that a program asks of its applicants. What roles on the way ask makes no difference, so that who has
    gone a part of the way is offered the same. The order: programs before the modules of what they teach, what has to be covered before,
    and else the units' own places. Programs that are done are not on offer, but leave the order and the modules as they were. Tasks are on
    offer in roles that are held by then.

    >>> from rolepath.planning.examples import network
    >>> [offer.id for offer in make_offers(network, Profile({}, {}, {}), ["role/manager"], Pace(8)).all][:2]
    ['program/course', 'project/forecast']
    """
    programs: list[Offer] = []
    left_out: list[Thing] = []
    for identifier, made in _all_taught(network, pace).items():
        if made is not None:
            programs.append(made)
        elif identifier not in profile.programs:
            left_out.append(network.offers[identifier].thing)
    units = _module_units(network, roles[-1], programs)
    ordered = _ordered(network, [*programs, *(_module(network, unit, pace) for unit in units.values() if unit.learnable)], units)
    held = profile.fits.union(*(stands_for(network, role) for role in roles[:hop]))
    there = tuple(o for o in ordered if o.id not in profile.programs and (o.kind != "task" or _fits(o.fits, held)))
    return Offers(there, {i: u for i, u in units.items() if u.learnable}, tuple(left_out))


def _fits(fits: Sequence[str], held: frozenset[str]) -> bool:
    """Whether a task can be done in a role that is held by then; where it names none, in any."""
    return bool(held) if not fits else not held.isdisjoint(fits)


# --- modules -----------------------------------------------------------------------------------------


def _module_units(network: Network, target: str, programs: Iterable[Offer]) -> dict[str, AskedUnit]:
    """The units that get a module, each with every member that is asked, at the highest level."""
    grades = [role for role, wider in sorted(network.wider.items()) if (target, True) in wider]
    grades += [wider for wider, grade in network.wider.get(target, ()) if grade]
    found: dict[str, AskedUnit] = {}
    for role in dict.fromkeys((target, *grades)):
        for unit in asked_units(network, role):
            found[unit.id] = merged(network, found[unit.id], unit) if unit.id in found else unit
    entry = [leaf for offer in programs for leaf in leaves(offer.entry) if isinstance(leaf, Level)]
    waiting = [w for unit in found.values() for w in unit.after] + [w for offer in programs for w in offer.needs]
    for leaf in entry:
        waiting.append(network.unit_of.get(leaf.capability, leaf.capability))
    while waiting:
        identifier = waiting.pop()
        if identifier not in found:
            found[identifier] = whole_unit(network, identifier)
            waiting += found[identifier].after
    for leaf in entry:
        asked = network.unit_of.get(leaf.capability, leaf.capability)
        found[asked] = _with_level(found[asked], leaf)
    return dict(sorted(found.items()))


def _with_level(unit: AskedUnit, leaf: Level) -> AskedUnit:
    members = tuple(replace(m, need=max(m.need, leaf.level)) if leaf.capability in m.capabilities else m for m in unit.members)
    return replace(unit, members=members)


def _module(network: Network, unit: AskedUnit, pace: Pace) -> Offer:
    assumed = network.assumptions
    size = f"unit-hours-{unit.size.lower()}"
    members = unit.members
    if unit.exchangeable:
        members, shares = (), 0
        for member in unit.members:
            if shares < unit.enough:
                members, shares = (*members, member), shares + member.part
    gives: dict[str, int] = {}
    for member in members:
        gives = taken_on(gives, ((c, member.need) for c in member.capabilities))
    if unit.id not in gives:
        gives = taken_on(gives, expanded(network, unit.id, unit.need))
    cents, used = _resource_cents(network, unit.id, pace.currency)
    return Offer(
        id=MODULE + unit.id,
        kind="module",
        thing=Thing(unit.id, unit.label, "unit", "rolepath"),
        gives=tuple(sorted(gives.items())),
        minutes=_minutes(assumed.range("unit-hours-begin")),
        size=_minutes(assumed.range(size)),
        cents=cents,
        needs=unit.after,
        unit=unit.id,
        statements=unit.requirements,
        assumptions=("assumption/unit-hours-begin", f"assumption/{size}", *used),
    )


def _resource_cents(network: Network, unit: str, currency: str) -> tuple[Span, tuple[str, ...]]:
    """Nothing where something can be learned from for free or no price is known; else the least price published."""
    prices = [(r.price, r.currency or "USD") for r in network.resources.get(unit, ()) if r.price is not None]
    if len(prices) < len(network.resources.get(unit, ())) or not prices or any(price.low == price.high == 0 for price, _ in prices):
        return Span(), ()
    converted = [(price, rate) for price, given in prices if (rate := _rate(network.assumptions, given, currency)) is not None]
    if not converted:
        return Span(), ()
    price, (factor, used) = min(converted, key=lambda each: each[0].mid * float(each[1][0]))
    return _cents(price, factor), tuple(used)


# --- programs, projects, tasks -------------------------------------------------------------------------


def _all_taught(network: Network, pace: Pace) -> dict[str, Offer | None]:
    """All programs, projects and tasks of which something is known that they teach, as `_taught` has them; made once for each pace."""
    if pace not in network.kept:
        known = ((name, facts) for name, facts in sorted(network.offers.items()) if network.teachings.get(name))
        network.kept[pace] = {name: _taught(network, facts, pace) for name, facts in known}
    found: dict[str, Offer | None] = network.kept[pace]
    return found


def _taught(network: Network, facts: OfferFacts, pace: Pace) -> Offer | None:
    """A program, project or task; None where its price can't be converted, or its fixed pace is above the hours a week."""
    assumed, identifier = network.assumptions, facts.thing.id
    hours, used = offer_hours(assumed, facts)
    months, used_months = _length(assumed, facts)
    price, given, used_price = _price(assumed, facts)
    rate = _rate(assumed, given, pace.currency)
    if rate is None:
        return None
    minutes = _minutes(hours)
    time = Span(round(months.low * pace.minutes_per_month), round(months.high * pace.minutes_per_month))
    if facts.thing.kind == "task":
        factor = pace.hours_per_week / pace.task_hours_per_week
        time = Span(round(minutes.low * factor), round(minutes.high * factor))
    elif facts.program_kind is not None and (minutes.low > time.low or minutes.high > time.high or minutes.double > time.double):
        if facts.months or facts.semesters:
            return None
        time = Span(max(time.low, minutes.low), max(time.high, minutes.high))  # its length is our estimate, and gives way
    teachings = network.teachings[identifier]
    gives = gives_of_program(network, identifier) if facts.program_kind is not None else gives_of_level(network, teachings)
    return Offer(
        id=identifier,
        kind=facts.thing.kind,
        thing=facts.thing,
        gives=gives,
        minutes=minutes,
        time=time,
        cents=_cents(price, rate[0]),
        needs=facts.after,
        entry=network.entries.get(identifier, NOTHING),
        fits=facts.fits,
        statements=tuple(t.id for t in teachings),
        assumptions=tuple(sorted({*used, *used_months, *used_price, *rate[1]})),
    )


def _length(assumptions: Assumptions, facts: OfferFacts) -> tuple[Range, list[str]]:
    """The months of a program over every option of it, semesters turned into months; nothing else has a length of its own."""
    if facts.program_kind is None:
        return Range(0.0, 0.0), []
    semester = assumptions.range("months-per-semester")
    stated = span((*facts.months, *(Range(s.low * semester.low, s.high * semester.high) for s in facts.semesters)))
    if stated is not None:
        return stated, ["assumption/months-per-semester"] if facts.semesters else []
    name = f"program-months-{facts.program_kind}"
    return assumptions.range(name), [f"assumption/{name}"]


def _price(assumptions: Assumptions, facts: OfferFacts) -> tuple[Range, str, list[str]]:
    if facts.price is not None:
        return facts.price, facts.currency or "USD", []
    if facts.thing.kind == "task":
        return Range(0.0, 0.0), "USD", []
    name = "project-price" if facts.program_kind is None else f"program-price-{facts.program_kind}"
    return assumptions.range(name), "USD", [f"assumption/{name}"]


def _rate(assumptions: Assumptions, given: str, asked: str) -> tuple[Decimal, list[str]] | None:
    """What one unit of a currency is in another, and the assumptions used; None where either has no rate."""
    if given == asked:
        return Decimal(1), []
    one, other = assumptions.rate(given), assumptions.rate(asked)
    if one is None or other is None:
        return None
    return one[0] / other[0], [name for _, name in (one, other) if name]


def _minutes(hours: Range) -> Span:
    return Span(round(hours.low * 60), round(hours.high * 60))


def _cents(price: Range, rate: Decimal) -> Span:
    return Span(round(Decimal(price.low) * rate * 100), round(Decimal(price.high) * rate * 100))


# --- the order -------------------------------------------------------------------------------------------


def _ordered(network: Network, offers: Sequence[Offer], units: Mapping[str, AskedUnit]) -> tuple[Offer, ...]:
    """The offers in their fixed order; of a circle the edge from a program to a module of what it teaches gives way."""
    by_id = {offer.id: offer for offer in offers}
    modules = {offer.unit: offer.id for offer in offers if offer.unit is not None}
    hard: dict[str, set[str]] = {offer.id: set() for offer in offers}
    for offer in offers:
        before = {*offer.needs, *(unit_id(network, leaf.capability) for leaf in leaves(offer.entry) if isinstance(leaf, Level))}
        hard[offer.id] |= {modules[unit] for unit in before if unit in modules and modules[unit] != offer.id}
    for module, above in _included(network, units, modules):
        if not _reaches(hard, above, module):
            hard[module].add(above)
    for offer in sorted(offers, key=lambda o: o.id):
        if offer.kind == "program":
            taught = sorted({unit_id(network, identifier) for identifier, _ in offer.gives})
            for unit in taught:
                if unit in modules and not _reaches(hard, offer.id, modules[unit]):
                    hard[modules[unit]].add(offer.id)

    def place(identifier: str) -> tuple[int, int, str]:
        offer = by_id[identifier]
        if offer.unit is not None:
            return 1, units[offer.unit].order, identifier
        return 0, 0, identifier

    order: list[Offer] = []
    sorter = TopologicalSorter(hard)
    try:
        sorter.prepare()
    except CycleError as error:  # checked when data is read; a user's own classification may still hold one
        raise ValueError(f"a circle among what has to be covered before: {error.args[1]}") from error
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()], key=place)
        first = ready.pop(0)
        order.append(by_id[first])
        sorter.done(first)
    return tuple(order)


def _included(network: Network, units: Mapping[str, AskedUnit], modules: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(module, the module before it) where a member of the one includes a member of the other: what is included comes first."""
    for identifier, unit in units.items():
        for member in unit.members:
            for capability in member.capabilities:
                for credit in network.credits.get(capability, ()):
                    other = network.unit_of.get(credit.held)
                    if credit.factor == FULL and other is not None and other != identifier and {identifier, other} <= modules.keys():
                        yield modules[other], modules[identifier]


def _reaches(before: Mapping[str, set[str]], start: str, goal: str) -> bool:
    """Whether `goal` has to come before `start`."""
    seen, waiting = {start}, [start]
    while waiting:
        for each in before[waiting.pop()]:
            if each == goal:
                return True
            if each not in seen:
                seen.add(each)
                waiting.append(each)
    return start == goal
