"""Ids of clauses: pp1, op3, op3.a, op3.a.ii, h2, annex1.p4 (record.md); stable, unique, in document order.

Operative paragraphs and sub-paragraphs take their printed number, so that "op3.a" is what a delegate calls it; the
others are counted. Where a document holds several resolutions, ``r1.`` or ``r2.`` stands before; where parts number
anew, the letter or numeral of the part.

Chapeaux are told here too: like the ids, they need the clauses that follow.
"""

from __future__ import annotations

from pipeline.components.table import ClauseRow

OPERATIVE = "operative"


def name_clauses(rows: list[ClauseRow], annexes: list[int], resolutions: list[int]) -> None:
    """Give every clause its id, and its parent's, which so far is the parent's index.

    Parameters
    ----------
    rows
        The clauses in document order.
    annexes
        For each clause the number of the annex that holds it, 0 outside of annexes.
    resolutions
        For each clause the number of the resolution that holds it.
    """
    counts: dict[str, int] = {}
    used: dict[str, int] = {}
    several = max(resolutions, default=0) > 1
    for row, annex, resolution in zip(rows, annexes, resolutions, strict=True):
        parent = row["parent"]
        row["parent"] = rows[int(parent)]["id"] if parent is not None else None
        row["id"] = _unique(_stem(row, counts, resolution if several else 0, annex), row, used)


def _stem(row: ClauseRow, counts: dict[str, int], resolution: int, annex: int) -> str:
    """Return the id that a clause should have."""
    before = f"r{resolution}." if resolution else ""
    if annex:
        before += f"annex{annex}."
    inner = "".join(c for c in (row["number"] or "") if c.isalnum()).lower()
    if row["parent"]:
        if not inner:
            counts[row["parent"]] = counts.get(row["parent"], 0) + 1
            inner = f"{counts[row['parent']]}"
        return f"{row['parent']}.{inner}"
    short = {"preambular": "pp", OPERATIVE: "op", "heading": "h", "annex": "p", "closing": "c", "subparagraph": "s"}
    name = short.get(row["kind"], "enacting")
    if row["kind"] == OPERATIVE and inner[:1].isdigit():
        counts[before + name] = int("".join(c for c in inner if c.isdecimal())[:6])
        return f"{before}{name}{inner}"
    if name == "enacting":
        return before + name
    counts[before + name] = counts.get(before + name, 0) + 1
    return f"{before}{name}{counts[before + name]}"


def _unique(stem: str, row: ClauseRow, used: dict[str, int]) -> str:
    """Put the part before an id that is taken, and a count after it where that is taken too."""
    name = f"{row['part']}.{stem}" if stem in used and row["part"] else stem
    base = name
    while name in used:
        used[base] += 1
        name = f"{base}-{used[base]}"
    used[name] = 1
    return name


def mark_chapeaux(text: str, rows: list[ClauseRow]) -> None:
    """Mark as chapeau a clause followed by one of a deeper level, or ending with a colon."""
    for index, row in enumerate(rows):
        if row["kind"] in ("enacting", "heading", "closing"):
            continue
        after = rows[index + 1] if index + 1 < len(rows) else None
        deeper = after is not None and after["level"] > row["level"] and after["kind"] in ("subparagraph", "annex")
        row["chapeau"] = deeper or text[: row["end"]].endswith(":")
