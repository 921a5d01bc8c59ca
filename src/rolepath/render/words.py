"""Numbers, ranges and sources in words, the same everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rolepath.evidence import Cited
from rolepath.planning.result import Range

MODALITIES = {
    "must": "says it must",
    "should": "says it should",
    "mentions": "mentions it",
    "denies": "denies it",
    "essential": "essential",
    "optional": "optional",
    "lists": "lists it",
    "in demand": "in demand",
    "activity": "an activity of the occupation",
}


def percent(share: float) -> str:
    """A share in whole percent; what is not nothing is never shown as nothing.

    >>> percent(0.156), percent(0.001), percent(0.9999)
    ('16%', '<1%', '>99%')
    """
    if 0 < share < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= share < 1 else f"{share:.0%}"


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


def about(cited: Cited, titles: Mapping[str, str]) -> str:
    """One evidence in words: who says so, where, and how strongly."""
    strength = f", {MODALITIES[cited.modality]}" if cited.modality else ""
    by = f", citing {titles.get(cited.attributed_to, cited.attributed_to)}" if cited.attributed_to else ""
    if cited.kind == "passage":
        return f"{titles.get(cited.source, cited.source)}, characters {cited.start}–{cited.end}{by}{strength}: “{cited.words}”"
    if cited.kind == "record":
        row = " ".join(part.rsplit("/", 1)[-1] for part in (cited.row or "").split())
        return f"{titles.get(cited.source, cited.source)}, {cited.file}, row {row}{strength}"
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
