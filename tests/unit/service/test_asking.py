"""From names and options to a question: what goes before what, in which units, and what is refused."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from rolepath.errors import UnknownName, WrongUse
from rolepath.planning.taught import WEEKS_PER_MONTH
from rolepath.planning.units import asked_units
from rolepath.service.asking import Asked, Wanted, Within, ask, limit, parts_of, thousandths
from rolepath.service.graph import KnowledgeGraph
from rolepath.service.resolved import Resolved

BAKER, COOK, CHEF = "esco:occupation/example-baker", "role/pastry-cook", "role/pastry-chef"
DAY = datetime.date(2026, 1, 1)
MINUTES = 60 * WEEKS_PER_MONTH
"""Minutes in a month for each hour of study a week."""


def asked(kg: KnowledgeGraph, start: str | None = "baker", target: str | None = "pastry chef", **said: Any) -> Asked:
    given = {"profile": None, "have": (), "lack": (), "strict": False, "readiness": None} | said
    return ask(kg, start, target, **given)


def within(kg: KnowledgeGraph, profile: Resolved | None = None, **said: Any) -> Within:
    given = {"start_date": "2026-01-01"} | said
    return limit(kg, asked(kg, profile=profile), Wanted(**given), profile)


# --- who asks -----------------------------------------------------------------------------------------


def test_names_become_things_and_the_role_what_it_brings(bakery: KnowledgeGraph) -> None:
    found = asked(bakery, "bread makers", "pâtissier")
    assert (found.start.id, found.target.id) == (BAKER, CHEF)
    assert found.profile.roles == (BAKER,)
    assert found.profile.typical["skill/yeast-dough"] == 900
    assert found.profile.said == {}
    assert (found.having.roles, found.having.have, found.having.lack, found.share) == ((found.start,), (), (), None)


def test_without_a_start_nothing_is_held(bakery: KnowledgeGraph) -> None:
    found = asked(bakery, None)
    assert (found.start, found.profile.typical, found.profile.roles) == (None, {}, ())


def test_claims_have_the_level_that_is_said_or_that_the_target_asks_for(bakery: KnowledgeGraph) -> None:
    found = asked(bakery, None, have={"puff pastry": None, "Rolling pins": 0.35, "yeast dough": "some", "Dough": 0.0001})
    need = {c: m.need for unit in asked_units(bakery.planning, CHEF) for m in unit.members for c in m.capabilities}
    assert found.profile.typical == found.profile.said == {
        "skill/laminated-dough": need["skill/laminated-dough"], "tool/rolling-pin": 350,
        "skill/yeast-dough": need["skill/yeast-dough"] // 2, "skill/dough": 1,
    }  # fmt: skip
    half = need["skill/yeast-dough"] // 2 / 1000
    assert found.having.have == ("skill/dough=0.001", "skill/laminated-dough", f"skill/yeast-dough={half:g}", "tool/rolling-pin=0.35")
    assert asked(bakery, None, have=["puff pastry"]).profile.typical == {"skill/laminated-dough": need["skill/laminated-dough"]}


def test_some_of_a_thing_goes_before_what_the_role_brings(bakery: KnowledgeGraph) -> None:
    held, some = asked(bakery).profile, asked(bakery, have={"yeast dough": "some"}).profile
    assert some.typical["skill/yeast-dough"] == some.high["skill/yeast-dough"] < held.typical["skill/yeast-dough"]


def test_a_unit_brings_all_that_is_in_it(bakery: KnowledgeGraph) -> None:
    found = asked(bakery, None, have=["Work with chocolate and sugar"])
    assert {"unit/sweets", "skill/chocolate-tempering", "tool/sugar-thermometer"} == set(found.profile.typical)
    assert found.having.have == ("unit/sweets",)
    lacked = asked(bakery, "pastry cook", lack=["unit/sweets"]).profile
    assert {"skill/chocolate-tempering", "tool/sugar-thermometer"} <= lacked.lacked
    assert not lacked.lacked & {*lacked.typical, *lacked.high}


@pytest.mark.parametrize("level", [0, -0.5, 1.01, 75, float("nan"), float("inf")])
def test_a_level_out_of_range_is_named(bakery: KnowledgeGraph, level: float) -> None:
    with pytest.raises(WrongUse, match="the level of “Dough” must lie in"):
        asked(bakery, have={"Dough": level})


def test_one_thing_under_two_names_is_claimed_once(bakery: KnowledgeGraph) -> None:
    same = asked(bakery, None, have={"chocolate work": 0.5, "tempering": 0.5})
    assert same.profile.typical == {"skill/chocolate-tempering": 500}
    with pytest.raises(WrongUse, match="skill/chocolate-tempering is claimed at two levels"):
        asked(bakery, have={"chocolate work": 0.5, "tempering": None})


def test_what_is_lacked_is_not_held_whatever_the_role_says(bakery: KnowledgeGraph) -> None:
    found = asked(bakery, lack=["yeast doughs", "rolling pin"])
    assert not {"skill/yeast-dough", "tool/rolling-pin"} & {*found.profile.low, *found.profile.typical, *found.profile.high}
    assert found.having.lack == ("skill/yeast-dough", "tool/rolling-pin")
    with pytest.raises(WrongUse, match="both had and lacked: skill/yeast-dough"):
        asked(bakery, have=["Yeast dough"], lack=["skill/yeast-dough"])


@pytest.mark.parametrize("said", [{"have": ["baking bread"]}, {"lack": ["baking bread"]}, {"start": "bred maker"}, {"target": "cheff"}])
def test_a_name_that_fits_nothing_is_an_unknown_name(bakery: KnowledgeGraph, said: dict[str, Any]) -> None:
    with pytest.raises(UnknownName):
        asked(bakery, **said)


@pytest.mark.parametrize("share", [0, -1, 1.001, float("nan")])
def test_a_readiness_out_of_range_is_named(bakery: KnowledgeGraph, share: float) -> None:
    with pytest.raises(WrongUse, match="--readiness must lie in"):
        asked(bakery, readiness=share)


def test_shares_are_thousandths_and_never_none() -> None:
    assert [thousandths(share) for share in (1, 0.8, 0.2999, 0.0001)] == [1000, 800, 300, 1]


def test_a_profile_says_who_someone_is(bakery: KnowledgeGraph) -> None:
    profile = Resolved(
        roles=(COOK,), have={"skill/dough": 400}, lack=("tool/rolling-pin",), programs=("program/pastry-degree",), degrees=("bachelor",),
        years=1.99, licences=(CHEF,), target=COOK, some=("skill/tidy-station",),
    )  # fmt: skip
    found = asked(bakery, "baker", None, profile=profile)
    assert found.target.id == COOK
    assert found.start.id == BAKER  # what is said comes first
    assert found.profile.roles == (BAKER, COOK)
    assert found.profile.said["skill/dough"] > 400  # the degree teaches more than is claimed
    assert "tool/rolling-pin" not in found.profile.typical
    assert (found.profile.programs, found.profile.degrees) == ({"program/pastry-degree"}, {"bachelor"})
    assert (found.profile.experience, found.profile.licences) == (23, {CHEF})
    assert [thing.id for thing in found.having.programs] == ["program/pastry-degree"]
    assert [thing.id for thing in found.having.taken_for] == ["role/village-baker"]
    assert (found.having.years, found.having.degrees) == (1.99, ("bachelor",))
    assert "skill/dough=0.4" in found.having.have
    assert [thing.id for thing in found.having.licences] == [CHEF]
    assert asked(bakery, "baker", "pastry chef", profile=profile).target.id == CHEF
    assert asked(bakery, None, None, profile=profile).start.id == COOK


def test_what_is_said_goes_before_the_profile(bakery: KnowledgeGraph) -> None:
    profile = Resolved(
        have={"skill/dough": 400, "skill/yeast-dough": 300}, lack=("tool/rolling-pin", "tool/dough-sheeter"), some=("skill/tidy-station",)
    )
    said = {"have": {"Dough": 0.2, "rolling pin": 1, "keeping a station tidy": 0.9}, "lack": ["yeast dough"]}
    found = asked(bakery, None, profile=profile, **said)
    assert found.profile.typical == {"skill/dough": 200, "tool/rolling-pin": 1000, "skill/tidy-station": 900}
    assert found.having.lack == ("skill/yeast-dough", "tool/dough-sheeter")


def test_the_usual_target_is_ai_product_manager(kg: KnowledgeGraph) -> None:
    assert asked(kg, "data scientist", None).target.id == "role/ai-product-manager"


# --- within which limits ------------------------------------------------------------------------------


def test_what_is_not_said_is_assumed_and_named(bakery: KnowledgeGraph) -> None:
    found = within(bakery)
    limits, draws = found.limits, int(bakery.planning.assumptions.number("draws"))
    assert (found.readiness, found.max_bridges, found.draws, found.alternatives) == (800, 2, draws, 0)
    assert (limits.minimise, limits.budget, limits.deadline, limits.avoided, limits.must) == ("months", None, None, set(), {})
    assert (found.pace.hours_per_week, found.pace.currency, found.start) == (8, "USD", DAY)
    assert found.used == {"assumption/readiness", "assumption/hours-per-week"}
    shown = found.constraints
    assert (shown.readiness, shown.hours_per_week, shown.currency, shown.draws) == (0.8, 8, "USD", draws)


def test_what_is_said_replaces_the_assumption(bakery: KnowledgeGraph) -> None:
    wanted = Wanted(hours_per_week=3.5, start_date="2026-01-01", minimise="money", alternatives=4, draws=0, time_limit=2.5)
    found = limit(bakery, asked(bakery, readiness=0.7, strict=True), wanted, None)
    assert (found.readiness, found.draws, found.time_limit) == (700, 0, 2.5)
    assert (found.pace.hours_per_week, found.used) == (3.5, frozenset())
    assert (found.constraints.strict, found.constraints.minimise, found.constraints.alternatives) == (True, "money", 4)


def test_all_numbers_out_of_range_are_named_at_once(bakery: KnowledgeGraph) -> None:
    wrong = {"max_bridges": 6, "hours_per_week": -1, "minimise": "effort", "alternatives": -1, "draws": 1001, "time_limit": 0}
    with pytest.raises(WrongUse) as caught:
        within(bakery, **wrong)
    said = str(caught.value)
    for option in ("--max-bridges", "--hours-per-week", "--minimise", "--alternatives", "--draws", "--time-limit"):
        assert said.count(option) == 1
    assert "not -1" in said


@pytest.mark.parametrize(
    "wrong",
    [
        {"max_bridges": -1}, {"max_bridges": 3}, {"hours_per_week": 0}, {"hours_per_week": 168.5}, {"hours_per_week": float("inf")},
        {"hours_per_week": float("nan")}, {"alternatives": 21}, {"draws": -1}, {"time_limit": float("nan")}, {"time_limit": float("inf")},
        {"time_limit": -1},
    ],
    ids=str,
)  # fmt: skip
def test_a_number_out_of_range_is_refused(bakery: KnowledgeGraph, wrong: dict[str, Any]) -> None:
    with pytest.raises(WrongUse):
        within(bakery, **wrong)


def test_hours_a_week_are_those_said_else_the_profiles(bakery: KnowledgeGraph) -> None:
    profile = Resolved(hours_per_week=5)
    assert within(bakery, profile).pace.hours_per_week == 5
    assert "assumption/hours-per-week" not in within(bakery, profile).used
    assert within(bakery, profile, hours_per_week=6).pace.hours_per_week == 6


# --- money --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("budget", "currency", "cents", "rates"),
    [
        (500, None, 500_00, ()),
        ("500", "EUR", 500_00, ()),
        ("500 EUR", "EUR", 500_00, ()),
        ("500 EUR", None, 585_00, ("eur",)),  # 1.17 dollars for a euro
        ("585 USD", "EUR", 500_00, ("eur",)),
        ("€100", "INR", 10_000_00, ("eur", "inr")),  # 1.17 / 0.0117
        ("1000 inr", "eur", 10_00, ("eur", "inr")),
        (0, None, 0, ()),
        ("0.999", None, 99, ()),  # never more than was said
    ],
)
def test_a_budget_is_cents_of_the_answers_currency(
    bakery: KnowledgeGraph, budget: object, currency: str | None, cents: int, rates: tuple[str, ...]
) -> None:
    found = within(bakery, budget=budget, currency=currency)
    assert found.limits.budget == cents
    assert {name for name in found.used if "rate-" in name} == {f"assumption/rate-{code}" for code in rates}
    assert found.constraints.currency == found.pace.currency == (currency or "USD").upper()
    assert found.constraints.budget == pytest.approx(cents / 100, abs=0.01)


def test_a_budget_and_a_currency_are_those_said_else_the_profiles(bakery: KnowledgeGraph) -> None:
    profile = Resolved(budget=(Decimal(117), "USD"), currency="EUR")
    assert (within(bakery, profile).limits.budget, within(bakery, profile).pace.currency) == (100_00, "EUR")
    assert within(bakery, profile, currency="USD").limits.budget == 117_00
    assert within(bakery, profile, budget=7).limits.budget == 7_00
    assert within(bakery, Resolved(budget=(Decimal(5), None), currency="EUR")).limits.budget == 5_00


@pytest.mark.parametrize("said", [{"currency": "XAU"}, {"budget": "5 XAU"}, {"currency": "EUR", "budget": "5 XAU"}])
def test_a_currency_without_a_rate_lists_those_with_one(bakery: KnowledgeGraph, said: dict[str, Any]) -> None:
    with pytest.raises(WrongUse, match="no exchange rate for XAU; rates are known for EUR, GBP, INR, USD") as caught:
        within(bakery, **said)
    assert "assumption/rate-xau" in str(caught.value)


# --- time ---------------------------------------------------------------------------------------------


def test_a_deadline_is_minutes_of_study_weeks(bakery: KnowledgeGraph) -> None:
    found = within(bakery, deadline=18)
    assert found.limits.deadline == int(18 * 8 * MINUTES)
    assert (found.constraints.deadline, found.constraints.deadline_date) == (18, None)
    assert within(bakery, deadline="18 months", hours_per_week=16).limits.deadline == int(18 * 16 * MINUTES)


def test_a_date_is_so_many_months_from_the_start(bakery: KnowledgeGraph) -> None:
    found = within(bakery, deadline="2027-01-01")
    months = 365 / (365.25 / 12)
    assert found.limits.deadline == int(months * 8 * MINUTES)
    assert (found.constraints.deadline, found.constraints.deadline_date) == (round(months, 2), "2027-01-01")


@pytest.mark.parametrize("day", ["2026-01-01", "2025-12-31"])
def test_a_deadline_that_is_not_after_the_start_is_refused(bakery: KnowledgeGraph, day: str) -> None:
    with pytest.raises(WrongUse, match=f"the deadline {day} must be later than the start 2026-01-01"):
        within(bakery, deadline=day)
    with pytest.raises(WrongUse, match="must be later than the start"):
        within(bakery, Resolved(deadline=datetime.date.fromisoformat(day)))


def test_the_start_is_the_day_said_else_the_profiles_else_today(bakery: KnowledgeGraph) -> None:
    profile = Resolved(start=datetime.date(2027, 5, 1), deadline=datetime.date(2027, 6, 1))
    assert within(bakery, profile, start_date=None).start == datetime.date(2027, 5, 1)
    assert within(bakery, profile).start == DAY
    assert within(bakery, profile).constraints.deadline > within(bakery, profile, start_date=None).constraints.deadline
    assert within(bakery, profile, deadline=3).constraints.deadline == 3
    before = datetime.date.today()
    assert before <= within(bakery, start_date=None).start <= datetime.date.today()


# --- what to avoid, and what must be there -------------------------------------------------------------


def test_a_thing_stands_for_itself_and_for_the_module_that_teaches_it(bakery: KnowledgeGraph) -> None:
    found = within(bakery, avoid=["Rolling pin", "diploma in pastry"], must=["tempering", "keeping a station tidy", "pastry cook"])
    assert {"tool/rolling-pin", "module/unit/doughs", "program/creme-diploma"} <= found.limits.avoided
    assert found.limits.must["skill/chocolate-tempering"] == {"skill/chocolate-tempering", "module/unit/sweets"}
    assert found.limits.must["skill/tidy-station"] == {"skill/tidy-station", "module/skill/tidy-station"}
    assert COOK in found.limits.must[COOK]
    assert parts_of(bakery.planning, "unit/sweets") == {"unit/sweets", "module/unit/sweets"}
    assert [thing.label for thing in found.constraints.avoid] == ["Rolling pin", "Diploma in Pastry"]
    assert [thing.id for thing in found.constraints.must] == ["skill/chocolate-tempering", "skill/tidy-station", COOK]


def test_wishes_of_the_profile_and_those_said_add_up(bakery: KnowledgeGraph) -> None:
    profile = Resolved(avoid=("tool/rolling-pin",), must=(COOK,))
    found = within(bakery, profile, avoid=["wedding cake"], must=["tempering"])
    assert [thing.id for thing in found.constraints.avoid] == ["tool/rolling-pin", "project/wedding-cake"]
    assert list(found.limits.must) == [COOK, "skill/chocolate-tempering"]
    with pytest.raises(WrongUse, match="to be avoided and a must at once: tool/rolling-pin"):
        within(bakery, profile, must=["Rolling pins"])


@pytest.mark.parametrize("name", ["pastry chef", "Pâtissier", CHEF])
def test_the_target_cannot_be_avoided(bakery: KnowledgeGraph, name: str) -> None:
    with pytest.raises(WrongUse, match="--avoid names the target itself, Pastry chef"):
        within(bakery, avoid=[name])
