"""Keys under which different spellings of a label meet."""

from __future__ import annotations


def folded(text: str) -> str:
    """A label without case, hyphens and spaces too many.

    >>> folded("Data-Driven  Decisions")
    'data driven decisions'
    """
    return " ".join(text.casefold().replace("-", " ").split())


def singular(text: str) -> str:
    """A key under which singular and plural of English names meet.

    >>> singular("Data Scientists") == singular("data scientist")
    True
    """
    return " ".join(_stem(word) for word in folded(text).split())


def local_id(identifier: str) -> str:
    """The part of an identifier by which a thing can be called where only one has it.

    >>> local_id("role/ai-product-manager"), local_id("onet:29-1141.00")
    ('ai-product-manager', '29-1141.00')
    """
    return identifier.partition("/")[2] or identifier.partition(":")[2]


def _stem(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 2 else word
