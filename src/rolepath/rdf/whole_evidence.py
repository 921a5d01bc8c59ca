"""The evidence of everything in a store, read graph by graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

import pyoxigraph as ox

from rolepath import vocab
from rolepath.evidence import Cited
from rolepath.rdf import tables
from rolepath.rdf.tables import local_name

# one graph at a time and in this order, the store reads what is asked for in one go: four times faster than over all graphs
_RECORDS = """SELECT ?supported ?source ?file ?modality ?on { GRAPH <$graph> {
    ?e rp:supports ?supported ; rp:file ?file ; oa:hasSource ?source
    OPTIONAL { ?e rp:modality ?modality } OPTIONAL { ?e rp:onProperty ?on } } }"""
_OTHERS = """SELECT DISTINCT ?supported ?e { GRAPH <$graph> {
    ?e rp:evidenceKind ?kind FILTER(?kind != "record") ?e rp:supports ?supported } }"""


class WholeEvidence:
    """Evidence by what it supports. Records come without identifier and row, so that thousands of links share one object.

    Args:
        few: only little of it will be asked for: each is read when it is, instead of all at once.
    """

    def __init__(self, store: ox.Store, few: bool = False) -> None:
        self._store = store
        self._shared: dict[tuple[str, ...], Cited] = {}
        self._one_by_one = tables.Evidence(store) if few else None

    def __getitem__(self, supported: str) -> tuple[Cited, ...]:
        """Of a statement."""
        if self._one_by_one is None:
            return self._found.get(supported, ())
        read = self._one_by_one[supported]
        records = {replace(cited, id="", row=None) for cited in read if cited.kind == "record"}
        return (*self._alike(tuple(records)), *(cited for cited in read if cited.kind != "record"))

    def on(self, supported: str, property_: str) -> tuple[Cited, ...]:
        """Of an entity, for what one property of it says; “” for the entity itself."""
        return tuple(cited for cited in self[supported] if (cited.on or "") == property_)

    def named(self) -> Iterator[str]:
        """The sources that any evidence names."""
        known = self._found if self._one_by_one is None else self._one_by_one
        found = {name for every in known.values() for cited in every for name in (cited.source, cited.attributed_to)}
        return iter(sorted(name for name in found if name is not None))

    @cached_property
    def _found(self) -> dict[str, tuple[Cited, ...]]:
        found: dict[str, tuple[Cited, ...]] = {}
        others: dict[str, list[Cited]] = defaultdict(list)
        for graph in sorted(name.value for name in self._store.named_graphs() if name.value.startswith(vocab.SOURCE_GRAPHS)):
            for row in tables.solutions(self._store, _RECORDS.replace("$graph", graph)):
                cited = (self._record(row),)
                supported = tables.plain(row["supported"])
                found[supported] = cited if supported not in found else self._alike((*found[supported], *cited))
            read = tables.Evidence(self._store)
            for row in tables.solutions(self._store, _OTHERS.replace("$graph", graph)):
                others[tables.plain(row["supported"])].append(read.cited(row["e"]))
        for supported, cited_ in others.items():
            found[supported] = (*found.get(supported, ()), *sorted(cited_, key=lambda c: c.id))
        return found

    def _record(self, row: ox.QuerySolution) -> Cited:
        modality, on = ("" if row[name] is None else row[name].value for name in ("modality", "on"))
        key = (row["source"].value, row["file"].value, modality, on)
        if key not in self._shared:
            source = tables.plain(row["source"])
            self._shared[key] = Cited("", "record", source, modality or None, file=key[1], on=local_name(on) or None)
        return self._shared[key]

    def _alike(self, cited: tuple[Cited, ...]) -> tuple[Cited, ...]:
        """In a fixed order, each once, whatever the order that the store gives them in."""
        return tuple(sorted(set(cited), key=lambda c: (c.source, c.file or "", c.modality or "", c.on or "")))
