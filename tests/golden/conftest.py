"""The option that rewrites the expected outputs, the store they come from, and the comparison."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
DATA = HERE / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds --update-golden."""
    parser.addoption("--update-golden", action="store_true", default=False, help="Rewrite tests/golden/expected; review the diff.")


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the small data folder beside this file, and nothing else."""
    from rolepath.service import builds

    folder = tmp_path_factory.mktemp("golden") / "store"
    builds.build(builds.Place((DATA,), folder, with_packaged=False))
    return folder


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with the file of that name under expected/, or writes it there with --update-golden."""

    def compare(name: str, text: str) -> None:
        path = HERE / "expected" / name
        text = without_styles_and_programs(text) if path.suffix == ".html" else text
        if request.config.getoption("--update-golden", default=False):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert path.is_file(), f"{path} is missing; `python -m pytest tests/golden --update-golden` writes it"
        assert text == path.read_bytes().decode(), f"{path.name} changed; if it should, run pytest tests/golden --update-golden and review"

    return compare


def without_styles_and_programs(page: str) -> str:
    """A page without the text of its styles and scripts, which are ours or a third party's and the same on every page.

    What an answer puts into a page stays: the words, and the data in JSON.
    """
    page = re.sub(r"<style\b[^>]*>.*?</style>", "<style>…</style>", page, flags=re.DOTALL)
    page = re.sub(r'<script(?![^>]*type="application/json")[^>]*>.*?</script>', "<script>…</script>", page, flags=re.DOTALL)
    page = re.sub(r"sha256-[A-Za-z0-9+/=]+", "sha256-…", page)
    return re.sub(r"base64,[A-Za-z0-9+/=]+", "base64,…", page)
