"""The codebook of an export: of every column its type, its meaning, its values, and what an empty cell says."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from pipeline.lexicon.data import data_folder
from pipeline.output.columns import Column, Table
from pipeline.output.files import failed
from pipeline.output.spreadsheet import cell
from pipeline.output.tables import TABLES

HEAD = ("table", "column", "type", "meaning", "values", "missing")

CSV_RULES = """\
Files are CSV (RFC 4180): commas, double quotes, UTF-8 with a byte-order mark; the first line names the columns.

- Text that a spreadsheet would run as a formula (it opens with `=`, `+`, `-`, `@`, a tab or a line end, also behind
  spaces, quotes or invisible signs) and text that opens with an apostrophe has **one apostrophe in front**; so has such
  text inside a cell right behind each `;`, tab or line end. Take one apostrophe away at the front of the cell and
  behind each `;`, tab and line end to have the text itself. Offsets count the text without them. Numbers have none.
- Items of a list are parted by ` | `; a `|` or `\\` inside an item has a `\\` in front. A pair of offsets is
  `start..end`.
- Truth values are `true` and `false`. An empty cell is a missing value, or a list without items.
- A zero character is written as U+FFFD.
"""

PARQUET_RULES = """\
Files are Parquet: lists are lists, pairs of offsets are lists of two, a missing value is null, and the meaning of a
column is in the metadata of its field too. Text stands as it is, without protection for spreadsheets; that of
`codebook.csv` has it.
"""

RULES = """\
The tables are joined by `document`, and by `clause` inside a document. Offsets count Unicode code points from 0; an
end is the first character after. `start` and `end` count in the text of the clause, what is named `source` in the
source text of the document. In text, half a surrogate pair is written as U+FFFD.
"""


@cache
def value_meanings() -> dict[str, dict[str, str]]:
    """Return what each value of a column means, by the name of its list, as ``configs/codebook.toml`` has it."""
    data = tomllib.loads((data_folder("configs") / "codebook.toml").read_text(encoding="utf-8"))
    return {name: rows for name, rows in data.items() if isinstance(rows, dict)}


def write_codebook(folder: Path, themes: Mapping[str, str], ending: str) -> None:
    """Write ``codebook.csv``, for programs, and ``codebook.md``, for people.

    Parameters
    ----------
    folder
        The folder of the tables.
    themes
        What each theme means, by its id.
    ending
        That of the files of tables.

    Raises
    ------
    OutputError
        When they cannot be written.
    """
    meanings = {**value_meanings(), "theme": dict(themes)}
    try:
        with (folder / "codebook.csv").open("w", encoding="utf-8-sig", newline="") as file:
            rows = csv.writer(file, lineterminator="\r\n")
            rows.writerow(HEAD)
            rows.writerows([cell(value) for value in row] for row in _rows(meanings))
        text = "\n".join(_page(meanings, ending))
        (folder / "codebook.md").write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise failed(folder, error) from error


def _rows(meanings: Mapping[str, Mapping[str, str]]) -> Iterator[list[str]]:
    for table in TABLES:
        for column in table.columns:
            values = "; ".join(f"{value}: {meaning}" for value, meaning in meanings.get(column.values, {}).items())
            yield [table.name, column.name, column.type.value, column.meaning, values, column.missing or "never"]


def _page(meanings: Mapping[str, Mapping[str, str]], ending: str) -> Iterator[str]:
    """Yield the lines of the codebook for people."""
    yield "# Codebook\n"
    yield "What `clausewise export` wrote. " + RULES
    yield CSV_RULES if ending == ".csv" else PARQUET_RULES
    for table in TABLES:
        yield from _table(table, ending)
    yield "## Values\n\nThemes are those of the project; a model with themes of your own gives others.\n"
    for name, rows in meanings.items():
        yield f"### {name}\n\n| value | meaning |\n|---|---|"
        yield from (f"| `{value}` | {_markdown(meaning)} |" for value, meaning in rows.items())
        yield ""


def _table(table: Table, ending: str) -> Iterator[str]:
    yield f"## {table.name}{ending}\n\n{table.meaning[:1].upper()}{table.meaning[1:]}.\n"
    yield "| column | type | meaning | values | missing means |\n|---|---|---|---|---|"
    yield from map(_line, table.columns)
    yield ""


def _line(column: Column) -> str:
    values = f"[{column.values}](#{column.values})" if column.values else ""
    meaning = _markdown(column.meaning)
    return f"| `{column.name}` | {column.type.value} | {meaning} | {values} | {column.missing or 'never missing'} |"


def _markdown(text: str) -> str:
    return text.replace("|", "\\|")
