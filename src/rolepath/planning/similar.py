"""Which roles are alike, by how much, and by what: one measure on structured data, the same for every classification.

Two roles are compared block by block, and the blocks in which both are described are averaged by weight:

    score(a, b) = Σ w·s(a, b) / max(Σ w, LEAST_SHARED)      over blocks that describe both, weights summing to 1 over all blocks

Within a block a role is a vector of unit length, and s starts from the cosine of two of them:

- rated (importance of knowledge, interests): each value as its distance from the mean over all roles in standard deviations, then less the
  role's own mean, for some roles are rated high in everything. A missing value is the mean.
- counted (activities, tools, skills): ln(1 + mass) · ln(n / df). The mass of an element is what the role has of it and of all below it
  in the hierarchy; df is how many of the n roles of the block have any, so the logarithm is the element's information content. Each
  vector is brought to unit length, the mean of all is taken off, so that what nearly all have makes none alike, and it is brought to
  unit length again.

A counted block is sparse: two roles may share little by name and yet be like the same others. So s is there the mean, by SECOND_ORDER, of
the cosine K(a, b) and of the cosine of the rows K(a, ·) and K(b, ·), which compares a and b by how near they are to every role.

Everything is symmetric, s(a, a) = 1, and each s is a sum over elements, which is what the reasons show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from rolepath.planning.compared import Flags, How, compared
from rolepath.planning.features import Features, Floats

WEIGHTS: Final[Mapping[str, float]] = {
    "knowledge": 0.30,
    "activities": 0.25,
    "interests": 0.15,
    "tools": 0.15,
    "technology": 0.08,
    "skills": 0.07,
    "competences": 0.85,
    "subjects": 0.15,
}
"""The weight of each block: the first six of O*NET, the last two of ESCO (skills of type skill/competence, and of type knowledge).

Near what `tests/bench/quality.py --tune` finds on one half of the occupations, where the figures hardly change with them; ESCO's were
tried in steps of 0.1. O*NET's work values and work styles came out at zero or near it, and are left out.
"""
LEAST_SHARED: Final = 0.3
"""The share of all weight that must be known of both roles; below it the score falls in proportion, for little evidence proves little."""

_DIGITS = 9
"""Scores that differ less are ties, so that the order in which sums were taken never decides."""


@dataclass(frozen=True, order=True)
class Shared:
    """An element in which two roles are alike, and its part of the block's score.

    how: "same", both have it; "below", both have it or something below it; "high" or "low", both are rated above or below the usual.
    """

    element: str
    part: float
    how: How


@dataclass(frozen=True, order=True)
class BlockReason:
    """What one block says about two roles.

    score: s, from -1 to 1. part: what it gives to the score of the pair; the parts of all blocks add up to it. shared: the elements that
    contribute most, largest first, then by identifier. other: what all other elements contribute, so that it adds up to `score`.
    """

    block: str
    score: float
    part: float
    shared: tuple[Shared, ...]
    other: float


@dataclass(frozen=True, order=True)
class Near:
    """A role that is like the one asked for: the score, at most 1, and why, the block with the largest part first."""

    role: str
    score: float
    reasons: tuple[BlockReason, ...]


class Similarity:
    """The measure, made ready for one set of features.

    Making it ready costs about a product of matrices roles × roles for each counted block: 0.8 s and 75 MB for the 3,007 occupations of
    ESCO on a busy core, and 0.1 s where `lengths` were kept. After that one role against all takes 0.02 s, the reasons of ten roles 0.2 s,
    and all against all 3.5 s.

    >>> from rolepath.planning.features import make_block
    >>> roles = ["baker", "clerk", "cook"]
    >>> held = [("cook", "fry", 1.0), ("cook", "season", 1.0), ("baker", "bake", 1.0), ("baker", "season", 1.0), ("clerk", "file", 1.0)]
    >>> block = make_block("competences", "counted", 1.0, roles, held, [("fry", "heat"), ("bake", "heat")])
    >>> nearest = Similarity(Features(tuple(roles), (block,))).nearest("cook", 1)[0]
    >>> nearest.role, [each.element for each in nearest.reasons[0].shared]
    ('baker', ['heat', 'season'])
    """

    def __init__(self, features: Features, lengths: Mapping[str, Floats] | None = None) -> None:
        self.roles = features.roles
        self._place = {role: n for n, role in enumerate(features.roles)}
        self._blocks = features.blocks
        self._compared = tuple(compared(block, (lengths or {}).get(block.name)) for block in features.blocks)
        whole = sum(block.weight for block in features.blocks)
        self._weights = [block.weight / whole for block in features.blocks]

    @property
    def lengths(self) -> dict[str, Floats]:
        """By block, what takes long to make: give it to the next `Similarity` of the same features, and that is ready at once."""
        found = {block.name: each.lengths for block, each in zip(self._blocks, self._compared, strict=True)}
        return {name: lengths for name, lengths in found.items() if lengths is not None}

    def scores(self, role: str) -> Floats:
        """The score of one role with every role, in their order; 0 where no block describes both.

        Raises:
            KeyError: for a role that is not among them.
        """
        place = self._place[role]
        parts = [each.row(place) for each in self._compared]
        return self._weighed(parts, [each.known & each.known[place] for each in self._compared], len(self.roles))

    def matrix(self) -> Floats:
        """The scores of all with all, roles × roles, symmetric."""
        parts = [each.matrix() for each in self._compared]
        both = [np.outer(each.known, each.known) for each in self._compared]
        return self._weighed(parts, both, (len(self.roles), len(self.roles)))

    def _weighed(self, parts: list[Floats], both: list[Flags], shape: int | tuple[int, int]) -> Floats:
        total, weight = np.zeros(shape), np.zeros(shape)
        for share, part, known in zip(self._weights, parts, both, strict=True):
            total += share * np.where(known, part, 0.0)
            weight += share * known
        return np.asarray(np.round(total / np.maximum(weight, LEAST_SHARED), _DIGITS))

    def nearest(self, role: str, count: int = 10, elements: int = 5) -> tuple[Near, ...]:
        """The roles with the highest scores, best first, equal ones by identifier; the role itself is left out, and so is one of which
        nothing is known. Of each block the `elements` that contribute most are named.

        Raises:
            KeyError: for a role that is not among them.
        """
        scores, place = self.scores(role), self._place[role]
        described = np.any([each.known & each.known[place] for each in self._compared], axis=0) if self._compared else []
        others = [n for n in np.flatnonzero(described).tolist() if n != place]
        others.sort(key=lambda n: (-scores[n], self.roles[n]))
        return tuple(self.between(role, self.roles[n], elements) for n in others[:count])

    def between(self, role: str, other: str, elements: int = 5) -> Near:
        """The score of two roles and why, as `nearest` gives it for `other`.

        Raises:
            KeyError: for a role that is not among them.
        """
        a, b = self._place[role], self._place[other]
        shared = [n for n, each in enumerate(self._compared) if each.known[a] and each.known[b]]
        weight = max(sum(self._weights[n] for n in shared), LEAST_SHARED)
        reasons = [self._reason(n, a, b, self._weights[n] / weight, elements) for n in shared]
        score = round(sum(each.part for each in reasons), _DIGITS)
        return Near(other, score, tuple(sorted(reasons, key=lambda each: (-each.part, each.block))))

    def _reason(self, number: int, a: int, b: int, share: float, elements: int) -> BlockReason:
        block, ready = self._blocks[number], self._compared[number]
        parts = ready.parts(a, b)
        named = [Shared(block.elements[n], float(parts[n]), how) for n, how in ready.shared(a, b) if parts[n] > 0]
        named.sort(key=lambda each: (-round(each.part, _DIGITS), each.element))
        score, top = float(parts.sum()), tuple(named[:elements])
        return BlockReason(block.name, score, share * score, top, score - sum(each.part for each in top))
