"""O*NET's technologies and tools as records: each once, below the commodities it is sold as, and which occupations use it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from rolepath import model
from rolepath.catalog.onet_elements import LONGEST, TOO_LONG
from rolepath.catalog.onet_release import TWICE, Release

_COMMODITY = re.compile(r"\d{8}", re.ASCII)
_FILES = (("Technology Skills", "technology"), ("Tools Used", "tool"))

NO_COMMODITY = "has no commodity code of eight digits"
NO_NAME = "has a name without letters and digits"
OTHER_TITLE = "gives its commodity another title than the row before; the first is kept"


@lru_cache(maxsize=1 << 16)
def slug(name: str) -> str:
    """A name as the last part of an identifier: it depends on nothing but the name, so that it is the same in each release.

    Names that differ in case, spaces and hyphens alone have the same slug: they are one thing. Plus and sharp are spelled out.

    >>> slug("Two-way radios"), slug("Microsoft Visual C#"), slug("C++"), slug("C")
    ('two-way-radios', 'microsoft-visual-c-sharp', 'c-plus-plus', 'c')
    """
    spelled = name.replace("+", " plus ").replace("#", " sharp ")
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


@dataclass
class _Thing:
    """A technology or tool while the rows are read: how it is spelled how often, and its commodities with the file that says so."""

    kind: str
    spelled: Counter[str] = field(default_factory=Counter)
    commodities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Commodity:
    """A commodity of the UNSPSC: its title, and the first file that names it."""

    title: str
    file: str


@dataclass(frozen=True)
class Tools:
    """All technologies and tools by slug, all commodities by code, and who uses what: (occupation, slug) → (file, row key, modality)."""

    things: dict[str, _Thing]
    commodities: dict[str, Commodity]
    uses: dict[tuple[str, str], list[tuple[str, str, model.Modality]]]

    def identifier(self, name: str) -> str:
        """The identifier of the thing with this slug: where it is called like a commodity that it stands under, it is that commodity."""
        thing = self.things[name]
        for code in sorted(thing.commodities):
            if slug(self.commodities[code].title) == name:
                return f"onet:commodity/{code}"
        return f"onet:{thing.kind}/{name}"


def read_tools(release: Release, occupations: Collection[str]) -> Tools:
    """Reads the lists of technologies and of tools. What stands in both is one thing, and a technology."""
    tools, report = Tools({}, {}, {}), release.report
    for file, kind in _FILES:
        keys: set[str] = set()
        for line, (occupation, example, code, title, *demand) in release.rows_of(file, occupations):
            name = (example).replace('"', "").strip()
            key = f"{occupation} {code} {example}"
            if not _COMMODITY.fullmatch(code):
                report.drop(release.file(file), line, NO_COMMODITY)
            elif not slug(name) or not slug(title):
                report.drop(release.file(file), line, NO_NAME)
            elif max(len(name), len(title)) > LONGEST:
                report.drop(release.file(file), line, TOO_LONG)
            elif key in keys:
                report.drop(release.file(file), line, TWICE)
            else:
                keys.add(key)
                if tools.commodities.setdefault(code, Commodity(title, file)).title != title:
                    report.note(release.file(file), line, OTHER_TITLE)
                thing = tools.things.setdefault(slug(name), _Thing(kind))
                thing.spelled[name] += 1
                thing.commodities.setdefault(code, file)
                modality: model.Modality = "in demand" if demand == ["Y"] else "lists"
                tools.uses.setdefault((occupation, slug(name)), []).append((file, key, modality))
                report.kept(release.file(file))
    return tools


def tool_records(release: Release, tools: Tools) -> Iterator[model.Tool]:
    """The commodities by code, then technologies and tools by identifier; other spellings are alternative labels."""
    named: dict[str, list[str]] = {}
    for name in sorted(tools.things):
        named.setdefault(tools.identifier(name), []).append(name)
    for code, commodity in sorted(tools.commodities.items()):
        spelled = {s for name in named.get(f"onet:commodity/{code}", ()) for s in tools.things[name].spelled}
        yield model.Tool(
            id=f"onet:commodity/{code}",
            label=commodity.title,
            alt_labels=_others(commodity.title, spelled),
            evidence=(release.record(commodity.file, code),),
        )
    for identifier, names in sorted(named.items()):
        if not identifier.startswith("onet:commodity/"):
            thing = tools.things[names[0]]
            label = min(thing.spelled, key=lambda s: (-thing.spelled[s], s))
            rows = [(file, f"{code} {label}") for code, file in sorted(thing.commodities.items())]
            yield model.Tool(
                id=identifier,
                label=label,
                alt_labels=_others(label, thing.spelled),
                broader=tuple(f"onet:commodity/{code}" for code in sorted(thing.commodities)),
                evidence=(release.record(*rows[0]), *(release.record(*row, on="broader") for row in rows)),
            )


def _others(label: str, spelled: Collection[str]) -> tuple[str, ...]:
    """Spellings that differ from the label in more than case, each once."""
    others: dict[str, str] = {}
    for other in sorted(spelled):
        others.setdefault(other.casefold(), other)
    return tuple(other for folded, other in sorted(others.items()) if folded != label.casefold())


def tool_requirements(release: Release, tools: Tools) -> Iterator[model.Requirement]:
    """A requirement for each occupation and technology or tool; each row that says so is evidence of its own."""
    found: dict[tuple[str, str], list[tuple[str, str, model.Modality]]] = {}
    for (occupation, name), rows in tools.uses.items():
        found.setdefault((occupation, tools.identifier(name)), []).extend(rows)
    for (occupation, identifier), rows in sorted(found.items()):
        evidence = tuple(release.record(file, key, modality=modality) for file, key, modality in rows)
        yield model.Requirement(role=f"onet:{occupation}", capability=identifier, evidence=evidence)
