"""A report as plain data and as text, and what is told of two models."""

from __future__ import annotations

import dataclasses
import json

from pipeline.evaluation.report import Change, Report, changes_text


def test_the_plain_report_has_every_figure_and_is_json(report: Report) -> None:
    plain = json.loads(json.dumps(report.plain()))
    assert {"model", "corpus", "clauses", "resolutions", "remarks", "micro_f1", "macro_f1", "all_right", "by_theme"} | {
        "calibration_error",
        "reliability",
        "abstained",
        "sure",
        "baselines",
        "confusions",
    } == set(plain)
    assert plain["micro_f1"]["value"] == 0.4444  # 2 hits, 5 labelled, 4 given
    assert plain["baselines"]["keywords"]["micro_f1"]["value"] == 1.0
    assert plain["by_theme"]["lamps"]["support"] == 2
    assert plain["confusions"] == [["keepers", "<fog> & bells", 1], ["<fog> & bells", "lamps", 1]]
    assert plain["reliability"] == [[0.05, 0.0, 7], [0.95, 0.8, 5]]


def test_the_text_has_a_line_for_each_theme_way_bin_and_confusion(report: Report) -> None:
    lines = report.text().splitlines()
    assert lines[0] == "keeper <new> on more.csv: 4 clauses of 3 resolutions"
    assert lines[1] == "note: the model saw 3 < 4 of them"
    (lamps,) = [line for line in lines if line.startswith("lamps")]
    assert lamps.split()[1:4] == ["0.667", "1.000", "0.800"]
    assert lamps.split()[-1] == "2"
    for way in ("model  ", "model where it does not abstain", "keywords"):
        assert len([line for line in lines if line.startswith(way)]) == 1
    assert "abstains on 25.0% of the clauses; calibration error 0.0912" in lines
    assert "      0.950          0.800      5" in lines
    assert "     1  keepers -> <fog> & bells" in lines
    assert max(map(len, lines)) <= 100


def test_gains_and_losses_are_told_clause_by_clause(report: Report) -> None:
    changes = [
        Change("a", "Requests\n oil;", "lamps", True, True),
        Change("b", "Notes the fog;", "lamps", False, True),
        Change("c", "Thanks the keepers;", "keepers", True, False),
        Change("d", "Adopts the minutes;", "keepers", False, False),
    ]
    better = dataclasses.replace(report, scores=report.baselines["keywords"])
    lines = changes_text(changes, report, better).splitlines()
    assert [line.split()[:2] for line in lines[4:6]] == [["old", "0.444"], ["new", "1.000"]]
    assert lines[:3] == [
        f"old: {report.model}, new: {report.model}, on {report.corpus}: {report.clauses} clauses",
        f"note: both: {report.remarks[0]}",
        "",
    ]
    assert lines[6:] == [
        "",
        "gained: 2",
        "  a: now found lamps: Requests oil;",
        "  b: no longer lamps: Notes the fog;",
        "",
        "lost: 2",
        "  c: now missed keepers: Thanks the keepers;",
        "  d: now wrongly keepers: Adopts the minutes;",
    ]
    short = changes_text(changes, report, better, limit=1).splitlines()
    more = "  and 1 more; --json FILE has them all"
    assert [line for line in short[6:] if line.startswith("  ")] == [lines[8], more, lines[12], more]
    assert changes[2].plain() == {
        "id": "c",
        "text": "Thanks the keepers;",
        "theme": "keepers",
        "right": True,
        "gained": False,
    }
