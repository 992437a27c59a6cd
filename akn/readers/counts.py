"""Numbers as word processors print them: letters, Roman figures, Chinese counts (ECMA-376, part 1, section 17.18.59)."""

from __future__ import annotations

import functools

import msgspec

from akn.tables import read

PLAIN = frozenset(("", "decimal", "decimalHalfWidth", "ordinal", "cardinalText", "ordinalText", "custom"))
"""Formats in plain digits, and those that would need words of a language."""
ROMAN = tuple(zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "m cm d cd c xc l xl x ix v iv i".split(), strict=True))
MOST = 30_000
"""Word counts no further."""


class Counting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a script counts with units."""

    digits: str
    units: str
    first: bool = False
    """Whether ten itself is written without a one before it."""
    ones: bool = True
    """Whether a single unit is written with a one before it."""


class Formats(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The formats that do not count in plain digits, by their names in ``w:numFmt``."""

    letters: dict[str, str]
    signs: dict[str, str]
    digits: dict[str, str]
    counted: dict[str, Counting]


@functools.cache
def _formats() -> Formats:
    return read(Formats, "readers", "counts.toml")


def counted(value: int, style: str) -> str:
    """Return a number in a format of ``w:numFmt``; one that is not known is printed in plain digits."""
    if style in PLAIN or not 0 <= value <= MOST:
        return str(value)
    if style in ("none", "bullet"):
        return ""
    if style in ("lowerRoman", "upperRoman"):
        return _roman(value).upper() if style == "upperRoman" else _roman(value)
    if style == "decimalZero":
        return f"{value:02}"
    if style == "numberInDash":
        return f"- {value} -"
    if style == "hex":
        return f"{value:X}"
    formats = _formats()
    if style in formats.letters and value:
        letters = formats.letters[style]
        times, at = divmod(value - 1, len(letters))
        return letters[at] * (times + 1)
    if style in formats.signs:
        signs = formats.signs[style]
        return signs[value - 1] if 0 < value <= len(signs) else str(value)
    if style in formats.digits:
        return str(value).translate(str.maketrans("0123456789", formats.digits[style]))
    if style in formats.counted:
        return _units(value, formats.counted[style])
    return str(value)


def known(style: str) -> bool:
    """Say whether a format is printed as it should be, and not in plain digits instead."""
    if style in ("ordinal", "cardinalText", "ordinalText", "custom"):
        return False
    if style in PLAIN or style in ("none", "bullet", "lowerRoman", "upperRoman", "decimalZero", "numberInDash", "hex"):
        return True
    formats = _formats()
    return any(style in named for named in (formats.letters, formats.signs, formats.digits, formats.counted))


def _roman(value: int) -> str:
    out = ""
    for size, sign in ROMAN:
        times, value = divmod(value, size)
        out += sign * times
    return out


def _units(value: int, way: Counting) -> str:
    """Count as Chinese does: each figure with its unit, one nought for any that are left out in the middle.

    Beyond the units the figures stand place by place.
    """
    figures = [int(figure) for figure in str(value)]
    if not value or len(figures) > len(way.units) + 1:
        return "".join(way.digits[figure] for figure in figures)
    out, gap = "", False
    for place, figure in enumerate(figures):
        power = len(figures) - place - 1
        if not figure:
            gap = True
            continue
        if gap and way.ones and out:
            out += way.digits[0]
        gap = False
        bare = power and figure == 1 and (not way.ones or way.first and power == 1 and not out)
        out += ("" if bare else way.digits[figure]) + (way.units[power - 1] if power else "")
    return out
