"""Numbers, ranges and relations in plain words, for the page of a path."""

from __future__ import annotations

from collections.abc import Sequence

from rolepath.evidence import Cited
from rolepath.planning.result import Closes, Cost, CreditedBy, GapItem, Money, Question, Range, Thing
from rolepath.render.shell import shorten

NBSP = "\u00a0"

_VIA = {
    "exact match": "the same under another name",
    "close match": "nearly the same",
    "broad match": "a part of it",
    "narrow match": "the wider field",
    "narrower": "a part of it",
    "broader": "the wider field",
    "sibling": "a neighbouring topic",
    "tool use": "trained by using it",
}
_MODALITY = {
    "must": "asks for it firmly",
    "should": "recommends it",
    "mentions": "mentions it",
    "denies": "says it is not needed",
    "essential": "lists it as essential",
    "optional": "lists it as optional",
    "lists": "lists it as used",
    "in demand": "lists it as in demand",
    "activity": "names it among the activities",
}
GROUNDWORK, MUST, NICE, TOWARDS = "groundwork", "must-have", "nice to have", "towards a must-have"
"""What a step or a requirement is for, in the order in which groups of steps stand."""
_WEEK = 0.25
"""Below so many months a time is told as under a week."""
_OFFERS = {"program": "Program", "project": "Project", "tool practice": "Practice", "self-study": "On your own"}
_BEST = {"months": "the fewest months", "hours": "the fewest hours of study", "money": "the least money", "steps": "the fewest steps"}


def percent(share: float, decimals: int = 0) -> str:
    """A share as a percentage; neither 0 nor 100 unless it is.

    >>> percent(0.996), percent(0.004), percent(0.5), percent(0.0163, 1)
    ('99\xa0%', '0.4\xa0%', '50\xa0%', '1.6\xa0%')
    """
    value = share * 100
    if 0 < value < 1:
        return f"{max(value, 0.1):.1f}{NBSP}%"
    return f"{min(round(value, decimals), 99) if value < 100 else 100:.{decimals if value < 100 else 0}f}{NBSP}%"


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


def by_way_of(labels: Sequence[str]) -> str:
    """Roles one after the other.

    >>> by_way_of(["data analyst", "product owner"])
    'Data analyst, then Product owner'
    """
    return ", then ".join(sentence(label) for label in labels)


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


def pill(must: bool, asked: bool = True) -> str:
    """What something is for, in a word; asked: whether the role asks for it at all.

    >>> pill(True), pill(False), pill(False, asked=False)
    ('must-have', 'nice to have', 'groundwork')
    """
    return MUST if must else NICE if asked else GROUNDWORK


def purpose(own: Sequence[Closes], closes: Sequence[Closes]) -> str:
    """What a step is for, in a word: what the thing itself is where it is one thing asked for, else what it brings nearer.

    >>> purpose((), (Closes("r", "SQL", "essential", 0, 0.3, "Python (sibling)"),)), purpose((), ())
    ('towards a must-have', 'groundwork')
    """
    if len(own) == 1:
        return pill(own[0].necessity == "essential")
    return TOWARDS if any(it.necessity == "essential" for it in closes) else pill(False, bool(closes))


def duration(range_: Range) -> str:
    """A range of months in words.

    >>> duration(Range(0.05, 0.2)), duration(Range(0.1, 0.6))
    ('under a week', '0.1–0.6\xa0months')
    """
    return "under a week" if 0 < range_.high < _WEEK else amount(range_, "months")


def rises(before: float, after: float) -> str:
    """How far readiness rises, in words that go on from “readiness”; empty where it can be told in numbers.

    >>> rises(0.181, 0.183), rises(0.18, 0.2)
    ('hardly rises', '')
    """
    return "hardly rises" if percent(before) == percent(after) else ""


def offer_kind(kind: str) -> str:
    """A kind of offer in words."""
    return _OFFERS.get(kind, sentence(kind))


def credit(item: GapItem) -> str:
    """What covers a requirement and how it counts, in words that go on from “covered”; empty where that isn't known.

    >>> from rolepath.planning.result import CreditedBy
    >>> held = CreditedBy("esco:1", "data models", 0.8, "close match", 1.0, False)
    >>> credit(GapItem("r", "Data", (), 0.75, 0.8, held, 0.9, 0.1, "essential", ()))
    ' by data models (nearly the same)'
    """
    by = item.credited_by
    return "" if by is None else f" by {shorten(by.label, 120)}{how(by)}"


def guessed(item: GapItem) -> bool:
    """Whether the coverage of a requirement is an estimate: what something near it is worth, or a level that the person didn't name."""
    by = item.credited_by
    return item.coverage < 1 and not (by is not None and by.claimed and not counts_as(by.via))


def how(by: CreditedBy) -> str:
    """How something that is held counts, in brackets; empty where it is the very thing and not just claimed."""
    ways = [way] if (way := counts_as(by.via)) else []
    if by.claimed:
        ways.append("as you say")
    return f" ({', '.join(ways)})" if ways else ""


def counts_as(via: str) -> str:
    """What one thing is to another that it counts towards; empty where it is the very thing.

    >>> counts_as("close match"), counts_as("held"), counts_as("narrower, then tool use")
    ('nearly the same', '', 'related over two steps')
    """
    if via == "held":
        return ""
    return "related over two steps" if ", then " in via else _VIA.get(via, via)


def through(via: str) -> str:
    """What raises a requirement and what that is to it; empty where it is the very thing.

    >>> through("Data analysis (narrower)"), through("held")
    ('through Data analysis, a part of it', '')
    """
    label, _, way = via.removesuffix(")").rpartition(" (")
    return f"through {shorten(label, 120)}, {counts_as(way)}" if label else counts_as(via)


def best(minimise: str) -> str:
    """What the best way has least of.

    >>> best("months")
    'the fewest months'
    """
    return _BEST.get(minimise, minimise)


def against(cost: Cost, other: Cost) -> str:
    """How one cost compares with another, by the middle of each range; empty where they are the same.

    >>> from rolepath.planning.result import Money
    >>> against(Cost(Range(1, 3), Range(2, 2), Money(0, 0, "USD"), 1), Cost(Range(4, 4), Range(1, 1), Money(0, 0, "USD"), 1))
    'less study, there later'
    """
    parts = (
        (cost.hours.middle - other.hours.middle, "less study", "more study"),
        (cost.months.middle - other.months.middle, "there sooner", "there later"),
        (cost.money.middle - other.money.middle, "less money", "more money"),
    )
    return ", ".join(less if difference < 0 else more for difference, less, more in parts if difference)


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
    elif cited.words is not None or cited.start is not None:
        where = f"“{cited.words or ''}”, characters {cited.start}–{cited.end}"
    else:
        where = ", ".join(part for part in (cited.file, cited.row) if part) or "the source as a whole"
    says = _MODALITY.get(cited.modality or "", "")
    if by:
        says += f"{' – ' if says else ''}in the words of {by}"
    return f"{where} ({says})" if says else where
