"""A footnote as it is found on a page."""

from __future__ import annotations

from akn.pages.lines import Line


class Footnote:
    """A note as it was found: its mark and its lines."""

    __slots__ = ("bracketed", "found", "lines", "mark", "marked", "scope", "shown")

    def __init__(self, mark: str, start: int, end: int, line: Line, bracketed: bool) -> None:
        self.mark = mark
        self.shown = (start, end)
        """Where its own mark stands."""
        self.lines = [line]
        self.bracketed = bracketed
        self.scope = 0
        """How often the numbers have begun anew."""
        self.marked = False
        """Whether a mark of it was found in the text."""
        self.found = 0
