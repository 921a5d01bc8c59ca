"""What an importer returns: the records of a published dataset, other names of its things, and a report of what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from rolepath import model

Classification = Literal["esco", "onet", "crosswalk"]


@dataclass(frozen=True, order=True)
class Dropped:
    """One row that was left out, or kept although something is odd about it: the file, the line (from 1; 0 for the file), and why."""

    file: str
    line: int
    why: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.why}" if self.line else f"{self.file}: {self.why}"


@dataclass(frozen=True, order=True)
class Total:
    """What became of the rows of a file: each that was read was kept or dropped, unless the file isn't used; notes come beside."""

    file: str
    read: int
    kept: int
    dropped: int
    noted: int


class Report:
    """Counts what an importer reads, keeps and leaves out, by file; filled while the records are made.

    >>> report = Report()
    >>> report.read("skills_en.csv", 3)
    >>> report.kept("skills_en.csv", 2)
    >>> report.drop("skills_en.csv", 4, "has no label")
    >>> report.totals()
    (Total(file='skills_en.csv', read=3, kept=2, dropped=1, noted=0),)
    >>> report.reasons()
    (('has no label', 1),)
    """

    def __init__(self) -> None:
        self._read: Counter[str] = Counter()
        self._kept: Counter[str] = Counter()
        self._dropped: dict[str, list[Dropped]] = {}
        self._noted: dict[str, list[Dropped]] = {}

    def start(self, file: str) -> None:
        """Forgets what was said of a file: it is read from its beginning, perhaps again."""
        self._read[file] = self._kept[file] = 0
        self._dropped[file], self._noted[file] = [], []

    def read(self, file: str, n: int = 1) -> None:
        """Counts rows that were read."""
        self._read[file] += n

    def kept(self, file: str, n: int = 1) -> None:
        """Counts rows that are now in a record."""
        self._kept[file] += n

    def drop(self, file: str, line: int, why: str) -> None:
        """Notes a row that is in no record. `why` is a short sentence without a subject, the same for all rows of its kind."""
        self._dropped.setdefault(file, []).append(Dropped(file, line, why))

    def note(self, file: str, line: int, why: str) -> None:
        """Notes something odd about a row that was kept, also a value that it lost, or about a whole file (line 0)."""
        self._noted.setdefault(file, []).append(Dropped(file, line, why))

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        """All that was left out, by file and line."""
        return tuple(sorted(one for found in self._dropped.values() for one in found))

    @property
    def notes(self) -> tuple[Dropped, ...]:
        """All that is odd and was kept, by file and line."""
        return tuple(sorted(one for found in self._noted.values() for one in found))

    def totals(self) -> tuple[Total, ...]:
        """One for each file, in the order of their names."""
        files = sorted({*self._read, *self._kept, *self._dropped, *self._noted})
        return tuple(Total(f, self._read[f], self._kept[f], len(self._dropped.get(f, ())), len(self._noted.get(f, ()))) for f in files)

    def reasons(self) -> tuple[tuple[str, int], ...]:
        """Why rows were left out, and how many for each reason: the most frequent first, then by the alphabet."""
        return _counted(self.dropped)

    def oddities(self) -> tuple[tuple[str, int], ...]:
        """What is odd about rows that were kept, counted and ordered like `reasons`."""
        return _counted(self.notes)


def _counted(found: tuple[Dropped, ...]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(one.why for one in found).items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True, order=True)
class OtherNames:
    """What a thing is called in another language (a BCP 47 tag such as `de`)."""

    id: str
    language: str
    label: str
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class Import:
    """A published dataset, opened and known to be what it says; its records are made while one runs through them.

    `languages`: the first is the language of the records' labels. `report` is complete once `records()` and `names()`
    have been run through; running through them again gives the same records and the same report.
    """

    classification: Classification
    version: str
    source: model.Source
    languages: tuple[str, ...]
    report: Report
    make_records: Callable[[], Iterator[model.AnyRecord]]
    make_names: Callable[[], Iterator[OtherNames]] = lambda: iter(())

    def records(self) -> Iterator[model.AnyRecord]:
        """The records, each key once: the source first, things before what refers to them.

        Raises:
            InvalidData: where a file turns out to be broken in its middle.
        """
        return self.make_records()

    def names(self) -> Iterator[OtherNames]:
        """What the things of `records()` are called in the other languages, by language, in the order of the files."""
        return self.make_names()
