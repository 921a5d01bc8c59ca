"""Sweeps, alone and with columns decided before, against trying all answers."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np
import pytest

from rolepath.planning.branching import least
from rolepath.planning.milp import Relaxation, Rows
from rolepath.planning.sweep import Budget, Program, TooWideError, sweep


def random_program(random: Random, columns: int) -> tuple[Rows, Program]:
    """Chains, choices of one out of a few, a sum to reach, now and then a budget; two objectives and then the columns by number."""
    rows = Rows()
    for _ in range(random.randint(0, columns)):
        few = random.sample(range(columns), min(columns, random.randint(2, 4)))
        if random.random() < 0.5:
            rows.at_least(few, [1] * (len(few) - 1) + [-1], 0)
        else:
            rows.at_least(few, [1] * len(few), 1)
    sums = [random.randint(0, 9) for _ in range(columns)]
    rows.at_least(range(columns), sums, random.randint(0, max(1, sum(sums))))
    if random.random() < 0.3:
        rows.at_most(range(columns), [random.randint(0, 5) for _ in range(columns)], random.randint(0, 3 * columns))
    costs = [[random.choice((0, 30, 30, 60, random.randint(0, 90))) for _ in range(columns)] for _ in range(2)]
    objectives = [*((list(range(columns)), cost) for cost in costs), *(([column], [-1]) for column in range(columns))]
    return rows, Program(*rows.at_least_only(), np.ones(columns, dtype=bool), objectives)


def by_trying(program: Program, columns: int) -> list[int] | None:
    """The least of all answers."""
    found = []
    for values in product((0, 1), repeat=columns):
        sums = np.bincount(program.row, program.value * np.array(values)[program.column], len(program.low))
        if (sums >= program.low).all():
            found.append([column for column, value in enumerate(values) if value])
    return min(found, key=program.worth, default=None)


@pytest.mark.parametrize("seed", range(150))
def test_the_least_answer_is_found_whatever_is_decided_before(seed: int) -> None:
    random = Random(seed)
    columns = random.randint(1, 9)
    rows, program = random_program(random, columns)
    wanted = by_trying(program, columns)
    lower, upper = np.zeros(columns), np.ones(columns)
    for apart in ([], list(range(columns)), random.sample(range(columns), columns // 2)):
        relaxation = Relaxation(rows, program.lead, lower, upper)
        assert least(program, relaxation, lower, upper, apart, Budget(10**7)) == wanted
    prices = np.array([random.choice((0.0, 0.5, 20.0)) for _ in program.low])  # any are right
    most = int(program.lead.sum())
    assert sweep(program, lower, upper, prices, most, Budget(10**6)) == wanted
    if wanted is not None:
        cost = program.worth(wanted)[0]
        assert sweep(program, lower, upper, prices, cost, Budget(10**6)) == wanted
        assert sweep(program, lower, upper, prices, cost - 1, Budget(10**6)) is None


def test_a_limit_that_grows_finds_the_least_of_many_columns() -> None:
    for seed in range(10):
        random = Random(seed)
        rows, program = random_program(random, 45)  # so many that a limit is used
        lower, upper = np.zeros(45), np.ones(45)
        found = [
            least(program, Relaxation(rows, program.lead, lower, upper), lower, upper, apart, Budget(10**8)) for apart in ([], [0, 7, 20])
        ]
        assert found[0] == found[1], seed


def test_too_many_partial_answers_are_refused() -> None:
    rows = Rows()
    rows.at_least(range(9), list(range(11, 20)), 70)
    objectives = [(list(range(9)), [30] * 9), *(([column], [-1]) for column in range(9))]
    program = Program(*rows.at_least_only(), np.ones(9, dtype=bool), objectives)
    assert sweep(program, np.zeros(9), np.ones(9), np.zeros(1), 270, Budget(10**4)) == by_trying(program, 9)
    with pytest.raises(TooWideError):
        sweep(program, np.zeros(9), np.ones(9), np.zeros(1), 270, Budget(3))
