"""From bytes to characters, with what it takes to give the very bytes back."""

from __future__ import annotations

import codecs
import os
import re
from typing import BinaryIO

import msgspec

from akn.document import Origin
from akn.errors import SourceError
from akn.limits import Limits
from akn.patterns import compiled

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BOM = "\ufeff"
SIGNATURES = ((b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"), (b"{\\rtf", "rtf"))
PDF = b"%PDF-"
"""Stands near the beginning of a PDF: what comes before it is none of its own (ISO 32000-1, annex H.3.4.1)."""
HTML = compiled(rb"(?i)(?:<\?xml[^>]*+>|(?><!--.*?-->)|\s++)*+<(?:!doctype\s+html|html|head|body)[\s>]", re.DOTALL)
HEAD = 4096
"""Within how many bytes a web page says that it is one, and Akoma Ntoso has its first element."""
CHUNK = 1 << 26
"""How many bytes are asked for at once: room is made for all of them before they are there."""
AKN, XML, PAGE = b"akomaNtoso", b"<?xml", b"<html"
TEXTS = (".txt", ".text")
SOURCES = (*TEXTS, ".docx", ".doc", ".odt", ".rtf", ".pdf", ".html", ".htm")
"""What is looked for in folders; a file that is named may have any name."""
MARKUPS = (".xml", ".akn")
"""A file that is named so must be Akoma Ntoso where both it and texts are taken; of others the content tells."""


Finding = tuple[str, int, int, dict[str, object]]
"""What a reader tells: the name of a diagnostic, the characters that it is about, and what it carries."""


class Source(msgspec.Struct, frozen=True):
    """The characters of a source, without a byte-order mark, and how its bytes were written."""

    text: str
    encoding: str = ""
    """The codec, empty for UTF-8; with ``+bom`` where a byte-order mark came first."""
    guessed: bool = False
    """Whether the encoding is a guess, from the bytes alone."""
    origin: Origin | None = None
    """The file that a reader took the text from; None where the bytes are the text."""
    findings: tuple[Finding, ...] = ()
    """What the reader found on the way."""


def check_tracked(tracked: str) -> None:
    """Raise :class:`ValueError` for what names neither side of tracked changes."""
    if tracked not in ("insertions", "deletions"):
        raise ValueError(f"there are no tracked changes {tracked!r} to be kept: insertions or deletions")


def open_source(source: str | bytes | os.PathLike[str], limits: Limits | None = None, tracked: str = "insertions") -> Source:
    """Return the characters of a text, of bytes, or of the file at a path.

    Bytes that are a Word document, a PDF or a web page are read by the reader of that format (:mod:`akn.readers`); others are
    text, by their byte-order mark, else as UTF-8, else by detection. ``tracked`` is for Word alone. Raises
    :class:`~akn.errors.SourceError` for what is no text, :class:`~akn.errors.LimitExceeded` for what is too long, and
    :class:`OSError` for a file that cannot be read.
    """
    limits = limits or Limits()
    if not isinstance(source, str | bytes):
        source = read(source, limits)
    limits.check("size", len(source))
    if isinstance(source, str):
        return Source(source[1:], "+bom") if source.startswith(BOM) else Source(source)
    kind = format_of(source)
    if kind:
        from akn.readers import read as reader

        return reader(source, kind, tracked, limits)
    return decode(source)


def format_of(data: bytes) -> str:
    """Return the format that the bytes are in, by what they begin with; empty for text."""
    for begin, kind in SIGNATURES:
        if data.startswith(begin):
            return kind
    if PDF in data[:1024]:
        return "pdf"
    head = data[:HEAD].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\f")
    return "html" if head[:1] == b"<" and HTML.match(head) else ""


def markup(source: str | bytes) -> bool:
    """Say whether a source is to be read as Akoma Ntoso, by its content; other XML is, so that what is wrong with it is told."""
    head = source[:HEAD].encode("utf-8", "replace") if isinstance(source, str) else source[:HEAD].removeprefix(codecs.BOM_UTF8)
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        head = head.decode("utf-16", "replace").encode("utf-8", "replace")
    head = head.lstrip()
    return head[:1] == b"<" and (AKN in head or (head.startswith(XML) and PAGE not in head.lower()))


def read(path: str | os.PathLike[str], limits: Limits) -> bytes:
    """Return a file's bytes; of one that has more than it may, or that never ends, no more is read than tells."""
    with open(path, "rb") as file:
        data = taken(file, limits.past("size"))
    limits.check("size", len(data))
    return data


def taken(file: BinaryIO, most: int) -> bytes:
    """Return the bytes of a file that was opened, at most so many; room is made for them as they come."""
    pieces: list[bytes] = []
    while most > 0:
        asked = min(most, CHUNK)
        pieces.append(file.read(asked))
        most -= asked if len(pieces[-1]) == asked else most
    return b"".join(pieces)


def decode(data: bytes) -> Source:
    """Return the characters that the bytes stand for."""
    for mark, codec in MARKS:
        if data.startswith(mark):
            return Source(_strictly(data[len(mark) :], codec), codec.removeprefix("utf-8") + "+bom")
    if b"\x00" in data[:4096]:
        raise SourceError("the input is binary, not text")
    try:
        return Source(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _detected(data)


def _strictly(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise SourceError(f"the byte-order mark says {codec}, but byte {error.start} does not fit it") from error


def _detected(data: bytes) -> Source:
    from charset_normalizer import from_bytes

    best = from_bytes(data, preemptive_behaviour=False).best()
    if best is None:
        raise SourceError("the input is no text in any encoding that could be told")
    text = data.decode(best.encoding, "strict")
    if text.encode(best.encoding) != data:
        raise SourceError(f"the input looks like {best.encoding}, but does not come back from it")
    return Source(text, best.encoding, guessed=True)


def encode(text: str, encoding: str) -> bytes:
    """Return the bytes of a text as they were: the reverse of :func:`decode`."""
    codec, bom, _ = encoding.partition("+bom")
    mark = next((mark for mark, name in MARKS if name == (codec or "utf-8")), b"") if bom else b""
    return mark + text.encode(
        codec or "utf-8", "surrogatepass" if codec in ("", "utf-8") or codec.startswith("utf") else "strict"
    )
