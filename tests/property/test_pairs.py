"""All pairs of roles at once: against the plain functions on random small networks, and against single targets on ESCO whole."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolepath.planning.arrays import Arrays
from rolepath.planning.network import Network
from rolepath.planning.pairs import Pairs, all_pairs, median_readiness, pairs_in_blocks
from rolepath.planning.problem import FULL
from rolepath.planning.profile import make_profile
from rolepath.planning.readiness import is_ready, standing
from rolepath.service.graph import KnowledgeGraph

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

from esco_networks import copies, esco_network
from networks import random_network


def one(pairs: Pairs, row: int, column: int) -> tuple[int, ...]:
    cells = (pairs.score[row, column], pairs.weight[column], pairs.least[row, column], pairs.met[row, column], pairs.essentials[column])
    return tuple(int(cell) for cell in cells)


def assert_as_one_by_one(network: Network, found: Pairs, strict: bool) -> None:
    assert found.holders == tuple(role for role in sorted(network.roles) if network.requirements.get(role))
    for row, holder in enumerate(found.holders):
        for column, target in enumerate(found.targets):
            stand = standing(network, make_profile(network, (holder,), target, strict=strict), target)
            essential = [q for r, q in zip(stand.requirements, stand.covered, strict=True) if r.essential]
            met, asked = stand.essentials()
            assert one(found, row, column) == (stand.score, stand.weight, min(essential, default=FULL), met, asked)
            assert found.readiness[row, column] == stand.readiness
            assert found.at_least(300)[row, column] == stand.at_least(300)
            assert found.ready(600)[row, column] == is_ready(stand, 600)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.integers(0, 2**32), st.booleans(), st.sampled_from((1, 3, 1000)))
def test_all_pairs_are_as_one_by_one(seed: int, strict: bool, at_once: int) -> None:
    network = random_network(Random(seed))
    arrays = Arrays(network)
    found = all_pairs(arrays, strict)
    assert_as_one_by_one(network, found, strict)
    blocks = list(pairs_in_blocks(arrays, strict, at_once))
    assert tuple(holder for block in blocks for holder in block.holders) == found.holders
    for name in ("score", "least", "met"):
        assert (np.concatenate([getattr(block, name) for block in blocks]) == getattr(found, name)).all()


@pytest.mark.parametrize("strict", [False, True])
def test_all_pairs_of_the_packaged_roles_are_as_one_by_one(kg: KnowledgeGraph, strict: bool) -> None:
    assert_as_one_by_one(kg.planning, all_pairs(kg.arrays, strict), strict)


def test_scores_that_do_not_fit_in_four_bytes_take_eight() -> None:
    network = random_network(Random(1))
    asked = {role: tuple(replace(r, weight=r.weight * 1_000_000) for r in each) for role, each in network.requirements.items()}
    heavy = replace(network, requirements=asked)
    found = all_pairs(Arrays(heavy))
    assert found.score.dtype == np.int64
    assert_as_one_by_one(heavy, found, False)


def test_without_a_role_of_which_enough_is_known_there_is_no_pair() -> None:
    network = random_network(Random(0))
    arrays = Arrays(replace(network, requirements=dict.fromkeys(network.roles, ())))
    assert all_pairs(arrays).score.shape == (0, 0)
    assert list(pairs_in_blocks(arrays)) == []
    with pytest.raises(ValueError, match="takes two roles"):
        median_readiness(arrays)


@pytest.mark.parametrize("strict", [False, True])
def test_the_median_is_that_of_pairs_of_different_roles(kg: KnowledgeGraph, strict: bool) -> None:
    found = all_pairs(kg.arrays, strict)
    rows = [found.holders.index(role) for role in found.targets]
    readiness = found.readiness[rows][~np.eye(len(rows), dtype=bool)]
    assert median_readiness(kg.arrays, 200_000, strict=strict) == pytest.approx(np.median(readiness), abs=0.01)
    assert median_readiness(kg.arrays, 1000, seed=7) == median_readiness(kg.arrays, 1000, seed=7)


@pytest.fixture(scope="module")
def esco(kg: KnowledgeGraph, shared: Path) -> Network:
    return esco_network(shared / "datasets" / "esco-1.1.1", kg.planning)


@pytest.mark.shared
@pytest.mark.parametrize("times", [1, 2])
def test_all_pairs_of_esco_are_as_towards_single_targets(esco: Network, times: int) -> None:
    arrays = Arrays(copies(esco, times))
    assert len(arrays.brings[0]) == 3007 * times
    found = all_pairs(arrays)
    for column in Random(times).sample(range(len(arrays.roles)), 20):
        roles, stands = arrays.feeders(arrays.roles[column])
        assert roles == found.holders
        for name in ("score", "least", "met"):
            assert (getattr(found, name)[:, column] == getattr(stands, name)).all()
        assert (stands.weight == found.weight[column]).all()
        assert (stands.essentials == found.essentials[column]).all()


@pytest.mark.shared
def test_random_pairs_of_occupations_are_far_apart(esco: Network) -> None:
    """Were the median high, almost anyone would be nearly ready for almost anything."""
    assert median_readiness(Arrays(esco)) < 0.4
