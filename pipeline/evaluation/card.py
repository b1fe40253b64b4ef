"""The card of a model, written from its figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

HEAD = """# Model card: themes of clauses

## What it is

One linear head a theme over words, pairs of words, word beginnings, topic vectors and keywords of a clause and of the
title of its resolution, and beside them, where `training.cfg` asks for hidden units, a small network of one hidden
layer over the same features; scores are calibrated (Platt), thresholds tuned for F1. It is the last step of the spaCy
pipeline in this folder (`un_themes`); loading it executes nothing from its files, and a changed file is refused.

## What it is for, and what not

For sorting, searching and counting clauses by what they speak of. It reads a clause by itself, with the title only: it
does not know what the paragraphs around it say, and it was never tried on texts unlike those that it was trained on. It
is no legal reading of a text, and no decision about people should rest on it.

"""

WRITTEN = "resolutions written for this project, labelled by those who wrote them"
FIRST = """clauses of English resolutions of the principal organs of the United Nations, which is acknowledged as their
  source (no text of theirs is in this folder); labelled by large language models that read each clause on its own,
  without a human check. Two independent readings agree at micro-F1 0.97; both were made alike, so that shows
  the clarity of the guidelines, not truth"""
FURTHER = """further clauses of such resolutions, labelled in the same way by another reading, which agrees with
  the first at micro-F1 0.92 to 0.93"""

ORIGINS = (
    (("written",), WRITTEN),
    (("official", "machine-parsed"), FIRST),
    (("further-reading",), FURTHER),
    (("correction",), "corrections by people"),
)
"""What is known of labels, by their sources."""


def model_card(facts: Mapping[str, Any], not_trained: Mapping[str, int], labels: Mapping[str, str]) -> str:
    """Return the card in Markdown.

    Parameters
    ----------
    facts
        What training counted: see ``pipeline.themes.training``.
    not_trained
        Themes with too few examples, and how many.
    labels
        What people call each theme.
    """
    parts = [HEAD, _trained(facts, not_trained, labels), _origin(facts), _figures(facts, labels), _versions(facts)]
    return "".join(parts).rstrip() + "\n"


def _trained(facts: Mapping[str, Any], not_trained: Mapping[str, int], labels: Mapping[str, str]) -> str:
    """Return what it was trained on."""
    lines = [
        "## What it was trained on\n",
        f"{facts['clauses']:,} labelled clauses of {facts['families']:,} recurring resolutions "
        f"({facts['reference_clauses']:,} of them the reference on which it was tuned and is measured), and "
        f"{facts['unlabelled_clauses']:,} unlabelled ones for the topic vectors. "
        f"{facts.get('near_duplicates_left_out', 0):,} clauses were left out because one that is nearly the same "
        "stands in another fold.\n",
        "| corpus | SHA-256 |\n|---|---|",
        *(f"| {name} | `{checksum}` |" for name, checksum in sorted(facts.get("corpora", {}).items())),
        "",
    ]
    for theme, count in sorted(not_trained.items()):
        lines.append(f"Not trained for want of examples: {labels.get(theme, theme)} (`{theme}`), {count} examples.\n")
    return "\n".join(lines) + "\n"


def _origin(facts: Mapping[str, Any]) -> str:
    """Return where the labels come from, as far as it is known."""
    counts = dict(facts.get("sources", {}))
    lines = []
    for sources, said in ORIGINS:
        count = sum(counts.pop(source, 0) for source in sources)
        if count:
            lines.append(f"- {count:,}: {said}.")
    if sum(counts.values()):
        lines.append(
            f"- {sum(counts.values()):,}: labelled by whoever trained this model; nothing more is known of them."
        )
    return "\n".join(["## Where the labels come from\n", *lines]) + "\n\n"


def _figures(facts: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """Return the figures of cross-validation."""
    found = facts.get("cross_validation") or {}
    if not found:
        return "## How well\n\nNot measured: there were too few recurring resolutions for cross-validation.\n\n"
    by_theme = found["by_theme"]
    order = [*(theme for theme in labels if theme in by_theme), *sorted(set(by_theme) - set(labels))]
    lines = [
        "## How well\n",
        "Cross-validation by recurring resolution on the reference clauses, thresholds and calibration tuned on those "
        "of the other folds.\n",
        "| measure | value |\n|---|---|",
        f"| micro-F1 | {found['micro_f1']:.3f} |",
        f"| macro-F1 | {found['macro_f1']:.3f} |",
        f"| clauses that are all right | {found['all_right']:.3f} |",
        f"| expected calibration error, all themes of all clauses | {found['calibration_error']:.3f} |",
        f"| the same over the themes that are given | {found['calibration_error_of_given']:.3f} |",
        f"| share of clauses on which it abstains (`uncertain`) | {found['abstained']:.3f} |",
        f"| micro-F1 on the others | {found['micro_f1_of_sure']:.3f} |",
        f"| macro-F1 on the others | {found['macro_f1_of_sure']:.3f} |",
        "",
        "| theme | F1 | precision | recall | examples |\n|---|---|---|---|---|",
        *(
            f"| {labels.get(theme, theme)} (`{theme}`) | {row['f1']:.3f} | {row['precision']:.3f} |"
            f" {row['recall']:.3f} | {row['support']:,} |"
            for theme in order
            for row in [by_theme[theme]]
        ),
    ]
    return "\n".join(lines) + "\n\n"


def _versions(facts: Mapping[str, Any]) -> str:
    """Return what made it."""
    made = {"clausewise": facts.get("clausewise", "unknown"), **dict(sorted(facts.get("versions", {}).items()))}
    return "## Made with\n\n" + ", ".join(f"{name} {version}" for name, version in made.items()) + "\n"
