"""Reads XML that may come from anyone, without harm.

An Akoma Ntoso file needs no document type, no entity and nothing from the network, so all of that is refused: it is how XML
is used to attack those who read it. The reader and the validator both come through here, and nowhere else is XML parsed.
"""

from __future__ import annotations

import functools
import re
import threading
from typing import Any, TypeAlias

from lxml import etree as etree

from akn.errors import AknError, LimitExceeded, SourceError
from akn.limits import DEEPEST, Clock, Limits

Element: TypeAlias = Any
"""An lxml element; lxml has no types of its own."""

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
LAYOUT = "urn:akn:layout"
ACTS = "urn:akn:acts"

LARGE = 8_000_000
"""From how many bytes on a file is looked through before a tree is made of it."""


def parse(xml: bytes | str, limits: Limits | None = None) -> Element:
    """Return the root element.

    Raises SourceError for what is no XML, or XML with a document type, LimitExceeded for what passes a ceiling.
    """
    limits = limits or Limits()
    limits.check("size", len(xml))
    # Bytes say their own encoding. Text has none any more, whatever its XML declaration says.
    data, encoding = (xml, None) if isinstance(xml, bytes) else (utf8(xml), "utf-8")
    large = len(data) > LARGE
    if large:
        try:
            etree.fromstring(data, _made(encoding, True, _Guard(limits)))
        except _Doctype:
            raise _doctype(data, encoding) from None
        except etree.XMLSyntaxError as error:
            raise _malformed(error, limits) from None
    try:
        root = etree.fromstring(data, _KEPT.parser(encoding, large))
    except etree.XMLSyntaxError as error:
        raise _malformed(error, limits) from None
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.doctype:
        raise _doctype(data, info.encoding)
    if not large:
        _looked_through(root, data, limits)
    return root


def well_formed(data: bytes) -> bool:
    """Say whether UTF-8 without a document type is surely XML that :func:`parse` takes.

    No tree is made of it, which is what takes most of the time. Without one, what is wrong with names and their spaces is only noted,
    and of ``xml:id`` not even that: who has that is not sure.
    """
    return not wrong(data, len(data) > LARGE) and b"xml:id" not in data


def wrong(data: bytes, huge: bool = True) -> str:
    """Return what makes UTF-8 no XML, or not surely; empty where it is XML, as deep as it may be and as long where it may be ``huge``."""
    parser = _KEPT.parser("utf-8", huge, _NOTHING)
    try:
        etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return error.msg or "nothing there"
    return parser.error_log.last_error.message if parser.error_log else ""


class _Nothing:
    """Has nothing made of what goes by."""

    def close(self) -> None:
        """Return nothing: all is well."""


_NOTHING = _Nothing()


def _made(encoding: str | None, huge: bool, target: _Guard | _Nothing | None = None) -> Any:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=huge,  # libxml2 takes no more than ten million bytes of text in one place otherwise
        encoding=encoding,
        target=target,
    )


class _Kept(threading.local):
    """The parsers that a thread keeps: to make one takes half as long as a resolution to be parsed.

    They are never another thread's. A thread that begins with a parser made elsewhere takes over the dictionary of names
    behind it, and two threads that change one dictionary of libxml2 at once lose names, or the process.
    """

    def __init__(self) -> None:
        self.parser = functools.lru_cache(maxsize=4)(_made)


_KEPT = _Kept()


class _Doctype(Exception):
    """There is a document type."""


class _Guard:
    """Sees a large file go by before any of it is kept, and stops it where it passes a ceiling."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._clock = Clock(limits)
        self._elements = self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Count what an element begins."""
        self._elements += 1
        self._depth += 1
        limits = self._limits
        if self._depth > limits.nesting or self._elements > limits.elements or len(attributes) > limits.attributes:
            limits.check("nesting", self._depth)
            limits.check("elements", self._elements)
            limits.check("attributes", len(attributes))
        if not self._elements & 0xFFF:
            self._clock.check()

    def end(self, tag: str) -> None:
        """Count the level off."""
        self._depth -= 1

    def doctype(self, name: str | None, public: str | None, system: str | None) -> None:
        """Stop before any entity is declared."""
        raise _Doctype

    def close(self) -> None:
        """Return nothing: all is well."""


def _looked_through(root: Element, data: bytes, limits: Limits) -> None:
    """Hold a small file to the ceilings, once its tree is there."""
    crowded = _crowded(limits.attributes)(root)
    if crowded:
        # libxml2 finds an attribute by walking the list of all: to walk them by name would take minutes for 200,000.
        raise LimitExceeded("attributes", int(_attributes(crowded[0])), limits.attributes)
    if len(data) > limits.elements and data.count(b"<") > limits.elements:
        limits.check("elements", int(_elements(root)))
    if _deep(limits.nesting)(root):
        raise LimitExceeded("nesting", limits.nesting + 1, limits.nesting)


_attributes = etree.XPath("count(@*)")
_elements = etree.XPath("count(//*)")


@functools.lru_cache(maxsize=8)
def _crowded(most: int) -> Any:
    """Return the XPath of elements with more attributes than that."""
    return etree.XPath(f"/descendant::*/@*[{most + 1}]/..")


@functools.lru_cache(maxsize=8)
def _deep(most: int) -> Any:
    """Return the XPath that says whether elements stand deeper than that."""
    return etree.XPath(f"boolean({'/*' * (most + 1)})")


def _malformed(error: Any, limits: Limits) -> AknError:
    """Return the error that a parser's error is."""
    reason = (error.msg or "nothing there").strip()
    if "Excessive depth" in reason:
        return LimitExceeded("nesting", DEEPEST + 1, limits.nesting)
    line, column = error.position
    return SourceError(f"not well-formed XML: line {line}, column {column}: {reason}")


def _doctype(data: bytes, encoding: str | None) -> SourceError:
    line = _doctype_line(data, encoding)
    return SourceError(f"line {line}: a document type (<!DOCTYPE ...>) is refused; Akoma Ntoso needs none: take it out")


def local(element: Element) -> str:
    """Return the name of an element without its namespace, empty for a comment or an instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


class Names(dict[Any, str]):
    """The names of elements without their namespaces, by their tags, as :func:`local` says them: each is made once."""

    def __missing__(self, tag: Any) -> str:
        """Make a name that was not asked for before."""
        name = self[tag] = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        return name


def utf8(text: str) -> bytes:
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
