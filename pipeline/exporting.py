"""Records to the formats of other programs, and what people changed in brat back to corrections.

A folder or file of an export is made of records alone, so what people corrected in them is in it; no model runs.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.output.files import OutputError, failed, whole_file
from pipeline.output.folders import whole_folder
from pipeline.output.spans import misplaced
from pipeline.record import Record

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from pipeline.corpus.corrections import Correction
    from pipeline.output.brat_changes import Change

FORMATS = ("csv", "parquet", "html", "docbin", "brat")

ATTRIBUTES = ("ORTH", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "ENT_ID")
"""What a DocBin holds of each token."""

SEPARATOR = "\n\n"
"""What stands between two clauses in the text of a Doc."""


def export(records: Iterable[Record], form: str, path: Path, *, replace: bool = False) -> int:
    """Write records in a format.

    Parameters
    ----------
    records
        The documents; they are read once, one after another.
    form
        One of :data:`FORMATS`.
    path
        Where to: a file for ``docbin``, a folder for all others.
    replace
        Whether an earlier export may be replaced though its files were changed since.

    Returns
    -------
    int
        How many documents there were.

    Raises
    ------
    OutputError
        When something cannot be written; nothing is left then, and what stood there stands.
    """
    if form == "docbin":
        return write_docbin(records, path)
    with whole_folder(path, form, replace) as folder:
        if form == "html":
            from pipeline.output.html_export import write_pages

            return write_pages(records, folder)
        if form == "brat":
            from pipeline.output.brat import write_brat

            return write_brat(_placed(records, form), folder, tuple(theme_definitions()))
        from pipeline.output.table_files import write_csv, write_parquet

        write = write_csv if form == "csv" else write_parquet
        return write(records, folder, theme_definitions())


def theme_definitions() -> Mapping[str, str]:
    """Return what each theme of the project's own taxonomy means."""
    from pipeline.lexicon.data import data_folder
    from pipeline.themes.taxonomy import read_taxonomy

    return {theme.id: theme.definition for theme in read_taxonomy(data_folder("configs") / "themes.toml")}


def _placed(records: Iterable[Record], form: str) -> Iterator[Record]:
    """Yield records whose spans all stand where they say.

    Raises
    ------
    OutputError
        For one with a span that does not.
    """
    for number, record in enumerate(records, 1):
        wrong = misplaced(record)
        if wrong is not None:
            name = record.masthead.symbol or record.source.path
            raise OutputError(f"record {number}, {name}: {wrong}; {form} cannot hold that, make the record again")
        yield record


def write_docbin(records: Iterable[Record], path: Path) -> int:
    """Write records as a DocBin of spaCy, which any pipeline of the language opens.

    All Docs are held in memory until they are written, as spaCy has no other way.

    Raises
    ------
    OutputError
        When the file cannot be written or holds anything but an earlier export, or a record has spans that do not
        stand where they say.
    """
    from spacy.tokens import DocBin

    from pipeline.loading import load_pipeline

    made = DocBin(attrs=ATTRIBUTES, store_user_data=True)
    # the version and the attributes: what every export has and the data of a training, say, has not
    opening = zlib.decompress(made.to_bytes()).partition(b"tokens")[0]
    _check_docbin(path, opening)
    nlp = load_pipeline()
    with whole_file(path) as file:
        for record in _placed(records, "docbin"):
            made.add(doc_of(record, nlp))
        _check_docbin(path, opening)  # reading may have taken hours, in which somebody saved a file there
        try:
            file.write(made.to_bytes())
        except (ValueError, OverflowError) as error:
            raise OutputError(f"{path}: these are too many documents for one DocBin; export them in parts") from error
    return len(made)


def _check_docbin(path: Path, opening: bytes) -> None:
    """Stop where a file stands that is no DocBin of an export, as it would be lost; an empty file is free.

    Parameters
    ----------
    path
        The file.
    opening
        The first bytes of every DocBin of an export, unpacked.

    Raises
    ------
    OutputError
        Says what to do.
    """
    try:
        if not path.is_file():
            return
        with path.open("rb") as file:
            start = file.read(1024)
        # no more is unpacked than is compared
        opened = zlib.decompressobj().decompress(start, len(opening)) if start else opening
    except zlib.error:
        opened = b""
    except OSError as error:
        raise failed(path, error) from error
    except ValueError as error:
        raise OutputError(f"{path}: cannot be written: {error}") from error
    if opened != opening:
        raise OutputError(f"{path}: is a file that is no DocBin of an export, and would be lost; name a new file")


def doc_of(record: Record, nlp: Language) -> Doc:
    """Return a record as a Doc, with the spans, entities and categories that the components would have written.

    The text is that of the clauses, each with its printed number and a space in front where it has one, parted by
    empty lines. ``doc.spans`` has ``clauses``, ``acts``, ``entities`` and ``dates``, ``span._.record`` what is known of
    each; ``doc.ents`` the entities without those inside another; ``doc.cats`` the share of clauses of each theme.

    Parameters
    ----------
    record
        The document.
    nlp
        A pipeline; only its vocabulary and its tokenizer are used.
    """
    from spacy.util import filter_spans

    from pipeline.components.table import KEY, set_spans

    text, rows = _table(record)
    doc: Doc = nlp.tokenizer.plain_doc(text)  # type: ignore[union-attr]  # layout is not to be read again
    doc.user_data[KEY] = rows
    for group, label in (("clauses", "kind"), ("acts", "function"), ("dates", "kind")):
        set_spans(doc, group, rows[group], label)
    doc.set_ents(filter_spans(set_spans(doc, "entities", rows["entities"], "label")))
    doc.cats = {theme.theme: theme.share for theme in record.themes}
    return doc


def _table(record: Record) -> tuple[str, Any]:
    """Return the text of a record's Doc, and the table of what is known of it."""
    from pipeline.components.table import new_table
    from pipeline.components.themes import WITHOUT

    found: Any = new_table()
    data = record.to_dict()
    found |= {"cut": True, "source": data["source"], "masthead": _masthead(data["masthead"])}
    parts: list[str] = []
    at = 0
    for index, clause in enumerate(data["clauses"]):
        number = f"{clause['number']} " if clause["number"] else ""
        start, end = at + len(number), at + len(number) + len(clause["text"])
        _add_clause(found, index, clause, start)
        found["clauses"][-1]["number_start"] = at if number else None
        found["blocks"].append({"start": at, "end": end, "role": "text", "page": 1, "source": []})
        if clause["kind"] not in WITHOUT and clause["text"].strip():
            themes = [{"theme": one["theme"], "score": one["score"], "words": _words(one)} for one in clause["themes"]]
            found["themes"].append({"clause": index, "themes": themes, "uncertain": clause["uncertain"]})
        parts.append(number + clause["text"])
        at = end + len(SEPARATOR)
    found["issues"] = [{**issue, "where": "source"} for issue in data["issues"]]
    # spaCy holds no half of a surrogate pair; the question mark keeps every offset
    text = SEPARATOR.join(parts).encode("utf-8", "replace").decode("utf-8")
    return text, found


def _masthead(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "source_spans"}


def _words(theme: Mapping[str, Any]) -> list[list[Any]] | None:
    words = theme.get("words")
    return None if words is None else [[one["words"], one["where"], one["weight"]] for one in words]


def _add_clause(found: Any, index: int, clause: Mapping[str, Any], start: int) -> None:
    """Add a clause and what is in it to the table; its text begins at ``start``."""
    names = ("id", "kind", "number", "level", "parent", "chapeau", "annex", "part")
    end = start + len(clause["text"])
    first = {"act": len(found["acts"]), "deadline": len(found["dates"])}
    found["clauses"].append({name: clause[name] for name in names} | {"start": start, "end": end})
    for group in ("acts", "entities", "dates"):
        for span in clause[group]:
            row = {name: value for name, value in span.items() if name != "text"}
            row |= {"start": start + span["start"], "end": start + span["end"]}
            found[group].append({"clause": index, **row} if group == "acts" else row)
    for mandate in clause["mandates"]:
        row = {"clause": index, **mandate}
        for name, before in first.items():
            row[name] = None if mandate[name] is None else before + mandate[name]
        whom, task = mandate["addressee"], mandate["task"]
        row["addressee"] = None if whom is None else [start + whom["start"], start + whom["end"]]
        row["task"] = None if task is None else [start + edge for edge in task]
        found["mandates"].append(row)


def corrections_of(record: Record, changes: Iterable[Change], who: str) -> Iterator[Correction]:
    """Yield what a person changed in a document as corrections.

    Parameters
    ----------
    record
        The document as it was exported.
    changes
        What was changed.
    who
        The person.

    Raises
    ------
    CorpusError
        When a value is none that a correction can have.
    """
    from pipeline.corpus.corrections import new_correction

    model = record.provenance.model
    for change in changes:
        themes = change.field == "themes" and model is not None
        yield new_correction(
            who,
            why=change.why,
            document=record.masthead.symbol or record.source.path,
            clause=change.clause.id,
            text=change.clause.text,
            title=record.masthead.title or "",
            field=change.field,
            before=change.before,
            after=change.after,
            model=f"{model.name} {model.version}" if themes and model else f"clausewise {record.provenance.version}",
        )
