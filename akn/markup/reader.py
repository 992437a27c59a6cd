"""Reads any Akoma Ntoso file into a document: ours exactly, others with every word in its order.

Acts, bills, judgments, debates, amendments and collections are read by the same rules: what holds text directly is a block,
what holds blocks is a part, what Akoma Ntoso adds around them (``content``, ``intro``, ``list``) is left out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Any, Final

from msgspec.structs import replace

from akn import packs
from akn.document import (
    Block,
    Content,
    Count,
    Data,
    Document,
    Entity,
    Identity,
    Inline,
    Layout,
    Mark,
    Note,
    Origin,
    Part,
    Vote,
    plain,
)
from akn.errors import SourceError
from akn.iris import UNKNOWN
from akn.limits import Clock, Limits
from akn.patterns import compiled
from akn.source import read as open_file
from akn.xml import ACTS, AKN, LAYOUT, Names, local, parse

Element = Any
Kids = list[tuple[str, Element]]
"""The children of an element, each with its name: they are looked at more than once, and named once."""

CLASSES: Final = frozenset(
    "act amendment amendmentList bill debate debateReport doc documentCollection judgment officialGazette portion statement".split()
)
BODIES: Final = frozenset("amendmentBody body collectionBody debateBody judgmentBody mainBody portionBody".split())
REGIONS: Final = {
    "coverPage": "cover",
    "preface": "preface",
    "header": "preface",
    "preamble": "preamble",
    "conclusions": "conclusions",
}
WRAPPERS: Final = frozenset(
    "blockContainer blockList components content intro list listIntroduction listWrapUp ol tblock ul wrapUp".split()
)
LEAVES: Final = frozenset("block caption crossHeading heading longTitle listIntroduction listWrapUp num p subheading tocItem".split())
INLINES: Final = frozenset(
    "a abbr affectedDocument argument authorialNote b br change concept courtType date def del docAuthority docCommittee docDate "
    "docIntroducer docJurisdiction docNumber docProponent docPurpose docStage docStatus docTitle docType docketNumber eol eop event "
    "extractText fillIn i img inline ins judge keyword lawyer legislature location marker mmod mod mref narrative neutralCitation "
    "noteRef object omissis opinion organization outcome party person placeholder popup process quantity quotedText recordedTime ref "
    "relatedDocument remark rmod role rref scene session shortTitle signature source span sub sup term u vote embeddedText "
    "decoration entity".split()
)
WITHIN: Final = INLINES | {""}
"""What may stand in a block: comments and instructions too, which have no name."""
EMBEDDED: Final = frozenset(("embeddedStructure", "quotedStructure"))
LEVELLED: Final = ("mainBody", "quoted")
"""Where words between items stand in an alinea: in a body, and in a draft within."""
QUOTED: Final = tuple(f"{{*}}{name}" for name in sorted(EMBEDDED))
NOTES: Final = frozenset(("authorialNote", "noteRef"))
EMPTY: Final = compiled(r"\(\)|\)\(")
"""Brackets with nothing between them; the signs of some files stand in the order in which they are seen."""
BREAKS: Final = frozenset(("br", "eol"))
BROKEN: Final = tuple(f"{{*}}{name}" for name in sorted(BREAKS))
SKIPPED: Final = frozenset(("meta", "img", "eop"))
TITLES: Final = frozenset(("num", "heading", "subheading"))
HEADED: Final = frozenset(("num", "heading"))
BLANK: Final = " \t\r\n"
BLANKS: Final = compiled(r"[ \t\r\n]+")
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def read(xml: bytes | str | os.PathLike[str], limits: Limits | None = None) -> Document:
    """Return the document of an Akoma Ntoso file; see :func:`akn.read`."""
    limits = limits or Limits()
    return document(*opened(xml, limits), limits)


def opened(xml: bytes | str | os.PathLike[str], limits: Limits) -> tuple[Element, Element]:
    """Return the root of an Akoma Ntoso file and the element of its document."""
    root = parse(open_file(xml, limits) if isinstance(xml, os.PathLike) else xml, limits)
    if not root.tag.startswith(f"{{{AKN}") or local(root) != "akomaNtoso":
        raise SourceError(f"not Akoma Ntoso: the root element is {local(root) or root.tag!r}")
    inner = next((child for child in root if local(child) in CLASSES), None)
    if inner is None:
        raise SourceError("not Akoma Ntoso: there is no document in akomaNtoso")
    return root, inner


def document(root: Element, inner: Element, limits: Limits, facts: bool = True) -> Document:
    """Return the document of a file that was opened.

    Without ``facts`` it has its words and the record of their layout, all that its text is made of, and nothing else that is told of it.
    """
    return _Reader(root, Clock(limits), _facts if facts else _recorded).document(inner)


class _Reader:
    def __init__(self, root: Element, clock: Clock, facts: Callable[[Element], dict[str, Any]]) -> None:
        self._clock = clock
        self._facts = facts
        self._names = Names()
        self._ours = root.find(".//{*}identification[@source='#converter']") is not None
        """Whether our writer made the file: then every blank between elements that counts is protected."""
        self._alternatives = {
            str(found.get("for", ""))[1:]: found.get("showAs", "")
            for found in root.iter("{*}alternativeReference")
            if found.get("for")
        }
        self._placed: set[str] = set()
        """Which of the editorial notes stand at a mark."""
        self._acts = {(found.get("for") or "").removeprefix("#"): found for found in root.iter(f"{{{ACTS}}}act")}
        self._editorial = {note.get("eId", note.get("id", "")): note for note in root.iter("{*}note")}
        self._quoting = next(root.iter(*QUOTED), None) is not None
        """Whether any block may hold what is structural."""

    def document(self, element: Element) -> Document:
        """Return one document, with those within it."""
        regions: dict[str, list[Block | Part]] = {"cover": [], "preface": [], "preamble": [], "body": [], "conclusions": []}
        annexes: list[Document] = []
        components: list[Document] = []
        meta = None
        for name, child in self._kids(element):
            if name == "meta":
                meta = child
            elif name in REGIONS:
                regions[REGIONS[name]] += self._parts(self._kids(child), name, titled=False)
            elif name in BODIES:
                if name == "collectionBody":
                    components += self._within(child)
                else:
                    regions["body"] += self._parts(self._kids(child), name, titled=False)
            elif name in ("attachments", "components"):
                (annexes if name == "attachments" else components).extend(self._within(child))
            elif name:
                regions["body"] += self._parts(self._kids(child), name, titled=False)
        parts: dict[str, Any] = {name: tuple(found) for name, found in regions.items()}
        if parts["body"] == (Part("paragraph", (Block(()),)),):
            parts["body"] = ()
        return Document(
            kind=element.get("name", ""),
            element=local(element),
            annexes=tuple(annexes),
            components=tuple(components),
            **parts,
            **(self._facts(meta) if meta is not None else {}),
        )

    def _within(self, element: Element) -> list[Document]:
        """Return the documents that stand in attachments or components."""
        found: list[Document] = []
        for child in element:
            loose: list[Block | Part] = []
            for inner in child if local(child) in ("attachment", "component") else (child,):
                if local(inner) in CLASSES:
                    made = self.document(inner)
                    if loose:  # the heading of the attachment itself
                        made = replace(made, preface=(*loose, *made.preface))
                        loose = []
                    found.append(made)
                elif local(inner):
                    loose += self._parts([(local(inner), inner)], "attachment", titled=False)
            if loose:
                found.append(Document(kind="annex", element="doc", body=tuple(loose)))
        return found

    def _kids(self, element: Element) -> Kids:
        names = self._names
        return [(names[child.tag], child) for child in element[:]]  # at once: a fifth of a walk

    def _parts(self, kids: Kids, region: str, titled: bool = True) -> list[Block | Part]:
        """Return what a structural element holds, by its children; number and headings are its own where it is ``titled``."""
        self._clock.check()
        out: list[Block | Part] = []
        for name, child in kids:
            if name in LEAVES:
                if not (titled and name in TITLES):
                    kind = "p" if name in ("listIntroduction", "listWrapUp") else name
                    out += self._blocks(child, kind, lined=region == "conclusions")
            elif name == "table":
                out.append(self._table(child))
            elif name and name not in SKIPPED:
                inner = self._kids(child)
                if self._holds_text(child, inner):
                    out += self._blocks(child, name, lined=region == "conclusions")
                elif (name in WRAPPERS or (name == "alinea" and region in LEVELLED)) and HEADED.isdisjoint(dict(inner)):
                    out += self._parts(inner, region, titled=False)
                else:
                    out.append(self._part(child, name, inner, region))
        return out

    def _part(self, element: Element, name: str, kids: Kids, region: str) -> Part:
        num, heading = "", None
        before: list[Block | Part] = []
        for inner, child in kids:
            if inner not in TITLES:
                continue
            if inner == "num":
                words = plain(self._content(child))
                num = f"{num} {words}" if num and words else num or words
            elif inner == "heading" and heading is None:
                heading = Block(self._content(child), "heading")
            else:
                before += self._blocks(child, inner)
        stands = (element.get("refersTo") or "").removeprefix("#")
        if name == "item":
            name = "point"
        if name == "container" and (region == "preamble" or stands):
            name = "recital"
        content = (*before, *self._parts(kids, region))
        concept = stands if name == "recital" else ""
        asked: Data = ()
        act = self._acts.get(element.get("eId") or "") if self._acts else None
        if act is not None:
            concept, asked = (act.get("refersTo") or "").removeprefix("#"), _asked(act)
        return Part(name, content, num, heading, element.get("name") or "", concept, asked)

    def _table(self, element: Element) -> Part:
        rows: list[Block | Part] = []
        for row in element.iter("{*}caption", "{*}tr"):
            if next(row.iterancestors("{*}table"), None) is not element:
                continue  # a table within a cell has rows of its own
            if local(row) == "caption":
                rows += self._blocks(row, "caption")
                continue
            cells = []
            for name, cell in self._kids(row):
                if name in ("td", "th"):
                    kids = self._kids(cell)
                    inner = self._blocks(cell, "p") if self._holds_text(cell, kids) else self._parts(kids, "table")
                    cells.append(Part(name, tuple(inner)))
            rows.append(Part("tr", tuple(cells)))
        return Part("table", tuple(rows))

    @staticmethod
    def _holds_text(element: Element, kids: Kids) -> bool:
        """Say whether an element that is not made to hold text holds some."""
        text = element.text
        if text and text.strip(BLANK):
            return True
        for _, child in kids:
            tail = child.tail
            if tail and tail.strip(BLANK):
                return True
        names = dict(kids)
        return any(names) and WITHIN.issuperset(names)

    def _blocks(self, element: Element, kind: str, lined: bool = False) -> list[Block | Part]:
        """Return a block; what is structural inside it (a quoted article) stands after its words, each in its order.

        ``lined`` says whether each of its lines is a block, as the meeting and the date are that close a document.
        """
        language = element.get(LANGUAGE) or ""
        if lined and next(element.iter(*BROKEN), None) is not None:
            return [Block(content, kind, language) for line in self._lines(element) if (content := _trimmed(line))]
        if not self._quoting or not any(one is not element for one in element.iter(*QUOTED)):
            return [Block(self._content(element), kind, language)]
        last = [one for one in element if local(one) in EMBEDDED]
        others = list(element)[: -len(last)] if last else [element]
        if list(element)[-len(last) :] != last or any((one.tail or "").strip(BLANK) for one in last) or any(
            True for one in others for _ in one.iter(*QUOTED)
        ):
            return self._split(element, kind, language)
        content = self._content(element)
        drafts: list[Block | Part] = [self._part(one, local(one), self._kids(one), "quoted") for one in last]
        return [Block(content, kind, language), *drafts] if content else drafts

    def _split(self, element: Element, kind: str, language: str) -> list[Block | Part]:
        """Return a block for the words before and after each structure, with the structures between them."""
        out: list[Block | Part] = []
        words: list[Content] = []

        def flush() -> None:
            content = _trimmed(tuple(filter(None, words)))
            words.clear()
            if content:
                out.append(Block(content, kind, language))

        def walk(one: Element) -> None:
            words.append(BLANKS.sub(" ", one.text or ""))
            for name, child in self._kids(one):
                if name in EMBEDDED:
                    flush()
                    out.append(self._part(child, name, self._kids(child), "quoted"))
                elif any(True for _ in child.iter(*QUOTED)):
                    walk(child)
                elif name:
                    words.extend(self._piece(child, name, False))
                words.append(BLANKS.sub(" ", child.tail or ""))

        walk(element)
        flush()
        return out

    def _lines(self, element: Element) -> list[tuple[Content, ...]]:
        """Return the content of each line of a block; what goes on over a line's end is there in both."""
        lines: list[list[Content]] = [[BLANKS.sub(" ", element.text or "")]]
        for name, child in self._kids(element):
            if name in BREAKS:
                lines.append([])
            elif name in INLINES and name not in NOTES and next(child.iter(*BROKEN), None) is not None:
                first, *more = [Inline(name, _trimmed(inner), _data(child)) for inner in self._lines(child)]
                lines[-1].append(first)
                lines += [[one] for one in more]
            elif name and name not in SKIPPED:
                lines[-1] += self._piece(child, name, False)
            lines[-1].append(BLANKS.sub(" ", child.tail or ""))
        return [tuple(filter(None, line)) for line in lines]

    def _content(self, element: Element) -> tuple[Content, ...]:
        """Return the inline content of a block, its blanks as they count."""
        kept = self._ours and element.get(SPACE) == "preserve"
        if not len(element):
            text = element.text or ""
            if text and not (kept and "\n" not in text):
                text = _single(text).strip(" ")
            return (text,) if text else ()
        found = self._inline(element, kept)
        return found if kept else _trimmed(found)

    def _inline(self, element: Element, kept: bool) -> tuple[Content, ...]:
        text = element.text
        first = self._said(text, kept, edge=True) if text else ""
        if not len(element):
            return (first,) if first else ()
        kids = self._kids(element)
        out: list[Content] = [first] if first else []
        for name, child in kids:
            broken = name in BREAKS
            if broken or (name == "span" and child.text == " " and not len(child)):
                _add("" if broken and _parted(out) else " ", out)
            elif name and name not in SKIPPED and name not in EMBEDDED:
                if name not in INLINES and out and not _parted(out):
                    _add(" ", out)  # an item of a list within a block
                out += self._piece(child, name, kept)
            tail = child.tail
            if tail and (words := self._said(tail, kept, edge=child is kids[-1][1])):
                _add(words.lstrip(" ") if broken else words, out)
        return tuple(out)

    def _said(self, text: str, kept: bool, edge: bool) -> str:
        """Return text as it counts; ``edge`` says whether it stands first or last in its element."""
        if "\n" not in text:
            return text if kept else _single(text)
        if self._ours and text.isspace() and (edge or not kept):
            return ""  # a tool has indented: we protect the blanks that count
        return BLANKS.sub(" ", text)

    def _piece(self, element: Element, name: str, kept: bool) -> tuple[Content, ...]:
        if name == "authorialNote":
            kids = self._kids(element)
            inner = self._blocks(element, "p") if self._holds_text(element, kids) else self._parts(kids, "note")
            bared = [] if self._ours else _bared(inner)
            return (Note(_marker(element), tuple(bared or inner), bool(bared) or element.get("class") == "bracketed"),)
        if name == "noteRef":
            # At its first mark: a note that stood at each could stand in itself, or be more than any memory holds.
            named = (element.get("href") or "").removeprefix("#")
            editorial = self._editorial.get(named)
            marker = _marker(element) or (_marker(editorial) if editorial is not None else "")
            if editorial is None or named in self._placed:
                return (Mark(marker),)
            self._placed.add(named)
            return (Note(marker, tuple(self._parts(self._kids(editorial), "note"))),)
        if name == "sup" and len(element):
            pieces = [(inner, child) for inner, child in self._kids(element) if inner]
            if all(inner in NOTES for inner, _ in pieces):
                return tuple([one for inner, child in pieces for one in self._piece(child, inner, kept)])
        alternative = self._alternatives.get(element.get("eId") or "", "") if self._alternatives else ""
        return (Inline(name, self._inline(element, kept), _data(element), alternative),)


def _single(text: str) -> str:
    """Return text with one blank for each run of them."""
    return BLANKS.sub(" ", text) if "  " in text or "\n" in text or "\t" in text or "\r" in text else text


def _parted(out: list[Content]) -> bool:
    """Say whether a blank stands at the end of what was said."""
    return bool(out) and isinstance(last := out[-1], str) and last.endswith(" ")


def _add(words: str, out: list[Content]) -> None:
    """Add words to what was said, to the words before them if they follow such."""
    if out and isinstance(out[-1], str):
        out[-1] += words
    else:
        out.append(words)


def _bared(parts: list[Block | Part]) -> list[Block | Part]:
    """Return a note without the brackets that a file leaves around its mark, which it does not print; empty where there are none."""
    first = parts[0] if parts else None
    if not isinstance(first, Block) or not first.content or not isinstance(first.content[0], str):
        return []
    found = EMPTY.match(first.content[0])
    if not found:
        return []
    content = _trimmed((first.content[0][found.end() :], *first.content[1:]))
    return [replace(first, content=content), *parts[1:]]


def _data(element: Element) -> Data:
    """Return the attributes of an element in a text, without its identifier."""
    return tuple([pair for pair in element.items() if pair[0] != "eId" and not pair[0].startswith("{")])


def _asked(act: Element) -> Data:
    """Return whom a paragraph addresses and by when it wants an answer."""
    out: list[tuple[str, str]] = []
    for one in act:
        if local(one) == "addressee":
            out.append(("addressee", one.get("refersTo") or ""))
        elif local(one) == "deadline" and one.get("session"):
            out.append(("session", f"{one.get('session')} {one.get('by') or ''}".strip()))
        elif local(one) == "deadline":
            out.append(("date", one.get("date") or ""))
    return tuple(out)


def _marker(element: Element) -> str:
    return str(element.get("marker") or "").strip()


def _trimmed(content: tuple[Content, ...]) -> tuple[Content, ...]:
    """Return content without the blanks around it, at whatever depth they stand."""
    return _stripped(_stripped(content, first=True), first=False)


def _stripped(content: tuple[Content, ...], first: bool) -> tuple[Content, ...]:
    """Return content without the blanks at one of its ends: the very content where there are none."""
    for at in range(len(content)):
        place = at if first else len(content) - 1 - at
        edge = kept = content[place]
        if isinstance(edge, str):
            kept = edge.lstrip(" ") if first else edge.rstrip(" ")
            if not kept:
                continue
        elif isinstance(edge, Inline):
            inner = _stripped(edge.content, first)
            kept = edge if inner is edge.content else Inline(edge.kind, inner, edge.data, edge.alternative)
        if kept is edge and not at:
            return content
        return (kept, *content[place + 1 :]) if first else (*content[:place], kept)
    return ()


def record(meta: Element) -> Layout | None:
    """Return the record of the layout."""
    found = meta.find(f".//{{{LAYOUT}}}layout")
    return _layout(found) if found is not None else None


def _recorded(meta: Element) -> dict[str, Any]:
    return {"layout": record(meta)}


def _facts(meta: Element) -> dict[str, Any]:
    """Return what the metadata say: identity, language, votes, outcome, entities, layout record."""

    def level(name: str) -> dict[str, Element]:
        """Return what stands on a level of the identification, the first of each name."""
        found: dict[str, Element] = {}
        for child in [child for one in meta.iter(f"{{*}}{name}") for child in one]:
            found.setdefault(local(child), child)
        return found

    def value(found: Element | None, attribute: str = "value") -> str:
        return (found.get(attribute) or "") if found is not None else ""

    def first(path: str, attribute: str) -> str:
        return value(meta.find(path), attribute)

    work, expression, manifestation = level("FRBRWork").get, level("FRBRExpression").get, level("FRBRManifestation").get
    language = value(expression("FRBRlanguage"), "language") or "und"
    actor = value(work("FRBRauthor"), "href").rpartition("/")[2].removeprefix("#") or "un"
    aliases = {found.get("name"): found.get("value") or "" for found in meta.iter("{*}FRBRalias")}
    date, name = value(work("FRBRdate"), "date") or UNKNOWN, value(work("FRBRdate"), "name")
    expressed = value(expression("FRBRdate"), "date")
    issued = expressed if value(expression("FRBRdate"), "name") == "publication" and expressed != date else ""
    marked = value(manifestation("FRBRdate"), "date")
    named = re.search(r"/([a-z]{3})@", first(".//{*}references/{*}original", "href"))
    original = named[1] if named else value(expression("FRBRtranslation"), "fromLanguage")  # a part has no references of its own
    organ = next((found.key for found in packs.organs().values() if found.actor == actor), "")
    corrected = meta.find("{*}references/{*}activeRef")
    identity = Identity(
        actor=actor,
        number=value(work("FRBRnumber")),
        show=value(work("FRBRnumber"), "showAs"),
        date=date,
        date_name=name,
        issued=issued,
        marked="" if marked == (issued or date) else marked,
        symbol=aliases.get("symbol", ""),
        title=aliases.get("title", ""),
        original=original if original != language else "",
        prescriptive=first(".//{*}FRBRprescriptive", "value") == "true",
        corrects=(value(corrected, "href"), value(corrected, "showAs")),
    )
    votes = tuple(
        Vote(
            (found.get("refersTo") or "").removeprefix("#"),
            (found.get("outcome") or "").removeprefix("#"),
            tuple(
                Count((count.get("refersTo") or "").removeprefix("#"), int(figure))
                for count in found.iterfind("{*}count")
                if (figure := count.get("value") or "").isdecimal()
            ),
        )
        for found in meta.iter("{*}voting")
    )
    names = Names()
    entities = []
    for found in [found for block in meta.iterfind("{*}references") for found in block]:
        kind, given = names[found.tag], found.get
        if kind.startswith("TLC"):
            entities.append(Entity(given("eId", ""), kind[3:], given("href", ""), given("showAs", ""), given("shortForm", "")))
    origin = meta.find(f".//{{{LAYOUT}}}origin")
    return {
        "language": language,
        "organ": organ,
        "identity": identity,
        "votes": votes,
        "outcome": first(".//{*}workflow/{*}step", "outcome").removeprefix("#"),
        "entities": tuple(entities),
        "origin": _origin(origin) if origin is not None else None,
        "layout": record(meta),
    }


def _origin(record: Element) -> Origin:
    raised = record.get("raised") or ""
    return Origin(
        format=record.get("format") or "",
        sha256=record.get("sha256") or "",
        recovered=record.get("recovered") == "true",
        raised=int(raised) if re.fullmatch("[0-9]{1,9}", raised) else 0,
    )


def _layout(record: Element) -> Layout:
    def text(name: str) -> str:
        return record.findtext(f"{{{LAYOUT}}}{name}") or ""

    given = {name: record.get(name) or "" for name in ("version", "wrap", "gap", "end", "encoding", "notes")}
    return Layout(texts=text("texts"), blocks=text("blocks"), checks=text("checks"), **given)
