"""What a page that shows a graph is given: things, the links between them, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

OWN: Final = "our own reason"
"""Stands where no source says so."""


@dataclass(frozen=True)
class Citation:
    """Who says so.

    Attributes:
        source: the title of the source, or `OWN`.
        text: the words with their position, the file of a dataset, or the reason itself.
        url: the http or https address of the source, where it has one.
        estimate: our own reason or assumption, not a published fact.
    """

    source: str
    text: str
    url: str | None = None
    estimate: bool = False


@dataclass(frozen=True)
class Fact:
    """One thing known that is no link to another thing on the page: its description, another name, a number, a code.

    `strength` is `None` where it has no meaning.
    """

    name: str
    value: str
    strength: str | None
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class PageNode:
    """A thing in the picture. x and y are places in the drawing, y downwards, or `None` to have them computed."""

    id: str
    label: str
    kind: str
    facts: tuple[Fact, ...]
    x: float | None
    y: float | None


@dataclass(frozen=True)
class PageEdge:
    """A link, with the evidence of that very link.

    Attributes:
        label: reads from source to target (“asks for”).
        weight: in (0, 1], makes its line thicker; `None` where links of this kind have none.
        necessity: “essential”, “optional” or `None`.
        strength: the words beside the link (“must-have, 96 %”) or `None`.
    """

    source: str
    target: str
    kind: str
    label: str
    weight: float | None
    necessity: str | None = None
    strength: str | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Region:
    """A name to write over a part of a map: where, and how many things it stands for."""

    label: str
    x: float
    y: float
    count: int
