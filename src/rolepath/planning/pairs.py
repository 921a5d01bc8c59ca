"""How whoever holds each role stands towards each other: all pairs of roles at once, or in blocks that take little memory.

The numbers are those of `readiness.stand` for someone who holds one role and nothing else, exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rolepath.planning.arrays import Arrays, Flags, Ints
from rolepath.planning.coverage import FULL, WHOLE
from rolepath.planning.readiness import Lines


@dataclass(frozen=True)
class Pairs:
    """How the holders of some roles stand towards some targets: a row for each holder, a column for each target.

    holders: roles of whose people something is known. targets: those of which enough is known, as in `Arrays.roles`.
    score, least, met: as in `Standings`, in sixteen bytes a pair. weight, essentials: by target alone.
    """

    holders: tuple[str, ...]
    targets: tuple[str, ...]
    score: Ints
    weight: Ints
    least: npt.NDArray[np.int32]
    met: npt.NDArray[np.int32]
    essentials: Ints

    def reaches(self, lines: Lines) -> Flags:
        """Where a stage's lines are reached, exactly; what bars someone is looked at elsewhere."""
        found: Flags = (self.score >= lines.share * FULL * self.weight) & (self.least >= lines.essential * FULL)
        return found

    @property
    def readiness(self) -> npt.NDArray[np.float64]:
        """R = Σ w·q / Σ w, in [0, 1]; eight bytes a pair."""
        return np.asarray(self.score / (self.weight * WHOLE), dtype=np.float64)


def all_pairs(arrays: Arrays) -> Pairs:
    """Every role of whose people something is known, towards every role of which enough is known.

    The cost is that of `Arrays.stand`; memory that of the result, and what a block takes. `tests/bench/growth.py` measures both.

    >>> from rolepath.planning.examples import network
    >>> found = all_pairs(Arrays(network))
    >>> found.holders, found.targets, found.readiness[0].round(2).tolist()
    (('role/analyst', 'role/director', 'role/manager'), ('role/director', 'role/manager'), [0.4, 0.4])
    """
    holders, targets = arrays.brings[0], arrays.roles
    shape = (len(holders), len(targets))
    found = Pairs(
        holders,
        targets,
        np.zeros(shape, dtype=np.int64),
        arrays.total,
        np.zeros(shape, dtype=np.int32),
        np.zeros(shape, dtype=np.int32),
        arrays.essentials,
    )
    for first, block in arrays.blocks(arrays.holders()):
        rows = slice(first, first + len(block.score))
        found.score[rows], found.least[rows], found.met[rows] = block.score, block.least, block.met
    return found


def pairs_in_blocks(arrays: Arrays) -> Iterator[Pairs]:
    """As `all_pairs`, some holders after others, so that memory doesn't grow with the number of pairs."""
    holders, targets = arrays.brings[0], arrays.roles
    for first, block in arrays.blocks(arrays.holders()):
        least, met = block.least.astype(np.int32), block.met.astype(np.int32)
        yield Pairs(holders[first : first + len(least)], targets, block.score, block.weight, least, met, block.essentials)


def median_readiness(arrays: Arrays, pairs: int = 100_000, seed: int = 0) -> float:
    """The median readiness over random pairs of different roles of which enough is known, by which first values are tuned.

    Args:
        pairs: how many are drawn, with replacement; the cost is that of all pairs whose holder is among them.
        seed: of the draw; the same one draws the same pairs.

    Raises:
        ValueError: where there are fewer than two such roles.

    >>> from rolepath.planning.examples import network
    >>> median_readiness(Arrays(network, ["role/manager"]))
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
    places = {role: n for n, role in enumerate(arrays.brings[0])}
    values = []
    for first, block in arrays.blocks(arrays.holders(np.array([places[arrays.roles[n]] for n in drawn], dtype=np.int64))):
        mine = (row >= first) & (row < first + len(block.score))
        values.append(block.readiness[row[mine] - first, target[mine]])
    return float(np.median(np.concatenate(values)))
