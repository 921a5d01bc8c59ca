"""A checkout whose packaged data is small, a store to break, what a folder holds, and commands that are still running."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

import rolepath

EDITORS = """\
sources:
  - {id: source/rolepath-editors, title: Reasons of the rolepath editors, source_kind: editorial, publisher: rolepath, licence: MIT}
"""


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The code as it is, in a checkout whose `data/` holds the records of the golden tests: it is built in half a second."""
    place = tmp_path_factory.mktemp("checkout")
    source = Path(rolepath.__file__).resolve().parent
    shutil.copytree(source, place / "src" / "rolepath", ignore=shutil.ignore_patterns("__pycache__", "_data", "_ontology"))
    shutil.copytree(root / "ontology", place / "ontology")
    shutil.copytree(root / "tests" / "golden" / "data", place / "data")
    packaged = yaml.safe_load((root / "data" / "assumptions.yaml").read_text(encoding="utf-8"))["assumptions"]
    own = yaml.safe_load((place / "data" / "numbers.yaml").read_text(encoding="utf-8"))["assumptions"]
    others = [record for record in packaged if record["id"] not in {record["id"] for record in own}]
    (place / "data" / "assumptions.yaml").write_text(yaml.safe_dump({"assumptions": others}), encoding="utf-8")
    (place / "data" / "editors.yaml").write_text(EDITORS, encoding="utf-8")
    return place


@pytest.fixture(scope="session")
def environment(checkout: Path) -> dict[str, str]:
    """The environment in which `python -m rolepath` is that checkout's."""
    return {"PYTHONPATH": str(checkout / "src"), "PYTHONUTF8": "1", "COLUMNS": "100"}


@pytest.fixture(scope="session")
def light_at(environment: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a command of that checkout in a folder; safe to call from several threads."""

    def run(place: Path, *args: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "rolepath", *args]
        everything = {**os.environ, **environment, **(env or {})}
        return subprocess.run(
            command, cwd=place, env=everything, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
        )

    return run


@pytest.fixture
def light(light_at: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    """Runs a command of that checkout in the folder of the test."""
    return partial(light_at, tmp_path)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, light_at: Callable[..., Any]) -> Path:
    """A store of the small data; for reading only."""
    place = tmp_path_factory.mktemp("small")
    ran = light_at(place, "build", "-q", "--store", "store")
    assert ran.returncode == 0, ran.stderr
    return place / "store"


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Path:
    """A store of the small data that this test may break."""
    return Path(shutil.copytree(built, tmp_path / "store"))


@pytest.fixture(scope="session")
def tree() -> Callable[[Path], dict[str, str]]:
    """Everything below a folder: path → SHA-256 of the file, or what else it is. Empty where the folder is missing."""

    def read(folder: Path) -> dict[str, str]:
        found = {}
        for path in sorted(folder.rglob("*")):
            name = str(path.relative_to(folder))
            if path.is_symlink() or not path.is_file():
                found[name] = f"link to {path.readlink()}" if path.is_symlink() else "folder" if path.is_dir() else "special"
            else:
                found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        return found

    return read


@pytest.fixture
def start(tmp_path: Path, environment: dict[str, str]) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a command of that checkout and leaves it running; what still runs at the end of the test is killed."""
    running: list[subprocess.Popen[str]] = []

    def run(*args: str, **more: Any) -> subprocess.Popen[str]:
        options: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "cwd": tmp_path}
        options["env"] = {**os.environ, **environment, "PYTHONUNBUFFERED": "1"}
        running.append(subprocess.Popen([sys.executable, "-m", "rolepath", *args], **{**options, **more}))
        return running[-1]

    yield run
    for process in running:
        if process.poll() is None:
            process.kill()
        process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


@pytest.fixture(scope="session")
def assert_refused() -> Callable[..., None]:
    """Asserts an exit code, one message on stderr with those words, nothing on stdout, and no traceback."""

    def check(ran: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
        assert ran.returncode == code, ran.stdout + ran.stderr
        assert ran.stdout == ""
        assert "Traceback" not in ran.stderr
        assert len(re.findall(r"^(Error|Usage): ?", ran.stderr, re.MULTILINE)) in (1, 2), ran.stderr
        for word in words:
            assert word in ran.stderr

    return check
