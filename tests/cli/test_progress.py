"""The bar of commands that read records: in a terminal, for large files, by their bytes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pipeline.cli.progress import progress


def files(folder: Path) -> list[Path]:
    paths = [folder / "a", folder / "b"]
    for path in paths:
        path.write_bytes(b"x" * 1000)
    return paths


def test_no_bar_for_small_files_or_outside_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = files(tmp_path)
    with progress(paths, "exporting") as step_of:
        assert step_of(paths[0]) is None
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress(paths, "exporting") as step_of:
        assert step_of(paths[0]) is None


def test_a_bar_goes_through_all_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.progress import Progress

    seen: list[float] = []
    update = Progress.update

    def watched(self: Progress, task: object, **known: object) -> None:
        seen.append(known["completed"])  # type: ignore[arg-type]
        update(self, task, **known)  # type: ignore[arg-type]

    monkeypatch.setattr(Progress, "update", watched)
    monkeypatch.setattr("pipeline.cli.progress.LARGE", 1999)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    paths = files(tmp_path)
    with progress([*paths, Path("-")], "exporting") as step_of:
        for path in paths:
            step = step_of(path)
            assert step is not None
            step(400)
            step(1000)
        assert step_of(Path("-")) is not None
    assert seen == [400, 1000, 1400, 2000]
