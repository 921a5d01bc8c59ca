"""Tables of profiles, a person a row: read from CSV as they stream by, with the line of everything that is wrong in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import BinaryIO, Final

from rolepath.errors import InvalidTable, Problem

COLUMNS: Final = ("id", "role", "have", "lack")
_STRANGE: Final = {
    b"PAR1": "this is Parquet, which can't be read from stdin; give the file by its name",
    b"\x1f\x8b": "this is compressed with gzip; unpack it first",
    b"PK\x03\x04": "this is a zip or a spreadsheet; save the sheet as CSV in UTF-8",
    b"\xff\xfe": "this is UTF-16; save it as UTF-8",
    b"\xfe\xff": "this is UTF-16; save it as UTF-8",
}
"""How files begin that are taken for CSV by mistake."""
_NOT_UTF8: Final = "the byte {} is no UTF-8; save the file as UTF-8"
_SIGNS: Final = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One person of a table, as written; what isn't said is empty.

    id: as the table has it, else the number of the row, from 1. have: `name` or `name=level`. problem: what is wrong with the row itself,
    so that nothing else in it counts.
    """

    id: str
    role: str = ""
    have: str | tuple[str, ...] = ""
    lack: str | tuple[str, ...] = ""
    problem: str | None = None


@dataclass(frozen=True)
class ProfileTable:
    """A table that is being read: its rows, once, in their order; unused: names of columns that nothing is made of."""

    rows: Iterator[ProfileRow]
    unused: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What to say of columns that aren't used, a sentence each."""
        return tuple(
            f"the column “{_printable(name)}” is not used"
            + (f"; did you mean “{near[0]}”?" if (near := get_close_matches(name, COLUMNS, n=1)) else ".")
            for name in self.unused
        )


def read_csv(file: BinaryIO, place: str) -> ProfileTable:
    """A table in CSV: the columns id, role, have, lack in any order, of which role or have is there; in UTF-8, separated by commas.

    A row that is too short or too long, or holds bytes that are no UTF-8, is handed on with that problem; empty lines are none.

    Args:
        place: what messages call the file.

    Raises:
        InvalidTable: where the file is no such table; and while rows are read, from the line where quotes don't pair up.

    >>> table = read_csv(io.BytesIO(b"role,have\\ndata scientist,Python=0.5; SQL\\n"), "people.csv")
    >>> next(table.rows)
    ProfileRow(id='1', role='data scientist', have='Python=0.5; SQL', lack='', problem=None)
    """
    buffered = io.BufferedReader(file)  # type: ignore[type-var]  # anything that can be read into a buffer will do
    head = buffered.peek(4096)[:4096]
    message = next((said for mark, said in _STRANGE.items() if head.startswith(mark)), None)
    message = message or ("this is no text: it holds null characters" if b"\0" in head else None)
    if message:
        raise InvalidTable([Problem(place, 0, message)])
    reader = csv.reader(io.TextIOWrapper(buffered, "utf-8-sig", "surrogateescape", newline=""), strict=True)
    rows = _rows(reader, place)
    line, header = next(rows, (0, []))
    if (strange := _not_utf8(header)) is not None:
        raise InvalidTable([Problem(place, line, _NOT_UTF8.format(strange))])
    names = [name.strip().casefold() for name in header]
    return ProfileTable(_read(rows, names), unused_of(names, place, line))


def unused_of(names: Sequence[str], place: str, line: int) -> tuple[str, ...]:
    """The columns of a table that nothing is made of.

    Raises:
        InvalidTable: where a column stands there twice, or neither role nor have does.
    """
    problems = [
        Problem(place, line, f"the column {name} stands here {count} times; keep one")
        for name in COLUMNS
        if (count := names.count(name)) > 1
    ]
    if not {"role", "have"} & set(names):
        problems.append(Problem(place, line, _lacks(names)))
    if problems:
        raise InvalidTable(problems)
    return tuple(name for name in names if name not in COLUMNS)


def _lacks(names: Sequence[str]) -> str:
    """What to do about a table without columns to read."""
    if not names:
        return "is empty; its first line must name the columns: role or have, and besides id and lack"
    if len(names) == 1:
        for sign, word in _SIGNS.items():
            if {"role", "have"} & {part.strip() for part in names[0].split(sign)}:
                return f"the columns are separated by {word}; separate them by commas"
    shown = ", ".join(f"“{_printable(name)}”" for name in names[:8]) + (", …" if len(names) > 8 else "")
    return f"there is no column role or have; the first line must name its columns, such as id,role,have,lack, not {shown}"


def _read(rows: Iterator[tuple[int, list[str]]], names: Sequence[str]) -> Iterator[ProfileRow]:
    where = [names.index(name) if name in names else -1 for name in COLUMNS]
    at_id, at_role, at_have, at_lack = where
    width = len(names)
    for number, (line, row) in enumerate(rows, start=1):
        if len(row) != width:
            named = row[at_id] if 0 <= at_id < len(row) else ""
            many = "1 field" if len(row) == 1 else f"{len(row)} fields"
            yield _wrong(named, number, f"line {line}: {many}, where the first line names {width}")
        elif (strange := _not_utf8(row)) is not None:
            yield _wrong(row[at_id] if at_id >= 0 else "", number, f"line {line}: {_NOT_UTF8.format(strange)}")
        else:
            # an index of −1 is a column that isn't there
            yield ProfileRow(
                (row[at_id] if at_id >= 0 else "") or str(number),
                row[at_role] if at_role >= 0 else "",
                row[at_have] if at_have >= 0 else "",
                row[at_lack] if at_lack >= 0 else "",
            )


def _rows(reader: Iterator[list[str]], place: str) -> Iterator[tuple[int, list[str]]]:
    """(the line where it begins, the fields) of every row that isn't empty."""
    before = 0
    try:
        for row in reader:
            line, before = before + 1, reader.line_num  # type: ignore[attr-defined]  # of the reader of `csv`
            if row:
                yield line, row
    except csv.Error as error:
        said = "a quoted field that begins here has no end, or a quote in it isn't doubled"
        raise InvalidTable([Problem(place, before + 1, f"from here on this is no CSV: {said} ({error})")]) from None


def _wrong(named: str, number: int, problem: str) -> ProfileRow:
    return ProfileRow(named.encode("utf-8", "replace").decode() or str(number), problem=problem)


def _printable(text: str) -> str:
    """A name as a message shows it."""
    return text if text.isprintable() and len(text) <= 60 else f"{ascii(text)[1:60]}…"


def _not_utf8(row: Sequence[str]) -> str | None:
    """The first byte in a row that is no UTF-8, as 0xE9."""
    text = "".join(row)
    if text.isascii():
        return None
    byte = next((ord(sign) - 0xDC00 for sign in text if "\udc80" <= sign <= "\udcff"), None)
    return None if byte is None else f"0x{byte:02X}"
