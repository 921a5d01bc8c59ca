"""The answers to `gap` and `path` as blocks."""

from __future__ import annotations

from collections.abc import Iterator

from rolepath.planning.result import Answer, Considered, CreditedBy, GapItem, Hop, Offer, Path, Step
from rolepath.render.blocks import Block, Heading, Items, Table, Text
from rolepath.render.words import Notes, percent, span

_RIGHT = frozenset({"weight", "covered", "share", "need", "stage", "hours", "ready after"})


def gap_blocks(answer: Answer) -> list[Block]:
    """The gap in full: what is missing, largest share first, then what is met, then the sources."""
    notes = _notes(answer)
    blocks = [*_opening(answer, "Gap"), *_gap(answer, notes), *_met(answer, notes)]
    return [*blocks, *_closing(answer, notes)]


def path_blocks(answer: Answer) -> list[Block]:
    """The gap in brief, the best path with its steps, the others by their hops, then the sources."""
    notes = _notes(answer)
    blocks: list[Block] = [*_opening(answer, "Path"), *_gap(answer, notes, limit=_IN_BRIEF)]
    for position, path in enumerate(answer.paths, start=1):
        blocks += _path(answer, path, f"Path {position}", notes, whole=position == 1)
    if answer.direct is not None and answer.direct not in answer.paths:
        blocks += _path(answer, answer.direct, "The direct path", notes, whole=False)
    if answer.considered:
        blocks += [
            Heading("Also considered, and better neither in hours nor in months"),
            Items(tuple(_considered(way) for way in answer.considered)),
        ]
    return [*blocks, *_closing(answer, notes)]


def _opening(answer: Answer, what: str) -> Iterator[Block]:
    question = answer.question
    start = question.start_role.label if question.start_role else "nothing"
    origin = f" ({question.start_role.origin})" if question.start_role else ""
    yield Heading(f"{what}: {start}{origin} → {question.target.label}", 1)
    if answer.reason:
        yield Text(answer.reason)
    now = answer.readiness
    yield Text(
        f"Readiness now {percent(now.now)}; ready means {percent(question.readiness)} and every essential requirement met"
        f" ({now.essentials_met} of {now.essentials} are)."
    )
    for note in answer.notes:
        yield Text(note)
    for title, names in (("Claimed", question.have), ("Not held", question.lack)):
        if names:
            yield Text(f"{title}: {', '.join(names)}.")


_IN_BRIEF = 8


def _notes(answer: Answer) -> Notes:
    return Notes({s.id: s.title for s in answer.sources} | {o.id: o.label for o in answer.organizations})


def _gap(answer: Answer, notes: Notes, limit: int | None = None) -> Iterator[Block]:
    if answer.gap:
        yield Heading(f"Missing: {len(answer.gap)} requirements, largest share of the gap first")
        yield Table("gap", _GAP_COLUMNS, tuple(_gap_row(item, notes) for item in answer.gap[:limit]), _RIGHT)
    if limit is not None and len(answer.gap) > limit:
        yield Text(f"And {len(answer.gap) - limit} more; `rolepath gap` lists them all.")


_GAP_COLUMNS = ("requirement", "necessity", "weight", "need", "covered", "share", "what counts towards it", "sources")


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


def _met(answer: Answer, notes: Notes) -> Iterator[Block]:
    if answer.met:
        yield Heading(f"Met already: {len(answer.met)}")
        yield Table("met", _GAP_COLUMNS, tuple(_gap_row(item, notes) for item in answer.met), _RIGHT)


def _path(answer: Answer, path: Path, title: str, notes: Notes, whole: bool) -> Iterator[Block]:
    hops = " → ".join(hop.role.label for hop in path.hops)
    direct = " (direct)" if len(path.hops) == 1 else ""
    yield Heading(f"{title}{direct}: {hops}")
    yield Text(
        f"Estimated: {span(path.cost.hours, 'hours')} of study; {span(path.cost.months, 'months')}"
        f" at {answer.question.hours_per_week:g} hours a week" + (", tenure included." if len(path.hops) > 1 else ".")
    )
    for hop in path.hops:
        yield from _hop(hop, notes, whole)


def _considered(way: Considered) -> str:
    through = " → ".join(role.label for role in way.roles)
    documented = "; every move is documented" if way.documented == len(way.roles) else ""
    return f"{through}: {span(way.cost.hours, 'hours')}, {span(way.cost.months, 'months')}{documented} (estimated)"


def _hop(hop: Hop, notes: Notes, whole: bool) -> Iterator[Block]:
    move = f" A source documents this move {notes.marks(hop.evidence)}." if hop.documented else ""
    kind = "enter as a bridge" if hop.tenure else "the target"
    tenure = f" Stay {span(hop.tenure, 'months')} (estimated)." if hop.tenure else ""
    yield Text(
        f"{hop.role.label} – {kind}. Ready on entry {percent(hop.readiness_on_entry)},"
        f" {hop.essentials_open} essential requirements open.{move}{tenure}"
    )
    needed = [step for step in hop.steps if step.required]
    if whole and needed:
        rows = tuple(_step_row(step, notes) for step in needed)
        yield Table(f"steps to {hop.role.label}", _STEP_COLUMNS, rows, _RIGHT, cards=True)
    further = len(hop.steps) - len(needed)
    if whole and further:
        yield Text(f"{further} more requirements are open but not needed to be ready; `rolepath gap` lists them.")


_STEP_COLUMNS = ("learn", "stage", "hours", "ready after", "why", "after", "offers", "sources")


def _step_row(step: Step, notes: Notes) -> tuple[str, ...]:
    none = "none named; study alone" if step.hours else "none named"
    return (
        " or ".join(thing.label for thing in step.closes),
        str(step.stage),
        span(step.hours) + (" (estimate)" if step.hours else ""),
        percent(step.readiness_after),
        step.because,
        ", ".join(step.after),
        "; ".join(offer_words(offer) for offer in step.offers if offer.kind != "self-study") or none,
        notes.marks(step.evidence + tuple(e for offer in step.offers for e in offer.evidence)),
    )


def offer_words(offer: Offer) -> str:
    """An offer in a few words."""
    part = "" if offer.covers >= 1 else f" ({percent(offer.covers)} of it)"
    return f"{offer.label}{part}"


def _closing(answer: Answer, notes: Notes) -> Iterator[Block]:
    if notes.texts:
        yield Heading("Sources")
        yield Items(notes.texts, numbered=True)
    if answer.assumptions:
        yield Heading("Estimates used")
        yield Items(tuple(f"{a.label}: {span_of(a.low, a.high)} {a.unit} – {a.reason} ({a.id})" for a in answer.assumptions))
    if answer.licences:
        yield Heading("Licences")
        yield Items(answer.licences)


def span_of(low: float, high: float) -> str:
    """A range of an assumption, without rounding."""
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"
