"""Pages of records whose clauses and files have odd names."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.inspector.app import make_app
from pipeline.inspector.inspection import Inspection
from pipeline.inspector.serve import Wanted, open_inspection
from pipeline.inspector.store import Wish
from pipeline.record import Record, ThemeScore
from tests.inspector.made import clause, record, write

TEMPLATES = Path(__file__).resolve().parents[2] / "pipeline" / "inspector" / "templates"
OWN = ("main", "corrections", "history", "disputes", "results", "lit", "clause-text", "correct-title", "correct-kind")

Open = Callable[..., Inspection]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """Return what opens an inspection of records."""
    with ExitStack() as stack:

        def of(*records: Record, host: str = "127.0.0.1") -> Inspection:
            wanted = Wanted(
                records=[write(tmp_path / "records.jsonl", records)],
                corrections=tmp_path / "c.jsonl",
                index=tmp_path / "i.db",
                host=host,
            )
            inspection = open_inspection(wanted, None, lambda said: None)
            stack.callback(inspection.store.close)
            return inspection

        yield of


def client_of(inspection: Inspection) -> TestClient:
    client = TestClient(make_app(inspection), "http://127.0.0.1:8421", raise_server_exceptions=False)
    if inspection.rules.token is not None:
        assert client.get(f"/enter?token={inspection.rules.token}").status_code == 200
    return client


def key_of(inspection: Inspection) -> str:
    (row,) = inspection.store.documents(Wish()).documents
    return row.key


def test_no_place_of_the_page_is_called_as_a_clause_may_be(opened: Open) -> None:
    clauses = [clause(at, f"Decides to keep harbour {at};", id=name) for at, name in enumerate(OWN)]
    inspection = opened(record("harbours.txt", *clauses, symbol="A/90/L.1"))
    client, key = client_of(inspection), key_of(inspection)
    document = client.get(f"/documents/{key}").text
    found = Counter(re.findall(r'\bid="([^"]*)"', document))
    assert max(found.values()) == 1
    for name in OWN:
        assert f'id="{name}" data-clause="{name}"' in document
    for address in (*re.findall(r'href="#([^"]*)"', document), *re.findall(r'labelledby="([^"]*)"', document)):
        assert address in found or address == "page-correct-title"  # the form comes into its dialog later


def test_the_own_places_of_templates_have_the_reserved_beginning() -> None:
    names = [
        name
        for path in TEMPLATES.iterdir()
        for name in re.findall(r'\b(?:id|for|labelledby)="([^"]*)"', path.read_text())
    ]
    assert len(names) > 20
    assert [name for name in names if not name.startswith("page-")] == []


def pages_of(inspection: Inspection) -> dict[str, str]:
    """Return every page that could name the file of the only document."""
    client, key = client_of(inspection), key_of(inspection)
    ends = (
        "",
        "/record.json",
        "/source?clause=op1",
        "/source?clause=op1&part=1",
        "/correct?clause=op1",
        "/pages/1.png",
    )
    addresses = ["/", "/queue", "/overview", "/help", *(f"/documents/{key}{end}" for end in ends)]
    return {address: client.get(address).text for address in addresses}


@pytest.mark.parametrize(("there", "name"), [(True, "harbours.txt"), (False, "harbours.pdf")])
def test_other_machines_are_not_told_in_which_folder_a_file_lies(
    opened: Open, tmp_path: Path, there: bool, name: str
) -> None:
    path = tmp_path / name
    data = b"x" * 100
    if there:
        path.write_bytes(data)
    one = record(str(path), clause(1, "Decides to keep the harbours;", source_spans=((0, 9),)))
    one = replace(one, source=replace(one.source, sha256=hashlib.sha256(data).hexdigest()))
    here = pages_of(opened(one))
    assert sum(str(path) in text for text in here.values()) > 4
    away = pages_of(opened(one, host="0.0.0.0"))
    assert [address for address, text in away.items() if str(tmp_path) in text] == []
    assert [address for address, text in away.items() if name in text] == [
        address for address, text in here.items() if name in text
    ]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("drafts/a.txt", "drafts/a.txt"),
        ("/srv/drafts/a.txt", "a.txt"),
        ("../drafts/a.txt", "a.txt"),
        ("drafts/../../a.txt", "a.txt"),
        ("C:\\drafts\\a.txt", "a.txt"),
        ("\\\\server\\drafts\\a.txt", "a.txt"),
        ("-", "-"),
    ],
)
def test_of_a_path_that_tells_of_folders_the_name_is_shown(opened: Open, path: str, shown: str) -> None:
    one = record("a.txt", clause(1, "Decides to keep the harbours;"))
    assert opened(one).shown_path(path) == path
    assert opened(one, host="0.0.0.0").shown_path(path) == shown


def test_sentences_for_other_machines_name_files_without_folders(opened: Open) -> None:
    one = record("a.txt", clause(1, "Decides to keep the harbours;"))
    said = (
        "the file of corrections takes no row: /srv/my corrections/c.jsonl: the correction was not written (I/O error)"
    )
    assert opened(one).shown_sentence(said) == said
    away = opened(one, host="0.0.0.0")
    assert away.shown_sentence(said) == said.replace("/srv/my corrections/", "")
    assert away.shown_sentence("/srv/i.db: the index is damaged") == "i.db: the index is damaged"
    assert away.shown_sentence("there is no kind 'a/b'; choose one") == "there is no kind 'a/b'; choose one"


def test_the_switch_for_all_themes_is_kept_from_page_to_page(opened: Open) -> None:
    themes = [ThemeScore(theme=theme, score=0.6) for theme in ("health", "narcotics")]
    both = record("both.txt", clause(1, "Notes ropes;", themes=tuple(themes)), symbol="A/90/L.1")
    one = record("one.txt", clause(1, "Notes sails;", themes=(themes[0],)), symbol="A/90/L.2")
    client = client_of(opened(both, one))
    asked = "theme=health&theme=narcotics"
    for address in ("/", "/queue"):
        every = client.get(f"{address}?{asked}&all_themes=1").text
        assert "A/90/L.1" in every
        assert "A/90/L.2" not in every
        assert "all of the themes" in every
        assert f'href="{address}?{asked.replace("&", "&amp;")}"' in every, "the switch is taken out"
        assert "A/90/L.2" in client.get(f"{address}?{asked}").text
    every = client.get(f"/?{asked}&all_themes=1").text
    assert 'name="all_themes" value="1" checked' in every
    assert f"/queue?{asked.replace('&', '&amp;')}&amp;all_themes=1" in every
    assert "all of the themes" not in client.get("/?theme=health&all_themes=1").text
