"""The shapes as SPARQL and pySHACL give the same verdict on small datasets, broken in a thousand ways."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any, NamedTuple

import pyoxigraph as ox
import pyshacl
import pytest
import yaml
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import SH

from rolepath import model, vocab
from rolepath.catalog.inputs import packaged
from rolepath.evidence import Cited
from rolepath.planning.result import (
    Answer,
    Assumed,
    AssumptionNote,
    Closes,
    Constraints,
    Cost,
    Gives,
    Having,
    Hop,
    Money,
    Question,
    Range,
    Readiness,
    Step,
    Thing,
    Way,
    WithinLimits,
    WouldDo,
)
from rolepath.rdf import dataset, terms
from rolepath.rdf.answers import CLASSES as OF_ANSWERS
from rolepath.rdf.answers import is_answer
from rolepath.rdf.shacl import short
from rolepath.rdf.shapes import Check, compile_shapes, subclasses, violations
from rolepath.render import answer_rdf

SAMPLES, BATCH = 1000, 10
WORDS = "a text of nine words that nobody may quote"
SHA = "0123456789abcdef" * 4

Triples = list[ox.Triple]


# --- a small dataset with a node of every class ----------------------------------------------------


RECORDS: dict[str, list[dict[str, Any]]] = yaml.safe_load(f"""
sources:
  - {{id: source/rolepath-editors, title: Editors, source_kind: editorial, licence: MIT}}
  - {{id: source/text, title: A text, source_kind: document, licence: none, text_sha256: {SHA}, cites: [source/table]}}
  - {{id: source/table, title: A table, source_kind: dataset, licence: free, files_sha256: [{SHA}, {SHA[::-1]}]}}
organizations:
  - {{id: organization/o, label: O, evidence: [{{reason: it is so, attributed_to: organization/o}}]}}
  - {{id: organization/part, label: P, part_of: [organization/o], evidence: [{{page: says p, attributed_to: person/n}}]}}
persons:
  - {{id: person/n, label: N, hidden_labels: [en], evidence: [{{page: says n, quote: n it is}}]}}
industries:
  - {{id: industry/i, label: I}}
skills:
  - {{id: skill/s, label: S, skill_kind: competence, includes: [skill/k], evidence: [{{row: s}}]}}
  - {{id: skill/k, label: K, skill_kind: knowledge, broader: [skill/s], evidence: [{{at: 5, words: k below s, "on": broader}}]}}
tools:
  - {{id: tool/t, label: T, exercises: [skill/s]}}
methods:
  - {{id: method/m, label: M, evidence: [{{at: 0, words: method m}}]}}
regulations:
  - {{id: regulation/r, label: R, jurisdiction: EU}}
roles:
  - {{id: role/a, label: A, evidence: [{{row: a}}]}}
  - {{id: role/b, label: B, broader: [role/a, role-group/g], seniority: senior, regulated: true,
     industries: [industry/i], hired_through: [organization/o]}}
  - {{id: role/c, label: C, job_zone: 4, education: A degree, related: [role/a, role/b], evidence: [{{row: c}}]}}
areas:
  - {{id: area/a, label: A, order: 1}}
units:
  - {{id: unit/u, label: U, area: area/a, order: 1, size: S, enough: 0.5, deliverable: a thing, after: [unit/v],
     members: [{{capability: skill/s, part: 2}}, {{any_of: [tool/t, method/m]}}]}}
  - {{id: unit/v, label: V, area: area/a, order: 2, size: M, exchangeable: true, members: [{{capability: skill/k}}]}}
resources:
  - {{id: resource/r, label: R, units: [unit/u], provider: Somebody, url: "https://x.org", language: en, resource_kind: book,
     hours: {{low: 2, high: 3}}, price: {{low: 0, high: 9.5, currency: EUR}}, evidence: [{{page: it is a book}}]}}
tasks:
  - {{id: task/k, label: K, deliverable: a thing done, fits: [role/a]}}
role_groups:
  - {{id: role-group/g, label: G, broader: [role-group/h]}}
  - {{id: role-group/h, label: H}}
traits:
  - {{id: trait/v, label: V, trait_kind: work value}}
licences:
  - {{id: licence/l, label: L, applies_to: [role/b, role-group/g]}}
ratings:
  - {{role: role/c, element: skill/k, importance: 4.5, rated_level: 3.25, source: source/table, file: table.csv, key_in_file: c k}}
  - {{role: role/c, element: trait/v, importance: 2, source: source/table, file: table.csv, key_in_file: c v}}
programs:
  - {{id: program/p, label: P, program_kind: course, provider: organization/o, platforms: [organization/o],
     entry: {{at_least: 1, of: [{{degree: bachelor}}, {{years: 2}}, {{capability: skill/k, level: 0.5}}]}}}}
projects:
  - {{id: project/q, label: Q, uses_tools: [tool/t], shows: [that it works]}}
responsibilities:
  - {{id: responsibility/x, label: X, role: role/a, exercises: [skill/k], evidence: [{{at: 20, words: does x}}]}}
characteristics:
  - {{id: characteristic/c, label: C, about: role/a, aspect: scope, compared_with: role/b, evidence: [{{at: 30, words: c}}]}}
observations:
  - {{id: observation/pay, label: Pay, about: role/a, measure: pay, statistic: range, low: 100, high: 200.5, unit: USD, per: year,
     seniority: lead, region: US, as_of: 2026-01, published_by: [organization/o], evidence: [{{at: 40, words: 100 to 200.5}}]}}
  - {{id: observation/few, label: Few, about: role/b, measure: openings, high: 3, unit: count}}
requirements:
  - {{role: role/a, capability: skill/s, evidence: [{{at: 60, words: needs s, modality: must}}, {{row: a s, modality: essential}}]}}
  - {{role: role/b, any_of: [tool/t, method/m], evidence: [{{reason: it is so, modality: should}}]}}
  - {{role: role/b, capability: unit/v, evidence: [{{n: 40, of: 80, modality: ads}}]}}
  - {{role: role/c, capability: skill/k, evidence: [{{at: 65, words: shows k, modality: signal}}]}}
holdings:
  - {{role: role/a, capability: skill/s, share: 0.5, level: 0.75, evidence: [{{n: 1, of: 2}}]}}
  - {{role: role/a, capability: unit/v, share: 0.9}}
teachings:
  - {{offer: program/p, capability: skill/k, level: 0.5, evidence: [{{at: 70, words: teaches k}}]}}
  - {{offer: project/q, capability: skill/s}}
  - {{offer: program/p, capability: unit/u, hours: {{low: 4, high: 4}}}}
  - {{offer: task/k, capability: unit/v, level: 0.25}}
transitions:
  - {{from_role: role/a, to_role: role/b, evidence: [{{at: 80, words: from a to b, modality: mentions}}]}}
preparations:
  - {{program: program/p, role: role/b}}
prerequisites:
  - {{capability: skill/k, needs: {{all_of: [{{capability: skill/s}}, {{role: role/a}}]}}}}
mappings:
  - {{subject: skill/s, predicate: closeMatch, object: skill/k, confidence: 0.8}}
  - {{subject: tool/t, predicate: narrowMatch, object: unit/v, confidence: 0.8}}
assumptions:
  - {{id: assumption/h, label: H, low: 10, high: 20, unit: hours, reason: so it seems}}
""")
"""Of each kind; evidence in short, and none where a reason will do."""


def thing(name: str) -> Thing:
    return Thing(name, name.partition("/")[2].upper(), name.partition("/")[0], "rolepath")


HOURS, MONTHS, MONEY = Range(4.0, 16.0), Range(0.5, 2.0), Money(0.0, 48.5, "USD")


def step(offer: str, kind: str, stage: str | None = None, strengthen: bool = False) -> Step:
    return Step(
        offer=thing(offer), kind=kind, label="X", area=None, resources=(), deliverable=None,
        closes=(Closes("unit/u", "U", "important", 0.0, 1.0),), gives=(Gives(thing("skill/k"), 0.5), Gives(thing("unit/v"), 0.75)),
        in_any_case=None if strengthen else True, readiness_after=0.5, stage_after=stage, strengthen=strengthen, hours=HOURS, months=MONTHS,
        money=MONEY, start=0.5, end=1.75, because="It is so.", evidence=(), assumptions=("assumption/h",),
    )  # fmt: skip


MOVE = Cited("evidence/transition/role/a/role/b/text/80-91", "passage", "source/text", "mentions", 80, 91, "from a to b")
COST = Cost(HOURS, Range(0.0, 8.0), MONTHS, MONEY, 3)
WAY = Way(
    "best",
    (
        Hop(thing("role/a"), False, 0.25, 0.75, Range(12.0, 24.0), (step("program/p", "program"), step("project/q", "project")), ()),
        Hop(thing("role/b"), True, 0.25, 0.75, None, (step("task/k", "task", "ready"), step("unit/v", "module", None, True)), (MOVE,)),
    ),
    COST, True, 10.25, 0.75,
)  # fmt: skip
WITHIN = WithinLimits(
    Way("best", (Hop(thing("role/b"), False, 0.25, 0.5, None, (step("skill/k", "module"),), ()),), COST, False, 1.5, None),
    "nearly", 0.5, (thing("unit/u"),), WouldDo(None, None, None),
)  # fmt: skip
ANSWER = Answer(
    question=Question(
        thing("role/a"), thing("role/b"),
        Having(
            (thing("role/a"),), (), ("skill/s=0.5", "tool/t"), ("skill/k", "unit/u"), (thing("program/p"),), ("bachelor",), 2.5,
            (thing("role/b"),),
        ),
        Constraints(False, 0.8, 2, 8.0, "months", "USD", None, None, None, False, (thing("project/q"),), (thing("role/a"),), 0, 50, None),
        "2026-01-01",
    ),
    readiness=Readiness(0.125, 0.25, 0.5, 0.75, "not yet", (thing("skill/s"),), 1, 0),
    areas=(), units=(), capabilities=(), assumed=(Assumed(thing("skill/s"), 0.9, ()),), questions=(), ways=(WAY,),
    best_within_limits=WITHIN, alternatives=(), considered=(), stability=None, found=True, reason="It is so.", notes=(),
    assumptions=(AssumptionNote("assumption/h", "H", 10, 20, "hours", "x"),), sources=(), organizations=(), licences=(),
)  # fmt: skip


def record(kind: str, short: dict[str, Any]) -> Any:
    """A record; its evidence in short: `at` a place of the text, a `row` of the table, what a `page` says, `n` of so many counted."""
    cls = model.KINDS[kind]
    if not issubclass(cls, model.Record):
        return cls.model_validate(short)
    evidence: list[dict[str, Any]] = []
    for body in short.get("evidence", [{"reason": "it is so"}]):
        rest = {name: value for name, value in body.items() if name not in ("at", "row", "page")}
        if "at" in body:
            rest |= {"source": "source/text", "start": body["at"], "end": body["at"] + len(body["words"])}
        elif "row" in body:
            rest |= {"source": "source/table", "file": "table.csv", "key_in_file": body["row"]}
        elif "page" in body:
            rest |= {"source": "source/text", "says": body["page"]}
        elif "n" in body:
            rest |= {"source": "source/table", "counted": "those who have it", "period": "2016"}
        evidence.append(rest)
    supported = {body.get("on") for body in evidence}
    evidence += [{"reason": f"of {field}", "on": field} for field in cls.FACTS if field in short and field not in supported]
    return cls.model_validate(short | {"evidence": evidence})


@cache
def whole() -> tuple[tuple[ox.Triple, ...], tuple[ox.Quad, ...]]:
    """The triples of the dataset, and the quads of the ontology."""
    records = [record(kind, body) for kind, bodies in RECORDS.items() for body in bodies]
    strength = model.Strength(necessity="essential", level=0.7, weight=1, rule="strength-1")
    signal = model.Strength(necessity="signal", level=0.7, weight=None, rule="strength-1")
    reach = model.Reach(level=0.6, rule="reach-1")
    nodes = terms.from_records(
        records,
        {r.key: signal if r.role == "role/c" else strength for r in records if isinstance(r, model.Requirement)},
        {r.key: reach for r in records if isinstance(r, model.Teaching) and r.level is not None},
        {r.key: model.Standing(source_count=1, is_counted=False) for r in records if isinstance(r, model.Holding)},
    )
    asked = model.UnitRequirement(
        role="role/a", asks_unit="unit/u", necessity="important", strength=0.97, claim_count=2, disputed=False, rule="units-1",
        derived_from=("requirement/role/a/skill/s",),
    )  # fmt: skip
    derived = [
        terms.from_credits([model.Credit(held="skill/s", towards="skill/k", factor=0.4, via="broader")]),
        terms.from_unit_requirements([asked]),
    ]
    for graph, members in (each for more in derived for each in more.graphs.items()):
        nodes.graphs[graph] += members
    saved = answer_rdf.to_quads(ANSWER, dataset.read_context(packaged("ontology")))
    quads = sorted([*dataset.to_quads(nodes, packaged("ontology")), *saved], key=str)
    ontology = tuple(quad for quad in quads if quad.graph_name.value == vocab.ONTOLOGY)
    return tuple(quad.triple for quad in quads if quad.graph_name.value != vocab.ONTOLOGY), ontology


@cache
def surroundings() -> dict[str, frozenset[ox.Triple]]:
    """For each node all that has to stand beside it for both to conform: what it names, its evidence, and theirs."""
    triples, _ = whole()
    about: dict[str, set[ox.Triple]] = {}
    evidence: dict[str, set[str]] = {}
    for triple in triples:
        about.setdefault(triple.subject.value, set()).add(triple)
        if triple.predicate.value == vocab.RP + "supports":
            evidence.setdefault(triple.object.value, set()).add(triple.subject.value)
    named_plain = ("requires", "requiresAnyOf", "asksFor", "holds", "teaches", "leadsTo", "preparesFor", "prerequisite", "countsTowards")
    plain = {vocab.RP + name for name in named_plain}
    found = {}
    for start in about:
        waiting, nodes = [start], {start}
        while waiting:
            node = waiting.pop()
            named = {t.object.value for t in about[node] if t.predicate.value not in plain and t.object.value in about}
            new = (named | evidence.get(node, set())) - nodes
            nodes |= new
            waiting += sorted(new)
        found[start] = frozenset(triple for node in nodes for triple in about[node])
    return found


# --- ways to break it ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hand:
    """What breaks things, by chance, and mostly about one node."""

    random: Random
    node: ox.NamedNode

    def pick(self, of: Sequence[Any]) -> Any:
        return self.random.choice(of)

    def one(self, triples: Triples) -> ox.Triple:
        """A triple of any property: rare ones as often as those that each node has."""
        near = [t for t in triples if t.subject == self.node]
        among = near if near and self.random.random() < 0.7 else triples
        predicate = self.pick(sorted({t.predicate.value for t in among}))
        found: ox.Triple = self.pick([t for t in among if t.predicate.value == predicate])
        return found


WORDINGS = [
    *map(ox.Literal, ("", "perhaps", WORDS, WORDS.removeprefix("a "), SHA.upper(), "must", "competence")),
    ox.Literal("text", language="en"),
]
NUMBERS = [
    *(ox.Literal(text, datatype=ox.NamedNode(vocab.XSD + "decimal")) for text in ("-0.5", "0", "0.5", "1", "1.25", "1000")),
    *(ox.Literal(text, datatype=ox.NamedNode(vocab.XSD + "integer")) for text in ("-1", "0", "1", "2", "1000")),
    ox.Literal(0.5),
]
LITERALS = [
    *WORDINGS,
    *NUMBERS,
    *(ox.Literal("x", datatype=ox.NamedNode(vocab.XSD + name)) for name in ("decimal", "integer", "boolean")),
    ox.Literal(True),
    ox.Literal("2026-01-01", datatype=ox.NamedNode(vocab.XSD + "date")),
]
CLASSES = [ox.NamedNode(vocab.RP + name) for cls in model.RECORDS for name in cls.TYPES] + [
    ox.NamedNode(vocab.RP + name)
    for name in ("Evidence", "Condition", "Credit", "Member", "UnitRequirement", "Nothing", *sorted(OF_ANSWERS))
]


def literals(triples: Triples) -> Triples:
    return [t for t in triples if isinstance(t.object, ox.Literal)]


def types(triples: Triples) -> Triples:
    return [t for t in triples if t.predicate.value == vocab.TYPE]


def drop_triple(triples: Triples, hand: Hand) -> Triples:
    gone = hand.one(triples)
    return [t for t in triples if t != gone]


def drop_node(triples: Triples, hand: Hand) -> Triples:
    gone = hand.one(triples).subject
    return [t for t in triples if t.subject != gone]


def drop_property(triples: Triples, hand: Hand) -> Triples:
    gone = hand.one(triples)
    return [t for t in triples if (t.subject, t.predicate) != (gone.subject, gone.predicate)]


def add_value(triples: Triples, hand: Hand) -> Triples:
    """One more value, another than there is, and often of the right kind."""
    old = hand.one(triples)
    others = [t.object for t in triples if t.predicate == old.predicate] + [hand.pick(LITERALS), hand.one(triples).subject]
    return [*triples, ox.Triple(old.subject, old.predicate, hand.pick(others))]


def add_property(triples: Triples, hand: Hand) -> Triples:
    """A property of another node, with its value."""
    other = hand.one(triples)
    return [*triples, ox.Triple(hand.one(triples).subject, other.predicate, other.object)]


def replace_literal(triples: Triples, hand: Hand) -> Triples:
    old = hand.one(literals(triples))
    return replaced(triples, old, hand.pick(hand.pick([LITERALS, NUMBERS if old.object.value[0:1].isdecimal() else WORDINGS])))


def replace_object(triples: Triples, hand: Hand) -> Triples:
    """By anything: a node, a value of the same node, a class, a literal."""
    old = hand.one(triples)
    near = [t.object for t in triples if t.subject == old.subject]
    return replaced(
        triples,
        old,
        hand.pick([hand.pick(near), hand.one(triples).subject, hand.one(triples).object, hand.pick(CLASSES), hand.pick(LITERALS)]),
    )


def change_number(triples: Triples, hand: Hand) -> Triples:
    """Of a property that a shape bounds."""
    found = [t for t in triples if t.predicate.value in bounded()]
    return replaced(triples, hand.pick(found), hand.pick(NUMBERS)) if found else replace_literal(triples, hand)


def change_datatype(triples: Triples, hand: Hand) -> Triples:
    old = hand.one(literals(triples))
    datatype = hand.pick(["string", "decimal", "integer", "double", "boolean", "date"])
    text = old.object.value
    numeric = text.replace(".", "", 1).isdecimal()
    if datatype == "boolean" and text in ("0", "1"):  # rdflib and Oxigraph agree on the value, not on how to write it
        text = "true"
    if datatype == "decimal" and not numeric:  # Python's decimals know NaN and exponents
        text = "none"
    return replaced(triples, old, ox.Literal(text, datatype=ox.NamedNode(vocab.XSD + datatype)))


def change_class(triples: Triples, hand: Hand) -> Triples:
    return replaced(triples, hand.pick(types(triples)), hand.pick(CLASSES))


def add_class(triples: Triples, hand: Hand) -> Triples:
    return [*triples, ox.Triple(hand.one(triples).subject, ox.NamedNode(vocab.TYPE), hand.pick(CLASSES))]


def confuse_pair(triples: Triples, hand: Hand) -> Triples:
    """Swaps the values of two properties that a shape compares, or makes them equal: low and high, held and towards."""
    both = [
        (first, second)
        for first in triples
        for second in triples
        if first.subject == second.subject and (first.predicate.value, second.predicate.value) in pairs()
    ]
    if not both:
        return replace_object(triples, hand)
    first, second = hand.pick(both)
    confused = replaced(triples, first, second.object)
    return replaced(confused, second, first.object) if hand.pick([True, False]) else confused


@cache
def pairs() -> set[tuple[str, str]]:
    """The properties that a shape compares with each other."""
    compared = [pair for name in (SH.disjoint, SH.lessThan, SH.lessThanOrEquals) for pair in shapes().subject_objects(name)]
    return {(str(shapes().value(shape, SH.path)), str(other)) for shape, other in compared}


@cache
def bounded() -> set[str]:
    """The properties whose values a shape bounds itself."""
    named = (SH.minInclusive, SH.minExclusive, SH.maxInclusive, SH.maxExclusive)
    return {str(shapes().value(shape, SH.path)) for name in named for shape in shapes().subjects(name)}


def replaced(triples: Triples, old: ox.Triple, new: Any) -> Triples:
    return [ox.Triple(t.subject, t.predicate, new) if t == old else t for t in triples]


WAYS = [
    drop_triple, drop_node, drop_property, add_value, add_property, replace_literal, replace_object, change_datatype,
    change_class, add_class, change_number, change_number, confuse_pair, confuse_pair,
]  # fmt: skip


# --- both verdicts -----------------------------------------------------------------------------------


@cache
def shapes() -> Graph:
    return Graph().parse(packaged("ontology") / "shapes.ttl")


@cache
def checks() -> tuple[Check, ...]:
    return compile_shapes(packaged("ontology") / "shapes.ttl")


Found = set[tuple[str, str, str]]
"""(focus, path, component)"""

INCOMPARABLE = {"lessThan", "lessThanOrEquals"}
"""Two values that can't be compared break these, says SHACL; rdflib orders them all the same, or raises TypeError."""


def by_sparql(triples: Iterable[ox.Triple]) -> Found:
    store = ox.Store()
    store.extend(whole()[1])
    store.extend(ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(vocab.CATALOG)) for t in triples)
    assert not subclasses(store)
    return {(v.focus, v.path, v.component) for v in violations(store, checks())}


def by_pyshacl(triples: Iterable[ox.Triple]) -> Found | None:
    """What pySHACL finds; None where it gives up, as it does on comparing a literal that isn't of its datatype."""
    data = Graph()
    for triple in triples:
        data.add(tuple(as_rdflib(term) for term in (triple.subject, triple.predicate, triple.object)))  # type: ignore[arg-type]
    try:
        conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes(), inference="none", meta_shacl=False, inplace=True)
    except TypeError:
        return None
    found = set()
    for result in report.objects(None, SH.result):
        component = str(report.value(result, SH.sourceConstraintComponent)).removeprefix(str(SH)).removesuffix("ConstraintComponent")
        path = report.value(result, SH.resultPath)
        inverse = isinstance(path, BNode)
        words = "" if path is None else f"^{short(str(report.value(path, SH.inversePath)))}" if inverse else short(str(path))
        found.add((vocab.identifier(str(report.value(result, SH.focusNode))), words, component[0].lower() + component[1:]))
    assert conforms is not bool(found)
    return found


def as_rdflib(term: Any) -> URIRef | Literal:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if term.language:
        return Literal(term.value, lang=term.language)
    string = term.datatype.value == vocab.XSD + "string"
    # as it is written: else rdflib makes "x"^^xsd:boolean a false
    return Literal(term.value, datatype=None if string else URIRef(term.datatype.value), normalize=False)


def test_the_whole_dataset_conforms() -> None:
    triples, _ = whole()
    assert by_sparql(triples) == by_pyshacl(triples) == set()
    classes = {t.object for t in triples if t.predicate.value == vocab.TYPE}
    targets = {URIRef(c.value) for c in classes}
    assert set(shapes().objects(None, SH.targetClass)) <= targets, "a node of every class is tried"


class Sample(NamedTuple):
    """A small dataset in which each identifier begins with the sample's number, and what was done to it."""

    number: int
    ways: str
    triples: Triples


def samples() -> Iterator[Sample]:
    """A thousand small datasets, some whole and most broken, each with IRIs of its own; one in six with the whole answer."""
    random = Random(21)
    facts: dict[str, list[ox.NamedNode]] = {}
    saved: dict[str, list[ox.NamedNode]] = {}
    for triple in whole()[0]:
        (saved if is_answer(triple.subject.value) else facts).setdefault(triple.predicate.value, []).append(triple.subject)
    for number in range(SAMPLES):
        by_property = saved if number % 6 == 0 else facts
        hand = Hand(random, random.choice(by_property[random.choice(sorted(by_property))]))
        triples = sorted(surroundings()[hand.node.value], key=str)
        ways = random.choices(WAYS, k=random.choice((0, 1, 1, 2, 3, 4)))
        for way in ways:
            if literals(triples) and types(triples):
                triples = way(triples, hand)
        named = [ox.Triple(*(renamed(term, number) for term in (t.subject, t.predicate, t.object))) for t in triples]
        yield Sample(number, ", ".join(way.__name__ for way in ways), named)


def renamed(term: Any, number: int) -> Any:
    name = term.value.removeprefix(vocab.ID)
    return ox.NamedNode(f"{vocab.ID}{number}/{name}") if isinstance(term, ox.NamedNode) and name != term.value else term


def compare(batch: Sequence[Sample], seen: Counter[str]) -> None:
    """Gives both several samples at once, for speed; each has its verdict by the names of its nodes."""
    triples = [triple for sample in batch for triple in sample.triples]
    ours, theirs = by_sparql(triples), by_pyshacl(triples)
    if theirs is None and len(batch) > 1:
        for one in batch:
            compare([one], seen)
        return
    for sample in batch:
        number = f"{sample.number}/"
        story = f"sample {sample.number}: {sample.ways}\n" + "\n".join(map(str, sample.triples))
        we = {violation for violation in ours if violation[0].startswith(number)}
        seen.update({"samples", *{component for _, _, component in we}} | (set() if we else {"whole"}))
        if theirs is None:
            assert {component for _, _, component in we} & INCOMPARABLE, story
            continue
        they = {violation for violation in theirs if violation[0].startswith(number)}
        assert bool(we) is bool(they), story
        assert {focus for focus, _, _ in we} == {focus for focus, _, _ in they}, story
        assert {violation for violation in we ^ they if violation[2] not in INCOMPARABLE} == set(), story


@pytest.mark.filterwarnings("ignore:Parsing weird boolean", "ignore:NotImplemented should not be used")
def test_corrupted_datasets(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, "rdflib.term")  # it warns of each literal that isn't of its datatype
    seen: Counter[str] = Counter()
    waiting = list(samples())
    for start in range(0, len(waiting), BATCH):
        compare(waiting[start : start + BATCH], seen)
    assert seen["samples"] == SAMPLES
    assert SAMPLES * 0.1 < seen["whole"] < SAMPLES * 0.6, seen
    asked = {constraint.component for check in checks() for constraint in check.constraints}
    assert {component for component in asked if not seen[component]} == set(), seen
