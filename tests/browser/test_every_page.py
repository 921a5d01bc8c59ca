"""What holds for each kind of page: it fits, hostile text does nothing in it, it prints, and axe-core finds nothing serious."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

import pytest
from opening import Open, Opened
from page_samples import HOSTILE, PAGES

if TYPE_CHECKING:
    from axe import Violations

pytestmark = pytest.mark.browser

KINDS = pytest.mark.parametrize("kind", PAGES)

# Elements and attributes through which a text could act, had it become markup; scripts are counted.
_STRANGERS = """() => {
  const tags = 'img, iframe, frame, object, embed, form, base, audio, video, textarea, [autofocus], [style*="url"]';
  const page = address => /^(data:,$|#|https?:)|^[\\w./-]+[.]html(#|$)/i.test(address);
  const acts = part => part.matches(tags) || part.getAttributeNames().some(name => name.startsWith('on'))
    || ['href', 'src', 'xlink:href'].some(name => part.hasAttribute(name) && !page(part.getAttribute(name)));
  return [...document.querySelectorAll('*')].filter(acts).map(part => part.outerHTML.slice(0, 120)); }"""
# Texts, seen or read out, with characters that turn the direction of what stands around them.
_TURNING = """() => {
  const named = [...document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')];
  const texts = named.flatMap(part => part.getAttributeNames().map(name => part.getAttribute(name)));
  return [document.title, document.body.innerText, ...texts].filter(text => /[\\u202a-\\u202e\\u2066-\\u2069]/.test(text)); }"""
_HEADING = """() => { const box = document.querySelector('h1').getBoundingClientRect(), main = document.querySelector('body > main');
  return main !== null && box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.top < 400 && box.height > 10; }"""


@cache
def made(kind: str, text: str = "") -> str:
    """A page, written once for all tests."""
    return PAGES[kind](text)


def use(it: Opened) -> None:
    """Opens what can be opened and chooses something, where there is something to choose."""
    it.open_all()
    search = it.page.get_by_role("combobox").first
    if search.count():
        search.fill("number 0")
        search.press("Enter")
        it.settle(100)
        it.open_all()


@KINDS
@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_fits_the_window(opened: Open, kind: str, width: int) -> None:
    it = opened(made(kind), width=width)
    it.settle()
    it.fits()
    it.shot(f"{kind}-{width}-light")
    it.media(color_scheme="dark")
    it.fits()
    it.shot(f"{kind}-{width}-dark")
    use(it)
    it.fits()
    it.calm()


@KINDS
def test_fits_after_the_window_has_changed(opened: Open, kind: str) -> None:
    it = opened(made(kind), width=1280, scheme="dark")
    use(it)
    for width, height in ((390, 844), (844, 390), (320, 640)):
        it.resize(width, height)
        it.settle()
        it.fits()
    it.calm()


@KINDS
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_does_nothing(opened: Open, kind: str, text: str) -> None:
    it = opened(made(kind, HOSTILE[text]), width=390)
    use(it)
    for width in (390, 1280):
        it.resize(width)
        it.settle(100)
        it.fits()
    assert it.page.evaluate(_STRANGERS) == []
    assert it.page.evaluate(_TURNING) == []
    assert it.page.locator("script").count() == len(re.findall("^<script", made(kind), re.MULTILINE))
    it.page.evaluate("scrollTo(0, 0)")
    assert it.page.evaluate(_HEADING), "the heading stands where it should"
    it.calm()


@KINDS
def test_prints_on_white_and_within_the_sheet(opened: Open, kind: str) -> None:
    it = opened(made(kind), width=718, scheme="dark")  # A4 less a centimetre on each side
    it.media(media="print", color_scheme="dark")
    assert it.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    it.fits()
    it.media(media="screen")
    assert it.page.pdf()[:4] == b"%PDF"
    it.calm()


@KINDS
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_serious(opened: Open, axe: Callable[[Opened], Violations], kind: str, width: int) -> None:
    it = opened(made(kind), width=width)
    it.settle(100)
    found = {}
    for state in ("as it opens", "with everything open"):
        if state != "as it opens":
            use(it)
        for scheme in ("light", "dark"):
            it.media(color_scheme=scheme)
            found[f"{state}, {scheme}"] = axe(it)
    assert {state: text for state, violations in found.items() if (text := violations.serious())} == {}
    it.calm()


def test_axe_sees_what_is_wrong(opened: Open, axe: Callable[[Opened], Violations]) -> None:
    it = opened("<!doctype html><title>x</title><p style='color: #ccc'>pale</p><button></button>")
    assert {told.split()[0] for told in axe(it).serious()} == {"html-has-lang", "color-contrast", "button-name"}
