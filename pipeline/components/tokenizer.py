"""The tokenizer of the pipeline: a raw text in, a Doc over its reading text out.

``nlp("…")`` on the raw text of a file gives what ``clausewise run`` gives on that file: the layout is repaired first,
and spaCy's own English tokenizer then makes the Doc. Blocks, notes, furniture and the offset map are kept on the
Doc's table.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import registry

from pipeline.components.table import TEXT_KEY, BlockRow, table
from pipeline.layout import Lexicons, read_layout
from pipeline.layout.reading_text import Block
from pipeline.lexicon.clauses import load_clauses
from pipeline.lexicon.layout import load_layout
from pipeline.lexicon.openers import load_openers
from pipeline.lexicon.organs import load_organs
from pipeline.reading import SourceText, UnreadableError
from pipeline.reading.decoding import clean

LONGEST = 4_000_000
"""Most characters of one document: five times the longest resolution ever adopted, and what memory is planned for."""


RUN = 500
"""Longest run without white space that is left to the word tokenizer, in characters."""

LONG_RUN = re.compile(rf"\S{{{RUN + 1},}}")


class ReadingTokenizer:
    """Makes Docs over reading texts.

    Parameters
    ----------
    words
        The tokenizer that cuts the reading text into words.
    longest
        Most characters of one document.

    Attributes
    ----------
    words
        The same; use it to make a Doc of text whose layout must be left alone.
    """

    def __init__(self, words: Tokenizer, longest: int = LONGEST) -> None:
        self.words = words
        self.longest = longest
        self.lexicons = Lexicons(load_layout(), load_openers(), load_organs(), load_clauses())

    def __call__(self, text: str) -> Doc:
        """Return the Doc of a raw text."""
        cleaned, issues = clean(text)
        return self.read(SourceText("", cleaned, issues=issues))

    def read(self, source: SourceText) -> Doc:
        """Return the Doc of a source text.

        Raises
        ------
        UnreadableError
            When the text is longer than ``longest``.
        """
        if len(source.text) > self.longest:
            reason = (
                f"{len(source.text):,} characters are more than any resolution has ({self.longest:,}); split the file"
            )
            raise UnreadableError(source.name or "text", reason)
        reading = read_layout(source, self.lexicons)
        doc = self.plain_doc(reading.text)
        doc.user_data[TEXT_KEY] = reading.text
        found = table(doc)
        found["source"] = {
            "path": source.name,
            "sha256": source.sha256,
            "media_type": source.media_type,
            "pages": len(source.pages) if source.pages else None,
            "text": source.text,
        }
        found["layout"] = reading.to_row()
        found["blocks"] = [_row_of(block) for block in reading.blocks]
        for issue in source.issues:
            found["issues"].append(
                {
                    "code": issue.code,
                    "message": issue.message,
                    "start": issue.start,
                    "end": issue.end,
                    "where": "source",
                }
            )
        for code, message, start, end in reading.issues:
            found["issues"].append({"code": code, "message": message, "start": start, "end": end, "where": "source"})
        return doc

    def plain_doc(self, text: str) -> Doc:
        """Cut the text into words.

        spaCy's tokenizer takes time in the square of the length of a run without white space; a run longer than any
        word or address is cut into pieces before it gets there.
        """
        if LONG_RUN.search(text) is None:
            doc: Doc = self.words(text)
            return doc
        words: list[str] = []
        spaces: list[bool] = []
        position = 0
        for found in LONG_RUN.finditer(text):
            self._add_words(text[position : found.start()], words, spaces)
            pieces = [text[at : min(at + RUN, found.end())] for at in range(found.start(), found.end(), RUN)]
            words += pieces
            spaces += [False] * len(pieces)
            position = found.end()
        self._add_words(text[position:], words, spaces)
        return Doc(self.words.vocab, words=words, spaces=spaces)

    def _add_words(self, text: str, words: list[str], spaces: list[bool]) -> None:
        for token in self.words(text) if text else ():
            words.append(token.text)
            spaces.append(bool(token.whitespace_))

    def pipe(self, texts: Any, batch_size: int = 1000) -> Any:
        """Yield a Doc for each text."""
        for text in texts:
            yield self(text)

    def explain(self, text: str) -> list[tuple[str, str]]:
        """Say how the words of ``text`` were cut, as spaCy's tokenizer does."""
        explained: list[tuple[str, str]] = self.words.explain(text)
        return explained

    def to_bytes(self, **kwargs: Any) -> bytes:
        """Serialize the word tokenizer."""
        data: bytes = self.words.to_bytes(**kwargs)
        return data

    def from_bytes(self, data: bytes, **kwargs: Any) -> ReadingTokenizer:
        """Load the word tokenizer."""
        self.words.from_bytes(data, **kwargs)
        return self

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        """Save the word tokenizer."""
        self.words.to_disk(path, **kwargs)

    def from_disk(self, path: str | Path, **kwargs: Any) -> ReadingTokenizer:
        """Load the word tokenizer."""
        self.words.from_disk(path, **kwargs)
        return self


def _row_of(block: Block) -> BlockRow:
    """Return a paragraph as it is kept on the Doc."""
    return {
        "start": block.start,
        "end": block.end,
        "role": block.role,
        "page": block.page,
        "source": block.source,
        "apart": block.apart,
        "table": block.table,
    }


@registry.tokenizers("un.reading_tokenizer.v1")  # type: ignore[untyped-decorator]
def create_reading_tokenizer(longest: int = LONGEST) -> Callable[[Language], ReadingTokenizer]:
    """Return what makes the tokenizer of a pipeline.

    Parameters
    ----------
    longest
        Most characters of one document.
    """
    make_words = registry.get("tokenizers", "spacy.Tokenizer.v1")()

    def make(nlp: Language) -> ReadingTokenizer:
        return ReadingTokenizer(make_words(nlp), longest)

    return make
