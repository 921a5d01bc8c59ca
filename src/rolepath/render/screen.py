"""A screen of labelled parts: lines that fit a width in columns, wrapped between words or cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rolepath.render.shell import plain

LABEL = 14
"""How wide the labels at the left are."""
_TOGETHER = str.maketrans({"\u00a0": " "})


@dataclass(frozen=True)
class Part:
    """A part of a screen: what it is called, and its lines, which fit beside the label."""

    label: str
    lines: tuple[str, ...]


def cells(text: str) -> int:
    """How many columns of a terminal a text takes, on which some characters take two."""
    from rich.cells import cell_len

    return cell_len(text)


def cut(text: str, columns: int) -> str:
    """The text on at most so many columns.

    >>> cut("strategy and people", 12)
    'strategy …'
    """
    from rich.cells import set_cell_size

    text = plain(text)
    if cells(text) <= columns:
        return text
    kept = set_cell_size(text, max(columns - 2, 0)).rstrip()
    space = kept.rfind(" ")
    return (kept[:space] if space > len(kept) // 2 and not text[len(kept) :].startswith(" ") else kept).rstrip() + " …"


def wrap(text: str, columns: int, most: int | None = None) -> tuple[str, ...]:
    """The text in lines of at most so many columns, broken between words; of more than `most` lines the last one ends with “…”.

    A word that doesn't fit any line is broken; a space that must not break is U+00A0, and written as a plain one.

    >>> wrap("readiness about 40 %", 10), wrap("readiness about 40 %", 10, 1)
    (('readiness', 'about 40 %'), ('readines …',))
    """
    lines = [""]
    for word in plain(text).split(" "):
        if not word:
            continue
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if cells(joined) <= columns:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        *full, rest = _pieces(word, columns)
        lines[-1:] = [*full, rest]
    if most is not None and len(lines) > most:
        lines = [*lines[: most - 1], cut(f"{lines[most - 1]} {lines[most]}", columns)]
    return tuple(line.translate(_TOGETHER) for line in lines)


def wrap_link(text: str, link: str, columns: int, most: int) -> tuple[str, ...]:
    """A text and a link after it in at most so many lines, the link whole: where there is no room beside it, it has lines of its own.

    >>> wrap_link("“A book”", "https://example.org", 30, 2), wrap_link("“A long title”", "https://example.org", 20, 2)
    (('“A book” https://example.org',), ('“A long title”', 'https://example.org'))
    """
    lines = wrap(f"{text} {link}", columns)
    own = wrap(link, columns)
    return lines if len(lines) <= most else (*wrap(text, columns, max(most - len(own), 1)), *own)


def _pieces(word: str, columns: int) -> list[str]:
    """A word in pieces that fit."""
    pieces = [""]
    for character in word:
        if cells(pieces[-1] + character) > columns:
            pieces.append("")
        pieces[-1] += character
    return pieces


def columns_of(rows: Sequence[Sequence[str]], width: int, right: Iterable[int] = ()) -> tuple[str, ...]:
    """Rows of cells as lines in columns, two spaces apart; the last column takes what is left, and is cut.

    >>> columns_of([("way", "months"), ("self-study", "5")], 30, right=[1])
    ('way         months', 'self-study       5')
    """
    at_right = frozenset(right)
    widths = [max(cells(plain(row[n])) for row in rows) for n in range(len(rows[0]))]
    lines = []
    for row in rows:
        line = ""
        for n, cell in enumerate(map(plain, row)):
            padding = " " * (widths[n] - cells(cell))
            line += ("  " if n else "") + (padding + cell if n in at_right else cell + padding)
        lines.append(cut(line.rstrip(), width))
    return tuple(lines)


def bar(share: float, columns: int = 10) -> str:
    """A share as a bar; it is full or empty only where the share is.

    >>> bar(0.04, 5), bar(0.5, 4), bar(0.99, 5)
    ('█░░░░', '██░░', '████░')
    """
    full = round(share * columns)
    if 0 < share < 1:
        full = min(max(full, 1), columns - 1)
    return "█" * full + "░" * (columns - full)


def screen(title: str, parts: Iterable[Part], width: int, color: bool = False) -> str:
    """A title and the parts that have lines, each line with its label or the room for it before it."""
    bold = ("\x1b[1m", "\x1b[0m") if color else ("", "")
    lines = [f"{bold[0]}{cut(title, width)}{bold[1]}"]
    for part in parts:
        for n, line in enumerate(part.lines):
            label = f"{part.label:<{LABEL}}" if n == 0 else " " * LABEL
            lines.append(f"{bold[0]}{label}{bold[1]}{line}".rstrip() if n == 0 else f"{label}{line}".rstrip())
    return "\n".join(lines) + "\n"
