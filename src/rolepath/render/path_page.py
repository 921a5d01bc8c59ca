"""The page that answers “how do I get from here to there”: the way, what to learn, what helps, and who says so."""

from __future__ import annotations

from rolepath.planning.result import Answer, Path
from rolepath.render import path_words as words
from rolepath.render.path_drawing import Picture, draw_path
from rolepath.render.path_view import PathView, Reader
from rolepath.render.shell import asset, render_page, vis_script

_BARS_SHOWN = 12


def path_page(answer: Answer) -> str:
    """The page for the answer to `path`, or to `gap` where the answer has no paths.

    All text stands in the page itself, so it reads and prints without scripts; only the picture is drawn by one.

    Args:
        answer: the answer; evidence and assumptions are numbered in the order in which the page first uses them.

    Returns:
        One HTML file as text that makes no request; equal answers give equal bytes.
    """
    reader = Reader(answer)
    first, others = _in_order(answer)
    main = reader.path(first, 1) if first else None
    rest = [(kind, reader.path(path, number)) for number, (kind, path) in enumerate(others, start=2)]
    bars = reader.bars(answer.gap)
    met = reader.bars(answer.met)
    views: list[PathView] = ([main] if main else []) + [path for _, path in rest]
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
        hours_per_week=words.counted(int(question.hours_per_week), "hour")
        if question.hours_per_week == int(question.hours_per_week)
        else f"{question.hours_per_week:g} hours",
        readiness=answer.readiness,
        percent=words.percent,
        counted=words.counted,
        ordinal=words.ordinal,
        main=main,
        rest=rest,
        longer=[reader.longer(way) for way in answer.considered],
        pictures=pictures,
        bars=bars[:_BARS_SHOWN],
        more_bars=bars[_BARS_SHOWN:],
        met=met,
        notes=reader.notes,
        answer=answer,
    )


def _in_order(answer: Answer) -> tuple[Path | None, list[tuple[str, Path]]]:
    """The path to show first, and the others with what each is; a path that stands there already is not shown again."""
    named = [("Another way", path) for path in answer.paths]
    if answer.direct is not None:
        named.append(("Without a stop", answer.direct))
    named += [("A different way", path) for path in answer.alternatives]
    kept: list[tuple[str, Path]] = []
    for kind, path in named:
        if all(path != other for _, other in kept):
            kept.append((kind, path))
    # without a best path the direct one is shown, if there is one, as the way it would be
    return (kept[0][1], kept[1:]) if kept else (None, [])
