"""The questions that a folder of pages answers for one target: the way from each start, how the two differ, what each program closes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rolepath.errors import WrongUse
from rolepath.evidence import Cited
from rolepath.planning.explored import Gain, Near, Reach
from rolepath.planning.result import Answer, SourceNote, Thing
from rolepath.rdf.whole import SHOWN_AT_ONCE, Whole
from rolepath.service.asking import ANY_DAY
from rolepath.service.builds import Progress, quiet
from rolepath.service.comparing import BothWays, both_ways

if TYPE_CHECKING:
    from rolepath.service.graph import KnowledgeGraph

_STARTS = 12
"""How many roles to start from where none are named: those a source tells of, then the nearest. With more things than can be shown at
once the explorer shows what lies around these."""


@dataclass(frozen=True)
class Start:
    """Where someone may come from: a role, or None for nothing; the way to the target; the two roles compared.

    near: how near the role is and who tells of the move, where it is among the feeders of the target.
    """

    role: Thing | None
    near: Near | None
    way: Answer
    both: BothWays | None


@dataclass(frozen=True)
class Site:
    """All that the pages of a site are made of.

    programs: programs and projects by how much of the target each covers for someone who starts from nothing, the most first.
    sources: all, each with the number of its passages and records that these answers rest on. whole: what the explorer shows.
    """

    target: Thing
    starts: tuple[Start, ...]
    programs: tuple[Gain, ...]
    feeders: Reach
    sources: tuple[tuple[SourceNote, int], ...]
    whole: Whole


def site(
    kg: KnowledgeGraph,
    target: str | None,
    roles: Sequence[str],
    hours_per_week: float | None = None,
    budget: str | None = None,
    time_limit: float | None = None,
    progress: Progress = quiet,
) -> Site:
    """The answers for a site; see `KnowledgeGraph.site`."""
    feeders = kg.feeders(target)
    if feeders.target is None:
        raise TypeError("the answer to feeders has a target")
    to = feeders.target
    near = {each.role.id: each for each in feeders.roles}
    starts: list[Start] = []
    chosen = _named(kg, roles, to) if roles else [*(each.role for each in _likely(feeders)), None]
    for number, role in enumerate(chosen, start=1):
        progress(f"{number} of {len(chosen)}: the way from {role.label if role else 'nothing'} to {to.label}")
        name = role.id if role else None
        way = kg.path(name, to.id, hours_per_week=hours_per_week, budget=budget, draws=0, start_date=ANY_DAY, time_limit=time_limit)
        way = replace(way, question=replace(way.question, start=None))  # the pages count months from the start, whenever that is
        both = both_ways(kg, role.id, to.id) if role else None
        starts.append(Start(role, near.get(role.id) if role else None, way, both))
    progress("what each program closes")
    gains = kg.gains(None, to.id, by="gain", hours_per_week=hours_per_week)
    programs = tuple(gain for gain in gains.gains if gain.kind in ("program", "project"))
    progress("collecting the facts for the explorer")
    around = _explored(kg, [to.id, *(start.role.id for start in starts if start.role)])
    return Site(
        target=to,
        starts=tuple(starts),
        programs=programs,
        feeders=feeders,
        sources=_counted(kg, starts, programs, feeders),
        whole=kg.whole(around),
    )


def _named(kg: KnowledgeGraph, names: Sequence[str], target: Thing) -> list[Thing | None]:
    """The roles of these names, each once; “nothing” is None."""
    found: dict[str, Thing | None] = {}
    for name in names:
        role = None if name.casefold() == "nothing" else kg.role(name)
        if role is not None and role.id == target.id:
            raise WrongUse(f"“{name}” is the role to get to ({target.id}); name others with --role")
        found.setdefault(role.id if role else "", role)
    return list(found.values())


def _likely(feeders: Reach) -> list[Near]:
    """The roles that a source names as a start, then the nearest others; in order of readiness."""
    told = [each for each in feeders.roles if each.documented]
    others = [each for each in feeders.roles if not each.documented]
    chosen = {each.role.id for each in [*told, *others[: max(_STARTS - len(told), 0)]]}
    return [each for each in feeders.roles if each.role.id in chosen]


def _counted(kg: KnowledgeGraph, starts: Iterable[Start], programs: Iterable[Gain], feeders: Reach) -> tuple[tuple[SourceNote, int], ...]:
    """Every source with the number of its pieces of evidence behind these answers, each counted once."""
    cited = [c for start in starts for c in _behind(kg, start)]
    cited += [c for gain in programs for c in gain.evidence]
    cited += [c for near in feeders.roles for c in (*near.evidence, *near.licence_evidence)]
    cited += [c for role in feeders.unranked for c in role.evidence]
    counts = Counter(source for source, _ in {(c.source, c.id) for c in cited})
    return tuple((note, counts[note.id]) for note, _ in kg.sources(counted=False))


def _behind(kg: KnowledgeGraph, start: Start) -> Iterator[Cited]:
    """What the way from a start and its comparison cite, and what tells of the roles that it starts from or leads through."""
    within = start.way.best_within_limits
    hops = [hop for way in (*start.way.ways, *start.way.alternatives, *((within.way,) if within else ())) for hop in way.hops]
    for hop in hops:
        yield from hop.evidence
        for step in hop.steps:
            yield from step.evidence
    for role in {start.role.id if start.role else "", *(hop.role.id for hop in hops)}:
        for name in (role, *(asked.id for asked in kg.planning.requirements.get(role, ()))):
            yield from kg.planning.evidence.get(name, ())
    for answer in (start.way, start.both and start.both.forth, start.both and start.both.back):
        for unit in answer.units if answer else ():
            yield from unit.evidence
        for assumed in answer.assumed if answer else ():
            yield from assumed.evidence
    for _, lines in start.both.comparison.sections if start.both else ():
        for line in lines:
            yield from (*line.first.evidence, *line.second.evidence)


def _explored(kg: KnowledgeGraph, roles: Sequence[str]) -> set[str] | None:
    """What the explorer shows; None for everything."""
    if len(kg.drawn()) <= SHOWN_AT_ONCE:
        return None
    graph = kg.network
    return {other for role in roles if role in graph for other in (role, *graph.successors(role), *graph.predecessors(role))}
