"""Names known by a shape of their own: money, persons after a title, quoted names, sessions, acronyms.

Each function returns names by their start, for a text with straight apostrophes and plain spaces. Source: annotation
guidelines, section 4; United Nations Editorial Manual, "Numbers", "Quotations", "Abbreviations and acronyms" (an
acronym stands in parentheses after the name where it first occurs).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.components.name_scanner import Name
from pipeline.lexicon.names import NameGrammar

DEFINED = re.compile(r" \([\"“']?([A-Z][A-Za-z0-9/-]{1,14})[\"”']?\)")
DEFINING = re.compile(r"[“\"'](?:[Tt]he )?\Z")
QUOTED = re.compile(r"“([^”“\n]{2,200})”|\"([^\"\n]{2,200})\"")
LOOK_BACK = 60


def money(text: str, grammar: NameGrammar) -> dict[int, Name]:
    """Return amounts of money."""
    if not any(sign in text for sign in grammar.money_signs):
        return {}
    return {m.start(): Name(m.end(), "MONEY", None) for m in grammar.money.finditer(text)}


def places(text: str, words: Iterable[str]) -> Iterator[int]:
    """Yield where any of ``words`` stands as the beginning of a word."""
    for word in words:
        at = text.find(word)
        while at >= 0:
            if not text[at - 1 : at].isalnum():
                yield at
            at = text.find(word, at + 1)


def people(text: str, names: Mapping[int, Name], grammar: NameGrammar) -> dict[int, Name]:
    """Return the names of persons after their titles."""
    found = {}
    for at in places(text, grammar.title_words):
        m = grammar.titles.match(text, at)
        if m is None:
            continue
        group = 1 if m[1] else 2
        start, end = m.span(group)
        if group == 2 and (at in names or any(word in names for word in word_starts(text, start, end))):
            continue
        if start not in names:
            found[start] = Name(end, "PERSON", None)
    return found


def word_starts(text: str, start: int, end: int) -> list[int]:
    """Return where words start in a part of the text."""
    return [start, *(i + 1 for i in range(start, end) if text[i] == " ")]


def quoted(text: str, grammar: NameGrammar) -> dict[int, Name]:
    """Return names in quotation marks after a word that says what they name."""
    found = {}
    for m in QUOTED.finditer(text):
        before = text[max(0, m.start() - LOOK_BACK) : m.start()]
        for row in grammar.quoted:
            if row.expression.search(before):
                start, end = m.span(1 if m[1] else 2)
                while end > start and text[end - 1] in ",.;: ":
                    end -= 1
                found[start] = Name(end, row.label, None)
    return found


def sessions(text: str, names: Mapping[int, Name], grammar: NameGrammar) -> dict[int, Name]:
    """Return numbered sessions and meetings of conferences, which begin at their ordinal."""
    found = {}
    for words in grammar.session_words:
        for at in places(text, [words]):
            start = at + len(words) + 1
            name = names.get(start)
            if name is None or not any(head in text[start : name.end] for head in grammar.session_heads):
                continue
            before = text[max(0, at - LOOK_BACK) : at].split()
            if before and grammar.ordinal.match(before[-1]):
                found[at - 1 - len(before[-1])] = Name(name.end, grammar.session_label, None)
    return found


def alone(text: str, names: Mapping[int, Name], grammar: NameGrammar) -> dict[int, Name]:
    """Return bodies under their short names, in paragraphs that neither name them in full nor define the short form."""
    found: dict[int, Name] = {}
    for words in grammar.alone:
        at = [
            start for start in places(text, [words]) if not text[start + len(words) : start + len(words) + 1].isalnum()
        ]
        if not at:
            continue
        longer = [
            start for start, name in names.items() if len(words) < name.end - start and words in text[start : name.end]
        ]
        full = {text.rfind("\n\n", 0, start) for start in longer}
        for start in at:
            if text.rfind("\n\n", 0, start) not in full and not DEFINING.search(text, max(0, start - 6), start):
                found[start] = Name(start + len(words), grammar.alone_label, None)
    return found


def posts(text: str, grammar: NameGrammar) -> dict[int, Name]:
    """Return titles of posts that stand before their grade ("one Legal Officer (P-3)")."""
    found = {}
    for grade in grammar.grade.finditer(text):
        m = grammar.post.search(text, max(0, grade.start() - LOOK_BACK), grade.start())
        if m:
            found[m.start()] = Name(m.end(), "OFFICE", None)
    return found


def acronyms(text: str, names: Sequence[tuple[int, Name]]) -> dict[int, Name]:
    """Return all places of acronyms that the text defines in parentheses after a name."""
    defined: dict[str, Name] = {}
    for start, name in names:
        m = DEFINED.match(text, name.end)
        if m and sum(map(str.isupper, m[1])) > 1 and re.search(rf"(?i)\b{m[1][0]}", text[start : name.end]):
            defined.setdefault(m[1], name)
    found = {}
    for acronym, name in defined.items():
        for at in places(text, [acronym]):
            end = at + len(acronym)
            if text[at - 1 : at] != "-" and not text[end : end + 1].isalnum():
                found[at] = Name(end, name.label, name.norm)
    return found
