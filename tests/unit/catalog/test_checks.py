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
  - {id: source/page, title: A page, source_kind: page, licence: cited only}
organizations:
  - {id: organization/o, label: O, evidence: [{reason: x}]}
persons:
  - {id: person/p, label: P, evidence: [{reason: x}]}
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
tasks:
  - {id: task/k, label: K, deliverable: d, fits: [role/r], evidence: [{reason: x}, {on: fits, reason: y}]}
areas:
  - {id: area/a, label: A, order: 1, evidence: [{reason: x}]}
units:
  - {id: unit/u, label: U, area: area/a, order: 1, size: S, members: [{capability: skill/a}, {any_of: [skill/b, tool/t], part: 2}],
      evidence: [{reason: x}, {on: size, reason: y}]}
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
  - {role: role/r, capability: unit/u, evidence: [{source: source/page, quote: x, modality: does},
      {source: source/page, n: 5, of: 9, counted: x, modality: ads}]}
  - {role: role/r, any_of: [skill/b, tool/t], evidence: [{source: source/doc, start: 0, end: 1, words: x, modality: denies},
      {source: source/set, file: f, key_in_file: k, modality: essential}]}
teachings:
  - {offer: program/p, capability: skill/a, evidence: [{reason: x, attributed_to: organization/o}]}
  - {offer: project/q, capability: skill/a, evidence: [{reason: x, attributed_to: person/p}]}
  - {offer: program/p, capability: unit/u, hours: {low: 1, high: 2}, evidence: [{reason: x}, {on: hours, source: source/page, says: x}]}
  - {offer: task/k, capability: unit/u, level: 0.5, evidence: [{reason: x}]}
holdings:
  - {role: role/r, capability: unit/u, share: 0.9, evidence: [{reason: x}]}
  - {role: role/r, capability: skill/a, share: 0.667, evidence: [{source: source/set, n: 2, of: 3, counted: x}]}
  - {role: role/r, capability: skill/b, share: 0.95, evidence: [{source: source/set, n: 2, of: 3, counted: x}, {reason: x}]}
  - {role: role/r, capability: skill/c, share: 0.6667, evidence: [{source: source/set, n: 2, of: 3, counted: x}]}
resources:
  - {id: resource/r, label: R, units: [unit/u], provider: Somebody, url: "https://x.org", language: en, resource_kind: book,
      price: {low: 0, high: 0, currency: EUR}, evidence: [{source: source/page, says: x}, {on: price, source: source/page, quote: x}]}
names:
  - {id: role/r, hidden_labels: [ar], evidence: [{reason: x}]}
  - {id: "esco:occupation/1", alt_labels: [one], evidence: [{reason: x}]}
prerequisites:
  - {capability: skill/a, needs: {all_of: [{capability: skill/b}, {any_of: [{capability: skill/c}, {role: role/r}]}]},
      evidence: [{reason: x}]}
  - {capability: skill/c, needs: {any_of: [{capability: skill/a}, {years: 3}]}, evidence: [{reason: x}]}
mappings:
  - {subject: skill/c, predicate: broadMatch, object: unit/u, confidence: 1, evidence: [{reason: x}]}
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
    "unit for a member": (
        "units:\n  - id: unit/x\n    label: X\n    area: area/a\n    order: 2\n    size: S\n    members:\n      - {capability: skill/c}\n"
        "      - {capability: unit/u}  # here\n    evidence: [{reason: x}, {on: size, reason: y}]",
        "members names “unit/u”, which stands under units",
    ),
    "unknown member of a unit": (
        "units:\n  - id: unit/x\n    label: X\n    area: area/a\n    order: 2\n    size: S\n    members:\n"
        "      - {any_of: [skill/c, skill/z]}  # here\n    evidence: [{reason: x}, {on: size, reason: y}]",
        "members names “skill/z”, which is defined nowhere",
    ),
    "capability in two units": (
        "units:\n  - id: unit/x\n    label: X\n    area: area/a\n    order: 2\n    size: S\n    members:\n      - {capability: skill/c}\n"
        "      - {any_of: [skill/b, skill/c2]}  # here\n    evidence: [{reason: x}, {on: size, reason: y}]\n"
        "skills:\n  - {id: skill/c2, label: C2, skill_kind: knowledge, evidence: [{reason: x}]}",
        "unit/x: “skill/b” is a member in unit/u too; a capability is in one unit",
    ),
    "capability twice in a unit": (
        "units:\n  - id: unit/x\n    label: X\n    area: area/a\n    order: 2\n    size: S\n    members:\n      - {capability: skill/c}\n"
        "      - {capability: skill/c}  # here\n    evidence: [{reason: x}, {on: size, reason: y}]",
        "unit/x: “skill/c” is a member twice; a capability is in one unit",
    ),
    "unknown area": (
        "units:\n  - id: unit/x\n    label: X\n    area: area/z  # here\n    order: 2\n    size: S\n    members: [{capability: skill/c}]\n"
        "    evidence: [{reason: x}, {on: size, reason: y}]",
        "area names “area/z”, which is defined nowhere",
    ),
    "unit after a skill": (
        "units:\n  - id: unit/x\n    label: X\n    area: area/a\n    order: 2\n    size: S\n    members: [{capability: skill/c}]\n"
        "    after: [skill/a]  # here\n    evidence: [{reason: x}, {on: size, reason: y}, {on: after, reason: y}]",
        "after names “skill/a”, which stands under skills",
    ),
    "units after each other": (
        "units:\n  - id: unit/x\n    label: X\n    area: area/a\n    order: 2\n    size: S\n    members: [{capability: skill/c}]\n"
        "    after: [unit/y]  # here\n    evidence: [{reason: x}, {on: size, reason: y}, {on: after, reason: y}]\n"
        "  - id: unit/y\n    label: Y\n    area: area/a\n    order: 3\n    size: S\n    members: [{capability: skill/c2}]\n"
        "    after: [unit/x]\n    evidence: [{reason: x}, {on: size, reason: y}, {on: after, reason: y}]\n"
        "skills:\n  - {id: skill/c2, label: C2, skill_kind: knowledge, evidence: [{reason: x}]}",
        "a cycle in what units come after: unit/x → unit/y → unit/x",
    ),
    "cycle in includes": (
        "skills:\n  - id: skill/x\n    label: X\n    skill_kind: knowledge\n    includes: [skill/y]  # here\n"
        "    evidence: [{reason: x}, {on: includes, reason: y}]\n"
        "  - {id: skill/y, label: Y, skill_kind: knowledge, includes: [skill/x], evidence: [{reason: x}, {on: includes, reason: y}]}",
        "a cycle in includes: skill/x → skill/y → skill/x",
    ),
    "includes a role": (
        "skills:\n  - id: skill/x\n    label: X\n    skill_kind: knowledge\n    includes: [role/r]  # here\n"
        "    evidence: [{reason: x}, {on: includes, reason: y}]",
        "includes names “role/r”, which stands under roles",
    ),
    "share that a count doesn't give": (
        "holdings:\n  - role: role/r\n    capability: skill/a\n    share: 0.7  # here\n"
        "    evidence: [{source: source/set, n: 2, of: 3, counted: x}]",
        "share 0.7 is not 2 of 3, which is 0.667",
    ),
    "share below what was counted": (
        "holdings:\n  - role: role/r\n    capability: skill/a\n    share: 0.5  # here\n"
        "    evidence: [{source: source/set, n: 2, of: 3, counted: x}, {reason: x}]",
        "share 0.5 is not 2 of 3, which is 0.667",
    ),
    "program that holds": (
        "holdings:\n  - role: program/p  # here\n    capability: skill/a\n    share: 0.5\n    evidence: [{reason: x}]",
        "role names “program/p”, which stands under programs",
    ),
    "unknown thing held": (
        "holdings:\n  - role: role/r\n    capability: unit/z  # here\n    share: 0.5\n    evidence: [{reason: x}]",
        "capability names “unit/z”, which is defined nowhere",
    ),
    "unit in a prerequisite": (
        "prerequisites:\n  - capability: unit/u  # here\n    needs: {capability: skill/a}\n    evidence: [{reason: x}]",
        "capability names “unit/u”, which stands under units",
    ),
    "task that gives no level": (
        "teachings:\n  - offer: task/k  # here\n    capability: skill/a\n    evidence: [{reason: x}]",
        "level is missing; no assumption says how far a task brings anyone",
    ),
    "hours of a project's topic": (
        "teachings:\n  - offer: project/q\n    capability: skill/a\n    hours: {low: 1, high: 2}  # here\n"
        "    evidence: [{reason: x}, {on: hours, reason: y}]",
        "hours are those that a program's syllabus gives a topic",
    ),
    "task that fits a skill": (
        "tasks:\n  - id: task/x\n    label: X\n    deliverable: d\n    fits: [skill/a]  # here\n"
        "    evidence: [{reason: x}, {on: fits, reason: y}]",
        "fits names “skill/a”, which stands under skills",
    ),
    "resource for a skill": (
        "resources:\n  - id: resource/x\n    label: X\n    units: [skill/a]  # here\n    provider: P\n    url: https://x.org\n"
        "    language: en\n    resource_kind: book\n    evidence: [{reason: x}]",
        "units names “skill/a”, which stands under skills",
    ),
    "names of nothing": (
        "names:\n  - id: role/z  # here\n    alt_labels: [zet]\n    evidence: [{reason: x}]",
        "id names “role/z”, which is defined nowhere",
    ),
    "part of a person": (
        "organizations:\n  - id: organization/x\n    label: X\n    part_of: [person/p]  # here\n"
        "    evidence: [{reason: x}, {on: part_of, reason: y}]",
        "part_of names “person/p”, which stands under persons",
    ),
    "role mapped to a unit": (
        "mappings:\n  - subject: role/r\n    predicate: closeMatch  # here\n    object: unit/u\n"
        "    confidence: 1\n    evidence: [{reason: x}]",
        "maps a role to a capability",
    ),
    "unit mapped to something": (
        "mappings:\n  - subject: unit/u  # here\n    predicate: closeMatch\n    object: skill/a\n"
        "    confidence: 1\n    evidence: [{reason: x}]",
        "subject names “unit/u”, which stands under units",
    ),
    "ads in words": (
        "requirements:\n  - role: role/r\n    capability: skill/a\n    evidence:\n      - {reason: x, modality: ads}  # here",
        "modality 'ads' doesn't fit this evidence",
    ),
    "count that insists": (
        "requirements:\n  - role: role/r\n    capability: skill/a\n    evidence:\n"
        "      - {source: source/set, n: 1, of: 2, counted: x, modality: must}  # here",
        "modality 'must' doesn't fit this evidence; use ads",
    ),
    "unknown source of a page": (
        "teachings:\n  - offer: program/p\n    capability: skill/a\n    evidence:\n      - {reason: x}\n"
        "      - {source: source/z, says: x}  # here",
        "names “source/z”, which is defined nowhere",
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
        "modality 'essential' doesn't fit this evidence; use must or should or does or mentions or example or signal or denies",
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
