"""Profile files: what may stand in one, every mistake with its line, names resolved, and files changed without losing a comment."""

from __future__ import annotations

import datetime
import json
import os
import re
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rolepath.errors import InvalidProfile, WrongUse
from rolepath.rdf.compiled import from_rows
from rolepath.rdf.lookup import Names
from rolepath.service import profile_file
from rolepath.service.profile_edit import HEAD, add, changed_text, new_profile, remove, to_yaml
from rolepath.service.profile_file import ProfileFile, check_names, parse_profile, read_profile
from rolepath.service.resolved import Resolved
from rolepath.service.schemas import profile_schema

thorough = settings(derandomize=True, deadline=None, max_examples=100)

# --- any profile, and a small graph of names ----------------------------------------------------------------------------

ODD = [
    "yes", "no", "on", "null", "~", "true", "1", "0x1F", "1_000", "1.5", ".nan", "2026-01-01", "12:30", "=", "<<", "- a", "-", "? a",
    "a: b", "#x", "a #b", "*x", "&x", "!x", "!!str x", "[", "]", "{}", "@", "`", "%", "'", '"', "a'b\"c", "|", ">", ",", "C++", "C#", "née",
    "日本", "x" * 200, "\U0001f600", "a,b", "{a: b}", "...", "---", "key:", ": x", "50%", "\\n", "a=b", "R",
]  # fmt: skip
NAMES = st.sampled_from(ODD) | st.text(min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(
    lambda text: bool(text) and text.isprintable()
)
LEVELS = st.decimals("0.001", 1, places=3)


def _lists(names: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(names, max_size=4, unique_by=str.casefold)


@st.composite
def profiles(draw: st.DrawFn, names: st.SearchStrategy[str] = NAMES) -> ProfileFile:
    """Any profile that doesn't contradict itself."""
    lists = {name: draw(_lists(names)) for name in ("roles", "lack", "programs", "licences", "avoid", "must")}
    levels = {name: draw(LEVELS) for name in draw(_lists(names))}
    held = {name.casefold() for name in (*levels, *lists["lack"])}
    answers = {name: draw(st.sampled_from(["yes", "some", "no"])) for name in draw(_lists(names)) if name.casefold() not in held}
    for one, other in (("lack", levels), ("must", lists["avoid"])):
        there = {name.casefold() for name in other}
        lists[one] = [name for name in lists[one] if name.casefold() not in there]
    amounts = st.decimals(0, 10**6, places=2)
    start = draw(st.none() | st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)))
    content: dict[str, Any] = {
        "name": draw(st.none() | names),
        **lists,
        "capabilities": levels,
        "confirmed": answers,
        "degrees": draw(st.lists(st.sampled_from(["bachelor", "master", "doctorate"]), unique=True)),
        "years": draw(st.none() | st.decimals(0, 100, places=1)),
        "hours_per_week": draw(st.none() | st.decimals("0.5", 168, places=1)),
        "budget": draw(st.none() | amounts | amounts.map(lambda amount: f"{amount} EUR")),
        "currency": draw(st.none() | st.sampled_from(["USD", "EUR"])),
        "deadline": draw(st.none() | st.decimals("0.1", 1000, places=1) | st.dates(datetime.date(2100, 1, 2), datetime.date(2200, 1, 1))),
        "start": start,
        "target": draw(st.none() | names),
    }
    return ProfileFile.model_validate({name: value for name, value in content.items() if value is not None})


LABELS = [
    ("role/clerk", "Clerk", "rp:Role"),
    ("role/chief-clerk", "Chief clerk", "rp:Role"),
    ("esco:occupation/1", "porter", "rp:Role"),
    ("tool/abacus", "Abacus", "rp:Tool"),
    ("skill/sums-1", "Sums", "rp:Skill"),
    ("skill/sums-2", "Sums", "rp:Skill"),
    ("skill/filing", "Filing", "rp:Skill"),
    ("unit/bookkeeping", "Bookkeeping", "rp:Unit"),
    ("program/school", "School", "rp:Program"),
    ("project/ledger", "Ledger", "rp:Project"),
]
ALSO = [("tool/abacus", "counting frame", "rp:Tool"), ("skill/filing", "paperwork", "rp:Skill"), ("skill/sums-1", "paperwork", "rp:Skill")]
KG: Any = SimpleNamespace(
    names=Names(
        from_rows(
            {
                "labels": [{"id": i, "label": label, "type": kind} for i, label, kind in LABELS],
                "alternative labels": [{"id": i, "label": label, "type": kind} for i, label, kind in ALSO],
            }
        )
    )
)
"""A graph that knows only names: “Sums” and “paperwork” fit two things, “counting frame” is the abacus."""


# --- round trips ------------------------------------------------------------------------------------------------------


@thorough
@given(profiles())
def test_a_profile_written_and_read_is_the_same(profile: ProfileFile) -> None:
    text = to_yaml(profile.given())
    assert parse_profile(text, "me.yaml") == profile
    assert to_yaml(parse_profile(text, "me.yaml").given()) == text
    assert ProfileFile.model_validate(profile.model_dump(mode="json", exclude_none=True)) == profile


@thorough
@given(profiles())
def test_what_is_written_is_as_the_published_schema_says(profile: ProfileFile) -> None:
    for name, value in (yaml.load(to_yaml(profile.given()), profile_file.Loader) or {}).items():
        assert fits(value, FIELDS_OF_SCHEMA[name]), (name, value)


FIELDS_OF_SCHEMA: dict[str, Any] = profile_schema()["properties"]


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """Whether a value is as a JSON Schema of the keywords that ours uses says; one that this doesn't know is an error."""
    assert not schema.keys() - {
        "anyOf", "type", "enum", "pattern", "minimum", "maximum", "exclusiveMinimum", "minLength", "maxLength", "items", "maxItems",
        "uniqueItems", "additionalProperties", "propertyNames", "maxProperties", "format", "title", "description", "default",
    }  # fmt: skip
    if "anyOf" in schema:
        return any(fits(value, part) for part in schema["anyOf"])
    types = {"object": dict, "array": list, "string": str, "number": int | float, "null": type(None)}
    wanted = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", list(types))
    if not any(isinstance(value, types[name]) for name in wanted) or isinstance(value, bool):
        return False
    if isinstance(value, str):
        long = schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 10**6)
        return long and value in schema.get("enum", [value]) and bool(re.search(schema.get("pattern", ""), value))
    if isinstance(value, int | float):
        return schema.get("minimum", value) <= value <= schema.get("maximum", value) and value > schema.get("exclusiveMinimum", -1)
    if isinstance(value, list):
        return all(fits(item, schema["items"]) for item in value) and (len(set(value)) == len(value) or not schema.get("uniqueItems"))
    return all(fits(name, schema["propertyNames"]) and fits(item, schema["additionalProperties"]) for name, item in (value or {}).items())


@pytest.mark.parametrize(
    "field",
    [{"years": -1}, {"years": 101}, {"hours_per_week": 0}, {"hours_per_week": 169}, {"capabilities": {"SQL": 0}}, {"roles": "clerk"},
     {"capabilities": {"SQL": 1.1}}, {"capabilities": {"SQL": None}}, {"budget": -1}, {"budget": "much"}, {"deadline": 0},
     {"confirmed": {"SQL": "perhaps"}}, {"confirmed": {"SQL": None}}, {"confirmed": ["SQL"]},
     {"degrees": ["BSc"]}, {"deadline": "soon"}, {"roles": [5]}, {"roles": [""]}, {"currency": "euro"}, {"roles": ["a", "a"]}, {"name": 5}],
    ids=str,
)  # fmt: skip
def test_the_published_schema_refuses_what_reading_refuses(field: dict[str, Any]) -> None:
    ((name, value),) = field.items()
    with pytest.raises(InvalidProfile):
        parse_profile(json.dumps(field), "me.yaml")
    assert not fits(value, FIELDS_OF_SCHEMA[name])


@thorough
@given(profiles(), profiles())
def test_a_changed_text_says_what_it_is_to_say(before: ProfileFile, after: ProfileFile) -> None:
    assert parse_profile(changed_text(to_yaml(before.given()), before, after), "") == after


@thorough
@given(profiles(), profiles(), st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_comments_and_order_stay_where_items_are_added_removed_and_changed(
    before: ProfileFile, wanted: ProfileFile, backwards: bool, ending: str
) -> None:
    old = dict(reversed(before.given().items())) if backwards else before.given()
    after = ProfileFile.model_validate({name: _nearer(name, old, wanted.given()) for name in old})
    lines = to_yaml(old).splitlines()
    text = "".join(f"# {number}{ending}{line}{ending}" for number, line in enumerate(lines)) + "# end"
    changed = changed_text(text, before, after)
    assert parse_profile(changed, "") == after
    assert re.findall(r"^# .*", changed, re.MULTILINE) == re.findall(r"^# .*", text, re.MULTILINE)
    assert list(yaml.load(changed, profile_file.Loader) or {}) == list(old)


def _nearer(name: str, old: dict[str, Any], wanted: dict[str, Any]) -> Any:
    """A field changed to what another profile says, its old items first in their old order; as it was where that can't stand."""
    held = {"lack", "capabilities", "confirmed"}
    others = {"must": {"avoid"}, "avoid": {"must"}}.get(name, held - {name} if name in held else set())
    if name not in wanted or others & old.keys() or name in ("start", "deadline"):
        return old[name]
    if isinstance(old[name], tuple):
        return (*(item for item in old[name] if item in wanted[name]), *(item for item in wanted[name] if item not in old[name]))
    return wanted[name]


# --- mistakes ---------------------------------------------------------------------------------------------------------

MISTAKES = """\
name: 5  #! expected a name, not 5
roles: data scientist  #! a list of roles, such as [data scientist]
capabilities:
  Python: 1.5  #! the level of “Python” must be a number above 0 and at most 1
  SQL: 0  #! the level of “SQL”
  R: -0.5  #! the level of “R”
  Rust: .nan  #! the level of “Rust”
  Go: much  #! the level of “Go”
  Java: true  #! the level of “Java”
  C:  #! the level of “C” must be a number above 0 and at most 1, such as 0.5, not nothing
  python: 0.5  #! “python” stands here twice
lack:
  - sql  #! “sql” stands in capabilities too
  - Excel
  - [nested]  #! expected a name, not ['nested']
  - EXCEL  #! “EXCEL” stands here twice
  - 7  #! put it in quotes if it is one
  - ""  #! 1 to 200 characters
  - "\\e[31mred"  #! holds a character that can't be shown
confirmed:
  Docker: perhaps  #! the answer about “Docker” is yes, some or no, not 'perhaps'
  Go language: yes
  r: no  #! “r” stands in capabilities too
  excel: some  #! “excel” stands in lack too
programs: {MBA: true}  #! a list of programs
degrees: [bachelor, PhD]  #! a degree is bachelor, master or doctorate, not 'PhD'
years: -2  #! a number of years from 0 to 100
licences: 3  #! a list of roles whose licence you hold
hours_per_week: -5  #! from 0.1 to 168
budget: -500 USD  #! 0 or more
currency: dollars  #! three letters
start: 2026-06-01
deadline: 2026-05-01  #! 2026-05-01 must be later than the start 2026-06-01
avoid: [MBA, Kubernetes]
must:
  - mba  #! “mba” stands in avoid too
target: [AI product manager]  #! expected a name
hours_a_week: 10  #! unknown field; did you mean hours_per_week?
Licenses: []  #! unknown field; did you mean licences?
xyzzy: 1  #! unknown field; there are name, roles,
"""


def expected(text: str) -> list[tuple[int, str]]:
    """(line, some words) of every problem that a comment in a text announces."""
    return [(n, line.rpartition("#!")[2].strip()) for n, line in enumerate(text.splitlines(), 1) if "#!" in line]


def problems_of(text: str) -> list[tuple[int, str]]:
    with pytest.raises(InvalidProfile) as refused:
        parse_profile(text, "me.yaml")
    assert {problem.path for problem in refused.value.problems} == {"me.yaml"}
    assert all(line.isprintable() for line in str(refused.value).splitlines())
    return [(problem.line, problem.message) for problem in refused.value.problems]


def test_every_mistake_is_said_at_once_at_its_line_with_its_cure() -> None:
    found = problems_of(MISTAKES)
    assert [line for line, _ in found] == [line for line, _ in expected(MISTAKES)]
    for (line, message), (_, words) in zip(found, expected(MISTAKES), strict=True):
        assert words in message, (line, message)


STRANGE = {
    "anchor": ("roles: &all [clerk]\n", 1, "&all"),
    "alias": ("roles: &all [clerk]\nlack: *all\n", 2, "*all"),
    "billion laughs": ("a: &a [x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n", 3, "&c"),
    "tag": ("name: !!str Ada\n", 1, "tag"),
    "python object": ("name: !!python/object/apply:os.getcwd []\n", 1, "python"),
    "binary": ("name: !!binary aGk=\n", 1, "tag"),
    "merge": ("<<: {name: Ada}\n", 1, "plain word"),
    "deep list": ("roles: " + "[" * 50_000, 1, "nested too deep"),
    "deep mapping": ("roles: " + "{a: " * 10_000, 1, "nested too deep"),
    "key twice": ("name: Ada\nname: Bob\n", 2, "stands twice"),
    "number as key": ("capabilities:\n  5: 0.5\n", 2, "plain word"),
    "list as key": ("? [a]\n: 1\n", 1, "plain word"),
    "list": ("- clerk\n", 1, "expected fields"),
    "word": ("clerk\n", 1, "expected fields"),
    "number": ("5", 1, "expected fields"),
    "two documents": ("name: Ada\n---\nname: Bob\n", 2, "another document"),
    "never closed": ("roles: [clerk\n", 2, "can't be read"),
    "tab": ("roles:\n\t- clerk\n", 2, "can't be read"),
    "directive": ("%FOO bar\n", 0, ""),
    "null character": ("name: A\0da\n", 0, ""),
    "long number": ("years: " + "9" * 5000, 0, "digits"),
    "many names": (f"roles: {[f'r{n}' for n in range(501)]}", 1, "at most 500"),
    "many capabilities": (f"capabilities: {dict.fromkeys((f'r{n}' for n in range(501)), 1)}", 1, "at most 500"),
}


@pytest.mark.parametrize("name", STRANGE)
def test_what_yaml_allows_and_a_profile_does_not_is_said_and_never_built(name: str) -> None:
    text, line, words = STRANGE[name]
    found = problems_of(text)
    assert any((line or at) == at and words in message for at, message in found), found


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n", "{}", "null", "~", "---\n", "roles:\nbudget:\n", "\ufeff# a mark\n"])
def test_a_file_that_says_nothing_is_someone_who_brings_nothing(text: str, tmp_path: Path) -> None:
    (tmp_path / "me.yaml").write_text(text, encoding="utf-8")
    assert read_profile(tmp_path / "me.yaml") == ProfileFile()
    assert check_names(ProfileFile(), KG) == Resolved()


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("garbage") / "me.yaml"


YAMLISH = st.text(st.sampled_from("abc:-[]{},#&*!|>'\"%@` \n\t?~<=0.5\\éx"), max_size=60)
FIELDS = st.sampled_from([*ProfileFile.model_fields, "x", ""])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=5), below, max_size=3),
    max_leaves=6,
)


@thorough
@given(st.binary(max_size=200) | YAMLISH.map(str.encode) | st.dictionaries(FIELDS, VALUES, max_size=5).map(yaml.safe_dump).map(str.encode))
def test_any_bytes_are_a_profile_or_are_refused_with_the_name_of_the_file(scratch: Path, raw: bytes) -> None:
    scratch.write_bytes(raw)
    refused: InvalidProfile | None = None
    try:
        found = read_profile(scratch)
    except InvalidProfile as error:
        refused = error
    if refused is None:
        assert parse_profile(to_yaml(found.given()), "") == found
    else:
        assert refused.problems
        assert all(problem.path.endswith("me.yaml") and problem.message for problem in refused.problems)
        assert all(line.isprintable() for line in str(refused).splitlines())


def test_a_file_that_cannot_be_read_is_said_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "latin.yaml").write_bytes("name: Zoë".encode("latin-1"))
    (tmp_path / "wide.yaml").write_bytes("name: Ada".encode("utf-16"))
    (tmp_path / "huge.yaml").write_bytes(b"#" * (profile_file.MOST_BYTES + 1))
    (tmp_path / "around").symlink_to("around")
    words = {"missing.yaml": "no such file", "folder": "directory", "latin.yaml": "UTF-8", "wide.yaml": "UTF-8", "huge.yaml": "256 KiB"}
    for name, said in {**words, "around": "", "a\0b": "", "x" * 5000: "", "latin.yaml/x": ""}.items():
        with pytest.raises(InvalidProfile) as refused:
            read_profile(tmp_path / name)
        (problem,) = refused.value.problems
        assert problem.path.endswith(name)
        assert said in problem.message
    with pytest.raises(InvalidProfile, match="256 KiB"):
        read_profile(Path("/dev/zero"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_said_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "me.yaml").touch(mode=0)
    with pytest.raises(InvalidProfile, match=r"me\.yaml: the file can't be read"):
        read_profile(tmp_path / "me.yaml")


def test_a_profile_made_in_python_is_held_to_the_same_rules() -> None:
    for wrong in ({"roles": ["a", "A"]}, {"lack": ["a"], "capabilities": {"a": 1}}, {"start": "2026-01-01", "deadline": "2026-01-01"}):
        with pytest.raises(ValueError, match=r"twice|too|later"):
            ProfileFile.model_validate(wrong)


# --- names ------------------------------------------------------------------------------------------------------------


def test_names_become_identifiers_and_numbers_their_units() -> None:
    text = """\
name: Ada
roles: [clerks, porter]
capabilities: {counting frame: 0.0004, skill/sums-1: 0.3335}
lack: [Filing]
confirmed: {bookkeeping: yes, sums-2: no}
programs: [school]
degrees: [master]
years: 2.5
licences: [chief clerk]
hours_per_week: 7.5
budget: 500
currency: eur
deadline: 18 months
start: 2026-01-01
avoid: [Ledger, filing]
must: [SCHOOL]
target: chief clerk
"""
    assert check_names(parse_profile(text, "me.yaml"), KG) == Resolved(
        name="Ada",
        roles=("role/clerk", "esco:occupation/1"),
        have={"tool/abacus": 1, "skill/sums-1": 334, "unit/bookkeeping": None},
        lack=("skill/filing", "skill/sums-2"),
        confirmed={"unit/bookkeeping": "yes", "skill/sums-2": "no"},
        programs=("program/school",),
        degrees=("master",),
        years=2.5,
        licences=("role/chief-clerk",),
        hours_per_week=7.5,
        budget=(Decimal(500), "EUR"),
        currency="EUR",
        deadline=18.0,
        start=datetime.date(2026, 1, 1),
        avoid=("project/ledger", "skill/filing"),
        must=("program/school",),
        target="role/chief-clerk",
    )


def test_some_of_a_thing_is_neither_held_in_full_nor_lacked() -> None:
    found = check_names(ProfileFile.model_validate({"confirmed": {"Abacus": "some"}}), KG)
    assert (found.have, found.some, found.lack) == ({}, ("tool/abacus",), ())
    with pytest.raises(InvalidProfile, match="“counting frame” and “Abacus” in capabilities are both tool/abacus"):
        check_names(ProfileFile.model_validate({"confirmed": {"counting frame": "some"}, "capabilities": {"Abacus": 1}}), KG)


@thorough
@given(st.lists(LEVELS, min_size=1, max_size=1))
def test_a_level_is_kept_to_the_thousandth(levels: list[Decimal]) -> None:
    profile = ProfileFile.model_validate({"capabilities": {"Abacus": levels[0]}})
    assert check_names(profile, KG).have == {"tool/abacus": levels[0] * 1000}


@pytest.mark.parametrize(("budget", "said"), [("5 INR", "INR"), ("5", "EUR")])
def test_a_budget_without_a_currency_is_meant_in_that_of_the_profile(budget: str, said: str) -> None:
    assert check_names(ProfileFile.model_validate({"budget": budget, "currency": "EUR"}), KG).budget == (Decimal(5), said)
    assert check_names(ProfileFile.model_validate({"budget": 5}), KG).budget == (Decimal(5), None)


NAMELESS = """\
roles: [Klerk]  #! near are role/clerk (Clerk)
capabilities:
  Sums: 0.5  #! “Sums” fits skill/sums-1 (Sums), skill/sums-2 (Sums); name one by its identifier
  Abacus: 0.5
  clerk: 0.5  #! no capability is called “clerk”
  counting frame: 0.7  #! “Abacus” and “counting frame” are both tool/abacus
lack:
  - tool/abacus  #! “tool/abacus” and “Abacus” in capabilities are both tool/abacus
  - paperwork  #! “paperwork” fits skill/filing (Filing (paperwork)), skill/sums-1 (Sums (paperwork))
programs: [Ledger]  #! no program is called “Ledger”
licences: [zzzzzz]  #! `rolepath search` looks in all labels
avoid: [school]
must:
  - program/school  #! “program/school” and “school” in avoid are both program/school
  - nothing like it  #! no role, program, project, tool or skill
target: abacus  #! no role is called “abacus”
"""


def test_every_name_that_is_unknown_ambiguous_or_said_twice_is_named_at_its_line() -> None:
    with pytest.raises(InvalidProfile) as refused:
        check_names(parse_profile(NAMELESS, "me.yaml"), KG)
    found = [(problem.line, problem.message) for problem in refused.value.problems]
    assert [line for line, _ in found] == [line for line, _ in expected(NAMELESS)]
    for (_, message), (_, words) in zip(found, expected(NAMELESS), strict=True):
        assert words in message
    assert isinstance(refused.value, WrongUse)


# --- files made and changed -------------------------------------------------------------------------------------------


def test_a_new_profile_has_the_labels_that_name_a_thing_and_else_identifiers() -> None:
    content = {
        "roles": ["role/clerk"],
        "capabilities": {"counting frames": 0.5, "skill/sums-1": 1},
        "must": ["schools"],
        "target": "CHIEF clerk",
    }
    text = new_profile(content, KG, Path("me.yaml"))
    assert text.startswith(HEAD)
    assert yaml.safe_load(text) == {
        "roles": ["Clerk"],
        "capabilities": {"Abacus": 0.5, "skill/sums-1": 1},
        "must": ["School"],
        "target": "Chief clerk",
    }
    assert new_profile({}, KG, Path("me.yaml")) == HEAD
    with pytest.raises(InvalidProfile, match=r"me\.yaml: roles: no role is called “abacus”"):
        new_profile({"roles": ["abacus"]}, KG, Path("me.yaml"))


KEPT = """\
# mine
roles: [clerk]  # since May

# what I can
capabilities:
  # a frame with beads
  counting frame: 0.5   # by hand
  Filing: 1
# when
years: 2
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    (tmp_path / "me.yaml").write_text(KEPT)
    return tmp_path / "me.yaml"


def test_adding_changes_only_its_lines(mine: Path) -> None:
    edited = add(mine, KG, {"roles": ["role/clerk"], "avoid": ["ledger"], "degrees": ["master"]}, {"abacus": 0.75, "skill/sums-1": None})
    assert edited.changed
    assert edited.text == KEPT.replace("0.5   #", "0.75   #").replace("  Filing: 1\n", "  Filing: 1\n  skill/sums-1: 1\n") + (
        "degrees:\n- master\navoid:\n- Ledger\n"
    )
    assert edited.said == (
        "roles: clerk is there already.",
        "capabilities: counting frame is now at 0.75, no longer at 0.5.",
        "capabilities: added skill/sums-1 at 1.",
        "avoid: added Ledger (project/ledger).",
        "degrees: added master.",
    )
    assert mine.read_text() == KEPT, "writing is the caller's"


@pytest.mark.parametrize("leveled", [{"tool/abacus": 0.5}, {"Abacus": None}, {"counting frame": 0.5, "filing": None}])
def test_adding_what_is_there_changes_nothing_and_says_so(mine: Path, leveled: dict[str, float | None]) -> None:
    edited = add(mine, KG, {"roles": ["clerk"]}, leveled)
    assert (edited.changed, edited.text) == (False, KEPT)
    assert len(edited.said) == 1 + len(leveled)
    assert all("is there already" in sentence for sentence in edited.said)


@pytest.mark.parametrize(
    ("content", "leveled", "words"),
    [
        ({"lack": ["abacus"]}, {}, "“Abacus” and “counting frame” in capabilities are both tool/abacus"),
        ({"roles": ["nobody"], "must": ["nothing"]}, {"no skill": 1}, "3 problems"),
        ({}, {"sums": 1}, "skill/sums-2"),
        ({}, {"abacus": 2}, "the level of “abacus”"),
        ({"avoid": ["school"], "must": ["program/school"]}, {}, "program/school"),
        ({"degrees": ["PhD"]}, {}, "bachelor, master or doctorate"),
    ],
)
def test_what_cannot_be_added_is_said(mine: Path, content: dict[str, Any], leveled: dict[str, float | None], words: str) -> None:
    with pytest.raises(InvalidProfile, match=re.escape(words)):
        add(mine, KG, content, leveled)


def test_answers_are_added_and_changed_where_they_stand(mine: Path) -> None:
    mine.write_text("roles: [clerk]\nconfirmed:\n  sums-1: some  # by hand\n  Filing: yes\n# end\n")
    edited = add(mine, KG, {"confirmed": {"skill/sums-1": "yes", "filing": "yes", "Abacus": "no"}}, {})
    assert edited.said == (
        "confirmed: sums-1 is now yes, no longer some.",
        "confirmed: Filing is there already.",
        "confirmed: added Abacus (tool/abacus): no.",
    )
    assert edited.text == "roles: [clerk]\nconfirmed:\n  sums-1: 'yes'  # by hand\n  Filing: yes\n  Abacus: 'no'\n# end\n"
    assert remove(mine, KG, ["filing"]).said == ("confirmed: removed Filing.",)


def test_removing_takes_only_its_lines_by_any_name(mine: Path) -> None:
    edited = remove(mine, KG, ["tool/abacus"])
    assert edited.text == KEPT.replace("  counting frame: 0.5   # by hand\n", "")
    assert edited.said == ("capabilities: removed counting frame.",)
    mine.write_text(edited.text)
    assert remove(mine, KG, ["filing", "clerk"]).text == "# mine\n\n# what I can\n# when\nyears: 2\n"


def test_removing_what_is_not_there_names_what_is_and_what_stands_twice_needs_its_field(mine: Path) -> None:
    with pytest.raises(WrongUse, match=r"“school” is not in .*It holds roles: clerk; capabilities: counting frame, Filing"):
        remove(mine, KG, ["filing", "school"])
    mine.write_text(KEPT + "licences: [clerk]\ndegrees: [master]\n")
    with pytest.raises(WrongUse, match="roles and licences; say which with --from"):
        remove(mine, KG, ["role/clerk"])
    with pytest.raises(WrongUse, match=r"is not in roles of .*It holds roles: clerk; nothing"):
        remove(mine, KG, ["filing"], "roles")
    assert remove(mine, KG, ["role/clerk", "clerk"], "licences").text == KEPT + "degrees: [master]\n"
    assert remove(mine, KG, ["Master"]).text == KEPT + "licences: [clerk]\n"


def test_a_name_that_means_nothing_any_more_can_still_be_removed(mine: Path) -> None:
    mine.write_text("roles: [clerk, astronaut]\n")
    assert remove(mine, KG, ["Astronaut"]).text == "roles:\n- clerk\n"


@pytest.mark.parametrize(
    "text", ["{roles: [clerk], years: 2}", "roles: [clerk]\nyears: 2\n...\n", '"roles":\n  - clerk\nyears: 2 # two\n---']
)
def test_a_file_in_another_layout_is_changed_all_the_same(mine: Path, text: str) -> None:
    mine.write_text(text)
    try:
        read_profile(mine)
    except InvalidProfile:
        return
    edited = add(mine, KG, {"roles": ["porter"]}, {"abacus": 1})
    assert yaml.safe_load(edited.text) == {"roles": ["clerk", "porter"], "years": 2, "capabilities": {"Abacus": 1}}


@pytest.mark.parametrize("text", ["roles: [nobody]\n", "roles: 5\n", "\tx"])
def test_a_file_with_mistakes_is_not_added_to(mine: Path, text: str) -> None:
    mine.write_text(text)
    with pytest.raises(InvalidProfile, match=r"me\.yaml:1: "):
        add(mine, KG, {}, {"abacus": 1})
