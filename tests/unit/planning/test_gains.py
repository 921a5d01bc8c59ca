"""What a change would do, on the network of the examples and on answers made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rolepath.planning.explain import Told
from rolepath.planning.question import make_problem

from rolepath.evidence import Cited
from rolepath.planning.conditions import NOTHING, AllOf, AnyOf, AtLeast, Condition, Degree, Done, Experience, Level, Worked
from rolepath.planning.examples import network as example
from rolepath.planning.explored import Gain, Gains, Opens, Reach, WhatIf, to_data
from rolepath.planning.gains import (
    ALONE,
    after_doing,
    asks,
    candidates,
    condition_words,
    moved,
    step_changes,
    unmet,
    write_doings,
    write_gain,
)
from rolepath.planning.network import Network, OfferFacts, Teaching
from rolepath.planning.offers import Pace
from rolepath.planning.problem import Limits
from rolepath.planning.profile import Profile, make_profile
from rolepath.planning.readiness import gap_items
from rolepath.planning.result import SCHEMA_VERSION, Cost, Hop, Money, Path, Range, Step, Thing
from rolepath.service.graph import KnowledgeGraph

MANAGER = "role/manager"
COURSE = "program/course"


def small(**changed: object) -> Network:
    """The example with a course on forecasting and pricing, and a prerequisite of roadmaps."""
    facts = OfferFacts(
        Thing(COURSE, "A course", "program", "rolepath"), "course", hours=Range(10, 30), price=Range(100, 100), currency="USD"
    )
    teachings = {
        c: (Teaching(f"teaching/{c}", COURSE, c, level, None),) for c, level in (("skill/forecasting", 700), ("skill/pricing", 500))
    }
    network = replace(
        example,
        offers={COURSE: facts},
        teachings=teachings,
        prerequisites={"skill/roadmaps": (("prerequisite/roadmaps", Level("skill/reports", 500)),)},
        evidence={"teaching/skill/pricing": (Cited("evidence/1", "reason", "source/x", reason="They say so."),)},
    )
    return replace(network, **changed)  # type: ignore[arg-type]


def told(network: Network, profile: Profile, readiness: int = 800) -> Told:
    problem, offered = make_problem(network, profile, MANAGER, Limits(readiness, 600, 400, 0), Pace(8))
    return Told(network, profile, problem, offered, Pace(8))


def analyst(network: Network, **more: object) -> Profile:
    return make_profile(network, ["role/analyst"], MANAGER, **more)  # type: ignore[arg-type]


# --- conditions -------------------------------------------------------------------------------------

A, B, C = Level("skill/reports", 500), Level("skill/pricing", 250), Done(COURSE)


@pytest.mark.parametrize(
    ("condition", "left"),
    [
        (A, None),
        (B, B),
        (NOTHING, None),
        (AllOf((A, B, C)), AllOf((B, C))),
        (AllOf((A, B)), B),
        (AnyOf((A, B)), None),
        (AnyOf((AllOf((A, B)), C)), AnyOf((B, C))),
        (AtLeast(2, (A, B, C)), AnyOf((B, C))),
        (AtLeast(3, (A, B, C)), AllOf((B, C))),
        (AtLeast(2, (B, C, Experience(12))), AtLeast(2, (B, C, Experience(12)))),
        (AtLeast(1, (A, B)), None),
    ],
    ids=str,
)
def test_what_is_left_of_a_condition(condition: Condition, left: Condition | None) -> None:
    assert unmet(condition, lambda leaf: leaf == A) == left


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (NOTHING, "nothing"),
        (A, "Reports at 50%"),
        (C, "A course"),
        (Worked(MANAGER), "work as Manager"),
        (Degree("bachelor"), "a bachelor"),
        (Experience(12), "1 year of experience"),
        (Experience(30), "2.5 years of experience"),
        (AllOf((A, AnyOf((B, C)))), "Reports at 50% and (Pricing at 25% or A course)"),
        (AtLeast(2, (A, B, C)), "at least 2 of Reports at 50%, Pricing at 25%, A course"),
        (Done("program/unheard-of"), "program/unheard-of"),
    ],
    ids=str,
)
def test_a_condition_in_words(condition: Condition, words: str) -> None:
    assert condition_words(small(), condition) == words


def test_what_is_asked_is_named_part_by_part_with_the_things_in_it() -> None:
    network = small()
    asked = told(network, Profile({"skill/reports": 500}))
    state = asked.problem.start
    assert asks(network, asked.problem, state, AllOf((A, NOTHING))) == ()
    found = asks(network, asked.problem, state, AllOf((A, B, AnyOf((C, Experience(24))))))
    assert [(each.text, [thing.id for thing in each.things]) for each in found] == [
        ("Pricing at 25%", ["skill/pricing"]),
        ("A course or 2 years of experience", [COURSE]),
    ]


# --- doing a program ----------------------------------------------------------------------------------


def test_what_a_program_teaches_is_held_after_it_and_nothing_falls() -> None:
    network = small()
    before = Profile({"skill/pricing": 900, "skill/reports": 100}, lacked=frozenset({"skill/forecasting"}))
    after = after_doing(network, before, [COURSE])
    assert after.levels == {"skill/pricing": 900, "skill/reports": 100, "skill/forecasting": 700}
    assert after.programs == {COURSE}
    assert before.programs == frozenset()


def test_what_doing_a_program_takes_is_what_it_takes_in_a_plan() -> None:
    network = small(entries={COURSE: AllOf((Level("skill/reports", 500), Level("skill/charts", 500)))})
    (doing,) = write_doings(told(network, Profile({"skill/pricing": 200, "skill/reports": 500})), [COURSE])
    assert (doing.offer.id, doing.kind, doing.hours, doing.money) == (COURSE, "program", Range(10, 30), Money(100, 100, "USD"))
    assert [(r.thing.id, r.before, r.after) for r in doing.raises] == [("skill/forecasting", 0, 0.7), ("skill/pricing", 0.2, 0.5)]
    assert [each.text for each in doing.asks] == ["Charts at 50%"]
    assert [e.reason for e in doing.evidence] == ["They say so."]
    assert "assumption/program-months-course" in doing.assumptions


def test_what_one_program_brings_another_does_not_ask_for() -> None:
    second = OfferFacts(Thing("project/x", "X", "project", "rolepath"), None, hours=Range(1, 1))
    network = small()
    teachings = network.teachings | {"skill/roadmaps": (Teaching("teaching/x", "project/x", "skill/roadmaps", 600, None),)}
    network = replace(
        network,
        offers={**network.offers, "project/x": second},
        teachings=teachings,
        prerequisites={"skill/roadmaps": (("prerequisite/roadmaps", Level("skill/pricing", 500)),)},
    )
    asked = told(network, Profile({}))
    assert [[a.text for a in doing.asks] for doing in write_doings(asked, ["project/x"])] == [["Pricing at 50%"]]
    assert [doing.asks for doing in write_doings(asked, ["project/x", COURSE])] == [(), ()]


# --- the ranking ----------------------------------------------------------------------------------------


def ranked(network: Network, profile: Profile, by: str = "per-hour") -> list[Gain]:
    asked = told(network, profile)
    return [write_gain(asked, candidate) for candidate in candidates(asked, by)]


def test_the_ranking_by_hand() -> None:
    """Of 3,000 of weight forecasting and roadmaps have 900, budgets 600, reports and pricing 300; statistics give forecasting 0.6."""
    rows = {row.thing.id: row for row in ranked(small(), analyst(small()))}
    assert rows.keys() == {"skill/forecasting", "skill/roadmaps", "skill/budgets", "skill/reports", "skill/pricing", COURSE}
    course, forecasting, roadmaps = rows[COURSE], rows["skill/forecasting"], rows["skill/roadmaps"]
    assert course.gain == round((900 * 400 + 300 * 833) / 3_000_000, 6)
    assert (course.level, course.hours, course.per_100_hours) == (None, Range(10, 30), round(course.gain * 5, 6))
    assert [met.id for met in course.meets] == ["requirement/role/manager/skill/forecasting"]
    assert forecasting.gain == round(900 * 400 / 3_000_000, 6)
    assert forecasting.level == 0.75, "in quarters: half is too little for 0.6"
    assert roadmaps.gain == 0.3
    assert [each.text for each in roadmaps.asks] == ["Reports at 50%"]
    assert not forecasting.asks


def test_study_begins_where_what_is_held_ends() -> None:
    """A quarter takes 10 to 20 hours times 1.3, a fourth of it, in half hours: 3 to 6.5."""
    nothing = {row.thing.id: row for row in ranked(small(), Profile({}))}
    some = {row.thing.id: row for row in ranked(small(), Profile({"skill/budgets": 250}))}
    credited = {row.thing.id: row for row in ranked(small(), analyst(small()))}
    assert nothing["skill/budgets"].hours == Range(9, 19.5)
    assert some["skill/budgets"].hours == Range(6, 13)
    assert credited["skill/forecasting"].hours == Range(6, 13), "statistics at 0.6 stand in for a quarter of forecasting"


def test_what_can_not_be_studied_is_ranked_without_hours_and_last_by_hour() -> None:
    capabilities = dict(example.capabilities)
    capabilities["skill/budgets"] = Thing("skill/budgets", "Budgets", "credential", "rolepath")
    network = small(capabilities=capabilities)
    rows = ranked(network, analyst(network))
    last = rows[-1]
    assert (last.thing.id, last.kind, last.hours, last.per_100_hours, last.level) == ("skill/budgets", ALONE, None, None, 0.6)
    assert last.gain == 0.2
    assert ranked(network, analyst(network), "gain")[0].thing.id == "skill/roadmaps"


def test_nothing_is_ranked_for_someone_in_the_role_or_who_has_it_all() -> None:
    network = small()
    assert ranked(network, make_profile(network, [MANAGER], MANAGER)) == []
    everything = dict.fromkeys(network.capabilities, 1000)
    assert ranked(network, Profile(everything)) == []


# --- before and after -------------------------------------------------------------------------------------


def test_requirements_that_moved_are_listed_by_how_far_whichever_way() -> None:
    network = small()
    before, after = analyst(network), analyst(network, have={"skill/budgets": 300}, lack=["skill/statistics"])
    found = moved(gap_items(network, before, MANAGER), gap_items(network, after, MANAGER))
    assert [(m.label, m.before, m.after, m.gain) for m in found] == [
        ("Forecasting", 0.6, 0, -0.18),
        ("Budgets", 0, 0.5, 0.1),
    ]
    assert found[0].credited_by is None
    assert found[1].credited_by is not None
    assert found[1].credited_by.claimed
    assert moved(gap_items(network, before, MANAGER), gap_items(network, before, MANAGER)) == ()


def _path(*steps: tuple[str, float, float]) -> Path:
    money = Money(0, 0, "USD")
    made = tuple(
        Step(Thing(n, n, "knowledge", "rolepath"), "self-study", (), (), (), 0, Range(a, b), Range(0, 0), money, False, "", (), ())
        for n, a, b in steps
    )
    hop = Hop(example.roles[MANAGER], False, 0, 1, 0, None, made, ())
    return Path((hop,), Cost(Range(0, 0), Range(0, 0), money, len(made)), True, 0)


def test_steps_that_differ_are_told_with_what_becomes_of_them() -> None:
    before = _path(("a", 1, 2), ("b", 5, 5), ("c", 4, 8), ("d", 1, 1), ("d", 2, 3), ("same", 7, 7))
    after = _path(("c", 2, 4), ("d", 4, 5), ("e", 1, 1), ("same", 7, 7))
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
