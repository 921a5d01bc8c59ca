"""One evidence as answers carry it, whoever reads it from a store and whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cited:
    """A passage (start, end, words), a record (file, row) or a reason of our own, and what it says so of (`on`)."""

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
