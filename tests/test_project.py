"""The project as a whole: lint, types, layers, what the READMEs and helps say, the schema, and the wheel."""

from __future__ import annotations

import doctest
import functools
import importlib
import json
import operator
import os
import pkgutil
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import click
import pytest

import rolepath
from rolepath.cli.main import _COMMANDS, cli

ROOT = Path(__file__).resolve().parents[1]
SOURCE = Path(rolepath.__file__).resolve().parents[1]
CHECKS = {
    "ruff": ("-m", "ruff", "check", "."),
    "mypy": ("-m", "mypy"),
    "import-linter": ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
}
READMES = [ROOT / name for name in ("README.md", "data/README.md", "ontology/README.md", "exports/README.md")]


def _python(*args: str, **more: Any) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"}
    return subprocess.run([sys.executable, *args], cwd=ROOT, env=env, capture_output=True, text=True, check=False, **more)


@pytest.fixture(scope="module", autouse=True)
def checking() -> Iterator[dict[str, subprocess.Popen[str]]]:
    """Lint, types and layers, started at once so that they run beside the other tests of this file."""
    env = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"}
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    running = {name: subprocess.Popen([sys.executable, *args], cwd=ROOT, env=env, **pipes) for name, args in CHECKS.items()}
    yield running
    for process in running.values():
        if process.poll() is None:
            process.kill()
            process.communicate()


# --- files ----------------------------------------------------------------------------------------------


def test_nothing_else_lies_at_the_top() -> None:
    tracked = _git_files()
    expected = {"pyproject.toml", "README.md", "LICENSE", ".gitignore", ".ci", "ontology", "data", "src", "tests", "exports"}
    assert {path.parts[0] for path in tracked} == expected


def _git_files() -> list[Path]:
    """Every file of the project, tracked or about to be."""
    ran = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for path in map(Path, filter(None, ran.stdout.split("\0"))) if (ROOT / path).is_file()]


def test_the_schema_beside_the_data_is_the_one_that_is_published(inside: Callable[..., Any]) -> None:
    assert (ROOT / "data" / "schema.json").read_text(encoding="utf-8") == inside("schema").stdout


# --- what the READMEs say ---------------------------------------------------------------------------------------------


def _blocks(path: Path, *languages: str) -> list[tuple[int, str]]:
    """The fenced blocks of a Markdown file in these languages, each with its line."""
    text = path.read_text(encoding="utf-8")
    found = re.finditer(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [(text.count("\n", 0, m.start()) + 1, m[2]) for m in found if m[1] in languages]


def _console(text: str) -> list[tuple[str, str]]:
    """The commands of a block, each with the output that is shown below it."""
    commands: list[tuple[str, str]] = []
    for line in text.splitlines():
        if line.startswith("$ ") or (line.startswith("rolepath ") and not commands):
            commands.append((line.removeprefix("$ "), ""))
        elif line.startswith("rolepath "):
            commands.append((line, ""))
        else:
            command, shown = commands.pop()
            commands.append((command, f"{shown}{line}\n"))
    return commands


EXAMPLES = [
    pytest.param(command, shown, id=f"{path.relative_to(ROOT)}: {command}")
    for path in READMES
    if path.is_file()
    for _, block in _blocks(path, "console", "sh", "bash")
    for command, shown in _console(block)
]


def _walk(command: click.Command = cli, name: str = "") -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            assert found is not None
            yield from _walk(found, f"{name} {below}".strip())


HELP_EXAMPLES = [
    pytest.param(line.strip(), id=f"{name or 'rolepath'}: {line.strip()}")
    for name, command in _walk()
    for line in (command.help or "").splitlines()
    if line.strip().startswith("rolepath ") and line.strip() not in {example.values[0] for example in EXAMPLES}
]


IMPORTING = ("rolepath import esco", "rolepath import onet", "rolepath import crosswalk", "rolepath diff", "rolepath imports")
"""How examples begin that need imported classifications, in the order in which they are run, with a data folder of their own."""


def _module(path: Path) -> Any:
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _published(place: Path) -> None:
    """Small classifications under the names of the publishers' files."""
    esco, onet = _module(ROOT / "tests" / "cli" / "made_esco.py"), _module(ROOT / "tests" / "unit" / "catalog" / "made_onet.py")
    esco.export(place / "earlier")
    later = esco.export(place / "later", keeper_needs=(2, 3, 4, 5, 6, 7))
    with zipfile.ZipFile(place / "ESCO dataset - v1.2.0 - classification - en - csv.zip", "w") as archive:
        for path in later.iterdir():
            archive.write(path, path.name)
    onet.zipped(onet.write_text(place / "db_29_3_text", onet.release()), place / "db_29_3_text.zip")
    columns = "id,esco_occupation,isco_code,onet_code,onet_occupation,matching_job_titles,semantic_similarity,confidence,concept_uri"
    row = f"1,counter clerk,4110,29-1141.00,nurses,[],0.8,1.0,http://data.europa.eu/esco/occupation/{esco.CLERK}"
    (place / "esco_onet_crosswalk_Nov2020.csv").write_text(f"{columns}\n{row}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a line of shell as a reader would, in one folder for all examples, where `rolepath` is a command.

    The records in `my-company/` are those that the README of the data gives as an example; `me.yaml` is a profile,
    `people.csv` a table of them. Small classifications stand under the names of the publishers' files.
    """
    place = tmp_path_factory.mktemp("reader")
    (place / "bin").mkdir()
    (place / "bin" / "rolepath").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m rolepath "$@"\n')
    (place / "bin" / "rolepath").chmod(0o755)
    (place / "here" / "my-company").mkdir(parents=True)
    (place / "here" / "me.yaml").write_text("roles: [data scientist]\ncapabilities: {Python: 0.8, SQL: 0.5}\n", encoding="utf-8")
    (place / "here" / "replies.txt").write_text("yes\nno\nskip\n", encoding="utf-8")
    (place / "here" / "people.csv").write_text("role,have\ndata scientist,Python=0.8; SQL\n,\n", encoding="utf-8")
    _published(place / "here")
    for line, block in _blocks(ROOT / "data" / "README.md", "yaml"):
        (place / "here" / "my-company" / f"{line}.yaml").write_text(block, encoding="utf-8")

    def run(line: str, **env: str) -> subprocess.CompletedProcess[str]:
        everything = {**os.environ, "PATH": f"{place / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": str(SOURCE), "COLUMNS": "100", **env}
        command = ["bash", "-euo", "pipefail", "-c", line]
        return subprocess.run(command, cwd=place / "here", env=everything, capture_output=True, text=True, encoding="utf-8", check=False)

    return run


@pytest.fixture(scope="module")
def all_ran(
    shell: Callable[..., subprocess.CompletedProcess[str]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, subprocess.CompletedProcess[str]]:
    """What each example said; all of them were run side by side, after the first had built the store.

    The shared documents stand where an example expects a reader's own; without them, it is not run.
    """
    every = dict.fromkeys(str(example.values[0]) for example in (*EXAMPLES, *HELP_EXAMPLES))
    lines = [line for line in every if not line.startswith(IMPORTING)]
    shared = Path(os.environ.get("ROLEPATH_SHARED", ROOT.parent / "shared")) / "documents"
    shell(f"ln -sfn {shlex.quote(str(shared))} my-documents")
    own = {"XDG_CACHE_HOME": str(tmp_path_factory.mktemp("cleared"))}
    first, *rest = [line for line in lines if shared.is_dir() or "my-documents" not in line]
    done = {first: shell(first)}
    importing = sorted(line for line in every if line.startswith(IMPORTING))  # import before imports, and remove last of all
    importing.sort(key=lambda line: IMPORTING.index(next(begin for begin in IMPORTING if line.startswith(begin))))
    imported = {name: str(tmp_path_factory.mktemp("imported")) for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME")}
    shell("rolepath import esco earlier --as 1.1.1 --no-build", **imported)
    done |= {line: shell(line, **imported) for line in importing}
    of_a_profile = [line for line in rest if "my-profile" in line]  # each goes on from the one before, so these keep their order
    chains = [of_a_profile, *([line] for line in rest if line not in of_a_profile)]

    def chain(lines: list[str]) -> dict[str, subprocess.CompletedProcess[str]]:
        return {line: shell(line, **(own if "clear" in line else {})) for line in lines}

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return functools.reduce(operator.or_, pool.map(chain, chains), done)


@pytest.fixture
def ran(
    all_ran: dict[str, subprocess.CompletedProcess[str]], request: pytest.FixtureRequest
) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """What an example said; skips, with the reason, where it could not be run."""

    def look_up(line: str) -> subprocess.CompletedProcess[str]:
        if line not in all_ran:
            request.getfixturevalue("shared")
        return all_ran[line]

    return look_up


def assert_shows(shown: str, out: str) -> None:
    """Fails where the output shown in a README isn't the real one; a line of dots stands for any lines."""
    lines = iter(out.splitlines())
    gap = False
    for line in shown.rstrip("\n").splitlines():
        if line.strip() == "…":
            gap = True
            continue
        real = next(lines, None)
        while gap and real is not None and real.rstrip() != line.rstrip():
            real = next(lines, None)
        assert real is not None, f"not in the output: {line!r}"
        assert real.rstrip() == line.rstrip()
        gap = False


def test_there_are_examples_to_run() -> None:
    assert len(EXAMPLES) > 8


@pytest.mark.parametrize(("command", "shown"), EXAMPLES)
def test_an_example_of_a_readme_runs_as_written_and_shows_what_it_says(
    ran: Callable[[str], subprocess.CompletedProcess[str]], command: str, shown: str
) -> None:
    out = ran(command)
    assert out.returncode == 0, out.stderr
    assert "Traceback" not in out.stderr
    if shown:
        assert_shows(shown, out.stdout)


@pytest.mark.parametrize("path", READMES, ids=lambda path: str(path.relative_to(ROOT)))
def test_python_in_a_readme_runs_as_written(path: Path) -> None:
    for line, block in _blocks(path, "python"):
        test = doctest.DocTestParser().get_doctest(block, {}, str(path), str(path), line)
        report: list[str] = []
        result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=report.append)
        assert result.attempted > 0
        assert result.failed == 0, "".join(report)


@pytest.mark.parametrize("path", READMES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_of_a_readme_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)", text)
    assert [link for link in links if not link.startswith("http") and not (path.parent / link).exists()] == []


def test_the_readme_names_every_command_and_every_option_that_it_mentions_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in _COMMANDS if not re.search(rf"`{name}\b", text)] == []
    options = {opt for _, command in _walk() for parameter in command.params for opt in parameter.opts}
    known = options | {"--help", "--version", "--update-exports", "--update-golden"}
    assert [option for option in set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) if option not in known] == []


# --- what the helps say -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", HELP_EXAMPLES)
def test_an_example_of_a_help_runs_as_written(ran: Callable[[str], subprocess.CompletedProcess[str]], line: str) -> None:
    out = ran(line)
    assert out.returncode == 0, out.stderr
    assert out.stdout or " -o " in line
    assert "Traceback" not in out.stderr


def test_shell_completion_is_set_up_as_the_help_says(shell: Callable[..., Any]) -> None:
    line = re.search(r"`(eval .*?)`", cli.help or "")
    assert line
    ran = shell(f"{line[1]}; complete -p rolepath")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip().endswith(" rolepath")


# --- docstrings -------------------------------------------------------------------------------------------------------

MODULES = sorted(
    name
    for _, name, _ in pkgutil.walk_packages(rolepath.__path__, "rolepath.")
    if name != "rolepath.__main__"  # it runs the command
)


def test_examples_in_docstrings_run_as_written() -> None:
    results = {name: doctest.testmod(importlib.import_module(name)) for name in ["rolepath", *MODULES]}
    assert [name for name, result in results.items() if result.failed] == [], "see the reports above"
    assert sum(result.attempted for result in results.values()) > 50


# --- the wheel --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the project's own files."""
    place = tmp_path_factory.mktemp("wheel")
    for path in _git_files():
        (place / "copy" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, place / "copy" / path)
    args = ("-m", "build", "--wheel", "--no-isolation", "--outdir", str(place), str(place / "copy"))
    ran = _python(*args)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    (built,) = place.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """A folder with the wheel installed in it, and nothing else."""
    target = wheel.parent / "installed"
    ran = _python("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target), str(wheel))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return target


def test_the_wheel_holds_the_package_the_data_and_the_ontology_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        metadata = archive.read(next(name for name in names if name.endswith("/METADATA"))).decode()
        entries = archive.read(next(name for name in names if name.endswith("/entry_points.txt"))).decode()
    tracked = _git_files()
    wanted = {str(Path(*path.parts[1:])) for path in tracked if path.parts[0] == "src"}
    wanted |= {str(Path("rolepath", f"_{path.parts[0]}", *path.parts[1:])) for path in tracked if path.parts[0] in ("data", "ontology")}
    assert {name for name in names if ".dist-info/" not in name} == wanted
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    assert "rolepath = rolepath.cli.main:main" in entries
    assert f"Version: {rolepath.__version__}\n" in metadata
    assert "Requires-Python: >=3.11\n" in metadata
    assert "License-Expression: MIT\n" in metadata


def test_the_wheel_answers_from_another_folder_with_its_own_data(installed: Path, tmp_path: Path, inside: Callable[..., Any]) -> None:
    env = {**os.environ, "PYTHONPATH": str(installed), "PYTHONUTF8": "1"}

    def run(*command: str) -> str:
        ran = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, encoding="utf-8", check=False)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    ask = "from rolepath.catalog.inputs import packaged; from rolepath.service.builds import Place; "
    folders, key = json.loads(
        run(sys.executable, "-c", ask + "import json; print(json.dumps([[str(packaged(n)) for n in ('data', 'ontology')], Place().key()]))")
    )
    assert folders == [str(installed / "rolepath" / "_data"), str(installed / "rolepath" / "_ontology")]
    from rolepath.service.builds import Place

    assert key == Place().key(), "data, ontology and code are those of the checkout, so they share one store"
    expected = inside("gap", "data scientist", "--format", "json", "-q").stdout
    answer = run(str(installed / "bin" / "rolepath"), "gap", "data scientist", "--format", "json")
    assert answer == expected != ""
    assert run(sys.executable, "-m", "rolepath", "query", "--named", "01-what-an-ai-pm-needs")
    assert run(sys.executable, "-m", "rolepath", "path", "data scientist", "--format", "html").startswith("<!doctype html>")


def test_a_checkout_uses_the_folders_at_its_top() -> None:
    """The layout of an editable install, which has no copies inside the package."""
    from rolepath.catalog.inputs import packaged

    if SOURCE != ROOT / "src":
        pytest.skip("the tests run on an installed wheel")
    assert (packaged("data"), packaged("ontology")) == (ROOT / "data", ROOT / "ontology")


# --- lint, types, layers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHECKS)
def test_the_code_passes(checking: dict[str, subprocess.Popen[str]], name: str) -> None:
    said, _ = checking[name].communicate()
    assert checking[name].returncode == 0, said
