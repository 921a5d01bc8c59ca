"""The child process of `queries.run_in_child`: one query on a store on disk, whose answer goes to standard output.

In: one line of JSON with the path of the store, the query and whether it may use SERVICE. Out: one line of JSON that
says what follows, or what is wrong, and what went wrong inside functions; then solutions and booleans as SPARQL results in
JSON, triples as N-Triples.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import pyoxigraph

from rolepath.errors import WrongUse
from rolepath.rdf.queries import Function, run


class Calls(Protocol):
    """Functions for one query, and what went wrong inside them so far."""

    @property
    def terms(self) -> Mapping[pyoxigraph.NamedNode, Function]: ...
    @property
    def problems(self) -> Sequence[str]: ...


def main(calls: Callable[[pyoxigraph.Store, str], Calls] | None = None) -> None:
    """Answer one request and end; `calls` makes the functions that the query may call, from the store and its path."""
    request = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_outlive_nobody, daemon=True).start()
    head, body = _answer(**request, calls=calls)
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)
    sys.stdout.buffer.flush()
    os._exit(0)


def _outlive_nobody() -> None:
    os.read(0, 1)  # nothing more is ever sent: this returns when the caller closes the pipe, or is gone
    os._exit(1)


def _answer(
    store_path: str, text: str, allow_service: bool, calls: Callable[[pyoxigraph.Store, str], Calls] | None
) -> tuple[dict[str, Any], bytes]:
    try:
        store = pyoxigraph.Store.read_only(store_path)
    except OSError as error:
        return {"error": "StoreError", "message": f"the store can't be opened: {error}"}, b""
    try:
        made = calls(store, store_path) if calls is not None else None
        result = run(store, text, allow_service=allow_service, functions=made.terms if made is not None else None)
        if isinstance(result, pyoxigraph.QueryTriples):
            holds, body = "triples", pyoxigraph.serialize(result, format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
        else:
            holds, body = "results", result.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b""
        return {"holds": holds, "problems": list(made.problems) if made is not None else []}, body
    except (WrongUse, RuntimeError, OSError) as error:
        return {"error": type(error).__name__, "message": str(error)}, b""


if __name__ == "__main__":
    main()
