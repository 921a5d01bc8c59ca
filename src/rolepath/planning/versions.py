"""What a new version of a classification changes for one question: two answers to it, compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from rolepath.planning.explored import Rests
from rolepath.planning.network import Network
from rolepath.planning.result import SCHEMA_VERSION, Answer, Cost, Path, Readiness, Thing

State = Literal["new", "gone", "changed"]


@dataclass(frozen=True, order=True)
class Asked:
    """A requirement that is new, gone or changed; before, after: “essential, level 70%, weight 90%”, None where there is none."""

    label: str
    state: State
    before: str | None
    after: str | None


@dataclass(frozen=True, order=True)
class Closed:
    """How far one requirement of the target is covered before study; None where it isn't asked for."""

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
    """What differs between two versions. brings: what the starting role requires; asks: what the target requires."""

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


def requirements_changed(old: Network, new: Network, role: str | None) -> tuple[Asked, ...]:
    """The requirements of a role that are not the same in two networks, by label.

    >>> from rolepath.planning.examples import network
    >>> requirements_changed(network, network, "role/manager")
    ()
    """
    before, after = (_described(network, role) if role else {} for network in (old, new))
    found = []
    for key in before.keys() | after.keys():
        one, other = before.get(key), after.get(key)
        if one is None or other is None:
            label = (one or other or ("", ""))[0]
            found.append(Asked(label, "new" if one is None else "gone", one and one[1], other and other[1]))
        elif one[1] != other[1]:
            found.append(Asked(other[0], "changed", one[1], other[1]))
    return tuple(sorted(found))


def _described(network: Network, role: str) -> dict[str, tuple[str, str]]:
    return {
        r.id: (
            " or ".join(network.capabilities[c].label for c in r.capabilities),
            f"{r.necessity}, level {r.level / 10:g}%, weight {r.weight / 10:g}%",
        )
        for r in network.requirements.get(role, ())
    }


def coverage_changed(old: Answer, new: Answer) -> tuple[Closed, ...]:
    """The requirements of the target that are covered by another share, by label."""
    before, after = ({item.id: item for item in answer.gap + answer.met} for answer in (old, new))
    found = []
    for key in before.keys() | after.keys():
        one, other = before.get(key), after.get(key)
        shares = (one.coverage if one else None, other.coverage if other else None)
        if shares[0] != shares[1]:
            found.append(Closed((other or one).label, *shares))  # type: ignore[union-attr]  # one of them has the key
    return tuple(sorted(found))


def steps_changed(old: Sequence[Path], new: Sequence[Path]) -> tuple[Taken, ...]:
    """The steps of the best paths that are not the same, by label."""
    before, after = (_steps(paths) for paths in (old, new))
    found = []
    for key in before.keys() | after.keys():
        one, other = before.get(key), after.get(key)
        if one != other:
            state: State = "new" if one is None else "gone" if other is None else "changed"
            label, kind, _ = other or one or ("", "", 0.0)
            found.append(Taken(label, kind, state, one and one[2], other and other[2]))
    return tuple(sorted(found))


def _steps(paths: Sequence[Path]) -> Mapping[str, tuple[str, str, float]]:
    found: dict[str, tuple[str, str, float]] = {}
    for hop in paths[0].hops if paths else ():
        for step in hop.steps:
            label, kind, hours = found.get(step.offer.id, (step.offer.label, step.kind, 0.0))
            found[step.offer.id] = (label, kind, hours + step.hours.middle)
    return found


def to_data(answer: Diff) -> dict[str, Any]:
    """An answer as plain data, schema version and kind first."""
    data = asdict(answer)
    rests = data.pop("rests")
    return {"schema_version": SCHEMA_VERSION, "answer": "diff", "same": answer.same, **data, **rests}
