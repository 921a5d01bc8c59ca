"""Units, holdings, coverage and offers of random networks, as the planner and the oracle have them."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from cases import ROLES, asked, cases, profile
from oracle import Oracle
from oracle_tables import Wanted

from rolepath.planning.coverage import Measure
from rolepath.planning.network import AskedUnit
from rolepath.planning.offers import Offer
from rolepath.planning.readiness import Standing, stages
from rolepath.planning.units import asked_units
from rolepath.planning.ways import sequences

BLOCK = 200


def unit_told(unit: AskedUnit) -> tuple[object, ...]:
    members = tuple((m.capabilities, m.need, m.part) for m in unit.members)
    return (
        unit.id, unit.area, unit.order, unit.size, unit.enough, unit.exchangeable, members, unit.after, not unit.learnable, unit.necessity,
        unit.strength, unit.claims, unit.weight,
    )  # fmt: skip


def unit_wanted(unit: Wanted) -> tuple[object, ...]:
    parts = tuple((p.any_of, p.need, p.share) for p in unit.parts)
    return (
        unit.id, unit.area, unit.order, unit.size, unit.enough, unit.tools, parts, unit.after, unit.earned, unit.necessity, unit.strength,
        unit.claims, unit.weight,
    )  # fmt: skip


def offer_told(offer: Offer) -> tuple[object, ...]:
    spans = ((span.low, span.high) for span in (offer.minutes, offer.size, offer.time, offer.cents))
    return (offer.id, offer.kind, dict(offer.gives), *spans, offer.needs, offer.entry, offer.unit)


@pytest.mark.parametrize("first", range(0, 1200, BLOCK))
def test_units_levels_and_offers(first: int) -> None:
    for seed, oracle in cases(BLOCK, 10_000 + first, bridges=seed_bridges(first)):
        network, where = oracle.net, f"seed {seed}"
        for role in ROLES:
            units, right = asked_units(network, role), oracle.tables.asked(role)
            assert [unit_told(u) for u in units] == [unit_wanted(u) for u in right], f"{where} {role}"
            assert all(sum(m.part for m in u.members) == 1000 for u in units), where
        who = profile(network, oracle.q.person)
        for name, levels in (("low", oracle.low), ("typical", oracle.typical), ("high", oracle.high)):
            told = {thing: level for thing, level in getattr(who, name).items() if level}
            assert told == {thing: level for thing, level in levels.items() if level}, f"{where} {name}"
        ask = asked(oracle)
        assert [(oracle.q.target,), *sequences(ask)] == oracle.sequences(), where
        for roles in oracle.sequences():
            for hop, menu in enumerate(ask.problem(roles).menus):
                items = oracle.menu(roles, hop).items
                right_items = [(i.id, i.kind, dict(i.gives), i.minutes, i.size, i.time, i.cents, i.needs, i.entry, i.unit) for i in items]
                assert [offer_told(o) for o in menu.all] == right_items, where


def seed_bridges(first: int) -> int:
    return first // BLOCK % 3


def test_coverage_of_whatever_is_held() -> None:
    """Of every role, by what someone holds and by levels at random; readiness and stages follow."""
    for seed, oracle in cases(300, 20_000):
        random = Random(seed)
        who = profile(oracle.net, oracle.q.person)
        at_random = {thing: random.randint(1, 1100) for thing in oracle.net.capabilities if random.random() < 0.4}
        for role in ROLES:
            units = asked_units(oracle.net, role)
            measure = Measure(oracle.net, units, who.lacked, who.strict)
            for levels in (who.low, who.typical, who.high, at_random):
                covered = measure.all(levels)
                assert covered == oracle.coverage(role, levels), f"seed {seed} {role}"
                if role == oracle.q.target:
                    standing = Standing(units, covered)
                    lines = stages(oracle.net, oracle.q.readiness)
                    missing = [
                        u
                        for u in units
                        if u.essential and not u.learnable and not all(_held(m.capabilities, m.need, levels) for m in u.members)
                    ]
                    stage = ("not yet", "nearly", "ready")[oracle.stage(levels)]
                    assert missing or standing.stage(lines) == stage, f"seed {seed}"
                    assert standing.score == oracle.score(role, levels)
                    assert standing.weight == oracle.weight(role)


def _held(any_of: tuple[str, ...], need: int, levels: object) -> bool:
    return any(levels.get(c, 0) >= need for c in any_of)  # type: ignore[attr-defined]


def test_what_is_held_grows_the_coverage() -> None:
    """Low lies within typical, typical within high, and coverage follows."""
    for seed, oracle in cases(200, 30_000):
        for less, more in ((oracle.low, oracle.typical), (oracle.typical, oracle.high)):
            assert all(level <= more.get(thing, 0) for thing, level in less.items()), seed
            for role in ROLES:
                assert all(a <= b for a, b in zip(oracle.coverage(role, less), oracle.coverage(role, more), strict=True)), seed


def test_a_program_never_gives_more_hours_than_it_has() -> None:
    """Of each unit its share of the unit's size; the shares of all units together are no more than the hours there are."""
    for seed, oracle in cases(300, 40_000):
        for item in oracle.menu((oracle.q.target,)).items:
            if item.kind != "program":
                continue
            spent = 0.0
            for unit in {oracle.tables.place_of(thing) for thing in item.gives}:
                whole = oracle.tables.whole(unit)
                size = sum(oracle_sizes(whole.size)) / 2
                reached = min((item.gives[c] / oracle.tables.usual(c) for c in [unit] if c in item.gives), default=0.0)
                spent += min(1.0, reached * oracle.tables.usual(unit) / whole.need) * size if not whole.earned else 0.0
            assert spent <= sum(item.minutes) / 120 + 1e-6, f"seed {seed} {item.id}"


def oracle_sizes(size: str) -> tuple[int, int]:
    return {"S": (8, 16), "M": (16, 35), "L": (35, 80)}[size]


def test_the_order_is_that_of_the_page() -> None:
    """What is needed or included stands before; programs before the modules of what they teach, but for those that they ask for."""
    for seed, oracle in cases(300, 50_000):
        ask = asked(oracle)
        problem = ask.problem([oracle.q.target])
        place = problem.places[0]
        for offer in problem.menus[0].all:
            for unit in offer.needs:
                assert place.get(f"module/{unit}", -1) < place[offer.id], f"seed {seed} {offer.id}"
        for unit in problem.menus[0].units:
            for thing in oracle.tables.within(unit):
                for credit in oracle.net.credits.get(thing, ()):
                    holder = oracle.tables.unit_of.get(credit.held, credit.held)
                    if credit.factor == 1000 and holder != unit and f"module/{holder}" in place and thing in oracle.tables.unit_of:
                        named = {c for m in problem.menus[0].units[unit].members for c in m.capabilities}
                        assert (
                            thing not in named or holder not in oracle.net.units or place[f"module/{unit}"] < place[f"module/{holder}"]
                        ), seed


def test_who_holds_a_role_is_ready_for_it() -> None:
    """Of every role that asks for anything, without --lack and --strict, and without a step to take."""
    seen = 0
    for seed, oracle in cases(400, 60_000):
        for role in ROLES:
            if not oracle.tables.asked(role):
                continue
            who = replace_roles(oracle, role)
            units = asked_units(oracle.net, role)
            standing = Standing(units, Measure(oracle.net, units).all(who.typical))
            assert standing.reaches(stages(oracle.net).ready), f"seed {seed} {role}: {standing.readiness}"
            seen += 1
    assert seen > 1500


def replace_roles(oracle: Oracle, role: str) -> object:
    from oracle_tables import Person

    return profile(oracle.net, Person(roles=(role,)), role)
