"""The cache of clauses with their text: one Parquet file outside the project, made once on each machine.

It holds sentences of resolutions, which is why it never lies in the project.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.corpus.errors import CorpusError

NAME = "corpus.parquet"
VERSION = 1

_FACTS = b"clausewise"
_GROUP = 20_000
_COLUMNS = (
    *("text", "title", "kind", "symbol", "heading", "subjects", "family"),
    *("themes", "source", "sha256", "origin"),
)
_LISTS = ("subjects", "themes")


@dataclass
class Cache:
    """What a cache holds.

    Attributes
    ----------
    rows
        Clauses: text, title, kind, symbol, heading, subjects, family, themes (None where unlabelled), source of
        the label, sha256, origin.
    facts
        What it was made from: ``checksums`` of its sources, and ``joined`` and ``missing`` labels by label file.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)


def default_cache() -> Path:
    """Return where the cache lies: ``$CLAUSEWISE_CACHE`` (a folder, or a file that ends in .parquet), or the user's."""
    named = os.environ.get("CLAUSEWISE_CACHE")
    if named:
        return Path(named) if named.endswith(".parquet") else Path(named) / NAME
    shared = os.environ.get("XDG_CACHE_HOME")
    return (Path(shared) if shared else Path.home() / ".cache") / "clausewise" / NAME


def write_cache(rows: Sequence[Mapping[str, Any]], facts: Mapping[str, Any], file: BinaryIO) -> None:
    """Write a cache; the same rows and facts give the same bytes with the same version of pyarrow."""
    import pyarrow
    from pyarrow import parquet

    text, texts = pyarrow.string(), pyarrow.list_(pyarrow.string())
    schema = pyarrow.schema([(name, texts if name in _LISTS else text) for name in _COLUMNS])
    said = json.dumps({"version": VERSION, **facts}, sort_keys=True, ensure_ascii=False)
    schema = schema.with_metadata({_FACTS: said.encode("utf-8")})
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for start in range(0, max(1, len(rows)), _GROUP):
            writer.write_table(pyarrow.Table.from_pylist(list(rows[start : start + _GROUP]), schema=schema))


def read_cache(path: Path) -> Cache:
    """Read a cache.

    Raises
    ------
    CorpusError
        When there is none, or the file is another one.
    """
    import pyarrow
    from pyarrow import parquet

    again = "make it with `clausewise corpus hydrate`"
    if not path.exists():
        raise CorpusError(f"{path}: there is no such cache; {again}")
    try:
        with parquet.ParquetFile(path) as file:
            schema = file.schema_arrow
            said = (schema.metadata or {}).get(_FACTS)
            if said is None or set(_COLUMNS) - set(schema.names):
                raise CorpusError(f"{path}: is no cache of clausewise; {again}")
            facts = json.loads(said)
            if facts.get("version") != VERSION:
                raise CorpusError(f"{path}: is the cache of another version; {again}")
            return Cache(file.read(columns=list(_COLUMNS)).to_pylist(), facts)
    except (pyarrow.ArrowException, OSError, ValueError, AttributeError) as error:
        if isinstance(error, CorpusError):
            raise
        reason = " ".join(str(error).split())[:200]
        raise CorpusError(f"{path}: is damaged or no Parquet ({reason}); {again}") from error
