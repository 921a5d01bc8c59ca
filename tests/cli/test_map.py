"""The page of the graph with a classification imported: the map of all of it, and the page without it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from made_esco import export  # beside the tests

Ran = subprocess.CompletedProcess[str]


@pytest.fixture
def run(light: Callable[..., Ran], tmp_path: Path) -> Callable[..., Ran]:
    """Runs a command with a data folder and a cache of its own, in which ESCO's files in small are imported."""
    own = {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    export(tmp_path / "esco")
    assert light("import", "esco", "esco", "--as", "1.1.1", env=own).returncode == 0
    return lambda *args: light(*args, env=own)


def labels(page: str) -> set[str]:
    """What the page holds."""
    found: Any = re.search(r'id="details">(.*?)</script>', page)
    return {node[1] for node in json.loads(found[1])["nodes"]}


def test_the_map_holds_the_classification_and_the_page_does_not(run: Callable[..., Ran], tmp_path: Path) -> None:
    made = run("export", "html", "--all", "--only", "esco")
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("Page: exports/map-esco.html\n")
    assert "finding places for" in made.stderr
    page = (tmp_path / "exports" / "map-esco.html").read_text(encoding="utf-8")
    assert {"counter clerk", "bookkeeping 7", "keeping books"} <= labels(page)
    assert "<h1>The map of ESCO</h1>" in page
    assert "This service uses the ESCO classification of the European Commission." in page
    assert "new vis." not in page
    again = run("export", "html", "--all", "-o", "-", "-q")
    assert again.stdout.strip() == page.strip()
    assert again.stderr == ""

    small = run("export", "html", "-o", "-", "-q").stdout
    assert "counter clerk" not in labels(small)
    assert labels(run("export", "html", "--no-imports", "-o", "-", "-q").stdout) == labels(small)
    around = labels(run("export", "html", "--around", "counter clerk", "-o", "-", "-q").stdout)
    assert {"counter clerk", "bookkeeping 1"} <= around
    assert "keeper of books" not in around


def test_what_is_not_imported_has_no_map(run: Callable[..., Ran]) -> None:
    refused = run("export", "html", "--all", "--only", "onet")
    assert refused.returncode == 2
    assert "no O*NET is imported" in refused.stderr
    assert "rolepath import onet" in refused.stderr
