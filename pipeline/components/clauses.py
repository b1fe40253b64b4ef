"""Clauses: what each paragraph of a resolution is.

A resolution is one sentence: the enacting formula names the organ, preambular paragraphs open with a participle and
end with a comma, operative paragraphs open with a finite verb and end with a semicolon, the last with a full stop;
sub-paragraphs hang below a chapeau; parts open with a Roman numeral or a letter; annexes have paragraphs of their own;
the meeting and the vote close it (United Nations Editorial Manual, resolutions; Annotation guidelines, section 1).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.clause_ids import mark_chapeaux, name_clauses
from pipeline.components.declared import take_declared
from pipeline.components.numbering import Levels, bare_number, number_of
from pipeline.components.table import ClauseRow, IssueRow, reading_text, set_spans, table
from pipeline.lexicon.clauses import ClauseLexicon, load_clauses
from pipeline.lexicon.layout import LayoutLexicon, load_layout
from pipeline.lexicon.openers import OPERATIVE, PREAMBULAR, Openers, load_openers
from pipeline.lexicon.organs import OrganLexicon, load_organs

HEADING_LENGTH = 160
"""Most characters of a line that opens a part; longer ones are sentences."""

HEADS = 12
"""Most lines of a masthead between two resolutions of one file."""

LAST_HEADS = 3
"""Lines above the first enacting formula among which the letter of a part may stand: letter, number, title."""

SAMPLE = 20_000
"""How many characters are looked at to tell the language."""

LEAST_ENGLISH = 0.15
"""Share of the commonest English words below which a text is in another language; English has a third."""

ENDS = (";", ",", ".", ":")
QUOTES = ("“", '"', "‘", "«")


@dataclass(frozen=True)
class ClauseRules:
    """The lexicons that the segmentation reads."""

    layout: LayoutLexicon
    openers: Openers
    organs: OrganLexicon
    clauses: ClauseLexicon


@dataclass(slots=True)
class Segmenter:
    """Walks the paragraphs of one document in order and says what each is."""

    text: str
    rules: ClauseRules
    document_type: str = "resolution"
    rows: list[ClauseRow] = field(default_factory=list)
    issues: list[IssueRow] = field(default_factory=list)
    operative: bool = False  # an operative paragraph was seen in this part
    annexes: list[int] = field(default_factory=list)  # of each clause
    holders: list[int] = field(default_factory=list)  # the resolution of each clause
    annex: int = 0  # number of the annex that we are in
    part: str | None = None
    resolutions: int = 0
    last_number: int = 0
    paragraph: int | None = None  # index of the clause that sub-paragraphs hang on
    levels: Levels = field(default_factory=Levels)
    closed: bool = False
    tables: frozenset[int] = frozenset()  # starts of the paragraphs that the format sets in tables
    ahead: list[int] = field(default_factory=list)  # the next printed number at or after each paragraph, 0 for none

    def walk(self, blocks: list[tuple[int, int]], declared: list[dict[str, Any] | None] | None = None) -> None:
        """Segment the paragraphs ``text[start:end]``; ``declared`` is what official markup says of each."""
        if declared is not None:
            for (start, end), said in zip(blocks, declared, strict=True):
                take_declared(self, start, end, said)
        else:
            self._guess(blocks)
        mark_chapeaux(self.text, self.rows)
        name_clauses(self.rows, self.annexes, self.holders)

    def _guess(self, blocks: list[tuple[int, int]]) -> None:
        """Tell what each paragraph is by its label, its words and its place."""
        labels = [self._label_at(start) for start, _ in blocks]
        ahead = 0
        for label in reversed(labels):
            ahead = number_of(label) if label and label[-1] == "." and label[:-1].isdigit() else ahead
            self.ahead.append(ahead)
        following_labels = [*labels[1:], None][: len(blocks)]
        for (start, end), following in zip(blocks, following_labels, strict=True):
            self._block(start, end, following)
            self.ahead.pop()

    def _label_at(self, start: int) -> str | None:
        found = self.rules.layout.label_of(self.text[start : start + 20])
        return self.text[start : start + found[1]] if found else None

    def _block(self, start: int, end: int, following: str | None) -> None:
        """Say what one paragraph is, and go on from there."""
        text = self.text[start:end]
        formula = self.rules.organs.enacting_prefix(text)
        if formula and self._is_new(text) and (formula == len(text) or self._acts(text[formula:].lstrip())):
            self.enact(start, start + formula)
            start += formula + len(text) - formula - len(text[formula:].lstrip())
            if start < end:
                self._block(start, end, following)
            return
        label = self.rules.layout.label_of(text) or self._label_without_dot(text)
        cell = label is None and start in self.tables and self.operative and not self._acts(text)
        if not cell and (label is None or label[0] == "letter"):
            if self.rules.layout.opens_annex(text) and self.rows:
                self._open_annex(start, end)
                return
            if part := self.rules.layout.part_of(text):
                self.open_part(start, end, part)
                return
        if cell:
            self.add("annex" if self.annex and text[-1:] in ENDS else "heading", start, end)
        elif label is None:
            self._unlabelled(start, end, text)
        else:
            self._labelled(start, end, text, label, following)

    def _label_without_dot(self, text: str) -> tuple[str, int] | None:
        """Read a number without its dot, where the sequence lacks it and a known operative act follows."""
        length = bare_number(text, self.last_number + 1) if self.ahead[-1] in (0, self.last_number + 2) else 0
        known = length and self.rules.openers.kind_of(text[length:].lstrip(), known_only=True) == OPERATIVE
        return ("number", length) if known and not self.annex else None

    def _is_new(self, text: str) -> bool:
        """Tell whether an enacting formula opens a resolution: inside an annex only below a title or letter."""
        if not self.annex:
            return not text.startswith(QUOTES)
        for row in self.rows[: -HEADS - 1 : -1]:
            head = self.text[row["start"] : row["end"]]
            if row["kind"] == "closing" or row["number"]:
                return False
            if self.rules.layout.part_of(head) or self.rules.organs.numbers(head):
                return True
        return False

    def _acts(self, rest: str) -> bool:
        """Tell whether what follows the formula in the same paragraph is a clause of its own."""
        return bool(self.rules.openers.kind_of(rest, known_only=True))

    def add(self, kind: str, start: int, end: int, number: tuple[int, str] | None = None, level: int = 0) -> int:
        """Add a clause and return its index."""
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        row: ClauseRow = {
            "id": "",
            "kind": kind,
            "number": number[1] if number else None,
            "number_start": number[0] if number else None,
            "level": level,
            "parent": None,
            "chapeau": False,
            "annex": self.annex > 0,
            "part": self.part,
            "start": start,
            "end": end,
        }
        self.rows.append(row)
        self.annexes.append(self.annex)
        self.holders.append(max(1, self.resolutions))
        return len(self.rows) - 1

    def enact(self, start: int, end: int) -> None:
        """Begin a resolution with its formula."""
        self.resolutions += 1
        self.operative, self.annex, self.last_number, self.paragraph = False, 0, 0, None
        self.levels, self.closed = Levels(), False
        self._claim_heads()
        self.add("enacting", start, end)

    def _claim_heads(self) -> None:
        """Give the lines right above an enacting formula, its letter, number and title, to the resolution it opens."""
        part, claimed = self.part if not self.rows else None, []
        for index in range(len(self.rows) - 1, -1, -1):
            row = self.rows[index]
            if row["kind"] != "heading" or row["number"]:
                break
            row["annex"], self.annexes[index], self.holders[index] = False, 0, max(1, self.resolutions)
            claimed.append(row)
            part = part or self.rules.layout.part_of(self.text[row["start"] : row["end"]])
        for row in claimed:
            row["part"] = part
        self.part = part

    def begin_annex(self) -> None:
        """Go into the next annex."""
        self.annex += 1
        self.part, self.last_number, self.paragraph, self.levels = None, 0, None, Levels()

    def _open_annex(self, start: int, end: int) -> None:
        self.begin_annex()
        self.add("heading", start, end)

    def open_part(self, start: int, end: int, part: str) -> None:
        """Go into a part that a line opens."""
        self.part, self.operative, self.last_number = part, False, 0
        self.paragraph, self.levels = None, Levels()
        self.add("heading", start, end)

    def _labelled(self, start: int, end: int, text: str, label: tuple[str, int], following: str | None) -> None:
        """Take a paragraph with a printed number or letter."""
        kind, length = label
        printed = text[:length]
        body = text[length:].lstrip()
        if kind == "number" and not self._is_sub_number(printed, body):
            self._numbered(start, end, printed, length)
            return
        if self.paragraph is None and not self.annex and kind != "dash" and body[-1:] not in ENDS:
            self.add("heading", start + length, end, (start, printed))
            return
        level, above, odd = self.levels.place(printed, following, len(self.rows))
        index = self.add(
            "annex" if self.annex else "subparagraph", start + length, end, (start, printed), min(level, 9)
        )
        above = self.paragraph if above is None else above
        self.rows[index]["parent"] = None if above is None else str(above)
        if odd and not self.annex:
            self._issue("numbering-gap", odd, start, start + length)

    def _is_sub_number(self, printed: str, body: str) -> bool:
        """Tell whether a number below a chapeau starts or goes on a list of its own."""
        value = number_of(printed)
        styles = [level for level in self.levels.open if level.style.startswith("number")]
        if styles and styles[-1].value + 1 == value and value != self.last_number + 1:
            return True
        if self.annex or value != 1 or self.paragraph is None or self.last_number == 0:
            return False
        before = self.rows[-1]
        if not self.text[: before["end"]].endswith(":"):
            return False
        return self.rules.openers.kind_of(body, known_only=True) != OPERATIVE

    def _numbered(self, start: int, end: int, printed: str, length: int) -> None:
        """Take an operative paragraph, or a numbered paragraph of an annex."""
        self.count(start, printed)
        self.levels = Levels()
        self.operative = True
        self.paragraph = self.add("annex" if self.annex else OPERATIVE, start + length, end, (start, printed))

    def count(self, start: int, printed: str) -> None:
        """Take the number of the next paragraph, and say where it does not follow the one before."""
        value = number_of(printed)
        anew = value == 1 and self.rows[-1]["kind"] in ("heading", "enacting") if self.rows else True
        if not self.annex and self.operative and value != self.last_number + 1 and not anew and "s" not in printed:
            verb = "follows" if value > self.last_number else "comes after"
            message = f"paragraph {value} {verb} paragraph {self.last_number}"
            self._issue("numbering-gap", message, start, start + len(printed))
        self.last_number = value

    def _unlabelled(self, start: int, end: int, text: str) -> None:
        """Take a paragraph without a label: its first words and its place say what it is."""
        if self.rows and self.rows[-1]["kind"] == "closing" and self.text[self.rows[-1]["end"] - 1] == ":":
            self.add("closing", start, end)  # the States that voted, below "In favour:"
            return
        if self.rules.clauses.closes(text) and any(row["kind"] in (OPERATIVE, PREAMBULAR) for row in self.rows):
            self.closed = True
            self.add("closing", start, end)
            return
        if not self.annex and self._is_over(text):
            self._open_annex(start, end)
            if text[-1:] in ENDS:
                self.rows[-1]["kind"] = "annex"
            return
        if self.annex:
            self.add("annex" if text[-1:] in ENDS else "heading", start, end)
            return
        if self.document_type != "resolution" and self.rules.clauses.speaks(text):
            self.operative = True
            self.paragraph = self.add(OPERATIVE, start, end)
            return
        self.settle(start, end, text)

    def settle(self, start: int, end: int, text: str) -> None:
        """Take a paragraph without a label in the body by its words."""
        kind = "subparagraph" if self._is_quoted(text) else self._by_words(text)
        if kind == "subparagraph":
            index = self.add(kind, start, end, level=1)
            self.rows[index]["parent"] = None if self.paragraph is None else str(self.paragraph)
            return
        index = self.add(kind, start, end)
        if kind in (OPERATIVE, PREAMBULAR):
            self.levels = Levels()
            if text[:1].islower() and self.paragraph is not None:
                self.rows[index]["parent"] = str(self.paragraph)
            else:
                self.paragraph = index
            self.operative = self.operative or kind == OPERATIVE

    def _is_quoted(self, text: str) -> bool:
        """Tell whether a paragraph in quotation marks hangs on the one that orders it, which ends with a colon."""
        if not text.startswith(QUOTES) or self.paragraph is None or not self.rows or self.document_type != "resolution":
            return False
        last = self.rows[-1]
        quoted = last["kind"] == "subparagraph" and last["number"] is None and last["parent"] == str(self.paragraph)
        return quoted or (self.text[last["end"] - 1] == ":" and last["kind"] in (OPERATIVE, "subparagraph"))

    def _is_over(self, text: str) -> bool:
        """Tell whether the resolution is over: it is one sentence, and what stands after its full stop is annexed."""
        if self.closed:
            return True
        if not self.operative or not self.resolutions or self.document_type != "resolution":
            return False
        last = self.rows[-1]
        if last["kind"] == "heading" or self.text[last["end"] - 1] != "." or self.ahead[-1] == self.last_number + 1:
            return False
        return self.rules.openers.kind_of(text, known_only=True) != OPERATIVE

    def _by_words(self, text: str) -> str:
        """Tell preambular, operative and heading apart by first words, closing mark and place."""
        opens = self.rules.openers.kind_of(text)
        known = self.rules.openers.kind_of(text, known_only=True)
        ends = text[-1:] in ENDS
        if opens == PREAMBULAR and (text[-1:] == "," or not self.operative) and (known or text[-1:] == ","):
            return PREAMBULAR if ends or (known and len(text) > 60) else "heading"
        if opens == OPERATIVE and ((known and (ends or len(text) > 60)) or text[-1:] == ";"):
            return OPERATIVE
        if text[:1].islower() and self.operative and ends:
            return OPERATIVE
        if not self.operative and self.resolutions and text[-1:] == "," and not text.startswith(QUOTES):
            return PREAMBULAR
        return "heading"

    def _issue(self, code: str, message: str, start: int, end: int) -> None:
        self.issues.append({"code": code, "message": message, "start": start, "end": end})


def find_clauses(doc: Doc, rules: ClauseRules) -> tuple[list[ClauseRow], list[IssueRow]]:
    """Return the clauses of a document, and what is odd about their numbering.

    Parameters
    ----------
    doc
        A Doc with blocks in its table; those whose role is ``masthead`` are passed over.
    rules
        The lexicons.
    """
    found, text = table(doc), reading_text(doc)
    segmenter = Segmenter(text, rules, found["masthead"].get("document_type") or "resolution")
    heads = [text[b["start"] : b["end"]] for b in found["blocks"] if b["role"] == "masthead"][-LAST_HEADS:]
    segmenter.part = next((part for head in reversed(heads) if (part := rules.layout.part_of(head))), None)
    body = [(index, block) for index, block in enumerate(found["blocks"]) if block["role"] == "text"]
    segmenter.tables = frozenset(block["start"] for _, block in body if block.get("table"))
    declared = found["layout"].get("declared")
    places = [(block["start"], block["end"]) for _, block in body]
    segmenter.walk(places, [declared[index] for index, _ in body] if declared else None)
    return segmenter.rows, segmenter.issues + _document_issues(text, segmenter, rules)


def _document_issues(text: str, segmenter: Segmenter, rules: ClauseRules) -> list[IssueRow]:
    """Say what the document as a whole lacks."""
    kinds = {row["kind"] for row in segmenter.rows}
    said = []
    if rules.clauses.english_share(text[:SAMPLE]) < LEAST_ENGLISH:
        said.append(("language-unclear", "few of the words are English; only English resolutions are understood"))
    if not kinds & {PREAMBULAR, OPERATIVE}:
        said.append(("no-clauses", "no preambular or operative paragraph was found; this may be no resolution"))
    elif "enacting" not in kinds and segmenter.document_type == "resolution":
        said.append(("enacting-formula-missing", "no enacting formula was found; the beginning may be missing"))
    elif OPERATIVE not in kinds:
        said.append(("operative-missing", "no operative paragraph was found; the end may be missing"))
    return [{"code": code, "message": message, "start": None, "end": None} for code, message in said]


class ClauseSegmenter:
    """spaCy component ``un_clauses``.

    Reads
        The blocks of the table, and ``document_type`` of the masthead.
    Writes
        ``clauses`` and ``issues`` of the table, ``doc.spans["clauses"]``.
    """

    def __init__(self, rules: ClauseRules) -> None:
        self.rules = rules

    def __call__(self, doc: Doc) -> Doc:
        """Write what was found."""
        found = table(doc)
        if not found["cut"]:
            rows, issues = find_clauses(doc, self.rules)
            found["clauses"] = rows
            found["issues"] += issues
            set_spans(doc, "clauses", rows, "kind")
        return doc


@Language.factory("un_clauses", assigns=["doc.spans", "doc.user_data"], requires=[])
def make_clauses(nlp: Language, name: str) -> ClauseSegmenter:
    """Return the component ``un_clauses``."""
    return ClauseSegmenter(ClauseRules(load_layout(), load_openers(), load_organs(), load_clauses()))
