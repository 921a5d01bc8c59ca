"""The planner against plain enumeration, and what must hold of a path; why there is none is tested in test_reasons.py."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

import rolepath
from rolepath.planning.conditions import AllOf, AnyOf, Condition, Done, Experience, Level, Worked, leaves
from rolepath.planning.network import Requirement
from rolepath.planning.path import search
from rolepath.planning.plan import Plan
from rolepath.planning.problem import Option, Problem, Span

sys.path.insert(0, str(Path(__file__).parent))

from cases import TARGET, ask, hard_problem, offer, problems, simple
from greedy import greedy_plan
from oracle import (
    Answer,
    Oracle,
    Person,
    all_placements,
    at_once,
    costs,
    in_order,
    on_offer,
    within_limits,
    works_out,
)

PARTS = ("months", "hours", "money")
CASES = 5000
BLOCK = 250


def chosen_cost(problem: Problem) -> float:
    """The chosen cost of the best path, infinite where there is none."""
    return min((plan.costs[problem.limits.minimise] for plan in search(problem).plans), default=float("inf"))


def options_of(problem: Problem, plan: Plan) -> list[list[Option]]:
    """The options of each stage, in their order."""
    by_id = {o.id: o for o in problem.options}
    return [[by_id[identifier] for identifier in stage] for stage in plan.stages]


# --- judged by enumeration ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", range(0, CASES, BLOCK))
def test_the_planner_finds_what_enumeration_finds(first: int) -> None:
    for seed, problem in problems(BLOCK, first):
        wanted = seed % 3
        judge = Oracle(problem)
        found, right = search(problem, wanted), judge.answers(wanted)
        for part in ("plans", "alternatives"):
            ours, theirs = getattr(found, part), getattr(right, part)
            assert [plan.roles for plan in ours] == [answer.roles for answer in theirs], f"seed {seed}: {part}"
            for plan, answer in zip(ours, theirs, strict=True):
                assert_same(problem, plan, answer, f"seed {seed}: {part} over {plan.roles}")
        worse = sorted(right.beaten, key=lambda answer: (len(answer.roles), answer.roles))
        assert [beaten.roles for beaten in found.beaten] == [answer.roles for answer in worse], f"seed {seed}: beaten"
        for beaten, answer in zip(found.beaten, worse, strict=True):  # what they cost at least, enough to see that they are beaten
            least = {part: beaten.costs[part] for part in PARTS}
            assert all(least[part] <= answer.costs[part] for part in PARTS), f"seed {seed}: {beaten.roles}"
            others = [other for other in (*right.plans, *right.beaten) if other is not answer]
            assert any(judge.outdone(least, other.costs) for other in others), f"seed {seed}: {beaten.roles}"
        assert (found.direct is None) == (right.direct is None), f"seed {seed}: direct"
        if found.direct is not None and right.direct is not None:
            assert_same(problem, found.direct, right.direct, f"seed {seed}: direct")


def test_the_planner_finds_the_best_of_thousands_of_sets_too() -> None:
    for seed in range(40):
        problem = hard_problem(Random(seed), 11 + seed % 2)
        problem = replace(problem, limits=replace(problem.limits, minimise=("months", "money", "hours", "steps")[seed % 4]))
        found, right = search(problem, 1), Oracle(problem).answers(1)
        assert [plan.roles for plan in found.alternatives] == [answer.roles for answer in right.alternatives], f"seed {seed}"
        for plan, answer in zip(found.plans + found.alternatives, right.plans + right.alternatives, strict=True):
            assert_same(problem, plan, answer, f"seed {seed}")


def assert_same(problem: Problem, plan: Plan, answer: Answer, where: str) -> None:
    """Costs, options, their places and order, and the proof."""
    assert dict(plan.costs) == answer.costs, where
    assert plan.options == answer.options, where
    assert tuple(frozenset(stage) for stage in plan.stages) in answer.spread, where
    assert plan.optimal, where
    assert plan.bound == plan.costs[problem.limits.minimise], where
    assert_can_be_done(problem, plan, where)


def assert_can_be_done(problem: Problem, plan: Plan, where: str) -> None:
    """Step by step: each condition holds when its option is reached, each role is open when it is entered, all limits are kept."""
    person, before = Person(problem), ""
    for role, stage in zip(plan.roles, options_of(problem, plan), strict=True):
        for option in stage:
            assert person.meets(option.condition), f"{where}: {option.id} before its condition holds"
            person.takes(option)
        assert person.may_have(role), f"{where}: {role} is not open"
        if role != problem.target:
            assert role not in person.roles, f"{where}: {role} is held already"
            assert problem.zones.get(role, 0) <= problem.zones.get(before, 9) + 1, f"{where}: {role} is too far up"
            person.works(role)
        before = role
    taken = [option for stage in options_of(problem, plan) for option in stage]
    assert len(taken) == len({option.id for option in taken}), where
    assert all(option in on_offer(problem) for option in taken), where
    assert within_limits(problem, plan.roles, taken), where
    assert dict(plan.costs) == costs(problem, plan.roles, taken), where


def test_the_cases_cover_what_they_should() -> None:
    seen: Counter[str] = Counter()
    for seed, problem in problems(1000):
        limits, conditions = problem.limits, [o.condition for o in problem.options]
        found = Oracle(problem).answers(seed % 3)
        seen["feasible"] += bool(found.plans)
        seen["several plans"] += len(found.plans) > 1
        seen["beaten"] += bool(found.beaten)
        seen["alternatives"] += bool(found.alternatives)
        if found.plans:
            best = found.plans[0]
            seen[f"{min(len(best.options), 4)} options"] += 1
            seen[f"{len(best.roles) - 1} bridges"] += 1
            seen["no direct plan"] += found.direct is None
            seen["budget"] += limits.budget is not None
            seen["deadline"] += limits.deadline is not None
            seen["avoid"] += bool(limits.avoid)
            seen["must"] += bool(limits.must)
            seen["optimistic"] += limits.optimistic
            seen[limits.minimise] += 1
            seen["a condition used"] += any(o.id in best.options and o.condition != AllOf() for o in problem.options)
        seen["nested"] += any(isinstance(part, AllOf | AnyOf) for c in conditions if isinstance(c, AnyOf) for part in c.parts)
        seen["any-of"] += any(len(r.capabilities) > 1 for r in problem.requirements[TARGET])
        stuck = Person(problem).takes_what_is_open(problem.options)
        supports = {(o.id, other.id) for o in stuck for other in stuck if _serves(problem, other, o.condition)}
        seen["circles"] += any((b, a) in supports for a, b in supports)
    assert 0.4 < seen["feasible"] / 1000 < 0.6, seen
    few = {name: count for name, count in seen.items() if count < 6}
    assert not few, f"too few of {few}"


def _serves(problem: Problem, option: Option, condition: Condition) -> bool:
    alone = Person(problem)
    alone.takes(option)
    return any(alone.meets(leaf) and not Person(problem).meets(leaf) for leaf in leaves(condition))


# --- is the judge right? --------------------------------------------------------------------------------------------------


def test_the_oracle_agrees_with_the_definition_tried_out_in_full() -> None:
    tried = 0
    for seed, problem in problems(700):
        if len(problem.options) > 5:
            continue
        oracle = Oracle(problem)
        for roles in oracle.sequences:
            everything = list(all_placements(problem, roles))
            best = oracle.best(roles)
            assert (best is None) == (not everything), f"seed {seed}: {roles}"
            if best is None:
                continue
            tried += 1
            keys = {spread: _key(problem, roles, spread) for spread in everything}
            least = min(keys.values())
            spread = {tuple(frozenset(o.id for o in stage) for stage in way) for way, key in keys.items() if key == least}
            assert oracle.answer(*best).spread == spread, f"seed {seed}: {roles}"
    assert tried > 100


def _key(problem: Problem, roles: tuple[str, ...], spread: Sequence[Sequence[Option]]) -> tuple[object, ...]:
    taken = [option for stage in spread for option in stage]
    minutes = tuple(sum(option.minutes.double for option in stage) for stage in spread)
    return in_order(problem, costs(problem, roles, taken)), sorted(option.id for option in taken), minutes


def test_alternatives_are_paths_from_which_nothing_can_be_left_out() -> None:
    seen = 0
    for seed, problem in problems(400):
        oracle = Oracle(problem)
        right = oracle.answers(3)
        for number, answer in enumerate(right.alternatives):
            seen += 1
            for before in (right.plans[0], *right.alternatives[:number]):
                assert 2 * len(answer.parts & before.parts) <= len(before.parts), f"seed {seed}"
            taken = [o for o in problem.options if o.id in answer.options]
            assert not oracle.can_do_with_less(answer.roles, taken), f"seed {seed}"
    assert seen > 50


JUDGES: dict[str, Callable[[Problem], Any]] = {"oracle": lambda p: Oracle(p).answers(2), "planner": lambda p: search(p, 2)}


@pytest.mark.parametrize("judge", JUDGES)
def test_worked_example_readiness_and_essentials(judge: str) -> None:
    # Ready: sql whole, and 800 of 1000 · (2·q(sql) + 3·q(python) + 5·q(stats)) / 10. sql at 250 of 500 is half covered.
    asked = [ask("sql", 500, 200, "essential"), ask("python", 600, 300), ask("stats", 750, 500)]
    options = [
        offer("program/all", 900, sql=500, python=600, stats=750),
        offer("program/stats", 400, stats=750),
        offer("program/python", 250, python=600),
        offer("study/skill/sql@250", 50, kind="self-study", sql=250),
        offer("study/skill/sql@500", 60, Level("skill/sql", 250, True), "self-study", sql=500),
    ]
    found = JUDGES[judge](simple(options, asked))
    # sql 110, stats 400: 700 thousandths; python has to come too: 760 minutes, against 900 for the program that does it all.
    assert found.plans[0].options == {"program/stats", "program/python", "study/skill/sql@250", "study/skill/sql@500"}
    assert found.plans[0].costs == {"hours": 1520, "months": 1520, "money": 0, "steps": 8}
    assert [plan.options for plan in found.alternatives] == [{"program/all"}]
    eased = JUDGES[judge](simple(options, asked, {"skill/python": 200}))  # 333 of 1000 of python: 99,900 of 300,000, and 799.9 in all
    assert eased.plans[0].options == found.plans[0].options
    enough = JUDGES[judge](simple(options, asked, {"skill/python": 201}))  # 335: 100,500, and 800.5 in all
    assert enough.plans[0].options == {"program/stats", "study/skill/sql@250", "study/skill/sql@500"}


@pytest.mark.parametrize("judge", JUDGES)
def test_worked_example_offers_that_need_each_other(judge: str) -> None:
    asked = [ask("a", 500), ask("b", 500)]
    ring = [offer("project/a", 10, Level("skill/b", 500), a=500), offer("project/b", 10, Level("skill/a", 500), b=500)]
    assert not JUDGES[judge](simple(ring, asked)).plans
    started = JUDGES[judge](simple([*ring, offer("program/start", 25, a=500)], asked))
    assert started.plans[0].options == {"program/start", "project/b"}
    alone = [offer("project/a", 10, Level("skill/a", 500), a=500), offer("project/b", 10, b=500)]
    assert not JUDGES[judge](simple(alone, asked)).plans


@pytest.mark.parametrize("judge", JUDGES)
def test_worked_example_a_bridge_and_study_as_late_as_possible(judge: str) -> None:
    # The bridge wants half of its essential and brings b at 600; the target wants years of work by way of a project, and a and b.
    asked = [ask("a", 800, necessity="essential"), ask("b", 600, necessity="essential")]
    options = [
        offer("program/a", 300, a=800),
        offer("program/b", 1500, b=600),
        offer("project/c", 20, Experience(12), a=1000),
        offer("project/d", 100, Worked("role/bridge"), b=1000),
        offer("study/skill/b@250", 30, kind="self-study", b=300),
    ]
    direct = simple(options, asked)
    bridge = {"role/bridge": (Requirement("requirement/bridge", ("skill/b",), "essential", 600, 1),), **direct.requirements}
    problem = replace(
        direct,
        bridges=("role/bridge",),
        requirements=bridge,
        gains={"role/bridge": {"skill/b": 600}},
        documented=frozenset({("", "role/bridge")}),
        limits=replace(direct.limits, max_bridges=1, bridge_readiness=500),
    )
    found = JUDGES[judge](problem)
    # Over the bridge: b to half (30), then the project that needs a year (20), and a tenure of 4000 in twice its midpoint. Direct: 1800.
    over, straight = found.plans
    assert over.roles == ("role/bridge", TARGET)
    assert over.costs == {"hours": 100, "months": 4100, "money": 0, "steps": 6}
    stages = over.stages if isinstance(over, Plan) else next(iter(over.spread))
    assert [set(stage) for stage in stages] == [{"study/skill/b@250"}, {"project/c"}]
    assert straight.options == found.direct.options == {"program/a", "program/b"}
    assert straight.costs == {"hours": 3600, "months": 3600, "money": 0, "steps": 4}
    assert not found.beaten
    slow = JUDGES[judge](replace(problem, tenure=Span(0, 3500)))
    assert [plan.roles for plan in slow.plans + slow.beaten] == [over.roles, straight.roles]
    assert slow.plans == (slow.plans[0],), "100 hours and 3600 of time beat 3600 and 3600"


# --- monotone -------------------------------------------------------------------------------------------------------------


def test_holding_more_never_costs_more() -> None:
    for seed, problem in problems(150, CASES):
        random, start = Random(seed), problem.start
        before = chosen_cost(problem)
        raised = start.after("role/other", {skill: random.randint(0, 1000) for skill in random.sample(sorted(problem.credits), 2)}, 0)
        assert chosen_cost(replace(problem, start=raised)) <= before, f"seed {seed}: levels"
        more = replace(start, degrees=start.degrees | {"master"}, experience=start.experience + 12)
        assert chosen_cost(replace(problem, start=more)) <= before, f"seed {seed}: degree and years"
        program = next((o for o in problem.options if o.kind == "program"), None)
        if program is not None:
            done = start.raised(program.raises, (program.id,))
            assert chosen_cost(replace(problem, start=done)) <= before, f"seed {seed}: {program.id} done"


def test_more_money_and_time_never_cost_more_and_higher_demands_never_cost_less() -> None:
    for seed, problem in problems(150, 2 * CASES):
        limits, before = problem.limits, chosen_cost(problem)
        for name, more in (("budget", 100), ("deadline", 100)):
            limit = getattr(limits, name)
            if limit is not None:
                assert chosen_cost(replace(problem, limits=replace(limits, **{name: limit + more}))) <= before, f"seed {seed}: {name}"
                assert chosen_cost(replace(problem, limits=replace(limits, **{name: None}))) <= before, f"seed {seed}: no {name}"
        for name in ("readiness", "bridge_readiness"):
            higher = replace(limits, **{name: min(1000, getattr(limits, name) + 150)})
            assert chosen_cost(replace(problem, limits=higher)) >= before, f"seed {seed}: {name}"


# --- deterministic --------------------------------------------------------------------------------------------------------


def test_the_order_of_the_data_does_not_matter() -> None:
    for seed, problem in problems(150, 3 * CASES):
        random = Random(seed)

        def mixed(mapping: Mapping[str, object], random: Random = random) -> dict[str, object]:
            keys = random.sample(sorted(mapping), len(mapping))
            return {k: tuple(random.sample(v, len(v))) if isinstance(v, tuple) else v for k, v in ((k, mapping[k]) for k in keys)}

        other = replace(
            problem,
            start=replace(problem.start, levels=mixed(problem.start.levels)),
            credits=mixed(problem.credits),
            requirements=mixed(problem.requirements),
            gains=mixed(problem.gains),
            zones=mixed(problem.zones),
            limits=replace(problem.limits, avoid=mixed(problem.limits.avoid), must=mixed(problem.limits.must)),
        )
        assert repr(search(other, seed % 3)) == repr(search(problem, seed % 3)), f"seed {seed}"


SCRIPT = """
import sys
from random import Random
from cases import random_problem
from rolepath.planning.path import search
from rolepath.planning.reasons import why
for seed in range(100):
    problem = random_problem(Random(seed))
    found = search(problem, 2)
    print(seed, found if found.plans else why(problem))
"""


def test_the_hash_seed_does_not_matter() -> None:
    folders = [str(Path(rolepath.__file__).resolve().parents[1]), str(Path(__file__).parent)]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(folders)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "2")
    ]
    try:
        first, second = (process.communicate(timeout=120)[0] for process in running)
    finally:
        for process in running:
            process.kill()
    assert [process.returncode for process in running] == [0, 0]
    assert first.count("\n") == 100
    assert first == second


# --- sane -----------------------------------------------------------------------------------------------------------------


def test_no_step_is_useless() -> None:
    for seed, problem in problems(200, 4 * CASES):
        found = search(problem, 2)
        for plan in (*found.plans, *found.alternatives):
            taken = [option for stage in options_of(problem, plan) for option in stage]
            for option in taken:
                rest = [other for other in taken if other is not option]
                assert not (within_limits(problem, plan.roles, rest) and at_once(problem, plan.roles, rest)), f"seed {seed}: {option.id}"


def test_nothing_is_taught_that_is_held() -> None:
    for seed, problem in problems(200, 5 * CASES):
        for plan in search(problem, 1).plans:
            person = Person(problem)
            musts = {name for group in problem.limits.must.values() for name in group}
            for role, stage in zip(plan.roles, options_of(problem, plan), strict=True):
                for option in stage:
                    before = dict(person.levels)
                    person.takes(option)
                    for_its_name = option.id in musts or any(Done(option.id) in leaves(o.condition) for o in problem.options)
                    assert person.levels != before or for_its_name, f"seed {seed}: {option.id}"
                if role != problem.target:
                    person.works(role)


# --- with a time limit ----------------------------------------------------------------------------------------------------


def test_a_time_limit_gives_a_plan_or_none_and_an_honest_bound() -> None:
    outcomes: Counter[str] = Counter()
    for seed in range(3):
        problem = hard_problem(Random(seed), 40)
        best = search(problem).plans[0]
        assert best.optimal
        for limit in (0.0, 0.02, 0.1):
            plans = search(replace(problem, limits=replace(problem.limits, time_limit=limit))).plans
            outcomes["none"] += not plans
            for plan in plans:
                assert_can_be_done(problem, plan, f"seed {seed}")
                name = problem.limits.minimise
                assert plan.bound <= best.costs[name] <= plan.costs[name], f"seed {seed}: within {limit} s"
                assert not plan.optimal or plan == best, f"seed {seed}: within {limit} s"
                outcomes["optimal" if plan.optimal else "found"] += 1
    assert outcomes["found"] + outcomes["none"], outcomes


def test_a_time_limit_on_small_cases_promises_nothing_false() -> None:
    for seed, problem in problems(200, 7 * CASES):
        oracle = Oracle(problem)
        found = search(replace(problem, limits=replace(problem.limits, time_limit=0.0)))
        for plan in found.plans:
            best = oracle.best(plan.roles)
            assert best is not None, f"seed {seed}"
            least = oracle.answer(*best).costs[problem.limits.minimise]
            cost = plan.costs[problem.limits.minimise]
            assert_can_be_done(problem, plan, f"seed {seed}")
            assert plan.bound <= least <= cost, f"seed {seed}"
            assert not plan.optimal or cost == least, f"seed {seed}"


# --- against greed --------------------------------------------------------------------------------------------------------


def test_greed_is_never_better_and_often_worse(capsys: pytest.CaptureFixture[str]) -> None:
    small = [(seed, problem) for seed, problem in problems(400, 8 * CASES) if search(problem).direct]
    large = [(seed, hard_problem(Random(seed), 20)) for seed in range(25)]
    told = []
    for name, some in (("small", small), ("20 programs that overlap", large)):
        excess: list[float] = []
        failed = 0
        for seed, problem in some:
            direct, taken = search(problem).direct, greedy_plan(problem)
            assert direct is not None
            if taken is None:
                failed += 1
                continue
            assert works_out(problem, (TARGET,), (taken,)), f"seed {seed}"
            assert within_limits(problem, (TARGET,), taken), f"seed {seed}"
            greedy, least = in_order(problem, costs(problem, (TARGET,), taken)), in_order(problem, direct.costs)
            assert greedy >= least, f"seed {seed}: greed is better"
            if direct.options:
                excess.append(greedy[0] / least[0] - 1 if least[0] else float(greedy[0] > 0))
        worse = sum(each > 0 for each in excess)
        told.append(
            f"{name}: dearer in {worse} of {len(excess)}, by {sum(excess) / len(excess):.0%} in the mean and {max(excess):.0%} at most; "
            f"no plan where there is one in {failed}"
        )
        assert worse > 0
    with capsys.disabled():
        print("\nGreed,", "; ".join(told))
