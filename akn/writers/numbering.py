"""Automatic numbering for Word: lists that print the very numbers of the document, and go on counting when it is edited.

A list has levels, each with a format and what stands around the number; a deeper level begins anew below each number. For every
number a list is looked for that would print it next; where there is none, a new list begins with it. So a gap, a repetition or a
number that no format of Word prints stands as it is printed, in a definition of its own.
"""

from __future__ import annotations

import functools
import string
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from akn.grammar.numerals import letters, roman
from akn.markup.writer import quoted
from akn.patterns import compiled
from akn.tables import read as data

LABEL = compiled(r"([\W_]*)([^\W_]+)([\W_]*)")
DEEPEST = 8
REACH = 50
"""How many lists back one is looked for that goes on."""
LETTER = 567
"""A tab stop of the house style, in twentieths of a point."""
EDGE = 1134


class Label(NamedTuple):
    """One reading of a printed number."""

    form: str
    value: int
    before: str
    after: str


class Level(NamedTuple):
    """One level of a list: how it counts, from where, and what it prints around the number."""

    form: str
    start: int
    before: str
    after: str


class List:
    """A list: its levels, and how far each has counted."""

    def __init__(self, family: str) -> None:
        self.family = family
        self.levels: dict[int, Level] = {}
        self._counts: dict[int, int] = {}

    def next(self, level: int) -> int:
        """Return what the level would print next."""
        return self._counts[level] + 1 if level in self._counts else self.levels[level].start

    def count(self, level: int, value: int) -> None:
        """Count: deeper levels begin anew."""
        self._counts = {deep: count for deep, count in self._counts.items() if deep < level}
        self._counts[level] = value


class Numbering:
    """All lists of a document."""

    def __init__(self) -> None:
        self.lists: list[List] = []
        self._open: list[int] = []
        """The lists that may go on, the last one used last."""

    def close(self) -> None:
        """Let every list end: what follows is another document."""
        self._open = []

    def place(self, num: str, level: int, family: str) -> tuple[int, int]:
        """Return the number of the list, from 1, and the level that print a number."""
        level = min(level, DEEPEST)
        readings = list(read(num))
        for index in reversed(self._open[-REACH:] if readings else ()):
            one = self.lists[index]
            if one.family != family:
                continue
            for label in readings:
                known = one.levels.get(level)
                if known is None and label.value == 1 and index == self._open[-1]:
                    one.levels[level] = Level(label.form, 1, label.before, label.after)
                elif known != Level(label.form, known.start if known else 0, label.before, label.after) or one.next(level) != label.value:
                    continue
                return self._used(index, level, label.value)
        one = List(family)
        label = min(readings, key=lambda found: found.value, default=Label("", 1, num, ""))
        one.levels[level] = Level(label.form, label.value, label.before, label.after)
        self.lists.append(one)
        return self._used(len(self.lists) - 1, level, label.value)

    def _used(self, index: int, level: int, value: int) -> tuple[int, int]:
        self.lists[index].count(level, value)
        if index in self._open:
            self._open.remove(index)
        self._open.append(index)
        return index + 1, level

    def xml(self) -> str:
        """Return the definitions: an abstract list and its one use for each."""
        out = []
        for number, one in enumerate(self.lists, 1):
            out.append(f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>')
            for level, found in sorted(one.levels.items()):
                sign = f"%{level + 1}" if found.form else ""
                text = quoted(f"{found.before}{sign}{found.after}")
                out.append(
                    f'<w:lvl w:ilvl="{level}"><w:start w:val="{found.start}"/><w:numFmt w:val="{found.form or "decimal"}"/>'
                    f'<w:suff w:val="tab"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>{indent(one.family, level)}</w:lvl>'
                )
            out.append("</w:abstractNum>")
        out += [
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number in range(1, len(self.lists) + 1)
        ]
        return "".join(out)


def indent(family: str, level: int) -> str:
    """Return how far a level stands in: a paragraph's number at the edge of the text, an item's further in and hanging."""
    left = EDGE + LETTER * (level + 1) if level else EDGE
    if family == "heading":
        return f'<w:pPr><w:ind w:left="{EDGE + LETTER}" w:hanging="{LETTER}"/></w:pPr>'
    if not level:
        return f'<w:pPr><w:tabs><w:tab w:val="num" w:pos="{EDGE + LETTER}"/></w:tabs><w:ind w:left="{left}" w:firstLine="0"/></w:pPr>'
    return f'<w:pPr><w:ind w:left="{left}" w:hanging="{LETTER}"/></w:pPr>'


class Counting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The data file of Word: what its formats count, and what sets a phrase off, by language."""

    formats: dict[str, str]
    slant: dict[str, str]


@functools.cache
def counting() -> Counting:
    """Return the data file."""
    return data(Counting, "writers", "numbering.toml")


@functools.cache
def formats() -> dict[str, dict[str, int]]:
    """Return what the formats of other scripts count, by their names."""
    listed = counting().formats
    return {name: {sign: place for place, sign in enumerate(signs.split(), 1) if sign != "-"} for name, signs in listed.items()}


def read(num: str) -> Iterator[Label]:
    """Yield every reading of a printed number: ``(i)`` is a roman one and the ninth letter."""
    found = LABEL.fullmatch(num)
    if not found or "%" in num:
        return
    before, sign, after = found[1], found[2], found[3]
    if sign.isascii():
        if sign.isdecimal() and str(int(sign[:9])) == sign and int(sign) < 32768:
            yield Label("decimal", int(sign), before, after)
        for case, alphabet in (("lower", string.ascii_lowercase), ("upper", string.ascii_uppercase)):
            if sign == (sign.lower() if case == "lower" else sign.upper()):
                if value := letters(sign, alphabet):
                    yield Label(f"{case}Letter", value, before, after)
                if value := roman(sign):
                    yield Label(f"{case}Roman", value, before, after)
        return
    for form, signs in formats().items():
        if sign in signs:
            yield Label(form, signs[sign], before, after)
