"""From a network and a profile to a question: which roles may lie between, which moves are documented, in which units."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rolepath.planning.arrays import Arrays
from rolepath.planning.examples import network as example
from rolepath.planning.network import Credit, Network, Requirement
from rolepath.planning.offers import Pace, make_options
from rolepath.planning.problem import START, Limits, Problem, Span, sequences, successors
from rolepath.planning.profile import Profile, role_levels
from rolepath.planning.question import make_problem, moves
from rolepath.planning.result import Range, Thing

CLERK, HEAD, JUDGE, GUEST, VISITOR = (f"role/{name}" for name in ("clerk", "head", "judge", "guest", "visitor"))
LIMITS = Limits(readiness=800, bridge_readiness=600, consider=400, max_bridges=2)
PACE = Pace(8)


def asks(role: str, *names: str, level: int = 500) -> tuple[Requirement, ...]:
    return tuple(Requirement(f"requirement/{role}/skill/{n}", (f"skill/{n}",), "essential", level, 1000) for n in names)


def town(**changed: object) -> Network:
    """A `clerk` does a to e, a `head` does f too; a `judge` needs a licence; of a `guest` and a `visitor` little is known."""
    base = replace(
        example,
        roles={r: Thing(r, r, "role", "rolepath") for r in (CLERK, HEAD, JUDGE, GUEST, VISITOR)},
        capabilities={f"skill/{n}": Thing(f"skill/{n}", n, "knowledge", "rolepath") for n in "abcdef"},
        credits={f"skill/{n}": (Credit(f"skill/{n}", 1000, "held"), Credit("skill/f", 300, "broader")) for n in "abcdef"},
        requirements={
            CLERK: asks(CLERK, *"abcde"), HEAD: asks(HEAD, *"abcdef"), JUDGE: asks(JUDGE, *"abcde"), GUEST: asks(GUEST, *"abc"),
        },
        regulated=frozenset({JUDGE}),
    )  # fmt: skip
    return replace(base, **changed)  # type: ignore[arg-type]


def problem(network: Network | None = None, profile: Profile | None = None, target: str = HEAD, **limits: object) -> Problem:
    asked = replace(LIMITS, **limits)  # type: ignore[arg-type]
    return make_problem(network or town(), profile or Profile({}), target, asked, PACE)[0]


def holds(*names: str, roles: tuple[str, ...] = (), **more: object) -> Profile:
    return Profile({f"skill/{n}": 500 for n in names}, roles, **more)  # type: ignore[arg-type]


# --- bridges ------------------------------------------------------------------------------------------


def test_what_is_held_is_wanted_takes_a_licence_or_is_hardly_known_is_no_bridge() -> None:
    assert problem().bridges == (CLERK,)
    assert problem(target=CLERK).bridges == (HEAD,)
    assert problem(profile=holds(roles=(CLERK,))).bridges == ()
    assert problem(max_bridges=0).bridges == ()


def test_who_has_the_licence_can_work_in_a_regulated_role_and_anyone_can_aim_at_it() -> None:
    assert problem(profile=holds(licences=frozenset({JUDGE}))).bridges == (CLERK, JUDGE)
    assert problem(profile=holds(licences=frozenset({HEAD}))).bridges == (CLERK,)
    assert problem(target=JUDGE).bridges == (CLERK, HEAD)


def test_a_role_of_which_five_requirements_are_known_is_known_enough() -> None:
    asked = town().requirements
    assert problem(town(requirements=asked | {GUEST: asks(GUEST, *"abcd")})).bridges == (CLERK,)
    assert problem(town(requirements=asked | {GUEST: asks(GUEST, *"abcde")})).bridges == (CLERK, GUEST)


def test_requirements_are_of_the_roles_that_count_and_gains_those_of_working_in_a_bridge() -> None:
    found = problem(profile=holds("a", roles=(GUEST,)))
    assert {role: found.requirements[role] for role in (CLERK, HEAD)} == {role: town().requirements[role] for role in (CLERK, HEAD)}
    assert found.gains[CLERK] == role_levels(town(), CLERK)
    assert "role/nowhere" not in found.gains
    assert (found.start.levels, found.start.roles) == ({"skill/a": 500}, {GUEST})


def test_what_is_on_offer_is_all_that_the_roles_on_the_way_ask_for() -> None:
    found, offered = make_problem(town(), Profile({}), HEAD, LIMITS, PACE)
    assert found.options == offered.options == make_options(town(), Profile({}), [HEAD], PACE).options != ()
    along = found.along([CLERK])
    both = make_options(town(), Profile({}), [CLERK, HEAD], PACE)
    assert along.options == both.options
    assert {o.id: offered.about[o.id] for o in along.options} == both.about
    assert found.along([]).options == found.options


def test_the_roles_near_someone_are_the_same_with_arrays() -> None:
    plain, _ = make_problem(town(), Profile({}), HEAD, LIMITS, PACE)
    fast, _ = make_problem(town(), Profile({}), HEAD, LIMITS, PACE, lambda: Arrays(town()))
    assert fast.bridges == plain.bridges != ()
    assert sequences(fast) == sequences(plain)


def test_strictly_only_exact_credit_is_left() -> None:
    assert {k.factor for found in problem().credits.values() for k in found} == {1000, 300}
    strict = problem(profile=holds(strict=True))
    assert {c: [k.held for k in found] for c, found in strict.credits.items()} == {f"skill/{n}": [f"skill/{n}"] for n in "abcdef"}


def test_a_tenure_is_counted_in_the_persons_study_weeks() -> None:
    """10 to 20 months of 8 hours a week; the low end is surely gained as experience."""
    assert example.assumptions.range("bridge-tenure") == Range(10, 20)
    found = problem()
    assert found.tenure == Span(round(10 * PACE.minutes_per_month), round(20 * PACE.minutes_per_month)) == Span(20871, 41743)
    assert found.tenure_months == 10


# --- moves --------------------------------------------------------------------------------------------

MOVES = {(GUEST, CLERK): "transition/1", (CLERK, HEAD): "transition/2", (VISITOR, CLERK): "transition/3", (HEAD, GUEST): "transition/4"}


def test_a_documented_move_is_one_from_a_role_held_or_a_wider_one() -> None:
    network = town(transitions=MOVES)
    assert problem(network).documented == {(CLERK, HEAD)}
    assert problem(network, holds(roles=(GUEST,))).documented == {(START, CLERK), (CLERK, HEAD)}
    wider = replace(network, also={JUDGE: (GUEST,)})  # who is a judge is a guest too
    assert problem(wider, holds(roles=(JUDGE,))).documented == {(START, CLERK), (CLERK, HEAD)}
    assert problem(wider, holds(licences=frozenset({JUDGE}))).documented == {(CLERK, HEAD), (JUDGE, CLERK)}
    assert problem(replace(network, also={GUEST: (JUDGE,)}), holds(roles=(JUDGE,))).documented == {(CLERK, HEAD)}  # not the other way


def test_moves_are_named_in_the_order_of_the_roles_they_start_from() -> None:
    network = town(transitions=MOVES, also={JUDGE: (VISITOR, GUEST), CLERK: (CLERK,)})
    assert moves(network, holds(roles=(JUDGE,)), START, CLERK) == ["transition/1", "transition/3"]
    assert moves(network, holds(roles=(JUDGE,)), CLERK, HEAD) == ["transition/2"]
    assert moves(network, holds(roles=(CLERK, GUEST)), START, HEAD) == ["transition/2"]
    assert moves(network, holds(), START, CLERK) == []


# --- what may come next -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (holds("a"), [(HEAD,)]),  # 1 of 5, and 0.2 is less than 0.4
        (holds("a", "b"), [(HEAD,), (CLERK, HEAD)]),
        (holds("a", "b", roles=(CLERK,)), [(HEAD,)]),
        (holds("a", roles=(GUEST,)), [(HEAD,), (CLERK, HEAD)]),  # documented, however far
    ],
)
def test_a_bridge_is_near_before_study_or_a_documented_move(profile: Profile, expected: list[tuple[str, ...]]) -> None:
    assert sequences(problem(town(transitions=MOVES), profile)) == expected


def test_a_role_to_avoid_is_no_bridge_and_what_a_bridge_brings_leads_to_the_next() -> None:
    asked = town().requirements | {GUEST: asks(GUEST, *"bcdef")}
    network = town(requirements=asked)
    profile = holds("a", "b")
    assert sequences(problem(network, profile)) == [(HEAD,), (CLERK, HEAD), (CLERK, GUEST, HEAD)]
    assert sequences(problem(network, profile, max_bridges=1)) == [(HEAD,), (CLERK, HEAD)]
    assert sequences(problem(network, profile, avoid={"that": frozenset({CLERK})})) == [(HEAD,)]


def test_zones_are_those_of_the_roles_that_count_and_of_the_highest_held() -> None:
    zoned = town(zones={CLERK: 3, HEAD: 5, GUEST: 1, VISITOR: 2, JUDGE: 4})
    assert problem(zoned).zones == {CLERK: 3, HEAD: 5}
    assert problem(zoned, holds(roles=(GUEST, VISITOR))).zones == {CLERK: 3, HEAD: 5, START: 2}
    assert problem(town(zones={CLERK: 3}), holds(roles=(GUEST,))).zones == {CLERK: 3}


@pytest.mark.parametrize(
    ("zones", "expected"),
    [
        ({GUEST: 1, CLERK: 3}, []),
        ({GUEST: 2, CLERK: 3}, [CLERK]),
        ({GUEST: 5, CLERK: 3}, [CLERK]),
        ({GUEST: 1}, [CLERK]),
        ({CLERK: 5}, [CLERK]),
    ],
)
def test_a_bridge_is_at_most_one_zone_up_where_both_are_known(zones: dict[str, int], expected: list[str]) -> None:
    found = problem(town(zones=zones, transitions=MOVES), holds("a", "b", roles=(GUEST,)))
    assert successors(found, found.start, START) == expected
