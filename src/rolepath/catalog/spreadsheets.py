"""The first sheet of an .xlsx file as rows with line numbers, like the text tables of `archives`."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from rolepath.catalog.archives import Cells, Table, cell_value
from rolepath.catalog.imported import Report
from rolepath.errors import InvalidData, Problem

_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, SyntaxError,
    ValueError, KeyError, IndexError, AttributeError, TypeError,
)  # fmt: skip
"""What openpyxl raises on archives that are broken or are no spreadsheet; XML that can't be parsed is a SyntaxError."""


def sheet_problems(table: Table, needed: Sequence[str]) -> list[Problem]:
    """Why a spreadsheet can't be read: openpyxl is missing, the file is broken, columns are missing from its first row."""
    try:
        _header(table, _sheet(table), needed)
    except InvalidData as error:
        return list(error.problems)
    return []


def _header(table: Table, rows: Iterator[tuple[int, Cells]], needed: Sequence[str]) -> Cells:
    _, header = next(rows, (1, ()))
    if missing := [column for column in needed if column not in header]:
        named = f"the column{'s' * (len(missing) > 1)} {', '.join(missing)}"
        raise InvalidData([Problem(table.place, 1, f"lacks {named}; give the publisher's file as it came")])
    return header


def read_sheet(table: Table, needed: Sequence[str], optional: Sequence[str] = (), *, report: Report) -> Iterator[tuple[int, Cells]]:
    """The rows of the first sheet below its header: the row's number in the sheet, and its cells of the columns asked for, as text.

    Empty cells are None as in a text table, and so is an optional column that isn't there; numbers are written without
    needless decimals. Rows without any value are no rows. The file is held in memory; its rows are not. It takes some ten
    times as long as the same rows as text.

    Raises:
        InvalidData: where openpyxl is missing, a needed column is missing or the file can't be read to its end.
    """
    report.start(table.name)
    rows = _sheet(table)
    header = _header(table, rows, needed)
    places = [header.index(column) if column in header else -1 for column in (*needed, *optional)]
    read = 0
    try:
        for line, row in rows:
            if any(row):
                read += 1
                yield line, tuple([row[place] if 0 <= place < len(row) else None for place in places])
    finally:
        report.read(table.name, read)


def _sheet(table: Table) -> Iterator[tuple[int, Cells]]:
    """Every row of the first sheet, with its number."""
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError:
        said = "is a spreadsheet, and reading it needs openpyxl: install rolepath[spreadsheet], or give the text release"
        raise InvalidData([Problem(table.place, 0, said)]) from None
    try:
        with table.open() as stream:
            content = io.BytesIO(stream.read())
        book: Any = load_workbook(content, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its size may be wrong, and then rows are cut
        for line, row in enumerate(sheet.iter_rows(values_only=True), 1):
            yield line, tuple([_text(value) for value in row])
    except (*_BROKEN, InvalidFileException) as error:
        said = f"can't be read as a spreadsheet ({(str(error) or type(error).__name__).splitlines()[0]}); download it again"
        raise InvalidData([Problem(table.place, 0, said)]) from None


def _text(value: object) -> str | None:
    """A cell as it would stand in a text table, on one line.

    >>> _text(4.0), _text(4.12), _text(8823), _text(" n/a "), _text(None)
    ('4', '4.12', '8823', None, None)
    """
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return cell_value(" ".join(str(value).split()))
