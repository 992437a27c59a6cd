"""The physical lines of a source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from akn.characters import ODD, RANGES
from akn.grammar.marks import RAISED
from akn.patterns import compiled

if TYPE_CHECKING:
    from akn.pages.footnote import Footnote

Edit = tuple[int, int, int, int]
"""Where in the canonical text, how many of its characters, and which characters of the source stand there instead."""

# What XML cannot hold, tabs and runs of blanks: none of it is text.
CUT: Final = compiled(rf"[\t ]*(?:[{ODD}]+[\t ]*)+|[\t ]{{2,}}|\t")
CONTROL: Final = compiled(f"[{ODD}]")
PIECE: Final = compiled(rf"[ \t\n\x0b\f\r\x1c-\x1e\x85\u2028\u2029{ODD}{RAISED}*](?:(?<=[\t ])[\t ]+|(?<! ))")
"""What a line ends at, or is cut or marked at: of blanks and tabs a run, and a tab alone. A set that stands first is looked for fastest."""
DIRECTION: Final = "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks of direction: at a line's edges they are layout."""
BLANKS: Final = " \t\u00a0\u3000\u2002\u2003\u2009\u202f\ufeff"
EDGE: Final = frozenset(DIRECTION).union(*[map(chr, range(first, last + 1)) for first, last in RANGES])
"""What is layout at a line's edges: no number or phrase would be known behind it."""
EDGES: Final = "".join((*EDGE, *BLANKS))


class Line:
    """One line with something on it, and where it stands; a logical one when it has taken in those on which its text goes on."""

    __slots__ = (
        "text", "start", "end", "line", "blanks", "page", "breaks", "foot", "kind", "rule", "num", "ends", "lead", "index", "spots",
        "gaps", "usual", "edits", "marks", "turns", "note", "plain",
    )  # fmt: skip
    index: int
    usual: str
    """The kind that a row has when it is taken for an ordinary line."""

    def __init__(self, text: str, start: int, end: int, line: int, blanks: int = 0, page: int = 0, kind: str = "") -> None:
        self.text = text
        """Without the blanks around it; of a logical line without note marks too."""
        self.start, self.end = start, end
        self.line = line
        """Its number in the source, or that of its first line: counted from 1, blank lines too."""
        self.blanks = blanks
        """How many empty lines stand above."""
        self.page = page
        """How many form feeds stand above."""
        self.breaks = False
        """Whether something that is no text was set aside just above."""
        self.foot = False
        """Whether a rule stands just above: the foot of the page begins here."""
        self.kind, self.ends = kind, ""
        self.rule = -1
        """The rule that it fits, -1 where it fits none."""
        self.num = 0
        """Where its number ends by that rule; of a logical line how many characters it takes, with the quotation mark before it."""
        self.lead = 0
        """How many characters a quotation mark takes that opens the line, where the whole text is quoted."""
        self.spots: Sequence[tuple[int, int, str]] = ()
        """Where in the source note marks stand: start, end and the normalised mark."""
        self.gaps: Sequence[tuple[int, int]] = ()
        """Where in the source the gaps between the cells of a row stand."""
        self.edits: Sequence[Edit] = ()
        """How the source differs from a logical line."""
        self.marks: Sequence[tuple[int, str]] = ()
        """Offsets into the text of a logical line, and the note mark that stands there."""
        self.turns: Sequence[tuple[int, int]] = ()
        """Where in the text a further physical line begins, and where that stands in the source."""
        self.note: Footnote | None = None
        self.plain: Line | None = None
        """For the row of a table: the same as an ordinary line, its gaps blanks."""

    def cells(self) -> list[tuple[int, int]]:
        """Return where in the text the cells of a row stand."""
        return between([(at, at + 1) for at, char in enumerate(self.text) if char == "\t"], 0, len(self.text))

    def become(self, other: Line) -> None:
        """Take everything from another line, as a row does that is taken for an ordinary one."""
        self.text, self.start, self.end, self.line, self.kind = other.text, other.start, other.end, other.line, other.kind
        self.num, self.lead, self.plain = other.num, other.lead, other.plain
        self.edits, self.marks, self.turns = other.edits, other.marks, other.turns

    def place(self, offset: int) -> int:
        """Return where in the source a character of the text stands, to the physical line at least."""
        at = bisect_right(self.turns, offset, key=lambda turn: turn[0]) if self.turns else 0
        here, there = self.turns[at - 1] if at else (0, self.start)
        return min(there + offset - here, self.end)


Logical = Line
"""A line as it is meant, whatever lines it is printed on."""


def physical(text: str) -> tuple[list[Line], bool]:
    """Return the lines that are not blank, in order, and whether they are plain.

    Plain is a text of which all but the line ends can be printed: then it has no tab, no mark of direction, no blank but the usual.
    """
    raws = text.split("\n")
    if "".join(raws).isprintable():
        return _plain(raws), True
    plain = "".join(text.splitlines()).isprintable()
    lines: list[Line] = []
    offset = blanks = page = 0
    for number, raw in enumerate(text.splitlines(keepends=True), 1):
        words = raw.strip() if plain else _words(raw)
        if words:
            start = offset + raw.index(words[0])
            lines.append(Line(words, start, start + len(words), number, blanks, page))
            blanks = 0
        if raw[-1] == "\f":
            page += 1
        elif not words:
            blanks += 1
        offset += len(raw)
    return lines, plain


def _plain(raws: list[str]) -> list[Line]:
    """Return the lines of a plain text in which nothing but line feeds ends them, and no page."""
    lines: list[Line] = []
    offset = blanks = 0
    for number, raw in enumerate(raws, 1):
        if not raw:
            blanks += 1
            offset += 1
            continue
        words = raw.strip()
        if words:
            start = offset if words == raw else offset + raw.index(words)
            lines.append(Line(words, start, start + len(words), number, blanks))
            blanks = 0
        else:
            blanks += 1
        offset += len(raw) + 1
    return lines


def _words(raw: str) -> str:
    """Return what of a line is text, without what is layout at its edges; empty where nothing is."""
    words = raw.strip()
    return words.strip(EDGES) if words and (words[0] in EDGE or words[-1] in EDGE) else words


def pieces(text: str, most: int) -> int:
    """Return how many pieces a text falls into, or one more than the most that are counted."""
    return 1 + sum(1 for _ in islice(PIECE.finditer(text), most))


def cuts(text: str) -> list[tuple[int, int, str]]:
    """Return the places where the text is not as it is kept: start, end, and what is kept instead."""
    return [(found.start(), found.end(), " " if " " in found[0] or "\t" in found[0] else "") for found in CUT.finditer(text)]


def between(gaps: Sequence[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Return what gaps part: the stretches from ``start`` to ``end`` between them."""
    return list(zip([start, *(after for _, after in gaps)], [*(before for before, _ in gaps), end], strict=True))
