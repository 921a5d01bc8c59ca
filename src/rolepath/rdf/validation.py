"""The dataset against the SHACL shapes in `ontology/shapes.ttl`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from rolepath import vocab
from rolepath.errors import InvalidData, Problem

_SH = "http://www.w3.org/ns/shacl#"


def check_shapes(quads: Sequence[ox.Quad], ontology: Path) -> None:
    """Validates the union of the dataset's graphs, but for the ontology itself.

    Raises:
        InvalidData: with every result of the SHACL report, by node.
    """
    import pyshacl
    from rdflib import Graph, URIRef

    data = Graph()
    for quad in quads:
        if quad.graph_name != ox.NamedNode(vocab.ONTOLOGY):
            data.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    shapes = Graph().parse(ontology / "shapes.ttl")
    conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", inplace=True, meta_shacl=False)
    if conforms:
        return

    def value(result: Any, name: str) -> str:
        found = report.value(result, URIRef(_SH + name))
        return "" if found is None else vocab.identifier(str(found))

    problems = []
    for result in report.objects(None, URIRef(_SH + "result")):
        path, message = value(result, "resultPath"), value(result, "resultMessage")
        problems.append(Problem(value(result, "focusNode"), 0, f"{path + ': ' if path else ''}{message}"))
    raise InvalidData(problems)


def _term(term: Any) -> Any:
    from rdflib import Literal, URIRef

    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    return Literal(term.value) if datatype == vocab.XSD + "string" else Literal(term.value, datatype=URIRef(datatype), normalize=False)
