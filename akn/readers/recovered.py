"""What a reader gives: the text of a file, and what was found on the way."""

from __future__ import annotations


class Recovered:
    """The text that a file holds, its format, and findings with their places in the text."""

    __slots__ = ("findings", "format", "pieced", "raised", "text")

    def __init__(self, text: str, format: str) -> None:  # noqa: A002
        self.text = text
        self.format = format
        self.pieced = False
        """Whether the text had to be put together from places on a page."""
        self.raised = 0
        """How many figures are written as note marks because of their size."""
        self.findings: list[tuple[str, int, int, dict[str, object]]] = []

    def tell(self, name: str, start: int = 0, end: int | None = None, /, **values: object) -> None:
        """Note a finding at the characters from ``start`` to ``end``."""
        self.findings.append((name, start, start if end is None else end, values))
