"""Every error a user can meet: one base class; each leaf carries its data and one sentence with the cure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class RolepathError(Exception):
    """Base of all errors that rolepath raises on purpose."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in a file: where it is (line from 1, 0 where there is none) and what to do."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}" if place else self.message


class InvalidData(RolepathError):
    """Data that breaks a rule; carries every problem found, sorted by file and line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(_counted(self.problems, "data"))


def _counted(problems: Sequence[Problem], place: str) -> str:
    head = f"1 problem in the {place}" if len(problems) == 1 else f"{len(problems)} problems in the {place}"
    return "\n".join([f"{head}; nothing was changed:", *(f"  {p}" for p in problems)])


class UnknownName(RolepathError):
    """A name that fits nothing; carries near names, best first."""

    def __init__(self, name: str, kind: str, candidates: Sequence[tuple[str, str]], hint: str = "") -> None:
        self.name, self.kind, self.candidates = name, kind, tuple(candidates)
        text = f"no {kind} is called “{name}”."
        if candidates:
            text += " Did you mean:\n" + _listing(candidates)
        else:
            text += f" `rolepath search {name!r}` looks in all labels."
        text += hint and f"\n{hint}"
        super().__init__(text)


class AmbiguousName(RolepathError):
    """A name that fits several things; carries them with the argument that names each exactly."""

    def __init__(self, name: str, kind: str, candidates: Sequence[tuple[str, str]]) -> None:
        self.name, self.kind, self.candidates = name, kind, tuple(candidates)
        many = f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"
        text = f"“{name}” fits {len(candidates)} {many}; say which by its identifier:\n" + _listing(candidates[:_LISTED])
        if len(candidates) > _LISTED:
            text += f"\n  and {len(candidates) - _LISTED} more; `rolepath search {name!r}` looks in all labels"
        super().__init__(text)


_LISTED = 15
"""How many candidates a message names."""


def _listing(candidates: Sequence[tuple[str, str]]) -> str:
    width = max(len(identifier) for identifier, _ in candidates)
    return "\n".join(f"  {identifier:<{width}}  {label}" for identifier, label in candidates)


class WrongUse(RolepathError):
    """Options or arguments that can't go together, or that the query language refuses."""


class InvalidProfile(WrongUse):
    """A profile that can't be used as it is; carries every problem found, sorted by file and line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(_counted(self.problems, "profile"))


class InvalidTable(WrongUse):
    """A table of profiles that can't be read; carries every problem found, sorted by file and line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class QuerySyntax(WrongUse):
    """SPARQL that can't be parsed; line and column count from 1."""

    def __init__(self, message: str, line: int, column: int, text: str) -> None:
        self.line, self.column = line, column
        lines = text.splitlines() or [""]
        shown = lines[line - 1] if 0 < line <= len(lines) else ""
        pointer = f"\n  {shown}\n  {' ' * (column - 1)}^" if shown else ""
        super().__init__(f"the query can't be read: line {line}, column {column}: {message}{pointer}")


class NotEnoughKnown(RolepathError):
    """A role of which the graph holds too little to say how near anyone is to it: units it asks for, and claims of sources on them."""

    def __init__(self, identifier: str, label: str, known: int, needed: int, claims: int, claims_needed: int) -> None:
        self.identifier, self.label, self.known, self.needed = identifier, label, known, needed
        self.claims, self.claims_needed = claims, claims_needed
        super().__init__(
            f"not enough is known of “{label}” ({identifier}): the graph holds {known} of its units and {claims} claims on them,"
            f" an answer needs {needed} and {claims_needed}. Add requirements with --data DIR, or choose a broader role"
            f" (`rolepath show {identifier}`)."
        )


class NoPath(RolepathError):
    """No path, asked for in a form that can't say so; the message is the reason."""


class QueryTimeout(RolepathError):
    """A query that ran longer than allowed and was stopped."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"the query was stopped after {seconds:g} s; narrow it, or allow more with --timeout SECONDS.")


class StoreError(RolepathError):
    """The store on disk can't be used: written by another version, broken, no room, not allowed."""

    def __init__(self, path: Path, message: str) -> None:
        self.path = path
        super().__init__(f"{path}: {message}")
