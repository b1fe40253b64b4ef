"""Mandates: what an act gives somebody to do.

Every act of function ``direct`` or ``decide`` in an operative clause or a sub-paragraph has at least one mandate, and
one for each of several coordinated addressees; one also for each of several coordinated tasks that have deadlines of
their own. A sub-paragraph without an act of its own has the mandate of its chapeau where it says a task ("(a) To
submit a report …"): such a mandate has no act and no addressee, they stand in the chapeau. Source: annotation
guidelines, section 3; ``docs/decisions/0040-mandates.md``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.dates import session_of
from pipeline.components.mandate_frames import Frame, read_frame, read_that
from pipeline.components.mandate_terms import Moment, Numbered, asks_report, cadence_of, deadline_of, effect_of
from pipeline.components.mandate_words import Name, is_infinitive, whole_names, words_of
from pipeline.components.table import ActRow, ClauseRow, DateRow, MandateRow, reading_text, table
from pipeline.lexicon.mandates import Found, MandateLexicon, load_mandates

KINDS = frozenset({"operative", "subparagraph"})
GIVING = frozenset({"direct", "decide"})

_AND_TO = re.compile(r",?\s(?:and|as\swell\sas)\s(?:also\s|further\s|in\sthis\sregard\s)?(?=to\s[a-z])")
_TO = re.compile(r"to\s+[a-z]", re.IGNORECASE)
_GOES_ON = re.compile(r"\b(to|that)(?:,?\s(?:inter\salia|among\sother\sthings|in\sparticular))?,?\s?:?\Z")


class _Reading:
    """One document while its mandates are read: names, dates and acts by the clause that holds them."""

    def __init__(self, doc: Doc, lexicon: MandateLexicon) -> None:
        found = table(doc)
        self.text, self.lexicon, self.clauses = reading_text(doc), lexicon, found["clauses"]
        adopted = found["masthead"].get("adopted") or {}
        day = adopted.get("date") or found["masthead"].get("date")
        self.own = Moment(session_of(found["masthead"]), day if isinstance(day, str) else None)
        self.names = whole_names(self.text, [(row["start"], row["end"], row["label"]) for row in found["entities"]])
        self.dates = sorted(enumerate(found["dates"]), key=lambda one: one[1]["start"])
        self._name_starts = [name[0] for name in self.names]
        self._date_starts = [row["start"] for _, row in self.dates]
        self.acts: dict[int, list[tuple[int, ActRow]]] = defaultdict(list)
        for index, act in enumerate(found["acts"]):
            self.acts[act["clause"]].append((index, act))

    def names_in(self, start: int, end: int) -> list[Name]:
        low, high = bisect_left(self._name_starts, start), bisect_right(self._name_starts, end)
        return [name for name in self.names[low:high] if name[1] <= end]

    def dates_in(self, start: int, end: int) -> list[Numbered]:
        low, high = bisect_left(self._date_starts, start), bisect_right(self._date_starts, end)
        return [date for date in self.dates[low:high] if date[1]["end"] <= end]

    def trimmed(self, start: int, end: int, last: bool = True) -> int:
        """Return where a stretch ends without what closes it and, if not the last, what leads on to the next act."""
        pattern, reach = (self.lexicon.closing, 12) if last else (self.lexicon.leading_on, 70)
        found = pattern.search(self.text, max(start, end - reach), end)
        return found.start() if found else end


def find_mandates(doc: Doc, lexicon: MandateLexicon) -> list[MandateRow]:
    """Find the mandates of a document.

    Parameters
    ----------
    doc
        A document with clauses and acts; its entities and dates are used where there are some.
    lexicon
        The lexicon of mandates.

    Returns
    -------
    list of MandateRow
        In the order of the clauses, of their acts, and of the addressees.
    """
    reading = _Reading(doc, lexicon)
    rows: list[MandateRow] = []
    giving: dict[str, ActRow | None] = {}
    for index, clause in enumerate(reading.clauses):
        if clause["kind"] not in KINDS:
            continue
        acts = reading.acts.get(index, [])
        inherited = not acts and clause["parent"] in giving
        if inherited:
            act = giving[clause["parent"] or ""]
            found = list(_inherited(reading, clause, index, act)) if act is not None else []
            giving[clause["id"]] = None if found else act
            rows += found
            continue
        for nth, (number, act) in enumerate(acts):
            if act["function"] in GIVING:
                last = nth + 1 == len(acts)
                end = clause["end"] if last else acts[nth + 1][1]["start"]
                rows += _of_act(reading, index, number, act, reading.trimmed(act["end"], end, last))
        if clause["chapeau"]:
            giving[clause["id"]] = acts[-1][1] if acts and acts[-1][1]["function"] in GIVING else None
    return rows


def _of_act(reading: _Reading, clause: int, number: int, act: ActRow, end: int) -> Iterator[MandateRow]:
    """Yield the mandates of one act, whose stretch ends at ``end``."""
    names = reading.names_in(act["end"], end)
    frame = read_frame(reading.text, act, end, names, reading.lexicon.words)
    yield from _rows(reading, clause, number, act, frame, end)


def _inherited(reading: _Reading, clause: ClauseRow, index: int, act: ActRow) -> Iterator[MandateRow]:
    """Yield the mandate of a sub-paragraph that says what its chapeau asks, or nothing."""
    start, end = clause["start"], reading.trimmed(clause["start"], clause["end"])
    chapeau = next(row for row in reversed(reading.clauses[:index]) if row["id"] == clause["parent"])
    opened = _GOES_ON.search(reading.text, max(chapeau["start"], chapeau["end"] - 60), chapeau["end"])
    words = words_of(reading.text, start, min(end, start + 400), reading.names_in(start, end))
    if not words:
        return
    if opened and opened.group(1) == "that":
        frame = read_that(words, 0, reading.lexicon.words)
        if frame.addressees:
            yield from _rows(reading, index, None, act, frame, end)
    elif (opened and words[0].label is None and words[0].text.isalpha()) or (
        _TO.match(reading.text, start, end) and is_infinitive(_lowered(words), 0, reading.lexicon.words)
    ):
        yield from _rows(reading, index, None, act, Frame(task=start), end)


def _lowered(words: Sequence[Any]) -> list[Any]:
    """Return the words with the first two in small letters: a sub-paragraph opens with a capital."""
    first = [type(word)(word.start, word.end, word.low, word.low, word.label) for word in words[:2]]
    return [*first, *words[2:]]


def _rows(
    reading: _Reading, clause: int, number: int | None, act: ActRow, frame: Frame, end: int
) -> Iterator[MandateRow]:
    """Yield a mandate for each task with a deadline of its own and each addressee."""
    text, lexicon = reading.text, reading.lexicon
    opening = act["end"] if number is not None else reading.clauses[clause]["start"]
    begin = frame.task if frame.task is not None else opening
    cut = text.find(";", begin, end)
    if cut >= 0:
        end = reading.trimmed(begin, cut)
    effect = effect_of(text, act if number is not None else None, frame.task, end, lexicon)
    if number is None and act["function"] != "decide":
        effect = None
    whole = reading.dates_in(opening, end)
    if frame.task is None and act["function"] == "direct":  # what is asked for, not when it is done
        whole = [date for date in whole if date[1]["kind"] == "open-interval"]
    for low, high in _tasks(reading, begin, end, effect) if frame.task is not None else [(begin, end)]:
        first = opening if low == begin else low
        dates = [date for date in whole if first <= date[1]["start"] and date[1]["end"] <= high]
        deadline = deadline_of(text, first, dates, lexicon, effect, reading.own)
        cadence = cadence_of(text, dates, lexicon)
        if cadence is None and deadline is not None and effect is None:
            lasts = text.startswith(lexicon.cadence.lasting, deadline[1]["start"])
            cadence = None if lasts else lexicon.cadence.once
        for addressee in map(list, frame.addressees) if frame.addressees else (None,):
            yield {
                "clause": clause,
                "act": number,
                "addressee": addressee,
                "task": [low, high] if frame.task is not None else None,
                "deadline": deadline[0] if deadline else None,
                "cadence": cadence,
                "report": (act["function"] == "direct" or addressee is not None)
                and asks_report(text[low:high], lexicon),
                "effect": effect,
            }


def _tasks(reading: _Reading, begin: int, end: int, effect: str | None) -> list[tuple[int, int]]:
    """Return the tasks of an act: the whole, or its coordinated parts where several have deadlines of their own."""
    edges = [(begin, begin), *((found.start(), found.end()) for found in _AND_TO.finditer(reading.text, begin, end))]
    if len(edges) == 1:
        return [(begin, end)]
    parts = [(low, edges[n + 1][0] if n + 1 < len(edges) else end) for n, (_, low) in enumerate(edges)]
    dated = [
        deadline_of(reading.text, low, reading.dates_in(low, high), reading.lexicon, effect, reading.own) is not None
        for low, high in parts
    ]
    if sum(dated) < 2:
        return [(begin, end)]
    tasks: list[tuple[int, int]] = []
    start = begin
    for n, (_, high) in enumerate(parts):
        if dated[n] and any(dated[n + 1 :]):
            tasks.append((start, high))
            start = parts[n + 1][0]
    return [*tasks, (start, end)]


def mandates_of(doc: Doc) -> list[Found]:
    """Return the mandates of a document that went through the pipeline, with texts for offsets."""
    found, text = table(doc), reading_text(doc)
    return [
        Found(
            addressee=text[slice(*row["addressee"])] if row["addressee"] else None,
            task=text[slice(*row["task"])] if row["task"] else None,
            deadline=None if row["deadline"] is None else _text(text, found["dates"][row["deadline"]]),
            cadence=row["cadence"],
            report=row["report"],
            effect=row["effect"],
        )
        for row in found["mandates"]
    ]


def _text(text: str, row: DateRow) -> str:
    return text[row["start"] : row["end"]]


class Mandates:
    """The component ``un_mandates``.

    Reads the text, the clauses, acts, entities and dates of the table; writes the rows of mandates.

    Parameters
    ----------
    name
        Its name in the pipeline.
    lexicon
        The lexicon of mandates; the one of this installation where None.
    """

    def __init__(self, name: str = "un_mandates", lexicon: MandateLexicon | None = None) -> None:
        self.name = name
        self.lexicon = lexicon or load_mandates()

    def __call__(self, doc: Doc) -> Doc:
        """Write the mandates of ``doc``."""
        table(doc)["mandates"] = find_mandates(doc, self.lexicon)
        return doc


@Language.factory("un_mandates", assigns=["doc.user_data"], requires=["doc.user_data"])
def make_mandates(nlp: Language, name: str) -> Mandates:
    """Make the component ``un_mandates``.

    Reads
        ``Doc.text``, the clauses, acts, entities and dates of the table.
    Writes
        ``table(doc)["mandates"]``.
    """
    del nlp
    return Mandates(name)
