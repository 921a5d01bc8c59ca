"""Many people towards one role: rows of names in, an answer for each out, as fast as names can be looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from rolepath import vocab
from rolepath.catalog.profile_table import COLUMNS, ProfileRow
from rolepath.errors import AmbiguousName, UnknownName, WrongUse
from rolepath.planning.arrays import Ints, People
from rolepath.planning.people import Held, PersonAnswer, Towards
from rolepath.service.asking import thousandths
from rolepath.service.resolved import SOME, find, shortly, shown_name

if TYPE_CHECKING:
    from rolepath.service.graph import KnowledgeGraph

AT_ONCE: Final = 2_000
"""How many people are worked out at a time: enough that a pass is long, few enough that its arrays stay in the cache."""
REMEMBERED: Final = 1 << 16
"""How many names of each kind are kept with what they mean."""
MOST_NAMES: Final = 500
"""In one field, as in a profile."""

Row = ProfileRow | Mapping[str, Any]
_Readings = tuple[Held, Held, Held]
"""What is held in the low, typical and high reading."""
_NONE: Final[Ints] = np.zeros(0, dtype=np.int64)
NOTHING: Final[_Readings] = ((_NONE, _NONE), (_NONE, _NONE), (_NONE, _NONE))


@dataclass(frozen=True, slots=True)
class _Claim:
    """A capability or unit that someone says they have: level is what was said, None for the level asked for, or some; held is what then
    counts; place is its own, −1 where it doesn't count towards the target."""

    id: str
    level: int | str | None
    held: Held
    place: int


@dataclass(frozen=True, slots=True)
class _Role:
    """A role that is held: what it brings, and whether a licence is lacking all the same."""

    brings: _Readings
    barred: bool


@dataclass(frozen=True, slots=True)
class _Person:
    """What one row comes to. without: places of what is lacked; claims: what each of them gives; partly: what is held in part only,
    whatever the role brings, where no other claim says more of it."""

    id: str
    role: _Role
    without: Sequence[int] = ()
    claims: Sequence[Held] = ()
    partly: Sequence[Held] = ()
    error: str | None = None


def batch(kg: KnowledgeGraph, rows: Iterable[Row], target: str | None, strict: bool, readiness: float | None) -> Iterator[PersonAnswer]:
    """An answer for each row, in their order; rows are read some thousands ahead. See `KnowledgeGraph.batch`."""
    if readiness is not None and not 0 < readiness <= 1:
        raise WrongUse(f"--readiness must lie in (0, 1], not {readiness:g}")
    role = find(kg, "target", target if target is not None else vocab.AI_PRODUCT_MANAGER).id
    towards = Towards(kg.planning, role, strict, thousandths(readiness) if readiness is not None else None)
    return _answers(_Reader(kg, towards), rows, towards)


def _answers(reader: _Reader, rows: Iterable[Row], towards: Towards) -> Iterator[PersonAnswer]:
    people = (reader.person(_row(row, number)) for number, row in enumerate(rows, start=1))
    while block := list(islice(people, AT_ONCE)):
        yield from _judged(block, towards)


def _row(given: Row, number: int) -> ProfileRow:
    """A row as a table would have it; raises WrongUse for what is none."""
    if isinstance(given, ProfileRow):
        return given
    if not isinstance(given, Mapping):
        raise WrongUse(f"row {number} must be a mapping of {', '.join(COLUMNS)}, not {type(given).__name__}")
    unknown = [str(name) for name in given if name not in COLUMNS]
    if unknown:
        raise WrongUse(f"row {number} has {', '.join(unknown)}, which nothing is made of; there are {', '.join(COLUMNS)}")
    said, role = given.get("id"), given.get("role") or ""
    if not isinstance(role, str):
        raise WrongUse(f"row {number}: role must be a name, not {shortly(role)}")
    texts = {name: _texts(given.get(name)) for name in ("have", "lack")}
    wrong = [name for name, found in texts.items() if not isinstance(found, str) and not all(isinstance(each, str) for each in found)]
    if wrong:
        raise WrongUse(f"row {number}: {' and '.join(wrong)} must hold names only")
    return ProfileRow(str(number) if said is None or said == "" else str(said), role, texts["have"], texts["lack"])


def _texts(given: Any) -> str | tuple[Any, ...]:
    """Names as a row has them, of a text, several, or names with levels."""
    if isinstance(given, Mapping):
        return tuple(name if level is None else f"{name}={level}" for name, level in given.items())
    return given if isinstance(given, str) else tuple(given) if isinstance(given, Iterable) else () if given is None else (given,)


class _Reader:
    """Rows to people; what a name means is looked up once, as long as there is room to remember it."""

    def __init__(self, kg: KnowledgeGraph, towards: Towards) -> None:
        self._kg, self._towards = kg, towards
        remembered = lru_cache(REMEMBERED)
        self._look_up: Callable[[str, str], tuple[str, str]] = remembered(self._find)
        self._claim: Callable[[str], _Claim | str] = remembered(self._look_up_claim)
        self._role: Callable[[str], _Role | str] = remembered(self._look_up_role)
        self._lacked: Callable[[str], tuple[str, tuple[int, ...]] | str] = remembered(self._look_up_lacked)
        self._no_role = _Role(NOTHING, towards.barred(""))

    def person(self, row: ProfileRow) -> _Person:
        """What a row comes to, or everything that is wrong with it."""
        if row.problem is not None:
            return _Person(row.id, self._no_role, error=row.problem)
        errors: list[str] = []
        role = self._no_role
        if name := row.role.strip():
            found = self._role(name)
            if isinstance(found, str):
                errors.append(found)
            else:
                role = found
        claims = self._claims(_names(row.have), errors)
        without = self._without(_names(row.lack), claims, errors)
        if errors:
            return _Person(row.id, self._no_role, error="; ".join(dict.fromkeys(errors)))
        whole, partly = ([c.held for c in claims.values() if (c.level == SOME) is some] for some in (False, True))
        return _Person(row.id, role, without, whole, partly)

    def _claims(self, names: Sequence[str], errors: list[str]) -> dict[str, _Claim]:
        claims: dict[str, _Claim] = {}
        if len(names) > MOST_NAMES:
            errors.append(f"have: at most {MOST_NAMES} names, not {len(names)}")
            return claims
        for name in names:
            found = self._claim(name)
            if isinstance(found, str):
                errors.append(found)
            elif claims.setdefault(found.id, found).level != found.level:
                errors.append(f"{found.id} is claimed at two levels (“{shown_name(name)}” names it again); name it once")
        return claims

    def _without(self, names: Sequence[str], claims: Mapping[str, _Claim], errors: list[str]) -> list[int]:
        without: list[int] = []
        if len(names) > MOST_NAMES:
            errors.append(f"lack: at most {MOST_NAMES} names, not {len(names)}")
            return without
        for name in names:
            found = self._lacked(name)
            if isinstance(found, str):
                errors.append(found)
            elif found[0] in claims:
                errors.append(f"both had and lacked: {found[0]}; name it in have or in lack")
            else:
                without += found[1]
        had = {claim.place for claim in claims.values()}
        had |= {place for claim in claims.values() if claim.level == SOME for place in claim.held[0].tolist()}
        return [place for place in without if place not in had]

    def _look_up_claim(self, text: str) -> _Claim | str:
        name, sign, said = text.rpartition("=")
        try:
            level = float(said) if sign and said.strip().casefold() != SOME else None
        except ValueError:
            return f"“{shown_name(text)}”: the level after “=” must be a number in (0, 1], or some, not “{shown_name(said)}”"
        if level is not None and not 0 < level <= 1:
            return f"the level of “{shown_name(name.strip())}” must lie in (0, 1], not {level:g}"
        capability, wrong = self._look_up("capabilities", (name if sign else text).strip())
        if wrong:
            return wrong
        claim: int | str | None = SOME if sign and level is None else None if level is None else thousandths(level)
        held = self._towards.partly(capability) if isinstance(claim, str) else self._towards.claimed(capability, claim)
        return _Claim(capability, claim, held, self._towards.place(capability))

    def _look_up_role(self, name: str) -> _Role | str:
        role, wrong = self._look_up("roles", name)
        return wrong or _Role(self._towards.brought(role), self._towards.barred(role))

    def _look_up_lacked(self, name: str) -> tuple[str, tuple[int, ...]] | str:
        capability, wrong = self._look_up("capabilities", name)
        return wrong or (capability, tuple(self._towards.lacked(capability).tolist()))

    def _find(self, field: str, name: str) -> tuple[str, str]:
        """(identifier, what is wrong with the name): one of the two is empty."""
        try:
            return find(self._kg, field, name).id, ""
        except UnknownName as error:
            near = _listed(error.candidates)
            return "", f"no {error.kind} is called “{shown_name(name)}”" + (f"; did you mean {near}?" if near else "")
        except AmbiguousName as error:
            many = f"“{shown_name(name)}” fits {len(error.candidates)} {error.kind}s"
            return "", f"{many}; say which by its identifier: {_listed(error.candidates)}"


def _names(said: str | tuple[str, ...]) -> list[str]:
    """The names in a field, in which semicolons stand between them."""
    parts = said.split(";") if isinstance(said, str) else said
    return [name for part in parts if (name := part.strip())]


def _listed(candidates: Sequence[tuple[str, str]]) -> str:
    """The first few of the candidates in one line."""
    shown = [f"{identifier} ({label})" for identifier, label in candidates[:3]]
    return ", ".join(shown[:-1]) + (" or " if shown[:-1] else "") + "".join(shown[-1:]) + (" …" if len(candidates) > 3 else "")


def _judged(people: Sequence[_Person], towards: Towards) -> Iterator[PersonAnswer]:
    """The answer for each of some people, all worked out at once."""
    low, typical, high = _readings(people, len(towards.arrays.things))
    coverage = towards.coverage(typical)
    stand = towards.arrays.summed(coverage)
    ends = [towards.stand(each).readiness[:, 0].tolist() for each in (low, high)]
    stages = towards.stage(typical, stand, np.array([person.role.barred for person in people]))
    missing = [tuple(towards.labels[place] for place in row if place >= 0) for row in towards.largest(coverage).tolist()]
    essentials = int(stand.essentials[0])
    columns = (*ends, stand.readiness[:, 0].tolist(), stages, stand.met[:, 0].tolist(), missing)
    for person, least, most, readiness, stage, met, lacks in zip(people, *columns, strict=True):
        if person.error is not None:
            yield PersonAnswer(person.id, None, None, None, None, None, None, (), person.error)
        else:
            yield PersonAnswer(person.id, round(least, 3), round(readiness, 3), round(most, 3), stage, met, essentials, lacks)


def _readings(people: Sequence[_Person], things: int) -> Iterator[People]:
    """What people hold in each of the readings: what their role brings and what they claim, less what they lack."""
    claimed = _flat((n, each) for n, person in enumerate(people) for each in person.claims)
    partly = _flat((n, each) for n, person in enumerate(people) for each in person.partly)
    who, what = np.array([(n, place) for n, person in enumerate(people) for place in person.without], dtype=np.int64).reshape(-1, 2).T
    more = _without(partly, claimed, things)
    for reading in range(3):
        brought = _flat((n, person.role.brings[reading]) for n, person in enumerate(people))
        held = (np.concatenate(parts) for parts in zip(_without(brought, partly, things), claimed, more, strict=True))
        person, thing, level = _without(tuple(held), (who, what), things)
        yield People(len(people), person, thing, level, (who, what))


def _flat(held: Iterable[tuple[int, Held]]) -> tuple[Ints, ...]:
    """(person, thing, level) of what each of some people holds."""
    given = [(n, each) for n, each in held if len(each[0])]
    rows = np.repeat(np.array([n for n, _ in given], dtype=np.int64), [len(places) for _, (places, _) in given])
    return rows, *(np.concatenate([_NONE, *(each[part] for _, each in given)]) for part in range(2))


def _without(held: tuple[Ints, ...], others: tuple[Ints, ...], things: int) -> tuple[Ints, ...]:
    """Those holdings of which the others have no pair of a person and a thing."""
    if not len(others[0]):
        return held
    there = ~np.isin(held[0] * things + held[1], others[0] * things + others[1])
    return tuple(each[there] for each in held)
