"""Answers for many people as rows: CSV and JSON lines, some people at a time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Final

from rolepath.planning.people import PersonAnswer
from rolepath.render.blocks import safe_cells

COLUMNS: Final = {
    "id": "text",
    "readiness_low": "number",
    "readiness": "number",
    "readiness_high": "number",
    "stage": "text",
    "essentials_met": "count",
    "essentials": "count",
    "missing": "texts",
    "error": "text",
}
"""What a row holds, and of what kind it is."""


def csv_header() -> str:
    """The first line of the CSV."""
    return ",".join(COLUMNS) + "\n"


def csv_rows(answers: Iterable[PersonAnswer]) -> str:
    """A line for each answer; what isn't known is empty, and semicolons stand between what is missing.

    >>> csv_rows([PersonAnswer("7", 0.1, 0.25, 0.3, "not yet", 1, 4, ("Evals", "Ethics"))])
    '7,0.1,0.25,0.3,not yet,1,4,Evals; Ethics,\\n'
    """
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(_cells(answer) for answer in answers)
    return out.getvalue()


def json_lines(answers: Iterable[PersonAnswer]) -> str:
    """A JSON object for each answer, in a line of its own; what isn't known is null.

    >>> json.loads(json_lines([PersonAnswer("7", 0.1, 0.25, 0.3, "not yet", 1, 4, ("Evals",))]))["missing"]
    ['Evals']
    """
    return "".join(json.dumps(asdict(answer), ensure_ascii=False) + "\n" for answer in answers)


def values(answer: PersonAnswer) -> tuple[Any, ...]:
    """An answer as the values of `COLUMNS`."""
    return tuple(getattr(answer, name) for name in COLUMNS)


def _cells(answer: PersonAnswer) -> list[str]:
    band = (answer.readiness_low, answer.readiness, answer.readiness_high)
    low, typical, high, met, asked = ("" if value is None else str(value) for value in (*band, answer.essentials_met, answer.essentials))
    name, missing, error = safe_cells((answer.id, "; ".join(answer.missing), answer.error or ""))
    return [name, low, typical, high, answer.stage or "", met, asked, missing, error]
