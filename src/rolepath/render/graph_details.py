"""What the panel, the search and the filters of a graph's page read: things, links and who says so, as compact JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rolepath.render.graph_model import Citation, Fact, PageEdge, PageNode
from rolepath.render.kinds import Kind
from rolepath.render.shell import embed_json, plain, safe_url

_NEEDS = {None: 0, "essential": 1, "important": 2, "useful": 2, "optional": 2}
USUAL_WEIGHT = 0.4
"""The weight that a link without one is drawn with."""


def sources_of(nodes: Sequence[PageNode], edges: Sequence[PageEdge]) -> list[tuple[str, str | None, int]]:
    """Every source named, with its address and how many links rest on it; the most first, ties by title.

    >>> sources_of([], [PageEdge("a", "b", "k", "asks for", None, citations=(Citation("A report", "words"),))])
    [('A report', None, 1)]
    """
    links = Counter(title for edge in edges for title in {c.source for c in edge.citations})
    urls: dict[str, str | None] = {}
    for cited in (*(c for n in nodes for f in n.facts for c in f.citations), *(c for e in edges for c in e.citations)):
        urls[cited.source] = urls.get(cited.source) or safe_url(cited.url)
    return [(title, urls[title], links[title]) for title in sorted(urls, key=lambda title: (-links[title], title))]


class _Numbers(dict[Any, int]):
    """Numbers things by when they are first met."""

    def of(self, thing: Any) -> int:
        return self.setdefault(thing, len(self))


def details_json(
    nodes: Sequence[PageNode],
    edges: Sequence[PageEdge],
    kinds: Sequence[Kind],
    position: Mapping[str, int],
    sources: Sequence[tuple[str, str | None, int]],
) -> str:
    """The JSON text that graph-data.js unpacks; what repeats (texts, citations, the citations of a link) stands once and is numbered.

    Args:
        nodes, edges: in the order in which they are numbered.
        kinds: those of the nodes.
        position: the number of each node.
        sources: from `sources_of`.
    """
    texts, citations, quoted = _Numbers(), _Numbers(), _Numbers()

    def packed(fact: Fact) -> list[Any]:
        strength = None if fact.strength is None else texts.of(plain(fact.strength))
        return [
            texts.of(plain(fact.name)),
            fact.value,
            strength,
            [citations.of(c) for c in fact.citations],
            int(safe_url(fact.value) is not None),
        ]

    kind_number = {kind.key: i for i, kind in enumerate(kinds)}
    packed_nodes = [[n.id, n.label, kind_number[n.kind], [packed(f) for f in n.facts]] for n in nodes]
    links = {
        "from": [position[e.source] for e in edges],
        "to": [position[e.target] for e in edges],
        "label": [texts.of(plain(e.label)) for e in edges],
        "need": [_NEEDS.get(e.necessity, 0) for e in edges],
        "weight": [round(USUAL_WEIGHT if e.weight is None else e.weight, 2) for e in edges],
        "strength": [-1 if e.strength is None else texts.of(plain(e.strength)) for e in edges],
        "quoted": [quoted.of(tuple(citations.of(c) for c in e.citations)) for e in edges],
    }
    number = {title: i for i, (title, _, _) in enumerate(sources)}
    return embed_json(
        {
            "kinds": [
                {"key": k.key, "one": k.one, "many": k.many, "light": k.light, "dark": k.dark, "hollow": k.hollow, "outline": k.outline}
                for k in kinds
            ],
            "nodes": packed_nodes,
            "links": links,
            "sources": [[title, url] for title, url, _ in sources],
            "citations": [_citation(c, number) for c in citations],
            "quoted": [list(numbers) for numbers in quoted],
            "texts": list(texts),
        }
    )


def _citation(cited: Citation, number: Mapping[str, int]) -> list[Any]:
    return [number[cited.source], cited.text, int(cited.estimate)]
