"""What a change would do: single skills, programs and projects ranked by what they add, and an answer before and after set side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from rolepath.evidence import Cited
from rolepath.planning.conditions import AllOf, AnyOf, AtLeast, Condition, Degree, Done, Experience, Leaf, Level, Worked, holds, leaves
from rolepath.planning.explain import Told
from rolepath.planning.explored import Asks, Doing, Gain, Met, Moved, StepChange
from rolepath.planning.network import Network
from rolepath.planning.problem import FULL, Option, Problem, Span, State, covered, highest, leaf_holds, reachable, score
from rolepath.planning.profile import Profile
from rolepath.planning.result import GapItem, Path, Raises, Range, Thing

ALONE = "not on its own"
"""The kind of what can't be studied or practised by itself: credentials and years of experience."""


def after_doing(network: Network, profile: Profile, offers: Iterable[str]) -> Profile:
    """The profile of someone who has done these programs and projects too: what they teach is held, whatever was denied before.

    >>> from rolepath.planning.examples import network
    >>> after_doing(network, Profile({"skill/reports": 200}), []).levels
    {'skill/reports': 200}
    """
    done = sorted(set(offers))
    taught = [(t.capability, t.level) for offer in done for t in network.taught.get(offer, ())]
    return replace(profile, levels=highest(profile.levels, taught), programs=profile.programs.union(done))


# --- what is still asked for ----------------------------------------------------------------------


def unmet(condition: Condition, leaf_is_met: Callable[[Leaf], bool]) -> Condition | None:
    """What is left of a condition where these leaves hold; None where nothing is.

    >>> python, sql = Level("tool/python", 500), Level("tool/sql", 500)
    >>> unmet(AllOf((python, sql)), lambda leaf: leaf == sql)
    Level(capability='tool/python', level=500, near=False)
    """
    if holds(condition, leaf_is_met):
        return None
    match condition:
        case AllOf(parts) | AnyOf(parts) | AtLeast(_, parts):
            left = tuple(rest for part in parts if (rest := unmet(part, leaf_is_met)) is not None)
            if isinstance(condition, AtLeast):
                least = condition.least - (len(parts) - len(left))
                condition = AllOf(left) if least == len(left) else AnyOf(left) if least == 1 else AtLeast(least, left)
            else:
                condition = replace(condition, parts=left)
            return left[0] if len(left) == 1 else condition
    return condition


def asks(network: Network, problem: Problem, state: State, condition: Condition) -> tuple[Asks, ...]:
    """What someone in this state still has to bring for a condition, each part by itself."""
    left = unmet(condition, lambda leaf: leaf_holds(problem, state, leaf))
    parts = () if left is None else left.parts if isinstance(left, AllOf) else (left,)
    return tuple(Asks(condition_words(network, part), tuple(_things(network, part))) for part in parts)


def condition_words(network: Network, condition: Condition) -> str:
    """A condition in words, nested parts in brackets.

    >>> from rolepath.planning.examples import network
    >>> condition_words(network, AnyOf((Level("skill/pricing", 600), Experience(18))))
    'Pricing at 60% or 1.5 years of experience'
    """
    match condition:
        case AllOf(parts):
            return " and ".join(_bracketed(network, part) for part in parts) or "nothing"
        case AnyOf(parts):
            return " or ".join(_bracketed(network, part) for part in parts)
        case AtLeast(least, parts):
            return f"at least {least} of {', '.join(_bracketed(network, part) for part in parts)}"
        case Degree(degree):
            return f"a {degree}"
        case Experience(months):
            return f"{months / 12:g} year{'' if months == 12 else 's'} of experience"
        case Level(capability, level):
            return f"{_label(network, capability)} at {level / FULL:.0%}"
        case Done(program):
            return _label(network, program)
        case Worked(role):
            return f"work as {_label(network, role)}"


def _bracketed(network: Network, condition: Condition) -> str:
    words = condition_words(network, condition)
    return f"({words})" if isinstance(condition, AllOf | AnyOf | AtLeast) else words


def _named(network: Network, identifier: str) -> Thing | None:
    offer = network.offers.get(identifier)
    return offer.thing if offer else network.capabilities.get(identifier) or network.roles.get(identifier)


def _label(network: Network, identifier: str) -> str:
    thing = _named(network, identifier)
    return thing.label if thing else identifier


def _things(network: Network, condition: Condition) -> list[Thing]:
    names = [
        leaf.capability if isinstance(leaf, Level) else leaf.program if isinstance(leaf, Done) else leaf.role
        for leaf in leaves(condition)
        if isinstance(leaf, Level | Done | Worked)
    ]
    return [thing for name in dict.fromkeys(names) if (thing := _named(network, name)) is not None]


# --- the ranking ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Candidate:
    """One thing to learn or do by itself: gain: what it adds to Σ w·q, in thousandths. options: none where it can't be done alone."""

    thing: Thing
    kind: str
    raises: tuple[tuple[str, int], ...]
    options: tuple[Option, ...]
    gain: int

    @property
    def minutes(self) -> Span:
        """Study time, in minutes."""
        return _total([option.minutes for option in self.options])

    @property
    def rate(self) -> Fraction | float:
        """gain for each minute of twice the middle of the range; infinite where it takes no time, below all where it can't be done."""
        if not self.options:
            return -1
        return Fraction(self.gain, self.minutes.double) if self.minutes.double else float("inf")


def candidates(told: Told, by: str) -> list[Candidate]:
    """Everything that raises readiness for the target by itself, best first.

    A capability is studied up to the quarter from which more of it adds nothing, from the quarter that what is held doesn't give
    already; what can't be studied is taken as held at the level asked. Conditions are not looked at here.

    Args:
        by: `per-hour`: gain per hour in the middle of the range; ties by gain. `gain`: the other way round. Then by identifier.

    The cost is a pass over the target's requirements for every option.
    """
    found = [each for each in (*_offers(told), *_studies(told), *_others(told)) if each.gain > 0]
    if by == "gain":
        return sorted(found, key=lambda each: (-each.gain, -each.rate, each.thing.id))
    return sorted(found, key=lambda each: (-each.rate, -each.gain, each.thing.id))


def _gain(problem: Problem, raises: Iterable[tuple[str, int]]) -> int:
    start = problem.start
    return score(problem, start.raised(raises), problem.target)[0] - score(problem, start, problem.target)[0]


def _offers(told: Told) -> list[Candidate]:
    return [
        Candidate(told.offered.about[option.id].thing, option.kind, option.raises, (option,), _gain(told.problem, option.raises))
        for option in told.problem.options
        if option.kind in ("program", "project")
    ]


def _quarters(problem: Problem) -> dict[str, list[Option]]:
    """Capability → its quarters, lowest first."""
    found: dict[str, list[Option]] = {}
    for option in problem.options:
        if option.kind not in ("program", "project"):
            found.setdefault(option.raises[0][0], []).append(option)
    return {capability: sorted(options, key=lambda o: o.raises[0][1]) for capability, options in found.items()}


def _studies(told: Told) -> list[Candidate]:
    found = []
    for capability, quarters in _quarters(told.problem).items():
        gains = [_gain(told.problem, option.raises) for option in quarters]
        last = gains.index(max(gains))
        first = max(n for n in range(last + 1) if n == 0 or _begun(told.problem, capability, quarters[n - 1].raises[0][1]))
        thing = told.offered.about[quarters[last].id].thing
        chosen = tuple(quarters[first : last + 1])
        found.append(Candidate(thing, quarters[last].kind, quarters[last].raises, chosen, gains[last]))
    return found


def _begun(problem: Problem, capability: str, level: int) -> bool:
    """Whether what is held stands in for a capability up to a level."""
    return leaf_holds(problem, problem.start, Level(capability, level, near=True))


def _others(told: Told) -> list[Candidate]:
    """What the target asks for and can't be studied by itself."""
    studied = _quarters(told.problem).keys()
    asked: dict[str, int] = {}
    for requirement in told.problem.requirements[told.problem.target]:
        for capability in requirement.capabilities:
            if not studied & same_as(told.network, capability):
                asked[capability] = max(requirement.level, asked.get(capability, 0))
    return [
        Candidate(told.network.capabilities[c], ALONE, ((c, level),), (), _gain(told.problem, [(c, level)])) for c, level in asked.items()
    ]


def same_as(network: Network, capability: str) -> frozenset[str]:
    """A capability, and what maps exactly to it: who lacks the one lacks the others."""
    return frozenset((capability, *(credit.held for credit in network.credits.get(capability, ()) if credit.factor == FULL)))


def write_gain(told: Told, candidate: Candidate) -> Gain:
    """A candidate as the answer shows it, with what it meets, what it asks for first, and who says so."""
    problem, network = told.problem, told.network
    state = problem.start
    after = state.raised(candidate.raises)
    met, moved = [], []
    for requirement in problem.requirements[problem.target]:
        before, now = (covered(problem.credits, each.levels, requirement) for each in (state, after))
        if now > before:
            moved.append(requirement.id)
            if requirement.essential and now == FULL:
                met.append(Met(requirement.id, " or ".join(network.capabilities[c].label for c in requirement.capabilities)))
    about = told.offered.about[candidate.options[0].id] if candidate.options else None
    gain = Fraction(candidate.gain, score(problem, state, problem.target)[1])
    minutes = candidate.minutes
    alone = candidate.kind == ALONE
    level = None if candidate.kind in ("program", "project") else candidate.raises[0][1] / FULL
    return Gain(
        thing=candidate.thing,
        kind=candidate.kind,
        level=level,
        gain=round(float(gain), 6),
        per_100_hours=round(float(gain * 100 * 120 / minutes.double), 6) if minutes.double else None,
        hours=None if alone else told.hours(minutes),
        months=None if alone else told.months(_total([o.time for o in candidate.options])),
        money=None if alone else told.money(_total([o.cents for o in candidate.options])),
        meets=tuple(met),
        asks=asks(network, problem, state, candidate.options[0].condition) if candidate.options else (),
        evidence=_cited(network, (*moved, *(about.teachings if about else ()))),
        assumptions=about.assumptions if about else (),
    )


def write_doings(told: Told, offers: Sequence[str]) -> tuple[Doing, ...]:
    """These programs and projects, taken as done together, in the order given: each asks for what none of the others brings either.

    Each of them must be on offer to the profile told of.
    """
    problem, network = told.problem, told.network
    by_id = {option.id: option for option in problem.options}
    _, state = reachable(problem, problem.start, [by_id[offer] for offer in sorted(offers)])
    found = []
    for offer in offers:
        option, about = by_id[offer], told.offered.about[offer]
        found.append(
            Doing(
                offer=about.thing,
                kind=option.kind,
                raises=tuple(
                    Raises(network.capabilities[c], problem.start.levels.get(c, 0) / FULL, level / FULL)
                    for c, level in option.raises
                    if level > problem.start.levels.get(c, 0)
                ),
                hours=told.hours(option.minutes),
                months=told.months(option.time),
                money=told.money(option.cents),
                asks=asks(network, problem, state, option.condition),
                evidence=_cited(network, about.teachings),
                assumptions=about.assumptions,
            )
        )
    return tuple(found)


def _total(spans: Iterable[Span]) -> Span:
    listed = list(spans)
    return Span(sum(span.low for span in listed), sum(span.high for span in listed))


def _cited(network: Network, statements: Iterable[str]) -> tuple[Cited, ...]:
    return tuple(dict.fromkeys(cited for name in statements for cited in network.evidence.get(name, ())))


# --- before and after -------------------------------------------------------------------------------


def moved(before: Iterable[GapItem], after: Iterable[GapItem]) -> tuple[Moved, ...]:
    """The requirements whose coverage differs between two gaps of one role: largest difference in readiness first, whichever way.

    Ties: essential before optional, then the larger weight, then the identifier.
    """
    later = {item.id: item for item in after}
    earlier = list(before)
    total = sum(round(item.weight * FULL) for item in earlier)
    found = []
    for item in earlier:
        now = later[item.id]
        if now.coverage != item.coverage:
            difference = round(item.weight * FULL) * (round(now.coverage * FULL) - round(item.coverage * FULL))
            gain = round(difference / (total * FULL), 6)
            found.append(
                Moved(item.id, item.label, item.necessity, item.weight, item.coverage, now.coverage, gain, now.credited_by, item.evidence)
            )
    return tuple(sorted(found, key=lambda each: (-abs(each.gain), each.necessity, -each.weight, each.id)))


def step_changes(before: Path | None, after: Path | None) -> tuple[StepChange, ...]:
    """How the steps of two plans differ: falling away, taking less, taking more, coming in; in each the most hours first, then identifiers.

    None is a plan without steps.
    """
    one, other = _spent(before), _spent(after)
    found = []
    for identifier in sorted(one.keys() | other.keys()):
        thing, kind, _ = one.get(identifier) or other[identifier]
        old, new = (each[identifier][2] if identifier in each else None for each in (one, other))
        if new is None:
            found.append(StepChange(thing, kind, "falls away", old, None))
        elif old is None:
            found.append(StepChange(thing, kind, "comes in", None, new))
        elif old != new:
            found.append(StepChange(thing, kind, "takes less" if new.middle < old.middle else "takes more", old, new))
    order = ("falls away", "takes less", "takes more", "comes in")
    return tuple(sorted(found, key=lambda c: (order.index(c.change), -(c.before or c.after or Range(0, 0)).middle, c.offer.id)))


def _spent(path: Path | None) -> dict[str, tuple[Thing, str, Range]]:
    """Offer → what it is, of which kind, and the hours that a plan spends on it."""
    found: dict[str, tuple[Thing, str, Range]] = {}
    for step in (step for hop in (path.hops if path else ()) for step in hop.steps):
        earlier = found.get(step.offer.id)
        found[step.offer.id] = (step.offer, step.kind, earlier[2] + step.hours if earlier else step.hours)
    return found
