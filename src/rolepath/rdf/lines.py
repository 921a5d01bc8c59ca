"""JSON-LD nodes to lines of N-Quads, by the same context as a JSON-LD processor: for the millions of triples of a classification.

It knows the part of JSON-LD that `ontology/context.jsonld` and `rdf.terms` use: terms with a type, a language or a map of languages,
prefixes and a base. A test gives all packaged records to both, and asks for the same lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from rolepath import vocab
from rolepath.rdf.terms import Node, Nodes

_SPECIAL: Final = re.compile(r'[\x00-\x1f\x7f"\\]')
_NO_IRI: Final = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_ESCAPED: Final = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_OF_JSON: Final = {bool: vocab.XSD + "boolean", int: vocab.XSD + "integer"}
_Values = Callable[[Any], Iterable[str]]


class Lines:
    """Writes nodes by a context.

    >>> terms = {"@base": "https://w3id.org/rolepath/id/", "id": "@id", "label": {"@id": "http://x/label", "@language": "en"}}
    >>> nodes = Nodes()
    >>> nodes.add("http://x/graph", id="skill/sql", label="SQL")
    >>> Lines({"@context": terms}).of(nodes)
    ['<https://w3id.org/rolepath/id/skill/sql> <http://x/label> "SQL"@en <http://x/graph> .\\n']
    """

    def __init__(self, context: Mapping[str, Any]) -> None:
        terms = context["@context"]
        self._base: str = terms["@base"]
        self._names: dict[str, str] = {key: value for key, value in terms.items() if isinstance(value, str) and not value.startswith("@")}
        self._defined = {key: value for key, value in terms.items() if isinstance(value, dict)}
        self._keywords = {key: value for key, value in terms.items() if value in ("@id", "@type")}
        self._written: dict[str, tuple[str, _Values]] = {}
        for key, value in self._defined.items():
            self._written[key] = (f" <{self._expanded(value['@id'])}> ", self._values(value))
        for key, value in self._keywords.items():
            if value == "@type":
                self._written[key] = (f" <{vocab.TYPE}> ", self._vocabulary)
        self._known: dict[str, str] = {}

    def of(self, nodes: Nodes) -> list[str]:
        """All nodes, each line with its end, in the order given.

        Raises:
            ValueError: where an identifier makes no IRI, or a value is of a kind that the context can't map.
        """
        self._known = {}  # the same few things are named again and again, but not for ever
        return [line for graph, members in nodes.graphs.items() for node in members for line in self._node(node, f" <{graph}> .\n")]

    def _node(self, node: Node, end: str) -> Iterable[str]:
        subject = self._iri(node["id"])
        for key, value in node.items():
            found = self._written.get(key)
            if found is not None:
                predicate, values = found
                for each in value if isinstance(value, list | tuple) else (value,):
                    for term in values(each):
                        yield subject + predicate + term + end

    def _values(self, term: Mapping[str, Any]) -> _Values:
        """How the values of a term are written."""
        if term.get("@container") == "@language":
            return _in_languages
        kind, language = term.get("@type"), term.get("@language")
        if kind == "@id":
            return lambda value: (self._iri(value),)
        if kind == "@vocab":
            return self._vocabulary
        if language is not None:
            return lambda value: (f"{_text(value)}@{language.lower()}",)
        datatype = None if kind is None else self._expanded(kind)
        return lambda value: (_literal(value, datatype),)

    def _iri(self, value: str) -> str:
        found = self._known.get(value)
        if found is None:
            iri = self._expanded(value)
            found = self._known[value] = _bracketed(iri if ":" in value else self._base + value)
        return found

    def _vocabulary(self, value: str) -> Iterable[str]:
        if value in self._names:
            return (_bracketed(self._expanded(self._names[value])),)
        if value in self._defined:
            return (_bracketed(self._expanded(self._defined[value]["@id"])),)
        if ":" not in value:
            raise ValueError(f"“{value}” is no term of the context")
        return (_bracketed(self._expanded(value)),)

    def _expanded(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        return self._names[prefix] + local if colon and prefix in self._names and not local.startswith("//") else name


def _bracketed(iri: str) -> str:
    if _NO_IRI.search(iri):
        raise ValueError(f"“{iri}” is no IRI")
    return f"<{iri}>"


def _in_languages(value: Mapping[str, Any]) -> Iterable[str]:
    for language, given in value.items():
        for each in given if isinstance(given, list | tuple) else (given,):
            yield f"{_text(each)}@{language.lower()}"


def _literal(value: Any, datatype: str | None) -> str:
    if not isinstance(value, str):
        if type(value) not in _OF_JSON:
            raise ValueError(f"{value!r} is neither text nor a whole number nor true or false")
        datatype = datatype or _OF_JSON[type(value)]
        value = str(value).lower()
    return _text(value) if datatype in (None, vocab.XSD + "string") else f"{_text(value)}^^<{datatype}>"


def _text(value: str) -> str:
    return f'"{_SPECIAL.sub(_escaped, value)}"' if _SPECIAL.search(value) else f'"{value}"'


def _escaped(found: re.Match[str]) -> str:
    character = found.group()
    return _ESCAPED.get(character) or f"\\u{ord(character):04X}"
