"""Conditions as trees, and whether their leaves hold for someone."""

from __future__ import annotations

from collections.abc import Callable
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
    holds,
    leaves,
)
from rolepath.planning.examples import network
from rolepath.planning.offers import Pace
from rolepath.planning.problem import Limits, Problem, State
from rolepath.planning.profile import make_profile
from rolepath.planning.readiness import Lines, stages
from rolepath.planning.ways import Ask

CASES = range(600)
A, B, C = Level("skill/a", 500), Done("program/p"), Worked("role/r")
SKILLS = ("skill/a", "skill/b", "skill/c")
LEVELS = (250, 500, 750)
Person = Callable[[Leaf], bool]


def random_leaf(random: Random) -> Leaf:
    if random.random() < 0.6:
        return Level(random.choice(SKILLS), random.choice(LEVELS))
    return random.choice((B, Done("program/q"), C, Worked("role/s"), Degree("bachelor"), Degree("master"), Experience(6), Experience(12)))


def random_condition(random: Random, depth: int = 3) -> Condition:
    if depth == 0 or random.random() < 0.3:
        return random_leaf(random)
    parts = tuple(random_condition(random, depth - 1) for _ in range(random.randint(0 if random.random() < 0.1 else 1, 3)))
    return random.choice((AllOf(parts), AnyOf(parts), AtLeast(random.randint(0, 3), parts)))


def random_person(random: Random) -> Person:
    """Which leaves hold for someone: the more of a thing, the more hold."""
    levels = {s: random.choice((0, *LEVELS, 1000)) for s in SKILLS}
    others = {leaf for leaf in (B, Done("program/q"), C, Worked("role/s")) if random.random() < 0.5}
    degrees, months = random.randint(0, 2), random.choice((0, 6, 12))

    def has(leaf: Leaf) -> bool:
        match leaf:
            case Level(capability, level):
                return levels[capability] >= level
            case Degree(degree):
                return ("bachelor", "master").index(degree) < degrees
            case Experience(least):
                return months >= least
        return leaf in others

    return has


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


# --- leaves, for someone ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def problem() -> Problem:
    """In the network of the examples, where statistics counts for three tenths of forecasting."""
    someone = make_profile(network, [], "role/manager")
    return Ask(network, someone, "role/manager", Pace(8), Limits(), stages(network), Lines(600, 500)).problem(["role/manager"])


STATISTICS, FORECASTING = Level("skill/statistics", 500), Level("skill/forecasting", 300)


@pytest.mark.parametrize(
    ("leaf", "state", "expected"),
    [
        (Done("program/p"), State({}, programs=frozenset({"program/p"})), True),
        (Done("program/p"), State({}, roles=frozenset({"program/p"})), False),
        (Worked("role/r"), State({}, roles=frozenset({"role/r"})), True),
        (Worked("role/r"), State({}), False),
        (Degree("bachelor"), State({}, degrees=frozenset({"doctorate"})), True),
        (Degree("master"), State({}, degrees=frozenset({"bachelor"})), False),
        (Degree("master"), State({}), False),
        (Experience(12), State({}, experience=12), True),
        (Experience(13), State({}, experience=12), False),
        (STATISTICS, State({"skill/statistics": 500}), True),
        (STATISTICS, State({"skill/statistics": 450}), True),  # nine tenths cover it
        (STATISTICS, State({"skill/statistics": 449}), False),
        (STATISTICS, State({"skill/charts": 1000}), False),
        (FORECASTING, State({"skill/statistics": 1000}), False),  # it counts, and isn't enough
        (FORECASTING, State({"skill/statistics": 1000, "skill/forecasting": 270}), True),
    ],
    ids=str,
)
def test_whether_a_leaf_holds_for_someone(problem: Problem, leaf: Leaf, state: State, expected: bool) -> None:
    assert problem.leaf_holds(leaf, state) is expected
