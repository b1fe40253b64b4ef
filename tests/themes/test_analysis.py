"""Words, terms, stems; the keywords file; hits of keywords."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.themes.analysis import Analyzer, Keywords, read_keywords
from pipeline.themes.keywords import KeywordMatcher
from pipeline.themes.rows import ThemesError

FUNCTION = ("the", "of", "and", "on", "its", "to")
KEYWORDS = Keywords({"water": ("wells", "rights of the lake"), "trade": ("fairs", "wells")}, FUNCTION, ("ing", "s"))


def test_terms_are_words_pairs_and_beginnings() -> None:
    analyzer = Analyzer(KEYWORDS)
    terms = analyzer.terms(analyzer.words("Mapping the WELLS of 12 States in 1962, resolution 17/4"))
    assert terms == [
        *("mapping", "wells", "#", "states", "in", "#y", "resolution", "#r"),
        *("mapping wells", "wells #", "# states", "states in", "in #y", "#y resolution", "resolution #r"),
        *("^mappi", "^state", "^resol"),
    ]


def test_accents_and_apostrophes_stay_in_a_word() -> None:
    words = [row[0] for row in Analyzer(KEYWORDS).words("El Niño; women’s fairs")]
    assert words == ["el", "niño", "women’s", "fairs"]


@given(st.text(max_size=200))
def test_odd_text_never_raises(text: str) -> None:
    analyzer = Analyzer(KEYWORDS)
    assert all(isinstance(term, str) and term for term in analyzer.terms(analyzer.words(text)))


def test_hits_are_places_lengths_and_themes() -> None:
    analyzer = Analyzer(KEYWORDS)
    matcher = KeywordMatcher(KEYWORDS, ["water", "trade"], analyzer)
    words = analyzer.words("Recalling the rights of lakes, the fair and the well")
    assert matcher.hits(words) == [(1, 2, (0,)), (3, 1, (1,)), (4, 1, (0, 1))]
    features = matcher.features([words, []])
    assert features.shape == (2, 6)
    assert not features[1].any()
    assert features[0, 0] > features[0, 1] > 0  # two hits for water, the longer one first
    assert features[0, 2] == np.float32(1 / (1 + 1 / 8))
    total = 1.6 + 1 + 2**-0.5  # a term under two themes counts for each by the root of two
    assert features[0, 4:].tolist() == pytest.approx([(1.6 + 2**-0.5) / total, (1 + 2**-0.5) / total])


def test_a_theme_without_a_column_is_left_out() -> None:
    analyzer = Analyzer(KEYWORDS)
    matcher = KeywordMatcher(KEYWORDS, ["trade"], analyzer)
    assert matcher.hits(analyzer.words("rights of the lake; wells")) == [(2, 1, (0,))]


def test_the_shipped_keywords_cover_every_theme(keywords: Keywords, taxonomy: list[str]) -> None:
    assert set(keywords.terms) == set(taxonomy)
    assert min(len(terms) for terms in keywords.terms.values()) >= 40
    assert "the" in keywords.function_words


def test_every_shipped_term_is_found_in_itself(keywords: Keywords, taxonomy: list[str]) -> None:
    analyzer = Analyzer(keywords)
    matcher = KeywordMatcher(keywords, taxonomy, analyzer)
    lost = []
    for theme, terms in keywords.terms.items():
        for term in terms:
            words = analyzer.words(term)
            hits = {column for place, length, columns in matcher.hits(words) for column in columns if place == 0}
            if taxonomy.index(theme) not in hits or len(words) > 3:
                lost.append(f"{theme}: {term}")
    assert lost == []


@pytest.mark.parametrize(
    ("content", "part"),
    [("keywords = [", "cannot be read as TOML"), ("[[keywords]]\ntheme = 'a'", "keywords row 1 needs")],
)
def test_a_bad_keywords_file_is_named(tmp_path: Path, content: str, part: str) -> None:
    path = tmp_path / "words.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ThemesError, match=part) as error:
        read_keywords(path)
    assert str(path) in str(error.value)


def test_keywords_of_a_themes_file_are_added(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_text("[[keywords]]\ntheme = 'a'\nterms = 'x; y'\n", encoding="utf-8")
    assert read_keywords(path, {"a": ["z"], "b": ["w"]}).terms == {"a": ("x", "y", "z"), "b": ("w",)}
