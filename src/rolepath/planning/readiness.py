"""Readiness for a role and the stage it makes, in integers: PATHS.md, “What a role asks for”."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rolepath.planning.coverage import Levels, Measure
from rolepath.planning.network import AskedUnit, Network
from rolepath.planning.profile import Profile
from rolepath.planning.units import FULL, known_units

WHOLE = FULL * FULL
READY, NEARLY, NOT_YET = "ready", "nearly", "not yet"


@dataclass(frozen=True)
class Lines:
    """What a stage takes, in thousandths: readiness at least `share`, and every essential unit covered to `essential`."""

    share: int
    essential: int


@dataclass(frozen=True)
class Stages:
    """The lines of the two stages, and from when a unit counts as covered."""

    ready: Lines
    nearly: Lines
    covered: int

    def line(self, stage: str) -> Lines:
        """The lines of `ready` or `nearly`."""
        return self.ready if stage == READY else self.nearly


def stages(network: Network, readiness: int | None = None) -> Stages:
    """The lines as the assumptions have them; readiness: in thousandths, instead of theirs for `ready`.

    Nearly ready never takes more than ready.
    """
    share = network.assumptions.thousandths
    covered = share("covered")
    ready = share("readiness") if readiness is None else readiness
    return Stages(Lines(ready, covered), Lines(min(ready, share("nearly")), FULL // 2), covered)


@dataclass(frozen=True)
class Standing:
    """Coverage of every unit of a role, out of a million, in the order of the units."""

    units: tuple[AskedUnit, ...]
    covered: tuple[int, ...]

    @property
    def weight(self) -> int:
        """Σ w."""
        return sum(unit.weight for unit in self.units)

    @property
    def score(self) -> int:
        """Σ w·q, out of `weight` millions."""
        return sum(unit.weight * q for unit, q in zip(self.units, self.covered, strict=True))

    @property
    def readiness(self) -> float:
        """R = Σ w·q / Σ w, in [0, 1]."""
        return self.score / (self.weight * WHOLE)

    def reaches(self, lines: Lines) -> bool:
        """Whether a stage's lines are reached, exactly."""
        essential = all(q >= lines.essential * FULL for unit, q in zip(self.units, self.covered, strict=True) if unit.essential)
        return essential and self.score >= lines.share * FULL * self.weight

    def essentials(self, covered: int) -> tuple[int, int]:
        """(essential units covered to so many thousandths, all essential units)."""
        found = [q for unit, q in zip(self.units, self.covered, strict=True) if unit.essential]
        return sum(q >= covered * FULL for q in found), len(found)

    def stage(self, lines: Stages) -> str:
        """ready, nearly, or not yet; what bars someone is looked at elsewhere (`barred_by`)."""
        return READY if self.reaches(lines.ready) else NEARLY if self.reaches(lines.nearly) else NOT_YET


def measure_of(network: Network, profile: Profile, units: Sequence[AskedUnit]) -> Measure:
    """How a profile's levels are measured against units."""
    return Measure(network, units, profile.lacked, profile.strict)


def stand(network: Network, profile: Profile, role: str, levels: Levels | None = None) -> Standing:
    """How a profile stands towards a role; levels: instead of the typical ones. Someone who holds the role brings what it asks.

    Raises:
        NotEnoughKnown: where too little is known of the role.

    >>> from rolepath.planning.examples import network
    >>> from rolepath.planning.profile import make_profile
    >>> round(stand(network, make_profile(network, ["role/analyst"], "role/manager"), "role/manager").readiness, 2)
    0.4
    """
    units = known_units(network, role)
    measure = measure_of(network, profile, units)
    return Standing(units, measure.all(profile.typical if levels is None else levels))


def barred_by(
    network: Network, units: Iterable[AskedUnit], role: str, levels: Levels, allowed: Iterable[str], roles: Iterable[str]
) -> tuple[str, ...]:
    """What has to be held before either stage of a role: its licences, and the credentials that it insists on; identifiers, sorted.

    levels: what is held. allowed: regulated roles whose licences are held. roles: held.
    """
    missing: list[str] = []
    if role in network.regulated and role not in set(allowed) and role not in set(roles):
        missing += network.licences.get(role, ()) or (role,)
    for unit in units:
        if not unit.learnable and unit.necessity == "essential":
            missing += [m.capabilities[0] for m in unit.members if not any(levels.get(c, 0) >= m.need for c in m.capabilities)]
    return tuple(sorted(set(missing)))
