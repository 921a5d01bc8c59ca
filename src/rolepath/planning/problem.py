"""The question of a way in integers: what is held, through which roles, what is offered, and within which limits.

PATHS.md, “Offers” and “Answers”. Levels, weights and κ are thousandths, minutes of learning or paid work, money in cents of the answer's
currency, time in minutes of the person's study weeks. Costs are compared at the middle of their ranges, as twice the midpoint; those of a
module depend on what is missing at its place, out of a million: so minutes and time are counted in millionths of a doubled minute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from rolepath.planning.conditions import Condition, Degree, Done, Experience, Leaf, Level, Worked, holds, leaves
from rolepath.planning.coverage import WHOLE, Levels, Measure, taken_on
from rolepath.planning.network import AskedMember, AskedUnit, Network
from rolepath.planning.offers import Offer, Offers, Span, together
from rolepath.planning.profile import Profile, held_by_role, stands_for
from rolepath.planning.readiness import Lines, Stages, Standing
from rolepath.planning.schedule import Item, schedule
from rolepath.planning.units import FULL, asked_units, whole_unit

DEGREES = ("bachelor", "master", "doctorate")
START = ""


@dataclass(frozen=True)
class Limits:
    """What a way must keep to, and what is best.

    budget: cents. deadline: minutes of study weeks. kinds: of offers that may be taken. needed: kinds of which one has to be among them.
    avoided: offers and roles that are left out. must: the name the user gave → the offers or roles it stands for; one has to be there.
    """

    minimise: str = "months"
    budget: int | None = None
    deadline: int | None = None
    optimistic: bool = False
    kinds: frozenset[str] = frozenset({"module", "program", "project", "task"})
    needed: frozenset[str] = frozenset()
    avoided: frozenset[str] = frozenset()
    must: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def end(self, span: Span) -> int:
        """The end of a range that budget and deadline bind."""
        return span.low if self.optimistic else span.high


@dataclass(frozen=True)
class State:
    """What a person has on the way: levels in thousandths, roles, programs done, degrees, months of work."""

    levels: Levels
    roles: frozenset[str] = frozenset()
    programs: frozenset[str] = frozenset()
    degrees: frozenset[str] = frozenset()
    experience: int = 0


@dataclass(frozen=True)
class Taken:
    """One offer at its place: what it costs there and when it is done, from the start of its hop.

    cost: minutes at the low end, twice the middle, and the high end, each in millionths. start, end: time at the middle, as twice it.
    levels: what is held afterwards. missing: of a module, out of a million. closes: of a task, whether it raises a unit of the role.
    """

    offer: Offer
    cost: tuple[int, int, int]
    missing: int
    levels: Levels
    closes: bool = True
    start: Fraction = Fraction(0)
    end: Fraction = Fraction(0)


@dataclass(frozen=True)
class Costs:
    """What a plan takes. Each but steps at the low end, twice the middle, and the high end; minutes, paid and time in millionths."""

    minutes: tuple[int, int, int]
    paid: tuple[int, int, int]
    time: tuple[Fraction, Fraction, Fraction]
    cents: tuple[int, int, int]
    steps: int
    number: int

    def key(self, minimise: str) -> tuple[Fraction | int, ...]:
        """What plans are ordered by: the chosen cost, then hours, money, steps, identifiers, months."""
        by: dict[str, Fraction | int] = {"months": self.time[1], "hours": self.minutes[1], "money": self.cents[1], "steps": self.steps}
        return (by[minimise], by["hours"], by["money"], by["steps"], self.number, by["months"])


@dataclass(frozen=True)
class Plan:
    """Offers before each role, in order, what they cost, and how one stands towards each role before and after."""

    roles: tuple[str, ...]
    hops: tuple[tuple[Taken, ...], ...]
    before: tuple[Standing, ...]
    after: tuple[Standing, ...]
    costs: Costs

    @property
    def offers(self) -> frozenset[str]:
        """Every offer taken."""
        return frozenset(taken.offer.id for hop in self.hops for taken in hop)

    @property
    def closing(self) -> frozenset[str]:
        """The kinds of offers taken, of tasks only where one closes something."""
        return frozenset(taken.offer.kind for hop in self.hops for taken in hop if taken.closes)

    @property
    def parts(self) -> frozenset[str]:
        """The offers and bridges that alternatives are compared by."""
        return self.offers | frozenset(self.roles[:-1])


def number_of(identifiers: Iterable[str], everything: Sequence[str]) -> int:
    """The number by which plans that cost the same are told apart: the sum, over its offers, of 997 + place², places from 1 in the order
    of identifiers of all offers.

    >>> number_of(["b"], ["a", "b"])
    1001
    """
    places = {identifier: n for n, identifier in enumerate(sorted(everything), start=1)}
    return sum(997 + places[identifier] ** 2 for identifier in identifiers)


def _brought(network: Network, profile: Profile, role: str) -> dict[str, int]:
    """What holding a role brings someone: what starting from it would assume, but for what they say they lack."""
    return {} if profile.strict else {c: level for c, level in held_by_role(network, role).items() if c not in profile.lacked}


class Problem:
    """One sequence of roles, the last the target, with all that is needed to judge a choice of offers before each.

    units: of each role. lines: what entering each role takes. gains: what holding each bridge brings. menus: what is on offer before each
    role, in its order; all_offers: in any, as before the last role where it is there too. offers: those of them that limits leave.
    """

    def __init__(
        self,
        network: Network,
        profile: Profile,
        roles: Sequence[str],
        menus: Sequence[Offers],
        lines: Stages,
        bridge: Lines,
        limits: Limits,
        tenure: Span,
        tenure_months: int,
    ) -> None:
        self.network, self.profile, self.roles, self.limits, self.stages = network, profile, tuple(roles), limits, lines
        self.tenure, self.tenure_months = tenure, tenure_months
        self.units = tuple(asked_units(network, role) for role in self.roles)
        self.lines = (*(bridge for _ in self.roles[:-1]), lines.ready)
        self.gains = tuple(_brought(network, profile, role) for role in self.roles[:-1])
        self._entered = tuple(frozenset(stands_for(network, role)) for role in self.roles[:-1])
        self.menus = tuple(menus)
        self.all_offers = together(self.menus)
        self.places = tuple({offer.id: n for n, offer in enumerate(menu.all)} for menu in self.menus)
        self._order = tuple({offer.unit: n for n, offer in enumerate(menu.all) if offer.unit is not None} for menu in self.menus)
        self._taught = tuple({thing for offer in menu.all if offer.unit is not None for thing, _ in offer.gives} for menu in self.menus)
        self.measures = tuple(Measure(network, units, profile.lacked, profile.strict) for units in self.units)
        self.measure = self.measures[-1]
        self._whole: dict[str, AskedUnit] = {}
        self.kept: dict[tuple[object, ...], tuple[tuple[int, ...], int]] = {}

    def with_limits(self, limits: Limits, ready: Lines | None = None) -> Problem:
        """The same question within other limits, or with another line for the target."""
        other = Problem.__new__(Problem)
        other.__dict__.update(self.__dict__)
        other.limits = limits
        if ready is not None:
            other.lines = (*self.lines[:-1], ready)
        return other

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What is on offer before any role within the limits."""
        return tuple(offer for offer in self.all_offers.all if self._is_left(offer))

    def offers_at(self, hop: int) -> tuple[Offer, ...]:
        """What is on offer before the role of a hop within the limits, in its order."""
        return tuple(offer for offer in self.menus[hop].all if self._is_left(offer))

    def _is_left(self, offer: Offer) -> bool:
        return offer.kind in self.limits.kinds and offer.id not in self.limits.avoided

    @property
    def start(self) -> State:
        """What is had before anything is taken."""
        who = self.profile
        return State(who.typical, who.fits.union(who.roles), who.programs, who.degrees, who.experience)

    def after_role(self, state: State, hop: int) -> State:
        """What is had after the tenure in the bridge of a hop."""
        return replace(
            state,
            levels=taken_on(state.levels, self.gains[hop].items()),
            roles=state.roles | self._entered[hop],
            experience=state.experience + self.tenure_months,
        )

    # --- coverage ---

    def counts_at(self, unit: AskedUnit, hop: int = -1) -> Callable[[str], bool]:
        """What counts when a module begins: its own unit's holdings, those of units earlier in the order, and what no module teaches."""
        own, order, taught, unit_of = self._order[hop][unit.id], self._order[hop], self._taught[hop], self.network.unit_of

        def counts(held: str) -> bool:
            return held not in taught or order.get(unit_of.get(held, held), own) <= own

        return counts

    def missing(self, unit: AskedUnit, levels: Levels, hop: int = -1) -> int:
        """What is missing of a module's unit at its place, out of a million."""
        return WHOLE - self.measure.unit(unit, levels, self.counts_at(unit, hop))

    def needed_unit(self, identifier: str, hop: int) -> AskedUnit:
        """A unit as it has to be covered before others: as its module brings it, or each member at its usual level."""
        if identifier in self.menus[hop].units:
            return self.menus[hop].units[identifier]
        if identifier not in self._whole:
            self._whole[identifier] = whole_unit(self.network, identifier)
        return self._whole[identifier]

    def is_covered(self, identifier: str, levels: Levels, hop: int) -> bool:
        """Whether a unit that something needs before is covered."""
        return self.measure.unit(self.needed_unit(identifier, hop), levels) >= self.stages.covered * FULL

    def leaf_holds(self, leaf: Leaf, state: State) -> bool:
        """Whether a leaf of a condition holds: a capability counts as held where it is covered at the level asked."""
        match leaf:
            case Level():
                return self.level_reached(leaf, state.levels)
            case Done(program):
                return program in state.programs
            case Worked(role):
                return role in state.roles
            case Degree(degree):
                return any(degree in DEGREES and DEGREES.index(held) >= DEGREES.index(degree) for held in state.degrees if held in DEGREES)
            case Experience(months):
                return state.experience >= months

    def level_reached(self, leaf: Level, levels: Levels) -> bool:
        """Whether what is held covers a capability at a level."""
        return self.measure.best(AskedMember((leaf.capability,), leaf.level, FULL), FULL, levels)[0] >= self.stages.covered

    def may_take(self, offer: Offer, state: State, hop: int) -> bool:
        """Whether everything that an offer needs before holds."""
        return all(self.is_covered(unit, state.levels, hop) for unit in offer.needs) and holds(
            offer.entry, lambda leaf: self.leaf_holds(leaf, state)
        )

    def lacking(self, hop: int, levels: Levels) -> list[AskedMember]:
        """The credentials that a role insists on and that aren't held; nothing counts towards them."""
        asked = (m for unit in self.units[hop] if unit.essential and not unit.learnable for m in unit.members)
        return [m for m in asked if all(levels.get(c, 0) < m.need for c in m.capabilities)]

    # --- a choice judged ---

    def judge(self, chosen: Sequence[Iterable[str]]) -> Plan | None:
        """The plan of a choice of offers before each role, or None where it isn't one: something can't be taken at its place, a role can't
        be entered, a limit is broken, or what must be there isn't."""
        plan = self.walk(chosen)
        return plan if plan is not None and self.within(plan) else None

    def walk(self, chosen: Sequence[Iterable[str]]) -> Plan | None:
        """The same without a look at limits and at what must be there."""
        state, hops = self.start, []
        before, after = [], []
        lists = [sorted(set(each), key=place.__getitem__) for place, each in zip(self.places, chosen, strict=True)]
        if sum(map(len, lists)) > len({i for each in lists for i in each}):
            return None
        for hop, identifiers in enumerate(lists):
            units, measure = self.units[hop], self.measures[hop]
            before.append(Standing(units, measure.all(state.levels)))
            first, taken = state, list[Taken]()
            for identifier in identifiers:
                offer = self.menus[hop].by_id[identifier]
                if not self.may_take(offer, state, hop):
                    return None
                missing = self.missing(self.menus[hop].units[offer.unit], state.levels, hop) if offer.unit is not None else 0
                levels = taken_on(state.levels, offer.gives)
                closes = not offer.paid or measure.all(levels) != measure.all(state.levels)
                taken.append(Taken(offer, _cost(offer, missing), missing, levels, closes))
                state = replace(state, levels=levels, programs=state.programs | ({offer.id} if offer.kind == "program" else set()))
            standing = Standing(units, measure.all(state.levels))
            if not standing.reaches(self.lines[hop]) or (self.lines[hop].essential and self.lacking(hop, state.levels)):
                return None
            after.append(standing)
            hops.append(self._timed(taken, first, hop))
            if hop < len(self.roles) - 1:
                state = self.after_role(state, hop)
        return Plan(self.roles, tuple(hops), tuple(before), tuple(after), self._costs(hops))

    def _timed(self, taken: Sequence[Taken], first: State, hop: int) -> tuple[Taken, ...]:
        times = schedule(self.items(taken, first, hop, 1))
        return tuple(replace(each, start=start, end=end) for each, (start, end) in zip(taken, times, strict=True))

    def items(self, taken: Sequence[Taken], first: State, hop: int, end: int) -> list[Item]:
        """What is scheduled of a hop, at the low end (0), at twice the middle (1) or at the high end (2) of the ranges."""
        waits = self._waits(taken, first, hop)
        found = []
        for each, before in zip(taken, waits, strict=True):
            time = (each.offer.time.low, each.offer.time.double, each.offer.time.high)[end] * WHOLE
            kind = each.offer.kind
            found.append(Item("task" if kind == "task" else "program" if time else "study", each.cost[end], time, before))
        return found

    def _waits(self, taken: Sequence[Taken], first: State, hop: int) -> list[tuple[int, ...]]:
        """For each offer the places of those that it waits for."""
        return [self.waits(each.offer, [t.offer for t in taken[:place]], first, hop) for place, each in enumerate(taken)]

    def waits(self, offer: Offer, earlier: Sequence[Offer], first: State, hop: int) -> tuple[int, ...]:
        """The places of what an offer waits for, among those taken before it.

        For each unit or leaf that it needs and that doesn't hold at the start: the first that alone makes it hold; where none does, all
        that give something towards it.
        """
        found: set[int] = set()
        for want in self._wants(offer, first, hop):
            gives = [(n, *want(dict(each.gives), each.id)) for n, each in enumerate(earlier)]
            alone = [n for n, _, enough in gives if enough]
            found |= {alone[0]} if alone else {n for n, some, _ in gives if some}
        return tuple(sorted(found))

    def may_wait(self, offer: Offer, earlier: Sequence[Offer], first: State, hop: int) -> dict[int, tuple[int, ...]]:
        """The places, among all that could be taken before, of what alone makes something hold that an offer needs; for each, the places of
        those of which none may be taken for the offer to wait for it whenever it is taken."""
        found: dict[int, tuple[int, ...]] = {}
        for want in self._wants(offer, first, hop):
            alone = [n for n, each in enumerate(earlier) if want(dict(each.gives), each.id)[1]]
            for number, place in enumerate(alone):
                if place not in found or number < len(found[place]):
                    found[place] = tuple(alone[:number])
        return found

    def _wants(self, offer: Offer, first: State, hop: int) -> Iterator[Callable[[Levels, str], tuple[bool, bool]]]:
        """For each thing that an offer needs and that doesn't hold at the start: does what something gives help, and is it enough."""

        def of_unit(unit: AskedUnit) -> Callable[[Levels, str], tuple[bool, bool]]:
            def judged(given: Levels, _: str) -> tuple[bool, bool]:
                q = self.measure.unit(unit, given)
                return q > 0, q >= self.stages.covered * FULL

            return judged

        def of_leaf(leaf: Leaf) -> Callable[[Levels, str], tuple[bool, bool]]:
            def judged(given: Levels, giver: str) -> tuple[bool, bool]:
                if isinstance(leaf, Level):
                    q = self.measure.best(AskedMember((leaf.capability,), leaf.level, FULL), FULL, given)[0]
                    return q > 0, q >= self.stages.covered
                there = isinstance(leaf, Done) and leaf.program == giver
                return there, there

            return judged

        for unit in offer.needs:
            if not self.is_covered(unit, first.levels, hop):
                yield of_unit(self.needed_unit(unit, hop))
        for leaf in leaves(offer.entry):
            if not self.leaf_holds(leaf, first):
                yield of_leaf(leaf)

    def _costs(self, hops: Sequence[Sequence[Taken]]) -> Costs:
        everything = [taken for hop in hops for taken in hop]
        bridges = len(self.roles) - 1

        def total(ends: Iterable[tuple[int, int, int]]) -> tuple[int, int, int]:
            given = list(ends)
            return sum(e[0] for e in given), sum(e[1] for e in given), sum(e[2] for e in given)

        time = []
        state = self.start
        firsts = []
        for hop, taken in enumerate(hops):
            firsts.append(state)
            if taken:
                state = replace(state, levels=taken[-1].levels)
            if hop < bridges:
                state = self.after_role(state, hop)
        for end, tenure in enumerate((self.tenure.low, self.tenure.double, self.tenure.high)):
            lengths = [
                max((e for _, e in schedule(self.items(taken, firsts[hop], hop, end))), default=Fraction(0))
                for hop, taken in enumerate(hops)
            ]
            time.append(sum(lengths, Fraction(0)) + bridges * tenure * WHOLE)
        return Costs(
            minutes=total(t.cost for t in everything),
            paid=total(t.cost for t in everything if t.offer.paid),
            time=(time[0], time[1], time[2]),
            cents=total((t.offer.cents.low, t.offer.cents.double, t.offer.cents.high) for t in everything),
            steps=len(everything) + bridges,
            number=number_of((t.offer.id for t in everything), [*self.all_offers.by_id]),
        )

    def within(self, plan: Plan) -> bool:
        """Whether a plan keeps to budget and deadline, has what must be there, and one of each kind that is needed."""
        limits, end = self.limits, 0 if self.limits.optimistic else 2
        if limits.budget is not None and plan.costs.cents[end] > limits.budget:
            return False
        if limits.deadline is not None and plan.costs.time[end] > limits.deadline * WHOLE:
            return False
        there = {*plan.parts, plan.roles[-1]} | self.profile.programs | set(self.profile.roles)
        if any(group.isdisjoint(there) for group in limits.must.values()):
            return False
        return limits.needed <= plan.closing


def _cost(offer: Offer, missing: int) -> tuple[int, int, int]:
    low, high, size = offer.minutes.low, offer.minutes.high, offer.size
    ends = low * WHOLE + size.low * missing, high * WHOLE + size.high * missing
    return ends[0], ends[0] + ends[1], ends[1]


def entry_leaves(condition: Condition) -> list[Level]:
    """The capabilities that a condition names."""
    return [leaf for leaf in leaves(condition) if isinstance(leaf, Level)]
