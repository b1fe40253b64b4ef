"""Acts: what the organ does in a clause.

The United Nations prints in italics, at the head of every preambular and operative paragraph, the verb with its fixed
complement and its modifiers; the Security Council the bare verb. Coordinated verbs further on are acts too where the
organ is still their subject (United Nations Editorial Manual, resolutions; Annotation guidelines, section 1).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.table import ActRow, ClauseRow, IssueRow, reading_text, set_spans, table
from pipeline.lexicon.acts import Act, ActLexicon, is_finite, load_acts
from pipeline.lexicon.clauses import ClauseLexicon, load_clauses

_BOUNDARY = re.compile(r"[,;:]\s(?:and\s|but\s)?|\sand\s|\sbut\s")
_AND = re.compile(r"\sand\s")
_RELATIVE = re.compile(r"\b(?:which|who|that)\s(?:[a-z]+ly\s|also\s|further\s)?[a-z]+(?:s|ed)\b")
_ADDRESSED = re.compile(r"\sthe\s[A-Z]|\sMember\sStates\b|\sStates\b|\sthe\sparties\b")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_OPENING = re.compile(r"[“\"‘'«\[(…. ]{0,6}")
_OBJECT = re.compile(
    r"\s(?:the|all|that|its|to|upon|on|for|a|an|any|each|those|these|this|with|of|in|both|as|at|by|her|him|it|them|from|between|[A-Z(“\d])"
)
_UNKNOWN = re.compile(
    r"(?:[A-Za-z]+ly\s|Also\s|Further\s|also\s|further\s){0,2}([A-Za-z-]+(?:ing|ed|[^\Waious]s|[ei]es))\b"
)

KINDS = ("preambular", "operative", "subparagraph")


@dataclass(slots=True)
class Phrase:
    """An act phrase: ``text[start:end]``, its row, and what it is made of."""

    start: int
    end: int
    act: Act
    finite: bool
    function: str
    force: int | None
    lemma: str
    modifiers: list[str] = field(default_factory=list)


def read_phrase(text: str, position: int, lexicon: ActLexicon, bare: bool) -> Phrase | None:
    """Return the act phrase that stands at ``position``, with as much as belongs to it.

    Parameters
    ----------
    text
        The text of one clause.
    position
        Where the phrase begins.
    lexicon
        Forms, modifiers, complements.
    bare
        The organ prints the bare verb: what is expressed and some manners stay outside.
    """
    before = lexicon.before.match(text, position)
    start = before.end() if before else position
    form = lexicon.form.match(text, start)
    if form is None and start > position:  # "Further" or "Still" may itself be the verb's head
        form = lexicon.form.match(text, position)
        start = position
    act = lexicon.act_of(form.group()) if form else None
    if form is None or act is None:
        return None
    phrase = Phrase(position, form.end(), act, is_finite(form.group()), act.function, act.force, act.lemma)
    phrase.modifiers = [found.group().casefold() for found in lexicon.adverb.finditer(text, position, start)]
    _read_after(text, phrase, lexicon, bare)
    _read_parts(text, phrase, lexicon)
    _read_complement(text, phrase, lexicon, bare)
    _read_second(text, phrase, lexicon, bare)
    return phrase


def _read_after(text: str, phrase: Phrase, lexicon: ActLexicon, bare: bool) -> None:
    """Take in the modifiers that follow."""
    for _ in range(3):
        found = lexicon.after.match(text, phrase.end)
        if found is None:
            return
        words = " ".join(found.group().strip(", ").casefold().split())
        if words == "further":
            following = _WORD.match(text, found.end() + 1)
            if following is None:
                return
            if following.group().islower() and following.group() not in lexicon.further_before:
                return
        if bare and words in lexicon.manner_left_out:
            return
        phrase.end = found.end()
        phrase.modifiers.append(words)


def _read_parts(text: str, phrase: Phrase, lexicon: ActLexicon) -> None:
    """Take in what belongs to the verb behind a modifier ("calls once again upon"), and a verb that it carries."""
    lemma = phrase.act.lemma
    for part in lexicon.split.get(lemma, ()):
        if text.startswith(f" {part} ", phrase.end):
            phrase.end += len(part) + 1
            phrase.lemma = f"{lemma} {part}"
            return
    link = lexicon.chained.get(lemma)
    if link and text.startswith(f" {link} ", phrase.end):
        carried = lexicon.base.match(text, phrase.end + len(link) + 2)
        act = lexicon.by_base.get(" ".join(carried.group().casefold().split())) if carried else None
        if carried and act:
            phrase.end, phrase.act, phrase.lemma = carried.end(), act, act.lemma
            phrase.function, phrase.force = act.function, act.force


def _read_complement(text: str, phrase: Phrase, lexicon: ActLexicon, bare: bool) -> None:
    """Take in what is expressed or reiterated; it gives the act its function."""
    found = lexicon.complement.match(text, phrase.end)
    if found is None:
        return
    if phrase.act.lemma != "express" and not found.group().casefold().startswith(" its "):
        return
    noun = " ".join(found.group("noun").casefold().split())
    row = lexicon.by_noun.get((phrase.act.lemma, noun))
    if row is None:
        return
    phrase.function, phrase.force = row.function, row.force
    phrase.lemma = f"{phrase.act.lemma} {noun}"
    weights = lexicon.weight.finditer(found.group("degree"))
    phrase.modifiers += [word.group().casefold() for word in weights]
    if not bare:
        phrase.end = found.end()
        _read_after(text, phrase, lexicon, bare)


def _read_second(text: str, phrase: Phrase, lexicon: ActLexicon, bare: bool) -> None:
    """Take in a second verb after "and": "Welcomes and encourages"."""
    found = _AND.match(text, phrase.end)
    if found is None:
        return
    word = _WORD.match(text, found.end())
    if word is None or (word.group().casefold() not in lexicon.openings and not word.group().endswith("ly")):
        return
    second = read_phrase(text, found.end(), lexicon, bare)
    if second is not None and second.finite == phrase.finite:
        phrase.end = second.end
        phrase.modifiers += [word for word in second.modifiers if word not in phrase.modifiers]


def find_acts(doc: Doc, lexicon: ActLexicon, clauses: ClauseLexicon) -> tuple[list[ActRow], list[IssueRow]]:
    """Return the acts of a document in order, and an issue for each whose verb no row knows.

    Parameters
    ----------
    doc
        A Doc with clauses in its table.
    lexicon
        The lexicon of acts.
    clauses
        The words that name the organ at the head of a statement.
    """
    found = table(doc)
    text = reading_text(doc)
    bare = found["masthead"].get("organ") in lexicon.bare_verb_organs
    statement = found["masthead"].get("document_type") in ("presidential-statement", "decision")
    rows: list[ActRow] = []
    issues: list[IssueRow] = []
    italics = Italics(found["layout"].get("italics", []), found["clauses"])
    for index, clause in enumerate(found["clauses"]):
        if clause["kind"] not in KINDS:
            continue
        words = text[clause["start"] : clause["end"]]
        head = _OPENING.match(words)
        position = head.end() if head else 0
        lead = None if statement else read_phrase(words, position, lexicon, bare)
        if lead is None and (spoken := clauses.speaks(words[position:])):
            position += spoken
            lead = read_phrase(words, position, lexicon, bare)
        if lead is None and clause["kind"] == "operative":
            lead = _base_phrase(words, position, lexicon)
        if clause["kind"] == "subparagraph" and not _own_act(words, lead):
            continue
        slanted = italics.inside(clause) if clause["kind"] != "subparagraph" else []
        if lead is None:
            _unknown(words, position, clause, index, rows, issues)
        else:
            _as_printed(words, lead, slanted)
            rows.append(_row(lead, clause, index, "lead"))
        further = _further(words, position, lead, lexicon, bare)
        if italics.used and bare:
            further = _printed(words, lead, slanted, lexicon)
        rows += [_row(phrase, clause, index, "further") for phrase in further]
    return rows, issues


class Italics:
    """The italics of a document, where its format kept them.

    Parameters
    ----------
    spans
        Stretches of the reading text in italics, in order.
    clauses
        The clauses; the italics are ``used`` where most preambular and operative ones open with them.
    """

    def __init__(self, spans: list[list[int]], clauses: list[ClauseRow]) -> None:
        self.spans = spans
        self.starts = [span[0] for span in spans]
        heads = [c["start"] for c in clauses if c["kind"] in ("preambular", "operative")]
        slanted = sum(any(abs(s - head) <= 1 for s, _ in self._near(head)) for head in heads) if spans else 0
        self.used = slanted > 0.5 * len(heads)

    def _near(self, offset: int) -> list[list[int]]:
        index = bisect_left(self.starts, offset - 1)
        return self.spans[index : index + 1]

    def inside(self, clause: ClauseRow) -> list[tuple[int, int]]:
        """Return the italics inside a clause as offsets in its text; none where italics are not used for acts."""
        if not self.used:
            return []
        low, high = bisect_left(self.starts, clause["start"] - 1), bisect_left(self.starts, clause["end"])
        return [
            (max(0, start - clause["start"]), min(end, clause["end"]) - clause["start"])
            for start, end in self.spans[low:high]
        ]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Take white space and commas off the ends of a span."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip(" ,")), start + len(words.rstrip(" ,"))


def _as_printed(text: str, lead: Phrase, slanted: list[tuple[int, int]]) -> None:
    """End the lead act where its italics end: what is printed is the authority on how far it reaches."""
    if slanted and slanted[0][0] <= lead.start + 1 and slanted[0][1] > lead.start + 1:
        lead.end = _trimmed(text, *slanted[0])[1]


def _printed(text: str, lead: Phrase | None, slanted: list[tuple[int, int]], lexicon: ActLexicon) -> list[Phrase]:
    """Return the further acts of an organ that prints them in italics: those spans that read as acts."""
    phrases = []
    for low, high in slanted:
        start, end = _trimmed(text, low, high)
        if lead is not None and start < lead.end:
            continue
        phrase = read_phrase(text, start, lexicon, bare=True)
        if phrase is not None:
            phrase.end = end
            phrases.append(phrase)
    return phrases


def _own_act(text: str, lead: Phrase | None) -> bool:
    """Tell whether a sub-paragraph has an act of its own: a finite verb with an object opens it."""
    return lead is not None and lead.finite and text[:1].isupper() and bool(_OBJECT.match(text, lead.end))


def _base_phrase(text: str, position: int, lexicon: ActLexicon) -> Phrase | None:
    """Return the act of a declaration, whose verbs stand in their base form ("We recognize", "Reiterate")."""
    before = lexicon.before.match(text, position)
    start = before.end() if before else position
    form = lexicon.base.match(text, start)
    act = lexicon.by_base.get(" ".join(form.group().casefold().split())) if form else None
    if form is None or act is None:
        return None
    phrase = Phrase(position, form.end(), act, True, act.function, act.force, act.lemma)
    phrase.modifiers = text[position:start].casefold().split()
    _read_after(text, phrase, lexicon, bare=False)
    _read_complement(text, phrase, lexicon, bare=False)
    return phrase


def _further(text: str, start: int, lead: Phrase | None, lexicon: ActLexicon, bare: bool) -> list[Phrase]:
    """Return the coordinated acts after the lead act, or after ``start`` where there is none."""
    phrases: list[Phrase] = []
    last = start = lead.end if lead else start
    if lead is None:
        return phrases
    for boundary in _BOUNDARY.finditer(text, start):
        if boundary.start() < last:
            continue
        lead_in = lexicon.lead_in.match(text, boundary.end())
        position = lead_in.end() if lead_in else boundary.end()
        word = _WORD.match(text, position)
        if word is None or not (word.group() in lexicon.openings or word.group().endswith("ly")):
            continue
        phrase = read_phrase(text, position, lexicon, bare)
        if phrase is not None and _is_further(text, last, boundary, phrase, lead, lexicon, bare):
            phrases.append(phrase)
            last = phrase.end
    return phrases


def _is_further(
    text: str, last: int, boundary: re.Match[str], phrase: Phrase, lead: Phrase, lexicon: ActLexicon, bare: bool
) -> bool:
    """Tell whether the organ is the subject of a verb inside the clause: it stands in the form of the lead act."""
    if phrase.act.lemma in lexicon.never_further:
        return False
    if not phrase.finite:
        if text[phrase.start : phrase.end] in lexicon.doing:
            return False
        return not lead.finite or (not bare and phrase.act.lemma in lexicon.speaking and boundary.group()[0] in ",;")
    if not lead.finite or _is_noun(text, phrase, lexicon):
        return False
    relative = _RELATIVE.search(text, max(last, text.rfind(",", 0, boundary.start())), boundary.start())
    if boundary.group()[0] in ",;:" or relative is None:
        return True
    # Only a text speaks like an organ: "a plan that governs the locks" invites nobody, "a plan that welcomes" may.
    speaks = relative.group().split()[-1] in lexicon.openings
    return not speaks and {lead.function, phrase.function} == {"direct"} and bool(_ADDRESSED.match(text, phrase.end))


def _is_noun(text: str, phrase: Phrase, lexicon: ActLexicon) -> bool:
    """Tell whether a form that is a plural noun too is one here, by the word after it."""
    words = _WORD.findall(text, phrase.start, phrase.end)
    if words[-1] not in lexicon.nounlike:
        return False
    following = _WORD.match(text, phrase.end + 1)
    return following is None or text[phrase.end] != " " or following.group() in lexicon.noun_before


def _row(phrase: Phrase, clause: ClauseRow, index: int, role: str) -> ActRow:
    return {
        "clause": index,
        "start": clause["start"] + phrase.start,
        "end": clause["start"] + phrase.end,
        "role": role,
        "lemma": phrase.lemma,
        "modifiers": phrase.modifiers,
        "function": phrase.function,
        "force": phrase.force if phrase.function in ("direct", "decide") else None,
    }


def _unknown(
    text: str, position: int, clause: ClauseRow, index: int, rows: list[ActRow], issues: list[IssueRow]
) -> None:
    """Take a verb or participle at the head for an act though no row knows it, and say so.

    Its lemma is the word without its ending; a participle is put down as ``observe``, a finite verb as ``stress``: the
    weakest reading of each.
    """
    found = _UNKNOWN.match(text, position)
    if found is None:
        return
    word = found.group(1).casefold()
    finite = word.endswith("s")
    if finite != (clause["kind"] == "operative"):
        return
    start, end = clause["start"] + found.start(), clause["start"] + found.end()
    lemma = re.sub(r"(?:ing|ed|s)$", "", word)
    modifiers = text[found.start() : found.start(1)].casefold().split()
    rows.append(
        {
            "clause": index,
            "start": start,
            "end": end,
            "role": "lead",
            "lemma": lemma,
            "modifiers": modifiers,
            "function": "stress" if finite else "observe",
            "force": None,
        }
    )
    message = f"the act {found.group()!r} is not in the lexicon; add a row to act lexicon acts.toml"
    issues.append({"code": "act-unknown", "message": message, "start": start, "end": end})


class ActTagger:
    """spaCy component ``un_acts``.

    Reads
        ``clauses`` and ``masthead`` of the table.
    Writes
        ``acts`` and ``issues`` of the table, ``doc.spans["acts"]``.
    """

    def __init__(self, lexicon: ActLexicon, clauses: ClauseLexicon) -> None:
        self.lexicon = lexicon
        self.clauses = clauses

    def __call__(self, doc: Doc) -> Doc:
        """Write what was found."""
        found = table(doc)
        found["acts"], issues = find_acts(doc, self.lexicon, self.clauses)
        found["issues"] += issues
        set_spans(doc, "acts", found["acts"], "function")
        return doc


@Language.factory("un_acts", assigns=["doc.spans", "doc.user_data"], requires=["doc.spans", "doc.user_data"])
def make_acts(nlp: Language, name: str) -> ActTagger:
    """Return the component ``un_acts``."""
    return ActTagger(load_acts(), load_clauses())
