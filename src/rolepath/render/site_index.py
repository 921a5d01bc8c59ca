"""The first page of a site: where you may start, how far it is from there, and which page answers what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rolepath.planning.explored import Gain, Reach
from rolepath.planning.result import Answer, Money, Range, SourceNote, Thing
from rolepath.render import path_words as words
from rolepath.render.path_view import Amount
from rolepath.render.role_words import a, inside
from rolepath.render.shell import asset, embed_json, render_page, shorten

_LEADS = 12
"""How many roles that lead to the target are listed."""
_INSTEAD = 2
"""How many starts are named to whoever searched for one that isn't there: the nearest to the target."""


@dataclass(frozen=True)
class Start:
    """One start: the role (None for nothing), the way from it, whether a source tells of the move, and the names of its pages.

    seen: the page and place where the role is shown in the explorer.
    """

    role: Thing | None
    way: Answer
    documented: bool
    way_page: str
    compare_page: str | None
    seen: str | None


@dataclass(frozen=True)
class Row:
    """A start as a line of the table. The numbers are what it is sorted by: None where there is no way.

    whose: for whom the way is, inside a sentence; one: somebody in the role, likewise.
    """

    label: str
    whose: str
    one: str
    find: str
    origin: str | None
    documented: bool
    readiness: float
    musts: str
    study: Amount | None
    months: Amount | None
    steps: int | None
    by_way_of: str
    reason: str
    hours_middle: float | None
    months_middle: float | None
    start: Start


@dataclass(frozen=True)
class ProgramRow:
    """A program or project: how much of the target it covers by itself, what it takes, and what it asks for first."""

    label: str
    kind: str
    gain: float
    meets: str
    takes: tuple[Amount, ...]
    asks: str
    seen: str | None


@dataclass(frozen=True)
class Lead:
    """A role that leads to the target: how ready it makes, and the titles of the sources that tell of the move.

    href: the way from it, else where it is shown in the explorer.
    """

    label: str
    href: str | None
    readiness: float
    told_by: tuple[str, ...]


def index_page(
    target: Thing,
    starts: Sequence[Start],
    programs: Sequence[tuple[Gain, str | None]],
    feeders: Reach,
    sources: Sequence[tuple[SourceNote, int]],
    *,
    seen: Mapping[str, str],
    target_seen: str,
    explorer: str,
    files: Sequence[str],
    made_with: str,
) -> str:
    """The index as one HTML file that makes no request; equal input gives equal bytes.

    Args:
        target: the role that all of it is about.
        starts: at least one, in the order of the table.
        programs: each with the place where it is shown in the explorer.
        feeders: which roles lead to the target.
        seen: where roles that lead to it are shown in the explorer, by identifier.
        sources: with the number of passages and records of each that the answers rest on.
        target_seen, explorer: where the target can be explored, and where one can look around.
        files: the names of all pages of the site, by which its folder is known later.
        made_with: the program and its version.
    """
    rows = [_row(start) for start in starts]
    found = [row for row in rows if row.months_middle is not None]
    asked = starts[0].way.question.constraints
    one = a(target.label, target.origin)
    titles = {note.id: note.title for note, _ in sources}
    pages = {**seen, **{start.role.id: start.way_page for start in starts if start.role}}
    return render_page(
        "index.html",
        styles=["base.css", "index.css"],
        scripts=[asset("finding.js"), asset("index.js")],
        data={"files": embed_json(sorted(files))},
        title=f"How do I become {one}?",
        question=f"How do I become {one}?",
        target_one=one,
        rows=rows,
        nearest=max(rows, key=lambda row: row.readiness, default=None),
        quickest=min(found, key=lambda row: row.months_middle or 0.0, default=None),
        asked=asked,
        goal=asked.readiness,
        programs=[_program(gain, seen) for gain, seen in programs],
        instead=sorted((row for row in rows if row.start.role), key=lambda row: -row.readiness)[:_INSTEAD],
        leads=_leads(feeders, titles, pages),
        little_known=[(inside(each.role.label, each.role.origin), pages.get(each.role.id)) for each in feeders.unranked],
        little_told_by=_titles((c.source for each in feeders.unranked for c in each.evidence), titles),
        sources=[(note, count) for note, count in sources if count],
        target_seen=target_seen,
        explorer=explorer,
        made_with=made_with,
        evidence=sum(count for _, count in sources),
        percent=words.percent,
        counted=words.counted,
        amount=words.amount,
        price=lambda value: words.priced(Money(value, value, asked.currency)),
        one=lambda value: Range(value, value),
    )


def _row(start: Start) -> Row:
    way = start.way
    path = way.ways[0] if way.ways else None
    label = words.sentence(start.role.label) if start.role else "Nothing yet"
    one = a(start.role.label, start.role.origin) if start.role else ""
    between = ", then ".join(a(hop.role.label, hop.role.origin) for hop in path.hops[:-1]) if path else ""
    met = f"{way.readiness.essentials_met} of {words.counted(way.readiness.essentials, words.MUST)}"
    ready = way.readiness.stage == "ready"
    return Row(
        label=label,
        whose=f"for {one}" if one else "from nothing",
        one=one,
        find=shorten(label if start.role else "Nothing yet, student, beginner, from scratch", 400),
        origin=start.role.origin if start.role and start.role.origin != "rolepath" else None,
        documented=start.documented,
        readiness=way.readiness.typical,
        musts=met if way.readiness.essentials else "",
        study=Amount(words.amount(path.cost.hours, "hours"), True) if path else None,
        months=Amount(words.amount(path.cost.months, "months"), True) if path else None,
        steps=path.cost.steps if path else None,
        by_way_of=between,
        reason="Ready now." if ready and not path else way.reason or "",
        hours_middle=path.cost.hours.mid if path else 0.0 if ready else None,
        months_middle=path.cost.months.mid if path else 0.0 if ready else None,
        start=start,
    )


def _program(gain: Gain, seen: str | None) -> ProgramRow:
    takes = []
    if gain.hours is not None:
        takes.append(Amount(words.amount(gain.hours, "hours"), True))
    if gain.months is not None:
        takes.append(Amount(words.amount(gain.months, "months"), True))
    if gain.money is not None and gain.money.high > 0:
        takes.append(Amount(words.priced(gain.money), True))
    meets = words.counted(len(gain.meets), "must-have") if gain.meets else ""
    asks = "; ".join(each.text for each in gain.asks)
    return ProgramRow(words.sentence(gain.thing.label), words.offer_kind(gain.kind), gain.gain, meets, tuple(takes), asks, seen)


def _leads(feeders: Reach, titles: Mapping[str, str], pages: Mapping[str, str]) -> list[Lead]:
    """Roles that a source tells of first, then the nearest; without those of which too little is known to rank them."""
    told = [each for each in feeders.roles if each.documented]
    others = [each for each in feeders.roles if not each.documented]
    return [
        Lead(
            words.sentence(near.role.label),
            pages.get(near.role.id),
            near.readiness,
            _titles((c.source for c in near.evidence), titles) if near.documented else (),
        )
        for near in [*told, *others[: max(_LEADS - len(told) - len(feeders.unranked), 0)]]
    ]


def _titles(sources: Iterable[str], titles: Mapping[str, str]) -> tuple[str, ...]:
    """The titles of these sources, each source once; two of them may have one title."""
    return tuple(titles.get(source, source) for source in dict.fromkeys(sources))
