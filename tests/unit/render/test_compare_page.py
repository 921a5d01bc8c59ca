"""The page of two roles says what the comparison and the gaps both ways hold, and nothing else; its axes are drawn to scale."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from rolepath.rdf.observations import Observation
from rolepath.render.compare_page import compare_page
from rolepath.render.compare_view import Reader
from rolepath.render.compare_words import headline
from rolepath.render.pay_chart import axes, ticks
from rolepath.service.graph import KnowledgeGraph

sys.path.insert(0, str(Path(__file__).parents[2]))

import itertools

from made_pages import SOURCE, a_compare_page, a_comparison, forth, passage

HOSTILE = "</script><img src=x onerror=alert(1)> {{ 7*7 }} \u202e\x00" + "x" * 10_000


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL).split())


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(a_comparison(), forth(), None, (SOURCE,))


def test_equal_input_gives_equal_bytes_and_no_request() -> None:
    page = a_compare_page()
    assert page == a_compare_page()
    assert not re.search(r'(src|href)="(?!#|data:,|https://example\.org|[\w-]+\.html)', page)
    assert "style=" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)


def test_what_both_ask_for_comes_first_and_must_haves_before_the_rest(reader: Reader) -> None:
    skills = reader.skills("skills", "Capabilities", "Skills", "skill")
    assert skills is not None
    assert [(g.key, g.count, g.musts) for g in skills.groups] == [("both", 1, 1), ("first", 3, 2), ("second", 2, 1)]
    assert [row.label for row in skills.groups[1].shown] == ["Skill 000 ", "Skill 002 ", "Skill 001 "]
    assert skills.counts == (3, 1, 2)
    assert sum(skills.shares) == pytest.approx(100, abs=0.1)


def test_what_counts_in_part_is_told_with_what_earns_it(reader: Reader) -> None:
    skills = reader.skills("skills", "Capabilities", "Skills", "skill")
    assert skills is not None
    chocolate = skills.groups[2].shown[0]
    assert chocolate.first.part is not None
    assert (chocolate.first.part.text, chocolate.first.part.by.strip(), chocolate.first.part.how) == ("60\u00a0%", "Cocoa", "a part of it")
    assert skills.in_part == (None, 1), "of what too little is known of to ask, nothing is said"
    assert '<span class="estimate">60\u00a0%' in a_compare_page()


def test_readiness_stands_on_top_and_what_is_not_known_is_said() -> None:
    text = text_of(a_compare_page())
    assert text.index("Could I switch?") < text.index("Skills")
    assert "about 25 % (12–50 %) estimate ready now" in text
    assert "A baker covers 25 % estimate of what is asked of a pastry chef; 1 of 2 must-haves covered" in text
    assert "Not enough is known" in text
    assert "Missing most: Work with chocolate" in text


def test_a_label_that_a_shell_would_read_is_not_put_into_a_command() -> None:
    found = replace(a_comparison(), second=("role/chef", 'chef" $(reboot)', "rolepath"))
    card = Reader(found, forth(), None, (SOURCE,)).switches((None, None))[0]
    assert card.command == 'rolepath path "baker" role/chef --html'


def test_who_reads_gets_words_and_commands_stand_in_a_fold() -> None:
    note = "What no source says counts as missing: claim it with --have NAME."
    answer = replace(forth(), notes=(note,))
    page = compare_page(a_comparison(), answer, None, (SOURCE,))
    body, fold = page[page.index("<main") :].split('<details class="fold typed', 1)
    assert "What no source says counts as missing." in text_of(body)
    assert "--" not in text_of(body)
    fold = fold[: fold.index("</details>")]
    assert "rolepath path &#34;baker&#34; &#34;pastry chef&#34; --html" in fold
    assert "claim it with --have NAME." in fold
    beside = compare_page(a_comparison(), forth(), None, (SOURCE,), ways=("the-way.html", None))
    assert "At a command line" not in beside
    assert '<a class="next" href="the-way.html">' in beside


def test_roles_in_a_sentence_have_an_article_and_no_capital() -> None:
    found = replace(a_comparison(), first=("role/analyst", "Analyst", "rolepath"), second=("role/hr", "HR manager", "rolepath"))
    text = text_of(compare_page(found, forth(), None, (SOURCE,)))
    for part in ("asked only of an HR manager", "An analyst covers", "From analyst to HR manager", "only analyst"):
        assert part in text, part
    assert not re.search(r"\b(of|what|an?|only|from) Analyst", text)


def test_the_headline_tells_what_is_known_of_each_whichever_comes_first() -> None:
    ones = ("a baker", "a pastry chef")
    said = headline((89, 0, 10), (13, 10), ones)
    other = headline((10, 0, 89), (10, 13), ones[::-1])
    for part in ("None under the same name", "13 of those of a baker", "10 of those of a pastry chef", "have a near relative"):
        assert part in said, part
        assert part in other, part
    assert "Little is written here about a pastry chef" in said
    assert "Little is written here about a pastry chef" in other
    assert "20 skills for a pastry chef and none for a baker" in headline((20, 0, 0), (0, 0), ones[::-1])
    assert "near relative" not in headline((20, 0, 20), (None, None), ones)
    assert "Little" not in headline((15, 0, 15), (0, 0), ones)
    assert "of the others, 1 of those of a baker has a near" in headline((20, 2, 20), (1, None), ones)


def test_in_a_folder_the_way_back_is_said_to_be_missing_and_no_command_stands_there() -> None:
    back = replace(forth(), question=replace(forth().question, start=forth().question.target, target=forth().question.start))
    links = (("All starting roles", "index.html"),)
    inside = text_of(compare_page(a_comparison(), forth(), back, (SOURCE,), links=links, ways=("the-way.html", None)))
    assert "The way back is not part of this folder." in inside
    assert "rolepath path" not in inside
    alone = text_of(compare_page(a_comparison(), forth(), back, (SOURCE,)))
    assert "not part of this folder" not in alone
    assert alone.count("rolepath path") == 2


def test_numbers_are_sentences_with_a_subject_and_money_has_its_currency_first() -> None:
    text = text_of(a_compare_page())
    text = text.replace(" ,", ",")  # names made without an ending
    parts = (
        "The role grows by 5 % (France, to 2030, as of 2025).",
        "Pay is 20–40 % higher (France, compared with baker, as of 2025).",
        "Pay at senior level France, as of 2025 EUR 30,000–42,000 or more a year",
        "Median pay",
        "up to EUR 50,000 a year",
        "must-have, 95 % estimate",
    )
    for part in parts:
        assert part in text, part
    assert not re.search(r",\d{3} EUR\b", text)


def test_sources_of_one_title_stay_two() -> None:
    other = replace(SOURCE, id="source/b", url="https://example.org/b")
    reader = Reader(a_comparison(), None, None, (SOURCE, other))
    one = passage(1)
    other_one = replace(one, id="evidence/b", source="source/b")
    notes = reader.notes((one, other_one))
    assert [(note.id, note.url) for note in notes] == [("source/a", "https://example.org/a"), ("source/b", "https://example.org/b")]


def test_many_skills_stand_in_a_fold() -> None:
    page = a_compare_page(skills=300)
    assert page.count('<li class="skill"') == 1 + 300 + 2 + 1
    assert "And 260 more skill" in text_of(page)
    assert len(page) < 600_000


def test_only_an_address_of_the_web_is_a_link_and_text_stays_text() -> None:
    page = a_compare_page(HOSTILE)
    assert "<img" not in page
    assert "javascript:" not in re.sub(r">[^<]*<", "><", page).replace('data-find="', "")
    assert "\u202e" not in page
    assert "\x00" not in page
    assert "7*7" in page
    assert page.count("<script") == 2


def test_without_anything_to_compare_the_page_says_so() -> None:
    found = replace(a_comparison(), sections=())
    text = text_of(compare_page(found, None, None, ()))
    assert "No source here says anything of either role’s skills, tools, pay" in text
    assert text.count("Not enough is known") == 2


# --- pay ----------------------------------------------------------------------------------------


def numbers(second: bool) -> list[Observation]:
    lines = dict(a_comparison().sections)["Pay"]
    found = [(line.second if second else line.first).number for line in lines]
    return [number for number in found if number is not None and number.unit != "percent"]


def test_each_currency_has_an_axis_of_its_own_and_each_number_a_bar() -> None:
    charts = axes(numbers(False), numbers(True))
    assert [(chart.title, len(chart.bars)) for chart in charts] == [("EUR a year", 5), ("JPY a year", 1)]
    given = Counter(number.id for second in (False, True) for number in numbers(second))
    assert Counter(bar.source for chart in charts for bar in chart.bars) == given


def test_bars_are_drawn_to_scale_with_room_for_or_more() -> None:
    (chart, yen) = axes(numbers(False), numbers(True))
    places = {float(text.replace(",", "")): place for place, text in chart.ticks}
    (low, at_low), (high, at_high) = min(places.items()), max(places.items())
    assert (at_low, at_high) == (0, 95)
    for bar in chart.bars:
        number = next(n for second in (False, True) for n in numbers(second) if n.id == bar.source)
        ends = [end for end in (number.low, number.high) if end is not None]
        assert bar.start == pytest.approx(95 * (min(ends) - low) / (high - low), abs=0.01)
        assert bar.end == pytest.approx(95 * (max(ends) - low) / (high - low), abs=0.01)
        assert bar.open_high is (number.open_end or number.high is None)
        assert bar.open_low is (number.low is None)
    assert [bar.second for bar in chart.bars] == [False, False, True, True, True]
    assert yen.bars[0].start == yen.bars[0].end
    assert yen.bars[0].where == "region not named, as of 2025"


@pytest.mark.parametrize(("low", "high"), [(0, 0), (0, 1), (1, 1), (99_999, 100_001), (0.5, 1_000_000), (145_000, 250_000), (-5, 3)])
def test_ticks_are_round_and_hold_the_numbers(low: float, high: float) -> None:
    marks = ticks(low, high)
    assert marks[0] <= low
    assert marks[-1] >= high
    assert 2 <= len(marks) <= 9
    steps = {round(b - a, 6) for a, b in itertools.pairwise(marks)}
    assert max(steps) - min(steps) < 1e-5


# --- the packaged data ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"), [("AI PM", "traditional PM"), ("data scientist", "software developer"), ("data scientist", "AI PM")]
)
def test_every_line_of_the_comparison_is_on_the_page_with_its_words(kg: KnowledgeGraph, one: str, other: str) -> None:
    both = kg.compare_both_ways(one, other)
    page = compare_page(both.comparison, both.forth, both.back, both.sources)
    text = text_of(page).replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&").casefold()
    for title, lines in both.comparison.sections:
        for line in lines:
            if title in ("Capabilities", "Tools"):
                assert line.label.casefold() in text, (title, line.label)
            for side in (line.first, line.second):
                for cited in side.evidence:
                    if cited.words:
                        assert " ".join(cited.words.split()).casefold()[:60] in text, cited
    assert len(page) < 500_000
