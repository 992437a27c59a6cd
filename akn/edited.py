"""The source of a document that was edited since: what is unchanged comes back exactly, the rest on lines of its own."""

from __future__ import annotations

from difflib import SequenceMatcher

from akn.document import Layout
from akn.layout import PLAIN, Entry, Op, Printer, Read, Row


def printer_of_edited(text: list[str], notes: list[str], layout: Layout, known: list[str], now: list[str]) -> Printer:
    """Return what prints the source; the blocks that the record knows are found again by their checks."""
    count = _count(layout, known, now, len(text))
    read = Read(layout, count, len(known))
    places, entries, lost = _aligned(known, now, count, len(text), read.entries)

    def moved(row: Row) -> Row:
        """Name the blocks in a row by their present places; one that is gone leaves its layout."""
        return tuple(op if isinstance(op, str) else places[op] for op in row if isinstance(op, str) or op in places)

    blocks = [*text, *notes]
    read.entries = {
        index: (None if before is None else moved(before), tuple((delta, size, moved(row)) for delta, size, row in edits))
        for index, (before, edits) in entries.items()
    }
    read.rest = None if read.rest is None else moved(read.rest)
    printer = Printer(blocks, len(text), read)
    for index, rows in lost.items():  # what stood inside an edited block follows it
        after: Row = tuple(op for row in rows for op in _kept(moved(row)))
        before, edits = read.entries.get(index, PLAIN)
        printer.moved.update(op for op in after if isinstance(op, int))
        if after:
            read.entries[index] = (before, (*edits, (len(blocks[index]), 0, after)))
    return printer


def _kept(row: Row) -> Row:
    """Return what of a row must not be lost with the block it stood in: notes, and what a page prints."""
    return row if any(isinstance(op, int) or op.strip() or "\f" in op for op in row) else ()


def _count(layout: Layout, known: list[str], now: list[str], text: int) -> int:
    """Return how many of the known blocks are text and not notes: the first note is where the known ends meet the present."""
    if layout.notes.isdecimal():
        return max(0, len(known) - int(layout.notes))
    return min(len(known), max(0, len(known) - (len(now) - text)))


def _aligned(
    known: list[str], now: list[str], count: int, text: int, entries: dict[int, Entry]
) -> tuple[dict[int, int], dict[int, Entry], dict[int, list[Row]]]:
    """Return where each known block is now, the entries of the present ones, and the layout inside those that were edited."""
    places: dict[int, int] = {}
    found: dict[int, Entry] = {}
    lost: dict[int, list[Row]] = {}
    for old, new in ((slice(0, count), slice(0, text)), (slice(count, len(known)), slice(text, len(now)))):
        matcher = SequenceMatcher(None, known[old], now[new], autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            for step in range(min(b - a, d - c)):
                was, here = old.start + a + step, new.start + c + step
                places[was] = here
                if was not in entries:
                    continue
                before, edits = entries[was]
                if tag == "equal":
                    found[here] = entries[was]
                else:
                    found[here] = (before, ())
                    lost[here] = [row for _, _, row in edits]
    return places, found, lost


__all__ = ["Op", "printer_of_edited"]
