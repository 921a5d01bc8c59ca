"""What is on offer: programs, projects, tool practice and self-study, as options in integers with what they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from rolepath.planning.assumptions import Assumptions
from rolepath.planning.conditions import NOTHING, Condition, Level, both, leaves
from rolepath.planning.network import Network, OfferFacts
from rolepath.planning.problem import FULL, Option, Span
from rolepath.planning.profile import Profile
from rolepath.planning.result import Range, Thing

WEEKS_PER_MONTH = 365.25 / 12 / 7
QUARTER = FULL // 4
HALF_HOUR = 30
"""Study is counted in half hours: finer would be false, and equal amounts are quicker to plan with."""


@dataclass(frozen=True)
class Pace:
    """How much a person studies, and the currency of the answer."""

    hours_per_week: float
    currency: str = "USD"

    @property
    def minutes_per_month(self) -> float:
        """Minutes of study in a calendar month: what a month is in the planner's time."""
        return self.hours_per_week * 60 * WEEKS_PER_MONTH


@dataclass(frozen=True)
class About:
    """What an option is: the program, project or capability, the teachings behind it, and the assumptions it uses."""

    thing: Thing
    teachings: tuple[str, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class OnOffer:
    """All options, in order of identifier, with what each is; left_out: programs whose price has a currency without a rate.

    extra: role → the options that are there beside these for whoever is on the way over that role; about knows those asked for so far.
    """

    options: tuple[Option, ...]
    about: Mapping[str, About]
    left_out: tuple[Thing, ...]
    extra: Mapping[str, tuple[Option, ...]]


def scaled(range_: Range, factor: float) -> Range:
    """A range times a number, to a tenth."""
    return Range(round(range_.low * factor, 1), round(range_.high * factor, 1))


def make_options(network: Network, profile: Profile, roles: Iterable[str], pace: Pace) -> OnOffer:
    """Everything that can raise what these roles ask for, or what has to hold before.

    Programs and projects are one option each, with all that they raise. What can be studied or practised is one option for each
    quarter of the full level, up to the highest level at which any use is made of it. A program done is no option.

    >>> from rolepath.planning.examples import network
    >>> found = make_options(network, Profile({}), ["role/manager"], Pace(8))
    >>> [option.id for option in found.options if "forecasting" in option.id]
    ['study/skill/forecasting@250', 'study/skill/forecasting@500', 'study/skill/forecasting@750']
    """
    options: list[Option] = []
    about: dict[str, About] = {}
    left_out = []
    for offer, facts in sorted(network.offers.items()):
        if offer in profile.programs or not any(network.taught.get(offer, ())):
            continue
        made = _offer(network, facts, pace)
        if made is None:
            left_out.append(facts.thing)
        else:
            options.append(made[0])
            about[offer] = made[1]
    for capability, level in sorted(_needs(network, profile, roles, options).items()):
        for option, described in _study(network, capability, level, pace):
            options.append(option)
            about[option.id] = described
    found = tuple(sorted(options, key=lambda o: o.id))
    return OnOffer(found, about, tuple(left_out), _Extra(network, profile, pace, about))


class _Extra(Mapping[str, tuple[Option, ...]]):
    """Role → what can be studied or practised for it and isn't on offer already; made when asked for."""

    def __init__(self, network: Network, profile: Profile, pace: Pace, about: dict[str, About]) -> None:
        self._network, self._profile, self._pace, self._about = network, profile, pace, about
        self._there = frozenset(about)
        self._made: dict[str, tuple[Option, ...]] = {}
        self._studies: dict[tuple[str, int], tuple[Option, ...]] = {}

    def __getitem__(self, role: str) -> tuple[Option, ...]:
        if role not in self._made:
            if role not in self._network.roles:
                raise KeyError(role)
            needs = sorted(_needs(self._network, self._profile, (role,), ()).items())
            self._made[role] = tuple(option for each in needs for option in self._study(*each))
        return self._made[role]

    def _study(self, capability: str, level: int) -> tuple[Option, ...]:
        level = -(-level // QUARTER) * QUARTER
        if (capability, level) not in self._studies:
            made = [each for each in _study(self._network, capability, level, self._pace) if each[0].id not in self._there]
            self._about.update((option.id, about) for option, about in made)
            self._studies[capability, level] = tuple(option for option, _ in made)
        return self._studies[capability, level]

    def __iter__(self) -> Iterator[str]:
        return iter(self._network.roles)

    def __len__(self) -> int:
        return len(self._network.roles)


def _needs(network: Network, profile: Profile, roles: Iterable[str], options: Iterable[Option]) -> dict[str, int]:
    """Capability → the highest level at which it is asked for: by these roles, by a condition, or of a skill that a tool exercises.

    What merely counts towards something is not studied for it.
    """
    needs: dict[str, int] = {}
    waiting = [(c, r.level) for role in roles for r in network.requirements.get(role, ()) for c in r.capabilities]
    waiting += [(leaf.capability, leaf.level) for o in options for leaf in leaves(o.condition) if isinstance(leaf, Level)]
    while waiting:
        capability, level = waiting.pop()
        twin = _twin(network, capability)
        if level > needs.get(twin, 0):
            needs[twin] = level
            waiting += [(leaf.capability, leaf.level) for leaf in leaves(before(network, twin)) if isinstance(leaf, Level)]
            waiting += [(tool, level) for tool in network.exercises.get(capability, ()) if not profile.strict]
    return needs


def _twin(network: Network, capability: str) -> str:
    """Of capabilities that map exactly to each other the one that is studied: one of ours, else the first by identifier."""
    same = {capability, *(credit.held for credit in network.credits.get(capability, ()) if credit.factor == FULL)}
    return min(same, key=lambda c: (network.capabilities[c].origin != "rolepath", c))


def before(network: Network, capability: str) -> Condition:
    """What has to hold before a capability can be studied, practised or built with."""
    return both(*(condition for _, condition in network.prerequisites.get(capability, ())))


def _offer(network: Network, facts: OfferFacts, pace: Pace) -> tuple[Option, About] | None:
    assumed = network.assumptions
    teachings = network.taught[facts.thing.id]
    used = [t.assumed for t in teachings if t.assumed]
    hours, more = program_hours(assumed, facts)
    used += more
    length, more = _length(assumed, facts)
    used += more
    price, currency, more = _price(assumed, facts)
    used += more
    rates = _rate(assumed, currency, pace.currency)
    if rates is None:
        return None
    used += rates[1]
    minutes = _half_hours(hours.low * 60, hours.high * 60)
    own = _half_hours(length.low * pace.minutes_per_month, length.high * pace.minutes_per_month)
    program = facts.program_kind is not None
    condition = network.entries.get(facts.thing.id, NOTHING) if program else both(*(before(network, t.capability) for t in teachings))
    option = Option(
        id=facts.thing.id,
        kind="program" if program else "project",
        raises=tuple(sorted((t.capability, t.level) for t in teachings)),
        minutes=minutes,
        time=Span(max(minutes.low, own.low), max(minutes.high, own.high)),
        cents=Span(round(Decimal(price.low) * rates[0] * 100), round(Decimal(price.high) * rates[0] * 100)),
        condition=condition,
    )
    return option, About(facts.thing, tuple(t.id for t in teachings), tuple(sorted(set(used))))


def _study(network: Network, capability: str, level: int, pace: Pace) -> Iterator[tuple[Option, About]]:
    """The quarters of a capability up to a level, each open to who has reached the one before; none for what can't be studied."""
    assumed = network.assumptions
    thing = network.capabilities[capability]
    found = assumed.study_hours(capability, thing.kind)
    rates = _rate(assumed, "USD", pace.currency)
    if found is None or rates is None:
        return
    hours, name = found
    quarter = assumed.number("solo-factor") * 60 / 4
    price = assumed.range("self-study-price")
    minutes = _half_hours(float(Decimal(hours.low) * quarter), float(Decimal(hours.high) * quarter))
    cents = Span(*(round(Decimal(p * m) * rates[0] * 100 / 60) for p, m in ((price.low, minutes.low), (price.high, minutes.high))))
    about = About(thing, (), tuple(sorted({name, "assumption/solo-factor", "assumption/self-study-price", *rates[1]})))
    for reach in range(QUARTER, -(-level // QUARTER) * QUARTER + 1, QUARTER):
        start = both(before(network, capability), *((Level(capability, reach - QUARTER, near=True),) if reach > QUARTER else ()))
        kind = "tool practice" if thing.kind == "tool" else "self-study"
        yield Option(f"study/{capability}@{reach}", kind, ((capability, reach),), minutes, minutes, cents, start), about


def _half_hours(low: float, high: float) -> Span:
    """Minutes to the half hour; what takes any time takes half an hour."""
    return Span(*(max(HALF_HOUR, round(end / HALF_HOUR) * HALF_HOUR) if end > 0 else 0 for end in (low, high)))


def program_hours(assumptions: Assumptions, facts: OfferFacts) -> tuple[Range, list[str]]:
    """Learner hours of a program or project, from the best that is known, and the assumptions used."""
    if facts.hours is not None:
        return facts.hours, []
    if facts.program_kind is None:
        return assumptions.range("project-hours"), ["assumption/project-hours"]
    if facts.credits is not None:
        each = assumptions.range("hours-per-credit")
        hours = Range(round(facts.credits.low * each.low, 1), round(facts.credits.high * each.high, 1))
        return hours, ["assumption/hours-per-credit"]
    months = _span(facts.months)
    if months is not None:
        weekly = assumptions.range("program-hours-per-week")
        spent = Range(months.low * WEEKS_PER_MONTH * weekly.low, months.high * WEEKS_PER_MONTH * weekly.high)
        return scaled(spent, 1), ["assumption/program-hours-per-week"]
    name = f"program-hours-{facts.program_kind}"
    return assumptions.range(name), [f"assumption/{name}"]


def _length(assumptions: Assumptions, facts: OfferFacts) -> tuple[Range, list[str]]:
    """The months of a program over every option of it, semesters turned into months; a project has no length of its own."""
    if facts.program_kind is None:
        return Range(0.0, 0.0), []
    semester = assumptions.range("months-per-semester")
    stated = _span((*facts.months, *(Range(s.low * semester.low, s.high * semester.high) for s in facts.semesters)))
    if stated is not None:
        return stated, ["assumption/months-per-semester"] if facts.semesters else []
    name = f"program-months-{facts.program_kind}"
    return assumptions.range(name), [f"assumption/{name}"]


def _price(assumptions: Assumptions, facts: OfferFacts) -> tuple[Range, str, list[str]]:
    if facts.price is not None:
        return facts.price, facts.currency or "USD", []
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


def _span(ranges: tuple[Range, ...]) -> Range | None:
    """The range that covers all alternatives."""
    return Range(min(r.low for r in ranges), max(r.high for r in ranges)) if ranges else None
