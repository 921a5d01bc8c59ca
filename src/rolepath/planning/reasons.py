"""Why there is no path, as a reason that can be acted on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain

from rolepath.planning.optimum import least, possible
from rolepath.planning.plan import spent
from rolepath.planning.problem import FULL, Limits, Option, Problem, State, covered, may_enter, reachable, score, sequences


@dataclass(frozen=True)
class Reason:
    """What stands in the way.

    kind: `missing` – things are essential requirements that nothing on offer covers; `condition` – things are the options that would
    cover them, were it not for their conditions; `readiness` – least is the most that can be reached, in thousandths; `avoid` – things
    are the avoided names of which each would open a path if it were allowed, or all of them if only together; `must` – things are
    what has to be there and can't; `budget`, `deadline` – least, in cents, or least_time, in minutes of study weeks, is the least that
    would do with all else kept, at the end of the range that binds; `budget and deadline` – each could be kept alone, and what the
    other would have to be then; `budget, deadline` – neither can be kept, and what each would have to be at least without the other.
    """

    kind: str
    things: tuple[str, ...] = ()
    least: int | None = None
    least_time: int | None = None


def why(problem: Problem) -> Reason:
    """The reason why `search` finds nothing; what is named first is true whatever comes after it.

    The question is asked again with fewer limits: without any, then with what is avoided, with what has to be there, and with budget and
    deadline. The cost is some more searches.
    """
    limits = problem.limits
    free = replace(limits, budget=None, deadline=None, avoid={}, must={}, minimise="hours", time_limit=None)
    if not _any(problem, free):
        return _out_of_reach(replace(problem, limits=free))
    avoiding = replace(free, avoid=limits.avoid)
    if not _any(problem, avoiding):
        alone = tuple(name for name in sorted(limits.avoid) if _any(problem, replace(avoiding, avoid=_without(limits.avoid, name))))
        return Reason("avoid", alone or tuple(sorted(limits.avoid)))
    both = replace(avoiding, must=limits.must)
    if not _any(problem, both):
        alone = tuple(name for name in sorted(limits.must) if not _any(problem, replace(avoiding, must={name: limits.must[name]})))
        return Reason("must", alone or tuple(sorted(limits.must)))
    cheap, fast = replace(both, budget=limits.budget), replace(both, deadline=limits.deadline)
    affordable, in_time = _any(problem, cheap), _any(problem, fast)
    if in_time and not affordable:
        return Reason("budget", least=_least(problem, fast, "money"))
    if affordable and not in_time:
        return Reason("deadline", least_time=_least(problem, cheap, "months"))
    kept = (fast, cheap) if affordable else (both, both)
    kind = "budget and deadline" if affordable else "budget, deadline"
    return Reason(kind, least=_least(problem, kept[0], "money"), least_time=_least(problem, kept[1], "months"))


def _without(named: Mapping[str, frozenset[str]], name: str) -> dict[str, frozenset[str]]:
    return {key: group for key, group in named.items() if key != name}


def _any(problem: Problem, limits: Limits) -> bool:
    asked = replace(problem, limits=limits)
    return any(possible(asked.along(roles[:-1]), roles) for roles in sequences(asked))


def _least(problem: Problem, limits: Limits, part: str) -> int:
    """The least money or time that any path takes, at the end of the range that binds."""

    tenure = spent(limits, (problem.tenure,))
    asked = replace(problem, limits=replace(limits, minimise=part), tenure=replace(problem.tenure, low=tenure, high=tenure))
    best: int | None = None
    for roles in sequences(asked):
        found = least(_ended(asked.along(roles[:-1]), limits), roles, part, best)
        best = found if best is None or (found is not None and found < best) else best
    if best is None:
        raise ValueError("there is no path to take the least of")
    return best // 2


def _ended(problem: Problem, limits: Limits) -> Problem:
    """With options that take at both ends what binds."""

    def at_end(option: Option) -> Option:
        cents, time = (replace(s, low=spent(limits, (s,)), high=spent(limits, (s,))) for s in (option.cents, option.time))
        return replace(option, cents=cents, time=time)

    return replace(problem, options=tuple(at_end(o) for o in problem.options))


def _out_of_reach(problem: Problem) -> Reason:
    """Why nothing leads to the target even without limits; what is missing is seen from the direct way."""
    problem = replace(problem, options=tuple(o for o in problem.options if o.id not in problem.start.programs))
    essentials = [r for r in problem.requirements[problem.target] if r.essential]
    ends = [
        score(problem, state, problem.target)
        for roles in sequences(problem)
        if (state := _end(problem.along(roles[:-1]), roles)) is not None
    ]
    ready = [got * FULL // total for got, total, least in ends if least == FULL]
    if ready:
        return Reason("readiness", least=max(ready))
    everything, after = reachable(problem, problem.start, problem.options)
    state = problem.start.raised(chain.from_iterable(o.raises for o in problem.options))
    missing = tuple(r.id for r in essentials if covered(problem.credits, state.levels, r) < FULL)
    if missing:
        return Reason("missing", missing)
    stuck = [o for o in problem.options if o not in everything]
    open_ = [r for r in essentials if covered(problem.credits, after.levels, r) < FULL]
    needed = {o.id for r in open_ for o in stuck if covered(problem.credits, after.raised(o.raises).levels, r) == FULL}
    return Reason("condition", tuple(sorted(needed)))


def _end(problem: Problem, roles: tuple[str, ...]) -> State | None:
    """What is had at the end of a sequence with everything taken that can be; None where a bridge can't be entered."""
    state = problem.start
    for role in roles[:-1]:
        if not may_enter(problem, reachable(problem, state, problem.options)[1], role):
            return None
        state = state.after(role, problem.gains[role], problem.tenure_months)
    return reachable(problem, state, problem.options)[1]
