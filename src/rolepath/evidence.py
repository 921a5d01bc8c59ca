"""One evidence as answers carry it, whoever reads it from a store and whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cited:
    """A passage (start, end, words), a record (file, row), a reason of our own, a quotation (words, says) or a count (n, of, counted).

    on: the plain fact that it says so of.
    """

    id: str
    kind: str
    source: str
    modality: str | None = None
    start: int | None = None
    end: int | None = None
    words: str | None = None
    file: str | None = None
    row: str | None = None
    reason: str | None = None
    attributed_to: str | None = None
    on: str | None = None
    says: str | None = None
    n: int | None = None
    of: int | None = None
    counted: str | None = None
    period: str | None = None
    region: str | None = None
