"""Each kind of constraint against data that keeps it and data that breaks it; pySHACL has to say the same."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest

from rolepath import vocab
from rolepath.errors import InvalidData, Problem
from rolepath.rdf.shapes import check_shapes, compile_shapes, subclasses, violations

PREFIXES = f"""
@prefix : <{vocab.ID}> .
@prefix rp: <{vocab.RP}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <{vocab.XSD}> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix s: <https://example.org/shapes#> .
"""


class Case(NamedTuple):
    """A shape of class `:T`, what conforms to it, and what doesn't with (focus, path, component, value) of each violation."""

    shape: str
    good: str
    bad: str
    found: set[tuple[str, str, str, str]]


def prop(what: str) -> str:
    return f"s:T a sh:NodeShape ; sh:targetClass :T ; sh:property [ {what} ] ."


CASES = {
    "minCount": Case(prop("sh:path :p ; sh:minCount 1"), ":a a :T ; :p 1 .", ":a a :T .", {("a", "p", "minCount", "")}),
    "minCount of three": Case(
        prop("sh:path :p ; sh:minCount 3"), ":a a :T ; :p 1, 2, 3, 4 .", ":a a :T ; :p 1, 2 .", {("a", "p", "minCount", "")}
    ),
    "maxCount": Case(
        prop("sh:path :p ; sh:maxCount 1"),
        ":a a :T ; :p 1 . :b a :T . :c :p 1, 2 .",
        ":a a :T ; :p 1, 1.0 . :b a :T ; :p :x, :y, :z .",
        {("a", "p", "maxCount", ""), ("b", "p", "maxCount", "")},
    ),
    "maxCount of none": Case(prop("sh:path :p ; sh:maxCount 0"), ":a a :T .", ":a a :T ; :p 1 .", {("a", "p", "maxCount", "")}),
    "both counts": Case(
        prop("sh:path :p ; sh:minCount 1 ; sh:maxCount 2"),
        ":a a :T ; :p 1, 2 .",
        ":a a :T . :b a :T ; :p 1, 2, 3 .",
        {("a", "p", "minCount", ""), ("b", "p", "maxCount", "")},
    ),
    "inverse path": Case(
        prop("sh:path [ sh:inversePath :p ] ; sh:minCount 1 ; sh:class :U"),
        ":a a :T . :b a :U ; :p :a .",
        ":a a :T ; :p :b . :c a :T . :b :p :c .",
        {("a", "^p", "minCount", ""), ("c", "^p", "class", "b")},
    ),
    "datatype": Case(
        prop("sh:path :p ; sh:datatype xsd:decimal"),
        ":a a :T ; :p 1.5, -2.0 .",
        ':a a :T ; :p 1 . :b a :T ; :p "x"^^xsd:decimal . :c a :T ; :p :x . :d a :T ; :p "1.5" .',
        {
            ("a", "p", "datatype", "1 (xsd:integer)"),
            ("b", "p", "datatype", "x (xsd:decimal)"),
            ("c", "p", "datatype", "x"),
            ("d", "p", "datatype", "“1.5”"),
        },
    ),
    "datatype of text": Case(
        prop("sh:path :p ; sh:datatype xsd:string"), ':a a :T ; :p "x" .', ':a a :T ; :p "x"@en .', {("a", "p", "datatype", "“x” (en)")}
    ),
    "datatype of text in a language": Case(
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> ." + prop("sh:path :p ; sh:datatype rdf:langString"),
        ':a a :T ; :p "x"@en .',
        ':a a :T ; :p "x" .',
        {("a", "p", "datatype", "“x”")},
    ),
    "datatype of booleans": Case(
        prop("sh:path :p ; sh:datatype xsd:boolean"),
        ":a a :T ; :p true, false .",
        ':a a :T ; :p "perhaps"^^xsd:boolean .',
        {("a", "p", "datatype", "perhaps (xsd:boolean)")},
    ),
    "datatype of dates": Case(
        prop("sh:path :p ; sh:datatype xsd:date"),
        ':a a :T ; :p "2024-02-29"^^xsd:date .',
        ':a a :T ; :p "2023-02-29"^^xsd:date .',
        {("a", "p", "datatype", "2023-02-29 (xsd:date)")},
    ),
    "nodeKind": Case(prop("sh:path :p ; sh:nodeKind sh:IRI"), ":a a :T ; :p :b .", ':a a :T ; :p "b" .', {("a", "p", "nodeKind", "“b”")}),
    "nodeKind of literals": Case(
        prop("sh:path :p ; sh:nodeKind sh:Literal"), ':a a :T ; :p "b", 1 .', ":a a :T ; :p :b .", {("a", "p", "nodeKind", "b")}
    ),
    "class": Case(
        prop("sh:path :p ; sh:class :U"),
        ":a a :T ; :p :b . :b a :U, :V .",
        ':a a :T ; :p :b, "b" . :b a :V .',
        {("a", "p", "class", "b"), ("a", "p", "class", "“b”")},
    ),
    "two classes": Case(
        prop("sh:path :p ; sh:class :U, :V"), ":a a :T ; :p :b . :b a :U, :V .", ":a a :T ; :p :b . :b a :V .", {("a", "p", "class", "b")}
    ),
    "class below another": Case(
        prop("sh:path :p ; sh:class :U"),
        ":a a :T ; :p :b . :b a :W . :W rdfs:subClassOf :V . :V rdfs:subClassOf :U .",
        ":a a :T1 ; :p :b . :b a :V . :U rdfs:subClassOf :V . :T1 rdfs:subClassOf :T .",
        {("a", "p", "class", "b")},
    ),
    "classes below each other": Case(
        prop("sh:path :p ; sh:class :U"),
        ":a a :T ; :p :b . :b a :V . :V rdfs:subClassOf :U . :U rdfs:subClassOf :V .",
        ":a a :T ; :p :b . :b a :W . :V rdfs:subClassOf :U . :U rdfs:subClassOf :V .",
        {("a", "p", "class", "b")},
    ),
    "in": Case(
        prop('sh:path :p ; sh:in ( "must" :x 1 )'),
        ':a a :T ; :p "must", :x, 1 .',
        ':a a :T ; :p "Must" . :b a :T ; :p "must"@en . :c a :T ; :p 1.0 . :d a :T ; :p :y .',
        {
            ("a", "p", "in", "“Must”"),
            ("b", "p", "in", "“must” (en)"),
            ("c", "p", "in", "1 (xsd:decimal)"),
            ("d", "p", "in", "y"),
        },
    ),
    "pattern": Case(
        prop('sh:path :p ; sh:pattern "^\\\\S+(\\\\s+\\\\S+){0,7}$"'),
        ':a a :T ; :p "one", "one two three four five six seven eight", "één" .',
        ':a a :T ; :p "1 2 3 4 5 6 7 8 9" . :b a :T ; :p "" .',
        {("a", "p", "pattern", "“1 2 3 4 5 6 7 8 9”"), ("b", "p", "pattern", "“”")},
    ),
    "pattern with quotes": Case(
        prop('sh:path :p ; sh:pattern """["\']\\\\\\\\"""'),
        """:a a :T ; :p "'\\\\", "\\"\\\\" .""",
        ":a a :T ; :p 'x' .",
        {("a", "p", "pattern", "“x”")},
    ),
    "minInclusive": Case(
        prop("sh:path :p ; sh:minInclusive 1"),
        ":a a :T ; :p 1, 1.0, 2e0 .",
        ':a a :T ; :p 0 . :b a :T ; :p 0.999 . :c a :T ; :p "2" . :d a :T ; :p :x .',
        {
            ("a", "p", "minInclusive", "0 (xsd:integer)"),
            ("b", "p", "minInclusive", "0.999 (xsd:decimal)"),
            ("c", "p", "minInclusive", "“2”"),
            ("d", "p", "minInclusive", "x"),
        },
    ),
    "minExclusive": Case(
        prop("sh:path :p ; sh:minExclusive 0"),
        ":a a :T ; :p 0.001 .",
        ":a a :T ; :p 0.0 .",
        {("a", "p", "minExclusive", "0 (xsd:decimal)")},
    ),
    "maxInclusive": Case(
        prop("sh:path :p ; sh:maxInclusive 1"),
        ":a a :T ; :p 1, -1 .",
        ":a a :T ; :p 1.5 .",
        {("a", "p", "maxInclusive", "1.5 (xsd:decimal)")},
    ),
    "maxExclusive": Case(
        prop("sh:path :p ; sh:maxExclusive 1"),
        ":a a :T ; :p 0.9 .",
        ":a a :T ; :p 1.0 .",
        {("a", "p", "maxExclusive", "1 (xsd:decimal)")},
    ),
    "node": Case(
        prop("sh:path :p ; sh:node s:Share") + "s:Share a sh:NodeShape ; sh:datatype xsd:decimal ; sh:minExclusive 0 ; sh:maxInclusive 1 .",
        ":a a :T ; :p 0.5, 1.0 .",
        ":a a :T ; :p 1 . :b a :T ; :p 0.0, 1.5 .",
        {("a", "p", "node", "1 (xsd:integer)"), ("b", "p", "node", "0 (xsd:decimal)"), ("b", "p", "node", "1.5 (xsd:decimal)")},
    ),
    "node with properties": Case(
        prop("sh:path :p ; sh:node [ sh:property [ sh:path :q ; sh:minCount 2 ; sh:datatype xsd:integer ] ]"),
        ":a a :T ; :p :b . :b :q 1, 2 .",
        ":a a :T ; :p :b, :c . :b :q 1 . :c :q 1, 2, 3.0 .",
        {("a", "p", "node", "b"), ("a", "p", "node", "c")},
    ),
    "constraints on the node itself": Case(
        "s:T a sh:NodeShape ; sh:targetClass :T ; sh:nodeKind sh:IRI ; sh:class :U .",
        ":a a :T, :U .",
        ":a a :T .",
        {("a", "", "class", "")},
    ),
    "or of node shapes": Case(
        prop("sh:path :p ; sh:or ( [ sh:class :U ] [ sh:class :V ] )"),
        ":a a :T ; :p :b, :c . :b a :U . :c a :U, :V .",
        ":a a :T ; :p :b . :b a :W .",
        {("a", "p", "or", "b")},
    ),
    "or of property shapes": Case(
        "s:T a sh:NodeShape ; sh:targetClass :T ; sh:or ( [ sh:path :p ; sh:minCount 1 ] [ sh:path :q ; sh:minCount 1 ] ) .",
        ":a a :T ; :p 1 . :b a :T ; :q 1 . :c a :T ; :p 1 ; :q 1 .",
        ":a a :T ; :r 1 .",
        {("a", "", "or", "")},
    ),
    "xone of node shapes": Case(
        "s:T a sh:NodeShape ; sh:targetClass :T ; sh:xone ( [ sh:class :U ] [ sh:class :V ] ) .",
        ":a a :T, :U . :b a :T, :V .",
        ":a a :T . :b a :T, :U, :V .",
        {("a", "", "xone", ""), ("b", "", "xone", "")},
    ),
    "xone of property shapes": Case(
        "s:T a sh:NodeShape ; sh:targetClass :T ; sh:xone ( [ sh:path :p ; sh:minCount 1 ] [ sh:path :q ; sh:minCount 2 ] ) .",
        ":a a :T ; :p 1 ; :q 1 . :b a :T ; :q 1, 2 .",
        ":a a :T ; :p 1 ; :q 1, 2 . :b a :T ; :q 1 .",
        {("a", "", "xone", ""), ("b", "", "xone", "")},
    ),
    "xone of several properties": Case(
        "s:T a sh:NodeShape ; sh:targetClass :T ; sh:xone ("
        " [ sh:property [ sh:path :p ; sh:minCount 1 ; sh:datatype xsd:integer ; sh:lessThan :q ], [ sh:path :q ; sh:minCount 1 ] ]"
        " [ sh:property [ sh:path :r ; sh:minCount 1 ; sh:maxCount 1 ; sh:disjoint :q ] ] ) .",
        ":a a :T ; :p 1 ; :q 2 . :b a :T ; :r 1 . :c a :T ; :p 2 ; :q 1 ; :r 3 .",
        ":a a :T ; :p 2 ; :q 1 . :b a :T ; :p 1 ; :q 2 ; :r 3 . :c a :T ; :r 1, 2 . :d a :T ; :q 1 ; :r 1 .",
        {(focus, "", "xone", "") for focus in "abcd"},
    ),
    "lessThan": Case(
        prop("sh:path :p ; sh:lessThan :q"),
        ":a a :T ; :p 1 ; :q 2, 3.0 . :b a :T ; :p 9 . :c a :T ; :q 1 .",
        ":a a :T ; :p 2 ; :q 3, 2.0 . :b a :T ; :p 1 ; :q :x .",
        {("a", "p", "lessThan", "2 (xsd:integer)"), ("b", "p", "lessThan", "1 (xsd:integer)")},
    ),
    "lessThanOrEquals": Case(
        prop("sh:path :p ; sh:lessThanOrEquals :q"),
        ":a a :T ; :p 1, 2 ; :q 2.0 .",
        ":a a :T ; :p 1, 3 ; :q 2 .",
        {("a", "p", "lessThanOrEquals", "3 (xsd:integer)")},
    ),
    "disjoint": Case(
        prop("sh:path :p ; sh:disjoint :q"),
        ':a a :T ; :p :b, "x" ; :q :c, "x"@en .',
        ':a a :T ; :p :b, "x" ; :q :b, "x" .',
        {("a", "p", "disjoint", "b"), ("a", "p", "disjoint", "“x”")},
    ),
    "two properties that break at once": Case(
        "s:T a sh:NodeShape ; sh:targetClass :T, :T2 ; sh:property s:p, [ sh:path :q ; sh:minCount 1 ] ."
        "s:p a sh:PropertyShape ; sh:path :p ; sh:datatype xsd:integer ; sh:minInclusive 1 .",
        ":a a :T ; :p 1 ; :q 1 . :b :p 0 .",
        ":a a :T ; :p 0 . :b a :T2 ; :p 0.5 ; :q 1 .",
        {
            ("a", "p", "minInclusive", "0 (xsd:integer)"),
            ("a", "q", "minCount", ""),
            ("b", "p", "datatype", "0.5 (xsd:decimal)"),
            ("b", "p", "minInclusive", "0.5 (xsd:decimal)"),
        },
    ),
}


@pytest.fixture
def shapes_file(tmp_path: Path) -> Path:
    return tmp_path / "shapes.ttl"


def dataset(turtle: str, graph: str = vocab.CATALOG) -> ox.Store:
    store = ox.Store()
    store.load((PREFIXES + turtle).encode(), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))
    return store


def found_by_pyshacl(data: str, shapes: str) -> set[str]:
    import pyshacl
    from rdflib import Graph
    from rdflib.namespace import SH

    conforms, report, _ = pyshacl.validate(
        Graph().parse(data=PREFIXES + data, format="turtle"),
        shacl_graph=Graph().parse(data=PREFIXES + shapes, format="turtle"),
        inference="none",
        meta_shacl=False,
    )
    # not every focus node of the report: those of nested results are the values of a property
    found = {vocab.identifier(str(report.value(result, SH.focusNode))) for result in report.objects(None, SH.result)}
    assert conforms is (not found)
    return found


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_kind_of_constraint(case: Case, shapes_file: Path) -> None:
    shapes_file.write_text(PREFIXES + case.shape, encoding="utf-8")
    for data, expected in ((case.good, set()), (case.bad, case.found)):
        store = dataset(data)
        found = violations(store, compile_shapes(shapes_file, subclasses(store)))
        assert {(v.focus, v.path, v.component, v.value) for v in found} == expected
        assert found == sorted(found)
        assert all(v.message for v in found)
        assert found_by_pyshacl(data, case.shape) == {focus for focus, *_ in expected}


UNSUPPORTED = {
    "sh:closed": ("s:T sh:targetClass :T ; sh:closed true .", "shapes#T: sh:closed isn't supported here"),
    "sh:not": ("s:T sh:targetClass :T ; sh:not [ sh:class :U ] .", "sh:not isn't supported here"),
    "sh:minLength": (prop("sh:path :p ; sh:minLength 2"), "sh:minLength isn't supported here"),
    "sh:flags": (prop('sh:path :p ; sh:pattern "x" ; sh:flags "i"'), "sh:flags isn't supported here"),
    "sh:severity": (prop("sh:path :p ; sh:minCount 1 ; sh:severity sh:Info"), "sh:severity isn't supported here"),
    "sh:deactivated": ("s:T sh:targetClass :T ; sh:deactivated true .", "sh:deactivated isn't supported here"),
    "a foreign term": ("s:T sh:targetClass :T ; :closed true .", "closed isn't supported here"),
    "a term of property shapes": ("s:T sh:targetClass :T ; sh:minCount 1 .", "sh:minCount isn't supported here"),
    "a nested property": (prop("sh:path :p ; sh:property [ sh:path :q ; sh:minCount 1 ]"), "sh:property isn't supported here"),
    "an unsupported term, deep": (
        prop("sh:path :p ; sh:or ( [ sh:class :U ] [ sh:node [ sh:equals :q ] ] )"),
        "sh:equals isn't supported here",
    ),
    "another target": ("s:T a sh:NodeShape ; sh:targetNode :a ; sh:class :U .", "shapes#T: isn't part of a shape with an sh:targetClass"),
    "a class that is a shape": ("s:T a sh:NodeShape, rdfs:Class ; sh:targetClass :T .", "the type rdfs:Class isn't supported"),
    "a path of two steps": (prop("sh:path ( :p :q ) ; sh:minCount 1"), "this kind of sh:path isn't supported"),
    "a path of a choice": (prop("sh:path [ sh:alternativePath ( :p :q ) ]"), "this kind of sh:path isn't supported"),
    "a path backwards and on": (prop("sh:path [ sh:inversePath [ sh:inversePath :p ] ]"), "this kind of sh:path isn't supported"),
    "an empty path": (prop("sh:path [] ; sh:minCount 1"), "this kind of sh:path isn't supported"),
    "no path": (prop("sh:class :U"), "needs an sh:path"),
    "another datatype": (prop("sh:path :p ; sh:datatype xsd:gYear"), "sh:datatype xsd:gYear isn't supported"),
    "no node kind": (prop("sh:path :p ; sh:nodeKind sh:Iri"), "sh:nodeKind Iri isn't one of SHACL's"),
    "a pattern of another dialect": (prop('sh:path :p ; sh:pattern "(?=x)"'), "this sh:pattern isn't supported: (?=x)"),
    "a pattern that is none": (prop("sh:path :p ; sh:pattern []"), "sh:pattern needs a literal"),
    "a count that is none": (prop('sh:path :p ; sh:minCount "1"'), "sh:minCount needs a whole number"),
    "a negative count": (prop("sh:path :p ; sh:maxCount -1"), "sh:maxCount needs a whole number"),
    "two counts": (prop("sh:path :p ; sh:minCount 1, 2"), "sh:minCount stands there more than once"),
    "a class that is none": (prop('sh:path :p ; sh:class "U"'), "sh:class needs an IRI"),
    "no list": (prop('sh:path :p ; sh:in "x"'), "sh:in needs a list"),
    "an endless list": (
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> ."
        + prop("sh:path :p ; sh:in s:l")
        + "s:l rdf:first 1 ; rdf:rest s:l .",
        "sh:in needs a list",
    ),
    "a shape that isn't there": (prop("sh:path :p ; sh:node s:U"), "shapes#U: isn't a shape"),
    "a property shape as node": (prop("sh:path :p ; sh:node [ sh:path :q ]"), "sh:node needs a node shape"),
    "a shape within itself": (
        prop("sh:path :p ; sh:node s:U") + "s:U sh:property [ sh:path :q ; sh:node s:U ] .",
        "shapes#U: refers to itself",
    ),
    "a shape below its target": ("s:T sh:targetClass :T ; sh:property [ sh:path :q ; sh:node s:T ] .", "shapes#T: refers to itself"),
}


@pytest.mark.parametrize(("shape", "message"), UNSUPPORTED.values(), ids=UNSUPPORTED)
def test_what_is_not_known_is_an_error(shape: str, message: str, shapes_file: Path) -> None:
    shapes_file.write_text(PREFIXES + shape, encoding="utf-8")
    with pytest.raises(InvalidData) as raised:
        compile_shapes(shapes_file)
    assert message in str(raised.value)
    assert {problem.path for problem in raised.value.problems} == {str(shapes_file)}


def test_all_faults_of_a_file_are_told_together(shapes_file: Path) -> None:
    shapes_file.write_text(PREFIXES + "s:T sh:targetClass :T ; sh:closed true . s:U sh:targetClass :U ; sh:not s:T .", encoding="utf-8")
    with pytest.raises(InvalidData) as raised:
        compile_shapes(shapes_file)
    assert [problem.message.partition("#")[2] for problem in raised.value.problems] == [
        "T: sh:closed isn't supported here",
        "U: sh:not isn't supported here",
    ]


def test_broken_turtle_is_told_with_its_line(shapes_file: Path) -> None:
    shapes_file.write_text("@prefix : <https://example.org/> .\n:a :b\n", encoding="utf-8")
    with pytest.raises(InvalidData) as raised:
        compile_shapes(shapes_file)
    assert raised.value.problems[0].line > 1


def test_the_shapes_of_the_ontology_are_all_known() -> None:
    """Checks stand in the order of the file, one for a target's nodes and one per property whose values are looked at."""
    from rolepath.catalog.inputs import packaged

    checks = compile_shapes(packaged("ontology") / "shapes.ttl")
    assert checks[0].shape == "https://w3id.org/rolepath/shapes#Capability"
    assert checks == compile_shapes(packaged("ontology") / "shapes.ttl")


def test_messages_for_a_tired_reader(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(
        PREFIXES
        + """
        s:T sh:targetClass rp:T ; sh:property
            [ sh:path rp:level ; sh:node s:Share ], [ sh:path rp:modality ; sh:in ( "must" "should" ) ],
            [ sh:path [ sh:inversePath rp:supports ] ; sh:minCount 1 ; sh:message "needs at least one evidence" ],
            [ sh:path rp:offer ; sh:or ( [ sh:class rp:Program ] [ sh:property [ sh:path rp:role ; sh:minCount 1 ] ] ) ] .
        s:Share sh:minExclusive 0 ; sh:maxInclusive 1 .
        """,
        encoding="utf-8",
    )
    long = "word " * 30
    with pytest.raises(InvalidData) as raised:
        check_shapes(
            dataset(f':skill/sql a rp:T ; rp:level 1.5 ; rp:modality "{long}" ; rp:offer :x .'.replace(":skill/", ":skill\\/")), tmp_path
        )
    assert raised.value.problems == (
        Problem("skill/sql", 0, "^rp:supports: needs at least one evidence"),
        Problem("skill/sql", 0, "rp:level: must be more than 0 and must be at most 1; found 1.5 (xsd:decimal)"),
        Problem("skill/sql", 0, f"rp:modality: must be one of must, should; found “{long[:59]}…”"),
        Problem(
            "skill/sql",
            0,
            "rp:offer: must meet at least one of these: must be of class rp:Program; rp:role needs a value; found x",
        ),
    )


def test_all_graphs_count_and_no_violation_counts_twice(shapes_file: Path) -> None:
    shapes_file.write_text(PREFIXES + prop("sh:path :p ; sh:minCount 1 ; sh:maxCount 1 ; sh:class :U"), encoding="utf-8")
    store = dataset(":a a :T ; :p :b . :c a :T ; :p :d .")
    for graph in (vocab.STATEMENTS, vocab.MAPPINGS):
        store.extend(quad for quad in dataset(":a a :T ; :p :b . :b a :U . :c :p :d .", graph))
    assert [(v.focus, v.component) for v in violations(store, compile_shapes(shapes_file))] == [("c", "class")]


def test_classes_of_the_ontology_stand_for_nothing_in_the_data(shapes_file: Path) -> None:
    """As with pySHACL, which doesn't get its graph: nodes name all of their types."""
    shapes_file.write_text(PREFIXES + prop("sh:path :p ; sh:class :U"), encoding="utf-8")
    store = dataset(":a a :T ; :p :b . :b a :V .")
    store.extend(dataset(":V rdfs:subClassOf :U .", vocab.ONTOLOGY))
    assert subclasses(store) == {}
    assert [v.focus for v in violations(store, compile_shapes(shapes_file, subclasses(store)))] == ["a"]
