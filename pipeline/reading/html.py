"""The reader of web pages: main content, notes, links, lists, italics; what stands around the content is furniture.

Pages are decoded as browsers do, parsed by libxml2's HTML parser, which nothing makes fail, and walked without
recursion, so that depth is no danger. Nothing is ever fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from pipeline.reading.decoding import decode
from pipeline.reading.docx_numbering import print_number
from pipeline.reading.html_notes import BLOCKS, MARKER, find_html_notes, text_of
from pipeline.reading.limits import Clock, ReadOptions
from pipeline.reading.safe_xml import check_memory, local
from pipeline.reading.source import SourceText, UnreadableError
from pipeline.reading.writer import SourceWriter

MEDIA_TYPE = "text/html"

UNSEEN = frozenset(
    {"script", "style", "template", "head", "title", "noscript", "object", "audio", "video", "canvas", "svg", "math"}
    | {"iframe", "select", "button", "input", "textarea", "option", "datalist", "map", "img", "embed", "link", "meta"}
)
ITALIC = frozenset({"i", "em", "cite", "u", "var", "dfn", "ins"})
BOLD = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
AROUND = frozenset({"nav", "aside", "footer"})
ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary"})
FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal"}
STYLES = {"lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i"}
STYLES |= {"upper-roman": "I", "decimal": "1", "none": ""}

CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w.:-]{2,40})""", re.IGNORECASE)
HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
SLANTED = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
HEAVY = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
RAISED = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
LABEL = re.compile(r"\(?(?:[a-z]{1,2}|[ivxl]{1,6}|\d{1,3})[.)]\s|[–—•-]\s")


@dataclass(frozen=True, slots=True)
class _Look:
    """How text looks where the walk stands."""

    kinds: tuple[str, ...] = ()
    link: str = ""
    mark: str = ""
    around: str = ""
    lines: bool = False

    def also(self, kind: str) -> _Look:
        """Return this look with one more kind."""
        return self if kind in self.kinds else replace(self, kinds=(*self.kinds, kind))


def read_html(data: bytes, name: str, options: ReadOptions | None = None) -> SourceText:
    """Return the source text of a web page: paragraphs with blank lines between.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        The file as the person named it.
    options
        Limits.

    Raises
    ------
    UnreadableError
        When there is no text in it, or it breaks its limits.
    """
    clock = Clock(name, (options or ReadOptions()).limits)
    text, issues = _decoded(data, name)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        check_memory(error)
        raise UnreadableError(name, f"it is no HTML that can be read ({error}); save the page anew") from error
    if root is None:
        raise UnreadableError(name, "the page is empty; there is no text to read")
    writer = SourceWriter()
    writer.issues += issues
    _Page(root, writer, clock).walk()
    return writer.finish(name, data, MEDIA_TYPE)


def _decoded(data: bytes, name: str) -> tuple[str, tuple[Any, ...]]:
    """Decode a page: by what it says of itself, else by its bytes."""
    said = CHARSET.search(data[:4096])
    if said and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        encoding = said[1].decode("ascii").lower()
        encoding = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}.get(encoding, encoding)
        try:
            return data.decode(encoding), ()
        except (LookupError, UnicodeError):
            pass
    return decode(data, name)


class _Page:
    """One page on its way into a writer."""

    def __init__(self, root: Any, writer: SourceWriter, clock: Clock) -> None:
        self._root, self._writer, self._clock = root, writer, clock
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        self._marks, self._notes = find_html_notes(elements)
        self._main = _main(elements)
        self._counts: dict[Any, int] = {}
        self._after = False
        self._open: dict[Any, int] = {}
        self._table: tuple[Any, int] | None = None

    def walk(self) -> None:
        """Write the page. Elements are entered and left from a stack."""
        around = "" if self._main is None else "page-header"
        stack: list[tuple[Any, _Look, bool]] = [(self._root, _Look(around=around), False)]
        while stack:
            element, look, leaving = stack.pop()
            if leaving:
                self._leave(element)
                parent = stack[-1][1] if stack and stack[-1][2] else look
                self._text(element.tail, self._outside(element, parent))
                continue
            self._clock.check()
            inner = self._enter(element, look)
            stack.append((element, look, True))
            if inner is None:
                continue
            self._text(element.text, inner)
            stack.extend((child, inner, False) for child in reversed(element) if isinstance(child.tag, str))

    def _outside(self, element: Any, look: _Look) -> _Look:
        """Return the look of the text after an element, which is that of its parent."""
        return replace(look, around="page-footer") if self._after and look.around == "page-header" else look

    def _enter(self, element: Any, look: _Look) -> _Look | None:
        """Begin an element and return the look of its content, or None where it has none that is seen."""
        name, style = local(element), element.get("style") or ""
        if name in UNSEEN or element.get("hidden") is not None or HIDDEN.search(style):
            return None
        if name == "br":
            self._break(element)
            return None
        look = self._place(element, name, self._outside(element, look))
        if name in BLOCKS:
            begin = self._writer.paragraph(self._label(element) if name == "li" else "")
            if element in self._notes:
                self._open[element] = begin
            if name == "table" and self._table is None:
                self._table = element, begin
        look = _dressed(look, element, name, style)
        if element in self._marks:
            look = replace(look, mark=self._marks[element], kinds=tuple(k for k in look.kinds if k != "superscript"))
        return replace(look, lines=look.lines or name == "pre")

    def _place(self, element: Any, name: str, look: _Look) -> _Look:
        """Say whether an element is the content of the page or stands around it."""
        if element is self._main:
            return replace(look, around="")
        chrome = name in AROUND or (element.get("role") or "").lower() in ROLES
        if self._main is None and chrome and not any(part in self._notes for part in element.iter()):
            value = "page-footer" if name == "footer" or self._writer.length > 2000 else "page-header"
            return replace(look, around=value)
        return look

    def _leave(self, element: Any) -> None:
        """End an element."""
        if element is self._main:
            self._after = True
        if local(element) in BLOCKS:
            self._writer.paragraph()
        if self._table is not None and element is self._table[0]:
            self._writer.mark("table", self._table[1], self._writer.length)
            self._table = None
        begin = self._open.pop(element, self._writer.length)
        if begin < self._writer.length:
            self._writer.mark("note", begin, self._writer.length, self._notes[element])
            self._number(element, begin)

    def _number(self, block: Any, begin: int) -> None:
        """Mark the marker that a note prints before its text."""
        for part in block.iter("sup", "a"):
            sign = text_of(part)
            if MARKER.fullmatch(sign) and not self._writer.marked("number", begin):
                self._writer.mark("number", begin, begin + len(sign), sign)
            return

    def _break(self, element: Any) -> None:
        """Break the line; two breaks in a row end the paragraph."""
        before = element.getprevious()
        twice = before is not None and local(before) == "br" and not (before.tail or "").strip()
        if twice:
            self._writer.paragraph()
        else:
            self._writer.newline()

    def _text(self, text: str | None, look: _Look) -> None:
        """Write text as it looks."""
        if not text:
            return
        pieces = text.split("\n") if look.lines else [text]
        for index, piece in enumerate(pieces):
            if index:
                self._writer.newline()
            self._piece(piece, look)

    def _piece(self, text: str, look: _Look) -> None:
        """Write a stretch of text without breaks."""
        writer = self._writer
        start = writer.flow(text, look.kinds)
        for kind, value in (("link", look.link), ("note-mark", look.mark), ("furniture", look.around)):
            if value:
                writer.mark(kind, start, writer.length, value)

    def _label(self, item: Any) -> str:
        """Return the number or bullet that a browser prints before an item of a list."""
        parent = item.getparent()
        kind = "" if parent is None else local(parent)
        style = LIST_STYLE.search(
            (item.get("style") or "") + ";" + ("" if parent is None else parent.get("style") or "")
        )
        said = STYLES.get(style[1].lower()) if style else None
        if said == "" or kind not in ("ol", "ul", "menu", "dir") or LABEL.match(text_of(item)[:12] + " "):
            return ""
        if kind != "ol":
            return "•"
        number = self._counts.get(parent, _whole(parent.get("start"), 1) - 1) + 1
        number = _whole(item.get("value"), number)
        self._counts[parent] = number
        form = FORMS.get(said or item.get("type") or parent.get("type") or "1", "decimal")
        printed = print_number(number, form)
        return f"({printed})" if form in ("lowerLetter", "lowerRoman") else f"{printed}."


def _main(elements: list[Any]) -> Any | None:
    """Return the element that holds the content: the page says so, or it is the only article."""
    for element in elements:
        if local(element) == "main" or (element.get("role") or "").lower() == "main":
            return element
    articles = [element for element in elements if local(element) == "article"]
    return articles[0] if len(articles) == 1 and len(text_of(articles[0])) > 500 else None


def _dressed(look: _Look, element: Any, name: str, style: str) -> _Look:
    """Add what an element says about its text."""
    classes = (element.get("class") or "").lower().split()
    if name in ITALIC or SLANTED.search(style) or "italic" in classes:
        look = look.also("italic")
    if name in BOLD or HEAVY.search(style) or "bold" in classes:
        look = look.also("bold")
    if name == "sup" or RAISED.search(style):
        look = look.also("superscript")
    target = element.get("href") if name == "a" else None
    if target and not target.startswith("#"):
        look = replace(look, link=target)
    return look


def _whole(text: str | None, default: int) -> int:
    """Read a whole number of an attribute."""
    return int(text) if text and text.isdecimal() and len(text) < 7 else default
