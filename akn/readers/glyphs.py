"""The letters of a PDF page with their places, as pdfium finds them."""

from __future__ import annotations

import ctypes
import math
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from akn.errors import SourceError
from akn.limits import Limits
from akn.patterns import compiled

INSTALL = "PDF files are read with pypdfium2: pip install 'akn[pdf]'"
TURNED = 0.1
"""How far, in radians, a line may lean; what leans more is no line of the text."""
HYPHEN = 2
"""What pdfium has for a hyphen at the end of a line."""
STREAM = compiled(rb"stream(?:\r\n?|\n)(?=[\x08\x18\x28\x38\x48\x58\x68\x78])")
"""Where a stream begins that may be packed by zlib: its first byte says how (RFC 1950, section 2.2)."""
LAYERS = 8
"""A stream is packed fewer times than that: nobody packs one twice, but a file may ask for as many as it likes."""
NO_LETTER = "\ufffd"


class Glyph(NamedTuple):
    """One letter: what it says, from where to where it reaches on its line, how high that stands and how large it is."""

    text: str
    left: float
    right: float
    base: float
    """From the bottom of the page, upward."""
    size: float


class Page(NamedTuple):
    """The letters of a page in the order of its file."""

    glyphs: list[Glyph]
    turned: int
    """How many letters lean, or stand nowhere that is a number, and are left out."""
    unknown: int
    """How many say nothing that is known."""
    width: float = 0.0
    """Of the page itself."""


def pages(data: bytes, limits: Limits) -> Iterator[Page]:
    """Yield the pages of a PDF. Raises SourceError for a file that is locked, broken, or cannot be read here."""
    try:
        import pypdfium2
    except ImportError:
        raise SourceError(INSTALL) from None
    _unpacked(data, limits)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise SourceError("the PDF is locked with a password" if locked else f"the PDF is broken: {error}") from None
    try:
        limits.check("pages", len(document))
        objects = 0
        for index in range(len(document)):
            page, objects = _page(document, index, objects, limits)
            yield page
    finally:
        document.close()


def _unpacked(data: bytes, limits: Limits) -> None:
    """Raise LimitExceeded for a stream that swells beyond what a page, a picture or a font needs, before pdfium unpacks it."""
    for found in STREAM.finditer(data):
        about = data[max(0, found.start() - 400) : found.start()]
        kind = "picture" if b"/Image" in about or b"/Length1" in about else "stream"
        packed = data[found.end() : data.find(b"endstream", found.end())]
        for _ in range(LAYERS):
            try:
                packed = zlib.decompressobj().decompress(packed, limits.past(kind))
            except zlib.error:
                packed = b""  # packed otherwise, or not at all
            limits.check(kind, len(packed))
        if packed:
            raise SourceError(f"the PDF has a stream that is packed {LAYERS} times")


def _page(document: Any, index: int, objects: int, limits: Limits) -> tuple[Page, int]:
    """Return a page and how many pieces it and those before it are made of."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        page = document[index]
        objects += raw.FPDFPage_CountObjects(page)
        limits.check("objects", objects)
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        raise SourceError(f"the PDF is broken: page {index + 1} cannot be read") from None
    try:
        return _glyphs(text, page.get_rotation(), limits)._replace(width=page.get_width()), objects
    finally:
        text.close()
        page.close()


def _glyphs(text: Any, turn: int, limits: Limits) -> Page:
    from pypdfium2 import raw

    count = text.count_chars()
    limits.check("page_letters", count)
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    glyphs: list[Glyph] = []
    turned = unknown = 0
    for at in range(count):
        if raw.FPDFText_IsGenerated(text, at) == 1:
            continue
        code = raw.FPDFText_GetUnicode(text, at)
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        raw.FPDFText_GetLooseCharBox(text, at, box)
        raw.FPDFText_GetMatrix(text, at, matrix)
        font = raw.FPDFText_GetFontSize(text, at)
        size = abs(font) * math.hypot(matrix.c, matrix.d) or max(abs(box.top - box.bottom), abs(box.right - box.left)) or 1.0
        angle = math.atan2(matrix.b, matrix.a) - math.radians(turn) + math.pi * (font < 0)
        left, right, base = _upright(box, x.value, y.value, turn)
        placed = math.isfinite(left + right + base + size)
        if not placed or abs(math.remainder(angle, 2 * math.pi)) > TURNED:
            turned += 1
            continue
        char = "-" if code == HYPHEN else chr(code) if _is_letter(code) else NO_LETTER
        unknown += char == NO_LETTER
        glyphs.append(Glyph(char, left, right, base, size))
    return Page(glyphs, turned, unknown)


def _is_letter(code: int) -> bool:
    """Say whether a code is a character that a text can hold."""
    return 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF and code & 0xFFFE != 0xFFFE


def _upright(box: Any, x: float, y: float, turn: int) -> tuple[float, float, float]:
    """Return from where to where a letter reaches, and its height, on a page that is shown turned."""
    if turn == 90:
        return box.bottom if box.bottom < box.top else box.top, max(box.bottom, box.top), -x
    if turn == 180:
        return -box.right, -box.left, -y
    if turn == 270:
        return -max(box.top, box.bottom), -min(box.top, box.bottom), x
    return box.left, box.right, y
