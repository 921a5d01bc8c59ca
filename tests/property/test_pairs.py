"""One person, all people and all pairs of roles in arrays: against the plain functions on random small networks, and on ESCO and O*NET."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolepath.planning import arrays as module
from rolepath.planning.arrays import Arrays, Standings
from rolepath.planning.coverage import WHOLE
from rolepath.planning.network import Network
from rolepath.planning.pairs import Pairs, all_pairs, median_readiness, pairs_in_blocks
from rolepath.planning.profile import held_by_role, make_profile
from rolepath.planning.readiness import Lines, Standing, barred_by, stages, stand
from rolepath.planning.units import known_enough
from rolepath.service.graph import KnowledgeGraph

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

from esco_networks import esco_network
from networks import random_network, random_profile

MANY = settings(derandomize=True, deadline=None, max_examples=300)
SEEDS = st.integers(0, 2**32)
LINES = (Lines(1, 0), Lines(400, 500), Lines(800, 900), Lines(1000, 1000))


def plain(network: Network, standing: Standing) -> tuple[int, ...]:
    met, asked = standing.essentials(network.assumptions.thousandths("covered"))
    essential = [q for unit, q in zip(standing.units, standing.covered, strict=True) if unit.essential]
    return standing.score, standing.weight, min(essential, default=WHOLE), met, asked


def one(found: Standings | Pairs, row: int, column: int) -> tuple[int, ...]:
    cells = (found.score[row, column], found.weight[column], found.least[row, column], found.met[row, column], found.essentials[column])
    return tuple(int(cell) for cell in cells)


@MANY
@given(SEEDS, st.sampled_from((1, 60, 10**6)))
def test_people_towards_all_roles_are_as_one_by_one(seed: int, at_once: int) -> None:
    random = Random(seed)
    network = random_network(random)
    arrays = Arrays(network)
    assert arrays.roles == tuple(role for role in sorted(network.roles) if known_enough(network, role))
    profiles = [replace(random_profile(random, network), strict=bool(seed % 5 == 0)) for _ in range(3)]
    people = arrays.people([p.typical for p in profiles], [p.lacked for p in profiles])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "AT_ONCE", at_once)
        found = arrays.stand(people, profiles[0].strict)
    without = arrays.without_credential(people)
    for row, profile in enumerate(profiles):
        alone = arrays.standings(profile)
        for column, role in enumerate(arrays.roles):
            standing = stand(network, profile, role)
            assert one(found, row, column) == one(alone, 0, column) == plain(network, standing)
            assert found.readiness[row, column] == standing.readiness
            for lines in LINES:
                assert bool(found.reaches(lines)[row, column]) is standing.reaches(lines)
            barred = barred_by(network, standing.units, role, profile.typical, network.roles, ())
            assert bool(without[row, column]) is bool(barred)


@MANY
@given(SEEDS)
def test_one_role_by_itself_is_as_among_all(seed: int) -> None:
    random = Random(seed)
    network = random_network(random)
    profile, everything = random_profile(random, network), Arrays(network)
    for column, role in enumerate(everything.roles):
        alone = Arrays(network, [role])
        assert alone.roles == (role,)
        assert one(alone.standings(profile), 0, 0) == one(everything.standings(profile), 0, column)


@MANY
@given(SEEDS)
def test_arrays_that_were_kept_are_the_same(seed: int) -> None:
    network = random_network(Random(seed))
    arrays = Arrays(network)
    again = Arrays.from_parts(arrays.parts())
    found, kept = (all_pairs(each) for each in (arrays, again))
    assert (found.holders, found.targets) == (kept.holders, kept.targets)
    for name in ("score", "weight", "least", "met", "essentials"):
        assert (getattr(found, name) == getattr(kept, name)).all()


# --- pairs --------------------------------------------------------------------------------------------------


def assert_as_one_by_one(network: Network, found: Pairs) -> None:
    for row, holder in enumerate(found.holders):
        for column, target in enumerate(found.targets):
            standing = stand(network, make_profile(network, (holder,), target), target)
            assert one(found, row, column) == plain(network, standing)
            assert found.readiness[row, column] == standing.readiness
            for lines in LINES:
                assert bool(found.reaches(lines)[row, column]) is standing.reaches(lines)


@MANY
@given(SEEDS, st.sampled_from((1, 60, 10**6)))
def test_all_pairs_are_as_one_by_one(seed: int, at_once: int) -> None:
    network = random_network(Random(seed))
    arrays = Arrays(network)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "AT_ONCE", at_once)
        found = all_pairs(arrays)
        blocks = list(pairs_in_blocks(arrays))
    assert set(found.targets) <= {*found.holders}
    assert all(held_by_role(network, role) for role in found.holders)
    assert_as_one_by_one(network, found)
    assert tuple(holder for block in blocks for holder in block.holders) == found.holders
    for name in ("score", "least", "met"):
        assert (np.concatenate([getattr(block, name) for block in blocks]) == getattr(found, name)).all()


def test_all_pairs_of_the_packaged_roles_are_as_one_by_one(kg: KnowledgeGraph) -> None:
    assert_as_one_by_one(kg.planning, all_pairs(Arrays(kg.planning)))


def not_ready_for_themselves(network: Network, arrays: Arrays) -> list[str]:
    places = {role: n for n, role in enumerate(arrays.brings[0])}
    ready, found = stages(network).ready, []
    for first, block in arrays.blocks(arrays.holders(np.array([places[role] for role in arrays.roles], dtype=np.int64))):
        reached = block.reaches(ready)
        found += [arrays.roles[first + row] for row in range(len(reached)) if not reached[row, first + row]]
    return found


@MANY
@given(SEEDS)
def test_every_role_is_ready_for_itself(seed: int) -> None:
    network = random_network(Random(seed))
    assert not_ready_for_themselves(network, Arrays(network)) == []


def test_every_packaged_role_is_ready_for_itself(kg: KnowledgeGraph) -> None:
    assert not_ready_for_themselves(kg.planning, Arrays(kg.planning)) == []


def test_without_a_role_of_which_enough_is_known_there_is_no_pair() -> None:
    network = random_network(Random(0))
    arrays = Arrays(network, ["role/hardly-known"])
    assert arrays.roles == ()
    assert all_pairs(arrays).score.shape[1] == 0
    assert arrays.standings(random_profile(Random(0), network)).score.shape == (1, 0)
    with pytest.raises(ValueError, match="takes two roles"):
        median_readiness(arrays)


def test_the_median_is_that_of_pairs_of_different_roles(kg: KnowledgeGraph) -> None:
    arrays = Arrays(kg.planning)
    found = all_pairs(arrays)
    rows = [found.holders.index(role) for role in found.targets]
    readiness = found.readiness[rows][~np.eye(len(rows), dtype=bool)]
    assert median_readiness(arrays, 200_000) == pytest.approx(np.median(readiness), abs=0.01)
    assert median_readiness(arrays, 1000, seed=7) == median_readiness(arrays, 1000, seed=7)


# --- ESCO whole -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def esco(kg: KnowledgeGraph, shared: Path) -> Network:
    return esco_network(shared / "datasets" / "esco-1.1.1", kg.planning)


@pytest.mark.shared
def test_all_pairs_of_esco_are_as_one_by_one_and_every_role_is_ready_for_itself(esco: Network) -> None:
    network = esco
    arrays = Arrays(network)
    assert len(arrays.brings[0]) == 3007
    found, random = all_pairs(arrays), Random(1)
    lines = stages(network).ready
    places = {role: n for n, role in enumerate(found.holders)}
    own = np.array([places[role] for role in found.targets])
    assert found.reaches(lines)[own, np.arange(len(own))].all()
    for _ in range(200):
        column = random.randrange(len(found.targets))
        near = np.flatnonzero(found.score[:, column])
        row = int(random.choice(near))
        standing = stand(network, make_profile(network, (found.holders[row],), found.targets[column]), found.targets[column])
        assert one(found, row, column) == plain(network, standing)


@pytest.mark.shared
def test_random_pairs_of_occupations_are_far_apart(esco: Network) -> None:
    """Were the median high, almost anyone would be nearly ready for almost anything."""
    assert median_readiness(Arrays(esco)) < 0.4
