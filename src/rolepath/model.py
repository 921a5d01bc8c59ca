"""The records of a data folder: frozen, typed, with units.

Each class describes one kind of record; `KINDS` says under which key of a YAML
file it stands. The JSON Schema of the format (`rolepath schema`) is made from these
classes, and each field is a term of `ontology/context.jsonld`, through which a record
becomes RDF.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    Tag,
    model_validator,
)

ID_PATTERN = r"^([a-z]+(-[a-z]+)*/[a-z0-9]+([-.][a-z0-9]+)*(/[a-z0-9]+([-.][a-z0-9]+)*)*|(esco|onet):[A-Za-z0-9_-]+([./][A-Za-z0-9_-]+)*)$"
EDITORS = "source/rolepath-editors"

Ref = Annotated[str, Field(pattern=ID_PATTERN, description="Identifier of a record: kind/slug, esco:… or onet:…")]
Text = Annotated[str, Field(min_length=1, max_length=600)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def _exact(value: object) -> object:
    """Reads a YAML number as the decimal that was written, not as its binary neighbour."""
    if isinstance(value, bool):
        raise ValueError("expected a number")
    return Decimal(str(value)) if isinstance(value, int | float) else value


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


Number = Annotated[
    Decimal,
    BeforeValidator(_exact),
    PlainSerializer(_plain, return_type=str, when_used="json"),
    Field(allow_inf_nan=False, max_digits=18),
]
Share = Annotated[Number, Field(gt=0, le=1, description="A share in (0, 1]")]

Modality = Literal[
    "must", "should", "does", "mentions", "example", "signal", "denies", "ads",
    "essential", "optional", "lists", "in demand", "activity",
]  # fmt: skip
"""A text's wording; counted job ads; ESCO's relation; O*NET's lists: of technologies and tools, of those in demand, of work activities."""
TEXT_MODALITIES = ("must", "should", "does", "mentions", "example", "signal", "denies")
COUNT_MODALITIES = ("ads",)
DATASET_MODALITIES = ("essential", "optional", "lists", "in demand", "activity")
ASKS_NOTHING = ("example", "signal")
"""Named to illustrate, and how one shows a thing: neither asks for it."""
SkillKind = Literal["knowledge", "competence", "transversal", "credential", "experience"]
Necessity = Literal["essential", "optional", "signal"]
UnitNecessity = Literal["essential", "important", "useful"]
MOST_NESTED = 20
"""How deep a condition may be nested: far more than anyone writes, far less than Python can walk through."""


class Model(BaseModel):
    """What every class of the format shares: unknown fields are errors, values don't change."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=False)

    @model_validator(mode="after")
    def _lists_name_each_once(self) -> Model:
        for name, value in self.__dict__.items():
            if isinstance(value, tuple) and len(value) > 1 and all(isinstance(v, str) for v in value) and len(set(value)) < len(value):
                twice = sorted({v for v in value if value.count(v) > 1})
                raise ValueError(f"{name} names {', '.join(twice)} twice")
        return self


# --- evidence ---------------------------------------------------------------------------------


class _Evidence(Model):
    on: str | None = Field(None, description="The field of the record that this supports; without it, the record itself.")
    modality: Modality | None = Field(None, description="How strongly it says so; needed where a strength is derived.")
    attributed_to: Ref | None = Field(None, description="The organization or person that the source names as saying so.")


class Passage(_Evidence):
    """Words of a document: start and end are code points of the repaired text, end exclusive."""

    source: Ref
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    words: str = Field(min_length=1, description="The exact words: at most 8, never a whole sentence.")

    @model_validator(mode="after")
    def _check(self) -> Passage:
        if self.end <= self.start:
            raise ValueError(f"end {self.end} is not after start {self.start}")
        if self.end - self.start != len(self.words):
            raise ValueError(
                f"start {self.start} and end {self.end} span {self.end - self.start} characters, the quoted words have {len(self.words)}"
            )
        _at_most_8_words(self.words)
        return self

    @property
    def key(self) -> str:
        return f"{self.source.removeprefix('source/')}/{self.start}-{self.end}"


def _at_most_8_words(quoted: str) -> None:
    if len(quoted.split()) > 8:
        raise ValueError(f"quotes {len(quoted.split())} words; at most 8 are allowed")


class Quotation(_Evidence):
    """What a public page says: a few of its words, or what it states in our own."""

    source: Ref
    quote: str | None = Field(None, min_length=1, description="The exact words: at most 8, never a whole sentence.")
    says: Text | None = Field(None, description="What the page states, in our own words.")

    @model_validator(mode="after")
    def _check(self) -> Quotation:
        if self.quote is None and self.says is None:
            raise ValueError("needs quote, says, or both")
        if self.quote is not None:
            _at_most_8_words(self.quote)
        return self

    @property
    def key(self) -> str:
        return f"{self.source.removeprefix('source/')}/{_digest(' '.join((self.quote or '', self.says or '')))}"


class Count(_Evidence):
    """How many of so many had something: of people asked, or of job ads. Of a text that was counted nothing else is kept."""

    source: Ref
    n: int = Field(ge=0, description="How many had it.")
    of: int = Field(ge=1, description="Of how many.")
    counted: Text = Field(description="What was counted: postings of product managers that name product strategy.")
    period: str | None = Field(None, min_length=1, description="When: 2016, 2026-03 to 2026-09.")
    region: str | None = Field(None, min_length=1)

    @model_validator(mode="after")
    def _check(self) -> Count:
        if self.n > self.of:
            raise ValueError(f"{self.n} of {self.of} is more than all")
        return self

    @property
    def share(self) -> Decimal:
        """n / of, in thousandths, halves up."""
        return Decimal((2000 * self.n + self.of) // (2 * self.of)) / 1000

    @property
    def key(self) -> str:
        said = f"{self.n}/{self.of} {self.counted} {self.period} {self.region}"
        return f"{self.source.removeprefix('source/')}/{_digest(said)}"


class DatasetRecord(_Evidence):
    """A row of a dataset: the file and what identifies the row in it."""

    source: Ref
    file: str = Field(min_length=1)
    key_in_file: str = Field(min_length=1, description="IRIs or codes that identify the row, separated by a space.")

    @property
    def key(self) -> str:
        return f"{self.source.removeprefix('source/')}/{_digest(self.file + ' ' + self.key_in_file)}"


class Reason(_Evidence):
    """A reason of our own, in one sentence."""

    reason: Text

    @property
    def source(self) -> str:
        return EDITORS

    @property
    def key(self) -> str:
        return f"reason/{_digest(self.reason)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def _evidence_kind(value: Any) -> str:
    keys = value if isinstance(value, dict) else getattr(type(value), "model_fields", {})
    return next((kind for kind, told_by in _TOLD_BY.items() if not told_by.isdisjoint(keys)), "passage")


_TOLD_BY = {
    "reason": {"reason"},
    "record": {"file", "key_in_file"},
    "count": {"n", "of", "counted"},
    "passage": {"start", "end", "words"},
    "quotation": {"quote", "says"},
}
"""The fields of which one tells the kind of an evidence."""
EVIDENCE_KINDS: dict[str, type[_Evidence]] = {
    "passage": Passage,
    "record": DatasetRecord,
    "reason": Reason,
    "quotation": Quotation,
    "count": Count,
}
_KIND_OF = {cls: kind for kind, cls in EVIDENCE_KINDS.items()}

Evidence = Annotated[
    Annotated[Passage, Tag("passage")]
    | Annotated[DatasetRecord, Tag("record")]
    | Annotated[Reason, Tag("reason")]
    | Annotated[Quotation, Tag("quotation")]
    | Annotated[Count, Tag("count")],
    Discriminator(_evidence_kind),
]


def evidence_kind(evidence: Evidence) -> str:
    """passage, record, reason, quotation or count."""
    return _KIND_OF[type(evidence)]


# --- conditions -------------------------------------------------------------------------------


class Condition(Model):
    """What has to hold: one leaf, or `all_of`, `any_of`, or `at_least` n `of` some. `all_of: []` asks for nothing."""

    capability: Ref | None = None
    level: Share | None = Field(None, description="With capability: the level asked for; without it, the usual one.")
    program: Ref | None = None
    role: Ref | None = None
    degree: str | None = Field(None, description="A degree that must be held: bachelor, master, doctorate.")
    years: Number | None = Field(None, gt=0, description="Years of experience, in years.")
    all_of: tuple[Condition, ...] | None = None
    any_of: tuple[Condition, ...] | None = Field(None, min_length=1)
    at_least: int | None = Field(None, ge=1)
    of: tuple[Condition, ...] | None = Field(None, min_length=1)

    @model_validator(mode="after")
    def _check(self) -> Condition:
        forms = [n for n in ("capability", "program", "role", "degree", "years", "all_of", "any_of", "of") if getattr(self, n) is not None]
        if len(forms) != 1:
            raise ValueError("a condition is exactly one of capability, program, role, degree, years, all_of, any_of, at_least … of")
        if (self.of is None) != (self.at_least is None):
            raise ValueError("at_least and of go together")
        if self.of is not None and self.at_least is not None and self.at_least > len(self.of):
            raise ValueError(f"at_least {self.at_least} of {len(self.of)} can never hold")
        if self.level is not None and self.capability is None:
            raise ValueError("level goes with capability")
        if self.depth > MOST_NESTED:
            raise ValueError(f"nested too deep: at most {MOST_NESTED} conditions within each other")
        return self

    @property
    def depth(self) -> int:
        """How many conditions stand within each other, this one counted."""
        return 1 + max((part.depth for part in self.parts), default=0)

    @property
    def parts(self) -> tuple[Condition, ...]:
        """The conditions below this one, in order; none for a leaf."""
        return self.all_of or self.any_of or self.of or ()

    def all_of_capabilities(self) -> tuple[str, ...]:
        """The capabilities that hold in every way of meeting this condition."""
        if self.capability is not None:
            return (self.capability,)
        if self.all_of is not None or (self.of is not None and self.at_least == len(self.of)):
            return tuple(c for part in self.parts for c in part.all_of_capabilities())
        return ()

    def references(self) -> tuple[tuple[str, str], ...]:
        """(field, identifier) of every record this condition names."""
        own = tuple((f, v) for f in ("capability", "program", "role") if (v := getattr(self, f)) is not None)
        return own + tuple(r for part in self.parts for r in part.references())


# --- amounts ----------------------------------------------------------------------------------


class _Amount(Model):
    low: Number = Field(ge=0)
    high: Number = Field(ge=0)

    @model_validator(mode="after")
    def _check(self) -> _Amount:
        if self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}")
        return self


class Hours(_Amount):
    """A range of hours."""


class Price(_Amount):
    """A range of money, 0 for what is free."""

    currency: str = Field(pattern=r"^[A-Z]{3}$")


# --- records ----------------------------------------------------------------------------------


class Record(Model):
    """What has an identifier and evidence. `FACTS` are the fields that need evidence of their own.

    `TERMS` gives the term of the context for each field whose name stands for another thing elsewhere.
    """

    KIND: ClassVar[str]
    TYPES: ClassVar[tuple[str, ...]]
    FACTS: ClassVar[tuple[str, ...]] = ()
    TERMS: ClassVar[dict[str, str]] = {}

    evidence: tuple[Evidence, ...] = Field(min_length=1, description="Why it stands; never empty.")

    @property
    def key(self) -> str:
        """The record's identifier."""
        return self.id  # type: ignore[attr-defined, no-any-return]  # statements have no id and name themselves

    @model_validator(mode="after")
    def _facts_have_evidence(self) -> Record:
        supported = {e.on for e in self.evidence if e.on is not None}
        if supported:
            wrong = sorted(supported - (set(type(self).model_fields) - {"id", "evidence"}))
            if wrong:
                raise ValueError(f"evidence on unknown field: {', '.join(wrong)}")
            empty = sorted(on for on in supported if getattr(self, on) in (None, ()))
            if empty:
                raise ValueError(f"evidence on a field without a value: {', '.join(empty)}")
        missing = [f for f in self.FACTS if getattr(self, f) not in (None, ()) and f not in supported]
        if missing:
            raise ValueError(f"no evidence for {', '.join(missing)} (add an evidence entry with `on: {missing[0]}`)")
        return self


class Entity(Record):
    """A thing with a label."""

    id: Ref
    label: str = Field(min_length=1, max_length=200)
    alt_labels: tuple[str, ...] = ()
    hidden_labels: tuple[str, ...] = Field((), description="Names by which it is found, but that are not shown.")
    description: Text | None = Field(None, description="Our own words.")


class Organization(Entity):
    """An organisation, or a group that publishes under a name."""

    KIND = "organizations"
    TYPES = ("Organization",)
    FACTS = ("part_of",)
    TERMS: ClassVar[dict[str, str]] = {"part_of": "parent_organization"}
    part_of: tuple[Ref, ...] = Field((), description="The next larger organizations.")


class Person(Entity):
    """Someone who wrote or said something."""

    KIND = "persons"
    TYPES = ("Person",)


class Industry(Entity):
    KIND = "industries"
    TYPES = ("Industry",)
    FACTS = ("broader",)
    broader: tuple[Ref, ...] = ()


class Capability(Entity):
    FACTS: ClassVar[tuple[str, ...]] = ("broader", "includes")
    broader: tuple[Ref, ...] = Field((), description="The next broader capabilities (skos:broader).")
    includes: tuple[Ref, ...] = Field((), description="Capabilities that whoever has this one has too.")


class Skill(Capability):
    KIND = "skills"
    TYPES = ("Skill", "Capability")
    skill_kind: SkillKind


class Tool(Capability):
    KIND = "tools"
    TYPES = ("Tool", "Capability")
    FACTS = ("broader", "includes", "exercises")
    exercises: tuple[Ref, ...] = Field((), description="Capabilities that using the tool exercises.")


class Method(Capability):
    """A named way of working: RICE, an A/B test."""

    KIND = "methods"
    TYPES = ("Method", "Capability")


class Regulation(Capability):
    KIND = "regulations"
    TYPES = ("Regulation", "Capability")
    FACTS = ("broader", "includes", "jurisdiction")
    jurisdiction: str | None = None


class Area(Entity):
    """A group of units, which names a phase of learning and a part of the picture of strengths."""

    KIND = "areas"
    TYPES = ("Area",)
    order: int = Field(ge=1, description="Its place among the areas.")


class Member(Model):
    """One part of a unit: a capability, or a set of which any one will do."""

    TYPES: ClassVar[tuple[str, ...]] = ("Member",)
    TERMS: ClassVar[dict[str, str]] = {"part": "portion"}
    capability: Ref | None = None
    any_of: tuple[Ref, ...] | None = Field(None, min_length=2)
    part: int = Field(1, ge=1, le=1000, description="How much of the unit it is, beside the parts of the other members.")

    @model_validator(mode="after")
    def _check(self) -> Member:
        if (self.capability is None) == (self.any_of is None):
            raise ValueError("needs either capability or any_of")
        return self

    @property
    def capabilities(self) -> tuple[str, ...]:
        """The capability, or those of the set, sorted."""
        return (self.capability,) if self.capability is not None else tuple(sorted(self.any_of or ()))


class Unit(Entity):
    """What is learned, judged and shown together."""

    KIND = "units"
    TYPES = ("Unit",)
    FACTS = ("size", "after", "enough")
    TERMS: ClassVar[dict[str, str]] = {"after": "after_units"}
    area: Ref
    order: int = Field(ge=1, description="Its place among the units: what is learned first stands first.")
    size: Literal["S", "M", "L"] = Field(description="How long it takes to learn.")
    exchangeable: bool = Field(False, description="Whether the members do the same, so that some of them are enough.")
    enough: Share | None = Field(None, description="How much of its members is enough; without it, an assumption.")
    members: tuple[Member, ...] = Field(min_length=1, description="What it consists of; equal parts, unless said otherwise.")
    after: tuple[Ref, ...] = Field((), description="Units that have to be covered before.")
    deliverable: Text | None = Field(None, description="What one can show afterwards.")

    @property
    def capabilities(self) -> tuple[str, ...]:
        """Those of all members, in order of the members."""
        return tuple(c for member in self.members for c in member.capabilities)


class Resource(Entity):
    """A course, book, documentation or exercise for units."""

    KIND = "resources"
    TYPES = ("Resource",)
    FACTS = ("hours", "price")
    TERMS: ClassVar[dict[str, str]] = {"provider": "provider_name"}
    units: tuple[Ref, ...] = Field(min_length=1)
    first_for: tuple[Ref, ...] = Field((), description="Those of the units for which this is what to open first.")
    provider: str = Field(min_length=1, description="Who offers it, by name.")
    url: str = Field(pattern=r"^https?://")
    hours: Hours | None = None
    price: Price | None = None
    licence: str | None = Field(None, min_length=1)
    language: str = Field(pattern=r"^[a-z]{2}$")
    resource_kind: Literal["course", "book", "documentation", "exercise", "article"]

    @model_validator(mode="after")
    def _first_of_its_units(self) -> Resource:
        if others := [unit for unit in self.first_for if unit not in self.units]:
            raise ValueError(f"first_for names {', '.join(others)}, which is not among its units")
        return self


class RoleGroup(Entity):
    """A group of a classification of occupations, such as one of ISCO."""

    KIND = "role_groups"
    TYPES = ("RoleGroup",)
    FACTS = ("broader",)
    broader: tuple[Ref, ...] = ()


class Role(Entity):
    """An occupation or position."""

    KIND = "roles"
    TYPES = ("Role",)
    FACTS = ("broader", "seniority", "industries", "hired_through", "regulated", "job_zone", "education", "related")
    broader: tuple[Ref, ...] = Field((), description="The next broader roles, and the groups of a classification that it belongs to.")
    seniority: Literal["junior", "mid", "senior", "lead"] | None = None
    industries: tuple[Ref, ...] = Field((), description="Industries that hire for it.")
    hired_through: tuple[Ref, ...] = Field((), description="Platforms through which it is hired.")
    regulated: bool | None = Field(None, description="Whether a licence is asked for, where a source says so.")
    job_zone: int | None = Field(None, ge=1, le=5, description="How much preparation it takes, from 1 (little) to 5 (extensive).")
    education: Text | None = Field(None, description="The education that most people who answered say is required.")
    related: tuple[Ref, ...] = Field((), description="Roles that a source calls similar, most similar first; not a move.")


class Trait(Entity):
    """What a role offers or whom it suits: an interest, a work value, a work style. Nothing to learn."""

    KIND = "traits"
    TYPES = ("Trait",)
    trait_kind: Literal["interest", "work value", "work style"]


class Licence(Entity):
    """A licence that the law asks for before someone may work in certain roles, or in any role of a group."""

    KIND = "licences"
    TYPES = ("Licence",)
    applies_to: tuple[Ref, ...] = Field(min_length=1, description="Roles, each for itself alone, or groups, each for all roles in it.")


class Program(Entity):
    """A way to learn that someone offers. Its numbers (duration, credits, price) are observations about it."""

    KIND = "programs"
    TYPES = ("Program",)
    FACTS = ("provider", "platforms", "entry", "url")
    program_kind: Literal["degree", "certificate", "specialization", "nanodegree", "bootcamp", "course", "rotation"]
    provider: Ref | None = None
    platforms: tuple[Ref, ...] = ()
    url: str | None = Field(None, pattern=r"^https?://")
    entry: Condition | None = Field(None, description="What it asks of an applicant; `all_of: []`: known to be nothing.")


class Project(Entity):
    """A portfolio project; what it exercises stands in `teachings`."""

    KIND = "projects"
    TYPES = ("Project",)
    FACTS = ("uses_tools", "shows", "after")
    TERMS: ClassVar[dict[str, str]] = {"after": "after_units"}
    uses_tools: tuple[Ref, ...] = ()
    shows: tuple[str, ...] = Field((), description="What it lets a person show, in our own words.")
    after: tuple[Ref, ...] = Field((), description="Units that have to be covered before.")


class Task(Entity):
    """Something to do in the job one has; what it gives stands in `teachings`, at a level."""

    KIND = "tasks"
    TYPES = ("Task",)
    FACTS = ("fits", "after")
    TERMS: ClassVar[dict[str, str]] = {"after": "after_units"}
    fits: tuple[Ref, ...] = Field((), description="Roles in which it can be done; none: any job.")
    deliverable: Text
    after: tuple[Ref, ...] = Field((), description="Units that have to be covered before.")


class Names(Record):
    """Further names of a thing that is defined elsewhere, such as one of a classification."""

    KIND = "names"
    TYPES = ("Names",)
    id: Ref
    alt_labels: tuple[str, ...] = ()
    hidden_labels: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return _path("names", self.id)

    @model_validator(mode="after")
    def _check(self) -> Names:
        if not self.alt_labels and not self.hidden_labels:
            raise ValueError("needs alt_labels, hidden_labels, or both")
        return self


class Responsibility(Record):
    """What a role owns or does, in our own words."""

    KIND = "responsibilities"
    TYPES = ("Responsibility",)
    id: Ref
    label: Text
    role: Ref
    exercises: tuple[Ref, ...] = Field((), description="Capabilities that the source ties to it.")


Aspect = Literal[
    "scope", "learning curve", "stability", "demand", "who it suits", "what sets it apart", "entry point",
    "technical requirements", "tools", "comparison", "designation", "design", "schedule", "advice", "trend",
]  # fmt: skip


class Characteristic(Record):
    """How a role or program is, in our own words, and against which role where a source compares."""

    KIND = "characteristics"
    TYPES = ("Characteristic",)
    id: Ref
    label: Text
    about: Ref
    aspect: Aspect
    compared_with: Ref | None = None


class Observation(Record):
    """One published number: what is measured, as a range whose ends may be open."""

    KIND = "observations"
    TYPES = ("Observation",)
    id: Ref
    label: Text
    about: Ref
    measure: Literal[
        "pay", "pay premium", "growth", "openings", "duration", "credits", "price", "effort", "share of work",
        "work permit extension", "retention increase", "start", "comparison wins", "rank", "pricing",
    ]  # fmt: skip
    statistic: Literal["mean", "median", "range", "count", "option", "example", "value", "lower bound"] = "value"
    low: Number | None = None
    high: Number | None = None
    open_end: bool = Field(False, description="The source says “or more” of the high end.")
    unit: str = Field(min_length=1, description="USD, INR, percent, months, semesters, credits, postings …")
    per: Literal["year", "month", "week", "hour"] | None = None
    region: str | None = None
    seniority: Literal["junior", "mid", "senior", "lead"] | None = None
    segment: str | None = Field(None, description="Which part of the market: top companies, …")
    basis: str | None = Field(None, description="What the number is relative to: to 2030, year over year, total compensation.")
    compared_with: Ref | None = None
    published_by: tuple[Ref, ...] = ()
    as_of: str | None = Field(None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")

    @model_validator(mode="after")
    def _check(self) -> Observation:
        if self.low is None and self.high is None:
            raise ValueError("needs low, high, or both")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}")
        return self


class Source(Model):
    """A document, a dataset, a page of the web, or our own editing."""

    KIND: ClassVar[str] = "sources"
    TYPES: ClassVar[tuple[str, ...]] = ("Source",)
    FACTS: ClassVar[tuple[str, ...]] = ()
    id: Ref
    title: str = Field(min_length=1)
    source_kind: Literal["document", "dataset", "page", "editorial"]
    publisher: str | None = None
    author: str | None = None
    date: Annotated[datetime.date, PlainSerializer(datetime.date.isoformat, return_type=str, when_used="json")] | None = None
    version: str | None = None
    licence: str = Field(min_length=1)
    attribution: str | None = Field(None, description="The sentence that the licence asks for.")
    url: str | None = Field(None, pattern=r"^https?://")
    files_sha256: tuple[Sha256, ...] = Field((), description="SHA-256 of the file, or of each file of a dataset.")
    text_sha256: Sha256 | None = Field(None, description="SHA-256 of the repaired text as UTF-8.")
    cites: tuple[Ref, ...] = Field((), description="Sources that it repeats; they don't count twice.")

    @property
    def key(self) -> str:
        return self.id

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return ()


class Rating(Model):
    """How important something is for a role and at which level it is needed, on the scales of the dataset that says so.

    It is its own evidence: the file and the row stand on it.
    """

    KIND: ClassVar[str] = "ratings"
    TYPES: ClassVar[tuple[str, ...]] = ("Rating",)
    FACTS: ClassVar[tuple[str, ...]] = ()
    role: Ref
    element: Ref = Field(description="The capability or trait that is rated.")
    importance: Number | None = Field(None, ge=0, description="How important it is, on the dataset's scale.")
    rated_level: Number | None = Field(None, ge=0, description="Which level is needed, on the dataset's scale.")
    source: Ref
    file: str = Field(min_length=1)
    key_in_file: str = Field(min_length=1, description="Codes that identify the row, separated by a space.")

    @property
    def key(self) -> str:
        return _path("rating", self.role, self.element)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return ()

    @model_validator(mode="after")
    def _check(self) -> Rating:
        if self.importance is None and self.rated_level is None:
            raise ValueError("needs importance, rated_level, or both")
        return self


# --- statements -------------------------------------------------------------------------------


def _path(*parts: str) -> str:
    return "/".join(part.replace(":", "/") for part in parts)


def requirement_key(role: str, capabilities: Sequence[str]) -> str:
    """The identifier of a role's requirement of any one of these capabilities."""
    return _path("requirement", role, "+".join(c.replace(":", "/") for c in capabilities))


class Requirement(Record):
    """A role asks for a capability or unit, or for any one of a set. Strength and level are derived from the evidence."""

    KIND = "requirements"
    TYPES = ("Requirement", "Statement")
    role: Ref
    capability: Ref | None = Field(None, description="A capability, or a unit.")
    any_of: tuple[Ref, ...] | None = Field(None, min_length=2)

    @model_validator(mode="after")
    def _check(self) -> Requirement:
        if (self.capability is None) == (self.any_of is None):
            raise ValueError("needs either capability or any_of")
        if any(e.modality is None for e in self.evidence):
            raise ValueError("each evidence of a requirement needs a modality")
        if all(e.modality == "denies" for e in self.evidence):
            raise ValueError("a requirement that every source denies is none")
        return self

    @property
    def capabilities(self) -> tuple[str, ...]:
        return (self.capability,) if self.capability is not None else tuple(sorted(self.any_of or ()))

    @property
    def key(self) -> str:
        return requirement_key(self.role, self.capabilities)


class Holding(Record):
    """How many of the people in a role have a capability or unit, and how well."""

    KIND = "holdings"
    TYPES = ("Holding", "Statement")
    role: Ref
    capability: Ref = Field(description="A capability, or a unit.")
    share: Share = Field(description="The share of the people in the role who have it, in (0, 1].")
    level: Share | None = Field(None, description="How well they have it; without it, the usual level of its kind.")

    @property
    def key(self) -> str:
        return _path("holding", self.role, self.capability)


class Teaching(Record):
    """A program, project or task raises a capability or unit."""

    KIND = "teachings"
    TYPES = ("Teaching", "Statement")
    FACTS = ("hours",)
    offer: Ref
    capability: Ref = Field(description="A capability, or a unit.")
    level: Share | None = Field(None, description="To what level, where a source says so.")
    hours: Hours | None = Field(None, description="Of the offer's hours, those spent on it, where a syllabus says so.")

    @property
    def key(self) -> str:
        return _path("teaching", self.offer, self.capability)


class Transition(Record):
    """A source says that people go from one role to another."""

    KIND = "transitions"
    TYPES = ("Transition", "Statement")
    from_role: Ref
    to_role: Ref

    @model_validator(mode="after")
    def _check(self) -> Transition:
        if self.from_role == self.to_role:
            raise ValueError("goes from a role to itself")
        if all(e.modality == "denies" for e in self.evidence):
            raise ValueError("a transition that every source denies is none")
        return self

    @property
    def key(self) -> str:
        return _path("transition", self.from_role, self.to_role)


class Preparation(Record):
    """A source says that a program prepares for a role."""

    KIND = "preparations"
    TYPES = ("Preparation", "Statement")
    program: Ref
    role: Ref

    @property
    def key(self) -> str:
        return _path("preparation", self.program, self.role)


class Prerequisite(Record):
    """A capability is learned after others."""

    KIND = "prerequisites"
    TYPES = ("Prerequisite", "Statement")
    capability: Ref
    needs: Condition

    @property
    def key(self) -> str:
        named = sorted({identifier for _, identifier in self.needs.references()})
        return _path("prerequisite", self.capability, "+".join(n.replace(":", "/") for n in named))


class Mapping(Record):
    """Two capabilities or roles mean the same, nearly the same, or one contains the other (SSSOM); the object may be a unit."""

    KIND = "mappings"
    TYPES = ("Mapping", "Statement")
    subject: Ref
    predicate: Literal["exactMatch", "closeMatch", "broadMatch", "narrowMatch"] = Field(
        description="closeMatch …; broadMatch: the object is broader than the subject."
    )
    object: Ref
    confidence: Share
    justification: Literal["ManualMappingCuration", "LexicalMatching", "CompositeMatching"] = Field(
        "ManualMappingCuration", description="How it was found: by hand, by equal labels, or by several methods together."
    )

    @property
    def key(self) -> str:
        return _path("mapping", self.subject, self.predicate, self.object)


class Assumption(Model):
    """An estimate, with its reason: never a fact, marked in every answer that used it."""

    KIND: ClassVar[str] = "assumptions"
    TYPES: ClassVar[tuple[str, ...]] = ("Assumption",)
    FACTS: ClassVar[tuple[str, ...]] = ()
    id: Ref
    label: Text
    low: Number = Field(ge=0)
    high: Number = Field(ge=0)
    unit: str = Field(min_length=1, description="share, hours, hours per week, months, USD, count")
    reason: Text

    @property
    def key(self) -> str:
        return self.id

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return ()

    @model_validator(mode="after")
    def _check(self) -> Assumption:
        if self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}")
        if self.unit == "share" and not 0 < self.low <= self.high <= 1:
            raise ValueError("a share lies in (0, 1]")
        return self


AnyRecord = Record | Source | Assumption | Rating

RECORDS: tuple[type[Record] | type[Source] | type[Assumption] | type[Rating], ...] = (
    Source, Organization, Person, Industry, Skill, Tool, Method, Regulation, Area, Unit, Resource, RoleGroup, Role, Trait, Licence,
    Program, Project, Task, Names, Responsibility, Characteristic, Observation, Rating, Requirement, Holding, Teaching, Transition,
    Preparation, Prerequisite, Mapping, Assumption,
)  # fmt: skip
KINDS = {record.KIND: record for record in RECORDS}


# --- derived, never typed by hand ---------------------------------------------------------------


class Strength(Model):
    """How strongly a role asks for something, by the rule that is named; without weight where it is but a signal or example."""

    necessity: Necessity
    level: Share
    weight: Share | None
    rule: str


class UnitRequirement(Model):
    """How strongly a role asks for a unit, over all claims of its sources on the unit and its members.

    asks_unit: the unit, or a capability that is in none. claim_count: pieces of evidence that count. derived_from: the requirements.
    """

    TYPES: ClassVar[tuple[str, ...]] = ("UnitRequirement", "Statement")
    role: Ref
    asks_unit: Ref
    necessity: UnitNecessity
    strength: Share
    claim_count: int = Field(ge=1)
    disputed: bool
    rule: str
    derived_from: tuple[str, ...]

    @property
    def key(self) -> str:
        return _path("asks", self.role, self.asks_unit)


class Standing(Model):
    """What a holding rests on: independent sources that say so, and whether people or ads were counted, or a framework asks it of all."""

    source_count: int = Field(ge=1)
    is_counted: bool


class Reach(Model):
    """To what level an offer raises a capability, by the rule that is named."""

    level: Share
    rule: str


class Credit(Model):
    """One capability counts in part towards another: `factor` is κ of PATHS.md."""

    held: Ref
    towards: Ref
    factor: Share
    via: str

    @property
    def key(self) -> str:
        """The identifier of the credit's node."""
        return _path("credit", self.held, self.towards)


CAPABILITIES: tuple[type[Capability], ...] = (Skill, Tool, Method, Regulation)


def capability_kind(record: Capability) -> str:
    """The kind by which levels and hours are assumed: a skill's own kind, else tool, method, regulation."""
    return record.skill_kind if isinstance(record, Skill) else record.TYPES[0].lower()
