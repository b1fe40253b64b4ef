"""Whom an act addresses.

Behind the verb stands the addressee, or several in a row, then the infinitive ("Requests the Secretary-General and the
High Commissioner, within existing resources, to submit"), or a clause with "that" whose subject it is ("Recommends that
the Assembly adopt"). An addressee ends before what describes it ("States *affected by drought*"), but keeps "of …" and
what a body or office is for. Sources: United Nations Editorial Manual; annotation guidelines, section 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.components.mandate_words import AGENTS, Word
from pipeline.lexicon.mandates import AddresseeWords

_JOINTS = frozenset({"and", "or", "and/or", "&"})

_LINKS = frozenset({"of", "to", "on", "for"})
"""What links a head with what it is of, or for."""


@dataclass(slots=True)
class Chunk:
    """The words between two joints, and how they were joined to those before: "", ",", "and", ", and", "as well as"."""

    joint: str
    words: list[Word]


@dataclass(slots=True)
class Phrase:
    """A noun phrase: its words without determiners, which of them is the head, and whether something was cut off."""

    words: list[Word]
    head: int
    cut: bool
    named: bool
    determined: bool


def chunks_of(words: Sequence[Word]) -> Iterator[Chunk]:
    """Cut words at commas, at "and" or "or", and at "as well as"; parentheses are left out."""
    joint, held, depth, at = "", list[Word](), 0, 0
    while at < len(words):
        word = words[at]
        bare = word.label is None
        if bare and word.text in "()":
            depth += 1 if word.text == "(" else -1
        elif depth > 0:
            pass
        elif bare and (word.text == "," or word.low in _JOINTS):
            if held:
                yield Chunk(joint, held)
                joint, held = "", []
            after = "and," if joint.endswith("and") else ","
            joint = f"{joint} and".strip() if word.low in _JOINTS else after
        elif bare and [one.low for one in words[at : at + 3]] == ["as", "well", "as"]:
            if held:
                yield Chunk(joint, held)
            joint, held, at = "as well as", [], at + 2
        else:
            held.append(word)
        at += 1
    if held:
        yield Chunk(joint, held)


def phrase_of(words: Sequence[Word], lexicon: AddresseeWords) -> Phrase | None:
    """Return the noun phrase that opens a chunk, None where there is none."""
    start = 0
    while start < len(words) and words[start].label is None and words[start].low in lexicon.determiner:
        if words[start].low in lexicon.pronoun and not _goes_on(words, start, lexicon):
            break
        start += 1
    if start == len(words):
        return None
    first = words[start]
    if first.low in lexicon.pronoun and first.label is None:
        kept = list(words[start:]) if first.low in ("those", "all") else [first]
        return Phrase(kept, 0, len(kept) < len(words) - start, named=True, determined=True)
    if first.label is None and (_stops(first, lexicon) or not first.text[0].isalnum()):
        return None
    kept, head = _name(words, start, lexicon)
    cut = start + len(kept) < len(words)
    while kept[-1].label is None and kept[-1].low.endswith("ly") and len(kept) > 1:
        kept.pop()
    head = min(head, len(kept) - 1)
    if head > 0 and kept[head].low in lexicon.trailing:
        head -= 1
    named = kept[head].label in AGENTS or kept[head].low in lexicon.agent
    return Phrase(kept, head, cut, named, determined=start > 0)


def _name(words: Sequence[Word], start: int, lexicon: AddresseeWords) -> tuple[list[Word], int]:
    """Return the words of the name that begins at ``start``, and the index of its head among them."""
    kept, head, closed = [words[start]], 0, False
    for at in range(start + 1, len(words)):
        if words[at].label is None and not _stays(words, at, kept, closed, lexicon):
            break
        kept.append(words[at])
        if words[at].label is None and words[at].low in _LINKS:
            closed = True
        elif not closed:
            head = len(kept) - 1
    return kept, head


def _stops(word: Word, lexicon: AddresseeWords) -> bool:
    """Tell whether a word goes beyond a name; with a capital it belongs to one ("Working Group")."""
    return word.low in lexicon.stop and word.text[0].islower()


def _goes_on(words: Sequence[Word], at: int, lexicon: AddresseeWords) -> bool:
    """Tell whether a word that could stand alone ("all", "both", "those") is a determiner here."""
    following = words[at + 1] if at + 1 < len(words) else None
    if following is None:
        return False
    if following.label:
        return True
    if (
        following.low in lexicon.stop
        or following.low in lexicon.not_infinitive - lexicon.determiner - lexicon.adjective
    ):
        return following.low in lexicon.agent
    if words[at].low in ("those", "all") and following.low.endswith(("ing", "ed")):
        return len(words) > at + 2 and words[at + 2].low in lexicon.agent
    return following.text[0].isalpha()


def _stays(words: Sequence[Word], at: int, kept: Sequence[Word], closed: bool, lexicon: AddresseeWords) -> bool:
    """Tell whether a word still belongs to the name of the addressee."""
    word, before = words[at], kept[-1]
    if at + 1 < len(words) and words[at + 1].low == "than":
        return False
    if word.low == "of":
        return True
    if word.low in ("on", "for"):
        return not closed and before.low in lexicon.title and at + 1 < len(words)
    if word.low == "to":
        return not closed and before.low in lexicon.title_to and at + 1 < len(words)
    if word.low in lexicon.trailing:
        return at + 1 == len(words)
    if word.low in lexicon.stop or not (word.text[0].isalnum() or word.text[0] in '’“”"'):
        return False
    if before.low in _LINKS or before.low in lexicon.determiner:
        return True
    if word.low in ("the", "a", "an"):
        return False
    known = before.label in AGENTS or before.low in lexicon.agent
    if word.text[0].islower() and word.low.endswith(("ed", "ing")) and known:
        return at + 1 < len(words) and words[at + 1].low in lexicon.agent and not closed
    return True


def addressees_of(words: Sequence[Word], lexicon: AddresseeWords, certain: bool) -> list[tuple[int, int]]:
    """Return the offsets of the addressees among the words between an act and its infinitive.

    Parameters
    ----------
    words
        What stands there.
    lexicon
        The words of addressees.
    certain
        Whether the verb has somebody as its object, whatever the noun.
    """
    found: list[Phrase] = []
    joints: list[str] = []
    waiting: list[Word] = []
    aside = ""
    for chunk in chunks_of(words):
        said = " ".join(word.low for word in chunk.words[:2])
        if found and chunk.joint != "as well as" and (opened := _opening(said, lexicon)):
            aside, waiting = "between" if chunk.joint == "and," else opened, []
            continue
        phrase = phrase_of([*waiting, *chunk.words], lexicon)
        if aside and not _resumes(aside, chunk, phrase):
            continue
        if phrase is None or _only_describes(phrase, lexicon):
            waiting = [*waiting, *chunk.words] if phrase is not None else []
            continue
        waiting, aside = [], ""
        if not _addressed(phrase, lexicon, certain and not found):
            if not found:
                return []
            aside = "closing"
            continue
        if found and _shares(found[-1], phrase, chunk, lexicon):
            found[-1].words += phrase.words
            joints[-1] = chunk.joint if joints[-1] else ""
        else:
            found.append(phrase)
            joints.append(chunk.joint)
        aside = "cut" if phrase.cut else ""
    if joints[1:] == [","] and found[0].words[found[0].head].label:  # an apposition: "Israel, the occupying Power,"
        found.pop()
    return [(phrase.words[0].start, phrase.words[-1].end) for phrase in found]


def _opening(said: str, lexicon: AddresseeWords) -> str:
    """Return which kind of aside a chunk opens, if any."""
    if lexicon.resuming.match(said):
        return "resuming"
    return "closing" if lexicon.closing.match(said) else ""


def _resumes(aside: str, chunk: Chunk, phrase: Phrase | None) -> bool:
    """Tell whether the list of addressees goes on behind an aside or a description."""
    if phrase is None or not phrase.named:
        return False
    if aside == "between":  # "States and, where applicable, others"
        return True
    if chunk.joint in ("as well as", "and as well as"):
        return True
    if aside == "resuming":
        return chunk.joint == ", and"
    if aside == "cut":
        return chunk.joint in (",", ", and") or phrase.determined
    return False


def _only_describes(phrase: Phrase, lexicon: AddresseeWords) -> bool:
    """Tell whether a chunk has no noun of its own: "international" before "and regional organizations"."""
    last = phrase.words[-1]
    if phrase.cut or last.label or (len(phrase.words) > 1 and last.low in lexicon.trailing):
        return False
    if last.low in lexicon.agent or last.low in lexicon.pronoun:
        return False
    regional = last.text[0].isupper() and last.low.endswith(lexicon.regional)
    return last.text.endswith("-") or last.low in lexicon.adjective or regional


def _addressed(phrase: Phrase, lexicon: AddresseeWords, certain: bool) -> bool:
    """Tell whether a phrase names somebody: by its name, its noun, or a capital that makes a short form of a noun."""
    if phrase.named:
        return True
    head = phrase.words[phrase.head]
    if head.label or head.low in lexicon.never_agent or "’" in head.text[:1]:
        return False
    if head.text[0].isupper():
        return True
    return certain and not head.low.endswith(("tion", "sion", "ment", "ity", "ing", "ance", "ence", "ness", "ism"))


def _has_of(phrase: Phrase) -> bool:
    return any(word.low == "of" and word.label is None for word in phrase.words)


def _shares(before: Phrase, phrase: Phrase, chunk: Chunk, lexicon: AddresseeWords) -> bool:
    """Tell whether a noun shares what stands with the one before: "funds *and programmes* of …"."""
    if before.cut:
        return False
    if _has_of(before) and before.words[-1].label == "GPE":
        plural = before.words[before.head].low.endswith("s")
        return plural and all(word.label == "GPE" for word in phrase.words)
    last = before.words[-1]
    if _has_of(before) and last.label is None and last.low not in lexicon.agent and not phrase.determined:
        return True
    alone = phrase.head == 0 and chunk.words[0] is phrase.words[0]
    return alone and phrase.words[0].low in lexicon.shared and before.words[before.head].low in lexicon.shared
