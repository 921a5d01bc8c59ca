"""When each part of a path is done: one row per program, project, run of study, and job; from the earliest to the latest month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rolepath.planning.result import Range
from rolepath.render.path_view import PathView
from rolepath.render.path_words import amount

_TICKS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_MOST_TICKS = 7


@dataclass(frozen=True)
class Row:
    """A part of a path on the axis of months, where 0 is the start and 100 the end of the axis.

    earliest, latest: start at the earliest, end at the latest. start, end: in the middle of the ranges. ready: after it, for the role
    that stands next; None for a job.
    """

    anchor: str
    label: str
    job: bool
    earliest: float
    start: float
    end: float
    latest: float
    done: str
    ready: float | None


@dataclass(frozen=True)
class Timeline:
    """Rows in the order of the path, and the marks of the axis: place from 0 to 100, and number of months."""

    rows: tuple[Row, ...]
    ticks: tuple[tuple[float, int], ...]


def timeline(path: PathView) -> Timeline:
    """The timeline of a path: each part begins when the one before it ends."""
    parts = list(_parts(path))
    # the ends of the steps are rounded one by one, so that their sum may be a little more than that of the path
    whole = max([path.months.high, *(end.high for *_, end in parts)])
    if not whole:
        return Timeline((), ())

    def place(months: float) -> float:
        return round(100 * months / whole, 2)

    rows = tuple(
        Row(
            anchor,
            label,
            ready is None,
            place(begin.low),
            place(begin.middle),
            place(end.middle),
            place(end.high),
            amount(end, "months"),
            ready,
        )
        for anchor, label, ready, begin, end in parts
    )
    step = next((tick for tick in _TICKS if whole / tick <= _MOST_TICKS), _TICKS[-1])
    return Timeline(rows, tuple((place(months), months) for months in range(0, int(whole) + 1, step)))


def _parts(path: PathView) -> Iterator[tuple[str, str, float | None, Range, Range]]:
    """Anchor, label, readiness after, begin and end of each part."""
    for hop in path.hops:
        for block in hop.blocks:
            first, last = block.steps[0], block.steps[-1]
            yield first.anchor, first.label if first is last else block.heading, last.after, first.begins, last.ends
        if hop.stay_begins is not None and hop.stay_ends is not None:
            yield hop.anchor, f"Work as {hop.role}", None, hop.stay_begins, hop.stay_ends
