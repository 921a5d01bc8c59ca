"""The best path as a Mermaid flowchart, which GitHub, GitLab and many note programs draw."""

from __future__ import annotations

import re
import textwrap
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rolepath.planning.result import Answer, Hop, Step
from rolepath.render.schedule import Entry, of_hop, phases, schedule
from rolepath.render.shell import shorten
from rolepath.render.step_blocks import together
from rolepath.render.step_words import amount, counted, entry_words, price
from rolepath.render.words import percent, span

_NODES, _EDGES = 40, 80
"""How many boxes and dotted arrows a drawing may have before steps are put together: more can't be read."""
_NAMED_EDGES = 10
"""Up to how many dotted arrows each says what it means."""
_LABEL, _NAMED = 100, 3
"""How long a line of a label may be, and how many of the steps put together it names."""
_GROUPS = {"program": "program", "project": "project", "tool practice": "practice", "self-study": "study"}
_MANY = {"program": "programs", "project": "projects", "practice": "tools to practise", "study": "things to study alone"}
_STYLES = (
    "classDef now fill:#e8eefc,stroke:#2f4b9a,color:#14213d",
    "classDef role fill:#fff3d6,stroke:#9a6b00,color:#3d2b00",
    "classDef goal fill:#dff3e4,stroke:#1d6b35,color:#0d3319",
    "classDef note fill:#fbe4e4,stroke:#9a2f2f,color:#3d1414",
)


@dataclass(frozen=True)
class _Box:
    """A node: one step, or several put together; phase as in `schedule.phases`."""

    name: str
    hop: int
    phase: int
    steps: tuple[Entry, ...]


def mermaid(answer: Answer) -> str:
    """The best path from now over its steps, in a frame for each role and phase, to the target; without a path, the reason.

    Thick arrows say what comes after what, dotted ones which step a later one needs. Steps in one phase need nothing of each other.
    What would not be legible is put together: first study and practice of each phase, then all of a kind before each role.
    All labels are quoted and escaped, and all names of nodes generated.
    """
    start = answer.question.start_role
    here = f"Now: {start.label if start else 'nothing'}"
    lines = ["flowchart LR", f"  now({_label(here, f'{percent(answer.readiness.now)} ready')}):::now"]
    if not answer.paths:
        lines += [f"  why[{_label(*_wrapped(answer.reason or 'No path.'))}]:::{'goal' if answer.found else 'note'}", "  now -.- why"]
    else:
        lines += _drawing(answer)
    return "\n".join([*lines, *(f"  {style}" for style in _STYLES)]) + "\n"


def _drawing(answer: Answer) -> Iterator[str]:
    best = answer.paths[0]
    entries = schedule(best)
    boxes, needs = _boxes(best.hops, entries)
    before = "now"
    arrows: list[str] = []
    for position, hop in enumerate(best.hops, start=1):
        frames = []
        found = [box for box in boxes if box.hop == position]
        phases_ = sorted({box.phase for box in found})
        if found:
            yield f"  subgraph hop{position}[{_label(f'To {hop.role.label}')}]"
            for phase in phases_:
                own = [box for box in found if box.phase == phase]
                frames.append(f"hop{position}phase{phase}")
                yield f"    subgraph {frames[-1]}[{_label(_phase_title(phase, len(phases_), own))}]"
                yield from (f"      {box.name}[{_box_label(box)}]" for box in own)
                yield "    end"
            yield "  end"
        role = "goal" if position == len(best.hops) else f"role{position}"
        yield f"  {role}([{_label(*_role_label(hop, of_hop(entries, position)))}]):::{'goal' if role == 'goal' else 'role'}"
        for after in [*frames, role]:
            arrows.append(f"  {before} ==> {after}")
            before = after
    dotted = "-. needed for .->" if len(needs) <= _NAMED_EDGES else "-.->"
    arrows += [f"  {first} {dotted} {second}" for first, second in needs]
    yield from arrows


def _role_label(hop: Hop, entries: Sequence[Entry]) -> tuple[str, ...]:
    ready = f"{percent(hop.readiness_on_entry)} ready on entry"
    if hop.tenure:
        return (f"Work as {hop.role.label}", ready, amount(hop.tenure, "months"))
    return (f"Target: {hop.role.label}", ready, *([f"at month {span(entries[-1].ends)}"] if entries else []))


def _phase_title(phase: int, count: int, boxes: Sequence[_Box]) -> str:
    steps = [entry.step for box in boxes for entry in box.steps if entry.step]
    name = f"Phase {phase} of {count}: " if count > 1 else ""
    return f"{name}{counted(len(steps), 'step')}, {amount(together(steps)[0], 'hours')}"


def _box_label(box: _Box) -> str:
    steps = [entry.step for entry in box.steps if entry.step]
    if len(box.steps) == 1:
        step = steps[0]
        return _label(f"{box.steps[0].number} · {entry_words(box.steps[0])}", _numbers(step), f"{percent(step.readiness_after)} ready then")
    kind = _GROUPS.get(steps[0].kind, "study")
    names = [shorten(step.offer.label, 26) for step in steps[:_NAMED]]
    more = f" and {len(steps) - _NAMED} more" if len(steps) > _NAMED else ""
    hours, months, _ = together(steps)
    return _label(f"{len(steps)} {_MANY[kind]}", f"{', '.join(names)}{more}", f"{amount(hours, 'hours')}, {amount(months, 'months')}")


def _numbers(step: Step) -> str:
    spent = f", {price(step.money)}" if step.money.high else ""
    return f"{amount(step.hours, 'hours')}, {amount(step.months, 'months')}{spent}"


def _boxes(hops: Sequence[Hop], entries: Sequence[Entry]) -> tuple[list[_Box], list[tuple[str, str]]]:
    """The boxes of the first of three ways to put steps together that can be read, and the arrows between them."""
    phase = {
        entry.number: number
        for position, hop in enumerate(hops, start=1)
        for entry, number in zip(of_hop(entries, position), phases(hop), strict=False)  # the stay is in no phase
    }
    steps = [entry for entry in entries if entry.step]
    for level in (1, 2, 3):
        groups: dict[tuple[object, ...], list[Entry]] = {}
        for entry in steps:
            groups.setdefault(_group(entry, phase[entry.number], level), []).append(entry)
        boxes = [
            _Box(f"step{found[0].number}", found[0].hop, 1 if level == 3 else phase[found[0].number], tuple(found))
            for found in groups.values()
        ]
        needs = _needs(boxes)
        if len(boxes) <= _NODES and len(needs) <= _EDGES:
            break
    return boxes, (needs if len(needs) <= _EDGES else [])


def _group(entry: Entry, phase: int, level: int) -> tuple[object, ...]:
    """What a step is put together with at a level: 1 nothing, 2 the small ones of its phase, 3 all of its kind before its role."""
    kind = _GROUPS.get(entry.step.kind if entry.step else "", "study")
    if level == 1 or (level == 2 and kind in ("program", "project")):
        return (entry.number,)
    return (entry.hop, phase, kind) if level == 2 else (entry.hop, kind)


def _needs(boxes: Sequence[_Box]) -> list[tuple[str, str]]:
    """Which box holds a step that another box needs: pairs of names, each once, never a box with itself or an earlier one."""
    places: dict[str, list[_Box]] = defaultdict(list)
    for box in boxes:
        for entry in box.steps:
            places[entry.done.id].append(box)
    found = {
        (box.name, other.name): None
        for box in boxes
        for entry in box.steps
        for thing in (entry.step.needed_for if entry.step else ())
        for other in places[thing.id]
        if (box.hop, box.phase) < (other.hop, other.phase)
    }
    return list(found)


def _wrapped(text: str) -> list[str]:
    """A long text as lines of about 60 characters, ten at most."""
    return textwrap.wrap(shorten(text, 600), 60)[:10]


def _label(*lines: str) -> str:
    """Lines as one quoted label that Mermaid takes literally."""
    return '"' + "<br/>".join(_escaped(shorten(line, _LABEL)) for line in lines) + '"'


_ACTING = re.compile(r"""["#<>&`\\{}\[\]|;*_~$@]|%(?=%)|(?<=%)%|(?<=www)\.""")
_COLONS = re.compile("style|classDef|://")
"""Where a colon could pass for part of a style or of a link."""


def _escaped(text: str) -> str:
    """Text in which nothing opens or closes anything, neither for Mermaid nor for the Markdown that it reads in labels.

    >>> _escaped('a "b" <i> %%{init}')
    'a #34;b#34; #60;i#62; #37;#37;#123;init#125;'
    """
    coded = _ACTING.sub(lambda found: f"#{ord(found[0])};", text)
    return coded.replace(":", "#58;") if _COLONS.search(text) else coded
