"""What every writer offers."""

from __future__ import annotations

from typing import Protocol


class Sink(Protocol):
    """Takes the records of a run one after another."""

    def write(self, line: str) -> None:
        """Take one record, as its line of JSON."""
