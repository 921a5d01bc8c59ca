"""What the page of two roles says, worked out from the comparison and the answers both ways: words and numbers in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rolepath.evidence import Cited
from rolepath.planning.result import Answer, MemberItem, SourceNote
from rolepath.rdf.compare import Comparison, Line, Side
from rolepath.rdf.observations import Observation
from rolepath.render import compare_words
from rolepath.render import path_words as words
from rolepath.render.role_words import a, inside
from rolepath.render.shell import shorten

Group = Literal["both", "first", "second"]
_MISSING_SHOWN = 4
_SHOWN = 40
"""How many skills of a group stand open on the page; the rest is one press away."""


@dataclass(frozen=True)
class Note:
    """Who says so and in which words; id: of the source, of which two may have one title; own: a reason of ours, not a source."""

    id: str
    source: str
    url: str | None
    text: str
    own: bool


@dataclass(frozen=True)
class Part:
    """How far something of one role counts towards what the other asks for: share of it, by what, and as what."""

    share: float
    text: str
    by: str
    how: str


@dataclass(frozen=True)
class Asked:
    """What one role has in a row of skills: asked for as a must or not, how strongly (0 to 100), or what counts in part."""

    must: bool
    strength: int | None
    part: Part | None
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Skill:
    """One skill or tool: which roles ask for it, and both sides; `find` is what a search looks in."""

    label: str
    group: Group
    must: bool
    first: Asked
    second: Asked
    find: str


@dataclass(frozen=True)
class SkillGroup:
    """The skills or tools that both ask for, or only one; musts: how many are must-haves; those in `more` come after a press."""

    key: Group
    title: str
    count: int
    musts: int
    shown: tuple[Skill, ...]
    more: tuple[Skill, ...]


@dataclass(frozen=True)
class Skills:
    """Skills, or tools: the three groups. shares: percentages of a bar, the first, both, the second."""

    anchor: str
    title: str
    noun: str
    groups: tuple[SkillGroup, ...]
    counts: tuple[int, int, int]
    shares: tuple[float, float, float]
    in_part: tuple[int | None, int | None]
    """how many things only the first (only the second) asks for are covered in part by the other role; None where that isn't known"""


@dataclass(frozen=True)
class Switch:
    """How ready one role makes for the other; readiness None where too little is known of the one to get to.

    start, target: as they are called inside a sentence; start_one, target_one: somebody in it. band: readiness in words, with its range.
    missing: the units that are missing most. command: what to run for the steps. href: the page with them, if there is one.
    """

    start: str
    target: str
    start_one: str
    target_one: str
    second: bool
    readiness: float | None
    band: str
    goal: float
    ready: bool
    musts: str
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    command: str
    href: str | None


@dataclass(frozen=True)
class Said:
    """A line of one role: what is said, more of it, and who says it. estimate: no source says it."""

    text: str
    detail: str
    by: str
    estimate: bool
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Pair:
    """What is said of both roles under one head."""

    head: str
    first: tuple[Said, ...]
    second: tuple[Said, ...]


class Reader:
    """Turns a comparison, with the answers both ways, into what is shown."""

    def __init__(self, found: Comparison, forth: Answer | None, back: Answer | None, sources: Sequence[SourceNote]) -> None:
        self.found, self._forth, self._back = found, forth, back
        first, second = words.sentence(found.first[1]), words.sentence(found.second[1])
        alike = first == second  # the same label in two classifications
        ends = (f" ({found.first[2]})", f" ({found.second[2]})") if alike else ("", "")
        self.names = (first + ends[0], second + ends[1])
        self.inside = (inside(*found.first[1:]) + ends[0], inside(*found.second[1:]) + ends[1])
        """as they are called inside a sentence"""
        self.ones = (a(*found.first[1:]) + ends[0], a(*found.second[1:]) + ends[1])
        """somebody in the role, inside a sentence"""
        self._sources = {source.id: source for source in sources}
        self._lines: Mapping[str, tuple[Line, ...]] = dict(found.sections)
        self._towards = (_members(back), _members(forth))  # what each role asks for, as the other covers it

    def note(self, cited: Cited) -> Note:
        """One evidence in words."""
        if cited.kind == "reason":
            return Note(cited.source, "Our own reason", None, words.note_text(cited), True)
        source = self._sources.get(cited.source)
        if cited.kind == "record":
            row = " ".join(part.rsplit("/", 1)[-1] for part in (cited.row or "").split())
            cited = Cited(cited.id, cited.kind, cited.source, cited.modality, file=cited.file, row=f"row {row}" if row else None)
        by = self.found.labels.get(cited.attributed_to) if cited.attributed_to else None
        title = source.title if source else self.found.labels.get(cited.source, cited.source)
        return Note(cited.source, title, source.url if source else None, words.note_text(cited, by), False)

    def notes(self, evidence: Iterable[Cited]) -> tuple[Note, ...]:
        """The evidence in words, each once."""
        return tuple(dict.fromkeys(map(self.note, evidence)))

    def lines(self, title: str) -> tuple[Line, ...]:
        """The rows of a section of the comparison; empty where it says nothing."""
        return self._lines.get(title, ())

    # --- could I switch? ---

    def switches(self, hrefs: tuple[str | None, str | None]) -> tuple[Switch, Switch]:
        """How ready the first role makes for the second, and the other way round; hrefs: pages with the steps."""
        first, second = self.found.first, self.found.second
        return (
            self._switch(self._forth, first, second, True, hrefs[0]),
            self._switch(self._back, second, first, False, hrefs[1]),
        )

    @property
    def common_notes(self) -> tuple[str, ...]:
        """What is said of both answers alike."""
        return tuple(note for note in _notes(self._forth) if note in _notes(self._back))

    @property
    def hints(self) -> tuple[str, ...]:
        """What the answers say to those who ask at a command line, each once."""
        found = (hint for answer in (self._forth, self._back) if answer for note in answer.notes if (hint := _parted(note)[1]))
        return tuple(dict.fromkeys(found))

    def _switch(
        self, answer: Answer | None, start: tuple[str, str, str], target: tuple[str, str, str], second: bool, href: str | None
    ) -> Switch:
        start_name, target_name = self.inside if second else self.inside[::-1]
        ones = self.ones if second else self.ones[::-1]
        command = f"rolepath path {_argument(start)} {_argument(target)} --html"
        if answer is None:
            return Switch(start_name, target_name, *ones, second, None, "", 1.0, False, "", (), (), command, None)
        readiness = answer.readiness
        musts = (
            f"{readiness.essentials_met} of {words.counted(readiness.essentials, words.MUST)} covered"
            if readiness.essentials
            else "no must-haves are known"
        )
        missing = tuple(words.sentence(unit.label) for unit in answer.gap[:_MISSING_SHOWN])
        notes = tuple(note for note in _notes(answer) if note not in self.common_notes)
        goal = answer.question.constraints.readiness
        band, ready = words.band(readiness), readiness.stage == "ready"
        return Switch(
            start_name, target_name, *ones, second, readiness.typical, band, goal, ready, musts, missing, notes, command, href
        )  # fmt: skip

    # --- skills and tools ---

    def skills(self, anchor: str, section: str, title: str, noun: str) -> Skills | None:
        """The skills (or tools) in groups, must-haves first; None where neither role is said to ask for any."""
        lines = self.lines(section)
        if not lines:
            return None
        rows = sorted(map(self._skill, lines), key=lambda skill: not skill.must)  # stable: the stronger first, as the comparison has it
        titles = {"both": "Both ask for", "first": f"Asked only of {self.ones[0]}", "second": f"Asked only of {self.ones[1]}"}
        groups: list[SkillGroup] = []
        keys: tuple[Group, ...] = ("both", "first", "second")
        for key in keys:
            inside = tuple(row for row in rows if row.group == key)
            musts = sum(row.must for row in inside)
            groups.append(SkillGroup(key, titles[key], len(inside), musts, inside[:_SHOWN], inside[_SHOWN:]))
        both, first, second = (group.count for group in groups)
        total = both + first + second
        shares = (round(100 * first / total, 2), round(100 * both / total, 2), round(100 * second / total, 2))
        parts = tuple(
            sum(bool((row.second if group.key == "first" else row.first).part) for row in (*group.shown, *group.more))
            if answer is not None
            else None
            for group, answer in zip(groups[1:], (self._back, self._forth), strict=True)
        )
        return Skills(anchor, title, noun, tuple(groups), (first, both, second), shares, (parts[0], parts[1]))

    def _skill(self, line: Line) -> Skill:
        group: Group = "both" if line.first.text and line.second.text else "first" if line.first.text else "second"
        first, second = self._asked(line.first), self._asked(line.second)
        if group == "second":
            first = self._partly(line, 1)
        elif group == "first":
            second = self._partly(line, 0)
        must = first.must or second.must
        find = " ".join([line.label, *(side.part.by for side in (first, second) if side.part)])
        return Skill(words.sentence(line.label), group, must, first, second, shorten(find, 400))

    def _asked(self, side: Side) -> Asked:
        strength = round(100 * side.weight) if side.weight is not None else None
        return Asked(side.necessity == "essential", strength, None, self.notes(side.evidence))

    def _partly(self, line: Line, of: int) -> Asked:
        """The side of the role that doesn't ask for it, with what of it counts towards the other role (of)."""
        item = self._towards[of].get(line.label)
        if item is None or item.coverage <= 0 or item.credited_by is None:
            return Asked(False, None, None, ())
        by = item.credited_by
        part = Part(item.coverage, words.percent(item.coverage), words.sentence(shorten(by.label, 120)), words.counts_as(by.via))
        return Asked(False, None, part, ())

    # --- numbers, entry points, texts ---

    def numbers(self, section: str, charted: bool = False) -> Pair | None:
        """Published numbers in two columns; charted: those that stand in the chart are left out."""
        lines = self.lines(section)

        def said(side: Side) -> Said | None:
            number = side.number
            if number is None or (charted and is_charted(number)):
                return None
            return Said(compare_words.number_line(number), "", publisher(number), _is_own(side), self.notes(side.evidence))

        first, second = ([each for line in lines if (each := said(side(line)))] for side in (_first, _second))
        return Pair("", tuple(first), tuple(second)) if first or second else None

    def texts(self, section: str) -> tuple[Pair, ...]:
        """What is said of both roles, under each head (one without a name for a section that has no heads)."""
        lines = self.lines(section)
        heads = list(dict.fromkeys(line.label for line in lines))
        found = []
        for head in heads:
            sides = [
                tuple(self._said(side(line)) for line in lines if line.label == head and side(line).text) for side in (_first, _second)
            ]
            found.append(Pair(words.sentence(head), sides[0], sides[1]))
        return tuple(found)

    def _said(self, side: Side) -> Said:
        notes = self.notes(side.evidence)
        by = ", ".join({note.id: note.source for note in notes}.values())
        return Said(words.sentence(side.text), "", by, _is_own(side), notes)


def is_charted(number: Observation) -> bool:
    """Whether a number is an amount of pay that can stand on an axis."""
    return number.measure == "pay" and number.unit != "percent" and (number.low is not None or number.high is not None)


def publisher(number: Observation) -> str:
    """Who publishes a number, or that nobody is named."""
    return " and ".join(number.publishers) or "publisher not named"


def _first(line: Line) -> Side:
    return line.first


def _second(line: Line) -> Side:
    return line.second


def _is_own(side: Side) -> bool:
    return bool(side.evidence) and all(cited.kind == "reason" for cited in side.evidence)


def _members(answer: Answer | None) -> dict[str, MemberItem]:
    """What a target asks for, by its label as comparisons have it."""
    members = [member for unit in answer.units for member in unit.members] if answer else []
    return {" or ".join(sorted(thing.label for thing in member.any_of)) or member.label: member for member in members}


def _notes(answer: Answer | None) -> tuple[str, ...]:
    """The notes of an answer, but for what it started from, which the page says already."""
    if answer is None:
        return ()
    said = {f"Started from {role.label} ({role.origin})." for role in answer.question.profile.roles}
    return tuple(_parted(note)[0] for note in answer.notes if note not in said)


def _parted(note: str) -> tuple[str, str]:
    """A note without the part that only helps at a command line, and that part.

    >>> _parted("It counts as missing: claim it with --have NAME.")
    ('It counts as missing.', 'claim it with --have NAME.')
    >>> _parted("Started from baker.")
    ('Started from baker.', '')
    """
    found = re.fullmatch(r"(.+?)[.:] ([^.:]* --[a-z].*)", note, re.DOTALL)
    return (f"{found[1]}.", found[2][0].lower() + found[2][1:]) if found else (note, "")


def _argument(role: tuple[str, str, str]) -> str:
    """How to name a role on the command line: its label where that is plain, else its identifier."""
    identifier, label, _ = role
    return f'"{label}"' if re.fullmatch(r"[\w ,/()-]{1,80}", label) else identifier
