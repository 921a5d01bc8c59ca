"""Coverage by hand; random ones are in `property/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from rolepath.planning.coverage import WHOLE, Measure, member_coverage, taken_on
from rolepath.planning.examples import network
from rolepath.planning.network import AskedMember, AskedUnit, Credit
from rolepath.planning.units import whole_unit

STATISTICS = whole_unit(network, "unit/statistics")
"""Statistics and charts, each a half, at 600; 0.7 of it is enough."""
TABLES = whole_unit(network, "unit/tables")
"""Sheets or SQL, exchangeable: 0.4 is enough."""


def q(unit: AskedUnit, levels: Mapping[str, int], **more: object) -> int:
    credits: Mapping[str, tuple[Credit, ...]] = more.pop("credits", {})  # type: ignore[assignment]
    return Measure(replace(network, credits={**network.credits, **credits}), [unit], **more).unit(unit, levels)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("level", "need", "factor", "enough", "covered"),
    [
        (750, 750, 1000, 1000, 1000),
        (375, 750, 1000, 1000, 500),
        (1000, 500, 1000, 1000, 1000),
        (250, 750, 1000, 1000, 333),
        (750, 750, 1000, 700, 1428),
        (375, 750, 1000, 700, 714),
        (750, 750, 600, 700, 600),
        (375, 750, 600, 700, 300),
        (0, 750, 1000, 700, 0),
    ],
)
def test_what_is_held_directly_is_enlarged_and_credit_is_not(level: int, need: int, factor: int, enough: int, covered: int) -> None:
    assert member_coverage(level, need, factor, enough) == covered


def test_covering_enough_of_a_unit_covers_it() -> None:
    """One member of two whole: 0.5 / 0.7 = 0.714; and four tenths of the other make it more than 1, which is 1."""
    assert q(STATISTICS, {"skill/statistics": 600}) == 714_000
    assert q(STATISTICS, {"skill/statistics": 600, "skill/charts": 300}) == WHOLE
    assert q(STATISTICS, {}) == 0


def test_one_of_exchangeable_tools_is_enough() -> None:
    assert q(TABLES, {"tool/sql": 600}) == WHOLE
    assert q(TABLES, {"tool/sql": 300}) == 625_000  # 0.5 · 0.5 / 0.4


def test_a_unit_of_one_member_has_no_enough() -> None:
    assert q(whole_unit(network, "unit/reports"), {"skill/reports": 420}) == 700_000


def test_the_unit_itself_counts_as_a_whole_and_is_never_enlarged() -> None:
    assert q(STATISTICS, {"unit/statistics": 600}) == WHOLE
    assert q(STATISTICS, {"unit/statistics": 300}) == 500_000
    assert q(STATISTICS, {"unit/statistics": 300, "skill/statistics": 600}) == 714_000  # the larger of the two, not both


def test_credit_adds_up_across_members_and_is_not_enlarged() -> None:
    near = {c: (Credit(c, 1000, "held"), Credit("skill/pricing", 600, "narrower")) for c in ("skill/statistics", "skill/charts")}
    assert q(STATISTICS, {"skill/pricing": 600}, credits=near) == 600_000
    assert q(STATISTICS, {"skill/pricing": 300, "skill/charts": 600}, credits=near) == 864_000  # 0.5 · 0.3 + 0.5 / 0.7


def test_what_includes_a_thing_counts_as_the_thing() -> None:
    includes = {"skill/charts": (Credit("skill/charts", 1000, "held"), Credit("skill/pricing", 1000, "includes"))}
    assert q(STATISTICS, {"skill/pricing": 600}, credits=includes) == 714_000
    assert q(STATISTICS, {"skill/pricing": 600}, credits=includes, strict=True) == 714_000


def test_strictly_nothing_is_credited() -> None:
    near = {"skill/charts": (Credit("skill/charts", 1000, "held"), Credit("skill/pricing", 600, "narrower"))}
    assert q(STATISTICS, {"skill/pricing": 600}, credits=near) == 300_000
    assert q(STATISTICS, {"skill/pricing": 600}, credits=near, strict=True) == 0


def test_nothing_counts_towards_what_is_lacked_but_itself() -> None:
    near = {"skill/charts": (Credit("skill/charts", 1000, "held"), Credit("skill/pricing", 1000, "includes"))}
    assert q(STATISTICS, {"skill/pricing": 600}, credits=near, lacked={"skill/charts"}) == 0
    assert q(STATISTICS, {"skill/charts": 600}, credits=near, lacked={"skill/charts"}) == 714_000


def test_of_a_set_the_best_counts_and_the_answer_names_it() -> None:
    measure = Measure(network, [])
    either = AskedMember(("skill/charts", "skill/pricing"), 600, 1000)
    covered, credit, towards = measure.best(either, 1000, {"skill/charts": 300, "skill/pricing": 450})
    assert (covered, credit and credit.held, towards) == (750, "skill/pricing", "skill/pricing")
    assert measure.best(either, 1000, {}) == (0, None, None)


def test_the_thing_itself_wins_a_tie() -> None:
    both = {"skill/charts": (Credit("skill/charts", 1000, "held"), Credit("skill/budgets", 1000, "exact match"))}
    measure = Measure(replace(network, credits=both), [])
    _, credit, _ = measure.best(AskedMember(("skill/charts",), 600, 1000), 1000, {"skill/charts": 600, "skill/budgets": 600})
    assert credit is not None
    assert credit.held == "skill/charts"


def test_only_what_counts_here_counts() -> None:
    measure = Measure(network, [STATISTICS])
    assert measure.unit(STATISTICS, {"skill/charts": 600, "unit/statistics": 600}, lambda held: held == "skill/charts") == 714_000


def test_taken_on_raises_and_never_lowers() -> None:
    assert taken_on({"a": 500}, [("a", 250), ("b", 750), ("b", 500)]) == {"a": 500, "b": 750}
