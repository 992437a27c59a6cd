"""Levels: which item belongs under which, decided by the numbers alone.

An item goes on with an open sequence if it is the next number of one, tried from the innermost outward; else it opens a new
level if it is a first (1, a, i); else it stands where its kind of number is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from unicodedata import normalize

from akn.grammar.numerals import letters, number_of, roman
from akn.packs import Language

AROUND: Final = "()."
"""What mostly stands around a number."""
LATIN: Final = "abcdefghijklmnopqrstuvwxyz"


def readings(label: str, language: Language) -> list[tuple[str, int]]:
    """Return what an item's label can mean, as style and value: ``(i)`` is the ninth letter or the first roman numeral."""
    label = label if label.isascii() else normalize("NFKC", label)  # a bracketed ten is one sign, a bracketed eleven four
    bare = label.strip(AROUND)
    shape = label.replace(bare, "", 1)
    if not bare.isalnum():
        bare, shape = "".join(filter(str.isalnum, label)), "".join([sign for sign in label if not (sign.isalnum() or sign == "_")])
    if language.silent:
        bare = bare.translate(dict.fromkeys(map(ord, language.silent)))
    if bare.isdecimal():
        return [(f"figure{shape}", int(bare))]
    found: list[tuple[str, int]] = []
    case = "upper" if bare.isupper() else "lower"
    small = bare.lower()
    latin = small if small.isascii() else "".join([language.lookalikes.get(sign, sign) for sign in small])
    if value := roman(latin):
        found.append((f"roman {case}{shape}", value))
    if value := letters(latin, LATIN):
        found.append((f"letter {case}{shape}", value))
    if language.alphabet and (value := letters(small, language.alphabet)):
        found.append((f"letter {case}{shape}", value))
    if (len(bare) > 1 or not found) and (value := number_of(bare, language.numerals)):  # one sign is a letter or a word
        found.append((f"word{shape}", value))
    return found or [(f"other{shape}", 0)]


def level(open_levels: Sequence[tuple[str, int]], label: str, language: Language) -> tuple[int, str, int, bool]:
    """Return the depth at which an item stands, its style and value, and whether it follows on what is open.

    ``open_levels`` holds the style and the last value of every open level, outermost first; a depth equal to their number
    opens a new one.
    """
    meant = readings(label, language)
    for depth in range(len(open_levels) - 1, -1, -1):
        style, last = open_levels[depth]
        for kind, value in meant:
            if kind == style and value == last + 1:
                return depth, kind, value, True
    for kind, value in meant:
        if value == 1 and all(kind != style for style, _ in open_levels):
            return len(open_levels), kind, value, True
    for depth in range(len(open_levels) - 1, -1, -1):
        for kind, value in meant:
            if kind == open_levels[depth][0]:
                return depth, kind, value, False
    kind, value = meant[-1] if len(meant) > 1 else meant[0]
    return len(open_levels), kind, value, value == 1


def counts(open_levels: Sequence[tuple[str, int]], label: str, number: int, lead: bool, language: Language) -> bool:
    """Say whether a bare figure goes on with the innermost level, or opens one below an item that leads up to it."""
    style, last = open_levels[-1] if open_levels else ("", 0)
    return number == last + 1 if style == readings(label, language)[0][0] else number == 1 and lead


def leads(text: str, language: Language) -> bool:
    """Say whether an item leads up to others."""
    return text[-1:].isalpha() or text[-1:] in language.punctuation.colon
