"""What training reads, from every corpus, and the sentence for each that cannot be used."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet

from pipeline.corpus import Corpora, CorpusError, read_corpora
from pipeline.corpus.cache import write_cache
from pipeline.corpus.corrections import DisagreementError, new_correction
from pipeline.corpus.digests import family_id, text_sha256
from tests.corpus.conftest import FERRIES, LIGHTS, SEALS, Write

PLAIN = {
    "text": LIGHTS,
    "title": "Islands",
    "kind": "operative",
    "family": "Ge:islands",
    "source": "me",
    "id": "x1",
    "themes": ["oceans"],
}


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Return a cache with one labelled clause and some without a label."""

    def row(text: str, themes: list[str] | None, kind: str = "operative", symbol: str = "A/1") -> dict[str, Any]:
        known = {"title": "Islands", "heading": "Seas", "family": "f" * 12, "origin": "x.zip", "source": "s"}
        found = {"text": text, "themes": themes, "kind": kind, "symbol": symbol, "subjects": ["SEAS"]}
        return known | found | {"sha256": text_sha256(text)}

    rows = [
        row(LIGHTS, ["oceans"]),
        row(LIGHTS, None, symbol="A/2"),
        row(SEALS, None),
        row(SEALS.upper(), None),
        row("Notes the count of seals,", None),
        row(FERRIES, None, kind="heading"),
    ]
    facts = {"checksums": {"x.zip": "abc"}, "joined": {"a.jsonl": 1}, "missing": {"a.jsonl": 2}}
    path = tmp_path / "corpus.parquet"
    with path.open("wb") as file:
        write_cache(rows, facts, file)
    return path


def test_nothing_asked_nothing_read() -> None:
    assert read_corpora(False, None) == Corpora()


def test_the_cache_gives_labelled_and_unlabelled_clauses(cache: Path) -> None:
    found = read_corpora(False, cache)
    row = {"title": "Islands", "family": "f" * 12, "source": "s"}
    name = f"A/1#{text_sha256(LIGHTS)[:12]}"
    assert found.rows == (row | {"text": LIGHTS, "kind": "operative", "themes": ["oceans"], "id": name},)
    unlabelled = {"title": "Islands", "family": "f" * 12, "text": SEALS, "heading": "Seas", "subjects": ["SEAS"]}
    assert found.weak == (unlabelled,)
    digest = hashlib.sha256(cache.read_bytes()).hexdigest()
    assert found.checksums == {"corpus.parquet": digest, "x.zip": "abc"}
    assert found.notes == ("labels a.jsonl: 1 found their text, 2 did not",)


def test_the_written_resolutions_are_always_there() -> None:
    found = read_corpora(True, None)
    assert len(found.rows) >= 1_200
    assert list(found.checksums) == ["written"]
    assert {type(row["themes"]) for row in found.rows} == {list}
    assert len({row["family"] for row in found.rows}) >= 60
    assert {row["kind"] for row in found.rows} == {"preambular", "operative", "subparagraph", "annex"}


@pytest.mark.parametrize("name", ["mine.jsonl", "mine.csv", "mine.parquet"])
def test_own_rows_in_every_format(name: str, write: Write, tmp_path: Path) -> None:
    rows = [PLAIN, {**PLAIN, "id": "x2", "text": SEALS, "themes": [], "title": ""}]
    path = tmp_path / name
    if name.endswith(".parquet"):
        parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    elif name.endswith(".csv"):
        lines = [f'x1,"{LIGHTS}",Islands,operative,Ge:islands,oceans,me', f'x2,"{SEALS}",,operative,Ge:islands,,me']
        path.write_text("\n".join(["id,text,title,kind,family,themes,source", *lines]))
    else:
        write(name, rows)
    found = read_corpora(False, None, labelled=[path])
    assert found.rows == tuple({**row, "family": family_id("Ge:islands")} for row in rows)
    assert found.checksums == {name: hashlib.sha256(path.read_bytes()).hexdigest()}


def test_a_row_may_be_short(write: Write, tmp_path: Path) -> None:
    found = read_corpora(False, None, labelled=[write("mine.jsonl", [{"text": LIGHTS, "themes": "oceans; health"}])])
    (row,) = found.rows
    blank = {"title": "", "kind": "", "family": "", "source": ""}
    assert row == blank | {"text": LIGHTS, "themes": ["oceans", "health"], "id": "mine.jsonl, row 1"}
    assert str(tmp_path) not in row["id"]


def test_two_files_of_one_name_have_two_checksums(write: Write, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    paths = [write("mine.jsonl", [PLAIN]), write("b/mine.jsonl", [PLAIN, PLAIN])]
    found = read_corpora(False, None, labelled=paths)
    assert set(found.checksums) == {"mine.jsonl", "mine.jsonl (2)"}


def test_corrections_change_rows_and_label_new_ones(cache: Path, write: Write) -> None:
    known = {"field": "themes", "before": [], "title": "Islands"}
    rows = [
        new_correction("Ada", text=LIGHTS, after=["health"], **known).to_dict(),
        new_correction("Ada", sha256=text_sha256(SEALS), after=["oceans"], **known).to_dict(),
    ]
    found = read_corpora(False, cache, corrections=[write("people.jsonl", rows)])
    assert [(row["text"], row["themes"], row["family"]) for row in found.rows] == [
        (LIGHTS, ["health"], "f" * 12),
        (SEALS, ["oceans"], "f" * 12),
    ]
    assert found.weak == ()
    assert "people.jsonl" in found.checksums
    assert found.notes[1:] == ("corrections: 1 labelled clauses changed, 1 added",)


def test_people_who_disagree_stop_it(cache: Path, write: Write) -> None:
    rows = [
        new_correction(who, text=LIGHTS, field="themes", before=[], after=[theme]).to_dict()
        for who, theme in (("Ada", "health"), ("Bo", "oceans"))
    ]
    with pytest.raises(DisagreementError, match="Ada says health, Bo says oceans"):
        read_corpora(False, cache, corrections=[write("people.jsonl", rows)])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": ""}, "row 2: no text; give every row a `text`, or take the row out"),
        ({"text": "… —"}, "row 2: no text"),
        ({"text": None}, "row 2: no text"),
        ({"themes": None}, "row 2: no `themes`"),
        ({"themes": {"oceans": 1}}, "row 2: `themes` is"),
        ({"theme": "oceans"}, "row 2: unknown column `theme`; known are text, themes, title, kind, family, id"),
    ],
)
def test_an_own_row_that_cannot_be_used_is_named(change: dict[str, Any], said: str, write: Write) -> None:
    with pytest.raises(CorpusError) as error:
        read_corpora(False, None, labelled=[write("mine.jsonl", [PLAIN, PLAIN | change])])
    assert said in str(error.value)
    assert "mine.jsonl" in str(error.value)
