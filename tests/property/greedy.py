"""A greedy planner, as a yardstick for the exact one. It is in the tests only, and never called optimal."""

from __future__ import annotations

from collections.abc import Sequence

from oracle import Person, at_once, in_order, on_offer, within_limits

from rolepath.planning.problem import Option, Problem


def greedy_plan(problem: Problem) -> list[Option] | None:
    """Options for the direct way, in the order taken, or None where greed finds no way to be ready within the limits.

    Takes again and again, of what is open and still within the limits, the option that raises readiness most for its chosen cost (where
    none raises it, the cheapest that teaches anything), until ready and everything that has to be there is; then leaves out what isn't
    needed, the dearest first. Ties go to the identifier that comes first.
    """
    person, taken, roles = Person(problem), [], (problem.target,)
    while not (person.may_have(problem.target) and within_limits(problem, roles, taken)):
        best = max((c for o in on_offer(problem) if o not in taken for c in _candidates(problem, person, taken, o)), default=None)
        if best is None:
            return None
        option = next(o for o in problem.options if o.id == best[-1][1])
        person.takes(option)
        taken.append(option)
    for option in sorted(taken, key=lambda o: in_order(problem, _costs(o)), reverse=True):
        without = [o for o in taken if o is not option]
        if within_limits(problem, roles, without) and at_once(problem, roles, without):
            taken = without
    return taken


def _candidates(problem: Problem, person: Person, taken: Sequence[Option], option: Option) -> list[tuple[bool, float, tuple[int, str]]]:
    """The option with what speaks for it, or nothing where it can't be taken or teaches nothing."""
    if not person.meets(option.condition) or not _affordable(problem, [*taken, option]):
        return []
    later = person.copy()
    later.takes(option)
    wanted = any(option.id in group for group in problem.limits.must.values())
    if later.levels == person.levels and option.kind != "program" and not wanted:
        return []
    gain = later.standing(problem.target)[0] - person.standing(problem.target)[0]
    cost = in_order(problem, _costs(option))[0]
    value = gain / (cost + 1) if gain else -float(cost)
    return [(wanted or gain > 0, value, (-problem.options.index(option), option.id))]


def _affordable(problem: Problem, options: Sequence[Option]) -> bool:
    limits = problem.limits
    money = sum(o.cents.low if limits.optimistic else o.cents.high for o in options)
    when = sum(o.time.low if limits.optimistic else o.time.high for o in options)
    return (limits.budget is None or money <= limits.budget) and (limits.deadline is None or when <= limits.deadline)


def _costs(option: Option) -> dict[str, int]:
    return {name: option.cost(name) for name in ("months", "hours", "money", "steps")}
