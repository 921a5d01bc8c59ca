"""Conditions as trees: what holds, what follows from what, and what they become together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from rolepath.planning.conditions import (
    NOTHING,
    AllOf,
    AnyOf,
    AtLeast,
    Condition,
    Degree,
    Done,
    Experience,
    Leaf,
    Level,
    Worked,
    both,
    holds,
    implies,
    leaves,
)
from rolepath.planning.network import Credit
from rolepath.planning.problem import Limits, Problem, Span, State, leaf_holds

CASES = range(600)
A, B, C = Level("skill/a", 500), Done("program/p"), Worked("role/r")
SKILLS = ("skill/a", "skill/b", "skill/c")
LEVELS = (250, 500, 750)
EMPTY = Problem(State({}, {}), "role/target", {}, {}, {}, (), frozenset(), {}, Span(), 0, (), Limits(800, 600, 400, 0))
Person = Callable[[Leaf], bool]


def random_leaf(random: Random) -> Leaf:
    if random.random() < 0.6:
        return Level(random.choice(SKILLS), random.choice(LEVELS), random.random() < 0.5)
    return random.choice((B, Done("program/q"), C, Worked("role/s"), Degree("bachelor"), Degree("master"), Experience(6), Experience(12)))


def random_condition(random: Random, depth: int = 3) -> Condition:
    if depth == 0 or random.random() < 0.3:
        return random_leaf(random)
    parts = tuple(random_condition(random, depth - 1) for _ in range(random.randint(0 if random.random() < 0.1 else 1, 3)))
    return random.choice((AllOf(parts), AnyOf(parts), AtLeast(random.randint(0, 3), parts)))


def random_person(random: Random) -> Person:
    """Which leaves hold for someone, in a world with some credit between skills: as the planner decides it."""
    brought, learned = ({s: random.choice((*LEVELS, random.randint(0, 1000))) for s in SKILLS if random.random() < 0.5} for _ in "12")
    state = State(
        levels={s: max(brought.get(s, 0), learned.get(s, 0)) for s in SKILLS},
        brought=brought,
        roles=frozenset(random.sample(("role/r", "role/s"), random.randint(0, 2))),
        programs=frozenset(random.sample(("program/p", "program/q"), random.randint(0, 2))),
        degrees=frozenset(random.sample(("bachelor", "master", "doctorate"), random.randint(0, 1))),
        experience=random.choice((0, 6, 12)),
    )
    factors = (1, 600, 1000, 1000)
    credits = {
        s: (Credit(s, 1000, "held"), *(Credit(other, random.choice(factors), "x") for other in random.sample(SKILLS, random.randint(0, 2))))
        for s in SKILLS
    }
    problem = replace(EMPTY, credits=credits)
    return lambda leaf: leaf_holds(problem, state, leaf)


@pytest.mark.parametrize(
    ("condition", "needed"),
    [
        (NOTHING, []),
        (A, [{A}]),
        (AllOf((A, B)), [{A, B}]),
        (AnyOf((A, B)), [{A}, {B}]),
        (AtLeast(2, (A, B, C)), [{A, B}, {A, C}, {B, C}]),
        (AllOf((A, AnyOf((B, C)))), [{A, B}, {A, C}]),
        (AnyOf((A, AllOf((B, C)))), [{A}, {B, C}]),
        (AtLeast(0, (A,)), [set()]),
    ],
    ids=lambda value: type(value).__name__,  # a set is written in any order, which would make another name each time
)
def test_a_tree_holds_where_enough_of_its_leaves_do(condition: Condition, needed: list[set[Leaf]]) -> None:
    for have in (set(), {A}, {B}, {C}, {A, B}, {A, C}, {B, C}, {A, B, C}):
        enough = condition == NOTHING or any(leaves_ <= have for leaves_ in needed)
        assert holds(condition, have.__contains__) is enough, have


def test_a_group_of_nothing() -> None:
    nothing: set[Leaf] = set()
    assert holds(AllOf(()), nothing.__contains__)
    assert not holds(AnyOf(()), nothing.__contains__)
    assert not holds(AtLeast(1, ()), nothing.__contains__)


def test_all_and_any_are_at_least_so_many() -> None:
    for seed in CASES:
        random = Random(seed)
        person = random_person(random)
        parts = tuple(random_condition(random) for _ in range(random.randint(0, 3)))
        count = sum(holds(part, person) for part in parts)
        for least in range(len(parts) + 2):
            assert holds(AtLeast(least, parts), person) is (count >= least)
        assert holds(AllOf(parts), person) is holds(AtLeast(len(parts), parts), person)
        assert holds(AnyOf(parts), person) is holds(AtLeast(1, parts), person)


def test_what_holds_goes_on_holding_when_more_does_and_only_its_leaves_decide() -> None:
    turned = 0
    for seed in CASES:
        random = Random(seed)
        condition = random_condition(random)
        have = {random_leaf(random) for _ in range(6)}
        other = random_leaf(random)
        before, after = holds(condition, have.__contains__), holds(condition, {*have, other}.__contains__)
        assert before <= after
        assert before is after or other in set(leaves(condition))
        turned += before is not after
    assert turned > 10


def test_leaves_come_in_order() -> None:
    nested = AllOf((A, AnyOf((B, AtLeast(1, (C, A))))))
    assert list(leaves(nested)) == [A, B, C, A]
    assert list(leaves(NOTHING)) == []


def test_both_holds_where_all_hold_with_each_part_once() -> None:
    for seed in CASES:
        random = Random(seed)
        person = random_person(random)
        conditions = [random_condition(random, 2) for _ in range(random.randint(0, 4))]
        found = both(*conditions)
        assert holds(found, person) is all(holds(condition, person) for condition in conditions)
        parts = found.parts if isinstance(found, AllOf) else (found,)
        assert len(set(parts)) == len(parts)
        assert set(leaves(found)) == {leaf for condition in conditions for leaf in leaves(condition)}


def test_both_opens_what_is_all_of_and_leaves_one_alone() -> None:
    assert both() == both(NOTHING, NOTHING) == NOTHING
    assert both(NOTHING, A, A) == A
    assert both(AllOf((A, B)), C, A) == AllOf((A, B, C))
    assert both(AnyOf((A, B)), C) == AllOf((AnyOf((A, B)), C))


def test_what_is_implied_holds_wherever_the_condition_does() -> None:
    seen = 0
    for seed in range(3000):
        random = Random(seed)
        condition = random_condition(random)
        person = random_person(random)
        if not holds(condition, person):
            continue
        for leaf in {random_leaf(random), *leaves(condition)}:
            if implies(condition, leaf):
                assert person(leaf), seed
                seen += not isinstance(condition, Level | Done | Worked | Degree | Experience)
    assert seen > 500


@pytest.mark.parametrize(
    ("condition", "leaf", "expected"),
    [
        (A, A, True),
        (A, Level("skill/a", 250), True),
        (A, Level("skill/a", 250, near=True), True),
        (Level("skill/a", 500, near=True), Level("skill/a", 250, near=True), True),
        (Level("skill/a", 500, near=True), Level("skill/a", 250), False),  # what counts towards it is not the thing itself
        (A, Level("skill/a", 750), False),
        (A, Level("skill/b", 250), False),
        (A, B, False),
        (AllOf((B, A)), A, True),
        (AnyOf((B, A)), A, False),
        (AnyOf((A, AllOf((B, A)))), A, True),
        (AtLeast(2, (A, B)), A, True),
        (AtLeast(2, (A, B, C)), A, False),
        (AtLeast(2, (A, A, C)), A, True),
        (NOTHING, A, False),
    ],
    ids=str,
)
def test_what_a_condition_implies(condition: Condition, leaf: Leaf, expected: bool) -> None:
    assert implies(condition, leaf) is expected


# --- leaves, for someone ------------------------------------------------------------------------------


def someone(**has: object) -> State:
    return replace(State({}, {}), **has)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("leaf", "state", "expected"),
    [
        (Done("program/p"), someone(programs=frozenset({"program/p"})), True),
        (Done("program/p"), someone(roles=frozenset({"program/p"})), False),
        (Worked("role/r"), someone(roles=frozenset({"role/r"})), True),
        (Worked("role/r"), someone(), False),
        (Degree("bachelor"), someone(degrees=frozenset({"doctorate"})), True),
        (Degree("master"), someone(degrees=frozenset({"bachelor"})), False),
        (Degree("diploma"), someone(degrees=frozenset({"doctorate"})), False),
        (Degree("diploma"), someone(degrees=frozenset({"diploma"})), True),
        (Experience(12), someone(experience=12), True),
        (Experience(13), someone(experience=12), False),
        (A, someone(levels={"skill/a": 500}), True),
        (A, someone(levels={"skill/a": 499}), False),
        (A, someone(levels={"skill/twin": 500}), True),
        (A, someone(levels={"skill/near": 1000}, brought={"skill/near": 1000}), False),
        (replace(A, near=True), someone(levels={"skill/near": 1000}, brought={"skill/near": 1000}), True),
        (replace(A, near=True), someone(levels={"skill/near": 833}, brought={"skill/near": 833}), False),
        (replace(A, near=True), someone(levels={"skill/near": 834}, brought={"skill/near": 834}), True),
        (replace(A, near=True), someone(levels={"skill/near": 1000}, brought={}), False),  # learned on the way
    ],
    ids=str,
)
def test_whether_a_leaf_holds_for_someone(leaf: Leaf, state: State, expected: bool) -> None:
    credits = {"skill/a": (Credit("skill/a", 1000, "held"), Credit("skill/near", 600, "x"), Credit("skill/twin", 1000, "exact match"))}
    assert leaf_holds(replace(EMPTY, credits=credits), state, leaf) is expected
