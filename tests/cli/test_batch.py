"""batch as a user types it: tables in and out in every format, rows without an answer, and files that are no tables."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., subprocess.CompletedProcess[str]]
Inside = Callable[..., Any]

PEOPLE = "id,role,have,lack,age\nann,baker,skill/kitchen-planning=0.5; chocolate tempering,yeast dough,40\nbob,,,,\ncy,pastry chef,,,\n"
COLUMNS = ["id", "readiness_low", "readiness", "readiness_high", "stage", "essentials_met", "essentials", "missing", "error"]


@pytest.fixture
def ask(inside: Inside, built: Path, tmp_path: Path) -> Callable[..., Any]:
    """Runs batch on the small data, over a table of that text, towards pastry chef."""

    def run(text: str | bytes, *args: str) -> Any:
        (tmp_path / "people.csv").write_bytes(text.encode() if isinstance(text, str) else text)
        return inside("batch", "people.csv", "pastry chef", "--store", str(built), "-q", *args)

    return run


def test_every_person_is_answered_as_gap_does(ask: Inside, inside: Inside, built: Path) -> None:
    ran = ask(PEOPLE)
    assert (ran.returncode, ran.stderr) == (0, "")
    header, *rows = csv.reader(io.StringIO(ran.stdout), strict=True)
    assert header == COLUMNS
    given = {
        "ann": ("baker", "--have", "skill/kitchen-planning=0.5", "--have", "chocolate tempering", "--lack", "yeast dough"),
        "bob": ("nothing",),
        "cy": ("pastry chef",),
    }
    for name, low, readiness, high, stage, met, asked, missing, error in rows:
        start, *claims = given[name]
        alone = inside("gap", start, "pastry chef", *claims, "--store", str(built), "-q", "--format", "json")
        answer = json.loads(alone.stdout)
        now = answer["readiness"]
        assert (float(low), float(readiness), float(high)) == (now["low"], now["typical"], now["high"])
        assert (stage, int(met), int(asked)) == (now["stage"], now["essentials_met"], now["essentials"])
        units = sorted((unit for unit in answer["units"] if unit["share"]), key=lambda unit: (-unit["share"], unit["id"]))
        assert missing == "; ".join(unit["label"] for unit in units[:3])
        assert error == ""


def test_json_lines_and_parquet_hold_the_same(ask: Inside, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    plain = list(csv.DictReader(io.StringIO(ask(PEOPLE).stdout)))
    lines = [json.loads(line) for line in ask(PEOPLE, "--format", "jsonl").stdout.splitlines()]
    assert [list(line) for line in lines] == [COLUMNS] * 3
    assert [[str(line["readiness"]), "; ".join(line["missing"])] for line in lines] == [[row["readiness"], row["missing"]] for row in plain]
    for name in ("out.parquet", "deep/out.PQ", "out.jsonl", "out.csv"):
        ran = ask(PEOPLE, "-o", name)
        assert (ran.returncode, ran.stdout) == (0, "")
    assert pq.read_table(tmp_path / "out.parquet").to_pylist() == pq.read_table(tmp_path / "deep" / "out.PQ").to_pylist() == lines
    assert [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()] == lines
    assert list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8")))) == plain


def test_parquet_is_read_whatever_it_is_called(ask: Inside, inside: Inside, built: Path, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    import pyarrow as pa

    columns = {"id": ["ann"], "role": ["baker"], "have": [["skill/kitchen-planning=0.5", "chocolate tempering"]], "lack": ["yeast dough"]}
    pq.write_table(pa.table(columns), tmp_path / "people.bin")
    ran = inside("batch", "people.bin", "pastry chef", "--store", str(built), "-q")
    assert ran.stdout.splitlines()[1] == ask(PEOPLE).stdout.splitlines()[1]


def test_a_person_without_an_answer_is_counted_and_the_others_are_answered(ask: Inside) -> None:
    text = "id,role,have\na,baker,\nb,bakr,\nc,baker,doh=1\nd,baker\n" + "e,bakr,x=y\n" * 4
    ran = ask(text)
    assert ran.returncode == 1
    rows = list(csv.DictReader(io.StringIO(ran.stdout)))
    assert [bool(row["readiness"]) for row in rows] == [True] + [False] * 7
    assert rows[1]["error"].startswith("no role is called “bakr”; did you mean esco:occupation/example-baker (baker)?")
    assert rows[3]["error"] == "line 5: 2 fields, where the first line names 3"
    assert "the level after “=” must be a number" in rows[4]["error"]
    said = ran.stderr.splitlines()
    assert said[0] == "No answer for 7 of 8 people:"
    assert said[1].startswith("  b: no role is called")
    assert said[-1] == "  and 2 more; the column error has all"


def test_the_options_count(ask: Inside, inside: Inside, built: Path) -> None:
    assert ask("role\npastry chef\n").stdout.splitlines()[1].split(",")[4] == "ready"
    assert ask("role\npastry chef\n", "--strict").stdout.splitlines()[1].startswith("1,0.0,0.0,0.0,not yet,")
    low, high = (ask("role,have\nbaker,\n", "--readiness", share).stdout for share in ("0.001", "1"))
    assert low.split(",")[10] == high.split(",")[10] != ""
    said = inside("batch", "people.csv", "pastry chef", "--store", str(built)).stderr
    assert "1 person, 0 of them ready." in said
    assert inside("batch", "people.csv", "--store", str(built), "--quiet").returncode == 2, "the small data has no AI product manager"


def test_stdin_is_read_as_it_comes(light: Cli, built: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "rolepath", "batch", "-", "pastry chef", "--store", str(built)]
    ran = subprocess.run(
        command, input=PEOPLE.encode(), capture_output=True, cwd=tmp_path, env={**os.environ, **environment}, timeout=120, check=False
    )
    assert ran.returncode == 0
    assert ran.stdout.decode().count("\n") == 4
    assert ran.stderr.decode() == "rolepath: the column “age” is not used.\n3 people, 1 of them ready.\n"


REFUSED = {
    "no such file": (("nowhere.csv", "pastry chef"), 2, ("nowhere.csv: there is no such file",)),
    "a folder": ((".", "pastry chef"), 2, ("the file can't be read",)),
    "a wrong target": (("people.csv", "pastry chf"), 2, ("no role is called", "role/pastry-chef")),
    "hardly known": (("people.csv", "kitchen help"), 1, ("not enough is known of “Kitchen help”",)),
    "a share": (("people.csv", "pastry chef", "--readiness", "2"), 2, ("--readiness must lie in (0, 1]",)),
    "parquet to stdout": (("people.csv", "--format", "parquet"), 2, ("--format parquet needs a file: -o FILE",)),
    "what suffix": (("people.csv", "-o", "out.xlsx"), 2, ("“.xlsx” stands for is not known", "--format csv, jsonl or parquet")),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_answered_at_all_is_refused(
    inside: Inside, built: Path, tmp_path: Path, assert_refused: Callable[..., None], name: str
) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    args, code, words = REFUSED[name]
    assert_refused(inside("batch", *args, "--store", str(built), "-q"), code, *words)


def test_a_file_that_breaks_off_leaves_what_was_there(ask: Inside, tmp_path: Path) -> None:
    """After thousands of good rows, a quote without an end: the old file stays, and nothing is left beside it."""
    (tmp_path / "out.csv").write_text("old", encoding="utf-8")
    before = set(tmp_path.iterdir())
    ran = ask("role\n" + "baker\n" * 5000 + '"baker\n', "-o", "out.csv")
    assert ran.returncode == 2
    assert "people.csv:5002: from here on this is no CSV" in ran.stderr
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "old"
    assert set(tmp_path.iterdir()) - before <= {tmp_path / "people.csv"}


def test_a_cell_is_no_formula_and_drives_no_terminal(ask: Inside) -> None:
    ran = ask("id,role\n=1+1,baker\n\x1b[31mred,baker\n")
    assert ran.stdout.splitlines()[1].startswith("'=1+1,")
    assert "\x1b" not in ran.stdout


def test_memory_does_not_grow_with_the_number_of_people(light: Cli, built: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    """Ten times as many people in the same room, give or take a few megabytes."""
    peaks = []
    for count in (5_000, 50_000):
        (tmp_path / "people.csv").write_text("id,role,have\n" + "".join(f"p{n},baker,skill/kitchen-planning=0.5\n" for n in range(count)))
        code = (
            "import resource, sys; from rolepath.cli.main import main\n"
            "try: main(sys.argv[1:])\n"
            "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
        )
        command = [sys.executable, "-c", code, "batch", "people.csv", "pastry chef", "--store", str(built), "-q", "-o", "out.csv"]
        ran = subprocess.run(
            command, capture_output=True, text=True, cwd=tmp_path, env={**os.environ, **environment}, timeout=120, check=True
        )
        peaks.append(int(ran.stderr.split()[-1]) / 1024)
        assert (tmp_path / "out.csv").read_text(encoding="utf-8").count("\n") == count + 1
    assert peaks[1] < peaks[0] + 15, peaks
