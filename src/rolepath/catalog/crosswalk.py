"""The crosswalk from ESCO's to O*NET's occupations (Nesta, November 2020) to mappings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from rolepath import model
from rolepath.catalog.archives import Table, columns_of, files_sha256, find_tables, read_rows, table_problems
from rolepath.catalog.imported import Import, Report
from rolepath.catalog.onet_release import NO_CODE, TWICE, is_occupation
from rolepath.catalog.yaml_lines import shown
from rolepath.errors import InvalidData, Problem

VERSION = "2020-11"
SOURCE = f"source/esco-onet-crosswalk-{VERSION}"
_COLUMNS = ("concept_uri", "onet_code", "confidence")
_ESCO = "http://data.europa.eu/esco/"
_OCCUPATION = re.compile(re.escape(_ESCO) + r"(occupation/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.ASCII)

CONFIDENCE: Mapping[Decimal, Decimal] = {Decimal("0.5"): Decimal("0.25"), Decimal(1): Decimal("0.5"), Decimal(2): Decimal(1)}
"""The publisher's three levels of confidence, of which 2 is the highest, as shares of the highest."""

NO_IRI = "has no IRI of an ESCO occupation"
NO_CONFIDENCE = "has a confidence that is none of the publisher's levels 0.5, 1 and 2"


def open_crosswalk(path: Path) -> Import:
    """Opens the crosswalk, a CSV file, alone or in a zip or folder: one mapping for each row, in the order of the file.

    Whether an occupation is known on either side is not looked at.

    Raises:
        InvalidData: what is given holds no such crosswalk, or more than one.
    """
    table = _crosswalk(path)
    report = Report()
    source = model.Source(
        id=SOURCE,
        title="Crosswalk between O*NET and ESCO occupations",
        source_kind="dataset",
        publisher="Nesta",
        version=VERSION,
        licence="MIT",
        attribution="Copyright (c) 2021 Nesta",
        url="https://github.com/nestauk/mapping-career-causeways",
        files_sha256=files_sha256([table]),
    )

    def records() -> Iterator[model.AnyRecord]:
        yield source
        yield from _mappings(table, report)

    return Import("crosswalk", VERSION, source, ("en",), report, records)


def _crosswalk(path: Path) -> Table:
    tables = list(find_tables([path], re.compile(r".*\.csv", re.IGNORECASE)).values())
    fit = [table for table in tables if set(_COLUMNS) <= set(columns_of(table))]
    if len(fit) == 1:
        if problems := table_problems({fit[0]: _COLUMNS}):
            raise InvalidData(problems)
        return fit[0]
    if fit:
        named = ", ".join(table.name for table in fit)
        raise InvalidData([Problem(shown(path), 0, f"holds several crosswalks ({named}); give the one to be read")])
    if len(tables) == 1:
        raise InvalidData(table_problems({tables[0]: _COLUMNS}))
    said = f"holds no crosswalk of ESCO and O*NET: no CSV file has the columns {', '.join(_COLUMNS)}; give the publisher's CSV file"
    raise InvalidData([Problem(shown(path), 0, said)])


def _mappings(table: Table, report: Report) -> Iterator[model.Mapping]:
    seen: set[tuple[str, str]] = set()
    for line, (iri, code, confidence) in read_rows(table, _COLUMNS, report=report):
        match = _OCCUPATION.fullmatch(iri or "")
        share = _share(confidence)
        if match is None:
            report.drop(table.name, line, NO_IRI)
        elif code is None or not is_occupation(code):
            report.drop(table.name, line, NO_CODE)
        elif share is None:
            report.drop(table.name, line, NO_CONFIDENCE)
        elif (match[1], code) in seen:
            report.drop(table.name, line, TWICE)
        else:
            seen.add((match[1], code))
            report.kept(table.name)
            yield model.Mapping(
                subject=f"esco:{match[1]}",
                predicate="closeMatch",
                object=f"onet:{code}",
                confidence=share,
                justification="CompositeMatching",
                evidence=(model.DatasetRecord(source=SOURCE, file=table.name, key_in_file=f"{iri} {code}"),),
            )


def _share(confidence: str | None) -> Decimal | None:
    """The confidence of a row in (0, 1]; None where it isn't one of the publisher's levels.

    >>> _share("2.0"), _share("0.5"), _share("0"), _share(None)
    (Decimal('1'), Decimal('0.25'), None, None)
    """
    if confidence is None or not re.fullmatch(r"\d(\.\d{1,6})?", confidence, re.ASCII):
        return None
    return CONFIDENCE.get(Decimal(confidence))
