"""The source notes of a path, of which there are many: each source is a letter, and numbers in a row are a range."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_uppercase

from rolepath.evidence import Cited
from rolepath.planning.result import Answer
from rolepath.render.words import Notes, about


def letters(answer: Answer) -> dict[str, str]:
    """A letter for each source of an answer but our own reasons, which notes call so; in its order, beyond Z “S27” and so on."""
    named = [source.id for source in answer.sources if source.kind != "editorial"]
    return {name: ascii_uppercase[n] if n < len(ascii_uppercase) else f"S{n + 1}" for n, name in enumerate(named)}


class Short(Notes):
    """Numbered notes that name their source by its letter; numbers that follow one another are marked as a range."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(letters(answer) | {o.id: o.label for o in answer.organizations})

    def marks(self, evidence: Iterable[Cited]) -> str:
        """The numbers of the notes for these, as “[1] [4–7]”."""
        return ranged(super().marks(evidence))


class Spelled(Notes):
    """Source notes written out where they belong, instead of numbers; the source is named by its letter."""

    def __init__(self, answer: Answer) -> None:
        self._titles = letters(answer) | {o.id: o.label for o in answer.organizations}
        super().__init__(self._titles)

    def marks(self, evidence: Iterable[Cited]) -> str:
        """Every passage, row or reason in words, each once."""
        return "; ".join(dict.fromkeys(about(cited, self._titles) for cited in evidence))


def ranged(marks: str) -> str:
    """Marks of which three or more in a row become a range.

    >>> ranged("[1][4][5][6][8][9]")
    '[1] [4–6] [8] [9]'
    """
    runs: list[list[int]] = []
    for mark in marks.strip("[]").split("]["):
        if mark and runs and runs[-1][-1] + 1 == int(mark):
            runs[-1].append(int(mark))
        elif mark:
            runs.append([int(mark)])
    return " ".join(f"[{run[0]}–{run[-1]}]" if len(run) > 2 else " ".join(f"[{n}]" for n in run) for run in runs)
