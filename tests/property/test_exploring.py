"""Roles all at once, and what changes do, on random small networks: against the plain functions for one person and one role."""

from __future__ import annotations

import math
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rolepath.planning.explain import Told
from rolepath.planning.optimum import best_plan
from rolepath.planning.plan import Plan
from rolepath.planning.question import make_problem

from rolepath.planning.arrays import Arrays, Standings
from rolepath.planning.conditions import Level, holds, leaves
from rolepath.planning.gains import ALONE, Candidate, after_doing, candidates, same_as, unmet, write_doings, write_gain
from rolepath.planning.network import Network
from rolepath.planning.offers import Pace
from rolepath.planning.opens import Shares, hireable, opened
from rolepath.planning.problem import FULL, Limits, covered, leaf_holds, may_enter
from rolepath.planning.profile import Profile, coverage, make_profile
from rolepath.planning.reach import Move, by_hours, feeders, near
from rolepath.planning.readiness import Standing, is_ready, known_enough, standing
from rolepath.service.graph import KnowledgeGraph

sys.path.insert(0, str(Path(__file__).parent))

from networks import TARGET, random_network, random_profile

MANY = settings(derandomize=True, deadline=None, max_examples=120)
SOME = settings(derandomize=True, deadline=None, max_examples=40)
SEEDS = st.integers(0, 2**32)
PACE = Pace(8)


def person(random: Random, network: Network) -> Profile:
    """Someone who holds a role or two or none, with capabilities, programs and licences beside."""
    profile = random_profile(random, network)
    roles = random.sample(sorted(network.roles), random.choice((0, 0, 1, 1, 2)))
    held = make_profile(network, roles, TARGET, {c: level for c, level in profile.levels.items() if level}, strict=profile.strict)
    licences = frozenset(random.sample(sorted(network.roles), random.choice((0, 1))))
    return replace(held, licences=licences, degrees=frozenset(random.choice(((), ("bachelor",)))))


def shares(random: Random) -> Shares:
    return Shares(random.choice((300, 667, 800, 1000)), random.choice((200, 450, 600)), random.choice((1, 200, 400)))


def told(network: Network, profile: Profile, minimise: str = "hours", readiness: int = 800) -> Told:
    problem, offered = make_problem(network, profile, TARGET, Limits(readiness, 600, 400, 0, minimise), PACE)
    return Told(network, profile, problem, offered, PACE)


def one(standings: Standings, place: int) -> tuple[int, ...]:
    columns = (standings.score, standings.weight, standings.least, standings.met, standings.essentials)
    return tuple(int(column[place]) for column in columns)


def plain(stand: Standing) -> tuple[int, ...]:
    met, asked = stand.essentials()
    essential = [q for r, q in zip(stand.requirements, stand.covered, strict=True) if r.essential]
    return stand.score, stand.weight, min(essential, default=FULL), met, asked


# --- arrays -----------------------------------------------------------------------------------------


def assert_same_as_one_by_one(network: Network, arrays: Arrays, profile: Profile) -> None:
    found = arrays.standings(profile)
    assert arrays.roles == tuple(role for role in sorted(network.roles) if known_enough(network, role))
    earned = [arrays.capabilities[n] if n >= 0 else None for n in arrays.earned_by(arrays.levels(profile.levels), profile.strict)]
    for place, role in enumerate(arrays.roles):
        stand = standing(network, profile, role)
        assert one(found, place) == plain(stand)
        assert found.readiness[place] == stand.readiness
        for share in (1, 400, 600, 800, 1000):
            assert bool(found.at_least(share)[place]) is stand.at_least(share)
            assert bool(found.ready(share)[place]) is is_ready(stand, share)
        for requirement in network.requirements[role]:
            credited = coverage(network, profile, requirement)[1]
            assert earned.pop(0) == (credited.id if credited else None)
    assert earned == []


@MANY
@given(SEEDS)
def test_one_person_towards_all_roles_is_as_towards_each(seed: int) -> None:
    random = Random(seed)
    network = random_network(random)
    assert_same_as_one_by_one(network, Arrays(network), person(random, network))


@MANY
@given(SEEDS, st.booleans())
def test_the_people_of_all_roles_towards_one_are_as_each_of_them(seed: int, strict: bool) -> None:
    network = random_network(Random(seed))
    arrays = Arrays(network)
    for target in arrays.roles:
        roles, found = arrays.feeders(target, strict)
        assert roles == tuple(role for role in sorted(network.roles) if network.requirements[role])
        for place, role in enumerate(roles):
            assert one(found, place) == plain(standing(network, make_profile(network, (role,), target, strict=strict), target))


@pytest.mark.parametrize("strict", [False, True])
def test_every_pair_of_the_packaged_roles_is_as_one_by_one(kg: KnowledgeGraph, strict: bool) -> None:
    network, arrays = kg.planning, kg.arrays
    for role in sorted(network.roles):
        assert_same_as_one_by_one(network, arrays, make_profile(network, (role,), role, strict=strict))
    for target in arrays.roles:
        roles, found = arrays.feeders(target, strict)
        for place, role in enumerate(roles):
            assert one(found, place) == plain(standing(network, make_profile(network, (role,), target, strict=strict), target))


def test_no_role_of_which_enough_is_known_is_no_trouble() -> None:
    network = random_network(Random(0))
    empty = replace(network, requirements=dict.fromkeys(network.roles, ()))
    arrays = Arrays(empty)
    assert arrays.roles == ()
    assert near(empty, arrays, Profile({"skill/1": 500}), Shares(800, 600, 400)) == []
    (row,) = opened(empty, arrays, Profile({"skill/1": 500}), Shares(800, 600, 400))
    assert (row.thing.id, row.roles, row.lost) == ("skill/1", 0, 0)


# --- roles near -------------------------------------------------------------------------------------


def may_be_entered(network: Network, profile: Profile, role: str, bars: Shares) -> bool:
    """The rule for bridges, as PATHS.md has it."""
    stand = standing(network, profile, role)
    met, asked = stand.essentials(FULL // 2)
    zones = [network.zones[held] for held in profile.roles if held in network.zones]
    climb = bool(zones) and role in network.zones and network.zones[role] > max(zones) + 1
    licensed = role not in network.regulated or role in profile.licences
    return stand.at_least(bars.bridge_readiness) and met == asked and licensed and not climb


@MANY
@given(SEEDS)
def test_roles_near_someone_are_all_that_are_known_and_not_held_in_order(seed: int) -> None:
    random = Random(seed)
    network = random_network(random)
    profile, bars, arrays = person(random, network), shares(random), Arrays(network)
    places = near(network, arrays, profile, bars)
    assert {place.role for place in places} == {r for r in network.roles if known_enough(network, r)} - set(profile.roles)
    for place in places:
        stand = standing(network, profile, place.role)
        assert place.readiness == Fraction(stand.score, stand.weight * FULL)
        assert (place.met, place.essentials) == stand.essentials()
        assert place.ready is is_ready(stand, bars.readiness)
        assert place.hireable is may_be_entered(network, profile, place.role, bars)
    keys = [(-p.readiness, p.essentials - p.met, network.roles[p.role].label, p.role) for p in places]
    assert keys == sorted(keys)


@MANY
@given(SEEDS)
def test_starting_roles_are_all_that_are_known_but_the_target_in_order(seed: int) -> None:
    random = Random(seed)
    network = random_network(random)
    bars, strict = shares(random), random.random() < 0.5
    places = feeders(network, Arrays(network), TARGET, bars, strict)
    assert {place.role for place in places} == {r for r in network.roles if known_enough(network, r)} - {TARGET}
    for place in places:
        stand = standing(network, make_profile(network, (place.role,), TARGET, strict=strict), TARGET)
        assert place.readiness == Fraction(stand.score, stand.weight * FULL)
        assert place.ready is is_ready(stand, bars.readiness)
    keys = [(-p.readiness, p.essentials - p.met, network.roles[p.role].label, p.role) for p in places]
    assert keys == sorted(keys)


@SOME
@given(SEEDS)
def test_the_fewest_hours_are_those_of_the_best_plan_and_a_limit_only_cuts_the_list(seed: int) -> None:
    random = Random(seed)
    network = random_network(random)
    profile, bars = person(random, network), shares(random)
    moves = [(place, Move(profile, place.role)) for place in near(network, Arrays(network), profile, bars)]
    everything = by_hours(network, moves, bars, PACE)
    assert len(everything) == len(moves)
    for studied in everything:
        problem, _ = make_problem(network, profile, studied.move.target, Limits(bars.readiness, 600, 400, 0, "hours"), PACE)
        plan = best_plan(problem, (studied.move.target,))
        assert (studied.cost is None) is (plan is None)
        if isinstance(plan, Plan) and studied.cost is not None:
            assert studied.proven
            assert studied.hours == plan.costs["hours"]
            assert studied.cost.hours.middle == pytest.approx(plan.costs["hours"] / 120, abs=0.1)
            assert (studied.hours == 0) or not studied.place.ready
        else:
            assert studied.reason is not None
            assert studied.reason.kind in ("missing", "condition", "readiness")
    order = [(studied.cost is None, studied.hours) for studied in everything]
    assert order == sorted(order)
    for most in range(1, len(moves) + 1):
        cut = by_hours(network, moves, bars, PACE, most)
        assert [(s.place, s.hours, s.cost) for s in cut] == [(s.place, s.hours, s.cost) for s in everything[:most]]


# --- what each skill is worth -------------------------------------------------------------------------


def lacking(network: Network, profile: Profile, capability: str) -> Profile:
    """Without a capability and what maps exactly to it."""
    return replace(profile, levels={c: level for c, level in profile.levels.items() if c not in same_as(network, capability)})


@SOME
@given(SEEDS)
def test_what_a_skill_opens_is_what_is_lost_where_it_is_lacked(seed: int) -> None:
    random = Random(seed)
    network = random_network(random)
    profile, bars, arrays = person(random, network), shares(random), Arrays(network)
    others = [role for role in arrays.roles if role not in profile.roles]
    rows = opened(network, arrays, profile, bars)
    assert {thing.id for row in rows for thing in (row.thing, *row.same)} == {c for c, level in profile.levels.items() if level}
    for row in rows:
        without = lacking(network, profile, row.thing.id)
        before = {role: standing(network, profile, role) for role in others}
        after = {role: standing(network, without, role) for role in others}
        lost = sum((Fraction(before[r].score - after[r].score, before[r].weight * FULL) for r in others), Fraction(0))
        assert row.lost == pytest.approx(float(lost), abs=1e-12)
        best = [
            role
            for role in others
            if any(
                (by := coverage(network, profile, r)[1]) is not None and by.id in {row.thing.id, *(t.id for t in row.same)}
                for r in network.requirements[role]
            )
        ]
        assert row.roles == len(best)
        fallen = (
            (row.not_ready, lambda who, role: is_ready(standing(network, who, role), bars.readiness)),
            (row.not_hireable, lambda who, role: may_be_entered(network, who, role, bars)),
            (row.not_considered, lambda who, role: standing(network, who, role).at_least(bars.bridge_consider)),
        )
        for things, so in fallen:
            assert [thing.id for thing in things] == [r for r in others if so(profile, r) and not so(without, r)]
    order = [(-row.lost, -row.roles, row.thing.id) for row in rows]
    assert order == sorted(order)


@MANY
@given(SEEDS)
def test_lacking_is_what_the_profile_does_with_lack(seed: int) -> None:
    """The same as `--lack`, for someone who holds one role."""
    random = Random(seed)
    network = random_network(random)
    role = random.choice([role for role in sorted(network.roles) if network.requirements[role]])
    profile = make_profile(network, (role,), TARGET)
    capability = random.choice(sorted(profile.levels))
    assert lacking(network, profile, capability).levels == make_profile(network, (role,), TARGET, lack=[capability]).levels


@MANY
@given(SEEDS)
def test_who_may_enter_is_as_the_planner_has_it(seed: int) -> None:
    """For roles without licence and zone, which the planner looks at elsewhere."""
    random = Random(seed)
    network = replace(random_network(random), regulated=frozenset(), zones={})
    profile, arrays = person(random, network), Arrays(network)
    bars = shares(random)
    found = hireable(network, arrays, profile, bars, arrays.standings(profile))
    for place, role in enumerate(arrays.roles):
        if role != TARGET:
            problem, _ = make_problem(network, profile, TARGET, Limits(800, bars.bridge_readiness, 400, 1), PACE)
            if role in problem.requirements:
                assert bool(found[place]) is may_enter(problem, problem.start, role)
    assert found.dtype == np.bool_


# --- what a change would do ---------------------------------------------------------------------------


@MANY
@given(SEEDS)
def test_the_ranking_holds_everything_that_raises_readiness_with_its_exact_gain(seed: int) -> None:
    random = Random(seed)
    network = random_network(random)
    profile = person(random, network)
    assume(TARGET not in profile.roles)
    asked = told(network, profile)
    base = standing(network, profile, TARGET)
    found = candidates(asked, "per-hour")
    for candidate in found:
        after = standing(network, replace(profile, levels=profile.state.raised(candidate.raises).levels), TARGET)
        assert candidate.gain == after.score - base.score > 0
        written = write_gain(asked, candidate)
        assert written.gain == pytest.approx(after.readiness - base.readiness, abs=1e-6)
        met = [r.id for r, q, now in zip(base.requirements, base.covered, after.covered, strict=True) if r.essential and q < FULL == now]
        assert [m.id for m in written.meets] == met
        if candidate.minutes.double:
            exact = Fraction(candidate.gain, base.weight * FULL) * 100 / Fraction(candidate.minutes.double, 120)
            assert written.per_100_hours == pytest.approx(float(exact), abs=1e-6)
    alone = {c.thing.id for c in found}
    for option in asked.problem.options:
        more = standing(network, replace(profile, levels=profile.state.raised(option.raises).levels), TARGET).score - base.score
        assert (asked.offered.about[option.id].thing.id in alone) or more == 0
    for requirement in network.requirements[TARGET]:
        for capability in requirement.capabilities:
            raised = profile.state.raised([(capability, requirement.level)])
            more = standing(network, replace(profile, levels=raised.levels), TARGET).score - base.score
            studied = {o.raises[0][0] for o in asked.problem.options if o.id.startswith("study/")}
            assert more == 0 or capability in alone or same_as(network, capability) & studied


@MANY
@given(SEEDS)
def test_a_study_goes_as_far_as_it_helps_and_begins_where_what_is_held_ends(seed: int) -> None:
    random = Random(seed)
    network = random_network(random)
    profile = person(random, network)
    assume(TARGET not in profile.roles)
    asked = told(network, profile)
    problem = asked.problem
    for candidate in candidates(asked, "gain"):
        if candidate.kind not in ("self-study", "tool practice"):
            continue
        ((capability, level),) = candidate.raises
        quarters = [o.raises[0][1] for o in problem.options if o.id.startswith(f"study/{capability}@")]
        score_at = {q: gained(network, profile, capability, q) for q in quarters}
        assert score_at[level] == max(score_at.values())
        assert all(score_at[q] < score_at[level] for q in quarters if q < level)
        taken = [option.raises[0][1] for option in candidate.options]
        assert taken == sorted(q for q in quarters if taken[0] <= q <= level)
        if taken[0] > 250:
            assert leaf_holds(problem, problem.start, Level(capability, taken[0] - 250, near=True))
        assert not any(leaf_holds(problem, problem.start, Level(capability, q, near=True)) for q in taken[:-1])


def gained(network: Network, profile: Profile, capability: str, level: int) -> int:
    return standing(network, replace(profile, levels=profile.state.raised([(capability, level)]).levels), TARGET).score


@MANY
@given(SEEDS, st.sampled_from(("per-hour", "gain")))
def test_the_ranking_is_in_its_order(seed: int, by: str) -> None:
    random = Random(seed)
    network = random_network(random)
    found = candidates(told(network, person(random, network)), by)

    def rate(candidate: Candidate) -> Fraction | float:
        minutes = candidate.minutes.double
        return -1 if candidate.kind == ALONE else Fraction(candidate.gain, minutes) if minutes else math.inf

    keys = [(-rate(c), -c.gain, c.thing.id) if by == "per-hour" else (-c.gain, -rate(c), c.thing.id) for c in found]
    assert keys == sorted(keys)


@MANY
@given(SEEDS)
def test_what_is_asked_first_is_what_is_left_of_the_condition(seed: int) -> None:
    """It holds exactly where the condition does, for whoever holds the leaves that hold now and any of the others."""
    random = Random(seed)
    network = random_network(random)
    profile = person(random, network)
    problem = told(network, profile).problem
    for option in problem.options:
        now = {leaf for leaf in leaves(option.condition) if leaf_holds(problem, problem.start, leaf)}
        left = unmet(option.condition, lambda leaf: leaf in now)  # noqa: B023
        assert (left is None) is holds(option.condition, now.__contains__)
        if left is not None:
            assert not now & set(leaves(left))
            for _ in range(5):
                more = now | {leaf for leaf in leaves(option.condition) if random.random() < 0.5}
                assert holds(left, more.__contains__) is holds(option.condition, more.__contains__)


@SOME
@given(SEEDS)
def test_doing_what_can_be_done_never_costs_more_afterwards_nor_less_in_all(seed: int) -> None:
    """In all it can only be less through credit: what is held at the start counts as a beginning of what is near, unlike within a plan."""
    random = Random(seed)
    network = random_network(random)
    near_counts = random.random() < 0.5
    if not near_counts:
        network = replace(network, credits={c: tuple(k for k in found if k.factor == FULL) for c, found in network.credits.items()})
    profile = person(random, network)
    minimise = random.choice(("hours", "months", "money"))
    before = told(network, profile, minimise)
    offers = [o.id for o in before.problem.options if o.kind in ("program", "project")]
    assume(offers and TARGET not in profile.roles)
    done = random.sample(offers, random.randint(1, len(offers)))
    doings = write_doings(before, done)
    assert [doing.offer.id for doing in doings] == done
    after = told(network, after_doing(network, profile, done), minimise)
    one_plan, other = best_plan(before.problem, (TARGET,)), best_plan(after.problem, (TARGET,))
    if isinstance(one_plan, Plan):
        assert isinstance(other, Plan)
        assert other.costs[minimise] <= one_plan.costs[minimise]
        if not near_counts and not any(doing.asks for doing in doings):
            spent = sum(o.cost(minimise) for o in before.problem.options if o.id in done)
            assert one_plan.costs[minimise] <= spent + other.costs[minimise]
    for doing in doings:
        option = next(o for o in before.problem.options if o.id == doing.offer.id)
        assert {r.thing.id: r.after for r in doing.raises} == {
            c: level / FULL for c, level in option.raises if level > profile.levels.get(c, 0)
        }
    for requirement in network.requirements[TARGET]:
        q = covered(before.problem.credits, profile.levels, requirement)
        assert covered(before.problem.credits, after.problem.start.levels, requirement) >= q
