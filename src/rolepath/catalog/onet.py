"""O*NET's database to records: occupations, skills, knowledge, activities, technologies, tools, traits, ratings, requirements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from rolepath import model
from rolepath.catalog.imported import Import
from rolepath.catalog.onet_elements import (
    LONGEST,
    OUTSIDE,
    SUPPRESSED,
    TOO_LONG,
    activity_requirements,
    activity_skills,
    element_skills,
    number_within,
    ratings,
    read_elements,
)
from rolepath.catalog.onet_release import NO_CODE, TWICE, UNKNOWN_OCCUPATION, Release, is_occupation, open_release, source_of
from rolepath.catalog.onet_tools import read_tools, tool_records, tool_requirements

_EDUCATION = "Education, Training, and Experience"
_CATEGORIES = "Education, Training, and Experience Categories"
_REQUIRED_EDUCATION = ("2.D.1", "RL")

OTHER_EDUCATION = "is about experience, training or certification, which is not imported"
UNKNOWN_CATEGORY = "names a category that has no description"
REPEATED = "repeats a title of the occupation"
ITSELF = "relates an occupation to itself"
NO_NUMBER = "has a number that can't be one"


def open_onet(paths: Sequence[Path], *, version: str | None = None) -> Import:
    """Opens an O*NET release, as text or as spreadsheets, in zips and folders; its records are made while one runs through them.

    Roles are the occupations, also those without any data. Skills are the elements of skills, knowledge and work
    activities of the content model, and the detailed work activities; traits the interests, work values and work styles.
    Ratings give importance and level on O*NET's scales; no requirement is made from them here. Requirements say which
    technologies and tools are listed (or in demand), and which activities the tasks are tied to.

    The order is: the source, skills, tools, roles, traits and ratings, requirements. The rows of one file are held in
    memory at a time, those of technologies and tools until the end.

    Args:
        version: such as 29.3; without it, what the release says of itself.

    Raises:
        InvalidData: what is given is no O*NET release, or not a whole one; with all problems.
    """
    release = open_release(paths, version)
    source = source_of(release)

    def records() -> Iterator[model.AnyRecord]:
        yield source
        yield from _records(release)

    return Import("onet", release.version, source, ("en",), release.report, records)


def _records(release: Release) -> Iterator[model.AnyRecord]:
    occupations = _occupations(release)
    elements = read_elements(release)
    activities: set[str] = set()
    yield from element_skills(release, elements)
    yield from activity_skills(release, elements, activities)
    tools = read_tools(release, occupations)
    yield from tool_records(release, tools)
    yield from _roles(release, occupations)
    yield from ratings(release, occupations, elements)
    yield from tool_requirements(release, tools)
    yield from activity_requirements(release, occupations, activities)


def _occupations(release: Release) -> dict[str, str]:
    """The titles of the occupations by code, in the order of codes."""
    titles: dict[str, str] = {}
    file, report = release.file("Occupation Data"), release.report
    for line, (code, title) in release.rows("Occupation Data"):
        if not is_occupation(code):
            report.drop(file, line, NO_CODE)
        elif len(title) > LONGEST:
            report.drop(file, line, TOO_LONG)
        elif code in titles:
            report.drop(file, line, TWICE)
        else:
            titles[code] = title
            report.kept(file)
    return dict(sorted(titles.items()))


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 6


@dataclass
class _Facts:
    """What the other files say of an occupation."""

    titles: dict[str, str] = field(default_factory=dict)
    """By their text in lower case, in the order of the file."""
    job_zone: int | None = None
    education: str | None = None
    related: dict[str, int] = field(default_factory=dict)
    """Their places by code."""


def _roles(release: Release, occupations: dict[str, str]) -> Iterator[model.Role]:
    facts = {code: _Facts() for code in occupations}
    _add_titles(release, occupations, facts)
    _add_job_zones(release, facts)
    _add_education(release, facts)
    _add_related(release, facts)
    for code, title in occupations.items():
        known = facts[code]
        evidence = [release.record("Occupation Data", code)]
        for fact, file, value in (
            ("alt_labels", "Alternate Titles", known.titles),
            ("job_zone", "Job Zones", known.job_zone),
            ("education", _EDUCATION, known.education),
            ("related", "Related Occupations", known.related),
        ):
            if value:
                evidence.append(release.record(file, code if fact != "education" else f"{code} {_REQUIRED_EDUCATION[0]}", on=fact))
        yield model.Role(
            id=f"onet:{code}",
            label=title,
            alt_labels=tuple(known.titles.values()),
            job_zone=known.job_zone,
            education=known.education,
            related=tuple(f"onet:{other}" for other in sorted(known.related, key=lambda c: (known.related[c], c))),
            evidence=tuple(evidence),
        )


def _add_titles(release: Release, occupations: dict[str, str], facts: dict[str, _Facts]) -> None:
    """Alternate and short titles, each once whatever its case, without the label."""
    file = release.file("Alternate Titles")
    for line, (code, title, short) in release.rows_of("Alternate Titles", occupations):
        titles, label = facts[code].titles, occupations[code].casefold()
        fit = [name for name in (title, short) if 0 < len(name) <= LONGEST]
        before = len(titles)
        for name in fit:
            if name.casefold() != label:
                titles.setdefault(name.casefold(), name)
        if len(titles) > before:
            release.report.kept(file)
        else:
            release.report.drop(file, line, REPEATED if fit else TOO_LONG)


def _add_job_zones(release: Release, facts: dict[str, _Facts]) -> None:
    file = release.file("Job Zones")
    for line, (code, zone) in release.rows_of("Job Zones", facts):
        known = facts[code]
        if zone not in ("1", "2", "3", "4", "5"):
            release.report.drop(file, line, NO_NUMBER)
        elif known.job_zone is not None:
            release.report.drop(file, line, TWICE)
        else:
            known.job_zone = int(zone)
            release.report.kept(file)


def _add_education(release: Release, facts: dict[str, _Facts]) -> None:
    """The description of the category of required education with the largest share; of equal shares the lower category."""
    if _EDUCATION not in release.tables or _CATEGORIES not in release.tables:
        for file in (_EDUCATION, _CATEGORIES):
            if file not in release.tables:
                next(release.rows(file), None)  # says that it is missing
        return
    report, described = release.report, _education_categories(release)
    file = release.file(_EDUCATION)
    shares: dict[str, dict[int, tuple[Decimal, int]]] = {}
    for line, (code, element, scale, value, category, suppress) in release.rows_of(_EDUCATION, facts):
        share = number_within(value, 0, 100)
        if (element, scale) != _REQUIRED_EDUCATION:
            report.drop(file, line, OTHER_EDUCATION)
        elif suppress == "Y":
            report.drop(file, line, SUPPRESSED)
        elif share is None:
            report.drop(file, line, OUTSIDE)
        elif category not in described:
            report.drop(file, line, UNKNOWN_CATEGORY)
        elif int(category) in shares.setdefault(code, {}):
            report.drop(file, line, TWICE)
        else:
            shares[code][int(category)] = (share, line)
            report.kept(file)
    for code, of in shares.items():
        if of:
            best = min(of, key=lambda category: (-of[category][0], category))
            if of[best][0] > 0:
                facts[code].education = described[str(best)]


def _education_categories(release: Release) -> dict[str, str]:
    file, described = release.file(_CATEGORIES), {}
    for line, (element, scale, category, description) in release.rows(_CATEGORIES):
        if (element, scale) != _REQUIRED_EDUCATION:
            release.report.drop(file, line, OTHER_EDUCATION)
        elif not _is_count(category):
            release.report.drop(file, line, NO_NUMBER)
        elif not 0 < len(description) <= 600:
            release.report.drop(file, line, TOO_LONG)
        elif str(int(category)) in described:
            release.report.drop(file, line, TWICE)
        else:
            described[str(int(category))] = description
            release.report.kept(file)
    return described


def _add_related(release: Release, facts: dict[str, _Facts]) -> None:
    file, report = release.file("Related Occupations"), release.report
    for line, (code, other, place) in release.rows_of("Related Occupations", facts):
        related = facts[code].related
        if other not in facts:
            report.drop(file, line, UNKNOWN_OCCUPATION)
        elif other == code:
            report.drop(file, line, ITSELF)
        elif other in related:
            report.drop(file, line, TWICE)
        elif not _is_count(place):
            report.drop(file, line, NO_NUMBER)
        else:
            related[other] = int(place)
            report.kept(file)
