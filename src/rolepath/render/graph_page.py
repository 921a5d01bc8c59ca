"""The page that shows a graph: a picture to look around in, a search, and every fact with its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from rolepath.render.graph_details import details_json, sources_of
from rolepath.render.graph_model import OWN, PageEdge, PageNode, Region
from rolepath.render.kinds import kind_named, kind_order
from rolepath.render.layout import layout
from rolepath.render.shell import asset, drawing_json, embed_json, render_page, shorten, vis_script, wrap
from rolepath.render.sizes import radius

# Beyond this many links a browser can't redraw them while the picture is being dragged.
_MANY_EDGES = 1500

_OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {
        "borderWidth": 1.5,
        "borderWidthSelected": 3,
        "font": {"multi": False, "face": "sans-serif"},
        "scaling": {"label": {"drawThreshold": 5, "maxVisible": 14}},
    },
    "edges": {"smooth": False, "arrows": {"to": {"enabled": False, "scaleFactor": 0.5}}, "selectionWidth": 0, "hoverWidth": 0},
    "interaction": {
        "dragNodes": False,
        "hover": True,
        "selectConnectedEdges": False,
        "multiselect": False,
        # with autoFocus the window jumps to the picture as soon as the mouse moves over it
        "keyboard": {"enabled": True, "bindToWindow": False, "autoFocus": False},
        "tooltipDelay": 3600000,
    },
}


_FIRST = ("graph-data.js", "graph-names.js", "graph-ways.js", "graph-search.js")
_LAST = ("graph-panel.js", "graph-save.js", "graph.js")


def graph_page(
    title: str,
    lead: str,
    nodes: Sequence[PageNode],
    edges: Sequence[PageEdge],
    *,
    links: Sequence[tuple[str, str]] = (),
    regions: Sequence[Region] | None = None,
    credits: Sequence[str] = (),
) -> str:
    """A page with the picture of a graph.

    Args:
        title: heading of the page.
        lead: a sentence or two under the heading: what this is about.
        nodes: the things, identifiers unique. If any lacks a place, all get computed ones.
        edges: links between them.
        links: pages beside this one, as (label, address).
        regions: names of parts of the picture. With them, even none, it is drawn as a map, which stays quick with tens of thousands
            of things; else by vis-network.
        credits: sentences that the licences of the data ask for.

    Returns:
        One HTML file as text that makes no request. It doesn't depend on the order of nodes and edges.

    Raises:
        ValueError: two nodes have one identifier, or an edge ends at a node that isn't there.
    """
    nodes = sorted(nodes, key=lambda n: (kind_order(n.kind), n.label.casefold(), n.id))
    position = {node.id: i for i, node in enumerate(nodes)}
    if len(position) != len(nodes):
        raise ValueError("two nodes have the same identifier")
    if lost := sorted({end for e in edges for end in (e.source, e.target) if end not in position}):
        raise ValueError(f"links end at nodes that are not on the page: {', '.join(lost[:5])}")
    edges = sorted(edges, key=lambda e: (position[e.source], position[e.target], e.kind, e.label))
    counts = Counter(node.kind for node in nodes)
    kinds = [kind_named(key) for key in sorted(counts, key=kind_order)]
    sources = sources_of(nodes, edges)
    pictures = ("picture-vis.js",) if regions is None else ("map-marks.js", "map-links.js", "map-hands.js", "picture-map.js")
    drawing = _drawing(nodes, edges) if regions is None else _map_drawing(nodes, edges, regions)
    return render_page(
        "graph.html",
        styles=["base.css", "graph.css"],
        scripts=([vis_script()] if regions is None else []) + [asset(name) for name in (*_FIRST, *pictures, *_LAST)],
        data={"drawing": drawing, "details": details_json(nodes, edges, kinds, position, sources)},
        title=title,
        lead=lead,
        kinds=[(kind, counts[kind.key]) for kind in kinds],
        things=_counted(len(nodes), "thing", "things"),
        links=_counted(len(edges), "link", "links"),
        pages=links,
        sources=[(name, count) for name, _, count in sources],
        named=sum(name != OWN for name, _, _ in sources),
        own=OWN,
        library="vis-network (Apache 2.0 or MIT licence)" if regions is None else None,
        credits=credits,
        parts=_listed(_counted(counts[k.key], k.one, k.many) for k in kinds),
        has_estimates=any(
            c.estimate for said in ([f.citations for n in nodes for f in n.facts] + [e.citations for e in edges]) for c in said
        ),
    )


def _places(nodes: Sequence[PageNode], edges: Sequence[PageEdge]) -> Iterable[tuple[PageNode, float, float, float]]:
    """Each thing with its place and its radius."""
    places = {n.id: (n.x, n.y) for n in nodes if n.x is not None and n.y is not None}
    if len(places) < len(nodes):
        places = dict(layout(nodes, edges))
    degree = Counter(end for e in edges for end in {e.source, e.target})
    return ((node, *places[node.id], radius(degree[node.id])) for node in nodes)


def _map_drawing(nodes: Sequence[PageNode], edges: Sequence[PageEdge], regions: Sequence[Region]) -> str:
    """The picture for picture-map.js."""
    return embed_json(
        {
            "nodes": [
                {"x": round(x), "y": round(y), "size": size, "label": wrap(node.label, 24, 2).split("\n")}
                for node, x, y, size in _places(nodes, edges)
            ],
            "regions": [{"x": r.x, "y": r.y, "count": r.count, "label": wrap(r.label, 20, 4).split("\n")} for r in regions],
        }
    )


def _drawing(nodes: Sequence[PageNode], edges: Sequence[PageEdge]) -> str:
    """The picture for pyvis. Nodes are numbered by their place in the list; links stand in the details, once for all that reads them."""
    drawn = []
    for i, (node, x, y, size) in enumerate(_places(nodes, edges)):
        kind = kind_named(node.kind)
        drawn.append({"n_id": i, "label": wrap(node.label, 24, 2), "shape": kind.shape, "group": kind.key, "size": size, "x": x, "y": y})
    many = len(edges) > _MANY_EDGES
    options = {**_OPTIONS, "interaction": {**_OPTIONS["interaction"], "hideEdgesOnDrag": many, "hideEdgesOnZoom": many}}
    return drawing_json(drawn, [], options)


def _counted(count: int, one: str, many: str) -> str:
    """
    >>> _counted(1200, "role", "roles")
    '1,200 roles'
    """
    return f"{count:,} {shorten(one if count == 1 else many, 60)}"


def _listed(parts: Iterable[str]) -> str:
    """
    >>> _listed(["2 roles", "3 skills", "1 tool"])
    '2 roles, 3 skills and 1 tool'
    """
    *first, last = list(parts) or ["nothing yet"]
    return f"{', '.join(first)} and {last}" if first else last
