"""What the page of a path says, worked out from the answer: words and numbers in reading order, sources numbered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rolepath.evidence import Cited
from rolepath.planning.result import Answer, Considered, GapItem, Hop, Offer, Path, Range, Step
from rolepath.render import path_words as words

_HELPERS = 5


@dataclass(frozen=True)
class Amount:
    """A number in words; whether it is an estimate, and the numbers of the assumptions that it rests on."""

    text: str
    estimate: bool = False
    assumptions: tuple[int, ...] = ()


@dataclass(frozen=True)
class OfferView:
    """A way to learn one thing: how much of it, in how many hours and months, for how much; facts and estimates apart."""

    id: str
    kind: str
    label: str | None
    whole: bool
    known: tuple[str, ...]
    estimated: tuple[str, ...]
    assumptions: tuple[int, ...]
    notes: tuple[int, ...]

    def without_cover(self) -> OfferView:
        """The same without how much it covers, which differs from step to step."""
        apart = [tuple(text for text in texts if not text.startswith("covers ")) for texts in (self.known, self.estimated)]
        return replace(self, known=apart[0], estimated=apart[1])


@dataclass(frozen=True)
class StepView:
    """One thing to learn; `before` and `after` are readiness without and with it."""

    anchor: str
    label: str
    pill: str
    must: bool
    stage: int
    hours: Amount | None
    because: str
    already: tuple[str, ...]
    builds_on: tuple[str, ...]
    before: float
    after: float
    offers: tuple[OfferView, ...]
    notes: tuple[int, ...]

    @property
    def alone(self) -> bool:
        """Whether studying it on one's own stands among the offers."""
        return any(offer.label is None for offer in self.offers)


@dataclass(frozen=True)
class Helper:
    """A program or project with the number of steps that it helps with, and how many of these it covers whole."""

    offer: OfferView
    steps: int
    whole: int


@dataclass(frozen=True)
class HopView:
    """One role on the way: what to do before it, stage by stage; what may be left for later; how long to stay."""

    role: str
    target: bool
    about: tuple[str, ...]
    stages: tuple[tuple[StepView, ...], ...]
    later: tuple[StepView, ...]
    helpers: tuple[Helper, ...]
    stay: Amount | None
    notes: tuple[int, ...]
    ready: float


@dataclass(frozen=True)
class PathView:
    """A path from now to the target: `costs` name what they measure."""

    anchor: str
    title: str
    start: str
    hops: tuple[HopView, ...]
    costs: tuple[tuple[str, Amount], ...]
    optimal: bool

    @property
    def things(self) -> int:
        """How many things there are to learn."""
        return sum(len(steps) for hop in self.hops for steps in hop.stages)


@dataclass(frozen=True)
class Bar:
    """A requirement as a bar: `asked` is how strongly it is asked for, `held` how much of that is there; 100 is the longest."""

    label: str
    must: bool
    share: str
    asked: float
    held: float
    already: str | None
    notes: tuple[int, ...]


@dataclass(frozen=True)
class Longer:
    """A way that another one beats, in a line: its roles before the target, its hours and months, and what is documented."""

    by_way_of: str
    documented: str
    hours: Amount
    months: Amount


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
        self._assumptions = {note.id: (number, note) for number, note in enumerate(answer.assumptions, start=1)}
        self.start = words.sentence(answer.question.start_role.label) if answer.question.start_role else "What you know now"
        self.target = words.sentence(answer.question.target.label)

    def numbers(self, evidence: Iterable[Cited]) -> tuple[int, ...]:
        """The numbers of these evidences, each once, in ascending order."""
        return tuple(sorted({self._number(cited) for cited in evidence}))

    def _number(self, cited: Cited) -> int:
        own = cited.kind == "reason"
        note = Note(
            "Our own reason" if own else self._titles.get(cited.source, cited.source),
            own,
            words.note_text(cited, self._named.get(cited.attributed_to or "")),
        )
        key = (note.source, own, note.text)
        if key not in self._numbers:
            self.notes.append(note)
            self._numbers[key] = len(self.notes)
        return self._numbers[key]

    def bars(self, items: Sequence[GapItem]) -> tuple[Bar, ...]:
        """Requirements as bars, in their order."""
        longest = max((item.weight for item in items), default=1.0) or 1.0
        return tuple(
            Bar(
                label=words.sentence(item.label),
                must=item.necessity == "essential",
                share=words.percent(item.share, 1),
                asked=round(100 * item.weight / longest, 2),
                held=round(100 * item.weight * item.coverage / longest, 2),
                already=words.credit(item),
                notes=self.numbers(item.evidence),
            )
            for item in items
        )

    def longer(self, way: Considered) -> Longer:
        """A way that was considered and is longer than another in hours and in months."""
        between = [words.sentence(role.label) for role in way.roles[:-1]]
        return Longer(
            by_way_of=", then ".join(between) or "No stop between",
            documented=f"{words.counted(way.documented, 'move')} in the sources" if way.documented else "",
            hours=self._estimate(way.cost.hours, "hours", ()),
            months=self._estimate(way.cost.months, "months", ()),
        )

    def path(self, path: Path, number: int) -> PathView:
        """One path, written out; `number` keeps its anchors apart from those of other paths."""
        between = [words.sentence(hop.role.label) for hop in path.hops[:-1]]
        cost = path.cost
        costs = [
            ("Learning", self._estimate(cost.hours, "hours", ())),
            ("Until you are there", self._estimate(cost.months, "months", ())),
        ]
        if cost.money is not None:
            costs.append(("Money", self._estimate(cost.money, "USD", ())))
        return PathView(
            anchor=f"way-{number}",
            title="By way of " + ", then ".join(between) if between else "The direct way",
            start=self.start,
            hops=tuple(self._hop(hop, f"way-{number}-{place}", place == len(path.hops)) for place, hop in enumerate(path.hops, start=1)),
            costs=tuple(costs),
            optimal=path.optimal,
        )

    def _hop(self, hop: Hop, anchor: str, target: bool) -> HopView:
        notes = self.numbers(hop.evidence)
        steps = []
        ready = hop.readiness_on_entry
        for place, step in enumerate(hop.steps, start=1):
            steps.append(self._step(step, hop.gap, f"{anchor}-{place}", ready))
            ready = step.readiness_after
        needed = [view for view, step in zip(steps, hop.steps, strict=True) if step.required]
        stages = tuple(tuple(view for view in needed if view.stage == stage) for stage in sorted({view.stage for view in needed}))
        about = [f"{words.percent(hop.readiness_on_entry)} of what it asks is covered when you come to it"]
        if hop.fit_on_entry:
            about.append("you could apply at once" if not target else "you are ready for it at once")
        elif hop.essentials_open:
            about.append(f"{words.counted(hop.essentials_open, 'must-have')} still open")
        if hop.documented:
            about.append("a source says that people go this way")
        return HopView(
            role=words.sentence(hop.role.label),
            target=target,
            about=tuple(about),
            stages=stages,
            later=tuple(view for view, step in zip(steps, hop.steps, strict=True) if not step.required),
            helpers=self._helpers(needed),
            stay=None if hop.tenure is None else self._estimate(hop.tenure, "months", ()),
            notes=notes,
            ready=needed[-1].after if needed else hop.readiness_on_entry,
        )

    def _step(self, step: Step, gap: Sequence[GapItem], anchor: str, before: float) -> StepView:
        closes = {thing.id for thing in step.closes}
        items = [item for item in gap if {c.id for c in item.capabilities} == closes]
        items = items or [item for item in gap if closes & {c.id for c in item.capabilities}]
        must = any(item.necessity == "essential" for item in items)
        notes = self.numbers(step.evidence)
        return StepView(
            anchor=anchor,
            label=words.sentence(" or ".join(thing.label for thing in step.closes)),
            pill="must-have" if must else "nice to have" if items else "groundwork",
            must=must,
            stage=step.stage,
            hours=None if step.hours is None else self._estimate(step.hours, "hours", step.assumptions),
            because=step.because,
            already=tuple(text for item in items if (text := words.credit(item))),
            builds_on=step.after,
            before=before,
            after=step.readiness_after,
            offers=tuple(self._offer(offer) for offer in step.offers),
            notes=notes,
        )

    def _offer(self, offer: Offer) -> OfferView:
        units = {name: self._unit(name) for name in offer.assumptions}
        whole = offer.covers >= 0.9995
        currency = offer.currency or "(currency unknown)"
        said = [("covers all of it" if whole else f"covers {words.percent(offer.covers)} of it", "share")]
        if offer.hours is not None:
            said.append((words.amount(offer.hours, "hours"), "hours"))
        if offer.months is not None and offer.kind == "program":
            said.append((words.amount(offer.months, "months"), "months"))
        if offer.money is not None and offer.money.high > 0:
            said.append((words.amount(offer.money, currency), currency))
        # an assumption of which no unit is known may stand behind any of the numbers
        anything = None in units.values()
        bare = () if offer.evidence else tuple(measured for _, measured in said if measured != "share")
        estimates = {measured: anything or measured in units.values() or measured in bare for _, measured in said}
        return OfferView(
            id=offer.id,
            kind=words.offer_kind(offer.kind),
            label=None if offer.kind == "self-study" else words.sentence(offer.label),
            whole=whole,
            known=tuple(text for text, measured in said if not estimates[measured]),
            estimated=tuple(text for text, measured in said if estimates[measured]),
            assumptions=self._references(offer.assumptions),
            notes=self.numbers(offer.evidence),
        )

    def _unit(self, assumption: str) -> str | None:
        """What an assumption measures: the first word of its unit (“USD” of “USD per hour”)."""
        found = self._assumptions.get(assumption)
        return found[1].unit.split(" ")[0] if found else None

    def _estimate(self, range_: Range, unit: str, assumptions: Sequence[str]) -> Amount:
        return Amount(words.amount(range_, unit), True, self._references(assumptions))

    def _references(self, names: Iterable[str]) -> tuple[int, ...]:
        return tuple(sorted({self._assumptions[name][0] for name in names if name in self._assumptions}))

    def _helpers(self, steps: Sequence[StepView]) -> tuple[Helper, ...]:
        """The programs and projects that help with most steps; ties: more covered whole, then the identifier."""
        found: dict[str, list[OfferView]] = {}
        for step in steps:
            for offer in {o.id: o for o in step.offers if o.kind in ("Program", "Project")}.values():
                found.setdefault(offer.id, []).append(offer)
        helpers = [Helper(offers[0].without_cover(), len(offers), sum(o.whole for o in offers)) for offers in found.values()]
        return tuple(sorted(helpers, key=lambda h: (-h.steps, -h.whole, h.offer.id))[:_HELPERS])
