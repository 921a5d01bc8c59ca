"""The targets of the measurement that are met stay met; `measure.py` prints all of them, with the paths of every start."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

import pytest

from rolepath.service.graph import KnowledgeGraph

PLANNED = {"product manager", "data scientist", "software engineer"}  # the paths of all would take minutes
NAMES = {
    "what everyone has, covered by half or more",
    "what they lack, covered by less than half",
    "pairs of starts from different tiers in the right order",
    "the band contains what all listed holdings claimed give",
    "overlap of the plans of product manager and data scientist",
    "mean overlap within the first two tiers",
    *(f"steps of the first way, tier {tier}" for tier in (1, 2)),
    *(f"readiness, tier {tier}" for tier in (1, 2, 4)),
}
NOT_MET = {
    # The MBA student is asked as “nothing” with six claims, of which AI PM asks for none: 1 %, below a lawyer's 6 %. As a role it is met.
    ("six", "pairs of starts from different tiers in the right order"),
    # The same start: without a role nothing is assumed, so that the band has no width.
    ("six", "the band contains what all listed holdings claimed give"),
    # Nearly everyone of the second tier lacks the same nine of ten essential units: 0.7 of the shorter plan is in the other, 0.5 of both.
    ("all", "mean overlap within the first two tiers"),
}


@pytest.fixture(scope="module")
def measuring() -> ModuleType:
    """`measure.py`, which lies in no package."""
    spec = spec_from_file_location("validity_measure", Path(__file__).with_name("measure.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def own(kg: KnowledgeGraph, measuring: ModuleType) -> list[Any]:
    """Our own starts, measured."""
    return _measured(kg, measuring, measuring.read_own())


@pytest.fixture(scope="module")
def profiles(shared: Path, measuring: ModuleType, missing: Callable[[str], NoReturn]) -> list[Any]:
    """The six profiles of the shared folder."""
    try:
        return measuring.read_shared(shared)
    except FileNotFoundError as error:
        missing(f"the profiles are missing: {error.filename}")


@pytest.fixture(scope="module")
def six(kg: KnowledgeGraph, measuring: ModuleType, profiles: list[Any]) -> list[Any]:
    """The six starts, measured."""
    return _measured(kg, measuring, profiles)


@pytest.mark.shared
def test_the_six_starts_meet_the_targets(measuring: ModuleType, six: list[Any]) -> None:
    assert _missed(measuring.figures(six)) <= {name for starts, name in NOT_MET if starts == "six"}


@pytest.mark.shared
def test_the_six_starts_meet_every_target_where_a_role_stands_for_its_claims(
    kg: KnowledgeGraph, measuring: ModuleType, profiles: list[Any], six: list[Any]
) -> None:
    roles = {profile.name: measuring.measure(kg, profile, with_path=False) for profile in measuring.as_roles(kg, profiles)}
    assert _missed(measuring.figures([roles.get(start.profile.name, start) for start in six])) == set()


@pytest.mark.shared
def test_plans_differ(measuring: ModuleType, six: list[Any], own: list[Any]) -> None:
    assert _missed(measuring.overlaps(six + own)) <= {name for starts, name in NOT_MET if starts == "all"}


def test_our_own_starts_meet_the_targets(measuring: ModuleType, own: list[Any]) -> None:
    assert _missed(measuring.figures(own)) <= {name for starts, name in NOT_MET if starts == "own"}


def test_a_name_that_the_answer_does_not_know_is_missed_and_a_signal_is_not_judged(kg: KnowledgeGraph, measuring: ModuleType) -> None:
    listed = ("Python | SQL", "no such thing", "GitHub", "*beside")
    start = measuring.measure(kg, measuring.Profile("data scientist", "data scientist", 1, listed, listed[1:]), with_path=False)
    assert [each.agrees for each in start.has] == [True, False, None, None]
    assert [each.agrees for each in start.lacks] == [False, None, None]


def _measured(kg: KnowledgeGraph, measuring: ModuleType, profiles: Iterable[Any]) -> list[Any]:
    return [measuring.measure(kg, profile, profile.name in PLANNED) for profile in profiles]


def _missed(figures: Iterable[Any]) -> set[str]:
    found = list(figures)
    assert {each.name.strip() for each in found if each.met is not None} <= NAMES
    return {each.name for each in found if each.met is False}
