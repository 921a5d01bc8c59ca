"""An O*NET release, opened: which files it needs, which version it is, and their rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rolepath import model
from rolepath.catalog.archives import Table, files_sha256, find_tables, read_rows, table_problems
from rolepath.catalog.imported import Report
from rolepath.catalog.spreadsheets import read_sheet, sheet_problems
from rolepath.catalog.yaml_lines import shown
from rolepath.errors import InvalidData, Problem

_ENDINGS = (".txt", ".xlsx")  # where a folder holds both releases, the text is read: it is the faster one
_OCCUPATION = re.compile(r"\d{2}-\d{4}\.\d{2}", re.ASCII)
_VERSION = re.compile(r"\d{1,3}\.\d{1,3}", re.ASCII)
_IN_READ_ME = re.compile(r"O\*NET (\d{1,3}\.\d{1,3}) Database", re.ASCII)
_IN_NAME = re.compile(r"db_(\d{1,3})_(\d{1,3})(?!\d)", re.ASCII)
_CODE = "O*NET-SOC Code"
_CURE = "give the publisher's zip (text or spreadsheet release) or the folder it was unpacked to"

NO_VALUE = "lacks a value that is needed"
NO_CODE = "has a code that is none of an O*NET occupation"
UNKNOWN_OCCUPATION = "names an occupation that is not in Occupation Data"
TWICE = "is there twice"
ABSENT = "is not in this release; the import does without it"


@dataclass(frozen=True)
class _File:
    """A file of the release: columns that must be there and filled, columns that must be there, columns that may be missing."""

    filled: tuple[str, ...]
    present: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    needed: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        return self.filled + self.present


_RATED = (_CODE, "Element ID", "Scale ID", "Data Value")
_MARKS = ("Recommend Suppress", "Not Relevant")
FILES: dict[str, _File] = {
    "Occupation Data": _File((_CODE, "Title")),
    "Content Model Reference": _File(("Element ID", "Element Name")),
    "DWA Reference": _File(("Element ID", "DWA ID", "DWA Title"), optional=("IWA ID",)),
    "Tasks to DWAs": _File((_CODE, "DWA ID")),
    "Skills": _File(_RATED, optional=_MARKS),
    "Knowledge": _File(_RATED, optional=_MARKS),
    "Technology Skills": _File((_CODE, "Example", "Commodity Code", "Commodity Title"), optional=("In Demand",)),
    "Alternate Titles": _File((_CODE, "Alternate Title"), optional=("Short Title",)),
    "Job Zones": _File((_CODE, "Job Zone")),
    "Related Occupations": _File((_CODE, "Related O*NET-SOC Code", "Index")),
    "Tools Used": _File((_CODE, "Example", "Commodity Code", "Commodity Title"), needed=False),
    "Interests": _File(_RATED, optional=_MARKS, needed=False),
    "Work Values": _File(_RATED, optional=_MARKS, needed=False),
    "Work Styles": _File(_RATED, optional=_MARKS, needed=False),
    "Education, Training, and Experience": _File(
        (_CODE, "Element ID", "Scale ID", "Data Value"), ("Category",), ("Recommend Suppress",), needed=False
    ),
    "Education, Training, and Experience Categories": _File(
        ("Element ID", "Scale ID", "Category"), ("Category Description",), needed=False
    ),
    "IWA Reference": _File(("Element ID", "IWA ID", "IWA Title"), needed=False),
}
"""What is read, by base name without ending. The files that make no role, skill or requirement may be missing."""
_WANTED = re.compile(rf"({'|'.join(map(re.escape, FILES))}|Read Me)\.(txt|xlsx)", re.IGNORECASE)
_MAY_LACK_QUIETLY = "IWA Reference"  # its place is taken by the elements of the content model


Row = tuple[int, tuple[str, ...]]
"""A line, and the cells of the filled, present and optional columns in the order of `FILES`; an empty cell is an empty text."""


@dataclass(frozen=True)
class Release:
    """The files of one release, known to be there and to have the columns they need."""

    version: str
    tables: Mapping[str, Table]
    report: Report

    @property
    def source(self) -> str:
        """The identifier of its source."""
        return f"source/onet-{self.version}"

    def file(self, name: str) -> str:
        """The base name of a file, with its ending."""
        return self.tables[name].name

    def rows(self, name: str, *, report: Report | None = None) -> Iterator[Row]:
        """The rows of a file, rows that lack what must be filled being dropped; none where the file is missing."""
        kind, said = FILES[name], report or self.report
        if name not in self.tables:
            if name != _MAY_LACK_QUIETLY:
                said.start(f"{name}.txt")
                said.note(f"{name}.txt", 0, ABSENT)
            return
        table = self.tables[name]
        read = (
            read_sheet(table, kind.columns, kind.optional, report=said)
            if table.name.lower().endswith(".xlsx")
            else read_rows(table, kind.columns, kind.optional, report=said, tab_delimited=True)
        )
        needed = len(kind.filled)
        for line, cells in read:
            if None in cells[:needed]:
                said.drop(table.name, line, NO_VALUE)
            else:
                yield line, tuple([cell or "" for cell in cells])

    def rows_of(self, name: str, occupations: Collection[str]) -> Iterator[Row]:
        """The rows of a file that are about one of the occupations (codes); the others are dropped."""
        for line, cells in self.rows(name):
            if cells[0] in occupations:
                yield line, cells
            else:
                known = is_occupation(cells[0])
                self.report.drop(self.file(name), line, UNKNOWN_OCCUPATION if known else NO_CODE)

    def record(self, name: str, key: str, *, on: str | None = None, modality: model.Modality | None = None) -> model.DatasetRecord:
        """The evidence that a row of a file is."""
        return model.DatasetRecord(source=self.source, file=self.file(name), key_in_file=key, on=on, modality=modality)


def is_occupation(code: str) -> bool:
    """Whether a code has the form of an O*NET occupation's.

    >>> is_occupation("29-1141.00"), is_occupation("29-1141")
    (True, False)
    """
    return _OCCUPATION.fullmatch(code) is not None


def open_release(paths: Sequence[Path], version: str | None) -> Release:
    """Finds the files of a release in zips and folders, and checks that they are all there and whole.

    The version is the one given, else what `Read Me.txt` says, else what the name of the zip or folder says (`db_29_3_text`).

    Raises:
        InvalidData: with all of: paths that can't be read, files and columns that are missing, a version that nothing says.
    """
    found = find_tables(paths, _WANTED)
    tables = {name: table for name in FILES for ending in reversed(_ENDINGS) if (table := _named(found, name + ending))}
    place = ", ".join(shown(path) for path in paths)
    missing = [name for name, kind in FILES.items() if kind.needed and name not in tables]
    problems = []
    if missing:
        named = f"{', '.join(missing)} (.txt or .xlsx) {'are' if len(missing) > 1 else 'is'} missing"
        problems.append(Problem(place, 0, f"is not an O*NET release: {named}; {_CURE}"))
    text = {table: FILES[name].columns for name, table in tables.items() if table.name.lower().endswith(".txt")}
    problems += table_problems(text, tab_delimited=True)
    for name, table in tables.items():
        if table not in text:
            problems += sheet_problems(table, FILES[name].columns)
    said = version if version is not None else _said_version(_named(found, "Read Me.txt"), [*paths, *_places(tables.values())])
    if said is None and not missing:
        problems.append(Problem(place, 0, "nothing says which version of O*NET this is: add its Read Me.txt, or give the version (29.3)"))
    elif said is not None and not _VERSION.fullmatch(said):
        problems.append(Problem(place, 0, f"“{said}” is not a version of O*NET; write it like 29.3"))
    if problems or said is None:
        raise InvalidData(problems)
    release = Release(said, tables, Report())
    if not any(is_occupation(cells[0]) for _, cells in release.rows("Occupation Data", report=Report())):
        raise InvalidData([Problem(tables["Occupation Data"].place, 0, f"holds no occupation; {_CURE}")])
    return release


def _named(found: Mapping[str, Table], name: str) -> Table | None:
    return found.get(name) or next((table for other, table in found.items() if other.lower() == name.lower()), None)


def _places(tables: Collection[Table]) -> list[Path]:
    """Archives and folders, also those inside an archive, that hold the tables."""
    return [place for table in tables for place in (table.container, Path(table.member or ""))]


def _said_version(read_me: Table | None, places: Sequence[Path]) -> str | None:
    if read_me is not None:
        try:
            with read_me.open() as stream:
                text = stream.read(100_000).decode("utf-8", errors="replace")
        except (OSError, ValueError, EOFError, RuntimeError):
            text = ""
        if match := _IN_READ_ME.search(text):
            return match[1]
    for place in places:
        for part in reversed(place.absolute().parts):
            if match := _IN_NAME.search(part):
                return f"{match[1]}.{match[2]}"
    return None


def source_of(release: Release) -> model.Source:
    """The release as a source, with the sentence that its licence asks for."""
    return model.Source(
        id=release.source,
        title=f"O*NET {release.version} Database",
        source_kind="dataset",
        publisher="U.S. Department of Labor, Employment and Training Administration",
        version=release.version,
        licence="CC BY 4.0",
        attribution=(
            f"This product includes information from the O*NET {release.version} Database by the U.S. Department of Labor, Employment and"
            " Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET® is a trademark of USDOL/ETA. rolepath has"
            " modified all or some of this information. USDOL/ETA has not approved, endorsed, or tested these modifications."
        ),
        url="https://www.onetcenter.org/database.html",
        files_sha256=files_sha256(tuple(release.tables.values())),
    )
