"""The document as plain text: the canonical form, or the source as it was laid out.

Canonical: one block a line, a blank line between, number, one blank, text; notes after the last line, in the order of their
first marks; marks as superscript digits, ``*`` as ``*``; one line feed at the end.
"""

from __future__ import annotations

from collections.abc import Iterator

from akn.document import Block, Content, Document, Inline, Mark, Note, Part, in_order
from akn.grammar.marks import RAISE
from akn.layout import apply


class Lines:
    """The canonical lines of a document, and those of its notes."""

    def __init__(self, document: Document) -> None:
        self.text: list[str] = []
        self.notes: list[str] = []
        self.blocks: list[tuple[Block, ...]] = []
        """The blocks that stand on each line of the text."""
        self.note_blocks: list[tuple[Block, ...]] = []
        self._document(document)

    def _document(self, document: Document) -> None:
        for one in in_order(document):
            if isinstance(one, Document):
                self._document(one)
            else:
                self._parts(one[1])

    def _parts(self, parts: tuple[Block | Part, ...], num: str = "") -> None:
        for part in parts:
            if isinstance(part, Block):
                words = self._inline(part.content)
                if num:
                    words = f"{num} {words}" if words else num
                    num = ""
                if words:
                    self.text.append(words)
                    self.blocks.append((part,))
            elif part.kind == "tr":
                self._line("\t".join(self._cell(cell) for cell in part.content), *blocks_of(part.content))
            else:
                lead = part.num
                if part.heading is not None:
                    words = self._inline(part.heading.content)
                    self._line(f"{lead} {words}" if lead and words else lead or words, part.heading)
                    lead = ""
                first = part.content[0] if part.content else None
                if lead and not (isinstance(first, Block) and first.kind != "subheading"):
                    self._line(lead)
                    lead = ""
                self._parts(part.content, lead)

    def _line(self, words: str, *blocks: Block) -> None:
        self.text.append(words)
        self.blocks.append(blocks)

    def _cell(self, cell: Block | Part) -> str:
        if isinstance(cell, Block):
            return self._inline(cell.content)
        return " ".join(self._cell(inner) for inner in cell.content)

    def _inline(self, content: tuple[Content, ...]) -> str:
        if len(content) == 1 and isinstance(content[0], str):
            return content[0]
        out: list[str] = []
        for piece in content:
            if isinstance(piece, str):
                out.append(piece)
            elif isinstance(piece, Inline):
                out.append(self._inline(piece.content))
            else:
                out.append(piece.mark.translate(RAISE))
                if isinstance(piece, Note):
                    self._note(piece)
        return "".join(out)

    def _note(self, note: Note) -> None:
        """Add a note's line; a note of several blocks has them on one line, as it was read."""
        at = len(self.notes)
        self.notes.append("")
        inner = Lines(Document(body=note.content))
        self.note_blocks += [tuple(block for line in inner.blocks for block in line), *inner.note_blocks]
        shown = note.mark.translate(RAISE)
        self.notes[at] = " ".join([f"({shown})" if note.bracketed else shown, *inner.text])
        self.notes += inner.notes


def blocks_of(parts: tuple[Block | Part, ...]) -> Iterator[Block]:
    """Yield the blocks in some parts, headings too, in reading order."""
    for part in parts:
        if isinstance(part, Block):
            yield part
        else:
            if part.heading is not None:
                yield part.heading
            yield from blocks_of(part.content)


def to_text(document: Document, layout: str = "canonical") -> str:
    """Return the document's text; ``layout`` is ``canonical`` or ``source``."""
    lines = Lines(document)
    return apply(lines.text, lines.notes, document.layout if layout == "source" else None)


__all__ = ["Lines", "Mark", "blocks_of", "to_text"]
