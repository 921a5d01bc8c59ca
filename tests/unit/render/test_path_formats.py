"""A path for other programs: rows for a spreadsheet, a Mermaid drawing, a calendar. What labels say never acts."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path as FilePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, vText

from rolepath.errors import NoPath, WrongUse
from rolepath.planning.result import Answer
from rolepath.render.blocks import clean
from rolepath.render.calendar import calendar
from rolepath.render.mermaid import mermaid
from rolepath.render.path_csv import COLUMNS, path_csv
from rolepath.render.schedule import date_after, schedule
from rolepath.render.shell import plain

sys.path.insert(0, str(FilePath(__file__).parent))

from sample import ALONE, ANSWER, BRIDGE, DIRECT, EXTRA, HOSTILE, NO_PATH, READY, TIGHT, long_answer, thing

thorough = settings(derandomize=True, deadline=None)
LABELS = st.text(max_size=120) | st.sampled_from(
    [HOSTILE, "end", "1. list", "`x`", "a --> b", "%%{init}%%", "www.x.org", "$$x$$", ";", "\\"]
)
ALL = {"bridge": ANSWER, "long": long_answer(60), "short": long_answer(2), "direct": replace(ANSWER, ways=(DIRECT,))}


def _named(label: str) -> Answer:
    """The sample with this label on its roles and on every step."""
    hops = tuple(
        replace(
            hop,
            role=replace(hop.role, label=label),
            steps=tuple(replace(s, label=label, offer=replace(s.offer, label=label), deliverable=label) for s in hop.steps),
        )
        for hop in BRIDGE.hops
    )
    question = replace(ANSWER.question, start_role=thing("role/baker", label), target=thing("role/pm", label))
    return replace(ANSWER, question=question, ways=(replace(BRIDGE, hops=hops),))


# --- rows -------------------------------------------------------------------------------------


def _rows(answer: Answer) -> list[dict[str, str]]:
    found = list(csv.reader(io.StringIO(path_csv(answer), newline=""), strict=True))
    assert tuple(found[0]) == COLUMNS
    assert all(len(row) == len(COLUMNS) for row in found)
    return [dict(zip(COLUMNS, row, strict=True)) for row in found[1:]]


def test_there_is_a_row_for_each_step_and_stay_of_every_way_and_lines_end_as_rfc_4180_has_it() -> None:
    rows = _rows(ANSWER)
    assert [(row["way"], row["way kind"]) for row in rows] == [
        *[("1", "best")] * 8, *[("2", "direct")] * 3, *[("3", "self-study")] * 3, ("4", "on the job"), *[("5", "alternative")] * 3,
    ]  # fmt: skip
    assert [row["kind"] for row in rows[:8]] == ["module", "module", "bridge", "module", "project", "task", "program", "strengthen"]
    assert [row["order"] for row in rows[:9]] == ["1", "2", "3", "4", "5", "6", "7", "", "1"]
    assert [row["in any case"] for row in rows[:5]] == ["yes", "no", "", "yes", ""]
    assert rows[0]["resources"] == "A book on statistics <https://example.org/book?a=1&b=2>"
    assert [row["stage after"] for row in rows[:8]] == ["", "", "", "nearly", "", "", "ready", ""]
    assert {row["way kind"] for row in _rows(TIGHT)} == {"within limits"}
    text = path_csv(ANSWER)
    assert text.count("\r\n") == len(rows) + 1
    assert "\n" not in text.replace("\r\n", "")


@pytest.mark.parametrize("answer", [NO_PATH, READY])
def test_without_a_path_there_is_the_header_alone(answer: Answer) -> None:
    assert path_csv(answer) == ",".join(COLUMNS) + "\r\n"


@pytest.mark.parametrize("name", sorted(ALL))
def test_rows_add_up_to_the_cost_of_the_way(name: str) -> None:
    answer = ALL[name]
    rows = [row for row in _rows(answer) if row["way"] == "1" and row["kind"] != "strengthen"]
    cost = answer.ways[0].cost
    for part, total in (("hours", cost.hours), ("money", cost.money)):
        for end in ("low", "high"):
            assert sum(float(row[f"{part} {end}"]) for row in rows) == pytest.approx(getattr(total, end))
    assert len(rows) == cost.steps


@pytest.mark.parametrize("label", ["=1+1", "+1", "-x", "@x", "\t=1", '=HYPERLINK("http://x")', HOSTILE])
def test_no_cell_is_run_by_a_spreadsheet(label: str) -> None:
    for row in csv.reader(io.StringIO(path_csv(_named(label)), newline="")):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert {row["offer"] for row in _rows(_named(label)) if row["way"] == "1"} == {"'" + clean(label)}


# --- Mermaid ----------------------------------------------------------------------------------

_NODE = re.compile(r'^ *(\w+)(?:\[|\(\[|\()"([^"]*)"(?:\]|\]\)|\))(?::::\w+)?$')
_FRAME = re.compile(r'^ *subgraph (\w+)\["([^"]*)"\]$')
_EDGE = re.compile(r"^  (\w+) (?:==>|-\.-) (\w+)$")
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
    assert {frame for frame in frames if "area" in frame} <= reached
    assert len(roles) == len(ALL[name].ways[0].hops) - 1


def test_steps_stand_in_frames_by_role_and_area() -> None:
    text = mermaid(ANSWER)
    nodes, frames, arrows = _read(text)
    assert [node for node in nodes if node.startswith("step")] == [f"step{n}" for n in (1, 2, 4, 6, 7, 5)]
    assert frames == {"hop1", "hop1area1", "hop2", "hop2area1", "hop2area2"}
    assert ("hop2area1", "hop2area2") in arrows
    assert "about 20 % (10–35 %) ready" in nodes["now"]
    assert "nearly ready" in nodes["step4"]
    assert "pricing" not in text, "what only strengthens isn't on the way"


@pytest.mark.parametrize("steps", [41, 300, 1000])
def test_the_steps_of_an_area_are_put_together_where_they_are_many(steps: int) -> None:
    text = mermaid(long_answer(steps))
    nodes, frames, _ = _read(text)
    assert len(nodes) == 4
    assert len(frames) == 3
    assert len(text) <= 50_000  # where Mermaid stops by itself
    counts = [int(found) for found in re.findall(r"(\d+) steps", text)]
    assert sum(counts) == steps


@thorough
@given(LABELS)
def test_no_label_acts_in_the_drawing(label: str) -> None:
    nodes, _, _ = _read(mermaid(_named(label)))
    assert len(nodes) == 9


@pytest.mark.parametrize("answer", [NO_PATH, READY])
def test_without_a_way_the_drawing_is_a_note(answer: Answer) -> None:
    nodes, frames, arrows = _read(mermaid(answer))
    assert not frames
    assert arrows == [("now", "why")]
    assert nodes["why"].startswith((answer.reason or "")[:20])


def test_what_limits_leave_possible_is_drawn_and_is_no_goal() -> None:
    text = mermaid(TIGHT)
    nodes, _, _ = _read(text)
    assert [node for node in nodes if node.startswith("step")] == ["step1", "step2"]
    assert re.search(r"^  goal\(\[.*:::note$", text, re.MULTILINE)


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
def test_events_lie_where_the_plan_has_them_and_the_goal_at_its_end(name: str) -> None:
    answer = ALL[name]
    events = _events(answer)
    entries = schedule(answer.ways[0])
    assert len(events) == len(entries) + 1
    assert str(events[0]["dtstart"]) == answer.question.start
    for event, entry in zip(events, entries, strict=False):
        assert event["dtstart"] == date_after(answer.question.start, entry.begins)
        assert event["dtstart"] < event["dtend"]  # type: ignore[operator]
        assert event["dtend"] <= events[-1]["dtstart"] + dt.timedelta(days=1)  # type: ignore[operator]
    assert _text(events[-1]["summary"]) == "Ready for AI product manager"
    assert len({_text(event["uid"]) for event in events}) == len(events)
    assert {str(event["dtstamp"]) for event in events} == {"2025-03-01 00:00:00+00:00"}


def test_an_event_says_what_to_learn_from_and_what_there_is_to_show() -> None:
    said = _text(_events(ANSWER)[0]["description"])
    assert "Takes 10–20 hours, 0.3–0.6 months (both estimates)." in said
    assert "Afterwards you can show: A page on statistics." in said
    assert "A book on statistics (A Publisher): https://example.org/book?a=1&b=2" in said
    assert not any(EXTRA.label in _text(event["summary"]) for event in _events(ANSWER))


def test_a_plan_made_again_on_another_day_has_the_same_events_by_uid() -> None:
    later = replace(ANSWER, question=replace(ANSWER.question, start="2026-01-01"))
    assert [event["uid"] for event in _events(later)] == [event["uid"] for event in _events(ANSWER)]
    elsewhere = replace(ANSWER, question=replace(ANSWER.question, target=thing("role/other")))
    assert not {_text(event["uid"]) for event in _events(elsewhere)} & {_text(event["uid"]) for event in _events(ANSWER)}
    assert calendar(ANSWER) == calendar(ANSWER)


def test_the_same_thing_studied_twice_is_two_events() -> None:
    hop = BRIDGE.hops[0]
    twice = replace(ANSWER, ways=(replace(BRIDGE, hops=(replace(hop, steps=(hop.steps[0], hop.steps[1], hop.steps[0])), BRIDGE.hops[1])),))
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
    assert 450 <= (stay["dtend"] - stay["dtstart"]).days <= 460  # type: ignore[operator]
    assert "12–18 months of paid work" in _text(stay["description"])


def test_no_path_has_no_calendar_and_being_ready_is_one_day_in_it() -> None:
    with pytest.raises(NoPath, match="nothing offers"):
        calendar(NO_PATH)
    events = _events(READY)
    assert [(_text(event["summary"]), str(event["dtstart"])) for event in events] == [("Ready for AI product manager", "2025-03-01")]


def test_what_limits_leave_possible_ends_in_how_far_it_leads() -> None:
    events = _events(TIGHT)
    assert [_text(event["summary"]) for event in events] == [
        "Study: statistics", "Study: query data", "As far as the limits allow towards AI product manager",
    ]  # fmt: skip
    assert _text(events[-1]["description"]) == "50 % ready, not yet ready; 0.9–1.8 months from the start."


def test_a_way_beyond_all_calendars_is_refused_with_what_to_do() -> None:
    hop = ALONE.hops[0]
    far = replace(ALONE, hops=(replace(hop, steps=(*hop.steps[:-1], replace(hop.steps[-1], end=1.5e6))),))
    with pytest.raises(WrongUse, match="9999"):
        calendar(replace(ANSWER, ways=(far,)))


@pytest.mark.parametrize("seed", range(12))
def test_any_answer_can_be_written_in_every_format(made_answer: Callable[..., Answer], seed: int) -> None:
    answer = made_answer(seed, hostile=True)
    _read(mermaid(answer))
    _rows(answer)
    if answer.ways:
        assert len(_events(answer)) == len(schedule(answer.ways[0])) + 1
