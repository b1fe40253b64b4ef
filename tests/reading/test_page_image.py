"""A page of a PDF as a picture."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from pipeline.reading import ReadOptions, UnreadableError
from pipeline.reading.page_image import HIGHEST, WIDTH, page_image

weasyprint = pytest.importorskip("weasyprint")


@pytest.fixture(scope="module")
def two_pages() -> bytes:
    style = "@page{size:A4;margin:0} div{height:148mm;background:#c00} p{break-before:page}"
    html = f"<style>{style}</style><div></div><p>x"
    return bytes(weasyprint.HTML(string=html).write_pdf())


@pytest.mark.parametrize("guarded", [True, False])
def test_the_picture_shows_the_page(two_pages: bytes, guarded: bool) -> None:
    image = page_image(two_pages, "a.pdf", 1, ReadOptions(guarded=guarded))
    assert (round(image.width), round(image.height)) == (595, 842)
    with Image.open(io.BytesIO(image.png)) as picture:
        assert picture.format == "PNG"
        assert picture.size == (WIDTH, round(WIDTH * image.height / image.width))
        pixels = picture.convert("RGB")
        red, white = pixels.getpixel((600, 100)), pixels.getpixel((600, picture.size[1] - 100))
    assert isinstance(red, tuple)
    assert red[0] > 180
    assert red[1] < 20
    assert white == (255, 255, 255)


@pytest.mark.parametrize("number", [0, -1, 3, 2**40])
def test_a_page_that_is_not_there_is_said(two_pages: bytes, number: int) -> None:
    with pytest.raises(UnreadableError, match=f"a.pdf: there is no page {number} that can be drawn"):
        page_image(two_pages, "a.pdf", number)


def test_only_a_pdf_has_pages() -> None:
    with pytest.raises(UnreadableError, match="it is no PDF"):
        page_image(b"The General Assembly,", "a.txt", 1)


def test_a_strip_of_paper_stays_within_bounds() -> None:
    html = "<style>@page{size:1mm 5000mm;margin:0}</style>x"
    image = page_image(bytes(weasyprint.HTML(string=html).write_pdf()), "strip.pdf", 1)
    with Image.open(io.BytesIO(image.png)) as picture:
        assert picture.size == (WIDTH, HIGHEST)
