"""Paths: the best plan for every sequence of roles, and which of these are worth showing."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rolepath.planning.optimum import best_plan
from rolepath.planning.plan import Beaten, Overlap, Plan, beats
from rolepath.planning.problem import START, Problem, sequences


@dataclass(frozen=True)
class Searched:
    """The plans that no other beats in every part, best first; the direct one, beaten or not; what is beaten; the alternatives."""

    plans: tuple[Plan, ...]
    direct: Plan | None
    beaten: tuple[Beaten, ...]
    alternatives: tuple[Plan, ...] = ()


def search(problem: Problem, alternatives: int = 0) -> Searched:
    """The best plan of each sequence of roles, those first that no other is as good as in months, hours and money and better in one.

    Order: the chosen cost, then the other costs as `Limits.costs` has them, then more documented moves, then identifiers.

    Args:
        alternatives: how many further plans to look for, each the best of those that share at most half of the offers and bridges
            of every plan before it, the first of them included. There may be fewer.

    The cost is one `best_plan` for each sequence, and again for each alternative.
    """
    ways = sequences(problem)
    found: list[Plan] = []
    beaten: list[Beaten] = []
    limit = problem.limits.time_limit
    ends = None if limit is None else time.monotonic() + limit
    for roles in ways:
        match best_plan(_in_time(problem, ends), roles, rivals=found if len(roles) > 1 else ()):
            case Plan() as plan:
                found.append(plan)
            case Beaten() as worse:
                beaten.append(worse)
    found.sort(key=lambda plan: rank(problem, plan))
    kept = tuple(plan for plan in found if not any(beats(other.costs, plan.costs) for other in found))
    beaten += [Beaten(plan.roles, plan.costs) for plan in found if plan not in kept]
    chosen: list[Plan] = list(kept[:1])
    while chosen and chosen[-1].parts and len(chosen) <= alternatives:  # from another than an empty one all could be left out
        shared = [Overlap(plan.parts, len(plan.parts) // 2) for plan in chosen]
        next_best: Plan | None = None
        for roles in ways:
            most = None if next_best is None else next_best.costs[problem.limits.minimise]
            other = best_plan(_in_time(problem, ends), roles, shared, most=most)
            if isinstance(other, Plan) and other not in chosen and (next_best is None or rank(problem, other) < rank(problem, next_best)):
                next_best = other
        if next_best is None:
            break
        chosen.append(next_best)
    return Searched(
        plans=kept,
        direct=next((plan for plan in found if len(plan.roles) == 1), None),
        beaten=tuple(sorted(beaten, key=lambda each: (len(each.roles), each.roles))),
        alternatives=tuple(chosen[1:]),
    )


def _in_time(problem: Problem, ends: float | None) -> Problem:
    """The problem with what is left of its time limit."""
    if ends is None:
        return problem
    return replace(problem, limits=replace(problem.limits, time_limit=max(0.0, ends - time.monotonic())))


def rank(problem: Problem, plan: Plan) -> tuple[object, ...]:
    """What plans through different roles are ordered by."""
    return (*(plan.costs[name] for name in problem.limits.costs), -documented_moves(problem, plan.roles), plan.roles)


def documented_moves(problem: Problem, roles: Sequence[str]) -> int:
    """How many of the moves along these roles a source documents."""
    return sum(move in problem.documented for move in zip((START, *roles), roles, strict=False))
