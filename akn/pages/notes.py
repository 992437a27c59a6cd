"""Lifts the footnotes out of the lines and finds every one of their marks.

A note begins a line with its mark; what follows until the text goes on is the note. Its marks stand in the text as superscript
digits, as stars, or, where a tool has flattened them, as ordinary digits glued to the word before.
"""

from __future__ import annotations

import re

from akn.grammar.classify import Classifier
from akn.pages.joins import Width, goes_on
from akn.pages.lines import Line

RAISED = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"
PLAIN = str.maketrans(RAISED, "0123456789")
RAISE = str.maketrans("0123456789", RAISED)
SUPER = re.compile(f"[{RAISED}]{{1,4}}")
STARS = re.compile(r"(?<=[^\s*])\*{1,4}(?![*0-9])")
OPEN = re.compile(rf"(?:(?P<raised>[{RAISED}]{{1,4}})|(?P<stars>\*{{1,4}})|\((?P<held>[{RAISED}]{{1,4}}|\*{{1,4}})\))[ \u00a0\t\u3000]{{0,8}}(?=[^\s*0-9)])")
FLAT = re.compile(r"(?:\((?P<held>[0-9]{1,3})\)|(?P<flat>[0-9]{1,3}))[ \u00a0\t\u3000]{1,8}(?=\S)")


class Footnote:
    """A note as it was found: its mark and its lines."""

    __slots__ = ("bracketed", "found", "lines", "mark", "marked", "scope", "shown")

    def __init__(self, mark: str, start: int, end: int, line: Line, bracketed: bool) -> None:
        self.mark = mark
        self.shown = (start, end)
        """Where its own mark stands."""
        self.lines = [line]
        self.bracketed = bracketed
        self.scope = 0
        """How often the numbers have begun anew."""
        self.marked = False
        """Whether a mark of it was found in the text."""
        self.found = 0


def lift(lines: list[Line], classifier: Classifier, width: Width) -> tuple[list[Line], list[Footnote]]:
    """Return the lines of the text and the notes, in the order of the source."""
    text: list[Line] = []
    notes: list[Footnote] = []
    current: Footnote | None = None
    for index, line in enumerate(lines):
        opened = OPEN.match(line.text)
        if opened and (index == 0 or not _wrapped_mark(lines[index - 1], line, opened, width)):
            shown = opened["raised"] or opened["stars"] or opened["held"]
            current = Footnote(shown.translate(PLAIN), line.start, line.start + len(opened[0].rstrip()), line, bool(opened["held"]))
            notes.append(current)
        elif current is not None and not line.breaks and goes_on(current.lines[-1], line, width, classifier, "note"):
            current.lines.append(line)
        else:
            line.breaks |= current is not None
            current = None
            text.append(line)
    _flat(text, notes, classifier, width)
    notes.sort(key=lambda note: note.lines[0].start)
    _scopes(notes)
    return text, notes


def _wrapped_mark(before: Line, line: Line, opened: re.Match[str], width: Width) -> bool:
    """Say whether the mark at the line's start belongs to a sentence that wraps before it."""
    return opened["held"] is not None and not before.ends and not line.blanks and width.full(before, line)


def _scopes(notes: list[Footnote]) -> None:
    scope = last = 0
    for note in notes:
        if note.mark.isdigit():
            if int(note.mark) <= last and int(note.mark) == 1:
                scope += 1
            last = int(note.mark)
        note.scope = scope


def mark(text: list[Line], notes: list[Footnote]) -> list[tuple[int, int, str]]:
    """Find the marks in the text, note them in their lines, and return those that have no note."""
    wanted: dict[tuple[int, str], Footnote] = {}
    for note in notes:
        wanted.setdefault((note.scope, note.mark), note)
    starred = {note.mark for note in notes if note.mark[0] == "*"}
    orphans: list[tuple[int, int, str]] = []
    scope = 0
    for line in text:
        spots = [(found.start(), found.end()) for found in SUPER.finditer(line.text)] if _raised(line.text) else []
        if "*" in line.text:
            spots += [(found.start(), found.end()) for found in STARS.finditer(line.text) if found[0] in starred]
            spots.sort()
        for start, end in spots:
            label = line.text[start:end].translate(PLAIN)
            if label == "1" and (scope + 1, "1") in wanted and all(n.marked for n in notes if n.scope == scope):
                scope += 1
            found = wanted.get((scope, label)) or wanted.get((scope + 1, label)) or wanted.get((0, label))
            if found is None:
                orphans.append((line.start + start, line.start + end, label))
                continue
            found.marked = True
            line.marks.append((line.start + start, line.start + end, label))
    return orphans


def _raised(text: str) -> bool:
    return not text.isascii() and any(char in text for char in RAISED)


def _flat(text: list[Line], notes: list[Footnote], classifier: Classifier, width: Width) -> None:
    """Lift notes whose marks are ordinary digits: page by page, the numbers going up."""
