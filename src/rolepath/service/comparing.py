"""Two roles side by side, with how ready each makes for the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rolepath.errors import NotEnoughKnown
from rolepath.planning.result import Answer, SourceNote
from rolepath.rdf.compare import Comparison
from rolepath.service.assemble import source_notes

if TYPE_CHECKING:
    from rolepath.service.graph import KnowledgeGraph


@dataclass(frozen=True)
class BothWays:
    """A comparison, the gap from the first role to the second and back (None: too little is known of the one to get to), its sources."""

    comparison: Comparison
    forth: Answer | None
    back: Answer | None
    sources: tuple[SourceNote, ...]


def both_ways(kg: KnowledgeGraph, first: str, second: str) -> BothWays:
    """The comparison of two roles and the answers to `gap` both ways; see `KnowledgeGraph.compare` for what is raised."""
    found = kg.compare(first, second)
    forth, back = _gap(kg, found.first[0], found.second[0]), _gap(kg, found.second[0], found.first[0])
    cited = set(found.cited) | {source.id for answer in (forth, back) if answer for source in answer.sources}
    return BothWays(found, forth, back, source_notes(kg.store, cited))


def _gap(kg: KnowledgeGraph, start: str, target: str) -> Answer | None:
    try:
        return kg.gap(start, target)
    except NotEnoughKnown:
        return None
