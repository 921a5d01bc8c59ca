"""From a publisher's files to an import that is kept: opened, turned into facts, built once to see that it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from rolepath.catalog.imported import Import, Report
from rolepath.catalog.inputs import packaged
from rolepath.errors import WrongUse
from rolepath.rdf.dataset import read_context
from rolepath.rdf.lines import Lines
from rolepath.rdf.terms import from_names, from_records
from rolepath.service import imports
from rolepath.service.imports import Added, Kept

_T = TypeVar("_T")
_AT_ONCE = 5_000
"""Records that are turned into RDF at once."""
_MADE_BY = ("catalog/*.py", "rdf/dataset.py", "rdf/lines.py", "rdf/terms.py", "model.py", "vocab.py")

Counted = Callable[[int], None]
"""Told now and then how many records have been read."""


@dataclass(frozen=True)
class Imported:
    """What an import did, and what was read, kept and dropped; the report is empty where nothing had to be read again."""

    added: Added
    report: Report


def open_files(classification: str, paths: Sequence[Path], version: str | None = None, languages: Sequence[str] = ()) -> Import:
    """Opens a publisher's files.

    Raises:
        InvalidData: where they are not what they should be. WrongUse: where something is missing that only the user knows.
    """
    absent = [str(path) for path in paths if not path.exists()]
    if absent:
        raise WrongUse(f"{', '.join(absent)}: no such file or folder")
    if classification == "esco":
        from rolepath.catalog.esco import open_esco

        return open_esco(paths, version=version, languages=languages)
    if classification == "onet":
        from rolepath.catalog.onet import open_onet

        return open_onet(paths, version=version)
    from rolepath.catalog.crosswalk import open_crosswalk

    return open_crosswalk(paths[0])


def keep(opened: Import, verify: Callable[[Kept], None], counted: Counted = lambda count: None, folder: Path | None = None) -> Imported:
    """Keeps what was opened as the current version of its classification; the same again changes nothing.

    Args:
        verify: called before it becomes current; what it raises stops the import with nothing changed.

    Raises:
        InvalidData: where a file turns out to be broken in its middle. StoreError: where the disk refuses.
    """
    writer = Lines(_in_language(read_context(packaged("ontology")), opened.languages[0]))

    def lines() -> Iterator[bytes]:
        count = 0
        for records in _portions(opened.records()):
            yield from map(str.encode, writer.of(from_records(records, {}, {})))
            count += len(records)
            counted(count)
        for names in _portions(opened.names()):
            yield from map(str.encode, writer.of(from_names((n.id, n.language, n.label, n.alternatives) for n in names)))

    def about() -> dict[str, Any]:
        source = opened.source
        return {
            "source": source.id,
            "title": source.title,
            "publisher": source.publisher,
            "licence": source.licence,
            "attribution": source.attribution,
            "languages": list(opened.languages),
            "files_sha256": list(source.files_sha256),
            "files": [asdict(total) for total in opened.report.totals()],
            "dropped": dict(opened.report.reasons()),
            "odd": dict(opened.report.oddities()),
        }

    return Imported(imports.add(opened.classification, opened.version, _key(opened), lines, about, verify, folder), opened.report)


def _in_language(context: dict[str, Any], language: str) -> dict[str, Any]:
    """The context with labels in another language than English."""
    terms = dict(context["@context"])
    for name in ("label", "alt_labels"):
        terms[name] = terms[name] | {"@language": language}
    return context | {"@context": terms}


def _key(opened: Import) -> str:
    """A key of all that the facts are made from: the publisher's files, the languages, and the code that makes them."""
    package = Path(imports.__file__).resolve().parents[1]
    digest = hashlib.sha256("\n".join((opened.version, *opened.languages, *opened.source.files_sha256)).encode())
    for pattern in _MADE_BY:
        for path in sorted(package.glob(pattern)):
            digest.update(path.read_bytes())
    digest.update((packaged("ontology") / "context.jsonld").read_bytes())
    return digest.hexdigest()


def _portions(given: Iterable[_T]) -> Iterator[list[_T]]:
    waiting = iter(given)
    while portion := list(islice(waiting, _AT_ONCE)):
        yield portion
