"""How a clause opens: the first words of preambular phrases and of operative verbs.

Derived from the lexicon of acts, so that a verb is written down once: a form whose first word is a finite verb of the
third person ("Requests") opens operative paragraphs, any other ("Recalling", "Aware", "Having considered") preambular
ones. Adverbs may stand before ("Strongly condemns", "Deeply concerned"); an unknown capitalized word of the right shape
counts as a weak opener. Source: United Nations Editorial Manual, drafting of resolutions.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon.data import data_folder

PREAMBULAR, OPERATIVE = "preambular", "operative"

_WORD = re.compile(r"[*_“\"']{0,3}([^\W\d_]+(?:-[^\W\d_]+)?)[*_]{0,2}\s?")
_ADVERB = re.compile(r"[A-Z]?[a-z]+ly$")
_PARTICIPLE = re.compile(r"[A-Z][a-z]{2,}(?:ing|ed)$")
_FINITE = re.compile(r"[A-Z][a-z]{2,}(?:[^aiousy]s|[aeiou][ey]s|ises|izes)$")
FURTHEST = 4
"""Most words before the verb or participle that are looked at."""


@dataclass(frozen=True)
class Openers:
    """First words, lower case, by the kind of clause that they open; and the words that may stand before them."""

    preambular: frozenset[str]
    operative: frozenset[str]
    before: frozenset[str]

    def kind_of(self, text: str, known_only: bool = False) -> str | None:
        """Return ``preambular`` or ``operative`` where ``text`` opens like such a clause, else None.

        Parameters
        ----------
        text
            The clause without its number; markup characters before a word are passed over.
        known_only
            Leave out words that the lexicon does not know but that have the shape of a participle or a verb.
        """
        position = 0
        for nth in range(FURTHEST):
            found = _WORD.match(text, position)
            if found is None:
                return None
            word = found.group(1)
            if nth == 0 and not word[0].isupper():
                return None
            low = word.casefold()
            if low in self.preambular:
                return PREAMBULAR
            if low in self.operative:
                return OPERATIVE
            if low in self.before or _ADVERB.match(word):
                position = found.end()
                continue
            if nth == 0 and not known_only:
                return PREAMBULAR if _PARTICIPLE.match(word) else OPERATIVE if _FINITE.match(word) else None
            return None
        return None


def openers_from(forms: Iterable[str], before: Iterable[str]) -> Openers:
    """Sort the first words of act forms into finite verbs and all others."""
    preambular, operative = set(), set()
    for form in forms:
        word = form.split()[0].casefold() if form.split() else ""
        if word.endswith("s") and not word.endswith(("ous", "ss")):
            operative.add(word)
        elif word:
            preambular.add(word)
    adverbs = {word.casefold() for phrase in before for word in phrase.split()}
    return Openers(frozenset(preambular), frozenset(operative), frozenset(adverbs - preambular - operative))


@cache
def load_openers() -> Openers:
    """Load the openers from ``configs/lexicons/acts.toml`` and ``act_modifiers.toml``."""
    folder = data_folder("configs") / "lexicons"
    acts, modifiers = (
        tomllib.loads((folder / name).read_text(encoding="utf-8")) for name in ("acts.toml", "act_modifiers.toml")
    )
    return openers_from((form for row in acts["act"] for form in row["forms"]), modifiers["before"])
