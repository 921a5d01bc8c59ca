"""Record → RDF → record, for every kind of record that the format allows and for every packaged one."""

from __future__ import annotations

import datetime
import typing
from collections import defaultdict
from decimal import Decimal
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolepath import model, vocab
from rolepath.catalog.folders import Located
from rolepath.catalog.inputs import packaged
from rolepath.planning.derivation import REACH_STATED
from rolepath.rdf.dataset import read_context, to_quads
from rolepath.rdf.terms import Reader, from_records
from rolepath.service.making import fitting

# --- any record, from the types of its model ------------------------------------------------------------

ODD = ["a/0", "role/x-1.2/b", "esco:skill/00b9a3aa-7070", "onet:29-1141.00", "onet:2.A.1.a", "esco:A_b.C-d/-", "z/0.0-0", "esco:0"]
IDS = st.sampled_from(ODD) | st.integers(0, 999).map(lambda n: f"skill/{n}")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
SHARES = st.decimals("0.0001", 1, places=4)
NUMBERS = st.decimals(-(10**9), 10**9, places=4) | st.integers(-(10**15), 10**15).map(Decimal)
AMOUNTS = st.decimals(0, 10**6, places=3)
DATES = st.dates(datetime.date(1000, 1, 1))
SHAS = st.integers(0, 2**256 - 1).map(lambda n: f"{n:064x}")
URLS = TEXTS.map(lambda text: f"https://{text}")


def values(annotation: Any) -> st.SearchStrategy[Any]:
    """Values of a field, from its type."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if annotation == model.Ref:
        return IDS
    if annotation == model.Sha256:
        return SHAS
    if annotation == model.Share:
        return SHARES
    if annotation == model.Number:
        return NUMBERS
    if annotation in (str, model.Text):
        return TEXTS
    if annotation is bool:
        return st.booleans()
    if annotation is int:
        return st.integers(1, 5)
    if annotation is model.Condition:
        return CONDITIONS
    if annotation is model.Member:
        return MEMBERS
    if annotation in (model.Hours, model.Price):
        return amounts(annotation)
    if origin is typing.Literal:
        return st.sampled_from(arguments)
    if origin is tuple:
        return st.lists(values(arguments[0]), max_size=3, unique=True).map(tuple)
    if arguments and arguments[-1] is type(None):
        return st.none() | values(arguments[0])
    if origin is typing.Annotated:
        return values(arguments[0])
    if annotation is datetime.date:
        return DATES
    raise TypeError(f"no values known for {annotation}")


LEAVES = st.one_of(
    st.builds(lambda c, level: {"capability": c, "level": level}, IDS, st.none() | SHARES),
    st.builds(lambda p: {"program": p}, IDS),
    st.builds(lambda r: {"role": r}, IDS),
    st.builds(lambda d: {"degree": d}, TEXTS),
    st.builds(lambda y: {"years": y}, st.decimals("0.1", 50, places=1)),
    st.just({"all_of": []}),
)


def nested(inner: st.SearchStrategy[dict]) -> st.SearchStrategy[dict]:
    parts = st.lists(inner, min_size=1, max_size=3)
    at_least = parts.flatmap(lambda of: st.integers(1, len(of)).map(lambda n: {"at_least": n, "of": of}))
    return parts.map(lambda p: {"all_of": p}) | parts.map(lambda p: {"any_of": p}) | at_least


MEMBERS = st.builds(lambda c, part: {"capability": c, "part": part}, IDS, st.integers(1, 9)) | st.builds(
    lambda cs: {"any_of": cs}, st.lists(IDS, min_size=2, max_size=3, unique=True).map(tuple)
)


def amounts(cls: type[model.Model]) -> st.SearchStrategy[dict[str, Any]]:
    currency = {"currency": "EUR"} if cls is model.Price else {}
    return st.tuples(AMOUNTS, AMOUNTS).map(lambda ends: {"low": min(ends), "high": max(ends)} | currency)


CONDITIONS = st.recursive(LEAVES, nested, max_leaves=5)
WORDS = st.lists(st.text(st.characters(exclude_categories=["Cs", "Z", "Cc"]), min_size=1, max_size=5), min_size=1, max_size=8).map(" ".join)
OVERRIDES: dict[tuple[str, str], st.SearchStrategy[Any]] = {
    ("Observation", "as_of"): st.none() | DATES.map(lambda d: f"{d:%Y}-{d:%m}"[: 4 + 3 * (d.day % 2)]).map(lambda text: text.rjust(4, "0")),
    ("Program", "url"): st.none() | URLS,
    ("Source", "url"): st.none() | URLS,
    ("Assumption", "unit"): st.sampled_from(["hours", "months", "USD"]),
    ("Licence", "applies_to"): st.lists(IDS, min_size=1, max_size=3, unique=True).map(tuple),
    ("Resource", "units"): st.lists(IDS, min_size=1, max_size=3, unique=True).map(lambda units: ("unit/first", *units)),
    ("Resource", "first_for"): st.sampled_from([(), ("unit/first",)]),
    ("Resource", "url"): URLS,
    ("Resource", "language"): st.sampled_from(["en", "de"]),
    ("Unit", "members"): st.lists(MEMBERS, min_size=1, max_size=3),
    ("Rating", "importance"): AMOUNTS,
    ("Rating", "rated_level"): st.none() | AMOUNTS,
}
MUST_SAY_SO = ("Requirement", "Transition")  # a requirement needs modalities; neither may be denied by all


@st.composite
def evidence(draw: st.DrawFn, on: str | None, modality: bool) -> dict[str, Any]:
    body: dict[str, Any] = {"on": on} if on else {}
    body["attributed_to"] = draw(st.none() | IDS)
    how = draw(
        st.sampled_from(["must", "should", "does", "example", "mentions"])
        if modality
        else st.none() | st.sampled_from(typing.get_args(model.Modality))
    )
    body["modality"] = how
    match draw(st.sampled_from(sorted(model.EVIDENCE_KINDS))):
        case "passage":
            words, start = draw(WORDS), draw(st.integers(0, 10**6))
            return body | {"source": draw(IDS), "start": start, "end": start + len(words), "words": words}
        case "record":
            return body | {"source": draw(IDS), "file": draw(TEXTS), "key_in_file": draw(TEXTS)}
        case "quotation":
            quote, says = draw(st.sampled_from([(WORDS, st.none()), (st.none(), TEXTS), (WORDS, TEXTS)]))
            return body | {"source": draw(IDS), "quote": draw(quote), "says": draw(says)}
        case "count":
            n, of = sorted((draw(st.integers(0, 10**6)), draw(st.integers(1, 10**6))))
            counted = {"counted": draw(TEXTS), "period": draw(st.none() | TEXTS), "region": draw(st.none() | TEXTS)}
            return body | counted | {"source": draw(IDS), "n": n, "of": of}
        case _:
            return body | {"reason": draw(TEXTS)}


@st.composite
def records(draw: st.DrawFn, cls: type[model.Record] | type[model.Source] | type[model.Assumption]) -> model.AnyRecord:
    """A record of a kind, with every field that its model has, and evidence for what needs it."""
    hints = typing.get_type_hints(cls, include_extras=True)
    body: dict[str, Any] = {}
    for name in cls.model_fields:
        if name != "evidence":
            body[name] = draw(OVERRIDES.get((cls.__name__, name), values(hints[name])))
    match cls.__name__:
        case "Requirement":
            alone = draw(st.booleans())
            body["capability"] = draw(IDS) if alone else None
            body["any_of"] = None if alone else tuple(draw(st.lists(IDS, min_size=2, max_size=3, unique=True)))
        case "Transition":
            body["to_role"] = draw(IDS.filter(lambda i: i != body["from_role"]))
        case "Observation":
            low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
            body["low"], body["high"] = draw(st.sampled_from([(low, high), (low, None), (None, high), (low, low)]))
        case "Assumption":
            body["low"], body["high"] = sorted((draw(AMOUNTS), draw(AMOUNTS)))
    if "evidence" in cls.model_fields:
        needed = [f for f in cls.FACTS if body[f] not in (None, ())]
        others = [name for name, value in body.items() if value not in (None, ()) and name not in ("id", "evidence")]
        on = [None, *needed, *draw(st.lists(st.none() | st.sampled_from(others), max_size=2))]
        found = [draw(evidence(o, cls.__name__ in MUST_SAY_SO)) for o in on]
        body["evidence"] = found
    record = cls.model_validate(body)
    keys = {(e.on, e.key) for e in record.evidence}
    unique = [next(e for e in record.evidence if (e.on, e.key) == key) for key in sorted(keys, key=str)]
    return record.model_copy(update={"evidence": tuple(unique)}) if "evidence" in cls.model_fields else record


# --- there and back -------------------------------------------------------------------------------------

CONTEXT = read_context(packaged("ontology"))
WITH_A_NODE = tuple(cls for cls in model.RECORDS if cls is not model.Names)
"""Further names of a thing stand on that thing's own node, and can't be told from its others."""


def reader(quads: list[ox.Quad]) -> Reader:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if quad.graph_name.value != vocab.ONTOLOGY:
            found[quad.subject.value][quad.predicate.value].append(quad.object.value)
    return Reader(CONTEXT, {s: {p: tuple(sorted(objects)) for p, objects in ps.items()} for s, ps in found.items()})


def plain(record: model.AnyRecord) -> dict[str, Any]:
    """A record as data, its lists sorted, since RDF keeps no order; members and the parts of a condition keep theirs."""
    body = record.model_dump(mode="json")
    for name, value in body.items():
        if isinstance(value, list) and name != "members":
            body[name] = sorted(value, key=repr)
    for member in body.get("members", ()):
        member["any_of"] = sorted(member["any_of"]) if member["any_of"] else None
    return body


def test_further_names_stand_on_the_thing_itself_with_their_evidence() -> None:
    names = model.Names(
        id="esco:occupation/1", alt_labels=("one",), hidden_labels=("uno",), evidence=[model.Reason(reason="x", on="alt_labels")]
    )
    said = {
        (q.predicate.value, q.object.value)
        for q in to_quads(from_records([names], {}, {}), packaged("ontology"))
        if "graph/ontology" not in str(q)
    }
    thing = vocab.ESCO + "occupation/1"
    assert {(vocab.SKOS + "altLabel", "one"), (vocab.SKOS + "hiddenLabel", "uno"), (vocab.RP + "supports", thing)} <= said
    assert (vocab.TYPE, vocab.RP + "Names") not in said


@pytest.mark.parametrize("cls", WITH_A_NODE, ids=lambda cls: cls.KIND)
@settings(derandomize=True, deadline=None, max_examples=12)
@given(data=st.data())
def test_a_record_comes_back_from_rdf(cls: Any, data: st.DataObject) -> None:
    record = data.draw(records(cls))
    quads = to_quads(from_records([record], {}, {}), packaged("ontology"))
    assert plain(reader(quads).record(vocab.iri(record.key))) == plain(record)


@pytest.mark.parametrize("cls", WITH_A_NODE, ids=lambda cls: cls.KIND)
@settings(derandomize=True, deadline=None, max_examples=3)
@given(data=st.data())
def test_a_record_comes_back_from_a_store(cls: Any, data: st.DataObject) -> None:
    """A store keeps numbers by value, so 0.50 comes back as 0.5."""
    record = data.draw(records(cls))
    store = ox.Store()
    store.extend(to_quads(from_records([record], {}, {}), packaged("ontology")))
    assert plain(reader(list(store)).record(vocab.iri(record.key))) == plain(record)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(data=st.data())
def test_what_the_models_write_as_json_they_read(data: st.DataObject) -> None:
    cls: Any = data.draw(st.sampled_from(model.RECORDS))
    record = data.draw(records(cls))
    assert cls.model_validate_json(record.model_dump_json(exclude_none=True)) == record


def test_every_packaged_record_comes_back_from_the_dataset(quads: list[ox.Quad], records: list[Located]) -> None:
    """What the rules derived, such as the level of a teaching, is not part of a record and stays behind."""
    back = reader(quads)
    kept = fitting([item.record for item in records], ox.Store())  # without what is said of things that only an import brings
    named = {record.id for record in kept if isinstance(record, model.Names)}
    alone = [record for record in kept if not isinstance(record, model.Names) and record.key not in named]
    differ = [record.key for record in alone if plain(back.record(vocab.iri(record.key))) != plain(record)]
    assert differ == []


def test_a_derived_level_is_told_from_a_stated_one(quads: list[ox.Quad], records: list[Located]) -> None:
    rules = {q.subject.value: q.object.value for q in quads if q.predicate.value == vocab.RP + "rule"}
    for item in records:
        if isinstance(item.record, model.Teaching):
            assert (rules.get(vocab.iri(item.record.key)) == REACH_STATED) is (item.record.level is not None)
