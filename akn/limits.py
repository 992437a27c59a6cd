"""The ceilings that a hostile input meets, each with a name; ``SECURITY.md`` says what each one is for."""

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
    notes: int = 100_000
    """Footnotes of a text."""
    nesting: int = 100
    """Levels of parts in a text, of elements in XML; 256 at most."""
    elements: int = 5_000_000
    """Elements of an XML file."""
    attributes: int = 256
    """Attributes of one element."""
    seconds: float = 300.0
    """Time spent on one input, looked at between the steps of the work."""

    def __post_init__(self) -> None:
        """Refuse what could not be held to."""
        if self.nesting > DEEPEST:
            raise ValueError(f"nesting is {DEEPEST} at most, not {self.nesting}")

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
        self._limits = limits
        self._begun = time.monotonic()
        self._until = self._begun + limits.seconds

    def check(self) -> None:
        """Raise LimitExceeded where the time is over."""
        now = time.monotonic()
        if now > self._until:
            self._limits.check("seconds", round(now - self._begun, 1))
