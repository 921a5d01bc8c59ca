"""The answer to `gap` as blocks, and the parts that the answer to `path` shares with it: opening, gap, closing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rolepath.planning.explored import Rests
from rolepath.planning.result import Answer, AssumptionNote, CreditedBy, GapItem, Money, SourceNote, Thing
from rolepath.render.blocks import Block, Heading, Items, Table, Text
from rolepath.render.step_words import price
from rolepath.render.words import Notes, number, percent

_RIGHT = frozenset({"weight", "covered", "share", "need"})
_GAP_COLUMNS = ("requirement", "necessity", "weight", "need", "covered", "share", "what counts towards it", "sources")
_FEWEST = {"months": "the fewest months", "hours": "the fewest hours of study", "money": "the least money", "steps": "the fewest steps"}


def gap_blocks(answer: Answer) -> list[Block]:
    """The gap in full: what is missing, largest share first, then what is met, then the sources."""
    notes = notes_of(answer)
    blocks = [*opening(answer, "Gap"), *gap_tables(answer, notes), *met_tables(answer, notes)]
    return [*blocks, *closing(answer, [Items(notes.texts, numbered=True)])]


def notes_of(answer: Answer) -> Notes:
    """Source notes that know the titles of the answer's sources."""
    return Notes(titles_of(answer))


def titles_of(answer: Answer) -> dict[str, str]:
    """Sources and organisations by identifier, as the answer names them."""
    return {s.id: s.title for s in answer.sources} | {o.id: o.label for o in answer.organizations}


def opening(answer: Answer, what: str) -> Iterator[Block]:
    """From where to where; the reason where there is nothing to show; readiness, what it means, and what it started from."""
    yield Heading(title(answer, what), 1)
    if answer.reason:
        yield Text(answer.reason)
    yield Text(readiness_words(answer))
    for note in answer.notes:
        yield Text(note)
    yield from (Text(line) for line in _profile(answer))
    if what == "Path":
        yield Text(_asked(answer))
    elif answer.question.constraints.strict:
        yield Text("Only what is held itself counts, or under an exact mapping (--strict).")


def title(answer: Answer, what: str) -> str:
    """What is answered, with the classification that the start stands in."""
    start = answer.question.start_role
    return f"{what}: {f'{start.label} ({start.origin})' if start else 'nothing'} → {answer.question.target.label}"


def readiness_words(answer: Answer) -> str:
    """Readiness now and after the first path, and what ready means."""
    now = answer.readiness
    after = f", after the best path {percent(now.after)}" if now.after is not None and answer.paths else ""
    return (
        f"Readiness now {percent(now.now)}{after}; ready means {percent(answer.question.constraints.readiness)} and every essential"
        f" requirement met ({now.essentials_met} of {now.essentials} {'are now' if after else 'are'})."
    )


def _profile(answer: Answer) -> Iterator[str]:
    """What a person said of themselves beside the role they start from, a line for each kind."""
    profile = answer.question.profile
    labels = {thing.id: thing.label for item in (*answer.gap, *answer.met) for thing in item.capabilities}
    more = [role for role in profile.roles if role != answer.question.start_role]
    years = f"{number(profile.years)} {'year' if profile.years == 1 else 'years'} of work" if profile.years else ""
    for name, values in (
        ("Roles held too", [role.label for role in more]),
        ("Claimed", [_claim(text, labels) for text in profile.have]),
        ("Not held", [labels.get(name, name) for name in profile.lack]),
        ("Programs done", [program.label for program in profile.programs]),
        ("Degrees", profile.degrees),
        ("Licences", [licence.label for licence in profile.licences]),
        ("Experience", [years] if years else []),
    ):
        if values:
            yield f"{name}: {', '.join(values)}."


def _claim(text: str, labels: dict[str, str]) -> str:
    name, _, level = text.partition("=")
    return labels.get(name, name) + (f" at {percent(float(level))}" if level else "")


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
        _bridges(asked.max_bridges),
        f"without {_either(asked.avoid)}" if asked.avoid else "",
        f"with {', '.join(thing.label for thing in asked.must)}" if asked.must else "",
        "only what is held itself counts (--strict)" if asked.strict else "",
    )
    return f"Asked for: {'; '.join(part for part in parts if part)}."


def _bridges(most: int) -> str:
    return f"with at most {most} {'role' if most == 1 else 'roles'} in between" if most else "with no role in between"


def _either(things: Iterable[Thing]) -> str:
    return " or ".join(thing.label for thing in things)


def gap_tables(answer: Answer, notes: Notes, limit: int | None = None, cards: bool = False) -> Iterator[Block]:
    """What is missing; with a limit only the largest shares, and how many more there are."""
    if answer.gap:
        yield Heading(f"Missing: {len(answer.gap)} requirements, largest share of the gap first")
        yield Table("gap", _GAP_COLUMNS, tuple(_gap_row(item, notes) for item in answer.gap[:limit]), _RIGHT, cards)
    if limit is not None and len(answer.gap) > limit:
        yield Text(f"And {len(answer.gap) - limit} more; `rolepath gap` lists them all.")


def met_tables(answer: Answer, notes: Notes, cards: bool = False) -> Iterator[Block]:
    """What is met already."""
    if answer.met:
        yield Heading(f"Met already: {len(answer.met)}")
        yield Table("met", _GAP_COLUMNS, tuple(_gap_row(item, notes) for item in answer.met), _RIGHT, cards)


def _gap_row(item: GapItem, notes: Notes) -> tuple[str, ...]:
    return (
        item.label,
        item.necessity,
        f"{item.weight:.2f}",
        f"{item.need:.2f}",
        percent(item.coverage),
        f"{item.share:.1%}",
        credit(item.credited_by),
        notes.marks(item.evidence),
    )


def credit(credited: CreditedBy | None) -> str:
    """What counts towards a requirement, in words."""
    if credited is None:
        return ""
    how = credited.via if credited.via == "held" else f"{credited.via}: {percent(credited.factor)}"
    claimed = ", claimed" if credited.claimed else ""
    return f"{credited.label} at {percent(credited.level)} ({how}{claimed})"


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
    ('30%', '4–16 hours')
    """
    times = 100 if note.unit == "share" else 1
    low, high = f"{note.low * times:g}", f"{note.high * times:g}"
    units = {"share": "%", "factor": " times", "count": ""}
    return (low if low == high else f"{low}–{high}") + units.get(note.unit, f" {note.unit}")
