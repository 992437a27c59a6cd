"""The ceilings that a hostile input meets, each with a name; ``SECURITY.md`` says what each one is for.

Each is far above anything that people write or print, and low enough that a file of ill will costs seconds and some hundred
megabytes, never minutes or the machine.
"""

from __future__ import annotations

import math
import sys
import time

import msgspec

from akn.errors import LimitExceeded

DEEPEST = 256
"""What libxml2 allows, and what those who walk down a tree can go."""


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much of anything an input may have; what has more raises :class:`~akn.errors.LimitExceeded` with the field's name."""

    size: int = 64_000_000
    """Bytes of a file or of bytes, characters of a text."""
    line: int = 16_000_000
    """Characters of one line of text."""
    pieces: int = 1_200_000
    """What a text is taken apart into: lines and cells, characters that are layout or marks of notes, and what is marked up in it."""
    notes: int = 100_000
    """Footnotes of a text."""
    nesting: int = 100
    """Levels of elements in XML, that of a Word document too, and in what a text would become; 256 at most."""
    elements: int = 5_000_000
    """Elements of an XML file."""
    attributes: int = 256
    """Attributes of one element, that of a web page too."""
    seconds: float = 300.0
    """Time spent on one input, looked at between the steps of the work."""
    parts: int = 20_000
    """Files in a package, which a Word document is."""
    part: int = 64 << 20
    """Bytes of one of them, unpacked: a zip bomb swells a thousandfold."""
    tags: int = 3_000_000
    """Opening angle brackets in one part or web page: each begins or ends an element, which takes a hundred bytes of memory."""
    paragraphs: int = 200_000
    """Of a Word document."""
    number: int = 1_000
    """Characters of the pattern of an automatic number."""
    pages: int = 5_000
    """Of a PDF."""
    page_letters: int = 200_000
    """On one page of a PDF; what prints has some thousands."""
    letters: int = 5_000_000
    """On all pages of a PDF: each is looked at by itself."""
    objects: int = 1_000_000
    """Pieces of text and drawing on all pages of a PDF."""
    stream: int = 8 << 20
    """Bytes of one stream of a PDF, unpacked."""
    picture: int = 64 << 20
    """Bytes of a picture or a font of a PDF, unpacked."""

    def __post_init__(self) -> None:
        """Refuse what could not be held to."""
        if self.nesting > DEEPEST:
            raise ValueError(f"nesting is {DEEPEST} at most, not {self.nesting}")

    def past(self, limit: str) -> int:
        """Return how much is to be read of what may be larger than a ceiling: one more tells."""
        return int(min(getattr(self, limit), sys.maxsize - 1)) + 1

    def check(self, limit: str, value: float) -> None:
        """Raise LimitExceeded where the value passes the ceiling of that name."""
        ceiling = getattr(self, limit)
        if value > ceiling:
            raise LimitExceeded(limit, value, ceiling)


OURS = Limits(size=sys.maxsize, nesting=DEEPEST, elements=sys.maxsize, seconds=math.inf)
"""For what was made here, of an input that has been held to its own."""


class Clock:
    """Runs from when it is made; whoever works long looks at it now and then."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._begun = time.monotonic()
        self._until = self._begun + limits.seconds

    def check(self) -> None:
        """Raise LimitExceeded where the time is over."""
        now = time.monotonic()
        if now > self._until:
            self.limits.check("seconds", round(now - self._begun, 1))
