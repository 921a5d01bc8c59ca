"""Names to things: identifier, preferred label, alternative or hidden label; near names where none fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rolepath import vocab
from rolepath.errors import AmbiguousName, UnknownName
from rolepath.rdf import tables
from rolepath.rdf.labels import folded, singular
from rolepath.rdf.pools import pool

if TYPE_CHECKING:
    from rolepath.rdf.compiled import Tables

_ORIGINS = ("rolepath", "ESCO", "O*NET")
_ENOUGH = 62.0
_FEW_ROLES = 500
"""With fewer roles no classification is imported."""
_IMPORT = "Thousands of occupations of ESCO and O*NET can be added: rolepath import --help."
CAPABILITY_TYPES = ("Skill", "Tool", "Method", "Regulation", "Unit")
"""The classes of what can be held: capabilities, and the units that they make up."""


@dataclass(frozen=True, order=True)
class Named:
    """A thing under one of its labels; `preferred` says whether that is the preferred one, `hidden` that it is not to be shown."""

    id: str
    label: str
    type: str
    name: str
    preferred: bool
    hidden: bool = False


@dataclass(frozen=True)
class Match:
    """A search result: the thing, the label that matched, and how well (0 to 100)."""

    id: str
    label: str
    type: str
    matched: str
    score: float


class Names:
    """All labels of a store, from its tables.

    >>> from rolepath.rdf.compiled import from_rows
    >>> row = {"id": "role/nurse", "label": "nurse", "type": "rp:Role"}
    >>> Names(from_rows({"labels": [row], "alternative labels": []})).search("nurses")[0].id
    'role/nurse'
    """

    def __init__(self, read: Tables) -> None:
        self._read = read

    def resolve(self, name: str, types: Sequence[str], kind: str) -> Named:
        """The one thing that a name means.

        In this order: an identifier (`role/x`, `x` where one thing has it, `esco:…`, an IRI); a preferred label (ours,
        then ESCO's, then O*NET's), in any case; the same with singular for plural; an alternative label that only one
        thing has, ours first; a hidden label that only one has, ours first. Roles that are the same by an exact or close
        mapping count as one, of which ours is taken, else ESCO's; a capability goes before a unit of the same name.

        Args:
            types: class names among which to look; empty means all.
            kind: what the message calls it: “role”, “capability” …

        Raises:
            AmbiguousName: where the first of these steps that finds something finds several.
            UnknownName: where none finds anything; carries near names.
        """
        name = name.encode(errors="replace").decode()  # bytes of a command line that are no text can't be looked up
        given = " ".join(name.split())
        exact = self._with("id", vocab.identifier(vocab.iri(given)), types, True)
        if exact:
            return self._one(exact, name, kind)
        for origin in _ORIGINS if given else ():
            own = [n for n in self._with("local", given.casefold(), types, True) if tables.origin(n.id) == origin]
            if own:
                return self._one(own, name, kind)
        for column, form in (("folded", folded), ("singular", singular)):
            found = self._with(column, form(given), types, True)
            for origin in _ORIGINS:
                of_origin = [n for n in found if tables.origin(n.id) == origin]
                if of_origin:
                    return self._one(of_origin, name, kind)
        others = self._with("singular", singular(given), types, False)
        ours = [n for n in others if self._is_ours(n)]
        for found in ([n for n in among if n.hidden == hidden] for hidden in (False, True) for among in (ours, others)):
            if len(self._of_one_start(found)) > 1:  # whose preferred label has the words may be meant as well
                named = map(_named, self._read.with_word("names", "singular", singular(given)))
                found += [n for n in named if n.preferred and (not types or n.type in types)]
            if found:
                return self._one(found, name, kind)
        few = "Role" in types and self._read.counts("names", "type", "id").get("Role", 0) < _FEW_ROLES
        raise UnknownName(name, kind, _candidates(self.search(name, types, limit=5)), _IMPORT if few else "")

    def _is_ours(self, named: Named) -> bool:
        """Whether our own data gives a thing this label: one of ours, or an alias of a thing of a classification."""
        return tables.origin(named.id) == "rolepath" or (named.id, named.name) in self._aliases

    @cached_property
    def _aliases(self) -> frozenset[tuple[str, str]]:
        return frozenset((row["id"], row["label"]) for row in self._read["aliases"]) if "aliases" in self._read else frozenset()

    def _with(self, column: str, value: str, types: Sequence[str], preferred: bool) -> list[Named]:
        found = map(_named, self._read.where("names", column, value))
        return [n for n in found if n.preferred == preferred and (not types or n.type in types)]

    def _one(self, found: Iterable[Named], name: str, kind: str) -> Named:
        by_id = {n.id: n for n in sorted(found, key=lambda n: (n.preferred, n))}  # of one thing, the preferred label is shown
        kept = self._of_one_start(by_id.values())
        if len(kept) > 1:
            raise AmbiguousName(name, kind, _candidates(_nearest(name, by_id.values())))
        return kept[0]

    def _of_one_start(self, found: Iterable[Named]) -> list[Named]:
        """The things of these, each once; but one alone where all are twins of it, or units beside one capability."""
        by_id = {n.id: n for n in found}
        if len(by_id) < 2:
            return list(by_id.values())
        kinds = {n.type for n in by_id.values()}
        if "Unit" in kinds and len(kinds) > 1 and kinds <= set(CAPABILITY_TYPES):
            return self._of_one_start(n for n in by_id.values() if n.type != "Unit")
        if kinds == {"Role"}:
            for first in sorted(by_id.values(), key=lambda n: (_ORIGINS.index(tables.origin(n.id)), n.id)):
                if by_id.keys() <= {first.id, *pool(self._read, first.id)}:  # equal ones are one start
                    return [first]
        return list(by_id.values())

    def by_id(self, identifier: str) -> Named:
        """The thing of that identifier, under its preferred label; raises KeyError where there is none."""
        for named in self._with("id", identifier, (), True):
            return named
        raise KeyError(identifier)

    @cached_property
    def _all(self) -> list[Named]:
        return [_named(row) for row in self._read["names"]]

    def search(self, text: str, types: Sequence[str] = (), limit: int = 20) -> list[Match]:
        """Things whose labels are like a text, typing errors included: best first, then by label and identifier."""
        from rapidfuzz import fuzz, process

        among = [n for n in self._all if not types or n.type in types]
        wanted = folded(text.encode(errors="replace").decode())
        if not wanted:
            return []
        names = [folded(n.name) for n in among]
        best: dict[str, Match] = {}
        for _, score, position in process.extract(wanted, names, scorer=fuzz.WRatio, limit=None, score_cutoff=_ENOUGH):
            n = among[position]
            whole = fuzz.ratio(wanted, names[position])
            rank = round(0.5 * score + 0.5 * max(whole, 95.0 if wanted in names[position].split() else 0.0), 1)
            if rank >= _ENOUGH and (n.id not in best or rank > best[n.id].score):
                best[n.id] = Match(n.id, n.label, n.type, n.label if n.hidden else n.name, rank)
        return sorted(best.values(), key=lambda m: (-m.score, m.label, m.id))[:limit]


def _nearest(name: str, found: Iterable[Named]) -> list[Match]:
    """Things that a name fits, those first whose labels are most like it; ties by label and identifier."""
    from rapidfuzz import fuzz

    matches = [Match(n.id, n.label, n.type, n.label if n.hidden else n.name, fuzz.ratio(folded(name), folded(n.label))) for n in found]
    return sorted(matches, key=lambda m: (-m.score, m.label.casefold(), m.id))


def _candidates(matches: Sequence[Match]) -> list[tuple[str, str]]:
    return [(m.id, m.label if m.label == m.matched else f"{m.label} ({m.matched})") for m in matches]


def _named(row: tables.Row) -> Named:
    return Named(row["id"], row["label"], row["type"], row["name"], "preferred" in row, "hidden" in row)
