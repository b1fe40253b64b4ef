"""The rows of dates do what their examples say, and the check can tell where they do not."""

from __future__ import annotations

import spacy

from pipeline.components.dates import find_dates
from pipeline.lexicon.dates import check_dates, load_dates

NLP = spacy.blank("en")


def finder(text: str) -> list[tuple[int, int]]:
    """Find dates in one sentence."""
    return [(row["start"], row["end"]) for row in find_dates(NLP.make_doc(text), load_dates())]


def test_every_row_does_what_its_examples_say() -> None:
    assert check_dates(finder) == []


def test_check_names_every_example_that_finds_nothing_and_every_counterexample_that_finds_something() -> None:
    examples = load_dates().examples
    shown = [example for example in examples if example.expected is not None]
    hidden = [example for example in examples if example.expected is None]
    assert len(shown) > 30
    assert len(hidden) > 10
    assert len(check_dates(lambda text: [])) == len(shown)
    assert len(check_dates(lambda text: [(0, 0)])) == len(examples)


def test_every_table_of_words_has_an_example() -> None:
    tables = {example.row.split("]")[0].strip("[") for example in load_dates().examples}
    assert tables == {
        "part",
        "opener",
        "cadence",
        "interval",
        "onwards",
        "not_year",
        "name",
        "duration",
        "every",
        "session",
    }


def test_numbers_and_ordinals_are_made_from_their_parts() -> None:
    lexicon = load_dates()
    assert set(lexicon.numbers.values()) == set(range(1, 200))
    assert set(lexicon.ordinals.values()) == set(range(1, 200))
    assert lexicon.numbers["forty-two"] == 42
    assert "forty-ten" not in lexicon.numbers
    assert "forty-one" not in lexicon.ordinals
