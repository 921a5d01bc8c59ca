"""What planning works on: roles, requirements, credits, prerequisites and offers as frozen tables.

Levels, weights and credit factors are integers in thousandths, so that comparisons are exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rolepath.evidence import Cited
from rolepath.planning.assumptions import Assumptions
from rolepath.planning.conditions import Condition
from rolepath.planning.result import Range, Thing


@dataclass(frozen=True, order=True)
class Requirement:
    """A role asks for one of `capabilities` at `level`; weight is how strongly."""

    id: str
    capabilities: tuple[str, ...]
    necessity: str
    level: int
    weight: int

    @property
    def essential(self) -> bool:
        return self.necessity == "essential"


@dataclass(frozen=True, order=True)
class Credit:
    """Holding `held` covers `factor` thousandths of what it counts towards."""

    held: str
    factor: int
    via: str


@dataclass(frozen=True, order=True)
class Teaching:
    """An offer raises a capability to `level`; `assumed` is the identifier of the assumption where no source states the level."""

    id: str
    offer: str
    capability: str
    level: int
    assumed: str | None


@dataclass(frozen=True, order=True)
class OfferFacts:
    """A program or project: what the sources say of its length, effort and price, or None where they don't."""

    thing: Thing
    program_kind: str | None
    months: tuple[Range, ...] = ()
    semesters: tuple[Range, ...] = ()
    credits: Range | None = None
    hours: Range | None = None
    price: Range | None = None
    currency: str | None = None


@dataclass(frozen=True)
class Network:
    """One dataset, as planning sees it. `evidence` gives the evidence of a statement or entity by identifier."""

    roles: Mapping[str, Thing]
    capabilities: Mapping[str, Thing]
    requirements: Mapping[str, tuple[Requirement, ...]]
    credits: Mapping[str, tuple[Credit, ...]]
    """by the capability that they count towards"""
    exercises: Mapping[str, tuple[str, ...]]
    """capability → tools whose use exercises it"""
    prerequisites: Mapping[str, tuple[tuple[str, Condition], ...]]
    """capability → (identifier of the prerequisite, what has to hold before studying, practising or building with it)"""
    entries: Mapping[str, Condition]
    """program → what it asks of an applicant, where known"""
    teachings: Mapping[str, tuple[Teaching, ...]]
    """by capability"""
    offers: Mapping[str, OfferFacts]
    transitions: Mapping[tuple[str, str], str]
    """(from, to) → identifier of the transition that a source documents"""
    also: Mapping[str, tuple[str, ...]]
    """role → the wider or equal roles that whoever holds it holds too"""
    regulated: frozenset[str]
    """roles that ask for a licence"""
    zones: Mapping[str, int]
    """role → job zone (how much preparation it takes), where a classification gives one"""
    assumptions: Assumptions
    evidence: Mapping[str, tuple[Cited, ...]] = field(repr=False)
    licences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """role → the reviewed licences that it asks for; a regulated role may have none that is known by name"""

    def allowed(self, licensed_for: Iterable[str]) -> frozenset[str]:
        """The regulated roles in which whoever holds the licences of these roles may work: those, and others that ask for no more."""
        own = frozenset(licensed_for)
        held = {licence for role in own for licence in self.licences.get(role, ())}
        return own | {role for role, asked in self.licences.items() if held.issuperset(asked)}

    @cached_property
    def taught(self) -> Mapping[str, tuple[Teaching, ...]]:
        """program or project → what it teaches, in order of capability"""
        found: dict[str, list[Teaching]] = {}
        for teachings in self.teachings.values():
            for teaching in teachings:
                found.setdefault(teaching.offer, []).append(teaching)
        return {offer: tuple(sorted(teachings, key=lambda t: t.capability)) for offer, teachings in found.items()}
