"""The graph and what is known of its things, as the parts of the page that draws it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rolepath.evidence import Cited
from rolepath.rdf.dossier import Dossier
from rolepath.rdf.export import ordered_edges, ordered_nodes
from rolepath.render.graph_model import Citation, Fact, PageEdge, PageNode
from rolepath.render.words import MODALITIES

if TYPE_CHECKING:
    import networkx as nx


def graph_parts(
    graph: nx.MultiDiGraph[str], dossiers: Mapping[str, Dossier], center: str | None
) -> tuple[str, str, list[PageNode], list[PageEdge]]:
    """Title, lead, nodes and edges of a page for a graph.

    Args:
        graph: as `rdf.export.to_networkx` makes it.
        dossiers: what is known of each of its nodes.
        center: the node around which the graph was cut, or None for all of it.
    """
    nodes = [PageNode(node, data["label"], data["kind"], _facts(dossiers[node]), None, None) for node, data in ordered_nodes(graph)]
    edges = [PageEdge(start, end, data["kind"], data["label"], data["weight"]) for start, end, data in ordered_edges(graph)]
    if center is None:
        title = "Roles, skills, tools and programs"
        lead = "Everything in the graph: what roles ask for, what programs teach, which role leads to which, and who says so."
    else:
        label = graph.nodes[center]["label"]
        title = f"Around {label}"
        lead = f"What {label} asks for, who teaches it, which roles lead to it, and who says so."
    return title, lead, nodes, edges


def _facts(dossier: Dossier) -> tuple[Fact, ...]:
    return tuple(
        Fact(fact.name, fact.value, fact.strength, tuple(_citation(cited, dossier.labels) for cited in fact.evidence))
        for _, facts in dossier.sections
        for fact in facts
        if fact.name != "name" or fact.evidence
    )


def _citation(cited: Cited, labels: Mapping[str, str]) -> Citation:
    """One evidence for the side panel: the source, and what it says where."""
    strength = f", {MODALITIES[cited.modality]}" if cited.modality else ""
    title = labels.get(cited.source, cited.source)
    if cited.kind == "passage":
        by = f", citing {labels.get(cited.attributed_to, cited.attributed_to)}" if cited.attributed_to else ""
        return Citation(title, f"“{cited.words}”, characters {cited.start}–{cited.end}{by}{strength}")
    if cited.kind == "record":
        return Citation(title, f"{cited.file}{strength}")
    return Citation("our own reason", cited.reason or "", estimate=True)
