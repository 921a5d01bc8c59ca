"""`rolepath check`: questions by area, what each reply changes, replies from a pipe, and the profile that comes of them."""

from __future__ import annotations

import json
import re
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
TO = ("baker", "pastry chef")


@pytest.fixture
def ask(cli: Cli, checkout: Path, built: Path) -> Cli:
    """Runs `check` on the small store with replies on its standard input."""
    env = {"PYTHONPATH": str(checkout / "src")}
    return lambda *args, replies="": cli("check", *args, "--store", str(built), input=replies, env=env)


@pytest.fixture
def run(light: Cli, built: Path) -> Cli:
    return lambda *args: light(*args, "--store", str(built))


def _asked(text: str) -> list[str]:
    return re.findall(r"^\d+/\d+ (.+\?)", text, re.MULTILINE)


def _gap(ran: Ran) -> Any:
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_at_most_twelve_questions_come_by_area_those_that_move_most(ask: Cli, run: Cli) -> None:
    ran = ask(*TO, replies="\n" * 20)
    assert (ran.returncode, ran.stderr) == (0, "")
    answer = _gap(run("gap", *TO, "--format", "json"))
    assert sorted(_asked(ran.stdout)) == sorted(question["text"] for question in answer["questions"])
    assert len(_asked(ran.stdout)) <= 12
    areas = [area["label"] for area in answer["areas"]]
    headings = [line for line in ran.stdout.splitlines() if line in areas]
    assert headings == sorted(set(headings), key=areas.index), "each area once, in order"
    assert "readiness" not in ran.stdout.split("12 questions")[-1].split("\nReadiness")[0], "what is skipped changes nothing"


def test_each_reply_says_what_it_changed_and_all_together_are_options_of_path(ask: Cli, run: Cli) -> None:
    ran = ask(*TO, replies="yes\ns\nN\nq\n")
    assert ran.returncode == 0
    changes = re.findall(r"readiness (?:about (\d+) % → (\d+) %|stays at about (\d+) %)", ran.stdout)
    now = re.findall(r"^Readiness (?:about )?(\d+) %", ran.stdout, re.MULTILINE)
    assert len(changes) == 3
    ends = [int(after or same) for _, after, same in changes]
    begins = [int(before or same) for before, _, same in changes]
    assert begins == [int(now[0]), *ends[:-1]]
    assert ends[-1] == int(now[-1])
    options = re.search(r"rolepath path (.+)$", ran.stdout, re.MULTILINE)
    assert options is not None
    said = options[1].replace('"Pastry chef"', "pastry-chef").split()
    assert sum(option in ("--have", "--lack") for option in said) == 3
    typical = _gap(run("gap", *said, "--format", "json"))["readiness"]["typical"]
    assert int(typical * 100) == ends[-1]


def test_the_profile_says_the_same_as_the_replies(ask: Cli, run: Cli, tmp_path: Path) -> None:
    ran = ask(*TO, "--have", "skill/dough", "--have", "planning=0.5", "--lack", "Rolling pin", "-o", "me.yaml", replies="y\nsome\nno\n")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.endswith("Wrote me.yaml; go on with `rolepath path --profile me.yaml`.\n")
    written = yaml.load((tmp_path / "me.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    assert (written["roles"], written["target"], written["lack"]) == (["baker"], "Pastry chef", ["Rolling pin"])
    assert list(written["confirmed"].values()) == ["yes", "yes", "some", "no"]
    ends = re.findall(r"^Readiness (?:about )?(\d+) %", ran.stdout, re.MULTILINE)
    found = _gap(run("gap", "--profile", "me.yaml", "--format", "json"))
    assert int(found["readiness"]["typical"] * 100) == int(ends[-1])
    again = ask("--profile", "me.yaml", replies="")
    assert not set(_asked(again.stdout)) & set(_asked(ran.stdout)[:3]), "what was replied isn't asked again"


def test_replies_are_added_to_the_profile_that_they_are_about(ask: Cli, tmp_path: Path) -> None:
    mine = tmp_path / "me.yaml"
    mine.write_text("# mine\nroles: [baker]  # of bread\ntarget: pastry chef\nhours_per_week: 3\n", encoding="utf-8")
    assert ask("--profile", "me.yaml", "-o", "me.yaml", replies="yes\nq\n").returncode == 0
    text = mine.read_text(encoding="utf-8")
    assert text.startswith("# mine\nroles: [baker]  # of bread\ntarget: pastry chef\nhours_per_week: 3\nconfirmed:\n")
    assert ask("--profile", "me.yaml", "-o", "me.yaml", replies="").returncode == 0
    assert mine.read_text(encoding="utf-8") == text, "nothing was replied"


def test_what_is_no_reply_is_asked_again_and_the_end_of_input_is_the_end(ask: Cli) -> None:
    ran = ask(*TO, replies="maybe\n\x1b[31mred\nYES\n")
    assert ran.returncode == 0
    assert "“maybe” is no reply: yes, some, no" in ran.stdout
    assert "\x1b" not in ran.stdout
    assert ran.stdout.count("1/12 ") == 3
    assert len(re.findall("readiness (?:about|stays)", ran.stdout)) == 1
    nothing = ask(*TO, replies="")
    assert nothing.returncode == 0
    assert "Go on with" not in nothing.stdout


def test_a_reply_that_is_no_text_is_no_reply(checkout: Path, built: Path, tmp_path: Path) -> None:
    import os
    import sys

    ran = subprocess.run(
        [sys.executable, "-m", "rolepath", "check", *TO, "--store", str(built)],
        input=b"\xff\xfe\nyes\n", capture_output=True, cwd=tmp_path, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(checkout / "src"), "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "is no reply" in ran.stdout.decode()


def test_whoever_is_there_already_is_asked_little_and_told_so(ask: Cli) -> None:
    ran = ask("pastry chef", "pastry chef", "--readiness", "0.5", replies="q\n")
    assert ran.returncode == 0
    assert ", ready" in ran.stdout.splitlines()[1]


def test_a_file_that_is_there_is_kept_and_nothing_is_asked_first(ask: Cli, tmp_path: Path, tree: Tree, assert_refused: Refused) -> None:
    (tmp_path / "me.yaml").write_text("years: 3\n", encoding="utf-8")
    before = tree(tmp_path)
    assert_refused(ask(*TO, "-o", "me.yaml", replies="yes\n"), 2, "me.yaml is there already", "--force")
    assert tree(tmp_path) == before
    assert ask(*TO, "--write", "me.yaml", "--force", replies="yes\n").returncode == 0
    assert "confirmed" in (tmp_path / "me.yaml").read_text(encoding="utf-8")
