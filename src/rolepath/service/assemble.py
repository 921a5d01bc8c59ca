"""The tables of a store to the network that planning works on."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

from rolepath.planning.assumptions import Assumptions, Estimate
from rolepath.planning.conditions import AllOf, AnyOf, AtLeast, Condition, Degree, Done, Experience, Level, Worked
from rolepath.planning.network import Area, Ask, Credit, Holding, Member, Network, OfferFacts, Requirement, Resource, Teaching, Unit
from rolepath.planning.rated import RATING_RULE
from rolepath.planning.result import AssumptionNote, Range, SourceNote, Thing
from rolepath.planning.taught import WEEKS_PER_MONTH, scaled
from rolepath.rdf import tables
from rolepath.rdf.compiled import Tables
from rolepath.rdf.pools import pool
from rolepath.rdf.tables import Row, thousandths

if TYPE_CHECKING:
    from _typeshed import SupportsRichComparison

_T = TypeVar("_T")
_S = TypeVar("_S", bound="SupportsRichComparison")


def make_network(store: ox.Store, read: Tables) -> Network:
    """Everything planning needs, from the tables read from a store; evidence is read later, where an answer shows it."""
    roles = read["roles"]
    assumptions = Assumptions(_estimates(read))
    licences = _grouped((row["id"], row["licence"]) for row in read["licensed"])
    conditions = _conditions(read, assumptions.thousandths("level-prerequisite"))
    units = _units(read, assumptions)
    amounts = _amounts(read)
    requirements = Lazy(read, "requirements", "role", _requirements)
    return Network(
        roles={row["id"]: thing(row["id"], row["label"], "role") for row in roles},
        capabilities=Lazy(read, "capabilities", "id", _capability, {u.id: thing(u.id, u.label, "unit") for u in units.values()}),
        units=units,
        areas={row["id"]: Area(row["id"], row["label"], int(row["order"])) for row in read["areas"]},
        requirements=requirements,
        asks=Lazy(read, "unit requirements", "role", _asks),
        wider=_grouped((row["role"], (row["wider"], "seniority" in row)) for row in read["wider"]),
        holdings=Holdings(read, requirements, assumptions),
        pool=Pools(read),
        broader=Lazy(read, "broader", "id", lambda rows: tuple(sorted(row["to"] for row in rows))),
        credits=Lazy(read, "credits", "towards", _credits),
        entries={row["program"]: conditions[row["needs"]] for row in read["entries"]},
        teachings=_grouped((row["offer"], _teaching(row, amounts)) for row in read["teachings"]),
        offers=_offers(read),
        resources=_grouped((row["unit"], _resource(row, amounts)) for row in read["resources"]),
        transitions={(row["from"], row["to"]): row["id"] for row in read["transitions"]},
        regulated=frozenset(row["id"] for row in roles if row.get("regulated") == "true") | licences.keys(),
        licences=licences,
        leading=frozenset(row["id"] for row in read["leading"]),
        zones=_zones(roles, read["zones by mapping"]),
        assumptions=assumptions,
        evidence=tables.Evidence(store),
    )


def read_all(network: Network) -> Network:
    """A network of `make_network` that has read all that readiness needs, for whoever looks at every role."""
    for lazy in (network.capabilities, network.requirements, network.asks, network.broader, network.credits):
        if isinstance(lazy, Lazy):
            lazy.read_all()
    return network


def thing(identifier: str, label: str, kind: str) -> Thing:
    """A thing with the classification that its identifier comes from."""
    return Thing(identifier, label, kind, tables.origin(identifier))


def _grouped(pairs: Iterator[tuple[str, _S]]) -> dict[str, tuple[_S, ...]]:
    found: dict[str, list[_S]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(sorted(values)) for key, values in found.items()}


class Lazy(Mapping[str, _T]):
    """What stands in a table under each value of one of its columns, read when first asked for; keys in order.

    known: further values, by keys that the table doesn't have.
    """

    def __init__(
        self, read: Tables, table: str, column: str, make: Callable[[list[Row]], _T], known: Mapping[str, _T] | None = None
    ) -> None:
        self._read, self._table, self._column, self._make = read, table, column, make
        self._known = known or {}
        self._found: dict[str, _T | None] = dict(self._known)

    def __getitem__(self, key: str) -> _T:
        if key not in self._found:
            rows = self._read.where(self._table, self._column, key)
            self._found[key] = self._make(rows) if rows else None
        found = self._found[key]
        if found is None:
            raise KeyError(key)
        return found

    def read_all(self) -> None:
        """Reads everything at once, which is faster than one by one where most of it will be asked for."""
        rows: dict[str, list[Row]] = defaultdict(list)
        for row in self._read[self._table]:
            if self._column in row:
                rows[row[self._column]].append(row)
        for key in [key for key in rows if key not in self._found]:
            self._found[key] = self._make(rows.pop(key))

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    @cached_property
    def _keys(self) -> list[str]:
        return sorted({*self._known, *self._read.values(self._table, self._column)})


class Pools(Mapping[str, tuple[str, ...]]):
    """role → the roles that are the same by an exact or close mapping; worked out when first asked for, empty where there are none."""

    def __init__(self, read: Tables) -> None:
        self._read = read
        self._found: dict[str, tuple[str, ...]] = {}

    def __getitem__(self, role: str) -> tuple[str, ...]:
        if role not in self._found:
            self._found[role] = pool(self._read, role)
        return self._found[role]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read.values("twins", "role"))

    def __len__(self) -> int:
        return len(self._read.values("twins", "role"))


class Holdings(Mapping[str, tuple[Holding, ...]]):
    """role → what people in it hold: as the data says, and what a classification's requirements imply; made when first asked for."""

    def __init__(self, read: Tables, requirements: Lazy[tuple[Requirement, ...]], assumptions: Assumptions) -> None:
        self._read, self._requirements, self._assumptions = read, requirements, assumptions
        self._found: dict[str, tuple[Holding, ...]] = {}

    def __getitem__(self, role: str) -> tuple[Holding, ...]:
        if role not in self._found:
            explicit = map(_holding, self._read.where("holdings", "role", role))
            implied = implied_holdings(self._read.where("requirements", "role", role), self._assumptions)
            self._found[role] = tuple(sorted(chain(explicit, implied), key=lambda h: (h.capability, h.id)))
        if not self._found[role]:
            raise KeyError(role)
        return self._found[role]

    def __iter__(self) -> Iterator[str]:
        classified = (role for role in self._requirements if role.startswith(("esco:", "onet:")))
        return iter(sorted({*classified, *self._read.values("holdings", "role")}))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _holding(row: Row) -> Holding:
    level = thousandths(row["level"]) if "level" in row else None
    return Holding(row["id"], row["capability"], thousandths(row["share"]), level, row["counted"] == "true", int(row["sources"]))


def implied_holdings(rows: Iterable[Row], assumptions: Assumptions) -> Iterator[Holding]:
    """What people in a role of ESCO or O*NET hold, from the rows of its requirements: one source says so, and nobody counted.

    The share is that of ESCO's relation or, in O*NET, of the rating's importance, of the list that a technology stands in, or of an
    activity; the level is that of the requirement.
    """
    for row in rows:
        if row["role"].startswith(("esco:", "onet:")) and "weight" in row:
            share = assumptions.thousandths(f"holding-{_implied(row, assumptions)}")
            yield Holding(row["id"], row["capability"], share, thousandths(row["level"]), False, 1)


def _implied(row: Row, assumptions: Assumptions) -> str:
    essential = row["necessity"] == "essential"
    if row["role"].startswith("esco:"):
        return "esco-essential" if essential else "esco-optional"
    if row["rule"] == RATING_RULE:
        return "onet-essential" if essential else "onet-other"
    if row["capability"].startswith(("onet:technology/", "onet:tool/")):
        return "onet-in-demand" if Decimal(row["weight"]) >= assumptions.number("onet-in-demand") else "onet-lists"
    return "onet-activity"


def _units(read: Tables, assumptions: Assumptions) -> dict[str, Unit]:
    """The units with their members; how much of them is enough comes from the unit, or else from what is assumed of its sort."""
    after = _grouped((row["unit"], row["after"]) for row in read["unit after"])
    members: dict[str, dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in read["unit members"]:
        members[row["unit"]][int(row["order"])].append(row)
    found = {}
    for row in read["units"]:
        exchangeable = row["exchangeable"] == "true"
        found[row["id"]] = Unit(
            id=row["id"],
            label=row["label"],
            area=row["area"],
            order=int(row["order"]),
            size=row["size"],
            enough=thousandths(row["enough"])
            if "enough" in row
            else assumptions.thousandths("enough-exchangeable" if exchangeable else "enough"),
            exchangeable=exchangeable,
            members=tuple(
                Member(tuple(sorted(each["capability"] for each in rows)), int(rows[0]["portion"]))
                for _, rows in sorted(members[row["id"]].items())
            ),
            after=after.get(row["id"], ()),
            deliverable=row.get("deliverable"),
        )
    return found


def _amounts(read: Tables) -> dict[tuple[str, str], tuple[Range, str]]:
    """(identifier, hours or price) → the range and its unit or currency."""
    return {(row["id"], row["measure"]): (Range(float(row["low"]), float(row["high"])), row["unit"]) for row in read["amounts"]}


def _teaching(row: Row, amounts: Mapping[tuple[str, str], tuple[Range, str]]) -> Teaching:
    hours, _ = amounts.get((row["id"], "hours"), (None, ""))
    return Teaching(row["id"], row["offer"], row["capability"], thousandths(row["level"]) if "level" in row else None, hours)


def _resource(row: Row, amounts: Mapping[tuple[str, str], tuple[Range, str]]) -> Resource:
    hours, _ = amounts.get((row["id"], "hours"), (None, ""))
    price, currency = amounts.get((row["id"], "price"), (None, None))
    return Resource(
        row["id"],
        row["label"],
        row["kind"],
        row["provider"],
        row["url"],
        hours,
        price,
        currency,
        row.get("licence"),
        row["first"] == "true",
    )


def _asks(rows: list[Row]) -> tuple[Ask, ...]:
    return tuple(
        sorted(Ask(r["id"], r["unit"], r["necessity"], thousandths(r["strength"]), int(r["claims"]), r["disputed"] == "true") for r in rows)
    )


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
                thousandths(group[0].get("weight", "0")),
                "weight" not in group[0],
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


def _offers(read: Tables) -> dict[str, OfferFacts]:
    found: dict[str, dict[tuple[str, str], list[Range]]] = defaultdict(lambda: defaultdict(list))
    for row in read["offer numbers"]:
        low, high = float(row.get("low", row.get("high", 0))), float(row.get("high", row.get("low", 0)))
        found[row["about"]][row["measure"], row["unit"]].append(Range(low, high))
    fits = _grouped((row["task"], row["role"]) for row in read["fits"])
    shows = _grouped((row["id"], row["shows"]) for row in read["shows"])
    after = _grouped((row["offer"], row["after"]) for row in read["offer after"])
    made = (_offer(row, found[row["id"]], fits.get(row["id"], ()), shows.get(row["id"], ())) for row in read["offers"])
    return {each.thing.id: replace(each, after=after.get(each.thing.id, ())) for each in made}


def _offer(row: Row, given: Mapping[tuple[str, str], Sequence[Range]], fits: tuple[str, ...], shows: tuple[str, ...]) -> OfferFacts:
    """What is known of one program, project or task; given: (measure, unit) → the numbers that sources give."""
    prices = next(((unit, ranges) for (measure, unit), ranges in sorted(given.items()) if measure == "price"), None)
    weeks = [scaled(w, 1 / WEEKS_PER_MONTH) for w in given.get(("duration", "weeks"), ())]
    years = [scaled(y, 12) for y in given.get(("duration", "years"), ())]
    return OfferFacts(
        thing=thing(row["id"], row["label"], row["type"].rsplit("#", 1)[-1].lower()),
        program_kind=row.get("kind"),
        months=(*given.get(("duration", "months"), ()), *weeks, *years),
        semesters=tuple(given.get(("duration", "semesters"), ())),
        credits=next(iter(given.get(("credits", "credits"), ())), None),
        hours=next(iter(given.get(("effort", "hours"), ())), None),
        price=Range(min(p.low for p in prices[1]), max(p.high for p in prices[1])) if prices else None,
        currency=prices[0] if prices else None,
        fits=fits,
        deliverable=row.get("deliverable") or "; ".join(shows) or None,
        url=row.get("url"),
    )


def _estimates(read: Tables) -> list[Estimate]:
    return [
        Estimate(row["id"], row["label"], Decimal(row["low"]), Decimal(row["high"]), row["unit"], row["reason"])
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
