"""The pipeline of a configuration or of a saved folder, loaded once a process, and checksums of what it is."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.lexicon.data import data_folder
from pipeline.record import Model

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "en_un_resolutions"
"""The pipeline that is shipped, with its trained themes; where it is missing there are no themes."""

SEAL = "seal.json"
"""The file of a model folder that holds the checksums of all others."""

COMPONENTS = ("tokenizer", "masthead", "clauses", "acts", "citations", "entities", "dates", "mandates", "themes")
"""Modules that register what the default pipeline names. An installed package is found by its entry points as well."""


class ConfigurationError(ValueError):
    """A configuration that makes no pipeline; the message names it and says why."""


@cache
def load_pipeline(config: str | None = None) -> Language:
    """Return the pipeline of a configuration, loaded once a process.

    Parameters
    ----------
    config
        A configuration file in spaCy's language, or a folder that spaCy or `clausewise train` saved; the pipeline that
        is shipped where None.

    Raises
    ------
    ConfigurationError
        When there is no such configuration, or it makes no pipeline that reads resolutions.
    """
    import spacy

    for name in COMPONENTS:
        import_module(f"pipeline.components.{name}")
    path = config_path(config)
    verify_folder(path)
    try:
        if path.is_dir():
            nlp = spacy.load(path)
        else:
            nlp = spacy.util.load_model_from_config(spacy.util.load_config(path), auto_fill=True)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ConfigurationError(f"{path}: {' '.join(str(error).split())}") from error
    if not hasattr(nlp.tokenizer, "read"):
        raise ConfigurationError(f'{path}: the tokenizer does not repair the layout; name "un.reading_tokenizer.v1"')
    return nlp


def config_path(config: str | None = None) -> Path:
    """Return the path of a configuration or saved folder; where None, of the shipped model or the default one."""
    if config:
        return Path(config)
    try:
        shipped = data_folder("models") / MODEL
    except FileNotFoundError:
        shipped = Path()
    return shipped if (shipped / "config.cfg").is_file() else data_folder("configs") / "default.cfg"


def sealed_files(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a saved folder but the seal itself, by its path below the folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / SEAL)
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def seal_folder(folder: Path) -> None:
    """Write the checksums of a saved folder, which :func:`verify_folder` compares."""
    text = json.dumps(sealed_files(folder), indent=1, sort_keys=True) + "\n"
    (folder / SEAL).write_text(text, encoding="utf-8")


def verify_folder(folder: Path) -> None:
    """Refuse a sealed folder with a file that is not as it was written; a folder without a seal is left alone.

    Raises
    ------
    ConfigurationError
        When a file was changed, added or taken away.
    """
    seal = folder / SEAL
    if not folder.is_dir() or not seal.is_file():
        return
    try:
        wanted = json.loads(seal.read_bytes())
        found = sealed_files(folder)
        if not isinstance(wanted, dict):
            raise ValueError("no checksums by file")
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{seal}: cannot be read ({error}); get or train the model again") from error
    if wanted != found:
        changed = sorted(name for name in {*wanted, *found} if wanted.get(name) != found.get(name))
        raise ConfigurationError(f"{folder / changed[0]}: is not as it was written; get or train the model again")


@cache
def config_checksum(config: str | None = None) -> str:
    """Return the SHA-256 of the configuration and of every row of the lexicons: what the results depend on."""
    path, configs = config_path(config), data_folder("configs")
    settings = [path / "config.cfg"] if path.is_dir() else [path]
    rows = [*sorted(configs.glob("lexicons/*.toml")), *sorted(configs.glob("gazetteers/*.csv"))]
    digest = hashlib.sha256()
    for one in settings + rows:
        data = one.read_bytes()
        digest.update(f"{one.name} {len(data)}\n".encode() + data)
    return digest.hexdigest()


def model_of(nlp: Language) -> Model | None:
    """Return which trained model gives a pipeline's themes; None where none does."""
    themes: Any = nlp.get_pipe("un_themes") if "un_themes" in nlp.pipe_names else None
    if themes is None or themes.model is None:
        return None
    name = f"{nlp.meta['lang']}_{nlp.meta['name']}"
    return Model(name=name, version=str(nlp.meta["version"]), sha256=themes.model.sha256)
