"""Names to things, in the order that the design gives: identifier, preferred label, singular for plural, alternative label."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolepath import vocab
from rolepath.errors import AmbiguousName, UnknownName
from rolepath.rdf.compiled import from_rows
from rolepath.rdf.lookup import CAPABILITY_TYPES, Names
from rolepath.service.graph import KnowledgeGraph


def row(identifier: str, label: str, kind: str = "Role") -> dict[str, str]:
    return {"id": identifier, "label": label, "type": vocab.RP + kind}


PREFERRED = [
    row("role/nurse", "Nurse"),
    row("role/data-scientist", "Data scientist"),
    row("role/head-of-data", "Head of data"),
    row("role/midwife", "Midwife"),
    row("esco:occupation/1", "data scientist"),
    row("esco:occupation/2", "midwife"),
    row("onet:15-2051.00", "Data Scientists"),
    row("esco:occupation/3", "baker"),
    row("esco:occupation/4", "Baker"),
    row("onet:51-3011.00", "Bakers"),
    row("esco:occupation/5", "policy analyst"),
    row("onet:29-1141.00", "Registered Nurses"),
    row("skill/data", "Data", "Skill"),
    row("tool/data", "DATA", "Tool"),
    row("skill/nurse", "Nursing", "Skill"),
    row("method/rice", "RICE", "Method"),
]
ALTERNATIVE = [
    row("role/head-of-data", "CDO"),
    row("role/head-of-data", "chief data officer"),
    row("role/nurse", "sister"),
    row("role/midwife", "sister"),
    row("esco:occupation/5", "policy-maker"),
    row("role/data-scientist", "Midwife"),
    row("gone", "CDO"),
]
NAMES = Names(from_rows({"labels": PREFERRED, "alternative labels": ALTERNATIVE}))


def role(name: str) -> str:
    return NAMES.resolve(name, ("Role",), "role").id


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("role/nurse", "role/nurse"),
        ("https://w3id.org/rolepath/id/role/nurse", "role/nurse"),
        ("esco:occupation/3", "esco:occupation/3"),
        ("http://data.europa.eu/esco/occupation/3", "esco:occupation/3"),
        ("onet:29-1141.00", "onet:29-1141.00"),
        ("head-of-data", "role/head-of-data"),
        ("HEAD-of-DATA", "role/head-of-data"),
    ],
)
def test_an_identifier_an_iri_or_a_bare_slug_names_the_thing(name: str, found: str) -> None:
    assert role(name) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Nurse", "role/nurse"),
        ("nURSE", "role/nurse"),
        ("  head   of  data ", "role/head-of-data"),
        ("head-of data", "role/head-of-data"),
        ("data scientist", "role/data-scientist"),  # ours before ESCO's
        ("midwife", "role/midwife"),  # preferred before the alternative label of another
        ("policy analyst", "esco:occupation/5"),
        ("bakers", "onet:51-3011.00"),  # as it is written, before the singular
    ],
)
def test_a_preferred_label_names_the_thing_in_any_case_and_ours_come_first(name: str, found: str) -> None:
    assert role(name) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("nurses", "role/nurse"),
        ("Midwifes", "role/midwife"),
        ("Registered nurse", "onet:29-1141.00"),
        ("policy analysts", "esco:occupation/5"),
        ("policies analysts", "esco:occupation/5"),
    ],
)
def test_singular_equals_plural(name: str, found: str) -> None:
    assert role(name) == found


@pytest.mark.parametrize("name", ["CDO", "cdo", "CDOs", "Chief Data Officers"])
def test_an_alternative_label_that_only_one_thing_has_names_it(name: str) -> None:
    assert role(name) == "role/head-of-data"


def test_an_alternative_label_of_two_is_ambiguous_and_each_is_named_exactly() -> None:
    with pytest.raises(AmbiguousName) as caught:
        role("sister")
    assert sorted(caught.value.candidates) == [("role/midwife", "Midwife (sister)"), ("role/nurse", "Nurse (sister)")]
    assert "role/midwife" in str(caught.value)


def test_a_preferred_label_of_two_in_one_classification_is_ambiguous() -> None:
    with pytest.raises(AmbiguousName) as caught:
        role("baker")
    assert [identifier for identifier, _ in caught.value.candidates] == ["esco:occupation/3", "esco:occupation/4"]


def test_only_things_of_the_kind_asked_for_are_meant() -> None:
    assert NAMES.resolve("nurse", CAPABILITY_TYPES, "capability").id == "skill/nurse"  # by its slug
    assert NAMES.resolve("rice", CAPABILITY_TYPES, "capability").id == "method/rice"
    with pytest.raises(AmbiguousName):
        NAMES.resolve("data", CAPABILITY_TYPES, "capability")
    assert NAMES.resolve("data", ("Tool",), "tool").id == "tool/data"
    with pytest.raises(UnknownName):
        NAMES.resolve("RICE", ("Role",), "role")


def test_a_slug_that_two_kinds_share_is_ambiguous_where_both_are_meant() -> None:
    with pytest.raises(AmbiguousName):
        NAMES.resolve("nurse", (), "thing")


@pytest.mark.parametrize("name", ["dta scientst", "nurs", "policy analist"])
def test_an_unknown_name_comes_with_candidates_best_first(name: str) -> None:
    with pytest.raises(UnknownName) as caught:
        role(name)
    best = {"dta scientst": "data scientist", "nurs": "nurse", "policy analist": "policy analyst"}[name]
    assert caught.value.candidates[0][1].casefold() == best
    assert caught.value.candidates[0][0] in str(caught.value)
    assert len(caught.value.candidates) <= 5


@pytest.mark.parametrize("name", ["", "   ", "qqqqqqqqqqqq", "🐙", "role/", "esco:", "http://", "<script>"])
def test_a_name_like_nothing_is_unknown_and_says_where_to_look(name: str) -> None:
    with pytest.raises(UnknownName) as caught:
        role(name)
    assert caught.value.candidates or "rolepath search" in str(caught.value)


def test_search_finds_labels_alternative_labels_and_typing_errors_best_first() -> None:
    assert NAMES.search("nurse", ("Role",))[0].id == "role/nurse"
    assert [(m.id, m.matched) for m in NAMES.search("chief data oficer")][:1] == [("role/head-of-data", "chief data officer")]
    found = NAMES.search("data")
    assert [m.score for m in found] == sorted((m.score for m in found), reverse=True)
    assert len({m.id for m in found}) == len(found)
    assert len(NAMES.search("data", limit=2)) == 2
    assert NAMES.search("") == NAMES.search("qqqqqqqqqq") == []


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.text(max_size=15))
def test_any_text_is_found_or_refused_with_an_error_of_ours(name: str) -> None:
    found: set[str] = set()
    try:
        found = {role(name)}
    except (UnknownName, AmbiguousName) as error:
        found = {identifier for identifier, _ in error.candidates}
    assert found <= {r["id"] for r in PREFERRED}


def test_the_order_of_the_tables_changes_nothing() -> None:
    other = Names(from_rows({"labels": PREFERRED[::-1], "alternative labels": ALTERNATIVE[::-1]}))
    for name in ("nurse", "bakers", "cdo", "policy analysts"):
        assert other.resolve(name, ("Role",), "role") == NAMES.resolve(name, ("Role",), "role")
    assert other.search("data") == NAMES.search("data")


# --- hidden labels, aliases, and roles that are one start ------------------------------------------------

LABELS = [
    row("role/pm", "Product manager"),
    row("role/designer", "Designer"),
    row("esco:occupation/1", "software developer"),
    row("esco:occupation/2", "web developer"),
    row("esco:occupation/3", "product manager"),
    row("onet:1", "Software Developers"),
    row("unit/data", "Data", "Unit"),
    row("skill/data", "Data", "Skill"),
    row("unit/tables", "Tables", "Unit"),
]
OTHERS = [
    row("role/pm", "PM"),
    row("onet:1", "PM"),
    row("esco:occupation/1", "developer"),
    row("esco:occupation/2", "developer"),
    row("esco:occupation/1", "coder"),
    row("onet:1", "coder"),
    row("role/designer", "product person") | {"hidden": "yes"},
    row("role/pm", "pdm") | {"hidden": "yes"},
    row("esco:occupation/2", "pdm"),
]
TWINS = [
    {"role": a, "twin": b} for pair in (("esco:occupation/1", "onet:1"), ("role/pm", "esco:occupation/3")) for a, b in (pair, pair[::-1])
]


def resolved(name: str, *aliases: tuple[str, str], twins: bool = True, types: tuple[str, ...] = ("Role",)) -> str:
    rows = {"labels": LABELS, "alternative labels": OTHERS, "aliases": [{"id": i, "label": label} for i, label in aliases]}
    return Names(from_rows(rows | {"twins": TWINS if twins else []})).resolve(name, types, "thing").id


def test_a_hidden_label_finds_its_thing_after_the_alternative_ones_and_is_not_shown() -> None:
    assert resolved("product persons") == "role/designer"
    assert resolved("PDM") == "esco:occupation/2"  # an alternative label goes before a hidden one
    names = Names(from_rows({"labels": LABELS, "alternative labels": OTHERS}))
    assert {m.matched for m in names.search("product person") if m.id == "role/designer"} <= {"Designer"}


def test_our_own_labels_go_before_those_of_classifications() -> None:
    assert resolved("PM") == "role/pm"
    with pytest.raises(AmbiguousName):
        resolved("developer")
    assert resolved("developer", ("esco:occupation/1", "developer")) == "esco:occupation/1"


def test_roles_that_are_one_start_count_as_one_and_the_first_of_them_is_taken() -> None:
    assert resolved("coder") == "esco:occupation/1"
    with pytest.raises(AmbiguousName):
        resolved("coder", twins=False)


def test_a_capability_goes_before_a_unit_of_its_name_and_a_unit_is_found_by_its_own() -> None:
    assert resolved("data", types=CAPABILITY_TYPES) == "skill/data"
    assert resolved("Tables", types=CAPABILITY_TYPES) == "unit/tables"


# --- the packaged names ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["Data Scientist", "data scientists", "AI Product Manager", "ai product managers", "software developer", "traditional product manager"],
)
def test_the_names_of_the_readme_are_found(kg: KnowledgeGraph, name: str) -> None:
    assert kg.role(name).label.casefold() == name.casefold().removesuffix("s")


def test_every_packaged_thing_is_found_by_its_identifier_and_iri(kg: KnowledgeGraph) -> None:
    for found in kg.planning.roles.values():
        assert kg.role(found.id) == kg.role(vocab.iri(found.id)) == found


def test_every_preferred_label_names_its_thing_or_is_ambiguous_by_name(kg: KnowledgeGraph) -> None:
    for things, find in ((kg.planning.roles, kg.role), (kg.planning.capabilities, kg.capability)):
        for thing in things.values():
            try:
                found = {find(thing.label).id}
            except AmbiguousName as error:
                found = {identifier for identifier, _ in error.candidates}
            same = {t.id for t in things.values() if t.label.casefold().replace("-", " ") == thing.label.casefold().replace("-", " ")}
            assert found <= same | {t.id for t in things.values() if t.id.rpartition("/")[2] == thing.label.casefold()}
            assert thing.id in found or any(not other.startswith(("esco:", "onet:")) for other in found)


def test_ours_goes_before_a_thing_of_a_classification_with_the_same_local_name() -> None:
    rows = [{"id": i, "label": label, "type": "rp:Tool"} for i, label in (("tool/python", "Python"), ("onet:technology/python", "Python"))]
    names = Names(from_rows({"labels": rows, "alternative labels": []}))
    assert names.resolve("python", ("Tool",), "capability").id == "tool/python"


def test_a_long_list_of_candidates_is_cut_and_says_where_the_rest_is() -> None:
    rows = [{"id": f"esco:skill/{n}", "label": "cook", "type": "rp:Skill"} for n in range(30)]
    with pytest.raises(AmbiguousName) as caught:
        Names(from_rows({"labels": rows, "alternative labels": []})).resolve("cook", ("Skill",), "capability")
    said = str(caught.value)
    assert said.startswith("“cook” fits 30 capabilities")
    assert said.endswith("and 15 more; `rolepath search 'cook'` looks in all labels")
    assert len(said.splitlines()) == 17


def test_where_an_alternative_label_fits_several_those_with_the_words_in_their_own_label_are_proposed_too() -> None:
    labels = [
        ("onet:1", "Registered Nurses"),
        ("onet:2", "Acute Care"),
        ("esco:occupation/1", "nurse for general care"),
        ("esco:occupation/2", "nursery"),
    ]
    rows = [{"id": i, "label": label, "type": "rp:Role"} for i, label in labels]
    others = [{"id": i, "label": "Nurse", "type": "rp:Role"} for i in ("onet:1", "onet:2")]
    with pytest.raises(AmbiguousName) as caught:
        Names(from_rows({"labels": rows, "alternative labels": others})).resolve("nurse", ("Role",), "role")
    assert {identifier for identifier, _ in caught.value.candidates} == {"onet:1", "onet:2", "esco:occupation/1"}


def test_bytes_that_are_no_text_fit_nothing_and_the_message_says_what_can_be_imported(kg: KnowledgeGraph) -> None:
    with pytest.raises(UnknownName) as caught:
        kg.role(b"\xff".decode(errors="surrogateescape"))
    str(caught.value).encode()
    assert str(caught.value).endswith("can be added: rolepath import --help.")
    with pytest.raises(UnknownName) as caught:
        kg.capability("no such skill")
    assert "import" not in str(caught.value)
