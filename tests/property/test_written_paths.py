"""Paths as they are written out: every step can be followed, and every number in it is that of a second reckoning."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path as File
from random import Random

import pytest

from rolepath.planning.conditions import Done, Level, leaves
from rolepath.planning.explain import Told, write_considered, write_path
from rolepath.planning.network import Requirement
from rolepath.planning.offers import Pace
from rolepath.planning.optimum import best_plan
from rolepath.planning.path import search
from rolepath.planning.plan import Plan
from rolepath.planning.problem import COSTS, Limits, Option, sequences
from rolepath.planning.profile import make_profile
from rolepath.planning.question import make_problem, moves
from rolepath.planning.result import Hop, Path, Step
from rolepath.service.asking import parts_of
from rolepath.service.graph import KnowledgeGraph

sys.path.insert(0, str(File(__file__).parent))

from networks import TARGET, random_network, random_profile
from oracle import Person

CASES = 250
BLOCK = 50


@cache
def random_question(seed: int) -> tuple[Told, tuple[Plan, ...]]:
    """A question about a random network, and the best plan through each of its sequences of roles: there may be none."""
    random = Random(seed)
    network = random_network(random)
    held = random.choice((None, *sorted(role for role in network.roles if role != TARGET)))
    profile = random_profile(random, network)
    if held:
        role = make_profile(network, [held], TARGET)
        levels = {c: max(role.levels.get(c, 0), profile.levels.get(c, 0)) for c in role.levels | profile.levels}
        profile = replace(profile, levels=levels, roles=(held,))
    profile = replace(
        profile, degrees=frozenset(random.sample(("bachelor", "master"), random.randint(0, 1))), experience=random.choice((0, 24))
    )
    alone = [c for c in sorted(network.capabilities) if not network.teachings[c]]
    must = random.sample([*sorted(network.offers), *alone], 1) if random.random() < 0.2 else []
    limits = Limits(
        readiness=random.choice((500, 800)),
        bridge_readiness=random.choice((200, 600)),
        consider=random.choice((0, 400)),
        max_bridges=random.choice((0, 1, 2)),
        minimise=random.choice(COSTS),
        optimistic=random.random() < 0.5,
        must={name: parts_of(network, name, profile.levels) for name in must},
    )
    pace = Pace(random.choice((1, 8, 7.5, 40)), random.choice(("USD", "EUR")))
    problem, offered = make_problem(network, profile, TARGET, limits, pace)
    plans = [best_plan(problem.along(roles[:-1]), roles) for roles in sequences(problem)[:5]]
    return Told(network, profile, problem, offered, pace), tuple(plan for plan in plans if isinstance(plan, Plan))


def along(told: Told, plan: Plan) -> Told:
    """With what is on offer to whoever follows a plan."""
    return replace(told, problem=told.problem.along(plan.roles[:-1]))


@pytest.mark.parametrize("first", range(0, CASES, BLOCK))
def test_paths_through_random_networks_can_be_followed_as_written(first: int) -> None:
    for seed in range(first, first + BLOCK):
        told, plans = random_question(seed)
        for plan in plans:
            try:
                follow(along(told, plan), write_path(told, plan))
            except AssertionError as error:
                raise AssertionError(f"seed {seed}: {plan.roles}") from error


@pytest.mark.parametrize(
    ("start", "target", "bridges"),
    [
        (None, "role/traditional-product-manager", 1),
        ("data scientist", "role/ai-leader", 1),
        ("data analyst", "role/ai-product-manager", 0),
    ],
)
def test_packaged_paths_can_be_followed_as_written(kg: KnowledgeGraph, start: str | None, target: str, bridges: int) -> None:
    network, pace = kg.planning, Pace(8)
    profile = make_profile(network, [kg.role(start).id] if start else [], target)
    problem, offered = make_problem(network, profile, target, Limits(800, 600, 400, bridges, "hours"), pace)
    told, found = Told(network, profile, problem, offered, pace), search(problem)
    assert found.direct is not None
    for plan in (found.direct, *found.plans):
        path = write_path(told, plan)
        follow(along(told, plan), path)
        assert all(step.evidence for hop in path.hops for step in hop.steps)
        assert all(step.because for hop in path.hops for step in hop.steps)


def test_the_random_paths_show_all_that_there_is_to_check() -> None:
    seen: Counter[str] = Counter()
    for seed in range(CASES):
        told, plans = random_question(seed)
        for asked, path in ((along(told, plan), write_path(told, plan)) for plan in plans):
            hops, steps = path.hops, [step for hop in path.hops for step in hop.steps]
            seen["path"] += 1
            seen[f"{len(hops) - 1} bridges"] += 1
            seen["documented"] += any(hop.documented for hop in hops)
            seen["study before a bridge"] += any(hop.steps for hop in hops[:-1])
            seen["an essential covered in part"] += any(hop.essentials_open for hop in hops[:-1])
            seen["strict"] += told.profile.strict
            seen["several quarters"] += any(len(of_step(asked, step)) > 1 for step in steps)
            seen["needed for a later role"] += any(
                {t.id for s in hops[0].steps for t in s.needed_for} & {s.offer.id for hop in hops[1:] for s in hop.steps} for _ in hops[1:]
            )
            for step in steps:
                seen[step.kind] += 1
                seen["needed"] += bool(step.needed_for)
                seen["forced"] += step.forced
                seen["not forced"] += not step.forced and any(c.necessity == "essential" and c.after == 1 for c in step.closes)
                seen["closes nothing of this role"] += not step.closes
                seen["by credit"] += any(c.via != "held" for c in step.closes)
                seen["a quarter passed over"] += skips(asked, step)
    assert not {name: count for name, count in seen.items() if count < 3}, seen
    assert len(seen) == 20, seen


def skips(told: Told, step: Step) -> bool:
    """Whether a quarter is left out that credit stands in for."""
    quarters = [dict(o.raises)[step.offer.id] for o in of_step(told, step) if o.id.startswith("study/")]
    return bool(quarters) and step.raises[0].before * 1000 < min(quarters) - 250


# --- following ----------------------------------------------------------------------------------------


def of_step(told: Told, step: Step) -> list[Option]:
    """The options a step stands for: the offer, or as many quarters up to the level reached as its hours are."""
    by_id = {o.id: o for o in told.problem.options}
    if step.kind in ("program", "project"):
        return [by_id[step.offer.id]]
    top = round(step.raises[0].after * 1000)
    each = by_id[f"study/{step.offer.id}@{top}"].minutes
    count = round(step.hours.high * 60 / each.high)
    return [by_id[f"study/{step.offer.id}@{quarter}"] for quarter in range(top - 250 * (count - 1), top + 1, 250)]


def follow(told: Told, path: Path) -> None:
    """Takes every step as it is written, as another person would reckon it."""
    person, previous, taken = Person(told.problem), "", []
    for number, hop in enumerate(path.hops):
        last = number == len(path.hops) - 1
        role = hop.role.id
        assert hop.role == told.network.roles[role]
        assert hop.documented == ((previous, role) in told.problem.documented)
        named = moves(told.network, told.profile, previous, role)
        assert hop.evidence == tuple(e for name in named for e in told.network.evidence.get(name, ()))
        assert hop.readiness_before == readiness(person, role)
        floor = 1000 if last else 500
        essentials = [] if role in person.roles else [r for r in told.problem.requirements[role] if r.essential]
        assert hop.essentials_open == sum(person.covers(r) < floor for r in essentials)
        taken += follow_steps(told, person, hop, [step for each in path.hops[number + 1 :] for step in each.steps])
        assert hop.readiness_on_entry == readiness(person, role)
        assert person.may_have(role)
        assert (hop.tenure is None) is last
        if not last:
            assert hop.tenure == told.network.assumptions.range("bridge-tenure")
            person.works(role)
        previous = role
    assert previous == told.problem.target
    assert len({o.id for o in taken}) == len(taken)
    check_totals(told, path, taken)


def follow_steps(told: Told, person: Person, hop: Hop, of_later_roles: list[Step]) -> list[Option]:
    """Takes the steps of one role; returns their options."""
    taken = []
    at_the_start = person.copy()
    for number, step in enumerate(hop.steps):
        options = of_step(told, step)
        before = person.copy()
        later = [*hop.steps[number + 1 :], *of_later_roles]
        check_needed_for(told, at_the_start, step, later)
        for option in options:
            assert person.meets(option.condition), f"{option.id} before its condition holds"
            held = dict(person.levels)
            person.takes(option)
            wanted = {name for group in told.problem.limits.must.values() for name in group}
            for_its_name = option.id in wanted or any(Done(option.id) in leaves(o.condition) for o in told.problem.options)
            assert person.levels != held or for_its_name, f"{option.id} teaches what is held"
        check_step(told, step, options, before, person, hop.role.id)
        taken += options
    return taken


def check_step(told: Told, step: Step, options: list[Option], before: Person, after: Person, role: str) -> None:
    assert step.kind == options[0].kind
    raised = {c: (before.levels.get(c, 0), level) for c, level in after.levels.items() if level > before.levels.get(c, 0)}
    assert {r.thing.id: (round(r.before * 1000), round(r.after * 1000)) for r in step.raises} == raised
    assert [r.thing.id for r in step.raises] == sorted(raised)
    closed = {} if role in before.roles else {r.id: r for r in told.problem.requirements[role] if after.covers(r) > before.covers(r)}
    assert {c.id for c in step.closes} == set(closed)
    for each in step.closes:
        requirement = closed[each.id]
        assert (each.before, each.after) == (before.covers(requirement) / 1000, after.covers(requirement) / 1000)
        assert each.necessity == requirement.necessity
        assert_earned(told, after, requirement, each.via)
    assert step.readiness_after == readiness(after, role)
    assert (step.hours.low, step.hours.high) == tuple(
        round(sum(ends) / 60, 1) for ends in zip(*((o.minutes.low, o.minutes.high) for o in options), strict=True)
    )
    month = told.pace.hours_per_week * 60 * 365.25 / 12 / 7
    assert step.months.low == pytest.approx(sum(o.time.low for o in options) / month, abs=0.006)
    assert step.months.high == pytest.approx(sum(o.time.high for o in options) / month, abs=0.006)
    assert (step.money.low, step.money.high) == (sum(o.cents.low for o in options) / 100, sum(o.cents.high for o in options) / 100)
    assert step.money.currency == told.pace.currency
    assert step.forced is any(
        r.essential and after.covers(r) == 1000 and ways_to_meet(told, before, r) == {step.offer.id} for r in closed.values()
    )
    if step.closes and not any(c.necessity == "essential" for c in step.closes):
        assert "essential" not in step.because
    said = [r.id for r in closed.values()]
    if step.kind in ("program", "project"):
        said += [t.id for t in told.network.taught[step.offer.id] if t.capability in raised]
    else:
        said += [name for name, _ in told.network.prerequisites.get(step.offer.id, ())]
    others = {cited for name in comes_before(told, step) for cited in told.network.evidence.get(name, ())}
    cited = {cited for name in said for cited in told.network.evidence.get(name, ())}
    assert cited <= set(step.evidence) <= cited | others
    assert len(set(step.evidence)) == len(step.evidence)
    assert step.evidence or not (step.closes or step.needed_for)
    assert set(step.assumptions) == {name for o in options for name in told.offered.about[o.id].assumptions}


def comes_before(told: Told, step: Step) -> set[str]:
    """The statements and programs by which the later steps that a step is needed for ask for something first."""
    found = set()
    for thing in step.needed_for:
        capabilities = [t.capability for t in told.network.taught.get(thing.id, ())] or [thing.id]
        found |= {name for c in capabilities for name, _ in told.network.prerequisites.get(c, ())}
        found |= {thing.id} & told.network.entries.keys()
    return found


def readiness(person: Person, role: str) -> float:
    """R by the formula, to a thousandth."""
    asked = person.problem.requirements[role]
    covered = [1000 if role in person.roles else person.covers(r) for r in asked]
    return round(float(Fraction(sum(r.weight * q for r, q in zip(asked, covered, strict=True)), 1000 * sum(r.weight for r in asked))), 3)


def assert_earned(told: Told, person: Person, requirement: Requirement, via: str) -> None:
    """What is named as the reason earns all of the coverage by itself: held itself, or named with the way it counts."""
    found = set()
    for wanted in requirement.capabilities:
        for credit in person.problem.credits[wanted]:
            share = credit.factor * min(1000, person.levels.get(credit.held, 0) * 1000 // requirement.level) // 1000
            if share == person.covers(requirement):
                found.add("held" if credit.via == "held" else f"{told.network.capabilities[credit.held].label} ({credit.via})")
    assert via in found


def ways_to_meet(told: Told, person: Person, requirement: Requirement) -> set[str]:
    """The offers and capabilities to study on offer, each of which is enough for a requirement."""
    found = set()
    for option in told.problem.options:
        alone = Person(replace(person.problem, start=replace(person.problem.start, levels=dict(option.raises))))
        if alone.covers(requirement) == 1000 and option.id not in told.problem.limits.avoided:
            found.add(option.id.removeprefix("study/").partition("@")[0])
    return found


def check_needed_for(told: Told, at_the_start: Person, step: Step, later: list[Step]) -> None:
    """Those later steps are named that ask for something that doesn't hold at first, and does after this step alone."""
    named = {thing.id for thing in step.needed_for}
    assert named <= {other.offer.id for other in later} - {step.offer.id}
    alone = at_the_start.copy()
    for option in of_step(told, step):
        alone.takes(option)
    for other in later:
        parts = [leaf for option in of_step(told, other) for leaf in leaves(option.condition)]
        helped = any(alone.meets(leaf) and not at_the_start.meets(leaf) for leaf in parts)
        assert helped is (other.offer.id in named) or other.offer == step.offer or sum(o.offer == other.offer for o in later) > 1


def check_totals(told: Told, path: Path, taken: list[Option]) -> None:
    cost, steps, bridges = path.cost, [s for hop in path.hops for s in hop.steps], len(path.hops) - 1
    assert cost.steps == len(taken) + bridges
    for end in ("low", "high"):
        assert getattr(cost.hours, end) == round(sum(getattr(o.minutes, end) for o in taken) / 60, 1)
        assert getattr(cost.money, end) == sum(getattr(o.cents, end) for o in taken) / 100
        assert getattr(cost.hours, end) == pytest.approx(sum(getattr(s.hours, end) for s in steps), abs=0.05 * (len(steps) + 1))
        tenures = sum(getattr(hop.tenure, end) for hop in path.hops if hop.tenure)
        slack = 0.005 * (len(steps) + 1) + bridges / told.pace.minutes_per_month
        assert getattr(cost.months, end) == pytest.approx(sum(getattr(s.months, end) for s in steps) + tenures, abs=slack + 1e-6)
        assert getattr(cost.money, end) == pytest.approx(sum(getattr(s.money, end) for s in steps))
    assert path.optimal
    middle = {"months": cost.months.middle, "hours": cost.hours.middle, "money": cost.money.middle, "steps": cost.steps}
    assert path.bound == pytest.approx(middle[told.problem.limits.minimise], abs=0.06)


# --- what is beaten -----------------------------------------------------------------------------------


def test_what_is_said_of_a_beaten_sequence_shows_that_it_is_beaten() -> None:
    seen = 0
    for seed in range(0, CASES, 3):
        told, _ = random_question(seed)
        found = search(told.problem)
        costs = [write_path(told, plan).cost for plan in found.plans]
        for beaten in found.beaten:
            said = write_considered(told, beaten)
            assert tuple(role.id for role in said.roles) == beaten.roles
            assert beaten.roles in sequences(told.problem)
            pairs = zip(("", *beaten.roles), beaten.roles, strict=False)
            assert said.documented == sum(pair in told.problem.documented for pair in pairs)
            assert any(
                cost.months.middle <= said.months + 0.01
                and cost.hours.middle <= said.hours + 0.05
                and cost.money.middle <= said.money + 0.01
                for cost in costs
            )
            seen += 1
    assert seen > 10


def test_levels_named_in_conditions_are_on_offer() -> None:
    """What a condition asks for can be studied up to that level, if it can be studied at all."""
    for seed in range(60):
        told, _ = random_question(seed)
        reach: dict[str, int] = {}
        for option in told.problem.options:
            for capability, level in option.raises if option.id.startswith("study/") else ():
                reach[capability] = max(level, reach.get(capability, 0))
        for option in told.problem.options:
            for leaf in leaves(option.condition):
                if isinstance(leaf, Level):
                    same = [k.held for k in told.network.credits[leaf.capability] if k.factor == 1000]
                    alone = [c for c in same if told.network.capabilities[c].kind != "credential"]
                    assert not alone or any(reach.get(c, 0) >= leaf.level for c in same) or len(alone) < len(same), f"seed {seed}: {leaf}"
