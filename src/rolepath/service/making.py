"""A whole dataset into an empty store: records and imports, what follows from them by rule, and the checks."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from rolepath import model
from rolepath.catalog.checks import check
from rolepath.catalog.folders import read_folders
from rolepath.catalog.inputs import answer_files, packaged
from rolepath.catalog.yaml_lines import shown
from rolepath.errors import InvalidData
from rolepath.planning.assumptions import Assumptions, Estimate
from rolepath.planning.derivation import credits, known_in, reaches, standings, strengths, unit_strengths
from rolepath.rdf.answers import read_answers
from rolepath.rdf.dataset import from_nodes, read_context, to_quads
from rolepath.rdf.facts import kind_of
from rolepath.rdf.shapes import check_shapes
from rolepath.rdf.store import extend
from rolepath.rdf.terms import from_credits, from_records, from_unit_requirements
from rolepath.service.importing import derive, holds, is_of_classification, load, refuse_twice
from rolepath.service.place import Place, Progress, quiet

CLASSIFIED = ("esco:", "onet:")
"""How identifiers of classifications begin."""

if TYPE_CHECKING:
    from rolepath.catalog.folders import Located
    from rolepath.rdf.answers import Saved


def fill(store: ox.Store, place: Place, progress: Progress = quiet) -> dict[str, int]:
    """Puts the dataset of a place into an empty store; returns how many records of each kind the data folders have.

    Raises:
        InvalidData: with every problem of the first stage that has any: files, references, derivation, RDF, what answers refer to, shapes.
    """
    ontology = packaged("ontology")
    saved = read_saved(place)
    with _without_collector():
        if place.imports:
            load(store, place.imports, progress)
        facts = make_facts(place, saved, store, progress)
        if place.imports:
            refuse_twice(store, facts.quads)
        extend(store, [*facts.quads, *saved.quads])
        progress("deriving strengths and credits")
        if place.imports:
            derive(store, facts.assumptions)
        else:
            extend(store, list(from_nodes(from_credits(credits(*known_in(facts.records), facts.assumptions)), read_context(ontology))))
    missing = saved.missing(lambda iri: holds(store, iri))
    if missing:
        raise InvalidData(missing)
    progress("checking the shapes")
    try:
        check_shapes(store, ontology)
    except InvalidData as error:
        raise saved.placed(error) from None
    counts = {kind: sum(kind == r.KIND for r in facts.records) for kind in model.KINDS}
    return counts | ({"answers": saved.count} if saved.count else {})


@dataclass(frozen=True)
class Facts:
    """The records of the data folders as quads, with what was derived for each of them, and the assumptions they hold."""

    records: Sequence[model.AnyRecord]
    quads: list[ox.Quad]
    assumptions: Assumptions


def read_located(place: Place) -> list[Located]:
    """The records of a place with file and line; without the packaged facts, its assumptions and editors stay.

    Raises:
        InvalidData: with every problem of every file.
    """
    own = read_folders((packaged("data"),))
    if not place.with_packaged:
        own = [
            item
            for item in own
            if isinstance(item.record, model.Assumption)
            or (isinstance(item.record, model.Source) and item.record.source_kind == "editorial")
        ]
    return read_folders(place.data, own)


def read_saved(place: Place) -> Saved:
    """The answers saved in a place's own folders; what is wrong with them stands in its `problems`."""
    files = [(path, shown(path)) for folder in place.data for path in answer_files(folder)]
    return read_answers(files, read_context(packaged("ontology")))


def make_facts(place: Place, saved: Saved, store: ox.Store, progress: Progress = quiet) -> Facts:
    """Reads and checks the records of a place, and makes RDF of them; `store` holds what was imported.

    Raises:
        InvalidData: with every problem of the first stage that has any; those of the saved answers stand among them.
    """
    progress("reading the data")
    try:
        located = read_located(place)
        check(located, lambda identifier: holds(store, identifier))
    except InvalidData as error:
        raise InvalidData([*error.problems, *saved.problems]) from None
    if saved.problems:
        raise InvalidData(saved.problems)
    try:
        assumptions = Assumptions(_estimates(item.record for item in located))
    except InvalidData as error:
        places = {item.record.key: item for item in located}
        raise InvalidData([places[p.path].problem(f"{p.path}: {p.message}") if p.path in places else p for p in error.problems]) from None
    records = fitting([item.record for item in located], store)
    progress("making the RDF")

    def kind(identifier: str) -> str:
        return kind_of(store, identifier)

    strong = strengths(records, assumptions, kind)
    if place.imports:
        strong = {key: found for key, found in strong.items() if not is_of_classification(key)}
    nodes = from_records(records, strong, reaches(records, assumptions), standings(records))
    for graph, members in from_unit_requirements(unit_strengths(records, assumptions)).graphs.items():
        nodes.graphs[graph] += members
    quads = to_quads(nodes, packaged("ontology"))
    return Facts(records, quads, assumptions)


def _estimates(records: Iterable[model.AnyRecord]) -> Iterator[Estimate]:
    for r in records:
        if isinstance(r, model.Assumption):
            yield Estimate(r.id, r.label, r.low, r.high, r.unit, r.reason)


def fitting(records: Sequence[model.AnyRecord], store: ox.Store) -> list[model.AnyRecord]:
    """Without what the imports say themselves, in their own version, and without references to a classification that isn't imported."""
    records = [record for record in records if not _imported(record, store)]
    ours = {record.key for record in records}

    def there(identifier: str) -> bool:
        return identifier in ours or holds(store, identifier)

    kept = []
    for record in records:
        if isinstance(record, model.Mapping) and not (there(record.subject) and there(record.object)):
            continue
        if isinstance(record, model.Names) and not there(record.id):
            continue
        if isinstance(record, model.Licence):
            applies = tuple(filter(there, record.applies_to))
            if not applies:
                continue
            record = record.model_copy(update={"applies_to": applies})
        kept.append(record)
    return kept


def _imported(record: model.AnyRecord, store: ox.Store) -> bool:
    """Whether an import says this, or takes it back: a thing of a classification, or what a dataset says that its role requires."""
    if isinstance(record, model.Requirement):
        of_dataset = all(isinstance(evidence, model.DatasetRecord) for evidence in record.evidence)
        return of_dataset and record.role.startswith(CLASSIFIED) and holds(store, record.role)
    is_thing = isinstance(record, model.Entity) and record.key.startswith(CLASSIFIED)
    return (is_thing or isinstance(record, model.Source)) and holds(store, record.key)


@contextmanager
def _without_collector() -> Iterator[None]:
    """A build makes a million small objects and hardly a cycle: the collector's rounds took a fifth of its time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
