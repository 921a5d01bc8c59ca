"""Answers about all roles at once: which are near someone, which are good starts for a target, and what each skill is worth."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rolepath.evidence import Cited
from rolepath.planning import opens as opening
from rolepath.planning import reach as reaching
from rolepath.planning.explored import Bars, Near, Opens, Reach, Rests, Unranked
from rolepath.planning.network import Network
from rolepath.planning.opens import Shares
from rolepath.planning.problem import FULL, START
from rolepath.planning.profile import Profile, make_profile
from rolepath.planning.question import moves
from rolepath.planning.reach import Move, Place, Studied
from rolepath.planning.readiness import gap_items, standing
from rolepath.rdf import tables
from rolepath.service.answering import item_assumptions, licence_evidence, resting, starting_notes
from rolepath.service.asking import Asked, Wanted, Within, ask, limit
from rolepath.service.builds import Progress, quiet
from rolepath.service.supposing import Supposed, check_limit

if TYPE_CHECKING:
    from rolepath.service.graph import KnowledgeGraph

_DAY = "2000-01-01"
_EVERY = 5.0
"""Seconds between two words of progress."""

_CREDITS = ("narrower", "broader", "sibling", "tool", "close", "broad-or-narrow-mapping")


def opens(kg: KnowledgeGraph, supposed: Supposed, bridge_readiness: float | None, most: int | None) -> Opens:
    """Which capability opens most roles; see `KnowledgeGraph.opens`."""
    check_limit(most)
    asked, within, shares = _asked(kg, supposed, Wanted(bridge_readiness, start_date=_DAY))
    arrays = kg.arrays
    found = opening.opened(kg.planning, arrays, asked.profile, shares)
    names = ["essential-from", "known-requirements", *({f"level-{thing.kind}" for thing in kg.planning.capabilities.values()})]
    names += [] if supposed.strict else [f"credit-{way}" for way in _CREDITS]
    used = _bars_used(within) | {f"assumption/{name}" for name in names}
    said_by = [row["source"] for row in tables.select(kg.store, tables.REQUIREMENT_SOURCES)]
    return Opens(
        start=asked.start,
        profile=asked.having,
        strict=supposed.strict,
        bars=_bars(shares),
        roles=sum(role not in asked.profile.roles for role in arrays.roles),
        total=len(found),
        opens=tuple(found[:most]),
        notes=_notes(kg, asked),
        rests=resting(kg, asked.profile.roles, (), used | _held_used(asked.profile), said_by),
    )


def reach(kg: KnowledgeGraph, supposed: Supposed, wanted: Wanted, hours: bool, most: int | None, progress: Progress = quiet) -> Reach:
    """The roles near someone; see `KnowledgeGraph.reach`."""
    check_limit(most)
    network = kg.planning
    asked, within, shares = _asked(kg, supposed, wanted)
    profile = asked.profile
    places = reaching.near(network, kg.arrays, profile, shares)
    moving = [(place, Move(profile, place.role)) for place in places]
    chosen = _chosen(kg, moving, shares, within, hours, most, progress)
    rows = tuple(_near(kg, place, move, studied) for place, move, studied in chosen)
    known = {*kg.arrays.roles, *profile.roles}
    return Reach(
        start=asked.start,
        profile=asked.having,
        target=None,
        strict=supposed.strict,
        bars=_bars(shares),
        by="hours" if hours else "readiness",
        total=len(places),
        unknown=len(network.roles.keys() - known),
        roles=rows,
        unranked=(unranked := _unranked(kg, [Move(profile, role) for role in sorted(network.roles.keys() - known)], to=True)),
        notes=_notes(kg, asked),
        rests=_rests(kg, [move for _, move, _ in chosen], rows, unranked, _used(within, chosen) | _held_used(profile)),
    )


def feeders(
    kg: KnowledgeGraph,
    target: str | None,
    strict: bool,
    readiness: float | None,
    wanted: Wanted,
    hours: bool,
    most: int | None,
    progress: Progress = quiet,
) -> Reach:
    """The best starting roles for a target; see `KnowledgeGraph.feeders`."""
    check_limit(most)
    network = kg.planning
    asked = ask(kg, None, target, None, (), (), strict, readiness)
    to = asked.target.id
    standing(network, asked.profile, to)  # says so where not enough is known
    within = limit(kg, asked, replace(wanted, max_bridges=0), None)
    shares = _shares(within)
    places = reaching.feeders(network, kg.arrays, to, shares, strict)
    moving = [(place, _from(network, place.role, to, strict)) for place in places]
    chosen = _chosen(kg, moving, shares, within, hours, most, progress)
    rows = tuple(_near(kg, place, move, studied) for place, move, studied in chosen)
    unknown = sorted(network.roles.keys() - {*kg.arrays.roles})
    return Reach(
        start=None,
        profile=None,
        target=asked.target,
        strict=strict,
        bars=_bars(shares),
        by="hours" if hours else "readiness",
        total=len(places),
        unknown=len(unknown),
        roles=rows,
        unranked=(unranked := _unranked(kg, [_from(network, role, to, strict) for role in unknown], to=False)),
        notes=(),
        rests=_rests(kg, [move for _, move, _ in chosen], rows, unranked, _used(within, chosen) | {"assumption/optional-held"}),
    )


# --- parts ------------------------------------------------------------------------------------------


def _asked(kg: KnowledgeGraph, supposed: Supposed, wanted: Wanted) -> tuple[Asked, Within, Shares]:
    """Who someone is, without a target: what they claim without a level they hold in full.

    Of what a profile wishes for a path only the pace and the currency count.
    """
    given = supposed.have if isinstance(supposed.have, Mapping) else dict.fromkeys(supposed.have)
    claims = {name: 1.0 if level is None else level for name, level in given.items()}
    any_role = supposed.start if supposed.start is not None else min(kg.planning.roles)
    asked = ask(kg, supposed.start, any_role, supposed.profile, claims, supposed.lack, supposed.strict, supposed.readiness)
    person = supposed.profile
    pace = wanted.hours_per_week if wanted.hours_per_week is not None or person is None else person.hours_per_week
    currency = wanted.currency if wanted.currency is not None or person is None else person.currency
    within = limit(kg, asked, replace(wanted, max_bridges=0, hours_per_week=pace, currency=currency), None)
    return asked, within, _shares(within)


def _notes(kg: KnowledgeGraph, asked: Asked) -> tuple[str, ...]:
    """What someone starts from, and what they said of themselves."""
    network, having = kg.planning, asked.having
    claimed = [(network.capabilities[name].label, float(level)) for name, _, level in (text.partition("=") for text in having.have)]
    kinds = (
        ("Claimed", [f"{label} at {level:.0%}" for label, level in claimed]),
        ("Not held", [network.capabilities[name].label for name in having.lack]),
        ("Programs done", [program.label for program in having.programs]),
        ("Licences", [licence.label for licence in having.licences]),
    )
    return (*starting_notes(kg, having, False), *(f"{kind}: {', '.join(labels)}." for kind, labels in kinds if labels))


def _from(network: Network, role: str, target: str, strict: bool) -> Move:
    """The move of someone who holds one role and nothing else."""
    return Move(make_profile(network, (role,), target, strict=strict), target)


def _shares(within: Within) -> Shares:
    return Shares(within.limits.readiness, within.limits.bridge_readiness, within.limits.consider)


def _bars(shares: Shares) -> Bars:
    return Bars(shares.readiness / FULL, shares.bridge_readiness / FULL, shares.bridge_consider / FULL)


def _bars_used(within: Within) -> set[str]:
    return {*(within.used & {"assumption/readiness", "assumption/bridge-readiness"}), "assumption/bridge-consider"}


def _held_used(profile: Profile) -> set[str]:
    return {"assumption/optional-held"} if profile.roles else set()


def _used(within: Within, chosen: Sequence[tuple[Place, Move, Studied | None]]) -> set[str]:
    """The assumptions of the bars, and those of the plans that were worked out."""
    used = _bars_used(within) - {"assumption/bridge-consider"}
    plans = [studied for _, _, studied in chosen if studied is not None]
    for studied in plans:
        used |= {assumption for option in studied.options for assumption in studied.told.offered.about[option].assumptions}
    return used | (within.used - {"assumption/bridge-readiness"} | {"assumption/level-prerequisite"} if plans else set())


def _chosen(
    kg: KnowledgeGraph,
    moving: Sequence[tuple[Place, Move]],
    shares: Shares,
    within: Within,
    hours: bool,
    most: int | None,
    progress: Progress,
) -> list[tuple[Place, Move, Studied | None]]:
    """The first moves: as they come, or by hours with the plan of each."""
    if not hours:
        return [(place, move, None) for place, move in moving[:most]]
    said = time.monotonic()

    def tell(done: int, count: int) -> None:
        nonlocal said
        if done == 0:
            progress(f"working out the fewest hours of study for {len(moving)} roles; each takes up to a few seconds")
        elif time.monotonic() - said >= _EVERY:
            said = time.monotonic()
            progress(f"{done * 100 // count}% of them are done")

    found = reaching.by_hours(kg.planning, moving, shares, within.pace, most, within.limits.time_limit, tell)
    return [(studied.place, studied.move, studied) for studied in found]


def _near(kg: KnowledgeGraph, place: Place, move: Move, studied: Studied | None) -> Near:
    network = kg.planning
    documented = moves(network, move.profile, START, move.target)
    licence = _licence(network, move)
    asks = licence_evidence(network, move.target) if licence else ()
    return Near(
        role=network.roles[place.role],
        readiness=round(float(place.readiness), 3),
        essentials=place.essentials,
        essentials_met=place.met,
        ready=place.ready,
        hireable=place.hireable,
        documented=bool(documented),
        licence=licence,
        study=studied.cost if studied else None,
        proven=studied.proven if studied and studied.cost else None,
        no_path=_no_path(studied) if studied and not studied.cost else None,
        evidence=_cited(network, documented),
        licence_evidence=asks,
    )


def _cited(network: Network, statements: Iterable[str]) -> tuple[Cited, ...]:
    return tuple(dict.fromkeys(cited for name in statements for cited in network.evidence.get(name, ())))


def _no_path(studied: Studied) -> str:
    """Why there is no direct plan, in a few words."""
    reason, network = studied.reason, studied.told.network
    if reason is None:
        return "none found in the time allowed"
    if reason.kind == "missing":
        asked = {r.id: r.capabilities for r in studied.told.problem.requirements[studied.told.problem.target]}
        names = [" or ".join(network.capabilities[c].label for c in asked[identifier]) for identifier in reason.things]
        return f"nothing on offer gives {_some(names)}"
    if reason.kind == "readiness":
        return f"all on offer leads to {(reason.least or 0) / FULL:.1%}"
    about = studied.told.offered.about
    return f"{_some([about[i].thing.label for i in reason.things if i in about])} can't be entered"


def _some(names: Iterable[str]) -> str:
    """The first names, and how many more there are.

    >>> _some(["a", "b"]), _some(["a", "b", "c", "d"])
    ('a, b', 'a, b and 2 more')
    """
    listed = list(dict.fromkeys(names))
    return ", ".join(listed[:2]) + (f" and {len(listed) - 2} more" if len(listed) > 2 else "")


def _licence(network: Network, move: Move) -> str | None:
    """Whether a role asks for a licence, and whether it is held."""
    if move.target not in network.regulated:
        return None
    return "held" if move.target in move.profile.licences else "needed"


def _unranked(kg: KnowledgeGraph, moving: Iterable[Move], to: bool) -> tuple[Unranked, ...]:
    """The documented ones of these moves; to: the role to get to is the one of which too little is known, else the role to come from."""
    network, found = kg.planning, []
    for move in moving:
        documented = moves(network, move.profile, START, move.target)
        if documented:
            role = move.target if to else move.profile.roles[0]
            parts = (each for each, wider in sorted(network.also.items()) if role in wider and each in kg.arrays.place)
            known = len(network.requirements.get(role, ()))
            found.append(Unranked(network.roles[role], known, tuple(network.roles[p] for p in parts), _cited(network, documented)))
    return tuple(found)


def _rests(kg: KnowledgeGraph, shown: Iterable[Move], rows: Iterable[Near], unranked: Iterable[Unranked], used: set[str]) -> Rests:
    """What a list of roles rests on: what is asked for in each move that is shown, and who tells of it."""
    used = used | {"assumption/essential-from", "assumption/known-requirements"}
    starts: set[str] = set()
    cited = [c for row in rows for c in (*row.evidence, *row.licence_evidence)] + [c for each in unranked for c in each.evidence]
    for move in shown:
        starts.update(move.profile.roles)
        for item in gap_items(kg.planning, move.profile, move.target):
            used |= item_assumptions(item)
            cited += item.evidence
    return resting(kg, sorted(starts), cited, used)
