"""Pages to keep: names of files, the index, nothing loaded, colours that can be read."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import lxml.html
import pytest

from pipeline.lexicon.colour import contrast
from pipeline.lexicon.display import load_display
from pipeline.output.files import OutputError
from pipeline.output.html_export import FileNames, write_pages
from pipeline.output.page_style import display_css, page_css
from pipeline.record import Clause, DocumentTheme, Masthead, Model, Provenance, Record, Source


def record_of(symbol: str | None, path: str = "a.txt", **masthead: str) -> Record:
    return Record(
        source=Source(path=path, sha256="0" * 64, media_type="text/plain", chars=10),
        masthead=Masthead(symbol=symbol, **masthead),  # type: ignore[arg-type]
        clauses=(Clause(id="op1", kind="operative", number="1.", text="Decides to remain seized."),),
        themes=tuple(
            DocumentTheme(theme=name, clauses=1, share=1.0) for name in ("oceans", "health", "x-y", "sanctions")
        ),
        provenance=Provenance(version="1", config_sha256="0" * 64, model=Model(name="m", version="2", sha256="0" * 64)),
    )


def test_names_of_files_are_safe_and_unique() -> None:
    names = FileNames()
    given = [
        ("A/81/L.73", "A_81_L.73"),
        ("a/81/l.73", "a_81_l.73-2"),
        ("A/81/L.73", "A_81_L.73-3"),
        ("S/RES/1631 (2005)", "S_RES_1631_(2005)"),
        ("../../etc/passwd", "etc_passwd"),
        ("A\0/<b>\"'é\u202e", "A_b"),
        ("index", "index-2"),
        ("CON", "document_CON"),
        ("nul.x", "document_nul.x"),
        ("...", "document"),
        ("x" * 300, "x" * 100),
    ]
    assert [names.name(record_of(symbol)) for symbol, _ in given] == [name for _, name in given]
    paths = ["drafts/my draft.txt", "C:\\drafts\\draft.docx", "-", ""]
    assert [names.name(record_of(None, path)) for path in paths] == ["my_draft", "draft", "document-2", "document-3"]


def test_pages_and_their_index(tmp_path: Path) -> None:
    records = [
        record_of("A/1", title="Old <ferries>", date="2030-01-02", organ="General Assembly"),
        record_of(None, "drafts/undated.txt"),
        record_of("S/9", title="New ferries", date="2031-01-02"),
    ]
    folder = tmp_path / "new" / "pages"
    assert write_pages(iter(records), folder) == 3
    assert sorted(path.name for path in folder.iterdir()) == ["A_1.html", "S_9.html", "index.html", "undated.html"]
    index = lxml.html.fromstring((folder / "index.html").read_bytes())
    assert list(index.xpath("//td//a/@href")) == ["S_9.html", "A_1.html", "undated.html"]
    assert [[cell.text_content() for cell in row.xpath("td")] for row in index.xpath("//tbody/tr")][1:] == [
        ["A/1", "Old <ferries>", "General Assembly", "2030-01-02", "1", "Oceans and the law of the sea, Health, X y"],
        ["drafts/undated.txt", "", "", "", "1", "Oceans and the law of the sea, Health, X y"],
    ]
    page = lxml.html.fromstring((folder / "A_1.html").read_bytes())
    assert page.xpath("//title")[0].text_content() == "Old <ferries>"
    assert page.xpath('//*[@data-clause="op1"]//*[@data-text]')[0].text_content() == "Decides to remain seized."
    assert "by clausewise 1 with the model m 2." in page.xpath("//footer")[0].text_content()


def test_nothing_is_loaded_and_nothing_runs(tmp_path: Path) -> None:
    write_pages([record_of("A/1")], tmp_path)
    for name in ("A_1.html", "index.html"):
        tree = lxml.html.fromstring((tmp_path / name).read_bytes())
        assert tree.xpath("//script | //img | //iframe | //*[@src] | //*[@style]") == []
        assert tree.xpath("//link/@href") == ["data:,"]
        (style,) = tree.xpath("//style")
        digest = b64encode(sha256(style.text.encode()).digest()).decode()
        assert tree.xpath("//meta[@http-equiv]/@content") == [
            f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
        ]
        assert len(tree.xpath("//h1")) == len(tree.xpath("//main")) == 1
        assert tree.get("lang") == "en"


def test_no_documents(tmp_path: Path) -> None:
    assert write_pages([], tmp_path) == 0
    index = lxml.html.fromstring((tmp_path / "index.html").read_bytes())
    assert index.xpath("//main")[0].text_content().split() == ["Documents", "There", "are", "no", "documents."]


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here")
    with pytest.raises(OutputError, match=r"^.*file: cannot be written: file exists$"):
        write_pages([record_of("A/1")], tmp_path / "file")


# -- the style ---------------------------------------------------------------------------------------------------------

INKS = ("ink", "quiet", "link", "warning", "bar", "focus", "strong-rule")
GROUNDS = ("paper", "raised", "lit")


def test_every_colour_of_the_style_can_be_read_on_every_ground() -> None:
    pairs = dict(re.findall(r"--([\w-]+): light-dark\((#\w{6}, #\w{6})\)", page_css(load_display())))
    assert set(INKS + GROUNDS) <= set(pairs)
    low = []
    for ink in INKS:
        for ground in GROUNDS:
            for one, other in zip(pairs[ink].split(", "), pairs[ground].split(", "), strict=True):
                ratio = contrast(one, other)
                # what is no text needs 3 : 1 (WCAG 2.2, criterion 1.4.11)
                if ratio < (3 if ink in {"bar", "focus", "strong-rule"} else 4.5):
                    low.append(f"{ink} {one} on {ground} {other}: {ratio:.2f}")
    assert low == []


def test_colours_of_labels_can_be_read_on_every_ground() -> None:
    display, css = load_display(), page_css(load_display())
    pairs = dict(re.findall(r"--([\w-]+): light-dark\((#\w{6}, #\w{6})\)", css))
    low = [
        f"{row.id} on {ground}"
        for rows in display.groups().values()
        for row in rows
        for ground in GROUNDS
        for one, other in zip((row.light, row.dark), pairs[ground].split(", "), strict=True)
        if contrast(one, other) < 4.5
    ]
    assert low == []


def test_the_style_loads_nothing_and_has_every_label() -> None:
    display, css = load_display(), page_css(load_display())
    assert not re.search(r"url\(|@import|expression\(|https?:|</", css)
    assert ".act-direct, .function-direct { --hue: light-dark(#8f2d83, #ee9be4); --line: solid; }" in css
    rules = display_css(display).splitlines()
    assert rules[0] == ":root { --paper: light-dark(#fffdf9, #14171c); }"
    assert len(rules) == 1 + 10 + 1 + 7 + 5
