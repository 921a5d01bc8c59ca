"""Files of records that can't be read: each problem with its file, its line, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rolepath import model
from rolepath.catalog.folders import Located, read_folders
from rolepath.errors import InvalidData, Problem

Folder = Callable[[dict[str, str]], Path]

SKILL = """skills:
  - id: skill/a
    label: A
    skill_kind: knowledge
    evidence: [{reason: It is asked for.}]
"""
OBSERVATION = """observations:
  - id: observation/a
    label: a number
    about: role/r
    measure: pay
    unit: USD
    evidence: [{reason: Somebody said so.}]
"""
HOLDING = """holdings:
  - role: role/r
    capability: skill/a
    share: 0.5
    evidence: [{reason: x}]
"""
UNIT = """units:
  - id: unit/u
    label: U
    area: area/a
    order: 1
    size: S
    members:
      - {capability: skill/a}
    evidence: [{reason: x}, {on: size, reason: y}]
"""
TEACHING = """teachings:
  - offer: program/p
    capability: skill/a
    hours: {low: 1, high: 2}
    evidence: [{reason: x}, {on: hours, reason: y}]
"""
RESOURCE = """resources:
  - id: resource/r
    label: R
    units: [unit/u]
    provider: P
    url: https://x.org
    language: en
    resource_kind: book
    price: {low: 1, high: 2, currency: EUR}
    evidence: [{reason: x}, {on: price, reason: y}]
"""


def problems(folder: Path) -> list[Problem]:
    with pytest.raises(InvalidData) as caught:
        read_folders((folder,))
    return list(caught.value.problems)


def marked(text: str) -> list[int]:
    """The lines that end in the comment `# here`."""
    return [number for number, line in enumerate(text.splitlines(), start=1) if line.endswith("# here")]


def test_a_record_is_read_with_its_file_and_line(data_folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = data_folder({"b.yaml": "# first\n" + SKILL})
    monkeypatch.chdir(folder)
    (found,) = read_folders((folder,))
    assert isinstance(found.record, model.Skill)
    assert found.problem("x") == Problem("b.yaml", 3, "x")
    assert found.problem("x", "evidence", 0).line == 6
    assert found.problem("x", "no such field").line == 3


def test_numbers_are_the_decimals_that_were_written(data_folder: Folder) -> None:
    text = SKILL + "teachings:\n  - {offer: program/p, capability: skill/a, level: 0.1, evidence: [{reason: x}]}\n"
    assert [r.level for r in records(data_folder({"a.yaml": text})) if isinstance(r, model.Teaching)] == [Decimal("0.1")]


def test_on_is_a_key_and_no_is_a_word_without_quotes(data_folder: Folder) -> None:
    """YAML 1.1 reads `on` as true; the message about missing evidence tells people to write `on: broader`."""
    text = SKILL.replace("label: A", "label: No\n    broader: [skill/b]").replace("reason: It", "on: broader, reason: It")
    (skill,) = records(data_folder({"a.yaml": text}))
    assert isinstance(skill, model.Skill)
    assert skill.label == "No"
    assert [e.on for e in skill.evidence] == ["broader"]


def test_what_looks_like_a_date_stays_a_label(data_folder: Folder) -> None:
    (skill,) = records(data_folder({"a.yaml": SKILL.replace("label: A", "label: 2024-13-45")}))
    assert isinstance(skill, model.Skill)
    assert skill.label == "2024-13-45"


def records(folder: Path) -> list[model.AnyRecord]:
    return [item.record for item in read_folders((folder,))]


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n", "\ufeff", "\ufeff" + SKILL])
def test_a_file_without_records_and_a_byte_order_mark_are_no_problem(data_folder: Folder, text: str) -> None:
    assert len(records(data_folder({"a.yaml": text}))) == text.count("skills")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("skills:\n  - id: [a\n    b: c\n", 3, 6),
        ("skills:\n\t- id: a\n", 2, 1),
        ("skills: *nobody\n", 1, 9),
        ("skills: []\n---\nskills: []\n", 2, 1),
        ("skills: [{label: 'open}]\n", 2, 1),
        ("skills:\n  - label: a: b\n", 2, 13),
        ("skills: []\ntools: !!python/object:os.system []\n", 2, 8),
    ],
)
def test_broken_yaml_is_shown_with_line_and_column(data_folder: Folder, text: str, line: int, column: int) -> None:
    (problem,) = problems(data_folder({"broken.yaml": text}))
    assert problem.path.endswith("broken.yaml")
    assert (problem.line, f"the YAML can't be read, column {column}: " in problem.message) == (line, True), problem


BAD = {
    "unknown kind": ("skillz: []  # here", "unknown kind of records “skillz”; known are areas, assumptions, char"),
    "list at top level": ("- id: skill/a  # here", "expected kinds of records (areas, assumptions, "),
    "text at top level": ("hello  # here", "expected kinds of records (areas, assumptions, "),
    "kind without a list": ("roles: []\nskills:  # here\n  id: skill/a", "skills: expected a list of records"),
    "kind with nothing": ("roles: []\nskills:  # here", "skills: expected a list of records"),
    "record that is a word": ("skills:\n  - python  # here", "skills: "),
    "key twice": (SKILL + "    label: B  # here", "the key “label” stands twice"),
    "kind twice": (SKILL + "roles: []\nskills: []  # here", "the key “skills” stands twice"),
    "key twice, deep inside": (
        SKILL.replace("[{reason: It is asked for.}]", "\n      - reason: a\n        reason: b  # here"),
        "the key “reason” stands twice",
    ),
    "number as key": ("1: []  # here", "a key must be a plain word"),
    "nothing as key": ("~: []  # here", "a key must be a plain word"),
    "list as key": ("? [a]  # here\n: b", "a key must be a plain word"),
    "merge key": ("<<: {skills: [1, 2]}  # here\nskills: []", "a key must be a plain word"),
    "binary key": ("!!binary programs: []  # here", "a key must be a plain word"),
    "unknown field": (SKILL + "    colour: red  # here", "skills “skill/a”: colour: unknown field"),
    "unknown field of evidence": (SKILL.replace("for.}]", "for., sauce: x}]  # here"), "evidence.1.sauce: unknown field"),
    "identifier in capitals": (SKILL.replace("skill/a", "Skill/A  # here"), "'Skill/A' is not an identifier (kind/slug in lower case"),
    "identifier without kind": (SKILL.replace("skill/a", "python  # here"), "'python' is not an identifier"),
    "identifier that would be resolved as a path": (SKILL.replace("skill/a", "esco:a/../b  # here"), "'esco:a/../b' is not an identifier"),
    "identifier that would be an address": (SKILL.replace("skill/a", "esco://a  # here"), "'esco://a' is not an identifier"),
    "field missing": (SKILL.replace("- id: skill/a\n    label: A", "- id: skill/a  # here"), "label: is missing"),
    "no evidence": (SKILL.replace("[{reason: It is asked for.}]", "[]  # here"), "add a passage, a record or a reason"),
    "evidence that is nothing": (SKILL.replace("[{reason: It is asked for.}]", "\n      -  # here"), "Input should be a valid dictionary"),
    "evidence missing": (
        SKILL.replace("skill/a", "skill/a  # here").replace("    evidence: [{reason: It is asked for.}]\n", ""),
        "add a passage, a record or a reason",
    ),
    "evidence for an unknown field": (
        SKILL.replace("skill/a", "skill/a  # here").replace("{reason", "{on: colour, reason"),
        "evidence on unknown field: colour",
    ),
    "evidence for the identifier": (
        SKILL.replace("skill/a", "skill/a  # here").replace("{reason", "{on: id, reason"),
        "evidence on unknown field: id",
    ),
    "evidence for an empty field": (
        SKILL.replace("skill/a", "skill/a  # here").replace("{reason", "{on: broader, reason"),
        "evidence on a field without a value: broader",
    ),
    "fact without evidence": (
        SKILL.replace("skill/a", "skill/a  # here").replace("label: A", "label: A\n    broader: [skill/b]"),
        "no evidence for broader (add an evidence entry with `on: broader`)",
    ),
    "unknown skill kind": (SKILL.replace("knowledge", "wisdom  # here"), "Input should be 'knowledge', 'competence', "),
    "empty label": (SKILL.replace("label: A", "label: ''  # here"), "label: String should have at least 1 character"),
    "low above high": (
        OBSERVATION.replace("id: observation/a", "id: observation/a  # here\n    low: 5\n    high: 4.5"),
        "low 5 is above high 4.5",
    ),
    "neither low nor high": (OBSERVATION.replace("observation/a", "observation/a  # here"), "needs low, high, or both"),
    "number that is none": (OBSERVATION + "    low: .nan  # here", "low: Input should be a finite number"),
    "number without end": (OBSERVATION + "    high: .inf  # here", "high: Input should be a finite number"),
    "true for a number": (OBSERVATION + "    low: true  # here", "low: expected a number"),
    "word for a number": (OBSERVATION + "    low: much  # here", "low: Input should be a valid decimal, not 'much'"),
    "assumed share above 1": (
        "assumptions:\n  - id: assumption/x  # here\n    label: x\n    low: 1\n    high: 2\n    unit: share\n    reason: y",
        "a share lies in (0, 1]",
    ),
    "assumption below zero": (
        "assumptions:\n  - id: assumption/x\n    label: x\n    low: -1  # here\n    high: 2\n    unit: hours\n    reason: y",
        "low: Input should be greater than or equal to 0",
    ),
    "requirement without modality": (
        "requirements:\n  - role: role/r  # here\n    capability: skill/a\n    evidence: [{reason: x}]",
        "each evidence of a requirement needs a modality",
    ),
    "requirement of nothing": (
        "requirements:\n  - role: role/r  # here\n    evidence: [{reason: x, modality: must}]",
        "needs either capability or any_of",
    ),
    "requirement of a set of one": (
        "requirements:\n  - role: role/r\n    any_of: [skill/a]  # here\n    evidence: [{reason: x, modality: must}]",
        "any_of: Tuple should have at least 2 items",
    ),
    "one capability twice in a set": (
        "requirements:\n  - role: role/r  # here\n    any_of: [skill/a, skill/a]\n    evidence: [{reason: x, modality: must}]",
        "any_of names skill/a twice",
    ),
    "one broader concept twice": (
        SKILL.replace("skill/a", "skill/a  # here").replace("label: A", "label: A\n    broader: [skill/c, skill/b, skill/c]"),
        "broader names skill/c twice",
    ),
    "requirement denied by all": (
        "requirements:\n  - role: role/r  # here\n    capability: skill/a\n    evidence: [{reason: x, modality: denies}]",
        "a requirement that every source denies is none",
    ),
    "transition to itself": (
        "transitions:\n  - from_role: role/r  # here\n    to_role: role/r\n    evidence: [{reason: x}]",
        "goes from a role to itself",
    ),
    "condition of two forms": (
        "prerequisites:\n  - capability: skill/a\n    needs: {capability: skill/b, role: role/r}  # here\n    evidence: [{reason: x}]",
        "a condition is exactly one of capability, program, role",
    ),
    "condition that can't hold": (
        "prerequisites:\n  - capability: skill/a\n    needs:\n      all_of:\n        - {capability: skill/b}\n"
        "        - {at_least: 2, of: [{capability: skill/c}]}  # here\n    evidence: [{reason: x}]",
        "at_least 2 of 1 can never hold",
    ),
    "condition nested too deep": (
        "prerequisites:\n  - capability: skill/a\n    needs: " + 200 * "{all_of: [" + "{capability: skill/b}" + 200 * "]}" + "  # here\n"
        "    evidence: [{reason: x}]",
        "needs.all_of.1.all_of.1.all_of.1.all_of.1.all_of.1.all_of …: nested too deep: at most 20",
    ),
    "condition that contains itself": (
        "prerequisites:\n  - capability: skill/a\n    needs: &c  # here\n      all_of: [*c]\n    evidence: [{reason: x}]",
        "cyclic reference",
    ),
    "passage that ends before it starts": (
        SKILL.replace("{reason: It is asked for.}]", "{source: source/s, start: 4, end: 2, words: xx}]  # here"),
        "end 2 is not after start 4",
    ),
    "passage of another length": (
        SKILL.replace("{reason: It is asked for.}]", "{source: source/s, start: 4, end: 9, words: four}]  # here"),
        "start 4 and end 9 span 5 characters, the quoted words have 4",
    ),
    "nine words": (
        SKILL.replace("{reason: It is asked for.}]", "{source: source/s, start: 0, end: 17, words: a b c d e f g h i}]  # here"),
        "quotes 9 words; at most 8 are allowed",
    ),
    "holding without evidence": (
        HOLDING.replace("[{reason: x}]", "[]  # here"),
        "a statement without evidence: add a passage, a record or a reason",
    ),
    "holding of nobody": (
        HOLDING.replace("0.5", "0  # here"),
        "share: Input should be greater than 0",
    ),
    "holding of more than all": (
        HOLDING.replace("0.5", "1.2  # here"),
        "share: Input should be less than or equal to 1",
    ),
    "holding without a share": (
        HOLDING.replace("role/r", "role/r  # here").replace("    share: 0.5\n", ""),
        "share: is missing",
    ),
    "more counted than there are": (
        HOLDING.replace("{reason: x}]", "{source: source/s, n: 4, of: 3, counted: x}]  # here"),
        "4 of 3 is more than all",
    ),
    "count of nobody": (
        HOLDING.replace("{reason: x}]", "{source: source/s, n: 0, of: 0, counted: x}]  # here"),
        "evidence.1.of: Input should be greater than or equal to 1",
    ),
    "count of what": (
        HOLDING.replace("{reason: x}]", "{source: source/s, n: 1, of: 3}]  # here"),
        "evidence.1.counted: is missing",
    ),
    "unit without a member": (
        UNIT.replace("\n      - {capability: skill/a}", " []  # here"),
        "members: Tuple should have at least 1 item",
    ),
    "unit without members": (
        UNIT.replace("unit/u", "unit/u  # here").replace("    members:\n      - {capability: skill/a}\n", ""),
        "members: is missing",
    ),
    "member of two forms": (
        UNIT.replace("skill/a}", "skill/a, any_of: [skill/b, skill/c]}  # here"),
        "members.1: needs either capability or any_of",
    ),
    "member of a set of one": (
        UNIT.replace("capability: skill/a}", "any_of: [skill/b]}  # here"),
        "any_of: Tuple should have at least 2 items",
    ),
    "member without a part": (
        UNIT.replace("skill/a}", "skill/a, part: 0}  # here"),
        "part: Input should be greater than or equal to 1",
    ),
    "size of a unit": (
        UNIT.replace("size: S", "size: XL  # here"),
        "size: Input should be 'S', 'M' or 'L'",
    ),
    "unit whose size has no reason": (
        UNIT.replace("unit/u", "unit/u  # here").replace(", {on: size, reason: y}", ""),
        "no evidence for size",
    ),
    "task that shows nothing": (
        "tasks:\n  - id: task/t  # here\n    label: T\n    evidence: [{reason: x}]",
        "deliverable: is missing",
    ),
    "hours the wrong way round": (
        TEACHING.replace("low: 1", "low: 3").replace("high: 2}", "high: 2}  # here"),
        "hours: low 3 is above high 2",
    ),
    "hours without evidence": (
        TEACHING.replace("program/p", "program/p  # here").replace(", {on: hours, reason: y}", ""),
        "no evidence for hours",
    ),
    "price without a currency": (
        RESOURCE.replace(", currency: EUR}", "}  # here"),
        "price.currency: is missing",
    ),
    "resource for nothing": (
        RESOURCE.replace("[unit/u]", "[]  # here"),
        "units: Tuple should have at least 1 item",
    ),
    "names without one": (
        "names:\n  - id: role/r  # here\n    evidence: [{reason: x}]",
        "needs alt_labels, hidden_labels, or both",
    ),
    "quotation of nine words": (
        HOLDING.replace("{reason: x}]", "{source: source/s, quote: a b c d e f g h i}]  # here"),
        "quotes 9 words; at most 8 are allowed",
    ),
    "page that says nothing": (
        HOLDING.replace("{reason: x}]", "{source: source/s, quote: null}]  # here"),
        "needs quote, says, or both",
    ),
    "transition that all deny": (
        "transitions:\n  - from_role: role/r  # here\n    to_role: role/s\n    evidence: [{reason: x, modality: denies}]",
        "a transition that every source denies is none",
    ),
    "assumption for one record": (
        "assumptions:\n  - id: assumption/x\n    label: x\n    low: 1\n    high: 2\n    unit: hours\n"
        "    applies_to: [skill/a]  # here\n    reason: y",
        "applies_to: unknown field",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_problem_names_its_file_its_line_and_what_to_do(data_folder: Folder, name: str) -> None:
    text, phrase = BAD[name]
    (problem,) = problems(data_folder({"bad.yaml": text}))
    assert problem.path.endswith("bad.yaml")
    assert [problem.line] == marked(text), problem
    assert phrase in problem.message


@pytest.mark.parametrize("value", ["0", "-0.1", "1.01", "2"])
def test_a_level_lies_above_0_and_at_most_at_1(data_folder: Folder, value: str) -> None:
    text = f"teachings:\n  - offer: program/p\n    capability: skill/a\n    level: {value}\n    evidence: [{{reason: x}}]\n"
    (problem,) = problems(data_folder({"bad.yaml": text}))
    assert problem.line == 4
    assert f"not {value}" in problem.message


@pytest.mark.parametrize("value", ["0.001", "0.5", "1", "1.0"])
def test_a_level_up_to_1_is_taken(data_folder: Folder, value: str) -> None:
    text = f"teachings:\n  - offer: program/p\n    capability: skill/a\n    level: {value}\n    evidence: [{{reason: x}}]\n"
    assert len(records(data_folder({"good.yaml": text}))) == 1


@pytest.mark.parametrize(
    "content",
    [b"skills: \xff\xfe\n", "skills: []\n# gr\u00fc\u00dfe".encode("latin-1"), "skills: []".encode("utf-16"), b"skills: \x00"],
    ids=["ff", "latin-1", "utf-16", "nul"],
)
def test_a_file_that_is_not_utf_8_text_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.yaml").write_bytes(content)
    (problem,) = problems(tmp_path)
    assert problem.path.endswith("odd.yaml")
    assert "the file can't be read as YAML in UTF-8" in problem.message


def test_a_link_to_nothing_is_named_and_a_folder_may_be_called_as_it_likes(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "folder.yaml" / "a.yml").write_text(SKILL, encoding="utf-8")
    assert [r.key for r in records(tmp_path)] == ["skill/a"]
    (tmp_path / "link.yaml").symlink_to(tmp_path / "nowhere")
    (problem,) = problems(tmp_path)
    assert (Path(problem.path).name, "can't be read: " in problem.message) == ("link.yaml", True)


def test_all_problems_of_all_files_come_together_in_order(data_folder: Folder) -> None:
    folder = data_folder(
        {
            "b.yaml": SKILL.replace("knowledge", "wisdom") + "    colour: red\n",
            "a.yaml": "skills: [\n",
            "c.yaml": "skillz: []\ntoolz: []\n",
            "good.yaml": SKILL,
        }
    )
    found = problems(folder)
    assert [(Path(p.path).name, p.line) for p in found] == [("a.yaml", 2), ("b.yaml", 4), ("b.yaml", 6), ("c.yaml", 1), ("c.yaml", 2)]
    with pytest.raises(InvalidData, match=r"^5 problems in the data; nothing was changed:\n") as caught:
        read_folders((folder,))
    assert all(str(problem) in str(caught.value) for problem in found)


def test_several_problems_of_one_record_come_together(data_folder: Folder) -> None:
    text = SKILL.replace("label: A", "label: ''").replace("knowledge", "wisdom").replace("reason: It is asked for.", "reason: ''")
    assert [p.line for p in problems(data_folder({"a.yaml": text}))] == [3, 4, 5]


def test_bad_evidence_is_not_called_missing_evidence(data_folder: Folder) -> None:
    (problem,) = problems(data_folder({"a.yaml": SKILL.replace("It is asked for.", "''")}))
    assert "reason" in problem.message
    assert "without evidence" not in problem.message


def test_a_folder_that_is_missing_or_empty_is_a_problem(tmp_path: Path) -> None:
    assert [p.message for p in problems(tmp_path / "none")] == ["no such folder of data"]
    (tmp_path / "notes.txt").write_text("skills: []", encoding="utf-8")
    assert [p.message for p in problems(tmp_path)] == ["no .yaml file in this folder"]


def test_folders_below_are_read_and_hidden_ones_are_not(tmp_path: Path) -> None:
    for name in ("below/deep/a.yaml", ".hidden/b.yaml", "below/.c.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(SKILL.replace("skill/a", f"skill/{Path(name).stem.strip('.')}"), encoding="utf-8")
    assert [r.key for r in records(tmp_path)] == ["skill/a"]


ASSUMPTION = "assumptions:\n  - {id: assumption/x, label: x, low: %s, high: 9, unit: hours, reason: y}\n"


def test_a_later_folder_replaces_an_assumption_and_nothing_else(tmp_path: Path) -> None:
    for name, low in (("first", 1), ("second", 2)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.yaml").write_text(ASSUMPTION % low + SKILL, encoding="utf-8")
    found = [item.record for item in read_folders((tmp_path / "first", tmp_path / "second"))]
    assert [r.low for r in found if isinstance(r, model.Assumption)] == [Decimal(2)]
    assert [r.key for r in found if isinstance(r, model.Skill)] == ["skill/a", "skill/a"]  # for `checks` to refuse


# --- garbage ------------------------------------------------------------------------------------

GARBAGE = settings(derandomize=True, deadline=None, max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
FIELDS = sorted(
    {name for record in model.RECORDS for name in record.model_fields} | {"start", "end", "words", "source", "reason", "file", "on"}
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        ["skill/a", "role/r", "esco:x", "0.5", "must", "2024-01-01", "2024-99-99", "knowledge", "essential", "[", "{", "&a", "*a"]
    )
)
BODIES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), inner, max_size=5),
    max_leaves=12,
)
FILES = st.dictionaries(st.sampled_from(sorted(model.KINDS)) | st.text(max_size=5), st.lists(BODIES, max_size=3) | BODIES, max_size=3)
MUTATIONS = st.lists(
    st.tuples(
        st.integers(0, 400),
        st.sampled_from(
            [b"", b"&a ", b"*a", b"!!int ", b"!!timestamp ", b"!!bool ", b"? ", b"- ", b": ", b"\xff", b"<<: ", b"[", b"}", b"\t", b"\x00"]
        ),
    ),
    min_size=1,
    max_size=4,
)


def read_garbage(folder: Path, content: bytes) -> None:
    """Reads a file that may be anything; whatever isn't InvalidData ends the test."""
    (folder / "garbage.yaml").write_bytes(content)
    found: list[Located] = []
    refused: tuple[Problem, ...] = ()
    try:
        found = read_folders((folder,))
    except InvalidData as error:
        refused = error.problems or (Problem("", -1, ""),)
    assert all(p.message and p.path.endswith("garbage.yaml") and 0 <= p.line <= content.count(b"\n") + 2 for p in refused)
    assert all(isinstance(item, Located) for item in found)


@GARBAGE
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_random_bytes_are_refused_as_invalid_data(tmp_path: Path, content: bytes) -> None:
    read_garbage(tmp_path, content)


@GARBAGE
@given(content=FILES)
def test_random_yaml_is_refused_as_invalid_data(tmp_path: Path, content: dict) -> None:
    read_garbage(tmp_path, yaml.safe_dump(content, allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass"))


@GARBAGE
@given(mutations=MUTATIONS)
def test_good_files_with_bytes_knocked_in_are_refused_as_invalid_data(tmp_path: Path, mutations: list[tuple[int, bytes]]) -> None:
    content = (SKILL + OBSERVATION + "    low: 1\n" + ASSUMPTION % 1).encode()
    for place, what in mutations:
        content = content[:place] + what + content[place + (not what) :]
    read_garbage(tmp_path, content)


@pytest.mark.parametrize(
    "text",
    [
        "skills: &a [*a]",
        "skills: [&a {id: skill/a, evidence: [*a]}]",
        "skills: [!!bool maybe]",
        "skills: [!!timestamp noon]",
        "!!timestamp skills: []",
        "skills: [{id: " + "9" * 5000 + "}]",
        "skills: " + "[" * 3000 + "]" * 3000,
    ],
    ids=lambda text: text[:30],
)
def test_what_the_yaml_library_stumbles_over_is_refused_as_invalid_data(data_folder: Folder, text: str) -> None:
    assert problems(data_folder({"a.yaml": text}))
