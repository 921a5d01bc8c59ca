"""A network as arrays of integers: how many people stand towards many roles, in one pass. The numbers are those of `readiness.stand`.

One role lies after another as rows of units, a unit as rows of members, and below each kind of member lies what counts towards it.
Members that take the same to be covered are of one kind and worked out once; so are units that are held as a whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from rolepath.planning.coverage import FULL, WHOLE, Measure
from rolepath.planning.network import AskedUnit, Network
from rolepath.planning.profile import Profile, held_by_role
from rolepath.planning.readiness import Lines
from rolepath.planning.units import asked_units, known_enough

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

AT_ONCE: Final = 4_000_000
"""How many cells, of people × units or kinds, are held in memory at once."""
_NUMBERS = (
    "role_starts", "weight", "essential", "need", "enough", "starts", "_kind", "_factor", "_towards", "member_starts", "member_unit",
    "member_part", "whole_starts", "whole_unit", "_covered", "_credential_role", "_credential_need", "_credential_starts", "_credential_of",
)  # fmt: skip
_NAMED = ("roles", "things")
_BROUGHT = ("brings_roles", "brings_starts", "brings_thing", "brings_level")
_NONE: Final = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class People:
    """What so many people hold: person, thing and level in thousandths, one place of each array for each holding, in any order.

    Of several levels of the same the highest counts. lacks: pairs of a person and a thing that nothing counts towards but it itself.
    """

    count: int
    person: Ints
    thing: Ints
    level: Ints
    lacks: tuple[Ints, Ints] = field(default=(_NONE, _NONE))

    def among(self, first: int, last: int) -> People:
        """Those from `first` up to `last`, counted from there."""
        mine = (self.person >= first) & (self.person < last)
        lack = (self.lacks[0] >= first) & (self.lacks[0] < last)
        lacks = self.lacks[0][lack] - first, self.lacks[1][lack]
        return People(last - first, self.person[mine] - first, self.thing[mine], self.level[mine], lacks)


@dataclass(frozen=True)
class Standings:
    """How people stand towards roles: a row for each person, a column for each role.

    score: Σ w·q, out of `weight` millions. least: the least coverage of an essential unit, out of a million, which it is too where there
    is none. met: how many essential units are covered. weight, essentials: by role alone, Σ w and how many essential units it has.
    """

    score: Ints
    weight: Ints
    least: Ints
    met: Ints
    essentials: Ints

    def reaches(self, lines: Lines) -> Flags:
        """Where a stage's lines are reached, exactly."""
        found: Flags = (self.score >= lines.share * FULL * self.weight) & (self.least >= lines.essential * FULL)
        return found

    @property
    def readiness(self) -> npt.NDArray[np.float64]:
        """R = Σ w·q / Σ w, in [0, 1]."""
        return np.asarray(self.score / (self.weight * WHOLE), dtype=np.float64)


class Arrays:
    """What roles ask for, and what counts towards it, as arrays.

    roles: those given of which enough is known, by default all, in order of identifier. things: capabilities, units and groups that count
    towards any of it, in order of identifier.

    Building takes a pass over units and credits in Python. Working out takes the number of pairs of something a person holds and a kind of
    member that it counts towards, and one pass over people × units; memory doesn't grow with the number of people.

    >>> from rolepath.planning.examples import network
    >>> from rolepath.planning.profile import make_profile
    >>> arrays = Arrays(network)
    >>> arrays.roles, arrays.standings(make_profile(network, ["role/analyst"], "role/manager")).readiness.round(2).tolist()
    (('role/director', 'role/manager'), [[0.4, 0.4]])
    """

    def __init__(self, network: Network, roles: Iterable[str] | None = None) -> None:
        self._network = network
        self.roles = tuple(role for role in sorted(network.roles if roles is None else roles) if known_enough(network, role))
        self.place = {role: n for n, role in enumerate(self.roles)}
        self._covered = np.array(network.assumptions.thousandths("covered") * FULL, dtype=np.int64)
        asked = [asked_units(network, role) for role in self.roles]
        units = [unit for each in asked for unit in each]
        self.role_starts = starts_of(len(each) for each in asked)
        self.weight = np.array([unit.weight for unit in units], dtype=np.int64)
        self.essential = np.array([unit.essential for unit in units], dtype=bool)
        kinds = _Kinds()
        members = [(kinds.number(m.capabilities, m.need, u.enough), n, m.part) for n, u in enumerate(units) for m in u.members]
        wholes = [(kinds.number((u.id,), u.need, FULL), n) for n, u in enumerate(units) if _as_a_whole(u)]
        self.need = np.array([need for _, need, _ in kinds.all], dtype=np.int64)
        self.enough = np.array([enough for _, _, enough in kinds.all], dtype=np.int64)
        self.member_starts, self.member_unit, self.member_part = _by_first(members, 3, len(kinds.all))
        self.whole_starts, self.whole_unit = _by_first(wholes, 2, len(kinds.all))
        self._fill_entries(kinds)
        self._fill_credentials([(n, unit) for n, each in enumerate(asked) for unit in each])

    def _fill_entries(self, kinds: _Kinds) -> None:
        """By thing what it counts towards: the kind, the factor, and which of its capabilities."""
        credits = Measure(self._network, ()).credits
        towards = {c: [(credit.held, credit.factor) for credit in credits(c)] for c in kinds.capabilities}
        self.things = tuple(sorted({held for each in towards.values() for held, _ in each} | towards.keys()))
        self._number = {thing: n for n, thing in enumerate(self.things)}
        asked = list(towards)
        own = {capability: n for n, capability in enumerate(asked)}
        starts = starts_of(len(towards[c]) for c in asked)
        held = np.array([self._number[h] for c in asked for h, _ in towards[c]], dtype=np.int64)
        factor = np.array([f for c in asked for _, f in towards[c]], dtype=np.int64)
        pairs = np.array([(n, own[c]) for n, (named, _, _) in enumerate(kinds.all) for c in named], dtype=np.int64).reshape(-1, 2)
        counts = np.diff(starts)[pairs[:, 1]]
        chosen = gather(starts[pairs[:, 1]], counts)
        number = np.array([self._number[c] for c in asked], dtype=np.int64)
        order = np.argsort(held[chosen], kind="stable")
        self._kind = np.repeat(pairs[:, 0], counts)[order]
        self._towards = np.repeat(number[pairs[:, 1]], counts)[order]
        self._factor = factor[chosen][order]
        self.starts = np.searchsorted(held[chosen][order], np.arange(len(self.things) + 1)).astype(np.int64)

    def _fill_credentials(self, units: Iterable[tuple[int, AskedUnit]]) -> None:
        """What has to be held itself, at its level, before a role can be held: one of some things."""
        rows = [(role, m.need, m.capabilities) for role, u in units if u.essential and not u.learnable for m in u.members]
        self._credential_role = np.array([role for role, _, _ in rows], dtype=np.int64)
        self._credential_need = np.array([need for _, need, _ in rows], dtype=np.int64)
        self._credential_starts = starts_of(len(capabilities) for _, _, capabilities in rows)
        self._credential_of = np.array([self._number[c] for _, _, capabilities in rows for c in capabilities], dtype=np.int64)

    def parts(self) -> dict[str, npt.NDArray[np.generic]]:
        """All of it as named arrays of numbers and text, from which `from_parts` makes the same again.

        >>> from rolepath.planning.examples import network
        >>> Arrays.from_parts(Arrays(network).parts()).brings[0] == Arrays(network).brings[0]
        True
        """
        named = {name: np.array(getattr(self, name), dtype=np.str_) for name in _NAMED}
        roles, *numbers = self.brings
        brought = dict(zip(_BROUGHT, (np.array(roles, dtype=np.str_), *numbers), strict=True))
        return {**named, **brought, **{name: getattr(self, name) for name in _NUMBERS}}

    @classmethod
    def from_parts(cls, parts: Mapping[str, npt.NDArray[np.generic]]) -> Arrays:
        """The inverse of `parts`; KeyError where one is missing."""
        made = cls.__new__(cls)
        for name in _NUMBERS:
            setattr(made, name, parts[name])
        for name in _NAMED:
            setattr(made, name, tuple(parts[name].tolist()))
        made.place = {role: n for n, role in enumerate(made.roles)}
        made._number = {thing: n for n, thing in enumerate(made.things)}
        roles, *numbers = (parts[name] for name in _BROUGHT)
        made.__dict__["brings"] = (tuple(roles.tolist()), *numbers)
        return made

    # --- people ---

    @cached_property
    def brings(self) -> tuple[tuple[str, ...], Ints, Ints, Ints]:
        """(roles of whose people something is known, offsets, thing, level): what starting from each assumes."""
        held = {role: self.counting(held_by_role(self._network, role)) for role in sorted(self._network.roles)}
        known = {role: levels for role, levels in held.items() if levels}
        thing = np.array([thing for levels in known.values() for thing, _ in levels], dtype=np.int64)
        level = np.array([level for levels in known.values() for _, level in levels], dtype=np.int64)
        return tuple(known), starts_of(len(levels) for levels in known.values()), thing, level

    def counting(self, levels: Mapping[str, int]) -> list[tuple[int, int]]:
        """(place among `things`, level) of what is held and counts towards anything."""
        return [(self._number[held], level) for held, level in levels.items() if held in self._number and level > 0]

    def brought(self, role: str) -> dict[str, int]:
        """What starting from a role in `brings` assumes, as far as it counts towards anything."""
        roles, starts, thing, level = self.brings
        place = bisect_left(roles, role)
        mine = slice(starts[place], starts[place + 1])
        return {self.things[n]: value for n, value in zip(thing[mine].tolist(), level[mine].tolist(), strict=True)}

    def numbers(self, things: Iterable[str]) -> Ints:
        """The places of those that are among `things`, ascending."""
        return np.array(sorted(self._number[thing] for thing in things if thing in self._number), dtype=np.int64)

    def people(self, levels: Sequence[Mapping[str, int]], lacked: Sequence[Iterable[str]] | None = None) -> People:
        """People with these levels; lacked: for each of them, what nothing counts towards but it itself."""
        held = [(n, *each) for n, mine in enumerate(levels) for each in self.counting(mine)]
        lacks = [(n, int(thing)) for n, mine in enumerate(lacked or ()) for thing in self.numbers(mine)]
        person, thing, level = np.array(held, dtype=np.int64).reshape(-1, 3).T
        who, what = np.array(lacks, dtype=np.int64).reshape(-1, 2).T
        return People(len(levels), person, thing, level, (who, what))

    def holders(self, roles: Ints | None = None) -> People:
        """Those who hold one role and nothing else, by the places of the roles in `brings`; None: all."""
        _, starts, thing, level = self.brings
        rows = np.arange(len(starts) - 1) if roles is None else roles
        counts = np.diff(starts)[rows]
        held = gather(starts[rows], counts)
        return People(len(rows), np.repeat(np.arange(len(rows)), counts), thing[held], level[held])

    # --- how they stand ---

    def coverage(self, people: People, strict: bool = False) -> Ints:
        """q of every unit of all roles, people × units, out of a million. strict: only what is held itself, under an exact mapping or by
        what includes it counts."""
        place, q = self._covered_units(people, strict)
        found = np.zeros(people.count * len(self.weight), dtype=np.int64)
        found[place] = q
        return found.reshape(people.count, len(self.weight))

    def _covered_units(self, people: People, strict: bool) -> tuple[Ints, Ints]:
        """(person × units + unit, q) of every unit that a person covers at all, ascending."""
        kinds, units = len(self.need), len(self.weight)
        cells = self._covered_kinds(people, strict)
        at = np.flatnonzero(cells)
        person, kind, covered = at // max(1, kinds), at % max(1, kinds), cells[at]
        counts = np.diff(self.member_starts)[kind]
        member = gather(self.member_starts[kind], counts)
        place = np.repeat(person * units, counts) + self.member_unit[member]
        summed = np.bincount(place, self.member_part[member] * np.repeat(covered, counts), people.count * units)
        counts = np.diff(self.whole_starts)[kind]
        place = np.repeat(person * units, counts) + self.whole_unit[gather(self.whole_starts[kind], counts)]
        summed[place] = np.maximum(summed[place], np.repeat(np.minimum(covered, FULL) * FULL, counts))
        place = np.flatnonzero(summed)
        return place, np.minimum(summed[place], WHOLE).astype(np.int64)

    def _covered_kinds(self, people: People, strict: bool) -> Ints:
        """c of every kind of member for everyone, one person after another, in thousandths."""
        kinds = len(self.need)
        counts = np.diff(self.starts)[people.thing]
        towards = gather(self.starts[people.thing], counts)
        person, kind = np.repeat(people.person, counts), self._kind[towards]
        part = credited(self._factor[towards], np.repeat(people.level, counts), self.need[kind], self.enough[kind])
        if strict:
            part[self._factor[towards] < FULL] = 0
        if len(people.lacks[0]):
            asked = self._towards[towards]
            lacked = np.isin(person * len(self.things) + asked, people.lacks[0] * len(self.things) + people.lacks[1])
            part[lacked & (asked != np.repeat(people.thing, counts))] = 0
        cells = np.zeros(people.count * kinds, dtype=np.int64)
        np.maximum.at(cells, person * kinds + kind, part)
        return cells

    def summed(self, coverage: Ints) -> Standings:
        """How people stand of whom the coverage of every unit is known, as `coverage` gives it."""
        flat = coverage.ravel()
        place = np.flatnonzero(flat)
        return self._summed(len(coverage), place, flat[place])

    def _summed(self, count: int, place: Ints, q: Ints) -> Standings:
        """What so many people cover of units, as `_covered_units` has it, summed up by role."""
        roles, units = len(self.roles), max(1, len(self.weight))
        unit = place % units
        pair = place // units * roles + self._role_of[unit]
        shape = (count, roles)
        essential = self.essential[unit]
        score = np.bincount(pair, self.weight[unit] * q, count * roles)
        pair, q = pair[essential], q[essential]
        met = np.bincount(pair[q >= self._covered], minlength=count * roles)
        touched = np.bincount(pair, minlength=count * roles).reshape(shape) == self.essentials  # of the others one is at nothing
        least = np.where(touched, WHOLE, 0).ravel()
        there = touched.ravel()[pair]
        np.minimum.at(least, pair[there], q[there])
        return Standings(score.astype(np.int64).reshape(shape), self.total, least.reshape(shape), met.reshape(shape), self.essentials)

    @cached_property
    def _role_of(self) -> Ints:
        """The role of every unit."""
        return np.repeat(np.arange(len(self.roles)), np.diff(self.role_starts))

    @cached_property
    def total(self) -> Ints:
        """Σ w of every role."""
        begins = self.role_starts[:-1]
        return np.add.reduceat(self.weight, begins) if len(begins) else _NONE

    @cached_property
    def essentials(self) -> Ints:
        """How many essential units every role has."""
        begins = self.role_starts[:-1]
        return np.add.reduceat(self.essential, begins, dtype=np.int64) if len(begins) else _NONE

    @property
    def at_once(self) -> int:
        """Of how many people the coverage of every unit is held in memory at once."""
        return max(1, AT_ONCE // max(1, len(self.weight), len(self.need)))

    def blocks(self, people: People, strict: bool = False) -> Iterator[tuple[int, Standings]]:
        """(the first of some people, how they stand towards every role), some people after others, so that memory doesn't grow."""
        for first in range(0, people.count, self.at_once):
            some = people.among(first, min(first + self.at_once, people.count))
            yield first, self._summed(some.count, *self._covered_units(some, strict))

    def stand(self, people: People, strict: bool = False) -> Standings:
        """How people stand towards every role in `roles`."""
        if people.count <= self.at_once:
            return self._summed(people.count, *self._covered_units(people, strict))
        found = [each for _, each in self.blocks(people, strict)]
        score, least, met = (np.concatenate([getattr(each, name) for each in found]) for name in ("score", "least", "met"))
        return Standings(score, self.total, least, met, self.essentials)

    def standings(self, profile: Profile) -> Standings:
        """How one person stands towards every role, in one row."""
        return self.stand(self.people([profile.typical], [profile.lacked]), profile.strict)

    def without_credential(self, people: People) -> Flags:
        """Where someone lacks a credential, degree or years that a role insists on: people × roles. Licences are looked at elsewhere."""
        found = np.zeros((people.count, len(self.roles)), dtype=bool)
        starts = self._credential_starts
        for n, (role, need) in enumerate(zip(self._credential_role.tolist(), self._credential_need.tolist(), strict=True)):
            there = np.isin(people.thing, self._credential_of[starts[n] : starts[n + 1]]) & (people.level >= need)
            lacking = np.ones(people.count, dtype=bool)
            lacking[people.person[there]] = False
            found[:, role] |= lacking
        return found


def _as_a_whole(unit: AskedUnit) -> bool:
    """Whether holding a unit itself covers it beside its members: not where it is a capability alone."""
    return all(unit.id not in member.capabilities for member in unit.members)


class _Kinds:
    """Members that take the same to be covered, numbered as they come."""

    def __init__(self) -> None:
        self._found: dict[tuple[tuple[str, ...], int, int], int] = {}

    def number(self, capabilities: tuple[str, ...], need: int, enough: int) -> int:
        """The number of a kind; a new one where there is none yet."""
        return self._found.setdefault((capabilities, need, enough), len(self._found))

    @property
    def all(self) -> list[tuple[tuple[str, ...], int, int]]:
        """(capabilities, need, enough) of each, by number."""
        return list(self._found)

    @property
    def capabilities(self) -> list[str]:
        """Everything that is asked for, in order."""
        return sorted({c for capabilities, _, _ in self._found for c in capabilities})


def _by_first(rows: Sequence[tuple[int, ...]], width: int, count: int) -> tuple[Ints, ...]:
    """Offsets by the first column, of which there are so many values, and the other columns, sorted by it."""
    table = np.array(rows, dtype=np.int64).reshape(-1, width)
    table = table[np.argsort(table[:, 0], kind="stable")]
    return np.searchsorted(table[:, 0], np.arange(count + 1)).astype(np.int64), *np.ascontiguousarray(table[:, 1:].T)


def credited(factor: Ints, level: Ints, need: Ints, enough: Ints) -> Ints:
    """What one thing held covers of a member, in thousandths, as `coverage.member_coverage` has it."""
    reached = np.minimum(FULL, level * FULL // need)
    found: Ints = np.where(factor == FULL, reached * FULL // enough, factor * reached // FULL)
    return found


def starts_of(counts: Iterable[int] | Sequence[int] | Ints) -> Ints:
    """Offsets at which rows of these lengths begin, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(np.fromiter(counts, dtype=np.int64))]).astype(np.int64)


def gather(starts: Ints, counts: Ints) -> Ints:
    """The places of rows that begin at `starts` and are `counts` long, one row after another."""
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts) + np.repeat(starts, counts)
