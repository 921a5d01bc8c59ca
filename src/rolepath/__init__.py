"""rolepath: a knowledge graph of programs, skills, roles and tools, and the skill-gap path between two roles.

>>> import rolepath
>>> kg = rolepath.load()
>>> answer = kg.gap("data scientist", "AI product manager")
>>> answer.question.target.label
'AI product manager'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rolepath import vocab

__version__ = vocab.VERSION
__all__ = ["KnowledgeGraph", "__version__", "load"]

if TYPE_CHECKING:
    from rolepath.service.graph import KnowledgeGraph, load


def __getattr__(name: str) -> Any:
    """Loads the library when it is first used, so that `rolepath --help` need not."""
    if name in ("KnowledgeGraph", "load"):
        from rolepath.service import graph

        return getattr(graph, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
