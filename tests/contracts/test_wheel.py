"""The wheel, built from the source distribution, works from any folder without the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import lighthouse_files

HOUSE = Path(__file__).resolve().parents[2]
MAIN = "import sys; from pipeline.cli import main; main()"
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


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which the wheel is installed."""
    folder = tmp_path_factory.mktemp("wheel") / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", folder, wheel]
    subprocess.run(pip, check=True, capture_output=True, timeout=300)
    return folder


@pytest.fixture
def python(site: Path, tmp_path: Path) -> Callable[..., str]:
    """Return what runs a script with the installed wheel, in an empty folder, and gives its output."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CLAUSEWISE_")}
    environment["PYTHONPATH"] = str(site)

    def ran(script: str, *arguments: str | Path) -> str:
        command = [sys.executable, "-c", script, *map(str, arguments)]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return ran


def test_the_wheel_runs_from_another_folder(site: Path, python: Callable[..., str]) -> None:
    samples = sorted((site / "pipeline" / "data" / "corpora" / "samples").glob("*.txt"))
    assert samples
    assert Path(python("import pipeline; print(pipeline.__file__)").strip()).is_relative_to(site)
    lines = python(MAIN, "run", *samples).splitlines()
    assert [Path(json.loads(line)["source"]["path"]) for line in lines] == samples
    loaded = python(
        "import sys, spacy\n"
        "nlp = spacy.util.load_model_from_config(spacy.util.load_config(sys.argv[1]), auto_fill=True)\n"
        "doc = nlp('The General Assembly,\\n\\n1. Requests a report.')\n"
        "print([span.text for span in doc.spans['acts']])",
        site / "pipeline" / "data" / "configs" / "default.cfg",
    )
    assert loaded.strip() == "['Requests']"


def test_the_wheel_trains_on_own_themes_and_on_the_written_resolutions(
    site: Path, python: Callable[..., str], tmp_path: Path
) -> None:
    lighthouse_files(tmp_path)
    assert python(MAIN, "train", "lighthouses.cfg", "-o", "lighthouses").startswith("lighthouses: 3 themes\n")
    assert python(MAIN, "evaluate", "lighthouses", "--corpus", "more.csv").startswith("lighthouses on more.csv: 8 ")
    python(MAIN, "label", "new.csv", "-o", "labelled.csv", "--model", "lighthouses")
    assert "fog-signals" in (tmp_path / "labelled.csv").read_text("utf-8")
    loaded = python("import spacy\nprint(spacy.load('lighthouses')('1. Requests oil for the lamps.').cats['lamps'])")
    assert loaded == "1.0\n"
    fast = site / "pipeline" / "data" / "configs" / "fast.cfg"
    assert python(MAIN, "train", fast, "-o", "fast").startswith("fast: 29 themes\n")
    assert python(MAIN, "evaluate", "fast", "--corpus", "written").startswith("fast on written: ")
