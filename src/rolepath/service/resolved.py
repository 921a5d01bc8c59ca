"""What a person says of themselves and of the path, with its names resolved; amounts and dates as people write them.

Kept apart from the profile file, whose checks take time to load.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from rolepath.errors import WrongUse
from rolepath.rdf.lookup import CAPABILITY_TYPES, Named

if TYPE_CHECKING:
    from rolepath.service.graph import KnowledgeGraph

T = TypeVar("T")
Claim = float | Literal["some"] | None
"""What is said of a capability: a level in (0, 1], some of it (half of the level asked), or None for as much as is asked."""
SOME: Final = "some"
DAYS_PER_MONTH: Final = 365.25 / 12
MOST_MONEY: Final = 10**12
MOST_MONTHS: Final = 120_000
LEAST_HOURS: Final = 0.1
MOST_HOURS: Final = 168
"""Hours a week to study: with fewer than the least, months become numbers that no one can read."""
SIGNS: Final = {"$": "USD", "€": "EUR", "£": "GBP", "₹": "INR"}

_ROLE: Final = (("Role",), "role")
_CAPABILITY: Final = (CAPABILITY_TYPES, "capability")
_WISH: Final = (("Role", "Program", "Project", *CAPABILITY_TYPES), "role, program, project, tool or skill")
KINDS: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "roles": _ROLE,
    "capabilities": _CAPABILITY,
    "lack": _CAPABILITY,
    "confirmed": _CAPABILITY,
    "programs": (("Program",), "program"),
    "licences": _ROLE,
    "avoid": _WISH,
    "must": _WISH,
    "target": _ROLE,
}
"""Field of a profile → among which classes its names are looked up, and what a message calls them."""


@dataclass(frozen=True)
class Resolved:
    """A profile whose names are identifiers: who someone is, and what the path has to keep to. What isn't said is None or empty.

    have: capability or unit → level in thousandths, None for the level that is asked. some: what is held at half of that. confirmed: what
    the person was asked about → yes, some or no, which is in have, some and lack too. years: of experience. licences: roles whose licence
    is held.
    budget: amount and currency, which is None for that of the answer. deadline: a date, or months from the start.
    avoid, must: roles, programs, projects and capabilities.
    """

    name: str | None = None
    roles: tuple[str, ...] = ()
    have: Mapping[str, int | None] = field(default_factory=dict)
    lack: tuple[str, ...] = ()
    some: tuple[str, ...] = ()
    confirmed: Mapping[str, str] = field(default_factory=dict)
    programs: tuple[str, ...] = ()
    degrees: tuple[str, ...] = ()
    years: float = 0.0
    licences: tuple[str, ...] = ()
    hours_per_week: float | None = None
    budget: tuple[Decimal, str | None] | None = None
    currency: str | None = None
    deadline: datetime.date | float | None = None
    start: datetime.date | None = None
    avoid: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    target: str | None = None


def resolve_wishes(
    kg: KnowledgeGraph, avoid: Iterable[str], must: Iterable[str], profile: Resolved | None = None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What to avoid and what must be there, as identifiers: the profile's first, each once, in the order given.

    Raises:
        UnknownName, AmbiguousName: for a name. WrongUse: where one thing is in both, by whatever name.
    """
    wanted = profile or Resolved()
    found = {
        "avoid": dict.fromkeys((*wanted.avoid, *(find(kg, "avoid", name).id for name in avoid))),
        "must": dict.fromkeys((*wanted.must, *(find(kg, "must", name).id for name in must))),
    }
    both = [identifier for identifier in found["avoid"] if identifier in found["must"]]
    if both:
        raise WrongUse(f"to be avoided and a must at once: {', '.join(both)}; name each in --avoid or in --must, and so in the profile")
    return tuple(found["avoid"]), tuple(found["must"])


def find(kg: KnowledgeGraph, field_name: str, name: str) -> Named:
    """What a name in that field of a profile means; raises UnknownName or AmbiguousName."""
    types, kind = KINDS[field_name]
    return kg.names.resolve(name, types, kind)


def parse_budget(given: str | float | Decimal) -> tuple[Decimal, str | None]:
    """An amount of money and its currency, None where it isn't said. `$` is the US dollar.

    Raises:
        WrongUse: for what is no amount, or below 0.

    >>> parse_budget("500 EUR"), parse_budget("$99.50"), parse_budget(500)
    ((Decimal('500'), 'EUR'), (Decimal('99.50'), 'USD'), (Decimal('500'), None))
    """
    return _option("--budget", read_budget, given)


def parse_currency(given: str) -> str:
    """The three letters of a currency, in capitals; raises WrongUse.

    >>> parse_currency("eur")
    'EUR'
    """
    return _option("--currency", read_currency, given)


def parse_date(given: str | datetime.date) -> datetime.date:
    """A date as YYYY-MM-DD; raises WrongUse.

    >>> parse_date("2027-12-31")
    datetime.date(2027, 12, 31)
    """
    return _option("--start", read_date, given)


def parse_deadline(given: str | float | Decimal | datetime.date, start: datetime.date) -> tuple[float, datetime.date | None]:
    """Months from the start until a deadline, and its date if one was given. A month has 365.25/12 days.

    Raises:
        WrongUse: for what is neither a date nor a number of months, or not after the start.

    >>> parse_deadline("18 months", datetime.date(2026, 1, 1))
    (18.0, None)
    >>> parse_deadline("2026-07-02", datetime.date(2026, 1, 1))
    (5.979466119096509, datetime.date(2026, 7, 2))
    """
    deadline = _option("--deadline", read_deadline, given)
    if not isinstance(deadline, datetime.date):
        return float(deadline), None
    if deadline <= start:
        raise WrongUse(f"the deadline {deadline} must be later than the start {start}; give a later one, or another --start")
    return (deadline - start).days / DAYS_PER_MONTH, deadline


def read_budget(given: object) -> tuple[Decimal, str | None]:
    """As `parse_budget`, of anything; raises ValueError."""
    wrong = ValueError(f"expected an amount such as “500 USD”, or 500, without separators, not {shortly(given)}")
    sign: str | None = None
    number: object = given
    if isinstance(given, str):
        mark = r"[A-Za-z]{3}|[$€£₹]"
        parts = re.fullmatch(rf"({mark})?\s*(-?[0-9]+(?:\.[0-9]+)?)\s*({mark})?", given.strip())
        if parts is None or (parts[1] and parts[3]):
            raise wrong
        number, sign = parts[2], parts[1] or parts[3]
    amount = _number(number, wrong)
    if amount < 0:
        raise ValueError(f"a budget must be 0 or more, not {shortly(given)}")
    if amount > MOST_MONEY:
        raise ValueError(f"a budget must be at most {MOST_MONEY}, not {shortly(given)}; leave it out where there is no limit")
    return amount, read_currency(sign) if sign else None


def read_currency(given: object) -> str:
    """As `parse_currency`, of anything; raises ValueError."""
    code = SIGNS.get(given.strip(), given.strip().upper()) if isinstance(given, str) else ""
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise ValueError(f"expected the three letters of a currency, such as EUR, not {shortly(given)}")
    return code


def read_date(given: object) -> datetime.date:
    """As `parse_date`, of anything; raises ValueError."""
    if isinstance(given, datetime.datetime):
        return given.date()
    if isinstance(given, datetime.date):
        return given
    if isinstance(given, str) and re.fullmatch(r"\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\s*", given):
        try:
            return datetime.date.fromisoformat(given.strip())
        except ValueError as error:
            raise ValueError(f"there is no day {given.strip()}: {error}") from None
    raise ValueError(f"expected a date as year-month-day, such as 2027-12-31, not {shortly(given)}")


def read_deadline(given: object) -> datetime.date | Decimal:
    """A date, or a number of months, of anything; raises ValueError."""
    wrong = ValueError(f"expected a date such as 2027-12-31, or a number of months such as 18, not {shortly(given)}")
    number: object = given
    if isinstance(given, datetime.date):
        return read_date(given)
    if isinstance(given, str):
        months = re.fullmatch(r"\s*(-?[0-9]+(?:\.[0-9]+)?)\s*(?:months?)?\s*", given)
        if months is None and re.fullmatch(r"\s*[0-9]+-[0-9]+-[0-9]+\s*", given):
            return read_date(given)
        if months is None:
            raise wrong
        number = months[1]
    amount = _number(number, wrong)
    if not 0 < amount <= MOST_MONTHS:
        raise ValueError(f"a deadline must be more than 0 and at most {MOST_MONTHS} months away, not {shortly(given)}")
    return amount


def _number(given: object, wrong: ValueError) -> Decimal:
    """The decimal that was written; raises `wrong` for anything else."""
    if isinstance(given, bool) or not isinstance(given, str | int | float | Decimal):
        raise wrong
    try:
        amount = Decimal(str(given))
    except InvalidOperation:
        raise wrong from None
    if not amount.is_finite():
        raise wrong
    return amount


def shortly(given: object) -> str:
    """A value as a message shows it: cut where it is long, with nothing in it that a terminal would obey.

    >>> shortly("a\\x1b[31m"), shortly(Decimal("0.5"))
    ("'a\\\\x1b[31m'", '0.5')
    """
    text = str(given) if isinstance(given, Decimal | datetime.date) else "nothing" if given is None else repr(given)
    return text if len(text) <= 60 else f"{text[:59]}…"


def shown_name(name: object) -> str:
    """A name as a message shows it, whatever it holds."""
    text = str(name)
    return text if text.isprintable() and len(text) <= 60 else shortly(text)


def _option(name: str, read: Callable[[object], T], given: object) -> T:
    """What `read` makes of the value of an option; its ValueError becomes wrong use that names the option."""
    try:
        return read(given)
    except ValueError as error:
        raise WrongUse(f"{name}: {error}") from None
