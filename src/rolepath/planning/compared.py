"""One block of features made ready to compare roles by: `similar` says how the numbers are made, and what for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, Protocol

import numpy as np
import numpy.typing as npt

from rolepath.planning.features import Block, Floats, Ints, added, ranges, spread

SECOND_ORDER: Final = 0.5
"""How much of a counted block is likeness to the same others.

On ESCO 0.2 to 0.8 are within 0.003 of nDCG, 0 is 0.01 lower; on O*NET it hardly matters.
"""

_FEW = 96
"""Up to how many roles an element is multiplied pair by pair, and above as a column of a dense matrix; it changes only the speed."""
_AT_ONCE = 512
"""How many rows of roles × roles are held at once where not all are needed."""
_TINY = 1e-9

Flags = npt.NDArray[np.bool_]
How = Literal["same", "below", "high", "low"]
"""How two roles share an element: both have it; both have it or something below it; both are rated above, or below, the usual."""


class Compared(Protocol):
    """A block made ready. A role that it doesn't describe, or describes as nothing but average, is not `known` and gets zeros."""

    known: Flags

    @property
    def lengths(self) -> Floats | None:
        """What takes long to make and can be kept: see `compared`."""

    def row(self, role: int) -> Floats:
        """s of one role with every role."""

    def matrix(self) -> Floats:
        """s of all with all, roles × roles."""

    def parts(self, a: int, b: int) -> Floats:
        """What each element contributes to s(a, b), which is their sum."""

    def shared(self, a: int, b: int) -> list[tuple[int, How]]:
        """The elements that both roles have, or in which both depart from the usual in the same direction."""


def compared(block: Block, lengths: Floats | None = None) -> Compared:
    """A block made ready by its kind. `lengths`: those of a counted one, where they are known; making them is most of its cost."""
    return Rated(block) if block.kind == "rated" else Counted(block, lengths)


class Rated:
    """Roles as rows of standard scores less the row's mean, of unit length."""

    def __init__(self, block: Block) -> None:
        shape = (len(block.starts) - 1, len(block.elements))
        row = np.repeat(np.arange(shape[0]), np.diff(block.starts))
        given, scores = np.zeros(shape, dtype=bool), np.zeros(shape)
        given[row, block.places] = True
        scores[row, block.places] = block.values
        number = np.maximum(given.sum(axis=0), 1)
        scores = np.where(given, scores - scores.sum(axis=0) / number, 0.0)
        deviation = np.sqrt((scores**2).sum(axis=0) / number)
        scores = np.divide(scores, deviation, out=np.zeros(shape), where=deviation > _TINY)
        described = given.any(axis=1)
        if shape[1]:
            scores -= np.where(described, scores.mean(axis=1), 0.0)[:, np.newaxis]
        length = np.sqrt((scores**2).sum(axis=1))
        self.known: Flags = described & (length > _TINY)
        self._unit = np.divide(scores, length[:, np.newaxis], out=np.zeros(shape), where=self.known[:, np.newaxis])
        self._given = given

    @property
    def lengths(self) -> None:
        return None

    def row(self, role: int) -> Floats:
        found: Floats = self._unit @ self._unit[role]
        return found

    def matrix(self) -> Floats:
        found: Floats = self._unit @ self._unit.T
        return found

    def parts(self, a: int, b: int) -> Floats:
        found: Floats = self._unit[a] * self._unit[b]
        return found

    def shared(self, a: int, b: int) -> list[tuple[int, How]]:
        both = self._given[a] & self._given[b] & (self.parts(a, b) > 0)
        return [(n, "high" if self._unit[a, n] > 0 else "low") for n in np.flatnonzero(both).tolist()]


class Counted:
    """Roles as sparse rows of ln(1 + mass) · ln(n / df), of unit length; the mean row is taken off where rows are used, never stored."""

    def __init__(self, block: Block, lengths: Floats | None) -> None:
        self._roles, self._elements = len(block.starts) - 1, len(block.elements)
        self._block = block
        self._row, self._column, mass = spread(block)
        described = np.bincount(self._row, minlength=self._roles) > 0
        spread_over = np.bincount(self._column, minlength=self._elements)
        content = np.log(max(int(described.sum()), 1) / np.maximum(spread_over, 1))
        value = np.log1p(mass) * content[self._column]
        length = np.sqrt(added(self._row, value**2, self._roles))
        self._value = np.divide(value, length[self._row], out=np.zeros(len(value)), where=length[self._row] > _TINY)
        self._mean = added(self._column, self._value, self._elements) / max(int(described.sum()), 1)
        self._with_mean = self._times(self._mean)
        self._square = float(self._mean @ self._mean)
        squared = (length > _TINY) - 2 * self._with_mean + self._square
        self.known: Flags = described & (squared > _TINY)
        self._scale = np.divide(1.0, np.sqrt(np.maximum(squared, _TINY)), out=np.zeros(self._roles), where=self.known)
        self.lengths: Floats = self._made_lengths() if lengths is None else lengths
        self._asked: tuple[int, Floats] = (-1, np.zeros(0))

    def _made_lengths(self) -> Floats:
        """The length of each row of K; 1 for a role that isn't known. K itself is made in strips and not kept."""
        squared = np.zeros(self._roles)
        for first, strip in self._strips():
            strip *= strip
            squared[first : first + len(strip)] += strip.sum(axis=1)
            squared[first + len(strip) :] += strip[:, len(strip) :].sum(axis=0)
        return np.where(self.known, np.sqrt(squared), 1.0)

    def _strips(self) -> Iterator[tuple[int, Floats]]:
        """K in strips of some rows: the first row of each, and the strip from that column on, for K is symmetric."""
        table = _Table(self._row, self._column, self._value, self._roles, self._elements)
        for first in range(0, self._roles, _AT_ONCE):
            last = min(first + _AT_ONCE, self._roles)
            strip = table.products(first, last)
            strip -= self._with_mean[first:]
            strip -= (self._with_mean - self._square)[first:last, np.newaxis]
            strip *= self._scale[first:]
            strip *= self._scale[first:last, np.newaxis]
            yield first, strip

    def _cosines(self, role: int) -> Floats:
        """One row of K."""
        return self._across(self._dense(role))

    def row(self, role: int) -> Floats:
        first = self._cosines(role)
        second = self._across(self._gathered(first)) / (self.lengths * self.lengths[role])
        found: Floats = (1 - SECOND_ORDER) * first + SECOND_ORDER * second
        return found

    def matrix(self) -> Floats:
        cosines = np.empty((self._roles, self._roles))
        for first, strip in self._strips():
            cosines[first : first + len(strip), first:] = strip
            cosines[first:, first : first + len(strip)] = strip.T
        found: Floats = cosines @ cosines
        found /= self.lengths
        found /= self.lengths[:, np.newaxis]
        found *= SECOND_ORDER
        cosines *= 1 - SECOND_ORDER
        found += cosines
        return found

    def parts(self, a: int, b: int) -> Floats:
        mine, theirs = self._dense(a), self._dense(b)
        if self._asked[0] != a:  # the first of the two is mostly the same from call to call
            self._asked = (a, self._gathered(self._cosines(a)))
        back = mine * self._gathered(self._cosines(b)) + theirs * self._asked[1]
        second = back / (2 * self.lengths[a] * self.lengths[b])
        found: Floats = (1 - SECOND_ORDER) * mine * theirs + SECOND_ORDER * second
        return found

    def shared(self, a: int, b: int) -> list[tuple[int, How]]:
        starts = self._block.starts
        own = np.intersect1d(self._block.places[starts[a] : starts[a + 1]], self._block.places[starts[b] : starts[b + 1]])
        with_below = np.intersect1d(self._column[self._entries(a)], self._column[self._entries(b)])
        return [(n, "same" if same else "below") for n, same in zip(with_below.tolist(), np.isin(with_below, own).tolist(), strict=True)]

    def _entries(self, role: int) -> slice:
        """Where the sparse row of a role is."""
        first, last = np.searchsorted(self._row, [role, role + 1]).tolist()
        return slice(first, last)

    def _times(self, vector: Floats) -> Floats:
        """The sparse rows times a vector over elements."""
        return added(self._row, self._value * vector[self._column], self._roles)

    def _across(self, vector: Floats) -> Floats:
        """The centred unit rows times a vector over elements."""
        found: Floats = (self._times(vector) - self._mean @ vector) * self._scale
        return found

    def _gathered(self, vector: Floats) -> Floats:
        """The sum over roles of the centred unit rows, each times its number in a vector over roles."""
        scaled = vector * self._scale
        total = float(scaled.sum())
        return added(self._column, self._value * scaled[self._row], self._elements) - self._mean * total

    def _dense(self, role: int) -> Floats:
        """One centred unit row."""
        at = self._entries(role)
        found = added(self._column[at], self._value[at], self._elements) - self._mean
        return np.asarray(found * self._scale[role])


class _Table:
    """A sparse table whose rows are multiplied with each other: columns that few rows have pair by pair, the others as a dense matrix."""

    def __init__(self, row: Ints, column: Ints, value: Floats, rows: int, columns: int) -> None:
        number = np.bincount(column, minlength=columns)
        few, often = number[column] <= _FEW, np.flatnonzero(number > _FEW)
        self._rows = rows
        self._dense = np.zeros((rows, len(often)))
        self._dense[row[~few], np.searchsorted(often, column[~few])] = value[~few]
        self._row, self._value, column = row[few], value[few], column[few]
        by_column = np.argsort(column, kind="stable")
        self._right_row, self._right_value = self._row[by_column], self._value[by_column]
        self._at = np.empty(len(by_column), dtype=np.int64)
        self._at[by_column] = np.arange(len(by_column))
        self._left = np.cumsum(number * (number <= _FEW))[column] - self._at  # in the column from this entry on, as rows ascend in it

    def products(self, first: int, last: int) -> Floats:
        """The products of the rows from `first` up to `last` with all from `first` on; below the diagonal only inside the square."""
        found: Floats = self._dense[first:last] @ self._dense[first:].T
        entries = slice(*np.searchsorted(self._row, [first, last]).tolist())
        right = ranges(self._at[entries], self._left[entries])
        left = np.repeat(np.arange(entries.start, entries.stop), self._left[entries])
        wide = self._rows - first
        place = (self._row[left] - first) * wide + self._right_row[right] - first
        sparse = added(place, self._value[left] * self._right_value[right], (last - first) * wide).reshape(last - first, wide)
        square = sparse[:, : last - first]
        square += np.triu(square, 1).T
        found += sparse
        return found
