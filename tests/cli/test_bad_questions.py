"""Questions that can't be answered as they are put: one message with the cure, exit code 2 or 1, nothing changed."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

Ran = subprocess.CompletedProcess[str]
Cli = Callable[..., Ran]
Refused = Callable[..., None]
Tree = Callable[[Path], dict[str, str]]

WRONG_USE = {
    "no role": (("gap",), "FROM"),
    "level above 1": (("gap", "baker", "pastry chef", "--have", "dough=1.5"), "(0, 1]"),
    "level 0": (("gap", "baker", "pastry chef", "--have", "dough=0"), "(0, 1]"),
    "level no number": (("gap", "baker", "pastry chef", "--have", "dough=much"), "'much'"),
    "level nan": (("gap", "baker", "pastry chef", "--have", "dough=nan"), "(0, 1]"),
    "had and lacked": (("gap", "baker", "pastry chef", "--have", "Yeast doughs", "--lack", "skill/yeast-dough"), "skill/yeast-dough"),
    "readiness above 1": (("gap", "baker", "pastry chef", "--readiness", "2"), "(0, 1]"),
    "level in other words": (("gap", "baker", "pastry chef", "--have", "dough=a lot"), "'a lot'"),
    "some and a level": (("gap", "baker", "pastry chef", "--have", "dough=some", "--have", "dough=0.5"), "two levels"),
    "some and lacked": (("gap", "baker", "pastry chef", "--have", "skill/dough=some", "--lack", "Dough"), "skill/dough"),
    "too many bridges": (("path", "baker", "pastry chef", "--max-bridges", "9"), "between 0 and 2"),
    "draws below 0": (("path", "baker", "pastry chef", "--draws", "-1"), "--draws"),
    "too many draws": (("path", "baker", "pastry chef", "--draws", "100000"), "--draws"),
    "the option of old": (("path", "baker", "pastry chef", "--brief"), "--brief"),
    "check of nobody": (("check",), "FROM"),
    "check of an unknown role": (("check", "plumber", "pastry chef"), "“plumber”"),
    "check with an unknown capability": (("check", "baker", "pastry chef", "--have", "yeast dogh"), "skill/yeast-dough"),
    "check into a folder": (("check", "baker", "pastry chef", "-o", "."), "folder"),
    "no time to study": (("path", "baker", "pastry chef", "--hours-per-week", "0"), "--hours-per-week"),
    "hardly any time to study": (("path", "baker", "pastry chef", "--hours-per-week", "1e-300"), "between 0.1 and 168"),
    "page and json": (("gap", "baker", "pastry chef", "--html", "--format", "json"), "exclude each other"),
    "hops around nothing": (("export", "turtle", "--hops", "2"), "--around"),
    "hops below 0": (("export", "turtle", "--around", "pastry chef", "--hops", "-1"), "--hops"),
    "around nobody": (("export", "turtle", "--around", "plumber"), "plumber"),
    "csv without folder": (("export", "csv"), "-o"),
    "map of nothing imported": (("export", "html", "--all"), "rolepath import esco"),
    "map of what isn't imported": (("export", "html", "--all", "--only", "onet"), "no O*NET is imported"),
    "map as turtle": (("export", "turtle", "--all"), "without it"),
    "map around something": (("export", "html", "--all", "--around", "baker"), "--around"),
    "only without all": (("export", "html", "--only", "esco"), "--all"),
    "unknown export": (("export", "docx"), "docx"),
    "unknown format": (("gap", "baker", "--format", "docx"), "docx"),
    "no limit": (("search", "dough", "--limit", "0"), "--limit"),
    "compare skill": (("compare", "baker", "yeast dough"), "role"),
    "compare with itself": (("compare", "baker", "bakers"), "name two roles"),
    "nothing is no target": (("gap", "baker", "nothing"), "nothing"),
    "two queries": (("query", "ASK {}", "--named", "01-what-an-ai-pm-needs"), "one query"),
    "no query": (("query",), "one query"),
    "query file missing": (("query", "-f", "nowhere.rq"), "nowhere.rq"),
    "unknown named query": (("query", "--named", "what-an-ai-pm-needs"), "01-what-an-ai-pm-needs"),
    "select as turtle": (("query", "SELECT * { ?s ?p ?o }", "--format", "turtle"), "turtle"),
    "construct as csv": (("query", "CONSTRUCT WHERE { ?s ?p ?o }", "--format", "csv"), "csv"),
    "no time to answer": (("query", "ASK {}", "--timeout", "0"), "more than 0"),
    "update": (("query", "INSERT DATA { id:a rp:b id:c }"), "INSERT"),
    "drop": (("query", "PREFIX x: <http://e/> DROP ALL"), "DROP"),
    "service": (("query", "ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"), "--allow-service"),
    "silent service": (("query", "ASK {\n  { SERVICE SILENT ?x { ?s ?p ?o } } }"), "line 2, column 5"),
    "broken query": (("query", "SELECT ?x {\n  ?x a }"), "line 2, column 8"),
    "undeclared prefix": (("query", "ASK { ?x a nope:Role }"), "nope:"),
    "empty query": (("query", ""), "line 1, column 1"),
    "no such option": (("gap", "baker", "--hav", "dough"), "--have"),
    "no such command": (("gaap", "baker"), "gap"),
}


@pytest.fixture(scope="module")
def refused(light_at: Cli, built: Path, tree: Tree, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Ran, dict[str, str]]]:
    """Every wrong use with what it left in its folder, run side by side; the store they name is as it was after all of them."""

    def run(name: str, place: Path) -> tuple[Ran, dict[str, str]]:
        args, _ = WRONG_USE[name]
        ran = light_at(place, *args, *(() if name == "no such command" else ("--store", str(built))))
        return ran, tree(place)

    before = tree(built)
    places = [tmp_path_factory.mktemp("refused") for _ in WRONG_USE]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = dict(zip(WRONG_USE, pool.map(run, WRONG_USE, places), strict=True))
    assert tree(built) == before
    return found


@pytest.mark.parametrize("name", WRONG_USE)
def test_wrong_use_is_said_in_one_message_and_changes_nothing(
    assert_refused: Refused, refused: dict[str, tuple[Ran, dict[str, str]]], name: str
) -> None:
    ran, left = refused[name]
    assert_refused(ran, 2, WRONG_USE[name][1])
    assert left == {}


def test_all_that_is_wrong_with_a_question_is_said_at_once(assert_refused: Refused, light: Cli, store: Path) -> None:
    wrong = {
        "--readiness": "7", "--max-bridges": "9", "--hours-per-week": "nan", "--budget": "much", "--currency": "XX",
        "--deadline": "soon", "--start": "2026-13-13", "--alternatives": "99", "--draws": "-1", "--time-limit": "-1",
    }  # fmt: skip
    names = {"--have": "aaaa=0.5", "--lack": "bbbb", "--avoid": "cccc", "--must": "dddd"}
    options = [word for option in (wrong | names).items() for word in option]
    ran = light("path", "plumber", "wizard", *options, "--store", str(store))
    assert_refused(ran, 2, "16 problems", "“plumber”", "“wizard”", "“aaaa”", "“bbbb”", "“cccc”", "“dddd”", *wrong)


def test_one_thing_wrong_with_a_question_is_said_without_counting(assert_refused: Refused, light: Cli, store: Path) -> None:
    ran = light("path", "baker", "pastry chef", "--budget", "much", "--store", str(store))
    assert_refused(ran, 2, "Error: --budget: ")


@pytest.mark.parametrize(
    ("args", "also"),
    [(("--in-memory", "--store", "elsewhere"), "--store"), (("--no-packaged",), "--data")],
    ids=["in memory and store", "no data at all"],
)
def test_contradictory_places_are_wrong_use(assert_refused: Refused, light: Cli, args: tuple[str, ...], also: str) -> None:
    assert_refused(light("gap", "baker", *args), 2, args[0], also)


def test_a_query_that_is_no_text_in_utf8_is_wrong_use(assert_refused: Refused, light: Cli, store: Path, tmp_path: Path) -> None:
    (tmp_path / "latin.rq").write_bytes("ASK { ?s ?p 'Ä' }".encode("latin-1"))
    assert_refused(light("query", "-f", "latin.rq", "--store", str(store)), 2, "UTF-8")


def test_an_unknown_name_is_met_with_candidates_and_each_is_an_argument_that_works(
    assert_refused: Refused, light: Cli, store: Path
) -> None:
    ran = light("gap", "bakr", "pastrie chef", "--store", str(store))
    assert_refused(ran, 2, "“bakr”", "“pastrie chef”", "Did you mean")
    first, second = (re.findall(r"^    (\S+)  \S", said, re.MULTILINE) for said in ran.stderr.split("“pastrie chef”"))
    candidates = [*first, *second]
    assert (first[0], second[0]) == ("esco:occupation/example-baker", "role/pastry-chef")
    assert all(identifier.partition("/")[0] in ("role", "esco:occupation") for identifier in candidates), "only roles can be meant"
    for candidate in candidates:
        assert light("show", candidate, "--store", str(store)).returncode == 0


def test_an_ambiguous_name_is_met_with_all_it_can_mean_and_each_is_an_argument_that_works(
    assert_refused: Refused, light: Cli, store: Path
) -> None:
    ran = light("show", "pastry", "--store", str(store))
    assert_refused(ran, 2, "“pastry” fits 6 things")
    candidates = [(identifier, label.strip()) for identifier, label in re.findall(r"^  (\S+)  (.+)$", ran.stderr, re.MULTILINE)]
    called = {("skill/laminated-dough", "Laminated dough (pastry)"), ("skill/yeast-dough", "Yeast dough (pastry)")}
    assert called < set(candidates)
    assert all("pastry" in label.casefold() for _, label in candidates)  # the others have the word in their own label
    for identifier, label in candidates:
        assert label.removesuffix(" (pastry)") in light("show", identifier, "--store", str(store)).stdout
    assert_refused(light("gap", "baker", "pastry chef", "--have", "Pastries", "--store", str(store)), 2, *(c[0] for c in called))


def test_a_name_that_is_like_nothing_is_met_with_a_way_to_search(assert_refused: Refused, light: Cli, store: Path) -> None:
    assert_refused(light("show", "zzzzzzzz", "--store", str(store)), 2, "“zzzzzzzz”", "rolepath search")


@pytest.mark.parametrize("command", ["gap", "path", "check"])
def test_a_target_of_which_not_enough_is_known_is_no_answer(
    assert_refused: Refused, light: Cli, store: Path, tmp_path: Path, tree: Tree, command: str
) -> None:
    before = tree(tmp_path)
    ran = light(command, "baker", "kitchen help", "-o", "answer.txt", "--store", str(store))  # check: the profile
    assert_refused(ran, 1, "not enough is known", "role/kitchen-help", "0 of its units", "needs 5 and 8")
    assert tree(tmp_path) == before
