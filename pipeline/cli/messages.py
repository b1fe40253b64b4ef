"""What the commands say on standard error, and the exit statuses that they share."""

from __future__ import annotations

import sys

UNREADABLE = 1
WRONG_USE = 2
NOT_CONSERVED = 3


def complain(sentence: str) -> None:
    """Say one sentence on standard error; a closed standard error is no reason to fail."""
    line = " ".join(f"clausewise: {sentence}".split())
    try:
        sys.stderr.write(line.encode("utf-8", "backslashreplace").decode("utf-8") + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return
