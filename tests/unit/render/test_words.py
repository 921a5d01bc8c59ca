"""Numbers in words: never more than is known, never nothing where there is something."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rolepath.evidence import Cited
from rolepath.planning.result import Range
from rolepath.render.words import MODALITIES, Notes, about, number, percent, span

thorough = settings(derandomize=True, deadline=None)
SHARES = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)


@thorough
@given(SHARES, SHARES)
def test_percent_is_monotone_and_full_and_nothing_mean_exactly_that(first: float, second: float) -> None:
    order = ["0%", "<1%", *(f"{n}%" for n in range(1, 100)), ">99%", "100%"]
    assert (percent(first) == "0%") == (first == 0)
    assert (percent(first) == "100%") == (first == 1)
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


def test_the_same_evidence_keeps_its_number_and_marks_are_sorted() -> None:
    notes = Notes({})
    first, second = (Cited(name, "reason", "s", reason=name) for name in ("one", "two"))
    assert notes.marks([first]) == "[1]"
    assert notes.marks([second, first]) == "[1][2]"
    assert notes.marks([]) == ""
    assert notes.texts == ("our own reason: one", "our own reason: two")
