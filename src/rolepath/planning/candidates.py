"""Which roles someone is near enough to, for many states of one person that differ little."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from rolepath.planning.arrays import Arrays, Ints
from rolepath.planning.problem import State
from rolepath.planning.profile import Profile


class Candidates:
    """The roles out of `allowed` for which a state's readiness is at least a share, in thousandths.

    The first state takes a pass over all that counts towards anything; each other one only what its levels differ in.
    Someone who holds a role is not counted as meeting it, so roles held have to be left out by the caller.
    """

    def __init__(self, arrays: Arrays, profile: Profile, share: int, allowed: frozenset[str]) -> None:
        self._arrays, self._profile, self._share, self._allowed = arrays, profile, share, allowed

    @cached_property
    def _start(self) -> tuple[Ints, Ints, Ints, Ints]:
        """(levels, coverage of every requirement, Σ w·q of every role, what it takes)."""
        arrays = self._arrays
        levels = arrays.levels(self._profile.levels)
        coverage = arrays.coverage(levels, self._profile.strict)
        standings = arrays.summed(coverage)
        return levels, coverage, standings.score, self._share * standings.weight

    def __call__(self, state: State) -> list[str]:
        """In order of identifier."""
        arrays = self._arrays
        levels, coverage, scores, asked = self._start
        own = self._profile.levels
        raised = {capability: level for capability, level in state.levels.items() if level != own.get(capability, 0)}
        if raised:
            changed = arrays.uses(arrays.numbers(raised))
            levels = np.maximum(levels, arrays.levels(raised))
            more = arrays.weight[changed] * (arrays.coverage(levels, self._profile.strict, changed) - coverage[changed])
            scores = scores + np.bincount(arrays.role_of[changed], more, len(scores)).astype(np.int64)
        found = (arrays.roles[n] for n in np.flatnonzero(scores >= asked).tolist())
        return [role for role in found if role in self._allowed]
