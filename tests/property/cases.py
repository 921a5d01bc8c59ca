"""Small networks and questions at random, for the planner and the oracle to agree on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from random import Random

import oracle_tables as page
from oracle import BRIDGE_GIVES, Oracle
from oracle_offers import Question
from oracle_tables import Person, Tables

from rolepath.planning.assumptions import NUMBERS, RANGES, SHARES, Assumptions, Estimate
from rolepath.planning.conditions import AllOf, AnyOf, AtLeast, Condition, Degree, Done, Experience, Level, Worked
from rolepath.planning.network import Area, Ask, Credit, Holding, Member, Network, OfferFacts, Requirement, Resource, Teaching, Unit
from rolepath.planning.offers import Pace
from rolepath.planning.problem import Limits
from rolepath.planning.profile import Profile, make_profile
from rolepath.planning.readiness import Lines, stages
from rolepath.planning.result import Range, Thing
from rolepath.planning.ways import Ask as Asked
from rolepath.vocab import COSTS

TARGET, START, BRIDGE, OTHER, WIDER, WIDEST = (f"role/{name}" for name in ("target", "start", "bridge", "other", "wider", "widest"))
ROLES = (TARGET, START, BRIDGE, OTHER, WIDER, WIDEST)
MOST, MOST_WITH_BRIDGES = 7, 5
"""Offers of a case: 2⁷ and 3⁵ choices."""

_SHARES = {
    "assumed-from": page.ASSUMED, "high-from": page.HIGH, "counted-from": page.COUNTED, "covered": page.COVERED, "readiness": page.READY,
    "nearly": page.NEARLY, "useful-at-most": page.USEFUL, "enough": page.ENOUGH, "enough-exchangeable": page.ENOUGH_TOOLS,
    "important-from": 600,
    "teaching-project": page.PROJECT_LEVEL, "bridge-gives": BRIDGE_GIVES, "bridge-readiness": page.NEARLY, "in-any-case": 900,
}  # fmt: skip
_RANGES = {
    "unit-hours-begin": page.BEGIN, **{f"unit-hours-{size.lower()}": hours for size, hours in page.SIZES.items()},
    "project-hours": page.PROJECT_HOURS, "task-hours": page.TASK_HOURS, "project-price": page.PROJECT_PRICE,
    "hours-per-credit": page.CREDIT_HOURS,
    "months-per-semester": page.SEMESTER_MONTHS, "program-hours-per-week": page.WEEKLY_HOURS, "program-hours-course": page.COURSE_HOURS,
    "program-months-course": page.COURSE_MONTHS, "program-price-course": page.COURSE_PRICE, "bridge-tenure": (12, 24),
}  # fmt: skip


def _estimates() -> Iterator[Estimate]:
    for name in SHARES:
        level = page.USUAL.get(name.removeprefix("level-"), page.USUAL_ELSE) if name.startswith("level-") else 500
        share = Decimal(_SHARES.get(name, level)) / 1000
        yield Estimate(f"assumption/{name}", name, share, share, "share", "A test.")
    for name in NUMBERS:
        yield Estimate(f"assumption/{name}", name, Decimal(1), Decimal(1), "number", "A test.")
    for name in RANGES:
        low, high = _RANGES.get(name, (1, 2))
        yield Estimate(f"assumption/{name}", name, Decimal(low), Decimal(high), "hours", "A test.")


ASSUMPTIONS = Assumptions(_estimates())


def thing(identifier: str, kind: str) -> Thing:
    return Thing(identifier, identifier, kind, "rolepath")


def necessity(strength: int) -> str:
    return "essential" if strength >= 900 else "important" if strength >= 600 else "useful"


class _Made:
    """One network as it is made up."""

    def __init__(self, random: Random, units: int, bridge: bool) -> None:
        self.random, self.bridge = random, bridge
        self.kinds: dict[str, str] = {}
        self.units: dict[str, Unit] = {}
        for number in range(units):
            self._unit(number)
        self.alone = "skill/alone"
        self.kinds[self.alone] = random.choice(("knowledge", "tool", "transversal"))
        self.singles = [c for c in self.kinds if not c.startswith("unit/")]

    def some(self, share: float) -> bool:
        return self.random.random() < share

    def _unit(self, number: int) -> None:
        random, name = self.random, f"unit/{number}"
        credential = self.some(0.06)
        members = []
        for place in range(1 if credential else random.randint(1, 3)):
            kind = "credential" if credential else random.choice(("knowledge", "tool", "competence"))
            either = [f"skill/{number}{place}{letter}" for letter in "ab"[: random.choice((1, 1, 1, 2))]]
            self.kinds |= dict.fromkeys(either, kind)
            members.append(Member(tuple(either), random.choice((1, 1, 2))))
        after = tuple(f"unit/{n}" for n in range(number) if self.some(0.2))
        tools = self.some(0.2) and not credential
        self.units[name] = Unit(
            name, name, f"area/{random.choice('ab')}", random.randint(1, 9), random.choice("SSML"),
            page.ENOUGH_TOOLS if tools else random.choice((page.ENOUGH, page.ENOUGH, 1000)), tools, tuple(members), after,
        )  # fmt: skip
        self.kinds[name] = "unit"

    def credits(self) -> dict[str, tuple[Credit, ...]]:
        """What includes something is of a later unit, so that there is no circle; nothing counts towards a credential."""
        found = {}
        for towards in self.kinds:
            given = [Credit(towards, 1000, "held")]
            for held in self.singles:
                if held == towards or self.kinds[towards] == "credential" or not self.some(0.14):
                    continue
                later = towards[:5] == "skill" and towards[6:7].isdigit() and held[6:7].isdigit() and held[6] > towards[6]
                full = self.some(0.3) and (later or held == self.alone)
                given.append(
                    Credit(held, 1000, "includes") if full else Credit(held, self.random.choice((200, 300, 500, 600, 800)), "near")
                )
            found[towards] = tuple(sorted(given))
        return found

    def asks(self, role: str) -> tuple[tuple[Requirement, ...], tuple[Ask, ...]]:
        random, requirements, asks = self.random, [], []
        for name, unit in self.units.items():
            if not self.some(0.85 if role == TARGET else 0.55):
                continue
            named = [m.capabilities for m in unit.members if self.some(0.8)]
            named = [(name,)] if self.some(0.1) else named
            for capabilities in named:
                level = random.choice((500, 750, 750, 1000)) if self.kinds[capabilities[0]] != "credential" else 1000
                signal = self.some(0.05)
                requirements.append(Requirement(f"requirement/{role}/{capabilities[0]}", capabilities, "optional", level, 600, signal))
            asks.append(self._ask(role, name))
        if self.some(0.3) or not asks:
            requirements.append(Requirement(f"requirement/{role}/{self.alone}", (self.alone,), "optional", 750, 600))
            asks.append(self._ask(role, self.alone))
        return tuple(sorted(requirements)), tuple(sorted(asks))

    def _ask(self, role: str, unit: str) -> Ask:
        strength = self.random.choice((300, 500, 600, 700, 900, 950))
        return Ask(f"ask/{role}/{unit}", unit, necessity(strength), strength, self.random.randint(1, 3), self.some(0.1))

    def holdings(self, role: str) -> tuple[Holding, ...]:
        random = self.random
        return tuple(
            Holding(
                f"holding/{role}/{c}", c, random.choice((200, 300, 600, 700, 900, 950)), random.choice((None, 250, 500, 750, 1000)),
                self.some(0.5), random.randint(1, 2),
            )
            for c in self.kinds if self.some(0.22)
        )  # fmt: skip

    def condition(self, depth: int = 2) -> Condition:
        random = self.random
        if depth and self.some(0.4):
            inner = tuple(self.condition(depth - 1) for _ in range(random.randint(1, 3)))
            return random.choice((AllOf(inner), AnyOf(inner), AtLeast(random.randint(1, len(inner)), inner)))
        leaves = [
            *[Level(random.choice(self.singles), random.choice((250, 500, 750))) for _ in range(4)],
            Done(f"program/{random.randint(0, 2)}"), Worked(random.choice(ROLES)), Degree(random.choice(("bachelor", "master"))),
            Experience(random.choice((6, 18))),
        ]  # fmt: skip
        return random.choice(leaves)

    def program(self, name: str, taught: Sequence[str]) -> OfferFacts:
        """Often of about as many hours as the units have that it teaches, so that it is worth it."""
        random = self.random
        months = random.choice(((), (), (Range(1.0, 2.0),), (Range(2.0, 2.0), Range(1.0, 4.0)), (Range(0.5, 6.0),)))
        units = {f"unit/{c[6]}" if c[:6] == "skill/" and c[6].isdigit() else c for c in taught}
        size = sum(sum(page.SIZES[self.units[u].size if u in self.units else "S"]) / 2 for u in units)
        about = float(round(size * random.choice((0.5, 0.9, 1, 1, 1.1)) + 0.5))
        hours = random.choice((Range(about, about), Range(about - 2, about + 2), Range(20.0, 60.0), None))
        price = random.choice((Range(0.0, 0.0), Range(0.0, 100.0), Range(300.0, 500.0), None))
        return OfferFacts(thing(name, "program"), "course", months, hours=hours, price=price, currency="USD" if price else None)

    def offers(self) -> tuple[dict[str, OfferFacts], dict[str, tuple[Teaching, ...]], dict[str, Condition]]:
        random = self.random
        offers: dict[str, OfferFacts] = {}
        teachings: dict[str, tuple[Teaching, ...]] = {}
        entries: dict[str, Condition] = {}
        for number in range(random.choice((0, 1, 1, 2))):
            name = f"program/{number}"
            taught = random.sample([*self.units] if self.some(0.6) else [*self.kinds], random.randint(1, min(3, len(self.units))))
            taught += [c for c, kind in self.kinds.items() if kind == "credential" and c not in taught]
            offers[name] = self.program(name, taught)
            stated = (None, None, None, Range(4.0, 10.0), Range(30.0, 40.0))
            teachings[name] = tuple(Teaching(f"teaching/{name}/{c}", name, c, None, random.choice(stated)) for c in taught)
            if self.some(0.4):
                entries[name] = self.condition()
        for kind, fits in (("project", ()), ("task", random.choice(((), (START,), (WIDER,), (BRIDGE,))))):
            if self.some(0.45):
                name = f"{kind}/0"
                price = random.choice((None, Range(0.0, 0.0), Range(0.0, 50.0))) if kind == "project" else None
                hours = random.choice((None, Range(3.0, 6.0), Range(6.0, 14.0)))
                after = tuple(sorted(random.sample([*self.units], random.choice((0, 0, 1, 1, 2)))))
                currency = "USD" if price else None
                offers[name] = OfferFacts(thing(name, kind), None, hours=hours, price=price, currency=currency, fits=fits, after=after)
                taught = random.sample([*self.kinds], random.randint(1, 3))
                teachings[name] = tuple(Teaching(f"teaching/{name}/{c}", name, c, random.choice((None, 500, 750, 1000))) for c in taught)
                if self.some(0.1):
                    entries[name] = self.condition(0)
        return offers, teachings, entries

    def resource(self, unit: str) -> Resource:
        price = self.random.choice((None, Range(0, 0), Range(20, 40), Range(10, 20)))
        return Resource(f"resource/{unit}", "A book", "book", "A publisher", "https://example.org", price=price, currency="USD")

    def network(self) -> Network:
        random = self.random
        asked = {role: self.asks(role) for role in ROLES if role != START or self.some(0.5)}
        offers, teachings, entries = self.offers()
        resources = {unit: tuple(self.resource(unit) for _ in range(random.randint(1, 2))) for unit in self.units if self.some(0.2)}
        wider: dict[str, tuple[tuple[str, bool], ...]] = {}
        if self.some(0.4):
            wider[TARGET] = ((WIDER, self.some(0.4)),)
        if self.some(0.4):
            wider[WIDER] = ((WIDEST, self.some(0.4)),)
        if self.some(0.3):
            wider[random.choice((START, BRIDGE))] = ((random.choice((WIDER, TARGET, WIDEST)), self.some(0.4)),)
        moves = [(a, b) for a in (START, BRIDGE, OTHER) for b in (BRIDGE, OTHER, TARGET) if a != b and self.some(0.5)]
        pooled = {START: (OTHER,)} if self.some(0.2) else {}
        return Network(
            roles={role: thing(role, "role") for role in ROLES},
            capabilities={c: thing(c, kind) for c, kind in self.kinds.items()},
            units=self.units,
            areas={f"area/{a}": Area(f"area/{a}", a, n) for n, a in enumerate("ab")},
            requirements={role: requirements for role, (requirements, _) in asked.items()},
            asks={role: asks for role, (_, asks) in asked.items()},
            wider=wider,
            holdings={role: self.holdings(role) for role in (START, START, BRIDGE, OTHER) if self.some(0.8)},
            pool=pooled,
            broader={},
            credits=self.credits(),
            entries=entries,
            teachings=teachings,
            offers=offers,
            resources=resources,
            transitions={move: "transition/{}/{}".format(*move) for move in moves},
            regulated=frozenset(),
            zones={role: random.randint(1, 4) for role in ROLES if self.some(0.3)},
            assumptions=ASSUMPTIONS,
            evidence={},
        )


def person(random: Random, network: Network) -> Person:
    things = sorted(network.capabilities)
    have = {c: random.choice((None, 250, 500, 1000)) for c in things if random.random() < 0.12}
    return Person(
        roles=random.choice(((START,), (START,), (START, OTHER), ())),
        have=have,
        lack=tuple(c for c in things if c not in have and random.random() < 0.08),
        strict=random.random() < 0.1,
        programs=tuple(o for o in sorted(network.offers) if o.startswith("program") and random.random() < 0.1),
        degrees=random.choice(((), (), ("bachelor",), ("doctorate",))),
        experience=random.choice((0, 12)),
    )  # fmt: skip


def question(random: Random, network: Network, bridges: int, minimise: Sequence[str] = COSTS) -> Question:
    offers = [*sorted(network.offers), *(f"module/{u}" for u in network.units)]
    avoid = random.sample(offers, 1) if random.random() < 0.15 else []
    if random.random() < 0.4:  # then it takes a program, project or task
        given = [t.capability for o in sorted(network.teachings) for t in network.teachings[o]]
        avoid += [f"module/{network.unit_of.get(c, c)}" for c in random.sample(given, min(2, len(given)))]
    must = {"this": frozenset(random.sample([*offers, *((BRIDGE,) if bridges else ())], 2))} if random.random() < 0.1 else {}
    return Question(
        person=person(random, network),
        target=TARGET,
        hours=random.choice((4, 7.5, 8, 20)),
        minimise=random.choice(minimise),
        budget=random.choice((None, None, None, 0, 10_000, 40_000)),
        deadline=random.choice((None, None, None, 0.5, 1.5, 4, 9)) if not bridges else random.choice((None, None, None, 2, 5)),
        optimistic=random.random() < 0.3,
        avoid=frozenset(avoid),
        must=must,
        candidates=frozenset((BRIDGE, OTHER)) if bridges else frozenset(),
        most_bridges=bridges,
        tenure=(1, 2) if bridges and random.random() < 0.8 else (12, 24),
        readiness=random.choice((page.READY,) * 5 + (500, 1000)),
    )


def case(seed: int, bridges: int = 0, minimise: Sequence[str] = COSTS) -> Oracle | None:
    """A network and a question, or None where it has too many offers to go through, or asks for nothing."""
    random = Random(seed)
    network = _Made(random, random.randint(2, 3) if bridges else random.randint(2, 5), bool(bridges)).network()
    asked = question(random, network, bridges, minimise)
    tables = Tables(network)
    if not tables.asked(TARGET):
        return None
    oracle = Oracle(network, asked, tables)
    most = max(len(oracle.menu(roles).items) for roles in oracle.sequences())
    return oracle if most <= (MOST_WITH_BRIDGES if bridges else MOST) else None


def cases(count: int, first: int = 0, bridges: int = 0, minimise: Sequence[str] = COSTS) -> Iterator[tuple[int, Oracle]]:
    """So many cases, with their seeds, from `first` on."""
    seed = first
    while count:
        made = case(seed, bridges, minimise)
        if made is not None:
            yield seed, made
            count -= 1
        seed += 1


def profile(network: Network, who: Person, target: str = TARGET) -> Profile:
    """The person, as the planner has it."""
    return make_profile(
        network, who.roles, target, who.have, who.lack, who.strict, programs=who.programs, degrees=who.degrees, experience=who.experience
    )


def asked(oracle: Oracle) -> Asked:
    """The question, as the planner has it."""
    q, network = oracle.q, oracle.net
    pace = Pace(q.hours)
    deadline = None if q.deadline is None else int(q.deadline * pace.minutes_per_month)
    return Asked(
        network=network,
        profile=profile(network, q.person, q.target),
        target=q.target,
        pace=pace,
        limits=Limits(q.minimise, q.budget, deadline, q.optimistic, avoided=q.avoid, must=q.must),
        stages=stages(network, q.readiness),
        bridge=Lines(page.NEARLY, page.HALF),
        candidates=q.candidates,
        max_bridges=q.most_bridges,
        tenure_months=q.tenure,
    )
