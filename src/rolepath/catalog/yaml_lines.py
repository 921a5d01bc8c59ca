"""YAML with the line of everything in it, and its mistakes as problems: for the data folders, and for what else people write."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import yaml

from rolepath.errors import Problem

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(_Base):  # type: ignore[misc]  # which base depends on how PyYAML was built
    """Takes `on`, `yes` and `no` for words, as YAML 1.2 does, and leaves dates to the models."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, form) for tag, form in forms if not tag.endswith((":timestamp", ":bool")) or first in "tfTF"]
        for first, forms in _Base.yaml_implicit_resolvers.items()
    }


def shown(path: Path) -> str:
    """The path as a user would type it: relative to the current folder when it lies below."""
    try:
        resolved, here = path.resolve(), Path.cwd()
    except (OSError, RuntimeError, ValueError):  # a link to itself, no current folder, a null character
        return str(path)
    return os.path.relpath(resolved, here) if resolved.is_relative_to(here) else str(path)


def read_yaml(text: str, place: str, problems: list[Problem]) -> tuple[yaml.Node, Any] | None:
    """The node of a text's one document, and its content; None where it is empty or can't be read, which is added to the problems."""
    try:
        loader = Loader(text)
        root = loader.get_single_node()
        if root is None or not keys_are_words(root, place, problems, set()):
            return None
        return root, loader.construct_document(root)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        column = f", column {mark.column + 1}" if mark else ""
        said = "nested too deep" if "nesting depth" in str(error.problem) else error.problem  # as a limit of PyYAML 6.0.4 puts it
        problems.append(Problem(place, mark.line + 1 if mark else 0, f"the YAML can't be read{column}: {said}"))
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError) as error:  # PyYAML lets its own slips through
        problems.append(not_yaml(error, place))
    return None


def not_yaml(error: Exception, place: str) -> Problem:
    """That a file is no text in UTF-8, or no YAML, in the first line of what Python says of it."""
    said = (str(error) or type(error).__name__).splitlines()[0]
    return Problem(place, 0, f"the file can't be read as YAML in UTF-8: {said}")


def keys_are_words(node: yaml.Node, place: str, problems: list[Problem], seen: set[int]) -> bool:
    """Whether every key is a plain word. One that stands twice is a problem too: YAML itself keeps the last."""
    if id(node) in seen:  # an alias, perhaps of what it stands in
        return True
    seen.add(id(node))
    fine = True
    if isinstance(node, yaml.MappingNode):
        words: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.tag != "tag:yaml.org,2002:str":
                problems.append(Problem(place, key.start_mark.line + 1, "a key must be a plain word; put anything else in quotes"))
                fine = False
            elif key.value in words:
                word = key.value if key.value.isprintable() else repr(key.value)
                problems.append(Problem(place, key.start_mark.line + 1, f"the key “{word}” stands twice"))
            words.add(str(key.value))
            fine &= keys_are_words(value, place, problems, seen)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            fine &= keys_are_words(value, place, problems, seen)
    return fine


def line_of(node: Any, loc: Sequence[str | int]) -> int:
    """The line (from 1) of the node that `loc` leads to, or of the last one on the way."""
    line = int(node.start_mark.line) + 1
    for part in loc:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == part]
            if not found:
                break
            line, node = found[0][0].start_mark.line + 1, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line
