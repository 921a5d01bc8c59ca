"""What a role asks for, by hand; random networks are in `property/`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from rolepath.errors import NotEnoughKnown
from rolepath.planning.examples import network
from rolepath.planning.network import Ask, AskedUnit, Network, Requirement
from rolepath.planning.result import Thing
from rolepath.planning.units import asked_units, expanded, known_enough, known_units, merged, parts, usual_level, weighted, whole_unit

MANAGER, DIRECTOR, LEAD = "role/manager", "role/director", "role/lead"


def made(**changed: Any) -> Network:
    """The example with other tables, and nothing kept."""
    return replace(network, asked={}, **changed)


def units(net: Network, role: str) -> dict[str, AskedUnit]:
    return {unit.id: unit for unit in asked_units(net, role)}


def ask(role: str, unit: str, necessity: str, strength: int, disputed: bool = False) -> Ask:
    return Ask(f"asks/{role}/{unit}", unit, necessity, strength, 1, disputed)


def test_a_role_asks_for_the_members_that_its_sources_name_with_parts_of_the_whole() -> None:
    found = units(network, MANAGER)
    assert [m.capabilities for m in found["unit/strategy"].members] == [("skill/roadmaps",), ("skill/budgets",)]
    assert [(m.capabilities, m.part) for m in found["unit/statistics"].members] == [(("skill/statistics",), 1000)]
    assert found["unit/statistics"].enough == 1000  # of a single member all is asked
    assert found["unit/strategy"].enough == 700
    assert not found["unit/tables"].exchangeable  # SQL alone is named


def test_where_no_member_is_named_all_are_asked() -> None:
    found = units(made(requirements={}, asks={LEAD: (ask(LEAD, "unit/statistics", "important", 600),)}), LEAD)
    assert [(m.capabilities, m.need, m.part) for m in found["unit/statistics"].members] == [
        (("skill/statistics",), 600, 500), (("skill/charts",), 600, 500),
    ]  # fmt: skip


def test_a_signal_names_no_member() -> None:
    signal = Requirement("r", ("skill/charts",), "signal", 900, 0, signal=True)
    net = made(requirements={LEAD: (signal,)}, asks={LEAD: (ask(LEAD, "unit/statistics", "important", 600),)})
    assert len(units(net, LEAD)["unit/statistics"].members) == 2
    assert units(net, LEAD)["unit/statistics"].need == 600


def test_what_is_in_no_unit_is_a_unit_of_itself() -> None:
    tree = Thing("skill/tree", "Trees", "transversal", "rolepath")
    net = made(capabilities={**network.capabilities, "skill/tree": tree}, asks={LEAD: (ask(LEAD, "skill/tree", "important", 600),)})
    unit = units(net, LEAD)["skill/tree"]
    assert (unit.label, unit.size, unit.enough, unit.members[0].capabilities) == ("Trees", "S", 1000, ("skill/tree",))


# --- inheritance ---


def test_a_grade_takes_everything_as_it_is() -> None:
    mine, theirs = units(network, DIRECTOR), units(network, MANAGER)
    assert {u.id: (u.necessity, u.strength, u.members) for u in mine.values()} == {
        u.id: (u.necessity, u.strength, u.members) for u in theirs.values()
    }
    assert {u.inherited for u in mine.values()} == {MANAGER}


def test_what_a_specialisation_inherits_is_at_most_important() -> None:
    found = units(made(wider={DIRECTOR: ((MANAGER, False),)}), DIRECTOR)
    assert {u.necessity for u in found.values()} == {"important", "useful"}
    assert found["unit/strategy"].strength == 960


def test_credentials_pass_unchanged() -> None:
    licence = Thing("skill/licence", "Licence", "credential", "rolepath")
    net = made(
        capabilities={**network.capabilities, "skill/licence": licence},
        asks={**network.asks, MANAGER: (ask(MANAGER, "skill/licence", "essential", 900),)},
        wider={DIRECTOR: ((MANAGER, False),)},
    )
    unit = units(net, DIRECTOR)["skill/licence"]
    assert (unit.necessity, unit.learnable) == ("essential", False)


def test_it_asks_for_more_where_it_says_so_and_as_much_where_it_does_not() -> None:
    own = (ask(DIRECTOR, "unit/reports", "essential", 950), ask(DIRECTOR, "unit/strategy", "useful", 300))
    found = units(made(asks={**network.asks, DIRECTOR: own}, wider={DIRECTOR: ((MANAGER, False),)}), DIRECTOR)
    assert (found["unit/reports"].necessity, found["unit/reports"].strength, found["unit/reports"].inherited) == ("essential", 950, None)
    assert (found["unit/strategy"].necessity, found["unit/strategy"].strength) == ("important", 960)
    assert found["unit/strategy"].claims == 3


def test_what_it_denies_stays_as_weak_as_it_says() -> None:
    own = (ask(DIRECTOR, "unit/strategy", "useful", 300, disputed=True),)
    found = units(made(asks={**network.asks, DIRECTOR: own}), DIRECTOR)
    assert (found["unit/strategy"].necessity, found["unit/strategy"].strength, found["unit/strategy"].disputed) == ("useful", 300, True)


def test_a_circle_of_broader_roles_adds_nothing() -> None:
    found = units(made(wider={DIRECTOR: ((MANAGER, True),), MANAGER: ((DIRECTOR, True),)}), DIRECTOR)
    assert found.keys() == units(network, MANAGER).keys()


# --- weights and parts ---


def test_useful_units_together_are_at_most_a_sixth() -> None:
    """Strengths 960 + 960 + 700 against 300 + 300: 600 · 1000 are cut to 2620 · 167 / 833 = 525,258 millionths, half of it each."""
    found = units(network, MANAGER)
    assert [found[f"unit/{name}"].weight for name in ("strategy", "forecasting", "statistics")] == [960_000, 960_000, 700_000]
    assert found["unit/reports"].weight == found["unit/tables"].weight == 262_629
    assert 167 * sum(u.weight for u in found.values()) / 1000 >= 2 * 262_629


def test_few_useful_units_keep_their_strength_and_so_do_those_of_a_role_without_others() -> None:
    strategy, reports = (units(network, MANAGER)[f"unit/{name}"] for name in ("strategy", "reports"))
    alone = weighted([replace(reports, strength=300)], 167)
    beside = weighted([strategy, replace(reports, strength=100)], 167)
    assert [u.weight for u in alone] == [300_000]
    assert sorted(u.weight for u in beside) == [100_000, 960_000]


@pytest.mark.parametrize(
    ("given", "found"),
    [((1,), (1000,)), ((1, 1, 1), (334, 333, 333)), ((2, 1), (667, 333)), ((1, 2, 4), (143, 286, 571)), ((1,) * 7, (143,) * 6 + (142,))],
)
def test_parts_add_up_to_the_whole(given: Sequence[int], found: Sequence[int]) -> None:
    assert parts(given) == found
    assert sum(parts(given)) == 1000


def test_a_unit_of_two_roles_has_the_members_of_both_at_the_higher_level() -> None:
    """Charts and statistics are a half each again; neither is learned for nothing."""
    one = units(network, MANAGER)["unit/statistics"]
    both = merged(network, one, replace(whole_unit(network, "unit/statistics"), strength=1))
    assert [(m.capabilities, m.need, m.part) for m in both.members] == [(("skill/statistics",), 600, 500), (("skill/charts",), 600, 500)]
    assert (both.enough, both.strength) == (700, 700)
    higher = merged(network, one, replace(one, members=tuple(replace(m, need=900) for m in one.members)))
    assert [(m.need, m.part) for m in higher.members] == [(900, 1000)]


# --- what is known ---


def test_too_little_known_of_a_role_is_an_error_of_its_own() -> None:
    assert [known_enough(network, role) for role in (MANAGER, "role/analyst", "role/nobody")] == [True, False, False]
    with pytest.raises(NotEnoughKnown) as caught:
        known_units(network, "role/analyst")
    assert (caught.value.identifier, caught.value.label, caught.value.known) == ("role/analyst", "Analyst", 2)


def test_what_is_inherited_counts_as_known() -> None:
    assert known_enough(network, DIRECTOR)


def test_levels_are_those_of_the_kind() -> None:
    assert (usual_level(network, "skill/charts"), usual_level(network, "unit/statistics")) == (600, 600)


def test_holding_a_unit_at_its_need_holds_its_members_but_not_of_exchangeable_ones() -> None:
    assert dict(expanded(network, "unit/statistics", 600)) == {"unit/statistics": 600, "skill/statistics": 600, "skill/charts": 600}
    assert dict(expanded(network, "unit/statistics", 900)) == {"unit/statistics": 900, "skill/statistics": 900, "skill/charts": 900}
    assert dict(expanded(network, "unit/statistics", 599)) == {"unit/statistics": 599}
    assert dict(expanded(network, "unit/tables", 1000)) == {"unit/tables": 1000}
    assert dict(expanded(network, "skill/charts", 300)) == {"skill/charts": 300}


# --- classifications ---


def classified(kinds: dict[str, str], asked: Sequence[tuple[str, str, int]], broader: dict[str, tuple[str, ...]]) -> Network:
    things = {c: Thing(c, c, kind, "ESCO") for c, kind in kinds.items()}
    requirements = tuple(sorted(Requirement(f"r/{c}", (c,), necessity, 600, weight) for c, necessity, weight in asked))
    return made(capabilities=things, requirements={"esco:role": requirements}, asks={}, wider={}, broader=broader, units={})


def test_what_lies_under_one_group_is_one_unit_essential_and_other_apart() -> None:
    kinds = dict.fromkeys(("a", "b", "c", "group", "top", "root"), "knowledge")
    above = {"a": ("group",), "b": ("group",), "c": ("group",), "group": ("top",), "top": ("root",)}
    net = classified(kinds, [("a", "essential", 900), ("b", "essential", 700), ("c", "optional", 300)], above)
    found = units(net, "esco:role")
    assert set(found) == {"group/essential", "group/optional"}
    essential, optional = found["group/essential"], found["group/optional"]
    assert (essential.strength, essential.necessity, essential.area, essential.size, essential.enough) == (
        900,
        "essential",
        "top",
        "M",
        700,
    )
    assert [m.part for m in essential.members] == [500, 500]
    assert (optional.label, optional.necessity, optional.enough) == ("group (optional)", "useful", 1000)


def test_a_group_of_tools_is_exchangeable() -> None:
    net = classified(
        dict.fromkeys(("a", "b", "group"), "tool"), [("a", "optional", 600), ("b", "optional", 300)], {"a": ("group",), "b": ("group",)}
    )
    unit = units(net, "esco:role")["group/optional"]
    assert (unit.exchangeable, unit.enough, unit.size, unit.necessity) == (True, 400, "S", "important")


def test_what_stands_under_nothing_is_its_own_group() -> None:
    found = units(classified({"a": "knowledge"}, [("a", "essential", 900)], {}), "esco:role")
    assert list(found) == ["a"]
