"""What is known of a thing, two roles compared, and search results as blocks."""

from __future__ import annotations

from collections.abc import Sequence

from rolepath.planning.result import SourceNote
from rolepath.rdf.compare import Comparison
from rolepath.rdf.dossier import Dossier
from rolepath.rdf.lookup import Match
from rolepath.render.blocks import Block, Heading, Items, Table, Text
from rolepath.render.words import Notes


def dossier_blocks(found: Dossier) -> list[Block]:
    """A thing with its facts in sections, then the numbered sources."""
    notes = Notes(found.labels)
    blocks: list[Block] = [Heading(f"{found.label} – {found.kind}", 1), Text(f"{found.id} ({found.origin})")]
    for title, facts in found.sections:
        rows = tuple(
            (fact.name, fact.value, fact.strength or "", notes.marks(fact.evidence))
            for fact in facts
            if fact.name != "name" or fact.evidence
        )
        strong = any(row[2] for row in rows)
        columns = ("what", "value", "strength", "sources") if strong else ("what", "value", "sources")
        blocks += [Heading(title), Table(title.lower(), columns, rows if strong else tuple((a, b, d) for a, b, _, d in rows))]
    return blocks + _sources(notes, found.licences)


def comparison_blocks(found: Comparison) -> list[Block]:
    """Two roles in columns, then the numbered sources."""
    notes = Notes(found.labels)
    names = [f"{label} ({origin})" if origin != "rolepath" else label for _, label, origin in (found.first, found.second)]
    blocks: list[Block] = [Heading(f"{names[0]} and {names[1]}", 1)]
    for title, lines in found.sections:
        rows = tuple(
            (line.label, *(f"{side.text} {notes.marks(side.evidence)}".strip() for side in (line.first, line.second))) for line in lines
        )
        named = any(row[0] for row in rows)
        columns = ("what", found.first[1], found.second[1]) if named else (found.first[1], found.second[1])
        blocks += [Heading(title), Table(title.lower(), columns, rows if named else tuple(row[1:] for row in rows))]
    if len(blocks) == 1:
        blocks.append(Text("No source says anything of either role that could be compared."))
    return blocks + _sources(notes, found.licences)


def _sources(notes: Notes, licences: Sequence[str]) -> list[Block]:
    blocks: list[Block] = [Heading("Sources"), Items(notes.texts, numbered=True)] if notes.texts else []
    return [*blocks, Heading("Licences"), Items(tuple(licences))] if licences else blocks


def source_blocks(found: Sequence[tuple[SourceNote, int]]) -> list[Block]:
    """Sources with their licence and how much rests on them."""
    rows = tuple(
        (
            note.title + (f" {note.version}" if note.version else ""),
            note.kind,
            note.publisher or "",
            note.attribution or note.licence,
            str(count),
        )
        for note, count in found
    )
    return [Table("sources", ("title", "kind", "publisher", "licence", "evidence"), rows, frozenset({"evidence"}))]


def search_blocks(text: str, matches: Sequence[Match]) -> list[Block]:
    """Search results, best first."""
    if not matches:
        return [Text(f"Nothing is called anything like “{text}”.")]
    rows = tuple((m.label if m.matched == m.label else f"{m.label} ({m.matched})", m.type.lower(), m.id) for m in matches)
    return [Table("search", ("name", "kind", "identifier"), rows, whole=frozenset({"identifier"}))]
