"""How well the first way holds: the same question with every estimate drawn within its range. PATHS.md, “Answers”, stability."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

from rolepath.planning.offers import Offer, Span
from rolepath.planning.problem import Plan, Problem
from rolepath.planning.search import Search

SEED = 20261130
_FLIPS = 6
"""For how many uncertain offers the estimate that flips them is looked for."""


@dataclass(frozen=True)
class Flipped:
    """An offer's estimate, at another end of its range: what then is in the best plan and wasn't, or the other way round.

    what: size, minutes, time or cents; values in their units.
    """

    offer: str
    what: str
    before: float
    after: int
    changes: tuple[str, ...]


@dataclass(frozen=True)
class Stable:
    """offer → in how many of the draws' best plans it is; only those that are in any."""

    draws: int
    seed: int
    counts: Mapping[str, int]
    flips: tuple[Flipped, ...]


def stability(problem: Problem, plan: Plan, draws: int, seed: int = SEED, sure: int = 900, ends: float | None = None) -> Stable:
    """The best plans through the same roles for `draws` draws of the estimates, and what flips the choices that are not sure.

    Each estimate of each offer is drawn by itself, evenly within its range: how long to begin, the size, the length, the price. sure: from
    how many thousandths of the draws on a choice is sure. The cost is one run of HiGHS for each draw, and two for each flip looked at.
    """
    search = Search(problem, ends=ends)
    random = Random(seed)
    counts: Counter[str] = Counter()
    done = 0
    for _ in range(draws):
        if ends is not None and time.monotonic() > ends:
            break
        drawn = {offer.id: _drawn(offer, random) for offer in problem.offers}
        taken = search.taken_with(drawn, plan)
        if taken is None:
            continue  # budget or deadline don't hold for this draw
        done += 1
        counts.update(taken)
    unsure = sorted(
        (o for o in {*counts, *plan.offers} if done and 0.1 * done < counts[o] < sure * done / 1000),
        key=lambda o: (o not in plan.offers, abs(counts[o] - done / 2), o),
    )
    flips = [flip for offer in unsure[:_FLIPS] for flip in _flips(problem, search, plan, offer)]
    return Stable(done, seed, dict(sorted(counts.items())), tuple(flips))


def _drawn(offer: Offer, random: Random) -> Offer:
    def one(span: Span) -> Span:
        value = random.randint(span.low, span.high)
        return Span(value, value)

    minutes, size, length, cents = one(offer.minutes), one(offer.size), one(offer.time), one(offer.cents)
    if length.low and not offer.paid:
        length = Span(max(length.low, minutes.low), max(length.high, minutes.high))
    return replace(offer, minutes=minutes, size=size, time=length, cents=cents)


def _flips(problem: Problem, search: Search, plan: Plan, identifier: str) -> Iterator[Flipped]:
    """The first estimate of an offer that alone changes the best plan, at one of its ends."""
    offer = problem.all_offers.by_id[identifier]
    for what in ("size", "minutes", "time", "cents"):
        span: Span = getattr(offer, what)
        if span.low == span.high:
            continue
        end = span.high if identifier in plan.offers else span.low
        other = replace(offer, **{what: Span(end, end)})  # type: ignore[arg-type]
        taken = search.taken_with({identifier: other}, plan)
        if taken is not None and (identifier in taken) != (identifier in plan.offers):
            yield Flipped(identifier, what, span.double / 2, end, tuple(sorted(taken ^ plan.offers)))
            return
