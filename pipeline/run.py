"""Paths to records, in one process or several: the only module that knows every layer.

Files go in and lines of JSON come out, in the order of the input and with the same bytes whatever the number of
workers. Each worker loads the pipeline itself (a pipeline that travels between processes arrives with read-only
buffers and fails) and sends back strings, which cost little to send; documents are never sent at all.
"""

from __future__ import annotations

import signal
import threading
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from pipeline import __version__
from pipeline.documents import Document, Failure, find_documents, read_whole
from pipeline.lexicon.data import data_folder
from pipeline.loading import ConfigurationError, config_checksum, config_path, load_pipeline, model_of
from pipeline.reading import ReadOptions, SourceText, UnreadableError, read_bytes, read_path
from pipeline.record import Record

if TYPE_CHECKING:
    from pipeline.components.tokenizer import ReadingTokenizer

CHUNK_DOCUMENTS = 256
CHUNK_BYTES = 400_000
"""What one task of a worker holds: enough to make its sending negligible, little enough to share the work evenly."""

ROUND = 16
"""Chunks a worker before the results must be taken: bounds what waits in memory when the reader is slow."""

LIGHT_BYTES = 1_500_000
"""Below this, which is about a second of work, starting workers takes longer than the work itself."""

MOST_WORDS = 500_000
"""Different words in the vocabulary, about 200 MB, from which the pipeline is loaded anew."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How documents are read.

    Attributes
    ----------
    config
        As in :func:`load_pipeline`.
    reading
        What the readers are told: password, tracked changes, limits.
    explain
        Whether the words that carried each theme are recorded.
    """

    config: str | None = None
    reading: ReadOptions = field(default_factory=ReadOptions)
    explain: bool = False


DEFAULTS = Settings()

__all__ = [
    "DEFAULTS",
    "ConfigurationError",
    "Document",
    "Done",
    "Failure",
    "Result",
    "Settings",
    "check_lexicons",
    "config_checksum",
    "config_path",
    "find_documents",
    "load_pipeline",
    "process",
    "read_record",
    "read_whole",
    "work",
]


@dataclass(frozen=True, slots=True)
class Done:
    """A document that became a record.

    Attributes
    ----------
    path
        As the document was named.
    line
        The record, as one line of JSON.
    conserved
        Whether all of its text is in the record.
    found
        Whether a preambular or operative paragraph was found in it.
    """

    path: str
    line: str
    conserved: bool
    found: bool


Result = Done | Failure


# -- one document ----------------------------------------------------------------------------------------------------


def read_record(source: SourceText, config: str | None = None, explain: bool = False) -> Record:
    """Return the record of a source text.

    Parameters
    ----------
    source
        What a reader gave.
    config
        As in :func:`load_pipeline`.
    explain
        Whether the words that carried each theme are recorded.

    Raises
    ------
    UnreadableError
        When the text is longer than the pipeline takes.
    """
    from pipeline.components.recording import record_of

    nlp = load_pipeline(config)
    if "un_themes" in nlp.pipe_names:
        cast(Any, nlp.get_pipe("un_themes")).explain = explain
    doc = cast("ReadingTokenizer", nlp.tokenizer).read(source)
    return record_of(nlp(doc), __version__, config_checksum(config), model_of(nlp))


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
        record = read_record(source, settings.config, settings.explain)
        odd = {issue.code for issue in record.issues}
        return Done(path, record.to_json(), "text-not-conserved" not in odd, "no-clauses" not in odd)
    except UnreadableError as error:
        return Failure(path, error.reason)
    except MemoryError:
        return Failure(path, "there is not enough memory for it; split the file")
    except Exception as error:  # a fault of this program in one document must not cost the others
        return Failure(path, f"a fault of clausewise ({type(error).__name__}: {error}); please report it")


def check_lexicons() -> list[str]:
    """Return one sentence for each row of the lexicons that does not do what its examples say."""
    import spacy

    from pipeline.components.acts import find_acts
    from pipeline.components.citations import find_citations
    from pipeline.components.dates import find_dates
    from pipeline.components.entities import find_names
    from pipeline.components.mandates import mandates_of
    from pipeline.components.name_scanner import NameScanner
    from pipeline.components.precut import clauses_doc
    from pipeline.lexicon.acts import load_acts
    from pipeline.lexicon.check import Finders, check_all
    from pipeline.lexicon.citations import load_citations
    from pipeline.lexicon.clauses import load_clauses
    from pipeline.lexicon.dates import load_dates
    from pipeline.lexicon.names import load_entities

    words, scanner, citations, dates = spacy.blank("en"), NameScanner(load_entities()), load_citations(), load_dates()
    lexicon, closings = load_acts(), load_clauses()
    nlp = load_pipeline(str(data_folder("configs") / "default.cfg"))

    def acts(text: str, kind: str) -> list[tuple[int, int, str, str]]:
        rows, _ = find_acts(clauses_doc(words, [{"text": text, "kind": kind}]), lexicon, closings)
        return [(row["start"], row["end"], row["lemma"], row["function"]) for row in rows]

    return check_all(
        Finders(
            acts=acts,
            citations=lambda text: [(r["start"], r["end"]) for r in find_citations(words.make_doc(text), citations)],
            dates=lambda text: [(r["start"], r["end"]) for r in find_dates(words.make_doc(text), dates)],
            mandates=lambda text: mandates_of(nlp(clauses_doc(nlp, [{"text": text}]))),
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
