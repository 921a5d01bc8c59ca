"""From names, options and a profile to a question in identifiers: who asks, for which role, within which limits."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Literal

from rolepath import vocab
from rolepath.errors import AmbiguousName, UnknownName, WrongUse
from rolepath.planning.network import Network
from rolepath.planning.offers import Pace
from rolepath.planning.problem import Limits
from rolepath.planning.profile import Profile, make_profile, stands_for
from rolepath.planning.result import Constraints, Having, Thing
from rolepath.planning.units import FULL
from rolepath.service.resolved import (
    LEAST_HOURS,
    MOST_HOURS,
    SOME,
    Claim,
    Resolved,
    find,
    parse_budget,
    parse_currency,
    parse_date,
    parse_deadline,
    resolve_wishes,
)

if TYPE_CHECKING:
    from rolepath.service.graph import KnowledgeGraph

_Held = int | Literal["some"] | None
ANY_DAY = "2000-01-01"
"""The first day of plans of which no date is shown."""


@dataclass(frozen=True)
class Asked:
    """Who asks, and for which role; share: what counts as ready, in thousandths, None for the assumption."""

    start: Thing | None
    target: Thing
    profile: Profile
    having: Having
    share: int | None


@dataclass(frozen=True)
class Within:
    """The limits of a path, as planning takes them and as the answer shows them.

    readiness: what counts as ready, in thousandths. months: the deadline. time_limit: seconds. used: assumptions that
    options didn't replace.
    """

    limits: Limits
    pace: Pace
    readiness: int
    max_bridges: int
    draws: int
    alternatives: int
    constraints: Constraints
    start: datetime.date
    months: float | None
    time_limit: float | None
    used: frozenset[str]


def ask(
    kg: KnowledgeGraph,
    start: str | None,
    target: str | None,
    profile: Resolved | None,
    have: Mapping[str, Claim] | Iterable[str],
    lack: Iterable[str],
    strict: bool,
    readiness: float | None,
) -> Asked:
    """Who asks, and for what; what is said in so many words goes before the profile.

    Raises:
        UnknownName, AmbiguousName: for a name. WrongUse: for a level or share out of range, or a capability both had and lacked.
    """
    person = profile or Resolved()
    have, lack = have if isinstance(have, Mapping) else tuple(have), tuple(lack)  # they are gone through twice
    refuse_together(checks_of_person(kg, start, target, person, have, lack, readiness))
    to = kg.role(_target(target, person))
    roles = list(dict.fromkeys((*((kg.role(start).id,) if start is not None else ()), *person.roles)))
    claims, lacked = _claims(kg, have, lack)
    said: dict[str, _Held] = {**person.have, **dict.fromkeys(person.some, SOME)}
    said = {**{c: level for c, level in said.items() if c not in lacked}, **claims}
    held = {c: level for c, level in said.items() if level != SOME}
    lacked |= {c for c in person.lack if c not in claims}
    network = kg.planning
    made = make_profile(
        network, roles, to.id, held, sorted(lacked), strict, some=sorted(said.keys() - held.keys()),
        programs=person.programs, degrees=person.degrees, experience=math.floor(12 * person.years), licences=person.licences,
    )  # fmt: skip
    held_for = [each for role in roles for each in stands_for(network, role) if each not in roles]
    having = Having(
        roles=tuple(network.roles[role] for role in roles),
        taken_for=tuple(network.roles[role] for role in dict.fromkeys(held_for)),
        have=tuple(
            c if level is None else f"{c}={made.said.get(c, 0) / FULL if level == SOME else level / FULL:g}"
            for c, level in sorted(said.items())
        ),
        lack=tuple(sorted(lacked)),
        programs=tuple(network.offers[p].thing for p in person.programs),
        degrees=tuple(person.degrees),
        years=person.years,
        licences=tuple(network.roles[role] for role in person.licences),
    )
    return Asked(having.roles[0] if roles else None, to, made, having, None if readiness is None else thousandths(readiness))


Check = Callable[[], object]


def refuse_together(checks: Iterable[Check]) -> None:
    """Runs checks; what one of them refuses is raised as it is, what several refuse as one WrongUse that says it all.

    >>> def refuse(message):
    ...     raise WrongUse(message)
    >>> refuse_together([lambda: refuse("--budget: wrong"), lambda: None, lambda: refuse("--start: wrong")])
    Traceback (most recent call last):
    rolepath.errors.WrongUse: 2 problems in the question:
      --budget: wrong
      --start: wrong
    """
    found: dict[str, WrongUse | UnknownName | AmbiguousName] = {}
    for check in checks:
        try:
            check()
        except (WrongUse, UnknownName, AmbiguousName) as error:
            found.setdefault(str(error), error)
    if len(found) == 1:
        raise next(iter(found.values()))
    if found:
        said = "\n".join(found).replace("\n", "\n  ")
        raise WrongUse(f"{len(found)} problems in the question:\n  {said}")


def checks_of_person(
    kg: KnowledgeGraph,
    start: str | None,
    target: str | None,
    person: Resolved,
    have: Mapping[str, Claim] | Iterable[str],
    lack: Iterable[str],
    readiness: float | None,
) -> list[Check]:
    """What can be wrong with each of the things that someone says of themselves, by itself."""
    levels = have if isinstance(have, Mapping) else dict.fromkeys(have)
    return [
        *([lambda: kg.role(start)] if start is not None else []),
        lambda: kg.role(_target(target, person)),
        *(partial(_check_level, name, level) for name, level in levels.items()),
        *(partial(kg.capability, name) for name in (*levels, *lack)),
        lambda: _check_share("--readiness", readiness),
    ]


def _target(target: str | None, person: Resolved) -> str:
    return target if target is not None else person.target or vocab.AI_PRODUCT_MANAGER


def _check_level(name: str, level: Claim) -> None:
    if level is not None and level != SOME and not 0 < level <= 1:
        raise WrongUse(f"the level of “{name}” must lie in (0, 1], not {level:g}")


def _check_share(option: str, share: float | None) -> None:
    if share is not None and not 0 < share <= 1:
        raise WrongUse(f"{option} must lie in (0, 1], not {share:g}")


def _claims(kg: KnowledgeGraph, have: Mapping[str, Claim] | Iterable[str], lack: Iterable[str]) -> tuple[dict[str, _Held], set[str]]:
    given: Mapping[str, Claim] = have if isinstance(have, Mapping) else dict.fromkeys(have)
    claims: dict[str, _Held] = {}
    for name, level in given.items():
        capability, claim = kg.capability(name).id, level if level is None or level == SOME else thousandths(level)
        if claims.setdefault(capability, claim) != claim:
            raise WrongUse(f"{capability} is claimed at two levels (“{name}” names it again); name it once")
    lacked = {kg.capability(name).id for name in lack}
    both = sorted(claims.keys() & lacked)
    if both:
        raise WrongUse(f"both had and lacked: {', '.join(both)}; name each in --have or in --lack")
    return claims, lacked


@dataclass(frozen=True)
class Wanted:
    """What a caller said of the path; None is what the profile or the assumption says."""

    max_bridges: int = 2
    hours_per_week: float | None = None
    minimise: str = "months"
    budget: str | float | None = None
    currency: str | None = None
    deadline: str | float | None = None
    start_date: str | None = None
    optimistic: bool = False
    avoid: Sequence[str] = ()
    must: Sequence[str] = ()
    alternatives: int = 0
    draws: int | None = None
    time_limit: float | None = None


def limit(kg: KnowledgeGraph, asked: Asked, wanted: Wanted, profile: Resolved | None) -> Within:
    """The limits of a path.

    Raises:
        WrongUse: for numbers out of range, a currency without a rate, a deadline before the start, something both avoided and a must, or
            the target avoided. UnknownName, AmbiguousName: for a name.
    """
    person, network = profile or Resolved(), kg.planning
    refuse_together(checks_of_wishes(kg, wanted, person))
    hours = wanted.hours_per_week if wanted.hours_per_week is not None else person.hours_per_week
    assumed = network.assumptions
    a_week = hours if hours is not None else float(assumed.number("hours-per-week"))
    pace = Pace(a_week, _currency(network, wanted, person), float(assumed.number("task-hours-per-week")))
    day = _first_day(wanted, person)
    given = wanted.deadline if wanted.deadline is not None else person.deadline
    months, date = parse_deadline(given, day) if given is not None else (None, None)
    budget = parse_budget(wanted.budget) if wanted.budget is not None else person.budget
    amount, rates = _in_currency(network, budget, pace.currency)
    cents = None if amount is None else math.floor(amount * 100)
    avoid, must = resolve_wishes(kg, wanted.avoid, wanted.must, profile)
    if asked.target.id in avoid:
        raise WrongUse(f"--avoid names the target itself, {asked.target.label}; choose another target or avoid something else")
    avoided = frozenset().union(*(parts_of(network, name) for name in avoid))
    limits = Limits(
        minimise=wanted.minimise,
        budget=cents,
        deadline=None if months is None else math.floor(months * pace.minutes_per_month),
        optimistic=wanted.optimistic,
        avoided=avoided,
        must={name: parts_of(network, name) for name in must},
    )
    readiness = asked.share if asked.share is not None else assumed.thousandths("readiness")
    draws = wanted.draws if wanted.draws is not None else int(assumed.number("draws"))
    constraints = Constraints(
        strict=asked.profile.strict,
        readiness=readiness / FULL,
        max_bridges=wanted.max_bridges,
        hours_per_week=pace.hours_per_week,
        minimise=wanted.minimise,
        currency=pace.currency,
        budget=None if cents is None else cents / 100,  # what really binds
        deadline=None if months is None else round(months, 2),
        deadline_date=None if date is None else date.isoformat(),
        optimistic=wanted.optimistic,
        avoid=tuple(kg.entity(name) for name in avoid),
        must=tuple(kg.entity(name) for name in must),
        alternatives=wanted.alternatives,
        draws=draws,
        time_limit=wanted.time_limit,
    )
    used = {"assumption/readiness": asked.share is None, "assumption/hours-per-week": hours is None}
    return Within(
        limits, pace, readiness, wanted.max_bridges, draws, wanted.alternatives, constraints, day, months, wanted.time_limit,
        frozenset({name for name, is_used in used.items() if is_used} | rates),
    )  # fmt: skip


def checks_of_wishes(kg: KnowledgeGraph, wanted: Wanted, person: Resolved) -> list[Check]:
    """What can be wrong with each limit of a path, by itself."""

    def deadline() -> None:
        start = datetime.date.min
        with suppress(WrongUse):  # which another check says
            start = _first_day(wanted, person)
        if wanted.deadline is not None:
            parse_deadline(wanted.deadline, start)

    def budget() -> None:
        if wanted.budget is not None:
            parse_budget(wanted.budget)

    return [
        *_number_checks(wanted),
        budget,
        lambda: _currency(kg.planning, wanted, person),
        deadline,
        lambda: _first_day(wanted, person),
        *(partial(find, kg, "avoid", name) for name in wanted.avoid),
        *(partial(find, kg, "must", name) for name in wanted.must),
    ]


def _first_day(wanted: Wanted, person: Resolved) -> datetime.date:
    return parse_date(wanted.start_date) if wanted.start_date is not None else person.start or datetime.date.today()


def parts_of(network: Network, name: str) -> frozenset[str]:
    """The offers and roles that a thing stands for in a plan: itself, or the module that teaches it."""
    return frozenset({name, f"module/{network.unit_of.get(name, name)}"})


def thousandths(share: float) -> int:
    """A share in (0, 1] in thousandths, never 0."""
    return max(1, round(share * FULL))


def _number_checks(wanted: Wanted) -> Iterator[Check]:
    hours, seconds, a_week = wanted.hours_per_week, wanted.time_limit, f"between {LEAST_HOURS} and {MOST_HOURS}"
    for holds, message in (
        (0 <= wanted.max_bridges <= 2, f"--max-bridges must lie between 0 and 2, not {wanted.max_bridges}"),
        (hours is None or LEAST_HOURS <= hours <= MOST_HOURS, f"--hours-per-week must lie {a_week}, not {hours}"),
        (wanted.minimise in vocab.COSTS, f"--minimise must be one of {', '.join(vocab.COSTS)}, not {wanted.minimise}"),
        (0 <= wanted.alternatives <= 20, f"--alternatives must lie between 0 and 20, not {wanted.alternatives}"),
        (wanted.draws is None or 0 <= wanted.draws <= 1000, f"--draws must lie between 0 and 1000, not {wanted.draws}"),
        (seconds is None or 0 < seconds < math.inf, f"--time-limit must be more than 0 seconds, not {seconds or 0:g}"),
    ):
        if not holds:
            yield partial(_refuse, message)


def _refuse(message: str) -> None:
    raise WrongUse(message)


def _currency(network: Network, wanted: Wanted, person: Resolved) -> str:
    code = parse_currency(wanted.currency) if wanted.currency is not None else person.currency or "USD"
    if network.assumptions.rate(code) is None:
        raise WrongUse(_no_rate(network, code))
    return code


def _no_rate(network: Network, code: str) -> str:
    known = ", ".join(network.assumptions.currencies)
    return f"there is no exchange rate for {code}; rates are known for {known}. Add an assumption/rate-{code.lower()} with --data"


def _in_currency(network: Network, budget: tuple[Decimal, str | None] | None, currency: str) -> tuple[Decimal | None, set[str]]:
    """A budget in the currency of the answer, and the assumptions used."""
    if budget is None:
        return None, set()
    amount, code = budget
    if code is None or code == currency:
        return amount, set()
    one, other = network.assumptions.rate(code), network.assumptions.rate(currency)
    if one is None or other is None:
        raise WrongUse(_no_rate(network, code))
    return amount * one[0] / other[0], {name for _, name in (one, other) if name}
