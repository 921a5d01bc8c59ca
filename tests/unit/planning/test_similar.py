"""Likeness of roles by hand: a few roles of which one knows what is alike."""

from __future__ import annotations

import numpy as np
import pytest

from rolepath.planning.features import Block, Features, make_block
from rolepath.planning.similar import LEAST_SHARED, Similarity

ROLES = ["baker", "clerk", "cook", "judge"]
HELD = [
    ("cook", "fry", 1.0),
    ("cook", "season", 1.0),
    ("baker", "bake", 1.0),
    ("baker", "season", 1.0),
    ("clerk", "file", 1.0),
    ("judge", "hear", 1.0),
    ("judge", "file", 0.5),
]
BROADER = [("fry", "heat"), ("bake", "heat"), ("heat", "work"), ("season", "work"), ("file", "work"), ("hear", "work")]


def counted(weight: float = 1.0, held: list[tuple[str, str, float]] = HELD) -> Block:
    return make_block("competences", "counted", weight, ROLES, held, BROADER)


def rated(values: dict[str, tuple[float, ...]], weight: float = 1.0) -> Block:
    return make_block(
        "knowledge", "rated", weight, ROLES, [(role, f"k{n}", v) for role, each in values.items() for n, v in enumerate(each)]
    )


def features(*blocks: Block) -> Features:
    return Features(tuple(ROLES), blocks)


def test_what_lies_in_the_hierarchy_counts() -> None:
    nearest = Similarity(features(counted())).nearest("cook", 3)
    assert nearest[0].role == "baker"
    assert [(each.element, each.how) for each in nearest[0].reasons[0].shared] == [("heat", "below"), ("season", "same")]


def test_what_all_have_makes_none_alike() -> None:
    with_all = counted(held=[*HELD, *((role, "greet", 1.0) for role in ROLES)])
    assert np.allclose(Similarity(features(counted())).matrix(), Similarity(features(with_all)).matrix())


def test_ratings_are_compared_by_their_shape_not_their_height() -> None:
    values = {"cook": (5.0, 1.0, 3.0), "baker": (3.0, 2.0, 2.5), "clerk": (1.0, 5.0, 3.0), "judge": (2.0, 3.0, 2.5)}
    nearest = Similarity(features(rated(values))).nearest("cook")
    assert nearest[0].role == "baker"
    assert {(each.element, each.how) for each in nearest[0].reasons[0].shared} >= {("k0", "high"), ("k1", "low")}


def test_equal_scores_go_by_identifier() -> None:
    held = [("cook", "a", 1.0), ("baker", "b", 1.0), ("clerk", "c", 1.0), ("judge", "d", 1.0)]
    assert [near.role for near in Similarity(features(counted(held=held))).nearest("clerk")] == ["baker", "cook", "judge"]


def test_a_block_counts_only_where_it_describes_both_roles() -> None:
    values = {"cook": (5.0, 1.0), "baker": (4.0, 1.0), "judge": (1.0, 4.0)}
    alone, both = Similarity(features(counted())), Similarity(features(counted(0.6), rated(values, 0.4)))
    assert both.between("cook", "clerk").score == pytest.approx(alone.between("cook", "clerk").score)
    assert [reason.block for reason in both.between("cook", "clerk").reasons] == ["competences"]
    assert len(both.between("cook", "baker").reasons) == 2


def test_little_evidence_proves_little() -> None:
    similarity = Similarity(features(counted(0.1), rated({"cook": (5.0, 1.0), "judge": (1.0, 4.0)}, 0.9)))
    assert similarity.between("baker", "baker").score == pytest.approx(0.1 / LEAST_SHARED)


def test_a_role_of_which_nothing_is_known_is_near_to_none() -> None:
    similarity = Similarity(features(counted(held=[row for row in HELD if row[0] != "judge"])))
    assert similarity.nearest("judge") == ()
    assert "judge" not in {near.role for near in similarity.nearest("cook")}


def test_no_blocks_and_empty_blocks() -> None:
    assert Similarity(features()).nearest("cook") == ()
    assert Similarity(features(counted(held=[]), rated({}))).nearest("cook") == ()
    assert Similarity(Features((), ())).matrix().shape == (0, 0)


def test_an_unknown_role() -> None:
    with pytest.raises(KeyError, match="pilot"):
        Similarity(features(counted())).nearest("pilot")


def test_all_problems_at_once() -> None:
    circle = make_block("a", "counted", 0.0, ROLES, [("cook", "x", -1.0)], [("x", "y"), ("y", "x")])
    with pytest.raises(ValueError, match="can't be compared") as raised:
        Features((*ROLES[:3], "cook"), (circle, rated({"cook": (float("nan"),)}), rated({})))
    told = str(raised.value)
    for part in (
        "role named twice: cook",
        "block named twice: knowledge",
        "weight",
        "above 0",
        "broader than themselves",
        "x, y",
        "finite",
    ):
        assert part in told


def test_rows_for_roles_that_are_not_there() -> None:
    with pytest.raises(ValueError, match="not compared: pilot"):
        make_block("a", "counted", 1.0, ROLES, [("pilot", "fly", 1.0)])
