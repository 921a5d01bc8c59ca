"""An answer as RDF: a CTDL pathway for each way, with PROV links to every statement and assumption that it rests on.

CTDL's terms where it has some (pathway, components, conditions, order, duration), rolepath's own for readiness, hours, money and gains.
No node is blank: all IRIs are made from a digest of the answer, which covers the question and what the data gave, and from positions.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import chain, pairwise
from typing import Any, Final

import pyoxigraph as ox

from rolepath import vocab
from rolepath.evidence import Cited
from rolepath.planning.result import Answer, Hop, Money, Question, Range, Step, Way, to_data
from rolepath.rdf.dataset import from_nodes
from rolepath.rdf.export import as_text
from rolepath.rdf.terms import Nodes, supported
from rolepath.render.path_csv import ways

COMPONENTS: Final = {
    "module": "ceterms:CompetencyComponent",
    "program": "ceterms:CourseComponent",
    "project": "ceterms:BasicComponent",
    "task": "ceterms:WorkExperienceComponent",
}
"""Kind of step → the kind of pathway component that CTDL has for it."""

_COMPONENT: Final = "ceterms:PathwayComponent"
_DAYS_PER_MONTH: Final = 365.25 / 12


def to_rdf(answer: Answer, format_: str, context: Mapping[str, Any]) -> str:
    """An answer to `path` in one of `rdf.export.RDF_FORMATS`; the same answer gives the same bytes.

    Turtle has no graphs, the others put everything into that of answers. A folder of data takes the file as it is.

    Args:
        context: the JSON-LD context of the ontology.
    """
    return as_text(to_quads(answer, context), format_)


def to_quads(answer: Answer, context: Mapping[str, Any]) -> set[ox.Quad]:
    """An answer as quads in the graph of answers."""
    return from_nodes(to_nodes(answer), context)


def identifier(answer: Answer) -> str:
    """What the identifiers of an answer and all its parts begin with: the same for the same question, data and version of rolepath."""
    content = json.dumps([vocab.VERSION, to_data(answer)], sort_keys=True)
    return f"path/{hashlib.sha256(content.encode()).hexdigest()[:16]}"


def to_nodes(answer: Answer) -> Nodes:
    """An answer as JSON-LD nodes of the graph of answers, in the terms of the ontology's context."""
    name = identifier(answer)
    nodes = Nodes()
    question, ready = answer.question, answer.readiness
    start = question.start_role.label if question.start_role else "nothing"
    title = f"{start} → {question.target.label}"
    evidence = [*(unit.evidence for unit in answer.units), *(item.evidence for item in answer.assumed)]
    ways = _ways(answer, name)
    for position, (way_name, way, kinds) in enumerate(ways, start=1):
        more: dict[str, Any] = {"order": position, "path_kind": kinds, "generated_by": f"{name}/search"}
        if answer.best_within_limits is not None and "within limits" in kinds:
            within = answer.best_within_limits
            more |= {"stage": within.stage, "leaves": _once(_entity(thing.id) for thing in within.left)}
        _add_way(nodes, way_name, way, title, more)
    _add_question(nodes, f"{name}/question", question)
    used = [f"{name}/question", *(note.id for note in answer.assumptions)]
    nodes.add(vocab.ANSWERS, id=f"{name}/search", type="prov:Activity", version=vocab.VERSION, used=used)
    nodes.add(
        vocab.ANSWERS,
        id=name,
        type="Answer",
        name=_text(title),
        answers=f"{name}/question",
        path=[way_name for way_name, _, _ in ways],
        readiness_low=_number(ready.low),
        readiness_before=_number(ready.typical),
        readiness_high=_number(ready.high),
        readiness_after=None if ready.after is None else _number(ready.after),
        stage=ready.stage,
        barred_by=[thing.id for thing in ready.barred_by],
        assumes=[item.capability.id for item in answer.assumed],
        reason=None if answer.reason is None else _text(answer.reason),
        derived_from=_rests_on(chain.from_iterable(evidence)),
        generated_by=f"{name}/search",
    )
    return nodes


def _ways(answer: Answer, name: str) -> list[tuple[str, Way, list[str]]]:
    """Every way of an answer once, with its name and all its kinds."""
    found: list[tuple[str, Way, list[str]]] = []
    for kind, way in ways(answer):
        same = next((kinds for _, other, kinds in found if other.hops == way.hops and other.cost == way.cost), None)
        if same is None:
            found.append((f"{name}/path/{len(found) + 1}", way, [kind]))
        elif kind not in same:
            same.append(kind)
    return found


# --- the question -------------------------------------------------------------------------------


def _add_question(nodes: Nodes, name: str, question: Question) -> None:
    profile, asked = question.profile, question.constraints
    claims = []
    for number, claim in enumerate(profile.have, start=1):
        capability, _, level = claim.partition("=")
        claims.append(f"{name}/claim/{number}")
        nodes.add(vocab.ANSWERS, id=claims[-1], type="Gain", gain_in=capability, after=_number(float(level)) if level else None)
    settings: dict[str, float | str | None] = {
        "strict": asked.strict,
        "readiness": asked.readiness,
        "max-bridges": asked.max_bridges,
        "hours-per-week": asked.hours_per_week,
        "minimise": asked.minimise,
        "currency": asked.currency,
        "budget": asked.budget,
        "deadline": asked.deadline_date if asked.deadline_date is not None else asked.deadline,
        "optimistic": asked.optimistic,
        "alternatives": asked.alternatives,
        "draws": asked.draws,
        "time-limit": asked.time_limit,
    }
    constraints = []
    for setting, value in settings.items():
        if value is not None:
            constraints.append(f"{name}/constraint/{setting}")
            nodes.add(vocab.ANSWERS, id=constraints[-1], type="schema:PropertyValue", setting=setting, value=_value(value))
    nodes.add(
        vocab.ANSWERS,
        id=name,
        type="Question",
        from_role=[role.id for role in profile.roles],
        to_role=question.target.id,
        claims=claims,
        lacks=list(profile.lack),
        completed=[program.id for program in profile.programs],
        degree=[_text(degree) for degree in profile.degrees],
        years={"@value": _number(profile.years), "@type": "xsd:decimal"},
        licensed_for=[role.id for role in profile.licences],
        avoids=[thing.id for thing in asked.avoid],
        must_take=[thing.id for thing in asked.must],
        constraint=constraints,
        start_date=question.start,
    )


def _value(value: float | str) -> Any:
    if isinstance(value, str):
        return _text(value)
    return {"@value": _number(value), "@type": "xsd:decimal"} if isinstance(value, float) else value


# --- ways ---------------------------------------------------------------------------------------


def _add_way(nodes: Nodes, name: str, way: Way, title: str, more: Mapping[str, Any]) -> None:
    components: list[str] = []  # in the order in which they are done: the steps before a role, then the role, then what strengthens
    for number, hop in enumerate(way.hops, start=1):
        own = [f"{name}/hop/{number}/step/{position}" for position in range(1, len(hop.steps) + 1)]
        last = [step_name for step_name, step in zip(own, hop.steps, strict=True) if step.strengthen]
        components += [*(step_name for step_name in own if step_name not in last), f"{name}/hop/{number}", *last]
    links: dict[str, dict[str, str]] = {component: {"part_of": name} for component in components}
    for first, second in pairwise(components):
        links[first]["precedes"] = second
        links[second]["preceded_by"] = first
    for number, hop in enumerate(way.hops, start=1):
        hop_name = f"{name}/hop/{number}"
        for position, step in enumerate(hop.steps, start=1):
            _add_step(nodes, f"{hop_name}/step/{position}", step, position, links[f"{hop_name}/step/{position}"])
        before = [f"{name}/hop/{number - 1}"] if number > 1 else []
        _add_hop(nodes, hop_name, hop, number, before, links[hop_name])
    through = ", ".join(hop.role.label for hop in way.hops[:-1])
    nodes.add(
        vocab.ANSWERS,
        id=name,
        type=["Path", "ceterms:Pathway"],
        name=_text(f"{title}, through {through}" if through else title),
        destination=f"{name}/hop/{len(way.hops)}",
        has_part=components,
        step_count=way.cost.steps,
        optimal=way.optimal,
        bound=_number(way.bound),
        nearly_after=None if way.nearly is None else _number(way.nearly),
        paid_hours=_add_amount(nodes, f"{name}/paid-hours", way.cost.paid_hours, "hours"),
        **_taken(nodes, name, way.cost.hours, way.cost.months, way.cost.money),
        **more,
    )


def _add_hop(nodes: Nodes, name: str, hop: Hop, order: int, before: list[str], links: Mapping[str, str]) -> None:
    steps = [f"{name}/step/{position}" for position in range(1, len(hop.steps) + 1)]
    needed = [step_name for step_name, step in zip(steps, hop.steps, strict=True) if not step.strengthen]
    tenure = None
    if hop.tenure is not None:
        tenure = _add_amount(nodes, f"{name}/tenure", hop.tenure, "months")
    nodes.add(
        vocab.ANSWERS,
        id=name,
        type=["Hop", _COMPONENT, "ceterms:JobComponent"],
        name=_text(hop.role.label),
        order=order,
        stands_for=hop.role.id,
        documented=hop.documented,
        readiness_before=_number(hop.readiness_before),
        readiness_after=_number(hop.readiness_on_entry),
        tenure=tenure,
        estimated_duration=_add_duration(nodes, name, hop.tenure) if hop.tenure is not None else None,
        step=steps,
        has_condition=_add_condition(nodes, name, [*before, *needed]),
        derived_from=_rests_on(hop.evidence),
        **links,
    )


def _add_step(nodes: Nodes, name: str, step: Step, order: int, links: Mapping[str, str]) -> None:
    gains = []
    levels = [(given.capability.id, None, given.level) for given in step.gives]
    for number, (gain_in, before, after) in enumerate([*levels, *((c.id, c.before, c.after) for c in step.closes)], start=1):
        gains.append(f"{name}/gain/{number}")
        covered = {"before": None if before is None else _number(before), "after": _number(after)}
        nodes.add(vocab.ANSWERS, id=gains[-1], type="Gain", gain_in=_entity(gain_in), **covered)
    times = {} if step.strengthen else {"begins": _number(step.start), "ends": _number(step.end)}
    nodes.add(
        vocab.ANSWERS,
        id=name,
        type=["Step", _COMPONENT, COMPONENTS[step.kind]],
        name=_text(step.label),
        because=_text(step.because),
        order=order,
        stands_for=_entity(step.offer.id),
        step_kind=step.kind,
        in_any_case=step.in_any_case,
        strengthens=step.strengthen,
        stage=step.stage_after,
        raises=_once(_entity(given.capability.id) for given in step.gives),
        closes=_once(_entity(closed.id) for closed in step.closes),
        gain=gains,
        readiness_after=_number(step.readiness_after),
        derived_from=_once([*_rests_on(step.evidence), *step.assumptions]),
        **times,
        **_taken(nodes, name, step.hours, step.months, step.money),
        **links,
    )


def _entity(identifier: str) -> str:
    """What the data knows a thing as: a unit derived from a group of a classification is named by the group.

    >>> _entity("esco:skill/1/essential"), _entity("unit/query-data")
    ('esco:skill/1', 'unit/query-data')
    """
    return identifier if identifier.startswith("unit/") else identifier.removesuffix("/essential").removesuffix("/optional")


def _add_condition(nodes: Nodes, name: str, components: list[str]) -> str | None:
    """The condition that these components come first, all of them; None where there are none."""
    if not components:
        return None
    condition = f"{name}/condition"
    required = {"target_component": components, "required_number": len(components)}
    nodes.add(vocab.ANSWERS, id=condition, type="ceterms:ComponentCondition", **required)
    return condition


# --- amounts ------------------------------------------------------------------------------------


def _taken(nodes: Nodes, name: str, hours: Range, months: Range, money: Money) -> dict[str, str]:
    return {
        "hours": _add_amount(nodes, f"{name}/hours", hours, "hours"),
        "months": _add_amount(nodes, f"{name}/months", months, "months"),
        "money": _add_amount(nodes, f"{name}/money", money, money.currency),
        "estimated_duration": _add_duration(nodes, name, months),
    }


def _add_amount(nodes: Nodes, name: str, amount: Range | Money, unit: str) -> str:
    nodes.add(vocab.ANSWERS, id=name, type="Amount", low=_number(amount.low), high=_number(amount.high), unit=_text(unit))
    return name


def _add_duration(nodes: Nodes, name: str, months: Range) -> str:
    """CTDL's own form of a range of calendar time; a low end that is no whole number of months is cut to days, a high end raised."""
    duration = f"{name}/duration"
    ends = {"minimum_duration": _duration(months.low, math.floor), "maximum_duration": _duration(months.high, math.ceil)}
    nodes.add(vocab.ANSWERS, id=duration, type="ceterms:DurationProfile", **ends)
    return duration


def _duration(months: float, whole: Any) -> str:
    return f"P{int(months)}M" if months == int(months) else f"P{whole(round(months * _DAYS_PER_MONTH, 6))}D"


# --- terms --------------------------------------------------------------------------------------


def _rests_on(evidence: Iterable[Cited]) -> list[str]:
    """Pieces of evidence and the statements that they are for."""
    cited = list(evidence)
    return _once([*(statement for e in cited if (statement := supported(e)) is not None), *(e.id for e in cited)])


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _number(value: float) -> str:
    """A decimal as XML Schema writes it, to six places.

    >>> _number(0.30000000000000004), _number(12.0), _number(1e-9)
    ('0.3', '12', '0')
    """
    text = format(Decimal(repr(float(value))).quantize(Decimal("0.000001")), "f")
    return text.rstrip("0").rstrip(".").replace("-0", "0") if float(text) == 0 else text.rstrip("0").rstrip(".")


def _text(text: str) -> str:
    """Text that RDF can hold: halves of surrogate pairs stand for nothing."""
    return text.encode("utf-8", "replace").decode("utf-8")
