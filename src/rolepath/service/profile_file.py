"""Profile files: what a person says of themselves, kept as YAML; read with the line of every mistake, and its names resolved."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import yaml
from pydantic import BeforeValidator, Field, PrivateAttr, ValidationError, WithJsonSchema, model_validator

from rolepath.catalog.yaml_lines import Loader, line_of, not_yaml, read_yaml, shown
from rolepath.errors import AmbiguousName, InvalidProfile, Problem, UnknownName
from rolepath.model import Model, Number, Share
from rolepath.service.resolved import (
    LEAST_HOURS,
    MOST_HOURS,
    MOST_MONEY,
    MOST_MONTHS,
    Resolved,
    find,
    read_budget,
    read_currency,
    read_date,
    read_deadline,
    shortly,
    shown_name,
)

if TYPE_CHECKING:
    from rolepath.service.graph import KnowledgeGraph

LISTS: Final = ("roles", "capabilities", "lack", "confirmed", "programs", "licences", "avoid", "must")
"""The fields that hold names of things."""
MOST_BYTES: Final = 256 * 1024
MOST_NAMES: Final = 500
MOST_DEEP: Final = 8
_APART: Final = (("lack", "capabilities"), ("confirmed", "capabilities"), ("confirmed", "lack"), ("must", "avoid"))
"""Pairs of fields of which a thing may stand in one only."""


def _name(value: object) -> str:
    """A name with single spaces; raises ValueError for what is none, or could drive a terminal."""
    if not isinstance(value, str):
        raise ValueError(f"expected a name, not {shortly(value)}; put it in quotes if it is one")
    name = " ".join(value.split())
    if not name or len(name) > 200:
        raise ValueError(f"a name has 1 to 200 characters, not {len(name)}")
    if not name.isprintable():
        raise ValueError(f"the name {shortly(name)} holds a character that can't be shown")
    return name


def _budget(value: object) -> str:
    amount, currency = read_budget(value)
    number = f"{amount.normalize():f}"
    return f"{number} {currency}" if currency else number


_AMOUNT: Final = r"[0-9]+(\.[0-9]+)?"
_MARK: Final = r"([A-Za-z]{3}|[$€£₹])"

Name = Annotated[str, BeforeValidator(_name), WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 200})]
Names = Annotated[tuple[Name, ...], Field(max_length=MOST_NAMES, json_schema_extra={"uniqueItems": True})]
Level = Annotated[Share, WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 1})]
Years = Annotated[Number, Field(ge=0, le=100), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100})]
Hours = Annotated[
    Number,
    Field(ge=Decimal(str(LEAST_HOURS)), le=MOST_HOURS),
    WithJsonSchema({"type": "number", "minimum": LEAST_HOURS, "maximum": MOST_HOURS}),
]
Date = Annotated[datetime.date, BeforeValidator(read_date)]
Currency = Annotated[str, BeforeValidator(read_currency), WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{3}$"})]
Budget = Annotated[
    str,
    BeforeValidator(_budget),
    WithJsonSchema(
        {
            "type": ["string", "number"],
            "pattern": rf"^({_MARK} *{_AMOUNT}|{_AMOUNT} *{_MARK}?)$",
            "minimum": 0,
            "maximum": MOST_MONEY,
        }
    ),
]
Deadline = Annotated[
    datetime.date | Decimal,
    BeforeValidator(read_deadline),
    WithJsonSchema(
        {
            "type": ["string", "number"],
            "pattern": rf"^([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|{_AMOUNT} *(months?)?)$",
            "exclusiveMinimum": 0,
            "maximum": MOST_MONTHS,
        }
    ),
]


@dataclass(frozen=True)
class Places:
    """Where a profile was read: the file, as a message shows it, and the line of each of its parts. No part of what it says."""

    file: str = field(default="", compare=False)
    line: Callable[[tuple[str | int, ...]], int] = field(default=lambda loc: 0, compare=False)


class ProfileFile(Model):
    """What a person says of themselves. Everything may be left out: an empty file is someone who brings nothing.

    Names are those of `rolepath search`: labels in any case, alternative labels, identifiers.
    """

    name: Name | None = Field(None, description="Whose profile this is; for you to read.")
    roles: Names = Field((), description="The roles held now, the main one first.")
    capabilities: Annotated[Mapping[Name, Level], Field(max_length=MOST_NAMES)] = Field(
        {}, description="Capabilities or units beyond the roles, each with its level: above 0, and 1 for full command."
    )
    lack: Names = Field((), description="Capabilities or units not held, whatever the roles say.")
    confirmed: Annotated[Mapping[Name, Literal["yes", "some", "no"]], Field(max_length=MOST_NAMES)] = Field(
        {},
        description="Capabilities or units asked about, as `rolepath check` does, each with the answer: yes (as much as is asked), some"
        " (half of that), no.",
    )
    programs: Names = Field((), description="Programs done.")
    degrees: tuple[Literal["bachelor", "master", "doctorate"], ...] = Field(
        (), description="Degrees held.", json_schema_extra={"uniqueItems": True}
    )
    years: Years | None = Field(None, description="Years of work so far.")
    licences: Names = Field((), description="Roles whose licence is held.")
    hours_per_week: Hours | None = Field(None, description="Hours a week to study.")
    budget: Budget | None = Field(None, description="Money to spend at most: 500 USD, or a number in the currency of the answer.")
    currency: Currency | None = Field(None, description="The currency to answer in, as three letters.")
    deadline: Deadline | None = Field(None, description="When to be ready: a date, or a number of months from the start.")
    start: Date | None = Field(None, description="The first day; without it, the day of the question.")
    avoid: Names = Field((), description="Roles, programs, projects, tools and skills that the path must not use.")
    must: Names = Field((), description="Roles, programs, projects, tools and skills that the path must use.")
    target: Name | None = Field(None, description="The role to get to, where the question names none.")

    _places: Places = PrivateAttr(Places())

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> ProfileFile:
        said = [f"{loc[0]}: {message}" for loc, message in _contradictions(dict(self))]
        if said:
            raise ValueError("; ".join(said))
        return self

    def given(self) -> dict[str, Any]:
        """The fields that say something, in the order of the class."""
        return {name: value for name, value in self if value not in (None, (), {})}


_EXPECTED: Final = {
    "name": "a name",
    "roles": "a list of roles, such as [data scientist]",
    "capabilities": "capabilities with their levels, such as {Python: 0.8, SQL: 0.5}",
    "lack": "a list of capabilities, such as [Python, SQL]",
    "confirmed": "capabilities with an answer, such as {Python: yes, SQL: some, Docker: no}",
    "programs": "a list of programs, each by its name",
    "degrees": "a list of degrees: bachelor, master, doctorate",
    "years": "a number of years from 0 to 100, such as 3.5",
    "licences": "a list of roles whose licence you hold",
    "hours_per_week": f"a number of hours from {LEAST_HOURS} to {MOST_HOURS}, such as 10",
    "avoid": "a list of names, such as [Kubernetes]",
    "must": "a list of names, such as [Kubernetes]",
    "target": "the name of a role",
}


def read_profile(path: Path) -> ProfileFile:
    """The profile in a YAML file; a field without a value counts as left out.

    Raises:
        InvalidProfile: with every mistake in it, by file and line. Whether its names exist, `check_names` says.
    """
    place = shown(path)
    return parse_profile(text_of(path), place)


def parse_profile(text: str, place: str) -> ProfileFile:
    """As `read_profile`, of the text of a file; place: what messages call the file."""
    problems = list(_strange(text, place))
    read = read_yaml(text, place, problems) if not problems else None
    if problems:
        raise InvalidProfile(problems)
    root, content = read or (None, {})
    if content is None:
        content = {}
    if not isinstance(content, dict):
        raise InvalidProfile([Problem(place, 1, "expected fields and their values, such as “roles: [data scientist]”")])
    return make_profile_file(content, Places(place, lambda loc: line_of(root, loc) if root is not None else 0))


def make_profile_file(content: Mapping[str, Any], places: Places) -> ProfileFile:
    """The profile that fields and their values make; raises InvalidProfile with every mistake in them."""
    said = {name: value for name, value in content.items() if value is not None or name not in ProfileFile.model_fields}
    found = list(_contradictions(said))
    try:
        profile = ProfileFile.model_validate(said)
    except ValidationError as error:
        found += [(e["loc"], _message(e["loc"], e)) for e in error.errors(include_url=False) if e["loc"] or not found]
    if found:
        raise InvalidProfile([Problem(places.file, places.line(loc), _in_field(loc, message)) for loc, message in found])
    profile._places = places
    return profile


def _in_field(loc: tuple[str | int, ...], message: str) -> str:
    return f"{shown_name(loc[0])}: {message}" if loc else message


def text_of(path: Path) -> str:
    """The text of a profile file; raises InvalidProfile where there is none to read."""
    place = shown(path)
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise InvalidProfile([Problem(place, 0, f"a profile has at most {MOST_BYTES // 1024} KiB; is this the right file?")])
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidProfile([not_yaml(error, place)]) from None
    except FileNotFoundError:
        raise InvalidProfile([Problem(place, 0, "there is no such file; `rolepath profile new FILE` makes one")]) from None
    except (OSError, ValueError) as error:  # ValueError: a path with a null character
        said = error.strerror if isinstance(error, OSError) else error
        raise InvalidProfile([Problem(place, 0, f"the file can't be read: {said}")]) from None


def _strange(text: str, place: str) -> Iterator[Problem]:
    """What YAML could hold and a profile doesn't: anchors, tags, endless depth. Checked on events, which nest nothing."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader):
            line = event.start_mark.line + 1 if event.start_mark else 0
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
            if depth > MOST_DEEP:
                yield Problem(place, line, "nested too deep: a profile has fields, and lists or levels below them")
                return
            if anchor is not None:
                sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
                yield Problem(place, line, f"“{sign}{anchor}” refers within YAML; write out what it means, or put a name in quotes")
            elif tag is not None:
                yield Problem(place, line, f"the tag {shortly(tag)} means nothing here; leave it out, or put a name in quotes")
    except yaml.YAMLError:
        return  # said with line and column when the text is read


def _contradictions(said: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """(place, message) of what stands twice or against something else; skips what isn't of the right type."""
    listed: dict[str, list[tuple[str | int, str]]] = {
        name: [(i, n) for i, n in enumerate(value) if isinstance(n, str)]
        for name, value in said.items()
        if name in _EXPECTED and isinstance(value, list | tuple)
    }
    for name in ("capabilities", "confirmed"):
        if isinstance(answers := said.get(name), Mapping):
            listed[name] = [(key, key) for key in answers if isinstance(key, str)]
    for name, entries in listed.items():
        first: dict[str, str] = {}
        for loc, entry in entries:
            if _folded(entry) in first:
                yield (name, loc), f"“{shown_name(entry)}” stands here twice; name it once"
            first.setdefault(_folded(entry), entry)
    for one, other in _APART:
        there = {_folded(entry) for _, entry in listed.get(other, ())}
        for loc, entry in listed.get(one, ()):
            if _folded(entry) in there:
                yield (one, loc), f"“{shown_name(entry)}” stands in {other} too; name it in one of the two"
    try:
        start, deadline = read_date(said.get("start")), read_deadline(said.get("deadline"))
    except ValueError:
        return  # nothing said, or reported as what it is
    if isinstance(deadline, datetime.date) and deadline <= start:
        yield ("deadline",), f"{deadline} must be later than the start {start}"


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _message(loc: tuple[Any, ...], error: Any) -> str:
    """What is wrong with a field, and what is expected there."""
    own = str(error["ctx"]["error"]) if error["type"] == "value_error" else None
    if not loc:
        return own or str(error["msg"])
    name, value = loc[0], error.get("input")
    if error["type"] == "extra_forbidden":
        near = get_close_matches(_folded(str(name)).replace(" ", "_").replace("-", "_"), ProfileFile.model_fields, n=1, cutoff=0.5)
        return f"unknown field; did you mean {near[0]}?" if near else f"unknown field; there are {', '.join(ProfileFile.model_fields)}"
    if error["type"] == "too_long":
        return f"at most {MOST_NAMES} names, not {len(value)}"
    if name == "capabilities" and len(loc) == 2:
        return f"the level of “{shown_name(loc[1])}” must be a number above 0 and at most 1, such as 0.5, not {shortly(value)}"
    if name == "confirmed" and len(loc) == 2:
        return f"the answer about “{shown_name(loc[1])}” is yes, some or no, not {shortly(value)}"
    if name == "degrees" and len(loc) == 2:
        return f"a degree is bachelor, master or doctorate, not {shortly(value)}"
    return own if own and own != "expected a number" else f"expected {_EXPECTED[name]}, not {shortly(value)}"


# --- names ------------------------------------------------------------------------------------------------------------


def check_names(profile: ProfileFile, kg: KnowledgeGraph) -> Resolved:
    """The profile with every name resolved, as the planner takes it.

    Raises:
        InvalidProfile: with every name that is unknown or fits several things, and every thing that stands twice or in two fields
            that exclude each other, under whatever names; each by file and line.
    """
    problems: list[Problem] = []
    found = {name: _resolve(profile, kg, name, problems) for name in LISTS}
    for one, other in _APART:
        for identifier in found[one].keys() & found[other].keys():
            first, second = found[other][identifier], found[one][identifier]
            message = f"“{second}” and “{first}” in {other} are both {identifier}; name it in one of the two"
            problems.append(_problem(profile, one, second, message))
    target: str | None = None
    if profile.target is not None:
        try:
            target = find(kg, "target", profile.target).id
        except (UnknownName, AmbiguousName) as error:
            problems.append(_problem(profile, "target", profile.target, _unresolved(error)))
    if problems:
        raise InvalidProfile(problems)
    confirmed = {identifier: profile.confirmed[name] for identifier, name in found["confirmed"].items()}
    by_answer = {answer: tuple(c for c, said in confirmed.items() if said == answer) for answer in ("yes", "some", "no")}
    levels = {identifier: max(1, round(profile.capabilities[name] * 1000)) for identifier, name in found["capabilities"].items()}
    return Resolved(
        name=profile.name,
        roles=tuple(found["roles"]),
        have={**levels, **dict.fromkeys(by_answer["yes"])},
        lack=(*found["lack"], *by_answer["no"]),
        some=by_answer["some"],
        confirmed=confirmed,
        programs=tuple(found["programs"]),
        degrees=profile.degrees,
        years=float(profile.years or 0),
        licences=tuple(found["licences"]),
        hours_per_week=float(profile.hours_per_week) if profile.hours_per_week is not None else None,
        budget=_in_own_currency(profile),
        currency=profile.currency,
        deadline=profile.deadline if isinstance(profile.deadline, datetime.date | None) else float(profile.deadline),
        start=profile.start,
        avoid=tuple(found["avoid"]),
        must=tuple(found["must"]),
        target=target,
    )


def _in_own_currency(profile: ProfileFile) -> tuple[Decimal, str | None] | None:
    """The budget; a bare number is meant in the currency that the profile names, whatever the answer's is."""
    if profile.budget is None:
        return None
    amount, currency = read_budget(profile.budget)
    return amount, currency or profile.currency


def _resolve(profile: ProfileFile, kg: KnowledgeGraph, name: str, problems: list[Problem]) -> dict[str, str]:
    """Identifier → the name in the file, of one field, in its order."""
    found: dict[str, str] = {}
    for entry in getattr(profile, name):
        try:
            identifier = find(kg, name, entry).id
        except (UnknownName, AmbiguousName) as error:
            problems.append(_problem(profile, name, entry, _unresolved(error)))
            continue
        if identifier in found:
            message = f"“{found[identifier]}” and “{entry}” are both {identifier}; name it once"
            problems.append(_problem(profile, name, entry, message))
        found.setdefault(identifier, entry)
    return found


def _problem(profile: ProfileFile, name: str, entry: str, message: str) -> Problem:
    value = getattr(profile, name)
    loc = (name, value.index(entry)) if isinstance(value, tuple) else (name, entry)
    return Problem(profile._places.file, profile._places.line(loc), f"{name}: {message}")


def _unresolved(error: UnknownName | AmbiguousName) -> str:
    candidates = ", ".join(f"{identifier} ({label})" for identifier, label in error.candidates)
    if isinstance(error, AmbiguousName):
        return f"“{error.name}” fits {candidates}; name one by its identifier"
    return f"no {error.kind} is called “{error.name}”; " + (
        f"near are {candidates}" if candidates else "`rolepath search` looks in all labels"
    )
