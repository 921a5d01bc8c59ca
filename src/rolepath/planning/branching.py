"""The least answer of a 0/1 program by sweeps within a growing limit, each over few columns that hang together with many others.

A sweep is quick where its limit is close above what the relaxation allows, and where no column ties many rows together. So the limit
begins at the relaxation's least and grows until there is an answer, and columns such as those of programs, which raise much at once, are
decided before, each way with a relaxation of its own, where the limit lets them be either.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rolepath.planning.milp import Relaxation, Relaxed
from rolepath.planning.sweep import Budget, Floats, Program, sweep

_RELAXED = 4000
"""How much effort a relaxation is."""
_FIRST = 0.0003
_GROWTH = 1.5
"""By how much of the relaxation's least the limit is raised at first, and how much more each time."""
_FEW = 40
"""With so few columns no limit is needed."""


def least(program: Program, relaxation: Relaxation, lower: Floats, upper: Floats, apart: Sequence[int], budget: Budget) -> list[int] | None:
    """The columns of the least answer, or None where there is none.

    The limit is raised from the relaxation's least in growing steps until there is an answer: the closer it is, the fewer partial
    answers are within it.

    Args:
        apart: columns that hang together with many others; they are decided first, each way with a relaxation of its own.

    Raises TooWideError when the budget is used up.
    """

    def relaxed(lower: Floats, upper: Floats) -> _Node:
        budget.spend(_RELAXED)
        relaxation.bound(lower, upper)
        return _Node(lower, upper, relaxation.solve())

    nodes = [relaxed(lower, upper)]
    first = nodes[0].relaxed.least
    if first is None:
        return None
    all_of_it = int(program.lead.clip(0).sum())
    step = max(program.unit, _FIRST * abs(first))
    limit = math.ceil(first - 0.5)
    while True:
        limit = min(all_of_it, math.floor((limit + step) / program.unit) * program.unit) if len(lower) > _FEW else all_of_it
        best: list[int] | None = None
        most = limit
        waiting, nodes = nodes, []
        while waiting:
            node = waiting.pop()
            if node.relaxed.least is None:
                continue
            column = node.undecided(apart, most)
            if column is not None:
                near = node.relaxed.values[column] >= 0.5
                for value in (float(not near), float(near)):
                    low, high = node.lower.copy(), node.upper.copy()
                    low[column] = high[column] = value
                    waiting.append(relaxed(low, high))
                continue
            nodes.append(node)
            if node.relaxed.least <= most + 0.5:
                found = sweep(program, node.lower, node.upper, node.relaxed.prices, most, budget)
                if found is not None and (best is None or program.worth(found) < program.worth(best)):
                    best, most = found, program.worth(found)[0]
        if best is not None or limit >= all_of_it:
            return best
        step *= _GROWTH


@dataclass(frozen=True)
class _Node:
    """Bounds, and the relaxation within them."""

    lower: Floats
    upper: Floats
    relaxed: Relaxed

    def undecided(self, apart: Sequence[int], most: int) -> int | None:
        """Of these columns the one that is most between, if answers within the limit can have it either way."""
        if self.relaxed.least is None or self.relaxed.least > most + 0.5:
            return None
        slack = most - self.relaxed.least + 0.5
        values, reduced = self.relaxed.values, self.relaxed.reduced
        found = [c for c in apart if self.lower[c] < self.upper[c] and abs(reduced[c]) <= slack]
        return max(found, key=lambda c: (min(values[c], 1 - values[c]), -c), default=None)
