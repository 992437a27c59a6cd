"""Numbers in figures of any script, in words, in letters and in roman numerals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from akn.packs import Numerals
from akn.patterns import compiled

ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
ROMAN_FORM: Final = compiled(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")


def number_of(text: str, numerals: Numerals) -> int:
    """Return the number that figures or words stand for, 0 where they stand for none.

    Words add up, and a multiplier multiplies what stands before it: 五十三 is 5 x 10 + 3, "fifty-third" is 50 + 3. Signs that
    stand for one figure each are read as figures: 七二九 is 729.
    """
    words = text.strip()
    if words.isdecimal():
        return int(words)
    values, multipliers = numerals.words, numerals.multipliers
    figures = [values.get(sign, 10) for sign in words]
    if len(words) > 1 and max(figures) < 10:
        return int("".join(map(str, figures)))
    total = current = 0
    for piece in _pieces(words, values, multipliers):
        if piece in multipliers:
            total += (current or 1) * multipliers[piece]
            current = 0
        else:
            current += values[piece]
    return total + current


def _pieces(words: str, values: dict[str, int], multipliers: dict[str, int]) -> Iterable[str]:
    """Return the words that a number is made of, the longest that fits each time; none where something else is in it."""
    if all(sign in values or sign in multipliers for sign in words):
        return words
    out: list[str] = []
    rest = words.casefold()
    while rest:
        for size in range(min(len(rest), 24), 0, -1):
            if rest[:size] in multipliers or rest[:size] in values:
                out.append(rest[:size])
                break
        else:
            if rest[0].isalnum():
                return ()
            size = 1
        rest = rest[size:]
    return out


def roman(text: str) -> int:
    """Return the value of a roman numeral, 0 where it is none."""
    letters = text.lower()
    if not letters or letters.strip("ivxlcdm") or not ROMAN_FORM.fullmatch(letters):
        return 0
    total = 0
    for one, after in zip(letters, [*letters[1:], ""], strict=True):
        value = ROMAN[one]
        total += -value if after and ROMAN[after] > value else value
    return total


def to_roman(value: int) -> str:
    """Return a number from 1 to 3999 as a roman numeral."""
    out = ""
    for size, sign in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
                       (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):  # fmt: skip
        out += sign * (value // size)
        value %= size
    return out


def letters(text: str, alphabet: str) -> int:
    """Return the place of a letter in the alphabet; doubled letters go on after its end: ``aa`` follows ``z``."""
    if not text or text.strip(text[0]) or text[0] not in alphabet:
        return 0
    return alphabet.index(text[0]) + 1 + (len(text) - 1) * len(alphabet)


def normalised(text: str) -> str:
    """Return a number as identifiers have it (naming convention): NFKC, no outer punctuation, no blanks, inner runs ``-``."""
    bare = text.strip("().")
    if bare.isascii() and bare.isalnum():
        return bare
    folded = unicodedata.normalize("NFKC", text)
    inner = re.sub(r"^[\W_]+|[\W_]+$", "", folded)
    return re.sub(r"[\W_]+", "-", re.sub(r"\s+", "", inner))
