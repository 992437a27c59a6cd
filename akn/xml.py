"""Reads XML that may come from anyone, without harm.

An Akoma Ntoso file needs no document type, no entity and nothing from the network, so all of that is refused: it is how XML
is used to attack those who read it. The reader and the validator both come through here, and nowhere else is XML parsed.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from lxml import etree as etree

from akn.errors import LimitExceeded, SourceError

Element: TypeAlias = Any
"""An lxml element; lxml has no types of its own."""

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
LAYOUT = "urn:akn:layout"
ACTS = "urn:akn:acts"

MAX_ATTRIBUTES = 256
"""More than any element of any vocabulary has. libxml2 finds an attribute by walking the list of all, so 200,000 of them on
one element, 2.5 MB that parse in no time, keep whoever reads them busy for minutes."""

_CROWDED = etree.XPath(f"//*[@*[{MAX_ATTRIBUTES + 1}]]")


def parse(xml: bytes | str) -> Element:
    """Return the root element; raise SourceError for what is no XML, or XML with a document type."""
    # Bytes say their own encoding. Text has none any more, whatever its XML declaration says.
    data, encoding = (xml, None) if isinstance(xml, bytes) else (_utf8(xml), "utf-8")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        encoding=encoding,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        reason = (error.msg or "nothing there").strip()
        raise SourceError(f"not well-formed XML: line {line}, column {column}: {reason}") from None
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.doctype:
        line = _doctype_line(data, info.encoding)
        raise SourceError(f"line {line}: a document type (<!DOCTYPE ...>) is refused; Akoma Ntoso needs none: take it out")
    crowded = _CROWDED(root)
    if crowded:
        raise LimitExceeded("attributes", len(crowded[0].attrib), MAX_ATTRIBUTES)
    return root


def local(element: Element) -> str:
    """Return the name of an element without its namespace, empty for a comment or an instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _utf8(text: str) -> bytes:
    """Encode text, refusing the lone surrogates that XML cannot hold."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise SourceError(f"not XML: line {line}: a lone surrogate, which XML cannot hold") from None


def _doctype_line(data: bytes, encoding: str | None) -> int:
    """Find the line of the document type declaration."""
    text = data.decode(encoding or "utf-8", "replace")
    # A comment before the declaration may speak of one: its words go, its line ends stay.
    text = re.sub(r"<!--.*?-->", lambda match: "\n" * match[0].count("\n"), text, flags=re.DOTALL)
    return text.count("\n", 0, max(0, text.find("<!DOCTYPE"))) + 1
