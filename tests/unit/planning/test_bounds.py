"""Bounds of ways over bridges: the same whatever the order in which things are looked at."""

from __future__ import annotations

from itertools import permutations

from rolepath.planning.bounds import Bounds
from rolepath.planning.conditions import NOTHING, AnyOf, Condition, Level
from rolepath.planning.network import Credit, Requirement
from rolepath.planning.problem import Limits, Option, Problem, Span, State

A, B, C = (Level(name, 500) for name in "abc")


def option(name: str, condition: Condition) -> Option:
    return Option(f"option/{name}", "study", ((name, 1000),), Span(60, 60), Span(60, 60), Span(), condition)


def test_options_that_need_each_other_are_found_in_any_order() -> None:
    problem = Problem(
        start=State({}, {}),
        target="role/target",
        credits={name: (Credit(name, 1000, "held"),) for name in "abc"},
        requirements={"role/target": tuple(Requirement(f"requirement/{n}", (n,), "essential", 1000, 900) for n in "ab")},
        gains={},
        bridges=(),
        documented=frozenset(),
        zones={},
        tenure=Span(),
        tenure_months=0,
        options=(option("a", B), option("b", AnyOf((A, C))), option("c", NOTHING)),
        limits=Limits(800, 600, 400, 0),
    )
    found = {Bounds(problem, ())._learned({}, order) for order in permutations((A, B, C))}
    assert len(found) == 1
