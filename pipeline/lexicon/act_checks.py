"""Checks of the lexicon of acts: every row does what its examples say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

from pipeline.lexicon.acts import Act, ActLexicon, Complement, is_finite, load_acts

Finder = Callable[[str, str], Sequence[tuple[int, int, str, str]]]
"""From a clause and its kind to its acts: start, end, lemma, function; the lead act first."""

FUNCTIONS = ("recall", "observe", "value", "concern", "stress", "direct", "decide")
FORCED = ("direct", "decide")


def check_acts(finder: Finder, folder: Path | None = None) -> list[str]:
    """Return one sentence for each row that is wrong in itself or does not find its examples.

    Parameters
    ----------
    finder
        What finds acts in a clause; handed in, since the lexicon knows no components.
    folder
        Where the lexicons are, if not in this installation.
    """
    lexicon = load_acts(folder)
    problems = _order(lexicon)
    for act in lexicon.acts:
        problems += _row(act) + _examples(act, finder)
    for row in lexicon.complements:
        problems += _complement(row, finder)
    return problems


def _order(lexicon: ActLexicon) -> list[str]:
    """Rows are sorted by lemma, and no form stands in two of them."""
    problems, seen = [], dict[str, str]()
    lemmas = [act.lemma for act in lexicon.acts]
    if lemmas != sorted(lemmas):
        wrong = next(b for a, b in pairwise(lemmas) if b < a)
        problems.append(f"acts.toml: {wrong}: rows are not sorted by lemma; move it")
    for lemma in {lemma for lemma in lemmas if lemmas.count(lemma) > 1}:
        problems.append(f"acts.toml: {lemma}: two rows have this lemma; make them one")
    for act in lexicon.acts:
        for form in act.forms:
            if form in seen:
                problems.append(f"acts.toml: {act.lemma}: the form {form!r} stands under {seen[form]} too")
            seen[form] = act.lemma
    return problems


def _row(act: Act) -> list[str]:
    """Check function and force, and that every form has an example that opens with it."""
    problems = []
    if act.function not in FUNCTIONS:
        problems.append(
            f"acts.toml: {act.lemma}: unknown function {act.function!r}; take one of {', '.join(FUNCTIONS)}"
        )
    if (act.force is not None) != (act.function in FORCED) or act.force not in (None, 1, 2, 3, 4, 5):
        problems.append(f"acts.toml: {act.lemma}: force is 1 to 5 for direct and decide, and left out for the others")
    heads = [example.casefold() for example in act.examples]
    problems += [
        f"acts.toml: {act.lemma}: no example opens with the form {form!r}; write one"
        for form in act.forms
        if not any(head.startswith(form.casefold()) for head in heads)
    ]
    return problems


def _examples(act: Act, finder: Finder) -> list[str]:
    """Each example finds its own row at its head; no counterexample does."""
    problems = []
    for example in act.examples:
        forms = [form for form in act.forms if example.casefold().startswith(form.casefold())]
        form = max(forms, key=len, default="")
        found = finder(example, "operative" if form and is_finite(form) else "preambular")
        if not found or found[0][0] != 0 or found[0][1] < len(form) or found[0][2].split()[0] != act.lemma.split()[0]:
            problems.append(f"acts.toml: {act.lemma}: example {example!r} finds {found[:1]}")
    problems += [
        f"acts.toml: {act.lemma}: counterexample {text!r} is found"
        for text in act.counterexamples
        if any(row[2] == act.lemma for kind in ("operative", "preambular") for row in finder(text, kind))
    ]
    return problems


def _complement(row: Complement, finder: Finder) -> list[str]:
    """Each example finds an act of the row's function; no counterexample gives one by its noun."""
    problems = []
    name = f"act_complements.toml: {row.nouns[0]}"
    for example in row.examples:
        kind = "operative" if is_finite(example) else "preambular"
        found = finder(example, kind)
        if (
            not found
            or found[0][0] != 0
            or found[0][3] != row.function
            or found[0][2].split(" ", 1)[-1] not in row.nouns
        ):
            problems.append(f"{name}: example {example!r} finds {found[:1]}")
    for text in row.counterexamples:
        if any(found[2].split(" ", 1)[-1] in row.nouns for found in finder(text, "operative")):
            problems.append(f"{name}: counterexample {text!r} is found")
    return problems
