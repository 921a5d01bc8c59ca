"""A path for other programs: rows for a spreadsheet, a Mermaid drawing, a calendar. What labels say never acts."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path as FilePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, vText

from rolepath.errors import NoPath, WrongUse
from rolepath.planning.result import Answer, Range
from rolepath.render.blocks import clean
from rolepath.render.calendar import calendar
from rolepath.render.mermaid import mermaid
from rolepath.render.path_csv import COLUMNS, path_csv
from rolepath.render.schedule import schedule
from rolepath.render.shell import plain

sys.path.insert(0, str(FilePath(__file__).parent))

from sample import ANSWER, BRIDGE, DIRECT, HOSTILE, NO_PATH, OTHER, READY, long_answer, thing

thorough = settings(derandomize=True, deadline=None)
LABELS = st.text(max_size=120) | st.sampled_from(
    [HOSTILE, "end", "1. list", "`x`", "a --> b", "%%{init}%%", "www.x.org", "$$x$$", ";", "\\"]
)
ALL = {"bridge": ANSWER, "long": long_answer(60, 4), "short": long_answer(2), "direct": replace(ANSWER, paths=(DIRECT,))}


def _named(label: str) -> Answer:
    """The sample with this label on its roles and on every step."""
    hops = tuple(
        replace(hop, role=replace(hop.role, label=label), steps=tuple(replace(s, offer=replace(s.offer, label=label)) for s in hop.steps))
        for hop in BRIDGE.hops
    )
    question = replace(ANSWER.question, start_role=thing("role/baker", label), target=thing("role/pm", label))
    return replace(ANSWER, question=question, paths=(replace(BRIDGE, hops=hops),))


# --- rows -------------------------------------------------------------------------------------


def _rows(answer: Answer) -> list[dict[str, str]]:
    found = list(csv.reader(io.StringIO(path_csv(answer), newline=""), strict=True))
    assert tuple(found[0]) == COLUMNS
    assert all(len(row) == len(COLUMNS) for row in found)
    return [dict(zip(COLUMNS, row, strict=True)) for row in found[1:]]


def test_there_is_a_row_for_each_step_and_stay_of_every_path_and_lines_end_as_rfc_4180_has_it() -> None:
    rows = _rows(ANSWER)
    assert [(row["path"], row["way"]) for row in rows] == [("1", "path")] * 7 + [("2", "direct")] * 2 + [("3", "alternative")]
    assert [row["kind"] for row in rows[:7]] == [*["self-study"] * 3, "tool practice", "bridge", "project", "program"]
    assert [row["order"] for row in rows] == ["1", "2", "3", "4", "5", "6", "7", "1", "2", "1"]
    text = path_csv(ANSWER)
    assert text.count("\r\n") == len(rows) + 1
    assert "\n" not in text.replace("\r\n", "")


@pytest.mark.parametrize("answer", [NO_PATH, READY])
def test_without_a_path_there_is_the_header_alone(answer: Answer) -> None:
    assert path_csv(answer) == ",".join(COLUMNS) + "\r\n"


@pytest.mark.parametrize("name", sorted(ALL))
def test_rows_add_up_to_the_cost_of_the_path(name: str) -> None:
    answer = ALL[name]
    rows = [row for row in _rows(answer) if row["path"] == "1"]
    cost = answer.paths[0].cost
    for part, total in (("hours", cost.hours), ("months", cost.months), ("money", cost.money)):
        for end in ("low", "high"):
            assert sum(float(row[f"{part} {end}"]) for row in rows) == pytest.approx(getattr(total, end))
    assert (float(rows[-1]["ends low"]), float(rows[-1]["ends high"])) == (cost.months.low, cost.months.high)


@pytest.mark.parametrize("label", ["=1+1", "+1", "-x", "@x", "\t=1", '=HYPERLINK("http://x")', HOSTILE])
def test_no_cell_is_run_by_a_spreadsheet(label: str) -> None:
    for row in csv.reader(io.StringIO(path_csv(_named(label)), newline="")):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert {row["offer"] for row in _rows(_named(label)) if row["path"] == "1"} == {"'" + clean(label)}


# --- Mermaid ----------------------------------------------------------------------------------

_NODE = re.compile(r'^ *(\w+)(?:\[|\(\[|\()"([^"]*)"(?:\]|\]\)|\))(?::::\w+)?$')
_FRAME = re.compile(r'^ *subgraph (\w+)\["([^"]*)"\]$')
_EDGE = re.compile(r"^  (\w+) (?:==>|-\.->|-\.-|-\. needed for \.->) (\w+)$")
_STYLE = re.compile(r"^  classDef \w+ fill:#[0-9a-f]{6},stroke:#[0-9a-f]{6},color:#[0-9a-f]{6}$")


def _read(text: str) -> tuple[dict[str, str], set[str], list[tuple[str, str]]]:
    """Nodes by name, frames, and arrows; fails on a line that is none of these."""
    nodes: dict[str, str] = {}
    frames: set[str] = set()
    arrows: list[tuple[str, str]] = []
    depth = 0
    assert text.startswith("flowchart LR\n")
    for line in text.removesuffix("\n").split("\n")[1:]:
        if found := _FRAME.match(line):
            assert found[1] not in frames
            frames.add(found[1])
            depth += 1
        elif line.strip() == "end":
            depth -= 1
            assert depth >= 0
        elif found := _NODE.match(line):
            assert found[1] not in nodes
            nodes[found[1]] = found[2]
        elif found := _EDGE.match(line):
            arrows.append((found[1], found[2]))
        else:
            assert _STYLE.match(line), line
    assert depth == 0
    assert {name for arrow in arrows for name in arrow} <= {*nodes, *frames}
    assert not frames & set(nodes)
    for label in nodes.values():
        assert not re.search(r"[<>`{}%]{2}|[<>`{}\\\"|\[\]]|#(?!\d+;)|&", label.replace("<br/>", ""))
    return nodes, frames, arrows


@pytest.mark.parametrize("name", sorted(ALL))
def test_the_drawing_leads_from_now_to_the_goal_through_every_frame(name: str) -> None:
    nodes, frames, arrows = _read(mermaid(ALL[name]))
    reached = {"now"}
    for _ in arrows:
        reached |= {second for first, second in arrows if first in reached}
    roles = [node for node in nodes if node.startswith("role")]
    assert {"goal", *roles} <= reached
    assert {frame for frame in frames if "phase" in frame} <= reached
    assert len(roles) == len(ALL[name].paths[0].hops) - 1


def test_steps_stand_in_frames_with_an_arrow_to_what_needs_them() -> None:
    nodes, frames, arrows = _read(mermaid(ANSWER))
    assert [node for node in nodes if node.startswith("step")] == [f"step{n}" for n in (1, 2, 3, 4, 6, 7)]
    assert frames == {"hop1", "hop1phase1", "hop1phase2", "hop2", "hop2phase1", "hop2phase2"}
    assert {arrow for arrow in arrows if arrow[0].startswith("step")} == {("step1", "step2"), ("step6", "step7")}


@pytest.mark.parametrize(("steps", "waves"), [(41, 1), (60, 4), (300, 5), (400, 200), (1000, 1000)])
def test_many_steps_are_put_together_until_the_drawing_can_be_read_and_none_is_lost(steps: int, waves: int) -> None:
    text = mermaid(long_answer(steps, waves))
    nodes, _, arrows = _read(text)
    assert len(nodes) <= 45
    assert len(arrows) <= 500  # where Mermaid stops by itself
    assert len(text) <= 50_000  # likewise
    counted = [re.match(r"(\d+) things", label) for label in nodes.values()]
    assert sum(int(found[1]) for found in counted if found) + sum("·" in label for label in nodes.values()) == steps


@thorough
@given(LABELS)
def test_no_label_acts_in_the_drawing(label: str) -> None:
    nodes, _, _ = _read(mermaid(_named(label)))
    assert len(nodes) == 9


@pytest.mark.parametrize("answer", [NO_PATH, READY])
def test_without_a_path_the_drawing_is_a_note(answer: Answer) -> None:
    nodes, frames, arrows = _read(mermaid(answer))
    assert not frames
    assert arrows == [("now", "why")]
    assert nodes["why"].startswith((answer.reason or "")[:20])


# --- calendar ---------------------------------------------------------------------------------


def _events(answer: Answer) -> list[dict[str, object]]:
    read = Calendar.from_ical(calendar(answer))
    return [
        {name: event.decoded(name) for name in ("uid", "summary", "dtstart", "dtend", "dtstamp", "description")}
        for event in read.walk("VEVENT")
    ]


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


@pytest.mark.parametrize("name", sorted(ALL))
def test_events_follow_one_another_from_the_start_to_the_goal(name: str) -> None:
    answer = ALL[name]
    events = _events(answer)
    assert len(events) == len(schedule(answer.paths[0])) + 1
    assert str(events[0]["dtstart"]) == answer.question.start
    for before, after in pairwise(events):
        assert before["dtstart"] < before["dtend"]  # type: ignore[operator]
        assert before["dtstart"] <= after["dtstart"] <= before["dtend"]  # type: ignore[operator]
    assert _text(events[-1]["summary"]) == "Ready for AI product manager"
    assert len({_text(event["uid"]) for event in events}) == len(events)
    assert {str(event["dtstamp"]) for event in events} == {"2025-03-01 00:00:00+00:00"}


def test_a_plan_made_again_on_another_day_has_the_same_events_by_uid() -> None:
    later = replace(ANSWER, question=replace(ANSWER.question, start="2026-01-01"))
    assert [event["uid"] for event in _events(later)] == [event["uid"] for event in _events(ANSWER)]
    elsewhere = replace(ANSWER, question=replace(ANSWER.question, target=thing("role/other")))
    assert not {_text(event["uid"]) for event in _events(elsewhere)} & {_text(event["uid"]) for event in _events(ANSWER)}
    assert calendar(ANSWER) == calendar(ANSWER)


def test_the_same_thing_studied_twice_is_two_events() -> None:
    hop = BRIDGE.hops[0]
    twice = replace(ANSWER, paths=(replace(BRIDGE, hops=(replace(hop, steps=(hop.steps[0], hop.steps[1], hop.steps[0])), BRIDGE.hops[1])),))
    uids = [_text(event["uid"]) for event in _events(twice)]
    assert len(set(uids)) == len(uids)


@pytest.mark.parametrize("label", [HOSTILE, "日本語のラベル" * 20, "a,b;c\\d", "two\nlines", "é" * 200])
def test_lines_are_folded_between_characters_and_texts_come_back(label: str) -> None:
    written = calendar(_named(label))
    assert written.endswith(b"\r\n")
    lines = written.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode() for line in lines)
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert any(plain(label) in _text(event["summary"]) for event in _events(_named(label)))
    assert b"X-WR-CALNAME:" + vText(f"To {plain(label)}").to_ical() in written.replace(b"\r\n ", b"").split(b"\r\n")


def test_a_stay_lasts_as_long_as_the_middle_of_its_range_and_says_the_range() -> None:
    stay = next(event for event in _events(ANSWER) if _text(event["summary"]) == "Work as Data analyst")
    assert 540 <= (stay["dtend"] - stay["dtstart"]).days <= 555  # type: ignore[operator]
    assert "12–24 months of paid work" in _text(stay["description"])


def test_no_path_has_no_calendar_and_being_ready_is_one_day_in_it() -> None:
    with pytest.raises(NoPath, match="nothing offers"):
        calendar(NO_PATH)
    events = _events(READY)
    assert [(_text(event["summary"]), str(event["dtstart"])) for event in events] == [("Ready for AI product manager", "2025-03-01")]


def test_a_path_beyond_all_calendars_is_refused_with_what_to_do() -> None:
    months = Range(1e6, 2e6)
    far = replace(OTHER.hops[0], steps=tuple(replace(step, months=months) for step in OTHER.hops[0].steps))
    path = replace(OTHER, hops=(far,), cost=replace(OTHER.cost, months=months))
    with pytest.raises(WrongUse, match="9999"):
        calendar(replace(ANSWER, paths=(path,)))


@pytest.mark.parametrize("seed", range(12))
def test_any_answer_can_be_written_in_every_format(made_answer: Callable[..., Answer], seed: int) -> None:
    answer = made_answer(seed, hostile=True)
    _read(mermaid(answer))
    _rows(answer)
    if answer.found:
        assert len(_events(answer)) == len(schedule(answer.paths[0])) + 1
