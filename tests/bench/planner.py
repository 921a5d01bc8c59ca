"""How long the planner takes to a proven optimum: `python tests/bench/planner.py [--write]`.

Random instances (`instances.py`) of growing size, and the packaged graph. Times are of one process, per instance, median and 90th
percentile over the seeds; plain enumeration is asked the same questions in the same run, where it ends.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from itertools import combinations
from pathlib import Path

HERE = Path(__file__).resolve().parent
for folder in (HERE.parents[1] / "src", HERE):
    sys.path.insert(0, str(folder))

from instances import instance  # noqa: E402  # beside this file

import rolepath  # noqa: E402
from rolepath.planning.problem import Plan, Problem  # noqa: E402
from rolepath.planning.search import Search  # noqa: E402
from rolepath.planning.ways import best_way  # noqa: E402
from rolepath.service.answering import make_ask  # noqa: E402
from rolepath.service.asking import Wanted, ask, limit  # noqa: E402
from rolepath.service.graph import KnowledgeGraph  # noqa: E402

MARKS = ("<!-- planner -->", "<!-- /planner -->")
SIZES = ((6, 4, 20), (15, 8, 20), (30, 15, 20), (60, 30, 5))
"""Units, each with a module, other offers, seeds."""
MOST_SECONDS = 60.0
"""After which a search stops unproven."""
TARGETS = {30: 1.0}
"""Units → seconds at most, for nine of ten."""


def size(kg: KnowledgeGraph, units: int, offers: int, seeds: int) -> str:
    """One row: the planner over the seeds, beside enumeration where it ends."""
    taken, enumerated, found, proven = [], [], 0, 0
    for seed in range(seeds):
        problem = instance(seed, kg.planning, units, offers)
        began = time.perf_counter()
        best = Search(problem, ends=time.monotonic() + MOST_SECONDS).best()
        taken.append(time.perf_counter() - began)
        found += best.plan is not None
        proven += best.optimal
        if len(problem.offers) <= 12:
            began = time.perf_counter()
            least = enumerate_plans(problem)
            enumerated.append(time.perf_counter() - began)
            keys = [plan and plan.costs.key(problem.limits.minimise) for plan in (least, best.plan)]
            if keys[0] != keys[1]:
                raise SystemExit(f"seed {seed}: enumeration finds {keys[0]}, the planner {keys[1]}")
    most, tenth = TARGETS.get(units), _ninetieth(taken)
    return (
        f"| {units} units, {offers} other offers | {found} of {seeds} | {proven} of {seeds} | {statistics.median(taken):.2f} s |"
        f" {tenth:.2f} s | {f'{statistics.median(enumerated):.2f} s, equal' if enumerated else '–'} |"
        f" {'–' if most is None else f'< {most:g} s: ' + ('yes' if tenth < most else '**no**')} |"
    )


def enumerate_plans(problem: Problem) -> Plan | None:
    """The best plan of a direct problem by trying every set of offers."""
    names = [offer.id for offer in problem.offers]
    plans = (problem.judge([chosen]) for count in range(len(names) + 1) for chosen in combinations(names, count))
    return min((plan for plan in plans if plan is not None), key=lambda plan: plan.costs.key(problem.limits.minimise), default=None)


def packaged(kg: KnowledgeGraph, bridges: int) -> str:
    """The packaged graph: the best way to AI product manager from each role of whose people something is known."""
    taken, found, proven = [], 0, 0
    roles = [role for role in kg.arrays.brings[0] if role != "role/ai-product-manager"]
    for role in roles:
        asked = ask(kg, role, None, None, (), (), False, None)
        within = limit(kg, asked, Wanted(max_bridges=bridges, start_date="2026-01-01"), None)
        question = make_ask(kg, asked, within)
        began = time.perf_counter()
        best = best_way(question)
        taken.append(time.perf_counter() - began)
        found += best.plan is not None
        proven += best.optimal
    tenth, most = _ninetieth(taken), 2.0 if bridges else 0.5
    name = f"up to {bridges} bridges" if bridges else "direct"
    return (
        f"| the packaged graph, {name}, from {len(roles)} roles | {found} of {len(roles)} | {proven} of {len(roles)} |"
        f" {statistics.median(taken):.2f} s | {tenth:.2f} s | – | < {most:g} s: {'yes' if tenth < most else '**no**'} |"
    )


def answers(kg: KnowledgeGraph, draws: int, every: int, median: float | None, most: float) -> str:
    """The packaged graph: the whole answer to `path`, from every n-th of those roles.

    median, most: seconds that are aimed at, the latter for 95 of 100.
    """
    roles = [role for role in kg.arrays.brings[0] if role != "role/ai-product-manager"][::every]
    taken, found, proven = [], 0, 0
    for role in roles:
        began = time.perf_counter()
        answer = kg.path(role, draws=draws, start_date="2026-01-01")
        taken.append(time.perf_counter() - began)
        found += answer.found
        proven += bool(answer.ways) and answer.ways[0].optimal
    middle, tail = statistics.median(taken), sorted(taken)[max(0, -(-len(taken) * 95 // 100) - 1)]
    met = tail <= most and (median is None or middle <= median)
    aim = f"median {median:g} s, 95 % ≤ {most:g} s" if median is not None else f"95 % ≤ {most:g} s"
    return (
        f"| the whole answer to `path`, {draws} draws, from {len(roles)} roles; 95th instead of 90th percentile | {found} of {len(roles)} |"
        f" {proven} of {len(roles)} | {middle:.2f} s | {tail:.2f} s | – | {aim}: {'yes' if met else '**no**'} |"
    )


def _ninetieth(values: list[float]) -> float:
    return sorted(values)[max(0, -(-len(values) * 9 // 10) - 1)]


def main() -> None:
    """Runs the benchmark and prints its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="also put the table into README.md beside this file")
    given = parser.parse_args()
    kg = rolepath.load(in_memory=True, with_imports=False)
    lines = ["| instance | with a plan | proven | median | 90th percentile | enumeration | target |", "|---|---:|---:|---:|---:|---|---|"]
    for each in SIZES:
        lines.append(size(kg, *each))
        sys.stderr.write(lines[-1] + "\n")
    lines += [packaged(kg, 0), packaged(kg, 2), answers(kg, 0, 1, 0.15, 0.5), answers(kg, 50, 8, None, 2.0)]
    text = "\n".join(lines) + "\n"
    sys.stdout.write(text)
    if given.write:
        readme = HERE / "README.md"
        before, _, rest = readme.read_text(encoding="utf-8").partition(MARKS[0])
        readme.write_text(f"{before}{MARKS[0]}\n\n{text}\n{MARKS[1]}{rest.partition(MARKS[1])[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
