"""A plan written out: steps in an order to follow, what each closes and opens, what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import networkx as nx

from rolepath.evidence import Cited
from rolepath.planning.conditions import Leaf, holds, leaves
from rolepath.planning.network import Network, Requirement
from rolepath.planning.offers import About, OnOffer, Pace
from rolepath.planning.path import documented_moves
from rolepath.planning.plan import Beaten, Plan
from rolepath.planning.problem import FULL, START, Option, Problem, Span, State, covered, leaf_holds, score, take
from rolepath.planning.profile import Profile, coverage
from rolepath.planning.question import moves
from rolepath.planning.result import Closes, Considered, Cost, Hop, Money, Path, Raises, Range, Step


@dataclass(frozen=True)
class Told:
    """What paths are written from: the question, what is on offer, and in which words and units."""

    network: Network
    profile: Profile
    problem: Problem
    offered: OnOffer
    pace: Pace

    def hours(self, span: Span) -> Range:
        """Minutes as hours, to a tenth."""
        return Range(round(span.low / 60, 1), round(span.high / 60, 1))

    def months(self, span: Span) -> Range:
        """Minutes of study weeks as months, to a hundredth."""
        return Range(*(round(end / self.pace.minutes_per_month, 2) for end in (span.low, span.high)))

    def money(self, span: Span) -> Money:
        """Cents as money."""
        return Money(span.low / 100, span.high / 100, self.pace.currency)


def _total(spans: Iterable[Span]) -> Span:
    low = high = 0
    for span in spans:
        low, high = low + span.low, high + span.high
    return Span(low, high)


@dataclass(frozen=True)
class _Unit:
    """What one step takes: an offer, or the quarters of one capability."""

    options: tuple[Option, ...]
    about: About

    @property
    def id(self) -> str:
        return self.options[0].id

    def after(self, state: State) -> State:
        for option in self.options:
            state = take(state, option)
        return state


def write_path(told: Told, plan: Plan) -> Path:
    """The path of a plan.

    Of the steps that can be taken next that comes first which most steps to something essential wait for, directly or over others; then
    what closes something essential itself, then what raises readiness most per hour, then the identifier.

    Raises:
        ValueError: for a plan whose options can't be taken in any order.
    """
    told = replace(told, problem=told.problem.along(plan.roles[:-1]))
    hops: list[Hop] = []
    state, previous = told.problem.start, START
    order = [(role, stage) for role, stage in zip(plan.roles, plan.stages, strict=True)]
    units = [_units(told, stage) for _, stage in order]
    for position, (role, _) in enumerate(order):
        target = position == len(order) - 1
        later = [unit for rest in units[position + 1 :] for unit in rest]
        steps, after = _steps(told, role, units[position], later, state)
        cited = [e for move in moves(told.network, told.profile, previous, role) for e in told.network.evidence.get(move, ())]
        hops.append(
            Hop(
                role=told.network.roles[role],
                documented=bool(cited) or (previous, role) in told.problem.documented,
                readiness_before=_readiness(told.problem, state, role),
                readiness_on_entry=_readiness(told.problem, after, role),
                essentials_open=_open(told.problem, state, role, FULL if target else FULL // 2),
                tenure=None if target else told.network.assumptions.range("bridge-tenure"),
                steps=steps,
                evidence=tuple(cited),
            )
        )
        state = after if target else after.after(role, told.problem.gains[role], told.problem.tenure_months)
        previous = role
    bound = _in_unit(told, plan.bound, told.problem.limits.minimise)
    return Path(tuple(hops), write_cost(told, plan), plan.optimal, bound)


def at_pace(told: Told, path: Path, plan: Plan) -> Path:
    """The path of a plan at another pace: the same steps in the same order, with the months that they take at that of `told`.

    It is what `write_path` gives for the same steps, but for `bound`, which stays.
    """
    by_id = {o.id: o for o in told.problem.along(plan.roles[:-1]).options}

    def months(step: Step) -> Range:
        if step.kind in ("program", "project"):
            return told.months(by_id[step.offer.id].time)
        return told.months(Span(round(step.hours.low * 60), round(step.hours.high * 60)))  # study takes its hours, counted in half ones

    hops = tuple(replace(hop, steps=tuple(replace(step, months=months(step)) for step in hop.steps)) for hop in path.hops)
    return replace(path, hops=hops, cost=write_cost(told, plan))


def write_cost(told: Told, plan: Plan) -> Cost:
    """The cost of a plan in hours, months and money."""
    by_id = {o.id: o for o in told.problem.along(plan.roles[:-1]).options}
    taken = [by_id[i] for i in sorted(plan.options)]
    bridges = len(plan.roles) - 1
    time = _total([*(o.time for o in taken), *[told.problem.tenure] * bridges])
    return Cost(
        hours=told.hours(_total(o.minutes for o in taken)),
        months=told.months(time),
        money=told.money(_total(o.cents for o in taken)),
        steps=len(taken) + bridges,
    )


def write_considered(told: Told, beaten: Beaten) -> Considered:
    """A beaten sequence in brief."""
    months, hours, money = (_in_unit(told, beaten.costs[part], part) for part in ("months", "hours", "money"))
    roles = tuple(told.network.roles[role] for role in beaten.roles)
    return Considered(roles, documented_moves(told.problem, beaten.roles), months, hours, money)


def _in_unit(told: Told, doubled: int, cost: str) -> float:
    """Half of a doubled cost in months, hours, money or steps."""
    unit = {"months": told.pace.minutes_per_month, "hours": 60, "money": 100, "steps": 1}[cost]
    return round(doubled / 2 / unit, 2)


def _readiness(problem: Problem, state: State, role: str) -> float:
    got, total, _ = score(problem, state, role)
    return round(got / total, 3)


def _open(problem: Problem, state: State, role: str, floor: int) -> int:
    asked = [r for r in problem.requirements[role] if r.essential and role not in state.roles]
    return sum(covered(problem.credits, state.levels, r) < floor for r in asked)


def _units(told: Told, stage: Sequence[str]) -> list[_Unit]:
    """The options of a stage; quarters of one capability are one unit."""
    by_id = {o.id: o for o in told.problem.options}
    grouped: dict[str, list[Option]] = {}
    for identifier in stage:
        option = by_id[identifier]
        key = identifier if option.kind in ("program", "project") else option.raises[0][0]
        grouped.setdefault(key, []).append(option)
    return [
        _Unit(tuple(sorted(options, key=lambda o: o.raises[0][1])), told.offered.about[options[0].id])
        for _, options in sorted(grouped.items())
    ]


def _can_take(problem: Problem, state: State, unit: _Unit) -> bool:
    for option in unit.options:
        if not holds(option.condition, lambda leaf, now=state: leaf_holds(problem, now, leaf)):  # type: ignore[misc]  # mypy can't infer a lambda with a default
            return False
        state = take(state, option)
    return True


def _steps(told: Told, role: str, units: list[_Unit], later: list[_Unit], state: State) -> tuple[tuple[Step, ...], State]:
    """The units as steps, one after another as their conditions allow, and the state after them."""
    problem, start = told.problem, state
    touched = _touched(problem, role, [_Unit((o,), unit.about) for unit in units for o in unit.options] + units)
    unlocks = _unlocks(problem, units, touched, state)
    order: list[tuple[_Unit, State]] = []
    waiting, ready = units, list[_Unit]()
    while waiting or ready:
        opened = [unit for unit in waiting if _can_take(problem, state, unit)]
        waiting = [unit for unit in waiting if unit not in opened]
        ready += opened
        if not ready:  # quarters that need something in between: taken one by one
            if all(len(unit.options) == 1 for unit in waiting):
                raise ValueError(f"nothing of this plan can be taken next: {', '.join(unit.id for unit in waiting)}")
            waiting = [_Unit((option,), unit.about) for unit in waiting for option in unit.options]
            continue
        best = min(ready, key=lambda unit, now=state: (-unlocks.get(unit.id, 0), *_worth(problem, now, touched[unit.id], unit)))  # type: ignore[misc]  # mypy can't infer a lambda with a default
        order.append((best, state))
        ready.remove(best)
        state = best.after(state)
    graph = _needed(problem, [unit for unit, _ in order], later, start)
    return tuple(_step(told, role, unit, before, touched[unit.id], graph) for unit, before in order), state


def _unlocks(problem: Problem, units: list[_Unit], touched: Mapping[str, Sequence[Requirement]], start: State) -> dict[str, int]:
    """Unit → how many units that close something essential need it, directly or over others."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(unit.id for unit in units)
    open_ = {
        unit.id: {leaf for o in unit.options for leaf in leaves(o.condition) if not leaf_holds(problem, start, leaf)} for unit in units
    }
    for unit in units:
        after = unit.after(start)
        met = {leaf for leaf in set().union(*open_.values()) if leaf_holds(problem, after, leaf)}
        graph.add_edges_from((unit.id, other.id) for other in units if other is not unit and not met.isdisjoint(open_[other.id]))
    essential = {unit.id for unit in units if any(r.essential for r in touched[unit.id])}
    later = {unit.id: nx.descendants(graph, unit.id) for unit in units}
    return {identifier: len(essential & found) for identifier, found in later.items()}


def _worth(problem: Problem, state: State, touched: Sequence[Requirement], unit: _Unit) -> tuple[bool, float, str]:
    """Essentials first, then the most readiness per hour, then the identifier."""
    after = unit.after(state)
    gain, essential = 0, False
    for requirement in touched:
        more = covered(problem.credits, after.levels, requirement) - covered(problem.credits, state.levels, requirement)
        gain += requirement.weight * more
        essential = essential or (requirement.essential and more > 0)
    return not essential, -gain / max(1, sum(o.minutes.double for o in unit.options)), unit.id


def _touched(problem: Problem, role: str, units: list[_Unit]) -> dict[str, list[Requirement]]:
    """Unit → the requirements of a role that what it raises counts towards."""
    towards: dict[str, set[int]] = {}
    asked = problem.requirements[role]
    for number, requirement in enumerate(asked):
        for capability in requirement.capabilities:
            for credit in problem.credits.get(capability, ()):
                towards.setdefault(credit.held, set()).add(number)
    raised = {unit.id: {c for o in unit.options for c, _ in o.raises} for unit in units}
    return {
        identifier: [asked[n] for n in sorted(set().union(*(towards.get(c, ()) for c in capabilities)))]
        for identifier, capabilities in raised.items()
    }


def _needed(problem: Problem, units: list[_Unit], later: list[_Unit], start: State) -> nx.DiGraph[str]:
    """Which unit helps to meet a condition of which later one: by leaves that don't hold at the start, and do after it alone."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    everyone = [*units, *later]
    for position, unit in enumerate(units):
        graph.add_node(unit.id)
        after = unit.after(start)
        for other in everyone[position + 1 :]:
            open_: set[Leaf] = {leaf for o in other.options for leaf in leaves(o.condition) if not leaf_holds(problem, start, leaf)}
            met = {leaf for leaf in open_ if leaf_holds(problem, after, leaf)}
            if met and unit.about.thing != other.about.thing:
                graph.add_edge(unit.id, other.id, unit=other, met=met)
    return graph


def _step(told: Told, role: str, unit: _Unit, before: State, touched: Sequence[Requirement], graph: nx.DiGraph[str]) -> Step:
    problem, network = told.problem, told.network
    after = unit.after(before)
    closed = [(r, q0, q1) for r, q0, q1 in _rises(problem, before, after, role, touched) if q1 > q0]
    opens = [(edge["unit"], edge["met"]) for edge in graph.adj[unit.id].values()]
    needed_for = {other.about.thing for other, _ in opens}
    raises = _raises(network, unit, before)
    forced = any(r.essential and _only(problem, r, unit) for r, _, q1 in closed if q1 == FULL)
    return Step(
        offer=unit.about.thing,
        kind=unit.options[0].kind,
        raises=raises,
        closes=tuple(_closes(told, after, *each) for each in sorted(closed, key=_most_first)),
        needed_for=tuple(sorted(needed_for, key=lambda thing: thing.label)),
        readiness_after=_readiness(problem, after, role),
        hours=told.hours(_total(o.minutes for o in unit.options)),
        months=told.months(_total(o.time for o in unit.options)),
        money=told.money(_total(o.cents for o in unit.options)),
        forced=forced,
        because=_because(told, role, unit, closed, sorted(t.label for t in needed_for), forced),
        evidence=_evidence(network, unit, [r for r, _, _ in closed], raises, opens),
        assumptions=unit.about.assumptions,
    )


def _most_first(closed: tuple[Requirement, int, int]) -> tuple[bool, int, str]:
    requirement, before, after = closed
    return not requirement.essential, -requirement.weight * (after - before), requirement.id


def _rises(
    problem: Problem, before: State, after: State, role: str, touched: Sequence[Requirement]
) -> Iterator[tuple[Requirement, int, int]]:
    for requirement in touched:
        q0 = FULL if role in before.roles else covered(problem.credits, before.levels, requirement)
        yield requirement, q0, max(q0, covered(problem.credits, after.levels, requirement))


def _raises(network: Network, unit: _Unit, before: State) -> tuple[Raises, ...]:
    top: dict[str, int] = {}
    for option in unit.options:
        for capability, level in option.raises:
            top[capability] = max(level, top.get(capability, 0))
    return tuple(
        Raises(network.capabilities[c], before.levels.get(c, 0) / FULL, level / FULL)
        for c, level in sorted(top.items())
        if level > before.levels.get(c, 0)
    )


def _closes(told: Told, after: State, requirement: Requirement, q0: int, q1: int) -> Closes:
    profile = Profile(after.levels, strict=told.profile.strict)
    credited = coverage(told.network, profile, requirement)[1]
    label = " or ".join(told.network.capabilities[c].label for c in requirement.capabilities)
    via = "" if credited is None else credited.via if credited.via == "held" else f"{credited.label} ({credited.via})"
    return Closes(requirement.id, label, requirement.necessity, q0 / FULL, q1 / FULL, via)


def _only(problem: Problem, requirement: Requirement, unit: _Unit) -> bool:
    """Whether nothing else on offer meets a requirement in full; all quarters of one capability are one thing."""
    own = {o.id.rpartition("@")[0] or o.id for o in unit.options}
    return not any(
        covered(problem.credits, dict(o.raises), requirement) == FULL
        for o in problem.options
        if (o.id.rpartition("@")[0] or o.id) not in own and o.id not in problem.limits.avoided
    )


def _because(
    told: Told,
    role: str,
    unit: _Unit,
    closed: list[tuple[Requirement, int, int]],
    needed_for: list[str],
    forced: bool,
) -> str:
    parts = []
    met = [(r, q1) for r, _, q1 in closed if r.essential and q1 == FULL]
    nearer = [r for r, _, q1 in closed if r.essential and q1 < FULL]
    optional = [r for r, _, _ in closed if not r.essential]
    if met:
        parts.append(f"meets {_count(len(met), 'essential requirement')}")
    if nearer:
        parts.append(f"comes nearer to {_count(len(nearer), 'essential requirement')}")
    if optional:
        parts.append(f"raises {_count(len(optional), 'optional requirement')}")
    gain = sum(r.weight * (q1 - q0) for r, q0, q1 in closed)
    if gain:
        parts.append(f"readiness +{gain / sum(r.weight * FULL for r in told.problem.requirements[role]):.1%}")
    if needed_for:
        shown = ", ".join(needed_for[:3]) + (f" and {len(needed_for) - 3} more" if len(needed_for) > 3 else "")
        parts.append(f"comes before {shown}")
    if forced:
        parts.append("nothing else on offer meets it in full")
    must = [name for name, group in sorted(told.problem.limits.must.items()) if any(o.id in group for o in unit.options)]
    if must:
        parts.append("asked for with --must")
    return "; ".join(parts)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _evidence(
    network: Network,
    unit: _Unit,
    closed: list[Requirement],
    raises: tuple[Raises, ...],
    opens: list[tuple[_Unit, set[Leaf]]],
) -> tuple[Cited, ...]:
    """Who says that it is asked for, that this teaches it, that it comes before others, and what comes before it."""
    names = [r.id for r in closed]
    raised = sorted(r.thing.id for r in raises)
    names += [t.id for c in raised for t in network.teachings.get(c, ()) if t.id in unit.about.teachings]
    entries = set()
    for other, met in opens:
        for option in other.options:
            if option.kind == "program":
                entries.add(option.id)
                continue
            needs = [each for c, _ in option.raises for each in network.prerequisites.get(c, ())]
            names += [name for name, condition in needs if not met.isdisjoint(leaves(condition))]
    names += [name for c in raised if not unit.about.teachings for name, _ in network.prerequisites.get(c, ())]
    found = {cited: None for name in names for cited in network.evidence.get(name, ())}
    found |= {cited: None for name in sorted(entries) for cited in network.evidence.get(name, ()) if cited.on == "entry"}
    return tuple(found)
