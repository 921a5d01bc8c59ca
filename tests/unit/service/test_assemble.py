"""From the tables of a store to what planning works on, on the bakery of the golden tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolepath.planning.conditions import AllOf, AnyOf, AtLeast, Degree, Experience, Level, Worked
from rolepath.planning.result import Range
from rolepath.rdf.compiled import from_store
from rolepath.service import builds
from rolepath.service.graph import KnowledgeGraph

BAKER = "esco:occupation/example-baker"
LENGTHS = """
programs:
  - {id: program/x, label: X, program_kind: course, entry: {all_of: []},
     evidence: [{reason: An example.}, {'on': entry, reason: Anyone may come.}]}
observations:
  - {id: observation/weeks, label: Length, about: program/x, measure: duration, statistic: option, low: 8, high: 10, unit: weeks,
     evidence: [{reason: An example.}]}
  - {id: observation/years, label: Length, about: program/x, measure: duration, statistic: option, low: 1, high: 1, unit: years,
     evidence: [{reason: An example.}]}
  - {id: observation/from, label: Price, about: program/x, measure: price, low: 20, high: 30, unit: EUR, evidence: [{reason: An example.}]}
"""


def test_conditions_keep_their_tree_and_their_order(bakery: KnowledgeGraph) -> None:
    network = bakery.planning
    assert network.entries == {
        "program/creme-diploma": AnyOf(
            (
                AtLeast(2, (Level("skill/yeast-dough", 500), Experience(12), Degree("bachelor"))),
                Worked("esco:occupation/example-baker"),
            )
        )
    }


def test_roles_requirements_and_moves(bakery: KnowledgeGraph) -> None:
    network = bakery.planning
    asked = {r.capabilities: r for r in network.requirements["role/pastry-chef"]}
    sheeter_or_pin = asked["tool/dough-sheeter", "tool/rolling-pin"]
    assert (sheeter_or_pin.necessity, sheeter_or_pin.level, sheeter_or_pin.weight) == ("optional", 500, 600)
    assert asked["skill/kitchen-planning",].weight == 960  # 0.9 in the document, and our own 0.6 beside it
    assert set(network.transitions) == {
        ("esco:occupation/example-baker", "role/pastry-cook"),
        ("role/pastry-cook", "role/pastry-chef"),
    }
    assert (network.regulated, network.zones, network.leading) == (frozenset(), {}, {"role/pastry-chef"})
    assert network.wider == {"role/pastry-chef": (("role/pastry-cook", True),)}
    assert network.pool == {BAKER: ("role/village-baker",), "role/village-baker": (BAKER,)}


def test_units_their_members_and_what_comes_before_them(bakery: KnowledgeGraph) -> None:
    network = bakery.planning
    doughs, sweets = network.units["unit/doughs"], network.units["unit/sweets"]
    assert {(m.capabilities, m.part) for m in doughs.members} == {
        (("skill/yeast-dough",), 1), (("skill/laminated-dough",), 2), (("tool/dough-sheeter", "tool/rolling-pin"), 1),
    }  # fmt: skip
    assert (doughs.size, doughs.order, sweets.after, network.areas[sweets.area].label) == ("M", 10, ("unit/doughs",), "Doughs and sweets")
    assert [resource.id for resource in network.resources["unit/sweets"]] == ["resource/heat-and-gloss"]


def test_what_people_in_a_role_hold_was_counted_or_not(bakery: KnowledgeGraph) -> None:
    held = {(h.capability, h.share, h.level, h.counted) for h in bakery.planning.holdings[BAKER]}
    assert {("skill/yeast-dough", 960, 900, True), ("tool/rolling-pin", 900, None, False)} <= held


def test_what_an_offer_takes_as_its_sources_say(bakery: KnowledgeGraph) -> None:
    facts = bakery.planning.offers["program/creme-diploma"]
    assert (facts.program_kind, facts.months, facts.price, facts.currency) == ("certificate", (Range(9, 9),), Range(4500, 4500), "EUR")
    assert (facts.semesters, facts.credits, facts.hours) == ((), None, Range(120, 180))
    task = bakery.planning.offers["task/week-plan"]
    assert (task.thing.kind, task.fits, task.deliverable) == ("task", (BAKER,), "The plan, and what went otherwise")
    cake = bakery.planning.offers["project/wedding-cake"]
    assert (cake.program_kind, cake.price, cake.months) == (None, None, ())


def test_weeks_and_years_become_months(tmp_path: Path, root: Path) -> None:
    (tmp_path / "x.yaml").write_text(LENGTHS, encoding="utf-8")
    made = builds.make_checked(builds.Place((root / "tests" / "golden" / "data", tmp_path), with_packaged=False))
    network = KnowledgeGraph(builds.Opened(made.store, from_store(made.store))).planning
    weeks, years = sorted(network.offers["program/x"].months, key=lambda months: months.low)
    assert (weeks.low, weeks.high) == (pytest.approx(8 / 4.348, abs=0.05), pytest.approx(10 / 4.348, abs=0.05))
    assert years == Range(12, 12)
    assert (network.offers["program/x"].price, network.offers["program/x"].currency) == (Range(20, 30), "EUR")
    assert network.entries["program/x"] == AllOf(())
