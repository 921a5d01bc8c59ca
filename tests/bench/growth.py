"""How readiness in bulk grows with the number of roles: `python tests/bench/growth.py [--write] [--sizes 1,2,5,10]`.

Networks once to ten times the size of ESCO, made by `esco_networks.py`; each size is measured in a process of its own. Times are medians of
a few runs but for all pairs and the batch, which run once; they are of processor, all of it on one core, so that what else the machine
does counts little. Memory is what a stage held at most beyond what was there when it began.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import io
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

HERE = Path(__file__).resolve().parent
for folder in (HERE.parents[1] / "src", HERE):
    sys.path.insert(0, str(folder))

MARKS = ("<!-- growth -->", "<!-- /growth -->")
SIZES = (1, 2, 5, 10)
WHOLE = 2
"""Up to this size all pairs are also held in memory at once: sixteen bytes each."""
MOST_SECONDS = 40.0
"""For how long all pairs are worked out in blocks; where that isn't enough, the rest is taken to be as the part."""
PEOPLE = 40_000
TARGETS = {"all pairs at once": (1, 3.0), "batch, CSV to CSV": (1, 10_000)}
"""Row → the size it is for, and seconds at most or people a second at least."""


# --- one size, in a process of its own --------------------------------------------------------------------------


class Stages:
    """Measured stages: seconds and megabytes by name."""

    def __init__(self) -> None:
        self.found: dict[str, dict[str, Any]] = {}

    @contextmanager
    def measured(self, name: str, **more: Any) -> Iterator[dict[str, Any]]:
        """Adds what the body took; it may say more, or else."""
        _reset_peak()
        before = _memory("VmRSS")
        row: dict[str, Any] = {"seconds": time.process_time(), **more}
        yield row
        if "rate" not in row:
            row["seconds"] = row.get("taken", time.process_time() - row["seconds"])
        row["megabytes"] = max(0.0, _memory("VmHWM") - before)
        self.found[name] = row


def _memory(name: str) -> float:
    """Megabytes of this process, as Linux counts them; 0 elsewhere."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:")), 0.0)


def _reset_peak() -> None:
    """Lets go of memory that is free, and Linux forget the most so far."""
    with suppress(OSError, AttributeError):  # a C library that has no such function
        ctypes.CDLL(None).malloc_trim(0)
    place = Path("/proc/self/clear_refs")
    if place.exists():
        place.write_text("5", encoding="utf-8")


def measure(times: int, datasets: Path) -> dict[str, Any]:
    """Every stage on a network so many times as large as ESCO."""
    from esco_networks import copies, esco_network

    import rolepath
    from rolepath.planning.arrays import Arrays
    from rolepath.planning.pairs import all_pairs, pairs_in_blocks
    from rolepath.planning.profile import make_profile
    from rolepath.planning.reach import feeders
    from rolepath.planning.readiness import stages as stages_of

    network = copies(esco_network(datasets / "esco-1.1.1", rolepath.load(in_memory=True).planning), times)
    gc.collect()
    gc.freeze()  # millions of objects that a store would not have made are no garbage to look for
    stages, random = Stages(), Random(times)
    with stages.measured("arrays built"):
        arrays = Arrays(network)
        assert arrays.brings[0]
    chosen = random.sample(arrays.roles, 7)
    people = [make_profile(network, (role,), chosen[0]) for role in chosen]
    with stages.measured("one person towards all roles") as row:
        row["taken"] = _median(lambda n: arrays.standings(people[n]))
    with stages.measured("all roles towards one") as row:
        row["taken"] = _median(lambda n: feeders(network, arrays, chosen[n], stages_of(network)))
    if times <= WHOLE:
        with stages.measured("all pairs at once"):
            all_pairs(arrays)
    with stages.measured("all pairs in blocks") as row:
        began, done = time.process_time(), 0
        for block in pairs_in_blocks(arrays):
            done += len(block.holders)
            if (taken := time.process_time() - began) > MOST_SECONDS:
                break
        row["taken"], row["about"] = taken * len(arrays.brings[0]) / done, done < len(arrays.brings[0])
    text = people_csv(network, random)
    with stages.measured("batch, CSV to CSV") as row:
        began = time.process_time()
        run_batch(network, text, chosen[0])
        row["rate"] = PEOPLE / (time.process_time() - began)
    counts = {
        "roles": len(arrays.roles),
        "units": len(arrays.weight),
        "members": len(arrays.member_unit),
        "credits": sum(map(len, network.credits.values())),
    }
    return {"counts": counts, "stages": stages.found}


def _median(task: Callable[[int], object]) -> float:
    seconds = []
    for n in range(7):
        began = time.process_time()
        task(n)
        seconds.append(time.process_time() - began)
    return statistics.median(seconds)


def people_csv(network: Any, random: Random) -> bytes:
    """Profiles of a role, three to ten capabilities of which half have a level, and now and then something lacked."""
    roles, capabilities = list(network.roles), list(network.capabilities)
    lines = ["id,role,have,lack"]
    for n in range(PEOPLE):
        have = [f"{c}{random.choice(('', '=0.5'))}" for c in random.choices(capabilities, k=random.randint(3, 10))]
        have = list({c.partition("=")[0]: c for c in have}.values())
        lack = have.pop().partition("=")[0] if random.random() < 0.2 else ""
        lines.append(f"p{n},{random.choice(roles)},{'; '.join(have)},{lack}")
    return "\n".join(lines).encode()


def run_batch(network: Any, text: bytes, target: str) -> None:
    """From CSV to CSV as `rolepath batch` does it; names are identifiers, whose look-up in a store is measured elsewhere."""
    from rolepath.catalog.profile_table import read_csv
    from rolepath.rdf.lookup import Named
    from rolepath.render.batch import csv_rows
    from rolepath.service.batch import batch

    def resolve(name: str, types: object, kind: str) -> Named:
        thing = network.roles.get(name) or network.capabilities[name]
        return Named(name, thing.label, "", name, True)

    graph: Any = SimpleNamespace(planning=network, names=SimpleNamespace(resolve=resolve))
    answers = batch(graph, read_csv(io.BytesIO(text), "people.csv").rows, target, False, None)
    while block := list(islice(answers, 2000)):
        csv_rows(block)
        wrong = [answer.error for answer in block if answer.error is not None]
        if wrong:
            raise SystemExit(f"a profile has no answer: {wrong[0]}")


# --- the table --------------------------------------------------------------------------------------------------


def table(found: dict[int, dict[str, Any]]) -> str:
    """Rows are measures, columns sizes."""
    lines = [f"| | {' | '.join(f'{times} ×' for times in found)} | target |", f"|---|{'---:|' * len(found)}---|"]
    for name in ("roles", "units", "members", "credits"):
        lines.append(f"| {name} | {' | '.join(format(each['counts'][name], ',') for each in found.values())} | – |")
    names = list(dict.fromkeys(name for each in found.values() for name in each["stages"]))
    for name in sorted(names, key=lambda name: (name == "batch, CSV to CSV", name == "all pairs in blocks", name == "all pairs at once")):
        cells = [_cell(each["stages"].get(name)) for each in found.values()]
        lines.append(f"| {name} | {' | '.join(cells)} | {_target(name, found)} |")
    about = any(row.get("about") for each in found.values() for row in each["stages"].values())
    part = f"; ≈: from the part that {MOST_SECONDS:.0f} s were enough for" if about else ""
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return "\n".join([*lines, "", f"{machine}; seconds of processor, on one core{part}."]) + "\n"


def _cell(row: dict[str, Any] | None) -> str:
    if row is None:
        return "–"
    speed = f"{row['rate']:,.0f} a second" if "rate" in row else f"{'≈ ' if row.get('about') else ''}{row['seconds']:.3g} s"
    return f"{speed}, {row['megabytes']:,.0f} MB"


def _target(name: str, found: dict[int, dict[str, Any]]) -> str:
    if name not in TARGETS or TARGETS[name][0] not in found:
        return "–"
    times, bar = TARGETS[name]
    row = found[times]["stages"][name]
    if "rate" in row:
        return f"≥ {bar:,.0f} a second: {'yes' if row['rate'] >= bar else '**no**'}"
    return f"≤ {bar:g} s and 1 GB at {times} ×: {'yes' if row['seconds'] <= bar and row['megabytes'] <= 1000 else '**no**'}"


def main() -> None:
    """Runs the benchmark and prints its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="how many times ESCO (default 1,2,5,10)")
    parser.add_argument("--write", action="store_true", help="also put the table into README.md beside this file")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    datasets = Path(os.environ.get("ROLEPATH_SHARED", HERE.parents[2] / "shared")) / "datasets"
    if not datasets.is_dir():
        raise SystemExit(f"the datasets are missing: {datasets}; ROLEPATH_SHARED names the folder above them")
    if given.one is not None:
        sys.stdout.write(json.dumps(measure(given.one, datasets)))
        return
    found = {}
    for times in map(int, given.sizes.split(",")):
        began = time.perf_counter()
        ran = subprocess.run([sys.executable, __file__, "--one", str(times)], stdout=subprocess.PIPE, check=True)
        found[times] = json.loads(ran.stdout)
        sys.stderr.write(f"{times} × ESCO: {time.perf_counter() - began:.0f} s\n")
    text = table(found)
    sys.stdout.write(text)
    if given.write:
        readme = HERE / "README.md"
        before, _, rest = readme.read_text(encoding="utf-8").partition(MARKS[0])
        readme.write_text(f"{before}{MARKS[0]}\n\n{text}\n{MARKS[1]}{rest.partition(MARKS[1])[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
