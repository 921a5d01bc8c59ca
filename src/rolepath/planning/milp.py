"""HiGHS, behind the one question that planning asks: the least of an objective over columns of which some are 0 or 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import highspy
import numpy as np

INFINITE = highspy.kHighsInf
_LOOKING = tuple(f"mip_heuristic_run_{name}" for name in ("rins", "rens", "root_reduced_cost", "zi_round", "shifting", "feasibility_jump"))
_MOST_SECONDS = 60.0
"""More than any of these small programs takes; one that does is answered as unproven."""


@dataclass
class Columns:
    """Columns and rows of a program as they are added: low ≤ Σ value · column ≤ high, each column within its bounds."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    places: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def column(self, upper: float = 1.0, whole: bool = False) -> int:
        """A new column between 0 and `upper`; its number."""
        self.lower.append(0.0)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.lower) - 1

    def row(self, terms: Mapping[int, float], low: float = -INFINITE, high: float = INFINITE) -> None:
        """A new row."""
        self.places += terms.keys()
        self.values += terms.values()
        self.starts.append(len(self.places))
        self.low.append(low)
        self.high.append(high)

    def cut_back(self, columns: int, rows: int) -> None:
        """Leaves only the first so many columns and rows."""
        del self.lower[columns:], self.upper[columns:], self.whole[columns:]
        del self.low[rows:], self.high[rows:], self.places[self.starts[rows] :], self.values[self.starts[rows] :], self.starts[rows + 1 :]


@dataclass(frozen=True)
class Solved:
    """values: per column, or None where there is no answer; bound: no answer is below it; proven: nothing is left to search."""

    values: np.ndarray | None
    bound: float
    proven: bool


def minimise(
    program: Columns, objective: Mapping[int, float], seconds: float | None = None, start: Mapping[int, float] | None = None
) -> Solved:
    """The columns that satisfy the rows at the least objective; start: some columns of an answer that is there already.

    One thread and a fixed seed, without a gap: equal input gives equal answers, unless `seconds` ends the search.
    """
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # it has no annotations
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 1e-6)
    solver.setOptionValue("mip_allow_restart", False)  # restarts take half the time of programs of this size, and save nothing
    solver.setOptionValue("time_limit", _MOST_SECONDS if seconds is None else max(min(seconds, _MOST_SECONDS), 0.01))
    costs = np.zeros(len(program.lower))
    costs[list(objective)] = list(objective.values())
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.lower), len(program.low)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = costs, np.array(program.lower), np.array(program.upper)
    lp.row_lower_, lp.row_upper_ = np.array(program.low), np.array(program.high)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(program.starts, np.int32)
    lp.a_matrix_.index_ = np.array(program.places, np.int32)
    lp.a_matrix_.value_ = np.array(program.values)
    if any(program.whole):
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[whole] for whole in program.whole]
    if solver.passModel(lp) == highspy.HighsStatus.kError:
        raise ValueError("the solver refused the program")
    if start:  # then looking for a first answer, which takes half the time, is no use
        for option in _LOOKING:
            solver.setOptionValue(option, False)
        solver.setOptionValue("mip_heuristic_effort", 0.0)
        solver.setSolution(len(start), np.array(list(start), np.int32), np.array(list(start.values()), float))
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Solved(None, float("inf"), True)
    proven = status == highspy.HighsModelStatus.kOptimal
    found = info.primal_solution_status == 2  # a feasible point
    values = np.asarray(solver.getSolution().col_value) if found else None
    bound = info.mip_dual_bound if any(program.whole) else info.objective_function_value
    return Solved(values, bound, proven)
