"""Notes in the words of a page, without the options of a command, and a whole command that is ready to be copied."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rolepath.planning.result import Answer, Thing

_HINT = re.compile(r" with --(?:have(?: NAME)?|data)\b")
_PART = re.compile(r"(?<=[.;]) ")
_BARE = re.compile(r"[A-Za-z0-9][A-Za-z0-9+#.-]*")
_QUOTED = re.compile(r"[\w (),.+#&'’/-]+")


def page_words(text: str) -> str:
    """A text without what it says of options of a command; where nothing would be left, as it is.

    >>> page_words("The budget is too small; 90 USD would do. Raise --budget, or count with --optimistic.")
    'The budget is too small; 90 USD would do.'
    >>> page_words("It counts as missing: claim it with --have NAME.")
    'It counts as missing: claim it.'
    """
    parts = _PART.split(_HINT.sub("", text))
    kept = " ".join(part for part in parts if " --" not in part)
    return (kept[:-1] + "." if kept.endswith(";") else kept) or text


def command(answer: Answer, known: Sequence[Thing] = ()) -> str:
    """The command that asks for a path of this question as a page, for someone who has these things too.

    Only the roles and what is held are kept of the question.
    """
    question = answer.question
    held = [f"--have {_argument(claim, claim)}" for claim in question.profile.have]
    held += [f"--have {_argument(thing.label, thing.id)}" for thing in known]
    start = _argument(question.start_role.label, question.start_role.id) if question.start_role else "nothing"
    return " ".join(["rolepath path", start, _argument(question.target.label, question.target.id), *held, "--html"])


def _argument(label: str, identifier: str) -> str:
    """A label as a shell reads it in one piece; the identifier where quotes might not hold it together."""
    if _BARE.fullmatch(label):
        return label
    return f'"{label}"' if _QUOTED.fullmatch(label) and not label.startswith("-") else f"'{identifier.replace(chr(39), '')}'"
