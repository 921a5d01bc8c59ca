"""What stands in an answer beside its ways: units, areas, capabilities, the band of readiness, what was assumed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rolepath.planning.coverage import Levels, Measure
from rolepath.planning.network import AskedMember, AskedUnit, Credit, Network
from rolepath.planning.profile import Profile
from rolepath.planning.readiness import Stages, Standing
from rolepath.planning.result import AreaItem, Assumed, CapabilityItem, CreditedBy, MemberItem, Readiness, Thing, UnitItem
from rolepath.planning.units import FULL, OTHER_AREA, usual_level

WHOLE = FULL * FULL
OTHER = "Other"
"""What the area of things that stand in none is called."""


def area_of(network: Network, area: str) -> tuple[int, str, str]:
    """(place, identifier, label) of an area: one of ours, a group of a classification, or that of what stands in none."""
    if area in network.areas:
        return network.areas[area].order, area, network.areas[area].label
    if area == OTHER_AREA:
        return 10_000, area, OTHER
    return 1_000, area, network.capabilities[area].label if area in network.capabilities else area


def unit_items(network: Network, profile: Profile, measure: Measure) -> tuple[UnitItem, ...]:
    """Every unit that the target asks for with its coverage, members and evidence, in order of areas and places.

    The shares of the missing readiness add up to 1, or are all 0.
    """
    covered = measure.all(profile.typical)
    missing = sum(unit.weight * (WHOLE - q) for unit, q in zip(measure.units, covered, strict=True))
    weight = measure.weight
    ordered = sorted(zip(measure.units, covered, strict=True), key=lambda each: (area_of(network, each[0].area), each[0].order, each[0].id))
    return tuple(
        UnitItem(
            id=unit.id,
            label=unit.label,
            area=unit.area,
            necessity=unit.necessity,
            weight=round(unit.weight / weight, 4),
            need=unit.need / FULL,
            coverage=round(q / WHOLE, 3),
            assumed=any(c in profile.assumed for m in unit.members for c in _earning(measure, m, unit, profile.typical)),
            inherited=network.roles[unit.inherited] if unit.inherited else None,
            disputed=unit.disputed,
            members=tuple(_member(network, profile, measure, m) for m in unit.members),
            share=round(unit.weight * (WHOLE - q) / missing, 4) if missing else 0.0,
            evidence=tuple(
                {c: None for r in unit.requirements for c in network.evidence.get(r, ()) if c.modality not in ("example", "signal")}
            ),
        )
        for unit, q in ordered
    )


def _earning(measure: Measure, member: AskedMember, unit: AskedUnit, levels: Levels) -> tuple[str, ...]:
    credit = measure.best(member, unit.enough, levels)[1]
    return (credit.held,) if credit else ()


def _member(network: Network, profile: Profile, measure: Measure, member: AskedMember) -> MemberItem:
    covered, credit, _ = measure.best(member, FULL, profile.typical)
    things = tuple(network.capabilities[c] for c in member.capabilities)
    return MemberItem(
        id=things[0].id,
        label=" or ".join(thing.label for thing in things),
        any_of=things if len(things) > 1 else (),
        coverage=min(FULL, covered) / FULL,
        credited_by=_credited(network, profile, credit) if credit and covered else None,
    )


def _credited(network: Network, profile: Profile, credit: Credit) -> CreditedBy:
    level = profile.typical.get(credit.held, 0)
    source = "said" if profile.said.get(credit.held, 0) >= level else "assumed"
    label = network.capabilities[credit.held].label
    return CreditedBy(credit.held, label, credit.factor / FULL, credit.via, level / FULL, source)


def area_items(network: Network, units: Sequence[UnitItem]) -> tuple[AreaItem, ...]:
    """The areas of units in order: the share of each one's weight that is covered, and its share of all weight."""
    found: dict[tuple[int, str, str], list[UnitItem]] = {}
    for unit in units:
        found.setdefault(area_of(network, unit.area), []).append(unit)
    total = sum(unit.weight for unit in units)
    items = []
    for (_, identifier, label), within in sorted(found.items()):
        weight = sum(unit.weight for unit in within)
        covered = sum(unit.weight * unit.coverage for unit in within)
        items.append(AreaItem(identifier, label, round(covered / weight, 3) if weight else 0.0, round(weight / total, 4) if total else 0.0))
    return tuple(items)


def capability_items(network: Network, profile: Profile, target: str, measure: Measure) -> tuple[CapabilityItem, ...]:
    """Every capability that the sources of a target name, own and inherited, with its coverage; sets of which one will do as one too.

    In order of label and identifier. A signal or an example is asked for by nobody, and marked.
    """
    asked: dict[tuple[str, ...], tuple[int, bool]] = {}
    for unit in measure.units:
        for member in unit.members:
            for capabilities in {member.capabilities, *((c,) for c in member.capabilities)}:
                asked[capabilities] = member.need, False
    for role in _roles_asked(network, target):
        for requirement in network.requirements.get(role, ()):
            needed = requirement.level or max(usual_level(network, c) for c in requirement.capabilities)
            asked.setdefault(requirement.capabilities, (needed, requirement.signal))
    found = []
    for capabilities, (need, signal) in asked.items():
        covered = measure.best(AskedMember(capabilities, need, FULL), FULL, profile.typical)[0]
        label = " or ".join(sorted(network.capabilities[c].label for c in capabilities))
        found.append(CapabilityItem("+".join(capabilities), label, min(FULL, covered) / FULL, signal))
    return tuple(sorted(found, key=lambda item: (item.label.casefold(), item.id)))


def _roles_asked(network: Network, target: str) -> Iterator[str]:
    seen = {target}
    waiting = [target]
    while waiting:
        role = waiting.pop(0)
        yield role
        for wider, _ in network.wider.get(role, ()):
            if wider not in seen:
                seen.add(wider)
                waiting.append(wider)


def assumed_items(network: Network, profile: Profile, measure: Measure) -> tuple[Assumed, ...]:
    """What was assumed of the person and counts towards the target: the largest share first, then by label."""
    counting = {credit.held for unit in measure.units for m in unit.members for c in m.capabilities for credit in measure.credits(c)}
    counting |= {credit.held for unit in measure.units for credit in measure.credits(unit.id)}
    items = [
        Assumed(network.capabilities[c], holding.share / FULL, network.evidence.get(holding.id, ()))
        for c, holding in profile.assumed.items()
        if c in counting
    ]
    return tuple(sorted(items, key=lambda item: (-item.share, item.capability.label.casefold(), item.capability.id)))


def readiness_item(measure: Measure, profile: Profile, lines: Stages, barred: Sequence[Thing]) -> Readiness:
    """The band: what is sure, what is typical, what a third of the people in the role have; and the stage reached."""
    standings = [Standing(measure.units, measure.all(levels)) for levels in (profile.low, profile.typical, profile.high)]
    low, typical, high = standings
    met, asked = typical.essentials(lines.covered)
    stage = "not yet" if barred else typical.stage(lines)
    return Readiness(
        low=round(low.readiness, 3),
        typical=round(typical.readiness, 3),
        high=round(high.readiness, 3),
        after=None,
        stage=stage,
        barred_by=tuple(barred),
        essentials=asked,
        essentials_met=met,
    )
