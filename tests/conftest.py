"""What tests of many rooms share: a model trained for real, a made-up taxonomy, an environment like after install."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[1]
PAGE = HOUSE / "docs" / "own-taxonomy.md"


def lighthouse_files(folder: Path) -> Path:
    """Write the files of the page on own taxonomies, a made-up lighthouse board's, and return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in re.findall(r"^```\w+ (\S+)\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a model trained for real with ``configs/fast.cfg`` on the written resolutions; not to be changed."""
    from pipeline.learning import train_model
    from pipeline.training_plan import read_plan

    folder = tmp_path_factory.mktemp("models") / "fast"
    train_model(read_plan(HOUSE / "configs" / "fast.cfg"), folder)
    return folder


@pytest.fixture
def board(tmp_path: Path) -> Path:
    """Return a folder with the files of a made-up taxonomy: themes, labelled clauses, configuration, a document."""
    return lighthouse_files(tmp_path / "board")


@pytest.fixture(scope="session")
def keeper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a model of the made-up taxonomy, trained in a second or two; not to be changed."""
    from pipeline.learning import train_model
    from pipeline.training_plan import read_plan

    folder = lighthouse_files(tmp_path_factory.mktemp("board"))
    train_model(read_plan(folder / "lighthouses.cfg"), folder / "keeper")
    return folder / "keeper"


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment in which spaCy finds the entry points of this checkout, as if it were installed."""
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["project"]
    site = tmp_path_factory.mktemp("site")
    facts = site / "clausewise-0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: clausewise\nVersion: 0\n", encoding="utf-8")
    groups = [
        f"[{group}]\n" + "".join(f"{name} = {target}\n" for name, target in points.items())
        for group, points in project["entry-points"].items()
    ]
    (facts / "entry_points.txt").write_text("\n".join(groups), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CLAUSEWISE_")}
    return environment | {"PYTHONPATH": os.pathsep.join([str(HOUSE), str(site)])}
