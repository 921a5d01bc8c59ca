"""The benchmark: `python tests/bench/run.py` prints one Markdown table; `--write` also puts it into README.md beside this file.

Times of whole processes are medians of interleaved runs, given as ratios to a reference that was run in the same rounds, so that
a busy or slow machine changes both sides. Nothing here is a test: a figure that misses its target is shown, not raised.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1] / "src"
if SOURCE.is_dir():
    sys.path.insert(0, str(SOURCE))

MARKS = ("<!-- bench -->", "<!-- /bench -->")


@dataclass(frozen=True)
class Row:
    """One figure beside its reference, and whether the target is met."""

    what: str
    figure: str
    reference: str
    ratio: str
    target: str
    met: bool


def _environment(cache: Path) -> dict[str, str]:
    path = os.pathsep.join(filter(None, (str(SOURCE) if SOURCE.is_dir() else "", os.environ.get("PYTHONPATH"))))
    return {**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONPATH": path, "PYTHONUTF8": "1"}


def _seconds(command: Sequence[str], env: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=env["XDG_CACHE_HOME"])
    return time.perf_counter() - began


def _interleaved(tasks: dict[str, Callable[[], float]], rounds: int, warm: bool = False) -> dict[str, float]:
    """The median time of each task; every round runs all of them once, after one that doesn't count unless they are warm."""
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for counted in (*([] if warm else [False]), *[True] * rounds):
        for name, task in tasks.items():
            taken = task()
            if counted:
                times[name].append(taken)
    return {name: statistics.median(taken) for name, taken in times.items()}


def processes(env: dict[str, str], rounds: int) -> list[Row]:
    """Whole commands on a built store beside the imports that they are compared with."""
    own = (sys.executable, "-m", "rolepath")
    commands = {
        "import click": (sys.executable, "-c", "import click"),
        "import rdflib, networkx": (sys.executable, "-c", "import rdflib, networkx"),
        "rolepath --help": (*own, "--help"),
        'rolepath gap "data scientist"': (*own, "gap", "data scientist"),
        'rolepath path "data scientist" --max-bridges 0': (*own, "path", "data scientist", "--max-bridges", "0"),
    }
    found = _interleaved({name: lambda c=command: _seconds(c, env) for name, command in commands.items()}, rounds)  # type: ignore[misc]
    rows = []
    for name, reference, most in (
        ("rolepath --help", "import click", 3.0),
        ('rolepath gap "data scientist"', "import rdflib, networkx", 2.5),
        ('rolepath path "data scientist" --max-bridges 0', "import rdflib, networkx", 2.5),
    ):
        ratio = found[name] / found[reference]
        shown = f'{found[reference]:.2f} s `python -c "{reference}"`'
        rows.append(Row(f"`{name}`", f"{found[name]:.2f} s", shown, f"{ratio:.2f} ×", f"≤ {most:g} ×", ratio <= most))
    return rows


def queries(store: Path, rounds: int, slow_rounds: int) -> list[Row]:
    """The packaged queries on our store and on rdflib's memory store, with the answers compared."""
    import pyoxigraph
    import rdflib

    from rolepath import vocab
    from rolepath.catalog.inputs import packaged
    from rolepath.rdf.queries import named_queries, run

    ours = pyoxigraph.Store.read_only(str(store))
    theirs = rdflib.Dataset(default_union=True)
    with tempfile.TemporaryDirectory() as scratch:
        dump = Path(scratch) / "whole.nq"
        ours.dump(dump, format=pyoxigraph.RdfFormat.N_QUADS)
        theirs.parse(dump, format="nquads")
    functions = ("rp:readiness(", "rp:gapWeight(", "rp:studyHours(")  # ours alone; rdflib can't be asked
    named = named_queries(packaged("ontology") / "queries").values()
    texts = {query.name: query.text for query in named if not any(function in query.text for function in functions)}

    def on_ours(text: str) -> list[tuple[str, ...]]:
        solutions: Any = run(ours, text)
        return [tuple("" if term is None else _value(str(term.value)) for term in solution) for solution in solutions]

    def on_theirs(text: str) -> list[tuple[str, ...]]:
        return [tuple("" if term is None else _value(str(term)) for term in row) for row in theirs.query(text, initNs=vocab.PREFIXES)]

    different = [name for name, text in texts.items() if sorted(on_ours(text)) != sorted(on_theirs(text))]

    def timed(ask: Callable[[str], Any], text: str) -> Callable[[], float]:
        def task() -> float:
            began = time.perf_counter()
            ask(text)
            return time.perf_counter() - began

        return task

    fast = _interleaved({name: timed(on_ours, text) for name, text in texts.items()}, rounds)
    slow = _interleaved({name: timed(on_theirs, text) for name, text in texts.items()}, slow_rounds, warm=True)
    ratio = sum(slow.values()) / sum(fast.values())
    answers = "equal answers" if not different else f"answers differ: {', '.join(different)}"
    return [
        Row(
            f"the {len(texts)} packaged queries, in sum",
            f"{sum(fast.values()):.3f} s",
            f"{sum(slow.values()):.2f} s rdflib's memory store; {answers}",
            f"{ratio:.1f} ×",
            "≥ 10 × faster, equal answers",
            ratio >= 10 and not different,
        )
    ]


def _value(text: str) -> str:
    """A term as the comparison sees it: computed numbers to nine digits, since engines print them differently."""
    try:
        return f"{Decimal(text):.9g}" if re.fullmatch(r"[-+]?[\d.]+([eE][-+]?\d+)?", text) else text
    except InvalidOperation:
        return text


def first_build(env: dict[str, str], rounds: int) -> list[Row]:
    """A first build of the packaged data, into a new store: time, and the most memory that the process held."""
    seconds, busy, peaks = [], [], []
    for number in range(rounds):
        store = Path(env["XDG_CACHE_HOME"]) / f"first-{number}"
        command = [sys.executable, "-m", "rolepath", "build", "--quiet", "--store", str(store)]
        began = time.perf_counter()
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds.append(time.perf_counter() - began)
        busy.append(usage.ru_utime + usage.ru_stime)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
        peaks.append(usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2))
    taken, peak = statistics.median(seconds), max(peaks)
    return [
        Row(
            "first build of the packaged data, time",
            f"{taken:.2f} s ({statistics.median(busy):.2f} s of processor)",
            "–",
            "–",
            "< 5 s",
            taken < 5,
        ),
        Row("first build of the packaged data, memory", f"{peak:.0f} MB", "–", "–", "< 300 MB", peak < 300),
    ]


def table(rows: Sequence[Row], rounds: int) -> str:
    """The figures as a Markdown table, with the machine that they come from."""
    import rolepath

    lines = ["| what | figure | reference | ratio | target | met |", "|---|---:|---|---:|---|---|"]
    lines += [f"| {r.what} | {r.figure} | {r.reference} | {r.ratio} | {r.target} | {'yes' if r.met else '**no**'} |" for r in rows]
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    lines += ["", f"rolepath {rolepath.__version__}, {machine}; medians of {rounds} interleaved runs."]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Runs the benchmark and prints its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", "--rounds", type=int, default=9, help="how many runs of each command (default 9)")
    parser.add_argument("--slow-rounds", type=int, default=3, help="how many runs of the queries on rdflib's store (default 3)")
    parser.add_argument("--write", action="store_true", help="also put the table into README.md beside this file")
    given = parser.parse_args()
    from rolepath.service.builds import Place

    with tempfile.TemporaryDirectory() as scratch:
        env = _environment(Path(scratch))
        rows = first_build(env, max(1, given.rounds // 3))
        store = Path(scratch) / "first-0" / "builds" / Place().key() / "rdf"
        _seconds((sys.executable, "-m", "rolepath", "build"), env)
        rows = processes(env, given.rounds) + queries(store, given.rounds, given.slow_rounds) + rows
    text = table(rows, given.rounds)
    sys.stdout.write(text)
    if given.write:
        readme = HERE / "README.md"
        before, _, rest = readme.read_text(encoding="utf-8").partition(MARKS[0])
        readme.write_text(f"{before}{MARKS[0]}\n\n{text}\n{MARKS[1]}{rest.partition(MARKS[1])[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
