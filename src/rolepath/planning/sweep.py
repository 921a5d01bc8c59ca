"""The least answer of a 0/1 program by a sweep over its columns, exact and with all ties settled in one pass.

The columns are decided one after another. Partial answers that leave the rows still open in the same state differ in their costs and in
the sum of the widest row (readiness) only, so of those none is kept that another one equals or exceeds in the sum at a smaller cost;
and none from which even the linear relaxation with the given prices of rows can't get below the limit. This is the dynamic program of
a knapsack by dominance (Pisinger, "A minimal algorithm for the multiple-choice knapsack problem", 1995), with states for what hangs
together. It is quick where the rows hold few columns together at a time and the relaxation is near the least answer; where there
would be too many partial answers it gives up and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Objective = tuple[Sequence[int], Sequence[int]]
"""Columns, and the value of each."""

_WORD = 2**62
_SORTED = 32
"""Below so many partial answers it isn't worth while to compare them."""


class TooWideError(Exception):
    """There were more partial answers than were allowed."""


@dataclass
class Budget:
    """How much effort is left, counted in partial answers."""

    left: int

    def spend(self, effort: int) -> None:
        """Takes from it; raises TooWideError where that is more than there is."""
        self.left -= effort
        if self.left < 0:
            raise TooWideError


@dataclass(frozen=True)
class Program:
    """Rows Σ value · column ≥ low, one entry of `row`, `column`, `value` for each number in them; all integers.

    low: per row. whole: per column, whether it is free to choose; one that isn't is as large as its rows let it be (it is in
    others with positive values only, and costs nothing). objectives: what is to be least, the first before the second and so on; every
    column that is free to choose is in one of them.
    """

    row: Ints
    column: Ints
    value: Ints
    low: Ints
    whole: Flags
    objectives: Sequence[Objective]

    @cached_property
    def lead(self) -> Ints:
        """The first objective, per column."""
        found = np.zeros(len(self.whole), dtype=np.int64)
        columns, values = self.objectives[0]
        found[np.asarray(columns, dtype=np.int64)] = values
        return found

    @cached_property
    def unit(self) -> int:
        """All values of the first objective are multiples of it."""
        return max(1, int(np.gcd.reduce(self.lead)))

    def worth(self, taken: Sequence[int]) -> tuple[int, ...]:
        """The value of each objective where just these columns are 1."""
        there = set(taken)
        return tuple(sum(v for c, v in zip(columns, values, strict=True) if c in there) for columns, values in self.objectives)


def sweep(program: Program, lower: Floats, upper: Floats, prices: Floats, most: int, budget: Budget) -> list[int] | None:
    """The columns of the least answer whose first objective is at most `most`, or None.

    Args:
        lower, upper: 0 or 1 for each column.
        prices: per row, what one more of it costs in the relaxation; any that are not negative are right, the best make it quick.
        budget: of partial answers; those made are taken from it.

    Raises TooWideError when the budget is used up.
    """
    bounds = _closed(program, lower.copy(), upper.copy(), prices, most)
    if bounds is None:
        return None
    taken = _Sweep(program, *bounds, prices, most).run(budget)
    return taken if taken is not None and program.worth(taken)[0] <= most else None  # where nothing was left to choose it may be more


def _closed(program: Program, lower: Floats, upper: Floats, prices: Floats, most: int) -> tuple[Floats, Floats] | None:
    """Bounds without what the prices or a row alone rule out; None where nothing is left."""
    reduced = program.lead - np.bincount(program.column, prices[program.row] * program.value, len(lower))
    least = prices @ program.low + np.minimum(reduced * lower, reduced * upper).sum()
    slack = most - least + 0.5
    if slack < 0:
        return None
    upper[(reduced > slack) & (lower == 0)] = 0
    lower[(-reduced > slack) & (upper == 1)] = 1
    size = np.abs(program.value)
    while True:
        ends = np.where(program.value > 0, upper[program.column], lower[program.column])
        over = np.bincount(program.row, program.value * ends, len(program.low)) - program.low
        if (over < 0).any():
            return None
        forced = (size > over[program.row]) & (lower < upper)[program.column]
        if not forced.any():
            return lower, upper
        lower[program.column[forced & (program.value > 0)]] = 1
        upper[program.column[forced & (program.value < 0)]] = 0
        if (lower > upper).any():
            return None


@dataclass
class _Step:
    """What happens at one column: the places of its rows in the state, its values there and in the widest row."""

    column: int
    places: Ints
    values: Ints
    score: int
    rounds: list[tuple[Ints, Ints, Ints, Ints, int]]
    """of each column that follows from it: the places and lows of rows that hold it down, its places and values, and in the widest row"""
    touched: Ints
    floors: Ints
    caps: Ints
    score_left: int
    constant: float
    prices: Floats
    closing: Ints


class _Sweep:
    """One sweep over the columns that are still open between `lower` and `upper`."""

    def __init__(self, program: Program, lower: Floats, upper: Floats, prices: Floats, most: int) -> None:
        self.program, self.most = program, most
        self.fixed = [int(c) for c in np.flatnonzero((lower == 1) & (upper == 1))]
        self.spent = int(program.lead[self.fixed].sum())
        self._gather(lower, upper, prices)
        self._pack()
        self._plan()

    def _gather(self, lower: Floats, upper: Floats, prices: Floats) -> None:
        """The rows over open columns that can still be broken."""
        p = self.program
        open_ = lower < upper
        free = open_[p.column]
        low = p.low - np.bincount(p.row, p.value * np.where(free, 0, lower[p.column]), len(p.low)).astype(np.int64)
        least = np.bincount(p.row[free], np.minimum(p.value[free], 0), len(p.low))
        matters = least < low
        self.prices = np.where(matters, prices, 0.0)
        self.low = low
        used = free & matters[p.row]
        rows, columns, values = p.row[used], p.column[used], p.value[used]
        self.reduced = p.lead - np.bincount(columns, self.prices[rows] * values, len(open_))
        self.by_row: dict[int, dict[int, int]] = {}
        for row, column, value in zip(rows.tolist(), columns.tolist(), values.tolist(), strict=True):
            self.by_row.setdefault(row, {})[column] = value
        self.by_column: dict[int, dict[int, int]] = {int(c): {} for c in np.flatnonzero(open_)}
        for row, entries in self.by_row.items():
            for column, value in entries.items():
                self.by_column[column][row] = value
        wide = [row for row, entries in self.by_row.items() if any(abs(value) > 1 for value in entries.values())]
        self.widest = max(wide, key=lambda row: len(self.by_row[row]), default=-1)
        if wide and min(self.by_row[self.widest].values()) < 0:
            self.widest = -1
        self.start = self.spent + float(np.minimum(self.reduced, 0)[open_].sum() + (self.prices * low)[list(self.by_row)].sum())

    def _pack(self) -> None:
        """All objectives in as few integers as they fit in, compared one after another."""
        digits: list[tuple[list[int], list[int], int]] = []
        for columns, values in self.program.objectives:
            kept = [(c, v) for c, v in zip(columns, values, strict=True) if c in self.by_column and v]
            if kept:
                unit = int(np.gcd.reduce([v for _, v in kept]))
                digits.append(([c for c, _ in kept], [v // unit for _, v in kept], 1 + sum(abs(v) // unit for _, v in kept)))
        words: list[list[tuple[list[int], list[int], int]]] = []
        size = _WORD
        for digit in digits:
            size *= digit[2]
            if size >= _WORD:
                words.append([])
                size = digit[2]
            words[-1].append(digit)
        self.width = max(1, len(words))
        self.words = {column: np.zeros(self.width, dtype=np.int64) for column in self.by_column}
        for place, word in enumerate(words):
            factor = 1
            for columns, values, radix in reversed(word):
                for column, value in zip(columns, values, strict=True):
                    self.words[column][place] += value * factor
                factor *= radix

    def _order(self) -> list[int]:
        """The columns to choose, so that few rows are open at a time: next to an open row, the one that opens least and closes most."""
        whole = self.program.whole
        rows = {c: [r for r in entries if r != self.widest] for c, entries in self.by_column.items()}
        left = {r: sum(bool(whole[c]) for c in entries) for r, entries in self.by_row.items()}
        todo = {c for c in sorted(rows) if whole[c]}
        starts = sorted(todo, key=lambda c: (len(rows[c]), c), reverse=True)
        open_: set[int] = set()
        order = []
        while todo:
            front = {c for r in open_ for c in self.by_row[r] if c in todo}
            while not front:
                first = starts.pop()
                front = {first} & todo
            best = min(front, key=lambda c: (sum((r not in open_ and left[r] > 1) - (left[r] == 1) for r in rows[c]), c))
            order.append(best)
            todo.discard(best)
            for row in rows[best]:
                left[row] -= 1
                open_.add(row)
                if not left[row]:
                    open_.discard(row)
        return order

    def _plan(self) -> None:
        """The steps with everything in them that doesn't depend on the partial answers."""
        whole, widest = self.program.whole, self.widest
        low = {row: int(self.low[row]) for row in self.by_row}
        least = {row: sum(min(v, 0) for v in entries.values()) for row, entries in self.by_row.items()}
        most = {row: sum(max(v, 0) for v in entries.values()) for row, entries in self.by_row.items()}
        left = {row: len(entries) for row, entries in self.by_row.items()}
        waits = {  # how many columns each one that follows waits for
            c: {other for r, v in entries.items() if v < 0 for other in self.by_row[r] if other != c}
            for c, entries in self.by_column.items()
            if not whole[c]
        }
        followers: dict[int, list[int]] = {}
        for column, others in waits.items():
            for other in others:
                followers.setdefault(other, []).append(column)
        place: dict[int, int] = {}
        free: list[int] = []
        self.size = 0
        constant = self.start
        self.steps: list[_Step] = []
        decided: set[int] = set()

        def put(column: int) -> tuple[list[int], list[int]]:
            """The rows of a column but the widest, with its values; from here on it is decided."""
            nonlocal constant
            constant -= min(0.0, float(self.reduced[column]))
            decided.add(column)
            rows = [r for r in self.by_column[column] if r != widest]
            for row, value in self.by_column[column].items():
                left[row] -= 1
                least[row] -= min(value, 0)
                most[row] -= max(value, 0)
                if row != widest and row not in place:
                    if not free:
                        free.append(self.size)
                        self.size += 1
                    place[row] = free.pop()
            return rows, [self.by_column[column][r] for r in rows]

        def at(rows: list[int]) -> Ints:
            return np.array([place[r] for r in rows], dtype=np.int64)

        alone = sorted(c for c, others in waits.items() if not others)
        for column in [*alone, *self._order()]:
            rows, values = put(column)
            touched = dict.fromkeys(rows)
            rounds = []
            waiting = sorted(followers.get(column, ()))
            while waiting:
                ready = [c for c in dict.fromkeys(waiting) if c not in decided and waits[c] <= decided]
                waiting = []
                for each in ready:
                    theirs, numbers = put(each)
                    held = [r for r, v in zip(theirs, numbers, strict=True) if v < 0]
                    needs = np.array([low[r] - self.by_column[each][r] for r in held], dtype=np.int64)
                    score = self.by_column[each].get(widest, 0)
                    rounds.append((at(held), needs, at(theirs), np.array(numbers, dtype=np.int64), score))
                    touched |= dict.fromkeys(theirs)
                    waiting += followers.get(each, ())
            closing = [r for r in touched if not left[r]]
            after = constant - sum(self.prices[r] * low[r] for r in closing)
            used = np.zeros(self.size)
            for row, p in place.items():
                used[p] = self.prices[row]
            every = list(touched)
            self.steps.append(
                _Step(
                    column=column,
                    places=at(rows),
                    values=np.array(values, dtype=np.int64),
                    score=self.by_column[column].get(widest, 0),
                    rounds=rounds,
                    touched=at(every),
                    floors=np.array([low[r] - most[r] for r in every], dtype=np.int64),
                    caps=np.array([low[r] - least[r] for r in every], dtype=np.int64),
                    score_left=most.get(widest, 0),
                    constant=constant,
                    prices=used,
                    closing=at(closing),
                )
            )
            constant = float(after)
            for row in closing:
                free.append(place.pop(row))

    def run(self, budget: Budget) -> list[int] | None:
        """The columns of the least answer."""
        need = int(self.low[self.widest]) if self.widest >= 0 else 0
        price = float(self.prices[self.widest]) if self.widest >= 0 else 0.0
        mixer = np.random.default_rng(0).integers(-_WORD, _WORD, size=(max(1, self.size),), dtype=np.int64) | 1
        state = np.zeros((1, max(1, self.size)), dtype=np.int64)
        score, lead = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
        words = np.zeros((1, self.width), dtype=np.int64)
        came: list[tuple[Ints, Flags]] = []
        seen = 1
        for step in self.steps:
            count = len(lead)
            whole = bool(self.program.whole[step.column])
            if whole:
                state, score, lead, words = (np.concatenate([each, each]) for each in (state, score, lead, words))
                state[count:, step.places] += step.values
                score[count:] += step.score
                lead[count:] += self.program.lead[step.column]
                words[count:] += self.words[step.column]
            else:  # nothing holds it down
                state[:, step.places] += step.values
                score += step.score
            for held, needs, places, values, gain in step.rounds:
                let: Ints = np.asarray(np.all(state[:, held] >= needs, axis=1), dtype=np.int64)
                state[:, places] += values * let[:, None]
                score += gain * let
            now = state[:, step.touched]
            np.minimum(score, need, out=score)
            state[:, step.touched] = np.minimum(now, step.caps)
            bound = lead + step.constant - state[:, : len(step.prices)] @ step.prices - price * score
            fits = (now >= step.floors).all(axis=1) & (score + step.score_left >= need)
            chosen = np.flatnonzero(fits & (bound <= self.most + 0.5))
            if not len(chosen):
                return None
            state[:, step.closing] = 0
            if len(chosen) > max(_SORTED, seen):
                chosen = chosen[_undominated(state[chosen], score[chosen], words[chosen], mixer)]
                seen = len(chosen) * 5 // 4
            state, score, lead, words = state[chosen], score[chosen], lead[chosen], words[chosen]
            came.append((chosen % count, whole & (chosen >= count)))
            budget.spend(len(chosen))
        best = int(np.lexsort(words.T[::-1])[0])
        taken = []
        for step, (parents, picked) in zip(reversed(self.steps), reversed(came), strict=True):
            if picked[best]:
                taken.append(step.column)
            best = int(parents[best])
        return sorted([c for c in self.fixed if self.program.whole[c]] + taken)


def _undominated(state: Ints, score: Ints, words: Ints, mixer: Ints) -> Ints:
    """The places of those that no other one in the same state exceeds or equals in score and costs less than, in order.

    Equal states are found by a product that may by chance be equal for others too; then less is left out, nothing wrongly.
    """
    mixed = state @ mixer
    order = np.lexsort((-score, *words.T[::-1], mixed))
    ordered = state[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    lift = np.cumsum(first) * (int(score.max()) + 1)
    best = np.maximum.accumulate(score[order] + lift)
    kept = first
    kept[1:] |= score[order][1:] + lift[1:] > best[:-1]
    return np.sort(order[kept])
