"""Text in, Document out: the stages in their order."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from akn import detect, iris, layout, packs
from akn.diagnostics import Diagnostic, Reporter
from akn.document import Document, Identity, Mark, Note
from akn.entities import Register
from akn.grammar.citations import Citations
from akn.grammar.classify import Classifier, classifier
from akn.grammar.inline import Scanner, scanner
from akn.grammar.numerals import normalised
from akn.grammar.parser import Node, parse
from akn.grammar.structure import Builder
from akn.packs import Organ
from akn.pages import Logical, logical
from akn.source import Source, open_source

if TYPE_CHECKING:
    from akn.catalog import Catalog

ODD = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold (XML 1.0, section 2.2)."""

LATIN = re.compile("[a-z][a-z]")
"""What a foreign word is made of where the script is not Latin: a cheap look before the search."""
HARD = frozenset("ENACTING SESSION AGENDA ADOPTED NUMBER TITLED MEETING VOTE SIDE ANNEX PERIOD".split())


class Reading:
    """A source as it was read: the document, and what was found on the way."""

    __slots__ = ("classifier", "document", "lines", "notes", "source", "tell", "tree")

    def __init__(
        self, source: Source, language: str | None, organ: str | None, date: str | None, catalog: Catalog | None = None
    ) -> None:
        self.source = source
        self.tell = Reporter(source.text)
        text = source.text
        tag = _language(text, language, self.tell)
        key = _organ(text, tag, organ, self.tell)
        self.classifier = classifier(tag, key)
        if source.guessed:
            self.tell.tell("guessed-encoding", encoding=source.encoding)
        for found in ODD.finditer(text) if not text.isprintable() else ():
            self.tell.tell("control-character", found.start(), found.end(), char=f"U+{ord(found[0]):04X}")
        self.lines, self.notes = logical(text, self.classifier, self.tell)
        if not self.lines and not self.notes:
            self.tell.tell("no-text")
        _recitals(self.lines, self.classifier)
        self.tree = _tree(self.lines, self.classifier, self.tell)
        self.document = _document(self, packs.organs()[key], date or "", catalog)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return what was found."""
        return self.tell.diagnostics()


def read(
    source: str | bytes | os.PathLike[str],
    language: str | None = None,
    organ: str | None = None,
    date: str | None = None,
    catalog: Catalog | None = None,
) -> Reading:
    """Read a source; see :func:`akn.convert`."""
    return Reading(open_source(source), language, organ, date, catalog)


def _language(text: str, given: str | None, tell: Reporter) -> str:
    if given:
        return packs.language(given).tag
    tag, other = detect.language(text)
    if tag and other:
        tell.tell("mixed-languages", language=packs.language(tag).label, other=packs.language(other).label)
    if not tag and text.strip():
        tell.tell("unknown-language", languages=", ".join(packs.languages()))
    return tag or packs.languages()[0]


def _organ(text: str, tag: str, given: str | None, tell: Reporter) -> str:
    if given:
        if given not in packs.organs():
            from akn.errors import DataError

            raise DataError(given, "organ", f"there is no such file; there are {', '.join(packs.organs())}")
        return given
    key = detect.organ(text, tag)
    if not key:
        tell.tell("unknown-organ", organ=packs.fallback().label)
    return key or packs.fallback().key


def _recitals(lines: list[Logical], kinds: Classifier) -> None:
    """Take a preambular paragraph that ends in no comma for one, where another follows before the first operative one.

    HRC 54/29 ends a recital in a semicolon in the middle of its preamble; GA 80/116 quotes a question there.
    """
    last = 0
    for index, line in enumerate(lines):
        if line.kind == "RECITAL":
            last = index
        elif line.kind in ("PARA", "HEADING"):
            break
    opened = False
    for line, before in zip(lines[:last], [None, *lines], strict=False):
        opened |= line.kind == "ENACTING"
        quoted = before is not None and before.kind == "RECITAL" and kinds.ends(before.text) == "colon"
        if opened and line.kind in ("PROSE", "TEXT") and (quoted or kinds.phrase(line.text)):
            line.kind = "RECITAL"


def _tree(lines: list[Logical], kinds: Classifier, tell: Reporter) -> Node[Logical]:
    def take(line: Logical, kind: str, wanted: list[str]) -> None:
        if line.kind in HARD:
            tell.tell("out-of-place", line.start, line.end, kind=line.kind, wanted=", ".join(wanted))
        line.kind = kind

    return parse(lines, lambda line: line.kind, lambda line: kinds.kinds(line.text), take)  # type: ignore[arg-type]


def _document(reading: Reading, organ: Organ, date: str, catalog: Catalog | None) -> Document:
    """Build the document from the tree."""
    lines, notes, kinds = reading.lines, reading.notes, reading.classifier
    language = kinds.language
    tree, tell = reading.tree, reading.tell
    scan = scanner(language.tag, organ.key)
    register = Register(language)
    parts = {child.name: child for child in tree.children if isinstance(child, Node)}
    citations = Citations(scan, _paragraphs(parts.get("body")))
    citations.year = _year(lines, citations)
    if catalog is not None:
        from akn.catalog import dates

        citations.catalog = dates(catalog)
    citations.learn([line.text for line in lines])
    citations.learn([note.text for note in notes], notes=True)

    attached: dict[int, list[Note | Mark]] = {}
    builder = Builder(kinds, scan, organ, register, citations, attached, tell)
    ordered = _attach(lines, notes, attached, builder)

    cover_lines = _lines(parts.get("cover"))
    body_lines = _lines(parts.get("body"))
    if len(parts) == 1 and "cover" in parts and not any(line.kind in HARD for line in cover_lines):
        cover_lines, body_lines = [], cover_lines  # loose lines: no masthead, but text
    cover = builder.cover(cover_lines)
    preface, loose = builder.head(_lines(parts.get("title"))) if "title" in parts else ((), [])
    preamble = builder.preamble(_lines(parts.get("preamble")))
    body = builder.body([*loose, *body_lines])
    close_lines = _lines(parts.get("close"))
    conclusions = builder.close(close_lines)
    votes = builder.votes(close_lines)
    annexes: list[Document] = []
    for child in tree.children:
        if isinstance(child, Node) and child.name == "annex":
            own = _paragraphs(child, f"att_{len(annexes) + 1}__")
            citations.paragraphs = {**citations.paragraphs, **own}
            annexes.append(builder.annex(_lines(child)))
    _missing(parts, kinds, tell)
    _suspects(lines, scan, tell)
    _doubts(lines, notes, citations, tell)
    identity = _identity(builder, organ, date, lines)
    for key in ("converter", "author", "editor"):
        register.add(key)
    register.add(identity.date_name if identity.date_name != "adoption" else "adoption")
    register.organ(organ)
    outcome = builder.outcome or ("adopted" if identity.date_name == "adoption" and identity.show else "")
    if outcome:
        register.add(outcome)
    if votes:
        register.add(votes[0].kind)
        for count in votes[0].counts:
            register.add(count.choice)
    return Document(
        kind=builder.kind or "resolution",
        language=language.code,
        organ=organ.key,
        identity=identity,
        cover=cover,
        preface=preface,
        preamble=preamble,
        body=body,
        conclusions=conclusions,
        annexes=tuple(annexes),
        votes=votes,
        outcome=outcome,
        entities=register.entities(),
        layout=layout.record(reading.source.text, lines, ordered, reading.source.encoding),
    )


def _lines(node: Node[Logical] | None) -> list[Logical]:
    return [child for child in node.children if not isinstance(child, Node)] if node is not None else []


def _year(lines: list[Logical], citations: Citations) -> int:
    """Return the latest year that the head or the close gives, 0 where none does."""
    years = [
        int(token.value[:4])
        for line in lines
        if line.kind in ("ADOPTED", "DATE", "PERIOD")
        for token in citations.dates(line.text)
        if token.value
    ]
    return max(years, default=0)


def _paragraphs(body: Node[Logical] | None, lead: str = "") -> dict[str, str]:
    """Return the identifiers of the numbered paragraphs, for the references within the document."""
    found: dict[str, str] = {}
    section = lead
    for line in _lines(body):
        if line.kind == "HEADING" and line.num:
            section = f"{lead}sec_{normalised(line.text[: line.num])}__"
        elif line.kind == "PARA":
            number = normalised(line.text[: line.num])
            found.setdefault(number, f"{section}para_{number}")
    return found


def _attach(
    lines: list[Logical], notes: list[Logical], attached: dict[int, list[Note | Mark]], builder: Builder
) -> list[Logical]:
    """Tie every mark to its note; return the notes in the order of their first marks."""
    waiting: dict[str, list[Logical]] = {}
    for note in notes:
        assert note.note is not None
        waiting.setdefault(note.note.mark, []).append(note)
    ordered: list[Logical] = []
    for line in lines:
        for _, label in line.marks:
            here = attached.setdefault(id(line), [])
            queue = waiting.get(label)
            if queue:
                note = queue.pop(0)
                ordered.append(note)
                assert note.note is not None
                here.append(Note(label, (builder.block(note),), note.note.bracketed))
            else:
                here.append(Mark(label))
    return ordered


def _identity(builder: Builder, organ: Organ, date: str, lines: list[Logical]) -> Identity:
    """Return what makes the document this one: number, date, symbol (Guidelines part 1, section 5.1)."""
    number, show = iris.slug(builder.number), builder.number
    adopted = builder.adopted or builder.closed
    draft = builder.kind.endswith("Draft") or "." in show or "\u2026" in show
    kind = builder.kind
    if draft and not kind.endswith("Draft"):
        builder.kind = kind = f"{kind or 'resolution'}Draft"
    name = "adoption" if not kind.endswith("Draft") else "submission"
    dated = adopted or builder.published or builder.begins
    if not dated:
        session = re.match(r"[0-9]{1,4}", builder.session)
        year = iris.year_of_session(organ, int(session[0])) if session else 0
        dated = f"{year}-01-01" if year else iris.UNKNOWN
        if year:
            builder.tell.tell("missing-date", date=dated)
    if draft or not number:
        import hashlib

        first = next((at for at, line in enumerate(lines) if line.kind in ("ENACTING", "RECITAL", "PARA")), 0)
        words = re.sub(r"\s+", "", builder.title + "".join(line.text for line in lines[first:]))
        digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        prefix = re.match(r"E?S?-?[0-9]+", show)
        number = f"{prefix[0]}-draft-{digest}" if prefix else f"text-{digest}"
    symbol = builder.symbol or (organ.symbol_of(show, kind == "decision") if show and not draft else "")
    return Identity(
        actor=organ.actor,
        number=number,
        show=show,
        date=dated,
        date_name=name,
        issued=builder.published if builder.published and builder.published != dated else "",
        marked=date,
        symbol=symbol,
        title=builder.title,
        original=builder.original,
        prescriptive=organ.prescriptive,
    )


def _missing(parts: dict[str, Node[Logical]], kinds: Classifier, tell: Reporter) -> None:
    """Tell what a resolution has and this text has not: its number, the organ's line, an operative paragraph."""
    preamble = _lines(parts.get("preamble"))
    first = next(iter(preamble or _lines(parts.get("body"))), None)
    if first is not None and "title" not in parts:
        tell.tell("missing-number", first.start, first.end, example="1/1")
    if preamble and preamble[0].kind == "RECITAL":
        tell.tell("missing-formula", preamble[0].start, preamble[0].end, example=kinds.language.examples.get("formula", ""))
    if preamble and not {"body", "annex"} & set(parts):
        tell.tell("missing-body", preamble[-1].start, preamble[-1].end)


def _suspects(lines: list[Logical], scan: Scanner, tell: Reporter) -> None:
    for line in lines:
        for name, pattern in scan.suspects if LATIN.search(line.text) else ():
            for found in pattern.finditer(line.text):
                start, end = found.span("word")
                tell.tell(name, line.place(start), line.place(start) + end - start, word=found["word"])


def _doubts(lines: list[Logical], notes: list[Logical], citations: Citations, tell: Reporter) -> None:
    """Tell what the citations left in doubt, at the lines where they stand."""
    for text, token, name, values in citations.doubts:
        line = next((line for line in (*lines, *notes) if line.text is text), None)
        if line is not None:
            tell.tell(name, line.place(token.start), line.place(token.start) + token.end - token.start, **values)
