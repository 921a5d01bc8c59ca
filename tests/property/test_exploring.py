"""Roles all at once, and what changes do, on random small networks: against the plain functions for one person and one role."""

from __future__ import annotations

import sys
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolepath.planning.arrays import Arrays
from rolepath.planning.asks import asks, unmet
from rolepath.planning.conditions import holds, leaves
from rolepath.planning.coverage import FULL, WHOLE, taken_on
from rolepath.planning.gains import ALONE, after_doing, candidates, write_doings, write_gain
from rolepath.planning.network import Network
from rolepath.planning.offers import Pace
from rolepath.planning.opens import opened, same_as
from rolepath.planning.problem import Limits, Problem
from rolepath.planning.profile import Profile, make_profile
from rolepath.planning.reach import Place, at_least, by_hours, feeders, near
from rolepath.planning.readiness import NOT_YET, Lines, Stages, barred_by, stages, stand
from rolepath.planning.search import Search
from rolepath.planning.units import known_enough
from rolepath.planning.ways import Ask
from rolepath.planning.written import Told

sys.path.insert(0, str(Path(__file__).parent))

from networks import TARGET, random_network, random_profile

MANY = settings(derandomize=True, deadline=None, max_examples=150)
SOME = settings(derandomize=True, deadline=None, max_examples=30)
SEEDS = st.integers(0, 2**32)
PACE = Pace(8)


def lines_of(random: Random, network: Network) -> Stages:
    return stages(network, random.choice((None, 300, 667, 1000)))


def problem_of(network: Network, profile: Profile, target: str = TARGET, lines: Stages | None = None) -> Problem:
    ask = Ask(network, profile, target, PACE, Limits("hours"), lines or stages(network), Lines(600, 500))
    return ask.problem([target])


def stage_of(network: Network, profile: Profile, role: str, lines: Stages) -> str:
    standing = stand(network, profile, role)
    barred = barred_by(network, standing.units, role, profile.typical, profile.licences, profile.roles)
    return NOT_YET if barred else standing.stage(lines)


def known(network: Network) -> set[str]:
    return {role for role in network.roles if known_enough(network, role)}


# --- roles near -------------------------------------------------------------------------------------


def assert_stands(network: Network, place: Place, profile: Profile, role: str, lines: Stages) -> None:
    standing = stand(network, profile, role)
    assert place.readiness == Fraction(standing.score, standing.weight * WHOLE)
    assert (place.met, place.essentials) == standing.essentials(lines.covered)
    assert place.stage == stage_of(network, profile, role, lines)


def assert_in_order(network: Network, places: list[Place]) -> None:
    keys = [(-p.readiness, p.essentials - p.met, network.roles[p.role].label, p.role) for p in places]
    assert keys == sorted(keys)


@MANY
@given(SEEDS)
def test_roles_near_someone_are_all_that_are_known_and_not_held_in_order(seed: int) -> None:
    random = Random(seed)
    network = random_network(random)
    profile, lines = random_profile(random, network), lines_of(random, network)
    places = near(network, Arrays(network), profile, lines)
    assert {place.role for place in places} == known(network) - set(profile.roles)
    for place in places:
        assert_stands(network, place, profile, place.role, lines)
    assert_in_order(network, places)


@MANY
@given(SEEDS)
def test_starting_roles_are_all_of_whose_people_something_is_known_in_order(seed: int) -> None:
    random = Random(seed)
    network = random_network(random)
    lines, arrays = lines_of(random, network), Arrays(network)
    places = feeders(network, arrays, TARGET, lines)
    assert {place.role for place in places} == {*arrays.brings[0]} - {TARGET} >= known(network) - {TARGET}
    for place in places:
        assert_stands(network, place, make_profile(network, (place.role,), TARGET), TARGET, lines)
    assert_in_order(network, places)


@SOME
@given(SEEDS)
def test_the_fewest_hours_are_those_of_the_best_plan_and_a_limit_only_cuts_the_list(seed: int) -> None:
    random = Random(seed)
    network = random_network(random)
    profile, lines = random_profile(random, network), lines_of(random, network)
    roles = sorted(known(network) - set(profile.roles))
    problems = [partial(problem_of, network, profile, role, lines) for role in roles]
    everything = by_hours(problems)
    assert sorted(studied.number for studied in everything) == list(range(len(roles)))
    for studied in everything:
        best = Search(problem_of(network, profile, roles[studied.number], lines)).best()
        assert studied.proven
        assert (studied.plan is None) is (best.plan is None)
        if best.plan is not None:
            assert studied.minutes == best.plan.costs.minutes[1] >= at_least(studied.problem)
    order = [(studied.plan is None, studied.minutes) for studied in everything]
    assert order == sorted(order)
    for most in range(1, len(roles) + 1):
        cut = by_hours(problems, most)
        assert [(s.number, s.minutes) for s in cut] == [(s.number, s.minutes) for s in everything[:most]]


# --- what each thing is worth -------------------------------------------------------------------------


@MANY
@given(SEEDS)
def test_what_a_thing_opens_is_what_is_lost_without_it(seed: int) -> None:
    random = Random(seed)
    network = random_network(random)
    profile, lines, arrays = random_profile(random, network), lines_of(random, network), Arrays(network)
    others = [role for role in arrays.roles if role not in profile.roles]
    rows = opened(network, arrays, profile, lines)
    held = {thing for thing, level in profile.typical.items() if level}
    elsewhere = {thing.id for row in rows for thing in row.with_}
    groups = [{thing.id for thing in row.with_} | ({row.thing.id} & held - elsewhere) for row in rows]
    assert sorted(thing for group in groups for thing in group) == sorted(held), "everything held is in one group"
    for row, gone in zip(rows, groups, strict=True):
        without = replace(profile, typical={c: level for c, level in profile.typical.items() if c not in gone})
        pairs = [(stand(network, profile, role), stand(network, without, role)) for role in others]
        lost = sum((Fraction(one.score - other.score, one.weight * WHOLE) for one, other in pairs), Fraction(0))
        assert row.lost == pytest.approx(float(lost), abs=1e-8)
        assert row.roles == sum(one.score > other.score for one, other in pairs)
        assert row.said is any(c in profile.said for c in gone)
        for things, reached in ((row.not_ready, ("ready",)), (row.not_nearly, ("ready", "nearly"))):
            fallen = [
                role
                for role in others
                if stage_of(network, profile, role, lines) in reached and stage_of(network, without, role, lines) not in reached
            ]
            assert [thing.id for thing in things] == fallen
    order = [(-row.lost, -row.roles, row.thing.id) for row in rows]
    assert order == sorted(order)


@MANY
@given(SEEDS)
def test_a_group_is_a_unit_with_its_members_or_a_capability_with_its_twins(seed: int) -> None:
    random = Random(seed)
    network = random_network(random)
    profile = random_profile(random, network)
    for row in opened(network, Arrays(network), profile, stages(network)):
        for thing in row.with_:
            same = same_as(network, thing.id)
            assert row.thing.id in same or row.thing.id in {network.unit_of.get(each) for each in same}


# --- what a change would do ---------------------------------------------------------------------------


@MANY
@given(SEEDS)
def test_the_ranking_holds_everything_that_raises_readiness_with_its_exact_gain(seed: int) -> None:
    random = Random(seed)
    network = random_network(random)
    profile = random_profile(random, network)
    problem, told = problem_of(network, profile), Told(network, PACE)
    base = stand(network, profile, TARGET)
    line = problem.stages.covered * FULL
    found = candidates(problem, "per-hour")
    for candidate in found:
        after = stand(network, profile, TARGET, taken_on(profile.typical, candidate.gives))
        assert candidate.gain == after.score - base.score > 0
        written = write_gain(told, problem, candidate)
        assert written.gain == pytest.approx(after.readiness - base.readiness, abs=1e-6)
        met = [u.id for u, q, now in zip(base.units, base.covered, after.covered, strict=True) if u.essential and q < line <= now]
        assert [m.id for m in written.meets] == met
        assert (written.hours is None) is (candidate.kind == ALONE) is (candidate.offer is None)
        if candidate.cost[1]:
            exact = Fraction(candidate.gain, base.weight * WHOLE) * 100 / Fraction(candidate.cost[1], 120 * WHOLE)
            assert written.per_100_hours == pytest.approx(float(exact), rel=1e-5, abs=1e-6)
    there = {candidate.offer.id for candidate in found if candidate.offer}
    for offer in problem.offers:
        more = stand(network, profile, TARGET, taken_on(profile.typical, offer.gives)).score - base.score
        assert (more > 0) is (offer.id in there)
    rates = [each.rate for each in found]
    assert rates == sorted(rates, reverse=True)
    by_gain = candidates(problem, "gain")
    assert sorted((c.kind, c.thing.id) for c in by_gain) == sorted((c.kind, c.thing.id) for c in found)
    gains = [each.gain for each in by_gain]
    assert gains == sorted(gains, reverse=True)


@MANY
@given(SEEDS)
def test_what_one_thing_takes_is_what_it_takes_as_a_plan_and_it_asks_for_what_bars_it(seed: int) -> None:
    random = Random(seed)
    network = random_network(random)
    problem = problem_of(network, random_profile(random, network))
    anything = problem.with_limits(problem.limits, Lines(0, 0))
    for candidate in candidates(problem, "gain"):
        if candidate.offer is None:
            continue
        wanting = asks(problem, problem.start, candidate.offer)
        assert (not wanting) is problem.may_take(candidate.offer, problem.start, -1)
        plan = anything.walk([[candidate.offer.id]])
        assert (plan is None) is bool(wanting)
        if plan is not None:
            assert plan.costs.minutes == candidate.cost


@MANY
@given(SEEDS)
def test_what_is_left_of_a_condition_holds_just_when_the_condition_would(seed: int) -> None:
    """Whichever of its open leaves are met."""
    random = Random(seed)
    network = random_network(random)
    for condition in network.entries.values():
        every = sorted(set(leaves(condition)), key=repr)
        met = {leaf for leaf in every if random.random() < 0.4}
        left = unmet(condition, met.__contains__)
        assert (left is None) is holds(condition, met.__contains__)
        if left is None:
            continue
        assert not met & set(leaves(left))
        for _ in range(8):
            more = met | {leaf for leaf in every if random.random() < 0.5}
            assert holds(left, more.__contains__) is holds(condition, more.__contains__)


@MANY
@given(SEEDS)
def test_what_is_done_is_held_and_nothing_falls(seed: int) -> None:
    random = Random(seed)
    network = random_network(random)
    profile = random_profile(random, network)
    problem = problem_of(network, profile)
    programs = [offer for offer in problem.offers if offer.kind != "module"]
    done = random.sample(programs, random.randint(0, len(programs)))
    after = after_doing(profile, done)
    gives = [give for offer in done for give in offer.gives]
    assert after.typical == taken_on(profile.typical, gives)
    assert after.programs == profile.programs | {offer.id for offer in done if offer.kind == "program"}
    assert not after.lacked & {thing for thing, _ in gives}
    for before, now in ((profile.low, after.low), (profile.high, after.high), (profile.said, after.said)):
        assert all(now[thing] >= level for thing, level in before.items())
    assert stand(network, after, TARGET).score >= stand(network, profile, TARGET).score
    doings = write_doings(Told(network, PACE), problem, [offer.id for offer in done])
    for offer, doing in zip(done, doings, strict=True):
        assert {r.thing.id: r.after for r in doing.raises} == {
            thing: level / FULL for thing, level in offer.gives if level > profile.typical.get(thing, 0) and thing in network.capabilities
        }
