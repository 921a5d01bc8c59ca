"""Numbers, ranges and sources in words, the same everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from rolepath.evidence import Cited
from rolepath.planning.result import Money, Range, Readiness

MODALITIES = {
    "must": "says it must",
    "should": "says it should",
    "does": "says that people in the role do it",
    "mentions": "mentions it",
    "example": "names it as an example",
    "signal": "names it as a sign of what one can do",
    "denies": "denies it",
    "ads": "job ads that ask for it",
    "essential": "essential",
    "optional": "optional",
    "lists": "lists it",
    "in demand": "in demand",
    "activity": "an activity of the occupation",
}


def percent(share: float) -> str:
    """A share in whole percent; what is not nothing is never shown as nothing.

    >>> percent(0.156), percent(0.001), percent(0.9999)
    ('16 %', '<1 %', '>99 %')
    """
    if 0 < share < 0.005:
        return "<1 %"
    return ">99 %" if 0.995 <= share < 1 else f"{share * 100:.0f} %"


def number(value: float) -> str:
    """A number with thousands apart, and no more decimals than it has; what is not nothing is never shown as nothing.

    >>> number(3213.4), number(8.0), number(0.5), number(0.04)
    ('3,213', '8', '0.5', '<0.1')
    """
    if 0 < value < 0.05:
        return "<0.1"
    return f"{value:,.0f}" if value == int(value) or value >= 20 else f"{value:,.1f}".removesuffix(".0")


def span(range_: Range | None, unit: str = "") -> str:
    """A range in words; an unknown one as a dash.

    >>> span(Range(12, 24), "months")
    '12–24 months'
    """
    if range_ is None:
        return "–"
    low, high = number(range_.low), number(range_.high)
    return (low if low == high else f"{low}–{high}") + (f" {unit}" if unit else "")


def whole(share: float) -> str:
    """Readiness in whole percent, rounded down, so that it reaches a line only where the readiness does.

    >>> whole(0.799), whole(0.8)
    ('79 %', '80 %')
    """
    return f"{floored(share)} %"


def floored(share: float) -> int:
    """The whole percents that a share has reached."""
    return int(share * 100 + 1e-6)


def band(readiness: Readiness) -> str:
    """Readiness with what is sure and what may be.

    >>> band(Readiness(0.3, 0.404, 0.55, None, "not yet", (), 9, 2))
    'about 40 % (30–55 %)'
    """
    low, typical, high = (floored(share) for share in (readiness.low, readiness.typical, readiness.high))
    return f"{typical} %" if low == high else f"about {typical} % ({low}–{high} %)"


# --- numbers as people say them ---------------------------------------------------------------------------------------

_WEEKS = 52 / 12
_STEPS = ((20, 1), (100, 5), (400, 10), (2000, 50), (10_000, 100))
"""Below so much, a number is rounded to a multiple of this."""


def rough(value: float) -> str:
    """A number as one says it of an estimate; what is not nothing is at least 1.

    >>> rough(12.4), rough(47), rough(163), rough(1240), rough(15480), rough(0.2)
    ('12', '45', '160', '1,250', '15,500', '1')
    """
    step = next((step for below, step in _STEPS if value < below), 500)
    return f"{max(round(value / step) * step, 1 if value > 0 else 0):,}"


def halves(value: float) -> str:
    """A number in halves up to 3, in wholes from there.

    >>> halves(0.2), halves(1.6), halves(2.9), halves(10.2)
    ('½', '1½', '3', '10')
    """
    twice = max(round(value * 2), 1 if value > 0 else 0)
    return f"{twice // 2 or ''}{'½' if twice % 2 else ''}" or "0" if twice < 6 else rough(value)


def around(range_: Range, say: Callable[[float], str] = rough) -> str:
    """A range as one says it: the middle, and in brackets from where to where, if that reads otherwise.

    >>> around(Range(10.2, 29)), around(Range(3, 8), halves), around(Range(7, 7))
    ('20 (10–30)', '6 (3–8)', '7')
    """
    low, mid, high = (say(value) for value in (range_.low, range_.mid, range_.high))
    return mid if low == high else f"{mid} ({low}–{high})"


def about_hours(hours: Range) -> str:
    """Hours as one says them.

    >>> about_hours(Range(24, 61)), about_hours(Range(1, 1))
    ('about 40 hours (25–60)', '1 hour')
    """
    return _about(hours, "hour", rough)


def about_months(months: Range) -> str:
    """A span of time as one says it: in weeks below a month, in years from three.

    >>> about_months(Range(3.1, 7.6)), about_months(Range(0.3, 0.6)), about_months(Range(24, 50))
    ('about 5 months (3–8)', 'about 2 weeks (1–3)', 'about 3 years (2–4)')
    """
    if months.mid < 1:
        return _about(Range(months.low * _WEEKS, months.high * _WEEKS), "week", rough)
    if months.mid >= 36:
        return _about(Range(months.low / 12, months.high / 12), "year", halves)
    return _about(months, "month", halves)


def _about(range_: Range, unit: str, say: Callable[[float], str]) -> str:
    mid, said = say(range_.mid), around(range_, say)
    guess = "" if range_.low == range_.high and mid == number(range_.mid) else "about "
    return f"{guess}{mid} {unit}{'' if mid in ('1', '½') else 's'}{said.removeprefix(mid)}"


def about_money(money: Money) -> str:
    """A price as one says it.

    >>> about_money(Money(0, 0, "USD")), about_money(Money(0, 48.5, "USD")), about_money(Money(200, 410, "EUR"))
    ('free', 'up to USD 50', 'about EUR 300 (200–400)')
    >>> about_money(Money(399, 399, "USD"))
    'USD 399'
    """
    if not money.high:
        return "free"
    if money.low == money.high:
        return f"{money.currency} {number(money.low)}"
    if not money.low:
        return f"up to {money.currency} {rough(money.high)}"
    said = around(Range(money.low, money.high))
    return f"about {money.currency} {said}"


# --- evidence ---------------------------------------------------------------------------------------------------------


def about(cited: Cited, titles: Mapping[str, str]) -> str:
    """One evidence in words: who says so, where, and how strongly."""
    strength = f", {MODALITIES[cited.modality]}" if cited.modality else ""
    by = f", citing {titles.get(cited.attributed_to, cited.attributed_to)}" if cited.attributed_to else ""
    title = titles.get(cited.source, cited.source)
    match cited.kind:
        case "passage":
            return f"{title}, characters {cited.start}–{cited.end}{by}{strength}: “{cited.words}”"
        case "record":
            row = " ".join(part.rsplit("/", 1)[-1] for part in (cited.row or "").split())
            return f"{title}, {cited.file}, row {row}{strength}"
        case "quotation":
            return f"{title}{by}{strength}: {'; '.join(part for part in (cited.words and f'“{cited.words}”', cited.says) if part)}"
        case "count":
            where = ", ".join(part for part in (cited.period, cited.region) if part)
            return f"{title}: {cited.n:,} of {cited.of:,} {cited.counted}{f' ({where})' if where else ''}"
    return f"our own reason{strength}: {cited.reason}"


class Notes:
    """Numbered source notes: the same evidence keeps its number."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        self._titles = titles
        self._numbers: dict[str, int] = {}

    def marks(self, evidence: Iterable[Cited]) -> str:
        """The numbers of the notes for these, as “[1][4]”."""
        numbers = sorted({self._numbers.setdefault(about(c, self._titles), len(self._numbers) + 1) for c in evidence})
        return "".join(f"[{n}]" for n in numbers)

    @property
    def texts(self) -> tuple[str, ...]:
        """The notes in the order of their numbers."""
        return tuple(self._numbers)
