"""What entering a bridge takes at least: a knapsack with fractions allowed, over what can be studied for it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rolepath.planning.conditions import AllOf, Condition, Level
from rolepath.planning.problem import FULL, Option, Problem, State, covered, leaf_holds, reached

HALF = FULL // 2


@dataclass(frozen=True)
class _Group:
    """What can be taken of one capability, or a program by itself: (gain, minutes, cents) of each level, and the largest gain."""

    steps: tuple[tuple[int, int, int], ...]
    gain: int


class Entry:
    """The least hours and money of options other than `helping`, which are free, before someone in a state may enter a role as a bridge.

    Gains of different options are added up, though coverage counts the best one only, and of conditions only the quarters of one
    capability are kept: so no way to enter takes less.
    """

    def __init__(self, problem: Problem, role: str, state: State, options: Iterable[Option], helping: Iterable[Option]) -> None:
        asked = problem.requirements[role]
        self.missing = 0
        now = []
        towards: dict[str, list[tuple[int, int]]] = {}
        for number, requirement in enumerate(asked):
            q = covered(problem.credits, state.levels, requirement)
            now.append(q)
            self.missing += requirement.weight * (problem.limits.bridge_readiness - q)
            for capability in requirement.capabilities:
                for credit in problem.credits.get(capability, ()):
                    towards.setdefault(credit.held, []).append((number, credit.factor))
        self.towards = {held: sum(asked[n].weight * max(0, factor - now[n]) for n, factor in counted) for held, counted in towards.items()}
        """capability → the most that someone who learns it wholly gains"""
        low = {n for n, requirement in enumerate(asked) if requirement.essential and now[n] < HALF}

        def gives(option: Option) -> dict[int, int]:
            found: dict[int, int] = {}
            for capability, level in option.raises:
                for number, factor in towards.get(capability, ()):
                    q = reached(factor, level, asked[number].level)
                    if q > max(now[number], found.get(number, 0)):
                        found[number] = q
            return found

        free: dict[int, int] = {}
        for option in helping:
            for number, q in gives(option).items():
                free[number] = max(q, free.get(number, 0))
        self.missing -= sum(asked[n].weight * (q - now[n]) for n, q in free.items())
        low -= {n for n, q in free.items() if q >= HALF}
        for n, q in free.items():
            now[n] = max(now[n], q)
        groups: dict[str, list[tuple[Option, dict[int, int]]]] = {}
        options = list(options)
        shared = {c for option in helping for c, _ in option.raises}
        shared |= {c for option in options if len(option.raises) > 1 for c, _ in option.raises}
        for option in options:
            if any(capability in towards for capability, _ in option.raises) and (given := gives(option)):
                key = option.raises[0][0] if len(option.raises) == 1 else option.id
                groups.setdefault(key, []).append((option, given))
        self.groups: dict[str, _Group] = {}
        able: dict[int, set[str]] = {n: set() for n in low}
        floors: dict[tuple[int, str], tuple[int, int]] = {}
        for key, members in groups.items():
            steps = []
            costs = _chain(problem, state, [option for option, _ in members], shared)
            for option, given in members:
                hours, money = costs[option.id]
                steps.append((sum(asked[n].weight * (q - now[n]) for n, q in given.items()), hours, money))
                for n, q in given.items():
                    if n in low and q >= HALF:
                        able[n].add(key)
                        known = floors.get((n, key))
                        floors[n, key] = (hours, money) if known is None else (min(hours, known[0]), min(money, known[1]))
            self.groups[key] = _Group(tuple(steps), max(gain for gain, _, _ in steps))
        self.forced: dict[str, tuple[int, int]] = {}
        self.helpers: dict[str, frozenset[str]] = {}
        """group that an essential requirement can't do without → capabilities that could stand in, were they on offer"""
        for n, keys in able.items():
            if len(keys) == 1:
                key = next(iter(keys))
                others = frozenset(
                    credit.held
                    for capability in asked[n].capabilities
                    for credit in problem.credits.get(capability, ())
                    if credit.held != key and credit.factor >= HALF
                )
                hours, money = self.forced.get(key, (0, 0))
                more = floors[n, key]
                if key not in self.forced or more[0] > hours:
                    self.forced[key], self.helpers[key] = more, others
        self._alone = self._least(frozenset())

    def least(self, foreign: frozenset[str] = frozenset()) -> tuple[int, int]:
        """Twice the midpoint of the least (minutes, cents).

        Args:
            foreign: capabilities that can be learned too, wholly; what that gives beside the options is taken as free.
        """
        mine = foreign & self.towards.keys()
        return self._least(mine) if mine else self._alone

    def _least(self, foreign: frozenset[str]) -> tuple[int, int]:
        missing = self.missing - sum(max(0, self.towards[c] - (self.groups[c].gain if c in self.groups else 0)) for c in foreign)
        forced = {key: cost for key, cost in self.forced.items() if not self.helpers[key] & foreign}
        found = []
        for part in (1, 2):
            total = float(sum(cost[part - 1] for cost in forced.values()))
            left = missing - sum(self.groups[key].gain for key in forced)
            rest = []
            for key, group in self.groups.items():
                if key not in forced:
                    rest.append((min((step[part] / step[0] for step in group.steps if step[0] > 0), default=math.inf), group.gain))
            for price, gain in sorted(rest):
                if left <= 0 or price == math.inf:
                    break
                total += price * min(gain, left)
                left -= gain
            found.append(max(0, math.floor(total - 1e-6 * (1 + total))))
        return found[0], found[1]


def _chain(problem: Problem, state: State, members: Sequence[Option], shared: set[str]) -> dict[str, tuple[int, int]]:
    """The least (minutes, cents) of each of the options of one capability, with those of the same that it can't do without.

    shared: capabilities that others raise too.
    """
    costs: dict[str, tuple[int, int]] = {}
    for option in sorted(members, key=lambda o: max((level for _, level in o.raises), default=0)):
        hours, money = option.minutes.double, option.cents.double
        if len(option.raises) == 1:
            before = _own(option.condition, option.raises[0][0])
            if (
                before is not None
                and before.capability not in shared
                and not leaf_holds(problem, state, before)
                and _alone(problem, before)
            ):
                able = [costs[o.id] for o in members if o.id in costs and o.raises[0][1] >= before.level]
                if able:
                    hours += min(cost[0] for cost in able)
                    money += min(cost[1] for cost in able)
        costs[option.id] = (hours, money)
    return costs


def _own(condition: Condition, capability: str) -> Level | None:
    """The level of the same capability that has to be there before."""
    parts = condition.parts if isinstance(condition, AllOf) else (condition,)
    return next((part for part in parts if isinstance(part, Level) and part.capability == capability), None)


def _alone(problem: Problem, leaf: Level) -> bool:
    """Whether only the capability itself counts towards a leaf in full."""
    return all(credit.held == leaf.capability for credit in problem.credits.get(leaf.capability, ()) if credit.factor == FULL)
