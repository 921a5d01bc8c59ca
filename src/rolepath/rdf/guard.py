"""What a query may not do: change the store, reach out to the network, or overflow the parser's stack."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from typing import Final

from rolepath.errors import WrongUse
from rolepath.rdf.syntax import Token, explain, operation, parse_problem, position, tokenize

MAX_DEPTH: Final = 100  # Oxigraph's parser dies of a stack overflow at about 1,000 nested brackets
_UPDATES: Final = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_SERVICE: Final = re.compile("service", re.IGNORECASE | re.ASCII)


def guard(text: str, allow_service: bool = False) -> None:
    """Refuse a query that changes data, asks another server, or is nested too deep; it isn't run for that.

    Parameters
    ----------
    text: the query, with or without declarations of the prefixes in `vocab.PREFIXES`.
    allow_service: whether `SERVICE` may stand in it.

    Raises
    ------
    WrongUse: it is refused.
    QuerySyntax: it speaks of a service and doesn't parse, so that nobody can say what it would do.

    Notes
    -----
    Oxigraph reads without token boundaries: `true.SERVICE:x{}`, `1SERVICE<x>{}` and `FILTER(?a<b:c)SERVICE:x#>` reach
    out although by SPARQL's own rules the first two hold no such keyword and the last an IRI. So tokens only tell where
    a `SERVICE` stands; whether there is one is asked of the parser itself, by giving it the query with every "service"
    replaced by a word of the same length: strings, IRIs, comments and names stay what they are, a keyword becomes an error.

    >>> guard('ASK { ?service rdfs:label "SERVICE" } # SERVICE <http://e/>')
    >>> guard("ASK { SERVICE <http://e/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    rolepath.errors.WrongUse: line 1, column 7: SERVICE would send a part of the query to another server; --allow-service permits it.
    """
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise WrongUse("the query isn't valid Unicode text; write it in UTF-8.")
    tokens = tokenize(text)
    _refuse_update(tokens)
    _refuse_depth(tokens, text)
    if not allow_service:
        _refuse_service(tokens, text)


def _refuse_update(tokens: Sequence[Token]) -> None:
    first = operation(tokens)
    if first is not None and first.is_word(*_UPDATES):
        raise WrongUse(
            f"{first.text.upper()} changes data, and the store is read-only: a query is SELECT, ASK, CONSTRUCT or DESCRIBE."
            " To change the data, edit the files in data/ and build anew."
        )


def _refuse_depth(tokens: Sequence[Token], text: str) -> None:
    depth = 0
    for token in tokens:
        if token.kind == "mark":
            depth += (token.text in "([{") - (token.text in ")]}")
        if depth > MAX_DEPTH:
            line, column = position(text, token.start)
            raise WrongUse(f"line {line}, column {column}: brackets are nested more than {MAX_DEPTH} deep; simplify the query.")


def _refuse_service(tokens: Sequence[Token], text: str) -> None:
    if not _SERVICE.search(text):
        return
    disguised = _SERVICE.sub(_unused_word(text), text)
    if parse_problem(disguised) is None:
        return
    keyword = next((token for token in tokens if token.is_word("SERVICE", "SERVICESILENT")), None)
    if keyword is None:
        raise explain(disguised, text)
    line, column = position(text, keyword.start)
    raise WrongUse(f"line {line}, column {column}: SERVICE would send a part of the query to another server; --allow-service permits it.")


def _unused_word(text: str) -> str:
    """Seven letters that the text doesn't hold, so that no two names become one."""
    lower = text.lower()
    return next(word for letters in product("qxzjkvwbcd", repeat=7) if (word := "".join(letters)) not in lower)
