"""Blocks as a page: the plain form in which any answer can be read and printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rolepath.render.blocks import Block, Heading, Items, Table
from rolepath.render.shell import render_page


def blocks_page(blocks: Sequence[Block]) -> str:
    """The blocks as one HTML file that makes no request and holds no script."""
    title = next((block.text for block in blocks if isinstance(block, Heading)), "rolepath")
    return render_page(
        "blocks.html", styles=["base.css", "blocks.css"], scripts=[], data={}, title=title, blocks=[_view(b) for b in blocks]
    )


def _view(block: Block) -> dict[str, Any]:
    match block:
        case Items():
            return {"kind": "Items", "items_": block.items, "numbered": block.numbered}
        case Table():
            return {"kind": "Table", "name": block.name, "columns": block.columns, "rows": block.rows, "right": block.right}
        case Heading():
            return {"kind": "Heading", "text": block.text, "level": block.level}
    return {"kind": "Text", "text": block.text}
