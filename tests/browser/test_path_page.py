"""The page of a path: ways as tabs, steps with what to learn from, notes and back, without script, on paper."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from opening import Open, Opened
from page_samples import a_gap, a_path, a_tight_path, an_answer

from rolepath.render.page import path_page

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from rolepath.service.graph import KnowledgeGraph

pytestmark = pytest.mark.browser


def tab(it: Opened, number: int) -> Locator:
    return it.page.locator(f"#tab-{number}")


def flat(text: str) -> str:
    """The text with every space a plain one."""
    return " ".join(text.split())


def test_ways_are_tabs_by_keyboard_and_mouse(opened: Open) -> None:
    it = opened(a_path())
    page = it.page
    assert page.get_by_role("tab").count() == 3
    tab(it, 1).focus()
    for key, there in (("ArrowRight", 2), ("ArrowRight", 3), ("ArrowRight", 1), ("ArrowLeft", 3), ("Home", 1), ("End", 3), ("ArrowUp", 2)):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == f"tab-{there}"
        assert [tab(it, n).get_attribute("aria-selected") for n in (1, 2, 3)] == ["true" if n == there else "false" for n in (1, 2, 3)]
        assert [tab(it, n).get_attribute("tabindex") for n in (1, 2, 3)] == ["0" if n == there else "-1" for n in (1, 2, 3)]
        assert [page.locator(f"#way-{n}").is_visible() for n in (1, 2, 3)] == [n == there for n in (1, 2, 3)]
    tab(it, 1).click()
    assert page.locator("#way-1").is_visible()
    it.calm()


def test_the_ways_stand_side_by_side_with_what_each_takes(opened: Open) -> None:
    it = opened(a_path())
    texts = [flat(text) for text in it.page.get_by_role("tab").all_inner_texts()]
    assert texts[0].startswith(
        "The best way Ready in 2–4 months estimate Learning 70–140 hours estimate Money USD 100–200 estimate 14 steps"
    )
    assert "Nearly ready in 1.5 months" in texts[1]
    assert "Nothing to pay" in texts[1]
    assert texts[2].startswith("With a program, through work as a data analyst Ready in 14–28 months")
    it.calm()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_first_screen_says_how_ready_and_what_it_takes(opened: Open, width: int) -> None:
    it = opened(a_path(), width=width, height=844 if width == 390 else 720)
    height = 844 if width == 390 else 720
    for part in ("h1", ".readiness .number", ".totals", ".strengths .bars li >> nth=0"):
        box = it.page.locator(part).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= height, part
    assert flat(it.page.locator(".number").inner_text()) == "about 20 % (10–40 %) → then 80 % estimate"
    assert "Not without: A licence" in it.page.locator(".barred").inner_text()
    it.calm()


def test_steps_stand_by_area_with_what_to_show_and_to_learn_from(opened: Open) -> None:
    it = opened(a_path())
    page = it.page
    assert page.locator("#way-1 .phase-title").count() == 2
    step = page.locator("#way-1-step-2")
    assert flat(step.inner_text()).startswith(
        "2 Study Unit number 01 5–10 hours estimate month 0.2–0.4 You can show: Something to show A book"
    )
    link = step.get_by_role("link", name="A book")
    assert (link.get_attribute("href"), link.get_attribute("rel")) == ("https://example.org/b", "noopener noreferrer")
    assert "ready" in page.locator("#way-1-step-14 .stage").inner_text()
    more = page.locator("#way-1 .more")
    assert not more.locator(".step").first.is_visible()
    more.locator("summary").first.click()
    assert more.locator(".step").first.is_visible()
    it.calm()


def test_a_reason_opens_and_leads_to_its_source_and_back(opened: Open) -> None:
    it = opened(a_path())
    page = it.page
    page.locator("#way-1-step-2 .why summary").focus()
    page.keyboard.press("Space")
    assert "Asked for" in page.locator("#way-1-step-2 .why p").inner_text()
    page.locator("#way-1-step-2 .why .refs a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id.startsWith('note-')")
    assert page.locator("#note-1").is_visible(), "the folded part has opened"
    page.go_back()
    it.settle(50)
    assert it.complaints == []


@pytest.mark.parametrize("anchor", ["way-3-step-5", "note-1", "assumption-1"])
def test_an_address_opens_what_it_names(opened: Open, anchor: str) -> None:
    it = opened(a_path())
    it.page.evaluate("anchor => { location.hash = anchor; }", anchor)
    it.page.wait_for_timeout(100)
    assert it.page.locator(f"#{anchor}").is_visible()
    it.page.reload()
    assert it.page.locator(f"#{anchor}").is_visible()
    assert it.complaints == []


@pytest.mark.parametrize("rubbish", ["%", "%E0%A4%A", "%00", "nowhere", "way-1 > *"])
def test_an_address_that_names_nothing_is_ignored(opened: Open, rubbish: str) -> None:
    it = opened(a_path())
    it.page.goto(it.url + "#" + rubbish)
    it.page.reload()
    it.page.evaluate("rubbish => { location.hash = '#x' + rubbish; }", rubbish)
    it.page.wait_for_timeout(50)
    assert it.page.locator("#way-1").is_visible()
    assert it.complaints == []


def test_what_limits_leave_possible_stands_with_what_would_do(opened: Open) -> None:
    it = opened(a_tight_path())
    said = flat(it.page.locator(".next").inner_text())
    assert said == (
        "Within your limits The budget is too small. The plan below keeps to them and brings you to 70 % estimate : nearly ready."
        " Left for later: Unit number 01. To get ready, each of these alone would do: a budget of USD 900; 12 hours a week."
    )
    assert it.page.locator("#way-1").is_visible()
    assert it.page.get_by_role("tab").count() == 0
    links = it.page.get_by_role("navigation", name="Pages").get_by_role("link")
    assert [(link.inner_text(), link.get_attribute("href")) for link in links.all()] == [("All roles", "index.html")]
    it.calm()


def test_what_is_missing_stands_alone(opened: Open) -> None:
    it = opened(a_gap())
    assert it.page.locator(".ways").count() == 0
    assert it.page.locator(".gap .first li").count() == 3
    assert 'rolepath path "data scientist" "AI product manager" --html' in it.page.locator(".gap .command").inner_text()
    it.page.locator(".asked .fold summary").first.click()
    unit = it.page.locator(".asked .bars > li").nth(1)
    assert flat(unit.inner_text()) == (
        "Unit number 01 must-have as data scientist [1] 20 % estimate"
        " Member 1: 20 % by something near (a neighbouring topic, assumed of most people in this role)"
    )
    it.calm()


@pytest.mark.parametrize("width", [320, 390, 1280, 1920])
def test_hostile_text_moves_nothing(opened: Open, width: int) -> None:
    it = opened(a_tight_path("</script><img src=x onerror=alert(1)> \u202e | " + "x" * 10_000), width=width)
    it.open_all()
    it.fits()
    assert it.page.locator("img").count() == 0
    it.calm()


def test_path_reads_without_script(opened: Open) -> None:
    it = opened(a_path(), script=False)
    page = it.page
    assert [page.locator(f"#way-{n}").is_visible() for n in (1, 2, 3)] == [True, True, True]
    assert page.locator(".tabs").is_hidden()
    assert page.locator(".way-title:visible").all_inner_texts() == [
        "The best way", "Self-study", "With a program, through work as a data analyst",
    ]  # fmt: skip
    assert "70–140" in page.locator("#way-1 .facts").inner_text()
    it.calm()


def test_paper_is_light_and_has_the_chosen_way_alone(opened: Open) -> None:
    it = opened(a_path(), scheme="dark", width=718)
    tab(it, 2).click()
    it.media(media="print", color_scheme="dark")
    assert it.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert [it.page.locator(f"#way-{n}").is_visible() for n in (1, 2, 3)] == [False, True, False]
    for gone in (".tabs", "#notes", ".why", ".command"):
        assert it.page.locator(gone).first.is_hidden(), gone
    assert it.page.locator("#way-2 .way-title").is_visible()
    it.fits()
    it.calm()


def test_a_long_way_folds_its_areas(opened: Open) -> None:
    answer = an_answer()
    hop = answer.ways[0].hops[0]
    many = tuple(replace(step, offer=replace(step.offer, id=f"{step.offer.id}-{n}")) for n in range(3) for step in hop.steps[:-1])
    it = opened(path_page(replace(answer, ways=(replace(answer.ways[0], hops=(replace(hop, steps=many),)),))))
    assert it.page.locator("#way-1 .phase").count() == 2
    assert not it.page.locator("#way-1-step-1").is_visible()
    it.page.locator("#way-1 .phase > summary").first.click()
    assert it.page.locator("#way-1-step-1").is_visible()
    it.calm()


def test_a_real_path_is_small_and_fits(opened: Open, kg: KnowledgeGraph) -> None:
    html = path_page(kg.path("data scientist", start_date="2026-01-05", max_bridges=0, draws=0))
    assert len(html.encode()) < 500_000
    it = opened(html, width=320)
    it.open_all()
    it.fits()
    it.calm()
