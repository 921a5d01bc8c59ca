"""The assumption set: every estimate by name, and which of them an answer used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from rolepath.errors import InvalidData, Problem
from rolepath.planning.result import Range

KINDS = ("knowledge", "competence", "transversal", "credential", "experience", "tool", "method", "regulation")
PROGRAM_KINDS = ("degree", "certificate", "specialization", "nanodegree", "bootcamp", "course", "rotation")

SHARES = (
    *(f"modality-{name}" for name in ("must", "should", "does", "mentions")), "denies-factor",
    "esco-essential", "esco-optional", "onet-lists", "onet-in-demand", "onet-activity",
    "essential-from", "essential-ads", "important-from", "useful-at-most",
    *(f"level-{kind}" for kind in KINDS), "level-prerequisite", "teaching-project",
    "credit-narrower", "credit-broader", "credit-sibling", "credit-tool", "credit-close", "credit-broad-or-narrow-mapping",
    "enough", "enough-exchangeable", "covered", "readiness", "nearly", "bridge-readiness", "bridge-gives", "in-any-case",
    "assumed-from", "counted-from", "high-from",
    "holding-esco-essential", "holding-esco-optional", "holding-onet-essential", "holding-onet-other", "holding-onet-activity",
    "holding-onet-in-demand", "holding-onet-lists",
)  # fmt: skip
NUMBERS = (
    "sibling-children", "ads-from", "known-units", "known-claims", "hours-per-week", "task-hours-per-week", "draws", "question-limit",
    "onet-importance-from", "onet-essential-from",
)  # fmt: skip
RANGES = (
    "bridge-tenure", "months-per-semester", "hours-per-credit", "program-hours-per-week", "project-hours", "project-price", "task-hours",
    *(f"unit-hours-{size}" for size in ("begin", "s", "m", "l")),
    *(f"program-hours-{kind}" for kind in PROGRAM_KINDS),
    *(f"program-months-{kind}" for kind in PROGRAM_KINDS),
    *(f"program-price-{kind}" for kind in PROGRAM_KINDS),
)  # fmt: skip


def strength_of(modality: str) -> str:
    """The name of the assumption that says how strong a modality is.

    >>> strength_of("must"), strength_of("essential"), strength_of("in demand")
    ('modality-must', 'esco-essential', 'onet-in-demand')
    """
    if modality in ("essential", "optional"):
        return f"esco-{modality}"
    return f"onet-{modality.replace(' ', '-')}" if modality in ("lists", "in demand", "activity") else f"modality-{modality}"


@dataclass(frozen=True)
class Estimate:
    """One assumption: a number or range, its unit and reason."""

    id: str
    label: str
    low: Decimal
    high: Decimal
    unit: str
    reason: str


class Assumptions:
    """The assumptions of one dataset, by the part of their identifier after `assumption/`.

    Raises:
        InvalidData: where a needed one is missing, or one that must be a single number is a range.
    """

    def __init__(self, records: Iterable[Estimate]) -> None:
        self._by_name: Mapping[str, Estimate] = {r.id.removeprefix("assumption/"): r for r in records}
        problems = [Problem(f"assumption/{name}", 0, "is missing") for name in (*SHARES, *NUMBERS, *RANGES) if name not in self._by_name]
        for name in (*SHARES, *NUMBERS):
            found = self._by_name.get(name)
            if found and found.low != found.high:
                problems.append(Problem(f"assumption/{name}", 0, f"must be one number, not {found.low} to {found.high}"))
            if found and name in SHARES and not (0 < found.low <= 1 and found.low * 1000 % 1 == 0):
                problems.append(Problem(f"assumption/{name}", 0, f"must lie in (0, 1], in thousandths, not {found.low}"))
            if found and name.startswith("credit-") and found.low == found.high == 1:
                problems.append(Problem(f"assumption/{name}", 0, "must be less than 1: only the thing itself counts in full"))
            if found and name in NUMBERS and name != "sibling-children" and found.low == 0:
                problems.append(Problem(f"assumption/{name}", 0, "must be more than 0"))
        known = {*SHARES, *NUMBERS, *RANGES}
        for name, found in self._by_name.items():
            if name.startswith("rate-"):
                known.add(name)
                if found.low != found.high or not found.low:
                    problems.append(Problem(found.id, 0, f"must be one number more than 0, not {found.low} to {found.high}"))
            if name not in known:
                problems.append(
                    Problem(found.id, 0, "nothing reads an assumption of this name; see data/assumptions.yaml for those there are")
                )
        if problems:
            raise InvalidData(problems)

    def record(self, name: str) -> Estimate:
        """The assumption of that name (`task-hours` or `assumption/task-hours`); raises KeyError where there is none."""
        return self._by_name[name.removeprefix("assumption/")]

    def number(self, name: str) -> Decimal:
        """The value of an assumption that is one number."""
        return self._by_name[name].low

    def thousandths(self, name: str) -> int:
        """A share as an integer in thousandths, the unit in which coverage is computed."""
        return int(self._by_name[name].low * 1000)

    def range(self, name: str) -> Range:
        """An assumption's range."""
        record = self._by_name[name]
        return Range(float(record.low), float(record.high))

    def rate(self, currency: str) -> tuple[Decimal, str | None] | None:
        """US dollars for one unit of a currency, and the assumption that says so; None where there is no rate."""
        if currency == "USD":
            return Decimal(1), None
        name = f"rate-{currency.lower()}"
        return (self.number(name), f"assumption/{name}") if name in self._by_name else None

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies that have a rate, and USD."""
        return tuple(sorted({"USD", *(name.removeprefix("rate-").upper() for name in self._by_name if name.startswith("rate-"))}))
