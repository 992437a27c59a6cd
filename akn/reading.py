"""Text in, Document out: the stages in their order."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from akn import detect, iris, layout, packs
from akn.diagnostics import Diagnostic, Reporter
from akn.document import Document, Identity, Mark, Note, depth
from akn.entities import Register
from akn.grammar.citations import Citations
from akn.grammar.classify import Classifier, classifier
from akn.grammar.divisions import LETTERED, documents, endings, headings, letters, recitals
from akn.grammar.inline import Scanner, scanner
from akn.grammar.paragraphs import Paragraphs
from akn.grammar.parser import Node, expected, parse
from akn.grammar.structure import CORRIGENDUM, REFERENCES, Builder
from akn.grammar.words import shared
from akn.limits import Clock, Limits
from akn.packs import Organ
from akn.pages import Line, Logical, logical, physical, pieces
from akn.patterns import compiled
from akn.source import Source, open_source

if TYPE_CHECKING:
    from akn.catalog import Catalog

NEAR: Final = 20_000
"""Within so many characters a text says whose it is."""
WORD: Final = compiled("[a-z][a-z]+")
"""A foreign word where the script is not Latin."""
WORDS: Final = bytes(code if chr(code).islower() else 32 for code in range(128)).ljust(256)
"""What leaves nothing of ASCII but the letters that such words are of."""
AROUND: Final = 2
"""How many signs of a wording that looks wrong stand before the foreign word at most, and how many behind it."""
HARD: Final = frozenset("ENACTING SESSION AGENDA ADOPTED NUMBER TITLED MEETING VOTE SIDE ANNEX PERIOD".split())

FIRST: Final = 1944
"""Sessions that bear a higher number are called by their year."""
NARRATIVE: Final = frozenset(("decision", "presidentialStatement"))
"""What may tell in a sentence when it was adopted."""
HEAD: Final = frozenset(("cover", "title", "mends"))
DATED: Final = frozenset(("ADOPTED", "DATE", "PERIOD"))
LEVELS: Final = 12
"""How many parts can stand within each other without numbers: a section, a heading, a paragraph, a table."""
FRAME: Final = 13
"""How many elements can stand around the parts and in the innermost one; each part itself is two."""


class Reading:
    """A source as it was read: the document, and what was found on the way."""

    __slots__ = ("classifier", "document", "lines", "notes", "source", "tell", "trees")

    def __init__(
        self,
        source: Source,
        language: str | None,
        organ: str | None,
        date: str | None,
        limits: Limits,
        catalog: Catalog | None = None,
        detail: str = REFERENCES,
    ) -> None:
        self.source = source
        self.tell = Reporter(source.text, source.origin is not None and source.origin.format == "pdf", Clock(limits))
        for name, start, end, values in source.findings:
            self.tell.tell(name, start, end, **values)
        text = source.text
        if len(text) > limits.line:
            limits.check("line", max(map(len, text.splitlines())))
        if len(text) > limits.pieces:
            limits.check("pieces", pieces(text, limits.pieces))
        tag = _language(text, language, self.tell)
        printed, plain = physical(text)
        key = _organ(printed, tag, organ, self.tell)
        self.classifier = classifier(tag, key)
        if source.guessed:
            self.tell.tell("guessed-encoding", encoding=source.encoding)
        self.lines, self.notes = logical(text, printed, plain, self.classifier, self.tell)
        limits.check("notes", len(self.notes))
        if not self.lines and not self.notes:
            self.tell.tell("no-text")
        found = [line.kind for line in self.lines]
        kinds = set(found)
        recitals(self.lines, found, self.classifier)
        if kinds & LETTERED:
            letters(self.lines, self.classifier)
        self.trees = []
        for lines in documents(self.lines, self.classifier):
            if "ANNEX" in kinds:
                endings(lines)
            self.trees.append(_tree(lines, self.classifier, self.tell))
        self.document = _document(self, packs.organs()[key], date or "", catalog, detail)
        room = (limits.nesting - FRAME) // 2 - LEVELS
        # Each further level is opened by a number, two by a draft that stands in a paragraph.
        if len(self.lines) > room and sum([line.num > 0 for line in self.lines]) + 2 * found.count("ENACTING") > room:
            limits.check("nesting", 2 * depth(self.document) + FRAME)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return what was found."""
        return self.tell.diagnostics()


def read(
    source: str | bytes | os.PathLike[str],
    language: str | None = None,
    organ: str | None = None,
    date: str | None = None,
    tracked: str = "insertions",
    limits: Limits | None = None,
    catalog: Catalog | None = None,
    detail: str = REFERENCES,
) -> Reading:
    """Read a source; see :func:`akn.convert`."""
    limits = limits or Limits()
    return Reading(open_source(source, limits, tracked), language, organ, date, limits, catalog, detail)


def _language(text: str, given: str | None, tell: Reporter) -> str:
    if given:
        return packs.language(given).tag
    tag, other = detect.language(text)
    if tag and other:
        tell.tell("mixed-languages", language=packs.language(tag).label, other=packs.language(other).label)
    if not tag and text.strip():
        tell.tell("unknown-language", languages=", ".join(packs.languages()))
    return tag or packs.languages()[0]


def _organ(lines: list[Line], tag: str, given: str | None, tell: Reporter) -> str:
    if given:
        if given not in packs.organs():
            from akn.errors import DataError

            raise DataError(given, "organ", f"there is no such file; there are {', '.join(packs.organs())}")
        return given
    key = detect.organ([line.text for line in lines if line.start < NEAR], tag)
    if not key:
        tell.tell("unknown-organ", organ=packs.fallback().label)
    return key or packs.fallback().key


def _tree(lines: list[Logical], kinds: Classifier, tell: Reporter) -> Node[Logical]:
    def take(line: Logical, kind: str, stack: list[int]) -> None:
        if line.kind in HARD:
            tell.tell("out-of-place", line.start, line.end, kind=line.kind, wanted=", ".join(expected(stack)))
        if line.plain is not None:
            line.become(line.plain)
        line.kind = kind

    return parse(lines, [line.kind for line in lines], lambda line: kinds.kinds(line.text), take)


def _document(reading: Reading, organ: Organ, date: str, catalog: Catalog | None, detail: str) -> Document:
    """Build the document from its tree; several in one text, or the lettered parts of one, are a collection."""
    language, tell = reading.classifier.language, reading.tell
    whole = _Whole(reading, organ, date, catalog, detail)
    several = len(reading.trees) > 1
    found = [whole.document(tree, f"cmp_{number}__" if several else "") for number, tree in enumerate(reading.trees, 1)]
    for key in ("converter", "author", "editor"):
        whole.register.add(key)
    _suspects(reading.lines, whole.texts, whole.scan, tell)
    _doubts(reading.lines, reading.notes, whole.citations, tell)
    one = found[0]
    if several:
        digest = _digest("".join(document.identity.number for document in found))
        identity = Identity(
            actor=organ.actor, number=f"text-{digest}", date=max(document.identity.date for document in found), marked=date
        )
        one = Document(kind="collection", element="documentCollection", identity=identity, components=tuple(found))
        whole.register.add(identity.date_name)
    return replace(
        one,
        language=language.code,
        organ=organ.key,
        entities=whole.register.entities(),
        layout=layout.record(reading.source.text, reading.lines, whole.ordered, reading.source.encoding),
        origin=reading.source.origin,
    )


class _Whole:
    """What the documents of one text share: what they name, what they cite, their notes."""

    def __init__(self, reading: Reading, organ: Organ, date: str, catalog: Catalog | None, detail: str) -> None:
        lines, notes = reading.lines, reading.notes
        self.kinds, self.tell = reading.classifier, reading.tell
        self.organ, self.date, self.detail = organ, date, detail
        self.scan = scanner(self.kinds.language.tag, organ.key)
        self.register = Register(self.kinds.language)
        self.citations = Citations(self.scan)
        self.citations.year = _year(lines, self.citations)
        if catalog is not None:
            from akn.catalog import dates

            self.citations.catalog = dates(catalog)
        self.texts = [line.text for line in lines]
        self.citations.learn(self.texts, [note.text for note in notes])
        self.ordered: list[Logical] = []
        """The notes in the order of their first marks."""
        self._attached: dict[int, list[Note | Mark]] = {}
        self._plain = self._builder()
        """For what belongs to no document alone: heads, notes."""
        self._waiting: dict[str, list[Logical]] = {}
        for note in notes:
            assert note.note is not None
            self._waiting.setdefault(note.note.mark, []).append(note)

    def document(self, tree: Node[Logical], prefix: str) -> Document:
        """Return one document; ``prefix`` is what its identifiers begin with, since its own references lead to them."""
        nodes = tree.nodes
        if not self._plain.corrects(line for node in nodes if node.name in HEAD for line in node.lines):
            for node in (*nodes, *(inner for outer in nodes for inner in outer.nodes)):
                if node.name in ("body", "annex"):
                    headings(node.lines, self.kinds, _below(node))
        parts = [_parted(node) for node in nodes if node.name == "part"]
        nodes = [node for node in nodes if node.name != "part"]
        if len(parts) == 1 and {node.name for node in nodes} <= {"cover", "title"}:  # a part that is issued by itself
            nodes[-1].lines += parts[0][0].lines
            nodes, parts = nodes + parts[0][1:], []
        head = [node for node in nodes if node.name in ("cover", "title")] if parts else []
        first = nodes[len(head) :] if parts else nodes
        parts = [first, *parts] if first else parts
        if not head:
            self._attach(first, prefix)
            return self._built(first, prefix)
        last, rest = parts[-1], []
        if not any(node.name == "close" for part in parts[:-1] for node in part):  # one close for all
            end = next((at for at, node in enumerate(last) if node.name == "close"), len(last))
            parts[-1], rest = last[:end], last[end:]
        prefixes = [f"{prefix}cmp_{number}__" for number, _ in enumerate(parts, 1)]
        for part, own in zip((head, *parts, rest), (prefix, *prefixes, prefix), strict=True):
            self._attach(part, own)
        self._number(head + rest, prefix)
        whole = self._built(head + rest, prefix, [node for part in parts for node in part])
        made: list[Document] = []
        for part, own in zip(parts, prefixes, strict=True):
            self._number(part, own)
            made.append(self._built(part, own, within=whole))
        identity = whole.identity
        if identity.date == iris.UNKNOWN:
            identity = replace(identity, date=max(part.identity.date for part in made))
        return replace(whole, element="documentCollection", identity=identity, components=tuple(made))

    def _attach(self, nodes: list[Node[Logical]], prefix: str) -> None:
        """Tie every mark to its note, and keep the notes in the order of their first marks."""
        self._number(nodes, prefix)
        for line in [line for node in nodes for line in _leaves(node) if line.marks]:
            here = self._attached[id(line)] = []
            for _, label in line.marks:
                queue = self._waiting.get(label)
                if queue:
                    note = queue.pop(0)
                    self.ordered.append(note)
                    assert note.note is not None
                    here.append(Note(label, (self._plain.block(note),), note.note.bracketed))
                else:
                    here.append(Mark(label))

    def _number(self, nodes: list[Node[Logical]], prefix: str) -> None:
        body = next((node for node in nodes if node.name == "body"), None)
        own = self.citations.paragraphs = Paragraphs()
        if body is not None:
            own.add(body.lines, self.kinds, prefix)

    def _builder(self) -> Builder:
        return Builder(self.kinds, self.scan, self.organ, self.register, self.citations, self._attached, self.tell, self.detail)

    def _built(
        self, nodes: list[Node[Logical]], prefix: str, inner: list[Node[Logical]] | None = None, within: Document | None = None
    ) -> Document:
        """Return a document of its nodes; ``inner`` are those of its parts, ``within`` is what it is a part of."""
        found = {node.name: node for node in nodes}
        builder = self._builder()
        cover_lines = list(_lines(found.get("cover")))
        body_lines = _lines(found.get("body"))
        if len(found) == 1 and "cover" in found and not any(line.kind in HARD for line in cover_lines):
            cover_lines, body_lines = [], cover_lines  # loose lines: no masthead, but text
        close_lines = _lines(found.get("close"))
        sponsors = cover_lines.pop() if "title" not in found and cover_lines and cover_lines[-1].kind == "SPONSORS" else None
        mends = _lines(found.get("mends"))
        title_lines = [*_lines(found.get("title")), *mends]
        if "title" not in found and sponsors is None:
            below = _below_cover(cover_lines)
            del cover_lines[len(cover_lines) - len(below) :]
            if "preamble" not in found and builder.corrects(cover_lines):
                body_lines = below + body_lines
            else:
                title_lines = [*below, *mends]
        cover = builder.cover(cover_lines)
        preface = builder.head(title_lines) if title_lines else ()
        preface = builder.sponsored(sponsors) if sponsors is not None else preface
        preamble = builder.preamble(_lines(found.get("preamble")))
        body = builder.body(body_lines, prefix)
        if body_lines and not preamble and not body_lines[0].num:
            builder.tells(body_lines[0])
        conclusions = builder.close(close_lines)
        attached = [node for node in nodes if node.name == "annex"]
        annexes: list[Document] = []
        for number, node in enumerate(attached, 1):
            above = f"{prefix}att_{number}__"
            annexes.append(builder.annex(node.lines, _closing(node), above))
        votes = builder.votes([*close_lines, *(line for node in attached for line in _closing(node))])
        identity = _identity(builder, self.organ, self.date, [*nodes, *(inner or ())], within)
        if inner is None:
            _missing(found, self.kinds, self.tell, bool(identity.show) or identity.date_name == "submission")
        self.register.add(identity.date_name)
        self.register.organ(self.organ)
        if identity.original and identity.original != self.kinds.language.code:
            self.register.add("un-secretariat")
        outcome = builder.outcome or (within.outcome if within else "")
        outcome = outcome or ("adopted" if identity.date_name == "adoption" and identity.show else "")
        if outcome:
            self.register.add(outcome)
        for vote in votes:
            for key in (vote.kind, vote.outcome, *(count.choice for count in vote.counts)):
                self.register.add(key)
        return Document(
            kind=builder.kind or "resolution",
            language=self.kinds.language.code,
            organ=self.organ.key,
            identity=identity,
            cover=cover,
            preface=preface,
            preamble=preamble,
            body=body,
            conclusions=conclusions,
            annexes=tuple(annexes),
            votes=votes,
            outcome=outcome,
        )


def _below(node: Node[Logical]) -> int:
    """Return where the text of an annex begins, below its title; that of a body begins at once."""
    if node.name != "annex":
        return 0
    return next((at for at, line in enumerate(node.lines) if at and line.kind not in ("TEXT", "TITLED", "NUMBER")), len(node.lines))


def _below_cover(cover: list[Logical]) -> list[Logical]:
    """Return what stands below the sponsors, or below what a document calls itself: the title of a draft that has no number."""
    start = next((at for at in range(len(cover), 0, -1) if cover[at - 1].kind != "TEXT"), 0)
    return cover[start:] if start and cover[start - 1].kind in ("SPONSORS", "DOCTYPE") else []


def _closing(annex: Node[Logical]) -> list[Logical]:
    """Return the lines of the close that stands below an annex."""
    return [line for node in annex.nodes for line in node.lines]


def _parted(node: Node[Logical]) -> list[Node[Logical]]:
    """Return the nodes of a lettered part: what stands above its organ line is its title."""
    return [Node("title", node.lines, []), *node.nodes]


def _lines(node: Node[Logical] | None) -> list[Logical]:
    return node.lines if node is not None else []


def _leaves(node: Node[Logical]) -> list[Logical]:
    """Return all lines of a node and of those in it."""
    return node.lines if not node.nodes else [*node.lines, *(line for inner in node.nodes for line in _leaves(inner))]


def _year(lines: list[Logical], citations: Citations) -> int:
    """Return the latest year that the head or the close gives, 0 where none does."""
    dated = [line.text for line in lines if line.kind in DATED]
    return max([int(token.value[:4]) for text in dated for token in citations.dates(text) if token.value], default=0)


def _identity(
    builder: Builder, organ: Organ, date: str, nodes: list[Node[Logical]], within: Document | None = None
) -> Identity:
    """Return what makes the document this one: number, date, symbol (Guidelines part 1, section 5.1).

    A lettered part has its letter besides the number of the whole, ``within``.
    """
    letter = builder.letter()
    symbol = iris.printed(builder.symbol)
    own = iris.adopted(symbol) if symbol else None
    printed = iris.printed(builder.scan.latin(builder.number)) or (own[1] if own and own[0] is organ else "")
    show = " ".join(filter(None, (within.identity.show if within else printed, letter)))
    number = iris.slug(show)
    builder.kind = builder.kind or (within.kind if within else "") or organ.kind_of(show)
    builder.kind = builder.kind or ("" if show else builder.proposed)
    adopted = builder.adopted or builder.closed or (builder.told if builder.kind in NARRATIVE else "")
    draft = builder.kind.endswith("Draft") or "." in show or "\u2026" in show or (not show and _shaped("draft", symbol))
    if _shaped(CORRIGENDUM, symbol):
        builder.kind, draft = CORRIGENDUM, False
    kind = builder.kind
    if draft and not kind.endswith("Draft"):
        builder.kind = kind = f"{kind or 'resolution'}Draft"
    name = "adoption" if not kind.endswith("Draft") else "submission"
    dated = adopted or builder.published or builder.begins or (within.identity.date if within else "")
    if not dated:
        session = re.match(r"[0-9]{1,4}", builder.session)
        numbered = re.search(r"[(]([0-9]{4})[)]$", show)
        held = int(session[0]) if session else 0
        year = held if held > FIRST else iris.year_of_session(organ, held) if held else int(numbered[1]) if numbered else 0
        dated = f"{year}-01-01" if year else iris.UNKNOWN
        if year:
            builder.tell.tell("missing-date", date=dated)
    if draft or not number:
        lines = [line for node in nodes for line in _leaves(node)]
        first = next((at for at, line in enumerate(lines) if line.kind in ("ENACTING", "RECITAL", "PARA")), 0)
        digest = _digest(builder.title + "".join(line.text for line in lines[first:]))
        prefix = re.match(r"E?S?-?[0-9]+", show)
        unnamed = f"{prefix[0]}-draft-{digest}" if prefix else f"text-{digest}"
        number = iris.slug(symbol) if draft and symbol and own is None else unnamed
    symbol = symbol or (organ.symbol_of(show, kind) if show and not draft else "")
    corrects = ("", "")
    if kind == CORRIGENDUM:
        whole = re.sub(shared().fragments["corrigendum_symbol"], "", symbol)
        corrects = builder.citations.whole(whole, adopted), whole
        number, show, name = iris.slug(symbol) if symbol != whole else f"{number}-{kind}", symbol, "publication"
        dated = builder.published or dated
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
        prescriptive=organ.prescriptive and kind != CORRIGENDUM,
        corrects=corrects,
    )


def _shaped(kind: str, symbol: str) -> bool:
    """Say whether a symbol is one of a draft, of a corrigendum."""
    return bool(symbol) and re.search(shared().fragments[f"{kind}_symbol"], symbol) is not None


def _digest(words: str) -> str:
    """Return eight characters by which a text without a number is known."""
    import hashlib

    return hashlib.sha256(re.sub(r"\s+", "", words).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _missing(parts: dict[str, Node[Logical]], kinds: Classifier, tell: Reporter, numbered: bool) -> None:
    """Tell what a resolution has and this text has not: its number, the organ's line, an operative paragraph.

    ``numbered`` says whether the symbol tells the number, or there is none yet.
    """
    preamble = _lines(parts.get("preamble"))
    first = next(iter(preamble or _lines(parts.get("body"))), None)
    if first is not None and "title" not in parts and not numbered:
        tell.tell("missing-number", first.start, first.end, example="1/1")
    if preamble and preamble[0].kind == "RECITAL":
        tell.tell("missing-formula", preamble[0].start, preamble[0].end, example=kinds.language.examples.get("formula", ""))
    if preamble and not {"body", "annex"} & set(parts):
        tell.tell("missing-body", preamble[-1].start, preamble[-1].end)


def _suspects(lines: list[Logical], texts: list[str], scan: Scanner, tell: Reporter) -> None:
    """Tell the wording that looks wrong: every foreign word is looked at, with what stands around it on its line."""
    patterns = [*scan.suspects]
    text = "\n".join(texts) if patterns else ""
    at = begin = before = 0
    for start, end in _foreign(text):
        if below := text.count("\n", before, start):
            at, begin = at + below, text.rindex("\n", before, start) + 1
            before = begin
        for name, pattern in patterns:
            found = pattern.search(text, max(before, start - AROUND), min(end + AROUND, begin + len(texts[at])))
            if found is not None and found.span("word") == (start, end):
                place = lines[at].place(start - begin)
                tell.tell(name, place, place + end - start, word=text[start:end])
        before = end


def _foreign(text: str) -> list[tuple[int, int]]:
    """Return where the foreign words of a text stand in another script: those that are left of it without all other letters."""
    spans: list[tuple[int, int]] = []
    end = 0
    for word in text.encode("ascii", "ignore").translate(WORDS).decode("ascii").split():
        if len(word) == 1:
            continue
        start = text.find(word, end)
        if start < 0:  # it was parted by other letters
            return [found.span() for found in WORD.finditer(text)]
        end = start + len(word)
        spans.append((start, end))
    return spans


def _doubts(lines: list[Logical], notes: list[Logical], citations: Citations, tell: Reporter) -> None:
    """Tell what the citations left in doubt, at the lines where they stand."""
    holders = {id(line.text): line for line in (*lines, *notes)} if citations.doubts else {}
    for text, token, name, values in citations.doubts:
        start = holders[id(text)].place(token.start)
        tell.tell(name, start, start + token.end - token.start, **values)
