"""The pages as text: nothing from data can act, nothing is loaded, equal data gives equal bytes."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import random
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from rolepath.evidence import Cited
from rolepath.planning.result import (
    Answer,
    AssumptionNote,
    Closes,
    Considered,
    Constraints,
    Cost,
    CreditedBy,
    GapItem,
    Having,
    Hop,
    Money,
    Path,
    Question,
    Raises,
    Range,
    Readiness,
    SourceNote,
    Step,
    Thing,
)
from rolepath.render.kinds import _KINDS, kind_named
from rolepath.render.page import Citation, Fact, PageEdge, PageNode, graph_page, layout, path_page
from rolepath.render.shell import embed_json, plain, safe_url, vis_script

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
    passage = Cited("evidence/1", "passage", "source/a", "must", 594, 628, text, None, None, None, "organization/acme")
    record = Cited("evidence/2", "record", "source/b", "essential", file=text, row="row 7")
    own = Cited("evidence/3", "reason", "source/own", reason=text)
    start, bridge, target = (Thing(f"role/{name}", f"{name} {text}", "role", "rolepath") for name in ("data scientist", "analyst", "PM"))
    skill = Thing("skill/prompts", text, "competence", "rolepath")
    base = Thing("skill/sql", "SQL", "knowledge", "ESCO")
    held = CreditedBy("esco:1", text, 0.8, "close match", 1.0, True)
    open_item = GapItem("r/1", text, (skill,), 0.75, 0.4, held, 0.9, 0.6, "essential", (passage, own))
    other = GapItem("r/2", "SQL", (base,), 0.75, 0.0, None, 0.6, 0.4, "optional", (record,))
    met = GapItem("r/3", "Charts", (skill,), 0.75, 1.0, held, 0.6, 0.0, "essential", (passage,))
    guess = ("assumption/hours-competence",)
    closes = Closes("r/1", text, "essential", 0.4, 1.0, "close match")
    program = Step(
        offer=Thing("program/1", f"Course {text}", "program", "rolepath"),
        kind="program",
        raises=(Raises(skill, 0.3, 0.75), Raises(Thing("skill/more", f"More {text}", "knowledge", "rolepath"), 0.0, 0.5)),
        closes=(closes,),
        needed_for=(base,),
        readiness_after=0.7,
        hours=Range(20, 80),
        months=Range(3, 3),
        money=Money(40, 1000, "USD"),
        forced=True,
        because=text,
        evidence=(passage, own),
        assumptions=guess,
    )
    nothing = Money(0, 0, "USD")
    sql = replace(
        program, offer=base, kind="self-study", raises=(Raises(base, 0, 0.25),), needed_for=(), money=nothing, readiness_after=0.75
    )
    sql = replace(sql, closes=(), forced=False, hours=Range(6, 23.4), months=Range(0.2, 0.7), evidence=())
    tool = replace(sql, offer=Thing("tool/x", f"Tool {text}", "tool", "rolepath"), kind="tool practice", readiness_after=0.8)
    first = Hop(bridge, True, 0.5, 0.62, 0, Range(12, 24), (replace(program, readiness_after=0.62, needed_for=()),), (passage,))
    last = Hop(target, False, 0.41, 0.8, 2, None, (program, sql, tool), ())
    cost = Cost(Range(36.2, 1043), Range(12, 26), Money(40, 1000, "USD"), 4)
    direct = Path((last,), cost, True, 19)
    asked = Constraints(
        strict=True,
        readiness=0.8,
        bridge_readiness=0.6,
        max_bridges=2,
        hours_per_week=8.0,
        minimise="months",
        currency="USD",
        budget=5000,
        deadline=30,
        deadline_date="2028-05-01",
        optimistic=False,
        avoid=(Thing("program/2", f"Avoided {text}", "program", "rolepath"),),
        must=(Thing("program/1", f"Wanted {text}", "program", "rolepath"),),
        alternatives=2,
        time_limit=None,
    )
    program_done = Thing("program/3", f"Done {text}", "program", "rolepath")
    licence = Thing("licence/1", f"Licence {text}", "credential", "rolepath")
    having = Having((start, bridge), ("skill/prompts=0.5", text), (text,), (program_done,), (text,), 3.5, (licence,))
    return Answer(
        question=Question(start, target, having, asked, "2025-11-22"),
        readiness=Readiness(0.41, 0.8, 35, 12, False),
        gap=(open_item, other),
        met=(met,),
        paths=(Path((first, last), cost, True, 19), direct),
        direct=direct,
        direct_reason=None,
        alternatives=(replace(direct, cost=Cost(Range(1, 2), Range(1, 2), Money(100, 200, "USD"), 3), optimal=False, bound=1.5),),
        alternatives_reason=text,
        considered=(Considered((bridge, target), 1, 45.25, 950, 0),),
        left_out=(Thing("program/4", f"Left {text}", "program", "rolepath"),),
        found=True,
        reason=None,
        notes=(text, "Started from data scientist (ESCO)."),
        assumptions=(AssumptionNote("assumption/hours-competence", text, 20, 80, "hours", text),),
        sources=(
            SourceNote("source/a", text, "document", text, "2", "read only", text, url),
            SourceNote("source/b", "A dataset", "dataset", None, None, "free", None, None),
        ),
        organizations=(Thing("organization/acme", "Acme", "organization", "rolepath"),),
        licences=("An article: read only",),
    )


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
    assert links == ["https://example.org"]


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
    assert len({(kind.shape, kind.hollow) for kind in _KINDS}) == len(_KINDS)
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
    text = words_of(an_answer())
    assert "12 of 35 must-haves met. Ready means 80 % of all that is asked for, by weight, with every must-have." in text
    assert "By way of Analyst Prompt engineering" in text
    assert "Proven to take the fewest months of all choices of steps through the same jobs" in text
    assert "40 % estimate covered by Prompt engineering (nearly the same, as you say)" in text
    assert "“Prompt engineering”, characters 594–628 (asks for it firmly – in the words of Acme)" in text
    assert "Our own reason: Prompt engineering" in text
    assert "Then work there for 12–24 months estimate" in text
    assert "Analyst Prompt engineering (1 move in the sources) at least 45 months estimate 950 hours estimate" in text
    assert "Licence: read only" in text


def test_a_step_tells_all_of_itself() -> None:
    text = words_of(an_answer())
    assert "Why Prompt engineering. [1][2]" in text
    assert "Prompt engineering must-have (nearly the same) 40 % → 100 % covered" in text
    assert "Besides teaches More Prompt engineering" in text
    assert "Needed for SQL" in text
    # the months and the price of the program stand in its source, its hours rest on an assumption
    assert "Takes 20–80 hours estimate · 3 months · USD 40–1,000 [A1]" in text
    assert "readiness goes from 41 % to 70 %" in text
    assert "How far 25 % of full mastery" in text


def test_what_is_studied_in_a_row_stands_together() -> None:
    text = words_of(an_answer())
    assert "1 thing to study on your own, 1 tool to practise with 12–47 hours estimate" in text


def test_the_lead_tells_the_profile_and_the_limits() -> None:
    text = words_of(an_answer())
    assert (
        ", also analyst Prompt engineering, with Prompt engineering (50 %), Prompt engineering, having done Done Prompt engineering,"
        " with the degree Prompt engineering, with the licence Licence Prompt engineering, with 3.5 years of work,"
        " without Prompt engineering; only what is the very same counts."
    ) in text
    assert "The way with the fewest months, from 2025-11-22 on, for 8 hours of study a week." in text
    assert "At most 5,000 USD, even at the high end of the prices." in text
    assert "Within 30 months (until 2028-05-01), even at the high end of the times." in text
    assert "Kept out: Avoided Prompt engineering. Has to be in it: Wanted Prompt engineering." in text
    assert "Left out, as there is no rate for the currency of the price: Left Prompt engineering." in text


def test_each_way_is_shown_once_under_what_it_is() -> None:
    answer = an_answer()
    text = words_of(answer)
    kinds = [
        "1 job on the way. The way with the fewest months",
        "3 steps. Without a job between. Ready in",
        "Shares at most half of its steps",
        "Also considered By way",
    ]
    assert [text.count(kind) for kind in kinds] == [1, 1, 1, 1]
    assert "No other way is better" not in text, "the second path is the direct one"
    assert "without a job between that differ as much from the ways before takes less than 1.5 months" in text
    assert "Ready in: 1–2 months estimate Study: 1–2 hours estimate Money: USD 100–200 estimate" in text
    apart = words_of(replace(answer, direct=None, direct_reason="Nobody offers it.", alternatives=(), alternatives_reason=None))
    assert "No other way is better in study, time and money. Ready in" in apart
    assert "Nobody offers it." in apart
    assert "Shares at most half" not in apart


def test_every_reference_has_its_note() -> None:
    elements = Elements(path_page(an_answer()))
    targets = {attrs["id"] for _, attrs in elements.tags if "id" in attrs}
    asked = {(attrs["href"] or "")[1:] for tag, attrs in elements.tags if tag == "a" and (attrs["href"] or "").startswith("#")}
    assert asked <= targets
    assert {"note-1", "assumption-1", "way-1-step-1"} <= asked
    names = [attrs["id"] for _, attrs in elements.tags if "id" in attrs]
    assert len(names) == len(set(names))


def test_a_gap_has_no_way_and_no_drawing() -> None:
    gap = replace(an_answer(), paths=(), direct=None, alternatives=(), alternatives_reason=None, considered=())
    page = path_page(gap)
    text = " ".join(Elements(page).text.split())
    assert "What is missing for a role" in text
    assert "The gap" in text
    assert "vis.js" not in page
    assert "No path was found" not in text
    assert "What to do next Begin with what weighs most of what is missing: Prompt engineering" in text
    assert "No path was found Nothing offers a licence. Whatever the way, it will have to close these first" in words_of(
        replace(gap, found=False, reason="Nothing offers a licence.")
    )


def test_nothing_held_and_nothing_missing() -> None:
    answer = an_answer()
    nobody = replace(answer.question, start_role=None, profile=Having((), (), (), (), (), 0, ()))
    text = words_of(replace(answer, question=nobody))
    assert "What you know now" in text
    assert "Starting from no role; only" in text
    nothing = replace(answer, gap=(), paths=(), direct=None, alternatives=(), readiness=Readiness(1.0, None, 35, 35, True), reason="Ready.")
    ready = words_of(nothing)
    assert "you are ready" in ready
    assert "Nothing is missing" in ready
    assert "No path was found" not in ready


def test_eighty_steps_stay_small_and_keep_their_order() -> None:
    answer = an_answer()
    path = answer.paths[1]
    study = path.hops[0].steps[1]
    many = [
        replace(study, offer=replace(study.offer, id=f"skill/{n}", label=f"Skill {n:02}"), readiness_after=0.7 + n / 1000)
        for n in range(80)
    ]
    long = replace(path, hops=(replace(path.hops[0], steps=(path.hops[0].steps[0], *many)),))
    others = tuple(replace(long, bound=bound) for bound in range(2, 8))
    page = path_page(replace(answer, paths=(long,), direct=long, alternatives=others))
    assert len(page.encode()) < 1_500_000
    opening = [attrs["id"] or "" for tag, attrs in Elements(page).tags if tag == "details" and "step" in (attrs.get("class") or "")]
    assert {name.rpartition("-step-")[0] for name in opening} == {"way-1", "way-2"}, "the others are listed only"
    text = " ".join(Elements(page).text.split())
    places = [text.index(f"Skill {n:02} part of it") for n in range(80)]
    assert "Skill 00, Skill 01, Skill 02 and 77 more" in text, "folded under what they are"
    assert places == sorted(places)
    drawing = json.loads(next(s for a, s in Elements(page).scripts if a.get("id") == "way-1-drawing"))
    assert any(node["label"] == "and 74 more" for node in drawing["nodes"])
    assert len({(node["x"], node["y"]) for node in drawing["nodes"]}) == len(drawing["nodes"]) < 20
    ways = [edge for edge in drawing["edges"] if edge["kind"] == "way"]
    height = {node["id"]: node["y"] for node in drawing["nodes"]}
    assert all(height[edge["to"]] <= height[edge["from"]] for edge in ways), "the way only rises"
