"""``clausewise corpus``: labels, texts, corrections, and what training reads of them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.messages import UNREADABLE, WRONG_USE, complain

if TYPE_CHECKING:
    from pipeline.corpus.building import Built
    from pipeline.corpus.hydration import Hydrated
    from pipeline.corpus.texts import ClauseText

HELP = "Labels, texts and corrections, and what training reads of them."
LABELS_EXAMPLE = "Example:  clausewise corpus labels labelled.jsonl -o corpora/labels/mine.jsonl"
HYDRATE_EXAMPLE = "Example:  clausewise corpus hydrate --unxml resolutions.zip --texts older.jsonl.gz"
BUILD_EXAMPLE = "Example:  clausewise corpus build --corrections mine.jsonl -o training.parquet"
WRITTEN_EXAMPLE = "Example:  clausewise corpus written -o corpora/written/clauses.jsonl"

ROUND_BYTES = 64 << 20
"""Documents of an archive that are held in memory at a time."""

app = typer.Typer(rich_markup_mode=None, help=HELP, epilog="Example:  clausewise corpus hydrate --unxml resolutions/")

Out = Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write.", show_default=False)]


@app.callback()
def corpus() -> None:
    """Labels, texts and corrections, and what training reads of them."""


@app.command("labels", epilog=LABELS_EXAMPLE)
def labels(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="LABELLED…", help="Rows with text, themes, symbol, kind, family.", show_default=False),
    ],
    output: Out,
) -> int:
    """Take the labels of clauses without their text: one row a clause, by the checksum of its words."""
    import io

    from pipeline.corpus import CorpusError
    from pipeline.corpus.labels import make_labels, write_labels

    try:
        made = make_labels(paths)
    except CorpusError as error:
        complain(str(error))
        return UNREADABLE
    text = io.StringIO(newline="")
    count = write_labels(made.all(), text, as_csv=output.suffix.lower() == ".csv")
    if not _write(output, text.getvalue().encode("utf-8")):
        return WRONG_USE
    complain(f"{output}: {count} labels, {_repeated(made.repeated, made.conflicts)}")
    return 0


@app.command("hydrate", epilog=HYDRATE_EXAMPLE)
def hydrate(
    unxml: Annotated[
        list[Path] | None,
        typer.Option(
            "--unxml",
            metavar="PATH",
            help="Resolutions in Akoma Ntoso XML: a folder, a zip archive, a file. May be given again.",
            show_default=False,
        ),
    ] = None,
    texts: Annotated[
        list[Path] | None,
        typer.Option(
            "--texts",
            metavar="FILE",
            help="JSONL, CSV or Parquet: rows with text, or with paragraphs. May be given again.",
            show_default=False,
        ),
    ] = None,
    label_files: Annotated[
        list[Path] | None,
        typer.Option("--labels", metavar="FILE", help="Labels. Those of the project without it.", show_default=False),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="CACHE", help="The user's cache without it.", show_default=False),
    ] = None,
    jobs: Annotated[int | None, typer.Option("-j", "--jobs", min=1, help="How many processes read.")] = None,
) -> int:
    """Join the labels with the texts of local copies of the resolutions; run it once on each machine."""
    from pipeline.corpus import CorpusError
    from pipeline.corpus.cache import default_cache
    from pipeline.corpus.hydration import hydrate as join
    from pipeline.corpus.labels import label_files as of_the_project
    from pipeline.corpus.labels import read_labels

    if not unxml and not texts:
        complain("nothing to read; name copies of the resolutions with --unxml or --texts")
        return WRONG_USE
    unread: list[str] = []
    try:
        known = read_labels(label_files or of_the_project())
        done = join(_clauses(unxml or [], texts or [], jobs, unread), known)
        status = _report(done, known.repeated, known.conflicts)
        if status:
            return status
        facts = {"checksums": _checksums([*(unxml or []), *(texts or []), *(label_files or of_the_project())])}
        path = output or default_cache()
        _write_cache(path, done, facts)
    except (CorpusError, OSError) as error:
        complain(str(error))
        return UNREADABLE
    complain(f"{path}: {len(done.rows)} clauses")
    return UNREADABLE if unread else 0


@app.command("build", epilog=BUILD_EXAMPLE)
def build(
    written: Annotated[bool, typer.Option("--written/--no-written", help="With the written resolutions.")] = True,
    cache: Annotated[
        Path | None,
        typer.Option("--cache", metavar="CACHE", help="Labels with their texts. The user's cache without it."),
    ] = None,
    corrections: Annotated[
        list[Path] | None,
        typer.Option("--corrections", metavar="FILE", help="Corrections. Those of the project without it."),
    ] = None,
    labelled: Annotated[
        list[Path] | None,
        typer.Option("--labelled", metavar="FILE", help="Labelled rows of your own: JSONL, CSV, Parquet."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="OUT", help="A .parquet file; beside the user's cache without it."),
    ] = None,
) -> int:
    """Fold labels, written resolutions and corrections into one training table, split by recurring resolution."""
    from pipeline.corpus import CorpusError, read_corpora
    from pipeline.corpus.building import build as fold
    from pipeline.corpus.building import write_table
    from pipeline.corpus.cache import default_cache
    from pipeline.corpus.corrections import DisagreementError, correction_files
    from pipeline.learning import fold_of
    from pipeline.output.files import OutputError, whole_file

    hydrated = cache or (default_cache() if default_cache().exists() else None)
    path = output or default_cache().with_name("training.parquet")
    try:
        people = correction_files() if corrections is None else corrections
        corpora = read_corpora(written, hydrated, people, labelled or ())
        built = fold(corpora.rows, fold_of)
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as file:
            write_table(built.rows, file)
    except DisagreementError as error:
        for dispute in error.disputes:
            complain(dispute)
        complain(f"people disagree {len(error.disputes)} times; let one of each two take theirs back (`undoes`)")
        return UNREADABLE
    except CorpusError as error:
        complain(str(error))
        return UNREADABLE
    except (OutputError, OSError) as error:
        complain(str(error))
        return WRONG_USE
    _tell(corpora.notes, built, hydrated is None)
    complain(f"{path}: {len(built.rows)} labelled clauses")
    return 0


@app.command("written", epilog=WRITTEN_EXAMPLE)
def written_rows(output: Out) -> int:
    """Write the clauses of the written resolutions as JSON Lines, as `corpora/written/clauses.jsonl` holds them."""
    from pipeline.corpus import CorpusError
    from pipeline.corpus.written_lines import written_folder, written_lines

    try:
        data = "".join(written_lines(written_folder())).encode("utf-8")
    except CorpusError as error:
        complain(str(error))
        return UNREADABLE
    return 0 if _write(output, data) else WRONG_USE


def _tell(notes: Iterable[str], built: Built, dry: bool) -> None:
    """Say what a person should know of a training table."""
    for note in notes:
        complain(note)
    if dry:
        complain("there is no cache of labels with their texts; `clausewise corpus hydrate` makes one")
    complain(f"{built.removed} clauses left out that are nearly the same as one in another fold")
    for theme, count in built.scarce().items():
        complain(f"theme {theme}: only {count} clauses")


def _clauses(unxml: Sequence[Path], texts: Sequence[Path], jobs: int | None, unread: list[str]) -> Iterator[ClauseText]:
    """Yield the clauses of documents, then those of files; say what cannot be read, and keep its name."""
    from pipeline.corpus.texts import texts_of_file, texts_of_record
    from pipeline.record import Record
    from pipeline.run import Done, process

    for path in unxml:
        for documents in _rounds(path):
            names = {one.path: _origin(one.path, path) for one in documents}
            for result in _shown(process(documents, jobs=jobs), len(documents), path.name):
                if isinstance(result, Done):
                    record = Record.from_json(result.line)
                    yield from texts_of_record(record, names[record.source.path])
                else:
                    unread.append(result.path)
                    complain(f"{result.path}: {result.reason}")
    for path in texts:
        yield from texts_of_file(path)


def _rounds(path: Path) -> Iterator[list[Any]]:
    """Yield the documents of a path, those of an archive in rounds that memory holds."""
    from pipeline.corpus.archives import is_archive, members
    from pipeline.run import Document, Failure, find_documents

    if not is_archive(path):
        single = path.is_file()
        found = find_documents([str(path)])
        yield [one for one in found if single or isinstance(one, Failure) or one.path.lower().endswith(".xml")]
        return
    documents: list[Any] = []
    size = 0
    for name, data, reason in members(path):
        inside = f"{path}/{name}"
        documents.append(Failure(inside, reason) if data is None else Document(inside, len(data), data))
        size += len(data or b"")
        if size > ROUND_BYTES:
            yield documents
            documents, size = [], 0
    if documents:
        yield documents


def _origin(document: str, path: Path) -> str:
    """Return what a document is called without the folders of this machine."""
    return document.removeprefix(str(path.parent)).lstrip("/\\") if document != str(path) else path.name


def _shown(results: Iterable[Any], count: int, name: str) -> Iterator[Any]:
    """Yield results; a bar is shown in a terminal only."""
    if not sys.stderr.isatty():
        yield from results
        return
    with typer.progressbar(results, length=count, label=name, file=sys.stderr) as bar:
        yield from bar


def _report(done: Hydrated, repeated: int, conflicts: int) -> int:
    """Say how many labels found their text; 1 where none did."""
    for name, joined in done.joined.items():
        complain(f"{name}: {joined} labels found their text, {done.missing[name]} did not")
    if repeated or conflicts:
        complain(f"of clauses with labels in two files the first file holds: {_repeated(repeated, conflicts)}")
    if done.elsewhere:
        complain(f"{done.elsewhere} labels took their text from another resolution with the same words")
    if not sum(done.joined.values()):
        complain("no label found its text; name copies of the resolutions that the labels are of")
        return UNREADABLE
    return 0


def _repeated(repeated: int, conflicts: int) -> str:
    return f"{repeated} left out that say the same as an earlier one, {conflicts} that say something else"


def _checksums(paths: Sequence[Path]) -> dict[str, str]:
    """Return the checksums of sources by their names."""
    from pipeline.corpus.digests import tree_sha256

    return {path.name or "documents": tree_sha256(path) for path in paths}


def _write_cache(path: Path, done: Hydrated, facts: dict[str, Any]) -> None:
    """Write the cache, in a folder that is made where it is not there."""
    from pipeline.corpus.cache import write_cache
    from pipeline.output.files import OutputError, whole_file

    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with whole_file(path) as file:
            write_cache(done.rows, {**facts, "joined": done.joined, "missing": done.missing}, file)
    except OutputError as error:
        raise OSError(str(error)) from error


def _write(path: Path, data: bytes) -> bool:
    """Write a file whole; say so and return False where that fails."""
    from pipeline.output.files import OutputError, whole_file

    try:
        with whole_file(path) as file:
            file.write(data)
    except OutputError as error:
        complain(str(error))
        return False
    return True
