"""The page of two roles: its filter by mouse and by keyboard, what each line opens, and that it reads without a script."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from opening import Open, Opened

sys.path.insert(0, str(Path(__file__).parents[1]))

from made_pages import a_compare_page

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = pytest.mark.browser


def shown(it: Opened) -> list[str]:
    """The names of the skills and tools that can be seen."""
    return [name for name in it.page.locator(".skill:not([hidden]) .name").all_inner_texts() if name]


def state(it: Opened) -> str:
    """The choices in the address, which are written a moment later."""
    it.settle(500)
    return str(it.page.evaluate("location.hash"))


def status(it: Opened) -> Locator:
    return it.page.get_by_role("status")


def test_the_filter_by_mouse(opened: Open) -> None:
    it = opened(a_compare_page())
    assert status(it).inner_text() == "7 shown"
    it.page.get_by_label("what both ask for").check()
    assert shown(it) == ["Hygiene", "Oven"]
    it.page.get_by_role("radio", name="only Pastry chef").check()
    assert shown(it) == ["Chocolate", "Sugar work"]
    it.page.get_by_label("must-haves only").check()
    assert shown(it) == ["Chocolate"]
    assert status(it).inner_text() == "1 of 7 shown"
    assert state(it) == "#show=second&must=1"
    it.page.get_by_label("all", exact=True).check()
    it.page.get_by_label("must-haves only").uncheck()
    it.page.get_by_label("Find a skill or tool").fill("OVEN")
    assert shown(it) == ["Oven"]
    assert it.page.locator(".no-match:visible").count() == 3
    it.calm()


def test_the_filter_by_keyboard_alone(opened: Open) -> None:
    it = opened(a_compare_page())
    keyboard = it.page.keyboard
    for _ in range(30):
        keyboard.press("Tab")
        if it.page.evaluate("document.activeElement.name") == "show":
            break
    keyboard.press("ArrowDown")
    assert shown(it) == ["Hygiene", "Oven"]
    keyboard.press("ArrowDown")
    keyboard.press("Tab")
    keyboard.press("Space")
    assert shown(it) == ["Skill 000", "Skill 002"]
    keyboard.press("Tab")
    keyboard.type("002")
    assert shown(it) == ["Skill 002"]
    assert state(it) == "#show=first&must=1&find=002"
    keyboard.press("Escape")
    assert shown(it) == ["Skill 000", "Skill 002"]
    keyboard.press("Tab")
    keyboard.press("Enter")
    assert it.page.evaluate("document.activeElement.textContent").startswith("Skill 000")
    assert it.page.locator(".skill details[open] .notes").is_visible()
    it.calm()


def test_what_a_part_is_earned_by_is_found_too(opened: Open) -> None:
    it = opened(a_compare_page())
    it.page.get_by_label("Find a skill or tool").fill("cocoa")
    assert shown(it) == ["Chocolate"]


@pytest.mark.parametrize("written", ["Crème brûlée", "creme BRULEE", "Cre\u0300me"])
def test_words_are_found_with_and_without_accents_and_capitals(opened: Open, written: str) -> None:
    it = opened(a_compare_page("Crème Brûlée", skills=2))
    it.page.get_by_label("Find a skill or tool").fill(written)
    assert len(shown(it)) == 6
    it.page.get_by_label("Find a skill or tool").fill(written + "x")
    assert shown(it) == []
    it.calm()


def test_a_browser_that_refuses_to_write_the_address_takes_nothing_away(opened: Open) -> None:
    it = opened(a_compare_page())
    it.page.evaluate("() => { history.replaceState = () => { throw new DOMException('too often', 'SecurityError'); }; }")
    it.page.get_by_label("Find a skill or tool").fill("oven")
    assert state(it) == "#find=oven"
    assert shown(it) == ["Oven"]
    assert it.complaints == []


def test_the_address_is_written_once_for_many_keys(opened: Open) -> None:
    it = opened(a_compare_page())
    it.page.evaluate(
        "() => { const own = history.replaceState; window.written = 0;"
        " history.replaceState = (...all) => { window.written += 1; own.apply(history, all); }; }"
    )
    it.page.get_by_label("Find a skill or tool").press_sequentially("sugar work")
    assert state(it) == "#find=sugar+work"
    assert it.page.evaluate("window.written") == 1


def test_an_address_opens_as_it_was_sent(opened: Open) -> None:
    it = opened(a_compare_page())
    it.page.evaluate("location.hash = '#show=second&must=1&find=choc'")
    it.settle()
    assert shown(it) == ["Chocolate"]
    assert it.page.get_by_label("must-haves only").is_checked()
    it.page.evaluate("location.hash = '#show=nonsense&find=%3Cscript%3E'")
    it.settle()
    assert shown(it) == []
    assert it.page.get_by_label("all", exact=True).is_checked()
    it.page.evaluate("location.hash = '#main'")
    it.settle()
    assert shown(it) == []
    assert it.complaints == []


def test_what_is_found_in_the_fold_is_seen(opened: Open) -> None:
    it = opened(a_compare_page(skills=60))
    fold = it.page.locator(".more")
    assert fold.get_attribute("open") is None
    it.page.get_by_label("Find a skill or tool").fill("skill 059")
    assert it.page.get_by_text("Skill 059").is_visible()
    it.page.get_by_label("Find a skill or tool").fill("")
    assert fold.get_attribute("open") is None
    it.calm()


def test_each_line_opens_who_says_so(opened: Open) -> None:
    it = opened(a_compare_page())
    for summary in it.page.locator(".lines summary").all():
        summary.click()
    for notes in it.page.locator(".lines .notes").all():
        assert notes.is_visible()
        assert notes.locator("li").count() >= 1
    links = {link.get_attribute("href") for link in it.page.locator(".notes a").all()}
    assert links == {"https://example.org/a"}
    it.calm()


def test_estimates_look_different_and_say_so(opened: Open) -> None:
    it = opened(a_compare_page())
    marks = it.page.locator(".estimate")
    assert re.sub(r"\s+", " ", it.page.locator(".answer .estimate").inner_text()) == "about 25 % (12–50 %) estimate"
    asked = it.page.locator(".skill .how:has(.must, .nice)")
    assert asked.locator(".estimate").count() == asked.count() > 0
    assert it.page.locator(".skill .estimate", has_text="60").count() >= 2, "what counts in part, in its line and behind it"
    for mark in marks.all():
        assert "dashed" in mark.evaluate("part => getComputedStyle(part).borderTopStyle")
        assert "estimate" in (mark.text_content() or "")


def test_the_roles_differ_without_colour(opened: Open) -> None:
    it = opened(a_compare_page())
    fills = {
        side: it.page.locator(f".range rect.ask{side}").first.evaluate("part => getComputedStyle(part).fill") for side in ("", ".second")
    }
    assert fills[".second"].startswith("url(")
    first = it.page.locator(".range rect.ask:not(.second)").first.evaluate("part => getComputedStyle(part).fill")
    assert first.startswith("rgb")


def test_it_reads_without_a_script(opened: Open) -> None:
    it = opened(a_compare_page(skills=60), script=False)
    assert not it.page.get_by_role("search").is_visible()
    assert it.page.locator(".skill").count() == 64
    it.page.get_by_text("And 20 more skills").click()
    assert it.page.get_by_text("Skill 059").is_visible()
    assert it.page.get_by_role("heading", name="Could I switch?").is_visible()
    it.calm()


@pytest.mark.parametrize("width", [320, 390, 1280, 1920])
def test_it_fits_with_everything_open(opened: Open, width: int) -> None:
    it = opened(a_compare_page(), width=width)
    it.fits()
    it.open_all()
    it.fits()
    it.calm()


def test_paper_has_no_filter_and_all_skills(opened: Open) -> None:
    it = opened(a_compare_page(skills=60))
    it.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    it.media(media="print")
    assert not it.page.locator(".tools-bar").is_visible()
    assert it.page.get_by_text("Skill 059").is_visible()
    it.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert it.page.locator(".more").get_attribute("open") is None
