"""The document model: what a resolution is, whoever wrote it down.

Every reader fills these values and every writer empties them; they are immutable and can be compared, hashed by content
and pickled. The model keeps what a lawyer would name (parts with their numbers, blocks of text, notes at their anchors)
and leaves out what a format adds around it: the wrappers of Akoma Ntoso (``content``, ``list``, ``intro``), identifiers
and line breaks are made by those who write, from rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, TypeAlias

import msgspec
from msgspec import Meta

from akn.errors import LimitExceeded
from akn.limits import DEEPEST

Text: TypeAlias = Annotated[str, Meta(pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]*$")]
"""What XML can hold (XML 1.0, section 2.2)."""
Name: TypeAlias = Annotated[str, Meta(pattern=r"^[^\x00-\x20\"&'/:<=>\ufffe\uffff]+(?!\n)$")]
"""The name of an element or of an attribute, no sign of markup in it."""
Data: TypeAlias = "tuple[tuple[Name, Text], ...]"


class Place(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """Where a block stands in the source: characters from ``start`` up to ``end``, and the number of its first line."""

    start: int
    end: int
    line: int


class Inline(msgspec.Struct, frozen=True, gc=False, tag=str.lower, omit_defaults=True):
    """A stretch of text that means something: a date, a citation, a State's vote."""

    kind: Name
    """The Akoma Ntoso element, as ``date``, ``ref`` or ``docTitle``."""
    content: tuple[Content, ...]
    data: Data = ()
    """Its attributes in the order in which they are written."""
    alternative: Text = ""
    """For a ``ref`` whose IRI is incomplete: the symbol under which undocs.org knows the document."""


class Note(msgspec.Struct, frozen=True, gc=False, tag=str.lower, omit_defaults=True):
    """A footnote, standing at its first mark (Guidelines part 1, section 4.13)."""

    mark: Text
    """As normalised: ``1``, ``*``."""
    content: tuple[Block | Part, ...]
    bracketed: bool = False
    """Whether the note itself prints its mark in brackets, as in Arabic."""


class Mark(msgspec.Struct, frozen=True, gc=False, tag=str.lower, omit_defaults=True):
    """A further mark of a note that stands elsewhere."""

    mark: Text


Content: TypeAlias = Text | Inline | Note | Mark


class Block(msgspec.Struct, frozen=True, gc=False, tag=str.lower, omit_defaults=True):
    """One logical line: a paragraph's text, a heading, a cell."""

    content: tuple[Content, ...]
    kind: Name = "p"
    """The Akoma Ntoso element that holds it."""
    language: Text = ""
    """The BCP 47 tag, where it is not the document's."""
    place: Place | None = None

    def text(self) -> str:
        """Return the words alone, without marks and notes."""
        return plain(self.content)


class Part(msgspec.Struct, frozen=True, gc=False, tag=str.lower, omit_defaults=True):
    """What has parts: a recital, an operative paragraph, an item, a section, the vote."""

    kind: Name
    """``recital``, ``formula``, ``container``, ``paragraph``, ``point``, ``section``, ``table``, ``tr``, ``td``; in a document of
    another class the element's own name."""
    content: tuple[Block | Part, ...]
    num: Text = ""
    """The number as printed, with its punctuation: ``1.``, ``(a)``."""
    heading: Block | None = None
    name: Text = ""
    """What the container holds; for a recital its opening phrase as printed."""
    concept: Text = ""
    """The key of the concept that the part stands for, language-neutral: ``recalling``."""
    data: Data = ()
    place: Place | None = None


class Entity(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """Something that the text names and the references list: a body, a State, a concept."""

    key: Text
    kind: Name
    """Its top-level class without ``TLC``: ``Organization``, ``Role``, ``Event``, ``Concept``, ``Location``."""
    iri: Text
    label: Text
    short: Text = ""


class Count(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One figure of a vote: how many were ``inFavour``, ``against``, ``abstaining``."""

    choice: Text
    value: int


class Vote(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A vote as the document prints it."""

    kind: Text
    """``recordedVote``, ``rollCallVote`` or ``vote``."""
    outcome: Text
    counts: tuple[Count, ...]


class Identity(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What makes the document this one and no other: the facts that its IRIs and its metadata are made of."""

    actor: Text = "un"
    """The body as the naming convention writes it: ``unga-hrc``."""
    number: Text = ""
    """The number as in the IRI: ``53-30``."""
    show: Text = ""
    """The number as printed: ``53/30``."""
    date: Text = ""
    """ISO date of the Work."""
    date_name: Text = "adoption"
    issued: Text = ""
    """ISO date of publication, empty where the text does not give it."""
    marked: Text = ""
    """ISO date of the markup; empty stands for the Expression's date."""
    symbol: Text = ""
    title: Text = ""
    original: Text = ""
    """The language of the original as three letters, where the masthead names it."""
    prescriptive: bool = False
    corrects: tuple[Text, Text] = ("", "")
    """For a corrigendum the Work IRI of the document that it corrects, and its symbol."""


class Layout(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """How the source differs from the canonical text: see :mod:`akn.layout`."""

    texts: Text
    blocks: Text
    checks: Text
    version: Text = "1"
    wrap: Text = ""
    gap: Text = ""
    end: Text = ""
    encoding: Text = ""
    notes: Text = ""
    """How many of the blocks are notes."""


class Origin(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """The file that the source text was read from, where that is no text itself: Word, PDF, HTML."""

    format: Text
    """``docx``, ``pdf``, ``html``; ``doc``, ``odt``, ``rtf`` by way of another program."""
    sha256: Text
    """Of the bytes of the file, in hexadecimal."""
    recovered: bool = False
    """Whether the text was put together from places on a page, as from a PDF."""
    raised: int = 0
    """How many figures were written as superscript note marks because of their size and place."""


class Document(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A whole document, or one within another: an annex, a lettered part."""

    kind: Text = "resolution"
    """The name of its class: ``resolution``, ``decision``, ``resolutionDraft``, ``presidentialStatement``, ``annex`` …"""
    element: Name = "statement"
    """The document class of Akoma Ntoso."""
    language: Text = "und"
    """Three letters, ISO 639-2."""
    organ: Text = ""
    """The key of the organ's data file: ``hrc``."""
    identity: Identity = Identity()
    cover: tuple[Block | Part, ...] = ()
    preface: tuple[Block | Part, ...] = ()
    preamble: tuple[Block | Part, ...] = ()
    body: tuple[Block | Part, ...] = ()
    conclusions: tuple[Block | Part, ...] = ()
    annexes: tuple[Document, ...] = ()
    components: tuple[Document, ...] = ()
    votes: tuple[Vote, ...] = ()
    outcome: Text = ""
    """``adopted``, ``adoptedWithoutVote``, ``rejected``, or empty where the text does not say."""
    entities: tuple[Entity, ...] = ()
    layout: Layout | None = None
    origin: Origin | None = None


def plain(content: tuple[Content, ...]) -> str:
    """Return the text of inline content, without notes and marks."""
    if len(content) == 1 and isinstance(content[0], str):
        return content[0]
    parts: list[str] = []
    for piece in content:
        if isinstance(piece, str):
            parts.append(piece)
        elif isinstance(piece, Inline):
            parts.append(plain(piece.content))
    return "".join(parts)


def in_order(document: Document) -> Iterator[tuple[str, tuple[Block | Part, ...]] | Document]:
    """Yield the regions of a document and the documents within it in reading order: those of a collection stand above its close."""
    for name, parts in regions(document):
        if name == "conclusions":
            yield from collected(document)
        yield name, parts
    yield from document.annexes
    yield from () if collected(document) else document.components


COLLECTIONS = frozenset(("documentCollection", "officialGazette", "amendmentList"))


def collected(document: Document) -> tuple[Document, ...]:
    """Return the documents within that are the body of a collection; those of others hang on them."""
    return document.components if document.element in COLLECTIONS else ()


def depth(document: Document) -> int:
    """Return how many parts stand within each other at most."""
    deepest = 0
    waiting: list[tuple[Block | Part, int]] = []
    within = [document]
    while within:
        one = within.pop()
        within += (*one.annexes, *one.components)
        waiting += ((piece, 1) for _, pieces in regions(one) for piece in pieces)
        while waiting:
            piece, level = waiting.pop()
            if isinstance(piece, Part):
                deepest = max(deepest, level)
                waiting += ((inner, level + 1) for inner in piece.content)
    return deepest


LEAVES = frozenset((str, Mark))
"""What has nothing within it."""


def hold(document: Document) -> Document:
    """Return a document in which nothing stands deeper than a file may have it; raise LimitExceeded for one that was made deeper.

    What writes a document goes down into it, which takes room on the stack for each level.
    """
    within, pieces, level = [document], list[Any](), 0
    while within or pieces:
        if level > DEEPEST:
            raise LimitExceeded("nesting", level, DEEPEST)
        headings = [part.heading for part in pieces if type(part) is Part and part.heading is not None]
        pieces = [inner for piece in pieces for inner in piece.content if type(inner) not in LEAVES]
        pieces += [*headings, *(piece for one in within for _, parts in regions(one) for piece in parts)]
        within = [inner for one in within for inner in (*one.annexes, *one.components)]
        level += 1
    return document


def regions(document: Document) -> Iterator[tuple[str, tuple[Block | Part, ...]]]:
    """Yield the document's own regions in reading order, by the name that Akoma Ntoso gives them."""
    yield "coverPage", document.cover
    yield "preface", document.preface
    yield "preamble", document.preamble
    yield "mainBody", document.body
    yield "conclusions", document.conclusions
