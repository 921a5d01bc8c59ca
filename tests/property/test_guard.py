"""Hidden services aren't found, real ones always are, and what the guard lets through never reaches for the network."""

import contextlib
import re

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolepath import vocab
from rolepath.errors import QuerySyntax, WrongUse
from rolepath.rdf.guard import guard
from rolepath.rdf.syntax import explain, parse_problem, tokenize

keywords = st.lists(st.booleans(), min_size=7, max_size=7).map(
    lambda upper: "".join(char.upper() if up else char for char, up in zip("service", upper, strict=True))
)
comments = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=10).map(lambda text: f"#{text}\n")
spaces = st.lists(st.sampled_from([" ", "\t", "\n", "\r\n"]) | comments, min_size=1, max_size=4).map("".join)
bodies = st.text(st.characters(exclude_characters="'\"\\\r\n", exclude_categories=["Cs", "Cc"]), max_size=15)
clauses = st.builds("{} {} <http://localhost:1/> {{ ?s ?p ?o }} {}".format, bodies, keywords, bodies)
quotes = st.sampled_from(["'", '"', "'''", '"""'])


@st.composite
def hidden(draw: st.DrawFn) -> str:
    """A piece of a group pattern in which a service is only data."""
    keyword = draw(keywords)
    match draw(st.integers(0, 6)):
        case 0:
            quote = draw(quotes)
            inner = draw(clauses)
            if len(quote) == 3:
                inner += draw(st.sampled_from(["", "\n", f" {quote[0]} ", f" {quote[:2]} ", f"\\{quote} "]))
            return f"?s ?p {quote}{inner}{quote} ."
        case 1:
            return f"?s ?p <http://{keyword}/{keyword}#{keyword}> ."
        case 2:
            return f"?s ?p ?o . #{draw(clauses)}\n"
        case 3:
            return f"?{keyword} ?p ${keyword} ."
        case 4:
            return f"p:{keyword} p:x.{keyword} {keyword}:x ."
        case 5:
            return f"_:{keyword} ?p 'x'@en-{keyword} ."
        case _:
            return f"?s ?p ?o FILTER(?o<'{keyword}'&&?o>?{keyword}||?s != \"{keyword}\")"


@given(st.lists(hidden(), max_size=4), spaces)
def test_a_service_that_is_only_data_is_not_found(pieces: list[str], space: str) -> None:
    prefixes = {"p", *(word for piece in pieces for word in re.findall(r"(?i)\b(service):x", piece))}
    prologue = "".join(f"PREFIX {prefix}: <http://e/> " for prefix in prefixes)
    text = f"{prologue}SELECT ?s{space}{{ {space.join(pieces)} }}"
    assert parse_problem(text) is None
    guard(text)


WRAPPERS = st.sampled_from(
    [
        "{}",
        "?a ?b ?c . {}",
        "?a ?b ?c {}",
        "{{ {} }}",
        "OPTIONAL {{ {} }}",
        "{{ ?a ?b ?c }} UNION {{ {} }}",
        "MINUS {{ {} }}",
        "GRAPH ?g {{ {} }}",
        "FILTER NOT EXISTS {{ {} }}",
        "{{ SELECT * WHERE {{ {} }} }}",
        "BIND(1<2 AS ?x){}",
        "?a ?b 'SERVICE'{}",
        "VALUES ?x {{ 'service' }}{}",
    ]
)


@given(
    keywords,
    st.sampled_from(["", "SILENT", "silent"]),
    st.sampled_from(["<http://localhost:1/>", "?a", "rp:service"]),
    st.lists(WRAPPERS, max_size=4),
    st.lists(hidden(), max_size=2),
    spaces,
)
def test_a_real_service_is_always_found(keyword: str, silent: str, target: str, wrappers: list[str], around: list[str], space: str) -> None:
    pattern = f"{keyword}{space}{silent}{space}{target}{space}{{{space}?s{space}?p ?o}}"
    for wrapper in wrappers:
        pattern = wrapper.format(pattern)
    prologue = "".join(f"PREFIX {prefix}: <http://e/> " for prefix in ("p", *set(re.findall(r"(?i)\b(service):x", " ".join(around)))))
    text = f"{prologue}ASK {{ {pattern} {' '.join(around)} }}"
    with pytest.raises(WrongUse, match="SERVICE would send"):
        guard(text)
    guard(text, allow_service=True)


DATA = pyoxigraph.Store()
DATA.load(
    b"""PREFIX rp: <https://w3id.org/rolepath/ontology#> PREFIX : <http://e/>
    rp:s rp:p true, 1, 1.5, 'a', 'a'@en, rp:a, rp:, :x, rp:s .""",
    format=pyoxigraph.RdfFormat.TURTLE,
)


def reaches_out(text: str) -> bool:
    """Whether Oxigraph evaluates a service: it refuses to connect to port 1 without trying."""
    try:
        list(DATA.query(text, prefixes=vocab.PREFIXES) or ())
    except OSError as error:
        return "port 1" in str(error)
    except (SyntaxError, RuntimeError, TypeError):
        return False
    return False


PIECES = [
    *["SERVICE", "Service", "SERVICE", "SILENT", "<http://localhost:1/>", "<http://localhost:1/>", "l:x", "rp:a", ":x", ":", "{}", "{}"],
    *["{?s?p?o}", "?s?p", "?s?p?o", "?s?p'a'", "?s?p'a'@en", "?s?p<http://e/x>", "?s?p:x", "?s?p+rp:a", "?s?p-true", "true", "1", "1."],
    *["1.5", "'a'", ".", ";", ",", "#", ">", "<", "FILTER(?o<rp:c)", "FILTER(?s<?p)", "BIND(1AS?x)", "{}UNION{}", "OPTIONAL{}", "GRAPH"],
    *["?g", "-", "_:a", "@en", "a", "?", "'", '"', "UNION", " ", " ", "\n", "#\n", "?s ?p true", "?s ?p rp:a", "?s ?p rp:", "?s ?p 1"],
]


BEFORE = [
    *["", "?s ?p ?o", "?s ?p true", "?s ?p 1", "?s ?p 'a'", "?s ?p 'a'@en", "?s ?p rp:a", "?s ?p rp:", "?s ?p rp:a.", "?s ?p rp:.", "{}"],
    *["?s ?p _:a", "?s ?p ?o;", "?s rp:p|:x true", "FILTER(1<2)", "?s ?p ?o FILTER(?s<rp:c||true)", "BIND(1 AS ?x)", "VALUES ?x {1}"],
    *["GRAPH ?g {}", "OPTIONAL {}"],
]
glue = st.lists(st.sampled_from(PIECES), max_size=2).map("".join) | st.sampled_from(["", " ", ".", " . ", ";", "#\n"])
targets = st.sampled_from(["<http://localhost:1/>", " <http://localhost:1/>", ":x", "l:x", " l:x", "#\nl:x", ":x#>\n", "l:x#>\n"])
groups = st.sampled_from(["{}", " {?s ?p ?o}", "#{}\n{}"])


@settings(max_examples=1000)
@given(st.builds("{}{}{}{}{}{}".format, st.sampled_from(BEFORE), glue, keywords, targets, groups, glue))
def test_what_passes_never_reaches_out_even_without_spaces(pattern: str) -> None:
    text = f"PREFIX l: <http://localhost:1/> PREFIX : <http://localhost:1/> SELECT * {{ {pattern} }}"
    with contextlib.suppress(WrongUse):
        guard(text)
        assert not reaches_out(text)


@given(st.text(st.sampled_from("SELECT*{}()[]<>?$:;.,'\"\\#@^_ab1/|!&=\n\r éservice"), max_size=40) | st.text(max_size=40))
def test_any_text_is_cut_into_tokens_and_explained(text: str) -> None:
    tokens = tokenize(text)
    rest = text
    for token in tokens:
        assert text[token.start : token.end] == token.text
    for token in reversed(tokens):
        rest = rest[: token.start] + rest[token.end :]
    assert re.fullmatch(r"(?:[ \t\r\n]|#[^\r\n]*)*", rest) or tokens
    with contextlib.suppress(WrongUse):
        guard(text)
        if parse_problem(text) is not None:
            error = explain(text)
            assert isinstance(error, QuerySyntax)
            assert 1 <= error.line <= text.count("\n") + 1
            assert 1 <= error.column <= len(text) + 1
