"""The program of one sequence of roles: 0/1 columns for options, rows for coverage, conditions and limits.

For each option and role one column says whether the option is taken before that role or earlier. Coverage by the best single source
is counted in increments: one column for each value that the coverage of a requirement can reach, at most 1 and at most the sum of
the options that can be the first to reach it. Conditions become rows over the options that support their leaves.

Rows leave out what only a wasteful answer needs: an option that does all that another does supports no condition of that one, and
what can only be taken once a value or a leaf is reached doesn't count as reaching it. Without that the linear relaxation is far from
any plan (a fifth too low on the packaged data), with it within one in a hundred.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from rolepath.planning.conditions import AllOf, AnyOf, AtLeast, Condition, Done, Leaf, Level, holds, implies, leaves
from rolepath.planning.milp import Rows
from rolepath.planning.network import Credit, Requirement
from rolepath.planning.plan import Overlap, Stage, spent
from rolepath.planning.problem import FULL, Option, Problem, covered, leaf_holds, may_enter, reached


def _includes(option: Option, other: Option) -> bool:
    """Whether an option raises all that another raises, as far or farther."""
    levels = dict(option.raises)
    done = option.id == other.id or other.kind != "program"  # a program that is done can be a condition
    return done and all(levels.get(capability, 0) >= level for capability, level in other.raises)


class Supports:
    """Which options help to meet a leaf, or raise the coverage of a requirement."""

    def __init__(self, credits: Mapping[str, tuple[Credit, ...]], options: Iterable[Option]) -> None:
        self._credits = credits
        self._raising: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._known: set[str] = set()
        self._of: dict[Leaf, frozenset[str]] = {}
        for option in options:
            self._known.add(option.id)
            for capability, level in option.raises:
                self._raising[capability].append((option.id, level))

    def of(self, leaf: Leaf) -> frozenset[str]:
        """The options each of which alone is enough for a leaf."""
        if leaf not in self._of:
            found: set[str] = set()
            if isinstance(leaf, Level):
                for credit in self._credits.get(leaf.capability, ()):
                    if credit.factor == FULL:
                        found.update(i for i, level in self._raising[credit.held] if level >= leaf.level)
            elif isinstance(leaf, Done) and leaf.program in self._known:
                found.add(leaf.program)
            self._of[leaf] = frozenset(found)
        return self._of[leaf]

    def raised(self, requirement: Requirement, now: int) -> dict[str, int]:
        """Option → the coverage that it alone gives, for those that give more than there is now."""
        best: dict[str, int] = {}
        for capability in requirement.capabilities:
            for credit in self._credits.get(capability, ()):
                for identifier, level in self._raising[credit.held]:
                    value = reached(credit.factor, level, requirement.level)
                    if value > max(now, best.get(identifier, 0)):
                        best[identifier] = value
        return best


class Formulation:
    """One sequence's program: its options, columns and rows.

    columns: for each role, option → its column, which says whether the option is taken before that role or earlier; final: those of
    the target. whole: whether a column is 0 or 1, or may be between. every: keep options that another replaces at the given costs.
    """

    def __init__(
        self, problem: Problem, roles: tuple[str, ...], stages: list[Stage], overlaps: Sequence[Overlap], every: bool = False
    ) -> None:
        self.problem, self.roles, self.stages, self.overlaps = problem, roles, stages, overlaps
        self.rows = Rows()
        self.whole: list[bool] = []
        self.must = frozenset().union(*problem.limits.must.values())
        reach = [o for o in problem.options if o.id in stages[-1].reach]
        self.supports = Supports(problem.credits, reach)
        self.raised = [
            [self.supports.raised(r, covered(problem.credits, stage.state.levels, r)) for r in problem.requirements[stage.role]]
            for stage in stages
        ]
        self.options = self._useful(reach) if every else self._undominated(self._useful(reach))
        self.by_id = {o.id: o for o in self.options}
        early = [self._helping(reach, self.raised[: number + 1], ()) for number in range(len(stages) - 1)]
        of_use = [*early, frozenset(self.by_id)]
        self.columns = [
            {o.id: self._column(True) for o in self.options if o.id in stage.reach and o.id in useful}
            for stage, useful in zip(stages, of_use, strict=True)
        ]
        self.final = self.columns[-1]
        self._write()

    # --- which options matter ---

    def _useful(self, reach: list[Option]) -> list[Option]:
        """Those that raise a coverage, or help to meet the condition of one that does, or have to be there."""
        wanted = self._helping(reach, self.raised, self.must)
        return [o for o in reach if o.id in wanted]

    def _helping(self, reach: list[Option], raised: Sequence[Sequence[Mapping[str, int]]], must: Iterable[str]) -> frozenset[str]:
        """Those that raise a coverage of these roles, or help to meet the condition of one that does, or have to be there.

        What is of no use up to some role is never taken before it: later does as well.
        """
        by_id = {o.id: o for o in reach}
        wanted = {i for i in must if i in by_id}
        wanted.update(i for stage in raised for values in stage for i in values)
        waiting = sorted(wanted)
        while waiting:
            for leaf in leaves(by_id[waiting.pop()].condition):
                if not self._always(leaf):
                    new = self.supports.of(leaf) - wanted
                    wanted |= new
                    waiting += sorted(new)
        return frozenset(wanted)

    def _undominated(self, options: list[Option]) -> list[Option]:
        """Without those that another one replaces in any answer: it does all they do, under no more conditions, for no more cost.

        Of two that do the same at the same cost the first by identifier stays. Not with `overlaps`, where it matters which one is used.
        """
        if self.overlaps:
            return options
        does: dict[str, set[object]] = {o.id: set() for o in options}
        for number, stage in enumerate(self.raised):
            for key, values in enumerate(stage):
                steps = sorted(set(values.values()))
                for identifier, value in values.items():
                    if identifier in does:
                        does[identifier].update((number, key, step) for step in steps if step <= value)
        for leaf in {leaf for o in options for leaf in leaves(o.condition) if not self._always(leaf)}:
            for identifier in self.supports.of(leaf):
                if identifier in does:
                    does[identifier].add(leaf)
        who: dict[object, set[str]] = defaultdict(set)
        for identifier, things in does.items():
            for thing in things:
                who[thing].add(identifier)
        by_id = {o.id: o for o in options}
        free = {o.id for o in options if all(self._always(leaf) for leaf in leaves(o.condition))}
        kept = []
        for option in options:
            found = sorted((who[thing] for thing in does[option.id]), key=len)
            rivals = set.intersection(*found) - {option.id} if found else set()
            if option.id in self.must or not any(
                (rival in free or by_id[rival].condition == option.condition) and self._beats(by_id[rival], option) for rival in rivals
            ):
                kept.append(option)
        return kept

    def _beats(self, rival: Option, option: Option) -> bool:
        limits = self.problem.limits
        mine, other = ([o.cost(name) for name in limits.costs] for o in (option, rival))
        ends = all(spent(limits, (b,)) <= spent(limits, (a,)) for a, b in ((option.cents, rival.cents), (option.time, rival.time)))
        return ends and all(b <= a for a, b in zip(mine, other, strict=True)) and (other != mine or rival.id < option.id)

    def _always(self, leaf: Leaf) -> bool:
        return leaf_holds(self.problem, self.problem.start, leaf)

    # --- the program ---

    def _column(self, whole: bool) -> int:
        self.whole.append(whole)
        return len(self.whole) - 1

    def _write(self) -> None:
        limits = self.problem.limits
        for earlier, later in zip(self.columns, self.columns[1:], strict=False):
            for identifier, column in earlier.items():
                self.rows.at_least([later[identifier], column], [1, -1], 0)
        for number, stage in enumerate(self.stages):
            self._enter(number, stage)
            for identifier, column in self.columns[number].items():
                self._need(column, self.by_id[identifier].condition, number, identifier)
        if limits.budget is not None:
            self._at_most({o.id: spent(limits, (o.cents,)) for o in self.options}, limits.budget)
        if limits.deadline is not None:
            tenures = (len(self.roles) - 1) * spent(limits, (self.problem.tenure,))
            self._at_most({o.id: spent(limits, (o.time,)) for o in self.options}, limits.deadline - tenures)
        for group in limits.must.values():
            if group.isdisjoint({*self.roles} | self.problem.start.roles | self.problem.start.programs):
                columns = [self.final[i] for i in sorted(group) if i in self.final]
                self.rows.at_least(columns, [1] * len(columns), 1)
        for overlap in self.overlaps:
            self._at_most(dict.fromkeys(overlap.parts, 1), overlap.most - len(overlap.parts.intersection(self.roles[:-1])))

    def _at_most(self, values: Mapping[str, int], high: int) -> None:
        counted = sorted((self.final[i], value) for i, value in values.items() if value and i in self.final)
        self.rows.at_most([c for c, _ in counted], [v for _, v in counted], high)

    def _enter(self, number: int, stage: Stage) -> None:
        """The rows for being ready (or hireable): essentials to the floor, readiness to the share."""
        if may_enter(self.problem, stage.state, stage.role):
            return
        floor = FULL // 2 if stage.bridge else FULL
        share = self.problem.limits.bridge_readiness if stage.bridge else self.problem.limits.readiness
        columns: list[int] = []
        values: list[int] = []
        missing = 0
        for requirement, raised in zip(self.problem.requirements[stage.role], self.raised[number], strict=True):
            base = covered(self.problem.credits, stage.state.levels, requirement)
            reach = {i: value for i, value in raised.items() if i in self.columns[number]}
            if requirement.essential and base < floor:
                base = min((value for value in reach.values() if value >= floor), default=base)
                enough = self._first_to_reach(requirement, number, reach, base)
                self.rows.at_least(enough, [1] * len(enough), 1)
            missing += requirement.weight * (share - base)
            for value in sorted({value for value in reach.values() if value > base}):
                columns.append(self._at_most_one_of(self._first_to_reach(requirement, number, reach, value)))
                values.append(requirement.weight * (value - base))
                base = value
        if missing > 0:
            divisor = math.gcd(*values) or 1
            need = -(-missing // divisor)
            self.rows.at_least(columns, [min(value // divisor, need) for value in values], need)

    def _first_to_reach(self, requirement: Requirement, number: int, reach: Mapping[str, int], value: int) -> list[int]:
        """The columns of the options that can be the first to bring the coverage of a requirement to a value.

        An option that needs something learned which brings it there already (a quarter needs the one before) can't be.
        """
        state = self.stages[number].state
        factors: dict[str, int] = {}
        for capability in requirement.capabilities:
            for credit in self.problem.credits.get(capability, ()):
                factors[credit.held] = max(credit.factor, factors.get(credit.held, 0))

        def later(condition: Condition) -> bool:
            if isinstance(condition, AllOf):
                return any(later(part) for part in condition.parts)
            if not isinstance(condition, Level) or leaf_holds(self.problem, state, condition):
                return False
            same = (credit.held for credit in self.problem.credits.get(condition.capability, ()) if credit.factor == FULL)
            return all(reached(factors.get(held, 0), condition.level, requirement.level) >= value for held in same)

        return sorted(self.columns[number][i] for i, each in reach.items() if each >= value and not later(self.by_id[i].condition))

    def _at_most_one_of(self, supporters: list[int]) -> int:
        """A column in [0, 1] that is at most their sum."""
        if len(supporters) == 1:
            return supporters[0]
        column = self._column(False)
        self.rows.at_least([*supporters, column], [1] * len(supporters) + [-1], 0)
        return column

    def _need(self, column: int, condition: Condition, number: int, own: str) -> None:
        """Column ≤ condition, where `own` can't help to meet its own."""
        least, parts = (len(condition.parts), condition.parts) if isinstance(condition, AllOf) else (1, (condition,))
        if isinstance(condition, AnyOf | AtLeast):
            least, parts = condition.least if isinstance(condition, AtLeast) else 1, condition.parts
        state = self.stages[number].state
        unmet = [part for part in parts if not holds(part, lambda leaf: leaf_holds(self.problem, state, leaf))]
        least -= len(parts) - len(unmet)
        if least <= 0:
            return
        simple = [part for part in unmet if not isinstance(part, AllOf | AnyOf | AtLeast)]
        if least == 1 and len(simple) == len(unmet):
            support = sorted({self.columns[number][i] for leaf in simple for i in self.supporters(leaf, number, own)})
            self.rows.at_least([*support, column], [1] * len(support) + [-1], 0)
        elif least == len(unmet):
            for part in unmet:
                self._need(column, part, number, own)
        else:
            met = [self._column(False) for _ in unmet]
            for part, each in zip(unmet, met, strict=True):
                self._need(each, part, number, own)
            self.rows.at_least([*met, column], [1] * len(met) + [-least], 0)

    def supporters(self, leaf: Leaf, number: int, own: str) -> Iterator[str]:
        """Those that can be the first to meet a leaf for one that is of use after them.

        Not the one that asks, nor one whose own condition includes the leaf, nor one that does all that the asking one does: then
        that is left out of any best answer, unless it has to be there.
        """
        asking = self.by_id[own]
        for identifier in self.supports.of(leaf):
            included = own not in self.must and _includes(self.by_id[identifier], asking) if identifier in self.by_id else True
            if not included and identifier in self.columns[number] and identifier != own and not self._after(identifier, leaf, number):
                yield identifier

    def _after(self, identifier: str, leaf: Leaf, number: int) -> bool:
        """Whether an option can only be taken when a leaf holds already. What is not brought along has to be learned itself."""
        state = self.stages[number].state

        def exact(condition: Condition) -> Condition:
            if isinstance(condition, AllOf):
                return AllOf(tuple(exact(part) for part in condition.parts))
            if isinstance(condition, Level) and condition.near and not leaf_holds(self.problem, state, condition):
                return replace(condition, near=False)
            return condition

        return implies(exact(self.by_id[identifier].condition), leaf)
