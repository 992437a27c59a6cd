"""Footnotes whose marks a tool has flattened to ordinary digits, glued to the word before.

No digit says of itself that it is a mark. So a page is solved at once: the notes at its foot number on from the page before,
and their marks stand in its text in that order, each where a mark can stand. Of all such readings the likeliest counts.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, Final

from akn.grammar.classify import Classifier
from akn.pages.footnote import Footnote
from akn.pages.lines import Line
from akn.patterns import compiled

FOOT: Final = compiled(r"(?:\((?P<held>[0-9]{1,3})\)|(?P<flat>[0-9]{1,3}))(?:[ \u00a0\t\u3000]{1,8}(?=\S)|$)")
MARK: Final = compiled(r"(?:(?<![0-9])|(?=\())(?P<year>(?:19|20)[0-9]{2})?(?P<held>\()?(?P<mark>[0-9]{1,3})(?(held)\))(?![0-9])")
SPACED: Final = 0.4
"""How likely a figure that stands apart is a mark."""
TRIES: Final = 16
"""How many lines of a page that begin with the number of its first note are tried, the last first: each is read to the end of the page."""
Spot = tuple[int, int, int, float]
"""Line, start and end in it, and how likely it is a mark."""
_Path = tuple[Any, Spot | None] | None
"""The places of some marks: those before the last, and the last."""


def lift(lines: list[Line], notes: list[Footnote], classifier: Classifier) -> list[Line]:
    """Return the lines without the notes at the feet of pages, their marks noted where they stand; add the notes."""
    if any(note.mark.isdigit() for note in notes) or not any(FOOT.match(line.text) for line in lines):
        return lines
    out: list[Line] = []
    coming, missed = 1, 0
    for page in _pages(lines):
        for first in sorted({coming, missed} - {0}):
            start, feet = _foot(page, first)
            spots = _solve(page[:start], feet, classifier, bool(notes) or page[start].foot) if feet else None
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
            page[at].spots = found
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
    breaks: dict[str, list[int]] = {}
    for number, held in waiting[: len(nameless) - 1 if nameless else None : -1]:
        feet += _parted(feet, number, held, breaks)
    return sorted(feet, key=lambda note: int(note.mark))


def _follows(number: int, told: bool, coming: int, last: int, nameless: int) -> bool:
    """Say whether a number may be the next mark: the next one or so, or one whose text stood above; text may wrap at a number."""
    if last and last < number <= last + 3:
        return True
    if told:
        return not last and number - coming == nameless
    return coming <= number <= max(last, coming + 9)


def _parted(feet: list[Footnote], number: int, held: bool, breaks: dict[str, list[int]]) -> list[Footnote]:
    """Return the note whose mark stands below all others: its text follows that of the note before it.

    ``breaks`` keeps, for each note that was asked for one, the lines behind which another may begin.
    """
    before = max((note for note in feet if int(note.mark) < number), key=lambda note: int(note.mark), default=None)
    if before is None:
        return []
    if before.mark not in breaks:
        breaks[before.mark] = [index for index, line in enumerate(before.lines[:-1], 1) if line.ends == "final"]
    if not breaks[before.mark]:
        return []
    end = breaks[before.mark].pop()
    rest = before.lines[end:]
    del before.lines[end:]
    note = Footnote(str(number), rest[0].start, rest[0].start, rest[0], held)
    note.lines += rest[1:]
    return [note]


def _solve(body: list[Line], feet: list[Footnote], classifier: Classifier, sure: bool) -> list[Spot | None] | None:
    """Return the likeliest places of the marks, in order, None for a mark that is nowhere; None if all are.

    Where it is ``sure`` that these are notes, or one mark was found that stands as marks do, those that hide are looked for.
    """
    spots = _spots(body, {note.mark for note in feet}, classifier)
    best: list[tuple[float, tuple[int, int], _Path]] = [(0.0, (-1, -1), None)]
    for note in feet:
        after: list[tuple[float, tuple[int, int], _Path]] = []
        for score, end, path in best:
            after.append((score - 3.0, end, (path, None)))
            after += [(score + spot[3], (spot[0], spot[2]), (path, spot)) for spot in spots.get(note.mark, ()) if spot[:2] > end]
        best = sorted(after, key=lambda one: (-one[0], one[1]))[:24]
    found: list[Spot | None] = []
    path = best[0][2]
    while path is not None:
        path, spot = path
        found.append(spot)
    found.reverse()
    if sure or any(spot is not None and spot[3] > SPACED for spot in found):
        _hidden(body, feet, found, classifier)
    return found if any(spot is not None for spot in found) else None


def _hidden(body: list[Line], feet: list[Footnote], found: list[Spot | None], classifier: Classifier) -> None:
    """Put in each mark that was not found, or found apart, where between its neighbours there is but one place to hide.

    Behind a figure no mark shows: a programme of year 21 with the mark 4 reads 214. Each note has a mark, so a number of that
    kind must hold it, where no other place is left.
    """
    sought = {index for index, note in enumerate(feet) if not note.bracketed and ((here := found[index]) is None or here[3] <= SPACED)}
    marks = {feet[index].mark for index in sought}
    places: dict[str, list[tuple[int, int, int, int]]] = {}
    for at, line in enumerate(body) if sought else ():
        for start, end, rank in classifier.hidden_marks(line.text):
            if (mark := line.text[start:end]) in marks:
                places.setdefault(mark, []).append((at, start, end, rank))
    untils = [(len(body), 0)]
    for spot in found[:0:-1]:
        untils.append(spot[:2] if spot is not None else untils[-1])
    after = (-1, -1)
    for index, until in enumerate(reversed(untils)):
        here = found[index]
        if index in sought:
            ranks: tuple[list[Spot], ...] = ([], [], [])
            for at, start, end, rank in places.get(feet[index].mark, ()):
                if after <= (at, start) < until:
                    ranks[rank].append((at, start, end, SPACED))
            likely = ranks[0] or ranks[1] or (ranks[2] if here is None else [])
            if len(likely) == 1:
                here = found[index] = likely[0]
        if here is not None:
            after = max(after, (here[0], here[2]))


def _spots(body: list[Line], marks: set[str], classifier: Classifier) -> dict[str, list[Spot]]:
    """Return every place where each of the numbers may be a mark."""
    out: dict[str, list[Spot]] = {}
    for index, line in enumerate(body):
        for found in MARK.finditer(line.text):
            if found["mark"] not in marks:
                continue
            start = found.end("year") if found["year"] else found.start()
            likely = classifier.mark_at(line.text, start, found.end(), bool(found["year"]))
            if likely > 0 and _spare(line, start, found.end(), classifier):
                inner = 1 if found["held"] else 0
                out.setdefault(found["mark"], []).append((index, start + inner, found.end() - inner, likely))
    return out


def _spare(line: Line, start: int, end: int, classifier: Classifier) -> bool:
    """Say whether a line is what it is without the figure: not so an item's own number, or that of an agenda item.

    Right behind the number of a paragraph there is no word that could bear a mark.
    """
    if line.kind in ("ITEM", "PARA") and not line.text[line.num : start].strip():
        return False
    if line.kind == "ITEM":
        return any(map(str.isalpha, line.text[:start]))
    return line.kind in ("", "PARA", "RECITAL", "HEADING") or classifier.start(line.text[:start] + line.text[end:]) == line.kind
