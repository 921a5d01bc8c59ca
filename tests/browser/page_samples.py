"""Small inputs for each kind of page, every text of which can end in something hostile, and what hostile texts there are."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from rolepath.evidence import Cited
from rolepath.planning.result import (
    Answer,
    AreaItem,
    Assumed,
    AssumptionNote,
    CapabilityItem,
    Closes,
    Considered,
    Constraints,
    Cost,
    CreditedBy,
    Flip,
    Having,
    Hop,
    MemberItem,
    Money,
    Question,
    QuestionItem,
    Range,
    Readiness,
    ResourceItem,
    SourceNote,
    Stability,
    Step,
    Thing,
    UnitItem,
    Way,
    WithinLimits,
    WouldDo,
)
from rolepath.render.blocks import Heading, Items, Table, Text
from rolepath.render.graph_model import Region
from rolepath.render.page import Citation, Fact, PageEdge, PageNode, blocks_page, graph_page, path_page

sys.path.insert(0, str(Path(__file__).parents[1]))  # for what several kinds of tests use

from made_pages import a_compare_page, a_index_page


def a_graph(text: str = "") -> str:
    says = Citation("An article", f"“asks for it”, characters 10–21 {text}")
    guess = Citation("our own reason", f"Nobody says how long it takes. {text}", estimate=True)
    facts = (
        Fact(f"What it is {text}", f"Decides what a product should do. {text}", "must-have", (says,)),
        Fact("Page", f"javascript:alert(0)//{text}" if text else "https://example.org/role", None, ()),
        Fact("Time to learn", "20–40 hours", None, (guess,)),
    )
    nodes = [PageNode("role/pm", f"Product manager {text}", "role", facts, None, None)]
    nodes += [PageNode(f"skill/{i:02}", f"Skill number {i:02} {text}", "skill", facts[:1], None, None) for i in range(30)]
    nodes += [
        PageNode("tool/sql", f"SQL {text}", "tool", (), None, None),
        PageNode("program/x", f"Köln program {text}", "program", (), None, None),
    ]
    asks, strength = f"asks for {text}".strip(), f"must-have, 90 % {text}".strip()
    edges = [PageEdge("role/pm", f"skill/{i:02}", "requires", asks, 0.9, "essential", strength, facts[0].citations) for i in range(20)]
    edges += [PageEdge("program/x", f"skill/{i:02}", "teaches", f"teaches {text}".strip(), 0.5) for i in range(15, 30)]
    edges.append(PageEdge("role/pm", "tool/sql", "requires", asks, 0.3))
    return graph_page(f"A small graph {text}", f"Made for a test. {text}", nodes, edges)


def a_map(text: str = "", fields: int = 6, size: int = 40) -> str:
    """A map of fields that lie in rows, each a role in the middle of the skills that it asks for."""
    says = (Citation(f"A classification {text}", f"roles.csv {text}", "https://example.org/all"),)
    nodes, edges, regions = [], [], []
    for number in range(fields):
        x, y = 900.0 * (number % 12), 900.0 * (number // 12)
        role = f"role/{number}"
        fact = Fact(f"also called {text}", f"Profession {number} {text}", None, says)
        nodes.append(PageNode(role, f"Role number {number} {text}", "role", (fact,), x, y))
        regions.append(Region(f"Field {number} {text}", x, y - 250, size))
        for i in range(size):
            skill, turn = f"skill/{number}-{i}", 2 * math.pi * i / size
            place = (x + (120 + 3 * i) * math.cos(turn), y + (120 + 3 * i) * math.sin(turn))
            nodes.append(PageNode(skill, f"Skill number {number:02}-{i} {text}", "skill", (), *place))
            edges.append(PageEdge(role, skill, "requires", f"asks for {text}".strip(), 0.9, "essential", "must-have, 90 %", says))
            if i:
                edges.append(PageEdge(skill, f"skill/{(number + 1) % fields}-{i - 1}", "broader", "part of", None))
    return graph_page(f"A map {text}", f"Made for a test. {text}", nodes, edges, regions=regions, credits=[f"Thanks to all. {text}"])


def an_answer(text: str = "") -> Answer:
    """Fourteen units in two areas: studied after a program, directly, or through another job; texts end in `text`."""

    def say(words: str) -> str:
        return f"{words} {text}" if text else words

    passage = Cited("e/1", "passage", "source/a", "must", 10, 21, say("asks for it"))
    things = [Thing(f"unit/{i:02}", say(f"Unit number {i:02}"), "unit", "rolepath") for i in range(14)]
    by = CreditedBy("skill/x", say("something near"), 0.5, "sibling", 0.4, "assumed")
    pm, analyst, start = (Thing(f"role/{n}", say(n), "role", "rolepath") for n in ("AI product manager", "data analyst", "data scientist"))
    units = tuple(
        UnitItem(
            t.id, t.label, f"area/{n // 7}", "essential" if n % 2 else "useful", 0.9, 0.75, 0.2, n == 0, start if n == 1 else None, n == 2,
            (MemberItem(f"skill/{n}", say(f"Member {n}"), (), 0.2, by),), 1 / 14, (passage,),
        )
        for n, t in enumerate(things)
    )  # fmt: skip
    nothing, said = Money(0, 0, "USD"), text or None
    resource = ResourceItem(
        "resource/1", say("A book"), "book", say("A publisher"), f"javascript:alert(0)//{text}" if text else "https://example.org/b",
        Range(3, 5), Money(0, 20, "USD"), said,
    )  # fmt: skip

    def step(place: int, kind: str, thing: Thing, ready: float) -> Step:
        return Step(
            offer=thing, kind=kind, label=thing.label, area=f"area/{place // 7}", resources=(resource,) if kind == "module" else (),
            deliverable=say("Something to show"), closes=(Closes(things[place].id, things[place].label, "essential", 0, 1),), gives=(),
            in_any_case=(None, True, False)[place % 3], readiness_after=ready, stage_after="ready" if place == 13 else None,
            strengthen=False, hours=Range(5, 10), months=Range(0.1, 0.3), money=nothing if place else Money(100, 200, "USD"),
            start=place * 0.2, end=place * 0.2 + 0.2, because=say("asked for"), evidence=(passage,),
            assumptions=("assumption/unit-hours-s",),
        )  # fmt: skip

    program = step(0, "program", Thing("program/x", say("A program"), "program", "rolepath"), 0.3)
    more = replace(step(13, "module", things[13], 0.9), strengthen=True, stage_after=None, start=0, end=0)
    steps = (program, *(step(i, "module", t, 0.3 + i / 26) for i, t in enumerate(things) if i), more)
    last = Hop(pm, False, 0.2, 0.8, None, steps, ())
    first = Hop(analyst, True, 0.7, 0.7, Range(12, 24), (), (passage,))
    cost = Cost(Range(70, 140), Range(0, 0), Range(2, 4), Money(100, 200, "USD"), 14)
    asked = Constraints(False, 0.8, 2, 8.0, "months", "USD", None, None, None, False, (), (), 0, 50, None)
    alone = replace(last, steps=steps[1:-1])
    return Answer(
        question=Question(start, pm, Having((start,), (), (), (), (), (), 0, ()), asked, "2025-11-22"),
        readiness=Readiness(0.1, 0.2, 0.4, 0.8, "not yet", (Thing("x", say("A licence"), "credential", "rolepath"),), 7, 0),
        areas=(AreaItem("area/0", say("An area"), 0.2, 0.5), AreaItem("area/1", say("Another area"), 0.0, 0.5)),
        units=units,
        capabilities=(CapabilityItem("skill/s", say("A sign"), 0.0, True),),
        assumed=(Assumed(Thing("skill/x", say("something near"), "competence", "rolepath"), 0.7, (passage,)),),
        questions=(QuestionItem(say("Do you know it?"), things[3], 0.5, 0.03, 6.0),),
        ways=(
            Way("best", (last,), cost, True, 3, None),
            Way("self-study", (alone,), replace(cost, money=nothing), True, 3, 1.5),
            Way("program-led", (first, last), replace(cost, months=Range(14, 28)), False, 21, 14.0),
        ),
        best_within_limits=None,
        alternatives=(),
        considered=(Considered(Thing("role/x", say("Another role"), "role", "rolepath"), say("It helps little.")),),
        stability=Stability(50, 1, (), (Flip("assumption/unit-hours-s", 8, 16, (things[2],)),)),
        found=True,
        reason=None,
        notes=(say("A note."),),
        assumptions=(AssumptionNote("assumption/unit-hours-s", say("Hours"), 5, 10, "hours", say("A guess.")),),
        sources=(
            SourceNote("source/a", say("An article"), "document", said, said, say("read only"), said, f"javascript:alert(0)//{text}"),
        ),
        organizations=(),
        licences=(),
    )


def a_path(text: str = "") -> str:
    """The page of `an_answer`."""
    return path_page(an_answer(text))


def blocks(text: str = "") -> str:
    """A plain answer: text, lists and a table."""
    words = f"Some words. {text}"
    table = Table("skills", (f"Skill {text}", "Share"), ((words, "40 %"), (words, "3 %")), frozenset({"Share"}))
    return blocks_page(
        [Heading(f"An answer {text}", 1), Text(words), Heading(words), Items((words, words), numbered=True), Items((words,)), table]
    )


def a_tight_path(text: str = "") -> str:
    """The page of what limits leave possible, beside other pages."""
    answer = an_answer(text)
    would = WouldDo(900.0, None, 12.0)
    within = WithinLimits(answer.ways[1], "nearly", 0.7, (answer.ways[0].hops[0].steps[1].offer,), would)
    tight = replace(answer, ways=(), reason=f"The budget is too small. {text}".strip(), best_within_limits=within)
    return path_page(tight, links=((f"All roles {text}".strip(), "index.html"), ("Bad", "javascript:alert(1)")))


def a_gap(text: str = "") -> str:
    """The page of what is missing, without a way."""
    return path_page(replace(an_answer(text), ways=()))


Make = Callable[[str], str]
# Each kind of page, from a text that every text in it ends in: the checks of test_every_page.py are made of all of these.
PAGES: dict[str, Make] = {
    "graph": a_graph,
    "map": a_map,
    "path": a_path,
    "path within limits": a_tight_path,
    "gap": a_gap,
    "blocks": blocks,
    "compare": a_compare_page,
    "index": a_index_page,
}

# What each of them is called, and what ends every text; each but the last is short enough to come through where a page shortens.
HOSTILE = {
    "markup": "</script><img src=x onerror=alert(1)>--></style></title>]]><!--<svg onload=alert(2)>'\">"
    "<iframe srcdoc='<script>alert(3)</script>'>",
    "code": "' onfocus='alert(4)' autofocus \"` ${alert(5)} {{ 7*7 }} {% x %}"
    " \\u003cimg javascript:alert(6) data:text/html,<b> //evil.example/x",
    "characters": "\u202eabc\u202d \u2066def\u2069 \u200b\u200d\ufeff\u061c \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627"
    " \0\x1b[31m\r\n\t\u2028\u2029\x85 \ud83d\ude80 \U0001f468\u200d\U0001f469\u200d\U0001f467 \ud800 e\u0301\u0301\u0301\u0301",
    "long": "x" * 10_000,
}
