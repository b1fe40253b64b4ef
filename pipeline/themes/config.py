"""What a person can set about the themes: the ``[themes]`` sections of a configuration, checked against their types.

A section names a registered function (``@themes = "un.linear_heads.v1"``) and its arguments; a section that is left
out has the defaults, which stand here and nowhere else. An unknown key, an unknown section or a value of a wrong type
stops with one sentence that names it.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, get_type_hints

from pipeline.themes.rows import ThemesError


@dataclass(frozen=True)
class FeatureSettings:
    """``un.clause_terms.v1``: what a clause and its title become (``pipeline.themes.features``).

    Attributes
    ----------
    prefix
        Letters of a word beginning that counts as a term of its own; 0 for none.
    min_count
        Clauses that must have a term.
    min_count_alone
        The same where there are no unlabelled clauses.
    min_labelled
        Labelled clauses that must have a term, but for those with a topic vector.
    title_min_count
        Titles that must have a term.
    title_weight, topic_weight, title_topic_weight, keyword_weight, title_keyword_weight, joint_weight
        Weights of the blocks beside the clause's own terms, which weigh 1.
    """

    prefix: int = 5
    min_count: int = 4
    min_count_alone: int = 2
    min_labelled: int = 2
    title_min_count: int = 2
    title_weight: float = 0.5
    topic_weight: float = 0.8
    title_topic_weight: float = 0.0
    keyword_weight: float = 0.4
    title_keyword_weight: float = 0.25
    joint_weight: float = 0.4


@dataclass(frozen=True)
class TopicSettings:
    """``un.topic_vectors.v1``: topic vectors of terms (``pipeline.themes.topics``).

    Attributes
    ----------
    size
        Numbers in a vector; 0 for no topic vectors.
    min_count
        Unlabelled clauses that must have a term.
    hint_min_count
        Unlabelled clauses that must have a hint.
    """

    size: int = 200
    min_count: int = 30
    hint_min_count: int = 30


@dataclass(frozen=True)
class ClassifierSettings:
    """``un.linear_heads.v1``: one linear support vector machine a theme (``pipeline.themes.classifier``).

    Attributes
    ----------
    C
        Inverse strength of regularization.
    min_examples
        Clauses that a theme needs; a theme with fewer is reported as not trained.
    """

    C: float = 0.6
    min_examples: int = 8


@dataclass(frozen=True)
class NetworkSettings:
    """``un.hidden_units.v1``: a small network, whose scores are added to the heads' (``pipeline.themes.network``).

    Attributes
    ----------
    units
        Hidden units; 0 for no network.
    weight
        What its log odds weigh against the scores of the heads.
    min_labelled
        Labelled clauses that must have a term that it reads.
    epochs
        How often it sees each clause in training.
    batch
        Clauses a step.
    rate
        How far a step goes, at most.
    decay
        How fast weights of terms shrink, against the rate.
    dropout, term_dropout
        Share of hidden units, and of a clause's terms, that a step leaves out.
    """

    units: int = 0
    weight: float = 0.25
    min_labelled: int = 5
    epochs: int = 4
    batch: int = 256
    rate: float = 0.003
    decay: float = 1.0
    dropout: float = 0.3
    term_dropout: float = 0.2


@dataclass(frozen=True)
class ThresholdSettings:
    """``un.thresholds.v1``: where a theme begins (``pipeline.themes.thresholds``).

    Attributes
    ----------
    shrink
        How far each theme's own threshold is pulled to the common one, 0 to 1.
    fallback
        Probability from which the likeliest theme is given to a clause that else would have none; 1 for never.
    abstain
        Share of clauses, at most, that are marked uncertain.
    """

    shrink: float = 0.5
    fallback: float = 0.2
    abstain: float = 0.19


@dataclass(frozen=True)
class TrainingSettings:
    """``un.training.v1``: folds and chance (``pipeline.themes.training``).

    Attributes
    ----------
    folds
        Folds by recurring resolution, in which thresholds and calibration are tuned.
    seed
        Of everything that is drawn by chance.
    """

    folds: int = 5
    seed: int = 0


_SHARES = frozenset({"dropout", "term_dropout"})
_BOUNDS: Mapping[str, tuple[float, float]] = {  # least and most of the settings that have bounds of their own
    "epochs": (1, 10_000),
    "batch": (1, 1_000_000),
    "units": (0, 10_000),
    "C": (1e-9, 1e9),
    "folds": (2, 100),
    "seed": (0, 2**32 - 1),  # what NumPy takes
    "shrink": (0, 1),
    "fallback": (0, 1),
    "abstain": (0, 1),
}

SECTIONS: dict[str, tuple[str, type[Any]]] = {
    "features": ("un.clause_terms.v1", FeatureSettings),
    "topics": ("un.topic_vectors.v1", TopicSettings),
    "classifier": ("un.linear_heads.v1", ClassifierSettings),
    "network": ("un.hidden_units.v1", NetworkSettings),
    "thresholds": ("un.thresholds.v1", ThresholdSettings),
    "training": ("un.training.v1", TrainingSettings),
}


@dataclass(frozen=True)
class ThemesConfig:
    """All that a training of themes reads from a configuration."""

    features: FeatureSettings = field(default_factory=FeatureSettings)
    topics: TopicSettings = field(default_factory=TopicSettings)
    classifier: ClassifierSettings = field(default_factory=ClassifierSettings)
    network: NetworkSettings = field(default_factory=NetworkSettings)
    thresholds: ThresholdSettings = field(default_factory=ThresholdSettings)
    training: TrainingSettings = field(default_factory=TrainingSettings)

    def plain(self) -> dict[str, dict[str, Any]]:
        """Return the configuration as ``config_of`` reads it."""
        return {name: {"@themes": SECTIONS[name][0], **part} for name, part in asdict(self).items()}


def config_of(data: Mapping[str, Any], place: str = "configuration") -> ThemesConfig:
    """Check the ``[themes]`` section of a configuration and give it its defaults.

    Parameters
    ----------
    data
        The section as a mapping of sections.
    place
        What errors call it, for instance the file.

    Raises
    ------
    ThemesError
        For an unknown section, function or key and for a value of a wrong type.
    """
    for name in data:
        if name not in SECTIONS:
            raise ThemesError(f"{place}: unknown section [themes.{name}]; known are corpora, {', '.join(SECTIONS)}")
    return ThemesConfig(**{name: _section(name, data.get(name, {}), place) for name in SECTIONS})


def read_sections(path: Path, overrides: Mapping[str, Any] | None = None) -> tuple[dict[str, Any], str]:
    """Read the ``[themes]`` sections of a file in spaCy's configuration language, unchecked but for their names.

    Parameters
    ----------
    path
        The file, for instance ``configs/train.cfg``.
    overrides
        Values by dotted key, for instance ``{"themes.classifier.C": 3}``.

    Returns
    -------
    tuple
        The sections by name, and the text of the configuration with the overrides in it.

    Raises
    ------
    ThemesError
        When the file cannot be read, or an override names no setting.
    """
    from confection import Config

    for key in overrides or {}:
        if not re.fullmatch(r"themes\.\w+\.\w+", key):
            raise ThemesError(f"--{key}: names no setting; give --themes.section.key value")
    try:
        with warnings.catch_warnings(action="error"):  # the parser only warns of single quotes, and keeps them
            config = Config().from_str(path.read_text(encoding="utf-8"), interpolate=True)
        for key, value in (overrides or {}).items():
            _, section, name = key.split(".")
            config.setdefault("themes", {}).setdefault(section, {})[name] = value
        text = config.to_str()
    except (OSError, UnicodeDecodeError) as error:
        raise ThemesError(f"{path}: cannot be read ({error}); name a configuration file") from error
    except Exception as error:  # the parser has several unrelated kinds, none of which is public
        raise ThemesError(f"{path}: no configuration ({' '.join(str(error).split())}); correct it") from error
    unknown = sorted(set(config) - {"themes", "paths"})
    if unknown or "themes" not in config:
        wrong = f"unknown section [{unknown[0]}]" if unknown else "has no [themes] sections"
        raise ThemesError(f"{path}: {wrong}; a training configuration has [themes.…] sections and, perhaps, [paths]")
    loose = [name for name, part in config["themes"].items() if not isinstance(part, dict)]
    if loose:
        raise ThemesError(
            f"{path}: unknown key themes.{loose[0]}; settings stand in sections such as [themes.classifier]"
        )
    return dict(config["themes"]), text


def read_config(path: Path, overrides: Mapping[str, Any] | None = None) -> ThemesConfig:
    """Read the settings of the classifier from a configuration; see :func:`read_sections` and :func:`config_of`."""
    sections, _ = read_sections(path, overrides)
    return config_of({name: part for name, part in sections.items() if name != "corpora"}, str(path))


def _section(name: str, data: Any, place: str) -> Any:
    """Return the settings of one section."""
    function, kind = SECTIONS[name]
    if not isinstance(data, Mapping):
        raise ThemesError(f"{place}: [themes.{name}] is {data!r}; make it a section")
    if data.get("@themes", function) != function:
        raise ThemesError(f"{place}: [themes.{name}] names {data['@themes']!r}; known is {function!r}")
    hints = get_type_hints(kind)
    known = {one.name for one in fields(kind)}
    values = {}
    for key, value in data.items():
        if key == "@themes":
            continue
        if key not in known:
            raise ThemesError(f"{place}: unknown key themes.{name}.{key}; known are {', '.join(sorted(known))}")
        values[key] = _number(value, hints[key], f"{place}: themes.{name}.{key}")
        least, most = _BOUNDS.get(key, (0, float("inf")))
        if not least <= value <= most:
            wanted = f"of at least {least:,}" if value < least else f"of at most {most:,}"
            raise ThemesError(f"{place}: themes.{name}.{key} is {value!r}; give a number {wanted}")
        if key in _SHARES and value >= 1:
            raise ThemesError(f"{place}: themes.{name}.{key} is {value!r}; give a share below 1")
    return kind(**values)


def _number(value: Any, kind: type[Any], place: str) -> int | float:
    """Return a number of the wanted kind that is not negative."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    if kind is int and not whole:
        raise ThemesError(f"{place} is {value!r}; give a whole number")
    if not whole and not isinstance(value, float):
        raise ThemesError(f"{place} is {value!r}; give a number")
    if not 0 <= value < float("inf"):
        raise ThemesError(f"{place} is {value!r}; give a number of at least 0{', not infinity' if value > 0 else ''}")
    return int(value) if kind is int else float(value)
