"""The functions of two roles in `rolepath query`: values on stdout, reasons for missing ones on stderr, and limits on time."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Cli = Callable[..., subprocess.CompletedProcess[str]]
CHEF = "<https://w3id.org/rolepath/id/role/pastry-chef>"
BAKER = "<http://data.europa.eu/esco/occupation/example-baker>"
ENDLESS = f"""SELECT (COUNT(*) AS ?n) {{ ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?s ?h
    FILTER(rp:readiness({BAKER}, {CHEF}) > 2 || rp:readiness(?a, ?c) > 2 || rp:readiness(?e, ?g) > 2) }}"""


def test_values_are_those_of_gap_and_path(light: Cli, store: Path) -> None:
    text = f"SELECT (rp:readiness({BAKER}, {CHEF}) AS ?r) (rp:gapWeight({BAKER}, {CHEF}) AS ?g) (rp:studyHours({BAKER}, {CHEF}) AS ?h) {{}}"
    ran = light("query", text, "--format", "csv", "--store", str(store))
    assert (ran.returncode, ran.stderr) == (0, "")
    readiness, weight, hours = map(float, list(csv.reader(io.StringIO(ran.stdout)))[1])
    gap = json.loads(light("gap", "baker", "pastry chef", "--format", "json", "--store", str(store)).stdout)
    assert readiness == gap["readiness"]["typical"]
    assert weight > 0
    assert weight / (1 - readiness) == pytest.approx(len(gap["units"]) * 0.8, rel=0.3), "of the strength of all units together"
    direct = ("--max-bridges", "0", "--minimise", "hours", "--draws", "0", "--format", "json", "--store", str(store))
    path = json.loads(light("path", "baker", "pastry chef", *direct).stdout)
    assert hours == pytest.approx(path["ways"][0]["cost"]["hours"]["mid"], abs=0.1)


@pytest.mark.parametrize("format_", ["table", "csv", "json", "markdown"])
def test_a_missing_value_is_explained_after_the_result_which_stays_as_it_is(light: Cli, store: Path, format_: str) -> None:
    text = f"SELECT (rp:readiness({BAKER}, 'a chef') AS ?r) (5 AS ?five) {{}}"
    ran = light("query", text, "--format", format_, "--store", str(store))
    assert ran.returncode == 0
    said = (
        'rolepath: no value: rp:readiness(esco:occupation/example-baker, "a chef"): the second argument is no role; give the IRI of one\n'
    )
    assert ran.stderr == said
    assert "rolepath" not in ran.stdout
    assert "5" in ran.stdout


def test_many_reasons_are_cut_to_twenty_lines(light: Cli, store: Path) -> None:
    text = "SELECT (rp:readiness(" + ", ".join("1" * 3) + ") AS ?x0)"
    text += "".join(f" (rp:readiness({', '.join('1' * n)}) AS ?x{n})" for n in range(4, 30)) + " {}"
    ran = light("query", text, "--store", str(store))
    lines = ran.stderr.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "rolepath: no value, for 7 more reasons"


def test_a_function_that_does_not_exist_is_wrong_use(light: Cli, store: Path) -> None:
    ran = light("query", f"SELECT (rp:redines({BAKER}, {CHEF}) AS ?x) {{}}", "--store", str(store))
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "custom function" in ran.stderr


def test_a_query_that_calls_functions_for_too_long_is_stopped(light: Cli, store: Path) -> None:
    began = time.monotonic()
    ran = light("query", ENDLESS, "--timeout", "2", "--store", str(store))
    assert (ran.returncode, ran.stdout) == (124, "")
    assert "stopped after 2 s" in ran.stderr
    assert time.monotonic() - began < 60


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent otherwise on Windows")
def test_ctrl_c_ends_a_query_that_calls_functions(start: Callable[..., subprocess.Popen[str]], store: Path) -> None:
    process = start(
        "query",
        ENDLESS,
        "--timeout",
        "600",
        "--store",
        str(store),
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    time.sleep(3)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 130


def test_the_packaged_rankings_run_on_any_data(light: Cli, store: Path) -> None:
    """Here without AI PM, which no data of the tests names: no rows, and no complaint."""
    for name in ("11-roles-ranked-by-readiness", "12-roles-ranked-by-study-hours"):
        ran = light("query", "--named", name, "--format", "csv", "--store", str(store))
        assert ran.returncode == 0
        assert len(ran.stdout.splitlines()) >= 1
