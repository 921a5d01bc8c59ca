"""What a query answers, as text in the standard formats or as rows for a table."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import pyoxigraph
from pyoxigraph import QueryResultsFormat, RdfFormat

from rolepath import vocab
from rolepath.errors import WrongUse

Result = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples

_TABLES: Final = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
_GRAPHS: Final = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
}
TABLE_FORMATS: Final = (*_TABLES, "markdown")
GRAPH_FORMATS: Final = tuple(_GRAPHS)

_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LOCAL_NAME: Final = re.compile(r"[A-Za-z_0-9](?:[\w.\-]*[\w\-])?")
_BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def formats(form: str) -> tuple[str, ...]:
    """The formats that fit a query's form (`syntax.form`), so that a wrong one is refused before the query runs.

    >>> formats("ASK")
    ('json', 'xml', 'csv', 'tsv', 'markdown')
    """
    return GRAPH_FORMATS if form in ("CONSTRUCT", "DESCRIBE") else TABLE_FORMATS


def serialize(result: Result, format: str) -> str:
    """An answer as text that ends in a line feed; it reads the result to its end.

    Parameters
    ----------
    result: of `queries.run`.
    format: one of `TABLE_FORMATS` for SELECT and ASK, of `GRAPH_FORMATS` for CONSTRUCT and DESCRIBE.

    Returns
    -------
    Solutions in the query's order. Triples without duplicates, sorted, blank nodes renamed canonically, with the
    prefixes of `vocab` that occur: the same triples give the same text. CSV has the line ends CR LF of its standard,
    so write it with `newline=""`.

    Raises
    ------
    WrongUse: the format doesn't fit, or the engine can't go on.
    OSError: as `queries.run`.

    >>> store = pyoxigraph.Store()
    >>> serialize(store.query('SELECT ("a|b" AS ?x) {}'), "markdown")
    '| x |\\n| --- |\\n| a\\\\|b |\\n'
    >>> serialize(store.query("CONSTRUCT { rp:Role a owl:Class } WHERE {}", prefixes=vocab.PREFIXES), "ntriples")
    '<https://w3id.org/rolepath/ontology#Role> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2002/07/owl#Class> .\\n'
    """
    is_graph = isinstance(result, pyoxigraph.QueryTriples)
    fitting = GRAPH_FORMATS if is_graph else TABLE_FORMATS
    if format not in fitting:
        forms = "CONSTRUCT and DESCRIBE" if is_graph else "SELECT and ASK"
        raise WrongUse(f"the format “{format}” doesn't fit this query; {forms} can be written as {', '.join(fitting)}.")
    with _engine_errors():
        if isinstance(result, pyoxigraph.QueryTriples):
            return graph_text(_sorted(result), format)
        if format == "markdown":
            return _markdown(*rows(result))
        text = (result.serialize(format=_TABLES[format]) or b"").decode()
    if format == "xml":
        text = _NOT_XML.sub("\ufffd", text).replace("\r", "&#13;")
    return text if text.endswith("\n") else text + "\n"


def rows(result: Result) -> tuple[list[str], list[list[str]]]:
    """An answer as column names and rows of strings that are safe to show on a terminal.

    IRIs are shortened as `rolepath show` takes them, or by their prefix; what is unbound is "". ASK has one column
    `answer`, CONSTRUCT and DESCRIBE have `subject`, `predicate` and `object`, sorted and without duplicates.

    Raises
    ------
    WrongUse, OSError: as `serialize`.

    >>> rows(pyoxigraph.Store().query("SELECT (<https://w3id.org/rolepath/id/role/nurse> AS ?role) ?x {}"))
    (['role', 'x'], [['role/nurse', '']])
    """
    if isinstance(result, pyoxigraph.QueryBoolean):
        return ["answer"], [["true" if result else "false"]]
    with _engine_errors():
        if isinstance(result, pyoxigraph.QueryTriples):
            return ["subject", "predicate", "object"], [[display(term) for term in triple] for triple in _sorted(result)]
        variables = [variable.value for variable in result.variables]
        return variables, [["" if term is None else display(term) for term in solution] for solution in result]


def display(term: object) -> str:
    """A term for people: no control character, no change of writing direction, one line.

    >>> display(pyoxigraph.Literal("a\\x1b[31m\\nb", language="en"))
    'a\\\\x1b[31m b'
    >>> display(pyoxigraph.NamedNode(vocab.RP + "Role"))
    'rp:Role'
    """
    match term:
        case pyoxigraph.NamedNode(value=iri):
            return printable(_short(iri))
        case pyoxigraph.BlankNode(value=label):
            return f"_:{label}"
        case pyoxigraph.Literal(value=text):
            return printable(text)
        case pyoxigraph.Triple(subject=subject, predicate=predicate, object=object_):
            return f"<<( {display(subject)} {display(predicate)} {display(object_)} )>>"
        case _:
            return printable(str(term))


def printable(text: str) -> str:
    """The text on one line, with characters that would steer a terminal written as escapes.

    >>> printable("two\\r\\nlines\\x07")
    'two lines\\\\x07'
    """
    text = re.sub(r"[\t\n\v\f\r\x85\u2028\u2029]+", " ", text)
    return "".join(char.encode("unicode_escape").decode() if unicodedata.category(char) == "Cc" or char in _BIDI else char for char in text)


def _short(iri: str) -> str:
    name = vocab.identifier(iri)
    if name != iri:
        return name
    for prefix, namespace in vocab.PREFIXES.items():
        if iri.startswith(namespace) and _LOCAL_NAME.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _markdown(variables: list[str], lines: list[list[str]]) -> str:
    table = [variables, ["---"] * len(variables), *([_cell(value) for value in line] for line in lines)]
    return "".join(f"| {' | '.join(line)} |\n" for line in table)


def _cell(text: str) -> str:
    return re.sub(r"([\\|`*_<>\[\]])", r"\\\1", text).replace("&", "&amp;")


def _sorted(triples: Iterable[pyoxigraph.Triple]) -> list[pyoxigraph.Triple]:
    """Without duplicates, in the order of N-Triples; blank nodes, new ones in each answer, get canonical names."""
    found = set(triples)
    texts = {triple: str(triple) for triple in found}
    if any("_:" in text for text in texts.values()):
        dataset = pyoxigraph.Dataset(pyoxigraph.Quad(*triple) for triple in found)
        dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)  # stable within a version; RDFC isn't in 0.5.2
        texts = {quad.triple: str(quad.triple) for quad in dataset}
    return sorted(texts, key=texts.__getitem__)


def graph_text(statements: list[pyoxigraph.Triple] | list[pyoxigraph.Quad], format: str) -> str:
    """Triples or quads, in their order, in one of `GRAPH_FORMATS`: the same statements give the same text."""
    prefixes = vocab.PREFIXES if format in ("turtle", "trig") else None
    text = (pyoxigraph.serialize(statements, format=_GRAPHS[format], prefixes=prefixes) or b"").decode()
    if format == "jsonld":
        return _compact(json.loads(text))
    return _sort_prefixes(text) if prefixes else text


def _sort_prefixes(text: str) -> str:
    """Turtle or TriG with its prefixes sorted, and only those that are used: Oxigraph's order is random."""
    lines = text.splitlines(keepends=True)
    count = next((index for index, line in enumerate(lines) if not line.startswith("@prefix ")), len(lines))
    body = "".join(lines[count:])
    head = [line for line in sorted(lines[:count]) if f"{line.split()[1]}" in body]
    return "".join(head) + ("\n" if head else "") + body


def _compact(nodes: list[Any]) -> str:
    """Expanded JSON-LD with its IRIs shortened by a `@context` of the prefixes used."""
    iris = set(_iris(nodes))
    free = {prefix: namespace for prefix, namespace in vocab.PREFIXES.items() if not any(iri.startswith(f"{prefix}:") for iri in iris)}
    short = {iri: _compact_iri(iri, free) for iri in iris}
    used = {name.partition(":")[0] for iri, name in short.items() if name != iri}
    context = {prefix: namespace for prefix, namespace in sorted(free.items()) if prefix in used}
    return json.dumps({"@context": context, "@graph": _replace(nodes, short)}, indent=2, ensure_ascii=False) + "\n"


def _compact_iri(iri: str, prefixes: dict[str, str]) -> str:
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace) and not iri.startswith("//", len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _iris(value: Any) -> Iterator[str]:
    """The IRIs of expanded JSON-LD: keys, and what stands under `@id` and `@type`."""
    if isinstance(value, list):
        for inner in value:
            yield from _iris(inner)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key in ("@id", "@type"):
                yield from [inner] if isinstance(inner, str) else inner
            elif not key.startswith("@"):
                yield key
                yield from _iris(inner)
            elif key == "@graph":
                yield from _iris(inner)


def _replace(value: Any, short: dict[str, str]) -> Any:
    """The same with each IRI replaced; the values of literals stay."""
    if isinstance(value, list):
        return [_replace(inner, short) for inner in value]
    if isinstance(value, dict):
        return {short.get(key, key): inner if key == "@value" else _replace(inner, short) for key, inner in value.items()}
    return short.get(value, value)


@contextmanager
def _engine_errors() -> Iterator[None]:
    """What the engine can't do shows only while its answer is read."""
    try:
        yield
    except RuntimeError as error:
        raise WrongUse(f"the query can't be answered: {error}.") from error
