"""The steps of one hop as blocks: a card for each, or one table for many small ones in a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rolepath.planning.result import Answer, Hop, Money, Range, Step
from rolepath.render import step_words as words
from rolepath.render.blocks import Block, Table, Text
from rolepath.render.schedule import START, Entry, estimated
from rolepath.render.shell import shorten
from rolepath.render.words import Notes, percent, span

_SHOWN = 4
"""How many requirements or later steps a card names unless every reason is asked for."""
_RUN = 3
"""From how many small steps in a row they become lines of one table."""
_LABEL = 40
"""How long a label may be in such a line."""
_SMALL = frozenset({"self-study", "tool practice"})


@dataclass(frozen=True)
class StepWriter:
    """Writes the steps of an answer; explain: every reason of each, nothing shortened."""

    answer: Answer
    notes: Notes
    explain: bool

    def blocks(self, hop: Hop, entries: Sequence[Entry]) -> Iterator[Block]:
        """The steps of a hop and the stay after them, in their order."""
        for small, run in groupby(entries, lambda entry: entry.step is not None and entry.step.kind in _SMALL):
            together = tuple(run)
            if small and len(together) >= _RUN and not self.explain:
                yield from self._lines(hop, together)
            else:
                rows = tuple(self._card(entry) for entry in together)
                yield Table(f"steps to {hop.role.label}", _CARD, rows, cards=True, first=together[0].number)

    def _card(self, entry: Entry) -> tuple[str, ...]:
        step = entry.step
        if step is None:
            stay = f"{words.amount(entry.months, 'months')} (estimate) of paid work, without study"
            gives = f"all that {entry.role.label} asks for then counts as held"
            return (words.entry_words(entry), stay, words.when(entry), "", "", gives, "", "", "")
        limit = None if self.explain else _SHOWN
        needed = [thing.label for thing in step.needed_for]
        raises = [f"{raised.thing.label} {percent(raised.before)} → {percent(raised.after)}" for raised in step.raises]
        labels = {note.id: note.label for note in self.answer.assumptions}
        return (
            words.action(step),
            words.takes(step, self.answer.question.constraints.hours_per_week),
            f"{words.when(entry)}; {percent(step.readiness_after)} ready then",
            "; ".join(raises) if self.explain else "",
            words.closes(step, limit, how=self.explain),
            step.because,
            words.shortened(needed, limit) if self.explain or (needed and needed[0] not in step.because) else "",
            "; ".join(labels.get(name, name) for name in step.assumptions) if self.explain else "",
            self.notes.marks(step.evidence),
        )

    def _lines(self, hop: Hop, entries: Sequence[Entry]) -> Iterator[Block]:
        steps = [entry.step for entry in entries if entry.step is not None]
        weekly = self.answer.question.constraints.hours_per_week
        marked = all(len(estimated(step, weekly)) == len(words.PARTS) for step in steps)
        hours, months, money = together(steps)
        alone = all(step.kind == "self-study" for step in steps)
        what = "study alone" if alone else "study alone, or practise"
        yield Text(
            f"Steps {entries[0].number}–{entries[-1].number}: {what}, one after another. Together"
            f" {words.amount(hours, 'hours')}, {words.amount(months, 'months')}, {words.price(money)}"
            f"{' (all of these numbers are estimates)' if marked else ''}."
        )
        columns = ("no.", what, "to", "hours", "by month", "ready", "closes", "sources")
        rows = tuple(self._line(entry, step, alone, marked, weekly) for entry, step in zip(entries, steps, strict=True))
        yield Table(
            f"steps to {hop.role.label}", columns, rows, frozenset({"no.", "to", "hours", "by month", "ready"}), whole=frozenset({"closes"})
        )

    def _line(self, entry: Entry, step: Step, alone: bool, marked: bool, weekly: float) -> tuple[str, ...]:
        guess = "" if marked or "hours" not in estimated(step, weekly) else " (estimate)"
        return (
            f"{entry.number}.",
            shorten(step.offer.label if alone or step.kind == "self-study" else f"Practise {step.offer.label}", _LABEL),
            percent(max(raised.after for raised in step.raises)) if step.raises else "",
            span(step.hours) + guess,
            span(entry.ends),
            percent(step.readiness_after),
            words.closes_short(step),
            self.notes.marks(step.evidence),
        )


_CARD = ("do", "takes", "when", "raises", "closes", "why", "needed for", "estimates", "sources")


def together(steps: Iterable[Step]) -> tuple[Range, Range, Money]:
    """Hours, months and money of some steps, which are all in one currency.

    >>> together([])
    (Range(low=0.0, high=0.0), Range(low=0.0, high=0.0), Money(low=0.0, high=0.0, currency=''))
    """
    hours, months, spent, currency = START, START, START, ""
    for step in steps:
        hours, months, spent = hours + step.hours, months + step.months, spent + Range(step.money.low, step.money.high)
        currency = step.money.currency
    return hours, months, Money(spent.low, spent.high, currency)
