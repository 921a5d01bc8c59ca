"""The ways as marks on two axes: months until the target, hours of study; each with its own shape, and thin lines over its range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rolepath.planning.result import Considered, Cost

WIDTH, HEIGHT = 400, 190
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 14, 44
_STEPS = (1, 2, 2.5, 5)
_TICKS = 5
SHAPES = (
    "M-7,0a7,7 0 1,0 14,0a7,7 0 1,0 -14,0Z",
    "M-6.5,-6.5H6.5V6.5H-6.5Z",
    "M0,-8L8,6H-8Z",
    "M0,-8.5L8.5,0L0,8.5L-8.5,0Z",
    "M0,8L8,-6H-8Z",
    "M-7.5,-2.5H-2.5V-7.5H2.5V-2.5H7.5V2.5H2.5V7.5H-2.5V2.5H-7.5Z",
    "M-4,-7.5H4L8.5,0L4,7.5H-4L-8.5,0Z",
    "M0,-8.5L8,-2.6L5,7H-5L-8,-2.6Z",
)
"""Outlines around 0,0: circle, square, triangle, diamond, triangle upside down, cross, hexagon, pentagon."""


@dataclass(frozen=True)
class Mark:
    """A way: its middle and its ends in the units of the picture, x to the right and y downwards."""

    x: float
    y: float
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Chart:
    """Marks in the order of the ways, faint ones in that of the beaten ways, and ticks of both axes: place and number."""

    marks: tuple[Mark, ...]
    faint: tuple[tuple[float, float], ...]
    months: tuple[tuple[float, str], ...]
    hours: tuple[tuple[float, str], ...]


def chart(costs: Sequence[Cost], beaten: Sequence[Considered] = ()) -> Chart:
    """The marks of these ways, on axes from 0 on that hold all of them; a beaten way stands where it is at the least."""
    months = _axis(max([cost.months.high for cost in costs] + [way.months for way in beaten], default=0))
    hours = _axis(max([cost.hours.high for cost in costs] + [way.hours for way in beaten], default=0))

    def x(value: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * value / months[-1], 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / hours[-1], 1)

    return Chart(
        tuple(
            Mark(x(c.months.middle), y(c.hours.middle), x(c.months.low), x(c.months.high), y(c.hours.high), y(c.hours.low)) for c in costs
        ),
        tuple((x(way.months), y(way.hours)) for way in beaten),
        tuple((x(value), f"{value:,g}") for value in months),
        tuple((y(value), f"{value:,g}") for value in hours),
    )


def shape(number: int) -> str:
    """The outline of the mark of a way, counted from 0; they repeat after eight."""
    return SHAPES[number % len(SHAPES)]


def _axis(most: float) -> list[float]:
    """Round values from 0 to what holds the greatest.

    >>> _axis(29.4)
    [0.0, 10.0, 20.0, 30.0]
    """
    most = max(most, 0.1)
    size = 0.01
    while True:
        for factor in _STEPS:
            step = round(size * factor, 4)
            if step * _TICKS >= most:
                ticks = [0.0]
                while ticks[-1] < most:
                    ticks.append(round(ticks[-1] + step, 4))
                return ticks
        size *= 10
