"""All that is known of a thing, against the records that say it."""

from __future__ import annotations

import pytest

from rolepath import model
from rolepath.catalog.folders import Located
from rolepath.evidence import Cited
from rolepath.rdf.dossier import Dossier, Fact, dossier
from rolepath.service.graph import KnowledgeGraph

AI_PM = "role/ai-product-manager"
MBA = "program/rpi-lally-mba-ai"


def of(records: list[Located], kind: type[model.AnyRecord]) -> list[model.AnyRecord]:
    return [item.record for item in records if isinstance(item.record, kind)]


def section(found: Dossier, title: str) -> tuple[Fact, ...]:
    return dict(found.sections).get(title, ())


def said(evidence: tuple[Cited, ...] | tuple[model.Evidence, ...]) -> set[tuple[object, ...]]:
    """Evidence as plain values, whether it comes from a record or from the graph."""
    found = set()
    for e in evidence:
        row = getattr(e, "row", getattr(e, "key_in_file", None))
        words = getattr(e, "words", getattr(e, "quote", None))
        others = (getattr(e, name, None) for name in ("start", "reason", "says", "n", "of", "counted", "period", "region"))
        found.add((e.source, e.modality, words, row, e.attributed_to, *others))
    return found


def labels(records: list[Located]) -> dict[str, str]:
    return {item.record.key: item.record.label for item in records if isinstance(item.record, model.Entity)}


@pytest.fixture(scope="module")
def ai_pm(kg: KnowledgeGraph) -> Dossier:
    return dossier(kg.store, AI_PM)


def test_every_requirement_of_ai_pm_is_told_with_its_strength_and_its_evidence(
    ai_pm: Dossier, records: list[Located], kg: KnowledgeGraph
) -> None:
    names = labels(records)
    asked = [r for r in of(records, model.Requirement) if r.role == AI_PM]
    strength = {r.id: (r.necessity, r.weight / 1000) for r in kg.planning.requirements[AI_PM]}
    found = {(f.value, f.strength): f for f in section(ai_pm, "Requires")}
    assert len(found) == len(asked) > 50
    for requirement in asked:
        necessity, weight = strength[requirement.key]
        said_so = f"{necessity}, weight {weight:g}" if weight else necessity
        fact = found[" or ".join(names[c] for c in requirement.capabilities), said_so]
        assert said(fact.evidence) == said(requirement.evidence)
        assert fact.to == requirement.capability


def test_who_may_become_an_ai_pm_is_told(ai_pm: Dossier, records: list[Located]) -> None:
    expected = {r.from_role: r for r in of(records, model.Transition) if r.to_role == AI_PM}
    facts = {f.to: f for f in section(ai_pm, "Entered from")}
    assert facts.keys() == expected.keys()
    assert all(said(facts[role].evidence) == said(r.evidence) for role, r in expected.items())


def test_programs_that_prepare_for_ai_pm_are_told(ai_pm: Dossier, records: list[Located]) -> None:
    expected = {r.program: r for r in of(records, model.Preparation) if r.role == AI_PM}
    facts = {f.to: f for f in section(ai_pm, "Prepared by")}
    assert facts.keys() == expected.keys()
    assert all(said(facts[program].evidence) == said(r.evidence) for program, r in expected.items())


@pytest.mark.parametrize(
    ("title", "kind", "field"),
    [
        ("Responsibilities", model.Responsibility, "role"),
        ("How it is", model.Characteristic, "about"),
        ("Numbers", model.Observation, "about"),
    ],
)
@pytest.mark.parametrize("thing", [AI_PM, MBA, "role/traditional-product-manager"])
def test_responsibilities_characteristics_and_numbers_are_told_with_their_evidence(
    kg: KnowledgeGraph, records: list[Located], title: str, kind: type[model.Record], field: str, thing: str
) -> None:
    expected = {r.key: r for r in of(records, kind) if getattr(r, field) == thing}
    facts = {f.to: f for f in section(dossier(kg.store, thing), title)}
    assert facts.keys() == expected.keys()
    for key, record in expected.items():
        assert said(facts[key].evidence) == said(record.evidence)
        assert record.label in facts[key].value


def test_facts_of_a_program_are_told_with_their_evidence(kg: KnowledgeGraph, records: list[Located]) -> None:
    names = labels(records)
    for program in of(records, model.Program):
        facts = {(f.name, f.value): f for f in section(dossier(kg.store, program.id), "Facts")}
        assert said(facts["name", program.label].evidence) == said(tuple(e for e in program.evidence if e.on is None))
        for word, field, values in (("offered by", "provider", [program.provider]), ("given on", "platforms", program.platforms)):
            for value in filter(None, values):
                fact = facts[word, names[value]]
                assert said(fact.evidence) == said(tuple(e for e in program.evidence if e.on == field)), program.id
                assert fact.evidence
        taught = {r.capability for r in of(records, model.Teaching) if r.offer == program.id}
        assert {f.to for f in section(dossier(kg.store, program.id), "Teaches")} == taught


def test_what_a_program_asks_of_an_applicant_is_told(kg: KnowledgeGraph, records: list[Located]) -> None:
    """Also that it is known to ask for nothing: `entry: {all_of: []}`."""
    with_entry = [r for r in of(records, model.Program) if r.entry is not None]
    assert with_entry
    for program in with_entry:
        facts = [
            f
            for f in section(dossier(kg.store, program.id), "Facts")
            if said(f.evidence) & said(tuple(e for e in program.evidence if e.on == "entry"))
        ]
        assert facts, program.id


def test_a_capability_tells_who_asks_for_it_who_teaches_it_and_what_comes_before(kg: KnowledgeGraph, records: list[Located]) -> None:
    skill = "skill/prompt-engineering"
    found = dossier(kg.store, skill)
    assert {f.to for f in section(found, "Required by")} == {r.role for r in of(records, model.Requirement) if skill in r.capabilities}
    assert {f.to for f in section(found, "Taught by")} == {r.offer for r in of(records, model.Teaching) if r.capability == skill}
    needs = [r for r in of(records, model.Prerequisite) if r.capability == skill]
    assert {f.to for f in section(found, "Comes after")} == {c for r in needs for _, c in r.needs.references()}
    needed = {r.capability for r in of(records, model.Prerequisite) if skill in {c for _, c in r.needs.references()}}
    assert {f.to for f in section(found, "Needed for")} == needed


def test_units_that_a_role_asks_for_are_told_with_strength_and_who_says_so(ai_pm: Dossier, kg: KnowledgeGraph) -> None:
    facts = {f.to: f for f in section(ai_pm, "Asks for")}
    asks = {ask.unit: ask for ask in kg.planning.asks[AI_PM]}
    assert facts.keys() == asks.keys()
    for unit, fact in facts.items():
        disputed = ", disputed" if asks[unit].disputed else ""
        assert fact.strength == f"{asks[unit].necessity}{disputed}, strength {asks[unit].strength / 1000:g}"
        assert fact.evidence
    assert any("disputed" in (f.strength or "") for f in facts.values())


def test_what_people_in_a_role_bring_is_told_with_its_share(kg: KnowledgeGraph, records: list[Located]) -> None:
    role = "role/ml-engineer"
    expected = {h.capability: h for h in of(records, model.Holding) if h.role == role}
    facts = {f.to: f for f in section(dossier(kg.store, role), "Brings")}
    assert expected
    assert {to: f.strength for to, f in facts.items()} == {c: f"share {h.share.normalize()}" for c, h in expected.items()}
    assert all(said(facts[c].evidence) == said(h.evidence) for c, h in expected.items())


def test_a_unit_tells_its_area_its_members_what_comes_before_and_from_what_it_is_learned(
    kg: KnowledgeGraph, records: list[Located]
) -> None:
    unit = next(u for u in of(records, model.Unit) if u.id == "unit/judging-models")
    found = dossier(kg.store, unit.id)
    facts: dict[str, set[str | None]] = {}
    for fact in section(found, "Facts"):
        facts.setdefault(fact.name, set()).add(fact.to or fact.value)
    assert facts["in the area"] == {unit.area}
    assert facts["consists of"] == set(unit.capabilities)
    assert facts["comes after"] == set(unit.after)
    assert facts["size"] == {unit.size}
    assert facts["learned from"] == {r.id for r in of(records, model.Resource) if unit.id in r.units}
    assert {f.to for f in section(found, "Asked for by")} >= {AI_PM}


def test_a_mapping_is_told_from_where_one_stands(kg: KnowledgeGraph, held: list[Located]) -> None:
    """“a narrowMatch b” says that b is narrower than a; seen from b, a is the broader one."""
    turned = {"broadMatch": "narrowMatch", "narrowMatch": "broadMatch"}
    mappings = of(held, model.Mapping)
    for thing in ("tool/sql", "role/technical-professional", "esco:occupation/f2b15a0e-e65a-438a-affb-29b9d50b77d1"):
        expected = {(m.predicate, m.object) for m in mappings if m.subject == thing}
        expected |= {(turned.get(m.predicate, m.predicate), m.subject) for m in mappings if m.object == thing}
        assert expected
        assert {(f.name, f.to) for f in section(dossier(kg.store, thing), "Mapped to")} == expected


def test_statements_of_every_thing_have_evidence_and_labels(kg: KnowledgeGraph, held: list[Located]) -> None:
    things = [r.key for r in of(held, model.Entity) if not r.key.startswith("esco:skill/")]
    for thing in things:
        found = dossier(kg.store, thing)
        assert section(found, "Facts")[0] or found.label
        for title, facts in found.sections:
            for fact in facts:
                assert fact.value
                assert title == "Facts" or fact.evidence, (thing, title, fact.value)
                assert all(cited.source in found.labels for cited in fact.evidence)
                assert fact.to is None or found.labels.get(fact.to) or title in ("Numbers", "Responsibilities", "How it is")


def test_a_source_and_an_assumption_have_a_dossier_too(kg: KnowledgeGraph) -> None:
    assert dossier(kg.store, "source/mba-in-ai").label == "Why an MBA in AI Actually Makes Sense"
    readiness = {f.name: f.value for f in section(dossier(kg.store, "assumption/readiness"), "Facts")}
    assert (readiness["low"], readiness["high"], readiness["unit"]) == ("0.8", "0.8", "share")


def test_what_does_not_exist_is_a_key_error(kg: KnowledgeGraph) -> None:
    with pytest.raises(KeyError):
        dossier(kg.store, "role/nobody")


def test_facts_come_strongest_first_and_always_in_the_same_order(ai_pm: Dossier, kg: KnowledgeGraph) -> None:
    weights = [float((f.strength or "").removeprefix("signal").rsplit(" ", 1)[-1] or 0) for f in section(ai_pm, "Requires")]
    assert weights == sorted(weights, reverse=True)
    assert dossier(kg.store, AI_PM) == ai_pm
