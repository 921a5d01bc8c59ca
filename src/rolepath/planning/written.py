"""Plans in the words of an answer: steps with what they close, give, take and rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from rolepath.evidence import Cited
from rolepath.planning.coverage import WHOLE, Levels, taken_on
from rolepath.planning.network import Network, Resource
from rolepath.planning.offers import Offer, Pace, Span
from rolepath.planning.problem import START, Plan, Problem, Taken
from rolepath.planning.readiness import NEARLY, NOT_YET, READY, Standing
from rolepath.planning.result import Closes, Cost, Gives, Hop, Money, Range, ResourceItem, Step, Way
from rolepath.planning.search import Found
from rolepath.planning.units import FULL

_STRENGTHEN = 5
"""How many optional steps are named after the target is reached."""
_RESOURCES = 3


@dataclass(frozen=True)
class Told:
    """What writing needs: how months and money are shown, and which offers are sure (offer → share of draws; None: none were drawn)."""

    network: Network
    pace: Pace
    sure: Mapping[str, int] | None = None
    sure_from: int = 900
    draws: int = 0

    def months(self, time: Span | tuple[Fraction | int, Fraction | int]) -> Range:
        """A span of time, in minutes of study weeks, as months."""
        low, high = (time.low, time.high) if isinstance(time, Span) else time
        return Range(round(float(low) / self.pace.minutes_per_month, 2), round(float(high) / self.pace.minutes_per_month, 2))

    def money(self, cents: Span) -> Money:
        """Cents as money."""
        return Money(cents.low / 100, cents.high / 100, self.pace.currency)

    def in_any_case(self, offer: str) -> bool | None:
        """Whether an offer is in the best plan of nearly all draws; None without draws."""
        return None if self.sure is None or not self.draws else self.sure.get(offer, 0) * FULL >= self.sure_from * self.draws


def hours_of(cost: tuple[int, int, int]) -> Range:
    """Minutes in millionths, low and high end, as hours."""
    return Range(round(cost[0] / WHOLE / 60, 1), round(cost[2] / WHOLE / 60, 1))


def write_way(told: Told, kind: str, problem: Problem, found: Found) -> Way:
    """A plan as a way; found.plan must be there."""
    plan = found.plan
    if plan is None:
        raise ValueError("there is no plan to write")
    hops, previous, offset = [], START, 0.0
    for number, taken in enumerate(plan.hops):
        role, last = plan.roles[number], number == len(plan.roles) - 1
        move = _documented(problem, previous, role)
        steps = tuple(_steps(told, problem, plan, number, offset))
        if last:
            steps = (*steps, *_strengthen(told, problem, plan))
        hops.append(
            Hop(
                role=told.network.roles[role],
                documented=move is not None,
                readiness_before=round(plan.before[number].readiness, 3),
                readiness_on_entry=round(plan.after[number].readiness, 3),
                tenure=None if last else told.months(problem.tenure),
                steps=steps,
                evidence=told.network.evidence.get(move, ()) if move else (),
            )
        )
        ended = max((t.end for t in taken), default=Fraction(0))
        offset += _month(told, ended) + (0 if last else told.months(problem.tenure).mid)
        previous = role
    bound = plan.costs.key(problem.limits.minimise)[0] if found.optimal else found.bound
    return Way(
        kind,
        tuple(hops),
        write_cost(told, plan),
        found.optimal,
        _in_unit(told, problem, plan, bound, found.optimal),
        _nearly(told, problem, plan),
    )


def _documented(problem: Problem, previous: str, role: str) -> str | None:
    """The documented move into a role: from the one before, or from any that the person stands for."""
    starts = [previous] if previous != START else sorted(problem.profile.fits)
    return next((problem.network.transitions[s, role] for s in starts if (s, role) in problem.network.transitions), None)


def write_cost(told: Told, plan: Plan) -> Cost:
    """The cost of a plan in hours, months and money."""
    costs = plan.costs
    return Cost(
        hours=hours_of(costs.minutes),
        paid_hours=hours_of(costs.paid),
        months=told.months((costs.time[0] / WHOLE, costs.time[2] / WHOLE)),
        money=told.money(Span(costs.cents[0], costs.cents[2])),
        steps=costs.steps,
    )


def _in_unit(told: Told, problem: Problem, plan: Plan, bound: Fraction | int | float, exact: bool) -> float:
    """A bound in months, hours, money or steps; exact: in the unit of `Costs.key`, else in that of `Search`."""
    cost = problem.limits.minimise
    if cost == "steps":
        return float(bound)
    doubled = float(bound) / (WHOLE if exact and cost != "money" else 1)
    if cost == "months" and not exact:
        doubled += (len(plan.roles) - 1) * problem.tenure.double
    return round(doubled / 2 / {"months": told.pace.minutes_per_month, "hours": 60, "money": 100}[cost], 2)


def _month(told: Told, doubled: Fraction) -> float:
    """A doubled time in millionths as months."""
    return round(float(doubled) / WHOLE / 2 / told.pace.minutes_per_month, 2)


def _standing(problem: Problem, hop: int, levels: Levels) -> Standing:
    return Standing(problem.units[hop], tuple(problem.measure.unit(unit, levels) for unit in problem.units[hop]))


def _nearly(told: Told, problem: Problem, plan: Plan) -> float | None:
    """Months until nearly ready for the target, at the middle; None where it is so from the start, or never."""

    def is_near(levels: Levels) -> bool:
        return _standing(problem, -1, levels).stage(problem.stages) != NOT_YET

    levels: Levels = problem.start.levels
    if is_near(levels):
        return None
    offset = 0.0
    for number, taken in enumerate(plan.hops):
        ended = Fraction(0)
        for each in taken:
            ended, levels = max(ended, each.end), each.levels
            if is_near(levels):
                return round(offset + _month(told, ended), 2)
        if number < len(problem.gains):
            offset += _month(told, ended) + told.months(problem.tenure).mid
            levels = taken_on(levels, problem.gains[number].items())
            if is_near(levels):
                return round(offset, 2)
    return None


def _steps(told: Told, problem: Problem, plan: Plan, hop: int, offset: float) -> Iterator[Step]:
    before = plan.before[hop]
    last = hop == len(plan.roles) - 1
    levels: Levels = problem.start.levels
    for number in range(hop):
        levels = plan.hops[number][-1].levels if plan.hops[number] else levels
        levels = {**levels, **{c: max(v, levels.get(c, 0)) for c, v in problem.gains[number].items()}}
    later = [t.offer for t in plan.hops[hop]]
    for place, taken in enumerate(plan.hops[hop]):
        after = _standing(problem, hop, taken.levels)
        stage = None
        if last and after.stage(problem.stages) != before.stage(problem.stages):
            stage = after.stage(problem.stages)
        yield _step(told, problem, taken, before, after, levels, later[place + 1 :], offset, stage)
        before, levels = after, taken.levels


def _step(
    told: Told,
    problem: Problem,
    taken: Taken,
    before: Standing,
    after: Standing,
    levels: Levels,
    later: Sequence[Offer],
    offset: float,
    stage: str | None,
) -> Step:
    offer, network = taken.offer, told.network
    closes = _closes(before, after)
    opens = [other.thing.label for other in later if not set(other.needs).isdisjoint({offer.unit, *(c for c, _ in offer.gives)})]
    length = offer.time if offer.time.high else Span(taken.cost[0] // WHOLE, taken.cost[2] // WHOLE)
    unit = offer.unit or (closes[0].id if closes else None)
    return Step(
        offer=offer.thing,
        kind=offer.kind,
        label=offer.thing.label,
        area=_area(problem, unit),
        resources=_resources(told, offer, closes),
        deliverable=_deliverable(network, offer),
        closes=closes,
        gives=tuple(
            Gives(network.capabilities[c], level / FULL)
            for c, level in offer.gives
            if level > levels.get(c, 0) and c in network.capabilities  # a group of a classification is no thing of its own
        ),
        in_any_case=told.in_any_case(offer.id),
        readiness_after=round(after.readiness, 3),
        stage_after={READY: READY, NEARLY: NEARLY}.get(stage or ""),
        strengthen=False,
        hours=hours_of(taken.cost),
        months=told.months(length),
        money=told.money(offer.cents),
        start=round(offset + _month(told, taken.start), 2),
        end=round(offset + _month(told, taken.end), 2),
        because=_because(before, after, closes, opens, problem.stages.covered / FULL),
        evidence=_evidence(network, offer, closes, problem),
        assumptions=offer.assumptions,
    )


def _area(problem: Problem, unit: str | None) -> str | None:
    known = {u.id: u.area for units in problem.units for u in units} | {i: u.area for i, u in problem.all_offers.units.items()}
    return known.get(unit or "")


def _deliverable(network: Network, offer: Offer) -> str | None:
    if offer.unit is not None:
        return network.units[offer.unit].deliverable if offer.unit in network.units else None
    return network.offers[offer.id].deliverable


def _resources(told: Told, offer: Offer, closes: Sequence[Closes]) -> tuple[ResourceItem, ...]:
    """What to learn from: of a module's unit; of a program its page; of a project or task one for each of the units that it closes most."""
    if offer.kind == "program":
        url = told.network.offers[offer.id].url
        return (
            (ResourceItem(offer.id, offer.thing.label, "program", "", url, hours_of_span(offer), told.money(offer.cents), None),)
            if url
            else ()
        )
    if offer.unit is not None:
        found = _best_first(told.network.resources.get(offer.unit, ()))[:_RESOURCES]
    else:
        found = [r for closed in closes[:2] for r in _best_first(told.network.resources.get(closed.id, ()))[:1]]
    return tuple(_resource(told, each) for each in dict.fromkeys(found))


def hours_of_span(offer: Offer) -> Range:
    """The hours of a program or task."""
    return Range(round(offer.minutes.low / 60, 1), round(offer.minutes.high / 60, 1))


def _best_first(resources: Sequence[Resource]) -> list[Resource]:
    """Those that are to be opened first; free ones, then those whose price isn't published; courses before others; then by identifier."""
    kinds = ("course", "exercise", "book", "documentation", "article")

    def rank(resource: Resource) -> tuple[bool, int, int, str]:
        price = 1 if resource.price is None else 2 * (resource.price.high > 0)
        return not resource.first, price, kinds.index(resource.kind) if resource.kind in kinds else len(kinds), resource.id

    return sorted(resources, key=rank)


def _resource(told: Told, resource: Resource) -> ResourceItem:
    price = resource.price
    return ResourceItem(
        resource.id, resource.label, resource.kind, resource.provider, resource.url, resource.hours,
        None if price is None else Money(price.low, price.high, resource.currency or told.pace.currency), resource.licence,
    )  # fmt: skip


def _closes(before: Standing, after: Standing) -> tuple[Closes, ...]:
    """What rises, the most important first."""
    risen = [
        (unit, was, now) for unit, was, now in zip(before.units, before.covered, after.covered, strict=True) if now > was
    ]  # fmt: skip
    risen.sort(key=lambda each: (-each[0].weight * (each[2] - each[1]), each[0].id))
    return tuple(Closes(u.id, u.label, u.necessity, round(was / WHOLE, 3), round(now / WHOLE, 3)) for u, was, now in risen)


def _because(before: Standing, after: Standing, closes: Sequence[Closes], opens: Sequence[str], covered: float) -> str:
    """Why a step is there: what it closes for good, what else it raises by a tenth or more, and what it comes before."""
    parts = []
    for essential, words in ((True, ", essential"), (False, "")):
        if closed := [c.label for c in closes if c.after >= covered and (c.necessity == "essential") == essential]:
            parts.append(f"closes {_list(closed)}{words}")
    if raised := [c.label for c in closes if c.after < covered and c.after - c.before >= _RAISED]:
        parts.append(f"raises {_list(raised)}")
    gain = after.readiness - before.readiness
    if gain > 0.0005:
        parts.append(f"readiness +{gain:.0%}" if gain >= 0.01 else "readiness up a little")
    if opens:
        parts.append(f"comes before {_list(list(opens))}")
    return "; ".join(parts)


_RAISED = 0.1
"""By how much a unit has to rise to be named as raised."""


def _list(names: Sequence[str], most: int = 3) -> str:
    shown = ", ".join(names[:most])
    return shown + (f" and {len(names) - most} more" if len(names) > most else "")


def _evidence(network: Network, offer: Offer, closes: Sequence[Closes], problem: Problem) -> tuple[Cited, ...]:
    """Who says that it is asked for, and that this teaches it."""
    names = [*offer.statements]
    by_id = {unit.id: unit for units in problem.units for unit in units}
    for closed in closes[:3]:
        names += by_id[closed.id].requirements if closed.id in by_id else ()
    found = {c: None for name in dict.fromkeys(names) for c in network.evidence.get(name, ()) if c.modality not in ("example", "signal")}
    return tuple(found)


def _strengthen(told: Told, problem: Problem, plan: Plan) -> Iterator[Step]:
    """Modules that would make more of the target once it is reached: of the units that are not covered, the heaviest first."""
    levels: Levels = plan.hops[-1][-1].levels if plan.hops[-1] else problem.start.levels
    standing = plan.after[-1]
    line = problem.stages.covered * FULL
    open_ = [
        (unit, q) for unit, q in zip(standing.units, standing.covered, strict=True) if q < line and unit.id in problem.all_offers.units
    ]
    open_.sort(key=lambda each: (-each[0].weight * (WHOLE - each[1]), each[0].id))
    for unit, _ in open_[:_STRENGTHEN]:
        offer = problem.all_offers.by_id[f"module/{unit.id}"]
        if offer.id in plan.offers or offer.id in problem.limits.avoided:
            continue
        missing = problem.missing(problem.all_offers.units[unit.id], levels)
        cost = _module_cost(offer, missing)
        taken = Taken(offer, cost, missing, {**levels, **{c: max(v, levels.get(c, 0)) for c, v in offer.gives}})
        after = _standing(problem, len(plan.roles) - 1, taken.levels)
        step = _step(told, problem, taken, standing, after, levels, (), 0.0, None)
        yield replace(step, strengthen=True, start=0.0, end=0.0, in_any_case=None)


def _module_cost(offer: Offer, missing: int) -> tuple[int, int, int]:
    low = offer.minutes.low * WHOLE + offer.size.low * missing
    high = offer.minutes.high * WHOLE + offer.size.high * missing
    return low, low + high, high
