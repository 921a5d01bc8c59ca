"""The HTML pages: functions from data to the text of one file; writing it is the caller's work."""

from __future__ import annotations

from rolepath.render.blocks_page import blocks_page
from rolepath.render.graph_model import Citation, Fact, PageEdge, PageNode
from rolepath.render.graph_page import graph_page
from rolepath.render.layout import layout
from rolepath.render.path_page import path_page

__all__ = ["Citation", "Fact", "PageEdge", "PageNode", "blocks_page", "graph_page", "layout", "path_page"]
