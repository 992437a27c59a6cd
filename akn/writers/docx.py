"""A document as Word: real numbering, real footnotes, named styles, the look of a document of the United Nations.

One paragraph a block, in reading order. A number is printed by a numbering definition, a note's mark by Word's own count where
that agrees, a further mark by a field that follows the note. The same document gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from string import Template

from akn.characters import UNHELD
from akn.document import Block, Content, Document, Inline, Mark, Note, Part, in_order, regions
from akn.markup.writer import escaped, quoted
from akn.patterns import compiled
from akn.writers.html import foreign, title_of
from akn.writers.labels import asset, direction, tag_of
from akn.writers.numbering import Numbering, counting

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ODD = compiled(f"[{UNHELD}]")
"""What XML cannot hold: no text that was converted has it, one that was made by hand may."""
MIDNIGHT = (1980, 1, 1, 0, 0, 0)
MARGIN, WIDTH = 1134, 9638
"""The margin and the width of the text, in twentieths of a point: A4 with margins of two centimetres."""

STYLES = {
    "issuingBody": "IssuingBody", "session": "Session", "agenda": "Session", "adoption": "Adoption", "proponents": "Session",
    "docType": "Adoption", "title": "Title", "vote": "Vote", "recital": "Recital", "formula": "Formula",
    "paragraph": "Operative", "point": "Item", "td": "TableText", "th": "TableText",
}  # fmt: skip
"""The style of a block by what it stands in; elsewhere it is running text."""
EMPHASIS = {
    "b": "<w:b/><w:bCs/>", "i": "<w:i/><w:iCs/>", "u": '<w:u w:val="single"/>',
    "sup": '<w:vertAlign w:val="superscript"/>', "sub": '<w:vertAlign w:val="subscript"/>',
}  # fmt: skip
CLASSES = {"bold": "b", "italic": "i"}
"""What the classes of official files say of a span."""
RAISED = '<w:rStyle w:val="FootnoteReference"/><w:vertAlign w:val="superscript"/>'
PHRASE = '<w:rStyle w:val="Phrase"/>'
ORDER = ("<w:rStyle", "<w:b/>", "<w:i/>", "<w:u ", "<w:vertAlign")
"""In what order the schema wants the properties of a run."""
EMPTY = "<w:p/>"
HEADINGS, LARGEST = 4, 32768
FRAMES = {"Symbol": (4200, 1400), "Distribution": (2600, 2000)}
"""What stands at the far side of the masthead: how wide, and how far down the page."""


class Word:
    """The parts of the file as they are written."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.rtl = direction(tag_of(document.language)) == "rtl"
        self.out: list[str] = []
        self.footnotes: list[str] = []
        self.numbering = Numbering()
        self._counted = 0
        """How far Word has counted the notes that it counts: from the first that has a figure."""
        self.begun = 0
        self._places: dict[str, str] = {}
        """The bookmark of the note that a mark means at present."""
        self._marked = marks_of(document)
        self._first = ""
        """The style of the next block, where it begins something."""
        self._noted = False
        """Whether a note is being written."""
        self._headed = False
        """Whether there was a masthead: only the first is set as one."""

    def whole(self) -> None:
        """Write all."""
        self._document(self.document, annex=False)
        if not self.out or self.out[-1] == "</w:tbl>":
            self.out.append(EMPTY)

    # Parts.

    def _document(self, document: Document, annex: bool) -> None:
        self.numbering.close()
        self._first = "AnnexTitle" if annex else ""
        for one in in_order(document):
            if isinstance(one, Document):
                self._document(one, annex=one.kind == "annex")
            elif one[0] in ("coverPage", "preface") and any(isinstance(part, Block) for part in one[1]):
                self._head(one[1])
            else:
                self._parts(one[1], "Closing" if one[0] == "conclusions" else "Single", 0, 0)

    def _parts(self, parts: tuple[Block | Part, ...], style: str, depth: int, sections: int, num: str = "", phrase: str = "") -> None:
        """Write parts: ``depth`` of the numbers around them, ``sections`` the headings; ``num`` belongs to the first block."""
        for part in parts:
            if isinstance(part, Block):
                self._paragraph(part, style, num, depth - 1, phrase=phrase)
                num = phrase = ""
            elif part.kind == "table":
                self._table(part)
            elif part.kind == "tr":
                self._table(Part("table", (part,)))
            elif part.kind == "container" and part.name == "masthead":
                self._masthead(part)
            else:
                self._part(part, style, depth, sections)

    def _part(self, part: Part, style: str, depth: int, sections: int) -> None:
        name = part.name if part.kind == "container" and part.name in STYLES else part.kind
        if name == "container":
            name = "recital"
        style = "Closing" if style == "Closing" and name != "vote" else "Vote" if style == "Vote" else STYLES.get(name, "Single")
        lead = part.num
        titled = part.heading is not None or part.kind in ("section", "part", "chapter", "title", "book")
        if part.heading is not None:
            self._paragraph(part.heading, f"Heading{min(HEADINGS, sections + 1)}", lead, sections, "heading")
            lead = ""
        if titled:
            sections += 1
        elif part.num:
            depth += 1
        if lead and not (part.content and isinstance(part.content[0], Block)):
            self._paragraph(Block(()), style, lead, sections - 1 if titled else depth - 1, "heading" if titled else "text")
            lead = ""
        self._parts(part.content, style, depth, sections, lead, part.name if part.kind == "recital" else "")

    def _head(self, parts: tuple[Block | Part, ...]) -> None:
        """Write a head that has no containers, as official files have it: what its lines are, the elements in them say."""
        again, bodies, below = self._headed, 0, False
        for part in parts:
            if isinstance(part, Part):
                self._parts((part,), "Single", 0, 0)
                continue
            named = {piece.kind: dict(piece.data).get("refersTo", "") for piece in inlines(part.content)}
            below = below or again or bodies > 1 or bool({"session", "event", "docTitle"} & set(named))
            if named.get("docAuthority") == "#publisher":
                style, self._headed = "Publisher", True
            elif "docAuthority" in named:
                style, bodies = "IssuingBody" if bodies or again else "Organ", bodies + 1
            elif "docTitle" in named:
                style = "Adoption" if bodies and "docNumber" not in named else "Title"
            elif "docNumber" in named and self._headed and not again:
                style = "Symbol"
            else:
                style = "Session" if below or not bodies else "Distribution"
            self._paragraph(part, style)

    def _masthead(self, part: Part) -> None:
        """Write the masthead: the publisher and the organ at one side, symbol and distribution at the other."""
        organ, again = self._headed, self._headed
        self._headed = True
        for one in part.content:
            if not isinstance(one, Block):
                self._parts((one,), "Session", 0, 0)
                continue
            kinds = {piece.kind for piece in one.content if isinstance(piece, Inline)}
            if "role" in kinds:
                style = "Publisher"
            elif "docAuthority" in kinds:
                style, organ = "Session" if organ else "Organ", True
            else:
                style = "Session" if again else "Symbol" if "docNumber" in kinds else "Distribution"
            self._paragraph(one, style)

    def _table(self, part: Part) -> None:
        rows = [row for row in part.content if isinstance(row, Part) and row.kind == "tr"]
        self._parts(tuple(row for row in part.content if row not in rows), "Single", 0, 0)
        widest = max((len(row.content) for row in rows), default=0)
        if not widest:
            return
        if self.out and self.out[-1] == "</w:tbl>":
            self.out.append(EMPTY)  # else two tables would be one
        width = WIDTH // widest
        visual = "<w:bidiVisual/>" if self.rtl else ""
        self.out.append(
            f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>{visual}<w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>'
            + f'<w:gridCol w:w="{width}"/>' * widest
            + "</w:tblGrid>"
        )
        for row in rows:
            self.out.append("<w:tr>")
            for cell in row.content:
                self.out.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>')
                begun = len(self.out)
                self._parts(cell.content if isinstance(cell, Part) else (cell,), "TableText", 0, 0)
                if len(self.out) == begun or self.out[-1] == "</w:tbl>":
                    self.out.append(EMPTY)
                self.out.append("</w:tc>")
            self.out.append("</w:tr>")
        self.out.append("</w:tbl>")

    # Paragraphs.

    def _paragraph(self, block: Block, style: str, num: str = "", level: int = 0, family: str = "text", phrase: str = "") -> None:
        if not block.content and not num:
            return
        broken = ""
        if self._first:
            style, self._first, broken = self._first, "", "<w:pageBreakBefore/>"
        numbered = ""
        if num:
            one, deep = self.numbering.place(num, max(0, level), family)
            numbered = f'<w:numPr><w:ilvl w:val="{deep}"/><w:numId w:val="{one}"/></w:numPr>'
        emphasised = len(phrase) if phrase and block.text().startswith(phrase) else 0
        rtl = direction(block.language) == "rtl" if block.language else self.rtl and not foreign(block.text())
        side = "<w:bidi/>" if rtl else '<w:bidi w:val="0"/>' if self.rtl else ""
        far = style in FRAMES or style == "Closing"
        if self.rtl and (style in FRAMES or rtl != self.rtl):
            side += f'<w:jc w:val="{"left" if far and not rtl else "right"}"/>'
        frame = ""
        if style in FRAMES and not self.rtl:  # programs do not agree from which side a frame is measured
            width, down = FRAMES[style]
            across = MARGIN + WIDTH - width
            frame = f'<w:framePr w:w="{width}" w:wrap="around" w:vAnchor="page" w:hAnchor="page" w:x="{across}" w:y="{down}"/>'
        self.out.append(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{broken}{frame}{numbered}{side}</w:pPr>')
        self.out += Runs(self, rtl, emphasised).runs(block.content)
        self.out.append("</w:p>")

    # Notes.

    def note(self, note: Note, rtl: bool) -> str:
        """Write a note; return the run of its mark. Word has no notes to notes: the words of one follow its mark in brackets."""
        if self._noted:
            words = " ".join(block.text() for block in note.content if isinstance(block, Block))
            return f'<w:r><w:t xml:space="preserve"> ({escaped(f"{note.mark} {words}".strip())})</w:t></w:r>'
        number = len(self.footnotes) + 1
        self.footnotes.append("")
        if not self.begun and note.mark.isdecimal() and 0 < int(note.mark[:9]) < LARGEST:
            self.begun = int(note.mark)
            self._counted = self.begun - 1
        own = note.mark == str(self._counted + 1)
        self._counted += own
        place = f"_Ref{number:09d}"
        self._places[note.mark] = place
        side = "<w:bidi/>" if rtl else ""
        turned = "<w:rtl/>" if rtl else ""
        sign = "<w:footnoteRef/>" if own else f'<w:t xml:space="preserve">{escaped(note.mark)}</w:t>'
        sign = f"<w:r><w:rPr>{RAISED}{turned}</w:rPr>{sign}</w:r>"
        if note.bracketed:
            sign = f'<w:r><w:rPr>{turned}</w:rPr><w:t>(</w:t></w:r>{sign}<w:r><w:rPr>{turned}</w:rPr><w:t>)</w:t></w:r>'
        text = self._apart(note) or '<w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr></w:p>'
        lead = f'{sign}<w:r><w:t xml:space="preserve"> </w:t></w:r>'
        text = re.sub(r"</w:pPr>", lambda found: found[0] + lead, text, count=1)
        if side:
            text = re.sub(r'(<w:pStyle w:val="FootnoteText"/>)(?!<w:bidi)', rf"\1{side}", text)
        self.footnotes[number - 1] = f'<w:footnote w:id="{number}">{text}</w:footnote>'
        custom = "" if own else ' w:customMarkFollows="1"'
        shown = "" if own else f"<w:t>{escaped(note.mark)}</w:t>"
        run = f'<w:r><w:rPr>{RAISED}{turned}</w:rPr><w:footnoteReference{custom} w:id="{number}"/>{shown}</w:r>'
        if note.mark in self._marked:
            run = f'<w:bookmarkStart w:id="{number}" w:name="{place}"/>{run}<w:bookmarkEnd w:id="{number}"/>'
        return run

    def _apart(self, note: Note) -> str:
        """Return the paragraphs of a note."""
        outer, first = self.out, self._first
        self.out, self._first, self._noted = [], "", True
        self._parts(note.content, "FootnoteText", 0, 0)
        text = "".join(self.out)
        self.out, self._first, self._noted = outer, first, False
        return text

    def again(self, mark: Mark, rtl: bool) -> str:
        """Return the run of a further mark: a field that follows its note."""
        turned = "<w:rtl/>" if rtl else ""
        run = f'<w:r><w:rPr>{RAISED}{turned}</w:rPr><w:t xml:space="preserve">{escaped(mark.mark)}</w:t></w:r>'
        place = self._places.get(mark.mark)
        return f'<w:fldSimple w:instr=" NOTEREF {place} \\f \\h ">{run}</w:fldSimple>' if place else run


class Runs:
    """The runs of one paragraph."""

    def __init__(self, word: Word, rtl: bool, emphasised: int) -> None:
        self.word, self.rtl, self.left = word, rtl, emphasised
        self._begun = False
        """Whether a word has been written: blanks before it are no text."""

    def runs(self, content: tuple[Content, ...], style: str = "") -> list[str]:
        """Return the runs of some content."""
        out = []
        for piece in content:
            if isinstance(piece, str):
                words = piece if self._begun else piece.lstrip(" \t\n")
                self._begun = self._begun or bool(words)
                head, rest = words[: self.left], words[self.left :]
                self.left -= len(head)
                out += [self.run(head, PHRASE + style), self.run(rest, style)]
            elif isinstance(piece, Inline):
                inner = ordered(style, EMPHASIS.get(piece.kind, ""))
                for word in dict(piece.data).get("class", "").split():
                    inner = ordered(inner, EMPHASIS.get(CLASSES.get(word, ""), ""))
                out += self.runs(piece.content, inner)
            elif isinstance(piece, Note):
                out.append(self.word.note(piece, self.rtl))
            else:
                out.append(self.word.again(piece, self.rtl))
        return out

    def run(self, text: str, style: str) -> str:
        """Return one run of words."""
        if not text:
            return ""
        turned = "<w:rtl/>" if self.rtl and not foreign(text) else ""
        properties = f"<w:rPr>{style}{turned}</w:rPr>" if style or turned else ""
        words = escaped(ODD.sub("", text))
        words = re.sub(r"[\t\n]+", '</w:t><w:tab/><w:t xml:space="preserve">', words)
        run = f'<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r>'
        return run.replace('<w:t xml:space="preserve"></w:t>', "")


def ordered(style: str, more: str) -> str:
    """Return the properties of a run with one more, each once and in the order of the schema."""
    if not more or more in style:
        return style
    return "".join(sorted(filter(None, (*re.findall(r"<w:(?:b|i)/><w:\w+/>|<w:[^>]+>", style), more)), key=place_of))


def place_of(piece: str) -> int:
    """Return where a property stands."""
    return next((place for place, start in enumerate(ORDER) if piece.startswith(start)), len(ORDER))


def inlines(content: tuple[Content, ...]) -> Iterator[Inline]:
    """Yield the inline elements in some content, those within others too."""
    for piece in content:
        if isinstance(piece, Inline):
            yield piece
            yield from inlines(piece.content)


def marks_of(document: Document) -> set[str]:
    """Return the marks that stand in the text again, after the first."""
    found: set[str] = set()

    def content(pieces: tuple[Content, ...]) -> None:
        for piece in pieces:
            if isinstance(piece, Mark):
                found.add(piece.mark)
            elif isinstance(piece, Inline):
                content(piece.content)
            elif isinstance(piece, Note):
                parts(piece.content)

    def parts(inner: tuple[Block | Part, ...]) -> None:
        for part in inner:
            if isinstance(part, Block):
                content(part.content)
            else:
                content(part.heading.content if part.heading else ())
                parts(part.content)

    for _, region in regions(document):
        parts(region)
    for one in (*document.annexes, *document.components):
        found |= marks_of(one)
    return found


def to_docx(document: Document) -> bytes:
    """Return a document as the bytes of a Word file."""
    word = Word(document)
    word.whole()
    tag = tag_of(document.language) or "en"
    slants = counting().slant
    symbol = document.identity.symbol or document.identity.show
    values = {
        "lang": quoted(tag), "title": escaped(ODD.sub("", title_of(document))), "symbol": escaped(ODD.sub("", symbol)),
        "bidi": "<w:bidi/>" if word.rtl else "",
        "begun": f'<w:numStart w:val="{word.begun}"/>' if word.begun > 1 else "",
        "gap": "80" if word.rtl else "900",
        "slant": slants.get(tag, slants["other"]),
    }  # fmt: skip

    def made(name: str) -> str:
        return Template(asset(f"docx/{name}")).substitute(values)

    margins = 'w:top="1417" w:right="1134" w:bottom="1417" w:left="1134" w:header="567" w:footer="567" w:gutter="0"'
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId5"/><w:footerReference w:type="default" r:id="rId6"/>'
        f'<w:pgSz w:w="11906" w:h="16838"/><w:pgMar {margins}/><w:titlePg/>{values["bidi"]}</w:sectPr>'
    )
    office = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    rule = '<w:p><w:pPr><w:spacing w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:{0}/></w:r></w:p>'
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}">{rule.format(kind)}</w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    parts = {
        "[Content_Types].xml": made("content_types.xml"),
        "_rels/.rels": made("rels.xml"),
        "docProps/core.xml": made("core.xml"),
        "word/_rels/document.xml.rels": made("document_rels.xml"),
        "word/document.xml": f"{HEAD}<w:document {W} {office}><w:body>{''.join(word.out)}{section}</w:body></w:document>",
        "word/styles.xml": made("styles.xml"),
        "word/settings.xml": made("settings.xml"),
        "word/numbering.xml": f"{HEAD}<w:numbering {W}>{word.numbering.xml()}</w:numbering>",
        "word/footnotes.xml": f"{HEAD}<w:footnotes {W}>{separators}{''.join(word.footnotes)}</w:footnotes>",
        "word/header1.xml": made("header1.xml"),
        "word/footer1.xml": made("footer1.xml"),
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, MIDNIGHT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode("utf-8"))
    return data.getvalue()
