"""Amounts, currencies, dates and deadlines as people write them."""

from __future__ import annotations

import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolepath.errors import AmbiguousName, UnknownName, WrongUse
from rolepath.rdf.compiled import from_rows
from rolepath.rdf.lookup import Names
from rolepath.service.resolved import (
    DAYS_PER_MONTH,
    MOST_MONEY,
    Resolved,
    parse_budget,
    parse_currency,
    parse_date,
    parse_deadline,
    resolve_wishes,
    shortly,
)

thorough = settings(derandomize=True, deadline=None, max_examples=300)
AMOUNTS = st.decimals(0, MOST_MONEY, places=2)
CODES = st.text(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), min_size=3, max_size=3)
DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2900, 1, 1))


@thorough
@given(AMOUNTS, CODES, st.sampled_from(["{0} {1}", "{0}{1}", "{1} {0}", "{1}{0}", " {0}  {1} "]))
def test_an_amount_with_its_currency_is_read_whatever_their_order_and_case(amount: Decimal, code: str, form: str) -> None:
    assert parse_budget(form.format(amount, code)) == (amount, code)
    assert parse_budget(form.format(amount, code.lower())) == (amount, code)


@thorough
@given(AMOUNTS)
def test_an_amount_alone_has_no_currency_and_a_sign_has_one(amount: Decimal) -> None:
    assert parse_budget(amount) == parse_budget(str(amount)) == (amount, None)
    assert parse_budget(int(amount)) == (int(amount), None)
    for sign, code in {"$": "USD", "€": "EUR", "£": "GBP", "₹": "INR"}.items():
        assert parse_budget(f"{sign}{amount}") == parse_budget(f"{amount} {sign}") == (amount, code)


@pytest.mark.parametrize(
    "given",
    ["-1", "-5 USD", -0.01, "much", "", "USD", "1,000", "1 000", "1_000", "500 EURO", "$5 USD", "¥5", "nan", "inf", "1e3", "5.", ".5",
     float("nan"), float("inf"), float("-inf"), Decimal("NaN"), True, None, [5], 10**13, "9" * 30, "٥"],
    ids=repr,
)  # fmt: skip
def test_what_is_no_amount_is_wrong_use_that_names_the_option(given: Any) -> None:
    with pytest.raises(WrongUse, match=r"^--budget: "):
        parse_budget(given)


def test_a_currency_is_three_letters() -> None:
    assert [parse_currency(text) for text in ("EUR", "usd", " inr ", "€")] == ["EUR", "USD", "INR", "EUR"]
    for wrong in ("", "euro", "EU", "E R", "ÄÖÜ", "12A", None):
        with pytest.raises(WrongUse, match=r"^--currency: "):
            parse_currency(wrong)  # type: ignore[arg-type]


@thorough
@given(DAYS)
def test_a_date_is_read_as_iso_writes_it(day: datetime.date) -> None:
    assert parse_date(day.isoformat()) == parse_date(day) == parse_date(datetime.datetime(day.year, day.month, day.day, 23, 59)) == day


@pytest.mark.parametrize(
    "given", ["", "tomorrow", "2026", "2026-13-01", "2026-02-30", "31.12.2026", "20261231", "2026-W01-1", "0000-01-01", 5]
)
def test_what_is_no_date_is_wrong_use(given: Any) -> None:
    with pytest.raises(WrongUse, match=r"^--start: "):
        parse_date(given)


@thorough
@given(DAYS, DAYS, DAYS)
def test_a_later_deadline_is_more_months_away_and_one_that_is_not_after_the_start_is_wrong_use(
    start: datetime.date, one: datetime.date, other: datetime.date
) -> None:
    found = []
    for day in sorted({one, other}):
        if day <= start:
            with pytest.raises(WrongUse, match=f"{day} must be later than the start {start}"):
                parse_deadline(day.isoformat(), start)
        else:
            months, date = parse_deadline(day.isoformat(), start)
            assert date == day
            assert months * DAYS_PER_MONTH == pytest.approx((day - start).days)
            found.append(months)
    assert found == sorted(set(found))


@thorough
@given(st.decimals("0.01", 120_000, places=2), DAYS)
def test_a_number_of_months_is_that_number_with_or_without_the_word(number: Decimal, start: datetime.date) -> None:
    forms = (number, float(number), f"{number}", f"{number} months", f"{number}month", f" {number}  months ")
    assert {parse_deadline(form, start) for form in forms} == {(float(number), None)}


@pytest.mark.parametrize(
    "given",
    ["0", "-3", 0, -1.0, "0 months", "soon", "", "2 years", "18 weeks", "nan", float("nan"), float("inf"), "1e3", 10**6, True, None],
)
def test_what_is_no_deadline_is_wrong_use(given: Any) -> None:
    with pytest.raises(WrongUse, match=r"^--deadline: "):
        parse_deadline(given, datetime.date(2026, 1, 1))


def test_a_date_that_does_not_exist_is_said_to_be_none_and_not_a_number_of_months() -> None:
    with pytest.raises(WrongUse, match="there is no day 2027-02-29"):
        parse_deadline("2027-02-29", datetime.date(2026, 1, 1))


@thorough
@given(st.text(), st.binary())
def test_a_value_in_a_message_is_short_and_drives_no_terminal(text: str, raw: bytes) -> None:
    for value in (text, raw, [text], {text: text}):
        assert shortly(value).isprintable()
        assert len(shortly(value)) <= 60


# --- what to avoid, and what must be there ----------------------------------------------------------------------------

LABELS = [("role/clerk", "Clerk", "rp:Role"), ("tool/abacus", "Abacus", "rp:Tool"), ("program/school", "School", "rp:Program")]
KG: Any = SimpleNamespace(
    names=Names(
        from_rows(
            {
                "labels": [{"id": i, "label": label, "type": kind} for i, label, kind in LABELS],
                "alternative labels": [{"id": "tool/abacus", "label": "counting frame", "type": "rp:Tool"}],
            }
        )
    )
)


def test_wishes_add_up_each_once_the_profiles_first() -> None:
    profile = Resolved(avoid=("program/school",), must=("role/clerk",))
    found = resolve_wishes(KG, ["abacus", "counting frames", "schools"], ["Clerk"], profile)
    assert found == (("program/school", "tool/abacus"), ("role/clerk",))
    assert resolve_wishes(KG, [], []) == ((), ())


@pytest.mark.parametrize(
    ("avoid", "must", "profile"),
    [
        (["abacus"], ["counting frame"], Resolved()),
        (["abacus"], [], Resolved(must=("tool/abacus",))),
        ([], ["tool/abacus"], Resolved(avoid=("tool/abacus",))),
        ([], [], Resolved(avoid=("tool/abacus",), must=("tool/abacus",))),
    ],
)
def test_one_thing_to_avoid_and_a_must_is_wrong_use_by_whatever_name(avoid: list[str], must: list[str], profile: Resolved) -> None:
    with pytest.raises(WrongUse, match="tool/abacus"):
        resolve_wishes(KG, avoid, must, profile)


def test_a_wish_for_what_does_not_exist_is_an_unknown_name() -> None:
    with pytest.raises(UnknownName):
        resolve_wishes(KG, ["no such thing"], [])
    with pytest.raises((UnknownName, AmbiguousName)):
        resolve_wishes(KG, [], [""])
