"""A document as a row of passages: every block of text with its identifier, its number and where it stands.

The identifiers are those that the writer gives, since the writer itself is asked.
"""

from __future__ import annotations

from typing import Final

from akn.compare.passages import NOTES, Passage, anchors, unbracketed
from akn.document import Block, Document, Note, Part, collected, depth, hold
from akn.eids import Identifiers
from akn.errors import LimitExceeded
from akn.limits import Limits
from akn.markup.writer import Writer, document_head, document_parts, printed
from akn.patterns import compiled

INNER: Final = compiled(r"p_[0-9]+|intro|wrapup|heading|list_[0-9]+|blockList_[0-9]+|content")
"""A step that an identifier adds below the part that it belongs to."""


def passages(document: Document) -> list[Passage]:
    """Return every passage in reading order, the annexes after the body, the footnotes last.

    Raises LimitExceeded for a document in which something stands deeper than a file may have it, or than Python's stack has room for.
    """
    try:
        recorder = Recorder(hold(document))
    except RecursionError:
        raise LimitExceeded("nesting", depth(document), Limits().nesting) from None
    return recorder.found + recorder.footnotes


class Recorder(Writer):
    """Writes a document and keeps what it writes: the blocks with their identifiers."""

    def __init__(self, document: Document) -> None:
        super().__init__(Identifiers())
        self.plain = frozenset()
        self.names(document.entities)
        self.found: list[Passage] = []
        self.footnotes: list[Passage] = []
        self._above: list[Part] = []
        self._area = self._annex = self._due = ""
        self._hung: list[tuple[Note, str]] = []
        self._deep = False
        """Whether what is written now stands within a footnote, which is a passage by itself."""
        self._whole(document, "")

    def _whole(self, document: Document, prefix: str) -> None:
        lead = prefix and f"{prefix}__"
        inner = [(one, f"{lead}att_{number}") for number, one in enumerate(document.annexes, 1)]
        parts = [(one, f"{lead}cmp_{number}") for number, one in enumerate(document.components, 1)]
        self._annex = prefix and f"{prefix}."
        if collected(document):  # its close stands below its parts
            document_head(self, document, prefix)
            for one, own in parts:
                self._whole(one, own)
            self._annex = prefix and f"{prefix}."
            self.region("conclusions", document.conclusions, f"{lead}conclusions")
            parts = []
        else:
            document_parts(self, document, prefix)
        for one, own in inner + parts:
            self._whole(one, own)

    def region(self, name: str, parts: tuple[Block | Part, ...], prefix: str) -> None:
        self._area = name
        super().region(name, parts, prefix)

    def body(self, parts: tuple[Block | Part, ...], prefix: str, name: str = "mainBody") -> None:
        self._area = "mainBody"
        super().body(parts, prefix, name)

    def part(self, part: Block | Part, prefix: str) -> None:
        if isinstance(part, Block):
            super().part(part, prefix)
            return
        part = printed(part)
        self._within(part)
        super().part(part, prefix)
        self._above.pop()

    def _item(self, part: Part, prefix: str) -> None:
        self._within(part)
        super()._item(part, prefix)
        self._above.pop()

    def _within(self, part: Part) -> None:
        self._above.append(part)
        if part.num:
            self._due = f"{self._due} {part.num}".strip()

    def block(self, block: Block, eid: str, kind: str = "", within: tuple[Block | Part, ...] = ()) -> None:
        self._block(block, eid, kind)
        for draft in within:
            self.part(draft, eid)

    def _block(self, block: Block, eid: str, kind: str) -> None:
        if self._deep:
            super().block(block, eid, kind)
            return
        self._hung = []
        super().block(block, eid, kind)
        num, self._due = self._due, ""
        text, hung = unbracketed(block.text(), anchors(block.content))
        if not text and not num and not self._hung:
            return
        holder = self._above[-1] if self._above else None
        path = tuple(part.num for part in self._above if part.num)
        self.found.append(
            Passage(
                id=eid,
                part=_outer(eid),
                region=self._annex + self._area,
                kind=holder.name if holder and holder.kind == "container" else holder.kind if holder else block.kind,
                num=num,
                path=path,
                text=text,
                notes=tuple(hung),
                concept=holder.concept if holder else "",
                data=holder.data if holder else (),
                content=block.content,
            )
        )
        for note, own in self._hung:
            inner = [one for part in note.content for one in blocks(part)]
            words = " ".join(one.text() for one in inner)
            content = tuple(piece for one in inner for piece in one.content)
            self.footnotes.append(Passage(own, eid, NOTES, "note", note.mark, (note.mark,), words, content=content))

    def _note(self, note: Note, prefix: str) -> None:
        outer, self._deep = self._deep, True
        super()._note(note, prefix)
        self._deep = outer
        if not outer:
            self._hung.append((note, self.notes[note.mark]))


def blocks(part: Block | Part) -> list[Block]:
    """Return the blocks in a part."""
    if isinstance(part, Block):
        return [part]
    heading = [part.heading] if part.heading is not None else []
    return heading + [one for inner in part.content for one in blocks(inner)]


def _outer(eid: str) -> str:
    """Return the identifier of the part that a block belongs to by its own."""
    while "__" in eid:
        part, _, last = eid.rpartition("__")
        if not INNER.fullmatch(last):
            break
        eid = part
    return eid
