"""The command that answers for many people at once: batch."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from rolepath.cli import exits
from rolepath.cli.options import Data, data_options, replacing
from rolepath.errors import InvalidTable, Problem, WrongUse

if TYPE_CHECKING:
    from rolepath.catalog.profile_table import ProfileTable
    from rolepath.planning.people import PersonAnswer

FORMATS = ("csv", "jsonl", "parquet")
_SUFFIXES = {"": "csv", ".csv": "csv", ".txt": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".pq": "parquet"}
_AT_ONCE = 2_000
_SHOWN = 5
"""How many errors are shown on stderr; all of them stand in the answers."""
_EVERY = 5.0
"""Seconds between two words of progress."""


@click.command(short_help="How ready many people are for a role.")
@click.argument("file", metavar="FILE")
@click.argument("to_role", metavar="[TO]", required=False)
@click.option("--strict", is_flag=True, help="Assume nothing of the people in a role; count only what is said.")
@click.option("--readiness", type=float, metavar="SHARE", help="What counts as ready, in (0, 1]; default: the assumption, 0.8.")
@click.option("--format", "format_", type=click.Choice(FORMATS), help="How it is written; default: by the name of -o FILE, else csv.")
@click.option("-o", "--output", "path", metavar="FILE", help="Write to this file instead of stdout, once all is answered.")
@data_options
def batch(
    source: Data, file: str, to_role: str | None, strict: bool, readiness: float | None, format_: str | None, path: str | None
) -> None:
    """How ready many people are for a role, and what each of them lacks most: a row for each.

    FILE is a table in CSV (UTF-8, commas; - is stdin) or Parquet, a person a row. Its columns: role, a name or nothing; have and lack,
    skills or units with semicolons between them, in have each with or without a level (Python=0.5; SQL=some); id, else rows are numbered.
    role or have must be there, other columns are left out. TO is the target (AI Product Manager). Parquet needs the extra “parquet”.
    The answer is the readiness with its low and high end, the stage, essential units covered, and the units that most is missing in.

    A row that can't be answered says why in its column error; then the exit code is 1, and the others are answered all the same.

    \b
    Examples:
      rolepath batch people.csv "AI Product Manager" -o readiness.csv
      rolepath batch people.csv --format jsonl --strict
    """
    kind = _format(format_, path)
    table = _open(file)
    if table.notes and not source.quiet:
        click.echo("\n".join(f"rolepath: {note}" for note in table.notes), err=True)
    graph = source.load()
    target = graph.role(to_role) if to_role is not None else None
    answers = graph.batch(table.rows, target.id if target else None, strict=strict, readiness=readiness)
    counted = _Counted(answers, source)
    passing = iter(counted)
    with _writer(kind, path) as write:
        while block := list(islice(passing, _AT_ONCE)):
            write(block)
    counted.say(source.quiet)
    if counted.failed:
        raise click.exceptions.Exit(exits.NO_ANSWER)


def _format(given: str | None, path: str | None) -> str:
    """The format that is asked for, or that the name of the file tells."""
    to_file = path not in (None, "-")
    if given is None and to_file:
        suffix = Path(str(path)).suffix.lower()
        if suffix not in _SUFFIXES:
            raise WrongUse(f"-o {path}: what “{suffix}” stands for is not known; name it with --format csv, jsonl or parquet")
        given = _SUFFIXES[suffix]
    if given == "parquet" and not to_file:
        raise WrongUse("--format parquet needs a file: -o FILE")
    return given or "csv"


def _open(file: str) -> ProfileTable:
    """The table to read, as far as its columns."""
    from rolepath.catalog.parquet import is_parquet, read_parquet
    from rolepath.catalog.profile_table import read_csv
    from rolepath.catalog.yaml_lines import shown

    if file == "-":
        return read_csv(sys.stdin.buffer, "stdin")
    path = Path(file)
    place = shown(path)
    try:
        if is_parquet(path):
            return read_parquet(path, place)
        return read_csv(path.open("rb"), place)
    except FileNotFoundError:
        raise InvalidTable([Problem(place, 0, "there is no such file")]) from None
    except (OSError, ValueError) as error:  # ValueError: a path with a null character
        said = error.strerror if isinstance(error, OSError) else error
        raise InvalidTable([Problem(place, 0, f"the file can't be read: {said}")]) from None


Write = Callable[[Sequence["PersonAnswer"]], Any]


@contextmanager
def _writer(kind: str, path: str | None) -> Iterator[Write]:
    """A function that writes answers where they belong; a file is there when all of them are."""
    from rolepath.render.batch import COLUMNS, csv_header, csv_rows, json_lines, values

    text: Callable[[Iterable[PersonAnswer]], str] = csv_rows if kind == "csv" else json_lines
    head = csv_header() if kind == "csv" else ""
    if path is None or path == "-":
        click.echo(head, nl=False)
        yield lambda block: click.echo(text(block), nl=False)
        return
    with replacing(Path(path)) as file:
        if kind == "parquet":
            yield from _parquet(file, COLUMNS, values)
            return
        file.write(head.encode())
        yield lambda block: file.write(text(block).encode())


def _parquet(file: BinaryIO, columns: dict[str, str], values: Callable[[PersonAnswer], tuple[Any, ...]]) -> Iterator[Write]:
    from rolepath.catalog.parquet import ParquetWriter

    writer = ParquetWriter(file, columns)
    yield lambda block: writer.write([values(answer) for answer in block])
    writer.close()


class _Counted:
    """Answers as they pass by, counted; every few seconds it says how many there were."""

    def __init__(self, answers: Iterable[PersonAnswer], source: Data) -> None:
        self._answers, self._source = answers, source
        self.all = self.ready = self.failed = 0
        self._first: list[str] = []

    def __iter__(self) -> Iterator[PersonAnswer]:
        said = time.monotonic()
        for answer in self._answers:
            self.all += 1
            self.ready += answer.stage == "ready"
            if answer.error is not None:
                self.failed += 1
                if self.failed <= _SHOWN:
                    self._first.append(f"  {answer.id}: {answer.error}")
            if self.all % _AT_ONCE == 0 and time.monotonic() - said > _EVERY:
                said = time.monotonic()
                self._source.progress(f"{self.all:,} people")
            yield answer

    def say(self, quiet: bool) -> None:
        """What came of it, on stderr; with --quiet only what has no answer."""
        if self.failed:
            more = [f"  and {self.failed - _SHOWN:,} more; the column error has all"] if self.failed > _SHOWN else []
            click.echo("\n".join([f"No answer for {self.failed:,} of {_people(self.all)}:", *self._first, *more]), err=True)
        elif not quiet:
            click.echo(f"{_people(self.all)}, {self.ready:,} of them ready.", err=True)


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"
