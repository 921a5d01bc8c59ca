"""Data that breaks a rule: all problems of a run with file and line, exit code 1, the store as it was.

In the records below, a comment `#! words` says that a problem is expected on that line, and some words of it.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from rolepath import vocab
from rolepath.errors import InvalidData
from rolepath.rdf.dataset import check_quads

Ran = subprocess.CompletedProcess[str]
Cli = Callable[..., Ran]
Refused = Callable[..., None]
Tree = Callable[[Path], dict[str, str]]

UNREADABLE = """\
roles:
  - id: role/a
    label: [never closed
  - id: role/b   #! the YAML can't be read
"""
NO_MAPPING = "- just a list  #! expected kinds of records\n"
UNKNOWN_KIND = """\
hobbies:  #! unknown kind of records “hobbies”
  - id: hobby/x
"""
RECORDS = """\
roles:
  - id: role/without-evidence  #! a statement without evidence
    label: Without evidence
  - id: role/empty-evidence
    label: Empty evidence
    evidence: []  #! a statement without evidence
  - id: role/no-label  #! label: is missing
    evidence: [{reason: A role.}]
  - id: Role/Upper  #! is not an identifier
    label: Upper case
    evidence: [{reason: A role.}]
  - id: role/colour
    label: Unknown field
    colour: red  #! colour: unknown field
    evidence: [{reason: A role.}]
  - id: role/seniority
    label: A fact without evidence  # the next problem has no line of its own but the record's
    evidence: [{reason: A role.}]
    label: Twice  #! the key “label” stands twice
skills:
  - id: skill/kind
    label: Unknown kind
    skill_kind: magic  #! skill_kind
    evidence: [{reason: A skill.}]
observations:
  - id: observation/upside-down  #! low 5 is above high 4
    label: Low above high
    about: role/pastry-chef
    measure: pay
    low: 5
    high: 4
    unit: USD
    evidence: [{reason: An example.}]
  - id: observation/no-number  #! needs low, high, or both
    label: Neither
    about: role/pastry-chef
    measure: pay
    unit: USD
    evidence: [{reason: An example.}]
teachings:
  - offer: project/wedding-cake
    capability: skill/dough
    level: 1.5  #! less than or equal to 1
    evidence: [{reason: An example.}]
  - offer: project/wedding-cake
    capability: skill/yeast-dough
    level: 0  #! greater than 0
    evidence: [{reason: An example.}]
mappings:
  - subject: skill/dough
    predicate: closeMatch
    object: skill/yeast-dough
    confidence: -0.1  #! greater than 0
    evidence: [{reason: An example.}]
requirements:
  - role: role/pastry-chef
    capability: skill/dough
    evidence:
      - {source: source/baking, start: 0, end: 48, words: one two three four five six seven eight nine ten, modality: must}  #! at most 8
  - role: role/pastry-chef
    capability: skill/yeast-dough
    evidence:
      - {source: source/baking, start: 9, end: 9, words: dough, modality: must}  #! end 9 is not after start 9
  - role: role/pastry-chef
    capability: skill/odd-label
    evidence:
      - {source: source/baking, start: 0, end: 9, words: dough, modality: must}  #! the quoted words have 5
  - role: role/pastry-chef  #! needs a modality
    capability: skill/odd-label
    evidence: [{reason: An example.}]
assumptions:
  - id: assumption/share  #! a share lies in (0, 1]
    label: More than all
    low: 0.5
    high: 1.2
    unit: share
    reason: An example.
  - id: assumption/upside-down  #! low 2 is above high 1
    label: Upside down
    low: 2
    high: 1
    unit: hours
    reason: An example.
"""
REFERENCES = """\
skills:
  - id: skill/dough  #! defined twice
    label: Dough again
    skill_kind: knowledge
    evidence: [{reason: An example.}]
  - id: skill/lost
    label: Lost
    skill_kind: knowledge
    broader: [skill/nowhere]  #! broader names “skill/nowhere”, which is defined nowhere
    evidence: [{reason: An example.}, {'on': broader, reason: An example.}]
  - id: skill/hen
    label: Hen
    skill_kind: knowledge
    broader: [skill/egg]
    evidence: [{reason: An example.}, {'on': broader, reason: An example.}]
  - id: skill/egg
    label: Egg
    skill_kind: knowledge
    broader: [skill/hen]  #! a cycle in broader: skill/egg → skill/hen → skill/egg
    evidence: [{reason: An example.}, {'on': broader, reason: An example.}]
roles:
  - id: role/lost
    label: Lost
    industries: [skill/egg]  #! industries names “skill/egg”, which stands under skills
    evidence: [{reason: An example.}, {'on': industries, reason: An example.}]
requirements:
  - role: role/nobody  #! role names “role/nobody”, which is defined nowhere
    capability: skill/egg
    evidence:
      - {source: source/unwritten, start: 0, end: 3, words: Egg, modality: must}  #! evidence names “source/unwritten”
  - role: role/lost
    capability: skill/egg
    evidence:
      - {reason: An example., modality: must}
      - {reason: An example., modality: must}  #! the same evidence stands twice
      - {source: source/baking, start: 0, end: 4, words: From, modality: essential}  #! modality 'essential' doesn't fit
prerequisites:
  - capability: skill/hen
    needs: {all_of: [{capability: skill/lost}, {any_of: [{capability: skill/egg}, {years: 1}]}]}
    evidence: [{reason: Only the first of these is needed in every way.}]
  - capability: skill/lost
    needs: {at_least: 2, of: [{capability: skill/egg}, {capability: skill/dough}]}
    evidence: [{reason: Two of two is all of them.}]
  - capability: skill/egg
    needs: {capability: skill/hen}  #! a cycle in all-of prerequisites: skill/egg → skill/hen → skill/lost → skill/egg
    evidence: [{reason: Which comes first?}]
"""


def expected(files: dict[str, str]) -> list[tuple[str, int, str]]:
    """(file, line, words) of every problem that the comments in these records announce."""
    return [
        (name, number, line.partition("#!")[2].strip())
        for name, text in files.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if "#!" in line
    ]


def reported(stderr: str) -> list[tuple[str, int, str]]:
    """(file, line, message) of every problem under the headline; fails where the headline counts others."""
    head, *problems = stderr.strip().splitlines()
    count = re.fullmatch(r"Error: (\d+) problems? in the data; nothing was changed:", head)
    assert count, stderr
    assert int(count[1]) == len(problems), stderr
    found = [re.fullmatch(r"  (?:.*/)?([\w.-]+):(\d+): (.*)", problem) for problem in problems]
    assert all(found), stderr
    return [(match[1], int(match[2]), match[3]) for match in found if match]


def assert_problems(ran: subprocess.CompletedProcess[str], files: dict[str, str]) -> None:
    """Exactly the announced problems are reported, each at its file and line, and the exit code says invalid data."""
    assert ran.returncode == 1, ran.stderr
    assert ran.stdout == ""
    found, wanted = reported(ran.stderr), expected(files)
    assert [where[:2] for where in found] == sorted(where[:2] for where in wanted), ran.stderr
    for (_, _, message), (name, line, words) in zip(found, sorted(wanted), strict=True):
        assert words in message, f"{name}:{line}: {message}"


# --- data -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "files",
    [
        {"a.yaml": UNREADABLE, "b.yaml": NO_MAPPING, "c.yaml": UNKNOWN_KIND, "d.yaml": RECORDS},
        {"a.yaml": REFERENCES},
    ],
    ids=["files and records", "references and cycles"],
)
def test_all_problems_of_a_run_stand_together_with_file_and_line_and_the_store_is_as_it_was(
    light: Cli, store: Path, data_folder: Callable[[dict[str, str]], Path], tree: Tree, files: dict[str, str]
) -> None:
    folder, before = data_folder(files), tree(store)
    ran = light("build", "-q", "--data", str(folder), "--store", str(store))
    assert_problems(ran, files)
    assert tree(store) == before
    still = light("gap", "baker", "pastry chef", "-q", "--format", "json", "--store", str(store))
    assert json.loads(still.stdout)["question"]["to"]["id"] == "role/pastry-chef"


def test_every_command_that_would_build_reports_invalid_data_and_writes_no_answer(
    light: Cli, data_folder: Callable[[dict[str, str]], Path], tmp_path: Path, tree: Tree
) -> None:
    folder = data_folder({"a.yaml": UNKNOWN_KIND})
    before = tree(tmp_path)
    for command in (("validate",), ("gap", "baker", "-o", "answer.json", "--format", "json"), ("show", "baker", "--in-memory")):
        assert_problems(light(*command, "-q", "--data", str(folder)), {"a.yaml": UNKNOWN_KIND})
    assert tree(tmp_path) == before


def test_files_that_are_no_utf8_folders_without_records_and_missing_folders_are_named(
    assert_refused: Refused, light: Cli, tmp_path: Path
) -> None:
    (tmp_path / "latin").mkdir()
    (tmp_path / "latin" / "a.yaml").write_bytes("roles: [] # Ä".encode("latin-1"))
    (tmp_path / "empty").mkdir()
    ran = light("build", "-q", "--in-memory", "--data", "latin", "--data", "empty")
    assert ran.returncode == 1
    problems = ran.stderr.splitlines()[1:]
    assert [problem.split(": ")[0].strip().removeprefix(f"{tmp_path}/") for problem in problems] == ["empty", "latin/a.yaml"]
    for problem, words in zip(problems, ("no .yaml file", "UTF-8"), strict=True):
        assert words in problem
    assert_refused(light("build", "-q", "--in-memory", "--data", "missing"), 2, "missing", "no such folder")


def test_the_same_triple_in_two_graphs_is_refused() -> None:
    """The last check before a store is written; the checks of the records leave no way for a data folder to come so far."""
    graphs = [ox.NamedNode(vocab.CATALOG), ox.NamedNode(vocab.MAPPINGS)]
    node, label = ox.NamedNode(vocab.ID + "role/x"), ox.NamedNode(vocab.PREF_LABEL)
    twice = [ox.Quad(node, label, ox.Literal("X", language="en"), graph) for graph in graphs]
    check_quads([twice[0], ox.Quad(node, label, ox.Literal("Y", language="en"), graphs[1])])
    with pytest.raises(InvalidData) as refused:
        check_quads(twice)
    (problem,) = refused.value.problems
    assert "the same triple stands in two graphs" in problem.message
    for part in ("graph/catalog", "graph/mappings", "role/x", '"X"@en'):
        assert part in problem.message


def test_an_identifier_made_to_collide_with_what_is_derived_is_refused(
    assert_refused: Refused, light: Cli, store: Path, data_folder: Callable[[dict[str, str]], Path], tree: Tree
) -> None:
    """An assumption under the name of a piece of evidence would say the same words in both their graphs."""
    digest = hashlib.sha256(b"Twice.").hexdigest()[:10]
    folder = data_folder(
        {
            "a.yaml": f"""\
industries:
  - id: industry/twice
    label: Twice
    evidence: [{{reason: Twice.}}]
assumptions:
  - {{id: evidence/industry/twice/reason/{digest}, label: Twice, low: 1, high: 1, unit: hours, reason: Twice.}}
"""
        }
    )
    before = tree(store)
    ran = light("build", "-q", "--data", str(folder), "--store", str(store))
    assert_refused(ran, 1, f"evidence/industry/twice/reason/{digest}")
    assert tree(store) == before


# --- evidence against documents -----------------------------------------------------------------------------------------

DOCUMENT = "Bread is old. Bakers knead dough, and they rise early.\n\nA list of tools\n"


def _documents(tmp_path: Path, evidence: str, text_sha256: str | None = None) -> tuple[dict[str, str], Path]:
    """A folder with one document, and records whose evidence points into it."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "bread.txt").write_text(DOCUMENT, encoding="utf-8")
    digest = hashlib.sha256(DOCUMENT.encode()).hexdigest()
    lines = "\n".join(f"      - {line}" for line in evidence.strip().splitlines())
    record = f"""\
sources:
  - id: source/bread
    title: Bread
    source_kind: document
    licence: MIT
    files_sha256: [{digest}]
    text_sha256: {text_sha256 or digest}{"  #! the repaired text has SHA-256" if text_sha256 else ""}
industries:
  - id: industry/bread
    label: Bread
    evidence:
{lines}
"""
    return {"a.yaml": record}, folder


def test_evidence_that_stands_elsewhere_or_quotes_a_whole_sentence_is_reported_at_its_line(
    light: Cli, data_folder: Callable[[dict[str, str]], Path], tmp_path: Path, tree: Tree
) -> None:
    files, documents = _documents(
        tmp_path,
        """
- {source: source/bread, start: 0, end: 5, words: Bread}
- {source: source/bread, start: 990, end: 995, words: Bread}  #! outside the document of 72 characters
- {source: source/bread, start: 1, end: 6, words: Bread}  #! they stand at 0–5
- {source: source/bread, start: 21, end: 26, words: Bread}  #! the words “Bread” are not at 21–26
- {source: source/bread, start: 0, end: 5, words: wheat, 'on': label}  #! they stand nowhere in it
- {source: source/bread, start: 0, end: 13, words: Bread is old.}  #! quotes a whole sentence
- {source: source/bread, start: 0, end: 12, words: Bread is old}  #! quotes a whole sentence
- {source: source/bread, start: 14, end: 32, words: Bakers knead dough}
- {source: source/bread, start: 56, end: 71, words: A list of tools}
""".replace("- {", "{"),
    )
    data = data_folder(files)
    before = tree(tmp_path)
    ran = light("validate", "-q", "--data", str(data), "--documents", str(documents))
    assert ran.returncode == 1
    assert [place[:2] for place in reported(ran.stderr)] == [place[:2] for place in expected(files)]
    for (_, _, message), (_, _, words) in zip(reported(ran.stderr), expected(files), strict=True):
        assert words in message
    assert tree(tmp_path) == before


def test_a_validation_that_finds_problems_in_the_evidence_says_nowhere_that_there_is_none(
    light: Cli, data_folder: Callable[[dict[str, str]], Path], tmp_path: Path
) -> None:
    files, documents = _documents(tmp_path, "{source: source/bread, start: 1, end: 6, words: Bread}")
    ran = light("validate", "-q", "--data", str(data_folder(files)), "--documents", str(documents))
    assert ran.returncode == 1
    assert "no problem" not in ran.stdout


def test_a_repaired_text_that_differs_is_reported_with_the_version_of_ftfy(
    light: Cli, data_folder: Callable[[dict[str, str]], Path], tmp_path: Path
) -> None:
    from importlib.metadata import version

    files, documents = _documents(tmp_path, "{source: source/bread, start: 0, end: 5, words: Bread}", text_sha256="f" * 64)
    ran = light("validate", "-q", "--data", str(data_folder(files)), "--documents", str(documents))
    assert ran.returncode == 1
    ((name, line, message),) = reported(ran.stderr)
    assert (name, line) == expected(files)[0][:2]
    assert f"ftfy {version('ftfy')}" in message


def test_a_source_whose_file_is_not_there_is_named_and_a_missing_folder_is_wrong_use(
    assert_refused: Refused, light: Cli, data_folder: Callable[[dict[str, str]], Path], tmp_path: Path
) -> None:
    files, documents = _documents(tmp_path, "{source: source/bread, start: 1, end: 6, words: Bread}")
    (documents / "bread.txt").write_text("Another text.")
    args = ("validate", "-q", "--data", str(data_folder(files)), "--documents")
    ran = light(*args, str(documents))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "source/bread (“Bread”)" in ran.stdout
    assert "Not checked" in ran.stdout
    assert "0 passages" in ran.stdout
    assert_refused(light(*args, str(documents / "nowhere")), 2, "no such folder")
