"""The answers on one screen: what has to be there, in its order, and never more than fits, whatever the labels."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from rolepath.planning.result import Answer, AreaItem, QuestionItem, Thing, Way
from rolepath.render.answer_words import most_people, stage_words, to_show, would_do
from rolepath.render.blocks import clean
from rolepath.render.screen import bar, cells, columns_of, cut, wrap, wrap_link
from rolepath.render.short_answer import GAP_LINES, PATH_LINES, short_gap, short_path

sys.path.insert(0, str(Path(__file__).parent))

from sample import ALONE, ANSWER, BRIDGE, GAP, HOSTILE, NO_PATH, READY, STATISTICS, TIGHT, UNITS, long_answer

thorough = settings(derandomize=True, deadline=None, max_examples=200)
ODD = [
    "plain",
    HOSTILE,
    "very long label " * 30,
    "日本語のラベル" * 20,
    "x" * 300,
    "",
    "\x1b[31mred\x07\nline",
    "https://example.org/" + "a" * 200,
]


def _labels(text: str) -> list[str]:
    return [line[:14].strip() for line in text.splitlines()[1:] if line[:14].strip()]


def _fits(text: str, most: int) -> None:
    lines = text.splitlines()
    assert len(lines) <= most
    assert max(cell_len(line) for line in lines) <= 100
    assert clean(text) == text
    assert lines[-1].startswith("More")


# --- path -------------------------------------------------------------------------------------------------------------


def test_the_parts_of_a_path_stand_in_their_order() -> None:
    assert _labels(short_path(ANSWER)) == [
        "You", "Note", "Readiness", "Strengths", "Missing most", "In any case", "Ways", "Disputed", "This week", "Questions", "More",
    ]  # fmt: skip


def test_a_path_says_who_one_was_taken_for_and_how_ready_that_is() -> None:
    text = short_path(long_answer(2))
    assert "taken for most bakers: 2 things assumed; say otherwise with --lack/--have or" in text
    assert "stands for baker (ESCO) too" in text
    assert "about 20 % (10–35 %), not yet ready; ready from 80 %" in text
    assert "1 of 5 essential units covered; neither stage without A licence" in text
    nearly = replace(ANSWER.assumptions[0], id="assumption/nearly", low=0.6, high=0.6)
    assert "nearly ready from 60 %, ready from 80 %" in short_path(replace(ANSWER, assumptions=(nearly,)))
    strict = replace(ANSWER.question, constraints=replace(ANSWER.question.constraints, strict=True))
    assert "nothing is assumed (--strict)" in short_path(replace(ANSWER, question=strict))
    nobody = replace(ANSWER.question, start_role=None, profile=replace(ANSWER.question.profile, roles=(), taken_for=()))
    assert "taken for someone who brings nothing but what is said here" in short_path(replace(ANSWER, question=nobody))


def test_a_path_says_what_to_do_first_with_its_link_and_what_to_show() -> None:
    text = " ".join(short_path(ANSWER).split())
    assert "Study: statistics: open “A book on statistics” (A Publisher) https://example.org/book?a=1&b=2" in text
    assert "8 hours this week, of about 15 hours (10–20) in all; at its end you have: A page on statistics" in text
    assert "– stories, about 15 hours (10–20), free; then you have: A page on stories" in text
    assert "3 other steps depend on the estimates" in text


def test_the_ways_are_a_table_with_the_best_first_and_marked() -> None:
    lines = [line[14:] for line in short_path(ANSWER).splitlines()]
    first = next(n for n, line in enumerate(lines) if line.startswith("(estimates)"))
    names = [line[:25].strip() for line in lines[first + 1 : first + 5]]
    assert names[0].endswith("(fastest)")
    assert names[1:] == ["direct", "self-study", "on the job"]
    assert re.search(r"on the job +2 \(1–2½\) +30 .*free +1 +The plan of the test", lines[first + 4])


def test_without_draws_it_says_what_comes_first_instead_of_what_is_sure() -> None:
    undrawn = replace(ALONE, hops=(replace(ALONE.hops[0], steps=(replace(STATISTICS, in_any_case=None),)),))
    text = short_path(replace(ANSWER, ways=(undrawn,)))
    assert "First" in _labels(text)
    assert "In any case" not in _labels(text)
    open_ = replace(ALONE, hops=(replace(ALONE.hops[0], steps=(replace(STATISTICS, in_any_case=False),)),))
    assert "no single step" in short_path(replace(ANSWER, ways=(open_,)))


def test_a_way_that_begins_with_a_role_says_to_look_for_it() -> None:
    way = replace(BRIDGE, hops=(replace(BRIDGE.hops[0], steps=()), replace(BRIDGE.hops[1], steps=())))
    assert "look for work as Data analyst" in short_path(replace(ANSWER, ways=(way,)))


def test_tight_limits_come_first_with_what_is_left_and_what_would_do() -> None:
    text = short_path(TIGHT)
    assert _labels(text)[0] == "Within limits"
    flat = " ".join(text.split())
    assert "USD 20,000, 40 months (until 2029-01-01) and 8 hours a week allow: readiness 50 %, not yet ready, with 2 steps" in flat
    assert "left: stories" in flat
    assert "to be ready: 2.5 months or 12 hours a week would do" in flat
    assert "This week" in _labels(text)


def test_no_way_and_nothing_to_do_say_why() -> None:
    assert (NO_PATH.reason or "") in short_path(NO_PATH)
    assert "Ways" not in _labels(short_path(NO_PATH))
    text = short_path(READY)
    assert (READY.reason or "") in text
    assert "about 90 % (80–95 %), ready\n" in text
    assert "This week" not in _labels(text)


@pytest.mark.parametrize("label", ODD)
@pytest.mark.parametrize("count", [0, 1, 3, 12, 60])
def test_a_path_is_one_screen_whatever_its_labels(count: int, label: str) -> None:
    answer = long_answer(count) if count else TIGHT
    if label != "plain":
        answer = _relabelled(answer, label)
    _fits(short_path(answer), PATH_LINES)
    _fits(short_path(answer, width=200), PATH_LINES)
    _fits(short_gap(answer), GAP_LINES)


def _relabelled(answer: Answer, label: str) -> Answer:
    def anew(way: Way) -> Way:
        return replace(
            way,
            hops=tuple(
                replace(
                    hop,
                    role=replace(hop.role, label=label),
                    steps=tuple(
                        replace(
                            step, label=label, deliverable=label,
                            resources=tuple(replace(each, label=label, provider=label) for each in step.resources),
                        )
                        for step in hop.steps
                    ),
                )
                for hop in way.hops
            ),
        )  # fmt: skip

    role = Thing("role/x", label, "role", "ESCO")
    within = answer.best_within_limits
    return replace(
        answer,
        question=replace(
            answer.question, start_role=role, target=role,
            profile=replace(answer.question.profile, taken_for=(role,) * 5, roles=(role,) * 3, licences=(role,) * 3),
        ),
        readiness=replace(answer.readiness, barred_by=(role,) * 3),
        areas=tuple(AreaItem(f"area/{n}", label, 0.5, 0.05) for n in range(20)),
        units=tuple(replace(unit, label=label, disputed=True) for unit in UNITS * 8),
        questions=tuple(QuestionItem(f"Do you know {label}?", role, 0.5, 0.1, 1.0) for _ in range(12)),
        ways=tuple(map(anew, answer.ways)),
        best_within_limits=None if within is None else replace(within, way=anew(within.way), left=(role,) * 9),
        notes=(label,) * 4,
        reason=None if answer.reason is None else label * 3,
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_any_answer_is_one_screen(made_answer: Callable[..., Answer], seed: int) -> None:
    answer = made_answer(seed, hostile=bool(seed % 2))
    _fits(short_path(answer), PATH_LINES)
    _fits(short_gap(answer), GAP_LINES)


def test_colours_change_nothing_but_how_it_looks() -> None:
    plain = short_path(ANSWER)
    assert re.sub(r"\x1b\[\d+m", "", short_path(ANSWER, color=True)) == plain
    assert "\x1b[1mYou" in short_path(ANSWER, color=True)


# --- gap --------------------------------------------------------------------------------------------------------------


def test_a_gap_lists_what_is_missing_by_share_with_who_asks() -> None:
    text = short_gap(GAP)
    assert _labels(text) == ["You", "Note", "Readiness", "Strengths", "Missing", "Disputed", "Assumed", "Questions", "More"]
    shares = [int(share) for share in re.findall(r"^ +(\d+) % +\d+ %  ", text, re.MULTILINE)]
    assert shares == [60, 25, 15]
    assert "important  1 source, as a Product manager" in text
    assert "useful     2 sources, disputed" not in text  # both passages are of one source
    assert "baking (95 %) and Python (60 %)" in text


def test_a_long_gap_counts_what_it_leaves_out() -> None:
    units = tuple(replace(UNITS[0], id=f"unit/{n}", label=f"Unit number {n}", share=0.02) for n in range(50))
    text = short_gap(replace(GAP, units=units))
    _fits(text, GAP_LINES)
    shown = len(re.findall(r"Unit number \d+", text))
    assert f"and {50 - shown} more units" in text


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("data scientist", "most data scientists"), ("Nurse", "most nurses"), ("AI product manager", "most AI product managers"),
        ("secretary", "most secretaries"), ("boss", "most people in the role “boss”"),
        ("nurse responsible for general care", "most people in the role “nurse responsible for general care”"),
        ("日本", "most people in the role “日本”"),
    ],
)  # fmt: skip
def test_people_in_a_role_are_named_in_the_plural_where_it_is_plain(label: str, words: str) -> None:
    assert most_people(Thing("role/x", label, "role", "rolepath")) == words


def test_stages_read_the_same_however_they_are_written() -> None:
    assert [stage_words(stage) for stage in ("ready", "nearly", "nearly ready", "not yet")] == [
        "ready", "nearly ready", "nearly ready", "not yet ready",
    ]  # fmt: skip


def test_what_one_can_show_begins_with_what_the_way_is_named_for() -> None:
    assert to_show(BRIDGE)
    assert to_show(replace(BRIDGE, kind="on the job")) == "The plan of the test and its result"
    assert to_show(replace(ALONE, hops=(replace(ALONE.hops[0], steps=()),))) == ""


def test_what_would_do_names_each_limit_alone() -> None:
    least = TIGHT.best_within_limits
    assert least is not None
    assert would_do(replace(least.would_do, budget=12.0), "EUR") == "a budget of EUR 12, 2.5 months or 12 hours a week would do"
    assert would_do(replace(least.would_do, deadline=2.51, hours_per_week=None), "EUR") == "2.6 months would do"
    none = replace(least.would_do, deadline=None, hours_per_week=None)
    assert would_do(none, "EUR") == "no change of one of these limits alone would do"


# --- lines ------------------------------------------------------------------------------------------------------------

WORDS = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zs", "Zl", "Zp", "Cs", "Mn", "Me", "Co")), min_size=1, max_size=9)
)


@thorough
@given(WORDS, st.integers(8, 40))
def test_wrapped_lines_fit_and_hold_every_word_in_order(words: list[str], columns: int) -> None:
    lines = wrap(" ".join(words), columns)
    assert all(cells(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == "".join(words)


@thorough
@given(WORDS, st.integers(8, 40), st.integers(1, 3))
def test_wrapped_lines_are_no_more_than_asked_and_say_where_they_are_cut(words: list[str], columns: int, most: int) -> None:
    lines = wrap(" ".join(words), columns, most)
    assert len(lines) <= most
    assert all(cells(line) <= columns for line in lines)
    if len(wrap(" ".join(words), columns)) > most:
        assert lines[-1].endswith("…")


@thorough
@given(st.text(max_size=60), st.integers(2, 40))
def test_a_cut_text_fits_and_one_that_fits_is_kept(text: str, columns: int) -> None:
    assert cells(cut(text, columns)) <= columns
    short = text.isprintable() and cells(text) <= columns
    assert not short or cut(text, columns) == text


def test_a_link_is_never_cut() -> None:
    link = "https://example.org/" + "a" * 50
    assert "".join(wrap_link("a long text " * 20, link, 40, 3)).endswith(link)
    assert wrap_link("short", "https://e.org", 40, 1) == ("short https://e.org",)


@thorough
@given(st.floats(0, 1), st.integers(2, 20))
def test_a_bar_is_full_or_empty_only_where_the_share_is(share: float, columns: int) -> None:
    shown = bar(share, columns)
    assert len(shown) == columns
    assert (shown == "█" * columns) == (share == 1)
    assert (shown == "░" * columns) == (share == 0)


def test_columns_are_as_wide_as_their_widest_cell_and_the_last_one_is_cut() -> None:
    assert columns_of([("a", "1", "x" * 30), ("日本", "12", "y")], 20, right=[1]) == ("a      1  xxxxxxxx …", "日本  12  y")
