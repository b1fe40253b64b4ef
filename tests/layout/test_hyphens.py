"""Hyphens at line ends: the document is the first witness, then the rows of the lexicon."""

from __future__ import annotations

import tomllib

import pytest

from pipeline.layout.hyphens import FEW, Hyphens
from pipeline.lexicon.data import data_folder
from pipeline.lexicon.layout import HyphenRows, load_layout

NONE = HyphenRows(frozenset(), frozenset(), frozenset(), frozenset())
PLAIN = "the keepers of the light met\n"


def keeps(source: str, rows: HyphenRows = NONE) -> bool:
    """Return what is said of the only hyphen at a line end."""
    at = source.index("-\n")
    head, tail = source[:at].split()[-1], source[at + 2 :].split()[0].rstrip(".,")
    return Hyphens(source, rows).keeps(head, tail)


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("a lantern-signal, and a lantern-\nsignal", True),
        ("a lanternsignal, and a lantern-\nsignal", False),
        ("Lantern-Signal, and a lantern-\nsignal", True),
        ("a lantern-\nsignal", False),
        (PLAIN * 40 + "a lantern-\nsignal", True),
        (PLAIN * 40 + "a lan-\ntern", False),
        (PLAIN * 40 + "all lan and tern, a lan-\ntern", True),
        (PLAIN * 20 + "a lantern-\nsignal", False),
    ],
    ids=["hyphen", "solid", "case", "short text", "cuts no words", "syllable", "short words", "one line in twenty"],
)
def test_the_text_is_the_first_witness(source: str, kept: bool) -> None:
    assert keeps(source) is kept


def test_one_word_that_is_surely_cut_tells_of_all() -> None:
    text = PLAIN * 99 + "a govern-\nment, the government, and a lantern-\nsignal"
    hyphens = Hyphens(text, NONE)
    assert [hyphens.keeps("govern", "ment"), hyphens.keeps("lantern", "signal")] == [False, False]
    assert Hyphens(text.replace("the government", "it"), NONE).keeps("lantern", "signal") is True


def test_the_share_of_lines_is_strict() -> None:
    lines = round(1 / FEW) - 2
    assert keeps(PLAIN * lines + "a lantern-\nsignal") is False
    assert keeps(PLAIN * (lines + 2) + "a lantern-\nsignal") is True


def test_rows_of_the_lexicon() -> None:
    rows = HyphenRows(frozenset({"self"}), frozenset({"based"}), frozenset({"re"}), frozenset({"tion"}))
    found = [keeps(text, rows) for text in ("self-\nrule", "tower-\nbased", "re-\nelect", "re-\ntell", "self-\ntion")]
    assert found == [True, True, True, False, False]


def test_examples_of_the_lexicon() -> None:
    path = data_folder("configs") / "lexicons" / "layout.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))["hyphen"]
    rows = load_layout().hyphens
    assert [text for text in data["examples"] if not keeps(text, rows)] == []
    assert [text for text in data["counterexamples"] if keeps(text, rows)] == []
    for name in ("first", "last", "before_e", "endings"):
        assert data[name] == sorted(set(data[name])), name
    assert not set(data["endings"]) & set(data["last"])
