"""Many documents: the same bytes whatever the number of workers, and what happens when one dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from pipeline import run
from pipeline.lexicon.data import data_folder
from pipeline.run import Document, Failure, Result, Settings, find_documents, load_pipeline, process, work

SAMPLES = Path(__file__).resolve().parents[1] / "corpora" / "samples"


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make even little work go to workers, in small chunks and many rounds."""
    monkeypatch.setattr(run, "LIGHT_BYTES", 0)
    monkeypatch.setattr(run, "CHUNK_DOCUMENTS", 2)
    monkeypatch.setattr(run, "ROUND", 2)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> list[Document | Failure]:
    """Return three copies of every sample, with a file that is empty and one that is missing among them."""
    folder = tmp_path_factory.mktemp("many")
    for path in SAMPLES.iterdir():
        for copy in "abc":
            (folder / f"{copy}-{path.name}").write_bytes(path.read_bytes())
    (folder / "b.txt").write_bytes(b"")
    return list(find_documents([str(folder / "missing"), str(folder)]))


@pytest.mark.usefixtures("eager")
def test_the_number_of_workers_changes_nothing(many: list[Document | Failure]) -> None:
    one = list(process(many, jobs=1))
    assert len(one) == len(many)
    assert [result for result in one if isinstance(result, Failure)] == [
        many[0],
        next(result for result in one if isinstance(result, Failure) and result.path.endswith("/b.txt")),
    ]
    for jobs in (2, 3):
        assert list(process(many, jobs=jobs)) == one


@pytest.mark.usefixtures("eager")
def test_a_killed_worker_costs_no_result(many: list[Document | Failure]) -> None:
    from joblib.externals.loky import reusable_executor

    expected = list(process(many, jobs=1))
    results = process(many, jobs=2)
    found = [next(results)]
    for worker in list(reusable_executor._executor._processes):
        os.kill(worker, signal.SIGKILL)
    found += results
    assert found == expected


@pytest.mark.usefixtures("eager")
def test_a_document_that_kills_its_worker_is_named_and_every_other_is_done(
    many: list[Document | Failure], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = list(process(many, jobs=1))
    poison = 20

    def deadly(documents: Sequence[Document | Failure], settings: Settings = run.DEFAULTS) -> list[Result]:
        if any(document.path == many[poison].path for document in documents):
            os.kill(os.getpid(), signal.SIGKILL)
        return work(documents, settings)

    monkeypatch.setattr(run, "work", deadly)
    found = list(process(many, jobs=2))
    killed = found[poison]
    assert isinstance(killed, Failure)
    assert killed.path == many[poison].path
    assert "killed" in killed.reason
    assert found[:poison] + found[poison + 1 :] == expected[:poison] + expected[poison + 1 :]


@pytest.mark.usefixtures("eager")
def test_a_reader_that_stops_early_is_no_error(many: list[Document | Failure]) -> None:
    results = process(many, jobs=2)
    next(results)
    assert isinstance(results, Iterator)
    results.close()  # type: ignore[attr-defined]
    assert len(list(process(many, jobs=2))) == len(many)


def test_chunks_are_bounded_by_number_and_by_size() -> None:
    small = [Document(str(number), 10) for number in range(600)]
    assert [len(chunk) for chunk in run._chunks(small)] == [256, 256, 88]
    large = [Document("a", run.CHUNK_BYTES - 1), Document("b", 1), Document("c", 1), Document("d", 9 * run.CHUNK_BYTES)]
    assert [[one.path for one in chunk] for chunk in run._chunks([*large, Failure("e", "x")])] == [
        ["a", "b"],
        ["c"],
        ["d"],
        ["e"],
    ]


def test_the_vocabulary_is_bounded_and_a_new_one_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = list(find_documents([str(SAMPLES)]))
    first = work(documents)
    before = load_pipeline()
    monkeypatch.setattr(run, "MOST_WORDS", 10)
    assert work(documents) == first
    assert load_pipeline() is not before


def test_the_checksum_of_the_configuration_depends_on_its_words_only(tmp_path: Path) -> None:
    shipped = data_folder("configs") / "default.cfg"
    text = shipped.read_text("utf-8")
    paths = []
    for name, content in (("a", text), ("b", text), ("c", text + "\n")):
        path = tmp_path / name / "default.cfg"
        path.parent.mkdir()
        path.write_text(content, encoding="utf-8")
        paths.append(str(path))
    same, again, other = map(run.config_checksum, paths)
    assert same == again == run.config_checksum(str(shipped))
    assert other != same
