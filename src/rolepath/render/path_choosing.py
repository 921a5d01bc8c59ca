"""What the sliders of a path's page need: words for every choice, and what differs of each way from pace to pace."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from rolepath.planning.choices import Choices
from rolepath.planning.result import Considered, Money, Path, Range
from rolepath.render import path_words as words
from rolepath.render.path_chart import chart
from rolepath.render.path_timeline import timeline
from rolepath.render.path_view import MONTHS, Amount, PathView
from rolepath.render.schedule import estimated, schedule


@dataclass(frozen=True)
class Slider:
    """A slider: what its stops are called in words, and which of them was asked for."""

    stops: tuple[str, ...]
    at: int

    @property
    def last(self) -> int:
        """The number of the last stop."""
        return len(self.stops) - 1


@dataclass(frozen=True)
class Sliders:
    """Hours a week and budgets; said: what choosing these comes to, per hours and budget.

    enough: per hours which budget is the first with a plan, None where none is.
    """

    hours: Slider
    budgets: Slider
    said: tuple[tuple[str, ...], ...]
    enough: tuple[int | None, ...]

    @property
    def now(self) -> str:
        """What the question itself comes to."""
        return self.said[self.hours.at][self.budgets.at]


def sliders(choices: Choices, hours: float, budget: float | None, currency: str) -> Sliders:
    """The two sliders of these choices, at the hours and the budget that were asked for."""
    paces = tuple(f"{words.amount(Range(pace, pace), 'hours')} a week" for pace in choices.hours)
    prices = tuple("any price" if price is None else f"up to {money(price, currency)}" for price in choices.budgets)
    said = tuple(
        tuple(_said(choices, row, column, paces[row], prices[column], currency) for column in range(len(prices)))
        for row in range(len(paces))
    )
    enough = tuple(choices.enough(row) for row in range(len(paces)))
    return Sliders(Slider(paces, choices.hours.index(hours)), Slider(prices, choices.budgets.index(budget)), said, enough)


def money(price: float, currency: str) -> str:
    """An amount of money in words.

    >>> money(1500, "USD")
    'USD\\xa01,500'
    """
    return f"{currency}{words.NBSP}{price:,.2f}".removesuffix(".00")


def _said(choices: Choices, row: int, column: int, pace: str, price: str, currency: str) -> str:
    number = choices.best[row][column]
    asked = f"With {pace}{' at' if price == 'any price' else ' and'} {price}"
    if number is not None:
        cost = choices.ways[number][row].cost
        spent = words.priced(cost.money) if cost.money.high else "nothing to pay"
        return (
            f"{asked}: ready in {words.amount(cost.months, 'months')}, {words.amount(cost.hours, 'hours')} of study, {spent} (estimates)."
        )
    nearly, within = choices.nearly(row, column), choices.budgets[column]
    if nearly is not None and within is not None:
        cost = choices.ways[nearly][row].cost
        dearest = (
            f"may take as little as {money(round(cost.money.low), currency)} and at most {money(math.ceil(cost.money.high), currency)}"
        )
        return (
            f"{asked}: no plan surely stays within {money(within, currency)}. The one that costs least {dearest} (estimate), shown here:"
            f" ready in {words.amount(cost.months, 'months')}, {words.amount(cost.hours, 'hours')} of study (estimates)."
        )
    least = choices.least[row]
    if least is not None and (choices.budgets[column] or 0) < least:
        return f"{asked}: no plan. The least that would do is {money(least, currency)}, at the high end of the estimates."
    return f"{asked}: no plan keeps to everything that was asked for. More hours a week or more money may help."


def exceeds(cost: Money, budget: float | None) -> str:
    """Whether a way may cost more than a budget, in words; empty where it surely keeps to it.

    >>> exceeds(Money(0, 3000, "USD"), 500), exceeds(Money(0, 300, "USD"), 500), exceeds(Money(600, 600, "USD"), 500)
    ('may exceed your budget at the high end', '', 'more than your budget')
    """
    if budget is None or cost.high <= budget:
        return ""
    return "may exceed your budget at the high end" if cost.low <= budget else "more than your budget"


def at_pace(view: PathView, path: Path, hours: float) -> PathView:
    """A way with what it is at another pace; path: the same way at that pace."""
    entries = schedule(path)
    placed = iter(entries)
    hops = []
    for hop, made in zip(view.hops, path.hops, strict=True):
        real = iter(made.steps)
        blocks = []
        for block in hop.blocks:
            steps = []
            for step in block.steps:
                entry, taken = next(placed), next(real)
                months = Amount(words.duration(taken.months), "months" in estimated(taken, hours))
                steps.append(replace(step, begins=entry.begins, ends=entry.ends, takes=(step.takes[0], months, *step.takes[2:])))
            blocks.append(replace(block, steps=tuple(steps)))
        stay = next(placed) if made.tenure is not None else None
        hops.append(replace(hop, blocks=tuple(blocks), stay_begins=stay.begins if stay else None, stay_ends=stay.ends if stay else None))
    costs = tuple(
        (name, replace(cost, text=words.amount(path.cost.months, "months")) if name == MONTHS else cost) for name, cost in view.costs
    )
    return replace(view, hops=tuple(hops), costs=costs, months=path.cost.months)


def paced(choices: Choices, found: Sequence[tuple[int, PathView]], beaten: Sequence[Considered], hours: float) -> dict[str, Any]:
    """What the page's script needs: which way is best where, and per pace the months of every way, step and part, and the chart.

    The months of the steps of a way stand in the order of their anchors in `steps`.

    Args:
        found: the number of each way among the choices, with what is shown of it, in the order of the page.
        beaten: ways that are only known at the pace asked for, `hours`.
    """
    order = {number: place for place, (number, _) in enumerate(found)}
    ways: dict[str, list[Any]] = {view.anchor: [] for _, view in found}
    anchors = {view.anchor: [step.anchor for hop in view.hops for block in hop.blocks for step in block.steps] for _, view in found}
    charts = []
    for row, pace in enumerate(choices.hours):
        for number, view in found:
            shown = at_pace(view, choices.ways[number][row], pace)
            line = timeline(shown)
            steps = [step.takes[1] for hop in shown.hops for block in hop.blocks for step in block.steps]
            ways[view.anchor].append(
                {
                    "months": dict(shown.costs)[MONTHS].text,
                    "ticks": line.ticks,
                    "rows": [(it.earliest, it.start, it.end, it.latest, it.done) for it in line.rows],
                    "steps": [(it.text, int(it.estimate)) for it in steps],
                }
            )
        charts.append(asdict(chart([choices.ways[number][row].cost for number, _ in found], beaten if pace == hours else ())))
    rows = range(len(choices.hours))
    nearly = [[choices.nearly(row, column) for column in range(len(choices.budgets))] for row in rows]
    return {
        "over": {
            view.anchor: [exceeds(choices.ways[number][0].cost.money, budget) for budget in choices.budgets] for number, view in found
        },
        "nearly": [[None if n is None else found[order[n]][1].anchor for n in line] for line in nearly],
        "enough": [choices.enough(row) for row in rows],
        "best": [[None if n is None else found[order[n]][1].anchor for n in line] for line in choices.best],
        "ways": ways,
        "steps": anchors,
        "charts": charts,
        "asked": choices.hours.index(hours),
    }
