"""Answers as frozen data: what `--format json` writes, and what every renderer reads.

Shares, levels and readiness are numbers in [0, 1], hours are hours of learning or of paid tasks, months calendar months.
The shape is that of "The answer as data" in the design; `to_data` gives it as plain dictionaries and lists.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from rolepath.evidence import Cited

SCHEMA_VERSION = "2"


@dataclass(frozen=True, order=True)
class Range:
    """A range of a quantity; low and high may be equal."""

    low: float
    high: float

    @property
    def mid(self) -> float:
        """The midpoint."""
        return (self.low + self.high) / 2

    def __add__(self, other: Range) -> Range:
        return Range(round(self.low + other.low, 6), round(self.high + other.high, 6))


@dataclass(frozen=True, order=True)
class Money:
    """A range of money in one currency."""

    low: float
    high: float
    currency: str

    @property
    def mid(self) -> float:
        """The midpoint."""
        return (self.low + self.high) / 2


@dataclass(frozen=True, order=True)
class Thing:
    """An entity by identifier and label; origin is the classification it stands in (rolepath, ESCO, O*NET)."""

    id: str
    label: str
    kind: str
    origin: str


@dataclass(frozen=True)
class CreditedBy:
    """What is held that counts towards a capability: how much (factor × level reached), and how. source: said, assumed or learned."""

    id: str
    label: str
    factor: float
    via: str
    level: float
    source: str


@dataclass(frozen=True)
class MemberItem:
    """A member of a unit, how far it is covered, and by what. id: of the first capability of an any-of set."""

    id: str
    label: str
    any_of: tuple[Thing, ...]
    coverage: float
    credited_by: CreditedBy | None


@dataclass(frozen=True)
class UnitItem:
    """A unit that the target asks for: how strongly, who says so, how far it is covered now. share: of the missing readiness.

    inherited: the broader role that asks for it, None where the target itself does. disputed: a source denies it.
    """

    id: str
    label: str
    area: str
    necessity: str
    weight: float
    need: float
    coverage: float
    assumed: bool
    inherited: Thing | None
    disputed: bool
    members: tuple[MemberItem, ...]
    share: float
    evidence: tuple[Cited, ...]


@dataclass(frozen=True)
class AreaItem:
    """A group of units: the share of its weight that is covered, and its share of all weight."""

    id: str
    label: str
    coverage: float
    weight: float


@dataclass(frozen=True)
class CapabilityItem:
    """A capability that the target's sources name, and how far it is covered; signal: it shows a thing, and is asked for by nobody."""

    id: str
    label: str
    coverage: float
    signal: bool = False


@dataclass(frozen=True)
class Assumed:
    """A holding that was assumed: the share of the people in the role who have it, and who says so."""

    capability: Thing
    share: float
    evidence: tuple[Cited, ...]


@dataclass(frozen=True)
class QuestionItem:
    """A question that would sharpen the answer; effect: readiness that a yes adds over a no; hours: of learning that it saves."""

    text: str
    capability: Thing
    share: float
    effect: float
    hours: float


@dataclass(frozen=True)
class Readiness:
    """The band of readiness now, that after the first way (None where there is none), and the stage reached now.

    stage: ready, nearly or not yet. barred_by: licences, degrees and credentials without which neither stage is reached.
    essentials, essentials_met: essential units, and how many of them are covered.
    """

    low: float
    typical: float
    high: float
    after: float | None
    stage: str
    barred_by: tuple[Thing, ...]
    essentials: int
    essentials_met: int


@dataclass(frozen=True)
class ResourceItem:
    """Something to learn a unit from, as published; what isn't is None."""

    id: str
    label: str
    kind: str
    provider: str
    url: str
    hours: Range | None
    price: Money | None
    licence: str | None


@dataclass(frozen=True)
class Closes:
    """What a step raises of one unit of the role it is for: coverage before and after."""

    id: str
    label: str
    necessity: str
    before: float
    after: float


@dataclass(frozen=True)
class Gives:
    """A capability or unit that a step raises, and to which level: what a profile says after it."""

    capability: Thing
    level: float


@dataclass(frozen=True)
class Step:
    """One offer to take, in its place.

    kind: module, program, project or task. start, end: months from the first day of the plan, at the middle of the estimates.
    in_any_case: the share of the drawn estimates under which it is in the best plan reaches the line for that; None where none were drawn.
    stage_after: the stage that is reached with it, where it is reached with this step. strengthen: it comes after ready, and is optional.
    """

    offer: Thing
    kind: str
    label: str
    area: str | None
    resources: tuple[ResourceItem, ...]
    deliverable: str | None
    closes: tuple[Closes, ...]
    gives: tuple[Gives, ...]
    in_any_case: bool | None
    readiness_after: float
    stage_after: str | None
    strengthen: bool
    hours: Range
    months: Range
    money: Money
    start: float
    end: float
    because: str
    evidence: tuple[Cited, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class Hop:
    """One role along a way: what to do before it, how ready that makes for it, and how long to stay (None: the target)."""

    role: Thing
    documented: bool
    readiness_before: float
    readiness_on_entry: float
    tenure: Range | None
    steps: tuple[Step, ...]
    evidence: tuple[Cited, ...]


@dataclass(frozen=True)
class Cost:
    """What a way takes: hours (paid ones among them), months until ready, money; steps counts offers and bridges."""

    hours: Range
    paid_hours: Range
    months: Range
    money: Money
    steps: int


@dataclass(frozen=True)
class Way:
    """Hops from the first role entered to the target.

    kind: best, direct, self-study, on the job, program-led, degree-led or alternative. optimal: no way of its kind is better, proven in
    integers, for the middle of the estimates. bound: what none can be below, in the unit of the cost that is minimised.
    nearly: months until nearly ready, at the middle of the estimates; None where it is so from the start, or never.
    """

    kind: str
    hops: tuple[Hop, ...]
    cost: Cost
    optimal: bool
    bound: float
    nearly: float | None


@dataclass(frozen=True)
class WouldDo:
    """The least of each limit that would do alone, the others as given; None where it alone can't."""

    budget: float | None
    deadline: float | None
    hours_per_week: float | None


@dataclass(frozen=True)
class WithinLimits:
    """Where limits don't suffice: the plan within them that reaches the highest stage, then the highest readiness."""

    way: Way
    stage: str
    readiness_after: float
    left: tuple[Thing, ...]
    would_do: WouldDo


@dataclass(frozen=True)
class Considered:
    """A role that one might have gone through, and why the first way doesn't."""

    role: Thing
    why: str


@dataclass(frozen=True)
class StableStep:
    """An offer, and the share of the drawn estimates under which the best plan has it."""

    offer: Thing
    share: float


@dataclass(frozen=True)
class Flip:
    """An estimate whose change, from its middle to another value in its range, changes the first way: which offer then is out or in."""

    assumption: str
    from_: float
    to: float
    changes: tuple[Thing, ...]


@dataclass(frozen=True)
class Stability:
    """How the first way holds when all estimates are drawn at random within their ranges."""

    draws: int
    seed: int
    steps: tuple[StableStep, ...]
    flips: tuple[Flip, ...]


@dataclass(frozen=True)
class Having:
    """The profile that an answer started from, names resolved. have, some, lack: identifiers, with =level where one was said.

    taken_for: the roles that the first role stands for too. confirmed: what the profile says it has asked about.
    """

    roles: tuple[Thing, ...]
    taken_for: tuple[Thing, ...]
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
    draws: int
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
class Rests:
    """What an answer rests on: estimates, sources, whom the sources name, and what their licences ask for."""

    assumptions: tuple[AssumptionNote, ...]
    sources: tuple[SourceNote, ...]
    organizations: tuple[Thing, ...]
    licences: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """The answer to `gap` (no ways) or `path`.

    units: in order of area and place; covered ones too. ways: the first is the best without any restriction; then the direct one, where
    the first leads through other roles; then the best of each kind that there is. found: whether there is a way, or nothing to do.
    reason: why there is no way, or nothing to do. show_it: what shows a thing and is asked for by nobody, from the sources.
    organizations: those that the sources name as saying so, by which `attributed_to` can be shown. left_out: programs whose pace is above
    the hours a week, or whose price has no exchange rate.
    """

    question: Question
    readiness: Readiness
    areas: tuple[AreaItem, ...]
    units: tuple[UnitItem, ...]
    capabilities: tuple[CapabilityItem, ...]
    assumed: tuple[Assumed, ...]
    questions: tuple[QuestionItem, ...]
    ways: tuple[Way, ...]
    best_within_limits: WithinLimits | None
    alternatives: tuple[Way, ...]
    considered: tuple[Considered, ...]
    stability: Stability | None
    found: bool
    reason: str | None
    notes: tuple[str, ...]
    assumptions: tuple[AssumptionNote, ...]
    sources: tuple[SourceNote, ...]
    organizations: tuple[Thing, ...]
    licences: tuple[str, ...]
    left_out: tuple[Thing, ...] = ()
    schema_version: str = SCHEMA_VERSION

    @property
    def gap(self) -> tuple[UnitItem, ...]:
        """The units that are not covered: largest share of the missing readiness first, then by identifier."""
        return tuple(sorted((u for u in self.units if u.share > 0), key=lambda u: (-u.share, u.id)))


def to_data(answer: Answer) -> dict[str, Any]:
    """The answer as plain data, schema version first; `start_role` and `target` of the question are its `from` and `to`.

    A range is {low, mid, high}.
    """
    data: dict[str, Any] = plain(asdict(answer))
    question = data.pop("question")
    question = {"from": question.pop("start_role"), "to": question.pop("target"), **question}
    return {"schema_version": data.pop("schema_version"), "question": question, **data}


def plain(value: Any) -> Any:
    """Plain data in which ranges have their middle, and names that Python reserves no underscore."""
    if isinstance(value, dict):
        found = {key.rstrip("_"): plain(each) for key, each in value.items()}
        if found.keys() in ({"low", "high"}, {"low", "high", "currency"}):
            found = {"low": found["low"], "mid": round((found["low"] + found["high"]) / 2, 4), **found}
        return found
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value
