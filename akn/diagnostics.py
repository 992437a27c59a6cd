"""What was guessed or looks wrong, each with its place.

The catalogue is closed: every code stands in ``diagnostics.toml`` with its name, its severity and its wording, and in
``docs/diagnostics.md`` with an example. Code raises by name; people read and switch off by code.
"""

from __future__ import annotations

import functools
import itertools
from bisect import bisect_left, bisect_right
from enum import StrEnum

import msgspec

from akn.limits import Clock, Limits
from akn.tables import read


class Severity(StrEnum):
    """How much a finding weighs: an error is never in our output, a warning is the source's, info is a choice made."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One code of the catalogue, as the data file has it."""

    code: str
    severity: Severity
    message: str
    """The wording, with ``{names}`` for what the finding carries."""
    expected: str = ""


class Diagnostic(msgspec.Struct, frozen=True):
    """A finding about a source: what, where, and what was expected instead."""

    name: str
    """Its name in the catalogue: ``numbering-gap``."""
    code: str
    """Its stable code: ``AKN301``."""
    severity: Severity
    message: str
    expected: str = ""
    line: int = 1
    """Counted from 1, as editors do."""
    column: int = 1
    """Counted in characters from 1."""
    length: int = 0
    """How many characters it covers on that line."""
    excerpt: str = ""
    """The line of the source."""
    page: int = 0
    """The page of the file that the source was read from, counted from 1; 0 where it has no pages."""
    page_line: int = 0
    """The line on that page, counted from 1."""


class Problem(msgspec.Struct, frozen=True):
    """A finding about an Akoma Ntoso document, by schema, profile or integrity."""

    code: str
    """``XSD…``, ``A4U…`` or ``INT…``, stable from release to release."""
    severity: Severity
    message: str
    line: int = 0
    """Line of the XML, 0 where it is not known."""
    path: str = ""
    """Where, as an XPath that names eIds where there are any."""


@functools.cache
def catalogue() -> dict[str, Entry]:
    """Return every entry of the catalogue by name."""
    return read(dict[str, Entry], "diagnostics.toml")


class Reporter:
    """Collects findings about one source; a place is an offset into it. ``paged`` says that form feeds part its pages."""

    def __init__(self, text: str, paged: bool = False, clock: Clock | None = None) -> None:
        self._text = text
        self._paged = paged
        self._clock = clock or Clock(Limits())
        self.limits = self._clock.limits
        self._found: list[tuple[int, int, str, dict[str, object]]] = []

    def tell(self, name: str, start: int = 0, end: int | None = None, /, **values: object) -> None:
        """Note the finding called ``name`` at the characters from ``start`` to ``end``."""
        self._found.append((start, start if end is None else end, name, values))

    def check(self) -> None:
        """Raise :class:`~akn.errors.LimitExceeded` where the work takes longer than it may."""
        self._clock.check()

    def hold(self, limit: str, value: int) -> None:
        """Raise :class:`~akn.errors.LimitExceeded` where there is more of something than there may be: the stack and the memory end."""
        self.limits.check(limit, value)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return the findings in the order of the source, each once."""
        if not self._found:
            return ()
        out: dict[Diagnostic, None] = {}
        entries = catalogue()
        lines = self._text.splitlines(keepends=True)
        starts = [0, *itertools.accumulate(map(len, lines))]
        pages = [0, *(at for at, line in enumerate(lines, 1) if line.endswith("\f"))] if self._paged else []
        for start, end, name, values in sorted(self._found, key=lambda found: found[:3]):
            entry = entries[name]
            number = max(1, bisect_right(starts, start, hi=len(lines)))
            begin = starts[number - 1]
            line = lines[number - 1].rstrip("\r\n\f\v") if lines else ""
            page = bisect_left(pages, number)
            out[
                Diagnostic(
                    name=name,
                    code=entry.code,
                    severity=entry.severity,
                    message=entry.message.format_map(values),
                    expected=entry.expected.format_map(values),
                    line=number,
                    column=start - begin + 1,
                    length=max(0, min(end, begin + len(line)) - start),
                    excerpt=line[:400],
                    page=page,
                    page_line=number - pages[page - 1] if page else 0,
                )
            ] = None
        return tuple(out)
