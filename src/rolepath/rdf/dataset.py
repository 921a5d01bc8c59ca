"""JSON-LD nodes and the ontology to quads: one dataset, the same for the same records, in sorted N-Quads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from rolepath import vocab
from rolepath.errors import InvalidData, Problem
from rolepath.rdf.terms import Node, Nodes, to_json_ld


def read_context(ontology: Path) -> dict[str, Any]:
    """The JSON-LD context that maps fields of records to terms."""
    return dict(json.loads((ontology / "context.jsonld").read_text(encoding="utf-8")))


def to_quads(nodes: Nodes, ontology: Path) -> list[ox.Quad]:
    """The quads of all nodes and of the ontology, without repetitions, in no order.

    Raises:
        InvalidData: where a triple would stand in two graphs, or a node would be blank.
    """
    quads = from_nodes(nodes, read_context(ontology))
    for quad in ox.parse(path=ontology / "rolepath.ttl", format=ox.RdfFormat.TURTLE):
        quads.add(ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(vocab.ONTOLOGY)))
    check_quads(quads)
    return list(quads)


def from_nodes(nodes: Nodes, context: Mapping[str, Any]) -> set[ox.Quad]:
    """The quads of all nodes, each in its named graph."""
    return {quad for name, members in nodes.graphs.items() for quad in _parse(context, name, members)}


def _parse(context: Mapping[str, Any], graph: str, members: list[Node]) -> Iterable[ox.Quad]:
    return ox.parse(to_json_ld(context, graph, members), ox.RdfFormat.JSON_LD)


def check_quads(quads: Iterable[ox.Quad]) -> None:
    """Raises InvalidData where a triple stands in two graphs (a union would count it twice) or a node is blank."""
    seen: dict[ox.Triple, str] = {}
    problems = []
    for quad in quads:
        graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        first = seen.setdefault(quad.triple, graph)
        if first != graph:
            both = " and ".join(sorted((first, graph)))
            problems.append(Problem("", 0, f"the same triple stands in two graphs, {both}: {quad.triple}"))
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
            problems.append(Problem("", 0, f"a blank node in {graph}: {quad.triple}"))
    if problems:
        raise InvalidData(problems)


def to_nquads(quads: Iterable[ox.Quad]) -> bytes:
    """The dataset as sorted N-Quads, one per line."""
    lines = sorted(f"{quad.subject} {quad.predicate} {quad.object} {quad.graph_name} ." for quad in quads)
    return ("\n".join(lines) + "\n").encode()
