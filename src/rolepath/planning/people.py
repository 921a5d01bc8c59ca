"""Many people towards one role at once: readiness, and the requirements that most of the missing readiness lies in.

The numbers are those of `readiness.standing` and `readiness.gap_items` for each person, exactly. Only what counts towards the role is
looked at, however large the network.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from rolepath.errors import NotEnoughKnown
from rolepath.planning.arrays import Flags, Ints, Standings, credited, gather
from rolepath.planning.network import Network
from rolepath.planning.problem import FULL
from rolepath.planning.profile import role_levels
from rolepath.planning.readiness import known_enough

Levels = npt.NDArray[np.int32]
SHOWN: Final = 3
"""How many missing requirements are named."""
_SHARES: Final = 10_000
"""Shares of the missing readiness are compared as `gap_items` rounds them: to four digits."""


@dataclass(frozen=True, slots=True)
class PersonAnswer:
    """How one person stands towards the target; or, in `error`, why there is no answer, and then the rest is None or empty.

    readiness: in [0, 1], to three digits. missing: labels of the requirements that the largest shares of the missing readiness lie in.
    """

    id: str
    readiness: float | None
    ready: bool | None
    essentials_met: int | None
    essentials: int | None
    missing: tuple[str, ...]
    error: str | None = None


class Towards:
    """A role, and all that counts towards it, as arrays.

    labels: of its requirements, in their order. column: capability that counts towards the role → its place among them, which is its
    column in the levels of people.

    Raises:
        NotEnoughKnown: where the role has fewer requirements than the assumption `known-requirements`.

    >>> from rolepath.planning.examples import network
    >>> role = Towards(network, "role/manager")
    >>> people = role.nobody(2)
    >>> for column, level in role.brought("role/analyst"):
    ...     people[0, column] = level
    >>> coverage = role.coverage(people)
    >>> role.summed(coverage).readiness.round(2).tolist()
    [0.21, 0.0]
    >>> [role.labels[n] for n in role.largest(coverage)[0] if n >= 0]
    ['Roadmaps', 'Budgets', 'Forecasting']
    """

    def __init__(self, network: Network, role: str, strict: bool = False) -> None:
        self._network = network
        requirements = network.requirements.get(role, ())
        if not known_enough(network, role):
            needed = int(network.assumptions.number("known-requirements"))
            raise NotEnoughKnown(role, network.roles[role].label, len(requirements), needed)
        self.role = role
        self.labels = tuple(" or ".join(network.capabilities[c].label for c in r.capabilities) for r in requirements)
        self.asked: Mapping[str, int] = _highest((c, r.level) for r in requirements for c in r.capabilities)
        """capability that the role asks for → the highest level at which it does"""
        least = FULL if strict else 1
        counting = [
            sorted({(k.held, k.factor) for c in r.capabilities for k in network.credits.get(c, ()) if k.factor >= least})
            for r in requirements
        ]
        self.column: Mapping[str, int] = {c: n for n, c in enumerate(sorted({held for each in counting for held, _ in each}))}
        towards = sorted((self.column[held], n, factor) for n, each in enumerate(counting) for held, factor in each)
        column, self._requirement, self._factor = np.array(towards, dtype=np.int64).reshape(-1, 3).T
        self._starts = np.searchsorted(column, np.arange(len(self.column) + 1)).astype(np.int64)
        self._need = np.array([r.level for r in requirements], dtype=np.int64)
        self._weight = np.array([r.weight for r in requirements], dtype=np.int64)[:, None]
        self._essential = np.array([r.essential for r in requirements], dtype=bool)
        order = sorted(range(len(requirements)), key=lambda n: (requirements[n].necessity, -requirements[n].weight, requirements[n].id))
        self._rank = np.argsort(np.array(order))[:, None]

    def nobody(self, count: int) -> Levels:
        """The levels, in thousandths, of so many people who hold nothing: a row for each, to be filled."""
        return np.zeros((count, len(self.column)), dtype=np.int32)

    def brought(self, role: str) -> list[tuple[int, int]]:
        """What holding a role gives towards this one: (column, level)."""
        return sorted((self.column[c], level) for c, level in role_levels(self._network, role).items() if c in self.column)

    def same_as(self, capability: str) -> frozenset[str]:
        """A capability, and what maps exactly to it: what someone doesn't hold who lacks it."""
        credits = self._network.credits.get(capability, ())
        return frozenset((capability, *(credit.held for credit in credits if credit.factor == FULL)))

    def coverage(self, levels: Levels, there: Flags | None = None) -> Ints:
        """q of every requirement (rows) for every person (columns), in thousandths. there: who holds the role, and so meets all of it.

        The cost is the number of pairs of something a person holds and a requirement that it counts towards.
        """
        person, column = np.nonzero(levels)
        counts = np.diff(self._starts)[column]
        towards = gather(self._starts[column], counts)
        asked = self._requirement[towards]
        part = credited(self._factor[towards], np.repeat(levels[person, column].astype(np.int64), counts), self._need[asked], False)
        found = np.zeros((len(self.labels), len(levels)), dtype=np.int64)
        np.maximum.at(found.ravel(), asked * len(levels) + np.repeat(person, counts), part)
        if there is not None:
            found[:, there] = FULL
        return found

    def summed(self, coverage: Ints) -> Standings:
        """How each person stands, of what `coverage` gives."""
        count, asked = coverage.shape[1], coverage[self._essential]
        return Standings(
            score=(self._weight * coverage).sum(axis=0),
            weight=np.full(count, self._weight.sum()),
            least=asked.min(axis=0, initial=FULL),
            met=(asked == FULL).sum(axis=0),
            essentials=np.full(count, len(asked)),
        )

    def largest(self, coverage: Ints, most: int = SHOWN) -> Ints:
        """The requirements, by their place, in which most of the missing readiness lies: a row for each person, −1 where there are fewer.

        In the order of `gap_items`: the larger share as it is shown, essential before optional, the larger weight, the identifier.
        """
        requirements = len(coverage)
        lost = self._weight * (FULL - coverage)
        shares = _rounded(lost, lost.sum(axis=0))
        key = np.where(coverage < FULL, shares * requirements + (requirements - 1 - self._rank), -1)
        most = min(most, requirements)
        best = np.argpartition(key, requirements - most, axis=0)[requirements - most :] if most < requirements else np.argsort(key, axis=0)
        best = np.take_along_axis(best, np.argsort(-np.take_along_axis(key, best, axis=0), axis=0), axis=0)
        return np.where(np.take_along_axis(key, best, axis=0) >= 0, best, -1).T


def _rounded(lost: Ints, total: Ints) -> Ints:
    """lost / total in ten-thousandths, rounded as Python rounds the quotient to four digits; 0 where the total is."""
    divisor = np.maximum(total, 1)
    half, rest = np.divmod(lost * (2 * _SHARES), divisor)
    found: Ints = (half + 1) // 2
    for place in zip(*np.nonzero((rest == 0) & (half % 2 == 1)), strict=True):  # a half: what the float nearest to the quotient makes of it
        found[place] = round(round(int(lost[place]) / int(divisor[place[1]]), 4) * _SHARES)
    return found


def _highest(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, level in pairs:
        found[name] = max(level, found.get(name, 0))
    return found
