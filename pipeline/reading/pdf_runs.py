"""From a page of a PDF to its runs: stretches of text of one font, with their place on the page as it is read.

PDFium gives characters in the order of the file, each with the object that printed it and its matrix. A run is what
one object printed without a break; Word cuts words over objects ("Securit" + "y Council"), so runs are not words.
"""

from __future__ import annotations

import ctypes as c
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.reading.limits import Clock
from pipeline.reading.writer import PRINTED

BOLD_WEIGHT = 600
"""Weight of a font from which it is bold (CSS Fonts, section 2.2: 600 is semi-bold)."""

ITALIC_FLAG = 1 << 6
BOLD_FLAG = 1 << 18
"""Flags of a font descriptor (ISO 32000-1, table 123)."""

SKEW = 0.1
"""Slant of the matrix from which upright letters are drawn as italics."""

FARTHEST = 1e6
"""Points beyond which no page reaches."""

MOST_OBJECTS = 20_000
"""Objects of a page that are looked at for rules; drawings have more, and no rule of a note among them."""

LEAP = 16
"""Characters that are leaped over while looking for the end of a run."""

LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
HYPHENS = {0x02: "-", 0xFFFE: "-", 0xAD: "-"}
"""A hyphen that is printed at the end of a line: PDFium gives the first two, and many fonts call it a soft hyphen."""

LETTERS = {**PRINTED, **LIGATURES, **HYPHENS}


@dataclass(slots=True)
class Run:
    """Text of one font, as printed by one object.

    ``x0`` and ``x1`` are where the pen starts and ends, ``y`` is the base line, ``size`` the height of the font, all
    in points of the page turned so that its text is upright.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    italic: bool
    raised: bool = False


@dataclass(slots=True)
class PageRuns:
    """What one page prints."""

    runs: list[Run]
    turned: list[Run]
    """Text that stands at an angle to the rest: stamps and watermarks."""
    rules: list[tuple[float, float, float]]
    """Thin horizontal lines: left, right, height."""
    width: float
    height: float
    pictures: bool


@cache
def _function(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Return a function of PDFium that takes and gives plain numbers instead of pointer objects, for speed."""
    address = c.cast(getattr(pdfium, name), c.c_void_p).value
    assert address is not None
    return c.CFUNCTYPE(result, *arguments)(address)


def read_page(document: Any, index: int, clock: Clock) -> PageRuns | None:
    """Return what page ``index`` prints, or None where the page is broken."""
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        return None
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        clock.check()
        if not text_page:
            return None
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, box)
        pieces = _pieces(text_page, clock)
        turn = _turn(pieces)
        rules, pictures = _drawings(page) if turn == 0 else ([], False)
        return _upright(pieces, turn, box, rules, pictures)
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)
        pdfium.FPDF_ClosePage(page)


@dataclass(slots=True)
class _Piece:
    """A run before the page is turned upright: matrix and the two ends of its box."""

    text: str
    matrix: tuple[float, float, float, float, float, float]
    box: tuple[float, float, float, float]
    size: float
    bold: bool
    italic: bool


def _pieces(text_page: Any, clock: Clock) -> list[_Piece]:
    """Return the pieces of a page in the order of the file."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return []
    letters = _letters(text_page, count)
    ruler = _Ruler(text_page)
    pieces: list[_Piece] = []
    first = 0
    while first < count:
        if not len(pieces) & 0xFF:
            clock.check()
        owner = ruler.owner(first)
        end = _end(ruler, owner, first, count, letters)
        if owner:
            pieces.append(ruler.piece(owner, first, end, letters[first:end]))
        first = end
    return pieces


def _letters(text_page: Any, count: int) -> str:
    """Return the characters of a page, one for each of PDFium's, by one call where they correspond."""
    buffer = (c.c_ushort * (count + 1))()
    got = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(0, got - 1)].decode("utf-16-le", "surrogatepass")
    if len(text) == count:
        return text
    handle = c.cast(text_page, c.c_void_p).value
    get_code = _function("FPDFText_GetUnicode", c.c_uint, c.c_void_p, c.c_int)
    codes = (get_code(handle, index) for index in range(count))
    return "".join(chr(code) if code < 0x110000 else "\ufffd" for code in codes)


def _end(ruler: _Ruler, owner: int | None, first: int, count: int, letters: str) -> int:
    """Return where the run that begins at ``first`` ends: leap while the object is the same, halve the last leap."""
    if not owner:
        return first + 1
    low, high = first, first + 1
    while high < count and ruler.owner(high) == owner:
        low, high = high, high + LEAP
    high = min(high, count)
    while high - low > 1:
        middle = (low + high) // 2
        if ruler.owner(middle) == owner:
            low = middle
        else:
            high = middle
    for index in range(first + 1, high):  # a space that PDFium puts where the object leaves a gap has no object
        if letters[index] in " \r\n" and ruler.owner(index) != owner:
            return index
    return high


class _Ruler:
    """Measures the characters of one page; what it asks with is kept, because making it costs more than asking."""

    def __init__(self, text_page: Any) -> None:
        self._page = text_page
        self._handle = c.cast(text_page, c.c_void_p).value
        self._owner = _function("FPDFText_GetTextObject", c.c_void_p, c.c_void_p, c.c_int)
        self._get_box = _function("FPDFText_GetLooseCharBox", c.c_int, c.c_void_p, c.c_int, c.c_void_p)
        self._box = pdfium.FS_RECTF()
        self._box_at = c.addressof(self._box)
        self._matrix = pdfium.FS_MATRIX()
        self._x, self._y, self._size = c.c_double(), c.c_double(), c.c_float()
        self._fonts: dict[int, tuple[bool, bool]] = {}

    def owner(self, index: int) -> int | None:
        """Return the address of the object that printed a character, None for what PDFium put in itself."""
        found: int | None = self._owner(self._handle, index)
        return found

    def piece(self, owner: int, first: int, end: int, letters: str) -> _Piece:
        """Measure the characters from ``first`` to ``end``, printed by the object at ``owner``."""
        box, matrix = self._box, self._matrix
        self._get_box(self._handle, first, self._box_at)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        if end - first > 1:
            self._get_box(self._handle, end - 1, self._box_at)
            left, bottom = min(left, box.left), min(bottom, box.bottom)
            right, top = max(right, box.right), max(top, box.top)
        pdfium.FPDFText_GetMatrix(self._page, first, matrix)
        if pdfium.FPDFText_GetCharOrigin(self._page, first, self._x, self._y):
            matrix.e, matrix.f = self._x.value, self._y.value
        thing = c.cast(owner, pdfium.FPDF_PAGEOBJECT)
        pdfium.FPDFTextObj_GetFontSize(thing, self._size)
        bold, italic = self._look(pdfium.FPDFTextObj_GetFont(thing))
        shape = (_sane(matrix.a), _sane(matrix.b), _sane(matrix.c), _sane(matrix.d), _sane(matrix.e), _sane(matrix.f))
        corners = (_sane(left), _sane(bottom), _sane(right), _sane(top))
        return _Piece(letters.translate(LETTERS), shape, corners, _sane(self._size.value), bold, italic)

    def _look(self, font: Any) -> tuple[bool, bool]:
        """Tell whether a font is bold and italic."""
        key = c.cast(font, c.c_void_p).value or 0
        if key not in self._fonts:
            self._fonts[key] = _style(font)
        return self._fonts[key]


def _sane(value: float) -> float:
    """Return a number that can be reckoned with: damaged files hold infinities."""
    return value if -FARTHEST < value < FARTHEST else 0.0


def _style(font: Any) -> tuple[bool, bool]:
    """Tell whether a font is bold and italic, by its descriptor and its name."""
    if not font:
        return False, False
    buffer = c.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("latin-1").rpartition("+")[2].lower()
    flags = max(0, pdfium.FPDFFont_GetFlags(font))
    bold = "bold" in name or "black" in name or bool(flags & BOLD_FLAG)
    bold = bold or (pdfium.FPDFFont_GetWeight(font) >= BOLD_WEIGHT and "regular" not in name)
    italic = "italic" in name or "oblique" in name or bool(flags & ITALIC_FLAG)
    return bold, italic


def _turn(pieces: list[_Piece]) -> int:
    """Return by how many quarter turns most of the text is rotated, counterclockwise."""
    votes: Counter[int] = Counter()
    for piece in pieces:
        angle = math.atan2(piece.matrix[1], piece.matrix[0]) / (math.pi / 2)
        if abs(angle - round(angle)) < 0.05:
            votes[round(angle) % 4] += len(piece.text)
    return max(votes, key=lambda turn: (votes[turn], -turn)) if votes else 0


def _spin(x: float, y: float, turn: int) -> tuple[float, float]:
    """Rotate a point clockwise by quarter turns about the origin."""
    for _ in range(turn):
        x, y = y, -x
    return x, y


def _upright(
    pieces: list[_Piece], turn: int, box: Any, rules: list[tuple[float, float, float]], pictures: bool
) -> PageRuns:
    """Turn the page so that its text is upright, move its corner to (0, 0), and leave out what it does not show."""
    corners = [_spin(x, y, turn) for x in (box.left, box.right) for y in (box.bottom, box.top)]
    left, bottom = min(x for x, _ in corners), min(y for _, y in corners)
    width, height = max(x for x, _ in corners) - left, max(y for _, y in corners) - bottom
    moved = [(x0 - left, x1 - left, y - bottom) for x0, x1, y in rules]
    page = PageRuns([], [], moved, width, height, pictures)
    for piece in pieces:
        run, straight = _run(piece, turn, left, bottom)
        if width and height and not (-2 <= run.x0 <= width + 2 and -2 <= run.y <= height + 2):
            continue
        (page.runs if straight else page.turned).append(run)
    return page


def _run(piece: _Piece, turn: int, left: float, bottom: float) -> tuple[Run, bool]:
    """Return a piece as a run of the upright page, and whether it is upright itself."""
    a, b = _spin(*piece.matrix[:2], turn)
    slant, scale = _spin(*piece.matrix[2:4], turn)
    x, y = _spin(*piece.matrix[4:], turn)
    ends = [_spin(piece.box[i], piece.box[j], turn)[0] for i in (0, 2) for j in (1, 3)]
    size = abs(piece.size * math.hypot(slant, scale))
    straight = a > 0 and abs(b) < 0.05 * a
    skewed = straight and scale > 0 and slant > SKEW * scale
    x0, x1 = x - left, max(x, *ends) - left
    return Run(piece.text, x0, x1, y - bottom, size or 1.0, piece.bold, piece.italic or skewed), straight


def _drawings(page: Any) -> tuple[list[tuple[float, float, float]], bool]:
    """Return the thin horizontal lines of a page, and whether it has pictures."""
    left, bottom, right, top = (c.c_float() for _ in range(4))
    rules, pictures = [], False
    count = pdfium.FPDFPage_CountObjects(page)
    for index in range(min(count, MOST_OBJECTS)):
        thing = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(thing)
        pictures = pictures or kind == pdfium.FPDF_PAGEOBJ_IMAGE
        if kind != pdfium.FPDF_PAGEOBJ_PATH or not pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
            continue
        if abs(top.value - bottom.value) < 1.5 and right.value - left.value > 30:
            rules.append((left.value, right.value, (top.value + bottom.value) / 2))
    return rules, pictures
