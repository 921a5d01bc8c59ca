"""The knowledge graph as an object: names in, answers out."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rolepath.errors import WrongUse
from rolepath.planning.network import Network
from rolepath.planning.result import Answer, SourceNote, Thing
from rolepath.rdf import tables
from rolepath.rdf.lookup import CAPABILITY_TYPES, Match, Named, Names
from rolepath.service import assemble, builds
from rolepath.service.answering import gap_answer, least_hours, path_answer
from rolepath.service.asking import ANY_DAY, Wanted, ask, checks_of_person, checks_of_wishes, limit, refuse_together
from rolepath.service.builds import Opened, Place, Progress
from rolepath.service.imports import current_imports
from rolepath.service.resolved import Claim, Resolved

if TYPE_CHECKING:
    import networkx
    import rdflib

    from rolepath.planning.alike import Similar
    from rolepath.planning.arrays import Arrays
    from rolepath.planning.explored import Gains, Opens, Reach, WhatIf
    from rolepath.planning.people import PersonAnswer
    from rolepath.planning.similar import Similarity
    from rolepath.rdf.compare import Comparison
    from rolepath.rdf.dossier import Dossier
    from rolepath.rdf.whole import Whole
    from rolepath.service.batch import Row
    from rolepath.service.comparing import BothWays
    from rolepath.service.site import Site


def load(
    data: Sequence[str | Path] = (),
    store: str | Path | None = None,
    in_memory: bool = False,
    with_packaged: bool = True,
    progress: Progress = builds.quiet,
    with_imports: bool = True,
) -> KnowledgeGraph:
    """Opens the knowledge graph, building its store first where needed.

    Args:
        data: folders of records to add to the packaged ones.
        store: the folder of the store; by default one in the user's cache.
        in_memory: build in memory and write nothing.
        with_packaged: False uses the given folders instead of the packaged facts.
        progress: called with a few words before each long stage.
        with_imports: False leaves out the classifications that were imported.

    Raises:
        InvalidData: where the data breaks a rule. StoreError: where the store can't be read or written.

    >>> kg = load()
    >>> kg.role("ai product managers").id
    'role/ai-product-manager'
    """
    imports = current_imports() if with_imports else ()
    place = Place(builds.existing(data), Path(store).expanduser().absolute() if store else None, in_memory, with_packaged, imports)
    return KnowledgeGraph(builds.open_store(place, progress))


class KnowledgeGraph:
    """One dataset, ready to answer. Made by `load`; `store_path` is None for a dataset in memory."""

    def __init__(self, opened: Opened) -> None:
        self.store = opened.store
        self.store_path = opened.path
        self._tables = opened.tables
        self._problems: Callable[[], Sequence[str]] = tuple
        self._likeness: dict[bool, Similarity] = {}

    # --- names ---

    @cached_property
    def names(self) -> Names:
        """All labels, for look-up and search."""
        return Names(self._tables)

    @cached_property
    def planning(self) -> Network:
        """The frozen tables that planning works on."""
        return assemble.make_network(self.store, self._tables)

    def role(self, name: str) -> Thing:
        """The role a name means; raises UnknownName or AmbiguousName."""
        return _thing(self.names.resolve(name, ("Role",), "role"))

    def capability(self, name: str) -> Thing:
        """The capability a name means; raises UnknownName or AmbiguousName."""
        return _thing(self.names.resolve(name, CAPABILITY_TYPES, "capability"))

    def entity(self, name: str) -> Thing:
        """Whatever a name means; raises UnknownName or AmbiguousName."""
        return _thing(self.names.resolve(name, (), "thing"))

    def search(self, text: str, limit: int = 20) -> list[Match]:
        """Things whose labels are like the text, best first."""
        return self.names.search(text, limit=limit)

    # --- answers ---

    def gap(
        self,
        start: str | None,
        target: str | None = None,
        *,
        profile: Resolved | None = None,
        have: Mapping[str, Claim] | Iterable[str] = (),
        lack: Iterable[str] = (),
        strict: bool = False,
        readiness: float | None = None,
    ) -> Answer:
        """What someone in a role lacks for another: every requirement, how far it is covered, by what, and who asks for it.

        Args:
            start: the current role; None for someone who brings nothing but the profile.
            target: by default that of the profile, else AI product manager.
            profile: who someone is, as `profile_file` reads it; what is given beside it goes first.
            have: capabilities or units held beyond the role, each with a level in (0, 1], None for the level that the target asks for, or
                “some” for half of that.
            lack: capabilities not held, whatever the role says.
            strict: count only what is held itself or under an exact mapping.
            readiness: what counts as ready, in (0, 1]; by default the assumption.

        Raises:
            UnknownName, AmbiguousName: for a name. NotEnoughKnown: of the target. WrongUse: for a level outside (0, 1],
            or a capability both had and lacked.

        >>> answer = load().gap("data scientist")
        >>> answer.readiness.low <= answer.readiness.typical <= answer.readiness.high, answer.gap[0].share > 0
        (True, True)
        """
        asked = ask(self, start, target, profile, have, lack, strict, readiness)
        return gap_answer(self, asked, limit(self, asked, Wanted(max_bridges=0, start_date=ANY_DAY), None))

    def path(
        self,
        start: str | None,
        target: str | None = None,
        *,
        profile: Resolved | None = None,
        have: Mapping[str, Claim] | Iterable[str] = (),
        lack: Iterable[str] = (),
        strict: bool = False,
        readiness: float | None = None,
        max_bridges: int = 2,
        hours_per_week: float | None = None,
        minimise: str = "months",
        budget: str | float | None = None,
        currency: str | None = None,
        deadline: str | float | None = None,
        start_date: str | None = None,
        optimistic: bool = False,
        avoid: Iterable[str] = (),
        must: Iterable[str] = (),
        alternatives: int = 0,
        draws: int | None = None,
        time_limit: float | None = None,
    ) -> Answer:
        """The ways to a role: which offers to take, through which roles, in which order; exact, with reasons.

        Args and errors are those of `gap`, and
            max_bridges: how many roles may lie between, 0 to 2.
            hours_per_week: time to study; by default the assumption.
            minimise: months, hours, money or steps; ties fall by hours, money, steps, identifiers, months last.
            budget: an amount, with its currency where it is not that of the answer: 500, "500 EUR".
            currency: of the answer; by default that of the profile, else USD.
            deadline: a date (“2027-12-31”) or a number of months from the start.
            start_date: the first day; by default today.
            optimistic: budget and deadline have to hold at the low ends of the ranges, not at the high ones.
            avoid, must: programs, projects, capabilities to study, or roles to go through.
            alternatives: how many next-best paths to add, each of which reuses at most half of every one before it.
            draws: how many times all estimates are drawn within their ranges, to see which steps stay; by default the assumption, or 0.
            time_limit: seconds for the whole search; then the best found is shown with its bound.

        The first of `ways` is the best by the chosen cost. Where budget or deadline don't suffice, `best_within_limits` has the plan that
        reaches most; where there is no way, `reason` says why.

        >>> answer = load().path("product manager", minimise="hours", start_date="2026-01-01", draws=0)
        >>> answer.ways[0].optimal, answer.readiness.after >= 0.8
        (True, True)
        """
        wanted = Wanted(
            max_bridges, hours_per_week, minimise, budget, currency, deadline, start_date, optimistic, tuple(avoid), tuple(must),
            alternatives, draws, time_limit,
        )  # fmt: skip
        person = profile or Resolved()
        have, lack = have if isinstance(have, Mapping) else tuple(have), tuple(lack)  # they are gone through twice
        refuse_together([*checks_of_person(self, start, target, person, have, lack, readiness), *checks_of_wishes(self, wanted, person)])
        asked = ask(self, start, target, profile, have, lack, strict, readiness)
        return path_answer(self, asked, limit(self, asked, wanted, profile))

    def study_hours(self, start: str, target: str) -> float | None:
        """The middle of the hours that the direct plan of the fewest hours takes from one role to another; None where there is none.

        Raises:
            UnknownName, AmbiguousName: for a name. NotEnoughKnown: of the target.

        >>> load().study_hours("AI product manager", "AI PM")
        0.0
        """
        return least_hours(self, ask(self, start, target, None, (), (), False, None))

    def much_like(self, role: str) -> tuple[str, ...]:
        """The upper tenth of the roles that are like a role by `similar`, best first; none where too little is known to say so."""
        import numpy as np

        measure = self.likeness(role)
        if role not in measure.roles:
            return ()
        scores = measure.scores(role)
        least = max(float(np.quantile(scores, 0.9)), 0.0)
        order = sorted(
            (-float(score), other) for other, score in zip(measure.roles, scores, strict=True) if score > least and other != role
        )
        return tuple(other for _, other in order)

    # --- what if, and the other way round ---

    def whatif(
        self,
        start: str | None,
        target: str | None = None,
        *,
        profile: Resolved | None = None,
        have: Mapping[str, Claim] | Iterable[str] = (),
        lack: Iterable[str] = (),
        do: Iterable[str] = (),
        strict: bool = False,
        readiness: float | None = None,
        with_path: bool = True,
        hours_per_week: float | None = None,
        minimise: str = "months",
        currency: str | None = None,
        time_limit: float | None = None,
        progress: Progress = builds.quiet,
    ) -> WhatIf:
        """An answer before and after a change: readiness, the best direct plan, what the change closes, which steps fall away.

        Args and errors are those of `gap` and `path`; a profile's budget and deadline don't bind. have, lack are the change, and
            do: programs, projects and tasks taken as done; what they give is held then.
            with_path: False compares readiness only, which takes no time.

        Raises also:
            WrongUse: where nothing is changed, or for a program that is done already or of which no source says what it teaches.

        >>> answer = load().whatif("data scientist", have=["evals"], with_path=False)
        >>> answer.before.readiness.typical < answer.after.readiness.typical
        True
        """
        from rolepath.service.supposing import Supposed, whatif

        supposed = Supposed(start, target, profile, have, lack, do, strict, readiness)
        return whatif(self, supposed, _direct(hours_per_week, minimise, currency, time_limit), with_path, progress)

    def gains(
        self,
        start: str | None,
        target: str | None = None,
        *,
        profile: Resolved | None = None,
        have: Mapping[str, Claim] | Iterable[str] = (),
        lack: Iterable[str] = (),
        do: Iterable[str] = (),
        strict: bool = False,
        readiness: float | None = None,
        by: str = "per-hour",
        limit: int | None = None,
        hours_per_week: float | None = None,
        currency: str | None = None,
    ) -> Gains:
        """Which one module, program, project or task raises readiness most; with have, lack and do after that change.

        Args:
            by: `per-hour` or `gain`; of equal ones the other decides, then kind and identifier.
            limit: how many; None for all.

        >>> first, second = load().gains("data scientist", by="gain", limit=2).gains
        >>> first.gain >= second.gain > 0
        True
        """
        from rolepath.service.supposing import Supposed, gains

        supposed = Supposed(start, target, profile, have, lack, do, strict, readiness)
        return gains(self, supposed, _direct(hours_per_week, currency=currency), by, limit)

    def opens(
        self,
        start: str | None,
        *,
        profile: Resolved | None = None,
        have: Mapping[str, Claim] | Iterable[str] = (),
        lack: Iterable[str] = (),
        strict: bool = False,
        readiness: float | None = None,
        limit: int | None = None,
    ) -> Opens:
        """Which of the things that someone has opens most roles: what is lost over all roles without each unit or capability.

        Args and errors are those of `gap`; what is had without a level is had in full. limit: how many; None for all.

        >>> load().opens("data scientist", limit=1).opens[0].lost > 0
        True
        """
        from rolepath.service.exploring import opens
        from rolepath.service.supposing import Supposed

        return opens(self, Supposed(start, None, profile, have, lack, (), strict, readiness), limit)

    def reach(
        self,
        start: str | None,
        *,
        profile: Resolved | None = None,
        have: Mapping[str, Claim] | Iterable[str] = (),
        lack: Iterable[str] = (),
        strict: bool = False,
        readiness: float | None = None,
        hours: bool = False,
        limit: int | None = None,
        currency: str | None = None,
        time_limit: float | None = None,
        progress: Progress = builds.quiet,
    ) -> Reach:
        """The roles near someone: every known role that isn't held, by the typical readiness, with the stage.

        Args and errors are those of `gap`; what is had without a level is had in full, and
            hours: also the fewest hours of study until ready, without a role between, by which they are sorted then. What a profile says
                of budget, deadline, avoid and must doesn't count here.
            limit: how many; None for all. With hours, the rest are worked out only as far as needed.
            time_limit: seconds for the hours of each role.

        >>> first, second = load().reach("data scientist", limit=2).roles
        >>> first.readiness >= second.readiness > 0.2
        True
        """
        from rolepath.service.exploring import reach
        from rolepath.service.supposing import Supposed

        supposed = Supposed(start, None, profile, have, lack, (), strict, readiness)
        wanted = Wanted(max_bridges=0, currency=currency, start_date=ANY_DAY, time_limit=time_limit)
        return reach(self, supposed, wanted, hours, limit, progress)

    def feeders(
        self,
        target: str | None = None,
        *,
        readiness: float | None = None,
        hours: bool = False,
        limit: int | None = None,
        currency: str | None = None,
        time_limit: float | None = None,
        progress: Progress = builds.quiet,
    ) -> Reach:
        """The best starting roles for a target: how ready for it someone is who holds each role and nothing else; args as in `reach`.

        Its own grades and specialisations aren't among them.

        Raises:
            UnknownName, AmbiguousName: for a name. NotEnoughKnown: of the target.

        >>> load().feeders("AI product manager", limit=1).roles[0].documented
        True
        """
        from rolepath.service.exploring import feeders

        wanted = Wanted(max_bridges=0, currency=currency, start_date=ANY_DAY, time_limit=time_limit)
        return feeders(self, target, readiness, wanted, hours, limit, progress)

    def batch(
        self, rows: Iterable[Row], target: str | None = None, *, strict: bool = False, readiness: float | None = None
    ) -> Iterator[PersonAnswer]:
        """How ready many people are for one role, and what they lack most: an answer for each row, in their order, as `gap` gives it.

        A row that can't be answered gets the reason as its `error`, and the others their answers. Rows are read some thousands ahead;
        memory doesn't grow with their number.

        Args:
            rows: who someone is, as a mapping of `id` (else the number of the row), `role` (a name, or nothing), `have` and `lack`, each of
                which may be left out. have: names with or without a level, as one text (`Python=0.5; SQL=some`), several, or name → level.
                lack: names, as one text or several. Or rows of a table, as `catalog.profile_table` reads them.
            target: the role to get to; by default AI product manager.
            strict, readiness: as in `gap`.

        Raises:
            UnknownName, AmbiguousName: for the target. NotEnoughKnown: of the target. WrongUse: for a readiness outside (0, 1]; and
                while rows are read, for one that is no mapping of those fields.

        >>> rows = [{"role": "data scientist", "have": "Python; SQL=0.5"}, {"id": "b", "role": "data wizard"}]
        >>> first, second = load().batch(rows)
        >>> (first.id, first.stage, len(first.missing)), (second.id, second.error.partition(";")[0])
        (('1', 'not yet', 3), ('b', 'no role is called “data wizard”'))
        """
        from rolepath.service.batch import batch

        return batch(self, rows, target, strict, readiness)

    def similar(self, name: str, *, limit: int = 10) -> Similar:
        """The roles most like one, with why: what both ask for, do, use and know. No titles are compared, and no lists of related roles.

        An occupation of O*NET is compared with those of O*NET, any other with those of ESCO and ours; `planning.similar` has the measure.

        Raises:
            UnknownName, AmbiguousName: for the name.

        >>> load().similar("data scientist", limit=1).roles[0].score > 0
        True
        """
        from rolepath.service.likeness import similar
        from rolepath.service.supposing import check_limit

        check_limit(limit)
        return similar(self, name, limit)

    def likeness(self, role: str) -> Similarity:
        """The measure of how alike roles are, ready for those that a role can be compared with; made when first asked for."""
        from rolepath.planning.similar import Similarity
        from rolepath.service.likeness import features

        kind = role.partition(":")[0] == "onet"
        if kind not in self._likeness:
            self._likeness[kind] = Similarity(features(self._tables, role))
        return self._likeness[kind]

    @cached_property
    def arrays(self) -> Arrays:
        """The requirements of all roles as arrays: as they lie beside the store, or made when first asked for."""
        from rolepath.planning.arrays import Arrays
        from rolepath.service.kept_arrays import read_arrays

        kept = read_arrays(self.store_path.parent) if self.store_path is not None else None
        return kept if kept is not None else Arrays(self.planning)

    def compare(self, first: str, second: str) -> Comparison:
        """Two roles side by side: capabilities, tools, pay, growth, entry points, responsibilities, characteristics."""
        from rolepath.rdf.compare import compare

        one, other = self.role(first), self.role(second)
        if one.id == other.id:
            raise WrongUse(f"“{first}” and “{second}” are both {one.label} ({one.id}); name two roles")
        found = compare(self.store, one, other)
        return replace(found, licences=assemble.attributions(self.store, found.cited))

    def compare_both_ways(self, first: str, second: str) -> BothWays:
        """The comparison of two roles with the gap from each to the other, and the sources of it all; errors are those of `compare`.

        >>> load().compare_both_ways("AI PM", "traditional PM").back.readiness.essentials
        10
        """
        from rolepath.service.comparing import both_ways

        return both_ways(self, first, second)

    def site(
        self,
        target: str | None = None,
        roles: Sequence[str] = (),
        *,
        hours_per_week: float | None = None,
        budget: str | None = None,
        time_limit: float | None = None,
        progress: Progress = builds.quiet,
    ) -> Site:
        """What the pages for one target are made of: the way from each role, the roles compared, programs, sources, the graph.

        Args:
            target: the role to get to; by default AI product manager.
            roles: where to start from; “nothing” is one too. By default the roles that a source names, the nearest others, and nothing.
            hours_per_week, budget, time_limit: as in `path`, for each way.
            progress: called with a few words before each part; the way from a role takes some seconds.

        Raises:
            UnknownName, AmbiguousName: for a name. NotEnoughKnown: of the target. WrongUse: for the target as a start.
        """
        from rolepath.service.site import site

        return site(self, target, roles, hours_per_week, budget, time_limit, progress)

    def show(self, name: str) -> Dossier:
        """All that is known of a thing, with sources; by its identifier also of what answers cite: a source, an assumption, a number."""
        from rolepath.rdf.dossier import dossier

        found = None
        if re.fullmatch(r"[a-z]+[:/]\S+", name):
            with suppress(KeyError, ValueError):
                found = dossier(self.store, name)
        found = found or dossier(self.store, self.entity(name).id)
        return replace(found, licences=assemble.attributions(self.store, found.cited))

    def sources(self, counted: bool = True) -> list[tuple[SourceNote, int]]:
        """Every source, with the number of pieces of evidence that rest on it; 0 where they are not counted, which takes a second."""
        counts = {} if not counted else {row["source"]: int(row["n"]) for row in tables.select(self.store, tables.EVIDENCE_COUNTS)}
        return [(note, counts.get(note.id, 0)) for note in assemble.source_notes(self.store, None)]

    def attributions(self, sources: Iterable[str]) -> tuple[str, ...]:
        """The sentences that the licences of these sources ask for."""
        return assemble.attributions(self.store, frozenset(sources))

    def query(self, text: str, *, timeout: float | None = None, allow_service: bool = False) -> Any:
        """The result of a SPARQL query, as pyoxigraph gives it: solutions, a boolean, or triples.

        The functions rp:readiness, rp:gapWeight and rp:studyHours of two roles can be called in it; one that has no value for its
        arguments leaves its variable unbound, and says why in `query_problems`.

        Raises:
            QuerySyntax: with line and column. WrongUse: for an update, or SERVICE that is not allowed.
            QueryTimeout: after `timeout` seconds; needs a store on disk, since the query then runs in a child process.
        """
        from rolepath.rdf import queries
        from rolepath.service.functions import Functions

        functions = Functions(lambda: self)
        if timeout is None:
            self._problems = lambda: functions.problems
            return queries.run(self.store, text, allow_service=allow_service, functions=functions.terms)
        if self.store_path is None:
            raise WrongUse("a timeout needs a store on disk; load without in_memory")
        problems: list[str] = []
        self._problems = lambda: problems
        return queries.run_in_child(
            self.store_path, text, timeout, allow_service=allow_service, module="rolepath.service.child", problems=problems
        )

    @property
    def query_problems(self) -> tuple[str, ...]:
        """Why functions in the last query had no value, each reason once; as far as its result has been read."""
        return tuple(self._problems())

    # --- the graph in other libraries ---

    @property
    def rdf(self) -> rdflib.Dataset:
        """The dataset as an rdflib Dataset on the same store; read-only where the store is on disk."""
        from rolepath.rdf.export import rdflib_dataset

        return rdflib_dataset(self.store)

    @cached_property
    def network(self) -> networkx.MultiDiGraph[str]:
        """Entities and the relations between them as a networkx graph: nodes carry label and kind, edges kind and weight."""
        from rolepath.rdf.export import to_networkx

        return to_networkx(self.store)

    def drawn(self) -> list[str]:
        """The identifiers of everything that is drawn, in order."""
        from rolepath.rdf.whole import drawable

        return drawable(self._tables)

    def whole(self, only: Collection[str] | None = None) -> Whole:
        """All that is known of everything that is drawn, or of these things and the links between them, read at once."""
        from rolepath.rdf.whole import read_whole

        return read_whole(self.store, self._tables, only)


def _thing(named: Named) -> Thing:
    return assemble.thing(named.id, named.label, named.type.lower())


def _direct(
    hours_per_week: float | None = None, minimise: str = "months", currency: str | None = None, time_limit: float | None = None
) -> Wanted:
    """A plan without a role between, of which no date is shown."""
    return Wanted(0, hours_per_week, minimise, currency=currency, draws=0, start_date=ANY_DAY, time_limit=time_limit)
