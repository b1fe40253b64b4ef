"""Labels find their texts: their own resolution first, then the recurring one, then any."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.corpus.digests import text_sha256
from pipeline.corpus.hydration import hydrate, merged
from pipeline.corpus.labels import Label, Labels
from pipeline.corpus.texts import ClauseText
from tests.corpus.conftest import FERRIES, LIGHTS, SEALS


def text(words: str, symbol: str, **known: Any) -> ClauseText:
    return ClauseText(words, text_sha256(words), symbol=symbol, **({"kind": "operative"} | known))


def labels(*rows: Label, name: str = "a.jsonl") -> Labels:
    found = Labels()
    found.add(name, rows)
    return found


def label(words: str, symbol: str, *themes: str, family: str = "") -> Label:
    return Label(text_sha256(words), symbol, "operative", themes, family, "official")


def test_what_joins_and_what_does_not() -> None:
    texts = [text(LIGHTS, "A/1", title="Lights", origin="x"), text(SEALS, "A/2", kind="preambular", heading="Seals")]
    done = hydrate(texts, labels(label(LIGHTS.upper(), "A/1", "oceans"), label(FERRIES, "A/3", "health")))
    assert (done.joined, done.missing, done.elsewhere) == ({"a.jsonl": 1}, {"a.jsonl": 1}, 0)
    blank: dict[str, Any] = {"heading": "", "subjects": [], "family": "", "title": "", "origin": "", "source": ""}
    assert done.rows == [
        blank
        | {
            "text": LIGHTS,
            "title": "Lights",
            "kind": "operative",
            "symbol": "A/1",
            "themes": ["oceans"],
            "source": "official",
        }
        | {"sha256": text_sha256(LIGHTS), "origin": "x"},
        blank
        | {"text": SEALS, "kind": "preambular", "symbol": "A/2", "heading": "Seals", "themes": None}
        | {"sha256": text_sha256(SEALS)},
    ]


@pytest.mark.parametrize(
    ("symbols", "title", "elsewhere"),
    [(("A/7", "A/8", "A/9"), "nine", 0), (("A/7", "A/8"), "eight", 1), (("A/7",), "seven", 1)],
)
def test_the_nearest_resolution_gives_the_words(symbols: tuple[str, ...], title: str, elsewhere: int) -> None:
    known = {"A/7": ("seven", "f7"), "A/8": ("eight", "f9"), "A/9": ("nine", "f9")}
    texts = [text(LIGHTS, symbol, title=known[symbol][0], family=known[symbol][1]) for symbol in symbols]
    done = hydrate(texts, labels(label(LIGHTS, "A/ 9", "oceans", family="f9")))
    (row,) = [row for row in done.rows if row["themes"] is not None]
    assert (row["title"], row["symbol"], row["family"], done.elsewhere) == (title, "A/ 9", "f9", elsewhere)


def test_an_unlabelled_clause_learns_the_family_of_its_resolution_from_labels() -> None:
    texts = [text(LIGHTS, "A/1"), text(SEALS, "A/1"), text(FERRIES, "A/2")]
    done = hydrate(texts, labels(label(LIGHTS, "A/1", "oceans", family="f1")))
    assert {row["text"]: row["family"] for row in done.rows} == {LIGHTS: "f1", SEALS: "f1", FERRIES: ""}


def test_what_is_no_clause_may_join_but_is_not_kept_for_itself() -> None:
    done = hydrate([text(LIGHTS, "A/1", kind="other"), text(SEALS, "A/1", kind="other")], labels(label(LIGHTS, "A/1")))
    assert [(row["text"], row["kind"], row["themes"]) for row in done.rows] == [(LIGHTS, "operative", [])]


def test_sources_complete_one_another() -> None:
    found = merged(
        [
            text(LIGHTS, "S/1 (2031)", title="As printed", heading="One"),
            text(SEALS, "S/1 (2031)"),
            text(LIGHTS.upper(), "S/1(2031)", title="As catalogued", subjects=("A",), family="f1", heading="Two"),
            text(LIGHTS, "S/2", title="Another"),
        ]
    )
    assert [(one.text, one.title, one.heading, one.subjects, one.family) for one in found] == [
        (LIGHTS, "As catalogued", "One", ("A",), "f1"),
        (SEALS, "As catalogued", "", ("A",), "f1"),
        (LIGHTS, "Another", "", (), ""),
    ]


def test_two_titles_of_one_symbol_complete_nothing() -> None:
    found = merged([text(LIGHTS, "A/1", title="A"), text(SEALS, "A/1", title="B"), text(FERRIES, "A/1")])
    assert [one.title for one in found] == ["A", "B", ""]


def test_the_order_of_what_is_read_does_not_matter() -> None:
    texts = [text(LIGHTS, "A/1"), text(SEALS, "A/2"), text(FERRIES, "A/3")]
    known = labels(label(LIGHTS, "A/1", "oceans"), label(SEALS, "A/2"))
    assert hydrate(texts, known).rows == hydrate(texts[::-1], known).rows
