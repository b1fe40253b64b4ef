"""XML from strangers: parsed without entities, without the network, and without end.

The dangers are those that ``defusedxml`` lists: entities that expand without bound, entities and document types that
fetch files, and nesting without bound. No format that is read here needs a document type, so one that declares
entities is refused; libxml2 itself bounds depth and size unless it is told otherwise.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from pipeline.reading.source import UnreadableError


class _Nothing(etree.Resolver):  # type: ignore[misc]  # lxml has no types
    """Answers every request for another file with an empty one."""

    def resolve(self, address: str, identity: str, context: Any) -> Any:
        """Return nothing, whatever is asked for."""
        return self.resolve_empty(context)


_HEAD = 4_096
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[<>]*>")
"""A document type that names a file elsewhere and declares nothing itself: left out, it can ask for nothing."""
_DECLARES = tuple("<!ENTITY".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def parse_xml(data: bytes, name: str, what: str = "the file") -> Any:
    """Return the root element of an XML document.

    Parameters
    ----------
    data
        The bytes of the document.
    name
        The file, for messages.
    what
        Which part of the file it is, for messages.

    Raises
    ------
    UnreadableError
        When it is not well formed, declares entities, or is nested or long beyond reason.
    """
    if any(sign in data for sign in _DECLARES):
        raise UnreadableError(name, f"{what} declares XML entities, as bombs do and documents do not; it was not read")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    parser.resolvers.add(_Nothing())
    try:
        return etree.fromstring(_DOCTYPE.sub(b"", data[:_HEAD], count=1) + data[_HEAD:], parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        check_memory(error)
        reason = f"{what} is no well-formed XML ({error}); it is cut short or damaged: fetch it again"
        raise UnreadableError(name, reason) from error


def check_memory(error: Exception) -> None:
    """Raise MemoryError where libxml2 had no memory left even to say so.

    Raises
    ------
    MemoryError
        In that case.
    """
    if "unknown error" in str(error):
        raise MemoryError from error


def local(element: Any) -> str:
    """Return the name of an element without its namespace; an empty string for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, wanted: str) -> str | None:
    """Return an attribute by its name without its namespace: Word writes two namespaces for the same thing."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == wanted:
            return str(value)
    return None


def children(element: Any | None, *names: str) -> list[Any]:
    """Return the children with one of these names, all elements without names; none of what is not there."""
    if element is None:
        return []
    return [child for child in element if (local(child) in names if names else isinstance(child.tag, str))]


def child(element: Any | None, name: str) -> Any | None:
    """Return the first child with this name, or None."""
    return next(iter(children(element, name)), None)
