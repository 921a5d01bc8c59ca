"""`path` in the formats that other programs read, on one screen, and with every reason; each answer ends in its exit code."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

ASKED = ("path", "baker", "pastry chef", "--start", "2026-01-01", "-q")
POOR = (*ASKED, "--budget", "10")


@pytest.fixture
def ask(inside: Callable[..., Any], built: Path) -> Callable[..., Any]:
    """Runs a command on the small data."""
    return lambda *args: inside(*args, "--store", str(built))


def test_every_format_has_the_steps_of_the_json(ask: Callable[..., Any]) -> None:
    hops = json.loads(ask(*ASKED, "--format", "json").stdout)["paths"][0]["hops"]
    labels = [step["offer"]["label"] for hop in hops for step in hop["steps"]]
    rows = list(csv.DictReader(io.StringIO(ask(*ASKED, "--format", "csv").stdout, newline="")))
    assert [row["offer"] for row in rows if row["path"] == "1" and row["kind"] != "bridge"] == labels
    drawing = ask(*ASKED, "--format", "mermaid").stdout
    assert drawing.startswith("flowchart LR\n")
    events = Calendar.from_ical(ask(*ASKED, "--format", "ics").stdout).walk("VEVENT")
    for format_ in ("table", "markdown"):
        shown = re.sub(r"[\s|\\]+", " ", ask(*ASKED, "--format", format_).stdout)
        assert all(label in shown or label.split()[0] in shown for label in labels)
    for label in labels:
        assert label in drawing
        assert any(label in str(event["summary"]) for event in events)
    assert str(events[0].decoded("dtstart")) == "2026-01-01"


def test_brief_is_one_screen_explain_is_longer_and_both_at_once_are_wrong_use(ask: Callable[..., Any]) -> None:
    usual, brief, explain = (ask(*ASKED, *more) for more in ((), ("--brief",), ("--explain",)))
    assert len(brief.stdout.splitlines()) <= 24
    assert max(map(len, brief.stdout.splitlines())) <= 100
    assert len(usual.stdout) < len(explain.stdout)
    assert {ran.returncode for ran in (usual, brief, explain)} == {0}
    both = ask(*ASKED, "--brief", "--explain")
    assert (both.returncode, both.stdout) == (2, "")
    assert both.stderr == "Error: --brief and --explain exclude each other\n"


@pytest.mark.parametrize("format_", ["json", "csv", "mermaid", "ics"])
def test_what_programs_read_is_the_same_however_much_is_asked_for(ask: Callable[..., Any], format_: str) -> None:
    assert len({ask(*ASKED, *more, "--format", format_).stdout for more in ((), ("--brief",), ("--explain",))}) == 1


def test_no_path_is_said_in_every_format_and_is_no_calendar(ask: Callable[..., Any], tmp_path: Path) -> None:
    reason = json.loads(ask(*POOR, "--format", "json").stdout)["reason"]
    start = reason.split(".")[0][:40]
    for more in ((), ("--brief",), ("--explain",), ("--format", "markdown"), ("--format", "mermaid")):
        ran = ask(*POOR, *more)
        assert ran.returncode == 1
        assert start in ran.stdout
    rows = ask(*POOR, "--format", "csv")
    assert (rows.returncode, len(rows.stdout.splitlines())) == (1, 1)
    refused = ask(*POOR, "--format", "ics", "-o", str(tmp_path / "path.ics"))
    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", f"Error: {reason}\n")
    assert not (tmp_path / "path.ics").exists()


def test_whoever_is_ready_gets_that_day_in_the_calendar(ask: Callable[..., Any]) -> None:
    ran = ask("path", "pastry chef", "pâtissier", "--start", "2026-01-01", "-q", "--format", "ics")
    events = Calendar.from_ical(ran.stdout).walk("VEVENT")
    assert (ran.returncode, len(events), str(events[0].decoded("dtstart"))) == (0, 1, "2026-01-01")
