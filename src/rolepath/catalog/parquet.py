"""Parquet in and out, over pyarrow, which is an extra: loaded where a Parquet file is asked for, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

from rolepath.catalog.profile_table import COLUMNS, ProfileRow, ProfileTable, unused_of
from rolepath.errors import InvalidTable, Problem, WrongUse

AT_ONCE: Final = 10_000
"""Rows that are in memory at once, read or written."""


def is_parquet(path: Path) -> bool:
    """Whether a file begins as Parquet does; raises OSError where it can't be read."""
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def read_parquet(path: Path, place: str) -> ProfileTable:
    """A table in Parquet, with the columns that `profile_table.read_csv` knows: texts; have and lack may be lists of texts; id anything.

    Args:
        place: what messages call the file.

    Raises:
        InvalidTable: where the file is no such table, or breaks off while rows are read. WrongUse: where pyarrow is missing.
    """
    pa, pq = _load()
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise InvalidTable([Problem(place, 0, f"this can't be read as Parquet: {_first(error)}")]) from None
    schema = file.schema_arrow
    unused = unused_of([name.casefold() for name in schema.names], place, 0)
    chosen = {name.casefold(): name for name in schema.names if name.casefold() in COLUMNS}
    problems = [Problem(place, 0, said) for name in chosen if (said := _type_problem(pa, name, schema.field(chosen[name]).type))]
    if problems:
        raise InvalidTable(problems)
    return ProfileTable(_read(pa, file, chosen, place), unused)


def _read(pa: Any, file: Any, chosen: dict[str, str], place: str) -> Iterator[ProfileRow]:
    number = 0
    try:
        for batch in file.iter_batches(AT_ONCE, columns=list(chosen.values())):
            there = {name: batch.column(batch.schema.get_field_index(column)).to_pylist() for name, column in chosen.items()}
            values = [there.get(name) or [None] * batch.num_rows for name in COLUMNS]
            for name, role, have, lack in zip(*values, strict=True):
                number += 1
                yield ProfileRow(str(number) if name is None or name == "" else str(name), role or "", _texts(have), _texts(lack))
    except (pa.ArrowException, OSError) as error:
        raise InvalidTable([Problem(place, 0, f"the Parquet breaks off after row {number}: {_first(error)}")]) from None


def _texts(value: Any) -> str | tuple[str, ...]:
    return tuple(each for each in value if each) if isinstance(value, list) else value or ""


def _type_problem(pa: Any, name: str, kind: Any) -> str | None:
    """What is wrong with the type of a column."""
    types, inner = pa.types, kind
    if name == "id":
        return f"the column id must hold texts or numbers, not {kind}" if types.is_nested(kind) else None
    if name in ("have", "lack") and (types.is_list(kind) or types.is_large_list(kind)):
        inner = kind.value_type
    if types.is_dictionary(inner):
        inner = inner.value_type
    if types.is_string(inner) or types.is_large_string(inner) or types.is_null(inner):
        return None
    return f"the column {name} must hold {'a text' if name == 'role' else 'a text or a list of texts'}, not {kind}"


class ParquetWriter:
    """Writes rows of one shape into a Parquet file, some at a time; `close` ends it, without which it is none.

    columns: name → "text", "texts", "number", "count" or "flag"; each value may be None.

    Raises:
        WrongUse: where pyarrow is missing.
    """

    def __init__(self, file: BinaryIO, columns: dict[str, str]) -> None:
        self._pa, pq = _load()
        pa = self._pa
        types = {"text": pa.string(), "texts": pa.list_(pa.string()), "number": pa.float64(), "count": pa.int32(), "flag": pa.bool_()}
        self._schema = pa.schema([(name, types[kind]) for name, kind in columns.items()])
        self._writer = pq.ParquetWriter(file, self._schema)
        self._waiting: list[tuple[Any, ...]] = []

    def write(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Rows with a value for each column."""
        self._waiting += rows
        if len(self._waiting) >= AT_ONCE:
            self._put()

    def close(self) -> None:
        """Writes what is left and the end of the file."""
        if self._waiting:
            self._put()
        self._writer.close()

    def _put(self) -> None:
        columns = zip(*self._waiting, strict=True)
        arrays = [self._pa.array(values, field.type) for values, field in zip(columns, self._schema, strict=True)]
        self._writer.write_table(self._pa.Table.from_arrays(arrays, schema=self._schema))
        self._waiting.clear()


def _load() -> tuple[Any, Any]:
    """pyarrow and its Parquet part."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise WrongUse(f"Parquet needs the extra “parquet” ({error}): pip install 'rolepath[parquet]'") from None
    return pyarrow, pyarrow.parquet


def _first(error: Exception) -> str:
    """The first line of a message."""
    return (str(error).splitlines() or [type(error).__name__])[0]
