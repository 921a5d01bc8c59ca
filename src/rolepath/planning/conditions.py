"""Conditions: what has to hold before an offer can be taken, as trees of all, any and at least n."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Level:
    """A capability at a level, in thousandths: held itself or under an exact mapping.

    near: what was brought along and only counts towards it is enough too, where κ·P reaches the level; not what is learned on the way,
    or two neighbours could each stand in for the beginning of the other.
    """

    capability: str
    level: int
    near: bool = False


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


def implies(condition: Condition, leaf: Leaf) -> bool:
    """Whether a leaf holds wherever a condition does, as far as can be seen without knowing who holds what.

    >>> implies(Level("skill/ethics", 500), Level("skill/ethics", 250, near=True))
    True
    """
    match condition:
        case AllOf(parts):
            return any(implies(part, leaf) for part in parts)
        case AnyOf(parts):
            return all(implies(part, leaf) for part in parts)
        case AtLeast(least, parts):
            return sum(not implies(part, leaf) for part in parts) < least
        case Level(capability, level, near) if isinstance(leaf, Level):
            return capability == leaf.capability and level >= leaf.level and (leaf.near or not near)
    return condition == leaf


def both(*conditions: Condition) -> Condition:
    """All of these, with nested all-ofs opened and each part once.

    >>> both(NOTHING, Done("program/mba"))
    Done(program='program/mba')
    """
    parts: dict[Condition, None] = {}
    for condition in conditions:
        for part in condition.parts if isinstance(condition, AllOf) else (condition,):
            parts[part] = None
    return next(iter(parts)) if len(parts) == 1 else AllOf(tuple(parts))
