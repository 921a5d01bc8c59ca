"""The files in exports/ are what the command writes now; `python -m pytest tests/test_exports.py --update-exports` writes them again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

AROUND = ("--around", "AI Product Manager", "--hops", "1")
FILES: dict[str, tuple[str, ...]] = {
    "ai-product-manager.ttl": ("turtle", *AROUND, "-o", "ai-product-manager.ttl"),
    "ai-product-manager.jsonld": ("jsonld", *AROUND, "-o", "ai-product-manager.jsonld"),
    "rolepath.graphml": ("graphml", "-o", "rolepath.graphml"),
    "nodes.csv": ("csv", "-o", "."),
    "edges.csv": ("csv", "-o", "."),
}


@pytest.mark.parametrize("name", FILES)
def test_an_export_is_current(inside: Callable[..., Any], request: pytest.FixtureRequest, root: Path, tmp_path: Path, name: str) -> None:
    ran = inside("export", *FILES[name], "--quiet")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    target = root / "exports" / name
    if request.config.getoption("--update-exports"):
        shutil.copyfile(tmp_path / name, target)
    assert target.is_file(), f"{target} is missing; --update-exports writes it"
    assert (tmp_path / name).read_bytes() == target.read_bytes(), f"exports/{name} is not current; run this file with --update-exports"


def test_exports_hold_what_their_readme_names_and_nothing_else(root: Path) -> None:
    held = {path.name for path in (root / "exports").iterdir() if path.is_file() and path.suffix != ".html"}
    assert set(FILES) | {"README.md"} <= held
    assert {Path(name).suffix for name in held - set(FILES) - {"README.md"}} <= {".png"}
    text = (root / "exports" / "README.md").read_text(encoding="utf-8")
    assert [name for name in FILES if f"`{name}`" not in text] == []
