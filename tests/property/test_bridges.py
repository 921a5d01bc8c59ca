"""Ways over one and two bridges: all sequences of roles, and every offer in every hop, against plain enumeration."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from cases import asked, cases
from judged import assert_best

from rolepath.planning.search import Search
from rolepath.planning.ways import best_way


@pytest.mark.parametrize(("bridges", "first"), [*((1, n) for n in range(0, 200, 100)), *((2, n) for n in range(0, 50, 25))])
def test_the_best_way_over_roles_is_found(bridges: int, first: int) -> None:
    """Over each sequence of roles, and of them all."""
    for seed, oracle in cases(100 if bridges == 1 else 25, 2 * first, bridges):
        ask = asked(oracle)
        for roles in oracle.sequences()[1:]:
            right = oracle.best_of(way for way in oracle.all_ways(roles) if way.stage == 2 and oracle.keeps(way))
            assert_best(oracle, Search(ask.problem(roles)).best(), right, f"seed {seed} {roles}")
        assert_best(oracle, best_way(ask), oracle.best(), f"seed {seed}")


def test_the_cases_cover_what_they_should() -> None:
    seen: Counter[str] = Counter()
    for _, oracle in cases(40, 500, 2):
        best = oracle.best()
        seen["best over a bridge"] += best is not None and len(best.roles) > 1
        for roles in oracle.sequences()[1:]:
            found = [way for way in oracle.all_ways(roles) if way.stage == 2 and oracle.keeps(way)]
            seen[f"{len(roles) - 1} bridges"] += bool(found)
            seen["steps before a bridge"] += any(way.hops[0] for way in found)
    assert min(seen[name] for name in ("best over a bridge", "1 bridges", "2 bridges", "steps before a bridge")) >= 2, seen
