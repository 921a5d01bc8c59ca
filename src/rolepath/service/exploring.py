"""Answers about all roles at once: which are near someone, which are good starts for a target, and what each skill is worth."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from rolepath.evidence import Cited
from rolepath.planning import opens as opening
from rolepath.planning import reach as reaching
from rolepath.planning.answer import unit_items
from rolepath.planning.assumptions import KINDS
from rolepath.planning.explored import Bars, Near, Opens, Reach, Unranked
from rolepath.planning.network import Network
from rolepath.planning.problem import Problem
from rolepath.planning.profile import Profile, make_profile, stands_for
from rolepath.planning.reach import Place, Studied
from rolepath.planning.readiness import Stages, measure_of, stages
from rolepath.planning.result import Rests
from rolepath.planning.units import FULL, asked_units, known_units
from rolepath.planning.written import Told, write_cost
from rolepath.rdf import tables
from rolepath.service.answering import licence_evidence, make_ask, resting, starting_notes, unit_assumptions
from rolepath.service.asking import ANY_DAY, Asked, Wanted, Within, ask, limit
from rolepath.service.builds import Progress, quiet
from rolepath.service.resolved import SOME
from rolepath.service.supposing import Supposed, check_limit

if TYPE_CHECKING:
    from rolepath.service.graph import KnowledgeGraph
    from rolepath.service.resolved import Claim

_EVERY = 5.0
"""Seconds between two words of progress."""

_CREDITS = ("narrower", "broader", "sibling", "tool", "close", "broad-or-narrow-mapping")
_BARS = ("nearly", "covered", "enough", "enough-exchangeable", "useful-at-most", "known-units", "known-claims")


@dataclass(frozen=True)
class _Row:
    """A role that is near: where it stands, who moves to which role, and the plan of the fewest hours where it was asked for."""

    place: Place
    asked: Asked
    studied: Studied | None = None


def opens(kg: KnowledgeGraph, supposed: Supposed, most: int | None) -> Opens:
    """Which thing that is held opens most roles; see `KnowledgeGraph.opens`."""
    check_limit(most)
    asked, within, lines = _asked(kg, supposed, Wanted(max_bridges=0, start_date=ANY_DAY))
    found = opening.opened(kg.planning, kg.arrays, asked.profile, lines)
    names = [f"level-{kind}" for kind in sorted({thing.kind for thing in kg.planning.capabilities.values()} & {*KINDS})]
    names += [] if supposed.strict else [f"credit-{way}" for way in _CREDITS]
    said_by = [row["source"] for row in tables.select(kg.store, tables.REQUIREMENT_SOURCES)]
    used = _bars_used(within, asked.profile) | {f"assumption/{name}" for name in names}
    return Opens(
        start=asked.start,
        profile=asked.having,
        strict=supposed.strict,
        bars=_bars(lines),
        roles=sum(role not in asked.profile.roles for role in kg.arrays.roles),
        total=len(found),
        opens=tuple(found[:most]),
        notes=_notes(kg, asked),
        rests=resting(kg, asked.profile.roles, (), used, said_by),
    )


def reach(kg: KnowledgeGraph, supposed: Supposed, wanted: Wanted, hours: bool, most: int | None, progress: Progress = quiet) -> Reach:
    """The roles near someone; see `KnowledgeGraph.reach`."""
    check_limit(most)
    network = kg.planning
    asked, within, lines = _asked(kg, supposed, wanted)
    places = reaching.near(network, kg.arrays, asked.profile, lines)
    moving = [_Row(place, replace(asked, target=network.roles[place.role])) for place in places]
    chosen = _chosen(kg, moving, within, hours, most, progress)
    rows = tuple(_near(kg, row, within) for row in chosen)
    unknown = sorted(network.roles.keys() - {*kg.arrays.roles, *asked.profile.roles})
    unranked = _unranked(kg, [(role, asked.profile, role) for role in unknown])
    return Reach(
        start=asked.start,
        profile=asked.having,
        target=None,
        strict=supposed.strict,
        bars=_bars(lines),
        by="hours" if hours else "readiness",
        total=len(places),
        unknown=len(unknown),
        roles=rows,
        unranked=unranked,
        notes=_notes(kg, asked),
        rests=_rests(kg, chosen, rows, unranked, _used(within, chosen, asked.profile)),
    )


def feeders(
    kg: KnowledgeGraph,
    target: str | None,
    readiness: float | None,
    wanted: Wanted,
    hours: bool,
    most: int | None,
    progress: Progress = quiet,
) -> Reach:
    """The best starting roles for a target; see `KnowledgeGraph.feeders`."""
    check_limit(most)
    network = kg.planning
    asked = ask(kg, None, target, None, (), (), False, readiness)
    to = asked.target.id
    known_units(network, to)  # says so where not enough is known
    within = limit(kg, asked, replace(wanted, max_bridges=0), None)
    lines = stages(network, within.readiness)
    kinds_of_it = {role for role in network.roles if to in stands_for(network, role)}  # who is one already
    places = [place for place in reaching.feeders(network, kg.arrays, to, lines) if place.role not in kinds_of_it]
    moving = [_Row(place, replace(asked, start=network.roles[place.role])) for place in places]
    chosen = [_from(network, row) for row in _chosen(kg, moving, within, hours, most, progress)]
    rows = tuple(_near(kg, row, within) for row in chosen)
    unknown = sorted(network.roles.keys() - {*kg.arrays.brings[0], *kinds_of_it})
    unranked = _unranked(kg, [(role, make_profile(network, (role,), to), to) for role in unknown])
    used = _used(within, chosen, make_profile(network, (places[0].role,), to)) if places else _bars_used(within, asked.profile)
    return Reach(
        start=None,
        profile=None,
        target=asked.target,
        strict=False,
        bars=_bars(lines),
        by="hours" if hours else "readiness",
        total=len(places),
        unknown=len(unknown),
        roles=rows,
        unranked=unranked,
        notes=(),
        rests=_rests(kg, chosen, rows, unranked, used),
    )


# --- parts ------------------------------------------------------------------------------------------


def _asked(kg: KnowledgeGraph, supposed: Supposed, wanted: Wanted) -> tuple[Asked, Within, Stages]:
    """Who someone is, without a target: what they claim without a level they hold in full.

    Of what a profile wishes for a path only the pace and the currency count.
    """
    given: Mapping[str, Claim] = supposed.have if isinstance(supposed.have, Mapping) else dict.fromkeys(supposed.have)
    claims: dict[str, Claim] = {name: 1.0 if level is None else level for name, level in given.items()}
    any_role = supposed.start if supposed.start is not None else min(kg.planning.roles)
    asked = ask(kg, supposed.start, any_role, supposed.profile, claims, supposed.lack, supposed.strict, supposed.readiness)
    person = supposed.profile
    pace = wanted.hours_per_week if wanted.hours_per_week is not None or person is None else person.hours_per_week
    currency = wanted.currency if wanted.currency is not None or person is None else person.currency
    within = limit(kg, asked, replace(wanted, max_bridges=0, hours_per_week=pace, currency=currency), None)
    return asked, within, stages(kg.planning, within.readiness)


def _notes(kg: KnowledgeGraph, asked: Asked) -> tuple[str, ...]:
    """What someone starts from, and what they said of themselves."""
    network, having = kg.planning, asked.having
    said = [(network.capabilities[name].label, level) for name, _, level in (text.partition("=") for text in having.have)]
    kinds = (
        ("Claimed", [label if not level else f"{label} {level if level == SOME else f'at {float(level):.0%}'}" for label, level in said]),
        ("Not held", [network.capabilities[name].label for name in having.lack]),
        ("Programs done", [program.label for program in having.programs]),
        ("Licences", [licence.label for licence in having.licences]),
    )
    return (*starting_notes(kg, asked), *(f"{kind}: {', '.join(labels)}." for kind, labels in kinds if labels))


def _from(network: Network, row: _Row) -> _Row:
    """The same row with the profile of someone who holds its role and nothing else."""
    made = make_profile(network, (row.place.role,), row.asked.target.id)
    return replace(row, asked=replace(row.asked, profile=made))


def _bars(lines: Stages) -> Bars:
    return Bars(lines.ready.share / FULL, lines.nearly.share / FULL)


def _bars_used(within: Within, profile: Profile) -> set[str]:
    held = {"assumption/assumed-from"} if profile.roles else set()
    return {f"assumption/{name}" for name in _BARS} | (within.used & {"assumption/readiness"}) | held


def _used(within: Within, chosen: Sequence[_Row], profile: Profile) -> set[str]:
    """The assumptions of the bars, and those of the plans that were worked out."""
    used = _bars_used(within, profile)
    plans = [row.studied for row in chosen if row.studied is not None]
    for studied in plans:
        used |= {a for hop in (studied.plan.hops if studied.plan else ()) for taken in hop for a in taken.offer.assumptions}
    return used | (within.used if plans else set())


def _chosen(kg: KnowledgeGraph, moving: Sequence[_Row], within: Within, hours: bool, most: int | None, progress: Progress) -> list[_Row]:
    """The first rows: as they come, or by hours with the plan of each."""
    if not hours:
        return list(moving[:most])
    said = time.monotonic()

    def tell(done: int, count: int) -> None:
        nonlocal said
        if done == 0:
            progress(f"working out the fewest hours of study for {count} roles; each takes up to a few seconds")
        elif time.monotonic() - said >= _EVERY:
            said = time.monotonic()
            progress(f"{done * 100 // count}% of them are done")

    def ends() -> float | None:
        return None if within.time_limit is None else time.monotonic() + within.time_limit

    found = reaching.by_hours([partial(_problem, kg, row, within) for row in moving], most, ends, tell)
    return [replace(moving[studied.number], studied=studied) for studied in found]


def _problem(kg: KnowledgeGraph, row: _Row, within: Within) -> Problem:
    """The direct problem of a row, in which hours count."""
    if not row.asked.profile.roles and row.asked.start is not None:
        row = _from(kg.planning, row)
    least = replace(within, limits=replace(within.limits, minimise="hours", budget=None, deadline=None, must={}), time_limit=None)
    return make_ask(kg, row.asked, least).problem([row.asked.target.id])


def _near(kg: KnowledgeGraph, row: _Row, within: Within) -> Near:
    network, place, profile = kg.planning, row.place, row.asked.profile
    documented = _moves(network, profile, row.asked.target.id)
    licence = _licence(network, profile, row.asked.target.id)
    studied = row.studied
    plan = studied.plan if studied else None
    return Near(
        role=network.roles[place.role],
        readiness=round(float(place.readiness), 3),
        stage=place.stage,
        essentials=place.essentials,
        essentials_met=place.met,
        documented=bool(documented),
        licence=licence,
        study=write_cost(Told(network, within.pace), plan) if plan else None,
        proven=studied.proven if studied and plan else None,
        no_path=_no_path(kg, row, within) if studied and not plan else None,
        evidence=_cited(network, documented),
        licence_evidence=licence_evidence(network, row.asked.target.id) if licence else (),
    )


def _moves(network: Network, profile: Profile, target: str) -> list[str]:
    """The documented moves to a role from those that someone holds, and from those that are the same."""
    held = {each for role in profile.roles for each in (role, *network.pool.get(role, ()))}
    return [network.transitions[start, target] for start in sorted(held) if (start, target) in network.transitions]


def _cited(network: Network, statements: Iterable[str]) -> tuple[Cited, ...]:
    return tuple(dict.fromkeys(cited for name in statements for cited in network.evidence.get(name, ())))


def _no_path(kg: KnowledgeGraph, row: _Row, within: Within) -> str:
    """Why there is no direct plan, in a few words."""
    from rolepath.service.planned import why_none

    if row.studied is None or not row.studied.proven:
        return "none found in the time allowed"
    question = make_ask(kg, row.asked, replace(within, limits=replace(within.limits, must={}), time_limit=None))
    return why_none(kg, question).partition(". ")[0].rstrip(".")


def _licence(network: Network, profile: Profile, role: str) -> str | None:
    """Whether a role asks for a licence, and whether it is held."""
    if role not in network.regulated:
        return None
    return "held" if role in profile.licences else "needed"


def _unranked(kg: KnowledgeGraph, moving: Iterable[tuple[str, Profile, str]]) -> tuple[Unranked, ...]:
    """Roles of which too little is known, of the documented ones of these moves: (that role, who moves, where to)."""
    network, found = kg.planning, []
    for role, profile, target in moving:
        documented = _moves(network, profile, target)
        if documented:
            parts = (each for each, wider in sorted(network.wider.items()) if role in {w for w, _ in wider} and each in kg.arrays.place)
            known = len(asked_units(network, role))
            found.append(Unranked(network.roles[role], known, tuple(network.roles[p] for p in parts), _cited(network, documented)))
    return tuple(found)


def _rests(kg: KnowledgeGraph, shown: Iterable[_Row], rows: Iterable[Near], unranked: Iterable[Unranked], used: set[str]) -> Rests:
    """What a list of roles rests on: what is asked for in each move that is shown, and who tells of it."""
    starts: set[str] = set()
    cited = [c for row in rows for c in (*row.evidence, *row.licence_evidence)] + [c for each in unranked for c in each.evidence]
    for row in shown:
        profile, target = row.asked.profile, row.asked.target.id
        starts.update(profile.roles)
        for item in unit_items(kg.planning, profile, measure_of(kg.planning, profile, asked_units(kg.planning, target))):
            used = used | unit_assumptions(item)
            cited += item.evidence
    return resting(kg, sorted(starts), cited, used)
