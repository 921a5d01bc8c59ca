"""A path laid out in time: every step and every stay in a bridge, numbered, with where it begins and ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rolepath.planning.offers import WEEKS_PER_MONTH
from rolepath.planning.result import Hop, Path, Range, Step, Thing

START = Range(0.0, 0.0)
DAYS_PER_MONTH = 7 * WEEKS_PER_MONTH


@dataclass(frozen=True)
class Entry:
    """One line of the plan: a step, or the time in a bridge where `step` is None.

    number counts from 1 along the whole path, hop from 1 along its roles. begins and ends are months from the start; their low ends
    are the sums of all low ends before, their high ends those of all high ends, as one thing is done after another. The last ends
    with the total of the path.
    """

    number: int
    hop: int
    role: Thing
    step: Step | None
    months: Range
    begins: Range
    ends: Range

    @property
    def done(self) -> Thing:
        """What is taken: the offer of the step, or the role of the stay."""
        return self.step.offer if self.step else self.role


def schedule(path: Path) -> tuple[Entry, ...]:
    """Every step of the path in order, each bridge after the steps to it."""
    entries: list[Entry] = []
    now = START
    for position, hop in enumerate(path.hops, start=1):
        lengths: list[tuple[Step | None, Range]] = [(step, step.months) for step in hop.steps]
        if hop.tenure is not None:
            lengths.append((None, hop.tenure))
        for step, months in lengths:
            entries.append(Entry(len(entries) + 1, position, hop.role, step, months, now, now + months))
            now = now + months
    if entries:  # each length is rounded, the total is not the sum of the rounded
        last, total = entries[-1], path.cost.months
        entries[-1] = replace(last, ends=Range(max(last.begins.low, total.low), max(last.begins.high, total.high)))
    return tuple(entries)


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


def phases(hop: Hop) -> tuple[int, ...]:
    """For each step of a hop the phase it is in, from 1: steps in a row of which none needs another are one phase.

    A step needs the earlier ones of the hop whose `needed_for` names its offer.
    """
    found: list[int] = []
    for position, step in enumerate(hop.steps):
        phase = found[-1] if found else 1
        needed = (found[n] for n in range(position) if any(thing.id == step.offer.id for thing in hop.steps[n].needed_for))
        found.append(max(phase, 1 + max(needed, default=0)))
    return tuple(found)


def estimated(step: Step, hours_per_week: float) -> frozenset[str]:
    """Which of a step's "hours", "months" and "money" an assumption produced, at least at one end of the range.

    Months follow from the hours where either end is what these take at that many hours a week, else from the length of the offer.
    """
    names = [name.removeprefix("assumption/") for name in step.assumptions]
    found = set()
    if any(name.startswith(("hours-", "program-hours-", "project-hours")) and name != "hours-per-week" for name in names):
        found.add("hours")
        weekly = hours_per_week * WEEKS_PER_MONTH
        paces = ((step.hours.low / weekly, step.months.low), (step.hours.high / weekly, step.months.high))
        if any(abs(pace - months) <= 0.06 for pace, months in paces):
            found.add("months")
    if any(name.startswith(("program-months-", "months-per-semester")) for name in names):
        found.add("months")
    if any("-price" in name or name.startswith("rate-") for name in names):
        found.add("money")
    return frozenset(found)
