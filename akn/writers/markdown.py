"""A document as Markdown: CommonMark with tables and footnotes as GitHub has them.

Paragraphs that are numbered in figures are an ordered list, other items a list with their printed marks. A list numbers itself on,
so that where the document does not, a comment ends it and the next begins with its own number.
"""

from __future__ import annotations

import re

from akn.document import Block, Content, Document, Inline, Mark, Note, Part, in_order, plain
from akn.markup.writer import quoted
from akn.patterns import compiled
from akn.writers.addresses import address
from akn.writers.labels import direction, tag_of

SPECIAL = compiled(r"[\\`*_\[\]<>|~]|&(?=[#\w]+;)|!(?=\[)")
WITHIN = compiled(r"[\\<>|]|&(?=[#\w]+;)")
"""What ends an address or stands for something else in it."""
LINKED = compiled(r"(?<!\\)(?:\\\\)*(?:\[\^|\]\()")
"""A mark or a link, no signs of a text."""
OPENING = compiled(r"^(?:([#>+=-])|([0-9]{1,9})([.)])(?=\s|$))")
ORDERED = compiled(r"([0-9]{1,9})([.)])")
WRAPS = {"b": "**", "i": "*"}
TAGS = frozenset(("sup", "sub", "ins", "del", "u"))
APART = "<!-- -->"
LEVELS = 6
UNDER = "=-"
"""What underlines a heading, by its level."""


class Markdown:
    """The blocks of Markdown as they are written, each with what it is indented by."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._notes: list[tuple[str, Note]] = []
        self._labels: dict[str, str] = {}
        self._given: set[str] = set()
        self._last: dict[str, tuple[int, str]] = {}
        """By indentation, the number and the sign of the ordered item that may go on."""

    def document(self, document: Document, level: int = 1) -> None:
        """Write a document and those that hang on it; ``level`` is that of its title."""
        for one in in_order(document):
            if isinstance(one, Document):
                self.document(one, 2)
            else:
                self._parts(one[1], "", level)

    def notes(self) -> None:
        """Write the notes at the end."""
        self._last = {}
        for label, note in self._notes:  # it grows where a note has a note
            begun = len(self.out)
            self._parts(note.content, "    ", 1)
            if len(self.out) == begun:
                self.out.append("")
            self.out[begun] = f"[^{label}]: {self.out[begun].lstrip()}"

    def _parts(self, parts: tuple[Block | Part, ...], indent: str, level: int) -> None:
        for part in parts:
            if isinstance(part, Block):
                self._say(self._inline(part.content, True), indent)
            elif part.kind == "table":
                self._table(part, indent)
            elif part.kind == "tr":
                self._table(Part("table", (part,)), indent)
            elif part.kind == "container" and part.name == "title":
                self._title(part, indent, level)
            elif part.heading is not None or part.kind == "section":
                self._section(part, indent, level)
            elif part.num:
                self._item(part, indent, level)
            else:
                self._parts(part.content, indent, level)

    def _say(self, text: str, indent: str) -> None:
        if text.strip():
            self._last = {deep: last for deep, last in self._last.items() if len(deep) < len(indent)}
            self.out.append(indent + text.strip())

    def _title(self, part: Part, indent: str, level: int) -> None:
        self._heading([self._inline(one.content, True) for one in part.content if isinstance(one, Block)], indent, level)
        self._parts(tuple(one for one in part.content if isinstance(one, Part)), indent, level)

    def _heading(self, lines: list[str], indent: str, level: int) -> None:
        """Write a heading; one of several lines is underlined, which allows them."""
        lines = [line.strip() for line in lines if line.strip()]
        if len(lines) > 1 and level <= len(UNDER):
            under = UNDER[level - 1] * max(map(len, lines))
            self._say(f"\\\n{indent}".join(lines) + f"\n{indent}{under}", indent)
        else:
            words = " ".join(lines)
            self._say(f"{'#' * level} {words[:-1]}\\#" if words.endswith("#") else f"{'#' * level} {words}", indent)

    def _section(self, part: Part, indent: str, level: int) -> None:
        above = part.num.isalnum()
        heading = self._inline(part.heading.content, above) if part.heading else ""
        rest = part.content
        if not heading and rest and isinstance(rest[0], Block):
            heading, rest = self._inline(rest[0].content, above), rest[1:]
        deep = min(LEVELS, level + 1)
        number = escape(part.num, True)
        self._heading([number, heading] if above else [f"{number} {heading}"], indent, deep)
        self._parts(rest, indent, deep)

    def _item(self, part: Part, indent: str, level: int) -> None:
        """Write a numbered part: its own number where a list can have it, else its mark after a bullet."""
        found = ORDERED.fullmatch(part.num)
        if found:
            last = self._last.get(indent)
            if last and last != (int(found[1]) - 1, found[2]):
                self.out.append(indent + APART)
            lead, words = f"{int(found[1])}{found[2]} ", ""
        else:
            lead, words = "- ", escape(part.num, True) + " "
        begun = len(self.out)
        inner = indent + " " * len(lead)
        self._last = {deep: value for deep, value in self._last.items() if len(deep) < len(indent)}
        self._parts(part.content, inner, level)
        if len(self.out) == begun or not isinstance(next(iter(part.content), None), Block):
            self.out.insert(begun, inner)
        first = self.out[begun][len(inner) :]
        self.out[begun] = (indent + lead + words + first).rstrip()
        self._last = {deep: value for deep, value in self._last.items() if len(deep) < len(indent)}
        if found:
            self._last[indent] = (int(found[1]), found[2])

    def _table(self, part: Part, indent: str) -> None:
        rows = [[self._cell(cell) for cell in row.content] for row in part.content if isinstance(row, Part) and row.kind == "tr"]
        self._parts(tuple(row for row in part.content if not (isinstance(row, Part) and row.kind == "tr")), indent, 1)
        widest = max(map(len, rows), default=0)
        if widest:
            lines = [[""] * widest, ["---"] * widest, *(row + [""] * (widest - len(row)) for row in rows)]
            self._say(f"\n{indent}".join("| " + " | ".join(line) + " |" for line in lines), indent)

    def _cell(self, cell: Block | Part) -> str:
        if isinstance(cell, Block):
            return self._inline(cell.content).strip()
        words = [self._cell(inner) for inner in cell.content]
        return " ".join(filter(None, (escape(cell.num), "<br>".join(words)))) if cell.num else "<br>".join(words)

    # Within a block.

    def _inline(self, content: tuple[Content, ...], opening: bool = False) -> str:
        out: list[str] = []
        for piece in content:
            if isinstance(piece, str):
                out.append(escape(piece, opening and not out))
            elif isinstance(piece, Inline):
                out.append(self._piece(piece, opening and not out))
            else:
                out.append(self._mark(piece))
        return "".join(out)

    def _piece(self, piece: Inline, opening: bool) -> str:
        inner = self._inline(piece.content, opening)
        words = inner.strip()
        if not words:
            return inner
        data = dict(piece.data)
        if piece.kind in ("ref", "a"):
            target = address(data.get("href", ""), plain(piece.content), piece.alternative)
            if target and not LINKED.search(words):
                there = WITHIN.sub(r"\\\g<0>", target)
                inner = inner.replace(words, f"[{words}](<{there}>)" if re.search(r"[()\s]", target) else f"[{words}]({there})")
        elif piece.kind in WRAPS:
            inner = inner.replace(words, f"{WRAPS[piece.kind]}{words}{WRAPS[piece.kind]}")
        elif piece.kind in TAGS:
            inner = f"<{piece.kind}>{inner}</{piece.kind}>"
        return inner

    def _mark(self, piece: Note | Mark) -> str:
        if isinstance(piece, Mark):
            known = self._labels.get(piece.mark)
            return f"[^{known}]" if known else f"<sup>{escape(piece.mark)}</sup>"
        base = piece.mark if re.fullmatch(r"[0-9A-Za-z]+", piece.mark) else "note"
        label, again = base, 1
        while label in self._given:
            again += 1
            label = f"{base}-{again}"
        self._given.add(label)
        self._labels[piece.mark] = label
        self._notes.append((label, piece))
        return f"[^{label}]"


def escape(text: str, opening: bool = False) -> str:
    """Return text that Markdown takes as it is; ``opening`` says that it begins a block."""
    text = SPECIAL.sub(lambda found: "\\" + found[0], re.sub(r"[\t\r\n]+", " ", text))
    if opening:
        text = OPENING.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", text.lstrip(" "))
    return text


def to_markdown(document: Document) -> str:
    """Return a document as Markdown."""
    markdown = Markdown()
    markdown.document(document)
    markdown.notes()
    tag = tag_of(document.language)
    if direction(tag) == "rtl":
        markdown.out = [f'<div dir="rtl" lang="{quoted(tag)}">', *markdown.out, "</div>"]
    return "\n\n".join(markdown.out) + "\n"
