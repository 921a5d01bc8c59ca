"""Places and names of a map: the same each time, nothing on top of anything, regions apart."""

from __future__ import annotations

import itertools
import math
import random

import pytest

from rolepath.render.graph_model import PageEdge, PageNode, Region
from rolepath.render.graph_page import graph_page
from rolepath.render.map_layout import map_layout
from rolepath.render.map_regions import regions

Pull = tuple[str, str, float]


def fields(count: int, size: int) -> list[Pull]:
    """So many fields of things that are linked among each other, with few links between fields, and one thing that all need."""
    dice = random.Random(7)
    pulls = []
    for field in range(count):
        for i in range(size):
            pulls += [(f"{field}/{i}", f"{field}/{dice.randrange(size)}", 1.0) for _ in range(4)]
            pulls.append((f"{field}/{i}", "everybody", 0.5))
        pulls.append((f"{field}/0", f"{(field + 1) % count}/1", 0.5))
    return pulls


def nearest(places: dict[str, tuple[float, float]]) -> float:
    return min(math.dist(a, b) for a, b in itertools.combinations(places.values(), 2))


@pytest.fixture(scope="module")
def pulls() -> list[Pull]:
    return fields(6, 80)


@pytest.fixture(scope="module")
def places(pulls: list[Pull]) -> dict[str, tuple[float, float]]:
    return map_layout(pulls, radii(pulls))


def radii(pulls: list[Pull]) -> dict[str, float]:
    return dict.fromkeys({end for a, b, _ in pulls for end in (a, b)}, 8.0)


def test_it_is_the_same_whatever_the_order(pulls: list[Pull], places: dict[str, tuple[float, float]]) -> None:
    dice = random.Random(1)
    turned = [(b, a, pull) if dice.random() < 0.5 else (a, b, pull) for a, b, pull in pulls]
    dice.shuffle(turned)
    assert map_layout(turned, dict(sorted(radii(pulls).items(), reverse=True))) == places


def test_nothing_covers_anything(places: dict[str, tuple[float, float]]) -> None:
    assert nearest(places) > 8.0
    assert all(value == int(value) for place in places.values() for value in place)
    close = sum(math.dist(a, b) < 15.0 for a, b in itertools.combinations(places.values(), 2))
    assert close < len(places) / 50


def test_fields_lie_apart(places: dict[str, tuple[float, float]]) -> None:
    def middle(field: int) -> tuple[float, float]:
        found = [places[f"{field}/{i}"] for i in range(80)]
        return (sum(x for x, _ in found) / 80, sum(y for _, y in found) / 80)

    middles = [middle(field) for field in range(6)]
    right = sum(
        min(range(6), key=lambda other: math.dist(places[f"{field}/{i}"], middles[other])) == field for field in range(6) for i in range(80)
    )
    assert right > 0.95 * 480


@pytest.mark.parametrize(
    ("pulls", "names"),
    [
        ([], []),
        ([], ["a"]),
        ([], ["a", "b", "c"]),
        ([("a", "a", 1.0)], ["a"]),
        ([("a", "b", 1.0)], ["a", "b"]),
        ([("a", "b", 1.0), ("a", "b", 0.5), ("a", "a", 9.0)], ["a", "b", "alone"]),
        ([("a", "group", 1.0), ("b", "group", 1.0)], ["a", "b"]),
        ([("group", "other", 1.0)], ["a"]),
        ([("hub", f"leaf {i}", 1.0) for i in range(300)], ["hub", *(f"leaf {i}" for i in range(300))]),
        ([(f"{i}", f"{i}'", 1.0) for i in range(40)], [name for i in range(40) for name in (f"{i}", f"{i}'")]),
    ],
    ids=["nothing", "one", "no links", "itself", "two", "several links", "hidden group", "only groups", "star", "pairs"],
)
def test_odd_graphs(pulls: list[Pull], names: list[str]) -> None:
    places = map_layout(pulls, dict.fromkeys(names, 6.0))
    assert sorted(places) == sorted(names)
    assert all(math.isfinite(value) for place in places.values() for value in place)
    if len(places) > 1:
        assert nearest(places) > 6.0
    assert map_layout(reversed(pulls), dict.fromkeys(reversed(names), 6.0)) == places


def test_groups_that_lie_together_name_regions() -> None:
    dice = random.Random(2)

    def near(group: int) -> tuple[float, float]:
        return (1000.0 * (group % 16) + dice.uniform(-90, 90), 1000.0 * (group // 16) + dice.uniform(-90, 90))

    places = {f"{group}/{i}": near(group) for group in range(160) for i in range(20)}
    places |= {f"far/{i}": (dice.uniform(0, 15000), dice.uniform(0, 9000)) for i in range(20)}
    groups = [(thing, f"group/{thing.split('/')[0]}") for thing in places]
    groups += [
        ("group/0", "group/all"),
        ("group/all", "group/all"),
        ("group/1", "group/twin"),
        *((f"2/{i}", "group/few") for i in range(7)),
    ]
    labels = {f"group/{name}": f"field {name}" for name in (0, 1, 2, 3, "far", "few", "all")} | {"group/twin": "field 1"}
    dice.shuffle(groups)
    found = regions(groups, places, labels)
    # what is spread over everything and what has too few members is no region
    assert sorted(r.label for r in found) == ["Field 0", "Field 1", "Field 2", "Field 3", "Field all"]
    first = next(r for r in found if r.label == "Field 0")
    assert (first.count, abs(first.x) < 60, abs(first.y) < 60) == (20, True, True)
    assert regions([], places, {}) == regions(groups, {}, labels) == []


def test_the_page_of_a_map_holds_no_foreign_library() -> None:
    nodes = [PageNode(f"skill/{i}", f"Skill {i} </script>", "skill", (), 30.0 * i, 0.0) for i in range(3)]
    edges = [PageEdge("skill/0", "skill/1", "broader", "part of", None)]
    page = graph_page("T", "L", nodes, edges, regions=[Region("A field </script>", 0, 0, 9)], credits=["Thanks & <b>more</b>"])
    assert "new vis." not in page
    assert "A field \\u003c/script\\u003e" in page
    assert "<p>Thanks &amp; &lt;b&gt;more&lt;/b&gt;</p>" in page
    turned = graph_page("T", "L", nodes[::-1], edges, regions=[Region("A field </script>", 0, 0, 9)], credits=["Thanks & <b>more</b>"])
    assert turned == page
