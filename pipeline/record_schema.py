"""The JSON Schema of the record, worked out from its dataclasses: what ``clausewise schema`` prints."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

from pipeline.record import SCHEMA, Record
from pipeline.record_plain import Shape, shapes_of

_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean"}
_ATTRIBUTE = re.compile(r"^(\w+)\n {4}(.+)$", re.MULTILINE)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) that every record of this version fulfils."""
    definitions: dict[str, Any] = {}
    root = _object(Record, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:clausewise:record:{SCHEMA.rpartition('/')[2]}",
        "title": f"{SCHEMA}: one document",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def _object(cls: type, definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a dataclass; the classes that it names are added to ``definitions``."""
    doc = re.sub(r"^ {4}", "", cls.__doc__ or "", flags=re.MULTILINE)
    said = dict(_ATTRIBUTE.findall(doc))
    properties = {}
    for name, shape in shapes_of(cls).items():
        properties[name] = _schema(shape, definitions)
        if name in said:
            properties[name] = {"description": said[name].replace("``", ""), **properties[name]}
    return {
        "description": doc.partition("\n")[0].replace("``", ""),
        "type": "object",
        "properties": properties,
        "required": [item.name for item in fields(cls) if not item.metadata.get("when_known")],
        "additionalProperties": False,
    }


def _schema(shape: Shape, definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of one field."""
    found = _present(shape, definitions)
    return {"anyOf": [found, {"type": "null"}]} if shape.optional else found


def _present(shape: Shape, definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of one field that is not null."""
    if shape.kind == "object":
        name = shape.inner.__name__
        if name not in definitions:
            definitions[name] = {}  # holds the place: no class of the record names itself, but a later one may
            definitions[name] = _object(shape.inner, definitions)
        return {"$ref": f"#/$defs/{name}"}
    if shape.kind == "list":
        return {"type": "array", "items": _schema(shape.inner, definitions)}
    if shape.kind == "span":
        offset = {"type": "integer", "minimum": 0}
        return {"type": "array", "prefixItems": [offset, offset], "items": False, "minItems": 2}
    if shape.values:
        return {"enum": list(shape.values)}
    return {"type": _SCALARS[shape.inner]}
