"""Files of saved answers: what is wrong with one is said with its file and line, and nothing in it reaches the facts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rolepath import vocab
from rolepath.catalog.inputs import ANSWER_SUFFIXES, packaged
from rolepath.errors import InvalidData, Problem
from rolepath.planning.result import Answer
from rolepath.rdf import tables
from rolepath.rdf.answers import Saved, is_answer, read_answers
from rolepath.rdf.dataset import read_context
from rolepath.rdf.shapes import check_shapes
from rolepath.rdf.store import in_memory
from rolepath.rdf.terms import supported
from rolepath.render import answer_rdf
from rolepath.service.graph import KnowledgeGraph

CONTEXT = read_context(packaged("ontology"))
HEAD = """@prefix id: <https://w3id.org/rolepath/id/> .
@prefix rp: <https://w3id.org/rolepath/ontology#> .
"""
NODE = "<https://w3id.org/rolepath/id/path/abc>"


def read(folder: Path, **files: str | bytes) -> Saved:
    """Reads files; the part of the name after the last `_` is the ending."""
    paths = []
    for name, content in files.items():
        path = folder / ".".join(name.rsplit("_", 1))
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        paths.append((path, f"mine/{path.name}"))
    return read_answers(paths, CONTEXT)


def messages(saved: Saved) -> list[str]:
    assert saved.problems
    assert saved.quads == ()  # one bad file, and none of them is used
    return [str(problem) for problem in saved.problems]


def test_every_suffix_has_its_format() -> None:
    formats = {ox.RdfFormat.from_extension(suffix[1:]) for suffix in ANSWER_SUFFIXES}
    assert formats == {ox.RdfFormat.TRIG, ox.RdfFormat.TURTLE, ox.RdfFormat.N_QUADS, ox.RdfFormat.JSON_LD}


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a_ttl", HEAD + "id:x rp:path\n", "mine/a.ttl:4: the file can't be read as Turtle: Unexpected end"),
        ("a_ttl", b"\xff\xfe", "mine/a.ttl:1: the file can't be read as Turtle: Invalid UTF-8"),
        ("a_trig", HEAD + "<https://w3id.org/rolepath/graph/answers> {", "mine/a.trig:3: the file can't be read as TriG:"),
        ("a_nq", f"{NODE} {NODE} 'x' .\n", "mine/a.nq:1: the file can't be read as N-Quads:"),
        ("a_nq", "\n\nnot RDF at all\n", "mine/a.nq:3: the file can't be read as N-Quads:"),
        ("a_jsonld", '{"@id": "x",\n "@type":', "mine/a.jsonld:2: the file can't be read as JSON-LD:"),
        ("a_jsonld", "[" * 100_000, "mine/a.jsonld:1: the file can't be read as JSON-LD:"),
        ("a_jsonld", '{"@context": "http://localhost:1/context"}', "mine/a.jsonld: its @context stands somewhere else"),
        ("a_ttl", "", "mine/a.ttl: the file holds no answer"),
        ("a_jsonld", "null", "mine/a.jsonld: the file holds no answer"),
        ("a_nq", f'{NODE} {NODE} "x" <http://e/graph> .', "mine/a.nq:1: the graph http://e/graph isn't that of answers"),
        ("a_trig", HEAD + "id:g { id:path\\/x rp:order 1 }", "mine/a.trig:3: the graph https://w3id.org/rolepath/id/g isn't"),
        ("a_nq", f'{NODE} {NODE} "x" <{vocab.CATALOG}> .', f"mine/a.nq:1: the graph {vocab.CATALOG} isn't that of answers"),
        ("a_ttl", f"_:b a {NODE} .", "mine/a.ttl: a node or statement without an IRI"),
        ("a_ttl", f"{NODE} {NODE} [] .", "mine/a.ttl: a node or statement without an IRI"),
        ("a_ttl", f"{NODE} <http://e/says> <<( {NODE} {NODE} {NODE} )>> .", "mine/a.ttl: a node or statement without an IRI"),
        ("a_ttl", HEAD + "\nid:role\\/ai-product-manager rp:requires id:skill\\/x .", "mine/a.ttl:4: role/ai-product-manager isn't"),
        ("a_ttl", HEAD + "rp:Step a rp:Nothing .", "mine/a.ttl:3: rp:Step isn't an answer"),
        ("a_nq", "<http://e/s> <http://e/p> <http://e/o> .", "mine/a.nq:1: http://e/s isn't an answer (path/…)"),
        ("a_nq", f"{NODE} <{vocab.TYPE}> <{vocab.RP}Role> .", "mine/a.nq:1: rp:Role is no class that a part of an answer can have"),
        ("a_nq", f"{NODE} <{vocab.TYPE}> <{vocab.RP}Stepp> .", "mine/a.nq:1: rp:Stepp is no class"),
        ("a_nq", f"{NODE} <{vocab.TYPE}> <http://www.w3.org/2002/07/owl#Class> .", "mine/a.nq:1: owl:Class would define a term"),
        ("a_nq", f"{NODE} <{vocab.RP}redines> {NODE} .", "mine/a.nq:1: rp:redines is nothing that can be said of an answer"),
        ("a_nq", f"{NODE} <{vocab.RP}supports> {NODE} .", "mine/a.nq:1: rp:supports is nothing that can be said of an answer"),
        ("a_nq", f'{NODE} <{vocab.PREF_LABEL}> "x"@en .', "mine/a.nq:1: skos:prefLabel is nothing that can be said of an answer"),
        ("a_nq", f"{NODE} <http://www.w3.org/2000/01/rdf-schema#subClassOf> {NODE} .", "mine/a.nq:1: rdfs:subClassOf is nothing"),
        ("a_nq", f"{NODE} <{vocab.RP}raises> <{vocab.RP}Role> .", "mine/a.nq:1: rp:Role is a term of the vocabulary"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_saved_answer_is_refused_with_its_line(tmp_path: Path, name: str, content: str | bytes, expected: str) -> None:
    found = messages(read(tmp_path, **{name: content}))
    assert any(message.startswith(expected) for message in found), found


def test_all_files_are_read_and_all_their_problems_said(tmp_path: Path) -> None:
    saved = read(tmp_path, a_ttl="nonsense", b_nq="nonsense", c_nq=f"{NODE} <{vocab.RP}nope> {NODE} .\n{NODE} <{vocab.RP}neither> {NODE} .")
    assert [problem.path for problem in saved.problems] == ["mine/a.ttl", "mine/b.nq", "mine/c.nq", "mine/c.nq"]


def test_what_can_not_be_opened_is_a_problem_of_that_file(tmp_path: Path) -> None:
    (problem,) = read_answers([(tmp_path / "gone.ttl", "mine/gone.ttl")], CONTEXT).problems
    assert problem == Problem("mine/gone.ttl", 0, "the file can't be read: No such file or directory")


def test_many_problems_of_one_kind_are_counted(tmp_path: Path) -> None:
    found = messages(read(tmp_path, a_nq="".join(f"<http://e/{n}> <http://e/p> <http://e/o> .\n" for n in range(1000))))
    assert len(found) == 21
    assert found[-1] == "mine/a.nq: and 980 more of the kind. Keep files that are no saved answers outside the folder of data."


def test_notes_and_terms_of_others_may_be_said_of_an_answer(tmp_path: Path) -> None:
    notes = f'{NODE} <http://www.w3.org/2000/01/rdf-schema#comment> "My plan" .\n{NODE} <http://example.org/mood> "good" .\n'
    saved = read(tmp_path, a_nq=notes)
    assert saved.problems == ()
    assert len(saved.quads) == 2


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ending=st.sampled_from(ANSWER_SUFFIXES), content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_garbage_is_a_problem_and_never_an_exception(tmp_path: Path, ending: str, content: bytes) -> None:
    path = tmp_path / f"garbage{ending}"
    path.write_bytes(content)
    saved = read_answers([(path, path.name)], CONTEXT)
    assert all(is_answer(quad.subject.value) for quad in saved.quads)
    assert bool(saved.problems) is not bool(saved.quads)
    assert all(problem.path == path.name and problem.line <= len(content) + 1 for problem in saved.problems)
    assert not any(char in problem.message for problem in saved.problems for char in "\x00\x1b\n\u202e")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), format_=st.sampled_from([("turtle", "ttl"), ("trig", "trig"), ("nquads", "nq"), ("jsonld", "jsonld")]))
def test_a_file_cut_or_scribbled_over_is_refused_or_says_only_what_an_answer_may(
    made_answer: Callable[..., Answer], tmp_path: Path, data: st.DataObject, format_: tuple[str, str]
) -> None:
    content = bytearray(answer_rdf.to_rdf(made_answer(0), format_[0], CONTEXT).encode())
    start = data.draw(st.integers(0, len(content) - 1))
    content[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=10))
    path = tmp_path / f"answer.{format_[1]}"
    path.write_bytes(bytes(content))
    saved = read_answers([(path, path.name)], CONTEXT)
    assert all(is_answer(quad.subject.value) and quad.graph_name.value == vocab.ANSWERS for quad in saved.quads)
    assert bool(saved.problems) is not bool(saved.quads)


def test_a_large_file_of_other_facts_is_refused_as_fast_as_it_is_read(tmp_path: Path, quads: list[ox.Quad]) -> None:
    (tmp_path / "export.nq").write_text("".join(f"{quad.triple} .\n" for quad in quads), encoding="utf-8")
    began = time.monotonic()
    saved = read_answers([(tmp_path / "export.nq", "export.nq")], CONTEXT)
    assert len(saved.problems) == 21
    assert time.monotonic() - began < 30


def test_the_statement_that_an_evidence_is_for_stands_in_its_name(kg: KnowledgeGraph, quads: list[ox.Quad]) -> None:
    statements = {q.subject for q in quads if q.predicate.value == vocab.TYPE and q.object.value == vocab.RP + "Statement"}
    supports = [(q.subject, q.object) for q in quads if q.predicate.value == vocab.RP + "supports"]
    evidence = tables.Evidence(kg.store)
    assert len(supports) > 1000
    for node, for_ in supports:
        (cited,) = [e for e in evidence[vocab.identifier(for_.value)] if e.id == vocab.identifier(node.value)]
        assert supported(cited) == (vocab.identifier(for_.value) if for_ in statements else None)


# --- against the data ---------------------------------------------------------------------------


def saved_answer(folder: Path, answer: Answer, change: Callable[[str], str] = str) -> Saved:
    return read(folder, answer_nq=change(answer_rdf.to_rdf(answer, "nquads", CONTEXT)))


def with_steps(made_answer: Callable[..., Answer]) -> Answer:
    return next(a for a in map(made_answer, range(50)) if any(s.evidence and s.closes for w in a.ways for h in w.hops for s in h.steps))


@pytest.mark.parametrize("start", ["unit/", "evidence/", "assumption/", "role/ai-product-manager"])
def test_what_an_answer_refers_to_has_to_be_in_the_data(
    made_answer: Callable[..., Answer], quads: list[ox.Quad], tmp_path: Path, start: str
) -> None:
    saved = saved_answer(tmp_path, with_steps(made_answer))
    assert saved.missing(held(quads)) == []
    named = {q.object.value for q in saved.quads if isinstance(q.object, ox.NamedNode)}
    gone = min((iri for iri in named if iri.startswith(vocab.ID + start)), default=vocab.iri("role/ai-product-manager"))
    without = [quad for quad in quads if quad.subject.value != gone]
    found = saved.missing(held(without))
    if gone in named:
        (problem,) = found
        line = (tmp_path / "answer.nq").read_text().splitlines()[problem.line - 1]
        assert f"<{gone}>" in line
        assert problem.message.startswith(f"{vocab.identifier(gone)} isn't in the data")
    else:
        assert found == []


def held(quads: Iterable[ox.Quad]) -> Callable[[str], bool]:
    subjects = {quad.subject.value for quad in quads}
    return lambda iri: iri in subjects


def test_an_answer_from_quite_other_data_is_refused_in_twenty_lines(made_answer: Callable[..., Answer], tmp_path: Path) -> None:
    found = saved_answer(tmp_path, with_steps(made_answer)).missing(lambda iri: False)
    assert len(found) == 21
    assert "more things that saved answers refer to" in found[-1].message


def test_a_part_of_an_answer_that_no_file_holds_is_missed(made_answer: Callable[..., Answer], quads: list[ox.Quad], tmp_path: Path) -> None:
    answer = with_steps(made_answer)
    question = f"{answer_rdf.identifier(answer)}/question"

    def left_out(text: str) -> str:
        return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(f"<{vocab.ID}{question}> "))

    without = saved_answer(tmp_path, answer, left_out)
    (problem,) = without.missing(held(quads))
    assert problem.message == f"{question} is a part of an answer that no file holds; save the answer again"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (f'<{vocab.RP}stepKind> "', f'<{vocab.RP}stepKind> "un', "rp:stepKind"),
        (f"<{vocab.RP}readinessBefore>", f"<{vocab.RP}readinessAfter>", "rp:readinessBefore"),
        (f"<{vocab.RP}optimal>", f"<{vocab.RP}strengthens>", "rp:optimal"),
        (f"<{vocab.TYPE}> <{vocab.RP}Hop>", f"<{vocab.TYPE}> <{vocab.RP}Step>", "rp:"),
        (f"<{vocab.RP}gainIn> <{vocab.ID}unit/", f"<{vocab.RP}gainIn> <{vocab.ID}role/ai-product-manager#", "rp:gainIn"),
    ],
)  # fmt: skip
def test_what_breaks_a_shape_is_said_with_file_and_line(
    made_answer: Callable[..., Answer], quads: list[ox.Quad], tmp_path: Path, old: str, new: str, said: str
) -> None:
    answer = with_steps(made_answer)
    saved = saved_answer(tmp_path, answer, lambda text: text.replace(old, new, 1))
    assert saved.problems == ()
    with pytest.raises(InvalidData) as caught:
        check_shapes(in_memory([*quads, *saved.quads]), packaged("ontology"))
    placed = saved.placed(caught.value).problems
    assert {problem.path for problem in placed} == {"mine/answer.nq"}
    assert all(problem.line > 0 for problem in placed)
    assert any(said in problem.message for problem in placed)


def test_a_fault_of_the_data_is_not_blamed_on_a_saved_answer(tmp_path: Path, made_answer: Callable[..., Answer]) -> None:
    saved = saved_answer(tmp_path, made_answer(1))
    error = InvalidData([Problem("role/x", 0, "needs a label")])
    assert saved.placed(error).problems == error.problems
