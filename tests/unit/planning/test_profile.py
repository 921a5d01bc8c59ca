"""What a person holds and what it covers, on a network small enough to follow by hand; random ones are in `property/`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rolepath.planning.examples import network
from rolepath.planning.network import Credit, Network, Requirement, Teaching
from rolepath.planning.profile import Profile, coverage, make_profile, role_levels


def asks(*capabilities: str, level: int = 500) -> Requirement:
    return Requirement("requirement/x", capabilities, "essential", level, 900)


def with_credits(**towards: tuple[Credit, ...]) -> Network:
    return replace(network, credits=network.credits | {f"skill/{name}": credits for name, credits in towards.items()})


def test_a_role_gives_its_essentials_whole_and_its_optional_things_at_a_share() -> None:
    assert role_levels(network, "role/analyst") == {"skill/statistics": 600, "skill/reports": 180}
    assert role_levels(network, "role/unknown") == {}


def test_of_a_set_each_member_counts_as_held_and_the_highest_level_wins() -> None:
    requirements = (
        Requirement("a", ("skill/charts", "skill/pricing"), "optional", 1000, 300),
        Requirement("b", ("skill/pricing",), "essential", 500, 900),
    )
    changed = replace(network, requirements={"role/analyst": requirements})
    assert role_levels(changed, "role/analyst") == {"skill/charts": 300, "skill/pricing": 500}


def test_without_a_role_nothing_is_held() -> None:
    assert make_profile(network, [], "role/manager") == Profile({})


def test_of_several_roles_the_highest_level_counts_and_each_is_held_once_in_the_order_given() -> None:
    profile = make_profile(network, ["role/manager", "role/analyst", "role/manager"], "role/x")
    assert profile.roles == ("role/manager", "role/analyst")
    one, other = role_levels(network, "role/manager"), role_levels(network, "role/analyst")
    assert profile.levels == {c: max(one.get(c, 0), other.get(c, 0)) for c in one | other}


def test_what_a_program_that_is_done_teaches_is_held_unless_it_is_lacked() -> None:
    teachings = {
        f"skill/{name}": (Teaching(f"teaching/{name}", "program/p", f"skill/{name}", level, None),)
        for name, level in (("reports", 100), ("budgets", 400), ("charts", 700))
    }
    taught = replace(network, teachings=teachings)
    profile = make_profile(taught, ["role/analyst"], "role/manager", lack=["skill/charts"], programs=["program/p", "program/unknown"])
    assert profile.levels == {"skill/statistics": 600, "skill/reports": 180, "skill/budgets": 400}
    assert profile.programs == {"program/p", "program/unknown"}


def test_what_planning_starts_from() -> None:
    profile = make_profile(
        network, ["role/analyst"], "role/manager", programs=["program/p"], degrees=["master"], experience=30, licences=["role/x"]
    )
    state = profile.state
    assert state.levels == state.brought == {"skill/statistics": 600, "skill/reports": 180}
    assert (state.roles, state.programs, state.degrees, state.experience) == ({"role/analyst"}, {"program/p"}, {"master"}, 30)
    assert profile.licences == {"role/x"}


def test_a_claim_without_a_level_is_what_the_target_asks_and_full_where_it_does_not_ask() -> None:
    profile = make_profile(network, ["role/analyst"], "role/manager", {"skill/budgets": None, "skill/charts": None, "skill/roadmaps": 100})
    assert [profile.levels[f"skill/{name}"] for name in ("budgets", "charts", "roadmaps")] == [600, 1000, 100]
    assert profile.claimed == {"skill/budgets", "skill/charts", "skill/roadmaps"}


def test_a_claim_goes_before_what_is_lacked_with_a_twin() -> None:
    """Who claims one of two names of a thing and lacks the other has it."""
    same = with_credits(reports=(Credit("skill/charts", 1000, "exact match"), Credit("skill/reports", 1000, "held")))
    profile = make_profile(same, ["role/analyst"], "role/manager", {"skill/charts": 300}, lack=["skill/reports"])
    assert profile.levels == {"skill/statistics": 600, "skill/charts": 300}


def test_a_claim_below_what_the_role_gives_lowers_nothing() -> None:
    assert make_profile(network, ["role/analyst"], "role/manager", {"skill/statistics": 10}).levels["skill/statistics"] == 600


def test_what_is_lacked_is_not_held_nor_is_what_maps_exactly_to_it() -> None:
    same = with_credits(reports=(Credit("skill/reports", 1000, "held"), Credit("skill/statistics", 1000, "exact match")))
    assert make_profile(same, ["role/analyst"], "role/manager", lack=["skill/reports"]).levels == {}
    near = with_credits(reports=(Credit("skill/reports", 1000, "held"), Credit("skill/statistics", 999, "close match")))
    assert make_profile(near, ["role/analyst"], "role/manager", lack=["skill/reports"]).levels == {"skill/statistics": 600}


def test_learning_and_working_raise_and_never_lower() -> None:
    start = Profile({"skill/a": 500, "skill/b": 100}, ("role/x",), experience=6).state
    learned = start.raised((("skill/a", 200), ("skill/b", 900)), ["program/p"])
    assert learned.levels == {"skill/a": 500, "skill/b": 900}
    assert (learned.brought, learned.programs) == ({"skill/a": 500, "skill/b": 100}, {"program/p"})
    worked = learned.after("role/y", {"skill/a": 800, "skill/b": 300}, 12)
    assert worked.levels == {"skill/a": 800, "skill/b": 900}
    assert worked.brought == {"skill/a": 800, "skill/b": 300}
    assert (worked.roles, worked.experience) == ({"role/x", "role/y"}, 18)
    assert start.levels == {"skill/a": 500, "skill/b": 100}


@pytest.mark.parametrize(("level", "need", "covered"), [(500, 500, 1000), (900, 500, 1000), (250, 500, 500), (1, 3, 333), (0, 500, 0)])
def test_coverage_by_the_thing_itself_is_the_level_over_the_need(level: int, need: int, covered: int) -> None:
    assert coverage(network, Profile({"skill/charts": level}), asks("skill/charts", level=need))[0] == covered


def test_credit_counts_by_its_factor_and_is_never_more_than_met() -> None:
    profile = Profile({"skill/statistics": 1000})
    covered, credited = coverage(network, profile, asks("skill/forecasting"))
    assert covered == 600
    assert credited is not None
    assert (credited.id, credited.factor, credited.via, credited.level, credited.claimed) == (
        "skill/statistics",
        0.6,
        "narrower",
        1.0,
        False,
    )


def test_strictly_only_exact_matches_count() -> None:
    exact = with_credits(charts=(Credit("skill/charts", 1000, "held"), Credit("skill/reports", 1000, "exact match")))
    profile = Profile({"skill/statistics": 1000, "skill/reports": 500}, strict=True)
    assert coverage(exact, profile, asks("skill/forecasting"))[0] == 0
    assert coverage(exact, profile, asks("skill/charts"))[0] == 1000


def test_of_a_set_the_best_member_counts() -> None:
    profile = Profile({"skill/charts": 100, "skill/pricing": 400})
    covered, credited = coverage(network, profile, asks("skill/charts", "skill/pricing"))
    assert covered == 800
    assert credited is not None
    assert credited.id == "skill/pricing"


def test_ones_own_hold_wins_a_tie_and_then_the_identifier_that_comes_first() -> None:
    credits = (Credit("skill/charts", 600, "x"), Credit("skill/budgets", 600, "x"), Credit("skill/forecasting", 1000, "held"))
    tied = with_credits(forecasting=credits)
    levels = {"skill/charts": 500, "skill/budgets": 500, "skill/forecasting": 300}
    own = coverage(tied, Profile(levels), asks("skill/forecasting"))[1]
    others = coverage(tied, Profile({**levels, "skill/forecasting": 0}), asks("skill/forecasting"))[1]
    assert own is not None
    assert others is not None
    assert (own.id, others.id) == ("skill/forecasting", "skill/budgets")
