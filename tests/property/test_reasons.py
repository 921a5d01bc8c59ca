"""Why there is no path: each reason is held against plain enumeration."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from rolepath.planning.conditions import Experience
from rolepath.planning.problem import Option, Problem
from rolepath.planning.reasons import Reason, why

sys.path.insert(0, str(Path(__file__).parent))

from cases import TARGET, ask, offer, problems, simple
from oracle import Oracle, Person


def possible(problem: Problem, **limits: object) -> bool:
    """Whether enumeration finds any path under these limits."""
    oracle = Oracle(replace(problem, limits=replace(problem.limits, **limits)))  # type: ignore[arg-type]
    return any(oracle.best(roles) is not None for roles in oracle.sequences)


FREE: dict[str, object] = {"budget": None, "deadline": None, "avoid": {}, "must": {}}


def with_everything(problem: Problem, options: Sequence[Option]) -> Person:
    """Someone who has taken these options, whatever their conditions."""
    person = Person(problem)
    for option in options:
        person.takes(option)
    return person


def unmet(person: Person) -> set[str]:
    """The target's essential requirements that are not met."""
    asked = person.problem.requirements[TARGET]
    return {r.id for r in asked if r.necessity == "essential" and person.covers(r) < 1000}


def assert_missing(problem: Problem, reason: Reason) -> None:
    assert not possible(problem, **FREE)
    assert reason.things
    assert set(reason.things) == unmet(with_everything(problem, _offered(problem)))


def assert_condition(problem: Problem, reason: Reason) -> None:
    assert not possible(problem, **FREE)
    offered = _offered(problem)
    person = Person(problem)
    stuck = {option.id for option in person.takes_what_is_open(offered)}
    assert reason.things
    assert set(reason.things) <= stuck
    assert not unmet(with_everything(problem, offered)), "the essentials could be met"
    without = with_everything(problem, [option for option in offered if option.id not in reason.things])
    assert not without.may_have(TARGET), "without all of these there is no direct way, whatever the conditions"


def assert_readiness(problem: Problem, reason: Reason) -> None:
    assert reason.least is not None
    assert reason.least < problem.limits.readiness
    assert possible(problem, **{**FREE, "readiness": reason.least})
    assert not possible(problem, **{**FREE, "readiness": reason.least + 1})


def assert_avoid(problem: Problem, reason: Reason) -> None:
    avoid = problem.limits.avoid
    assert possible(problem, **FREE)
    assert not possible(problem, **{**FREE, "avoid": avoid})
    alone = {name for name in avoid if possible(problem, **{**FREE, "avoid": {k: v for k, v in avoid.items() if k != name}})}
    assert set(reason.things) == (alone or set(avoid))


def assert_must(problem: Problem, reason: Reason) -> None:
    must, kept = problem.limits.must, {**FREE, "avoid": problem.limits.avoid}
    assert possible(problem, **kept)
    assert not possible(problem, **{**kept, "must": must})
    alone = {name for name in must if not possible(problem, **{**kept, "must": {name: must[name]}})}
    assert set(reason.things) == (alone or set(must))


def assert_least(problem: Problem, name: str, least: int | None, **others: object) -> None:
    """So much will do, and one less won't."""
    assert least is not None
    assert possible(problem, **{name: least}, **others)
    assert not possible(problem, **{name: least - 1}, **others)


def assert_budget(problem: Problem, reason: Reason) -> None:
    assert_least(problem, "budget", reason.least)
    assert possible(problem, budget=None)


def assert_deadline(problem: Problem, reason: Reason) -> None:
    assert_least(problem, "deadline", reason.least_time)
    assert possible(problem, deadline=None)


def assert_either(problem: Problem, reason: Reason) -> None:
    assert possible(problem, budget=None)
    assert possible(problem, deadline=None)
    assert_least(problem, "budget", reason.least)
    assert_least(problem, "deadline", reason.least_time)


def assert_neither(problem: Problem, reason: Reason) -> None:
    assert not possible(problem, budget=None)
    assert not possible(problem, deadline=None)
    assert_least(problem, "budget", reason.least, deadline=None)
    assert_least(problem, "deadline", reason.least_time, budget=None)


def _offered(problem: Problem) -> list[Option]:
    """Everything that is not done already, avoided or not."""
    return [option for option in problem.options if option.id not in problem.start.programs]


REASONS: dict[str, Callable[[Problem, Reason], None]] = {
    "missing": assert_missing,
    "condition": assert_condition,
    "readiness": assert_readiness,
    "avoid": assert_avoid,
    "must": assert_must,
    "budget": assert_budget,
    "deadline": assert_deadline,
    "budget and deadline": assert_either,
    "budget, deadline": assert_neither,
}


def test_the_reason_why_there_is_no_path_is_true() -> None:
    seen: Counter[str] = Counter()
    for seed, problem in problems(350, 30_000):
        for each in (problem, squeezed(problem)):
            if each is None or possible(each):
                continue
            reason = why(each)
            seen[reason.kind] += 1
            try:
                REASONS[reason.kind](each, reason)
            except AssertionError as error:
                raise AssertionError(f"seed {seed}{'' if each is problem else ', squeezed'}: {reason}") from error
    assert set(seen) == set(REASONS), f"no example of {set(REASONS) - set(seen)}"


def squeezed(problem: Problem) -> Problem | None:
    """The problem with the budget of its cheapest path and the deadline of its shortest, or None where it has no path."""
    limits = replace(problem.limits, budget=None, deadline=None, optimistic=False)
    paths = [Oracle(replace(problem, limits=replace(limits, minimise=name))).answers().plans[:1] for name in ("money", "months")]
    if not all(paths):
        return None
    (cheap,), (short,) = paths
    budget = sum(o.cents.high for o in problem.options if o.id in cheap.options)
    deadline = sum(o.time.high for o in problem.options if o.id in short.options) + (len(short.roles) - 1) * problem.tenure.high
    return replace(problem, limits=replace(limits, budget=budget, deadline=deadline))


def test_worked_examples_of_reasons() -> None:
    a, b = ask("a", 500, necessity="essential"), ask("b", 500)
    fast, slow = offer("program/fast", 10, cents=900, a=500), offer("program/slow", 400, cents=100, a=500)
    assert why(simple([offer("program/b", 5, b=500)], [a, b])) == Reason("missing", ("requirement/a",))
    closed = offer("program/closed", 5, Experience(12), a=500)
    assert why(simple([closed], [a])) == Reason("condition", ("program/closed",))
    assert why(simple([fast], [a, b])) == Reason("readiness", least=500)
    assert why(simple([fast, slow], [a], avoid={"these": frozenset({"program/fast", "program/slow"})})) == Reason("avoid", ("these",))
    assert why(simple([fast, closed], [a], must={"that": frozenset({"program/closed"})})) == Reason("must", ("that",))
    assert why(simple([fast, slow], [a], budget=99)) == Reason("budget", least=100)
    assert why(simple([fast, slow], [a], budget=899, deadline=399)) == Reason("budget and deadline", least=900, least_time=400)
    assert why(simple([fast, slow], [a], deadline=9)) == Reason("deadline", least_time=10)
    assert why(simple([fast, slow], [a], budget=99, deadline=9)) == Reason("budget, deadline", least=100, least_time=10)
    done = simple([fast], [a])  # done, and yet lacked: it can't be done again
    done = replace(done, start=replace(done.start, programs=frozenset({"program/fast"})))
    assert why(done) == Reason("missing", ("requirement/a",))
