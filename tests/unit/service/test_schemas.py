"""The published schema of answers: what `to_data` writes is what it says, to the last field."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from rolepath.planning.result import to_data
from rolepath.service.schemas import answer_schema

sys.path.insert(0, str(Path(__file__).parents[1] / "render"))

from sample import ANSWER, GAP, NO_PATH, READY, TIGHT

_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str, "number": (int, float), "integer": int, "boolean": bool, "null": type(None), "array": list, "object": dict,
}  # fmt: skip


def faults(schema: dict[str, Any], data: Any, kinds: dict[str, Any], place: str = "") -> list[str]:
    """What in data isn't as the schema has it; of the words of JSON Schema those that ours uses."""
    if "$ref" in schema:
        return faults(kinds[schema["$ref"].rpartition("/")[2]], data, kinds, place)
    if "anyOf" in schema:
        return min((faults(each, data, kinds, place) for each in schema["anyOf"]), key=len)
    if not isinstance(data, _TYPES[schema["type"]]):
        return [f"{place}: {data!r} is no {schema['type']}"]
    if isinstance(data, list):
        return [fault for n, each in enumerate(data) for fault in faults(schema["items"], each, kinds, f"{place}/{n}")]
    if not isinstance(data, dict):
        return []
    found = [f"{place}: {name} is missing" for name in schema["required"] if name not in data]
    found += [f"{place}: {name} is unknown" for name in data if name not in schema["properties"]]
    known = [name for name in data if name in schema["properties"]]
    return found + [fault for name in known for fault in faults(schema["properties"][name], data[name], kinds, f"{place}/{name}")]


@pytest.mark.parametrize("answer", [ANSWER, TIGHT, NO_PATH, READY, GAP], ids=["path", "tight", "none", "ready", "gap"])
def test_what_is_written_is_as_the_schema_says(answer: Any) -> None:
    schema = answer_schema()
    assert faults(schema, json.loads(json.dumps(to_data(answer))), schema["$defs"]) == []


def test_a_fault_is_found() -> None:
    schema = answer_schema()
    data = json.loads(json.dumps(to_data(ANSWER)))
    del data["question"]["from"]
    data["ways"][0]["cost"]["hours"]["mid"] = "much"
    assert faults(schema, data, schema["$defs"]) == ["/question: from is missing", "/ways/0/cost/hours/mid: 'much' is no number"]
