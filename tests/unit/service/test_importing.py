"""What follows from imported classifications: strengths, requirements from ratings, mappings by label, credits; rows without an end go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from rolepath import model, vocab
from rolepath.catalog.inputs import packaged
from rolepath.errors import InvalidData
from rolepath.planning.derivation import Mapped, credits, known_in
from rolepath.rdf import facts
from rolepath.rdf.compiled import from_store
from rolepath.rdf.dataset import read_context
from rolepath.rdf.lines import Lines
from rolepath.rdf.tables import select
from rolepath.rdf.terms import from_records
from rolepath.service import imports
from rolepath.service.builds import Made, Place, make_checked
from rolepath.service.imports import Kept
from rolepath.service.making import make_facts, read_saved

WHAT = {"publisher": "A publisher", "licence": "CC BY 4.0", "source_kind": "dataset"}


def record(cls: type[Any], source: str, **fields: Any) -> Any:
    if cls is not model.Source:
        row = {"source": source, "file": "f.csv", "key_in_file": "k", **fields.pop("row", {})}
        fields["evidence"] = [row, *([row | {"on": "broader"}] if "broader" in fields else [])]
    return cls.model_validate(fields)


def esco_records() -> list[Any]:
    at = "source/esco-test"
    needs = [("1", "a", "essential"), ("1", "b", "optional"), ("2", "b", "essential")]
    return [
        record(model.Source, at, id=at, title="ESCO in small", version="1", **WHAT),
        *(record(model.Role, at, id=f"esco:occupation/{n}", label=f"job {n}") for n in "12"),
        record(model.Skill, at, id="esco:skill/top", label="baking", skill_kind="competence"),
        record(model.Skill, at, id="esco:skill/a", label="Bread-Baking", skill_kind="competence", broader=["esco:skill/top"]),
        record(model.Skill, at, id="esco:skill/b", label="cake making", skill_kind="knowledge", broader=["esco:skill/top"]),
        *(
            record(model.Requirement, at, role=f"esco:occupation/{role}", capability=f"esco:skill/{skill}", row={"modality": modality})
            for role, skill, modality in needs
        ),
    ]


def onet_records() -> list[Any]:
    at = "source/onet-test"
    rated = [("1", "4", "2"), ("2", "4", "3"), ("3", "4.5", "5"), ("4", "1.5", "6")]
    return [
        record(model.Source, at, id=at, title="O*NET in small", version="1", **WHAT),
        *(record(model.Role, at, id=f"onet:{n}", label=f"Workers {n}") for n in "1234"),
        record(model.Skill, at, id="onet:2.A", label="bread baking", skill_kind="competence"),
        *(
            model.Rating(
                role=f"onet:{n}", element="onet:2.A", importance=Decimal(im), rated_level=Decimal(lv), source=at, file="f", key_in_file=n
            )
            for n, im, lv in rated
        ),
    ]


def crosswalk_records(*ends: tuple[str, str]) -> list[Any]:
    at = "source/crosswalk-test"
    common = {"predicate": "closeMatch", "confidence": "0.5", "justification": "CompositeMatching"}
    source = record(model.Source, at, id=at, title="The crosswalk in small", version="1", **WHAT)
    return [source, *(record(model.Mapping, at, subject=s, object=o, **common, row={"key_in_file": s + o}) for s, o in ends)]


def kept(folder: Path, classification: str, records: Sequence[Any]) -> Kept:
    lines = Lines(read_context(packaged("ontology"))).of(from_records(records, {}, {}))
    about = {"title": classification}
    return imports.add(classification, "1", "k" * 64, lambda: map(str.encode, lines), lambda: about, folder=folder).kept


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("imports")
    walk = crosswalk_records(("esco:occupation/1", "onet:1"), ("esco:occupation/gone", "onet:1"), ("esco:occupation/1", "onet:gone"))
    given = (("esco", esco_records()), ("onet", onet_records()), ("crosswalk", walk))
    return Place(in_memory=True, with_packaged=False, imports=tuple(kept(folder, *each) for each in given))


@pytest.fixture(scope="module")
def made(place: Place) -> Made:
    return make_checked(place)


def test_strengths_follow_from_what_esco_says(made: Made) -> None:
    rows = [row for row in from_store(made.store)["requirements"] if row["role"].startswith("esco:")]
    found = {(row["role"][-1], row["capability"][-1]): row["necessity"] for row in rows}
    assert found == {("1", "a"): "essential", ("1", "b"): "optional", ("2", "b"): "essential"}
    weights = {row["necessity"]: Decimal(row["weight"]) for row in rows}
    assert 0 < weights["optional"] < weights["essential"] <= 1


def test_ratings_above_the_median_make_requirements(made: Made) -> None:
    rows = [row for row in from_store(made.store)["requirements"] if row["role"].startswith("onet:")]
    assert [(row["role"], row["capability"], row["necessity"], row["weight"], row["level"]) for row in rows] == [
        ("onet:3", "onet:2.A", "essential", "0.875", "0.714")
    ]
    evidence = select(made.store, "SELECT ?e { ?e a rp:Rating ; rp:supports ?r }")
    assert len(evidence) == 1


def test_equal_labels_are_mapped(made: Made) -> None:
    rows = select(made.store, 'SELECT ?s ?p ?o { ?m a rp:Mapping ; owl:annotatedSource ?s ; owl:annotatedTarget ?o . ?s ?p ?o '
                  'FILTER(STRSTARTS(STR(?p), STR(skos:))) }')  # fmt: skip
    assert {(row["s"], row["p"].rpartition("#")[2], row["o"]) for row in rows} == {
        ("esco:skill/a", "exactMatch", "onet:2.A"),
        ("esco:occupation/1", "closeMatch", "onet:1"),
    }


def test_nothing_is_left_of_a_crosswalk_row_that_dangles(made: Made) -> None:
    assert not [quad for quad in made.quads if "gone" in str(quad)]


def test_credits_are_those_that_follow_from_the_records(place: Place, made: Made) -> None:
    assumptions = make_facts(place, read_saved(place), made.store).assumptions
    known, _ = known_in([*esco_records(), *onet_records()])
    mapped = [Mapped(*each) for each in facts.mappings(made.store)]
    expected = {(c.held, c.towards, c.factor, c.via) for c in credits(known, mapped, assumptions)}
    rows = from_store(made.store)["credits"]
    assert {(row["held"], row["towards"], Decimal(row["factor"]), row["via"]) for row in rows} == expected
    assert len(rows) > 8


def test_no_triple_stands_in_two_graphs(made: Made) -> None:
    assert max(Counter(quad.triple for quad in made.quads).values()) == 1


def test_a_plain_triple_stands_beside_each_statement(made: Made) -> None:
    for plain, statement in (
        ("?a rp:requires ?b", "?x a rp:Requirement ; rp:role ?a ; rp:capability ?b"),
        ("?a rp:countsTowards ?b", "?x a rp:Credit ; rp:held ?a ; rp:towards ?b"),
    ):
        pairs = [select(made.store, f"SELECT DISTINCT ?a ?b {{ {pattern} }}") for pattern in (plain, statement)]
        assert pairs[0] == pairs[1] != []


def test_a_shape_that_an_import_breaks_stops_the_build(tmp_path: Path) -> None:
    broken = esco_records()
    at = "source/esco-test"
    broken.append(record(model.Requirement, at, role="esco:occupation/absent", capability="esco:skill/a", row={"modality": "essential"}))
    with pytest.raises(InvalidData, match="must be of class rp:Role"):
        make_checked(Place(in_memory=True, with_packaged=False, imports=(kept(tmp_path, "esco", broken),)))


def test_what_an_import_and_the_data_both_say_stands_there_once(place: Place, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "roles: [{id: 'esco:occupation/1', label: 'job 1', evidence: [{reason: Mine.}]}]\n", encoding="utf-8"
    )
    made = make_checked(Place((tmp_path,), in_memory=True, with_packaged=False, imports=place.imports))
    role = ox.NamedNode(vocab.iri("esco:occupation/1"))
    assert len(list(made.store.quads_for_pattern(role, ox.NamedNode(vocab.PREF_LABEL), None, None))) == 1
