"""The answer to `path` as rows: one for each step and each stay in a bridge, of every path of the answer."""

from __future__ import annotations

from collections.abc import Iterator

from rolepath.planning.result import Answer, Path
from rolepath.render.answer import titles_of
from rolepath.render.blocks import Table, to_csv
from rolepath.render.schedule import Entry, schedule
from rolepath.render.step_words import closes
from rolepath.render.words import about

COLUMNS = (
    "path", "way", "hop", "role", "order", "kind", "offer id", "offer", "closes", "readiness after", "hours low", "hours high",
    "months low", "months high", "money low", "money high", "currency", "begins low", "begins high", "ends low", "ends high",
    "needed for", "why", "estimates", "sources",
)  # fmt: skip


def path_csv(answer: Answer) -> str:
    """The rows with a header, as RFC 4180 has it; without a path the header alone.

    path counts from 1, the best first; way is "path", "direct" or "alternative". A stay in a bridge is a row of the kind "bridge",
    so that months add up. Times are months from the start, ranges as two columns, shares in [0, 1].
    """
    rows = tuple(_row(answer, number, way, entry) for number, (way, path) in enumerate(ways(answer), start=1) for entry in schedule(path))
    return to_csv([Table("steps", COLUMNS, rows)], "\r\n")


def ways(answer: Answer) -> Iterator[tuple[str, Path]]:
    """Every path of an answer once, with what it is: "path", "direct" or "alternative"."""
    for path in answer.paths:
        yield "path", path
    if answer.direct is not None and answer.direct not in answer.paths:
        yield "direct", answer.direct
    for path in answer.alternatives:
        yield "alternative", path


def _row(answer: Answer, number: int, way: str, entry: Entry) -> tuple[str, ...]:
    step, titles = entry.step, titles_of(answer)
    times = (entry.months, entry.begins, entry.ends)
    months, begins, ends = ((_number(t.low), _number(t.high)) for t in times)
    place = (str(number), way, str(entry.hop), entry.role.label, str(entry.number))
    if step is None:
        stay = (*place, "bridge", entry.role.id, entry.role.label, "", "", "0", "0", *months, "0", "0", "")
        return (*stay, *begins, *ends, "", "", "assumption/bridge-tenure", "")
    return (
        *place,
        step.kind,
        step.offer.id,
        step.offer.label,
        closes(step, None),
        _number(step.readiness_after),
        _number(step.hours.low),
        _number(step.hours.high),
        *months,
        _number(step.money.low),
        _number(step.money.high),
        step.money.currency,
        *begins,
        *ends,
        "; ".join(thing.label for thing in step.needed_for),
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
