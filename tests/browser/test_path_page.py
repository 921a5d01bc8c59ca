"""The page of a path: its picture leads to the steps, everything opens by keyboard, reads without script and prints."""

from __future__ import annotations

import pytest
from opening import Open
from page_samples import a_path

pytestmark = pytest.mark.browser


def test_path_is_drawn_and_a_box_leads_to_its_step(opened: Open) -> None:
    it = opened(a_path())
    page = it.page
    figure = page.locator(".drawing").first
    assert figure.is_visible()
    assert figure.locator("canvas").bounding_box()["height"] > 150  # type: ignore[index]
    area = figure.locator(".canvas").bounding_box()
    assert area is not None
    extent = page.evaluate("JSON.parse(document.getElementById('way-1-extent').textContent)")
    drawing = page.evaluate("JSON.parse(document.getElementById('way-1-drawing').textContent)")
    box = next(node for node in drawing["nodes"] if node["group"] == "offer")
    scale = min(1, max(0.7, page.evaluate("document.querySelector('.scroller').clientWidth") / extent["width"]))
    x = area["x"] + area["width"] / 2 + (box["x"] - extent["left"] - extent["width"] / 2) * scale
    y = area["y"] + area["height"] / 2 + (box["y"] - extent["top"] - extent["height"] / 2) * scale
    page.mouse.click(x, y)
    step = page.locator("#" + extent["anchors"][box["id"]])
    page.wait_for_function("id => document.getElementById(id).open", arg=extent["anchors"][box["id"]])
    assert step.locator(".step-body").is_visible()
    it.calm()


def test_path_opens_steps_notes_and_other_ways_by_keyboard(opened: Open) -> None:
    it = opened(a_path())
    page = it.page
    page.locator(".open-all").focus()
    page.keyboard.press("Enter")
    assert page.locator("main > section").first.locator(".step[open]").count() == 14
    page.keyboard.press("Enter")
    assert page.locator(".step[open]").count() == 0
    page.locator(".step summary").first.focus()
    page.keyboard.press("Space")
    page.locator(".step[open] .refs a").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#note-1"
    needs = page.locator(".step[open] a[href^='#way-1-step-']").first
    there = needs.get_attribute("href")
    needs.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("hash => document.querySelector(hash).open", arg=there)
    page.locator(".timeline .row-name").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#way-1-step-1"
    other = page.locator(".other")
    other.locator("summary").first.focus()
    page.keyboard.press("Enter")
    other.locator("canvas").wait_for()
    page.wait_for_timeout(200)
    it.shot("other-way")
    it.calm()


def test_path_reads_without_script(opened: Open) -> None:
    it = opened(a_path(), script=False)
    text = it.page.locator("main").inner_text()
    assert "Skill number 00" in text
    assert "70–140" in text
    assert it.page.locator(".drawing").first.is_hidden()
    it.calm()


def test_path_on_paper_is_light_and_has_its_picture(opened: Open) -> None:
    it = opened(a_path(), scheme="dark")
    page = it.page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".timeline").first.is_visible()
    image = page.locator(".on-paper").first
    assert image.is_visible()
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
    it.shot("paper")
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".on-paper").count() == 0
    assert page.pdf()[:4] == b"%PDF"
    it.calm()
