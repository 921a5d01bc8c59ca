"""What-if answers as blocks: before and after side by side, and the ranking of what would help most."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rolepath.evidence import Cited
from rolepath.planning.explored import Asks, Changes, Doing, Gain, Gains, Moved, StepChange, WhatIf
from rolepath.planning.result import Cost, Question, Range, Rests
from rolepath.render.answer import closing
from rolepath.render.blocks import Block, Heading, Items, Table, Text
from rolepath.render.step_words import KINDS, amount, counted, price
from rolepath.render.words import Notes, band, number, percent, span

_FEWEST = {"months": "the fewest months", "hours": "the fewest hours", "money": "the least money", "steps": "the fewest steps"}
_SIDES = frozenset({"before", "doing it", "after", "difference"})
STAGES = {"ready": "ready", "nearly": "nearly ready", "not yet": ""}
"""How stages are said beside a role."""
_GAINS = frozenset({"readiness", "hours", "per 100 h"})
_NAMED = 5
"""How many units are named that a program gives."""


def whatif_blocks(answer: WhatIf) -> list[Block]:
    """Before and after in columns, what the change closes, and how the plan differs."""
    notes = notes_on(answer.rests)
    blocks: list[Block] = [Heading(_title("What if", answer.question), 1), Text(supposed(answer.changes))]
    blocks += [Text(note) for note in answer.notes]
    blocks += [Text(_doing(doing, notes)) for doing in answer.changes.do]
    blocks += [*_sides(answer), *_units(answer, notes), *_steps(answer)]
    return [*blocks, *closing(answer.rests, [Items(notes.texts, numbered=True)])]


def notes_on(rests: Rests) -> Notes:
    """Source notes that know the titles of what an answer rests on."""
    return Notes({s.id: s.title for s in rests.sources} | {o.id: o.label for o in rests.organizations})


def _title(what: str, question: Question) -> str:
    start = question.start_role
    return f"{what}: {f'{start.label} ({start.origin})' if start else 'nothing'} → {question.target.label}"


def supposed(changes: Changes) -> str:
    """What is supposed, in one sentence; empty where nothing is."""
    have = [f"{s.thing.label} {'as far as it is asked for' if s.level is None else f'at {percent(s.level)}'}" for s in changes.have]
    parts = (
        f"you have {_listed(have)}" if have else "",
        f"you lack {_listed([thing.label for thing in changes.lack])}" if changes.lack else "",
        f"you have done {_listed([doing.offer.label for doing in changes.do])}" if changes.do else "",
    )
    said = "; ".join(part for part in parts if part)
    return f"Supposed: {said}." if said else ""


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _doing(doing: Doing, notes: Notes) -> str:
    return (
        f"{doing.offer.label} takes {amount(doing.hours, 'hours')}, {amount(doing.months, 'months')} and {price(doing.money)};"
        f" it gives {_given(doing) or 'nothing new'} {marks(notes, doing.evidence)}".rstrip()
        + "."
    )


def _given(doing: Doing) -> str:
    """The units that doing something raises, and how far; what is in none where it raises no unit."""
    units = [raised for raised in doing.raises if raised.thing.kind == "unit"] or list(doing.raises)
    most = sorted(units, key=lambda raised: (-raised.after, raised.thing.label))
    more = [f"{len(most) - _NAMED} more"] if len(most) > _NAMED else []
    return _listed([*(f"{raised.thing.label} ({percent(raised.after)})" for raised in most[:_NAMED]), *more])


def _sides(answer: WhatIf) -> Iterator[Block]:
    """Readiness and the plan's cost before and after, with what doing the programs costs in between."""
    before, after, asked = answer.before, answer.after, answer.question.constraints
    one, other = before.readiness, after.readiness
    rows: list[tuple[str, ...]] = [
        ("readiness", band(one), "", band(other), f"{points(other.typical - one.typical)} points"),
        (
            f"essential units covered, of {one.essentials}",
            str(one.essentials_met),
            "",
            str(other.essentials_met),
            _signed(other.essentials_met - one.essentials_met),
        ),
        ("stage", STAGES[one.stage] or "not yet", "", STAGES[other.stage] or "not yet", ""),
    ]
    with_plan = any((before.cost, before.reason, after.cost, after.reason))
    if with_plan:
        spent = [_sum(each) for each in zip(*(_parts(doing, asked.currency) for doing in answer.changes.do), strict=True)]
        names = ("hours", "months", f"money ({asked.currency})")
        for name, own, was, now in zip(names, spent or [Range(0, 0)] * 3, _ranges(before.cost), _ranges(after.cost), strict=True):
            more = _signed(round(own.mid + now.mid - was.mid, 1)) if was and now else ""
            rows.append((name, middle(was), middle(own), middle(now), more))
    columns: tuple[str, ...] = ("", "before", "doing it", "after", "difference")
    if not (answer.changes.do and with_plan):
        columns, rows = ("", "before", "after", "difference"), [(row[0], row[1], row[3], row[4]) for row in rows]
    yield Heading("Before and after")
    yield Table("before and after", columns, tuple(rows), _SIDES)
    if with_plan:
        both = " The difference counts doing it and what is left after it." if answer.changes.do else ""
        yield Text(
            f"The plan is the one of {_FEWEST[asked.minimise]}, at {asked.hours_per_week:g} hours of study a week, with no role in"
            f" between. Numbers are the middle of their range, which stands in brackets.{both}"
        )
    for when, side in (("Before", before), ("After", after)):
        if side.reason:
            yield Text(f"{when}: {side.reason}")
        if side.optimal is False:
            yield Text(f"{when}: the best plan found in the time allowed; there may be a better one.")


def _parts(doing: Doing, currency: str) -> tuple[Range, Range, Range]:
    """Hours, months and money; no money where it is in another currency, of which a note tells."""
    same = doing.money.currency == currency
    return doing.hours, doing.months, Range(doing.money.low, doing.money.high) if same else Range(0, 0)


def _sum(ranges: tuple[Range, ...]) -> Range:
    return sum(ranges[1:], start=ranges[0])


def _ranges(cost: Cost | None) -> tuple[Range | None, Range | None, Range | None]:
    return (None, None, None) if cost is None else (cost.hours, cost.months, Range(cost.money.low, cost.money.high))


def middle(range_: Range | None) -> str:
    """The middle of a range, and the range in brackets.

    >>> middle(Range(20, 40)), middle(Range(8, 8)), middle(None)
    ('30 (20–40)', '8', '–')
    """
    if range_ is None or range_.low == range_.high:
        return span(range_)
    return f"{number(round(range_.mid, 1))} ({span(range_)})"


def _signed(value: float, unit: str = "") -> str:
    """A difference with its sign.

    >>> _signed(2), _signed(-1.5, " points"), _signed(0)
    ('+2', '−1.5 points', '0')
    """
    rounded = round(value, 1)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{number(abs(rounded))}{unit if rounded else ''}"


def points(share: float) -> str:
    """A difference in readiness in points of a hundred, with one decimal; what is not nothing is never shown as nothing.

    >>> points(0.0652), points(-0.02), points(0.0001)
    ('+6.5', '−2.0', '+<0.1')
    """
    sign = "+" if share > 0 else "−" if share < 0 else ""
    return f"{sign}{'<0.1' if 0 < abs(share) < 0.0005 else f'{abs(share) * 100:.1f}'}"


def _units(answer: WhatIf, notes: Notes) -> Iterator[Block]:
    if not answer.units:
        return
    yield Heading(f"What changes: {counted(len(answer.units), 'unit')}, the largest difference first")
    columns = ("unit", "necessity", "covered before", "after", "readiness", "in it", "sources")
    rows = tuple(_unit_row(moved, notes) for moved in answer.units)
    yield Table("units", columns, rows, frozenset({"covered before", "after", "readiness"}))


def _unit_row(moved: Moved, notes: Notes) -> tuple[str, ...]:
    members = _short([label for label in moved.members if label != moved.label])
    return (
        moved.label,
        moved.necessity,
        percent(moved.before),
        percent(moved.after),
        points(moved.gain),
        members,
        marks(notes, moved.evidence),
    )


def _steps(answer: WhatIf) -> Iterator[Block]:
    if answer.steps:
        yield Heading(f"How the plan changes: {counted(len(answer.steps), 'step')}")
        columns = ("change", "step", "kind", "hours before", "hours after")
        yield Table("steps", columns, tuple(map(_step_row, answer.steps)), frozenset({"hours before", "hours after"}))
    elif answer.before.cost and answer.after.cost and answer.before.cost.steps:
        yield Text("The plan has the same steps.")


def _step_row(step: StepChange) -> tuple[str, ...]:
    return step.change, step.offer.label, KINDS[step.kind], span(step.before), span(step.after)


# --- the ranking ------------------------------------------------------------------------------------


def gains_blocks(answer: Gains) -> list[Block]:
    """What raises readiness, best first."""
    notes = notes_on(answer.rests)
    now = answer.readiness
    blocks: list[Block] = [Heading(_title("What would help most", answer.question), 1)]
    said = (supposed(answer.changes), *answer.notes)
    blocks += [Text(line) for line in said if line]
    blocks.append(
        Text(
            f"Readiness now {band(now)}, {now.essentials_met} of {now.essentials} essential units covered. Below is what each thing adds by"
            f" itself, in points of a hundred, sorted by {'points per 100 hours' if answer.by == 'per-hour' else 'points'}; hours are the"
            " middle of their range, which stands in brackets. “Covers” names essential units, “needs first” what you don't have yet."
        )
    )
    if answer.gains:
        shown = f"the first {len(answer.gains)} of {answer.total}" if len(answer.gains) < answer.total else f"{answer.total}"
        blocks.append(Heading(f"What raises readiness: {shown}"))
        columns = ("what", "readiness", "hours", "per 100 h", "covers", "needs first", "sources")
        blocks.append(Table("gains", columns, tuple(_gain_row(gain, notes) for gain in answer.gains), _GAINS))
    else:
        blocks.append(Text("Nothing that is known adds anything."))
    if answer.left_out:
        labels = ", ".join(thing.label for thing in answer.left_out)
        blocks.append(Text(f"Left out, as the pace is above your hours a week or the price has no exchange rate: {labels}."))
    return [*blocks, *closing(answer.rests, [Items(notes.texts, numbered=True)])]


def _gain_row(gain: Gain, notes: Notes) -> tuple[str, ...]:
    return (
        _what(gain),
        points(gain.gain),
        middle(gain.hours),
        f"{gain.per_100_hours * 100:.1f}" if gain.per_100_hours is not None else "–",
        _short([met.label for met in gain.meets]),
        _first(gain.asks) if gain.hours is not None else "can't be studied by itself",
        marks(notes, gain.evidence),
    )


def marks(notes: Notes, evidence: Iterable[Cited]) -> str:
    """The numbers of the notes for these, runs of three and more in brief.

    >>> marks(Notes({}), [Cited("e/1", "reason", "source/x", reason=str(n)) for n in range(4)])
    '[1–4]'
    """
    runs: list[list[int]] = []
    for number_ in sorted(int(each) for each in re.findall(r"\d+", notes.marks(evidence))):
        if runs and number_ == runs[-1][-1] + 1:
            runs[-1].append(number_)
        else:
            runs.append([number_])
    return "".join(f"[{run[0]}–{run[-1]}]" if len(run) > 2 else "".join(f"[{n}]" for n in run) for run in runs)


def _what(gain: Gain) -> str:
    return f"{KINDS.get(gain.kind, 'Have')}: {gain.thing.label}"


def _first(asks: tuple[Asks, ...]) -> str:
    return _short([each.text for each in asks])


def _short(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
