"""A page opened in the browser, with all that went wrong on it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# What sticks out of the window, unless something around it scrolls or cuts it off, which is asked of the window itself too.
_WIDER = """() => {
  const cut = part => { for (let it = part.parentElement; it && it !== document.body; it = it.parentElement)
    if (getComputedStyle(it).overflowX !== 'visible') return true; return false; };
  const seen = part => { const style = getComputedStyle(part); return style.visibility !== 'hidden' && style.clipPath === 'none'; };
  return [...document.body.querySelectorAll('*')]
    .filter(part => { const box = part.getBoundingClientRect(); return box.width && box.right > innerWidth + 1; })
    .filter(part => seen(part) && !cut(part)).slice(0, 5).map(part => part.outerHTML.slice(0, 120)); }"""

_OPEN_ALL = """() => { document.querySelectorAll('details').forEach(part => { part.open = true; }); }"""


def executable() -> str | None:
    """The system's Chromium."""
    return next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)


@dataclass
class Opened:
    """A page with all that went wrong on it; `calm` says that nothing did.

    requests: addresses asked for, in order; those of data in the page itself (`data:`) aside.
    complaints: messages on the console, errors, dialogs, other pages opened, ways to another address.
    """

    page: Page
    url: str
    folder: Path
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Begins to note what happens; to be called before the page is loaded."""
        page = self.page
        page.on("request", lambda request: None if request.url.startswith("data:") else self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (self.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("popup", lambda other: self.complaints.append(f"popup: {other.url}"))
        page.on("framenavigated", lambda frame: self._went(frame.url))

    def _went(self, url: str) -> None:
        if url.partition("#")[0] != self.url:
            self.complaints.append(f"went to {url}")

    def calm(self) -> None:
        """Asserts that nothing was complained of and nothing asked for but the page."""
        assert self.complaints == []
        assert self.requests == [self.url]

    def fits(self) -> None:
        """Asserts that the page doesn't scroll sideways and nothing on it sticks out of the window."""
        wide, window = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert (wide, self.page.evaluate(_WIDER)) == (window, [])

    def open_all(self) -> None:
        """Opens every part that can be opened and the last of each group of tabs."""
        self.page.evaluate(_OPEN_ALL)
        for tabs in self.page.get_by_role("tablist").all():
            tabs.get_by_role("tab").last.click()
        self.page.evaluate(_OPEN_ALL)  # what the tab shows, too
        self.settle()

    def settle(self, milliseconds: int = 200) -> None:
        """Waits until what is drawn late is drawn."""
        self.page.wait_for_timeout(milliseconds)

    def shot(self, name: str) -> None:
        """Asserts that the window shows something: a picture of it is no small file."""
        file = self.folder / f"{name}.png"
        self.page.screenshot(path=file)
        assert file.stat().st_size > 5_000

    def resize(self, width: int, height: int = 900) -> None:
        """Changes the window's size, as when a phone is turned."""
        self.page.set_viewport_size({"width": width, "height": height})

    def media(self, **features: Any) -> None:
        """Changes what the reader's system asks for, such as `color_scheme="dark"` or `media="print"`."""
        self.page.emulate_media(**features)
        self.settle(100)


Open = Callable[..., Opened]
