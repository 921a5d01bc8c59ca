"""Readiness between all occupations of O*NET by the requirement rule of the model, from the raw tables: a stand-in for the graph's own."""

from __future__ import annotations

from statistics import median

import numpy as np
from classifications import CODE, activities, examples, onet

from rolepath.planning.features import Floats

LEAST, ESSENTIAL, OPTIONAL_HELD = 2.0, 3.5, 0.3
ACTIVITY, TECHNOLOGY = 0.3, 0.1
"""What one activity and one technology weigh beside a skill of importance 5, which weighs 1."""


def readiness() -> tuple[tuple[str, ...], Floats]:
    """(occupations, R) with R[a, b] the readiness for b of someone who holds only a.

    Knowledge and skills of importance 2 and above, relevant and not suppressed, ask for their level as far as it lies above the
    element's median over all occupations, and weigh importance / 5; essential from 3.5, and of what is optional someone holds 0.3.
    Coverage of a level is what is held by what is needed, at most 1. Activities and technologies are there or not.
    """
    roles = tuple(sorted({row[CODE] for row in onet("Skills")}))
    place = {role: n for n, role in enumerate(roles)}
    covered, weight = np.zeros((len(roles), len(roles))), np.zeros(len(roles))
    for need, importance in _levels(place).values():
        weighs = np.where(need > 0, importance / 5, 0.0)
        holds = np.where(importance >= ESSENTIAL, need, OPTIONAL_HELD * need)
        q = np.minimum(1.0, holds[:, np.newaxis] / np.where(need > 0, need, 1.0))
        covered += weighs * q
        weight += weighs
    for (rows, _), weighs in ((activities(), ACTIVITY), (examples("Technology Skills"), TECHNOLOGY)):
        named = sorted({(role, element) for role, element, _ in rows if role in place})
        column = {element: n for n, element in enumerate(sorted({element for _, element in named}))}
        table = np.zeros((len(roles), len(column)), dtype=np.float32)
        table[[place[role] for role, _ in named], [column[element] for _, element in named]] = 1
        covered += weighs * (table @ table.T)
        weight += weighs * table.sum(axis=1)
    return roles, covered / np.maximum(weight, 1e-9)


def _levels(place: dict[str, int]) -> dict[str, tuple[Floats, Floats]]:
    """By element: the level above its median as a share of what lies above it, and the importance, of each role; 0 where none is asked."""
    rows = [row for name in ("Skills", "Knowledge") for row in onet(name)]
    level = {(r["Element ID"], r[CODE]): float(r["Data Value"]) for r in rows if r["Scale ID"] == "LV" and _stands(r)}
    importance = {(r["Element ID"], r[CODE]): float(r["Data Value"]) for r in rows if r["Scale ID"] == "IM" and _stands(r)}
    found = {}
    for element in sorted({element for element, _ in level}):
        usual = median(value for (each, _), value in level.items() if each == element)
        need, weighs = np.zeros(len(place)), np.zeros(len(place))
        for role, n in place.items():
            asked, important = level.get((element, role), 0.0), importance.get((element, role), 0.0)
            if important >= LEAST and asked > usual:
                need[n], weighs[n] = (asked - usual) / (7 - usual), important
        found[element] = (need, weighs)
    return found


def _stands(row: dict[str, str]) -> bool:
    return row["Recommend Suppress"] != "Y" and row["Not Relevant"] != "Y"
