"""When each offer of a plan begins and ends, by the rule in the docstring of `schedule`, worked out from one change to the next."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def scheduled(rows: Sequence[tuple[str, int, int, Sequence[int]]]) -> list[tuple[Fraction, Fraction]]:
    """(start, end) of (kind, amount, time, waits for) in their order, by the rule that `schedule` states: both ways, the sooner one."""
    alike, tasks = placed(rows, False), placed(rows, True)
    return tasks if max((e for _, e in tasks), default=0) < max((e for _, e in alike), default=0) else alike


def placed(rows: Sequence[tuple[str, int, int, Sequence[int]]], tasks_first: bool) -> list[tuple[Fraction, Fraction]]:
    """The same one way, worked out from one change to the next."""
    used: list[tuple[Fraction, Fraction, Fraction]] = []
    found: dict[int, tuple[Fraction, Fraction]] = {}
    paid = Fraction(0)

    def behind(place: int) -> set[int]:
        """All that an item waits for, directly or not."""
        return set(rows[place][3]).union(*(behind(n) for n in rows[place][3]))

    def study_behind(place: int) -> int:
        return sum(rows[n][1] for n in behind(place) if rows[n][0] == "study")

    wanted: list[int] = []
    for place in sorted(
        (n for n, row in enumerate(rows) if row[0] != "study"),
        key=lambda n: (tasks_first and rows[n][0] == "program", study_behind(n), n),
    ):
        wanted += [*sorted(behind(place)), place]
    wanted += range(len(rows))

    def able(place: int) -> Fraction | None:
        """When an item can begin for all that it waits for; None while that isn't placed."""
        before = rows[place][3]
        return max((found[n][1] for n in before), default=Fraction(0)) if all(n in found for n in before) else None

    def free(at: Fraction) -> Fraction:
        return 1 - sum((share for start, end, share in used if start <= at < end), Fraction(0))

    def changes(after: Fraction) -> list[Fraction]:
        return sorted({t for start, end, _ in used for t in (start, end) if t > after})

    while len(found) < len(rows):
        left = [n for n in wanted if n not in found and able(n) is not None]
        other = [n for n in left if rows[n][0] != "task"]
        place = other[0] if other else min(left, key=lambda n: (able(n), n))
        kind, amount, time, waits = rows[place]
        ready = max((found[n][1] for n in waits), default=Fraction(0))
        if kind == "task":
            paid = max(ready, paid) + time
            found[place] = (paid - time, paid)
        elif kind == "program":
            share = Fraction(amount, time)
            starts = [ready, *changes(ready)]
            start = next(s for s in starts if all(free(t) >= share for t in [s, *(c for c in changes(s) if c < s + time)]))
            used.append((start, start + time, share))
            found[place] = (start, start + time)
        else:
            begun, now, left = None, ready, Fraction(amount)
            while begun is None or left > 0:
                rate, then = free(now), next(iter(changes(now)), None)
                if rate > 0 and begun is None:
                    begun = now
                until = now + left / rate if rate > 0 else None
                if until is not None and (then is None or until <= then):
                    taken, left = until, Fraction(0)
                else:
                    if then is None:
                        raise ValueError("nothing is free for ever")
                    taken, left = then, left - rate * (then - now)
                if rate > 0 and taken > now:
                    used.append((now, taken, rate))
                now = taken
            found[place] = (begun, now)
    return [found[place] for place in range(len(rows))]
