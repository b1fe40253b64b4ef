"""HTML: main content, notes, lists, links, italics, encodings; depth and entities."""

from __future__ import annotations

import pytest

from pipeline.reading import Mark, SourceText, UnreadableError
from pipeline.reading.html import read_html
from tests.reading.typesetting import Document, to_html


def read(page: str, name: str = "x.html") -> SourceText:
    return read_html(page.encode(), name)


def marked(source: SourceText, *kinds: str) -> list[tuple[str, str, str]]:
    return [(m.kind, m.value, source.text[m.start : m.end]) for m in source.marks if m.kind in kinds]


def test_a_typeset_resolution(trails: Document) -> None:
    source = read(to_html(trails))
    expected = ["Home"]
    for block in trails.blocks:
        text = "".join(str(run.note) if run.note else run.text for run in block.runs)
        expected.append(f"{block.number} {text}" if block.number else text)
    expected += [f"{n} {text}" for n, text in enumerate(trails.notes, 1)]
    expected.append("Terms of use")
    assert source.text.split("\n\n") == expected
    assert marked(source, "note-mark", "note") == [
        ("note-mark", "n1", "1"), ("note-mark", "n2", "2"),
        ("note", "n1", "1 See A/79/1234, para. 7."), ("note", "n2", "2 A/81/77-S/2026/88."),
    ]  # fmt: skip
    italic = [run.text for block in trails.blocks for run in block.runs if run.italic]
    assert [text for _, _, text in marked(source, "italic")] == italic
    assert marked(source, "furniture") == [
        ("furniture", "page-header", "Home"), ("furniture", "page-footer", "Terms of use")]  # fmt: skip
    assert [source.text[place.start : place.end] for place in source.places] == expected


def test_lists_get_the_numbers_that_a_browser_prints() -> None:
    page = (
        "<ol start=3><li>Requests<ol type=a><li>One;<li>Two<ol type=i><li>Deep</ol></ol><li value=9>Urges</ol>"
        "<ul><li>Bullet<li>(a) Own label</ul><ul style='list-style: none'><li>None</ul>"
        "<ol style='list-style-type: upper-roman'><li>Part</ol>"
    )
    source = read(page)
    assert source.text.split("\n\n") == [
        "3. Requests", "(a) One;", "(b) Two", "(i) Deep", "9. Urges", "• Bullet", "(a) Own label", "None", "I. Part",
    ]  # fmt: skip
    assert [text for _, _, text in marked(source, "number")] == ["3.", "(a)", "(b)", "(i)", "9.", "•", "I."]


def test_links_and_styles() -> None:
    source = read(
        "<p><em>Recalling</em> resolution <a href='https://undocs.org/A/RES/59/50'>59/50</a> of <b>2004</b>, "
        "<span style='font-style:italic'>noting</span> 40 km<sup>2</sup> <u>underlined</u></p>"
    )
    assert source.text == "Recalling resolution 59/50 of 2004, noting 40 km2 underlined"
    assert source.marks == (
        Mark("italic", 0, 9), Mark("link", 21, 26, "https://undocs.org/A/RES/59/50"), Mark("bold", 30, 34),
        Mark("italic", 36, 42), Mark("superscript", 48, 49), Mark("italic", 50, 60),
    )  # fmt: skip


@pytest.mark.parametrize(
    "page",
    [
        "<p>the report<sup>1</sup> of</p><p><sup>1</sup> A/79/302.</p>",
        "<p>the report<a href='#f1' id=r1><sup>1</sup></a> of</p><div id=f1><a href='#r1'>1</a> A/79/302.</div>",
        "<p>the report<a name=_r1 href='#_f1'>[1]</a> of</p><p><a name=_f1 href='#_r1'>[1]</a> A/79/302.</p>",
        "<p>the report<sup><a href='#f1'>1</a></sup> of</p><section><ol><li id=f1>A/79/302.</ol></section>",
    ],
)
def test_notes_as_programs_write_them(page: str) -> None:
    source = read(page)
    first, second = marked(source, "note-mark", "note")
    assert first[0] == "note-mark"
    assert first[2].strip("[]") == "1"
    assert second[:2] == ("note", first[1])
    assert second[2].lstrip("[]1. ") == "A/79/302."


def test_a_page_without_main_content_keeps_all_and_knows_what_stands_around() -> None:
    source = read("<body><nav>Menu</nav><p>The Council,</p><footer>Imprint</footer>")
    assert source.text == "Menu\n\nThe Council,\n\nImprint"
    assert marked(source, "furniture") == [
        ("furniture", "page-header", "Menu"), ("furniture", "page-footer", "Imprint")]  # fmt: skip


def test_what_is_not_seen_is_not_read() -> None:
    page = "<head><title>t</title><style>p{}</style></head><script>x()</script><p hidden>a</p>"
    page += "<p style='display: none'>b</p><!-- c --><template><p>d</p></template><p>seen&shy;able&nbsp;text</p>"
    assert read(page).text == "seenable text"


def test_breaks() -> None:
    assert read("<p>one<br>two<br><br>three</p><pre>four\nfive</pre>").text == "one\ntwo\n\nthree\n\nfour\nfive"


@pytest.mark.parametrize(
    "data",
    [
        "<meta charset=utf-8><p>Côte d’Ivoire</p>".encode(),
        "<p>Côte d’Ivoire</p>".encode(),
        "<meta charset=windows-1252><p>Côte d’Ivoire</p>".encode("cp1252"),
        "<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'><p>Côte d’Ivoire</p>".encode("cp1252"),
        "<p>Côte d’Ivoire</p>".encode("cp1252"),
        "\ufeff<p>Côte d’Ivoire</p>".encode("utf-16-le"),
        "<meta charset=unheard-of><p>Côte d’Ivoire</p>".encode(),
    ],
)
def test_encodings(data: bytes) -> None:
    assert read_html(data, "x.html").text == "Côte d’Ivoire"


@pytest.mark.parametrize(("depth", "text"), [(200, "before\n\ndeep"), (1_500, "before\n\ndeep"), (50_000, "before")])
def test_depth_is_no_danger(depth: int, text: str) -> None:
    assert read("<p>before</p>" + "<div>" * depth + "deep" + "</div>" * depth).text.startswith(text)


def test_entities_are_not_expanded() -> None:
    page = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><p>&a;&b; &amp; text</p>'
    text = read(page).text
    assert "aaaaaaaaaa" not in text.replace('"aaaaaaaaaa"', "")
    assert "root:" not in text
    assert "& text" in text


def test_an_empty_page_is_one_sentence() -> None:
    for page in ("", "<html></html>", "<script>1</script>"):
        with pytest.raises(UnreadableError, match=r"no text|empty"):
            read(page)


def test_the_outermost_table_is_marked() -> None:
    inner = "<table><tr><td>9 bells</td></tr></table>"
    page = f"<p>Before</p><table><tr><td>Karsk</td><td>{inner}</td></tr></table><p>After</p>"
    source = read_html(page.encode(), "x.html")
    tables = [source.text[mark.start : mark.end] for mark in source.marks if mark.kind == "table"]
    assert source.text.startswith("Before\n\nKarsk")
    assert tables == [source.text[len("Before\n\n") : source.text.index("\n\nAfter")]]
