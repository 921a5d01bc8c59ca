"""whatif, opens, reach and feeders as a user types them: in every format, with right and wrong arguments."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

Cli = Callable[..., subprocess.CompletedProcess[str]]
Inside = Callable[..., Any]

COMMANDS = {
    "whatif": ("whatif", "data scientist", "--have", "evals", "--do", "IBM AI PM certificate", "--no-path"),
    "ranking": ("whatif", "data scientist", "--rank", "--limit", "25"),
    "opens": ("opens", "data scientist", "--have", "Python"),
    "reach": ("reach", "data scientist", "--lack", "statistics"),
    "feeders": ("feeders",),
}
SMALL = {
    "whatif": ("whatif", "baker", "pastry chef", "--do", "wedding cake", "--have", "chocolate tempering=0.5", "--lack", "yeast dough"),
    "ranking": ("whatif", "baker", "pastry chef", "--rank"),
    "opens": ("opens", "baker"),
    "reach": ("reach", "baker", "--hours"),
    "feeders": ("feeders", "pastry chef", "--hours"),
}


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("format_", ["table", "json", "csv", "markdown"])
def test_an_answer_parses_as_its_format_says(inside: Inside, name: str, format_: str) -> None:
    ran = inside(*COMMANDS[name], "--format", format_, "-q")
    assert (ran.returncode, ran.stderr) == (0, "")
    match format_:
        case "table":
            assert max(cell_len(line) for line in ran.stdout.splitlines()) <= 100
            assert "\x1b" not in ran.stdout
        case "json":
            assert json.loads(ran.stdout)["schema_version"]
        case "csv":
            rows = list(csv.reader(io.StringIO(ran.stdout), strict=True))
            assert len(rows) > 1
            assert len({len(row) for row in rows}) == 1
        case "markdown":
            tables = [line for line in ran.stdout.splitlines() if line.startswith("|")]
            assert tables
            assert ran.stdout.startswith("# ")


RESTS = {"assumptions", "sources", "organizations", "licences", "notes", "schema_version", "answer"}
KEYS = {
    "whatif": {"question", "changes", "before", "after", "units", "steps"},
    "ranking": {"question", "changes", "readiness", "by", "total", "gains", "left_out"},
    "opens": {"from", "profile", "strict", "bars", "roles", "total", "opens"},
    "reach": {"from", "to", "profile", "strict", "bars", "by", "total", "unknown", "roles", "unranked"},
    "feeders": {"from", "to", "profile", "strict", "bars", "by", "total", "unknown", "roles", "unranked"},
}


@pytest.mark.parametrize("name", COMMANDS)
def test_json_has_one_shape_whatever_is_asked(inside: Inside, built: Path, name: str) -> None:
    """The big data, the small, and a start that brings nothing: the same keys at the top and in what every list holds."""
    store = ("--store", str(built))
    empty = (SMALL[name][0], *(("nothing",) if name != "feeders" else ()), *SMALL[name][2 if name != "feeders" else 1 :])
    asked = [(*COMMANDS[name],), (*SMALL[name], *store), (*empty, *store)]
    data = [json.loads(inside(*each, "--format", "json", "-q").stdout) for each in asked]
    for each in data:
        assert each.keys() == RESTS | KEYS[name]
        assert each["answer"] == {"ranking": "gains"}.get(name, name)
    rows = {"whatif": "units", "ranking": "gains", "opens": "opens"}.get(name, "roles")
    found = [set(map(frozenset, each[rows])) for each in data if each[rows]]
    assert len(set().union(*found)) == 1, "every row has the same keys"


@pytest.mark.parametrize("name", SMALL)
def test_the_small_data_answers_alike_twice_and_in_any_order_of_hashes(light: Cli, built: Path, name: str) -> None:
    ran = [light(*SMALL[name], "-q", "--store", str(built), "--format", "json", env={"PYTHONHASHSEED": seed}) for seed in ("1", "2")]
    assert [each.returncode for each in ran] == [0, 0], ran[0].stderr
    assert ran[0].stdout == ran[1].stdout


# --- whatif -----------------------------------------------------------------------------------------------


def asked(light: Cli, built: Path, *args: str) -> Any:
    ran = light(*args, "-q", "--store", str(built), "--format", "json")
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_before_and_after_are_what_gap_and_path_say(light: Cli, built: Path) -> None:
    answer = asked(light, built, "whatif", "baker", "pastry chef", "--have", "skill/kitchen-planning=0.5", "--minimise", "money")
    direct = ("--max-bridges", "0", "--minimise", "money", "--start", "2026-01-01", "--draws", "0")
    before = asked(light, built, "path", "baker", "pastry chef", *direct)
    after = asked(light, built, "path", "baker", "pastry chef", "--have", "skill/kitchen-planning=0.5", *direct)
    for side, path in ((answer["before"], before), (answer["after"], after)):
        assert {**side["readiness"], "after": None} == {**path["readiness"], "after": None}
        assert side["cost"] == path["ways"][0]["cost"]
        assert side["optimal"]
    covered = [{item["id"]: item["coverage"] for item in p["units"]} for p in (before, after)]
    assert {(m["id"], m["before"], m["after"]) for m in answer["units"]} == {
        (i, covered[0][i], covered[1][i]) for i in covered[0] if covered[0][i] != covered[1][i]
    }
    gains = [m["gain"] for m in answer["units"]]
    assert gains == sorted(gains, key=abs, reverse=True)
    assert sum(gains) == pytest.approx(after["readiness"]["typical"] - before["readiness"]["typical"], abs=0.0011)
    steps = [
        {(s["kind"], s["offer"]["id"]): s["hours"] for s in p["ways"][0]["hops"][-1]["steps"] if not s["strengthen"]}
        for p in (before, after)
    ]
    assert {(s["kind"], s["offer"]["id"], s["change"]) for s in answer["steps"]} == {
        (*i, "falls away" if i not in steps[1] else "comes in" if i not in steps[0] else "takes less")
        for i in steps[0].keys() | steps[1].keys()
        if steps[0].get(i) != steps[1].get(i)
    }
    assert answer["steps"]


def test_a_program_done_is_held_and_what_it_takes_and_asks_for_is_told(light: Cli, built: Path) -> None:
    answer = asked(light, built, "whatif", "nothing", "pastry chef", "--do", "diploma in pastry", "--no-path")
    (doing,) = answer["changes"]["do"]
    assert doing["offer"]["id"] == "program/creme-diploma"
    assert doing["hours"]["high"] > doing["hours"]["low"] > 0
    assert doing["hours"]["mid"] == (doing["hours"]["low"] + doing["hours"]["high"]) / 2
    assert doing["money"]["low"] > 0
    raised = {r["thing"]["id"]: r["after"] for r in doing["raises"]}
    assert raised.keys() >= {"unit/doughs", "unit/sweets", "unit/kitchen-work", "skill/food-safety-certificate", "skill/laminated-dough"}
    assert 0 < raised["unit/kitchen-work"] < 0.75, "two afternoons are less than the unit takes"
    (asks,) = doing["asks"]
    assert asks["text"] == "(at least 2 of Yeast dough at 50%, 1 year of experience, a bachelor) or work as baker"
    assert {thing["id"] for thing in asks["things"]} == {"skill/yeast-dough", "esco:occupation/example-baker"}
    assert any("taken as done all the same" in note for note in answer["notes"])
    assert (answer["before"]["cost"], answer["before"]["reason"], answer["steps"]) == (None, None, [])
    assert doing["evidence"]
    assert {e["source"] for e in doing["evidence"]} <= {s["id"] for s in answer["sources"]}
    assert set(doing["assumptions"]) <= {a["id"] for a in answer["assumptions"]}
    baker = asked(light, built, "whatif", "baker", "pastry chef", "--do", "diploma in pastry", "--no-path")
    assert baker["changes"]["do"][0]["asks"] == [], "a baker may enter"
    (task,) = asked(light, built, "whatif", "baker", "pastry chef", "--do", "task/week-plan", "--no-path")["changes"]["do"]
    assert task["kind"] == "task"


def test_what_can_not_be_converted_keeps_its_currency_and_is_not_added_up(light: Cli, data_folder: Any) -> None:
    folder = data_folder(
        {
            "more.yaml": "programs:\n  - {id: program/evening, label: Evening class, program_kind: course, evidence: [{reason: R.}]}\n"
            "teachings:\n  - {offer: program/evening, capability: skill/laminated-dough, evidence: [{reason: R.}]}\n"
            "observations:\n  - {id: observation/evening, label: Price of the class, about: program/evening, measure: price,"
            " low: 300, high: 300, unit: NOK, evidence: [{reason: R.}]}\n"
        }
    )
    place = ("-q", "--data", str(folder))
    ran = light("whatif", "baker", "pastry chef", "--do", "evening class", *place, "--format", "json")
    assert ran.returncode == 0, ran.stderr
    answer = json.loads(ran.stdout)
    assert answer["changes"]["do"][0]["money"] == {"low": 300, "mid": 300, "high": 300, "currency": "NOK"}
    assert any("no exchange rate from NOK" in note for note in answer["notes"])
    rows = list(csv.reader(io.StringIO(light("whatif", "baker", "pastry chef", "--do", "evening class", *place, "--format", "csv").stdout)))
    money = next(row for row in rows if row[1] == "money (USD)")
    hours = next(row for row in rows if row[1] == "hours")
    assert (money[3], hours[3] != "0") == ("0", True)
    ranking = json.loads(light("whatif", "baker", "pastry chef", "--rank", *place, "--format", "json").stdout)
    assert [thing["id"] for thing in ranking["left_out"]] == ["program/evening"]


def test_where_there_is_no_plan_the_reason_stands_beside_it(light: Cli, built: Path) -> None:
    answer = asked(light, built, "whatif", "nothing", "pastry chef", "--have", "food safety certificate")
    assert answer["before"]["cost"] is None
    assert "Pastry chef" in answer["before"]["reason"]
    assert answer["question"]["start"] is None
    text = light("whatif", "nothing", "pastry chef", "--have", "food safety certificate", "-q", "--store", str(built)).stdout
    assert "Before: No way to Pastry chef" in text


def test_what_is_so_already_changes_nothing(light: Cli, built: Path) -> None:
    answer = asked(light, built, "whatif", "pastry chef", "pastry chef", "--have", "yeast dough=0.1")
    assert (answer["units"], answer["steps"]) == ([], [])
    assert answer["before"]["readiness"]["typical"] == answer["after"]["readiness"]["typical"]
    none = asked(light, built, "whatif", "nothing", "pastry chef", "--lack", "yeast dough", "--no-path")
    assert none["before"] == none["after"]
    there = light("whatif", "pastry chef", "pastry chef", "--have", "hygiene act", "-q", "--store", str(built))
    assert there.returncode == 0
    assert re.search(r"^stage +\| +ready +\| +ready", there.stdout, re.MULTILINE)


def test_a_profile_counts_but_not_its_budget(light: Cli, built: Path, tmp_path: Path) -> None:
    (tmp_path / "me.yaml").write_text("roles: [baker]\ncapabilities: {Chocolate tempering: 0.5}\nbudget: 1\ndeadline: 1 month\n")
    answer = asked(light, built, "whatif", "--profile", "me.yaml", "pastry chef", "--have", "hygiene act")
    assert answer["before"]["cost"] is not None
    assert (answer["question"]["constraints"]["budget"], answer["question"]["constraints"]["deadline"]) == (None, None)
    same = asked(light, built, "gap", "baker", "pastry chef", "--have", "chocolate tempering=0.5")
    assert answer["before"]["readiness"] == {**same["readiness"], "after": None}
    near = asked(light, built, "reach", "--profile", "me.yaml", "--hours")
    assert all(row["study"] for row in near["roles"])


def test_the_ranking_starts_from_what_is_supposed(light: Cli, built: Path) -> None:
    alone = asked(light, built, "whatif", "baker", "pastry chef", "--rank")
    after = asked(light, built, "whatif", "baker", "pastry chef", "--rank", "--do", "diploma in pastry")
    one, other = ({(row["kind"], row["thing"]["id"]): row["gain"] for row in each["gains"]} for each in (alone, after))
    assert ("program", "program/creme-diploma") in one.keys() - other.keys()
    assert ("module", "unit/sweets") in one.keys() - other.keys(), "the diploma teaches it"
    gain = one["program", "program/creme-diploma"]
    assert after["readiness"]["typical"] == pytest.approx(alone["readiness"]["typical"] + gain, abs=0.0011)
    assert (len(alone["gains"]), alone["total"]) == (len(one), len(one))
    assert {kind for kind, _ in one} == {"module", "program", "project", "task", "not on its own"}
    first = asked(light, built, "whatif", "baker", "pastry chef", "--rank", "--by", "gain", "--limit", "2")
    assert [row["gain"] for row in first["gains"]] == sorted(one.values(), reverse=True)[:2]
    assert first["total"] == alone["total"]


# --- roles ------------------------------------------------------------------------------------------------


def test_roles_near_are_told_with_their_moves_and_hours(light: Cli, built: Path) -> None:
    plain = asked(light, built, "reach", "baker")
    rows = {row["role"]["id"]: row for row in plain["roles"]}
    assert list(rows) == ["role/pastry-cook", "role/pastry-chef"]
    assert rows["role/pastry-cook"]["documented"]
    assert not rows["role/pastry-chef"]["documented"]
    assert {e["source"] for e in rows["role/pastry-cook"]["evidence"]} <= {s["id"] for s in plain["sources"]}
    assert [row["study"] for row in plain["roles"]] == [None, None]
    for row in plain["roles"]:
        now = asked(light, built, "gap", "baker", row["role"]["id"])["readiness"]
        assert (row["readiness"], row["essentials"], row["essentials_met"], row["stage"]) == (
            now["typical"],
            now["essentials"],
            now["essentials_met"],
            now["stage"],
        )
    by_hours = asked(light, built, "reach", "baker", "--hours")
    assert by_hours["by"] == "hours"
    direct = ("--max-bridges", "0", "--minimise", "hours", "--start", "2026-01-01", "--draws", "0")
    for row in by_hours["roles"]:
        path = asked(light, built, "path", "baker", row["role"]["id"], *direct)
        assert row["study"] == path["ways"][0]["cost"]
        assert row["proven"]
        steps = [s for s in path["ways"][0]["hops"][-1]["steps"] if not s["strengthen"]]
        assert {a for s in steps for a in s["assumptions"]} <= {a["id"] for a in by_hours["assumptions"]}
    middle = [row["study"]["hours"]["mid"] for row in by_hours["roles"]]
    assert middle == sorted(middle)
    one = asked(light, built, "reach", "baker", "--hours", "--limit", "1")
    assert (one["roles"], one["total"]) == (by_hours["roles"][:1], 2)


def test_a_licence_is_told_of_and_bars_the_way_in(light: Cli, data_folder: Any, tmp_path: Path) -> None:
    """The same role, with and without a licence; who holds it, by a profile, is ready."""
    ids = ("skill/yeast-dough", "method/mise-en-place", "skill/chocolate-tempering", "regulation/hygiene-act", "skill/tidy-station")
    reasons = ", ".join(f"{{reason: R{n}., modality: must}}" for n in range(2))
    requirements = [f"  - {{role: role/inspector, capability: {c}, evidence: [{reasons}]}}" for c in ids]
    folder = data_folder(
        {
            "more.yaml": "roles:\n  - {id: role/inspector, label: Inspector, regulated: true,"
            " evidence: [{reason: R.}, {'on': regulated, reason: The law asks for a badge.}]}\nrequirements:\n"
            + "\n".join(requirements)
            + "\n"
        }
    )
    claims = [part for name in ids for part in ("--have", name)]
    place = ("-q", "--data", str(folder))
    ran = light("reach", "nothing", *claims, *place, "--format", "json")
    assert ran.returncode == 0, ran.stderr
    row = next(row for row in json.loads(ran.stdout)["roles"] if row["role"]["id"] == "role/inspector")
    assert (row["licence"], row["stage"]) == ("needed", "not yet")
    assert row["readiness"] >= 0.8
    text = light("reach", "nothing", *claims, *place).stdout
    assert "licence needed" in text
    assert re.search(r"A licence is needed for Inspector \[\d+\]", text)
    assert [e["reason"] for e in row["licence_evidence"]] == ["The law asks for a badge."]
    (tmp_path / "me.yaml").write_text("licences: [inspector]\n")
    ran = light("reach", "--profile", "me.yaml", *claims, *place, "--format", "json")
    row = next(row for row in json.loads(ran.stdout)["roles"] if row["role"]["id"] == "role/inspector")
    assert (row["licence"], row["stage"]) == ("held", "ready")


def test_starting_roles_mark_documented_moves_and_name_those_that_can_not_be_ranked(inside: Inside) -> None:
    answer = json.loads(inside("feeders", "--format", "json", "-q", "--limit", "200").stdout)
    rows = {(row["role"]["label"], row["role"]["origin"]): row for row in answer["roles"]}
    assert len(rows) == answer["total"] >= 30
    scientist = rows["data scientist", "ESCO"]
    assert scientist["documented"]
    assert scientist["evidence"]
    assert not rows["UX designer", "rolepath"]["documented"]
    assert all(row["evidence"] for row in answer["unranked"])
    readiness = [row["readiness"] for row in answer["roles"]]
    assert readiness == sorted(readiness, reverse=True)
    gap = json.loads(inside("gap", "data scientist", "--format", "json", "-q").stdout)
    assert scientist["readiness"] == gap["readiness"]["typical"]


def test_a_start_without_a_way_is_last_with_the_reason(light: Cli, built: Path) -> None:
    rows = asked(light, built, "feeders", "pastry chef", "--hours")["roles"]
    assert [bool(row["study"]) for row in rows] == sorted((bool(row["study"]) for row in rows), reverse=True)
    last = rows[-1]
    assert (last["role"]["id"], last["study"]) == ("role/pastry-cook", None)
    assert last["no_path"].startswith("everything on offer together leads to")
    assert light("path", "pastry cook", "pastry chef", "--max-bridges", "0", "-q", "--store", str(built)).returncode == 1


def test_progress_is_told_on_stderr_and_not_when_quiet(light: Cli, built: Path) -> None:
    for args, words in ((SMALL["reach"], "fewest hours of study for 2 roles"), (SMALL["whatif"], "the best direct plan before")):
        loud, quiet = light(*args, "--store", str(built)), light(*args, "--store", str(built), "-q")
        assert loud.stdout == quiet.stdout
        assert words in loud.stderr
        assert quiet.stderr == ""


def test_what_a_skill_opens_is_what_gap_loses_without_it(light: Cli, built: Path) -> None:
    answer = asked(light, built, "opens", "baker")
    assert answer["roles"] == 2
    first = answer["opens"][0]
    assert first["with"] == []
    lost = 0.0
    for role in ("pastry chef", "pastry cook"):
        one = asked(light, built, "gap", "baker", role)
        other = asked(light, built, "gap", "baker", role, "--lack", first["thing"]["id"])
        lost += one["readiness"]["typical"] - other["readiness"]["typical"]
    assert first["lost"] == pytest.approx(lost, abs=0.0021)
    doughs = next(row for row in answer["opens"] if row["thing"]["id"] == "unit/doughs")
    assert {thing["id"] for thing in doughs["with"]} == {"skill/yeast-dough", "tool/rolling-pin"}
    assert light("opens", "nothing", "-q", "--store", str(built)).stdout.count("You hold nothing that any role asks for") == 1


# --- wrong use --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("whatif", "baker", "pastry chef"), 2, ("nothing is supposed", "--have", "--rank")),
        (("whatif",), 2, ("FROM",)),
        (("whatif", "bakr", "pastry chef", "--have", "Yeast dough"), 2, ("no role is called “bakr”", "esco:occupation/example-baker")),
        (("whatif", "baker", "pastry chef", "--have", "yeast dogh"), 2, ("no capability is called", "skill/yeast-dough")),
        (
            ("whatif", "baker", "pastry chef", "--do", "diplom in pastry"),
            2,
            ("no program, project or task is called", "program/creme-diploma"),
        ),
        (("whatif", "baker", "pastry chef", "--have", "yeast dough=2"), 2, ("(0, 1]",)),
        (("whatif", "baker", "pastry chef", "--have", "yeast dough", "--lack", "yeast dough"), 2, ("both had and lacked",)),
        (("whatif", "baker", "pastry chef", "--do", "wedding cake", "--limit", "3"), 2, ("--limit needs --rank",)),
        (("whatif", "baker", "pastry chef", "--rank", "--no-path"), 2, ("--no-path can't go with --rank",)),
        (("whatif", "baker", "kitchen help", "--have", "yeast dough"), 1, ("not enough is known of “Kitchen help”",)),
        (("whatif", "baker", "kitchen help", "--rank"), 1, ("not enough is known",)),
        (("opens",), 2, ("FROM",)),
        (("opens", "bakr"), 2, ("no role is called “bakr”",)),
        (("opens", "baker", "--readiness", "0"), 2, ("--readiness must lie in (0, 1]",)),
        (("reach", "baker", "--limit", "0"), 2, ("--limit",)),
        (("reach", "baker", "--readiness", "1.1"), 2, ("--readiness must lie in (0, 1]",)),
        (("reach", "baker", "--time-limit", "5"), 2, ("--time-limit needs --hours",)),
        (("reach", "baker", "--hours", "--time-limit", "-1"), 2, ("--time-limit must be more than 0",)),
        (("reach", "baker", "--hours", "--currency", "XXX"), 2, ("no exchange rate for XXX",)),
        (("reach", "--profile", "me.yaml", "baker"), 2, ("with --profile no role is named",)),
        (("feeders", "pastry chf"), 2, ("no role is called", "role/pastry-chef")),
        (("feeders", "kitchen help"), 1, ("not enough is known of “Kitchen help”",)),
        (("feeders", "pastry chef", "--readiness", "0"), 2, ("--readiness must lie in (0, 1]",)),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_what_is_wrong_is_said_with_its_cure(
    light: Cli, built: Path, assert_refused: Callable[..., None], args: tuple[str, ...], code: int, words: tuple[str, ...]
) -> None:
    assert_refused(light(*args, "--store", str(built), "-q"), code, *words)


def test_a_program_of_which_nothing_is_known_or_that_is_done_is_refused(inside: Inside, tmp_path: Path) -> None:
    ran = inside("whatif", "data scientist", "--do", "program/mba", "-q")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "no source says what MBA (program/mba) teaches" in ran.stderr
    (tmp_path / "me.yaml").write_text("programs: [IBM AI PM certificate]\n")
    ran = inside("whatif", "--profile", "me.yaml", "--do", "IBM AI PM certificate", "-q")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "is done already" in ran.stderr
