"""What a terminal shows: names without odd characters, columns counted in cells, tables."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

import click


def named(name: object) -> str:
    """Return a file's name as it can be shown."""
    return clean(click.format_filename(os.fspath(name) if isinstance(name, os.PathLike) else str(name)))


def clean(text: str) -> str:
    """Return the text with a dot for each character that would steer a terminal or that no encoding can write."""
    return "".join(
        sign if sign.isprintable() or sign in "\u00a0\u3000\u200c\u200d" else " " if sign == "\t" else "\u00b7" for sign in text
    )


def cells(text: str) -> int:
    """Return how many columns of a terminal the text takes: Chinese takes two a character, combining signs none."""
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.category(sign) in ("Mn", "Me", "Cf") else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def fitted(text: str, width: int) -> str:
    """Return the text, cut so that it takes no more columns than ``width``."""
    if cells(text) <= width:
        return text
    used = 0
    for index, sign in enumerate(text):
        used += cells(sign)
        if used > width - 1:
            return text[:index] + "…"
    return text


def padded(text: str, width: int) -> str:
    """Return the text with blanks after it, up to ``width`` columns."""
    return text + " " * (width - cells(text))


def terminal(stream: Any) -> bool:
    """Return whether somebody looks on; a closed stream is None."""
    return stream is not None and bool(stream.isatty())


def columns(otherwise: int) -> int:
    """Return the width of the terminal that results go to; a pipe has room for long lines."""
    import shutil

    return shutil.get_terminal_size().columns if terminal(sys.stdout) else otherwise


def yes(fact: bool) -> str:
    """Return yes or no."""
    return "yes" if fact else "no"


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a table: the first column to the left, the others to the right, "no" in red."""
    widths = [max(cells(row[index]) for row in (head, *rows)) for index in range(len(head))]
    for row in (head, *rows):
        first = padded(row[0], widths[0])
        rest = (" " * (width - cells(cell)) + cell for cell, width in zip(row[1:], widths[1:], strict=True))
        line = "  ".join((first, *rest))
        yield click.style(line, bold=True) if row is head else click.style(line, fg="red") if "no" in row[1:] else line
