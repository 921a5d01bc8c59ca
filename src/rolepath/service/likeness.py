"""What roles are compared by, from the tables of a store: one set of features for each classification."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from rolepath.planning.alike import Alike, AlikeIn, Similar
from rolepath.planning.features import Block, Features, make_block
from rolepath.planning.similar import WEIGHTS
from rolepath.service.answering import resting

if TYPE_CHECKING:
    from rolepath.planning.similar import Shared
    from rolepath.rdf.compiled import Tables
    from rolepath.service.graph import KnowledgeGraph

Held = list[tuple[str, str, float]]
ESSENTIAL, OPTIONAL = 1.0, 0.5
_LOOKED_AT = 12
"""How many shared elements of each kind are looked at for those that have a name."""
_DIGITS_OF_COMMODITIES = (8, 6, 4)
"""UNSPSC: a commodity's code begins with that of its class, family and segment."""


def similar(kg: KnowledgeGraph, name: str, most: int) -> Similar:
    """The roles most like one; see `KnowledgeGraph.similar`."""
    role = kg.role(name)
    measure = kg.likeness(role.id)
    found = measure.nearest(role.id, most, _LOOKED_AT) if role.id in measure.roles else ()
    roles = []
    for near in found:
        reasons = tuple(AlikeIn(each.block, round(each.part, 3), tuple(_named(kg, each.shared))) for each in near.reasons if each.part > 0)
        roles.append(Alike(kg.planning.roles[near.role], round(near.score, 3), reasons))
    shown = [role.id, *(each.role.id for each in roles)]
    return Similar(role, len(measure.roles) - 1, tuple(roles), resting(kg, shown, (), set()))


def _named(kg: KnowledgeGraph, shared: Iterable[Shared]) -> Iterator[tuple[str, str]]:
    """(label, how) of shared elements; codes that have no name, such as a class of commodities, are left out, and a name twice."""
    seen = set()
    for each in shared:
        with suppress(KeyError):
            label = kg.names.by_id(each.element).label
            if label not in seen:
                seen.add(label)
                yield label, each.how


def features(read: Tables, role: str) -> Features:
    """The roles that one can be compared with, itself among them, and all they are compared by.

    O*NET's occupations are compared among themselves: only they are rated. ESCO's are compared with our own roles, whose capabilities
    count as those of ESCO that mean the same or nearly the same.
    """
    return _onet(read) if role.startswith("onet:") else _esco(read)


def _onet(read: Tables) -> Features:
    roles = tuple(sorted(row["id"] for row in read["roles"] if row["id"].startswith("onet:")))
    kinds = {row["id"]: row["kind"] for row in read["traits"]}
    rated: dict[str, Held] = defaultdict(list)
    for row in read["ratings"]:
        element = row["element"]
        block = "interests" if kinds.get(element) == "interest" else "knowledge" if element.startswith("onet:2.C") else "skills"
        if element not in kinds or kinds[element] == "interest":
            rated[block].append((row["role"], element, float(row["importance"])))
    held: dict[str, Held] = defaultdict(list)
    for row in read["requirements"]:
        capability = row["capability"]
        if row["role"].startswith("onet:"):
            if capability.startswith("onet:4."):
                held["activities"].append((row["role"], capability, 1.0))
            elif capability.startswith(("onet:technology/", "onet:tool/", "onet:commodity/")):
                name = "technology" if capability.startswith("onet:technology/") else "tools"
                held[name].append((row["role"], capability, 1.0))
    above = [(row["id"], row["to"]) for row in read["broader"] if row["id"].startswith(("onet:technology/", "onet:tool/"))]
    codes = {to for _, to in above} | {c for _, c, _ in held["tools"] if c.startswith("onet:commodity/")}
    broader = {
        "activities": set(_codes_above(element for _, element, _ in held["activities"])),
        "technology": {*above, *_commodities_above(codes)},
        "tools": {*above, *_commodities_above(codes)},
    }
    blocks = [_block(name, roles, rated[name], (), "rated") for name in ("knowledge", "skills", "interests") if rated[name]]
    blocks += [_block(name, roles, held[name], broader[name]) for name in ("activities", "tools", "technology") if held[name]]
    return Features(roles, tuple(blocks))


def _esco(read: Tables) -> Features:
    roles = tuple(sorted(row["id"] for row in read["roles"] if not row["id"].startswith("onet:")))
    kinds = {row["id"]: row.get("kind", "") for row in read["capabilities"]}
    same = {row["id"]: row["to"] for row in reversed(read["same"]) if row["to"].startswith("esco:") and ":" not in row["id"]}
    held: dict[str, dict[tuple[str, str], float]] = {"competences": {}, "subjects": {}}
    for row in read["requirements"]:
        if not row["role"].startswith("onet:"):
            capability = same.get(row["capability"], row["capability"])
            found = held["subjects" if kinds[capability] == "knowledge" else "competences"]
            value = ESSENTIAL if row["necessity"] == "essential" else OPTIONAL
            found[row["role"], capability] = max(value, found.get((row["role"], capability), 0.0))
    broader = [(row["id"], row["to"]) for row in read["broader"] if not row["id"].startswith("onet:")]
    blocks = (_block(name, roles, [(*pair, value) for pair, value in rows.items()], broader) for name, rows in held.items() if rows)
    return Features(roles, tuple(blocks))


def _block(name: str, roles: tuple[str, ...], held: Held, broader: Iterable[tuple[str, str]], kind: str = "counted") -> Block:
    return make_block(name, "rated" if kind == "rated" else "counted", WEIGHTS[name], roles, held, broader)


def _codes_above(elements: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Of activities: the code of what is above each ends one dot earlier, up to 4.A and its like."""
    for element in set(elements):
        code = element
        while code.count(".") > 1:
            above = code.rpartition(".")[0]
            yield code, above
            code = above


def _commodities_above(commodities: Iterable[str]) -> Iterator[tuple[str, str]]:
    for commodity in commodities:
        code = commodity.rpartition("/")[2]
        for length in _DIGITS_OF_COMMODITIES:
            if len(code) >= length > 2:
                yield (commodity if length == len(code) else f"onet:commodity/{code[:length]}"), f"onet:commodity/{code[: length - 2]}"
