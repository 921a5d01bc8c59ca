"""Capabilities of different classifications that have a label in common, as mappings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

ORIGINS = ("", "esco:", "onet:")
"""Ours first, then as identifiers begin."""
_EQUIPMENT = ("onet:tool/", "onet:commodity/")
"""Things to handle; what the others have under the same name is to know about them."""
_SHORTEST = 3
"""An alternative label with fewer letters is an abbreviation of too many things."""

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, order=True)
class Match:
    """subject and object have the label `called` in common; confidence in (0, 1]."""

    subject: str
    predicate: str
    object: str
    confidence: str
    called: str


def label_matches(labels: Iterable[tuple[str, str, bool]], reviewed: Collection[frozenset[str]]) -> list[Match]:
    """Pairs of capabilities from two classifications that a label points to, sorted.

    Preferred labels that are equal in any case make an exact match, or a close one with a piece of equipment. A preferred label that is an
    alternative one of the other makes a close match, if the preferred labels of the two are made of the same words for the most part:
    classifications list examples, parts and wider terms as alternative labels. Two alternative labels make none. A label that several
    things of one classification have points to nothing.

    Args:
        labels: (identifier, label, whether it is the preferred one).
        reviewed: pairs that somebody mapped by hand; what they say stands, and such a pair is left out here.

    >>> label_matches([("skill/sql", "SQL", True), ("esco:skill/1", "sql", True), ("onet:technology/sql", "Sql", False)], [])[0]
    Match(subject='skill/sql', predicate='exactMatch', object='esco:skill/1', confidence='0.9', called='SQL')
    """
    by_label: dict[tuple[str, bool, int], set[str]] = defaultdict(set)
    words: dict[str, str] = {}
    stems: dict[str, frozenset[str]] = {}
    for identifier, label, preferred in labels:
        key = " ".join(label.casefold().replace("-", " ").split())
        words.setdefault(key, label)
        by_label[key, preferred, _origin(identifier)].add(identifier)
        if preferred:
            stems[identifier] = _stems(key)
    found: dict[frozenset[str], Match] = {}
    for (key, preferred, origin), identifiers in sorted(by_label.items(), key=lambda item: (not item[0][1], item[0])):
        for other in range(len(ORIGINS)):
            ways = [(True, "exactMatch", "0.9"), (False, "closeMatch", "0.7")] if preferred and other != origin else []
            for their_preferred, predicate, confidence in ways:
                theirs = by_label.get((key, their_preferred, other), set())
                pair = frozenset(identifiers | theirs)
                if len(identifiers) != 1 or len(theirs) != 1 or pair in reviewed:
                    continue
                first, second = sorted(pair, key=_origin)
                if not their_preferred and (len(key) < _SHORTEST or not _alike(stems.get(first, _NONE), stems.get(second, _NONE))):
                    continue
                if predicate == "exactMatch" and second.startswith(_EQUIPMENT):
                    predicate, confidence = "closeMatch", "0.7"
                match = Match(first, predicate, second, confidence, words[key])
                if pair not in found or predicate == "exactMatch" != found[pair].predicate:
                    found[pair] = match
    return sorted(found.values())


def _origin(identifier: str) -> int:
    return next((n for n, prefix in enumerate(ORIGINS) if prefix and identifier.startswith(prefix)), 0)


def _stems(label: str) -> frozenset[str]:
    """The beginnings of a label's words, without what stands in brackets, so that “listen actively” has those of “active listening”."""
    return frozenset(word[:5] for word in re.findall(r"\w+", re.sub(r"\([^)]*\)", "", label)))


def _alike(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether more than half of the words of the shorter label stand in the other; without words, not."""
    return 2 * len(first & second) > min(len(first), len(second))
