"""JSON Schemas: of the data format and of profiles, from the models; of the answers, from their classes."""

from __future__ import annotations

from typing import Any


def data_schema() -> dict[str, Any]:
    """The schema of a file of a data folder: kinds of records, each with a list.

    >>> sorted(data_schema()["properties"])[:2]
    ['assumptions', 'characteristics']
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
    """The schema of the answers to `gap` and `path` in JSON."""
    from pydantic import TypeAdapter

    from rolepath.planning.result import Answer

    schema = TypeAdapter(Answer).json_schema(mode="serialization")
    question = schema["$defs"]["Question"]
    for name, written in (("start_role", "from"), ("target", "to")):  # as `to_data` writes them
        question["properties"] = {written if key == name else key: value for key, value in question["properties"].items()}
        question["required"] = [written if key == name else key for key in question["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An answer of rolepath",
        **{key: value for key, value in schema.items() if key != "title"},
    }
