"""The page of a path: ways as tabs, sliders, pictures that lead to steps, notes and back, without script, on one sheet of paper."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from opening import Open, Opened
from page_samples import HOURS, a_gap, a_path, a_sliding_path, an_answer, at, some_choices

from rolepath.planning.choices import Choices
from rolepath.planning.result import Answer, Considered, CreditedBy, Money, Path, Range, Thing
from rolepath.render.page import path_page
from rolepath.render.path_words import amount
from rolepath.service.choosing import path_with_choices

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from rolepath.service.graph import KnowledgeGraph

pytestmark = pytest.mark.browser


def tab(it: Opened, number: int) -> Locator:
    return it.page.locator(f"#tab-{number}")


def pages_in(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf))


def flat(text: str) -> str:
    """The text with every space a plain one."""
    return " ".join(text.split())


def active(it: Opened) -> str:
    return str(it.page.evaluate("document.activeElement.id"))


# --- ways as tabs -----------------------------------------------------------------------------------------------------------


def test_ways_are_tabs_by_keyboard_and_mouse(opened: Open) -> None:
    it = opened(a_path())
    page = it.page
    assert page.get_by_role("tab").count() == 2
    assert page.locator("#way-1").is_visible()
    assert page.locator("#way-2").is_hidden()
    tab(it, 1).focus()
    for key, there in (("ArrowRight", 2), ("ArrowRight", 1), ("ArrowLeft", 2), ("Home", 1), ("End", 2), ("ArrowUp", 1), ("ArrowDown", 2)):
        page.keyboard.press(key)
        assert active(it) == f"tab-{there}"
        assert [tab(it, n).get_attribute("aria-selected") for n in (1, 2)] == ["true" if n == there else "false" for n in (1, 2)]
        assert [tab(it, n).get_attribute("tabindex") for n in (1, 2)] == ["0" if n == there else "-1" for n in (1, 2)]
        assert [page.locator(f"#way-{n}").is_visible() for n in (1, 2)] == [n == there for n in (1, 2)]
    assert "14–28" in page.locator("[data-total='0']").inner_text()
    assert page.locator("#after").inner_text() == page.locator("#way-2").get_attribute("data-ready") == "80\u00a0%"
    tab(it, 1).click()
    assert page.locator("#way-1").is_visible()
    assert "2–4" in page.locator("[data-total='0']").inner_text()
    page.locator("#way-1 canvas").wait_for()
    it.calm()


def test_a_mark_of_the_chart_shows_its_way(opened: Open) -> None:
    it = opened(a_path())
    marks = it.page.locator(".mark")
    assert marks.count() == 2
    assert len({mark.locator(".shape").get_attribute("d") for mark in marks.all()}) == 2, "told apart without colour"
    assert "14–28\u00a0months (estimate)" in (marks.nth(1).get_attribute("aria-label") or "")
    marks.nth(1).locator(".shape").click()
    assert it.page.locator("#way-2").is_visible()
    assert active(it) == "tab-2"
    marks.first.focus()
    it.page.keyboard.press("Enter")
    assert active(it) == "tab-1"
    it.calm()


# --- sliders ----------------------------------------------------------------------------------------------------------------


def test_sliders_choose_by_keyboard(opened: Open) -> None:
    it = opened(a_sliding_path())
    page = it.page
    said, hours, budget = page.locator("#said"), page.locator("#hours"), page.locator("#budget")
    assert (hours.get_attribute("aria-valuetext"), budget.get_attribute("aria-valuetext")) == ("8\u00a0hours a week", "any price")
    assert said.inner_text() == (
        "With 8\u00a0hours a week at any price: ready in 2–4\u00a0months, 70–140\u00a0hours of study, nothing to pay (estimates)."
    )
    assert tab(it, 3).is_hidden()
    hours.focus()
    page.keyboard.press("ArrowRight")
    assert hours.get_attribute("aria-valuetext") == page.locator("#hours-value").inner_text() == "20\u00a0hours a week"
    assert page.locator("[data-total='0'] .text").inner_text() == "0.8–1.6\u00a0months"
    assert page.locator("#tab-1 [data-months]").inner_text().startswith("0.8–1.6")
    assert page.locator("#tab-2 [data-months]").inner_text().startswith("6–11")
    assert page.locator("#way-1 .row-done .text").last.inner_text() == "0.8–1.6\u00a0months"
    page.keyboard.press("Home")
    assert page.locator("#way-3").is_visible()
    assert "the sliders tell which" in page.locator("#way-3 .proof").inner_text(), "nothing is proven for the question asked"
    assert tab(it, 3).is_visible()
    assert "6–10\u00a0months" in said.inner_text()
    budget.focus()
    page.keyboard.press("Home")
    assert budget.get_attribute("aria-valuetext") == "up to USD\u00a0200"
    assert page.locator("#after").inner_text() == "–"
    assert "no plan. The least that would do is USD\u00a0250" in said.inner_text()
    assert page.locator(".way:visible").count() == 0
    assert page.locator("[data-total='0'] .text").inner_text() == "–"
    page.keyboard.press("ArrowRight")
    assert "up to USD\u00a01,000: ready in 6–10\u00a0months, 60–900\u00a0hours of study, USD\u00a00–150 (estimates)." in said.inner_text()
    assert page.locator("#way-3").is_visible()
    it.calm()


def test_sliders_choose_by_mouse_and_the_chart_follows(opened: Open) -> None:
    it = opened(a_sliding_path())
    page = it.page
    before = page.locator(".chart .ticks").inner_html()
    box = page.locator("#hours").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 3, box["y"] + box["height"] / 2)
    assert page.locator("#hours-value").inner_text() == "4\u00a0hours a week"
    assert page.locator(".chart .ticks").inner_html() != before
    assert "4–8\u00a0months (estimate)" in (page.locator(".mark").first.get_attribute("aria-label") or "")
    assert page.locator(".mark").nth(2).is_visible()
    step = page.locator("#way-3-step-1")
    page.locator("#way-3 .group > summary").click()
    step.locator("summary").click()
    assert "0.2–0.6\u00a0months" in step.locator(".takes").inner_text()
    it.calm()


def with_ways(answer: Answer, *ways: Path) -> Choices:
    """Choices among these ways, the first of which is the best but for the slowest pace, which the last is best for."""
    best = ((len(ways) - 1,) * 3, (0, 0, 0), (0, 0, 0))
    return replace(some_choices(), ways=tuple(tuple(at(way, hours) for hours in HOURS) for way in ways), best=best)


def mixed(path: Path) -> Path:
    """The same way with steps of all sorts in turn, each of which takes another time."""
    last = path.hops[-1]
    steps = tuple(
        replace(
            step,
            months=Range(1 + n / 4, 20 + n),
            closes=() if n % 3 == 2 else tuple(replace(it, necessity=("essential", "optional")[n % 3]) for it in step.closes),
        )
        for n, step in enumerate(last.steps)
    )
    return replace(path, hops=(*path.hops[:-1], replace(last, steps=steps)))


def times(it: Opened) -> dict[str, str]:
    """What the steps are said to take, by anchor."""
    found: dict[str, str] = it.page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('[data-step]')].map(step =>"
        " [step.id, ['.takes', '.step-hours'].map(part => step.querySelector(part).textContent).join(' | ')]))"
    )
    return {anchor: flat(text) for anchor, text in found.items()}


def test_each_step_keeps_its_own_months_at_each_pace(opened: Open) -> None:
    answer = an_answer()
    way = mixed(answer.paths[0])
    choices = with_ways(answer, way, mixed(answer.paths[1]))
    it = opened(path_page(replace(answer, paths=(way, mixed(answer.paths[1])), direct=way), choices))
    assert it.page.locator("#way-1 .group").count() == 3, "the steps stand in another order than they are taken in"
    before = times(it)
    assert len(before) == 28
    hours = it.page.locator("#hours")
    hours.focus()
    for key, pace in (("Home", 4.0), ("ArrowRight", 8.0), ("ArrowRight", 20.0)):
        it.page.keyboard.press(key)
        shown = times(it)
        for number, step in enumerate(at(way, pace).hops[0].steps, start=1):
            text = flat(amount(step.months, "months"))
            assert f" · {text} " in shown[f"way-1-step-{number}"], f"step {number} at {pace}"
        assert (shown == before) == (pace == 8.0)
    it.page.keyboard.press("ArrowLeft")
    assert times(it) == before
    it.calm()


def test_what_is_said_is_true_wherever_the_sliders_stand(opened: Open) -> None:
    answer = an_answer()
    role = Thing("role/x", "Data engineer", "role", "rolepath")
    beaten = Considered((role, answer.question.target), 38.0, 900.0, 0.0, 0)
    asked = replace(answer.question.constraints, budget=1000.0)
    answer = replace(
        answer, considered=(beaten,), alternatives_reason="No alternative: for this budget.",
        question=replace(answer.question, constraints=asked),
    )  # fmt: skip
    it = opened(path_page(answer, replace(some_choices(), best=((None, 2, 2), (None, 0, 0), (None, 0, 0)))))
    page = it.page
    kind = page.locator("#way-1 .way-kind")
    assert (
        "The way with the fewest months, from 2025-11-22 on, for 8\u00a0hours of study a week and up to USD\u00a01,000."
        in kind.inner_text()
    )
    assert "than the first, for 8\u00a0hours of study a week" in (page.locator("#way-2 .way-kind").text_content() or "")
    assert page.locator(".remark").is_visible()
    page.locator("#hours").focus()
    page.keyboard.press("Home")
    assert page.locator("#ways-label").inner_text() == "3 ways to get there"
    assert page.locator(".remark").is_hidden(), "which holds for what was asked for"
    assert "With 8\u00a0hours of study a week each of these takes at least" in page.locator("[aria-labelledby=longer-label]").inner_text()
    assert page.locator(".beaten path").count() == 0
    assert page.locator(".limits").inner_text().startswith("Asked for: At most")
    page.locator("#budget").focus()
    page.keyboard.press("Home")
    assert page.locator(".all-steps, .ways, .considered").locator("visible=true").count() == 0, "nothing is left of a plan"
    page.locator("#enough button").press("Enter")
    assert active(it) == "budget"
    assert page.locator("#budget-value").inner_text() == "up to USD\u00a01,000"
    assert page.locator("#enough").is_hidden()
    assert page.locator(".considered").is_visible()
    page.locator("#hours").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".remark").is_visible()
    assert page.locator("#ways-label").inner_text() == "2 ways to get there"
    it.calm()


@pytest.mark.parametrize("elsewhere", [True, False], ids=["others considered", "nothing else"])
def test_a_second_way_of_the_sliders_has_its_tab_and_its_mark(opened: Open, elsewhere: bool) -> None:
    answer = an_answer()
    beaten = Considered((answer.paths[1].hops[0].role, answer.question.target), 38.0, 900.0, 0.0, 0)
    answer = replace(answer, paths=answer.paths[:1], considered=(beaten,) if elsewhere else ())
    it = opened(path_page(answer, with_ways(answer, answer.paths[0], some_choices().ways[2][1])))
    page = it.page
    chart = page.locator("#chart")
    assert chart.is_visible() == elsewhere
    assert page.locator(".ways #chart").count() == (not elsewhere)
    page.locator("#hours").focus()
    page.keyboard.press("Home")
    assert page.locator(".ways #chart").is_visible()
    assert page.get_by_role("tab").count() == 2
    assert [mark.get_attribute("aria-current") for mark in page.locator(".mark").all()] == [None, "true"]
    page.locator(".mark").first.focus()
    page.keyboard.press("Enter")
    assert [mark.get_attribute("aria-current") for mark in page.locator(".mark").all()] == ["true", None]
    assert active(it) == "tab-1"
    page.locator("#hours").focus()
    page.keyboard.press("End")
    assert chart.is_visible() == elsewhere
    assert page.locator(".ways #chart").count() == (not elsewhere)
    it.fits()
    it.calm()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_first_screen_says_what_it_comes_to(opened: Open, width: int) -> None:
    height = 844 if width == 390 else 900
    it = opened(path_page(replace(an_answer(), paths=an_answer().paths[:1])), width=width, height=height)
    it.page.wait_for_timeout(200)
    assert_seen(it, height, "h1", ".readiness .number", ".totals", "#way-1 .timeline li >> nth=0")
    it = opened(a_sliding_path(), width=width, height=height)
    assert_seen(it, height, "h1", ".readiness .number", ".totals", "#hours", "#budget", "#said", "#tab-1")
    it.fits()


def assert_seen(it: Opened, height: int, *places: str) -> None:
    for place in places:
        box = it.page.locator(place).bounding_box()
        assert box is not None, place
        assert box["y"] + min(box["height"], 60) <= height, place


def test_without_a_path_what_would_help_stands_first(opened: Open) -> None:
    choices = some_choices()
    answer = an_answer()
    asked = replace(answer.question.constraints, budget=200.0)
    none = replace(
        answer,
        question=replace(answer.question, constraints=asked),
        paths=(), direct=None, found=False, reason="No path: the budget is too small; 250 USD would do.",
    )  # fmt: skip
    it = opened(path_page(none, replace(choices, best=((None, 2, 2),) * 3)))
    assert it.page.locator("main h2:visible").all_inner_texts()[1] == "No path was found"
    assert it.page.locator(".way:visible").count() == 0
    assert "no plan" in it.page.locator("#said").inner_text()
    it.page.locator("#budget").focus()
    it.page.keyboard.press("End")
    assert it.page.locator(".way:visible").count() == 1
    assert it.page.locator(".next").is_hidden()
    it.fits()
    it.calm()
    assert pages_in(it.page.pdf()) == 1


def test_a_plan_that_may_exceed_the_budget_is_shown_and_says_so(opened: Open) -> None:
    choices, answer = some_choices(), an_answer()
    dear = tuple(replace(path, cost=replace(path.cost, money=Money(0, 250, "USD"))) for path in choices.ways[2])
    choices = replace(choices, ways=(*choices.ways[:2], dear), best=((None, 2, 2),) * 3)
    asked = replace(answer.question.constraints, budget=200.0)
    none = replace(
        answer, question=replace(answer.question, constraints=asked), paths=(), direct=None, found=False, reason="No path: too small."
    )
    it = opened(path_page(none, choices))
    page = it.page
    assert "no plan surely stays within USD 200. The one that costs least may take as little as USD 0 and at most USD 250" in flat(
        page.locator("#said").inner_text()
    )
    assert page.locator("#over").inner_text() == "may exceed your budget at the high end"
    assert page.locator(".way:visible").count() == 1
    assert page.locator(".next").count() == 0
    page.locator("#budget").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#over").is_hidden()
    assert page.locator(".way:visible").count() == 1
    it.fits()
    it.calm()


def test_the_first_caveat_stands_first_and_leads_to_a_whole_command(opened: Open) -> None:
    answer = replace(an_answer(), notes=("It counts as missing: claim it with --have NAME.",))
    it = opened(path_page(answer))
    page = it.page
    assert page.locator(".short + .caveat").inner_text().startswith("We count only what sources say of")
    page.locator(".caveat a").press("Enter")
    assert active(it) == "good"
    assert "claim it." in page.locator("#good").inner_text()
    assert re.fullmatch(r"rolepath path .+ --have .+ --html", page.locator("#good .command").inner_text())
    page.locator(".command").evaluate("box => box.remove()")
    assert " --" not in page.locator("main").inner_text(), "an option stands only in a whole command"
    it.calm()


def test_a_picture_that_is_wider_than_the_window_says_so(opened: Open) -> None:
    it = opened(a_path(), width=390, height=844)
    it.page.locator("#way-1 canvas").wait_for()
    assert it.page.locator("#way-1 .sideways").is_visible()
    it.page.locator("#way-1 .scroller").evaluate("part => { part.scrollLeft = part.scrollWidth; }")
    it.page.wait_for_selector("#way-1 .scroller.at-end")
    it.fits()
    it.calm()


def test_what_is_missing_stands_alone(opened: Open) -> None:
    it = opened(a_gap())
    assert it.page.locator("main h2").all_inner_texts()[:3] == ["Readiness now", "What to do next", "The gap"]
    assert it.page.locator(".first li").count() == 3
    it.fits()
    it.calm()
    assert pages_in(it.page.pdf()) == 1


# --- steps, notes, links ----------------------------------------------------------------------------------------------------


def test_path_is_drawn_and_a_box_leads_to_its_step(opened: Open) -> None:
    it = opened(a_path())
    page = it.page
    figure = page.locator("#way-1 .drawing")
    figure.scroll_into_view_if_needed()
    assert figure.locator("canvas").bounding_box()["height"] > 150  # type: ignore[index]
    area = figure.locator(".canvas").bounding_box()
    assert area is not None
    extent = page.evaluate("JSON.parse(document.getElementById('way-1-extent').textContent)")
    drawing = page.evaluate("JSON.parse(document.getElementById('way-1-drawing').textContent)")
    box = next(node for node in drawing["nodes"] if node["group"] == "offer")
    scale = min(1, max(0.85, page.evaluate("document.querySelector('.scroller').clientWidth") / extent["width"]))
    x = area["x"] + area["width"] / 2 + (box["x"] - extent["left"] - extent["width"] / 2) * scale
    y = area["y"] + area["height"] / 2 + (box["y"] - extent["top"] - extent["height"] / 2) * scale
    page.mouse.click(x, y)
    step = page.locator("#" + extent["anchors"][box["id"]])
    page.wait_for_function("id => document.getElementById(id).open", arg=extent["anchors"][box["id"]])
    assert step.locator(".step-body").is_visible()
    it.calm()


def test_steps_are_grouped_and_open_to_their_notes_and_back(opened: Open) -> None:
    it = opened(a_path())
    page = it.page
    group = page.locator("#way-1 .group").first
    assert group.locator("summary").first.inner_text().startswith("13 steps towards must-haves")
    assert not page.locator("#way-1-step-3").is_visible()
    page.locator(".open-all").focus()
    page.keyboard.press("Enter")
    assert page.locator("#way-1 .step[open]").count() == 14
    assert page.locator("#way-1-step-3").is_visible()
    page.keyboard.press("Enter")
    assert page.locator("#way-1 details[open]").count() == 0
    page.locator("#way-1 .step summary").first.focus()
    page.keyboard.press("Space")
    reference = page.locator("#way-1 .step[open] .refs a").first
    reference.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'note-1'")
    assert page.locator("#note-1").is_visible(), "the folded part has opened"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#note-1"
    assert page.locator(".back").count() == 0
    needs = page.locator("#way-1 .step[open] a[href^='#way-1-step-']").first
    there = needs.get_attribute("href")
    needs.click()
    page.wait_for_function("hash => document.querySelector(hash).open", arg=there)
    page.locator("#way-1 .timeline .row-name").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#way-1-step-1"
    it.calm()


@pytest.mark.parametrize("anchor", ["way-2-step-5", "note-1", "assumption-1"])
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


def test_steps_that_stand_in_full_elsewhere_say_where_and_what_differs(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rolepath.render.path_page._STEPS_IN_FULL", 14)
    answer = an_answer()
    first, second = answer.paths
    last = second.hops[-1]
    other = replace(last.steps[2], offer=Thing("skill/new", "Something new", "competence", "rolepath"))
    steps = (replace(last.steps[0], hours=Range(40, 50)), last.steps[1], other, *last.steps[3:])
    it = opened(path_page(replace(answer, paths=(first, replace(second, hops=(second.hops[0], replace(last, steps=steps)))))))
    tab(it, 2).click()
    it.open_all()
    notes = [flat(text) for text in it.page.locator("#way-2 .why").all_text_contents()]
    assert notes[0] == "Why, and who says so: in the first way, where it takes 5–10 hours estimate"
    assert notes[1] == "Why, and who says so: in the first way"
    assert notes[2].startswith("Asked for")
    it.page.locator("#way-2 .why a").first.click()
    it.page.wait_for_function("document.getElementById('way-1-step-1').open")
    it.fits()
    it.calm()


def test_what_is_worked_out_from_estimates_looks_like_one(opened: Open) -> None:
    answer = an_answer()
    near = CreditedBy("esco:1", "Data models", 0.8, "close match", 1.0, False)
    said = CreditedBy("skill/02", "Skill number 02", 1.0, "held", 0.5, True)
    items = (replace(answer.gap[0], coverage=0.6, credited_by=near), replace(answer.gap[1], coverage=0.5, credited_by=said))
    page = opened(path_page(replace(answer, gap=(*items, *answer.gap[2:])))).page
    assert flat(page.locator(".number > .estimate").inner_text()) == "20 % → then 80 % estimate"
    assert page.locator("#way-1 .axis .row-ready .estimate .tag").inner_text() == "estimate"
    for rows in ("#way-1 .timeline li .row-ready", "#way-1 .step-ready"):
        texts = page.locator(f"{rows} > .estimate").all_text_contents()
        assert len(texts) == page.locator(rows).count() > 0
        assert all(text.endswith(" ready, estimate") for text in texts)
    first, second = page.locator(".bar-already").all()
    assert flat(first.inner_text()) == "60 % estimate covered by Data models (nearly the same)"
    assert first.locator(".estimate .tag").count() == 1
    assert flat(second.inner_text()) == "50 % covered by Skill number 02 (as you say)"
    assert second.locator(".estimate").count() == 0, "the person's own word"


def test_pages_beside_this_one_are_linked(opened: Open) -> None:
    it = opened(a_sliding_path())
    links = it.page.get_by_role("navigation", name="Pages").get_by_role("link")
    assert [(link.inner_text(), link.get_attribute("href")) for link in links.all()] == [("All roles", "index.html")]
    it.calm()


@pytest.mark.parametrize("width", [320, 390, 1280, 1920])
def test_hostile_text_moves_nothing(opened: Open, width: int) -> None:
    it = opened(a_sliding_path("</script><img src=x onerror=alert(1)> \u202e | " + "x" * 10_000), width=width)
    it.open_all()
    it.page.locator("#hours").focus()
    it.page.keyboard.press("Home")
    it.fits()
    assert it.page.locator("img").count() == 0
    it.calm()
    assert pages_in(it.page.pdf()) == 1


# --- without script, on paper -----------------------------------------------------------------------------------------------


def test_path_reads_without_script(opened: Open) -> None:
    it = opened(a_sliding_path(), script=False)
    page = it.page
    text = page.locator("main").inner_text()
    assert "70–140" in text
    assert [page.locator(f"#way-{n}").is_visible() for n in (1, 2, 3)] == [True, True, False]
    assert page.locator(".way-title:visible").all_inner_texts() == ["With A program", "By way of Data analyst"]
    for hidden in (".choose", ".tabs", "#way-1 .drawing", ".all-steps"):
        assert page.locator(hidden).is_hidden(), hidden
    page.locator("#way-1 .group summary").first.click()
    assert "Skill number 03" in page.locator("#way-1 .hops").inner_text()
    it.calm()


def test_one_sheet_is_light_and_has_the_chosen_way(opened: Open) -> None:
    it = opened(a_sliding_path(), scheme="dark", width=718)
    page = it.page
    page.locator("#hours").focus()
    page.keyboard.press("Home")
    it.media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    text = page.locator("body").inner_text()
    for seen in ("With 4\u00a0hours a week at any price", "The largest gaps", "Skill number 05", "sources stand in the file", "estimate"):
        assert seen.replace("sources", "source") in text.replace("sources", "source"), seen
    assert page.locator(".way:visible").count() == 1
    assert page.locator("#way-3 .timeline").is_visible()
    for gone in ("#hours", ".tabs", ".drawing", ".notes", ".hops"):
        assert page.locator(gone).first.is_hidden(), gone
    it.fits()
    assert pages_in(page.pdf()) == 1
    assert pages_in(page.pdf(format="A4", print_background=True)) == 1
    it.calm()


def test_a_long_path_prints_on_one_sheet(opened: Open) -> None:
    answer = an_answer()
    path = answer.paths[0]
    hop = path.hops[0]
    many = tuple(replace(step, offer=replace(step.offer, id=f"{step.offer.id}-{n}")) for n in range(14) for step in hop.steps)
    long = replace(path, hops=tuple(replace(hop, steps=many) for _ in range(3)))
    it = opened(path_page(replace(answer, paths=(long,), direct=long)))
    assert pages_in(it.page.pdf()) == 1
    it.media(media="print")
    assert "more steps, in the file" in it.page.locator("#way-1 .brief").inner_text()
    it.calm()


def test_a_real_path_prints_on_one_sheet_with_each_choice(opened: Open, kg: KnowledgeGraph) -> None:
    answer, choices = path_with_choices(kg, "data scientist", start_date="2026-01-05", max_bridges=0, alternatives=1)
    html = path_page(answer, choices)
    assert len(html.encode()) < 1_500_000
    it = opened(html)
    for key in ("", "Home", "End"):
        it.page.locator("#hours").focus()
        it.page.keyboard.press(key or "Shift")
        assert pages_in(it.page.pdf()) == 1
        assert pages_in(it.page.pdf(prefer_css_page_size=True, print_background=True)) == 1
    it.fits()
    it.calm()
