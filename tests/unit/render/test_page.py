"""The pages as text: nothing from data can act, nothing is loaded, equal data gives equal bytes."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import random
import re
import sys
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from rolepath.planning.result import Answer, Having
from rolepath.render.kinds import _KINDS, kind_named
from rolepath.render.page import Citation, Fact, PageEdge, PageNode, graph_page, layout, path_page
from rolepath.render.shell import embed_json, plain, safe_url, vis_script

sys.path.insert(0, str(Path(__file__).parent))

from sample import ANSWER, BRIDGE, DIRECT, GAP, NO_PATH, READY, TIGHT, long_answer

_TEXTS = frozenset({
    "label", "text", "why", "because", "deliverable", "title", "publisher", "version", "licence", "attribution", "words", "provider",
    "reason", "notes", "have", "lack", "degrees", "kind of resource",
})  # fmt: skip
"""The fields of an answer that hold words of others."""

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% for x in y %}",
    "line\u2028separator\u2029and\u0000null\rreturn",
    "\u202eoverridden\u2066isolated",
    "\ud800 half a pair",
    '"><svg/onload=alert(1)>',
    "<!-- <script>",
    "x" * 10_000,
    "</style><style>*{display:none}",
]


class Elements(HTMLParser):
    """Every start tag with its attributes, and all text that is neither script nor style."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.styles: list[str] = []
        self._inside: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self._inside = tag
            (self.scripts.append((dict(attrs), "")) if tag == "script" else self.styles.append(""))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts[-1] = (self.scripts[-1][0], self.scripts[-1][1] + data)
        elif self._inside == "style":
            self.styles[-1] += data
        else:
            self.text += data


def a_graph(text: str = "Prompt engineering") -> tuple[list[PageNode], list[PageEdge]]:
    says = (Citation("An article", f"“{text}”, characters 3–9"), Citation("our own reason", text, estimate=True))
    fact = Fact(text, text, text, says)
    nodes = [
        PageNode("role/pm", f"Product manager {text}", "role", (fact, Fact("Page", "https://example.org/pm", None, ())), None, None),
        PageNode("skill/prompts", text, "skill", (fact,), None, None),
        PageNode("skill/sql", "SQL", "skill", (), None, None),
        PageNode("thing/odd", "Odd", text, (), None, None),
    ]
    edges = [
        PageEdge("role/pm", "skill/prompts", "requires", text, 0.9, "essential", text, says),
        PageEdge("role/pm", "skill/sql", "requires", "asks for", None),
        PageEdge("skill/prompts", "skill/sql", "after", "is learned after", 0.3),
    ]
    return nodes, edges


def an_answer(text: str = "Prompt engineering", url: str = "https://example.org") -> Answer:
    """The sample with this text wherever words of others stand, and this address wherever one does."""
    found: Answer = _worded(ANSWER, text, url)
    return found


def _worded(value: Any, text: str, url: str, name: str = "") -> Any:
    if isinstance(value, str):
        return url if name == "url" else text if name in _TEXTS else value
    if isinstance(value, tuple):
        return tuple(_worded(each, text, url, name) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _worded(getattr(value, f.name), text, url, f.name) for f in fields(value)})
    return value


def pages(text: str) -> dict[str, str]:
    nodes, edges = a_graph(text)
    return {"graph": graph_page(text, text, nodes, edges), "path": path_page(an_answer(text, url=text))}


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
@pytest.mark.parametrize("name", ["graph", "path"])
def test_hostile_text_stays_text(name: str, text: str) -> None:
    harmless, page = Elements(pages("Harmless")[name]), pages(text)[name]
    elements = Elements(page)
    # the text fills elements; it adds none, but for what an address of a source makes a link
    assert [tag for tag, _ in elements.tags] == [tag for tag, _ in harmless.tags]
    assert [(attrs.get("id"), attrs.get("type")) for attrs, _ in elements.scripts] == [
        (attrs.get("id"), attrs.get("type")) for attrs, _ in harmless.scripts
    ]
    allowed = {"src": (), "href": ("#", "https://example.org", "data:,")}
    for tag, attrs in elements.tags:
        assert not [key for key in attrs if key.startswith("on") or key == "style"], (tag, attrs)
        for key, starts in allowed.items():
            assert key not in attrs or (attrs[key] or "").startswith(starts or "\0"), (tag, attrs)
    for attrs, script in elements.scripts:
        if attrs.get("type") == "application/json":
            json.loads(script)
            assert not set(script) & set("<>&\u2028\u2029")
    assert not re.search("[\u0000-\u0008\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page.replace(vis_script(), ""))
    page.encode("utf-8")


@pytest.mark.parametrize("name", ["graph", "path"])
def test_text_is_shown_as_it_is(name: str) -> None:
    assert "<b>bold</b> & more" in Elements(pages("<b>bold</b> & more")[name]).text


@pytest.mark.parametrize("name", ["graph", "path"])
def test_nothing_is_loaded_and_the_policy_says_so(name: str) -> None:
    elements = Elements(pages("Plain")[name])
    for tag, attrs in elements.tags:
        assert tag not in ("iframe", "object", "embed", "base", "form", "img", "audio", "video")
        assert "src" not in attrs
        if tag == "link":
            assert attrs["href"] == "data:,"
    policy = next(attrs["content"] or "" for _, attrs in elements.tags if attrs.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy
    assert "http" not in policy

    def digest(text: str) -> str:
        return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"

    running = [script for attrs, script in elements.scripts if attrs.get("type") is None]
    assert rules["script-src"].split() == [digest(script) for script in running]
    assert rules["style-src"].split() == [digest(style) for style in elements.styles]
    for text in (*running, *elements.styles):
        assert "sourceMappingURL" not in text
        assert not re.search(r"@import|url\((?!data:)", text)


def test_only_addresses_become_links() -> None:
    for wrong in ("javascript:alert(1)", "data:text/html,x", "https://", "https://a b", "ftp://a.org", "//a.org", "http://[", ""):
        assert safe_url(wrong) is None
    assert safe_url(None) is None
    assert safe_url("http://example.org/a?b#c") == "http://example.org/a?b#c"
    links = [a["href"] for tag, a in Elements(path_page(an_answer())).tags if tag == "a" and not (a["href"] or "").startswith("#")]
    assert set(links) == {"https://example.org"}
    shown = [a for tag, a in Elements(path_page(ANSWER)).tags if tag == "a" and (a["href"] or "").startswith("http")]
    assert {a["href"] for a in shown} == {"https://example.org/book?a=1&b=2", "https://example.org/guide"}
    assert {a["rel"] for a in shown} == {"noopener noreferrer"}


def test_a_surrogate_cant_break_the_file() -> None:
    assert plain("a\ud800b") == "a\ufffdb"
    assert json.loads(embed_json({"\u202ekey": ["a\u2028b"]})) == {"key": ["a b"]}


def test_same_bytes_whatever_the_order() -> None:
    nodes, edges = a_graph()
    once = graph_page("Title", "Lead", nodes, edges)
    shuffled = random.Random(3)
    for _ in range(3):
        shuffled.shuffle(nodes)
        shuffled.shuffle(edges)
        assert graph_page("Title", "Lead", nodes, edges) == once
    assert path_page(an_answer()) == path_page(an_answer())


def test_graph_page_says_what_it_shows() -> None:
    nodes, edges = a_graph()
    text = " ".join(Elements(graph_page("The title", "The lead.", nodes, edges)).text.split())
    assert "The title" in text
    assert "The lead." in text
    assert "4 things – 1 role, 2 skills and 1 Prompt engineering – and the 3 links" in text
    details = json.loads(next(s for a, s in Elements(graph_page("T", "L", nodes, edges)).scripts if a.get("id") == "details"))
    facts = next(node[3] for node in details["nodes"] if node[0] == "role/pm")
    assert [fact[4] for fact in facts] == [0, 1], "only the address is a link"
    assert [details["citations"][n][2] for n in facts[0][3]] == [0, 1], "the estimate is marked"


def test_graph_page_of_nothing() -> None:
    assert "0 things – nothing yet – and the 0 links" in " ".join(Elements(graph_page("T", "L", [], [])).text.split())


def test_graph_page_refuses_what_it_cant_draw() -> None:
    nodes, edges = a_graph()
    with pytest.raises(ValueError, match="not on the page: skill/nowhere"):
        graph_page("T", "L", nodes, [*edges, PageEdge("role/pm", "skill/nowhere", "requires", "asks for", None)])
    with pytest.raises(ValueError, match="same identifier"):
        graph_page("T", "L", [*nodes, nodes[0]], edges)


def test_given_places_are_kept() -> None:
    nodes, edges = a_graph()
    placed = [replace(node, x=10.0 * i, y=-5.0 * i) for i, node in enumerate(nodes)]
    drawing = json.loads(next(s for a, s in Elements(graph_page("T", "L", placed, edges)).scripts if a.get("id") == "drawing"))
    assert sorted((node["x"], node["y"]) for node in drawing["nodes"]) == [(0.0, -0.0), (10.0, -5.0), (20.0, -10.0), (30.0, -15.0)]
    assert drawing["options"]["physics"] == {"enabled": False}
    assert not any("title" in node for node in drawing["nodes"])


def test_layout_is_stable_and_nothing_overlaps() -> None:
    dice = random.Random(5)
    nodes = [PageNode(f"n/{i}", str(i), "skill", (), None, None) for i in range(150)]
    edges = [PageEdge(f"n/{dice.randrange(120)}", f"n/{dice.randrange(12)}", "k", "l", None) for _ in range(300)]
    places = layout(nodes, edges)
    dice.shuffle(nodes)
    dice.shuffle(edges)
    assert layout(nodes, [*edges, *edges]) == places
    assert all(value == int(value) for place in places.values() for value in place)
    nearest = min((a - c) ** 2 + (b - d) ** 2 for (a, b), (c, d) in itertools.combinations(places.values(), 2))
    assert nearest**0.5 > 30
    assert layout([], []) == {}
    assert set(layout(nodes[:1], [])) == {nodes[0].id}


def contrast(first: str, second: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(first), light(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_kinds_differ_in_shape_and_stand_out() -> None:
    assert len({(kind.shape, kind.hollow, kind.light) for kind in _KINDS}) == len(_KINDS)
    for kind in (*_KINDS, kind_named("something new")):
        assert contrast(kind.light, "#ffffff") >= 4.5
        assert contrast(kind.dark, "#1a2027") >= 4.5


def test_text_colours_have_contrast() -> None:
    style = Elements(pages("x")["path"]).styles[0]
    schemes = [dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{6})", block)) for block in re.findall(r":root \{[^}]+\}", style)]
    assert len(schemes) == 3
    for scheme in schemes:
        for ground in ("--ground", "--card"):
            for ink in ("--ink", "--soft", "--accent", "--warn", "--good"):
                assert contrast(scheme[ink], scheme[ground]) >= 4.5, (ink, ground, scheme)
        assert contrast(scheme["--estimate"], scheme["--estimate-ground"]) >= 4.5
        assert contrast(scheme["--accent-ink"], scheme["--accent"]) >= 4.5
        assert contrast(scheme["--accent"], scheme["--accent-soft"]) >= 4.5
        assert contrast(scheme["--strong-line"], scheme["--card"]) >= 3


def words_of(answer: Answer) -> str:
    return " ".join(Elements(path_page(answer)).text.split())


def test_path_page_tells_the_whole_answer() -> None:
    text = words_of(ANSWER)
    for part in (
        "about 20 % (10–35 %) → then 82 % estimate",
        "Not yet ready. 1 of 5 must-haves covered. Ready means 80 % of all that is asked for, by weight, with every must-have.",
        "Not without: A licence.",
        "Data 40 % of what is asked",
        "Statistics must-have 60.0 % of what is missing",
        "The best way, through work as a data analyst",
        "Proven to take the fewest months of all ways, for the middle of the estimates.",
        "The best that was found, not proven to be the best: none of all ways of this kind takes less than 1.2 months",
        "Do you use Python? Yes adds 4.0 % and saves about 12 hours.",
        "SQL or data querying: 25 % by Python (tool, assumed of most people in this role)",
        "useful disputed by a source",
        "Query data important as Product manager",
        "Baking 95 % estimate",
        "Also considered: Cook. It gives less than a tenth of what is asked.",
        "Hours of a task: were it 60 instead of 30, this would change: Run an A/B test, experiments.",
        "How people show it 1 thing that nobody asks forPortfolio",
        "“words 5”, characters 50–55 (recommends it)",
        "Licence: MIT",
    ):
        assert part in text, part


def test_a_step_tells_all_of_itself() -> None:
    text = words_of(ANSWER)
    for part in (
        "6 On the job Run an A/B test 20–40 hours estimate 1.2–2.3 months estimate month 16–18"
        " You can show: The plan of the test and its result",
        "A book on statistics (book, A Publisher, 10–20 hours, USD 0–30)",
        "Stories nearly ready 10–20 hours estimate",
        "(one of several choices) Your current job pays for it.",
        "Then 74 % ready estimate. [6] [A3] Experiments important 0 % → 100 %",
        "120 hours 6 months USD 500–15,000 estimate",
        "Then work there for 12–18 months estimate",
        "Once you are there: 1 thing to strengthen Study Pricing",
    ):
        assert part in text, part


def test_the_lead_tells_the_profile_and_the_limits() -> None:
    text = words_of(ANSWER)
    said = (
        "Starting from what the sources say of the role “baker”, also Cook, with sql (50 %), evals, with the degree bachelor,"
        " with the licence forklift, with 3.5 years of work, without pandas."
    )
    assert said in text
    assert "At most 20,000 USD, even at the high end of the prices." in text
    assert "Within 40 months (until 2029-01-01), even at the high end of the times. Kept out: MBA." in text
    strict = replace(ANSWER, question=replace(ANSWER.question, constraints=replace(ANSWER.question.constraints, strict=True)))
    assert "without pandas; only what is said counts, nothing is assumed." in words_of(strict)


def test_a_way_that_is_the_best_of_its_kind_too_stands_once() -> None:
    page = path_page(replace(ANSWER, ways=(DIRECT, replace(DIRECT, kind="program-led"), BRIDGE), alternatives=(replace(DIRECT),)))
    assert page.count('role="tabpanel"') == 2
    assert "Without a job between: with a program" in " ".join(Elements(page).text.split())


def test_every_reference_has_its_note() -> None:
    elements = Elements(path_page(ANSWER))
    targets = {attrs["id"] for _, attrs in elements.tags if "id" in attrs}
    asked = {(attrs["href"] or "")[1:] for tag, attrs in elements.tags if tag == "a" and (attrs["href"] or "").startswith("#")}
    assert asked <= targets
    assert {"note-1", "assumption-1"} <= asked
    names = [attrs["id"] for _, attrs in elements.tags if "id" in attrs]
    assert len(names) == len(set(names))


def test_a_gap_has_no_way_and_says_how_to_ask_for_one() -> None:
    text = words_of(replace(GAP, found=True))
    assert "What is missing for a role" in text
    assert "The largest gaps" in text
    assert "This command works out the steps" in text
    assert "No path was found" not in text
    assert "No path was found No path: nothing offers" in words_of(NO_PATH)


def test_what_limits_leave_possible_is_told_with_what_would_do() -> None:
    text = words_of(TIGHT)
    assert "The plan below keeps to them and brings you to 50 % estimate: not yet ready. Left for later: stories." in text
    assert "To get ready, each of these alone would do: 2.5 months of time; 12 hours a week." in text
    assert "2 steps, 2 with something to show" in text


def test_nothing_held_and_nothing_missing() -> None:
    nobody = replace(ANSWER.question, start_role=None, profile=Having((), (), (), (), (), (), 0, ()))
    text = words_of(replace(ANSWER, question=nobody))
    assert "What you know now" in text
    assert "Starting from no role." in text
    ready = words_of(READY)
    assert "What to do next You are ready for AI product manager now." in ready
    assert "The largest gaps" not in ready
    assert "No path was found" not in ready


def test_eighty_steps_stay_small_fold_by_area_and_keep_their_order() -> None:
    page = path_page(long_answer(80))
    assert len(page.encode()) < 300_000
    text = " ".join(Elements(page).text.split())
    places = [text.index(f"Study Unit number {n} ") for n in range(80)]
    assert places == sorted(places)
    assert page.count('<details class="fold phase">') == 2
    assert path_page(long_answer(12)).count('<details class="fold phase">') == 0
