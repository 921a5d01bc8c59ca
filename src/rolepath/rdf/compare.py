"""Two roles side by side, from the store: capabilities, tools, pay, growth, entry points, responsibilities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import pyoxigraph as ox

from rolepath.evidence import Cited
from rolepath.rdf import tables
from rolepath.rdf.observations import Observation, observations
from rolepath.rdf.tables import Row


class Role(Protocol):
    """What is compared: a role by identifier and label."""

    @property
    def id(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def origin(self) -> str: ...


@dataclass(frozen=True)
class Side:
    """What one role has in a row: a word or number, and its evidence. An empty text means that no source says it.

    id: of the statement that says it. necessity (`essential`, `optional`) and weight in (0, 1]: of what is asked for. number: of what is
    published. role: the identifier of a role that leads in.
    """

    text: str
    evidence: tuple[Cited, ...] = ()
    id: str | None = None
    necessity: str | None = None
    weight: float | None = None
    number: Observation | None = None
    role: str | None = None


@dataclass(frozen=True)
class Line:
    """One row: what is compared, and both sides."""

    label: str
    first: Side
    second: Side


@dataclass(frozen=True)
class Comparison:
    """Two roles and the sections in which they are compared; `labels` of all that the evidence names."""

    first: tuple[str, str, str]
    second: tuple[str, str, str]
    sections: tuple[tuple[str, tuple[Line, ...]], ...]
    labels: dict[str, str]
    licences: tuple[str, ...] = ()
    """the attributions that licences of the datasets behind it ask for"""

    @property
    def cited(self) -> frozenset[str]:
        """The sources of its evidence."""
        sides = (side for _, lines in self.sections for line in lines for side in (line.first, line.second))
        return frozenset(cited.source for side in sides for cited in side.evidence)


_NOTHING = Side("")

_REQUIRED = """SELECT ?s ?necessity ?weight ?capability ?label ?tool {
    ?s a rp:Requirement ; rp:role $role ; rp:necessity ?necessity ; rp:weight ?weight ; rp:capability|rp:anyOf ?capability .
    ?capability skos:prefLabel ?label BIND(EXISTS { ?capability a rp:Tool } AS ?tool) }"""

_ENTRIES = "SELECT ?s ?from ?label { ?s a rp:Transition ; rp:toRole $role ; rp:fromRole ?from . ?from skos:prefLabel ?label }"

_TEXTS = """SELECT ?s ?label ?aspect {
    ?s rp:role|rp:about $role ; a ?type ; skos:prefLabel ?label FILTER(?type IN (rp:Responsibility, rp:Characteristic))
    OPTIONAL { ?s rp:aspect ?aspect } }"""


def compare(store: ox.Store, first: Role, second: Role) -> Comparison:
    """The comparison of two roles. Rows are sorted: shared ones first, then by the larger weight, then by label."""
    evidence = tables.Evidence(store)
    sections: list[tuple[str, tuple[Line, ...]]] = []
    required = [_required(store, role.id, evidence) for role in (first, second)]
    for title, tools in (("Capabilities", False), ("Tools", True)):
        sections.append((title, _lines([{k: v for k, v in r.items() if v[0] is tools} for r in required])))
    numbers = [_numbers(store, role.id, evidence) for role in (first, second)]
    for title, measures in (("Pay", ("pay", "pay premium")), ("Growth and openings", ("growth", "openings")), ("Other numbers", ())):
        chosen = [{k: v for k, v in n.items() if (k[0] in measures if measures else k[0] not in _SHOWN)} for n in numbers]
        sections.append((title, _in_columns(chosen)))
    sections.append(("Entry points", _in_columns([_texts(store, _ENTRIES, role.id, evidence, lambda r: "") for role in (first, second)])))
    texts = [_texts(store, _TEXTS, role.id, evidence, lambda r: r.get("aspect", "owns or does")) for role in (first, second)]
    for title, responsibilities in (("Responsibilities", True), ("How it is", False)):
        chosen = [{k: v for k, v in t.items() if (k[0] == "owns or does") is responsibilities} for t in texts]
        sections.append((title, _in_columns(chosen)))
    kept = tuple((title, lines) for title, lines in sections if lines)
    sides = [side for _, lines in kept for line in lines for side in (line.first, line.second)]
    wanted = {name for side in sides for c in side.evidence for name in (c.source, c.attributed_to) if name is not None}
    return Comparison((first.id, first.label, first.origin), (second.id, second.label, second.origin), kept, _labels(store, wanted))


_SHOWN = ("pay", "pay premium", "growth", "openings")
Required = dict[tuple[str, ...], tuple[bool, str, str, float, tuple[Cited, ...], str]]
Column = dict[tuple[str, str], Side]


def _required(store: ox.Store, role: str, evidence: tables.Evidence) -> Required:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in tables.select(store, _REQUIRED, role=role):
        groups[row["s"]].append(row)
    return {
        tuple(sorted(row["capability"] for row in rows)): (
            all(row["tool"] == "true" for row in rows),
            " or ".join(sorted(row["label"] for row in rows)),
            rows[0]["necessity"],
            float(rows[0]["weight"]),
            evidence[statement],
            statement,
        )
        for statement, rows in groups.items()
    }


def _lines(required: list[Required]) -> tuple[Line, ...]:
    def side(of: Required, key: tuple[str, ...]) -> Side:
        if key not in of:
            return _NOTHING
        _, _, necessity, weight, evidence, statement = of[key]
        return Side(f"{necessity}, {weight:.2f}", evidence, statement, necessity, weight)

    def rank(key: tuple[str, ...]) -> tuple[bool, float, str]:
        found = [of[key] for of in required if key in of]
        return (len(found) < 2, -max(entry[3] for entry in found), found[0][1])

    keys = sorted({key for of in required for key in of}, key=rank)
    labels = {key: entry[1] for of in required for key, entry in of.items()}
    return tuple(Line(labels[key], side(required[0], key), side(required[1], key)) for key in keys)


def _numbers(store: ox.Store, role: str, evidence: tables.Evidence) -> Column:
    return {(o.measure, o.in_words): Side(o.in_words, evidence[o.id], o.id, number=o) for o in observations(store, role)}


def _texts(store: ox.Store, query: str, role: str, evidence: tables.Evidence, aspect: Callable[[Row], str]) -> Column:
    return {
        (aspect(row), row["label"]): Side(row["label"], evidence[row["s"]], row["s"], role=row.get("from"))
        for row in tables.select(store, query, role=role)
    }


def _in_columns(columns: list[Column]) -> tuple[Line, ...]:
    """Entries that have no counterpart, side by side under what they are about."""
    heads = sorted({head for column in columns for head, _ in column})
    lines = []
    for head in heads:
        sides = [[side for (h, _), side in sorted(column.items(), key=lambda entry: entry[0]) if h == head] for column in columns]
        for position in range(max(map(len, sides))):
            first, second = (side[position] if position < len(side) else _NOTHING for side in sides)
            lines.append(Line(head, first, second))
    return tuple(lines)


def _labels(store: ox.Store, identifiers: set[str]) -> dict[str, str]:
    query = "SELECT ?label { $thing skos:prefLabel|dcterms:title ?label }"
    found = {identifier: tables.select(store, query, thing=identifier) for identifier in sorted(identifiers)}
    return {identifier: rows[0]["label"] for identifier, rows in found.items() if rows}
