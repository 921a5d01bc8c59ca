"""How far what is held covers the units of a role, in integers: PATHS.md, “Coverage”.

The coverage of a unit is out of a million (`WHOLE`), of a member and a capability out of a thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property

from rolepath.planning.network import AskedMember, AskedUnit, Credit, Network

FULL = 1000
WHOLE = FULL * FULL
"""A unit that is covered in full: parts in thousandths times the coverage of members in thousandths."""

Levels = Mapping[str, int]
"""capability or unit → the level at which it is held, in thousandths"""
Counts = Callable[[str], bool]
"""Whether holding a thing counts here."""


def member_coverage(level: int, need: int, factor: int, enough: int) -> int:
    """c of one thing held: what is held directly (factor 1000) counts 1 / enough of its share of the need, credit just κ of it.

    >>> member_coverage(375, 750, 1000, 700), member_coverage(375, 750, 600, 700)
    (714, 300)
    """
    reached = min(FULL, level * FULL // need)
    return reached * FULL // enough if factor == FULL else factor * reached // FULL


class Measure:
    """How far levels cover the units of one role.

    units: as `asked_units` gives them. lacked: capabilities that nothing counts towards but they themselves. strict: nothing earns credit
    but what is held itself, under an exact mapping, or by what includes it.

    The cost of a coverage is the number of credits towards the members.
    """

    def __init__(self, network: Network, units: Sequence[AskedUnit], lacked: Collection[str] = (), strict: bool = False) -> None:
        self.units = tuple(units)
        self._network, self._lacked, self._strict = network, frozenset(lacked), strict

    @cached_property
    def weight(self) -> int:
        """Σ w."""
        return sum(unit.weight for unit in self.units)

    def credits(self, capability: str) -> tuple[Credit, ...]:
        """What counts towards a capability or unit, itself first."""
        given = self._network.credits.get(capability, ())
        if capability in self._lacked:
            return (Credit(capability, FULL, "held"),)
        own = [] if any(credit.held == capability for credit in given) else [Credit(capability, FULL, "held")]
        return (*own, *(c for c in given if c.factor == FULL or not self._strict))

    def best(self, member: AskedMember, enough: int, levels: Levels, counts: Counts | None = None) -> tuple[int, Credit | None, str | None]:
        """(c of a member, what earned it, towards which of its capabilities); the thing itself wins a tie, then the identifier."""
        found: tuple[tuple[int, bool, str, str], Credit] | None = None
        for capability in member.capabilities:
            for credit in self.credits(capability):
                level = levels.get(credit.held, 0)
                if not level or (counts is not None and not counts(credit.held)):
                    continue
                covered = member_coverage(level, member.need, credit.factor, enough)
                rank = (-covered, credit.held != capability, credit.held, capability)
                if covered and (found is None or rank < found[0]):
                    found = rank, credit
        return (-found[0][0], found[1], found[0][3]) if found else (0, None, None)

    def unit(self, unit: AskedUnit, levels: Levels, counts: Counts | None = None) -> int:
        """q of a unit out of a million: of its members together, or of itself as a whole, whichever is more."""
        members = sum(m.part * self.best(m, unit.enough, levels, counts)[0] for m in unit.members)
        return max(min(WHOLE, members), self.as_whole(unit, levels, counts))

    def as_whole(self, unit: AskedUnit, levels: Levels, counts: Counts | None = None) -> int:
        """q by what is held of the unit itself; never enlarged."""
        if unit.id in {c for member in unit.members for c in member.capabilities}:
            return 0
        held = [
            member_coverage(levels[credit.held], unit.need, credit.factor, FULL)
            for credit in self.credits(unit.id)
            if credit.held in levels and (counts is None or counts(credit.held))
        ]
        return min(FULL, max(held, default=0)) * FULL

    def all(self, levels: Levels) -> tuple[int, ...]:
        """q of every unit."""
        return tuple(self.unit(unit, levels) for unit in self.units)

    def score(self, levels: Levels) -> int:
        """Σ w·q, out of `weight` millions."""
        return sum(unit.weight * q for unit, q in zip(self.units, self.all(levels), strict=True))


def taken_on(levels: Levels, gives: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The levels after what is given is held too."""
    after = dict(levels)
    for identifier, level in gives:
        after[identifier] = max(level, after.get(identifier, 0))
    return after
