"""The physical lines of a source."""

from __future__ import annotations

import msgspec

from akn.characters import ODD, RANGES
from akn.patterns import compiled

# What XML cannot hold, tabs and runs of blanks: none of it is text.
CUT = compiled(rf"[\t ]*(?:[{ODD}]+[\t ]*)+|[\t ]{{2,}}|\t")

LOOK = compiled(rf"[{ODD}\t]")
"""Finds out at small cost whether there is any of it, but for runs of blanks."""
DIRECTION = "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks of direction: at a line's edges they are layout."""
BLANKS = " \t\u00a0\u3000\u2002\u2003\u2009\u202f\ufeff"
EDGE = frozenset((*DIRECTION, *(chr(code) for first, last in RANGES for code in range(first, last + 1))))
"""What is layout at a line's edges: no number or phrase would be known behind it."""
EDGES = "".join((*EDGE, *BLANKS))


class Line(msgspec.Struct, eq=False):
    """One line with something on it, and where it stands."""

    text: str
    """Without the blanks around it."""
    start: int
    end: int
    blanks: int
    """How many empty lines stand above."""
    page: int
    """How many form feeds stand above."""
    number: int
    """Counted from 1, blank lines too."""
    breaks: bool = False
    """Whether something that is no text was set aside just above."""
    foot: bool = False
    """Whether a rule stands just above: the foot of the page begins here."""
    kind: str = ""
    rule: int = -1
    """The rule that it fits, -1 where it fits none."""
    ends: str = ""
    lead: int = 0
    """How many characters a quotation mark takes that opens the line, where the whole text is quoted."""
    index: int = 0
    marks: list[tuple[int, int, str]] = []
    """Where note marks stand: start, end and the normalised mark."""
    gaps: list[tuple[int, int]] = []
    """Where in the source the gaps between the cells of a row stand."""
    plain: str = ""
    """The kind that a row has when it is taken for an ordinary line."""


def physical(text: str) -> list[Line]:
    """Return the lines that are not blank, in order."""
    lines: list[Line] = []
    offset = blanks = page = 0
    for number, raw in enumerate(text.splitlines(keepends=True), 1):
        words, fed = raw.strip(), raw[-1] == "\f"
        if words and (words[0] in EDGE or words[-1] in EDGE):
            words = words.strip(EDGES)
        if words and (words.isprintable() or CUT.sub("", words)):
            start = offset + raw.index(words[0])
            lines.append(Line(words, start, start + len(words), blanks, page, number))
            blanks = 0
        elif not fed:
            blanks += 1
        page += fed
        offset += len(raw)
    return lines


def cuts(text: str) -> list[tuple[int, int, str]]:
    """Return the places where the text is not as it is kept: start, end, and what is kept instead."""
    if "  " not in text and not LOOK.search(text):
        return []
    return [(found.start(), found.end(), " " if " " in found[0] or "\t" in found[0] else "") for found in CUT.finditer(text)]


def between(gaps: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Return what gaps part: the stretches from ``start`` to ``end`` between them."""
    return list(zip([start, *(after for _, after in gaps)], [*(before for before, _ in gaps), end], strict=True))
