"""The best way as an iCalendar file (RFC 5545): an event of whole days for each step and stay, and one for the target."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from typing import TYPE_CHECKING

from rolepath.errors import NoPath, WrongUse
from rolepath.planning.result import Answer
from rolepath.render.answer_words import stage_words
from rolepath.render.blocks import clean
from rolepath.render.path_words import full_sentence
from rolepath.render.schedule import Entry, date_after, end_of, schedule
from rolepath.render.shell import plain
from rolepath.render.step_words import amount, closes, entry_words, stage, takes, when
from rolepath.render.words import percent
from rolepath.vocab import ID, VERSION

if TYPE_CHECKING:
    from icalendar import Calendar, Event


def calendar(answer: Answer) -> bytes:
    """The best way in the calendar: each step from its beginning to its end at the middle of the estimates.

    Nothing is marked as busy. The same question and step keep their UID whatever the start date, so that a plan made again replaces the
    old one; DTSTAMP is the start of the first day, so that equal answers give equal bytes. Where one is ready already, the calendar holds
    the target alone; where limits don't suffice, it is the plan within them, and its end says how far that leads.

    Raises:
        NoPath: with the reason.
        WrongUse: where the way ends after the year 9999.
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
    within = answer.best_within_limits
    way = answer.ways[0] if answer.ways else within.way if within else None
    entries = schedule(way) if way else ()
    seen: Counter[str] = Counter()
    for entry in entries:
        name = f"{entry.role.id} {entry.step.kind if entry.step else 'bridge'} {entry.done.id}"
        seen[name] += 1
        _add(made, answer, f"{name} {seen[name]}", entry_words(entry), entry.begins, entry.ends, _description(answer, entry))
    end = end_of(entries)
    after = f"; {amount(way.cost.months, 'months')} from the start" if way else ""
    if within is not None and not answer.ways:
        summary = f"As far as the limits allow towards {target.label}"
        reached = f"{percent(within.readiness_after)} ready, {stage_words(within.stage)}{after}."
    else:
        ready = way.hops[-1].readiness_on_entry if way else answer.readiness.typical
        summary, reached = f"Ready for {target.label}", f"{percent(ready)} ready, with every essential unit covered{after}."
    _add(made, answer, f"{target.id} reached", summary, end, end, reached)
    return bytes(made.to_ical())


def _description(answer: Answer, entry: Entry) -> str:
    step = entry.step
    if step is None:
        return f"{amount(entry.months, 'months')} of paid work. In months from the start: {when(entry)}."
    lines = (
        f"Takes {takes(step)}.",
        f"In months from the start: {when(entry)}.",
        f"For {entry.role.label}: {stage(step)}.",
        f"Raises: {closes(step, None)}." if step.closes else "",
        f"Afterwards you can show: {step.deliverable}." if step.deliverable else "",
        f"Why: {full_sentence(step.because)}" if step.because else "",
        *(f"{each.label} ({each.provider}): {each.url}" for each in step.resources),
    )
    return "\n".join(line for line in lines if line)


def _add(made: Calendar, answer: Answer, name: str, summary: str, begins: float, ends: float, description: str) -> None:
    """Adds one event; name tells it apart from the others of the same question."""
    from icalendar import Event

    question = answer.question
    asked = f"{question.start_role.id if question.start_role else 'nothing'} {question.target.id}"
    first, begin, end = (date_after(question.start, months) for months in (0.0, begins, ends))
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
