"""What a person holds, on a network small enough to follow by hand; random ones are in `property/`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rolepath.planning.examples import network
from rolepath.planning.network import Holding, Network
from rolepath.planning.profile import Profile, held_by_role, make_profile, role_holdings, stands_for

ANALYST, MANAGER, DIRECTOR, CLERK = "role/analyst", "role/manager", "role/director", "role/clerk"


def made(**changed: Any) -> Network:
    return replace(network, asked={}, **changed)


def holding(thing: str, share: int, level: int | None = 600, counted: bool = False, sources: int = 1) -> Holding:
    return Holding(f"holding/{thing}/{share}/{level}", thing, share, level, counted, sources)


def clerk(*holdings: Holding, **changed: Any) -> Network:
    """Clerks hold these things, and nothing is known of what they are asked for."""
    return made(holdings={CLERK: holdings}, **changed)


def profile(net: Network, *roles: str, target: str = MANAGER, **said: Any) -> Profile:
    return make_profile(net, roles, target, **said)


def test_what_most_people_in_a_role_have_is_assumed() -> None:
    net = clerk(holding("skill/charts", 600), holding("skill/pricing", 599), holding("skill/budgets", 299))
    found = profile(net, CLERK)
    assert found.typical == {"skill/charts": 600}
    assert found.high == {"skill/charts": 600, "skill/pricing": 600}
    assert found.low == {}
    assert set(found.assumed) == {"skill/charts"}


def test_low_is_what_was_counted_or_two_sources_say() -> None:
    net = clerk(
        holding("skill/charts", 900, counted=True),
        holding("skill/pricing", 899, counted=True),
        holding("skill/budgets", 950),
        holding("skill/reports", 700, sources=2),
        holding("skill/roadmaps", 500, sources=2),
    )
    assert set(profile(net, CLERK).low) == {"skill/charts", "skill/reports"}


def test_a_level_that_is_not_known_is_the_usual_one() -> None:
    assert profile(clerk(holding("skill/charts", 700, None)), CLERK).typical == {"skill/charts": 600}


def test_of_what_is_known_of_one_role_the_largest_share_counts_then_the_higher_level() -> None:
    net = made(
        holdings={
            CLERK: (holding("skill/charts", 700, 900),),
            "role/other": (holding("skill/charts", 800, 300), holding("skill/pricing", 700, 300)),
            "role/third": (holding("skill/pricing", 700, None),),
        },
        pool={CLERK: ("role/other", "role/third")},
    )
    assert profile(net, CLERK).typical == {"skill/charts": 300, "skill/pricing": 600}


def test_of_several_roles_that_are_held_the_highest_level_counts() -> None:
    """Another role never lowers what the first one gives, however many people of it hold it."""
    net = made(holdings={CLERK: (holding("skill/charts", 700, 900),), "role/other": (holding("skill/charts", 950, 300),)})
    assert profile(net, CLERK, "role/other").typical == {"skill/charts": 900}


def test_a_role_stands_for_its_equals_and_all_that_is_broader() -> None:
    net = made(pool={DIRECTOR: ("role/chief",)}, wider={DIRECTOR: ((MANAGER, True),), "role/chief": (("role/boss", False),)})
    assert set(stands_for(net, DIRECTOR)) == {DIRECTOR, "role/chief", MANAGER, "role/boss"}
    assert profile(net, DIRECTOR, target=MANAGER).fits == frozenset(stands_for(net, DIRECTOR))


def test_a_circle_of_broader_roles_ends() -> None:
    assert set(stands_for(made(wider={"a": (("b", False),), "b": (("a", False),)}), "a")) == {"a", "b"}


def test_who_holds_a_role_holds_what_it_asks_as_essential_or_important() -> None:
    found = held_by_role(network, MANAGER)
    assert found == dict.fromkeys(("skill/roadmaps", "skill/budgets", "skill/forecasting", "skill/statistics"), 600)
    assert "tool/sql" not in role_holdings(network, MANAGER)


def test_without_a_role_nothing_is_held() -> None:
    found = profile(network)
    assert (found.low, found.typical, found.high, found.fits) == ({}, {}, {}, frozenset())


def test_strictly_nothing_is_assumed() -> None:
    found = profile(network, ANALYST, strict=True, have={"skill/charts": 300})
    assert found.typical == found.high == found.low == {"skill/charts": 300}
    assert not found.assumed


# --- what is said ---


def test_what_is_said_without_a_level_is_what_the_target_asks_and_else_the_usual() -> None:
    changed = made(requirements={MANAGER: tuple(replace(r, level=800) for r in network.requirements[MANAGER])})
    found = profile(changed, have={"skill/roadmaps": None, "skill/charts": None})
    assert found.typical == {"skill/roadmaps": 800, "skill/charts": 600}


def test_what_is_said_goes_into_the_members_of_a_unit() -> None:
    assert profile(network, have={"unit/statistics": 600}).typical == {"unit/statistics": 600, "skill/statistics": 600, "skill/charts": 600}


def test_what_is_said_never_lowers() -> None:
    assert profile(network, ANALYST, have={"skill/reports": 100}).typical["skill/reports"] == 750


def test_what_is_said_is_in_every_reading() -> None:
    found = profile(network, have={"skill/pricing": 200})
    assert found.low == found.typical == found.high == found.said == {"skill/pricing": 200}


def test_some_is_half_of_what_the_target_asks_whatever_the_role_says() -> None:
    assert profile(network, ANALYST, some=["skill/reports"]).typical["skill/reports"] == 300


def test_what_is_lacked_is_not_held_nor_are_the_members_of_a_lacked_unit() -> None:
    found = profile(network, ANALYST, lack=["unit/statistics"])
    assert not {"skill/statistics", "skill/charts", "unit/statistics"} & found.typical.keys()
    assert found.lacked == {"skill/statistics", "skill/charts", "unit/statistics"}
    assert "skill/reports" in found.typical


def test_a_member_that_is_had_is_not_lacked_with_its_unit() -> None:
    found = profile(network, have={"skill/charts": 400}, lack=["unit/statistics"])
    assert found.typical == {"skill/charts": 400}
    assert "skill/charts" not in found.lacked


def test_a_program_that_is_done_gives_what_it_gives_on_the_way() -> None:
    """12 hours on strategy, of 26 at the middle: 461 thousandths of 600."""
    found = profile(network, programs=["program/course"])
    assert found.typical == found.low == {"unit/strategy": 276}
    assert profile(network, programs=["program/course"], lack=["unit/strategy"]).typical == {}


def test_low_lies_within_typical_and_typical_within_high() -> None:
    found = profile(network, ANALYST)
    for less, more in ((found.low, found.typical), (found.typical, found.high)):
        assert all(level <= more.get(thing, 0) for thing, level in less.items())
