"""How large a thing is drawn."""

from __future__ import annotations

import math


def radius(links: int) -> float:
    """The radius of a thing with so many links, in units of the drawing.

    >>> radius(0), radius(16), radius(2000)
    (7.0, 15.8, 29.0)
    """
    return round(7 + min(22.0, 2.2 * math.sqrt(links)), 1)
