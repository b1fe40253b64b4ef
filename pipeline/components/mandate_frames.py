"""The frames in which the organs give a task: who is to do what, and where in the clause it says so.

"Requests *somebody* to do", "Recommends that *somebody* do", "Decides that *somebody* shall do", "Decides to authorize
*somebody* to do", "Decides to do": the last binds the organ itself. Source: United Nations Editorial Manual.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.components.mandate_addressees import addressees_of
from pipeline.components.mandate_words import (
    AGENTS,
    FARTHEST,
    Name,
    Word,
    find_infinitive,
    is_infinitive,
    may_be_verb,
    words_of,
)
from pipeline.components.table import ActRow
from pipeline.lexicon.mandates import AddresseeWords

REACHES = (250, FARTHEST)
"""Characters behind an act in which its frame is looked for, one reach after the other."""

LONGEST_SUBJECT = 60
"""Words in which the verb of a clause with "that" is looked for."""

_TO = re.compile(r"\sto\s([a-z]+)\b")
_ARTICLES = re.compile(r"\s(?:the\s|all\s)?")
LONGEST_BARE = 15
"""Words behind an act in which a verb without "to" is looked for."""

_OBJECTS = frozenset({"the", "a", "an", "its", "their", "this", "these", "all", "any", "such"})
"""What shows that the word before is a verb with an object."""

_JOINTS = frozenset({"and", "or", "of", "to", "for", "on"})


@dataclass(slots=True)
class Frame:
    """Offsets of the addressees, where the task begins if it is said, and whether more text could change them."""

    addressees: list[tuple[int, int]] = field(default_factory=list)
    task: int | None = None
    settled: bool = True


def read_frame(text: str, act: ActRow, end: int, names: Sequence[Name], lexicon: AddresseeWords) -> Frame:
    """Return whom an act addresses and with what.

    Parameters
    ----------
    text
        The reading text.
    act
        An act of function ``direct`` or ``decide``.
    end
        Where its stretch ends.
    names
        The names of the clause, in order.
    lexicon
        The words of addressees.
    """
    position, lemma = act["end"], act["lemma"].split(" ")[0] if act["lemma"].startswith("appeal") else act["lemma"]
    if aside := lexicon.aside.match(text, position, end):
        position = aside.end()
    carrier = lexicon.carrier.match(text, position, end)
    if carrier:
        position = carrier.end()
    passing = act["function"] == "decide" and lemma not in lexicon.entrusting | lexicon.deciding
    if passing and not text.startswith(" that ", position):
        return Frame()
    frame = _plain(text, act, position, lemma, names, lexicon) or Frame()
    if frame.task is not None:
        return frame
    for reach in REACHES:  # most tasks begin near the act, and words cost
        limit = min(end, position + reach)
        frame = _read_words(text, act, lemma, carrier is not None, words_of(text, position, limit, names), lexicon)
        if frame.task is not None or frame.settled or limit == end:
            break
    return frame


def _plain(
    text: str, act: ActRow, position: int, lemma: str, names: Sequence[Name], lexicon: AddresseeWords
) -> Frame | None:
    """Read the frames that most acts have without cutting words: "Requests the *name* to do", "Decides to do"."""
    if act["function"] == "decide":
        to = _TO.match(text, position) if lemma in lexicon.deciding else None
        if to is None or not may_be_verb(to.group(1), lexicon) or lexicon.entrusting_verb.match(text, to.start(1)):
            return None
        return Frame(task=to.start() + 1)
    found = _ARTICLES.match(text, position)
    start = found.end() if found else position
    name = next((one for one in names if one[0] >= start), None)
    common = lexicon.common.match(text, start)
    if name is not None and name[0] == start and name[2] in AGENTS:
        end = name[1]
    elif common:
        end = common.end()
    else:
        return None
    to = _TO.match(text, end)
    return Frame([(start, end)], to.start() + 1) if to and may_be_verb(to.group(1), lexicon) else None


def _read_words(
    text: str, act: ActRow, lemma: str, carrier: bool, words: Sequence[Word], lexicon: AddresseeWords
) -> Frame:
    """Read the words behind an act and what carries it."""
    at = _skip_aside(words, 0)
    to = at < len(words) and words[at].low in ("to", "on", "upon") and not is_infinitive(words, at, lexicon)
    if to:
        at += 1
    elif carrier and at < len(words) and words[at].low in ("for", "addressed", "made"):
        at += 2 if words[at].low != "for" else 1
    if at < len(words) and words[at].low == "that" and not lemma.startswith("call "):
        return read_that(words, at + 1, lexicon)
    if act["function"] == "decide" and lemma not in lexicon.entrusting:
        return _decided(text, words, at, lexicon) if lemma in lexicon.deciding else Frame()
    if to and lemma == "recommend":
        return _recommended(words, at, lexicon)
    certain = lemma in lexicon.addressing or carrier or " request" in lemma or " call" in lemma
    return _asked(words, at, lexicon, certain)


def _skip_aside(words: Sequence[Word], at: int) -> int:
    """Return the index behind an aside between commas that stands at ``at``, else ``at``."""
    if at < len(words) and words[at].text == ",":
        closing = next((n for n in range(at + 1, len(words)) if words[n].text == "," and not words[n].label), None)
        return at if closing is None else closing + 1
    return at


def _asked(words: Sequence[Word], at: int, lexicon: AddresseeWords, certain: bool) -> Frame:
    """Read "*somebody* to do", or "to *somebody* that it do"."""
    infinitive = find_infinitive(words, at, lexicon)
    bare = _bare_verb(words, at, infinitive if infinitive is not None else len(words), lexicon)
    infinitive = infinitive if bare is None else bare
    stop = next(
        (n for n in range(at, len(words)) if words[n].label is None and words[n].text in (";", ":")), len(words)
    )
    region = words[at : infinitive if infinitive is not None else stop]
    addressees = addressees_of(region, lexicon, certain and infinitive is not None)
    if not addressees:
        return Frame(settled=infinitive is not None)
    for n in range(at, at + len(region) - 1):
        if words[n].low == "that" and words[n + 1].low in ("it", "they", "he", "she") and n + 2 < len(words):
            return Frame(addressees, words[n + 2].start)
    if infinitive is None:
        return Frame(addressees, settled=False)
    return Frame(addressees, words[infinitive].start)


def _bare_verb(words: Sequence[Word], at: int, end: int, lexicon: AddresseeWords) -> int | None:
    """Return the index of a verb without "to" right behind the addressee: "Requests the parties *update* the plan"."""
    for n in range(at + 1, min(end, at + LONGEST_BARE, len(words) - 1)):
        if words[n].label is None and words[n].text in ",;:(":
            return None
        known = words[n - 1].label in AGENTS or words[n - 1].low in lexicon.agent
        if known and words[n + 1].low in _OBJECTS and _is_verb(words, n, lexicon):
            return n if may_be_verb(words[n].low, lexicon) and not words[n].low.endswith("ly") else None
    return None


def _recommended(words: Sequence[Word], at: int, lexicon: AddresseeWords) -> Frame:
    """Read "to *somebody* something", and "to *somebody* to do" or "that it do"."""
    frame = _asked(words, at, lexicon, certain=False)
    if frame.addressees and frame.task is not None:
        end = frame.addressees[-1][1]
        following = next((word.low for word in words if word.start >= end), "")
        if following not in ("to", "that", ","):
            frame.task = None
    return frame


def _decided(text: str, words: Sequence[Word], at: int, lexicon: AddresseeWords) -> Frame:
    """Read "to do", and "to authorize *somebody* to do"."""
    infinitive = find_infinitive(words, at, lexicon)
    if infinitive is None or infinitive + 1 >= len(words):
        return Frame(settled=False)
    own = Frame(task=words[infinitive].start)
    verb = lexicon.entrusting_verb.match(text, words[infinitive + 1].start)
    if verb is None:
        return own
    behind = next((n for n in range(infinitive + 1, len(words)) if words[n].start >= verb.end()), len(words))
    given = _asked(words, _skip_aside(words, behind), lexicon, certain=False)
    return Frame(given.addressees, given.task if given.task is not None else own.task) if given.addressees else own


def read_that(words: Sequence[Word], at: int, lexicon: AddresseeWords) -> Frame:
    """Read "*somebody* shall do" or "*somebody* do"; nobody is addressed where the verb is passive.

    Parameters
    ----------
    words, at
        The words of the stretch, and where the clause begins behind "that".
    lexicon
        The words of addressees.
    """
    at = _skip_aside(words, at)
    while at < len(words) and words[at].low in lexicon.stop and not words[at].label:  # "at its session, in 2027, the"
        comma = next((n for n in range(at, min(len(words), at + 12)) if words[n].text == ","), None)
        if comma is None:
            break
        at = comma + 1
    verb = _verb_of(words, at, lexicon)
    if verb is None:
        return Frame(settled=False)
    following = [word.low for word in words[verb : verb + 4] if word.low not in ("not", "also", "only")]
    be = next((n for n, low in enumerate(following[:2]) if low in lexicon.passive), None)
    if be is not None and not lexicon.active & set(following[be + 1 :]):
        return Frame()
    addressees = addressees_of(words[at:verb], lexicon, certain=False)
    return Frame(addressees, words[verb].start) if addressees else Frame()


def _verb_of(words: Sequence[Word], at: int, lexicon: AddresseeWords) -> int | None:
    """Return the index of the verb of a clause: a modal, or what follows its subject in the subjunctive."""
    last = min(len(words), at + LONGEST_SUBJECT)
    seen = False
    n = at
    while n < last:
        word = words[n]
        if word.label is None and word.text in (";", ":"):
            return None
        if word.label is None and word.low in lexicon.modal:
            return n
        if seen and word.label is None and word.text == ",":
            opens = words[n + 1].low if n + 1 < len(words) else ""
            closing = _skip_aside(words, n)
            aside = closing > n and (lexicon.resuming.match(opens) or lexicon.closing.match(opens))
            if aside and closing < len(words) and words[closing].label is None and words[closing].text.islower():
                return closing
        elif seen and _is_verb(words, n, lexicon):
            return n
        seen = seen or word.label in AGENTS or word.low in lexicon.agent
        n += 1
    return None


def _is_verb(words: Sequence[Word], at: int, lexicon: AddresseeWords) -> bool:
    """Tell whether a word behind a subject is its verb."""
    word, before = words[at], words[at - 1]
    if word.label is not None or not word.text.isalpha() or not word.text.islower():
        return False
    known = before.label in AGENTS or before.low in lexicon.agent
    if word.low in ("not", "be", "continue", "cease") or (word.low.endswith("ly") and known):
        return True
    if word.low in _JOINTS or word.low in lexicon.stop or word.low in lexicon.agent or word.low in lexicon.adjective:
        return False
    if word.low.endswith(("ed", "ing")) or (word.low.endswith("s") and not word.low.endswith(("ss", "us"))):
        return False
    if before.low in lexicon.determiner | _JOINTS or before.text == ",":
        return False
    return (
        before.label in AGENTS
        or before.low in lexicon.agent
        or before.text[:1].isupper()
        or _closes(words, at, lexicon)
    )


def _closes(words: Sequence[Word], at: int, lexicon: AddresseeWords) -> bool:
    """Tell whether the word before ends what hangs on the subject: "parties to the *conflict* cease"."""
    back = [word.low for word in words[max(0, at - 4) : at - 1]]
    if words[at - 1].low in lexicon.adjective:
        return False
    return bool(back) and back[-1] in ("the", "armed", "this") and bool({"to", "of"} & set(back))
