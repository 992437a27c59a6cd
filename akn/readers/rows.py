"""Tables as lines."""

from __future__ import annotations

Cell = list[str]
"""The lines of a cell."""


def lines(rows: list[list[Cell]], head: bool) -> list[str]:
    """Return a table as lines: a row each, its cells parted by tabs, what a cell has in several lines parted by blanks.

    At the head of a document a table is the frame of its masthead, and one with no two rows of several cells is a frame too:
    what they hold stands line by line.
    """
    table = sum(sum(1 for cell in row if cell) > 1 for row in rows) > 1
    wide = any(len(cell) > 1 for row in rows for cell in row)
    if head or wide and not table:
        return [line for row in rows for cell in row for line in cell]
    return [line for row in rows if (line := "\t".join(" ".join(cell).replace("\n", " ") for cell in row)).strip()]
