"""How long the planner takes to a proven optimum, and how much dearer greed is: `python tests/bench/planner.py [--write]`.

Random instances (`instances.py`) of growing size, and the packaged graph. Times are of one process, per instance, median and 90th
percentile over the seeds; greed and plain enumeration are asked the same questions in the same run, where they end.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
for folder in (HERE.parents[1] / "src", HERE.parent / "property", HERE):
    sys.path.insert(0, str(folder))

from greedy import greedy_plan  # noqa: E402  # beside the tests
from instances import instance  # noqa: E402
from oracle import Oracle  # noqa: E402
from rolepath.planning.optimum import best_plan  # noqa: E402
from rolepath.planning.plan import Plan  # noqa: E402

MARKS = ("<!-- planner -->", "<!-- /planner -->")
SIZES = ((12, 8, 20), (50, 100, 20), (500, 100, 10), (1500, 100, 5), (5000, 100, 5))
"""Offers, requirements, seeds."""
TARGETS = {500: 1.0, 5000: 10.0}


def size(offers: int, requirements: int, seeds: int) -> str:
    """One row: the planner over the seeds, beside greed and, where it ends, enumeration."""
    taken, greedy, enumerated, dearer, found = [], [], [], [], 0
    for seed in range(seeds):
        problem = instance(seed, offers, requirements)
        began = time.perf_counter()
        plan = best_plan(problem, (problem.target,))
        taken.append(time.perf_counter() - began)
        if not isinstance(plan, Plan):
            continue
        found += 1
        if offers <= 50 or (offers == 500 and seed < 1):  # greed itself takes a quarter of a minute there
            began = time.perf_counter()
            chosen = greedy_plan(problem)
            greedy.append(time.perf_counter() - began)
            if chosen is not None:
                dearer.append(sum(o.cost("months") for o in chosen) / max(1, plan.costs["months"]) - 1)
        if offers <= 12:
            began = time.perf_counter()
            answer = Oracle(problem).answers()
            enumerated.append(time.perf_counter() - began)
            if dict(answer.plans[0].costs) != dict(plan.costs):
                raise SystemExit(f"seed {seed}: enumeration finds {answer.plans[0].costs}, the planner {plan.costs}")
    most = TARGETS.get(offers)
    tenth = _ninetieth(taken)
    return (
        f"| {offers} offers, {requirements} requirements | {found} of {seeds} | {statistics.median(taken):.2f} s | {tenth:.2f} s |"
        f" {_greed(greedy, dearer)} | {f'{statistics.median(enumerated):.2f} s, equal' if enumerated else '–'} |"
        f" {'–' if most is None else f'< {most:g} s: ' + ('yes' if tenth < most else '**no**')} |"
    )


def _greed(taken: list[float], dearer: list[float]) -> str:
    if not dearer:
        return "–"
    return f"{statistics.median(taken):.2f} s, {statistics.mean(dearer):.0%} dearer in the mean, {max(dearer):.0%} at most"


def packaged(bridges: int) -> str:
    """The packaged graph: the direct plan, or the whole search, from each role of which enough is known to AI product manager."""
    from rolepath.planning.path import search
    from rolepath.planning.question import make_problem

    import rolepath
    from rolepath.planning.readiness import known_enough
    from rolepath.service.asking import Wanted, ask, limit

    kg = rolepath.load(in_memory=True)
    taken = []
    _ = kg.arrays if bridges else None  # made once in a process
    for role in sorted(kg.planning.roles):
        if known_enough(kg.planning, role) and role != "role/ai-product-manager":
            asked = ask(kg, role, None, None, (), (), False, None)
            within = limit(kg, asked, Wanted(max_bridges=bridges, start_date="2026-01-01"), None)
            began = time.perf_counter()
            problem, _ = make_problem(kg.planning, asked.profile, asked.target.id, within.limits, within.pace, lambda: kg.arrays)
            search(problem)
            taken.append(time.perf_counter() - began)
    tenth, most = _ninetieth(taken), 0.5 if bridges else 0.3
    name = f"up to {bridges} bridges" if bridges else "direct"
    return (
        f"| the packaged graph, {name}, from {len(taken)} roles | {len(taken)} of {len(taken)} | {statistics.median(taken):.2f} s |"
        f" {tenth:.2f} s | – | – | < {most:g} s: {'yes' if tenth < most else '**no**'} |"
    )


def _ninetieth(values: list[float]) -> float:
    return sorted(values)[max(0, -(-len(values) * 9 // 10) - 1)]


def main() -> None:
    """Runs the benchmark and prints its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="also put the table into README.md beside this file")
    given = parser.parse_args()
    lines = ["| instance | with a plan | median | 90th percentile | greed | enumeration | target |", "|---|---:|---:|---:|---|---|---|"]
    for each in SIZES:
        lines.append(size(*each))
        sys.stderr.write(lines[-1] + "\n")
    lines += [packaged(0), packaged(2)]
    text = "\n".join(lines) + "\n"
    sys.stdout.write(text)
    if given.write:
        readme = HERE / "README.md"
        before, _, rest = readme.read_text(encoding="utf-8").partition(MARKS[0])
        readme.write_text(f"{before}{MARKS[0]}\n\n{text}\n{MARKS[1]}{rest.partition(MARKS[1])[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
