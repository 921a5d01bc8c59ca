"""Everything read at once says what the dossier of each single thing says."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from rolepath.evidence import Cited
from rolepath.rdf.export import EDGE_WORDS
from rolepath.rdf.whole import Whole, classified
from rolepath.service.graph import KnowledgeGraph

OWN_SECTIONS = ("Facts", "Responsibilities", "How it is", "Numbers")
FORWARD = {
    "Requires": "requires", "Asks for": "asksFor", "Teaches": "teaches", "Leads to": "leadsTo", "Prepares for": "preparesFor",
    "Comes after": "prerequisite",
}  # fmt: skip
KINDS = {words: kind for kind, words in EDGE_WORDS.items()}


@pytest.fixture(scope="module")
def whole(kg: KnowledgeGraph) -> Whole:
    return kg.whole()


def said(evidence: tuple[Cited, ...]) -> frozenset[Cited]:
    """Evidence without what records that say the same differ in."""
    return frozenset(replace(c, id="", row=None) if c.kind == "record" else c for c in evidence)


def test_things_and_links_are_those_of_the_network(kg: KnowledgeGraph, whole: Whole) -> None:
    assert list(whole.things) == sorted(kg.network)
    assert {(i, known.label, known.kind) for i, known in whole.things.items()} == {
        (i, data["label"], data["kind"]) for i, data in kg.network.nodes(data=True)
    }
    assert [(link.source, link.target, link.kind) for link in whole.links] == sorted(
        (start, end, data["kind"]) for start, end, data in kg.network.edges(data=True)
    )


def test_facts_are_those_of_each_dossier(kg: KnowledgeGraph, whole: Whole) -> None:
    for identifier, known in whole.things.items():
        expected = {
            (fact.name, fact.value, fact.strength, said(fact.evidence))
            for title, facts in kg.show(identifier).sections
            for fact in facts
            if title in OWN_SECTIONS and fact.to not in whole.things
        }
        found = {(f.name, f.value, f.strength, said(f.evidence)) for f in known.facts if f.name != "comes after"}
        assert found == expected, identifier


def test_links_have_the_evidence_that_each_dossier_gives(kg: KnowledgeGraph, whole: Whole) -> None:
    links = {(link.source, link.target, link.kind): link for link in whole.links}
    seen = set()
    for identifier in whole.things:
        for title, facts in kg.show(identifier).sections:
            for fact in facts:
                kind = KINDS.get(fact.name) if title == "Facts" else fact.name if title == "Mapped to" else FORWARD.get(title)
                link = links.get((identifier, fact.to or "", kind or ""))
                if link is None:
                    continue
                seen.add((link.source, link.target, link.kind))
                assert said(fact.evidence) <= said(link.evidence), (identifier, fact)
                if title == "Requires" and fact.strength:
                    assert fact.strength == f"{link.necessity}, weight {link.weight:g}"
    # the rest are links to one of several things, which a dossier tells in one sentence
    rest = [link for key, link in links.items() if key not in seen]
    assert {link.kind for link in rest} <= {"requires", "prerequisite", "exactMatch", "closeMatch", "broadMatch", "narrowMatch"}
    assert all(link.evidence for link in rest)
    assert len(rest) < 40


def test_part_of_it_is_the_same_with_less(kg: KnowledgeGraph, whole: Whole) -> None:
    only = random.Random(3).sample(sorted(whole.things), 200)
    part = kg.whole([*only, "source/esco-1.1.1", "no/such"])  # so few that evidence is read one by one
    assert list(part.things) == sorted(only)
    assert all(part.things[i] == whole.things[i] for i in only)
    assert part.links == [link for link in whole.links if link.source in part.things and link.target in part.things]
    assert kg.whole([]).things == {}


def test_a_classification_is_told_from_its_single_things(whole: Whole) -> None:
    assert any(identifier.startswith("esco:") for identifier in whole.things)
    assert classified(whole) == set()
    assert classified(replace(whole, groups=[("esco:occupation/1", "esco:isco/C1")])) == {"esco"}
