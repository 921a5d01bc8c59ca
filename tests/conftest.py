"""Fixtures that all tests share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NoReturn

import pyoxigraph as ox
import pytest

import rolepath
from rolepath import model
from rolepath.catalog.folders import Located
from rolepath.planning.network import Network
from rolepath.planning.result import Answer
from rolepath.rdf.compiled import from_store
from rolepath.service import builds
from rolepath.service.making import fitting, read_located

if TYPE_CHECKING:
    from rolepath.service.graph import KnowledgeGraph

ROOT = Path(__file__).resolve().parents[1]
os.environ["XDG_DATA_HOME"] = str(ROOT / "tests" / "no-imports")  # what the user of this machine has imported is no test's business


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds --update-exports; --update-golden is added beside the tests it is for."""
    parser.addoption("--update-exports", action="store_true", default=False, help="Write the files in exports/ again.")


LONGEST = ("classified", "tests/test_project.py")
"""What takes longest in one piece, and so is begun first where there are several processes."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of several processes, the tests of a file go to one, and so do all that need the classifications whole, which are made once then."""
    groups = {}
    for item in items:
        needs = getattr(item, "fixturenames", ())
        groups[item] = "classified" if "classified" in needs else item.path.relative_to(ROOT).as_posix()
        item.add_marker(pytest.mark.xdist_group(groups[item]))
    items.sort(key=lambda item: LONGEST.index(groups[item]) if groups[item] in LONGEST else len(LONGEST))


def skip_or_fail(reason: str) -> NoReturn:
    """Skips with a visible reason; in CI, where everything has to run, fails."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def missing() -> Callable[[str], NoReturn]:
    """Ends the test for want of something outside the checkout, for that reason."""
    return skip_or_fail


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of documents and datasets beside the checkout."""
    folder = Path(os.environ.get("ROLEPATH_SHARED", ROOT.parent / "shared"))
    if not (folder / "documents").is_dir():
        skip_or_fail(f"the folder of documents and datasets is missing: {folder}")
    return folder


@pytest.fixture(scope="session")
def records() -> list[Located]:
    """The packaged records, with file and line."""
    return read_located(builds.Place())


@pytest.fixture(scope="session")
def held(records: list[Located]) -> list[Located]:
    """Those of the packaged records that stand in a graph without imports: not what is said of a classification's things."""
    kept = {record.key for record in fitting([item.record for item in records], ox.Store())}
    return [item for item in records if item.record.key in kept]


@pytest.fixture(scope="session")
def _made() -> builds.Made:
    return builds.make_checked(builds.Place())


@pytest.fixture(scope="session")
def quads(_made: builds.Made) -> list:
    """The packaged dataset."""
    return _made.quads


@pytest.fixture(scope="session")
def kg(_made: builds.Made) -> KnowledgeGraph:
    """The packaged graph, in memory."""
    from rolepath.service.graph import KnowledgeGraph

    return KnowledgeGraph(builds.Opened(_made.store, from_store(_made.store)))


@pytest.fixture(scope="session")
def classified(shared: Path, records: list[Located]) -> tuple[list[model.AnyRecord], Network]:
    """The packaged data with ESCO, O*NET and the crosswalk: all records, and the network made of them; takes half a minute."""
    helper = _load("classified")
    found = helper.together([item.record for item in records], helper.read_all(shared))
    return found, helper.make_network(found)


def _load(name: str) -> ModuleType:
    """A module of this folder, which is no package."""
    spec = spec_from_file_location(name, ROOT / "tests" / f"{name}.py")
    assert spec is not None
    module = module_from_spec(spec)
    assert spec.loader is not None
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def made_answer(kg: KnowledgeGraph) -> Callable[..., Answer]:
    """Makes answers about the packaged data, by a seed; see `made_answers.py`."""
    return _load("made_answers").Maker(kg.planning)


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests never touch the user's cache; all of a session share one, so that the packaged data is built once."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def cli(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the command in a process of its own, in a folder of its own."""

    def run(*args: str, input: str | None = None, env: dict[str, str] | None = None, cwd: Path | None = None, timeout: float = 120):
        source = str(Path(rolepath.__file__).resolve().parents[1])
        path = os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH"))))
        return subprocess.run(
            [sys.executable, "-m", "rolepath", *args],
            input=input,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=cwd or tmp_path,
            env={**os.environ, "PYTHONPATH": path, "COLUMNS": "100", "PYTHONUTF8": "1", **(env or {})},
            timeout=timeout,
            check=False,
        )

    return run


@pytest.fixture
def data_folder(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Writes files of records into a new folder."""

    def write(files: dict[str, str]) -> Path:
        folder = tmp_path / "data"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        return folder

    return write


@dataclass(frozen=True)
class Ran:
    """What a command wrote, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs the command in this process, in a folder of its own: for many outputs, where a process for each would take minutes."""
    from rolepath.cli.main import main

    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)

    def run(*args: str) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main(list(args))
        written = capsys.readouterr()
        return Ran(int(stop.value.code or 0), written.out, written.err)

    return run
