"""Answers to `gap` and `path`: planning's results with their sources, estimates and reasons in words."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from rolepath.evidence import Cited
from rolepath.planning.answer import area_items, assumed_items, capability_items, readiness_item, unit_items
from rolepath.planning.assumptions import strength_of
from rolepath.planning.coverage import Measure
from rolepath.planning.profile import role_holdings
from rolepath.planning.questions import questions
from rolepath.planning.readiness import READY, barred_by, stages
from rolepath.planning.result import Answer, Considered, Question, Rests, Thing, UnitItem, Way
from rolepath.planning.units import known_enough, known_units
from rolepath.service import assemble

if TYPE_CHECKING:
    from rolepath.planning.network import Holding, Network
    from rolepath.planning.readiness import Lines
    from rolepath.planning.ways import Ask
    from rolepath.service.asking import Asked, Within
    from rolepath.service.graph import KnowledgeGraph

_MOST_SIMILAR = 8
"""How many roles like the target are looked at as bridges: each takes a search of its own."""
ALSO_CONSIDERED = 3
"""How many roles that one might have gone through are named."""


def gap_answer(kg: KnowledgeGraph, asked: Asked, within: Within, start: str | None = None, asking: int | None = None) -> Answer:
    """What is missing for the target, without a way; start: the first day, where ways will follow. asking: how many
    questions, None for the usual number.

    Raises:
        NotEnoughKnown: of the target.
    """
    network, profile, target = kg.planning, asked.profile, asked.target
    measure = Measure(network, known_units(network, target.id), profile.lacked, profile.strict)
    units = unit_items(network, profile, measure)
    bars = barred_by(network, measure.units, target.id, profile.typical, profile.licences, profile.roles)
    readiness = readiness_item(measure, profile, stages(network, asked.share), [kg.entity(name) for name in bars])
    limit = int(network.assumptions.number("question-limit")) if asking is None else asking
    answer = Answer(
        question=Question(asked.start, target, asked.having, within.constraints, start),
        readiness=readiness,
        areas=area_items(network, units),
        units=units,
        capabilities=capability_items(network, profile, target.id, measure),
        assumed=assumed_items(network, profile, measure),
        questions=questions(network, profile, measure, _holdings(network, profile.roles, profile.strict), limit),
        ways=(),
        best_within_limits=None,
        alternatives=(),
        considered=(),
        stability=None,
        found=True,
        reason=_done(asked, readiness.stage),
        notes=(*starting_notes(kg, asked), *_licence_notes(kg, asked)),
        assumptions=(),
        sources=(),
        organizations=(),
        licences=(),
    )
    return with_sources(kg, asked, within, answer)


def _holdings(network: Network, roles: Iterable[str], strict: bool) -> dict[str, Holding]:
    found: dict[str, Holding] = {}
    for role in roles if not strict else ():
        for identifier, holding in role_holdings(network, role).items():
            if identifier not in found or holding.share > found[identifier].share:
                found[identifier] = holding
    return found


def make_ask(kg: KnowledgeGraph, asked: Asked, within: Within) -> Ask:
    """The question as planning takes it."""
    from rolepath.planning.readiness import Lines
    from rolepath.planning.ways import Ask

    network = kg.planning
    tenure = network.assumptions.range("bridge-tenure")
    bridge = Lines(network.assumptions.thousandths("bridge-readiness"), 500)
    return Ask(
        network=network,
        profile=asked.profile,
        target=asked.target.id,
        pace=within.pace,
        limits=within.limits,
        stages=stages(network, within.readiness),
        bridge=bridge,
        candidates=frozenset(_candidates(kg, asked)) if within.max_bridges else frozenset(),
        similar=lambda: frozenset(_similar(kg, asked, bridge)),
        max_bridges=within.max_bridges,
        tenure_months=(int(tenure.low), int(tenure.high)),
        ends=None if within.time_limit is None else time.monotonic() + within.time_limit,
    )


def _candidates(kg: KnowledgeGraph, asked: Asked) -> Iterator[str]:
    """Roles that a way may lead through: documented moves out of roles held or stood for and out of those, and grades below the target."""
    network, target = kg.planning, asked.target.id
    held = {*asked.profile.fits, *asked.profile.roles}
    first = {to for start, to in network.transitions if start in held}
    yield from first
    yield from (to for start, to in network.transitions if start in first)
    yield from (start for start, to in network.transitions if to == target)
    yield from (role for role, wider in network.wider.items() if (target, True) in wider)
    yield from (wider for wider, grade in network.wider.get(target, ()) if grade)


def _similar(kg: KnowledgeGraph, asked: Asked, bridge: Lines) -> list[str]:
    """Roles much like the target that the person could get as they are, the most alike first."""
    from rolepath.planning.readiness import stand

    found: list[str] = []
    for role in kg.much_like(asked.target.id):
        if len(found) == _MOST_SIMILAR:
            break
        if known_enough(kg.planning, role) and stand(kg.planning, asked.profile, role).reaches(bridge):
            found.append(role)
    return found


def path_answer(kg: KnowledgeGraph, asked: Asked, within: Within) -> Answer:
    """What is missing, and the ways to close it.

    Raises:
        NotEnoughKnown: of the target.
    """
    answer = gap_answer(kg, asked, within, within.start.isoformat(), 3)
    if answer.readiness.stage == READY:
        there = {asked.target.id, *asked.profile.roles, *asked.profile.programs}
        if all(not there.isdisjoint(group) for group in within.limits.must.values()):
            return answer
        reason = f"{_there(asked)}; what follows is what you ask for with --must."
        answer = replace(answer, reason=reason)
    from rolepath.service.planned import planned

    return with_sources(kg, asked, within, planned(kg, asked, within, make_ask(kg, asked, within), answer))


def least_hours(kg: KnowledgeGraph, asked: Asked) -> float | None:
    """The middle of the hours that the direct plan of the fewest hours takes; None where there is none.

    Raises:
        NotEnoughKnown: of the target.
    """
    from rolepath.planning.coverage import WHOLE
    from rolepath.planning.search import Search
    from rolepath.service.asking import ANY_DAY, Wanted, limit

    known_units(kg.planning, asked.target.id)
    within = limit(kg, asked, Wanted(max_bridges=0, minimise="hours", start_date=ANY_DAY), None)
    plan = Search(make_ask(kg, asked, within).problem([asked.target.id])).best().plan
    return None if plan is None else float(plan.costs.minutes[1] / WHOLE / 120)


def _done(asked: Asked, stage: str) -> str | None:
    return f"{_there(asked)}, so there is nothing to do." if stage == READY else None


def _there(asked: Asked) -> str:
    if asked.target.id in asked.profile.roles:
        return f"You are there: {asked.target.label} is a role you hold"
    return f"You are ready to apply as {asked.target.label} now"


# --- what the answer rests on -----------------------------------------------------------------


def with_sources(kg: KnowledgeGraph, asked: Asked, within: Within, answer: Answer) -> Answer:
    """The answer with the sources and estimates that it rests on."""
    licensed = licence_evidence(kg.planning, asked.target.id) if _lacks_licence(kg, asked) else ()
    rests = resting(kg, (), (*_cited(answer), *licensed), _assumptions(within, answer))
    return replace(answer, assumptions=rests.assumptions, sources=rests.sources, organizations=rests.organizations, licences=rests.licences)


def resting(kg: KnowledgeGraph, roles: Iterable[str], cited: Iterable[Cited], assumptions: set[str], more: Iterable[str] = ()) -> Rests:
    """What an answer rests on that starts from or leads through these roles, and cites and used these; more: further sources."""
    network, passages = kg.planning, list(cited)
    held = [name for role in roles for name in (role, *(h.id for h in network.holdings.get(role, ())))]
    from_start = {c.source for name in held for c in network.evidence.get(name, ())}
    sources = assemble.source_notes(kg.store, {c.source for c in passages} | from_start | {*more})
    organizations = {c.attributed_to for c in passages if c.attributed_to}
    return Rests(
        assumptions=assemble.assumption_notes(network.assumptions, assumptions),
        sources=sources,
        organizations=tuple(kg.entity(name) for name in sorted(organizations)),
        licences=tuple(sorted({s.attribution or f"{s.title}: {s.licence}" for s in sources if s.kind not in ("editorial", "page")})),
    )


def all_ways(answer: Answer) -> tuple[Way, ...]:
    """Every way of an answer."""
    within = (answer.best_within_limits.way,) if answer.best_within_limits else ()
    return (*answer.ways, *within, *answer.alternatives)


def _cited(answer: Answer) -> Iterator[Cited]:
    for unit in answer.units:
        yield from unit.evidence
    for assumed in answer.assumed:
        yield from assumed.evidence
    for way in all_ways(answer):
        for hop in way.hops:
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


def _assumptions(within: Within, answer: Answer) -> set[str]:
    """Every estimate that the answer used."""
    used = {"assumption/readiness", "assumption/nearly", "assumption/covered", "assumption/enough", "assumption/useful-at-most"}
    used |= set(within.used)
    if answer.assumed:
        used |= {"assumption/assumed-from", "assumption/counted-from", "assumption/high-from"}
    for unit in answer.units:
        used |= unit_assumptions(unit)
    for way in all_ways(answer):
        if len(way.hops) > 1:
            used |= {"assumption/bridge-tenure", "assumption/bridge-readiness"}
        for hop in way.hops:
            for step in hop.steps:
                used.update(step.assumptions)
    return used


def unit_assumptions(unit: UnitItem) -> set[str]:
    """The assumptions behind a unit: how strong its evidence is, and what counts towards it."""
    used = {f"assumption/{strength_of(e.modality)}" for e in unit.evidence if e.modality and e.modality not in ("denies", "ads")}
    for member in unit.members:
        if member.credited_by is not None:
            used |= credit_assumptions(member.credited_by.via)
    return used


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


def starting_notes(kg: KnowledgeGraph, asked: Asked) -> Iterator[str]:
    """What an answer started from, where that needs saying."""
    network = kg.planning
    for role in asked.having.roles:
        if not role_holdings(network, role.id):
            yield (
                f"No source says what people in {role.label} can do, so nothing is assumed. Name what you can with --have,"
                f" or let `rolepath check {role.id}` ask."
            )


def considered(kg: KnowledgeGraph, ask: Ask, shown: Iterable[str]) -> tuple[Considered, ...]:
    """Roles that one might have gone through, documented moves first, and why the first way doesn't; shown: those it leads through."""
    from rolepath.planning.readiness import Standing
    from rolepath.planning.units import asked_units

    network, found = kg.planning, list[Considered]()
    moves = sorted({start for start, to in network.transitions if to == ask.target} & ask.candidates)
    for role in (*moves, *sorted(ask.candidates - set(moves))):
        if (
            len(found) == ALSO_CONSIDERED
            or role in {*shown, *ask.profile.roles, *ask.profile.fits, ask.target}
            or not known_enough(network, role)
        ):
            continue
        units = asked_units(network, role)
        standing = Standing(units, Measure(network, units, ask.profile.lacked, ask.profile.strict).all(ask.profile.typical))
        found.append(Considered(network.roles[role], _why_not(network, ask, role, standing.readiness)))
    return tuple(found)


def _why_not(network: Network, ask: Ask, role: str, readiness: float) -> str:
    low, high = ask.tenure_months
    if role in network.regulated and role not in ask.profile.licences:
        return "it asks for a licence"
    if readiness * 1000 < ask.bridge.share:
        return f"you are about {readiness:.0%} ready for it, and would have to learn for that job first"
    return f"{low} to {high} months in it would take longer than the way shown"


def left_of(way: Way, units: Iterable[UnitItem], covered: float) -> tuple[Thing, ...]:
    """The units that are not covered after a way."""
    after: dict[str, float] = {}
    for step in way.hops[-1].steps:
        if not step.strengthen:
            after |= {closed.id: closed.after for closed in step.closes}
    open_ = [unit for unit in units if max(unit.coverage, after.get(unit.id, 0.0)) < covered]
    return tuple(Thing(unit.id, unit.label, "unit", "rolepath") for unit in sorted(open_, key=lambda u: (-u.weight, u.id)))
