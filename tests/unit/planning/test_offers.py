"""What can raise a capability, on hand-made offers and on the packaged ones."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from rolepath.planning.assumptions import NUMBERS, RANGES, SHARES, Assumptions, Estimate
from rolepath.planning.examples import network as example
from rolepath.planning.network import Credit, Network, OfferFacts, Teaching
from rolepath.planning.offers import WEEKS_PER_MONTH, offers_for, program_hours, self_study, study_months
from rolepath.planning.result import Range, Thing
from rolepath.service.graph import KnowledgeGraph

VALUES = {
    "hours-per-week": "8",
    "solo-factor": "1.3", "known-requirements": "5", "sibling-children": "10", "credit-tool": "0.5", "level-tool": "0.5",
    "hours-knowledge": "10 40", "hours-tool": "6 30", "months-per-semester": "4 6", "hours-per-credit": "30 50",
    "program-hours-per-week": "3 10", "project-hours": "20 60", "project-price": "0 100", "self-study-price": "0 3",
    "program-hours-course": "5 60", "program-months-course": "1 3", "program-price-course": "0 500",
}  # fmt: skip


def estimate(name: str) -> Estimate:
    low, _, high = VALUES.get(name, "0.5").partition(" ")
    return Estimate(f"assumption/{name}", name, Decimal(low), Decimal(high or low), "unit", "Why.")


ASSUMPTIONS = Assumptions(estimate(name) for name in (*SHARES, *NUMBERS, *RANGES))
SQL = "tool/sql"


def thing(name: str, kind: str) -> Thing:
    return Thing(name, name.partition("/")[2].title(), kind, "rolepath")


def program(name: str = "program/p", kind: str | None = "course", **facts: object) -> OfferFacts:
    return OfferFacts(thing(name, "program" if kind else "project"), kind, **facts)  # type: ignore[arg-type]


def made(*teachings: Teaching, offers: tuple[OfferFacts, ...] = (program(),), **changed: object) -> Network:
    by_capability: dict[str, tuple[Teaching, ...]] = {}
    for t in teachings:
        by_capability[t.capability] = (*by_capability.get(t.capability, ()), t)
    base = replace(
        example,
        assumptions=ASSUMPTIONS,
        capabilities=example.capabilities | {SQL: thing(SQL, "tool"), "skill/degree": thing("skill/degree", "credential")},
        credits=example.credits | {SQL: (Credit(SQL, 1000, "held"),), "skill/degree": (Credit("skill/degree", 1000, "held"),)},
        teachings=by_capability,
        offers={facts.thing.id: facts for facts in offers},
    )
    return replace(base, **changed)  # type: ignore[arg-type]


def teaching(offer: str = "program/p", capability: str = "skill/charts", level: int = 750, assumed: str | None = None) -> Teaching:
    return Teaching(f"teaching/{offer}/{capability}", offer, capability, level, assumed)


# --- self-study ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("missing", "low", "high"), [(1000, 13.0, 52.0), (500, 6.5, 26.0), (250, 3.2, 13.0), (0, 0.0, 0.0)])
def test_self_study_takes_the_hours_of_the_kind_by_what_is_missing_times_the_solo_factor(missing: int, low: float, high: float) -> None:
    found = self_study(made(), "skill/charts", missing)
    assert found is not None
    assert found.hours == Range(pytest.approx(low, abs=0.05), pytest.approx(high, abs=0.05))
    assert found.assumptions == ("assumption/hours-knowledge", "assumption/solo-factor")


def test_credentials_cannot_be_studied() -> None:
    assert self_study(made(), "skill/degree", 1000) is None
    assert offers_for(made(), "skill/degree", 1000, 0, 8.0) == ()


def test_months_are_hours_over_hours_a_month() -> None:
    assert round(WEEKS_PER_MONTH, 3) == 4.348
    assert study_months(Range(80.0, 160.0), 8.0) == Range(2.3, 4.6)


# --- programs and projects ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "hours", "used"),
    [
        (program(hours=Range(7, 9), credits=Range(3, 3), months=(Range(2, 2),)), Range(7, 9), []),
        (program(credits=Range(2, 3), months=(Range(2, 2),)), Range(60.0, 150.0), ["assumption/hours-per-credit"]),
        (program(months=(Range(2, 2), Range(1, 3))), Range(13.0, 130.4), ["assumption/program-hours-per-week"]),
        (program(), Range(5.0, 60.0), ["assumption/program-hours-course"]),
        (program("project/q", None), Range(20.0, 60.0), ["assumption/project-hours"]),
    ],
    ids=["stated", "credits", "months", "kind", "project"],
)
def test_hours_of_a_program_come_from_the_best_that_is_known(facts: OfferFacts, hours: Range, used: list[str]) -> None:
    assert program_hours(made(), facts) == (hours, used)


def test_a_fact_is_told_from_an_estimate() -> None:
    stated = program(months=(Range(12, 12),), semesters=(Range(4, 5),), hours=Range(100, 100), price=Range(2000, 2500), currency="EUR")
    (offer, _) = offers_for(made(teaching(), offers=(stated,)), "skill/charts", 750, 0, 8.0)
    assert (offer.hours, offer.months, offer.money, offer.currency) == (Range(100, 100), Range(12, 30), Range(2000, 2500), "EUR")
    assert offer.assumptions == ("assumption/months-per-semester",)  # alternatives: 12 months, or 4 to 5 semesters of 4 to 6
    (unknown, _) = offers_for(made(teaching(assumed="assumption/teaching-course")), "skill/charts", 750, 0, 8.0)
    assert (unknown.months, unknown.money, unknown.currency) == (Range(1, 3), Range(0, 500), "USD")
    assert set(unknown.assumptions) == {
        "assumption/teaching-course", "assumption/program-hours-course", "assumption/program-months-course",
        "assumption/program-price-course",
    }  # fmt: skip


def test_a_project_takes_as_long_as_its_hours() -> None:
    network = made(teaching("project/q"), offers=(program("project/q", None),))
    (offer, _) = offers_for(network, "skill/charts", 750, 0, 8.0)
    assert (offer.kind, offer.months, offer.money) == ("project", study_months(Range(20, 60), 8.0), Range(0, 100))


@pytest.mark.parametrize(("level", "need", "covers"), [(750, 750, 1.0), (1000, 750, 1.0), (500, 750, 0.666), (300, 600, 0.5)])
def test_an_offer_covers_its_level_over_the_need(level: int, need: int, covers: float) -> None:
    (offer, alone) = offers_for(made(teaching(level=level)), "skill/charts", need, 0, 8.0)
    assert (offer.covers, alone.covers, alone.kind) == (covers, 1.0, "self-study")


def test_only_what_covers_more_than_is_covered_already_is_offered() -> None:
    network = made(teaching(level=500))
    assert [o.kind for o in offers_for(network, "skill/charts", 1000, 499, 8.0)] == ["program", "self-study"]
    assert [o.kind for o in offers_for(network, "skill/charts", 1000, 500, 8.0)] == ["self-study"]


def test_what_raises_something_that_counts_in_part_is_offered_with_its_part_once() -> None:
    """A program that teaches statistics helps with forecasting; of two ways of one program the better one is named."""
    network = made(teaching(capability="skill/statistics", level=1000), teaching(capability="skill/forecasting", level=200))
    (offer, _) = offers_for(network, "skill/forecasting", 1000, 0, 8.0)
    assert (offer.id, offer.covers) == ("program/p", 0.6)


def test_tools_whose_use_exercises_the_capability_are_practised() -> None:
    network = made(exercises={"skill/charts": (SQL,)})
    (practice, _) = offers_for(network, "skill/charts", 1000, 0, 8.0)
    assert (practice.id, practice.kind, practice.covers, practice.label) == (SQL, "tool practice", 0.25, "Practice with Sql")
    assert practice.hours == Range(pytest.approx(6 * 0.5 * 1.3, abs=0.05), pytest.approx(30 * 0.5 * 1.3, abs=0.05))
    assert set(practice.assumptions) == {"assumption/hours-tool", "assumption/solo-factor", "assumption/credit-tool"}
    (practice, _) = offers_for(network, "skill/charts", 400, 0, 8.0)
    assert practice.covers == 0.5  # half of the tool's own level, where that is all that is asked
    assert [o.kind for o in offers_for(network, "skill/charts", 1000, 250, 8.0)] == ["self-study"]
    assert [o.kind for o in offers_for(network, "skill/charts", 1000, 0, 8.0, strict=True)] == ["self-study"]


def test_programs_come_first_then_projects_tools_and_self_study_and_what_covers_most_of_each() -> None:
    offers = (program("program/a"), program("program/b"), program("program/c"), program("project/q", None))
    teachings = [teaching("program/a", level=250), teaching("program/b"), teaching("program/c"), teaching("project/q")]
    network = made(*teachings, offers=offers, exercises={"skill/charts": (SQL,)})
    found = offers_for(network, "skill/charts", 1000, 0, 8.0)
    assert [o.id for o in found] == ["program/b", "program/c", "program/a", "project/q", SQL, "skill/charts"]


# --- the packaged ones --------------------------------------------------------------------------------


def test_offers_for_each_requirement_are_those_of_an_enumeration(kg: KnowledgeGraph) -> None:
    network = kg.planning
    for requirement in network.requirements["role/ai-product-manager"]:
        for capability in requirement.capabilities:
            for covered in (0, 400):
                best: dict[str, int] = {}
                for credit in network.credits[capability]:
                    for taught in network.teachings.get(credit.held, ()):
                        part = min(1000, taught.level * 1000 // requirement.level) * credit.factor // 1000
                        if part > covered:
                            best[taught.offer] = max(part, best.get(taught.offer, 0))
                found = offers_for(network, capability, requirement.level, covered, 8.0)
                assert {o.id: o.covers * 1000 for o in found if o.kind in ("program", "project")} == pytest.approx(best)
                practice = 500 * min(1000, 500 * 1000 // requirement.level) // 1000
                assert {o.id for o in found if o.kind == "tool practice"} == (
                    set(network.exercises.get(capability, ())) if covered < practice else set()
                )
                for offer in found:
                    assert offer.evidence or offer.assumptions
                    for range_ in (offer.hours, offer.months, offer.money):
                        assert range_ is None or 0 <= range_.low <= range_.high


def test_studying_a_programs_capabilities_alone_takes_at_least_the_programs_own_hours(kg: KnowledgeGraph) -> None:
    """As the design asks, at the middle of the estimates, by which paths are compared; a credential can't be studied alone."""
    network = kg.planning
    taught: dict[str, dict[str, int]] = {}
    for teachings in network.teachings.values():
        for t in teachings:
            taught.setdefault(t.offer, {})[t.capability] = t.level
    cheaper_alone = {}
    for offer, levels in taught.items():
        own = program_hours(network, network.offers[offer])[0]
        alone = [study.hours.middle for c, level in levels.items() if (study := self_study(network, c, level)) is not None]
        if alone and sum(alone) < own.middle:
            cheaper_alone[offer] = (round(sum(alone)), own.middle)
    assert cheaper_alone == {}
