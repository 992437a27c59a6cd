"""Writes a document as Akoma Ntoso in the UN profile, straight to bytes.

Every element of a kind is written in one place; identifiers follow the naming convention as the text goes by: the kind's
short name, and the printed number or the position, under the nearest element above that has one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from akn.document import Block, Content, Document, Entity, Inline, Mark, Note, Part
from akn.eids import SHORT, Identifiers

NAMESPACE: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

IDENTIFIED: Final = frozenset(
    "ref rref organization person role concept term event location process object quantity entity authorialNote mod ins del".split()
)
"""The inline elements that the convention wants identified."""

HIERARCHY: Final = frozenset(
    "alinea article book chapter clause division indent level paragraph part point proviso rule section subchapter subclause "
    "subdivision sublist subparagraph subpart subrule subsection subtitle title tome transitional list".split()
)
FLAT: Final = frozenset(("table", "tr", "td", "th"))
BODIES: Final = {
    "act": "body", "bill": "body", "amendment": "amendmentBody", "debate": "debateBody", "judgment": "judgmentBody",
    "portion": "portionBody",
}  # fmt: skip
"""What the main body is called in the classes that have a name of their own for it."""
EMBEDDED: Final = "embeddedStructure"
"""A draft within: it stands in the very block that leads up to it (Guidelines part 1, section 4.8)."""
FLOW: Final = FLAT | {EMBEDDED}
"""What stands among blocks, and opens no level."""


def escaped(text: str) -> str:
    """Return text for element content."""
    if "&" in text or "<" in text or ">" in text or "\r" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    return text


def quoted(text: str) -> str:
    """Return text for an attribute."""
    if "&" in text or "<" in text or ">" in text or '"' in text or "\t" in text or "\n" in text or "\r" in text:
        return escaped(text).replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;")
    return text


def all_quoted(texts: list[str]) -> list[str]:
    """Return texts for attributes; most have no sign that is another there, which one look at all of them tells."""
    every = "".join(texts)
    return texts if quoted(every) is every else [quoted(text) for text in texts]


class Markup:
    """Markup with a hole for every text in it, and these texts in their order.

    So one look at all of them tells whether any has a sign that stands for another in XML, and what is ASCII is joined with nothing else.
    """

    def __init__(self) -> None:
        self.out: list[str] = []
        """The markup in pieces: names, identifiers and, as holes, the character that XML never holds, ``\\0``."""
        self.words: list[str] = []
        """What the holes hold, in running text or, behind ``="``, as an attribute."""

    def write(self, markup: str, *words: str) -> None:
        """Add markup and what its holes hold."""
        self.out.append(markup)
        self.words += words

    def add(self, other: Markup) -> None:
        """Add what another has."""
        self.out += other.out
        self.words += other.words

    def xml(self) -> bytes:
        """Return it as UTF-8, every hole filled."""
        markup, words = "".join(self.out), self.words
        every = "".join(words)
        if quoted(every) is not every:
            before = markup.split("\0")
            words = [quoted(word) if mark.endswith('="') else escaped(word) for mark, word in zip(before, words, strict=False)]
        return markup.encode().replace(b"%", b"%%").replace(b"\0", b"%s") % tuple(map(str.encode, words))


class Writer(Markup):
    """Writes the content of one document; what its metadata need is noted on the way."""

    def __init__(self, ids: Identifiers, notes: dict[str, str] | None = None) -> None:
        super().__init__()
        self.ids = ids
        self.alternatives: list[tuple[str, str]] = []
        """Identifiers of references that are not sure, and the symbols under which the document is found."""
        self.figures: dict[tuple[str, str], str] = {}
        """Identifiers of the figures of the votes, by choice and number: a text may print several votes."""
        self.acts: list[tuple[str, Part]] = []
        """Identifiers of the operative paragraphs, with what they do."""
        self.vote = ""
        """The identifier of the container that holds the vote."""
        self.plain = PLAIN
        """What may be written at once where it is one text in one block: nothing by one who is to see every block."""
        self._blanks: list[tuple[int, str]] = []
        """Where in the markup text of the present block stands that is nothing but blank, and that text."""
        self.notes: dict[str, str] = notes if notes is not None else {}
        """Identifiers of the notes, by the mark that each had last."""

    def inner(self) -> Writer:
        """Return a writer for a document within this one, with the same identifiers and notes."""
        inner = Writer(self.ids, self.notes)
        inner.plain = self.plain
        return inner

    def names(self, entities: tuple[Entity, ...]) -> None:
        """Take the keys of what is listed for given; where one is like the identifier of something within a part, every block is seen."""
        keys = [entity.key for entity in entities]
        self.ids.given.update(keys)
        if "__" in "\n".join(keys):
            self.plain = frozenset()

    def region(self, name: str, parts: tuple[Block | Part, ...], prefix: str) -> None:
        """Write one region of the document; ``prefix`` is what its identifiers begin with."""
        if not parts:
            return
        self.out.append(f"<{name}>")
        for part in parts:
            self.part(part, prefix)
        self.out.append(f"</{name}>")

    def body(self, parts: tuple[Block | Part, ...], prefix: str, name: str = "mainBody") -> None:
        """Write the main body; it is never empty, and text never stands in it directly (Guidelines part 3, section 1.6)."""
        self.out.append(f"<{name}>")
        for part in parts or (Part("paragraph", (Block(()),)),):
            self.part(part if isinstance(part, Part) else Part("paragraph", (part,)), prefix)
        self.out.append(f"</{name}>")

    def part(self, part: Block | Part, prefix: str) -> None:
        """Write a part and all in it."""
        if not isinstance(part, Part):
            self.block(part, self.ids.named(prefix, part.kind))
            return
        kind, content = part.kind, part.content
        if kind in self.plain and len(content) == 1 and type(block := content[0]) is Block and len(block.content) == 1:
            text = block.content[0]
            if type(text) is str and block.kind == "p" and not (block.language or part.heading or text.isspace()):
                self._plain(part, kind, text, prefix)
                return
        WRITTEN.get(kind, Writer._level)(self, part, prefix)

    def _plain(self, part: Part, kind: str, text: str, prefix: str) -> None:
        """Write a part that is one text and nothing else, as most are."""
        concept = part.concept
        if kind == "recital":
            eid = self.ids.counted(prefix, "container")
            words = f"{part.num} {text}" if part.num else text
            if concept:
                self.out.append(f'<container name="\0" refersTo="\0" eId="{eid}"><p eId="{eid}__p_1">\0</p></container>')
                self.words += (part.name, f"#{concept}", words)
            else:
                self.out.append(f'<container name="\0" eId="{eid}"><p eId="{eid}__p_1">\0</p></container>')
                self.words += (part.name, words)
            if part.name == "vote" and not self.vote:
                self.vote = eid
            return
        eid = self.ids.named(prefix, kind, part.num)
        if concept:
            self.acts.append((eid, part))
        number = self._number(part)
        self.out.append(f'<{kind} eId="{eid}">{number}<content eId="{eid}__content"><p eId="{eid}__p_1">\0</p></content></{kind}>')
        self.words.append(text)

    def _container(self, part: Part, prefix: str) -> None:
        name, content = part.name, printed(part).content
        eid = self.ids.counted(prefix, "container")
        if name == "vote" and not self.vote:
            self.vote = eid
        self.write('<container name="\0"', name)
        if part.concept:
            self.write(' refersTo="\0"', f"#{part.concept}")
        self.out.append(f' eId="{eid}">')
        if len(content) > 1 and any(isinstance(one, Part) and one.kind == "point" for one in content):
            self._block_list(content, eid)
        else:
            self._inside(content, eid)
        self.out.append("</container>")

    def _inside(self, parts: tuple[Block | Part, ...], eid: str) -> None:
        """Write what stands in a part; a draft within goes into the block before it, or into one of its own."""
        if len(parts) == 1 and type(block := parts[0]) is Block:
            kind = block.kind
            self.block(block, f"{eid}__{SHORT.get(kind, kind)}_1" if self.plain else self.ids.named(eid, kind))
            return
        if EMBEDDED not in [part.kind for part in parts]:
            for part in parts:
                self.part(part, eid)
            return
        for one, drafts in _led(parts):
            if drafts and isinstance(one, Block):
                self.block(one, self.ids.named(eid, one.kind), within=drafts)
            else:
                self.part(one, eid)

    def _block_list(self, parts: tuple[Block | Part, ...], prefix: str) -> None:
        """Write items where only blocks may stand: in the preamble (Guidelines part 1, section 4.5.3)."""
        eid = self.ids.named(prefix, "blockList")
        self.out.append(f'<blockList eId="{eid}">')
        points = [index for index, part in enumerate(parts) if isinstance(part, Part)]
        for index, part in enumerate(parts):
            if isinstance(part, Part):
                self._item(part, eid)
            elif index < points[0]:
                self.block(part, self.ids.only(f"{eid}__intro"), "listIntroduction")
            else:
                self.block(part, self.ids.only(f"{eid}__wrapup"), "listWrapUp")
        self.out.append("</blockList>")

    def _item(self, part: Part, prefix: str) -> None:
        eid = self.ids.named(prefix, "item", part.num)
        self.out.append(f'<item eId="{eid}">{self._number(part)}')
        if any(isinstance(one, Part) for one in part.content):
            self._block_list(part.content, eid)
        else:
            self._inside(part.content, eid)
        self.out.append("</item>")

    def _number(self, part: Part) -> str:
        if not part.num:
            return ""
        self.words.append(part.num)
        return "<num>\0</num>"

    def _formula(self, part: Part, prefix: str) -> None:
        eid = self.ids.named(prefix, "formula")
        self.write(f'<formula name="\0" eId="{eid}">', part.name)
        self._inside(printed(part).content, eid)
        self.out.append("</formula>")

    def _flow(self, part: Part, prefix: str) -> None:
        eid = self.ids.named(prefix, part.kind)
        self.out.append(f'<{part.kind} eId="{eid}">')
        self._inside(part.content, eid)
        self.out.append(f"</{part.kind}>")

    def _level(self, part: Part, prefix: str) -> None:
        """Write a paragraph, a point, a section: its number, then its text or its parts, never both (XSD)."""
        out, kind, content = self.out, part.kind, part.content
        eid = self.ids.named(prefix, kind, part.num)
        if part.concept:
            self.acts.append((eid, part))
        named = ""
        if part.name:
            named = ' name="\0"'
            self.words.append(part.name)
        number = self._number(part)
        out.append(f'<{kind}{named} eId="{eid}">{number}')
        if part.heading is not None:
            self.block(part.heading, f"{eid}__heading", "heading")
        if content and content[0].kind == "subheading" and isinstance(content[0], Block):
            self.block(content[0], f"{eid}__subheading")
            content = content[1:]
        inner = [index for index, one in enumerate(content) if type(one) is Part and one.kind not in FLOW]
        if not inner:
            out.append(f'<content eId="{eid}__content">')
            self._inside(content or (Block(()),), eid)
            out.append(f"</content></{kind}>")
            return
        if all(content[index].kind == "point" for index in inner):
            below = self.ids.named(eid, "list")
            out.append(f'<list eId="{below}">')
            self._levels(content, inner, below)
            out.append("</list>")
        else:
            self._levels(content, inner, eid)
        out.append(f"</{kind}>")

    def _levels(self, parts: tuple[Block | Part, ...], inner: list[int], eid: str) -> None:
        """Write parts with the text before them as their introduction, after them as their close, and between as ``alinea``."""
        self._wrapped("intro", parts[: inner[0]], eid)
        index = inner[0]
        while index <= inner[-1]:
            one = parts[index]
            if isinstance(one, Part) and one.kind not in FLOW:
                self.part(one, eid)
                index += 1
                continue
            stop = next(place for place in inner if place > index)
            below = self.ids.named(eid, "alinea")
            self.out.append(f'<alinea eId="{below}"><content eId="{below}__content">')
            self._inside(parts[index:stop], below)
            self.out.append("</content></alinea>")
            index = stop
        self._wrapped("wrapUp", parts[inner[-1] + 1 :], eid)

    def _wrapped(self, kind: str, parts: tuple[Block | Part, ...], prefix: str) -> None:
        if parts:
            eid = self.ids.only(f"{prefix}__{SHORT.get(kind, kind)}")
            self.out.append(f'<{kind} eId="{eid}">')
            self._inside(parts, eid)
            self.out.append(f"</{kind}>")

    def block(self, block: Block, eid: str, kind: str = "", within: tuple[Block | Part, ...] = ()) -> None:
        """Write one block and the drafts within it; significant blanks are protected (Guidelines part 1, section 4.16)."""
        out, content, tag = self.out, block.content, kind or block.kind
        if len(content) == 1 and type(text := content[0]) is str and not (block.language or within or text.isspace()):
            out.append(f'<{tag} eId="{eid}">\0</{tag}>')
            self.words.append(text)
            return
        language = ""
        if block.language:
            language = ' xml:lang="\0"'
            self.words.append(block.language)
        opening = len(out)
        out.append(f'<{tag} eId="{eid}"{language}>')
        self.content(content, eid)
        if self._blanks:
            self._protect(content, opening)
        for draft in within:
            self.part(draft, eid)
        out.append(f"</{tag}>")

    def _protect(self, content: tuple[Content, ...], opening: int) -> None:
        """Protect what is nothing but blank in a block, whose tag stands at ``opening`` (Guidelines part 1, section 4.16)."""
        out, places, self._blanks = self.out, self._blanks, []
        # A tool that indents cannot tell where a blank counts and where elements touch: then the blank is an element too.
        if not _touching(content):
            out[opening] = out[opening][:-1] + ' xml:space="preserve">'
            return
        for place, blank in places:
            if blank == " ":
                out[place] = "<span>\0</span>"

    def content(self, content: tuple[Content, ...], prefix: str) -> None:
        """Write inline content."""
        out, words = self.out, self.words
        for piece in content:
            if isinstance(piece, str):
                if piece.isspace():
                    self._blanks.append((len(out), piece))
                out.append("\0")
                words.append(piece)
            elif isinstance(piece, Inline):
                self._inline(piece, prefix)
            elif isinstance(piece, Note):
                self._note(piece, prefix)
            else:
                href = self.notes.get(piece.mark)
                link = f' href="#{href}"' if href else ""
                self.write(f'<sup class="footnote"><noteRef{link} marker="\0" placement="bottom"/></sup>', piece.mark)

    def _inline(self, piece: Inline, prefix: str) -> None:
        out, words, kind, content = self.out, self.words, piece.kind, piece.content
        eid = attributes = ""
        for name, value in piece.data:
            attributes += f' {name}="\0"'
            words.append(value)
        if kind in IDENTIFIED:
            eid = self.ids.counted(prefix, kind)
            attributes += f' eId="{eid}"'
            if piece.alternative:
                self.alternatives.append((eid, piece.alternative))
            if kind == "quantity":
                data = dict(piece.data)
                self.figures.setdefault((data.get("refersTo", ""), data.get("normalized", "")), eid)
        if len(content) == 1 and type(text := content[0]) is str and not text.isspace():
            out.append(f"<{kind}{attributes}>\0</{kind}>")
            words.append(text)
        elif content:
            out.append(f"<{kind}{attributes}>")
            self.content(content, eid or prefix)
            out.append(f"</{kind}>")
        else:
            out.append(f"<{kind}{attributes}/>")

    def _note(self, note: Note, prefix: str) -> None:
        outer, self._blanks = self._blanks, []
        eid = self.ids.named(prefix, "authorialNote")
        self.notes[note.mark] = eid
        held = ' class="bracketed"' if note.bracketed else ""
        self.write(f'<sup class="footnote"><authorialNote marker="\0" placement="bottom" eId="{eid}"{held}>', note.mark)
        self._inside(note.content, eid)
        self.out.append("</authorialNote></sup>")
        self._blanks = outer


PLAIN: Final = frozenset(("recital", "paragraph", "point"))
"""The parts that most often are one text and nothing else."""

WRITTEN: Final = {
    "recital": Writer._container, "container": Writer._container, "formula": Writer._formula, **dict.fromkeys(FLOW, Writer._flow),
}  # fmt: skip
"""How a part is written; those of other kinds are levels."""


UNNUMBERED: Final = frozenset(("recital", "container", "formula"))
"""The parts whose elements have no place for a number or a heading."""


def printed(part: Part) -> Part:
    """Return a part with its number and its heading in its text, where its element has no place for them."""
    if part.kind not in UNNUMBERED or not (part.num or part.heading):
        return part
    heading, content = part.heading, part.content
    if heading is not None:
        first, rest = Block(heading.content, language=heading.language), content
    elif content and isinstance(block := content[0], Block):
        first, rest = block, content[1:]
    else:
        first, rest = Block(()), content
    if part.num:
        first = replace(first, content=(f"{part.num} ", *first.content) if first.content else (part.num,))
    return replace(part, num="", heading=None, content=(first, *rest))


def _led(parts: tuple[Block | Part, ...]) -> Iterator[tuple[Block | Part, tuple[Block | Part, ...]]]:
    """Yield every part with the drafts that it leads up to; those that no block leads up to have an empty one."""
    at = 0
    while at < len(parts):
        one = parts[at]
        if isinstance(one, Part) and one.kind != EMBEDDED:
            yield one, ()
            at += 1
            continue
        first = at + isinstance(one, Block)
        at = next((end for end in range(first, len(parts)) if not _embedded(parts[end])), len(parts))
        yield one if isinstance(one, Block) else Block(()), parts[first:at]


def _embedded(part: Block | Part) -> bool:
    return isinstance(part, Part) and part.kind == EMBEDDED


def _touching(content: tuple[Content, ...]) -> bool:
    """Say whether elements touch somewhere in a block."""
    element = False
    for piece in content:
        before, element = element, not isinstance(piece, str)
        if (before and element) or (isinstance(piece, Inline) and _touching(piece.content)):
            return True
    return False


def document_head(writer: Writer, document: Document, prefix: str) -> None:
    """Write the regions above the body of a document, or above the documents that are collected in it."""
    lead = f"{prefix}__" if prefix else ""
    writer.region("coverPage", document.cover, f"{lead}coverPage")
    writer.region("preface", document.preface, f"{lead}preface")
    writer.region("preamble", document.preamble, f"{lead}preamble")


def document_parts(writer: Writer, document: Document, prefix: str) -> None:
    """Write the regions of a document in their order; the body adds nothing to identifiers."""
    document_head(writer, document, prefix)
    writer.body(document.body, prefix, BODIES.get(document.element, "mainBody"))
    writer.region("conclusions", document.conclusions, f"{prefix}__conclusions" if prefix else "conclusions")


__all__ = ["HIERARCHY", "NAMESPACE", "Mark", "Markup", "Writer", "document_head", "document_parts", "escaped", "quoted"]
