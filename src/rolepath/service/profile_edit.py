"""Profile files written and changed: names that are resolved first, and comments that stay where they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from rolepath.catalog.yaml_lines import Loader, shown
from rolepath.errors import AmbiguousName, InvalidProfile, UnknownName, WrongUse
from rolepath.service.profile_file import (
    LISTS,
    Places,
    ProfileFile,
    check_names,
    make_profile_file,
    parse_profile,
    text_of,
)
from rolepath.service.resolved import find, shown_name

if TYPE_CHECKING:
    from rolepath.rdf.lookup import Named
    from rolepath.service.graph import KnowledgeGraph

HEAD: Final = "# A profile for `rolepath path --profile FILE`; `rolepath schema --profile` says what can stand in it.\n"
Edit = tuple[int, int, list[str]]
"""The first line (from 0), the line after the last, and the lines that take their place."""
HELD: Final = (*LISTS, "degrees")


@dataclass(frozen=True)
class Edited:
    """A changed profile: its text, and what was done, a sentence each. changed: whether the text is another than before."""

    text: str
    said: tuple[str, ...]
    changed: bool


def new_profile(content: Mapping[str, Any], kg: KnowledgeGraph, path: Path) -> str:
    """The text of a new profile.

    Raises:
        InvalidProfile: with every value out of range; and where there is none, with every name that is unknown or ambiguous.
    """
    places = Places(shown(path))
    return HEAD + to_yaml(_with_labels(make_profile_file(content, places), kg).given())


def add(path: Path, kg: KnowledgeGraph, content: Mapping[str, Any], leveled: Mapping[str, float | None]) -> Edited:
    """Adds to the lists of a profile, and capabilities with their levels; one without a level is added at 1.

    Args:
        content: field → what to add to its list.
        leveled: capability → level; None leaves the level of one that is there.

    Raises:
        InvalidProfile: for a mistake in the file, in what is added, or in what both would make.
    """
    text, place = text_of(path), shown(path)
    before = parse_profile(text, place)
    check_names(before, kg)
    levels = {name: 1 if level is None else level for name, level in leveled.items()}
    asked = make_profile_file({**content, **({"capabilities": levels} if levels else {})}, Places())
    added = _with_labels(asked, kg)
    fields = before.given()
    said: list[str] = []
    for field in HELD:
        if field == "capabilities":
            _add_levels(fields, asked, added, leveled, kg, said)
            continue
        if field == "confirmed":
            _add_answers(fields, added, kg, said)
            continue
        there = _identified(before, field, kg)
        for name in getattr(added, field):
            identifier = name if field == "degrees" else find(kg, field, name).id
            if identifier in there:
                said.append(f"{field}: {there[identifier]} is there already.")
            else:
                fields[field] = (*fields.get(field, ()), name)
                said.append(f"{field}: added {_full(name, identifier)}.")
    return _edited(text, before, fields, kg, place, said, check=True)


def _add_levels(
    fields: dict[str, Any],
    asked: ProfileFile,
    added: ProfileFile,
    leveled: Mapping[str, float | None],
    kg: KnowledgeGraph,
    said: list[str],
) -> None:
    levels = dict(fields.get("capabilities", {}))
    there = {find(kg, "capabilities", name).id: name for name in levels}
    unsaid = {" ".join(name.split()) for name, level in leveled.items() if level is None}
    for (given, level), name in zip(asked.capabilities.items(), added.capabilities, strict=True):
        identifier = find(kg, "capabilities", name).id
        old = there.get(identifier, name)
        if identifier not in there:
            levels[name] = level
            said.append(f"capabilities: added {_full(name, identifier)} at {_number(level)}.")
        elif given in unsaid or levels[old] == level:
            said.append(f"capabilities: {old} is there already, at {_number(levels[old])}.")
        else:
            said.append(f"capabilities: {old} is now at {_number(level)}, no longer at {_number(levels[old])}.")
            levels[old] = level
    if levels:
        fields["capabilities"] = levels


def _add_answers(fields: dict[str, Any], added: ProfileFile, kg: KnowledgeGraph, said: list[str]) -> None:
    answers = dict(fields.get("confirmed", {}))
    there = {find(kg, "confirmed", name).id: name for name in answers}
    for name, answer in added.confirmed.items():
        identifier = find(kg, "confirmed", name).id
        old = there.get(identifier, name)
        before, answers[old] = answers.get(old), answer
        if before is None:
            said.append(f"confirmed: added {_full(name, identifier)}: {answer}.")
        else:
            said.append(f"confirmed: {old} is {'there already' if before == answer else f'now {answer}, no longer {before}'}.")
    if answers:
        fields["confirmed"] = answers


def remove(path: Path, kg: KnowledgeGraph, names: Iterable[str], only: str | None = None) -> Edited:
    """Takes names out of a profile, from the field they stand in; an entry is found as it is written, or by what it means.

    Args:
        only: the field to take them from; needed for what stands in several.

    Raises:
        InvalidProfile: for a mistake in the file. WrongUse: for names that aren't there, saying what is, or that stand in several fields.
    """
    text, place = text_of(path), shown(path)
    before = parse_profile(text, place)
    fields = before.given()
    within = (only,) if only is not None else HELD
    wrong: list[str] = []
    said: list[str] = []
    for name in dict.fromkeys(names):
        found = [(field, entry) for field in within for entry in getattr(before, field) if _means(name, field, entry, kg)]
        if len({field for field, _ in found}) > 1:
            wrong.append(f"“{shown_name(name)}” stands in {' and '.join(field for field, _ in found)}; say which with --from")
        elif not found:
            wrong.append(f"“{shown_name(name)}” is not {f'in {only} of' if only else 'in'} {place}")
        for field, entry in found:
            fields[field] = _without(fields[field], entry)
            said.append(f"{field}: removed {entry}.")
    if wrong:
        held = "; ".join(f"{field}: {', '.join(getattr(before, field))}" for field in within if getattr(before, field))
        raise WrongUse("; ".join(wrong) + f". It holds {held or 'nothing that could be removed'}; nothing was changed")
    fields = {field: value for field, value in fields.items() if value not in ((), {})}
    return _edited(text, before, fields, kg, place, said, check=False)


def _without(entries: Any, entry: str) -> Any:
    if isinstance(entries, Mapping):
        return {name: level for name, level in entries.items() if name != entry}
    return tuple(name for name in entries if name != entry)


def _means(name: str, field: str, entry: str, kg: KnowledgeGraph) -> bool:
    """Whether a name is an entry as written, or another name of the same thing. What means nothing any more is found as written."""
    if " ".join(name.split()).casefold() == entry.casefold():
        return True
    try:
        return field != "degrees" and find(kg, field, name).id == find(kg, field, entry).id
    except (UnknownName, AmbiguousName):
        return False


def _identified(profile: ProfileFile, field: str, kg: KnowledgeGraph) -> dict[str, str]:
    """What each entry of a list means → the entry."""
    return {entry if field == "degrees" else find(kg, field, entry).id: entry for entry in getattr(profile, field)}


def _with_labels(profile: ProfileFile, kg: KnowledgeGraph) -> ProfileFile:
    """The profile with each name as its label, or as its identifier where the label alone doesn't name it; raises InvalidProfile."""
    check_names(profile, kg)
    fields = profile.given()
    for field in (*LISTS, "target"):
        value = fields.get(field)
        if isinstance(value, Mapping):
            fields[field] = {_written(find(kg, field, name), field, kg): level for name, level in value.items()}
        elif value is not None:
            labels = tuple(_written(find(kg, field, name), field, kg) for name in ((value,) if isinstance(value, str) else value))
            fields[field] = labels[0] if isinstance(value, str) else labels
    return make_profile_file(fields, Places())


def _written(named: Named, field: str, kg: KnowledgeGraph) -> str:
    try:
        return named.label if named.label.isprintable() and find(kg, field, named.label).id == named.id else named.id
    except (UnknownName, AmbiguousName):
        return named.id


def _full(name: str, identifier: str) -> str:
    return name if name == identifier else f"{name} ({identifier})"


def _number(level: Decimal) -> str:
    return f"{float(level):g}"


def _edited(
    text: str, before: ProfileFile, fields: Mapping[str, Any], kg: KnowledgeGraph, place: str, said: Sequence[str], check: bool
) -> Edited:
    after = make_profile_file(fields, Places(place))
    if check:
        check_names(after, kg)
    if after == before:
        return Edited(text, tuple(said), False)
    return Edited(changed_text(text, before, after), tuple(said), True)


# --- text -------------------------------------------------------------------------------------------------------------


class _Dumper(yaml.SafeDumper):
    """Writes decimals as the numbers that they are."""


def _decimal(dumper: _Dumper, value: Decimal) -> yaml.Node:
    whole = value == value.to_integral_value()
    text = f"{value.to_integral_value():f}" if whole else f"{value.normalize():f}"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'int' if whole else 'float'}", text)


_Dumper.add_representer(Decimal, _decimal)


def to_yaml(fields: Mapping[str, Any]) -> str:
    """Fields and their values as YAML in their order, so that reading it gives the same profile; nothing where there is no field.

    >>> print(to_yaml({"roles": ("baker",), "capabilities": {"SQL": Decimal("0.50")}, "budget": "500"}), end="")
    roles:
    - baker
    capabilities:
      SQL: 0.5
    budget: 500
    """
    data = {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}
    budget = data.get("budget")
    if isinstance(budget, str) and " " not in budget:
        data["budget"] = Decimal(budget)
    return _dumped(data) if data else ""


def _dumped(data: object) -> str:
    text: str = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=False, width=10_000)
    return text


def changed_text(text: str, before: ProfileFile, after: ProfileFile) -> str:
    """The text of `before` changed so that it says `after`: only the lines of what differs, so that comments and order stay.

    A text that is laid out in another way than a field, an item or a level a line is written anew, its fields in their old order.
    """
    try:
        found = _changed_lines(text, before, after)
        if parse_profile(found, "") == after:
            return found
    except InvalidProfile:
        pass  # laid out in a way that changing lines doesn't fit
    new = after.given()
    order = [name for name in _keys(text) if name in new]
    return to_yaml({name: new[name] for name in (*order, *(name for name in new if name not in order))}) or HEAD


def _keys(text: str) -> list[str]:
    root = yaml.compose(text, Loader)
    return [key.value for key, _ in root.value] if isinstance(root, yaml.MappingNode) else []


def _changed_lines(text: str, before: ProfileFile, after: ProfileFile) -> str:
    root = yaml.compose(text, Loader)
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += "\n"
    nodes = {key.value: (key, value) for key, value in root.value} if isinstance(root, yaml.MappingNode) else {}
    old, new = before.given(), after.given()
    edits: list[Edit] = []
    for name in (*old, *(name for name in new if name not in old)):
        if old.get(name) == new.get(name):
            continue
        whole = to_yaml({name: new[name]}).splitlines(keepends=True) if name in new else []
        if name not in nodes:
            edits.append((len(lines), len(lines), whole))
            continue
        key, value = nodes[name]
        if whole and isinstance(value, yaml.CollectionNode) and not value.flow_style:
            edits += _changed_items(lines, value, old[name], new[name])
        else:
            edits.append((key.start_mark.line, _end(value), whole))
    ending = "\r\n" if "\r\n" in text else "\n"
    edits.sort(key=lambda edit: edit[:2])  # what stands at one place stays in order, since the last one goes in first
    for first, last, instead in reversed(edits):
        lines[first:last] = [line.rstrip("\r\n") + ending for line in instead]
    return "".join(lines)


def _changed_items(lines: Sequence[str], node: yaml.CollectionNode, old: Any, new: Any) -> list[Edit]:
    """The edits of the lines of one list, or of one mapping to levels: an item a line."""
    edits: list[Edit] = []
    for name, item in zip(old, node.value, strict=True):
        first, last = (item[0], item[1]) if isinstance(item, tuple) else (item, item)
        if name not in new:
            edits.append((first.start_mark.line, _end(last), []))
        elif isinstance(new, Mapping) and new[name] != old[name]:
            line, begin, end = last.start_mark.line, last.start_mark.column, last.end_mark.column
            edits.append((line, line + 1, [lines[line][:begin] + _dumped([new[name]])[2:-1] + lines[line][end:]]))
    more = [name for name in new if name not in old]
    data = {name: new[name] for name in more} if isinstance(new, Mapping) else more
    indent, end = " " * node.start_mark.column, _end(node)
    return [*edits, (end, end, [indent + line for line in _dumped(data).splitlines(keepends=True)] if more else [])]


def _end(node: yaml.Node) -> int:
    """The line after the last one of a node (from 0). Where a block ends is known only by what stands last in it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    mark = node.end_mark
    return int(mark.line) + (1 if mark.column else 0)
