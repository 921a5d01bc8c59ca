"""The answer to which roles are most like one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from rolepath.planning.result import SCHEMA_VERSION, Rests, Thing


@dataclass(frozen=True)
class AlikeIn:
    """One kind of thing in which two roles are alike: what it gives to the score, and the things that do most.

    how: “same”, both have it; “below”, both have it or something more special; “high” or “low”, both are rated above or below the usual.
    """

    what: str
    part: float
    shared: tuple[tuple[str, str], ...]
    """(label, how), most first"""


@dataclass(frozen=True)
class Alike:
    """A role that is like another: how much, at most 1, and by what."""

    role: Thing
    score: float
    reasons: tuple[AlikeIn, ...]


@dataclass(frozen=True)
class Similar:
    """The roles most like one, best first; of: with how many it was compared."""

    role: Thing
    of: int
    roles: tuple[Alike, ...]
    rests: Rests


def to_data(answer: Similar) -> dict[str, Any]:
    """An answer as plain data, schema version and kind first."""
    data = asdict(answer)
    rests = data.pop("rests")
    return {"schema_version": SCHEMA_VERSION, "answer": "similar", **data, **rests}
