"""The best plans of drawn estimates against plain enumeration."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent))

from cases import asked, cases
from oracle import Made, Oracle
from oracle_tables import MILLION

from rolepath.planning.offers import Offer, Span
from rolepath.planning.search import Search
from rolepath.planning.stability import stability
from rolepath.planning.ways import best_way


def drawn(offer: Offer, random: Random) -> Offer:
    """An offer with one value for each estimate."""

    def one(span: Span) -> Span:
        value = random.randint(span.low, span.high)
        return Span(value, value)

    return replace(offer, minutes=one(offer.minutes), size=one(offer.size), cents=one(offer.cents))


def cost(way: Made, drawn_: dict[str, Offer], minimise: str) -> int:
    offers = [(drawn_[step.item.id], step.missing) for step in way.steps]
    if minimise == "money":
        return sum(offer.cents.low for offer, _ in offers)
    if minimise == "steps":
        return len(offers)
    return sum(offer.minutes.low * MILLION + offer.size.low * missing for offer, missing in offers)


def keeps(oracle: Oracle, way: Made, drawn_: dict[str, Offer]) -> bool:
    budget = oracle.q.budget
    within = budget is None or sum(drawn_[step.item.id].cents.low for step in way.steps) <= budget
    return within and oracle.asking(budget=None).keeps(way)


def test_each_draw_is_solved_exactly() -> None:
    seen = 0
    for seed, oracle in cases(150, 160_000, minimise=("hours", "money", "steps")):
        oracle = oracle.asking(deadline=None)
        plan = best_way(asked(oracle)).plan
        if plan is None or not plan.offers:
            continue
        problem = asked(oracle).problem(plan.roles)
        search, random = Search(problem), Random(seed)
        for _ in range(3):
            draws = {offer.id: drawn(offer, random) for offer in problem.offers}
            taken = search.taken_with(draws, plan)
            ways = [w for w in oracle.all_ways(plan.roles) if w.stage == 2 and keeps(oracle, w, draws)]
            if taken is None:
                assert not ways, f"seed {seed}"
                continue
            mine = next(w for w in ways if frozenset(step.item.id for step in w.steps) == taken)
            least = min(cost(w, draws, oracle.q.minimise) for w in ways)
            assert cost(mine, draws, oracle.q.minimise) <= least * (1 + 1e-6) + 1, f"seed {seed}"
            seen += 1
    assert seen > 90


def test_what_every_way_needs_is_in_every_draw() -> None:
    """And what no way has is in none; the same seed counts the same."""
    for seed, oracle in cases(25, 170_000):
        plan = best_way(asked(oracle)).plan
        if plan is None or not plan.offers:
            continue
        problem = asked(oracle).problem(plan.roles)
        found = stability(problem, plan, 6)
        assert found == stability(problem, plan, 6), f"seed {seed}"
        ways = [w for w in oracle.all_ways(plan.roles) if w.stage == 2 and oracle.asking(budget=None, deadline=None).keeps(w)]
        everywhere = frozenset.intersection(*(frozenset(s.item.id for s in w.steps) for w in ways))
        assert all(found.counts.get(offer, 0) == found.draws for offer in everywhere), f"seed {seed}"
        assert all(count <= found.draws for count in found.counts.values()), f"seed {seed}"
