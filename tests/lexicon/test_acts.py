"""The lexicon of acts: forms, and a check that can fail."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.lexicon.act_checks import check_acts
from pipeline.lexicon.acts import base_of, is_finite, load_acts
from pipeline.lexicon.data import data_folder


def finder(text: str, kind: str) -> list[tuple[int, int, str, str]]:
    """Find the acts of a clause as the component does."""
    import spacy

    from pipeline.components.acts import find_acts
    from pipeline.components.precut import clauses_doc
    from pipeline.lexicon.clauses import load_clauses

    doc = clauses_doc(spacy.blank("en"), [{"text": text, "kind": kind}])
    rows, _ = find_acts(doc, load_acts(), load_clauses())
    return [(row["start"], row["end"], row["lemma"], row["function"]) for row in rows]


def nothing(text: str, kind: str) -> list[tuple[int, int, str, str]]:
    """Find nothing."""
    del text, kind
    return []


def test_every_row_does_what_its_examples_say() -> None:
    assert check_acts(finder) == []


def test_several_hundred_forms() -> None:
    assert sum(len(act.forms) for act in load_acts().acts) >= 500


def test_a_finder_that_finds_nothing_is_noticed() -> None:
    lexicon = load_acts()
    examples = sum(len(row.examples) for row in (*lexicon.acts, *lexicon.complements))
    assert len(check_acts(nothing)) == examples


def test_a_wrong_file_is_noticed(tmp_path: Path) -> None:
    source = data_folder("configs") / "lexicons"
    for name in ("acts.toml", "act_modifiers.toml", "act_complements.toml"):
        shutil.copy(source / name, tmp_path / name)
    rows = (tmp_path / "acts.toml").read_text(encoding="utf-8")
    rows += (
        '\n[[act]]\nlemma = "abash"\nforms = ["abashes", "requests"]\nfunction = "dazzle"\nforce = 9\n'
        'examples = ["Abashes the owners of the barges;"]\n'
    )
    (tmp_path / "acts.toml").write_text(rows, encoding="utf-8")
    problems = check_acts(nothing, tmp_path)
    for words in (
        "not sorted",
        "stands under",
        "unknown function",
        "force is",
        "no example opens with the form 'requests'",
    ):
        assert any(words in problem for problem in problems), words


def test_finite_forms_and_their_bases() -> None:
    forms = {
        "takes note": "take note",
        "stresses": "stress",
        "urges": "urge",
        "ratifies": "ratify",
        "calls upon": "call upon",
    }
    assert {form: base_of(form) for form in forms} == forms
    assert all(is_finite(form) for form in forms)
    assert not any(is_finite(form) for form in ("conscious", "taking note", "having heard", "aware"))
