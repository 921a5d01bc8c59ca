"""What each exit code means, and which error ends in which."""

from __future__ import annotations

from typing import Final

from rolepath import errors

ANSWERED: Final = 0
NO_ANSWER: Final = 1
WRONG_USE: Final = 2
OUR_FAILURE: Final = 3
TIMED_OUT: Final = 124
INTERRUPTED: Final = 130

_CODES: Final[tuple[tuple[type[errors.RolepathError], int], ...]] = (
    (errors.NotEnoughKnown, NO_ANSWER),
    (errors.NoPath, NO_ANSWER),
    (errors.InvalidData, NO_ANSWER),
    (errors.UnknownName, WRONG_USE),
    (errors.AmbiguousName, WRONG_USE),
    (errors.WrongUse, WRONG_USE),
    (errors.StoreError, OUR_FAILURE),
    (errors.QueryTimeout, TIMED_OUT),
)


def code_of(error: errors.RolepathError) -> int:
    """The exit code that an error ends in."""
    return next((code for cls, code in _CODES if isinstance(error, cls)), OUR_FAILURE)
