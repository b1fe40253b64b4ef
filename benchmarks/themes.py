"""Measure the themes: cross-validation by recurring resolution on the labelled development clauses, and its conditions.

    benchmarks/themes.py SHARED

SHARED is a folder with ``data/`` (labels_dev.jsonl, gold_structured.jsonl.gz, silver_eosg.jsonl.gz). The labels of the
project are joined with the texts there, a model is trained by ``configs/train.cfg`` as it is shipped, and its figures
are printed beside what is asked. The folds hold whole recurring resolutions; nothing of a held-out one, labelled by
whomever or not, is seen by features, heads, calibration or thresholds of its fold.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from pipeline.learning import fit, train_model
from pipeline.training_plan import read_plan

HOUSE = Path(__file__).resolve().parent.parent
ASKED = {
    "micro_f1": ">= 0.86",
    "macro_f1": ">= 0.87",
    "calibration_error": "<= 0.05",
    "calibration_error_of_given": "<= 0.05",
    "abstained": "<= 0.20",
    "micro_f1_of_sure": ">= 0.91",
}


def main() -> int:
    """Hydrate, train, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", default=os.environ.get("CLAUSEWISE_SHARED"), type=Path)
    parser.add_argument("-o", "--output", type=Path, help="keep the model in this folder")
    parser.add_argument(
        "--keep-near-duplicates",
        action="store_true",
        help="leave clauses in that are nearly the same as one of another fold, and keep no model",
    )
    told = parser.parse_args()
    if told.shared is None:
        parser.error("name the folder with the development data")
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "corpus.parquet"
        hydrate(told.shared / "data", cache)
        os.environ["CLAUSEWISE_CACHE"] = str(cache)
        start = time.perf_counter()
        plan = read_plan(HOUSE / "configs" / "train.cfg")
        if told.keep_near_duplicates:
            model = fit(plan, plan.read(), say, near_duplicates=True)
        else:
            model = train_model(plan, told.output or Path(folder) / "model", say)
        show(model.facts, time.perf_counter() - start)
    return 0


def say(line: str) -> None:
    """Say how far it is."""
    print(line, file=sys.stderr)


def hydrate(data: Path, cache: Path) -> None:
    """Join the labels of the project with the texts of the development data."""
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "corpus", "hydrate", "-o", str(cache)]
    for name in ("gold_structured.jsonl.gz", "silver_eosg.jsonl.gz"):
        command += ["--texts", str(data / name)]
    subprocess.run(command, check=True, cwd=HOUSE)


def show(facts: dict[str, Any], seconds: float) -> None:
    """Print the figures beside what is asked."""
    found = facts["cross_validation"]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{facts['clauses']:,} clauses, {facts['reference_clauses']:,} of them measured on")
    for name, value in found.items():
        if name != "by_theme":
            print(f"   {name:30}{value:8.4f}   {ASKED.get(name, '')}")
    print(f"   training, minutes             {seconds / 60:8.1f}   <= 15")
    print(f"   memory, GB                    {memory:8.2f}   <= 4")
    for theme, row in found["by_theme"].items():
        print(f"   {theme:30}{row['f1']:8.4f}{row['support']:7}")


if __name__ == "__main__":
    sys.exit(main())
