"""Footnotes and endnotes of a Word file: their numbers, which Word counts, and their bodies.

A note is numbered by its place among the references (ECMA-376 part 1, section 17.11), except where the reference says
that a mark of the author's own follows ("*").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.reading.docx_numbering import print_number
from pipeline.reading.docx_text import Shared, Walker
from pipeline.reading.package import Package
from pipeline.reading.safe_xml import attribute, children, local
from pipeline.reading.source import SourceIssue
from pipeline.reading.writer import SourceWriter

KINDS = {"footnote": "footnotes", "endnote": "endnotes"}
FORMS = {"footnote": "decimal", "endnote": "lowerRoman"}
"""How Word prints the numbers unless the settings say otherwise."""


@dataclass(slots=True)
class _Kind:
    """Footnotes, or endnotes: how they are numbered, how many there were, their bodies."""

    form: str
    count: int
    part: str
    bodies: dict[str, Any]


class Notes:
    """The notes of a document, numbered as their references come.

    Parameters
    ----------
    package
        The archive.
    parts
        Names of its parts, by kind.
    """

    def __init__(self, package: Package, parts: dict[str, str]) -> None:
        self._kinds: dict[str, _Kind] = {}
        self._order: list[tuple[str, str, str | None]] = []
        settings = package.xml(parts.get("settings", ""))
        for kind, relation in KINDS.items():
            part = parts.get(relation, "")
            root = package.xml(part)
            bodies = {attribute(note, "id") or "": note for note in children(root, kind)}
            self._kinds[kind] = _Kind(FORMS[kind], 0, part, bodies)
            for element in children(settings, f"{kind}Pr"):
                self._settings(kind, element)

    def _settings(self, kind: str, element: Any) -> None:
        """Read how one kind of note is numbered."""
        for child in element:
            value = attribute(child, "val") or ""
            if local(child) == "numFmt":
                self._kinds[kind].form = value
            elif local(child) == "numStart" and value.isdecimal() and len(value) < 6:
                self._kinds[kind].count = int(value) - 1

    def mark(self, kind: str, reference: Any) -> str | None:
        """Return the printed mark of the note that is referred to, None where the author's own mark follows."""
        number = attribute(reference, "id") or ""
        if attribute(reference, "customMarkFollows") in ("1", "true", "on"):
            self._order.append((kind, number, None))
            return None
        self._kinds[kind].count += 1
        mark = print_number(self._kinds[kind].count, self._kinds[kind].form)
        self._order.append((kind, number, mark))
        return mark

    def write(self, package: Package, writer: SourceWriter, shared: Shared) -> None:
        """Write the bodies of all notes that are referred to, in the order of their references."""
        written: set[tuple[str, str]] = set()
        for kind, number, mark in list(self._order):
            body = self._kinds[kind].bodies.get(number)
            if (kind, number) in written:
                continue
            written.add((kind, number))
            if body is None:
                message = f"{kind} {mark or number} is referred to and has no text in the file"
                writer.issues.append(SourceIssue("note-missing", message))
                continue
            self._write(body, f"{kind}-{number}", mark, package.relations(self._kinds[kind].part), writer, shared)

    def _write(
        self,
        body: Any,
        key: str,
        mark: str | None,
        links: dict[str, tuple[str, str]],
        writer: SourceWriter,
        shared: Shared,
    ) -> None:
        """Write one note; its paragraphs are marked each, and its mark is put in front where the body has none."""
        has_mark = any(local(part) in ("footnoteRef", "endnoteRef") for part in body.iter())
        shared.own_mark = mark if has_mark else None
        shared.lead = "" if has_mark else mark or ""
        for paragraph in body:
            start = writer.paragraph()
            Walker(writer, shared, links).blocks([paragraph])
            writer.paragraph()
            if writer.length > start:
                writer.mark("note", start, writer.length, key)
        shared.own_mark, shared.lead = None, ""
