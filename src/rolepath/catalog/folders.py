"""Folders of YAML files to records, with the file and line of every problem."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import yaml
from pydantic import ValidationError

from rolepath import model
from rolepath.catalog.inputs import yaml_files
from rolepath.errors import InvalidData, Problem

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]  # which base depends on how PyYAML was built
    """Takes `on`, `yes` and `no` for words, as YAML 1.2 does, and leaves dates to the models."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, form) for tag, form in forms if not tag.endswith((":timestamp", ":bool")) or first in "tfTF"]
        for first, forms in _Base.yaml_implicit_resolvers.items()
    }


@dataclass(frozen=True)
class Located:
    """A record, and where it was read."""

    record: model.AnyRecord
    path: str
    node: yaml.MappingNode

    def problem(self, message: str, *loc: str | int) -> Problem:
        """A problem of this record, at the line of the field that `loc` leads to."""
        return Problem(self.path, _line(self.node, loc), message)


def read_folders(folders: Sequence[Path], known: Sequence[Located] = ()) -> list[Located]:
    """Reads every record of the folders, in order of folder, file and place, after those already known.

    A later folder may replace an assumption of an earlier one; nothing else may be defined twice.

    Raises:
        InvalidData: with all problems of all files: YAML that can't be read, unknown kinds or fields, values out of range.
    """
    problems: list[Problem] = []
    located = list(known)
    for folder in folders:
        if not folder.is_dir():
            problems.append(Problem(_shown(folder), 0, "no such folder of data"))
            continue
        files = yaml_files(folder)
        if not files:
            problems.append(Problem(_shown(folder), 0, "no .yaml file in this folder"))
        found = [item for path in files for item in _read_file(path, problems)]
        replaced = {item.record.key for item in found if isinstance(item.record, model.Assumption)}
        located = [item for item in located if item.record.key not in replaced] + found
    if problems:
        raise InvalidData(problems)
    return located


def _shown(path: Path) -> str:
    """The path as a user would type it: relative to the current folder when it lies below."""
    resolved, here = path.resolve(), Path.cwd()
    return os.path.relpath(resolved, here) if resolved.is_relative_to(here) else str(path)


def _read_file(path: Path, problems: list[Problem]) -> Iterator[Located]:
    shown = _shown(path)
    try:
        loader = _Loader(path.read_text(encoding="utf-8"))
        root = loader.get_single_node()
        if root is None:
            return
        if not _keys_are_words(root, shown, problems, set()):
            return
        content = loader.construct_document(root)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f", column {mark.column + 1}" if mark else ""
        problems.append(Problem(shown, mark.line + 1 if mark else 0, f"the YAML can't be read{place}: {error.problem}"))
        return
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError) as error:  # PyYAML lets its own slips through
        said = (str(error) or type(error).__name__).splitlines()[0]
        problems.append(Problem(shown, 0, f"the file can't be read as YAML in UTF-8: {said}"))
        return
    except OSError as error:
        problems.append(Problem(shown, 0, f"the file can't be read: {error.strerror}"))
        return
    if not isinstance(root, yaml.MappingNode) or not isinstance(content, dict):
        problems.append(Problem(shown, 1, f"expected kinds of records ({', '.join(sorted(model.KINDS))}), each with a list"))
        return
    for kind, (key_node, value_node) in {key.value: (key, value) for key, value in root.value}.items():
        if kind not in model.KINDS:
            near = ", ".join(sorted(model.KINDS))
            problems.append(Problem(shown, key_node.start_mark.line + 1, f"unknown kind of records “{kind}”; known are {near}"))
        elif not isinstance(value_node, yaml.SequenceNode):
            problems.append(Problem(shown, key_node.start_mark.line + 1, f"{kind}: expected a list of records"))
        else:
            for body, node in zip(content[kind], value_node.value, strict=True):
                yield from _record(kind, body, node, shown, problems)


def _record(kind: str, body: object, node: Any, shown: str, problems: list[Problem]) -> Iterator[Located]:
    try:
        yield Located(model.KINDS[kind].model_validate(body), shown, node)
    except ValidationError as error:
        name = body.get("id") if isinstance(body, dict) else None
        found = error.errors(include_url=False)
        below = {e["loc"] for e in found}
        for e in found:
            if e["type"] == "too_short" and any(loc[: len(e["loc"])] == e["loc"] and loc != e["loc"] for loc in below):
                continue  # pydantic counts only the valid members of a list; the others are reported one by one
            loc = tuple(part for part in e["loc"] if part not in ("passage", "record", "reason") or part == e["loc"][-1])
            problems.append(Problem(shown, _line(node, loc), _message(kind, name, loc, e)))


def _message(kind: str, name: object, loc: tuple[str | int, ...], error: Any) -> str:
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in loc)
    said = str(error["msg"]).removeprefix("Value error, ")
    value = error.get("input")
    match error["type"]:
        case "extra_forbidden":
            said = "unknown field"
        case "too_short" | "missing" if loc == ("evidence",):
            said = "a statement without evidence: add a passage, a record or a reason"
        case "missing":
            said = "is missing"
        case "string_pattern_mismatch" if "[a-z]+/" in said:
            said = f"{value!r} is not an identifier (kind/slug in lower case, or esco:…)"
        case "value_error":
            pass
        case _ if not isinstance(value, dict | list | None):
            said += f", not {value!r}"
    subject = f"{kind} “{name}”" if name else kind
    return f"{subject}: {where + ': ' if where else ''}{said}"


def _keys_are_words(node: yaml.Node, shown: str, problems: list[Problem], seen: set[int]) -> bool:
    """Whether every key is a plain word. One that stands twice is a problem too: YAML itself keeps the last."""
    if id(node) in seen:  # an alias, perhaps of what it stands in
        return True
    seen.add(id(node))
    fine = True
    if isinstance(node, yaml.MappingNode):
        words: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.tag != "tag:yaml.org,2002:str":
                problems.append(Problem(shown, key.start_mark.line + 1, "a key must be a plain word"))
                fine = False
            elif key.value in words:
                problems.append(Problem(shown, key.start_mark.line + 1, f"the key “{key.value}” stands twice"))
            words.add(str(key.value))
            fine &= _keys_are_words(value, shown, problems, seen)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            fine &= _keys_are_words(value, shown, problems, seen)
    return fine


def _line(node: Any, loc: Sequence[str | int]) -> int:
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
