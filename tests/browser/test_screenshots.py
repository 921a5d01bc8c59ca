"""The pictures in exports/ show the pages of the packaged graph; `--update-exports` takes them again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import png
import pytest
from opening import Open

pytestmark = pytest.mark.browser

SIZES = {390: 844, 1280: 900, 1920: 900}
SCHEMES = ("light", "dark")
LARGEST = 250_000  # bytes: they are for a README
# Each page, from the command that writes it to page.html; the index to a folder, among others.
PAGES: dict[str, tuple[str, ...]] = {
    "graph": ("export", "html", "--around", "AI Product Manager", "--hops", "1", "-o", "page.html"),
    "path": ("path", "Data Scientist", "AI Product Manager", "--start", "2026-01-05", "--html", "-o", "page.html"),
    "compare": ("compare", "traditional product manager", "AI Product Manager", "--html", "-o", "page.html"),
    "index": ("export", "site", "--role", "data scientist", "--role", "software developer", "--role", "nothing", "-o", "site"),
}
# The map needs a whole classification, which is imported in minutes: tests/bench/pages.py takes its pictures.
NAMES = {f"{page}-{width}-{scheme}.png" for page in (*PAGES, "map") for width in SIZES for scheme in SCHEMES}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_packaged_graph_and_its_pictures(
    inside: Callable[..., Any], opened: Open, request: pytest.FixtureRequest, root: Path, tmp_path: Path, page: str
) -> None:
    assert inside(*PAGES[page], "--quiet").returncode == 0
    html = (tmp_path / ("site/index.html" if page == "index" else "page.html")).read_text(encoding="utf-8")
    for width, height in SIZES.items():
        it = opened(html, width=width, height=height)
        it.settle()
        for scheme in SCHEMES:
            it.media(color_scheme=scheme)
            it.fits()
            target = root / "exports" / f"{page}-{width}-{scheme}.png"
            if request.config.getoption("--update-exports"):
                target.write_bytes(png.with_palette(it.page.screenshot()))
            assert target.is_file(), f"exports/{target.name} is missing; --update-exports takes it"
            data = target.read_bytes()
            assert png.size(data) == (width, height)
            assert len(data) <= LARGEST
        it.calm()


def test_there_are_no_other_pictures(root: Path) -> None:
    assert {file.name for file in (root / "exports").glob("*.png")} == NAMES
    text = (root / "exports" / "README.md").read_text(encoding="utf-8")
    assert [page for page in (*PAGES, "map") if f"`{page}-*.png`" not in text] == []
