"""Numbers, ranges and relations in plain words, for the pages."""

from __future__ import annotations

from collections.abc import Sequence

from rolepath.evidence import Cited
from rolepath.planning.result import CreditedBy, Money, Question, Range, Readiness, Thing
from rolepath.render.shell import shorten
from rolepath.render.words import band as said_band

NBSP = "\u00a0"

_VIA = {
    "exact match": "the same under another name",
    "close match": "nearly the same",
    "broad match": "a part of it",
    "narrow match": "the wider field",
    "includes": "it includes this",
    "narrower": "a part of it",
    "broader": "the wider field",
    "sibling": "a neighbouring topic",
    "tool use": "trained by using it",
}
_SOURCES = {"said": "as you say", "assumed": "assumed of most people in this role", "learned": "learned on the way"}
_MODALITY = {
    "must": "asks for it firmly",
    "should": "recommends it",
    "mentions": "mentions it",
    "does": "says people in the role do it",
    "example": "names it as an example",
    "signal": "names it as a way to show it",
    "denies": "says it is not needed",
    "essential": "lists it as essential",
    "optional": "lists it as optional",
    "lists": "lists it as used",
    "in demand": "lists it as in demand",
    "activity": "names it among the activities",
    "ads": "counted in job ads",
}
_OFFERS = {"module": "Study", "program": "Program", "project": "Project", "task": "On the job"}
_WAYS = {
    "best": "The best way",
    "direct": "Without a job between",
    "self-study": "Self-study",
    "on the job": "On the job",
    "program-led": "With a program",
    "degree-led": "With a degree",
    "alternative": "Another way",
    "within limits": "Within your limits",
}
_BEST = {"months": "the fewest months", "hours": "the fewest hours of learning", "money": "the least money", "steps": "the fewest steps"}
_WEEK = 0.25
"""Below so many months a time is told as under a week."""
MUST = "must-have"
_NECESSITIES = {"essential": MUST, "important": "important", "useful": "useful", "optional": "useful"}


def percent(share: float, decimals: int = 0) -> str:
    """A share as a percentage; neither 0 nor 100 unless it is.

    >>> percent(0.996), percent(0.004), percent(0.5), percent(0.0163, 1)
    ('99\xa0%', '0.4\xa0%', '50\xa0%', '1.6\xa0%')
    """
    value = share * 100
    if 0 < value < 1:
        return f"{max(value, 0.1):.1f}{NBSP}%"
    return f"{min(round(value, decimals), 99) if value < 100 else 100:.{decimals if value < 100 else 0}f}{NBSP}%"


def band(readiness: Readiness) -> str:
    """Readiness as what is typical, and from where to where it may lie.

    >>> band(Readiness(0.3, 0.4, 0.55, None, "not yet", (), 8, 2)), band(Readiness(1, 1, 1, None, "ready", (), 8, 8))
    ('about 40\xa0% (30–55\xa0%)', '100\xa0%')
    """
    return said_band(readiness).replace(" %", f"{NBSP}%")


def amount(range_: Range, unit: str) -> str:
    """A range with its unit; small numbers keep a decimal.

    >>> amount(Range(858.0, 3213.4), "hours")
    '858–3,213\\xa0hours'
    >>> amount(Range(1, 1), "months")
    '1\\xa0month'
    """
    digits = 1 if range_.high < 10 else 0
    low, high = _number(range_.low, digits), _number(range_.high, digits)
    if low == high:
        return f"{low}{NBSP}{unit.removesuffix('s') if low == '1' and unit.endswith('s') else unit}"
    return f"{low}–{high}{NBSP}{unit}"


def priced(money: Money) -> str:
    """A range of money, its currency first.

    >>> priced(Money(0, 250, "USD"))
    'USD\\xa00–250'
    """
    return f"{money.currency}{NBSP}{amount(Range(money.low, money.high), '').strip()}"


def to_pay(money: Money) -> str:
    """What has to be paid, in words.

    >>> to_pay(Money(0, 0, "USD"))
    'Nothing to pay'
    """
    return priced(money) if money.high else "Nothing to pay"


def _number(value: float, digits: int) -> str:
    # a low end that would round to nothing keeps its decimal
    return f"{value:,.{1 if 0 < value < 0.5 else digits}f}".removesuffix(".0")


def sentence(text: str) -> str:
    """The text with a capital at its start.

    >>> sentence("data scientist")
    'Data scientist'
    """
    return text[:1].upper() + text[1:]


def full_sentence(text: str) -> str:
    """The text with a capital at its start and a stop at its end.

    >>> full_sentence("meets 2 essential requirements; readiness +3%")
    'Meets 2 essential requirements; readiness +3%.'
    """
    return sentence(text) + ("" if not text or text.endswith((".", "!", "?")) else ".")


def counted(count: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> counted(1, "thing"), counted(3, "thing")
    ('1 thing', '3 things')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def pill(necessity: str) -> str:
    """How strongly something is asked for, in a word.

    >>> pill("essential"), pill("useful")
    ('must-have', 'useful')
    """
    return _NECESSITIES.get(necessity, necessity)


def duration(range_: Range) -> str:
    """A range of months in words.

    >>> duration(Range(0.05, 0.2)), duration(Range(0.1, 0.6))
    ('under a week', '0.1–0.6\xa0months')
    """
    return "under a week" if 0 < range_.high < _WEEK else amount(range_, "months")


def between(begins: float, ends: float) -> str:
    """When something is done, in months from the start.

    >>> between(0, 0.4), between(2.26, 3.5)
    ('month\xa00–0.4', 'month\xa02.3–3.5')
    """
    return f"month{NBSP}{amount(Range(begins, ends), '').strip()}"


def offer_kind(kind: str) -> str:
    """A kind of offer in words."""
    return _OFFERS.get(kind, sentence(kind))


def way_kinds(kinds: Sequence[str]) -> str:
    """Kinds of ways in words.

    >>> way_kinds(["best", "self-study"]), way_kinds(["program-led"])
    ('The best way: self-study', 'With a program')
    """
    first, *others = [_WAYS.get(kind, sentence(kind)) for kind in kinds]
    return f"{first}: {', '.join(other[:1].lower() + other[1:] for other in others)}" if others else first


def credit(by: CreditedBy | None) -> str:
    """What covers something and how it counts, in words; empty where nothing does.

    >>> credit(CreditedBy("esco:1", "data models", 0.8, "close match", 1.0, "said"))
    'data models (nearly the same, as you say)'
    """
    if by is None:
        return ""
    how = [part for part in (counts_as(by.via), _SOURCES.get(by.source, by.source)) if part]
    return f"{shorten(by.label, 120)} ({', '.join(how)})"


def counts_as(via: str) -> str:
    """What one thing is to another that it counts towards; empty where it is the very thing.

    >>> counts_as("close match"), counts_as("held"), counts_as("narrower, then tool use")
    ('nearly the same', '', 'related over two steps')
    """
    if via == "held":
        return ""
    return "related over two steps" if ", then " in via else _VIA.get(via, via)


def best(minimise: str) -> str:
    """What the best way has least of.

    >>> best("months")
    'the fewest months'
    """
    return _BEST.get(minimise, minimise)


def limits(question: Question) -> tuple[str, ...]:
    """What a path had to keep to, a sentence each."""
    asked = question.constraints
    end = "low" if asked.optimistic else "high"
    said = []
    if asked.budget is not None:
        said.append(f"At most {asked.budget:,.0f}{NBSP}{asked.currency}, even at the {end} end of the prices.")
    if asked.deadline is not None:
        day = f" (until {asked.deadline_date})" if asked.deadline_date else ""
        said.append(f"Within {amount(Range(asked.deadline, asked.deadline), 'months')}{day}, even at the {end} end of the times.")
    for intro, things in (("Kept out: ", asked.avoid), ("Has to be in it: ", asked.must)):
        if things:
            said.append(f"{intro}{named(things)}.")
    return tuple(said)


def named(things: Sequence[Thing]) -> str:
    """The labels of things in a row, each of bearable length."""
    return ", ".join(shorten(thing.label, 120) for thing in things)


def note_text(cited: Cited, by: str | None = None) -> str:
    """Where in its source an evidence stands and what it says there."""
    if cited.kind == "reason" or cited.reason is not None:
        where = cited.reason or "no reason given"
    elif cited.kind == "count":
        known = ", ".join(part for part in (cited.period, cited.region) if part)
        return f"{cited.n:,} of {cited.of:,} {cited.counted}{f' ({known})' if known else ''}"
    elif cited.start is not None:
        where = f"“{cited.words or ''}”, characters {cited.start}–{cited.end}"
    elif cited.words is not None or cited.says is not None:
        where = "; ".join(part for part in (cited.words and f"“{cited.words}”", cited.says) if part)
    else:
        where = ", ".join(part for part in (cited.file, cited.row) if part) or "the source as a whole"
    says = _MODALITY.get(cited.modality or "", "")
    if by:
        says += f"{' – ' if says else ''}in the words of {by}"
    return f"{where} ({says})" if says else where
