"""Answers to what-if and reverse questions as frozen data: what `--format json` writes, and what their renderers read.

Shares, levels and readiness are numbers in [0, 1], hours are learner hours, months calendar months. They share the parts of
`planning.result`, and its schema version.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from rolepath.evidence import Cited
from rolepath.planning.result import (
    SCHEMA_VERSION,
    AssumptionNote,
    Cost,
    CreditedBy,
    Having,
    Money,
    Question,
    Raises,
    Range,
    Readiness,
    SourceNote,
    Thing,
)


@dataclass(frozen=True)
class Rests:
    """What an answer rests on: estimates, sources, the organisations that sources name, and licences."""

    assumptions: tuple[AssumptionNote, ...]
    sources: tuple[SourceNote, ...]
    organizations: tuple[Thing, ...]
    licences: tuple[str, ...]


@dataclass(frozen=True)
class Asks:
    """Something that still has to hold before an offer can be taken, in words, and the things it names."""

    text: str
    things: tuple[Thing, ...]


# --- what if ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Doing:
    """A program or project taken as done: what it raises, what doing it costs, what it asks for that isn't there, who says so."""

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
    """A capability that is supposed to be held: at a level, or (None) as the target asks."""

    thing: Thing
    level: float | None


@dataclass(frozen=True)
class Changes:
    """What is supposed: capabilities held and lacked, programs and projects done."""

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
    """A requirement whose coverage differs; gain: its part of the difference in readiness, negative where coverage falls.

    credited_by: what counts towards it afterwards.
    """

    id: str
    label: str
    necessity: str
    weight: float
    before: float
    after: float
    gain: float
    credited_by: CreditedBy | None
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
    requirements: tuple[Moved, ...]
    steps: tuple[StepChange, ...]
    notes: tuple[str, ...]
    rests: Rests


@dataclass(frozen=True)
class Met:
    """A requirement that is met in full."""

    id: str
    label: str


@dataclass(frozen=True)
class Gain:
    """What one capability, program or project does for readiness, by itself.

    kind: `self-study`, `tool practice`, `program`, `project`, or `not on its own` for what can't be studied. level: to which a
    capability is brought, None for a program or project. per_100_hours: gain per hundred hours in the middle of their range, None
    without hours. meets: the essential requirements it meets. asks: what has to hold before.
    """

    thing: Thing
    kind: str
    level: float | None
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
    """From which readiness a role is ready to be held, can be entered as a step on the way, and is considered as one."""

    readiness: float
    bridge_readiness: float
    bridge_consider: float


@dataclass(frozen=True)
class Opened:
    """What one capability that is held does for all roles that are not.

    same: what maps exactly to it and is held too; it is left out with it. roles: of how many it covers a requirement best. lost:
    readiness without it, summed over all roles. not_…: the roles that are no longer so without it.
    """

    thing: Thing
    same: tuple[Thing, ...]
    level: float
    claimed: bool
    roles: int
    lost: float
    not_ready: tuple[Thing, ...]
    not_hireable: tuple[Thing, ...]
    not_considered: tuple[Thing, ...]


@dataclass(frozen=True)
class Opens:
    """Which capability opens most roles: most readiness lost without it first; roles: how many were looked at."""

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

    ready, hireable: whether it could be held, or entered as a step on the way, now. documented: a source tells of this move. licence:
    `needed` or `held` where the role that is moved to asks for one, with who says so. study: the direct plan of the fewest hours, proven
    the least or not; None where there is none, for the reason in no_path, or where it wasn't asked for.
    """

    role: Thing
    readiness: float
    essentials: int
    essentials_met: int
    ready: bool
    hireable: bool
    documented: bool
    licence: str | None
    study: Cost | None
    proven: bool | None
    no_path: str | None
    evidence: tuple[Cited, ...]
    licence_evidence: tuple[Cited, ...]


@dataclass(frozen=True)
class Unranked:
    """A role of a documented move of which too little is known to rank it; parts: known roles that whoever holds them holds it by."""

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
    data = asdict(answer)
    rests = data.pop("rests")
    if "question" in data:
        question = data.pop("question")
        data = {"question": {"from": question.pop("start_role"), "to": question.pop("target"), **question}, **data}
    else:
        data = {"from": data.pop("start"), **({"to": data.pop("target")} if "target" in data else {}), **data}
    kind = {WhatIf: "whatif", Gains: "gains", Opens: "opens"}.get(type(answer)) or ("reach" if data["to"] is None else "feeders")
    return {"schema_version": SCHEMA_VERSION, "answer": kind, **data, **rests}
