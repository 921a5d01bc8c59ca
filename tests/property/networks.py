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
from rolepath.planning.network import Credit, Network, OfferFacts, Requirement, Teaching
from rolepath.planning.profile import Profile
from rolepath.planning.result import Range, Thing

TARGET = "role/target"
KINDS = ("knowledge", "competence", "method", "credential", "tool")
LEVELS = (250, 500, 600, 750, 1000)
FACTORS = (1, 120, 300, 333, 600, 800, 1000)
VALUES = {
    "optional-held": "0.3", "readiness": "0.8", "bridge-readiness": "0.6", "bridge-consider": "0.4", "known-requirements": "5",
    "sibling-children": "10", "hours-per-week": "8", "solo-factor": "1.3", "bridge-tenure": "12 24", "months-per-semester": "4 6",
    "hours-per-credit": "30 50", "program-hours-per-week": "3 10", "project-hours": "20 60", "project-price": "0 100",
    "self-study-price": "0 3", "hours-knowledge": "6 24", "hours-competence": "10 40", "hours-tool": "5 30", "hours-method": "0.1 16",
    "rate-eur": "1.25",
}  # fmt: skip


def random_network(random: Random) -> Network:
    """A few capabilities with credit between any two, a few roles with five to seven requirements, and offers with conditions."""
    skills = [f"skill/{n}" for n in range(random.randint(8, 11))]
    kinds = {skill: random.choice(KINDS) for skill in skills}
    credits = {}
    for towards in skills:
        others = random.sample([s for s in skills if s != towards], random.randint(0, 2))
        credits[towards] = tuple(sorted([Credit(towards, 1000, "held"), *(Credit(o, random.choice(FACTORS), "x") for o in others)]))
    roles = [TARGET, *(f"role/{n}" for n in range(random.randint(1, 3))), "role/hardly-known"]
    requirements = {role: _asked(random, role, skills) for role in roles}
    requirements["role/hardly-known"] = requirements["role/hardly-known"][: random.randint(0, 4)]
    documented = random.sample(list(permutations(roles, 2)), random.randint(0, 4))
    offers = _offers(random)
    taught = {name: random.sample(skills, random.randint(0, 4)) for name in offers}
    tools = [skill for skill in skills if kinds[skill] == "tool"]
    prerequisites = {
        s: ((f"prerequisite/{s}", _tree(random, skills[:n], roles, list(offers), 2)),)
        for n, s in enumerate(skills)
        if n > 2 and random.random() < 0.4
    }
    teachings = {
        s: tuple(
            Teaching(f"teaching/{o}/{s}", o, s, random.choice(LEVELS), random.choice((None, "assumption/teaching-course")))
            for o in sorted(offers)
            if s in taught[o]
        )
        for s in skills
    }
    statements = [r.id for asked in requirements.values() for r in asked] + [t.id for found in teachings.values() for t in found]
    statements += [name for found in prerequisites.values() for name, _ in found] + [f"transition/{a}/{b}" for a, b in documented]
    entries = {o: _tree(random, skills, roles, list(offers), 2) for o in offers if o.startswith("program") and random.random() < 0.4}
    return replace(
        example,
        roles={role: Thing(role, role, "role", "rolepath") for role in roles},
        capabilities={s: Thing(s, s, kind, random.choice(("rolepath", "ESCO"))) for s, kind in kinds.items()},
        requirements=requirements,
        credits=credits,
        exercises={s: tuple(random.sample(tools, 1)) for s in skills if tools and s not in tools and random.random() < 0.3},
        prerequisites=prerequisites,
        entries=entries,
        teachings=teachings,
        offers=offers,
        transitions={(a, b): f"transition/{a}/{b}" for a, b in documented},
        also={role: (random.choice([r for r in roles if r != role]),) for role in roles if random.random() < 0.3},
        regulated=frozenset(random.sample(roles, random.choice((0, 0, 1)))),
        zones={role: random.randint(1, 4) for role in roles if random.random() < 0.3},
        assumptions=ASSUMPTIONS,
        evidence={name: (Cited(f"evidence/{name}", "reason", "source/x", reason=name),) for name in statements}
        | {name: (Cited(f"evidence/{name}", "reason", "source/x", on="entry"),) for name in entries},
    )


def _estimate(name: str) -> Estimate:
    low, _, high = VALUES.get(name, "10 20" if name in RANGES else "0.6").partition(" ")
    return Estimate(f"assumption/{name}", name, Decimal(low), Decimal(high or low), "unit", "Why.")


ASSUMPTIONS = Assumptions(_estimate(name) for name in (*SHARES, *NUMBERS, *RANGES, "rate-eur"))


def _asked(random: Random, role: str, skills: list[str]) -> tuple[Requirement, ...]:
    """Requirements of one capability or of a set of two."""
    mixed = random.sample(skills, len(skills))
    sets = [
        tuple(sorted(mixed.pop() for _ in range(2 if len(mixed) > 7 - n and random.random() < 0.3 else 1)))
        for n in range(random.randint(5, 7))
    ]
    return tuple(
        Requirement(
            f"requirement/{role}/{'+'.join(members)}",
            members,
            random.choice(("essential", "optional", "optional")),
            random.choice(LEVELS),
            random.choice((1, random.randint(1, 1000), 1000)),
        )
        for members in sorted(sets)
    )


def _tree(random: Random, skills: list[str], roles: list[str], offers: list[str], depth: int) -> Condition:
    if depth and random.random() < 0.6:
        parts = tuple(_tree(random, skills, roles, offers, depth - 1) for _ in range(random.randint(1, 3)))
        return random.choice((AllOf(parts), AnyOf(parts), AtLeast(random.randint(1, len(parts)), parts)))
    return random.choice(
        (
            *[Level(random.choice(skills), random.choice((250, 400, 500, 600)))] * 5,
            Done(random.choice(offers)),
            Worked(random.choice(roles)),
            Degree("bachelor"),
            Experience(12),
        )
    )


def _offers(random: Random) -> dict[str, OfferFacts]:
    """Programs and projects of which more or less is known; one may have a price in a currency without a rate."""

    def maybe(low: int, high: int) -> Range | None:
        first = random.randint(low, high)
        return Range(first, first + random.choice((0, 0, random.randint(0, high)))) if random.random() < 0.4 else None

    found = {}
    for n in range(random.randint(1, 4)):
        name, kind = random.choice(((f"program/{n}", "course"), (f"program/{n}", "degree"), (f"project/{n}", None)))
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
        )
    return found


def random_profile(random: Random, network: Network) -> Profile:
    """Someone who holds some capabilities, sometimes counted strictly."""
    held = random.sample(sorted(network.capabilities), random.randint(0, 6))
    return Profile({c: random.choice((random.randint(0, 1000), *LEVELS)) for c in held}, strict=random.random() < 0.3)
