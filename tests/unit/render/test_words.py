"""Numbers in words: never more than is known, never nothing where there is something."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rolepath.evidence import Cited
from rolepath.planning.result import Money, Range, Readiness
from rolepath.render.words import (
    MODALITIES,
    Notes,
    about,
    about_hours,
    about_money,
    about_months,
    around,
    band,
    halves,
    number,
    percent,
    rough,
    span,
    whole,
)

thorough = settings(derandomize=True, deadline=None)
SHARES = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)


@thorough
@given(SHARES, SHARES)
def test_percent_is_monotone_and_full_and_nothing_mean_exactly_that(first: float, second: float) -> None:
    order = ["0 %", "<1 %", *(f"{n} %" for n in range(1, 100)), ">99 %", "100 %"]
    assert (percent(first) == "0 %") == (first == 0)
    assert (percent(first) == "100 %") == (first == 1)
    if first < second:
        assert order.index(percent(first)) <= order.index(percent(second))


@thorough
@given(st.floats(0.001, 1e7))
def test_a_number_reads_back_within_its_rounding_and_something_is_never_nothing(value: float) -> None:
    shown = number(value).replace(",", "")
    if value < 0.05:
        assert shown == "<0.1"
    else:
        assert abs(float(shown) - value) <= max(0.05, value / 39)
        assert float(shown) > 0


@thorough
@given(st.floats(0, 1e5), st.floats(0, 1e5))
def test_a_range_shows_both_ends_or_one_where_they_read_the_same(first: float, second: float) -> None:
    low, high = sorted((first, second))
    shown = span(Range(low, high), "hours")
    assert shown == (f"{number(low)} hours" if number(low) == number(high) else f"{number(low)}–{number(high)} hours")
    assert span(None, "hours") == "–"


@thorough
@given(SHARES, SHARES)
def test_readiness_reaches_a_line_in_words_exactly_where_it_does(first: float, second: float) -> None:
    line = round(second, 2)
    assert (int(whole(first).removesuffix(" %")) >= round(line * 100)) == (first >= line)


def test_a_band_names_what_is_sure_and_what_may_be() -> None:
    now = Readiness(0.263, 0.4889, 0.631, None, "not yet", (), 10, 4)
    assert band(now) == "about 48 % (26–63 %)"
    assert band(Readiness(0.7, 0.7, 0.7, None, "ready", (), 1, 1)) == "70 %"


@thorough
@given(st.floats(0.001, 1e6), st.floats(0.001, 1e6))
def test_a_rough_number_is_near_never_nothing_and_keeps_the_order(first: float, second: float) -> None:
    for say in (rough, halves):
        low, high = (_read(say(value)) for value in sorted((first, second)))
        assert 0 < low <= high
    assert abs(_read(rough(first)) - first) <= max(1, first * 0.13)


def _read(text: str) -> float:
    whole_, half, _ = text.replace(",", "").partition("½")
    return float(whole_ or 0) + (0.5 if half else 0)


def test_times_and_prices_read_as_one_says_them() -> None:
    assert around(Range(10.2, 29)) == "20 (10–30)"
    assert about_months(Range(4.2, 8.1)) == "about 6 months (4–8)"
    assert about_months(Range(1, 1)) == "1 month"
    assert about_months(Range(0.2, 0.5)) == "about 2 weeks (1–2)"
    assert about_months(Range(24, 50)) == "about 3 years (2–4)"
    assert about_hours(Range(120, 120)) == "120 hours"
    assert about_hours(Range(117, 124)) == "about 120 hours"
    assert [about_money(Money(low, high, "USD")) for low, high in ((0, 0), (0, 99), (39.9, 39.9), (180, 260))] == [
        "free", "up to USD 100", "USD 40", "about USD 220 (180–260)",
    ]  # fmt: skip


def test_every_modality_of_the_data_format_has_words() -> None:
    from typing import get_args

    from rolepath.model import Modality

    assert set(MODALITIES) == set(get_args(Modality))


def test_evidence_is_worded_by_its_kind_with_the_names_that_are_known() -> None:
    titles = {"source/a": "A Document", "organization/b": "B Ltd"}
    passage = Cited("e", "passage", "source/a", "must", 3, 7, "word", attributed_to="organization/b")
    assert about(passage, titles) == "A Document, characters 3–7, citing B Ltd, says it must: “word”"
    record = Cited("e", "record", "source/a", "optional", file="x.csv", row="http://e/occupation/1 http://e/skill/2")
    assert about(record, titles) == "A Document, x.csv, row 1 2, optional"
    assert about(Cited("e", "reason", "source/a", reason="So it is."), titles) == "our own reason: So it is."
    page = Cited("e", "quotation", "source/a", "denies", words="not needed", says="Nobody asks.")
    assert about(page, titles) == "A Document, denies it: “not needed”; Nobody asks."
    counted = Cited("e", "count", "source/a", "ads", n=1200, of=4000, counted="ads that ask for it", period="2025", region="Europe")
    assert about(counted, titles) == "A Document: 1,200 of 4,000 ads that ask for it (2025, Europe)"


def test_the_same_evidence_keeps_its_number_and_marks_are_sorted() -> None:
    notes = Notes({})
    first, second = (Cited(name, "reason", "s", reason=name) for name in ("one", "two"))
    assert notes.marks([first]) == "[1]"
    assert notes.marks([second, first]) == "[1][2]"
    assert notes.marks([]) == ""
    assert notes.texts == ("our own reason: one", "our own reason: two")
