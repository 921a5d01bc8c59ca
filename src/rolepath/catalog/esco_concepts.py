"""The concepts of ESCO's CSV files: occupations, skills and their groups, and what stands above what.

A label is taken with its spaces made single and without invisible characters. Hidden labels of occupations are job titles, and count
as alternative labels. Those of skills and groups name products and parts ("Tesseract" for optical character
recognition), which would make false synonyms: they are left out, and the report says of which rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Literal

from rolepath import vocab
from rolepath.catalog.archives import Table, read_rows
from rolepath.catalog.imported import OtherNames, Report
from rolepath.model import SkillKind

Kind = Literal["ISCOGroups", "occupations", "skillGroups", "skills"]
Edge = tuple[str, str]

_LONGEST = 200
_NARROWER, _BROADER = "conceptUri", "broaderUri"
_INVISIBLE = str.maketrans("", "", "\u200b\ufeff\u00ad")
_LINES = re.compile(r"[\r\n]+")
_IDENTIFIER = re.compile(r"esco:(?:occupation|skill|isco|isced-f)/[A-Za-z0-9_-]+")
_PREFIXES: dict[Kind, tuple[str, ...]] = {
    "ISCOGroups": ("esco:isco/",),
    "occupations": ("esco:occupation/",),
    "skillGroups": ("esco:skill/", "esco:isced-f/"),
    "skills": ("esco:skill/",),
}
NEEDED: dict[Kind, tuple[str, ...]] = {
    "ISCOGroups": ("conceptUri", "preferredLabel"),
    "occupations": ("conceptUri", "preferredLabel", "altLabels", "iscoGroup"),
    "skillGroups": ("conceptUri", "preferredLabel", "code"),
    "skills": ("conceptUri", "preferredLabel", "altLabels", "skillType", "reuseLevel"),
}
"""The four files of concepts in the order in which they are read, and the columns that each needs."""
BROADER_COLUMNS = (_NARROWER, _BROADER)
_ALL = ("altLabels", "hiddenLabels", "status", "iscoGroup", "regulatedProfessionNote", "code", "skillType", "reuseLevel")
_GROUP_KINDS: dict[str, SkillKind] = {"K": "knowledge", "S": "competence", "T": "transversal", "L": "transversal"}


@dataclass(frozen=True, slots=True)
class Concept:
    """An occupation, a skill, or a group of either: where it was read and what the file says of it."""

    id: str
    file: str
    line: int
    label: str
    alternatives: tuple[str, ...]
    isco: str | None = None
    regulated: bool | None = None
    skill_kind: SkillKind | None = None

    @property
    def iri(self) -> str:
        """Its IRI, which is also what identifies its row."""
        return vocab.iri(self.id)


def identifier(iri: str | None) -> str | None:
    """The identifier of an IRI of ESCO; None for anything else.

    >>> identifier("http://data.europa.eu/esco/isced-f/0613")
    'esco:isced-f/0613'
    >>> identifier("http://example.org/1") is None
    True
    """
    short = vocab.identifier(iri or "")
    return short if _IDENTIFIER.fullmatch(short) else None


def read_concepts(table: Table, kind: Kind, seen: Mapping[str, Concept], report: Report) -> dict[str, Concept]:
    """The concepts of a file by identifier; rows without a usable identifier or label, or of a concept seen before, are dropped."""
    found: dict[str, Concept] = {}
    for line, iri, label, cells in _labelled(table, kind, report):
        if iri in seen or iri in found:
            report.drop(table.name, line, "is a concept that stands before")
            continue
        alternatives = _alternatives(table, kind, line, label, cells, report)
        isco = regulated = skill_kind = None
        if kind == "occupations":
            isco = identifier(f"{vocab.ESCO}isco/C{cells['iscoGroup']}")
            regulated = _regulated(table, line, cells, report)
        elif kind == "skills":
            skill_kind = _skill_kind(table, line, cells, report)
        elif kind == "skillGroups":
            skill_kind = group_kind(iri, cells["code"])
        found[iri] = Concept(iri, table.name, line, label, alternatives, isco, regulated, skill_kind)
    report.kept(table.name, len(found))
    return found


def read_names(table: Table, kind: Kind, language: str, known: Mapping[str, Concept], report: Report) -> Iterator[OtherNames]:
    """What the known concepts are called in a file of another language."""
    seen = set()
    for line, iri, label, cells in _labelled(table, kind, report):
        if iri not in known or iri in seen:
            report.drop(table.name, line, "is a concept that stands before" if iri in seen else "is of a concept that isn't there")
            continue
        seen.add(iri)
        report.kept(table.name)
        yield OtherNames(iri, language, label, _alternatives(table, kind, line, label, cells, report))


def _labelled(table: Table, kind: Kind, report: Report) -> Iterator[tuple[int, str, str, dict[str, str | None]]]:
    columns = ("conceptUri", "preferredLabel")
    for line, (iri, label, *rest) in read_rows(table, columns, _ALL, report=report):
        cells = dict(zip(_ALL, rest, strict=True))
        id_ = identifier(iri)
        name = _clean(label or "")
        why = None
        if id_ is None or not id_.startswith(_PREFIXES[kind]):
            why = f"has no identifier of {'an occupation' if kind == 'occupations' else 'a skill' if kind == 'skills' else 'a group'}"
        elif not name:
            why = "has no label"
        elif len(name) > _LONGEST:
            why = f"has a label of more than {_LONGEST} characters"
        elif (cells["status"] or "released") != "released":
            why = "is not marked as released"
        if why:
            report.drop(table.name, line, why)
        else:
            yield line, str(id_), name, cells


def _clean(text: str) -> str:
    return " ".join(text.translate(_INVISIBLE).split())


def _alternatives(table: Table, kind: Kind, line: int, label: str, cells: Mapping[str, str | None], report: Report) -> tuple[str, ...]:
    """The other labels, each once, without the label itself, in the order of the alphabet."""
    given = cells["altLabels"] or ""
    if cells["hiddenLabels"]:
        if kind == "occupations":
            given += "\n" + cells["hiddenLabels"]
        else:
            report.note(table.name, line, "has hidden labels, which are search terms and no names; they were left out")
    names = {_clean(name) for name in _LINES.split(given)} - {label, ""}
    fine = {name for name in names if len(name) <= _LONGEST}
    if len(fine) < len(names):
        report.note(table.name, line, f"has an alternative label of more than {_LONGEST} characters; it was left out")
    return tuple(sorted(fine, key=lambda name: (name.casefold(), name)))


def _regulated(table: Table, line: int, cells: Mapping[str, str | None], report: Report) -> bool | None:
    note = (cells["regulatedProfessionNote"] or "").rpartition("/")[2]
    if note not in ("", "regulated", "unregulated"):
        report.note(table.name, line, "says neither regulated nor unregulated; taken as unknown")
    return {"regulated": True, "unregulated": False}.get(note)


def _skill_kind(table: Table, line: int, cells: Mapping[str, str | None], report: Report) -> SkillKind:
    """Knowledge is knowledge at every reuse level; a competence that is reused everywhere is transversal."""
    if cells["skillType"] == "knowledge":
        return "knowledge"
    if cells["skillType"] != "skill/competence":
        report.note(table.name, line, "says neither knowledge nor skill/competence; taken as a competence")
    return "transversal" if cells["reuseLevel"] == "transversal" else "competence"


def group_kind(id_: str, code: str | None) -> SkillKind:
    """The kind of a group: ISCED-F's fields and ESCO's K are knowledge, T and L (languages) transversal, the others competences.

    >>> group_kind("esco:isced-f/0613", None), group_kind("esco:skill/0a2d70ee-d435-4965-9e96-702b2fb65740", "S2")
    ('knowledge', 'competence')
    """
    return "knowledge" if id_.startswith("esco:isced-f/") else _GROUP_KINDS.get((code or "")[:1], "competence")


def read_broader(table: Table, known: Mapping[str, Concept], report: Report) -> dict[Edge, int]:
    """(narrower, broader) and the line of each such row: both known, each pair once, nothing above itself.

    Of a circle the row is dropped that closes it when one walks upwards in the order of identifiers.
    """
    found: dict[Edge, int] = {}
    for line, (child, parent) in read_rows(table, BROADER_COLUMNS, report=report):
        edge = (identifier(child) or "", identifier(parent) or "")
        if edge[0] not in known:
            why = "the narrower concept is not in the files"
        elif edge[1] not in known:
            why = "the broader concept is not in the files"
        elif edge[0].startswith("esco:isco/") and not edge[1].startswith("esco:isco/"):
            why = "a group can't stand below an occupation"
        elif edge in found:
            why = "is a pair that stands before"
        else:
            found[edge] = line
            continue
        report.drop(table.name, line, why)
    for edge in closing(found):
        report.drop(table.name, found.pop(edge), "closes a circle of broader concepts")
    report.kept(table.name, len(found))
    return dict(sorted(found.items()))


def closing(edges: Mapping[Edge, int]) -> list[Edge]:
    """The edges without which nothing stands above itself: those that a walk in the order of identifiers finds to lead back.

    Takes linear time after sorting, and no recursion.

    >>> closing({("a", "b"): 2, ("b", "a"): 3, ("c", "c"): 4})
    [('b', 'a'), ('c', 'c')]
    """
    above: dict[str, list[str]] = {}
    for child, parent in sorted(edges):
        above.setdefault(child, []).append(parent)
    done: set[str] = set()
    back = []
    for start in above:
        if start in done:
            continue
        way, on_way = [(start, iter(above[start]))], {start}
        while way:
            node, parents = way[-1]
            for parent in parents:
                if parent in on_way:
                    back.append((node, parent))
                elif parent not in done:
                    way.append((parent, iter(above.get(parent, ()))))
                    on_way.add(parent)
                    break
            else:
                way.pop()
                on_way.remove(node)
                done.add(node)
    return back


def broadest_first(ids: Mapping[str, Concept], above: Mapping[str, list[str]]) -> Iterator[str]:
    """The identifiers, each after all that stands above it; in the order of identifiers where that is free."""
    order = TopologicalSorter({id_: above.get(id_, []) for id_ in ids})
    order.prepare()
    while order.is_active():
        ready = sorted(order.get_ready())
        yield from (id_ for id_ in ready if id_ in ids)
        order.done(*ready)
