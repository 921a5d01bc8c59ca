"""The pages in headless Chromium, used as a person would: by mouse, by keyboard, on a phone, in the dark, on paper."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rolepath.evidence import Cited
from rolepath.planning.result import (
    Answer,
    AssumptionNote,
    Closes,
    Constraints,
    Cost,
    GapItem,
    Having,
    Hop,
    Money,
    Question,
    Raises,
    Range,
    Readiness,
    SourceNote,
    Step,
    Thing,
)
from rolepath.planning.result import Path as Way
from rolepath.render.page import Citation, Fact, PageEdge, PageNode, graph_page, path_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOSTILE = "</script><img src=x onerror=alert(1)><script>alert(2)</script> javascript:alert(3) \u202e" + "x" * 10_000


def executable() -> str | None:
    return next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = executable()
    if path is None:
        reason = "no Chromium: none of chromium, chromium-browser, google-chrome is on the PATH"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


@dataclass
class Opened:
    """A page with all that went wrong on it; `calm` says that nothing did."""

    page: Page
    url: str
    folder: Path
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def calm(self) -> None:
        assert self.complaints == []
        assert self.requests == [self.url]

    def shot(self, name: str) -> None:
        file = self.folder / f"{name}.png"
        self.page.screenshot(path=file)
        assert file.stat().st_size > 5_000


Open = Callable[..., Opened]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
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
        page = context.new_page()
        result = Opened(page, file.as_uri(), tmp_path)
        page.on("request", lambda request: result.requests.append(request.url))
        page.on("console", lambda message: result.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: result.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (result.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(result.url)
        return result

    yield open_page
    for context in contexts:
        context.close()


def a_graph(text: str = "") -> str:
    says = Citation("An article", f"“asks for it”, characters 10–21 {text}")
    guess = Citation("our own reason", f"Nobody says how long it takes. {text}", estimate=True)
    facts = (
        Fact("What it is", f"Decides what a product should do. {text}", "must-have", (says,)),
        Fact("Page", "https://example.org/role", None, ()),
        Fact("Time to learn", "20–40 hours", None, (guess,)),
    )
    nodes = [PageNode("role/pm", f"Product manager {text}", "role", facts, None, None)]
    nodes += [PageNode(f"skill/{i:02}", f"Skill number {i:02} {text}", "skill", facts[:1], None, None) for i in range(30)]
    nodes += [
        PageNode("tool/sql", f"SQL {text}", "tool", (), None, None),
        PageNode("program/x", f"Köln program {text}", "program", (), None, None),
    ]
    edges = [
        PageEdge("role/pm", f"skill/{i:02}", "requires", "asks for", 0.9, "essential", "essential, 0.90", facts[0].citations)
        for i in range(20)
    ]
    edges += [PageEdge("program/x", f"skill/{i:02}", "teaches", "teaches", 0.5) for i in range(15, 30)]
    edges.append(PageEdge("role/pm", "tool/sql", "requires", "asks for", 0.3))
    return graph_page(f"A small graph {text}", f"Made for a test. {text}", nodes, edges)


def an_answer(text: str = "") -> Answer:
    passage = Cited("e/1", "passage", "source/a", "must", 10, 21, f"asks for it {text}")
    things = [Thing(f"skill/{i:02}", f"Skill number {i:02} {text}", "competence", "rolepath") for i in range(14)]
    items = tuple(GapItem(f"r/{t.id}", t.label, (t,), 0.75, 0.0, None, 0.9, 1 / 14, "essential", (passage,)) for t in things)
    nothing = Money(0, 0, "USD")
    guess = ("assumption/hours-competence",)

    def step(place: int, kind: str, label: Thing, ready: float) -> Step:
        raises, closes = (Raises(label, 0, 0.75),), (Closes(f"r/{place}", things[place].label, "essential", 0, 1, "held"),)
        takes = (Range(5, 10), Range(0.1, 0.3), nothing)
        return Step(label, kind, raises, closes, (things[13],), ready, *takes, False, f"asked for {text}", (passage,), guess)

    program = step(0, "program", Thing("program/x", f"A program {text}", "program", "rolepath"), 0.3)
    steps = (program, *(step(i, "self-study", t, 0.3 + i / 26) for i, t in enumerate(things) if i))
    pm, analyst, start = (
        Thing(f"role/{n}", f"{n} {text}", "role", "rolepath") for n in ("AI product manager", "data analyst", "data scientist")
    )
    last = Hop(pm, False, 0.2, 0.8, 14, None, steps, ())
    first = Hop(analyst, True, 0.7, 0.7, 0, Range(12, 24), (), (passage,))
    cost = Cost(Range(70, 140), Range(2, 4), nothing, 14)
    asked = Constraints(False, 0.8, 0.6, 2, 8.0, "months", "USD", None, None, None, False, (), (), 0, None)
    direct = Way((last,), cost, True, 3)
    return Answer(
        question=Question(start, pm, Having((start,), (), (), (), (), 0, ()), asked, "2025-11-22"),
        readiness=Readiness(0.2, 0.8, 14, 0, False),
        gap=items,
        met=(),
        paths=(direct, Way((first, last), Cost(Range(70, 140), Range(14, 28), nothing, 15), True, 21)),
        direct=direct,
        direct_reason=None,
        alternatives=(),
        alternatives_reason=None,
        considered=(),
        left_out=(),
        found=True,
        reason=None,
        notes=(f"A note. {text}",),
        assumptions=(AssumptionNote("assumption/hours-competence", f"Hours {text}", 5, 10, "hours", f"A guess. {text}"),),
        sources=(SourceNote("source/a", f"An article {text}", "document", None, None, "read only", None, f"javascript:alert(4){text}"),),
        organizations=(),
        licences=(),
    )


def place_of(page: Page, identifier: str) -> tuple[float, float]:
    found = page.evaluate("id => window.rolepathPage.places().find(place => place.id === id)", identifier)
    return found["x"], found["y"]


def test_graph_opens_quickly_and_quietly(opened: Open) -> None:
    it = opened(a_graph())
    took = it.page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    assert took < 3_000, "a second on a quiet machine; three leave room for a busy one"
    it.page.wait_for_timeout(200)
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
    panel.locator(".more").click()
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280, 1920])
@pytest.mark.parametrize("kind", ["graph", "path"])
def test_fits_the_window(opened: Open, kind: str, width: int, scheme: str) -> None:
    it = opened(a_graph() if kind == "graph" else path_page(an_answer()), width=width, scheme=scheme)
    assert it.page.evaluate("document.documentElement.scrollWidth") == width
    it.page.wait_for_timeout(200)
    it.shot(f"{kind}-{width}-{scheme}")
    it.page.emulate_media(color_scheme="dark" if scheme == "light" else "light")
    it.page.wait_for_timeout(100)
    it.calm()


@pytest.mark.parametrize("width", [390, 1280])
def test_hostile_text_does_nothing(opened: Open, width: int) -> None:
    graph = opened(a_graph(HOSTILE), width=width)
    graph.page.fill("#search", "number 0")
    graph.page.keyboard.press("Enter")
    graph.page.locator("#all summary").first.click()
    assert graph.page.locator("img").count() == 0
    assert graph.page.evaluate("document.documentElement.scrollWidth") == width
    graph.calm()
    path = opened(path_page(an_answer(HOSTILE)), width=width)
    path.page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    path.page.wait_for_timeout(200)
    assert path.page.locator("img").count() == 0
    assert path.page.locator("a[href^='javascript']").count() == 0
    assert path.page.evaluate("document.documentElement.scrollWidth") == width
    path.calm()


def test_path_is_drawn_and_a_box_leads_to_its_step(opened: Open) -> None:
    it = opened(path_page(an_answer()))
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
    it = opened(path_page(an_answer()))
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
    it = opened(path_page(an_answer()), script=False)
    text = it.page.locator("main").inner_text()
    assert "Skill number 00" in text
    assert "70–140" in text
    assert it.page.locator(".drawing").first.is_hidden()
    it.calm()


def test_path_on_paper_is_light_and_has_its_picture(opened: Open) -> None:
    it = opened(path_page(an_answer()), scheme="dark")
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
    assert it.complaints == []
    assert [url for url in it.requests if not url.startswith("data:")] == [it.url]
