"""What the page of a path says, worked out from the answer: words and numbers in reading order, sources numbered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from rolepath.evidence import Cited
from rolepath.planning.result import Answer, Closes, Considered, Cost, GapItem, Hop, Money, Path, Range, Step, Thing
from rolepath.render import path_words as words
from rolepath.render.schedule import Entry, estimated, schedule
from rolepath.render.shell import shorten

MONTHS = "Ready in"
"""What the months of a way are called."""
_SMALL = ("self-study", "tool practice")


@dataclass(frozen=True)
class Amount:
    """A number in words; whether it is an estimate, and the numbers of the assumptions that it rests on."""

    text: str
    estimate: bool = False
    assumptions: tuple[int, ...] = ()


@dataclass(frozen=True)
class CloseView:
    """A requirement that a step raises: coverage before and after, and what the thing learned is to it, if not the very thing."""

    label: str
    must: bool
    before: float
    after: float
    how: str


@dataclass(frozen=True)
class StepView:
    """One step; `number` counts along the path with its jobs, `before` and `after` are readiness without and with it.

    small: study or practice of one thing, as against a program or project. reach: how far one thing is learned, where it is one.
    besides: what is learned and not asked for. study: the hours as numbers. takes: hours, months and money, in this order.
    enough: who needs it as far as it is learned here, if anybody. needed_for: labels with anchors. begins, ends: months from the start.
    """

    anchor: str
    number: int
    small: bool
    kind: str
    label: str
    pill: str
    must: bool
    hours: Amount
    study: Range
    takes: tuple[Amount, ...]
    because: str
    closes: tuple[CloseView, ...]
    reach: tuple[float, float] | None
    besides: tuple[str, ...]
    needed_for: tuple[tuple[str, str | None], ...]
    before: float
    after: float
    begins: Range
    ends: Range
    assumptions: tuple[int, ...]
    notes: tuple[int, ...]
    enough: str = ""


@dataclass(frozen=True)
class Block:
    """Steps in a row: one program or project, or all that is studied and practised between two of these."""

    small: bool
    steps: tuple[StepView, ...]
    hours: Amount

    @property
    def heading(self) -> str:
        """What the steps are, in a few words."""
        if not self.small:
            return self.steps[0].kind
        practice = words.offer_kind("tool practice")
        counts = [
            (words.counted(sum(step.kind != practice for step in self.steps), "thing") + " to study on your own"),
            (words.counted(sum(step.kind == practice for step in self.steps), "tool") + " to practise with"),
        ]
        return ", ".join(text for text in counts if not text.startswith("0 "))


@dataclass(frozen=True)
class HopView:
    """One role on the way: what to do before it, readiness for it without and with that, and how long to stay.

    about: in words, each with the share, an estimate, that it begins with, if any.
    """

    anchor: str
    role: str
    target: bool
    about: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    stay: Amount | None
    stay_begins: Range | None
    stay_ends: Range | None
    notes: tuple[int, ...]
    before: float
    ready: float


@dataclass(frozen=True)
class PathView:
    """A path from now to the target: `costs` name what they measure, `proof` says how sure it is that it is the best."""

    anchor: str
    title: str
    start: str
    hops: tuple[HopView, ...]
    costs: tuple[tuple[str, Amount], ...]
    months: Range
    proof: str

    @property
    def count(self) -> int:
        """How many steps there are, jobs on the way aside."""
        return sum(len(block.steps) for hop in self.hops for block in hop.blocks)


@dataclass(frozen=True)
class Bar:
    """A requirement as a bar: `asked` is how strongly it is asked for, `held` how much of that is there; 100 is the longest.

    already: how much of it is covered, None for nothing; through: by what, in words that go on from “covered”.
    """

    label: str
    must: bool
    share: str
    asked: float
    held: float
    already: Amount | None
    through: str
    notes: tuple[int, ...]


@dataclass(frozen=True)
class Longer:
    """A way that another one beats, in a line: its roles before the target, what it takes at the least, and what is documented."""

    by_way_of: str
    documented: str
    least: tuple[Amount, ...]


@dataclass(frozen=True)
class Note:
    """A numbered source note."""

    source: str
    own: bool
    text: str


_Placed = tuple[str, Entry]
"""An entry of the schedule with its anchor."""


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

    def profile(self) -> tuple[str, ...]:
        """What the person has beside the first role, and lacks, in phrases that go on from “starting from …”."""
        profile = self.answer.question.profile
        said = []
        if profile.roles[1:]:
            said.append(f"also {words.named(profile.roles[1:])}")
        if profile.have:
            said.append("with " + ", ".join(self._claimed(name) for name in profile.have))
        if profile.programs:
            said.append(f"having done {words.named(profile.programs)}")
        if profile.degrees:
            said.append("with the degree " + ", ".join(profile.degrees))
        if profile.licences:
            said.append(f"with the licence {words.named(profile.licences)}")
        if profile.years:
            said.append(f"with {words.amount(Range(profile.years, profile.years), 'years')} of work")
        if profile.lack:
            said.append("without " + ", ".join(self._claimed(name) for name in profile.lack))
        return tuple(said)

    def _claimed(self, claim: str) -> str:
        """A claim (an identifier, maybe with a level) with the label that the answer knows for it."""
        name, _, level = claim.partition("=")
        items = (*self.answer.gap, *self.answer.met)
        labels = {item.credited_by.id: item.credited_by.label for item in items if item.credited_by}
        labels |= {thing.id: thing.label for item in items for thing in item.capabilities}
        # an identifier of ours is the label in small letters
        known = labels.get(name) or ("" if ":" in name else name.partition("/")[2].replace("-", " ")) or name
        label = shorten(known, 120)
        try:
            return f"{label} ({words.percent(float(level))})" if level else label
        except ValueError:
            return shorten(claim, 120)

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
                already=Amount(words.percent(item.coverage), words.guessed(item)) if item.coverage > 0 else None,
                through=words.credit(item),
                notes=self.numbers(item.evidence),
            )
            for item in items
        )

    def longer(self, way: Considered) -> Longer:
        """A way that was considered and that another one beats."""
        least = ((way.months, "months"), (way.hours, "hours"), (way.money, self.answer.question.constraints.currency))
        return Longer(
            by_way_of=words.by_way_of([role.label for role in way.roles[:-1]]) or "No job between",
            documented=f"{words.counted(way.documented, 'move')} in the sources" if way.documented else "",
            least=tuple(Amount(_amount(Range(value, value), unit), True) for value, unit in least if value),
        )

    def path(self, path: Path, number: int, alternative: bool = False) -> PathView:
        """One path, written out; `number` keeps its anchors apart from those of other paths."""
        anchor = f"way-{number}"
        between = words.by_way_of([hop.role.label for hop in path.hops[:-1]])
        entries = schedule(path)
        hops = []
        for place, hop in enumerate(path.hops, start=1):
            named = [(f"{anchor}-step-{entry.number}", entry) for entry in entries if entry.hop >= place]
            hops.append(self._hop(hop, f"{anchor}-{place}", place == len(path.hops), [it for it in named if it[1].hop == place], named))
        return PathView(
            anchor=anchor,
            title="By way of " + between if between else "The direct way",
            start=self.start,
            hops=tuple(hops),
            costs=self._costs(path.cost),
            months=path.cost.months,
            proof=self._proof(path, alternative),
        )

    def _proof(self, path: Path, alternative: bool) -> str:
        asked = self.answer.question.constraints
        pace = f" with {words.amount(Range(asked.hours_per_week, asked.hours_per_week), 'hours')} a week"
        jobs = "through the same jobs" if len(path.hops) > 1 else "without a job between"
        which = f"{jobs} that differ as much from the ways before" if alternative else jobs
        if path.optimal:
            return f"Proven to take {words.best(asked.minimise)} of all choices of steps {which}{pace}, by the middle of each range."
        unit = asked.currency if asked.minimise == "money" else asked.minimise
        least = words.amount(Range(path.bound, path.bound), unit)
        found = "The best that was found, not proven to be the best: "
        return f"{found}no choice of steps {which} takes less than {least}, by the middle of its range."

    def _costs(self, cost: Cost) -> tuple[tuple[str, Amount], ...]:
        return (
            (MONTHS, Amount(words.amount(cost.months, "months"), True)),
            ("Study", Amount(words.amount(cost.hours, "hours"), True)),
            ("Money", Amount(words.to_pay(cost.money), cost.money.high > 0)),
        )

    def _hop(self, hop: Hop, anchor: str, target: bool, inside: Sequence[_Placed], onwards: Sequence[_Placed]) -> HopView:
        """One hop; inside: its entries with their anchors, onwards: these and all later ones."""
        notes = self.numbers(hop.evidence)
        steps = []
        stay = None
        ready = hop.readiness_before
        for place, (name, entry) in enumerate(inside, start=1):
            if entry.step is None:
                stay = entry
            else:
                steps.append(self._step(entry.step, entry, name, ready, onwards[place:]))
                ready = entry.step.readiness_after
        about = [(words.percent(hop.readiness_before), "of what it asks is covered when you come to it")]
        if hop.essentials_open:
            about.append(("", f"{words.counted(hop.essentials_open, words.MUST)} still open"))
        if not hop.steps:
            about.append(("", "you are ready for it at once" if target else "you could apply at once"))
        else:
            about.append((words.percent(hop.readiness_on_entry), "is covered after these steps"))
        if hop.documented:
            about.append(("", "a source says that people go this way"))
        return HopView(
            anchor=anchor,
            role=words.sentence(hop.role.label),
            target=target,
            about=tuple(about),
            blocks=_blocks(steps, hop.steps),
            stay=Amount(words.amount(stay.months, "months"), True) if stay else None,
            stay_begins=stay.begins if stay else None,
            stay_ends=stay.ends if stay else None,
            notes=notes,
            before=hop.readiness_before,
            ready=hop.readiness_on_entry,
        )

    def _step(self, step: Step, entry: Entry, anchor: str, before: float, later: Sequence[_Placed]) -> StepView:
        guessed = estimated(step, self.answer.question.constraints.hours_per_week)
        hours = Amount(words.amount(step.hours, "hours"), "hours" in guessed)
        takes = [hours, Amount(words.duration(step.months), "months" in guessed)]
        small = step.kind in _SMALL
        if step.money.high > 0 or not small:
            takes.append(Amount(words.to_pay(step.money), "money" in guessed))
        must = any(it.necessity == "essential" for it in step.closes)
        own = [it for it in step.closes if it.via == "held"] if small else []
        enough = "the role" if own and all(it.after >= 1 for it in own) else "what follows" if step.needed_for and not own else ""
        alone = step.raises[0] if small and len(step.raises) == 1 else None
        return StepView(
            anchor=anchor,
            number=entry.number,
            small=small,
            kind=words.offer_kind(step.kind),
            label=step.offer.label if step.offer.kind == "tool" else words.sentence(step.offer.label),
            pill=words.purpose(own, step.closes),
            must=must,
            hours=hours,
            study=step.hours,
            takes=tuple(takes),
            because=words.full_sentence(step.because),
            closes=tuple(_closed(it) for it in step.closes),
            reach=(alone.before, alone.after) if alone else None,
            besides=() if alone else tuple(r.thing.label for r in step.raises if r.thing.label not in {it.label for it in step.closes}),
            needed_for=_needed(step.needed_for, later),
            before=before,
            after=step.readiness_after,
            begins=entry.begins,
            ends=entry.ends,
            assumptions=tuple(sorted({self._assumptions[name][0] for name in step.assumptions if name in self._assumptions})),
            notes=self.numbers(step.evidence),
            enough=enough,
        )


def _amount(range_: Range, unit: str) -> str:
    return words.amount(range_, unit) if unit in ("hours", "months") else words.priced(Money(range_.low, range_.high, unit))


def _closed(it: Closes) -> CloseView:
    return CloseView(words.sentence(it.label), it.necessity == "essential", it.before, it.after, words.through(it.via))


def _needed(things: Sequence[Thing], later: Sequence[_Placed]) -> tuple[tuple[str, str | None], ...]:
    """Each thing with the anchor of the first later step that offers it."""
    anchors: dict[str, str] = {}
    for anchor, entry in later:
        if entry.step is not None:
            anchors.setdefault(entry.step.offer.id, anchor)
    return tuple((words.sentence(thing.label), anchors.get(thing.id)) for thing in things)


def _blocks(views: Sequence[StepView], steps: Sequence[Step]) -> tuple[Block, ...]:
    """The steps in their order: what is studied and practised in a row is one block, each program or project one of its own."""
    pairs = list(zip(views, steps, strict=True))
    blocks = []
    for _, run in groupby(enumerate(pairs), key=lambda place: -1 if place[1][0].small else place[0]):
        inside = [pair for _, pair in run]
        hours = inside[0][1].hours
        for _, step in inside[1:]:
            hours = hours + step.hours
        estimate = any(view.hours.estimate for view, _ in inside)
        blocks.append(Block(inside[0][0].small, tuple(view for view, _ in inside), Amount(words.amount(hours, "hours"), estimate)))
    return tuple(blocks)
