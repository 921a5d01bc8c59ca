"""The picture of a path: roles from left to right, between them the steps, the higher the readier."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rolepath.render.path_view import HopView, PathView, StepView
from rolepath.render.path_words import counted, percent, sentence
from rolepath.render.shell import drawing_json, embed_json, wrap

_COLUMN, _ROW, _BOX = 194, 54, 160
_SHOWN = 7
_STEPS = ("must", "learn", "offer")
_RISE = 180
"""How much higher full readiness stands than none."""

_OPTIONS: dict[str, Any] = {
    "autoResize": False,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {
        "shape": "box",
        "margin": {"top": 8, "bottom": 8, "left": 8, "right": 8},
        "font": {"multi": False, "size": 14},
        "widthConstraint": {"minimum": _BOX - 20},
        "labelHighlightBold": False,
    },
    "edges": {
        "smooth": {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.45},
        "arrows": {"to": {"scaleFactor": 0.55}},
        "selectionWidth": 0,
        "hoverWidth": 0,
    },
    "interaction": {
        "dragNodes": False,
        "dragView": False,
        "zoomView": False,
        "selectConnectedEdges": False,
        "hover": False,
        "keyboard": False,
        "tooltipDelay": 3600000,
    },
}


@dataclass(frozen=True)
class Picture:
    """A drawing ready to embed, its extent in the drawing's units, and where each box leads on the page."""

    drawing: str
    extent: str
    text: str


@dataclass
class _Canvas:
    """Boxes and lines so far; columns count from 0; row 0 of a column holds a role or a heading, at the height of its readiness."""

    nodes: list[dict[str, Any]] = field(default_factory=list)
    edges: list[dict[str, Any]] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    lines: list[tuple[int, str]] = field(default_factory=list)
    """from the number of a box to the anchor of another, maybe not drawn"""
    height: int = 0
    """of the column that is being filled; y counts downwards"""

    def box(self, label: str, group: str, column: int, row: int, anchor: str = "", lines: int = 2) -> int:
        number = len(self.nodes)
        self.anchors.append(anchor)
        place = {"x": column * _COLUMN, "y": row * _ROW + (12 if row else 0) - self.height}
        text = "\n".join(wrap(line, 19, lines) for line in label.split("\n"))
        self.nodes.append({"n_id": number, "label": text, "shape": "box", "group": group, **place})
        return number

    def join(self) -> None:
        """Draws a thin line from each box to those that need it; within a column it would run behind the boxes between."""
        places = {anchor: number for number, anchor in enumerate(self.anchors) if self.nodes[number]["group"] in _STEPS}
        for source, anchor in self.lines:
            to = places.get(anchor)
            if to is not None and self.nodes[to]["x"] > self.nodes[source]["x"]:
                self.line(source, to, "before")

    def line(self, source: int, to: int, kind: str) -> None:
        self.edges.append({"source": source, "to": to, "kind": kind})


def draw_path(path: PathView) -> Picture:
    """The picture of one path: columns of steps in their order, and the roles; a column stands as high as readiness is after it.

    Programs and projects in a row share a column, and so does what is studied and practised in a row. At most seven boxes stand in
    a column of study, those that come first; a last one says how many more there are. After a bridge the next role's readiness
    is another one, so from there on the picture rises by what is gained.
    """
    canvas = _Canvas()
    last = canvas.box(f"{path.start}\n(now)", "start", 0, 0, lines=3)
    column, base = 0, 0.0
    told = [f"{path.start} now"]
    for hop in path.hops:
        column, last = _draw_hop(canvas, hop, column, last, base)
        base += hop.ready - hop.before
        told += [f"{_heading(steps)}, {percent(steps[-1].after)} ready after" for steps in _columns(hop)]
        told.append(hop.role)
    canvas.join()
    heights = [node["y"] for node in canvas.nodes]
    top, width = min(heights) - _ROW / 2 - 8, column * _COLUMN + _BOX + 8
    extent = {"left": -_BOX / 2 - 4, "top": top, "width": width, "height": max(heights) - top + _ROW / 2 + 8, "anchors": canvas.anchors}
    return Picture(drawing_json(canvas.nodes, canvas.edges, _OPTIONS), embed_json(extent), " → ".join(told))


def _columns(hop: HopView) -> list[list[StepView]]:
    """The steps of a hop by column."""
    columns: list[list[StepView]] = []
    for block in hop.blocks:
        last = columns[-1] if columns else []
        if not block.small and last and not last[-1].small and len(last) < _SHOWN:
            last += block.steps
        else:
            columns.append(list(block.steps))
    return columns


def _heading(steps: list[StepView]) -> str:
    if steps[0].small:
        return f"Study {counted(len(steps), 'thing')}"
    kinds = sorted({step.kind.lower() for step in steps})
    return counted(len(steps), kinds[0]) if len(kinds) == 1 else sentence(" and ".join(f"{kind}s" for kind in kinds))


def _draw_hop(canvas: _Canvas, hop: HopView, column: int, last: int, base: float) -> tuple[int, int]:
    """Draws one hop to the right of a column; returns the column and the box of its role. base: what was gained before."""
    for steps in _columns(hop):
        column += 1
        canvas.height = round(_RISE * (base + steps[-1].after - hop.before))
        head = canvas.box(f"{_heading(steps)}\n→ {percent(steps[-1].after)} ready", "head", column, 0)
        canvas.line(last, head, "way")
        last = head
        visible = steps if len(steps) <= _SHOWN else steps[: _SHOWN - 1]
        for row, step in enumerate(visible, start=1):
            group = ("must" if step.must else "learn") if step.small else "offer"
            box = canvas.box(step.label, group, column, row, step.anchor)
            canvas.lines += [(box, anchor) for _, anchor in step.needed_for if anchor]
        if len(visible) < len(steps):
            canvas.box(f"and {len(steps) - len(visible)} more", "more", column, len(visible) + 1, steps[len(visible)].anchor)
    column += 1
    canvas.height = round(_RISE * (base + hop.ready - hop.before))
    stay = f"\n(for {hop.stay.text})" if hop.stay else ""
    role = canvas.box(hop.role + stay, "target" if hop.target else "role", column, 0, hop.anchor, lines=3)
    canvas.line(last, role, "way")
    canvas.box(f"{percent(hop.ready)} ready by then", "more", column, 1)
    return column, role
