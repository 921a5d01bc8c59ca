"""Folders of YAML files to records, with the file and line of every problem."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from rolepath import model
from rolepath.catalog.inputs import answer_files, yaml_files
from rolepath.catalog.yaml_lines import line_of, not_yaml, read_yaml, shown
from rolepath.errors import InvalidData, Problem


@dataclass(frozen=True)
class Located:
    """A record, and where it was read."""

    record: model.AnyRecord
    path: str
    node: yaml.MappingNode

    def problem(self, message: str, *loc: str | int) -> Problem:
        """A problem of this record, at the line of the field that `loc` leads to."""
        return Problem(self.path, line_of(self.node, loc), message)


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
            problems.append(Problem(shown(folder), 0, "no such folder of data"))
            continue
        files = yaml_files(folder)
        if not files and not answer_files(folder):
            problems.append(Problem(shown(folder), 0, "no .yaml file in this folder"))
        found = [item for path in files for item in _read_file(path, problems)]
        replaced = {item.record.key for item in found if isinstance(item.record, model.Assumption)}
        located = [item for item in located if item.record.key not in replaced] + found
    if problems:
        raise InvalidData(problems)
    return located


def _read_file(path: Path, problems: list[Problem]) -> Iterator[Located]:
    place = shown(path)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        problems.append(Problem(place, 0, f"the file can't be read: {error.strerror}"))
        return
    except ValueError as error:
        problems.append(not_yaml(error, place))
        return
    read = read_yaml(text, place, problems)
    if read is None:
        return
    root, content = read
    if not isinstance(root, yaml.MappingNode) or not isinstance(content, dict):
        problems.append(Problem(place, 1, f"expected kinds of records ({', '.join(sorted(model.KINDS))}), each with a list"))
        return
    for kind, (key_node, value_node) in {key.value: (key, value) for key, value in root.value}.items():
        if kind not in model.KINDS:
            near = ", ".join(sorted(model.KINDS))
            problems.append(Problem(place, key_node.start_mark.line + 1, f"unknown kind of records “{kind}”; known are {near}"))
        elif not isinstance(value_node, yaml.SequenceNode):
            problems.append(Problem(place, key_node.start_mark.line + 1, f"{kind}: expected a list of records"))
        else:
            for body, node in zip(content[kind], value_node.value, strict=True):
                yield from _record(kind, body, node, place, problems)


def _record(kind: str, body: object, node: Any, place: str, problems: list[Problem]) -> Iterator[Located]:
    try:
        yield Located(model.KINDS[kind].model_validate(body), place, node)
    except ValidationError as error:
        name = body.get("id") if isinstance(body, dict) else None
        found = error.errors(include_url=False)
        below = {e["loc"] for e in found}
        for e in found:
            if e["type"] == "too_short" and any(loc[: len(e["loc"])] == e["loc"] and loc != e["loc"] for loc in below):
                continue  # pydantic counts only the valid members of a list; the others are reported one by one
            loc = tuple(part for part in e["loc"] if part not in model.EVIDENCE_KINDS or part == e["loc"][-1])
            problems.append(Problem(place, line_of(node, loc), _message(kind, name, loc, e)))


def _message(kind: str, name: object, loc: tuple[str | int, ...], error: Any) -> str:
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in loc[:12]) + (" …" if len(loc) > 12 else "")
    said = str(error["msg"]).removeprefix("Value error, ")
    value = error.get("input")
    match error["type"]:
        case "extra_forbidden":
            said = "unknown field"
        case "too_short" | "missing" if loc == ("evidence",):
            said = "a statement without evidence: add a passage, a record or a reason"
        case "missing":
            said = "is missing"
        case "string_pattern_mismatch" if "(esco|onet):" in said:
            said = f"{value!r} is not an identifier (kind/slug in lower case, or esco:…, onet:…)"
        case "value_error":
            pass
        case _ if not isinstance(value, dict | list | None):
            said += f", not {value!r}"
    subject = f"{kind} “{name}”" if name else kind
    return f"{subject}: {where + ': ' if where else ''}{said}"
