"""Appending: every row whole, whoever else writes and whatever fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.corpus import journal
from pipeline.corpus.corrections import Correction, new_correction, read_corrections
from pipeline.corpus.errors import CorpusError
from pipeline.corpus.journal import append_correction
from tests.corpus.conftest import LIGHTS

HOUSE = Path(__file__).resolve().parents[2]


def correction(why: str = "") -> Correction:
    return new_correction("Ada", text=LIGHTS, field="themes", before=[], after=["oceans"], why=why)


def test_rows_are_appended_in_order(tmp_path: Path) -> None:
    path = tmp_path / "new" / "mine.jsonl"
    rows = [correction("ein Öl-Fleck\n\u2028"), correction(), correction()]
    for row in rows:
        append_correction(path, row)
    assert sorted(read_corrections([path]), key=lambda one: one.id) == sorted(rows, key=lambda one: one.id)
    assert path.read_bytes().count(b"\n") == 3


def test_two_processes_do_not_mix_their_rows(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    script = (
        "import sys\nfrom pathlib import Path\n"
        "from pipeline.corpus.corrections import new_correction\n"
        "from pipeline.corpus.journal import append_correction\n"
        "for n in range(60):\n"
        "    row = new_correction(sys.argv[2], text='seals ' * 2000, field='themes', before=[], after=['oceans'])\n"
        "    append_correction(Path(sys.argv[1]), row)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(HOUSE)}
    both = [subprocess.Popen([sys.executable, "-c", script, str(path), who], env=environment) for who in ("Ada", "Bo")]
    assert [one.wait(timeout=120) for one in both] == [0, 0]
    assert sorted(row.who for row in read_corrections([path])) == ["Ada"] * 60 + ["Bo"] * 60


def test_half_a_row_of_a_process_that_died_swallows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    append_correction(path, correction())
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:40])
    append_correction(path, correction())
    lines = path.read_bytes().splitlines()
    assert [len(line) > 40 for line in lines] == [True, False, True]
    with pytest.raises(CorpusError, match=r"mine\.jsonl, row 2: no JSON"):
        read_corrections([path])


@pytest.mark.parametrize("room", [0, 10])
def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    path = tmp_path / "mine.jsonl"
    append_correction(path, correction())
    before = path.read_bytes()
    real = os.write

    def short(handle: int, data: bytes) -> int:
        if room:
            return real(handle, data[:room])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal.os, "write", short)
    with pytest.raises(CorpusError, match=r"mine\.jsonl: the correction was not written .*make room"):
        append_correction(path, correction())
    assert path.read_bytes() == before


def test_a_wrong_row_and_a_wrong_place_write_nothing(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    with pytest.raises(CorpusError, match="`field` is None"):
        append_correction(path, Correction(id="x", who="Ada", when="2026-03-01T09:00:00Z", sha256="0" * 64))
    assert not path.exists()
    with pytest.raises(CorpusError, match="is no file that corrections can be appended to"):
        append_correction(tmp_path, correction())
