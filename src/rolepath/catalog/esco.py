"""ESCO's CSV files (versions 1.1 and 1.2, any language) as records: facts only, none of the publisher's descriptions.

- ISCO groups become groups of roles, occupations become roles. A role's `broader` are the occupation above it and its ISCO group.
- Skills and their groups, ISCED-F's fields among them, become skills in one hierarchy; `esco_concepts` says of which kind.
- A row of occupationSkillRelations becomes a requirement, essential or optional.
- skillSkillRelations and skillsHierarchy are counted and not used, the collections and concept schemes not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rolepath import model, vocab
from rolepath.catalog.archives import Table, files_sha256, find_tables, read_rows, table_problems
from rolepath.catalog.esco_concepts import (
    BROADER_COLUMNS,
    NEEDED,
    Concept,
    Edge,
    Kind,
    broadest_first,
    identifier,
    read_broader,
    read_concepts,
    read_names,
)
from rolepath.catalog.imported import Import, OtherNames, Report
from rolepath.catalog.yaml_lines import shown
from rolepath.errors import InvalidData, Problem, WrongUse

RELEASES = {"1.1.1": (3007, 13896), "1.2.0": (3039, 13939)}
"""How many occupations and skills a release has, by which it is recognised where its name doesn't stand on the files."""

_COUNTED: tuple[Kind, Kind] = ("occupations", "skills")
_RELATIONS = "occupationSkillRelations"
_OCCUPATIONS_ABOVE, _SKILLS_ABOVE = "broaderRelationsOccPillar", "broaderRelationsSkillPillar"
_RELATION_COLUMNS = {
    _RELATIONS: ("occupationUri", "skillUri", "relationType"),
    _OCCUPATIONS_ABOVE: BROADER_COLUMNS,
    _SKILLS_ABOVE: BROADER_COLUMNS,
}
_UNUSED = ("skillSkillRelations", "skillsHierarchy")
_WANTED = re.compile(rf"({'|'.join((*NEEDED, *_RELATION_COLUMNS, *_UNUSED))})(_.*)?\.csv", re.IGNORECASE)
_LANGUAGE = re.compile(r"(?:occupations|skills)_([a-z]{2,3}(?:-[a-z0-9]+)*)\.csv")
_VERSION = re.compile(r"\d+(?:\.\d+){1,2}")
_NAMED = re.compile(r"(?<![a-z])esco.*?(?<![\d.])v?(\d+(?:\.\d+){1,2})(?!\.?\d)", re.IGNORECASE)
_CURE = "give the publisher's zips or the folder they were unpacked to"


@dataclass(frozen=True)
class _Files:
    """The files that are used: concepts of the first language, relations, concepts in other languages, files only counted."""

    concepts: dict[Kind, Table]
    relations: dict[str, Table]
    others: tuple[tuple[str, Kind, Table], ...]
    unused: tuple[Table, ...]

    @property
    def used(self) -> tuple[Table, ...]:
        return (*self.concepts.values(), *self.relations.values(), *(table for _, _, table in self.others))


@dataclass(frozen=True)
class _Content:
    """What was read when the files were opened: all but the requirements and the names in other languages."""

    occupations: dict[str, Concept]
    skills: dict[str, Concept]
    occupations_above: dict[Edge, int]
    skills_above: dict[Edge, int]


def open_esco(paths: Sequence[Path], *, version: str | None = None, languages: Sequence[str] = ()) -> Import:
    """Opens ESCO's CSV files and reads their concepts; the requirements are read while one runs through the records.

    Args:
        paths: the publisher's zips, folders with them, or folders they were unpacked to; classification and relations may lie apart.
        version: such as `1.2.0`. Without it, it is taken from the name of a file or folder ("ESCO dataset - v1.2.0 - …"), else
            recognised by the numbers of occupations and skills of a known release.
        languages: those to take, the first for the labels of the records. Without it all that are there: English first, if it is.

    Returns:
        The import. A pair of occupation and skill that stands in several rows is one requirement, essential if any row says so.

    Raises:
        WrongUse: for a version that is no number of a release.
        InvalidData: with all files and columns that are missing, files that can't be read, and where the version can't be told.
    """
    if version is not None and not _VERSION.fullmatch(version):
        raise WrongUse(f"“{version}” is no version of ESCO; give a number such as 1.2.0")
    tables = find_tables(paths, _WANTED)
    place = ", ".join(shown(path) for path in paths)
    spoken = _languages(tables, languages, place)
    files = _files(tables, spoken, place)
    columns = {table: NEEDED[kind] for kind, table in files.concepts.items()}
    columns |= {table: _RELATION_COLUMNS[stem] for stem, table in files.relations.items()}
    columns |= {table: ("conceptUri", "preferredLabel") for _, _, table in files.others}
    if problems := table_problems(columns):
        raise InvalidData(problems)
    report = Report()
    content = _read(files, report)
    release = version or _recognised(files, content, place)
    _compare(release, files, content, report)
    source = model.Source(
        id=f"source/esco-{release}",
        title="ESCO: European Skills, Competences, Qualifications and Occupations",
        source_kind="dataset",
        publisher="European Commission",
        version=release,
        licence="free reuse with attribution to the European Commission",
        attribution="This service uses the ESCO classification of the European Commission.",
        url="https://esco.ec.europa.eu",
        files_sha256=files_sha256(files.used),
    )
    return Import(
        classification="esco",
        version=release,
        source=source,
        languages=spoken,
        report=report,
        make_records=lambda: _records(source, files, content, report),
        make_names=lambda: _names(files, content, report),
    )


# --- which files, which version -----------------------------------------------------------------------


def _languages(tables: Mapping[str, Table], asked: Sequence[str], place: str) -> tuple[str, ...]:
    there = sorted({match[1] for name in tables if (match := _LANGUAGE.fullmatch(name.lower()))})
    if not there:
        language = asked[0] if asked else "en"
        raise InvalidData([Problem(place, 0, f"is not an ESCO export: occupations_{language}.csv is missing; {_CURE}")])
    wanted = tuple(dict.fromkeys(language.lower() for language in asked))
    if absent := [language for language in wanted if language not in there]:
        said = f"no files in the language {', '.join(absent)} (there are {', '.join(there)})"
        raise InvalidData([Problem(place, 0, f"{said}; add that language's zip, or choose one that is there")])
    return wanted or tuple(sorted(there, key=lambda language: (language != "en", language)))


def _files(tables: Mapping[str, Table], languages: Sequence[str], place: str) -> _Files:
    first, *others = languages
    by_name = {name.lower(): table for name, table in tables.items()}
    concepts = {kind: table for kind in NEEDED if (table := by_name.get(f"{kind}_{first}.csv".lower()))}
    relations = {stem: table for stem in _RELATION_COLUMNS if (table := _relation(by_name, stem, first))}
    missing = [f"{kind}_{first}.csv" for kind in NEEDED if kind not in concepts]
    problems = [Problem(place, 0, f"{name} is missing; {_CURE}") for name in missing]
    missing = [f"{stem}.csv" for stem in _RELATION_COLUMNS if stem not in relations]
    problems += [Problem(place, 0, f"{name} is missing; give the zip with the relations beside the classification's") for name in missing]
    if problems:
        raise InvalidData(problems)
    named = tuple(
        (language, kind, table) for language in others for kind in NEEDED if (table := by_name.get(f"{kind}_{language}.csv".lower()))
    )
    unused = tuple(table for stem in _UNUSED if (table := _relation(by_name, stem, first)))
    return _Files(concepts, relations, named, unused)


def _relation(by_name: Mapping[str, Table], stem: str, language: str) -> Table | None:
    """A file that says the same in every language: without a language in its name, or in the first one, or in any."""
    any_language = (name for name in sorted(by_name) if name.startswith(f"{stem}_".lower()) and name.endswith(".csv"))
    names = (f"{stem}.csv".lower(), f"{stem}_{language}.csv".lower(), *any_language)
    return next((by_name[name] for name in names if name in by_name), None)


def _recognised(files: _Files, content: _Content, place: str) -> str:
    """The version that the names say, else the release with as many occupations and skills."""
    counts = _counts(files, content)
    named = sorted({name for table in files.used if (name := _named_version(table))})
    counted = [release for release, numbers in RELEASES.items() if numbers == counts]
    if len(named) == 1 and (not counted or named == counted or named[0] not in RELEASES):
        return named[0]
    if not named and counted:
        return counted[0]
    what = f"{counts[0]:,} occupations and {counts[1]:,} skills"
    if len(named) > 1:
        said = f"the files are by their names of several versions ({', '.join(named)}); give those of one, or say which with --as VERSION"
    elif named:
        said = f"is {named[0]} by its name, but {counted[0]} by its {what}; say which with --as VERSION"
    else:
        said = f"neither a name nor its {what} tell which version it is; give --as VERSION (such as --as 1.2.0)"
    raise InvalidData([Problem(place, 0, said)])


def _named_version(table: Table) -> str | None:
    parts = [*table.container.resolve().parts, *(table.member or "").split("/")]
    return next((match[1] for part in reversed(parts) if (match := _NAMED.search(part))), None)


def _counts(files: _Files, content: _Content) -> tuple[int, int]:
    occupations, skills = files.concepts["occupations"].name, files.concepts["skills"].name
    return (
        sum(concept.file == occupations for concept in content.occupations.values()),
        sum(concept.file == skills for concept in content.skills.values()),
    )


def _compare(release: str, files: _Files, content: _Content, report: Report) -> None:
    """Notes where a known release should have more or fewer occupations or skills."""
    if release in RELEASES:
        for kind, count, usual in zip(_COUNTED, _counts(files, content), RELEASES[release], strict=True):
            if count != usual:
                report.note(files.concepts[kind].name, 0, f"has {count:,} {kind}; ESCO {release} has {usual:,}")


# --- reading and making -------------------------------------------------------------------------------


def _read(files: _Files, report: Report) -> _Content:
    found: dict[str, Concept] = {}
    by_kind: dict[Kind, dict[str, Concept]] = {}
    for kind, table in files.concepts.items():
        by_kind[kind] = read_concepts(table, kind, found, report)
        found |= by_kind[kind]
    problems = [
        Problem(files.concepts[kind].place, 0, f"holds no {kind} that can be used; {_CURE}") for kind in _COUNTED if not by_kind[kind]
    ]
    if problems:
        raise InvalidData(problems)
    occupations, skills = by_kind["ISCOGroups"] | by_kind["occupations"], by_kind["skillGroups"] | by_kind["skills"]
    return _Content(
        occupations,
        skills,
        read_broader(files.relations[_OCCUPATIONS_ABOVE], occupations, report),
        read_broader(files.relations[_SKILLS_ABOVE], skills, report),
    )


def _records(source: model.Source, files: _Files, content: _Content, report: Report) -> Iterator[model.AnyRecord]:
    yield source
    above = _above(content.occupations_above)
    file = files.relations[_OCCUPATIONS_ABOVE].name
    for id_ in broadest_first(content.occupations, above):
        yield _role(source.id, content.occupations, id_, above.get(id_, []), file)
    above = _above(content.skills_above)
    file = files.relations[_SKILLS_ABOVE].name
    for id_ in broadest_first(content.skills, above):
        concept = content.skills[id_]
        broader, evidence = _placed(source.id, concept, above.get(id_, []), file)
        kind = concept.skill_kind or "competence"
        yield model.Skill(id=id_, label=concept.label, alt_labels=concept.alternatives, broader=broader, skill_kind=kind, evidence=evidence)
    yield from _requirements(source.id, files.relations[_RELATIONS], content, report)
    for table in files.unused:
        _count(table, report)


def _above(edges: Mapping[Edge, int]) -> dict[str, list[str]]:
    above: dict[str, list[str]] = {}
    for child, parent in edges:
        above.setdefault(child, []).append(parent)
    return above


def _role(source: str, concepts: Mapping[str, Concept], id_: str, above: Sequence[str], file: str) -> model.RoleGroup | model.Role:
    concept = concepts[id_]
    broader, evidence = _placed(source, concept, above, file)
    if id_.startswith("esco:isco/"):
        return model.RoleGroup(id=id_, label=concept.label, alt_labels=concept.alternatives, broader=broader, evidence=evidence)
    if concept.isco in concepts and concept.isco not in broader:
        broader = (*broader, str(concept.isco))
        evidence = (*evidence, model.DatasetRecord(source=source, file=concept.file, key_in_file=concept.iri, on="broader"))
    if concept.regulated is not None:
        evidence = (*evidence, model.DatasetRecord(source=source, file=concept.file, key_in_file=concept.iri, on="regulated"))
    return model.Role(
        id=id_, label=concept.label, alt_labels=concept.alternatives, broader=broader, regulated=concept.regulated, evidence=evidence
    )


def _placed(source: str, concept: Concept, above: Sequence[str], file: str) -> tuple[tuple[str, ...], tuple[model.DatasetRecord, ...]]:
    """What stands above a concept, and the rows that say so and that it is there."""
    own = model.DatasetRecord(source=source, file=concept.file, key_in_file=concept.iri)
    rows = (
        model.DatasetRecord(source=source, file=file, key_in_file=f"{concept.iri} {vocab.iri(parent)}", on="broader") for parent in above
    )
    return tuple(above), (own, *rows)


def _requirements(source: str, table: Table, content: _Content, report: Report) -> Iterator[model.Requirement]:
    """The requirements by role and skill. Rows of things that aren't there, and rows that repeat a pair, are dropped."""
    essential: dict[Edge, bool] = {}
    for line, (role, skill, relation) in read_rows(table, _RELATION_COLUMNS[_RELATIONS], report=report):
        role_, skill_ = identifier(role) or "", identifier(skill) or ""
        if not role_.startswith("esco:occupation/") or role_ not in content.occupations:
            why = "the occupation is not in the files"
        elif skill_ not in content.skills:
            why = "the skill is not in the files"
        elif relation not in ("essential", "optional"):
            why = "the relation is neither essential nor optional"
        else:
            pair = (content.occupations[role_].id, content.skills[skill_].id)
            if pair not in essential:
                essential[pair] = relation == "essential"
                continue
            essential[pair] |= relation == "essential"
            why = "is a pair that stands before; the stronger relation counts"
        report.drop(table.name, line, why)
    report.kept(table.name, len(essential))
    for role_, skill_ in sorted(essential):
        modality: model.Modality = "essential" if essential[role_, skill_] else "optional"
        key = f"{vocab.iri(role_)} {vocab.iri(skill_)}"
        row = model.DatasetRecord(source=source, file=table.name, key_in_file=key, modality=modality)
        yield model.Requirement(role=role_, capability=skill_, evidence=(row,))


def _count(table: Table, report: Report) -> None:
    try:
        for _ in read_rows(table, (), report=report):
            pass
        report.note(table.name, 0, "was read and is not used")
    except InvalidData:
        report.note(table.name, 0, "can't be read; it isn't used anyway")


def _names(files: _Files, content: _Content, report: Report) -> Iterator[OtherNames]:
    known = content.occupations | content.skills
    for language, kind, table in files.others:
        yield from read_names(table, kind, language, known, report)
