"""Mappings by label: which labels point to the same thing, and which only seem to."""

from __future__ import annotations

import pytest

from rolepath.planning.lexical import label_matches


def found(*labels: tuple[str, str, bool], reviewed: tuple[frozenset[str], ...] = ()) -> list[tuple[str, str, str]]:
    return [(m.subject, m.predicate, m.object) for m in label_matches(labels, reviewed)]


def test_equal_preferred_labels_mean_the_same_in_any_case_and_with_any_hyphens() -> None:
    assert found(("esco:skill/1", "Decision-making  skill", True), ("skill/deciding", "decision making Skill", True)) == [
        ("skill/deciding", "exactMatch", "esco:skill/1")
    ]


def test_knowledge_of_equipment_is_close_to_the_equipment() -> None:
    labels = (("esco:skill/1", "lasers", True), ("onet:tool/lasers", "Lasers", True), ("onet:technology/lasers", "lasers", False))
    assert found(*labels) == [("esco:skill/1", "closeMatch", "onet:tool/lasers")]


@pytest.mark.parametrize(
    ("theirs", "alternative", "ours", "close"),
    [
        ("Ruby (computer programming)", "Ruby", "Ruby", True),
        ("IBM DB2", "DB2", "DB2", True),
        ("listen actively", "active listening", "Active Listening", True),
        ("computer programming", "Lua", "Lua", False),
        ("graphics editor software", "Inkscape", "Inkscape", False),
        ("industrial software", "estimating software", "Estimating software", False),
        ("database management systems", "SQL", "SQL", False),
        ("R&D go-between", "R", "R", False),
        ("think creatively", "design", "Design", False),
    ],
)
def test_an_alternative_label_points_only_between_labels_of_the_same_words(theirs: str, alternative: str, ours: str, close: bool) -> None:
    labels = (("esco:skill/1", theirs, True), ("esco:skill/1", alternative, False), ("onet:technology/x", ours, True))
    assert found(*labels) == ([("esco:skill/1", "closeMatch", "onet:technology/x")] if close else [])


def test_short_labels_point_when_both_prefer_them() -> None:
    assert found(("esco:skill/1", "R", True), ("onet:technology/r", "R", True)) == [("esco:skill/1", "exactMatch", "onet:technology/r")]


def test_a_label_of_two_things_points_to_none_and_a_reviewed_pair_is_left_alone() -> None:
    assert found(("esco:skill/1", "chef", True), ("esco:skill/2", "Chef", True), ("skill/chef", "chef", True)) == []
    assert found(("esco:skill/1", "chef", True), ("skill/chef", "chef", True), reviewed=(frozenset({"esco:skill/1", "skill/chef"}),)) == []
