"""A trained classifier of themes: rows in, themes with probabilities out, with the words that carried them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.themes.analysis import Keywords
from pipeline.themes.artefact import read_folder, write_folder
from pipeline.themes.calibration import probabilities
from pipeline.themes.classifier import Heads
from pipeline.themes.config import ThemesConfig, config_of
from pipeline.themes.explanation import Evidence, explain
from pipeline.themes.features import FeatureSpace, Vocabulary, unpack_terms
from pipeline.themes.rows import ThemeRow, ThemesError
from pipeline.themes.thresholds import Thresholds

_CHUNK = 2048  # clauses that are worked on at once: bounds the memory


@dataclass(frozen=True)
class Labels:
    """What the model says of rows.

    Attributes
    ----------
    themes
        By row, theme and probability of every theme that it has, the likeliest first.
    uncertain
        By row, whether the model abstains: too many errors are expected in what it says.
    """

    themes: list[list[tuple[str, float]]]
    uncertain: list[bool]


@dataclass
class ThemeModel:
    """A trained classifier.

    Attributes
    ----------
    config
        What it was trained with.
    space, heads, curves, thresholds
        Features, weights, calibration and thresholds.
    not_trained
        Themes that had too few examples, with how many they had.
    facts
        What the model card tells: label counts, metrics, versions, checksums of corpora. Plain data.
    sha256
        Names the model once it is on disk.
    """

    config: ThemesConfig
    space: FeatureSpace
    heads: Heads
    curves: NDArray[np.float64]
    thresholds: Thresholds
    not_trained: dict[str, int] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    sha256: str = ""

    @property
    def themes(self) -> tuple[str, ...]:
        """Themes in the order of the columns."""
        return self.space.themes

    def predict(self, rows: Sequence[ThemeRow]) -> NDArray[np.float64]:
        """Return calibrated probabilities, rows by ``themes``."""
        parts = [self._chances(rows[start : start + _CHUNK]) for start in range(0, len(rows), _CHUNK)]
        return np.vstack(parts) if parts else np.zeros((0, len(self.themes)))

    def label(self, rows: Sequence[ThemeRow]) -> Labels:
        """Return the themes of rows, and which rows are uncertain."""
        chances = self.predict(rows)
        given = self.thresholds.decide(chances)
        found = []
        for row, has in zip(chances, given, strict=True):
            columns = sorted(np.flatnonzero(has), key=lambda column: -row[column])
            found.append([(self.themes[column], round(float(row[column]), 4)) for column in columns])
        return Labels(found, [bool(one) for one in self.thresholds.uncertain(chances)])

    def explain(self, row: ThemeRow, theme: str, limit: int = 8) -> list[Evidence]:
        """Return the words that carried a theme, the strongest first.

        Raises
        ------
        ThemesError
            When the model does not know the theme.
        """
        if theme not in self.themes:
            few = f"; it had {self.not_trained[theme]} examples, too few" if theme in self.not_trained else ""
            raise ThemesError(f"the model was not trained on {theme!r}{few}; name one of {', '.join(self.themes)}")
        return explain(self.space, self.heads, row, self.themes.index(theme))[:limit]

    def save(self, folder: Path) -> None:
        """Write the model; see ``pipeline.themes.artefact.write_folder``."""
        plain = {
            "config": self.config.plain(),
            "themes": list(self.themes),
            "features": self.space.plain(),
            "thresholds": self.thresholds.plain(),
            "not_trained": self.not_trained,
            "facts": self.facts,
        }
        arrays = {**self.space.arrays(), **self.heads.packed(), "curves": self.curves}
        write_folder(folder, arrays, plain)

    def _chances(self, rows: Sequence[ThemeRow]) -> NDArray[np.float64]:
        """Return probabilities of some rows."""
        return probabilities(self.heads.scores(self.space.encode(rows)), self.curves)


def load(folder: Path) -> ThemeModel:
    """Load a model that ``ThemeModel.save`` wrote; nothing from its files is executed.

    Raises
    ------
    ThemesError
        When a file is missing, changed, of another version, or does not fit the others.
    """
    arrays, plain, sha256 = read_folder(folder)
    try:
        model = _build(arrays, plain)
    except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
        if isinstance(error, ThemesError):
            raise
        raise ThemesError(f"{folder}: its files do not fit together ({error}); get or train the model again") from error
    model.sha256 = sha256
    return model


def _build(arrays: dict[str, NDArray[Any]], plain: Mapping[str, Any]) -> ThemeModel:
    """Put a model together from what was read."""
    config = config_of(plain["config"], "model.json")
    features, themes = plain["features"], tuple(plain["themes"])
    space = FeatureSpace(
        config.features,
        Keywords.from_plain(features["keywords"]),
        themes,
        Vocabulary(unpack_terms(arrays["text_terms"]), arrays["text_idf"]),
        Vocabulary(unpack_terms(arrays["title_terms"]), arrays["title_idf"]),
        arrays["topic_terms"],
        (arrays["topic_vectors"], arrays["topic_scale"]),
    )
    heads = Heads.unpack(arrays, config.network.weight)
    shapes = {
        "weights_text": (len(space.text.terms), len(themes)),
        "weights_title": (len(space.title.terms), len(themes)),
        "weights_dense": (space.dense_size, len(themes)),
        "curves": (len(themes), 2),
    }
    for name, shape in shapes.items():
        if arrays[name].shape != shape:
            raise ValueError(f"{name} is {arrays[name].shape}, {shape} expected")
    network = heads.network
    if network is not None and (len(network.dense), len(network.offset)) != (space.dense_size, len(themes)):
        raise ValueError("the network and the features differ in number")
    thresholds = Thresholds.from_plain(plain["thresholds"])
    if len(thresholds.by_theme) != len(themes):
        raise ValueError("thresholds and themes differ in number")
    not_trained = {str(theme): int(count) for theme, count in plain["not_trained"].items()}
    return ThemeModel(config, space, heads, arrays["curves"], thresholds, not_trained, dict(plain["facts"]))
