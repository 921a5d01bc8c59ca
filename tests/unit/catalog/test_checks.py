"""What has to hold between records: each problem with its file, its line, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yaml import MappingNode
from yaml.error import Mark

from rolepath import model
from rolepath.catalog.checks import check
from rolepath.catalog.folders import Located, read_folders
from rolepath.errors import InvalidData, Problem

Folder = Callable[[dict[str, str]], Path]

GOOD = """sources:
  - {id: source/doc, title: A document, source_kind: document, licence: x}
  - {id: source/set, title: A dataset, source_kind: dataset, licence: x}
organizations:
  - {id: organization/o, label: O, evidence: [{reason: x}]}
industries:
  - {id: industry/i, label: I, evidence: [{reason: x}]}
skills:
  - {id: skill/a, label: A, skill_kind: knowledge, evidence: [{reason: x}]}
  - {id: skill/b, label: B, skill_kind: knowledge, evidence: [{reason: x}]}
  - {id: skill/c, label: C, skill_kind: knowledge, evidence: [{reason: x}]}
tools:
  - {id: tool/t, label: T, evidence: [{reason: x}]}
roles:
  - {id: role/r, label: R, evidence: [{reason: x}]}
  - {id: role/s, label: S, evidence: [{reason: x}]}
programs:
  - {id: program/p, label: P, program_kind: course, evidence: [{reason: x}]}
projects:
  - {id: project/q, label: Q, evidence: [{reason: x}]}
"""


def problems(folder: Path) -> list[Problem]:
    located = read_folders((folder,))
    with pytest.raises(InvalidData) as caught:
        check(located)
    return list(caught.value.problems)


def marked(text: str) -> list[int]:
    """The lines that end in the comment `# here`."""
    return [number for number, line in enumerate(text.splitlines(), start=1) if line.endswith("# here")]


def test_good_records_pass(data_folder: Folder) -> None:
    text = """requirements:
  - {role: role/r, capability: skill/a, evidence: [{reason: x, modality: must}]}
  - {role: role/r, any_of: [skill/b, tool/t], evidence: [{source: source/doc, start: 0, end: 1, words: x, modality: denies},
      {source: source/set, file: f, key_in_file: k, modality: essential}]}
teachings:
  - {offer: program/p, capability: skill/a, evidence: [{reason: x, attributed_to: organization/o}]}
  - {offer: project/q, capability: skill/a, evidence: [{reason: x}]}
prerequisites:
  - {capability: skill/a, needs: {all_of: [{capability: skill/b}, {any_of: [{capability: skill/c}, {role: role/r}]}]},
      evidence: [{reason: x}]}
  - {capability: skill/c, needs: {any_of: [{capability: skill/a}, {years: 3}]}, evidence: [{reason: x}]}
mappings:
  - {subject: skill/a, predicate: exactMatch, object: skill/b, confidence: 1, evidence: [{reason: x}]}
  - {subject: role/r, predicate: closeMatch, object: role/s, confidence: 0.5, evidence: [{reason: x}]}
"""
    check(read_folders((data_folder({"good.yaml": GOOD, "more.yaml": text}),)))


BAD = {
    "identifier twice": (
        "skills:\n  - id: skill/a  # here\n    label: Other\n    skill_kind: knowledge\n    evidence: [{reason: x}]",
        "“skill/a” is defined twice, first at ",
    ),
    "same identifier under two kinds": (
        "roles:\n  - id: skill/a  # here\n    label: Other\n    evidence: [{reason: x}]",
        "“skill/a” is defined twice, first at ",
    ),
    "same statement twice": (
        "teachings:\n  - {offer: program/p, capability: skill/a, evidence: [{reason: x}]}\n"
        "  - {offer: program/p, capability: skill/a, evidence: [{reason: y}]}  # here",
        "“teaching/program/p/skill/a” is defined twice, first at ",
    ),
    "same set of capabilities twice": (
        "requirements:\n  - {role: role/r, any_of: [skill/a, skill/b], evidence: [{reason: x, modality: must}]}\n"
        "  - {role: role/r, any_of: [skill/b, skill/a], evidence: [{reason: x, modality: must}]}  # here",
        "“requirement/role/r/skill/a+skill/b” is defined twice",
    ),
    "unknown capability": (
        "teachings:\n  - offer: program/p\n    capability: skill/z  # here\n    evidence: [{reason: x}]",
        "capability names “skill/z”, which is defined nowhere",
    ),
    "unknown source": (
        "teachings:\n  - offer: program/p\n    capability: skill/a\n    evidence:\n      - {reason: x}\n"
        "      - {source: source/z, start: 0, end: 1, words: x}  # here",
        "names “source/z”, which is defined nowhere",
    ),
    "unknown speaker": (
        "teachings:\n  - offer: program/p\n    capability: skill/a\n    evidence:\n      - reason: x\n"
        "        attributed_to: organization/z  # here",
        "names “organization/z”, which is defined nowhere",
    ),
    "unknown member of a set": (
        "requirements:\n  - role: role/r\n    any_of:\n      - skill/a\n      - skill/z  # here\n"
        "    evidence: [{reason: x, modality: must}]",
        "any_of names “skill/z”, which is defined nowhere",
    ),
    "unknown capability in a nested condition": (
        "prerequisites:\n  - capability: skill/a\n"
        "    needs: {all_of: [{any_of: [{capability: skill/z}]}]}  # here\n    evidence: [{reason: x}]",
        "needs names “skill/z”, which is defined nowhere",
    ),
    "role for a capability": (
        "requirements:\n  - role: role/r\n    capability: role/s  # here\n    evidence: [{reason: x, modality: must}]",
        "capability names “role/s”, which stands under roles",
    ),
    "capability for a role": (
        "transitions:\n  - from_role: role/r\n    to_role: skill/a  # here\n    evidence: [{reason: x}]",
        "to_role names “skill/a”, which stands under skills",
    ),
    "role for an offer": (
        "teachings:\n  - offer: role/r  # here\n    capability: skill/a\n    evidence: [{reason: x}]",
        "offer names “role/r”, which stands under roles",
    ),
    "project for a program": (
        "preparations:\n  - program: project/q  # here\n    role: role/r\n    evidence: [{reason: x}]",
        "program names “project/q”, which stands under projects",
    ),
    "skill above a role": (
        "roles:\n  - id: role/x\n    label: X\n    broader: [skill/a]  # here\n    evidence: [{reason: x}, {on: broader, reason: y}]",
        "broader names “skill/a”, which stands under skills",
    ),
    "tool for a publisher": (
        "observations:\n  - id: observation/o\n    label: o\n    about: role/r\n    measure: pay\n    low: 1\n    unit: USD\n"
        "    published_by: [tool/t]  # here\n    evidence: [{reason: x}]",
        "published_by names “tool/t”, which stands under tools",
    ),
    "role in a condition where a program is asked for": (
        "programs:\n  - id: program/z\n    label: Z\n    program_kind: course\n    entry: {program: role/r}  # here\n"
        "    evidence: [{reason: x}, {on: entry, reason: y}]",
        "entry names “role/r”, which stands under roles",
    ),
    "role mapped to a capability": (
        "mappings:\n  - subject: role/r\n    predicate: closeMatch  # here\n    object: skill/a\n"
        "    confidence: 1\n    evidence: [{reason: x}]",
        "maps a role to a capability",
    ),
    "same evidence twice": (
        "teachings:\n  - offer: program/p\n    capability: skill/a\n    evidence:\n      - {reason: x}\n      - {reason: x}  # here",
        "the same evidence stands twice",
    ),
    "dataset's modality for a reason": (
        "requirements:\n  - role: role/r\n    capability: skill/a\n    evidence:\n      - {reason: x, modality: essential}  # here",
        "modality 'essential' doesn't fit this evidence; use must or should or mentions or denies",
    ),
    "document's modality for a dataset": (
        "requirements:\n  - role: role/r\n    capability: skill/a\n    evidence:\n"
        "      - {source: source/set, file: f, key_in_file: k, modality: must}  # here",
        "modality 'must' doesn't fit this evidence; use essential or optional",
    ),
    "broader than itself": (
        "skills:\n  - id: skill/x\n    label: X\n    skill_kind: knowledge\n    broader: [skill/x]  # here\n"
        "    evidence: [{reason: x}, {on: broader, reason: y}]",
        "a cycle in broader: skill/x → skill/x",
    ),
    "cycle in broader": (
        "skills:\n  - id: skill/x\n    label: X\n    skill_kind: knowledge\n    broader: [skill/y]  # here\n"
        "    evidence: [{reason: x}, {on: broader, reason: y}]\n"
        "  - id: skill/y\n    label: Y\n    skill_kind: knowledge\n    broader: [tool/z]\n"
        "    evidence: [{reason: x}, {on: broader, reason: y}]\n"
        "tools:\n  - id: tool/z\n    label: Z\n    broader: [skill/x]\n    evidence: [{reason: x}, {on: broader, reason: y}]",
        "a cycle in broader: skill/x → skill/y → tool/z → skill/x",
    ),
    "cycle in broader of industries": (
        "industries:\n  - id: industry/x\n    label: X\n    broader: [industry/x]  # here\n"
        "    evidence: [{reason: x}, {on: broader, reason: y}]",
        "a cycle in broader: industry/x → industry/x",
    ),
    "prerequisite of itself": (
        "prerequisites:\n  - capability: skill/a\n    needs: {capability: skill/a}  # here\n    evidence: [{reason: x}]",
        "a cycle in all-of prerequisites: skill/a → skill/a",
    ),
    "cycle of prerequisites": (
        "prerequisites:\n  - capability: skill/a\n    needs: {all_of: [{capability: skill/b}]}  # here\n    evidence: [{reason: x}]\n"
        "  - capability: skill/b\n"
        "    needs: {at_least: 2, of: [{capability: skill/a}, {capability: skill/c}]}\n    evidence: [{reason: x}]",
        "a cycle in all-of prerequisites: skill/a → skill/b → skill/a",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_problem_names_its_file_its_line_and_what_is_wrong(data_folder: Folder, name: str) -> None:
    text, phrase = BAD[name]
    (problem,) = problems(data_folder({"a-good.yaml": GOOD, "bad.yaml": text}))
    assert problem.path.endswith("bad.yaml")
    assert [problem.line] == marked(text), problem
    assert phrase in problem.message


def test_a_duplicate_says_where_the_first_one_stands(data_folder: Folder) -> None:
    folder = data_folder({"a.yaml": GOOD, "b.yaml": "roles:\n  - {id: role/r, label: R, evidence: [{reason: x}]}\n"})
    line = GOOD.splitlines().index("  - {id: role/r, label: R, evidence: [{reason: x}]}") + 1
    (problem,) = problems(folder)
    assert problem.message.endswith(f"a.yaml:{line}")


def test_all_problems_come_together(data_folder: Folder) -> None:
    names = (
        "identifier twice",
        "unknown capability",
        "role for an offer",
        "same evidence twice",
        "cycle in broader",
        "prerequisite of itself",
    )
    texts = [BAD[name][0] for name in names]
    found = problems(data_folder({"a.yaml": GOOD} | {f"bad{number}.yaml": text for number, text in enumerate(texts)}))
    expected = [(f"bad{number}.yaml", line) for number, text in enumerate(texts) for line in marked(text)]
    assert [(Path(p.path).name, p.line) for p in found] == expected


def test_a_way_around_an_any_of_is_no_cycle(data_folder: Folder) -> None:
    text = """prerequisites:
  - {capability: skill/a, needs: {all_of: [{capability: skill/b}]}, evidence: [{reason: x}]}
  - {capability: skill/b, needs: {any_of: [{capability: skill/a}, {capability: skill/c}]}, evidence: [{reason: x}]}
  - {capability: skill/c, needs: {at_least: 1, of: [{capability: skill/a}, {years: 2}]}, evidence: [{reason: x}]}
"""
    check(read_folders((data_folder({"a.yaml": GOOD, "b.yaml": text}),)))


def skill(name: int, broader: list[int]) -> Located:
    evidence = [model.Reason(reason="x")] + ([model.Reason(reason="x", on="broader")] if broader else [])
    record = model.Skill(
        id=f"skill/{name}", label="x", skill_kind="knowledge", broader=tuple(f"skill/{b}" for b in broader), evidence=tuple(evidence)
    )
    mark = Mark("x", 0, name, 0, None, None)
    return Located(record, "x.yaml", MappingNode("map", [], mark, mark))


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.dictionaries(st.integers(0, 6), st.lists(st.integers(0, 6), max_size=2, unique=True), min_size=7, max_size=7))
def test_a_hierarchy_is_refused_exactly_where_it_has_a_cycle(above: dict[int, list[int]]) -> None:
    located = [skill(name, broader) for name, broader in above.items()]
    reachable = {(a, b) for a in above for b in above[a]}
    for middle in above:  # Warshall's closure
        reachable |= {(a, c) for a in above for c in above if (a, middle) in reachable and (middle, c) in reachable}
    knots = {frozenset(b for b in above if (a, b) in reachable and (b, a) in reachable) for a in above if (a, a) in reachable}
    found: tuple[Problem, ...] = ()
    try:
        check(located)
    except InvalidData as error:
        found = error.problems
    assert len(found) == len(knots)
    for problem in found:  # each names a cycle that is there
        walk = problem.message.removeprefix("a cycle in broader: ").split(" → ")
        edges = {(f"skill/{a}", f"skill/{b}") for a in above for b in above[a]}
        assert set(nx.utils.pairwise(walk)) <= edges
        assert walk[0] == walk[-1]
        assert problem.line == int(walk[0].removeprefix("skill/")) + 1
