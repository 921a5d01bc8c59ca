"""The best of each kind of way, and next-best ones, against plain enumeration."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from cases import asked, cases
from judged import assert_best
from oracle import Made, Oracle

from rolepath.planning.search import Found
from rolepath.planning.ways import BEST, DEGREE_LED, DIRECT, ON_THE_JOB, PROGRAM_LED, SELF_STUDY, plan_ways

DEGREES = frozenset({"program/0"})


def ways(oracle: Oracle, degrees: frozenset[str]) -> Iterator[tuple[str, Made | None]]:
    """kind → the best way of it; of kinds other than direct and degree-led only with something to do."""
    best = oracle.best()
    if best is None:
        return
    yield BEST, best
    if len(best.roles) > 1:
        yield DIRECT, oracle.direct()
    for kind, found in (
        (SELF_STUDY, oracle.direct(("module", "project"))),
        (ON_THE_JOB, oracle.direct(("module", "project", "task"), "task")),
        (PROGRAM_LED, oracle.direct(needed="program")),
    ):
        yield kind, found if found is not None and found.steps else None
    if degrees:
        yield DEGREE_LED, oracle.direct(must=[degrees])


@pytest.mark.parametrize(("bridges", "first"), [*((0, n) for n in range(0, 300, 100)), (1, 0), (1, 200)])
def test_each_kind_and_the_next_best(bridges: int, first: int) -> None:
    seen: Counter[str] = Counter()
    for seed, oracle in cases(100 if not bridges else 35, 80_000 + first, bridges):
        degrees = DEGREES if seed % 2 and DEGREES & oracle.net.offers.keys() else frozenset[str]()
        found = plan_ways(asked(oracle), seed % 3, oracle.q.deadline, degrees)
        right = {kind: way for kind, way in ways(oracle, degrees) if way is not None}
        assert found.found.keys() == right.keys(), f"seed {seed}"
        for kind, way in right.items():
            assert_best(oracle, found.found[kind], way, f"seed {seed} {kind}")
            seen[kind] += 1
        others = oracle.alternatives(seed % 3)
        assert len(found.alternatives) == len(others), f"seed {seed}"
        for n, (one, other) in enumerate(zip(found.alternatives, others, strict=True)):
            assert isinstance(one, Found)
            assert_best(oracle, one, other, f"seed {seed} alternative {n}")
            seen["alternative"] += 1
    assert min(seen[kind] for kind in (BEST, SELF_STUDY, PROGRAM_LED, "alternative")) >= 1, seen
    assert not bridges or seen[DIRECT]
    assert bridges or seen[ON_THE_JOB]


def test_on_the_job_has_a_task_that_closes_something() -> None:
    """Of some cases there is a way with a task, but only one that closes nothing: that isn't on the job."""
    seen = 0
    for _, oracle in cases(250, 90_000):
        tasks = [
            w
            for w in oracle.all_ways((oracle.q.target,))
            if w.stage == 2 and oracle.keeps(w, ("module", "project", "task")) and "task" in w.kinds()
        ]
        if tasks and oracle.direct(("module", "project", "task"), "task") is None:
            assert ON_THE_JOB not in plan_ways(asked(oracle)).found
            seen += 1
    assert seen
