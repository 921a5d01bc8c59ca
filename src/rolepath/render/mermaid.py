"""The best way as a Mermaid flowchart, which GitHub, GitLab and many note programs draw."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence

from rolepath.planning.result import Answer, Hop, Step, Way
from rolepath.render.schedule import Entry, by_area, end_of, of_hop, schedule, total
from rolepath.render.shell import shorten
from rolepath.render.step_words import amount, counted, entry_words, price, stage
from rolepath.render.words import band, number, percent

_NODES = 40
"""How many boxes a drawing may have before the steps of each area are put together: more can't be read."""
_LABEL, _NAMED = 100, 3
"""How long a line of a label may be, and how many of the steps put together it names."""
_STYLES = (
    "classDef now fill:#e8eefc,stroke:#2f4b9a,color:#14213d",
    "classDef role fill:#fff3d6,stroke:#9a6b00,color:#3d2b00",
    "classDef goal fill:#dff3e4,stroke:#1d6b35,color:#0d3319",
    "classDef note fill:#fbe4e4,stroke:#9a2f2f,color:#3d1414",
)


def mermaid(answer: Answer) -> str:
    """The best way from now over its steps, in a frame for each role and area, to the target; without a way, the reason.

    Arrows lead from what one comes to first to what one comes to later; areas may overlap in time. Where limits don't suffice it is the
    way within them. A way of very many steps shows one box for each area. All labels are quoted and escaped, and all names of nodes
    generated.
    """
    start = answer.question.start_role
    here = f"Now: {start.label if start else 'nothing'}"
    lines = ["flowchart LR", f"  now({_label(here, f'{band(answer.readiness)} ready')}):::now"]
    within = answer.best_within_limits
    if answer.ways:
        lines += _drawing(answer, answer.ways[0], reached=True)
    else:
        if answer.reason or within is None:
            lines.append(
                f"  why[{_label(*_wrapped(answer.reason or 'No path.'))}]:::{'goal' if answer.found and within is None else 'note'}"
            )
            lines.append("  now -.- why")
        if within is not None:
            lines += _drawing(answer, within.way, reached=False)
    return "\n".join([*lines, *(f"  {style}" for style in _STYLES)]) + "\n"


def _drawing(answer: Answer, way: Way, reached: bool) -> Iterator[str]:
    """The frames and roles of a way, then the arrows; reached: whether one is ready for the target at its end."""
    areas = {area.id: area.label for area in answer.areas}
    entries = schedule(way)
    whole = sum(entry.step is not None for entry in entries) <= _NODES
    arrows, before = [], "now"
    for position, hop in enumerate(way.hops, start=1):
        own = of_hop(entries, position)
        frames: list[str] = []
        if any(entry.step for entry in own):
            yield f"  subgraph hop{position}[{_label(f'To {hop.role.label}')}]"
            for area, found in by_area(own).items():
                frames.append(f"hop{position}area{len(frames) + 1}")
                yield f"    subgraph {frames[-1]}[{_label(_area_title(areas.get(area or '', 'Beside the areas'), found))}]"
                if whole:
                    yield from (f"      step{entry.number}[{_step_label(entry, entry.step)}]" for entry in found if entry.step)
                else:
                    yield f"      step{found[0].number}[{_together(found)}]"
                yield "    end"
            yield "  end"
        role = "goal" if position == len(way.hops) else f"role{position}"
        style = "role" if role != "goal" else "goal" if reached else "note"
        yield f"  {role}([{_label(*_role_label(hop, own))}]):::{style}"
        for after in [*frames, role]:
            arrows.append(f"  {before} ==> {after}")
            before = after
    yield from arrows


def _role_label(hop: Hop, entries: Sequence[Entry]) -> tuple[str, ...]:
    ready = f"{percent(hop.readiness_on_entry)} ready on entry"
    if hop.tenure:
        return (f"Work as {hop.role.label}", ready, amount(hop.tenure, "months"))
    return (f"Target: {hop.role.label}", ready, *([f"at month {number(end_of(entries))}"] if entries else []))


def _area_title(area: str, entries: Sequence[Entry]) -> str:
    steps = [entry.step for entry in entries if entry.step]
    return f"{area}: {counted(len(steps), 'step')}, {amount(total(steps), 'hours')}"


def _step_label(entry: Entry, step: Step) -> str:
    spent = f", {price(step.money)}" if step.money.high else ""
    return _label(f"{entry.number} · {entry_words(entry)}", f"{amount(step.hours, 'hours')}{spent}", stage(step))


def _together(entries: Sequence[Entry]) -> str:
    """The label of the steps of an area in one box."""
    steps = [entry.step for entry in entries if entry.step]
    names = [shorten(step.label, 26) for step in steps[:_NAMED]]
    more = f" and {len(steps) - _NAMED} more" if len(steps) > _NAMED else ""
    return _label(f"{', '.join(names)}{more}", f"{percent(steps[-1].readiness_after)} ready then")


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
