"""How clauses open."""

from __future__ import annotations

import pytest

from pipeline.lexicon.openers import OPERATIVE, PREAMBULAR, Openers, load_openers, openers_from

OPENERS = openers_from(["Recalling also", "Aware", "Having heard", "Conscious", "thanks", "Takes note", "Stress"],
                       ["deeply", "once again", "Takes"])  # fmt: skip


def test_first_words_are_sorted_by_their_ending() -> None:
    assert (
        Openers(
            preambular=frozenset({"recalling", "aware", "having", "conscious", "stress"}),
            operative=frozenset({"thanks", "takes"}),
            before=frozenset({"deeply", "once", "again"}),
        )
        == OPENERS
    )


def test_empty_forms_are_passed_over() -> None:
    assert openers_from(["", " "], []) == Openers(frozenset(), frozenset(), frozenset())


@pytest.mark.parametrize(
    ("text", "known", "shape"),
    [
        ("Recalling the bells,", PREAMBULAR, PREAMBULAR),
        ("*Recalling* the bells,", PREAMBULAR, PREAMBULAR),
        ("“Recalling the bells,", PREAMBULAR, PREAMBULAR),
        ("RECALLING the bells,", PREAMBULAR, PREAMBULAR),
        ("recalling the bells,", None, None),
        ("Deeply aware of them,", PREAMBULAR, PREAMBULAR),
        ("Once again thanks them;", OPERATIVE, OPERATIVE),
        ("Again and thanks them;", None, None),
        ("Warmly thanks them;", OPERATIVE, OPERATIVE),
        ("Warmly, softly and thanks", None, None),
        ("Deeply deeply deeply deeply aware,", None, None),
        ("Ringing the bells,", None, PREAMBULAR),
        ("Moved by the bells,", None, PREAMBULAR),
        ("Rings the bells;", None, OPERATIVE),
        ("Enjoys the bells;", None, OPERATIVE),
        ("The bells", None, None),
        ("Class of bells", None, None),
        ("Us", None, None),
        ("1. Thanks them;", None, None),
        ("", None, None),
        ("***", None, None),
    ],
)
def test_kind(text: str, known: str | None, shape: str | None) -> None:
    assert (OPENERS.kind_of(text, known_only=True), OPENERS.kind_of(text)) == (known, shape)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Guided by the Charter,", PREAMBULAR),
        ("Bearing in mind the bells,", PREAMBULAR),
        ("Having considered the report,", PREAMBULAR),
        ("Gravely concerned at the silence,", PREAMBULAR),
        ("Acting under the Charter,", PREAMBULAR),
        ("Also requests ropes;", OPERATIVE),
        ("Takes note with appreciation of the bells;", OPERATIVE),
        ("Strongly condemns the theft;", OPERATIVE),
        ("Calls upon the ringers to stop;", OPERATIVE),
        ("Expresses its thanks;", OPERATIVE),
        ("Further decides to go on;", OPERATIVE),
        ("The Secretary-General requests", None),
        ("Annex", None),
        ("Bells of the towers", None),
    ],
)
def test_openers_of_the_practice(text: str, kind: str | None) -> None:
    assert load_openers().kind_of(text, known_only=True) == kind
