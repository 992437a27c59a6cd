"""How much a document holds, and whether it came back the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from akn.document import Block, Document, Part


def count_blocks(document: Document) -> int:
    """Return how many blocks of text a document has, those of its annexes included."""
    from akn.document import Part, regions

    def within(pieces: tuple[Block | Part, ...]) -> int:
        return sum((piece.heading is not None) + within(piece.content) if isinstance(piece, Part) else 1 for piece in pieces)

    own = sum(within(pieces) for _, pieces in regions(document))
    return own + sum(count_blocks(inner) for inner in (*document.annexes, *document.components))


def body(xml: bytes) -> bytes:
    """Return a document without its metadata, in canonical form."""
    from akn.xml import etree, parse

    root = parse(xml)
    for meta in root.findall(".//{*}meta"):
        meta.getparent().remove(meta)
    return bytes(etree.tostring(root, method="c14n"))


def difference(want: bytes, got: bytes) -> str:
    """Say where two texts part."""
    pairs = enumerate(zip(want, got, strict=False))
    at = next((index for index, (one, other) in pairs if one != other), min(len(want), len(got)))
    line = want.count(b"\n", 0, at) + 1
    return f"not exact: line {line} differs, from byte {at} on ({len(want)} bytes in, {len(got)} back)"
