"""Roles inside a sentence: without a capital that only stood at the start of a label, and with the right article."""

from __future__ import annotations

import re

from rolepath.render.shell import shorten

_CAPITAL = re.compile(r"[A-Z][a-z]+(?![A-Za-z])")
_SPELLED = re.compile(r"[A-Z](?![a-z])")
_VOWEL = re.compile(r"(?!one\b|once\b|eu|ewe|u(?:ni(?!n|m)|s[aeiu]|ti|ro|k))[aeiou]|hour|honest|honou?r|heir", re.IGNORECASE)


def inside(label: str, origin: str = "rolepath") -> str:
    """A role inside a sentence. ESCO writes a capital only where a name has one; all words of O*NET's titles have one.

    >>> inside("Product manager at an AI-native company"), inside("GenAI product manager"), inside("AI strategist")
    ('product manager at an AI-native company', 'GenAI product manager', 'AI strategist')
    >>> inside("Montessori school teacher", "ESCO"), inside("Computer Systems Analysts", "O*NET")
    ('Montessori school teacher', 'computer systems analysts')
    """
    if origin == "ESCO":
        return label
    if origin == "O*NET":
        return _CAPITAL.sub(lambda word: word[0].lower(), label)
    found = _CAPITAL.match(label)
    return label[0].lower() + label[1:] if found else label


def a(label: str, origin: str = "rolepath") -> str:
    """A role with its article, inside a sentence; the titles of O*NET name many people.

    >>> a("AI product manager"), a("Traditional PM"), a("HR manager"), a("UX designer"), a("university teacher"), a("Engineer")
    ('an AI product manager', 'a traditional PM', 'an HR manager', 'a UX designer', 'a university teacher', 'an engineer')
    >>> a("undertaker", "ESCO"), a("Software Developers", "O*NET")
    ('an undertaker', 'one of the software developers')
    """
    said = shorten(inside(label, origin), 120)
    if origin == "O*NET":
        return f"one of the {said}"
    # letters that are spelled one by one sound like their names: an MBA, a UX designer
    vowel = said[:1] in "AEFHILMNORSX" if _SPELLED.match(said) else _VOWEL.match(said)
    return f"{'an' if vowel else 'a'} {said}"
