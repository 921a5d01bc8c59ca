"""A site opened from disk: from the index to each kind of page and back by keyboard, sorting, searching, on a phone, with no request."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from opening import Open, Opened

sys.path.insert(0, str(Path(__file__).parents[1]))

from made_pages import a_index_page, a_site
from rolepath.render.site import site_pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site on disk."""
    place = tmp_path_factory.mktemp("site")
    for name, text in site_pages(a_site()).items():
        (place / name).write_bytes(text.encode())
    return place


@pytest.fixture
def visit(browser: Browser, folder: Path) -> Iterator[Callable[[str], tuple[Page, list[str]]]]:
    """Opens a page of the site; with it come all addresses asked for and all complaints."""
    contexts = []

    def go(name: str) -> tuple[Page, list[str]]:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        contexts.append(context)
        page, told = context.new_page(), []
        page.on("request", lambda request: told.append(request.url))
        page.on("console", lambda message: told.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.goto((folder / name).as_uri())
        return page, told

    yield go
    for context in contexts:
        context.close()


def follow(page: Page, name: str) -> None:
    """Tabs to the link of that name and presses Enter."""
    for _ in range(200):
        page.keyboard.press("Tab")
        text = page.evaluate("document.activeElement.tagName === 'A' ? document.activeElement.textContent : ''")
        if re.sub(r"\s+", " ", text).strip() == name:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"no link “{name}” can be reached by Tab")


def test_by_keyboard_from_the_index_to_each_kind_of_page_and_back(visit: Callable[[str], tuple[Page, list[str]]], folder: Path) -> None:
    page, told = visit("index.html")
    ways = {
        "How the two differ: Baker": ("baker-and-pastry-chef.html", "Baker and Pastry chef"),
        "What is known of a baker": ("graph.html#thing=role%2Fbaker", "Roles, skills, tools and programs"),
        "The way for a baker": ("baker-to-pastry-chef.html", None),
    }
    for link, (address, heading) in ways.items():
        page.goto((folder / "index.html").as_uri())
        follow(page, link)
        assert page.url.rpartition("/")[2].startswith(address)
        if heading is not None:
            assert re.sub(r"\s+", " ", page.locator("h1").first.inner_text()) == heading
    page.goto((folder / "baker-and-pastry-chef.html").as_uri())
    follow(page, "The way")
    assert page.url.endswith("/baker-to-pastry-chef.html")
    follow(page, "How the two differ")
    assert page.url.endswith("/baker-and-pastry-chef.html")
    follow(page, "All starting roles")
    assert page.url.endswith("/index.html")
    assert [each for each in told if not each.startswith((folder.as_uri(), "data:"))] == []


def test_every_link_of_every_page_leads_to_a_page_of_the_site(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()}
    for path in folder.iterdir():
        for href in re.findall(r'href="([^"#]+\.html)', path.read_text(encoding="utf-8")):
            assert href in names, (path.name, href)


def rows(it: Opened) -> list[str]:
    return it.page.locator("tbody tr:not([hidden]) th a").all_inner_texts()


def written(it: Opened) -> str:
    """The choices in the address, which are written a moment later."""
    it.settle(500)
    return str(it.page.evaluate("location.hash"))


def test_sorting_by_mouse_and_keyboard(opened: Open) -> None:
    it = opened(a_index_page())
    assert rows(it) == ["Baker", "Cook", "Nothing yet"]
    months = it.page.get_by_role("columnheader", name="Until there")
    months.get_by_role("button").click()
    assert rows(it) == ["Cook", "Baker", "Nothing yet"], "the quickest first; where there is no way, last"
    assert months.get_attribute("aria-sort") == "ascending"
    assert it.page.locator("[aria-sort]").count() == 1
    months.get_by_role("button").press("Enter")
    assert rows(it) == ["Baker", "Cook", "Nothing yet"]
    assert months.get_attribute("aria-sort") == "descending"
    assert written(it) == "#sort=-months"
    name = it.page.get_by_role("columnheader", name="You are")
    name.get_by_role("button").press("Space")
    assert rows(it) == ["Baker", "Cook", "Nothing yet"]
    assert it.page.evaluate("document.activeElement.textContent") == "You are"
    assert it.page.get_by_role("button", name="Ready now estimate").is_visible()
    it.page.get_by_role("columnheader", name="Ready now").get_by_role("button").click()
    assert rows(it) == ["Baker", "Cook", "Nothing yet"]
    it.calm()


def test_searching_by_keyboard(opened: Open) -> None:
    it = opened(a_index_page())
    it.page.keyboard.press("Tab")
    for _ in range(6):
        if it.page.evaluate("document.activeElement.name") == "find":
            break
        it.page.keyboard.press("Tab")
    it.page.keyboard.type("COO")
    assert rows(it) == ["Cook"]
    assert it.page.get_by_role("status").inner_text() == "1 of 3 starting roles"
    assert written(it) == "#find=COO"
    it.page.keyboard.press("Escape")
    assert len(rows(it)) == 3
    it.page.keyboard.type("student")
    assert rows(it) == ["Nothing yet"]
    it.page.keyboard.type("zzz")
    assert rows(it) == []
    assert it.page.get_by_text("No start here is called that").is_visible()
    box = it.page.locator(".no-match")
    assert box.get_by_role("link").all_inner_texts() == ["Baker", "Cook", "look around"]
    assert box.get_by_role("link", name="Baker").get_attribute("href") == "baker-to-pastry-chef.html"
    assert box.get_by_text("--role").is_visible()
    assert it.page.get_by_placeholder("e.g. data analyst").is_visible()
    it.calm()


def test_names_of_roles_that_lead_here_are_links_and_the_little_known_stand_last(opened: Open) -> None:
    it = opened(a_index_page())
    leads = it.page.locator("#leads")
    assert leads.locator("li a").evaluate_all("links => links.map(a => a.getAttribute('href'))") == [
        "baker-to-pastry-chef.html",
        "cook-to-pastry-chef.html",
    ]
    last = re.sub(r"\s+(?=;)", "", leads.locator("p").last.inner_text())
    assert last.startswith("Sources also name kitchen help; too little is known of it to say how ready it makes you.")
    assert leads.get_by_text("too little is known").count() == 1
    made = a_site()
    pages = site_pages(replace(made, starts=made.starts[1:]))
    assert re.search(r'<li><strong><a href="graph.html#thing=role%2Fbaker">Baker', pages["index.html"])
    it.calm()


def test_a_name_is_found_without_its_accents(opened: Open) -> None:
    it = opened(a_index_page("in Köln"))
    it.page.get_by_label("Your role").fill("koln BAK")
    assert rows(it) == ["Baker in Köln"]
    it.calm()


def test_readiness_time_and_shares_are_marked_as_estimates(opened: Open) -> None:
    it = opened(a_index_page())
    said = [re.sub(r"\s+", " ", text).strip() for text in it.page.locator(".estimate").all_text_contents()]
    assert all(text.endswith("estimate") for text in said)
    assert said.count("50 % estimate") == 4, "in the sentence at the top, the table, what to take instead and the list of roles"
    numbers = it.page.locator("td.ready strong, .leads li span:has-text(' ready')")
    marked = [cell.locator(".estimate").count() for cell in numbers.all() if "too little" not in cell.inner_text()]
    assert marked == [1] * len(marked) != []
    for mark in it.page.locator(".estimate").all():
        assert mark.evaluate("part => getComputedStyle(part).borderTopStyle") == "dashed"


def test_what_the_explorer_does_not_show_is_no_link_into_it() -> None:
    made = a_site()
    things = {name: known for name, known in made.whole.things.items() if name != "role/baker"}
    pages = site_pages(replace(made, whole=replace(made.whole, things=things, links=[])))
    assert not [name for name, text in pages.items() if "graph.html#thing=role%2Fbaker" in text]
    assert '<a href="graph.html">Look around</a>' in pages["baker-to-pastry-chef.html"]


def test_an_address_opens_as_it_was_sent(opened: Open) -> None:
    it = opened(a_index_page())
    it.page.evaluate("location.hash = '#find=o&sort=months'")
    it.settle()
    assert rows(it) == ["Cook", "Nothing yet"]
    it.page.evaluate("location.hash = '#sort=__proto__'")
    it.settle()
    assert len(rows(it)) == 3
    it.page.get_by_role("link", name="Who says all this?").click()
    assert it.page.get_by_text("12 passages and records").first.is_visible()
    assert it.complaints == []


def test_without_a_script_the_table_reads(opened: Open) -> None:
    it = opened(a_index_page(), script=False)
    assert rows(it) == ["Baker", "Cook", "Nothing yet"]
    assert not it.page.get_by_role("search").is_visible()
    assert it.page.locator("thead button").count() == 0
    it.calm()


@pytest.mark.parametrize("width", [320, 390, 1280, 1920])
def test_the_index_fits(opened: Open, width: int) -> None:
    it = opened(a_index_page(), width=width)
    it.fits()
    heading = it.page.locator("h1").inner_text()
    assert re.sub(r"\s+", " ", heading) == "How do I become a pastry chef?"
    it.calm()


def test_on_a_phone_each_number_says_what_it_is(opened: Open) -> None:
    it = opened(a_index_page(), width=390)
    cells = it.page.locator("tbody tr").first
    for head in ("Ready now", "Study", "Until there", "Steps"):
        assert cells.get_by_text(head, exact=True).is_visible()
    it.page.get_by_role("button", name="Until there").click()
    assert rows(it)[0] == "Cook"
    it.calm()


@pytest.mark.parametrize("text", ["</script><img src=x onerror=alert(1)><script>alert(2)</script> {{ 7*7 }} \u202e\x00" + "x" * 10_000])
@pytest.mark.parametrize("name", ["index.html", "baker-and-pastry-chef.html"])
def test_hostile_text_does_nothing(opened: Open, text: str, name: str) -> None:
    pages = site_pages(a_site(text))
    assert all(re.fullmatch(r"[a-z0-9-]{1,200}\.html", each) for each in pages)
    page = next(content for each, content in pages.items() if (each == name if name == "index.html" else "-and-" in each))
    it = opened(page, width=390)
    it.open_all()
    it.fits()
    assert it.page.locator("img, iframe, object, embed, form").count() == 0
    assert [
        href for href in it.page.locator("a").evaluate_all("links => links.map(a => a.getAttribute('href'))") if "javascript" in href
    ] == []
    assert it.page.evaluate("document.body.innerText.includes('\\u202e')") is False
    it.calm()
