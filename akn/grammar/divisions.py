"""What only the whole text tells: which lines are recitals, where a lettered part begins, where a further document does."""

from __future__ import annotations

from akn.grammar.classify import PROSE, RECITAL, TEXT, Classifier
from akn.pages import Logical

HEADS = frozenset("NUMBER TITLED COUNCIL".split())
BELOW = frozenset("TEXT REPORT ADOPTED".split())
"""What may stand between a number and the organ line."""
COVER = frozenset("PUBLISHER SYMBOL ORGAN DISTR DATE LANGUAGE ORIGINAL SESSION PERIOD AGENDA ADOPTED REPORT DOCTYPE COMMITTEE TEXT".split())
CLOSE = frozenset("DATE TEXT".split())
"""What stands at the end of a document as well as in a masthead."""
TITLE = 6
"""How many lines a title and what stands below it may take."""


def recitals(lines: list[Logical], kinds: Classifier) -> None:
    """Take a preambular paragraph that ends in no comma for one, where another follows before the first operative one.

    HRC 54/29 ends a recital in a semicolon in the middle of its preamble; GA 80/116 quotes a question there.
    """
    last = 0
    for index, line in enumerate(lines):
        if line.kind == RECITAL:
            last = index
        elif line.kind in ("PARA", "HEADING"):
            break
    opened = False
    for line, before in zip(lines[:last], [None, *lines], strict=False):
        opened |= line.kind == "ENACTING"
        quoted = before is not None and before.kind == RECITAL and kinds.ends(before.text) == "colon"
        if opened and line.kind in (PROSE, TEXT) and (quoted or kinds.phrase(line.text)):
            line.kind = RECITAL


def documents(lines: list[Logical], kinds: Classifier) -> list[list[Logical]]:
    """Return the lines of each document in the text: a further one has a number of its own, and an organ line below it."""
    starts, begun = [0], False
    for index, line in enumerate(lines):
        if line.kind == "ENACTING":
            begun = True
        elif line.kind in HEADS and begun and _opens(lines, index, kinds):
            start = _masthead(lines, starts[-1], index)
            if not _within(lines, start, kinds):
                starts.append(start)
                begun = False
    return [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _opens(lines: list[Logical], index: int, kinds: Classifier) -> bool:
    """Say whether an organ line follows, with nothing but a title between."""
    after = next((line for line in lines[index + 1 : index + 1 + TITLE] if line.kind not in BELOW), None)
    return after is not None and (after.kind == "ENACTING" or (after.kind == "ORGAN" and "ENACTING" in kinds.kinds(after.text)))


def _masthead(lines: list[Logical], least: int, index: int) -> int:
    """Return where the masthead above a number begins, what may be the close of the document before left out."""
    start = index
    while start - 1 > least and lines[start - 1].kind in COVER:
        start -= 1
    while start < index and lines[start].kind in CLOSE:
        start += 1
    return start


def _within(lines: list[Logical], start: int, kinds: Classifier) -> bool:
    """Say whether what begins there is held by what stands above: an annex, or a sentence that ends in a colon."""
    above = start - 1
    while above > 0 and lines[above].kind == TEXT:
        above -= 1
    before = lines[start - 1]
    return lines[above].kind == "ANNEX" or (before.kind != "SIDE" and kinds.ends(before.text) == "colon")


def letters(lines: list[Logical], kinds: Classifier) -> None:
    """Tell the letter of a part from that of a section: an organ line follows, or it stands alone below the title.

    GA 69/96 has a part A and a part B, each with preamble and paragraphs of its own; GA 75/251 C is a part issued by itself.
    """
    head = next((index for index, line in enumerate(lines) if line.kind in HEADS), len(lines))
    found = [index for index in range(head + 1, len(lines)) if _lettered(lines[index], kinds)]
    parts = [index for index in found if _opens(lines, index, kinds)]
    if not parts and len(found) == 1 and all(line.kind in BELOW for line in lines[head + 1 : found[0]]):
        parts = found
    for index in found:
        if index in parts:
            lines[index].kind = "LETTER"
        elif lines[index].kind == "LETTER":
            lines[index].kind = "HEADING"


def _lettered(line: Logical, kinds: Classifier) -> bool:
    return len(line.text) < 8 and line.kind in ("HEADING", "LETTER") and "LETTER" in kinds.kinds(line.text)
