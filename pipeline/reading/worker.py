"""The process in which guarded files are read: ``python -m pipeline.reading.worker``, spoken to over its pipes.

A request is a line of JSON and the bytes of the file; the answer is a line of JSON. JSON and not pickle, because the
process that reads a hostile file must not be believed more than the file.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import asdict
from typing import Any, BinaryIO

from pipeline.reading.limits import Limits, ReadOptions
from pipeline.reading.page_image import draw, to_plain_image
from pipeline.reading.readers import read_now
from pipeline.reading.source import Declared, Mark, Place, SourceIssue, SourceText, UnreadableError


def to_plain(source: SourceText) -> dict[str, Any]:
    """Return a source text as plain data."""
    return {
        "text": source.text,
        "sha256": source.sha256,
        "media_type": source.media_type,
        "pages": source.pages,
        "marks": [(mark.kind, mark.start, mark.end, mark.value) for mark in source.marks],
        "issues": [(issue.code, issue.message, issue.start, issue.end) for issue in source.issues],
        "places": [(one.start, one.end, one.page, one.box, one.paragraph, one.element) for one in source.places],
        "declared": [(one.start, one.end, one.kind, one.number, one.level, one.annex) for one in source.declared],
    }


def from_plain(name: str, plain: dict[str, Any]) -> SourceText:
    """Return the source text that :func:`to_plain` made plain."""
    return SourceText(
        name,
        plain["text"],
        plain["sha256"],
        plain["media_type"],
        None if plain["pages"] is None else tuple(plain["pages"]),
        tuple(Mark(*mark) for mark in plain["marks"]),
        tuple(SourceIssue(*issue) for issue in plain["issues"]),
        tuple(
            Place(start, end, page, None if box is None else (box[0], box[1], box[2], box[3]), paragraph, element)
            for start, end, page, box, paragraph, element in plain["places"]
        ),
        tuple(Declared(*one) for one in plain["declared"]),
    )


def request_line(name: str, media_type: str, options: ReadOptions, size: int, page: int | None = None) -> bytes:
    """Return the line that asks for a file to be read, or for a page of it to be drawn."""
    asked = {"name": name, "media_type": media_type, "options": asdict(options), "size": size, "page": page}
    return json.dumps(asked).encode("ascii") + b"\n"


def answer(line: bytes, data: bytes) -> bytes:
    """Read one file, or draw a page of it, and return the line that answers."""
    asked = json.loads(line)
    given = dict(asked["options"])
    options = ReadOptions(**{**given, "limits": Limits(**given["limits"])})
    reply: dict[str, Any]
    try:
        if asked["page"] is None:
            reply = {"source": to_plain(read_now(data, asked["name"], asked["media_type"], options))}
        else:
            reply = to_plain_image(draw(data, asked["name"], asked["page"], options))
    except UnreadableError as error:
        reply = {"reason": error.reason}
    except Exception as error:  # whatever a hostile file brings about ends that file, not the run
        fault = f"{type(error).__name__}: {error}"[:200]
        reply = {"reason": f"it cannot be read ({fault}); it is damaged, or the reader has a fault: please report it"}
    return json.dumps(reply).encode("ascii") + b"\n"


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer requests until there are no more."""
    while line := requests.readline():
        data = requests.read(json.loads(line)["size"])
        replies.write(answer(line, data))
        replies.flush()


def bound_memory(megabytes: int) -> None:
    """Let this process use no more memory than that, where the system can bound it."""
    try:
        import resource
    except ImportError:
        return
    size = megabytes << 20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def main() -> None:
    """Serve on standard input and output; what libraries print goes nowhere."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    bound_memory(int(sys.argv[1]))
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    main()
