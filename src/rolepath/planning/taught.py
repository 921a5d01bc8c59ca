"""What programs, projects and tasks give: hours on units against the units' sizes, or the level that a reason states.

PATHS.md, “Offers”.
"""

from __future__ import annotations

from collections.abc import Iterable

from rolepath.planning.assumptions import Assumptions
from rolepath.planning.network import Network, OfferFacts, Teaching
from rolepath.planning.result import Range
from rolepath.planning.units import FULL, expanded, whole_unit

WEEKS_PER_MONTH = 365.25 / 12 / 7


def scaled(range_: Range, factor: float) -> Range:
    """A range times a number, to a tenth."""
    return Range(round(range_.low * factor, 1), round(range_.high * factor, 1))


def offer_hours(assumptions: Assumptions, facts: OfferFacts) -> tuple[Range, list[str]]:
    """Hours of a program, project or task, from the best that is known, and the assumptions used."""
    if facts.hours is not None:
        return facts.hours, []
    if facts.program_kind is None:
        name = f"{facts.thing.kind}-hours"
        return assumptions.range(name), [f"assumption/{name}"]
    if facts.credits is not None:
        each = assumptions.range("hours-per-credit")
        hours = Range(round(facts.credits.low * each.low, 1), round(facts.credits.high * each.high, 1))
        return hours, ["assumption/hours-per-credit"]
    months = span(facts.months)
    if months is not None:
        weekly = assumptions.range("program-hours-per-week")
        spent = Range(months.low * WEEKS_PER_MONTH * weekly.low, months.high * WEEKS_PER_MONTH * weekly.high)
        return scaled(spent, 1), ["assumption/program-hours-per-week"]
    name = f"program-hours-{facts.program_kind}"
    return assumptions.range(name), [f"assumption/{name}"]


def span(ranges: tuple[Range, ...]) -> Range | None:
    """The range that covers all alternatives."""
    return Range(min(r.low for r in ranges), max(r.high for r in ranges)) if ranges else None


def unit_id(network: Network, capability: str) -> str:
    """The unit that a capability is a member of; of what is in none, itself."""
    return network.unit_of.get(capability, capability)


def hours_by_unit(network: Network, teachings: Iterable[Teaching], hours: Range) -> dict[str, float]:
    """The hours, at the middle, that a program spends on each unit: as its syllabus says, the rest divided evenly over what has none.

    They never add up to more than the program has.
    """
    stated: dict[str, float] = {}
    open_: dict[str, None] = {}
    for teaching in teachings:
        unit = unit_id(network, teaching.capability)
        if teaching.hours is not None:
            stated[unit] = stated.get(unit, 0.0) + teaching.hours.mid
        else:
            open_[unit] = None
    rest = [unit for unit in open_ if unit not in stated]
    total = sum(stated.values())
    if total > hours.mid:
        stated = {unit: spent * hours.mid / total for unit, spent in stated.items()}
        total = hours.mid
    return stated | {unit: (hours.mid - total) / len(rest) for unit in rest}


def gives_of_program(network: Network, program: str) -> tuple[tuple[str, int], ...]:
    """Each unit that a program teaches × min(1, its hours on it ÷ the unit's size), on the way and where it is done already."""
    gives: dict[str, int] = {}
    hours, _ = offer_hours(network.assumptions, network.offers[program])
    for unit, spent in hours_by_unit(network, network.teachings.get(program, ()), hours).items():
        asked = whole_unit(network, unit)
        size = network.assumptions.range(f"unit-hours-{asked.size.lower()}").mid
        share = min(FULL, int(spent * FULL / size)) if asked.learnable else FULL
        level = asked.need * share // FULL
        for identifier, reached in expanded(network, unit, level) if level else ():
            gives[identifier] = max(reached, gives.get(identifier, 0))
    return tuple(sorted(gives.items()))


def gives_of_level(network: Network, teachings: Iterable[Teaching]) -> tuple[tuple[str, int], ...]:
    """What a project or task gives: each thing at the level that its reason states."""
    gives: dict[str, int] = {}
    for teaching in teachings:
        level = teaching.level if teaching.level is not None else network.assumptions.thousandths("teaching-project")
        for identifier, reached in expanded(network, teaching.capability, level):
            gives[identifier] = max(reached, gives.get(identifier, 0))
    return tuple(sorted(gives.items()))
