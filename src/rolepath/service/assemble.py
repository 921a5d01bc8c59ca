"""The tables of a store to the network that planning works on."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

from rolepath.planning.assumptions import Assumptions, Estimate
from rolepath.planning.conditions import AllOf, AnyOf, AtLeast, Condition, Degree, Done, Experience, Level, Worked
from rolepath.planning.network import Credit, Network, OfferFacts, Requirement, Teaching
from rolepath.planning.offers import WEEKS_PER_MONTH, scaled
from rolepath.planning.result import AssumptionNote, Range, SourceNote, Thing
from rolepath.rdf import tables
from rolepath.rdf.compiled import Tables
from rolepath.rdf.tables import Row, thousandths

if TYPE_CHECKING:
    from _typeshed import SupportsRichComparison

_T = TypeVar("_T")
_S = TypeVar("_S", bound="SupportsRichComparison")


def make_network(store: ox.Store, read: Tables) -> Network:
    """Everything planning needs, from the tables read from a store; evidence is read later, where an answer shows it."""
    roles = read["roles"]
    offer_rows = read["offers"]
    assumptions = Assumptions(_estimates(read))
    conditions = _conditions(read, assumptions.thousandths("level-prerequisite"))
    licences = _grouped((row["id"], row["licence"]) for row in read["licensed"])
    return Network(
        roles={row["id"]: thing(row["id"], row["label"], "role") for row in roles},
        capabilities=Lazy(read, "capabilities", "id", _capability),
        requirements=Lazy(read, "requirements", "role", _requirements),
        credits=Lazy(read, "credits", "towards", _credits),
        exercises=_grouped((row["capability"], row["tool"]) for row in read["exercises"]),
        prerequisites=_grouped((row["capability"], (row["id"], conditions[row["needs"]])) for row in read["prerequisites"]),
        entries={row["program"]: conditions[row["needs"]] for row in read["entries"]},
        teachings=_grouped(
            (
                row["capability"],
                Teaching(
                    row["id"],
                    row["offer"],
                    row["capability"],
                    thousandths(row["level"]),
                    row["rule"] if row["rule"].startswith("assumption/") else None,
                ),
            )
            for row in read["teachings"]
        ),
        offers=_offers(offer_rows, read["offer numbers"]),
        transitions={(row["from"], row["to"]): row["id"] for row in read["transitions"]},
        also=_grouped((row["role"], row["wider"]) for row in read["also"]),
        regulated=frozenset(row["id"] for row in roles if row.get("regulated") == "true") | licences.keys(),
        licences=licences,
        zones=_zones(roles, read["zones by mapping"]),
        assumptions=assumptions,
        evidence=tables.Evidence(store),
    )


def thing(identifier: str, label: str, kind: str) -> Thing:
    """A thing with the classification that its identifier comes from."""
    return Thing(identifier, label, kind, tables.origin(identifier))


def _grouped(pairs: Iterator[tuple[str, _S]]) -> dict[str, tuple[_S, ...]]:
    found: dict[str, list[_S]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(sorted(values)) for key, values in found.items()}


class Lazy(Mapping[str, _T]):
    """What stands in a table under each value of one of its columns, read when first asked for; keys in order."""

    def __init__(self, read: Tables, table: str, column: str, make: Callable[[list[Row]], _T]) -> None:
        self._read, self._table, self._column, self._make = read, table, column, make
        self._found: dict[str, _T | None] = {}

    def __getitem__(self, key: str) -> _T:
        if key not in self._found:
            rows = self._read.where(self._table, self._column, key)
            self._found[key] = self._make(rows) if rows else None
        found = self._found[key]
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    @cached_property
    def _keys(self) -> list[str]:
        return self._read.values(self._table, self._column)


def _capability(rows: list[Row]) -> Thing:
    (row,) = rows
    return thing(row["id"], row["label"], row.get("kind") or row["type"].rsplit("#", 1)[-1].lower())


def _credits(rows: list[Row]) -> tuple[Credit, ...]:
    return tuple(sorted(Credit(row["held"], thousandths(row["factor"]), row["via"]) for row in rows))


def _requirements(rows: list[Row]) -> tuple[Requirement, ...]:
    members: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        members[row["id"]].append(row)
    return tuple(
        sorted(
            Requirement(
                identifier,
                tuple(sorted(row["capability"] for row in group)),
                group[0]["necessity"],
                thousandths(group[0]["level"]),
                thousandths(group[0]["weight"]),
            )
            for identifier, group in members.items()
        )
    )


def _zones(roles: list[Row], mapped: list[Row]) -> dict[str, int]:
    """The job zone of each role that has one, else the lowest of the roles that it is mapped to: none is barred on a doubt."""
    zones = {row["id"]: int(row["zone"]) for row in roles if "zone" in row}
    others: dict[str, int] = {}
    for row in mapped:
        if row["id"] not in zones:
            others[row["id"]] = min(int(row["zone"]), others.get(row["id"], 5))
    return zones | others


def _conditions(read: Tables, usual: int) -> dict[str, Condition]:
    """The condition of each node; a capability without a level is asked for at the usual one, in thousandths."""
    parts = _grouped((row["id"], row["part"]) for row in read["condition parts"])
    rows = {row["id"]: row for row in read["conditions"]}

    def condition(identifier: str) -> Condition:
        row = rows[identifier]
        below = tuple(condition(part) for part in sorted(parts.get(identifier, ()), key=lambda part: int(part.rpartition("/")[2])))
        match row["operator"]:
            case "all of":
                return AllOf(below)
            case "any of":
                return AnyOf(below)
            case "at least":
                return AtLeast(int(row["least"]), below)
            case "program":
                return Done(row["name"])
            case "role":
                return Worked(row["name"])
            case "degree":
                return Degree(row["value"])
            case "years":
                return Experience(math.ceil(12 * float(row["value"])))
        return Level(row["name"], thousandths(row["level"]) if "level" in row else usual)

    return {identifier: condition(identifier) for identifier in rows}


def _offers(rows: list[Row], numbers: list[Row]) -> dict[str, OfferFacts]:
    found: dict[str, dict[tuple[str, str], list[Range]]] = defaultdict(lambda: defaultdict(list))
    for row in numbers:
        low, high = float(row.get("low", row.get("high", 0))), float(row.get("high", row.get("low", 0)))
        found[row["about"]][row["measure"], row["unit"]].append(Range(low, high))
    offers = {}
    for row in rows:
        given = found[row["id"]]
        prices = next(((unit, ranges) for (measure, unit), ranges in sorted(given.items()) if measure == "price"), None)
        weeks = [scaled(w, 1 / WEEKS_PER_MONTH) for w in given.get(("duration", "weeks"), ())]
        years = [scaled(y, 12) for y in given.get(("duration", "years"), ())]
        offers[row["id"]] = OfferFacts(
            thing=thing(row["id"], row["label"], row["type"].rsplit("#", 1)[-1].lower()),
            program_kind=row.get("kind"),
            months=(*given.get(("duration", "months"), ()), *weeks, *years),
            semesters=tuple(given.get(("duration", "semesters"), ())),
            credits=next(iter(given.get(("credits", "credits"), ())), None),
            hours=next(iter(given.get(("effort", "hours"), ())), None),
            price=Range(min(p.low for p in prices[1]), max(p.high for p in prices[1])) if prices else None,
            currency=prices[0] if prices else None,
        )
    return offers


def _estimates(read: Tables) -> list[Estimate]:
    applies = _grouped((row["id"], row["to"]) for row in read["applies to"])
    return [
        Estimate(row["id"], row["label"], Decimal(row["low"]), Decimal(row["high"]), row["unit"], row["reason"], applies.get(row["id"], ()))
        for row in read["assumptions"]
    ]


def source_notes(store: ox.Store, identifiers: set[str] | None) -> tuple[SourceNote, ...]:
    """The sources of these identifiers (None: all), in order of identifier."""
    return tuple(
        SourceNote(
            id=row["id"],
            title=row["title"],
            kind=row["kind"],
            publisher=row.get("publisher"),
            version=row.get("version"),
            licence=row["licence"],
            attribution=row.get("attribution"),
            url=row.get("url"),
        )
        for row in tables.select(store, tables.SOURCES)
        if identifiers is None or row["id"] in identifiers
    )


def attributions(store: ox.Store, sources: Iterable[str]) -> tuple[str, ...]:
    """The sentences that the licences of these sources ask for, sorted."""
    return tuple(sorted({note.attribution for note in source_notes(store, set(sources)) if note.attribution}))


def assumption_notes(assumptions: Assumptions, identifiers: set[str]) -> tuple[AssumptionNote, ...]:
    """The assumptions of those identifiers, in order of identifier."""
    found = [assumptions.record(identifier) for identifier in sorted(identifiers)]
    return tuple(AssumptionNote(e.id, e.label, float(e.low), float(e.high), e.unit, e.reason) for e in found)
