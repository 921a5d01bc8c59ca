"""The answer to `path` as blocks, whole: every way with its steps in order, then units, what was assumed, and what it all rests on."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence

from rolepath.planning.result import Answer, Hop, Range, ResourceItem, Step, Way, WithinLimits
from rolepath.render import answer_words as said
from rolepath.render import step_words as words
from rolepath.render.answer import beside, closing, opening, source_lists, unit_tables
from rolepath.render.blocks import Block, Heading, Items, Table, Text
from rolepath.render.path_notes import Short, Spelled
from rolepath.render.schedule import Entry, date_after, end_of, of_hop, schedule
from rolepath.render.words import Notes, number, percent, span, whole

_CARD = ("do", "takes", "when", "learn from", "you can show then", "raises", "why", "gives", "estimates", "sources")
_LINES = ("no.", "step", "hours", "months", "money", "ready then", "raises")
_RIGHT = frozenset({"no.", "hours", "months", "money", "share"})
_FEWER = {"months": "takes fewer months", "hours": "takes fewer hours", "money": "costs less", "steps": "has fewer steps"}


def path_blocks(answer: Answer, explain: bool = False) -> list[Block]:
    """The ways with all their steps, then the units by area, what was assumed and disputed, the questions, the sources.

    Args:
        explain: every reason beside what it is for: why a step is there, what it gives, its evidence and estimates in words, and what
            counts towards each unit.
    """
    notes = Spelled(answer) if explain else Short(answer)
    writer = _Writer(answer, notes, explain)
    blocks = [*opening(answer, "Path"), *writer.blocks(), *unit_tables(answer, notes, explain), *beside(answer, notes)]
    return [*blocks, *_stability(answer), *_considered(answer), *closing(answer, source_lists(answer, notes))]


def summary(answer: Answer, way: Way) -> str:
    """What a way takes, at which pace, in how many steps through which roles."""
    weekly = answer.question.constraints.hours_per_week
    nearly = f"; nearly ready after {words.amount(Range(way.nearly, way.nearly), 'months')}" if way.nearly else ""
    steps = words.counted(way.cost.steps, "step")
    return f"{words.totals(way.cost, f' at {weekly:g} hours a week')}; {steps} {words.through(way)}{nearly}. All numbers are estimates."


def proof(answer: Answer, way: Way) -> str:
    """Whether anything better exists of its kind, and what is proven of it."""
    minimise = answer.question.constraints.minimise
    if way.optimal:
        return f"Optimal: no way of its kind {_FEWER[minimise]} (proven, for the middle of the estimates)."
    least = f"{way.cost.money.currency} {way.bound:,.0f}" if minimise == "money" else f"{way.bound:,.1f} {minimise}"
    return f"The best found in the time allowed; none of its kind can take less than {least} (proven, for the middle of the estimates)."


class _Writer:
    """Writes the ways of an answer; a step that was told in full before is a line only."""

    def __init__(self, answer: Answer, notes: Notes, explain: bool) -> None:
        self.answer, self.notes, self.explain = answer, notes, explain
        self._told: set[str] = set()

    def blocks(self) -> Iterator[Block]:
        """All ways, then the alternatives; within limits the one plan that they allow."""
        answer = self.answer
        if answer.best_within_limits is not None:
            yield from self._within(answer.best_within_limits)
        ways = said.distinct_ways(answer)
        for way in ways:
            name = f"{said.way_name(way)}{said.best_mark(answer, way)}"
            yield from self._way(f"The first way: {name}" if way is ways[0] else f"Another way: {name}", way)
        for number_, way in enumerate(answer.alternatives, start=1):
            yield from self._way(f"Alternative {number_}, which shares at most half with each before it", way)

    def _within(self, within: WithinLimits) -> Iterator[Block]:
        yield from self._way(f"Within the limits: {said.within_words(within)}".replace("\u00a0", " "), within.way, proven=False)
        if within.left:
            yield Text(f"Left then: {said.listed([thing.label for thing in within.left])}.")
        yield Text(f"To be ready: {said.would_do(within.would_do, self.answer.question.constraints.currency)}.")

    def _way(self, title: str, way: Way, proven: bool = True) -> Iterator[Block]:
        yield Heading(title)
        yield Text(summary(self.answer, way))
        if proven:
            yield Text(proof(self.answer, way))
        entries = schedule(way)
        for position, hop in enumerate(way.hops, start=1):
            yield from self._hop(hop, of_hop(entries, position), len(way.hops) == 1)
        end = f"; the last step ends at month {number(end_of(entries))}{_date(self.answer, end_of(entries))}" if entries else ""
        last = way.hops[-1]
        yield Text(f"{last.role.label}: {whole(last.readiness_on_entry)} ready then{end}.")
        more = [step for hop in way.hops for step in hop.steps if step.strengthen]
        if more:
            yield Text("To strengthen, after ready; optional:")
            yield Table(f"to strengthen, {way.kind}", _CARD, tuple(self._card(None, step) for step in more), cards=True)

    def _hop(self, hop: Hop, entries: Sequence[Entry], direct: bool) -> Iterator[Block]:
        if not direct:
            yield Text(self._entry(hop))
        if not entries:
            return
        new = [entry for entry in entries if entry.done.id not in self._told]
        self._told |= {entry.done.id for entry in new}
        if len(new) == len(entries):
            yield self._cards(hop, entries)
            return
        yield Table(f"steps to {hop.role.label}", _LINES, tuple(self._line(entry) for entry in entries), _RIGHT)
        if new:
            yield Text("Of these, what wasn't told above:")
            yield from (self._cards(hop, [entry]) for entry in new)

    def _entry(self, hop: Hop) -> str:
        """How ready one is for a role before and after the steps to it, and whether a source documents the move."""
        move = f"To {hop.role.label}: {whole(hop.readiness_before)} ready before these steps, {whole(hop.readiness_on_entry)} after them."
        if hop.documented:
            return f"{move} A source documents this move: {self.notes.marks(hop.evidence)}".rstrip(": ") + "."
        return move if hop.tenure is None else f"{move} No source documents this move; the roles ask for much of the same."

    def _cards(self, hop: Hop, entries: Sequence[Entry]) -> Table:
        rows = tuple(self._card(entry, entry.step) for entry in entries)
        return Table(f"steps to {hop.role.label}", _CARD, rows, cards=True, first=entries[0].number)

    def _card(self, entry: Entry | None, step: Step | None) -> tuple[str, ...]:
        if entry is not None and step is None:
            stay = f"{words.amount(entry.months, 'months')} (estimate) of paid work, without study"
            gives = f"all that is assumed of {said.most_people(entry.role)} then counts as held"
            return (words.entry_words(entry), stay, words.when(entry), "", "", "", gives, "", "", "")
        if step is None:
            return ("",) * len(_CARD)
        labels = {note.id: note.label for note in self.answer.assumptions}
        sure = words.sure(step)
        return (
            f"{words.action(step)}{f' – {sure}' if sure else ''}",
            words.takes(step),
            "; ".join([*([words.when(entry)] if entry else []), _ready(step)]),
            "; ".join(_resource(resource) for resource in step.resources),
            step.deliverable or "",
            words.closes(step, None if self.explain else 4),
            step.because,
            "; ".join(f"{given.capability.label} at {percent(given.level)}" for given in step.gives) if self.explain else "",
            "; ".join(labels.get(name, name) for name in step.assumptions) if self.explain else "",
            self.notes.marks(step.evidence),
        )

    def _line(self, entry: Entry) -> tuple[str, ...]:
        step = entry.step
        if step is None:
            return (f"{entry.number}.", words.entry_words(entry), "", span(entry.months), "", "", "")
        return (
            f"{entry.number}.",
            words.action(step),
            span(step.hours),
            span(step.months),
            words.price(step.money) if step.money.high else "free",
            f"{whole(step.readiness_after)}{f' – {said.stage_words(step.stage_after)}' if step.stage_after else ''}",
            words.closes(step, 2),
        )


def _ready(step: Step) -> str:
    """The readiness that is reached with a step, and the stage where it is a new one."""
    reached = f" – {said.stage_words(step.stage_after)} is reached here" if step.stage_after else ""
    return f"{whole(step.readiness_after)} ready then{reached}"


def _resource(resource: ResourceItem) -> str:
    hours = words.amount(resource.hours, "hours") if resource.hours else ""
    price = "" if resource.price is None else words.price(resource.price) if resource.price.high else "free"
    facts = ", ".join(part for part in (resource.kind, hours, price, resource.licence or "") if part)
    return f"{said.resource_words(resource)} {resource.url} ({facts})"


def _date(answer: Answer, months: float) -> str:
    day = date_after(answer.question.start, months)
    return f", that is in {calendar.month_name[day.month]} {day.year}" if day else ""


def _stability(answer: Answer) -> Iterator[Block]:
    """How the first way holds when the estimates change."""
    stable = answer.stability
    if stable is None:
        return
    yield Heading("How it holds when the estimates change")
    yield Text(
        f"The first way was worked out again for {words.counted(stable.draws, 'draw')} of all estimates within their ranges"
        f" (seed {stable.seed}). In how many of the best plans each step is:"
    )
    yield Table("stability", ("step", "share"), tuple((each.offer.label, percent(each.share)) for each in stable.steps), _RIGHT)
    if stable.flips:
        yield Text("What would change the choice:")
        yield Items(
            tuple(
                f"{flip.assumption}: at {number(flip.to)} instead of {number(flip.from_)},"
                f" {said.listed([thing.label for thing in flip.changes])} would change places in it"
                for flip in stable.flips
            )
        )


def _considered(answer: Answer) -> Iterator[Block]:
    if answer.considered:
        yield Heading("Also considered")
        yield Items(tuple(f"{way.role.label}: {way.why}" for way in answer.considered))
