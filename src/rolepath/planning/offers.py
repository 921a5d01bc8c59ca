"""What can raise a capability: programs, projects, practice with a tool, self-study; facts first, estimates marked."""

from __future__ import annotations

from dataclasses import dataclass

from rolepath.planning.network import Network, OfferFacts, Teaching
from rolepath.planning.profile import FULL
from rolepath.planning.result import Offer, Range

WEEKS_PER_MONTH = 365.25 / 12 / 7
_ORDER = {"program": 0, "project": 1, "tool practice": 2, "self-study": 3}


def scaled(range_: Range, factor: float) -> Range:
    """A range times a number, to a tenth."""
    return Range(round(range_.low * factor, 1), round(range_.high * factor, 1))


def study_months(hours: Range, hours_per_week: float) -> Range:
    """How many months that many hours take at so many hours a week."""
    return scaled(hours, 1 / (hours_per_week * WEEKS_PER_MONTH))


@dataclass(frozen=True)
class Study:
    """Self-study of what is missing of a capability, in learner hours, and the assumptions behind the estimate."""

    capability: str
    hours: Range
    assumptions: tuple[str, ...]


def self_study(network: Network, capability: str, missing: int) -> Study | None:
    """Hours alone for `missing` thousandths of the full level; None for credentials and years, which can't be studied."""
    found = network.assumptions.study_hours(capability, network.capabilities[capability].kind)
    if found is None:
        return None
    hours, name = found
    solo = float(network.assumptions.number("solo-factor"))
    return Study(capability, scaled(hours, missing / FULL * solo), (name, "assumption/solo-factor"))


def offers_for(
    network: Network, capability: str, need: int, covered: int, hours_per_week: float, strict: bool = False
) -> tuple[Offer, ...]:
    """Every offer that covers more of a capability than is covered already.

    Args:
        need: the level asked for, in thousandths.
        covered: the share of it that is covered already, in thousandths.
        strict: leave out what only counts towards the capability.

    Programs, then projects, tool practice and self-study; of each kind what covers most first, then by identifier.
    What raises something that only counts towards the capability is listed with its part.
    """
    best: dict[str, tuple[int, Teaching]] = {}
    for credit in network.credits.get(capability, ()):
        if strict and credit.factor < FULL:
            continue
        for teaching in network.teachings.get(credit.held, ()):
            covers = credit.factor * min(FULL, teaching.level * FULL // need) // FULL
            known = best.get(teaching.offer)
            if covers > covered and (known is None or (covers, known[1].id) > (known[0], teaching.id)):
                best[teaching.offer] = (covers, teaching)
    found = [_taught(network, network.offers[offer], covers, teaching, hours_per_week) for offer, (covers, teaching) in best.items()]
    reached = min(FULL, network.assumptions.thousandths("level-tool") * FULL // need)
    tool = network.assumptions.thousandths("credit-tool") * reached // FULL
    if tool > covered and not strict:
        found += [_practice(network, name, tool, hours_per_week) for name in network.exercises.get(capability, ())]
    alone = self_study(network, capability, need * (FULL - covered) // FULL)
    if alone is not None:
        found.append(_alone(network, alone, hours_per_week))
    return tuple(sorted(found, key=lambda o: (_ORDER[o.kind], -o.covers, o.id)))


def _taught(network: Network, facts: OfferFacts, covers: int, teaching: Teaching, hours_per_week: float) -> Offer:
    used = [teaching.assumed] if teaching.assumed else []
    hours, more = program_hours(network, facts)
    used += more
    months = _span(_stated_months(network, facts))
    used += ["assumption/months-per-semester"] if facts.semesters else []
    if months is None and facts.program_kind is not None:
        months = network.assumptions.range(f"program-months-{facts.program_kind}")
        used.append(f"assumption/program-months-{facts.program_kind}")
    if months is None:
        months = study_months(hours, hours_per_week)
    price = facts.price
    if price is None:
        name = "project-price" if facts.program_kind is None else f"program-price-{facts.program_kind}"
        price = network.assumptions.range(name)
        used.append(f"assumption/{name}")
    kind = "project" if facts.program_kind is None else "program"
    return Offer(
        id=facts.thing.id,
        label=facts.thing.label,
        kind=kind,
        covers=covers / FULL,
        hours=hours,
        months=months,
        money=price,
        currency=facts.currency or "USD",
        evidence=network.evidence.get(teaching.id, ()),
        assumptions=tuple(used),
    )


def program_hours(network: Network, facts: OfferFacts) -> tuple[Range, list[str]]:
    """Learner hours of a program or project, from the best that is known, and the assumptions used."""
    if facts.hours is not None:
        return facts.hours, []
    if facts.program_kind is None:
        return network.assumptions.range("project-hours"), ["assumption/project-hours"]
    if facts.credits is not None:
        total = _times(facts.credits, network.assumptions.range("hours-per-credit"))
        return total or facts.credits, ["assumption/hours-per-credit"]
    months = _span(facts.months)
    if months is not None:
        weekly = network.assumptions.range("program-hours-per-week")
        spent = Range(months.low * WEEKS_PER_MONTH * weekly.low, months.high * WEEKS_PER_MONTH * weekly.high)
        return scaled(spent, 1), ["assumption/program-hours-per-week"]
    name = f"program-hours-{facts.program_kind}"
    return network.assumptions.range(name), [f"assumption/{name}"]


def _stated_months(network: Network, facts: OfferFacts) -> tuple[Range, ...]:
    """Every length that a source states, semesters turned into months."""
    semester = network.assumptions.range("months-per-semester")
    return (*facts.months, *(Range(s.low * semester.low, s.high * semester.high) for s in facts.semesters))


def _practice(network: Network, tool: str, covers: int, hours_per_week: float) -> Offer:
    thing = network.capabilities[tool]
    study = self_study(network, tool, network.assumptions.thousandths("level-tool"))
    hours = study.hours if study else None
    return Offer(
        id=tool,
        label=f"Practice with {thing.label}",
        kind="tool practice",
        covers=covers / FULL,
        hours=hours,
        months=study_months(hours, hours_per_week) if hours else None,
        money=None,
        currency=None,
        evidence=tuple(e for e in network.evidence.get(tool, ()) if e.on == "exercises"),
        assumptions=(*(study.assumptions if study else ()), "assumption/credit-tool"),
    )


def _alone(network: Network, study: Study, hours_per_week: float) -> Offer:
    return Offer(
        id=study.capability,
        label=f"Study {network.capabilities[study.capability].label} alone",
        kind="self-study",
        covers=1.0,
        hours=study.hours,
        months=study_months(study.hours, hours_per_week),
        money=_times(study.hours, network.assumptions.range("self-study-price")),
        currency="USD",
        evidence=(),
        assumptions=(*study.assumptions, "assumption/self-study-price"),
    )


def _span(ranges: tuple[Range, ...]) -> Range | None:
    """The range that covers all alternatives."""
    return Range(min(r.low for r in ranges), max(r.high for r in ranges)) if ranges else None


def _times(first: Range | None, second: Range) -> Range | None:
    return Range(round(first.low * second.low, 1), round(first.high * second.high, 1)) if first else None
