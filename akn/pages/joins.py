"""Decides whether a line goes on with the sentence of the line before it.

The evidence, in this order: what a line begins as (a number in sequence, a preambular phrase), how the line before it ends
(a comma, a full stop, nothing), and whether that line was full, in a document whose lines wrap. No one sign is trusted
alone: indents and blank lines lie, widths vary, and a wrapped line may well begin with a number.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice, pairwise, takewhile
from typing import Final

from akn.grammar.classify import RECITAL, Classifier
from akn.pages.lines import BLANKS, Line
from akn.patterns import compiled

STRONG: Final = frozenset("ENACTING MEETING DATE VOTE SIDE ANNEX NUMBER TITLED COUNCIL STATEMENT".split())
NUMBERS: Final = frozenset(("NUMBER", "TITLED", "COUNCIL"))
HEAD: Final = frozenset("COMMITTEE ORGAN SESSION PERIOD AGENDA ADOPTED DOCTYPE REPORT SYMBOL DISTR ORIGINAL LANGUAGE PUBLISHER".split())
WORD: Final = compiled(r"[A-Za-z0-9/().-]+|.")
"""What is not parted at a line's end where words are not."""
SHORT: Final = 16
"""A heading of fewer signs does not wrap."""
NUMBER: Final = 6
"""And so is the number of a paragraph."""
LONG: Final = 50
"""What a document calls itself alone is shorter than this."""
BEGUN: Final = frozenset(("", RECITAL, "PARA", "ITEM"))
ALIKE: Final = 12
"""How wide the words are at least with which both a title and the text below it begin."""
TOKENS: Final = compiled(r"([^\W\d_]+)|[0-9]+(?:[.:][0-9]+)*|[^\w\s]")
FIGURES: Final = compiled(r"\d{1,4}")
FIGURE: Final = compiled("[0-9]")
SHAPE: Final = 6
"""Of so many words, figures and signs is the shape of an entry's beginning."""


def cells(text: str) -> int:
    """Return about how wide a text is printed where signs are twice as wide as letters."""
    return len(text) if text.isascii() else (len(text) + len(text.encode("utf-8", "surrogatepass"))) // 2


class Width:
    """How wide the lines of a document are, when they wrap."""

    def __init__(self, lines: list[Line], spaced: bool) -> None:
        self.spaced = spaced
        self.least = self.most = 0
        self.parted = False
        """Whether blank lines, and only they, part the paragraphs."""
        usual = sorted([line.blanks for line in lines[1:] if line.blanks])
        wide = usual[len(usual) // 2] + 1 if usual else 0
        if usual and usual[-1] > wide:  # a wider gap than usual may be where a page ended
            for line in lines[1:]:
                if line.blanks > wide:
                    line.breaks = True
        pairs = [
            (line, after)
            for at, line in enumerate(lines[:-1])
            if not line.ends
            and not (after := lines[at + 1]).kind
            and line.kind in BEGUN
            and not after.breaks
            and not line.text[-1].isdigit()  # a full stop may stand before the flattened mark of a note
            and not (at and numbered(lines[at - 1]))
        ]
        self.size = size = len if spaced else _measure([line.text for line, after in pairs if not after.blanks])
        wides = [size(line.text) for line, _ in pairs]
        sure = sorted(wides)
        self.wraps = bool(sure) and _wrapped(sure, lines, size, 2 if spaced else 3)
        if self.wraps:
            self.most = sure[-1 - len(sure) // 10]
            long = [one for one in sure if one * 5 >= self.most * 3]  # what is narrower is a heading
            self.least = long[len(long) // 10]
            self.parted = self._parted(lines, [after for (_, after), wide in zip(pairs, wides, strict=True) if wide * 4 >= self.most * 3])
        if self.parted:  # then a line above a blank one is a heading, and does not tell how wide lines are
            near = sorted(wide for (_, after), wide in zip(pairs, wides, strict=True) if not after.blanks)
            self.least = near[len(near) // 10] if near else self.least

    @staticmethod
    def _parted(lines: list[Line], long: list[Line]) -> bool:
        """Say whether blank lines part the paragraphs, but hardly any line from a ``long`` one above it, which is no heading."""
        begun = [
            line
            for before, line in pairwise(lines)
            if line.kind == "ENACTING" or (line.kind == "PARA" and (line.blanks or before.ends))  # no number of a sentence
        ]
        apart = sum(line.blanks > 0 for line in begun)
        torn = sum(after.blanks > 0 for after in long)
        gaps = sum(line.blanks > 0 and not line.breaks for line in lines)
        return gaps > 2 and apart * 10 >= len(begun) * 9 and torn * 10 <= len(long) + 7

    def full(self, line: Line, after: Line) -> bool:
        """Say whether the line after might well have gone on this line, had there been room."""
        if not self.wraps:
            return False
        wide = self.size(line.text)
        return wide >= self.least or wide + self._first(after) > 0.97 * min(self.least, self.most)

    def room(self, line: Line, after: Line) -> bool:
        """Say whether a line surely had room for the first word of the next, which stands right below: no line wraps there."""
        return self.wraps and not (after.blanks or after.breaks) and self.size(line.text) + self._first(after) <= 0.85 * self.least

    def _first(self, line: Line) -> int:
        """Return how wide the first word of a line is, with the blank before it."""
        word = line.text.partition(" ")[0] if self.spaced else WORD.match(line.text)[0]  # type: ignore[index]
        return self.size(word) + self.spaced


def _wrapped(sure: list[int], lines: list[Line], size: Callable[[str], int], least: int) -> bool:
    """Say whether lines wrap, by how wide those are that surely go on, in order.

    Headings end in nothing too: where lines wrap, hardly a line is much wider than those that go on, and half of these have this part of
    the usual width at least.
    """
    if len(sure) >= 3 and len(sure) * 8 >= len(lines):
        most, widest = sure[-1 - len(sure) // 10], sorted([size(line.text) for line in lines])[len(lines) * 19 // 20]
        return widest * 2 <= most * 3 and sure[len(sure) // 2] * least >= most
    most = sure[-1] * 11
    if any(len(line.text) * 10 > most for line in lines):  # no text is narrower than it is long
        return False
    return size is len or all(size(line.text) * 10 <= most for line in lines)


def _measure(texts: list[str]) -> Callable[[str], int]:
    """Return how the lines of a script without blanks are measured: by width, or by signs, as some tools wrap them.

    What they were wrapped by varies least among the lines that surely go on.
    """

    def spread(size: Callable[[str], int]) -> float:
        found = sorted(map(size, texts))
        return found[len(found) // 10] / found[-1 - len(found) // 10]

    return len if len(texts) >= 8 and spread(len) > spread(cells) else cells


def hung(lines: list[Line]) -> list[Line | None]:
    """Return for each line the paragraph below it where the line, and each between, ends in nothing, as a heading does and no sentence."""
    out: list[Line | None] = []
    below: Line | None = None
    for line in reversed(lines):
        out.append(None if line.kind or line.ends else below)
        below = line if line.kind == "PARA" else out[-1]
    return out[::-1]


def goes_on(
    before: Line,
    line: Line,
    width: Width,
    classifier: Classifier,
    zone: str,
    last: Line | None = None,
    after: Line | None = None,
    heading: bool = False,
) -> bool:
    """Say whether ``line`` goes on with the text of ``before``.

    ``last`` begins the last paragraph, ``after`` is the next line, and ``heading`` tells that the line stands as headings do.
    """
    kind = line.kind
    if kind == "ROW" or before.kind == "ROW":
        return kind == before.kind and not line.gaps
    if zone == "note":
        return _noted(before, line, width)
    if kind in STRONG:
        return _within(before, line, width, zone)
    if zone != "main":
        return _head(before, line, width, zone, classifier)
    if kind == "PARA" and (_successor(line, last, before) or width.room(before, line)) and not _torn(before, line, width):
        return False
    if len(before.text) <= NUMBER and _bare(before.text):
        return True
    if before.kind in STRONG or (kind == "ITEM" and before.ends) or numbered(before):
        return False  # the number of a section or an article, the letter of a part stand alone
    if line.breaks:
        if width.parted and before.ends and after is not None and _alone(line, after, width):
            return False
        told = _across(before, line, classifier)
        if told is not None:
            return told
    if heading and before.ends in ("final", "comma") and not line.text[0].islower():
        return False
    return _text(before, line, width, last, classifier)


def _noted(before: Line, line: Line, width: Width) -> bool:
    """Say whether a line of a note goes on."""
    kind, near = line.kind, not line.blanks
    torn = kind == "PARA" and near and before.ends in ("", "comma") and width.full(before, line)  # a year that the note wraps before
    if kind in STRONG or (kind == "PARA" and not torn) or (kind == RECITAL and before.ends not in ("", "comma")):
        return False
    return near and (before.ends in ("", "comma") or width.full(before, line)) or (not before.ends and width.wraps)


def _within(before: Line, line: Line, width: Width, zone: str) -> bool:
    """Say whether a sentence wraps before what stands on a line of its own elsewhere: a number, a date."""
    if line.blanks:
        return False
    if zone != "main":  # the line of adoption wraps before its date
        return line.kind == "DATE" and before.kind == "ADOPTED" and zone != "close"
    if line.kind in NUMBERS and before.kind not in STRONG and before.ends in ("", "comma"):
        return True  # "resolution / 1612 (2005)."
    if before.kind not in BEGUN or before.ends:
        return False
    # "adopted by" or a date; the end of a sentence is no close, whose lines end in a comma and a full stop in older volumes
    return width.full(before, line) or (line.kind in ("MEETING", "DATE") and line.ends != "")


def _torn(before: Line, line: Line, width: Width) -> bool:
    """Say whether a line goes on where blank lines part the paragraphs: there is none."""
    return width.parted and not line.blanks and not line.breaks and not before.ends and width.full(before, line)


def _across(before: Line, line: Line, classifier: Classifier) -> bool | None:
    """Say whether a line goes on across the end of a page, where signs tell; None where they do not."""
    if before.ends in ("comma", "colon") and not line.kind and classifier.holds_open(before.text):
        return True
    if not before.ends and (line.kind == "PERIOD" or (before.blanks and _entries(before.text, line.text))):
        return False  # the place and days of a conference stand below its name
    return None


def alike(title: str, text: str) -> bool:
    """Say whether a line begins with the words of the title above it, as the text of an article may."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(title, text, strict=False))
    return cells("".join(one for one, _ in same).rstrip(BLANKS)) >= ALIKE


def _entries(one: str, other: str) -> bool:
    """Say whether two lines are entries of a list without numbers ("Monday, 3 March: ..."): figures and signs stand alike."""
    if not (FIGURE.search(one) and FIGURE.search(other)):
        return False
    shape = _shape(one)
    return len(shape) == SHAPE and "0" in shape and set(shape) > {"0", "a"} and shape == _shape(other)


def _shape(text: str) -> str:
    """Return the words, figures and signs with which a line begins, a sign for each."""
    return "".join("a" if found[1] else "0" if found[0][0].isdigit() else found[0] for found in islice(TOKENS.finditer(text), SHAPE))


def _alone(line: Line, after: Line, width: Width) -> bool:
    """Say whether a line stands above a paragraph as its heading does: it ends in nothing and had room for more."""
    return after.kind == "PARA" and after.blanks > 0 and not line.kind and not line.ends and not width.full(line, after)


def numbered(line: Line) -> bool:
    """Say whether a line is the number of a section or an article, or the letter of a part, and nothing more."""
    return line.kind == "ARTICLE" or (line.kind == "HEADING" and len(line.text) < SHORT)


def _text(before: Line, line: Line, width: Width, last: Line | None, classifier: Classifier) -> bool:
    """Say whether a line of the text goes on, which neither a number nor a fixed form begins."""
    kind, near = line.kind, not line.blanks
    if kind == "ITEM" and width.wraps and not width.full(before, line):
        return False  # "ii) ... and": the word that links two items ends a line that had room for more
    if kind == "ARTICLE" and (before.ends or not width.full(before, line)):
        return False
    if width.parted and not line.breaks:
        if kind == RECITAL:  # a short line ends a paragraph, whatever follows
            return near and width.size(before.text) * 4 > width.least * 3
        return near and (kind != "HEADING" or width.full(before, line))
    if width.parted:  # across a page, where no blank line can tell
        begun = kind == RECITAL or line.text[0].isupper() or ((before.blanks or before.ends) and not line.text[0].islower())
        headed = kind == "HEADING" or before.kind == "HEADING" and not line.text[0].islower()
        full = width.full(before, line)
        if (begun and not full) or (headed and not before.ends):
            return False
        stops = full and not kind and before.ends == "final" and width.size(line.text) >= width.least
        if stops and (figure(last) or classifier.links(line.text)):
            return True  # where paragraphs are numbered, one without a number goes on
    if not before.ends:
        return (width.wraps or line.breaks) and not (near and line.text[0].isupper() and _titular(before, width))
    if before.ends == "comma" and near and not kind:
        return not width.room(before, line)
    if kind == "HEADING" or not width.wraps or (kind == RECITAL and not figure(last)):
        return False
    if before.ends == "comma" or (width.spaced and line.text[0].islower()):
        return True
    return near and not line.breaks and width.full(before, line)


def _head(before: Line, line: Line, width: Width, zone: str, classifier: Classifier) -> bool:
    """Say whether a line of the masthead, the title or the close goes on: these wrap without indent and end in nothing."""
    if zone == "cover" and (line.kind in HEAD or line.text[0] == "["):
        return False
    if before.kind == "ADOPTED" and not line.kind and not line.blanks and zone != "close":
        return True  # the line of adoption wraps before its date
    if line.kind == RECITAL and not line.blanks and before.kind in ("", RECITAL) and not before.ends:
        return True  # a title that wraps before a word that could open a recital
    if line.kind in ("SPONSORS", RECITAL) and not line.blanks and before.kind in ("", RECITAL):
        torn = before.text.count("(") > before.text.count(")")  # "Venezuela (Bolivarian / Republic of)"
        if torn or classifier.lists(before.text):
            return True
    parted = zone == "close" and before.kind == "VOTE" and line.breaks and not before.ends  # across two pages
    if line.kind or (line.blanks and not parted):
        return False
    if zone == "close":
        return before.kind not in ("MEETING", "DATE", "SIDE") and (width.full(before, line) or not before.ends and before.kind == "VOTE")
    if width.wraps and not line.text[0].islower() and (_last(before, line, width) if zone == "cover" else _below(before, line, width)):
        return False
    if before.kind == "DOCTYPE" and len(before.text) > LONG:
        return True  # by whom a draft is submitted
    return before.kind in ("", "ADOPTED", "TITLED") or (before.kind == RECITAL and (not before.ends or classifier.lists(before.text)))


def _titular(line: Line, width: Width) -> bool:
    """Say whether a line of the text is as short as a title, and no mark or number that a tool has set apart."""
    return len(line.text) > NUMBER and not line.text[-1].isdigit() and width.size(line.text) * 4 < width.least * 3


def _last(line: Line, after: Line, width: Width) -> bool:
    """Say whether a line surely ends what wraps in the masthead: it begins with a small letter, ends in a small word, and had room."""
    small = line.text[0].islower() and line.text.rpartition(" ")[2].islower()
    return small and after.text[0].isupper() and width.size(line.text) * 2 < width.least


def _below(title: Line, line: Line, width: Width) -> bool:
    """Say whether a line begins the text below a title, since it is as wide as text is and the title had room for its first word."""
    return width.size(line.text) >= width.least and not width.full(title, line)


def _bare(text: str) -> bool:
    """Say whether a short line is a paragraph's number and nothing more."""
    return text[:-1].strip().isdecimal() and text[-1] in ".)\uff0e-\u2013" or text[0] == "(" and text[-1] == ")"


def _successor(line: Line, last: Line | None, before: Line) -> bool:
    """Say whether the number that begins the line may begin a paragraph here."""
    return before.ends != "" or before.kind in ("HEADING", "ARTICLE") or figure(line) == figure(last) + 1


def figure(line: Line | None) -> int:
    """Return the number of a paragraph, 0 where it is none in figures or there is no paragraph."""
    found = FIGURES.match(line.text, line.lead) if line is not None else None
    return int(found[0]) if found else 0
