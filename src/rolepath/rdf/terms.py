"""Records to JSON-LD nodes and back: pure term mapping, through the context in `ontology/`."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from rolepath import model, vocab
from rolepath.evidence import Cited

Node = dict[str, Any]


@dataclass
class Nodes:
    """JSON-LD nodes by named graph."""

    graphs: dict[str, list[Node]] = field(default_factory=lambda: defaultdict(list))

    def add(self, graph: str, **node: Any) -> None:
        self.graphs[graph].append({key: value for key, value in node.items() if value not in (None, (), [])})


def from_records(
    records: Iterable[model.AnyRecord],
    strengths: Mapping[str, model.Strength],
    reaches: Mapping[str, model.Reach],
    standings: Mapping[str, model.Standing] = MappingProxyType({}),
) -> Nodes:
    """The nodes of all records and of what was derived for each, in their named graphs.

    `strengths`, `reaches` and `standings` are keyed by the identifier of the requirement, teaching or holding.
    """
    nodes = Nodes()
    for record in records:
        graph = _graph(record)
        if isinstance(record, model.Names):
            given = (*record.alt_labels, *record.hidden_labels)
            nodes.add(
                graph, id=record.id, alt_labels=list(record.alt_labels), hidden_labels=list(record.hidden_labels), aliases=list(given)
            )
            _add_evidence(nodes, record, record.id)
            continue
        cls = type(record)
        body = record.model_dump(mode="json", exclude=_elsewhere(cls))
        if isinstance(record, model.Source):
            body["label"] = record.title  # so that whatever can be looked up has a label
        if isinstance(record, model.Rating):
            body["evidence_kind"] = "record"
        derived = strengths.get(record.key) or reaches.get(record.key) or standings.get(record.key)
        if derived is not None:
            body |= derived.model_dump(mode="json")
        condition = getattr(record, "needs", None) or getattr(record, "entry", None)
        if condition is not None:
            body["needs" if isinstance(record, model.Prerequisite) else "entry"] = f"{record.key}/condition"
            _add_condition(nodes, graph, condition, f"{record.key}/condition", 1)
        if _has_nested(cls):
            body |= _add_nested(nodes, graph, record)
        if getattr(cls, "TERMS", None):
            body = {_term(cls, name): value for name, value in body.items()}
        nodes.add(graph, **body | {"id": record.key, "type": list(record.TYPES)})
        strength = strengths.get(record.key)
        if strength is None or strength.weight is not None:  # a signal asks for nothing
            _add_plain(nodes, graph, record)
        _add_evidence(nodes, record, record.key)
    return nodes


def _term(cls: type[Any], name: str) -> str:
    """The term of the context for a field of a class."""
    return str(getattr(cls, "TERMS", {}).get(name, name))


def from_names(names: Iterable[tuple[str, str, str, Sequence[str]]]) -> Nodes:
    """The nodes of labels in other languages: (identifier, language tag, label, alternative labels)."""
    nodes = Nodes()
    for identifier, language, label, others in names:
        nodes.add(vocab.CATALOG, id=identifier, labels={language: label}, alt_labels_in={language: list(others)})
    return nodes


def from_strengths(strengths: Iterable[tuple[str, model.Strength]]) -> Nodes:
    """The nodes of what was derived for requirements that stand in the dataset already."""
    nodes = Nodes()
    for identifier, strength in strengths:
        nodes.add(vocab.STATEMENTS, id=identifier, **strength.model_dump(mode="json"))
    return nodes


def from_unit_requirements(asked: Iterable[model.UnitRequirement]) -> Nodes:
    """The nodes of what roles ask of units, over all claims, and the plain triples beside them."""
    nodes = Nodes()
    for each in asked:
        body = each.model_dump(mode="json")
        nodes.add(vocab.STATEMENTS, **body | {"id": each.key, "type": list(each.TYPES)})
        nodes.add(vocab.STATEMENTS, id=each.role, asks_for=each.asks_unit)
    return nodes


def from_ratings(rated: Iterable[tuple[str, str, str, str, model.Strength]]) -> Nodes:
    """The nodes of requirements that follow from ratings: (identifier of the rating, its source, role, element, strength)."""
    nodes = Nodes()
    for rating, source, role, element, strength in rated:
        key = model.requirement_key(role, (element,))
        types = list(model.Requirement.TYPES)
        nodes.add(vocab.STATEMENTS, id=key, type=types, role=role, capability=element, **strength.model_dump(mode="json"))
        nodes.add(vocab.STATEMENTS, id=role, requires=element)
        nodes.add(vocab.source_graph(source), id=rating, supports=key)
    return nodes


def from_credits(credits: Iterable[model.Credit]) -> Nodes:
    """The nodes of credits, and the plain triples beside them."""
    nodes = Nodes()
    for credit in credits:
        nodes.add(vocab.STATEMENTS, id=credit.key, type="Credit", **credit.model_dump(mode="json"))
        nodes.add(vocab.STATEMENTS, id=credit.held, counts_towards=credit.towards)
    return nodes


def _graph(record: model.AnyRecord) -> str:
    if isinstance(record, model.Source):
        return vocab.source_graph(record.id)
    if isinstance(record, model.Observation):
        return vocab.source_graph(record.evidence[0].source)
    if isinstance(record, model.Rating):
        return vocab.source_graph(record.source)
    if isinstance(record, model.Assumption):
        return vocab.ASSUMPTIONS
    if isinstance(record, model.Mapping):
        return vocab.MAPPINGS
    return vocab.STATEMENTS if "Statement" in record.TYPES else vocab.CATALOG


def _add_plain(nodes: Nodes, graph: str, record: model.AnyRecord) -> None:
    """The plain triple beside a statement node, so that a first query is one line."""
    match record:
        case model.Requirement(any_of=tuple(members)):
            nodes.add(graph, id=record.role, requires_any_of=list(members))
        case model.Requirement():
            nodes.add(graph, id=record.role, requires=record.capability)
        case model.Holding():
            nodes.add(graph, id=record.role, holds=record.capability)
        case model.Unit():
            nodes.add(graph, id=record.id, member_capabilities=list(record.capabilities))
        case model.Teaching():
            nodes.add(graph, id=record.offer, teaches=record.capability)
        case model.Transition():
            nodes.add(graph, id=record.from_role, leads_to=record.to_role)
        case model.Preparation():
            nodes.add(graph, id=record.program, prepares_for=record.role)
        case model.Prerequisite():
            nodes.add(graph, id=record.capability, prerequisite=list(record.needs.all_of_capabilities()))
        case model.Mapping():
            nodes.add(graph, **{"id": record.subject, record.predicate: record.object})


_NESTED: Final = ("members", "hours", "price")


@cache
def _elsewhere(cls: type[model.Model]) -> set[str]:
    """The fields of a class that become nodes of their own."""
    return {"evidence", "needs", "entry", *_NESTED} & set(cls.model_fields)


@cache
def _has_nested(cls: type[model.Model]) -> bool:
    return not cls.model_fields.keys().isdisjoint(_NESTED)


def _add_nested(nodes: Nodes, graph: str, record: model.AnyRecord) -> Node:
    """The nodes of a record's members and amounts, named after it; returns what its own node says of them."""
    body: Node = {}
    for position, member in enumerate(record.members if isinstance(record, model.Unit) else (), start=1):
        name = f"{record.key}/member/{position}"
        given = {_term(model.Member, field): value for field, value in member.model_dump(mode="json").items()}
        nodes.add(graph, **given | {"id": name, "type": list(member.TYPES), "order": position})
        body.setdefault("members", []).append(name)
    for measure in ("hours", "price"):
        amount = getattr(record, measure, None)
        if amount is not None:
            name = f"{record.key.replace(':', '/')}/{measure}"
            given = amount.model_dump(mode="json", include={"low", "high"})
            nodes.add(graph, **given | {"id": name, "type": "Amount", "unit": getattr(amount, "currency", "hours")})
            body[measure] = name
    return body


def _add_evidence(nodes: Nodes, record: model.AnyRecord, supported: str) -> None:
    for evidence in record.evidence:
        body = evidence.model_dump(mode="json")
        middle = ""
        if evidence.on:
            body["on"] = _term(type(record), evidence.on)
            middle = f"{evidence.on}/"
        kind = model.evidence_kind(evidence)
        name = f"evidence/{record.key.replace(':', '/')}/{middle}{evidence.key}"
        node = body | {"source": evidence.source, "id": name, "type": "Evidence", "evidence_kind": kind, "supports": supported}
        nodes.add(vocab.source_graph(evidence.source), **node)


def supported(cited: Cited) -> str | None:
    """The statement that an evidence is for, from the name that `from_records` gave it; None where it is for an entity.

    >>> supported(Cited("evidence/teaching/program/p/skill/s/a-document/10-20", "passage", "source/a-document", start=10, end=20))
    'teaching/program/p/skill/s'
    """
    tail = "reason/" if cited.kind == "reason" else cited.source.removeprefix("source/") + "/"
    tail = re.escape(tail) + (f"{cited.start}-{cited.end}" if cited.kind == "passage" else "[0-9a-f]{10}")
    field = "[^/]+/" if cited.on is not None else ""
    found = re.fullmatch(f"evidence/(({'|'.join(_STATEMENTS)})/.+)/{field}{tail}", cited.id)
    return found.group(1) if found else None


_STATEMENTS = tuple(record.TYPES[0].lower() for record in model.RECORDS if "Statement" in record.TYPES)


def _add_condition(nodes: Nodes, graph: str, condition: model.Condition, name: str, order: int) -> None:
    """A condition's node and those of its parts; their names are the parent's and a position."""
    leaf = condition.model_dump(mode="json", exclude={"all_of", "any_of", "of"}, exclude_none=True)
    operator = (
        "all of" if condition.all_of is not None
        else "any of" if condition.any_of is not None
        else "at least" if condition.of is not None
        else next(key for key in leaf if key != "level")
    )  # fmt: skip
    parts = [f"{name}/{position}" for position in range(1, len(condition.parts) + 1)]
    nodes.add(graph, **leaf | {"id": name, "type": "Condition", "operator": operator, "order": order, "part": parts})
    for position, part in enumerate(condition.parts, start=1):
        _add_condition(nodes, graph, part, f"{name}/{position}", position)


def to_json_ld(context: Mapping[str, Any], graph: str, nodes: list[Node]) -> str:
    """One JSON-LD document of the nodes of one named graph."""
    return json.dumps({"@context": context["@context"], "@id": graph, "@graph": nodes}, ensure_ascii=False)


# --- and back ---------------------------------------------------------------------------------

Values = Mapping[str, Mapping[str, tuple[str, ...]]]
"""subject IRI → predicate IRI → the objects' IRIs or lexical values, sorted."""


class Reader:
    """Turns the properties of nodes, as a store gives them, back into records.

    Lists come back sorted, since RDF keeps no order; what was derived is left out, as it is not part of a record.
    """

    def __init__(self, context: Mapping[str, Any], values: Values) -> None:
        terms = context["@context"]
        self._values = values
        self._expand = {key: expanded(v["@id"]) for key, v in terms.items() if isinstance(v, dict) and "@container" not in v}
        self._classes = {name: expanded(v) for name, v in terms.items() if isinstance(v, str)}
        self._type = {key: value.get("@type") for key, value in terms.items() if isinstance(value, dict)}
        self._term = {iri: key for key, iri in self._expand.items()}
        self._supports: dict[str, list[str]] = defaultdict(list)
        for subject, properties in values.items():
            for supported in properties.get(self._expand["supports"], ()):
                self._supports[supported].append(subject)

    def record(self, iri: str) -> model.AnyRecord:
        """The record whose node has this IRI; raises KeyError where there is none."""
        types = set(self._values[iri][vocab.TYPE])
        cls = next(c for c in model.RECORDS if self._classes.get(c.TYPES[0]) in types)
        body = self._fields(iri, cls)
        if "id" in cls.model_fields:
            body["id"] = vocab.identifier(iri)
        for name in ("needs", "entry"):
            if name in body:
                body[name] = self._condition(vocab.iri(str(body[name])))
        body |= self._nested(body)
        if self._values[iri].get(self._expand["rule"], ("",))[0].startswith("assumption/"):
            body.pop("level", None)  # derived
        if "evidence" in cls.model_fields:
            body["evidence"] = [self._evidence(e, cls) for e in sorted(self._supports[iri])]
        return cls.model_validate(body)

    def _nested(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The members and amounts that a record's own node only names."""
        found: dict[str, Any] = {}
        if "members" in body:
            nodes = sorted(map(vocab.iri, body["members"]), key=lambda node: int(self._values[node][self._expand["order"]][0]))
            found["members"] = [self._fields(node, model.Member) for node in nodes]
        for name in ("hours", "price"):
            if name in body:
                amount = self._fields(vocab.iri(body[name]), model.Hours)
                unit = self._values[vocab.iri(body[name])][self._expand["unit"]][0]
                found[name] = amount | ({"currency": unit} if name == "price" else {})
        return found

    def _fields(self, iri: str, cls: type[model.Model]) -> dict[str, Any]:
        body: dict[str, Any] = {}
        for name, info in cls.model_fields.items():
            if name in ("id", "evidence"):
                continue
            found = self._values[iri].get(self._expand[_term(cls, name)], ())
            if found:
                values = [self._value(_term(cls, name), value) for value in found]
                body[name] = values if "tuple" in str(info.annotation) else values[0]
        return body

    def _value(self, name: str, value: str) -> Any:
        if self._type[name] == "@id":
            return vocab.identifier(value)
        if self._type[name] == "@vocab":
            return self._term.get(value) or value.rsplit("/", 1)[-1]
        return value == "true" if name in ("open_end", "regulated", "exchangeable") else value

    def _evidence(self, iri: str, of: type[Any]) -> dict[str, Any]:
        body = self._fields(iri, model.EVIDENCE_KINDS[self._values[iri][self._expand["evidence_kind"]][0]])
        fields = {term: field for field, term in getattr(of, "TERMS", {}).items()}
        return body | ({"on": fields.get(body["on"], body["on"])} if "on" in body else {})

    def _condition(self, iri: str) -> dict[str, Any]:
        get = self._values[iri].get
        operator = get(self._expand["operator"], ("",))[0]
        parts = sorted(get(self._expand["part"], ()), key=lambda part: int(self._values[part][self._expand["order"]][0]))
        below = [self._condition(part) for part in parts]
        if operator == "all of":
            return {"all_of": below}
        if operator == "any of":
            return {"any_of": below}
        if operator == "at least":
            return {"of": below, "at_least": int(get(self._expand["at_least"], ("0",))[0])}
        leaf = {operator: self._value(operator, get(self._expand[operator], ("",))[0])}
        level = get(self._expand["level"])
        return leaf | ({"level": level[0]} if level else {})


def expanded(name: str) -> str:
    """The IRI of a name with one of the prefixes of `vocab`.

    >>> expanded("skos:broader")
    'http://www.w3.org/2004/02/skos/core#broader'
    """
    prefix, _, local = name.partition(":")
    return vocab.PREFIXES[prefix] + local if prefix in vocab.PREFIXES else name
