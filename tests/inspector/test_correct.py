"""Corrections of two processes, of clocks that differ, and in files that are none."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.corpus.corrections import new_correction
from pipeline.corpus.journal import append_correction
from pipeline.inspector.correct import Change, ConflictError, Corrector
from pipeline.inspector.serve import InspectorError, Wanted, open_inspection
from pipeline.inspector.store import Store, Wish, open_store
from pipeline.reading import read_bytes
from pipeline.run import load_pipeline, read_record

TEXT = b"General Assembly\n\nHarbours\n\nThe General Assembly,\n\n1. Requests the harbours to be dredged;\n"


@pytest.fixture(scope="module")
def line() -> str:
    load_pipeline()
    return read_record(read_bytes(TEXT, "harbours.txt")).to_json() + "\n"


def opened(folder: Path, line: str, name: str = "index.sqlite") -> tuple[Store, Corrector, str]:
    """Return a store with the record, what corrects it, and the key of its document."""
    records = folder / "records.jsonl"
    records.write_text(line, "utf-8")
    journal = folder / "corrections.jsonl"
    store = open_store([records], index=folder / name, corrections=journal, say=lambda sentence: None)
    (row,) = store.documents(Wish()).documents
    return store, Corrector(store, journal, ["health", "oceans", "narcotics"]), row.key


def themes_of(store: Store, key: str) -> list[str]:
    record = store.record(key)
    assert record is not None
    return next([one.theme for one in clause.themes] for clause in record.clauses if clause.id == "op1")


def at_once(desks: list[tuple[Store, Corrector, str]], before: list[str], afters: list[list[str]]) -> list[str]:
    """Correct at two desks at the same moment; return what each was told."""
    start = threading.Barrier(2)
    told: list[str] = []

    def correct(number: int) -> None:
        _, corrector, key = desks[number]
        change = Change(key=key, clause="op1", field="themes", before=before, after=afters[number], who=f"{number}")
        start.wait()
        try:
            told.append(corrector.change(change).id)
        except ConflictError:
            told.append("conflict")

    threads = [threading.Thread(target=correct, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_of_two_processes_with_the_same_view_one_is_told_of_the_other(tmp_path: Path, line: str) -> None:
    desks = [opened(tmp_path, line, f"index{number}.sqlite") for number in range(2)]
    for turn in range(20):
        before = themes_of(desks[0][0], desks[0][2])
        others = [[theme] for theme in ("health", "oceans", "narcotics") if [theme] != before]
        told = at_once(desks, before, others)
        rows = (tmp_path / "corrections.jsonl").read_text("utf-8").splitlines()
        assert told.count("conflict") == 1, (turn, told)
        assert len(rows) == turn + 1
        for store, _, _ in desks:
            store.sync()


def test_a_correction_holds_though_an_earlier_one_has_a_clock_that_is_ahead(tmp_path: Path, line: str) -> None:
    store, corrector, key = opened(tmp_path, line)
    record = store.record(key)
    assert record is not None
    clause = next(clause for clause in record.clauses if clause.id == "op1")
    ahead = datetime.now(UTC) + timedelta(days=400)
    known = {"document": "harbours.txt", "clause": "op1", "text": clause.text, "title": record.masthead.title or ""}
    row = new_correction("Early", ahead, field="themes", before=themes_of(store, key), after=["health"], **known)
    append_correction(corrector.journal, row)
    store.sync()
    assert themes_of(store, key) == ["health"]
    change = Change(key=key, clause="op1", field="themes", before=["health"], after=["oceans"], who="Late")
    written = corrector.change(change)
    assert themes_of(store, key) == ["oceans"]
    assert datetime.fromisoformat(written.when) > ahead
    corrector.undo(key, written.id, "Late")
    assert themes_of(store, key) == ["health"]


@pytest.mark.parametrize("option", ["corrections", "index"])
def test_a_file_that_has_another_use_is_refused_and_stays(tmp_path: Path, line: str, option: str) -> None:
    records = tmp_path / "records.jsonl"
    records.write_text(line, "utf-8")
    wanted = Wanted(records=[records], **{"corrections": tmp_path / "c.jsonl", option: records})
    with pytest.raises(InspectorError, match=r"records.jsonl: is (named|no index)"):
        open_inspection(wanted, None, lambda sentence: None)
    assert records.read_text("utf-8") == line
    assert json.loads(line)


def test_a_folder_is_no_file_of_corrections(tmp_path: Path, line: str) -> None:
    records = tmp_path / "records.jsonl"
    records.write_text(line, "utf-8")
    with pytest.raises(InspectorError, match="is no file that corrections can be appended to"):
        open_inspection(Wanted(records=[records], corrections=tmp_path), None, lambda sentence: None)
