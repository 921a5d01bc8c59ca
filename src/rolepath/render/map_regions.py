"""What the regions of a map are called: the groups of a classification whose members lie together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from rolepath.render.graph_model import Region

_FEWEST = 8
_LOOSEST = 2.6
"""how many times farther apart than with everything else packed around them members may lie, at the median"""


def regions(groups: Iterable[tuple[str, str]], places: Mapping[str, tuple[float, float]], labels: Mapping[str, str]) -> list[Region]:
    """The names to write over a map, those of the largest groups first.

    Args:
        groups: (member, group); groups can be members of others.
        places: where the things stand. Groups need no place.
        labels: of the groups; one without is left out.

    Returns:
        Groups of at least eight placed members that lie near each other, at the median place of these; of several with one name only
        the largest. Ties in the order of identifiers.
    """
    above: dict[str, list[str]] = defaultdict(list)
    for member, group in sorted(set(groups)):
        above[member].append(group)
    members: dict[str, list[str]] = defaultdict(list)
    for thing in sorted(places):
        for group in _all_above(thing, above):
            members[group].append(thing)
    if not members:
        return []
    everywhere = np.array(list(places.values()))
    # the radius that one thing has for itself where they lie as densely as they do at the median
    room = float(np.median(np.linalg.norm(everywhere - np.median(everywhere, axis=0), axis=1))) / (len(places) / 2) ** 0.5
    found: dict[str, Region] = {}
    for group in sorted(members, key=lambda g: (-len(members[g]), g)):
        label = labels.get(group)
        if label is None or label in found or len(members[group]) < _FEWEST:
            continue
        stand = np.array([places[thing] for thing in members[group]])
        middle = np.median(stand, axis=0)
        apart = float(np.median(np.linalg.norm(stand - middle, axis=1)))
        # members of a group of occupations lie among the skills that they ask for, which are some five times as many
        if apart <= _LOOSEST * room * (5 * len(stand) / 2) ** 0.5:
            found[label] = Region(label[:1].upper() + label[1:], float(round(middle[0])), float(round(middle[1])), len(stand))
    return list(found.values())


def _all_above(thing: str, above: Mapping[str, Sequence[str]]) -> list[str]:
    found: dict[str, None] = {}
    left = list(above.get(thing, ()))
    while left:
        group = left.pop()
        if group not in found:
            found[group] = None
            left += above.get(group, ())
    return list(found)
