"""The text of a file straight from its elements, where its record vouches for every line: most texts need no document in between.

What the lines of a file are, the reader and :mod:`akn.text` say. Here they are guessed, from the few elements that make up most
of what our writer makes, and the guess counts only where the record knows each line by its check. Whatever else stands in a file,
and what was edited, is left to the reader: a wrong guess costs time and nothing more.
"""

from __future__ import annotations

import os
from typing import Final

from akn.document import Layout
from akn.grammar.marks import RAISE
from akn.layout import apply, known, of_known
from akn.limits import Limits
from akn.markup import reader
from akn.text import to_text
from akn.xml import Element, Names

BLOCKS: Final = frozenset(("p", "listIntroduction", "listWrapUp"))
WORDS: Final = reader.INLINES - reader.NOTES - reader.BREAKS - reader.SKIPPED
WRAPPERS: Final = frozenset("alinea blockList content intro list wrapUp".split())
LEVELS: Final = frozenset("container division formula hcontainer item paragraph point section".split())
REGIONS: Final = "coverPage preface preamble mainBody collectionBody conclusions attachments components".split()
"""The parts of a document, in the order in which they stand and are read."""
HOLDERS: Final = frozenset(("collectionBody", "attachments", "components"))
"""Those that hold further documents."""


def text(xml: bytes | str | os.PathLike[str], layout: str) -> tuple[str, Layout | None]:
    """Return the text of a file, ``canonical`` or ``source``, and the record of its layout."""
    limits = Limits()
    root, inner = reader.opened(xml, limits)
    metas = inner.findall("{*}meta")
    record = reader.record(metas[0]) if len(metas) == 1 else None
    if record is not None and (lines := _vouched(root, inner, record)) is not None:
        return of_known(*lines, record).source() if layout == "source" else apply(*lines, None), record
    document = reader.document(root, inner, limits, facts=False)
    return to_text(document, layout), document.layout


def _vouched(root: Element, inner: Element, record: Layout) -> tuple[list[str], list[str]] | None:
    """Return the lines of a file and those of its notes, where the record knows every one."""
    guess = _Guess()
    try:
        guess.document(inner)
    except _Unusual:
        return None
    editorial = next(root.iter("{*}note"), None) is not None
    if editorial or record.notes != (str(len(guess.notes)) if guess.notes else ""):
        return None
    return (guess.text, guess.notes) if known(guess.text, guess.notes, record) else None


class _Unusual(Exception):
    """Something stands in the file that only the reader knows."""


class _Guess:
    def __init__(self) -> None:
        self.text: list[str] = []
        self.notes: list[str] = []
        self._names = Names()

    def document(self, element: Element) -> None:
        """Take the lines of a document, region by region, and of those within it."""
        order = iter(REGIONS)
        for name, region in self._children(element):
            if name == "meta":
                continue
            if name not in order:  # which goes on behind it: one that comes late is not found either
                raise _Unusual
            if name not in HOLDERS:
                self._parts(self._children(region))
                continue
            for held, holder in self._children(region):
                for inner, document in self._children(holder):
                    if held not in ("attachment", "component") or inner not in reader.CLASSES:
                        raise _Unusual
                    self.document(document)

    def _level(self, element: Element) -> None:
        """Take the lines of what may have a number and a heading, which come first."""
        children = self._children(element)
        num = ""
        if children and children[0][0] == "num":
            first = children.pop(0)[1]
            num = first.text or ""
            if len(first):
                raise _Unusual
        if children and children[0][0] == "heading":
            num = self._line(children.pop(0)[1], num)
        num = self._parts(children, num)
        if num:
            self.text.append(num)

    def _parts(self, children: reader.Kids, num: str = "") -> str:
        """Take the lines of blocks and parts, the first behind the number; return the number if it still waits for words."""
        for name, child in children:
            if name in BLOCKS:
                num = self._line(child, num)
            elif name in WRAPPERS:
                num = self._parts(self._children(child), num)
            elif name in LEVELS:
                if num:
                    self.text.append(num)
                    num = ""
                self._level(child)
            else:
                raise _Unusual
        return num

    def _line(self, block: Element, num: str) -> str:
        """Take the line of a block behind the number; return no number, since it waits no more."""
        words = self._words(block)
        if num:
            words = f"{num} {words}" if words else num
        if words:
            self.text.append(words)
        return ""

    def _children(self, element: Element) -> reader.Kids:
        """Return the children of what holds no words itself, each with its name."""
        names, kids = self._names, []
        if element.text and element.text.strip(reader.BLANK):
            raise _Unusual
        for child in element[:]:
            tail = child.tail
            if tail and tail.strip(reader.BLANK):
                raise _Unusual
            kids.append((names[child.tag], child))
        return kids

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
        self._parts(self._children(element))
        self.notes[at] = " ".join([mark, *self.text])
        self.text = text
