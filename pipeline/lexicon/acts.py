"""The lexicon of acts: verbs, what they do, their modifiers and complements, compiled to a few expressions.

Rows stand in ``configs/lexicons/acts.toml``, ``act_modifiers.toml`` and ``act_complements.toml``. A phrase is put
together from them: adverbs, a form, what it expresses, manner, and a second verb after "and". So "Strongly deplores
once again" is found though no row lists it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.lexicon.data import data_folder


@dataclass(frozen=True, slots=True)
class Act:
    """One verb with its fixed complement."""

    lemma: str
    forms: tuple[str, ...]
    function: str
    force: int | None
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Complement:
    """Nouns that are expressed or reiterated, what that does, and after which verbs they belong to the phrase."""

    nouns: tuple[str, ...]
    function: str
    force: int | None
    after: frozenset[str]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True)
class ActLexicon:
    """What ``un_acts`` knows.

    The expressions match at a position, any case: ``adverb`` one adverb, ``before`` adverbs (or nothing), ``form`` a
    form of a verb, ``after`` one modifier with the white space before it, ``complement`` what is expressed, ``lead_in``
    words before a coordinated act; ``weight`` is searched: the words that say how much is expressed. ``openings`` holds
    the first words of all forms and adverbs: what is worth a closer look.
    """

    version: str
    acts: tuple[Act, ...]
    complements: tuple[Complement, ...]
    by_form: Mapping[str, Act]
    by_noun: Mapping[tuple[str, str], Complement]
    adverb: re.Pattern[str]
    before: re.Pattern[str]
    form: re.Pattern[str]
    after: re.Pattern[str]
    complement: re.Pattern[str]
    weight: re.Pattern[str]
    noun: re.Pattern[str]
    lead_in: re.Pattern[str]
    openings: frozenset[str]
    further_before: frozenset[str]
    bare_verb_organs: frozenset[str]
    manner_left_out: frozenset[str]
    never_further: frozenset[str]
    speaking: frozenset[str]
    doing: frozenset[str]
    nounlike: frozenset[str]
    noun_before: frozenset[str]
    split: Mapping[str, tuple[str, ...]]
    chained: Mapping[str, str]
    by_base: Mapping[str, Act]
    base: re.Pattern[str]

    def act_of(self, form: str) -> Act | None:
        """Return the row of a form as it was matched: adverbs after "having" are passed over."""
        folded = " ".join(form.casefold().split())
        found = self.by_form.get(folded)
        if found is None:
            parts = folded.split()
            rests = (" ".join([parts[0], *parts[at:]]) for at in range(2, len(parts)))
            found = next((self.by_form[rest] for rest in rests if rest in self.by_form), None)
        return found


def is_finite(form: str) -> bool:
    """Tell whether a form is a verb of the third person ("takes note") rather than a participle or adjective."""
    word = form.split()[0]
    return word.endswith("s") and not word.endswith(("ous", "ss"))


def base_of(form: str) -> str:
    """Return the base of a finite form: "calls upon" gives "call upon", "stresses" gives "stress"."""
    head, space, rest = form.partition(" ")
    if head.endswith("ies"):
        head = head[:-3] + "y"
    elif head.endswith(("sses", "shes", "ches")):
        head = head[:-2]
    else:
        head = head[:-1]
    return head + space + rest


def alternatives(words: Iterable[str]) -> str:
    """Return an expression for any of the words, the longest first, any white space between their parts."""
    longest = sorted({word.casefold() for word in words}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in longest)


def _form_expression(acts: Iterable[Act], within: Iterable[str]) -> str:
    """Return the expression of all forms; adverbs may stand after "having", "being" and "remaining"."""
    having: list[str] = []
    plain: list[str] = []
    for act in acts:
        for form in act.forms:
            head, _, rest = form.partition(" ")
            (having if head in ("having", "being", "remaining", "remains", "is") and rest else plain).append(form)
    split: dict[str, list[str]] = {}
    for form in having:
        head, _, rest = form.partition(" ")
        split.setdefault(head, []).append(rest)
    adverbs = rf"(?:(?:{alternatives(within)}|[a-z]+ly)\s){{0,3}}"
    groups = [rf"{head}\s{adverbs}(?:{alternatives(rests)})" for head, rests in sorted(split.items())]
    return "|".join([*groups, alternatives(plain)])


def _compile(acts: tuple[Act, ...], complements: tuple[Complement, ...], words: dict[str, Any]) -> dict[str, Any]:
    """Build the expressions from the rows."""
    adverb = rf"(?:{alternatives(words['before'])}|[a-z]+ly)"
    degree = rf"(?:(?:{alternatives(words['degree'])})(?:\sand\s|,\s|\s)){{0,4}}"
    noun = alternatives(noun for row in complements for noun in row.nouns)
    what = alternatives(words["with_what"])
    manner = rf"with\s{degree}(?:{what})(?:\sand\s{degree}(?:{what}))?"
    flags = re.IGNORECASE
    return {
        "adverb": re.compile(adverb, flags),
        "before": re.compile(rf"(?:{adverb}(?:,\s|\sand\s|\s)){{0,4}}", flags),
        "form": re.compile(rf"(?:{_form_expression(acts, words['within'])})(?![\w-])", flags),
        "after": re.compile(rf",?\s(?:{manner}|further|{alternatives(words['after'])})(?![\w-])", flags),
        "weight": re.compile(rf"\b(?:{alternatives(set(words['degree']) - set(words['weightless']))})(?![\w-])", flags),
        "complement": re.compile(
            rf"\s(?:(?:its|the|their|his)\s)?(?P<degree>{degree})(?P<noun>{noun})(?:\sand\s{degree}(?:{noun}))?(?![\w-])",
            flags,
        ),
        "noun": re.compile(noun, flags),
        "lead_in": re.compile(rf"(?:(?:{alternatives(words['lead_in'])}),?\s){{0,2}}", flags),
    }


def _act(row: dict[str, Any]) -> Act:
    examples, counterexamples = tuple(row["examples"]), tuple(row.get("counterexamples", ()))
    return Act(row["lemma"], tuple(row["forms"]), row["function"], row.get("force"), examples, counterexamples)


def _complement(row: dict[str, Any]) -> Complement:
    examples, counterexamples = tuple(row["examples"]), tuple(row.get("counterexamples", ()))
    after = frozenset(row["after"])
    return Complement(tuple(row["nouns"]), row["function"], row.get("force"), after, examples, counterexamples)


@cache
def load_acts(folder: Path | None = None) -> ActLexicon:
    """Load and compile the lexicon of acts from ``folder`` (default: the lexicons of this installation)."""
    folder = folder or data_folder("configs") / "lexicons"
    rows, words, nouns = (
        tomllib.loads((folder / name).read_text(encoding="utf-8"))
        for name in ("acts.toml", "act_modifiers.toml", "act_complements.toml")
    )
    acts, complements = tuple(map(_act, rows["act"])), tuple(map(_complement, nouns["complement"]))
    bases = {base_of(form).casefold(): act for act in acts for form in act.forms if is_finite(form)}
    return ActLexicon(
        version=f"{rows['version']}.{words['version']}.{nouns['version']}",
        acts=acts,
        complements=complements,
        by_form={form.casefold(): act for act in acts for form in act.forms},
        by_noun={(lemma, noun): row for row in complements for lemma in row.after for noun in row.nouns},
        openings=frozenset(form.split()[0].casefold() for act in acts for form in act.forms)
        | {word.split()[0] for word in words["before"]},
        further_before=frozenset(words["further_before"]),
        bare_verb_organs=frozenset(words["bare_verb_organs"]),
        manner_left_out=frozenset(words["manner_left_out"]),
        never_further=frozenset(words["never_further"]),
        speaking=frozenset(words["speaking"]),
        doing=frozenset(words["doing"]),
        nounlike=frozenset(words["nounlike"]),
        noun_before=frozenset(words["noun_before"]),
        split={lemma: tuple(parts) for lemma, parts in words["split"].items()},
        chained=dict(words["chained"]),
        by_base=bases,
        base=re.compile(rf"(?:{alternatives(bases)})(?![\w-])", re.IGNORECASE),
        **_compile(acts, complements, words),
    )
