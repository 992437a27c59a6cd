"""What a terminal shows: names without odd characters, columns counted in cells, tables."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

from akn.patterns import compiled

LOOKS = {"bold": 1, "dim": 2, "red": 31, "green": 32, "yellow": 33, "cyan": 36}
"""What a terminal makes a text look like, and what tells it to."""
LOOK = compiled(r"\x1b\[[0-9]+m")


def style(text: str, *looks: str) -> str:
    """Return the text as it looks where :func:`echo` finds that a terminal shows it."""
    return "".join(f"\x1b[{LOOKS[look]}m" for look in looks) + f"{text}\x1b[0m"


def colour() -> bool | None:
    """Return whether colours are wanted or unwanted, None where that depends on who looks on."""
    return False if os.environ.get("NO_COLOR") else True if os.environ.get("FORCE_COLOR") else None


def echo(text: str, err: bool = False, nl: bool = True) -> None:
    """Write a text; what a terminal or an odd encoding needs is click's to know."""
    stream = sys.stderr if err else sys.stdout
    if stream is None:
        return
    if colour() or terminal(stream) or str(stream.encoding).lower() != "utf-8":
        import click

        click.echo(text, err=err, nl=nl, color=colour())
        return
    stream.write(LOOK.sub("", text) + "\n" * nl)
    stream.flush()


def named(name: object) -> str:
    """Return a file's name as it can be shown."""
    shown = os.fspath(name) if isinstance(name, os.PathLike) else str(name)
    return clean(shown.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


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
        yield style(line, "bold") if row is head else style(line, "red") if "no" in row[1:] else line
