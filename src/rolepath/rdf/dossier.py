"""All that is known of one thing: its plain facts and the statements about it, each with evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from rolepath import vocab
from rolepath.evidence import Cited
from rolepath.rdf import tables
from rolepath.rdf.conditions import in_words
from rolepath.rdf.observations import observations
from rolepath.rdf.tables import local_name


@dataclass(frozen=True)
class Fact:
    """One fact: what it is, its value in words, the thing it leads to (or None), how strongly, and its evidence."""

    name: str
    value: str
    to: str | None
    strength: str | None
    evidence: tuple[Cited, ...]


@dataclass(frozen=True)
class Dossier:
    """A thing with its facts in sections; sections without facts are left out."""

    id: str
    label: str
    kind: str
    origin: str
    sections: tuple[tuple[str, tuple[Fact, ...]], ...]
    labels: dict[str, str]
    """the labels of everything that the facts and their evidence name"""
    licences: tuple[str, ...] = ()
    """the attributions that licences of the datasets behind it ask for"""

    @property
    def cited(self) -> frozenset[str]:
        """The sources of its evidence."""
        return frozenset(c.source for _, facts in self.sections for fact in facts for c in fact.evidence)


_TEXT = """SELECT ?p ?o { $thing ?p ?o FILTER(isLiteral(?o)) }"""

_STATEMENTS = """SELECT ?s ?type ?p ?end {
    ?s ?back $thing ; a ?type ; ?p ?end
    FILTER(?type IN (rp:Requirement, rp:UnitRequirement, rp:Holding, rp:Teaching, rp:Transition, rp:Preparation, rp:Mapping))
    FILTER(?back IN (rp:role, rp:capability, rp:anyOf, rp:asksUnit, rp:offer, rp:program, rp:fromRole, rp:toRole,
        owl:annotatedSource, owl:annotatedTarget))
    FILTER(?p IN (rp:role, rp:capability, rp:anyOf, rp:asksUnit, rp:offer, rp:program, rp:fromRole, rp:toRole,
        owl:annotatedSource, owl:annotatedTarget, owl:annotatedProperty, rp:necessity, rp:level, rp:weight, rp:strength, rp:disputed,
        rp:share, sssom:confidence)) }"""

_BEHIND = "SELECT ?requirement { $thing prov:wasDerivedFrom ?requirement }"

_ENTRY = "SELECT ?condition { $thing rp:entryCondition ?condition }"

_PREREQUISITES = """SELECT ?s ?what ?needed {
    ?s a rp:Prerequisite ; rp:capability ?what ; rp:needs/rp:part*/rp:capability ?needed
    { ?s rp:capability $thing } UNION { ?s rp:needs/rp:part*/rp:capability $thing } }"""

_ABOUT = """SELECT ?s ?type ?label ?aspect ?compared {
    ?s rp:about|rp:role $thing ; a ?type ; skos:prefLabel ?label FILTER(?type IN (rp:Responsibility, rp:Characteristic))
    OPTIONAL { ?s rp:aspect ?aspect } OPTIONAL { ?s rp:comparedWith ?compared } }"""

_LINKS = """SELECT ?p ?other ?back {
    { $thing ?p ?other BIND(false AS ?back) } UNION { ?other ?p $thing BIND(true AS ?back) }
    FILTER(?p IN (skos:broader, rp:exercises, rp:includes, skos:member, rp:area, rp:afterUnit, rp:forUnit, rp:fits,
        schema:provider, schema:parentOrganization, rp:platform, rp:hiringIndustry, rp:hiredThrough, rp:usesTool, rp:publishedBy)) }"""

LINK_WORDS = {
    ("broader", "false"): "part of",
    ("broader", "true"): "contains",
    ("exercises", "false"): "exercises",
    ("exercises", "true"): "exercised by",
    ("includes", "false"): "includes",
    ("includes", "true"): "included in",
    ("member", "false"): "consists of",
    ("member", "true"): "learned in",
    ("area", "false"): "in the area",
    ("area", "true"): "has the unit",
    ("afterUnit", "false"): "comes after",
    ("afterUnit", "true"): "comes before",
    ("forUnit", "false"): "for the unit",
    ("forUnit", "true"): "learned from",
    ("fits", "false"): "can be done as",
    ("fits", "true"): "tasks on the job",
    ("parentOrganization", "false"): "belongs to",
    ("parentOrganization", "true"): "has the part",
    ("provider", "false"): "offered by",
    ("provider", "true"): "offers",
    ("platform", "false"): "given on",
    ("platform", "true"): "platform of",
    ("hiringIndustry", "false"): "hired in",
    ("hiringIndustry", "true"): "hires",
    ("hiredThrough", "false"): "hired through",
    ("hiredThrough", "true"): "hires for",
    ("usesTool", "false"): "works with",
    ("usesTool", "true"): "used in",
    ("publishedBy", "true"): "published",
    ("publishedBy", "false"): "published by",
}
TEXT_WORDS = {
    "size": "size", "deliverable": "shows for it", "resourceKind": "kind of resource", "providerName": "offered by",
    "inLanguage": "language",
    "description": "description", "altLabel": "also called", "skillKind": "kind of skill", "programKind": "kind of program",
    "seniority": "seniority", "regulated": "asks for a licence", "jurisdiction": "applies in", "shows": "shows", "url": "web page",
    "title": "title", "publisher": "publisher", "creator": "author", "date": "date", "version": "version", "license": "licence",
    "creditText": "attribution", "sourceKind": "kind of source", "sha256": "SHA-256 of the file",
    "textSha256": "SHA-256 of the repaired text",
    "low": "low", "high": "high", "unit": "unit", "reason": "reason", "statistic": "statistic", "measure": "measure", "region": "region",
    "basis": "basis", "segment": "segment", "per": "per", "asOf": "as of", "openEnd": "“or more”", "aspect": "aspect",
}  # fmt: skip
SECTIONS = {"Responsibility": "Responsibilities", "Characteristic": "How it is"}


def dossier(store: ox.Store, identifier: str) -> Dossier:
    """Everything the graph says of a thing; raises KeyError where there is no such thing.

    Facts are sorted within a section by name, then the strongest first, then by value.
    """
    facts = tables.properties(store, identifier)
    if vocab.PREF_LABEL not in facts and vocab.PREFIXES["dcterms"] + "title" not in facts:
        raise KeyError(identifier)
    evidence = tables.Evidence(store)
    labels = Labels(store)
    sections: dict[str, list[Fact]] = defaultdict(list)
    own = evidence[identifier]
    for fact in _own(store, identifier, own, labels):
        sections["Facts"].append(fact)
    _add_statements(store, identifier, evidence, labels, sections)
    for row in tables.select(store, _ABOUT, thing=identifier):
        compared = f" (compared with {labels[row['compared']]})" if "compared" in row else ""
        title = SECTIONS[row["type"].rsplit("#", 1)[-1]]
        sections[title].append(Fact(row.get("aspect", "owns or does"), row["label"] + compared, row["s"], None, evidence[row["s"]]))
    for number in observations(store, identifier):
        sections["Numbers"].append(Fact(number.measure, f"{number.label}: {number.in_words}", number.id, None, evidence[number.id]))
    kinds = [t.value.removeprefix(vocab.RP) for t in facts.get(vocab.TYPE, [])]
    kind = next((k for k in sorted(kinds) if k not in ("Capability", "Statement")), "thing")
    ordered = tuple((title, tuple(_sorted(sections[title]))) for title in _ORDER if sections[title])
    for cited in (c for _, found in ordered for fact in found for c in fact.evidence):
        for name in (cited.source, cited.attributed_to):
            if name is not None:
                labels[name]
    return Dossier(identifier, labels[identifier], kind.lower(), tables.origin(identifier), ordered, dict(labels))


_ORDER = (
    "Facts", "Asks for", "Asked for by", "Requires", "Required by", "Brings", "Brought by", "Taught by", "Teaches", "Prepares for",
    "Prepared by", "Leads to", "Entered from",
    "Comes after", "Needed for", "Mapped to", "Responsibilities", "How it is", "Numbers",
)  # fmt: skip


def _sorted(facts: Sequence[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda f: (f.name, -_number(f.strength), f.value, f.to or ""))


def _number(strength: str | None) -> float:
    """The number that a strength ends with; 0 for a signal, which has none."""
    said = (strength or "").rsplit(" ", 1)[-1]
    return float(said) if said[:1].isdigit() else 0.0


class Labels(dict[str, str]):
    """Labels by identifier, read when first asked for."""

    def __init__(self, store: ox.Store) -> None:
        super().__init__()
        self._store = store

    def __missing__(self, identifier: str) -> str:
        node = ox.NamedNode(vocab.iri(identifier))
        for predicate in (vocab.PREF_LABEL, vocab.PREFIXES["dcterms"] + "title"):
            for quad in self._store.quads_for_pattern(node, ox.NamedNode(predicate), None, None):
                if isinstance(quad.object, ox.Literal):
                    self[identifier] = quad.object.value
                    return self[identifier]
        self[identifier] = identifier
        return identifier


def _own(store: ox.Store, identifier: str, own: Sequence[Cited], labels: Labels) -> Iterator[Fact]:
    def of(*names: str) -> tuple[Cited, ...]:
        return tuple(cited for cited in own if (cited.on or "") in names)

    yield Fact("name", labels[identifier], None, None, of(""))
    for row in tables.select(store, _TEXT, thing=identifier):
        word = TEXT_WORDS.get(local_name(row["p"]))
        if word:
            yield Fact(word, row["o"], None, None, of(local_name(row["p"])))
    for row in tables.select(store, _ENTRY, thing=identifier):
        yield Fact("asks of applicants", in_words(store, row["condition"], labels), None, None, of("entryCondition"))
    for row in tables.select(store, _LINKS, thing=identifier):
        name = local_name(row["p"])
        if row["other"] != identifier:
            cited = of(name) if row["back"] == "false" else ()
            yield Fact(LINK_WORDS[name, row["back"]], labels[row["other"]], row["other"], None, cited)


def _add_statements(store: ox.Store, identifier: str, evidence: tables.Evidence, labels: Labels, sections: dict[str, list[Fact]]) -> None:
    nodes: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in tables.select(store, _STATEMENTS, thing=identifier):
        found = nodes[row["s"], local_name(row["type"])][local_name(row["p"])]
        if row["end"] not in found:
            found.append(row["end"])
    for row in tables.select(store, _PREREQUISITES, thing=identifier):
        ends = nodes[row["s"], "Prerequisite"]
        ends["capability"] = [row["what"]]
        ends["needed"] += [row["needed"]] if row["needed"] not in ends["needed"] else []
    for (node, kind), ends in sorted(nodes.items()):
        title, others, words = _sides(kind, ends, identifier)
        strength = _strength(kind, ends)
        value = " or ".join(labels[other] for other in others)
        if title == "Comes after":
            value = in_words(store, f"{node}/condition", labels)
        to = others[0] if len(others) == 1 else None
        behind = [row["requirement"] for row in tables.select(store, _BEHIND, thing=node)] if kind == "UnitRequirement" else [node]
        sections[title].append(Fact(words, value, to, strength, tuple(cited for each in behind for cited in evidence[each])))


def _strength(kind: str, ends: dict[str, list[str]]) -> str | None:
    """How strongly a role asks for something, or how many of its people have it; ends with the number."""
    match kind:
        case "Requirement":
            return f"{ends['necessity'][0]}, weight {ends['weight'][0]}" if ends["weight"] else ends["necessity"][0]
        case "UnitRequirement":
            disputed = ", disputed" if ends["disputed"] == ["true"] else ""
            return f"{ends['necessity'][0]}{disputed}, strength {ends['strength'][0]}"
        case "Holding":
            return f"share {ends['share'][0]}"
    return None


def _sides(kind: str, ends: dict[str, list[str]], identifier: str) -> tuple[str, list[str], str]:
    """For a statement seen from one of its ends: section, the other ends, and the word between."""
    capabilities: list[str] = [*ends["capability"], *ends["anyOf"]]
    match kind:
        case "Requirement":
            return ("Required by", ends["role"], "required by") if identifier in capabilities else ("Requires", capabilities, "requires")
        case "UnitRequirement":
            asked = ends["asksUnit"]
            return ("Asked for by", ends["role"], "asked for by") if identifier in asked else ("Asks for", asked, "asks for")
        case "Holding":
            return ("Brought by", ends["role"], "brought by") if identifier in capabilities else ("Brings", capabilities, "brings")
        case "Teaching":
            return ("Taught by", ends["offer"], "taught by") if identifier in capabilities else ("Teaches", capabilities, "teaches")
        case "Transition":
            if ends["fromRole"] == [identifier]:
                return "Leads to", ends["toRole"], "leads to"
            return "Entered from", ends["fromRole"], "entered from"
        case "Preparation":
            if ends["program"] == [identifier]:
                return "Prepares for", ends["role"], "prepares for"
            return "Prepared by", ends["program"], "prepared by"
        case "Prerequisite":
            if ends["capability"] == [identifier]:
                return "Comes after", ends["needed"], "comes after"
            return "Needed for", capabilities, "needed for"
        case _:
            other = [e for e in [*ends["annotatedSource"], *ends["annotatedTarget"]] if e != identifier]
            how = local_name(ends["annotatedProperty"][0])
            seen_from_object = {"broadMatch": "narrowMatch", "narrowMatch": "broadMatch"}
            return "Mapped to", other, seen_from_object.get(how, how) if ends["annotatedTarget"] == [identifier] else how
