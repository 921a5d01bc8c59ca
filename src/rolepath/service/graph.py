"""The knowledge graph as an object: names in, answers out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rolepath import vocab
from rolepath.errors import WrongUse
from rolepath.evidence import Cited
from rolepath.planning.network import Network
from rolepath.planning.profile import FULL, Profile, make_profile
from rolepath.planning.readiness import Terms, gap_items, is_ready, readiness_of, standing
from rolepath.planning.result import Answer, Considered, GapItem, Question, SourceNote, Thing
from rolepath.planning.result import Path as RolePath
from rolepath.rdf import tables
from rolepath.rdf.lookup import CAPABILITY_TYPES, Match, Named, Names
from rolepath.service import assemble, builds
from rolepath.service.builds import Opened, Place, Progress

if TYPE_CHECKING:
    import networkx
    import rdflib

    from rolepath.rdf.compare import Comparison
    from rolepath.rdf.dossier import Dossier

NOT_OPTIMISED = (
    "The offers for each step are listed, not yet chosen among: which of them together cost least is not computed."
    " Hours and months are those of self-study, which the assumptions estimate."
)


def load(
    data: Sequence[str | Path] = (),
    store: str | Path | None = None,
    in_memory: bool = False,
    with_packaged: bool = True,
    progress: Progress = builds.quiet,
) -> KnowledgeGraph:
    """Opens the knowledge graph, building its store first where needed.

    Args:
        data: folders of records to add to the packaged ones.
        store: the folder of the store; by default one in the user's cache.
        in_memory: build in memory and write nothing.
        with_packaged: False uses the given folders instead of the packaged facts.
        progress: called with a few words before each long stage.

    Raises:
        InvalidData: where the data breaks a rule. StoreError: where the store can't be read or written.

    >>> kg = load()
    >>> kg.role("ai product managers").id
    'role/ai-product-manager'
    """
    place = Place(builds.existing(data), Path(store).expanduser().absolute() if store else None, in_memory, with_packaged)
    return KnowledgeGraph(builds.open_store(place, progress))


class KnowledgeGraph:
    """One dataset, ready to answer. Made by `load`; `store_path` is None for a dataset in memory."""

    def __init__(self, opened: Opened) -> None:
        self.store = opened.store
        self.store_path = opened.path
        self._tables = opened.tables

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
        target: str = vocab.AI_PRODUCT_MANAGER,
        *,
        have: Mapping[str, float | None] | Iterable[str] = (),
        lack: Iterable[str] = (),
        strict: bool = False,
        readiness: float | None = None,
    ) -> Answer:
        """What someone in a role lacks for another: every requirement, how far it is covered, by what, and who asks for it.

        Args:
            start: the current role; None for someone who brings nothing.
            have: capabilities held beyond the role, each with a level in (0, 1] or None for the level the target asks for.
            lack: capabilities not held, whatever the role says.
            strict: count only what is held itself or under an exact mapping.
            readiness: what counts as ready, in (0, 1]; by default the assumption.

        Raises:
            UnknownName, AmbiguousName: for a name. NotEnoughKnown: of the target. WrongUse: for a level outside (0, 1],
            or a capability both had and lacked.

        >>> answer = load().gap("data scientist")
        >>> answer.question.start_role.origin, answer.gap[0].necessity
        ('ESCO', 'essential')
        """
        return self._answer(start, target, have, lack, strict, readiness, None, None, None)

    def path(
        self,
        start: str | None,
        target: str = vocab.AI_PRODUCT_MANAGER,
        *,
        have: Mapping[str, float | None] | Iterable[str] = (),
        lack: Iterable[str] = (),
        strict: bool = False,
        readiness: float | None = None,
        bridge_readiness: float | None = None,
        max_bridges: int = 2,
        hours_per_week: float | None = None,
    ) -> Answer:
        """The gap, and how to close it: roles to go through, and for each the steps in order with the offers for them.

        Args and errors are those of `gap`, and
            bridge_readiness: from which readiness a bridge can be entered; by default the assumption.
            max_bridges: how many roles may lie between, 0 to 5.
            hours_per_week: time to study; by default the assumption.

        The first of `paths` takes the fewest months; the direct one stands in `direct`.
        """
        if not 0 <= max_bridges <= 5:
            raise WrongUse(f"--max-bridges must lie between 0 and 5, not {max_bridges}")
        return self._answer(start, target, have, lack, strict, readiness, bridge_readiness, max_bridges, hours_per_week)

    def _answer(
        self,
        start: str | None,
        target: str,
        have: Mapping[str, float | None] | Iterable[str],
        lack: Iterable[str],
        strict: bool,
        readiness: float | None,
        bridge_readiness: float | None,
        max_bridges: int | None,
        hours_per_week: float | None,
    ) -> Answer:
        network = self.planning
        to = self.role(target)
        start_role = self.role(start) if start is not None else None
        claims, lacked = self._claims(have, lack)
        terms = self._terms(readiness, bridge_readiness, max_bridges, hours_per_week)
        profile = make_profile(network, start_role.id if start_role else None, to.id, claims, lacked, strict)
        stand = standing(network, profile, to.id)
        items = gap_items(network, profile, to.id)
        reason: str | None = None
        direct: RolePath | None = None
        paths: tuple[RolePath, ...] = ()
        considered: tuple[Considered, ...] = ()
        blocked: tuple[Thing, ...] = ()
        if start_role and start_role.id == to.id:
            reason = f"You are there: {to.label} is the role you start from, so there is nothing to do."
        elif is_ready(stand, terms.readiness):
            reason = f"You are ready for {to.label} now: every essential requirement is met."
        elif max_bridges is not None:
            from rolepath.planning.path import find_paths

            found = find_paths(network, profile, to.id, terms)
            direct, paths, considered, blocked = found.direct, found.paths, found.considered, found.blocked
            if blocked:
                reason = _no_path(to, blocked)
        question = Question(
            start_role=start_role,
            target=to,
            have=tuple(f"{c}={level / FULL:g}" if level is not None else c for c, level in sorted(claims.items())),
            lack=tuple(sorted(lacked)),
            strict=strict,
            readiness=terms.readiness / FULL,
            bridge_readiness=terms.bridge_readiness / FULL,
            max_bridges=terms.max_bridges,
            hours_per_week=terms.hours_per_week,
        )
        gap = tuple(item for item in items if item.coverage < 1)
        met = tuple(item for item in items if item.coverage >= 1)
        used = _assumptions_used(profile, gap + met, paths, direct)
        used -= {"assumption/readiness"} if readiness is not None else set()
        used -= {"assumption/hours-per-week"} if hours_per_week is not None else set()
        used -= {"assumption/bridge-readiness"} if bridge_readiness is not None else set()
        sources = assemble.source_notes(self.store, _sources_used(network, start_role, gap + met, paths, direct))
        return Answer(
            question=question,
            readiness=readiness_of(stand, terms.readiness),
            gap=gap,
            met=met,
            paths=paths,
            direct=direct,
            alternatives=(),
            considered=considered,
            blocked=blocked,
            reason=reason,
            notes=_notes(self.planning, start_role, reason is not None, paths),
            assumptions=assemble.assumption_notes(network.assumptions, used),
            sources=sources,
            organizations=self._organizations(gap + met, paths, direct),
            licences=tuple(sorted({s.attribution or f"{s.title}: {s.licence}" for s in sources if s.kind != "editorial"})),
        )

    def _organizations(self, items: Iterable[GapItem], paths: Iterable[RolePath], direct: RolePath | None) -> tuple[Thing, ...]:
        named = {cited.attributed_to for cited in _cited(items, paths, direct)}
        return tuple(_thing(self.names.by_id(identifier)) for identifier in sorted(name for name in named if name))

    def _terms(
        self, readiness: float | None, bridge_readiness: float | None, max_bridges: int | None, hours_per_week: float | None
    ) -> Terms:
        assumed = self.planning.assumptions
        for name, share in (("--readiness", readiness), ("--bridge-readiness", bridge_readiness)):
            if share is not None and not 0 < share <= 1:
                raise WrongUse(f"{name} must lie in (0, 1], not {share:g}")
        if hours_per_week is not None and not 0 < hours_per_week <= 168:
            raise WrongUse(f"--hours-per-week must be more than 0 and at most 168, not {hours_per_week:g}")
        return Terms(
            readiness=_thousandths(readiness) if readiness is not None else assumed.thousandths("readiness"),
            bridge_readiness=_thousandths(bridge_readiness) if bridge_readiness is not None else assumed.thousandths("bridge-readiness"),
            consider=assumed.thousandths("bridge-consider"),
            max_bridges=max_bridges or 0,
            hours_per_week=hours_per_week if hours_per_week is not None else float(assumed.number("hours-per-week")),
        )

    def _claims(self, have: Mapping[str, float | None] | Iterable[str], lack: Iterable[str]) -> tuple[dict[str, int | None], set[str]]:
        given = have if isinstance(have, Mapping) else dict.fromkeys(have)
        claims: dict[str, int | None] = {}
        for name, level in given.items():
            if level is not None and not 0 < level <= 1:
                raise WrongUse(f"the level of “{name}” must lie in (0, 1], not {level:g}")
            capability, claim = self.capability(name).id, _thousandths(level) if level is not None else None
            if claims.setdefault(capability, claim) != claim:
                raise WrongUse(f"{capability} is claimed at two levels (“{name}” names it again); name it once")
        lacked = {self.capability(name).id for name in lack}
        both = sorted(claims.keys() & lacked)
        if both:
            raise WrongUse(f"both had and lacked: {', '.join(both)}; name each in --have or in --lack")
        return claims, lacked

    def compare(self, first: str, second: str) -> Comparison:
        """Two roles side by side: capabilities, tools, pay, growth, entry points, responsibilities, characteristics."""
        from rolepath.rdf.compare import compare

        one, other = self.role(first), self.role(second)
        if one.id == other.id:
            raise WrongUse(f"“{first}” and “{second}” are both {one.label} ({one.id}); name two roles")
        return compare(self.store, one, other)

    def show(self, name: str) -> Dossier:
        """All that is known of a thing, with sources; by its identifier also of what answers cite: a source, an assumption, a number."""
        from rolepath.rdf.dossier import dossier

        if re.fullmatch(r"[a-z]+[:/]\S+", name):
            with suppress(KeyError, ValueError):
                return dossier(self.store, name)
        return dossier(self.store, self.entity(name).id)

    def sources(self) -> list[tuple[SourceNote, int]]:
        """Every source, with the number of pieces of evidence that rest on it."""
        counts = {row["source"]: int(row["n"]) for row in tables.select(self.store, tables.EVIDENCE_COUNTS)}
        return [(note, counts.get(note.id, 0)) for note in assemble.source_notes(self.store, None)]

    def query(self, text: str, *, timeout: float | None = None, allow_service: bool = False) -> Any:
        """The result of a SPARQL query, as pyoxigraph gives it: solutions, a boolean, or triples.

        Raises:
            QuerySyntax: with line and column. WrongUse: for an update, or SERVICE that is not allowed.
            QueryTimeout: after `timeout` seconds; needs a store on disk, since the query then runs in a child process.
        """
        from rolepath.rdf import queries

        if timeout is None:
            return queries.run(self.store, text, allow_service=allow_service)
        if self.store_path is None:
            raise WrongUse("a timeout needs a store on disk; load without in_memory")
        return queries.run_in_child(self.store_path, text, timeout, allow_service=allow_service)

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


def _no_path(target: Thing, blocked: Sequence[Thing]) -> str:
    names = ", ".join(f"{thing.label} ({thing.id})" for thing in blocked)
    return (
        f"No path: {target.label} takes {names}, which can't be learned alone and nothing in the data offers."
        " If you have it, say so with --have; if you know who teaches it, add a program with --data."
    )


def _thousandths(share: float) -> int:
    return max(1, round(share * FULL))


def _thing(named: Named) -> Thing:
    return assemble.thing(named.id, named.label, named.type.lower())


def _cited(items: Iterable[GapItem], paths: Iterable[RolePath], direct: RolePath | None) -> Iterable[Cited]:
    for item in items:
        yield from item.evidence
    for path in (*paths, *((direct,) if direct else ())):
        for hop in path.hops:
            yield from hop.evidence
            yield from (e for item in hop.gap for e in item.evidence)
            for step in hop.steps:
                yield from step.evidence
                yield from (e for offer in step.offers for e in offer.evidence)


def _sources_used(
    network: Network, start: Thing | None, items: Iterable[GapItem], paths: Iterable[RolePath], direct: RolePath | None
) -> set[str]:
    """Where the answer's evidence comes from, and what the profile of the starting role rests on."""
    found = {cited.source for cited in _cited(items, paths, direct)}
    held = [start.id, *(r.id for r in network.requirements.get(start.id, ()))] if start is not None else []
    return found | {cited.source for name in held for cited in network.evidence.get(name, ())}


def _assumptions_used(profile: Profile, items: Iterable[GapItem], paths: Iterable[RolePath], direct: RolePath | None) -> set[str]:
    used = {"assumption/readiness", "assumption/essential-from"}
    if profile.roles:
        used.add("assumption/optional-held")
    for item in items:
        used |= {f"assumption/{'esco' if e.kind == 'record' else 'modality'}-{e.modality}" for e in item.evidence if e.modality}
        used |= {f"assumption/level-{thing.kind}" for thing in item.capabilities}
        if item.credited_by:
            ways = item.credited_by.via.split(", then ")
            used |= {f"assumption/{_CREDIT_ASSUMPTIONS[way]}" for way in ways if way in _CREDIT_ASSUMPTIONS}
    used.discard("assumption/modality-denies")
    for path in (*paths, *((direct,) if direct else ())):
        used.add("assumption/hours-per-week")
        for hop in path.hops:
            if hop.tenure:
                used |= {"assumption/bridge-tenure", "assumption/bridge-readiness", "assumption/bridge-consider"}
            for step in hop.steps:
                used.update(step.assumptions)
                used.update(name for offer in step.offers for name in offer.assumptions)
    return used


_CREDIT_ASSUMPTIONS = {
    "narrower": "credit-narrower",
    "broader": "credit-broader",
    "sibling": "credit-sibling",
    "tool use": "credit-tool",
    "close match": "credit-close",
    "broad match": "credit-broad-or-narrow-mapping",
    "narrow match": "credit-broad-or-narrow-mapping",
}


def _notes(network: Network, start: Thing | None, done: bool, paths: Iterable[RolePath]) -> tuple[str, ...]:
    notes = []
    if start is not None:
        notes.append(f"Started from {start.label} ({start.origin}).")
        if not network.requirements.get(start.id):
            known = [role for role, wider in sorted(network.also.items()) if start.id in wider and network.requirements.get(role)]
            near = ", ".join(f"{network.roles[role].label} ({role})" for role in known)
            notes.append(
                f"No source says what {start.label} requires, so nothing is held at the start. Name what you can with --have, or"
                f" start from a role that a source describes{': ' + near if near else ''}."
            )
        elif not done:
            notes.append(
                "What no source says of the starting role counts as missing, even where many people in it have it:"
                " claim it with --have NAME."
            )
    if any(paths):
        notes.append(NOT_OPTIMISED)
    return tuple(notes)
