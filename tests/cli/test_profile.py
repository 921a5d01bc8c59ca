"""Profile files from the command line: made, changed, shown, and used by `gap` and `path`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

Ran = subprocess.CompletedProcess[str]
Cli = Callable[..., Ran]
Refused = Callable[..., None]
Tree = Callable[[Path], dict[str, str]]

MINE = """\
# mine
roles: [baker]
capabilities:
  yeast doughs: 0.5  # with wild yeast
  skill/dough: 1
hours_per_week: 10
start: 2026-01-01
target: pastry chef
"""
START = ("--start", "2026-01-01")


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    (tmp_path / "me.yaml").write_text(MINE, encoding="utf-8")
    return tmp_path / "me.yaml"


@pytest.fixture
def run(light: Cli, built: Path) -> Cli:
    """Runs a command on the small store; it is only read."""
    return lambda *args: light(*args, "--store", str(built))


def answer(ran: Ran, code: int = 0) -> Any:
    assert (ran.returncode, ran.stderr) == (code, ""), ran.stderr
    return json.loads(ran.stdout)


# --- made and changed -------------------------------------------------------------------------------------------------


def test_a_profile_is_made_with_labels_and_shown_with_identifiers(run: Cli, tmp_path: Path) -> None:
    said = (
        "--have",
        "yeast doughs=0.5",
        "--lack",
        "tool/rolling-pin",
        "--program",
        "diploma in pastry",
        "--degree",
        "bachelor",
        "--years",
        "2.5",
    )
    more = ("--budget", "$500", "--deadline", "2028-01-31", *START, "--avoid", "Wedding cakes", "--target", "pastry chef", "--name", "Ada")
    ran = run("profile", "new", "me.yaml", "--role", "bakers", "--hours-per-week", "10", *said, *more)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "Wrote me.yaml\n", "")
    assert yaml.safe_load((tmp_path / "me.yaml").read_text(encoding="utf-8")) == yaml.safe_load(
        """
name: Ada
roles: [baker]
capabilities: {Yeast dough: 0.5}
lack: [Rolling pin]
programs: [Diploma in Pastry]
degrees: [bachelor]
years: 2.5
hours_per_week: 10
budget: 500 USD
deadline: 2028-01-31
start: 2026-01-01
avoid: [Wedding cake]
target: Pastry chef
"""
    )
    shown = answer(run("profile", "show", "me.yaml", "--format", "json"))
    assert [role["id"] for role in shown["roles"]] == ["esco:occupation/example-baker"]
    assert [(c["id"], c["level"]) for c in shown["capabilities"]] == [("skill/yeast-dough", 0.5)]
    assert (shown["budget"], shown["deadline"], shown["target"]["id"]) == (
        {"amount": 500.0, "currency": "USD"},
        "2028-01-31",
        "role/pastry-chef",
    )
    table = run("profile", "show", "me.yaml").stdout
    for words in ("Profile: Ada", "baker (ESCO)", "esco:occupation/example-baker", "Yeast dough at 0.5", "500 USD", "Wedding cake"):
        assert words in table


def test_a_new_profile_never_replaces_a_file_unasked(run: Cli, mine: Path, assert_refused: Refused) -> None:
    assert_refused(run("profile", "new", "me.yaml"), 2, "me.yaml is there already", "--force")
    assert mine.read_text(encoding="utf-8") == MINE
    assert run("profile", "new", "me.yaml", "--force", "--name", "Ada").returncode == 0
    assert yaml.safe_load(mine.read_text(encoding="utf-8")) == {"name": "Ada"}
    mine.unlink()
    mine.symlink_to("elsewhere.yaml")
    assert_refused(run("profile", "new", "me.yaml"), 2, "is there already")


def test_what_is_added_and_removed_is_said_and_the_rest_stays_as_it_was(run: Cli, mine: Path) -> None:
    ran = run("profile", "add", "me.yaml", "chocolate work=0.25", "Yeast dough=0.75", "--role", "pastry cooks")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines() == [
        "roles: added Pastry cook (role/pastry-cook).",
        "capabilities: added Chocolate tempering (skill/chocolate-tempering) at 0.25.",
        "capabilities: yeast doughs is now at 0.75, no longer at 0.5.",
    ]
    changed = MINE.replace("0.5  #", "0.75  #").replace("skill/dough: 1\n", "skill/dough: 1\n  Chocolate tempering: 0.25\n")
    assert mine.read_text(encoding="utf-8") == changed.replace("roles: [baker]\n", "roles:\n- baker\n- Pastry cook\n")
    ran = run("profile", "remove", "me.yaml", "pastry cook", "skill/chocolate-tempering")
    assert ran.stdout.splitlines() == ["roles: removed Pastry cook.", "capabilities: removed Chocolate tempering."]
    assert mine.read_text(encoding="utf-8") == MINE.replace("0.5  #", "0.75  #").replace("roles: [baker]\n", "roles:\n- baker\n")


def test_adding_what_is_there_leaves_the_file_alone_and_says_so(run: Cli, mine: Path) -> None:
    before = mine.stat()
    ran = run("profile", "add", "me.yaml", "Dough", "yeast dough=0.5", "--role", "bread maker")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.count("is there already") == 3
    assert ran.stdout.endswith("Nothing changed.\n")
    assert (mine.stat().st_mtime_ns, mine.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


NOT_DONE = {
    "unknown capability": (("add", "me.yaml", "sauerdough", "Dough=0.5", "--role", "plumber"), ("“sauerdough”", "“plumber”", "2 problems")),
    "ambiguous capability": (("add", "me.yaml", "pastry"), ("skill/laminated-dough", "skill/yeast-dough", "identifier")),
    "level above 1": (("add", "me.yaml", "Dough=1.5"), ("at most 1",)),
    "level nan": (("add", "me.yaml", "Dough=nan"), ("at most 1",)),
    "level no number": (("add", "me.yaml", "Dough=much"), ("'much'",)),
    "two levels": (("add", "me.yaml", "Dough=0.5", "Dough=0.7"), ("two levels",)),
    "nothing to add": (("add", "me.yaml"), ("nothing to add",)),
    "had and lacked": (("add", "me.yaml", "--lack", "Yeast dough"), ("me.yaml", "skill/yeast-dough", "one of the two")),
    "a skill is no role": (("add", "me.yaml", "--role", "Dough"), ("no role", "“Dough”")),
    "unknown degree": (("add", "me.yaml", "--degree", "diploma"), ("bachelor, master or doctorate",)),
    "not there": (("remove", "me.yaml", "Dough", "Hygiene Act"), ("“Hygiene Act” is not in me.yaml", "baker", "yeast doughs")),
    "no such list": (("remove", "me.yaml", "Dough", "--from", "skills"), ("capabilities",)),
    "nothing to remove": (("remove", "me.yaml"), ("NAME",)),
    "no file to add to": (("add", "you.yaml", "Dough"), ("you.yaml", "profile new")),
    "no file to show": (("show", "you.yaml"), ("you.yaml", "profile new")),
    "a folder": (("show", "."), ("directory",)),
    "negative hours": (("new", "you.yaml", "--hours-per-week", "-1"), ("you.yaml: hours_per_week", "-1")),
    "negative years": (("new", "you.yaml", "--years", "-1"), ("years",)),
    "deadline before start": (
        ("new", "you.yaml", "--deadline", "2025-01-01", *START),
        ("2025-01-01 must be later than the start 2026-01-01",),
    ),
    "no budget": (("new", "you.yaml", "--budget", "much", "--currency", "euro"), ("budget", "currency", "2 problems")),
    "a folder in its place": (("new", ".", "--force"), ("folder",)),
    "unknown target": (("new", "you.yaml", "--target", "plumber"), ("target", "“plumber”")),
    "held and held in part": (("add", "me.yaml", "yeast doughs=some"), ("skill/yeast-dough", "one of the two")),
    "avoid and must": (("new", "you.yaml", "--avoid", "dough", "--must", "skill/dough"), ("skill/dough", "one of the two")),
}


@pytest.mark.parametrize("name", NOT_DONE)
def test_what_cannot_be_done_is_said_in_one_message_and_writes_nothing(
    run: Cli, mine: Path, tmp_path: Path, tree: Tree, assert_refused: Refused, name: str
) -> None:
    before = tree(tmp_path)
    args, words = NOT_DONE[name]
    assert_refused(run("profile", *args), 2, *words)
    assert tree(tmp_path) == before


# --- used -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["gap", "path"])
def test_a_profile_asks_what_its_options_ask(run: Cli, mine: Path, command: str) -> None:
    more = (*START, "--hours-per-week", "10") if command == "path" else ()
    said = ("--have", "yeast dough=0.5", "--have", "dough=1")
    by_options = answer(run(command, "baker", "pastry chef", *said, *more, "--format", "json"))
    assert by_options == answer(run(command, "--profile", "me.yaml", "--format", "json"))
    assert by_options == answer(run(command, "--profile", "me.yaml", "role/pastry-chef", "--format", "json"))


def test_what_was_confirmed_counts_as_said_in_options(run: Cli, mine: Path) -> None:
    mine.write_text(MINE + "confirmed: {Chocolate work: yes, planning: some, Rolling pin: no, unit/sweets: yes}\n", encoding="utf-8")
    said = (
        "--have",
        "yeast dough=0.5",
        "--have",
        "dough=1",
        "--have",
        "chocolate work",
        "--have",
        "planning=some",
        "--lack",
        "rolling pin",
    )
    by_options = answer(run("gap", "baker", "pastry chef", *said, "--have", "unit/sweets", "--format", "json"))
    assert by_options == answer(run("gap", "--profile", "me.yaml", "--format", "json"))
    assert "skill/kitchen-planning=0.375" in by_options["question"]["profile"]["have"]
    against = answer(run("gap", "--profile", "me.yaml", "--lack", "chocolate work", "--have", "rolling pin", "--format", "json"))
    assert "skill/chocolate-tempering" in against["question"]["profile"]["lack"]
    assert "tool/rolling-pin" in against["question"]["profile"]["have"]
    shown = run("profile", "show", "me.yaml").stdout
    for words in ("Chocolate tempering: yes", "Planning a kitchen's week: some", "Rolling pin: no", "unit/sweets"):
        assert words in shown
    data = answer(run("profile", "show", "me.yaml", "--format", "json"))
    assert [(each["id"], each["answer"]) for each in data["confirmed"]][1:3] == [
        ("skill/kitchen-planning", "some"), ("tool/rolling-pin", "no"),
    ]  # fmt: skip
    assert data["lack"] == []


def test_some_of_a_thing_is_kept_as_confirmed(run: Cli, mine: Path, tmp_path: Path) -> None:
    assert run("profile", "new", "you.yaml", "--have", "Dough=some", "--have", "rolling pin=0.5").returncode == 0
    assert yaml.safe_load((tmp_path / "you.yaml").read_text(encoding="utf-8")) == {
        "capabilities": {"Rolling pin": 0.5},
        "confirmed": {"Dough": "some"},
    }
    ran = run("profile", "add", "you.yaml", "planning=some", "skill/dough=some")
    assert ran.stdout.splitlines() == [
        "confirmed: added Planning a kitchen's week (skill/kitchen-planning): some.",
        "confirmed: Dough is there already.",
    ]
    assert run("profile", "remove", "you.yaml", "dough").stdout == "confirmed: removed Dough.\n"


def test_the_argument_beside_a_profile_is_the_target(run: Cli, mine: Path) -> None:
    mine.write_text(MINE.replace("pastry chef", "pastry cook"), encoding="utf-8")
    found = answer(run("gap", "--profile", "me.yaml", "pastry chef", "--format", "json"))
    assert found["question"]["to"]["id"] == "role/pastry-chef"
    assert found["question"]["from"]["id"] == "esco:occupation/example-baker"


def test_an_option_goes_before_the_profile_and_lists_add_up(run: Cli, mine: Path) -> None:
    limits = "budget: 100\ncurrency: USD\ndeadline: 2028-01-01\navoid: [Wedding cake]\nlack: [Rolling pin]\n"
    mine.write_text(MINE + limits, encoding="utf-8")
    options = ("--hours-per-week", "20", "--budget", "9000 USD", "--deadline", "120", "--start", "2027-01-01", "--avoid", "Dough sheeter")
    claims = ("--have", "skill/yeast-dough=0.75", "--have", "rolling pin=1", "--lack", "dough")
    question = json.loads(run("path", "--profile", "me.yaml", *options, *claims, "--format", "json").stdout)["question"]
    limited = question["constraints"]
    assert (limited["hours_per_week"], limited["budget"], limited["deadline"], limited["deadline_date"]) == (20, 9000, 120, None)
    assert question["start"] == "2027-01-01"
    assert {thing["id"] for thing in limited["avoid"]} == {"project/wedding-cake", "tool/dough-sheeter"}
    assert question["profile"]["have"] == ["skill/yeast-dough=0.75", "tool/rolling-pin=1"]
    assert question["profile"]["lack"] == ["skill/dough"]


def test_an_empty_profile_is_someone_who_brings_nothing(run: Cli, tmp_path: Path) -> None:
    (tmp_path / "me.yaml").write_text("# nothing yet\n")
    found = answer(run("gap", "--profile", "me.yaml", "pastry chef", "--format", "json"))
    assert found == answer(run("gap", "nothing", "pastry chef", "--format", "json"))
    assert "Nothing is said in it" in run("profile", "show", "me.yaml").stdout


WRONG = {
    "two arguments": (("path", "--profile", "me.yaml", "baker", "pastry chef"), ("--profile", "one argument")),
    "two arguments of gap": (("gap", "--profile", "me.yaml", "baker", "pastry chef"), ("--profile", "one argument")),
    "no such profile": (("path", "--profile", "you.yaml"), ("you.yaml", "profile new")),
    "a folder as profile": (("gap", "--profile", "."), ("directory",)),
    "neither role nor profile": (("gap",), ("FROM",)),
    "unknown target": (("path", "--profile", "me.yaml", "plumber"), ("“plumber”",)),
    "avoid and must": (
        ("path", "baker", "pastry chef", "--avoid", "Wedding cake", "--must", "project/wedding-cake"),
        ("project/wedding-cake",),
    ),
    "must of what the profile avoids": (("path", "--profile", "avoids.yaml", "--must", "wedding cakes"), ("project/wedding-cake",)),
    "avoid the target": (("path", "baker", "pastry chef", "--avoid", "role/pastry-chef"), ("--avoid", "target")),
    "unknown must": (("path", "baker", "pastry chef", "--must", "croissant school"), ("“croissant school”",)),
    "negative budget": (("path", "baker", "pastry chef", "--budget", "-5"), ("--budget", "0 or more")),
    "budget of words": (("path", "baker", "pastry chef", "--budget", "much"), ("--budget", "'much'")),
    "budget nan": (("path", "baker", "pastry chef", "--budget", "nan"), ("--budget", "'nan'")),
    "budget without a rate": (("path", "baker", "pastry chef", "--budget", "5 XXX"), ("XXX", "rate")),
    "currency without a rate": (("path", "baker", "pastry chef", "--currency", "XXX"), ("XXX", "rate")),
    "no currency": (("path", "baker", "pastry chef", "--currency", "dollars"), ("--currency", "'dollars'")),
    "deadline on the start": (("path", "baker", "pastry chef", "--deadline", "2026-01-01", *START), ("2026-01-01", "later than the start")),
    "deadline before the profile's start": (("path", "--profile", "me.yaml", "--deadline", "2025-12-31"), ("2025-12-31", "2026-01-01")),
    "no deadline": (("path", "baker", "pastry chef", "--deadline", "soon"), ("--deadline", "'soon'")),
    "deadline now": (("path", "baker", "pastry chef", "--deadline", "0"), ("--deadline", "more than 0")),
    "no day": (("path", "baker", "pastry chef", "--start", "2026-02-30"), ("--start", "2026-02-30")),
    "no cost": (("path", "baker", "pastry chef", "--minimise", "effort"), ("--minimise", "months", "money")),
    "alternatives below 0": (("path", "baker", "pastry chef", "--alternatives", "-1"), ("--alternatives",)),
    "no time": (("path", "baker", "pastry chef", "--time-limit", "0"), ("--time-limit",)),
    "two levels": (("gap", "baker", "pastry chef", "--have", "dough=0.5", "--have", "dough=0.7"), ("two levels",)),
    "mistakes in the profile": (("path", "--profile", "wrong.yaml"), ("wrong.yaml:1: roles", "wrong.yaml:2: hours_per_week", "2 problems")),
    "names in the profile": (
        ("gap", "--profile", "names.yaml"),
        ("names.yaml:2: roles: no role is called “plumber”", "names.yaml:3", "2 problems"),
    ),
    "answers in the profile": (
        ("check", "--profile", "answers.yaml"),
        ("answers.yaml:2: confirmed: the answer about “Dough” is yes, some or no, not 'perhaps'",),
    ),
    "unknown answers in the profile": (
        ("path", "--profile", "unknown.yaml"),
        ("unknown.yaml:2: confirmed: no capability is called “yeast dogh”", "skill/yeast-dough"),
    ),
    "no text in the profile": (("path", "--profile", "binary.yaml"), ("binary.yaml",)),
    "two schemas": (("schema", "--answer", "--profile"), ("exclude each other",)),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_question_is_said_in_one_message_and_writes_nothing(
    light: Cli, built: Path, mine: Path, tmp_path: Path, tree: Tree, assert_refused: Refused, name: str
) -> None:
    (tmp_path / "avoids.yaml").write_text(MINE + "avoid: [Wedding cake]\n", encoding="utf-8")
    (tmp_path / "wrong.yaml").write_text("roles: baker\nhours_per_week: -1\n", encoding="utf-8")
    (tmp_path / "names.yaml").write_text("roles:\n- plumber\ncapabilities: {pastry: 1}\n", encoding="utf-8")
    (tmp_path / "answers.yaml").write_text("confirmed:\n  Dough: perhaps\n", encoding="utf-8")
    (tmp_path / "unknown.yaml").write_text("confirmed:\n  yeast dogh: yes\n", encoding="utf-8")
    (tmp_path / "binary.yaml").write_bytes(bytes(range(256)))
    before = tree(tmp_path)
    args, words = WRONG[name]
    assert_refused(light(*args, *(() if args[0] == "schema" else ("--store", str(built)))), 2, *words)
    assert tree(tmp_path) == before


def test_the_schema_of_a_profile_is_published(light: Cli) -> None:
    schema = answer(light("schema", "--profile"))
    assert schema["title"] == "A profile of rolepath"
    assert not schema["additionalProperties"]
    assert all(field["description"] for field in schema["properties"].values())
