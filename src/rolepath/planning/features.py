"""What roles are compared by: named blocks, each a sparse table of roles × elements, with what is broader than each element."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Kind = Literal["rated", "counted"]


@dataclass(frozen=True, eq=False)
class Block:
    """One table: which roles have which elements, and how much.

    kind: "rated", where every role has a value for every element on one scale (importance 1 to 5) and what counts is how it departs from
    the usual; or "counted", where a role has some elements out of many (values above 0: 1 for an essential skill, 0.5 for an optional one).
    weight: what the block counts beside the others.
    elements: identifiers, also of those that are only broader than others.
    starts (roles + 1), places, values: compressed sparse rows; the elements of role n are elements[places[starts[n]:starts[n + 1]]].
    parent_starts (elements + 1), parents: the same for what is directly broader than each element; no circles.
    """

    name: str
    kind: Kind
    weight: float
    elements: tuple[str, ...]
    starts: Ints
    places: Ints
    values: Floats
    parent_starts: Ints
    parents: Ints


@dataclass(frozen=True, eq=False)
class Features:
    """Roles by identifier and the blocks in which they are compared. A block that a classification lacks is simply absent.

    Raises:
        ValueError: with every problem found: roles or elements named twice, values out of range, circles of broader elements.
    """

    roles: tuple[str, ...]
    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:
        problems = [f"{what} named twice: {name}" for what, names in self._names() for name, n in Counter(names).items() if n > 1]
        problems += [f"block {block.name}: {problem}" for block in self.blocks for problem in _problems(block, len(self.roles))]
        if problems:
            raise ValueError("these features can't be compared:\n" + "\n".join(f"  {problem}" for problem in sorted(problems)))

    def _names(self) -> list[tuple[str, Sequence[str]]]:
        inside = [(f"block {block.name}: element", block.elements) for block in self.blocks]
        return [("role", self.roles), ("block", [block.name for block in self.blocks]), *inside]


def make_block(
    name: str,
    kind: Kind,
    weight: float,
    roles: Sequence[str],
    held: Iterable[tuple[str, str, float]],
    broader: Iterable[tuple[str, str]] = (),
) -> Block:
    """A block from rows of (role, element, value) and pairs of (element, what is directly broader), in any order.

    Values of the same role and element add up. Elements come out in order of identifier, so that the order of the rows changes nothing.
    Broader elements that no held element leads to are dropped. The cost is a pass over rows and pairs, and a sort of each.

    Raises:
        ValueError: for a row with a role that isn't among `roles`.

    >>> block = make_block("skills", "counted", 1.0, ["cook", "baker"], [("cook", "fry", 1.0), ("baker", "bake", 0.5)], [("fry", "heat")])
    >>> block.elements, block.starts.tolist(), block.places.tolist(), block.values.tolist(), block.parents.tolist()
    (('bake', 'fry', 'heat'), [0, 1, 2], [1, 0], [1.0, 0.5], [2])
    """
    rows, pairs = list(held), set(broader)
    place = {role: n for n, role in enumerate(roles)}
    unknown = sorted({role for role, _, _ in rows} - place.keys())
    if unknown:
        raise ValueError(f"block {name}: rows for roles that are not compared: {', '.join(unknown)}; leave them out or add the roles")
    above: dict[str, list[str]] = {}
    for element, parent in pairs:
        above.setdefault(element, []).append(parent)
    known = {element for _, element, _ in rows}
    found = list(known)
    while found:
        found = list({parent for element in found for parent in above.get(element, ())} - known)
        known.update(found)
    elements = tuple(sorted(known))
    number = {element: n for n, element in enumerate(elements)}
    role_of = np.fromiter((place[r] for r, _, _ in rows), np.int64, len(rows))
    element_of = np.fromiter((number[e] for _, e, _ in rows), np.int64, len(rows))
    value_of = np.fromiter((v for _, _, v in rows), np.float64, len(rows))
    order = np.lexsort((value_of, element_of, role_of))  # by value too, so that sums don't depend on the order of the rows
    row, column, value = merged(role_of[order], element_of[order], value_of[order], len(elements))
    kept = sorted((number[e], number[p]) for e, p in pairs if e in number)
    return Block(
        name=name,
        kind=kind,
        weight=weight,
        elements=elements,
        starts=np.searchsorted(row, np.arange(len(roles) + 1)).astype(np.int64),
        places=column,
        values=value,
        parent_starts=np.searchsorted([e for e, _ in kept], np.arange(len(elements) + 1)).astype(np.int64),
        parents=np.array([p for _, p in kept], dtype=np.int64),
    )


def merged(row: Ints, column: Ints, value: Floats, columns: int) -> tuple[Ints, Ints, Floats]:
    """Entries of a sparse table sorted by row and column, with the values of equal ones added up."""
    keys, inverse = np.unique(row * columns + column, return_inverse=True)
    return keys // max(columns, 1), keys % max(columns, 1), added(inverse.ravel(), value, len(keys))


def added(places: Ints, values: Floats, count: int) -> Floats:
    """The sum of the values at each place below a count, in their order."""
    return np.asarray(np.bincount(places, weights=values, minlength=count), dtype=np.float64)


def spread(block: Block) -> tuple[Ints, Ints, Floats]:
    """(role, element, mass) of all that roles have, directly or below it, sorted by role and element.

    Each element hands its whole mass on to what is broader, in equal parts where several are; so a group has the mass of all below it.
    The cost is the number of entries times the depth of the hierarchy.

    >>> held = [("cook", "fry", 1.0), ("cook", "boil", 1.0)]
    >>> block = make_block("skills", "counted", 1.0, ["cook"], held, [("fry", "heat"), ("boil", "heat"), ("boil", "water")])
    >>> [(block.elements[e], mass) for _, e, mass in zip(*(each.tolist() for each in spread(block)))]
    [('boil', 1.0), ('fry', 1.0), ('heat', 1.5), ('water', 0.5)]
    """
    count = np.diff(block.parent_starts)
    role = np.repeat(np.arange(len(block.starts) - 1), np.diff(block.starts))
    level = (role, block.places, block.values)
    levels = [level]
    while len(level[0]):
        row, column, value = level
        n = count[column]
        up = block.parents[ranges(block.parent_starts[column], n)]
        level = merged(np.repeat(row, n), up, np.repeat(value / np.maximum(n, 1), n), len(block.elements))
        levels.append(level)
    rows, columns, values = (np.concatenate(parts) for parts in zip(*levels, strict=True))
    return merged(rows, columns, values, len(block.elements))


def ranges(starts: Ints, counts: Ints) -> Ints:
    """The numbers from each start on, as many as its count, one run after another."""
    begins = np.cumsum(counts) - counts
    found: Ints = np.arange(counts.sum()) + np.repeat(starts - begins, counts)
    return found


def _problems(block: Block, roles: int) -> list[str]:
    problems = []
    if len(block.starts) != roles + 1:
        problems.append(f"it has {len(block.starts) - 1} rows for {roles} roles")
    if not (block.weight > 0 and np.isfinite(block.weight)):
        problems.append(f"its weight must be above 0, not {block.weight}")
    if not np.isfinite(block.values).all() or (block.kind == "counted" and (block.values <= 0).any()):
        problems.append("its values must be finite" + (" and above 0" if block.kind == "counted" else ""))
    row = np.repeat(np.arange(len(block.starts) - 1), np.diff(block.starts))
    if any(a >= b for a, b in pairwise((row * max(len(block.elements), 1) + block.places).tolist())):
        problems.append("the elements of a role must ascend, each once")
    circle = _circle(block)
    if circle:
        problems.append(f"elements are broader than themselves, by way of: {', '.join(circle[:10])}")
    return problems


def _circle(block: Block) -> list[str]:
    """The elements that lie on circles or above one: those left when everything that nothing is narrower than is taken away, and again."""
    child = np.repeat(np.arange(len(block.elements)), np.diff(block.parent_starts))
    left = np.ones(len(block.elements), dtype=bool)
    while True:
        stays = np.zeros(len(left), dtype=bool)
        stays[block.parents[left[child]]] = True
        stays &= left
        if (stays == left).all():
            return [block.elements[n] for n in np.flatnonzero(left)]
        left = stays
