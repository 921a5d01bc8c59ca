"""Who has gone a part of the way, holds more, or may spend more: PATHS.md, “What must hold”, 2, 4 and 5."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from cases import OTHER, asked, case, cases
from oracle import Oracle
from oracle_offers import Question

from rolepath.planning.problem import Plan
from rolepath.planning.ways import best_way, within_limits

COSTS = ("hours", "money", "steps")
Left = tuple[int, int, int]


def after(oracle: Oracle, plan: Plan, count: int) -> tuple[Question, Left, bool]:
    """The question of someone who has taken the first `count` steps of a plan and spent what they cost at most, with what is left of it:
    minutes, cents and steps; and whether something was learned of what they had said they lack.

    From a bridge only such moves lead on as lead on from it in a plan: documented ones, or to a grade.
    """
    q, net = oracle.q, oracle.net
    had, who = oracle.typical, q.person
    have, roles, programs = dict(who.have), list(who.roles), list(who.programs)
    spent, minutes, cents, steps, number = 0, 0, 0, 0, 0
    gave: set[str] = set()
    bridges: list[str] = []
    done: set[str] = set()
    for role, hop in zip(plan.roles, plan.hops, strict=True):
        for taken in hop:
            offer, number = taken.offer, number + 1
            if number > count:
                minutes, cents, steps = minutes + taken.cost[1], cents + offer.cents.double, steps + 1
                continue
            for thing, level in offer.gives:
                now = had.get(thing, 0) if thing in who.have else 0
                have[thing] = max(level, now, (have[thing] or 0) if thing in gave else 0)
                gave.add(thing)
            spent += offer.cents.low if q.optimistic else offer.cents.high
            done.add(offer.id)
            programs += [offer.id] if offer.kind == "program" else []
        if role != q.target:
            number += 1
            if number <= count:
                bridges.append(role)
            else:
                steps += 1
    candidates = q.candidates
    if bridges:
        last = bridges[-1]
        candidates = frozenset(r for r in candidates if (last, r) in net.transitions or (last, True) in net.wider.get(r, ()))
    person = replace(
        who, have=have, roles=(*roles, *bridges), programs=tuple(programs), experience=who.experience + q.tenure[0] * len(bridges)
    )
    rest = replace(
        q, person=person, budget=None if q.budget is None else q.budget - spent, candidates=candidates,
        must={name: group for name, group in q.must.items() if not group & {*done, *bridges}}, most_bridges=q.most_bridges - len(bridges),
    )  # fmt: skip
    return rest, (minutes, cents, steps), bool(gave & oracle.lacked)


@pytest.mark.parametrize(("bridges", "first"), [(0, 0), (0, 300), (1, 0), (1, 150), (2, 0)])
def test_after_any_first_part_of_the_way_the_rest_is_left(bridges: int, first: int) -> None:
    seen: Counter[str] = Counter()
    for seed, oracle in cases({0: 180, 1: 130, 2: 70}[bridges], 120_000 + first, bridges, COSTS):
        question = replace(oracle.q, deadline=None)
        oracle = Oracle(oracle.net, question, oracle.tables)
        plan = best_way(asked(oracle)).plan
        for count in range(1, plan.costs.steps) if plan is not None else ():
            rest, left, of_lacked = after(oracle, plan, count)
            again = best_way(asked(Oracle(oracle.net, rest, oracle.tables))).plan
            assert again is not None, f"seed {seed} after {count}"
            told = (again.costs.minutes[1], again.costs.cents[1], again.costs.steps)
            if of_lacked:  # whoever says that they have it now no longer says that nothing counts towards it
                chosen = COSTS.index(question.minimise)
                assert told[chosen] <= left[chosen], f"seed {seed} after {count}"
            else:
                assert told == left, f"seed {seed} after {count}"
            seen["parts"] += 1
            seen["over a bridge"] += len(plan.roles) > len(again.roles)
    assert seen["parts"] > 10, seen
    assert not bridges or seen["over a bridge"] >= 1, seen


def cost(oracle: Oracle) -> float:
    """The chosen cost of the best way, infinite where there is none."""
    plan = best_way(asked(oracle)).plan
    return float("inf") if plan is None else float(plan.costs.key(oracle.q.minimise)[0])


@pytest.mark.parametrize("bridges", [0, 1])
def test_holding_more_never_costs_more(bridges: int) -> None:
    """Whatever is held in addition, or higher, or no longer lacked; nor does it lower readiness or the stage."""
    for seed, oracle in cases(130 if not bridges else 40, 130_000, bridges, COSTS):
        random = Random(seed)
        before = Oracle(oracle.net, replace(oracle.q, deadline=None), oracle.tables)
        who = before.q.person
        more = {thing: random.choice((400, 750, 1000)) for thing in oracle.net.capabilities if random.random() < 0.25}
        have = {**who.have, **{thing: max(level, before.typical.get(thing, 0)) for thing, level in more.items()}}
        richer = replace(who, have=have, roles=who.roles if bridges else (*who.roles, OTHER) if OTHER not in who.roles else who.roles)
        held = Oracle(oracle.net, replace(before.q, person=richer), oracle.tables)
        assert cost(held) <= cost(before), f"seed {seed}"
        target = before.q.target
        assert held.score(target, held.typical) >= before.score(target, before.typical), f"seed {seed}"
        assert held.stage(held.typical) >= before.stage(before.typical), f"seed {seed}"


@pytest.mark.parametrize("bridges", [0, 1])
def test_wider_limits_never_cost_more_and_reach_no_less(bridges: int) -> None:
    for seed, oracle in cases(130 if not bridges else 40, 140_000, bridges):
        if oracle.q.budget is None and oracle.q.deadline is None:
            continue
        for wider in (
            {"budget": None if oracle.q.budget is None else oracle.q.budget + 15_000},
            {"deadline": None if oracle.q.deadline is None else oracle.q.deadline * 1.7},
        ):
            other = oracle.asking(**wider)
            assert cost(other) <= cost(oracle), f"seed {seed}"
            less, more = within_limits(asked(oracle)), within_limits(asked(other))
            if less is not None:
                assert more is not None, f"seed {seed}"
                assert more.plan.after[-1].score >= less.plan.after[-1].score or more.stage != less.stage, f"seed {seed}"
                assert (more.stage, less.stage) != ("not yet", "nearly"), f"seed {seed}"


def told() -> str:
    """What is answered to some questions, each network made anew."""
    found = []
    for seed in range(150_000, 150_030):
        oracle = case(seed, seed % 2)
        if oracle is not None:
            plan = best_way(asked(oracle)).plan
            found.append(repr(plan and (plan.roles, [[(t.offer, t.cost, t.start, t.end) for t in hop] for hop in plan.hops], plan.costs)))
    return hashlib.sha256("\n".join(found).encode()).hexdigest()


def test_the_same_question_gets_the_same_answer() -> None:
    """Whatever order sets are gone through in."""
    code = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import test_consistent; print(test_consistent.told())"
    for hashes in ("1", "77"):
        done = subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": hashes}, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == told()
