"""Imported classifications in the user's data folder: each version's facts as sorted N-Quads with a manifest, one version current.

    IMPORTS/esco/CURRENT                 the name of the version to use
    IMPORTS/esco/NAME/facts.nq.gz        its facts, one quad a line, sorted
    IMPORTS/esco/NAME/manifest.json      what it is, under which licence, what was read, kept and dropped

A version is written under another name and renamed when it is whole. The version before the current one is kept.
"""

from __future__ import annotations

import gzip
import hashlib
import heapq
import json
import re
import shutil
import tempfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from rolepath.errors import InvalidData, Problem, StoreError, WrongUse

CLASSIFICATIONS = ("esco", "onet", "crosswalk")
FORMAT = 1
_SORTED_AT_ONCE = 400_000
"""Lines that are sorted in memory before they are written aside and merged."""
_BROKEN = (OSError, EOFError, zlib.error)
"""What reading a broken gzip raises."""
_MANIFEST = {"version": str, "facts": int, "facts_sha256": str, "title": str, "licence": str, "files": list, "dropped": dict, "odd": dict}
"""What a manifest has to hold to be used."""
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")


@dataclass(frozen=True)
class Kept:
    """One imported version of a classification; digest: SHA-256 of its facts. `manifest` says all that is known of it, and is empty where
    it can't be read."""

    classification: str
    name: str
    folder: Path
    version: str
    digest: str
    manifest: dict[str, Any]

    @property
    def facts(self) -> Path:
        """The file of its facts."""
        return self.folder / "facts.nq.gz"

    def lines(self) -> Iterator[bytes]:
        """The facts, each a line of N-Quads with its end of line, sorted.

        Raises:
            StoreError: where they can't be read, or aren't those that were written.
        """
        digest = hashlib.sha256()
        try:
            with gzip.open(self.facts, "rb") as file:
                for line in file:
                    digest.update(line)
                    yield line
        except _BROKEN as error:
            raise self._broken(str(error)) from error
        if digest.hexdigest() != self.digest:
            raise self._broken("its facts are not those that were written")

    def is_whole(self) -> bool:
        """Whether its facts can be read and are those that were written; takes time in proportion to them."""
        digest = hashlib.sha256()
        try:
            with gzip.open(self.facts, "rb") as file:
                while chunk := file.read(1 << 20):
                    digest.update(chunk)
        except _BROKEN:
            return False
        return digest.hexdigest() == self.digest

    def _broken(self, said: str) -> StoreError:
        return StoreError(self.folder, f"the import is broken ({said}); run `rolepath import {self.classification}` again")


def imports_folder() -> Path:
    """Where imports are kept."""
    from platformdirs import user_data_path

    return user_data_path("rolepath", appauthor=False) / "imports"


def current_imports(folder: Path | None = None, only: Collection[str] = CLASSIFICATIONS) -> tuple[Kept, ...]:
    """The current version of each imported classification, or only of these, in the order of `CLASSIFICATIONS`.

    Raises:
        StoreError: where one can't be read.
    """
    found = (_current(folder or imports_folder(), classification) for classification in CLASSIFICATIONS if classification in only)
    return tuple(kept for kept in found if kept is not None)


def in_order(given: Iterable[Kept]) -> tuple[Kept, ...]:
    """Imports in the order in which a build loads them."""
    return tuple(sorted(given, key=lambda kept: CLASSIFICATIONS.index(kept.classification)))


def all_imports(folder: Path | None = None) -> tuple[tuple[Kept, bool], ...]:
    """Every version that is kept, and whether it is the current one; by classification, then version.

    Raises:
        StoreError: where one can't be read.
    """
    place = folder or imports_folder()
    found = []
    for classification in CLASSIFICATIONS:
        now = _current(place, classification)
        found += [
            (kept, now is not None and kept.name == now.name)
            for kept in (_read(classification, f) for f in _folders(place, classification))
        ]
    return tuple(found)


def _folders(place: Path, classification: str) -> list[Path]:
    """The folders of all versions of a classification, sorted."""
    return sorted(path for path in (place / classification).glob("*") if path.is_dir() and _NAME.fullmatch(path.name))


def _named(among: Sequence[Kept], classification: str, version: str) -> Kept:
    """One of the versions of a classification by its version (`1.1.1`) or the name of its folder.

    Raises:
        WrongUse: where there is none, or several.
    """
    found = [kept for kept in among if version in (kept.version, kept.name)]
    if len(found) == 1:
        return found[0]
    there = ", ".join(kept.name for kept in among) or "none"
    many = "several versions are called" if found else "there is no version"
    raise WrongUse(f"{many} “{version}” of {classification}; kept are: {there}. `rolepath imports list` shows them")


def _current(place: Path, classification: str) -> Kept | None:
    path = place / classification / "CURRENT"
    try:
        name = path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreError(path, f"can't be read ({error}); run `rolepath import {classification}` again") from error
    if not _NAME.fullmatch(name) or not (path.parent / name / "manifest.json").is_file():
        cure = f"run `rolepath import {classification}` again, or `rolepath imports remove {classification}`"
        raise StoreError(path, f"names no import; {cure}")
    return _read(classification, path.parent / name)


def _current_if_read(place: Path, classification: str) -> Kept | None:
    """As `_current`, and None where it can't be read: importing again and removing mend that, so neither may stumble over it."""
    try:
        return _current(place, classification)
    except StoreError:
        return None


def _read_anyhow(classification: str, folder: Path) -> Kept:
    """As `_read`, and without a manifest where it can't be read."""
    try:
        return _read(classification, folder)
    except StoreError:
        return Kept(classification, folder.name, folder, "unreadable", "", {})


def _read(classification: str, folder: Path) -> Kept:
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise StoreError(folder, f"was made by another version of rolepath; run `rolepath import {classification}` again")
        for name, kind in _MANIFEST.items():
            if not isinstance(manifest.get(name, kind()), kind):
                raise TypeError(f"{name} is not what it should be")
        return Kept(classification, folder.name, folder, manifest["version"], manifest["facts_sha256"], manifest)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(folder, f"the import's manifest can't be read ({error}); run `rolepath import {classification}` again") from error


@dataclass(frozen=True)
class Added:
    """What an import did: the version that is current now, whether it is new, and the one that was current before."""

    kept: Kept
    fresh: bool
    before: Kept | None


def add(
    classification: str,
    version: str,
    key: str,
    lines: Callable[[], Iterable[bytes]],
    about: Callable[[], dict[str, Any]],
    verify: Callable[[Kept], None] = lambda kept: None,
    folder: Path | None = None,
) -> Added:
    """Keeps one version of a classification and makes it current; the same again changes nothing, unless what is kept is broken.

    Args:
        key: SHA-256 of all that the facts are made from: the publisher's files, the languages asked for, and the importer's own code.
        lines: makes the facts, as lines of N-Quads in any order; called only where they are not kept yet.
        about: what the manifest says beside that; called after `lines` has been run through.
        verify: called before it becomes current; whatever it raises leaves the version before current, and this one is not kept.

    Raises:
        StoreError: where the disk refuses. InvalidData: from `lines`, and where a triple would stand in two graphs.
            Nothing is changed then.
    """
    place = (folder or imports_folder()) / classification
    name = f"{version}-{key[:8]}"
    before = _current_if_read(place.parent, classification)
    fresh = not _read_anyhow(classification, place / name).is_whole()
    try:
        place.mkdir(parents=True, exist_ok=True)
        if fresh:
            with tempfile.TemporaryDirectory(prefix=".new-", dir=place) as scratch:
                made = Path(scratch) / name
                made.mkdir()
                count, digest = _write_sorted(lines(), made)
                manifest = {"format": FORMAT, "version": version, "key": key, "facts": count, "facts_sha256": digest, **about()}
                (made / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
                if (place / name).exists():  # broken
                    shutil.rmtree(place / name)
                made.rename(place / name)
        try:
            verify(_read(classification, place / name))
        except BaseException:
            if fresh:
                shutil.rmtree(place / name, ignore_errors=True)
            raise
        _set_current(place, name)
    except OSError as error:
        raise StoreError(place, f"the import can't be written: {error.strerror or error}") from error
    finally:
        _clear_empty(place)
    kept = _read(classification, place / name)
    if before is not None and before.name != name:
        _prune(place, {name, before.name})
    return Added(kept, fresh, before if before is None or before.name != name else None)


def remove(classification: str, version: str | None = None, folder: Path | None = None) -> list[Kept]:
    """Removes a version, or all of a classification; of what is left the newest becomes current. Returns what was removed.

    Raises:
        WrongUse: where there is no such import. StoreError: where the disk refuses.
    """
    place = (folder or imports_folder()) / classification
    among = [_read_anyhow(classification, path) for path in _folders(place.parent, classification)]
    if not among:
        raise WrongUse(f"nothing is imported of {classification}; `rolepath imports list` shows what is")
    gone = among if version is None else [_named(among, classification, version)]
    now = _current_if_read(place.parent, classification)
    left = [kept for kept in among if kept not in gone]
    usable = [kept for kept in left if kept.manifest]
    try:
        if now is None or now in gone:
            if usable:
                _set_current(place, max(usable, key=lambda kept: kept.folder.stat().st_mtime).name)
            else:
                (place / "CURRENT").unlink(missing_ok=True)
        for kept in gone:
            shutil.rmtree(kept.folder)
    except OSError as error:
        raise StoreError(place, f"can't be removed: {error.strerror or error}") from error
    _clear_empty(place)
    return gone


def _clear_empty(place: Path) -> None:
    with suppress(OSError):  # it holds something
        place.rmdir()


def _set_current(place: Path, name: str) -> None:
    scratch = place / ".CURRENT"
    scratch.write_text(name + "\n", encoding="utf-8")
    scratch.replace(place / "CURRENT")


def _prune(place: Path, kept: set[str]) -> None:
    """Removes all versions but these."""
    for path in place.iterdir():
        if path.is_dir() and path.name not in kept and (path / "manifest.json").is_file():
            shutil.rmtree(path, ignore_errors=True)


def _write_sorted(lines: Iterable[bytes], folder: Path) -> tuple[int, str]:
    """Writes lines in order, each once; returns how many, and their SHA-256. What doesn't fit into memory is sorted in portions.

    Raises:
        InvalidData: where a triple stands in two graphs: sorted, the two are neighbours.
    """
    digest, count, last = hashlib.sha256(), 0, b""
    with ExitStack() as stack:
        runs: list[IO[bytes]] = []
        portion: set[bytes] = set()
        for line in lines:
            portion.add(line)
            if len(portion) >= _SORTED_AT_ONCE:
                runs.append(_run(stack, folder, portion))
                portion = set()
        file = stack.enter_context(gzip.GzipFile(folder / "facts.nq.gz", "wb", compresslevel=1, mtime=0))
        buffer: list[bytes] = []
        for line in heapq.merge(*runs, sorted(portion)):
            if line == last:
                continue
            if _triple(line) == _triple(last):
                raise InvalidData([Problem("", 0, f"the same triple stands in two graphs: {line.decode(errors='replace').strip()}")])
            last = line
            buffer.append(line)
            if len(buffer) >= 10_000:
                count += _write(file, digest, buffer)
        count += _write(file, digest, buffer)
    return count, digest.hexdigest()


def _triple(line: bytes) -> bytes:
    return line.rpartition(b" <")[0]


def _write(file: gzip.GzipFile, digest: Any, buffer: list[bytes]) -> int:
    count = len(buffer)
    text = b"".join(buffer)
    digest.update(text)
    file.write(text)
    buffer.clear()
    return count


def _run(stack: ExitStack, folder: Path, portion: set[bytes]) -> IO[bytes]:
    """A sorted portion in a file of its own that goes away by itself."""
    run = stack.enter_context(tempfile.TemporaryFile(dir=folder))  # noqa: SIM115  the stack closes it
    run.writelines(sorted(portion))
    run.seek(0)
    return run
