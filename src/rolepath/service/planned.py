"""The ways of an answer, from the question to planning and back into words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rolepath.planning.problem import Problem
from rolepath.planning.profile import make_profile, stands_for
from rolepath.planning.readiness import Lines, stand
from rolepath.planning.result import Answer, Flip, Stability, StableStep, Way, WithinLimits, WouldDo
from rolepath.planning.search import Found
from rolepath.planning.stability import Stable, stability
from rolepath.planning.units import FULL
from rolepath.planning.ways import BEST, Ask, Ways, barred, plan_ways
from rolepath.planning.written import Told, write_way
from rolepath.service.answering import considered, left_of

if TYPE_CHECKING:
    from rolepath.service.asking import Asked, Within
    from rolepath.service.graph import KnowledgeGraph

_ESTIMATES = {"size": "how long it takes", "minutes": "how long it takes to begin", "time": "how long it lasts", "cents": "what it costs"}
_FAR = 0.15
"""A readiness below which someone comes from outside the field."""
_WAYS_IN = 3
_PER = {"size": 60, "minutes": 60, "cents": 100}


def planned(kg: KnowledgeGraph, asked: Asked, within: Within, ask: Ask, answer: Answer) -> Answer:
    """The answer with its ways, or with what limits leave, or with why there is none."""
    missing = barred(ask)
    if missing:
        names = ", ".join(kg.entity(name).label for name in missing)
        return replace(answer, found=False, reason=f"No way to {asked.target.label}: it takes {names}, which nothing here gives.")
    found = plan_ways(ask, within.alternatives, within.months, degree_programs(kg, asked, within))
    if found.best is None:
        return _without(kg, asked, within, ask, found, answer)
    told = Told(kg.planning, within.pace)
    stable = None
    if within.draws and found.best.offers:
        sure = kg.planning.assumptions.thousandths("in-any-case")
        stable = stability(ask.problem(found.best.roles), found.best, within.draws, sure=sure, ends=ask.ends)
        told = replace(told, sure=stable.counts, sure_from=sure, draws=stable.draws)
    ways = tuple(_way(replace(told, sure=told.sure if kind == BEST else None), ask, kind, one) for kind, one in found.found.items())
    return replace(
        answer,
        readiness=replace(answer.readiness, after=ways[0].hops[-1].readiness_on_entry),
        ways=ways,
        alternatives=tuple(_way(replace(told, sure=None), ask, "alternative", one) for one in found.alternatives),
        considered=considered(kg, ask, found.best.roles),
        stability=None if stable is None else _stability(kg, ask.problem(found.best.roles), stable),
        notes=(*_from_far(ask, found.best.roles, answer.readiness.typical), *answer.notes),
        left_out=ask.problem(found.best.roles).all_offers.left_out,
        found=True,
    )


def _way(told: Told, ask: Ask, kind: str, found: Found) -> Way:
    if found.plan is None:
        raise ValueError("there is no plan to write")
    return write_way(told, kind, ask.problem(found.plan.roles), found)


def _without(kg: KnowledgeGraph, asked: Asked, within: Within, ask: Ask, found: Ways, answer: Answer) -> Answer:
    """What limits leave, or why there is no way at all."""
    answer = replace(answer, left_out=ask.problem((asked.target.id,)).all_offers.left_out)
    if found.within is None:
        return replace(answer, found=False, reason=f"No way to {asked.target.label}: {why_none(kg, ask)}")
    limited = found.within
    problem = ask.problem(limited.plan.roles)
    way = write_way(Told(kg.planning, within.pace), "within limits", problem, Found(limited.plan, True, 0.0))
    way = replace(way, bound=0.0)
    left = left_of(way, answer.units, kg.planning.assumptions.thousandths("covered") / FULL)
    would_do = WouldDo(
        budget=None if limited.budget is None or ask.limits.budget is None else limited.budget / 100,
        deadline=None if limited.deadline is None or ask.limits.deadline is None else round(limited.deadline + 0.005, 2),
        hours_per_week=limited.hours,
    )
    after = way.hops[-1].readiness_on_entry
    best = WithinLimits(way, limited.stage, after, left, would_do)
    return replace(
        answer,
        readiness=replace(answer.readiness, after=after),
        best_within_limits=best,
        found=True,
        reason="The limits don't suffice to be ready; this is the plan that reaches most within them.",
    )


def why_none(kg: KnowledgeGraph, ask: Ask) -> str:
    """Why there is no way, limits of budget and deadline aside: what is avoided, what must be there, what nothing offers."""
    from rolepath.planning.search import Search

    if ask.ends is not None:
        return "none was found in the time given, though there may be one. Give more with --time-limit, or leave it out."
    limits = ask.limits
    free = replace(limits, avoided=frozenset(), must={}, budget=None, deadline=None)
    if limits.avoided and Search(ask.problem([ask.target], replace(free, must=limits.must))).best().plan is not None:
        return f"there is none without {_names(kg, limits.avoided)}, which you avoid; leave it out of --avoid."
    if limits.must and Search(ask.problem([ask.target], replace(free, avoided=limits.avoided))).best().plan is not None:
        return f"{_names(kg, set(limits.must))} can't be part of one, though you ask for it; leave it out of --must."
    problem = ask.problem([ask.target], free)
    most = Search(problem.with_limits(free, Lines(0, 0))).readiest()
    if most is None:
        return "nothing on offer leads there. Add programs with --data."
    standing = most.after[-1]
    line = problem.stages.ready.essential * FULL
    open_ = [u.label for u, q in zip(standing.units, standing.covered, strict=True) if u.essential and q < line]
    if open_:
        return (
            f"it takes {', '.join(open_)}, which nothing on offer gives. If you have it, say so with --have; if you know who teaches it,"
            " add a program with --data."
        )
    return (
        f"everything on offer together leads to a readiness of {standing.readiness:.1%},"
        f" and {problem.stages.ready.share / FULL:.0%} is asked for. Lower --readiness, or add programs with --data."
    )


def _names(kg: KnowledgeGraph, identifiers: frozenset[str] | set[str]) -> str:
    known = {i for i in identifiers if not i.startswith("module/")}
    return ", ".join(f"{kg.entity(i).label} ({i})" for i in sorted(known))


def degree_programs(kg: KnowledgeGraph, asked: Asked, within: Within) -> frozenset[str]:
    """The degrees of which a degree-led way has one: where one is asked for, or the target is a leading position."""
    network = kg.planning
    degrees = frozenset(o for o, facts in network.offers.items() if facts.program_kind == "degree" and network.teachings.get(o))
    asked_for = any(not group.isdisjoint(degrees) for group in within.limits.must.values())
    return degrees if degrees and (asked_for or asked.target.id in network.leading) else frozenset()


def _from_far(ask: Ask, roles: tuple[str, ...], readiness: float) -> tuple[str, ...]:
    """What a plan without a role in between doesn't say to someone from outside, with the documented starts that are nearest."""
    network, target = ask.network, ask.target
    if len(roles) > 1 or readiness >= _FAR:
        return ()
    starts = [start for start, to in network.transitions if to == target and target not in stands_for(network, start)]
    nearest = sorted((-stand(network, make_profile(network, [start], target), target).score, start) for start in starts)
    names = list(dict.fromkeys(network.roles[start].label for _, start in nearest))[:_WAYS_IN]
    known = f" Ways in that the sources name: {', '.join(names)}." if names else ""
    return (f"“Ready” counts what can be learned, not the years that employers also ask for.{known}",)


def _stability(kg: KnowledgeGraph, problem: Problem, stable: Stable) -> Stability:
    by_id = problem.all_offers.by_id
    steps = sorted(((count, o) for o, count in stable.counts.items()), key=lambda each: (-each[0], each[1]))
    flips = []
    for flip in stable.flips:
        per = _PER.get(flip.what, 60)
        things = tuple(by_id[o].thing for o in flip.changes)
        label = f"{by_id[flip.offer].thing.label}: {_ESTIMATES[flip.what]}"
        flips.append(Flip(label, round(flip.before / per, 1), round(flip.after / per, 1), things))
    return Stability(
        stable.draws,
        stable.seed,
        tuple(StableStep(by_id[o].thing, round(count / max(1, stable.draws), 3)) for count, o in steps),
        tuple(flips),
    )
