"""Paths: the best plan for every sequence of roles, and which of these are worth showing."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rolepath.planning.bounds import Bounds
from rolepath.planning.optimum import best_plan, possible
from rolepath.planning.plan import PARTS, Beaten, Overlap, Plan, beats
from rolepath.planning.problem import START, Problem, sequences

_SHOWN = 10
"""How many beaten sequences are named."""


@dataclass(frozen=True)
class Searched:
    """The plans that no other beats, best first; the direct one, beaten or not; what is beaten; the alternatives.

    beaten: of what is beaten those that come nearest by the chosen cost, by number of roles and identifiers; others: how many more
    sequences bounds show to be beaten, or to lead nowhere.
    """

    plans: tuple[Plan, ...]
    direct: Plan | None
    beaten: tuple[Beaten, ...]
    alternatives: tuple[Plan, ...] = ()
    others: int = 0


def search(problem: Problem, alternatives: int = 0) -> Searched:
    """The best plan of each sequence of roles, those first that no other beats (`plan.beats`).

    Order: the chosen cost, then the other costs as `Limits.costs` has them, then more documented moves, then identifiers.

    Args:
        alternatives: how many further plans to look for, each the best of those that share at most half of the offers and bridges
            of every plan before it, the first of them included. There may be fewer.

    The cost is one `best_plan` for each sequence that bounds don't show to be beaten, and one for every sequence for each alternative.
    """
    ways = sequences(problem)
    limit = problem.limits.time_limit
    ends = None if limit is None else time.monotonic() + limit
    found, beaten, ruled_out = _first(problem, ways, ends)
    found.sort(key=lambda plan: rank(problem, plan))
    kept = tuple(plan for plan in found if not any(beats(problem.limits, other.costs, plan.costs) for other in found))
    beaten += [Beaten(plan.roles, plan.costs) for plan in found if plan not in kept]
    shown, others = _nearest(problem, beaten, ruled_out, ends)
    chosen: list[Plan] = list(kept[:1])
    while chosen and chosen[-1].parts and len(chosen) <= alternatives:  # from another than an empty one all could be left out
        shared = [Overlap(plan.parts, len(plan.parts) // 2) for plan in chosen]
        next_best: Plan | None = None
        for roles in ways:
            most = None if next_best is None else next_best.costs[problem.limits.minimise]
            other = best_plan(_in_time(problem.along(roles[:-1]), ends), roles, shared, most=most)
            if isinstance(other, Plan) and other not in chosen and (next_best is None or rank(problem, other) < rank(problem, next_best)):
                next_best = other
        if next_best is None:
            break
        chosen.append(next_best)
    return Searched(
        plans=kept,
        direct=next((plan for plan in found if len(plan.roles) == 1), None),
        beaten=tuple(sorted(shown, key=lambda each: (len(each.roles), each.roles))),
        alternatives=tuple(chosen[1:]),
        others=others,
    )


def _first(problem: Problem, ways: Sequence[tuple[str, ...]], ends: float | None) -> tuple[list[Plan], list[Beaten], list[Beaten]]:
    """The plans found, what was seen to be beaten on the way to one, and what bounds rule out without a look at whether it can be done.

    The sequences with the smallest bounds come first, as their plans rule out most of the others.
    """
    found: list[Plan] = []
    beaten: list[Beaten] = []
    ruled_out: list[Beaten] = []  # those that bounds show to be beaten

    def work_out(roles: tuple[str, ...]) -> None:
        match best_plan(_in_time(problem.along(roles[:-1]), ends), roles, rivals=found if len(roles) > 1 else ()):
            case Plan() as plan:
                found.append(plan)
            case Beaten() as worse:
                beaten.append(worse)

    work_out(ways[0])
    if len(ways) > 1:
        bounds = Bounds(problem, sorted({role for roles in ways for role in roles[:-1]}))
        limits = problem.limits
        free = limits.budget is None and limits.deadline is None and not limits.must and problem.tenure.double > 0
        aside = free and len(found) == 1 and found[0].optimal
        waiting = []
        for roles in ways[1:]:
            least = Beaten(roles, bounds.of(roles))
            if aside and bounds.idle(roles):
                costs = found[0].costs
                added = {"months": (len(roles) - 1) * problem.tenure.double, "hours": 0, "money": 0}
                ruled_out.append(Beaten(roles, {part: max(least.costs[part], costs[part] + added[part]) for part in PARTS}))
            elif any(beats(problem.limits, plan.costs, least.costs) for plan in found):
                ruled_out.append(least)
            else:
                waiting.append(least)
        waiting.sort(key=lambda each: (*(each.costs[part] for part in PARTS), each.roles))
        for each in waiting:
            closer = each
            if not any(beats(problem.limits, plan.costs, each.costs) for plan in found):
                closer = Beaten(each.roles, bounds.of(each.roles, closer=True))
            if any(beats(problem.limits, plan.costs, closer.costs) for plan in found):
                ruled_out.append(closer)
            else:
                work_out(each.roles)
    return found, beaten, ruled_out


def _nearest(problem: Problem, beaten: list[Beaten], ruled_out: list[Beaten], ends: float | None) -> tuple[list[Beaten], int]:
    """Those that come nearest, and how many others there are. What was only ruled out is named if there is a plan at all."""
    cost = problem.limits.minimise if problem.limits.minimise in PARTS else PARTS[0]
    ordered = sorted([*beaten, *ruled_out], key=lambda each: (each.costs[cost], len(each.roles), each.roles))
    seen = {each.roles for each in beaten}
    shown: list[Beaten] = []
    for number, each in enumerate(ordered):
        if len(shown) == _SHOWN:
            return shown, len(ordered) - number
        if each.roles in seen or possible(_in_time(problem.along(each.roles[:-1]), ends), each.roles):
            shown.append(each)
    return shown, 0


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
