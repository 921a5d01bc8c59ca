"""Tables read from the store by query: what planning, look-up and rendering work on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pyoxigraph as ox

from rolepath import vocab
from rolepath.evidence import Cited

Row = dict[str, str]


def select(store: ox.Store, query: str, **bound: str) -> list[Row]:
    """The solutions of a SELECT, sorted: variable → identifier or value; unbound variables are left out.

    `bound` gives identifiers for `$name` in the query.
    """
    found = solutions(store, query, **bound)
    names = [variable.value for variable in found.variables]
    rows = [{n: plain(s[n]) for n in names if s[n] is not None} for s in found]
    return sorted(rows, key=lambda row: [row.get(n, "") for n in names])


def solutions(store: ox.Store, query: str, **bound: str) -> Any:
    """The solutions of a SELECT over all graphs, as the store gives them."""
    for name, value in bound.items():
        query = query.replace(f"${name}", str(ox.NamedNode(vocab.iri(value))))
    return store.query(query, prefixes=vocab.PREFIXES, use_default_graph_as_union=True)


def plain(term: Any) -> str:
    """A term as identifier or value."""
    return vocab.identifier(term.value) if isinstance(term, ox.NamedNode) else str(term.value)


def origin(identifier: str) -> str:
    """The classification that an identifier comes from, as answers name it."""
    return {"esco": "ESCO", "onet": "O*NET"}.get(identifier.partition(":")[0], "rolepath")


def thousandths(value: str) -> int:
    """A decimal share as an integer in thousandths."""
    return int(Decimal(value) * 1000)


ROLES = """SELECT ?id ?label ?regulated ?zone {
    ?id a rp:Role ; skos:prefLabel ?label OPTIONAL { ?id rp:regulated ?regulated } OPTIONAL { ?id rp:jobZone ?zone } }"""

LEADING = """SELECT DISTINCT ?id {
    { ?id a rp:Role ; rp:seniority "lead" }
    UNION { ?id a rp:Role ; skos:prefLabel ?label FILTER(REGEX(?label, "(^| )(chief|head of|director|leader|vice president)( |$|,)", "i")) }
    UNION { ?id a rp:Role ; skos:broader+ <http://data.europa.eu/esco/isco/C11> } }"""
"""Leading positions: by seniority, by name, or in ISCO's group of chief executives."""

LICENSED = """SELECT DISTINCT ?id ?licence {
    ?licence a rp:Licence ; rp:appliesTo ?named
    { ?named a rp:Role BIND(?named AS ?id) } UNION { ?named a rp:RoleGroup . ?id skos:broader+ ?named . ?id a rp:Role } }"""
"""A role that is named stands for itself alone, a group for every role in it."""

ZONES_BY_MAPPING = """SELECT ?id ?zone {
    { ?id skos:exactMatch|skos:closeMatch|^skos:exactMatch|^skos:closeMatch ?other } ?other rp:jobZone ?zone . ?id a rp:Role }"""

CAPABILITIES = """SELECT ?id ?label ?type ?kind {
    ?id a rp:Capability, ?type ; skos:prefLabel ?label FILTER(?type != rp:Capability) OPTIONAL { ?id rp:skillKind ?kind } }"""

AREAS = "SELECT ?id ?label ?order { ?id a rp:Area ; skos:prefLabel ?label ; rp:order ?order }"

UNITS = """SELECT ?id ?label ?area ?order ?size ?exchangeable ?enough ?deliverable {
    ?id a rp:Unit ; skos:prefLabel ?label ; rp:area ?area ; rp:order ?order ; rp:size ?size ; rp:exchangeable ?exchangeable
    OPTIONAL { ?id rp:enough ?enough } OPTIONAL { ?id rp:deliverable ?deliverable } }"""

UNIT_MEMBERS = """SELECT ?unit ?member ?order ?portion ?capability {
    ?unit a rp:Unit ; rp:member ?member . ?member rp:order ?order ; rp:portion ?portion ; rp:capability|rp:anyOf ?capability }"""

UNIT_AFTER = "SELECT ?unit ?after { ?unit a rp:Unit ; rp:afterUnit ?after }"

OFFER_AFTER = "SELECT ?offer ?after { VALUES ?type { rp:Project rp:Task } ?offer a ?type ; rp:afterUnit ?after }"

UNIT_REQUIREMENTS = """SELECT ?role ?id ?unit ?necessity ?strength ?claims ?disputed {
    ?id a rp:UnitRequirement ; rp:role ?role ; rp:asksUnit ?unit ; rp:necessity ?necessity ; rp:strength ?strength ;
        rp:claimCount ?claims ; rp:disputed ?disputed }"""

HOLDINGS = """SELECT ?role ?id ?capability ?share ?level ?sources ?counted {
    ?id a rp:Holding ; rp:role ?role ; rp:capability ?capability ; rp:share ?share ; rp:sourceCount ?sources ; rp:isCounted ?counted
    OPTIONAL { ?id rp:level ?level } }"""

RESOURCES = """SELECT ?unit ?id ?label ?kind ?provider ?url ?licence ?first {
    ?id a rp:Resource ; rp:forUnit ?unit ; skos:prefLabel ?label ; rp:resourceKind ?kind ; rp:providerName ?provider ; schema:url ?url
    OPTIONAL { ?id dcterms:license ?licence } BIND(EXISTS { ?id rp:firstFor ?unit } AS ?first) }"""

AMOUNTS = """SELECT ?id ?measure ?low ?high ?unit {
    { ?id rp:hours ?amount BIND("hours" AS ?measure) } UNION { ?id rp:price ?amount BIND("price" AS ?measure) }
    { ?id a rp:Resource } UNION { ?id a rp:Teaching } ?amount rp:low ?low ; rp:high ?high ; rp:unit ?unit }"""
"""The hours and prices of resources, and the hours that a program spends on what it teaches."""

INCLUDES = "SELECT ?id ?to { ?id rp:includes ?to }"

FITS = "SELECT ?task ?role { ?task a rp:Task ; rp:fits ?role }"

REQUIREMENTS = """SELECT ?role ?id ?capability ?necessity ?level ?weight ?rule {
    { ?id a rp:Requirement ; rp:role ?role ; rp:necessity ?necessity ; rp:level ?level ; rp:weight ?weight ; rp:rule ?rule ;
        rp:capability|rp:anyOf ?capability }
    UNION { ?id rp:necessity "signal" ; a rp:Requirement ; rp:role ?role ; rp:level ?level ; rp:rule ?rule ;
        rp:capability|rp:anyOf ?capability BIND("signal" AS ?necessity) } }"""
"""Without weight: a signal or example, which asks for nothing."""

RATINGS = """SELECT ?role ?element ?importance {
    ?id a rp:Rating ; rp:role ?role ; rp:element ?element ; rp:importance ?importance }"""

TRAITS = "SELECT ?id ?label ?kind { ?id a rp:Trait ; skos:prefLabel ?label ; rp:traitKind ?kind }"

BROADER = "SELECT ?id ?to { ?id skos:broader ?to ; a rp:Capability }"

SAME = """SELECT ?id ?to {
    ?id skos:exactMatch|^skos:exactMatch|skos:closeMatch|^skos:closeMatch ?to . ?id a rp:Capability . ?to a rp:Capability }"""

CREDITS = "SELECT ?towards ?held ?factor ?via { ?id a rp:Credit ; rp:towards ?towards ; rp:held ?held ; rp:factor ?factor ; rp:via ?via }"

ENTRIES = "SELECT ?program ?needs { ?program rp:entryCondition ?needs }"

CONDITIONS = """SELECT ?id ?operator ?least ?name ?level ?value {
    ?id a rp:Condition ; rp:operator ?operator
    OPTIONAL { ?id rp:atLeast ?least } OPTIONAL { ?id rp:capability|rp:program|rp:role ?name }
    OPTIONAL { ?id rp:level ?level } OPTIONAL { ?id rp:degree|rp:years ?value } }"""

CONDITION_PARTS = "SELECT ?id ?part { ?id a rp:Condition ; rp:part ?part }"

TEACHINGS = """SELECT ?offer ?capability ?id ?level {
    ?id a rp:Teaching ; rp:capability ?capability ; rp:offer ?offer OPTIONAL { ?id rp:level ?level } }"""

OFFERS = """SELECT ?id ?label ?type ?kind ?deliverable ?url {
    VALUES ?type { rp:Program rp:Project rp:Task } ?id a ?type ; skos:prefLabel ?label OPTIONAL { ?id rp:programKind ?kind }
    OPTIONAL { ?id rp:deliverable ?deliverable } OPTIONAL { ?id schema:url ?url } }"""

SHOWS = "SELECT ?id ?shows { ?id a rp:Project ; rp:shows ?shows }"

OFFER_NUMBERS = """SELECT ?about ?measure ?low ?high ?unit {
    VALUES ?measure { "duration" "credits" "price" "effort" }
    { ?about a rp:Program } UNION { ?about a rp:Project } UNION { ?about a rp:Task }
    ?o rp:about ?about ; rp:measure ?measure ; rp:unit ?unit MINUS { ?o rp:per ?per }
    OPTIONAL { ?o rp:low ?low } OPTIONAL { ?o rp:high ?high } }"""
"""What is given for the whole of an offer; a number per week or month is no total, and stays out."""

TRANSITIONS = "SELECT ?id ?from ?to { ?id a rp:Transition ; rp:fromRole ?from ; rp:toRole ?to }"

WIDER = """SELECT ?role ?wider ?seniority {
    ?role a rp:Role ; skos:broader ?wider . ?wider a rp:Role OPTIONAL { ?role rp:seniority ?seniority }
    FILTER(STRSTARTS(STR(?role), STR(id:)) && STRSTARTS(STR(?wider), STR(id:))) }"""
"""Only roles of our own inherit, and only from such."""

TWINS = """SELECT DISTINCT ?role ?twin {
    ?role skos:exactMatch|^skos:exactMatch|skos:closeMatch|^skos:closeMatch ?twin . ?role a rp:Role . ?twin a rp:Role }"""

ASSUMPTIONS = """SELECT ?id ?label ?low ?high ?unit ?reason {
    ?id a rp:Assumption ; skos:prefLabel ?label ; rp:low ?low ; rp:high ?high ; rp:unit ?unit ; rp:reason ?reason }"""

SOURCES = """SELECT ?id ?title ?kind ?publisher ?version ?licence ?attribution ?url ?author ?date {
    ?id a rp:Source ; dcterms:title ?title ; dcterms:license ?licence ; rp:sourceKind ?kind
    OPTIONAL { ?id dcterms:publisher ?publisher } OPTIONAL { ?id schema:version ?version } OPTIONAL { ?id schema:url ?url }
    OPTIONAL { ?id schema:creditText ?attribution } OPTIONAL { ?id dcterms:creator ?author } OPTIONAL { ?id dcterms:date ?date } }"""

REQUIREMENT_SOURCES = """SELECT DISTINCT ?source {
    ?requirement a rp:Requirement . ?evidence rp:supports ?requirement ; oa:hasSource ?source }"""

EVIDENCE_COUNTS = "SELECT ?source (COUNT(?e) AS ?n) { ?e a rp:Evidence ; oa:hasSource ?source } GROUP BY ?source"

LABELS = """SELECT ?id ?label ?type {
    ?id skos:prefLabel ?label ; a ?type
    FILTER(?type NOT IN (rp:Capability, rp:Area, rp:Assumption, rp:Observation, rp:Responsibility, rp:Characteristic)) }"""

ALIASES = "SELECT ?id ?label { ?id rp:alias ?label }"

ALT_LABELS = """SELECT ?id ?label ?type ?hidden {
    { SELECT DISTINCT ?id ?label ?hidden {
        { ?id skos:altLabel|rdfs:label ?label } UNION { ?id skos:hiddenLabel ?label BIND("yes" AS ?hidden) } } }
    ?id a ?type FILTER(?type NOT IN (rp:Capability, rp:Area)) }"""
"""The labels first: else the store begins with the types of everything there is."""

PLANNING = {
    "roles": ROLES,
    "leading": LEADING,
    "licensed": LICENSED,
    "zones by mapping": ZONES_BY_MAPPING,
    "capabilities": CAPABILITIES,
    "areas": AREAS,
    "units": UNITS,
    "unit members": UNIT_MEMBERS,
    "unit after": UNIT_AFTER,
    "offer after": OFFER_AFTER,
    "unit requirements": UNIT_REQUIREMENTS,
    "holdings": HOLDINGS,
    "resources": RESOURCES,
    "amounts": AMOUNTS,
    "includes": INCLUDES,
    "fits": FITS,
    "requirements": REQUIREMENTS,
    "credits": CREDITS,
    "ratings": RATINGS,
    "traits": TRAITS,
    "broader": BROADER,
    "same": SAME,
    "entries": ENTRIES,
    "conditions": CONDITIONS,
    "condition parts": CONDITION_PARTS,
    "teachings": TEACHINGS,
    "offers": OFFERS,
    "shows": SHOWS,
    "offer numbers": OFFER_NUMBERS,
    "transitions": TRANSITIONS,
    "wider": WIDER,
    "twins": TWINS,
    "assumptions": ASSUMPTIONS,
    "labels": LABELS,
    "alternative labels": ALT_LABELS,
    "aliases": ALIASES,
}
"""The tables that nearly every answer reads, by name; `rdf.compiled` keeps them beside a store."""

_EVIDENCE_FIELDS = {
    vocab.RP + "evidenceKind": "kind",
    vocab.PREFIXES["oa"] + "hasSource": "source",
    vocab.RP + "onProperty": "on",
    vocab.RP + "modality": "modality",
    vocab.PREFIXES["oa"] + "start": "start",
    vocab.PREFIXES["oa"] + "end": "end",
    vocab.PREFIXES["oa"] + "exact": "words",
    vocab.RP + "file": "file",
    vocab.RP + "rowKey": "row",
    vocab.RP + "reason": "reason",
    vocab.PREFIXES["prov"] + "wasAttributedTo": "attributed_to",
    vocab.RP + "says": "says",
    vocab.RP + "count": "n",
    vocab.RP + "outOf": "of",
    vocab.RP + "counted": "counted",
    vocab.RP + "period": "period",
    vocab.RP + "region": "region",
}
_NUMBERS = ("start", "end", "n", "of")


class Evidence(Mapping[str, tuple[Cited, ...]]):
    """The evidence of a statement or entity by its identifier, read when first asked for; empty where there is none."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._found: dict[str, tuple[Cited, ...]] = {}

    def __getitem__(self, identifier: str) -> tuple[Cited, ...]:
        if identifier not in self._found:
            supports, supported = ox.NamedNode(vocab.RP + "supports"), ox.NamedNode(vocab.iri(identifier))
            nodes = {quad.subject for quad in self._store.quads_for_pattern(None, supports, supported, None)}
            self._found[identifier] = tuple(self.cited(node) for node in sorted(nodes, key=str))
        return self._found[identifier]

    def cited(self, node: Any) -> Cited:
        """One piece of evidence by its node."""
        fields: dict[str, Any] = {"id": vocab.identifier(node.value)}
        for quad in self._store.quads_for_pattern(node, None, None, None):
            name = _EVIDENCE_FIELDS.get(quad.predicate.value)
            if name is not None:
                value = plain(quad.object)
                fields[name] = int(value) if name in _NUMBERS else local_name(value) if name == "on" else value
        return Cited(**fields)

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def local_name(iri: str) -> str:
    """The last part of a term's IRI."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def properties(store: ox.Store, identifier: str) -> dict[str, list[Any]]:
    """Every predicate of a node with its objects, over all graphs; sorted."""
    found: dict[str, list[Any]] = defaultdict(list)
    for quad in store.quads_for_pattern(ox.NamedNode(vocab.iri(identifier)), None, None, None):
        found[quad.predicate.value].append(quad.object)
    return {predicate: sorted(objects, key=str) for predicate, objects in sorted(found.items())}
