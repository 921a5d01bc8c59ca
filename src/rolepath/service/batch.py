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
from rolepath.planning.people import Levels, PersonAnswer, Towards
from rolepath.planning.problem import FULL
from rolepath.service.asking import thousandths
from rolepath.service.resolved import find, shortly, shown_name

if TYPE_CHECKING:
    from rolepath.service.graph import KnowledgeGraph

AT_ONCE: Final = 2_000
"""How many people are worked out at a time: enough that a pass is long, few enough that its arrays stay in the cache."""
REMEMBERED: Final = 1 << 16
"""How many names of each kind are kept with what they mean."""
MOST_NAMES: Final = 500
"""In one field, as in a profile."""

Row = ProfileRow | Mapping[str, Any]
_Brings = tuple[Levels, Levels]
NOTHING: Final[_Brings] = (np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32))


@dataclass(frozen=True, slots=True)
class _Claim:
    """A capability that someone says they have: level is what was said, None for the level asked for; held is what then counts, in
    thousandths; column is −1 where it doesn't count towards the target."""

    id: str
    level: int | None
    held: int
    column: int


@dataclass(frozen=True, slots=True)
class _Person:
    """What one row comes to. brings: columns and levels of the role held; there: whether that is the target; without: columns of what is
    lacked; claims: (column, level)."""

    id: str
    brings: _Brings = NOTHING
    there: bool = False
    without: Sequence[int] = ()
    claims: Sequence[tuple[int, int]] = ()
    error: str | None = None


def batch(kg: KnowledgeGraph, rows: Iterable[Row], target: str | None, strict: bool, readiness: float | None) -> Iterator[PersonAnswer]:
    """An answer for each row, in their order; rows are read some thousands ahead. See `KnowledgeGraph.batch`."""
    if readiness is not None and not 0 < readiness <= 1:
        raise WrongUse(f"--readiness must lie in (0, 1], not {readiness:g}")
    role = find(kg, "target", target if target is not None else vocab.AI_PRODUCT_MANAGER).id
    towards = Towards(kg.planning, role, strict)
    share = thousandths(readiness) if readiness is not None else kg.planning.assumptions.thousandths("readiness")
    return _answers(_Reader(kg, towards), rows, towards, share)


def _answers(reader: _Reader, rows: Iterable[Row], towards: Towards, share: int) -> Iterator[PersonAnswer]:
    people = (reader.person(_row(row, number)) for number, row in enumerate(rows, start=1))
    while block := list(islice(people, AT_ONCE)):
        yield from _judged(block, towards, share)


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
        self._role: Callable[[str], tuple[str, _Brings] | str] = remembered(self._look_up_role)
        self._lacked: Callable[[str], tuple[str, tuple[int, ...]] | str] = remembered(self._look_up_lacked)

    def person(self, row: ProfileRow) -> _Person:
        """What a row comes to, or everything that is wrong with it."""
        if row.problem is not None:
            return _Person(row.id, error=row.problem)
        errors: list[str] = []
        role, brings = "", NOTHING
        if name := row.role.strip():
            found = self._role(name)
            if isinstance(found, str):
                errors.append(found)
            else:
                role, brings = found
        claims = self._claims(_names(row.have), errors)
        without = self._without(_names(row.lack), claims, errors)
        if errors:
            return _Person(row.id, error="; ".join(dict.fromkeys(errors)))
        counting = [(claim.column, claim.held) for claim in claims.values() if claim.column >= 0]
        return _Person(row.id, brings, role == self._towards.role, without, counting)

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
        return without

    def _look_up_claim(self, text: str) -> _Claim | str:
        name, sign, said = text.rpartition("=")
        try:
            level = float(said) if sign else None
        except ValueError:
            return f"“{shown_name(text)}”: the level after “=” must be a number in (0, 1], not “{shown_name(said)}”"
        if level is not None and not 0 < level <= 1:
            return f"the level of “{shown_name(name.strip())}” must lie in (0, 1], not {level:g}"
        capability, wrong = self._look_up("capabilities", (name if sign else text).strip())
        if wrong:
            return wrong
        claim = thousandths(level) if level is not None else None
        held = claim if claim is not None else self._towards.asked.get(capability, FULL)
        return _Claim(capability, claim, held, self._towards.column.get(capability, -1))

    def _look_up_role(self, name: str) -> tuple[str, _Brings] | str:
        role, wrong = self._look_up("roles", name)
        if wrong:
            return wrong
        columns, levels = np.array(self._towards.brought(role), dtype=np.int32).reshape(-1, 2).T
        return role, (columns, levels)

    def _look_up_lacked(self, name: str) -> tuple[str, tuple[int, ...]] | str:
        capability, wrong = self._look_up("capabilities", name)
        columns = self._towards.column
        return wrong or (capability, tuple(columns[c] for c in self._towards.same_as(capability) if c in columns))

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


def _judged(people: Sequence[_Person], towards: Towards, share: int) -> Iterator[PersonAnswer]:
    """The answer for each of some people, all worked out at once."""
    levels = towards.nobody(len(people))
    _fill(levels, people)
    coverage = towards.coverage(levels, np.array([person.there for person in people]))
    stand = towards.summed(coverage)
    missing = [tuple(towards.labels[place] for place in row if place >= 0) for row in towards.largest(coverage).tolist()]
    columns = (stand.readiness.tolist(), stand.ready(share).tolist(), stand.met.tolist(), stand.essentials.tolist(), missing)
    for person, readiness, ready, met, essentials, lacks in zip(people, *columns, strict=True):
        if person.error is not None:
            yield PersonAnswer(person.id, None, None, None, None, (), person.error)
        else:
            yield PersonAnswer(person.id, round(readiness, 3), ready, met, essentials, lacks)


def _fill(levels: Levels, people: Sequence[_Person]) -> None:
    """What people hold, in the order in which it is said: what their role brings, less what they lack, and what they claim."""
    holding = [n for n, person in enumerate(people) if len(person.brings[0])]
    if holding:
        brings = [people[n].brings for n in holding]
        rows = np.repeat(holding, [len(columns) for columns, _ in brings])
        levels[rows, np.concatenate([columns for columns, _ in brings])] = np.concatenate([level for _, level in brings])
    lacking = [(n, column) for n, person in enumerate(people) for column in person.without]
    if lacking:
        levels[tuple(np.array(lacking).T)] = 0
    claims = [(n, column, held) for n, person in enumerate(people) for column, held in person.claims]
    if claims:
        rows, columns, held = np.array(claims, dtype=np.int32).T
        np.maximum.at(levels, (rows, columns), held)
