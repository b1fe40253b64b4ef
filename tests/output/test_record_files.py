"""Files of records in every shape in which they come, and what is said of those that are none."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from pipeline.output import open_records
from pipeline.output.record_files import RecordFileError, read_lines, read_records
from pipeline.record import Clause, Model, Provenance, Record, Session, Source, ThemeScore, ThemeWord
from pipeline.record import Masthead as Head

RECORDS = [
    Record(
        source=Source(path=f"{name}.txt", sha256="0" * 64, media_type="text/plain", chars=9, pages=pages),
        masthead=Head(symbol=f"A/81/L.{name}", session=Session(text="Eighty-first session", number=81)),
        clauses=(
            Clause(
                id="op1",
                kind="operative",
                text="Urges “calm”\u2028at sea",
                source_spans=((0, 4), (5, 9)),
                themes=(ThemeScore(theme="oceans", score=0.5, words=words),),
            ),
        ),
        provenance=Provenance(version="1", config_sha256="0" * 64, model=model),
    )
    for name, pages, model, words in (
        ("1", None, None, None),
        ("2", 3, Model(name="m", version="1", sha256="1"), (ThemeWord(words="sea", where="text", weight=0.5),)),
    )
]
LINES = "".join(record.to_json() + "\n" for record in RECORDS)


def written(path: Path) -> Path:
    with open_records(path) as sink:
        for record in RECORDS:
            sink.write(record.to_json())
    return path


@pytest.mark.parametrize("name", ["r.jsonl", "r.jsonl.gz", "r.parquet"])
def test_what_run_writes_is_read_back(name: str, tmp_path: Path) -> None:
    assert list(read_records(written(tmp_path / name))) == RECORDS


@pytest.mark.parametrize(
    "data",
    [
        LINES.encode("utf-8-sig"),
        LINES.encode("utf-16"),
        ("\n\n" + LINES.replace("\n", "\r\n\r\n")).encode(),
        LINES.rstrip("\n").encode(),
        "\n".join(json.dumps(record.to_dict(), indent=2) for record in RECORDS).encode(),
        gzip.compress(LINES.encode()) + gzip.compress(b""),
    ],
    ids=["byte-order mark", "UTF-16", "empty lines", "no last line end", "indented", "two members of gzip"],
)
def test_other_shapes_are_read(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "records"
    path.write_bytes(data)
    assert list(read_records(path)) == RECORDS


@pytest.mark.parametrize("name", ["r.jsonl", "r.jsonl.gz", "r.parquet"])
def test_the_step_ends_at_the_size_of_the_file(name: str, tmp_path: Path) -> None:
    path = written(tmp_path / name)
    steps: list[int] = []
    assert len(list(read_lines(path, steps.append))) == 2
    assert steps == sorted(steps)
    assert steps[-1] == path.stat().st_size


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "{path}: holds no records, since it is empty; make it again with `clausewise run`"),
        (
            b"The General Assembly,\n",
            "{path}: holds no records; make records of a document with `clausewise run {path} -o records.jsonl`",
        ),
        (
            b"%PDF-1.7\n\xff\xff",
            "{path}: is no text of JSON, so no records; make records of a document with "
            "`clausewise run {path} -o records.jsonl`",
        ),
        (b'{"a": 1}\n', "{path}, line 1: no record of clausewise: source is missing; make the file again"),
        (
            LINES.encode() + b"\n[1]\n",
            "{path}, line 4: no record of clausewise: the record is no object; make the file again",
        ),
        (
            LINES.encode()[:-9],
            "{path}, line 2: no record of clausewise: not JSON: ",
        ),
        (b'{\n"a": 1\n"b": 2}', "{path}, line 3: no JSON (expecting ',' delimiter); make the file again"),
        (gzip.compress(LINES.encode())[:-9], "{path}: cannot be read: "),
        (b"PAR1PAR1PAR1", "{path}: no Parquet that can be read ("),
    ],
    ids=["empty", "text", "PDF", "other JSON", "a list", "cut off", "indented", "cut gzip", "cut Parquet"],
)
def test_what_is_no_record_is_said_with_its_place(data: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_bytes(data)
    with pytest.raises(RecordFileError) as failed:
        list(read_records(path))
    assert str(failed.value).startswith(said.format(path=path))
    assert "\n" not in str(failed.value)


def test_records_before_a_broken_one_are_given(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_bytes(LINES.encode() + b"{")
    records = read_records(path)
    assert [next(records), next(records)] == RECORDS
    with pytest.raises(RecordFileError):
        next(records)


def test_a_file_that_is_not_there_and_a_folder_are_said(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "none", "no such file or directory"), (tmp_path, "is a directory")):
        with pytest.raises(RecordFileError) as failed:
            list(read_records(path))
        assert str(failed.value) == f"{path}: cannot be read: {reason}; check the path, or make the file again"
