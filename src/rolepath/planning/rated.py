"""From ratings of importance and level, as O*NET publishes them, to requirements with their strength."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from statistics import median

from rolepath import model
from rolepath.planning.assumptions import Assumptions

RATING_RULE = (
    "O*NET's rating, where its level lies above the element's median over all occupations: weight from importance, level from level"
)
IMPORTANCE = (Decimal(1), Decimal(5))
LEVEL = (Decimal(0), Decimal(7))
"""The ends of O*NET's scales IM and LV."""
_THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True)
class Rated:
    """How important an element is for a role (1 to 5), and at which level it is needed (0 to 7), as the rating with this id says."""

    id: str
    role: str
    element: str
    importance: Decimal
    level: Decimal


def rating_strengths(ratings: Iterable[Rated], assumptions: Assumptions) -> Iterator[tuple[Rated, model.Strength]]:
    """The ratings that make a requirement, in the order given, each with its strength.

    A rating makes one from the importance `onet-importance-from`, where its level lies above the element's median over all that are
    given: what every occupation asks for tells none of them apart. It is essential from `onet-essential-from`. The weight is the place of
    the importance on its scale, (IM − 1) / 4, and the level that of the level, LV / 7, both to thousandths. Tuned on O*NET 29.3: over
    random pairs of occupations the median readiness is a fifth, and occupations that experts call related lie well above it.

    >>> from rolepath.planning.examples import assumptions
    >>> levels = [Decimal(level) for level in ("2", "3", "5")]
    >>> rated = [Rated(f"rating/{n}", f"onet:{n}", "onet:2.C.1.a", Decimal("4"), level) for n, level in enumerate(levels)]
    >>> [(r.role, s.necessity, s.weight, s.level) for r, s in rating_strengths(rated, assumptions)]
    [('onet:2', 'essential', Decimal('0.750'), Decimal('0.714'))]
    """
    given = list(ratings)
    levels: dict[str, list[Decimal]] = defaultdict(list)
    for rated in given:
        levels[rated.element].append(rated.level)
    usual = {element: median(found) for element, found in levels.items()}
    least, essential = assumptions.number("onet-importance-from"), assumptions.number("onet-essential-from")
    for rated in given:
        if rated.importance < least or rated.level <= usual[rated.element]:
            continue
        level = _place(rated.level, *LEVEL)
        weight = _place(rated.importance, *IMPORTANCE)
        if level > 0 and weight > 0:
            yield (
                rated,
                model.Strength(
                    necessity="essential" if rated.importance >= essential else "optional", level=level, weight=weight, rule=RATING_RULE
                ),
            )


def _place(value: Decimal, low: Decimal, high: Decimal) -> Decimal:
    """Where a value lies between two ends, as a share in thousandths."""
    return ((min(value, high) - low) / (high - low)).quantize(_THOUSANDTH, ROUND_HALF_EVEN)
