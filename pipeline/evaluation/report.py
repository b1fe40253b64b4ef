"""A report on one model or on two, as plain data and as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.evaluation.scores import Figure, Scores


@dataclass(frozen=True)
class Report:
    """What an evaluation found.

    Attributes
    ----------
    model, corpus
        What was evaluated on what, by names without the folders of a machine.
    clauses, resolutions
        How many.
    scores
        Of the model.
    baselines
        Scores of other ways to label, by name.
    reliability
        Bins of probabilities: mean probability, share that has the theme, number of cells.
    calibration_error
        Expected calibration error over all cells.
    abstained, sure
        Share of clauses on which the model abstains, and the scores on the others.
    confusions
        Theme that was missed, theme that was given instead, clauses.
    remarks
        What a reader must know, such as that the model was trained on these clauses.
    """

    model: str
    corpus: str
    clauses: int
    resolutions: int
    scores: Scores
    baselines: dict[str, Scores]
    reliability: list[tuple[float, float, int]]
    calibration_error: float
    abstained: float
    sure: Scores
    confusions: list[tuple[str, str, int]]
    remarks: list[str] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """Return the report for JSON."""
        return {
            "model": self.model,
            "corpus": self.corpus,
            "clauses": self.clauses,
            "resolutions": self.resolutions,
            "remarks": self.remarks,
            **self.scores.plain(),
            "calibration_error": round(self.calibration_error, 4),
            "reliability": [[round(mean, 4), round(share, 4), count] for mean, share, count in self.reliability],
            "abstained": round(self.abstained, 4),
            "sure": {key: value for key, value in self.sure.plain().items() if key != "by_theme"},
            "baselines": {
                name: {key: value for key, value in one.plain().items() if key != "by_theme"}
                for name, one in self.baselines.items()
            },
            "confusions": [list(one) for one in self.confusions],
        }

    def text(self) -> str:
        """Return the report as lines of a fixed width."""
        lines = [f"{self.model} on {self.corpus}: {self.clauses:,} clauses of {self.resolutions:,} resolutions"]
        lines += [f"note: {remark}" for remark in self.remarks]
        lines += ["", f"{'theme':32}{'precision':>10}{'recall':>8}{'F1':>7}  {'95 %':13}{'support':>8}"]
        for theme, row in self.scores.by_theme.items():
            cells = [f"{figure.value:.3f}" if figure else "–" for figure in row.told.values()]
            numbers = f"{cells[0]:>10}{cells[1]:>8}{cells[2]:>7}"
            lines.append(f"{theme:32}{numbers}  {_interval(row.f1) if row.support else '–':13}{row.support:8,}")
        if not all(row.support for row in self.scores.by_theme.values()):
            lines.append(f"– {UNMEASURED}")
        lines += ["", f"{'':32}{'micro-F1':>18}{'macro-F1':>18}{'all right':>18}"]
        ways = {"model": self.scores, "model where it does not abstain": self.sure, **self.baselines}
        lines += [
            f"{name:32}{_short(one.micro_f1)}{_short(one.macro_f1)}{_short(one.all_right)}"
            for name, one in ways.items()
        ]
        lines += [
            "",
            f"abstains on {self.abstained:.1%} of the clauses; calibration error {self.calibration_error:.4f}",
        ]
        lines += ["", "probability  has the theme  cells"]
        lines += [f"{mean:11.3f}{share:15.3f}{count:7,}" for mean, share, count in self.reliability]
        if self.confusions:
            lines += ["", "missed, and given instead:"]
            lines += [f"{count:6,}  {missed} -> {instead}" for missed, instead, count in self.confusions]
        return "\n".join(lines)


UNMEASURED = "no clause has the theme: it has no F1, and the macro-F1 is the mean of the others"


def _interval(figure: Figure) -> str:
    return f"{figure.low:.3f}-{figure.high:.3f}"


def _short(figure: Figure) -> str:
    return f"{figure.value:.3f} {_interval(figure)}".rjust(18)


@dataclass(frozen=True)
class Change:
    """One theme of one clause that two models see differently.

    Attributes
    ----------
    id, text
        The clause.
    theme
        The theme.
    right
        Whether the clause has it.
    gained
        Whether the new model is right and the old one wrong; else it is the other way round.
    """

    id: str
    text: str
    theme: str
    right: bool
    gained: bool

    def plain(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {"id": self.id, "text": self.text, "theme": self.theme, "right": self.right, "gained": self.gained}


def changes_text(changes: Sequence[Change], old: Report, new: Report, limit: int = 20) -> str:
    """Return gains and losses as lines, ``limit`` clauses of each."""
    lines = [f"old: {old.model}, new: {new.model}, on {new.corpus}: {new.clauses:,} clauses"]
    lines += [f"note: {whom}: {remark}" for whom, remark in _remarks(old, new)]
    lines += ["", f"{'':12}{'micro-F1':>18}{'macro-F1':>18}{'all right':>18}"]
    for name, scores in (("old", old.scores), ("new", new.scores)):
        lines.append(f"{name:12}{_short(scores.micro_f1)}{_short(scores.macro_f1)}{_short(scores.all_right)}")
    for gained, title in ((True, "gained"), (False, "lost")):
        found = [cell for cell in changes if cell.gained == gained]
        lines += ["", f"{title}: {len(found):,}"]
        for one in found[:limit]:
            what = (
                ("now found" if gained else "now missed") if one.right else ("no longer" if gained else "now wrongly")
            )
            lines.append(f"  {one.id}: {what} {one.theme}: {' '.join(one.text.split())[:80]}")
        if len(found) > limit:
            lines.append(f"  and {len(found) - limit:,} more; --json FILE has them all")
    return "\n".join(lines)


def _remarks(old: Report, new: Report) -> list[tuple[str, str]]:
    """Return what a reader must know of both models, each remark once, with whom it is about."""
    both = [one for one in old.remarks if one in new.remarks]
    found = [("both", one) for one in both]
    found += [("old", one) for one in old.remarks if one not in both]
    return found + [("new", one) for one in new.remarks if one not in both]
