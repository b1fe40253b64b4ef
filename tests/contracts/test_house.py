"""The house: which part may import which, where heavy packages are imported, how long things are, what is not said."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
MODULES = sorted((HOUSE / "pipeline").rglob("*.py"))

RECORD = {"record", "record_clause", "record_plain", "record_schema"}
ARROWS = {
    **dict.fromkeys(RECORD, RECORD),
    "lexicon": RECORD,
    "reading": RECORD | {"lexicon"},
    "layout": RECORD | {"lexicon", "reading"},
    "components": RECORD | {"lexicon", "reading", "layout", "themes"},
    "themes": RECORD | {"lexicon"},
    "corpus": RECORD | {"lexicon", "reading"},
    "evaluation": RECORD | {"lexicon"},
    "output": RECORD | {"lexicon"},
    "inspector": RECORD | {"lexicon", "reading", "corpus", "output"},
    "documents": set(),
    "loading": RECORD | {"lexicon"},
    "cli": RECORD | {"corpus", "evaluation", "inspector", "loading", "output", "reading", "themes"},
}
"""Which rooms each room may import besides itself."""

DOORS = {"run", "learning", "labelling", "training_plan", "assessment", "exporting"}
"""Modules that join rooms, and may import every one."""

HOMES = {
    "spacy": {"components", "run", "loading", "learning", "exporting"},
    "sklearn": {"themes"},
    "datasets": {"corpus"},
    "joblib": {"run", "themes"},
    "lxml": {"reading", "corpus"},
    "pypdfium2": {"reading"},
    "pyarrow": {"output", "corpus", "labelling"},
    "matplotlib": {"evaluation"},
    "rich": {"output", "cli"},
    "typer": {"cli"},
    "starlette": {"inspector"},
    "uvicorn": {"inspector"},
    "jinja2": {"inspector", "output"},
    "sqlite3": {"inspector"},
    "PIL": {"reading"},
}
"""Where each package may be imported."""

LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
DRAWERS = {"utils.py", "helpers.py", "common.py", "misc.py"}


def room_of(path: Path) -> str:
    """Return the room of a module: the first part of its name below the package."""
    parts = path.relative_to(HOUSE / "pipeline").with_suffix("").parts
    return parts[0] if parts[0] != "__init__" else ""


def imports_of(path: Path) -> Iterator[tuple[str, int]]:
    """Yield each module that a file imports, wherever in it, with the line."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            if node.module == "pipeline":
                yield from ((f"pipeline.{alias.name}", node.lineno) for alias in node.names)
            else:
                yield node.module or "", node.lineno


def name_of(path: Path) -> str:
    return str(path.relative_to(HOUSE))


def test_imports_follow_the_arrows() -> None:
    wrong = []
    for path in MODULES:
        room = room_of(path)
        if room in DOORS:
            continue
        for name, line in imports_of(path):
            package, _, rest = name.partition(".")
            if package == "pipeline" and rest.partition(".")[0] not in ARROWS[room] | {room, "", "__version__"} | (
                DOORS if room == "cli" else set()
            ):
                wrong.append(f"{name_of(path)}:{line} imports {name}")
    assert wrong == []


def test_heavy_packages_are_imported_at_home() -> None:
    wrong = [
        f"{name_of(path)}:{line} imports {name}"
        for path in MODULES
        for name, line in imports_of(path)
        if room_of(path) not in HOMES.get(name.partition(".")[0], {room_of(path)})
    ]
    assert wrong == []


def test_modules_are_short_and_named_after_what_is_in_them() -> None:
    assert [name_of(path) for path in MODULES if len(path.read_text("utf-8").splitlines()) > LONGEST_MODULE] == []
    assert [name_of(path) for path in MODULES if path.name in DRAWERS] == []


def test_functions_are_short() -> None:
    long = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                length = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
                if length > LONGEST_FUNCTION:
                    long.append(f"{name_of(path)}:{node.lineno} {node.name}: {length} lines")
    assert long == []


# put together here, so that this file does not say them either
UNSAID = {
    "a registry": ("py" + "pi.", "python" + "hosted", "/simple" + "/", "index" + "-url"),
    "a folder of one machine": ("/wo" + "rk/", "/tm" + "p/", "/ro" + "ot/", "/ho" + "me/"),
}


@pytest.mark.parametrize("what", UNSAID)
def test_the_repository_does_not_name(what: str) -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=HOUSE, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("no checkout")
    expression = re.compile("|".join(map(re.escape, UNSAID[what])))
    found = []
    for name in listed.stdout.decode().split("\0"):
        path = HOUSE / name
        if not name or not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{name}: {match.group()}" for match in expression.finditer(text)]
    assert found == []
