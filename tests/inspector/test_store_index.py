"""The index: read once, then only what changed; broken, foreign and old ones; several at once; killed in the middle."""

from __future__ import annotations

import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.corpus.journal import append_correction
from pipeline.inspector.store import Store, StoreError, Wish, building, open_store
from pipeline.inspector.store.opening import default_index
from pipeline.output.parquet import open_parquet
from pipeline.record import Record
from tests.inspector.made import Shelf, clause, record, said, varied, write

RECORDS = varied(30)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path)
    yield shelf
    shelf.close()


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the places of the records that were looked into."""
    places: list[str] = []
    look = building.facts_of

    def counted(plain: dict[str, object]) -> object:
        places.append(plain["source"]["path"])  # type: ignore[index]
        return look(plain)

    monkeypatch.setattr(building, "facts_of", counted)
    return places


def paths(store: Store, wish: Wish | None = None) -> list[str]:
    return sorted(row.path for row in store.documents(wish or Wish(size=10_000)).documents)


def all_of(store: Store) -> list[Record | None]:
    rows = sorted(store.documents(Wish(size=10_000)).documents, key=lambda row: row.path)
    return [store.record(row.key) for row in rows]


def by_path(records: list[Record]) -> list[Record]:
    return sorted(records, key=lambda one: one.source.path)


def whole(index: Path) -> None:
    """Check an index as SQLite and FTS5 check it."""
    connection = sqlite3.connect(index)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
    connection.close()


def test_only_what_changed_is_looked_into_and_what_is_gone_goes(shelf: Shelf, looked: list[str]) -> None:
    first = shelf.open(RECORDS)
    keys = {row.path: row.key for row in first.documents(Wish(size=100)).documents}
    assert len(looked) == 30
    assert shelf.steps[-1] == (shelf.records.stat().st_size,) * 2
    looked.clear()
    assert paths(shelf.open()) == sorted(keys)
    assert (looked, shelf.steps) == ([], [])
    changed = replace(RECORDS[4], clauses=(clause(1, "Notes whales;"),))
    new = record("new.txt", clause(1, "Notes whales too;"))
    left = [*RECORDS[:4], changed, *RECORDS[6:], new]
    store = shelf.open(left)
    assert looked == ["drafts/4.txt", "new.txt"]
    assert all_of(store) == by_path(left)
    assert paths(store, Wish(text="whales")) == ["drafts/4.txt", "new.txt"]
    now = {row.path: row.key for row in store.documents(Wish(size=100)).documents}
    assert now == {path: key for path, key in keys.items() if path != "drafts/5.txt"} | {"new.txt": now["new.txt"]}
    whole(shelf.index)


def test_an_order_that_changed_costs_nothing(shelf: Shelf, looked: list[str]) -> None:
    shelf.open(RECORDS)
    looked.clear()
    assert all_of(shelf.open(RECORDS[::-1])) == by_path(RECORDS)
    assert looked == []


def test_every_format_that_run_writes_is_read(tmp_path: Path, shelf: Shelf) -> None:
    lines = [one.to_json() for one in RECORDS]
    packed, table, laid_out = tmp_path / "a.jsonl.gz", tmp_path / "b.parquet", tmp_path / "c.json"
    packed.write_bytes(gzip.compress("".join(f"{line}\n" for line in lines[:10]).encode()))
    with open_parquet(table) as rows:
        for line in lines[10:20]:
            rows.write(line)
    laid_out.write_text("\n".join(json.dumps(json.loads(line), indent=2) for line in lines[20:]), encoding="utf-8")
    store = open_store(
        [packed, table, laid_out], index=shelf.index, corrections=shelf.corrections, say=shelf.said.append
    )
    assert all_of(store) == by_path(RECORDS)
    store.close()
    assert shelf.said == []


def test_a_record_that_stands_twice_is_shown_once_and_two_of_one_source_have_two_keys(shelf: Shelf) -> None:
    other = replace(RECORDS[0], clauses=(clause(1, "Notes another model;"),))
    store = shelf.open([RECORDS[0], RECORDS[1], RECORDS[0], other])
    assert shelf.said == ["1 records stand more than once in the files; each is shown once"]
    rows = store.documents(Wish()).documents
    assert len({row.key for row in rows}) == 3
    assert sorted(row.path for row in rows) == ["drafts/0.txt", "drafts/0.txt", "drafts/1.txt"]
    assert {len(store.record(row.key).clauses) for row in rows if row.path == "drafts/0.txt"} == {  # type: ignore[union-attr]
        1,
        len(RECORDS[0].clauses),
    }


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            '{"schema": "clausewise/1"}',
            "records.jsonl, line 2: no record of clausewise: source is missing; make it again",
        ),
        ('{"a"', "records.jsonl, line 2: no record of clausewise: not JSON: "),
        ("[1]", "records.jsonl, line 2: no record of clausewise: the record is no object; make it again"),
        (
            RECORDS[0].to_json().replace('"op1"', "7"),
            "records.jsonl, line 2: no record of clausewise: clauses[0].id is no",
        ),
    ],
)
def test_what_is_no_record_is_named_with_its_line(shelf: Shelf, line: str, sentence: str) -> None:
    shelf.records.write_text(f"{RECORDS[1].to_json()}\n{line}\n", encoding="utf-8")
    with pytest.raises(StoreError) as told:
        shelf.open()
    assert sentence in str(told.value)
    assert "\n" not in str(told.value)


def test_files_that_are_not_there_and_folders_are_named(tmp_path: Path, shelf: Shelf) -> None:
    for path, sentence in ((tmp_path / "no.jsonl", "no such file"), (tmp_path, "is a folder")):
        with pytest.raises(StoreError, match=sentence):
            open_store([path], index=shelf.index, corrections=shelf.corrections, say=print)
    with pytest.raises(StoreError, match="no records were named"):
        open_store([], index=shelf.index, corrections=shelf.corrections, say=print)
    blocked = write(tmp_path / "file", RECORDS) / "index.sqlite"
    with pytest.raises(StoreError, match=r"the index cannot be made: .*; name another with --index"):
        open_store([tmp_path / "file"], index=blocked, corrections=shelf.corrections, say=print)


def test_a_record_that_is_wrong_where_the_index_does_not_look_is_named_when_it_is_opened(shelf: Shelf) -> None:
    shelf.records.write_text(RECORDS[0].to_json().replace('"lead"', '"leader"') + "\n", encoding="utf-8")
    append_correction(shelf.corrections, said(1, RECORDS[0], 0, "kind", RECORDS[0].clauses[0].kind, "annex"))
    store = shelf.open()
    assert len(shelf.said) == 1
    assert shelf.said[0].endswith("make it again with `clausewise run`; its corrections are not shown")
    with pytest.raises(
        StoreError, match=r"records.jsonl, line 1: no record of clausewise: clauses\[0\].acts\[0\].role"
    ):
        store.record(store.documents(Wish()).documents[0].key)


def test_lone_surrogates_are_shown_as_question_marks_and_kept_in_the_record(shelf: Shelf) -> None:
    odd = record("a\ud800.txt", clause(1, "Notes \udfffropes;"), title="R\ud801", symbol="S\ud802")
    store = shelf.open([odd])
    (row,) = store.documents(Wish(text="ropes")).documents
    assert (row.path, row.title, row.symbol) == ("a?.txt", "R?", "S?")
    assert store.record(row.key) == odd
    append_correction(shelf.corrections, said(1, odd, 0, "kind", "operative", "annex"))
    store.sync()
    assert store.documents(Wish(kind=("annex",))).total == 1


def spoil_head(index: Path) -> None:
    index.write_bytes(index.read_bytes()[:100] + b"\xff" * 4000 + index.read_bytes()[4100:])


def spoil_end(index: Path) -> None:
    index.write_bytes(index.read_bytes()[:8192])


def drop_table(index: Path) -> None:
    connection = sqlite3.connect(index)
    connection.execute("DROP TABLE documents")
    connection.commit()
    connection.close()


def other_version(index: Path) -> None:
    connection = sqlite3.connect(index)
    connection.execute("PRAGMA user_version = 999")
    connection.close()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (spoil_head, "the index is damaged; it is made anew from the records"),
        (spoil_end, "the index is damaged; it is made anew from the records"),
        (drop_table, "the index is damaged; it is made anew from the records"),
        (other_version, "the index is of another version of clausewise; it is made anew from the records"),
    ],
)
def test_an_index_that_cannot_be_used_is_made_anew(shelf: Shelf, spoil: object, sentence: str) -> None:
    shelf.open(RECORDS).close()
    spoil(shelf.index)  # type: ignore[operator]
    store = shelf.open()
    assert shelf.said == [f"{shelf.index}: {sentence}"]
    assert all_of(store) == by_path(RECORDS)
    whole(shelf.index)


@pytest.mark.parametrize("content", [b"my notes\n" * 2000, None])
def test_what_is_no_index_at_all_stays_as_it_is(shelf: Shelf, content: bytes | None) -> None:
    shelf.index.parent.mkdir()
    if content is None:
        connection = sqlite3.connect(shelf.index)
        connection.execute("CREATE TABLE addresses (name)")
        connection.close()
    else:
        shelf.index.write_bytes(content)
    kept = shelf.index.read_bytes()
    with pytest.raises(StoreError, match="is no index of clausewise and stays as it is; name another file"):
        shelf.open(RECORDS)
    assert shelf.index.read_bytes() == kept


def test_an_index_that_breaks_while_it_is_open_is_said(shelf: Shelf) -> None:
    store = shelf.open(varied(300))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store._index, "path", shelf.records)
        store._index._file = (shelf.records.stat().st_dev, shelf.records.stat().st_ino)
        store._index._spare.get_nowait().close()
        with pytest.raises(StoreError, match=r"the index is damaged .*; stop, delete it and start again"):
            store.record(store.documents(Wish()).documents[0].key)


def test_an_index_that_another_process_replaced_is_not_mixed_with_the_old_one(shelf: Shelf) -> None:
    store = shelf.open(RECORDS)
    key = store.documents(Wish()).documents[0].key
    os.replace(shelf.index, shelf.index.with_suffix(".old"))
    shelf.open()
    while not store._index._spare.empty():
        store._index._spare.get_nowait().close()
    with pytest.raises(StoreError, match="another process made the index anew"):
        store.record(key)


def test_many_threads_ask_while_corrections_come(shelf: Shelf) -> None:
    store = shelf.open(RECORDS)
    errors: list[BaseException] = []
    done = threading.Event()

    def asking(number: int) -> None:
        try:
            while not done.is_set():
                found = store.documents(Wish(text="ropes" if number % 2 else "", uncertain=number % 3 == 0))
                for row in found.documents[:3]:
                    assert store.record(row.key) is not None
                store.queue(wish=Wish(theme=("oceans",)))
                assert store.overview(Wish()).totals["documents"] == 30
                store.sync()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=asking, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for minute, one in enumerate(RECORDS):
        append_correction(shelf.corrections, said(minute, one, 0, "themes", [], ["labour"]))
        store.refresh("")
    done.set()
    for thread in threads:
        thread.join(30)
    assert errors == []
    assert store.documents(Wish(corrected=True)).total == 30


OPENING = """
import sys
from pathlib import Path
from pipeline.inspector.store import Wish, open_store
records, index, corrections = map(Path, sys.argv[1:])
store = open_store([records], index=index, corrections=corrections, say=lambda said: print(said, file=sys.stderr))
print(store.documents(Wish()).total, store.documents(Wish(text="ropes")).total)
store.close()
"""


def opening(shelf: Shelf) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", OPENING, str(shelf.records), str(shelf.index), str(shelf.corrections)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_two_processes_that_open_at_once_make_one_index(shelf: Shelf) -> None:
    write(shelf.records, varied(400))
    processes = [opening(shelf) for _ in range(2)]
    answers = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert answers[0][0] == answers[1][0] != b""
    assert paths(shelf.open()) == sorted(f"drafts/{at}.txt" for at in range(400))
    whole(shelf.index)


def test_filling_that_was_killed_goes_on_and_leaves_nothing_half(shelf: Shelf) -> None:
    records = varied(3000)
    write(shelf.records, records)
    process = opening(shelf)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None and not _filled(shelf.index):
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    store = shelf.open()
    assert all_of(store) == by_path(records)
    assert store.documents(Wish(text="ropes")).total == sum("ropes" in one.to_json().lower() for one in records)
    assert shelf.said == []
    whole(shelf.index)


def _filled(index: Path) -> bool:
    """Return whether a batch was written."""
    try:
        connection = sqlite3.connect(f"file:{index}?mode=ro", uri=True)
        try:
            return bool(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.Error:
        return False


def test_the_index_of_the_same_files_is_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLAUSEWISE_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    one, other = write(tmp_path / "one.jsonl", RECORDS[:2]), write(tmp_path / "other.jsonl", RECORDS[2:3])
    linked = tmp_path / "link.jsonl"
    linked.symlink_to(one)
    for named in ([one, other], [linked, other, other]):
        store = open_store(named, corrections=tmp_path / "c.jsonl", say=print)
        assert paths(store) == ["drafts/0.txt", "drafts/1.txt", "drafts/2.txt"]
        store.close()
    assert list((tmp_path / "cache" / "clausewise" / "inspector").glob("*.sqlite")) == [default_index([one, other])]
