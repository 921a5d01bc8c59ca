"""The best path as an iCalendar file (RFC 5545): a day-long event for each step and stay, and one for the target."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from typing import TYPE_CHECKING

from rolepath.errors import NoPath, WrongUse
from rolepath.planning.result import Answer, Range
from rolepath.render.blocks import clean
from rolepath.render.schedule import Entry, date_after, schedule
from rolepath.render.shell import plain
from rolepath.render.step_words import amount, closes, entry_words, takes, when
from rolepath.render.words import percent
from rolepath.vocab import ID, VERSION

if TYPE_CHECKING:
    from icalendar import Calendar, Event


def calendar(answer: Answer) -> bytes:
    """The best path in the calendar: each step from the middle of the range of its beginning to that of its end.

    The ranges stand in the description. Nothing is marked as busy. The same question and step keep their UID whatever the start
    date, so that a plan made again replaces the old one; DTSTAMP is the start of the first day, so that equal answers give equal bytes.
    Where one is ready already, the calendar holds the target alone.

    Raises:
        NoPath: with the reason.
        WrongUse: where the path ends after the year 9999.
    """
    from icalendar import Calendar, vText

    if not answer.found:
        raise NoPath(answer.reason or "No path, so there is nothing to put into a calendar.")
    made = Calendar()
    made.add("prodid", f"-//rolepath//rolepath {VERSION}//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    target = answer.question.target
    made.add("x-wr-calname", vText(plain(f"To {target.label}")))
    entries = schedule(answer.paths[0]) if answer.paths else ()
    seen: Counter[str] = Counter()
    for entry in entries:
        name = f"{entry.role.id} {entry.step.kind if entry.step else 'bridge'} {entry.done.id}"
        seen[name] += 1
        _add(made, answer, f"{name} {seen[name]}", entry_words(entry), entry.begins, entry.ends, _description(answer, entry))
    end = entries[-1].ends if entries else Range(0.0, 0.0)
    ready = answer.readiness.after if answer.readiness.after is not None else answer.readiness.now
    reached = f"{percent(ready)} ready, with every essential requirement met; {amount(end, 'months')} from the start."
    _add(made, answer, f"{target.id} reached", f"Ready for {target.label}", end, end, reached)
    return bytes(made.to_ical())


def _description(answer: Answer, entry: Entry) -> str:
    step = entry.step
    if step is None:
        return f"{amount(entry.months, 'months')} of paid work. In months from the start: {when(entry)}."
    lines = (
        f"Takes {takes(step, answer.question.constraints.hours_per_week)}.",
        f"In months from the start: {when(entry)}.",
        f"{percent(step.readiness_after)} ready for {entry.role.label} then.",
        f"Closes: {closes(step, None)}." if step.closes else "",
        f"Why: {step.because}" if step.because else "",
        f"Needed for: {', '.join(thing.label for thing in step.needed_for)}." if step.needed_for else "",
    )
    return "\n".join(line for line in lines if line)


def _add(made: Calendar, answer: Answer, name: str, summary: str, begins: Range, ends: Range, description: str) -> None:
    """Adds one event; name tells it apart from the others of the same question."""
    from icalendar import Event

    question = answer.question
    asked = f"{question.start_role.id if question.start_role else 'nothing'} {question.target.id}"
    first, begin, end = (date_after(question.start, months) for months in (0.0, begins.middle, ends.middle))
    if first is None or begin is None or end is None or end == dt.date.max:
        raise WrongUse("the path ends after the year 9999, which no calendar holds; study more hours a week")
    event: Event = Event()
    event.add("uid", str(uuid.uuid5(uuid.NAMESPACE_URL, f"{ID}path {asked} {name}")))
    event.add("dtstamp", dt.datetime.combine(first, dt.time(), dt.UTC))
    event.add("dtstart", begin)
    event.add("dtend", max(end, begin + dt.timedelta(days=1)))
    event.add("summary", plain(summary))
    event.add("description", clean(description))
    event.add("transp", "TRANSPARENT")
    made.add_component(event)
