"""Roles that are one start: each stands for itself and for every role mapped to it as exact or close."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rolepath.rdf.compiled import Tables

_CLASSIFIED = ("esco:", "onet:")


def pool(read: Tables, role: str) -> tuple[str, ...]:
    """The roles that are the same as a role, without itself, in order.

    Those mapped to it as exact or close, in either direction; and what a twin in a classification is so mapped to in another one,
    one step further, if nothing of that one is near already, and no role of our own: two of ours that share a twin stay two, and so do two
    occupations of ESCO that share one of O*NET.

    >>> from rolepath.rdf.compiled import from_rows
    >>> pairs = [("role/a", "esco:occupation/1"), ("esco:occupation/1", "onet:1"), ("role/b", "esco:occupation/1")]
    >>> rows = [{"role": a, "twin": b} for pair in pairs for a, b in (pair, pair[::-1])]
    >>> pool(from_rows({"twins": rows}), "role/a")
    ('esco:occupation/1', 'onet:1')
    >>> rows += [{"role": "onet:1", "twin": "esco:occupation/2"}]
    >>> pool(from_rows({"twins": rows}), "esco:occupation/1")
    ('onet:1', 'role/a', 'role/b')
    """
    near = _twins(read, role)
    others = [name for name in _CLASSIFIED if not any(each.startswith(name) for each in (role, *near))]
    far = {twin for each in near if each.startswith(_CLASSIFIED) for twin in _twins(read, each) if twin.startswith(tuple(others))}
    return tuple(sorted({*near, *far} - {role}))


def _twins(read: Tables, role: str) -> list[str]:
    return [row["twin"] for row in read.where("twins", "role", role)] if "twins" in read else []
