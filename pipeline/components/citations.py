"""Citations: United Nations documents named by their number or symbol, each with its canonical symbol.

A number alone says little: "46/7" is the General Assembly's in one clause and the Human Rights Council's in the next.
What it is follows from its shape, the words that govern it (:mod:`pipeline.components.citation_context`), the organ of
the document, and the years in which each organ's sessions adopted. Source: United Nations Editorial Manual,
"References to resolutions and decisions" and "Document symbols"; annotation guidelines, section 4.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.citation_context import OTHER, Context, Governor, Word
from pipeline.components.citation_symbols import Candidate, candidates, letters
from pipeline.components.table import ClauseRow, EntityRow, reading_text, table
from pipeline.lexicon.citations import CitationLexicon, load_citations

LABEL = "CITATION"
SEPARATOR = "\n\n"

_GLUE = re.compile(r"(?:\s(?:of|on)\s\d{1,2}\s[A-Z][a-z]+\s\d{4})?(?:,\s?|\s(?:and|or)\s|,\s(?:and|or)\s)")
_TITLED = re.compile(r"\.\s+[A-Z]")
_YEAR = re.compile(r"[^\w\s]?\d{0,2},?\s?(?:of|on|dated|adopted\son)\s(?:(?:\d{1,2}\s)?[A-Z][a-z]+\s)?(\d{4})")


def find_citations(doc: Doc, lexicon: CitationLexicon) -> list[EntityRow]:
    """Find every citation of a document.

    Parameters
    ----------
    doc
        A document; where its table has a masthead or clauses they are used.
    lexicon
        The lexicon of citations.

    Returns
    -------
    list of EntityRow
        Rows with label ``CITATION`` in the order of the text, ``norm`` the canonical symbol or None.
    """
    return _Search(doc, lexicon).rows()


class _Search:
    """One search through one document: what was accepted so far governs what comes next."""

    def __init__(self, doc: Doc, lexicon: CitationLexicon) -> None:
        self.text = reading_text(doc)
        self.lexicon = lexicon
        found = table(doc)
        self.clauses: list[ClauseRow] = sorted(found["clauses"], key=lambda row: row["start"])
        self.starts = [row["start"] for row in self.clauses]
        self.ids = {row["id"]: row for row in self.clauses}
        self.own = lexicon.bodies.of_masthead(found["masthead"]) or self._enacting()
        self.contexts: dict[tuple[int, int], Context] = {}
        self.around: Context | None = None  # the last paragraph outside of the clauses
        self.years: dict[int, int] = {}
        self.numbered = {row.shape for row in lexicon.series}
        self.tails: dict[int, int] = {}  # where the list of numbers ends that a number stands in
        self.last: tuple[Candidate, str | None] | None = None

    def rows(self) -> list[EntityRow]:
        """Return the rows of the document."""
        found = list(candidates(self.text, self.lexicon))
        for one, following in pairwise([one for one in reversed(found) if one.shape.id != "bare"]):
            if _GLUE.fullmatch(self.text, following.end, one.start):
                self.tails[following.start] = self.tails.get(one.start, one.end)
        for one in found:
            if one.shape.id == "number-year":
                self.years.setdefault(int(one.group("number")), int(one.group("year")))
        rows: list[EntityRow] = []
        for one in found:
            norm = self._norm(one)
            if norm is not None:
                self.last = one, norm or None
                rows.append({"start": one.start, "end": one.end, "label": LABEL, "norm": norm or None})
        return rows

    def _enacting(self) -> str | None:
        """Return the organ that the enacting formula names."""
        for row in self.clauses:
            if row["kind"] == "enacting":
                context = Context(self.text, row["start"], row["end"], self.lexicon, None)
                return next((b for w in context.words["body"] for b in self.lexicon.bodies.named(w.value)[:1]), None)
        return None

    def _context(self, position: int) -> Context:
        """Return the context of the clause around ``position``, else of the paragraph."""
        at = bisect_right(self.starts, position) - 1
        row = self.clauses[at] if at >= 0 and position < self.clauses[at]["end"] else None
        if row is not None:
            return self._context_of(row)
        if self.around is None or not self.around.start <= position < self.around.end:
            start = self.text.rfind(SEPARATOR, 0, position)
            end = self.text.find(SEPARATOR, position)
            low, high = (start + len(SEPARATOR) if start >= 0 else 0), (end if end >= 0 else len(self.text))
            self.around = self._cached(low, high, None)
        return self.around

    def _context_of(self, row: ClauseRow, depth: int = 0) -> Context:
        above = self.ids.get(row["parent"] or "") if depth < 4 else None
        return self._cached(row["start"], row["end"], self._context_of(above, depth + 1) if above else None)

    def _cached(self, start: int, end: int, parent: Context | None) -> Context:
        if (start, end) not in self.contexts:
            self.contexts[start, end] = Context(self.text, start, end, self.lexicon, self.own, parent)
        return self.contexts[start, end]

    def _norm(self, one: Candidate) -> str | None:
        """Return the canonical symbol, "" where it is a citation without one, None where it is no citation."""
        governed = one.shape.governed
        if governed == "never":
            return self._settled(one) if one.shape.id in self.numbered else one.plain
        if governed == "symbol":
            return self._supplement(one)
        if governed == "next" and not self._follows(one):
            return None
        if governed == "year":
            return self._number_year(one)
        return self._numbered(one)

    def _settled(self, one: Candidate) -> str:
        """Return the symbol of a number whose shape alone makes it a citation."""
        context = self._context(one.start)
        governor = context.governor(context.governing(one.start), self.tails.get(one.start, one.end))
        kinds = [kind for kind, shape in self.lexicon.by_shape if shape == one.shape.id]
        return self._symbol(one, governor if governor.kind in kinds else Governor(kinds[0], governor.organs, False))

    def _supplement(self, one: Candidate) -> str | None:
        """Return the symbol of an addendum that is named behind the document that it belongs to."""
        if self.last is None or self.last[1] is None or not self._goes_on(one):
            return None
        shape, symbol = self.last[0].shape, self.last[1]
        if shape is one.shape:
            symbol = symbol.rpartition("/")[0]
        return f"{symbol}/{one.plain}" if shape is one.shape or shape.supplemented else None

    def _follows(self, one: Candidate) -> bool:
        """Tell whether a number stands right behind a governing word or goes on with a list."""
        if self.last and self._goes_on(one):
            return self.last[0].shape.governed in {"next", "year"}
        before = self.text[max(0, one.start - 14) : one.start].rstrip()
        return before.casefold().endswith(("resolution", "resolutions")) and len(before) < 14

    def _goes_on(self, one: Candidate) -> bool:
        """Tell whether only a date, a comma or "and" divides a number from the citation before it."""
        return self.last is not None and _GLUE.fullmatch(self.text, self.last[0].end, one.start) is not None

    def _number_year(self, one: Candidate) -> str | None:
        """Return the symbol of a resolution of the Security Council, which number and year must allow."""
        number, year = int(one.group("number")), int(one.group("year"))
        known = self.lexicon.year_of(number)
        newest = self.lexicon.first[-1]
        if known != year and not (known is None and number >= newest[0] and year >= newest[1]):
            word = self._context(one.start).governing(one.start)
            if word is None or word.value != "resolution" or not self._allowed(one):
                return None
        return f"S/RES/{number}({year})"

    def _allowed(self, one: Candidate) -> bool:
        context = self._context(one.start)
        return self.lexicon.before.search(self.text[max(context.start, one.start - 16) : one.start]) is not None

    def _numbered(self, one: Candidate) -> str | None:
        """Return the symbol of a number that a word governs."""
        context = self._context(one.start)
        if not self._allowed(one):
            return None
        bracketed = self.text[max(0, one.start - 1) : one.start] == "("
        word = context.governing(one.start, any_word=bracketed)
        if not self._likely(one, word, context):
            return None
        governor = context.governor(word, self.tails.get(one.start, one.end))
        if one.shape.id == "bare" and (governor.organs[:1] != ("SC",) or governor.kind != "resolution"):
            return None
        symbol = self._symbol(one, governor)
        return None if one.shape.id == "bare" and not symbol else symbol

    def _likely(self, one: Candidate, word: Word | None, context: Context) -> bool:
        """Tell whether a governing word makes the number a citation: old forms need none, seasons need one at hand."""
        if word is None:
            heads = one.start == context.start and _TITLED.match(self.text, one.end) is not None
            return one.session > 0 and (heads or one.shape.governed == "place")
        if word.value == OTHER or (one.shape.governed == "place" and one.session == 0):
            return False
        if one.shape.id == "year" and (int(one.group("session")) + 1) % 100 == int(one.group("number")):
            return self.text[word.end : one.start].strip() == "" or self._goes_on(one)
        return True

    def _symbol(self, one: Candidate, governor: Governor) -> str:
        """Return the canonical symbol by the first organ that can have adopted the number, "" where none can."""
        session, number, special = one.session, int(one.group("number")), one.group("special")
        year = self._adopted(one)
        if governor.named and not any(row.organ in governor.organs for row in self.lexicon.series):
            return ""
        rows = self.lexicon.series_of(governor.kind, one.shape.id)
        ranks = {organ: rank for rank, organ in enumerate(dict.fromkeys(governor.organs))}
        rows = tuple(sorted(rows, key=lambda row: ranks.get(row.organ, len(ranks))))
        for dated in (year, None) if year else (None,):
            for row in rows:
                if row.named and row.organ not in ranks:
                    continue
                if row.fits(session, number, special.rstrip("-"), dated):
                    return self._fill(row.norm, one, number)
        return ""

    def _fill(self, norm: str, one: Candidate, number: int) -> str:
        year = self.years.get(number) or self.lexicon.year_of(number)
        if "{year}" in norm and year is None:
            return ""
        part = one.group("part")
        return norm.format(
            number=number,
            session=one.group("session"),
            special=one.group("special"),
            year=year,
            part=f" {letters(part)}" if part else "",
        )

    def _adopted(self, one: Candidate) -> int | None:
        """Return the year of the date behind a number."""
        found = _YEAR.match(self.text, one.end)
        return int(found.group(1)) if found else None


class Citations:
    """The component ``un_citations``.

    Reads the text, the clauses and the masthead; writes the rows of citations into the table's ``entities``.
    """

    def __init__(self, name: str = "un_citations", lexicon: CitationLexicon | None = None) -> None:
        self.name = name
        self.lexicon = lexicon or load_citations()

    def __call__(self, doc: Doc) -> Doc:
        """Write the citations of ``doc``; rows of other labels stay."""
        found = table(doc)
        others = [row for row in found["entities"] if row["label"] != LABEL]
        found["entities"] = sorted(others + find_citations(doc, self.lexicon), key=lambda row: row["start"])
        return doc


@Language.factory("un_citations", assigns=["doc.user_data"], default_config={})
def make_citations(nlp: Language, name: str) -> Citations:
    """Make the component ``un_citations``.

    Examples
    --------
    >>> import spacy
    >>> from pipeline.components.table import table
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("un_citations")
    >>> doc = nlp("Recalling General Assembly resolution 60/1 and Security Council resolution 1325 (2000),")
    >>> [row["norm"] for row in table(doc)["entities"]]
    ['A/RES/60/1', 'S/RES/1325(2000)']
    """
    return Citations(name)
