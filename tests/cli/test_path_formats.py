"""`path` in the formats that other programs read, in full, and with every reason; each answer ends in its exit code."""

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
POOR = (*ASKED, "--deadline", "0.5")
NEVER = ("path", "nothing", *ASKED[2:])


@pytest.fixture
def ask(inside: Callable[..., Any], built: Path) -> Callable[..., Any]:
    """Runs a command on the small data."""
    return lambda *args: inside(*args, "--store", str(built))


def test_every_format_has_the_steps_of_the_json(ask: Callable[..., Any]) -> None:
    hops = json.loads(ask(*ASKED, "--format", "json").stdout)["ways"][0]["hops"]
    labels = [step["label"] for hop in hops for step in hop["steps"] if not step["strengthen"]]
    assert labels
    rows = list(csv.DictReader(io.StringIO(ask(*ASKED, "--format", "csv").stdout, newline="")))
    assert [row["offer"] for row in rows if row["way"] == "1" and row["kind"] not in ("bridge", "strengthen")] == labels
    drawing = ask(*ASKED, "--format", "mermaid").stdout
    assert drawing.startswith("flowchart LR\n")
    events = Calendar.from_ical(ask(*ASKED, "--format", "ics").stdout).walk("VEVENT")
    for more in (("--full",), ("--format", "markdown")):
        shown = re.sub(r"[\s|\\]+", " ", ask(*ASKED, *more).stdout)
        assert all(label in shown or label.split()[0] in shown for label in labels)
    for label in labels:
        assert label in drawing
        assert any(label in str(event["summary"]) for event in events)
    assert str(min(event.decoded("dtstart") for event in events)) == "2026-01-01"


@pytest.mark.parametrize("format_", ["json", "csv", "mermaid", "ics"])
def test_what_programs_read_is_the_same_however_much_is_asked_for(ask: Callable[..., Any], format_: str) -> None:
    assert len({ask(*ASKED, *more, "--format", format_).stdout for more in ((), ("--full",), ("--explain",))}) == 1


def test_limits_that_do_not_suffice_are_answered_in_every_format(ask: Callable[..., Any]) -> None:
    answer = json.loads(ask(*POOR, "--format", "json").stdout)
    assert answer["ways"] == []
    assert answer["best_within_limits"]["would_do"]["deadline"] > 0.5
    labels = [step["label"] for hop in answer["best_within_limits"]["way"]["hops"] for step in hop["steps"]]
    for more in ((), ("--full",), ("--explain",), ("--format", "markdown"), ("--format", "mermaid"), ("--format", "ics")):
        ran = ask(*POOR, *more)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert ran.stdout
    rows = list(csv.DictReader(io.StringIO(ask(*POOR, "--format", "csv").stdout, newline="")))
    assert [(row["way kind"], row["offer"]) for row in rows] == [("within limits", label) for label in labels]
    events = Calendar.from_ical(ask(*POOR, "--format", "ics").stdout).walk("VEVENT")
    assert "As far as the limits allow" in str(events[-1]["summary"])


def test_no_path_is_said_in_every_format_and_is_no_calendar(ask: Callable[..., Any], tmp_path: Path) -> None:
    reason = json.loads(ask(*NEVER, "--format", "json").stdout)["reason"]
    for more in ((), ("--full",), ("--format", "markdown"), ("--format", "mermaid")):
        ran = ask(*NEVER, *more)
        assert ran.returncode == 1
        assert reason.split()[0] in ran.stdout
    rows = ask(*NEVER, "--format", "csv")
    assert (rows.returncode, len(rows.stdout.splitlines())) == (1, 1)
    refused = ask(*NEVER, "--format", "ics", "-o", str(tmp_path / "path.ics"))
    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", f"Error: {reason}\n")
    assert not (tmp_path / "path.ics").exists()


def test_whoever_is_ready_gets_that_day_in_the_calendar(ask: Callable[..., Any]) -> None:
    ran = ask("path", "pastry chef", "pâtissier", "--start", "2026-01-01", "-q", "--format", "ics")
    events = Calendar.from_ical(ran.stdout).walk("VEVENT")
    assert (ran.returncode, len(events), str(events[0].decoded("dtstart"))) == (0, 1, "2026-01-01")
