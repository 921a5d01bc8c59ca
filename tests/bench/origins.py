"""How long a path takes with ESCO and O*NET whole in the graph: `python tests/bench/origins.py STORE [--count 200]`.

STORE is a built store of both and the crosswalk, used as it is. Random occupations, the same each time, lead to AI product manager over up
to two bridges, exactly; within one process, with the requirements of all roles laid out once before.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time

import rolepath


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store")
    parser.add_argument("--count", type=int, default=200)
    given = parser.parse_args()
    began = time.perf_counter()
    kg = rolepath.load(store=given.store, with_imports=False)
    kg.arrays  # noqa: B018  it is made when first asked for
    print(f"opened in {time.perf_counter() - began:.2f} s: {len(kg.arrays.roles)} roles, {len(kg.arrays.weight)} units")
    known = [role for role in kg.arrays.roles if role.startswith(("esco:", "onet:"))]
    taken = []
    for role in random.Random(2026).sample(known, given.count):
        began = time.perf_counter()
        answer = kg.path(role, start_date="2026-12-01", draws=0)
        taken.append((time.perf_counter() - began, role, len(answer.ways)))
    seconds = sorted(each for each, _, _ in taken)
    ninety, more = (seconds[min(len(seconds) - 1, int(len(seconds) * share))] for share in (0.9, 0.95))
    print(f"median {statistics.median(seconds):.2f} s, 90th percentile {ninety:.2f} s, 95th {more:.2f} s, longest {seconds[-1]:.2f} s")
    for each, role, ways in sorted(taken, reverse=True)[:5]:
        print(f"  {each:.2f} s: {role}, {ways} ways")


if __name__ == "__main__":
    main()
