"""Numbers over all occupations of the imported classifications, by the rules and mappings as they stand."""

from __future__ import annotations

from random import Random
from statistics import median

import numpy as np
import pytest

from rolepath import model
from rolepath.planning.arrays import Arrays
from rolepath.planning.network import Network
from rolepath.planning.profile import role_levels

Classified = tuple[list[model.AnyRecord], Network]
pytestmark = pytest.mark.shared
PAIRS = 2000


@pytest.fixture(scope="module")
def arrays(classified: Classified) -> Arrays:
    """The network of all occupations as arrays."""
    return Arrays(classified[1])


def readiness(network: Network, arrays: Arrays, starts: str, targets: str) -> list[float]:
    """Of random pairs of roles whose identifiers begin so: how ready the first is for the second."""
    random = Random(2026)
    first, second = ([role for role in arrays.roles if role.startswith(origin)] for origin in (starts, targets))
    pairs = [pair for _ in range(PAIRS * 2) if (pair := (random.choice(first), random.choice(second)))[0] != pair[1]][:PAIRS]
    assert len(pairs) == PAIRS
    found = []
    for start, target in pairs:
        place = arrays.place[target]
        only = np.arange(arrays.role_starts[place], arrays.role_starts[place + 1])
        covered = arrays.coverage(arrays.levels(role_levels(network, start)), only=only)
        weight = arrays.weight[only]
        found.append(float((weight * covered).sum() / (1000 * weight.sum())))
    return found


@pytest.mark.parametrize("starts", ["esco:", "onet:"])
@pytest.mark.parametrize("targets", ["esco:", "onet:"])
def test_random_occupations_are_far_from_each_other(classified: Classified, arrays: Arrays, starts: str, targets: str) -> None:
    found = readiness(classified[1], arrays, starts, targets)
    assert median(found) < 0.4
    assert sum(each >= 0.8 for each in found) < 0.01 * PAIRS


def test_every_reviewed_mapping_joins_two_things_that_exist(classified: Classified) -> None:
    records, _ = classified
    there = {record.key for record in records}
    reviewed = [r for r in records if isinstance(r, model.Mapping) and r.justification == "ManualMappingCuration"]
    assert len(reviewed) > 350
    assert [r.key for r in reviewed if not {r.subject, r.object} <= there] == []
