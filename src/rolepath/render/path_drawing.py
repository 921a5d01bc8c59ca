"""The picture of a path: roles from left to right, between them what to learn and what helps most with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rolepath.render.path_view import HopView, PathView, StepView
from rolepath.render.path_words import counted, ordinal, percent
from rolepath.render.shell import drawing_json, embed_json, wrap

_COLUMN, _ROW, _BOX = 194, 54, 160
_SHOWN = 7

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
    """Boxes and lines so far; columns count from 0, rows from 0 downwards, row 0 holds the roles and the headings."""

    nodes: list[dict[str, Any]] = field(default_factory=list)
    edges: list[dict[str, Any]] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    rows: int = 1

    def box(self, label: str, group: str, column: int, row: int, anchor: str = "", lines: int = 2) -> int:
        number = len(self.nodes)
        self.rows = max(self.rows, row + 1)
        self.anchors.append(anchor)
        place = {"x": column * _COLUMN, "y": row * _ROW + (12 if row else 0)}
        text = "\n".join(wrap(line, 19, lines) for line in label.split("\n"))
        self.nodes.append({"n_id": number, "label": text, "shape": "box", "group": group, **place})
        return number

    def line(self, source: int, to: int, kind: str) -> None:
        self.edges.append({"source": source, "to": to, "kind": kind})


def draw_path(path: PathView) -> Picture:
    """The picture of one path: each hop is a column of what helps most, one column per stage, and the role.

    At most seven boxes stand in a column, those listed first; a last one says how many more there are.
    """
    canvas = _Canvas()
    last = canvas.box(f"{path.start}\n(now)", "start", 0, 0, lines=3)
    column = 0
    told = [f"{path.start} now"]
    for hop in path.hops:
        column, last = _draw_hop(canvas, hop, column, last)
        told += [f"{ordinal(number).lower()} {counted(len(steps), 'thing')} to learn" for number, steps in enumerate(hop.stages, start=1)]
        told.append(hop.role)
    width, height = column * _COLUMN + _BOX + 8, canvas.rows * _ROW + 24
    extent = {"left": -_BOX / 2 - 4, "top": -_ROW / 2 - 8, "width": width, "height": height, "anchors": canvas.anchors}
    return Picture(drawing_json(canvas.nodes, canvas.edges, _OPTIONS), embed_json(extent), " → ".join(told))


def _draw_hop(canvas: _Canvas, hop: HopView, column: int, last: int) -> tuple[int, int]:
    """Draws one hop to the right of a column; returns the column and the box of its role."""
    offers: dict[str, int] = {}
    shown = [steps[: _SHOWN if len(steps) <= _SHOWN + 1 else _SHOWN - 1] for steps in hop.stages]
    drawn = {offer.id for steps in shown for step in steps for offer in step.offers}
    helpers = [helper for helper in hop.helpers if helper.offer.id in drawn]
    if helpers:
        column += 1
        last = _headed(canvas, "What helps most", column, last)
        for row, helper in enumerate(helpers, start=1):
            offers[helper.offer.id] = canvas.box(helper.offer.label or helper.offer.kind, "offer", column, row)
    boxes: dict[str, int] = {}
    for number, (steps, visible) in enumerate(zip(hop.stages, shown, strict=True), start=1):
        column += 1
        last = _headed(canvas, f"{ordinal(number)}: {counted(len(steps), 'thing')}", column, last)
        for row, step in enumerate(visible, start=1):
            boxes[step.label.casefold()] = canvas.box(step.label, "must" if step.must else "learn", column, row, step.anchor)
            _join(canvas, step, boxes, offers)
        if len(visible) < len(steps):
            canvas.box(f"and {len(steps) - len(visible)} more", "more", column, len(visible) + 1, steps[len(visible)].anchor)
    column += 1
    stay = f"\n(for {hop.stay.text})" if hop.stay else ""
    role = canvas.box(hop.role + stay, "target" if hop.target else "role", column, 0, lines=3)
    canvas.line(last, role, "way")
    canvas.box(f"{percent(hop.ready)} ready by then", "more", column, 1)
    return column, role


def _headed(canvas: _Canvas, heading: str, column: int, last: int) -> int:
    head = canvas.box(heading, "head", column, 0)
    canvas.line(last, head, "way")
    return head


def _join(canvas: _Canvas, step: StepView, boxes: dict[str, int], offers: dict[str, int]) -> None:
    here = boxes[step.label.casefold()]
    for label in step.builds_on:
        if label.casefold() in boxes:
            canvas.line(boxes[label.casefold()], here, "before")
    for offer in step.offers:
        if offer.id in offers:
            canvas.line(offers[offer.id], here, "helps")
