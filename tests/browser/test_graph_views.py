"""The explorer's views: filtered, around a thing, between two things, from an address, saved as a picture."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import networkx as nx
import pytest
from opening import Open, Opened

from rolepath.render.page import Citation, Fact, PageEdge, PageNode, graph_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
REPORT, SURVEY = Citation("A report", "“asks for it”, characters 10–21", "https://example.org/report"), Citation("A survey", "row 7")


def a_chain() -> str:
    """A role that asks for a must-have by one source and a nice-to-have by another, a program that teaches the first, far things."""
    labels = {"role/pm": "Product manager", "skill/evals": "Evals", "skill/sql": "SQL", "program/x": "Köln program", "tool/t": "Far tool"}
    nodes = [PageNode(i, label, i.partition("/")[0], (), None, None) for i, label in labels.items()]
    nodes += [PageNode("skill/alone", "Alone", "skill", (Fact("also called", "Solitaire", None, ()),), None, None)]
    edges = [
        PageEdge("role/pm", "skill/evals", "requires", "asks for", 0.9, "essential", "essential, 0.90", (REPORT,)),
        PageEdge("role/pm", "skill/sql", "requires", "asks for", 0.3, "optional", "optional, 0.30", (SURVEY,)),
        PageEdge("program/x", "skill/evals", "teaches", "teaches", None, citations=(REPORT,)),
        PageEdge("tool/t", "program/x", "usesTool", "is used in", None, citations=(SURVEY,)),
    ]
    return graph_page("A chain", "Made for a test.", nodes, edges)


def shown(page: Page) -> str:
    page.wait_for_timeout(50)
    return page.locator("#shown").inner_text() if page.locator("#shown").is_visible() else "all"


def address(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).fragment)


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_filters_by_necessity_and_source(opened: Open, by: str) -> None:
    it = opened(a_chain())
    page = it.page
    assert shown(page) == "all"
    if by == "mouse":
        page.get_by_text("must-haves only").click()
    else:
        page.locator("input[name=need]").first.focus()
        page.keyboard.press("ArrowRight")
    # the nice-to-have and what has no link left are hidden
    assert shown(page) == "Shown: 4 of 6 things, 3 of 4 links."
    assert address(page) == {"asked": ["must"]}
    summary = page.locator(".by-source summary")
    assert summary.inner_text() == "Who says so: 2 sources"
    box = page.get_by_role("checkbox", name="A survey")
    if by == "mouse":
        summary.click()
        box.click()
    else:
        summary.focus()
        page.keyboard.press("Enter")
        box.focus()
        page.keyboard.press("Space")
    assert shown(page) == "Shown: 3 of 6 things, 2 of 4 links."
    assert address(page) == {"asked": ["must"], "unless": ["A survey"]}
    reset = page.get_by_role("button", name="Show everything again")
    if by == "mouse":
        reset.click()
    else:
        reset.focus()
        page.keyboard.press("Enter")
    assert shown(page) == "all"
    assert box.is_checked()
    assert reset.is_hidden()
    page.get_by_role("button", name="No source").click()
    assert page.locator("#empty").is_visible()
    it.calm()


def test_how_far_around_and_nothing_else(opened: Open) -> None:
    it = opened(a_chain())
    page = it.page
    page.fill("#search", "product")
    page.keyboard.press("Enter")
    assert page.locator("#reach").inner_text() == "1 link away: 2 things"
    slider = page.get_by_role("slider", name="How far around it")
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#reach").inner_text() == "up to 2 links away: 3 things"
    assert slider.get_attribute("aria-valuetext") == "up to 2 links away"
    page.get_by_label("show nothing else").focus()
    page.keyboard.press("Space")
    assert shown(page) == "Shown: 4 of 6 things, 3 of 4 links."
    page.mouse.move(0, 0)
    slider.fill("3")
    assert shown(page) == "Shown: 5 of 6 things, 4 of 4 links."
    assert address(page) == {"thing": ["role/pm"], "links": ["3"], "only": ["near"]}
    it.calm()


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_how_two_things_are_connected(opened: Open, by: str) -> None:
    it = opened(a_chain())
    page = it.page
    page.fill("#search", "product manager")
    page.keyboard.press("Enter")
    field = page.get_by_role("combobox", name="How is it connected with")
    if by == "mouse":
        field.click()
        page.keyboard.type("koln")
        page.get_by_role("option", name="Köln program").click()
    else:
        field.focus()
        page.keyboard.type("koln")
        page.keyboard.press("Enter")
    connection = page.locator("#connection")
    assert connection.locator("strong").inner_text() == "2 links apart."
    sentences = [" ".join(text.split()) for text in connection.locator(".chain .link").all_inner_texts()]
    assert sentences == ["Product manager asks for Evals essential, 0.90", "Köln program teaches Evals"]
    connection.locator("summary").first.click()
    cite = connection.locator(".cites").first
    assert "A report: “asks for it”, characters 10–21" in cite.inner_text()
    assert cite.locator("a").get_attribute("href") == "https://example.org/report"
    assert address(page)["with"] == ["program/x"]
    # hidden sources connect nothing, and the page says why
    page.locator(".by-source summary").click()
    page.get_by_role("checkbox", name="A report").click()
    assert "Nothing that is shown connects Product manager with Köln program." in connection.inner_text()
    page.get_by_role("button", name="Show everything again").click()
    assert connection.locator("strong").inner_text() == "2 links apart."
    field.fill("solitaire")
    page.keyboard.press("Enter")
    assert connection.inner_text() == "Nothing on this page connects Product manager with Alone."
    page.get_by_role("button", name="Leave the connection").click()
    assert connection.inner_text() == ""
    assert "with" not in address(page)
    it.calm()


def test_connections_are_all_the_shortest(opened: Open) -> None:
    """Compared with networkx on a random graph: the distance, how many there are, and that each shown is one of them."""
    dice = random.Random(20)
    nodes = [PageNode(f"skill/{i:02}", f"Skill {i:02}", "skill", (), None, None) for i in range(40)]
    pairs = sorted({tuple(sorted(dice.sample(range(40), 2))) for _ in range(60)})
    edges = [PageEdge(nodes[a].id, nodes[b].id, "near", "is near", dice.random()) for a, b in pairs]
    it = opened(graph_page("Random", "Made for a test.", nodes, edges))
    graph = nx.Graph(pairs)
    graph.add_nodes_from(range(40))
    for _ in range(60):
        a, b = dice.sample(range(40), 2)
        found = it.page.evaluate("([a, b]) => graphPage.chains(a, b, () => true, 1000)", [a, b])
        expected = list(nx.all_shortest_paths(graph, a, b)) if nx.has_path(graph, a, b) else []
        assert found["total"] == len(found["chains"]) == len(expected)
        assert found["length"] == (len(expected[0]) - 1 if expected else None)
        ends = it.page.evaluate("graphPage.data.links")
        walked = []
        for chain in found["chains"]:
            at, way = a, [a]
            for link in chain:
                at = ends["to"][link] if ends["from"][link] == at else ends["from"][link]
                way.append(at)
            walked.append(way)
        assert sorted(walked) == sorted(expected)
    it.calm()


def test_the_address_brings_the_view_back(opened: Open) -> None:
    it = opened(a_chain())
    page = it.page
    page.fill("#search", "product")
    page.keyboard.press("Enter")
    page.fill("#other", "far tool")
    page.keyboard.press("Enter")
    page.locator(".kind", has_text="role").first.click()
    page.locator(".kind", has_text="role").first.click()
    page.get_by_label("nice-to-haves only").check()
    page.get_by_label("all", exact=True).check()
    page.get_by_role("button", name="Nearer").click()
    page.get_by_role("button", name="Copy the link to this view").click()
    page.wait_for_timeout(300)
    assert page.locator("#done").inner_text() in ("The link to this view is copied.", "Copy the link from the field.")
    before, view = page.url, page.evaluate("rolepathPage.view()")
    again = it.page.context.new_page()
    again.goto(before)
    again.wait_for_timeout(200)
    assert again.locator("#panel h2").inner_text() == "Product manager"
    assert again.locator("#connection strong").inner_text() == "3 links apart."
    assert again.url == before
    for name, value in again.evaluate("rolepathPage.view()").items():
        assert value == pytest.approx(view[name], rel=0.02, abs=1)
    # an address that names what isn't here says so, and one made of rubbish does nothing
    again.goto(it.url + "#thing=role/nowhere")
    assert again.get_by_role("alert").inner_text() == "The address names something that is not on this page: role/nowhere."
    again.goto(it.url + "#thing=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&links=NaN&at=a,b&without=nothing&unless=%00&asked=%F0")
    again.wait_for_timeout(200)
    assert again.locator("img").count() == 0
    assert shown(again) == "all"
    again.close()
    assert it.complaints == [f"popup: {before}"] or it.complaints == []


def saved(it: Opened, button: str) -> tuple[str, bytes]:
    with it.page.expect_download() as waiting:
        it.page.get_by_role("button", name=button).click()
    path = it.folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path.name, path.read_bytes()


def test_the_view_is_saved_as_svg_and_png(opened: Open) -> None:
    it = opened(a_chain())
    it.page.fill("#search", "product")
    it.page.keyboard.press("Enter")
    it.settle()
    name, content = saved(it, "Save it as SVG")
    assert name == "around-product-manager.svg"
    svg = ET.fromstring(content.decode())
    texts = [part.text for part in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert {"Product manager", "Evals", "SQL", "Around Product manager", "roles", "programs"} <= set(texts)
    assert len(list(svg.iter("{http://www.w3.org/2000/svg}line"))) >= 2
    it.page.get_by_role("button", name="Save the picture as PNG").focus()
    with it.page.expect_download() as waiting:
        it.page.keyboard.press("Enter")
    waiting.value.save_as(it.folder / "a.png")
    content = (it.folder / "a.png").read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    wide = it.page.evaluate("document.getElementById('picture').clientWidth")
    assert int.from_bytes(content[16:20]) == 2 * wide
    it.calm()


@pytest.mark.parametrize(("typed", "said"), [("promt enginering", "Did you mean"), ("zzzzqqq", "Nothing here has that"), ("solitaire", "")])
def test_search_forgives_typing_errors(opened: Open, typed: str, said: str) -> None:
    nodes = [
        PageNode("skill/p", "Prompt engineering", "skill", (), None, None),
        PageNode("skill/a", "Alone", "skill", (Fact("also called", "Solitaire", None, ()),), None, None),
    ]
    it = opened(graph_page("Two", "Made for a test.", nodes, []))
    it.page.fill("#search", typed)
    assert said in it.page.locator("#count").inner_text()
    first = [" ".join(text.split()) for text in it.page.get_by_role("option").all_inner_texts()]
    assert (
        first
        == {"promt enginering": ["Prompt engineering skill"], "zzzzqqq": [], "solitaire": ["Alone also called Solitaire skill"]}[typed]
    )
    it.calm()


def test_an_address_means_the_same_on_a_phone_and_on_a_wide_screen(opened: Open) -> None:
    """The picture of an upright window is turned; the place that an address names is not."""
    html = a_chain()
    phone = opened(html, width=390, height=844)
    phone.page.fill("#search", "evals")
    phone.page.keyboard.press("Enter")
    phone.page.get_by_role("button", name="Nearer").click()
    phone.settle(400)
    fragment = urlsplit(phone.page.url).fragment
    assert "at=" in fragment
    wide = opened(html)
    wide.page.goto(f"{wide.url}#{fragment}")
    wide.settle()
    box = wide.page.locator("#picture").bounding_box()
    assert box is not None
    at = next(place for place in wide.page.evaluate("rolepathPage.places()") if place["id"] == "skill/evals")
    assert box["x"] < at["x"] < box["x"] + box["width"]
    assert box["y"] < at["y"] < box["y"] + box["height"]


def test_a_saved_view_has_the_links_that_cross_it(opened: Open) -> None:
    nodes = [PageNode(f"skill/{i}", f"Skill {i}", "skill", (), 1000.0 * i, 0.0) for i in range(3)]
    edges = [PageEdge("skill/0", "skill/2", "near", "is near", None), PageEdge("skill/0", "skill/1", "near", "is near", None)]
    it = opened(graph_page("Three", "Made for a test.", nodes, edges))
    it.page.evaluate("location.hash = 'at=1500,0,2'")  # between the second and the third
    it.settle()
    lines = [part.attrib for part in ET.fromstring(saved(it, "Save it as SVG")[1]).iter("{http://www.w3.org/2000/svg}line")]
    assert [line for line in lines if float(line.get("x1", 0)) < 0 < float(line["x2"])], "its ends are out of view"
    assert not [line for line in lines if "x1" in line and max(float(line["x1"]), float(line["x2"])) < 0]


def test_a_long_name_of_emoji_is_cut_between_them(opened: Open) -> None:
    it = opened(graph_page("Emoji", "Made for a test.", [PageNode("skill/e", "\N{ROCKET}" * 400 + "\uffff", "skill", (), None, None)], []))
    it.page.locator("#all summary").click()
    it.page.locator("#all button").click()
    assert saved(it, "Save the picture as PNG")[1][:4] == b"\x89PNG"
    ET.fromstring(saved(it, "Save it as SVG")[1].decode())
    it.calm()


def test_what_an_address_named_in_vain_is_forgotten_with_the_next_choice(opened: Open) -> None:
    it = opened(a_chain())
    it.page.goto(it.url + "#thing=role/nowhere")
    assert it.page.get_by_role("alert").is_visible()
    it.page.fill("#search", "evals")
    it.page.keyboard.press("Enter")
    assert it.page.get_by_role("alert").is_hidden()


def test_our_own_reasons_are_no_source_and_an_estimate_says_so(opened: Open) -> None:
    own = Citation("our own reason", "Nobody says it.", estimate=True)
    nodes = [PageNode(i, i, "skill", (), None, None) for i in ("skill/a", "skill/b")]
    edges = [PageEdge("skill/a", "skill/b", "requires", "asks for", 0.5, "optional", "nice to have, 50 %", (own,))]
    it = opened(graph_page("Own", "Made for a test.", nodes, edges))
    assert it.page.locator(".by-source summary").inner_text() == "Who says so: 0 sources and our own reasons"
    it.page.fill("#search", "skill/a")
    it.page.keyboard.press("Enter")
    assert it.page.locator("#panel .group .pill").inner_text() == "nice to have, 50 % estimate"


def test_an_address_keeps_the_kind_of_what_is_chosen_hidden_and_takes_no_absurd_view(opened: Open) -> None:
    it = opened(a_chain())
    it.page.goto(it.url + "#thing=role/pm&without=role&links=1.5&at=1e300,0,1")
    it.settle()
    assert it.page.locator(".kind", has_text="role").first.get_attribute("aria-pressed") == "false"
    assert it.page.locator("#reach").inner_text().startswith("up to 2 links away")
    assert all(abs(value) < 1e6 for value in it.page.evaluate("rolepathPage.view()").values())
    it.page.evaluate("location.hash = 'at=0,0,1e-320'")
    it.settle()
    assert it.page.evaluate("rolepathPage.view().scale") >= 0.002
    assert it.complaints == []
