"""The signs of fonts with an encoding of their own: what a bullet or an arrow is in Unicode."""

from __future__ import annotations

import functools

import msgspec

from akn.tables import read

PRIVATE = 0xF000
"""Where word processors put the codes of such a font."""


class Font(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The signs of a font in the order of their codes, from the first on."""

    first: int
    signs: str


@functools.cache
def signs() -> dict[str, dict[int, str]]:
    """Return the signs of every font that is known, by their codes."""
    return {
        font: {given.first + at: sign for at, sign in enumerate(given.signs) if sign != " " or not at}
        for font, given in read(dict[str, Font], "readers", "symbols.toml").items()
    }


def sign(font: str, char: str) -> str:
    """Return what a character of a font is in Unicode, empty where that is not known."""
    code = ord(char)
    private = PRIVATE <= code <= PRIVATE + 0xFF
    if font in signs():
        return signs()[font].get(code - PRIVATE if private else code, "" if private else char)
    return "" if private else char
