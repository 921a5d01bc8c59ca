"""What a new version of a classification changes for one question: two answers to it, compared."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from rolepath.planning.changes import spent
from rolepath.planning.network import Network
from rolepath.planning.profile import role_holdings
from rolepath.planning.result import SCHEMA_VERSION, Answer, Cost, Readiness, Rests, Thing, Way, plain
from rolepath.planning.units import FULL, asked_units

State = Literal["new", "gone", "changed"]


@dataclass(frozen=True, order=True)
class Asked:
    """Something asked for or held that is new, gone or changed; before, after: “essential, strength 0.9”, None where there is none."""

    label: str
    state: State
    before: str | None
    after: str | None


@dataclass(frozen=True, order=True)
class Closed:
    """How far one unit of the target is covered before study; None where it isn't asked for."""

    label: str
    before: float | None
    after: float | None


@dataclass(frozen=True, order=True)
class Taken:
    """A step of the best path that is there in only one version, or takes other hours (middle of the range)."""

    label: str
    kind: str
    state: State
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Version:
    """One side: the version, readiness with it, and what the best path costs (None where there is none, with the reason)."""

    name: str
    readiness: Readiness
    cost: Cost | None
    reason: str | None


@dataclass(frozen=True)
class Diff:
    """What differs between two versions. brings: what people in the starting role hold; asks: what the target asks for."""

    classification: str
    start: Thing | None
    target: Thing
    old: Version
    new: Version
    brings: tuple[Asked, ...]
    asks: tuple[Asked, ...]
    coverage: tuple[Closed, ...]
    steps: tuple[Taken, ...]
    rests: Rests

    @property
    def same(self) -> bool:
        """Whether the version makes no difference."""
        parts = (self.brings, self.asks, self.coverage, self.steps)
        return not any(parts) and (self.old.readiness, self.old.cost) == (self.new.readiness, self.new.cost)


def units_changed(old: Network, new: Network, role: str) -> tuple[Asked, ...]:
    """The units that a role asks for and that are not the same in two networks, by label.

    >>> from rolepath.planning.examples import network
    >>> units_changed(network, network, "role/manager")
    ()
    """
    return _changed(_asks(old, role), _asks(new, role))


def holdings_changed(old: Network, new: Network, role: str | None) -> tuple[Asked, ...]:
    """What most people in a role hold and that is not the same in two networks, by label."""
    return _changed(_holds(old, role), _holds(new, role)) if role else ()


def _changed(before: dict[str, tuple[str, str]], after: dict[str, tuple[str, str]]) -> tuple[Asked, ...]:
    found = []
    for key in before.keys() | after.keys():
        one, other = before.get(key), after.get(key)
        if one is None or other is None:
            label = (one or other or ("", ""))[0]
            found.append(Asked(label, "new" if one is None else "gone", one and one[1], other and other[1]))
        elif one[1] != other[1]:
            found.append(Asked(other[0], "changed", one[1], other[1]))
    return tuple(sorted(found))


def _asks(network: Network, role: str) -> dict[str, tuple[str, str]]:
    """Unit → its label, and how it is asked for."""
    found = {}
    for unit in asked_units(network, role):
        members = sorted(" or ".join(network.capabilities[c].label for c in m.capabilities) for m in unit.members)
        listed = f": {', '.join(members)}" if members != [unit.label] else ""
        found[unit.id] = (unit.label, f"{unit.necessity}, strength {unit.strength / FULL:g}{listed}")
    return found


def _holds(network: Network, role: str) -> dict[str, tuple[str, str]]:
    """Thing → its label, and what share of the people holds it, of what is assumed."""
    least = network.assumptions.thousandths("assumed-from")
    return {
        thing: (network.capabilities[thing].label, f"held by {holding.share / FULL:.0%}")
        for thing, holding in role_holdings(network, role).items()
        if holding.share >= least
    }


def coverage_changed(old: Answer, new: Answer) -> tuple[Closed, ...]:
    """The units of the target that are covered by another share, by label."""
    before, after = ({item.id: item for item in answer.units} for answer in (old, new))
    found = []
    for key in before.keys() | after.keys():
        one, other = before.get(key), after.get(key)
        shares = (one.coverage if one else None, other.coverage if other else None)
        if shares[0] != shares[1]:
            found.append(Closed((other or one).label, *shares))  # type: ignore[union-attr]  # one of them has the key
    return tuple(sorted(found))


def steps_changed(old: Way | None, new: Way | None) -> tuple[Taken, ...]:
    """The steps of the best ways that are not the same, by label."""
    before, after = spent(old), spent(new)
    found = []
    for key in before.keys() | after.keys():
        one, other = before.get(key), after.get(key)
        if one != other:
            state: State = "new" if one is None else "gone" if other is None else "changed"
            thing, kind, _ = other or one or (Thing("", "", "", ""), "", None)
            found.append(Taken(thing.label, kind, state, one and one[2].mid, other and other[2].mid))
    return tuple(sorted(found, key=lambda each: (each.label, each.kind)))


def to_data(answer: Diff) -> dict[str, Any]:
    """An answer as plain data, schema version and kind first."""
    data = plain(asdict(answer))
    rests = data.pop("rests")
    return {"schema_version": SCHEMA_VERSION, "answer": "diff", "same": answer.same, **data, **rests}
