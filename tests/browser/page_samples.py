"""Small inputs for each kind of page, every text of which can end in something hostile, and what hostile texts there are."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from rolepath.evidence import Cited
from rolepath.planning.choices import Choices
from rolepath.planning.explored import Rests
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
    passage = Cited("e/1", "passage", "source/a", "must", 10, 21, f"asks for it {text}")
    things = [Thing(f"skill/{i:02}", f"Skill number {i:02} {text}", "competence", "rolepath") for i in range(14)]
    items = tuple(GapItem(f"r/{t.id}", t.label, (t,), 0.75, 0.0, None, 0.9, 1 / 14, "essential", (passage,)) for t in things)
    nothing, said = Money(0, 0, "USD"), text or None
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
        left_out=(Thing("program/y", f"Another program {text}", "program", "rolepath"),),
        found=True,
        reason=None,
        notes=(f"A note. {text}",),
        assumptions=(AssumptionNote("assumption/hours-competence", f"Hours {text}", 5, 10, "hours", f"A guess. {text}"),),
        sources=(
            SourceNote("source/a", f"An article {text}", "document", said, said, f"read only {text}", said, f"javascript:alert(0)//{text}"),
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


HOURS = (4.0, 8.0, 20.0)
BUDGETS = (200.0, 1000.0, None)


def at(path: Way, hours: float) -> Way:
    """A way at another pace, for a sample: every length as many times as long as 8 hours are times these."""

    def scaled(months: Range) -> Range:
        return Range(round(months.low * 8 / hours, 2), round(months.high * 8 / hours, 2))

    hops = tuple(replace(hop, steps=tuple(replace(step, months=scaled(step.months)) for step in hop.steps)) for hop in path.hops)
    return replace(path, hops=hops, cost=replace(path.cost, months=scaled(path.cost.months)))


def some_choices(text: str = "") -> Choices:
    """Two ways of the answer, and a third that is only best with 4 hours a week or little money."""
    answer = an_answer(text)
    last = answer.paths[0].hops[0]
    cheap = Way((replace(last, steps=last.steps[1:]),), Cost(Range(60, 900), Range(3, 5), Money(0, 150, "USD"), 13), True, 4)
    ways = (*answer.paths, cheap)
    rests = Rests(answer.assumptions, answer.sources, answer.organizations, ())
    best = ((None, 2, 2), (None, 2, 0), (None, 0, 0))
    return Choices(HOURS, BUDGETS, tuple(tuple(at(way, hours) for hours in HOURS) for way in ways), best, (250.0,) * 3, 0, rests)


def a_sliding_path(text: str = "") -> str:
    """The page of `an_answer` with what else could be chosen, beside other pages."""
    return path_page(
        an_answer(text), some_choices(text), links=((f"All roles {text}".strip(), "index.html"), ("Bad", "javascript:alert(1)"))
    )


def a_gap(text: str = "") -> str:
    """The page of what is missing, without a way."""
    return path_page(replace(an_answer(text), paths=(), direct=None))


Make = Callable[[str], str]
# Each kind of page, from a text that every text in it ends in: the checks of test_every_page.py are made of all of these.
PAGES: dict[str, Make] = {
    "graph": a_graph,
    "map": a_map,
    "path": a_path,
    "path with sliders": a_sliding_path,
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
