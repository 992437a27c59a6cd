"""Opens whatever people have: text is converted, Akoma Ntoso is read; either way with its source, its places and findings."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import msgspec

from akn.diagnostics import Severity
from akn.document import Block, Document, hold
from akn.limits import Limits
from akn.source import MARKUPS, markup
from akn.source import read as read_file

if TYPE_CHECKING:
    from akn.reading import Reading
    from akn.result import Result


class Finding(msgspec.Struct, frozen=True):
    """A diagnostic of a text or a problem of a file, with its place."""

    code: str
    severity: Severity
    message: str
    expected: str = ""
    line: int = 0
    """The line of the source, 0 where it is not known."""
    column: int = 1
    length: int = 0
    page: int = 0
    """The page of the file that the source was read from, 0 where it has none."""
    page_line: int = 0
    at: int = -1
    """For a problem of a file: how many signs of the text stand before the element that it is about."""


class Opened(msgspec.Struct, frozen=True):
    """A document with its source."""

    document: Document
    text: str
    findings: tuple[Finding, ...]
    spans: dict[int, tuple[int, int]]
    """Where each block stands in the source, by the block's ``id``: the document is held, so that it stays its own."""

    def place(self, block: Block) -> tuple[int, int] | None:
        """Return where a block stands in the source."""
        if block.place is not None:
            return block.place.start, block.place.end
        return self.spans.get(id(block))


def opened(
    source: str | bytes | os.PathLike[str] | Document,
    *,
    language: str | None = None,
    organ: str | None = None,
    limits: Limits | None = None,
) -> Opened:
    """Open a source: text as ``str``, its bytes, a path; Akoma Ntoso likewise, which is validated; a document.

    Raises what :func:`akn.convert` and :func:`akn.read` raise.
    """
    if isinstance(source, Document):
        return _document(hold(source), ())
    data, found = _read(source, language, organ, limits)
    if isinstance(found, Document):
        return _document(found, _problems(data, limits))
    findings = tuple(
        Finding(one.code, one.severity, one.message, one.expected, one.line, one.column, one.length, one.page, one.page_line)
        for one in found.diagnostics()
    )
    return Opened(found.document, found.source.text, findings, {})


def document(
    source: Document | Result | str | bytes | os.PathLike[str],
    limits: Limits | None = None,
    *,
    language: str | None = None,
    organ: str | None = None,
) -> Document:
    """Return the document alone; one that there is already, also as the result of a conversion, is returned as it is."""
    found = _read(source, language, organ, limits)[1] if isinstance(source, str | bytes | os.PathLike) else source
    return found if isinstance(found, Document) else found.document


def _read(
    source: str | bytes | os.PathLike[str], language: str | None, organ: str | None, limits: Limits | None
) -> tuple[str | bytes, Document | Reading]:
    """Return the data and what was read: Akoma Ntoso where a file's name ends so or the content says so, else a text."""
    data = source if isinstance(source, str | bytes) else read_file(source, limits or Limits())
    if markup(data) or (isinstance(source, os.PathLike) and os.fspath(source).lower().endswith(MARKUPS)):
        from akn.markup.reader import read

        return data, read(data, limits)
    from akn.reading import read as reading

    return data, reading(data, language, organ, limits=limits)


def _problems(xml: str | bytes, limits: Limits | None) -> tuple[Finding, ...]:
    """Return the problems of a file, each with its place in the text: a file's own identifiers need not be ours."""
    from akn.validation import iter_problems
    from akn.xml import parse

    spans = extents(parse(xml, limits or Limits()))
    found = []
    for problem in iter_problems(xml, limits=limits):
        eids = re.findall(r"@eId='([^']*)'", problem.path)
        at = spans.get(eids[-1], (-1, -1))[0] if eids else -1
        found.append(Finding(problem.code, problem.severity, problem.message, at=at))
    return tuple(found)


def extents(root: Any) -> dict[str, tuple[int, int]]:
    """Return where the text of each identified element begins and ends, in signs that are no blanks."""
    from lxml import etree

    out: dict[str, tuple[int, int]] = {}
    count = 0

    def size(text: str | None) -> int:
        return len("".join(text.split())) if text else 0

    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if str(element.tag).endswith("}meta"):
                walk.skip_subtree()
                continue
            if eid := element.get("eId"):
                out[eid] = (count, count)
            count += size(element.text)
            continue
        if event == "end" and (eid := element.get("eId")) and eid in out:
            out[eid] = (out[eid][0], count)
        count += size(element.tail)
    return out


def _document(document: Document, findings: tuple[Finding, ...]) -> Opened:
    """Return a document that was read, with the source that its layout record gives."""
    from akn.layout import printer
    from akn.text import Lines

    lines = Lines(document)
    one = printer(lines.text, lines.notes, document.layout)
    text = one.source()
    places = one.spans()
    spans = {
        id(block): places[index] for index, blocks in enumerate((*lines.blocks, *lines.note_blocks)) for block in blocks
        if index in places
    }  # fmt: skip
    return Opened(document, text, findings, spans)


class Ruler:
    """Tells the line on which a character stands, counted as the diagnostics count them."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines(keepends=True)
        self._starts = [0, *accumulate(map(len, self.lines))]

    def line(self, offset: int) -> int:
        """Return the number of the line, from 1."""
        return max(1, bisect_right(self._starts, offset, hi=len(self.lines)))

    def lines_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the first and the last line of some characters."""
        return self.line(start), self.line(max(start, end - 1))
