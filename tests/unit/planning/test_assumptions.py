"""The assumption set: complete, of the right form, and found by name."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rolepath.errors import InvalidData
from rolepath.planning.assumptions import NUMBERS, RANGES, SHARES, Assumptions, Estimate
from rolepath.planning.result import Range

ALL = (*SHARES, *NUMBERS, *RANGES)


def estimate(name: str, low: str = "0.5", high: str | None = None) -> Estimate:
    return Estimate(f"assumption/{name}", name, Decimal(low), Decimal(high or low), "unit", "Why.")


def made(**changed: Estimate | None) -> Assumptions:
    """A whole set with some of its members changed, by name with _ for -, or left out."""
    found: dict[str, Estimate | None] = {name: estimate(name) for name in ALL} | {k.replace("_", "-"): v for k, v in changed.items()}
    return Assumptions(e for e in found.values() if e is not None)


def problems(**changed: Estimate | None) -> list[str]:
    with pytest.raises(InvalidData) as caught:
        made(**changed)
    return [f"{problem.path} {problem.message}" for problem in caught.value.problems]


def test_a_whole_set_is_taken() -> None:
    assert made().number("readiness") == Decimal("0.5")


@pytest.mark.parametrize("name", ALL)
def test_each_that_is_needed_is_missed(name: str) -> None:
    assert problems(**{name: None}) == [f"assumption/{name} is missing"]


def test_all_problems_come_together() -> None:
    changed = {"readiness": None, "credit-close": estimate("credit-close", "2"), "draws": estimate("draws", "1", "2")}
    assert len(problems(**changed)) == 3


@pytest.mark.parametrize("name", ["readiness", "level-tool", "modality-must", "hours-per-week"])
def test_a_number_is_no_range(name: str) -> None:
    assert problems(**{name: estimate(name, "0.4", "0.5")}) == [f"assumption/{name} must be one number, not 0.4 to 0.5"]


@pytest.mark.parametrize("value", ["0", "-0.1", "1.001", "0.0004", "0.3333"])
def test_a_share_is_a_number_of_thousandths_above_0_and_at_most_1(value: str) -> None:
    """Less than a thousandth would be none in planning, which counts in thousandths: a level of 0 to divide by."""
    (problem,) = problems(level_tool=estimate("level-tool", value))
    assert problem.startswith("assumption/level-tool must lie in (0, 1]")


@pytest.mark.parametrize("name", ["hours-per-week", "known-units", "known-claims", "ads-from", "draws"])
def test_what_is_divided_by_is_not_nothing(name: str) -> None:
    assert problems(**{name: estimate(name, "0")}) == [f"assumption/{name} must be more than 0"]


def test_a_concept_may_have_no_siblings_at_all() -> None:
    assert made(sibling_children=estimate("sibling-children", "0")).number("sibling-children") == 0


def test_values_are_found_by_name() -> None:
    found = made(bridge_tenure=estimate("bridge-tenure", "12", "24"), credit_close=estimate("credit-close", "0.8"))
    assert found.range("bridge-tenure") == Range(12.0, 24.0)
    assert (found.number("credit-close"), found.thousandths("credit-close")) == (Decimal("0.8"), 800)
    assert found.record("assumption/bridge-tenure") == found.record("bridge-tenure")
    with pytest.raises(KeyError):
        found.record("nothing")


@pytest.mark.parametrize("share", [f"0.{n:03}" for n in range(1, 1000, 37)])
def test_thousandths_are_exact(share: str) -> None:
    assert made(credit_close=estimate("credit-close", share)).thousandths("credit-close") == int(share[2:])


GONE = ("solo-factor", "hours-knowledge", "worth-showing", "bridge-consider", "optional-held", "known-requirements", "self-study-price")


@pytest.mark.parametrize("name", GONE)
def test_what_the_first_edition_read_is_read_no_more(name: str) -> None:
    (problem,) = problems(**{name: estimate(name)})
    assert problem.startswith(f"assumption/{name} nothing reads")


def test_what_nothing_reads_is_a_problem() -> None:
    (problem,) = problems(**{"hours-per-wek": estimate("hours-per-wek")})
    assert problem.startswith("assumption/hours-per-wek nothing reads")


def test_a_rate_is_dollars_for_one_of_a_currency() -> None:
    found = made(**{"rate-eur": estimate("rate-eur", "1.17"), "rate-inr": estimate("rate-inr", "0.0117")})
    assert found.rate("EUR") == (Decimal("1.17"), "assumption/rate-eur")
    assert found.rate("USD") == (Decimal(1), None)
    assert found.rate("GBP") is None
    assert found.currencies == ("EUR", "INR", "USD")
    assert made().currencies == ("USD",)


@pytest.mark.parametrize(("low", "high"), [("0", "0"), ("1", "1.2")])
def test_a_rate_is_one_number_more_than_0(low: str, high: str) -> None:
    (problem,) = problems(**{"rate-eur": estimate("rate-eur", low, high)})
    assert problem.startswith("assumption/rate-eur must be one number more than 0")
