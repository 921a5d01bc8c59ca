"""The dataset in other formats and libraries: RDF serialisations, networkx, GraphML, GEXF, CSV, an rdflib Dataset."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from rolepath import vocab
from rolepath.errors import WrongUse
from rolepath.rdf import tables
from rolepath.rdf.answers import is_answer
from rolepath.rdf.dataset import to_nquads
from rolepath.rdf.results import graph_text

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
RDF_FORMATS = ("turtle", "trig", "nquads", "jsonld")

DRAWN = ("Role", "Skill", "Tool", "Method", "Regulation", "Unit", "Program", "Project", "Task", "Organization", "Industry")
"""The classes of what becomes a node."""

_NODES = f"""SELECT ?id ?label ?type {{
    VALUES ?type {{ {" ".join(f"rp:{name}" for name in DRAWN)} }}
    ?id a ?type ; skos:prefLabel ?label }}"""

_PLAIN_EDGES = """SELECT ?from ?p ?to {
    VALUES ?p { skos:broader rp:teaches rp:leadsTo rp:preparesFor rp:prerequisite rp:exercises rp:includes skos:member rp:afterUnit rp:fits
        rp:usesTool schema:provider schema:parentOrganization rp:platform rp:hiringIndustry rp:hiredThrough
        skos:exactMatch skos:closeMatch skos:broadMatch skos:narrowMatch }
    ?from ?p ?to }"""

_REQUIRED_EDGES = """SELECT ?from ?kind ?to ?necessity ?weight {
    { ?r a rp:Requirement ; rp:capability|rp:anyOf ?to ; rp:weight ?weight BIND("requires" AS ?kind) }
    UNION { ?r a rp:UnitRequirement ; rp:asksUnit ?to ; rp:strength ?weight BIND("asksFor" AS ?kind) }
    ?r rp:role ?from ; rp:necessity ?necessity }"""

EDGE_WORDS = {
    "broader": "part of", "teaches": "teaches", "leadsTo": "leads to", "preparesFor": "prepares for", "prerequisite": "comes after",
    "exercises": "exercises", "includes": "includes", "member": "consists of", "afterUnit": "comes after", "fits": "can be done as",
    "asksFor": "asks for", "parentOrganization": "belongs to", "usesTool": "works with", "provider": "offered by", "platform": "given on",
    "hiringIndustry": "hired in",
    "hiredThrough": "hired through", "exactMatch": "same as", "closeMatch": "nearly the same as", "broadMatch": "narrower than",
    "narrowMatch": "broader than",
}  # fmt: skip


def to_rdf(store: ox.Store, format_: str, only: Iterable[str] | None = None) -> str:
    """The dataset, or the part of it about some things, in a serialisation of RDF; the same dataset gives the same bytes.

    Args:
        format_: one of `RDF_FORMATS`. Turtle has no graphs: it is their union.
        only: identifiers; with them come the statements about them and the evidence of these.
    """
    return as_text(list(store) if only is None else _about(store, only), format_)


def as_text(quads: Iterable[ox.Quad], format_: str) -> str:
    """Quads in one of `RDF_FORMATS`; the same quads give the same bytes. Turtle has no graphs: it is their union."""
    if format_ == "nquads":
        return to_nquads(quads).decode()
    ordered = sorted(quads, key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object)))
    if format_ == "turtle":
        triples = sorted((quad.triple for quad in ordered), key=lambda t: (str(t.subject), str(t.predicate), str(t.object)))
        return graph_text(triples, format_)
    return graph_text(ordered, format_)


_ENDS = ("role", "capability", "anyOf", "asksUnit", "offer", "program", "fromRole", "toRole", "about", "supports", "held", "towards")


def _about(store: ox.Store, only: Iterable[str]) -> set[ox.Quad]:
    """The quads of these nodes, of statements between them, and of the evidence for both."""
    nodes = {ox.NamedNode(vocab.iri(identifier)) for identifier in only}
    found: set[ox.Quad] = set()
    statements: set[Any] = set()
    for node in nodes:
        found.update(store.quads_for_pattern(node, None, None, None))
        for name in _ENDS:
            statements.update(q.subject for q in store.quads_for_pattern(None, ox.NamedNode(vocab.RP + name), node, None))
    for statement in statements:
        if is_answer(statement.value):
            continue  # of a saved answer, which is no fact about these
        quads = list(store.quads_for_pattern(statement, None, None, None))
        ends = {q.object for q in quads if q.predicate.value.removeprefix(vocab.RP) in _ENDS}
        if ends <= nodes:
            found.update(quads)
            for quad in store.quads_for_pattern(None, ox.NamedNode(vocab.RP + "supports"), statement, None):
                found.update(store.quads_for_pattern(quad.subject, None, None, None))
    return found


def to_networkx(store: ox.Store) -> nx.MultiDiGraph[str]:
    """Entities as nodes (`label`, `kind`, `origin`), relations as edges (`kind`, `label`, `weight`), in order of identifier.

    The weight of a requirement, of a capability or a unit, is its strength; the factor of a mapping is not repeated here: every other
    edge has weight 1. Signals, which ask for nothing, are left out.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="rolepath")
    for row in tables.select(store, _NODES):
        kind = row["type"].rsplit("#", 1)[-1].lower()
        graph.add_node(row["id"], label=row["label"], kind=kind, origin=tables.origin(row["id"]))
    for row in tables.select(store, _REQUIRED_EDGES):
        kind = row["kind"]
        label = f"{'requires' if kind == 'requires' else EDGE_WORDS[kind]} ({row['necessity']})"
        graph.add_edge(row["from"], row["to"], key=kind, kind=kind, label=label, weight=float(row["weight"]))
    for row in tables.select(store, _PLAIN_EDGES):
        if row["from"] in graph and row["to"] in graph:
            kind = row["p"].rsplit("#", 1)[-1].rsplit("/", 1)[-1]
            graph.add_edge(row["from"], row["to"], key=kind, kind=kind, label=EDGE_WORDS[kind], weight=1.0)
    return graph


def neighbourhood(graph: nx.MultiDiGraph[str], center: str, hops: int) -> nx.MultiDiGraph[str]:
    """The part of a graph within so many steps of a node, in either direction.

    Raises:
        WrongUse: where hops is negative, or the node isn't in the graph.
    """
    import networkx as nx

    if hops < 0:
        raise WrongUse(f"--hops must be 0 or more, not {hops}")
    if center not in graph:
        raise WrongUse(f"{center} is not drawn in the graph; choose a role, capability, program, project, organization or industry")
    near = nx.single_source_shortest_path_length(graph.to_undirected(as_view=True), center, cutoff=hops)
    return graph.subgraph(near).copy()


def own_part(graph: nx.MultiDiGraph[str]) -> set[str]:
    """The things that no classification gave, and what they are linked with."""
    own = {node for node, data in graph.nodes(data=True) if data["origin"] == "rolepath"}
    return own.union(*(graph.successors(node) for node in own), *(graph.predecessors(node) for node in own))


def to_graphml(graph: nx.MultiDiGraph[str]) -> str:
    """The graph as GraphML, which Gephi and yEd open with labels, kinds and weights."""
    import networkx as nx

    return "\n".join(nx.generate_graphml(_plain(graph))) + "\n"


def to_gexf(graph: nx.MultiDiGraph[str]) -> str:
    """The graph as GEXF 1.2; without the date of writing that networkx adds, so that the same graph gives the same bytes."""
    import networkx as nx

    text = "\n".join(nx.generate_gexf(_plain(graph), version="1.2draft"))
    return re.sub(r' lastmodifieddate="[^"]*"', "", text) + "\n"


def _plain(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """The graph with edges keyed by their number, which is what the formats allow, in a fixed order."""
    import networkx as nx

    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    plain.add_nodes_from((node, data | {"label": _NOT_XML.sub("\ufffd", data["label"])}) for node, data in ordered_nodes(graph))
    for number, (start, end, data) in enumerate(ordered_edges(graph)):
        plain.add_edge(start, end, key=str(number), **data)
    return plain


def ordered_nodes(graph: nx.MultiDiGraph[str]) -> list[tuple[str, dict[str, Any]]]:
    """The nodes with their data, by identifier."""
    nodes: list[Any] = list(graph.nodes(data=True))
    return sorted(nodes, key=lambda node: str(node[0]))


def ordered_edges(graph: nx.MultiDiGraph[str]) -> list[tuple[str, str, dict[str, Any]]]:
    """The edges with their data, by their ends and kind."""
    edges: list[Any] = list(graph.edges(data=True))
    return sorted(edges, key=lambda edge: (edge[0], edge[1], edge[2]["kind"]))


def to_csv(graph: nx.MultiDiGraph[str]) -> tuple[str, str]:
    """The graph as two CSV files, nodes and edges, with the column names that Gephi takes."""
    nodes, edges = io.StringIO(), io.StringIO()
    writer = csv.writer(nodes, lineterminator="\n")
    writer.writerow(["Id", "Label", "Kind", "Origin"])
    writer.writerows([node, data["label"], data["kind"], data["origin"]] for node, data in ordered_nodes(graph))
    writer = csv.writer(edges, lineterminator="\n")
    writer.writerow(["Source", "Target", "Type", "Kind", "Label", "Weight"])
    for start, end, data in ordered_edges(graph):
        writer.writerow([start, end, "Directed", data["kind"], data["label"], f"{data['weight']:g}"])
    return nodes.getvalue(), edges.getvalue()


def rdflib_dataset(store: ox.Store) -> rdflib.Dataset:
    """The dataset as an rdflib Dataset whose default graph is the union of all graphs, on the same store, nothing copied."""
    import rdflib
    from oxrdflib import OxigraphStore

    dataset = rdflib.Dataset(store=OxigraphStore(store=store), default_union=True)
    for prefix, namespace in vocab.PREFIXES.items():
        dataset.namespace_manager.bind(prefix, namespace, replace=True)
    return dataset
