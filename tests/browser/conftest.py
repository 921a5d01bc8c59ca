"""One Chromium for all of these tests, pages opened in it, and axe-core to look them over."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for what stands beside the tests

from axe import RULES, Violations, fetch
from opening import FLAGS, Open, Opened, executable

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser(missing: Callable[[str], NoReturn]) -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    path = executable()
    if path is None:
        missing("no Chromium: none of chromium, chromium-browser, google-chrome is on the PATH")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a page from a file of its own, in a window of that size, as a reader with those wishes."""
    contexts = []

    def open_page(
        html: str, width: int = 1280, height: int = 900, scheme: str = "light", motion: str = "reduce", script: bool = True
    ) -> Opened:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion=motion,  # type: ignore[arg-type]
            java_script_enabled=script,
        )
        contexts.append(context)
        file = tmp_path / "page.html"
        file.write_bytes(html.encode("utf-8"))
        result = Opened(context.new_page(), file.as_uri(), tmp_path)
        result.watch()
        result.page.goto(result.url)
        return result

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe(missing: Callable[[str], NoReturn], tmp_path_factory: pytest.TempPathFactory) -> Callable[[Opened], Violations]:
    """Has axe-core look a page over as it stands."""
    npm = shutil.which("npm")
    if npm is None:
        missing("no npm on the PATH, from which axe-core comes")
    try:
        source = fetch(npm, tmp_path_factory.mktemp("axe"))
    except (RuntimeError, subprocess.TimeoutExpired) as problem:
        missing(str(problem))

    def look(it: Opened) -> Violations:
        if not it.page.evaluate("'axe' in window"):
            it.page.evaluate(source)  # by the debugger's way, which a page's policy doesn't close
        asked = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"], "preload": False}
        return Violations(it.page.evaluate("asked => axe.run(document, asked).then(found => found.violations)", asked))

    return look
