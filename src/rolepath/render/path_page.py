"""The page that answers “how do I get from here to there”: the way, what to learn, what helps, and who says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from rolepath.planning.choices import Choices
from rolepath.planning.result import Answer, Path, Range
from rolepath.render import path_words as words
from rolepath.render.path_chart import Chart, chart, shape
from rolepath.render.path_choosing import exceeds, money, paced, sliders
from rolepath.render.path_command import command, page_words, perhaps_known
from rolepath.render.path_drawing import draw_path
from rolepath.render.path_groups import brief, groups
from rolepath.render.path_timeline import timeline
from rolepath.render.path_view import PathView, Reader, StepView
from rolepath.render.shell import asset, embed_json, render_page, shorten, vis_script

_BARS_SHOWN = 6
_LONGER_SHOWN = 4
_PAPER_BARS = 8
_UNBEATEN = "No other way is better in study, time and money"
_STEPS_IN_FULL = 240
"""How many steps of all ways together open to their reasons: at some 2.3 kB each what keeps the page under 1.5 MB."""


def path_page(answer: Answer, choices: Choices | None = None, *, links: Sequence[tuple[str, str]] = ()) -> str:
    """The page for the answer to `path`, or to `gap` where the answer has no paths.

    All text stands in the page itself, so it reads and prints without scripts; a script draws the pictures, and turns the ways into tabs.

    Args:
        answer: the answer; evidence and assumptions are numbered in the order in which the page first uses them.
        choices: what sliders for hours a week and budget choose among; without it there are none.
        links: label and address of the pages beside this one.

    Returns:
        One HTML file as text that makes no request; equal answers give equal bytes.
    """
    if choices is not None:
        rests = choices.rests
        answer = replace(answer, assumptions=rests.assumptions, sources=rests.sources, organizations=rests.organizations)
    question, asked = answer.question, answer.question.constraints
    reader = Reader(answer)
    ways = _ways(reader, answer, choices)
    main = ways[0] if answer.paths or (choices is not None and _nearly(answer, choices)) else None
    bars, met = reader.bars(answer.gap), reader.bars(answer.met)
    longer = [reader.longer(way) for way in answer.considered]
    views = [way.view for way in ways]
    whole = {view.anchor for view, steps in zip(views, accumulate(view.count for view in views), strict=True) if steps <= _STEPS_IN_FULL}
    pictures = {view.anchor: draw_path(view) for view in views}
    data = {f"{anchor}-{part}": text for anchor, it in pictures.items() for part, text in (("drawing", it.drawing), ("extent", it.extent))}
    sliding = None
    if choices is not None and ways:
        sliding = sliders(choices, asked.hours_per_week, asked.budget, asked.currency)
        numbers = _asked_for(answer, choices)
        found = [(numbers.index(way.path), way.view) for way in ways]
        data["choices"] = embed_json({**paced(choices, found, answer.considered, asked.hours_per_week), "said": sliding.said})
    perhaps = perhaps_known(answer.gap) if question.start_role and not answer.readiness.ready else ()
    shown = tuple(way for way in ways if not way.extra)
    return render_page(
        "path.html",
        styles=["base.css", "path.css"],
        scripts=[vis_script(), asset("path.js")] if pictures else [asset("path.js")],
        data=data,
        title=f"{reader.start} → {reader.target}",
        links=tuple(links),
        start=reader.start,
        target=reader.target,
        origin=question.start_role.origin if question.start_role and question.start_role.origin != "rolepath" else None,
        question=question,
        asked=asked,
        profile=reader.profile(),
        limits=words.limits(question),
        hours_per_week=words.amount(Range(asked.hours_per_week, asked.hours_per_week), "hours"),
        budget=None if asked.budget is None else f"up to {money(asked.budget, asked.currency)}",
        readiness=answer.readiness,
        percent=words.percent,
        counted=words.counted,
        pill=words.pill,
        rises=words.rises,
        groups=groups,
        brief=brief,
        main=main,
        page_words=page_words,
        perhaps=[thing.label for thing in perhaps],
        command=command(answer),
        known_command=command(answer, perhaps),
        after=None if main is None else main.path.hops[-1].readiness_on_entry,
        over=exceeds(main.path.cost.money, asked.budget) if main else "",
        ways=ways,
        shown=shown,
        sliders=sliding,
        chart=_chart(ways, answer),
        shape=shape,
        whole=whole | {"way-1"},
        known=_known(views[0]) if views else {},
        longer=longer[:_LONGER_SHOWN],
        more_longer=longer[_LONGER_SHOWN:],
        remarks=[text for text in (answer.direct_reason, answer.alternatives_reason) if text and answer.paths],
        left_out=words.named(answer.left_out),
        pictures=pictures,
        timelines={view.anchor: timeline(view) for view in views},
        bars=bars[:_BARS_SHOWN],
        more_bars=bars[_BARS_SHOWN:],
        paper_bars=bars[:_PAPER_BARS],
        first_bars=[bar for bar in bars if bar.must][:3] or bars[:3],
        met=met,
        notes=reader.notes,
        answer=answer,
    )


@dataclass(frozen=True)
class Way:
    """A way as it is shown: what it is beside the others, and how it compares with the first. cost: what the chart shows.

    mark: what tells it from others through the same jobs: its programs and projects, or
    how it compares. extra: only best for other hours or budgets than those asked for. here: whether what is said of it holds for
    the hours and the budget asked for only.
    """

    view: PathView
    kind: str
    against: str
    mark: str
    path: Path
    extra: bool
    here: bool


def _ways(reader: Reader, answer: Answer, choices: Choices | None) -> tuple[Way, ...]:
    """The ways in the order of the page, each once: the best one, the direct one, others, different ones, then those for other choices."""
    asked = answer.question.constraints
    found: list[tuple[Path, str, bool]] = []
    kinds = [(path, f"The way with {words.best(asked.minimise)}", False) for path in answer.paths[:1]]
    kinds += [(path, "Without a job between", False) for path in (answer.direct,) if path]
    kinds += [(path, _UNBEATEN, False) for path in answer.paths]
    kinds += [(path, "Shares at most half of its steps with each way before", False) for path in answer.alternatives]
    if choices is not None:
        kinds += [(path, "What costs least; it may exceed your budget at the high end", True) for path in _nearly(answer, choices)]
        kinds += [
            (path, "The best for other hours or another budget than what was asked for", True) for path in _asked_for(answer, choices)
        ]
    for path, kind, extra in kinds:
        if not any(path == other for other, _, _ in found):
            found.append((path, kind, extra))
    first = found[0][0].cost if found else None
    jobs = Counter(_jobs(path) for path, _, _ in found)
    titles = _titles([path for path, _, _ in found])
    return tuple(
        Way(
            view=_named(_unproven(view) if extra else view, titles[number - 1]),
            kind=kind,
            against=against,
            mark=_mark(path) if jobs[_jobs(path)] > 1 and not titles[number - 1] else "",
            path=path,
            extra=extra,
            here=not extra and (number == 1 or (choices is not None and (kind == _UNBEATEN or bool(against)))),
        )
        for number, (path, kind, extra) in enumerate(found, start=1)
        for view in (reader.path(path, number, path in answer.alternatives and not extra),)
        for against in (words.against(path.cost, first) if first and number > 1 and not extra else "",)
    )


def _asked_for(answer: Answer, choices: Choices) -> list[Path]:
    """The ways of the choices by their numbers, each at the hours a week asked for."""
    row = choices.hours.index(answer.question.constraints.hours_per_week)
    return [line[row] for line in choices.ways]


def _nearly(answer: Answer, choices: Choices) -> list[Path]:
    """The way that costs least, where nothing surely keeps to the budget asked for but this may."""
    if answer.paths:
        return []
    asked = answer.question.constraints
    row = choices.hours.index(asked.hours_per_week)
    number = choices.nearly(row, choices.budgets.index(asked.budget))
    return [] if number is None else [choices.ways[number][row]]


def _unproven(view: PathView) -> PathView:
    """A way that is the best for another question than the one asked: of this one nothing is proven for it."""
    return replace(view, proof="The best for some other hours a week or budget; the sliders tell which.")


def _jobs(path: Path) -> tuple[str, ...]:
    return tuple(hop.role.id for hop in path.hops)


def _mark(path: Path) -> str:
    """The programs and projects of a way, as far as there is room for their names."""
    return _with(_big(path))


def _big(path: Path) -> list[str]:
    """The labels of the programs and projects of a way, in its order."""
    return [step.offer.label for hop in path.hops for step in hop.steps if step.kind in ("program", "project")]


def _with(big: Sequence[str]) -> str:
    if not big:
        return "with study on your own only"
    rest = f" and {len(big) - 2} more" if len(big) > 2 else ""
    return f"with {', '.join(shorten(label, 60) for label in big[:2])}{rest}"


def _titles(paths: Sequence[Path]) -> list[str]:
    """What tells each way without a job between from the others like it, empty where nothing does or has to."""
    titles = []
    for path in paths:
        others = [set(_big(other)) for other in paths if other is not path and _jobs(other) == _jobs(path)]
        own = [label for label in _big(path) if not any(label in other for other in others)]
        told = len(path.hops) == 1 and others and (own or not _big(path))
        titles.append(words.sentence(_with(own)) if told else "")
    return [title if titles.count(title) == 1 else "" for title in titles]


def _named(view: PathView, title: str) -> PathView:
    return replace(view, title=title) if title else view


def _chart(ways: Sequence[Way], answer: Answer) -> Chart | None:
    """The chart of all ways, if there is more than one thing to show on it."""
    return chart([way.path.cost for way in ways], answer.considered) if len(ways) + len(answer.considered) > 1 else None


def _known(view: PathView) -> dict[tuple[str, str], StepView]:
    """The steps of a way by kind and label."""
    return {(step.kind, step.label): step for hop in view.hops for block in hop.blocks for step in block.steps}
