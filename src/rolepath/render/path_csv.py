"""The answer to `path` as rows: one for each step and each stay in a bridge, of every way of the answer."""

from __future__ import annotations

from collections.abc import Iterator

from rolepath.planning.result import Answer, Step, Thing, Way
from rolepath.render.answer import titles_of
from rolepath.render.blocks import Table, to_csv
from rolepath.render.schedule import Entry, schedule, strengthening
from rolepath.render.step_words import closes
from rolepath.render.words import about

COLUMNS = (
    "way", "way kind", "hop", "role", "order", "kind", "offer id", "offer", "area", "closes", "deliverable", "resources", "in any case",
    "readiness after", "stage after", "hours low", "hours high", "months low", "months high", "money low", "money high", "currency",
    "begins", "ends", "why", "estimates", "sources",
)  # fmt: skip


def path_csv(answer: Answer) -> str:
    """The rows with a header, as RFC 4180 has it; without a way the header alone.

    way counts from 1, the best first. A stay in a bridge is a row of the kind "bridge". What only strengthens comes after the last step,
    without a time. begins and ends are months from the start at the middle of the estimates; ranges are two columns, shares in [0, 1].
    """
    rows = tuple(row for number, (kind, way) in enumerate(ways(answer), start=1) for row in _rows(answer, number, kind, way))
    return to_csv([Table("steps", COLUMNS, rows)], "\r\n")


def ways(answer: Answer) -> Iterator[tuple[str, Way]]:
    """Every way of an answer with its kind; that within limits has the kind “within limits”."""
    for way in (*answer.ways, *answer.alternatives):
        yield way.kind, way
    if answer.best_within_limits is not None:
        yield "within limits", answer.best_within_limits.way


def _rows(answer: Answer, number: int, kind: str, way: Way) -> Iterator[tuple[str, ...]]:
    entries = schedule(way)
    for entry in entries:
        place = (str(number), kind, str(entry.hop), entry.role.label, str(entry.number))
        if entry.step is None:
            yield _stay(place, entry)
        else:
            yield _row(answer, place, entry.step, _number(entry.begins), _number(entry.ends))
    last = way.hops[-1].role
    for step in strengthening(way):
        yield _row(answer, (str(number), kind, str(len(way.hops)), last.label, ""), step, "", "")


def _stay(place: tuple[str, ...], entry: Entry) -> tuple[str, ...]:
    role: Thing = entry.role
    months = (_number(entry.months.low), _number(entry.months.high))
    times = (_number(entry.begins), _number(entry.ends))
    return (
        *place, "bridge", role.id, role.label, *[""] * 7, "0", "0", *months, "0", "0", "", *times, "", "assumption/bridge-tenure", "",
    )  # fmt: skip


def _row(answer: Answer, place: tuple[str, ...], step: Step, begins: str, ends: str) -> tuple[str, ...]:
    titles, areas = titles_of(answer), {area.id: area.label for area in answer.areas}
    return (
        *place,
        "strengthen" if step.strengthen else step.kind,
        step.offer.id,
        step.label,
        areas.get(step.area or "", ""),
        closes(step, None),
        step.deliverable or "",
        "; ".join(f"{each.label} <{each.url}>" for each in step.resources),
        {True: "yes", False: "no", None: ""}[step.in_any_case],
        _number(step.readiness_after),
        step.stage_after or "",
        _number(step.hours.low),
        _number(step.hours.high),
        _number(step.months.low),
        _number(step.months.high),
        _number(step.money.low),
        _number(step.money.high),
        step.money.currency,
        begins,
        ends,
        step.because,
        "; ".join(step.assumptions),
        "; ".join(dict.fromkeys(about(cited, titles) for cited in step.evidence)),
    )


def _number(value: float) -> str:
    """A number as programs read it.

    >>> _number(0.1 + 0.2), _number(1200.0)
    ('0.3', '1200')
    """
    return f"{round(value, 6):.6f}".rstrip("0").rstrip(".")
