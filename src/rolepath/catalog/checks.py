"""What has to hold between records: references, uniqueness, no cycles. Every problem has its file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import networkx as nx

from rolepath import model
from rolepath.catalog.folders import Located
from rolepath.errors import InvalidData, Problem

_CAPABILITY = ("skills", "tools", "methods", "regulations")
_ANY = tuple(model.KINDS)
_TO_CLASSIFICATIONS = ("mappings", "licences")
_EXPECTED: dict[str, tuple[str, ...]] = {
    "exercises": _CAPABILITY,
    "industries": ("industries",),
    "hired_through": ("organizations",),
    "provider": ("organizations",),
    "platforms": ("organizations",),
    "published_by": ("organizations",),
    "attributed_to": ("organizations",),
    "uses_tools": ("tools",),
    "role": ("roles",),
    "related": ("roles",),
    "element": (*_CAPABILITY, "traits"),
    "from_role": ("roles",),
    "to_role": ("roles",),
    "program": ("programs",),
    "capability": _CAPABILITY,
    "any_of": _CAPABILITY,
    "offer": ("programs", "projects"),
    "source": ("sources",),
    "cites": ("sources",),
    "about": _ANY,
    "compared_with": _ANY,
    "subject": (*_CAPABILITY, "roles"),
    "object": (*_CAPABILITY, "roles"),
}


def check(located: Sequence[Located], imported: Callable[[str], bool] = lambda identifier: False) -> None:
    """Checks all records together; imported: whether a thing of a classification is there without a record.

    Raises:
        InvalidData: with every duplicate or unknown identifier, reference of a wrong kind, cycle in `broader` or
            through all-of prerequisites, evidence given twice, and modality that doesn't fit its evidence.
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
    problems += _cycles(known, "broader", _broader(known))
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
            kinds = ("roles", "role_groups") if isinstance(record, model.Licence) else _ANY
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
            yield from _reference(item, known, imported, evidence.attributed_to, ("organizations",), at)
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
        fits = model.DATASET_MODALITIES if isinstance(evidence, model.DatasetRecord) else ("must", "should", "mentions", "denies")
        if evidence.modality is not None and evidence.modality not in fits:
            yield item.problem(
                f"{item.record.key}: modality {evidence.modality!r} doesn't fit this evidence; use {' or '.join(fits)}", *loc
            )


Edges = dict[tuple[str, str], tuple[Located, str]]


def _broader(known: dict[str, Located]) -> Edges:
    return {(key, up): (item, "broader") for key, item in known.items() for up in getattr(item.record, "broader", ())}


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
