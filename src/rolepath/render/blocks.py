"""An answer as a list of blocks, and the blocks as terminal text, Markdown, CSV or HTML: one path for every command."""

from __future__ import annotations

import csv
import io
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (the answer) or 2 (a part of it)."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Items:
    """A list; numbered where the numbers are referred to."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under columns; `right` names the columns of numbers. `name` tells tables apart in CSV.

    whole: columns whose cells are never broken over lines, such as identifiers that are copied.
    cards: too much for one line each; text shows the first cell as a title, the numbers on a line, then a line for each other cell;
    they are numbered, beginning with `first`.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[str] = frozenset()
    cards: bool = False
    whole: frozenset[str] = frozenset()
    first: int = 1


Block = Heading | Text | Items | Table

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def clean(text: str) -> str:
    """Text from data without the characters that could drive a terminal, turn its direction or not be written.

    >>> clean("a\\x1b[31mb")
    'a[31mb'
    """
    return _CONTROL.sub("", text)


def _card(table: Table, row: Sequence[str]) -> tuple[str, list[str]]:
    """A row as a title and lines: numbers together, then each other cell that says something."""
    named = list(zip(table.columns, row, strict=True))[1:]
    numbers = " · ".join(f"{column} {cell}" for column, cell in named if column in table.right and cell)
    return row[0], [*([numbers] if numbers else []), *(f"{c}: {cell}" for c, cell in named if c not in table.right and cell)]


def _hanging(mark: str, text: str, width: int) -> str:
    """A paragraph with a mark before it, wrapped beside the mark."""
    return textwrap.fill(text, width, initial_indent=mark, subsequent_indent=" " * len(mark), break_on_hyphens=False) + "\n"


def to_text(blocks: Iterable[Block], width: int, color: bool) -> str:
    """The blocks for a terminal of that width, with colours or plain."""
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table as RichTable

    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=color, no_color=not color, color_system="standard" if color else None,
        highlight=False, emoji=False, soft_wrap=False,
    )  # fmt: skip
    for position, block in enumerate(blocks):
        match block:
            case Heading():
                if position:
                    console.print()
                console.print(f"[bold]{escape(clean(block.text))}[/bold]")
                if block.level == 1:
                    console.print("[dim]" + "─" * min(width, len(clean(block.text))) + "[/dim]")
            case Text():
                console.print(escape(clean(block.text)))
            case Items():
                digits = len(str(len(block.items)))
                marks = (f"[{n:>{digits}}] " if block.numbered else "- " for n in range(1, len(block.items) + 1))
                out.writelines(_hanging(mark, clean(item), width) for mark, item in zip(marks, block.items, strict=True))
            case Table(cards=True):
                digits = len(str(block.first + len(block.rows) - 1))
                for number, row in enumerate(block.rows, start=block.first):
                    title, lines = _card(block, row)
                    console.print(f"{number:>{digits}}. [bold]{escape(clean(title))}[/bold]")
                    out.writelines(_hanging(" " * (digits + 2), clean(line), width) for line in lines)
            case Table():
                shown = RichTable(box=box.SIMPLE_HEAD if color else box.ASCII2, show_edge=False, pad_edge=False, header_style="bold")
                for column in block.columns:
                    shown.add_column(
                        escape(column), justify="right" if column in block.right else "left", overflow="fold", no_wrap=column in block.whole
                    )
                for row in block.rows:
                    shown.add_row(*(escape(clean(cell)) for cell in row))
                console.print(shown)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def to_markdown(blocks: Iterable[Block]) -> str:
    """The blocks as Markdown."""
    parts: list[str] = []
    for block in blocks:
        match block:
            case Heading():
                parts.append(f"{'#' * block.level} {_inline(block.text)}")
            case Text():
                parts.append(_inline(block.text))
            case Items():
                parts.append("\n".join(f"{f'{n}.' if block.numbered else '-'} {_inline(i)}" for n, i in enumerate(block.items, start=1)))
            case Table(cards=True):
                for number, row in enumerate(block.rows, start=block.first):
                    title, lines = _card(block, row)
                    mark = f"{number}. "
                    below = (f"{' ' * len(mark)}- {_inline(line)}" for line in lines)
                    parts.append("\n".join([f"{mark}**{_inline(title)}**", *below]))
            case Table():
                align = ["---:" if column in block.right else "---" for column in block.columns]
                rows = [block.columns, tuple(align), *block.rows]
                cells = [[c if row is rows[1] else _inline(c) for c in row] for row in rows]
                parts.append("\n".join("| " + " | ".join(row) + " |" for row in cells))
    return "\n\n".join(parts) + "\n"


def _inline(text: str) -> str:
    """Text that Markdown takes literally."""
    return re.sub(r"([\\`*_{}\[\]<>|#])", r"\\\1", " ".join(clean(text).split()))


def to_csv(blocks: Iterable[Block], ending: str = "\n") -> str:
    """The tables of the blocks: one as it is; of several, each row begins with its table's name. ending: what ends a row."""
    tables = [block for block in blocks if isinstance(block, Table)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=ending)
    if len(tables) == 1:
        writer.writerow(tables[0].columns)
        writer.writerows(safe_cells(row) for row in tables[0].rows)
    else:
        width = max((len(table.columns) for table in tables), default=0)
        for table in tables:
            writer.writerow(["table", *table.columns, *[""] * (width - len(table.columns))])
            writer.writerows([table.name, *safe_cells(row), *[""] * (width - len(row))] for row in table.rows)
    return out.getvalue()


def safe_cells(row: Sequence[str]) -> list[str]:
    """Cells that a spreadsheet won't take for formulas."""
    return [
        "'" + cell if cell[:1] in ("=", "+", "@", "\t") or (cell[:1] == "-" and not _NUMBER.match(cell)) else cell
        for cell in map(clean, row)
    ]


_NUMBER = re.compile(r"-?[\d.,]+%?$")
