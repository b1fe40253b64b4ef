"""Paths to records, in one process or several: the only module that knows every layer.

Files go in and lines of JSON come out, in the order of the input and with the same bytes whatever the number of
workers. Each worker loads the pipeline itself (a pipeline that travels between processes arrives with read-only
buffers and fails) and sends back strings, which cost little to send; documents are never sent at all.
"""

from __future__ import annotations

import hashlib
import os
import signal
import stat
import sys
import threading
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pipeline import __version__
from pipeline.lexicon.data import data_folder
from pipeline.reading import ReadOptions, SourceText, UnreadableError, read_bytes, read_path
from pipeline.record import Record

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.components.tokenizer import ReadingTokenizer

STANDARD_INPUT = "-"

CHUNK_DOCUMENTS = 256
CHUNK_BYTES = 400_000
"""What one task of a worker holds: enough to make its sending negligible, little enough to share the work evenly."""

ROUND = 16
"""Chunks a worker before the results must be taken: bounds what waits in memory when the reader is slow."""

LIGHT_BYTES = 1_500_000
"""Below this, which is about a second of work, starting workers takes longer than the work itself."""

MOST_WORDS = 500_000
"""Different words in the vocabulary, about 200 MB, from which the pipeline is loaded anew."""

COMPONENTS = ("tokenizer", "masthead", "clauses", "acts", "citations", "entities", "dates")
"""Modules that register what the default pipeline names. An installed package is found by its entry points as well."""


class ConfigurationError(ValueError):
    """A configuration that makes no pipeline; the message names it and says why."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How documents are read.

    Attributes
    ----------
    config
        As in :func:`load_pipeline`.
    reading
        What the readers are told: password, tracked changes, limits.
    """

    config: str | None = None
    reading: ReadOptions = field(default_factory=ReadOptions)


DEFAULTS = Settings()


@dataclass(frozen=True, slots=True)
class Document:
    """Something to read.

    Attributes
    ----------
    path
        As the person gave it, or below the folder that they gave; ``-`` for standard input.
    size
        Its size in bytes, which weighs the work.
    data
        Its bytes, where only this process can read them.
    """

    path: str
    size: int
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A document that became a record: its line of JSON, and whether all of its text is in it."""

    line: str
    conserved: bool


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read, and why, in one sentence."""

    path: str
    reason: str


Result = Done | Failure


# -- what to read ----------------------------------------------------------------------------------------------------


def find_documents(paths: Iterable[str], skip: str | Path | None = None) -> Iterator[Document | Failure]:
    """Yield every document that ``paths`` name, folders in sorted order, and a failure for each path without one.

    Parameters
    ----------
    paths
        Files, folders, or ``-`` for standard input. Hidden files in folders are passed over.
    skip
        A file that is no input though it lies in one of the folders: the output.
    """
    kept_out = _identity(os.stat(skip)) if skip is not None and os.path.exists(skip) else None
    for path in paths:
        if path == STANDARD_INPUT:
            data = sys.stdin.buffer.read()
            yield Document(path, len(data), data)
            continue
        try:
            status = os.stat(path)
            found = _walk(path, kept_out) if stat.S_ISDIR(status.st_mode) else iter([_document(path, status)])
            first = next(found, None)
            yield first or Failure(path, "there is no document in this folder")
            yield from found
        except (OSError, ValueError) as error:
            yield Failure(path, _said(error))


def _said(error: OSError | ValueError) -> str:
    """Return what the system says of a path, as it would stand in a sentence."""
    reason = getattr(error, "strerror", None) or str(error)
    return reason[:1].lower() + reason[1:]


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _document(path: str, status: os.stat_result) -> Document:
    """Return one file; what is no regular file (a pipe of the shell) is read here, since workers cannot see it."""
    if stat.S_ISREG(status.st_mode):
        packed = 5 if path.endswith(".gz") else 1
        return Document(path, status.st_size * packed)
    data = Path(path).read_bytes()
    return Document(path, len(data), data)


def _walk(folder: str, kept_out: tuple[int, int] | None) -> Iterator[Document | Failure]:
    """Yield the regular files below a folder, sorted; a folder that cannot be listed is a failure of its own."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        try:
            status = os.stat(path)
            if stat.S_ISDIR(status.st_mode):
                names = sorted((name for name in os.listdir(path) if not name.startswith(".")), reverse=True)
                inside = (os.path.join(path, name) for name in names)
                waiting += [one for one in inside if not (os.path.islink(one) and os.path.isdir(one))]
            elif stat.S_ISREG(status.st_mode) and _identity(status) != kept_out:
                yield _document(path, status)
        except OSError as error:
            yield Failure(path, _said(error))


# -- one document ----------------------------------------------------------------------------------------------------


@cache
def load_pipeline(config: str | None = None) -> Language:
    """Return the pipeline of a configuration, loaded once a process.

    Parameters
    ----------
    config
        A configuration file in spaCy's language, or a folder that spaCy saved; the default pipeline where None.

    Raises
    ------
    ConfigurationError
        When there is no such configuration, or it makes no pipeline that reads resolutions.
    """
    import spacy

    for name in COMPONENTS:
        import_module(f"pipeline.components.{name}")
    path = config_path(config)
    try:
        if path.is_dir():
            nlp = spacy.load(path)
        else:
            nlp = spacy.util.load_model_from_config(spacy.util.load_config(path), auto_fill=True)
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{path}: {' '.join(str(error).split())}") from error
    if not hasattr(nlp.tokenizer, "read"):
        raise ConfigurationError(f'{path}: the tokenizer does not repair the layout; name "un.reading_tokenizer.v1"')
    return nlp


def config_path(config: str | None = None) -> Path:
    """Return the path of a configuration, that of the default one where None."""
    return Path(config) if config else data_folder("configs") / "default.cfg"


@cache
def config_checksum(config: str | None = None) -> str:
    """Return the SHA-256 of the configuration and of every row of the lexicons: what the results depend on."""
    path, configs = config_path(config), data_folder("configs")
    settings = [path / "config.cfg"] if path.is_dir() else [path]
    rows = [*sorted(configs.glob("lexicons/*.toml")), *sorted(configs.glob("gazetteers/*.csv"))]
    digest = hashlib.sha256()
    for one in settings + rows:
        data = one.read_bytes()
        digest.update(f"{one.name} {len(data)}\n".encode() + data)
    return digest.hexdigest()


def read_record(source: SourceText, config: str | None = None) -> Record:
    """Return the record of a source text.

    Raises
    ------
    UnreadableError
        When the text is longer than the pipeline takes.
    """
    from pipeline.components.recording import record_of

    nlp = load_pipeline(config)
    doc = cast("ReadingTokenizer", nlp.tokenizer).read(source)
    return record_of(nlp(doc), __version__, config_checksum(config))


def work(documents: Sequence[Document | Failure], settings: Settings = DEFAULTS) -> list[Result]:
    """Return the results of some documents; failures among them are handed on."""
    _bound_vocabulary(settings.config)
    return [one if isinstance(one, Failure) else _result(one, settings) for one in documents]


def _bound_vocabulary(config: str | None) -> None:
    """Load the pipeline anew when the words that documents brought into its vocabulary weigh too much.

    spaCy can forget words by itself (``nlp.memory_zone``), but its tokenizer then caches nothing and takes five times
    as long.
    """
    if len(load_pipeline(config).vocab) > MOST_WORDS:
        load_pipeline.cache_clear()


def _result(document: Document, settings: Settings) -> Result:
    path, told = document.path, settings.reading
    try:
        source = read_path(path, told) if document.data is None else read_bytes(document.data, path, told)
        if source.text.startswith('{"schema": "clausewise/'):
            return Failure(path, "this is a record, not a document; read it with `clausewise show`")
        record = read_record(source, settings.config)
        conserved = all(issue.code != "text-not-conserved" for issue in record.issues)
        return Done(record.to_json(), conserved)
    except UnreadableError as error:
        return Failure(path, error.reason)
    except MemoryError:
        return Failure(path, "there is not enough memory for it; split the file")
    except Exception as error:  # a fault of this program in one document must not cost the others
        return Failure(path, f"a fault of clausewise ({type(error).__name__}: {error}); please report it")


def check_lexicons() -> list[str]:
    """Return one sentence for each row of the lexicons that does not do what its examples say."""
    import spacy

    from pipeline.components.citations import find_citations
    from pipeline.components.dates import find_dates
    from pipeline.components.entities import find_names
    from pipeline.components.name_scanner import NameScanner
    from pipeline.lexicon.check import Finders, check_all
    from pipeline.lexicon.citations import load_citations
    from pipeline.lexicon.dates import load_dates
    from pipeline.lexicon.names import load_entities

    words, scanner, citations, dates = spacy.blank("en"), NameScanner(load_entities()), load_citations(), load_dates()
    return check_all(
        Finders(
            citations=lambda text: [(r["start"], r["end"]) for r in find_citations(words.make_doc(text), citations)],
            dates=lambda text: [(r["start"], r["end"]) for r in find_dates(words.make_doc(text), dates)],
            names=lambda text: [(start, name.end, name.label) for start, name in find_names(text, scanner)],
        )
    )


# -- many documents --------------------------------------------------------------------------------------------------


def process(
    documents: Iterable[Document | Failure], *, jobs: int | None = None, settings: Settings = DEFAULTS
) -> Iterator[Result]:
    """Yield one result for each document, in their order.

    Parameters
    ----------
    documents
        What :func:`find_documents` yields.
    jobs
        How many processes work; all cores where None. Little work is done in this process whatever is asked.
    settings
        How they are read.
    """
    chunks = list(_chunks(documents))
    weight = sum(_weight(one) for chunk in chunks for one in chunk)
    jobs = 1 if len(chunks) == 1 or weight < LIGHT_BYTES else jobs or _cores()
    if jobs > 1:
        yield from _in_parallel(chunks, jobs, settings)
    else:
        for chunk in chunks:
            yield from work(chunk, settings)


def _cores() -> int:
    """Return how many cores this process may use, which a container or a scheduler may bound."""
    from joblib import cpu_count

    return int(cpu_count())


def _weight(document: Document | Failure) -> int:
    return 0 if isinstance(document, Failure) else document.size


def _chunks(documents: Iterable[Document | Failure]) -> Iterator[list[Document | Failure]]:
    """Yield the documents in chunks of a bounded number and size."""
    chunk: list[Document | Failure] = []
    size = 0
    for document in documents:
        weight = _weight(document)
        if chunk and (len(chunk) == CHUNK_DOCUMENTS or size + weight > CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(document)
        size += weight
    if chunk:
        yield chunk


def _in_parallel(chunks: list[list[Document | Failure]], jobs: int, settings: Settings) -> Iterator[Result]:
    """Yield the results of the chunks from several processes.

    When a worker dies, what was not handed back of its round is done again, one document at a time, so that the one
    that cannot be done is known by name and every other one is done.
    """
    from concurrent.futures.process import BrokenProcessPool

    from joblib import Parallel

    parallel = partial(Parallel, n_jobs=jobs, prefer="processes", batch_size=1, max_nbytes=None)
    for start in range(0, len(chunks), ROUND * jobs):
        left = chunks[start : start + ROUND * jobs]
        done = 0
        try:
            for results in _round(parallel(return_as="generator"), left, settings):
                done += 1
                yield from results
        except BrokenProcessPool:
            for document in [document for chunk in left[done:] for document in chunk]:
                try:
                    yield from next(_round(parallel(), [[document]], settings))
                except BrokenProcessPool:
                    reason = "its process was killed, most likely for want of memory; split the file"
                    yield Failure(document.path, reason)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Start workers that do not hear Ctrl-C, which a terminal sends to all: this process ends them, without a trace.

    An ignored signal stays ignored in a program that is executed (POSIX, `execve`), and Python leaves it so. Only the
    main thread may say so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _round(parallel: Any, chunks: list[list[Document | Failure]], settings: Settings) -> Iterator[list[Result]]:
    """Yield the results of each chunk in order; when nobody wants the rest, end the work on it without a word."""
    from joblib import delayed

    with _deaf_to_interrupts():
        results = iter(parallel(delayed(work)(chunk, settings) for chunk in chunks))
    try:
        for found in results:  # noqa: UP028  ("yield from" would end the work before the warning of it is silenced)
            yield found
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            getattr(results, "close", lambda: None)()
