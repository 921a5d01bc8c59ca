"""A store on disk: immutable builds and a file `CURRENT` that names one, replaced in one step.

    STORE/CURRENT             the name of the build to read
    STORE/builds/NAME/rdf/    an Oxigraph store, opened read-only from now on
    STORE/builds/NAME/tables.sqlite   tables read from it, that nearly every answer needs
    STORE/builds/NAME/manifest.json

A build is written under another name and renamed when it is whole, so whoever is killed, or builds at the same
time, leaves the old build or the new one. Only the builder writes.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import sqlite3
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from rolepath.errors import StoreError
from rolepath.rdf import compiled
from rolepath.rdf.compiled import Tables
from rolepath.vocab import VERSION

FORMAT = 4
TABLES = "tables.sqlite"
_CHUNK = 50_000
_KEPT = 3
_NO_ROOM = ("disk is full", *(os.strerror(number) for number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)))
"""What SQLite and Oxigraph say of a full disk: they pass on the words alone."""
_OURS = re.compile(r"[0-9a-f]{1,64}|\.(new|broken)-\w+")  # the names of builds, and of what is not yet or no longer one
_SETTLED = 3600.0  # seconds after which an unfinished or replaced build is nobody's any more


def in_memory(quads: Sequence[ox.Quad]) -> ox.Store:
    """A store that is never written to disk."""
    store = ox.Store()
    store.extend(quads)
    return store


def has_build(folder: Path, name: str) -> bool:
    """Whether the store holds a whole build of that name."""
    return (folder / "builds" / name / "manifest.json").is_file()


def current(folder: Path) -> str | None:
    """The name of the current build, or None where the folder holds no store.

    Raises:
        StoreError: where the folder is something else, or `CURRENT` names no whole build.
    """
    refuse_foreign(folder)
    try:
        name = (folder / "CURRENT").read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(folder, f"the store can't be read: {error.strerror}; name another with --store DIR") from error
    if not re.fullmatch(r"[0-9a-f]{1,64}", name) or not has_build(folder, name):
        raise StoreError(folder, "CURRENT names no whole build; run `rolepath build` for this store again")
    return name


def refuse_foreign(folder: Path) -> None:
    """Raises StoreError where something stands at the place that is neither a store nor an empty folder."""
    if folder.exists() and not folder.is_dir():
        raise StoreError(folder, "is a file, not the folder of a store; name another with --store DIR")
    if folder.is_dir() and not any((folder / part).exists() for part in ("CURRENT", "builds")) and any(folder.iterdir()):
        raise StoreError(folder, "holds other files and no store; name an empty or new folder with --store DIR")


def is_whole(folder: Path, name: str) -> bool:
    """Whether a build that is there can be read, all its parts; to be asked before it is kept, not before each answer."""
    try:
        whole = compiled.is_whole(folder / "builds" / name / TABLES)
        return whole and len(open_build(folder, name)) == int(manifest(folder, name)["quads"])
    except (StoreError, RuntimeError, KeyError):
        return False


def set_aside(folder: Path, name: str) -> None:
    """Makes room for a build in place of a broken one, which is removed later, when nobody can be reading it any more."""
    try:
        (folder / "builds" / name).rename(Path(tempfile.mkdtemp(prefix=".broken-", dir=folder / "builds")) / name)
    except OSError as error:
        raise StoreError(folder, f"the broken build {name} can't be moved away: {error.strerror}") from error


def manifest(folder: Path, name: str) -> dict[str, Any]:
    """What was written beside a build: format, version of rolepath, key and counts.

    Raises:
        StoreError: where it can't be read, or another version of rolepath wrote it.
    """
    path = folder / "builds" / name / "manifest.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        found = content["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(folder, f"the store's manifest can't be read ({error}); run `rolepath build` for this store again") from error
    if found != FORMAT or content.get("rolepath", VERSION) != VERSION:
        by = content.get("rolepath", "unknown")
        raise StoreError(
            folder,
            f"the store was made by another version of rolepath ({by}, format {found}; this is {VERSION}, format {FORMAT})."
            " Run `rolepath build` for this store again, or name another with --store DIR.",
        )
    return dict(content)


def open_build(folder: Path, name: str) -> ox.Store:
    """Opens a build read-only.

    Raises:
        StoreError: where it was made by another version, or is broken.
    """
    manifest(folder, name)
    try:
        return ox.Store.read_only(str(folder / "builds" / name / "rdf"))
    except (OSError, RuntimeError) as error:
        raise StoreError(folder, f"the store can't be opened ({error}); run `rolepath build` for this store again") from error


def read_tables(folder: Path, name: str) -> Tables:
    """The tables that were compiled from a build and kept beside it.

    Raises:
        StoreError: where they can't be read.
    """
    try:
        return compiled.read_tables(folder / "builds" / name / TABLES)
    except (OSError, sqlite3.DatabaseError) as error:
        raise StoreError(folder, f"the store is broken ({error}); run `rolepath build` for this store again") from error


def extend(store: ox.Store, quads: Sequence[ox.Quad]) -> None:
    """Adds quads to a store that is being built, in portions, which keeps the memory small."""
    for start in range(0, len(quads), _CHUNK):
        store.bulk_extend(quads[start : start + _CHUNK])


Fill = Callable[[ox.Store], Mapping[str, Any]]
"""Puts a whole dataset into an empty store, and returns what the manifest should say of it."""


def write_build(folder: Path, name: str, fill: Fill) -> None:
    """Writes a build and makes it the current one; an equal build that is there already is kept.

    Raises:
        StoreError: where the disk is full or may not be written; whatever `fill` raises. The store is then as it was.
    """
    builds = folder / "builds"
    scratch: Path | None = None
    store: ox.Store | None = None
    new = [path for path in (builds, folder) if not path.exists()]
    with _refusals(folder):
        try:
            builds.mkdir(parents=True, exist_ok=True)
            if not has_build(folder, name):
                scratch = Path(tempfile.mkdtemp(prefix=".new-", dir=builds))
                store = ox.Store(str(scratch / "rdf"))
                about = fill(store)
                store.flush()
                compiled.write_tables(store, scratch / TABLES)
                quads = len(store)
                store = None  # closes it
                content = json.dumps({"format": FORMAT, **about, "quads": quads}, indent=2, sort_keys=True)
                _write_whole(scratch / "manifest.json", content + "\n")
                with suppress(FileExistsError):
                    _rename(scratch, builds / name)
        except BaseException as error:
            store = None
            traceback.clear_frames(error.__traceback__)  # what was being done holds the store open, which writes when it is closed
            raise
        finally:
            if scratch is not None and scratch.exists():
                shutil.rmtree(scratch, ignore_errors=True)
            for path in new:
                with suppress(OSError):  # it holds the build
                    path.rmdir()
    set_current(folder, name)
    _clear_settled(builds, name)


def set_current(folder: Path, name: str) -> None:
    """Makes a build that is there the one to read.

    Raises:
        StoreError: where the disk refuses; the store is then as it was.
    """
    with _refusals(folder):
        _write_whole(folder / "CURRENT", name + "\n")


@contextmanager
def _refusals(folder: Path) -> Iterator[None]:
    """Says in plain words why the disk refuses, and what to do."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        number = getattr(error, "errno", None)
        if number in (errno.EACCES, errno.EPERM, errno.EROFS):
            said = "can't be written: no permission"
        elif number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or any(said in str(error) for said in _NO_ROOM):
            said = "can't be written: no room on the disk"
        else:
            said = f"can't be written: {getattr(error, 'strerror', None) or error}"
        raise StoreError(folder, f"{said}. Name another folder with --store DIR, or use --in-memory.") from error


def _rename(scratch: Path, target: Path) -> None:
    """A rename that says FileExistsError when somebody else finished the same build first."""
    try:
        scratch.rename(target)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
            raise FileExistsError(target) from error
        raise


def _write_whole(path: Path, text: str) -> None:
    """Replaces a file in one step: readers see the old text or the new."""
    descriptor, scratch = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(scratch).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(scratch).unlink()
        raise


def _clear_settled(builds: Path, kept: str) -> None:
    """Removes builds and leftovers that nobody has used for an hour, but for the newest few."""
    with suppress(OSError):
        folders = sorted((p for p in builds.iterdir() if _OURS.fullmatch(p.name)), key=lambda p: p.stat().st_mtime, reverse=True)
        whole = [p for p in folders if not p.name.startswith(".") and p.name != kept]
        for path in [p for p in folders if p.name.startswith(".")] + whole[_KEPT:]:
            if time.time() - path.stat().st_mtime > _SETTLED:
                shutil.rmtree(path, ignore_errors=True)


def clear(folder: Path) -> int:
    """Removes a store from disk; returns how many builds it held. Files that are not a store's are left alone.

    Raises:
        StoreError: where something can't be removed.
    """
    builds = folder / "builds"
    ours = [p for p in builds.iterdir() if _OURS.fullmatch(p.name)] if builds.is_dir() else []
    try:
        (folder / "CURRENT").unlink(missing_ok=True)
        for path in ours:
            shutil.rmtree(path)
    except OSError as error:
        raise StoreError(folder, f"can't be removed: {error.strerror or error}") from error
    with suppress(OSError):  # other files in it
        builds.rmdir()
    return sum(not p.name.startswith(".") for p in ours)
