"""The best way without bridges of thousands of random cases, against plain enumeration: PATHS.md, “What must hold”, 1 and 3."""

from __future__ import annotations

import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from cases import asked, cases
from judged import assert_best, assert_costs
from oracle_tables import ends

from rolepath.planning.coverage import WHOLE
from rolepath.planning.search import Search
from rolepath.planning.ways import best_way

CASES, BLOCK = 1800, 200


@pytest.mark.parametrize("first", range(0, CASES, BLOCK))
def test_the_planner_finds_what_enumeration_finds(first: int) -> None:
    """The best way of all, and where there are programs the best with one."""
    for seed, oracle in cases(BLOCK, first * 2):
        ask = asked(oracle)
        assert_best(oracle, best_way(ask), oracle.best(), f"seed {seed}")
        if any(item.kind == "program" for item in oracle.menu((oracle.q.target,)).items):
            led = ask.problem([oracle.q.target], replace(ask.limits, needed=frozenset({"program"})))
            assert_best(oracle, Search(led).best(), oracle.direct(needed="program"), f"seed {seed} with a program")


def test_the_cases_cover_what_they_should() -> None:
    seen: Counter[str] = Counter()
    for _, oracle in cases(250):
        q = oracle.q
        seen["none"] += oracle.best() is None
        seen["budget"] += q.budget is not None
        seen["deadline"] += q.deadline is not None
        seen["must"] += bool(q.must)
        seen["strict"] += q.person.strict
        seen["lack"] += bool(q.person.lack)
        seen["inherited"] += bool(oracle.net.wider.get(q.target))
        for best in (oracle.best(), oracle.direct(needed="program")):
            if best is not None:
                seen[f"{min(len(best.steps), 4)} steps"] += 1
                seen[q.minimise] += 1
                seen["credit"] += any(0 < step.missing < WHOLE for step in best.steps)
                seen["waits"] += any(step.item.needs for step in best.steps)
                seen["entry"] += any(ends(step.item.entry) for step in best.steps)
                seen.update(best.kinds())
    few = {name: count for name, count in seen.items() if count < 4}
    assert not few, few
    assert {"0 steps", "4 steps", "program", "project", "task", "module", "entry", "months"} <= seen.keys()


def test_out_of_time_is_not_called_optimal_and_its_bound_holds() -> None:
    seen = 0
    for seed, oracle in cases(60, 70_000):
        best = oracle.best()
        if best is None or len(best.steps) < 2:
            continue
        found = Search(asked(oracle).problem([oracle.q.target]), ends=time.monotonic() - 1).best()
        cost = float(best.cost(oracle.q.minimise)) / (WHOLE if oracle.q.minimise in ("months", "hours") else 1)
        assert found.optimal is False or found.plan is not None, f"seed {seed}"
        assert found.bound <= cost + 1e-6 * max(1.0, cost), f"seed {seed}"
        if found.plan is not None:
            way = assert_costs(oracle, found.plan)
            assert way.cost(oracle.q.minimise) >= best.cost(oracle.q.minimise)
        seen += 1
    assert seen > 5
