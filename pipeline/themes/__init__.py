"""Themes of clauses: a classifier over plain rows, trained from a configuration, kept as arrays and JSON.

Neither spaCy nor scikit-learn is needed to load and use a model; scikit-learn is imported while training.
"""

from pipeline.themes.model import Labels, ThemeModel, load
from pipeline.themes.rows import ThemeRow, ThemesError, WeakRow, theme_row

__all__ = ["Labels", "ThemeModel", "ThemeRow", "ThemesError", "WeakRow", "load", "theme_row"]
