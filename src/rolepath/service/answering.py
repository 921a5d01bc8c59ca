"""Answers to `gap` and `path`: planning's results with their sources, estimates and reasons in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rolepath.evidence import Cited
from rolepath.planning.assumptions import strength_of
from rolepath.planning.explored import Rests
from rolepath.planning.problem import FULL, Problem
from rolepath.planning.readiness import Standing, gap_items, is_ready, readiness_of, standing
from rolepath.planning.result import Answer, GapItem, Having, Path, Question
from rolepath.service import assemble

if TYPE_CHECKING:
    from rolepath.planning.explain import Told
    from rolepath.planning.network import Network
    from rolepath.planning.path import Searched
    from rolepath.planning.plan import Plan
    from rolepath.planning.reasons import Reason
    from rolepath.service.asking import Asked, Within
    from rolepath.service.graph import KnowledgeGraph

NOTHING_TO_DO = ", so there is nothing to do."


def gap_answer(kg: KnowledgeGraph, asked: Asked, within: Within, start: str | None = None) -> Answer:
    """What is missing for the target, without a path; start: the first day, where a path will follow.

    Raises:
        NotEnoughKnown: of the target.
    """
    network = kg.planning
    stand = standing(network, asked.profile, asked.target.id)
    items = gap_items(network, asked.profile, asked.target.id)
    done = _done(asked, within, stand)
    answer = Answer(
        question=Question(asked.start, asked.target, asked.having, within.constraints, start),
        readiness=readiness_of(stand, within.limits.readiness),
        gap=tuple(item for item in items if item.coverage < 1),
        met=tuple(item for item in items if item.coverage >= 1),
        paths=(),
        direct=None,
        direct_reason=None,
        alternatives=(),
        alternatives_reason=None,
        considered=(),
        left_out=(),
        found=True,
        reason=done,
        notes=(*starting_notes(kg, asked.having, done is not None), *_licence_notes(kg, asked)),
        assumptions=(),
        sources=(),
        organizations=(),
        licences=(),
    )
    return with_sources(kg, asked, within, answer)


@dataclass(frozen=True)
class Worked:
    """An answer, with the plans behind its paths (and the direct one, and the alternatives); told is None where none was looked for."""

    answer: Answer
    plans: tuple[tuple[Plan, Path], ...] = ()
    told: Told | None = None


def path_answer(kg: KnowledgeGraph, asked: Asked, within: Within) -> Answer:
    """What is missing, and the best way to close it.

    Raises:
        NotEnoughKnown: of the target.
    """
    return work_out(kg, asked, within).answer


def work_out(kg: KnowledgeGraph, asked: Asked, within: Within) -> Worked:
    """The answer to `path` with the plans it was written from.

    Raises:
        NotEnoughKnown: of the target.
    """
    answer = gap_answer(kg, asked, within, within.start.isoformat())
    if answer.reason is not None and not within.limits.must:
        return Worked(answer)
    from rolepath.planning.explain import Told, write_considered, write_path
    from rolepath.planning.path import search
    from rolepath.planning.question import make_problem

    network = kg.planning
    problem, offered = make_problem(network, asked.profile, asked.target.id, within.limits, within.pace, lambda: kg.arrays)
    found = search(problem, within.constraints.alternatives)
    if answer.reason is not None and found.plans and not found.plans[0].parts:
        return Worked(answer)
    told = Told(network, asked.profile, problem, offered, within.pace)
    paths = tuple(write_path(told, plan) for plan in found.plans)
    direct = next((path for path in paths if len(path.hops) == 1), None)
    if direct is None and found.direct is not None:
        direct = write_path(told, found.direct)
    alone = replace(problem, limits=replace(problem.limits, max_bridges=0))
    answer = replace(
        answer,
        readiness=replace(answer.readiness, after=paths[0].hops[-1].readiness_on_entry if paths else None),
        paths=paths,
        direct=direct,
        direct_reason=_why_none(told, alone) if direct is None and paths and within.limits.max_bridges else None,
        alternatives=tuple(write_path(told, plan) for plan in found.alternatives),
        alternatives_reason=_few(told, found, within.constraints.alternatives),
        considered=tuple(write_considered(told, beaten) for beaten in found.beaten if len(beaten.roles) > 1),
        left_out=offered.left_out,
        notes=(*answer.notes, *_others(found)),
        found=bool(paths),
        reason=_left(answer.reason) if paths else f"No path to {asked.target.label}: {_why_none(told, problem)}",
    )
    shown = [*zip(found.plans, paths, strict=True), *([(found.direct, direct)] if found.direct and direct else [])]
    shown += zip(found.alternatives, answer.alternatives, strict=True)
    return Worked(with_sources(kg, asked, within, answer), tuple(shown), told)


def least_hours(kg: KnowledgeGraph, asked: Asked) -> float | None:
    """The middle of the hours of study that the direct plan of the fewest hours takes; None where there is none.

    Raises:
        NotEnoughKnown: of the target.
    """
    from rolepath.planning.optimum import least
    from rolepath.planning.question import make_problem
    from rolepath.service.asking import ANY_DAY, Wanted, limit

    within = limit(kg, asked, Wanted(max_bridges=0, minimise="hours", start_date=ANY_DAY), None)
    if is_ready(standing(kg.planning, asked.profile, asked.target.id), within.limits.readiness):
        return 0.0
    problem, _ = make_problem(kg.planning, asked.profile, asked.target.id, within.limits, within.pace)
    found = least(problem, (asked.target.id,), "hours")
    return None if found is None else found / 120


def _done(asked: Asked, within: Within, stand: Standing) -> str | None:
    if asked.target.id in asked.profile.roles:
        return f"You are there: {asked.target.label} is a role you hold{NOTHING_TO_DO}"
    if is_ready(stand, within.limits.readiness):
        return f"You are ready for {asked.target.label} now: every essential requirement is met{NOTHING_TO_DO}"
    return None


# --- reasons in words -------------------------------------------------------------------------


def _left(done: str | None) -> str | None:
    """What is said of a path that is only there because something has to be."""
    return None if done is None else done.replace(NOTHING_TO_DO, "; what follows is what you ask for with --must.")


def _why_none(told: Told, problem: Problem) -> str:
    """Why no plan was found; with a time limit that is no proof that there is none."""
    from rolepath.planning.reasons import why

    seconds = problem.limits.time_limit
    if seconds is not None:
        return f"none was found within {seconds:g} seconds, though there may be one. Give more with --time-limit, or leave it out."
    return _words(told, why(problem))


def _words(told: Told, reason: Reason) -> str:
    limits, money = told.problem.limits, told.pace.currency
    end = "at the low end of the estimates" if limits.optimistic else "at the high end of the estimates"
    budget = f"{(reason.least or 0) / 100:,.2f} {money}"
    months = f"{_up((reason.least_time or 0) / told.pace.minutes_per_month)} months"
    match reason.kind:
        case "missing":
            labels = {r.id: r for r in told.problem.requirements[told.problem.target]}
            names = "; ".join(_asked(told, labels[i].capabilities) for i in reason.things)
            return (
                f"it takes {names}, which can't be learned alone and nothing in the data offers in full. If you have it, say so"
                " with --have; if you know who teaches it, add a program with --data."
            )
        case "condition":
            return (
                f"what would be needed can't be entered: {_things(told, reason.things)}. Look at what each asks"
                " (`rolepath show`), and say what you hold with --have or in a profile."
            )
        case "readiness":
            return (
                f"everything on offer together leads to a readiness of {(reason.least or 0) / FULL:.1%}, and"
                f" {limits.readiness / FULL:.0%} is asked for. Lower --readiness, or add programs with --data."
            )
        case "avoid":
            return f"there is none without {_things(told, reason.things)}, which you avoid; leave it out of --avoid."
        case "must":
            return f"{_things(told, reason.things)} can't be part of one, though you ask for it; leave it out of --must."
        case "budget":
            return f"the budget is too small; {budget} would do, {end}. Raise --budget, or count with --optimistic."
        case "deadline":
            return f"the deadline is too early; {months} would do, {end}. Move --deadline, or study more --hours-per-week."
        case "budget and deadline":
            return (
                f"budget and deadline can't both be kept, {end}: within this deadline it takes {budget}, within this budget {months}."
                " Raise one of them."
            )
    return f"neither budget nor deadline can be kept, {end}: it takes at least {budget}, and at least {months}. Raise both."


def _up(months: float) -> str:
    return f"{int(months * 10 + 0.999999) / 10:g}"


def _asked(told: Told, capabilities: Iterable[str]) -> str:
    return " or ".join(f"{told.network.capabilities[c].label} ({c})" for c in capabilities)


def _things(told: Told, identifiers: Iterable[str]) -> str:
    names: dict[str, None] = {}
    for identifier in identifiers:
        about = told.offered.about.get(identifier)
        facts = told.network.offers.get(identifier)
        known = facts.thing if facts else told.network.roles.get(identifier) or told.network.capabilities.get(identifier)
        thing = about.thing if about else known
        names[f"{thing.label} ({thing.id})" if thing else identifier] = None
    shown = list(names)
    return ", ".join(shown[:8]) + (f" and {len(shown) - 8} more" if len(shown) > 8 else "")


def _others(found: Searched) -> tuple[str, ...]:
    """How many ways over bridges are beaten without being named."""
    if not found.others:
        return ()
    several = "ways" if found.others > 1 else "way"
    return (f"{found.others:,} more {several} over other roles in between can't be better than these paths, and aren't listed.",)


def _few(told: Told, found: Searched, wanted: int) -> str | None:
    """Why there are fewer alternatives than asked for."""
    from rolepath.planning.problem import sequences

    if not found.plans or len(found.alternatives) >= wanted:
        return None
    number = "No alternative" if not found.alternatives else f"No more than {len(found.alternatives)}"
    if told.problem.limits.time_limit is not None:
        return f"{number}: another was not found within {told.problem.limits.time_limit:g} seconds, though there may be one."
    best = found.plans[0]
    problem = told.problem.along(best.roles[:-1])
    bridges = {role for roles in sequences(told.problem) for role in roles[:-1]}
    alone = sum(_forced(problem, bridges, identifier) for identifier in best.options)
    counted = f"{alone} of the {len(best.parts)} parts of the best path are the only way to something essential" if alone else ""
    return (
        f"{number}: every other path within these limits shares more than half of its offers and bridges with one before it"
        + (f"; {counted}" if counted else "")
        + "."
    )


def _forced(problem: Problem, bridges: Iterable[str], option: str) -> bool:
    """Whether something essential of the target can only be met by studying what this option studies, or by it; by no bridge either."""
    from rolepath.planning.problem import covered

    own = option.rpartition("@")[0] or option
    for requirement in problem.requirements[problem.target]:
        if requirement.essential and covered(problem.credits, problem.start.levels, requirement) < FULL:
            if any(covered(problem.credits, problem.gains[role], requirement) == FULL for role in bridges):
                continue
            ways = {
                o.id.rpartition("@")[0] or o.id for o in problem.options if covered(problem.credits, dict(o.raises), requirement) == FULL
            }
            if ways == {own}:
                return True
    return False


# --- what the answer rests on -----------------------------------------------------------------


def with_sources(kg: KnowledgeGraph, asked: Asked, within: Within, answer: Answer) -> Answer:
    """The answer with the sources and estimates that it rests on."""
    bridges = {hop.role.id for path in _all_paths(answer) for hop in path.hops[:-1]}
    roles = (*asked.profile.roles, *sorted(bridges))
    licensed = licence_evidence(kg.planning, asked.target.id) if _lacks_licence(kg, asked) else ()
    rests = resting(kg, roles, (*_cited(answer), *licensed), _assumptions(asked, within, answer))
    return replace(answer, assumptions=rests.assumptions, sources=rests.sources, organizations=rests.organizations, licences=rests.licences)


def resting(kg: KnowledgeGraph, roles: Iterable[str], cited: Iterable[Cited], assumptions: set[str], more: Iterable[str] = ()) -> Rests:
    """What an answer rests on that starts from or leads through these roles, and cites and used these; more: further sources."""
    network, passages = kg.planning, list(cited)
    held = [name for role in roles for name in (role, *(r.id for r in network.requirements.get(role, ())))]
    from_start = {c.source for name in held for c in network.evidence.get(name, ())}
    sources = assemble.source_notes(kg.store, {c.source for c in passages} | from_start | {*more})
    organizations = {c.attributed_to for c in passages if c.attributed_to}
    return Rests(
        assumptions=assemble.assumption_notes(network.assumptions, assumptions),
        sources=sources,
        organizations=tuple(kg.entity(name) for name in sorted(organizations)),
        licences=tuple(sorted({s.attribution or f"{s.title}: {s.licence}" for s in sources if s.kind != "editorial"})),
    )


def _all_paths(answer: Answer) -> tuple[Path, ...]:
    return (*answer.paths, *((answer.direct,) if answer.direct else ()), *answer.alternatives)


def _cited(answer: Answer) -> Iterator[Cited]:
    for item in answer.gap + answer.met:
        yield from item.evidence
    for path in _all_paths(answer):
        for hop in path.hops:
            yield from hop.evidence
            for step in hop.steps:
                yield from step.evidence


_CREDIT_ASSUMPTIONS = {
    "narrower": "credit-narrower",
    "broader": "credit-broader",
    "sibling": "credit-sibling",
    "tool use": "credit-tool",
    "close match": "credit-close",
    "broad match": "credit-broad-or-narrow-mapping",
    "narrow match": "credit-broad-or-narrow-mapping",
}


def _assumptions(asked: Asked, within: Within, answer: Answer) -> set[str]:
    used = {"assumption/essential-from"} | (within.used & {"assumption/readiness"})
    if asked.profile.roles:
        used.add("assumption/optional-held")
    for item in answer.gap + answer.met:
        used |= item_assumptions(item)
    paths = _all_paths(answer)
    if paths or answer.considered:
        used |= within.used - {"assumption/bridge-readiness"} | {"assumption/level-prerequisite"}
    if any(len(path.hops) > 1 for path in paths) or answer.considered:
        used |= {"assumption/bridge-tenure", "assumption/bridge-consider", "assumption/optional-held", "assumption/worth-showing"}
        used |= within.used & {"assumption/bridge-readiness"}
    for path in paths:
        for hop in path.hops:
            for step in hop.steps:
                used.update(step.assumptions)
                for closed in step.closes:  # “held”, or what counts with its way in brackets
                    used |= credit_assumptions(closed.via.removesuffix(")").rpartition(" (")[2])
    return used


def item_assumptions(item: GapItem) -> set[str]:
    """The assumptions behind a requirement: how strong its evidence is, at which level it asks, what counts towards it."""
    used = {f"assumption/{strength_of(e.modality)}" for e in item.evidence if e.modality and e.modality != "denies"}
    if any(e.kind == "record" and e.modality is None for e in item.evidence):  # a rating, which has a level of its own
        used |= {"assumption/onet-importance-from", "assumption/onet-essential-from"}
    else:
        used |= {f"assumption/level-{thing.kind}" for thing in item.capabilities}
    return used | (credit_assumptions(item.credited_by.via) if item.credited_by else set())


def credit_assumptions(via: str) -> set[str]:
    """The assumptions behind a way in which one thing counts towards another."""
    return {f"assumption/{_CREDIT_ASSUMPTIONS[way]}" for way in via.split(", then ") if way in _CREDIT_ASSUMPTIONS}


def licence_evidence(network: Network, role: str) -> tuple[Cited, ...]:
    """Who says that a role asks for a licence: the classification, or whoever reviewed the licences."""
    said = tuple(c for c in network.evidence.get(role, ()) if c.on == "regulated")
    return said + tuple(c for licence in network.licences.get(role, ()) for c in network.evidence.get(licence, ()))


def _lacks_licence(kg: KnowledgeGraph, asked: Asked) -> bool:
    target = asked.target.id
    return target in kg.planning.regulated and target not in asked.profile.licences


def _licence_notes(kg: KnowledgeGraph, asked: Asked) -> Iterator[str]:
    """That the target asks for a licence which study alone doesn't give, and why."""
    if _lacks_licence(kg, asked):
        network, target = kg.planning, asked.target
        named = "; ".join(kg.entity(licence).label for licence in network.licences.get(target.id, ()))
        reasons = " ".join(dict.fromkeys(c.reason for c in licence_evidence(network, target.id) if c.reason))
        yield (
            f"{target.label} asks for a licence{f' ({named})' if named else ''}, which study alone doesn't give and nothing here includes;"
            f" if you hold it, say so in a profile (licences).{f' {reasons}' if reasons else ''}"
        )


def starting_notes(kg: KnowledgeGraph, having: Having, done: bool) -> tuple[str, ...]:
    """What an answer started from, and what that leaves out; done: nothing is left to claim."""
    network, notes = kg.planning, []
    for role in having.roles:
        notes.append(f"Started from {role.label} ({role.origin}).")
        if not network.requirements.get(role.id):
            known = [each for each, wider in sorted(network.also.items()) if role.id in wider and network.requirements.get(each)]
            near = ", ".join(f"{network.roles[each].label} ({each})" for each in known)
            notes.append(
                f"No source says what {role.label} requires, so nothing is held at the start. Name what you can with --have, or"
                f" start from a role that a source describes{': ' + near if near else ''}."
            )
        elif not done:
            notes.append(
                "What no source says of the starting role counts as missing, even where many people in it have it:"
                " claim it with --have NAME."
            )
    return tuple(dict.fromkeys(notes))
