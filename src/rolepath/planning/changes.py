"""Two answers to one question set side by side: units whose coverage differs, and steps."""

from __future__ import annotations

from collections.abc import Sequence

from rolepath.planning.coverage import WHOLE
from rolepath.planning.explored import Moved, StepChange
from rolepath.planning.readiness import Standing
from rolepath.planning.result import Range, Thing, UnitItem, Way

CHANGES = ("falls away", "takes less", "takes more", "comes in")


def moved(before: tuple[Standing, Sequence[UnitItem]], after: tuple[Standing, Sequence[UnitItem]]) -> tuple[Moved, ...]:
    """The units of one role whose coverage differs between two people: largest difference in readiness first, whichever way.

    Each person's standing towards the role, and its units as the answer has them. Ties by identifier.
    """
    items, later = ({item.id: item for item in side[1]} for side in (before, after))
    total = before[0].weight * WHOLE
    found = []
    for unit, was, now in zip(before[0].units, before[0].covered, after[0].covered, strict=True):
        if was == now:
            continue
        item = items[unit.id]
        members = zip(item.members, later[unit.id].members, strict=True)
        found.append(
            Moved(
                id=unit.id,
                label=unit.label,
                necessity=unit.necessity,
                weight=item.weight,
                before=round(was / WHOLE, 3),
                after=round(now / WHOLE, 3),
                gain=round(unit.weight * (now - was) / total, 6),
                members=tuple(one.label for one, other in members if one.coverage != other.coverage),
                evidence=item.evidence,
            )
        )
    return tuple(sorted(found, key=lambda each: (-abs(each.gain), each.id)))


def step_changes(before: Way | None, after: Way | None) -> tuple[StepChange, ...]:
    """How the steps of two ways differ: falling away, taking less, taking more, coming in; in each the most hours first, then identifiers.

    None is a way without steps; optional steps after the target is reached don't count.
    """
    one, other = spent(before), spent(after)
    found = []
    for key in sorted(one.keys() | other.keys()):
        thing, kind, _ = one.get(key) or other[key]
        old, new = (each[key][2] if key in each else None for each in (one, other))
        if new is None:
            found.append(StepChange(thing, kind, "falls away", old, None))
        elif old is None:
            found.append(StepChange(thing, kind, "comes in", None, new))
        elif old != new:
            found.append(StepChange(thing, kind, "takes less" if new.mid < old.mid else "takes more", old, new))
    return tuple(sorted(found, key=lambda c: (CHANGES.index(c.change), -(c.before or c.after or Range(0, 0)).mid, c.offer.id)))


def spent(way: Way | None) -> dict[tuple[str, str], tuple[Thing, str, Range]]:
    """(kind, offer) → what it is, of which kind, and the hours that a way spends on it."""
    found: dict[tuple[str, str], tuple[Thing, str, Range]] = {}
    for step in (step for hop in (way.hops if way else ()) for step in hop.steps if not step.strengthen):
        key = step.kind, step.offer.id
        earlier = found.get(key)
        found[key] = (step.offer, step.kind, earlier[2] + step.hours if earlier else step.hours)
    return found
