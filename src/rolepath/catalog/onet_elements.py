"""O*NET's content model as records: skills and knowledge, work activities, traits, and how occupations are rated on them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from rolepath import model
from rolepath.catalog.onet_release import TWICE, Release

_ELEMENT = re.compile(r"[1-9](\.[A-Za-z0-9]{1,4})*", re.ASCII)
_ACTIVITY = re.compile(r"4\.A(\.[A-Za-z0-9]{1,4})*", re.ASCII)
_NUMBER = re.compile(r"\d{1,3}(\.\d{1,12})?", re.ASCII)
LONGEST = 200

TOO_LONG = f"has a name of more than {LONGEST} characters"
UNKNOWN_ELEMENT = "names an element that is not in Content Model Reference, or that belongs into another file"
UNKNOWN_ACTIVITY = "names a work activity that is not in DWA Reference"
NOT_RELEVANT = "is marked as not relevant for the occupation"
SUPPRESSED = "is recommended to be suppressed: its estimate is too uncertain"
OTHER_SCALE = "is on a scale that is not read"
NO_ELEMENT = "has a code that is none of an element or activity"
NOT_IMPORTED = "is an element of a kind that is not imported"
UNRATED = "is an interest, work value or work style on which no occupation is rated"
OUTSIDE = "has a value that is no number on its scale"

_KINDS: tuple[tuple[str, model.SkillKind], ...] = (
    ("2.A", "transversal"),
    ("2.B.3", "competence"),
    ("2.B", "transversal"),
    ("2.C", "knowledge"),
    ("4.A", "competence"),
)
"""What the elements below these chapters are, the first that fits. Basic and cross-functional skills go from job to job and are
transversal, but for the technical ones (2.B.3: programming, repairing …), which are learned for certain work."""


TraitKind = Literal["interest", "work value", "work style"]


@dataclass(frozen=True)
class _Rated:
    """A file of ratings: below which elements, on which scales (scale → what it gives, least, most), and what its elements are."""

    below: tuple[str, ...]
    scales: Mapping[str, tuple[str, int, int]]
    trait: TraitKind | None = None


_LEVELS = {"IM": ("importance", 1, 5), "LV": ("rated_level", 0, 7)}
RATED: dict[str, _Rated] = {
    "Skills": _Rated(("2.A", "2.B"), _LEVELS),
    "Knowledge": _Rated(("2.C",), _LEVELS),
    "Interests": _Rated(("1.B.1",), {"OI": ("importance", 1, 7)}, "interest"),
    "Work Values": _Rated(("1.B.2",), {"EX": ("importance", 1, 7)}, "work value"),
    "Work Styles": _Rated(("1.C",), {"IM": ("importance", 1, 5)}, "work style"),
}


def number_within(text: str, least: int, most: int) -> Decimal | None:
    """The number that a cell holds, where it lies between the two or on them.

    >>> number_within("4.12", 1, 5), number_within("5.01", 1, 5), number_within("many", 1, 5)
    (Decimal('4.12'), None, None)
    """
    if not _NUMBER.fullmatch(text):
        return None
    number = Decimal(text)
    return number if least <= number <= most else None


def _below(element: str, chapter: str) -> bool:
    return element == chapter or element.startswith(chapter + ".")


def _order(element: str) -> tuple[tuple[int, str], ...]:
    """Sorts an element after what it belongs to, and 2.C.10 after 2.C.9."""
    return tuple((len(part), part) for part in element.split("."))


@dataclass(frozen=True)
class Elements:
    """Names of elements by their codes, in the order of the hierarchy: of those that become skills, and (with lines) of possible traits."""

    skills: Mapping[str, str]
    traits: Mapping[str, tuple[int, str]]

    def broader(self, element: str) -> str | None:
        """The nearest element above one that has a name."""
        while element:
            element = element.rpartition(".")[0]
            if element in self.skills:
                return element
        return None


def read_elements(release: Release) -> Elements:
    """The content model, as far as it is imported."""
    file, report = "Content Model Reference", release.report
    skills: dict[str, str] = {}
    traits: dict[str, tuple[int, str]] = {}
    trait_chapters = [chapter for rated in RATED.values() if rated.trait for chapter in rated.below]
    for line, (code, name) in release.rows(file):
        if not _ELEMENT.fullmatch(code):
            report.drop(release.file(file), line, NO_ELEMENT)
        elif code in skills or code in traits:
            report.drop(release.file(file), line, TWICE)
        elif len(name) > LONGEST:
            report.drop(release.file(file), line, TOO_LONG)
        elif any(_below(code, chapter) for chapter, _ in _KINDS):
            skills[code] = name
            report.kept(release.file(file))
        elif any(_below(code, chapter) for chapter in trait_chapters):
            traits[code] = (line, name)
        else:
            report.drop(release.file(file), line, NOT_IMPORTED)
    return Elements(dict(sorted(skills.items(), key=lambda item: _order(item[0]))), traits)


def element_skills(release: Release, elements: Elements) -> Iterator[model.Skill]:
    """A skill for each element below the chapters of skills, knowledge and work activities, broader ones first."""
    file = "Content Model Reference"
    for code, name in elements.skills.items():
        above = elements.broader(code)
        kind = next(kind for chapter, kind in _KINDS if _below(code, chapter))
        yield _skill(release, file, code, name, kind, above)


def _skill(release: Release, file: str, code: str, label: str, kind: model.SkillKind, above: str | None) -> model.Skill:
    evidence = [release.record(file, code)]
    if above is not None:
        evidence.append(release.record(file, code, on="broader"))
    return model.Skill(
        id=f"onet:{code}",
        label=label,
        broader=(f"onet:{above}",) if above is not None else (),
        skill_kind=kind,
        evidence=tuple(evidence),
    )


def activity_skills(release: Release, elements: Elements, known: set[str]) -> Iterator[model.Skill]:
    """A skill for each intermediate work activity, where the release names them, then for each detailed one.

    The codes of the detailed ones are put into `known`. A detailed activity lies below its intermediate one, or else below
    the element. Titles lose their full stop.
    """
    seen: set[str] = set()
    for line, (element, code, title) in release.rows("IWA Reference"):
        if why := _wrong(code, title, elements, seen):
            release.report.drop(release.file("IWA Reference"), line, why)
        else:
            seen.add(code)
            above = element if element in elements.skills else elements.broader(code)
            yield _activity(release, "IWA Reference", code, title, above)
    intermediate = frozenset(seen)
    for line, (element, code, title, iwa) in release.rows("DWA Reference"):
        if why := _wrong(code, title, elements, seen):
            release.report.drop(release.file("DWA Reference"), line, why)
        else:
            seen.add(code)
            known.add(code)
            above = iwa if iwa in intermediate else element if element in elements.skills else elements.broader(code)
            yield _activity(release, "DWA Reference", code, title, above)


def _wrong(code: str, title: str, elements: Elements, seen: Collection[str]) -> str | None:
    """Why a work activity can't be a skill."""
    if not _ACTIVITY.fullmatch(code) or not title.removesuffix("."):
        return NO_ELEMENT
    if code in seen or code in elements.skills:
        return TWICE
    return TOO_LONG if len(title.removesuffix(".")) > LONGEST else None


def _activity(release: Release, file: str, code: str, title: str, above: str | None) -> model.Skill:
    release.report.kept(release.file(file))
    return _skill(release, file, code, title.removesuffix("."), "competence", above)


def activity_requirements(release: Release, occupations: Collection[str], activities: Collection[str]) -> Iterator[model.Requirement]:
    """A requirement for each occupation and detailed work activity that one or more of its tasks are tied to."""
    file = "Tasks to DWAs"
    pairs: set[tuple[str, str]] = set()
    for line, (code, activity) in release.rows_of(file, occupations):
        if activity not in activities:
            release.report.drop(release.file(file), line, UNKNOWN_ACTIVITY)
        else:
            pairs.add((code, activity))
            release.report.kept(release.file(file))
    for code, activity in sorted(pairs):
        evidence = release.record(file, f"{code} {activity}", modality="activity")
        yield model.Requirement(role=f"onet:{code}", capability=f"onet:{activity}", evidence=(evidence,))


def ratings(release: Release, occupations: Collection[str], elements: Elements) -> Iterator[model.Trait | model.Rating]:
    """For each file of ratings the traits that are rated in it, then one rating for each occupation and element.

    Importance and level of one pair are one rating. A row that is marked as not relevant or to be suppressed gives no number; a pair
    without both numbers makes no requirement later, but its importance still tells roles apart.
    """
    unrated = dict(elements.traits)
    for file in RATED:
        pairs = _pairs(release, file, occupations, elements)
        kind = RATED[file].trait
        if kind is not None:
            for code in sorted({element for _, element in pairs}, key=_order):
                release.report.kept(release.file("Content Model Reference"))
                yield _trait(release, code, unrated.pop(code)[1], kind)
        for (occupation, element), values in sorted(pairs.items()):
            yield model.Rating(
                role=f"onet:{occupation}",
                element=f"onet:{element}",
                source=release.source,
                file=release.file(file),
                key_in_file=f"{occupation} {element}",
                **values,
            )
    for line, _ in unrated.values():
        release.report.drop(release.file("Content Model Reference"), line, UNRATED)


def _trait(release: Release, code: str, name: str, kind: TraitKind) -> model.Trait:
    return model.Trait(id=f"onet:{code}", label=name, trait_kind=kind, evidence=(release.record("Content Model Reference", code),))


Pair = tuple[str, str]


def _pairs(release: Release, file: str, occupations: Collection[str], elements: Elements) -> dict[Pair, dict[str, Decimal]]:
    """What a file says of each occupation and element: `importance` and `rated_level`, on the file's scales."""
    rated, report = RATED[file], release.report
    known = elements.traits if rated.trait else elements.skills
    values: dict[Pair, dict[str, Decimal]] = {}
    for line, (occupation, element, scale, value, suppress, irrelevant) in release.rows_of(file, occupations):
        why = None
        if element not in known or not any(_below(element, chapter) for chapter in rated.below):
            why = UNKNOWN_ELEMENT
        elif scale not in rated.scales:
            why = OTHER_SCALE
        else:
            pair, (name, least, most) = (occupation, element), rated.scales[scale]
            if irrelevant == "Y" or suppress == "Y":
                why = NOT_RELEVANT if irrelevant == "Y" else SUPPRESSED
            elif (number := number_within(value, least, most)) is None:
                why = OUTSIDE
            elif name in values.get(pair, ()):
                why = TWICE
            else:
                values.setdefault(pair, {})[name] = number
        if why is not None:
            report.drop(release.file(file), line, why)
    if values:
        report.kept(release.file(file), sum(map(len, values.values())))
    return values
