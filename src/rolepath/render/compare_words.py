"""What the page of two roles says in sentences: how much is known of each and shared, and a published number with its subject."""

from __future__ import annotations

import re

from rolepath.rdf.observations import Observation
from rolepath.render import path_words as words
from rolepath.render.role_words import inside

FEW = 15
"""Of how many skills fewer the page says that little is written about a role."""
_STATISTICS = {"range": "", "value": "", "count": "", "lower bound": "", "upper bound": ""}
"""What the amount itself tells: from where to where, “or more”, “up to”."""


def headline(counts: tuple[int, int, int], in_part: tuple[int | None, int | None], ones: tuple[str, str]) -> str:
    """How many skills are known of each role, how many have one name, and how many are near something of the other role.

    counts: asked only of the first, of both, only of the second. in_part: how many of those of one side are covered in part by the
    other; None where that isn't known. ones: somebody in each role, inside a sentence. With the roles changed about it says the same.

    >>> headline((89, 0, 10), (13, 10), ("a chef", "a baker"))  # doctest: +NORMALIZE_WHITESPACE
    'Sources name 89 skills for a chef and 10 for a baker. None under the same name; 13 of those of a chef and 10 of those of a baker
    have a near relative on the other side. Little is written here about a baker, so read this with care.'
    """
    first, both, second = counts
    known = (first + both, second + both)
    said = [f"Sources name {_count(known[0], 'skill')} for {ones[0]} and {known[1] or 'none'} for {ones[1]}."]
    if min(known):
        near = [
            f"{count or 'none'} of those of {one}"
            for count, of, one in zip(in_part, (first, second), ones, strict=True)
            if count is not None and of
        ]
        has = "has" if near and near[-1].startswith("1 ") else "have"
        more = f"; {'of the others, ' if both else ''}{' and '.join(near)} {has} a near relative on the other side" if near else ""
        said.append(f"{f'{both} of them' if both else 'None'} under the same name{more}.")
    few = [one for one, count in zip(ones, known, strict=True) if count < FEW]
    if few:
        said.append(f"Little is written here about {'either of them' if len(few) == 2 else few[0]}, so read this with care.")
    return " ".join(said)


def tools_line(counts: tuple[int, int, int], ones: tuple[str, str]) -> str:
    """How many tools are known of each role, and how many of them both ask for."""
    first, both, second = counts
    return (
        f"Sources also name {_count(first + both, 'tool')} for {ones[0]} and {second + both or 'none'} for {ones[1]}, "
        f"{both or 'none'} of them for both."
    )


def _count(count: int, noun: str) -> str:
    return words.counted(count, noun) if count else f"no {noun}s"


def amount(number: Observation) -> str:
    """A published number with its unit, money with the currency first, its open end in words.

    >>> from dataclasses import replace
    >>> number = Observation("", "", "pay", "range", 150000, 200000, "USD", True, "year", *[None] * 6, ())
    >>> amount(number), amount(replace(number, low=None, open_end=False, per=None))
    ('USD\\xa0150,000–200,000 or more a year', 'up to USD\\xa0200,000')
    >>> amount(replace(number, low=40, high=60, unit="percent", open_end=False, per=None))
    '40–60\\xa0%'
    """
    ends = "–".join(dict.fromkeys(f"{end:,.10g}" for end in (number.low, number.high) if end is not None))
    unit = "%" if number.unit == "percent" else number.unit.removesuffix("s") if ends == "1" else number.unit
    money = re.fullmatch(r"[A-Z]{3}", unit) is not None
    said = f"{unit}{words.NBSP}{ends}" if money else f"{ends}{words.NBSP}{unit}"
    if number.low is None and number.high is not None:
        said = f"up to {said}"
    elif number.open_end or number.statistic == "lower bound":
        said += " or more"
    return said + (f" a {number.per}" if number.per else "")


def pay_of(number: Observation) -> str:
    """Whose pay a number is.

    >>> number = Observation("", "", "pay", "median", 1, 2, "USD", False, "year", None, "senior", "top hotels", *[None] * 3, ())
    >>> pay_of(number)
    'Median pay at senior level, top hotels'
    """
    statistic = _STATISTICS.get(number.statistic, number.statistic)
    level = f" at {number.seniority} level" if number.seniority else ""
    more = [part for part in (number.segment, number.basis) if part]
    return ", ".join([words.sentence(f"{statistic} pay".strip()) + level, *more])


def number_line(number: Observation) -> str:
    """A published number as a sentence: what grows, is paid or counted, by how much, of whom.

    >>> number = Observation("", "", "growth", "range", 40, 60, "percent", *[False] + [None] * 4, "job openings, year over year", None,
    ...     "Traditional product manager", ())
    >>> number_line(number)
    'Job openings grow by 40–60\\xa0% a year (compared with traditional product manager).'
    """
    basis = [part.strip() for part in (number.basis or "").split(",") if part.strip()]
    if number.measure == "growth" and number.unit == "percent":
        subject = "Job openings grow by" if "job openings" in basis else "The role grows by"
        yearly = " a year" if "year over year" in basis else ""
        said = f"{subject} {amount(number)}{yearly}"
        basis = [part for part in basis if part not in ("job openings", "year over year")]
    elif number.measure == "pay premium" and number.unit == "percent":
        said = f"Pay is {amount(number)} higher"
    elif number.measure == "openings":
        said = f"There are {amount(number)}"
    elif number.measure == "pay":
        said, basis = f"{pay_of(number)}: {amount(number)}", []
    else:
        said = f"{words.sentence(number.label)}: {amount(number)}"
    of = [] if number.measure == "pay" else [f"{number.seniority} level" if number.seniority else "", number.segment or ""]
    statistic = "" if number.measure == "pay" else _STATISTICS.get(number.statistic, number.statistic)
    compared = f"compared with {inside(number.compared_with)}" if number.compared_with else ""
    day = f"as of {number.as_of}" if number.as_of else ""
    where = {"world": "in the whole world"}.get(number.region or "", number.region or "")
    more = ", ".join(part for part in (statistic, *of, where, *basis, compared, day) if part)
    return f"{said} ({more})." if more else f"{said}."
