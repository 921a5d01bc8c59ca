"""How each kind of thing looks and what it is called: one shape, one colour for light and one for dark pages."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Shape = Literal["dot", "square", "diamond", "triangle", "triangleDown", "hexagon", "star"]


@dataclass(frozen=True)
class Kind:
    """A kind of thing on a page: what one and several are called, and its mark (hollow: only the outline is coloured)."""

    key: str
    one: str
    many: str
    shape: Shape
    hollow: bool
    light: str
    dark: str

    @property
    def outline(self) -> str:
        """The mark as an SVG path in a box of 20 by 20, the same shape that the drawing uses."""
        return _OUTLINES[self.shape]


# The hues are those of Okabe and Ito, darkened or lightened until they stand out 3:1 from both pages' ground;
# kinds that share a hue differ in shape, so nothing rests on colour alone.
_KINDS = (
    Kind("role", "role", "roles", "hexagon", False, "#0b62a8", "#5fb2f2"),
    Kind("skill", "skill", "skills", "dot", False, "#00805c", "#2fc093"),
    Kind("tool", "tool", "tools", "square", False, "#b06000", "#f0a63c"),
    Kind("method", "method", "methods", "triangle", False, "#7a4fa3", "#c39be6"),
    Kind("regulation", "regulation", "regulations", "triangleDown", False, "#b5401a", "#f0835c"),
    Kind("unit", "unit", "units", "hexagon", False, "#00805c", "#2fc093"),
    Kind("program", "program", "programs", "diamond", False, "#a8386f", "#ee8fb8"),
    Kind("project", "project", "projects", "star", False, "#7d6a00", "#e0cf4a"),
    Kind("task", "task", "tasks", "star", True, "#a8386f", "#ee8fb8"),
    Kind("organization", "organisation", "organisations", "square", True, "#4d5a69", "#aab6c4"),
    Kind("industry", "industry", "industries", "hexagon", True, "#4d5a69", "#aab6c4"),
    Kind("responsibility", "responsibility", "responsibilities", "dot", True, "#0b62a8", "#5fb2f2"),
    Kind("characteristic", "characteristic", "characteristics", "diamond", True, "#7a4fa3", "#c39be6"),
    Kind("observation", "published number", "published numbers", "triangle", True, "#b06000", "#f0a63c"),
    Kind("source", "source", "sources", "star", True, "#4d5a69", "#aab6c4"),
)
_BY_KEY = {kind.key: kind for kind in _KINDS}
_ORDER = {kind.key: position for position, kind in enumerate(_KINDS)}


def kind_named(key: str) -> Kind:
    """The look of a kind; one that has none of its own is drawn as a grey triangle under its own name.

    >>> kind_named("industry").many
    'industries'
    >>> kind_named("job board").shape
    'triangleDown'
    """
    return _BY_KEY.get(key) or Kind(key, key, key, "triangleDown", True, "#4d5a69", "#aab6c4")


def kind_order(key: str) -> tuple[int, str]:
    """Sorts kinds as a reader expects them: roles, what they ask for, ways to learn, the rest; unknown ones last."""
    return (_ORDER.get(key, len(_ORDER)), key)


def _polygon(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points) + "Z"


def _around(corners: int, turn: float, radii: tuple[float, ...] = (8.0,)) -> list[tuple[float, float]]:
    angles = [turn + 2 * math.pi * i / corners for i in range(corners)]
    return [(10 + radii[i % len(radii)] * math.cos(a), 10 + radii[i % len(radii)] * math.sin(a)) for i, a in enumerate(angles)]


_OUTLINES: dict[str, str] = {
    "dot": "M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0Z",
    "square": _polygon([(3.5, 3.5), (16.5, 3.5), (16.5, 16.5), (3.5, 16.5)]),
    "diamond": _polygon([(10, 1.5), (18.5, 10), (10, 18.5), (1.5, 10)]),
    "triangle": _polygon([(10, 2.5), (18, 16.5), (2, 16.5)]),
    "triangleDown": _polygon([(10, 17.5), (2, 3.5), (18, 3.5)]),
    "hexagon": _polygon(_around(6, 0.0, (8.5,))),
    "star": _polygon(_around(10, -math.pi / 2, (9.0, 4.2))),
}
