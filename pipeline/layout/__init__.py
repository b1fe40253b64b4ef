"""Repairs the layout of a source text: furniture and notes out, paragraphs whole, every character traceable."""

from __future__ import annotations

from pipeline.layout.offsets import OffsetMap
from pipeline.layout.paragraphs import Lexicons
from pipeline.layout.reading_text import Block, ReadingNote, ReadingText, read_layout

__all__ = ["Block", "Lexicons", "OffsetMap", "ReadingNote", "ReadingText", "read_layout"]
