"""Note marks as characters: superscript digits and letters, and stars."""

from __future__ import annotations

from typing import Final

RAISED: Final = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"
_LETTERS = "abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW"
"""Those that Unicode has raised: all but q, and half of the capitals."""
_CODES = (
    "1d43 1d47 1d9c 1d48 1d49 1da0 1d4d 02b0 2071 02b2 1d4f 02e1 1d50 207f 1d52 1d56 02b3 02e2 1d57 1d58 1d5b 02b7 02e3 02b8 1dbb "
    "1d2c 1d2e 1d30 1d31 1d33 1d34 1d35 1d36 1d37 1d38 1d39 1d3a 1d3c 1d3e 1d3f 1d40 1d41 2c7d 1d42"
)
LETTERS: Final = "".join(chr(int(code, 16)) for code in _CODES.split())
PLAIN: Final = str.maketrans(RAISED + LETTERS, "0123456789" + _LETTERS)
RAISE: Final = str.maketrans("0123456789" + _LETTERS, RAISED + LETTERS)
