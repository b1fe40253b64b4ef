"""A page of a PDF as a picture, so that a person can compare what was read with what is printed.

The picture is made by PDFium in the guarded process, like everything that is done to a file by a library written in C.
"""

from __future__ import annotations

import base64
import ctypes
import io
from dataclasses import dataclass
from typing import Any

from pipeline.reading.limits import ReadOptions
from pipeline.reading.source import UnreadableError

WIDTH = 1_240
"""Pixels of the width of a picture: 150 dots an inch on paper of the size A4."""

HIGHEST = 4_000
"""Most pixels of its height."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A picture of a page.

    Attributes
    ----------
    png
        The bytes of a PNG file.
    width, height
        Size of the page in points, as it is read upright.
    """

    png: bytes
    width: float
    height: float


def page_image(data: bytes, name: str, number: int, options: ReadOptions | None = None) -> PageImage:
    """Return a page of a PDF as a picture.

    Parameters
    ----------
    data
        The bytes of the file, packed with gzip or not.
    name
        The file as the person named it.
    number
        The page, counted from 1.
    options
        Password and limits.

    Raises
    ------
    UnreadableError
        When the file is no PDF, has no such page, or cannot be drawn within its limits.
    """
    from pipeline.reading.detect import detect
    from pipeline.reading.guard import guard_of
    from pipeline.reading.packing import GZIP_MAGIC, unpack

    options = options or ReadOptions()
    if data.startswith(GZIP_MAGIC):
        data = unpack(data, name, options.limits)
    media_type = detect(data, name)
    if media_type != "application/pdf":
        raise UnreadableError(name, "it is no PDF, and has no pages to be drawn")
    if not options.guarded:
        return draw(data, name, number, options)
    reply = guard_of(options).ask(data, name, media_type, options, page=number)
    return PageImage(base64.b64decode(reply["png"]), reply["width"], reply["height"])


def to_plain_image(image: PageImage) -> dict[str, Any]:
    """Return a picture as plain data."""
    return {"png": base64.b64encode(image.png).decode("ascii"), "width": image.width, "height": image.height}


def draw(data: bytes, name: str, number: int, options: ReadOptions) -> PageImage:
    """Draw a page in this process."""
    import pypdfium2.raw as pdfium
    from PIL import Image

    pdfium.FPDF_InitLibrary()
    buffer = ctypes.create_string_buffer(data, len(data))
    password = options.password.encode() if options.password is not None else None
    document = pdfium.FPDF_LoadMemDocument64(buffer, len(data), password)
    if not document:
        raise UnreadableError(name, "it cannot be opened; its password is missing, or it is damaged")
    page = pdfium.FPDF_LoadPage(document, number - 1) if 0 < number <= pdfium.FPDF_GetPageCount(document) else None
    try:
        if not page:
            raise UnreadableError(name, f"there is no page {number} that can be drawn")
        wide, high = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        width = WIDTH
        height = max(1, min(HIGHEST, round(WIDTH * high / max(wide, 1.0))))
        bitmap = pdfium.FPDFBitmap_Create(width, height, 0)
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT)
            stride = pdfium.FPDFBitmap_GetStride(bitmap)
            pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
    finally:
        if page:
            pdfium.FPDF_ClosePage(page)
        pdfium.FPDF_CloseDocument(document)
    picture = Image.frombytes("RGB", (width, height), pixels, "raw", "BGRX", stride)
    written = io.BytesIO()
    picture.quantize(32).save(written, "PNG")
    return PageImage(written.getvalue(), wide, high)
