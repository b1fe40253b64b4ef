"""``clausewise schema``: the JSON Schema of the record."""

from __future__ import annotations

import json

import typer

EXAMPLES = "Example:  clausewise schema > record.schema.json"


def schema() -> int:
    """Print the JSON Schema that every record fulfils."""
    from pipeline.record_schema import json_schema

    typer.echo(json.dumps(json_schema(), indent=2))
    return 0
