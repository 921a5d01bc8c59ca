"""O*NET and ESCO from the publishers' zips, as the features that `rolepath.planning.similar` compares, and the truth about them.

Nothing here reads a title, the text of a task, or a code of a group of occupations.
"""

from __future__ import annotations

import csv
import io
import os
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from rolepath.planning.features import Block, Features, make_block
from rolepath.planning.similar import WEIGHTS

ROOT = Path(__file__).resolve().parents[2]
ESSENTIAL, OPTIONAL = 1.0, 0.5


@cache
def datasets() -> Path:
    """The folder of the datasets, beside the checkout or where ROLEPATH_SHARED says."""
    folder = Path(os.environ.get("ROLEPATH_SHARED", ROOT.parent / "shared")) / "datasets"
    if not folder.is_dir():
        raise SystemExit(f"there is no folder {folder}; set ROLEPATH_SHARED to the folder that holds the datasets")
    return folder


def _lines(archive: str, member: str, **layout: str | int) -> Iterator[dict[str, str]]:
    (path,) = sorted(datasets().glob(archive))
    with zipfile.ZipFile(path) as packed:
        (name,) = [name for name in packed.namelist() if name.rpartition("/")[2] == member]
        with io.TextIOWrapper(packed.open(name), encoding="utf-8-sig", newline="") as text:
            yield from csv.DictReader(text, **layout)  # type: ignore[arg-type]


def onet(table: str) -> Iterator[dict[str, str]]:
    """The rows of a table of O*NET, by its name without the ending."""
    return _lines("onet-*/db_*_text.zip", f"{table}.txt", delimiter="\t", quoting=csv.QUOTE_NONE)


def esco(table: str) -> Iterator[dict[str, str]]:
    """The rows of a table of ESCO: of its relations, or of the classification in English."""
    return _lines("esco-*/classification_en.zip" if table.endswith("_en") else "esco-*/relations.zip", f"{table}.csv")


CODE = "O*NET-SOC Code"


def rated(table: str, scale: str) -> list[tuple[str, str, float]]:
    """(occupation, element, value) on one scale, without what O*NET recommends to suppress."""
    rows = (row for row in onet(table) if row["Scale ID"] == scale and row.get("Recommend Suppress") != "Y")
    return [(row[CODE], row["Element ID"], float(row["Data Value"])) for row in rows]


def activities() -> tuple[list[tuple[str, str, float]], set[tuple[str, str]]]:
    """(occupation, detailed activity, 1) for each task that belongs to it; and what is broader, up to 4.A, 4.B or the like."""
    broader: set[tuple[str, str]] = set()
    for row in onet("DWA Reference"):
        broader |= {(row["DWA ID"], row["IWA ID"]), (row["IWA ID"], row["Element ID"])}
        element = row["Element ID"]
        while element.count(".") > 1:
            broader.add((element, element.rpartition(".")[0]))
            element = element.rpartition(".")[0]
    return [(row[CODE], row["DWA ID"], 1.0) for row in onet("Tasks to DWAs")], broader


def examples(table: str) -> tuple[list[tuple[str, str, float]], set[tuple[str, str]]]:
    """(occupation, example, 1) of tools or technologies; and what is broader: commodity, then class, family and segment of UNSPSC."""
    held: set[tuple[str, str, float]] = set()
    broader: set[tuple[str, str]] = set()
    for row in onet(table):
        code, example = row["Commodity Code"], f"“{row['Example']}”"
        held.add((row[CODE], example, 1.0))
        broader.add((example, code))
        broader |= {(code[:n], code[: n - 2]) for n in (8, 6, 4)}
    return sorted(held), broader


@cache
def onet_features() -> Features:
    """All occupations of O*NET by code, in six blocks."""
    roles = tuple(sorted(row[CODE] for row in onet("Occupation Data")))
    blocks: list[Block] = [
        make_block(name, "rated", WEIGHTS[name], roles, rated(table, scale))
        for name, table, scale in (("knowledge", "Knowledge", "IM"), ("skills", "Skills", "IM"), ("interests", "Interests", "OI"))
    ]
    for name, (held, broader) in (
        ("activities", activities()),
        ("tools", examples("Tools Used")),
        ("technology", examples("Technology Skills")),
    ):
        blocks.append(make_block(name, "counted", WEIGHTS[name], roles, held, broader))
    return Features(roles, tuple(blocks))


@cache
def esco_features() -> Features:
    """All occupations of ESCO by IRI, in two blocks."""
    roles = tuple(sorted(row["conceptUri"] for row in esco("occupations_en")))
    broader = {(row["conceptUri"], row["broaderUri"]) for row in esco("broaderRelationsSkillPillar")}
    known = set(roles)
    blocks = []
    for name, kind in (("competences", "skill/competence"), ("subjects", "knowledge")):
        held = [
            (row["occupationUri"], row["skillUri"], ESSENTIAL if row["relationType"] == "essential" else OPTIONAL)
            for row in esco("occupationSkillRelations")
            if row["skillType"] == kind and row["occupationUri"] in known
        ]
        blocks.append(make_block(name, "counted", WEIGHTS[name], roles, held, broader))
    return Features(roles, tuple(blocks))


@cache
def related() -> dict[tuple[str, str], int]:
    """The index, 1 to 20, of each pair of Related Occupations: the first ten are primary, of which five are short-listed."""
    return {(row[CODE], row["Related O*NET-SOC Code"]): int(row["Index"]) for row in onet("Related Occupations")}


@cache
def job_zones() -> dict[str, int]:
    """The job zone of each occupation that has one."""
    return {row[CODE]: int(row["Job Zone"]) for row in onet("Job Zones") if row["Job Zone"].isdigit()}


@cache
def crosswalk() -> dict[str, str]:
    """The O*NET code of each ESCO occupation in the crosswalk, where it still exists in this release."""
    codes = {row[CODE] for row in onet("Occupation Data")}
    with next(datasets().glob("crosswalk/*.csv")).open(encoding="utf-8", newline="") as text:
        return {row["concept_uri"]: row["onet_code"] for row in csv.DictReader(text) if row["onet_code"] in codes}
