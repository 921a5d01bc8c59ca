"""The map of a whole classification: moved, zoomed and read by mouse, by touch and by keyboard."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from opening import Open, Opened
from page_samples import a_map

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

View = dict[str, float]


@cache
def large() -> str:
    return a_map(fields=60, size=60)


def drawn(it: Opened) -> Page:
    """Once all links are drawn."""
    it.page.locator("#picture canvas[data-links=drawn]").wait_for()
    return it.page


def view(page: Page) -> View:
    found: View = page.evaluate("rolepathPage.view()")
    return found


def place_of(page: Page, identifier: str) -> tuple[float, float]:
    found: Any = page.evaluate("id => rolepathPage.places().find(place => place.id === id)", identifier)
    return found["x"], found["y"]


def inked(page: Page) -> int:
    """How many different colours the picture has: one where nothing is drawn."""
    script = """() => { const c = document.querySelector('#picture canvas');
      const d = new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer); return new Set(d).size; }"""
    return int(page.evaluate(script))


def test_it_shows_everything(opened: Open) -> None:
    it = opened(large())
    page = drawn(it)
    assert inked(page) > 50
    box = page.locator("#picture canvas").bounding_box()
    assert box is not None
    for identifier in ("role/0", "role/59", "skill/11-30", "skill/48-59"):
        x, y = place_of(page, identifier)
        assert box["x"] <= x <= box["x"] + box["width"]
        assert box["y"] <= y <= box["y"] + box["height"]
    it.calm()


def test_the_mouse_moves_zooms_and_picks(opened: Open) -> None:
    it = opened(large())
    page = drawn(it)
    before, (x, y) = view(page), place_of(page, "role/30")
    page.mouse.move(x, y)
    page.mouse.wheel(0, -600)
    it.settle(400)
    nearer = view(page)
    assert nearer["scale"] > 2 * before["scale"]
    assert math.dist(place_of(page, "role/30"), (x, y)) < 2, "what is under the mouse stays there"
    page.mouse.down()
    page.mouse.move(x + 90, y - 40, steps=5)
    page.mouse.up()
    it.settle(400)
    assert math.dist(place_of(page, "role/30"), (x + 90, y - 40)) < 2
    assert page.locator("#panel h2").count() == 0, "moving is not picking"
    page.mouse.click(x + 90, y - 40)
    assert page.locator("#panel h2").inner_text() == "Role number 30"
    assert "asks for (60)" in page.locator("#panel").inner_text()
    page.locator("#panel .who summary").first.click()
    assert "roles.csv" in page.locator("#panel").inner_text()
    it.settle(400)
    assert "thing=role%2F30" in page.url
    sx, sy = place_of(page, "skill/30-40")
    page.mouse.move(sx, sy)
    it.settle(100)
    assert page.locator("#pointed").inner_text().startswith("Skill number 30-40")
    page.mouse.click(sx, sy)
    assert page.locator("#panel h2").inner_text() == "Skill number 30-40"
    it.calm()


def test_the_keyboard_moves_and_zooms(opened: Open) -> None:
    it = opened(large())
    page = drawn(it)
    whole = view(page)
    page.locator("#picture canvas").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    moved = view(page)
    assert moved["x"] - whole["x"] == pytest.approx(60 / whole["scale"])
    assert moved["y"] - whole["y"] == pytest.approx(60 / whole["scale"])
    page.keyboard.press("Shift+ArrowLeft")
    assert view(page)["x"] < whole["x"]
    for _ in range(3):
        page.keyboard.press("+")
    assert view(page)["scale"] == pytest.approx(whole["scale"] * 1.25**3)
    page.keyboard.press("-")
    assert view(page)["scale"] == pytest.approx(whole["scale"] * 1.25**2)
    page.keyboard.press("0")
    assert view(page) == pytest.approx(whole)
    it.settle(400)
    assert page.evaluate("document.activeElement.tagName") == "CANVAS"
    it.calm()


def test_fingers_drag_and_pinch(opened: Open) -> None:
    it = opened(large(), width=390, height=844)
    page = drawn(it)
    page.locator("#picture").scroll_into_view_if_needed()
    script = """([type, id, x, y]) => { const c = document.querySelector('#picture canvas'); c.setPointerCapture = () => {};
      c.dispatchEvent(new PointerEvent(type, { pointerId: id, pointerType: 'touch', clientX: x, clientY: y, bubbles: true })); }"""
    before, (x, y) = view(page), place_of(page, "role/30")
    for step in (["pointerdown", 1, x, y], ["pointermove", 1, x + 40, y], ["pointerup", 1, x + 40, y]):
        page.evaluate(script, step)
    assert math.dist(place_of(page, "role/30"), (x + 40, y)) < 1
    steps: list[list[Any]] = [["pointerdown", 1, x - 30, y], ["pointerdown", 2, x + 30, y]]
    steps += [["pointermove", 1, x - 60, y], ["pointermove", 2, x + 60, y], ["pointerup", 1, x - 60, y], ["pointerup", 2, x + 60, y]]
    for step in steps:
        page.evaluate(script, step)
    it.settle(400)
    assert view(page)["scale"] == pytest.approx(2 * before["scale"], rel=0.05)
    assert page.locator("#panel h2").count() == 0
    it.calm()


def test_search_filter_and_connection_work_on_it(opened: Open) -> None:
    it = opened(large())
    page = drawn(it)
    page.locator("#search").fill("role number 7")
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "Role number 7"
    it.settle(600)
    width = page.locator("#picture").bounding_box()
    assert width is not None
    assert view(page)["scale"] > 0.2, "what is around it fills the picture"
    page.locator("#other").fill("role number 8")
    page.keyboard.press("Enter")
    assert "3 links apart" in page.locator("#connection").inner_text()
    page.locator("#everything").click()
    page.locator(".kind", has_text="skills").click()
    it.settle(600)
    assert page.locator("#shown").inner_text().startswith("Shown: 60 of 3,660 things, 0 of ")
    drawn(it)
    it.calm()


def test_it_is_drawn_anew_in_the_dark_and_in_a_smaller_window(opened: Open) -> None:
    it = opened(a_map())
    page = drawn(it)
    page.emulate_media(color_scheme="dark")
    it.settle(300)
    corner = "() => [...document.querySelector('#picture canvas').getContext('2d').getImageData(2, 2, 1, 1).data.slice(0, 3)]"
    assert max(page.evaluate(corner)) < 60
    page.set_viewport_size({"width": 700, "height": 800})
    it.settle(300)
    drawn(it)
    box, size = page.locator("#picture").bounding_box(), page.evaluate("document.querySelector('#picture canvas').width")
    assert box is not None
    assert size == round(box["width"])
    it.fits()
    it.calm()


def test_it_is_saved_with_its_links_and_names(opened: Open) -> None:
    it = opened(a_map())
    page = drawn(it)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save it as SVG").click()
    waiting.value.save_as(it.folder / "map.svg")
    svg = ET.fromstring((it.folder / "map.svg").read_text(encoding="utf-8"))
    names = [part.text for part in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert {f"Field {i}" for i in range(6)} <= set(names)
    assert [part.get("href", "")[:22] for part in svg.iter("{http://www.w3.org/2000/svg}image")] == ["data:image/png;base64,"]
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save the picture as PNG").click()
    waiting.value.save_as(it.folder / "map.png")
    assert (it.folder / "map.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert (it.folder / "map.png").stat().st_size > 20_000
    it.calm()
