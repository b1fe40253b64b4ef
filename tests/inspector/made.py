"""Small records for the tests of the store; every sentence is invented."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.corpus.corrections import Correction, new_correction
from pipeline.inspector.store import Store, open_store
from pipeline.record import (
    Act,
    Addressee,
    Clause,
    DocumentTheme,
    Entity,
    Issue,
    Mandate,
    Masthead,
    Provenance,
    Record,
    Session,
    Source,
    ThemeScore,
)

WORDS = [
    *("harbours", "ropes", "lanterns", "tides", "ferries", "gulls"),
    *("buoys", "anchors", "sails", "reefs", "pilots", "charts"),
]
THEMES = ("oceans", "health", "labour", "trade")
LEMMAS = {"request": ("direct", 3), "urge": ("direct", 4), "note": ("observe", None), "decide": ("decide", 5)}
ORGANS = ("General Assembly", "Security Council", None)


def clause(at: int, text: str, **known: Any) -> Clause:
    return Clause(**{"id": f"op{at}", "kind": "operative", "text": text, **known})


def record(path: str, *clauses: Clause, symbol: str | None = None, **masthead: Any) -> Record:
    issues = masthead.pop("issues", ())
    counts = {theme: sum(theme in {one.theme for one in c.themes} for c in clauses) for theme in THEMES}
    ranked = sorted((name for name in THEMES if counts[name]), key=lambda name: (-counts[name], name))
    return Record(
        source=Source(
            path=path,
            sha256=hashlib.sha256(path.encode("utf-8", "replace")).hexdigest(),
            media_type="text/plain",
            chars=100,
        ),
        masthead=Masthead(symbol=symbol, **masthead),
        clauses=clauses,
        themes=tuple(DocumentTheme(theme=name, clauses=counts[name], share=0.5) for name in ranked),
        issues=tuple(Issue(code=code, message="It is odd.") for code in issues),
        provenance=Provenance(version="1", config_sha256="0" * 64),
    )


def varied(number: int, seed: int = 1) -> list[Record]:
    """Return records that differ in everything that can be filtered by."""
    chance = random.Random(seed)
    return [_one(chance, at) for at in range(number)]


def _one(chance: random.Random, at: int) -> Record:
    year, organ = chance.randrange(2020, 2024), chance.choice(ORGANS)
    return record(
        f"drafts/{at}.txt",
        *(_clause(chance, place) for place in range(1, chance.randrange(2, 6))),
        symbol=f"A/{year - 1945}/L.{at}" if chance.random() < 0.9 else None,
        organ=organ,
        title=f"Of {chance.choice(WORDS)}" if chance.random() < 0.9 else None,
        date=f"{year}-0{chance.randrange(1, 10)}-01" if chance.random() < 0.9 else None,
        session=Session(text=f"Session {year}", organ="GA", number=year - 1945) if organ else None,
        status=chance.choice(("draft", "adopted", None)),
        issues=chance.sample(("no-date", "number-gap"), chance.randrange(3)),
    )


def _clause(chance: random.Random, place: int) -> Clause:
    lemma = chance.choice(list(LEMMAS))
    function, force = LEMMAS[lemma]
    verb, body = lemma.title(), f"the {chance.choice(WORDS).title()} Board"
    text = f"{verb} {body} to mend {' and '.join(chance.sample(WORDS, 3))};"
    start = len(verb) + 1
    themes = [
        ThemeScore(theme=name, score=chance.choice((0.5, 0.6, 0.75, 1.0)))
        for name in chance.sample(THEMES, chance.randrange(3))
    ]
    return clause(
        place,
        text,
        kind=chance.choice(("operative", "preambular")),
        acts=(Act(text=verb, start=0, end=len(verb), role="lead", lemma=lemma, function=function, force=force),),
        entities=(
            Entity(text=body, label="ORG", start=start, end=start + len(body), norm=chance.choice((None, "B:1"))),
        ),
        mandates=(Mandate(act=0, addressee=Addressee(text=body, start=start, end=start + len(body))),),
        themes=tuple(sorted(themes, key=lambda one: -one.score)),
        uncertain=chance.random() < 0.3,
    )


def write(path: Path, records: Iterable[Record]) -> Path:
    path.write_text("".join(f"{one.to_json()}\n" for one in records), encoding="utf-8")
    return path


class Shelf:
    """A folder with records, an index and corrections, and what was said when its store was opened."""

    def __init__(self, folder: Path) -> None:
        self.records = folder / "records.jsonl"
        self.index = folder / "cache" / "index.sqlite"
        self.corrections = folder / "corrections.jsonl"
        self.said: list[str] = []
        self.steps: list[tuple[int, int]] = []
        self._stores: list[Store] = []

    def open(self, records: Iterable[Record] | None = None) -> Store:
        """Open the store, with these records where some are given."""
        if records is not None:
            write(self.records, records)
        self.steps = []
        store = open_store(
            [self.records],
            index=self.index,
            corrections=self.corrections,
            say=self.said.append,
            step=lambda done, total: self.steps.append((done, total)),
        )
        self._stores.append(store)
        return store

    def close(self) -> None:
        """Close all stores that were opened."""
        for store in self._stores:
            store.close()


def said(minute: int, record: Record, at: int, field: str, before: Any, after: Any, who: str = "Ada") -> Correction:
    """Return a correction of the clause of a record at a place."""
    one = record.clauses[at]
    return new_correction(
        who,
        datetime(2026, 3, 1, 9, minute, tzinfo=UTC),
        document=record.masthead.symbol or record.source.path,
        clause=one.id,
        text=one.text,
        field=field,
        before=before,
        after=after,
    )
