"""What a file may ask of its reader at most; more is :class:`~akn.errors.LimitExceeded`. ``SECURITY.md`` says why they stand apart.

The longest resolutions have some 50 pages; each ceiling is far above anything that people print, and low enough that a
file of ill will costs seconds and some hundred megabytes, never minutes or the machine. How large the file itself may be, and the
text that it gives, is the ``size`` of :class:`akn.Limits`.
"""

from __future__ import annotations

from akn.errors import LimitExceeded

PART_BYTES = 64 << 20
"""Of one part of a package, unpacked: a zip bomb swells a thousandfold."""
PARTS = 20_000
"""Files in a package."""
TAGS = 3_000_000
"""Opening angle brackets in one part: each is an element or the end of one, and an element takes a hundred bytes of memory."""
PARAGRAPHS = 200_000
NESTING = 100
"""Levels of tables, text boxes and wrappers within each other."""
NUMBER = 1_000
"""Characters of the pattern of an automatic number."""
ATTRIBUTES = 20_000
"""Words in one tag of a web page: the parser compares each attribute with all before it."""
PAGES = 5_000
PAGE_CHARACTERS = 200_000
"""On one page; what prints has some thousands."""
LETTERS = 5_000_000
"""On all pages of a PDF: each is looked at by itself."""
OBJECTS = 1_000_000
"""Pieces of text and drawing on all pages of a PDF."""
STREAM_BYTES, IMAGE_BYTES = 8 << 20, 64 << 20
"""Of one stream of a PDF, unpacked; of a picture or a font."""
SECONDS = 120
"""That another program may take to turn a file into one that is read here."""


def within(limit: str, value: int, ceiling: int) -> None:
    """Raise LimitExceeded where the value is above the ceiling."""
    if value > ceiling:
        raise LimitExceeded(limit, value, ceiling)
