"""JSON Schemas: of the data format and of profiles, from the models; of the answers, from their classes."""

from __future__ import annotations

from typing import Any


def data_schema() -> dict[str, Any]:
    """The schema of a file of a data folder: kinds of records, each with a list.

    >>> sorted(data_schema()["properties"])[:2]
    ['areas', 'assumptions']
    """
    from pydantic import create_model

    from rolepath import model

    fields: dict[str, Any] = {kind: (tuple[record, ...], ()) for kind, record in model.KINDS.items()}  # type: ignore[valid-type]  # made at run time
    file = create_model("File", __base__=model.Model, **fields)
    schema = file.model_json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A file of rolepath data",
        **{key: value for key, value in schema.items() if key != "title"},
    }


def profile_schema() -> dict[str, Any]:
    """The schema of a profile file.

    >>> sorted(profile_schema()["properties"])[:3]
    ['avoid', 'budget', 'capabilities']
    """
    from rolepath.service.profile_file import ProfileFile

    schema = ProfileFile.model_json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A profile of rolepath",
        **{key: value for key, value in schema.items() if key != "title"},
    }


def answer_schema() -> dict[str, Any]:
    """The schema of the answers to `gap` and `path` in JSON, as `planning.result.to_data` writes them.

    >>> list(answer_schema()["$defs"]["Range"]["properties"])
    ['low', 'mid', 'high']
    """
    from pydantic import TypeAdapter

    from rolepath.planning.result import Answer

    schema = TypeAdapter(Answer).json_schema(mode="serialization")
    kinds = schema["$defs"]
    _rename(kinds["Question"], {"start_role": "from", "target": "to"})
    _rename(kinds["Flip"], {"from_": "from"})
    for name in ("Range", "Money"):
        low = kinds[name]["properties"].pop("low")
        kinds[name]["properties"] = {"low": low, "mid": {"title": "Mid", "type": "number"}, **kinds[name]["properties"]}
        kinds[name]["required"] = list(kinds[name]["properties"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An answer of rolepath",
        **{key: value for key, value in schema.items() if key != "title"},
    }


def _rename(schema: dict[str, Any], names: dict[str, str]) -> None:
    """Gives properties of an object the names under which they are written."""
    schema["properties"] = {names.get(key, key): value for key, value in schema["properties"].items()}
    schema["required"] = [names.get(key, key) for key in schema["required"]]
