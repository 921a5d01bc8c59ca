"""Ways over one and two bridges: all sequences of roles, and every offer in every hop, against plain enumeration."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from cases import asked, cases
from judged import assert_best

from rolepath.planning.ways import best_way


@pytest.mark.parametrize(("bridges", "first"), [*((1, n) for n in range(0, 400, 100)), *((2, n) for n in range(0, 75, 25))])
def test_the_best_way_over_roles_is_found(bridges: int, first: int) -> None:
    for seed, oracle in cases(100 if bridges == 1 else 25, 2 * first, bridges):
        assert_best(oracle, best_way(asked(oracle)), oracle.best(), f"seed {seed}")


def test_the_cases_cover_what_they_should() -> None:
    seen: Counter[str] = Counter()
    for _, oracle in cases(80, 500, 2):
        best = oracle.best()
        if best is not None:
            seen[f"{len(best.roles) - 1} bridges"] += 1
            seen["steps before a bridge"] += len(best.roles) > 1 and bool(best.hops[0])
    assert min(seen[name] for name in ("0 bridges", "1 bridges", "steps before a bridge")) >= 5, seen
