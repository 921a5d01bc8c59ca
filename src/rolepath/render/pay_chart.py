"""Published pay of two roles on one axis for each currency and period: where each bar begins and ends, in percent of the width."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from rolepath.rdf.observations import Observation
from rolepath.render.compare_view import publisher
from rolepath.render.compare_words import amount, pay_of

_ARROW = 5.0
"""Room for “or more” right of the largest number, in percent of the width."""


@dataclass(frozen=True)
class Bar:
    """One published range: who it counts and who publishes it. start, end: percent; equal for a single number.

    open_low, open_high: that end isn't given, or is “or more”.
    """

    second: bool
    counts: str
    where: str
    publisher: str
    amount: str
    start: float
    end: float
    open_low: bool
    open_high: bool
    source: str
    """the identifier of the number, by which its evidence is found"""


@dataclass(frozen=True)
class Axis:
    """The bars of one currency and period, those of the first role first, the lower first. ticks: (percent, number)."""

    title: str
    ticks: tuple[tuple[float, str], ...]
    bars: tuple[Bar, ...]


def axes(first: Iterable[Observation], second: Iterable[Observation]) -> tuple[Axis, ...]:
    """The numbers of both roles, an axis for each currency and period: the one with most bars first, then by name.

    Nothing is converted: a rate would be one more estimate.
    """
    groups: dict[tuple[str, str], list[tuple[bool, Observation]]] = {}
    for is_second, numbers in ((False, first), (True, second)):
        for number in numbers:
            groups.setdefault((number.unit, number.per or ""), []).append((is_second, number))
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return tuple(_axis(unit, per, members) for (unit, per), members in ordered)


def _axis(unit: str, per: str, members: list[tuple[bool, Observation]]) -> Axis:
    ends = [end for _, number in members for end in (number.low, number.high) if end is not None]
    marks = ticks(min(ends), max(ends))
    low, high = marks[0], marks[-1]

    def place(value: float) -> float:
        return round((100 - _ARROW) * (value - low) / (high - low), 2)

    members = sorted(members, key=lambda each: (each[0], *_ends(each[1]), each[1].id))
    bars = []
    for is_second, number in members:
        start, end = _ends(number)
        where = [number.region or "region not named", *([f"as of {number.as_of}"] if number.as_of else [])]
        bars.append(
            Bar(
                second=is_second,
                counts=pay_of(number),
                where=", ".join(where),
                publisher=publisher(number),
                amount=amount(number),
                start=place(start),
                end=place(end),
                open_low=number.low is None,
                open_high=number.open_end or number.high is None,
                source=number.id,
            )
        )
    return Axis(f"{unit} a {per}" if per else unit, tuple((place(mark), f"{mark:,.10g}") for mark in marks), tuple(bars))


def _ends(number: Observation) -> tuple[float, float]:
    low = number.low if number.low is not None else number.high
    high = number.high if number.high is not None else number.low
    return low or 0.0, high or 0.0


def ticks(low: float, high: float, most: int = 6) -> tuple[float, ...]:
    """Round numbers from at most `low` to at least `high`, evenly apart, at least two and about `most`.

    >>> ticks(100000, 250000)
    (100000.0, 150000.0, 200000.0, 250000.0)
    >>> ticks(2500000, 2500000)
    (2200000.0, 2400000.0, 2600000.0, 2800000.0)
    """
    if high <= low:
        low, high = low * 0.9, high * 1.1 or 1.0
    rough = (high - low) / max(most - 2, 1)
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough * 0.999999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(position * step, 6) for position in range(first, last + 1))
