"""The steps of a way in words: what to do, what it takes, when, and what it closes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rolepath.planning.result import Closes, Cost, Money, Range, Step, Way
from rolepath.render.schedule import Entry
from rolepath.render.words import percent, span

KINDS: Final = {"module": "Study", "program": "Program", "project": "Project", "task": "On the job"}
"""What the kinds of steps are called."""
WAYS: Final = {
    "best": "the best of all",
    "direct": "without a role in between",
    "self-study": "self-study",
    "on the job": "on the job",
    "program-led": "program-led",
    "degree-led": "degree-led",
    "alternative": "an alternative",
    "within limits": "within the limits",
}
"""What the kinds of ways are called."""


def action(step: Step) -> str:
    """What to do, as one would write it on a list; a unit of which half or more is there already is deepened."""
    there = any(step.offer.id == f"module/{item.id}" and item.before >= 0.5 for item in step.closes)
    return f"{'Deepen' if there else KINDS[step.kind]}: {step.label}"


def entry_words(entry: Entry) -> str:
    """What to do, of a step or a stay in a bridge."""
    return action(entry.step) if entry.step else f"Work as {entry.role.label}"


def amount(range_: Range, unit: str) -> str:
    """A range with its unit, in the singular where it is one.

    >>> amount(Range(1, 1), "months"), amount(Range(1, 2.5), "months")
    ('1 month', '1–2.5 months')
    """
    return span(range_, unit.removesuffix("s") if span(range_) == "1" else unit)


def price(money: Money) -> str:
    """A range of money.

    >>> price(Money(0, 1250, "USD")), price(Money(0, 0, "EUR"))
    ('USD 0–1,250', 'EUR 0')
    """
    return f"{money.currency} {span(Range(money.low, money.high))}"


def counted(count: int, one: str) -> str:
    """A number with its noun.

    >>> counted(1, "step"), counted(1200, "step")
    ('1 step', '1,200 steps')
    """
    return f"{count:,} {one if count == 1 else one + 's'}"


def estimated(step: Step) -> frozenset[str]:
    """Which of a step's "hours", "months" and "money" an assumption produced, at least at one end of the range."""
    names = [name.removeprefix("assumption/") for name in step.assumptions]
    found = set()
    if any("hours" in name for name in names):
        found |= {"hours"} if step.kind == "program" else {"hours", "months"}  # the months of all but programs follow from their hours
    if any("months" in name for name in names):
        found.add("months")
    if any("price" in name or name.startswith("rate-") for name in names):
        found.add("money")
    return frozenset(found)


def takes(step: Step) -> str:
    """What a step takes, each number marked that is an estimate; nothing to pay isn't said."""
    guessed = estimated(step)
    parts = {"hours": amount(step.hours, "hours"), "months": amount(step.months, "months"), "money": price(step.money)}
    if not step.money.high:
        del parts["money"]
    if guessed.issuperset(parts):
        return ", ".join(parts.values()) + (" (both estimates)" if len(parts) == 2 else " (all estimates)")
    return ", ".join(f"{words}{' (estimate)' if part in guessed else ''}" for part, words in parts.items())


def when(entry: Entry) -> str:
    """Where an entry begins and ends, in months from the start."""
    return f"month {span(Range(entry.begins, entry.ends))}"


def totals(cost: Cost, pace: str = "") -> str:
    """Hours, months and money of a way as ranges; pace is said beside the months."""
    paid = f" ({amount(cost.paid_hours, 'hours')} of them paid work)" if cost.paid_hours.high else ""
    return f"{amount(cost.hours, 'hours')} of learning{paid}, {amount(cost.months, 'months')}{pace}, {price(cost.money)}"


def through(way: Way) -> str:
    """The roles on the way, in words."""
    names = [hop.role.label for hop in way.hops[:-1]]
    return f"through {' and '.join(names)}" if names else "with no role in between"


def closes(step: Step, limit: int | None) -> str:
    """The units that a step closes, with their coverage before and after, essentials first, else as they come.

    limit: how many are named.
    """
    return shortened([_closed(item) for item in sorted(step.closes, key=lambda item: item.necessity != "essential")], limit)


def _closed(item: Closes) -> str:
    essential = " (essential)" if item.necessity == "essential" else ""
    return f"{item.label}: {percent(item.before)} → {percent(item.after)}{essential}"


def stage(step: Step) -> str:
    """What is reached with a step: the readiness, and the stage where it is a new one."""
    reached = {"ready": ", which is ready", "nearly": ", which is nearly ready"}.get(step.stage_after or "", "")
    return f"{percent(step.readiness_after)} ready then{reached}"


def sure(step: Step) -> str:
    """Whether a step is in any case part of the best way; empty where that isn't known."""
    return {True: "in any case", False: "one of several choices", None: ""}[step.in_any_case]


def shortened(parts: Sequence[str], limit: int | None) -> str:
    """The first parts, and how many more there are.

    >>> shortened(["a", "b", "c", "d"], 2), shortened(["a", "b", "c"], 2)
    ('a; b; and 2 more', 'a; b; c')
    """
    if limit is None or len(parts) <= limit + 1:
        return "; ".join(parts)
    return "; ".join([*parts[:limit], f"and {len(parts) - limit} more"])
