"""Themes: what each clause speaks of, by a trained classifier; the last step of the pipeline.

A theme belongs to the clause itself; the title of the resolution only helps to read short forms such as "the Mission".
The enacting formula, headings and closing lines have none. Source: annotation guidelines, section 6. The classifier
(:mod:`pipeline.themes`) works on plain rows; this module is its adapter to spaCy.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.table import ThemesRow, reading_text, table

if TYPE_CHECKING:
    from pipeline.themes import ThemeModel

WITHOUT = frozenset({"enacting", "heading", "closing"})
"""Kinds of clauses that have no themes."""


def find_themes(doc: Doc, model: ThemeModel, explain: bool = False) -> list[ThemesRow]:
    """Find the themes of every clause that can have some.

    Parameters
    ----------
    doc
        A document with its clauses; a clause row's own ``title``, where there is one, goes before the masthead's.
    model
        A trained classifier.
    explain
        Whether to say which words carried each theme.

    Returns
    -------
    list of ThemesRow
        One row a clause, in order; without those that have no themes by their kind, and without empty ones, of which
        a title alone says nothing.
    """
    from pipeline.themes import ThemeRow

    found, text = table(doc), reading_text(doc)
    title = str(found["masthead"].get("title") or "")
    indices = [
        index
        for index, clause in enumerate(found["clauses"])
        if clause["kind"] not in WITHOUT and text[clause["start"] : clause["end"]].strip()
    ]
    clauses = [found["clauses"][index] for index in indices]
    rows = [ThemeRow(text[c["start"] : c["end"]], c.get("title", title), c["kind"]) for c in clauses]
    labels = model.label(rows)
    return [
        {
            "clause": index,
            "themes": [
                {"theme": theme, "score": score, "words": _words(model, row, theme) if explain else None}
                for theme, score in themes
            ],
            "uncertain": uncertain,
        }
        for index, row, themes, uncertain in zip(indices, rows, labels.themes, labels.uncertain, strict=True)
    ]


def _words(model: ThemeModel, row: Any, theme: str) -> list[list[Any]]:
    """Return the words that carried a theme: words, where they stand, weight."""
    return [[one.words, one.where, one.weight] for one in model.explain(row, theme)]


class Themes:
    """The component ``un_themes``.

    Reads the text, the clauses and the title of the masthead; writes the rows of themes and, by label, ``Doc.cats``
    (the share of clauses that have each theme). Without a trained model it leaves the document alone.

    Parameters
    ----------
    name
        Its name in the pipeline.
    explain
        Whether the words that carried each theme are written too.
    model
        A trained classifier; ``from_disk`` loads one.
    """

    def __init__(self, name: str = "un_themes", explain: bool = False, model: ThemeModel | None = None) -> None:
        self.name = name
        self.explain = explain
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        """Write the themes of ``doc``."""
        if self.model is None:
            return doc
        rows = find_themes(doc, self.model, self.explain)
        table(doc)["themes"] = rows
        counts = dict.fromkeys(self.model.themes, 0)
        for row in rows:
            for theme in row["themes"]:
                counts[theme["theme"]] += 1
        doc.cats.update({theme: round(count / len(rows), 4) if rows else 0.0 for theme, count in counts.items()})
        return doc

    def to_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> None:
        """Write the model into a folder; nothing without a model."""
        if self.model is not None:
            self.model.save(Path(path))

    def from_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> Themes:
        """Load the model of a folder, where there is one.

        Raises
        ------
        ThemesError
            When a file of it is missing, changed, or of another version.
        """
        from pipeline.themes import load

        if Path(path).is_dir():
            self.model = load(Path(path))
        return self

    def to_bytes(self, exclude: Iterable[str] = ()) -> bytes:
        """Return the model as bytes, arrays and JSON as in its folder; none without a model."""
        from pipeline.themes.artefact import folder_bytes

        if self.model is None:
            return b""
        with tempfile.TemporaryDirectory() as place:
            self.model.save(Path(place) / "model")
            return folder_bytes(Path(place) / "model")

    def from_bytes(self, data: bytes, exclude: Iterable[str] = ()) -> Themes:
        """Load the model of what ``to_bytes`` gave; nothing in the bytes is executed.

        Raises
        ------
        ThemesError
            When the bytes are no model, were changed, or are of another version.
        """
        from pipeline.themes import ThemesError, load
        from pipeline.themes.artefact import bytes_folder

        if not data:
            self.model = None
            return self
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "model"
            bytes_folder(data, folder)
            try:
                self.model = load(folder)
            except ThemesError as error:  # the folder is gone when the sentence is read
                raise ThemesError(str(error).replace(str(folder), f"the bytes of {self.name}")) from error
        return self


@Language.factory(
    "un_themes",
    default_config={"explain": False},
    assigns=["doc.user_data", "doc.cats"],
)
def make_themes(nlp: Language, name: str, explain: bool) -> Themes:
    """Make the component ``un_themes``.

    Reads
        ``Doc.text``, the clauses and the masthead of the table.
    Writes
        The rows of themes of the table, and ``Doc.cats``.

    Parameters
    ----------
    nlp
        The pipeline.
    name
        The name of the component in it.
    explain
        Whether the words that carried each theme are written too.

    Errors
        None: what the text says never raises.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> themes = nlp.add_pipe("un_themes")
    >>> nlp("Notes the report.").cats  # it was not trained
    {}
    """
    return Themes(name, explain)
