"""The dataset in other formats: the same facts in each, read back by the libraries that people use."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter

import networkx as nx
import pyoxigraph as ox
import pytest

from rolepath import model, vocab
from rolepath.catalog.folders import Located
from rolepath.errors import WrongUse
from rolepath.rdf.dataset import to_nquads
from rolepath.rdf.export import neighbourhood, rdflib_dataset, to_csv, to_gexf, to_graphml, to_networkx, to_rdf
from rolepath.service.graph import KnowledgeGraph

NASTY = 'a|b, "c" <b>&amp;\'\ttab\nline \u202eright🐙\x0b.'
PARSED = {"trig": ox.RdfFormat.TRIG, "nquads": ox.RdfFormat.N_QUADS, "jsonld": ox.RdfFormat.JSON_LD, "turtle": ox.RdfFormat.TURTLE}
AI_PM = "role/ai-product-manager"


def quad(subject: str, predicate: str, object_: str | ox.Literal, graph: str = vocab.CATALOG) -> ox.Quad:
    def node(name: str) -> ox.NamedNode:
        return ox.NamedNode(vocab.iri(name))

    return ox.Quad(node(subject), node(predicate), node(object_) if isinstance(object_, str) else object_, node(graph))


@pytest.fixture(scope="module")
def nasty() -> ox.Store:
    """A role and a skill with labels and values that each format has to escape in its own way."""
    store = ox.Store()
    english = ox.Literal(NASTY, language="en")
    store.extend(
        [
            quad("role/r", vocab.TYPE, vocab.RP + "Role"),
            quad("role/r", vocab.PREF_LABEL, english),
            quad("skill/s", vocab.TYPE, vocab.RP + "Skill"),
            quad("skill/s", vocab.PREF_LABEL, ox.Literal("s", language="en")),
            quad("skill/s", vocab.RP + "level", ox.Literal("0.5", datatype=ox.NamedNode(vocab.XSD + "decimal"))),
            quad("requirement/r", vocab.TYPE, vocab.RP + "Requirement", vocab.STATEMENTS),
            quad("requirement/r", vocab.RP + "role", "role/r", vocab.STATEMENTS),
            quad("requirement/r", vocab.RP + "capability", "skill/s", vocab.STATEMENTS),
            quad("requirement/r", vocab.RP + "necessity", ox.Literal("essential"), vocab.STATEMENTS),
            quad("requirement/r", vocab.RP + "weight", ox.Literal("0.875", datatype=ox.NamedNode(vocab.XSD + "decimal")), vocab.STATEMENTS),
        ]
    )
    return store


# --- RDF ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["trig", "nquads", "jsonld"])
@pytest.mark.parametrize("which", ["packaged", "nasty"])
def test_formats_with_graphs_hold_the_same_quads(kg: KnowledgeGraph, nasty: ox.Store, which: str, format_: str) -> None:
    store = kg.store if which == "packaged" else nasty
    assert set(ox.parse(to_rdf(store, format_), format=PARSED[format_])) == set(store)


@pytest.mark.parametrize("which", ["packaged", "nasty"])
def test_turtle_holds_the_union_of_the_graphs(kg: KnowledgeGraph, nasty: ox.Store, which: str) -> None:
    store = kg.store if which == "packaged" else nasty
    assert {q.triple for q in ox.parse(to_rdf(store, "turtle"), format=ox.RdfFormat.TURTLE)} == {q.triple for q in store}


@pytest.mark.parametrize("format_", PARSED)
def test_the_same_dataset_gives_the_same_text_whatever_the_order_of_its_quads(nasty: ox.Store, format_: str) -> None:
    other = ox.Store()
    for one in sorted(nasty, key=str, reverse=True):
        other.add(one)
    assert to_rdf(other, format_) == to_rdf(nasty, format_)
    assert to_rdf(nasty, format_).endswith("\n")


def test_turtle_and_json_ld_are_written_with_short_names(kg: KnowledgeGraph) -> None:
    text = to_rdf(kg.store, "turtle", [AI_PM])
    prefixes = re.findall(r"^@prefix (\w+):", text, re.MULTILINE)
    assert prefixes == sorted(prefixes)
    assert "rp:Role" in text
    assert f"<{vocab.RP}" not in text.split("\n\n", 1)[1]
    assert json.loads(to_rdf(kg.store, "jsonld", [AI_PM]))["@context"]["rp"] == vocab.RP


def test_n_quads_are_sorted_lines(kg: KnowledgeGraph) -> None:
    lines = to_rdf(kg.store, "nquads").splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) == len(kg.store)


def test_n_quads_of_the_store_are_those_of_the_dataset_byte_for_byte(kg: KnowledgeGraph, quads: list[ox.Quad]) -> None:
    assert to_rdf(kg.store, "nquads").encode() == to_nquads(quads)


def test_a_part_holds_its_things_the_statements_between_them_and_their_evidence(kg: KnowledgeGraph) -> None:
    skill = "skill/prompt-engineering"
    part = set(ox.parse(to_rdf(kg.store, "nquads", [AI_PM, skill]), format=ox.RdfFormat.N_QUADS))
    assert part < set(kg.store)
    subjects = {vocab.identifier(q.subject.value) for q in part}
    statement = f"requirement/{AI_PM}/{skill}"
    assert {AI_PM, skill, statement} <= subjects
    assert any(name.startswith(f"evidence/{statement}/") for name in subjects)
    ends = {"role", "capability", "anyOf", "offer", "program", "fromRole", "toRole"}
    for one in part:  # no statement about anything else
        if one.subject.value.startswith(vocab.ID + "requirement/") and one.predicate.value.removeprefix(vocab.RP) in ends:
            assert vocab.identifier(one.object.value) in (AI_PM, skill)


def test_the_rdflib_dataset_shows_the_same_triples_and_knows_the_prefixes(nasty: ox.Store) -> None:
    dataset = rdflib_dataset(nasty)
    assert len(list(dataset.triples((None, None, None)))) == len(nasty)
    (row,) = dataset.query("SELECT ?label { ?r a rp:Role ; skos:prefLabel ?label }")
    assert (str(row[0]), row[0].language) == (NASTY, "en")


# --- networkx -------------------------------------------------------------------------------------------

DRAWN = (
    model.Role, model.Capability, model.Unit, model.Program, model.Project, model.Task, model.Organization, model.Industry,
)  # fmt: skip


@pytest.fixture(scope="module")
def expected_edges(held: list[Located], kg: KnowledgeGraph) -> Counter[tuple[str, str, str]]:
    """The edges by kind, from the records: what has a relation of its own, and what a statement relates; and what roles ask of units."""
    found: Counter[tuple[str, str, str]] = Counter()
    found.update((role, ask.unit, "asksFor") for role, asks in kg.planning.asks.items() for ask in asks)
    signals = {r.id for requirements in kg.planning.requirements.values() for r in requirements if r.signal}
    for item in held:
        match item.record:
            case model.Requirement() as r if r.key in signals:
                continue
            case model.Unit() as r:
                found.update((r.id, c, "member") for c in r.capabilities)
            case model.Requirement() as r:
                found.update((r.role, c, "requires") for c in r.capabilities)
            case model.Teaching() as r:
                found[r.offer, r.capability, "teaches"] += 1
            case model.Transition() as r:
                found[r.from_role, r.to_role, "leadsTo"] += 1
            case model.Preparation() as r:
                found[r.program, r.role, "preparesFor"] += 1
            case model.Prerequisite() as r:
                found.update((r.capability, c, "prerequisite") for c in r.needs.all_of_capabilities())
            case model.Mapping() as r:
                found[r.subject, r.object, r.predicate] += 1
        names = {"broader": "broader", "exercises": "exercises", "uses_tools": "usesTool", "platforms": "platform"}
        names |= {"industries": "hiringIndustry", "hired_through": "hiredThrough", "includes": "includes", "after": "afterUnit"}
        names |= {"fits": "fits", "part_of": "parentOrganization"}
        for field, kind in names.items():
            if isinstance(item.record, DRAWN):
                found.update((item.record.key, other, kind) for other in getattr(item.record, field, ()))
        if isinstance(item.record, model.Program) and item.record.provider:
            found[item.record.key, item.record.provider, "provider"] += 1
    return found


def test_the_network_has_every_thing_and_every_relation_of_the_records(
    kg: KnowledgeGraph, records: list[Located], expected_edges: Counter[tuple[str, str, str]]
) -> None:
    graph = to_networkx(kg.store)
    things = {i.record.key: i.record for i in records if isinstance(i.record, DRAWN)}
    assert {node: (d["label"], d["kind"]) for node, d in graph.nodes(data=True)} == {
        key: (record.label, record.TYPES[0].lower()) for key, record in things.items()
    }
    assert {d["origin"] for _, d in graph.nodes(data=True)} == {"rolepath", "ESCO"}
    found = Counter((a, b, data["kind"]) for a, b, data in graph.edges(data=True))
    assert found == Counter(set(expected_edges))
    assert all(data["label"] for _, _, data in graph.edges(data=True))


def test_a_requirement_weighs_its_strength_and_everything_else_one(kg: KnowledgeGraph) -> None:
    asked = {(role, c, "requires"): r.weight / 1000 for role, rs in kg.planning.requirements.items() for r in rs for c in r.capabilities}
    asked |= {(role, ask.unit, "asksFor"): ask.strength / 1000 for role, asks in kg.planning.asks.items() for ask in asks}
    for a, b, data in to_networkx(kg.store).edges(data=True):
        assert data["weight"] == asked.get((a, b, data["kind"]), 1.0)
        assert 0 < data["weight"] <= 1


def test_the_network_comes_in_the_same_order(kg: KnowledgeGraph) -> None:
    first, second = to_networkx(kg.store), to_networkx(kg.store)
    assert list(first.nodes(data=True)) == list(second.nodes(data=True))
    assert list(first.edges(keys=True, data=True)) == list(second.edges(keys=True, data=True))


@pytest.mark.parametrize("hops", [0, 1, 2])
def test_a_neighbourhood_is_what_lies_within_so_many_steps(kg: KnowledgeGraph, hops: int) -> None:
    graph = kg.network
    near = {AI_PM}
    for _ in range(hops):
        near |= {b for a, b in graph.edges() if a in near} | {a for a, b in graph.edges() if b in near}
    part = neighbourhood(graph, AI_PM, hops)
    assert set(part) == near
    assert part.number_of_edges() == sum(a in near and b in near for a, b, _ in graph.edges(keys=True))


def test_a_neighbourhood_of_nothing_or_of_less_than_no_steps_is_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(WrongUse, match="--hops"):
        neighbourhood(kg.network, AI_PM, -1)
    with pytest.raises(WrongUse, match="source/mba-in-ai"):
        neighbourhood(kg.network, "source/mba-in-ai", 1)


# --- GraphML, GEXF, CSV ---------------------------------------------------------------------------------


def nodes_of(graph: nx.MultiDiGraph) -> dict[str, tuple[str, str, str]]:
    return {node: (data["label"], data["kind"], data["origin"]) for node, data in graph.nodes(data=True)}


def edges_of(graph: nx.MultiDiGraph) -> Counter[tuple[str, str, str, str, float]]:
    return Counter((a, b, data["kind"], data["label"], float(data["weight"])) for a, b, data in graph.edges(data=True))


def test_graphml_is_read_back_with_labels_kinds_and_weights(kg: KnowledgeGraph) -> None:
    back = nx.parse_graphml(to_graphml(kg.network), force_multigraph=True)
    assert back.is_directed()
    assert (nodes_of(back), edges_of(back)) == (nodes_of(kg.network), edges_of(kg.network))


def test_gexf_is_read_back_with_labels_kinds_and_weights(kg: KnowledgeGraph) -> None:
    back = nx.read_gexf(io.BytesIO(to_gexf(kg.network).encode()), version="1.2draft")
    assert back.is_directed()
    assert nodes_of(back) == nodes_of(kg.network)
    assert edges_of(back) == edges_of(kg.network)


def test_what_xml_cannot_hold_is_replaced_and_the_rest_comes_back(nasty: ox.Store) -> None:
    graph = to_networkx(nasty)
    shown = NASTY.replace("\x0b", "\ufffd")
    for back in (
        nx.parse_graphml(to_graphml(graph), force_multigraph=True),
        nx.read_gexf(io.BytesIO(to_gexf(graph).encode()), version="1.2draft"),
    ):
        label = back.nodes["role/r"]["label"]
        assert label.split() == shown.split()  # a line break in an attribute is read as a space
        assert back.number_of_edges() == 1


def test_graph_formats_give_the_same_bytes_and_hold_no_date(kg: KnowledgeGraph) -> None:
    again = to_networkx(kg.store)
    for write in (to_graphml, to_gexf, to_csv):
        assert write(again) == write(kg.network)
    assert "lastmodified" not in to_gexf(kg.network)


def test_csv_has_the_columns_that_gephi_takes_and_every_node_and_edge(kg: KnowledgeGraph) -> None:
    nodes, edges = (list(csv.DictReader(io.StringIO(text))) for text in to_csv(kg.network))
    assert list(nodes[0]) == ["Id", "Label", "Kind", "Origin"]
    assert list(edges[0]) == ["Source", "Target", "Type", "Kind", "Label", "Weight"]
    assert {row["Id"]: (row["Label"], row["Kind"], row["Origin"]) for row in nodes} == nodes_of(kg.network)
    found = Counter((r["Source"], r["Target"], r["Kind"], r["Label"], float(r["Weight"])) for r in edges)
    assert found == edges_of(kg.network)
    assert {row["Type"] for row in edges} == {"Directed"}


def test_csv_keeps_odd_labels(nasty: ox.Store) -> None:
    nodes, edges = (list(csv.DictReader(io.StringIO(text, newline=""))) for text in to_csv(to_networkx(nasty)))
    assert nodes[0]["Label"] == NASTY
    assert [row["Weight"] for row in edges] == ["0.875"]
