"""All that is known of many things at once: a few queries for everything, where `dossier` asks a dozen for each thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from rolepath import vocab
from rolepath.evidence import Cited
from rolepath.rdf import tables
from rolepath.rdf.compiled import Tables, class_name
from rolepath.rdf.conditions import in_words
from rolepath.rdf.dossier import LINK_WORDS, SECTIONS, TEXT_WORDS, Fact, Labels
from rolepath.rdf.export import DRAWN, EDGE_WORDS
from rolepath.rdf.observations import all_observations
from rolepath.rdf.tables import local_name
from rolepath.rdf.whole_evidence import WholeEvidence

_ABOUT = """SELECT ?thing ?s ?type ?label ?aspect ?compared {
    ?s rp:about|rp:role ?thing ; a ?type ; skos:prefLabel ?label FILTER(?type IN (rp:Responsibility, rp:Characteristic))
    OPTIONAL { ?s rp:aspect ?aspect } OPTIONAL { ?s rp:comparedWith ?compared } }"""
_ENTRY = "SELECT ?thing ?condition { ?thing rp:entryCondition ?condition }"
_LINKS = """SELECT ?from ?p ?to {
    VALUES ?p { skos:broader rp:teaches rp:leadsTo rp:preparesFor rp:prerequisite rp:exercises rp:includes skos:member rp:area rp:afterUnit
        rp:forUnit rp:fits rp:usesTool schema:provider schema:parentOrganization rp:platform rp:hiringIndustry rp:hiredThrough
        rp:publishedBy skos:exactMatch skos:closeMatch skos:broadMatch skos:narrowMatch }
    ?from ?p ?to }"""
_PREREQUISITES = "SELECT ?s ?from ?to { ?s a rp:Prerequisite ; rp:capability ?from ; rp:needs/rp:part*/rp:capability ?to }"
_SEVERAL = "SELECT ?s ?from ?condition { ?s a rp:Prerequisite ; rp:capability ?from ; rp:needs ?condition . ?condition rp:part ?part }"
_PREPARATIONS = "SELECT ?s ?from ?to { ?s a rp:Preparation ; rp:program ?from ; rp:role ?to }"
_TRANSITIONS = "SELECT ?s ?from ?to { ?s a rp:Transition ; rp:fromRole ?from ; rp:toRole ?to }"
_TEACHINGS = "SELECT ?s ?from ?to { ?s a rp:Teaching ; rp:offer ?from ; rp:capability ?to }"
_MAPPINGS = """SELECT ?s ?from ?p ?to {
    ?s a rp:Mapping ; owl:annotatedSource ?from ; owl:annotatedProperty ?p ; owl:annotatedTarget ?to }"""
_BEHIND = "SELECT ?s ?requirement { ?s a rp:UnitRequirement ; prov:wasDerivedFrom ?requirement }"
_FEW: Final = 3000
"""Things up to which evidence is read one by one."""
_STATED: Final = {"teaches": _TEACHINGS, "leadsTo": _TRANSITIONS, "preparesFor": _PREPARATIONS, "prerequisite": _PREREQUISITES}
"""Kinds of links that statements of their own stand behind: these carry the evidence."""


SHOWN_AT_ONCE: Final = 2500
"""Things up to which a picture can show everything at once; beyond, it is cut or drawn as a map."""


@dataclass(frozen=True)
class Link:
    """One link between two things that are drawn, with the evidence of it.

    `kind` is that of `EDGE_WORDS` or “requires”; for this one and “asksFor” stand how necessary it is, its weight in (0, 1], and if one of
    several capabilities would do as well.
    """

    source: str
    target: str
    kind: str
    evidence: tuple[Cited, ...]
    necessity: str | None = None
    weight: float | None = None
    one_of_several: bool = False


@dataclass
class Known:
    """One thing: its label, its kind in lower case, its facts that are no links to other things that are drawn."""

    label: str
    kind: str
    facts: list[Fact] = field(default_factory=list)


@dataclass(frozen=True)
class Whole:
    """Things by identifier, the links between them, what the things are part of, and the labels of all that is cited or part of."""

    things: dict[str, Known]
    links: list[Link]
    groups: list[tuple[str, str]]
    """(member, group): every “part of”, also into groups that are not drawn, such as groups of occupations"""
    labels: dict[str, str]
    cited: frozenset[str]
    """the sources of all evidence"""


def drawable(compiled: Tables) -> list[str]:
    """The identifiers of everything that is drawn of a dataset, in order."""
    return sorted(i for i, kind in compiled.columns("labels", "id", "type") if class_name(kind) in DRAWN)


def read_whole(store: ox.Store, compiled: Tables, only: Collection[str] | None = None) -> Whole:
    """Everything that is drawn of a dataset, or these of its things with the links between them.

    Args:
        compiled: the tables of the store.
        only: identifiers; None for all. What is not drawn (sources, groups of occupations …) is left out.

    Returns:
        Things in order of identifier; links by their ends and kind; facts in the order of a dossier. Records as evidence come
        without their row: many links share one of them.

    Notes:
        A classification of 17,000 things with 150,000 links takes about 15 s and 0.5 GB, the packaged graph half a second.
    """
    return _Reader(store, compiled, only).read()


def classified(whole: Whole) -> set[str]:
    """Which classifications are there whole: esco, onet. Single things of ESCO come with the packaged facts, its groups don't."""
    found = {"esco"} if any(group.startswith("esco:isco/") for _, group in whole.groups) else set()
    return found | ({"onet"} if any(identifier.startswith("onet:") for identifier in whole.things) else set())


class _Reader:
    def __init__(self, store: ox.Store, compiled: Tables, only: Collection[str] | None) -> None:
        self.store = store
        self.compiled = compiled
        self.labels = Labels(store)
        drawn: dict[str, Known] = {}
        chosen = None if only is None else set(only)
        self.drawable: set[str] = set()
        for identifier, label, kind in compiled.columns("labels", "id", "label", "type"):
            self.labels[identifier] = label
            if class_name(kind) in DRAWN:
                self.drawable.add(identifier)
                if chosen is None or identifier in chosen:
                    drawn[identifier] = Known(label, class_name(kind).lower())
        self.things = dict(sorted(drawn.items()))
        self.evidence = WholeEvidence(store, few=chosen is not None and len(chosen) < _FEW)

    def read(self) -> Whole:
        links: dict[tuple[str, str, str], Link] = {}
        groups = []
        facts: list[tuple[str, Fact]] = []
        for link in (*self._required(), *self._asked()):
            _keep(links, link)
        for start, kind, end in self._plain():
            if kind == "broader" and start in self.things:
                groups.append((start, end))
            if start in self.things and end in self.things and kind in EDGE_WORDS:
                cited = () if kind in _STATED or kind.endswith("Match") else self.evidence.on(start, kind)
                _keep(links, Link(start, end, kind, cited))
            elif start != end:
                facts += self._of_link(start, kind, end)
        for link in self._stated():
            if (key := (link.source, link.target, link.kind)) in links:
                links[key] = _joined(links[key], link)
        for identifier, known in self.things.items():
            known.facts.append(Fact("name", known.label, None, None, self.evidence.on(identifier, "")))
        for identifier, fact in [*self._texts(), *self._entries(), *facts]:
            self.things[identifier].facts.append(fact)
        for known in self.things.values():
            known.facts.sort(key=lambda f: (f.name, f.value, f.to or ""))
        for identifier, fact in [*self._several(), *self._about(), *self._numbers()]:
            self.things[identifier].facts.append(fact)
        for source in self.evidence.named():
            self.labels[source]
        shown = [links[key] for key in sorted(links)]
        said = [fact.evidence for known in self.things.values() for fact in known.facts] + [link.evidence for link in shown]
        sources = frozenset(cited.source for evidence in said for cited in evidence)
        return Whole(self.things, shown, sorted(set(groups)), dict(self.labels), sources)

    def _required(self) -> Iterator[Link]:
        """What roles ask for; the strongest first, so that it stays where two say the same."""
        all_ = self.compiled.columns("requirements", "role", "capability", "necessity", "weight", "id")
        rows = [row for row in all_ if row[3] is not None]  # a signal asks for nothing
        several: dict[str, int] = defaultdict(int)
        for row in rows:
            several[row[4]] += 1
        for role, capability, necessity, weight, statement in sorted(rows, key=lambda row: -float(row[3])):
            if role in self.things and capability in self.things:
                yield Link(role, capability, "requires", self.evidence[statement], necessity, float(weight), several[statement] > 1)

    def _asked(self) -> Iterator[Link]:
        """What roles ask of units, with the evidence of the requirements that it was derived from."""
        behind: dict[str, list[str]] = defaultdict(list)
        for row in tables.select(self.store, _BEHIND):
            behind[row["s"]].append(row["requirement"])
        for role, unit, necessity, strength, statement in self.compiled.columns(
            "unit requirements", "role", "unit", "necessity", "strength", "id"
        ):
            if role in self.things and unit in self.things:
                cited = tuple(c for requirement in behind[statement] for c in self.evidence[requirement])
                yield Link(role, unit, "asksFor", tuple(dict.fromkeys(cited)), necessity, float(strength))

    def _plain(self) -> Iterator[tuple[str, str, str]]:
        for row in tables.solutions(self.store, _LINKS):
            yield tables.plain(row["from"]), local_name(row["p"].value), tables.plain(row["to"])

    def _stated(self) -> Iterator[Link]:
        """The links that statements stand behind, for their evidence."""
        for kind, query in _STATED.items():
            for row in tables.select(self.store, query):
                yield Link(row["from"], row["to"], kind, self.evidence[row["s"]])
        for row in tables.solutions(self.store, _MAPPINGS):
            statement, start, end = (tables.plain(row[name]) for name in ("s", "from", "to"))
            if start in self.things and end in self.things:
                yield Link(start, end, local_name(row["p"].value), self.evidence[statement])

    def _of_link(self, start: str, kind: str, end: str) -> Iterator[tuple[str, Fact]]:
        """A link to something that is never drawn is a fact of the thing."""
        if (kind, "false") in LINK_WORDS and start in self.things and end not in self.drawable:
            yield start, Fact(LINK_WORDS[kind, "false"], self.labels[end], end, None, self.evidence.on(start, kind))
        if (kind, "true") in LINK_WORDS and end in self.things and start not in self.drawable:
            yield end, Fact(LINK_WORDS[kind, "true"], self.labels[start], start, None, ())

    def _texts(self) -> Iterator[tuple[str, Fact]]:
        for namespace in sorted(set(vocab.PREFIXES.values())):
            for name, word in TEXT_WORDS.items():
                query = f"SELECT DISTINCT ?s ?o {{ ?s <{namespace}{name}> ?o FILTER(isLiteral(?o)) }}"
                for row in tables.solutions(self.store, query):
                    if (identifier := tables.plain(row["s"])) in self.things:
                        yield identifier, Fact(word, row["o"].value, None, None, self.evidence.on(identifier, name))

    def _entries(self) -> Iterator[tuple[str, Fact]]:
        for row in tables.select(self.store, _ENTRY):
            if row["thing"] in self.things:
                words = in_words(self.store, row["condition"], self.labels)
                yield row["thing"], Fact("asks of applicants", words, None, None, self.evidence.on(row["thing"], "entryCondition"))

    def _several(self) -> Iterator[tuple[str, Fact]]:
        """What comes before, where that is more than one thing: links don't say whether one of them or all are needed."""
        for row in tables.select(self.store, _SEVERAL.replace("SELECT", "SELECT DISTINCT")):
            if row["from"] in self.things:
                words = in_words(self.store, row["condition"], self.labels)
                yield row["from"], Fact("comes after", words, None, None, self.evidence[row["s"]])

    def _about(self) -> Iterator[tuple[str, Fact]]:
        found = []
        for row in tables.select(self.store, _ABOUT):
            if row["thing"] in self.things:
                compared = f" (compared with {self.labels[row['compared']]})" if "compared" in row else ""
                name = row.get("aspect", "owns or does")
                fact = Fact(name, row["label"] + compared, row["s"], None, self.evidence[row["s"]])
                found.append((list(SECTIONS).index(class_name(row["type"])), name, fact.value, row["s"], row["thing"], fact))
        yield from ((thing, fact) for *_, thing, fact in sorted(found, key=lambda each: each[:5]))

    def _numbers(self) -> Iterator[tuple[str, Fact]]:
        for identifier, numbers in all_observations(self.store).items():
            if identifier in self.things:
                facts = [Fact(n.measure, f"{n.label}: {n.in_words}", n.id, None, self.evidence[n.id]) for n in numbers]
                yield from ((identifier, fact) for fact in sorted(facts, key=lambda f: (f.name, f.value, f.to or "")))


def _keep(links: dict[tuple[str, str, str], Link], link: Link) -> None:
    key = (link.source, link.target, link.kind)
    links[key] = _joined(links[key], link) if key in links else link


def _joined(one: Link, other: Link) -> Link:
    """Two that say the same: the first, with the evidence of both."""
    evidence = tuple(dict.fromkeys((*one.evidence, *other.evidence)))
    return Link(one.source, one.target, one.kind, evidence, one.necessity, one.weight, one.one_of_several and other.one_of_several)
