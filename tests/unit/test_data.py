"""The packaged data: against the documents and datasets that it cites, and against itself."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import statistics
import subprocess
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest

from rolepath import model, vocab
from rolepath.catalog.documents import check_evidence, repair
from rolepath.catalog.folders import Located
from rolepath.planning.profile import make_profile
from rolepath.planning.readiness import stand
from rolepath.planning.units import known_enough
from rolepath.service.graph import KnowledgeGraph

shared_data = pytest.mark.shared
ESCO = "source/esco-1.1.1"


def test_every_file_is_sorted_by_identifier(records: list[Located]) -> None:
    """Mappings by their subject alone: which of several comes first is nothing to look for."""
    for (path, kind), group in groupby(records, key=lambda item: (item.path, item.record.KIND)):
        found = [item.record for item in group]
        keys = [r.subject if isinstance(r, model.Mapping) else r.key for r in found]
        assert [(path, a, b) for a, b in pairwise(keys) if a > b or (a == b and kind != "mappings")] == []


# --- evidence, against the documents ----------------------------------------------------------------


@pytest.fixture(scope="module")
def texts(shared: Path, records: list[Located]) -> dict[str, str]:
    """The repaired text of each document, by the identifier of its source."""
    of_hash = {digest: r.id for r in (i.record for i in records) if isinstance(r, model.Source) for digest in r.files_sha256}
    found = {}
    for path in sorted((shared / "documents").glob("*.txt")):
        raw = path.read_bytes()
        found[of_hash[hashlib.sha256(raw).hexdigest()]] = repair(raw)
    return found


@shared_data
def test_every_passage_and_every_record_resolves(records: list[Located], shared: Path) -> None:
    checked = check_evidence(records, shared)
    assert checked.problems == ()
    assert checked.absent == ()
    evidence = Counter(type(e) for item in records for e in item.record.evidence)
    assert (checked.passages, checked.records) == (evidence[model.Passage], evidence[model.DatasetRecord])
    assert min(checked.passages, checked.records) > 500


@shared_data
def test_words_of_passages_stand_in_the_documents(records: list[Located], texts: dict[str, str]) -> None:
    """The same again without the code under test: slices of the text."""
    passages = [e for item in records for e in item.record.evidence if isinstance(e, model.Passage)]
    assert {p.source for p in passages} == set(texts)
    assert [p for p in passages if texts[p.source][p.start : p.end] != p.words] == []
    assert max(len(p.words.split()) for p in passages) <= 8


@shared_data
@pytest.mark.parametrize("how", ["shifted", "changed words", "beyond the end", "a whole sentence"])
def test_evidence_that_does_not_resolve_is_found(records: list[Located], shared: Path, texts: dict[str, str], how: str) -> None:
    item = next(i for i in records if isinstance(i.record, model.Role) and isinstance(i.record.evidence[0], model.Passage))
    good = item.record.evidence[0]
    text = texts[good.source]
    if how == "shifted":
        bad = good.model_copy(update={"start": good.start + 1, "end": good.end + 1})
    elif how == "changed words":
        bad = good.model_copy(update={"words": good.words.swapcase()})
    elif how == "beyond the end":
        bad = good.model_copy(update={"start": len(text) - 1, "end": len(text) - 1 + len(good.words)})
    else:
        whole = min((m for m in re.finditer(r"(?<=[.!?] )[A-Z][^.!?\n|]*[.!?](?=\s)", text)), key=lambda m: len(m.group()))
        bad = good.model_copy(update={"start": whole.start(), "end": whole.end(), "words": whole.group()})
    sources = [i for i in records if isinstance(i.record, model.Source)]
    broken = replace(item, record=item.record.model_copy(update={"evidence": (bad,)}))
    (problem,) = check_evidence([*sources, broken], shared).problems
    assert (problem.path, item.record.key in problem.message) == (item.path, True)


@shared_data
def test_a_record_that_does_not_resolve_is_found(records: list[Located], shared: Path) -> None:
    item = next(i for i in records if isinstance(i.record, model.Requirement) and i.record.role.startswith("esco:"))
    good = item.record.evidence[0]
    other = {"essential": "optional", "optional": "essential"}[good.modality]
    sources = [i for i in records if isinstance(i.record, model.Source)]
    changes = ({"modality": other}, {"file": "skills_en.csv"}, {"key_in_file": good.key_in_file.replace("/occupation/", "/job/")})
    for change in changes:
        broken = replace(item, record=item.record.model_copy(update={"evidence": (good.model_copy(update=change),)}))
        assert len(check_evidence([*sources, broken], shared).problems) == 1, change


# --- ESCO, row by row -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def esco(shared: Path) -> dict[str, list[dict[str, str]]]:
    """The rows of the CSV files, by name."""
    found = {}
    for path in sorted((shared / "datasets" / "esco-1.1.1").glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(("occupations_en.csv", "skills_en.csv", "RelationsSkillPillar.csv", "occupationSkillRelations.csv")):
                    text = io.TextIOWrapper(archive.open(name), "utf-8", newline="")
                    found[Path(name).name] = list(csv.DictReader(text))
    return found


def of_esco(records: list[Located], kind: type[model.Record]) -> dict[str, model.Record]:
    """Packaged records of ESCO's things, by their IRI."""
    return {vocab.iri(i.record.key): i.record for i in records if isinstance(i.record, kind) and i.record.key.startswith("esco:")}


def words(text: str) -> str:
    return " ".join(text.split())


@shared_data
def test_requirements_of_escos_occupations_are_all_and_only_its_rows(records: list[Located], esco: dict[str, list[dict[str, str]]]) -> None:
    roles = of_esco(records, model.Role)
    rows = {
        (r["occupationUri"], r["skillUri"]): r["relationType"] for r in esco["occupationSkillRelations.csv"] if r["occupationUri"] in roles
    }
    ours: dict[tuple[str, str], str | None] = {}
    for item in records:
        if isinstance(item.record, model.Requirement) and vocab.iri(item.record.role) in roles:
            (evidence,) = item.record.evidence
            ours[vocab.iri(item.record.role), vocab.iri(item.record.capability or "")] = evidence.modality
    assert ours == rows
    assert {role for role, _ in ours} == set(roles)
    assert len(roles) >= 12


@shared_data
def test_labels_and_licences_of_escos_occupations_are_its_own(records: list[Located], esco: dict[str, list[dict[str, str]]]) -> None:
    rows = {row["conceptUri"]: row for row in esco["occupations_en.csv"]}
    for iri, role in of_esco(records, model.Role).items():
        assert isinstance(role, model.Role)
        row = rows[iri]
        assert role.label == words(row["preferredLabel"])
        assert set(role.alt_labels) == {words(label) for label in row["altLabels"].split("\n")} - {role.label, ""}
        assert role.regulated is not row["regulatedProfessionNote"].endswith("/unregulated")


@shared_data
def test_skills_of_esco_have_its_labels_kinds_and_hierarchy(records: list[Located], esco: dict[str, list[dict[str, str]]]) -> None:
    rows = {row["conceptUri"]: row for row in esco["skills_en.csv"]}
    skills = of_esco(records, model.Skill)
    above = defaultdict(set)
    for row in esco["broaderRelationsSkillPillar.csv"]:
        if {row["conceptUri"], row["broaderUri"]} <= set(skills):
            above[row["conceptUri"]].add(row["broaderUri"])
    for iri, skill in skills.items():
        assert isinstance(skill, model.Skill)
        row = rows[iri]
        competence = "transversal" if row["reuseLevel"] == "transversal" else "competence"
        assert skill.label == words(row["preferredLabel"])
        assert skill.skill_kind == {"knowledge": "knowledge", "skill/competence": competence}[row["skillType"]]
        assert {vocab.iri(b) for b in skill.broader} == above[iri]
        assert set(skill.alt_labels) <= {words(label) for label in row["altLabels"].split("\n")}
    roles = of_esco(records, model.Role)
    assert set(skills) == {row["skillUri"] for row in esco["occupationSkillRelations.csv"] if row["occupationUri"] in roles}


def test_what_is_of_esco_says_so(records: list[Located]) -> None:
    for item in records:
        if item.record.key.startswith("esco:"):
            assert {e.source for e in item.record.evidence} == {ESCO}, item.record.key


# --- what must not be in the project ----------------------------------------------------------------


@pytest.fixture(scope="module")
def project_texts(root: Path) -> dict[str, str]:
    """Every text file that git tracks, or would track."""
    listed = subprocess.run(["git", "ls-files", "-coz", "--exclude-standard"], cwd=root, capture_output=True, text=True, check=False)
    if listed.returncode:
        reason = f"not a git checkout: {listed.stderr.strip()}"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    found = {}
    for name in sorted(filter(None, listed.stdout.split("\0"))):
        path = root / name
        if path.is_file():
            try:
                found[name] = path.read_bytes().decode("utf-8")
            except UnicodeDecodeError:
                assert path.suffix in (".png", ".jpg", ".woff2", ".ico"), f"{name} is neither UTF-8 nor a picture"
    assert len(found) > 50
    return found


def in_words(text: str) -> list[str]:
    """The words of a text without case, marks and addresses (a program's address is a fact, whoever writes it down)."""
    return re.findall(r"\w+", re.sub(r"https?://\S+", " ", text).casefold())


RUN = 9


def runs(said: list[str], length: int) -> Iterator[tuple[str, ...]]:
    return (tuple(said[at : at + length]) for at in range(len(said) - length + 1))


def forbidden(text: str, titles: list[str]) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    """The runs of nine words and the sentences (of five words and more) of a document, without its title."""
    for title in titles:
        text = text.replace(title, " ")
    sentences = {tuple(in_words(s)) for s in re.split(r"[.!?](?=\s|$)|\n|\|", text)}
    return set(runs(in_words(text), RUN)), {s for s in sentences if len(s) >= 5}


@shared_data
def test_no_sentence_and_no_nine_words_in_a_row_of_a_document_stand_in_the_project(
    texts: dict[str, str], project_texts: dict[str, str], records: list[Located]
) -> None:
    titles = [i.record.title for i in records if isinstance(i.record, model.Source)]
    nine: set[tuple[str, ...]] = set()
    sentences: set[tuple[str, ...]] = set()
    for text in texts.values():
        of_nine, of_sentences = forbidden(text, titles)
        nine |= of_nine
        sentences |= of_sentences
    assert min(len(nine), len(sentences)) > 50
    lengths = {len(s) for s in sentences}
    quoted = {tuple(in_words(e.words)) for item in records for e in item.record.evidence if isinstance(e, model.Passage)}
    found = []
    for name, text in project_texts.items():
        said = in_words(text)
        known = set(said)
        found += [(name, " ".join(run)) for run in runs(said, RUN) if run in nine]
        for length in lengths:
            wanted = {s for s in sentences if len(s) == length and known.issuperset(s)} - quoted
            if wanted:
                found += [(name, " ".join(run)) for run in runs(said, length) if run in wanted]
    assert found == []


@shared_data
def test_a_copied_sentence_would_be_found(texts: dict[str, str]) -> None:
    text = next(iter(texts.values()))
    nine, sentences = forbidden(text, [])
    longest = max(sentences, key=len)
    assert set(runs(list(longest), RUN)) <= nine
    assert any(run in nine for run in runs(in_words("x " + text[500:700].upper().replace(" ", "-\n")), RUN))


def test_no_path_of_one_machine_stands_in_the_project(project_texts: dict[str, str]) -> None:
    homes = "|".join(f"/{name}/" for name in ("home", "Users", "root", "work")) + r"|\b[A-Z]:\\\\?Users|/t" + "mp/(venv|tools)"
    pattern = re.compile(rf"(?<![\w.<\\-])({homes})")
    found = [(name, m.group()) for name, text in project_texts.items() for m in pattern.finditer(text)]
    assert [hit for hit in found if not hit[0].endswith("test_data.py")] == []


# --- the dataset --------------------------------------------------------------------------------------


def test_no_triple_stands_in_two_graphs_and_no_node_is_blank(quads: list[ox.Quad]) -> None:
    assert len({quad.triple for quad in quads}) == len(quads)
    assert [q for q in quads if any(isinstance(term, ox.BlankNode) for term in (q.subject, q.object, q.graph_name))] == []
    assert all(isinstance(quad.graph_name, ox.NamedNode) for quad in quads)


def test_graphs_are_those_of_the_model(quads: list[ox.Quad], records: list[Located]) -> None:
    sources = {vocab.source_graph(i.record.id) for i in records if isinstance(i.record, model.Source)}
    own = {vocab.CATALOG, vocab.STATEMENTS, vocab.ASSUMPTIONS, vocab.MAPPINGS, vocab.ONTOLOGY}
    assert {quad.graph_name.value for quad in quads} == own | sources


PAIRS = {
    "rp:requires": "?s a rp:Requirement ; rp:role ?a ; rp:capability ?b ; rp:weight ?weight",  # a signal asks for nothing
    "rp:requiresAnyOf": "?s a rp:Requirement ; rp:role ?a ; rp:anyOf ?b ; rp:weight ?weight",
    "rp:asksFor": "?s a rp:UnitRequirement ; rp:role ?a ; rp:asksUnit ?b",
    "rp:holds": "?s a rp:Holding ; rp:role ?a ; rp:capability ?b",
    "skos:member": "?a a rp:Unit ; rp:member ?part . ?part rp:capability|rp:anyOf ?b",
    "rp:teaches": "?s a rp:Teaching ; rp:offer ?a ; rp:capability ?b",
    "rp:leadsTo": "?s a rp:Transition ; rp:fromRole ?a ; rp:toRole ?b",
    "rp:preparesFor": "?s a rp:Preparation ; rp:program ?a ; rp:role ?b",
    "rp:countsTowards": "?s a rp:Credit ; rp:held ?a ; rp:towards ?b",
    # leaves below all-of alone: no condition on the way down is an any-of, or asks for fewer than all of its parts
    "rp:prerequisite": """?s a rp:Prerequisite ; rp:capability ?a ; rp:needs/rp:part* ?leaf . ?leaf rp:capability ?b
        MINUS { ?s rp:needs/rp:part* ?over . ?over rp:operator "any of" ; rp:part+ ?leaf }
        MINUS { ?s rp:needs/rp:part* ?over . ?over rp:operator "at least" ; rp:atLeast ?n ; rp:part+ ?leaf
            { SELECT ?over (COUNT(?part) AS ?parts) { ?over rp:part ?part } GROUP BY ?over } FILTER(?parts > ?n) }""",
    **{
        f"skos:{how}": f"?s a rp:Mapping ; owl:annotatedSource ?a ; owl:annotatedTarget ?b ; owl:annotatedProperty skos:{how}"
        for how in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch")
    },
}


@pytest.mark.parametrize("plain", PAIRS)
def test_a_statement_and_its_plain_triple_stand_together(kg: KnowledgeGraph, plain: str) -> None:
    def pairs(pattern: str) -> set[tuple[str, str]]:
        query = f"SELECT ?a ?b {{ {pattern} }}"
        found = kg.store.query(query, prefixes=vocab.PREFIXES, use_default_graph_as_union=True)
        return {(row["a"].value, row["b"].value) for row in found}

    told = pairs(f"?a {plain} ?b FILTER(!STRSTARTS(STR(?a), STR(rp:)))")  # without the ontology's own alignments
    assert told == pairs(PAIRS[plain])
    assert told or plain == "skos:exactMatch"


def test_every_kind_of_statement_has_a_plain_triple(kg: KnowledgeGraph) -> None:
    query = "SELECT DISTINCT ?type { ?s a rp:Statement, ?type FILTER(?type != rp:Statement) }"
    found = kg.store.query(query, prefixes=vocab.PREFIXES, use_default_graph_as_union=True)
    types = {row["type"].value.removeprefix(vocab.RP) for row in found}
    assert types == {m.group(1) for pattern in PAIRS.values() for m in [re.match(r"\?s a rp:(\w+)", pattern)] if m} - {"Credit"}


def test_every_entity_has_exactly_one_preferred_label(quads: list[ox.Quad]) -> None:
    without = {
        "Statement",
        "Requirement",
        "UnitRequirement",
        "Holding",
        "Member",
        "Amount",
        "Teaching",
        "Transition",
        "Preparation",
        "Prerequisite",
        "Mapping",
        "Evidence",
        "Condition",
        "Credit",
    }
    typed: dict[str, set[str]] = defaultdict(set)
    labels: Counter[str] = Counter()
    for quad in quads:
        if quad.predicate.value == vocab.TYPE and quad.graph_name.value != vocab.ONTOLOGY:
            typed[quad.subject.value].add(quad.object.value.removeprefix(vocab.RP))
        labels[quad.subject.value] += quad.predicate.value == vocab.PREF_LABEL
    entities = {node for node, types in typed.items() if not types & {*without, "Source"}}
    assert {node: labels[node] for node in entities if labels[node] != 1} == {}
    assert len(entities) > 1000


def test_everything_has_evidence(quads: list[ox.Quad], records: list[Located]) -> None:
    supported = {q.object.value for q in quads if q.predicate.value == vocab.RP + "supports"}
    there = {i.record.key for i in records}
    absent = {  # of classifications that aren't imported
        i.record.key
        for i in records
        if (isinstance(i.record, model.Mapping) and not {i.record.subject, i.record.object} <= there)
        or (isinstance(i.record, model.Licence) and there.isdisjoint(i.record.applies_to))
    }
    named = [i.record for i in records if not isinstance(i.record, model.Source | model.Assumption) and i.record.key not in absent]
    bearers = {r.id if isinstance(r, model.Names) else r.key for r in named}  # names are those of a thing that has evidence itself
    assert supported == set(map(vocab.iri, bearers & there))


# --- assumptions and strengths ------------------------------------------------------------------------


def test_every_unit_can_be_learned_from_something_and_shows_something(kg: KnowledgeGraph) -> None:
    network = kg.planning
    assert [unit.id for unit in network.units.values() if not network.resources.get(unit.id)] == []
    assert [unit.id for unit in network.units.values() if not unit.deliverable] == []
    assert {unit.area for unit in network.units.values()} == set(network.areas)
    assert all(unit.order > network.units[before].order for unit in network.units.values() for before in unit.after)


@pytest.mark.parametrize("role", ["role/ai-product-manager", "role/product-manager"])
def test_what_a_product_manager_is_asked_for_stands_in_units(kg: KnowledgeGraph, role: str) -> None:
    """But for what can't be learned: credentials and years."""
    network = kg.planning
    alone = [c for r in network.requirements[role] if not r.signal for c in r.capabilities if c not in network.unit_of]
    assert {network.capabilities[c].kind for c in alone} <= {"credential", "experience", "unit"}


def test_random_pairs_of_roles_are_far_apart(kg: KnowledgeGraph) -> None:
    """Median readiness over all ordered pairs of different roles of which enough is known: below 0.4, as the design asks."""
    network = kg.planning
    known = sorted(role for role in network.roles if known_enough(network, role))
    assert len(known) >= 12
    found = [stand(network, make_profile(network, [a], b), b).readiness for a in known for b in known if a != b]
    assert statistics.median(found) < 0.4
    assert min(found) < 0.1
    assert max(found) > 0.9  # a grade of a role is ready for it
