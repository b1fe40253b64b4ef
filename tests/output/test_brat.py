"""What brat is given, and that every edit of it comes back as exactly that change."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corpus.overlay import apply_corrections
from pipeline.exporting import corrections_of
from pipeline.output.brat import write_brat
from pipeline.output.brat_changes import Change, changes_of
from pipeline.output.brat_folder import BratError, BratFolder
from pipeline.output.brat_sheet import (
    NoteError,
    items_of,
    make_sheet,
    quoted,
    read_note,
    unquoted,
    value_of,
    written_note,
)
from pipeline.output.folders import whole_folder
from pipeline.record import Act, Clause, DateExpression, Entity, Record, ThemeScore
from pipeline.record_plain import write_plain
from tests.output.exported import BARE, REQUESTS, SOUND

SHEET = make_sheet(SOUND)
PP1, OP1 = SOUND.clauses[1:]
TEXT = f"""A/81/L.7 · =Lighthouses
enacting The General Assembly,
pp1 Recalling its resolution 79/901,
op1.a {REQUESTS}
"""
ANNOTATIONS = """T1	clause-enacting 24 32	enacting
T2	clause-preambular 55 58	pp1
#1	AnnotatorNotes T2	uncertain=true
T3	act-recall 59 68	Recalling
A1	Role T3 lead
#2	AnnotatorNotes T3	lemma=recall
T4	entity-CITATION 84 90	79/901
N1	Reference T4 norm:A/RES/79/901	79/901
T5	clause-subparagraph 92 97	op1.a
A2	theme-oceans T5
A3	theme-reporting-and-follow-up T5
#3	AnnotatorNotes T5	scores=oceans 0.75 | reporting-and-follow-up 0.50
T6	act-direct 98 111	Also requests
A4	Role T6 lead
A5	Force T6 3
#4	AnnotatorNotes T6	lemma=request; modifiers=also
T7	entity-OFFICE 116 133	Secretary-General
N2	Reference T7 norm:UN:secretary-general	Secretary-General
T8	date-open-interval 153 169	by 31 March 2027
#5	AnnotatorNotes T8	value=../2027-03-31
"""
THEMES = frozenset({"theme-oceans", "theme-reporting-and-follow-up", "theme-health"})
ACT, OFFICE, DATE = OP1.acts[0], OP1.entities[0], OP1.dates[0]
THEMED = [one.theme for one in OP1.themes]

Edit = tuple[str, str, str, Any, Any]


def test_the_text_and_the_annotations() -> None:
    assert SHEET.text == TEXT
    assert SHEET.annotations == ANNOTATIONS


def test_what_brat_did_not_change_is_no_change() -> None:
    assert changes_of(SHEET, ANNOTATIONS, THEMES) == ([], [])


def test_numbers_and_order_of_lines_do_not_matter() -> None:
    renumbered = re.sub(r"\bT(\d)", r"T1\1", ANNOTATIONS)
    rows = "\r\n".join(reversed(renumbered.splitlines())) + "\r\n\r\n"
    assert changes_of(SHEET, rows, THEMES) == ([], [])


def spans(clause: Clause, field: str, before: Any, after: Any) -> Clause:
    """Return a clause with one span of a list changed."""
    kept = [span for span in getattr(clause, field) if span != before]
    return replace(clause, **{field: tuple(sorted([*kept, *([after] if after else [])], key=lambda span: span.start))})


# replaced in the file, by; field; before and after in the record
EDITS: dict[str, tuple[str, str, str, Any, Any]] = {
    "kind": ("T5	clause-subparagraph", "T5	clause-operative", "kind", "subparagraph", "operative"),
    "theme ticked": (
        "A3	theme",
        "A9	theme-health T5\nA3	theme",
        "themes",
        THEMED,
        ["health", "oceans", "reporting-and-follow-up"],
    ),
    "theme unticked": ("A2	theme-oceans T5\n", "", "themes", THEMED, ["reporting-and-follow-up"]),
    "act moved": (
        "98 111	Also requests",
        "103 111	requests",
        "act",
        ACT,
        replace(ACT, start=5, end=13, text="requests"),
    ),
    "function": ("T6	act-direct", "T6	act-decide", "act", ACT, replace(ACT, function="decide")),
    "force": ("A5	Force T6 3", "A5	Force T6 4", "act", ACT, replace(ACT, force=4)),
    "force gone": ("A5	Force T6 3\n", "", "act", ACT, replace(ACT, force=None)),
    "role": ("A4	Role T6 lead", "A4	Role T6 further", "act", ACT, replace(ACT, role="further")),
    "lemma": ("lemma=request;", "lemma=ask\\; beg;", "act", ACT, replace(ACT, lemma="ask; beg")),
    "modifiers": (
        "modifiers=also",
        "modifiers=also | with \\| regret",
        "act",
        ACT,
        replace(ACT, modifiers=("also", "with | regret")),
    ),
    "modifiers gone": ("; modifiers=also", "", "act", ACT, replace(ACT, modifiers=())),
    "act gone": (
        "T6	act-direct 98 111	Also requests\nA4	Role T6 lead\nA5	Force T6 3\n"
        "#4	AnnotatorNotes T6	lemma=request; modifiers=also\n",
        "",
        "act",
        ACT,
        None,
    ),
    "act put in": (
        "T7	entity",
        "T9	act-stress 137 143	report\n#9	AnnotatorNotes T9	lemma=report\nT7	entity",
        "act",
        None,
        Act(text="report", start=39, end=45, role="further", lemma="report", function="stress"),
    ),
    "label": ("entity-OFFICE", "entity-PERSON", "entity", OFFICE, replace(OFFICE, label="PERSON")),
    "norm": ("UN:secretary-general	", "UN:a%20b	", "entity", OFFICE, replace(OFFICE, norm="UN:a b")),
    "norm gone": (
        "N2	Reference T7 norm:UN:secretary-general	Secretary-General\n",
        "",
        "entity",
        OFFICE,
        replace(OFFICE, norm=None),
    ),
    "norm in a note": (
        "T8	date",
        "#9	AnnotatorNotes T7	norm=UN:x\nT8	date",
        "entity",
        OFFICE,
        replace(OFFICE, norm="UN:x"),
    ),
    "entity put in": (
        "T8	date",
        "T9	entity-LOC 147 152	lamps\nT8	date",
        "entity",
        None,
        Entity(text="lamps", label="LOC", start=49, end=54),
    ),
    "date kind": ("T8	date-open-interval", "T8	date-interval", "date", DATE, replace(DATE, kind="interval")),
    "date value": (
        "value=../2027-03-31",
        "value=2027; resolved=x",
        "date",
        DATE,
        replace(DATE, value="2027", resolved="x"),
    ),
    "date value gone": (
        "#5	AnnotatorNotes T8	value=../2027-03-31\n",
        "",
        "date",
        DATE,
        replace(DATE, value=None),
    ),
    "date moved": ("153 169	by 31", "156 169	31", "date", DATE, replace(DATE, start=58, text="31 March 2027")),
    "marked anew": (
        "T8	date-open-interval",
        "T99	date-interval",
        "date",
        DATE,
        replace(DATE, kind="interval", value=None),
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_that_change_and_the_corrected_record_has_it(name: str) -> None:
    old, new, field, before, after = EDITS[name]
    assert ANNOTATIONS.count(old) == 1
    edited = ANNOTATIONS.replace(old, new)
    if name == "marked anew":
        edited = edited.replace("#5	AnnotatorNotes T8	value=../2027-03-31\n", "")
    plain = [write_plain(one) if isinstance(one, Act | Entity | DateExpression) else one for one in (before, after)]
    changes, faults = changes_of(SHEET, edited, THEMES)
    assert (changes, faults) == ([Change(OP1, field, *plain)], [])
    (row,) = corrections_of(SOUND, changes, "Ada")
    assert (row.document, row.clause, row.field, row.who) == ("A/81/L.7", "op1.a", field, "Ada")
    corrected = apply_corrections(SOUND, [row]).clauses[2]
    lists = {"act": "acts", "entity": "entities", "date": "dates"}
    if field in lists:
        wanted = spans(OP1, lists[field], before, after)
        assert (corrected.acts, corrected.entities, corrected.dates) == (wanted.acts, wanted.entities, wanted.dates)
    elif field == "themes":
        assert sorted(theme.theme for theme in corrected.themes) == after
    else:
        assert corrected == replace(OP1, kind=after)
    # what was corrected and exported again is what the person had in brat
    assert changes_of(make_sheet(apply_corrections(SOUND, [row])), edited, THEMES) == ([], [])


def test_many_edits_of_one_clause_are_all_applied() -> None:
    edited = ANNOTATIONS
    for name in ("kind", "theme unticked", "force", "act put in", "label", "entity put in", "date moved"):
        old, new, *_ = EDITS[name]
        edited = edited.replace(old, new)
    edited = edited.replace("T9	entity", "T10	entity")
    changes, faults = changes_of(SHEET, edited, THEMES)
    assert faults == []
    assert [change.field for change in changes] == ["kind", "themes", "act", "act", "entity", "entity", "date"]
    corrected = apply_corrections(SOUND, list(corrections_of(SOUND, changes, "Ada")))
    assert changes_of(make_sheet(corrected), edited, THEMES) == ([], [])


def test_the_reason_of_a_change_stands_in_its_note() -> None:
    edited = ANNOTATIONS.replace("lemma=request;", "lemma=ask; why=it is weaker;")
    (change,), _ = changes_of(SHEET, edited, THEMES)
    assert change.why == "it is weaker"
    assert changes_of(SHEET, ANNOTATIONS.replace("lemma=recall", "lemma=recall; why=no reason"), THEMES) == ([], [])


FAULTS: dict[str, tuple[str, str, str]] = {
    "two pieces": ("98 111	", "98 102;103 111	", "line 13: T6 is in several pieces; mark one stretch"),
    "no offsets": ("98 111	", "98	", "line 13: T6 cannot be read; it is no mark of brat"),
    "no type": (
        "act-direct",
        "verb",
        "line 13: T6 has the type verb, which `annotation.conf` of the export does not name",
    ),
    "unknown label": ("entity-OFFICE", "entity-POST", "line 17: T7: label is 'POST', not one of "),
    "other words": (
        "	Also requests",
        "	Also urges",
        "line 13: T6: 'Also urges' does not stand at 98 to 111 of the text",
    ),
    "beyond the end": ("153 169", "153 999999", "line 19: T8: 'by 31 March 2027' does not stand at 153 to 999999"),
    "turned round": ("153 169", "169 153", "line 19: T8: 'by 31 March 2027' does not stand at 169 to 153"),
    "two clauses": (
        "84 90	79/901\n",
        "84 97	79/901, op1.a\n",
        "line 7: T4: '79/901, op1.a' does not stand at 84 to 97",
    ),
    "in the id": (
        "98 111	Also requests",
        "92 102	op1.a Also",
        "line 13: T6 leaves the words of clause op1.a; mark words",
    ),
    "in the title": (
        "98 111	Also requests",
        "0 8	A/81/L.7",
        "line 13: T6 stands in the title; marks belong to clauses",
    ),
    "a space": (
        "98 111	Also requests",
        "98 112	Also requests ",
        "line 13: T6 begins or ends with a space; mark the words",
    ),
    "clause elsewhere": (
        "55 58	pp1",
        "59 68	Recalling",
        "line 2: T2 marks a clause, but not by its id; mark the id at",
    ),
    "unknown theme": (
        "A2	theme-oceans",
        "A2	theme-seas",
        "line 9: T5: there is no attribute theme-seas of clauses",
    ),
    "foreign attribute": (
        "A5	Force T6",
        "A5	Force T7",
        "line 17: T7: the attribute Force does not belong to entity-OFFICE",
    ),
    "no number": ("Force T6 3", "Force T6 three", "line 13: T6: the force 'three' is no number; correct it in brat"),
    "force of a recall": ("A5	Force T6 3", "A5	Force T3 3", "line 4: T3: an act of function recall has no force"),
    "no lemma": ("lemma=recall", "", "line 4: T3: this act has no lemma; write the verb into its note, as in"),
    "unknown role": ("Role T6 lead", "Role T6 chief", "line 13: T6: role is 'chief', not one of lead, further"),
    "a note": ("lemma=recall", "not sure", "line 4: T3: `not sure` is none of `lemma=…`, `modifiers=…`, `why=…`"),
    "a note twice": ("lemma=recall", "lemma=a; lemma=b", "line 4: T3: `lemma` stands twice"),
    "relation": (
        "T8	date",
        "R1	Cites Arg1:T6 Arg2:T7\nT8	date",
        "line 19: R1 cannot be read; relations and events are",
    ),
    "rubbish": (
        "T8	date",
        "x" * 90 + "\nT8	date",
        f"line 19: {'x' * 20} cannot be read; it is no annotation of brat",
    ),
    "hangs in the air": (
        "A5	Force T6 3",
        "A5	Force T77 3",
        "line 15: A5 hangs on T77, which is no mark that was read",
    ),
    "same number": ("T8	date", "T7	date", "line 19: T7 stands twice; give one of them another number"),
    "huge number": ("98 111", "98 " + "1" * 5000, "line 13: T6 cannot be read; it is no mark of brat"),
    "clause unmarked": (
        "T1	clause-enacting 24 32	enacting\n",
        "",
        "clause enacting is not marked; mark its id again",
    ),
    "clause twice": (
        "T8	date",
        "T9	clause-annex 55 58	pp1\nT8	date",
        "clause pp1 is marked 2 times (T2, T9); leave one",
    ),
    "same place": (
        "T8	date",
        "T9	entity-ORG 116 133	Secretary-General\nT8	date",
        "line 19: T9 stands where T7 stands; ",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_makes_no_sense_is_said_with_its_line(name: str) -> None:
    old, new, said = FAULTS[name]
    assert ANNOTATIONS.count(old) == 1
    _, faults = changes_of(SHEET, ANNOTATIONS.replace(old, new), THEMES)
    assert any(fault.startswith(said) for fault in faults), faults


@given(st.text(alphabet="T1AN#R\t \n;=|0123456789-actdirect", max_size=200))
def test_no_file_makes_it_fail(annotations: str) -> None:
    changes, faults = changes_of(SHEET, annotations, THEMES)
    assert faults
    assert all("\n" not in fault for fault in faults)
    assert isinstance(changes, list)


def test_notes_of_brat_itself_are_passed_over() -> None:
    assert changes_of(SHEET, ANNOTATIONS + "#9	AnnotationError T6	odd\n", THEMES) == ([], [])


def test_text_is_one_line_a_clause_and_every_offset_holds() -> None:
    text = "Urges\tall\r\nparties \u2028to \ud83d\ude00 \U0001f600 talk\x85now"
    act = Act(text="Urges\tall", start=0, end=9, role="lead", lemma="urge\n;|\\", function="direct", modifiers=(" x ",))
    name = Entity(text="talk\x85now", label="ORG", start=text.index("talk"), end=len(text), norm=" %\ud800é:/")
    odd = ThemeScore(theme="a b/ü", score=0.5)
    clause = Clause(id="op 1\n", kind="operative", text=text, acts=(act,), entities=(name,), themes=(odd,))
    record = replace(BARE, clauses=(clause, replace(clause, id="", acts=(), entities=())))
    sheet = make_sheet(record)
    assert sheet.text.split("\n") == [
        "-",
        "op_1_ Urges all  parties  to \ufffd\ufffd \U0001f600 talk now",
        "? Urges all  parties  to \ufffd\ufffd \U0001f600 talk now",
        "",
    ]
    sheet.text.encode("utf-8")
    sheet.annotations.encode("utf-8")
    for start, end, words in re.findall(r"^T\d+\t\S+ (\d+) (\d+)\t(.*)$", sheet.annotations, re.MULTILINE):
        assert sheet.text[int(start) : int(end)] == words
    edited = sheet.annotations.replace("act-direct", "act-stress")
    (change,), faults = changes_of(sheet, edited, frozenset())
    assert faults == []
    assert change.before == write_plain(act)
    assert change.after == write_plain(replace(act, function="stress"))


@given(st.dictionaries(st.sampled_from(["lemma", "modifiers", "value"]), st.text(), max_size=3))
def test_a_note_is_read_as_it_was_written(known: dict[str, str]) -> None:
    note = written_note(known)
    assert not re.search(r"[\x00-\x1f\u2028\u2029]", note)
    assert {name: value_of(value) for name, value in read_note(note, ("lemma", "modifiers", "value")).items()} == known


@given(st.lists(st.text(min_size=1), min_size=1))
def test_a_list_in_a_note_is_read_as_it_was_written(items: list[str]) -> None:
    assert items_of(read_note(written_note({"modifiers": items}), ("modifiers",))["modifiers"]) == items


@given(st.text())
def test_a_norm_has_no_space_and_is_read_as_it_was_written(norm: str) -> None:
    assert re.fullmatch(r"\S+", quoted(norm), re.ASCII)
    assert unquoted(quoted(norm)) == norm


def test_a_field_that_is_not_allowed_is_said() -> None:
    with pytest.raises(NoteError, match=r"^`norm=x` is none of `lemma=…`$"):
        read_note("norm=x", ("lemma",))


def exported(folder: Path, *records: Record) -> Path:
    with whole_folder(folder / "brat", "brat") as new:
        assert write_brat(records, new, ("oceans", "health")) == len(records)
    return folder / "brat"


def edit(path: Path, change: Callable[[str], str]) -> None:
    path.write_bytes(change(path.read_bytes().decode()).encode())


def read(path: Path, *records: Record) -> tuple[BratFolder, list[tuple[Record, list[Change]]]]:
    folder = BratFolder(path)
    return folder, list(folder.changes(records))


def test_the_folder_has_text_annotations_and_configuration(tmp_path: Path) -> None:
    path = exported(tmp_path, SOUND, BARE)
    assert sorted(one.name for one in path.iterdir()) == [
        "000001-A_81_L_7.ann",
        "000001-A_81_L_7.txt",
        "000002-document.ann",
        "000002-document.txt",
        "annotation.conf",
        "export.json",
        "visual.conf",
    ]
    assert (path / "000001-A_81_L_7.txt").read_text("utf-8") == TEXT
    assert (path / "000001-A_81_L_7.ann").read_text("utf-8") == ANNOTATIONS
    rows = (path / "annotation.conf").read_text("utf-8").splitlines()
    named = set(re.findall(r"^T\d+\t(\S+)|^A\d+\t(\S+)", ANNOTATIONS, re.MULTILINE))
    assert {one for pair in named for one in pair if one} <= {row.strip().partition("\t")[0] for row in rows}
    assert [row.partition("\t")[0] for row in rows if row.startswith("theme-")] == [
        "theme-oceans",
        "theme-health",
        "theme-reporting-and-follow-up",
    ]
    assert all(re.fullmatch(r"!?[A-Za-z0-9_-]+", row.strip()) for row in rows[2 : rows.index("[relations]")])
    labels = (path / "visual.conf").read_text("utf-8").splitlines()
    assert "entity-OFFICE | Office | OFFICE" in labels
    assert sum(row.startswith("act-direct") for row in labels) == 2


def test_an_untouched_folder_has_no_changes(tmp_path: Path) -> None:
    folder, changes = read(exported(tmp_path, SOUND, BARE), BARE, SOUND)
    assert (changes, folder.faults, folder.absent, folder.documents) == ([], [], [], 2)


def test_an_edit_is_found_in_its_record(tmp_path: Path) -> None:
    path = exported(tmp_path, BARE, SOUND)
    edit(path / "000002-A_81_L_7.ann", lambda text: text.replace("T5	clause-subparagraph", "T5	clause-operative"))
    other = replace(SOUND, masthead=replace(SOUND.masthead, symbol="A/81/L.8"))
    folder, changes = read(path, other, SOUND, BARE)
    assert changes == [(SOUND, [Change(OP1, "kind", "subparagraph", "operative")])]
    assert (folder.faults, folder.documents) == ([], 2)


def test_two_documents_that_are_alike_keep_their_own_edits(tmp_path: Path) -> None:
    path = exported(tmp_path, SOUND, SOUND)
    edit(path / "000002-A_81_L_7.ann", lambda text: text.replace("T5	clause-subparagraph", "T5	clause-operative"))
    _, changes = read(path, SOUND, SOUND)
    assert len(changes) == 1


def test_edits_are_not_lost_when_the_record_is_another(tmp_path: Path) -> None:
    path = exported(tmp_path, SOUND)
    edit(path / "000001-A_81_L_7.ann", lambda text: text.replace("subparagraph 92", "operative 92"))
    newer = replace(SOUND, clauses=(replace(PP1, acts=()), OP1))
    folder, changes = read(path, newer)
    assert changes == []
    said = "was changed, but is none of the records; give the records that were exported"
    assert folder.faults == [f"{path}/000001-A_81_L_7.ann: {said}"]


def test_what_cannot_be_read_is_said_with_file_and_line(tmp_path: Path) -> None:
    path = exported(tmp_path, SOUND, replace(SOUND, masthead=replace(SOUND.masthead, title="Other")), BARE)
    edit(path / "000001-A_81_L_7.ann", lambda text: text.replace("98 111	", "98	"))
    (path / "000002-A_81_L_7.ann").write_bytes(b"T1\tx\n\xff")
    edit(path / "000003-document.ann", lambda text: text + "\n")
    edit(path / "000003-document.txt", str.upper)
    (path / "000009-mine.ann").write_bytes(b"")
    folder, changes = read(path, SOUND, replace(SOUND, masthead=replace(SOUND.masthead, title="Other")), BARE)
    assert changes == [(SOUND, [Change(OP1, "act", write_plain(ACT), None)])]
    hangs = "which is no mark that was read; take it out, or mend that"
    assert [fault.removeprefix(f"{path}/") for fault in folder.faults] == [
        "000009-mine.ann: is no document of this export; take it out of the folder",
        "000001-A_81_L_7.ann, line 13: T6 cannot be read; it is no mark of brat",
        *(
            f"000001-A_81_L_7.ann, line {line}: {name} hangs on T6, {hangs}"
            for line, name in ((14, "A4"), (15, "A5"), (16, "#4"))
        ),
        "000002-A_81_L_7.ann, line 2: is no UTF-8; save the file as UTF-8",
        "000003-document.txt: the text was changed, so no mark in it can be placed; put the exported text back",
    ]


def test_a_document_that_was_taken_out_is_noted(tmp_path: Path) -> None:
    path = exported(tmp_path, SOUND, BARE)
    (path / "000001-A_81_L_7.ann").unlink()
    folder, changes = read(path, SOUND, BARE)
    assert (changes, folder.faults, folder.absent) == ([], [], ["000001-A_81_L_7.ann"])


def test_a_folder_that_is_no_export_for_brat_is_said(tmp_path: Path) -> None:
    path = exported(tmp_path, SOUND)
    (path / "annotation.conf").unlink()
    with pytest.raises(BratError, match=r"brat: cannot be read \(.*\); put `annotation.conf` back, or export again$"):
        BratFolder(path)
    (path / "export.json").write_text(json.dumps({"format": "csv", "files": {}}))
    for folder in (path, tmp_path / "none"):
        with pytest.raises(BratError) as failed:
            BratFolder(folder)
        said = f"{folder}: has no export.json of an export for brat; make one with `clausewise export`"
        assert str(failed.value) == said


@pytest.mark.parametrize("kind", ["link", "pipe", "large"])
def test_only_a_regular_file_of_a_bearable_size_is_read(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = exported(tmp_path, SOUND)
    name = path / "000001-A_81_L_7.ann"
    if kind == "large":
        monkeypatch.setattr("pipeline.output.folders.LARGEST", 1024**2)
        name.write_bytes(b" " * (1024**2 + 1))
        why = "it is larger than 1 MB"
    elif kind == "link":
        name.rename(tmp_path / "elsewhere.ann")
        name.symlink_to(tmp_path / "elsewhere.ann")
        why = "it is a link, which is not followed"
    else:
        name.unlink()
        os.mkfifo(name)
        why = "it is no regular file"
    folder, changes = read(path, SOUND)
    assert (changes, folder.faults) == ([], [f"{name}: cannot be read: {why}; check the file"])


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"../a.ann": "0" * 64}, '"../a.ann" is no name of a file in the folder'),
        ({"a\0.ann": "0" * 64}, '"a\\u0000.ann" is no name of a file in the folder'),
        ({"..": "0" * 64}, '".." is no name of a file in the folder'),
        ({"a.ann": 1}, '"a.ann" has no checksum'),
        ({"a.ann": "0"}, '"a.ann" has no checksum'),
    ],
)
def test_a_seal_that_names_what_is_no_file_of_the_folder_is_said(
    files: dict[str, object], said: str, tmp_path: Path
) -> None:
    path = exported(tmp_path, SOUND)
    (path / "export.json").write_text(json.dumps({"format": "brat", "files": files}))
    with pytest.raises(BratError) as failed:
        BratFolder(path)
    assert str(failed.value) == f"{path}/export.json: {said}; export again"


def test_the_seal_is_that_of_the_files(tmp_path: Path) -> None:
    path = exported(tmp_path, SOUND)
    seal = json.loads((path / "export.json").read_bytes())
    assert seal["files"]["000001-A_81_L_7.ann"] == hashlib.sha256(ANNOTATIONS.encode()).hexdigest()
