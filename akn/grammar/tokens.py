"""What is recognised within a text: what a pattern finds there, and the stretches that become inline elements."""

from __future__ import annotations

from akn.document import Data


class Span:
    """A stretch of the clean text that becomes an inline element."""

    __slots__ = ("alternative", "data", "end", "kind", "start")

    def __init__(self, start: int, end: int, kind: str, data: Data = (), alternative: str = "") -> None:
        self.start, self.end = start, end
        self.kind, self.data, self.alternative = kind, data, alternative


class Token:
    """Something recognised in the text: its kind and what it carries."""

    __slots__ = ("end", "extra", "kind", "start", "value")

    def __init__(self, kind: str, start: int, end: int, value: str = "", extra: str = "") -> None:
        self.kind, self.start, self.end = kind, start, end
        self.value, self.extra = value, extra
