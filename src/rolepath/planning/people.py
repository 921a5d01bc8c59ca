"""Many people towards one role at once: the band of readiness, the stage, and the units that most of the missing readiness lies in.

The numbers are those of `readiness.stand` and of an answer's units for each person, exactly. Only what counts towards the role is looked
at, however large the network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from rolepath.planning.arrays import Arrays, Flags, Ints, People, Standings
from rolepath.planning.coverage import WHOLE
from rolepath.planning.network import Network
from rolepath.planning.profile import SOME, make_profile, members_of, needs_of
from rolepath.planning.readiness import NEARLY, NOT_YET, READY, Stages, stages
from rolepath.planning.units import FULL, expanded, known_units, usual_level

SHOWN: Final = 3
"""How many units are named."""
_SHARES: Final = 10_000
"""Shares of the missing readiness are compared as answers round them: to four digits."""
Held = tuple[Ints, Ints]
"""Places of things among those that count, and the levels at which they are held."""


@dataclass(frozen=True, slots=True)
class PersonAnswer:
    """How one person stands towards the target; or, in `error`, why there is no answer, and then the rest is None or empty.

    readiness_low, readiness, readiness_high: the band, in [0, 1], to three digits. stage: ready, nearly or not yet. missing: labels of the
    units that the largest shares of the missing readiness lie in.
    """

    id: str
    readiness_low: float | None
    readiness: float | None
    readiness_high: float | None
    stage: str | None
    essentials_met: int | None
    essentials: int | None
    missing: tuple[str, ...]
    error: str | None = None


class Towards:
    """A role, and all that counts towards it, as arrays.

    labels: of its units, in their order. arrays: those of this role alone.

    Raises:
        NotEnoughKnown: where too little is known of the role.

    >>> from rolepath.planning.examples import network
    >>> role = Towards(network, "role/manager")
    >>> low, typical, high = role.brought("role/analyst")
    >>> people = People(2, typical[0] * 0, *typical)  # the first of two holds what analysts do, the other nothing
    >>> coverage = role.arrays.coverage(people)
    >>> role.arrays.summed(coverage).readiness.round(2).tolist()
    [[0.4], [0.0]]
    >>> [role.labels[n] for n in role.largest(coverage)[0] if n >= 0]
    ['Strategy', 'Forecasting', 'Tables']
    """

    def __init__(self, network: Network, role: str, strict: bool = False, readiness: int | None = None) -> None:
        """readiness: from which one is ready, in thousandths, instead of the assumption."""
        units = known_units(network, role)
        self._network, self.role, self._strict = network, role, strict
        self.labels = tuple(unit.label for unit in units)
        self.arrays = Arrays(network, [role])
        self._needs = needs_of(network, role)
        self._stages: Stages = stages(network, readiness)
        by_name = sorted(range(len(units)), key=lambda n: units[n].id)
        self._rank = np.argsort(np.array(by_name))

    def brought(self, role: str) -> tuple[Held, Held, Held]:
        """What holding a role gives towards this one, in the low, typical and high reading."""
        made = make_profile(self._network, (role,), self.role, strict=self._strict)
        return self._held(made.low), self._held(made.typical), self._held(made.high)

    def claimed(self, capability: str, level: int | None) -> Held:
        """What saying that one has a thing gives, at a level in thousandths or (None) as far as the role asks for it."""
        return self._held(dict(expanded(self._network, capability, level if level is not None else self._asked(capability))))

    def partly(self, capability: str) -> Held:
        """What saying that one has some of a thing gives."""
        return self._held({c: max(1, self._asked(c) * SOME // FULL) for c in members_of(self._network, capability)})

    def _asked(self, capability: str) -> int:
        """The level at which the role asks for a thing, or its usual one."""
        return self._needs.get(capability) or usual_level(self._network, capability)

    def lacked(self, capability: str) -> Ints:
        """What someone doesn't hold who lacks a thing, by places."""
        return self.arrays.numbers(members_of(self._network, capability))

    def place(self, capability: str) -> int:
        """The place of a thing among those that count; -1 where it doesn't."""
        found = self.arrays.numbers((capability,))
        return int(found[0]) if len(found) else -1

    def barred(self, role: str) -> bool:
        """Whether someone who holds this role alone (or none: an empty text) lacks a licence."""
        network = self._network
        held = {role} & network.regulated
        return self.role in network.regulated and self.role != role and self.role not in network.allowed(held)

    def coverage(self, people: People) -> Ints:
        """q of every unit for everyone: people × units, out of a million."""
        return self.arrays.coverage(people, self._strict)

    def stand(self, people: People) -> Standings:
        """How everyone stands, in one column."""
        return self.arrays.stand(people, self._strict)

    def stage(self, people: People, stand: Standings, barred: Flags) -> list[str]:
        """The stage of each person, of how they stand; barred: who lacks a licence."""
        lacking = barred | self.arrays.without_credential(people)[:, 0]
        ready, nearly = (stand.reaches(lines)[:, 0] & ~lacking for lines in (self._stages.ready, self._stages.nearly))
        return [READY if one else NEARLY if other else NOT_YET for one, other in zip(ready.tolist(), nearly.tolist(), strict=True)]

    def largest(self, coverage: Ints, most: int = SHOWN) -> Ints:
        """The units, by their place, in which most of the missing readiness lies: a row for each person, -1 where there are fewer.

        In the order of an answer's gap: the larger share as it is shown, then the identifier.
        """
        units = len(self.labels)
        lost = self.arrays.weight * (WHOLE - coverage)
        shares = rounded_shares(lost, lost.sum(axis=1))
        key = np.where(shares > 0, shares * units + (units - 1 - self._rank), -1)
        most = min(most, units)
        best = np.argpartition(key, units - most, axis=1)[:, units - most :] if most < units else np.argsort(key, axis=1)
        best = np.take_along_axis(best, np.argsort(-np.take_along_axis(key, best, axis=1), axis=1), axis=1)
        return np.where(np.take_along_axis(key, best, axis=1) >= 0, best, -1)

    def _held(self, levels: Mapping[str, int]) -> Held:
        places, found = np.array(self.arrays.counting(levels), dtype=np.int64).reshape(-1, 2).T
        return places, found


def rounded_shares(lost: Ints, total: Ints) -> Ints:
    """lost / total in ten-thousandths, rounded as Python rounds the quotient to four digits; 0 where the total is.

    lost: people × units. total: of each person.
    """
    quotient: npt.NDArray[np.float64] = lost / np.maximum(total, 1)[:, None] * _SHARES
    found = np.rint(quotient).astype(np.int64)
    for row, column in zip(*np.nonzero(np.abs(quotient - np.floor(quotient) - 0.5) < 1e-6), strict=True):
        found[row, column] = round(round(int(lost[row, column]) / int(total[row]), 4) * _SHARES)
    return found
