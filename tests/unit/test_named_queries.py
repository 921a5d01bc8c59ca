"""The ten competency questions: each against a plain computation from the records, and the same on rdflib's own store."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

import pytest
import rdflib

from rolepath import model, vocab
from rolepath.rdf import queries
from rolepath.rdf.dataset import to_nquads
from rolepath.rdf.export import to_rdf

AI_PM = "role/ai-product-manager"
TRADITIONAL_PM = "role/traditional-product-manager"
DATA_SCIENTIST = "esco:occupation/258e46f9-0075-4a2e-adae-1ff0477e0f30"
NAMES = [
    "01-what-an-ai-pm-needs",
    "02-what-a-traditional-pm-has-already",
    "03-who-teaches-prompt-engineering",
    "04-tools-of-the-two-pm-roles",
    "05-what-an-ai-pm-is-paid",
    "06-which-roles-lead-to-ai-pm",
    "07-what-no-program-teaches",
    "08-what-rests-on-little",
    "09-which-program-closes-most",
    "10-everything-a-document-says",
]


@pytest.fixture(scope="module")
def packaged(root) -> dict[str, queries.NamedQuery]:
    return queries.named_queries(root / "ontology" / "queries")


@pytest.fixture(scope="module")
def ask(kg, packaged):
    """A packaged query's answer as a list of dictionaries of plain values."""

    def run(name: str) -> list[dict[str, str]]:
        columns, rows = queries.rows(queries.run(kg.store, packaged[name].text))
        return [dict(zip(columns, row, strict=True)) for row in rows]

    return run


@pytest.fixture(scope="module")
def by_kind(records) -> dict[type, list]:
    found = defaultdict(list)
    for item in records:
        found[type(item.record)].append(item.record)
    return found


@pytest.fixture(scope="module")
def label(records) -> dict[str, str]:
    named = {i.record.key: i.record.label for i in records if hasattr(i.record, "label")}
    return named | {i.record.id: i.record.title for i in records if isinstance(i.record, model.Source)}


def of_role(by_kind, role: str) -> list[model.Requirement]:
    return [r for r in by_kind[model.Requirement] if r.role == role]


def together(requirement: model.Requirement, label: dict[str, str]) -> str:
    return " or ".join(sorted(label[c] for c in requirement.capabilities))


def test_the_ten_are_packaged(packaged):
    assert list(packaged) == NAMES
    assert all(query.title.endswith("?") or query.name.startswith("10") for query in packaged.values())


def test_1_every_requirement_comes_with_every_evidence(ask, by_kind, label):
    expected = Counter(
        (
            label[capability],
            label[evidence.source],
            evidence.modality,
            getattr(evidence, "words", ""),
            getattr(evidence, "reason", ""),
        )
        for requirement in of_role(by_kind, AI_PM)
        for capability in requirement.capabilities
        for evidence in requirement.evidence
    )
    rows = ask(NAMES[0])
    assert Counter((r["capability"], r["source"], r["modality"], r["words"], r["reason"]) for r in rows) == expected
    weights = [Decimal(r["weight"]) for r in rows]
    assert weights == sorted(weights, reverse=True)


def test_2_agrees_with_the_gap(ask, kg):
    answer = kg.gap(TRADITIONAL_PM, AI_PM)
    expected = {item.label: item.coverage for item in answer.gap + answer.met}
    rows = ask(NAMES[1])
    assert {" or ".join(sorted(name.split(" or "))) for name in expected} == {r["capability"] for r in rows}
    for row in rows:
        found = next(cover for name, cover in expected.items() if sorted(name.split(" or ")) == row["capability"].split(" or "))
        assert float(row["covered"]) == pytest.approx(found, abs=0.0011)
        assert row["state"] == ("has it" if found == 1 else "has part of it" if found > 0 else "new")
    assert {"has it", "has part of it", "new"} == {r["state"] for r in rows}


def test_3_names_programs_with_length_and_provider(ask, by_kind, label):
    teaching = {t.offer for t in by_kind[model.Teaching] if t.capability == "skill/prompt-engineering"}
    programs = {p.id: p for p in by_kind[model.Program] if p.id in teaching}
    assert {r["program"] for r in ask(NAMES[2])} == {p.label for p in programs.values()}
    for row in ask(NAMES[2]):
        program = next(p for p in programs.values() if p.label == row["program"])
        assert row["provider"] == (label[program.provider] if program.provider else "")
        assert row["platform"] in {label[p] for p in program.platforms} | ({""} if not program.platforms else set())
        lengths = {(str(o.low), o.unit) for o in by_kind[model.Observation] if o.about == program.id and o.measure == "duration"}
        assert (row["low"], row["unit"]) in lengths or not lengths


def test_4_splits_tools_by_role(ask, by_kind, label):
    tools = {t.id for t in by_kind[model.Tool]}
    used = {role: {c for r in of_role(by_kind, role) for c in r.capabilities if c in tools} for role in (AI_PM, TRADITIONAL_PM)}
    expected = {
        label[tool]: ", ".join(name for role, name in ((AI_PM, "AI PM"), (TRADITIONAL_PM, "traditional PM")) if tool in used[role])
        for tool in used[AI_PM] | used[TRADITIONAL_PM]
    }
    rows = ask(NAMES[3])
    assert {r["tool"]: r["roles"] for r in rows} == expected
    assert all((r["state"] == "shared") == ("," in r["roles"]) for r in rows)
    assert any(r["state"] == "shared" for r in rows)


def test_5_finds_every_number_and_where_they_disagree(ask, by_kind):
    pay = [o for o in by_kind[model.Observation] if o.about == AI_PM and o.measure == "pay"]

    def ends(o: model.Observation) -> tuple[Decimal, Decimal]:
        low = o.low if o.low is not None else o.high
        high = Decimal("Infinity") if o.open_end else (o.high if o.high is not None else o.low)
        return low, high

    def disagrees(o: model.Observation) -> bool:
        same = [
            p
            for p in pay
            if p is not o and (p.unit, p.seniority, p.region, p.segment) == (o.unit, o.seniority, o.region, o.segment)
        ]
        return any(ends(p)[1] < ends(o)[0] or ends(p)[0] > ends(o)[1] for p in same)

    expected = Counter((o.unit, o.seniority or "", o.region or "", str(o.low), disagrees(o)) for o in pay)
    rows = ask(NAMES[4])
    assert Counter((r["currency"], r["seniority"], r["region"], r["low"], r["disagrees"] == "true") for r in rows) == expected
    assert any(disagrees(o) for o in pay)


def test_6_lists_transitions_and_what_the_mba_prepares_for(ask, by_kind, label):
    expected = {("leads to AI PM", label[t.from_role]) for t in by_kind[model.Transition] if t.to_role == AI_PM}
    expected |= {
        ("the RPI MBA prepares for it", label[p.role])
        for p in by_kind[model.Preparation]
        if p.program == "program/rpi-lally-mba-ai"
    }
    assert {(r["relation"], r["role"]) for r in ask(NAMES[5])} == expected


def test_7_names_what_no_program_teaches(ask, by_kind, label):
    programs = {p.id for p in by_kind[model.Program]}
    taught = {t.capability for t in by_kind[model.Teaching] if t.offer in programs}
    expected = {together(r, label) for r in of_role(by_kind, AI_PM) if not taught & set(r.capabilities)}
    assert {r["capability"] for r in ask(NAMES[6])} == expected
    assert len(expected) < len(of_role(by_kind, AI_PM))


def test_8_counts_what_rests_on_little(ask, by_kind):
    outside = {s.id for s in by_kind[model.Source] if s.source_kind != "editorial"}
    expected: Counter[tuple[str, str]] = Counter()
    for cls, found in by_kind.items():
        if "Statement" in cls.TYPES:
            for record in found:
                sources = {e.source for e in record.evidence}
                if not sources & outside:
                    expected[cls.TYPES[0], "our own reasons alone"] += 1
                elif len(sources) == 1:
                    expected[cls.TYPES[0], "a single source"] += 1
    assert {(r["kind"], r["rests"]): int(r["statements"]) for r in ask(NAMES[7])} == expected


def test_9_agrees_with_planning(ask, kg):
    network = kg.planning
    held: dict[str, Decimal] = {}
    share = network.assumptions.number("optional-held")
    for r in network.requirements[DATA_SCIENTIST]:
        level = Decimal(r.level) / 1000 * (1 if r.essential else share)
        held.update({c: max(level, held.get(c, Decimal(0))) for c in r.capabilities})

    def covered(levels: dict[str, Decimal], requirement) -> Decimal:
        found = [Decimal(0)]
        for capability in requirement.capabilities:
            for credit in network.credits.get(capability, ()):
                if credit.held in levels:
                    reached = min(Decimal(1), levels[credit.held] / (Decimal(requirement.level) / 1000))
                    found.append(Decimal(credit.factor) / 1000 * reached)
        return max(found)

    asked = network.requirements[AI_PM]
    missing = sum(r.weight * (1 - covered(held, r)) for r in asked)
    expected = {}
    for offer, facts in network.offers.items():
        taught = {t.capability: Decimal(t.level) / 1000 for found in network.teachings.values() for t in found if t.offer == offer}
        gained = sum(r.weight * max(Decimal(0), covered(taught, r) - covered(held, r)) for r in asked)
        if facts.program_kind is not None and gained > 0:
            expected[facts.thing.label] = float(gained / missing)
    rows = ask(NAMES[8])
    assert {r["program"] for r in rows} == set(expected)
    assert all(float(r["closes"]) == pytest.approx(expected[r["program"]], abs=0.0006) for r in rows)
    assert [float(r["closes"]) for r in rows] == sorted((float(r["closes"]) for r in rows), reverse=True)


def test_10_tells_everything_that_a_document_says(ask, records):
    expected = Counter(
        (str(e.start), e.words, item.record.key, e.on or "")
        for item in records
        for e in item.record.evidence
        if isinstance(e, model.Passage) and e.source == "source/ai-pm-vs-traditional-pm"
    )
    names = {"hired_through": "hiredThrough", "industries": "hiringIndustry", "platforms": "platform", "uses_tools": "usesTool"}
    found = Counter((r["start"], r["words"], vocab.identifier(r["supports"]), r["property"]) for r in ask(NAMES[9]))
    assert found == Counter((s, w, k, names.get(on, on)) for s, w, k, on in expected.elements())


@pytest.fixture(scope="module")
def memory(quads) -> rdflib.Dataset:
    """The same dataset in rdflib's own memory store."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=to_nquads(quads).decode(), format="nquads")
    return dataset


@pytest.mark.parametrize("name", NAMES)
def test_answers_are_equal_on_rdflibs_own_store(name, packaged, kg, memory):
    def value(term: object) -> object:
        if term is None:
            return None
        text = str(term.value) if hasattr(term, "value") and not isinstance(term, rdflib.term.Node) else str(term)
        try:
            return round(float(text), 6)
        except ValueError:
            return text

    ours = queries.run(kg.store, packaged[name].text)
    names = [v.value for v in ours.variables]
    expected = Counter(tuple(value(solution[n]) for n in names) for solution in ours)
    theirs = memory.query(packaged[name].text, initNs=vocab.PREFIXES)
    assert Counter(tuple(value(row[n]) for n in names) for row in theirs) == expected
    assert expected


def test_the_dataset_exports_whole(kg, quads):
    assert to_rdf(kg.store, "nquads").encode() == to_nquads(quads)
