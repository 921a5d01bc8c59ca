"""How whoever holds each role stands towards each other: all pairs of roles at once, or in blocks that take little memory.

The numbers are those of `readiness.standing` for someone who holds one role and nothing else, exactly. Few of all roles × requirements are
covered at all, so only those are looked at: what a role brings is followed to what it counts towards, and that to who asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from rolepath.planning.arrays import Arrays, Flags, Ints, credited, gather
from rolepath.planning.problem import FULL

AT_ONCE: Final = 1_000_000
"""How many pairs are worked out at a time: enough that a pass is long, few enough that its arrays stay small."""
_MET: Final = 1 << 26
"""By how much a requirement covered in full counts for more than one covered at all, where both are summed up in one number."""


@dataclass(frozen=True)
class Pairs:
    """How the holders of some roles stand towards some targets: a row for each holder, a column for each target.

    holders: roles with known requirements. targets: those of which enough is known, as in `Arrays.roles`.
    score: Σ w·q in thousandths; least: the least coverage of an essential requirement, in thousandths, 1000 where there is none; met: how
    many essential requirements are covered in full. weight, essentials: by target alone, Σ w and how many essential requirements it has.

    score is int32 where every score fits, else int64; least int16, met int32: ten bytes a pair.
    """

    holders: tuple[str, ...]
    targets: tuple[str, ...]
    score: npt.NDArray[np.int32 | np.int64]
    weight: Ints
    least: npt.NDArray[np.int16]
    met: npt.NDArray[np.int32]
    essentials: Ints

    def at_least(self, share: int) -> Flags:
        """Where readiness reaches a share in thousandths, exactly."""
        found: Flags = self.score >= share * self.weight
        return found

    def ready(self, readiness: int) -> Flags:
        """Where every essential requirement is met and readiness reaches that many thousandths."""
        return self.at_least(readiness) & (self.least >= FULL)

    @property
    def readiness(self) -> npt.NDArray[np.float64]:
        """R = Σ w·q / Σ w, in [0, 1]; eight bytes a pair."""
        return np.asarray(self.score / (self.weight * FULL), dtype=np.float64)


def all_pairs(arrays: Arrays, strict: bool = False) -> Pairs:
    """Every role with known requirements as a holder, towards every role of which enough is known.

    strict: only what is held itself, or under an exact mapping, counts.

    The cost is the number of triples of a holder, a requirement it covers and a role that asks for that; memory that of the result, and
    what a block takes. `tests/bench/growth.py` measures both.

    >>> from rolepath.planning.examples import network
    >>> found = all_pairs(Arrays(network))
    >>> found.holders, found.targets, found.readiness.round(2).tolist()
    (('role/analyst', 'role/manager'), ('role/manager',), [[0.21], [1.0]])
    """
    work = _Work(arrays, strict)
    found = work.empty(work.holders)
    first = 0
    for block in work.blocks(work.holders, AT_ONCE):
        rows = slice(first, first := first + len(block.holders))
        found.score[rows], found.least[rows], found.met[rows] = block.score, block.least, block.met
    return found


def pairs_in_blocks(arrays: Arrays, strict: bool = False, at_once: int = AT_ONCE) -> Iterator[Pairs]:
    """As `all_pairs`, some holders after others, so that memory doesn't grow with the number of pairs.

    at_once: about how many pairs make a block; it has one holder at least.
    """
    work = _Work(arrays, strict)
    yield from work.blocks(work.holders, at_once)


def median_readiness(arrays: Arrays, pairs: int = 100_000, seed: int = 0, strict: bool = False) -> float:
    """The median readiness over random pairs of different roles of which enough is known, by which first values are tuned.

    Args:
        pairs: how many are drawn, with replacement; the cost is that of all pairs whose holder is among them.
        seed: of the draw; the same one draws the same pairs.

    Raises:
        ValueError: where there are fewer than two such roles.

    >>> from rolepath.planning.examples import network
    >>> median_readiness(Arrays(network))
    Traceback (most recent call last):
    ValueError: a median over pairs of roles takes two roles of which enough is known, not 1
    """
    count = len(arrays.roles)
    if count < 2:
        raise ValueError(f"a median over pairs of roles takes two roles of which enough is known, not {count}")
    random = np.random.default_rng(seed)
    holder = np.sort(random.integers(count, size=pairs))
    target = (holder + random.integers(1, count, size=pairs)) % count
    drawn, row = np.unique(holder, return_inverse=True)
    first, values = 0, []
    for block in _Work(arrays, strict).blocks(tuple(arrays.roles[n] for n in drawn), AT_ONCE):
        mine = (row >= first) & (row < first + len(block.holders))
        values.append(block.readiness[row[mine] - first, target[mine]])
        first += len(block.holders)
    return float(np.median(np.concatenate(values)))


class _Work:
    """What all blocks need: requirements that ask for the same at the same level only once, and by whom each is asked for."""

    def __init__(self, arrays: Arrays, strict: bool) -> None:
        self._arrays = arrays
        self.holders, self._held_starts, self._capability, self._level = arrays.brings
        self._place = {role: n for n, role in enumerate(self.holders)}
        begins = arrays.role_starts[:-1]
        self._weight = _sums(arrays.weight, begins)
        self._essentials = _sums(arrays.essential.astype(np.int64), begins)
        kind, first = _distinct(arrays)
        self._kinds = len(first)
        self._towards_from(arrays, first, strict)
        order = np.argsort(kind, kind="stable")
        self._asked_starts = np.searchsorted(kind[order], np.arange(self._kinds + 1)).astype(np.int64)
        self._asked_by, self._asked_weight = arrays.role_of[order], arrays.weight[order]
        self._asked_essential = arrays.essential[order]

    def _towards_from(self, arrays: Arrays, first: Ints, strict: bool) -> None:
        """By capability what it counts towards: the kind of requirement, the factor, the level needed."""
        counts = np.diff(arrays.starts)[first]
        entries = gather(arrays.starts[first], counts)
        kind, need = np.repeat(np.arange(len(first)), counts), np.repeat(arrays.need[first], counts)
        counting = np.flatnonzero(arrays.factor[entries] >= (FULL if strict else 1))
        held = arrays.held[entries][counting]
        order = np.argsort(held, kind="stable")
        chosen = counting[order]
        self._kind, self._factor, self._need = kind[chosen], arrays.factor[entries][chosen], need[chosen]
        self._starts = np.searchsorted(held[order], np.arange(len(arrays.capabilities) + 1)).astype(np.int64)

    def empty(self, holders: tuple[str, ...]) -> Pairs:
        """Room for those holders, before anything is known."""
        shape = (len(holders), len(self._arrays.roles))
        fits = int(self._weight.max(initial=0)) * FULL <= np.iinfo(np.int32).max
        score = np.zeros(shape, dtype=np.int32 if fits else np.int64)
        least, met = np.zeros(shape, dtype=np.int16), np.zeros(shape, dtype=np.int32)
        return Pairs(holders, self._arrays.roles, score, self._weight, least, met, self._essentials)

    def blocks(self, holders: tuple[str, ...], at_once: int) -> Iterator[Pairs]:
        """Those holders towards all targets, in their order."""
        rows = max(1, at_once // max(1, len(self._arrays.roles)))
        for first in range(0, len(holders), rows):
            yield self._block(holders[first : first + rows])

    def _block(self, holders: tuple[str, ...]) -> Pairs:
        found = self.empty(holders)
        targets = len(self._arrays.roles)
        if not targets:
            return found
        holder, kind, q = self._covered(np.array([self._place[holder] for holder in holders], dtype=np.int64))
        counts = np.diff(self._asked_starts)[kind]
        asked = gather(self._asked_starts[kind], counts)
        pair = np.repeat(holder * targets, counts) + self._asked_by[asked]
        q = np.repeat(q, counts)
        size = len(holders) * targets
        found.score[:] = np.bincount(pair, self._asked_weight[asked] * q, size).reshape(found.score.shape)
        essential = np.flatnonzero(self._asked_essential[asked])
        pair, q = pair[essential], q[essential]
        both = np.bincount(pair, np.where(q == FULL, _MET + 1, 1), size).astype(np.int64)
        found.met[:] = (both // _MET).reshape(found.met.shape)
        touched = (both % _MET).reshape(found.met.shape) == self._essentials  # of the others some essential requirement is at nothing
        least = np.where(touched, FULL, 0).astype(np.int16).ravel()
        there = touched.ravel()[pair]
        np.minimum.at(least, pair[there], q[there].astype(np.int16))
        found.least[:] = least.reshape(found.least.shape)
        self._fill_own(found)
        return found

    def _covered(self, rows: Ints) -> tuple[Ints, Ints, Ints]:
        """(place in `rows`, kind of requirement, q) of all that those holders cover at all."""
        counts = np.diff(self._held_starts)[rows]
        held = gather(self._held_starts[rows], counts)
        holder, level = np.repeat(np.arange(len(rows)), counts), self._level[held]
        counts = np.diff(self._starts)[self._capability[held]]
        towards = gather(self._starts[self._capability[held]], counts)
        part = credited(self._factor[towards], np.repeat(level, counts), self._need[towards], False)
        some = np.flatnonzero(part)
        key = (np.repeat(holder * self._kinds, counts) + self._kind[towards])[some]
        order = np.argsort(key, kind="stable")
        key, part = key[order], part[some][order]
        begins = np.flatnonzero(np.diff(key, prepend=-1))
        key = key[begins]
        return key // self._kinds, key % self._kinds, np.maximum.reduceat(part, begins) if len(begins) else part

    def _fill_own(self, found: Pairs) -> None:
        """Someone who holds a role meets all of it."""
        both = [(n, self._arrays.place[holder]) for n, holder in enumerate(found.holders) if holder in self._arrays.place]
        row, column = np.array(both, dtype=np.int64).reshape(-1, 2).T
        found.score[row, column] = self._weight[column] * FULL
        found.least[row, column] = FULL
        found.met[row, column] = self._essentials[column]


def _distinct(arrays: Arrays) -> tuple[Ints, Ints]:
    """(the kind of each requirement, the first requirement of each kind): of one kind are those towards which the same counts, by the same
    factors, at the same level. The cost is a pass in Python over all requirements."""
    rows = arrays.held * (FULL + 1) + arrays.factor
    starts, needs = arrays.starts.tolist(), arrays.need.tolist()
    kinds: dict[tuple[int, bytes], int] = {}
    kind = [
        kinds.setdefault((need, rows[begin:end].tobytes()), len(kinds))
        for need, begin, end in zip(needs, starts[:-1], starts[1:], strict=True)
    ]
    found = np.array(kind, dtype=np.int64)
    return found, np.unique(found, return_index=True)[1]


def _sums(values: Ints, begins: Ints) -> Ints:
    return np.add.reduceat(values, begins) if len(begins) else np.zeros(0, dtype=np.int64)
