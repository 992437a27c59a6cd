"""A document as HTML: what it means in the elements of HTML, what it is in Akoma Ntoso in classes and ``data-`` attributes.

It is made from our own XML, so that identifiers are the same in both. Every element ``x`` has the class ``akn-x`` and every
identifier is in ``data-eid``, as the web components for Akoma Ntoso expect them (``la-akoma-ntoso`` and those around it).
Notes stand at the end, or, where annexes or parts number them anew, after the document that they belong to, each with a link back to
every one of its marks.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from akn.document import Document, Inline, plain
from akn.limits import OURS
from akn.markup.writer import BODIES, escaped, quoted
from akn.markup.xml import to_xml
from akn.patterns import compiled
from akn.text import Lines
from akn.writers.addresses import address
from akn.writers.blocks import Blocks
from akn.writers.labels import Labels, asset, direction, frame, labels, tag_of
from akn.xml import local, parse

Element = Any

TAGS = {
    "coverPage": "header", "preface": "header", "preamble": "section", "mainBody": "section", "conclusions": "section",
    **dict.fromkeys(BODIES.values(), "section"),
    "attachments": "section", "attachment": "section", "components": "section", "component": "section", "doc": "article",
    "tr": "tr", "td": "td", "th": "th", "p": "p", "listIntroduction": "p", "listWrapUp": "p",
}  # fmt: skip
"""The HTML element of a part or a block; others are ``div``."""
ROWS = frozenset(("tr", "td", "th"))
INLINE = {
    "date": "time", "docDate": "time", "b": "b", "i": "i", "u": "u", "sup": "sup", "sub": "sub", "ins": "ins", "del": "del",
    "abbr": "abbr", "a": "a", "ref": "a", "rref": "a",
}  # fmt: skip
"""The HTML element of an inline; others are ``span``."""
BREAKS = frozenset(("br", "eol"))
LINKS = frozenset(("authorialNote", "noteRef", "ref", "rref", "a"))
DATE = compiled(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PLAIN = compiled(r"[\w-]+")
LEVELS = 6


class Html:
    """The HTML of one document; identifiers begin with ``prefix``, so that several documents can share a page."""

    def __init__(self, document: Document, prefix: str = "") -> None:
        writer = Blocks()
        self.document = document
        self.root = parse(to_xml(document, writer), OURS)
        self.blocks = writer.blocks
        self.alternatives = {eid: symbol for one in writer.all for eid, symbol in one.alternatives}
        self.prefix = prefix
        self.tag = tag_of(document.language)
        self.direction = direction(self.tag)
        self.labels: Labels = labels(self.tag)
        self.out: list[str] = []
        self.titled = False
        """Whether a heading of the first level was written."""
        self._opening = 0
        """How much of an opening phrase is still to come."""
        self._notes: list[Element] = []
        marks = [one.get("marker") for one in self.root.iter("{*}authorialNote")]
        self._together = len(marks) == len(set(marks))
        """Whether the notes of all documents within stand at the end of the whole: no mark is there twice."""
        self._marks: dict[str, list[str]] = {}
        self._parts: dict[str, int] = {}

    def article(self) -> str:
        """Return the whole as one element."""
        self.out = []
        self.titled = False
        for child in self.root:
            self._document(child, "article")
        return "".join(self.out)

    def within(self, eid: str) -> tuple[str, str]:
        """Return further attributes of a block, and what stands at its end."""
        return "", ""

    def _document(self, element: Element, tag: str) -> None:
        """Write a document or an annex; its own notes stand before the documents that hang on it."""
        whole = element.getparent() is self.root
        outer = self._notes
        if whole or not self._together:
            self._notes = []
        language = ""
        if whole:
            language = f' lang="{quoted(self.tag)}" dir="{direction(self.tag)}"'
        self.out.append(f"<{tag}{self._attributes(element)}{language}>")
        later = []
        for child in element:
            if local(child) in ("attachments", "components"):
                later.append(child)
            elif local(child) != "meta":
                self._part(child)
        if not self._together:
            self._endnotes()
            self._notes = outer
        for child in later:
            self._part(child)
        if whole and self._together:
            self._endnotes()
        self.out.append(f"</{tag}>")

    def _part(self, element: Element) -> None:
        name, eid = local(element), element.get("eId") or ""
        tag = "div" if name in ROWS and not tabular(element) else TAGS.get(name, "div")
        if eid in self.blocks:
            self._block(element, "span" if name in HEADINGS and element is headed(element.getparent()) else tag)
        elif any(local(child) == "meta" for child in element):
            self._document(element, "article")
        elif name == "container" and element.get("name") == "title" and self._blocks_only(element):
            self._title(element)
        elif name == "table":
            self._table(element)
        else:
            if tag == "div" and headed(element) is not None:
                tag = "section"
            self.out.append(f"<{tag}{self._attributes(element)}>")
            self._children(element)
            self.out.append(f"</{tag}>")

    def _children(self, element: Element) -> None:
        number: Element = None
        heading = headed(element)
        for child in element:
            name = local(child)
            if name == "num":
                number = child
                if heading is None or child.getnext() is not heading:
                    self._number(child)
            elif child is heading:
                level = self._level(element)
                self.out.append(f"<h{level}>")
                if number is not None:
                    self._number(number)
                    self.out.append("<br>" if (number.text or "").isalnum() else " ")
                self._part(child)
                self.out.append(f"</h{level}>")
            else:
                self._part(child)

    def _number(self, element: Element) -> None:
        self.out.append(f'<span class="akn-num">{escaped(element.text or "")}</span> ')

    def _level(self, element: Element) -> int:
        """Return the level of a heading: below the title, one more for each annex and each heading above it."""
        above = [one for one in element.iterancestors() if local(one) == "attachment" or headed(one) is not None]
        return min(LEVELS, 2 + len(above))

    def _blocks_only(self, element: Element) -> bool:
        return len(element) > 0 and all(child.get("eId") in self.blocks for child in element)

    def _title(self, element: Element) -> None:
        """Write the title as a heading; one of several lines has them in it."""
        level = self._level(element) - 1
        if level == 1 and self.titled:
            level = 2
        self.titled |= level == 1
        self.out.append(f"<div{self._attributes(element)}><h{level}>")
        for child in element:
            self._block(child, "span")
            self.out.append("<br>" if child.getnext() is not None else "")
        self.out.append(f"</h{level}></div>")

    def _table(self, element: Element) -> None:
        rows = [child for child in element if local(child) == "tr"]
        for child in element:
            if local(child) != "tr":
                self._part(child)
        if rows:
            self.out.append(f'<div class="akn-scroll" tabindex="0"><table{self._attributes(element)}><tbody>')
            for row in rows:
                self._part(row)
            self.out.append("</tbody></table></div>")

    def _block(self, element: Element, tag: str) -> None:
        eid = element.get("eId") or ""
        more, end = self.within(eid)
        if self.direction == "rtl" and not self.blocks[eid].language and foreign(self.blocks[eid].text()):
            more += ' dir="ltr"'
        self.out.append(f"<{tag}{self._attributes(element)}{more}>")
        self._opening = self._phrase(element)
        self._inside(element, False)
        self.out.append(f"{end}</{tag}>")

    def _phrase(self, element: Element) -> int:
        """Return how many signs of a preambular paragraph are its opening phrase."""
        above = element.getparent()
        name = above.get("name") or ""
        if local(above) != "container" or local(above.getparent()) != "preamble" or above.index(element):
            return 0
        return len(name) if self.blocks[element.get("eId")].text().startswith(name) else 0

    # Within a block.

    def _inside(self, element: Element, linked: bool, link: str = "") -> None:
        """Write inline content; ``linked`` says that it stands in a link, ``link`` is one to put around the words alone."""

        def say(text: str | None) -> None:
            if text:
                phrase, rest = text[: self._opening], text[self._opening :]
                self._opening -= len(phrase)
                words = (f'<em class="akn-phrase">{escaped(phrase)}</em>' if phrase else "") + escaped(rest)
                self.out.append(f"{link}{words}</a>" if link else words)

        say(element.text)
        for child in element:
            self._inline(child, linked)
            say(child.tail)

    def _inline(self, element: Element, linked: bool) -> None:
        name = local(element)
        if name == "sup" and element.get("class") == "footnote":
            self._inside(element, linked)
        elif name == "authorialNote":
            self._notes.append(element)
            self._mark(element, element.get("eId") or "")
        elif name == "noteRef":
            self._mark(element, (element.get("href") or "").removeprefix("#"))
        elif name in BREAKS:
            self.out.append("<br>")
        else:
            tag = INLINE.get(name, "span")
            attributes = self._attributes(element)
            if tag != "a":
                when = element.get("date") or ""
                if tag == "time" and not DATE.fullmatch(when):
                    tag = "span"
                attributes += f' datetime="{when}"' if tag == "time" else ""
            else:
                target = self.target(element)
                attributes += f' href="{quoted(target)}"' if target else ""
                crowded = any(local(one) in LINKS for one in element.iterdescendants())
                if crowded or linked:  # a link holds no other: the words alone are linked
                    self.out.append(f"<span{self._attributes(element)}>")
                    self._inside(element, linked, f'<a href="{quoted(target)}">' if target and not linked else "")
                    self.out.append("</span>")
                    return
            self.out.append(f"<{tag}{attributes}>")
            self._inside(element, linked or tag == "a")
            self.out.append(f"</{tag}>")

    def target(self, element: Element) -> str:
        """Return the address of a reference: within the page, or of the document at undocs.org; empty where there is none."""
        href = element.get("href") or element.get("from") or ""
        if href.startswith("#"):
            return f"#{self.prefix}{href[1:]}"
        return address(href, "".join(element.itertext()), self.alternatives.get(element.get("eId") or "", ""))

    # Notes.

    def _mark(self, element: Element, eid: str) -> None:
        mark = element.get("marker") or ""
        if not eid:
            self.out.append(f'<sup class="akn-noteRef">{escaped(mark)}</sup>')
            return
        places = self._marks.setdefault(eid, [])
        place = f"{self.prefix}{eid}__mark_{len(places) + 1}"
        places.append(place)
        label = quoted(self.labels.note.format(mark=mark))
        self.out.append(
            f'<sup class="akn-noteRef"><a href="#{self.prefix}{quoted(eid)}" id="{quoted(place)}" role="doc-noteref"'
            f' aria-label="{label}">{escaped(mark)}</a></sup>'
        )

    def _endnotes(self) -> None:
        if not self._notes:
            return
        label = quoted(self.labels.notes)
        self.out.append(f'<section class="akn-notes" role="doc-endnotes" aria-label="{label}"><ul>')
        for note in self._notes:  # it grows where a note has a note
            mark, eid = note.get("marker") or "", note.get("eId") or ""
            shown = f"({mark})" if note.get("class") == "bracketed" else mark
            self.out.append(f'<li{self._attributes(note)}><span class="akn-marker">{escaped(shown)}</span><div>')
            for child in note:
                self._part(child)
            back = quoted(self.labels.back.format(mark=mark))
            for place in self._marks.get(eid, ()):
                self.out.append(f'<a href="#{quoted(place)}" role="doc-backlink" aria-label="{back}">{frame().arrow}</a>')
            self.out.append("</div></li>")
        self.out.append("</ul></section>")

    # Attributes.

    def _attributes(self, element: Element) -> str:
        """Return class, identifier and language of an element, and what else it has as ``data-`` attributes."""
        given = element.get("class") or ""
        out = [f' class="akn-{local(element)}{" " + quoted(given) if given else ""}"']
        for key in element.keys():  # noqa: SIM118 (an element is no mapping: it iterates over its children)
            value = element.get(key)
            if key == "eId":
                out.append(f' id="{self.prefix}{quoted(value)}" data-eid="{quoted(value)}"')
            elif key.endswith("}lang"):
                tag = tag_of(value)
                out.append(f' lang="{quoted(tag)}" dir="{direction(tag)}"')
            elif key != "class" and PLAIN.fullmatch(key):
                out.append(f' data-{key.lower()}="{quoted(value)}"')
        return "".join(out)


HEADINGS = frozenset(("heading", "subheading"))


def headed(element: Element) -> Element:
    """Return the heading of an element, else its subheading, None where it has neither."""
    second = None
    for child in element:  # only a number and comments stand before it
        name = local(child)
        if name == "heading":
            return child
        if name == "subheading":
            second = child
        elif name and name != "num":
            break
    return second


def tabular(element: Element) -> bool:
    """Say whether a row or a cell stands in a table."""
    above = element.getparent()
    return local(above) == "table" or (local(element) != "tr" and local(above) == "tr" and tabular(above))


def foreign(text: str) -> bool:
    """Say whether a text has letters and none of a script that runs from right to left."""
    kinds = {unicodedata.bidirectional(sign) for sign in text}
    return "L" in kinds and not kinds & {"R", "AL"}


def title_of(document: Document) -> str:
    """Return what a page about the document is called: symbol and title as the metadata or the text has them, or the first words."""
    one = document.identity
    lines = Lines(document)
    found: dict[str, str] = {}
    for block in (block for line in lines.blocks for block in line):
        for piece in block.content:
            if isinstance(piece, Inline):
                found.setdefault(piece.kind, plain(piece.content))
    named = (one.symbol or found.get("docNumber") or one.show, one.title or found.get("docTitle"))
    return frame().between.join(part for part in named if part) or next((line for line in lines.text if line), document.kind)


def to_html(document: Document, *, page: bool = True) -> str:
    """Return a document as a page of its own, or as one element to put into a page."""
    html = Html(document)
    article = html.article()
    if not page:
        return article
    title = escaped(title_of(document))
    head = "" if html.titled else f'<h1 class="akn-title">{title}</h1>'
    return (
        f'<!DOCTYPE html>\n<html lang="{quoted(html.tag)}" dir="{direction(html.tag)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>\n{asset('document.css')}</style>\n</head>\n<body>\n<main>{head}{article}</main>\n</body>\n</html>\n"
    )
