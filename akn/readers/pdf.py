"""PDF: the text put together from the places of its letters.

A PDF holds no lines and no paragraphs. What comes out is marked as recovered: rows of letters in reading order, a form feed between
pages, small raised figures written as superscript marks. Whatever belongs to the page (running heads, numbers, job numbers) stays
in the text: :mod:`akn.pages` sets it aside as in any other.
"""

from __future__ import annotations

import unicodedata

from akn.errors import SourceError
from akn.grammar.marks import PLAIN, RAISE
from akn.limits import Clock, Limits
from akn.patterns import compiled
from akn.readers import rowed, speech
from akn.readers.glyphs import NO_LETTER, Glyph, pages
from akn.readers.recovered import Recovered

FORMS = (range(0xFB00, 0xFB07), range(0xFB50, 0xFE00), range(0xFE70, 0xFEFD))
"""Signs of a font that stand for letters: ligatures, and the forms of Arabic letters within a word."""
TAB = "\t"
FOOT = compiled("([0-9]{1,3})(?=[ \u00a0]+[^ \u00a0\u2010-\u2015-])")
"""The mark of a note at the beginning of its line, where it is not raised."""
Line = list[tuple[str, "list[rowed.Mark]", "list[int]"]]
"""The pieces of a line: the text of each, its marks, its doubtful gaps."""


def read(data: bytes, limits: Limits) -> Recovered:
    """Return the text of a PDF; raises SourceError for one that is locked, broken or has no text, and LimitExceeded."""
    clock = Clock(limits)
    found = Recovered("", "pdf")
    found.pieced = True
    out: list[str] = []
    empty: list[str] = []
    read: list[tuple[list[Line], list[bool]]] = []
    turned = unknown = letters = stretched = 0
    size = 0
    doubts: list[int] = []
    for number, page in enumerate(pages(data, limits), 1):
        turned, unknown, letters = turned + page.turned, unknown + page.unknown, letters + len(page.glyphs)
        limits.check("letters", letters)
        rows = rowed.rows([_plain(glyph) for glyph in page.glyphs], clock)
        sheet = rowed.Sheet(rows)
        lines = rowed.columns(rows, number == 1, page.width)
        if not lines:
            empty.append(str(number))
        opened: list[str] = []
        spoken: list[Line] = []
        for pieces, space in lines:
            opened = [] if space else opened
            spoken.append(_spoken(pieces, sheet, opened))
            stretched += sum(glyph.text == speech.STRETCH for piece in pieces for glyph in piece.glyphs)
            stretched -= sum(words.count(speech.STRETCH) for words, _, _ in spoken[-1])
        read.append((spoken, [space for _, space in lines]))
    feet = [_feet(spoken) for spoken, _ in read]
    if not any(feet):  # the notes may stand at the end of the whole
        feet = [_feet([line for spoken, _ in read for line in spoken])] * len(read)
    for (spoken, spaces), own in zip(read, feet, strict=True):
        text = "\f" if out else ""
        for line, space in zip(spoken, spaces, strict=True):
            text += "\n" if space and text not in ("", "\f") else ""
            for at, (words, marks, unsure) in enumerate(line):
                text += TAB if at else ""
                doubts += [size + len(text) + place for place in unsure]
                found.raised += len(marks)
                foot = FOOT.match(words) if id(line) in own and not at else None
                found.raised += foot is not None
                text += foot[1].translate(RAISE) + words[foot.end() :] if foot else words
            text += "\n"
        out.append(text)
        size += len(text)
        limits.check("size", size)
    if letters == 0:
        raise SourceError("the PDF has no text: its pages are pictures; let a program recognise the letters first (OCR)")
    if unknown * 4 > letters:
        raise SourceError("the PDF does not say which letters its signs stand for; let a program recognise them anew (OCR)")
    found.text = "".join(out)
    found.tell("recovered-text", pages=len(out))
    if found.raised:
        found.tell("raised-figures", count=found.raised)
    for place in doubts:
        start, end = _word(found.text, place)
        found.tell("split-word", start, end, word=found.text[start:end])
    aside = [f"turned letters ({turned})"] * bool(turned) + [f"pages without text ({', '.join(empty)})"] * bool(empty)
    aside += [f"stretched words ({stretched})"] * bool(stretched)
    if aside:
        found.tell("set-aside", what=", ".join(aside))
    if unknown:
        found.tell("unknown-sign", found.text.find(NO_LETTER), found.text.find(NO_LETTER) + 1, what="U+FFFD")
    return found


def _feet(lines: list[Line]) -> set[int]:
    """Return which lines are notes whose own marks are not raised: where every mark of a page has such a line, in order."""
    marks = [words[start:end].translate(PLAIN) for line in lines for words, found, _ in line for start, end in found if start]
    if any(start == 0 for line in lines for start, _ in line[0][1]):
        return set()
    wanted = list(dict.fromkeys(marks))
    found: set[int] = set()
    for line in reversed(lines):
        foot = FOOT.match(line[0][0])
        if foot and wanted and foot[1] == wanted[-1]:
            found.add(id(line))
            wanted.pop()
    return set() if wanted else found


def _plain(glyph: Glyph) -> Glyph:
    """Return a letter whose sign is a form or a ligature as the letters themselves."""
    if any(ord(glyph.text[0]) in forms for forms in FORMS):
        return glyph._replace(text=unicodedata.normalize("NFKC", glyph.text))
    return glyph


def _spoken(pieces: list[rowed.Piece], sheet: rowed.Sheet, opened: list[str]) -> Line:
    """Return the pieces of a line in the order in which they are read; ``opened`` are the brackets that are open above it."""
    out = []
    for piece in pieces[::-1] if sheet.backwards else pieces:
        rtl = sheet.direction(piece)
        words, marks, doubts = rowed.said(piece, rtl)
        out.append((speech.bracketed(words, opened) if rtl else words, marks, doubts))
    return out


def _word(text: str, place: int) -> tuple[int, int]:
    """Return from where to where the word around a place reaches."""
    start = end = place
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end
