"""What follows from the records by rule: strength of requirements, alone and by unit, what holdings rest on, reach of offers, credit."""

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
UNIT_RULE = "all claims on the unit and its members: strongest per source, then 1 - product(1 - strength) over independent sources"
REACH_STATED = "stated by the source"
TEACHING_PROJECT = "teaching-project"
HELD = "held"
INCLUDES = "includes"
UNIT = "unit"
"""The kind of a unit, where capabilities have theirs."""
DENIES = "denies"
_THOUSANDTH = Decimal("0.001")
_SENTENCE = 100
"""Characters between two passages from which they are taken to stand in different sentences."""
_CLASSIFIED = ("esco:", "onet:")
_CLASSIFICATIONS = ("source/esco", "source/onet")


def strengths(
    records: Sequence[model.AnyRecord], assumptions: Assumptions, kind_of: Callable[[str], str] | None = None
) -> dict[str, model.Strength]:
    """Necessity, level and weight of every requirement, keyed by the requirement's identifier.

    Within a source the strongest claim counts; sources that cite each other, directly or over others, count as one;
    over the rest the weight is 1 − Π(1 − strength), rounded to thousandths, and times `denies-factor` where a source denies it.
    It is essential from `essential-from`. What no evidence claims, but only illustrates or shows, is a signal, without weight.
    The level follows from the kind of capability; of an any-of set the highest counts.

    kind_of: the kind of a capability that is not among the records, but imported.
    """
    independent = independent_sources((r.id, r.cites) for r in records if isinstance(r, model.Source))
    kinds = _kinds(records, kind_of)
    return {
        r.key: strength(_said(r, assumptions), map(kinds, r.capabilities), independent, assumptions)
        for r in records
        if isinstance(r, model.Requirement)
    }


@dataclass(frozen=True)
class Said:
    """What one piece of evidence says of a requirement: its source, its modality, and how strongly it claims it (0: it doesn't).

    place: its key, and of a passage also where it stands, by which the claims of one sentence are known as one.
    """

    source: str
    modality: str
    strength: Decimal
    place: tuple[str, int, int] = ("", 0, 0)


def claim(modality: str, assumptions: Assumptions) -> Decimal:
    """How strongly a modality claims something; 0 for what denies it, or asks for nothing."""
    if modality == DENIES or modality in (*model.ASKS_NOTHING, *model.COUNT_MODALITIES):
        return Decimal(0)
    return assumptions.number(strength_of(modality))


def _said(requirement: model.Requirement, assumptions: Assumptions) -> list[Said]:
    found = []
    for evidence in requirement.evidence:
        modality = str(evidence.modality)
        claimed = claim(modality, assumptions)
        if isinstance(evidence, model.Count) and evidence.of >= assumptions.number("ads-from"):
            claimed = evidence.share
        place = (evidence.start, evidence.end) if isinstance(evidence, model.Passage) else (-1, -1)
        found.append(Said(evidence.source, modality, claimed, (evidence.key, *place)))
    return found


def strength(said: Iterable[Said], kinds: Iterable[str], independent: Mapping[str, str], assumptions: Assumptions) -> model.Strength:
    """The strength of one requirement.

    Args:
        said: by each piece of its evidence.
        kinds: of its capabilities.
        independent: as `independent_sources` has it.
    """
    level = max(assumptions.number("level-competence" if kind == UNIT else f"level-{kind}") for kind in kinds)
    given = list(said)
    weight = _combined(_strongest(given, independent).values(), any(each.modality == DENIES for each in given), assumptions)
    if not weight:
        return model.Strength(necessity="signal", level=level, weight=None, rule=STRENGTH_RULE)
    necessity: model.Necessity = "essential" if weight >= assumptions.number("essential-from") else "optional"
    return model.Strength(necessity=necessity, level=level, weight=weight, rule=STRENGTH_RULE)


def _strongest(said: Iterable[Said], independent: Mapping[str, str]) -> dict[str, Decimal]:
    """The strongest claim of each group of sources that repeat each other; without those that claim nothing."""
    strongest: dict[str, Decimal] = defaultdict(Decimal)
    for each in said:
        group = independent.get(each.source, each.source)
        strongest[group] = max(strongest[group], each.strength)
    return {group: claimed for group, claimed in strongest.items() if claimed}


def _combined(strongest: Iterable[Decimal], denied: bool, assumptions: Assumptions) -> Decimal:
    """1 − Π(1 − strength) over independent sources, once times `denies-factor` where one denies it, in thousandths."""
    combined = 1 - math.prod((1 - claimed for claimed in strongest), start=Decimal(1))
    factor = assumptions.number("denies-factor") if denied else Decimal(1)
    return (combined * factor).quantize(_THOUSANDTH, ROUND_HALF_EVEN)


# --- what roles ask of units ------------------------------------------------------------------------


def unit_strengths(records: Sequence[model.AnyRecord], assumptions: Assumptions) -> list[model.UnitRequirement]:
    """What each role of our own asks of units, over all claims of its sources on the unit and its members; sorted.

    A capability in no unit is a unit of itself; a set of which none is in a unit goes by its first one. The strength is that of
    `strengths` over all claims together. A unit is essential from `essential-from` where one source insists and another independent one
    advises at least, or where half of the job ads name it, or a classification calls it essential, and none denies it; important from
    `important-from`, or where one source insists; else useful. Roles of ESCO and O*NET are left out: planning groups what they ask.
    """
    independent = independent_sources((r.id, r.cites) for r in records if isinstance(r, model.Source))
    unit_of = units_of_capabilities(records)
    said: dict[tuple[str, str], list[Said]] = defaultdict(list)
    behind: dict[tuple[str, str], set[str]] = defaultdict(set)
    for requirement in records:
        if isinstance(requirement, model.Requirement) and not requirement.role.startswith(_CLASSIFIED):
            claims = _said(requirement, assumptions)
            for unit in units_touched(requirement.capabilities, unit_of):
                said[requirement.role, unit] += claims
                behind[requirement.role, unit].add(requirement.key)
    asked = (
        _unit_requirement(role, unit, claims, sorted(behind[role, unit]), independent, assumptions)
        for (role, unit), claims in sorted(said.items())
    )
    return [each for each in asked if each is not None]


def units_of_capabilities(records: Iterable[model.AnyRecord]) -> dict[str, str]:
    """capability → the unit that it is a member of; a unit → itself."""
    units = [r for r in records if isinstance(r, model.Unit)]
    return {c: unit.id for unit in units for c in (unit.id, *unit.capabilities)}


def units_touched(capabilities: Sequence[str], unit_of: Mapping[str, str]) -> list[str]:
    """The units that hold any of these capabilities, in order; where none does, the first capability, as a unit of itself."""
    return sorted({unit_of[c] for c in capabilities if c in unit_of}) or [capabilities[0]]


def _unit_requirement(
    role: str, unit: str, said: Sequence[Said], behind: Sequence[str], independent: Mapping[str, str], assumptions: Assumptions
) -> model.UnitRequirement | None:
    """What a role asks of one unit; None where no evidence claims it."""
    strongest = _strongest(said, independent)
    disputed = any(each.modality == DENIES for each in said)
    combined = _combined(strongest.values(), disputed, assumptions)
    if not combined:
        return None
    insists = {group for group, claimed in strongest.items() if claimed >= assumptions.number("modality-must")}
    advises = {group for group, claimed in strongest.items() if claimed >= assumptions.number("modality-should")}
    enough = combined >= assumptions.number("essential-from") and bool(insists) and len(advises) > 1
    counted = any(each.modality in model.COUNT_MODALITIES and each.strength >= assumptions.number("essential-ads") for each in said)
    classified = any(each.modality == "essential" for each in said)
    necessity: model.UnitNecessity = "useful"
    if not disputed and (enough or counted or classified):
        necessity = "essential"
    elif combined >= assumptions.number("important-from") or insists:
        necessity = "important"
    return model.UnitRequirement(
        role=role,
        asks_unit=unit,
        necessity=necessity,
        strength=combined,
        claim_count=_claims(said),
        disputed=disputed,
        rule=UNIT_RULE,
        derived_from=tuple(behind),
    )


def _claims(said: Iterable[Said]) -> int:
    """How many claims there are: one sentence is one, however many members it names.

    The texts are not at hand, so passages of one source that overlap, or have less than `_SENTENCE` characters between them, are taken
    to stand in one sentence.
    """
    places = sorted({(each.source, *each.place[1:], each.place[0]) for each in said if each.strength})
    count, last = 0, ("", 0)
    for source, start, end, _ in places:
        if start < 0:  # no passage
            count += 1
            continue
        count += source != last[0] or start - last[1] >= _SENTENCE
        last = (source, max(end, last[1]) if source == last[0] else end)
    return count


# --- what people in roles hold -----------------------------------------------------------------------


def standings(records: Sequence[model.AnyRecord]) -> dict[str, model.Standing]:
    """What each holding rests on, keyed by its identifier.

    Sources that cite each other are one, and our own reasons are none where somebody else says so. Counted: people or ads were
    counted, or a dataset other than ESCO and O*NET, such as a framework, asks it of everyone in the role.
    """
    independent = independent_sources((r.id, r.cites) for r in records if isinstance(r, model.Source))
    return {r.key: _standing(r, independent) for r in records if isinstance(r, model.Holding)}


def _standing(holding: model.Holding, independent: Mapping[str, str]) -> model.Standing:
    own = [e for e in holding.evidence if e.on in (None, "share")]
    groups = {independent.get(e.source, e.source) for e in own if not isinstance(e, model.Reason)}
    counted = any(
        isinstance(e, model.Count) or (isinstance(e, model.DatasetRecord) and not e.source.startswith(_CLASSIFICATIONS)) for e in own
    )
    return model.Standing(source_count=max(1, len(groups)), is_counted=counted)


def independent_sources(cites: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """For each source, of which the sources it cites are given, the first of the group of sources that repeat each other."""
    graph: nx.Graph[str] = nx.Graph()
    for source, cited in cites:
        graph.add_node(source)
        graph.add_edges_from((source, other) for other in cited)
    return {source: min(group) for group in nx.connected_components(graph) for source in group}


def _kinds(records: Iterable[model.AnyRecord], kind_of: Callable[[str], str] | None) -> Callable[[str], str]:
    own = {r.id: model.capability_kind(r) for r in records if isinstance(r, model.Capability)}
    own |= {r.id: UNIT for r in records if isinstance(r, model.Unit)}
    return lambda identifier: own[identifier] if identifier in own or kind_of is None else kind_of(identifier)


def reaches(records: Sequence[model.AnyRecord], assumptions: Assumptions) -> dict[str, model.Reach]:
    """To what level a teaching raises its capability, keyed by the teaching's identifier.

    The level that the record states; of a project, else the assumption. How far a program brings anyone follows in planning from its
    hours, so that one that states no level has none here.
    """
    projects = {r.id for r in records if isinstance(r, model.Project)}
    found = {}
    for r in records:
        if isinstance(r, model.Teaching) and r.level is not None:
            found[r.key] = model.Reach(level=r.level, rule=REACH_STATED)
        elif isinstance(r, model.Teaching) and r.offer in projects:
            found[r.key] = model.Reach(level=assumptions.number(TEACHING_PROJECT), rule=f"assumption/{TEACHING_PROJECT}")
    return found


@dataclass(frozen=True)
class Known:
    """What credit needs to know of a capability or unit: its kind, the next broader ones, what using it exercises, what it includes,
    and the unit that it is a member of ("": none).
    """

    id: str
    kind: str
    broader: tuple[str, ...] = ()
    exercises: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True)
class Mapped:
    """A mapping between two things: exactMatch, closeMatch, broadMatch or narrowMatch."""

    subject: str
    predicate: str
    object: str


def known_in(records: Iterable[model.AnyRecord]) -> tuple[list[Known], list[Mapped]]:
    """What `credits` needs to know of records."""
    given = list(records)
    unit_of = units_of_capabilities(given)
    known, mappings = [], []
    for record in given:
        if isinstance(record, model.Capability):
            exercises = record.exercises if isinstance(record, model.Tool) else ()
            kind, unit = model.capability_kind(record), unit_of.get(record.id, "")
            known.append(Known(record.id, kind, record.broader, exercises, record.includes, unit))
        elif isinstance(record, model.Unit):
            known.append(Known(record.id, UNIT))
        elif isinstance(record, model.Mapping):
            mappings.append(Mapped(record.subject, record.predicate, record.object))
    return known, mappings


def credits(capabilities: Sequence[Known], mappings: Sequence[Mapped], assumptions: Assumptions) -> Iterator[model.Credit]:
    """Every pair of capabilities or units of which one counts towards the other: κ of PATHS.md, sorted.

    κ(s, s) is 1, and otherwise κ(h, s) is the largest product over at most one mapping and one step of hierarchy, use or inclusion;
    what includes a thing includes what that includes, in one step. Products are cut to thousandths; what is cut to nothing is left
    out. Of equal products the first way in the alphabet is named. The cost is the number of pairs that two steps reach.
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
    """One step of hierarchy, use or inclusion. Nothing near a credential or years of experience counts towards them."""
    earned = {c.id for c in capabilities if c.kind in ("credential", "experience")}
    unit_of = {c.id: c.unit for c in capabilities if c.unit}
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
            for other in below if len(below) <= limit else ():
                if child not in unit_of or unit_of[child] != unit_of.get(other):  # what is learned together is no neighbour's credit
                    _put(reached, child, other, assumptions.thousandths("credit-sibling"), "sibling")
    reached = defaultdict(dict, {held: {c: way for c, way in ways.items() if c not in earned} for held, ways in reached.items()})
    for held, included in _included(capabilities).items():
        for each in included:
            _put(reached, held, each, 1000, INCLUDES)
    return reached


def _included(capabilities: Iterable[Known]) -> dict[str, set[str]]:
    """Everything that each capability includes, in any number of steps; itself left out."""
    next_ = {c.id: c.includes for c in capabilities if c.includes}
    found: dict[str, set[str]] = {}
    for start in next_:
        waiting, seen = list(next_[start]), set[str]()
        while waiting:
            each = waiting.pop()
            if each not in seen:
                seen.add(each)
                waiting += next_.get(each, ())
        found[start] = seen - {start}
    return found
