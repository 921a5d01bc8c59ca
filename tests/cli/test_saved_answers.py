"""Answers as RDF on the command line: written by `path`, put beside the data, found by `query`; and what is refused of them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

Ran = subprocess.CompletedProcess[str]
Cli = Callable[..., Ran]
ENDINGS = {"turtle": "ttl", "trig": "trig", "jsonld": "jsonld", "nquads": "nq"}
QUESTION = ("path", "baker", "pastry chef", "--start", "2026-01-01", "--have", "rolling pin=0.25", "-q")
STEPS = "SELECT ?step { ?hop rp:step/ceterms:name ?step } ORDER BY ?step"


def _different(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The ways of an answer, each once."""
    found: list[dict[str, Any]] = []
    for way in [*answer["ways"], *answer["alternatives"]]:
        if not any((way["hops"], way["cost"]) == (other["hops"], other["cost"]) for other in found):
            found.append(way)
    return found


def ok(ran: Ran) -> str:
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, light_at: Cli, built: Path) -> dict[str, str]:
    """The same answer in JSON and in every format of RDF."""
    place = tmp_path_factory.mktemp("written")
    return {f: ok(light_at(place, *QUESTION, "--format", f, "--store", str(built))) for f in ("json", *ENDINGS)}


@pytest.fixture
def mine(tmp_path: Path, written: dict[str, str]) -> Path:
    """A folder of data that holds a saved answer and nothing else."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "path.trig").write_text(written["trig"], encoding="utf-8")
    return folder


@pytest.mark.parametrize("format_", ENDINGS)
def test_a_saved_answer_is_found_by_queries(light: Cli, tmp_path: Path, written: dict[str, str], format_: str) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / f"plan.{ENDINGS[format_]}").write_text(written[format_], encoding="utf-8")
    answer = json.loads(written["json"])
    expected = sorted(step["label"] for way in _different(answer) for hop in way["hops"] for step in hop["steps"])
    assert expected
    found = json.loads(ok(light("query", STEPS, "--format", "json", "--data", "mine", "-q", "--in-memory")))
    assert [row["step"]["value"] for row in found["results"]["bindings"]] == expected


def test_the_packaged_query_lists_the_steps_in_the_order_of_the_path(light: Cli, mine: Path, written: dict[str, str]) -> None:
    ran = light("query", "--named", "13-steps-of-saved-paths", "--format", "json", "--data", str(mine), "-q")
    rows = json.loads(ok(ran))["results"]["bindings"]
    answer = json.loads(written["json"])
    steps = [(hop["role"]["label"], step) for way in _different(answer) for hop in way["hops"] for step in hop["steps"]]
    assert [(row["role"]["value"], row["step"]["value"], row["kind"]["value"]) for row in rows] == [
        (role, step["label"], step["kind"]) for role, step in steps
    ]
    for row, (_, step) in zip(rows, steps, strict=True):
        assert float(row["readiness"]["value"]) == step["readiness_after"]
        assert (float(row["hoursLow"]["value"]), float(row["hoursHigh"]["value"])) == (step["hours"]["low"], step["hours"]["high"])
    assert ok(light("query", "--named", "13-steps-of-saved-paths", "--format", "csv", "-q")).count("\n") == 1, "no rows without answers"


def test_the_same_question_gives_the_same_bytes_whatever_the_hash_seed(
    light_at: Cli, tmp_path: Path, built: Path, written: dict[str, str]
) -> None:
    for seed in ("1", "2"):
        for format_ in ENDINGS:
            ran = light_at(tmp_path, *QUESTION, "--format", format_, "--store", str(built), env={"PYTHONHASHSEED": seed})
            assert ok(ran) == written[format_]


def test_every_format_holds_the_same_triples(written: dict[str, str]) -> None:
    formats = {"turtle": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD, "nquads": ox.RdfFormat.N_QUADS}
    triples = [{quad.triple for quad in ox.parse(written[name], format_)} for name, format_ in formats.items()]
    assert triples[0]
    assert all(found == triples[0] for found in triples)


def test_no_path_is_written_too_and_keeps_its_exit_code(light: Cli, tmp_path: Path, store: Path) -> None:
    ran = light("path", "nothing", "pastry chef", "--format", "turtle", "--store", str(store))
    assert (ran.returncode, ran.stderr) == (1, "")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "none.ttl").write_text(ran.stdout, encoding="utf-8")
    found = ok(light("query", "SELECT ?why { ?a a rp:Answer ; rp:reason ?why }", "--data", "mine", "--format", "csv", "-q"))
    assert found.splitlines()[0] == "why"
    assert "No way to Pastry chef" in found


def test_what_is_answered_does_not_change_with_saved_answers_beside_the_data(light: Cli, mine: Path) -> None:
    for args in (("gap", "baker", "pastry chef"), ("show", "pastry chef"), ("search", "pastry"), ("compare", "baker", "pastry chef"),
                 ("path", "baker", "pastry chef", "--start", "2026-01-01"), ("sources",),
                 ("export", "nquads", "--around", "pastry chef", "--hops", "2"), ("export", "graphml")):  # fmt: skip
        assert ok(light(*args, "-q", "--data", str(mine))) == ok(light(*args, "-q")), args


def test_an_export_of_all_facts_holds_the_saved_answers_in_their_graph(light: Cli, mine: Path, written: dict[str, str]) -> None:
    text = ok(light("export", "nquads", "-q", "--data", str(mine)))
    lines = {line for line in text.splitlines() if line.endswith("<https://w3id.org/rolepath/graph/answers> .")}
    assert lines == set(written["nquads"].splitlines())


def test_validate_and_pyshacl_accept_a_saved_answer_and_count_it(light: Cli, mine: Path) -> None:
    without = ok(light("validate", "-q"))
    with_ = ok(light("validate", "-q", "--reference", "--data", str(mine)))
    assert int(with_.split()[0]) == int(without.split()[0]) + 1
    assert "no problem found" in with_


def test_a_store_is_built_again_when_an_answer_changes(light: Cli, mine: Path, tmp_path: Path) -> None:
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}

    def built() -> bool:
        ran = light("query", "ASK { ?a a rp:Answer }", "--data", str(mine), env=env)
        assert (ran.returncode, ran.stdout) == (0, "true\n"), ran.stderr
        return "writing the store" in ran.stderr

    assert built(), "first use"
    assert not built(), "second use"
    text = (mine / "path.trig").read_text(encoding="utf-8")
    (mine / "path.trig").write_text(text + "# a comment\n", encoding="utf-8")
    assert built(), "other content"
    (mine / "path.trig").rename(mine / "plan.trig")
    assert built(), "another name"
    (mine / "notes.txt").write_text("no answer")
    (mine / ".hidden.trig").write_text("not read")
    assert not built(), "files that are not read"


def test_the_same_answer_saved_twice_counts_once(light: Cli, mine: Path, written: dict[str, str]) -> None:
    (mine / "again.nq").write_text(written["nquads"], encoding="utf-8")
    assert ok(light("query", "SELECT (COUNT(*) AS ?n) { ?a a rp:Answer }", "--data", str(mine), "--format", "csv", "-q")).split() == [
        "n",
        "1",
    ]


# --- refused -------------------------------------------------------------------------------------


def test_every_bad_file_is_named_with_its_line_and_nothing_is_written(
    light: Cli, mine: Path, tmp_path: Path, assert_refused: Callable[..., None], tree: Callable[[Path], dict[str, str]]
) -> None:
    (mine / "broken.ttl").write_text("@prefix id: <https://w3id.org/rolepath/id/> .\nid:x rp:nothing\n")
    (mine / "noise.jsonld").write_bytes(b"\xff\x00\xfe")
    (mine / "facts.nq").write_text('<http://e/s> <http://e/p> "o" <https://w3id.org/rolepath/graph/catalog> .\n')
    (mine / "records.yaml").write_text("skills:\n  - {id: skill/x}\n")
    ran = light("build", "-q", "--data", str(mine), "--store", "store")
    places = ("mine/broken.ttl:2:", "mine/noise.jsonld:1:", "mine/facts.nq:1: the graph", "mine/records.yaml:2:")
    assert_refused(ran, 1, *places)
    assert tree(tmp_path / "store") == {}


def test_an_answer_from_other_data_is_refused_with_what_is_missing(light: Cli, mine: Path, assert_refused: Callable[..., None]) -> None:
    text = (mine / "path.trig").read_text(encoding="utf-8")
    changed = text.replace("id:assumption\\/unit-hours-begin", "id:assumption\\/of-mine")
    assert changed != text
    (mine / "path.trig").write_text(changed, encoding="utf-8")
    ran = light("query", "ASK {}", "-q", "--data", str(mine))
    assert_refused(ran, 1, "mine/path.trig:", "assumption/of-mine isn't in the data; use the folders of data that the answer was made with")


def test_an_answer_that_breaks_a_shape_is_refused_with_the_place(light: Cli, mine: Path, assert_refused: Callable[..., None]) -> None:
    text = (mine / "path.trig").read_text(encoding="utf-8")
    (mine / "path.trig").write_text(text.replace('rp:stepKind "', 'rp:stepKind "self-', 1), encoding="utf-8")
    ran = light("query", "ASK {}", "-q", "--data", str(mine))
    assert_refused(ran, 1, "1 problem in the data", "mine/path.trig:", "rp:stepKind: must be one of module, program, project")


def test_a_folder_without_records_and_answers_is_still_refused(light: Cli, tmp_path: Path, assert_refused: Callable[..., None]) -> None:
    (tmp_path / "empty").mkdir()
    assert_refused(light("build", "-q", "--data", "empty"), 1, "empty: no .yaml file in this folder")
