"""Akoma Ntoso: official paragraphs as rows, flat lists, and the same file as a source text with marks."""

from __future__ import annotations

import pytest

from pipeline.reading import ReadOptions, UnreadableError, read_bytes
from pipeline.reading.akn import read_akn, read_akn_paragraphs
from pipeline.reading.akn_rows import AknNote, AknParagraph
from tests.reading.typesetting import Document, to_akn

NS = 'xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"'


def rows(content: str) -> list[AknParagraph]:
    return read_akn_paragraphs(f"<akomaNtoso {NS}><statement>{content}</statement></akomaNtoso>".encode(), "x.xml")


def short(found: list[AknParagraph]) -> list[tuple[str, str, int, str]]:
    return [(row.kind, row.number, row.level, row.text) for row in found]


def para(number: str, text: str, more: str = "") -> str:
    num = f"<num>{number}</num>" if number else ""
    return f"<paragraph {more}>{num}<content><p xml:space='preserve'>\n\t{text}</p></content></paragraph>"


def test_a_resolution_as_rows(trails: Document) -> None:
    found = read_akn_paragraphs(to_akn(trails), "trails.xml")
    kinds = {-1: "masthead", 0: "operative", 1: "subparagraph", 2: "subparagraph"}
    expected = []
    for block in trails.blocks:
        kind = kinds[block.level]
        if block.level == 0 and not block.number:
            kind = "enacting" if block.runs[0].text.startswith("The General") else "preambular"
        expected.append((kind, block.number, max(block.level, 0), "".join(run.text for run in block.runs)))
    assert short(found) == expected
    assert [row.text[a:b] for row in found for a, b in row.italic] == [
        run.text for block in trails.blocks for run in block.runs if run.italic
    ]
    assert [(row.text[:9], note) for row in found for note in row.notes] == [
        ("Recalling", AknNote("1", 50, "See A/79/1234, para. 7.")),
        ("Welcomes ", AknNote("2", 45, "A/81/77-S/2026/88.")),
    ]


def test_a_resolution_as_source_text(trails: Document) -> None:
    source = read_akn(to_akn(trails), "trails.xml")
    expected = []
    for block in trails.blocks:
        text = "".join(str(run.note) if run.note else run.text for run in block.runs)
        expected.append(f"{block.number} {text}" if block.number else text)
    expected += [f"{n} {text}" for n, text in enumerate(trails.notes, 1)]
    assert source.text.split("\n\n") == expected
    marks = [(m.kind, m.value, source.text[m.start : m.end]) for m in source.marks if m.kind.startswith("note")]
    assert [(d.kind, d.number, d.level, source.text[d.start : d.end]) for d in source.declared] == [
        (row.kind, row.number, row.level, text)
        for row, text in zip(read_akn_paragraphs(to_akn(trails), "trails.xml"), expected, strict=False)
    ]
    assert marks == [
        ("note-mark", "n1", "1"), ("note-mark", "n2", "2"),
        ("note", "n1", "1 See A/79/1234, para. 7."), ("note", "n2", "2 A/81/77-S/2026/88."),
    ]  # fmt: skip


def test_lists_are_divided_as_marked() -> None:
    points = "".join(f"<point><num>({n})</num><content><p>point {n};</p></content></point>" for n in "ab")
    inner = "<sublist><point><num>(i)</num><content><p>deep;</p></content></point></sublist>"
    found = rows(
        f"<mainBody><paragraph><num>4.</num><list><intro><p>Requests:</p></intro>{points}{inner}"
        f"<wrapUp><p>and to report.</p></wrapUp></list></paragraph></mainBody>"
    )
    assert short(found) == [
        ("operative", "4.", 0, "Requests:"), ("subparagraph", "(a)", 1, "point a;"),
        ("subparagraph", "(b)", 1, "point b;"), ("subparagraph", "(i)", 2, "deep;"),
        ("other", "", 0, "and to report."),
    ]  # fmt: skip
    assert [row.parent for row in found] == ["", "4.", "4.", "4.", ""]


def test_flat_lists_become_sub_paragraphs() -> None:
    texts = [("1.", "Decides:"), ("(a)", "first;"), ("", "(b) second:"), ("(i)", "deep;"), ("(ii)", "deeper;"),
             ("(c)", "third;"), ("2.", "Urges:"), ("–", "dash;"), ("–", "dash;"), ("3.", "Requests.")]  # fmt: skip
    found = rows(f"<mainBody>{''.join(para(*text) for text in texts)}</mainBody>")
    assert [(row.number, row.level, row.text) for row in found] == [
        ("1.", 0, "Decides:"), ("(a)", 1, "first;"), ("(b)", 1, "second:"), ("(i)", 2, "deep;"), ("(ii)", 2, "deeper;"),
        ("(c)", 1, "third;"), ("2.", 0, "Urges:"), ("–", 1, "dash;"), ("–", 1, "dash;"), ("3.", 0, "Requests."),
    ]  # fmt: skip


def test_the_ninth_letter_is_no_numeral() -> None:
    letters = "".join(para(f"({sign})", f"item {sign};") for sign in "abcdefghij")
    found = rows(f"<mainBody>{para('1.', 'Decides:')}{letters}</mainBody>")
    assert [row.level for row in found] == [0] + [1] * 10


def test_spans_follow_a_label_that_is_taken_out() -> None:
    text = '(a) <span class="italic">Urges</span> all to read <a href="https://undocs.org/A/1">A/1</a>;'
    found = rows(f"<mainBody>{para('1.', 'Decides:')}{para('', text)}</mainBody>")
    assert (found[1].text, found[1].italic, found[1].refs) == (
        "Urges all to read A/1;", ((0, 5),), ((18, 21, "https://undocs.org/A/1"),))  # fmt: skip


def test_headings_annexes_tables_and_what_is_unknown() -> None:
    found = rows(
        "<preamble><p>stray <unknown>words</unknown></p></preamble>"
        f"<mainBody>{para('1.', 'Decides;')}<crossHeading>Part two</crossHeading>"
        "<table><tr><td>a</td><td>b</td></tr></table><unheard><p>of</p>tail</unheard></mainBody>"
        "<attachments><attachment><doc><mainBody><heading>Annex</heading><p>Text</p></mainBody></doc></attachment>"
        "</attachments><conclusions><p>7th meeting<eol/>3 May 2031</p></conclusions>"
    )
    assert short(found) == [
        ("preambular", "", 0, "stray words"), ("operative", "1.", 0, "Decides;"), ("heading", "", 0, "Part two"),
        ("table", "", 0, "a b"), ("heading", "", 0, "of"), ("heading", "", 0, "tail"),
        ("heading", "", 0, "Annex"), ("annex", "", 0, "Text"), ("closing", "", 0, "7th meeting 3 May 2031"),
    ]  # fmt: skip
    assert [row.annex for row in found] == [False] * 6 + [True, True, False]


def test_a_list_below_a_flat_point_is_a_level_deeper() -> None:
    points = "".join(f"<point><num>({n})</num><content><p>deep;</p></content></point>" for n in ("i", "ii"))
    inner = f"<paragraph><num>(a)</num><list><intro><p>first:</p></intro>{points}</list></paragraph>"
    act = '<span class="italic">Decides</span>:'
    for above in (para("1.", "Decides:"), para("", act)):
        found = rows(f"<mainBody>{above}{inner}{para('(b)', 'second;')}{para('2.', 'Urges.')}</mainBody>")
        assert [(row.kind, row.level) for row in found[1:]] == [
            ("subparagraph", 1), ("subparagraph", 2), ("subparagraph", 2), ("subparagraph", 1), ("operative", 0),
        ]  # fmt: skip


def test_letters_with_a_full_stop_go_on_with_their_list_only() -> None:
    inner = "<list><intro><p>Decides:</p></intro><point><num>A.</num><content><p>one;</p></content></point></list>"
    listed = f"<paragraph><num>1.</num>{inner}</paragraph>"
    found = rows(f"<mainBody>{listed}{para('B.', 'two;')}{para('2.', 'Urges;')}{para('C.', 'three;')}</mainBody>")
    assert [(row.kind, row.number, row.level) for row in found] == [
        ("operative", "1.", 0), ("subparagraph", "A.", 1), ("subparagraph", "B.", 1), ("operative", "2.", 0),
        ("operative", "C.", 0),
    ]  # fmt: skip


def test_flat_lists_of_annexes_hang_on_annex_paragraphs() -> None:
    body = f"<mainBody>{para('1.', 'Decides:')}</mainBody>"
    annexed = f"<heading>Annex</heading>{para('(a)', 'no list;')}{para('1.', 'Roads:')}{para('(a)', 'ice;')}"
    found = rows(f"{body}<attachments><attachment><mainBody>{annexed}</mainBody></attachment></attachments>")
    assert [(row.kind, row.number, row.level, row.annex) for row in found] == [
        ("operative", "1.", 0, False), ("heading", "", 0, True), ("annex", "(a)", 0, True), ("annex", "1.", 0, True),
        ("subparagraph", "(a)", 1, True),
    ]  # fmt: skip


def test_parts_have_preambles_and_numbered_headings() -> None:
    heading = para("(a)", "On roads", 'class="H4"')
    found = rows(
        "<mainBody><section><num>II</num><subheading>Ice roads</subheading>"
        '<crossHeading refersTo="#preamble"><span class="italic">Recalling</span> the frost,</crossHeading>'
        f"{para('1.', 'Decides:')}{heading}</section></mainBody>"
    )
    assert short(found) == [
        ("heading", "", 0, "II"), ("heading", "", 0, "Ice roads"), ("preambular", "", 0, "Recalling the frost,"),
        ("operative", "1.", 0, "Decides:"), ("heading", "(a)", 0, "On roads"),
    ]  # fmt: skip


def test_no_break_signs_are_printed_as_they_look() -> None:
    assert rows("<preamble><p>non\u2011proli\u00adferation,\u00a0No.\u00a05</p></preamble>")[0].text == (
        "non-proliferation, No. 5"
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<akomaNtoso><p>", "no well-formed XML"),
        (b"<other/>", "no Akoma Ntoso"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><akomaNtoso><p>&b;</p></akomaNtoso>', "declares XML entities"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><akomaNtoso/>'.encode("utf-16"), "declares XML entities"),
        (b"<akomaNtoso/>", "no text"),
        (b"<akomaNtoso>" * 3000, "no well-formed XML"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        read_akn(data, "x.xml")


def test_deep_markup_is_read() -> None:
    deep = f"<akomaNtoso {NS}>" + "<container>" * 240 + "<p>deep</p>" + "</container>" * 240 + "</akomaNtoso>"
    assert read_bytes(deep.encode(), "x.xml", ReadOptions(guarded=False)).text == "deep"
