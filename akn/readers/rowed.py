"""From letters with places to lines in reading order: geometry alone, whatever the language.

Letters of one height make a row; a small raised figure belongs to the row that it rises from; where a row has a gap as wide
as several letters, its pieces stand apart. Two columns are read one after the other, a masthead piece by piece. All measures
are in sizes of the letters around, since nothing else is the same on two pages.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from itertools import pairwise
from statistics import median

from akn.grammar.marks import RAISE
from akn.limits import Clock
from akn.readers import speech
from akn.readers.glyphs import Glyph

APART = 4.0
"""A gap as wide as that is none between words: the pieces stand apart."""
BLANK = 0.17
"""A gap of that width is a blank. Blanks are a quarter of the size, a justified line may press them to a sixth."""
DOUBTFUL = 0.12
"""A gap from here on could be either; it is taken for none, and told."""
SAME_ROW = 0.3
"""How far, in sizes, the letters of a row may differ in height."""
SMALL = 0.85
"""A mark is smaller than that, measured by its row."""
RAISED, HIGHEST, LOWERED = 0.12, 0.75, 0.4
"""How far a mark rises above its row, and how far a figure of a formula may stand below it."""
NEAR, HANGING = 1.5, 6.0
"""How far from its word a mark may stand, and how far from its note, which may begin at a tab."""
PARAGRAPH = 1.3
"""A distance between rows that much larger than usual parts paragraphs."""
COLUMN = 3
"""How many rows make a column."""
WIDE, FULL = 0.6, 0.85
"""A line that fills so much of the page is running text; one that fills so much goes on in the next, as a rule."""

ORDINAL = 6
"""How many raised letters on one height may be the ends of ordinals."""
BRACKETS = frozenset("()")
"""What may be small and raised around a mark."""

CLUSTER = 30
"""Within how many letters one that stands there twice is looked for."""
OVER = 0.6
"""A letter so near to its like is the same letter again."""
ONE_SIGN = 0.85
"""Letters that lie so far over each other are one sign; slanted ones lie over their neighbours by less."""
THIN = 0.08
"""A blank that is thinner is none."""

Mark = tuple[int, int]
"""Where a mark stands in its line: from where to where."""


class Piece:
    """Letters that stand together on a row, in the order in which they are seen."""

    __slots__ = ("base", "glyphs", "left", "right", "size")

    def __init__(self, glyphs: list[Glyph]) -> None:
        self.glyphs = glyphs
        self.left = glyphs[0].left
        self.right = max(glyph.right for glyph in glyphs)
        self.size = median(glyph.size for glyph in glyphs)
        self.base = median(glyph.base for glyph in glyphs if glyph.size >= self.size * SMALL)


def rows(glyphs: list[Glyph], clock: Clock) -> list[list[Piece]]:
    """Return the rows of a page from top to bottom, each as its pieces from left to right."""
    once = _once(glyphs)
    letters = [glyph for glyph in once if glyph.text.strip() and not unicodedata.combining(glyph.text[0])]
    if not letters:
        return []
    lines: list[list[Glyph]] = []
    usual = median(glyph.size for glyph in letters)
    small = [glyph for glyph in letters if glyph.size < usual * SMALL and (glyph.text.isdecimal() or glyph.text in BRACKETS)]
    raised = set(map(id, small))
    for glyph in sorted((glyph for glyph in letters if id(glyph) not in raised), key=lambda glyph: -glyph.base):
        if lines and lines[-1][0].base - glyph.base <= SAME_ROW * max(glyph.size, lines[-1][0].size):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    loose: list[list[Glyph]] = []
    for glyph in small:
        clock.check()
        home = _home(glyph, lines)
        if home is not None:
            home.append(glyph)
        elif loose and abs(loose[-1][0].base - glyph.base) <= SAME_ROW * glyph.size:
            loose[-1].append(glyph)
        else:
            loose.append([glyph])
    lines = _raised([*lines, *loose], clock)
    lines.sort(key=lambda line: -line[0].base)
    _marked(once, lines, clock)
    _blanks([glyph for glyph in once if not glyph.text.strip() and _width(glyph) > THIN * glyph.size], lines)
    return [_pieces(sorted(line, key=lambda glyph: (glyph.left, glyph.right))) for line in lines]


def _once(glyphs: list[Glyph]) -> list[Glyph]:
    """Return the letters without those that are printed twice to look bold; the letters of one sign follow each other and stay."""
    seen: set[tuple[str, int, int]] = set()
    out: list[Glyph] = []
    for glyph in glyphs:
        if out and glyph.text.strip() and glyph[1:] == out[-1][1:] and out[-1].text != " ":
            out[-1] = glyph._replace(text=speech.ligature(out[-1].text + glyph.text))
            continue
        if speech.kind(glyph.text) in speech.CURSIVE and any(_again(glyph, one) for one in out[-CLUSTER:]):
            continue
        step = max(glyph.size, 1.0) * 0.12
        key = (glyph.text, round(glyph.left / step), round(glyph.base / step))
        if glyph.text == " " or key not in seen:
            seen.add(key)
            out.append(glyph)
    return out


def _again(glyph: Glyph, other: Glyph) -> bool:
    """Say whether a letter stands there a second time: a file may name a letter for the sign on it as well."""
    near = glyph.text == other.text and abs(glyph.left - other.left) < OVER / 2 * glyph.size
    return near and 0 < abs(glyph.base - other.base) < OVER * glyph.size


def _home(glyph: Glyph, lines: list[list[Glyph]]) -> list[Glyph] | None:
    """Return the row that a small figure rises from, or stands in."""
    best: tuple[bool, float, list[Glyph]] | None = None
    for line in lines:
        rise = glyph.base - line[0].base
        size = line[0].size
        if not -LOWERED * size <= rise <= HIGHEST * size:
            continue
        gap = min(max(glyph.left - one.right, one.left - glyph.right) for one in line)
        found = gap > NEAR * size, rise, line
        if gap <= HANGING * size and (best is None or found[:2] < best[:2]):
            best = found
    return best[2] if best else None


def _raised(lines: list[list[Glyph]], clock: Clock) -> list[list[Glyph]]:
    """Return rows without those that are nothing but raised letters, as in 1st: each goes to the row that it stands in."""
    out: list[list[Glyph]] = []
    for line in lines:
        clock.check()
        home: list[Glyph] | None = None
        if len(line) <= ORDINAL and all(glyph.text.isalpha() for glyph in line):
            placed: list[Glyph] = []
            for glyph in sorted(line, key=lambda glyph: glyph.left):
                home = next((one for one in lines if one is not line and _beside(glyph, one, placed)), None)
                if home is None:
                    break
                placed.append(glyph)
        if home is None:
            out.append(line)
        else:
            home += line
    return out


def _beside(glyph: Glyph, line: list[Glyph], before: list[Glyph]) -> bool:
    """Say whether a letter is small and raised and follows a letter of a row at once, or one of those that stand there before."""
    size = line[0].size
    if not (glyph.size < size * SMALL and RAISED * size <= glyph.base - line[0].base <= HIGHEST * size):
        return False
    return any(abs(glyph.left - one.right) < BLANK * size for one in (*line, *before))


def _marked(glyphs: list[Glyph], lines: list[list[Glyph]], clock: Clock) -> None:
    """Put the signs that combine with a letter to it: they have no place of their own in the order of a line."""
    signs = [glyph for glyph in glyphs if glyph.text.strip() and unicodedata.combining(glyph.text[0])]
    for sign in signs:
        clock.check()
        middle = (sign.left + sign.right) / 2
        best: tuple[float, list[Glyph], int] | None = None
        for line in lines:
            if abs(line[0].base - sign.base) > sign.size * HIGHEST:
                continue
            for at, one in enumerate(line):
                far = abs((one.left + one.right) / 2 - middle)
                if one.text[0].isalpha() and (best is None or far < best[0]):
                    best = far, line, at
        if best is not None:
            _, line, at = best
            line[at] = line[at]._replace(text=line[at].text + sign.text)


def _blanks(blanks: list[Glyph], lines: list[list[Glyph]]) -> None:
    """Put the blanks that the file has between letters to them; those at the end of a row say nothing."""
    bases = [-line[0].base for line in lines]
    for blank in blanks:
        at = bisect_left(bases, -blank.base)
        near = [line for line in lines[max(0, at - 1) : at + 1] if abs(line[0].base - blank.base) <= SAME_ROW * line[0].size]
        if near:
            line = min(near, key=lambda line: abs(line[0].base - blank.base))
            line.append(blank._replace(text=" "))


def _joined(line: list[Glyph]) -> list[Glyph]:
    """Return a row with the Arabic letters of one sign together: they have one place, or nearly so."""
    out: list[Glyph] = []
    for glyph in line:
        over = min(out[-1].right, glyph.right) - max(out[-1].left, glyph.left) if out else 0.0
        signs = over > 0 and speech.kind(glyph.text) in speech.RIGHT and speech.STRETCH not in (glyph.text, out[-1].text)
        if signs and over > ONE_SIGN * min(_width(glyph), _width(out[-1])):
            out[-1] = out[-1]._replace(text=speech.ligature(out[-1].text + glyph.text), right=max(out[-1].right, glyph.right))
        else:
            out.append(glyph)
    return out


def _width(glyph: Glyph) -> float:
    return glyph.right - glyph.left


def _pieces(line: list[Glyph]) -> list[Piece]:
    letters = [at for at, glyph in enumerate(line) if glyph.text != " "]
    line = _joined(line[letters[0] : letters[-1] + 1])
    out = [[line[0]]]
    reach = line[0].right
    for glyph in line[1:]:
        if glyph.text == " ":
            out[-1].append(glyph)
            continue
        size = max(glyph.size, out[-1][-1].size)
        hanging = all(_small(one, glyph) for one in out[-1] if one.text != " ") or _small(glyph, out[-1][0])
        if glyph.left - reach > (HANGING if hanging else APART) * size:
            out.append([])
        out[-1].append(glyph)
        reach = max(reach, glyph.right)
    return [Piece(piece[: max(at for at, glyph in enumerate(piece) if glyph.text != " ") + 1]) for piece in out]


class Sheet:
    """A page as a whole: how wide its text is, and whether it runs from right to left."""

    def __init__(self, page: list[list[Piece]]) -> None:
        self.left = min((row[0].left for row in page), default=0.0)
        self.right = max((row[-1].right for row in page), default=0.0)
        self.backwards = speech.backwards([glyph.text for row in page for piece in row for glyph in piece.glyphs])

    def direction(self, piece: Piece) -> bool:
        """Say whether a piece runs from right to left; without a letter that says so, where it begins decides."""
        units = [glyph.text for glyph in piece.glyphs]
        if not self.backwards:
            return speech.backwards(units)
        if any(speech.kind(unit) in speech.RIGHT for unit in units):
            return True
        if units[-1] in speech.STOPS or units[0] in speech.STOPS:  # a sentence ends with its stop
            return units[-1] not in speech.STOPS
        near = 2 * piece.size
        return self.right - piece.right < near < piece.left - self.left


def said(piece: Piece, rtl: bool) -> tuple[str, list[Mark], list[int]]:
    """Return the text of a piece, where raised figures stand in it, and where a gap is in doubt."""
    seen: list[tuple[str, bool, bool]] = []  # what stands there, whether it is a mark, whether a gap in doubt is before it
    before: Glyph | None = None
    number = True  # as long as there is no letter
    for glyph in piece.glyphs:
        mark = _is_mark(glyph, piece)
        if glyph.text == " " or before is None:
            gap = 0.0
        else:
            gap = (glyph.left - before.right) / max(before.size, glyph.size)
            spaced = number or not _unspaced(before, glyph)
            if gap >= BLANK and spaced and not mark and not (_is_mark(before, piece) and glyph.text in ".,;:)"):
                seen.append((" ", False, False))
        seen.append((glyph.text, mark, DOUBTFUL <= gap < BLANK))
        number = number and not glyph.text.isalpha()
        before = None if glyph.text == " " else glyph
    units = [words for words, _, _ in seen]
    text = ""
    marks: list[Mark] = []
    doubts: list[int] = []
    order = speech.spoken(units, rtl)
    for at, after in zip(order, [*order[1:], -1], strict=True):
        words, mark, doubt = seen[at]
        if words == " " and text.endswith(" ") or words == speech.STRETCH and _within(text, units[after] if after >= 0 else ""):
            continue
        if doubt and words.isascii() and words.isalpha() and text[-1:].isalpha():
            doubts.append(len(text))
        if mark:
            begun = marks.pop()[0] if marks and marks[-1][1] == len(text) else len(text)
            marks.append((begun, len(text) + len(words)))
            words = words.translate(RAISE)
        text += words
    return text, marks, doubts


def _within(before: str, after: str) -> bool:
    """Say whether what stands between is within a word: letters that join stand on both sides."""
    return all(text and speech.kind(text) in speech.CURSIVE for text in (before[-1:], after))


def _small(one: Glyph, other: Glyph) -> bool:
    """Say whether a letter is a figure as small as a mark beside another."""
    return one.text.isdecimal() and one.size < other.size * SMALL


def _unspaced(before: Glyph, after: Glyph) -> bool:
    """Say whether one of two letters is of a script that prints words without blanks: a gap beside it is only for the eye."""
    return any(unicodedata.east_asian_width(glyph.text[0]) in "WF" for glyph in (before, after))


def _is_mark(glyph: Glyph, piece: Piece) -> bool:
    return glyph.text.isdecimal() and glyph.size < piece.size * SMALL and RAISED * piece.size <= glyph.base - piece.base


def columns(page: list[list[Piece]], first: bool, wide: float = 0.0) -> list[tuple[list[Piece], bool]]:
    """Return the lines of a page in reading order, each as pieces that stand on one line, and whether space stands above it.

    ``first`` says that the page may begin with a masthead, ``wide`` how wide the page itself is.
    """
    out: list[tuple[list[Piece], bool]] = []
    if not page:
        return out
    sheet = Sheet(page)
    width = sheet.right - sheet.left
    leading = _leading(page, max(width, wide / 2))
    masthead = first
    before: Piece | None = None
    at = 0
    while at < len(page):
        row = page[at]
        masthead = masthead and not (len(row) == 1 and row[0].right - row[0].left > WIDE * width)
        end = _column_ends(page, at) if len(row) > 1 and not masthead else at
        if end > at:
            out += _column_lines(page[at:end], leading)
            before = None
            at = end
            continue
        space = before is None or before.base - row[0].base > PARAGRAPH * leading.get(round(row[0].size), row[0].size * 1.2)
        alone = masthead or at == 0 or at >= len(page) - 2
        if alone and len(row) > 1 and (masthead or not _hanging(row, width)):
            out += [([piece], space and not number) for number, piece in enumerate(row)]
        else:
            out.append((row, space))
        before = row[0]
        at += 1
    return out


def _hanging(row: list[Piece], width: float) -> bool:
    """Say whether a row is a line of running text with its number before it, and no two things at the edge of a page."""
    number, text = sorted(row, key=lambda piece: piece.right - piece.left)[-2:]
    return len(row) == 2 and number.right - number.left < APART * number.size and text.right - text.left > WIDE * width


def _leading(page: list[list[Piece]], width: float) -> dict[int, float]:
    """Return how far apart rows within a paragraph stand, by the size of their letters: nearly the least below a full row."""
    found: dict[int, list[float]] = {}
    for above, below in pairwise(page):
        size, step = round(below[0].size), above[0].base - below[0].base
        full = len(above) == 1 and above[0].right - above[0].left > FULL * width
        if full and round(above[0].size) == size and 0.9 * size < step < 3 * size:
            found.setdefault(size, []).append(step)
    return {size: sorted(steps)[len(steps) // 20] for size, steps in found.items()}


def _column_ends(page: list[list[Piece]], at: int) -> int:
    """Return where two columns of running text end that begin at a row; the row itself where there are none."""
    gutter = page[at][0].right, page[at][1].left
    both = 0
    end = at
    for row in page[at:]:
        low, high = gutter
        for piece in row:
            middle = (piece.left + piece.right) / 2
            if middle < sum(gutter) / 2:
                low = max(low, piece.right)
            else:
                high = min(high, piece.left)
        if len(row) > 2 or high - low < row[0].size:
            break
        if len(row) == 1 and end > at and page[end - 1][0].base - row[0].base > 2 * row[0].size:
            break  # below a gap, beside nothing: the text goes on over the whole width
        gutter = low, high
        both += len(row) > 1
        end += 1
    lines = page[at:end]
    sides = [[piece for row in lines for piece in row if (piece.right <= gutter[0]) is side] for side in (True, False)]
    running = all(sum(_filled(piece, side) for piece in side) * 2 > len(side) for side in sides if side)
    return end if both >= COLUMN and all(sides) and running else at


def _filled(piece: Piece, side: list[Piece]) -> bool:
    """Say whether a piece fills its column, as lines of running text do and cells of a table do not."""
    width = max(one.right for one in side) - min(one.left for one in side)
    return piece.right - piece.left > 0.8 * width and len(piece.glyphs) > 15


def _column_lines(lines: list[list[Piece]], leading: dict[int, float]) -> list[tuple[list[Piece], bool]]:
    low = max(row[0].right for row in lines if len(row) > 1)
    every = [piece for row in lines for piece in row]
    sides = [[piece for piece in every if piece.left < low], [piece for piece in every if piece.left >= low]]
    if Sheet(lines).backwards:
        sides.reverse()
    out = []
    for side in sides:
        before: Piece | None = None
        for piece in side:
            space = before is None or before.base - piece.base > PARAGRAPH * leading.get(round(piece.size), piece.size * 1.2)
            out.append(([piece], space))
            before = piece
    return out
