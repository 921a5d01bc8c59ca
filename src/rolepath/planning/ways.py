"""The ways to a target: the best of all, the best of each kind, what limits leave, and next-best ones. PATHS.md, “Answers”."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rolepath.planning.coverage import WHOLE, Measure
from rolepath.planning.network import Network
from rolepath.planning.offers import Offers, Pace, Span, make_offers
from rolepath.planning.problem import Limits, Plan, Problem
from rolepath.planning.profile import Profile, held_by_role
from rolepath.planning.readiness import NEARLY, NOT_YET, Lines, Stages, barred_by
from rolepath.planning.search import Found, Overlap, Search
from rolepath.planning.units import FULL, asked_units, known_enough

BEST, DIRECT, SELF_STUDY, ON_THE_JOB, PROGRAM_LED, DEGREE_LED = "best", "direct", "self-study", "on the job", "program-led", "degree-led"
_KINDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    SELF_STUDY: (frozenset({"module", "project"}), frozenset()),
    ON_THE_JOB: (frozenset({"module", "project", "task"}), frozenset({"task"})),
    PROGRAM_LED: (frozenset({"module", "program", "project", "task"}), frozenset({"program"})),
}
"""kind → (what may be taken, what one of has to be)"""
MOST_HOURS = 60
"""Hours a week above which no answer looks for a way."""


@dataclass(frozen=True)
class Ask:
    """A question to the planner.

    candidates: roles that may be gone through; similar: further ones, which take time to find. bridge: what entering one takes. tenure: in
    months. stages: the lines of ready and nearly. ends: monotonic time at which the search stops unproven.
    """

    network: Network
    profile: Profile
    target: str
    pace: Pace
    limits: Limits
    stages: Stages
    bridge: Lines
    candidates: frozenset[str] = frozenset()
    similar: Callable[[], frozenset[str]] = frozenset
    max_bridges: int = 2
    tenure_months: tuple[int, int] = (12, 24)
    ends: float | None = None
    made: dict[tuple[str, ...], Problem] = field(default_factory=dict, repr=False, compare=False)

    @property
    def tenure(self) -> Span:
        """The tenure in minutes of study weeks."""
        low, high = self.tenure_months
        return Span(round(low * self.pace.minutes_per_month), round(high * self.pace.minutes_per_month))

    def problem(self, roles: Sequence[str], limits: Limits | None = None) -> Problem:
        """The problem of one sequence of roles."""
        name = tuple(roles)
        if name not in self.made:
            menus = tuple(make_offers(self.network, self.profile, name, self.pace, hop) for hop in range(len(name)))
            self.made[name] = Problem(
                self.network, self.profile, name, menus, self.stages, self.bridge, self.limits, self.tenure, self.tenure_months[0]
            )
        return self.made[name].with_limits(limits or self.limits)

    def at_pace(self, hours: float, deadline: float | None) -> Ask:
        """The same question at other hours a week; deadline: in months, as it stands."""
        pace = replace(self.pace, hours_per_week=hours)
        minutes = None if deadline is None else int(deadline * pace.minutes_per_month)
        return replace(self, pace=pace, limits=replace(self.limits, deadline=minutes), made={})


@dataclass(frozen=True)
class Ways:
    """What was found: kind → plan and proof, the best first; the direct way stands by itself where the best leads through other roles."""

    found: Mapping[str, Found]
    within: Within | None = None
    alternatives: tuple[Found, ...] = ()

    @property
    def best(self) -> Plan | None:
        """The best plan of all."""
        return self.found[BEST].plan if BEST in self.found else None


@dataclass(frozen=True)
class Within:
    """The plan within limits that reaches the highest stage, then the highest readiness; the least of each limit that would do, alone.

    budget: cents; deadline: months; hours: a week.
    """

    plan: Plan
    stage: str
    budget: int | None
    deadline: float | None
    hours: float | None


def plan_ways(ask: Ask, alternatives: int = 0, deadline: float | None = None, degrees: frozenset[str] = frozenset()) -> Ways:
    """All ways that there are. degrees: programs of which a degree-led way has one; none: there is no such way.

    The cost is a search for the best way, one for each kind, and one for each sequence of roles that bounds don't rule out.
    """
    alone = _of_kind(ask, SELF_STUDY)
    best = best_way(ask, alone.plan)
    found = {BEST: best}
    if best.plan is not None and len(best.plan.roles) > 1:
        direct = Search(ask.problem([ask.target]), ends=ask.ends).best()
        if direct.plan is not None:
            found[DIRECT] = direct
    for kind in _KINDS:
        if best.plan is not None and len(best.plan.roles) == 1 and _is_of(best.plan, *_KINDS[kind]):
            found[kind] = best  # the best of all is the best of its kind
            continue
        one = alone if kind == SELF_STUDY else _of_kind(ask, kind, best.plan)
        if one.plan is not None and one.plan.offers:
            found[kind] = one
    if degrees:
        limits = replace(ask.limits, must={**ask.limits.must, "a degree": degrees})
        one = Search(ask.problem([ask.target], limits), ends=ask.ends).best()
        if one.plan is not None:
            found[DEGREE_LED] = one
    if best.plan is None:
        return Ways({}, within_limits(ask, deadline))
    return Ways(found, None, tuple(next_best(ask, best.plan, alternatives)))


def _of_kind(ask: Ask, kind: str, near: Plan | None = None) -> Found:
    """The best plan of a kind; near: a plan like it, to which what is needed may be added."""
    kinds, needed = _KINDS[kind]
    return Search(ask.problem([ask.target], replace(ask.limits, kinds=kinds, needed=needed)), ends=ask.ends).best(near)


def _is_of(plan: Plan, kinds: frozenset[str], needed: frozenset[str]) -> bool:
    """Whether a plan is of a kind of way."""
    return bool(plan.offers) and {each.offer.kind for hop in plan.hops for each in hop} <= kinds and needed <= plan.closing


def best_way(ask: Ask, near: Plan | None = None) -> Found:
    """The best plan over all sequences of roles; ties: as between plans, then fewer roles, more documented moves, identifiers.

    near: a direct plan to start from.
    """
    best = Search(ask.problem([ask.target]), ends=ask.ends).best(near)
    if best.plan is not None and not _may_beat(ask, ("any", ask.target), best.plan):
        return best
    for roles in sequences(ask):
        if best.plan is not None and not _may_beat(ask, roles, best.plan):
            continue
        other = Search(ask.problem(roles), ends=ask.ends).best()
        if other.plan is not None and (best.plan is None or _rank(ask, other.plan) < _rank(ask, best.plan)):
            best = Found(other.plan, best.optimal and other.optimal, min(best.bound, other.bound) if best.plan else other.bound)
        elif not other.optimal:
            best = replace(best, optimal=False)
    return best


def _rank(ask: Ask, plan: Plan) -> tuple[object, ...]:
    starts = (ask.profile.fits, *({role} for role in plan.roles))
    moves = sum(any((start, role) in ask.network.transitions for start in before) for before, role in zip(starts, plan.roles, strict=False))
    return (*plan.costs.key(ask.limits.minimise)[:4], len(plan.roles), -moves, plan.roles, plan.costs.number)


def _may_beat(ask: Ask, roles: Sequence[str], plan: Plan) -> bool:
    """Whether a plan through these roles could be better: its tenures and bridges alone are no dearer, ties and all."""
    bridges, chosen = len(roles) - 1, ask.limits.minimise
    least = {"months": bridges * ask.tenure.double * WHOLE, "steps": bridges}.get(chosen, 0)
    return (least, 0, 0, bridges, len(roles)) <= (*plan.costs.key(chosen)[:4], len(plan.roles))


def sequences(ask: Ask) -> Iterator[tuple[str, ...]]:
    """The sequences of one and two bridges and the target, that a person would believe; in order of length and identifiers."""
    network, allowed = ask.network, ask.profile.licences
    held = set(ask.profile.roles)
    if not ask.max_bridges:
        return
    must = [group for group in ask.limits.must.values() if group <= network.roles.keys()]
    bridges = [
        role for role in sorted(ask.candidates | ask.similar())
        if role not in held and role != ask.target and role not in ask.limits.avoided and known_enough(network, role)
        and (role not in network.regulated or role in allowed) and _helps(ask, role)
    ]  # fmt: skip
    start = max((network.zones[role] for role in (*ask.profile.roles, *sorted(ask.profile.fits)) if role in network.zones), default=None)
    ways: list[tuple[str, ...]] = [(role,) for role in bridges if _steps_up(network, start, role)] if ask.max_bridges >= 1 else []
    if ask.max_bridges >= 2:
        ways += [(one, two) for one in bridges for two in bridges if one != two and _steps_up(network, start, one)
                 and _steps_up(network, _higher(start, network.zones.get(one)), two) and _leads(ask, one, two)]  # fmt: skip
    for way in ways:
        if all(not group.isdisjoint((*way, ask.target, *held)) for group in must):
            yield (*way, ask.target)


def _leads(ask: Ask, one: str, two: str) -> bool:
    """Whether a move between two bridges is documented, or the second is a grade above the first."""
    return (one, two) in ask.network.transitions or (one, True) in ask.network.wider.get(two, ())


def _steps_up(network: Network, zone: int | None, role: str) -> bool:
    return zone is None or role not in network.zones or network.zones[role] <= zone + 1


def _higher(one: int | None, other: int | None) -> int | None:
    return max((zone for zone in (one, other) if zone is not None), default=None)


def _helps(ask: Ask, role: str) -> bool:
    """Whether holding a role gives somebody who holds nothing a tenth of the target's weight."""
    units = asked_units(ask.network, ask.target)
    measure = Measure(ask.network, units)
    least = ask.network.assumptions.thousandths("bridge-gives")
    return measure.score(held_by_role(ask.network, role)) >= least * FULL * measure.weight


def barred(ask: Ask) -> tuple[str, ...]:
    """What bars someone from the target whatever they learn: licences, by identifier."""
    return barred_by(ask.network, (), ask.target, {}, ask.profile.licences, ask.profile.roles)


# --- within limits ---------------------------------------------------------------------------------------


def within_limits(ask: Ask, deadline: float | None = None) -> Within | None:
    """What budget, deadline and hours leave: None where limits aren't what stands in the way.

    deadline: in months, as it was asked.
    """
    if ask.limits.budget is None and ask.limits.deadline is None:
        return None
    problem = ask.problem([ask.target])
    plan, stage = None, NEARLY
    if problem.stages.nearly.share <= problem.stages.ready.share:
        plan = Search(problem.with_limits(problem.limits, problem.stages.nearly), ends=ask.ends).readiest()
    if plan is None:
        stage = NOT_YET
        plan = Search(problem.with_limits(problem.limits, Lines(0, 0)), ends=ask.ends).readiest()
    if plan is None:
        return None
    return Within(plan, stage, _least_budget(ask), _least_deadline(ask), _least_hours(ask, deadline))


def _at_the_end(ask: Ask, limits: Limits) -> Problem:
    """The direct problem with every estimate at the end that limits bind, and without those limits that the caller left out."""
    problem = ask.problem([ask.target])
    end = ask.limits.end

    def one(span: Span) -> Span:
        return Span(end(span), end(span))

    offers = tuple(
        replace(o, minutes=one(o.minutes), size=one(o.size), time=one(o.time), cents=one(o.cents)) for o in problem.all_offers.all
    )
    made = [Offers(offers, problem.all_offers.units)]
    return Problem(ask.network, ask.profile, [ask.target], made, ask.stages, ask.bridge, limits, ask.tenure, ask.tenure_months[0])


def _least_budget(ask: Ask) -> int | None:
    plan = Search(_at_the_end(ask, replace(ask.limits, budget=None, minimise="money")), ends=ask.ends).best().plan
    return None if plan is None else plan.costs.cents[2]


def _least_deadline(ask: Ask) -> float | None:
    plan = Search(_at_the_end(ask, replace(ask.limits, deadline=None, minimise="months")), ends=ask.ends).best().plan
    return None if plan is None else float(plan.costs.time[2] / WHOLE) / ask.pace.minutes_per_month


def _least_hours(ask: Ask, deadline: float | None) -> float | None:
    """The fewest whole hours a week at which the deadline and the budget would do; None where there is no deadline, or none would."""
    if deadline is None:
        return None

    def does(hours: int) -> bool:
        other = ask.at_pace(hours, deadline)
        return Search(other.problem([ask.target]), ends=ask.ends).best().plan is not None

    if not does(MOST_HOURS):
        return None
    low, high = int(ask.pace.hours_per_week), MOST_HOURS
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if does(middle) else (middle, high)
    return float(high)


def next_best(ask: Ask, first: Plan, count: int) -> Iterator[Found]:
    """Further plans, each the best of those that share at most half of the offers and bridges of every one before it."""
    chosen = [first]
    for _ in range(count if first.parts else 0):  # nothing else is like having nothing to do
        shared = [Overlap(plan.parts, len(plan.parts) // 2) for plan in chosen]
        best: Found | None = None
        for roles in ((ask.target,), *sequences(ask)):
            if best is not None and best.plan is not None and not _may_beat(ask, roles, best.plan):
                continue
            other = Search(ask.problem(roles), shared, ends=ask.ends).best()
            if other.plan is None or any(len(each.parts & other.plan.parts) > each.most for each in shared):
                continue
            if best is None or best.plan is None or _rank(ask, other.plan) < _rank(ask, best.plan):
                best = other
        if best is None or best.plan is None:
            return
        chosen.append(best.plan)
        yield best
