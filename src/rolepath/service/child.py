"""The child process of `KnowledgeGraph.query` with a timeout: `rdf.child` with the functions of `service.functions`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from rolepath.rdf import child
from rolepath.service.functions import Functions

if TYPE_CHECKING:
    from rolepath.service.graph import KnowledgeGraph


def functions(store: ox.Store, path: str) -> Functions:
    """The functions on a build's store; `path` is that of the store inside the build."""

    def load() -> KnowledgeGraph:
        from rolepath.rdf.store import read_tables
        from rolepath.service.builds import Opened
        from rolepath.service.graph import KnowledgeGraph

        build = Path(path).parent
        return KnowledgeGraph(Opened(store, read_tables(build.parents[1], build.name), Path(path)))

    return Functions(load)


if __name__ == "__main__":
    child.main(functions)
