"""What closes a resolution, who speaks, and which words are English."""

from __future__ import annotations

import pytest

from pipeline.lexicon.clauses import check_clauses, load_clauses


def test_every_row_finds_its_examples_and_nothing_else() -> None:
    assert check_clauses() == []


def test_one_expression_stands_for_all_closing_rows() -> None:
    lexicon = load_clauses()
    lines = [text for row in (*lexicon.closing, *lexicon.speaker) for text in row.examples + row.counterexamples]
    assert [bool(lexicon.any_closing.match(line)) for line in lines] == [
        any(row.pattern.match(line) for row in lexicon.closing) for line in lines
    ]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("9th plenary meeting", "meeting"),
        ("102nd (resumed) plenary meeting 3 May 2031", "meeting"),
        ("10600th meeting", "meeting"),
        ("Adopted unanimously at the 9th meeting.", "adopted"),
        ("[Adopted without a vote.]", "adopted"),
        ("Adopted at the 9th meeting by 9 votes to none.", "adopted"),
        ("In favour: Chad", "vote"),
        ("In favour:", "vote"),
        ("Abstaining: None.", "vote"),
        ("3 May 2031", "date"),
        ("3 May 2031.", "date"),
        ("Adopts the rules;", None),
        ("In favour of bells, it", None),
        ("The 9th plenary meeting", None),
        ("3 May 2031, when it rang", None),
        ("Against the bells", None),
        ("", None),
    ],
)
def test_closing_lines(text: str, row: str | None) -> None:
    assert load_clauses().closes(text) == row


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Security Council thanks them.", "The Security Council "),
        ("“The Security Council thanks them.", "“The Security Council "),
        ("The Council, noting the bells, thanks them.", "The Council, noting the bells, "),
        ("The Ringers thank it.", ""),
        ("Thanks the Security Council.", ""),
        ("", ""),
    ],
)
def test_the_words_that_name_the_speaker(text: str, words: str) -> None:
    assert load_clauses().speaks(text) == len(words)


@pytest.mark.parametrize(
    ("text", "share"),
    [("the bells of the towers", 0.6), ("Glocken Türme Seile", 0.0), ("The THE the", 1.0), ("", 0.0), ("12 34", 0.0)],
)
def test_share_of_english(text: str, share: float) -> None:
    assert load_clauses().english_share(text) == pytest.approx(share)
