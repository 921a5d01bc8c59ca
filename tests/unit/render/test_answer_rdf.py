"""Answers as RDF: every part has an IRI of its own, every link leads to what it says, and the same answer gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

import pyoxigraph as ox
import pytest

from rolepath import vocab
from rolepath.catalog.inputs import packaged
from rolepath.planning.result import Answer, Range, Way
from rolepath.rdf.answers import is_answer
from rolepath.rdf.dataset import check_quads, read_context
from rolepath.rdf.export import RDF_FORMATS
from rolepath.rdf.shapes import check_shapes
from rolepath.rdf.store import in_memory
from rolepath.render import answer_rdf
from rolepath.render.path_csv import ways
from rolepath.service.graph import KnowledgeGraph

CONTEXT = read_context(packaged("ontology"))
SEEDS = range(6)
Make = Callable[..., Answer]


def subjects(quads: Iterable[ox.Quad], type_: str) -> set[str]:
    """The subjects of a type, which is written with its prefix."""
    return {q.subject.value for q in quads if q.predicate.value == vocab.TYPE and q.object == ox.NamedNode(iri(type_))}


def values(quads: Iterable[ox.Quad], subject: str, predicate: str) -> list[str]:
    """The objects of a property, sorted."""
    return sorted(q.object.value for q in quads if q.subject.value == subject and q.predicate.value == iri(predicate))


def iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return vocab.PREFIXES[prefix] + local


def path_names(answer: Answer) -> list[tuple[str, Way]]:
    """Every different way of an answer with the IRI of its node."""
    root = vocab.ID + answer_rdf.identifier(answer)
    found: list[Way] = []
    for _, way in ways(answer):
        if not any((way.hops, way.cost) == (other.hops, other.cost) for other in found):
            found.append(way)
    return [(f"{root}/path/{n}", way) for n, way in enumerate(found, start=1)]


@pytest.mark.parametrize("seed", SEEDS)
def test_an_answer_beside_the_data_meets_every_shape_and_stands_in_one_graph(made_answer: Make, quads: list[ox.Quad], seed: int) -> None:
    """pySHACL gives the same verdict on the same answers: `tests/property/test_shapes_agree.py`."""
    found = answer_rdf.to_quads(made_answer(seed, hostile=bool(seed % 2)), CONTEXT)
    both = [*quads, *found]
    check_quads(both)  # no blank node, no triple in two graphs
    check_shapes(in_memory(both), packaged("ontology"))
    assert {q.graph_name.value for q in found} == {vocab.ANSWERS}
    assert all(is_answer(q.subject.value) for q in found)


@pytest.mark.parametrize("format_", RDF_FORMATS)
def test_every_format_holds_the_same_and_the_same_bytes_each_time(made_answer: Make, format_: str) -> None:
    text = answer_rdf.to_rdf(made_answer(3, hostile=True), format_, CONTEXT)
    assert text == answer_rdf.to_rdf(made_answer(3, hostile=True), format_, CONTEXT)
    parsed = ox.parse(text, {"turtle": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "nquads": ox.RdfFormat.N_QUADS}.get(
        format_, ox.RdfFormat.JSON_LD
    ))  # fmt: skip
    assert {q.triple for q in parsed} == {q.triple for q in answer_rdf.to_quads(made_answer(3, hostile=True), CONTEXT)}


def test_identifiers_change_with_the_question_the_data_and_the_version(made_answer: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = made_answer(2)
    others = [
        replace(answer, question=replace(answer.question, start="2026-01-02")),
        replace(answer, units=answer.units[1:]),
        replace(answer, readiness=replace(answer.readiness, typical=0.123456)),
    ]
    names = {answer_rdf.identifier(each) for each in (answer, *others)}
    assert len(names) == 4
    monkeypatch.setattr(vocab, "VERSION", "9.9.9")
    assert answer_rdf.identifier(answer) not in names
    assert all(re.fullmatch(r"path/[0-9a-f]{16}", name) for name in names)


@pytest.mark.parametrize("seed", SEEDS)
def test_components_are_chained_in_the_order_in_which_they_are_done(made_answer: Make, seed: int) -> None:
    answer = made_answer(seed)
    found = answer_rdf.to_quads(answer, CONTEXT)
    for name, path in path_names(answer):
        expected = []
        for number, hop in enumerate(path.hops, start=1):
            steps = [(f"{name}/hop/{number}/step/{n}", step.strengthen) for n, step in enumerate(hop.steps, start=1)]
            expected += [step for step, more in steps if not more] + [f"{name}/hop/{number}"] + [step for step, more in steps if more]
        assert values(found, name, "ceterms:hasPart") == sorted(expected)
        assert values(found, name, "ceterms:hasDestinationComponent") == [f"{name}/hop/{len(path.hops)}"]
        for before, after in zip([None, *expected], [*expected, None], strict=True):
            if before is not None:
                assert values(found, before, "ceterms:precedes") == ([after] if after else [])
                assert values(found, before, "ceterms:isPartOf") == [name]
            if after is not None:
                assert values(found, after, "ceterms:precededBy") == ([before] if before else [])


@pytest.mark.parametrize("seed", SEEDS)
def test_conditions_name_what_comes_first_and_nothing_that_comes_later(made_answer: Make, seed: int) -> None:
    answer = made_answer(seed)
    found = answer_rdf.to_quads(answer, CONTEXT)
    for name, path in path_names(answer):
        for number, hop in enumerate(path.hops, start=1):
            hop_name = f"{name}/hop/{number}"
            before = [f"{name}/hop/{number - 1}"] if number > 1 else []
            needed = [f"{hop_name}/step/{n}" for n, step in enumerate(hop.steps, start=1) if not step.strengthen]
            assert targets(found, hop_name) == sorted([*before, *needed])


def targets(found: set[ox.Quad], component: str) -> list[str]:
    """What the condition of a component asks for: all of it, by its number."""
    conditions = values(found, component, "ceterms:hasCondition")
    if not conditions:
        return []
    (condition,) = conditions
    named = values(found, condition, "ceterms:targetComponent")
    assert values(found, condition, "ceterms:requiredNumber") == [str(len(named))]
    return named


@pytest.mark.parametrize("seed", SEEDS)
def test_a_step_is_derived_from_every_statement_evidence_and_assumption_that_it_used(
    made_answer: Make, kg: KnowledgeGraph, quads: list[ox.Quad], seed: int
) -> None:
    answer = made_answer(seed)
    found = answer_rdf.to_quads(answer, CONTEXT)
    supports = {q.subject.value: q.object.value for q in quads if q.predicate.value == vocab.RP + "supports"}
    statements = subjects(quads, "rp:Statement")
    for name, path in path_names(answer):
        for number, hop in enumerate(path.hops, start=1):
            for part, evidence, more in [
                (f"{name}/hop/{number}", hop.evidence, []),
                *((f"{name}/hop/{number}/step/{n}", s.evidence, list(s.assumptions)) for n, s in enumerate(hop.steps, start=1)),
            ]:
                cited = {vocab.iri(e.id) for e in evidence}
                expected = cited | {supports[e] for e in cited if supports[e] in statements} | {vocab.iri(m) for m in more}
                assert set(values(found, part, "prov:wasDerivedFrom")) == expected


def test_the_answer_names_its_question_its_search_its_band_and_all_that_it_rests_on(made_answer: Make) -> None:
    answer = made_answer(4)
    found = answer_rdf.to_quads(answer, CONTEXT)
    root = vocab.ID + answer_rdf.identifier(answer)
    assert subjects(found, "rp:Answer") == {root}
    assert values(found, root, "rp:answers") == [f"{root}/question"]
    assert values(found, root, "prov:wasGeneratedBy") == [f"{root}/search"]
    assert values(found, f"{root}/search", "prov:used") == sorted([f"{root}/question", *(vocab.iri(a.id) for a in answer.assumptions)])
    assert values(found, f"{root}/search", "schema:version") == [vocab.VERSION]
    cited = {vocab.iri(e.id) for item in (*answer.units, *answer.assumed) for e in item.evidence}
    assert cited <= set(values(found, root, "prov:wasDerivedFrom"))
    ready = answer.readiness
    band = [float(values(found, root, f"rp:readiness{end}")[0]) for end in ("Low", "Before", "High")]
    assert band == [ready.low, ready.typical, ready.high]
    assert values(found, root, "rp:stage") == [ready.stage]
    assert values(found, root, "rp:assumes") == sorted(vocab.iri(item.capability.id) for item in answer.assumed)
    question = f"{root}/question"
    assert values(found, question, "rp:toRole") == [vocab.iri(answer.question.target.id)]
    assert values(found, question, "rp:fromRole") == [vocab.iri(role.id) for role in answer.question.profile.roles]
    assert values(found, question, "schema:startDate") == ["2026-01-01"]
    claims = {}
    for claim in values(found, question, "rp:claims"):
        level = values(found, claim, "rp:after")
        claims[vocab.identifier(values(found, claim, "rp:gainIn")[0])] = float(level[0]) if level else None
    given = (have.partition("=") for have in answer.question.profile.have)
    assert claims == {name: float(level) if level else None for name, _, level in given}
    settings = {values(found, c, "schema:name")[0]: values(found, c, "schema:value")[0] for c in values(found, question, "rp:constraint")}
    assert settings["minimise"] == answer.question.constraints.minimise
    assert settings["max-bridges"] == "2"
    assert ("budget" in settings) is (answer.question.constraints.budget is not None)


def test_gains_carry_the_levels_of_what_is_raised_and_closed(made_answer: Make) -> None:
    answer = next(answer for answer in map(made_answer, range(20)) if any(s.closes for w in answer.ways for h in w.hops for s in h.steps))
    found = answer_rdf.to_quads(answer, CONTEXT)
    for name, path in path_names(answer):
        for number, hop in enumerate(path.hops, start=1):
            for position, step in enumerate(hop.steps, start=1):
                step_name = f"{name}/hop/{number}/step/{position}"
                gains = []
                for gain in values(found, step_name, "rp:gain"):
                    before = [float(value) for value in values(found, gain, "rp:before")]
                    after = float(values(found, gain, "rp:after")[0])
                    gains.append((vocab.identifier(values(found, gain, "rp:gainIn")[0]), before, after))
                expected = [(g.capability.id, [], g.level) for g in step.gives] + [(c.id, [c.before], c.after) for c in step.closes]
                assert sorted(gains) == sorted(expected)
                assert values(found, step_name, "rp:closes") == sorted({vocab.iri(c.id) for c in step.closes})
                assert values(found, step_name, "rp:stage") == ([step.stage_after] if step.stage_after else [])
                assert values(found, step_name, "rp:strengthens") == [str(step.strengthen).lower()]
                assert len(values(found, step_name, "rp:begins")) == (not step.strengthen)


def test_a_way_that_is_the_best_of_two_kinds_is_one_node_of_both(made_answer: Make) -> None:
    answer = next(a for a in map(made_answer, range(50)) if a.ways and a.ways[-1].hops == a.ways[0].hops and len(a.ways) == 2)
    found = answer_rdf.to_quads(answer, CONTEXT)
    first = path_names(answer)[0][0]
    assert values(found, first, "rp:pathKind") == ["best", "self-study"]
    assert len(subjects(found, "rp:Path")) == len(path_names(answer)) == 1 + len(answer.alternatives)


def test_what_limits_leave_possible_is_a_path_with_its_stage_and_what_is_left(made_answer: Make) -> None:
    answer = next(answer for answer in map(made_answer, range(200)) if answer.best_within_limits)
    within = answer.best_within_limits
    assert within is not None
    found = answer_rdf.to_quads(answer, CONTEXT)
    ((name, _),) = path_names(answer)
    assert values(found, name, "rp:pathKind") == ["within limits"]
    assert values(found, name, "rp:stage") == [within.stage]
    assert values(found, name, "rp:leaves") == sorted(vocab.iri(thing.id) for thing in within.left)


def test_a_unit_derived_from_a_group_is_named_by_the_group() -> None:
    assert [answer_rdf._entity(name) for name in ("esco:skill/S1/essential", "esco:skill/S1/optional", "unit/a")] == [
        "esco:skill/S1", "esco:skill/S1", "unit/a",
    ]  # fmt: skip


def test_no_path_is_an_answer_with_its_reason(made_answer: Make) -> None:
    answer = next(a for a in map(made_answer, range(50)) if not a.ways and a.best_within_limits is None)
    found = answer_rdf.to_quads(answer, CONTEXT)
    root = vocab.ID + answer_rdf.identifier(answer)
    assert values(found, root, "rp:reason") == [answer.reason]
    assert subjects(found, "rp:Path") == subjects(found, "ceterms:Pathway") == set()


@pytest.mark.parametrize(
    ("low", "high", "minimum", "maximum"),
    [(12.0, 24.0, "P12M", "P24M"), (0.0, 0.5, "P0M", "P16D"), (1.5, 2.25, "P45D", "P69D"), (3.0, 3.01, "P3M", "P92D")],
)
def test_ctdls_durations_are_never_narrower_than_ours(low: float, high: float, minimum: str, maximum: str) -> None:
    """A month has 30.44 days: a half is 15.2 of them, cut at the low end and raised at the high one."""
    from rolepath.rdf.terms import Nodes

    nodes = Nodes()
    answer_rdf._add_duration(nodes, "path/x", Range(low, high))
    ((node,),) = nodes.graphs.values()
    assert (node["minimum_duration"], node["maximum_duration"]) == (minimum, maximum)


@pytest.mark.parametrize("name", ["ceterms:Pathway", "ceterms:JobComponent", "ceterms:ComponentCondition", "ceterms:DurationProfile"])
def test_ctdls_classes_are_used_as_it_spells_them(made_answer: Make, name: str) -> None:
    found = [quad for seed in SEEDS for quad in answer_rdf.to_quads(made_answer(seed), CONTEXT)]
    assert subjects(found, name)
