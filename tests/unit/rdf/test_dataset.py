"""What a dataset must hold, whatever the records: no triple twice, no blank node, the same text for the same quads."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from rolepath import vocab
from rolepath.errors import InvalidData
from rolepath.rdf.dataset import check_quads, to_nquads


def quad(subject: ox.NamedNode | ox.BlankNode | str, object_: ox.BlankNode | str = "o", graph: str = vocab.CATALOG) -> ox.Quad:
    def node(name: ox.NamedNode | ox.BlankNode | str) -> ox.NamedNode | ox.BlankNode:
        return ox.NamedNode(vocab.ID + name) if isinstance(name, str) else name

    return ox.Quad(node(subject), ox.NamedNode(vocab.RP + "role"), node(object_), ox.NamedNode(graph))


def problems(*quads: ox.Quad) -> list[str]:
    with pytest.raises(InvalidData) as caught:
        check_quads(quads)
    return [problem.message for problem in caught.value.problems]


def test_different_triples_in_different_graphs_are_fine() -> None:
    check_quads([quad("a"), quad("b"), quad("c", graph=vocab.STATEMENTS), quad("a", "p", vocab.STATEMENTS), quad("a")])


def test_a_triple_in_two_graphs_is_named_with_both() -> None:
    (problem,) = problems(quad("a"), quad("b"), quad("a", graph=vocab.STATEMENTS))
    assert problem.startswith(f"the same triple stands in two graphs, {vocab.CATALOG} and {vocab.STATEMENTS}: ")
    assert vocab.ID + "a" in problem


@pytest.mark.parametrize("one", [quad(ox.BlankNode("x")), quad("a", ox.BlankNode("x"))], ids=["subject", "object"])
def test_a_blank_node_is_named(one: ox.Quad) -> None:
    (problem,) = problems(quad("b"), one)
    assert problem.startswith(f"a blank node in {vocab.CATALOG}: ")


def test_all_problems_come_together() -> None:
    assert len(problems(quad("a"), quad("a", graph=vocab.STATEMENTS), quad(ox.BlankNode("x")), quad("b", ox.BlankNode("y")))) == 3


def test_n_quads_are_sorted_and_the_same_for_the_same_quads() -> None:
    quads = [quad("b"), quad("a"), quad("a", graph=vocab.STATEMENTS)]
    lines = to_nquads(quads).decode().splitlines()
    assert lines == sorted(lines)
    assert to_nquads(quads[::-1]) == to_nquads(quads)
    assert set(ox.parse(to_nquads(quads), format=ox.RdfFormat.N_QUADS)) == set(quads)
