"""The wheel, built from the source distribution, works from any folder without the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
CORPORA = ("corrections", "labels", "samples", "written")

pytest.importorskip("build")
pytest.importorskip("hatchling")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel; build makes the source distribution first, and the wheel from that alone."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, HOUSE]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_carries_what_the_program_reads(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, pattern in (("configs", "**/*"), *((f"corpora/{name}", "**/*") for name in CORPORA)):
        files = {path.relative_to(HOUSE) for path in (HOUSE / folder).glob(pattern) if path.is_file()}
        assert files
        assert {f"pipeline/data/{path.as_posix()}" for path in files} <= names
    assert {name for name in names if name.startswith(("tests/", "benchmarks/", "configs/"))} == set()


def test_the_wheel_runs_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", site, wheel]
    subprocess.run(pip, check=True, capture_output=True, timeout=300)
    samples = sorted((site / "pipeline" / "data" / "corpora" / "samples").glob("*.txt"))
    assert samples
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment["PYTHONPATH"] = str(site)

    def python(script: str, *arguments: Path) -> str:
        command = [sys.executable, "-c", script, *map(str, arguments)]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert Path(python("import pipeline; print(pipeline.__file__)").strip()).is_relative_to(site)
    main = "import sys; from pipeline.cli import main; main()"
    lines = python(main.replace("main()", "main(['run', *sys.argv[1:]])"), *samples).splitlines()
    assert [Path(json.loads(line)["source"]["path"]) for line in lines] == samples
    loaded = python(
        "import sys, spacy\n"
        "nlp = spacy.util.load_model_from_config(spacy.util.load_config(sys.argv[1]), auto_fill=True)\n"
        "doc = nlp('The General Assembly,\\n\\n1. Requests a report.')\n"
        "print([span.text for span in doc.spans['acts']])",
        site / "pipeline" / "data" / "configs" / "default.cfg",
    )
    assert loaded.strip() == "['Requests']"
