"""Text with spans as HTML: nested, crossing and hostile spans, and not a character lost."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from pipeline.output.reading_segments import DEEPEST, TextMark, TextSpan, fits, marked_text


def span(start: int, end: int, name: str, href: str | None = None, tag: str = "span") -> TextSpan:
    return TextSpan(start=start, end=end, tag=tag, attributes={"id": name}, href=href)


@pytest.mark.parametrize(
    ("spans", "html"),
    [
        ([], "abcdef"),
        ([span(0, 2, "x"), span(2, 4, "y")], '<span id="x">ab</span><span id="y">cd</span>ef'),
        ([span(1, 5, "x"), span(2, 4, "y")], 'a<span id="x">b<span id="y">cd</span>e</span>f'),
        ([span(2, 4, "y"), span(1, 5, "x")], 'a<span id="x">b<span id="y">cd</span>e</span>f'),
        ([span(1, 3, "x"), span(1, 3, "y")], 'a<span id="x"><span id="y">bc</span></span>def'),
        (
            [span(0, 4, "x"), span(2, 6, "y")],
            '<span id="x">ab<span id="y">cd</span></span><span id="y" data-continued="true">ef</span>',
        ),
        ([span(-1, 2, "x"), span(3, 3, "y"), span(5, 7, "z"), span(4, 2, "u")], "abcdef"),
        ([span(0, 6, "x", tag="em")], '<em id="x">abcdef</em>'),
        ([span(0, 6, "x", href="/a?b&c")], '<a id="x" href="/a?b&amp;c">abcdef</a>'),
        # no link in a link; what is left of the inner one is a link again
        (
            [span(0, 4, "x", "/x"), span(2, 6, "y", "/y")],
            '<a id="x" href="/x">ab<span id="y">cd</span></a><a id="y" data-continued="true" href="/y">ef</a>',
        ),
    ],
)
def test_elements_stand_around_their_spans(spans: list[TextSpan], html: str) -> None:
    assert marked_text("abcdef", spans) == html


def test_marks_stand_at_their_places_and_in_their_order() -> None:
    marks = [TextMark(offset=at, html=Markup(f"<sup>{n}</sup>")) for n, at in enumerate((2, 2, -5, 99, 4))]
    assert marked_text("ab<d", [span(0, 2, "x"), span(2, 4, "y")], marks) == (
        '<sup>2</sup><span id="x">ab</span><sup>0</sup><sup>1</sup><span id="y">&lt;d</span><sup>3</sup><sup>4</sup>'
    )


def test_everything_is_escaped() -> None:
    html = marked_text('<script>"&', [span(0, 8, '"><script>')])
    assert html == '<span id="&#34;&gt;&lt;script&gt;">&lt;script&gt;</span>&#34;&amp;'


def test_nesting_has_an_end() -> None:
    html = marked_text("x" * 300, [span(at, 300 - at, "x") for at in range(100)])
    assert html.count("<span") == DEEPEST
    assert html.count("</span>") == DEEPEST


class Around(HTMLParser):
    """Collects the characters, each with the ids that stand around it, and fails where elements cross."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.seen: list[tuple[str, frozenset[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what opens."""
        self.open.append((tag, dict(attrs)["id"] or ""))

    def handle_endtag(self, tag: str) -> None:
        """Check that it is the last one that opened."""
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        """Take the characters, but not those of a mark."""
        if not any(tag == "sup" for tag, _ in self.open):
            self.seen += [(character, frozenset(name for _, name in self.open)) for character in data]


@given(
    text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=30),
    places=st.lists(st.tuples(st.integers(-2, 32), st.integers(-2, 32), st.booleans()), max_size=8),
    offsets=st.lists(st.integers(-2, 32), max_size=3),
)
def test_every_character_stands_in_exactly_its_spans(
    text: str, places: list[tuple[int, int, bool]], offsets: list[int]
) -> None:
    spans = [span(start, end, str(i), "/" if link else None) for i, (start, end, link) in enumerate(places)]
    marks = [TextMark(offset=offset, html=Markup('<sup id="m">1</sup>')) for offset in offsets]
    reader = Around()
    reader.feed(marked_text(text, spans, marks))
    reader.close()
    assert reader.open == []
    assert reader.seen == [
        (character, frozenset(str(i) for i, one in enumerate(spans) if fits(one, text) and one.start <= at < one.end))
        for at, character in enumerate(text)
    ]
