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
        self._ways: dict[tuple[str, ...], tuple[tuple[Credit, str], ...]] = {}
        self._counting: dict[tuple[AskedMember, ...], frozenset[str]] = {}

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
        most: tuple[int, Credit | None, str | None] = (0, None, None)
        need = member.need
        for credit, capability in self._towards(member.capabilities):
            level = levels.get(credit.held)
            if level and (counts is None or counts(credit.held)):
                covered = member_coverage(level, need, credit.factor, enough)
                if covered > most[0]:
                    most = covered, credit, capability
        return most

    def _towards(self, capabilities: tuple[str, ...]) -> tuple[tuple[Credit, str], ...]:
        """What counts towards any of some capabilities, and towards which, in the order that ties fall in; kept."""
        if capabilities not in self._ways:
            found = [(credit, capability) for capability in capabilities for credit in self.credits(capability)]
            self._ways[capabilities] = tuple(sorted(found, key=lambda each: (each[0].held != each[1], each[0].held, each[1])))
        return self._ways[capabilities]

    def counting(self, unit: AskedUnit) -> frozenset[str]:
        """All that holding something of a unit may come from; kept."""
        if unit.members not in self._counting:
            ways = [self._towards(member.capabilities) for member in unit.members] + [self._towards((unit.id,))]
            self._counting[unit.members] = frozenset(credit.held for each in ways for credit, _ in each)
        return self._counting[unit.members]

    def unit(self, unit: AskedUnit, levels: Levels, counts: Counts | None = None) -> int:
        """q of a unit out of a million: of its members together, or of itself as a whole, whichever is more."""
        members = sum(m.part * self.best(m, unit.enough, levels, counts)[0] for m in unit.members)
        return max(min(WHOLE, members), self.as_whole(unit, levels, counts))

    def as_whole(self, unit: AskedUnit, levels: Levels, counts: Counts | None = None) -> int:
        """q by what is held of the unit itself; never enlarged."""
        if any(unit.id in member.capabilities for member in unit.members):
            return 0
        held = [
            member_coverage(levels[credit.held], unit.need, credit.factor, FULL)
            for credit, _ in self._towards((unit.id,))
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
