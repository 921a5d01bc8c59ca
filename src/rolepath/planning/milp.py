"""HiGHS, behind the two questions that planning asks: the least of an objective over 0/1 columns, and how far it can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np

INFINITE = highspy.kHighsInf
_NEARLY = 1e-6


@dataclass
class Rows:
    """Linear rows low ≤ Σ value · column ≤ high, with integer values, kept as one sparse matrix."""

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def add(self, columns: Sequence[int], values: Sequence[int], low: float, high: float) -> None:
        """Appends a row; a column that is named again has its values added up."""
        row: dict[int, int] = {}
        for column, value in zip(columns, values, strict=True):
            row[column] = row.get(column, 0) + value
        self.columns += row.keys()
        self.values += row.values()
        self.starts.append(len(self.columns))
        self.low.append(low)
        self.high.append(high)

    def at_least(self, columns: Sequence[int], values: Sequence[int], low: int) -> None:
        """Appends Σ ≥ low."""
        self.add(columns, values, low, INFINITE)

    def at_most(self, columns: Sequence[int], values: Sequence[int], high: int) -> None:
        """Appends Σ ≤ high."""
        self.add(columns, values, -INFINITE, high)

    def at_least_only(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """(row, column, value, low per row): all as Σ ≥ low in integers, first those that were, then those that were Σ ≤ high."""
        up, down = self.bound_at()
        row = np.repeat(np.arange(len(self.low)), np.diff(self.starts))
        column, value = np.array(self.columns, dtype=np.int64), np.array(self.values, dtype=np.int64)
        place = np.full(len(self.low), -1)
        place[up] = np.arange(len(up))
        first = place[row]
        place[:] = -1
        place[down] = np.arange(len(down)) + len(up)
        second = place[row]
        one, two = first >= 0, second >= 0
        low = np.concatenate([np.array(self.low)[up], -np.array(self.high)[down]]).astype(np.int64)
        return (
            np.concatenate([first[one], second[two]]),
            np.concatenate([column[one], column[two]]),
            np.concatenate([value[one], -value[two]]),
            low,
        )

    def bound_at(self) -> tuple[np.ndarray, np.ndarray]:
        """The places of rows that have a low end, and of those that have a high one."""
        return np.flatnonzero(np.array(self.low) > -INFINITE), np.flatnonzero(np.array(self.high) < INFINITE)

    def copy(self) -> Rows:
        """A copy that can grow on its own."""
        return Rows(self.low[:], self.high[:], self.starts[:], self.columns[:], self.values[:])


@dataclass(frozen=True)
class Solved:
    """values: per column, or None where there is no answer; bound: no answer is below it; proven: nothing is left to search."""

    values: np.ndarray | None
    bound: float
    proven: bool


@dataclass(frozen=True)
class Relaxed:
    """The linear relaxation: its least objective (None: infeasible), each column's reduced cost and each row's price.

    duals: per row as given; signs: the places of rows with a low end, and of those with a high one.
    """

    least: float | None
    values: np.ndarray
    reduced: np.ndarray
    duals: np.ndarray
    signs: tuple[np.ndarray, np.ndarray]

    @property
    def prices(self) -> np.ndarray:
        """Of the rows as `Rows.at_least_only` has them what one more of what they ask for costs; none is negative."""
        up, down = self.signs
        prices: np.ndarray = np.maximum(np.concatenate([self.duals[up], -self.duals[down]]), 0.0)
        return prices


def minimise(
    rows: Rows,
    objective: np.ndarray,
    whole: np.ndarray,
    lower: np.ndarray,
    upper: np.ndarray,
    start: Mapping[int, float] | None = None,
    seconds: float | None = None,
) -> Solved:
    """The columns in [lower, upper] (0 or 1 where `whole`) that satisfy the rows at the least objective.

    The objective's values are integers, so the search ends when no answer can be better by one. One thread and a fixed seed:
    equal input gives equal answers, unless `seconds` ends the search.
    """
    divisor = max(1, int(np.gcd.reduce(objective.astype(np.int64))))
    solver = _solver(rows, objective / divisor, lower, upper)
    solver.changeColsIntegrality(len(whole), np.arange(len(whole), dtype=np.int32), whole.astype(np.uint8))
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.5)
    if seconds is not None:
        solver.setOptionValue("time_limit", max(seconds, 0.01))
    if start:
        solver.setSolution(len(start), np.array([*start], np.int32), np.array([*start.values()], float))
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    proven = status == highspy.HighsModelStatus.kOptimal and info.objective_function_value - info.mip_dual_bound < 1 - _NEARLY
    if start and status == highspy.HighsModelStatus.kOptimal and not proven:  # with a first answer HiGHS 1.16 may say so too early
        return minimise(rows, objective, whole, lower, upper, None, seconds)
    if status == highspy.HighsModelStatus.kInfeasible:
        return Solved(None, float("inf"), True)
    found = info.primal_solution_status == 2  # a feasible point
    values = np.asarray(solver.getSolution().col_value) if found else None
    return Solved(values, info.mip_dual_bound * divisor, proven)


class Relaxation:
    """The same with fractions allowed; solved again after a change of bounds, it starts from its last answer."""

    def __init__(self, rows: Rows, objective: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> None:
        self._solver = _solver(rows, objective, lower, upper)
        self._signs = rows.bound_at()

    def bound(self, lower: np.ndarray, upper: np.ndarray) -> None:
        """Changes the bounds of the columns."""
        self._solver.changeColsBounds(len(lower), np.arange(len(lower), dtype=np.int32), lower.astype(float), upper.astype(float))

    def change(self, objective: np.ndarray) -> None:
        """Changes the objective."""
        self._solver.changeColsCost(len(objective), np.arange(len(objective), dtype=np.int32), np.asarray(objective, float))

    def solve(self) -> Relaxed:
        """The least objective."""
        self._solver.run()
        solution = self._solver.getSolution()
        optimal = self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        least = self._solver.getInfo().objective_function_value if optimal else None
        values, reduced, duals = (np.asarray(each) for each in (solution.col_value, solution.col_dual, solution.row_dual))
        return Relaxed(least, values, reduced, duals, self._signs)


def _solver(rows: Rows, objective: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # it has no annotations
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(objective), len(rows.low)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.asarray(objective, float), np.asarray(lower, float), np.asarray(upper, float)
    lp.row_lower_, lp.row_upper_ = np.asarray(rows.low, float), np.asarray(rows.high, float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.asarray(rows.starts, np.int32)
    lp.a_matrix_.index_ = np.asarray(rows.columns, np.int32)
    lp.a_matrix_.value_ = np.asarray(rows.values, float)
    if solver.passModel(lp) == highspy.HighsStatus.kError:
        raise ValueError("the solver refused the program")
    return solver
