"""What a profile covers and what it lacks, on random small networks, against plain formulae that someone else could have written.

The paths are in `test_paths.py`, how they are written out in `test_written_paths.py`.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from rolepath.planning.network import Network, Requirement
from rolepath.planning.offers import Pace
from rolepath.planning.problem import Limits, Problem, covered, may_enter, score
from rolepath.planning.profile import Profile, coverage, make_profile, role_levels
from rolepath.planning.question import make_problem, moves
from rolepath.planning.readiness import gap_items, is_ready, known_enough, standing

sys.path.insert(0, str(Path(__file__).parent))

from networks import TARGET, random_network, random_profile

MANY = settings(derandomize=True, deadline=None, max_examples=150)


def networks() -> st.SearchStrategy[Network]:
    """Made by a generator of its own, ten times as fast as hypothesis' draws; the seed tells which one failed."""
    return st.integers(0, 2**32).map(lambda seed: random_network(Random(seed)))


def profiles(network: Network) -> st.SearchStrategy[Profile]:
    return st.integers(0, 2**32).map(lambda seed: random_profile(Random(seed), network))


def known(network: Network) -> list[str]:
    return sorted(role for role in network.roles if known_enough(network, role))


def problem(network: Network, profile: Profile, share: int = 800, bridge_share: int = 600) -> Problem:
    return make_problem(network, profile, TARGET, Limits(share, bridge_share, 400, 2), Pace(8))[0]


def exact_coverage(network: Network, profile: Profile, requirement: Requirement) -> Fraction:
    """q(P, s) of PATHS.md: the largest κ · min(1, P(h) / need) over what is held; of a set the best member."""
    found = [Fraction(0)]
    for capability in requirement.capabilities:
        for credit in network.credits[capability]:
            kappa = Fraction(credit.factor, 1000)
            if kappa == 1 or not profile.strict:
                found.append(kappa * min(Fraction(1), Fraction(profile.levels.get(credit.held, 0), requirement.level)))
    return max(found)


# --- coverage and readiness ---------------------------------------------------------------------------


@MANY
@given(st.data())
def test_coverage_is_the_formula_cut_to_thousandths(data: st.DataObject) -> None:
    network = data.draw(networks())
    profile = data.draw(profiles(network))
    for requirement in network.requirements[TARGET]:
        found, credited = coverage(network, profile, requirement)
        exact = exact_coverage(network, profile, requirement) * 1000
        assert 0 <= exact - found < 2
        assert (found == 1000) is (exact == 1000)  # met means met
        assert (credited is None) is (found == 0)
        if credited is not None:  # what is named as the reason earns that much by itself
            alone = Profile({credited.id: profile.levels[credited.id]}, strict=profile.strict)
            assert coverage(network, alone, requirement)[0] == found
            assert credited.level == profile.levels[credited.id] / 1000


@MANY
@given(st.data())
def test_readiness_is_the_weighted_mean_of_coverage(data: st.DataObject) -> None:
    network = data.draw(networks())
    profile = data.draw(profiles(network))
    asked = network.requirements[TARGET]
    covered = [Fraction(coverage(network, profile, r)[0], 1000) for r in asked]
    exact = sum(r.weight * q for r, q in zip(asked, covered, strict=True)) / sum(r.weight for r in asked)
    stand = standing(network, profile, TARGET)
    assert stand.readiness == float(exact)
    for share in (0, 399, 400, 600, 799, 800, 1000, int(exact * 1000)):
        assert stand.at_least(share) is (exact >= Fraction(share, 1000))
        essential = [q for r, q in zip(asked, covered, strict=True) if r.necessity == "essential"]
        assert is_ready(stand, share) is (all(q == 1 for q in essential) and exact >= Fraction(share, 1000))
        assert stand.essentials(500) == (sum(q >= Fraction(1, 2) for q in essential), len(essential))


@MANY
@given(st.data())
def test_the_planner_counts_as_the_gap_does(data: st.DataObject) -> None:
    """Integers of a problem and the standing of a profile are written apart; they say the same of every role that is known enough."""
    network = data.draw(networks())
    held = data.draw(st.none() | st.sampled_from(known(network)))
    profile = replace(data.draw(profiles(network)), roles=(held,) if held else ())
    share = data.draw(st.sampled_from((399, 500, 800)))
    made = problem(network, profile, share, share)
    for role in (*made.bridges, TARGET):
        stand = standing(network, profile, role)
        got, total, least = score(made, made.start, role)
        assert (got, total) == (stand.score, stand.weight * 1000)
        if role not in profile.roles:
            assert [covered(made.credits, profile.levels, r) for r in stand.requirements] == list(stand.covered)
        met, asked = stand.essentials(1000 if role == TARGET else 500)
        assert may_enter(made, made.start, role) is (met == asked and stand.at_least(share))
        assert (least >= 500) is (stand.essentials(500)[0] == asked)


@MANY
@given(st.data())
def test_holding_more_never_lowers_coverage_or_readiness(data: st.DataObject) -> None:
    network = data.draw(networks())
    profile = data.draw(profiles(network))
    capability = data.draw(st.sampled_from(sorted(network.capabilities)))
    raised = max(profile.levels.get(capability, 0), data.draw(st.integers(0, 1000)))
    more = replace(profile, levels={**profile.levels, capability: raised})
    for role in known(network):
        before, after = standing(network, profile, role), standing(network, more, role)
        assert all(a <= b for a, b in zip(before.covered, after.covered, strict=True))
        assert before.readiness <= after.readiness
        for share in (400, 600, 800):
            assert is_ready(before, share) <= is_ready(after, share)
            assert before.essentials(share)[0] <= after.essentials(share)[0]


@MANY
@given(st.data())
def test_strictness_never_raises_coverage(data: st.DataObject) -> None:
    network = data.draw(networks())
    profile = replace(data.draw(profiles(network)), strict=False)
    loose, strict = (standing(network, p, TARGET).covered for p in (profile, replace(profile, strict=True)))
    assert all(a <= b for a, b in zip(strict, loose, strict=True))


@MANY
@given(st.data())
def test_the_gap_lists_every_requirement_largest_share_first(data: st.DataObject) -> None:
    network = data.draw(networks())
    profile = data.draw(profiles(network))
    items = gap_items(network, profile, TARGET)
    by_id = {r.id: r for r in network.requirements[TARGET]}
    assert sorted(item.id for item in items) == sorted(by_id)
    missing = {r.id: r.weight * (1000 - coverage(network, profile, r)[0]) for r in by_id.values()}
    total = sum(missing.values())
    for item in items:
        share = Fraction(missing[item.id], total) if total else Fraction(0)
        assert abs(item.share - share) <= Fraction(1, 20000)
        assert (item.coverage, item.need, item.weight) == tuple(
            n / 1000 for n in (1000 - missing[item.id] // by_id[item.id].weight, by_id[item.id].level, by_id[item.id].weight)
        )
    assert [item.share for item in items] == sorted((item.share for item in items), reverse=True)


# --- profiles -----------------------------------------------------------------------------------------


@MANY
@given(st.data())
def test_a_role_gives_what_it_asks_for(data: st.DataObject) -> None:
    network = data.draw(networks())
    role = data.draw(st.sampled_from(sorted(network.roles)))
    held = make_profile(network, [role], TARGET).levels
    expected: dict[str, int] = {}
    for requirement in network.requirements[role]:
        share = 1 if requirement.necessity == "essential" else Fraction(3, 10)
        for capability in requirement.capabilities:
            expected[capability] = max(expected.get(capability, 0), int(requirement.level * share))
    assert held == expected
    if known_enough(network, role):
        assert standing(network, make_profile(network, [role], TARGET), role).readiness == 1


@MANY
@given(st.data())
def test_claims_add_and_denials_take_away(data: st.DataObject) -> None:
    network = data.draw(networks())
    role = data.draw(st.sampled_from(sorted(network.roles)))
    names = sorted(network.capabilities)
    lack = data.draw(st.lists(st.sampled_from(names), max_size=3, unique=True))
    have = data.draw(st.dictionaries(st.sampled_from([n for n in names if n not in lack]), st.none() | st.integers(1, 1000), max_size=3))
    found = make_profile(network, [role], TARGET, have, lack)
    asked: dict[str, int] = {}
    for requirement in network.requirements[TARGET]:
        for capability in requirement.capabilities:
            asked[capability] = max(asked.get(capability, 0), requirement.level)
    lost = set(lack) | {c.held for name in lack for c in network.credits[name] if c.factor == 1000}
    expected = {name: level for name, level in role_levels(network, role).items() if name not in lost}
    for name, level in have.items():
        expected[name] = max(expected.get(name, 0), asked.get(name, 1000) if level is None else level)
    assert found.levels == expected
    assert found.claimed == set(have)


# --- the question -------------------------------------------------------------------------------------


@MANY
@given(st.data())
def test_a_move_is_documented_where_a_transition_can_be_named(data: st.DataObject) -> None:
    """Two ways to say it: for all moves at once, and for one with its statements."""
    network = data.draw(networks())
    held = data.draw(st.lists(st.sampled_from(sorted(network.roles)), max_size=2, unique=True))
    made = problem(network, Profile({}, tuple(held)))
    after = (*made.bridges, TARGET)
    found = {(a, b) for a in ("", *after) for b in after if a != b and moves(network, Profile({}, tuple(held)), a, b)}
    assert {move for move in made.documented if move[0] != move[1]} == found


@MANY
@given(st.data())
def test_bridges_are_known_enough_not_held_not_wanted_and_not_regulated_without_a_licence(data: st.DataObject) -> None:
    network = data.draw(networks())
    roles = sorted(network.roles)
    held, licences = (data.draw(st.lists(st.sampled_from(roles), max_size=2, unique=True)) for _ in "12")
    made = problem(network, Profile({}, tuple(held), licences=frozenset(licences)))
    expected = []
    for role in roles:
        few = len(network.requirements[role]) < 5
        if role != TARGET and role not in held and not few and (role not in network.regulated or role in licences):
            expected.append(role)
    assert list(made.bridges) == expected
