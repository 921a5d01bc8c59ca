"""What tight limits leave, and the least of each that would do, against plain enumeration."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from cases import asked, case, cases
from judged import assert_costs
from oracle import Made, Oracle
from oracle_tables import MILLION

from rolepath.planning.ways import MOST_HOURS, best_way, within_limits

STAGES = ("not yet", "nearly", "ready")


def rank(way: Made) -> tuple[object, ...]:
    """What is best within limits: the stage, readiness, then hours, money, steps, identifiers, months."""
    return (-way.stage, -way.score, way.minutes, way.cents(2), way.count, way.number, way.months(2))


def tight(count: int, first: int) -> Iterator[tuple[int, Oracle]]:
    """Cases in which budget and deadline, one of them or both, don't suffice."""
    seed = first
    while count:
        random = Random(seed)
        oracle = case(seed)
        seed += 1
        if oracle is None:
            continue
        budget, deadline = random.choice(((0, None), (4000, None), (None, 0.4), (None, 1.0), (4000, 0.4), (20_000, 1.5)))
        oracle = oracle.asking(budget=budget, deadline=deadline)
        if oracle.best() is None:
            yield seed - 1, oracle
            count -= 1


@pytest.mark.parametrize("first", range(0, 120, 30))
def test_the_highest_stage_and_readiness_within_limits(first: int) -> None:
    seen: Counter[str] = Counter()
    for seed, oracle in tight(30, 100_000 + 4 * first):
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
    assert seen["not yet"], seen
    assert seen["nearly"], seen


def assert_would_do(oracle: Oracle, budget: int | None, deadline: float | None, hours: float | None, where: str) -> None:
    """Each limit alone, the others as given."""
    assert budget == oracle.least_budget(), where
    least = oracle.least_deadline()
    assert (deadline is None) == (least is None), where
    if deadline is not None and least is not None:
        assert abs(deadline - float(least / MILLION / oracle.q.minutes_a_month)) < 1e-9, where
    assert (hours is not None) == (oracle.q.deadline is not None and oracle.does_at(MOST_HOURS)), where
    if hours is not None:
        assert oracle.does_at(int(hours)), where
        assert int(hours) - 1 <= oracle.q.hours or not oracle.does_at(int(hours) - 1), where


def test_the_least_budget_that_would_do_does() -> None:
    """With it there is a way, and with a cent less there is none."""
    seen = 0
    for seed, oracle in cases(200, 110_000):
        broke = oracle.asking(budget=0, deadline=None)
        least = broke.least_budget()
        if least:
            found = within_limits(asked(broke))
            assert found is None or found.budget == least, seed
            assert best_way(asked(broke.asking(budget=least))).plan is not None, seed
            assert best_way(asked(broke.asking(budget=least - 1))).plan is None, seed
            seen += 1
    assert seen >= 5
