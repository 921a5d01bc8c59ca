"""import, imports and diff as a user types them, on a made classification of a few occupations."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from made_esco import CLERK, KEEPER, export  # beside the tests

Ran = subprocess.CompletedProcess[str]


@pytest.fixture
def run(light: Callable[..., Ran], tmp_path: Path) -> Callable[..., Ran]:
    """Runs a command with a data folder and a cache of its own."""
    own = {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    return lambda *args: light(*args, env=own)


def kept(tmp_path: Path) -> list[str]:
    """What is in the folder of imports."""
    return sorted(str(p.relative_to(tmp_path / "data")) for p in (tmp_path / "data").rglob("*") if p.is_file())


def test_an_import_says_what_it_did_and_its_occupations_can_be_asked_about(run: Callable[..., Ran], tmp_path: Path) -> None:
    export(tmp_path / "esco")
    done = run("import", "esco", "esco", "--as", "1.1.1", "--report", "rows.csv")
    assert done.returncode == 0, done.stderr
    assert re.search(r"occupationSkillRelations.csv +20 +19 +1 ", done.stdout)
    assert "This service uses the ESCO classification of the European Commission." in done.stdout
    rows = list(csv.DictReader((tmp_path / "rows.csv").open(encoding="utf-8")))
    assert [(row["file"], row["line"], row["row"]) for row in rows if row["row"] == "dropped"] == [
        ("occupationSkillRelations.csv", "21", "dropped")
    ]
    gap = run("gap", "counter clerk", "keeper of books", "--format", "json")
    assert gap.returncode == 0, gap.stderr
    answer = json.loads(gap.stdout)
    assert (answer["readiness"]["essentials"], answer["readiness"]["essentials_met"]) == (5, 3)
    assert answer["licences"] == ["This service uses the ESCO classification of the European Commission."]
    alike = json.loads(run("similar", "counter clerk", "--limit", "1", "--format", "json").stdout)
    assert alike["roles"][0]["role"]["label"] == "keeper of books"
    assert run("gap", "counter clerk", "keeper of books", "--no-imports").returncode == 2


def test_a_name_of_several_occupations_proposes_them(run: Callable[..., Ran], tmp_path: Path) -> None:
    export(tmp_path / "esco")
    assert run("import", "esco", "esco", "--as", "1.1.1").returncode == 0
    asked = run("gap", "desk clerks", "keeper of books")
    assert asked.returncode == 2
    assert f"esco:occupation/{CLERK}" in asked.stderr
    assert f"esco:occupation/{KEEPER}" in asked.stderr


def test_the_same_again_changes_nothing_and_a_new_version_is_compared_with_the_one_before(run: Callable[..., Ran], tmp_path: Path) -> None:
    export(tmp_path / "old")
    export(tmp_path / "new", keeper_needs=range(2, 12))
    assert run("import", "esco", "old", "--as", "1.1.1").returncode == 0
    before = kept(tmp_path)
    again = run("import", "esco", "old", "--as", "1.1.1", "--report", "rows.csv")
    assert again.stdout.startswith("Already imported")
    assert "No report was written" in again.stdout
    assert not (tmp_path / "rows.csv").exists()
    assert kept(tmp_path) == before
    newer = run("import", "esco", "new", "--as", "1.2.0")
    assert "It replaces version 1.1.1, which is kept" in newer.stdout
    listed = json.loads(run("imports", "list", "--format", "json").stdout)
    assert [(each["version"], each["current"]) for each in listed] == [("1.1.1", False), ("1.2.0", True)]
    found = run("diff", "counter clerk", "keeper of books", "--old", "1.1.1", "--new", "1.2.0", "--format", "json")
    assert found.returncode == 0, found.stderr
    answer = json.loads(found.stdout)
    assert {(each["label"], each["state"]) for each in answer["asks"]} == {("keeping books", "changed"), ("keeping books 6", "new")}
    assert answer["brings"] == []
    wrong = run("diff", "counter clerk", "keeper of books", "--old", "1.1.1", "--new", "7")
    assert wrong.returncode == 2
    assert "esco 1.1.1-" in wrong.stderr
    assert run("imports", "remove", "esco", "1.2.0").returncode == 0
    assert "1.1.1" in run("imports", "list").stdout
    assert run("imports", "remove", "esco").returncode == 0
    assert kept(tmp_path) == []


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "no such file or folder"),
        ({"esco/notes.txt": b"hello"}, "is not an ESCO export"),
        ({"esco/a.zip": b"no zip at all"}, "zip"),
        ({"esco/occupations_en.csv": b"a,b\n1,2\n"}, "skills_en.csv is missing"),
    ],
)
def test_files_that_are_not_what_they_should_be_change_nothing(
    run: Callable[..., Ran], tmp_path: Path, files: dict[str, bytes], said: str
) -> None:
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    done = run("import", "esco", "esco", "--as", "1.1.1")
    assert done.returncode in (1, 2)
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert kept(tmp_path) == []


def test_a_broken_import_says_how_to_mend_it(run: Callable[..., Ran], tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "esco.zip", "w") as archive:
        for path in export(tmp_path / "esco").iterdir():
            archive.write(path, path.name)
    assert run("import", "esco", "esco.zip", "--as", "1.1.1").returncode == 0
    (facts,) = (tmp_path / "data").rglob("facts.nq.gz")
    facts.write_bytes(facts.read_bytes()[:200])
    asked = run("gap", "counter clerk", "keeper of books", "--store", "fresh")
    assert asked.returncode == 3
    assert "rolepath import esco" in asked.stderr
    assert run("import", "esco", "esco.zip", "--as", "1.1.1").stdout.startswith("Imported")
    assert run("gap", "counter clerk", "keeper of books", "--store", "fresh").returncode == 0


def test_a_report_that_cannot_be_written_or_would_replace_an_input_stops_the_import(run: Callable[..., Ran], tmp_path: Path) -> None:
    export(tmp_path / "esco")
    before = (tmp_path / "esco" / "skills_en.csv").read_bytes()
    (tmp_path / "folder").mkdir()
    for report, said in (("folder", "is a folder"), ("esco/skills_en.csv", "among the files"), ("/dev/null/x.csv", "can't be written")):
        done = run("import", "esco", "esco", "--as", "1.1.1", "--no-build", "--report", report)
        assert done.returncode == 2
        assert said in done.stderr
    assert (tmp_path / "esco" / "skills_en.csv").read_bytes() == before
    assert kept(tmp_path) == []


def test_a_manifest_of_wrong_types_is_broken_and_mended_by_importing_again(run: Callable[..., Ran], tmp_path: Path) -> None:
    export(tmp_path / "esco")
    assert run("import", "esco", "esco", "--as", "1.1.1", "--no-build").returncode == 0
    (manifest,) = (tmp_path / "data").rglob("manifest.json")
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"version": "1.1.1"', '"version": 7'), encoding="utf-8")
    listed = run("imports", "list")
    assert listed.returncode == 3
    assert "run `rolepath import esco` again" in listed.stderr
    assert run("import", "esco", "esco", "--as", "1.1.1", "--no-build").returncode == 0
    assert "1.1.1" in run("imports", "list").stdout
