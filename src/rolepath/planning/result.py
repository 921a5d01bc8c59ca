"""Answers as frozen data: what `--format json` writes, and what every renderer reads.

Shares, levels and readiness are numbers in [0, 1], hours are learner hours, months calendar months.
The shape is that of "The answer as data" in the design; `to_data` gives it as plain dictionaries and lists.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from rolepath.evidence import Cited

SCHEMA_VERSION = "2.0"


@dataclass(frozen=True)
class Range:
    """A range of a quantity; low and high may be equal."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """The midpoint."""
        return (self.low + self.high) / 2

    def __add__(self, other: Range) -> Range:
        return Range(round(self.low + other.low, 6), round(self.high + other.high, 6))


@dataclass(frozen=True)
class Thing:
    """An entity by identifier and label; origin is the classification it stands in (rolepath, ESCO, O*NET)."""

    id: str
    label: str
    kind: str
    origin: str


@dataclass(frozen=True)
class CreditedBy:
    """What is held that counts towards a requirement: how much (factor × level reached), and how."""

    id: str
    label: str
    factor: float
    via: str
    level: float
    claimed: bool


@dataclass(frozen=True)
class GapItem:
    """A requirement, how far it is covered, and who says that it is one. share: of the missing readiness."""

    id: str
    label: str
    capabilities: tuple[Thing, ...]
    need: float
    coverage: float
    credited_by: CreditedBy | None
    weight: float
    share: float
    necessity: str
    evidence: tuple[Cited, ...]


@dataclass(frozen=True)
class Money:
    """A range of money in one currency."""

    low: float
    high: float
    currency: str

    @property
    def middle(self) -> float:
        """The midpoint."""
        return (self.low + self.high) / 2


@dataclass(frozen=True)
class Closes:
    """What a step raises of one requirement of the role it is for: coverage before and after.

    via: `held` where it is the very thing, else what counts towards it, with the way in brackets: “Data analysis (narrower)”.
    """

    id: str
    label: str
    necessity: str
    before: float
    after: float
    via: str


@dataclass(frozen=True)
class Raises:
    """A capability that a step raises, from one level to another."""

    thing: Thing
    before: float
    after: float


@dataclass(frozen=True)
class Step:
    """One offer to take, in its place: what it raises and closes, which later steps need it, and what it takes.

    offer: the program or project, or the capability that is studied or practised (then the quarter levels in a row are one step).
    needed_for: the later steps of the path whose condition this one helps to meet.
    readiness_after: for the role of the hop. forced: nothing else on offer would do in its place.
    """

    offer: Thing
    kind: str
    raises: tuple[Raises, ...]
    closes: tuple[Closes, ...]
    needed_for: tuple[Thing, ...]
    readiness_after: float
    hours: Range
    months: Range
    money: Money
    forced: bool
    because: str
    evidence: tuple[Cited, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class Hop:
    """One role along a path: what to do before it, how ready that makes, how long to stay.

    readiness_before is that without the steps of this hop, readiness_on_entry that with them; essentials_open counts those not
    covered as far as entering asks (half for a bridge), before the steps. evidence is that of a documented move.
    """

    role: Thing
    documented: bool
    readiness_before: float
    readiness_on_entry: float
    essentials_open: int
    tenure: Range | None
    steps: tuple[Step, ...]
    evidence: tuple[Cited, ...]


@dataclass(frozen=True)
class Cost:
    """What a path takes: hours of study, months until the target, money; steps counts offers (quarter levels each) and bridges."""

    hours: Range
    months: Range
    money: Money
    steps: int


@dataclass(frozen=True)
class Path:
    """Hops from the first role entered to the target.

    optimal: no path through the same roles is better, proven in integers. bound: what none can be below, in the middle of the
    range of the cost that is minimised, in its unit (months, hours, money or steps); equal to the path's own where optimal.
    """

    hops: tuple[Hop, ...]
    cost: Cost
    optimal: bool
    bound: float


@dataclass(frozen=True)
class Considered:
    """A sequence of roles that another one beats: it is dearer by the chosen cost, and saves too little of any other.

    months, hours, money: no plan through these roles that is best by the chosen cost takes less, at the middle of the ranges.
    """

    roles: tuple[Thing, ...]
    documented: int
    months: float
    hours: float
    money: float


@dataclass(frozen=True)
class Having:
    """The profile that an answer started from, names resolved. have: identifier=level, or the identifier alone: as the target asks."""

    roles: tuple[Thing, ...]
    have: tuple[str, ...]
    lack: tuple[str, ...]
    programs: tuple[Thing, ...]
    degrees: tuple[str, ...]
    years: float
    licences: tuple[Thing, ...]


@dataclass(frozen=True)
class Constraints:
    """Every option that shaped the answer. budget is in currency; deadline in months from the start, with its date if one was given."""

    strict: bool
    readiness: float
    bridge_readiness: float
    max_bridges: int
    hours_per_week: float
    minimise: str
    currency: str
    budget: float | None
    deadline: float | None
    deadline_date: str | None
    optimistic: bool
    avoid: tuple[Thing, ...]
    must: tuple[Thing, ...]
    alternatives: int
    time_limit: float | None


@dataclass(frozen=True)
class Question:
    """What was asked. start_role: the first role of the profile, None for someone who holds none; start: the first day of a path."""

    start_role: Thing | None
    target: Thing
    profile: Having
    constraints: Constraints
    start: str | None


@dataclass(frozen=True)
class SourceNote:
    """A source that the answer used, with its licence and the attribution that the licence asks for."""

    id: str
    title: str
    kind: str
    publisher: str | None
    version: str | None
    licence: str
    attribution: str | None
    url: str | None


@dataclass(frozen=True)
class AssumptionNote:
    """An estimate that the answer used."""

    id: str
    label: str
    low: float
    high: float
    unit: str
    reason: str


@dataclass(frozen=True)
class Readiness:
    """Readiness for the target now, and after the first path (None where there is none); whether every essential is met now."""

    now: float
    after: float | None
    essentials: int
    essentials_met: int
    ready: bool


@dataclass(frozen=True)
class Answer:
    """The answer to `gap` (no paths) or `path`.

    paths: the sequences of roles that no other beats, the best by the chosen cost first. direct: without a bridge,
    None where there is none; direct_reason says why. alternatives: next-best, different ones; alternatives_reason says why there are
    fewer than asked for. found: whether there is a path, or nothing to do.
    reason: why there is no path, or nothing to do. left_out: offers that no rate exists for.
    organizations: those that the sources name as saying so, by which `attributed_to` can be shown.
    """

    question: Question
    readiness: Readiness
    gap: tuple[GapItem, ...]
    met: tuple[GapItem, ...]
    paths: tuple[Path, ...]
    direct: Path | None
    direct_reason: str | None
    alternatives: tuple[Path, ...]
    alternatives_reason: str | None
    considered: tuple[Considered, ...]
    left_out: tuple[Thing, ...]
    found: bool
    reason: str | None
    notes: tuple[str, ...]
    assumptions: tuple[AssumptionNote, ...]
    sources: tuple[SourceNote, ...]
    organizations: tuple[Thing, ...]
    licences: tuple[str, ...]
    schema_version: str = SCHEMA_VERSION


def to_data(answer: Answer) -> dict[str, Any]:
    """The answer as plain data, schema version first; `start_role` and `target` of the question are its `from` and `to`."""
    data = asdict(answer)
    question = data.pop("question")
    question = {"from": question.pop("start_role"), "to": question.pop("target"), **question}
    return {"schema_version": data.pop("schema_version"), "question": question, **data}
