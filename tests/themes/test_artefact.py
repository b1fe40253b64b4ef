"""The model on disk: same bytes, same scores, and every way in which a folder can be wrong."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.themes import ThemeModel, ThemeRow, load
from pipeline.themes import artefact as artefact_module
from pipeline.themes.artefact import pack_arrays, read_folder, unpack_arrays, write_folder
from pipeline.themes.rows import ThemesError

ROWS = [
    ThemeRow("Requests the Secretary-General to report on the illicit cultivation of opium poppy;", "Narcotic drugs"),
    ThemeRow("Welcomes the reopening of the schools for girls in the northern districts;", "Education"),
    ThemeRow("", ""),
]


def reseal(folder: Path) -> None:
    """Write checksums that fit what is in the folder."""
    names = ("arrays.npz", "model.json")
    sums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    (folder / "checksums.json").write_text(json.dumps(sums), encoding="utf-8")


def edit(folder: Path, **changes: Any) -> None:
    """Change entries of model.json and seal the folder again."""
    plain = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    (folder / "model.json").write_text(json.dumps({**plain, **changes}), encoding="utf-8")
    reseal(folder)


def test_a_loaded_model_says_what_the_trained_one_said(model: ThemeModel, saved: Path) -> None:
    again = load(saved)
    assert np.array_equal(again.predict(ROWS), model.predict(ROWS))
    assert again.label(ROWS) == model.label(ROWS)
    assert again.facts == json.loads(json.dumps(model.facts))
    assert len(again.sha256) == 64


def test_the_same_model_gives_the_same_bytes(model: ThemeModel, saved: Path, tmp_path: Path) -> None:
    load(saved).save(tmp_path / "again")
    for name in ("arrays.npz", "model.json", "checksums.json"):
        assert (tmp_path / "again" / name).read_bytes() == (saved / name).read_bytes()


def test_a_fresh_process_needs_neither_scikit_learn_nor_spacy(saved: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from pipeline.themes import load, ThemeRow\n"
        f"model = load(Path({str(saved)!r})); model.label([ThemeRow('Notes the heroin trade;')])\n"
        "sys.exit(bool({'sklearn', 'spacy', 'datasets'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", ["arrays.npz", "model.json", "checksums.json"])
def test_one_changed_byte_is_refused(saved: Path, name: str) -> None:
    data = bytearray((saved / name).read_bytes())
    place = len(data) // 2
    data[place] = ord("0") if data[place] != ord("0") else ord("1")
    (saved / name).write_bytes(bytes(data))
    with pytest.raises(ThemesError, match="get or train the model again"):
        load(saved)


@pytest.mark.parametrize("name", ["arrays.npz", "model.json", "checksums.json"])
def test_a_missing_file_is_named(saved: Path, name: str) -> None:
    (saved / name).unlink()
    with pytest.raises(ThemesError, match=name):
        load(saved)


def test_another_version_is_refused(saved: Path) -> None:
    edit(saved, version=[9, 0])
    with pytest.raises(ThemesError, match="is a model of version 9, this program reads version 2"):
        load(saved)


def test_something_else_is_refused(saved: Path) -> None:
    edit(saved, format="cookbook")
    with pytest.raises(ThemesError, match="holds no model of themes"):
        load(saved)


@pytest.mark.parametrize(
    "changes",
    [{"themes": ["peacekeeping"]}, {"thresholds": {}}, {"features": None}, {"not_trained": 3}, {"config": {"x": {}}}],
)
def test_parts_that_do_not_fit_are_refused(saved: Path, changes: dict[str, Any]) -> None:
    edit(saved, **changes)
    with pytest.raises(ThemesError):
        load(saved)


class Bomb:
    """Would write a file when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self.mark,))


def test_a_pickle_in_the_arrays_is_never_run(saved: Path, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    bomb = np.array([Bomb(mark)], dtype=object)
    with open(saved / "arrays.npz", "wb") as file:
        np.savez(file, curves=bomb)
    reseal(saved)
    with pytest.raises(ThemesError, match="no archive of plain arrays"):
        load(saved)
    (saved / "arrays.npz").write_bytes(pickle.dumps(Bomb(mark)))
    reseal(saved)
    with pytest.raises(ThemesError, match="no archive of plain arrays"):
        load(saved)
    assert not mark.exists()


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pack_arrays({"a": np.zeros(10_000)})
    monkeypatch.setattr(artefact_module, "_LIMIT", 1000)
    with pytest.raises(ThemesError, match="unpacks to more than 1000 bytes"):
        unpack_arrays(data, "arrays.npz")


def test_a_disk_that_fills_leaves_the_old_model(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path.name: path.read_bytes() for path in saved.iterdir()}

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ThemesError, match=r"cannot be written \(No space left on device\); the old model"):
        write_folder(saved, {"a": np.zeros(3)}, {})
    assert {path.name: path.read_bytes() for path in saved.iterdir()} == before
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]


def test_an_interrupt_leaves_the_old_model(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path.name: path.read_bytes() for path in saved.iterdir()}

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        write_folder(saved, {"a": np.zeros(3)}, {})
    assert {path.name: path.read_bytes() for path in saved.iterdir()} == before
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]


def test_a_move_that_fails_puts_the_old_model_back(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path.name: path.read_bytes() for path in saved.iterdir()}
    real = os.replace

    def refuse(source: Path, target: Path) -> None:
        if Path(target) == saved and ".old" not in Path(source).name:
            raise OSError(5, "Input/output error")
        real(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(ThemesError, match="Input/output error"):
        write_folder(saved, {"a": np.zeros(3)}, {})
    assert {path.name: path.read_bytes() for path in saved.iterdir()} == before


def test_a_new_model_replaces_the_old(saved: Path) -> None:
    write_folder(saved, {"a": np.arange(3)}, {"themes": []})
    arrays, plain, _ = read_folder(saved)
    assert arrays["a"].tolist() == [0, 1, 2]
    assert plain["themes"] == []
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]
