"""Answers as frozen data: what `--format json` writes, and what every renderer reads.

Shares, levels and readiness are numbers in [0, 1], hours are learner hours, months calendar months.
The shape is that of "The answer as data" in the design; `to_data` gives it as plain dictionaries and lists.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from rolepath.evidence import Cited

SCHEMA_VERSION = "1.0"


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
class Offer:
    """A program, project, tool practice or self-study that raises a capability: facts, or marked estimates."""

    id: str
    label: str
    kind: str
    covers: float
    hours: Range | None
    months: Range | None
    money: Range | None
    currency: str | None
    evidence: tuple[Cited, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One thing to close, with every offer for it; `stage` counts generations of prerequisites from 1."""

    closes: tuple[Thing, ...]
    stage: int
    required: bool
    after: tuple[str, ...]
    offers: tuple[Offer, ...]
    hours: Range | None
    readiness_after: float
    because: str
    evidence: tuple[Cited, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class Hop:
    """One role along a path: how ready on entry, what to do before it, how long to stay.

    fit_on_entry: hireable (a bridge) or ready (the target) without any study.
    """

    role: Thing
    documented: bool
    readiness_on_entry: float
    essentials_open: int
    fit_on_entry: bool
    gap: tuple[GapItem, ...]
    steps: tuple[Step, ...]
    tenure: Range | None
    evidence: tuple[Cited, ...]


@dataclass(frozen=True)
class Cost:
    """What a path takes: self-study hours (estimated), months until the target, money where known."""

    hours: Range
    months: Range
    money: Range | None


@dataclass(frozen=True)
class Path:
    """Hops from the first role entered to the target. `optimal` is true only with a proof; `bound` is that proof."""

    hops: tuple[Hop, ...]
    cost: Cost
    optimal: bool = False
    bound: float | None = None


@dataclass(frozen=True)
class Considered:
    """A sequence of roles that another one beats in hours and in months, and what it would take."""

    roles: tuple[Thing, ...]
    documented: int
    cost: Cost


@dataclass(frozen=True)
class Question:
    """What was asked, names resolved, every option that shaped the answer."""

    start_role: Thing | None
    target: Thing
    have: tuple[str, ...]
    lack: tuple[str, ...]
    strict: bool
    readiness: float
    bridge_readiness: float
    max_bridges: int
    hours_per_week: float


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
    """Readiness for the target now, and whether every essential requirement is met."""

    now: float
    essentials: int
    essentials_met: int
    ready: bool


@dataclass(frozen=True)
class Answer:
    """The answer to `gap` (no paths) or `path`.

    blocked: what the target asks for and nothing offers; then there is no path, and `reason` says so.
    organizations: those that the sources name as saying so, by which `attributed_to` can be shown.
    """

    question: Question
    readiness: Readiness
    gap: tuple[GapItem, ...]
    met: tuple[GapItem, ...]
    paths: tuple[Path, ...]
    direct: Path | None
    alternatives: tuple[Path, ...]
    considered: tuple[Considered, ...]
    blocked: tuple[Thing, ...]
    reason: str | None
    notes: tuple[str, ...]
    assumptions: tuple[AssumptionNote, ...]
    sources: tuple[SourceNote, ...]
    organizations: tuple[Thing, ...]
    licences: tuple[str, ...]
    schema_version: str = SCHEMA_VERSION


def to_data(answer: Answer) -> dict[str, Any]:
    """The answer as plain data, schema version first."""
    data = asdict(answer)
    return {"schema_version": data.pop("schema_version"), **data}
