"""The short way from nodes to N-Quads says what a JSON-LD processor says."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from rolepath import vocab
from rolepath.catalog.folders import read_folders
from rolepath.catalog.inputs import packaged
from rolepath.planning.assumptions import Assumptions
from rolepath.planning.derivation import credits, known_in, reaches, strengths
from rolepath.rdf.dataset import from_nodes, read_context
from rolepath.rdf.lines import Lines
from rolepath.rdf.terms import Nodes, from_credits, from_names, from_records
from rolepath.service.making import _estimates

CONTEXT = read_context(packaged("ontology"))


def by_json_ld(nodes: Nodes) -> set[str]:
    text = ox.serialize(from_nodes(nodes, CONTEXT), format=ox.RdfFormat.N_QUADS) or b""
    return {line.decode() for line in text.splitlines(keepends=True)}


def test_all_packaged_records_and_what_follows_from_them() -> None:
    records = [item.record for item in read_folders((packaged("data"),))]
    assumptions = Assumptions(_estimates(records))
    nodes = from_records(records, strengths(records, assumptions), reaches(records, assumptions))
    found = set(Lines(CONTEXT).of(nodes))
    assert found == by_json_ld(nodes)
    assert len(found) > 10_000
    derived = from_credits(credits(*known_in(records), assumptions))
    assert set(Lines(CONTEXT).of(derived)) == by_json_ld(derived)


@pytest.mark.parametrize("label", ['a "b" \\c', "tab\tline\nreturn\rbell\x07delete\x7fform\x0cback\x08", "é – 漢 😀", " ", "\u2028\u0085"])
def test_odd_text(label: str) -> None:
    nodes = from_names([("esco:skill/1", "de", label, [label, "other"]), ("onet:1.A", "pt-BR", label, [])])
    assert set(Lines(CONTEXT).of(nodes)) == by_json_ld(nodes)


def test_values_of_every_kind() -> None:
    nodes = Nodes()
    nodes.add(
        vocab.CATALOG, id="role/a", type=["Role"], regulated=True, job_zone=4, broader=["esco:isco/C1", "http://x.org/y"], level="0.750"
    )
    nodes.add(vocab.MAPPINGS, id="mapping/a", predicate="closeMatch", justification="LexicalMatching", level=1, date="2020-01-01", order=3)
    nodes.add(vocab.MAPPINGS, id="mapping/b", predicate="skos:closeMatch", unknown_key="is left out", type="Mapping")
    assert set(Lines(CONTEXT).of(nodes)) == by_json_ld(nodes)


@pytest.mark.parametrize(
    ("node", "said"),
    [
        ({"id": "role/a b"}, "is no IRI"),
        ({"id": "role/a", "type": "Unheard"}, "no term of the context"),
        ({"id": "role/a", "level": 0.5}, "neither text nor a whole number"),
    ],
)
def test_what_can_t_be_mapped_is_refused(node: dict[str, object], said: str) -> None:
    nodes = Nodes()
    nodes.add(vocab.CATALOG, **{"type": "Role", **node})
    with pytest.raises(ValueError, match=said):
        Lines(CONTEXT).of(nodes)
