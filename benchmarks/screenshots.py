"""Pictures of the inspector for the documentation, made of the samples in a real browser.

``python benchmarks/screenshots.py [FOLDER]`` writes them to ``docs/inspector``. It needs Chromium, or the path of one
in ``CLAUSEWISE_CHROMIUM``, and the packages of the extra ``test``.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOUSE = Path(__file__).resolve().parents[1]
CHROMIUM = os.environ.get("CLAUSEWISE_CHROMIUM") or shutil.which("chromium") or "chromium"
COMMAND = [sys.executable, "-c", "from pipeline.cli import main; main()"]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(HOUSE)}

LARGEST = 120_000
"""Bytes that a picture may have."""

PRINTED = """<style>@page { size: A4; margin: 2.5cm } body { font: 12pt/1.5 serif }</style>
<p>United Nations</p><p>A/89/L.7</p><p>General Assembly</p><p>Eighty-ninth session</p>
<p>Harbours of small islands</p>
<p><i>The General Assembly</i>,</p>
<p><i>Recalling</i> its resolution 79/902 of 4 December 2034 on harbours,</p>
<p><i>Concerned</i> that quays are under water after every storm, and that fishers lose their boats and their nets,</p>
<p>1. <i>Welcomes</i> the charts of the harbours that the islands have drawn together;</p>
<p>2. <i>Requests</i> the Secretary-General to submit a report on the harbours at its ninetieth session;</p>
<p>3. <i>Encourages</i> Member States to lend the islands their dredgers until 2041.</p>"""


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Yield the address of an inspector of the samples and of a PDF."""
    import weasyprint

    texts = folder / "texts"
    shutil.copytree(HOUSE / "corpora" / "samples", texts, ignore=shutil.ignore_patterns("README*"))
    (texts / "harbours.pdf").write_bytes(weasyprint.HTML(string=PRINTED).write_pdf())
    names = [str(path.relative_to(folder)) for path in sorted(texts.iterdir())]
    run = [*COMMAND, "run", *names, "--explain", "-o", "records.jsonl"]
    subprocess.run(run, cwd=folder, env=ENVIRONMENT, check=True)
    options = ["--no-browser", "--who", "Ada Keeper", "--index", "index.db", "--corrections", "corrections.jsonl"]
    inspect = [*COMMAND, "inspect", "records.jsonl", *options]
    process = subprocess.Popen(inspect, cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip().rstrip("/")
    finally:
        process.terminate()
        process.wait(10)


def keep(page: Page, path: Path) -> None:
    """Write what the page shows, in as few colours as keep the picture small."""
    from PIL import Image

    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    for colours in (128, 64, 32, 16):
        image.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= LARGEST:
            break
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB, {colours} colours")


def window(browser: Browser, **options: Any) -> Page:
    """Return a page in a window of its own."""
    size = {"width": 1280, "height": 860}
    return browser.new_context(**{"viewport": size, "reduced_motion": "reduce", **options}).new_page()


def document(page: Page, address: str, name: str) -> str:
    """Return the address of a document by its symbol."""
    page.goto(f"{address}/?size=200")
    return address + (page.locator("td.symbol a", has_text=name).get_attribute("href") or "")


def pictures(browser: Browser, address: str, folder: Path) -> None:
    """Make all pictures."""
    page = window(browser)
    draft, harbours = document(page, address, "A/81/L.73"), document(page, address, "A/89/L.7")
    page.goto(address)
    keep(page, folder / "list.png")
    page.goto(f"{address}/?text=report&organ=General+Assembly")
    keep(page, folder / "search.png")
    page.goto(draft)
    keep(page, folder / "reading.png")
    page.goto(f"{draft}#op5")
    page.keyboard.press("c")
    page.locator("dialog[open] h1").wait_for()
    keep(page, folder / "correcting.png")
    page.goto(f"{harbours}#op2")
    page.keyboard.press("s")
    page.locator(".paper image").wait_for()
    page.wait_for_timeout(300)
    keep(page, folder / "source.png")
    page.goto(f"{address}/queue")
    page.keyboard.press("j")
    keep(page, folder / "queue.png")
    page.goto(f"{address}/overview")
    keep(page, folder / "overview.png")
    page = window(browser, color_scheme="dark")
    page.goto(f"{draft}#op3")
    keep(page, folder / "dark.png")
    page = window(browser, viewport={"width": 390, "height": 844})
    page.goto(f"{draft}#op3")
    keep(page, folder / "phone.png")
    page.goto(address)
    keep(page, folder / "phone-list.png")


def main() -> None:
    """Make the pictures."""
    from playwright.sync_api import sync_playwright

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HOUSE / "docs" / "inspector"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made, server(Path(made)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        pictures(browser, address, folder)
        browser.close()


if __name__ == "__main__":
    main()
