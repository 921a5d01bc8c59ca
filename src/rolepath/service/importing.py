"""Imports into a store: their facts as they are kept, and what follows from them by rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

import pyoxigraph as ox

from rolepath import model, vocab
from rolepath.catalog.inputs import packaged
from rolepath.errors import InvalidData, Problem
from rolepath.planning.assumptions import Assumptions
from rolepath.planning.derivation import Known, Mapped, Said, claim, credits, independent_sources, strength
from rolepath.planning.lexical import label_matches
from rolepath.planning.rated import Rated, rating_strengths
from rolepath.rdf import facts
from rolepath.rdf.dataset import read_context
from rolepath.rdf.lines import Lines
from rolepath.rdf.terms import Nodes, from_credits, from_ratings, from_records, from_strengths
from rolepath.service.imports import Kept
from rolepath.service.place import Progress

_T = TypeVar("_T")
_PORTION = 1 << 24
"""Bytes of N-Quads that are loaded at once: more of them need more memory and gain no time."""
_AT_ONCE = 20_000
"""Statements that are turned into RDF at once."""
_CLASSIFIED = ("requirement/esco/", "requirement/onet/")


def load(store: ox.Store, imports: Sequence[Kept], progress: Progress) -> None:
    """Puts the facts of imports into a store.

    Raises:
        StoreError: where an import is broken.
    """
    for kept in imports:
        progress(f"loading {kept.manifest['title']}")
        _load(store, kept.lines())
    for mapping in facts.dangling_mappings(store):  # of a crosswalk, one of whose ends isn't imported or has gone
        _remove_statement(store, mapping)


def _load(store: ox.Store, lines: Iterable[bytes]) -> None:
    """Puts lines of N-Quads that rolepath wrote itself into a store."""
    portion: list[bytes] = []
    size = 0
    for line in lines:
        portion.append(line)
        size += len(line)
        if size >= _PORTION:
            store.bulk_load(input=b"".join(portion), format=ox.RdfFormat.N_QUADS, lenient=True)
            portion, size = [], 0
    if portion:
        store.bulk_load(input=b"".join(portion), format=ox.RdfFormat.N_QUADS, lenient=True)


def holds(store: ox.Store, identifier: str) -> bool:
    """Whether a store says anything of a thing, by its identifier or IRI."""
    return next(store.quads_for_pattern(ox.NamedNode(vocab.iri(identifier)), None, None, None), None) is not None


def refuse_twice(store: ox.Store, quads: Iterable[ox.Quad]) -> None:
    """Raises InvalidData where a store holds a triple of these in another graph: a query would count it twice."""
    problems = []
    for quad in quads:
        for other in store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None):
            if other.graph_name != quad.graph_name:
                both = f"{quad.graph_name} and {other.graph_name}"
                problems.append(Problem("", 0, f"the same triple stands in two graphs, {both}: {quad.triple}"))
    if problems:
        raise InvalidData(problems)


def is_of_classification(requirement: str) -> bool:
    """Whether a requirement is one of a classification's role, whose strength is derived from the store."""
    return requirement.startswith(_CLASSIFIED)


def derive(store: ox.Store, assumptions: Assumptions) -> None:
    """Adds to a store that holds facts what follows from them: mappings by label, strengths, requirements from ratings, credits."""
    writer = Lines(read_context(packaged("ontology")))

    def add(nodes: Nodes) -> None:
        _load(store, map(str.encode, writer.of(nodes)))

    add(from_records(_label_mappings(store), {}, {}))
    capabilities = [Known(**each._asdict()) for each in facts.capabilities(store)]
    for strengths in _portions(_strengths(store, {c.id: c.kind for c in capabilities}, assumptions)):
        add(from_strengths(strengths))
    given = facts.ratings(store)
    sources = {row[0]: row[1] for row in given}
    rated = (Rated(i, role, element, Decimal(importance), Decimal(level)) for i, _, role, element, importance, level in given)
    for found in _portions(rating_strengths(rated, assumptions)):
        add(from_ratings((r.id, sources[r.id], r.role, r.element, s) for r, s in found))
    mappings = [Mapped(*each) for each in facts.mappings(store)]
    for counted in _portions(credits(capabilities, mappings, assumptions)):
        add(from_credits(counted))


def _label_mappings(store: ox.Store) -> list[model.Mapping]:
    reviewed = {frozenset((subject, object_)) for subject, _, object_ in facts.mappings(store)}
    return [
        model.Mapping.model_validate(
            {
                "subject": match.subject,
                "predicate": match.predicate,
                "object": match.object,
                "confidence": match.confidence,
                "justification": "LexicalMatching",
                "evidence": [{"reason": f"Both are called “{match.called}”."}],
            }
        )
        for match in label_matches(facts.capability_labels(store), reviewed)
    ]


def _strengths(store: ox.Store, kinds: dict[str, str], assumptions: Assumptions) -> Iterator[tuple[str, model.Strength]]:
    independent = independent_sources(facts.cited_sources(store))
    said: dict[str, tuple[str, frozenset[tuple[str, str]]]] = {}
    same: dict[tuple[str, str], frozenset[tuple[str, str]]] = defaultdict(frozenset)
    for requirement, capability, source, modality in facts.said_of_requirements(store):
        once = same.setdefault((source, modality), frozenset({(source, modality)}))
        before = said.get(requirement)
        said[requirement] = (kinds[capability], once if before is None else before[1] | once)
    found: dict[tuple[str, frozenset[tuple[str, str]]], model.Strength] = {}
    for requirement, (kind, evidence) in said.items():
        if (kind, evidence) not in found:
            said_so = [Said(source, modality, claim(modality, assumptions)) for source, modality in sorted(evidence)]
            found[kind, evidence] = strength(said_so, (kind,), independent, assumptions)
        yield requirement, found[kind, evidence]


def _remove_statement(store: ox.Store, mapping: str) -> None:
    """Removes a mapping, the plain triple beside it, and its evidence."""
    node = ox.NamedNode(vocab.iri(mapping))
    gone = list(store.quads_for_pattern(node, None, None, None))
    ends: dict[str, Any] = {quad.predicate.value.rpartition("#")[2]: quad.object for quad in gone}
    gone += store.quads_for_pattern(ends["annotatedSource"], ends["annotatedProperty"], ends["annotatedTarget"], None)
    for quad in list(store.quads_for_pattern(None, ox.NamedNode(vocab.RP + "supports"), node, None)):
        gone += store.quads_for_pattern(quad.subject, None, None, None)
    for quad in gone:
        store.remove(quad)


def _portions(given: Iterable[_T]) -> Iterator[list[_T]]:
    waiting = iter(given)
    while portion := list(islice(waiting, _AT_ONCE)):
        yield portion
