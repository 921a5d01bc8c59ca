"""The schedule of a plan against another way to work it out, and what must hold of any."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import itertools

from oracle_schedule import scheduled

from rolepath.planning.schedule import Item, schedule

Times = Sequence[tuple[Fraction, Fraction]]


def made(random: Random) -> list[Item]:
    items: list[Item] = []
    for place in range(random.randint(1, 7)):
        kind = random.choice(("study", "study", "program", "task"))
        amount = random.randint(1, 40)
        time = 0 if kind == "study" else amount + random.choice((0, 0, random.randint(1, 60)))
        waits = tuple(sorted(random.sample(range(place), min(place, random.choice((0, 0, 1, 2))))))
        items.append(Item(kind, amount, time, waits))
    return items


@pytest.mark.parametrize("first", range(0, 2000, 500))
def test_schedules_are_what_the_rule_says(first: int) -> None:
    for seed in range(first, first + 500):
        items = made(Random(seed))
        times = schedule(items)
        assert times == scheduled([(i.kind, i.amount, i.time, i.waits) for i in items]), f"seed {seed}: {items}"
        assert_possible(items, times, f"seed {seed}: {items}")


def assert_possible(items: Sequence[Item], times: Times, where: str) -> None:
    """Everything begins after what it waits for, tasks follow each other, and no more time is used than there is, however it is cut."""
    for item, (start, end) in zip(items, times, strict=True):
        assert all(times[n][1] <= start for n in item.waits), where
        assert item.kind == "study" or end - start == item.time, where
        assert end - start >= item.amount or item.kind == "task", where
    tasks = sorted(time for item, time in zip(items, times, strict=True) if item.kind == "task")
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(tasks)), where
    moments = sorted({moment for time in times for moment in time})
    for begin in (Fraction(0), *moments):
        for end in moments:
            if begin < end:
                assert used(items, times, begin, end) <= end - begin, where


def used(items: Sequence[Item], times: Times, begin: Fraction, end: Fraction) -> Fraction:
    """The study time that must fall between two moments: all of what lies within, and the share of programs."""
    total = Fraction(0)
    for item, (first, last) in zip(items, times, strict=True):
        if item.kind == "study" and begin <= first and last <= end:
            total += item.amount
        elif item.kind == "program":
            total += max(Fraction(0), min(last, end) - max(first, begin)) * Fraction(item.amount, item.time)
    return total


def test_a_schedule_is_no_shorter_than_its_bounds() -> None:
    """All study, all paid time, and the longest chain of what waits for what."""
    for seed in range(2000, 2400):
        items = made(Random(seed))
        times = schedule(items)
        length = max(end for _, end in times)
        chains: list[int] = []
        for item in items:
            own = item.time or item.amount
            chains.append(own + max((chains[n] for n in item.waits), default=0))
        study = sum(item.amount for item in items if item.kind != "task")
        paid = sum(item.time for item in items if item.kind == "task")
        assert length >= max(study, paid, *chains), f"seed {seed}"


def test_minute_by_minute() -> None:
    """Study alone or beside one program, gone through in hundredths of a minute."""
    for seed in range(300):
        random = Random(seed)
        amount = random.randint(1, 20)
        program = Item("program", amount, amount * random.choice((1, 2, 4)))
        studies = [Item("study", random.randint(1, 20), 0) for _ in range(random.randint(1, 3))]
        times = schedule([program, *studies])
        share, now, left = amount / program.time, 0, [float(s.amount) for s in studies]
        ended = []
        while left:
            rate = 0.01 * (1 - share if now < 100 * program.time else 1.0)
            now += 1
            left[0] -= rate
            if left[0] < 1e-6:
                ended.append(now / 100)
                left.pop(0)
        assert all(abs(float(end) - at) < 0.1 for (_, end), at in zip(times[1:], ended, strict=True)), f"seed {seed}"
