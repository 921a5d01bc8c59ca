"""When each offer of a plan begins and ends: one fixed rule, in exact fractions. PATHS.md, “Offers”, time.

Time is counted in minutes of the person's study weeks, so that study alone takes exactly its minutes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Item:
    """One offer in the plan's order.

    kind: `study` takes all the time that is free; a `program` takes amount / time of it throughout its time; a `task` is paid work beside
    both. amount: minutes of learning. time: the length of a program or task. waits: places of the items that have to end before.
    """

    kind: str
    amount: int
    time: int
    waits: tuple[int, ...] = ()


def schedule(items: Sequence[Item]) -> list[tuple[Fraction, Fraction]]:
    """(start, end) of each item, in the order given.

    They are placed one after another, each once all that it waits for is: first each program and task with what it waits for, directly or
    not, those first that wait for the fewest minutes of study; then the rest, in the order given; of tasks, where nothing else can be
    placed, the one that can begin first. Where that ends sooner, what tasks wait for is placed before the programs that none waits for. A
    program begins as soon as what it waits for has ended and its share of the time is free
    throughout its length. Study begins as soon as what it waits for has ended, and takes what time is free, with breaks where none is.
    Tasks are done one after another beside it.
    The cost grows with the square of the number of items.

    >>> schedule([Item("program", 30, 60), Item("study", 40, 0)])
    [(Fraction(0, 1), Fraction(60, 1)), (Fraction(0, 1), Fraction(70, 1))]
    """
    dated = [_dated(items, _placed(items, kinds)) for kinds in _orders(items)]
    return min(dated, key=lambda times: max((end for _, end in times), default=Fraction(0)))


def _orders(items: Sequence[Item]) -> list[tuple[str, ...]]:
    """The kinds that come before the rest: programs and tasks alike, and, where there are both, tasks alone."""
    both = {"program", "task"} <= {item.kind for item in items}
    return [("program", "task"), ("task",)] if both else [("program", "task")]


def _dated(items: Sequence[Item], waiting: list[int]) -> list[tuple[Fraction, Fraction]]:
    """(start, end) of each item, placed in this order."""
    free = _Free()
    worked = Fraction(0)
    done: dict[int, tuple[Fraction, Fraction]] = {}
    while waiting:
        place = _next(items, waiting, done)
        waiting.remove(place)
        item = items[place]
        ready = max((done[n][1] for n in item.waits), default=Fraction(0))
        if item.kind == "task":
            start = max(ready, worked)
            worked = start + item.time
            done[place] = start, worked
        elif item.kind == "program":
            share = Fraction(item.amount, item.time)
            start = free.first(ready, Fraction(item.time), share)
            free.take(start, start + item.time, share)
            done[place] = start, start + item.time
        else:
            done[place] = free.fill(ready, Fraction(item.amount))
    return [done[place] for place in range(len(items))]


def _placed(items: Sequence[Item], first: tuple[str, ...]) -> list[int]:
    """The places of items in the order in which they are placed: tasks and programs, those of the first kinds before all others, each
    after what it waits for; then the rest."""
    awaited = {place: _awaited(items, place) for place, item in enumerate(items) if item.kind != "study"}

    def rank(place: int) -> tuple[bool, int, int]:
        return items[place].kind not in first, sum(items[n].amount for n in awaited[place] if items[n].kind == "study"), place

    order: dict[int, None] = {}
    for place in sorted(awaited, key=rank):
        order |= dict.fromkeys((*sorted(awaited[place]), place))
    return [*order, *(place for place in range(len(items)) if place not in order)]


def _awaited(items: Sequence[Item], place: int) -> set[int]:
    """All that an item waits for, directly or not."""
    found: set[int] = set()
    waiting = list(items[place].waits)
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += items[each].waits
    return found


def _next(items: Sequence[Item], waiting: Sequence[int], done: Mapping[int, tuple[Fraction, Fraction]]) -> int:
    """What is placed next: the first that isn't a task, else the task that can begin first."""
    open_ = [place for place in waiting if all(n in done for n in items[place].waits)]
    for place in open_:
        if items[place].kind != "task":
            return place
    return min(open_, key=lambda place: (max((done[n][1] for n in items[place].waits), default=Fraction(0)), place))


class _Free:
    """The share of the study time that is free, as steps: from each time until the next."""

    def __init__(self) -> None:
        self._times = [Fraction(0)]
        self._shares = [Fraction(1)]

    def _cut(self, at: Fraction) -> int:
        """The place of the step that begins at a time, made where there is none."""
        place = next((n for n, time in enumerate(self._times) if time >= at), len(self._times))
        if place == len(self._times) or self._times[place] != at:
            self._times.insert(place, at)
            self._shares.insert(place, self._shares[place - 1])
        return place

    def take(self, start: Fraction, end: Fraction, share: Fraction) -> None:
        """Takes a share from start to end."""
        for n in range(self._cut(start), self._cut(end)):
            self._shares[n] -= share

    def first(self, ready: Fraction, length: Fraction, share: Fraction) -> Fraction:
        """The earliest time from `ready` on at which a share is free for a length."""
        start = ready
        for n, time in enumerate(self._times):
            ends = self._times[n + 1] if n + 1 < len(self._times) else None
            if ends is not None and ends <= start:
                continue
            if time >= start + length:
                break
            if self._shares[n] < share and ends is not None:
                start = max(start, ends)
        return start

    def fill(self, ready: Fraction, amount: Fraction) -> tuple[Fraction, Fraction]:
        """Takes all that is free from `ready` on until an amount is done; (start, end)."""
        start: Fraction | None = None
        place = self._cut(ready)
        while True:
            time, share = self._times[place], self._shares[place]
            ends = self._times[place + 1] if place + 1 < len(self._times) else None
            if share > 0:
                start = time if start is None else start
                needed = amount / share
                if ends is None or time + needed <= ends:
                    end = time + needed
                    self.take(time, end, share)
                    return start, end
                self._shares[place] = Fraction(0)
                amount -= share * (ends - time)
            place += 1
