"""A network as arrays of integers: how one person stands towards every role, or the people of every role towards one, in one pass.

The numbers are those of `readiness.standing`, exactly. Requirements lie one after another by role, and below each requirement lies what
counts towards it, both with the offsets at which each role or requirement begins (compressed sparse rows).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from rolepath.planning.network import Network
from rolepath.planning.problem import FULL
from rolepath.planning.profile import Profile, role_levels
from rolepath.planning.readiness import known_enough

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_AT_ONCE = 500
"""Of how many roles the coverage of each credit is held in memory at once."""
_PARTS = ("role_starts", "role_of", "weight", "need", "essential", "held", "factor", "starts", "_of")
_NAMED = ("roles", "capabilities")
_BROUGHT = ("brings_roles", "brings_starts", "brings_capability", "brings_level")


@dataclass(frozen=True)
class Standings:
    """How someone stands in several cases, one place of each array for each: towards each role, or of each role towards one.

    score: Σ w·q in thousandths. weight: Σ w. least: the least coverage of an essential requirement, in thousandths, 1000 where there is
    none. met, essentials: how many essential requirements are covered in full, and how many there are.
    """

    score: Ints
    weight: Ints
    least: Ints
    met: Ints
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
        """R = Σ w·q / Σ w, in [0, 1]."""
        return np.asarray(self.score / (self.weight * FULL), dtype=np.float64)


class Arrays:
    """The requirements and credits of a network as arrays.

    roles: those of which enough is known, in order of identifier. capabilities: all, in order of identifier.

    Building takes a pass over requirements and credits in Python, and memory in proportion to the pairs of a requirement and something
    that counts towards it. With 4,000 roles and 1.9 million such pairs it took 0.9 s and 160 MB on one core, one person's standing towards
    all roles then 0.03 s, and that of all roles towards one 0.1 s.

    >>> from rolepath.planning.examples import network
    >>> from rolepath.planning.profile import make_profile
    >>> arrays = Arrays(network)
    >>> arrays.roles, arrays.standings(make_profile(network, ["role/analyst"], "role/manager")).readiness.round(2).tolist()
    (('role/manager',), [0.21])
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self.roles = tuple(role for role in sorted(network.roles) if known_enough(network, role))
        self.place = {role: n for n, role in enumerate(self.roles)}
        self.capabilities = tuple(sorted(network.capabilities))
        self._number = {capability: n for n, capability in enumerate(self.capabilities)}
        asked = [network.requirements[role] for role in self.roles]
        flat = [requirement for each in asked for requirement in each]
        self.role_starts = starts_of(len(each) for each in asked)
        self.role_of = np.repeat(np.arange(len(self.roles)), np.diff(self.role_starts))
        self.weight = np.array([r.weight for r in flat], dtype=np.int64)
        self.need = np.array([r.level for r in flat], dtype=np.int64)
        self.essential = np.array([r.essential for r in flat], dtype=bool)
        members = [(n, self._number[c]) for n, r in enumerate(flat) for c in r.capabilities]
        self._fill_entries(np.array(members, dtype=np.int64).reshape(-1, 2), len(flat))

    def _fill_entries(self, members: Ints, requirements: int) -> None:
        """What counts towards each requirement: of each of its capabilities all credits; and an entry that counts for nothing, so
        that no requirement is empty. The order within one is that in which ties fall: the very thing asked for, then identifiers."""
        credits = [self._network.credits.get(c, ()) for c in self.capabilities]
        starts = starts_of(len(each) for each in credits)
        held = np.array([self._number[k.held] for each in credits for k in each], dtype=np.int64)
        factor = np.array([k.factor for each in credits for k in each], dtype=np.int64)
        counts = np.diff(starts)[members[:, 1]]
        chosen = gather(starts[members[:, 1]], counts)
        of = np.concatenate([np.repeat(members[:, 0], counts), np.arange(requirements)])
        asked = np.concatenate([np.repeat(members[:, 1], counts), np.full(requirements, -1)])
        held = np.concatenate([held[chosen], np.zeros(requirements, dtype=np.int64)])
        factor = np.concatenate([factor[chosen], np.zeros(requirements, dtype=np.int64)])
        order = np.lexsort((held, held != asked, of))
        self.held, self.factor, self._of = held[order], factor[order], of[order]
        self.starts = np.searchsorted(self._of, np.arange(requirements + 1)).astype(np.int64)

    def parts(self) -> dict[str, npt.NDArray[np.generic]]:
        """All of it as named arrays of numbers and text, from which `from_parts` makes the same again.

        >>> from rolepath.planning.examples import network
        >>> Arrays.from_parts(Arrays(network).parts()).brings[0] == Arrays(network).brings[0]
        True
        """
        named = {name: np.array(getattr(self, name), dtype=np.str_) for name in _NAMED}
        roles, *numbers = self.brings
        brought = dict(zip(_BROUGHT, (np.array(roles, dtype=np.str_), *numbers), strict=True))
        return {**named, **brought, **{name: getattr(self, name) for name in _PARTS}}

    @classmethod
    def from_parts(cls, parts: Mapping[str, npt.NDArray[np.generic]]) -> Arrays:
        """The inverse of `parts`; KeyError where one is missing."""
        made = cls.__new__(cls)
        for name in _PARTS:
            setattr(made, name, parts[name])
        for name in _NAMED:
            setattr(made, name, tuple(parts[name].tolist()))
        made.place = {role: n for n, role in enumerate(made.roles)}
        made._number = {capability: n for n, capability in enumerate(made.capabilities)}
        roles, *numbers = (parts[name] for name in _BROUGHT)
        made.__dict__["brings"] = (tuple(roles.tolist()), *numbers)
        return made

    @cached_property
    def brings(self) -> tuple[tuple[str, ...], Ints, Ints, Ints]:
        """(roles with known requirements, offsets, capability, level): what holding each gives."""
        roles = tuple(role for role in sorted(self._network.roles) if self._network.requirements.get(role))
        levels = [role_levels(self._network, role) for role in roles]
        capability = np.array([self._number[c] for each in levels for c in each], dtype=np.int64)
        level = np.array([value for each in levels for value in each.values()], dtype=np.int64)
        return roles, starts_of(len(each) for each in levels), capability, level

    def levels(self, held: Mapping[str, int]) -> Ints:
        """Levels by capability as an array over all capabilities."""
        found = np.zeros(len(self.capabilities), dtype=np.int64)
        for capability, level in held.items():
            found[self._number[capability]] = level
        return found

    def numbers(self, capabilities: Iterable[str]) -> Ints:
        """The places of capabilities in such an array, ascending."""
        return np.array(sorted(self._number[c] for c in capabilities), dtype=np.int64)

    def coverage(self, levels: Ints, strict: bool = False, only: Ints | None = None) -> Ints:
        """q of every requirement, in thousandths; or of those in `only`, by their places."""
        counts, need = np.diff(self.starts), self.need
        factor, held = self.factor, self.held
        if only is not None:
            entries = gather(self.starts[only], counts[only])
            factor, held, counts, need = factor[entries], held[entries], counts[only], need[only]
        parts = credited(factor, levels[held], np.repeat(need, counts), strict)
        return np.maximum.reduceat(parts, starts_of(counts)[:-1]) if len(counts) else parts

    def earned_by(self, levels: Ints, strict: bool = False) -> Ints:
        """The capability that covers each requirement best, as `profile.coverage` names it; -1 where nothing does."""
        counts = np.diff(self.starts)
        parts = credited(self.factor, levels[self.held], np.repeat(self.need, counts), strict)
        best = np.repeat(self.coverage(levels, strict), counts)
        first = np.full(len(counts), len(parts))
        hits = np.flatnonzero((parts == best) & (parts > 0))
        np.minimum.at(first, self._of[hits], hits)
        return np.where(first < len(parts), self.held[np.minimum(first, len(parts) - 1)], -1) if len(parts) else first

    def uses(self, capabilities: Ints) -> Ints:
        """The requirements towards which one of these capabilities counts, ascending."""
        order, starts = self._by_held
        entries = order[gather(starts[capabilities], np.diff(starts)[capabilities])]
        return np.unique(self._of[entries][self.factor[entries] > 0])

    @cached_property
    def _by_held(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.held, kind="stable")
        return order, np.searchsorted(self.held[order], np.arange(len(self.capabilities) + 1)).astype(np.int64)

    def summed(self, coverage: Ints, held: Iterable[str] = ()) -> Standings:
        """The coverage of every requirement summed up by role; someone who holds a role meets all of it."""
        mine = np.array(sorted(self.place[role] for role in held if role in self.place), dtype=np.int64)
        q = np.where(np.isin(self.role_of, mine), FULL, coverage)
        return _summed(q, self.weight, self.essential, self.role_starts)

    def standings(self, profile: Profile) -> Standings:
        """How one person stands towards every role in `roles`. The cost is one pass over all that counts towards anything."""
        return self.summed(self.coverage(self.levels(profile.levels), profile.strict), profile.roles)

    def feeders(self, target: str, strict: bool = False) -> tuple[tuple[str, ...], Standings]:
        """Every role with known requirements, and how someone who holds only it stands towards a target in `roles`.

        The cost is roles × what counts towards the target, and one pass over what all roles bring.
        """
        roles, starts, capability, level = self.brings
        first, last = self.role_starts[self.place[target]], self.role_starts[self.place[target] + 1]
        entries = slice(self.starts[first], self.starts[last])
        columns, column = np.unique(self.held[entries], return_inverse=True)
        at = np.searchsorted(columns, capability)
        known = (at < len(columns)) & (columns[np.minimum(at, len(columns) - 1)] == capability)
        levels = np.zeros((len(roles), len(columns)), dtype=np.int64)
        levels[np.repeat(np.arange(len(roles)), np.diff(starts))[known], at[known]] = level[known]
        need = np.repeat(self.need[first:last], np.diff(self.starts[first : last + 1]))
        begins = self.starts[first:last] - self.starts[first]
        parts = (credited(self.factor[entries], levels[n : n + _AT_ONCE, column], need, strict) for n in range(0, len(roles), _AT_ONCE))
        q = np.concatenate([np.maximum.reduceat(each, begins, axis=1) for each in parts])
        if target in roles:
            q[roles.index(target)] = FULL
        offsets = np.arange(len(roles) + 1) * int(last - first)
        weight, essential = (np.tile(each[first:last], len(roles)) for each in (self.weight, self.essential))
        return roles, _summed(q.ravel(), weight, essential, offsets)


def credited(factor: Ints, level: Ints, need: Ints, strict: bool) -> Ints:
    """κ · min(1, level / need), cut to thousandths, as `problem.reached` does; strict: 0 where κ < 1."""
    parts: Ints = factor * np.minimum(FULL, level * FULL // need) // FULL
    return np.where(factor < FULL, 0, parts) if strict else parts


def _summed(q: Ints, weight: Ints, essential: Flags, starts: Ints) -> Standings:
    begins = starts[:-1]
    if not len(begins):
        return Standings(*(np.zeros(0, dtype=np.int64) for _ in range(5)))
    return Standings(
        score=np.add.reduceat(weight * q, begins),
        weight=np.add.reduceat(weight, begins),
        least=np.minimum.reduceat(np.where(essential, q, FULL), begins),
        met=np.add.reduceat((essential & (q == FULL)).astype(np.int64), begins),
        essentials=np.add.reduceat(essential.astype(np.int64), begins),
    )


def starts_of(counts: Iterable[int] | Sequence[int] | Ints) -> Ints:
    """Offsets at which rows of these lengths begin, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(np.fromiter(counts, dtype=np.int64))]).astype(np.int64)


def gather(starts: Ints, counts: Ints) -> Ints:
    """The places of rows that begin at `starts` and are `counts` long, one row after another."""
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts) + np.repeat(starts, counts)
