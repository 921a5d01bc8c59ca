"""What is on offer and what it takes: each number by hand on made offers, and what must hold of the packaged ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from rolepath.planning.assumptions import NUMBERS, RANGES, SHARES, Assumptions, Estimate
from rolepath.planning.conditions import NOTHING, AnyOf, Degree, Level
from rolepath.planning.examples import network as example
from rolepath.planning.network import Ask, Credit, Member, Network, OfferFacts, Requirement, Resource, Teaching, Unit
from rolepath.planning.offers import Offer, Offers, Pace, Span, make_offers, together
from rolepath.planning.profile import Profile, make_profile
from rolepath.planning.result import Range, Thing
from rolepath.planning.taught import WEEKS_PER_MONTH, gives_of_program, hours_by_unit, offer_hours

VALUES = {
    "months-per-semester": "4 6", "hours-per-credit": "30 50", "program-hours-per-week": "3 10", "project-hours": "20 60",
    "project-price": "0 100", "task-hours": "10 30", "program-hours-course": "5 60", "program-months-course": "1 3",
    "program-price-course": "0 500", "unit-hours-begin": "2 4", "unit-hours-s": "8 16", "unit-hours-m": "16 36", "unit-hours-l": "36 80",
    "rate-eur": "1.25", "rate-inr": "0.0125", "enough": "0.7", "enough-exchangeable": "0.4", "useful-at-most": "0.167",
    "level-knowledge": "0.8", "level-tool": "0.4", "level-competence": "0.8", "assumed-from": "0.6", "credit-close": "0.8",
}  # fmt: skip
MONTH = 8 * 60 * 365.25 / 12 / 7
"""Minutes of study in a month at 8 hours a week: 2,087.1."""
TARGET, JUNIOR = "role/target", "role/junior"
KINDS = {
    "skill/charts": "knowledge",
    "skill/tables": "knowledge",
    "skill/years": "experience",
    "skill/degree": "credential",
    "skill/reports": "competence",
    "tool/sql": "tool",
    "tool/sheets": "tool",
    "unit/pictures": "unit",
    "unit/tools": "unit",
    "unit/words": "unit",
}
PICTURES = Unit("unit/pictures", "Pictures", "area/a", 20, "M", 700, False, (Member(("skill/charts",)), Member(("skill/tables",))))
TOOLS = Unit("unit/tools", "Tools", "area/a", 10, "S", 400, True, (Member(("tool/sql",)), Member(("tool/sheets",))))
WORDS = Unit("unit/words", "Words", "area/a", 5, "S", 700, False, (Member(("skill/reports",)),), after=("unit/pictures",))


def estimate(name: str) -> Estimate:
    low, _, high = VALUES.get(name, "0.5").partition(" ")
    return Estimate(f"assumption/{name}", name, Decimal(low), Decimal(high or low), "unit", "Why.")


ASSUMPTIONS = Assumptions(estimate(name) for name in (*SHARES, *NUMBERS, *RANGES, "rate-eur", "rate-inr"))


def requires(*capabilities: str, level: int = 800) -> Requirement:
    return Requirement(f"requirement/{capabilities[0]}", capabilities, "optional", level, 600)


def ask(unit: str, necessity: str = "important", strength: int = 600) -> Ask:
    return Ask(f"ask/{unit}", unit, necessity, strength, 1)


def offer(name: str = "program/p", kind: str | None = "course", **facts: Any) -> OfferFacts:
    what = name.partition("/")[0]
    return OfferFacts(Thing(name, name, what, "rolepath"), kind if what == "program" else None, **facts)


def teaches(name: str, *things: str, level: int | None = None, hours: Range | None = None) -> tuple[Teaching, ...]:
    return tuple(Teaching(f"teaching/{name}/{t}", name, t, level, hours) for t in things)


def made(*offers: OfferFacts, taught: Mapping[str, Sequence[Teaching]] | None = None, asks: Sequence[Ask] = (), **changed: Any) -> Network:
    """Offers that teach pictures unless it is said what they teach, and a target that asks for pictures unless it is said for what."""
    teachings = {o.thing.id: tuple((taught or {}).get(o.thing.id, teaches(o.thing.id, "unit/pictures"))) for o in offers}
    base = replace(
        example,
        assumptions=ASSUMPTIONS,
        roles={TARGET: Thing(TARGET, "Target", "role", "rolepath")},
        capabilities={c: Thing(c, c, kind, "rolepath") for c, kind in KINDS.items()},
        units={u.id: u for u in (PICTURES, TOOLS, WORDS)},
        credits={c: (Credit(c, 1000, "held"),) for c in KINDS},
        requirements={},
        asks={TARGET: tuple(asks) or (ask("unit/pictures"),)},
        wider={},
        holdings={},
        resources={},
        teachings=teachings,
        offers={o.thing.id: o for o in offers},
        asked={},
    )
    return replace(base, **changed)


def offered(network: Network, profile: Profile | None = None, hours: float = 8, roles: Sequence[str] = (TARGET,), **pace: Any) -> Offers:
    return make_offers(network, profile or Profile({}, {}, {}), roles, Pace(hours, **pace))


def the(network: Network, name: str = "program/p", **more: Any) -> Offer:
    return offered(network, **more).by_id[name]


def names(offers: Offers) -> list[str]:
    return [each.id for each in offers.all]


def test_a_month_has_the_minutes_of_its_weeks() -> None:
    assert round(WEEKS_PER_MONTH, 4) == 4.3482
    assert Pace(8).minutes_per_month == pytest.approx(MONTH)


# --- modules ---


def test_a_module_by_hand() -> None:
    """2 to 4 hours to begin, 16 to 36 for all of a unit of size M; it brings every member and so the unit."""
    module = the(made(), "module/unit/pictures")
    assert (module.kind, module.unit, module.needs) == ("module", "unit/pictures", ())
    assert (module.minutes, module.size, module.time, module.cents) == (Span(120, 240), Span(960, 2160), Span(), Span())
    assert dict(module.gives) == {"skill/charts": 800, "skill/tables": 800, "unit/pictures": 800}
    assert module.assumptions == ("assumption/unit-hours-begin", "assumption/unit-hours-m")


def test_a_module_of_a_part_brings_what_holding_the_unit_holds() -> None:
    """Only charts are asked, at 900: then the unit is held at 900, and who holds it holds its other members."""
    network = made(requirements={TARGET: (requires("skill/charts", level=900),)})
    assert dict(the(network, "module/unit/pictures").gives) == {"skill/charts": 900, "skill/tables": 900, "unit/pictures": 900}


def test_of_exchangeable_tools_a_module_brings_enough() -> None:
    module = the(made(asks=[ask("unit/tools")]), "module/unit/tools")
    assert dict(module.gives) == {"tool/sql": 400, "unit/tools": 400}


def test_a_module_reaches_the_highest_level_that_the_target_its_grades_and_applications_ask() -> None:
    network = made(
        offer(),
        asks=[ask("unit/pictures")],
        requirements={TARGET: (requires("skill/charts", level=500),), JUNIOR: (requires("skill/tables", level=600),)},
        wider={JUNIOR: ((TARGET, True),)},
        entries={"program/p": Level("skill/charts", 700)},
    )
    network = replace(network, asks={**network.asks, JUNIOR: (ask("unit/pictures"),)})
    unit = offered(network).units["unit/pictures"]
    assert [(m.capabilities[0], m.need, m.part) for m in unit.members] == [("skill/charts", 700, 500), ("skill/tables", 600, 500)]


def test_a_role_on_the_way_makes_no_difference() -> None:
    network = made(requirements={JUNIOR: (requires("skill/charts", level=1000),)})
    network = replace(network, asks={**network.asks, JUNIOR: (ask("unit/pictures"), ask("unit/tools"))})
    assert offered(network, roles=(JUNIOR, TARGET)).all == offered(network).all


def test_what_has_to_be_covered_before_has_a_module_and_stands_before() -> None:
    assert names(offered(made(asks=[ask("unit/words")]))) == ["module/unit/pictures", "module/unit/words"]


def test_a_credential_and_years_cannot_be_studied() -> None:
    network = made(asks=[ask("skill/degree"), ask("skill/years"), ask("unit/pictures")])
    assert names(offered(network)) == ["module/unit/pictures"]
    assert set(offered(network).units) == {"unit/pictures"}


@pytest.mark.parametrize(
    ("prices", "cents"),
    [
        ([], Span()), ([None], Span()), ([(20, 40), None], Span()), ([(20, 40), (0, 0)], Span()), ([(20, 40), (10, 30)], Span(1000, 3000)),
    ],
)  # fmt: skip
def test_a_module_costs_its_cheapest_resource_unless_one_is_free(prices: list[tuple[int, int] | None], cents: Span) -> None:
    resources = tuple(
        Resource(f"resource/{n}", "R", "book", "P", "https://x", None, Range(*price) if price else None, "USD")
        for n, price in enumerate(prices)
    )
    assert the(made(resources={"unit/pictures": resources}), "module/unit/pictures").cents == cents


# --- programs ---


def test_a_program_with_months_by_hand() -> None:
    """2 months, or 1 to 3: 4.348 to 13.04 weeks at 3 to 10 hours are 13 to 130.4 hours; they need more than 8 hours a week, 11 will do."""
    facts = offer(months=(Range(2, 2), Range(1, 3)), price=Range(99, 99.5), currency="USD")
    assert names(offered(made(facts))) == ["module/unit/pictures"]
    program = the(made(facts), hours=11)
    assert (program.kind, program.entry, program.needs) == ("program", NOTHING, ())
    assert program.minutes == Span(780, 7824)
    assert program.time == Span(round(MONTH * 11 / 8), round(3 * MONTH * 11 / 8))
    assert program.cents == Span(9900, 9950)
    assert program.assumptions == ("assumption/program-hours-per-week",)


def test_a_fixed_pace_above_the_hours_a_week_is_left_out_and_said() -> None:
    facts = offer(hours=Range(40, 60), months=(Range(1, 1),))
    assert [thing.id for thing in offered(made(facts), hours=13).left_out] == ["program/p"]
    assert offered(made(facts), hours=14).left_out == ()


def test_an_estimated_length_gives_way() -> None:
    """60 hours at an hour a week take longer than 3 months."""
    slow = the(made(offer()), hours=1)
    assert (slow.minutes, slow.time) == (Span(300, 3600), Span(300, 3600))


def test_a_program_with_credits_and_semesters_by_hand() -> None:
    """2 to 3 credits of 30 to 50 hours; one semester of 4 to 6 months, or two; 2,000 to 2,500 euros at 1.25 dollars."""
    facts = offer(credits=Range(2, 3), semesters=(Range(1, 1), Range(2, 2)), price=Range(2000, 2500), currency="EUR")
    program = the(made(facts))
    assert (program.minutes, program.time) == (Span(3600, 9000), Span(round(4 * MONTH), round(12 * MONTH)))
    assert program.cents == Span(2500_00, 3125_00)
    assert program.assumptions == ("assumption/hours-per-credit", "assumption/months-per-semester", "assumption/rate-eur")


def test_a_price_without_a_rate_leaves_an_offer_out() -> None:
    facts = offer(price=Range(10, 10), currency="XYZ")
    assert [thing.id for thing in offered(made(facts)).left_out] == ["program/p"]
    assert the(made(facts), currency="XYZ").cents == Span(1000, 1000)
    assert the(made(offer(price=Range(100, 100), currency="EUR")), currency="INR").cents == Span(1000000, 1000000)


@pytest.mark.parametrize(
    ("facts", "hours", "used"),
    [
        (offer(hours=Range(7, 9), credits=Range(3, 3), months=(Range(2, 2),)), Range(7, 9), []),
        (offer(credits=Range(2, 3), months=(Range(2, 2),)), Range(60.0, 150.0), ["assumption/hours-per-credit"]),
        (offer(months=(Range(2, 2), Range(1, 3))), Range(13.0, 130.4), ["assumption/program-hours-per-week"]),
        (offer(), Range(5.0, 60.0), ["assumption/program-hours-course"]),
        (offer("project/q"), Range(20.0, 60.0), ["assumption/project-hours"]),
        (offer("task/q"), Range(10.0, 30.0), ["assumption/task-hours"]),
    ],
)
def test_hours_come_from_the_best_that_is_known(facts: OfferFacts, hours: Range, used: list[str]) -> None:
    assert offer_hours(ASSUMPTIONS, facts) == (hours, used)


# --- what is given ---


def test_a_program_gives_its_hours_over_the_units_size() -> None:
    """13 of the 26 hours that pictures take at the middle: half of 800; and no members, which are held from the need on."""
    assert dict(gives_of_program(made(offer(hours=Range(13, 13))), "program/p")) == {"unit/pictures": 400}


def test_enough_hours_give_the_whole_unit_and_its_members() -> None:
    assert dict(gives_of_program(made(offer(hours=Range(40, 40))), "program/p")) == {
        "unit/pictures": 800,
        "skill/charts": 800,
        "skill/tables": 800,
    }


def test_what_a_syllabus_leaves_open_shares_in_what_is_left() -> None:
    taught = (*teaches("program/p", "skill/charts", hours=Range(4, 6)), *teaches("program/p", "unit/tools", "unit/words", "tool/sql"))
    assert hours_by_unit(made(), taught, Range(25, 25)) == {"unit/pictures": 5, "unit/tools": 10, "unit/words": 10}


def test_hours_never_add_up_to_more_than_there_are() -> None:
    taught = (*teaches("program/p", "unit/pictures", "unit/tools", hours=Range(30, 30)), *teaches("program/p", "unit/words"))
    assert hours_by_unit(made(), taught, Range(20, 40)) == {"unit/pictures": 15, "unit/tools": 15, "unit/words": 0}


def test_a_credential_is_given_whole() -> None:
    network = made(offer(hours=Range(1, 1)), taught={"program/p": teaches("program/p", "skill/degree")})
    assert dict(the(network).gives) == {"skill/degree": 500}  # at its usual level


def test_a_project_and_a_task_give_the_level_that_is_stated() -> None:
    taught = {name: (*teaches(name, "unit/pictures"), *teaches(name, "tool/sql", level=300)) for name in ("project/q", "task/q")}
    network = made(offer("project/q", after=("unit/tools",)), offer("task/q", hours=Range(10, 20)), taught=taught)
    project, task = (the(network, name, profile=Profile({}, {}, {}, fits=frozenset({"role/any"}))) for name in ("project/q", "task/q"))
    assert dict(project.gives) == dict(task.gives) == {"unit/pictures": 500, "tool/sql": 300}
    assert (project.minutes, project.time, project.cents, project.needs) == (Span(1200, 3600), Span(), Span(0, 10000), ("unit/tools",))
    assert (task.minutes, task.time, task.cents, task.paid) == (Span(600, 1200), Span(1200, 2400), Span(), True)  # at 4 of 8 hours a week


def test_a_task_needs_a_role_that_it_fits_by_then() -> None:
    network = made(offer("task/any"), offer("task/some", fits=("role/wide",)), wider={"role/bridge": (("role/wide", False),)})

    def there(profile: Profile, hop: int = 0, roles: Sequence[str] = (TARGET,)) -> set[str]:
        return {o.id for o in make_offers(network, profile, roles, Pace(8), hop).all if o.kind == "task"}

    nobody = Profile({}, {}, {})
    assert there(nobody) == set()
    assert there(make_profile(network, ["role/other"], TARGET)) == {"task/any"}
    assert there(make_profile(network, ["role/bridge"], TARGET)) == {"task/any", "task/some"}
    assert [there(nobody, hop, ("role/bridge", TARGET)) for hop in (0, 1)] == [set(), {"task/any", "task/some"}]


def test_programs_that_are_done_are_not_on_offer_but_leave_everything_else() -> None:
    network = made(offer(), entries={"program/p": Level("skill/reports", 500)})
    done = offered(network, make_profile(network, [], TARGET, programs=["program/p"]))
    assert names(offered(network)) == ["module/unit/pictures", "module/unit/words", "program/p"]
    assert names(done) == ["module/unit/pictures", "module/unit/words"]


def test_an_offer_that_teaches_nothing_is_none() -> None:
    assert names(offered(made(offer(), taught={"program/p": ()}))) == ["module/unit/pictures"]


# --- the order ---


def test_programs_stand_before_the_modules_of_what_they_teach_and_after_what_they_ask_for() -> None:
    network = made(
        offer(), asks=[ask("unit/pictures"), ask("unit/tools")], entries={"program/p": AnyOf((Level("tool/sql", 400), Degree("bachelor")))}
    )
    assert names(offered(network)) == ["module/unit/tools", "program/p", "module/unit/pictures"]


def test_what_a_program_asks_for_and_teaches_stands_before_it() -> None:
    network = made(offer(), entries={"program/p": Level("skill/charts", 400)})
    assert names(offered(network)) == ["module/unit/pictures", "program/p"]


def test_what_is_included_stands_before_what_includes_it() -> None:
    """Tools come first by their place, but one of them includes charts."""
    credits = {**made().credits, "skill/charts": (Credit("skill/charts", 1000, "held"), Credit("tool/sql", 1000, "includes"))}
    network = made(asks=[ask("unit/pictures"), ask("unit/tools")])
    assert names(offered(network)) == ["module/unit/tools", "module/unit/pictures"]
    assert names(offered(replace(network, credits=credits))) == ["module/unit/pictures", "module/unit/tools"]


def test_a_circle_of_what_comes_before_is_an_error() -> None:
    circle = {"unit/words": WORDS, "unit/pictures": replace(PICTURES, after=("unit/words",))}
    with pytest.raises(ValueError, match="a circle among what has to be covered before"):
        offered(made(units=circle))


def test_together_has_everything_once() -> None:
    first, second = offered(made(offer())), offered(made(offer("program/q")))
    both = together([first, second])
    assert names(both) == ["program/p", "module/unit/pictures", "program/q"]
    assert both.units == first.units
