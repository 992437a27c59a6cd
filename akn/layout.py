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
import struct
import zlib
from binascii import b2a_base64
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, repeat
from operator import lt
from typing import TYPE_CHECKING, Final, TypeVar

from akn.characters import UNHELD
from akn.document import Layout
from akn.grammar.marks import RAISE
from akn.patterns import compiled

if TYPE_CHECKING:
    from akn.pages.lines import Logical

VERSION: Final = "1"
LETTERS: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS: Final = LETTERS + "0123456789+-"
BASE64: Final = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", DIGITS.encode())
GAP, END = "\n\n", "\n"

OPS: Final = r"_|(?:[A-Za-z]|\{[0-9]{1,9}\}|@(?:[0-9]{1,9}\.)?)+"
BEFORE: Final = compiled(OPS)
EDIT: Final = compiled(rf"([0-9]{{1,9}})(?:-([0-9]{{1,9}}))?({OPS})?,?")
OP: Final = compiled(r"([A-Za-z])|\{([0-9]{1,9})\}|@(?:([0-9]{1,9})\.)?")
PLAINLY: Final = compiled(rf" {{2,}}|^ | $|[{UNHELD}\\~|\t\n\r\x7f-\x9f\u2028\u2029]")
PIECES: Final = compiled(r"(?:[^\\~]|\\.)+")
USUAL: Final = compiled(r"([0-9]+)(.*)", re.DOTALL)
ESCAPED: Final = compiled(r"\\(?:s([0-9]{1,9})\.|u([0-9a-f]{1,6})\.|(.))|\|")

Op = str | int
"""A piece of layout, or the index of the block or note that is printed there."""
Row = tuple[Op, ...]
Edit = tuple[int, int, Row]
"""Where, how many canonical characters it replaces, and by what."""
Change = tuple[int, int, list[Op]]
"""How far from the one before it, how many characters it replaces, and by what."""
Thing = TypeVar("Thing")
Entry = tuple[Row | None, tuple[Edit, ...]]
"""What stands before a block (None for the usual gap), and its edits."""
PLAIN: Entry = (None, ())
"""Of a block that stands in the source as in the canonical text."""


def checks(blocks: Sequence[str]) -> str:
    """Return the characters by which blocks are known, three of each: the lowest 18 bits, six a character, the lowest first."""
    try:
        return sums(map(str.encode, blocks))
    except UnicodeEncodeError:  # half a pair of surrogates, which only what is not ours can have
        return sums(map(str.encode, blocks, repeat("utf-8"), repeat("surrogatepass")))


def sums(blocks: Iterable[bytes]) -> str:
    """Return the checks of blocks that are UTF-8."""
    every = [*map(zlib.crc32, blocks)]
    packed = bytearray(struct.pack(f"<{len(every)}I", *every))
    packed.reverse()  # base 64 has the highest bits first
    del packed[::4]
    digits = bytearray(b2a_base64(packed, newline=False).translate(BASE64))
    digits.reverse()
    del digits[3::4]
    return digits.decode()


def escape(piece: str) -> str:
    """Return a piece of layout so that no tool that rewrites the XML can change it."""

    def one(found: re.Match[str]) -> str:
        char = found[0]
        if char == "\n":
            return "|"
        if char[0] == " ":
            return f"\\s{len(char)}."
        return f"\\{char}" if char in "\\~|" else f"\\u{ord(char):x}."

    return PLAINLY.sub(one, piece) if piece.strip("\n") else "|" * len(piece)


def unescape(text: str) -> str:
    """Return the piece of layout that :func:`escape` wrote."""

    def one(found: re.Match[str]) -> str:
        if found[0] == "|":
            return "\n"
        if found[1]:
            return " " * int(found[1])
        return chr(min(int(found[2], 16), 0x10FFFF)) if found[2] else found[3]

    return ESCAPED.sub(one, text) if text.strip("|") else "\n" * len(text)


# Making the record.


def record(source: str, text: Sequence[Logical], notes: Sequence[Logical], encoding: str) -> Layout | None:
    """Return the record of a source; None where it is the canonical text itself. ``notes`` in canonical order."""
    every = [*text, *notes]
    if not every:
        return Layout("", "", "", VERSION, end=escape(source) or "_", encoding=encoding) if source or encoding else None
    count, total = len(text), len(every)
    standing, begins, ends = _standing(text)
    moved = range(count, total) if len(standing) == count else set(range(total)).difference(standing)
    starts = sorted([(every[index].start, index) for index in moved])
    gaps: list[str | None] = [source[end:begin] for end, begin in zip(ends, begins, strict=False)]
    parted: dict[int, list[Op]] = {}  # gaps where something else is printed
    holding = set()  # and blocks
    for start, _ in starts:
        place = bisect_right(begins, start)
        if start < ends[place]:
            holding.add(standing[place - 1])
        elif place < len(begins) and place not in parted:
            gaps[place] = None
            parted[place] = _row(source, ends[place], begins[place], starts, every)
    tail = _row(source, ends[-1], len(source), starts, every)

    gap = _most(gaps[1:], GAP) or GAP
    usual: list[Op] = [op for index in range(count, total) for op in (gap, index)]
    if tail[: len(usual)] == usual and all(isinstance(op, str) for op in tail[len(usual) :]):
        tail = tail[len(usual) :]
        end = str(tail[0]) if tail else ""
        rest: list[Op] = []
    else:
        end, rest = "", tail
    odd: dict[int, list[Op]] = {
        standing[place]: parted[place] if before is None else [before] if before else []
        for place, before in enumerate(gaps)
        if before != (gap if place else "")
    }
    edited = {index: _edits(source, line, starts if index in holding else [], every) for index, line in enumerate(every) if line.edits}
    if gap == GAP and end == END and not (rest or encoding or odd or edited):
        return None
    wrap = _most(  # one that begins with a figure could not be told from the size before it
        [
            (size, row[0])
            for edits in edited.values()
            for _, size, row in edits
            if len(row) == 1 and isinstance(row[0], str) and not row[0][:1].isdigit()
        ],
        (0, "\n"),
    )
    texts, blocks = _written(odd, edited, rest, gap, wrap, count, total)
    lines = [canonical(line) if line.marks else line.text for line in text]
    return Layout(
        texts=texts,
        blocks=blocks,
        checks=checks([*lines, *map(canonical, notes)]),
        version=VERSION,
        wrap="" if wrap == (0, "\n") else f"{wrap[0]}{escape(wrap[1])}",
        gap="" if gap == GAP else escape(gap) or "_",
        end="" if end == END else escape(end) or "_",
        encoding=encoding,
        notes=str(len(notes)) if notes else "",
    )


def _written(
    odd: dict[int, list[Op]], edited: dict[int, list[Change]], rest: list[Op], gap: str, wrap: tuple[int, str], count: int, total: int
) -> tuple[str, str]:
    """Return the pieces of layout and the entries of the blocks."""
    pieces: dict[str, int] = {}
    coming = count

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

    rows = [*odd.values(), *[row for edits in edited.values() for _, _, row in edits], rest]
    uses = _counted([op for row in rows for op in row if isinstance(op, str)])
    for piece in sorted(uses, key=uses.__getitem__, reverse=True)[: len(LETTERS)]:  # the most used have one letter
        if piece != gap and piece != wrap[1]:
            code(piece)
    entries = [""] * total
    for index in sorted({*odd, *edited}):
        entry = ops(odd[index]) if index in odd else ""
        for delta, size, row in edited.get(index, ()):
            if size != wrap[0]:
                entry += f"{delta}-{size}{ops(row)}"
            else:
                entry += f"{delta}," if row == [wrap[1]] else f"{delta}{ops(row)}"
        entries[index] = entry.removesuffix(",")
    blocks = ";".join(entries) + (f";{ops(rest)}" if rest else "")
    return "~".join(map(escape, pieces)), blocks.rstrip(";")


def _most(things: list[Thing], usual: Thing) -> Thing:
    """Return the commonest of some things, of several the first; the usual one where there are none. What is empty does not count."""
    if things.count(usual) * 2 > len(things):
        return usual
    counts = _counted(filter(None, things))
    return max(counts, key=counts.__getitem__, default=usual)


def _counted(things: Iterable[Thing]) -> dict[Thing, int]:
    """Return how often each of some things is there."""
    counts: dict[Thing, int] = {}
    for thing in things:
        counts[thing] = counts.get(thing, 0) + 1
    return counts


def canonical(line: Logical) -> str:
    """Return the canonical text of a logical line, marks and all."""
    head = ""
    if line.note is not None:
        shown = line.note.mark.translate(RAISE)
        head = f"({shown}) " if line.note.bracketed else f"{shown} "
    if not line.marks:
        return head + line.text if line.text else head.rstrip(" ")
    out, at = [head], 0
    for offset, label in line.marks:
        out += [line.text[at:offset], label.translate(RAISE)]
        at = offset
    return "".join([*out, line.text[at:]])


def _standing(text: Sequence[Logical]) -> tuple[Sequence[int], list[int], list[int]]:
    """Return the indices of the blocks that are not printed within another, where they begin, and where those before them end."""
    begins, ends = [line.start for line in text], [0, *[line.end for line in text]]
    if not any(map(lt, begins, ends)):
        return range(len(text)), begins, ends
    ends = [*accumulate(ends, max)]
    standing = [index for index, begin in enumerate(begins) if begin >= ends[index]]
    return standing, [begins[index] for index in standing], [0, *[ends[index + 1] for index in standing]]


def _edits(source: str, line: Logical, starts: list[tuple[int, int]], every: Sequence[Logical]) -> list[Change]:
    """Return the edits of a block, each with how far it is from the one before it."""
    out: list[Change] = []
    done = 0
    for offset, size, start, stop in line.edits:
        row: list[Op] = _row(source, start, stop, starts, every) if starts else [source[start:stop]] if start < stop else []
        out.append((offset - done, size, row))
        done = offset + size
    return out


def _row(source: str, start: int, end: int, starts: list[tuple[int, int]], every: Sequence[Logical]) -> list[Op]:
    """Return what stands between two places of the source: layout, and the blocks and notes that are printed there."""
    if not starts or starts[-1][0] < start or starts[0][0] >= end:
        return [source[start:end]] if start < end else []
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
    """A record as it is applied: the entries of the blocks that are not plain, with every note by its index."""

    def __init__(self, layout: Layout, count: int, total: int) -> None:
        pieces = [unescape(piece) for piece in PIECES.findall(layout.texts)]
        wrap = USUAL.match(layout.wrap)
        self.wrap: tuple[int, Row] = (int(wrap[1]), (unescape(wrap[2]),)) if wrap else (0, ("\n",))
        self.gap = "" if layout.gap == "_" else unescape(layout.gap) or GAP
        self.end = "" if layout.end == "_" else unescape(layout.end) or END
        rows: dict[str, Row] = {letter: (piece,) for letter, piece in zip(LETTERS, pieces, strict=False)}
        """Most of what stands somewhere is one piece alone."""
        blocks = layout.blocks.split(";")
        entries: dict[int, Entry] = {}
        coming = count
        for index, text in enumerate(blocks):
            if not text:
                continue
            before: Row | None = None
            edits: list[Edit] = []
            lead = BEFORE.match(text)
            if lead:
                before = rows.get(lead[0])
                if before is None:
                    before, coming = _ops(lead[0], pieces, coming, count)
            for delta, size, ops in EDIT.findall(text, lead.end() if lead else 0):
                row: Row | None = rows.get(ops) if ops else self.wrap[1]
                if row is None:
                    row, coming = _ops(ops, pieces, coming, count)
                edits.append((int(delta), int(size) if size else self.wrap[0], row))
            entries[index] = before, tuple(edits)
        self.rest = entries.get(len(blocks) - 1, PLAIN)[0] if len(blocks) > total else None
        self.entries = {index: entry for index, entry in entries.items() if index < total}


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
    layout = layout or Layout("", "", checks((*text, *notes)), notes=str(len(notes)) if notes else "")
    if known(text, notes, layout):
        return of_known(text, notes, layout)
    from akn.edited import printer_of_edited

    were, now = ([every[at : at + 3] for at in range(0, len(every), 3)] for every in (layout.checks, checks((*text, *notes))))
    return printer_of_edited(list(text), list(notes), layout, were, now)


def known(text: Sequence[str], notes: Sequence[str], layout: Layout) -> bool:
    """Say whether the blocks are all that the record knows and as it knows them."""
    return checks((*text, *notes)) == layout.checks


def of_known(text: Sequence[str], notes: Sequence[str], layout: Layout) -> Printer:
    """Return what prints the blocks that a record knows."""
    return Printer([*text, *notes], len(text), Read(layout, len(text), len(text) + len(notes)))


class Printer:
    """Prints blocks by their entries."""

    def __init__(self, blocks: list[str], count: int, read: Read) -> None:
        self.blocks, self.count, self.read = blocks, count, read
        rows = [row for before, edits in read.entries.values() for row in (before or (), *[edit[2] for edit in edits])]
        self.moved = {op for row in (*rows, read.rest or ()) for op in row if isinstance(op, int)}
        self.out: list[str] = []
        self._pieces: dict[int, tuple[int, int]] = {}
        """Where a block that was printed by itself begins and ends in what is printed."""
        self._runs: list[tuple[int, int, int]] = []
        """The blocks that were printed in a row, from the first to the one after the last, and where the first is printed."""

    def source(self) -> str:
        """Return all of it."""
        out, blocks = self.out, self.blocks
        put, gap, entries, moved = out.append, self.read.gap, self.read.entries, self.moved
        done = 0
        for index in sorted(moved.union(entries)):
            if index >= self.count:
                break
            self.plain(done, index)
            done = index + 1
            if index in moved:
                continue
            before = entries[index][0]
            if before is not None:
                self.row(before)
            elif out:
                put(gap)
            self.block(index)
        self.plain(done, self.count)
        for index in range(self.count, len(self.blocks)):
            if index not in moved:
                put(gap)
                self.block(index)
        if self.read.rest is not None:
            self.row(self.read.rest)
        else:
            put(self.read.end)
        for index in sorted(moved.intersection(range(len(blocks))).difference(self._pieces)):
            put(gap)  # a record that was tampered with may put a block where nothing is printed
            self.block(index)
        return "".join(out)

    def plain(self, begin: int, end: int) -> None:
        """Print blocks that stand as they are with the usual gap between, as most do."""
        if begin == end:
            return
        run = [self.read.gap] * (2 * (end - begin))
        run[1::2] = self.blocks[begin:end]
        self.out += run if self.out else run[1:]
        self._runs.append((begin, end, len(self.out) - len(run) + 1))

    def spans(self) -> dict[int, tuple[int, int]]:
        """Return where in the source each block was printed: the characters from the first to the one after the last."""
        ends = [0, *accumulate(map(len, self.out))]
        spans = {index: (ends[first], ends[last]) for index, (first, last) in self._pieces.items()}
        for begin, end, first in self._runs:
            spans |= {begin + index: (ends[first + 2 * index], ends[first + 2 * index + 1]) for index in range(end - begin)}
        return spans

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
        self._pieces[index] = (first, first + 1)
        text, edits = self.blocks[index], self.read.entries.get(index, PLAIN)[1]
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
