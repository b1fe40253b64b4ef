"""Fields of the masthead, votes, and the names of States."""

from __future__ import annotations

import pytest

from pipeline.lexicon.masthead import check_masthead, load_masthead


def test_every_row_finds_its_examples_with_their_values() -> None:
    assert check_masthead() == []


def test_every_row_has_examples_both_ways_and_an_id_of_its_own() -> None:
    lexicon = load_masthead()
    for rows in (lexicon.fields, lexicon.votes):
        assert len({row.id for row in rows}) == len(rows)
        assert all(row.examples and row.counterexamples for row in rows)


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("A/RES/88/901", {"symbol": {"symbol": "A/RES/88/901"}}),
        ("Distr.: General", {"distribution": {"distribution": "General"}}),
        ("6 May 2031", {"date": {"date": "6 May 2031"}}),
        ("Original: English", {"language": {"language": "English"}}),
        ("Eighty-third session", {"session": {"session": "Eighty-third session"}}),
        ("Bells of the drowned towns", {}),
        ("", {}),
    ],
)
def test_fields_of_a_line(line: str, values: dict[str, dict[str, str]]) -> None:
    found = {
        name: {k: v for k, v in match.groupdict().items() if v} for name, match in load_masthead().find(line).items()
    }
    assert found == values


def test_a_line_may_hold_several_fields() -> None:
    found = load_masthead().find("United Nations A/88/L.2 Distr.: Limited")
    assert {name: match.groupdict() for name, match in found.items()} == {
        "symbol": {"symbol": "A/88/L.2"},
        "distribution": {"distribution": "Limited"},
    }


@pytest.mark.parametrize(
    ("text", "vote"),
    [
        ("[Adopted without a vote.]", "without a vote"),
        ("Adopted unanimously at the 9th meeting.", "unanimously"),
        ("[Adopted by a recorded vote of 24 to 20, with 3 abstentions.", "24 to 20, with 3 abstentions"),
        ("Adopted at the 9th meeting by 9 votes to none, with 1 abstention.", "9 votes to none, with 1 abstention"),
        ("Adopted at the 9th meeting", None),
        ("Rejected by 9 votes to 2", None),
    ],
)
def test_votes(text: str, vote: str | None) -> None:
    assert load_masthead().vote(text) == vote


def test_the_longest_name_of_a_state_is_found() -> None:
    lexicon = load_masthead()
    text = "Guinea-Bissau, Papua New Guinea, Niger, Nigeria, Nigerian bells, Congo and Democratic Republic of the Congo"
    assert [lexicon.short_names[match.group()] for match in lexicon.states.finditer(text)] == [
        "Guinea-Bissau", "Papua New Guinea", "Niger", "Nigeria", "Congo", "Democratic Republic of the Congo",
    ]  # fmt: skip


def test_every_member_is_there_by_its_short_name() -> None:
    names = set(load_masthead().short_names.values())
    assert len(names) >= 195
    assert names >= {"Algeria", "Côte d’Ivoire", "Eswatini", "Holy See", "North Macedonia", "South Sudan", "Türkiye"}
