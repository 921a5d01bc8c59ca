"""A path together with what else could be chosen: other hours a week, other budgets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rolepath.planning.choices import PACES, Choices, Chosen, choose
from rolepath.planning.explain import Told, at_pace, write_path
from rolepath.planning.explored import Rests
from rolepath.planning.plan import Plan
from rolepath.planning.question import make_problem
from rolepath.planning.result import Answer, Path
from rolepath.service import builds
from rolepath.service.answering import Worked, with_sources, work_out
from rolepath.service.asking import Asked, Wanted, Within, ask, checks_of_person, checks_of_wishes, limit, refuse_together
from rolepath.service.resolved import Resolved

if TYPE_CHECKING:
    from rolepath.service.builds import Progress
    from rolepath.service.graph import KnowledgeGraph


def path_with_choices(
    kg: KnowledgeGraph,
    start: str | None,
    target: str | None = None,
    *,
    profile: Resolved | None = None,
    have: Mapping[str, float | None] | Iterable[str] = (),
    lack: Iterable[str] = (),
    strict: bool = False,
    readiness: float | None = None,
    progress: Progress = builds.quiet,
    **wishes: Any,
) -> tuple[Answer, Choices | None]:
    """The answer of `KnowledgeGraph.path` to the same question, and its best paths at other hours a week and within other budgets.

    There are no choices where there is nothing to do, or nothing helps whatever the price; with a time limit, as then nothing is
    known to be the best; and where all of it would take too long.

    Raises: what `KnowledgeGraph.path` does.

    >>> from rolepath.service.graph import load
    >>> answer, choices = path_with_choices(load(), "traditional product manager", start_date="2026-01-01")
    >>> choices.ways[0][choices.hours.index(8.0)] == answer.paths[0]
    True
    """
    given: dict[str, Any] = {name: tuple(value) if name in ("avoid", "must") else value for name, value in wishes.items()}
    wanted, person = Wanted(**given), profile or Resolved()
    have, lack = have if isinstance(have, Mapping) else tuple(have), tuple(lack)  # they are gone through twice
    refuse_together([*checks_of_person(kg, start, target, person, have, lack, readiness), *checks_of_wishes(kg, wanted, person)])
    asked = ask(kg, start, target, profile, have, lack, strict, readiness)
    within = limit(kg, asked, wanted, profile)
    worked = work_out(kg, asked, within)
    if worked.told is None or within.limits.time_limit is not None or not (worked.answer.paths or _could_do(within)):
        return worked.answer, None
    hours = within.pace.hours_per_week
    each = {pace: limit(kg, asked, replace(wanted, hours_per_week=pace), profile) for pace in sorted({*PACES, hours})}
    told = {pace: _told(kg, asked, each[pace]) for pace in each}
    known = worked.plans[0][0] if worked.answer.paths else None
    chosen = choose({pace: of.problem for pace, of in told.items()}, hours, known)
    if chosen is None or not chosen.plans:
        return worked.answer, None
    if chosen.left_out:
        progress(f"leaving out {chosen.left_out} of the other hours a week and budgets, which would take too long")
    return worked.answer, _written(kg, asked, within, worked, chosen, told)


def _could_do(within: Within) -> bool:
    """Whether more money or time could help where there is no path."""
    return within.limits.budget is not None or within.limits.deadline is not None


def _told(kg: KnowledgeGraph, asked: Asked, within: Within) -> Told:
    problem, offered = make_problem(kg.planning, asked.profile, asked.target.id, within.limits, within.pace, lambda: kg.arrays)
    return Told(kg.planning, asked.profile, problem, offered, within.pace)


def _written(kg: KnowledgeGraph, asked: Asked, within: Within, worked: Worked, chosen: Chosen, told: Mapping[float, Told]) -> Choices:
    """The choices with each plan written out once, and with its months at each pace."""
    hours = within.pace.hours_per_week
    plans: list[tuple[Plan, Path]] = []
    numbers: dict[tuple[object, ...], int] = {}
    for plan, path in worked.plans:
        if _key(plan) not in numbers:
            numbers[_key(plan)] = len(plans)
            plans.append((plan, path))
    for plan in chosen.plans:
        if _key(plan) not in numbers:
            numbers[_key(plan)] = len(plans)
            plans.append((plan, write_path(told[hours], plan)))
    extra = tuple(path for _, path in plans)
    rested = with_sources(kg, asked, within, replace(worked.answer, paths=extra, direct=None, alternatives=()))
    return Choices(
        hours=chosen.hours,
        budgets=tuple(None if budget is None else budget / 100 for budget in chosen.budgets),
        ways=tuple(tuple(at_pace(told[pace], path, plan) for pace in chosen.hours) for plan, path in plans),
        best=tuple(tuple(None if n is None else numbers[_key(chosen.plans[n])] for n in line) for line in chosen.best),
        least=tuple(None if cents is None else cents / 100 for cents in chosen.least),
        left_out=chosen.left_out,
        rests=Rests(rested.assumptions, rested.sources, rested.organizations, rested.licences),
    )


def _key(plan: Plan) -> tuple[object, ...]:
    return plan.roles, plan.stages
