"""Random small networks of planning from a seed, with everything in them that a real one has."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from random import Random

from rolepath.evidence import Cited
from rolepath.planning.assumptions import NUMBERS, RANGES, SHARES, Assumptions, Estimate
from rolepath.planning.conditions import AllOf, AnyOf, AtLeast, Condition, Degree, Done, Experience, Level, Worked
from rolepath.planning.examples import network as example
from rolepath.planning.network import Area, Ask, Credit, Holding, Member, Network, OfferFacts, Requirement, Resource, Teaching, Unit
from rolepath.planning.profile import Profile, make_profile
from rolepath.planning.result import Range, Thing

TARGET = "role/target"
KINDS = ("knowledge", "competence", "method", "credential", "tool")
LEVELS = (250, 500, 600, 750, 1000)
SHARES_HELD = (200, 300, 450, 600, 700, 900, 950)
FACTORS = (1, 120, 300, 333, 600, 800, 1000)
VALUES = {
    "readiness": "0.8", "nearly": "0.6", "covered": "0.9", "enough": "0.7", "enough-exchangeable": "0.4", "useful-at-most": "0.167",
    "known-units": "1", "known-claims": "2", "important-from": "0.6", "assumed-from": "0.6", "counted-from": "0.9", "high-from": "0.3",
    "bridge-gives": "0.1", "bridge-readiness": "0.6", "in-any-case": "0.9", "sibling-children": "10", "hours-per-week": "8",
    "task-hours-per-week": "4", "draws": "5", "question-limit": "12", "ads-from": "30", "bridge-tenure": "12 24",
    "months-per-semester": "4 6", "hours-per-credit": "30 50", "program-hours-per-week": "3 10", "project-hours": "20 60",
    "project-price": "0 100", "task-hours": "20 40", "unit-hours-begin": "2 4", "unit-hours-s": "8 16", "unit-hours-m": "16 35",
    "unit-hours-l": "35 80", "rate-eur": "1.25",
}  # fmt: skip


def random_network(random: Random) -> Network:
    """A few units, capabilities with credit between any two, roles of our own and of a classification, and offers with conditions."""
    skills = [f"skill/{n}" for n in range(random.randint(8, 12))]
    groups = [f"group/{n}" for n in range(3)]
    units = _units(random, skills)
    capabilities = {s: Thing(s, s, random.choice(KINDS), random.choice(("rolepath", "ESCO"))) for s in skills}
    capabilities |= {u: Thing(u, u, "unit", "rolepath") for u in units} | {g: Thing(g, g, "knowledge", "ESCO") for g in groups}
    credits = {}
    for towards in capabilities:
        others = random.sample([c for c in capabilities if c != towards], random.randint(0, 3))
        factors = ((other, random.choice(FACTORS)) for other in others)
        known = (Credit(other, factor, "exact match" if factor == 1000 else "x") for other, factor in factors)
        credits[towards] = tuple(sorted([Credit(towards, 1000, "held"), *known]))
    del credits[random.choice(skills)]  # what no credit is known of counts towards itself all the same
    ours = [TARGET, *(f"role/{n}" for n in range(random.randint(1, 3)))]
    theirs = [f"esco:occupation/{n}" for n in range(random.randint(0, 2))]
    roles = [*ours, *theirs, "role/hardly-known"]
    requirements = {role: _asked(random, role, skills, units if role in ours else {}, random.randint(4, 8)) for role in (*ours, *theirs)}
    requirements["role/hardly-known"] = _asked(random, "role/hardly-known", skills, {}, random.randint(0, 1))
    documented = random.sample(list(permutations(roles, 2)), random.randint(0, 4))
    offers = _offers(random, roles)
    teachings = {o: _teachings(random, o, [*skills, *units]) for o in offers}
    entries = {o: _tree(random, skills, roles, list(offers), 2) for o in offers if o.startswith("program") and random.random() < 0.4}
    statements = [r.id for asked in requirements.values() for r in asked] + [t.id for found in teachings.values() for t in found]
    statements += [f"transition/{a}/{b}" for a, b in documented]
    regulated = frozenset(random.sample(roles, random.choice((0, 0, 1))))
    return replace(
        example,
        roles={role: Thing(role, role, "role", "ESCO" if role in theirs else "rolepath") for role in roles},
        capabilities=capabilities,
        units=units,
        areas={f"area/{n}": Area(f"area/{n}", f"Area {n}", n) for n in range(2)},
        requirements=requirements,
        asks={role: _asks(random, role, requirements[role], units) for role in ours},
        wider={role: ((random.choice([r for r in ours if r != role]), random.random() < 0.4),) for role in ours if random.random() < 0.4},
        holdings={role: _holdings(random, role, [*skills, *units]) for role in roles if random.random() < 0.7},
        pool={role: tuple(random.sample([r for r in roles if r != role], 1)) for role in roles if random.random() < 0.2},
        broader={s: (random.choice(groups),) for s in skills if random.random() < 0.7} | {groups[0]: (groups[1],), groups[1]: (groups[2],)},
        credits=credits,
        entries=entries,
        teachings=teachings,
        offers=offers,
        resources={u: (Resource(f"resource/{u}", u, "book", "A", "https://example.org"),) for u in units if random.random() < 0.5},
        transitions={(a, b): f"transition/{a}/{b}" for a, b in documented},
        regulated=regulated,
        licences={role: (f"licence/{role}",) for role in regulated if random.random() < 0.5},
        zones={role: random.randint(1, 4) for role in roles if random.random() < 0.3},
        assumptions=ASSUMPTIONS,
        evidence={name: (Cited(f"evidence/{name}", "reason", "source/x", reason=name),) for name in statements}
        | {name: (Cited(f"evidence/{name}", "reason", "source/x", on="entry"),) for name in entries},
        asked={},
    )  # fmt: skip


def _estimate(name: str) -> Estimate:
    low, _, high = VALUES.get(name, "10 20" if name in RANGES else "2" if name in NUMBERS else "0.6").partition(" ")
    return Estimate(f"assumption/{name}", name, Decimal(low), Decimal(high or low), "unit", "Why.")


ASSUMPTIONS = Assumptions(_estimate(name) for name in (*SHARES, *NUMBERS, *RANGES, "rate-eur"))


def _units(random: Random, skills: list[str]) -> dict[str, Unit]:
    """Units over most of the skills, some with any-of sets, some exchangeable, some after others."""
    left = random.sample(skills, len(skills) - random.randint(1, 3))
    found: dict[str, Unit] = {}
    while left:
        members = []
        for _ in range(random.randint(1, 3)):
            count = min(len(left), random.choice((1, 1, 1, 2)))
            if count:
                members.append(Member(tuple(sorted(left.pop() for _ in range(count))), random.choice((1, 1, 2))))
        name = f"unit/{len(found)}"
        exchangeable = random.random() < 0.25
        found[name] = Unit(
            id=name,
            label=name.upper(),
            area=f"area/{random.randint(0, 1)}",
            order=10 * len(found),
            size=random.choice("SML"),
            enough=1000 if len(members) == 1 else 400 if exchangeable else random.choice((700, 700, 1000)),
            exchangeable=exchangeable,
            members=tuple(members),
            after=tuple(random.sample(sorted(found), 1)) if found and random.random() < 0.3 else (),
            deliverable="Something to show" if random.random() < 0.5 else None,
        )
    return found


def _asked(random: Random, role: str, skills: list[str], units: dict[str, Unit], count: int) -> tuple[Requirement, ...]:
    """Requirements of one capability, of a set of two, or of a unit."""
    mixed = random.sample(skills, len(skills))
    found = {}
    for _ in range(min(count, len(skills))):
        both = len(mixed) > 1 and random.random() < 0.2 and role.startswith("role")
        members = tuple(sorted(mixed.pop() for _ in range(2 if both else 1)))
        if units and random.random() < 0.2:
            members = (random.choice(sorted(units)),)
        name = f"requirement/{role}/{'+'.join(members)}"
        necessity, weight = random.choice((("essential", 900), ("optional", 700), ("optional", 300), ("optional", random.randint(1, 899))))
        signal = bool(found) and random.random() < 0.1
        found[name] = Requirement(name, members, necessity, random.choice(LEVELS), 0 if signal else weight, signal)
        if not mixed:
            break
    return tuple(sorted(found.values()))


def _asks(random: Random, role: str, requirements: tuple[Requirement, ...], units: dict[str, Unit]) -> tuple[Ask, ...]:
    """A claim on each unit that a requirement touches, and on each set of capabilities that is in none."""
    unit_of = {c: unit.id for unit in units.values() for member in unit.members for c in member.capabilities}
    named = {unit_of.get(c, c) for r in requirements if not r.signal for c in r.capabilities[:1]}
    found = []
    for name in sorted(named):
        necessity, strength = random.choice(
            (("essential", random.randint(900, 999)), ("important", random.randint(600, 899)), ("useful", random.randint(1, 599)))
        )
        found.append(Ask(f"asks/{role}/{name}", name, necessity, strength, random.randint(2, 3), random.random() < 0.1))
    return tuple(found)


def _holdings(random: Random, role: str, things: list[str]) -> tuple[Holding, ...]:
    held = random.sample(things, random.randint(1, 6))
    found = []
    for c in sorted(held):
        share, level = random.choice(SHARES_HELD), random.choice((None, *LEVELS))
        found.append(Holding(f"holding/{role}/{c}", c, share, level, random.random() < 0.4, random.choice((1, 1, 2))))
    return tuple(found)


def _teachings(random: Random, offer: str, things: list[str]) -> tuple[Teaching, ...]:
    taught = random.sample(things, random.randint(0, 3))
    return tuple(
        Teaching(f"teaching/{offer}/{c}", offer, c, random.choice((None, *LEVELS)), Range(5, 9) if random.random() < 0.3 else None)
        for c in sorted(taught)
    )


def _tree(random: Random, skills: list[str], roles: list[str], offers: list[str], depth: int) -> Condition:
    if depth and random.random() < 0.5:
        parts = tuple(_tree(random, skills, roles, offers, depth - 1) for _ in range(random.randint(2, 3)))
        return random.choice((AllOf(parts), AnyOf(parts), AtLeast(random.randint(1, len(parts)), parts)))
    return random.choice(
        (
            Level(random.choice(skills), random.choice(LEVELS)),
            Level(random.choice(skills), random.choice(LEVELS)),
            Done(random.choice(offers)),
            Worked(random.choice(roles)),
            Degree("bachelor"),
            Experience(12),
        )
    )


def _offers(random: Random, roles: list[str]) -> dict[str, OfferFacts]:
    """Programs, projects and tasks of which more or less is known; one may have a price in a currency without a rate."""

    def maybe(low: int, high: int) -> Range | None:
        first = random.randint(low, high)
        return Range(first, first + random.choice((0, 0, random.randint(0, high)))) if random.random() < 0.4 else None

    found = {}
    for n in range(random.randint(1, 4)):
        name, kind = random.choice(((f"program/{n}", "course"), (f"program/{n}", "degree"), (f"project/{n}", None), (f"task/{n}", None)))
        price = maybe(0, 2000)
        found[name] = OfferFacts(
            Thing(name, name, name.partition("/")[0], "rolepath"),
            kind,
            months=tuple(filter(None, (maybe(1, 6), maybe(1, 6)))),
            semesters=tuple(filter(None, (maybe(1, 2),))),
            credits=maybe(1, 5),
            hours=maybe(5, 200),
            price=price,
            currency=None if price is None else random.choice(("USD", "EUR", "EUR", "XAU")),
            fits=tuple(random.sample(roles, random.choice((0, 1)))) if name.startswith("task") else (),
        )
    return found


def random_profile(random: Random, network: Network, target: str = TARGET) -> Profile:
    """Someone who holds a role or two or none, and says that they have or lack this or that; sometimes counted strictly."""
    roles = random.sample(sorted(network.roles), random.choice((0, 0, 1, 1, 2)))
    said = random.sample(sorted(network.capabilities), random.randint(0, 8))
    lack = [said.pop() for _ in range(min(len(said), random.choice((0, 0, 1, 2))))]
    have = {c: random.choice((None, random.randint(1, 1000), *LEVELS)) for c in said}
    return make_profile(
        network, roles, target, have, lack, random.random() < 0.2,
        degrees=random.choice(((), ("bachelor",))), licences=random.sample(sorted(network.roles), random.choice((0, 1))),
    )  # fmt: skip
