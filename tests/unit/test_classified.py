"""Numbers over all occupations of the imported classifications, by the rules and mappings as they stand."""

from __future__ import annotations

import numpy as np
import pytest

from rolepath import model
from rolepath.planning.arrays import Arrays
from rolepath.planning.network import Network
from rolepath.planning.pairs import Pairs, all_pairs
from rolepath.planning.readiness import Lines, stages

Classified = tuple[list[model.AnyRecord], Network]
pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def pairs(classified: Classified) -> Pairs:
    """How whoever holds each occupation stands towards each other."""
    return all_pairs(Arrays(classified[1]))


def between(pairs: Pairs, starts: str, targets: str) -> tuple[list[int], list[int]]:
    """The rows and columns of roles of which enough is known and whose identifiers begin so."""
    known = set(pairs.targets)
    rows = [n for n, role in enumerate(pairs.holders) if role.startswith(starts) and role in known]
    return rows, [n for n, role in enumerate(pairs.targets) if role.startswith(targets)]


@pytest.mark.parametrize("starts", ["esco:", "onet:"])
@pytest.mark.parametrize("targets", ["esco:", "onet:"])
def test_occupations_are_far_from_each_other(pairs: Pairs, starts: str, targets: str) -> None:
    """Were the median high, almost anyone would be nearly ready for almost anything; a role and itself, or its twin, are few of all."""
    rows, columns = between(pairs, starts, targets)
    assert len(rows) > 900
    assert len(columns) > 900
    assert np.median(pairs.readiness[np.ix_(rows, columns)]) < 0.4
    ready = pairs.reaches(Lines(800, 900))[np.ix_(rows, columns)]
    assert ready.mean() < (0.04 if starts == targets == "onet:" else 0.01)


def test_every_role_is_ready_for_itself(classified: Classified, pairs: Pairs) -> None:
    ready = pairs.reaches(stages(classified[1]).ready)
    places = {role: n for n, role in enumerate(pairs.holders)}
    assert len(pairs.targets) > 3900
    assert [role for n, role in enumerate(pairs.targets) if not ready[places[role], n]] == []


def test_every_reviewed_mapping_joins_two_things_that_exist(classified: Classified) -> None:
    records, _ = classified
    there = {record.key for record in records}
    reviewed = [r for r in records if isinstance(r, model.Mapping) and r.justification == "ManualMappingCuration"]
    assert len(reviewed) > 350
    assert [r.key for r in reviewed if not {r.subject, r.object} <= there] == []
