"""The page that answers “how do I get from here to there”: readiness, strengths, the ways with their steps, and who says so."""

from __future__ import annotations

from collections.abc import Sequence

from rolepath.planning.result import Answer, Flip, Hop, Way
from rolepath.render import path_words as words
from rolepath.render.answer_words import stage_words
from rolepath.render.path_command import command, page_words
from rolepath.render.path_csv import ways as all_ways
from rolepath.render.path_view import Reader, WayView
from rolepath.render.shell import asset, render_page, shorten

_GAPS_FIRST = 3
_QUESTIONS = 3
_STEPS_IN_SIGHT = 24
"""Of how many steps more a way shows its areas folded."""


def path_page(answer: Answer, *, links: Sequence[tuple[str, str]] = ()) -> str:
    """The page for the answer to `path`, or to `gap` where the answer has no ways.

    All text stands in the page itself, so it reads and prints without scripts; a script turns the ways into tabs.

    Args:
        answer: the answer; evidence and assumptions are numbered in the order in which the page first uses them.
        links: label and address of the pages beside this one.

    Returns:
        One HTML file as text that makes no request; equal answers give equal bytes.
    """
    question, within = answer.question, answer.best_within_limits
    reader = Reader(answer)
    gaps = [reader.unit(item) for item in answer.gap[:_GAPS_FIRST]]
    ways = _ways(reader, answer)
    areas = reader.areas()
    assumed = [(each.capability.label, each.share, reader.numbers(each.evidence)) for each in answer.assumed]
    questions = answer.questions[:_QUESTIONS]
    return render_page(
        "path.html",
        styles=["base.css", "path.css"],
        scripts=[asset("path.js")],
        data={},
        title=f"{reader.start} → {reader.target}",
        links=tuple(links),
        start=reader.start,
        target=reader.target,
        origin=question.start_role.origin if question.start_role and question.start_role.origin != "rolepath" else None,
        question=question,
        asked=question.constraints,
        profile=reader.profile(),
        limits=words.limits(question),
        readiness=answer.readiness,
        band=words.band(answer.readiness),
        stage=words.sentence(stage_words(answer.readiness.stage)),
        barred=words.named(answer.readiness.barred_by),
        percent=words.percent,
        counted=words.counted,
        sentence=words.sentence,
        full_sentence=words.full_sentence,
        runs=_runs,
        page_words=page_words,
        main=ways[0] if ways else None,
        within=within,
        reached=stage_words(within.stage) if within else "",
        would_do=_would_do(answer),
        left=words.named(within.left) if within else "",
        ways=ways,
        folded={way.anchor for way in ways if way.count > _STEPS_IN_SIGHT},
        gaps=gaps,
        areas=areas,
        assumed=assumed,
        questions=questions,
        known_command=command(answer, [question.capability for question in questions]),
        command=command(answer),
        flips=[_flip(answer, flip) for flip in answer.stability.flips] if answer.stability else [],
        show_it=[item.label for item in answer.capabilities if item.signal],
        notes=reader.notes,
        answer=answer,
    )


def _ways(reader: Reader, answer: Answer) -> list[WayView]:
    """The ways in the order of the page; one with the same steps as one before is named beside that one."""
    kinds: dict[tuple[Hop, ...], list[str]] = {}
    ways: dict[tuple[Hop, ...], Way] = {}
    for kind, way in all_ways(answer):
        if kind != "alternative" or way.hops not in kinds:
            kinds.setdefault(way.hops, []).append(kind)
        ways.setdefault(way.hops, way)
    return [reader.way(way, number, kinds[hops]) for number, (hops, way) in enumerate(ways.items(), start=1)]


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Numbers of notes, of which three or more in a row become a range.

    >>> _runs([1, 2, 5, 6, 7])
    [(1, 1), (2, 2), (5, 7)]
    """
    runs: list[tuple[int, int]] = []
    for n in numbers:
        if runs and runs[-1][1] == n - 1:
            runs[-1] = (runs[-1][0], n)
        else:
            runs.append((n, n))
    return [run for first, last in runs for run in ([(first, last)] if last - first > 1 else [(n, n) for n in range(first, last + 1)])]


def _would_do(answer: Answer) -> list[str]:
    """The least of each limit that would do alone, in words."""
    within, asked = answer.best_within_limits, answer.question.constraints
    if within is None:
        return []
    would, said = within.would_do, []
    if would.budget is not None:
        said.append(f"a budget of {asked.currency}{words.NBSP}{would.budget:,.0f}")
    if would.deadline is not None:
        said.append(f"{would.deadline:,.1f} months of time")
    if would.hours_per_week is not None:
        said.append(f"{would.hours_per_week:g} hours a week")
    return said


def _flip(answer: Answer, flip: Flip) -> str:
    """What would change the plan, as a sentence."""
    labels = {note.id: note.label for note in answer.assumptions}
    name = shorten(labels.get(flip.assumption, flip.assumption), 200)
    return f"{words.sentence(name)}: were it {flip.to:,.10g} instead of {flip.from_:,.10g}, this would change: {words.named(flip.changes)}."
