"""What Word prints of a document, by its plainest rules: paragraphs, numbers that are counted, marks of notes, and the notes.

It knows what the tests write and no more: it is here so that numbers and marks are checked as they are counted, not as they are meant.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree

from akn.grammar.marks import RAISE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
SIGNS = {
    "chineseCounting": ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"],
    "arabicAbjad": list("أبجدهوزحطيكلمن"),
    "russianLower": list("абвгдежзиклмн"),
}


def counted(value: int, form: str) -> str:
    """Return a value as a format prints it."""
    if form == "decimal":
        return str(value)
    if form in SIGNS:
        return SIGNS[form][value - 1]
    text = ""
    if form.endswith("Letter"):
        text = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
    else:
        for size, sign in ROMAN:
            while value >= size:
                text, value = text + sign, value - size
    return text.upper() if form.startswith("upper") else text


class Printed:
    """The lines of a file and of its notes."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            self.roots = {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}
        self.body = self.roots["word/document.xml"][0]
        numbering = self.roots["word/numbering.xml"]
        self.abstract = {one.get(W + "abstractNumId"): one for one in numbering.iter(W + "abstractNum")}
        self.lists = {one.get(W + "numId"): self.abstract[one[0].get(W + "val")] for one in numbering.iter(W + "num")}
        self.notes_of = {one.get(W + "id"): one for one in self.roots["word/footnotes.xml"]}
        self.counts: dict[tuple[str, int], int] = {}
        start = self.roots["word/settings.xml"].find(f".//{W}numStart")
        self.next_note = int(start.get(W + "val")) if start is not None else 1
        self.notes: list[str] = []
        self.used: Counter[str] = Counter()
        """Which formats counted how many numbers; a number that was not counted has the format ``""``."""
        self.lines = list(self._lines(self.body))

    def _lines(self, parent: Any) -> Iterator[str]:
        for one in parent:
            if one.tag == W + "p":
                line = self.line(one)
                if line:
                    yield line
            elif one.tag == W + "tbl":
                for row in one.iter(W + "tr"):
                    yield "\t".join(" ".join(self._lines(cell)) for cell in row.findall(W + "tc"))

    def line(self, paragraph: Any) -> str:
        """Return a paragraph with its number."""
        words = "".join(self.words(paragraph))
        number = paragraph.find(f"{W}pPr/{W}numPr")
        if number is None:
            return words
        label = self.number(number.find(W + "numId").get(W + "val"), int(number.find(W + "ilvl").get(W + "val")))
        return f"{label} {words}" if words else label

    def number(self, key: str, level: int) -> str:
        """Count on and return what is printed."""
        found = next(one for one in self.lists[key] if one.get(W + "ilvl") == str(level))
        start, form, text = (found.find(W + name).get(W + "val") for name in ("start", "numFmt", "lvlText"))
        self.counts = {place: count for place, count in self.counts.items() if place[0] != key or place[1] <= level}
        value = self.counts.get((key, level), int(start) - 1) + 1
        self.counts[key, level] = value
        sign = f"%{level + 1}"
        self.used[form if sign in text else ""] += 1
        return text.replace(sign, counted(value, form))

    def words(self, element: Any, mark: str = "") -> Iterator[str]:
        """Yield the words of runs, marks raised."""
        for one in element:
            if one.tag == W + "t":
                raised = element.find(f"{W}rPr/{W}rStyle")
                words = one.text or ""
                yield words.translate(RAISE) if raised is not None and raised.get(W + "val") == "FootnoteReference" else words
            elif one.tag == W + "tab":
                yield "\t"
            elif one.tag == W + "footnoteRef":
                yield mark.translate(RAISE)
            elif one.tag == W + "footnoteReference":
                own = ""
                if one.get(W + "customMarkFollows") is None:
                    own = str(self.next_note)
                    self.next_note += 1
                    yield own.translate(RAISE)
                note = self.notes_of[one.get(W + "id")]
                self.notes.append(" ".join("".join(self.words(inner, own)) for inner in note))
            elif one.tag in (W + "r", W + "fldSimple"):
                yield from self.words(one, mark)
