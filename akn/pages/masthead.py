"""The columns of a masthead: where a tool has printed on one line what stands side by side, each is a line of its own."""

from __future__ import annotations

from typing import Final

from akn.grammar.classify import Classifier
from akn.pages.lines import BLANKS, Line, between
from akn.patterns import compiled

GAP: Final = compiled(rf"[{BLANKS}]{{3,}}| ?\t[{BLANKS}]*")
BLANK: Final = compiled(r"(?<=\S) (?=\S)")
TOP: Final = 24
"""How many lines a masthead has at most."""
FIRST: Final = 4
"""Among so many stands the symbol."""
LONG: Final = 100
"""How many characters the two columns of a line have at most."""
SIDE: Final = frozenset("PUBLISHER SYMBOL ORGAN DISTR DATE LANGUAGE ORIGINAL SESSION".split())
"""What stands side by side."""


def columns(lines: list[Line], classifier: Classifier) -> list[Line]:
    """Return the lines with those of the masthead parted that are in columns, a wide gap between: the gap is layout."""
    for index in range(min(TOP, len(lines)) - 1, -1, -1):
        line = lines[index]
        if "   " not in line.text and "\t" not in line.text:
            continue
        gaps = [found.span() for found in GAP.finditer(line.text)]
        if gaps and _beside(line.text, gaps, classifier):
            lines[index : index + 1] = _parts(line, gaps)
    return lines


def copied(lines: list[Line], classifier: Classifier) -> list[Line]:
    """Return the lines with the first of the masthead parted where they were copied from a page, with one blank between two columns."""
    index, begun = 0, False
    while index < min(FIRST, len(lines)):
        line = lines[index]
        blanks = [found.span() for found in BLANK.finditer(line.text)] if len(line.text) < LONG and (begun or "/" in line.text) else []
        gap = next((gap for gap in blanks if _beside(line.text, [gap], classifier)), None)
        if gap is not None:
            lines[index : index + 1] = _parts(line, [gap])
            index, begun = index + 1, True
        index += 1
    return lines


def _beside(text: str, gaps: list[tuple[int, int]], classifier: Classifier) -> bool:
    """Say whether gaps part what stands side by side."""
    return all(classifier.kind(text[start:end]) in SIDE for start, end in between(gaps, 0, len(text)))


def _parts(line: Line, gaps: list[tuple[int, int]]) -> list[Line]:
    return [_part(line, start, end) for start, end in between(gaps, 0, len(line.text))]


def _part(line: Line, start: int, end: int) -> Line:
    return Line(line.text[start:end], line.start + start, line.start + end, line.line, 0 if start else line.blanks, line.page)
