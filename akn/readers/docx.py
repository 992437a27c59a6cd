"""Word documents (ECMA-376): the text as it is printed, one paragraph a line.

Printed is what the file says in more places than one: numbers come from lists, marks of notes from counting, the words of a
field from its last result, and of what was changed with tracking only one side is there. What stands outside the text
(headers, footers, comments, pictures, hidden words) is set aside and told. Styles are read for numbers and hidden words alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from akn.errors import SourceError
from akn.grammar.marks import RAISE
from akn.limits import Clock, Limits
from akn.readers import rows
from akn.readers.counts import counted
from akn.readers.numbering import Lists, child, number, switched, value
from akn.readers.package import Package
from akn.readers.recovered import Recovered
from akn.readers.styles import Styles
from akn.readers.symbols import sign, signs
from akn.xml import local

KEPT, GONE = frozenset(("ins", "moveTo", "cellIns")), frozenset(("del", "moveFrom", "cellDel"))
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
TEXTS = frozenset(("t", "delText"))
INSTRUCTIONS = frozenset(("instrText", "delInstrText"))
NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
OWN_MARKS = frozenset(("footnoteRef", "endnoteRef"))
FORMATS = {"footnotes": "decimal", "endnotes": "lowerRoman"}
"""How notes are counted where the file does not say."""
ASIDE = {"commentReference": "comments", "drawing": "pictures", "pict": "pictures", "object": "objects", "altChunk": "inserted files"}
PROPERTIES = frozenset("pPr rPr tblPr trPr tcPr sdtPr sdtEndPr tblGrid instrText delInstrText fldData sectPr rt".split())


def read(data: bytes, tracked: str, limits: Limits) -> Recovered:
    """Return the text of a document; ``tracked`` says which of its tracked changes stay: ``insertions`` or ``deletions``.

    Raises :class:`~akn.errors.SourceError` for what is no Word document, or is locked or broken, and
    :class:`~akn.errors.LimitExceeded` for one that is larger or deeper than any that people write.
    """
    clock = Clock(limits)
    package = Package(data, limits)
    name = package.main()
    root = package.root(name) if name else None
    body = child(root, "body")
    if root is None or body is None:
        raise SourceError("the archive holds no Word document")
    limits.check("paragraphs", sum(1 for _ in root.iter("{*}p")))
    return Reader(package, name, tracked, limits, clock).read(body)


class Reader:
    """Reads one document: what it has counted, and where it stands."""

    def __init__(self, package: Package, name: str, tracked: str, limits: Limits, clock: Clock) -> None:
        self._limits = limits
        self._clock = clock
        self._package = package
        self._parts = package.related(name)
        self._dropped = GONE if tracked == "insertions" else KEPT
        self._earlier = tracked == "deletions"
        self._styles = Styles(self._root("styles"))
        self._lists = Lists(self._root("numbering"), limits)
        self._settings = self._root("settings")
        self._notes = {kind: self._numbered(kind) for kind in FORMATS}
        self._waiting: dict[str, list[str]] = {kind: [] for kind in FORMATS}
        self._counts: Counter[str] = Counter()
        self._marks: dict[tuple[str, str], str] = {}
        self._said: dict[tuple[int, str, str], str] = {}
        self._owned: tuple[Any, str] = None, ""
        self._mark = ""
        """The mark of the note that is read, until it stands."""
        self._section: list[Any] = []
        self._at = 0
        self._fields: list[list[str]] = []
        """The fields that are open: their instructions, and a second word once their result has begun."""
        self._boxes: list[str] = []
        self._pending: list[str] = []
        self._depth = 0
        self._size = 0
        self._aside: Counter[str] = Counter()
        self._changes = 0
        self._odd: set[str] = set()

    def _root(self, kind: str) -> Any:
        return next((root for path in self._parts.get(kind, []) if (root := self._package.root(path)) is not None), None)

    def _numbered(self, kind: str) -> dict[str, Any]:
        root = self._root(kind)
        return {value(one, "id"): one for one in root} if root is not None else {}

    def read(self, body: Any) -> Recovered:
        """Return the text with what was found on the way."""
        self._section = [one for one in body.iter("{*}sectPr") if local(one.getparent()) in ("pPr", "body")]
        blocks = self._apart(body, head=True)
        for kind in FORMATS:
            blocks += self._waiting[kind]
        found = Recovered("\n\n".join(blocks) + "\n" if blocks else "", "docx")
        for kind in ("header", "footer"):
            roots = [self._package.root(path) for path in self._parts.get(kind, [])]
            filled = sum(any((text.text or "").strip() for text in root.iter("{*}t")) for root in roots if root is not None)
            self._aside[f"{kind}s"] += filled
        aside = {what: count for what, count in sorted(self._aside.items()) if count}
        if aside:
            found.tell("set-aside", what=", ".join(f"{what} ({count})" for what, count in aside.items()))
        if self._changes:
            found.tell("tracked-changes", count=self._changes, kept=("deletions" if self._earlier else "insertions"))
        for style in sorted(self._lists.unknown | self._odd):
            found.tell("unknown-sign", what=style)
        return found

    # Blocks.

    def _apart(self, parent: Any, head: bool = False) -> list[str]:
        """Return the lines of a story of its own: the body, a cell, a box, a note."""
        before = self._pending, self._fields
        self._pending, self._fields = [], []
        out = [*self._story(parent, head), *self._left()]
        self._pending, self._fields = before
        return out

    def _left(self) -> list[str]:
        """Return as a line of their own the words that wait for a paragraph to go on with, where there is none."""
        line, self._pending = "".join(self._pending), []
        return [line] if line.strip() else []

    def _story(self, parent: Any, head: bool = False) -> list[str]:
        """Return the lines of whatever holds paragraphs; at the head of a document a table is its masthead."""
        self._depth += 1
        self._limits.check("nesting", self._depth)
        out: list[str] = []
        for one in parent:
            name = local(one)
            if name == "p":
                out += self._paragraph(one)
            elif name == "tbl":
                out += self._left()
                out += self._table(one, head and not out)
            elif name == "AlternateContent":
                out += self._story(_chosen(one), head and not out)
            elif name in ASIDE:
                self._aside[ASIDE[name]] += 1
            elif name in self._dropped:
                self._changes += 1
            elif name and name not in PROPERTIES:
                out += self._story(one, head and not out)
        self._depth -= 1
        return out

    def _paragraph(self, paragraph: Any) -> list[str]:
        """Return the boxes that stand in a paragraph, and its own line."""
        properties = child(paragraph, "pPr")
        before, self._boxes = self._boxes, []
        marks = child(properties, "rPr")
        gone = self._gone(marks)
        given = self._asked(properties, "pPr")
        printed = "" if gone else "".join(self._measured((self._number(given),)))
        style = value(child(given, "pStyle")) or self._styles.usual
        words = "".join(self._measured(self._runs(paragraph, self._styles.hidden(style))))
        boxes, self._boxes = self._boxes, before
        marks = self._asked(marks, "rPr")
        if gone or switched(child(marks, "vanish")) or switched(child(marks, "specVanish")):
            self._pending += [printed, words]  # the mark that ends the paragraph is not there: the next one goes on
            return boxes
        line = "".join([printed, *self._pending, words])
        self._pending = []
        out = [*boxes, line] if line.strip() else boxes
        if child(properties, "sectPr") is not None:
            out += self._section_ends()
        return out

    def _measured(self, words: Iterable[str]) -> Iterator[str]:
        """Yield what is printed, as long as there is room for it, and time."""
        for one in words:
            self._size += len(one)
            self._limits.check("size", self._size)
            self._clock.check()
            yield one

    def _section_ends(self) -> list[str]:
        """Go on to the next section; return the footnotes of this one where the next counts anew."""
        self._at += 1
        out: list[str] = []
        for kind, tag in (("footnotes", "footnotePr"), ("endnotes", "endnotePr")):
            if self._given(tag, "numRestart") == "eachSect":
                self._counts[kind] = 0
                out, self._waiting[kind] = out + self._waiting[kind], []
        return out

    def _number(self, properties: Any) -> str:
        """Return the automatic number of a paragraph as printed, with what parts it from the text."""
        style = value(child(properties, "pStyle")) or self._styles.usual
        given = child(properties, "numPr")
        given = None if self._gone(given) else given
        key, at = value(child(given, "numId")), value(child(given, "ilvl"))
        if not key:
            key, outline = self._styles.numbered(style)
            if not key:
                return ""
            at = at or outline or str(self._lists.level_of(key, style))
        printed, glue, font = self._lists.next(key, number(at))
        if font:
            printed = "".join(map(self._sign(font), printed))
        return printed + glue if printed else ""

    def _table(self, table: Any, head: bool) -> list[str]:
        """Return the lines of a table; its rows and cells that were inserted or deleted stay or go as other changes do."""
        cells = [
            [self._apart(cell) for cell in _inside(row, "tc") if not self._gone(child(cell, "tcPr"))]
            for row in _inside(table, "tr")
            if not self._gone(child(row, "trPr"))
        ]
        return rows.lines(cells, head)

    # Changes.

    def _gone(self, properties: Any) -> bool:
        """Say whether what has these properties was inserted or deleted, and is not on the side that is asked for."""
        gone = properties is not None and any(local(one) in self._dropped for one in properties)
        self._changes += gone
        return gone

    def _asked(self, properties: Any, name: str) -> Any:
        """Return properties as they are on the side that is asked for."""
        changed = child(properties, f"{name}Change") if self._earlier else None
        return properties if changed is None else child(changed, name)

    # Runs.

    def _runs(self, parent: Any, hidden: bool) -> Iterator[str]:
        """Yield the text of whatever holds runs."""
        self._depth += 1
        self._limits.check("nesting", self._depth)
        for one in parent:
            name = local(one)
            if name == "r":
                yield from self._run(one, hidden)
            elif name in self._dropped:
                self._changes += 1
            elif name == "fldSimple":
                self._fields.append([value(one, "instr").lstrip()[:20], "result"])
                yield from self._runs(one, hidden)
                self._fields.pop()
            elif name == "AlternateContent":
                yield from self._runs(_chosen(one), hidden)
            elif name == "t" and self._shown():  # of a formula
                yield one.text or ""
            elif name and name not in PROPERTIES:
                self._changes += name in KEPT or name in GONE
                yield from self._runs(one, hidden)
        self._depth -= 1

    def _run(self, run: Any, hidden: bool) -> Iterator[str]:
        properties = self._asked(child(run, "rPr"), "rPr")
        vanish = child(properties, "vanish")
        if vanish is None and child(properties, "rStyle") is not None:
            named = value(child(properties, "rStyle"))
            hidden = self._styles.hidden(named) or hidden
        hidden = switched(vanish) if vanish is not None else hidden
        fonts = child(properties, "rFonts")
        font = value(fonts, "ascii") or value(fonts, "hAnsi")
        custom = False
        for one in _pieces(run):
            name = local(one)
            if name == "fldChar":
                self._field(value(one, "fldCharType"))
            elif name in INSTRUCTIONS and self._fields and len(self._fields[-1]) == 1:
                self._fields[-1][0] = (self._fields[-1][0] + (one.text or "").lstrip())[:20]  # its name is all that counts
            elif not self._shown():
                continue
            elif name in TEXTS:
                words = _words(one)
                if hidden:
                    self._aside["hidden words"] += bool(words.strip())
                elif custom or any(field[0].split()[:1] == ["NOTEREF"] for field in self._fields):
                    yield words.translate(RAISE)
                else:
                    yield self._read_signs(words, font)
            elif hidden:
                continue
            elif name in SIGNS:
                yield SIGNS[name]
            elif name == "sym":
                yield self._sign(value(one, "font"))(_character(value(one, "char")))
            elif name in NOTES:
                custom = value(one, "customMarkFollows") in ("1", "true", "on")
                yield self._noted(NOTES[name], value(one, "id"), custom, self._own(run) if custom else "")
            elif name in OWN_MARKS:
                yield self._mark
                self._mark = ""
            else:
                self._set_aside(one, name)

    def _own(self, run: Any) -> str:
        """Return the mark that a run itself writes for its notes; it is put together once."""
        if self._owned[0] is not run:
            self._owned = run, "".join(text.text or "" for text in run if local(text) == "t").strip()
        return self._owned[1]

    def _set_aside(self, one: Any, name: str) -> None:
        """Take the boxes out of a drawing; what else a run holds that is no text is counted."""
        boxes = list(_boxes(one)) if name in ("drawing", "pict", "object") else []
        for box in boxes:
            self._boxes += self._apart(box)
        if name in ASIDE and not boxes:
            self._aside[ASIDE[name]] += 1

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append([""])
            self._limits.check("nesting", len(self._fields))
        elif self._fields and kind == "separate":
            self._fields[-1].append("result")
        elif self._fields and kind == "end":
            self._fields.pop()

    def _shown(self) -> bool:
        return all(len(field) > 1 for field in self._fields)

    # Signs.

    def _sign(self, font: str) -> Any:
        def one(char: str) -> str:
            found = sign(font, char)
            if not found:
                self._odd.add(f"U+{ord(char):04X} {font}".rstrip())
            return found or char

        return one

    def _read_signs(self, words: str, font: str) -> str:
        if font in signs() or any("\uf000" <= char <= "\uf0ff" for char in words):
            return "".join(map(self._sign(font), words))
        return words

    # Notes.

    def _given(self, tag: str, name: str) -> str:
        """Return what the section says of its notes, else the document; it is looked up once."""
        key = self._at, tag, name
        if key not in self._said:
            section = self._section[self._at] if self._at < len(self._section) else None
            self._said[key] = value(child(child(section, tag), name)) or value(child(child(self._settings, tag), name))
        return self._said[key]

    def _noted(self, kind: str, key: str, custom: bool, own: str) -> str:
        """Return the mark of a note, and keep its text for the end; a note that is named again has its mark already.

        A mark of the file's ``own`` is a word of the text and of the note; one that is counted stands in the note where it says.
        """
        if (kind, key) in self._marks:
            return self._marks[kind, key]
        tag = kind[:-1] + "Pr"
        mark = ""
        if not custom:
            start = number(self._given(tag, "numStart"), 1)
            mark = counted(start + self._counts[kind], self._given(tag, "numFmt") or FORMATS[kind])
            mark = mark.translate(RAISE)
            self._counts[kind] += 1
        self._marks[kind, key] = mark
        note = self._notes[kind].get(key)
        if note is not None:
            outer, self._mark = self._mark, mark
            words = " ".join(line.strip() for line in self._apart(note)).replace("\n", " ").strip()
            mark, self._mark = self._mark, outer  # still there where the note does not say where it stands
            bracket = "(" if words.startswith(f"({own}") else ""
            if own and words.startswith(bracket + own):
                words = bracket + own.translate(RAISE) + words[len(bracket + own) :]
            self._waiting[kind].append(f"{mark} {words}" if mark else words)
        return self._marks[kind, key]


def _chosen(element: Any) -> Any:
    """Return the one of several forms that is read: the first with words in it, so that a box is read once."""
    forms = [one for one in element if local(one) in ("Choice", "Fallback")]
    return next((one for one in forms if any(True for _ in one.iter("{*}t"))), forms[0] if forms else ())


def _pieces(run: Any) -> Iterator[Any]:
    for one in run:
        if local(one) == "AlternateContent":
            yield from _chosen(one)
        elif local(one) == "ruby":
            for base in one:
                if local(base) == "rubyBase":
                    for inner in base:
                        yield from inner
        else:
            yield one


def _inside(parent: Any, wanted: str) -> Iterable[Any]:
    """Yield the rows of a table or the cells of a row, through the wrappers around them."""
    stack = list(parent)[::-1]
    while stack:
        one = stack.pop()
        if local(one) == wanted:
            yield one
        elif local(one) in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "AlternateContent", "Choice"):
            stack += list(one)[::-1]


def _boxes(element: Any) -> Iterator[Any]:
    """Yield the text boxes in a drawing that stand in no other box, each once."""
    stack = [element]
    while stack:
        one = stack.pop()
        if local(one) == "txbxContent":
            yield one
        elif local(one) == "AlternateContent":
            stack += list(_chosen(one))[::-1]
        else:
            stack += [inner for inner in one if local(inner)][::-1]


def _words(element: Any) -> str:
    text = element.text or ""
    if element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
        text = text.strip(" \t\r\n")
    return text.translate(BLANKED)


def _character(code: str) -> str:
    """Return the character of a code in hexadecimal; what is no code is the replacement character."""
    return chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else "\ufffd"


BLANKED = str.maketrans("\t\r\n", "   ")
