"""The graph and what is known of its things, as the parts of the page that draws it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from rolepath.evidence import Cited
from rolepath.rdf import dossier
from rolepath.rdf.export import EDGE_WORDS
from rolepath.rdf.whole import SHOWN_AT_ONCE, Known, Link, Whole
from rolepath.render.graph_model import OWN, Citation, Fact, PageEdge, PageNode, Region
from rolepath.render.map_layout import map_layout
from rolepath.render.map_regions import regions
from rolepath.render.path_words import percent
from rolepath.render.sizes import radius
from rolepath.render.words import MODALITIES

_WORDS: Final = EDGE_WORDS | {"requires": "asks for"}
_NEEDS: Final = {
    "essential": "must-have", "important": "important", "useful": "useful", "optional": "nice to have", None: "asked for",
}  # fmt: skip
_VALUES: Final = {"true": "yes", "false": "no"}
_FIELDS: Final = ("esco:isco/", "esco:isced-f/", "onet:")
_GROUP_PULL: Final = 1.5
_PULLS: Final = {"essential": 1.0, "important": 0.7, "useful": 0.5, "optional": 0.5}
_MATCH_PULL: Final = 8.0
"""Strong: else each classification lies on an island of its own."""


@dataclass(frozen=True)
class GraphParts:
    """Title, lead, things and links of a page for a graph; with regions it is drawn as a map."""

    title: str
    lead: str
    nodes: list[PageNode]
    edges: list[PageEdge]
    cited: frozenset[str]
    """identifiers of the sources"""
    regions: list[Region] | None = None


def graph_parts(whole: Whole, urls: Mapping[str, str], center: str | None) -> GraphParts:
    """The parts of a page for the packaged facts, or for what lies around something; a map where that is more than can be taken in.

    Args:
        whole: what is known of its things.
        urls: source → its address, where it has one.
        center: the thing around which the graph was cut, or None for all of it.
    """
    if center is None:
        title = "Roles, skills, tools and programs"
        lead = "What roles ask for, what programs teach, which role leads to which, and who says so."
    else:
        label = whole.things[center].label
        title = f"Around {label}"
        lead = f"What {label} asks for, who teaches it, which roles lead to it, and who says so."
    return (_on_map if len(whole.things) > SHOWN_AT_ONCE else _parts)(whole, urls, title, lead)


def map_parts(whole: Whole, urls: Mapping[str, str], named: str) -> GraphParts:
    """The parts of a page for whole classifications: a map with places and the names of regions.

    Args:
        named: what the map is of (“ESCO and O*NET”).
    """
    lead = (
        f"Every occupation and every skill of {named}, with what other sources add. What is asked for together lies together:"
        " each region is a field of work."
    )
    return _on_map(whole, urls, f"The map of {named}", lead)


def _parts(whole: Whole, urls: Mapping[str, str], title: str, lead: str) -> GraphParts:
    cite = _Citations(whole.labels, urls)
    nodes = [PageNode(i, known.label, known.kind, _facts(known, cite), None, None) for i, known in whole.things.items()]
    return GraphParts(title, lead, nodes, [_edge(link, cite) for link in whole.links], whole.cited)


def _on_map(whole: Whole, urls: Mapping[str, str], title: str, lead: str) -> GraphParts:
    degree = Counter(end for link in whole.links for end in {link.source, link.target})
    pulls = [(link.source, link.target, _pull(link)) for link in whole.links]
    pulls += [(member, group, _GROUP_PULL) for member, group in whole.groups if group not in whole.things]
    places = map_layout(pulls, {i: radius(degree[i]) for i in whole.things})
    # groups by what is done (“handling and moving”) go across all fields of work; those by occupation and by subject are places
    fields = [(member, group) for member, group in whole.groups if group.startswith(_FIELDS)]
    parts = _parts(whole, urls, title, lead)
    nodes = [replace(node, x=places[node.id][0], y=places[node.id][1]) for node in parts.nodes]
    return replace(parts, nodes=nodes, regions=regions(fields or whole.groups, places, whole.labels))


class _Citations:
    """Evidence as the side panel shows it; what is cited again is the same object."""

    def __init__(self, labels: Mapping[str, str], urls: Mapping[str, str]) -> None:
        self._labels = labels
        self._urls = urls
        self._made: dict[Cited, Citation] = {}

    def __call__(self, evidence: tuple[Cited, ...], number: bool = False) -> tuple[Citation, ...]:
        """`number`: a number of ours is said, so that our own reason makes it an estimate."""
        made = [self._made[cited] if cited in self._made else self._made.setdefault(cited, self._citation(cited)) for cited in evidence]
        return tuple(replace(c, estimate=True) if number and c.source == OWN else c for c in made)

    def _citation(self, cited: Cited) -> Citation:
        strength = f", {MODALITIES[cited.modality]}" if cited.modality else ""
        title, url = self._labels.get(cited.source, cited.source), self._urls.get(cited.source)
        if cited.kind == "passage":
            by = f", citing {self._labels.get(cited.attributed_to, cited.attributed_to)}" if cited.attributed_to else ""
            return Citation(title, f"“{cited.words}”, characters {cited.start}–{cited.end}{by}{strength}", url)
        if cited.kind == "record":
            return Citation(title, f"{cited.file}{strength}", url)
        return Citation(OWN, cited.reason or "")


def _facts(known: Known, cite: _Citations) -> tuple[Fact, ...]:
    """The facts of a thing; its other names in one, and its name only where somebody is cited for it."""
    made = []
    others = [fact for fact in known.facts if fact.name == "also called"]
    if others:
        evidence = tuple(dict.fromkeys(cited for fact in others for cited in fact.evidence))
        made.append(Fact("also called", " · ".join(fact.value for fact in others), None, cite(evidence)))
    for fact in known.facts:
        if fact.name != "also called" and (fact.name != "name" or fact.evidence):
            made.append(_fact(fact, cite))
    return tuple(made)


def _fact(fact: dossier.Fact, cite: _Citations) -> Fact:
    is_number = fact.to is not None and fact.to.startswith("observation/")
    return Fact(fact.name, _VALUES.get(fact.value, fact.value), fact.strength, cite(fact.evidence, is_number))


def _pull(link: Link) -> float:
    return _MATCH_PULL if link.kind.endswith("Match") else _PULLS.get(link.necessity or "", 0.5)


def _edge(link: Link, cite: _Citations) -> PageEdge:
    strength = None
    if link.weight is not None:
        strength = f"{_NEEDS[link.necessity]}, {percent(link.weight)}" + (" (one of several)" if link.one_of_several else "")
    citations = cite(link.evidence, link.kind == "requires")
    return PageEdge(link.source, link.target, link.kind, _WORDS[link.kind], link.weight, link.necessity, strength, citations)
