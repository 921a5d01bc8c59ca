"""What a build reads back from a store that holds the facts of an imported classification: all that something is derived from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import pyoxigraph as ox

from rolepath import vocab
from rolepath.rdf.tables import local_name, plain, properties, solutions

_CAPABILITIES = """SELECT ?id ?type ?kind {
    { ?id a rp:Capability, ?type FILTER(?type != rp:Capability) OPTIONAL { ?id rp:skillKind ?kind } }
    UNION { ?id a rp:Unit, ?type } }"""
_INCLUDES = "SELECT ?id ?to { ?id rp:includes ?to }"
_MEMBERS = "SELECT ?id ?to { ?to a rp:Unit ; skos:member ?id }"
_BROADER = "SELECT ?id ?to { ?id skos:broader ?to . ?to a rp:Capability }"
_EXERCISES = "SELECT ?id ?to { ?id rp:exercises ?to . ?id a rp:Tool }"
_MAPPINGS = """SELECT ?id ?subject ?predicate ?object {
    ?id a rp:Mapping ; owl:annotatedSource ?subject ; owl:annotatedProperty ?predicate ; owl:annotatedTarget ?object }"""
_DANGLING = """SELECT DISTINCT ?id { ?id a rp:Mapping ; owl:annotatedSource|owl:annotatedTarget ?end MINUS { ?end a ?type } }"""
_SAID = """SELECT ?id ?capability ?source ?modality {
    ?id a rp:Requirement ; rp:capability ?capability . ?evidence rp:supports ?id ; oa:hasSource ?source ; rp:modality ?modality
    FILTER(STRSTARTS(STR(?id), CONCAT(STR(id:), "requirement/esco/")) || STRSTARTS(STR(?id), CONCAT(STR(id:), "requirement/onet/"))) }"""
_RATINGS = """SELECT ?id ?source ?role ?element ?importance ?level {
    ?id a rp:Rating ; rp:role ?role ; rp:element ?element ; rp:importance ?importance ; rp:ratedLevel ?level ; oa:hasSource ?source .
    ?element a rp:Capability }"""
_CITES = "SELECT ?id ?to { ?id a rp:Source OPTIONAL { ?id dcterms:references ?to } }"
_LABELS = """SELECT ?id ?label ?preferred {
    ?id a rp:Capability { ?id skos:prefLabel ?label BIND(true AS ?preferred) } UNION { ?id skos:altLabel ?label BIND(false AS ?preferred) }
    FILTER(LANG(?label) = "en") }"""


def kind_of(store: ox.Store, identifier: str) -> str:
    """The kind of one capability: a skill's own kind, else tool, method, regulation."""
    said = properties(store, identifier)
    kinds = [plain(kind) for kind in said.get(vocab.RP + "skillKind", ())]
    types = (local_name(plain(type_)) for type_ in said[vocab.TYPE])
    return kinds[0] if kinds else min(name.lower() for name in types if name != "Capability")


class Capability(NamedTuple):
    """A capability or unit: its kind, the next broader ones, what using it exercises, what it includes, the unit it is in ("": none)."""

    id: str
    kind: str
    broader: tuple[str, ...]
    exercises: tuple[str, ...]
    includes: tuple[str, ...]
    unit: str


def capabilities(store: ox.Store) -> list[Capability]:
    """All capabilities and units, in order of identifier."""
    kinds = {row[0]: row[2] or local_name(row[1]).lower() for row in _rows(store, _CAPABILITIES)}
    broader, exercises, includes = (_grouped(store, query) for query in (_BROADER, _EXERCISES, _INCLUDES))
    units = _grouped(store, _MEMBERS)
    return [
        Capability(i, kinds[i], broader.get(i, ()), exercises.get(i, ()), includes.get(i, ()), units.get(i, ("",))[0])
        for i in sorted(kinds)
    ]


def mappings(store: ox.Store) -> list[tuple[str, str, str]]:
    """(subject, predicate, object) of all mappings, in order."""
    return sorted((row[1], local_name(row[2]), row[3]) for row in _rows(store, _MAPPINGS))


def dangling_mappings(store: ox.Store) -> list[str]:
    """The mappings to something that isn't in the dataset, in order."""
    return sorted(row[0] for row in _rows(store, _DANGLING))


def said_of_requirements(store: ox.Store) -> Iterator[tuple[str, str, str, str]]:
    """(requirement, capability, source, modality) for each piece of evidence of what a role of a classification requires, in no order."""
    return ((i, c, s, m) for i, c, s, m in _rows(store, _SAID))


def ratings(store: ox.Store) -> list[tuple[str, str, str, str, str, str]]:
    """(rating, source, role, element, importance, level) of all ratings of capabilities that have both numbers, in order."""
    return sorted((i, s, r, e, m, v) for i, s, r, e, m, v in _rows(store, _RATINGS))


def cited_sources(store: ox.Store) -> list[tuple[str, tuple[str, ...]]]:
    """Every source with those that it cites, in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for source, cited in _rows(store, _CITES):
        found[source] += [cited] if cited else []
    return [(source, tuple(sorted(cited))) for source, cited in sorted(found.items())]


def capability_labels(store: ox.Store) -> list[tuple[str, str, bool]]:
    """(capability, label in English, whether it is the preferred one), in order."""
    return sorted((i, label, preferred == "true") for i, label, preferred in _rows(store, _LABELS))


def _grouped(store: ox.Store, query: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for first, second in _rows(store, query):
        found[first].append(second)
    return {key: tuple(sorted(values)) for key, values in found.items()}


def _rows(store: ox.Store, query: str) -> Iterator[tuple[str, ...]]:
    found = solutions(store, query)
    names = [variable.value for variable in found.variables]
    return (tuple("" if s[n] is None else plain(s[n]) for n in names) for s in found)
