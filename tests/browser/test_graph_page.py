"""The page of a graph: searched, pressed, hidden, listed and zoomed, by mouse and by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from opening import Open
from page_samples import a_graph

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def place_of(page: Page, identifier: str) -> tuple[float, float]:
    found = page.evaluate("id => window.rolepathPage.places().find(place => place.id === id)", identifier)
    return found["x"], found["y"]


def test_graph_opens_quietly(opened: Open) -> None:
    it = opened(a_graph())
    it.page.wait_for_selector("html[data-ready]")
    it.shot("graph")
    it.calm()


def test_search_by_keyboard_leads_to_the_facts(opened: Open) -> None:
    it = opened(a_graph())
    page = it.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # past “How to read this”
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("number 0")
    options = page.get_by_role("option")
    assert [text.split("\n")[0] for text in options.all_inner_texts()[:10]] == [f"Skill number 0{i}" for i in range(10)]
    assert page.locator("#search").get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert options.nth(1).get_attribute("aria-selected") == "true"
    assert page.locator("#search").get_attribute("aria-activedescendant") == "found-1"
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "Skill number 01"
    assert page.evaluate("document.activeElement.tagName") == "H2"
    assert "“asks for it”, characters 10–21" in page.locator("#panel").inner_text()
    page.locator("#panel .goto", has_text="Product manager").focus()
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "Product manager"
    page.keyboard.press("Escape")
    assert page.locator("#panel h2").count() == 0
    assert page.evaluate("document.activeElement.id") == "search"
    it.calm()


def test_search_folds_accents_and_says_when_there_is_nothing(opened: Open) -> None:
    it = opened(a_graph())
    it.page.fill("#search", "koln")
    assert it.page.get_by_role("option").all_inner_texts()[0].startswith("Köln program")
    it.page.get_by_role("option").first.click()
    assert it.page.locator("#panel h2").inner_text() == "Köln program"
    it.page.fill("#search", "no such thing")
    assert it.page.locator("#count").inner_text() == "Nothing here has that in its name."
    it.page.fill("#search", "skill")
    it.page.keyboard.press("Escape")
    assert it.page.locator("#found").is_hidden()
    it.calm()


def test_a_click_shows_facts_strength_sources_and_estimates(opened: Open) -> None:
    it = opened(a_graph())
    page = it.page
    page.mouse.click(*place_of(page, "role/pm"))
    page.wait_for_selector("#panel h2")
    panel = page.locator("#panel")
    assert panel.locator("h2").inner_text() == "Product manager"
    assert panel.locator(".fact").first.locator(".pill").inner_text() == "must-have"
    assert panel.locator(".fact.is-estimate").count() == 1
    assert "Nobody says how long it takes." in panel.locator(".fact.is-estimate").inner_text()
    assert panel.locator("a").get_attribute("href") == "https://example.org/role"
    assert panel.locator("h3").inner_text() == "asks for (21)"
    assert panel.locator(".group li .link").count() == 10
    panel.locator(".more:visible").click()
    assert panel.locator(".group li .link").count() == 21
    panel.locator(".group summary").first.click()
    panel.locator(".group details[open] .cites").first.wait_for()
    page.wait_for_timeout(200)
    it.shot("chosen")
    it.calm()


def test_the_legend_hides_and_shows_a_kind(opened: Open) -> None:
    it = opened(a_graph())
    page = it.page
    skills = page.locator(".kind", has_text="skills")
    before = page.locator("#picture canvas").screenshot()
    skills.click()
    page.wait_for_timeout(200)
    hidden = page.locator("#picture canvas").screenshot()
    assert skills.get_attribute("aria-pressed") == "false"
    assert hidden != before
    # a hidden thing that is asked for comes back with its kind
    page.fill("#search", "Skill number 07")
    page.keyboard.press("Enter")
    assert skills.get_attribute("aria-pressed") == "true"
    it.calm()


def test_the_list_has_everything_and_zoom_works(opened: Open) -> None:
    it = opened(a_graph(), motion="no-preference")
    page = it.page
    skills = page.locator("#all details", has_text="skills")
    skills.locator("summary").click()
    skills.locator("button").last.wait_for()
    assert skills.locator("button").count() == 30
    skills.locator("button").last.click()
    assert page.locator("#panel h2").inner_text() == "Skill number 29"
    for name in ("Nearer", "Farther", "Show all"):
        page.get_by_role("button", name=name, exact=True).click()
        page.wait_for_timeout(250)
    page.locator("#picture .vis-network").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(200)
    it.calm()
