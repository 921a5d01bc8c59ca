"""The tables of a published dataset, wherever they lie: zip archives, folders, or both; and their rows, with line numbers."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from rolepath.catalog.imported import Report
from rolepath.catalog.yaml_lines import shown
from rolepath.errors import InvalidData, Problem

Cells = tuple[str | None, ...]

_TABLES = (".csv", ".txt", ".tsv", ".xlsx")
_CHUNK = 1 << 20
_NOTHING = frozenset({"", "None", "none", "NONE", "n/a", "N/A", "NULL", "null"})
_LONGEST_NOTHING = 4
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, UnicodeError)
"""What reading a broken, encrypted or strangely packed archive raises."""

WINDOWS_1252 = "is not UTF-8 and was read as Windows-1252"
UNREADABLE = "holds bytes that are neither UTF-8 nor Windows-1252; each was read as �"
SHORT_KEPT = "is short; what is missing was taken as empty"
SHORT = "is short and lacks what is needed"
LONG = "has more cells than the header"
LONG_KEPT = "has more cells than the header; they are empty"


@dataclass(frozen=True)
class Table:
    """A file of a dataset: its base name, the archive or file that holds it, and its name inside the archive."""

    name: str
    container: Path
    member: str | None = None

    @property
    def place(self) -> str:
        """Where it is, for messages."""
        return f"{shown(self.container)}: {self.member}" if self.member is not None else shown(self.container)

    def open(self) -> BinaryIO:
        """Its bytes.

        Raises:
            OSError, zipfile.BadZipFile and what else a broken archive raises.
        """
        if self.member is None:
            return self.container.open("rb")
        with zipfile.ZipFile(self.container) as archive:
            return cast(BinaryIO, io.BufferedReader(archive.open(self.member), _CHUNK))  # the member keeps the file open

    def checksum(self) -> int:
        """A checksum of its bytes, which also proves that all of them can be read."""
        value = 0
        with self.open() as stream:
            while chunk := stream.read(_CHUNK):
                value = zlib.crc32(chunk, value)
        return value


def find_tables(paths: Sequence[Path], wanted: re.Pattern[str] | None = None) -> dict[str, Table]:
    """The tables (.csv, .txt, .tsv, .xlsx) that lie in the archives and folders given, by base name, in the order of names.

    With `wanted`, only those whose whole base name it matches: others may lie beside them, also several of one name.

    Folders are searched whole, and so are the zip archives in them (not archives inside archives). A table that
    is there twice with the same bytes counts once.

    Raises:
        InvalidData: with all of: paths that don't exist, are no archive, are broken; tables that are there twice and differ.
    """
    problems: list[Problem] = []
    found: dict[str, Table] = {}
    for table in (t for path in paths for t in _inside(path, problems)):
        if wanted is not None and not wanted.fullmatch(table.name):
            continue
        first = found.setdefault(table.name, table)
        if first is not table and _place(first) != _place(table):
            try:
                if first.checksum() == table.checksum():
                    continue
                said = f"{table.name} is there twice and differs ({first.place}); give the files of one version only"
            except _BROKEN as error:
                said = f"can't be read ({_reason(error)}); download it again"
            problems.append(Problem(table.place, 0, said))
    if problems:
        raise InvalidData(problems)
    return dict(sorted(found.items()))


def _place(table: Table) -> tuple[Path, str | None]:
    return table.container.resolve(), table.member


def _inside(path: Path, problems: list[Problem]) -> Iterator[Table]:
    try:
        if path.is_dir():
            for file in sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in (*_TABLES, ".zip")):
                if not _hidden(file.relative_to(path).as_posix()):
                    yield from _file(file, problems)
        elif path.is_file():
            yield from _file(path, problems)
        else:
            problems.append(Problem(shown(path), 0, "no such file or folder"))
    except (OSError, ValueError) as error:
        problems.append(Problem(str(path), 0, f"can't be read: {_reason(error)}"))


def _file(path: Path, problems: list[Problem]) -> Iterator[Table]:
    if path.suffix.lower() in _TABLES:
        yield Table(path.name, path)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            for member in sorted(archive.namelist()):
                if member.lower().endswith(_TABLES) and not _hidden(member):
                    yield Table(member.replace("\\", "/").rpartition("/")[2], path, member)
    except _BROKEN as error:
        said = "is not a zip archive, or a broken one" if isinstance(error, zipfile.BadZipFile) else f"can't be read ({_reason(error)})"
        problems.append(Problem(shown(path), 0, f"{said}; give the publisher's zips, or the folder they were unpacked to"))


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


def _reason(error: BaseException) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).splitlines()[0]


def files_sha256(tables: Sequence[Table]) -> tuple[str, ...]:
    """The SHA-256 of each archive or file that holds one of the tables, each once, in the order of their names."""
    held = sorted({table.container for table in tables}, key=lambda path: (path.name, str(path)))
    digests = []
    for path in held:
        with path.open("rb") as stream:
            digests.append(hashlib.file_digest(stream, "sha256").hexdigest())
    return tuple(dict.fromkeys(digests))


def table_problems(tables: Mapping[Table, Sequence[str]], *, tab_delimited: bool = False) -> list[Problem]:
    """What is wrong with tables that need these columns: bytes that can't be read to the end, columns that are missing."""
    problems = []
    for table, columns in tables.items():
        try:
            header = _header(table, tab_delimited)
            table.checksum()
        except _BROKEN as error:
            problems.append(Problem(table.place, 0, f"can't be read ({_reason(error)}); download it again"))
            continue
        except csv.Error:
            header = ()
        missing = [column for column in columns if column not in header]
        if missing:
            kind = "tab-delimited text" if tab_delimited else "CSV"
            named = f"the column{'s' * (len(missing) > 1)} {', '.join(missing)}"
            problems.append(Problem(table.place, 1, f"lacks {named}; give the publisher's {kind}, as it came"))
    return problems


def columns_of(table: Table, *, tab_delimited: bool = False) -> tuple[str, ...]:
    """The header of a table; empty where it has none that can be read."""
    try:
        return _header(table, tab_delimited)
    except (*_BROKEN, csv.Error):
        return ()


def _header(table: Table, tab_delimited: bool) -> tuple[str, ...]:
    with table.open() as stream:
        row: list[str] = next(_reader(_text(stream, lambda line, why: None), tab_delimited), [])
    return tuple(cell.strip() for cell in row)


def read_rows(
    table: Table, needed: Sequence[str], optional: Sequence[str] = (), *, report: Report, tab_delimited: bool = False
) -> Iterator[tuple[int, Cells]]:
    """The rows of a table: the line on which each begins (the header is line 1), and its cells of the columns asked for, in that order.

    An empty cell and the words `None`, `n/a` and `NULL` are None, and so is a column of `optional` that isn't there. Other columns
    and their order don't matter. Rows that are short or long are counted in the report: they are dropped unless what
    they lack isn't needed, or what they have too much is empty. Empty lines are no rows. Reading takes constant memory.

    Raises:
        InvalidData: where a needed column is missing or the rest of the file can't be read.
    """
    if problems := ([] if not needed else _lacking(table, needed, tab_delimited)):
        raise InvalidData(problems)
    report.start(table.name)
    line, read = 1, 0
    try:
        with table.open() as stream:
            reader = _reader(_text(stream, lambda at, why: report.note(table.name, at, why)), tab_delimited)
            header = [cell.strip() for cell in next(reader, [])]
            width = len(header)
            places = [header.index(c) if c in header else -1 for c in (*needed, *optional)]
            must = max(places[: len(needed)], default=-1) + 1
            line = reader.line_num + 1
            for row in reader:
                if len(row) != width:
                    if not row:
                        line = reader.line_num + 1
                        continue
                    read += 1
                    if not _fits(row, width, must, lambda why: report.note(table.name, line, why)):  # noqa: B023  # called at once
                        report.drop(table.name, line, SHORT if len(row) < width else LONG)
                        line = reader.line_num + 1
                        continue
                else:
                    read += 1
                yield line, tuple([cell_value(row[place]) if place >= 0 else None for place in places])
                line = reader.line_num + 1
    except csv.Error as error:
        said = f"can't be read from here on ({error}): perhaps a quotation mark that is never closed; download it again"
        raise InvalidData([Problem(table.place, line, said)]) from None
    except _BROKEN as error:
        raise InvalidData([Problem(table.place, 0, f"can't be read ({_reason(error)}); download it again")]) from None
    finally:
        report.read(table.name, read)


def _lacking(table: Table, needed: Sequence[str], tab_delimited: bool) -> list[Problem]:
    header = columns_of(table, tab_delimited=tab_delimited)
    return table_problems({table: needed}, tab_delimited=tab_delimited) if any(c not in header for c in needed) else []


def _fits(row: list[str], width: int, must: int, note: Callable[[str], None]) -> bool:
    """Whether a row of another length than the header can be kept; makes it as long."""
    if len(row) > width:
        if any(cell.strip() for cell in row[width:]):
            return False
        note(LONG_KEPT)
        return True
    if len(row) < must:
        return False
    note(SHORT_KEPT)
    row.extend([""] * (width - len(row)))
    return True


def cell_value(cell: str) -> str | None:
    """What a cell says, without spaces around it; None where it says that it says nothing."""
    cell = cell.strip()
    return None if len(cell) <= _LONGEST_NOTHING and cell in _NOTHING else cell


def _reader(lines: Iterator[str], tab_delimited: bool) -> Any:  # the reader's class has no public name
    return csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if tab_delimited else csv.reader(lines)


def _text(stream: BinaryIO, odd: Callable[[int, str], None]) -> Iterator[str]:
    """The lines of a file as text: UTF-8 with or without a mark, else, line by line, Windows-1252."""
    for number, raw in enumerate(stream, 1):
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        try:
            yield raw.decode()
        except UnicodeDecodeError:
            text = raw.decode("cp1252", errors="replace")
            odd(number, UNREADABLE if "\ufffd" in text else WINDOWS_1252)
            yield text
