"""Which documents are found: files, folders in sorted order, pipes, standard input; a failure where there is none."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from pipeline.documents import Document, Failure, find_documents, read_whole
from pipeline.run import Done, work


def names(folder: Path, skip: Path | None = None) -> list[str]:
    """Return the paths below a folder that are found, from it on."""
    return [os.path.relpath(one.path, folder) for one in find_documents([str(folder)], skip)]


def test_folders_give_sorted_regular_files_without_hidden_ones_and_loops(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c.txt", "a.txt", ".a/x.txt", "a/.b.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "c.txt").symlink_to(tmp_path / "b.txt")
    os.mkfifo(tmp_path / "pipe")
    assert names(tmp_path) == ["a/b/c.txt", "a/z.txt", "a.txt", "b.txt", "c.txt"]


def test_a_named_pipe_that_is_given_is_read() -> None:
    read, write = os.pipe()
    os.write(write, b"The General Assembly,\n\n1. Requests a report.\n")
    os.close(write)
    (found,) = find_documents([f"/dev/fd/{read}"])
    os.close(read)
    assert isinstance(found, Document)
    (result,) = work([found])
    assert isinstance(result, Done)
    assert '"Requests"' in result.line


def test_standard_input_is_read_whole_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"The Council,\n")))
    assert list(find_documents(["-"])) == [Document("-", 13, b"The Council,\n")]


def test_the_size_weighs_the_work_and_packed_files_weigh_more(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 10)
    (tmp_path / "b.txt.gz").write_bytes(b"x" * 10)
    assert [one.size for one in find_documents([str(tmp_path)]) if isinstance(one, Document)] == [10, 50]


def test_the_output_is_no_input_by_whatever_name(tmp_path: Path) -> None:
    for name in ("a.txt", "out.jsonl"):
        (tmp_path / name).write_text(name)
    (tmp_path / "z.jsonl").symlink_to(tmp_path / "out.jsonl")
    assert names(tmp_path) == ["a.txt", "out.jsonl", "z.jsonl"]
    assert names(tmp_path, tmp_path / "z.jsonl") == ["a.txt"]
    assert names(tmp_path, tmp_path / "new.jsonl") == ["a.txt", "out.jsonl", "z.jsonl"]


def test_a_path_without_a_document_is_a_failure_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.txt").write_text("x")
    paths = [str(tmp_path / name) for name in ("missing", "empty", "a.txt", "no\0name")]
    assert list(find_documents(paths)) == [
        Failure(paths[0], "no such file or directory"),
        Failure(paths[1], "there is no document in this folder"),
        Document(paths[2], 1),
        Failure(paths[3], "embedded null byte"),
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder")
def test_a_folder_that_cannot_be_listed_is_a_failure_and_the_others_are_found(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    (tmp_path / "z.txt").write_text("x")
    assert list(find_documents([str(tmp_path)])) == [
        Failure(str(closed), "permission denied"),
        Document(str(tmp_path / "z.txt"), 1),
    ]


def test_what_has_no_end_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.documents.LONGEST", 1 << 20)
    (found,) = find_documents(["/dev/zero"])
    assert found == Failure("/dev/zero", "it goes on after 1 MB; give a file that holds one document")


def test_one_file_is_read_whole_and_a_device_has_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.documents.LONGEST", 1 << 20)
    (tmp_path / "long.jsonl").write_bytes(b" " * ((1 << 20) + 1))
    assert read_whole(str(tmp_path / "long.jsonl")) == b" " * ((1 << 20) + 1)
    with pytest.raises(ValueError, match="it goes on after 1 MB"):
        read_whole("/dev/zero")
    with pytest.raises(FileNotFoundError):
        read_whole(str(tmp_path / "none"))
