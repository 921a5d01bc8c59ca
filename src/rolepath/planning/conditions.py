"""Conditions: what has to hold before an offer can be taken, as trees of all, any and at least n."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Level:
    """A capability at a level, in thousandths."""

    capability: str
    level: int


@dataclass(frozen=True, order=True)
class Done:
    """A program done, before or on the way."""

    program: str


@dataclass(frozen=True, order=True)
class Worked:
    """A role held, now or on the way."""

    role: str


@dataclass(frozen=True, order=True)
class Degree:
    """A degree held: bachelor, master or doctorate; a higher one will do."""

    degree: str


@dataclass(frozen=True, order=True)
class Experience:
    """Months of work."""

    months: int


@dataclass(frozen=True)
class AllOf:
    """Every part; without parts nothing is asked."""

    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class AnyOf:
    """One of the parts."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AtLeast:
    """So many of the parts."""

    least: int
    parts: tuple[Condition, ...]


Leaf = Level | Done | Worked | Degree | Experience
Condition = Leaf | AllOf | AnyOf | AtLeast

NOTHING = AllOf()


def holds(condition: Condition, leaf_holds: Callable[[Leaf], bool]) -> bool:
    """Whether a condition holds where these leaves do.

    >>> python, sql = Level("tool/python", 500), Level("tool/sql", 500)
    >>> holds(AtLeast(1, (python, sql)), lambda leaf: leaf == sql)
    True
    """
    match condition:
        case AllOf(parts):
            return all(holds(part, leaf_holds) for part in parts)
        case AnyOf(parts):
            return any(holds(part, leaf_holds) for part in parts)
        case AtLeast(least, parts):
            return sum(holds(part, leaf_holds) for part in parts) >= least
    return leaf_holds(condition)


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every leaf, in order."""
    if isinstance(condition, AllOf | AnyOf | AtLeast):
        for part in condition.parts:
            yield from leaves(part)
    else:
        yield condition
