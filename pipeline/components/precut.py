"""Make a Doc from clauses that are already cut, so that the components after ``un_clauses`` can run on them.

Used to label rows of a corpus, and to test and score acts, entities and dates by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.table import ClauseRow, set_spans, table

SEPARATOR = "\n\n"


def clauses_doc(nlp: Language, rows: Iterable[Mapping[str, Any]], masthead: Mapping[str, Any] | None = None) -> Doc:
    """Return a Doc whose text is the rows' texts, one block each, with the clause table filled.

    Parameters
    ----------
    nlp
        A pipeline; only its vocabulary and its plain tokenizer are used. Call ``nlp(doc)`` on the result.
    rows
        Mappings with ``text`` and, where known, ``id``, ``kind`` (operative where missing), ``number``, and
        the ``title`` of its resolution.
    masthead
        What is known of the resolution: ``organ``, ``symbol``, ``title``, ``session`` as in the record.
    """
    clauses: list[ClauseRow] = []
    texts: list[str] = []
    offset = 0
    for i, row in enumerate(rows):
        text = str(row["text"])
        clauses.append(
            {
                "id": str(row.get("id") or f"c{i + 1}"),
                "kind": str(row.get("kind") or "operative"),
                "number": row.get("number"),
                "number_start": None,
                "level": int(row.get("level") or 0),
                "parent": row.get("parent"),
                "chapeau": bool(row.get("chapeau")),
                "annex": bool(row.get("annex")),
                "part": row.get("part"),
                "start": offset,
                "end": offset + len(text),
            }
        )
        if row.get("title") is not None:
            clauses[-1]["title"] = str(row["title"])
        texts.append(text)
        offset += len(text) + len(SEPARATOR)
    text = SEPARATOR.join(texts)
    tokenizer = getattr(nlp.tokenizer, "words", nlp.tokenizer)
    doc: Doc = tokenizer(text)
    found = table(doc)
    found["cut"] = True
    found["masthead"] = dict(masthead or {})
    found["clauses"] = clauses
    found["blocks"] = [{"start": c["start"], "end": c["end"], "role": "text", "page": 1, "source": []} for c in clauses]
    set_spans(doc, "clauses", clauses, "kind")
    return doc
