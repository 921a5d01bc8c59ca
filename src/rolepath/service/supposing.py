"""Answers to what-if questions: an answer before and after a change, and which single thing would raise readiness most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rolepath.errors import WrongUse
from rolepath.planning import gains as ranking
from rolepath.planning.explored import Changes, Doing, Gains, Rests, Side, Supposition, WhatIf
from rolepath.planning.profile import Profile, coverage
from rolepath.planning.result import Answer, Cost, Money, Range
from rolepath.service.answering import credit_assumptions, gap_answer, path_answer, resting
from rolepath.service.asking import Asked, Wanted, Within, ask, limit
from rolepath.service.builds import Progress, quiet

if TYPE_CHECKING:
    from rolepath.planning.explain import Told
    from rolepath.service.graph import KnowledgeGraph
    from rolepath.service.resolved import Claim, Resolved

ORDERS = ("per-hour", "gain")


@dataclass(frozen=True)
class Supposed:
    """Who asks, and what is supposed to be different about them; names as the user gives them.

    start, target, profile, strict, readiness: as in `KnowledgeGraph.gap`. have, lack, do: the changes; do: programs and projects done.
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
    answers = []
    for when, asked in (("before", changed.before), ("after", changed.after)):
        if with_path:
            progress(f"working out the best direct plan {when}")
        answers.append((path_answer if with_path else gap_answer)(kg, asked, changed.within))
    before, after = answers
    own = resting(
        kg, (), (c for doing in changed.changes.do for c in doing.evidence), {a for d in changed.changes.do for a in d.assumptions}
    )
    return WhatIf(
        question=replace(before.question, start=None),
        changes=changed.changes,
        before=_side(before, with_path),
        after=_side(after, with_path),
        requirements=ranking.moved((*before.gap, *before.met), (*after.gap, *after.met)),
        steps=ranking.step_changes(before.direct, after.direct) if before.found and after.found else (),
        notes=(*before.notes, *changed.notes),
        rests=merged(before, after, own),
    )


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
    have = dict(given.have) if isinstance(given.have, Mapping) else dict.fromkeys(given.have)
    lack = tuple(given.lack)
    offers = list(dict.fromkeys(kg.names.resolve(name, ("Program", "Project"), "program or project").id for name in given.do))
    person = None if given.profile is None else replace(given.profile, budget=None, deadline=None)
    before = ask(kg, given.start, given.target, person, (), (), given.strict, given.readiness)
    claimed = ask(kg, given.start, given.target, person, have, lack, given.strict, given.readiness)
    within = limit(kg, before, wanted, person)
    doings = _doings(kg, claimed, within, offers)
    after = replace(
        claimed,
        profile=ranking.after_doing(kg.planning, claimed.profile, offers),
        having=replace(claimed.having, programs=(*claimed.having.programs, *(doing.offer for doing in doings))),
    )
    levels = {kg.capability(name): level for name, level in have.items()}
    changes = Changes(
        have=tuple(Supposition(thing, level) for thing, level in sorted(levels.items(), key=lambda pair: pair[0].id)),
        lack=tuple(sorted({kg.capability(name) for name in lack}, key=lambda thing: thing.id)),
        do=doings,
    )
    return _Changed(before, after, within, changes, tuple(_notes(before, after, changes, within.pace.currency)))


def _notes(before: Asked, after: Asked, changes: Changes, currency: str) -> Iterable[str]:
    one, other = before.profile, after.profile
    if (changes.have or changes.lack or changes.do) and (one.levels, one.programs) == (other.levels, other.programs):
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


def _doings(kg: KnowledgeGraph, asked: Asked, within: Within, offers: Sequence[str]) -> tuple[Doing, ...]:
    """The programs and projects that are supposed to be done; one whose price can't be converted keeps its own currency.

    Raises:
        WrongUse: for one that is done already, or of which no source says what it teaches.
    """
    facts = kg.planning.offers
    wrong = [f"{facts[o].thing.label} ({o}) is done already; leave it out" for o in offers if o in asked.profile.programs]
    wrong += [
        f"no source says what {facts[o].thing.label} ({o}) teaches; say with --have what would be known after it"
        for o in offers
        if not kg.planning.taught.get(o)
    ]
    if wrong:
        raise WrongUse("--do: " + "\n  ".join(wrong))
    if not offers:
        return ()
    told = _told(kg, asked, within)
    rateless = {thing.id for thing in told.offered.left_out}
    found = {doing.offer.id: doing for doing in ranking.write_doings(told, [o for o in offers if o not in rateless])}
    for offer in offers:
        currency = facts[offer].currency
        if offer in rateless and currency is not None:
            own = _told(kg, asked, replace(within, pace=replace(within.pace, currency=currency)))
            found[offer] = ranking.write_doings(own, [offer])[0]
    return tuple(found[offer] for offer in offers)


def _told(kg: KnowledgeGraph, asked: Asked, within: Within) -> Told:
    from rolepath.planning.explain import Told
    from rolepath.planning.question import make_problem

    problem, offered = make_problem(kg.planning, asked.profile, asked.target.id, within.limits, within.pace)
    return Told(kg.planning, asked.profile, problem, offered, within.pace)


def _side(answer: Answer, with_path: bool) -> Side:
    readiness = replace(answer.readiness, after=None)
    if not with_path:
        return Side(readiness, None, None, None)
    if answer.paths:
        return Side(readiness, answer.paths[0].cost, answer.paths[0].optimal, None)
    if answer.found:
        nothing = Cost(Range(0, 0), Range(0, 0), Money(0, 0, answer.question.constraints.currency), 0)
        return Side(readiness, nothing, True, None)
    return Side(readiness, None, None, answer.reason)


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
    base = gap_answer(kg, changed.after, changed.within)
    told = _told(kg, changed.after, changed.within)
    found = ranking.candidates(told, by)
    written = tuple(ranking.write_gain(told, each) for each in found[:most])
    used = {a for gain in written for a in gain.assumptions}
    for candidate in found[:most]:
        after = Profile(told.problem.start.raised(candidate.raises).levels, strict=told.profile.strict)
        covers = (coverage(kg.planning, after, r)[1] for r in told.problem.requirements[told.problem.target])
        used |= {a for by_what in covers if by_what is not None for a in credit_assumptions(by_what.via)}
    cited = [c for gain in written for c in gain.evidence] + [c for doing in changed.changes.do for c in doing.evidence]
    used |= {a for doing in changed.changes.do for a in doing.assumptions}
    return Gains(
        question=base.question,
        changes=changed.changes,
        readiness=base.readiness,
        by=by,
        total=len(found),
        gains=written,
        left_out=told.offered.left_out,
        notes=(*base.notes, *((base.reason,) if base.reason else ()), *changed.notes),
        rests=merged(base, resting(kg, (), cited, used)),
    )


def check_limit(most: int | None) -> None:
    """Raises WrongUse where so many rows can't be shown; None is all."""
    if most is not None and most < 1:
        raise WrongUse(f"--limit must be 1 or more, not {most}")
