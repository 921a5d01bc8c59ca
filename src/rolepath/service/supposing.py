"""Answers to what-if questions: an answer before and after a change, and which single thing would raise readiness most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rolepath.errors import WrongUse
from rolepath.planning import changes as comparing
from rolepath.planning import gains as ranking
from rolepath.planning.explored import Changes, Doing, Gains, Side, Supposition, WhatIf
from rolepath.planning.readiness import READY, stand
from rolepath.planning.result import Answer, Cost, Money, Range, Rests, Way
from rolepath.service.answering import gap_answer, make_ask, resting, with_sources
from rolepath.service.asking import Asked, Wanted, Within, ask, limit
from rolepath.service.builds import Progress, quiet
from rolepath.service.resolved import SOME

if TYPE_CHECKING:
    from rolepath.planning.offers import Offer
    from rolepath.planning.problem import Problem
    from rolepath.planning.written import Told
    from rolepath.service.graph import KnowledgeGraph
    from rolepath.service.resolved import Claim, Resolved

ORDERS = ("per-hour", "gain")
OFFERS = ("Program", "Project", "Task")
MANY_HOURS = 60.0
"""Hours a week at which every fixed pace can be kept."""
SOME_OF = 0.5
"""What `some` of a thing is of the level asked."""


@dataclass(frozen=True)
class Supposed:
    """Who asks, and what is supposed to be different about them; names as the user gives them.

    start, target, profile, strict, readiness: as in `KnowledgeGraph.gap`. have, lack, do: the changes; do: programs, projects and tasks
    done.
    """

    start: str | None
    target: str | None = None
    profile: Resolved | None = None
    have: Mapping[str, Claim] | Iterable[str] = ()
    lack: Iterable[str] = ()
    do: Iterable[str] = ()
    strict: bool = False
    readiness: float | None = None


def whatif(kg: KnowledgeGraph, supposed: Supposed, wanted: Wanted, with_path: bool, progress: Progress = quiet) -> WhatIf:
    """The answer before and after; see `KnowledgeGraph.whatif`."""
    if not (supposed.have or supposed.lack or supposed.do):
        raise WrongUse("nothing is supposed; say what changes with --have, --lack or --do, or ask with --rank what would help most")
    changed = _change(kg, supposed, wanted)
    sides = []
    for when, asked in (("before", changed.before), ("after", changed.after)):
        if with_path:
            progress(f"working out the best direct plan {when}")
        sides.append(_side(kg, asked, changed.within, with_path))
    (before, one, first), (after, other, second) = sides
    doings = changed.changes.do
    own = resting(kg, (), (c for doing in doings for c in doing.evidence), {a for doing in doings for a in doing.assumptions})
    stands = [stand(kg.planning, asked.profile, asked.target.id) for asked in (changed.before, changed.after)]
    return WhatIf(
        question=before.question,
        changes=changed.changes,
        before=one,
        after=other,
        units=comparing.moved((stands[0], before.units), (stands[1], after.units)),
        steps=comparing.step_changes(first, second) if one.cost and other.cost else (),
        notes=(*before.notes, *changed.notes),
        rests=merged(before, after, own),
    )


def _side(kg: KnowledgeGraph, asked: Asked, within: Within, with_path: bool) -> tuple[Answer, Side, Way | None]:
    """How things stand, with the best direct plan where it is asked for."""
    from rolepath.planning.search import Search
    from rolepath.planning.ways import DIRECT, barred
    from rolepath.planning.written import Told, write_way
    from rolepath.service.planned import why_none

    answer = gap_answer(kg, asked, within, asking=0)
    readiness = answer.readiness
    if not with_path:
        return answer, Side(readiness, None, None, None), None
    if readiness.stage == READY:
        none, money = Range(0, 0), Money(0, 0, within.pace.currency)
        return answer, Side(readiness, Cost(none, none, none, money, 0), True, None), None
    question = make_ask(kg, asked, within)
    missing = barred(question)
    if missing:
        names = ", ".join(kg.entity(name).label for name in missing)
        return answer, Side(readiness, None, None, f"No way to {asked.target.label}: it takes {names}, which nothing here gives."), None
    problem = question.problem([asked.target.id])
    found = Search(problem, ends=question.ends).best()
    if found.plan is None:
        return answer, Side(readiness, None, None, f"No way to {asked.target.label}: {why_none(kg, question)}"), None
    way = write_way(Told(kg.planning, within.pace), DIRECT, problem, found)
    return with_sources(kg, asked, within, replace(answer, ways=(way,))), Side(readiness, way.cost, way.optimal, None), way


@dataclass(frozen=True)
class _Changed:
    """Who asks before and after a change."""

    before: Asked
    after: Asked
    within: Within
    changes: Changes
    notes: tuple[str, ...]


def _change(kg: KnowledgeGraph, given: Supposed, wanted: Wanted) -> _Changed:
    """Names resolved; budget and deadline of a profile are left out, since it is shown how much a change saves, not what is affordable."""
    have: dict[str, Claim] = dict(given.have) if isinstance(given.have, Mapping) else dict.fromkeys(given.have)
    lack = tuple(given.lack)
    offers = list(dict.fromkeys(kg.names.resolve(name, OFFERS, "program, project or task").id for name in given.do))
    person = None if given.profile is None else replace(given.profile, budget=None, deadline=None)
    before = ask(kg, given.start, given.target, person, (), (), given.strict, given.readiness)
    claimed = ask(kg, given.start, given.target, person, have, lack, given.strict, given.readiness)
    within = limit(kg, before, wanted, person)
    taken, doings = _doings(kg, claimed, within, offers)
    programs = (doing.offer for doing in doings if doing.kind == "program")
    after = replace(
        claimed,
        profile=ranking.after_doing(claimed.profile, taken),
        having=replace(claimed.having, programs=(*claimed.having.programs, *programs)),
    )
    levels = {kg.capability(name): SOME_OF if level == SOME else level for name, level in have.items()}
    changes = Changes(
        have=tuple(Supposition(thing, level) for thing, level in sorted(levels.items(), key=lambda pair: pair[0].id)),
        lack=tuple(sorted({kg.capability(name) for name in lack}, key=lambda thing: thing.id)),
        do=doings,
    )
    return _Changed(before, after, within, changes, tuple(_notes(before, after, changes, within.pace.currency)))


def _notes(before: Asked, after: Asked, changes: Changes, currency: str) -> Iterable[str]:
    one, other = before.profile, after.profile
    changed = changes.have or changes.lack or changes.do
    if changed and all(getattr(one, name) == getattr(other, name) for name in ("low", "typical", "high", "lacked", "programs")):
        yield "This changes nothing: it is so already."
    for doing in changes.do:
        if doing.asks:
            wanting = "; ".join(each.text for each in doing.asks)
            yield (
                f"{doing.offer.label} asks first for what you don't have: {wanting}. Here it is taken as done all the same; what it"
                " would take to get that far is not counted."
            )
        if doing.money.currency != currency:
            yield f"There is no exchange rate from {doing.money.currency}, so what {doing.offer.label} costs is not converted."


def _doings(kg: KnowledgeGraph, asked: Asked, within: Within, offers: Sequence[str]) -> tuple[tuple[Offer, ...], tuple[Doing, ...]]:
    """The offers that are supposed to be done; one whose price can't be converted keeps its own currency.

    Raises:
        WrongUse: for one that is done already, that can't be done in the role held, or of which no source says what it teaches.
    """
    if not offers:
        return (), ()
    facts = kg.planning.offers
    wrong = [f"{facts[o].thing.label} ({o}) is done already; leave it out" for o in offers if o in asked.profile.programs]
    wrong += [
        f"no source says what {facts[o].thing.label} ({o}) teaches; say with --have what would be known after it"
        for o in offers
        if not kg.planning.teachings.get(o)
    ]
    _refuse(wrong)
    problem = problem_of(kg, asked, within)
    there = [o for o in offers if o in problem.all_offers.by_id]
    taken = {o: problem.all_offers.by_id[o] for o in there}
    found = {doing.offer.id: doing for doing in ranking.write_doings(_told(kg, within), problem, there)}
    for offer in (o for o in offers if o not in taken):
        apart = _apart(kg, asked, within, offer)
        if apart is not None:
            own = problem_of(kg, asked, apart)
            taken[offer] = own.all_offers.by_id[offer]
            found[offer] = ranking.write_doings(_told(kg, apart), own, [offer])[0]
    _refuse([f"{facts[o].thing.label} ({o}) can't be done in the roles held" for o in offers if o not in taken])
    return tuple(taken[o] for o in offers), tuple(found[o] for o in offers)


def _apart(kg: KnowledgeGraph, asked: Asked, within: Within, offer: str) -> Within | None:
    """The same with the currency of an offer that is left out, or with hours enough for its pace; None where that isn't why it is."""
    currency = kg.planning.offers[offer].currency or "USD"
    own = currency if kg.planning.assumptions.rate(currency) is None else within.pace.currency
    for hours in (within.pace.hours_per_week, max(MANY_HOURS, within.pace.hours_per_week)):
        other = replace(within, pace=replace(within.pace, currency=own, hours_per_week=hours))
        if offer in problem_of(kg, asked, other).all_offers.by_id:
            return other
    return None


def _refuse(wrong: Sequence[str]) -> None:
    if wrong:
        raise WrongUse("--do: " + "\n  ".join(wrong))


def _told(kg: KnowledgeGraph, within: Within) -> Told:
    from rolepath.planning.written import Told

    return Told(kg.planning, within.pace)


def problem_of(kg: KnowledgeGraph, asked: Asked, within: Within) -> Problem:
    """The direct problem of a question."""
    return make_ask(kg, asked, within).problem([asked.target.id])


def merged(*parts: Answer | Rests) -> Rests:
    """What several answers rest on together."""
    return Rests(
        assumptions=tuple(sorted({a.id: a for part in parts for a in part.assumptions}.values(), key=lambda a: a.id)),
        sources=tuple(sorted({s.id: s for part in parts for s in part.sources}.values(), key=lambda s: s.id)),
        organizations=tuple(sorted({o.id: o for part in parts for o in part.organizations}.values(), key=lambda o: o.id)),
        licences=tuple(sorted({licence for part in parts for licence in part.licences})),
    )


def gains(kg: KnowledgeGraph, supposed: Supposed, wanted: Wanted, by: str, most: int | None) -> Gains:
    """What raises readiness most; see `KnowledgeGraph.gains`."""
    if by not in ORDERS:
        raise WrongUse(f"--by must be one of {', '.join(ORDERS)}, not {by}")
    check_limit(most)
    changed = _change(kg, supposed, wanted)
    base = gap_answer(kg, changed.after, changed.within, asking=0)
    problem, told = problem_of(kg, changed.after, changed.within), _told(kg, changed.within)
    found = ranking.candidates(problem, by)
    written = tuple(ranking.write_gain(told, problem, each) for each in found[:most])
    cited = [c for gain in written for c in gain.evidence] + [c for doing in changed.changes.do for c in doing.evidence]
    used = {a for gain in written for a in gain.assumptions} | {a for doing in changed.changes.do for a in doing.assumptions}
    return Gains(
        question=base.question,
        changes=changed.changes,
        readiness=base.readiness,
        by=by,
        total=len(found),
        gains=written,
        left_out=problem.all_offers.left_out,
        notes=(*base.notes, *((base.reason,) if base.reason else ()), *changed.notes),
        rests=merged(base, resting(kg, (), cited, used)),
    )


def check_limit(most: int | None) -> None:
    """Raises WrongUse where so many rows can't be shown; None is all."""
    if most is not None and most < 1:
        raise WrongUse(f"--limit must be 1 or more, not {most}")
