"""What tight limits leave, and the least of each that would do, against plain enumeration."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from cases import asked, cases
from judged import assert_costs
from oracle import MILLION, Done_, Oracle

from rolepath.planning.ways import MOST_HOURS, best_way, within_limits

STAGES = ("not yet", "nearly", "ready")


def rank(way: Done_) -> tuple[object, ...]:
    """What is best within limits: the stage, readiness, then hours, money, steps, identifiers, months."""
    return (-way.stage, -way.score, way.minutes, way.cents(2), way.count, way.number, way.months(2))


def tight(oracle: Oracle) -> bool:
    return (oracle.q.budget is not None or oracle.q.deadline is not None) and oracle.best() is None


@pytest.mark.parametrize("first", range(0, 600, 100))
def test_the_highest_stage_and_readiness_within_limits(first: int) -> None:
    seen: Counter[str] = Counter()
    for seed, oracle in cases(100, 100_000 + 2 * first):
        if not tight(oracle):
            continue
        where = f"seed {seed}"
        assert best_way(asked(oracle)).plan is None, where
        found, right = within_limits(asked(oracle), oracle.q.deadline), oracle.within_limits()
        assert (found is None) == (right is None), where
        if found is None or right is None:
            continue
        assert rank(assert_costs(oracle, found.plan)) == rank(right), where
        assert found.stage == STAGES[right.stage], where
        seen[found.stage] += 1
        assert_would_do(oracle, found.budget, found.deadline, found.hours, where)
    assert seen["not yet"] + seen["nearly"] >= 8, seen


def assert_would_do(oracle: Oracle, budget: int | None, deadline: float | None, hours: float | None, where: str) -> None:
    """Each limit alone, the others as given."""
    assert budget == oracle.least_budget(), where
    least = oracle.least_deadline()
    assert (deadline is None) == (least is None), where
    if deadline is not None and least is not None:
        assert abs(deadline - float(least / MILLION / oracle.q.minutes_a_month)) < 1e-9, where
    weekly = range(int(oracle.q.hours) + 1, MOST_HOURS + 1) if oracle.q.deadline is not None else range(0)
    assert hours == next((h for h in weekly if oracle.does_at(h)), None), where


def test_the_least_that_would_do_does() -> None:
    """With it there is a way, and with a cent less there is none."""
    seen = 0
    for seed, oracle in cases(250, 110_000):
        if not tight(oracle) or oracle.q.budget is None or (least := oracle.least_budget()) is None:
            continue
        found = within_limits(asked(oracle), oracle.q.deadline)
        assert found is not None
        assert found.budget == least, seed
        assert best_way(asked(oracle.asking(budget=least))).plan is not None, seed
        assert best_way(asked(oracle.asking(budget=least - 1))).plan is None, seed
        seen += 1
    assert seen >= 5
