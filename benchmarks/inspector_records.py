"""Ten thousand varied records for the benchmark of the inspector, from those of the samples and the written corpus.

Every record is one of this project's own, with another symbol, year, organ, title and model of themes, and with clauses
taken at random from all of them; each gets a tail of invented words and names, whose frequencies fall as those of a
language do. The same seed gives the same bytes.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ORGANS = {
    "General Assembly": "A",
    "Security Council": "S",
    "Human Rights Council": "A/HRC",
    "Economic and Social Council": "E",
}
ISSUES = ("no-date", "number-gap", "unplaced-note", "no-symbol", "odd-mark", "short-clause")
LABELS = ("ORG", "GPE", "LOC", "OFFICE", "INSTRUMENT", "EVENT", "OPERATION")
FUNCTIONS = ("recall", "observe", "value", "concern", "stress", "direct", "decide")
ONSETS, VOWELS, ENDS = "bdfgklmnprstvz", "aeiou", ("n", "r", "s", "l", "t", "")


def made_records(records: Sequence[dict[str, Any]], number: int, themes: Sequence[str], seed: int = 5) -> Iterator[str]:
    """Yield varied records as lines of JSON.

    Parameters
    ----------
    records
        Plain data of real records.
    number
        How many to make.
    themes
        Ids of themes.
    seed
        Of chance.
    """
    chance = random.Random(seed)
    maker = Maker(chance, records, themes)
    for at in range(number):
        yield json.dumps(maker.record(at), ensure_ascii=False)


class Maker:
    """Makes records; parameters as those of :func:`made_records`."""

    def __init__(self, chance: random.Random, records: Sequence[dict[str, Any]], themes: Sequence[str]) -> None:
        self._chance = chance
        self._records = records
        self._themes = themes
        self._clauses = [clause for record in records for clause in record["clauses"] if clause["text"]]
        self._words = _falling([self._word() for _ in range(20_000)])
        self._names = _falling([f"{self._word().title()} {self._word().title()} Board" for _ in range(15_000)])
        self._lemmas = _falling(sorted({act["lemma"] for clause in self._clauses for act in clause["acts"]}))

    def record(self, at: int) -> dict[str, Any]:
        """Return the record of a number."""
        chance = self._chance
        base = chance.choice(self._records)
        clauses = [self._clause(clause) for clause in self._mixed(base)]
        organ, letter = chance.choice(list(ORGANS.items()))
        year = chance.randrange(1985, 2031)
        session = {"text": f"Session {year - 1945}", "organ": "GA", "number": year - 1945}
        masthead = {
            **base["masthead"],
            "organ": organ,
            "symbol": f"{letter}/RES/{year - 1945}/{at}",
            "status": chance.choice(("draft", "adopted")),
            "date": f"{year}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
            "session": session,
            "title": " ".join(self._some(self._words, chance.randrange(3, 9))).capitalize(),
        }
        issues = [
            {"code": code, "message": code, "start": None, "end": None} for code in ISSUES if chance.random() < 0.08
        ]
        counts: dict[str, int] = {}
        for clause in clauses:
            for theme in clause["themes"]:
                counts[theme["theme"]] = counts.get(theme["theme"], 0) + 1
        ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        return {
            **base,
            "source": {**base["source"], "path": f"made/{at:05}.txt", "sha256": f"{at:064x}"},
            "masthead": masthead,
            "clauses": clauses,
            "themes": [{"theme": theme, "clauses": n, "share": round(n / len(clauses), 4)} for theme, n in ranked],
            "issues": issues,
        }

    def _mixed(self, base: dict[str, Any]) -> list[dict[str, Any]]:
        """Return clauses of a record, every third from another one, each with an id of its own."""
        found = [
            clause if self._chance.random() < 0.67 else self._chance.choice(self._clauses) for clause in base["clauses"]
        ]
        return [{**clause, "id": f"op{at}", "parent": None} for at, clause in enumerate(found, 1)]

    def _clause(self, clause: dict[str, Any]) -> dict[str, Any]:
        """Return a clause with other themes, and with more words, acts and names at its end."""
        chance = self._chance
        text = f"{clause['text']} {' '.join(self._some(self._words, chance.randrange(4, 20)))} of the "
        entities, acts = list(clause["entities"]), list(clause["acts"])
        for name in self._some(self._names, chance.choice((0, 1, 1, 2))):
            place = {"start": len(text), "end": len(text) + len(name)}
            norm = f"UN:{name.split()[0].lower()}" if chance.random() < 0.5 else None
            entities.append({"text": name, "label": chance.choice(LABELS), **place, "norm": norm})
            text += f"{name}, "
        if acts and chance.random() < 0.5:
            function = chance.choice(FUNCTIONS)
            force = chance.randrange(1, 6) if function in ("direct", "decide") else None
            acts[0] = {**acts[0], "lemma": self._some(self._lemmas, 1)[0], "function": function, "force": force}
        themes = chance.sample(self._themes, chance.choice((0, 0, 1, 1, 1, 2, 3)))
        scores = [{"theme": theme, "score": round(chance.uniform(0.3, 1.0), 4)} for theme in themes]
        scores.sort(key=lambda one: -float(str(one["score"])))
        uncertain = chance.random() < 0.15
        return {**clause, "text": text, "entities": entities, "acts": acts, "themes": scores, "uncertain": uncertain}

    def _word(self) -> str:
        parts = [self._chance.choice(ONSETS) + self._chance.choice(VOWELS) for _ in range(self._chance.randrange(2, 5))]
        return "".join(parts) + self._chance.choice(ENDS)

    def _some(self, falling: tuple[list[str], list[float]], number: int) -> list[str]:
        names, sums = falling
        return self._chance.choices(names, cum_weights=sums, k=number)


def _falling(names: Sequence[str]) -> tuple[list[str], list[float]]:
    """Return names with the running sums of their frequencies; the frequency falls with the rank (Zipf)."""
    sums, total = [], 0.0
    for rank in range(1, len(names) + 1):
        total += 1 / rank
        sums.append(total)
    return list(names), sums


def plain_records(path: Path) -> list[dict[str, Any]]:
    """Return the plain data of records of ordinary length."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if len(line) < 100_000]
