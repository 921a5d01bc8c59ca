"""Long rows of steps in groups that can be folded, and the steps of a whole way in brief for one sheet of paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rolepath.planning.result import Range
from rolepath.render.path_view import Amount, Block, PathView, StepView
from rolepath.render.path_words import GROUNDWORK, NICE, TOWARDS, amount, counted

_UNFOLDED = 8
"""So many steps in a row stay in sight."""
_NAMED = 3
_LINES, _COLUMNS, _HEADING = 25, 3, 2
"""The room for steps on the sheet: lines of so many steps each; a heading takes as much as two."""
_ORDER = (GROUNDWORK, TOWARDS, NICE)
_TITLES = {TOWARDS: ("step towards a must-have", "steps towards must-haves")}


@dataclass(frozen=True)
class Group:
    """Steps of one kind: groundwork for others, must-haves, or what is nice to have.

    title: how many of what, None if unfolded; first names some of them.
    """

    title: str | None
    first: str
    steps: tuple[StepView, ...]
    hours: Amount


@dataclass(frozen=True)
class Part:
    """What stands before one role on the sheet: its steps as far as there is room, and how many more there are."""

    role: str
    steps: tuple[StepView, ...]
    more: int


def groups(block: Block) -> tuple[Group, ...]:
    """A short row of steps as one group, a long one by what the steps are for, each in its order."""
    if not block.small or len(block.steps) <= _UNFOLDED:
        return (Group(None, "", block.steps, block.hours),)
    made = []
    for pill in dict.fromkeys((*_ORDER, *map(_for, block.steps))):  # a word that is new here comes last
        steps = tuple(step for step in block.steps if _for(step) == pill)
        if steps:
            estimate = any(step.hours.estimate for step in steps)
            title = counted(len(steps), *_TITLES[pill]) if pill in _TITLES else counted(len(steps), pill, pill)
            made.append(Group(title, _first(steps), steps, Amount(amount(total(step.study for step in steps), "hours"), estimate)))
    return tuple(made)


def _for(step: StepView) -> str:
    """What a step brings nearer: any must-have comes before what it is itself."""
    return TOWARDS if step.must else step.pill


def _first(steps: Sequence[StepView]) -> str:
    named = ", ".join(step.label if len(step.label) <= 60 else step.label[:59].rstrip() + " …" for step in steps[:_NAMED])
    return f"{named} and {counted(len(steps) - _NAMED, 'more', 'more')}" if len(steps) > _NAMED else named


def total(ranges: Iterable[Range]) -> Range:
    """The sum of ranges; nothing for none."""
    whole = Range(0.0, 0.0)
    for each in ranges:
        whole = whole + each
    return whole


def brief(path: PathView) -> tuple[Part, ...]:
    """The steps of a way, role by role, as many as one sheet has room for."""
    stages = [(hop.role, steps) for hop in path.hops if (steps := [step for block in hop.blocks for step in block.steps])]
    room, parts = _LINES - (_HEADING + 1) * len(stages), []
    for role, steps in stages:
        fits = _COLUMNS * (max(room, 0) + 1)
        shown = steps if len(steps) <= fits else steps[: fits - 1]  # the last place says how many more
        room -= -(-len(shown) // _COLUMNS) - 1
        parts.append(Part(role, tuple(shown), len(steps) - len(shown)))
    return tuple(parts)
