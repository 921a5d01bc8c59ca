"""A profile: what a person holds, at which levels – what was said, and what is assumed of most people in their role.

PATHS.md, “What a person brings”.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from rolepath.planning.coverage import taken_on
from rolepath.planning.network import AskedUnit, Holding, Network
from rolepath.planning.taught import gives_of_program
from rolepath.planning.units import FULL, asked_units, expanded, usual_level

SOME = 500
"""What `some` of a capability is, in thousandths of the level asked."""


@dataclass(frozen=True)
class Profile:
    """What is held, in thousandths, under three readings of what people in the roles hold; a unit is held as a whole, or its members.

    low, typical, high: capability or unit → level. said: the part that the person said. assumed: capability or unit → the holding that it
    was assumed from, in `typical`. roles: held, in the order given. fits: the roles that they stand for (themselves, equal and broader
    ones). lacked: capabilities that are not held, whatever counts towards them. programs: done; degrees: bachelor, master, doctorate;
    experience: months of work; licences: regulated roles that the licences held allow to work in.
    """

    low: Mapping[str, int]
    typical: Mapping[str, int]
    high: Mapping[str, int]
    said: Mapping[str, int] = field(default_factory=dict)
    assumed: Mapping[str, Holding] = field(default_factory=dict)
    roles: tuple[str, ...] = ()
    fits: frozenset[str] = frozenset()
    lacked: frozenset[str] = frozenset()
    strict: bool = False
    programs: frozenset[str] = frozenset()
    degrees: frozenset[str] = frozenset()
    experience: int = 0
    licences: frozenset[str] = frozenset()


def stands_for(network: Network, role: str) -> tuple[str, ...]:
    """The role, those that are mapped to it as exact or close, and all that are broader than one of these; in that order, each once."""
    found = dict.fromkeys((role, *network.pool.get(role, ())))
    waiting = list(found)
    while waiting:
        for wider, _ in network.wider.get(waiting.pop(0), ()):
            if wider not in found:
                found[wider] = None
                waiting += [wider, *(w for w in network.pool.get(wider, ()) if w not in found)]
                found |= dict.fromkeys(network.pool.get(wider, ()))
    return tuple(found)


def role_holdings(network: Network, role: str) -> dict[str, Holding]:
    """What people in a role hold, by capability or unit: of all that is known of it and of the roles that it stands for, the largest
    share; of equal shares the higher level, then the identifier.

    Whoever holds a role holds what its own sources ask as essential or important, as they ask it; of a role that asks for nothing else,
    what is useful too.
    """
    best: dict[str, Holding] = {}
    for each in stands_for(network, role):
        for holding in (*network.holdings.get(each, ()), *_asked_of(network, each)):
            now = best.get(holding.capability)
            if now is None or _rank(network, holding) < _rank(network, now):
                best[holding.capability] = holding
    return best


def _rank(network: Network, holding: Holding) -> tuple[int, int, str]:
    return -holding.share, -_level(network, holding), holding.id


def _level(network: Network, holding: Holding) -> int:
    return holding.level if holding.level is not None else usual_level(network, holding.capability)


def _asked_of(network: Network, role: str) -> Iterable[Holding]:
    """What a role's own sources ask as essential or important, as holdings of its people."""
    if not network.asks.get(role) and not network.wider.get(role):
        return
    least = network.assumptions.thousandths("assumed-from")
    for unit in asked_of_holders(network, role):
        for member in unit.members:
            for capability in member.capabilities[:1]:  # of an any-of set one will do
                yield Holding(
                    unit.requirements[0] if unit.requirements else unit.id, capability, max(unit.strength, least), member.need, False, 1
                )


def asked_of_holders(network: Network, role: str) -> tuple[AskedUnit, ...]:
    """The units that whoever holds a role holds: its essential and important ones, or all where there are no such."""
    units = asked_units(network, role)
    return tuple(unit for unit in units if unit.necessity != "useful") or units


def levels_of(network: Network, holdings: Mapping[str, Holding], least: int) -> dict[str, int]:
    """The levels at which things are held that at least `least` thousandths of the people have."""
    levels: dict[str, int] = {}
    for identifier, holding in holdings.items():
        if holding.share >= least:
            levels = taken_on(levels, expanded(network, identifier, _level(network, holding)))
    return levels


def held_by_role(network: Network, role: str) -> dict[str, int]:
    """The levels that starting from a role assumes: what most of its people hold, and what the role asks of them."""
    levels = levels_of(network, role_holdings(network, role), network.assumptions.thousandths("assumed-from"))
    return taken_on(levels, _own(network, role))


def _own(network: Network, role: str) -> Iterable[tuple[str, int]]:
    """What the role itself asks, so that whoever holds it is ready for it."""
    for unit in asked_of_holders(network, role):
        yield from ((c, member.need) for member in unit.members for c in member.capabilities)


def make_profile(
    network: Network,
    roles: Iterable[str],
    target: str,
    have: Mapping[str, int | None] | None = None,
    lack: Iterable[str] = (),
    strict: bool = False,
    *,
    some: Iterable[str] = (),
    programs: Iterable[str] = (),
    degrees: Iterable[str] = (),
    experience: int = 0,
    licences: Iterable[str] = (),
) -> Profile:
    """The profile of someone who holds these roles (none: nothing), with what they say of themselves on top.

    Args:
        have: capability or unit → level in thousandths, or None for the level that the target asks for (its usual one where it doesn't);
            it never lowers what is assumed.
        lack: capabilities or units (then all their members) that are not held; nothing counts towards them.
        strict: nothing is assumed.
        some: capabilities or units (then all their members) that are held at half of the level that the target asks for, whatever the roles
            say.
        programs: done; what they are known to teach counts as said.

    >>> from rolepath.planning.examples import network
    >>> made = make_profile(network, ["role/analyst"], "role/manager")
    >>> made.typical["skill/reports"], made.low.get("skill/reports", 0)
    (750, 750)
    """
    held, done = tuple(dict.fromkeys(roles)), frozenset(programs)
    share = network.assumptions.thousandths
    by_role = [] if strict else [role_holdings(network, role) for role in held]
    lacked = frozenset(c for each in lack for c in members_of(network, each))
    some = tuple(some)
    needs = needs_of(network, target) if have or some else {}
    said: dict[str, int] = {}
    for identifier, level in sorted((have or {}).items()):
        usual = needs.get(identifier) or usual_level(network, identifier)
        said = taken_on(said, expanded(network, identifier, level if level is not None else usual))
    half = _half(network, needs, some)
    said = taken_on(said, ((c, level) for c, level in half.items() if c not in said))
    lacked -= {*(have or {}), *half}
    for program in sorted(done):
        said = taken_on(said, gives_of_program(network, program) if program in network.offers else ())
    said = {c: level for c, level in said.items() if c not in lacked}

    def reading(least: str, counts: Callable[[Holding], bool] = lambda holding: True) -> dict[str, int]:
        levels = said
        for holdings in by_role:
            counting = {c: h for c, h in holdings.items() if counts(h)}
            found = levels_of(network, counting, share(least))
            levels = taken_on(levels, ((c, level) for c, level in found.items() if c not in lacked and c not in half))
        return levels

    typical = reading("assumed-from")
    low = reading("assumed-from", lambda h: (h.counted and h.share >= share("counted-from")) or h.sources > 1)
    if not strict:  # whoever holds a role is ready for it, and brings what it asks
        for role in held:
            own = [(c, level) for c, level in _own(network, role) if c not in lacked and c not in half]
            typical, low = taken_on(typical, own), taken_on(low, own) if role == target else low
    high = taken_on(reading("high-from"), typical.items())
    low = {c: min(level, typical.get(c, 0)) for c, level in low.items() if typical.get(c, 0)}
    all_holdings = _together(network, by_role)
    assumed = {
        c: h for c, h in all_holdings.items() if h.share >= share("assumed-from") and c not in lacked and said.get(c, 0) < typical.get(c, 0)
    }
    return Profile(
        low=low,
        typical=typical,
        high=high,
        said=said,
        assumed=assumed,
        roles=held,
        fits=frozenset(each for role in held for each in stands_for(network, role)),
        lacked=lacked,
        strict=strict,
        programs=done,
        degrees=frozenset(degrees),
        experience=experience,
        licences=network.allowed((*(role for role in held if role in network.regulated), *licences)),
    )


def _half(network: Network, needs: Mapping[str, int], some: Iterable[str]) -> dict[str, int]:
    """capability or unit → half of the level that the target asks for, of what is held in part and of the members of such units."""
    found = {c for each in some for c in members_of(network, each)}
    return {c: max(1, (needs.get(c) or usual_level(network, c)) * SOME // FULL) for c in sorted(found)}


def members_of(network: Network, identifier: str) -> frozenset[str]:
    """A unit with everything in it, or a capability alone."""
    unit = network.units.get(identifier)
    return frozenset({identifier} | ({c for m in unit.members for c in m.capabilities} if unit else set()))


def _together(network: Network, found: Iterable[Mapping[str, Holding]]) -> dict[str, Holding]:
    best: dict[str, Holding] = {}
    for holdings in found:
        for identifier, holding in holdings.items():
            if identifier not in best or _rank(network, holding) < _rank(network, best[identifier]):
                best[identifier] = holding
    return best


def needs_of(network: Network, target: str) -> dict[str, int]:
    """capability or unit → the highest level that the target asks."""
    needs: dict[str, int] = {}
    for unit in asked_units(network, target):
        needs[unit.id] = max(unit.need, needs.get(unit.id, 0))
        for member in unit.members:
            for capability in member.capabilities:
                needs[capability] = max(member.need, needs.get(capability, 0))
    return needs
