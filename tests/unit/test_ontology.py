"""The ontology by itself, and against context, shapes, models and data: all of them name the same terms."""

from __future__ import annotations

import json
import typing
from collections.abc import Callable
from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
import yaml
from owlrl.Namespaces import ERRNS
from pydantic import BaseModel
from rdflib import OWL, RDF, RDFS, SH, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection

from rolepath import model, vocab
from rolepath.catalog.inputs import packaged
from rolepath.planning.readiness import NEARLY, NOT_YET, READY
from rolepath.planning.result import Answer
from rolepath.rdf import answers
from rolepath.rdf.dataset import to_quads
from rolepath.rdf.terms import from_records
from rolepath.render import answer_rdf, step_words

RP = Namespace(vocab.RP)
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
PROPERTY_TYPES = (OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property)
FORMAT: tuple[type[BaseModel], ...] = (
    *model.RECORDS, *model.EVIDENCE_KINDS.values(), model.Condition, model.Member, model.Hours, model.Price,
    model.Strength, model.UnitRequirement, model.Standing, model.Reach, model.Credit,
)  # fmt: skip
TYPED: tuple[type[BaseModel], ...] = (
    *(record for record in model.RECORDS if record not in (model.Names, model.Person)), model.Member, model.UnitRequirement,
)  # fmt: skip
"""What has a class of our own: further names stand on the thing that they are of, and a person is a schema:Person."""


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(packaged("ontology") / "rolepath.ttl")


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(packaged("ontology") / "shapes.ttl")


@pytest.fixture(scope="module")
def context() -> dict[str, typing.Any]:
    return json.loads((packaged("ontology") / "context.jsonld").read_text(encoding="utf-8"))["@context"]


def classes(ontology: Graph) -> set[URIRef]:
    return {s for s in ontology.subjects(RDF.type, OWL.Class) if s.startswith(RP)}


def properties(ontology: Graph) -> set[URIRef]:
    return {s for kind in PROPERTY_TYPES for s in ontology.subjects(RDF.type, kind) if s.startswith(RP)}


def functions(ontology: Graph) -> set[URIRef]:
    return set(ontology.subjects(RDF.type, SD.Function))


@pytest.fixture(scope="module")
def saved(made_answer: Callable[..., Answer], context: dict[str, typing.Any]) -> list[ox.Quad]:
    """Answers that together have every part there is: paths of each kind, none at all, claims, steps of each kind."""
    made = [made_answer(seed) for seed in range(12)]
    return [quad for answer in made for quad in answer_rdf.to_quads(answer, {"@context": context})]


# --- the ontology by itself -----------------------------------------------------------------------


def test_the_ontology_is_small(ontology: Graph, context: dict[str, typing.Any]) -> None:
    of_answers = {RP[name] for name in answers.CLASSES} | {
        URIRef(iri) for key, iri in context_terms(context).items() if key in answers.TERMS - FIELDS - NOT_IN_MODELS.keys()
    }
    assert 15 <= len(classes(ontology) - of_answers) <= 40
    assert 40 <= len(properties(ontology) - of_answers) <= 105
    assert len(of_answers & classes(ontology)) <= 8
    assert len(of_answers & properties(ontology)) <= 45
    assert len(functions(ontology)) == 3


def test_it_has_no_blank_node(ontology: Graph) -> None:
    assert [t for t in ontology if any(isinstance(term, BNode) for term in t)] == []


def test_every_term_has_one_label_and_one_comment_in_english(ontology: Graph) -> None:
    terms = classes(ontology) | properties(ontology) | functions(ontology)
    for term in terms:
        for told in (RDFS.label, RDFS.comment):
            (value,) = ontology.objects(term, told)
            assert isinstance(value, Literal), term
            assert (value.language, bool(value.strip())) == ("en", True), term
    labels = list(ontology.objects(None, RDFS.label))
    assert len(labels) == len(terms)


def test_every_property_has_one_domain_and_one_range_that_exist(ontology: Graph) -> None:
    for term in properties(ontology):
        (domain,), (range_,) = (list(ontology.objects(term, told)) for told in (RDFS.domain, RDFS.range))
        assert domain in classes(ontology) | {RDFS.Resource}, term
        datatype = (term, RDF.type, OWL.DatatypeProperty) in ontology
        assert (range_ in classes(ontology) | {RDFS.Resource, RDF.Property}) is not datatype, term
        assert range_.startswith(vocab.XSD) is datatype, term


def test_every_rp_term_it_mentions_is_defined_in_it(ontology: Graph) -> None:
    mentioned = {term for triple in ontology for term in triple if isinstance(term, URIRef) and term.startswith(RP)}
    assert mentioned == classes(ontology) | properties(ontology) | functions(ontology)


def test_no_function_is_taken_for_a_property_or_a_class(ontology: Graph) -> None:
    assert functions(ontology) == {RP.readiness, RP.gapWeight, RP.studyHours}
    assert functions(ontology).isdisjoint(classes(ontology) | properties(ontology))
    for function in functions(ontology):
        assert f"rp:{function.removeprefix(RP)}(?a, ?b)" in str(ontology.value(function, RDFS.comment))
        assert (None, function, None) not in ontology


# --- consistency ----------------------------------------------------------------------------------


def expand(graph: Graph) -> list[str]:
    """The messages of the error nodes that OWL 2 RL's rules add to a graph; owlrl itself raises nothing."""
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return [str(message) for node in graph.subjects(RDF.type, ERRNS.ErrorMessage) for message in graph.objects(node, ERRNS.error)]


def sample(quads: list[ox.Quad], each: int) -> Graph:
    """All that the dataset says of the first few nodes of each class, in the order of their IRIs, and the types of what they name."""
    of_class: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate.value == vocab.TYPE and quad.object.value.startswith(vocab.RP):
            of_class.setdefault(quad.object.value, set()).add(quad.subject.value)
    chosen = {node for nodes in of_class.values() for node in sorted(nodes)[:each]}
    triples = [q.triple for q in quads if q.subject.value in chosen]
    named = {t.object.value for t in triples if isinstance(t.object, ox.NamedNode)}
    triples += [q.triple for q in quads if q.subject.value in named and q.predicate.value == vocab.TYPE]
    text = ox.serialize(set(triples), format=ox.RdfFormat.N_TRIPLES) or b""
    return Graph().parse(data=text.decode(), format="nt")


CLASSIFIED = """
role_groups: [{id: role-group/g, label: G, evidence: [{reason: it is so}]}]
traits: [{id: trait/t, label: T, trait_kind: interest, evidence: [{reason: it is so}]}]
licences: [{id: licence/l, label: L, applies_to: [role-group/g], evidence: [{reason: it is so}]}]
ratings: [{role: role/ai-product-manager, element: trait/t, importance: 3, source: source/s, file: f, key_in_file: r}]
"""
"""What only an import brings."""


@pytest.fixture(scope="module")
def classified() -> list[ox.Quad]:
    bodies = yaml.safe_load(CLASSIFIED)
    records = [model.KINDS[kind].model_validate(body) for kind, found in bodies.items() for body in found]
    return to_quads(from_records(records, {}, {}), packaged("ontology"))


@pytest.fixture(scope="module")
def consistent(ontology: Graph, quads: list[ox.Quad], saved: list[ox.Quad], classified: list[ox.Quad]) -> Graph:
    return ontology + sample([*quads, *saved, *classified], 1)


def test_the_ontology_with_a_sample_of_the_data_is_consistent(consistent: Graph, ontology: Graph) -> None:
    instances = {o for o in consistent.objects(None, RDF.type) if o in classes(ontology)}
    assert instances == classes(ontology)  # the sample leaves out no class
    graph = Graph() + consistent
    assert expand(graph) == []
    assert len(graph) > len(consistent)  # it did reason


@pytest.mark.parametrize(
    ("subject", "predicate", "object_"),
    [
        ("id:x", RDF.type, ("rp:Role", "rp:Tool")),  # of two kinds, by class
        ("id:x", RP.requiresAnyOf, ("id:r",)),  # a role required: a capability by the range, and disjoint with it
        ("id:x", RP.order, (Literal("first", datatype=URIRef(vocab.XSD + "integer")),)),
        ("id:x", RP.step, ("id:r",)),  # a role as a step
        ("id:r", RP.pathKind, (Literal("direct"),)),  # a role as a path
    ],
    ids=["two kinds", "range", "datatype", "a step", "a path"],
)
def test_an_inconsistent_sample_is_found_out(ontology: Graph, subject: str, predicate: URIRef, object_: tuple[typing.Any, ...]) -> None:
    def term(name: typing.Any) -> typing.Any:
        return name if isinstance(name, Literal) else URIRef(name.replace("id:", vocab.ID).replace("rp:", vocab.RP))

    graph = Graph() + ontology
    graph.add((term("id:r"), RDF.type, RP.Role))
    for name in object_:
        graph.add((term(subject), predicate, term(name)))
    assert expand(graph)


# --- the same terms everywhere --------------------------------------------------------------------


def expanded(name: str) -> str:
    prefix, _, local = name.partition(":")
    return vocab.PREFIXES[prefix] + local if prefix in vocab.PREFIXES else name


def context_terms(context: dict[str, typing.Any]) -> dict[str, str]:
    """Key → IRI of what maps a field, a class or a word; without keywords and prefixes."""
    return {
        key: expanded(value if isinstance(value, str) else value["@id"])
        for key, value in context.items()
        if not key.startswith("@") and key not in vocab.PREFIXES and value not in ("@id", "@type")
    }


def test_the_contexts_prefixes_are_those_of_the_vocabulary(context: dict[str, typing.Any]) -> None:
    prefixes = {
        key: value for key, value in context.items() if isinstance(value, str) and value.startswith("http") and not key.startswith("@")
    }
    # `id` is the keyword @id in a context, and the base takes its place there
    assert prefixes == {key: value for key, value in vocab.PREFIXES.items() if key != "id"}
    assert context["@base"] == vocab.PREFIXES["id"]


def test_every_rp_term_of_context_shapes_queries_and_data_is_defined(
    ontology: Graph, shapes: Graph, context: dict[str, typing.Any], quads: list[ox.Quad], saved: list[ox.Quad]
) -> None:
    defined = {str(term) for term in classes(ontology) | properties(ontology)}
    in_context = {iri for iri in context_terms(context).values() if iri.startswith(RP)}
    in_shapes = {str(term) for triple in shapes for term in triple if isinstance(term, URIRef) and term.startswith(RP)}
    data = [quad for quad in (*quads, *saved) if quad.graph_name.value != vocab.ONTOLOGY]
    in_data = {quad.predicate.value for quad in data} | {quad.object.value for quad in data if isinstance(quad.object, ox.NamedNode)}
    assert in_context - defined == set()
    assert in_shapes - defined == set()
    assert {iri for iri in in_data if iri.startswith(RP)} - defined == set()
    assert defined - in_context == set()  # nothing is defined that no record can become


def test_queries_use_defined_terms(ontology: Graph) -> None:
    from rolepath.rdf.syntax import tokenize

    defined = {str(term) for term in classes(ontology) | properties(ontology) | functions(ontology)}
    for path in sorted((packaged("ontology") / "queries").glob("*.rq")):
        tokens = {token.text for token in tokenize(path.read_text(encoding="utf-8"))}
        used = {vocab.RP + text.removeprefix("rp:") for text in tokens if text.startswith("rp:")}
        assert used, path.name
        assert used - defined == set(), path.name


FIELDS = {getattr(record, "TERMS", {}).get(name, name) for record in FORMAT for name in record.model_fields}

NOT_IN_CONTEXT = {
    "evidence": "evidence points at its record by `supports`, in the graph of its own source",
    "all_of": "a condition's node says it by `operator` and `part`",
    "currency": "a price is an amount, whose `unit` is the currency",
}
NOT_IN_MODELS = {
    "requires": "plain triple of a requirement",
    "requires_any_of": "plain triple of a requirement",
    "asks_for": "plain triple of a unit requirement",
    "holds": "plain triple of a holding",
    "member_capabilities": "plain triples of a unit's members",
    "teaches": "plain triple of a teaching",
    "leads_to": "plain triple of a transition",
    "prepares_for": "plain triple of a preparation",
    "prerequisite": "plain triple of a prerequisite",
    "counts_towards": "plain triple of a credit",
    "exactMatch": "plain triple of a mapping",
    "closeMatch": "plain triple of a mapping",
    "broadMatch": "plain triple of a mapping",
    "narrowMatch": "plain triple of a mapping",
    "ManualMappingCuration": "value of `justification`",
    "LexicalMatching": "value of `justification`",
    "CompositeMatching": "value of `justification`",
    "labels": "names in other languages, which an import brings beside the records",
    "alt_labels_in": "names in other languages, which an import brings beside the records",
    "operator": "which form a condition has",
    "part": "the conditions inside one",
    "aliases": "labels that `names` gives to a thing defined elsewhere, once more, to tell them from the others",
    "supports": "what evidence is for; in a file it stands inside its record",
    "evidence_kind": "passage, quotation, record, count or reason; in a file the fields tell",
}


def test_every_field_of_the_format_is_a_term_of_the_context_and_the_other_way_round(context: dict[str, typing.Any]) -> None:
    terms = context_terms(context)
    fields = {key for key, value in context.items() if isinstance(value, dict)} | {"id"}
    assert FIELDS - fields == set(NOT_IN_CONTEXT)
    class_names = {key for key, iri in terms.items() if key[0].isupper() and iri == vocab.RP + key} | {"Person"}
    assert fields | set(terms) - class_names == FIELDS - set(NOT_IN_CONTEXT) | set(NOT_IN_MODELS) | answers.TERMS


def test_the_terms_of_answers_are_those_that_answers_have(context: dict[str, typing.Any], saved: list[ox.Quad]) -> None:
    terms = context_terms(context)
    used = {quad.predicate.value for quad in saved} - {vocab.TYPE}
    assert used == {terms[key] for key in answers.TERMS}
    typed = {
        q.object.value.removeprefix(vocab.RP) for q in saved if q.predicate.value == vocab.TYPE and q.object.value.startswith(vocab.RP)
    }
    assert typed == answers.CLASSES


def test_classes_are_those_that_records_have(ontology: Graph) -> None:
    typed = {name for record in TYPED for name in record.TYPES} | {"Evidence", "Condition", "Credit"}  # type: ignore[attr-defined]
    assert {str(c).removeprefix(vocab.RP) for c in classes(ontology)} == typed | answers.CLASSES


def test_the_types_of_a_record_follow_the_ontologys_hierarchy(ontology: Graph) -> None:
    for record in TYPED:
        first = URIRef(vocab.RP + record.TYPES[0])  # type: ignore[attr-defined]
        above = {str(c).removeprefix(vocab.RP) for c in ontology.transitive_objects(first, RDFS.subClassOf) if c.startswith(RP)}
        assert above == set(record.TYPES), record  # type: ignore[attr-defined]


def test_a_field_of_records_maps_as_the_ontology_says(ontology: Graph, context: dict[str, typing.Any]) -> None:
    """A reference to a record is an object property, a number has the range's datatype."""
    for key, iri in context_terms(context).items():
        how = context[key].get("@type") if isinstance(context[key], dict) else None
        term = URIRef(iri)
        if term in properties(ontology):
            assert ((term, RDF.type, OWL.DatatypeProperty) in ontology) is (how not in ("@id", "@vocab")), key
            if how and how.startswith("xsd:"):
                assert ontology.value(term, RDFS.range) == URIRef(expanded(how)), key


# --- the same words in enumerations ---------------------------------------------------------------


def literals(annotation: typing.Any) -> set[str]:
    """The words of every Literal inside a type."""
    if typing.get_origin(annotation) is typing.Literal:
        return set(typing.get_args(annotation))
    return {word for part in typing.get_args(annotation) for word in literals(part)}


NECESSITIES = {frozenset({"essential", "optional", "signal"}), frozenset({"essential", "important", "useful"})}
"""Of a requirement, and of a unit requirement."""


def enumerated() -> dict[str, set[str]]:
    """Field → its words, over all classes of the format; a field but for `necessity` has the same words wherever it stands."""
    found: dict[str, set[str]] = {}
    for record in FORMAT:
        for name, info in record.model_fields.items():
            words = literals(info.annotation)
            if name == "necessity":
                assert words in NECESSITIES
            elif words:
                assert found.setdefault(name, words) == words, f"{record.__name__}.{name}"
    return found


OPEN_IN_SHAPES = {"aspect", "measure", "statistic", "justification"}  # free text to the shapes, so that an import may say more
FORMS = {"capability", "program", "role", "degree", "years", "all of", "any of", "at least"}


def test_enumerations_in_the_shapes_are_those_of_the_models(shapes: Graph, context: dict[str, typing.Any]) -> None:
    terms = context_terms(context)
    expected = {terms[name]: words for name, words in enumerated().items() if name not in OPEN_IN_SHAPES}
    expected[terms["predicate"]] = {terms[word] for word in enumerated()["predicate"]}
    expected[terms["operator"]] = FORMS
    expected[terms["evidence_kind"]] = set(model.EVIDENCE_KINDS)
    expected[terms["path_kind"]] = set(step_words.WAYS)
    expected[terms["stage"]] = {READY, NEARLY, NOT_YET}
    expected[terms["step_kind"]] = set(answer_rdf.COMPONENTS)
    found: dict[str, set[str]] = {}
    for shape, values in shapes.subject_objects(SH["in"]):
        path = str(shapes.value(shape, SH.path))
        words = {str(word) for word in Collection(shapes, values)}
        if path == terms["necessity"]:
            assert words in NECESSITIES
            continue
        assert found.setdefault(path, words) == words
    assert found == expected


def test_forms_of_conditions_and_kinds_of_evidence_are_those_of_the_models() -> None:
    names = {"all_of": "all of", "any_of": "any of", "of": "at least"}
    leaves = set(model.Condition.model_fields) - {"level", "at_least"}
    assert {names.get(name, name) for name in leaves} == FORMS


def test_every_class_of_the_data_has_a_shape(ontology: Graph, shapes: Graph) -> None:
    targets = set(shapes.objects(None, SH.targetClass))
    assert classes(ontology) - targets == {RP.Statement}  # each kind of statement has its own


def test_the_published_schema_of_the_data_format_is_current(root: Path) -> None:
    from rolepath.service.schemas import data_schema

    assert json.loads((root / "data" / "schema.json").read_text(encoding="utf-8")) == json.loads(json.dumps(data_schema()))
