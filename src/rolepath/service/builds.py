"""From folders of data to a store that answers: read, check, derive, write; or open what is there already."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from rolepath import __version__
from rolepath.catalog.inputs import content_key, packaged
from rolepath.errors import InvalidData, StoreError, WrongUse
from rolepath.rdf import store as stores
from rolepath.rdf.compiled import Tables, from_store

if TYPE_CHECKING:
    from rolepath.catalog.documents import Checked
    from rolepath.catalog.folders import Located
    from rolepath.rdf.answers import Saved

Progress = Callable[[str], None]


def quiet(message: str) -> None:
    """A progress report that nobody reads."""


@dataclass(frozen=True)
class Place:
    """Which data to use and where its store is.

    Args:
        data: folders to add to the packaged data, in order.
        store: the folder of the store; None for the user's cache.
        in_memory: build anew, write nothing.
        with_packaged: False leaves out the packaged facts; its assumptions stay, for a folder of data to replace.
    """

    data: tuple[Path, ...] = ()
    store: Path | None = None
    in_memory: bool = False
    with_packaged: bool = True

    @property
    def folder(self) -> Path:
        """The store's folder."""
        return self.store if self.store is not None else cache_folder()

    def key(self) -> str:
        """The key of everything a build of this data reads."""
        mode = "with packaged data" if self.with_packaged else "without packaged data"
        return content_key((packaged("data"), *self.data), packaged("ontology"), mode, __version__, str(stores.FORMAT))


@dataclass(frozen=True)
class Built:
    """What a build made, or found already made."""

    name: str
    quads: int
    fresh: bool
    folder: Path | None
    records: dict[str, int] = field(default_factory=dict)


def cache_folder() -> Path:
    """Where stores are kept when no folder is named."""
    from platformdirs import user_cache_path

    return user_cache_path("rolepath", appauthor=False) / "store"


def read_located(place: Place) -> list[Located]:
    """The records of a place with file and line; without the packaged facts, its assumptions and editors stay.

    Raises:
        InvalidData: with every problem of every file.
    """
    from rolepath import model
    from rolepath.catalog.folders import read_folders

    own = read_folders((packaged("data"),))
    if not place.with_packaged:
        own = [
            item
            for item in own
            if (isinstance(item.record, model.Assumption) and not item.record.applies_to)
            or (isinstance(item.record, model.Source) and item.record.source_kind == "editorial")
        ]
    return read_folders(place.data, own)


def check_documents(place: Place, folder: Path) -> Checked:
    """Resolves the evidence of a place's records in the documents and datasets below a folder.

    Raises:
        WrongUse: where there is no such folder.
    """
    from rolepath.catalog.documents import check_evidence

    if not folder.is_dir():
        raise WrongUse(f"--documents {folder}: no such folder")
    return check_evidence(read_located(place), folder)


def read_saved(place: Place) -> Saved:
    """The answers saved in a place's own folders; what is wrong with them stands in its `problems`."""
    from rolepath.catalog.inputs import answer_files
    from rolepath.catalog.yaml_lines import shown
    from rolepath.rdf.answers import read_answers
    from rolepath.rdf.dataset import read_context

    files = [(path, shown(path)) for folder in place.data for path in answer_files(folder)]
    return read_answers(files, read_context(packaged("ontology")))


def make_quads(place: Place, saved: Saved, progress: Progress = quiet) -> tuple[list[ox.Quad], dict[str, int]]:
    """Reads and checks the records and makes the dataset, with the saved answers; also how many records of each kind.

    Raises:
        InvalidData: with every problem of the first stage that has any: files, references, derivation, RDF, what answers refer to.
    """
    from rolepath import model
    from rolepath.catalog.checks import check
    from rolepath.planning.assumptions import Assumptions, Estimate
    from rolepath.planning.derivation import credits, reaches, strengths
    from rolepath.rdf.dataset import to_quads
    from rolepath.rdf.terms import from_records

    progress("reading the data")
    try:
        located = read_located(place)
        check(located)
    except InvalidData as error:
        raise InvalidData([*error.problems, *saved.problems]) from None
    if saved.problems:
        raise InvalidData(saved.problems)
    records = [item.record for item in located]
    progress("deriving strengths and credits")
    try:
        assumptions = Assumptions(
            Estimate(r.id, r.label, r.low, r.high, r.unit, r.reason, r.applies_to) for r in records if isinstance(r, model.Assumption)
        )
    except InvalidData as error:
        places = {item.record.key: item for item in located}
        raise InvalidData([places[p.path].problem(f"{p.path}: {p.message}") if p.path in places else p for p in error.problems]) from None
    nodes = from_records(records, strengths(records, assumptions), reaches(records, assumptions), credits(records, assumptions))
    progress("making the RDF")
    quads = to_quads(nodes, packaged("ontology"))
    missing = saved.missing(quads)
    if missing:
        raise InvalidData(missing)
    counts = {kind: sum(kind == r.KIND for r in records) for kind in model.KINDS}
    if saved.count:
        counts["answers"] = saved.count
    return [*quads, *saved.quads], counts


def build(place: Place, progress: Progress = quiet) -> Built:
    """Builds the store of a place and makes it current, unless an equal build is there already.

    Raises:
        InvalidData: where the data breaks a rule; StoreError: where the disk refuses. Either way the store is as it was.
    """
    key = place.key()
    folder = place.folder
    stores.refuse_foreign(folder)
    if stores.has_build(folder, key) and not stores.is_whole(folder, key):
        stores.set_aside(folder, key)
    if stores.has_build(folder, key):
        about = stores.manifest(folder, key)
        stores.set_current(folder, key)
        return Built(key, int(about["quads"]), False, folder, dict(about["records"]))
    made = make_checked(place, progress)

    def fill(store: ox.Store) -> dict[str, object]:
        stores.extend(store, made.quads)
        return {"rolepath": __version__, "records": made.records}

    progress("writing the store")
    stores.write_build(folder, key, fill)
    return Built(key, len(made.quads), True, folder, made.records)


@dataclass(frozen=True)
class Opened:
    """A store ready to be read, the tables compiled from it, and where it is (None: in memory)."""

    store: ox.Store
    tables: Tables
    path: Path | None = None


def open_store(place: Place, progress: Progress = quiet) -> Opened:
    """The store of a place, built first where needed.

    A store named by `store` alone is used as it is; so data that went into it need not be named again.

    Raises:
        InvalidData, StoreError: as `build` does, and where the store was made by another version.
    """
    if place.in_memory:
        made = make_checked(place, progress)
        return Opened(made.store, from_store(made.store))
    name = stores.current(place.folder) if place.store is not None and not place.data and place.with_packaged else None
    if name is None:
        name = place.key()
        if not stores.has_build(place.folder, name):
            build(place, progress)
    store = stores.open_build(place.folder, name)
    return Opened(store, stores.read_tables(place.folder, name), place.folder / "builds" / name / "rdf")


@dataclass(frozen=True)
class Made:
    """A dataset that passed every check: its quads, a store of them in memory, and how many records of each kind."""

    quads: list[ox.Quad]
    store: ox.Store
    records: dict[str, int]


def make_checked(place: Place, progress: Progress = quiet) -> Made:
    """The dataset as `make_quads` makes it, checked against the shapes; raises InvalidData where it breaks one."""
    from rolepath.rdf.shapes import check_shapes

    saved = read_saved(place)
    with _without_collector():
        quads, counts = make_quads(place, saved, progress)
        progress("checking the shapes")
        store = stores.in_memory(quads)
    try:
        check_shapes(store, packaged("ontology"))
    except InvalidData as error:
        raise saved.placed(error) from None
    return Made(quads, store, counts)


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


def existing(folders: Sequence[str | Path]) -> tuple[Path, ...]:
    """The folders as absolute paths.

    Raises:
        WrongUse: where one of them is none.
    """
    paths = tuple(Path(folder).expanduser().absolute() for folder in folders)
    absent = [str(folder) for folder, path in zip(folders, paths, strict=True) if not path.is_dir()]
    if absent:
        raise WrongUse(f"--data {', '.join(absent)}: no such folder")
    return paths


def clear_cache() -> int:
    """Removes the stores in the user's cache; returns how many builds there were."""
    folder = cache_folder()
    if folder.exists() and not folder.is_dir():
        raise StoreError(folder, "is a file, not a folder")
    return stores.clear(folder)
