"""Writes a source text piece by piece, with its marks and places at the right offsets."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from pipeline.reading.decoding import clean
from pipeline.reading.source import Mark, Place, SourceIssue, SourceText, UnreadableError

MEANINGLESS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""Control characters and noncharacters: no format means anything by them inside text."""

PRINTED = {0x2011: "-", 0xA0: " ", 0x2007: " ", 0x202F: " ", 0xAD: None}
"""Signs that tell a program where a line may break, and what they are in print (Unicode, chapter 6.2)."""

WHITE = re.compile(r"[ \t\n\r\f\v]+")
"""White space that is one space in print."""


class SourceWriter:
    """Collects text and marks; offsets count code points from the start.

    Examples
    --------
    >>> writer = SourceWriter()
    >>> writer.write("Recalls", kinds=("italic",))
    >>> writer.write(" the report")
    >>> writer.finish("a.html", b"", "text/html").marks
    (Mark(kind='italic', start=0, end=7, value=''),)
    """

    def __init__(self) -> None:
        self.length = 0
        self.marks: list[Mark] = []
        self.places: list[Place] = []
        self.issues: list[SourceIssue] = []
        self.pages: list[int] = []
        self._parts: list[str] = []
        self._begun: int | None = None
        self._paragraphs = 0
        self._label = ""
        self._space = False
        self._break = False
        self._last: tuple[str, ...] = ()

    def write(self, text: str, kinds: Iterable[str] = ()) -> None:
        """Add ``text``; marks of the same kind that touch become one."""
        if not text:
            return
        start = self.length
        self._parts.append(text)
        self.length += len(text)
        for kind in kinds:
            self.mark(kind, start, self.length)

    def mark(self, kind: str, start: int, end: int, value: str = "") -> None:
        """Mark a stretch; one that goes on from the last mark of its kind and value lengthens that one."""
        for at in range(len(self.marks) - 1, max(-1, len(self.marks) - 5), -1):
            last = self.marks[at]
            if last.kind == kind and last.value == value and last.end == start and kind != "number":
                self.marks[at] = Mark(kind, last.start, end, value)
                return
        if start < end:
            self.marks.append(Mark(kind, start, end, value))

    def marked(self, kind: str, start: int) -> bool:
        """Tell whether a mark of a kind begins at an offset."""
        return any(mark.kind == kind and mark.start == start for mark in self.marks[-50:])

    def paragraph(self, label: str = "") -> int:
        """End the paragraph that is open; the next text begins one, with ``label`` as the number that it shows.

        Returns
        -------
        int
            Where the next paragraph will begin, if it gets any text.
        """
        if self._begun is not None:
            self._paragraphs += 1
            self.places.append(Place(self._begun, self.length, paragraph=self._paragraphs))
        self._begun, self._label, self._last = None, label, ()
        self._space = self._break = False
        return self.length + (2 if self.length else 0)

    def flow(self, text: str, kinds: Sequence[str] = ()) -> int:
        """Add text to the paragraph and return where its first letter stands.

        White space is folded, and dropped at the ends of the paragraph, as it is in print.
        """
        folded = WHITE.sub(" ", text.translate(PRINTED))
        if folded.startswith(" "):
            self._space = self._space or not self._fresh()
            folded = folded[1:]
        if not folded:
            return self.length
        self._open()
        if self._break:
            self.write("\n")
        elif self._space:
            self.write(" ", [kind for kind in kinds if kind in self._last])
        start = self.length
        self._break = False
        self._space = folded.endswith(" ")
        self.write(folded.rstrip(" "), kinds)
        self._last = tuple(kinds)
        return start

    def newline(self) -> None:
        """Break the line inside the paragraph."""
        self._space, self._break = False, self._begun is not None

    def _fresh(self) -> bool:
        """Tell whether the paragraph, or its line, has no text yet."""
        return self._begun is None or self._break

    def label(self) -> None:
        """Write the number of the paragraph, though no text may follow it."""
        self._open()

    def _open(self) -> None:
        """Begin the paragraph if it has not begun."""
        if self._begun is not None:
            return
        if self.length:
            self.write("\n\n")
        self._begun = self.length
        if self._label:
            self.write(self._label)
            self.mark("number", self._begun, self.length, self._label)
            self._space = True

    def finish(self, name: str, data: bytes, media_type: str) -> SourceText:
        """Return the source text.

        Raises
        ------
        UnreadableError
            When there is no text.
        """
        self.paragraph()
        text, damaged = clean("".join(self._parts))
        text, odd = MEANINGLESS.subn("\ufffd", text)
        if odd:
            message = f"{odd} characters without meaning were read as U+FFFD; the file's fonts or bytes are damaged"
            self.issues.append(SourceIssue("text-damaged", message))
        if not text.strip():
            raise UnreadableError(name, "there is no text in it; nothing to read")
        return SourceText(
            name,
            text,
            hashlib.sha256(data).hexdigest(),
            media_type,
            tuple(self.pages) or None,
            tuple(sorted(self.marks, key=lambda mark: (mark.start, mark.end))),
            (*self.issues, *damaged),
            tuple(self.places),
        )
