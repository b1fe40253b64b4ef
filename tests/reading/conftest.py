"""Documents that the tests of the readers share."""

from __future__ import annotations

import pytest

from tests.reading.typesetting import Block, Document, Run

SENTENCES = (
    "that the marking of trails across the highlands saves the lives of herders and of travellers every winter",
    "the need for shelters along the passes, with stoves, stores of food and means to call for help",
    "the work of the volunteers who keep the trails open from the first snow until the thaw",
)


@pytest.fixture(scope="session")
def trails() -> Document:
    """Return a short resolution of two pages, with notes, a list, and italics."""
    blocks = [Block([Run(line)], level=-1) for line in ("United Nations", "A/RES/81/900", "General Assembly")]
    blocks.append(Block([Run("The General Assembly", italic=True), Run(",")]))
    blocks.append(
        Block([Run("Recalling", italic=True), Run(" its resolution 79/901 of 3 December 2024"), Run(note=1),
               Run(" on mountain trails,")])
    )  # fmt: skip
    for verb, sentence in zip(("Recognizing", "Bearing in mind", "Noting with appreciation"), SENTENCES, strict=True):
        blocks += [Block([Run(verb, italic=True), Run(f" {sentence},")])] * 3
    blocks.append(
        Block([Run("Welcomes", italic=True), Run(" the report of the Secretary-General;"), Run(note=2)], "1.")
    )
    blocks.append(Block([Run("Encourages", italic=True), Run(" mountain States:")], "2."))
    blocks.append(Block([Run("To mark their trails;")], "(a)", 1))
    blocks.append(Block([Run("To train guides:")], "(b)", 1))
    blocks.append(Block([Run("In first aid;")], "(i)", 2))
    blocks.append(Block([Run("In the reading of the weather;")], "(ii)", 2))
    blocks.append(Block([Run("To report every two years;")], "(c)", 1))
    for number in range(3, 12):
        blocks.append(Block([Run("Requests", italic=True), Run(f" {SENTENCES[number % 3]};")], f"{number}."))
    blocks.append(Block([Run("Decides", italic=True), Run(" to remain seized of the matter.")], "12."))
    notes = ["See A/79/1234, para. 7.", "A/81/77-S/2026/88."]
    return Document("trails", blocks, notes, "A/RES/81/900")
