"""The ten competency questions: each answer against the records, on our store and on rdflib's own memory store alike."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from rolepath import model, vocab
from rolepath.catalog.folders import Located
from rolepath.catalog.inputs import packaged
from rolepath.planning.assumptions import Assumptions
from rolepath.planning.derivation import credits, known_in, standings, unit_strengths
from rolepath.planning.units import asked_units
from rolepath.rdf.dataset import to_nquads
from rolepath.rdf.queries import named_queries, run
from rolepath.service.graph import KnowledgeGraph

QUERIES = named_queries(packaged("ontology") / "queries")
AI_PM, TRADITIONAL = "role/ai-product-manager", "role/traditional-product-manager"
DATA_SCIENTIST = "esco:occupation/258e46f9-0075-4a2e-adae-1ff0477e0f30"
MBA = "program/rpi-lally-mba-ai"
DOCUMENT = "source/ai-pm-vs-traditional-pm"
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
    "11-roles-ranked-by-readiness",
    "12-roles-ranked-by-study-hours",
    "13-steps-of-saved-paths",
    "14-what-an-ai-pm-is-asked-for-as-units",
    "15-what-data-scientists-hold",
]
OWN_FUNCTIONS = {"11-roles-ranked-by-readiness", "12-roles-ranked-by-study-hours"}
"""What calls functions that only rolepath has: rdflib can't answer it."""
OF_SAVED_ANSWERS = {"13-steps-of-saved-paths"}
"""What asks about answers that a user saved: the packaged data has none."""
NUMERIC = {vocab.XSD + name for name in ("integer", "decimal", "double", "float")}

Row = tuple[Any, ...]


def value(term: Any) -> Any:
    """A term of either library as a plain value; numbers as numbers, to six digits."""
    if term is None:
        return None
    if isinstance(term, ox.Literal | rdflib.Literal):
        text = term.value if isinstance(term, ox.Literal) else str(term)
        datatype = str(term.datatype.value if isinstance(term, ox.Literal) else term.datatype)
        if datatype in NUMERIC:
            return round(float(text), 6)
        return text == "true" if datatype == vocab.XSD + "boolean" else text
    return vocab.identifier(term.value if isinstance(term, ox.NamedNode) else str(term))


def ask(kg: KnowledgeGraph, number: int) -> list[Row]:
    return [tuple(value(term) for term in row) for row in run(kg.store, QUERIES[NAMES[number - 1]].text)]


def test_there_are_ten_and_five_and_each_has_a_title() -> None:
    assert list(QUERIES) == NAMES
    assert all(query.title.endswith("?") for name, query in QUERIES.items() if name != "10-everything-a-document-says")


# --- the same answers on rdflib's memory store ----------------------------------------------------------


@pytest.fixture(scope="module")
def memory(quads: list[ox.Quad]) -> rdflib.Dataset:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=to_nquads(quads).decode(), format="nquads")
    return dataset


@pytest.mark.parametrize("name", [name for name in NAMES if name not in OWN_FUNCTIONS])
def test_answers_are_equal_on_oxigraph_and_on_rdflibs_memory_store(kg: KnowledgeGraph, memory: rdflib.Dataset, name: str) -> None:
    namespaces = {prefix: rdflib.Namespace(namespace) for prefix, namespace in vocab.PREFIXES.items()}
    theirs = Counter(tuple(value(term) for term in row) for row in memory.query(QUERIES[name].text, initNs=namespaces))
    ours = Counter(tuple(value(term) for term in row) for row in run(kg.store, QUERIES[name].text))
    assert ours == theirs
    assert bool(ours) is (name not in OF_SAVED_ANSWERS)


def test_queries_with_functions_of_our_own_are_those_that_call_them() -> None:
    calling = {name for name, query in QUERIES.items() if re.search(r"rp:(readiness|gapWeight|studyHours)\(", query.text)}
    assert calling == OWN_FUNCTIONS


# --- the expected answers, from the records -------------------------------------------------------------


class Facts:
    """The records by kind and identifier, with what the rules derive from them computed in plain Python."""

    def __init__(self, records: list[Located], assumptions: Assumptions) -> None:
        self.all = [item.record for item in records]
        self.labels = {r.key: r.label for r in self.all if isinstance(r, model.Entity)}
        self.titles = {r.id: r.title for r in self.all if isinstance(r, model.Source)}
        self.kinds = {r.key: model.capability_kind(r) for r in self.all if isinstance(r, model.Capability)}
        self.editorial = {r.id for r in self.all if isinstance(r, model.Source) and r.source_kind == "editorial"}
        self.number = assumptions.number
        self.units = unit_strengths(self.all, assumptions)
        self.standings = standings(self.all)
        self.kappa = {(c.held, c.towards): Fraction(c.factor) for c in credits(*known_in(self.all), assumptions)}
        assert not any(r.cites for r in self.all if isinstance(r, model.Source))  # so that all sources are independent

    def of(self, kind: type[Any]) -> list[Any]:
        return [r for r in self.all if isinstance(r, kind)]

    def asked(self, role: str) -> list[model.Requirement]:
        """What a role requires; without what is but a signal or example."""
        return [r for r in self.of(model.Requirement) if r.role == role and self.weight(r)]

    def claim(self, e: Any) -> Fraction:
        if isinstance(e, model.Count):
            return Fraction(e.share) if e.of >= self.number("ads-from") else Fraction(0)
        if e.modality in ("denies", "example", "signal"):
            return Fraction(0)
        return Fraction(self.number(f"esco-{e.modality}" if e.modality in ("essential", "optional") else f"modality-{e.modality}"))

    def weight(self, requirement: model.Requirement) -> Fraction:
        strongest: dict[str, Fraction] = {}
        for e in requirement.evidence:
            strongest[e.source] = max(strongest.get(e.source, Fraction(0)), self.claim(e))
        left = Fraction(1)
        for strength in strongest.values():
            left *= 1 - strength
        denied = any(e.modality == "denies" for e in requirement.evidence)
        return Fraction(round((1 - left) * (Fraction(self.number("denies-factor")) if denied else 1) * 1000), 1000)

    def necessity(self, requirement: model.Requirement) -> str:
        return "essential" if self.weight(requirement) >= self.number("essential-from") else "optional"

    def level(self, requirement: model.Requirement) -> Fraction:
        return max(Fraction(self.number(f"level-{self.kinds.get(c, 'competence')}")) for c in requirement.capabilities)

    def label(self, requirement: model.Requirement) -> str:
        return " or ".join(sorted(self.labels[c] for c in requirement.capabilities))

    def holdings(self, *roles: str) -> list[model.Holding]:
        """What most of the people in any of these roles have."""
        return [h for h in self.of(model.Holding) if h.role in roles and h.share >= self.number("assumed-from")]

    def covered(self, held: list[tuple[str, Fraction | None]], requirement: model.Requirement) -> Fraction:
        """By what is held, each at a level; without one, as it is asked."""
        need = self.level(requirement)
        found = [
            self.kappa[h, c] * min(Fraction(1), (need if level is None else level) / need)
            for h, level in held
            for c in requirement.capabilities
            if (h, c) in self.kappa
        ]
        return max(found, default=Fraction(0))

    def taught(self, program: str) -> set[str]:
        """What a program teaches, as such or as a member of a unit."""
        units = {u.id: u.capabilities for u in self.of(model.Unit)}
        return {c for t in self.of(model.Teaching) if t.offer == program for c in (t.capability, *units.get(t.capability, ()))}


@pytest.fixture(scope="module")
def facts(held: list[Located], kg: KnowledgeGraph) -> Facts:
    return Facts(held, kg.planning.assumptions)


def number(amount: Fraction | Decimal | None) -> float | None:
    return None if amount is None else round(float(amount), 6)


def test_1_what_an_ai_pm_needs_how_strongly_and_which_passages_say_so(kg: KnowledgeGraph, facts: Facts) -> None:
    expected = Counter(
        (
            facts.labels[c], facts.necessity(r), number(facts.weight(r)), facts.titles[e.source], e.modality,
            getattr(e, "start", None), getattr(e, "end", None), getattr(e, "words", getattr(e, "quote", None)), getattr(e, "reason", None),
        )
        for r in facts.asked(AI_PM) for c in r.capabilities for e in r.evidence
    )  # fmt: skip
    found = ask(kg, 1)
    assert Counter(found) == expected
    assert [row[2] for row in found] == sorted((row[2] for row in found), reverse=True)


def test_2_which_of_them_a_traditional_pm_has_already(kg: KnowledgeGraph, facts: Facts) -> None:
    broader = {r.id: r.broader for r in facts.of(model.Role)}
    current = [TRADITIONAL]
    for role in current:
        current += [wider for wider in broader.get(role, ()) if wider not in current]
    asked = [r for role in current for r in facts.asked(role) if facts.weight(r) >= facts.number("important-from")]
    held = [(c, facts.level(r)) for r in asked for c in r.capabilities]
    held += [(h.capability, None if h.level is None else Fraction(h.level)) for h in facts.holdings(*current)]
    expected = Counter()
    for r in facts.asked(AI_PM):
        covered = facts.covered(held, r)
        state = "has it" if covered == 1 else "has part of it" if covered else "new"
        expected[facts.label(r), facts.necessity(r), number(facts.weight(r)), number(Fraction(round(covered * 1000), 1000)), state] += 1
    assert Counter(ask(kg, 2)) == expected
    assert {state for *_, state in expected} >= {"has it", "new"}


def test_3_who_teaches_prompt_engineering_for_how_long(kg: KnowledgeGraph, facts: Facts) -> None:
    expected = Counter()
    for p in facts.of(model.Program):
        if any(t.offer == p.id and t.capability == "skill/prompt-engineering" for t in facts.of(model.Teaching)):
            lengths = [
                (number(o.low), number(o.high), o.unit) for o in facts.of(model.Observation) if o.about == p.id and o.measure == "duration"
            ]
            for platform in p.platforms or (None,):
                for length in lengths or [(None, None, None)]:
                    provider = facts.labels[p.provider] if p.provider else None
                    expected[(p.label, *length, provider, facts.labels[platform] if platform else None)] += 1
    assert Counter(ask(kg, 3)) == expected


def test_4_tools_of_the_two_pm_roles(kg: KnowledgeGraph, facts: Facts) -> None:
    tools = {t.id for t in facts.of(model.Tool)}
    uses = {
        name: {c for r in facts.asked(role) for c in r.capabilities if c in tools}
        for role, name in ((AI_PM, "AI PM"), (TRADITIONAL, "traditional PM"))
    }
    expected = Counter()
    for tool in set().union(*uses.values()):
        roles = sorted(name for name, used in uses.items() if tool in used)
        expected[facts.labels[tool], ", ".join(roles), "shared" if len(roles) == 2 else "one role only"] += 1
    assert Counter(ask(kg, 4)) == expected
    assert {state for _, _, state in expected} == {"shared", "one role only"}


def test_5_what_an_ai_pm_is_paid_and_where_sources_disagree(kg: KnowledgeGraph, facts: Facts) -> None:
    numbers = [o for o in facts.of(model.Observation) if o.about == AI_PM and o.measure == "pay"]

    def below(a: model.Observation, b: model.Observation) -> bool:
        highest, lowest = a.high if a.high is not None else a.low, b.low if b.low is not None else b.high
        return highest < lowest and not a.open_end

    expected = Counter()
    for o in numbers:
        others = [
            n for n in numbers if n is not o and (n.seniority, n.region, n.segment, n.unit) == (o.seniority, o.region, o.segment, o.unit)
        ]
        expected[
            o.seniority, o.region, o.segment, o.statistic, number(o.low), number(o.high), o.open_end, o.unit,
            ", ".join(sorted(facts.labels[p] for p in o.published_by)) or None, min(facts.titles[e.source] for e in o.evidence),
            any(below(o, n) or below(n, o) for n in others),
        ] += 1  # fmt: skip
    assert Counter(ask(kg, 5)) == expected
    assert {row[-1] for row in expected} == {True, False}


def test_6_which_roles_lead_to_ai_pm_and_which_the_mba_prepares_for(kg: KnowledgeGraph, facts: Facts) -> None:
    statements = [("leads to AI PM", t.from_role, t) for t in facts.of(model.Transition) if t.to_role == AI_PM]
    statements += [("the RPI MBA prepares for it", p.role, p) for p in facts.of(model.Preparation) if p.program == MBA]
    expected = Counter(
        (relation, facts.labels[role], facts.titles[e.source], getattr(e, "words", getattr(e, "quote", None)))
        for relation, role, s in statements
        for e in s.evidence
    )
    assert Counter(ask(kg, 6)) == expected
    assert len({row[0] for row in expected}) == 2


def test_7_what_no_program_teaches(kg: KnowledgeGraph, facts: Facts) -> None:
    taught = set().union(*(facts.taught(p.id) for p in facts.of(model.Program)))
    expected = Counter(
        (facts.label(r), facts.necessity(r), number(facts.weight(r))) for r in facts.asked(AI_PM) if not taught & set(r.capabilities)
    )
    assert Counter(ask(kg, 7)) == expected
    assert 0 < len(expected) < len(facts.asked(AI_PM))


def test_8_what_rests_on_a_single_source_or_on_our_own_reasons(kg: KnowledgeGraph, facts: Facts) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], str] = {}
    for s in facts.all:
        if "Statement" in s.TYPES:
            sources = {e.source for e in s.evidence}
            rests = "our own reasons alone" if sources <= facts.editorial else "a single source" if len(sources) == 1 else None
            if rests:
                counts[s.TYPES[0], rests] += 1
                first[s.TYPES[0], rests] = min(vocab.iri(s.key), first.get((s.TYPES[0], rests), "~"))
    expected = Counter((*key, float(count), first[key]) for key, count in counts.items())
    assert Counter(ask(kg, 8)) == expected


def test_9_which_program_closes_most_of_the_gap_from_data_scientist(kg: KnowledgeGraph, facts: Facts) -> None:
    held = {h.capability for h in facts.holdings(DATA_SCIENTIST)}
    held |= {c for r in facts.asked(DATA_SCIENTIST) if facts.necessity(r) == "essential" for c in r.capabilities}
    units = {u.id: u for u in facts.of(model.Unit)}
    missing: list[tuple[tuple[str, ...], Fraction]] = []
    for asked in facts.units:
        unit = units.get(asked.asks_unit)
        if asked.role == AI_PM and unit is not None:
            for member in unit.members:
                best = max((facts.kappa.get((h, c), Fraction(0)) for h in held for c in member.capabilities), default=Fraction(0))
                share = Fraction(asked.strength) * member.part / sum(m.part for m in unit.members)
                missing.append((member.capabilities, share * (1 - best)))
    expected = {}
    for p in facts.of(model.Program):
        closed = sum(part for capabilities, part in missing if facts.taught(p.id) & set(capabilities))
        if closed:
            expected[p.label] = closed / sum(part for _, part in missing)
    found = ask(kg, 9)
    assert {row[0] for row in found} == expected.keys()
    for label, share in found:
        assert abs(share - float(expected[label])) <= 0.0005 + 1e-9
    assert [share for _, share in found] == sorted((share for _, share in found), reverse=True)


def test_10_everything_that_one_document_says(kg: KnowledgeGraph, facts: Facts, held: list[Located]) -> None:
    names = {
        "provider": "provider",
        "platforms": "platform",
        "industries": "hiringIndustry",
        "hired_through": "hiredThrough",
        "alt_labels": "altLabel",
    }
    names |= {"uses_tools": "usesTool", "entry": "entryCondition", "label": "prefLabel", "part_of": "parentOrganization"}
    camel = {
        name: names.get(name, re.sub(r"_(\w)", lambda m: m.group(1).upper(), name))
        for item in held
        for name in type(item.record).model_fields
    }
    expected = Counter(
        (e.start, e.end, e.words, e.modality, r.TYPES[0], vocab.iri(r.key).removeprefix(vocab.ID), camel[e.on] if e.on else None)
        for r in facts.all
        for e in r.evidence
        if isinstance(e, model.Passage) and e.source == DOCUMENT
    )
    assert Counter(ask(kg, 10)) == expected
    assert len(expected) > 100


def test_14_units_of_an_ai_pm_with_their_necessity_and_who_says_so(kg: KnowledgeGraph, facts: Facts) -> None:
    areas = {u.id: facts.labels[u.area] for u in facts.of(model.Unit)}
    requirements = {r.key: r for r in facts.of(model.Requirement)}
    expected = Counter(
        (
            areas.get(u.asks_unit), facts.labels[u.asks_unit], u.necessity, number(u.strength), float(u.claim_count), u.disputed,
            "; ".join(sorted({facts.titles[e.source] for key in u.derived_from for e in requirements[key].evidence})),
        )
        for u in facts.units if u.role == AI_PM
    )  # fmt: skip
    found = ask(kg, 14)
    assert Counter(found) == expected
    assert 8 <= sum(row[2] == "essential" for row in found) <= 12
    assert {row[2] for row in found} == {"essential", "important", "useful"}
    assert any(row[5] for row in found)


def test_15_what_data_scientists_hold_and_who_says_so(kg: KnowledgeGraph, facts: Facts) -> None:
    expected = Counter(
        (
            facts.labels[h.capability], number(h.share), number(h.level), facts.standings[h.key].is_counted, facts.titles[e.source],
            *(None if (n := getattr(e, name, None)) is None else float(n) for name in ("n", "of")), getattr(e, "reason", None),
        )
        for h in facts.of(model.Holding) if h.role == DATA_SCIENTIST for e in h.evidence
    )  # fmt: skip
    assert Counter(ask(kg, 15)) == expected
    assert len(expected) > 20


# --- with functions: against what the library answers ---------------------------------------------------


def _enough_known(kg: KnowledgeGraph) -> set[str]:
    """Labels of the roles of which at least five things are known to be required or held, but for AI PM."""
    network = kg.planning
    known = {
        role: {c for r in network.requirements.get(role, ()) if not r.signal for c in r.capabilities}
        | {h.capability for h in network.holdings.get(role, ())}
        for role in network.roles
    }
    return {network.roles[role].label for role, what in known.items() if len(what) >= 5 and role != AI_PM}


def test_11_ranks_every_role_of_which_enough_is_known_by_the_readiness_of_gap(kg: KnowledgeGraph) -> None:
    found = [tuple(value(term) for term in row) for row in kg.query(QUERIES["11-roles-ranked-by-readiness"].text)]
    assert kg.query_problems == ()
    assert {label for label, _, _ in found} == _enough_known(kg)
    whole = sum(unit.weight for unit in asked_units(kg.planning, AI_PM)) / 10**6
    for label, readiness, missing in found:
        (role,) = [r.id for r in kg.planning.roles.values() if r.label == label]
        answer = kg.gap(role)
        assert readiness == pytest.approx(answer.readiness.typical, abs=0.001)
        assert missing == pytest.approx(whole * sum(unit.weight * (1 - unit.coverage) for unit in answer.units), abs=0.02)
    assert [row[1] for row in found] == sorted((row[1] for row in found), reverse=True)


def test_12_ranks_them_by_the_hours_of_the_direct_plan(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a made-up planner, as the real one is asked below in `test_functions.py` on a few roles."""
    hours = {label: float(len(label)) if len(label) % 3 else None for label in _enough_known(kg)}
    monkeypatch.setattr(type(kg), "study_hours", lambda self, start, target: hours[self.planning.roles[start].label])
    found = [tuple(value(term) for term in row) for row in kg.query(QUERIES["12-roles-ranked-by-study-hours"].text)]
    assert dict(found) == hours
    assert [label for label, _ in found] == sorted(hours, key=lambda label: (hours[label] is None, hours[label], label))
    assert len(kg.query_problems) == (None in hours.values())
