"""ESCO's files in small, written as the publisher does."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

ESCO = "http://data.europa.eu/esco/"
CLERK, KEEPER = (f"{n}{n}{n}{n}{n}{n}{n}{n}-0000-4000-8000-000000000000" for n in "12")
GROUPS = {n: f"9999999{n}-0000-4000-8000-000000000001" for n in range(1, 7)}
SKILLS = {n: f"{n:08}-0000-4000-8000-000000000001" for n in range(1, 13)}


def write(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([list(header), *map(list, rows)])


def export(folder: Path, keeper_needs: Iterable[int] = range(1, 11)) -> Path:
    """ESCO's files in small: a clerk, a bookkeeper, twelve skills, two below each group."""
    folder.mkdir(parents=True)
    columns = ("conceptType", "conceptUri", "iscoGroup", "preferredLabel", "altLabels", "hiddenLabels", "status", "regulatedProfessionNote")
    free = f"{ESCO}regulated-professions/unregulated"
    write(
        folder / "occupations_en.csv",
        columns,
        [
            ("Occupation", f"{ESCO}occupation/{CLERK}", "4110", "counter clerk", "desk clerk\nfront clerk", "", "released", free),
            ("Occupation", f"{ESCO}occupation/{KEEPER}", "3313", "keeper of books", "desk clerk", "", "released", free),
        ],
    )
    columns = ("conceptType", "conceptUri", "skillType", "reuseLevel", "preferredLabel", "altLabels", "hiddenLabels", "status")
    write(
        folder / "skills_en.csv",
        columns,
        [
            ("KnowledgeSkillCompetence", f"{ESCO}skill/{uuid}", "knowledge", "cross-sector", f"bookkeeping {n}", "", "", "released")
            for n, uuid in SKILLS.items()
        ],
    )
    write(
        folder / "skillGroups_en.csv",
        ("conceptType", "conceptUri", "preferredLabel", "altLabels", "hiddenLabels", "status", "code"),
        [
            ("SkillGroup", f"{ESCO}skill/{uuid}", f"keeping books{f' {n}' if n > 1 else ''}", "", "", "released", f"S9.{n}")
            for n, uuid in GROUPS.items()
        ],
    )
    write(
        folder / "ISCOGroups_en.csv",
        ("conceptType", "conceptUri", "code", "preferredLabel", "status", "altLabels"),
        [("ISCOGroup", f"{ESCO}isco/C{code}", code, f"group {code}", "released", "") for code in ("4110", "3313")],
    )
    needs = [(CLERK, n) for n in (1, 2, 3, 4, 5, 6, 7, 9, 11)] + [(KEEPER, n) for n in keeper_needs]
    write(
        folder / "occupationSkillRelations.csv",
        ("occupationUri", "relationType", "skillType", "skillUri"),
        [
            *((f"{ESCO}occupation/{role}", "essential", "knowledge", f"{ESCO}skill/{SKILLS[n]}") for role, n in needs),
            (f"{ESCO}occupation/absent", "essential", "knowledge", f"{ESCO}skill/{SKILLS[1]}"),
        ],
    )
    above = ("conceptType", "conceptUri", "broaderType", "broaderUri")
    write(
        folder / "broaderRelationsOccPillar.csv",
        above,
        [("Occupation", f"{ESCO}occupation/{r}", "ISCOGroup", f"{ESCO}isco/C{c}") for r, c in ((CLERK, "4110"), (KEEPER, "3313"))],
    )
    rows = [
        ("KnowledgeSkillCompetence", f"{ESCO}skill/{uuid}", "SkillGroup", f"{ESCO}skill/{GROUPS[(n + 1) // 2]}")
        for n, uuid in SKILLS.items()
    ]
    write(folder / "broaderRelationsSkillPillar.csv", above, rows)
    return folder
