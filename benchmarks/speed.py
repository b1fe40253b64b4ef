"""How fast the program is, and how much memory it takes.

    python benchmarks/speed.py [SHARED] [--only NAME …]

SHARED is a folder with ``data/gold_structured.jsonl.gz`` and ``tools/render_text.py``; the environment variable
CLAUSEWISE_SHARED names it too. What is compared is measured in one run and interleaved, and medians are printed, so
that the ratios mean something on a busy machine. Absolute figures depend on the machine.

words     words a second of spaCy's blank English pipeline, and of everything from file to JSON, in one process
themes    what the themes add to everything from file to JSON, in one process
memory    peak memory of a worker after 100, 1,000 and 3,000 documents
workers   two processes against one on 3,000 documents
start     a cold run on one document, and the help, against a bare import of spaCy
linear    one resolution repeated 1, 10 and 100 times, as a person would paste it and as one line
pdf       pages a second of the PDF reader on real files (``data/pdf``), without and with all the rest, and the peak
          memory of this process and of the reading process after 20 and 200 files
xml       megabytes a second of the reader of official markup (``data/unxml_dev.zip``), without and with the rest
"""

from __future__ import annotations

import argparse
import itertools
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from pipeline.cli import ONE_THREAD
from pipeline.lexicon.data import data_folder
from pipeline.reading import ReadOptions, read_bytes
from pipeline.run import Document, Settings, load_pipeline, process, work

ROUNDS = 5
RESOLUTIONS = 300
COMMAND = [sys.executable, "-c", "from pipeline.cli import main; main()"]


def main() -> int:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", help="folder with data/ and tools/")
    parser.add_argument(
        "--only", nargs="+", choices=[*MEASURES, *FORMATS], default=[*MEASURES, *FORMATS], help="measure these only"
    )
    parser.add_argument("--peak", nargs=2, metavar=("FOLDER", "N"), help=argparse.SUPPRESS)
    parser.add_argument("--peak-pdf", nargs=2, metavar=("FOLDER", "N"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    for name in ONE_THREAD:  # as the command line does
        os.environ.setdefault(name, "1")
    if options.peak:
        return _peak(Path(options.peak[0]), int(options.peak[1]))
    if options.peak_pdf:
        return _peak_pdf(Path(options.peak_pdf[0]), int(options.peak_pdf[1]))
    shared = Path(options.shared or os.environ.get("CLAUSEWISE_SHARED") or ".")
    gold, tool = shared / "data" / "gold_structured.jsonl.gz", shared / "tools" / "render_text.py"
    if not gold.exists():
        print("skipped: name a folder with data/ and tools/, as an argument or in CLAUSEWISE_SHARED")
        return 0
    for name in [name for name in options.only if name in FORMATS]:
        FORMATS[name](shared / "data")
    options.only = [name for name in options.only if name in MEASURES]
    if not options.only:
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        texts = Path(temporary) / "texts"
        subprocess.run([sys.executable, tool, gold, texts, "--style", "plain"], check=True, capture_output=True)
        for name in options.only:
            MEASURES[name](texts)
    return 0


def _documents(texts: Path, count: int) -> list[Document]:
    """Return some of the texts, evenly taken over all organs and years."""
    paths = sorted(texts.glob("*.txt"))
    step = max(1, len(paths) // count)
    return [Document(str(path), path.stat().st_size) for path in paths[::step][:count]]


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _interleaved(actions: dict[str, Callable[[], float]], rounds: int = ROUNDS) -> dict[str, float]:
    """Return the median seconds of each action, every round doing all of them."""
    times: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(rounds):
        for name, action in actions.items():
            times[name].append(action())
    return {name: statistics.median(values) for name, values in times.items()}


def words(texts: Path) -> None:
    """Measure words a second; each round meets the text for the first time, as a real run does."""
    import spacy

    documents = _documents(texts, RESOLUTIONS)
    read = [Path(document.path).read_text("utf-8") for document in documents]
    count = sum(len(text.split()) for text in read)

    def blank() -> float:
        nlp = spacy.blank("en")
        return _seconds(lambda: [nlp(text) for text in read])

    def whole() -> float:
        load_pipeline.cache_clear()
        work([])
        return _seconds(lambda: work(documents))

    medians = _interleaved({"blank": blank, "whole": whole})
    print(f"words: {len(documents)} resolutions, {count:,} words")
    print(f"   spacy.blank('en')     {count / medians['blank']:12,.0f} words a second")
    print(f"   file to JSON          {count / medians['whole']:12,.0f} words a second")
    print(f"   ratio                 {medians['blank'] / medians['whole']:12.3f}   [at least 0.100, aim 0.333]")


def themes(texts: Path) -> None:
    """Measure what the themes add: the shipped pipeline against the same without them."""
    documents = _documents(texts, RESOLUTIONS)
    without = Settings(config=str(data_folder("configs") / "default.cfg"))

    def run(settings: Settings) -> float:
        load_pipeline.cache_clear()
        work([], settings)
        return _seconds(lambda: work(documents, settings))

    medians = _interleaved({"without": lambda: run(without), "with": lambda: run(Settings())})
    more = medians["with"] / medians["without"] - 1
    print(f"themes: {len(documents)} resolutions, without {medians['without']:.1f} s, with {medians['with']:.1f} s")
    print(f"   the themes add        {more:12.1%}   [at most 50 %]")


def memory(texts: Path) -> None:
    """Measure the peak memory of one worker after more and more documents."""
    print("memory of a worker   [under 400 MB]")
    for count in (100, 1_000, 3_000):
        command = [sys.executable, __file__, "--peak", str(texts), str(count)]
        peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        print(f"   {count:5} documents       {peak}", end="")


def _peak(texts: Path, count: int) -> int:
    for _ in process(_documents(texts, count), jobs=1):
        pass
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:12.0f} MB")
    return 0


def workers(texts: Path) -> None:
    """Compare two processes with one, start-up and writing included."""
    paths = [document.path for document in _documents(texts, 3_000)]

    def run(jobs: int) -> float:
        out = str(texts.parent / "out.jsonl")
        return _seconds(lambda: subprocess.run([*COMMAND, "run", *paths, "-o", out, "--jobs", str(jobs)], check=True))

    medians = _interleaved({"one": lambda: run(1), "two": lambda: run(2)}, 3)
    print(f"workers: {len(paths)} documents, from the command to the file")
    ratio = medians["one"] / medians["two"]
    print(f"   one {medians['one']:.1f} s, two {medians['two']:.1f} s: {ratio:.2f} times   [1.6]")


def start(texts: Path) -> None:
    """Compare a cold run on one document with a bare import of spaCy."""
    path = _documents(texts, 1)[0].path

    def command(*arguments: str) -> Callable[[], float]:
        return lambda: _seconds(lambda: subprocess.run(arguments, check=True, capture_output=True))

    medians = _interleaved(
        {
            "import": command(sys.executable, "-c", "import spacy"),
            "run": command(*COMMAND, "run", path),
            "help": command(*COMMAND, "--help"),
        }
    )
    print(f"start: import spacy {medians['import']:.2f} s")
    print(f"   clausewise run        {medians['run']:12.2f} s: {medians['run'] / medians['import']:.2f} times   [2.5]")
    print(f"   clausewise --help     {medians['help']:12.2f} s")


def linear(texts: Path) -> None:
    """Measure the time a character as one resolution is repeated."""
    text = Path(_documents(texts, 7)[3].path).read_text("utf-8")
    shapes = {"pasted one after another": text, "as one line": text.replace("\n", " ")}
    for shape, one in shapes.items():
        print(f"linear: {shape}")
        work([Document("warm", 0, one.encode())])
        for times in (1, 10, 100):
            data = (one * times).encode()
            task = Document("repeated", len(data), data)
            median = statistics.median(_seconds(lambda task=task: work([task])) for _ in range(ROUNDS))  # type: ignore[misc]
            print(f"   {times:4} times {len(data):10,} bytes {median:8.3f} s {1e9 * median / len(data):8.0f} ns a byte")


def pdf(data: Path) -> None:
    """Measure pages a second, and memory as files grow in number."""
    files = sorted((data / "pdf").glob("*.pdf"))
    read = [file.read_bytes() for file in files]
    options = ReadOptions(guarded=False)
    pages = sum(len(read_bytes(one, "x.pdf", options).pages or ()) for one in read)
    documents = [Document(str(file), 0) for file in files]
    work(documents)
    medians = _interleaved(
        {
            "reader": lambda: _seconds(lambda: [read_bytes(one, "x.pdf", options) for one in read]),
            "whole": lambda: _seconds(lambda: work(documents)),
        }
    )
    print(f"pdf: {len(files)} files, {pages} pages")
    print(f"   reader                {pages / medians['reader']:12.1f} pages a second   [at least 40]")
    print(f"   file to JSON          {pages / medians['whole']:12.1f} pages a second, in a guarded process")
    for count in (20, 200):
        command = [sys.executable, __file__, "--peak-pdf", str(data / "pdf"), str(count)]
        peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        print(f"   {count:5} files             {peak}", end="")


def _peak_pdf(folder: Path, count: int) -> int:
    """Print the peak memory of this process and of the one that reads, after so many files in a row."""
    from pipeline.reading.guard import close_guards

    files = itertools.islice(itertools.cycle(sorted(folder.glob("*.pdf"))), count)
    for _ in process([Document(str(file), 0) for file in files], jobs=1):
        pass
    close_guards()
    peaks = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(f"{peaks[0]:12.0f} MB, and {peaks[1]:.0f} MB in the reading process")
    return 0


def xml(data: Path) -> None:
    """Measure megabytes a second of official markup."""
    with zipfile.ZipFile(data / "unxml_dev.zip") as archive:
        read = [archive.read(name) for name in sorted(archive.namelist())[:: 1 + 1_498 // RESOLUTIONS]]
    size = sum(map(len, read)) / 1e6
    options = ReadOptions(guarded=False)
    documents = [Document("x.xml", len(one), one) for one in read]
    work(documents[:1])
    medians = _interleaved(
        {
            "reader": lambda: _seconds(lambda: [read_bytes(one, "x.xml", options) for one in read]),
            "whole": lambda: _seconds(lambda: work(documents)),
        }
    )
    print(f"xml: {len(read)} files, {size:.1f} MB")
    print(f"   reader                {size / medians['reader']:12.2f} MB a second   [at least 3]")
    print(f"   file to JSON          {size / medians['whole']:12.2f} MB a second, in a guarded process")


FORMATS: dict[str, Callable[[Path], None]] = {"pdf": pdf, "xml": xml}

MEASURES: dict[str, Callable[[Path], None]] = {
    "words": words,
    "themes": themes,
    "memory": memory,
    "workers": workers,
    "start": start,
    "linear": linear,
}

if __name__ == "__main__":
    sys.exit(main())
