"""What the page of a path lets one choose among is what `path` answers to the same question."""

from __future__ import annotations

from typing import Any

import pytest

from rolepath.planning.choices import Choices
from rolepath.planning.result import Answer, Path
from rolepath.service.choosing import path_with_choices
from rolepath.service.graph import KnowledgeGraph

DAY = "2026-01-05"
QUESTIONS: dict[str, dict[str, Any]] = {
    "the least money": {"minimise": "money", "currency": "EUR"},
    "a program that has to be there": {"must": ["program/ibm-ai-product-manager-certificate"]},
    "a deadline": {"deadline": 30, "hours_per_week": 10},
}


def chosen(kg: KnowledgeGraph, **wishes: Any) -> tuple[Answer, Choices]:
    answer, choices = path_with_choices(kg, "data scientist", start_date=DAY, max_bridges=0, **wishes)
    assert choices is not None
    return answer, choices


def numbers(path: Path) -> Any:
    return path.cost, [[(step.offer.id, step.hours, step.months, step.money) for step in hop.steps] for hop in path.hops]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_choice_has_the_numbers_of_the_path_asked_for_by_itself(kg: KnowledgeGraph, question: str) -> None:
    wishes = QUESTIONS[question]
    answer, choices = chosen(kg, **wishes)
    assert answer == kg.path("data scientist", start_date=DAY, max_bridges=0, **wishes)
    asked = answer.question.constraints
    home = choices.hours.index(asked.hours_per_week), choices.budgets.index(asked.budget)
    assert choices.best[home[0]][home[1]] == 0
    rows, columns = range(len(choices.hours)), range(len(choices.budgets))
    changing = {(row, column) for row in (1, rows[-1]) for column in (0, columns[-1])}
    for row, column in sorted(changing):
        given = {**wishes, "hours_per_week": choices.hours[row], "budget": choices.budgets[column], "alternatives": 0}
        alone = kg.path("data scientist", start_date=DAY, max_bridges=0, **given)
        number = choices.best[row][column]
        assert (number is None) == (not alone.paths)
        if number is not None:
            assert numbers(choices.ways[number][row]) == numbers(alone.paths[0])
            assert choices.ways[number][row].hops == alone.paths[0].hops


def test_the_ways_of_the_answer_come_first_and_rest_on_known_sources(kg: KnowledgeGraph) -> None:
    answer, choices = chosen(kg, alternatives=1)
    row = choices.hours.index(8.0)
    assert [way[row] for way in choices.ways[: 1 + len(answer.alternatives)]] == [*answer.paths, *answer.alternatives]
    assert {note.id for note in choices.rests.assumptions} >= {note.id for note in answer.assumptions}
    cited = {e.source for way in choices.ways for hop in way[row].hops for step in hop.steps for e in step.evidence}
    assert cited <= {source.id for source in choices.rests.sources}


def test_too_small_a_budget_leaves_choices_where_there_is_no_path(kg: KnowledgeGraph) -> None:
    answer, choices = chosen(kg, budget=100)
    assert not answer.paths
    assert choices.ways
    row = choices.hours.index(8.0)
    column = choices.budgets.index(100.0)
    assert choices.best[row][column] is None
    assert {0.0, 250.0, 500.0, 1000.0, 2000.0} < set(choices.budgets), "round budgets below the least can be chosen too"
    nearly = choices.nearly(row, column)
    assert nearly is not None
    hopeful = kg.path("data scientist", start_date=DAY, max_bridges=0, budget=100, optimistic=True)
    assert hopeful.paths, "its low end is within the budget"
    assert choices.ways[nearly][row].cost.money.low <= 100 < choices.ways[nearly][row].cost.money.high
    assert choices.nearly(row, len(choices.budgets) - 1) is None
    assert choices.best[row][-1] is not None
    least = choices.least[row]
    assert least is not None
    assert kg.path("data scientist", start_date=DAY, max_bridges=0, budget=least).paths
    assert not kg.path("data scientist", start_date=DAY, max_bridges=0, budget=least - 0.01).paths


def test_nothing_to_choose_where_there_is_nothing_to_do_or_time_is_short(kg: KnowledgeGraph) -> None:
    assert path_with_choices(kg, "AI product manager", start_date=DAY)[1] is None
    assert path_with_choices(kg, "data scientist", start_date=DAY, max_bridges=0, time_limit=60)[1] is None


def test_what_would_take_too_long_is_left_out_and_told(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rolepath.planning.choices._MANY", 0)
    said: list[str] = []
    answer, choices = path_with_choices(kg, "data scientist", start_date=DAY, max_bridges=0, progress=said.append)
    assert choices is not None
    assert choices.hours == (8.0, 10.0, 15.0, 20.0, 30.0, 40.0), "the plan stays the best where its own time doesn't grow"
    assert choices.budgets == (None,)
    assert choices.ways[0][0] == answer.paths[0]
    assert said == ["leaving out 3 of the other hours a week and budgets, which would take too long"]


@pytest.mark.parametrize(("budget", "bound"), [("8000.555", 8000.55), ("6000.01 GBP", None)])
def test_a_budget_binds_in_whole_cents_and_is_among_the_choices(kg: KnowledgeGraph, budget: str, bound: float | None) -> None:
    answer, choices = chosen(kg, budget=budget, currency="EUR" if "GBP" in budget else "USD")
    asked = answer.question.constraints.budget
    assert asked in choices.budgets
    assert bound in (None, asked)
