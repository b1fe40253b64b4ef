"""How well files of each format are read: real PDFs, typeset resolutions, official markup. Part of ``accuracy.py``.

Resolutions with official markup are typeset by the shared tool (PDF with running heads and notes at the foot, Word
files with generated numbers and real notes, web pages) and read as files; real PDFs of the Security Council are scored
against the markup of the text that was adopted, of which they are the drafts; and official markup itself is read.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

FORMATS = ("pdf", "docx", "html")
NUMBER = 30
SHOWN = ("clauses with kind", "lead acts", "further acts (SC)", "citations", "footnotes placed", "numbers")
ASKED = {
    "real PDFs": {"clauses with kind": 0.99, "lead acts": 0.985},
    "typeset": {"clauses with kind": 0.98, "lead acts": 0.98, "footnotes placed": 0.97},
    "official markup": {"clauses with kind": 0.998, "lead acts": 0.998, "footnotes placed": 0.998, "numbers": 0.998},
}
"""What is asked, and held whatever the sample: samples of formats are always the same."""

REAL_SIMILARITY = 0.9
"""The adopted text differs from the draft in a few words."""

SIMILARITY = 0.97
LEAST = 100
"""Files of official markup that are read at least where there is a limit; they are evenly taken over all."""

Counts = dict[str, tuple[int, int, int]]
Scorer = Callable[[Path, float, str, Path], Counts]
"""Reads a folder and scores it at a similarity, under a name, against a file of gold."""


def score_formats(shared: Path, folder: Path, limit: int, scorer: Scorer) -> list[tuple[str, float, float]]:
    """Print the figures of each format; return what, its figure and what is asked of it.

    Parameters
    ----------
    shared
        The folder with ``data/`` and ``tools/``.
    folder
        Where files may be written.
    limit
        How many resolutions are read of what is plenty; all where 0.
    scorer
        Reads and scores a folder.
    """
    gold = shared / "data" / "gold_structured.jsonl.gz"
    found = []
    real = shared / "data" / "pdf"
    if (real / "gold.jsonl.gz").exists():
        counts = scorer(_linked(real, folder / "real"), REAL_SIMILARITY, "real PDFs", real / "gold.jsonl.gz")
        found += _figures("real PDFs", "real PDFs", counts)
    if _can_typeset():
        made = folder / "typeset"
        tool = [sys.executable, shared / "tools" / "typeset.py", gold, made, str(NUMBER)]
        subprocess.run(tool, check=True, capture_output=True, env=_with_pandoc())
        for kind in FORMATS:
            counts = scorer(made / kind, SIMILARITY, f"typeset as {kind}", made / "gold.jsonl.gz")
            found += _figures(f"typeset as {kind}", "typeset", counts)
    else:
        print("\ntypeset: skipped, there is no weasyprint or no pandoc; the extra `test` brings both")
    markup = _markup(shared / "data" / "unxml_dev.zip", folder / "markup", limit)
    if markup is not None:
        counts = scorer(markup, SIMILARITY, "official markup", gold)
        found += _figures("official markup", "official markup", counts)
    return found


def _figures(what: str, asked: str, counts: Counts) -> list[tuple[str, float, float]]:
    """Print the figures of one kind of files."""
    found = []
    for name in SHOWN:
        hit, expected, given = counts[name]
        value = 2 * hit / (expected + given) if expected + given else 1.0
        floor = ASKED[asked].get(name)
        print(f"{what + ':':20}{name:20}{value:8.4f}" + (f" [{floor:.3f}]" if floor else ""))
        if floor:
            found.append((f"{name}, {what}", value, floor))
    return found


def _linked(real: Path, folder: Path) -> Path:
    """Return a folder with the PDFs that have gold, and nothing else."""
    with gzip.open(real / "gold.jsonl.gz", "rt", encoding="utf-8") as file:
        names = [json.loads(line)["id"] for line in file]
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copy(real / f"{name}.pdf", folder)
    return folder


def _markup(archive: Path, folder: Path, limit: int) -> Path | None:
    """Unpack official markup, evenly taken; a file that holds several resolutions has no gold of its own."""
    if not archive.exists():
        return None
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(archive) as files:
        names = sorted(name for name in files.namelist() if name.endswith(".xml") and "_part" not in name)
        step = max(1, len(names) // max(LEAST, limit)) if limit else 1
        for name in names[::step]:
            (folder / Path(name).name).write_bytes(files.read(name))
    return folder


def _with_pandoc() -> dict[str, str]:
    """Return an environment in which the packaged pandoc is found first."""
    environment = dict(os.environ)
    found = importlib.util.find_spec("pypandoc")
    if found is not None and found.origin is not None:
        packaged = Path(found.origin).parent / "files"
        environment["PATH"] = f"{packaged}{os.pathsep}{environment.get('PATH', '')}"
    return environment


def _can_typeset() -> bool:
    """Tell whether there is what the shared tool needs."""
    try:
        import weasyprint  # noqa: F401  (it is there, and so are the libraries that it loads)
    except (ImportError, OSError):
        return False
    return shutil.which("pandoc", path=_with_pandoc().get("PATH")) is not None
