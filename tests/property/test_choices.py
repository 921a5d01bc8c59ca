"""What can be chosen among by hours a week and budget, against the planner asked for each of these by itself."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from rolepath.planning.choices import Chosen, best, choose, least_money, round_up
from rolepath.planning.path import search
from rolepath.planning.plan import Plan, costs_of
from rolepath.planning.problem import Option, Problem, Span

sys.path.insert(0, str(Path(__file__).parent))

from cases import problems

CASES = 200
BLOCK = 100
PACES = (2.0, 5.0, 8.0, 20.0)


def at_pace(problem: Problem, factor: float) -> Problem:
    """The same question with so many times the hours a week: in study time, lengths in months are so many times as long."""

    def longer(span: Span) -> Span:
        return Span(round(span.low * factor), round(span.high * factor))

    def option(each: Option) -> Option:
        if each.kind not in ("program", "project"):
            return replace(each, time=each.minutes)
        own = longer(each.time)
        return replace(each, time=Span(max(each.minutes.low, own.low), max(each.minutes.high, own.high)))

    deadline = problem.limits.deadline
    limits = replace(problem.limits, deadline=None if deadline is None else round(deadline * factor))
    return replace(problem, options=tuple(option(o) for o in problem.options), tenure=longer(problem.tenure), limits=limits)


def first(problem: Problem) -> Plan | None:
    """What `search` puts first."""
    return next(iter(search(problem).plans), None)


def same(one: Plan | None, other: Plan | None) -> bool:
    return (one and (one.roles, one.stages)) == (other and (other.roles, other.stages))


def time_of(problem: Problem, plan: Plan) -> int:
    """What a plan takes at the pace of this problem, in minutes of study, doubled."""
    taken = [option for option in problem.along(plan.roles[:-1]).options if option.id in plan.options]
    return costs_of(problem, plan.roles, taken)["months"]


def asked(seed: int, problem: Problem) -> tuple[dict[float, Problem], float, Chosen | None]:
    """The problem at four paces, one of which is asked for, and what can be chosen."""
    paced = {pace: at_pace(problem, pace / 5) for pace in PACES}
    hours = PACES[seed % len(PACES)]
    return paced, hours, choose(paced, hours, first(paced[hours]))


@pytest.mark.parametrize("start", range(0, CASES, BLOCK))
def test_each_choice_is_what_the_planner_finds_for_it(start: int) -> None:
    there = 0
    for seed, problem in problems(BLOCK, start):
        paced, hours, chosen = asked(seed, problem)
        assert chosen is not None, "all of this is quickly found"
        assert chosen.hours == PACES
        assert chosen.left_out == 0 or problem.limits.minimise == "steps", "which takes more searches"
        assert problem.limits.budget in chosen.budgets
        for row, pace in enumerate(chosen.hours):
            for column, budget in enumerate(chosen.budgets):
                alone = first(replace(paced[pace], limits=replace(paced[pace].limits, budget=budget)))
                number = chosen.best[row][column]
                assert same(alone, None if number is None else chosen.plans[number]), f"seed {seed}: {pace} hours, {budget}"
        there += bool(chosen.plans)
        assert hours in PACES
    assert there > BLOCK / 4


def test_the_best_is_what_the_search_puts_first() -> None:
    for seed, problem in problems(400, 7000):
        assert same(best(problem), first(problem)), f"seed {seed}"


def test_the_least_money_is_the_smallest_budget_that_will_do() -> None:
    for seed, problem in problems(300, 9000):
        free = replace(problem, limits=replace(problem.limits, budget=None))
        least = least_money(free)
        assert (least is None) == (first(free) is None), f"seed {seed}"
        if least is not None:
            for budget, does in ((least, True), (least - 1, False)):
                assert (first(replace(free, limits=replace(free.limits, budget=budget))) is not None) == does, f"seed {seed}: {budget}"


def test_more_money_never_takes_longer_and_more_hours_never_more_months() -> None:
    for seed, problem in problems(200, 11_000):
        problem = replace(problem, limits=replace(problem.limits, minimise="months"))
        paced, _, chosen = asked(seed, problem)
        assert chosen is not None
        months: dict[tuple[int, int], float] = {}
        for row, pace in enumerate(chosen.hours):
            for column in range(len(chosen.budgets)):
                number = chosen.best[row][column]
                months[row, column] = float("inf") if number is None else time_of(paced[pace], chosen.plans[number]) / pace
        for (row, column), time in months.items():
            assert time <= months.get((row, column - 1), float("inf")), f"seed {seed}: more money"
            # lengths are rounded to whole minutes at each pace
            assert time <= months.get((row - 1, column), float("inf")) + 20 / chosen.hours[row], f"seed {seed}: more hours"


def test_few_searches_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[Problem] = []

    def counting(problem: Problem, quick: bool = False) -> Plan | None:
        searched.append(problem)
        return best(problem, quick)

    monkeypatch.setattr("rolepath.planning.choices.best", counting)
    problem = next(p for seed, p in problems(50) if p.limits.budget is None and p.limits.deadline is None and first(p))
    paced = dict.fromkeys(PACES, problem)  # no pace makes a difference
    chosen = choose(paced, 8.0, first(problem))
    assert chosen is not None
    assert len(set(chosen.best)) == 1
    # the slowest pace, which nothing slower answers, and the least money; the rest follows from these, but for budgets between
    between = len(chosen.budgets) - 1
    assert 0 < len(searched) <= 2 + between < len(PACES) * len(chosen.budgets)
    assert sum(p.limits.budget is None and p.limits.minimise == problem.limits.minimise for p in searched) == 1


def test_no_more_is_searched_for_than_agreed(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[Problem] = []

    def counting(problem: Problem, quick: bool = False) -> Plan | None:
        searched.append(problem)
        return best(problem, quick)

    monkeypatch.setattr("rolepath.planning.choices.best", counting)
    monkeypatch.setattr("rolepath.planning.choices._SEARCHES", 2)
    for seed, problem in problems(30, 13_000):
        searched.clear()
        asked(seed, problem)
        assert len(searched) <= (2 if problem.limits.deadline is None else 4), f"seed {seed}"


def test_round_up_is_tight() -> None:
    random = Random(1)
    for _ in range(200):
        value = random.uniform(1, 10**6)
        assert value <= round_up(value) <= 2.5 * value
