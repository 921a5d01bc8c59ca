"""Evidence against the documents and datasets it points into: do they say so, at that place?"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from rolepath import model
from rolepath.catalog.folders import Located
from rolepath.errors import Problem

_SENTENCE_END = re.compile(r"(?<!\b[A-Za-z])[.!?]['\"”’)*]*(?=\s|$)|\n|\|")


@dataclass(frozen=True)
class Checked:
    """What a check of evidence looked at: passages and records compared, sources that were not there, problems."""

    passages: int
    records: int
    absent: tuple[str, ...]
    problems: tuple[Problem, ...]


def repair(raw: bytes) -> str:
    """The repaired text of a document: `ftfy.fix_encoding` of the file as UTF-8, and nothing else.

    Raises:
        UnicodeDecodeError: where the bytes are not UTF-8.

    >>> repair("AI‚Äîtraining".encode())
    'AI—training'
    """
    from ftfy import fix_encoding

    return fix_encoding(raw.decode("utf-8"))


def check_evidence(located: Sequence[Located], folder: Path) -> Checked:
    """Resolves each passage and record into the files below `folder`, found by their SHA-256.

    A passage must lie inside the repaired text and quote its words there, and not a whole sentence;
    a record's row must be in the named file. Sources whose files are not below the folder are named, not passed silently.
    """
    by_hash = {_sha256(p): p for p in sorted(folder.rglob("*")) if p.is_file()}
    problems: list[Problem] = []
    texts: dict[str, str] = {}
    rows: dict[str, _Rows] = {}
    absent: list[str] = []
    named: dict[str, set[str]] = defaultdict(set)
    for record in (e for item in located for e in item.record.evidence if isinstance(e, model.DatasetRecord)):
        named[record.source].add(_parts(record.key_in_file)[0])
    for item in located:
        source = item.record
        if not isinstance(source, model.Source) or source.source_kind not in ("document", "dataset"):
            continue
        paths = [by_hash[digest] for digest in source.files_sha256 if digest in by_hash]
        if not paths or len(paths) < len(source.files_sha256):
            absent.append(f"{source.id} (“{source.title}”)")
        elif source.source_kind == "document":
            try:
                texts[source.id] = repair(paths[0].read_bytes())
            except UnicodeDecodeError as error:
                problems.append(item.problem(f"{source.id}: {paths[0].name} is not text in UTF-8: {error.reason}", "files_sha256"))
                continue
            digest = hashlib.sha256(texts[source.id].encode()).hexdigest()
            if source.text_sha256 != digest:
                problems.append(
                    item.problem(
                        f"{source.id}: the repaired text has SHA-256 {digest}, not {source.text_sha256};"
                        f" it was made with ftfy {version('ftfy')}, perhaps the recorded one by another version",
                        "text_sha256",
                    )
                )
        elif not all(zipfile.is_zipfile(path) for path in paths if path.suffix == ".zip"):
            problems.append(item.problem(f"{source.id}: a file of a dataset that is called .zip must be a zip", "files_sha256"))
        else:
            rows[source.id] = _Rows(paths, named[source.id])
    passages = records = 0
    for item in located:
        for position, evidence in enumerate(item.record.evidence):
            loc = ("evidence", position)
            if isinstance(evidence, model.Passage) and evidence.source in texts:
                passages += 1
                problems += [item.problem(f"{item.record.key}: {said}", *loc) for said in check_passage(evidence, texts[evidence.source])]
            elif isinstance(evidence, model.DatasetRecord) and evidence.source in rows:
                records += 1
                said = rows[evidence.source].problem(evidence)
                problems += [item.problem(f"{item.record.key}: {said}", *loc)] if said else []
    return Checked(passages, records, tuple(absent), tuple(sorted(problems)))


def _sha256(path: Path) -> str:
    """The hash of a file, read piece by piece: a folder may hold datasets of any size."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_passage(passage: model.Passage, text: str) -> Iterator[str]:
    """What is wrong with a passage, in words; nothing where it stands as quoted.

    >>> p = model.Passage(source="source/x", start=0, end=4, words="Data")
    >>> list(check_passage(p, "Deta matters. Data is gold."))
    ['the words “Data” are not at 0–4, where the document says “Deta”; they stand at 14–18']
    """
    found = text[passage.start : passage.end]
    if passage.end > len(text):
        yield f"points at {passage.start}–{passage.end}, outside the document of {len(text)} characters"
    elif found != passage.words:
        places = [m.start() for m in re.finditer(re.escape(passage.words), text)]
        stand = ", ".join(f"{s}–{s + len(passage.words)}" for s in places[:3])
        hint = f"they stand at {stand}" if places else "they stand nowhere in it"
        yield f"the words “{passage.words}” are not at {passage.start}–{passage.end}, where the document says “{found}”; {hint}"
    elif is_whole_sentence(text, passage.start, passage.end):
        yield f"quotes a whole sentence: “{passage.words}”; quote only the words that carry the fact"


def is_whole_sentence(text: str, start: int, end: int) -> bool:
    """Whether [start, end) holds everything, but for marks and spaces, of a sentence, alone or with more around it.

    Only what ends in a full stop, question or exclamation mark counts as a sentence: a heading, a list item or a cell of a table
    is often the name of the fact itself.
    """
    first = 0
    for mark in _SENTENCE_END.finditer(text):
        said = re.search(r"\w(.*\w)?", text[first : mark.start()], re.DOTALL)
        if said and mark.group() not in ("\n", "|") and start <= first + said.start() and first + said.end() <= end:
            return True
        first = mark.end()
    return False


def _parts(key: str) -> list[str]:
    """What identifies a row, one after another: cells between slashes, or words.

    >>> _parts("Data scientist / Data ethics"), _parts("13-2011.00 21519")
    (['Data scientist', 'Data ethics'], ['13-2011.00', '21519'])
    """
    return key.split(" / ") if " / " in key else key.split()


class _Rows:
    """The rows of a dataset's tables, inside its zips or beside them, as sets of their cells, read when first asked for.

    named: the first parts of the keys that records name; other rows are not kept.
    """

    def __init__(self, paths: Iterable[Path], named: set[str]) -> None:
        self._paths, self._named = tuple(paths), named
        self._cells: dict[str, dict[str, list[frozenset[str]]]] = {}
        self._files: set[str] = set()

    def problem(self, record: model.DatasetRecord) -> str | None:
        """Why the record's row isn't there, or None."""
        if record.file not in self._cells:
            self._cells[record.file] = self._read(record.file)
        if record.file not in self._files:
            return f"the dataset has no file {record.file}"
        first, *others = _parts(record.key_in_file)
        rows = [row for row in self._cells[record.file].get(first, ()) if self._fits(row, others)]
        if not rows:
            return f"{record.file} has no row {record.key_in_file}"
        if record.modality in ("essential", "optional") and not any(record.modality in row for row in rows):
            return f"{record.file} doesn't say {record.modality} in the row {record.key_in_file}"
        return None

    def _fits(self, row: frozenset[str], parts: Iterable[str]) -> bool:
        """Whether every part is a cell, or a word of one: names of things have several words."""
        words = {word for cell in row if len(cell) < 200 for word in cell.split()}
        return all(part in row or part in words for part in parts)

    def _read(self, name: str) -> dict[str, list[frozenset[str]]]:
        found: dict[str, list[frozenset[str]]] = defaultdict(list)
        for cells in self._rows(name):
            for cell in cells & self._named:
                found[cell].append(cells)
        return found

    def _rows(self, name: str) -> Iterator[frozenset[str]]:
        for path in self._paths:
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    for member in archive.namelist():
                        if member.rsplit("/", 1)[-1] == name:
                            with archive.open(member) as file:
                                yield from self._table(name, io.TextIOWrapper(file, "utf-8"))
            elif path.name == name:
                with path.open(encoding="utf-8", newline="") as text:
                    yield from self._table(name, text)

    def _table(self, name: str, text: Iterable[str]) -> Iterator[frozenset[str]]:
        """The rows of a table between commas, or tabs in a text file; of another file its lines, as words."""
        self._files.add(name)
        if name.endswith((".csv", ".txt")):
            for row in csv.reader(text, delimiter="\t" if name.endswith(".txt") else ","):
                yield frozenset(row)
        else:
            for line in text:
                yield frozenset(re.findall(r"[^\s|\[\]()]+", line))
