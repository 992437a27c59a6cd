"""Lifts the footnotes out of the lines and finds every one of their marks.

A note begins a line with its mark; what follows until the text goes on is the note. Its marks stand in the text as superscript
digits or letters, as stars, or, where a tool has flattened them, as ordinary digits glued to the word before.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Set
from itertools import takewhile
from typing import Final

from akn.grammar.classify import RECITAL, Classifier
from akn.grammar.marks import LETTERS, PLAIN, RAISE, RAISED
from akn.pages import flat
from akn.pages.footnote import Footnote
from akn.pages.joins import Width, goes_on
from akn.pages.lines import Line
from akn.patterns import compiled

SUPER: Final = compiled(f"[{RAISED}][{RAISED}]{{0,3}}")
LETTERED: Final = compiled(f"[{LETTERS}]{{1,6}}")
AFTER: Final = r"[ \u00a0\t\u3000]{0,8}(?=[^\s)])"
STARS: Final = compiled(r"(?<=[^\s*])\*{1,4}(?![*0-9])")
NEAR: Final = 6
"""Within so many lines another note begins, if a line stands amid notes."""
OPEN: Final = compiled(
    rf"(?:(?P<raised>[{RAISED}]{{1,4}})|\((?P<held>[{RAISED}]{{1,4}}|\*{{1,4}})\)|(?P<stars>\*{{1,4}})(?=[ \u00a0]{{0,8}}[^\s*0-9)]))"
    rf"{AFTER}"
)
OPEN_LETTERED: Final = compiled(f"([{LETTERS}]{{1,6}}){AFTER}")

LETTER: Final = frozenset(LETTERS)
STARRED: Final = ("*", "(*")
"""How a note with a star begins."""


def raised(source: str) -> list[int]:
    """Return where in the source raised figures stand."""
    return _standing(source, RAISED)


def _standing(source: str, signs: Iterable[str]) -> list[int]:
    """Return where in the source any of the signs stands."""
    found: list[int] = []
    for sign in signs:
        at = source.find(sign)
        while at >= 0:
            found.append(at)
            at = source.find(sign, at + 1)
    return sorted(found)


def lift(
    lines: list[Line], source: str, figures: list[int], firsts: Set[str], classifier: Classifier, width: Width
) -> tuple[list[Line], list[Footnote]]:
    """Return the lines of the text and the notes, in the order of the source.

    ``figures`` is where in it raised figures stand, ``firsts`` are the characters that lines begin with.
    """
    lettered = frozenset() if firsts.isdisjoint(LETTER) else _lettered(lines)
    begun = [index for index, places in _holding(lines, figures) if places[0] <= 1]  # a bracket may open
    other = (*(mark[0] for mark in lettered), *(STARRED if "*" in source else ()))
    if other:
        begun = sorted({*begun, *(at for at, line in enumerate(lines) if line.text.startswith(other))})
    opened = [(at, note) for at in begun if (note := _opened(lines, at, lettered, width))]
    notes = [note for _, note in opened]
    ends = [*[at for at, _ in opened], len(lines)]
    text = lines[: ends[0]]
    for (at, note), end in zip(opened, ends[1:], strict=True):
        below = at + 1
        while below < end and _more(lines, below, width, classifier):
            below += 1
        note.lines = lines[at:below]
        if below < end:
            lines[below].breaks = True
        text += lines[below:end]
    text = flat.lift(text, notes, classifier)
    notes.sort(key=lambda note: note.lines[0].start)
    _scopes(notes)
    return text, notes


def _opened(lines: list[Line], index: int, lettered: frozenset[str], width: Width) -> Footnote | None:
    """Return the note that a line begins, None where it begins none."""
    line = lines[index]
    letters = OPEN_LETTERED.match(line.text) if lettered else None
    if letters and letters[1] in lettered:
        return Footnote(letters[1].translate(PLAIN), line.start, line.start + len(letters[0].rstrip()), line, False)
    opened = OPEN.match(line.text)
    if opened is None or (index and _wrapped_mark(lines[index - 1], line, opened, width)):
        return None
    shown = opened["raised"] or opened["stars"] or opened["held"]
    return Footnote(shown.translate(PLAIN), line.start, line.start + len(opened[0].rstrip()), line, bool(opened["held"]))


def _more(lines: list[Line], at: int, width: Width, classifier: Classifier) -> bool:
    """Say whether a line goes on with the note that the line above it is of."""
    before, line = lines[at - 1], lines[at]
    if before.ends == "final" and line.text.startswith("1 "):
        return False  # the first of the notes whose marks a tool has flattened, below one that is marked with a star
    return not line.breaks and (goes_on(before, line, width, classifier, "note") or _amid(before, lines[at : at + NEAR], width))


def _amid(before: Line, lines: list[Line], width: Width) -> bool:
    """Say whether a line stands amid the notes of a page's foot: the one above is full, and below begins another with no gap between.

    So does a sentence of a note that begins as a preambular paragraph does.
    """
    near = list(takewhile(lambda line: not (line.blanks or line.breaks) and line.kind in ("", RECITAL), lines))
    return bool(near) and width.full(before, near[0]) and any(OPEN.match(line.text) for line in near[1:])


def _lettered(lines: list[Line]) -> frozenset[str]:
    """Return the raised letters that are marks: those that begin a line and follow a word in another; others end an ordinal."""
    begun = {found[1] for line in lines if line.text[0] in LETTER and (found := OPEN_LETTERED.match(line.text))}
    return frozenset(begun.intersection(found[0] for line in lines for found in LETTERED.finditer(line.text, 1)))


def _wrapped_mark(before: Line, line: Line, opened: re.Match[str], width: Width) -> bool:
    """Say whether the mark at the line's start belongs to a sentence that wraps before it."""
    return opened["held"] is not None and not before.ends and not line.blanks and width.full(before, line)


def _scopes(notes: list[Footnote]) -> None:
    scope = last = 0
    for note in notes:
        if note.mark.isdecimal():
            if int(note.mark) <= last and int(note.mark) == 1:
                scope += 1
            last = int(note.mark)
        note.scope = scope


def mark(text: list[Line], notes: list[Footnote], source: str, figures: list[int]) -> list[tuple[int, int, str]]:
    """Find the marks in the text, note them in their lines, and return those that have no note; ``figures`` are where raised ones stand."""
    wanted: dict[tuple[int, str], Footnote] = {}
    left: dict[int, int] = {}
    """How many notes of a scope have no mark yet."""
    for note in notes:
        wanted.setdefault((note.scope, note.mark), note)
        left[note.scope] = left.get(note.scope, 0) + (not note.marked)
    starred = {note.mark for note in notes if note.mark[0] == "*"}
    lettered = {note.mark for note in notes if note.mark.isalpha()}
    orphans: list[tuple[int, int, str]] = []
    scope = 0
    if other := [sign.translate(RAISE) for sign in starred | lettered]:
        figures = sorted([*figures, *_standing(source, other)])
    for index, places in _holding(text, figures):
        line = text[index]
        spots = [found.span() for found in SUPER.finditer(line.text, places[0], places[-1] + 1)]
        if starred:
            spots += [found.span() for found in STARS.finditer(line.text) if found[0] in starred]
        if lettered:
            spots += [found.span() for found in LETTERED.finditer(line.text, 1) if found[0].translate(PLAIN) in lettered]
        marks = [*line.spots]
        for start, end in sorted(spots):
            label = line.text[start:end].translate(PLAIN)
            if label == "1" and (scope + 1, "1") in wanted and not left.get(scope):
                scope += 1
            found = wanted.get((scope, label)) or wanted.get((scope + 1, label)) or wanted.get((0, label))
            if found is None:
                orphans.append((line.start + start, line.start + end, label))
                continue
            left[found.scope] -= not found.marked
            found.marked = True
            marks.append((line.start + start, line.start + end, label))
        line.spots = marks
    return orphans


def _holding(lines: list[Line], signs: list[int]) -> Iterable[tuple[int, list[int]]]:
    """Return in which lines the signs are that stand somewhere in the source, and where in them."""
    starts = [line.start for line in lines] if signs else []
    held: dict[int, list[int]] = {}
    for at in signs:
        index = bisect_right(starts, at) - 1
        if index >= 0 and at < lines[index].end:
            held.setdefault(index, []).append(at - starts[index])
    return held.items()


def part(text: list[Line], notes: list[Footnote]) -> list[Line]:
    """End a note where another begins that has its own mark; return the lines of the text with what stood below."""
    starts = sorted(note.lines[0].start for note in notes if note.marked)
    rest: list[Line] = []
    for note in notes:
        at = bisect_right(starts, note.lines[0].start)
        if note.marked and at < len(starts) and starts[at] < note.lines[-1].start:
            rest += [line for line in note.lines if line.start > starts[at]]
            note.lines = [line for line in note.lines if line.start < starts[at]]
    return sorted([*text, *rest], key=lambda line: line.start) if rest else text
