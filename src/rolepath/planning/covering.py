"""Rows for how far units are covered, in the program for HiGHS: `program` has the rest of it.

q of a unit is at most: what its members have, each by the best of what is taken; or what is held of the unit itself; or 1 with its own
module. Coverage is a share of 1.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rolepath.planning.coverage import WHOLE, Counts, Levels
from rolepath.planning.milp import Columns
from rolepath.planning.network import AskedUnit
from rolepath.planning.offers import Offer
from rolepath.planning.problem import Problem
from rolepath.planning.units import FULL

Terms = dict[int, float]
"""column → value"""


@dataclass
class Coverage:
    """q of a unit: what it is without anything taken, and a column that it can't exceed (None: just that).

    full: the columns of what covers it whole. others: the column of q without these (None: it is `now` then); most: the most it can be.
    """

    now: float
    column: int | None = None
    full: Mapping[int, float] = field(default_factory=dict)
    others: int | None = None
    most: float = 1.0

    def at_least(self, line: float, asked: int | None = None) -> tuple[Terms, float] | None:
        """The row (terms, their least) by which q reaches a line, or does where the column `asked` is 1; None: nothing is in the way.

        Everything is counted above what is there anyway, so that half of an offer isn't allowed for that.
        """
        if self.now >= line:
            return None
        if self.most < line:
            terms, lack = dict(self.full), 1.0
        else:
            lack = line - self.now
            terms = dict.fromkeys(self.full, lack)
            if self.others is not None:
                terms[self.others] = 1.0
        least = self.now if self.others in terms else 0.0
        if asked is None:
            return terms, least + lack
        return terms | {asked: terms.get(asked, 0.0) - lack}, least


class Covering:
    """Makes the columns and rows of coverage, each once.

    taken: (offer, hop) → column. useful: what can be taken in each hop. levels: what is held in each without anything taken.
    """

    def __init__(
        self,
        problem: Problem,
        columns: Columns,
        taken: Mapping[tuple[str, int], int],
        useful: Sequence[Sequence[Offer]],
        levels: Sequence[Levels],
    ) -> None:
        self._problem, self._columns, self._taken, self._useful, self._levels = problem, columns, taken, useful, levels
        self._covered: dict[tuple[object, ...], Coverage] = {}

    def before(self, hop: int, place: int | None) -> list[tuple[Offer, int, Terms]]:
        """What can have been taken by then, in which hop, with the column that says so; place: in the order, within the hop."""
        return [
            (offer, each, {self._taken[offer.id, each]: 1.0})
            for each in range(hop + 1)
            for offer in self._useful[each]
            if each < hop or place is None or self._problem.places[hop][offer.id] < place
        ]

    def _towards(self, offer: Offer, hop: int, unit: AskedUnit, counts: Counts | None, key: object) -> tuple[tuple[int, ...], int]:
        """What an offer of a hop alone gives of a unit: c of each member, and q by the unit itself; 1 where the members make it whole."""
        name = (offer.id, hop, key, counts is None)
        if name not in self._problem.kept:
            levels: Levels = dict(offer.gives)
            measure = self._problem.measure
            members = tuple(measure.best(m, unit.enough, levels, counts)[0] for m in unit.members)
            whole = measure.as_whole(unit, levels, counts)
            if sum(m.part * c for m, c in zip(unit.members, members, strict=True)) >= WHOLE:
                whole = WHOLE
            self._problem.kept[name] = members, whole
        return self._problem.kept[name]

    def late(self, unit: AskedUnit, hop: int) -> Terms:
        """The columns of what can only be taken by the end of a hop once a unit is covered."""
        return {
            column: 1.0 for offer, taken_in, columns in self.before(hop, None) for column in columns if self._needs(offer, taken_in, unit)
        }

    def _needs(self, offer: Offer, hop: int, unit: AskedUnit) -> bool:
        """Whether an offer can only be taken once a unit is covered."""
        if unit.id not in offer.needs:
            return False
        return asks_more(self._problem.needed_unit(unit.id, hop), unit)

    def coverage(
        self,
        unit: AskedUnit,
        hop: int,
        before: int | None = None,
        counts: Counts | None = None,
        key: str | None = None,
        first: bool = False,
    ) -> Coverage:
        """q of a unit in a hop, of all that is taken by its end, or before a place; key: tells units and counts apart.

        first: of that only which can cover the unit first, without what needs it covered before.
        """
        measure, levels = self._problem.measure, self._levels[hop]
        name = (key or unit.id, unit.members)
        members = [measure.best(m, unit.enough, levels, counts)[0] for m in unit.members]
        whole = measure.as_whole(unit, levels, counts)
        now = max(min(WHOLE, sum(m.part * c for m, c in zip(unit.members, members, strict=True))), whole)
        if now == WHOLE:
            return Coverage(1.0)
        full: Terms = {}
        as_whole: dict[int, Terms] = defaultdict(dict)
        better: list[dict[int, Terms]] = [defaultdict(dict) for _ in unit.members]
        counting = measure.counting(unit)
        for offer, taken_in, columns in self.before(hop, before):
            if not any(thing in counting for thing, _ in offer.gives):
                continue
            if first and self._needs(offer, taken_in, unit):
                continue
            given, given_whole = self._towards(offer, taken_in, unit, counts, name)
            if given_whole == WHOLE:
                full |= columns
                continue
            if given_whole > now:
                as_whole[given_whole] |= columns
            for place, covered in enumerate(given):
                if covered > members[place]:
                    better[place][covered] |= columns
        if not full and not as_whole and not any(better):
            return Coverage(now / WHOLE)
        shape = (name, hop, tuple(sorted(full)), _shape(as_whole), tuple(map(_shape, better)), tuple(members), whole)
        if shape not in self._covered:
            together = sum(m.part * max((c, *ways)) for m, c, ways in zip(unit.members, members, better, strict=True))
            most = max((min(WHOLE, together), now, *as_whole))
            column, others = self._covered_columns(unit, members, whole, now, full, as_whole, better)
            self._covered[shape] = Coverage(now / WHOLE, column, full, others, most / WHOLE)
        return self._covered[shape]

    def _covered_columns(
        self,
        unit: AskedUnit,
        members: Sequence[int],
        whole: int,
        now: int,
        full: Terms,
        as_whole: Mapping[int, Terms],
        better: Sequence[Mapping[int, Terms]],
    ) -> tuple[int, int | None]:
        """The columns of q, and of q without what covers the unit whole (None: that is `now`)."""
        add = self._columns
        q = add.column()
        if not any(better) and not as_whole:
            add.row({q: 1.0, **dict.fromkeys(full, now / WHOLE - 1)}, high=now / WHOLE)
            return q, None
        rest = q
        if full:
            rest = add.column()
            add.row({q: 1.0, rest: -1.0, **dict.fromkeys(full, now / WHOLE - 1)}, high=0.0)
        if not any(better):  # the best of what is there and of one offer
            self._best_of(rest, now, as_whole)
            return q, rest
        if not as_whole and not whole:
            self._by_members(unit, rest, members, better)
            return q, rest
        together, itself, which = add.column(), add.column(), add.column(whole=True)  # which: 1 by the members, 0 by the unit itself
        add.row({rest: 1.0, together: -1.0, itself: -1.0}, high=0.0)
        most = self._by_members(unit, together, members, better)
        add.row({together: 1.0, which: -most}, high=0.0)
        chosen: Terms = {which: 1.0}
        gained: Terms = {itself: 1.0, which: whole / WHOLE}
        for covered, columns in as_whole.items():
            best = add.column()
            add.row({best: 1.0, **dict.fromkeys(columns, -1.0)}, high=0.0)
            gained[best] = -(covered - whole) / WHOLE
            chosen[best] = 1.0
        add.row(chosen, high=1.0)
        add.row(gained, high=whole / WHOLE)
        return q, rest

    def _best_of(self, q: int, now: int, gains: Mapping[int, Terms]) -> None:
        """q is at most what is there, or what one of the offers that are taken gives."""
        add = self._columns
        terms: Terms = {q: 1.0}
        chosen: Terms = {}
        for covered, columns in gains.items():
            gain = (covered - now) / WHOLE
            if len(gains) == 1 and len(columns) == 1:
                terms |= dict.fromkeys(columns, -gain)
                continue
            best = add.column()
            add.row({best: 1.0, **dict.fromkeys(columns, -1.0)}, high=0.0)
            terms[best] = -gain
            chosen[best] = 1.0
        if len(chosen) > 1:
            add.row(chosen, high=1.0)
        add.row(terms, high=now / WHOLE)

    def _by_members(self, unit: AskedUnit, q: int, members: Sequence[int], better: Sequence[Mapping[int, Terms]]) -> float:
        """q is at most what the members have together, each by the best of what is taken; returns the most that can be."""
        add = self._columns
        together: Terms = {q: 1.0}
        constant, most = 0.0, 0.0
        for member, start, ways in zip(unit.members, members, better, strict=True):
            share = member.part / FULL
            constant += share * start / FULL
            most += share * max((start, *ways)) / FULL
            chosen: Terms = {}
            for covered, columns in ways.items():
                gain = share * (covered - start) / FULL
                if len(ways) == 1 and len(columns) == 1:
                    together |= {column: together.get(column, 0.0) - gain for column in columns}
                    continue
                best = add.column()
                add.row({best: 1.0, **dict.fromkeys(columns, -1.0)}, high=0.0)
                together[best] = -gain
                chosen[best] = 1.0
            if len(chosen) > 1:
                add.row(chosen, high=1.0)
        add.row(together, high=constant)
        return min(1.0, most)


def asks_more(one: AskedUnit, other: AskedUnit) -> bool:
    """Whether what covers the first unit so far covers the second at least as far: the same members, none at a lower level."""
    if (one.enough, [(m.capabilities, m.part) for m in one.members]) != (other.enough, [(m.capabilities, m.part) for m in other.members]):
        return False
    return one.need >= other.need and all(n.need >= m.need for n, m in zip(one.members, other.members, strict=True))


def _shape(ways: Mapping[int, Terms]) -> tuple[object, ...]:
    """What tells ways to be covered apart: how far, and by which columns."""
    return tuple(sorted((covered, tuple(sorted(columns))) for covered, columns in ways.items()))
