"""What a role asks for as units: its own, those of broader roles, and groups of a classification's; with their weights.

PATHS.md, “What a role asks for”.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rolepath.errors import NotEnoughKnown
from rolepath.planning.network import Ask, AskedMember, AskedUnit, Member, Network, Requirement, Unit

FULL = 1000
"""A whole share, in thousandths."""
NECESSITIES = ("essential", "important", "useful")
EARNED = ("credential", "experience")
"""Kinds of capability that can't be studied alone."""
_SIZES: Mapping[str, str] = {"knowledge": "M", "competence": "M", "unit": "M"}
"""The size of a unit made of capabilities of a kind; S for all others."""
OTHER_AREA = "area/other"
"""The area of what stands in none."""


def usual_level(network: Network, capability: str) -> int:
    """The level at which a capability is usually asked for, by its kind, in thousandths."""
    kind = network.capabilities[capability].kind
    return network.assumptions.thousandths("level-competence" if kind == "unit" else f"level-{kind}")


def asked_units(network: Network, role: str) -> tuple[AskedUnit, ...]:
    """The units that a role asks for, in order of their areas and places, with weights.

    A role of our own sources asks for the units that its sources name, and those of every broader role: at their strength, unless it
    asks more or a source denies it; what a specialisation inherits is at most important (credentials pass unchanged), a grade takes
    everything as it is. A role of a classification asks for groups: what lies under one lowest group of skills, essential and other
    apart. Worked out once for each role and network.

    >>> from rolepath.planning.examples import network
    >>> [(u.id, u.necessity) for u in asked_units(network, "role/manager")][:2]
    [('unit/strategy', 'essential'), ('unit/statistics', 'important')]
    """
    if role not in network.asked:
        made = _grouped(network, role) if _is_classified(network, role) else _named(network, role)
        network.asked[role] = weighted(made, network.assumptions.thousandths("useful-at-most"))
    return network.asked[role]


def known_enough(network: Network, role: str) -> bool:
    """Whether enough is known of what a role asks to speak of readiness: units, and claims on them, own and inherited."""
    units = asked_units(network, role)
    numbers = network.assumptions.number
    return len(units) >= numbers("known-units") and sum(unit.claims for unit in units) >= numbers("known-claims")


def known_units(network: Network, role: str) -> tuple[AskedUnit, ...]:
    """The same as `asked_units`, of a role that can be a target.

    Raises:
        NotEnoughKnown: where the graph holds fewer units or claims of the role than the assumptions ask.
    """
    units = asked_units(network, role)
    if not known_enough(network, role):
        needed = network.assumptions.number("known-units"), network.assumptions.number("known-claims")
        claims = sum(unit.claims for unit in units)
        raise NotEnoughKnown(role, network.roles[role].label, len(units), int(needed[0]), claims, int(needed[1]))
    return units


def weighted(units: Iterable[AskedUnit], useful_at_most: int) -> tuple[AskedUnit, ...]:
    """The units with their weights, sorted by area, place and identifier; those without any weight are left out.

    The weight of a unit is its strength, in millionths of 1; useful units are scaled down together to at most `useful_at_most`
    thousandths of the total, unless there are no others.
    """
    given = sorted((u for u in units if u.strength > 0 and u.members), key=lambda u: (u.area, u.order, u.id))
    useful = sum(u.strength for u in given if u.necessity == "useful") * FULL
    rest = sum(u.strength for u in given if u.necessity != "useful") * FULL
    most = rest * useful_at_most // (FULL - useful_at_most)
    scaled = rest > 0 and most < useful
    found = (
        replace(u, weight=u.strength * FULL * most // useful if scaled and u.necessity == "useful" else u.strength * FULL) for u in given
    )
    return tuple(unit for unit in found if unit.weight > 0)


def parts(given: Sequence[int]) -> tuple[int, ...]:
    """Shares in thousandths that add up to 1000, in proportion to what is given; what is left over goes to the largest remainders.

    >>> parts((1, 1, 1)), parts((2, 1))
    ((334, 333, 333), (667, 333))
    """
    total = sum(given)
    found = [part * FULL // total for part in given]
    by_rest = sorted(range(len(given)), key=lambda n: (-(given[n] * FULL % total), n))
    for n in by_rest[: FULL - sum(found)]:
        found[n] += 1
    return tuple(found)


def whole_unit(network: Network, identifier: str) -> AskedUnit:
    """A unit of which every member is asked at its usual level, or a capability as a unit of itself; of no weight."""
    if identifier in network.units:
        unit = network.units[identifier]
        return _asked(network, identifier, {m.capabilities: max(usual_level(network, c) for c in m.capabilities) for m in unit.members})
    return _asked(network, identifier, {(identifier,): usual_level(network, identifier)})


def expanded(network: Network, identifier: str, level: int) -> tuple[tuple[str, int], ...]:
    """What holding a thing at a level gives: itself; of a unit at its need or above also its members, but of exchangeable ones."""
    unit = network.units.get(identifier)
    if unit is None:
        return ((identifier, level),)
    need = whole_unit(network, identifier).need
    if level < need or unit.exchangeable:
        return ((identifier, level),)
    members = ((c, max(level, usual_level(network, c))) for member in unit.members for c in member.capabilities)
    return ((identifier, level), *members)


def merged(network: Network, one: AskedUnit, other: AskedUnit) -> AskedUnit:
    """A unit that two roles ask for, with the members of both, each at the higher level, and parts of the whole anew."""
    needs = {member.capabilities: member.need for member in other.members}
    for member in one.members:
        needs[member.capabilities] = max(member.need, needs.get(member.capabilities, 0))
    if len(needs) == len(one.members):
        return replace(one, members=tuple(replace(member, need=needs[member.capabilities]) for member in one.members))
    if one.id in network.units:
        made = _asked(network, one.id, needs)
        return replace(one, members=made.members, enough=made.enough, exchangeable=made.exchangeable)
    members = tuple(AskedMember(c, need, part) for (c, need), part in zip(sorted(needs.items()), parts([1] * len(needs)), strict=True))
    return replace(one, members=members, enough=min(one.enough, other.enough))


# --- roles of our own sources ---------------------------------------------------------------------


@dataclass(frozen=True)
class _Claim:
    """What one role asks of one unit, with the members that it names and the broader role that it comes from."""

    ask: Ask
    needs: Mapping[tuple[str, ...], int]
    requirements: tuple[str, ...]
    origin: str | None = None


def _is_classified(network: Network, role: str) -> bool:
    return not network.asks.get(role) and not network.wider.get(role) and bool(network.requirements.get(role))


def _named(network: Network, role: str) -> list[AskedUnit]:
    found = _claims(network, role, frozenset())
    return [
        replace(
            _asked(network, unit, claim.needs),
            necessity=claim.ask.necessity,
            strength=claim.ask.strength,
            inherited=claim.origin,
            disputed=claim.ask.disputed,
            claims=claim.ask.claims,
            requirements=claim.requirements,
        )
        for unit, claim in sorted(found.items())
    ]


def _claims(network: Network, role: str, below: frozenset[str]) -> dict[str, _Claim]:
    """What a role and all broader ones ask, by unit."""
    found = _own_claims(network, role)
    for wider, grade in network.wider.get(role, ()):
        if wider in below or wider == role:
            continue  # a circle of broader roles adds nothing
        for unit, claim in _claims(network, wider, below | {role}).items():
            passed = claim.ask.necessity
            if not grade and passed == "essential" and not _earned(network, unit):
                passed = "important"
            taken = replace(claim, ask=replace(claim.ask, necessity=passed), origin=claim.origin or wider)
            found[unit] = _joined(found[unit], taken) if unit in found else taken
    return found


def _joined(own: _Claim, taken: _Claim) -> _Claim:
    """A claim of a role with one that it inherits: the larger strength and necessity, unless a source of its own denies the thing."""
    if own.ask.disputed:
        return own
    ask = replace(
        own.ask,
        strength=max(own.ask.strength, taken.ask.strength),
        necessity=min(own.ask.necessity, taken.ask.necessity, key=NECESSITIES.index),
        claims=own.ask.claims + taken.ask.claims,
        disputed=taken.ask.disputed,
    )
    needs = {m: max(own.needs.get(m, 0), taken.needs.get(m, 0)) for m in sorted({*own.needs, *taken.needs})}
    return _Claim(ask, needs, tuple(sorted({*own.requirements, *taken.requirements})), own.origin)


def _own_claims(network: Network, role: str) -> dict[str, _Claim]:
    named: dict[str, dict[tuple[str, ...], int]] = defaultdict(dict)
    said: dict[str, list[str]] = defaultdict(list)
    for requirement in network.requirements.get(role, ()):
        if requirement.signal:
            continue
        for unit, member in _members_named(network, requirement):
            named[unit][member] = max(requirement.level, named[unit].get(member, 0))
            said[unit].append(requirement.id)
    return {
        ask.unit: _Claim(ask, named.get(ask.unit) or _all_members(network, ask.unit), tuple(sorted(set(said.get(ask.unit, ())))))
        for ask in network.asks.get(role, ())
    }


def _members_named(network: Network, requirement: Requirement) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(unit, the capabilities of its member) for each member that a requirement names; all members where it names the unit."""
    first = requirement.capabilities[0]
    if first in network.units:
        yield from ((first, member.capabilities) for member in network.units[first].members)
        return
    placed = {network.unit_of[c] for c in requirement.capabilities if c in network.unit_of}
    if not placed:
        yield first, requirement.capabilities
    for unit in sorted(placed):
        for member in network.units[unit].members:
            if not set(member.capabilities).isdisjoint(requirement.capabilities):
                yield unit, member.capabilities


def _all_members(network: Network, unit: str) -> dict[tuple[str, ...], int]:
    return {member.capabilities: member.need for member in whole_unit(network, unit).members}


def _asked(network: Network, identifier: str, needs: Mapping[tuple[str, ...], int]) -> AskedUnit:
    """A unit with these members, in the order in which the unit has them."""
    unit = network.units.get(identifier) or _unit_of_itself(network, identifier, min(needs))
    members = [member for member in unit.members if member.capabilities in needs]
    shares = parts([member.part for member in members])
    return AskedUnit(
        id=unit.id,
        label=unit.label,
        area=unit.area,
        order=unit.order,
        size=unit.size,
        enough=unit.enough if len(members) > 1 else FULL,
        exchangeable=unit.exchangeable and len(members) > 1,
        necessity="useful",
        strength=0,
        members=tuple(AskedMember(m.capabilities, needs[m.capabilities], share) for m, share in zip(members, shares, strict=True)),
        after=unit.after,
        learnable=any(_learnable(network, c) for m in members for c in m.capabilities),
    )


def _unit_of_itself(network: Network, identifier: str, capabilities: tuple[str, ...]) -> Unit:
    thing = network.capabilities[identifier]
    label = " or ".join(network.capabilities[c].label for c in capabilities)
    return Unit(identifier, label, OTHER_AREA, 0, _SIZES.get(thing.kind, "S"), FULL, False, (Member(capabilities),))


def _learnable(network: Network, capability: str) -> bool:
    return network.capabilities[capability].kind not in EARNED


def _earned(network: Network, identifier: str) -> bool:
    """Whether a unit is a credential or years of experience."""
    return not whole_unit(network, identifier).learnable


# --- roles of classifications ------------------------------------------------------------------------


def _grouped(network: Network, role: str) -> list[AskedUnit]:
    """What a role of a classification asks, by lowest group of skills, essential and other apart."""
    groups: dict[tuple[str, bool], list[Requirement]] = defaultdict(list)
    for requirement in network.requirements.get(role, ()):
        if not requirement.signal and requirement.weight > 0:
            groups[lowest_group(network, requirement.capabilities[0]), requirement.essential].append(requirement)
    return [_group(network, group, essential, asked) for (group, essential), asked in sorted(groups.items())]


def _group(network: Network, group: str, essential: bool, asked: Sequence[Requirement]) -> AskedUnit:
    strength = max(requirement.weight for requirement in asked)
    important = network.assumptions.thousandths("important-from")
    kinds = [network.capabilities[c].kind for r in asked for c in r.capabilities]
    area = area_above(network, group)
    label = network.capabilities[group].label
    alone = len(asked) == 1 and asked[0].capabilities == (group,)
    exchangeable = all(kind == "tool" for kind in kinds) and len(asked) > 1
    enough = network.assumptions.thousandths("enough-exchangeable" if exchangeable else "enough")
    return AskedUnit(
        id=group if alone else f"{group}/{'essential' if essential else 'optional'}",
        label=label if essential or alone else f"{label} (optional)",
        area=area,
        order=0,
        size="M" if any(_SIZES.get(kind) == "M" for kind in kinds) else "S",
        enough=enough if len(asked) > 1 else FULL,
        exchangeable=exchangeable,
        necessity="essential" if essential else "important" if strength >= important else "useful",
        strength=strength,
        members=tuple(AskedMember(r.capabilities, r.level, part) for r, part in zip(sorted(asked), parts([1] * len(asked)), strict=True)),
        claims=len(asked),
        requirements=tuple(sorted(r.id for r in asked)),
        learnable=any(kind not in EARNED for kind in kinds),
    )


def lowest_group(network: Network, capability: str) -> str:
    """The next concept above a capability in its classification, the first by identifier; itself where there is none."""
    above = network.broader.get(capability, ())
    return above[0] if above else capability


def area_above(network: Network, group: str) -> str:
    """The upper group under which a group stands: the highest below the root of its classification, or the highest there is."""
    way = [group]
    while network.broader.get(way[-1]) and network.broader[way[-1]][0] not in way:
        way.append(network.broader[way[-1]][0])
    return way[-2] if len(way) > 2 else way[-1]
