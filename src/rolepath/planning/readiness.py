"""Readiness for a role, and the gap: what is missing, how much of it, and who says that it is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from rolepath.errors import NotEnoughKnown
from rolepath.planning.network import Network, Requirement
from rolepath.planning.problem import FULL
from rolepath.planning.profile import Profile, coverage
from rolepath.planning.result import GapItem, Readiness


@dataclass(frozen=True)
class Standing:
    """Coverage of every requirement of a role by one profile, in thousandths, in the order of the requirements."""

    requirements: tuple[Requirement, ...]
    covered: tuple[int, ...]

    @property
    def weight(self) -> int:
        """The sum of all weights."""
        return sum(r.weight for r in self.requirements)

    @property
    def score(self) -> int:
        """Σ w·q, out of `weight` × 1000."""
        return sum(r.weight * q for r, q in zip(self.requirements, self.covered, strict=True))

    @property
    def readiness(self) -> float:
        """R = Σ w·q / Σ w, in [0, 1]."""
        return self.score / (self.weight * FULL)

    def at_least(self, share: int) -> bool:
        """Whether R reaches a share in thousandths, exactly."""
        return self.score >= share * self.weight

    def essentials(self, share: int = FULL) -> tuple[int, int]:
        """(essential requirements covered to that share, all essential requirements)."""
        covered = [q for r, q in zip(self.requirements, self.covered, strict=True) if r.essential]
        return sum(q >= share for q in covered), len(covered)


def known_enough(network: Network, role: str) -> bool:
    """Whether enough requirements of a role are known to speak of readiness."""
    return len(network.requirements.get(role, ())) >= network.assumptions.number("known-requirements")


def standing(network: Network, profile: Profile, role: str) -> Standing:
    """How a profile stands towards a role. Someone who holds the role meets all of it.

    Raises:
        NotEnoughKnown: where the role has fewer requirements than the assumption `known-requirements`.

    >>> from rolepath.planning.examples import network
    >>> from rolepath.planning.profile import make_profile
    >>> round(standing(network, make_profile(network, ["role/analyst"], "role/manager"), "role/manager").readiness, 2)
    0.21
    """
    requirements = network.requirements.get(role, ())
    if not known_enough(network, role):
        needed = int(network.assumptions.number("known-requirements"))
        raise NotEnoughKnown(role, network.roles[role].label, len(requirements), needed)
    if role in profile.roles:
        return Standing(requirements, (FULL,) * len(requirements))
    return Standing(requirements, tuple(coverage(network, profile, r)[0] for r in requirements))


def is_ready(stand: Standing, readiness: int) -> bool:
    """Every essential requirement met, and readiness at least that many thousandths."""
    met, asked = stand.essentials()
    return met == asked and stand.at_least(readiness)


def readiness_of(stand: Standing, readiness: int, after: float | None = None) -> Readiness:
    """The standing as the answer shows it; after: readiness at the end of the path."""
    met, asked = stand.essentials()
    return Readiness(round(stand.readiness, 3), after, asked, met, is_ready(stand, readiness))


def gap_items(network: Network, profile: Profile, role: str) -> tuple[GapItem, ...]:
    """Every requirement of a role with its coverage and evidence: largest share of the missing readiness first.

    Ties: essential before optional, then the larger weight, then the identifier. Met requirements have share 0.
    """
    stand = standing(network, profile, role)
    missing = stand.weight * FULL - stand.score
    items = []
    for requirement, covered in zip(stand.requirements, stand.covered, strict=True):
        credited = None if role in profile.roles else coverage(network, profile, requirement)[1]
        things = tuple(network.capabilities[c] for c in requirement.capabilities)
        items.append(
            GapItem(
                id=requirement.id,
                label=" or ".join(thing.label for thing in things),
                capabilities=things,
                need=requirement.level / FULL,
                coverage=covered / FULL,
                credited_by=credited,
                weight=requirement.weight / FULL,
                share=round(requirement.weight * (FULL - covered) / missing, 4) if missing else 0.0,
                necessity=requirement.necessity,
                evidence=network.evidence.get(requirement.id, ()),
            )
        )
    return tuple(sorted(items, key=lambda i: (-i.share, i.necessity, -i.weight, i.id)))
