"""Notes: their bodies, and where their marks stand."""

from __future__ import annotations

import pytest

from tests.layout.notes_of import notes_of

Row = tuple[str, str, str | None]


def rows(text: str, width: int | None = -1, body: int = 0) -> list[Row]:
    """Return id and marker, body, and the ten characters before the mark, of each note."""
    notes, lines = notes_of(text, width, body)
    held = [line for line in lines if line.role == "note"]
    assert held == [line for note in sorted(notes, key=lambda n: n.lines[0].start) for line in note.lines]
    found = []
    for note in notes:
        body_text = " ".join([text[note.text_start : note.lines[0].end], *(line.text for line in note.lines[1:])])
        before = text[max(0, note.place.start - 10) : note.place.start] if note.place else None
        found.append((f"{note.id} {note.marker}", body_text, before))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Noting the bells,¹\n\n1. Thanks the founders.²\n\n¹ A/9/1.\n\n² A/9/2.",
         [("n1 1", "A/9/1.", "the bells,"), ("n2 2", "A/9/2.", " founders.")]),
        ("Noting the bells,1\n\nAsks for more.2\n\n1 A/9/1.\n\n2 A/9/2.",
         [("n1 1", "A/9/1.", "the bells,"), ("n2 2", "A/9/2.", " for more.")]),
        ("Noting the bells,<sup>1</sup>\n\n<sup>1</sup> A/9/1.", [("n1 1", "A/9/1.", "the bells,")]),
        ("Noting the bells,[^b1]\n\n[^b1]: A/9/1.", [("n1 b1", "A/9/1.", "the bells,")]),
        ("Chad and Peru:* draft resolution\n\nThanks them.\n\n* The list is open.",
         [("n1 *", "The list is open.", " and Peru:")]),
        ("Noting the bells,¹ and later the bells¹ again,\n\n¹ A/9/1.", [("n1 1", "A/9/1.", "the bells,")]),
        ("Noting nothing,\n\n¹ A/9/1.", [("n1 1", "A/9/1.", None)]),
        ("1. Thanks the founders.\n\n2. Pays them.", []),
        ("12 Member States answered,\n\nas did Chad.", []),
        ("5 June 2031 was the day,\n\nit said.", []),
        ("* a bell\n\n* a rope", []),
        ("", []),
    ],
)  # fmt: skip
def test_notes_with_bodies_and_places(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


def test_numbers_go_on_from_page_to_page() -> None:
    text = (
        "Recalling the bells1 and the ropes of the three towers that stand above the harbour of the\n"
        "four islands, which were rung on every night of the year until the war came to them,2\n"
        "1 A/9/1.\n2 A/9/2.\n\f"
        "Thanks the ringers3 for all that they have done, in fair weather and in foul, for the ships\n"
        "and for those who waited at the windows.\n3 A/9/3.\n"
    )
    assert rows(text) == [
        ("n1 1", "A/9/1.", " the bells"), ("n2 2", "A/9/2.", "e to them,"), ("n3 3", "A/9/3.", "he ringers"),
    ]  # fmt: skip


def test_a_note_takes_the_wrapped_lines_that_follow_it() -> None:
    text = (
        "Recalling the bells1 and the ropes of the three towers that stand above the harbour of the\n"
        "four islands, which were rung on every night of the year until the war came to them,2\n"
        "1 See the register of the founders of bells, volume nine, in the library of the harbour, and\n"
        "the letters that are kept with it.\n"
        "2 A/9/2.\n"
    )
    body = (
        "See the register of the founders of bells, volume nine, in the library of the harbour, and "
        "the letters that are kept with it."
    )
    assert rows(text) == [("n1 1", body, " the bells"), ("n2 2", "A/9/2.", "e to them,")]


def test_a_note_ends_with_its_page() -> None:
    text = (
        "Recalling the bells1 and the ropes of the three towers that stand above the harbour of the\n"
        "1 See the register of the founders of bells, volume nine, in the library of the harbour, and\n"
        "\fthe four islands, which were rung on every night of the year until the war came to them,\n"
        "1. Thanks the ringers for all that they have done, in fair weather and in foul, for the ship\n"
    )
    body = "See the register of the founders of bells, volume nine, in the library of the harbour, and"
    assert rows(text) == [("n1 1", body, " the bells")]


def test_up_to_two_numerals_may_be_missing() -> None:
    text = "Noting the bells¹ and ropes,⁴\n\n¹ A/9/1.\n\n⁴ A/9/4."
    assert [marker for marker, _, _ in rows(text)] == ["n1 1", "n2 4"]


def test_text_whose_lines_are_paragraphs_has_notes_of_one_line() -> None:
    text = "Noting the bells,¹\n\n¹ A/9/1.\nThanks the ringers."
    assert rows(text, width=None) == [("n1 1", "A/9/1.", "the bells,")]


def test_marks_again_are_kept_with_their_note() -> None:
    text = "Noting the bells,¹ the ropes² and the bells¹ again,\n\n¹ A/9/1.\n\n² A/9/2."
    notes, _ = notes_of(text)
    assert [[place.start for place in note.again] for note in notes] == [[text.rindex("¹ again")], []]


def test_a_mark_in_the_masthead_is_found() -> None:
    text = "Chad:* draft resolution\nThe General Assembly,\nThanks the ringers.\n* The list is open."
    assert rows(text, body=1) == [("n1 *", "The list is open.", "Chad:")]
