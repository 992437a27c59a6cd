r"""The layout record: how the source differs from the canonical text, small and local.

The canonical text is one block a line; the record says, block by block, what stands before it in the source and where inside
it the source has something else: a line break for a blank, a page break with its running head, a footnote. A block that was
edited since is known by its check; it comes back on one line, everything else exactly. The record never holds the text.

``texts``
    The pieces of layout, each once, separated by ``~``: ``|`` is a line feed, ``\s3.`` three blanks, ``\u9.`` character 9.
``blocks``
    An entry for each block of the text and then of the notes, separated by ``;``. It begins with what stands before the block,
    if that is not the usual gap; then come the edits: how many canonical characters on, ``-n`` how many of them are replaced,
    and by what; a bare number is the usual wrap. What stands somewhere is a row of letters (the pieces) and ``@``, the next
    note; ``@7.`` is the block or note 7, ``_`` nothing at all.
``checks``
    Three characters a block: 18 bits of its CRC-32.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from akn.characters import UNHELD
from akn.document import Layout
from akn.grammar.marks import RAISE
from akn.pages.logical import Logical
from akn.patterns import compiled

VERSION = "1"
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = LETTERS + "0123456789+-"
PAIRS = [one + two for two in DIGITS for one in DIGITS]
GAP, END = "\n\n", "\n"

OPS = r"_|(?:[A-Za-z]|\{[0-9]{1,9}\}|@(?:[0-9]{1,9}\.)?)+"
BEFORE = compiled(OPS)
EDIT = compiled(rf"([0-9]{{1,9}})(?:-([0-9]{{1,9}}))?({OPS})?,?")
OP = compiled(r"([A-Za-z])|\{([0-9]{1,9})\}|@(?:([0-9]{1,9})\.)?")
PLAINLY = compiled(rf" {{2,}}|^ | $|[{UNHELD}\\~|\t\n\r\x7f-\x9f\u2028\u2029]")
ESCAPED = compiled(r"\\(?:s([0-9]{1,9})\.|u([0-9a-f]{1,6})\.|(.))|\|")

Op = str | int
"""A piece of layout, or the index of the block or note that is printed there."""
Row = tuple[Op, ...]
Edit = tuple[int, int, Row]
"""Where, how many canonical characters it replaces, and by what."""
Entry = tuple[Row | None, tuple[Edit, ...]]
"""What stands before a block (None for the usual gap), and its edits."""
PLAIN: Entry = (None, ())
"""Of a block that stands in the source as in the canonical text."""


def check(text: str) -> str:
    """Return the three characters by which a block is known."""
    value = zlib.crc32(text.encode("utf-8", "surrogatepass"))
    return PAIRS[value & 4095] + DIGITS[value >> 12 & 63]


def escape(piece: str) -> str:
    """Return a piece of layout so that no tool that rewrites the XML can change it."""

    def one(found: re.Match[str]) -> str:
        char = found[0]
        if char == "\n":
            return "|"
        if char[0] == " ":
            return f"\\s{len(char)}."
        return f"\\{char}" if char in "\\~|" else f"\\u{ord(char):x}."

    return PLAINLY.sub(one, piece)


def unescape(text: str) -> str:
    """Return the piece of layout that :func:`escape` wrote."""

    def one(found: re.Match[str]) -> str:
        if found[0] == "|":
            return "\n"
        if found[1]:
            return " " * int(found[1])
        return chr(min(int(found[2], 16), 0x10FFFF)) if found[2] else found[3]

    return ESCAPED.sub(one, text)


# Making the record.


def record(source: str, text: Sequence[Logical], notes: Sequence[Logical], encoding: str) -> Layout | None:
    """Return the record of a source; None where it is the canonical text itself. ``notes`` in canonical order."""
    every = [*text, *notes]
    if not every:
        return Layout("", "", "", VERSION, end=escape(source) or "_", encoding=encoding) if source or encoding else None
    moved = _moved(text, notes)
    starts = sorted((every[index].start, index) for index in moved)
    rows: list[tuple[list[Op], list[tuple[int, int, list[Op]]]]] = []
    at = 0
    for index, line in enumerate(every):
        before: list[Op] = []
        if index not in moved:
            before = _row(source, at, line.start, starts, every)
            at = line.end
        edits, done = [], 0
        for offset, size, start, stop in line.edits:
            inside = [] if index in moved else starts  # nothing is printed within what is itself printed within
            edits.append((offset - done, size, _row(source, start, stop, inside, every)))
            done = offset + size
        rows.append((before, edits))
    tail = _row(source, at, len(source), starts, every)

    gaps = Counter([row[0] for row, _ in rows[1:] if len(row) == 1 and isinstance(row[0], str)])
    gap = str(gaps.most_common(1)[0][0]) if gaps else GAP
    usual: list[Op] = [op for index in range(len(text), len(every)) for op in (gap, index)]
    if tail[: len(usual)] == usual and all(isinstance(op, str) for op in tail[len(usual) :]):
        tail = tail[len(usual) :]
        end = str(tail[0]) if tail else ""
        rest: list[Op] = []
    else:
        end, rest = "", tail
    wraps: Counter[tuple[int, Op]] = Counter(  # one that begins with a figure could not be told from the size before it
        [
            (size, row[0])
            for _, edits in rows
            for _, size, row in edits
            if len(row) == 1 and isinstance(row[0], str) and not row[0][:1].isdigit()
        ]
    )
    wrap = wraps.most_common(1)[0][0] if wraps else (0, "\n")
    return _written(rows, rest, moved, gap, end, wrap, every, len(text), encoding)


def _written(
    rows: list[tuple[list[Op], list[tuple[int, int, list[Op]]]]], rest: list[Op], moved: set[int], gap: str, end: str,
    wrap: tuple[int, Op], every: list[Logical], count: int, encoding: str,
) -> Layout | None:  # fmt: skip
    pieces: dict[str, int] = {}
    coming = count
    odd = [before for before, _ in rows if before != [gap]]
    uses = Counter([op for row in (*odd, *(row for _, edits in rows for _, _, row in edits), rest) for op in row if isinstance(op, str)])

    def code(piece: str) -> str:
        index = pieces.setdefault(piece, len(pieces))
        return LETTERS[index] if index < len(LETTERS) else f"{{{index}}}"

    def ops(row: list[Op]) -> str:
        nonlocal coming
        out = []
        for op in row:
            if isinstance(op, str):
                out.append(code(op))
            elif op == coming:
                out.append("@")
                coming += 1
            else:
                out.append(f"@{op}.")
                coming = op + 1 if op >= count else coming
        return "".join(out) or "_"

    for piece, _ in sorted(uses.items(), key=lambda use: -use[1])[: len(LETTERS)]:  # the most used have one letter
        if piece != gap and piece != wrap[1]:
            code(piece)
    entries = []
    for index, (before, edits) in enumerate(rows):
        entry = ""
        if index not in moved and before != ([gap] if index else []):
            entry = ops(before)
        for delta, size, row in edits:
            entry += str(delta)
            if size == wrap[0] and row == [wrap[1]]:
                entry += ","
            else:
                entry += (f"-{size}" if size != wrap[0] else "") + ops(row)
        entries.append(entry.removesuffix(","))
    blocks = ";".join(entries) + (f";{ops(rest)}" if rest else "")
    if gap == GAP and end == END and not rest and not encoding and not any(entries):
        return None
    return Layout(
        texts="~".join(escape(piece) for piece in pieces),
        blocks=blocks.rstrip(";"),
        checks="".join([check(canonical(line)) for line in every]),
        version=VERSION,
        wrap="" if wrap == (0, "\n") else f"{wrap[0]}{escape(str(wrap[1]))}",
        gap="" if gap == GAP else escape(gap) or "_",
        end="" if end == END else escape(end) or "_",
        encoding=encoding,
        notes=str(len(every) - count) if len(every) > count else "",
    )


def canonical(line: Logical) -> str:
    """Return the canonical text of a logical line, marks and all."""
    head = ""
    if line.note is not None:
        shown = line.note.mark.translate(RAISE)
        head = f"({shown}) " if line.note.bracketed else f"{shown} "
    elif not line.marks:
        return line.text
    if not line.marks:
        return head + line.text if line.text else head.rstrip(" ")
    out, at = [head], 0
    for offset, label in line.marks:
        out += [line.text[at:offset], label.translate(RAISE)]
        at = offset
    return "".join([*out, line.text[at:]])


def _moved(text: Sequence[Logical], notes: Sequence[Logical]) -> set[int]:
    """Return the indices of what is printed inside or between other blocks: every note, and a block within another."""
    moved = set(range(len(text), len(text) + len(notes)))
    reach = 0
    for index, line in enumerate(text):
        if line.start < reach:
            moved.add(index)
        reach = max(reach, line.end)
    return moved


def _row(source: str, start: int, end: int, starts: list[tuple[int, int]], every: Sequence[Logical]) -> list[Op]:
    """Return what stands between two places of the source: layout, and the blocks and notes that are printed there."""
    if not starts or starts[-1][0] < start or starts[0][0] >= end:
        return [source[start:end]] if end > start else []
    out: list[Op] = []
    place = bisect_left(starts, (start, -1))
    while place < len(starts) and starts[place][0] < end:
        begin, index = starts[place]
        if begin > start:
            out.append(source[start:begin])
        out.append(index)
        start = every[index].end
        place += 1
    if end > start:
        out.append(source[start:end])
    return out


# Reading it.


class Read:
    """A record as it is applied: its entries, with every note by its index."""

    def __init__(self, layout: Layout, count: int, total: int) -> None:
        pieces = [unescape(piece) for piece in _pieces(layout.texts)]
        wrap = re.match(r"([0-9]+)(.*)", layout.wrap, re.DOTALL)
        self.wrap: tuple[int, Row] = (int(wrap[1]), (unescape(wrap[2]),)) if wrap else (0, ("\n",))
        self.gap = "" if layout.gap == "_" else unescape(layout.gap) or GAP
        self.end = "" if layout.end == "_" else unescape(layout.end) or END
        rows: dict[str, Row] = {letter: (piece,) for letter, piece in zip(LETTERS, pieces, strict=False)}
        """Most of what stands somewhere is one piece alone."""
        entries: list[Entry] = []
        coming = count
        for text in layout.blocks.split(";"):
            if not text:
                entries.append(PLAIN)
                continue
            before: Row | None = None
            edits: list[Edit] = []
            lead = BEFORE.match(text)
            if lead:
                before, coming = _ops(lead[0], pieces, coming, count)
            for delta, size, ops in EDIT.findall(text, lead.end() if lead else 0):
                row: Row | None = rows.get(ops) if ops else self.wrap[1]
                if row is None:
                    row, coming = _ops(ops, pieces, coming, count)
                edits.append((int(delta), int(size) if size else self.wrap[0], row))
            entries.append((before, tuple(edits)))
        self.rest = entries[-1][0] if len(entries) > total else None
        self.entries = [*entries[:total], *[PLAIN] * (total - len(entries))]


def _pieces(texts: str) -> list[str]:
    return re.findall(r"(?:[^\\~]|\\.)+", texts)


def _ops(text: str, pieces: list[str], coming: int, count: int) -> tuple[Row, int]:
    out: list[Op] = []
    for found in OP.finditer(text):
        if found[1] or found[2]:
            index = LETTERS.index(found[1]) if found[1] else int(found[2])
            out.append(pieces[index] if index < len(pieces) else "")
        elif found[3]:
            out.append(int(found[3]))
            coming = int(found[3]) + 1 if int(found[3]) >= count else coming
        else:
            out.append(coming)
            coming += 1
    return tuple(out), coming


def apply(text: Sequence[str], notes: Sequence[str], layout: Layout | None) -> str:
    """Return the source of which ``text`` and ``notes`` are the canonical blocks, by its record."""
    if layout is None:
        return GAP.join([*text, *notes]) + END if text or notes else ""
    return printer(text, notes, layout).source()


def printer(text: Sequence[str], notes: Sequence[str], layout: Layout | None) -> Printer:
    """Return what prints the blocks by their record, edited ones too."""
    blocks = [*text, *notes]
    checks = "".join([check(block) for block in blocks])
    layout = layout or Layout("", "", checks, notes=str(len(notes)))
    if checks == layout.checks:
        return Printer(blocks, len(text), Read(layout, len(text), len(blocks)))
    from akn.edited import printer_of_edited

    known, now = ([checks[at : at + 3] for at in range(0, len(checks), 3)] for checks in (layout.checks, checks))
    return printer_of_edited(list(text), list(notes), layout, known, now)


class Printer:
    """Prints blocks by their entries."""

    def __init__(self, blocks: list[str], count: int, read: Read) -> None:
        self.blocks, self.count, self.read = blocks, count, read
        rows = [row for before, edits in read.entries if before or edits for row in (before or (), *[edit[2] for edit in edits])]
        self.moved = {op for row in (*rows, read.rest or ()) for op in row if isinstance(op, int)}
        self.out: list[str] = []
        self._pieces: dict[int, tuple[int, int]] = {}
        """Where each block that was printed begins and ends in what is printed."""

    def source(self) -> str:
        """Return all of it."""
        put, gap, entries, moved = self.out.append, self.read.gap, self.read.entries, self.moved
        first = True
        for index in range(self.count):
            if index in moved:
                continue
            before = entries[index][0]
            if before is not None:
                self.row(before)
            elif not first:
                put(gap)
            first = False
            self.block(index)
        for index in range(self.count, len(self.blocks)):
            if index not in moved:
                put(gap)
                self.block(index)
        if self.read.rest is not None:
            self.row(self.read.rest)
        else:
            put(self.read.end)
        for index in range(len(self.blocks)):
            if index not in self._pieces:  # a record that was tampered with may put a block where nothing is printed
                put(gap)
                self.block(index)
        return "".join(self.out)

    def spans(self) -> dict[int, tuple[int, int]]:
        """Return where in the source each block was printed: the characters from the first to the one after the last."""
        ends = [0, *accumulate(map(len, self.out))]
        return {index: (ends[first], ends[last]) for index, (first, last) in self._pieces.items()}

    def row(self, row: Row) -> None:
        """Print layout and what stands in it."""
        for op in row:
            if isinstance(op, str):
                self.out.append(op)
            elif op < len(self.blocks) and op not in self._pieces:  # a record that was tampered with may name one twice
                self.block(op, within=True)

    def block(self, index: int, within: bool = False) -> None:
        """Print one block with its edits."""
        put, first = self.out.append, len(self.out)
        text, edits = self.blocks[index], self.read.entries[index][1]
        self._pieces[index] = (first, first + 1)
        if not edits:
            put(text)
            return
        at = 0
        for delta, size, row in edits:
            put(text[at : at + delta])
            at += delta + size
            gone = text[at - size : at]
            if gone and not gone.isspace() and any(char.isalpha() or char.isdecimal() for char in gone):
                put(gone)  # no record of ours replaces words
            if within:
                self.out += [op for op in row if isinstance(op, str)]
            else:
                self.row(row)
        put(text[at:])
        self._pieces[index] = (first, len(self.out))
