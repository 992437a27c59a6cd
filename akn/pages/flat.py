"""Footnotes whose marks a tool has flattened to ordinary digits, glued to the word before.

No digit says of itself that it is a mark. So a page is solved at once: the notes at its foot number on from the page before,
and their marks stand in its text in that order, each where a mark can stand. Of all such readings the likeliest counts.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from akn.grammar.classify import Classifier
from akn.pages.footnote import Footnote
from akn.pages.lines import Line
from akn.patterns import compiled

FOOT: Final = compiled(r"(?:\((?P<held>[0-9]{1,3})\)|(?P<flat>[0-9]{1,3}))(?:[ \u00a0\t\u3000]{1,8}(?=\S)|$)")
SPACED: Final = 0.4
"""How likely a figure that stands apart is a mark."""
TRIES: Final = 16
"""How many lines of a page that begin with the number of its first note are tried, the last first: each is read to the end of the page."""
Spot = tuple[int, int, int, float]
"""Line, start and end in it, and how likely it is a mark."""


def lift(lines: list[Line], notes: list[Footnote], classifier: Classifier) -> list[Line]:
    """Return the lines without the notes at the feet of pages, their marks noted where they stand; add the notes."""
    if any(note.mark.isdigit() for note in notes) or not any(FOOT.match(line.text) for line in lines):
        return lines
    out: list[Line] = []
    coming, missed = 1, 0
    for page in _pages(lines):
        for first in sorted({coming, missed} - {0}):
            start, feet = _foot(page, first)
            spots = _solve(page[:start], feet, classifier, bool(notes) or (start < len(page) and page[start].foot))
            if spots is not None:
                coming, missed = int(feet[-1].mark) + 1, 0
                break
            if feet and page[start].foot:  # notes beyond doubt, and their marks are lost
                coming, missed, spots = int(feet[-1].mark) + 1, 0, [None] * len(feet)
                break
            missed = int(feet[-1].mark) + 1 if feet else missed  # perhaps no notes at all: a number that begins a line
        if spots is None:
            out += page
            continue
        marks: dict[int, list[tuple[int, int, str]]] = {}
        for note, spot in zip(feet, spots, strict=True):
            if spot is not None:
                note.marked = True
                line = page[spot[0]]
                apart = line.text[spot[1] - 1].isspace()  # a tool that set the mark apart from its word
                marks.setdefault(spot[0], []).append((line.start + spot[1] - apart, line.start + spot[2], note.mark))
        for at, found in marks.items():
            page[at].marks = found
        notes += feet
        out += page[:start]
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


def _foot(page: list[Line], coming: int) -> tuple[int, list[Footnote]]:
    """Return where the foot of a page begins, and its notes, numbered on from ``coming``."""
    starts = [index for index, line in enumerate(page) if line.foot]
    starts += [index for index, line in enumerate(page) if (told := _begins(line)) and _number(told) == coming][::-1]
    for start in starts[:TRIES]:
        feet = _notes(page[start:], coming) if start else []
        if [note.mark for note in feet] == [str(number) for number in range(coming, coming + len(feet))] and feet:
            return start, feet
    return len(page), []


def _begins(line: Line) -> re.Match[str] | None:
    """Return the mark of the note that a line may begin."""
    found = FOOT.match(line.text)
    return found if found and line.kind in ("", "ITEM" if found["held"] else "") else None


def _number(found: re.Match[str]) -> int:
    return int(found["held"] or found["flat"])


def _notes(foot: list[Line], coming: int) -> list[Footnote]:
    """Return the notes of a page's foot in the order of their numbers.

    A tool may give a mark on a line of its own, several marks before their notes, or marks after all the notes: texts and
    marks that are left over belong together in their order.
    """
    feet: list[Footnote] = []
    waiting: list[tuple[int, bool]] = []
    nameless: list[Footnote] = []
    current: Footnote | None = None
    last = 0
    for line in foot:
        found = _begins(line)
        number = _number(found) if found else 0
        told = found is not None and found.end() < len(line.text)
        if found and _follows(number, told, coming, last, len(nameless)):
            last = max(last, number)
            if told:
                shown = line.start + len(found[0].rstrip())
                current = Footnote(str(number), line.start, shown, line, bool(found["held"]))
                feet.append(current)
            else:
                waiting.append((number, bool(found["held"])))
                current = None
        elif found and not told:
            continue  # a page number among the notes
        elif current is not None and not (waiting and current.lines[-1].ends):
            current.lines.append(line)
        elif waiting:
            number, held = waiting.pop(0)
            current = Footnote(str(number), line.start, line.start, line, held)
            feet.append(current)
        elif nameless and not nameless[-1].lines[-1].ends:
            nameless[-1].lines.append(line)
        else:
            nameless.append(Footnote("", line.start, line.start, line, False))
    if len(nameless) > len(waiting):
        return []
    for note, (number, held) in zip(nameless, waiting, strict=False):
        note.mark, note.bracketed = str(number), held
        feet.append(note)
    for number, held in waiting[: len(nameless) - 1 if nameless else None : -1]:
        feet += _parted(feet, number, held)
    return sorted(feet, key=lambda note: int(note.mark))


def _follows(number: int, told: bool, coming: int, last: int, nameless: int) -> bool:
    """Say whether a number may be the next mark: the next one or so, or one whose text stood above; text may wrap at a number."""
    if last and last < number <= last + 3:
        return True
    if told:
        return not last and number - coming == nameless
    return coming <= number <= max(last, coming + 9)


def _parted(feet: list[Footnote], number: int, held: bool) -> list[Footnote]:
    """Return the note whose mark stands below all others: its text follows that of the note before it."""
    before = max((note for note in feet if int(note.mark) < number), key=lambda note: int(note.mark), default=None)
    ends = [index for index, line in enumerate(before.lines[:-1]) if line.ends == "final"] if before else []
    if before is None or not ends:
        return []
    rest = before.lines[ends[-1] + 1 :]
    del before.lines[ends[-1] + 1 :]
    note = Footnote(str(number), rest[0].start, rest[0].start, rest[0], held)
    note.lines += rest[1:]
    return [note]


def _solve(body: list[Line], feet: list[Footnote], classifier: Classifier, sure: bool) -> list[Spot | None] | None:
    """Return the likeliest places of the marks, in order, None for a mark that is nowhere; None if all are.

    Where it is ``sure`` that these are notes, or one mark was found that stands as marks do, those that hide are looked for.
    """
    best: list[tuple[float, list[Spot | None]]] = [(0.0, [])]
    ends: list[tuple[int, int]] = [(-1, -1)]
    for number in (int(note.mark) for note in feet):
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
    if sure or any(spot is not None and spot[3] > SPACED for spot in found):
        for index, note in enumerate(feet):
            if not note.bracketed:
                found[index] = _only(body, int(note.mark), found, index, classifier) or found[index]
    return found if any(spot is not None for spot in found) else None


def _only(body: list[Line], number: int, found: list[Spot | None], index: int, classifier: Classifier) -> Spot | None:
    """Return the one place between the marks before and after where a mark could hide, if there is only one.

    Behind a figure no mark shows: a programme of year 21 with the mark 4 reads 214. Each note has a mark, so a number of that
    kind must hold it, where no other place is left.
    """
    here = found[index]
    if here is not None and here[3] > SPACED:
        return None
    after = max((spot[0], spot[2]) for spot in (*found[:index], (-1, 0, -1, 0.0)) if spot is not None)
    until = next((spot[:2] for spot in found[index + 1 :] if spot is not None), (len(body), 0))
    hidden: tuple[list[Spot], ...] = ([], [], [])
    for at, line in enumerate(body):
        for start, end, rank in classifier.hidden_marks(line.text, str(number)) if after[0] <= at <= until[0] else ():
            if after <= (at, start) < until:
                hidden[rank].append((at, start, end, SPACED))
    likely = hidden[0] or hidden[1] or (hidden[2] if here is None else [])
    return likely[0] if len(likely) == 1 else None


def _spots(body: list[Line], number: int, classifier: Classifier) -> list[Spot]:
    """Return every place where the number may be a mark."""
    out: list[Spot] = []
    pattern = re.compile(rf"(?:(?<![0-9])|(?=\())(?P<year>(?:19|20)[0-9]{{2}})?(\()?{number}(?(2)\))(?![0-9])")
    for index, line in enumerate(body):
        if str(number) not in line.text:
            continue
        for found in pattern.finditer(line.text):
            start = found.end("year") if found["year"] else found.start()
            likely = classifier.mark_at(line.text, start, found.end(), bool(found["year"]))
            if likely > 0 and _spare(line, start, found.end(), classifier):
                inner = 1 if found[2] else 0
                out.append((index, start + inner, found.end() - inner, likely))
    return out


def _spare(line: Line, start: int, end: int, classifier: Classifier) -> bool:
    """Say whether a line is what it is without the figure: not so an item's own number, or that of an agenda item."""
    if line.kind == "ITEM":
        return any(map(str.isalpha, line.text[:start]))
    return line.kind in ("", "PARA", "RECITAL", "HEADING") or classifier.start(line.text[:start] + line.text[end:]) == line.kind
