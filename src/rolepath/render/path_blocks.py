"""The answer to `path` as blocks: the plan from now to the target, the other ways in short, then what it all rests on."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence

from rolepath.planning.result import Answer, Considered, Hop, Path
from rolepath.render import step_words as words
from rolepath.render.answer import closing, gap_tables, met_tables, opening, source_words
from rolepath.render.blocks import Block, Heading, Items, Text
from rolepath.render.path_notes import Short, Spelled, letters
from rolepath.render.schedule import Entry, date_after, estimated, of_hop, schedule
from rolepath.render.step_blocks import StepWriter
from rolepath.render.words import Notes, number, percent, span

_IN_BRIEF = 8
_STEPS_SHOWN = 6
_FEWER = {
    "months": ("takes fewer months", "months"),
    "hours": ("takes fewer hours of study", "hours"),
    "money": ("costs less", ""),
    "steps": ("has fewer steps", "steps, with each quarter level of study as one"),
}


def path_blocks(answer: Answer, explain: bool = False) -> list[Block]:
    """The best path step by step, then the others in short, then the sources.

    Args:
        explain: every reason beside what it is for: all that a step raises and closes, its evidence and assumptions in words, and
            the gap with what counts towards each requirement.
    """
    named = letters(answer)
    legend = Items(tuple(f"{named[source.id]}: {source_words(source)}" for source in answer.sources if source.id in named))
    if explain:
        spelled = Spelled(answer)
        blocks = [*opening(answer, "Path"), *_ways(answer, spelled, explain)]
        blocks += [*gap_tables(answer, spelled, cards=True), *met_tables(answer, spelled, cards=True)]
        return [*blocks, *closing(answer, [legend])]
    notes = Short(answer)
    blocks = [*opening(answer, "Path"), *_ways(answer, notes, explain)]
    if not answer.paths:
        blocks += gap_tables(answer, notes, limit=_IN_BRIEF)
    return [*blocks, *closing(answer, [legend, Items(notes.texts, numbered=True)])]


def _ways(answer: Answer, notes: Notes, explain: bool) -> list[Block]:
    if not answer.paths:
        return []
    return [*_plan(answer, notes, explain), *_others(answer, None if explain else _STEPS_SHOWN)]


def summary(answer: Answer, path: Path) -> str:
    """What a path takes, at which pace, in how many steps through which roles."""
    steps = words.counted(len(schedule(path)), "step")
    weekly = answer.question.constraints.hours_per_week
    stays = " (their months counted)" if len(path.hops) > 1 else ""
    guessed = " (estimates among them)" if any(estimated(step, weekly) for hop in path.hops for step in hop.steps) else ""
    return f"{words.totals(path.cost, f' at {weekly:g} hours a week')}{guessed}; {steps} {words.through(path)}{stays}."


def proof(answer: Answer, path: Path) -> str:
    """Whether anything better exists through the same roles, and what is proven of it."""
    minimise = answer.question.constraints.minimise
    fewer, unit = _FEWER[minimise]
    plan = "plan through these roles" if len(path.hops) > 1 else "direct plan"
    if path.optimal:
        return f"Optimal: no other {plan} {fewer} (proven, for the middle of the ranges)."
    least = f"{path.cost.money.currency} {path.bound:,.0f}" if minimise == "money" else f"{path.bound:,.1f} {unit}"
    return f"The best found in the time allowed; no {plan} can take less than {least} (proven, for the middle of the ranges)."


def _plan(answer: Answer, notes: Notes, explain: bool) -> Iterator[Block]:
    best = answer.paths[0]
    entries = schedule(best)
    writer = StepWriter(answer, notes, explain)
    yield Heading(f"The best path: now → {' → '.join(hop.role.label for hop in best.hops)}")
    yield Text(summary(answer, best))
    yield Text(proof(answer, best))
    for position, hop in enumerate(best.hops, start=1):
        own = of_hop(entries, position)
        yield Heading(_hop_title(hop, own))
        if entry := _entry(answer, hop, notes, len(best.hops) == 1):
            yield Text(entry)
        yield from writer.blocks(hop, own)
    last = best.hops[-1]
    ready = f"{last.role.label}: {percent(last.readiness_on_entry)} ready, with every essential requirement met"
    yield Text(f"{ready}, at month {span(entries[-1].ends)}{_dates(answer, entries[-1])}." if entries else f"{ready}.")


def _dates(answer: Answer, last: Entry) -> str:
    """The months in which an entry ends at the earliest and at the latest, where the start has a date."""
    early, late = (date_after(answer.question.start, months) for months in (last.ends.low, last.ends.high))
    if early is None or late is None:
        return ""
    first, second = (f"{calendar.month_name[day.month]} {day.year}" for day in (early, late))
    return f", that is in {first}" if first == second else f", that is from {first} to {second}"


def _hop_title(hop: Hop, entries: Sequence[Entry]) -> str:
    numbers = [entry.number for entry in entries]
    which = f"step {numbers[0]}" if len(numbers) == 1 else f"steps {numbers[0]}–{numbers[-1]}" if numbers else "nothing to do"
    return f"To {hop.role.label}{', on the way' if hop.tenure else ''}: {which}"


def _entry(answer: Answer, hop: Hop, notes: Notes, direct: bool) -> str:
    """How ready one is for a role before and after the steps to it, where that wasn't said, and whether a source documents the move."""
    asked = answer.question.constraints
    enough = f"It takes {percent(asked.readiness)} and every essential requirement met."
    if hop.tenure:
        enough = f"To be taken on it takes {percent(asked.bridge_readiness)} and every essential requirement at least half covered."
    opened = f" with {words.counted(hop.essentials_open, 'essential requirement')} open" if hop.essentials_open else ""
    now = f"{percent(hop.readiness_before)} ready{opened}"
    ready = f"Before these steps {now}, after them {percent(hop.readiness_on_entry)}." if hop.steps else f"You are {now} by then."
    move = "No source documents this move; it is here because the roles ask for much of the same." if hop.tenure else ""
    if hop.documented:
        move = f"A source documents this move{':' if isinstance(notes, Spelled) else ''} {notes.marks(hop.evidence)}".rstrip() + "."
    return " ".join(part for part in ("" if direct else f"{ready} {enough}", move) if part)


def _others(answer: Answer, limit: int | None) -> Iterator[Block]:
    """The other paths, the direct one, the alternatives and what was considered, in short; what had to be left out."""
    direct = answer.direct
    if answer.paths[1:]:
        yield Heading("Other ways, each better than the best path in something")
        yield Items(tuple(_short(answer, f"Path {n}", path, limit) for n, path in enumerate(answer.paths[1:], start=2)))
    if direct is not None and direct not in answer.paths:
        yield Heading("Without a role in between")
        yield Items((_short(answer, "The direct path", direct, limit),))
    elif direct is None and answer.direct_reason:
        yield Heading("Without a role in between")
        yield Text(answer.direct_reason)
    if answer.alternatives or answer.alternatives_reason:
        yield Heading("Alternatives; each reuses at most half of any path before it")
    if answer.alternatives:
        yield Items(tuple(_short(answer, f"Alternative {n}", path, limit) for n, path in enumerate(answer.alternatives, start=1)))
    if answer.alternatives_reason:
        yield Text(answer.alternatives_reason)
    if answer.considered:
        yield Heading("Also considered, and beaten by a path above")
        yield Text(
            "The least that each takes, for the middle of the ranges; a path above takes no more of anything, and less of something."
        )
        yield Items(tuple(_considered(way, answer.question.constraints.currency) for way in answer.considered[:limit]))
        if limit is not None and len(answer.considered) > limit:
            yield Text(f"And {len(answer.considered) - limit} more; --explain lists them all.")
    if answer.left_out:
        yield Heading("Left out, as no exchange rate is known for the price")
        yield Items(tuple(f"{offer.label} ({offer.id})" for offer in answer.left_out))


def _short(answer: Answer, name: str, path: Path, limit: int | None) -> str:
    """Another path in a few sentences: what it takes, how that differs from the best, which steps it has instead."""
    best = answer.paths[0]
    done = {entry.done.id for entry in schedule(best)}
    here = {entry.done.id for entry in schedule(path)}
    new = [words.entry_words(entry) for entry in sorted(schedule(path), key=_telling) if entry.done.id not in done]
    gone = [words.entry_words(entry) for entry in sorted(schedule(best), key=_telling) if entry.done.id not in here]
    parts = [
        f"{name}, {words.through(path)}: {words.totals(path.cost)}; {words.counted(len(schedule(path)), 'step')}.",
        f"Against the best path, in the middle of the ranges: {words.difference(path.cost, best.cost)}.",
        *([f"Only here: {words.shortened(new, limit)}."] if new else []),
        *([f"Not here: {words.shortened(gone, limit)}."] if gone else []),
        *([] if path.optimal else [proof(answer, path)]),
    ]
    return " ".join(parts)


def _telling(entry: Entry) -> bool:
    """Sorts stays, programs and projects before what is studied or practised."""
    return entry.step is not None and entry.step.kind not in ("program", "project")


def _considered(way: Considered, currency: str) -> str:
    """A beaten sequence of roles, with what it takes at least."""
    names = " → ".join(role.label for role in way.roles)
    documented = "; every move is documented" if way.documented == len(way.roles) else ""
    return f"{names}: {number(way.months)} months, {number(way.hours)} hours of study, {currency} {number(way.money)}{documented}"
