"""The page that puts two roles side by side: could I switch, what both ask for and what only one, pay, growth, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rolepath.planning.result import Answer, AssumptionNote, SourceNote
from rolepath.rdf.compare import Comparison
from rolepath.rdf.observations import Observation
from rolepath.render import path_words as words
from rolepath.render.compare_view import Note, Pair, Reader, is_charted
from rolepath.render.compare_words import headline, tools_line
from rolepath.render.pay_chart import Axis, axes
from rolepath.render.shell import asset, render_page

_SECTIONS = {
    "Capabilities": "skills", "Tools": "tools", "Pay": "pay", "Growth and openings": "growth", "Entry points": "ways in",
    "Responsibilities": "responsibilities", "How it is": "how it is",
}  # fmt: skip


def compare_page(
    found: Comparison,
    forth: Answer | None,
    back: Answer | None,
    sources: Sequence[SourceNote],
    *,
    links: Sequence[tuple[str, str]] = (),
    ways: tuple[str | None, str | None] = (None, None),
) -> str:
    """The page for two roles. All of it stands in the page itself and reads without scripts; one adds the filter.

    Args:
        found: the comparison.
        forth, back: the gap from the first role to the second, and from the second to the first; None where too little is known.
        sources: the sources that the comparison cites, with titles, links and licences.
        links: labels and addresses of pages beside this one.
        ways: the pages beside this one with the steps from the first role to the second, and back. With pages beside it the page is
            part of a folder, and says nothing of commands.

    Returns:
        One HTML file as text that makes no request; equal input gives equal bytes.
    """
    reader = Reader(found, forth, back, sources)
    pay = _charts(reader)
    skills = reader.skills("skills", "Capabilities", "Skills", "skill")
    tools = reader.skills("tools", "Tools", "Tools", "tool")
    return render_page(
        "compare.html",
        styles=["base.css", "compare.css"],
        scripts=[asset("finding.js"), asset("compare.js")],
        data={},
        title=f"{reader.names[0]} and {reader.names[1]}",
        names=reader.names,
        inside=reader.inside,
        ones=reader.ones,
        hints=reader.hints,
        origins=[{"rolepath": "articles"}.get(origin, origin) for _, _, origin in (found.first, found.second)],
        links=links,
        switches=reader.switches(ways),
        common_notes=reader.common_notes,
        in_folder=bool(links) or any(ways),
        skills=[each for each in (skills, tools) if each is not None],
        known=[
            *([headline(skills.counts, skills.in_part, reader.ones)] if skills else []),
            *([tools_line(tools.counts, reader.ones)] if tools else []),
        ],
        pay=pay,
        pay_notes=_pay_notes(reader, pay),
        pay_more=reader.numbers("Pay", charted=True),
        growth=reader.numbers("Growth and openings"),
        others=reader.numbers("Other numbers"),
        entries=_first_pair(reader, "Entry points"),
        duties=_first_pair(reader, "Responsibilities"),
        characters=reader.texts("How it is"),
        silent=_listed(name for section, name in _SECTIONS.items() if not reader.lines(section)),
        assumptions=_assumptions(forth, back),
        sources=sources,
        percent=words.percent,
        counted=words.counted,
        sentence=words.sentence,
    )


def _charts(reader: Reader) -> tuple[Axis, ...]:
    def charted(second: bool) -> Iterable[Observation]:
        for line in reader.lines("Pay"):
            number = (line.second if second else line.first).number
            if number is not None and is_charted(number):
                yield number

    return axes(charted(False), charted(True))


def _pay_notes(reader: Reader, charts: Sequence[Axis]) -> dict[str, tuple[Note, ...]]:
    """Who says each number of the charts, by the identifier of the number."""
    shown = {bar.source for chart in charts for bar in chart.bars}
    sides = [side for line in reader.lines("Pay") for side in (line.first, line.second)]
    return {side.id: reader.notes(side.evidence) for side in sides if side.id is not None and side.id in shown}


def _first_pair(reader: Reader, section: str) -> Pair | None:
    """The one pair of columns of a section without heads."""
    return next(iter(reader.texts(section)), None)


def _assumptions(*answers: Answer | None) -> tuple[AssumptionNote, ...]:
    """The estimates of both answers, each once, in order of identifier."""
    found = {note.id: note for answer in answers if answer is not None for note in answer.assumptions}
    return tuple(note for _, note in sorted(found.items()))


def _listed(names: Iterable[str]) -> str:
    """Names in a row, “and” before the last."""
    *before, last = [*names] or [""]
    return f"{', '.join(before)} and {last}" if before else last
