"""Random instances of the planner's problem, of any size, from a seed."""

from __future__ import annotations

from random import Random

from rolepath.planning.conditions import NOTHING, AllOf, AnyOf, AtLeast, Condition, Done, Level
from rolepath.planning.network import Credit, Requirement
from rolepath.planning.problem import Limits, Option, Problem, Span, State

LEVELS = (250, 500, 750, 1000)


def instance(seed: int, offers: int, requirements: int = 100, minimise: str = "months") -> Problem:
    """A target with so many requirements, and so many offers, each of which raises one to six capabilities (of few offers: up to 25).

    A quarter of the requirements are essential, some are any-of sets; three in ten offers have a condition, of which some are nested or
    circular; capabilities give each other credit. A few offers are of one skill each, as study alone is; the others are programs, which
    cost less than studying all of theirs alone.
    """
    random = Random(seed)
    skills = [f"skill/{n:04}" for n in range(requirements + requirements // 2)]
    credits = {
        skill: tuple(
            sorted(
                [Credit(skill, 1000, "held")]
                + [
                    Credit(other, random.choice((200, 300, 600, 800)), "near")
                    for other in random.sample(skills, random.randint(0, 3))
                    if other != skill
                ]
            )
        )
        for skill in skills
    }
    asked = []
    for n in range(requirements):
        members = tuple(sorted({skills[n], *random.sample(skills, 1 if random.random() < 0.15 else 0)}))
        weight = random.choice((300, 300, 600, 720, 900))
        asked.append(
            Requirement(f"requirement/{n:04}", members, "essential" if n % 4 == 0 else "optional", random.choice((500, 750, 750)), weight)
        )
    options = []
    for n in range(offers):
        taught = (
            [skills[n]]
            if n < len(skills) and (offers >= 300 or n % 3 == 0) and random.random() < 0.9
            else random.sample(skills, min(len(skills), random.randint(1, 6) if offers >= 300 else random.randint(10, 25)))
        )
        alone = len(taught) == 1
        raises = tuple(sorted((skill, 750 if alone else random.choice(LEVELS if offers >= 300 else LEVELS[2:])) for skill in taught))
        low = round(60 * sum(level / 1000 * random.uniform(4, 30) for _, level in raises) * (1.0 if alone else 0.8))
        high = round(low * random.uniform(1, 3))
        wait = random.choice((0, 0, random.randint(2000, 12000)))
        price = random.choice((0, random.randint(0, 90000)))
        options.append(
            Option(
                f"program/{n:05}",
                "program",
                raises,
                Span(low, high),
                Span(max(low, wait), max(high, wait)),
                Span(price, round(price * random.uniform(1, 1.5))),
                _condition(random, skills, n) if random.random() < 0.3 else NOTHING,
            )
        )
    held = {skill: random.choice(LEVELS) for skill in random.sample(skills, len(skills) // 8)}
    return Problem(
        State(held, held), "role/target", credits, {"role/target": tuple(sorted(asked))}, {}, (), frozenset(), {}, Span(), 0,
        tuple(options), Limits(800, 600, 400, 0, minimise),
    )  # fmt: skip


def _condition(random: Random, skills: list[str], offers: int) -> Condition:
    def leaf() -> Condition:
        if offers and random.random() < 0.2:
            return Done(f"program/{random.randrange(offers):05}")
        return Level(random.choice(skills), random.choice((250, 500)))

    match random.randrange(4):
        case 0:
            return AllOf((leaf(), leaf()))
        case 1:
            return AnyOf((leaf(), leaf(), leaf()))
        case 2:
            return AtLeast(2, (leaf(), leaf(), AnyOf((leaf(), leaf()))))
    return leaf()
