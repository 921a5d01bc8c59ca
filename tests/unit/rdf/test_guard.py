"""What the guard refuses and what it lets through, and how a broken query is explained."""

import pytest

from rolepath.errors import QuerySyntax, WrongUse
from rolepath.rdf.guard import MAX_DEPTH, guard
from rolepath.rdf.syntax import explain, form, parse_problem, tokenize

UPDATES = [
    "INSERT DATA { <a:a> <a:b> <a:c> }",
    "delete where { ?s ?p ?o }",
    "PREFIX e: <http://e/> # first\nBASE <http://e/>\nINSERT { ?s e:p 1 } WHERE { ?s ?p ?o }",
    "WITH <http://g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "LOAD <http://localhost:1/>",
    "CLEAR ALL",
    "CREATE GRAPH <http://g>",
    "DROP DEFAULT",
    "COPY <http://g> TO <http://h>",
    "MOVE <http://g> TO <http://h>",
    "Add <http://g> TO <http://h>",
]


@pytest.mark.parametrize("text", UPDATES)
def test_update_is_refused_by_name(text: str) -> None:
    with pytest.raises(WrongUse, match=r"read-only: a query is SELECT, ASK, CONSTRUCT or DESCRIBE") as caught:
        guard(text, allow_service=True)
    assert str(caught.value).split()[0].lower() in text.lower()


SERVICES = [
    "SELECT * { SERVICE <http://e/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://e/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o . SeRvIcE ?s { ?s ?p ?o } }",
    "SELECT * { SERVICE # comment\n rp:x {} }",
    "ASK { { SELECT ?s { OPTIONAL { SERVICE <http://e/> { ?s ?p ?o } } } } }",
    "ASK { ?s ?p ?o FILTER NOT EXISTS { SERVICE <http://e/> { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { { ?s ?p ?o } UNION { SERVICE <http://e/> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p 'SERVICE' SERVICE<http://e/>{} }",
    "SELECT*{?s?p?o.SERVICE<http://e/>{}}",
]

# Oxigraph needs no boundary between tokens, so these reach out as well.
GLUED = [
    "SELECT * { ?s ?p true.SERVICE<http://e/>{} }",
    "SELECT * { ?s ?p 1SERVICE<http://e/>{} }",
    "SELECT * { ?s ?p trueSERVICE<http://e/>{} }",
    "SELECT * { ?s ?p ?o SERVICErp:x{} }",
    "SELECT * { ?s ?p trueSERVICESILENTrp:x{} }",
    "SELECT * { ?s ?p ?o SERVICESILENT?s{} }",
    "SELECT * { ?s ?p rp:.SERVICE<http://e/>{} }",
    "PREFIX : <http://e/> SELECT * { ?s ?p ?o FILTER(?o<rp:c)SERVICE:x#>\n{} }",
]


@pytest.mark.parametrize("text", SERVICES + GLUED)
def test_service_is_refused_unless_allowed(text: str) -> None:
    assert parse_problem(text) is None, "the example itself must be one that would run"
    with pytest.raises(WrongUse):
        guard(text)
    guard(text, allow_service=True)


@pytest.mark.parametrize("text", SERVICES)
def test_service_is_named_with_its_place(text: str) -> None:
    with pytest.raises(WrongUse, match=r"line \d+, column \d+: SERVICE would .* --allow-service"):
        guard(text)


HARMLESS = [
    "SELECT * { ?service ?SERVICE $Service }",
    "PREFIX service: <http://e/service#> SELECT * { service:SERVICE service:x service:service }",
    "PREFIX : <http://e/> SELECT * { :SERVICE :p :service }",
    "PREFIX service: <http://e/> SELECT * { GRAPH service:x { ?s ?p ?o } }",
    "SELECT * { ?s ?p 'SERVICE <http://e/> { }' }",
    'SELECT * { ?s ?p "it\'s a \\"SERVICE <http://e/>\\" { }" }',
    "SELECT * { ?s ?p '''SERVICE\n'' <http://e/> { }''' }",
    'SELECT * { ?s ?p """SERVICE\n"" \\""" <http://e/> { }""" }',
    "SELECT * { ?s ?p <http://service/SERVICE#SERVICE> }",
    "SELECT * { ?s <http://service/> ?o } # SERVICE <http://e/> { }",
    "# SERVICE <http://e/> {}\nSELECT * { ?s ?p ?o }",
    "SELECT * { ?s ?p 'x'@en-service }",
    "SELECT * { ?s ?p _:service }",
    "SELECT * { ?s ?p ?o FILTER(?o<'>'&&?s='SERVICE') }",
    "SELECT * { ?s ?p ?o FILTER(?o<?service&&?service>?o) }",
    "SELECT * FROM <http://localhost:1/service> FROM NAMED <http://unknown> { ?s ?p ?o }",
    "SELECT ?insert ('DELETE' AS ?x) { ?insert ?p <http://e/LOAD> }",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_a_service_or_update_passes(text: str) -> None:
    assert parse_problem(text) is None
    guard(text)


def test_a_query_that_speaks_of_services_and_is_broken_is_shown_as_written() -> None:
    with pytest.raises(QuerySyntax) as caught:
        guard("SELECT * {\n ?s ?p 'SERVICE' ?service }")
    assert (caught.value.line, caught.value.column) == (2, 18)
    assert "unexpected “?service”" in str(caught.value)
    with pytest.raises(QuerySyntax, match="“service:” isn't declared"):
        guard("SELECT * { ?s ?p service:x }")


@pytest.mark.parametrize("pair", ["()", "[]", "{}"])
def test_deep_nesting_is_refused_before_the_parser_overflows(pair: str) -> None:
    with pytest.raises(WrongUse, match=f"more than {MAX_DEPTH} deep"):
        guard(f"SELECT * {{ ?s ?p {pair[0] * 5000}{pair[1] * 5000} }}")
    guard(f"SELECT * {{ {'{' * 50}{'}' * 50} }}")
    guard(f"SELECT * {{ ?s ?p '{pair[0] * 5000}' }}")


def test_a_lone_surrogate_from_the_command_line_is_refused() -> None:
    with pytest.raises(WrongUse, match="UTF-8"):
        guard("SELECT * { ?s ?p '\udcff' }")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("?a<?b", "variable mark variable"),
        ("?a < ?b && ?c > ?d", "variable mark variable mark mark variable mark variable"),
        ("<http://e/#x>#x>", "iri"),
        ("'a'@en-GB 'b'^^xsd:date", "string language string mark name"),
        ("'''a'b''c\\'''' \"\"\"x\"\"\"", "string string"),
        ("a:b. c:d.e. :f : a:%20\\/x", "name mark name mark name name name"),
        ("_:a.b. _:c", "blank mark blank"),
        ("1 1.5 .5 1e5 1.e5 -1", "number number number number number mark number"),
        ("é:ü ?é Größe", "name variable word"),
        ("'never closed", "mark word word"),
    ],
)
def test_tokens(text: str, kinds: str) -> None:
    tokens = tokenize(text)
    assert " ".join(token.kind for token in tokens) == kinds
    assert all(text[token.start : token.end] == token.text for token in tokens)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("select ?x {}", "SELECT"),
        ("# ASK\nPREFIX select: <http://e/>\nBASE <http://e/> Construct {} {}", "CONSTRUCT"),
        ("DESCRIBE <http://e/>", "DESCRIBE"),
        ("INSERT DATA {}", ""),
        ("", ""),
    ],
)
def test_form(text: str, expected: str) -> None:
    assert form(text) == expected


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, "the query is empty"),
        ("# nothing\n", 1, 1, "the query is empty"),
        ("SELEC * { ?s ?p ?o }", 1, 1, "unexpected “SELEC”"),
        ("SELECT *\nWHERE {\n  ?s ?p }\n", 3, 9, "unexpected “}”"),
        ("SELECT *\r\nWHERE {\r\n  ?s ?p }\r\n", 3, 9, "unexpected “}”"),
        ("SELECT * { ?s ?p ?o", 1, 20, "the query ends too early"),
        ("SELECT * { ?s ?p ?o } # the end\n foo", 2, 2, "unexpected “foo”"),
        ("SELECT ?s, ?p { ?s ?p ?o }", 1, 10, "unexpected “,”"),
        ("SELECT * { '😀' ?p ?o ,, }", 1, 23, "unexpected “,”"),
        ("SELECT * { ?s 'p' ?o }", 1, 15, "unexpected “'p'”"),
        ("SELECT * { ?s foo:p ?o }", 1, 15, "the prefix “foo:” isn't declared; known without a declaration: rp, id,"),
        ("PREFIX x: <http://e/>\nSELECT * { x:a x:b x:c . y:a ?p ?o }", 2, 26, "the prefix “y:” isn't declared"),
        ("SELECT * { ?s <rel> ?o }", 1, 15, "<rel> isn't an absolute IRI"),
        ("SELECT * { ?s ?p <http://a b> }", 1, 18, "this IRI is never closed, or"),
        ('ASK {\n ?s ?p "abc }', 2, 8, "this string is never closed"),
        ("ASK { ?s ?p id:role/nurse }", 1, 13, "a prefixed name writes a slash as \\/"),
        ("SELECT ?x { ?s ?p ?o } GROUP BY ?s", 1, 35, "The SELECT contains a variable that is unbound"),
        ("SELECT * { VALUES (?a ?b) { (1) } }", 1, 33, "The VALUES clause rows should have exactly the same number of values"),
        ("SELECT * { ?s ?p ?o } LIMIT 99999999999999999999", 1, 29, "The query limit should be a non negative integer"),
    ],
)
def test_a_broken_query_is_explained_where_it_breaks(text: str, line: int, column: int, message: str) -> None:
    assert parse_problem(text) is not None
    error = explain(text)
    assert (error.line, error.column) == (line, column)
    assert message in str(error)
