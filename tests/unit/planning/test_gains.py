"""What a change would do, by hand: an analyst on the way to manager, in the network of the examples."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rolepath.planning.asks import asks, condition_words
from rolepath.planning.changes import moved, step_changes
from rolepath.planning.conditions import AllOf, AnyOf, AtLeast, Condition, Degree, Done, Experience, Level, Worked
from rolepath.planning.examples import network as example
from rolepath.planning.explored import Gain, Gains, Opens, Reach, WhatIf, to_data
from rolepath.planning.gains import ALONE, after_doing, candidates, write_doings, write_gain
from rolepath.planning.network import Network
from rolepath.planning.offers import Pace
from rolepath.planning.problem import Limits, Problem
from rolepath.planning.profile import Profile, make_profile
from rolepath.planning.readiness import Lines, Standing, stages, stand
from rolepath.planning.result import SCHEMA_VERSION, Cost, Hop, Money, Range, Step, Thing, UnitItem, Way
from rolepath.planning.ways import Ask
from rolepath.planning.written import Told
from rolepath.service.graph import KnowledgeGraph

ANALYST, MANAGER, COURSE = "role/analyst", "role/manager", "program/course"
PACE = Pace(8)
TOLD = Told(example, PACE)


def small(**more: object) -> Network:
    return replace(example, asked={}, **more)  # type: ignore[arg-type]


def problem(network: Network, profile: Profile) -> Problem:
    return Ask(network, profile, MANAGER, PACE, Limits("hours"), stages(network), Lines(600, 500)).problem([MANAGER])


def analyst(network: Network = example, **more: object) -> Profile:
    return make_profile(network, (ANALYST,), MANAGER, **more)  # type: ignore[arg-type]


# --- what is asked for first --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (AllOf(()), "nothing"),
        (Done(COURSE), "Course"),
        (Worked("role/unheard-of"), "work as role/unheard-of"),
        (AnyOf((Degree("bachelor"), Experience(12))), "a bachelor or 1 year of experience"),
        (
            AllOf((AtLeast(2, (Level("tool/sql", 500), Done(COURSE), Worked(ANALYST))), Experience(30))),
            "(at least 2 of Sql at 50%, Course, work as Analyst) and 2.5 years of experience",
        ),
    ],
)
def test_conditions_are_said_in_words(condition: Condition, words: str) -> None:
    assert condition_words(example, condition) == words


def test_what_is_left_is_asked_for_part_by_part_units_first() -> None:
    entry = AllOf((Level("skill/pricing", 250), Level("skill/statistics", 500), AnyOf((Done(COURSE), Experience(24)))))
    network = small(entries={"program/course": entry})
    asked = problem(network, analyst(network))
    found = asks(asked, asked.start, asked.all_offers.by_id[COURSE])
    assert [(each.text, [thing.id for thing in each.things]) for each in found] == [
        ("Pricing at 25%", ["skill/pricing"]),
        ("Course or 2 years of experience", [COURSE]),
    ]
    nobody = problem(example, Profile({}, {}, {}))
    (unit,) = asks(nobody, nobody.start, nobody.all_offers.by_id["module/unit/forecasting"])
    assert (unit.text, [thing.id for thing in unit.things]) == ("Statistics", ["unit/statistics"])


# --- doing a program ----------------------------------------------------------------------------------


def test_what_a_program_gives_is_held_after_it_and_nothing_falls() -> None:
    before = analyst(lack=["skill/budgets"])
    course = problem(example, before).all_offers.by_id[COURSE]
    after = after_doing(before, [course])
    assert dict(course.gives) == {"unit/strategy": 276}, "12 of the 26 hours that the unit takes, of the level 0.6"
    assert after.typical == {**before.typical, "unit/strategy": 276}
    assert after.said == {"unit/strategy": 276}
    assert (after.programs, after.lacked) == ({COURSE}, {"skill/budgets"})
    assert before.programs == frozenset()


def test_what_doing_a_program_takes_is_what_it_takes_in_a_plan() -> None:
    network = small(entries={COURSE: AllOf((Level("skill/reports", 500), Level("skill/pricing", 500)))})
    (doing,) = write_doings(TOLD, problem(network, analyst(network)), [COURSE])
    assert (doing.offer.id, doing.kind, doing.hours, doing.money) == (COURSE, "program", Range(20, 20), Money(100, 100, "USD"))
    assert [(r.thing.id, r.before, r.after) for r in doing.raises] == [("unit/strategy", 0, 0.276)]
    assert [each.text for each in doing.asks] == ["Pricing at 50%"]
    assert "assumption/program-months-course" in doing.assumptions


def test_what_one_offer_brings_another_does_not_ask_for() -> None:
    network = small(entries={COURSE: Level("unit/forecasting", 250)})
    asked = problem(network, Profile({}, {"skill/statistics": 750, "skill/charts": 750}, {}))
    assert [[a.text for a in doing.asks] for doing in write_doings(TOLD, asked, [COURSE])] == [["Forecasting at 25%"]]
    assert [doing.asks for doing in write_doings(TOLD, asked, [COURSE, "project/forecast"])] == [(), ()]


# --- the ranking ----------------------------------------------------------------------------------------


def ranked(network: Network, profile: Profile, by: str = "per-hour") -> list[Gain]:
    asked = problem(network, profile)
    return [write_gain(TOLD, asked, candidate) for candidate in candidates(asked, by)]


def test_the_ranking_by_hand() -> None:
    """Of 3,145,258 of weight strategy and forecasting have 960,000 each, tables 262,629; statistics cover forecasting to 0.3."""
    rows = {(row.kind, row.thing.id): row for row in ranked(example, analyst())}
    whole = 2 * 960_000 + 700_000 + 2 * 262_629
    assert {key: row.gain for key, row in rows.items()} == {
        ("module", "unit/strategy"): round(960_000 / whole, 6),
        ("module", "unit/forecasting"): round(960_000 * 0.7 / whole, 6),
        ("module", "unit/tables"): round(262_629 / whole, 6),
        ("program", COURSE): round(960_000 * 0.46 / whole, 6),
        ("project", "project/forecast"): round(960_000 * 0.533 / whole, 6),
    }
    forecasting = rows["module", "unit/forecasting"]
    assert forecasting.hours == Range(13.2, 29.2), "2–4 to begin, and 0.7 of 16–36"
    assert forecasting.per_100_hours == pytest.approx(forecasting.gain * 100 / 21.2, abs=1e-5)
    assert [met.id for met in forecasting.meets] == ["unit/forecasting"]
    assert rows["program", COURSE].meets == ()
    rates = [row.per_100_hours or 0 for row in ranked(example, analyst())]
    assert rates == sorted(rates, reverse=True)
    assert ranked(example, analyst(), "gain")[0].thing.id == "unit/strategy"


def test_study_begins_where_what_is_held_ends() -> None:
    some = {row.thing.id: row for row in ranked(example, analyst(have={"skill/roadmaps": 600}))}
    assert some["unit/strategy"].hours == Range(6.6, 14.3), "a half of it at enough 0.7 is 0.714 of the unit"


def test_what_can_not_be_studied_is_ranked_without_hours_and_last_by_hour() -> None:
    capabilities = {**example.capabilities, "tool/sql": Thing("tool/sql", "Sql", "credential", "rolepath")}
    units = {**example.units}
    units["unit/tables"] = replace(units["unit/tables"], members=units["unit/tables"].members[1:], exchangeable=False, enough=1000)
    network = small(capabilities=capabilities, units=units)
    last = ranked(network, analyst(network))[-1]
    assert (last.thing.id, last.kind, last.hours, last.per_100_hours) == ("tool/sql", ALONE, None, None)
    assert last.gain > 0


def test_nothing_is_ranked_for_who_has_it_all() -> None:
    assert ranked(example, Profile({}, dict.fromkeys(example.capabilities, 1000), {})) == []


# --- before and after -------------------------------------------------------------------------------------


def _item(unit: str, coverage: float, *members: tuple[str, float]) -> UnitItem:
    from rolepath.planning.result import MemberItem

    made = tuple(MemberItem(label, label, (), covered, None) for label, covered in members)
    return UnitItem(unit, unit, "area/data", "useful", 0.1, 0.6, coverage, False, None, False, made, 0.0, ())


def test_units_that_moved_are_listed_by_how_far_whichever_way() -> None:
    before, after = analyst(), analyst(have={"skill/budgets": 300}, lack=["skill/statistics"])
    sides: list[tuple[Standing, list[UnitItem]]] = []
    for profile in (before, after):
        standing = stand(example, profile, MANAGER)
        sides.append((standing, [_item(u.id, 0, ("one", 0.0 if profile is before else 0.5), ("two", 0.5)) for u in standing.units]))
    found = moved(sides[0], sides[1])
    assert [(m.id, m.before, m.after, m.members) for m in found] == [
        ("unit/statistics", 1.0, 0.0, ("one",)),
        ("unit/strategy", 0.0, 0.357, ("one",)),
        ("unit/forecasting", 0.3, 0.0, ("one",)),
    ]
    assert [m.gain < 0 for m in found] == [True, False, True]
    assert moved(sides[0], sides[0]) == ()


def _way(*steps: tuple[str, float, float], optional: str = "") -> Way:
    money, none = Money(0, 0, "USD"), Range(0, 0)
    made = tuple(
        Step(
            Thing(n, n, "unit", "rolepath"), "module", n, None, (), None, (), (), None, 0, None, n == optional, Range(a, b), none, money,
            0, 0, "", (), (),
        )
        for n, a, b in steps
    )  # fmt: skip
    return Way("best", (Hop(example.roles[MANAGER], False, 0, 1, None, made, ()),), Cost(none, none, none, money, len(made)), True, 0, None)


def test_steps_that_differ_are_told_with_what_becomes_of_them() -> None:
    before = _way(("a", 1, 2), ("b", 5, 5), ("c", 4, 8), ("d", 1, 1), ("d", 2, 3), ("same", 7, 7))
    after = _way(("c", 2, 4), ("d", 4, 5), ("e", 1, 1), ("same", 7, 7), ("extra", 9, 9), optional="extra")
    found = [(s.offer.id, s.change, s.before, s.after) for s in step_changes(before, after)]
    assert found == [
        ("b", "falls away", Range(5, 5), None),
        ("a", "falls away", Range(1, 2), None),
        ("c", "takes less", Range(4, 8), Range(2, 4)),
        ("d", "takes more", Range(3, 4), Range(4, 5)),
        ("e", "comes in", None, Range(1, 1)),
    ]
    assert [s.change for s in step_changes(before, None)] == ["falls away"] * 5
    assert step_changes(None, None) == ()


def test_answers_as_data_begin_with_version_and_kind(kg: KnowledgeGraph) -> None:
    answers = {
        "whatif": kg.whatif("data scientist", have=["evals"], with_path=False),
        "gains": kg.gains("data scientist", limit=1),
        "opens": kg.opens("data scientist", limit=1),
        "reach": kg.reach("data scientist", limit=1),
        "feeders": kg.feeders(limit=1),
    }
    classes = {"whatif": WhatIf, "gains": Gains, "opens": Opens, "reach": Reach, "feeders": Reach}
    for kind, answer in answers.items():
        data = to_data(answer)
        assert isinstance(answer, classes[kind])
        assert list(data)[:2] == ["schema_version", "answer"]
        assert (data["schema_version"], data["answer"]) == (SCHEMA_VERSION, kind)
        assert {"assumptions", "sources", "organizations", "licences"} <= data.keys()
        assert data["sources"]
