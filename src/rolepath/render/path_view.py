"""What the page of a path says, worked out from the answer: words and numbers in reading order, sources numbered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rolepath.evidence import Cited
from rolepath.planning.result import Answer, Closes, Cost, Hop, MemberItem, Range, ResourceItem, Step, UnitItem, Way
from rolepath.render import path_words as words
from rolepath.render.answer_words import stage_words
from rolepath.render.role_words import a
from rolepath.render.schedule import Entry, by_area, of_hop, schedule, strengthening, total
from rolepath.render.shell import shorten
from rolepath.render.step_words import estimated

READY = "Ready in"
"""What the months of a way are called."""


@dataclass(frozen=True)
class Amount:
    """A number in words, and whether it is an estimate."""

    text: str
    estimate: bool = False


@dataclass(frozen=True)
class CloseView:
    """A unit that a step raises: coverage before and after."""

    label: str
    pill: str
    before: float
    after: float


@dataclass(frozen=True)
class ResourceView:
    """Something to learn from: what it is, where, and what is published of it."""

    label: str
    url: str
    about: str


@dataclass(frozen=True)
class StepView:
    """One step; number counts along the way with its jobs, None for what only strengthens. when: in months from the start.

    stage: what is reached with it, empty for nothing new. sure: whether it is in the best way in any case; empty where it isn't known.
    """

    anchor: str
    number: int | None
    kind: str
    label: str
    takes: tuple[Amount, ...]
    when: str
    deliverable: str | None
    resources: tuple[ResourceView, ...]
    closes: tuple[CloseView, ...]
    because: str
    after: float
    stage: str
    sure: str
    assumptions: tuple[int, ...]
    notes: tuple[int, ...]


@dataclass(frozen=True)
class Phase:
    """The steps of one area before one role."""

    title: str
    hours: Amount
    steps: tuple[StepView, ...]


@dataclass(frozen=True)
class HopView:
    """One role on the way: what to do before it, and how long to stay. about: how ready one is for it, in phrases."""

    anchor: str
    role: str
    target: bool
    about: tuple[str, ...]
    phases: tuple[Phase, ...]
    stay: Amount | None
    notes: tuple[int, ...]


@dataclass(frozen=True)
class WayView:
    """A way from now to the target: costs name what they measure, proof says how sure it is that it is the best.

    shows: what one can show afterwards. after: readiness then. more: what makes more of the target, once one is ready.
    """

    anchor: str
    title: str
    hops: tuple[HopView, ...]
    costs: tuple[tuple[str, Amount], ...]
    shows: int
    after: float
    proof: str
    more: tuple[StepView, ...]

    @property
    def count(self) -> int:
        """How many steps there are, jobs on the way aside."""
        return sum(len(phase.steps) for hop in self.hops for phase in hop.phases)


@dataclass(frozen=True)
class MemberView:
    """A part of a unit, how far it is covered, and by what."""

    label: str
    coverage: float
    by: str


@dataclass(frozen=True)
class UnitView:
    """A unit as a bar. share: its part of all that is missing. marks: what else is to be said of it, in phrases."""

    label: str
    pill: str
    coverage: float
    share: str
    marks: tuple[str, ...]
    members: tuple[MemberView, ...]
    notes: tuple[int, ...]


@dataclass(frozen=True)
class AreaView:
    """An area as a bar, with its units; weight: its part of all that is asked for."""

    label: str
    coverage: float
    weight: str
    units: tuple[UnitView, ...]


@dataclass(frozen=True)
class Note:
    """A numbered source note."""

    source: str
    own: bool
    text: str


class Reader:
    """Turns the parts of one answer into what is shown; numbers each evidence when it is first met."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.notes: list[Note] = []
        self._numbers: dict[tuple[object, ...], int] = {}
        self._titles = {source.id: source.title for source in answer.sources}
        self._named = {organization.id: organization.label for organization in answer.organizations}
        self._assumptions = {note.id: number for number, note in enumerate(answer.assumptions, start=1)}
        self._areas = {area.id: area.label for area in answer.areas}
        self.start = words.sentence(answer.question.start_role.label) if answer.question.start_role else "What you know now"
        self.target = words.sentence(answer.question.target.label)

    def numbers(self, evidence: Iterable[Cited]) -> tuple[int, ...]:
        """The numbers of these evidences, each once, in ascending order."""
        return tuple(sorted({self._number(cited) for cited in evidence}))

    def _number(self, cited: Cited) -> int:
        own = cited.kind == "reason"
        title = "Our own reason" if own else self._titles.get(cited.source, cited.source)
        note = Note(title, own, words.note_text(cited, self._named.get(cited.attributed_to or "")))
        key = (note.source, own, note.text)
        if key not in self._numbers:
            self.notes.append(note)
            self._numbers[key] = len(self.notes)
        return self._numbers[key]

    # --- the person, and what is asked ---

    def profile(self) -> tuple[str, ...]:
        """What the person has beside the first role, and lacks, in phrases that go on from “starting from …”."""
        profile = self.answer.question.profile
        labels = _labels(self.answer)
        said = []
        if profile.roles[1:]:
            said.append(f"also {words.named(profile.roles[1:])}")
        if profile.have:
            said.append("with " + ", ".join(_claimed(name, labels) for name in profile.have))
        if profile.programs:
            said.append(f"having done {words.named(profile.programs)}")
        if profile.degrees:
            said.append("with the degree " + ", ".join(profile.degrees))
        if profile.licences:
            said.append(f"with the licence {words.named(profile.licences)}")
        if profile.years:
            said.append(f"with {words.amount(Range(profile.years, profile.years), 'years')} of work")
        if profile.lack:
            said.append("without " + ", ".join(_claimed(name, labels) for name in profile.lack))
        return tuple(said)

    def unit(self, item: UnitItem) -> UnitView:
        """A unit that is asked for."""
        marks = []
        if item.inherited is not None:
            marks.append(f"as {shorten(item.inherited.label, 80)}")
        if item.disputed:
            marks.append("disputed by a source")
        return UnitView(
            label=words.sentence(item.label),
            pill=words.pill(item.necessity),
            coverage=item.coverage,
            share=words.percent(item.share, 1) if item.share else "",
            marks=tuple(marks),
            members=tuple(_member(member) for member in item.members),
            notes=self.numbers(item.evidence),
        )

    def areas(self) -> tuple[AreaView, ...]:
        """All that is asked for, by area."""
        return tuple(
            AreaView(
                words.sentence(area.label),
                area.coverage,
                words.percent(area.weight),
                tuple(self.unit(unit) for unit in self.answer.units if unit.area == area.id),
            )
            for area in self.answer.areas
        )

    # --- ways ---

    def way(self, way: Way, number: int, kinds: Sequence[str]) -> WayView:
        """One way, written out; number keeps its anchors apart from those of other ways, kinds are all that it is."""
        anchor = f"way-{number}"
        between = ", then ".join(a(hop.role.label, hop.role.origin) for hop in way.hops[:-1])
        entries = schedule(way)
        title = words.way_kinds(kinds)
        return WayView(
            anchor=anchor,
            title=f"{title}, through work as {between}" if between else title,
            hops=tuple(self._hop(hop, f"{anchor}-{place}", anchor, of_hop(entries, place)) for place, hop in enumerate(way.hops, start=1)),
            costs=_costs(way.cost, way.nearly),
            shows=sum(1 for entry in entries if entry.step and entry.step.deliverable),
            after=way.hops[-1].readiness_on_entry,
            proof=self._proof(way),
            more=tuple(self._step(step, f"{anchor}-more-{n}", None) for n, step in enumerate(strengthening(way), start=1)),
        )

    def _proof(self, way: Way) -> str:
        asked = self.answer.question.constraints
        which = {
            "best": "of all ways",
            "direct": "of all ways without a job between",
            "alternative": "of the ways that differ as much from those before",
        }.get(way.kind, "of all ways of this kind")
        if way.optimal:
            return f"Proven to take {words.best(asked.minimise)} {which}, for the middle of the estimates."
        unit = asked.currency if asked.minimise == "money" else asked.minimise
        least = words.amount(Range(way.bound, way.bound), unit)
        return f"The best that was found, not proven to be the best: none {which} takes less than {least}, for the middle of the estimates."

    def _hop(self, hop: Hop, anchor: str, way: str, entries: Sequence[Entry]) -> HopView:
        target, stay = hop.tenure is None, hop.tenure
        steps = any(entry.step for entry in entries)
        about = [f"{words.percent(hop.readiness_before)} of what it asks is covered when you come to it"]
        if steps:
            about.append(f"{words.percent(hop.readiness_on_entry)} after these steps")
        else:
            about.append("you are ready for it at once" if target else "you could apply at once")
        if hop.documented:
            about.append("a source says that people go this way")
        return HopView(
            anchor=anchor,
            role=words.sentence(hop.role.label),
            target=target,
            about=tuple(about),
            phases=tuple(self._phase(area, found, way) for area, found in by_area(entries).items()),
            stay=Amount(words.amount(stay, "months"), True) if stay else None,
            notes=self.numbers(hop.evidence),
        )

    def _phase(self, area: str | None, entries: Sequence[Entry], way: str) -> Phase:
        steps = [entry.step for entry in entries if entry.step]
        views = tuple(self._step(entry.step, f"{way}-step-{entry.number}", entry) for entry in entries if entry.step)
        title = words.sentence(self._areas.get(area or "", "Beside these areas"))
        return Phase(title, Amount(words.amount(total(steps), "hours"), any("hours" in estimated(step) for step in steps)), views)

    def _step(self, step: Step, anchor: str, entry: Entry | None) -> StepView:
        guessed = estimated(step)
        takes = [Amount(words.amount(step.hours, "hours"), "hours" in guessed)]
        if step.kind != "module":
            takes.append(Amount(words.duration(step.months), "months" in guessed))
        if step.money.high > 0:
            takes.append(Amount(words.to_pay(step.money), "money" in guessed))
        return StepView(
            anchor=anchor,
            number=entry.number if entry else None,
            kind=words.offer_kind(step.kind),
            label=words.sentence(step.label),
            takes=tuple(takes),
            when=words.between(entry.begins, entry.ends) if entry else "",
            deliverable=step.deliverable,
            resources=tuple(_resource(each) for each in step.resources),
            closes=tuple(_closed(it) for it in step.closes),
            because=words.full_sentence(step.because),
            after=step.readiness_after,
            stage=stage_words(step.stage_after) if step.stage_after else "",
            sure={True: "in any case", False: "one of several choices", None: ""}[step.in_any_case],
            assumptions=tuple(sorted({self._assumptions[name] for name in step.assumptions if name in self._assumptions})),
            notes=self.numbers(step.evidence),
        )


def _labels(answer: Answer) -> dict[str, str]:
    """The labels of all capabilities and units that an answer names."""
    labels = {unit.id: unit.label for unit in answer.units}
    labels |= {member.id: member.label for unit in answer.units for member in unit.members}
    labels |= {thing.id: thing.label for unit in answer.units for member in unit.members for thing in member.any_of}
    credited = [member.credited_by for unit in answer.units for member in unit.members if member.credited_by]
    return labels | {by.id: by.label for by in credited} | {item.capability.id: item.capability.label for item in answer.assumed}


def _claimed(claim: str, labels: dict[str, str]) -> str:
    """A claim (an identifier, maybe with a level) with the label that the answer knows for it."""
    name, _, level = claim.partition("=")
    # an identifier of ours is the label in small letters
    known = labels.get(name) or ("" if ":" in name else name.partition("/")[2].replace("-", " ")) or name
    try:
        return f"{shorten(known, 120)} ({words.percent(float(level))})" if level else shorten(known, 120)
    except ValueError:
        return shorten(claim, 120)


def _costs(cost: Cost, nearly: float | None) -> tuple[tuple[str, Amount], ...]:
    soon = [("Nearly ready in", Amount(words.duration(Range(nearly, nearly)), True))] if nearly else []
    paid = f", {words.amount(cost.paid_hours, '').strip()} of them paid" if cost.paid_hours.high else ""
    return (
        (READY, Amount(words.duration(cost.months), True)),
        *soon,
        ("Learning", Amount(words.amount(cost.hours, "hours") + paid, True)),
        ("Money", Amount(words.to_pay(cost.money), cost.money.high > 0)),
    )


def _member(member: MemberItem) -> MemberView:
    return MemberView(member.label, member.coverage, words.credit(member.credited_by))


def _closed(it: Closes) -> CloseView:
    return CloseView(words.sentence(it.label), words.pill(it.necessity), it.before, it.after)


def _resource(it: ResourceItem) -> ResourceView:
    about = [it.kind, it.provider]
    if it.hours is not None:
        about.append(words.amount(it.hours, "hours"))
    if it.price is not None:
        about.append(words.priced(it.price) if it.price.high else "free")
    return ResourceView(it.label, it.url, ", ".join(part for part in about if part))
