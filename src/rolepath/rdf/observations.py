"""Published numbers about a thing, and each of them in words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import pyoxigraph as ox

from rolepath.rdf import tables
from rolepath.rdf.tables import Row

_OBSERVATIONS = """SELECT $picked ?s ?measure ?statistic ?low ?high ?unit ?openEnd ?per ?region ?seniority ?segment ?basis ?asOf ?label
    ?publisher ?compared {
    ?s a rp:Observation ; rp:about $about ; rp:measure ?measure ; rp:statistic ?statistic ; rp:unit ?unit ; skos:prefLabel ?label
    OPTIONAL { ?s rp:low ?low } OPTIONAL { ?s rp:high ?high } OPTIONAL { ?s rp:openEnd ?openEnd } OPTIONAL { ?s rp:per ?per }
    OPTIONAL { ?s rp:region ?region } OPTIONAL { ?s rp:seniority ?seniority } OPTIONAL { ?s rp:segment ?segment }
    OPTIONAL { ?s rp:basis ?basis } OPTIONAL { ?s rp:asOf ?asOf } OPTIONAL { ?s rp:publishedBy/skos:prefLabel ?publisher }
    OPTIONAL { ?s rp:comparedWith/skos:prefLabel ?compared } }"""


@dataclass(frozen=True)
class Observation:
    """One published number: what it is called, what it measures, from where to where in which unit, of whom, and who publishes it.

    low, high: None where that end isn't given. open_end: “or more”. per: the period of a rate, such as `year`. statistic: median, mean,
    range, …; what it counts: seniority, region, segment, basis. as_of: the date or year it holds for. publishers: sorted.
    """

    id: str
    label: str
    measure: str
    statistic: str
    low: float | None
    high: float | None
    unit: str
    open_end: bool
    per: str | None
    region: str | None
    seniority: str | None
    segment: str | None
    basis: str | None
    as_of: str | None
    compared_with: str | None
    publishers: tuple[str, ...]

    @property
    def amount(self) -> str:
        """The number with its unit: “100,000–120,000 USD a year”, “40–60%”, “14,000+ postings”."""
        ends = [f"{end:,.10g}" for end in (self.low, self.high) if end is not None]
        more = "+" if self.open_end else ""
        sign = "%" if self.unit == "percent" else f" {self.unit}"
        return "–".join(dict.fromkeys(ends)) + more + sign + (f" a {self.per}" if self.per else "")

    @property
    def counted(self) -> tuple[str, ...]:
        """What the number is of, in phrases: statistic, seniority, region, segment, basis, and with what it is compared."""
        details = (self.statistic, self.seniority, self.region, self.segment, self.basis)
        compared = (f"compared with {self.compared_with}",) if self.compared_with else ()
        return (*(part for part in details if part and part != "value"), *compared)

    @property
    def in_words(self) -> str:
        """The number with its unit, then what it is of and who publishes it."""
        of = f" ({', '.join(self.counted)})" if self.counted else ""
        by = f" – {' and '.join(self.publishers)}" if self.publishers else ""
        return self.amount + of + by


def observations(store: ox.Store, identifier: str) -> list[Observation]:
    """The numbers about a thing, in order of identifier."""
    return _read(tables.select(store, _OBSERVATIONS.replace("$picked", "").replace("$about", "$thing"), thing=identifier))


def all_observations(store: ox.Store) -> dict[str, list[Observation]]:
    """The numbers about every thing that has some, by thing, in order of identifier."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in tables.select(store, _OBSERVATIONS.replace("$picked", "?thing").replace("$about", "?thing")):
        rows[row["thing"]].append(row)
    return {thing: _read(found) for thing, found in rows.items()}


def _read(rows_: list[Row]) -> list[Observation]:
    by_node: dict[str, list[Row]] = defaultdict(list)
    for row in rows_:
        by_node[row["s"]].append(row)
    return [_observation(node, rows) for node, rows in sorted(by_node.items())]


def _observation(node: str, rows: list[Row]) -> Observation:
    row = rows[0]
    low, high = (float(row[end]) if end in row else None for end in ("low", "high"))
    return Observation(
        id=node,
        label=row["label"],
        measure=row["measure"],
        statistic=row["statistic"],
        low=low,
        high=high,
        unit=row["unit"],
        open_end=row.get("openEnd") == "true",
        per=row.get("per"),
        region=row.get("region"),
        seniority=row.get("seniority"),
        segment=row.get("segment"),
        basis=row.get("basis"),
        as_of=row.get("asOf"),
        compared_with=row.get("compared"),
        publishers=tuple(sorted({r["publisher"] for r in rows if "publisher" in r})),
    )
