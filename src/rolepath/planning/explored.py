"""Answers to what-if and reverse questions as frozen data: what `--format json` writes, and what their renderers read.

Shares, levels and readiness are numbers in [0, 1], hours are learner hours, months calendar months. They share the parts of
`planning.result`, and its schema version.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from rolepath.evidence import Cited
from rolepath.planning.result import SCHEMA_VERSION, Cost, Having, Money, Question, Range, Readiness, Rests, Thing, plain


@dataclass(frozen=True)
class Asks:
    """Something that still has to hold before an offer can be taken, in words, and the things it names."""

    text: str
    things: tuple[Thing, ...]


# --- what if ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Raises:
    """A capability or unit that an offer raises, from one level to another."""

    thing: Thing
    before: float
    after: float


@dataclass(frozen=True)
class Doing:
    """A program, project or task taken as done: what it raises, what doing it costs, what it asks for that isn't there, who says so."""

    offer: Thing
    kind: str
    raises: tuple[Raises, ...]
    hours: Range
    months: Range
    money: Money
    asks: tuple[Asks, ...]
    evidence: tuple[Cited, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class Supposition:
    """A capability or unit that is supposed to be held: at a level, or (None) as the target asks."""

    thing: Thing
    level: float | None


@dataclass(frozen=True)
class Changes:
    """What is supposed: capabilities and units held and lacked, programs, projects and tasks done."""

    have: tuple[Supposition, ...]
    lack: tuple[Thing, ...]
    do: tuple[Doing, ...]


@dataclass(frozen=True)
class Side:
    """How things stand before or after: readiness, and the best direct plan.

    cost is None where there is no plan, for the reason given, or where none was asked for; optimal: it is proven that none is better.
    """

    readiness: Readiness
    cost: Cost | None
    optimal: bool | None
    reason: str | None


@dataclass(frozen=True)
class Moved:
    """A unit whose coverage differs; gain: its part of the difference in readiness, negative where coverage falls.

    weight: its share of all weight. members: labels of those whose own coverage differs; none where it is held as a whole.
    """

    id: str
    label: str
    necessity: str
    weight: float
    before: float
    after: float
    gain: float
    members: tuple[str, ...]
    evidence: tuple[Cited, ...]


@dataclass(frozen=True)
class StepChange:
    """A step of the plan that differs; change: `falls away`, `comes in`, `takes less` or `takes more`; before, after: its hours."""

    offer: Thing
    kind: str
    change: str
    before: Range | None
    after: Range | None


@dataclass(frozen=True)
class WhatIf:
    """The answer before and after some changes. steps: falling away first, largest first."""

    question: Question
    changes: Changes
    before: Side
    after: Side
    units: tuple[Moved, ...]
    steps: tuple[StepChange, ...]
    notes: tuple[str, ...]
    rests: Rests


@dataclass(frozen=True)
class Met:
    """An essential unit that is covered."""

    id: str
    label: str


@dataclass(frozen=True)
class Gain:
    """What one offer does for readiness, by itself.

    kind: module, program, project or task, or `not on its own` for a credential or years, which can't be studied. per_100_hours: gain per
    hundred hours in the middle of their range, None without hours. meets: the essential units that it covers. asks: what has to hold
    before.
    """

    thing: Thing
    kind: str
    gain: float
    per_100_hours: float | None
    hours: Range | None
    months: Range | None
    money: Money | None
    meets: tuple[Met, ...]
    asks: tuple[Asks, ...]
    evidence: tuple[Cited, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class Gains:
    """What raises readiness, in the order of `by` (`per-hour` or `gain`); total: how many there are, of which `gains` holds the first."""

    question: Question
    changes: Changes
    readiness: Readiness
    by: str
    total: int
    gains: tuple[Gain, ...]
    left_out: tuple[Thing, ...]
    notes: tuple[str, ...]
    rests: Rests


# --- roles ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bars:
    """From which readiness one is ready for a role, and from which nearly."""

    ready: float
    nearly: float


@dataclass(frozen=True)
class Opened:
    """What one thing that is held does for all roles that are not: a unit with everything held of it, or a single capability.

    with_: what is left out with it: what is held of the unit, and what maps exactly to it. said: whether the person said that they have any
    of it; else it is assumed of people in their role. roles: in how many it covers what nothing else that is held does. lost: readiness
    without it, summed over all roles. not_ready, not_nearly: the roles that one is no longer ready, or nearly ready, for without it.
    """

    thing: Thing
    with_: tuple[Thing, ...]
    level: float
    said: bool
    roles: int
    lost: float
    not_ready: tuple[Thing, ...]
    not_nearly: tuple[Thing, ...]


@dataclass(frozen=True)
class Opens:
    """What opens most roles: most readiness lost without it first; roles: how many were looked at."""

    start: Thing | None
    profile: Having
    strict: bool
    bars: Bars
    roles: int
    total: int
    opens: tuple[Opened, ...]
    notes: tuple[str, ...]
    rests: Rests


@dataclass(frozen=True)
class Near:
    """A role and how near it is: from it to the target, or from someone to it.

    readiness: the typical one. stage: ready, nearly or not yet, which a lacking licence, degree or credential bars. documented: a source
    tells of this move. licence: `needed` or `held` where the role that is moved to asks for one, with who says so. study: the direct plan
    of the fewest hours, proven the least or not; None where there is none, for the reason in no_path, or where it wasn't asked for.
    """

    role: Thing
    readiness: float
    stage: str
    essentials: int
    essentials_met: int
    documented: bool
    licence: str | None
    study: Cost | None
    proven: bool | None
    no_path: str | None
    evidence: tuple[Cited, ...]
    licence_evidence: tuple[Cited, ...]


@dataclass(frozen=True)
class Unranked:
    """A role of a documented move of which too little is known to rank it; known: units that it asks for. parts: known roles that are
    narrower."""

    role: Thing
    known: int
    parts: tuple[Thing, ...]
    evidence: tuple[Cited, ...]


@dataclass(frozen=True)
class Reach:
    """The roles near someone, or near a target (then `start` and `profile` are None).

    by: `readiness` or `hours`. total: how many roles were looked at, of which `roles` holds the first. unknown: of how many others not
    enough is known.
    """

    start: Thing | None
    profile: Having | None
    target: Thing | None
    strict: bool
    bars: Bars
    by: str
    total: int
    unknown: int
    roles: tuple[Near, ...]
    unranked: tuple[Unranked, ...]
    notes: tuple[str, ...]
    rests: Rests


Explored = WhatIf | Gains | Opens | Reach


def to_data(answer: Explored) -> dict[str, Any]:
    """An answer as plain data, schema version and kind first; `start_role` and `target` of a question are its `from` and `to`."""
    data = plain(asdict(answer))
    rests = data.pop("rests")
    if "question" in data:
        question = data.pop("question")
        data = {"question": {"from": question.pop("start_role"), "to": question.pop("target"), **question}, **data}
    else:
        data = {"from": data.pop("start"), **({"to": data.pop("target")} if "target" in data else {}), **data}
    kind = {WhatIf: "whatif", Gains: "gains", Opens: "opens"}.get(type(answer)) or ("reach" if data["to"] is None else "feeders")
    return {"schema_version": SCHEMA_VERSION, "answer": kind, **data, **rests}
