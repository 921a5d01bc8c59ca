"""From folders of data to a store that answers: read, check, derive, write; or open what is there already."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from rolepath import __version__
from rolepath.errors import StoreError, WrongUse
from rolepath.rdf import store as stores
from rolepath.rdf.compiled import Tables, from_store
from rolepath.service.place import Place, Progress, cache_folder, existing, quiet

if TYPE_CHECKING:
    from rolepath.catalog.documents import Checked

__all__ = ["Built", "Made", "Opened", "Place", "Progress", "build", "clear_cache", "existing", "make_checked", "open_store", "quiet"]


@dataclass(frozen=True)
class Built:
    """What a build made, or found already made."""

    name: str
    quads: int
    fresh: bool
    folder: Path | None
    records: dict[str, int] = field(default_factory=dict)


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
    from rolepath.service.making import fill

    def whole(store: ox.Store) -> dict[str, object]:
        records = fill(store, place, progress)
        progress("writing the store")
        return {"rolepath": __version__, "records": records}

    stores.write_build(folder, key, whole)
    if place.imports:
        progress("laying out the requirements of all roles")
        from rolepath.service.kept_arrays import write_arrays

        write_arrays(stores.open_build(folder, key), stores.read_tables(folder, key), folder / "builds" / key)
    about = stores.manifest(folder, key)
    return Built(key, int(about["quads"]), True, folder, dict(about["records"]))


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
    """A dataset in memory that passed every check, and how many records of each kind went into it."""

    store: ox.Store
    records: dict[str, int]

    @cached_property
    def quads(self) -> list[ox.Quad]:
        """All of it, in no order."""
        return list(self.store)


def make_checked(place: Place, progress: Progress = quiet) -> Made:
    """The dataset of a place in memory.

    Raises:
        InvalidData: with every problem of the first stage that has any: files, references, derivation, RDF, shapes.
    """
    from rolepath.service.making import fill

    store = ox.Store()
    return Made(store, fill(store, place, progress))


def check_documents(place: Place, folder: Path) -> Checked:
    """Resolves the evidence of a place's records in the documents and datasets below a folder.

    Raises:
        WrongUse: where there is no such folder.
    """
    from rolepath.catalog.documents import check_evidence
    from rolepath.service.making import read_located

    if not folder.is_dir():
        raise WrongUse(f"--documents {folder}: no such folder")
    return check_evidence(read_located(place), folder)


def clear_cache() -> int:
    """Removes the stores in the user's cache; returns how many builds there were."""
    folder = cache_folder()
    if folder.exists() and not folder.is_dir():
        raise StoreError(folder, "is a file, not a folder")
    return stores.clear(folder)
