"""Random instances of the planner's problem, of any size, from a seed."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from rolepath.planning.conditions import AllOf, AnyOf, AtLeast, Condition, Done, Level
from rolepath.planning.network import Ask as Asks
from rolepath.planning.network import Credit, Member, Network, OfferFacts, Requirement, Teaching, Unit
from rolepath.planning.offers import Pace
from rolepath.planning.problem import Limits, Problem
from rolepath.planning.profile import Profile, make_profile
from rolepath.planning.readiness import Lines, stages
from rolepath.planning.result import Range, Thing
from rolepath.planning.ways import Ask

TARGET = "role/target"


def instance(seed: int, like: Network, units: int, offers: int, minimise: str = "months") -> Problem:
    """A target that asks for so many units, each with a module, and so many programs, projects and tasks.

    A third of the units are essential, some come after others, capabilities of different units give each other credit; programs teach one
    to six units in a stated time, and three in ten ask for something first, nested or not. The person holds an eighth of the capabilities.
    like: the network whose assumptions hold.
    """
    random = Random(seed)
    made = {f"unit/{n:03}": _unit(random, n) for n in range(units)}
    skills = [c for unit in made.values() for member in unit.members for c in member.capabilities]
    things = {c: Thing(c, c, random.choice(("knowledge", "competence", "tool")), "rolepath") for c in skills}
    credits = {
        thing: (
            Credit(thing, 1000, "held"),
            *(Credit(c, random.choice((200, 300, 500, 600)), "near") for c in _some(random, skills, thing, 2)),
        )
        for thing in (*skills, *made)
    }
    network = replace(
        like,
        roles={TARGET: Thing(TARGET, TARGET, "role", "rolepath")},
        capabilities={**things, **{u: Thing(u, u, "unit", "rolepath") for u in made}},
        units=made,
        requirements={TARGET: tuple(Requirement(f"requirement/{c}", (c,), "optional", 750, 600) for c in sorted(skills))},
        asks={TARGET: tuple(_ask(random, n, unit) for n, unit in enumerate(sorted(made)))},
        credits={thing: tuple(sorted(each)) for thing, each in credits.items()},
        wider={}, holdings={}, pool={}, broader={}, resources={}, transitions={}, regulated=frozenset(), licences={}, zones={}, evidence={},
        asked={}, **_offers(random, sorted(made), skills, offers),
    )  # fmt: skip
    held: dict[str, int | None] = {c: random.choice((250, 500, 750)) for c in random.sample(skills, len(skills) // 8)}
    profile = make_profile(network, (), TARGET, held)
    profile = replace(profile, fits=frozenset({"role/now"}))
    return _asked(network, profile, minimise)


def _asked(network: Network, profile: Profile, minimise: str) -> Problem:
    return Ask(network, profile, TARGET, Pace(8), Limits(minimise), stages(network), Lines(600, 500)).problem([TARGET])


def _unit(random: Random, number: int) -> Unit:
    members = tuple(Member((f"skill/{number:03}-{n}",), random.choice((1, 1, 2))) for n in range(random.randint(1, 4)))
    after = (f"unit/{random.randrange(number):03}",) if number and random.random() < 0.2 else ()
    exchangeable = len(members) > 2 and random.random() < 0.15
    enough = 1000 if len(members) == 1 else 400 if exchangeable else 700
    name = f"unit/{number:03}"
    return Unit(name, name, f"area/{number % 7}", 10 * number, random.choice("SSMML"), enough, exchangeable, members, after)


def _ask(random: Random, number: int, unit: str) -> Asks:
    necessity, strength = ("essential", 960) if number % 3 == 0 else random.choice((("important", 700), ("useful", 300)))
    return Asks(f"asks/{unit}", unit, necessity, strength, 3)


def _some(random: Random, skills: list[str], without: str, most: int) -> list[str]:
    return [c for c in random.sample(skills, random.randint(0, min(most, len(skills)))) if c != without]


def _offers(random: Random, units: list[str], skills: list[str], count: int) -> dict[str, dict[str, object]]:
    offers: dict[str, object] = {}
    teachings: dict[str, object] = {}
    entries: dict[str, object] = {}
    for n in range(count):
        kind = random.choice(("program", "program", "program", "project", "task"))
        name = f"{kind}/{n:03}"
        low = random.randint(10, 120)
        months = (Range(low / 20, low / 15),) if kind == "program" else ()
        price = Range(0, random.choice((0, random.randint(0, 900)))) if kind == "program" else None
        program_kind = "certificate" if kind == "program" else None
        offers[name] = OfferFacts(
            Thing(name, name, kind, "rolepath"), program_kind, months, hours=Range(low, low * 1.2), price=price, currency="USD"
        )
        taught = random.sample(units, min(len(units), random.randint(1, 6)))
        teachings[name] = tuple(Teaching(f"teaching/{name}/{u}", name, u, None if kind == "program" else 600) for u in sorted(taught))
        if kind == "program" and random.random() < 0.3:
            entries[name] = _condition(random, skills, [o for o in offers if o.startswith("program")])
    return {"offers": offers, "teachings": teachings, "entries": entries}  # type: ignore[dict-item]


def _condition(random: Random, skills: list[str], programs: list[str]) -> Condition:
    def leaf() -> Condition:
        return Done(random.choice(programs)) if random.random() < 0.2 else Level(random.choice(skills), random.choice((250, 500)))

    match random.randrange(4):
        case 0:
            return AllOf((leaf(), leaf()))
        case 1:
            return AnyOf((leaf(), leaf(), leaf()))
        case 2:
            return AtLeast(2, (leaf(), leaf(), AnyOf((leaf(), leaf()))))
    return leaf()
