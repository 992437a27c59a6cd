"""Footnotes whose marks a tool has flattened to ordinary digits, glued to the word before.

No digit says of itself that it is a mark. So a page is solved at once: the notes at its foot number on from the page before,
and their marks stand in its text in that order, each where a mark can stand. Of all such readings the likeliest counts.
"""

from __future__ import annotations

import re
from itertools import pairwise

from akn.grammar.classify import Classifier
from akn.pages.footnote import Footnote
from akn.pages.lines import Line

FOOT = re.compile(r"(?:\((?P<held>[0-9]{1,3})\)|(?P<flat>[0-9]{1,3}))(?:[ \u00a0\t\u3000]{1,8}(?=\S)|$)")
Spot = tuple[int, int, int, float]
"""Line, start and end in it, and how likely it is a mark."""


def lift(lines: list[Line], notes: list[Footnote], classifier: Classifier) -> list[Line]:
    """Return the lines without the notes at the feet of pages, their marks noted where they stand; add the notes."""
    if any(note.mark.isdecimal() for note in notes) or not any(FOOT.match(line.text) for line in lines):
        return lines
    out: list[Line] = []
    coming = 1
    for page in _pages(lines):
        feet = _feet(page, coming)
        all_feet = list(feet)
        while feet:
            spots = _solve(page[: feet[0][0]], [number for _, number in feet], classifier)
            if spots is not None:
                break
            feet.pop()
        else:
            coming = max((number for _, number in all_feet), default=coming - 1) + 1
            out += page
            continue
        for (_, number), spot in zip(feet, spots, strict=True):
            if spot is not None:
                line = page[spot[0]]
                line.marks.append((line.start + spot[1], line.start + spot[2], str(number)))
        found = _notes(page, feet)
        for note, spot in zip(found, spots, strict=True):
            note.marked = spot is not None
        notes += found
        out += page[: feet[0][0]]
        coming = feet[-1][1] + 1
    for before, line in pairwise(out):
        line.breaks |= line.index > before.index + 1
    return out


def _pages(lines: list[Line]) -> list[list[Line]]:
    """Return the lines page by page; where nothing tells a page, all lines are one."""
    pages: list[list[Line]] = []
    for index, line in enumerate(lines):
        line.index = index
        if not pages or line.page > pages[-1][-1].page:
            pages.append([])
        pages[-1].append(line)
    return pages


def _feet(page: list[Line], coming: int) -> list[tuple[int, int]]:
    """Return where notes begin at the foot of a page, and their numbers, going up from ``coming``."""
    begins: list[tuple[int, int]] = []
    for index, line in enumerate(page):
        found = FOOT.match(line.text)
        if not found or line.kind or (index + 1 == len(page) and found.end() == len(line.text)):
            continue
        number = int(found["held"] or found["flat"])
        if number == coming:
            begins = [(index, number)]  # the last one that can be the first: a foot stands below
        elif begins and number == begins[-1][1] + 1:
            begins.append((index, number))
    return begins if not begins or begins[0][0] else []


def _notes(page: list[Line], feet: list[tuple[int, int]]) -> list[Footnote]:
    out: list[Footnote] = []
    for (index, number), (stop, _) in zip(feet, [*feet[1:], (len(page), 0)], strict=True):
        line = page[index]
        found = FOOT.match(line.text)
        assert found is not None
        shown = len(found[0].rstrip())
        note = Footnote(str(number), line.start, line.start + shown, line, bool(found["held"]))
        note.lines += page[index + 1 : stop]
        out.append(note)
    return out


def _solve(body: list[Line], numbers: list[int], classifier: Classifier) -> list[Spot | None] | None:
    """Return the likeliest places of the marks, in order, None for a mark that is nowhere; None for all if the first is."""
    best: list[tuple[float, list[Spot | None]]] = [(0.0, [])]
    ends: list[tuple[int, int]] = [(-1, -1)]
    for number in numbers:
        spots = _spots(body, number, classifier)
        after: list[tuple[float, list[Spot | None]]] = []
        places: list[tuple[int, int]] = []
        for (score, path), end in zip(best, ends, strict=True):
            after.append((score - 3.0, [*path, None]))
            places.append(end)
            for spot in spots:
                if spot[:2] > end:
                    after.append((score + spot[3], [*path, spot]))
                    places.append((spot[0], spot[2]))
        ranked = sorted(range(len(after)), key=lambda one: (-after[one][0], places[one]))[:24]
        best, ends = [after[one] for one in ranked], [places[one] for one in ranked]
    found = best[0][1]
    return found if any(spot is not None for spot in found) else None


def _spots(body: list[Line], number: int, classifier: Classifier) -> list[Spot]:
    """Return every place where the number may be a mark."""
    out: list[Spot] = []
    pattern = re.compile(rf"(?<![0-9])(?P<year>(?:19|20)[0-9]{{2}})?(\()?{number}(?(2)\))(?![0-9])")
    for index, line in enumerate(body):
        if str(number) not in line.text:
            continue
        for found in pattern.finditer(line.text):
            start = found.end("year") if found["year"] else found.start()
            likely = classifier.mark_at(line.text, start, found.end(), bool(found["year"]))
            if likely > 0:
                inner = 1 if found[2] else 0
                out.append((index, start + inner, found.end() - inner, likely))
    return out
