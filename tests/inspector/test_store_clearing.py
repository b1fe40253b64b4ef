"""Indexes in the cache that nobody used for long."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.inspector.store import Store, Wish, open_store
from pipeline.inspector.store.clearing import UNUSED, clear_unused
from pipeline.inspector.store.opening import default_index
from tests.inspector.made import clause, record, write

Open = Callable[[str], tuple[Store, Path]]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Return what opens records of a name with an index in the cache; gives the store and its index."""
    monkeypatch.setenv("CLAUSEWISE_CACHE", str(tmp_path / "cache"))
    stores = []

    def of(name: str) -> tuple[Store, Path]:
        path = write(tmp_path / name, [record("a.txt", clause(1, "Decides to keep the harbours;"))]).resolve()
        store = open_store([path], corrections=tmp_path / "c.jsonl", say=lambda said: None)
        stores.append(store)
        return store, default_index([path])

    yield of
    for store in stores:
        store.close()


def age(path: Path, days: float) -> None:
    """Have a file last used some days ago."""
    moment = time.time() - days * 24 * 3600
    os.utime(path, (moment, moment))


def test_an_index_that_nobody_used_for_thirty_days_goes_with_all_that_is_its_own(opened: Open) -> None:
    (old, old_place), (other, other_place) = opened("old.jsonl"), opened("other.jsonl")
    old.close()
    other.close()
    age(old_place, 31)
    age(other_place, 29)
    _, place = opened("new.jsonl")
    left = {path.name for path in place.parent.iterdir()}
    assert not [name for name in left if name.startswith(old_place.name)]
    assert {place.name, other_place.name} <= left


def test_opening_counts_as_use(opened: Open) -> None:
    store, place = opened("old.jsonl")
    store.close()
    age(place, 31)
    opened("old.jsonl")[0].close()
    assert clear_unused(place.parent) == []
    assert time.time() - place.stat().st_mtime < 3600


def test_an_index_that_is_open_stays_and_works(opened: Open) -> None:
    store, place = opened("old.jsonl")
    assert clear_unused(place.parent, time.time() + 2 * UNUSED) == []
    assert store.documents(Wish()).total == 1
    store.close()
    assert clear_unused(place.parent, time.time() + 2 * UNUSED) == [place]


def test_nothing_else_is_taken_away(opened: Open, tmp_path: Path) -> None:
    store, place = opened("old.jsonl")
    store.close()
    index, folder = place.read_bytes(), place.parent
    foreign = folder / f"{'0' * 16}.sqlite"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE letters (text)")
    connection.close()
    outside = tmp_path / "kept.sqlite"
    outside.write_bytes(index)
    (folder / f"{'1' * 16}.sqlite").symlink_to(outside)
    (folder / f"{'2' * 16}.sqlite").mkdir()
    (folder / f"{'3' * 16}.sqlite").write_bytes(b"")
    (folder / f"{'4' * 16}.sqlite.bak").write_bytes(index)
    (folder / "mine.sqlite").write_bytes(index)
    there = {path.name for path in folder.iterdir()}
    assert clear_unused(folder, time.time() + 2 * UNUSED) == [place]
    assert {path.name for path in folder.iterdir()} == there - {place.name, f"{place.name}.lock"}
    assert outside.read_bytes() == index


def test_an_index_that_is_broken_goes_too(opened: Open) -> None:
    store, place = opened("old.jsonl")
    store.close()
    place.write_bytes(place.read_bytes()[:100] + b"\xff" * 5_000)
    age(place, 31)
    assert clear_unused(place.parent) == [place]


def test_a_folder_that_is_not_there_is_no_fault(tmp_path: Path) -> None:
    assert clear_unused(tmp_path / "none") == []
