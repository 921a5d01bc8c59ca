"""The answer to `gap` as blocks, whole, and the parts that the answer to `path` shares with it: opening, units, closing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rolepath.planning.result import Answer, AssumptionNote, CreditedBy, MemberItem, Money, Rests, SourceNote, Thing, UnitItem
from rolepath.render import answer_words as said
from rolepath.render.blocks import Block, Heading, Items, Table, Text
from rolepath.render.path_notes import Short, Spelled, letters
from rolepath.render.step_words import counted, price
from rolepath.render.words import Notes, number, percent, whole

_RIGHT = frozenset({"weight", "covered", "missing", "share of people", "share of what is asked", "readiness", "hours"})
_FEWEST = {"months": "the fewest months", "hours": "the fewest hours", "money": "the least money", "steps": "the fewest steps"}
_VIA = {"held": "", "exact match": "the same under another name"}
_SOURCES = {"said": "as you say", "learned": "learned on the way", "assumed": "assumed"}


def gap_blocks(answer: Answer, explain: bool = False) -> list[Block]:
    """The gap, whole: strengths, every unit with who asks for it, what was assumed, all questions, the sources."""
    notes = Spelled(answer) if explain else Short(answer)
    blocks = [*opening(answer, "Gap"), *unit_tables(answer, notes, explain), *beside(answer, notes)]
    return [*blocks, *closing(answer, source_lists(answer, notes))]


def gap_table(answer: Answer) -> Table:
    """The units as one table for a spreadsheet: what is missing first, the largest share of it first; then what is covered."""
    titles = titles_of(answer)
    areas = {area.id: area.label for area in answer.areas}
    missing = answer.gap
    rows = tuple(
        (
            unit.label,
            areas.get(unit.area, unit.area),
            unit.necessity,
            f"{unit.weight:.4f}",
            f"{unit.need:.2f}",
            f"{unit.coverage:.3f}",
            f"{unit.share:.4f}",
            "yes" if unit.assumed else "no",
            unit.inherited.label if unit.inherited else "",
            "yes" if unit.disputed else "no",
            "; ".join(member.label for member in unit.members if member.coverage < 1),
            "; ".join(sorted({titles.get(cited.source, cited.source) for cited in unit.evidence})),
        )
        for unit in (*missing, *(unit for unit in answer.units if unit not in missing))
    )
    columns = ("unit", "area", "necessity", "weight", "need", "covered", "share of what is missing", "assumed", "as a", "disputed")
    return Table("units", (*columns, "open in it", "sources"), rows)


def titles_of(answer: Answer) -> dict[str, str]:
    """Sources and organisations by identifier, as the answer names them."""
    return {s.id: s.title for s in answer.sources} | {o.id: o.label for o in answer.organizations}


def source_lists(answer: Answer, notes: Notes) -> list[Items]:
    """The sources with their letters, and the numbered notes; notes that are written out where they belong have no list."""
    named = letters(answer)
    legend = Items(tuple(f"{named[source.id]}: {source_words(source)}" for source in answer.sources if source.id in named))
    return [legend] if isinstance(notes, Spelled) else [legend, Items(notes.texts, numbered=True)]


# --- opening ----------------------------------------------------------------------------------------------------------


def opening(answer: Answer, what: str) -> Iterator[Block]:
    """From where to where; the reason where there is one; who was taken for whom, how ready that is, and what was asked."""
    yield Heading(said.title(answer, what), 1)
    if answer.reason:
        yield Text(answer.reason)
    stands = said.stands_for(answer)
    yield Text(_sentence(said.taken_for(answer), stands))
    after = answer.readiness.after
    then = f"after the first way {whole(after)}" if after is not None and answer.ways else ""
    yield Text(_sentence(f"readiness {said.readiness_words(answer)}", said.essentials_words(answer), then))
    yield from (Text(f"{line}.") for line in said.said_words(answer))
    yield from (Text(note) for note in answer.notes)
    if answer.left_out:
        names = ", ".join(thing.label for thing in answer.left_out)
        yield Text(f"Left out, as the pace is above your hours a week or the price has no exchange rate: {names}.")
    if what == "Path":
        yield Text(_asked(answer))


def _sentence(*parts: str) -> str:
    text = "; ".join(part for part in parts if part).replace("\u00a0", " ")
    return f"{text[:1].upper()}{text[1:]}."


def _asked(answer: Answer) -> str:
    """The options that shaped a path, in one sentence."""
    asked = answer.question.constraints
    start = f" from {answer.question.start}" if answer.question.start else ""
    deadline = f"done within {number(asked.deadline)} months" if asked.deadline is not None else ""
    if asked.deadline_date:
        deadline = f"done by {asked.deadline_date} ({number(asked.deadline or 0)} months)"
    limited = asked.budget is not None or asked.deadline is not None
    parts = (
        f"{_FEWEST.get(asked.minimise, asked.minimise)}, at {asked.hours_per_week:g} hours of study a week{start}",
        f"for at most {price(Money(asked.budget, asked.budget, asked.currency))}" if asked.budget is not None else "",
        deadline,
        "the low end of the ranges is enough" if limited and asked.optimistic else "",
        f"with at most {counted(asked.max_bridges, 'role')} in between" if asked.max_bridges else "with no role in between",
        f"without {_labels(asked.avoid, 'or')}" if asked.avoid else "",
        f"with {_labels(asked.must, 'and')}" if asked.must else "",
        "only what is said counts (--strict)" if asked.strict else "",
    )
    return f"Asked for: {'; '.join(part for part in parts if part)}."


def _labels(things: Iterable[Thing], word: str) -> str:
    return said.listed([thing.label for thing in things], word=word)


# --- units ------------------------------------------------------------------------------------------------------------


def unit_tables(answer: Answer, notes: Notes, explain: bool) -> Iterator[Block]:
    """The strengths by area, then the units of each area in order, with how far they are covered and who asks for them."""
    yield Heading("Strengths by area")
    rows = tuple((area.label, percent(area.coverage), percent(area.weight)) for area in answer.areas)
    yield Table("areas", ("area", "covered", "share of what is asked"), rows, _RIGHT)
    for area in answer.areas:
        units = [unit for unit in answer.units if unit.area == area.id]
        if units:
            yield Heading(f"{area.label}: {percent(area.coverage)} covered")
            last = "what counts in it" if explain else "open in it"
            columns = ("unit", "asked", "weight", "covered", "missing", last, "sources")
            yield Table("units", columns, tuple(_unit_row(unit, notes, explain) for unit in units), _RIGHT, cards=explain)
    yield Text(
        "Weight: the share of a unit in readiness. Missing: its share of what is missing. A unit counts as covered from about nine tenths."
    )


def _unit_row(unit: UnitItem, notes: Notes, explain: bool) -> tuple[str, ...]:
    inherited = f"as a {unit.inherited.label}" if unit.inherited else ""
    asked = ", ".join(part for part in (unit.necessity, inherited, "disputed" if unit.disputed else "") if part)
    return (
        unit.label,
        asked,
        f"{unit.weight:.1%}".replace("%", " %"),
        percent(unit.coverage) + (" assumed" if unit.assumed and unit.coverage else ""),
        percent(unit.share) if unit.share else "",
        _members(unit.members, explain),
        notes.marks(unit.evidence),
    )


def _members(members: Sequence[MemberItem], explain: bool) -> str:
    """What is open in a unit; with explain all of it, and what counts towards it."""
    if not explain:
        return ", ".join(f"{m.label}{f' ({percent(m.coverage)} there)' if m.coverage else ''}" for m in members if m.coverage < 1)
    return "; ".join(f"{m.label} {percent(m.coverage)}{f' by {credit(m.credited_by)}' if m.credited_by else ''}" for m in members)


def credit(credited: CreditedBy) -> str:
    """What counts towards a capability, in words.

    >>> credit(CreditedBy("skill/sql", "SQL", 0.5, "tool use", 1.0, "assumed"))
    'SQL at 100 % (tool use: 50 %, assumed)'
    """
    via = _VIA.get(credited.via, f"{credited.via}: {percent(credited.factor)}")
    how = ", ".join(part for part in (via, _SOURCES.get(credited.source, credited.source)) if part)
    return f"{credited.label} at {percent(credited.level)} ({how})"


# --- beside the units -------------------------------------------------------------------------------------------------


def beside(answer: Answer, notes: Notes) -> Iterator[Block]:
    """What is disputed, what shows it, what was assumed with its shares and sources, and every question."""
    disputed = said.disputed_words(answer, titles_of(answer))
    if disputed:
        yield Heading("Disputed among the sources")
        yield Items(disputed)
    shows = tuple(item.label for item in answer.capabilities if item.signal)
    if shows:
        yield Heading("What shows it")
        yield Text("Named as signs or examples, and asked for by nobody:")
        yield Items(shows)
    if answer.assumed:
        yield Heading(f"Assumed of {said.most_people(answer.question.start_role)}" if answer.question.start_role else "Assumed")
        rows = tuple((item.capability.label, percent(item.share), notes.marks(item.evidence)) for item in answer.assumed)
        yield Table("assumed", ("held", "share of people", "sources"), rows, _RIGHT)
    if answer.questions:
        yield Heading("Questions that would sharpen this")
        yield Text(f"`{said.check_command(answer)}` asks them; readiness and hours: what a yes adds and saves.")
        asked = tuple((q.text, percent(q.effect), number(q.hours), percent(q.share)) for q in answer.questions)
        yield Table("questions", ("question", "readiness", "hours", "share of people"), asked, _RIGHT)


# --- closing ----------------------------------------------------------------------------------------------------------


def closing(answer: Answer | Rests, sources: Iterable[Items]) -> Iterator[Block]:
    """The lists of sources, the estimates with their reasons, the licences."""
    lists = [items for items in sources if items.items]
    if lists:
        yield Heading("Sources")
        yield from lists
    if answer.assumptions:
        yield Heading("Estimates used")
        yield Items(tuple(f"{a.label}: {estimate(a)} – {a.reason} ({a.id})" for a in answer.assumptions))
    if answer.licences:
        yield Heading("Licences")
        yield Items(answer.licences)


def source_words(source: SourceNote) -> str:
    """A source as a whole: title, publisher, version, address."""
    by = ", ".join(part for part in (source.publisher, source.version) if part)
    return f"{source.title}{f' ({by})' if by else ''}{f', {source.url}' if source.url else ''}"


def estimate(note: AssumptionNote) -> str:
    """The number or range of an assumption with its unit, without rounding.

    >>> estimate(AssumptionNote("a", "", 0.3, 0.3, "share", "")), estimate(AssumptionNote("a", "", 4, 16, "hours", ""))
    ('30 %', '4–16 hours')
    """
    times = 100 if note.unit == "share" else 1
    low, high = f"{note.low * times:g}", f"{note.high * times:g}"
    units = {"share": " %", "factor": " times", "count": ""}
    return (low if low == high else f"{low}–{high}") + units.get(note.unit, f" {note.unit}")
