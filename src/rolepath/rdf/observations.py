"""Published numbers about a thing, and each of them in words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import pyoxigraph as ox

from rolepath.rdf import tables
from rolepath.rdf.tables import Row

_OBSERVATIONS = """SELECT $picked ?s ?measure ?statistic ?low ?high ?unit ?openEnd ?per ?region ?seniority ?segment ?basis ?label
    ?publisher ?compared {
    ?s a rp:Observation ; rp:about $about ; rp:measure ?measure ; rp:statistic ?statistic ; rp:unit ?unit ; skos:prefLabel ?label
    OPTIONAL { ?s rp:low ?low } OPTIONAL { ?s rp:high ?high } OPTIONAL { ?s rp:openEnd ?openEnd } OPTIONAL { ?s rp:per ?per }
    OPTIONAL { ?s rp:region ?region } OPTIONAL { ?s rp:seniority ?seniority } OPTIONAL { ?s rp:segment ?segment }
    OPTIONAL { ?s rp:basis ?basis } OPTIONAL { ?s rp:publishedBy/skos:prefLabel ?publisher }
    OPTIONAL { ?s rp:comparedWith/skos:prefLabel ?compared } }"""


@dataclass(frozen=True)
class Observation:
    """One published number: what it is called, what it measures, and the number in words."""

    id: str
    label: str
    measure: str
    in_words: str


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
    return [
        Observation(
            node, rows[0]["label"], rows[0]["measure"], _in_words(rows[0], sorted({r["publisher"] for r in rows if "publisher" in r}))
        )
        for node, rows in sorted(by_node.items())
    ]


def _in_words(row: Row, publishers: list[str]) -> str:
    """One observation in words: the number with its unit, then what it is of and who publishes it."""
    low, high, unit = row.get("low"), row.get("high"), row["unit"]
    more = "+" if row.get("openEnd") == "true" else ""
    ends = [f"{float(end):,.10g}" for end in (low, high) if end is not None]
    amount = "–".join(dict.fromkeys(ends)) + more
    sign = "%" if unit == "percent" else f" {unit}"
    per = f" a {row['per']}" if "per" in row else ""
    of = [row.get(name) for name in ("statistic", "seniority", "region", "segment", "basis")]
    details = ", ".join(part for part in of if part and part != "value")
    details += f"{', ' if details else ''}compared with {row['compared']}" if "compared" in row else ""
    by = f" – {' and '.join(publishers)}" if publishers else ""
    return f"{amount}{sign}{per}" + (f" ({details})" if details else "") + by
