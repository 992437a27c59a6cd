"""What compares documents looks at passages and not at the tree: a paragraph is the same one whatever holds it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import msgspec

from akn import packs
from akn.document import Content, Data, Document, Identity, Inline, plain
from akn.errors import DataError

NOTES = "notes"
"""The region of the footnotes, which stand after all text."""


class Anchor(msgspec.Struct, frozen=True, gc=False):
    """Where a footnote hangs: its mark, and how many characters of the passage stand before it."""

    mark: str
    at: int


class Passage(msgspec.Struct, frozen=True, gc=False):
    """One block of text where it stands."""

    id: str
    """The identifier of its block, as ``para_3__p_1``; for a footnote its own."""
    part: str
    """The identifier of what it belongs to, as ``para_3``; for a footnote the block at which it stands."""
    region: str
    """``coverPage``, ``preface``, ``preamble``, ``mainBody``, ``conclusions`` or ``notes``; in an annex the same after ``att_1``."""
    kind: str
    """The kind of the part: ``recital``, ``paragraph``, ``point``, ``section`` …, ``note``."""
    num: str
    """The number as printed, at the first block of what bears it."""
    path: tuple[str, ...]
    """The numbers of all that it stands in, the outermost first, its own included."""
    text: str
    notes: tuple[Anchor, ...] = ()
    concept: str = ""
    """The key of the preambular phrase or of what the paragraph does."""
    data: Data = ()
    """Whom a paragraph addresses, and by when it wants an answer."""
    content: tuple[Content, ...] = ()
    """The same text with what is marked up in it."""


class Side(msgspec.Struct, frozen=True, gc=False):
    """One of the documents that are compared: what it is, and how its language runs."""

    identity: Identity
    language: str
    """BCP 47."""
    direction: str = "ltr"
    spaced: bool = True
    """Whether blanks stand between words."""

    def told(self) -> dict[str, str]:
        """Return what the exports say of it."""
        named = {name: getattr(self.identity, name) for name in ("actor", "show", "symbol", "date", "title")}
        return {**named, "language": self.language, "direction": self.direction}


def side(document: Document) -> Side:
    """Return what a comparison says of a document; a language that has no file is taken to run as most do."""
    try:
        found = packs.language(document.language)
    except DataError:
        return Side(document.identity, document.language)
    return Side(document.identity, found.tag, found.direction, found.spaced)


def anchors(content: tuple[Content, ...], start: int = 0) -> list[Anchor]:
    """Return the marks of footnotes in inline content."""
    out: list[Anchor] = []
    for piece in content:
        if isinstance(piece, str):
            start += len(piece)
        elif isinstance(piece, Inline):
            out += anchors(piece.content, start)
            start += len(plain(piece.content))
        else:
            out.append(Anchor(piece.mark, start))
    return out


def unbracketed(text: str, hung: list[Anchor]) -> tuple[str, list[Anchor]]:
    """Return a text without the brackets that held nothing but marks, as Arabic prints them, and where the marks are then."""
    gone = sorted({one.at for one in hung if text[one.at - 1 : one.at + 1] == "()"}) if "()" in text else []
    if not gone:
        return text, hung
    ends = [0, *(place + 1 for place in gone)]
    kept = "".join(text[end : place - 1] for end, place in zip(ends, [*gone, len(text) + 1], strict=True))
    return kept, [Anchor(one.mark, one.at - bisect_left(gone, one.at) - bisect_right(gone, one.at)) for one in hung]
