"""The page that answers “how do I get from here to there”: the way, what to learn, what helps, and who says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from rolepath.planning.result import Answer, Path, Range
from rolepath.render import path_words as words
from rolepath.render.path_drawing import Picture, draw_path
from rolepath.render.path_timeline import timeline
from rolepath.render.path_view import PathView, Reader
from rolepath.render.shell import asset, render_page, vis_script

_BARS_SHOWN = 12
_LONGER_SHOWN = 8
_STEPS_IN_FULL = 280
"""How many steps of all ways together open to their reasons: at some 2.3 kB each what keeps the page under 1.5 MB."""


def path_page(answer: Answer) -> str:
    """The page for the answer to `path`, or to `gap` where the answer has no paths.

    All text stands in the page itself, so it reads and prints without scripts; only the picture is drawn by one.

    Args:
        answer: the answer; evidence and assumptions are numbered in the order in which the page first uses them.

    Returns:
        One HTML file as text that makes no request; equal answers give equal bytes.
    """
    reader = Reader(answer)
    main = reader.path(answer.paths[0], 1) if answer.paths else None
    bars = reader.bars(answer.gap)
    met = reader.bars(answer.met)
    sections = _sections(reader, answer)
    longer = [reader.longer(way) for way in answer.considered]
    views = [*([main] if main else []), *(path for section in sections for _, path in section.ways)]
    whole = {path.anchor for path, steps in zip(views, accumulate(path.count for path in views), strict=True) if steps <= _STEPS_IN_FULL}
    pictures: dict[str, Picture] = {path.anchor: draw_path(path) for path in views}
    data = {}
    for anchor, picture in pictures.items():
        data[f"{anchor}-drawing"] = picture.drawing
        data[f"{anchor}-extent"] = picture.extent
    question = answer.question
    return render_page(
        "path.html",
        styles=["base.css", "path.css"],
        scripts=[vis_script(), asset("path.js")] if pictures else [asset("path.js")],
        data=data,
        title=f"{reader.start} → {reader.target}",
        start=reader.start,
        target=reader.target,
        origin=question.start_role.origin if question.start_role and question.start_role.origin != "rolepath" else None,
        question=question,
        asked=question.constraints,
        profile=reader.profile(),
        limits=words.limits(question),
        best=words.best(question.constraints.minimise),
        hours_per_week=words.amount(Range(question.constraints.hours_per_week, question.constraints.hours_per_week), "hours"),
        readiness=answer.readiness,
        percent=words.percent,
        counted=words.counted,
        main=main,
        whole=whole | {"way-1"},
        sections=sections,
        longer=longer[:_LONGER_SHOWN],
        more_longer=longer[_LONGER_SHOWN:],
        left_out=words.named(answer.left_out),
        pictures=pictures,
        timelines={path.anchor: timeline(path) for path in views},
        bars=bars[:_BARS_SHOWN],
        more_bars=bars[_BARS_SHOWN:],
        met=met,
        notes=reader.notes,
        answer=answer,
    )


@dataclass(frozen=True)
class Section:
    """Ways of one kind beside the one that is shown first; remark: why there are none, or fewer than asked for."""

    anchor: str
    title: str
    intro: str
    ways: tuple[tuple[str, PathView], ...]
    remark: str | None


def _sections(reader: Reader, answer: Answer) -> list[Section]:
    """The ways beside the first; what stands there already is not shown again. Without a path there are none."""
    if not answer.paths:
        return []
    shown = [answer.paths[0]]

    def new(paths: Iterable[Path], alternative: bool = False) -> tuple[tuple[str, PathView], ...]:
        views = []
        for path in paths:
            if path not in shown:
                shown.append(path)
                views.append((words.against(path.cost, answer.paths[0].cost), reader.path(path, len(shown), alternative)))
        return tuple(views)

    direct = [answer.direct] if answer.direct else []
    sections = [
        Section("direct", "Without a job between", "Straight to the target.", new(direct), answer.direct_reason),
        Section("rest", "Other ways", "None of these is worse than another in all of study, time and money.", new(answer.paths), None),
        Section(
            "different",
            "Different ways",
            "The best of those that share at most half of their steps with each way before them.",
            new(answer.alternatives, alternative=True),
            answer.alternatives_reason,
        ),
    ]
    return [section for section in sections if section.ways or section.remark]
