"""What is asked of a person: what moves the answer most first, in plain words, and never what was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from rolepath.planning.coverage import Measure
from rolepath.planning.examples import network
from rolepath.planning.profile import Profile, make_profile, role_holdings
from rolepath.planning.questions import questions, text_of
from rolepath.planning.result import QuestionItem, Thing
from rolepath.planning.units import known_units

ANALYST, MANAGER = "role/analyst", "role/manager"


def measured(profile: Profile) -> Measure:
    return Measure(network, known_units(network, MANAGER), profile.lacked, profile.strict)


def asked(profile: Profile, limit: int | None = None) -> tuple[QuestionItem, ...]:
    return questions(network, profile, measured(profile), role_holdings(network, ANALYST), limit)


@pytest.fixture
def analyst() -> Profile:
    return make_profile(network, [ANALYST], MANAGER)


def readiness(have: Mapping[str, int | None], lack: tuple[str, ...] = ()) -> float:
    profile = make_profile(network, [ANALYST], MANAGER, have, lack)
    return measured(profile).score(profile.typical) / (measured(profile).weight * 1_000_000)


def test_the_most_uncertain_that_matters_most_comes_first(analyst: Profile) -> None:
    found = asked(analyst)
    worth = [q.share * (1 - q.share) * q.effect for q in found]
    assert worth == sorted(worth, reverse=True)
    assert found[0].capability.id == "tool/sql"  # four in ten have it
    assert {q.capability.id: q.share for q in found}["skill/budgets"] == 0.1  # of which nothing is known
    assert asked(analyst, 2) == found[:2]


def test_the_effect_is_what_a_yes_adds_over_a_no(analyst: Profile) -> None:
    for question in asked(analyst):
        name = question.capability.id
        with_it, without = readiness({name: None}), readiness({}, (name,))
        if name not in ("skill/statistics", "skill/forecasting"):  # of which the one counts towards the other
            assert question.effect == pytest.approx(with_it - without, abs=0.0002)
        assert question.effect <= with_it - without + 0.0002
        assert question.hours > 0


def test_what_was_said_is_not_asked(analyst: Profile) -> None:
    said = make_profile(network, [ANALYST], MANAGER, {"tool/sql": None}, ["skill/reports"], some=["unit/strategy"])
    left = {q.capability.id for q in asked(said)}
    assert left == {"skill/forecasting", "skill/statistics"}
    assert left < {q.capability.id for q in asked(analyst)}


def test_what_changes_nothing_is_not_asked() -> None:
    """Whoever holds the unit as a whole gains nothing by a member."""
    profile = make_profile(network, [ANALYST], MANAGER, {"unit/forecasting": None, "unit/strategy": None})
    assert {q.capability.id for q in asked(profile)} == {"tool/sql", "skill/reports", "skill/statistics"}


@pytest.mark.parametrize(
    ("kind", "label", "text"),
    [
        ("tool", "PyTorch", "Have you worked with PyTorch?"),
        ("knowledge", "Data privacy", "Do you know enough about data privacy to use it?"),
        ("knowledge", "AI ethics", "Do you know enough about AI ethics to use it?"),  # an abbreviation stays one
        ("method", "Design sprints", "Have you worked with Design sprints?"),
        ("regulation", "GDPR", "Do you know the main duties under GDPR?"),
        ("credential", "Driving licence", "Do you hold this: Driving licence?"),
        ("experience", "Two years of work", "Do you have this: two years of work?"),
        ("skill", "Product strategy", "Have you worked on product strategy yourself?"),
        ("skill", "Informing executives", "Have you done this yourself: informing executives?"),
    ],
)
def test_questions_are_plain_words(kind: str, label: str, text: str) -> None:
    known = {"x": Thing("x", label, kind, "rolepath")}
    assert text_of(replace(network, capabilities=known), "x") == text


def test_a_skill_of_a_classification_is_named_by_a_verb() -> None:
    known = {"x": Thing("x", "write specifications", "skill", "ESCO")}
    assert text_of(replace(network, capabilities=known), "x") == "Have you done this yourself: write specifications?"
