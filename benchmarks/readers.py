"""How fast and how faithful the readers are, without the layout and the pipeline behind them.

    python benchmarks/readers.py FILE_OR_FOLDER… [--gold GOLD.jsonl.gz]

Speed: seconds, megabytes and pages a second for each format, in this process, medians of three rounds. With ``--gold``
(resolutions with official markup, one JSON object a line), for the files named after a resolution: the share of its
paragraphs whose letters stand in the text in order once furniture, notes and marks are taken out, of its italic phrases
that are marked, and of its notes that are marked where they belong.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.reading import ReadOptions, SourceText, UnreadableError, read_bytes

ROUNDS = 3
OPTIONS = ReadOptions(guarded=False)


def letters(text: str) -> str:
    """Return letters and digits only."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def files_of(paths: list[Path]) -> Iterator[Path]:
    """Yield files, and the files in folders."""
    for path in paths:
        yield from sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]


def speed(files: list[Path]) -> dict[str, SourceText]:
    """Print how fast each format is read; return the texts by the names of the files."""
    texts: dict[str, SourceText] = {}
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    size: Counter[str] = Counter()
    pages: Counter[str] = Counter()
    for round_ in range(ROUNDS):
        spent: Counter[str] = Counter()
        for file in files:
            data = file.read_bytes()
            start = time.perf_counter()
            try:
                source = read_bytes(data, str(file), OPTIONS)
            except UnreadableError as error:
                print(error)
                continue
            spent[source.media_type] += time.perf_counter() - start
            if not round_:
                texts[str(file)] = source
                size[source.media_type] += len(data)
                pages[source.media_type] += len(source.pages or ())
        for kind, value in spent.items():
            seconds[kind].append(value)
    for kind, values in seconds.items():
        taken = statistics.median(values)
        print(f"{kind[-40:]:40} {taken:6.2f} s {size[kind] / taken / 1e6:6.2f} MB/s {pages[kind] / taken:7.1f} pages/s")
    return texts


def faithful(source: SourceText, gold: dict[str, Any]) -> Counter[str]:
    """Count what of a gold resolution the text holds."""
    kept = list(source.text)
    marks: list[tuple[int, str]] = []
    for mark in source.marks:
        if mark.kind in ("furniture", "note", "note-mark"):
            kept[mark.start : mark.end] = [""] * (mark.end - mark.start)
        if mark.kind == "note-mark":
            marks.append((mark.start, mark.value))
    bodies: defaultdict[str, str] = defaultdict(str)
    for mark in source.marks:
        if mark.kind == "note":
            bodies[mark.value] += letters(source.text[mark.start : mark.end])
    before = {start: letters("".join(kept[:start]))[-24:] for start, _ in marks}
    placed = Counter((before[start], bodies[key]) for start, key in marks)
    italic = Counter(letters(source.text[m.start : m.end]) for m in source.marks if m.kind == "italic")
    text, at = letters("".join(kept)), 0
    count: Counter[str] = Counter()
    for paragraph in gold["paragraphs"]:
        count["paragraphs"] += 1
        wanted = letters(paragraph["text"])
        found = text.find(wanted, at)
        if found >= 0:
            count["paragraphs found"] += 1
            at = found + len(wanted)
        for span in paragraph["italic"]:
            count["italics"] += 1
            phrase = letters(paragraph["text"][span["start"] : span["end"]])
            count["italics found"] += italic[phrase] > 0
            italic[phrase] -= 1
        for note in paragraph["notes"]:
            count["notes"] += 1
            stands = letters(paragraph["text"][: note["pos"]])[-24:]
            body = letters(note["text"])
            count["notes found"] += any(
                (place.endswith(stands) or stands.endswith(place)) and said.endswith(body) for place, said in placed
            )
    return count


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--gold", type=Path)
    options = parser.parse_args()
    texts = speed(list(files_of(options.paths)))
    if not options.gold:
        return
    with gzip.open(options.gold, "rt", encoding="utf-8") as lines:
        gold = {document["id"]: document for document in map(json.loads, lines)}
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, source in texts.items():
        document = gold.get(Path(name).stem)
        if document:
            counts[source.media_type] += faithful(source, document)
    for kind, count in counts.items():
        for what in ("paragraphs", "italics", "notes"):
            share = count[f"{what} found"] / max(1, count[what])
            print(f"{kind[-40:]:40} {what:10} {share:.4f} of {count[what]}")


if __name__ == "__main__":
    main()
