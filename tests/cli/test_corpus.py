"""``clausewise corpus``: from labelled rows and copies of resolutions to a training table."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from pipeline.corpus.cache import read_cache
from pipeline.corpus.corrections import new_correction
from pipeline.corpus.digests import text_sha256
from tests.cli.conftest import Run

HEAVY = {"spacy", "sklearn", "datasets", "joblib", "numpy", "pyarrow", "rich", "lxml", "pypdfium2"}
COMMANDS = [["corpus"], *(["corpus", name] for name in ("labels", "hydrate", "build", "written"))]

LIGHTS = "Encourages coastal States to keep the lighthouses of the northern islands lit in winter;"
FERRIES = "Requests the Secretary-General to report on the ferries of the outer isles;"
ABSENT = "Notes the count of seals in the northern seas;"

AKN = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution">
<coverPage><p>A/RES/80/901</p><p>General Assembly</p></coverPage>
<preface><p><docTitle>80/901. Lighthouses of the northern islands</docTitle></p></preface>
<preamble><formula><p>The General Assembly,</p></formula>
<container name="Noting"><p><span class="italic">Noting</span> the long nights of the northern winter,</p></container>
</preamble><mainBody><paragraph><num>1.</num><content><p>{}</p></content></paragraph></mainBody>
</statement></akomaNtoso>"""


@pytest.fixture
def labels(tmp_path: Path, run: Run) -> Path:
    """Return a file of labels of three clauses."""
    known = {"kind": "operative", "source": "official", "family": "Ge:islands"}
    rows = [
        {**known, "text": LIGHTS, "symbol": "A/RES/80/901", "themes": ["oceans"]},
        {**known, "text": FERRIES, "symbol": "A/RES/80/902", "themes": ["reporting-and-follow-up"]},
        {**known, "text": ABSENT, "symbol": "A/RES/80/903", "themes": []},
    ]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = run("corpus", "labels", "rows.jsonl", "-o", "labels.jsonl")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.decode().startswith("clausewise: labels.jsonl: 3 labels")
    return tmp_path / "labels.jsonl"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return an archive with one resolution."""
    path = tmp_path / "unxml.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("80/A_RES_80_901.xml", AKN.format(LIGHTS))
        file.writestr("README.md", "copies")
    return path


def said(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    return done.stderr.decode().splitlines()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_has_an_example_of_that_command(command: list[str], run: Run) -> None:
    done = run(*command, "--help")
    assert (done.returncode, done.stderr) == (0, b"")
    name = " ".join(["clausewise", *command])
    assert f"Usage: {name}" in done.stdout.decode()
    assert f"Example:  {name}" in done.stdout.decode()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_heavy_is_loaded_to_answer(command: list[str], environment: dict[str, str]) -> None:
    script = (
        f"import sys\nfrom pipeline.cli import status_of\nstatus_of({[*command, '--help']})\nprint(sorted(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True)
    loaded = {name.partition(".")[0] for name in ast.literal_eval(done.stdout.splitlines()[-1])}
    assert loaded & HEAVY == set()


def test_hydrate_joins_archives_folders_and_files(labels: Path, archive: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "unxml").mkdir()
    (tmp_path / "unxml" / "A_RES_80_901.xml").write_text(AKN.format(LIGHTS))
    (tmp_path / "unxml" / "README.md").write_text("copies")
    texts = tmp_path / "texts.jsonl"
    texts.write_text(json.dumps({"text": FERRIES.upper(), "symbol": "A/RES/80/902", "title": "Ferries"}) + "\n")
    expected: list[dict[str, Any]] = []
    for name, origin in (("unxml.zip", "unxml.zip/80/A_RES_80_901.xml"), ("unxml", "unxml/A_RES_80_901.xml")):
        done = run(
            "corpus", "hydrate", "--unxml", tmp_path / name, "--texts", texts, "--labels", labels, "-o", "new/c.parquet"
        )
        assert done.returncode == 0
        assert said(done) == [
            "clausewise: labels.jsonl: 2 labels found their text, 1 did not",
            "clausewise: new/c.parquet: 3 clauses",
        ]
        cache = read_cache(tmp_path / "new" / "c.parquet")
        expected = [
            {"text": LIGHTS, "title": "Lighthouses of the northern islands", "themes": ["oceans"], "origin": origin},
            {
                "text": FERRIES.upper(),
                "title": "Ferries",
                "themes": ["reporting-and-follow-up"],
                "origin": "texts.jsonl",
            },
            {
                "text": "Noting the long nights of the northern winter,",
                "title": "Lighthouses of the northern islands",
                "themes": None,
                "origin": origin,
            },
        ]
        assert [{key: row[key] for key in expected[0]} for row in cache.rows] == expected
        assert len({row["family"] for row in cache.rows}) == 1
        assert set(cache.facts["checksums"]) == {name, "texts.jsonl", "labels.jsonl"}
        assert str(tmp_path) not in json.dumps(cache.rows) + json.dumps(cache.facts)


def test_the_cache_is_the_same_every_time(labels: Path, archive: Path, run: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        run("corpus", "hydrate", "--unxml", archive, "--labels", labels, "-o", f"{name}.parquet")
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()


def test_hydrate_without_a_label_that_joins(labels: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "texts.csv").write_text("text\nOf other things entirely\n")
    done = run("corpus", "hydrate", "--texts", "texts.csv", "--labels", labels, "-o", "c.parquet")
    assert done.returncode == 1
    assert said(done)[-1].startswith("clausewise: no label found its text; name copies of the resolutions")
    assert not (tmp_path / "c.parquet").exists()


def test_hydrate_says_what_it_cannot_read_and_goes_on(labels: Path, archive: Path, run: Run, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive, "a") as file:
        file.writestr("broken.xml", "<akomaNtoso><p>")
    done = run("corpus", "hydrate", "--unxml", archive, "--labels", labels, "-o", "c.parquet")
    assert done.returncode == 1
    assert [line for line in said(done) if "broken.xml" in line]
    assert len(read_cache(tmp_path / "c.parquet").rows) == 2


@pytest.mark.parametrize(
    ("arguments", "status", "reason"),
    [
        (["hydrate"], 2, "nothing to read; name copies of the resolutions with --unxml or --texts"),
        (["hydrate", "--texts", "none.jsonl"], 1, "none.jsonl: cannot be read"),
        (["hydrate", "--texts", "labels.jsonl", "--labels", "none.jsonl"], 1, "none.jsonl: cannot be read"),
        (["labels", "none.jsonl", "-o", "x.jsonl"], 1, "none.jsonl: cannot be read"),
        (["labels", "rows.jsonl", "-o", "no/such/x.jsonl"], 2, "no/such/x.jsonl: cannot be written"),
        (["written", "-o", "no/such/x.jsonl"], 2, "no/such/x.jsonl: cannot be written"),
        (["build", "--cache", "none.parquet"], 1, "none.parquet: there is no such cache"),
        (["build", "--no-written", "--labelled", "none.csv"], 1, "none.csv: cannot be read"),
    ],
)
def test_what_goes_wrong_is_one_sentence(
    arguments: list[str], status: int, reason: str, labels: Path, run: Run, environment: dict[str, str], tmp_path: Path
) -> None:
    environment["CLAUSEWISE_CACHE"] = str(tmp_path / "cache")
    done = run("corpus", *arguments)
    assert (done.returncode, done.stdout) == (status, b"")
    (line,) = said(done)
    assert line.startswith(f"clausewise: {reason}")


def test_build_folds_everything_into_one_table(
    labels: Path, archive: Path, run: Run, environment: dict[str, str], tmp_path: Path
) -> None:
    environment["CLAUSEWISE_CACHE"] = str(tmp_path / "cache")
    assert run("corpus", "hydrate", "--unxml", archive, "--labels", labels).returncode == 0
    row = new_correction("Ada", text=LIGHTS, field="themes", before=["oceans"], after=["disasters"])
    (tmp_path / "people.jsonl").write_text(json.dumps(row.to_dict()) + "\n")
    own = {"text": LIGHTS, "themes": "oceans", "family": "Ge:harbours", "title": "Another"}
    (tmp_path / "own.jsonl").write_text(json.dumps(own) + "\n")
    done = run("corpus", "build", "--no-written", "--corrections", "people.jsonl", "--labelled", "own.jsonl")
    assert done.returncode == 0
    assert said(done) == [
        "clausewise: labels labels.jsonl: 1 found their text, 2 did not",
        "clausewise: corrections: 2 labelled clauses changed, 0 added",
        "clausewise: 1 clauses left out that are nearly the same as one in another fold",
        "clausewise: theme disasters: only 1 clauses",
        f"clausewise: {tmp_path / 'cache' / 'training.parquet'}: 1 labelled clauses",
    ]
    (built,) = parquet.read_table(tmp_path / "cache" / "training.parquet").to_pylist()
    assert (built["text"], built["themes"]) == (LIGHTS, ["disasters"])
    assert built["fold"] in range(5)


def test_build_stops_where_people_disagree(run: Run, environment: dict[str, str], tmp_path: Path) -> None:
    environment["CLAUSEWISE_CACHE"] = str(tmp_path / "cache")
    rows = [
        new_correction(who, text=text, field="themes", before=[], after=[theme], document="A/1", clause=clause)
        for who, theme in (("Ada", "health"), ("Bo", "oceans"))
        for text, clause in ((LIGHTS, "op1"), (FERRIES, "op2"))
    ]
    (tmp_path / "people.jsonl").write_text("".join(json.dumps(row.to_dict()) + "\n" for row in rows))
    done = run("corpus", "build", "--corrections", "people.jsonl", "-o", "t.parquet")
    assert done.returncode == 1
    first, second, last = said(done)
    assert first.startswith("clausewise: A/1 op1, themes: Ada says health, Bo says oceans (")
    assert second.startswith("clausewise: A/1 op2, themes: Ada says health, Bo says oceans (")
    assert last == "clausewise: people disagree 2 times; let one of each two take theirs back (`undoes`)"
    assert not (tmp_path / "t.parquet").exists()


def test_written_writes_one_row_a_clause(run: Run, tmp_path: Path) -> None:
    assert run("corpus", "written", "-o", "clauses.jsonl").returncode == 0
    rows = [json.loads(line) for line in (tmp_path / "clauses.jsonl").read_text("utf-8").splitlines()]
    assert len(rows) >= 1_200
    assert len({text_sha256(row["text"]) for row in rows}) == len(rows)
