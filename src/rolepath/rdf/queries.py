"""SPARQL queries on a store: guarded, with the prefixes of `vocab` declared, over all named graphs at once.

This module is the door to its neighbours: `guard` (what is refused), `results` (answers as text or rows), `watchdog`
and `child` (limits on time), `syntax` (tokens and positions of errors).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph

from rolepath import vocab
from rolepath.errors import QueryTimeout, StoreError, UnknownName, WrongUse
from rolepath.rdf.guard import guard
from rolepath.rdf.results import GRAPH_FORMATS, TABLE_FORMATS, Result, formats, rows, serialize
from rolepath.rdf.syntax import explain, form, tokenize
from rolepath.rdf.watchdog import watchdog

__all__ = [
    "GRAPH_FORMATS",
    "TABLE_FORMATS",
    "Function",
    "NamedQuery",
    "Result",
    "Term",
    "explain",
    "form",
    "formats",
    "guard",
    "named_queries",
    "named_query",
    "rows",
    "run",
    "run_in_child",
    "serialize",
    "watchdog",
]

Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple
Function = Callable[..., Term | None]
"""A function that a query may call: terms in, a term or nothing out."""


@dataclass(frozen=True, order=True)
class NamedQuery:
    """A packaged query: the file's name without its ending, its title, what it answers, and the SPARQL."""

    name: str
    title: str
    description: str
    text: str


def run(
    store: pyoxigraph.Store,
    text: str,
    *,
    allow_service: bool = False,
    substitutions: Mapping[str, Term] | None = None,
    functions: Mapping[pyoxigraph.NamedNode, Function] | None = None,
) -> Result:
    """Run a query; its solutions or triples are computed while they are read, aggregates and ASK at once.

    Parameters
    ----------
    store: in memory or on disk; it is only read.
    text: SPARQL; the prefixes in `vocab.PREFIXES` need no declaration, the query's own go first.
    allow_service: whether `SERVICE` may reach out to other servers.
    substitutions: a term for each of these variables (named without `?`), which the query must select.
    functions: further functions that the query may call, by IRI. None, and an exception, make an unbound value without a word.

    Returns
    -------
    What `rolepath.rdf.results` turns into text or rows.

    Raises
    ------
    QuerySyntax: it doesn't parse; with line and column.
    WrongUse: it is refused by `guard`, or asks for what the engine can't do.
    OSError: the store can't be read, or a permitted `SERVICE` doesn't answer.

    Notes
    -----
    Patterns outside `GRAPH` see every graph, where a triple that is in two graphs is found twice (`DISTINCT` helps). A
    query with its own FROM or FROM NAMED sees what it names, as SPARQL says: Oxigraph would ignore FROM beside the union.

    >>> store = pyoxigraph.Store()
    >>> node = pyoxigraph.NamedNode(vocab.RP + "Role")
    >>> store.add(pyoxigraph.Quad(node, pyoxigraph.NamedNode(vocab.PREF_LABEL), pyoxigraph.Literal("Role"), node))
    >>> [solution["label"].value for solution in run(store, "SELECT ?label { rp:Role skos:prefLabel ?label }")]
    ['Role']
    """
    text = text.removeprefix("\ufeff")
    guard(text, allow_service)
    try:
        return store.query(
            text,
            prefixes=vocab.PREFIXES,
            use_default_graph_as_union=not any(token.is_word("FROM") for token in tokenize(text)),
            substitutions={pyoxigraph.Variable(name): term for name, term in (substitutions or {}).items()},
            custom_functions=dict(functions or {}),
        )
    except SyntaxError:
        raise explain(text) from None
    except RuntimeError as error:
        raise WrongUse(f"the query can't be answered: {error}.") from error


def run_in_child(
    store_path: Path,
    text: str,
    seconds: float,
    *,
    allow_service: bool = False,
    module: str = "rolepath.rdf.child",
    problems: list[str] | None = None,
) -> Result:
    """Run a query on a store on disk in a process of its own, which is ended when the time is up: for the library.

    Parameters
    ----------
    store_path: a finished build; it is opened read-only.
    text, allow_service: as for `run`.
    seconds: more than 0; the start of the process (about 0.2 s) and the sending of the answer count.
    module: what runs as the child: `rdf.child`, or one that gives it functions.
    problems: takes what went wrong inside functions.

    Returns
    -------
    As `run`; all of it is in memory.

    Raises
    ------
    QueryTimeout: the time was up.
    QuerySyntax, WrongUse: the query is refused, or it broke the child (out of memory or stack).
    StoreError: the store can't be opened.
    OSError: the store can't be read, or a permitted `SERVICE` doesn't answer.

    Notes
    -----
    The child is a fresh interpreter, not a fork and not `multiprocessing`, so the caller's script needs no main guard
    and its threads don't matter. It ends with its caller, also if that is killed: its standard input closes then.
    """
    if not seconds > 0:
        raise WrongUse("a time limit must be more than 0 seconds.")
    request = json.dumps({"store_path": str(store_path), "text": text, "allow_service": allow_service})
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)},
    )
    lifeline, child.stdin = child.stdin, None  # `communicate` would close it at once
    try:
        if lifeline is not None:
            with suppress(BrokenPipeError):
                lifeline.write(request.encode() + b"\n")
                lifeline.flush()
        out, complaints = child.communicate(timeout=min(seconds, 1e6))
    except subprocess.TimeoutExpired:
        raise QueryTimeout(seconds) from None
    finally:
        child.kill()
        child.wait()
        for pipe in (lifeline, child.stdout, child.stderr):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
    if not out:
        last = (complaints.decode(errors="replace").strip().splitlines() or [f"exit code {child.returncode}"])[-1]
        raise WrongUse(f"the query broke the process that ran it ({last}); simplify it.")
    head, _, body = out.partition(b"\n")
    received = json.loads(head)
    if problems is not None:
        problems += received.get("problems", ())
    return _received(received, body, store_path, text, allow_service)


def _received(head: dict[str, Any], body: bytes, store_path: Path, text: str, allow_service: bool) -> Result:
    """The child's answer as a result of this process, or its error raised again here."""
    match head:
        case {"holds": "results"}:
            return pyoxigraph.parse_query_results(body, format=pyoxigraph.QueryResultsFormat.JSON)
        case {"holds": "triples"}:
            store = pyoxigraph.Store()
            store.load(body, format=pyoxigraph.RdfFormat.N_TRIPLES)
            return store.query("CONSTRUCT WHERE { ?s ?p ?o }")
        case {"error": "QuerySyntax", "message": message}:
            run(pyoxigraph.Store(), text, allow_service=allow_service)  # refused again, now with its line and column
            raise WrongUse(message)
        case {"error": "StoreError", "message": message}:
            raise StoreError(store_path, message)
        case {"error": "WrongUse", "message": message}:
            raise WrongUse(message)
        case {"error": "RuntimeError", "message": message}:
            raise WrongUse(f"the query can't be answered: {message}.")
        case _:
            raise OSError(head["message"])


def named_queries(folder: Path) -> dict[str, NamedQuery]:
    """The packaged queries of a folder, by name, sorted.

    The comment lines at the top of a file `name.rq` are its title (the first) and its description (the others).
    """
    return {path.stem: _named_query(path) for path in sorted(folder.glob("*.rq"))}


def named_query(folder: Path, name: str) -> NamedQuery:
    """One packaged query.

    Raises
    ------
    UnknownName: none has this name; carries those there are.
    """
    queries = named_queries(folder)
    if name not in queries:
        raise UnknownName(name, "packaged query", [(query.name, query.title) for query in queries.values()])
    return queries[name]


def _named_query(path: Path) -> NamedQuery:
    text = path.read_text(encoding="utf-8-sig")
    comments: list[str] = []
    for line in text.splitlines():
        if not re.match(r"\s*#", line):
            break
        comments.append(line.strip().lstrip("#").strip())
    title = comments[0] if comments else path.stem
    return NamedQuery(path.stem, title, " ".join(filter(None, comments[1:])), text)
