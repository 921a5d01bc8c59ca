"""A plan of the planner beside a way of the oracle: whether it can be made, costs what it says, and is as good."""

from __future__ import annotations

from fractions import Fraction

from oracle import Made, Oracle

from rolepath.planning.coverage import WHOLE
from rolepath.planning.problem import Plan
from rolepath.planning.search import Found


def chosen(plan: Plan) -> tuple[frozenset[str], ...]:
    """The offers of each hop."""
    return tuple(frozenset(taken.offer.id for taken in hop) for hop in plan.hops)


def way_of(oracle: Oracle, plan: Plan) -> Made:
    """The same choice as the oracle has it."""
    found = [way for way in oracle.all_ways(plan.roles) if way.chosen == chosen(plan)]
    assert found, f"no such way: {plan.roles} {chosen(plan)}"
    return found[0]


def assert_costs(oracle: Oracle, plan: Plan) -> Made:
    """Each step, its place, its cost and its time, and all of them together, as the oracle has them; returns its way."""
    way = way_of(oracle, plan)
    costs = plan.costs
    steps = [taken for hop in plan.hops for taken in hop]
    assert [t.offer.id for t in steps] == [s.item.id for s in way.steps]
    assert [t.missing for t in steps] == [s.missing for s in way.steps]
    assert [t.cost for t in steps] == [(s.minutes(0), s.minutes(2), s.minutes(1)) for s in way.steps]
    assert costs.minutes == tuple(sum(s.minutes(end) for s in way.steps) for end in (0, 2, 1))
    assert costs.paid == tuple(sum(s.minutes(end) for s in way.steps if s.item.kind == "task") for end in (0, 2, 1))
    assert costs.cents == (way.cents(0), way.cents(2), way.cents(1))
    assert costs.time == (way.months(0), way.months(2), way.months(1))
    assert (costs.steps, costs.number) == (way.count, way.number)
    assert plan.after[-1].score == way.score
    assert plan.parts == way.parts
    return way


def assert_best(oracle: Oracle, found: Found, best: Made | None, where: str) -> None:
    """What was found is as good as the best there is, in every cost that ties fall to, and proven to be; where: the case."""
    assert found.optimal, f"{where}: not proven"
    if found.plan is None or best is None:
        assert (found.plan is None) == (best is None), f"{where}: planner {found.plan and found.plan.parts}, oracle {best and best.parts}"
        return
    way = assert_costs(oracle, found.plan)
    assert (*oracle.key(way)[:-1], way.months(2)) == (*oracle.key(best)[:-1], best.months(2)), (
        f"{where}: {oracle.q.minimise} {way.parts} is not as good as {best.parts}"
    )
    assert_bound(oracle, found, best, where)


def assert_bound(oracle: Oracle, found: Found, best: Made, where: str) -> None:
    """The bound is the cost itself, in doubled minutes, cents or steps, without what bridges take."""
    chosen_, bridges = oracle.q.minimise, len(best.roles) - 1
    cost = Fraction(best.cost(chosen_))
    if chosen_ in ("months", "hours"):
        cost /= WHOLE
    if chosen_ == "months":
        cost -= bridges * sum(round(oracle.q.minutes_a_month * months) for months in oracle.q.tenure)
    if chosen_ == "steps":
        cost -= bridges
    assert abs(found.bound - float(cost)) <= 1e-5 * max(1.0, float(cost)), f"{where}: bound {found.bound}, cost {float(cost)}"
