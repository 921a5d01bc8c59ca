"""What a new version of a classification changes, as blocks."""

from __future__ import annotations

from collections.abc import Iterator

from rolepath.planning.result import Cost
from rolepath.planning.versions import Asked, Diff, Version
from rolepath.render.answer import closing, source_words
from rolepath.render.blocks import Block, Heading, Items, Table, Text
from rolepath.render.step_words import KINDS
from rolepath.render.supposing import notes_on
from rolepath.render.words import band, number, percent, span


def diff_blocks(answer: Diff) -> list[Block]:
    """Both versions side by side, then what differs: requirements of both roles, coverage, steps."""
    origin = f"{answer.start.label} ({answer.start.origin})" if answer.start else "nothing"
    blocks: list[Block] = [Heading(f"What changes from {answer.old.name} to {answer.new.name}: {origin} → {answer.target.label}", 1)]
    if answer.same:
        blocks.append(Text(f"Nothing: this version of {answer.classification} makes no difference for this path."))
    blocks.append(Table("versions", ("direct path", answer.old.name, answer.new.name), tuple(_sides(answer.old, answer.new))))
    if answer.start is not None:
        blocks += _asked(f"What most people in {answer.start.label} have", answer.brings, "skill or unit")
    blocks += _asked(f"What {answer.target.label} asks for", answer.asks, "unit")
    if answer.coverage:
        blocks.append(Heading("Covered before any step"))
        shares = tuple((each.label, *(("–" if s is None else percent(s)) for s in (each.before, each.after))) for each in answer.coverage)
        blocks.append(Table("coverage", ("unit", "before", "after"), shares, frozenset({"before", "after"})))
    if answer.steps:
        blocks.append(Heading("Steps of the path"))
        steps = tuple((each.label, KINDS[each.kind], each.state, *(_hours(h) for h in (each.before, each.after))) for each in answer.steps)
        blocks.append(Table("steps", ("step", "kind", "is", "before", "after"), steps, frozenset({"before", "after"})))
    notes = notes_on(answer.rests)
    return [*blocks, *closing(answer.rests, [Items(notes.texts, numbered=True), Items(tuple(map(source_words, answer.rests.sources)))])]


def _sides(old: Version, new: Version) -> Iterator[tuple[str, str, str]]:
    yield "readiness now", band(old.readiness), band(new.readiness)
    yield "essential units covered", _essentials(old), _essentials(new)
    for what in ("hours", "months", "money"):
        yield what, _cost(old, what), _cost(new, what)


def _essentials(version: Version) -> str:
    return f"{version.readiness.essentials_met} of {version.readiness.essentials}"


def _cost(version: Version, what: str) -> str:
    cost: Cost | None = version.cost
    if cost is None:
        return version.reason or "–"
    if what == "money":
        return f"{cost.money.currency} {cost.money.low:,.0f}–{cost.money.high:,.0f}"
    return span(cost.hours if what == "hours" else cost.months, what)


def _hours(hours: float | None) -> str:
    return "–" if hours is None else f"{number(hours)} hours"


def _asked(title: str, changed: tuple[Asked, ...], what: str) -> list[Block]:
    if not changed:
        return []
    rows = tuple((each.label, each.state, each.before or "–", each.after or "–") for each in changed)
    return [Heading(title), Table(title, (what, "is", "before", "after"), rows)]
