"""What follows from the records by rule: strength of requirements, reach of offers, credit between capabilities."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

import networkx as nx

from rolepath import model
from rolepath.planning.assumptions import Assumptions, strength_of

STRENGTH_RULE = "strongest modality per source, then 1 - product(1 - strength) over independent sources"
REACH_STATED = "stated by the source"
HELD = "held"
_THOUSANDTH = Decimal("0.001")


def strengths(records: Sequence[model.AnyRecord], assumptions: Assumptions) -> dict[str, model.Strength]:
    """Necessity, level and weight of every requirement, keyed by the requirement's identifier.

    Within a source the strongest modality counts; sources that cite each other, directly or over others, count as one;
    over the rest the weight is 1 − Π(1 − strength), rounded to thousandths. It is essential from `essential-from`.
    The level follows from the kind of capability; of an any-of set the highest counts.
    """
    independent = _independent(records)
    kinds = {r.id: model.capability_kind(r) for r in records if isinstance(r, model.Capability)}
    return {
        r.key: _strength(r.evidence, max(assumptions.number(f"level-{kinds[c]}") for c in r.capabilities), independent, assumptions)
        for r in records
        if isinstance(r, model.Requirement)
    }


def _strength(
    evidence: Iterable[model.Evidence], level: Decimal, independent: Mapping[str, str], assumptions: Assumptions
) -> model.Strength:
    strongest: dict[str, Decimal] = defaultdict(Decimal)
    for item in evidence:
        if item.modality is not None and item.modality != "denies":
            source = independent.get(item.source, item.source)
            strongest[source] = max(strongest[source], assumptions.number(strength_of(item.modality)))
    weight = 1 - math.prod((1 - strength for strength in strongest.values()), start=Decimal(1))
    weight = weight.quantize(_THOUSANDTH, ROUND_HALF_EVEN)
    return model.Strength(
        necessity="essential" if weight >= assumptions.number("essential-from") else "optional",
        level=level,
        weight=weight,
        rule=STRENGTH_RULE,
    )


def _independent(records: Iterable[model.AnyRecord]) -> dict[str, str]:
    """For each source the first of the group of sources that repeat each other."""
    graph: nx.Graph[str] = nx.Graph()
    for record in records:
        if isinstance(record, model.Source):
            graph.add_node(record.id)
            graph.add_edges_from((record.id, cited) for cited in record.cites)
    return {source: min(group) for group in nx.connected_components(graph) for source in group}


def reaches(records: Sequence[model.AnyRecord], assumptions: Assumptions) -> dict[str, model.Reach]:
    """To what level each teaching raises its capability, keyed by the teaching's identifier.

    The level that the record states; else, for a credential, the whole of it; else the assumption for the kind of program, or
    for a project.
    """
    kinds = {r.id: model.capability_kind(r) for r in records if isinstance(r, model.Capability)}
    offers = {r.id: r.program_kind for r in records if isinstance(r, model.Program)}
    found = {}
    for r in records:
        if isinstance(r, model.Teaching):
            name = "level-credential" if kinds[r.capability] == "credential" else f"teaching-{offers.get(r.offer, 'project')}"
            stated = r.level is not None
            found[r.key] = model.Reach(level=r.level or assumptions.number(name), rule=REACH_STATED if stated else f"assumption/{name}")
    return found


def credits(records: Sequence[model.AnyRecord], assumptions: Assumptions) -> list[model.Credit]:
    """Every pair of capabilities of which one counts towards the other: κ of PATHS.md, sorted.

    κ(s, s) is 1, and otherwise κ(h, s) is the largest product over at most one mapping and one step of hierarchy or use.
    Products are cut to thousandths; what is cut to nothing is left out. Of equal products the first way in the alphabet is named.
    The cost is the number of pairs that two steps reach.
    """
    maps, steps = _mapped(records, assumptions), _stepped(records, assumptions)
    best = {(r.id, r.id): (1000, HELD) for r in records if isinstance(r, model.Capability)}

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
    return [
        model.Credit(held=held, towards=towards, factor=Decimal(factor) / 1000, via=via)
        for (held, towards), (factor, via) in sorted(best.items())
    ]


Reached = dict[str, dict[str, tuple[int, str]]]


def _put(reached: Reached, held: str, towards: str, factor: int, via: str) -> None:
    now = reached[held].get(towards)
    if held != towards and (now is None or (-factor, via) < (-now[0], now[1])):
        reached[held][towards] = (factor, via)


def _mapped(records: Sequence[model.AnyRecord], assumptions: Assumptions) -> Reached:
    """One mapping between capabilities, in either direction."""
    capabilities = {r.id for r in records if isinstance(r, model.Capability)}
    factors = {
        "exactMatch": (1000, "exact match", "exact match"),
        "closeMatch": (assumptions.thousandths("credit-close"), "close match", "close match"),
        "broadMatch": (assumptions.thousandths("credit-broad-or-narrow-mapping"), "broad match", "narrow match"),
        "narrowMatch": (assumptions.thousandths("credit-broad-or-narrow-mapping"), "narrow match", "broad match"),
    }
    reached: Reached = defaultdict(dict)
    for record in records:
        if isinstance(record, model.Mapping) and {record.subject, record.object} <= capabilities:
            factor, forth, back = factors[record.predicate]
            _put(reached, record.subject, record.object, factor, forth)
            _put(reached, record.object, record.subject, factor, back)
    return reached


def _stepped(records: Sequence[model.AnyRecord], assumptions: Assumptions) -> Reached:
    """One step of hierarchy or use. Nothing near a credential or years of experience counts towards them."""
    earned = {r.id for r in records if isinstance(r, model.Skill) and r.skill_kind in ("credential", "experience")}
    children: dict[str, list[str]] = defaultdict(list)
    reached: Reached = defaultdict(dict)
    for record in records:
        if isinstance(record, model.Capability):
            for parent in record.broader:
                children[parent].append(record.id)
        if isinstance(record, model.Tool):
            for exercised in record.exercises:
                _put(reached, record.id, exercised, assumptions.thousandths("credit-tool"), "tool use")
    limit = assumptions.number("sibling-children")
    for parent, below in children.items():
        for child in below:
            _put(reached, child, parent, assumptions.thousandths("credit-narrower"), "narrower")
            _put(reached, parent, child, assumptions.thousandths("credit-broader"), "broader")
            if len(below) <= limit:
                for other in below:
                    _put(reached, child, other, assumptions.thousandths("credit-sibling"), "sibling")
    return {held: {c: way for c, way in ways.items() if c not in earned} for held, ways in reached.items()}
