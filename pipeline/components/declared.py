"""Clauses that official markup declares: kind, number, level and annex are taken over and nothing is guessed.

Akoma Ntoso for the United Nations marks the enacting formula, each paragraph of the preamble, each paragraph of the
body with its number, lists with their points, headings, annexes and the closing lines (AKN4UN guidelines). What it
leaves open (a paragraph without number or act between two others, a table) is told by its words, as in other formats.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipeline.components.numbering import Levels
from pipeline.lexicon.openers import OPERATIVE, PREAMBULAR

if TYPE_CHECKING:
    from pipeline.components.clauses import Segmenter

DEEPEST = 9


def take_declared(segmenter: Segmenter, start: int, end: int, said: Mapping[str, Any] | None) -> None:
    """Add the clause of one paragraph of official markup.

    Parameters
    ----------
    segmenter
        The walk through the document; its rows get one more.
    start, end
        Where the paragraph stands in the reading text.
    said
        ``kind``, ``number``, ``level`` and ``annex`` as declared, or None where the markup leaves them open.
    """
    text = segmenter.text[start:end]
    if said is None:
        _take_open(segmenter, start, end, text)
        return
    kind, number = said["kind"], said["number"]
    opens = said["annex"] and (not segmenter.annex or segmenter.rules.layout.opens_annex(text))
    if opens:
        segmenter.begin_annex()
    length = len(number) if number and text.startswith(number) else 0
    label = (start, number) if length else None
    body = start + length
    if kind == "enacting":
        segmenter.enact(start, end)
    elif kind == "subparagraph":
        _take_point(segmenter, (body, end), label, said)
    elif kind in (OPERATIVE, "annex") and not (opens and segmenter.rules.layout.opens_annex(text)):
        _take_paragraph(segmenter, (body, end), label, said)
    elif kind == PREAMBULAR:
        segmenter.levels = Levels()
        segmenter.paragraph = segmenter.add(kind, body, end, label)
    elif kind == "closing":
        segmenter.closed = True
        segmenter.add(kind, body, end, label)
    elif not opens and (part := segmenter.rules.layout.part_of(text)):
        segmenter.open_part(start, end, part)
    else:
        segmenter.add("heading", body, end, label)
    segmenter.rows[-1]["annex"] = said["annex"]
    segmenter.annexes[-1] = segmenter.annex if said["annex"] else 0


def _take_paragraph(
    segmenter: Segmenter, place: tuple[int, int], label: tuple[int, str] | None, said: Mapping[str, Any]
) -> None:
    """Add a paragraph of the body or of an annex, below which lists may stand."""
    kind = "annex" if said["annex"] else OPERATIVE
    if label and label[1].rstrip(".").isdecimal():
        segmenter.count(*label)
    segmenter.levels = Levels()
    segmenter.operative = segmenter.operative or kind == OPERATIVE
    segmenter.paragraph = segmenter.add(kind, *place, label)


def _take_point(
    segmenter: Segmenter, place: tuple[int, int], label: tuple[int, str] | None, said: Mapping[str, Any]
) -> None:
    """Add a point of a list; it hangs on the last clause of a lower level."""
    index = len(segmenter.rows)
    level, above = segmenter.levels.put(said["level"], index)
    segmenter.add("annex" if said["annex"] else "subparagraph", *place, label, min(level, DEEPEST))
    above = segmenter.paragraph if above is None else above
    segmenter.rows[index]["parent"] = None if above is None else str(above)


def _take_open(segmenter: Segmenter, start: int, end: int, text: str) -> None:
    """Add a paragraph of which the markup does not say what it is."""
    if segmenter.annex:
        segmenter.add("annex", start, end)
    else:
        segmenter.settle(start, end, text)
