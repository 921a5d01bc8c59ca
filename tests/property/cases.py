"""Random small problems of the planner from a seed, small enough that every set of options can be tried."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random

from rolepath.planning.conditions import NOTHING, AllOf, AnyOf, AtLeast, Condition, Degree, Done, Experience, Leaf, Level, Worked, both
from rolepath.planning.network import Credit, Requirement
from rolepath.planning.problem import COSTS, DEGREES, START, Limits, Option, Problem, Span, State

TARGET = "role/target"
LEVELS = (250, 300, 333, 500, 500, 600, 750, 750, 1000)
FACTORS = (1, 200, 300, 333, 500, 500, 600, 700, 800, 999, 1000, 1000)
QUARTERS = (250, 500, 750, 1000)
MOST_OPTIONS = 9


def problems(count: int, first: int = 0) -> Iterator[tuple[int, Problem]]:
    """So many random problems with their seeds."""
    for seed in range(first, first + count):
        yield seed, random_problem(Random(seed))


def random_problem(random: Random) -> Problem:
    """A problem with a handful of options, mostly on few of its capabilities so that they matter, and none to three bridges.

    The same seed gives the same problem in every process. About half of the problems have a path.
    """
    skills = [f"skill/{n}" for n in range(random.randint(3, 6))]
    max_bridges = random.choice((0, 0, 0, 1, 1, 1, 2, 2, 2))
    bridges = tuple(f"role/{letter}" for letter in "abc"[: random.choice((1, 1, 2, 2, 3) if max_bridges else (0, 0, 1))])
    options = random_options(random, skills, bridges)
    taught = {(skill, level) for option in options for skill, level in option.raises if skill in skills}
    requirements = {bridge: random_requirements(random, bridge, skills, taught, random.randint(1, 3)) for bridge in bridges}
    ladder = max_bridges == 2 and len(bridges) > 1 and random.random() < 0.6  # one bridge leads to the next
    if ladder or random.random() < 0.5:  # what bridges bring is asked for, now and then nothing else
        share = 0.0 if ladder else random.choice((0.0, 0.3, 0.8))
        taught = {pair for pair in sorted(taught) if random.random() < share}
        taught |= {pair for bridge in bridges[ladder:] for pair in gains(requirements[bridge]).items()}
    count = random.choice((1, 2) if ladder else (1, 2, 2, 3, 3, 4, 5, 6))
    requirements[TARGET] = random_requirements(random, TARGET, skills, taught, count)
    roles = sorted(("", *bridges, TARGET))
    documented = [(a, b) for a in roles for b in roles if a != b and b and random.random() < 0.3]
    zones = {role: random.randint(1, 4) for role in (START, *bridges) if random.random() < 0.5}
    tenure = random.choice((0, 0, 60, 500, 3000))
    limits = random_limits(random, options, bridges, max_bridges, tenure)
    return Problem(
        start=random_start(random, skills, bridges),
        target=TARGET,
        credits=random_credits(random, skills),
        requirements=requirements,
        gains={bridge: gains(asked) for bridge, asked in requirements.items() if bridge != TARGET},
        bridges=bridges,
        documented=frozenset([*documented, *zip((START, *bridges), bridges, strict=False)] if ladder else documented),
        zones={START: 1, **dict.fromkeys(bridges, 3), bridges[0]: 2} if ladder else zones,
        tenure=Span(tenure, tenure + random.choice((0, tenure, random.randint(0, 1000)))),
        tenure_months=random.choice((0, 6, 12)),
        options=options,
        limits=replace(limits, bridge_readiness=random.choice((0, 300))) if ladder else limits,
    )


def gains(asked: Iterable[Requirement]) -> dict[str, int]:
    """What holding a role gives: essential requirements at their level, the others at 0.3 of it."""
    levels: dict[str, int] = {}
    for requirement in asked:
        level = requirement.level if requirement.essential else requirement.level * 300 // 1000
        for capability in requirement.capabilities:
            levels[capability] = max(level, levels.get(capability, 0))
    return levels


def random_credits(random: Random, skills: list[str]) -> dict[str, tuple[Credit, ...]]:
    """Each skill counts in full towards itself, some in part, or as an exact match in full, towards others."""
    credits = {}
    for skill in skills:
        others = [other for other in skills if other != skill and random.random() < 0.25]
        credits[skill] = tuple(sorted([Credit(skill, 1000, "held"), *(Credit(o, random.choice(FACTORS), "near") for o in others)]))
    if random.random() < 0.03:
        del credits[random.choice(skills)]  # nothing counts towards it, not even itself
    return credits


def random_requirements(
    random: Random, role: str, skills: list[str], taught: Collection[tuple[str, int]], count: int
) -> tuple[Requirement, ...]:
    """Requirements of one skill or of any of two or three, mostly of what can be had, at most at the level at which it can."""
    had = sorted((skill, level) for skill, level in taught if level)
    asked = []
    for n in range(count):
        skill, level = random.choice(had) if had and random.random() < 0.85 else (random.choice(skills), random.randint(1, 1000))
        members = tuple(sorted({skill, *random.sample(skills, random.choice((0, 0, 0, 0, 1, 2)))}))
        need = level if random.random() < 0.6 else random.choice((*LEVELS, random.randint(1, level)))
        weight = random.choice((1, 300, 600, 1000, random.randint(1, 1000)))
        asked.append(Requirement(f"requirement/{role}/{n}", members, random.choice(("essential", "optional")), need, weight))
    return tuple(asked)


def random_start(random: Random, skills: list[str], bridges: tuple[str, ...]) -> State:
    """Someone who holds a few skills, and sometimes a role, a program, a degree or years of work."""
    levels = {skill: random.choice((*LEVELS, 0, 1, 100, 999)) for skill in skills if random.random() < 0.15}
    return State(
        levels=levels,
        brought=levels,
        roles=frozenset(
            role for role, share in (("role/held", 0.3), *((bridge, 0.05) for bridge in bridges), (TARGET, 0.01)) if random.random() < share
        ),
        programs=frozenset(program for program, share in (("program/old", 0.2), ("program/1", 0.05)) if random.random() < share),
        degrees=frozenset(random.sample((*DEGREES, "diploma"), random.choice((0, 0, 0, 1, 2)))),
        experience=random.choice((0, 0, 0, 6, 12, 24)),
    )


def random_options(random: Random, skills: list[str], bridges: tuple[str, ...]) -> tuple[Option, ...]:
    """Study in quarters of a few skills, and programs and projects; conditions over what is held, done, offered or never to be had."""
    style = random.choice(("any", "any", "cheap", "equal"))  # equal: many ties; cheap: many zeros
    most = random.choice((2, 5, 6, 7, 8, MOST_OPTIONS))
    made: dict[str, Option] = {}

    def add(identifier: str, kind: str, raises: dict[str, int], condition: Condition) -> None:
        if len(made) < most:
            minutes, more, cents = (_span(random, style) for _ in range(3))
            wait = 0 if style == "equal" else random.choice((0, 0, 1, 3))
            time = Span(minutes.low + wait * more.low, minutes.high + wait * more.high)
            made[identifier] = Option(identifier, kind, tuple(sorted(raises.items())), minutes, time, cents, condition)

    def leaf() -> Leaf:
        name = random.randint(0, 9)
        if name < 6:
            return Level(random.choice(skills), random.choice(LEVELS), random.random() < 0.3)
        if name == 6:
            return Done(random.choice(("program/0", "program/1", "program/2", "program/old", "program/none")))
        if name == 7:
            return Worked(random.choice((*bridges, "role/held")))
        return Degree(random.choice((*DEGREES, "diploma"))) if name == 8 else Experience(random.choice((6, 12, 24)))

    def tree(depth: int) -> Condition:
        if depth == 0 or random.random() < 0.35:
            return leaf()
        parts = tuple(tree(depth - 1) for _ in range(random.randint(2, 3)))
        return random.choice((AllOf(parts), AnyOf(parts), AtLeast(random.randint(1, len(parts)), parts)))

    needed = {skill: leaf() for skill in skills if random.random() < 0.2}  # a skill's prerequisites bind study of it
    for kind in random.sample(("study", "study", "circle", "program", "project", "program"), 6):
        if kind == "study":
            skill = random.choice(skills)
            for before, quarter in zip((0, *QUARTERS), QUARTERS[: random.randint(1, 4)], strict=False):
                chain = Level(skill, before, True) if before else NOTHING
                add(f"study/{skill}@{quarter}", "self-study", {skill: quarter}, both(chain, needed.get(skill, NOTHING)))
        elif kind == "circle":  # two or three offers that need each other; sometimes another one starts them
            ring = random.sample(skills, random.choice((1, 2, 2, 3)))
            if random.random() < 0.4:
                for n, skill in enumerate(ring):
                    level = random.choice(LEVELS)
                    needs = Level(ring[n - 1], random.choice((level, 250)), random.random() < 0.3)
                    add(f"project/ring{n}", "project", {skill: level}, needs)
        else:
            for n in range(random.randint(1, 2)):
                name = f"{kind}/{n + 2 * sum(i.startswith(kind) for i in made)}"
                levels = {skill: random.choice(LEVELS) for skill in random.sample(skills, random.choice((1, 1, 1, 2, 3)))}
                if random.random() < 0.1:
                    levels = {"skill/useless": 1000, **({} if random.random() < 0.5 else levels)}
                add(name, kind, levels, tree(random.choice((1, 1, 2, 3))) if random.random() < 0.45 else NOTHING)
    return tuple(made[identifier] for identifier in sorted(made))


def _span(random: Random, style: str) -> Span:
    if style == "equal":
        return random.choice((Span(60, 60), Span(60, 60), Span(60, 60), Span(0, 120), Span(120, 120)))
    low = random.choice((0, 0, 0, 1) if style == "cheap" else (0, 1, 30, random.randint(0, 500), random.randint(0, 500)))
    return Span(low, low + random.choice((0, 0, 1, low, random.randint(0, 300))))


def random_limits(random: Random, options: tuple[Option, ...], bridges: tuple[str, ...], max_bridges: int, tenure: int) -> Limits:
    """Thresholds, and budgets and deadlines around what the options cost."""
    optimistic = random.random() < 0.3

    def some(amounts: list[int]) -> int:
        return sum(random.sample(amounts, random.randint(0, len(amounts))) if amounts else ())

    ends = [(o.cents.low, o.time.low) if optimistic else (o.cents.high, o.time.high) for o in options]
    budget = random.choice((None, None, None, None, 0, some([cents for cents, _ in ends])))
    deadline = random.choice((None, None, None, random.choice((0, 0, tenure, 2 * tenure)) + some([time for _, time in ends])))
    names = [*(o.id for o in options), *bridges, "program/old", "role/held"]

    def groups(share: float, names: list[str]) -> dict[str, frozenset[str]]:
        count = random.choice((1, 1, 2)) if random.random() < share else 0
        return {f"name {n}": frozenset(random.sample(names, min(len(names), random.choice((1, 1, 2, 3))))) for n in range(count)}

    return Limits(
        readiness=random.choice((0, 500, 667, 800, 800, 800, 1000, random.randint(1, 1000))),
        bridge_readiness=random.choice((0, 300, 600, 600, 800, 1000, random.randint(1, 1000))),
        consider=random.choice((0, 0, 200, 400, 1000)),
        max_bridges=max_bridges,
        minimise=random.choice(COSTS),
        budget=budget,
        deadline=deadline,
        optimistic=optimistic,
        avoid=groups(0.25, names),
        must=groups(0.2, [*names, TARGET]),
        worth=random.choice((0, 0, 50, 100, 300)),
    )


def hard_problem(random: Random, options: int) -> Problem:
    """A direct way with many programs that overlap, at prices near each other: no small search proves the best."""
    skills = [f"skill/{n:02}" for n in range(options // 2)]
    offers = []
    for n in range(options):
        low = random.randint(900, 1100)
        span = Span(low, low + random.randint(0, 100))
        levels = {skill: random.choice(QUARTERS) for skill in random.sample(skills, 3)} | {skills[n % len(skills)]: 750}
        needs = Level(random.choice(skills), 250) if n >= len(skills) and random.random() < 0.4 else NOTHING
        offers.append(Option(f"program/{n:02}", "program", tuple(sorted(levels.items())), span, span, span, needs))
    asked = tuple(
        Requirement(f"requirement/{n:02}", (skill,), "essential" if n % 5 == 0 else "optional", 750, random.randint(500, 1000))
        for n, skill in enumerate(skills)
    )
    return Problem(
        start=State({}, {}),
        target=TARGET,
        credits={skill: (Credit(skill, 1000, "held"), Credit(random.choice(skills), 600, "near")) for skill in skills},
        requirements={TARGET: asked},
        gains={},
        bridges=(),
        documented=frozenset(),
        zones={},
        tenure=Span(),
        tenure_months=0,
        options=tuple(offers),
        limits=Limits(800, 600, 400, 0),
    )


def simple(options: Sequence[Option], asked: Sequence[Requirement], held: Mapping[str, int] | None = None, **limits: object) -> Problem:
    """A problem with exact credit only, ready at 80 %."""
    skills = {name for r in asked for name in r.capabilities} | {name for o in options for name, _ in o.raises}
    return Problem(
        State(held or {}, held or {}),
        TARGET,
        {skill: (Credit(skill, 1000, "held"),) for skill in skills},
        {TARGET: tuple(asked)},
        {},
        (),
        frozenset(),
        {},
        Span(1000, 3000),
        12,
        tuple(sorted(options, key=lambda o: o.id)),
        replace(Limits(800, 600, 400, 0, "hours"), **limits),  # type: ignore[arg-type]
    )


def offer(identifier: str, minutes: int, condition: Condition = AllOf(), kind: str = "program", cents: int = 0, **raises: int) -> Option:  # noqa: B008
    """An option with exact costs, whose raises are skills by name."""
    levels = tuple(sorted((f"skill/{name}", level) for name, level in raises.items()))
    return Option(identifier, kind, levels, Span(minutes, minutes), Span(minutes, minutes), Span(cents, cents), condition)


def ask(name: str, level: int, weight: int = 1000, necessity: str = "optional") -> Requirement:
    """A requirement of one skill."""
    return Requirement(f"requirement/{name}", (f"skill/{name}",), necessity, level, weight)
