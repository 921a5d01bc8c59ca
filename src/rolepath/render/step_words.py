"""The steps of a path in words: what to do, what it takes, when, and what it closes."""

from __future__ import annotations

from collections.abc import Sequence

from rolepath.planning.result import Closes, Cost, Money, Path, Range, Step
from rolepath.render.schedule import Entry, estimated
from rolepath.render.words import number, percent, span

PARTS = ("hours", "months", "money")


def action(step: Step) -> str:
    """What to do, as one would write it on a list."""
    label = step.offer.label
    match step.kind:
        case "program":
            return f"Program: {label}"
        case "project":
            return f"Project: {label}"
        case "tool practice":
            return f"Practise {label}{_reach(step)}"
    return f"Study {label} alone{_reach(step)}"


def entry_words(entry: Entry) -> str:
    """What to do, of a step or a stay in a bridge."""
    return action(entry.step) if entry.step else f"Work as {entry.role.label}"


def _reach(step: Step) -> str:
    own = next((raised for raised in step.raises if raised.thing.id == step.offer.id), None)
    if own is None:
        return ""
    return f", {f'from {percent(own.before)} ' if own.before else ''}to {percent(own.after)}"


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


def takes(step: Step, hours_per_week: float) -> str:
    """What a step takes, each number marked that is an estimate."""
    guessed = estimated(step, hours_per_week)
    parts = {"hours": amount(step.hours, "hours"), "months": amount(step.months, "months"), "money": price(step.money)}
    if guessed == frozenset(PARTS):
        return ", ".join(parts.values()) + " (all estimates)"
    return ", ".join(f"{words}{' (estimate)' if part in guessed else ''}" for part, words in parts.items())


def when(entry: Entry) -> str:
    """Where an entry begins and ends, in months from the start."""
    return f"starts at month {span(entry.begins)}, done at month {span(entry.ends)}"


def totals(cost: Cost, pace: str = "") -> str:
    """Hours, months and money of a path as ranges; pace is said beside the months."""
    return f"{amount(cost.hours, 'hours')} of study, {amount(cost.months, 'months')}{pace}, {price(cost.money)}"


def through(path: Path) -> str:
    """The roles on the way, in words."""
    names = [hop.role.label for hop in path.hops[:-1]]
    return f"through {' and '.join(names)}" if names else "with no role in between"


def closes(step: Step, limit: int | None, how: bool = False) -> str:
    """The requirements that a step closes, with their coverage before and after, essentials first, else as they come.

    limit: how many are named; how: with what makes the step count.
    """
    items = sorted(step.closes, key=lambda item: item.necessity != "essential")
    return shortened([_closed(item, how) for item in items], limit)


def closes_short(step: Step) -> str:
    """The same in a few words, for a line of a table: how much the very thing that is taught is asked for, and how many others."""
    own = [item.necessity for item in step.closes if item.label == step.offer.label]
    others = len(step.closes) - len(own[:1])
    if own:
        return own[0] + (f", {others} more" if others else "")
    essential = sum(item.necessity == "essential" for item in step.closes)
    counts = [f"{essential} essential"] if essential else []
    counts += [f"{others - essential} optional"] if others > essential else []
    return ", ".join(counts) or "what comes later"


def _closed(item: Closes, how: bool) -> str:
    essential = "essential" if item.necessity == "essential" else ""
    via = f"through {item.via}" if how and item.via not in ("", "held") else ""
    more = ", ".join(part for part in (essential, via) if part)
    return f"{item.label}: {percent(item.before)} → {percent(item.after)}{f' ({more})' if more else ''}"


def shortened(parts: Sequence[str], limit: int | None) -> str:
    """The first parts, and how many more there are.

    >>> shortened(["a", "b", "c", "d"], 2), shortened(["a", "b", "c"], 2)
    ('a; b; and 2 more', 'a; b; c')
    """
    if limit is None or len(parts) <= limit + 1:
        return "; ".join(parts)
    return "; ".join([*parts[:limit], f"and {len(parts) - limit} more"])


def difference(cost: Cost, other: Cost) -> str:
    """How much more or less one cost is than another, in the middle of the ranges.

    >>> cost = Cost(Range(10, 20), Range(1, 3), Money(0, 100, "USD"), 3)
    >>> difference(cost, Cost(Range(10, 10), Range(1, 3), Money(0, 120, "USD"), 2))
    '5 hours more, USD 10 less'
    >>> difference(cost, cost)
    'the same hours, months and money'
    """
    parts = (
        _by(cost.months.middle - other.months.middle, "{} months"),
        _by(cost.hours.middle - other.hours.middle, "{} hours"),
        _by(cost.money.middle - other.money.middle, f"{cost.money.currency} {{}}"),
    )
    return ", ".join(part for part in parts if part) or "the same hours, months and money"


def _by(value: float, form: str) -> str:
    return f"{form.format(number(round(abs(value), 1)))} {'more' if value > 0 else 'less'}" if abs(value) >= 0.05 else ""
