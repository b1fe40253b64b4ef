"""Entities other than citations and dates: who and what a resolution speaks of, by proper name.

The United Nations writes the official titles of bodies, posts, instruments, conferences and operations with capitals
and generic references ("the Committee", "Member States") so that they name nothing alone (Editorial Manual,
"Capitalization"). A name is therefore known either from a gazetteer or from its shape: a word that heads names
("Committee", "Special Envoy") with capitalized words before it or a preposition and what the name is about after it.
The longest name wins (annotation guidelines, section 4).
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from pipeline.components.name_scanner import Name, NameScanner
from pipeline.components.name_shapes import acronyms, alone, money, people, posts, quoted, sessions
from pipeline.components.table import EntityRow, reading_text, set_spans, table
from pipeline.lexicon.names import EntityLexicon, load_entities

PLAIN = (("\u2019", "'"), ("\u2018", "'"), ("\u00a0", " "), ("\u202f", " "), ("\u2011", "-"))
"""Characters that are written in two ways; every one becomes one other, so offsets stay."""


def find_names(text: str, scanner: NameScanner, taken: Iterable[tuple[int, int]] = ()) -> list[tuple[int, Name]]:
    """Return the names in ``text`` in order, none inside or across another or one of the ``taken`` spans."""
    plain = text
    for written, meant in PLAIN:
        plain = plain.replace(written, meant)
    names = scanner.scan(plain)
    grammar = scanner.grammar
    for found in (sessions(plain, names, grammar), quoted(plain, grammar), people(plain, names, grammar)):
        names.update(found)
    names.update(alone(plain, names, grammar))
    names.update(posts(plain, grammar))
    names.update(money(plain, grammar))
    names = {start: _trimmed(plain, start, name) for start, name in names.items()}
    kept = without_overlaps(names, taken)
    more = acronyms(plain, kept)
    if more:
        kept = without_overlaps({**more, **dict(kept)}, taken)
    return kept


def _trimmed(text: str, start: int, name: Name) -> Name:
    """Return a name without white space at its end, which a text that breaks off leaves there."""
    end = start + len(text[start : name.end].rstrip())
    return name if end == name.end else name._replace(end=end)


def without_overlaps(names: dict[int, Name], taken: Iterable[tuple[int, int]]) -> list[tuple[int, Name]]:
    """Return the names in order of their starts, each one beginning after the end of the one before."""
    blocked = sorted(taken)
    kept: list[tuple[int, Name]] = []
    last = 0
    i = 0
    for start in sorted(names):
        if start < last:
            continue
        name = names[start]
        while i < len(blocked) and blocked[i][1] <= start:
            i += 1
        if i < len(blocked) and blocked[i][0] < name.end:
            continue
        kept.append((start, name))
        last = name.end
    return kept


def find_entities(doc: Doc, lexicon: EntityLexicon | NameScanner) -> list[EntityRow]:
    """Return the rows of all entities of ``doc`` that are not in its table yet, in order.

    Parameters
    ----------
    doc
        A document; the entities that its table already holds (citations) are kept clear of.
    lexicon
        The gazetteers and the grammar, or a scanner made of them.
    """
    scanner = lexicon if isinstance(lexicon, NameScanner) else NameScanner(lexicon)
    taken = [(row["start"], row["end"]) for row in table(doc)["entities"]]
    found = find_names(reading_text(doc), scanner, taken)
    return [{"start": start, "end": name.end, "label": name.label, "norm": name.norm} for start, name in found]


class EntitiesComponent:
    """Writes entities into the table, the span group ``entities`` and ``doc.ents``."""

    def __init__(self, lexicon: EntityLexicon) -> None:
        self.scanner = NameScanner(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        """Find the entities of ``doc`` and write them."""
        rows = table(doc)["entities"]
        rows.extend(find_entities(doc, self.scanner))
        rows.sort(key=lambda row: (row["start"], row["end"]))
        spans = set_spans(doc, "entities", rows, "label")
        doc.set_ents(filter_spans(spans))
        return doc


@Language.factory("un_entities", assigns=["doc.spans", "doc.ents", "doc.user_data"])
def make_entities(nlp: Language, name: str) -> EntitiesComponent:
    """Make the component that finds entities.

    Reads
        ``Doc.text``, the citations in ``table(doc)["entities"]``.
    Writes
        ``table(doc)["entities"]``, ``doc.spans["entities"]``, ``doc.ents``.
    """
    del nlp, name
    return EntitiesComponent(load_entities())
