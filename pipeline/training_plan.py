"""What a training configuration asks for: settings of the classifier, corpora, taxonomy; and what training reads of it.

The configuration is in spaCy's language; ``[themes.corpora]`` names the corpora and the taxonomy, the other sections
are of the classifier (:mod:`pipeline.themes.config`). A path in it counts from the folder of the configuration.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pipeline.corpus import Corpora, read_corpora
from pipeline.lexicon.data import data_folder
from pipeline.themes import ThemesError
from pipeline.themes.analysis import Keywords, read_keywords
from pipeline.themes.config import ThemesConfig, config_of, read_sections
from pipeline.themes.taxonomy import Theme, read_taxonomy

FUNCTION = "un.corpora.v1"
CACHE = "cache"
"""The value of ``hydrated`` that stands for the place where `clausewise corpus hydrate` writes by default."""


@dataclass(frozen=True)
class CorporaSettings:
    """``un.corpora.v1``: what is trained on.

    Attributes
    ----------
    taxonomy
        The themes file; the shipped one where empty.
    keywords
        The keywords file, which also lists function words and endings; the shipped one where empty.
    written
        Whether the resolutions that were written for this project are among the corpora.
    hydrated
        The cache of `clausewise corpus hydrate`: a path, or ``cache`` for its usual place; none where empty.
    corrections
        Files of corrections.
    labelled
        Files of a person's own labelled clauses.
    reference
        Sources of labels (a column of the corpora) on which calibration and thresholds are tuned and figures counted;
        all where empty. Other labels are learned from only.
    """

    taxonomy: str = ""
    keywords: str = ""
    written: bool = True
    hydrated: str = ""
    corrections: tuple[str, ...] = ()
    labelled: tuple[str, ...] = ()
    reference: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A training that was asked for, all checked.

    Attributes
    ----------
    path
        The configuration.
    settings
        Of the classifier.
    corpora
        Of the corpora.
    text
        The configuration with everything that was overridden, as it is saved with the model.
    """

    path: Path
    settings: ThemesConfig
    corpora: CorporaSettings
    text: str

    def taxonomy(self) -> tuple[Theme, ...]:
        """Return the themes."""
        return read_taxonomy(self._file(self.corpora.taxonomy, "themes.toml"))

    def keywords(self, taxonomy: tuple[Theme, ...]) -> Keywords:
        """Return the keywords of the keywords file and of the themes file."""
        path = self._file(self.corpora.keywords, "theme_keywords.toml")
        return read_keywords(path, {theme.id: theme.keywords for theme in taxonomy})

    def read(self) -> Corpora:
        """Return what the corpora hold."""
        from pipeline.corpus.cache import default_cache

        use = self.corpora
        cache = default_cache() if use.hydrated == CACHE else self._file(use.hydrated) if use.hydrated else None
        corrections, labelled = ([self._file(name) for name in names] for names in (use.corrections, use.labelled))
        return read_corpora(use.written, cache, corrections, labelled)

    def _file(self, name: str, shipped: str = "") -> Path:
        return self.path.parent / name if name else data_folder("configs") / shipped


def read_plan(path: Path, overrides: Mapping[str, Any] | None = None) -> Plan:
    """Read a training configuration.

    Parameters
    ----------
    path
        For instance ``configs/train.cfg``.
    overrides
        Values by dotted key, for instance ``{"themes.classifier.C": 3}``.

    Raises
    ------
    ThemesError
        When the file cannot be read or a setting is wrong; one sentence that names it.
    """
    sections, text = read_sections(path, overrides)
    corpora = _corpora(sections.get("corpora", {}), str(path))
    settings = config_of({name: part for name, part in sections.items() if name != "corpora"}, str(path))
    return Plan(path, settings, corpora, text)


def _corpora(data: Any, place: str) -> CorporaSettings:
    """Check the section of the corpora."""
    if not isinstance(data, Mapping):
        raise ThemesError(f"{place}: [themes.corpora] is {data!r}; make it a section")
    if data.get("@themes", FUNCTION) != FUNCTION:
        raise ThemesError(f"{place}: [themes.corpora] names {data['@themes']!r}; known is {FUNCTION!r}")
    known = {one.name: one.default for one in fields(CorporaSettings)}
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key == "@themes":
            continue
        if key not in known:
            raise ThemesError(f"{place}: unknown key themes.corpora.{key}; known are {', '.join(sorted(known))}")
        values[key] = _value(value, known[key], f"{place}: themes.corpora.{key}")
    return CorporaSettings(**values)


def _value(value: Any, default: Any, place: str) -> Any:
    """Return a value that is of the type of its default."""
    if isinstance(default, tuple):
        value = [value] if isinstance(value, str) else value  # one path, as it is written on a command line
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            raise ThemesError(f"{place} is {value!r}; give a list of texts")
        return tuple(value)
    if type(value) is not type(default):
        wanted = "true or false" if isinstance(default, bool) else "a path in quotes"
        raise ThemesError(f"{place} is {value!r}; give {wanted}")
    return value
