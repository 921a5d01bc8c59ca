"""The dataset against the SHACL shapes of the ontology, by SPARQL: the check of a build, in a fraction of pySHACL's time.

pySHACL (`rdf.validation`) stays the judge: a test gives both the same corrupted datasets, and asks for the same verdict
and the same focus nodes. They differ where Oxigraph and rdflib read a literal differently, and only there:

- Oxigraph keeps numbers by value, so 0.5 and 0.50 are one value to `sh:maxCount`, and two to pySHACL;
- its decimals have 18 digits behind the point and its integers 64 bits; what doesn't fit is of no datatype;
- Python takes `1_000`, `1e3` or `True` for a number or a boolean, XML Schema and Oxigraph don't;
- in a pattern `$` is the end of the text, to Python also the place before a last newline.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

import pyoxigraph as ox

from rolepath import vocab
from rolepath.errors import InvalidData, Problem
from rolepath.rdf.shacl import Check, Constraint, compile_shapes, short, text

__all__ = ["Check", "Constraint", "Violation", "check_shapes", "compile_shapes", "subclasses", "violations"]

_SUBCLASS_OF: Final = ox.NamedNode(vocab.PREFIXES["rdfs"] + "subClassOf")


@dataclass(frozen=True, order=True)
class Violation:
    """A node that breaks a constraint.

    Its identifier, the path ("" for the node itself), SHACL's name of what is broken, the value ("" where it isn't
    about one), and what to do.
    """

    focus: str
    path: str
    component: str
    value: str
    message: str

    def __str__(self) -> str:
        path = f"{self.path}: " if self.path else ""
        return f"{path}{self.message}; found {self.value}" if self.value else path + self.message


def check_shapes(store: ox.Store, ontology: Path) -> None:
    """Checks the union of a store's graphs against the shapes of an ontology.

    Parameters:
        store: the dataset; its graph of the ontology describes classes and has no instances, so it is never at fault.
        ontology: the folder that holds `shapes.ttl`.

    Raises:
        InvalidData: with every violation, by node; or with what can't be read in the shapes.
    """
    found = violations(store, compile_shapes(ontology / "shapes.ttl", subclasses(store)))
    if found:
        raise InvalidData([Problem(violation.focus, 0, str(violation)) for violation in found])


def violations(store: ox.Store, checks: Iterable[Check]) -> list[Violation]:
    """What in the union of a store's graphs breaks the checks, sorted, each once."""
    found = set()
    for check in checks:
        rows = cast(ox.QuerySolutions, store.query(check.query, use_default_graph_as_union=True))
        for row in rows:
            for position in row["failed"].value.split():
                constraint = check.constraints[int(position)]
                focus, value = vocab.identifier(text(row["focus"])), _shown(row["value"])
                found.add(Violation(focus, constraint.path, constraint.component, value, constraint.message))
    return sorted(found)


def subclasses(store: ox.Store) -> dict[str, frozenset[str]]:
    """The classes below each class, as far as the data says so: like pySHACL, without the graph of the ontology.

    Packaged data names all types of a node and says nothing of the kind; then this is empty, at no cost.
    """
    above = defaultdict(set)
    for quad in store.quads_for_pattern(None, _SUBCLASS_OF, None, None):
        if text(quad.graph_name) != vocab.ONTOLOGY:
            above[text(quad.subject)].add(text(quad.object))
    below = defaultdict(set)
    for start in above:
        waiting, seen = [start], {start}
        while waiting:
            new = above.get(waiting.pop(), set()) - seen
            seen |= new
            waiting += new
        for name in seen - {start}:
            below[name].add(start)
    return {name: frozenset(names) for name, names in below.items()}


def _shown(term: object) -> str:
    """A value as an error shows it."""
    if not isinstance(term, ox.Literal):
        return "" if term is None else vocab.identifier(text(term))
    words = term.value if len(term.value) <= 60 else term.value[:59] + "…"
    if term.language:
        return f"“{words}” ({term.language})"
    datatype = term.datatype.value
    return f"“{words}”" if datatype == vocab.XSD + "string" else f"{words} ({short(datatype)})"
