"""What planning works on: roles, units, what roles ask and bring, credits and offers as frozen tables.

Shares, levels, strengths and credit factors are integers in thousandths, so that comparisons are exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from rolepath.evidence import Cited
from rolepath.planning.assumptions import Assumptions
from rolepath.planning.conditions import Condition
from rolepath.planning.result import Range, Thing


@dataclass(frozen=True, order=True)
class Member:
    """One part of a unit: a capability, or a set of which any one will do; part: its share of the unit, of all parts given."""

    capabilities: tuple[str, ...]
    part: int = 1


@dataclass(frozen=True, order=True)
class Unit:
    """What is learned, judged and shown together. enough: how much of its members is all that is asked, in thousandths.

    size: S, M or L. after: the units that have to be covered before. order: its place among the modules.
    """

    id: str
    label: str
    area: str
    order: int
    size: str
    enough: int
    exchangeable: bool
    members: tuple[Member, ...]
    after: tuple[str, ...] = ()
    deliverable: str | None = None


@dataclass(frozen=True, order=True)
class AskedMember:
    """A member that a role asks for: any one of the capabilities at `need`; the parts of a unit add up to 1000."""

    capabilities: tuple[str, ...]
    need: int
    part: int


@dataclass(frozen=True)
class AskedUnit:
    """A unit that a role asks for, as `units.asked_units` has it.

    weight: thousandths of the strength, useful units scaled down. inherited: the broader role that asks for it where the role itself
    doesn't. requirements: identifiers of what says so. learnable: whether it can be studied.
    """

    id: str
    label: str
    area: str
    order: int
    size: str
    enough: int
    exchangeable: bool
    necessity: str
    strength: int
    members: tuple[AskedMember, ...]
    after: tuple[str, ...] = ()
    weight: int = 0
    inherited: str | None = None
    disputed: bool = False
    claims: int = 1
    requirements: tuple[str, ...] = ()
    learnable: bool = True

    @property
    def essential(self) -> bool:
        return self.necessity == "essential"

    @property
    def need(self) -> int:
        """The level at which holding the unit itself covers it."""
        return max(member.need for member in self.members)


@dataclass(frozen=True, order=True)
class Area:
    """A group of units; order: its place among the areas."""

    id: str
    label: str
    order: int


@dataclass(frozen=True, order=True)
class Requirement:
    """A role asks for one of `capabilities` at `level`; weight is how strongly, of itself.

    signal: it only shows a thing, or illustrates one, and asks for nothing (then weight is 0).
    """

    id: str
    capabilities: tuple[str, ...]
    necessity: str
    level: int
    weight: int
    signal: bool = False

    @property
    def essential(self) -> bool:
        return self.necessity == "essential"


@dataclass(frozen=True, order=True)
class Ask:
    """A role asks for a unit (or a capability that is in none): strength over all claims on it and its members.

    necessity: essential, important or useful. claims: pieces of evidence that count. disputed: a source denies it.
    """

    id: str
    unit: str
    necessity: str
    strength: int
    claims: int
    disputed: bool = False


@dataclass(frozen=True, order=True)
class Holding:
    """The share of a role's people who have a capability or unit, and at which level (None: the usual one).

    counted: people or ads were counted, or a framework asks it of everyone. sources: how many independent ones say so.
    """

    id: str
    capability: str
    share: int
    level: int | None
    counted: bool
    sources: int


@dataclass(frozen=True, order=True)
class Credit:
    """Holding `held` covers `factor` thousandths of what it counts towards; 1000: itself, an exact mapping, or what includes it."""

    held: str
    factor: int
    via: str


@dataclass(frozen=True, order=True)
class Teaching:
    """An offer raises a capability or unit to `level` (None: the usual one), in so many hours of it where a syllabus says so."""

    id: str
    offer: str
    capability: str
    level: int | None
    hours: Range | None = None


@dataclass(frozen=True, order=True)
class Resource:
    """A course, book, documentation or exercise for a unit; what isn't published is None. first: whether it is what to open first."""

    id: str
    label: str
    kind: str
    provider: str
    url: str
    hours: Range | None = None
    price: Range | None = None
    currency: str | None = None
    licence: str | None = None
    first: bool = False


@dataclass(frozen=True, order=True)
class OfferFacts:
    """A program, project or task: what the sources say of its length, effort and price, or None where they don't.

    thing.kind is program, project or task. fits: of a task, the roles in which it can be done; none named: any job.
    after: of a project or task, the units that have to be covered before.
    """

    thing: Thing
    program_kind: str | None
    months: tuple[Range, ...] = ()
    semesters: tuple[Range, ...] = ()
    credits: Range | None = None
    hours: Range | None = None
    price: Range | None = None
    currency: str | None = None
    fits: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    deliverable: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Network:
    """One dataset, as planning sees it. `evidence` gives the evidence of a statement or entity by identifier."""

    roles: Mapping[str, Thing]
    capabilities: Mapping[str, Thing]
    """also the units, with kind `unit`"""
    units: Mapping[str, Unit]
    areas: Mapping[str, Area]
    requirements: Mapping[str, tuple[Requirement, ...]]
    """role → what it asks of single capabilities, in the words of its sources"""
    asks: Mapping[str, tuple[Ask, ...]]
    """role → what it asks of units, where sources other than classifications say so"""
    wider: Mapping[str, tuple[tuple[str, bool], ...]]
    """role → the next broader roles, each with whether the role is a grade of it"""
    holdings: Mapping[str, tuple[Holding, ...]]
    pool: Mapping[str, tuple[str, ...]]
    """role → the roles that are the same by an exact or close mapping, without itself"""
    broader: Mapping[str, tuple[str, ...]]
    """capability → the next broader ones"""
    credits: Mapping[str, tuple[Credit, ...]]
    """by the capability or unit that they count towards"""
    entries: Mapping[str, Condition]
    """program → what it asks of an applicant, where known"""
    teachings: Mapping[str, tuple[Teaching, ...]]
    """by offer"""
    offers: Mapping[str, OfferFacts]
    resources: Mapping[str, tuple[Resource, ...]]
    """by unit"""
    transitions: Mapping[tuple[str, str], str]
    """(from, to) → identifier of the transition that a source documents"""
    regulated: frozenset[str]
    """roles that ask for a licence"""
    zones: Mapping[str, int]
    """role → job zone (how much preparation it takes), where a classification gives one"""
    assumptions: Assumptions
    evidence: Mapping[str, tuple[Cited, ...]] = field(repr=False)
    licences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """role → the reviewed licences that it asks for; a regulated role may have none that is known by name"""
    leading: frozenset[str] = frozenset()
    """leading positions, for which people take degrees"""
    asked: dict[str, tuple[AskedUnit, ...]] = field(default_factory=dict, repr=False, compare=False)
    """role → what `units.asked_units` made of the rest, kept"""

    @cached_property
    def kept(self) -> dict[Any, Any]:
        """What was worked out from the tables and takes time, by what else it hangs on."""
        return {}

    @cached_property
    def unit_of(self) -> Mapping[str, str]:
        """capability → the unit that it is a member of"""
        return {c: unit.id for _, unit in sorted(self.units.items()) for member in unit.members for c in member.capabilities}

    def allowed(self, licensed_for: Iterable[str]) -> frozenset[str]:
        """The regulated roles in which whoever holds the licences of these roles may work: those, and others that ask for no more."""
        own = frozenset(licensed_for)
        held = {licence for role in own for licence in self.licences.get(role, ())}
        return own | {role for role, asked in self.licences.items() if held.issuperset(asked)}
