"""Word files as pandoc writes them: lists with generated numbers, footnotes in a part of their own.

pandoc is a program; the package ``pypandoc-binary`` brings it along, so that tests need nothing that pip cannot get.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from tests.reading.typesetting import Block, Document

SIGN = re.compile(r"([^\w\s])|(?<=\n)(\d)")
LABELS = (r"\d+\.", r"\([a-z]{1,2}\)", r"\([ivx]+\)")


def pandoc() -> str | None:
    """Return the path of pandoc, the packaged one before the system's, or None."""
    try:
        import pypandoc
    except ImportError:
        return shutil.which("pandoc")
    packaged = Path(pypandoc.__file__).parent / "files" / "pandoc"
    return str(packaged) if os.access(packaged, os.X_OK) else shutil.which("pandoc")


def to_markdown(document: Document) -> str:
    """Return pandoc's Markdown: numbers that go on with a list are left to it, all others are typed."""
    out: list[str] = []
    depth = 0
    for block in document.blocks:
        text = "".join(
            f"[^{run.note}]" if run.note else f"*{_plain(run.text)}*" if run.italic else _plain(run.text)
            for run in block.runs
        )
        label = _label(block, depth)
        depth = block.level + 1 if label else 0
        typed = f"{_plain(block.number)} " if block.number and not label else ""
        out.append(f"{'    ' * (depth - 1)}{label}  {text}" if label else f"{typed}{text}")
    notes = [f"[^{number}]: {_plain(text)}" for number, text in enumerate(document.notes, 1)]
    return "\n\n".join(out + notes) + "\n"


def _label(block: Block, depth: int) -> str:
    """Return the label of a block that can be an item of a list: of the form of its level, below an open item."""
    fits = 0 <= block.level <= min(depth, 2) and re.fullmatch(LABELS[block.level], block.number)
    return block.number if fits else ""


def _plain(text: str) -> str:
    """Return text in which nothing is markup."""
    return SIGN.sub(r"\\\g<0>", text)


def to_word(document: Document) -> bytes:
    """Return a Word file.

    Raises
    ------
    FileNotFoundError
        When there is no pandoc.
    """
    program = pandoc()
    if program is None:
        raise FileNotFoundError("pandoc")
    command = [program, "-f", "markdown-smart+fancy_lists+startnum", "-t", "docx", "-o", "-"]
    return subprocess.run(command, input=to_markdown(document).encode(), capture_output=True, check=True).stdout
