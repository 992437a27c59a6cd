"""The writer that what shows a document asks for its blocks."""

from __future__ import annotations

from akn.document import Block, Part
from akn.eids import Identifiers
from akn.markup.writer import Writer


class Blocks(Writer):
    """A writer that remembers which block has which identifier."""

    def __init__(self, outer: Blocks | None = None) -> None:
        super().__init__(outer.ids if outer else Identifiers(), outer.notes if outer else None)
        self.plain = frozenset()
        self.blocks: dict[str, Block] = outer.blocks if outer else {}
        self.all: list[Blocks] = outer.all if outer else []
        """The writers of the document and of those within it."""
        self.all.append(self)

    def inner(self) -> Blocks:
        """Return a writer for a document within this one, which remembers in the same place."""
        return Blocks(self)

    def block(self, block: Block, eid: str, kind: str = "", within: tuple[Block | Part, ...] = ()) -> None:
        """Write one block."""
        self.blocks[eid] = block
        super().block(block, eid, kind, within)
