"""What follows from the records by rule: strength of requirements, reach of offers, credit between capabilities."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

import networkx as nx

from rolepath import model
from rolepath.planning.assumptions import Assumptions, strength_of

STRENGTH_RULE = "strongest modality per source, then 1 - product(1 - strength) over independent sources"
REACH_STATED = "stated by the source"
HELD = "held"
_THOUSANDTH = Decimal("0.001")


def strengths(
    records: Sequence[model.AnyRecord], assumptions: Assumptions, kind_of: Callable[[str], str] | None = None
) -> dict[str, model.Strength]:
    """Necessity, level and weight of every requirement, keyed by the requirement's identifier.

    Within a source the strongest modality counts; sources that cite each other, directly or over others, count as one;
    over the rest the weight is 1 − Π(1 − strength), rounded to thousandths. It is essential from `essential-from`.
    The level follows from the kind of capability; of an any-of set the highest counts.

    kind_of: the kind of a capability that is not among the records, but imported.
    """
    independent = independent_sources((r.id, r.cites) for r in records if isinstance(r, model.Source))
    kinds = _kinds(records, kind_of)
    return {
        r.key: strength(((e.source, e.modality) for e in r.evidence), map(kinds, r.capabilities), independent, assumptions)
        for r in records
        if isinstance(r, model.Requirement)
    }


def strength(
    said: Iterable[tuple[str, str | None]], kinds: Iterable[str], independent: Mapping[str, str], assumptions: Assumptions
) -> model.Strength:
    """The strength of one requirement.

    Args:
        said: (source, modality) of each piece of evidence.
        kinds: of its capabilities.
        independent: as `independent_sources` has it.
    """
    level = max(assumptions.number(f"level-{kind}") for kind in kinds)
    strongest: dict[str, Decimal] = defaultdict(Decimal)
    for source, modality in said:
        if modality is not None and modality != "denies":
            group = independent.get(source, source)
            strongest[group] = max(strongest[group], assumptions.number(strength_of(modality)))
    weight = 1 - math.prod((1 - strength for strength in strongest.values()), start=Decimal(1))
    weight = weight.quantize(_THOUSANDTH, ROUND_HALF_EVEN)
    return model.Strength(
        necessity="essential" if weight >= assumptions.number("essential-from") else "optional",
        level=level,
        weight=weight,
        rule=STRENGTH_RULE,
    )


def independent_sources(cites: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """For each source, of which the sources it cites are given, the first of the group of sources that repeat each other."""
    graph: nx.Graph[str] = nx.Graph()
    for source, cited in cites:
        graph.add_node(source)
        graph.add_edges_from((source, other) for other in cited)
    return {source: min(group) for group in nx.connected_components(graph) for source in group}


def _kinds(records: Iterable[model.AnyRecord], kind_of: Callable[[str], str] | None) -> Callable[[str], str]:
    own = {r.id: model.capability_kind(r) for r in records if isinstance(r, model.Capability)}
    return lambda identifier: own[identifier] if identifier in own or kind_of is None else kind_of(identifier)


def reaches(
    records: Sequence[model.AnyRecord], assumptions: Assumptions, kind_of: Callable[[str], str] | None = None
) -> dict[str, model.Reach]:
    """To what level each teaching raises its capability, keyed by the teaching's identifier.

    The level that the record states; else, for a credential, the whole of it; else the assumption for the kind of program, or
    for a project.
    """
    kinds = _kinds(records, kind_of)
    offers = {r.id: r.program_kind for r in records if isinstance(r, model.Program)}
    found = {}
    for r in records:
        if isinstance(r, model.Teaching):
            name = "level-credential" if kinds(r.capability) == "credential" else f"teaching-{offers.get(r.offer, 'project')}"
            stated = r.level is not None
            found[r.key] = model.Reach(level=r.level or assumptions.number(name), rule=REACH_STATED if stated else f"assumption/{name}")
    return found


@dataclass(frozen=True)
class Known:
    """What credit needs to know of a capability: its kind, the next broader ones, and what using it exercises."""

    id: str
    kind: str
    broader: tuple[str, ...] = ()
    exercises: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mapped:
    """A mapping between two things: exactMatch, closeMatch, broadMatch or narrowMatch."""

    subject: str
    predicate: str
    object: str


def known_in(records: Iterable[model.AnyRecord]) -> tuple[list[Known], list[Mapped]]:
    """What `credits` needs to know of records."""
    capabilities, mappings = [], []
    for record in records:
        if isinstance(record, model.Capability):
            exercises = record.exercises if isinstance(record, model.Tool) else ()
            capabilities.append(Known(record.id, model.capability_kind(record), record.broader, exercises))
        elif isinstance(record, model.Mapping):
            mappings.append(Mapped(record.subject, record.predicate, record.object))
    return capabilities, mappings


def credits(capabilities: Sequence[Known], mappings: Sequence[Mapped], assumptions: Assumptions) -> Iterator[model.Credit]:
    """Every pair of capabilities of which one counts towards the other: κ of PATHS.md, sorted.

    κ(s, s) is 1, and otherwise κ(h, s) is the largest product over at most one mapping and one step of hierarchy or use.
    Products are cut to thousandths; what is cut to nothing is left out. Of equal products the first way in the alphabet is named.
    The cost is the number of pairs that two steps reach.
    """
    maps, steps = _mapped(capabilities, mappings, assumptions), _stepped(capabilities, assumptions)
    best = {(c.id, c.id): (1000, HELD) for c in capabilities}

    def offer(held: str, towards: str, factor: int, via: str) -> None:
        if held != towards and factor > 0:
            now = best.get((held, towards))
            if now is None or (-factor, via) < (-now[0], now[1]):
                best[held, towards] = (factor, via)

    for first, second in ((maps, steps), (steps, maps)):
        for held, reached in first.items():
            for middle, (factor, via) in reached.items():
                offer(held, middle, factor, via)
                for towards, (next_factor, next_via) in second.get(middle, {}).items():
                    offer(held, towards, factor * next_factor // 1000, f"{via}, then {next_via}")
    for (held, towards), (factor, via) in sorted(best.items()):
        yield model.Credit(held=held, towards=towards, factor=Decimal(factor) / 1000, via=via)


Reached = dict[str, dict[str, tuple[int, str]]]


def _put(reached: Reached, held: str, towards: str, factor: int, via: str) -> None:
    now = reached[held].get(towards)
    if held != towards and (now is None or (-factor, via) < (-now[0], now[1])):
        reached[held][towards] = (factor, via)


def _mapped(capabilities: Sequence[Known], mappings: Sequence[Mapped], assumptions: Assumptions) -> Reached:
    """One mapping between capabilities, in either direction."""
    known = {c.id for c in capabilities}
    factors = {
        "exactMatch": (1000, "exact match", "exact match"),
        "closeMatch": (assumptions.thousandths("credit-close"), "close match", "close match"),
        "broadMatch": (assumptions.thousandths("credit-broad-or-narrow-mapping"), "broad match", "narrow match"),
        "narrowMatch": (assumptions.thousandths("credit-broad-or-narrow-mapping"), "narrow match", "broad match"),
    }
    reached: Reached = defaultdict(dict)
    for mapping in mappings:
        if {mapping.subject, mapping.object} <= known:
            factor, forth, back = factors[mapping.predicate]
            _put(reached, mapping.subject, mapping.object, factor, forth)
            _put(reached, mapping.object, mapping.subject, factor, back)
    return reached


def _stepped(capabilities: Sequence[Known], assumptions: Assumptions) -> Reached:
    """One step of hierarchy or use. Nothing near a credential or years of experience counts towards them."""
    earned = {c.id for c in capabilities if c.kind in ("credential", "experience")}
    children: dict[str, list[str]] = defaultdict(list)
    reached: Reached = defaultdict(dict)
    for capability in capabilities:
        for parent in capability.broader:
            children[parent].append(capability.id)
        for exercised in capability.exercises:
            _put(reached, capability.id, exercised, assumptions.thousandths("credit-tool"), "tool use")
    limit = assumptions.number("sibling-children")
    for parent, below in children.items():
        for child in below:
            _put(reached, child, parent, assumptions.thousandths("credit-narrower"), "narrower")
            _put(reached, parent, child, assumptions.thousandths("credit-broader"), "broader")
            if len(below) <= limit:
                for other in below:
                    _put(reached, child, other, assumptions.thousandths("credit-sibling"), "sibling")
    return {held: {c: way for c, way in ways.items() if c not in earned} for held, ways in reached.items()}
