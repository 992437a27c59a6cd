"""The language versions of one text side by side, and where they disagree.

Versions share what does not depend on the language: the order of passages, their numbers by value (``b`` is the second, in any
alphabet), the figures, dates and numbers that they name, their footnotes, the keys of their phrases. What is alike in all of that
and stands once is an anchor; between anchors the cheapest path is looked for, as in S. Needleman and C. Wunsch.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

import msgspec

from akn import opened, packs
from akn.compare.matching import Pairs, common
from akn.compare.passages import NOTES, Passage, Side, side
from akn.compare.recorder import passages
from akn.document import Content, Document, Inline
from akn.errors import DataError
from akn.grammar.levels import readings
from akn.limits import Limits
from akn.markup.metadata import identification
from akn.packs import Language
from akn.patterns import compiled

BROAD = 60_000
"""How many pairs of passages are weighed between two anchors; beyond that their numbers alone decide."""
GAP = -1.0
"""What it costs that a passage stands in one version only."""

FIGURE = compiled(r"[0-9]+")


class Row(msgspec.Struct, frozen=True, gc=False):
    """A passage in every version, None where a version has none."""

    id: str
    """Its identifier in the first version that has it."""
    cells: tuple[Passage | None, ...]


class Finding(msgspec.Struct, frozen=True, gc=False):
    """Something in which the versions disagree."""

    code: str
    """``work``: another Work; ``missing``: a version lacks the passage; ``number``: another number; ``note``: the footnote stands at
    another passage; ``figure``: a figure that no other version has, in the place of one that the others have."""
    row: str
    """The identifier of the row."""
    version: int
    """Which of the versions differs, as it was given, from 0."""
    message: str


class Alignment(msgspec.Struct, frozen=True):
    """Versions of one text, passage by passage."""

    versions: tuple[Side, ...]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]

    def text(self) -> str:
        """Return the rows one below the other, and what was found."""
        from akn.compare.export import text

        return text(self)

    def tsv(self) -> str:
        """Return a table, a version a column, with tabs between."""
        from akn.compare.export import tsv

        return tsv(self)

    def tmx(self) -> bytes:
        """Return a translation memory, TMX 1.4b."""
        from akn.compare.export import tmx

        return tmx(self)

    def json(self) -> bytes:
        """Return rows and findings as JSON."""
        from akn.compare.export import json

        return json(self)


class Traits(msgspec.Struct, frozen=True, gc=False):
    """What of a passage does not depend on its language."""

    region: str
    kind: str
    path: tuple[int, ...]
    """Its numbers by value."""
    figures: frozenset[int]
    notes: int
    concept: str
    share: float
    """Its length, in parts of the whole version."""


def align(*versions: Document | str | bytes | os.PathLike[str], limits: Limits | None = None) -> Alignment:
    """Lay versions side by side; see :func:`akn.align`."""
    if len(versions) < 2:
        raise ValueError("there must be two versions at least to lay side by side")
    documents = [opened.document(version, limits) for version in versions]
    sides = tuple(side(document) for document in documents)
    columns = [passages(document) for document in documents]
    traits = [list(described(column, document.language)) for column, document in zip(columns, documents, strict=True)]
    table: list[list[int | None]] = []
    """A row a list: the place of the passage in each version."""
    for number, column in enumerate(columns):
        table = _joined(table, traits, number, len(column))
    rows = tuple(
        Row(
            next(columns[number][place].id for number, place in enumerate(row) if place is not None),
            tuple(None if place is None else columns[number][place] for number, place in enumerate(row)),
        )
        for row in table
    )
    found = (*_works(documents), *(one for row, places in zip(rows, table, strict=True) for one in _differing(row, places, traits)))
    return Alignment(sides, rows, (*found, *_notes(rows)))


# ------------------------------------------------------------------------------------------------ traits


def described(column: Sequence[Passage], language: str) -> Iterable[Traits]:
    """Yield the traits of every passage of a version."""
    pack: Language | None
    try:
        pack = packs.language(language)
    except DataError:
        pack = None
    total = sum(len(one.text) for one in column) or 1
    last: dict[tuple[str, tuple[int, ...]], int] = {}
    known: dict[tuple[str, tuple[str, ...]], tuple[int, ...]] = {}
    for one in column:
        path: tuple[int, ...] = ()
        for depth in range(len(one.path)):
            label = (one.region, one.path[: depth + 1])
            fresh = one.num and depth == len(one.path) - 1
            if fresh or label not in known:
                value = _value(one.path[depth], last.get((one.region, path), 0), pack)
                last[one.region, path] = value
                known[label] = (*path, value)
            path = known[label]
        yield Traits(
            one.region, one.kind, path, frozenset(figures(one.content, pack)), len(one.notes), one.concept, len(one.text) / total
        )


def _value(label: str, before: int, pack: Language | None) -> int:
    """Return the place in the order that a number stands for: of its meanings the one that follows, or the first."""
    folded = unicodedata.normalize("NFKC", label)
    if pack is None:
        digits = re.sub(r"\D", "", folded)
        return int(digits) if digits else 0
    meant = [value for _, value in readings(folded, pack)]
    return before + 1 if before + 1 in meant else 1 if 1 in meant else meant[0]


def figures(content: tuple[Content, ...], pack: Language | None = None) -> Iterable[int]:
    """Yield the figures in a text: dates by year, month and day; of others each run of digits.

    What sets off thousands and decimals differs from language to language, and so does its order in Arabic: the runs do not. A
    figure that a word multiplies says something else in another language and is left out.
    """
    for piece in content:
        if isinstance(piece, Inline):
            date = dict(piece.data).get("date", "") if piece.kind in ("date", "docDate") else ""
            if date:
                yield from (int(part) for part in date.split("-") if part.isdecimal())
            else:
                yield from figures(piece.content, pack)
        elif isinstance(piece, str):
            words = unicodedata.normalize("NFKC", piece)
            for found in FIGURE.finditer(words):
                if pack is None or words[found.end() : found.end() + 2].lstrip()[:1] not in pack.numerals.multipliers:
                    yield int(found[0][:18])


# ----------------------------------------------------------------------------------------------- pairing


def _joined(table: list[list[int | None]], traits: list[list[Traits]], number: int, size: int) -> list[list[int | None]]:
    """Return the table with one more version, in the order of both."""
    lead = [[traits[version][place] for version, place in enumerate(row) if place is not None] for row in table]
    pairs = paired(lead, traits[number])
    out: list[list[int | None]] = []
    here = there = 0
    for row, place in [*pairs, (len(table), size)]:
        out += [[*one, None] for one in table[here:row]]
        out += [[None] * number + [other] for other in range(there, place)]
        if row < len(table):
            out.append([*table[row], place])
        here, there = row + 1, place + 1
    return out


def paired(rows: list[list[Traits]], column: list[Traits]) -> Pairs:
    """Return which passage of a version belongs to which row."""
    anchors = common([_signature(row[0], n) for n, row in enumerate(rows)], [_signature(one, -n - 1) for n, one in enumerate(column)])
    out: Pairs = []
    before = (-1, -1)
    for after in [*anchors, (len(rows), len(column))]:
        a, c, b, d = before[0] + 1, before[1] + 1, after[0], after[1]
        if (b - a) * (d - c) <= BROAD:
            out += _cheapest(rows, column, a, b, c, d)
        else:
            numbered = common([(row[0].region, row[0].path) for row in rows[a:b]], [(one.region, one.path) for one in column[c:d]])
            out += [(a + here, c + there) for here, there in numbered]
        if b < len(rows):
            out.append(after)
        before = after
    return out


def _signature(one: Traits, otherwise: int) -> object:
    """Return what must agree for a passage to be an anchor; one without figures is none."""
    if len(one.figures) < 2:
        return otherwise
    return one.region, one.path, one.figures, one.notes


def _cheapest(rows: list[list[Traits]], column: list[Traits], a: int, b: int, c: int, d: int) -> Pairs:
    """Return the pairs on the cheapest path through a stretch."""
    width = d - c
    best = [[GAP * place for place in range(width + 1)]]
    moves: list[list[int]] = []
    for here in range(a, b):
        above, line, taken = best[-1], [best[-1][0] + GAP], [1]
        for step in range(1, width + 1):
            both = above[step - 1] + _likeness(rows[here], column[c + step - 1])
            score, move = max((both, 0), (above[step] + GAP, 1), (line[-1] + GAP, 2), key=lambda found: found[0])
            line.append(score)
            taken.append(move)
        best.append(line)
        moves.append(taken)
    out: Pairs = []
    here, step = b - a, width
    while here and step:
        move = moves[here - 1][step]
        if move == 0:
            here, step = here - 1, step - 1
            out.append((a + here, c + step))
        elif move == 1:
            here -= 1
        else:
            step -= 1
    return out[::-1]


def _likeness(row: list[Traits], other: Traits) -> float:
    """Return how much speaks for a passage to belong to a row, less than twice the cost of a gap where it does not."""
    return sum(_alike(one, other) for one in row) / len(row)


def _alike(one: Traits, other: Traits) -> float:
    if (one.region == NOTES) != (other.region == NOTES):
        return -9.0
    score = 0.5 if one.region == other.region else -2.0
    if one.path and other.path:
        score += 2.0 if one.path == other.path else 0.5 if one.path[-1] == other.path[-1] and len(one.path) == len(other.path) else -1.5
    elif one.path or other.path:
        score -= 2.0
    if one.figures and other.figures:
        shared = len(one.figures & other.figures)
        score += 4.0 * shared / len(one.figures | other.figures) if shared else -1.5
    elif one.figures or other.figures:
        score -= 0.5
    if one.concept and other.concept:
        score += 1.0 if one.concept == other.concept else -0.3
    if one.notes or other.notes:
        score += 1.0 if one.notes == other.notes else -0.5
    if one.kind != other.kind:
        score -= 0.5
    return score - min(1.5, abs(log((one.share + 1e-4) / (other.share + 1e-4))))


# ---------------------------------------------------------------------------------------------- findings


def _works(documents: list[Document]) -> Iterable[Finding]:
    """Tell which version is of another Work than most."""
    works = [identification(document).partition("<FRBRExpression>")[0] for document in documents]
    usual = Counter(works).most_common(1)[0][0]
    for number, document in enumerate(documents):
        if works[number] != usual:
            one = document.identity
            yield Finding("work", "", number, f"another Work than the others: {one.actor} {one.date} {one.number}")


def _differing(row: Row, places: list[int | None], traits: list[list[Traits]]) -> Iterable[Finding]:
    """Tell where a version lacks the passage, numbers it otherwise, or names another figure."""
    here = {number: traits[number][place] for number, place in enumerate(places) if place is not None}
    for number, cell in enumerate(row.cells):
        if cell is None:
            yield Finding("missing", row.id, number, "no such passage here")
    if len(here) < 2:
        return
    own = {number: one.path[-1:] for number, one in here.items()}
    usual = Counter(own.values()).most_common(1)[0][0]
    for number, one in here.items():
        cell = row.cells[number]
        assert cell is not None
        if own[number] != usual and own[number] != (0,) and usual != (0,):
            yield Finding("number", row.id, number, f"numbered {' '.join(cell.path) or 'not at all'}")
        others = [other.figures for version, other in here.items() if version != number]
        lacks = frozenset.intersection(*others) - one.figures
        has = one.figures - frozenset.union(*others)
        if lacks and has:
            yield Finding("figure", row.id, number, f"{_listed(has)} where the others have {_listed(lacks)}")


def _listed(found: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(found)))


def _notes(rows: Sequence[Row]) -> Iterable[Finding]:
    """Tell which footnote hangs at another passage than in most versions."""
    home = {(number, cell.id): row.id for row in rows for number, cell in enumerate(row.cells) if cell is not None}
    for row in rows:
        at = {
            number: home.get((number, cell.part), "")
            for number, cell in enumerate(row.cells)
            if cell is not None and cell.region == NOTES
        }
        usual = Counter(at.values()).most_common(1)
        for number, place in at.items():
            if place != usual[0][0]:
                yield Finding("note", row.id, number, f"the footnote stands at {place or 'no text'}, elsewhere at {usual[0][0]}")
