"""The rows of tables: lines whose cells are parted by tabs, or by runs of blanks that stand in columns.

A tab alone is no sign: it follows numbers and bullets too, and mastheads have wide gaps. So rows are looked for only where the
text has begun, and one line by itself is none: its neighbours must have as many cells.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Final

from akn.pages.joins import Width
from akn.pages.lines import Line, between
from akn.patterns import compiled

ROW: Final = "ROW"
BEGUN: Final = frozenset("ENACTING PARA ANNEX".split())
ENDED: Final = frozenset("MEETING VOTE SIDE".split())
PARTED: Final = frozenset(("", "RECITAL", "PARA", "ITEM", "HEADING"))
"""What a row may look like, taken by itself."""
TAB: Final = compiled(r"(?:(?<![ \u00a0])[ \u00a0]++)?\t[ \u00a0]*")
COLUMN: Final = compiled(r"(?<=\S) {3,}(?=\S)")
LABEL: Final = compiled(r"(?:\W{1,2}|.{0,11}[.)\uff09])\Z")
"""What stands before a tab in a list: a bullet, a number."""
NUMBERED: Final = compiled(r"\S{1,11}(?: ?[-\u2013\u2014])?\Z")
"""And where the line is known to begin with a number."""


def find(lines: list[Line], source: str, width: Width) -> None:
    """Find the rows and give each its kind and its gaps; a line on which a row goes on has the kind, and no gaps."""
    text = False
    run: list[Line] = []
    full: Line | None = None
    """The last row that has all its cells."""
    for line in lines:
        text = (text or line.kind in BEGUN) and line.kind not in ENDED
        gaps = _gaps(line) if text and line.kind in PARTED else []
        if run and line.kind in PARTED and (_indented(run, line, source) or _filled(full, line, source)):
            line.gaps = ()
            run.append(line)  # cells that wrap: a row of their own, in which the others are empty
            continue
        if gaps and run and not _like(run, line, gaps, source):
            _settle(run, source)
            run = []
        if gaps:
            line.gaps = gaps
            full = line
            run.append(line)
        elif run and not line.blanks and not line.kind and "\t" in run[0].text and width.full(run[-1], line):
            run.append(line)  # a wide row wraps
        else:
            _settle(run, source)
            run = []
    _settle(run, source)


def _gaps(line: Line) -> list[tuple[int, int]]:
    """Return where the gaps between cells stand in the source: at tabs, or else at wide blanks, but for that after a number."""
    tabs = "\t" in line.text
    if not tabs and "   " not in line.text:
        return []
    pattern = TAB if tabs else COLUMN
    gaps = [(line.start + found.start(), line.start + found.end()) for found in pattern.finditer(line.text)]
    if len(gaps) == 1:
        label = line.text[: gaps[0][0] - line.start]
        if LABEL.match(label) or (line.kind in ("PARA", "ITEM") and NUMBERED.match(label)):
            return []
    return gaps


def _like(run: list[Line], line: Line, gaps: list[tuple[int, int]], source: str) -> bool:
    """Say whether a line may be of the same table: tabs with tabs; of blanks, every column must begin or end where it did."""
    last = next(one for one in reversed(run) if one.gaps)
    if "\t" in line.text or "\t" in last.text:
        return "\t" in line.text and "\t" in last.text
    if line.blanks or len(gaps) != len(last.gaps):
        return False
    here, there = _begin(line, source), _begin(last, source)
    ends = [*(start for start, _ in gaps[1:]), line.end], [*(start for start, _ in last.gaps[1:]), last.end]
    return all(
        abs(one[1] - here - other[1] + there) <= 1 or abs(end - here - before + there) <= 1
        for one, other, end, before in zip(gaps, last.gaps, *ends, strict=True)
    )


def _fill(line: Line, found: list[tuple[int, int, int]], source: str) -> None:
    """Give a line the gaps that put its words into their columns: a wide one stands for as many as there are empty cells."""
    at, column = _begin(line, source), 0
    gaps: list[tuple[int, int]] = []
    for start, end, here in found:
        edges = [*range(at, at + here - column), start]
        gaps += pairwise(edges)
        at, column = end, here
    line.gaps = gaps
    begin = _begin(line, source)
    if found[0][2]:
        line.text, line.start = source[begin : line.start] + line.text, begin


def _indented(run: list[Line], line: Line, source: str) -> bool:
    """Say whether a line begins with tabs below rows that tabs part, and has no other: its first cells are empty."""
    before = source[_begin(line, source) : line.start]
    return bool(before) and not before.strip("\t") and "\t" in run[0].text and "\t" not in line.text


def _filled(above: Line | None, line: Line, source: str) -> list[tuple[int, int, int]]:
    """Return the words of a line that stand in some columns of the row above, with the numbers of these; empty if they do not.

    The last column must be among them, and not all of them.
    """
    if above is None or line.blanks or "\t" in line.text or "\t" in above.text:
        return []
    here, there = _begin(line, source), _begin(above, source)
    columns = [(start - there, end - there) for start, end in _words(above)]
    found: list[tuple[int, int, int]] = []
    column = 0
    for start, end in _words(line):
        while column < len(columns) and abs(start - here - columns[column][0]) > 1 < abs(end - here - columns[column][1]):
            column += 1
        if column == len(columns):
            return []
        found.append((start, end, column))
        column += 1
    return found if found[-1][2] == len(columns) - 1 and len(found) < len(columns) else []


def _words(line: Line) -> list[tuple[int, int]]:
    """Return where in the source the words stand that wide blanks part."""
    gaps = [(line.start + found.start(), line.start + found.end()) for found in COLUMN.finditer(line.text)]
    return between(gaps, line.start, line.end)


def _begin(line: Line, source: str) -> int:
    return source.rfind("\n", 0, line.start) + 1


def _settle(run: list[Line], source: str) -> None:
    """Make rows of the lines if they are a table: two of as many cells, three where only blanks part them."""
    rows = [line for line in run if line.gaps]
    counts = Counter(len(line.gaps) for line in rows)
    usual, often = counts.most_common(1)[0] if counts else (0, 0)
    if often < (2 if rows and "\t" in rows[0].text else 3) or often * 2 < len(rows):
        for line in rows:
            line.gaps = ()
        return
    while run and not run[-1].gaps and len(run) > 1 and run[-1].ends:  # a sentence below the table is none of its cells
        run.pop()
    above = None
    for line in run:
        line.usual, line.kind = line.kind, ROW
        if line.gaps:
            above = line
        elif found := _filled(above, line, source):
            _fill(line, found, source)
            continue
        before = source[_begin(line, source) : line.start]
        if before and not before.strip("\t") and len(line.gaps) + len(before) <= usual:  # the first cells are empty
            line.gaps = [*((at, at + 1) for at in range(line.start - len(before), line.start)), *line.gaps]
            line.start -= len(before)
            line.text = before + line.text
