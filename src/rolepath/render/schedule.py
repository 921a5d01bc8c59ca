"""A way laid out in time: every step and every stay in a bridge, numbered, with where it begins and ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from rolepath.planning.result import Range, Step, Thing, Way
from rolepath.planning.taught import WEEKS_PER_MONTH

DAYS_PER_MONTH = 7 * WEEKS_PER_MONTH


@dataclass(frozen=True)
class Entry:
    """One line of the plan: a step, or the time in a bridge where `step` is None.

    number counts from 1 along the whole way, hop from 1 along its roles. begins and ends are months from the start, at the middle of
    the estimates; they may overlap. months: how long it takes at the least and at the most.
    """

    number: int
    hop: int
    role: Thing
    step: Step | None
    months: Range
    begins: float
    ends: float

    @property
    def done(self) -> Thing:
        """What is taken: the offer of the step, or the role of the stay."""
        return self.step.offer if self.step else self.role

    @property
    def area(self) -> str | None:
        """The area of the step; None of a stay, or of a step that stands in none."""
        return self.step.area if self.step else None


def schedule(way: Way) -> tuple[Entry, ...]:
    """Every step of the way in its order, each bridge after the steps to it; what only strengthens has no time, and isn't among them."""
    entries: list[Entry] = []
    now = 0.0
    for position, hop in enumerate(way.hops, start=1):
        for step in hop.steps:
            if not step.strengthen:
                entries.append(Entry(len(entries) + 1, position, hop.role, step, step.months, step.start, step.end))
                now = max(now, step.end)
        if hop.tenure is not None:
            entries.append(Entry(len(entries) + 1, position, hop.role, None, hop.tenure, now, now + hop.tenure.mid))
            now += hop.tenure.mid
    return tuple(entries)


def strengthening(way: Way) -> tuple[Step, ...]:
    """What would make more of the target once one is ready for it."""
    return tuple(step for hop in way.hops for step in hop.steps if step.strengthen)


def end_of(entries: Iterable[Entry]) -> float:
    """When the last of the entries ends; 0 where there are none."""
    return max((entry.ends for entry in entries), default=0.0)


def date_after(start: str | None, months: float) -> dt.date | None:
    """The day so many months after the start, each of 365.25 / 12 days; None without a start, or after the year 9999.

    >>> date_after("2025-03-01", 1.5)
    datetime.date(2025, 4, 16)
    """
    try:
        return dt.date.fromisoformat(start) + dt.timedelta(days=round(months * DAYS_PER_MONTH)) if start else None
    except OverflowError:
        return None


def of_hop(entries: Iterable[Entry], hop: int) -> tuple[Entry, ...]:
    """The entries of one hop, counted from 1."""
    return tuple(entry for entry in entries if entry.hop == hop)


def by_area(entries: Iterable[Entry]) -> dict[str | None, tuple[Entry, ...]]:
    """The steps among the entries by their area, areas in the order in which one comes to them."""
    found: dict[str | None, tuple[Entry, ...]] = {}
    for entry in entries:
        if entry.step is not None:
            found[entry.area] = (*found.get(entry.area, ()), entry)
    return found


def total(steps: Iterable[Step]) -> Range:
    """The hours of steps together."""
    hours = Range(0.0, 0.0)
    for step in steps:
        hours += step.hours
    return hours
