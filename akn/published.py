"""An Akoma Ntoso file as it was printed: its blocks of text in order, and the plain text that people hold, in three layouts.

``plain``  one block a line, a blank line between, notes at the end, marks as superscript digits
``page``   lines that wrap, pages, each with its notes at its foot
``pdf``    as ``page``, with the symbol above each page, a rule above the notes, and marks as ordinary digits
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from textwrap import wrap
from typing import NamedTuple

from akn.document import Block, Content, Document, Inline, Note, Part, plain, regions
from akn.grammar.marks import RAISE
from akn.limits import Limits
from akn.markup.reader import read
from akn.patterns import compiled
from akn.xml import etree, local, parse

LAYOUTS = ("plain", "page", "pdf")
WIDTH, HEIGHT = 80, 40
ANCHOR = "\ufdd0"
"""Stands for a note's mark while blanks are cleaned and lines are wrapped: no character of any text."""
HELD = compiled(rf"(\( ?)?{ANCHOR}(?(1) ?\))")
EMPTY = compiled(r"\A[()]{2} ?")
"""Brackets that a file prints around the mark of a note, left at the beginning of its text."""
TURN = "\ufdd1"
"""Stands for a line's end within a block of the close."""
CLOSING = frozenset(("location", "docDate", "outcome"))
UNSPACED = compiled(r"[\u3040-\u30ff\u3400-\u9fff]")
NUMBER = compiled(r"[0-9]{1,3} ?[.\u2013-]|\(?(?:[0-9]{1,3}|[a-z]{1,4})\)")
SIGNS = compiled(rf"(?:[A-Za-z0-9()/.,%-]+|.)(?:{ANCHOR}|[\u3001\u3002\uff01\uff09\uff0c\uff1a\uff1b\uff1f\u300b\u201d])*")
"""What is not parted at a line's end where words are not: figures and Latin words, a sign and the punctuation after it."""


def opened(xml: bytes, limits: Limits | None = None) -> Document:
    """Return an official file with what its close prints on lines of their own told apart."""
    root = parse(xml, limits or Limits())
    for element in root.iterfind(".//{*}conclusions//*"):
        before = element.getprevious()
        follows = before is not None and not (before.tail or "").strip() and {local(before), local(element)} <= CLOSING
        if follows:
            element.text = TURN + (element.text or "")
    return read(etree.tostring(root, encoding="utf-8"), limits)


class Foot(NamedTuple):
    """A footnote where it is anchored: how many characters stand before it, its mark and its words."""

    at: int
    mark: str
    text: str
    bracketed: bool


class Line(NamedTuple):
    """One block as it is printed, and where it belongs."""

    part: str
    """``coverPage``, ``preface``, ``preamble``, ``mainBody``, ``conclusions`` or ``annex``."""
    path: tuple[str, ...]
    """The numbers of what it stands in, outermost first."""
    num: str
    text: str
    feet: tuple[Foot, ...]
    name: str = ""
    """The name of the container, as of a recital; printed nowhere."""

    def printed(self, shown: Callable[[Foot], str]) -> str:
        """Return the number and the words, each note's mark at its anchor."""
        out, done = [], 0
        for foot in self.feet:
            out += [self.text[done : foot.at], shown(foot)]
            done = foot.at
        return " ".join(filter(None, (self.num, "".join(out) + self.text[done:])))


def lines(document: Document, annex: bool = False) -> Iterator[Line]:
    """Yield the blocks of a document in the order in which they are read."""
    for region, parts in regions(document):
        yield from _walk(parts, "annex" if annex else region, ())
    for inner in document.components:
        yield from lines(inner, annex)
    for inner in document.annexes:
        yield from lines(inner, True)


def _walk(parts: tuple[Block | Part, ...], region: str, path: tuple[str, ...], name: str = "") -> Iterator[Line]:
    above = ""
    for part in parts:
        if isinstance(part, Block):
            line = _line(part.content, region, path, "", name)
            if TURN in line.text:
                yield from (line._replace(text=words, feet=()) for words in map(_clean, line.text.split(TURN)) if words)
            elif line.text or line.feet:
                yield line
            continue
        if part.kind == "tr":
            cells = [plain(block.content) for cell in part.content for block in _blocks(cell)]
            yield Line(region, path, "", "\t".join(_clean(cell) for cell in cells), ())
            continue
        owned = (*path, above) if part.kind == "sublist" and above else path  # it stands after the item that it belongs to
        inner = list(_walk((*((part.heading,) if part.heading else ()), *part.content), region, owned, part.name or name))
        num = _clean(part.num)
        above = num or above
        if num and (not inner or inner[0].num):
            yield Line(region, path, num, "", ())
        elif num:
            yield inner.pop(0)._replace(num=num)
        yield from (line._replace(path=(*path, num, *line.path[len(path) :])) for line in inner) if num else inner


def _blocks(part: Block | Part) -> Iterator[Block]:
    if isinstance(part, Block):
        yield part
    else:
        for inner in part.content:
            yield from _blocks(inner)


def _line(content: tuple[Content, ...], region: str, path: tuple[str, ...], num: str, name: str) -> Line:
    notes: list[Note] = []

    def words(content: tuple[Content, ...]) -> Iterator[str]:
        for piece in content:
            if isinstance(piece, str):
                yield piece.replace(ANCHOR, "")
            elif isinstance(piece, Inline):
                yield from words(piece.content)
            elif isinstance(piece, Note):
                notes.append(piece)
                yield ANCHOR

    joined = _clean("".join(words(content)))
    held = [bool(found[1]) for found in HELD.finditer(joined)]  # brackets around a mark belong to it
    pieces = HELD.sub(ANCHOR, joined).split(ANCHOR)
    text, feet = "", []
    for note, bracketed, piece in zip([None, *notes], [False, *held], pieces, strict=True):
        if note is not None:
            inner = " ".join(plain(block.content) for part in note.content for block in _blocks(part))
            feet.append(Foot(len(text), note.mark, EMPTY.sub("", _clean(inner)), bracketed))
        text += piece
    return Line(region, path, num, text, tuple(feet), name)


def _clean(text: str) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", text).strip(" ")


def numbered(found: Iterable[Line]) -> list[Line]:
    """Return the blocks as they are printed: their notes numbered from 1, a number that a file keeps apart before its text."""
    following = count(1)

    def marked(foot: Foot) -> Foot:
        return foot if foot.mark.startswith("*") else foot._replace(mark=str(next(following)))

    out: list[Line] = []
    for line in found:
        made = line._replace(feet=tuple(map(marked, line.feet)))
        alone = out[-1].num or out[-1].text if out and not (out[-1].num and out[-1].text) else ""
        if alone and not line.num and line.part == out[-1].part and NUMBER.fullmatch(alone):
            out[-1] = made._replace(num=alone)
        else:
            out.append(made)
    return out


def rendered(document: Document, layout: str = "plain") -> str:
    """Return a document as plain text in one of ``LAYOUTS``."""
    found = numbered(lines(document))

    def shown(foot: Foot) -> str:
        mark = foot.mark if layout == "pdf" else foot.mark.translate(RAISE)
        return f"({mark})" if foot.bracketed else mark

    if layout == "plain":
        blocks = [line.printed(shown) for line in found]
        blocks += [f"{shown(foot)} {foot.text}" for line in found for foot in line.feet]
        return "\n\n".join(blocks) + "\n"
    symbol = next((line.text for line in found if line.part == "coverPage" and re.fullmatch(r"[A-Z]+/[^ ]+", line.text)), "")
    pages = [_page(page, shown, layout == "pdf") for page in _pages(found, shown)]
    head = f"{symbol}\n\n" if symbol and layout == "pdf" else ""
    return f"\n\f{head}".join(f"{page}\n\n{number}" if number > 1 else page for number, page in enumerate(pages, 1)) + "\n"


def _wrapped(text: str) -> list[str]:
    if not UNSPACED.search(text):
        return wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
    out = [""]
    for signs in SIGNS.findall(text):
        if len(out[-1]) + len(signs) > WIDTH // 2 and out[-1]:
            out.append("")
        out[-1] += signs
    return out


def _pages(found: list[Line], shown: Callable[[Foot], str]) -> Iterator[list[tuple[str, list[Foot]]]]:
    """Yield the lines of each page, each with the notes whose marks it bears."""
    page: list[tuple[str, list[Foot]]] = []
    room = HEIGHT
    for line in found:
        feet = list(line.feet)
        for text in [*_wrapped(line.printed(lambda foot: ANCHOR)), ""]:
            here, feet = feet[: text.count(ANCHOR)], feet[text.count(ANCHOR) :]
            needed = 1 + sum(1 + len(foot.text) // WIDTH for foot in here)
            if needed > room and page:
                yield page
                page, room = [], HEIGHT
            if text or page:
                page.append((text, here))
                room -= needed
    yield page


def _page(page: list[tuple[str, list[Foot]]], shown: Callable[[Foot], str], rule: bool) -> str:
    feet = [foot for _, here in page for foot in here]
    out = []
    for text, here in page:
        marks = (*map(shown, here), "")
        out.append("".join(f"{piece}{mark}" for piece, mark in zip(text.split(ANCHOR), marks, strict=True)))
    while out and not out[-1]:
        out.pop()
    if feet:
        out += ["", "_" * 15] if rule else [""]
        out += [line for foot in feet for line in _wrapped(f"{shown(foot)} {foot.text}")]
    return "\n".join(out)
