"""A profile: what a person holds, at which levels, and what it covers of a requirement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rolepath.planning.network import Credit, Network, Requirement
from rolepath.planning.problem import FULL, State, reached
from rolepath.planning.result import CreditedBy


@dataclass(frozen=True)
class Profile:
    """Capabilities with levels in thousandths; roles held; which levels are only claimed; whether credit counts.

    roles are in the order given. strict: only what is held itself, or under an exact mapping, counts. programs: done;
    degrees: bachelor, master, doctorate; experience: months of work; licences: regulated roles
    that the licences held allow to work in.
    """

    levels: Mapping[str, int]
    roles: tuple[str, ...] = ()
    claimed: frozenset[str] = frozenset()
    lacked: frozenset[str] = frozenset()
    strict: bool = False
    programs: frozenset[str] = frozenset()
    degrees: frozenset[str] = frozenset()
    experience: int = 0
    licences: frozenset[str] = frozenset()

    @property
    def state(self) -> State:
        """What planning starts from."""
        return State(self.levels, self.levels, frozenset(self.roles), self.programs, self.degrees, self.experience)


def role_levels(network: Network, role: str) -> dict[str, int]:
    """What holding a role gives: essentials at the level asked, optional ones at the share `optional-held` of it.

    Of an any-of set each member counts as held, since any one meets the set wherever it is asked for.
    """
    held = network.assumptions.thousandths("optional-held")
    levels: dict[str, int] = {}
    for requirement in network.requirements.get(role, ()):
        level = requirement.level if requirement.essential else requirement.level * held // FULL
        for capability in requirement.capabilities:
            levels[capability] = max(level, levels.get(capability, 0))
    return levels


def make_profile(
    network: Network,
    roles: Iterable[str],
    target: str,
    have: Mapping[str, int | None] | None = None,
    lack: Iterable[str] = (),
    strict: bool = False,
    *,
    programs: Iterable[str] = (),
    degrees: Iterable[str] = (),
    experience: int = 0,
    licences: Iterable[str] = (),
) -> Profile:
    """The profile of someone who holds these roles (none: nothing), with claims and denials on top.

    Args:
        have: capability → level in thousandths, or None for the level that the target asks for (1000 where it doesn't).
        lack: capabilities not held, whatever the roles say; what maps exactly to one is not held either.
        programs: programs done; what they teach is held.
        licences: roles whose licence is held beside those of the roles held; it holds for every role that asks for no more.

    >>> from rolepath.planning.examples import network
    >>> sorted(make_profile(network, ["role/analyst"], "role/manager").levels.items())
    [('skill/reports', 180), ('skill/statistics', 600)]
    """
    held, done = tuple(dict.fromkeys(roles)), frozenset(programs)
    levels: dict[str, int] = {}
    taught = ((t.capability, t.level) for program in sorted(done) for t in network.taught.get(program, ()))
    for capability, level in (*(pair for role in held for pair in role_levels(network, role).items()), *taught):
        levels[capability] = max(level, levels.get(capability, 0))
    lacked: set[str] = set()
    for capability in lack:
        lacked.add(capability)
        lacked.update(credit.held for credit in network.credits.get(capability, ()) if credit.factor == FULL)
    levels = {capability: level for capability, level in levels.items() if capability not in lacked}
    claims = have or {}
    for capability, claim in claims.items():
        asked = [r.level for r in network.requirements.get(target, ()) if capability in r.capabilities]
        levels[capability] = max(levels.get(capability, 0), claim if claim is not None else max(asked, default=FULL))
    allowed = network.allowed((*(role for role in held if role in network.regulated), *licences))
    return Profile(levels, held, frozenset(claims), frozenset(lacked), strict, done, frozenset(degrees), experience, allowed)


def coverage(network: Network, profile: Profile, requirement: Requirement) -> tuple[int, CreditedBy | None]:
    """How far a profile covers a requirement, in thousandths, and by what.

    q(P, s) is the largest over held h of κ(h, s)·min(1, P(h)/need), cut to thousandths; of an any-of set the best member.
    The person's own hold on s wins a tie, then the identifier that comes first.

    >>> from rolepath.planning.examples import network
    >>> profile = make_profile(network, ["role/analyst"], "role/manager")
    >>> [coverage(network, profile, r)[0] for r in network.requirements["role/manager"]]
    [600, 300, 0, 0, 0]
    """
    best: tuple[int, bool, str] | None = None
    found: tuple[Credit, int] | None = None
    for capability in requirement.capabilities:
        for credit in network.credits.get(capability, ()):
            if profile.strict and credit.factor < FULL:
                continue
            level = profile.levels.get(credit.held, 0)
            part = reached(credit.factor, level, requirement.level)
            rank = (-part, credit.held != capability, credit.held)
            if part > 0 and (best is None or rank < best):
                best, found = rank, (credit, level)
    if best is None or found is None:
        return 0, None
    credit, level = found
    label = network.capabilities[credit.held].label
    return -best[0], CreditedBy(credit.held, label, credit.factor / FULL, credit.via, level / FULL, credit.held in profile.claimed)
