"""Long rows of steps in groups by what they are for."""

from __future__ import annotations

from dataclasses import replace

from rolepath.planning.result import Range
from rolepath.render.path_groups import groups
from rolepath.render.path_view import Amount, Block, StepView

NONE = Range(0, 0)
STEP = StepView(
    "s",
    1,
    True,
    "On your own",
    "Skill",
    "must-have",
    True,
    Amount("1 hour"),
    Range(1, 1),
    (),
    "",
    (),
    None,
    (),
    (),
    0,
    0,
    NONE,
    NONE,
    (),
    (),
)


def block(*pills: str) -> Block:
    return Block(
        True,
        tuple(replace(STEP, pill=pill, must=pill == "towards a must-have", number=n) for n, pill in enumerate(pills, start=1)),
        Amount("9 hours"),
    )


def test_a_long_row_is_grouped_and_loses_nothing() -> None:
    row = block(*["nice to have", "towards a must-have", "groundwork"] * 3, "a new word")
    made = groups(row)
    assert [group.title for group in made] == ["3 groundwork", "3 steps towards must-haves", "3 nice to have", "1 a new word"]
    assert sorted(step.number for group in made for step in group.steps) == list(range(1, 11))


def test_a_short_row_stays_as_it_is() -> None:
    (only,) = groups(block("nice to have", "must-have"))
    assert only.title is None
    assert [step.number for step in only.steps] == [1, 2]
