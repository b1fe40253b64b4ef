"""The guard: time and memory of a file are bounded, a crash ends one file, and nothing asks the network."""

from __future__ import annotations

import json
import os
import signal
import socket
import time

import pytest

from pipeline.reading import Limits, ReadOptions, SourceText, UnreadableError, read_bytes
from pipeline.reading.guard import Guard
from pipeline.reading.worker import answer, from_plain, request_line
from tests.reading.handmade_pdf import pdf, show
from tests.reading.typesetting import Document, to_akn, to_docx, to_html, to_pdf

PDF = "application/pdf"
PAGE = pdf([show("The Council,", 100, 700)])


@pytest.fixture
def guard() -> Guard:
    return Guard(512)


def test_a_file_that_hangs_is_ended(guard: Guard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.reading.guard.GRACE", 0.2)
    assert guard.read(PAGE, "x.pdf", PDF, ReadOptions()).text == "The Council,"
    process = guard._process
    assert process is not None
    os.kill(process.pid, signal.SIGSTOP)
    start = time.monotonic()
    with pytest.raises(UnreadableError, match=r"longer than 0\.5 seconds"):
        guard.read(PAGE, "x.pdf", PDF, ReadOptions(limits=Limits(seconds=0.5)))
    assert time.monotonic() - start < 5
    assert guard.read(PAGE, "x.pdf", PDF, ReadOptions()).text == "The Council,"
    guard.close()


def test_a_crash_ends_one_file(guard: Guard, monkeypatch: pytest.MonkeyPatch) -> None:
    guard.read(PAGE, "x.pdf", PDF, ReadOptions())
    process = guard._process
    assert process is not None
    with monkeypatch.context() as patch:
        patch.setattr(process, "poll", lambda: None)  # the guard does not know yet that the process is gone
        process.kill()
        with pytest.raises(UnreadableError, match="crashes"):
            guard.read(PAGE, "x.pdf", PDF, ReadOptions())
    assert guard.read(PAGE, "x.pdf", PDF, ReadOptions()).text == "The Council,"
    guard.close()


def test_memory_is_bounded(guard: Guard) -> None:
    small = Guard(300)
    page = "<p>" + "a <b>b</b> <i>c</i> " * 400_000
    with pytest.raises(UnreadableError, match="more than 300 MB"):
        small.read(page.encode(), "x.html", "text/html", ReadOptions(limits=Limits(megabytes=300)))
    assert small.read(b"<p>The Council,", "x.html", "text/html", ReadOptions()).text == "The Council,"
    small.close()


def test_what_goes_through_the_pipe_is_the_same(trails: Document) -> None:
    for kind, data in (("text/html", to_html(trails).encode()), (PDF, PAGE)):
        line = answer(request_line("x", kind, ReadOptions(), len(data)), data)
        plain = json.loads(line)["source"]
        assert from_plain("x", plain) == read_bytes(data, "x", ReadOptions(guarded=False))


def test_nothing_asks_the_network(trails: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [to_pdf(trails), to_docx(trails), to_akn(trails)]
    page = to_html(trails).replace(
        "<main>", "<main><img src='http://127.0.0.1:9/a.png'><link href='http://127.0.0.1:9'>"
    )
    external = b'<!DOCTYPE akomaNtoso SYSTEM "http://127.0.0.1:9/x.dtd"><akomaNtoso><p>The Council,</p></akomaNtoso>'

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a reader opened a socket")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for data in [*made, page.encode(), external]:
        source: SourceText = read_bytes(data, "x", ReadOptions(guarded=False))
        assert source.text


def test_memory_does_not_grow_with_the_number_of_files(trails: Document) -> None:
    resource = pytest.importorskip("resource")
    files = [to_docx(trails), to_html(trails).encode(), to_akn(trails), PAGE]
    options = ReadOptions(guarded=False)
    for data in files * 20:
        read_bytes(data, "x", options)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for data in files * 100:
        read_bytes(data, "x", options)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000
