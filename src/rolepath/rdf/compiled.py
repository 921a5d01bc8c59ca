"""Tables read from a store and kept beside it in one SQLite file, so that an answer reads the few rows it needs.

A table is a query of `tables.PLANNING` with its solutions, identifiers as data files write them; `names` holds every label with the
keys under which look-up finds it. The file follows from the store alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pyoxigraph as ox

from rolepath.rdf import tables
from rolepath.rdf.labels import folded, local_id, singular
from rolepath.rdf.tables import Row

_INDEXED: Final[Mapping[str, tuple[str, ...]]] = {
    "roles": ("id",),
    "capabilities": ("id",),
    "requirements": ("role",),
    "credits": ("towards", "held"),
    "unit requirements": ("role",),
    "holdings": ("role",),
    "broader": ("id",),
    "twins": ("role",),
    "traits": ("id",),
    "names": ("id", "folded", "singular", "local"),
}
"""The columns by which rows are looked up."""

_NAMES: Final = ("id", "label", "type", "name", "preferred", "hidden", "folded", "singular", "local")


class Tables:
    """The tables of one dataset. `tables[name]` is all rows of one, sorted; a variable that is unbound is left out of its row.

    >>> found = from_rows({"roles": [{"id": "role/b", "label": "B"}, {"id": "role/a", "label": "A"}]})
    >>> [row["id"] for row in found["roles"]], found.where("roles", "id", "role/b")
    (['role/a', 'role/b'], [{'id': 'role/b', 'label': 'B'}])
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._orders: dict[str, str] = {}

    def __getitem__(self, name: str) -> list[Row]:
        return self._rows(f"SELECT * FROM {_quoted(name)}{self._order(name)}", ())

    def __contains__(self, name: str) -> bool:
        return self._connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)).fetchone() is not None

    def where(self, name: str, column: str, value: str) -> list[Row]:
        """The rows of a table with that value in a column, sorted."""
        return self._rows(f"SELECT * FROM {_quoted(name)} WHERE {_quoted(column)} = ?{self._order(name)}", (value,))

    def columns(self, name: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """These columns of all rows of a table, in order of the columns; None where a variable is unbound."""
        if not {row[1] for row in self._connection.execute(f"PRAGMA table_info({_quoted(name)})")} >= set(columns):
            return iter(())
        listed = ", ".join(map(_quoted, columns))
        return iter(self._connection.execute(f"SELECT {listed} FROM {_quoted(name)} ORDER BY {listed}"))

    def with_word(self, name: str, column: str, word: str) -> list[Row]:
        """The rows of a table that have a word, or several in a row, in a column of words between single spaces; sorted."""
        inside = f"' ' || {_quoted(column)} || ' '"
        return self._rows(f"SELECT * FROM {_quoted(name)} WHERE instr({inside}, ?) > 0{self._order(name)}", (f" {word} ",))

    def values(self, name: str, column: str) -> list[str]:
        """The different values of a column, sorted."""
        rows = self._connection.execute(f"SELECT DISTINCT {_quoted(column)} FROM {_quoted(name)} ORDER BY 1")
        return [row[0] for row in rows if row[0] is not None]

    def counts(self, name: str, column: str, counted: str) -> dict[str, int]:
        """For each value of a column, how many different values of another stand beside it."""
        query = f"SELECT {_quoted(column)}, COUNT(DISTINCT {_quoted(counted)}) FROM {_quoted(name)} GROUP BY 1"
        return dict(self._connection.execute(query))

    def _order(self, name: str) -> str:
        if name not in self._orders:
            columns = [row[1] for row in self._connection.execute(f"PRAGMA table_info({_quoted(name)})")]
            if not columns:
                raise KeyError(name)
            self._orders[name] = " ORDER BY " + ", ".join(map(_quoted, columns))
        return self._orders[name]

    def _rows(self, query: str, given: tuple[str, ...]) -> list[Row]:
        cursor = self._connection.execute(query, given)
        names = [column[0] for column in cursor.description]
        return [{name: value for name, value in zip(names, row, strict=True) if value is not None} for row in cursor]


def from_store(store: ox.Store) -> Tables:
    """The tables of a store, in memory."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    _fill(connection, _solved(store))
    return Tables(connection)


def from_rows(rows: Mapping[str, Iterable[Row]]) -> Tables:
    """Tables of these rows, in memory; a column is there as soon as one row of the table has it."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    given = {name: list(each) for name, each in rows.items()}
    columns = {name: tuple(dict.fromkeys(column for row in each for column in row)) for name, each in given.items()}
    _fill(connection, ((name, columns[name], ([row.get(c) for c in columns[name]] for row in each)) for name, each in given.items()))
    return Tables(connection)


def write_tables(store: ox.Store, path: Path) -> None:
    """Writes the tables of a store into a file that is not there yet."""
    with _opened(sqlite3.connect(path)) as connection:
        _fill(connection, _solved(store))


def read_tables(path: Path) -> Tables:
    """The tables of a file.

    Raises:
        sqlite3.DatabaseError: where there is none, or it is broken.
    """
    connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    present = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    missing = {*tables.PLANNING, "names"} - present
    if missing:
        raise sqlite3.DatabaseError(f"it has no table {', '.join(sorted(missing))}")
    return Tables(connection)


def is_whole(path: Path) -> bool:
    """Whether every page of a file can be read; takes time in proportion to it."""
    try:
        with closing(read_tables(path)._connection) as connection:
            return bool(connection.execute("PRAGMA quick_check").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False


Solved = Iterable[tuple[str, tuple[str, ...], Iterable[Iterable[str | None]]]]
"""(table, columns, rows), one table after another."""


def _solved(store: ox.Store) -> Iterator[tuple[str, tuple[str, ...], Iterable[Iterable[str | None]]]]:
    for name, query in tables.PLANNING.items():
        solutions = tables.solutions(store, query)
        columns = tuple(variable.value for variable in solutions.variables)
        yield name, columns, ([None if s[c] is None else tables.plain(s[c]) for c in columns] for s in solutions)


def _fill(connection: sqlite3.Connection, solved: Solved) -> None:
    for name, columns, rows in solved:
        _write(connection, name, columns, rows)
    given = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if {"labels", "alternative labels"} <= given:
        _write(connection, "names", _NAMES, _names(connection))
    for name, indexed in _INDEXED.items():
        for column in indexed if name in given | {"names"} else ():
            if any(row[1] == column for row in connection.execute(f"PRAGMA table_info({_quoted(name)})")):
                connection.execute(f"CREATE INDEX {_quoted(f'{name} by {column}')} ON {_quoted(name)} ({_quoted(column)})")
    connection.commit()


def _write(connection: sqlite3.Connection, name: str, columns: tuple[str, ...], rows: Iterable[Iterable[str | None]]) -> None:
    listed = ", ".join(map(_quoted, columns)) or "empty"
    connection.execute(f"CREATE TABLE {_quoted(name)} ({listed})")
    if columns:
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO {_quoted(name)} VALUES ({marks})", map(tuple, rows))


def _names(connection: sqlite3.Connection) -> Iterator[tuple[str | None, ...]]:
    """Every label of everything that has a preferred one, with its keys."""
    labels: dict[str, str] = {}
    columns = [[row[1] for row in connection.execute(f"PRAGMA table_info({_quoted(t)})")] for t in ("labels", "alternative labels")]
    for identifier, label, kind in connection.execute("SELECT id, label, type FROM labels") if columns[0] != ["empty"] else ():
        labels[identifier] = label
        yield identifier, label, class_name(kind), label, "yes", None, folded(label), singular(label), local_id(identifier)
    if columns[1] == ["empty"]:
        return
    hidden = "hidden" if "hidden" in columns[1] else "NULL"
    for identifier, name, kind, kept in connection.execute(f'SELECT id, label, type, {hidden} FROM "alternative labels"').fetchall():
        if identifier in labels:
            yield identifier, labels[identifier], class_name(kind), name, None, kept, folded(name), singular(name), None


def class_name(kind: str) -> str:
    """The name of a class without its namespace or prefix."""
    return tables.local_name(kind).rpartition(":")[2]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def _opened(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    try:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")  # it is renamed into place once it is whole
        yield connection
    finally:
        connection.close()
