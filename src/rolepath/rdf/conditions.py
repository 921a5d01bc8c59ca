"""Conditions in words, from their nodes in the store."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from rolepath import vocab
from rolepath.rdf import tables


def in_words(store: ox.Store, condition: str, labels: Mapping[str, str]) -> str:
    """What has to hold: “all of”, “any of” and “at least” with their parts in order, nested ones in brackets.

    Args:
        condition: identifier of the condition's node.
        labels: the labels of what it names.
    """
    found = {tables.local_name(p): [o.value for o in objects] for p, objects in tables.properties(store, condition).items()}
    operator = found.get("operator", [""])[0]
    parts = sorted((vocab.identifier(part) for part in found.get("part", [])), key=lambda part: int(part.rpartition("/")[2]))
    below = [in_words(store, part, labels) for part in parts]
    if len(below) > 1 or operator == "at least":
        below = [f"({words})" if " or " in words or " and " in words or words.startswith("at least") else words for words in below]
    match operator:
        case "all of":
            return " and ".join(below) or "nothing"
        case "any of":
            return " or ".join(below)
        case "at least":
            return f"at least {found['atLeast'][0]} of {', '.join(below)}"
        case "degree":
            return f"a {found['degree'][0]}"
        case "years":
            number = float(found["years"][0])
            return f"{number:g} year{'' if number == 1 else 's'} of experience"
    name = labels[vocab.identifier(found[operator][0])]
    return f"{name} at {float(found['level'][0]):.0%}" if "level" in found else f"work as {name}" if operator == "role" else name
