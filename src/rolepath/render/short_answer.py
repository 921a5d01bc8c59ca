"""The answers to `path` and `gap` on one screen: what one would tell a friend, and how to see the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rolepath.planning.result import Answer, AreaItem, Range, Step, Way, WithinLimits
from rolepath.render import answer_words as said
from rolepath.render.screen import LABEL, Part, bar, cells, columns_of, cut, screen, wrap, wrap_link
from rolepath.render.step_words import counted
from rolepath.render.words import around, halves, percent, rough

WIDTH = 100
PATH_LINES = 30
GAP_LINES = 40
_AREAS = 8
_LEAST_WIDTH = 60
_SHOW = 24
"""How many columns what one can show has to have."""
_BAR = 6
"""How many columns a bar has."""
_SPARE = 10
"""How many times an answer that is too long is told more sparsely."""


def short_path(answer: Answer, width: int = WIDTH, color: bool = False) -> str:
    """The answer to `path` in at most 30 lines of 100 columns; on a narrower terminal its lines are as wide as that."""
    return _fitting(answer, "Path", _path_parts, PATH_LINES, width, color)


def short_gap(answer: Answer, width: int = WIDTH, color: bool = False) -> str:
    """The answer to `gap` in at most 40 lines of 100 columns."""
    return _fitting(answer, "Gap", _gap_parts, GAP_LINES, width, color)


@dataclass(frozen=True)
class _Room:
    """How much room there is: columns beside the labels; spare: how sparse it has to be, from 0."""

    columns: int
    spare: int

    def most(self, most: int, *fewer: tuple[int, int]) -> int:
        """How many are told: `most`, or fewer from a degree of sparseness on, as (degree, how many)."""
        return next((count for degree, count in reversed(fewer) if self.spare >= degree), most)

    def lines(self, text: str, most: int, *fewer: tuple[int, int]) -> tuple[str, ...]:
        """A text in as many lines."""
        limit = self.most(most, *fewer)
        return wrap(text, self.columns, limit) if text and limit else ()


def _fitting(answer: Answer, what: str, parts: Callable[[Answer, _Room], Iterator[Part]], most: int, width: int, color: bool) -> str:
    text = ""
    for spare in range(_SPARE + 1):
        room = _Room(max(min(width, WIDTH), _LEAST_WIDTH) - LABEL, spare)
        text = screen(said.title(answer, what), parts(answer, room), room.columns + LABEL, color)
        if text.count("\n") <= most:
            return text
    lines = text.splitlines(keepends=True)
    return "".join([*lines[: most - 1], lines[-1]])


# --- path -------------------------------------------------------------------------------------------------------------


def _path_parts(answer: Answer, room: _Room) -> Iterator[Part]:
    within = answer.best_within_limits
    if within is not None:
        yield _limits(answer, within, room)
    elif answer.reason:
        yield Part("Answer", room.lines(answer.reason, 6))
    yield from _person(answer, room)
    yield from _areas(answer, room)
    yield from _missing(answer, room)
    ways = said.distinct_ways(answer) or ((within.way,) if within else ())
    if ways and said.steps_of(ways[0]):
        yield _sure(answer, room, ways[0])
    if ways:
        yield _ways(answer, room, ways)
    yield from _disputed(answer, room)
    yield from _this_week(answer, room)
    yield from _strengthen(answer, room)
    yield from _questions(answer, room)
    explain = "--explain: with its reasons; " if ways else ""
    yield Part("More", room.lines(f"--full: everything; {explain}--html: a page to click through", 1))


def _limits(answer: Answer, within: WithinLimits, room: _Room) -> Part:
    """What is possible within the limits, what is left, and the least that would do."""
    left = said.listed([thing.label for thing in within.left], room.most(4, (8, 2)))
    least = said.would_do(within.would_do, answer.question.constraints.currency)
    allowed = room.lines(f"{said.limits_words(answer)} allow: {said.within_words(within)}", 2)
    open_ = room.lines(f"left: {left}" if within.left else "", 2, (8, 1))
    return Part("Within limits", (*allowed, *open_, *room.lines(f"to be ready: {least}", 2)))


def _person(answer: Answer, room: _Room) -> Iterator[Part]:
    """Who one was taken for, and how ready that is."""
    who = "; ".join(part for part in (said.taken_for(answer), said.stands_for(answer, 2)) if part)
    yield Part("You", (*room.lines(who, 3, (4, 2)), *room.lines("; ".join(said.said_words(answer)), 2, (6, 1))))
    yield Part("Note", tuple(line for note in answer.notes[:2] for line in room.lines(note, 2, (7, 1))))
    yield Part("Readiness", (*room.lines(said.readiness_words(answer), 2), *room.lines(said.essentials_words(answer), 2, (6, 1))))


def _areas(answer: Answer, room: _Room) -> Iterator[Part]:
    """The strengths by area as bars, two a line."""
    kept = sorted(sorted(answer.areas, key=lambda area: -area.weight)[: room.most(_AREAS, (7, 6), (9, 4))], key=answer.areas.index)
    shown = [_bar(area, room.columns // 2 - 1) for area in kept]
    lines = [f"{left}  {right}".rstrip() for left, right in zip(shown[::2], [*shown[1::2], ""], strict=False)]
    more = len(answer.areas) - len(kept)
    yield Part("Strengths", (*lines, *((f"and {counted(more, 'smaller area')}",) if more and lines else ())))


def _bar(area: AreaItem, columns: int) -> str:
    room = columns - _BAR - 7
    label = cut(area.label, room)
    return f"{label}{' ' * (room - cells(label))} {bar(area.coverage, _BAR)} {percent(area.coverage):>5}"


def _missing(answer: Answer, room: _Room) -> Iterator[Part]:
    """The three gaps that matter most."""
    lines = []
    for number, unit in enumerate(answer.gap[:3], start=1):
        told = f" ({unit.necessity}, {percent(unit.coverage)} there; {percent(unit.share)} of what is missing)"
        lines.append(f"{number}. {cut(unit.label, room.columns - len(told) - 3)}{told}")
    if lines:
        yield Part("Missing most", tuple(lines))


def _sure(answer: Answer, room: _Room, way: Way) -> Part:
    """What is best to do in any case; where nothing was drawn, what comes first. One of them with where to learn it and what to show."""
    steps = said.steps_of(way)
    drawn = any(step.in_any_case is not None for step in steps)
    sure = [step for step in steps if step.in_any_case] if drawn else list(steps[:3])
    others = len(steps) - len(sure)
    if not sure:
        return Part("In any case", room.lines(f"no single step: of all {counted(others, 'step')} it depends on the estimates", 1))
    depends = f"{counted(others, 'other step')} depend{'s' if others == 1 else ''} on the estimates"
    rest = f"; {depends}" if drawn and others else ""
    lines = room.lines(f"{said.actions(sure, room.most(6, (5, 4), (8, 2)))}{rest}", 3, (5, 2))
    first = said.next_step(answer)
    told = next((step for step in sure if step.resources and step != first), None)
    return Part("In any case" if drawn else "First", (*lines, *(_lesson(told, room) if told else ())))


def _lesson(step: Step, room: _Room) -> tuple[str, ...]:
    """A step with what it takes, what to show after it, and where to learn it."""
    if not room.most(1, (10, 0)):
        return ()
    end = f"; then you have: {step.deliverable}" if step.deliverable else ""
    resource = step.resources[0]
    told = room.lines(f"– {step.label}, {said.takes_about(step)}{end}", 2, (6, 1))
    return *told, *wrap_link(f"  {said.resource_words(resource)}", resource.url, room.columns, 2)


def _ways(answer: Answer, room: _Room, ways: tuple[Way, ...]) -> Part:
    """The ways as a small table, with ranges as far as there is room for them."""
    asked = answer.question.constraints
    marks = [said.best_mark(answer, way) for way in ways]
    names = [f"{cut(said.way_name(way), 28 - len(mark))}{mark}" for way, mark in zip(ways, marks, strict=True)]
    shown: tuple[str, ...] = ()
    for ranges in (("months", "hours", "money"), ("months", "hours"), ("months",)):
        rows = [("(estimates)", "months", "hours", "money", "steps", "you can show then")]
        rows += [(name, *_row(way, ranges)) for name, way in zip(names, ways, strict=True)]
        shown = columns_of(rows, room.columns, right=[1, 2, 3, 4])
        if "you can show" in shown[0] and room.columns - shown[0].index("you can") >= _SHOW:
            break
    note = f"at {asked.hours_per_week:g} hours of study a week; in brackets the least and the most"
    return Part("Ways", (*room.lines(note, 1, (2, 0)), *shown))


def _row(way: Way, ranges: tuple[str, ...]) -> tuple[str, str, str, str, str]:
    money = Range(way.cost.money.low, way.cost.money.high)
    spent = around(money) if "money" in ranges else rough(money.mid)
    return (
        around(way.cost.months, halves),
        around(way.cost.hours) if "hours" in ranges else rough(way.cost.hours.mid),
        f"{way.cost.money.currency} {spent}" if money.high else "free",
        str(way.cost.steps),
        said.to_show(way),
    )


def _disputed(answer: Answer, room: _Room) -> Iterator[Part]:
    found = said.disputed_words(answer, {source.id: source.title for source in answer.sources})
    if found:
        yield Part("Disputed", room.lines("; ".join(found), 2, (4, 1)))


def _this_week(answer: Answer, room: _Room) -> Iterator[Part]:
    """What to begin with."""
    step = said.next_step(answer)
    if step is not None:
        first, link = said.begin_with(step)
        opened = wrap_link(first, link, room.columns, 3) if link else room.lines(first, 2)
        yield Part("This week", (*opened, *room.lines(said.first_week(answer, step), 2, (7, 1))))
    elif answer.ways and len(answer.ways[0].hops) > 1:
        yield Part("This week", room.lines(f"look for work as {answer.ways[0].hops[0].role.label}: you could begin with it", 1))


def _strengthen(answer: Answer, room: _Room) -> Iterator[Part]:
    steps = [step.label for way in answer.ways[:1] for hop in way.hops for step in hop.steps if step.strengthen]
    if steps:
        yield Part("After ready", room.lines(f"to strengthen, if you like: {said.listed(steps, 3)}", 1, (2, 0)))


def _questions(answer: Answer, room: _Room) -> Iterator[Part]:
    """The first questions, and the command that asks them."""
    texts = [question.text for question in answer.questions[: room.most(3, (8, 2), (9, 1))]]
    if texts:
        asks = room.lines(f"yes, some or no to each? `{said.check_command(answer)}` asks", 1)
        yield Part("Questions", (*(line for text in texts for line in wrap(text, room.columns, 1)), *asks))


# --- gap --------------------------------------------------------------------------------------------------------------


def _gap_parts(answer: Answer, room: _Room) -> Iterator[Part]:
    if answer.reason:
        yield Part("Answer", room.lines(answer.reason, 5))
    yield from _person(answer, room)
    yield from _areas(answer, room)
    yield _units(answer, room)
    yield from _disputed(answer, room)
    if answer.assumed:
        names = [f"{item.capability.label} ({percent(item.share)})" for item in answer.assumed]
        yield Part("Assumed", room.lines(said.listed(names, 8), 4, (8, 2)))
    yield from _questions(answer, room)
    yield Part("More", room.lines("--full: everything, with sources; --html: a page; `rolepath\u00a0path`: how to close it", 1))


def _units(answer: Answer, room: _Room) -> Part:
    """The units that are missing, the largest share first."""
    gap = answer.gap
    if not gap:
        return Part("Missing", ("nothing",))
    most = max(18 - room.spare, 8)
    kept = gap if len(gap) <= most + 1 else gap[:most]
    asked = [said.who_asks(unit) for unit in kept]
    labels = max(room.columns - 27 - max(map(cells, asked)), 24)
    rows = [("share", "there", "unit", "", "asked for by")]
    rows += [
        (percent(unit.share), percent(unit.coverage), cut(unit.label, labels), unit.necessity, who)
        for unit, who in zip(kept, asked, strict=True)
    ]
    more = (f"and {counted(len(gap) - len(kept), 'more unit')}",) if len(kept) < len(gap) else ()
    return Part("Missing", (*columns_of(rows, room.columns, right=[0, 1]), *more))
