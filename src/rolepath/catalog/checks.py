"""What has to hold between records: references, uniqueness, no cycles. Every problem has its file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

import networkx as nx

from rolepath import model
from rolepath.catalog.folders import Located
from rolepath.errors import InvalidData, Problem

_CAPABILITY = ("skills", "tools", "methods", "regulations")
_OR_UNIT = (*_CAPABILITY, "units")
_AGENTS = ("organizations", "persons")
_OFFERS = ("programs", "projects", "tasks")
_ANY = tuple(model.KINDS)
_TO_CLASSIFICATIONS = ("mappings", "licences", "names")
_HALF_A_THOUSANDTH = Decimal("0.0005")
_EXPECTED: dict[str, tuple[str, ...]] = {
    "exercises": _CAPABILITY,
    "includes": _CAPABILITY,
    "area": ("areas",),
    "after": ("units",),
    "units": ("units",),
    "fits": ("roles",),
    "part_of": ("organizations",),
    "industries": ("industries",),
    "hired_through": ("organizations",),
    "provider": ("organizations",),
    "platforms": ("organizations",),
    "published_by": _AGENTS,
    "attributed_to": _AGENTS,
    "uses_tools": ("tools",),
    "role": ("roles",),
    "related": ("roles",),
    "element": (*_CAPABILITY, "traits"),
    "from_role": ("roles",),
    "to_role": ("roles",),
    "program": ("programs",),
    "capability": _CAPABILITY,
    "any_of": _CAPABILITY,
    "offer": _OFFERS,
    "source": ("sources",),
    "cites": ("sources",),
    "about": _ANY,
    "compared_with": _ANY,
    "subject": (*_CAPABILITY, "roles"),
    "object": (*_OR_UNIT, "roles"),
}
_OF_UNITS = ("requirements", "holdings", "teachings")
"""The kinds whose capability may be a unit."""


def check(located: Sequence[Located], imported: Callable[[str], bool] = lambda identifier: False) -> None:
    """Checks all records together; imported: whether a thing of a classification is there without a record.

    Raises:
        InvalidData: with every duplicate or unknown identifier, reference of a wrong kind, cycle in `broader`, in `includes`, among
            units or through all-of prerequisites, capability in two units, share that its count doesn't give, evidence given twice,
            and modality that doesn't fit its evidence.
    """
    problems: list[Problem] = []
    known: dict[str, Located] = {}
    for item in located:
        first = known.setdefault(item.record.key, item)
        if first is not item:
            place = f"{first.path}:{first.node.start_mark.line + 1}"
            problems.append(item.problem(f"“{item.record.key}” is defined twice, first at {place}", "id"))
    for item in located:
        problems += _references(item, known, imported)
        problems += _evidence(item)
        problems += _share(item)
        problems += _given(item, known)
    problems += _members(known)
    problems += _cycles(known, "broader", _edges(known, model.Entity, "broader"))
    problems += _cycles(known, "includes", _edges(known, model.Capability, "includes"))
    problems += _cycles(known, "what units come after", _edges(known, model.Unit, "after"))
    problems += _cycles(known, "all-of prerequisites", _prerequisites(known))
    if problems:
        raise InvalidData(problems)


def _references(item: Located, known: dict[str, Located], imported: Callable[[str], bool]) -> Iterable[Problem]:
    record = item.record
    for name in type(record).model_fields:
        value = getattr(record, name)
        kinds: tuple[str, ...]
        if name == "broader":
            kinds = _CAPABILITY if isinstance(record, model.Capability) else (record.KIND, "role_groups")
        elif name == "applies_to":
            kinds = ("roles", "role_groups")
        elif name == "capability" and record.KIND in _OF_UNITS:
            kinds = _OR_UNIT
        elif name == "provider" and isinstance(record, model.Resource):
            continue
        elif name == "id" and isinstance(record, model.Names):
            kinds = _ANY
        elif name in _EXPECTED and not isinstance(value, model.Condition):
            kinds = _EXPECTED[name]
        else:
            continue
        for position, identifier in enumerate(value if isinstance(value, tuple) else (value,)):
            if identifier is not None:
                loc = (name, position) if isinstance(value, tuple) else (name,)
                yield from _reference(item, known, imported, identifier, kinds, loc)
    for position, evidence in enumerate(record.evidence):
        if not isinstance(evidence, model.Reason):
            yield from _reference(item, known, imported, evidence.source, ("sources",), ("evidence", position, "source"))
        if evidence.attributed_to is not None:
            at = ("evidence", position, "attributed_to")
            yield from _reference(item, known, imported, evidence.attributed_to, _AGENTS, at)
    for position, member in enumerate(record.members if isinstance(record, model.Unit) else ()):
        for identifier in member.capabilities:
            yield from _reference(item, known, imported, identifier, _CAPABILITY, ("members", position))
    for name in ("needs", "entry"):
        condition = getattr(record, name, None)
        for field, identifier in condition.references() if condition is not None else ():
            yield from _reference(item, known, imported, identifier, _EXPECTED[field], (name,))
    if isinstance(record, model.Mapping) and {record.subject, record.object} <= known.keys():
        roles = [known[end].record.KIND == "roles" for end in (record.subject, record.object)]
        if roles[0] != roles[1]:
            yield item.problem(f"{record.key}: maps a role to a capability", "predicate")


def _reference(
    item: Located,
    known: dict[str, Located],
    imported: Callable[[str], bool],
    identifier: str,
    kinds: tuple[str, ...],
    loc: tuple[str | int, ...],
) -> Iterable[Problem]:
    if identifier not in known and identifier.startswith(("esco:", "onet:")):
        if item.record.KIND in _TO_CLASSIFICATIONS:
            return  # it is there once the classification is imported; until then a build leaves the reference out
        if imported(identifier):
            return
    if identifier not in known:
        yield item.problem(f"{item.record.key}: {loc[0]} names “{identifier}”, which is defined nowhere", *loc)
    elif known[identifier].record.KIND not in kinds:
        kind = known[identifier].record.KIND
        yield item.problem(f"{item.record.key}: {loc[0]} names “{identifier}”, which stands under {kind}", *loc)


def _evidence(item: Located) -> Iterable[Problem]:
    seen: set[tuple[str | None, str]] = set()
    for position, evidence in enumerate(item.record.evidence):
        loc = ("evidence", position)
        if (evidence.on, evidence.key) in seen:
            yield item.problem(f"{item.record.key}: the same evidence stands twice", *loc)
        seen.add((evidence.on, evidence.key))
        fits = _MODALITIES.get(type(evidence), model.TEXT_MODALITIES)
        if evidence.modality is not None and evidence.modality not in fits:
            yield item.problem(
                f"{item.record.key}: modality {evidence.modality!r} doesn't fit this evidence; use {' or '.join(fits)}", *loc
            )


_MODALITIES = {model.DatasetRecord: model.DATASET_MODALITIES, model.Count: model.COUNT_MODALITIES}


def _share(item: Located) -> Iterator[Problem]:
    """A holding's share is what was counted, and where something else says so too, at least that."""
    record = item.record
    if not isinstance(record, model.Holding):
        return
    own = [e for e in record.evidence if e.on in (None, "share")]
    counts = [e for e in own if isinstance(e, model.Count)]
    most = max(counts, key=lambda count: count.share, default=None)
    if most is None:
        return
    off = record.share - Decimal(most.n) / most.of
    if off < -_HALF_A_THOUSANDTH or (len(counts) == len(own) and off > _HALF_A_THOUSANDTH):
        yield item.problem(f"{record.key}: share {record.share} is not {most.n} of {most.of}, which is {most.share}", "share")


def _given(item: Located, known: dict[str, Located]) -> Iterator[Problem]:
    """What a task gives has a level; only a program has hours to divide."""
    record = item.record
    if isinstance(record, model.Teaching) and record.offer in known:
        kind = known[record.offer].record.KIND
        if kind == "tasks" and record.level is None:
            yield item.problem(f"{record.key}: level is missing; no assumption says how far a task brings anyone", "offer")
        if kind != "programs" and record.hours is not None:
            yield item.problem(f"{record.key}: hours are those that a program's syllabus gives a topic", "hours")


def _members(known: dict[str, Located]) -> Iterator[Problem]:
    """Each capability stands in one unit, once."""
    first: dict[str, str] = {}
    for key, item in known.items():
        for position, member in enumerate(item.record.members if isinstance(item.record, model.Unit) else ()):
            for capability in member.capabilities:
                if capability in first:
                    where = "twice" if first[capability] == key else f"in {first[capability]} too"
                    yield item.problem(f"{key}: “{capability}” is a member {where}; a capability is in one unit", "members", position)
                first.setdefault(capability, key)


Edges = dict[tuple[str, str], tuple[Located, str]]


def _edges(known: dict[str, Located], cls: type[model.Record], name: str) -> Edges:
    records = ((key, item) for key, item in known.items() if isinstance(item.record, cls))
    return {(key, up): (item, name) for key, item in records for up in getattr(item.record, name, ())}


def _prerequisites(known: dict[str, Located]) -> Edges:
    return {
        (item.record.capability, needed): (item, "needs")
        for item in known.values()
        if isinstance(item.record, model.Prerequisite)
        for needed in item.record.needs.all_of_capabilities()
    }


def _cycles(known: dict[str, Located], what: str, edges: Edges) -> Iterable[Problem]:
    """One problem for each knot of cycles, at the first edge of one of its cycles."""
    graph = nx.DiGraph(sorted(edges))
    for component in nx.strongly_connected_components(graph):
        start = min(component)
        if len(component) > 1 or graph.has_edge(start, start):
            knot: nx.DiGraph[str] = nx.DiGraph(sorted(graph.subgraph(component).edges))  # sorted: the order of a set follows the hash seed
            cycle = [edge[0] for edge in nx.find_cycle(knot, start)]
            item, field = edges[cycle[0], cycle[1 % len(cycle)]]
            yield item.problem(f"a cycle in {what}: {' → '.join([*cycle, cycle[0]])}", field)
