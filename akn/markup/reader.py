"""Reads any Akoma Ntoso file into a document: ours exactly, others with every word in its order.

Acts, bills, judgments, debates, amendments and collections are read by the same rules: what holds text directly is a block,
what holds blocks is a part, what Akoma Ntoso adds around them (``content``, ``intro``, ``list``) is left out.
"""

from __future__ import annotations

import os
import re
from typing import Any

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
from akn.limits import Clock, Limits
from akn.patterns import compiled
from akn.source import read as open_file
from akn.xml import ACTS, AKN, LAYOUT, local, parse

Element = Any

CLASSES = frozenset(
    "act amendment amendmentList bill debate debateReport doc documentCollection judgment officialGazette portion statement".split()
)
BODIES = frozenset("amendmentBody body collectionBody debateBody judgmentBody mainBody portionBody".split())
REGIONS = {
    "coverPage": "cover",
    "preface": "preface",
    "header": "preface",
    "preamble": "preamble",
    "conclusions": "conclusions",
}
WRAPPERS = frozenset(
    "blockContainer blockList components content intro list listIntroduction listWrapUp ol tblock ul wrapUp".split()
)
LEAVES = frozenset("block caption crossHeading heading longTitle listIntroduction listWrapUp num p subheading tocItem".split())
INLINES = frozenset(
    "a abbr affectedDocument argument authorialNote b br change concept courtType date def del docAuthority docCommittee docDate "
    "docIntroducer docJurisdiction docNumber docProponent docPurpose docStage docStatus docTitle docType docketNumber eol eop event "
    "extractText fillIn i img inline ins judge keyword lawyer legislature location marker mmod mod mref narrative neutralCitation "
    "noteRef object omissis opinion organization outcome party person placeholder popup process quantity quotedText recordedTime ref "
    "relatedDocument remark rmod role rref scene session shortTitle signature source span sub sup term u vote embeddedText "
    "decoration entity".split()
)
EMBEDDED = frozenset(("embeddedStructure", "quotedStructure"))
QUOTED = tuple(f"{{*}}{name}" for name in sorted(EMBEDDED))
NOTES = frozenset(("authorialNote", "noteRef"))
EMPTY = compiled(r"\(\)|\)\(")
"""Brackets with nothing between them; the signs of some files stand in the order in which they are seen."""
BREAKS = frozenset(("br", "eol"))
BROKEN = tuple(f"{{*}}{name}" for name in sorted(BREAKS))
SKIPPED = frozenset(("meta", "img", "eop"))
BLANK = " \t\r\n"
BLANKS = compiled(r"[ \t\r\n]+")


def read(xml: bytes | str | os.PathLike[str], limits: Limits | None = None) -> Document:
    """Return the document of an Akoma Ntoso file; see :func:`akn.read`."""
    limits = limits or Limits()
    root = parse(open_file(xml, limits) if isinstance(xml, os.PathLike) else xml, limits)
    if not root.tag.startswith(f"{{{AKN}") or local(root) != "akomaNtoso":
        raise SourceError(f"not Akoma Ntoso: the root element is {local(root) or root.tag!r}")
    inner = next((child for child in root if local(child) in CLASSES), None)
    if inner is None:
        raise SourceError("not Akoma Ntoso: there is no document in akomaNtoso")
    return _Reader(root, Clock(limits)).document(inner)


class _Reader:
    def __init__(self, root: Element, clock: Clock) -> None:
        self._root = root
        self._clock = clock
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

    def document(self, element: Element) -> Document:
        """Return one document, with those within it."""
        regions: dict[str, list[Block | Part]] = {"cover": [], "preface": [], "preamble": [], "body": [], "conclusions": []}
        annexes: list[Document] = []
        components: list[Document] = []
        meta = None
        for child in element:
            name = local(child)
            if name == "meta":
                meta = child
            elif name in REGIONS:
                regions[REGIONS[name]] += self.parts(child, name)
            elif name in BODIES:
                if name == "collectionBody":
                    components += self._within(child)
                else:
                    regions["body"] += self.parts(child, name)
            elif name in ("attachments", "components"):
                (annexes if name == "attachments" else components).extend(self._within(child))
            elif name:
                regions["body"] += self.parts(child, name)
        parts: dict[str, Any] = {name: tuple(found) for name, found in regions.items()}
        if parts["body"] == (Part("paragraph", (Block(()),)),):
            parts["body"] = ()
        return Document(
            kind=element.get("name", ""),
            element=local(element),
            annexes=tuple(annexes),
            components=tuple(components),
            **parts,
            **(_facts(meta, local(element)) if meta is not None else {}),
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
                    loose += self.parts([inner], "attachment")
            if loose:
                found.append(Document(kind="annex", element="doc", body=tuple(loose)))
        return found

    def parts(self, element: Any, region: str) -> list[Block | Part]:
        """Return what a structural element holds."""
        self._clock.check()
        out: list[Block | Part] = []
        for child in element:
            name = local(child)
            if not name or name in SKIPPED or name in ("num", "heading", "subheading") and not isinstance(element, list):
                continue
            if name == "table":
                out.append(self._table(child))
            elif self._holds_text(child, name):
                kind = "p" if name in ("listIntroduction", "listWrapUp") else name
                out += self._blocks(child, kind, lined=region == "conclusions")
            elif (
                (name in WRAPPERS or (name == "alinea" and region == "mainBody"))
                and child.find("{*}num") is None
                and child.find("{*}heading") is None
            ):
                out += self.parts(child, region)
            else:
                out += self._part(child, name, region)
        return out

    def _part(self, element: Element, name: str, region: str) -> list[Block | Part]:
        num, heading = "", None
        before: list[Block | Part] = []
        for child in element:
            inner = local(child)
            if inner == "num":
                num = " ".join(filter(None, (num, plain(self.content(child)))))
            elif inner == "heading" and heading is None:
                heading = Block(self.content(child), "heading")
            elif inner in ("heading", "subheading"):
                before += self._blocks(child, inner)
        if name == "item":
            name = "point"
        if name == "container" and (region == "preamble" or element.get("refersTo")):
            name = "recital"
        content = tuple(before + self.parts(element, region))
        if name == "paragraph" and content == (Block(()),):
            content = (Block(()),)
        concept = (element.get("refersTo") or "").removeprefix("#") if name == "recital" else ""
        act = self._acts.get(element.get("eId") or "") if self._acts else None
        if act is not None:
            concept = (act.get("refersTo") or "").removeprefix("#")
        return [Part(name, content, num, heading, element.get("name") or "", concept, _asked(act) if act is not None else ())]

    def _table(self, element: Element) -> Part:
        rows: list[Block | Part] = []
        for row in element.iter("{*}caption", "{*}tr"):
            if next(row.iterancestors("{*}table"), None) is not element:
                continue  # a table within a cell has rows of its own
            if local(row) == "caption":
                rows += self._blocks(row, "caption")
                continue
            cells = []
            for cell in row:
                if local(cell) in ("td", "th"):
                    inner = self._blocks(cell, "p") if self._holds_text(cell, "td") else self.parts(cell, "table")
                    cells.append(Part(local(cell), tuple(inner)))
            rows.append(Part("tr", tuple(cells)))
        return Part("table", tuple(rows))

    @staticmethod
    def _holds_text(element: Element, name: str) -> bool:
        """Say whether an element is a block: made to hold text, or holding some."""
        if name in LEAVES:
            return True
        if (element.text or "").strip(BLANK) or any((child.tail or "").strip(BLANK) for child in element):
            return True
        inner = [local(child) for child in element if local(child)]
        return bool(inner) and all(kind in INLINES for kind in inner)

    def _blocks(self, element: Element, kind: str, lined: bool = False) -> list[Block | Part]:
        """Return a block; what is structural inside it (a quoted article) stands after its words, each in its order.

        ``lined`` says whether each of its lines is a block, as the meeting and the date are that close a document.
        """
        language = element.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        if lined and next(element.iter(*BROKEN), None) is not None:
            return [Block(content, kind, language) for line in self._lines(element) if (content := _trimmed(tuple(line)))]
        nested = [one for one in element.iter(*QUOTED) if one is not element]
        if not nested:
            return [Block(self.content(element), kind, language)]
        last = [one for one in element if local(one) in EMBEDDED]
        others = list(element)[: -len(last)] if last else [element]
        if list(element)[-len(last) :] != last or any((one.tail or "").strip(BLANK) for one in last) or any(
            True for one in others for _ in one.iter(*QUOTED)
        ):
            return self._split(element, kind, language)
        content = self.content(element)
        drafts = [draft for one in last for draft in self._part(one, local(one), "quoted")]
        return [Block(content, kind, language), *drafts] if content else drafts

    def _split(self, element: Element, kind: str, language: str) -> list[Block | Part]:
        """Return a block for the words before and after each structure, with the structures between them."""
        out: list[Block | Part] = []
        words: list[Content] = []

        def flush() -> None:
            content = _trimmed(tuple(words))
            words.clear()
            if content:
                out.append(Block(content, kind, language))

        def walk(one: Element) -> None:
            words.append(BLANKS.sub(" ", one.text or ""))
            for child in one:
                name = local(child)
                if name in EMBEDDED:
                    flush()
                    out.extend(self._part(child, name, "quoted"))
                elif any(True for _ in child.iter(*QUOTED)):
                    walk(child)
                elif name:
                    words.extend(self._piece(child, name, False))
                words.append(BLANKS.sub(" ", child.tail or ""))

        walk(element)
        flush()
        return out

    def _lines(self, element: Element) -> list[list[Content]]:
        """Return the content of each line of a block; what goes on over a line's end is there in both."""
        lines: list[list[Content]] = [[BLANKS.sub(" ", element.text or "")]]
        for child in element:
            name = local(child)
            if name in BREAKS:
                lines.append([])
            elif name in INLINES and name not in NOTES and next(child.iter(*BROKEN), None) is not None:
                first, *more = [Inline(name, _trimmed(tuple(inner)), _data(child)) for inner in self._lines(child)]
                lines[-1].append(first)
                lines += [[one] for one in more]
            elif name and name not in SKIPPED:
                lines[-1] += self._piece(child, name, False)
            lines[-1].append(BLANKS.sub(" ", child.tail or ""))
        return lines

    def content(self, element: Element) -> tuple[Content, ...]:
        """Return the inline content of a block, its blanks as they count."""
        kept = element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
        if len(element) == 0:
            text = element.text or ""
            text = text if kept and "\n" not in text else BLANKS.sub(" ", text).strip(" ")
            return (text,) if text else ()
        found = self._inline(element, kept)
        return found if kept else _trimmed(found)

    def _inline(self, element: Element, kept: bool) -> tuple[Content, ...]:
        out: list[Content] = []

        def say(text: str | None, edge: bool = False) -> None:
            if text and self._ours and "\n" in text and text.isspace() and (edge or not kept):
                return  # a tool has indented: we protect the blanks that count
            if text:
                words = text if kept and "\n" not in text else BLANKS.sub(" ", text)
                if out and isinstance(out[-1], str):
                    out[-1] += words
                else:
                    out.append(words)

        say(element.text, edge=True)
        for child in element:
            name = local(child)
            if name in BREAKS or (name == "span" and child.text == " " and not len(child)):
                say(" ")
            elif name and name not in SKIPPED and name not in EMBEDDED:
                if name not in INLINES and out and not (isinstance(out[-1], str) and out[-1].endswith(" ")):
                    say(" ")  # an item of a list within a block
                out.extend(self._piece(child, name, kept))
            say(child.tail, edge=child.getnext() is None)
        return tuple(out)

    def _piece(self, element: Element, name: str, kept: bool) -> tuple[Content, ...]:
        if name == "authorialNote":
            inner = self._blocks(element, "p") if self._holds_text(element, name) else self.parts(element, "note")
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
            return (Note(marker, tuple(self.parts(editorial, "note"))),)
        if name == "sup" and len(element) and all(local(child) in NOTES for child in element if local(child)):
            return tuple(piece for child in element if local(child) for piece in self._piece(child, local(child), kept))
        return (Inline(name, self._inline(element, kept), _data(element), self._alternatives.get(element.get("eId") or "", "")),)


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
    return tuple(
        (key.rpartition("}")[2], element.get(key))
        for key in element.keys()  # noqa: SIM118 (an element is no mapping: it iterates over its children)
        if key != "eId" and not key.startswith("{")
    )


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
    pieces = list(content)
    while pieces:
        place = 0 if first else -1
        edge = pieces[place]
        if isinstance(edge, str):
            text = edge.lstrip(" ") if first else edge.rstrip(" ")
            if text:
                pieces[place] = text
                break
            del pieces[place]
        elif isinstance(edge, Inline):
            inner = _stripped(edge.content, first)
            pieces[place] = Inline(edge.kind, inner, edge.data, edge.alternative)
            break
        else:
            break
    return tuple(piece for piece in pieces if piece != "")


def _facts(meta: Element, element: str) -> dict[str, Any]:
    """Return what the metadata say: identity, language, votes, outcome, entities, layout record."""

    def value(path: str, attribute: str = "value") -> str:
        found = meta.find(path)
        return (found.get(attribute) or "") if found is not None else ""

    language = value(".//{*}FRBRExpression/{*}FRBRlanguage", "language") or "und"
    actor = value(".//{*}FRBRWork/{*}FRBRauthor", "href").rpartition("/")[2].removeprefix("#") or "un"
    aliases = {found.get("name"): found.get("value") or "" for found in meta.iterfind(".//{*}FRBRalias")}
    date, name = value(".//{*}FRBRWork/{*}FRBRdate", "date"), value(".//{*}FRBRWork/{*}FRBRdate", "name")
    expressed = value(".//{*}FRBRExpression/{*}FRBRdate", "date")
    issued = expressed if value(".//{*}FRBRExpression/{*}FRBRdate", "name") == "publication" and expressed != date else ""
    marked = value(".//{*}FRBRManifestation/{*}FRBRdate", "date")
    original = re.search(r"/([a-z]{3})@", value(".//{*}references/{*}original", "href"))
    organ = next((found.key for found in packs.organs().values() if found.actor == actor), "")
    identity = Identity(
        actor=actor,
        number=value(".//{*}FRBRWork/{*}FRBRnumber"),
        show=value(".//{*}FRBRWork/{*}FRBRnumber", "showAs"),
        date=date,
        date_name=name,
        issued=issued,
        marked="" if marked == (issued or date) else marked,
        symbol=aliases.get("symbol", ""),
        title=aliases.get("title", ""),
        original=original[1] if original and original[1] != language else "",
        prescriptive=value(".//{*}FRBRprescriptive") == "true",
        corrects=(value("{*}references/{*}activeRef", "href"), value("{*}references/{*}activeRef", "showAs")),
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
        for found in meta.iterfind(".//{*}voting")
    )
    entities = tuple(
        Entity(
            found.get("eId") or "",
            local(found)[3:],
            found.get("href") or "",
            found.get("showAs") or "",
            found.get("shortForm") or "",
        )
        for block in meta.iterfind("{*}references")
        for found in block
        if local(found).startswith("TLC")
    )
    record = meta.find(f".//{{{LAYOUT}}}layout")
    origin = meta.find(f".//{{{LAYOUT}}}origin")
    return {
        "language": language,
        "organ": organ,
        "identity": identity,
        "votes": votes,
        "outcome": value(".//{*}workflow/{*}step", "outcome").removeprefix("#"),
        "entities": entities,
        "layout": _layout(record) if record is not None else None,
        "origin": _origin(origin) if origin is not None else None,
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
