"""What a change would do: single offers ranked by what they add, and programs, projects and tasks taken as done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from rolepath.evidence import Cited
from rolepath.planning.asks import asks
from rolepath.planning.coverage import FULL, WHOLE, Levels, taken_on
from rolepath.planning.explored import Doing, Gain, Met, Raises
from rolepath.planning.offers import Offer, Span
from rolepath.planning.problem import Problem, State
from rolepath.planning.profile import Profile
from rolepath.planning.readiness import Standing
from rolepath.planning.result import Range, Thing
from rolepath.planning.written import Told, hours_of

ALONE = "not on its own"
"""The kind of what can't be studied by itself: credentials and years of experience."""
Gives = tuple[tuple[str, int], ...]


def after_doing(profile: Profile, offers: Iterable[Offer]) -> Profile:
    """The profile of someone who has taken these offers too: what they give is held, whatever was denied before.

    >>> after_doing(Profile({}, {"skill/reports": 200}, {}), []).typical
    {'skill/reports': 200}
    """
    done = sorted(offers, key=lambda offer: offer.id)
    gives = [give for offer in done for give in offer.gives]
    low, typical, high, said = (taken_on(levels, gives) for levels in (profile.low, profile.typical, profile.high, profile.said))
    return replace(
        profile,
        low=low,
        typical=typical,
        high=high,
        said=said,
        assumed={c: h for c, h in profile.assumed.items() if said.get(c, 0) < typical[c]},
        lacked=profile.lacked - {thing for thing, _ in gives},
        programs=profile.programs.union(offer.id for offer in done if offer.kind == "program"),
    )


# --- the ranking ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Candidate:
    """One thing to learn or do by itself: gain: what it adds to Σ w·q, in millionths. offer: None where it can't be done alone.

    cost: minutes at the low end, twice the middle, and the high end, in millionths.
    """

    thing: Thing
    kind: str
    gives: Gives
    offer: Offer | None
    cost: tuple[int, int, int]
    gain: int

    @property
    def rate(self) -> Fraction | float:
        """gain for each minute of twice the middle; infinite where it takes no time, below all where it can't be done."""
        if self.offer is None:
            return -1
        return Fraction(self.gain, self.cost[1]) if self.cost[1] else float("inf")


def candidates(problem: Problem, by: str) -> list[Candidate]:
    """Everything that raises readiness for the target of a direct problem by itself, best first: modules, programs, projects, tasks, and
    the credentials and years that it asks for.

    A module is studied from what is held. What has to hold before is not looked at here.

    Args:
        by: `per-hour`: gain per hour in the middle of the range; ties by gain. `gain`: the other way round. Then by kind and identifier.

    The cost is a coverage of the target's units for every offer.
    """
    start = problem.start.levels
    now = problem.measure.score(start)

    def made(thing: Thing, kind: str, gives: Gives, offer: Offer | None) -> Candidate:
        cost = cost_of(problem, offer, start) if offer else (0, 0, 0)
        return Candidate(thing, kind, gives, offer, cost, problem.measure.score(taken_on(start, gives)) - now)

    found = [made(offer.thing, offer.kind, offer.gives, offer) for offer in problem.offers]
    asked: dict[str, int] = {}
    for member in (m for unit in problem.units[-1] if not unit.learnable for m in unit.members):
        asked = taken_on(asked, ((c, member.need) for c in member.capabilities))
    found += [made(problem.network.capabilities[c], ALONE, ((c, level),), None) for c, level in sorted(asked.items())]
    rising = [each for each in found if each.gain > 0]
    if by == "gain":
        return sorted(rising, key=lambda each: (-each.gain, -each.rate, each.kind, each.thing.id))
    return sorted(rising, key=lambda each: (-each.rate, -each.gain, each.kind, each.thing.id))


def cost_of(problem: Problem, offer: Offer, levels: Levels) -> tuple[int, int, int]:
    """Minutes of an offer taken now: at the low end, twice the middle, and the high end, in millionths."""
    missing = problem.missing(problem.all_offers.units[offer.unit], levels) if offer.unit is not None else 0
    low, high = offer.minutes.low * WHOLE + offer.size.low * missing, offer.minutes.high * WHOLE + offer.size.high * missing
    return low, low + high, high


def write_gain(told: Told, problem: Problem, candidate: Candidate) -> Gain:
    """A candidate as the answer shows it, with what it covers, what it asks for first, and who says so."""
    measure, offer, start = problem.measure, candidate.offer, problem.start
    before, after = (Standing(measure.units, measure.all(each)) for each in (start.levels, taken_on(start.levels, candidate.gives)))
    line = problem.stages.covered * FULL
    risen = [(unit, was, now) for unit, was, now in zip(measure.units, before.covered, after.covered, strict=True) if now > was]
    gain = Fraction(candidate.gain, measure.weight * WHOLE)
    return Gain(
        thing=candidate.thing,
        kind=candidate.kind,
        gain=round(float(gain), 6),
        per_100_hours=round(float(gain * 100 * 120 * WHOLE / candidate.cost[1]), 6) if candidate.cost[1] else None,
        hours=hours_of(candidate.cost) if offer else None,
        months=_months(told, offer, candidate.cost) if offer else None,
        money=told.money(offer.cents) if offer else None,
        meets=tuple(Met(unit.id, unit.label) for unit, was, now in risen if unit.essential and was < line <= now),
        asks=asks(problem, start, offer) if offer else (),
        evidence=_cited(problem, offer.statements if offer else (r for unit, _, _ in risen for r in unit.requirements)),
        assumptions=offer.assumptions if offer else (),
    )


def write_doings(told: Told, problem: Problem, offers: Sequence[str]) -> tuple[Doing, ...]:
    """These offers, taken as done together, in the order given: each asks for what none of the others brings either.

    Each of them must be on offer in the problem, which is a direct one.
    """
    by_id, start, capabilities = problem.all_offers.by_id, problem.start, problem.network.capabilities
    found = []
    for identifier in offers:
        offer = by_id[identifier]
        others = [by_id[other] for other in offers if other != identifier]
        cost = cost_of(problem, offer, start.levels)
        found.append(
            Doing(
                offer=offer.thing,
                kind=offer.kind,
                raises=tuple(
                    Raises(capabilities[thing], start.levels.get(thing, 0) / FULL, level / FULL)
                    for thing, level in offer.gives
                    if level > start.levels.get(thing, 0) and thing in capabilities
                ),
                hours=hours_of(cost),
                months=_months(told, offer, cost),
                money=told.money(offer.cents),
                asks=asks(problem, _having_done(start, others), offer),
                evidence=_cited(problem, offer.statements),
                assumptions=offer.assumptions,
            )
        )
    return tuple(found)


def _having_done(state: State, offers: Iterable[Offer]) -> State:
    for offer in offers:
        programs = state.programs | ({offer.id} if offer.kind == "program" else set())
        state = replace(state, levels=taken_on(state.levels, offer.gives), programs=programs)
    return state


def _months(told: Told, offer: Offer, cost: tuple[int, int, int]) -> Range:
    """How long an offer takes by itself."""
    return told.months(offer.time if offer.time.high else Span(cost[0] // WHOLE, cost[2] // WHOLE))


def _cited(problem: Problem, statements: Iterable[str]) -> tuple[Cited, ...]:
    evidence = problem.network.evidence
    said = (cited for name in statements for cited in evidence.get(name, ()) if cited.modality not in ("example", "signal"))
    return tuple(dict.fromkeys(said))
