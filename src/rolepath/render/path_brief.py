"""The answer to `path` on one screen."""

from __future__ import annotations

from rolepath.planning.result import Answer, Path
from rolepath.render import step_words as words
from rolepath.render.answer import readiness_words, title
from rolepath.render.blocks import Block, Heading, Text, to_text
from rolepath.render.path_blocks import proof, summary
from rolepath.render.schedule import Entry, schedule
from rolepath.render.shell import plain
from rolepath.render.words import percent, span

LINES = 24
WIDTH = 100


def brief_blocks(answer: Answer) -> list[Block]:
    """The best path in at most 24 lines of 100 columns: what it takes, as many steps as fit, a line each, and what it rests on."""
    opening: list[Block] = [Heading(_fit(title(answer, "Path"), WIDTH), 1)]
    if answer.reason:
        opening.append(Text(_fit(answer.reason, (4 if answer.paths else 10) * WIDTH)))
    opening.append(Text(readiness_words(answer)))
    opening += [Text(_fit(note, 2 * WIDTH)) for note in answer.notes if " asks for a licence" in note]
    closing: list[Block] = [Text(_rests_on(answer))]
    credit = " ".join(dict.fromkeys(source.attribution for source in answer.sources if source.attribution))
    closing += [Text(_fit(credit, 3 * WIDTH))] if credit else []
    if not answer.paths:
        return [*opening, *closing]
    best = answer.paths[0]
    opening += [Text(_fit(summary(answer, best), 3 * WIDTH)), Text(_fit(proof(answer, best), 2 * WIDTH))]
    others = len(answer.paths) - 1 + len(answer.alternatives)
    if others:
        closing.insert(0, Text(f"And {words.counted(others, 'other way')} of going there."))
    room = LINES - _height([*opening, *closing])
    return [*opening, *(Text(line) for line in _steps(best, room)), *closing]


def _steps(path: Path, room: int) -> list[str]:
    """A line for each step, as many as fit; what is left out is counted in the last line."""
    lines = [_line(entry) for entry in schedule(path)]
    if len(lines) <= room:
        return lines
    return [*lines[: room - 1], f"… and {words.counted(len(lines) - room + 1, 'more step')}, up to month {span(schedule(path)[-1].ends)}."]


def _line(entry: Entry) -> str:
    """One step or stay on one line, its numbers never cut."""
    done = f"by month {span(entry.ends)}"
    step = entry.step
    tail = f"{words.amount(step.hours, 'hours')}, {done}, {percent(step.readiness_after)} ready" if step else done
    head = f"{entry.number}. {words.entry_words(entry)}"
    return f"{_fit(head, WIDTH - len(tail) - 3)} · {tail}"


def _fit(text: str, columns: int) -> str:
    """The text on at most so many columns of a terminal, on which some characters take two."""
    from rich.cells import cell_len, set_cell_size

    text = plain(text)
    return text if cell_len(text) <= columns else set_cell_size(text, columns - 2).rstrip() + " …"


def _rests_on(answer: Answer) -> str:
    sources = words.counted(len(answer.sources), "source")
    estimates = words.counted(len(answer.assumptions), "estimate")
    explained = ", with --explain each stands beside its step" if answer.paths else ""
    return f"Rests on {sources} and {estimates}; without --brief they are listed{explained}."


def _height(blocks: list[Block]) -> int:
    return len(to_text(blocks, WIDTH, color=False).splitlines())
