"""What a way over bridges takes at least, from what its bridges bring and what entering them takes, without planning it.

A plan over bridges falls into what helps towards the target and the rest. The first part, with what it takes to learn instead what the
bridges bring, would do without bridges: so it takes at least what any direct plan takes, less that. The rest takes at least what is
missing for entering a bridge when all that helps towards the target is free.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from rolepath.planning.conditions import AllOf, AnyOf, AtLeast, Condition, Done, Experience, Leaf, Level, holds, leaves
from rolepath.planning.entry import Entry
from rolepath.planning.formulation import Formulation, Supports
from rolepath.planning.milp import Relaxation
from rolepath.planning.plan import PARTS, make_stages
from rolepath.planning.problem import FULL, Option, Problem, covered, leaf_holds


@dataclass(frozen=True)
class _Brings:
    """What a bridge changes: the coverage of the target's requirements by number, and the leaves that hold."""

    coverage: Mapping[int, int]
    leaves: frozenset[Leaf]


class Bounds:
    """Least costs of the ways of one problem over some roles.

    Making it takes one relaxation for each part of the cost; a way takes little more than looking at what its bridges ask and bring.
    """

    def __init__(self, problem: Problem, roles: Iterable[str]) -> None:
        self.problem, self.start = problem, problem.start
        self.asked = problem.requirements[problem.target]
        extra = {role: problem.extra.get(role, ()) for role in roles}
        every = {o.id: o for options in extra.values() for o in options} | {o.id: o for o in problem.options}
        helping = self._helping(every)
        own = {o.id for o in problem.options}
        self.foreign = {role: frozenset(c for o in options for c, _ in o.raises) for role, options in extra.items()}
        self.extra = extra
        limits = replace(problem.limits, budget=None, deadline=None, must={}, time_limit=None)
        options = tuple(every[i] for i in sorted(every) if i in own or i in helping)
        self.free = replace(problem, limits=limits, options=options, extra={})
        self.helping = helping
        self.by_id = {o.id: o for o in options}
        self.now = [covered(problem.credits, self.start.levels, requirement) for requirement in self.asked]
        self._index()
        self._relaxed: dict[frozenset[str], dict[str, int] | None] = {}
        self.least = self._least()
        self._closures: dict[str, frozenset[str] | None] = {}
        self._ways: dict[tuple[int, int], frozenset[str] | None] = {}
        self._brought: dict[str, _Brings] = {}
        self._idles: dict[str, bool] = {}
        self._entries: dict[tuple[tuple[str, ...], tuple[str, ...]], Entry] = {}

    def _helping(self, every: Mapping[str, Option]) -> frozenset[str]:
        """The options that count towards the target, that support a condition of one of these, or that have to be there."""
        credits = self.problem.credits
        raising: dict[str, list[str]] = {}
        for option in every.values():
            for capability, _ in option.raises:
                raising.setdefault(capability, []).append(option.id)
        found = {i for group in self.problem.limits.must.values() for i in group if i in every}
        waiting = sorted(found)
        for requirement in self.asked:
            for capability in requirement.capabilities:
                for credit in credits.get(capability, ()):
                    waiting += raising.get(credit.held, ())
        done = set()
        while waiting:
            identifier = waiting.pop()
            if identifier in done:
                continue
            done.add(identifier)
            for leaf in leaves(every[identifier].condition):
                if isinstance(leaf, Level):
                    for credit in credits.get(leaf.capability, ()):
                        if credit.factor == FULL:
                            waiting += raising.get(credit.held, ())
                elif isinstance(leaf, Done) and leaf.program in every:
                    waiting.append(leaf.program)
        return frozenset(done)

    def _index(self) -> None:
        """What each capability counts towards: requirements of the target, and leaves that don't hold yet."""
        credits = self.problem.credits
        self.towards: dict[str, list[int]] = {}
        for number, requirement in enumerate(self.asked):
            for capability in requirement.capabilities:
                for credit in credits.get(capability, ()):
                    self.towards.setdefault(credit.held, []).append(number)
        open_ = {leaf for i in self.helping if i in self.by_id for leaf in leaves(self.by_id[i].condition)}
        self.open = frozenset(leaf for leaf in open_ if not leaf_holds(self.problem, self.start, leaf))
        self.leaf_towards: dict[str, list[Leaf]] = {}
        self.others = [leaf for leaf in self.open if not isinstance(leaf, Level)]
        for leaf in self.open:
            if isinstance(leaf, Level):
                for credit in credits.get(leaf.capability, ()):
                    self.leaf_towards.setdefault(credit.held, []).append(leaf)
        allowed = [o for o in self.free.options if o.id not in self.problem.limits.avoided and o.id not in self.start.programs]
        self.supports = Supports(credits, [o for o in allowed if o.id in self.helping])

    @cached_property
    def _direct(self) -> tuple[Formulation, Relaxation] | None:
        """The program of a direct plan without limits, in which no option is left out for its cost, and its relaxation."""
        stages = make_stages(self.free, (self.problem.target,))
        if stages is None:
            return None
        program = Formulation(self.free, (self.problem.target,), stages, (), every=True)
        size = len(program.whole)
        return program, Relaxation(program.rows, np.zeros(size), np.zeros(size), np.ones(size))

    def _least(self, given: frozenset[str] = frozenset()) -> dict[str, int] | None:
        """The least of each part of the cost of a direct plan if these options cost nothing, by relaxation; None where there is none."""
        if given not in self._relaxed:
            self._relaxed[given] = self._relax(given)
        return self._relaxed[given]

    def _relax(self, given: frozenset[str]) -> dict[str, int] | None:
        if self._direct is None:
            return None
        program, relaxation = self._direct
        found = {}
        for part in PARTS:
            objective = np.zeros(len(program.whole))
            for identifier, column in program.final.items():
                objective[column] = 0 if identifier in given else program.by_id[identifier].cost(part)
            relaxation.change(objective)
            least = relaxation.solve().least
            if least is None:
                return None
            found[part] = max(0, math.ceil(least - 1e-6 * (1 + abs(least))))
        return found

    # --- what a bridge brings, and what it takes to learn that ---

    def brings(self, role: str) -> _Brings:
        """What a bridge brings to someone as at the start."""
        if role not in self._brought:
            gains = self.problem.gains[role]
            coverage: dict[int, int] = {}
            met: set[Leaf] = set()
            after = self.start.after(role, gains, self.problem.tenure_months)
            for capability in gains:
                for number in self.towards.get(capability, ()):
                    if number not in coverage:
                        q = covered(self.problem.credits, after.levels, self.asked[number])
                        if q > self.now[number]:
                            coverage[number] = q
                met.update(leaf for leaf in self.leaf_towards.get(capability, ()) if leaf_holds(self.problem, after, leaf))
            met.update(leaf for leaf in self.others if leaf_holds(self.problem, after, leaf) and not isinstance(leaf, Experience))
            self._brought[role] = _Brings(coverage, frozenset(met))
        return self._brought[role]

    def together(self, bridges: Iterable[str]) -> tuple[dict[int, int], frozenset[Leaf]]:
        """What several bridges bring one after another."""
        coverage: dict[int, int] = {}
        met: set[Leaf] = set()
        months = self.start.experience
        for role in bridges:
            brought = self.brings(role)
            months += self.problem.tenure_months
            met |= brought.leaves
            for number, q in brought.coverage.items():
                coverage[number] = max(q, coverage.get(number, 0))
        met.update(leaf for leaf in self.others if isinstance(leaf, Experience) and months >= leaf.months)
        return coverage, frozenset(met)

    def _learned(self, coverage: Mapping[int, int], met: Iterable[Leaf]) -> frozenset[str] | None:
        """Options that bring the same to someone as at the start; None where there are none.

        In an order of their own: where options need each other, what is found for one depends on what was looked at before.
        """
        found: set[str] = set()
        for number, q in sorted(coverage.items()):
            way = self._way(number, q)
            if way is None:
                return None
            found |= way
        for leaf in sorted(met, key=repr):
            way = self._support(leaf, ())
            if way is None:
                return None
            found |= way
        return frozenset(found)

    def _way(self, number: int, q: int) -> frozenset[str] | None:
        """Options that bring the coverage of a requirement to a value."""
        if (number, q) not in self._ways:
            able = sorted(i for i, value in self.supports.raised(self.asked[number], self.now[number]).items() if value >= q)
            self._ways[number, q] = self._cheapest(self._closure(i, ()) for i in able)
        return self._ways[number, q]

    def _support(self, leaf: Leaf, above: tuple[str, ...]) -> frozenset[str] | None:
        if leaf_holds(self.problem, self.start, leaf):
            return frozenset()
        return self._cheapest(self._closure(i, above) for i in sorted(self.supports.of(leaf)) if i not in above)

    def _closure(self, identifier: str, above: tuple[str, ...]) -> frozenset[str] | None:
        """An option with others that make its condition hold."""
        if identifier not in self._closures:
            before = self._meets(self.by_id[identifier].condition, (*above, identifier))
            self._closures[identifier] = None if before is None else before | {identifier}
        return self._closures[identifier]

    def _meets(self, condition: Condition, above: tuple[str, ...]) -> frozenset[str] | None:
        if holds(condition, lambda leaf: leaf_holds(self.problem, self.start, leaf)):
            return frozenset()
        if not isinstance(condition, AllOf | AnyOf | AtLeast):
            return self._support(condition, above)
        parts = [part for part in (self._meets(part, above) for part in condition.parts) if part is not None]
        least = len(condition.parts) if isinstance(condition, AllOf) else condition.least if isinstance(condition, AtLeast) else 1
        if len(parts) < least:
            return None
        return frozenset().union(*sorted(parts, key=self._hours)[:least])

    def _cheapest(self, ways: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
        return min((way for way in ways if way is not None), key=self._hours, default=None)

    def _hours(self, way: frozenset[str]) -> int:
        return sum(self.by_id[i].minutes.double for i in way)

    # --- the bound of a way ---

    def idle(self, roles: tuple[str, ...]) -> bool:
        """Whether the bridges have nothing to do with the target: the best plan over them is the direct one and what they take.

        So it is where they bring nothing towards it, nothing more is on offer over them that does, and nothing that does helps to
        enter one. Limits in which both parts of a plan are counted are not looked at.
        """
        return all(self._idle(role) for role in roles[:-1]) and not any(self.together(roles[:-1]))

    def _idle(self, role: str) -> bool:
        if role not in self._idles:
            brought = self.brings(role)
            self._idles[role] = not brought.coverage and not brought.leaves and self._apart(role)
        return self._idles[role]

    def _apart(self, role: str) -> bool:
        """Whether no option helps both to enter a bridge and towards the target."""
        options = self.extra.get(role, ())
        if any(o.id in self.helping for o in options):
            return False
        credits = self.problem.credits
        counted = {k.held for r in self.problem.requirements[role] for c in r.capabilities for k in credits.get(c, ())}
        if counted & self._taught:
            return False
        for option in (*self.problem.options, *options):
            if any(capability in counted for capability, _ in option.raises):
                own = option.raises[0][0] if len(option.raises) == 1 else None
                for leaf in leaves(option.condition):
                    if not (isinstance(leaf, Level) and leaf.capability == own) and not leaf_holds(self.problem, self.start, leaf):
                        return False
        return True

    @cached_property
    def _taught(self) -> frozenset[str]:
        """What options that help towards the target raise."""
        return frozenset(c for i in self.helping if i in self.by_id for c, _ in self.by_id[i].raises)

    @cached_property
    def _rest(self) -> list[Option]:
        return [o for o in self.problem.options if o.id not in self.helping]

    @cached_property
    def _free(self) -> list[Option]:
        return [self.by_id[i] for i in sorted(self.helping) if i in self.by_id]

    def _entry(self, bridges: tuple[str, ...], own: tuple[str, ...]) -> Entry:
        """What entering the last of these bridges takes after the others, with what is on offer for those of `own`."""
        if (bridges, own) not in self._entries:
            state = self.start
            for role in bridges[:-1]:
                state = state.after(role, self.problem.gains[role], self.problem.tenure_months)
            more = {o.id: o for role in own for o in self.extra.get(role, ()) if o.id not in self.helping}
            self._entries[bridges, own] = Entry(self.problem, bridges[-1], state, [*self._rest, *more.values()], self._free)
        return self._entries[bridges, own]

    def of(self, roles: tuple[str, ...], closer: bool = False) -> dict[str, int]:
        """Twice the midpoint of the least of each part of the cost through these roles.

        What the bridges bring, a direct plan could learn instead: with options that do, taken for nothing, it takes no more.

        closer: by the relaxation of that, not by the least of all less what these options take; and with what entering each of the
        bridges takes, not the first only.
        """
        bridges = roles[:-1]
        coverage, met = self.together(bridges)
        learned = self._learned(coverage, met) if self.least is not None else None
        found = {"months": len(bridges) * self.problem.tenure.double, "hours": 0, "money": 0}
        if self.least is not None and learned is not None:
            given = self._least(learned) if closer else None
            for part in PARTS:
                less = self.least[part] - sum(self.by_id[i].cost(part) for i in learned)
                found[part] += given[part] if given is not None else max(0, less)
        if bridges:
            foreign = frozenset().union(*(self.foreign.get(role, frozenset()) for role in bridges[1:]))
            entries = [self._entry(bridges[:1], bridges[:1]).least(foreign)]
            if closer:
                entries += [self._entry(bridges[: n + 1], bridges).least() for n in range(len(bridges))]
            hours, money = (max(each) for each in zip(*entries, strict=True))
            found["months"] += hours
            found["hours"] += hours
            found["money"] += money
        return found
