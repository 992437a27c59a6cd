"""The columns of a masthead: where a tool has printed on one line what stands side by side, each is a line of its own."""

from __future__ import annotations

from typing import Final

from akn.grammar.classify import Classifier
from akn.pages.lines import BLANKS, Line, between
from akn.patterns import compiled

GAP: Final = compiled(rf"[{BLANKS}]{{3,}}")
TOP: Final = 24
"""How many lines a masthead has at most."""
SIDE: Final = frozenset("PUBLISHER SYMBOL ORGAN DISTR DATE LANGUAGE ORIGINAL SESSION".split())
"""What stands side by side."""


def columns(lines: list[Line], classifier: Classifier) -> list[Line]:
    """Return the lines with those of the masthead parted that are in columns, a wide gap between: the gap is layout."""
    for index in range(min(TOP, len(lines)) - 1, -1, -1):
        line = lines[index]
        if "   " not in line.text and "\t" not in line.text:
            continue
        gaps = [found.span() for found in GAP.finditer(line.text)]
        places = between(gaps, 0, len(line.text))
        if gaps and all(classifier.kind(line.text[start:end]) in SIDE for start, end in places):
            lines[index : index + 1] = [_part(line, start, end) for start, end in places]
    return lines


def _part(line: Line, start: int, end: int) -> Line:
    return Line(line.text[start:end], line.start + start, line.start + end, line.line, 0 if start else line.blanks, line.page)
