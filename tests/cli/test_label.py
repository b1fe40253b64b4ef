"""``clausewise label``: rows of three formats in and out, in order, with what was found; faults in one sentence."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pipeline.cli import status_of
from pipeline.labelling import FOUND, label_rows
from pipeline.output.rows import open_rows
from pipeline.record_schema import json_schema
from tests.cli.conftest import COMMAND, RESOLUTION, Run

Captured = pytest.CaptureFixture[bytes]

ROWS = [
    {"id": f"r{place}", "title": title, "text": text, "kind": "operative"}
    for place, (title, text) in enumerate(
        [
            ("Rules for the winter", "Requests the keepers to fill every lamp with oil;"),
            ("Rules of the watch", 'Decides that the "fog horn" shall sound by 2031, day and night;'),
            ("Rules for the winter", "Takes note of the report of the treasurer;"),
        ]
    )
]


def read(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a file with lists as lists."""
    if path.suffix == ".parquet":
        from pyarrow import parquet

        rows: list[dict[str, Any]] = parquet.read_table(path).to_pylist()
        return [without_nothing(row) for row in rows]
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
        return [{name: json.loads(value) if name in FOUND else value for name, value in row.items()} for row in found]
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def without_nothing(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of Parquet without the words that were not asked for, and what only corrections give."""
    for theme in row["themes"]:
        for name in ("words", "given_by"):
            if theme.get(name, 0) is None:
                del theme[name]
    return row


@pytest.mark.parametrize("came", ["jsonl", "csv", "parquet"])
@pytest.mark.parametrize("goes", ["jsonl", "csv", "parquet"])
def test_every_format_goes_in_and_comes_out(came: str, goes: str, keeper: Path, tmp_path: Path) -> None:
    source, output = tmp_path / f"in.{came}", tmp_path / f"out.{goes}"
    with open_rows(source) as sink:
        for row in ROWS:
            sink.write(row)
    assert status_of(["label", str(source), "-o", str(output), "--model", str(keeper)]) == 0
    expected = json.loads(json.dumps(list(label_rows(ROWS, str(keeper)))))
    assert read(output) == expected
    assert [[one["theme"] for one in row["themes"]] for row in expected][1] == ["fog-signals"]
    assert sorted(os.listdir(tmp_path)) == sorted([source.name, output.name])


def test_without_an_output_lines_of_json_are_printed(keeper: Path, tmp_path: Path, capfdbinary: Captured) -> None:
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    assert status_of(["label", str(tmp_path / "in.jsonl"), "--config", str(keeper)]) == 0
    out, err = capfdbinary.readouterr()
    assert err == b""
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["r0", "r1", "r2"]


def test_what_was_found_has_the_form_of_the_record(keeper: Path, tmp_path: Path, capfdbinary: Captured) -> None:
    schema = json_schema()
    clause = schema["$defs"]["Clause"]
    part = {**schema, "$defs": schema["$defs"], "properties": {name: clause["properties"][name] for name in FOUND}}
    for keyword in ("required", "additionalProperties"):
        part.pop(keyword)
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    assert status_of(["label", str(tmp_path / "in.jsonl"), "--model", str(keeper), "--explain"]) == 0
    rows = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    validator = jsonschema.Draft202012Validator(part)
    for row in rows:
        validator.validate(row)
    assert all(theme["words"] for row in rows for theme in row["themes"])
    assert "oil" in [word["words"] for theme in rows[0]["themes"] for word in theme["words"]]
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({**rows[0], "themes": [{"theme": "lamps"}]})


@pytest.mark.parametrize("explain", [True, False])
def test_run_gives_the_words_on_demand_in_a_valid_record(
    explain: bool, trained: Path, draft: Path, capfdbinary: Captured
) -> None:
    options = ["--explain"] if explain else []
    assert status_of(["run", str(draft), "--config", str(trained), *options]) == 0
    record = json.loads(capfdbinary.readouterr().out)
    jsonschema.Draft202012Validator(json_schema()).validate(record)
    themes = [theme for clause in record["clauses"] for theme in clause["themes"]]
    assert themes
    assert all(("words" in theme) == explain for theme in themes)
    assert record["provenance"]["model"]["name"] == "en_un_resolutions"


def test_a_clause_gets_the_same_themes_alone_and_inside_run(
    trained: Path, draft: Path, tmp_path: Path, capfdbinary: Captured
) -> None:
    assert status_of(["run", str(draft), "--config", str(trained)]) == 0
    record = json.loads(capfdbinary.readouterr().out)
    clauses = record["clauses"]
    known = {name: record["masthead"][name] for name in ("title", "organ", "symbol")}
    assert known["title"] == "Lighthouses of the northern islands"
    rows = [{**known, **{name: clause[name] for name in ("text", "kind", "number")}} for clause in clauses]
    for name, some in (("all", rows), ("last", rows[-1:])):
        path = tmp_path / f"{name}.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in some))
        assert status_of(["label", str(path), "--model", str(trained)]) == 0
        found = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
        inside = clauses[-len(some) :]
        assert [(one["themes"], one["uncertain"]) for one in found] == [
            (one["themes"], one["uncertain"]) for one in inside
        ]


def test_a_row_without_text_is_named_and_the_others_are_written(
    keeper: Path, tmp_path: Path, capfdbinary: Captured
) -> None:
    rows = [ROWS[0], {"id": "none"}, {"id": "blank", "title": "Lamps", "text": " "}, {"id": "no", "text": 3}, ROWS[1]]
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert status_of(["label", str(path), "--model", str(keeper)]) == 1
    out, err = capfdbinary.readouterr()
    found = [json.loads(line) for line in out.splitlines()]
    assert [row["id"] for row in found] == ["r0", "none", "blank", "no", "r1"]
    assert [bool(row["themes"]) for row in found] == [True, False, False, False, True]
    assert err.decode().splitlines() == [
        f"clausewise: {path}, row {number}: has no text, so nothing was found in it; give it a column `text`"
        for number in (2, 3, 4)
    ]


def test_columns_that_are_written_over_are_named(keeper: Path, tmp_path: Path, capfdbinary: Captured) -> None:
    path = tmp_path / "in.jsonl"
    rows = [{**ROWS[0], "themes": ["lamps"], "dates": None}, {**ROWS[1], "uncertain": "yes"}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert status_of(["label", str(path), "--model", str(keeper)]) == 0
    assert capfdbinary.readouterr().err.decode().splitlines() == [
        f"clausewise: {path}: what stood in themes, uncertain was replaced by what was found; rename such columns to "
        "keep them"
    ]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ([], 2, "missing argument"),
        (["none.csv"], 1, "none.csv: cannot be read"),
        (["draft.txt"], 1, "draft.txt: the ending names no format; give .jsonl, .jsonl.gz, .csv or .parquet"),
        (["head.csv"], 1, "head.csv: has no rows"),
        (["bad.jsonl"], 1, "bad.jsonl, row 2: no JSON"),
        (["bad.parquet"], 1, "bad.parquet: no Parquet that can be read"),
        (["new.csv", "-o", "out.xml"], 2, "out.xml: the ending names no format; give .jsonl"),
        (["new.csv", "-o", "no/out.csv"], 2, "no/out.csv: cannot be written"),
        (["new.csv", "-o", "new.csv"], 2, "new.csv: is the output and the input too; name another output"),
        (["new.csv", "--model", "none"], 2, "none: there is no such model or configuration"),
        (["new.csv", "--model", "draft.txt"], 2, "draft.txt: "),
        (["new.csv", "--model", "changed"], 2, "un_themes/model.json: is not as it was written; get or train the"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else None,
)
def test_what_goes_wrong_is_one_sentence(
    arguments: list[str],
    status: int,
    said: str,
    keeper: Path,
    board: Path,
    capfdbinary: Captured,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import shutil

    monkeypatch.chdir(board)
    shutil.copytree(keeper, "changed")
    model = Path("changed/un_themes/model.json")
    model.write_bytes(model.read_bytes().replace(b"lamps", b"lumps", 1))
    Path("head.csv").write_text("id,text\n")
    Path("bad.jsonl").write_text('{"text": "Requests oil;"}\n{"text"\n')
    Path("bad.parquet").write_bytes(b"PAR1 not really")
    before = sorted(os.listdir())
    output = [] if "-o" in arguments else ["-o", "out.jsonl"]
    assert status_of(["label", *arguments, *output]) == status
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert err.count(b"\n") == 1
    assert err.startswith(b"clausewise: ")
    assert said in err.decode()
    assert sorted(os.listdir()) == before


def test_a_changed_model_is_refused_by_run_in_one_sentence(keeper: Path, draft: Path, tmp_path: Path, run: Run) -> None:
    import shutil

    shutil.copytree(keeper, tmp_path / "changed")
    path = tmp_path / "changed" / "vocab" / "strings.json"
    path.write_bytes(path.read_bytes() + b" ")
    for jobs in ("1", "2"):
        done = run("run", draft, draft, "--config", "changed", "--jobs", jobs)
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr.decode() == (
            "clausewise: changed/vocab/strings.json: is not as it was written; get or train the model again\n"
        )


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_one_that_is_ended_leaves_the_old_output_and_no_half_one(
    sent: int, status: int, keeper: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    rows, out = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    rows.write_text((json.dumps({"text": RESOLUTION.splitlines()[-1], "title": "x"}) + "\n") * 60_000)
    out.write_text("old\n")
    process = subprocess.Popen(
        [*COMMAND, "label", rows, "-o", out, "--model", keeper],
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not any(path.stat().st_size > 1_000 for path in tmp_path.glob(".out.jsonl.*")):
        assert time.monotonic() < deadline, "nothing was written in a minute"
        time.sleep(0.02)
    process.send_signal(sent)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == status
    assert b"Traceback" not in errors
    assert sorted(os.listdir(tmp_path)) == ["out.jsonl", "rows.jsonl"]
    assert out.read_text() == "old\n"
