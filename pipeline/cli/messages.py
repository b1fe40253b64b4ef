"""What the commands say on standard error, and the exit statuses that they share."""

from __future__ import annotations

import re
import sys

STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that steer a terminal or turn its text round."""

UNREADABLE = 1
WRONG_USE = 2
NOT_CONSERVED = 3


def complain(sentence: str) -> None:
    """Say one sentence on standard error; a closed standard error is no reason to fail."""
    line = STEERING.sub(lambda found: f"\\x{ord(found.group()):02x}", " ".join(f"clausewise: {sentence}".split()))
    try:
        sys.stderr.write(line.encode("utf-8", "backslashreplace").decode("utf-8") + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return
