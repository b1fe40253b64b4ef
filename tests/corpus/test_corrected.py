"""Labelled clauses with corrections folded in."""

from __future__ import annotations

from typing import Any

from pipeline.corpus.corrected import corrected
from pipeline.corpus.corrections import new_correction
from pipeline.corpus.digests import text_sha256
from tests.corpus.conftest import FERRIES, LIGHTS, SEALS


def row(text: str, title: str, *themes: str, family: str = "f") -> dict[str, Any]:
    return {
        "text": text,
        "title": title,
        "kind": "operative",
        "id": title,
        "themes": list(themes),
        "family": family,
        "source": "",
    }


ROWS = [row(LIGHTS, "Islands", "health"), row(LIGHTS, "Harbours", "health", family="g"), row(FERRIES, "Islands")]


def themes(text: str, *after: str, **known: Any) -> Any:
    found = new_correction("Ada", text=text, field="themes", before=[], after=list(after), **known)
    return found


def test_a_title_bounds_what_is_corrected() -> None:
    done, notes = corrected(ROWS, [themes(LIGHTS.upper(), "oceans", title="islands")])
    assert done == [row(LIGHTS, "Islands", "oceans"), *ROWS[1:]]
    assert notes == ["corrections: 1 labelled clauses changed, 0 added"]
    done, notes = corrected(ROWS, [themes(LIGHTS, "oceans")])
    assert [one["themes"] for one in done] == [["oceans"], ["oceans"], []]
    assert ROWS[0]["themes"] == ["health"]


def test_what_names_a_title_overrules_what_does_not() -> None:
    done, _ = corrected(ROWS, [themes(LIGHTS, title="Islands"), themes(LIGHTS, "oceans")])
    assert [one["themes"] for one in done] == [[], ["oceans"], []]


def test_a_kind_is_corrected_too() -> None:
    one = new_correction("Ada", text=FERRIES, field="kind", before="operative", after="annex")
    done, _ = corrected(ROWS, [one])
    assert [one["kind"] for one in done] == ["operative", "operative", "annex"]


def test_a_clause_without_a_label_gets_one() -> None:
    weak = {"text": SEALS, "title": "Seals", "kind": "preambular", "family": "s", "sha256": text_sha256(SEALS)}
    without = themes(SEALS, "oceans")
    without = type(without)(**without.to_dict() | {"text": None})
    done, notes = corrected(ROWS, [without], [weak])
    assert done[3:] == [
        row(SEALS, "Seals", "oceans", family="s")
        | {"kind": "preambular", "id": f"correction {without.id}", "source": "correction"}
    ]
    assert notes == ["corrections: 0 labelled clauses changed, 1 added"]
    assert corrected(ROWS, [without])[1][1] == "corrections: 1 are of clauses whose text is not here"


def test_a_new_clause_goes_into_the_fold_of_its_title() -> None:
    done, _ = corrected(ROWS, [themes(SEALS, "oceans", title="HARBOURS"), themes(LIGHTS, title="Elsewhere")])
    assert [(one["title"], one["family"]) for one in done[3:]] == [("HARBOURS", "g"), ("Elsewhere", "")]


def test_spans_change_nothing_and_are_counted() -> None:
    one = new_correction("Ada", text=LIGHTS, field="act", before=None, after={"start": 0, "end": 3})
    done, notes = corrected(ROWS, [one])
    assert done == ROWS
    assert notes[1] == "corrections: 1 are of acts, entities or dates, which themes do not depend on"
