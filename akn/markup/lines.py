"""The text of a file straight from its elements, where its record vouches for every line: most texts need no document in between.

What the lines of a file are, the reader and :mod:`akn.text` say. Here they are guessed, from the few elements that make up most
of what our writer makes, and the guess counts only where the record knows each line by its check. Whatever else stands in a file,
and what was edited, is left to the reader: a wrong guess costs time and nothing more.
"""

from __future__ import annotations

import os

from akn.document import Layout
from akn.grammar.marks import RAISE
from akn.layout import END, GAP, Printer, proven
from akn.limits import Limits
from akn.markup import reader
from akn.text import to_text
from akn.xml import Element, Names

BLOCKS = reader.LEAVES - {"num", "subheading"}
WORDS = reader.INLINES - reader.NOTES - reader.BREAKS - reader.SKIPPED
WRAPPERS = reader.WRAPPERS - BLOCKS | {"alinea", "attachment", "attachments", "component"}
LEVELS = frozenset("container division formula hcontainer item paragraph point section".split())
PARTS = reader.CLASSES | reader.BODIES | frozenset(reader.REGIONS) | LEVELS


def text(xml: bytes | str | os.PathLike[str], layout: str) -> tuple[str, Layout | None]:
    """Return the text of a file, ``canonical`` or ``source``, and the record of its layout."""
    limits = Limits()
    root, inner = reader.opened(xml, limits)
    metas = inner.findall("{*}meta")
    record = reader.record(metas[0]) if len(metas) == 1 else None
    printer = _vouched(root, inner, record) if record is not None else None
    if printer is not None:
        return printer.source() if layout == "source" else GAP.join(printer.blocks) + END, record
    document = reader.document(root, inner, limits, facts=False)
    return to_text(document, layout), document.layout


def _vouched(root: Element, inner: Element, record: Layout) -> Printer | None:
    """Return what prints the lines of a file, where the record knows every one."""
    guess = _Guess()
    try:
        guess.part(inner)
    except _Unusual:
        return None
    editorial = next(root.iter("{*}note"), None) is not None
    if editorial or record.notes != (str(len(guess.notes)) if guess.notes else ""):
        return None
    return proven(guess.text, guess.notes, record)


class _Unusual(Exception):
    """Something stands in the file that only the reader knows."""


class _Guess:
    def __init__(self) -> None:
        self.text: list[str] = []
        self.notes: list[str] = []
        self._names = Names()

    def part(self, element: Element) -> None:
        """Take the lines of what has a number, if any, and blocks."""
        num = self._within(element, "")
        if num:
            self.text.append(num)

    def _within(self, element: Element, num: str) -> str:
        """Take the lines of what stands in an element, the first behind the number; return the number if it still waits for words."""
        names = self._names
        if element.text and element.text.strip(reader.BLANK):
            raise _Unusual
        for child in element[:]:
            name = names[child.tag]
            if name in BLOCKS:
                words = self._words(child)
                if num:
                    words, num = f"{num} {words}" if words else num, ""
                if words:
                    self.text.append(words)
            elif name == "num" and not num and not len(child):
                num = child.text or ""
            elif name in WRAPPERS:
                num = self._within(child, num)
            elif name in PARTS:
                if num:
                    self.text.append(num)
                    num = ""
                self.part(child)
            elif name != "meta":
                raise _Unusual
            tail = child.tail
            if tail and tail.strip(reader.BLANK):
                raise _Unusual
        return num

    def _words(self, element: Element) -> str:
        """Return what a line says, marks and all."""
        words = element.text or ""
        if not len(element):
            return words
        out = [words]
        for child in element[:]:
            name = self._names[child.tag]
            if name in WORDS:
                out.append(self._words(child))
            elif name in reader.NOTES:
                mark = (child.get("marker") or "").strip().translate(RAISE)
                out.append(mark)
                if name == "authorialNote":
                    self._note(child, f"({mark})" if child.get("class") == "bracketed" else mark)
            else:
                raise _Unusual
            out.append(child.tail or "")
        return "".join(out)

    def _note(self, element: Element, mark: str) -> None:
        """Take the line of a note, and then those of the notes within it."""
        at, text = len(self.notes), self.text
        self.notes.append("")
        self.text = []
        self.part(element)
        self.notes[at] = " ".join([mark, *self.text])
        self.text = text
