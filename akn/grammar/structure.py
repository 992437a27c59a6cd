"""From the tree of lines to the document's parts: recitals, paragraphs with their items, sections, the close, annexes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from akn.diagnostics import Reporter
from akn.document import Block, Content, Count, Data, Document, Mark, Note, Part, Place, Vote
from akn.entities import Register, states
from akn.grammar.body import Body, Items, Texts, idle, place
from akn.grammar.citations import Citations
from akn.grammar.classify import RECITAL, Classifier
from akn.grammar.content import weave
from akn.grammar.inline import Scanner
from akn.grammar.levels import LATIN, readings
from akn.grammar.numerals import number_of
from akn.grammar.openings import UNLISTED
from akn.grammar.operative import finder
from akn.grammar.paragraphs import Paragraphs
from akn.grammar.tokens import Span, Token
from akn.grammar.words import shared
from akn.packs import Organ, folded
from akn.pages import Logical
from akn.patterns import compiled

if TYPE_CHECKING:
    from akn.grammar.named import Finder as NamedFinder

HOLDS: Final = {
    "PUBLISHER": "masthead", "SYMBOL": "masthead", "DISTR": "masthead", "LANGUAGE": "masthead", "ORIGINAL": "masthead",
    "SESSION": "session", "PERIOD": "session", "AGENDA": "agenda", "ADOPTED": "adoption", "REPORT": "adoption",
    "SPONSORS": "proponents", "DOCTYPE": "docType", "COMMITTEE": "agenda",
}  # fmt: skip


LOOK: Final = 8
"""After how many lines it is seen whether the time is over."""
DETAIL = NONE, REFERENCES, FULL = ("none", "references", "full")
"""The levels of detail: what is marked in running text. The cover, the title and the close are marked at each."""


def check_detail(detail: str) -> None:
    """Raise :class:`ValueError` for what is no level of detail."""
    if detail not in DETAIL:
        raise ValueError(f"there is no level of detail {detail!r}: {', '.join(DETAIL)}")


class Builder:
    """Makes the parts of one document from its lines."""

    def __init__(
        self, classifier: Classifier, scan: Scanner, organ: Organ, register: Register, citations: Citations,
        notes: dict[int, list[Note | Mark]], tell: Reporter, detail: str = REFERENCES,
    ) -> None:  # fmt: skip
        self.classifier, self.scan, self.organ = classifier, scan, organ
        self.language = classifier.language
        self._speaker = organ
        """Whose paragraphs these are: within a draft that a paragraph holds another's."""
        self.register, self.citations, self.tell = register, citations, tell
        self._notes = notes
        self._level, self._names = detail, _finder(self.language.tag) if detail == FULL else None
        self._stars: dict[str, bool] = {}
        """Whether a star among the sponsors stands for not being a member, by its mark."""
        self._made = 0
        """How many blocks."""
        self._marked = 0
        """How many references, dates and names."""
        self._most = tell.limits.pieces
        """Of which there may be so many."""
        self._drafts = 0
        """How many drafts are open, each within the one before it."""
        self.session = self.agenda = self.number = self.title = self.symbol = self.kind = self.original = self.outcome = ""
        self.adopted = self.published = self.proposed = self.told = self.closed = self.begins = self._lettered = self._item = ""
        self._stated = False
        """Whether number and title stand below the heading of a statement."""
        self.counts: list[Count] = []
        self.listed: dict[str, Counter[str]] = {}

    def block(
        self, line: Logical, spans: list[Span] | None = None, start: int = 0, kind: str = "p", language: str = ""
    ) -> Block:
        """Return the block of a line, with what its kind says marked up, or else what the inline grammar finds."""
        text = line.text
        self._made += 1
        if self._made % LOOK == 0:
            self.tell.check()
        if spans is None and (text in self.citations.marked or self._names is not None):
            spans = self.inlines(text)
        if spans or line.marks:
            content = self._woven(line, spans or [], start)
        else:
            content = (text[start:] if start else text,) if start < len(text) else ()
        return Block(content, kind, language, Place(line.start, line.end, line.line))

    def _woven(self, line: Logical, spans: list[Span], start: int) -> tuple[Content, ...]:
        """Return the text of a line from a place on, with its spans and the notes at its marks."""
        self._marked += len(spans)
        if len(spans) > LOOK:
            self.tell.check()
        if self._marked > self._most:
            self.tell.hold("pieces", self._marked)
        marks = [(offset, what) for (offset, _), what in zip(line.marks, self._notes[id(line)], strict=True)] if line.marks else []
        return weave(line.text, spans, marks, start)

    def inlines(self, text: str) -> list[Span]:
        """Return what is marked in running text, by the level of detail; what is told about it is the same at each."""
        if self._level == NONE:
            self.citations.spans(text, Register(self.language))
            return []
        found = self.citations.spans(text, self.register)
        if self._names is not None:
            found += self._names.spans(text, self.register, found)
            found += [Span(start, end, "event", (("refersTo", key),)) for start, end, key in self._occasions(text, found)]
        return found

    def _occasions(self, text: str, marked: list[Span]) -> Iterator[tuple[int, int, str]]:
        """Yield the sessions and meetings of a text; those of the document's own organ are the ones that cover and close name."""
        assert self._names is not None
        for start, end, kind, number, holder in self._names.occasions.found(text, marked):
            actor = holder.removeprefix("#") or self.organ.actor
            own = actor == self.organ.actor
            if kind == "session":
                yield start, end, self._session_key(number) if own else self._session_of(holder, number)
            elif own and (self.session or not self.organ.session.first):  # a meeting's number is one of its session
                yield start, end, self._meeting_key(number, text[start:end])

    def _session_of(self, holder: str, number: str) -> str:
        """Return the reference to a session of another body."""
        label = self.language.labels.get("session", "{number}").format(organ=self.register.label(holder), number=number)
        actor = holder.removeprefix("#")
        return self.register.add(f"{actor}-session-{number}", "Event", label, name=f"{actor}.session.{number}")

    def aside(self, text: str) -> list[Span]:
        """Return what is marked in a line of the cover, the title or the close: the same at every level of detail."""
        return self.citations.spans(text, self.register)

    # The cover page.

    def cover(self, lines: Iterable[Logical]) -> tuple[Part, ...]:
        """Return the lines above the number in their containers (Guidelines part 2, section 8.4.2)."""
        groups: list[tuple[str, list[Block]]] = []
        name = "masthead"
        for line in lines:
            kind = line.kind
            if kind == "ORGAN":
                name = (
                    "masthead"
                    if any(group == "masthead" for group, _ in groups) and not self._own(line.text)
                    else "issuingBody"
                )
            elif kind == "DATE":
                name = "masthead" if not self.session else "adoption"
            elif kind == "TEXT":
                name = name if name in ("masthead", "agenda", "adoption", "proponents") else "masthead"
            else:
                name = HOLDS.get(kind, name)
            block = self._line(line, name)
            if not groups or groups[-1][0] != name:
                groups.append((name, []))
            groups[-1][1].append(block)
        return tuple(Part("container", tuple(blocks), name=name) for name, blocks in groups)

    def _own(self, text: str) -> bool:
        return self._called(text) is self.organ

    def _called(self, text: str) -> Organ | None:
        """Return the organ of this name, which older mastheads print in capitals."""
        organs, small = self.scan.organs, text.casefold()
        return organs.get(text) or next((one for name, one in organs.items() if name.casefold() == small), None)

    def _line(self, line: Logical, container: str) -> Block:
        made = MARKED.get(line.kind)
        if made is not None:
            return self.block(line, made(self, line), language=self._tongue(line))
        if line.kind == "TEXT" and container == "agenda" and self.agenda:
            key = self.register.add(f"agendaItem-{self._item}", label=line.text)
            return self.block(
                line, [Span(0, len(line.text), "inline", (("name", "akn4un:agendaItemTitle"), ("refersTo", key)))]
            )
        if line.kind == "TEXT" and container in ("masthead", "adoption"):
            return self.block(line, [])
        return self.block(line, self.aside(line.text))

    def _detail(self, line: Logical) -> tuple[str, re.Match[str]]:
        found = self.classifier.detail(line.kind, line.text)
        assert found is not None
        rule, match = found
        return rule.value, match

    def _value(self, template: str, match: re.Match[str]) -> str:
        given = {name: text or "" for name, text in match.groupdict().items()}
        for name in ("ordinal", "meeting"):
            if name in given:
                given[name] = str(number_of(given[name], self.language.numerals) or NO_WORD.sub("-", given[name]))
        return template.format_map(given)

    def _publisher(self, line: Logical) -> list[Span]:
        whole = len(line.text)
        role, body = self.register.add("publisher"), self.register.add("un", "Organization", line.text)
        return [Span(0, whole, "role", (("refersTo", role),)), Span(0, whole, "docAuthority", (("refersTo", body),))]

    def _organ(self, line: Logical) -> list[Span]:
        organ = self._called(line.text)  # none of "SECURİTY COUNCİL", whose capitals are of no language that has the name
        return [Span(0, len(line.text), "docAuthority", (("refersTo", self.register.organ(organ)),))] if organ is not None else []

    def _symbol(self, line: Logical) -> list[Span]:
        self.symbol = self.symbol or line.text.rstrip("*")
        return [Span(0, len(line.text.rstrip("*")), "docNumber", (("refersTo", self.register.add("symbol")),))]

    def _distr(self, line: Logical) -> list[Span]:
        rules = self.classifier.of_kind(line.kind)
        told = (rule.value for rule, pattern in rules if rule.value and pattern.search(line.text))
        key = next(told, "distributionGeneral")
        return [Span(0, len(line.text), "docStatus", (("refersTo", self.register.add(key)),))]

    def _tongue(self, line: Logical) -> str:
        """Return the tag of the language of a line of the masthead that is not in the script of the document."""
        other = self.language.masthead
        return other if other and line.kind in SPOKEN and line.text.isascii() and line.text.upper() != line.text else ""

    def _language(self, line: Logical) -> list[Span]:
        named = self._tongues(line.text)
        return [Span(start, end, "inline", (("name", "akn4un:languageOfExpression"),)) for start, end, _ in named]

    def _original(self, line: Logical) -> list[Span]:
        named = self._tongues(line.text)
        codes = {code for _, _, code in named}
        self.original = codes.pop() if len(codes) == 1 and not self.original else self.original
        return [Span(start, end, "inline", (("name", "akn4un:originalLanguage"),)) for start, end, _ in named]

    def _tongues(self, text: str) -> list[tuple[int, int, str]]:
        """Return where languages are named, and their codes."""
        small = text.casefold()
        named = [(small.rfind(word), word, code) for code, words in self.language.tongues.items() for word in words]
        return sorted((at, at + len(word), code) for at, word, code in named if at >= 0)

    def _date(self, line: Logical) -> list[Span]:
        dates = self.citations.dates(line.text)[:1]
        match = None if dates else self._detail(line)[1]
        if match is not None and "year" in match.groupdict():  # in the language of the masthead
            told = self.scan.iso(match.groupdict())
            dates = [Token("date", *match.span(), told)] if told else []
        if not self.session and not self.number:
            self.published = self.published or (dates[0].value if dates else "")
            key = self.register.add("publicationDate") if dates else ""
        else:
            self.closed = self.closed or (dates[0].value if dates else "")
            key = self.register.add("adoptionDate") if dates else ""
        return [Span(one.start, one.end, "docDate", (("date", one.value), ("refersTo", key))) for one in dates]

    def _session(self, line: Logical) -> list[Span]:
        template, match = self._detail(line)
        value = self._value(template, match)
        self.session = self.session or value
        key = self._session_key(value, line.text)
        return [Span(0, len(line.text), "session", (("value", value), ("refersTo", key)))]

    def _session_key(self, value: str, label: str = "") -> str:
        if not label:
            label = self.language.labels.get("session", "{number}").format(
                organ=self.organ.names[self.language.tag].name, number=value
            )
        return self.register.add(f"session-{value}", "Event", label, name=f"{self.organ.actor}.session.{value}")

    def _meeting_key(self, value: str, label: str) -> str:
        name = f"{self.organ.actor}.session.{self.session or 0}.meeting.{value}"
        return self.register.add(f"meeting-{value}", "Event", label, name=name)

    def _period(self, line: Logical) -> list[Span]:
        dates = self.citations.dates(line.text)
        if len(dates) == 1:
            dates = [*self.scan.since(line.text, dates[0]), *dates]
        if len(dates) != 2 or not self.session:
            return [Span(one.start, one.end, "date", (("date", one.value),)) for one in dates]
        self.begins = dates[0].value
        out = [Span(dates[0].start, dates[1].end, "event", (("refersTo", self._session_key(self.session)),))]
        for one, key in zip(dates, ("startDate", "endDate"), strict=True):
            out.append(Span(one.start, one.end, "date", (("date", one.value), ("refersTo", self.register.add(key)))))
        return out

    def _agenda(self, line: Logical) -> list[Span]:
        template, match = self._detail(line)
        self.agenda = template.format_map(match.groupdict())
        self._item = NO_WORD.sub("-", self.agenda).strip("-") or "0"
        name = f"{self.organ.actor}.session.{self.session or 0}.agendaItem.{self._item}"
        key = self.register.add(f"agendaItem-{self._item}", "Concept", line.text, name=name)
        return [Span(0, len(line.text), "inline", (("name", "akn4un:agendaItem"), ("title", self.agenda), ("refersTo", key)))]

    def _adopted(self, line: Logical) -> list[Span]:
        out: list[Span] = []
        for token in self.citations.tokens(line.text):
            if token.kind == "organ" and not out:
                key = self.register.organ(self.scan.organs[token.value])
                out.append(Span(token.start, token.end, "docAuthority", (("refersTo", key),)))
            elif token.kind == "date" and not self.adopted:
                self.adopted = token.value
                out.append(
                    Span(
                        token.start,
                        token.end,
                        "docDate",
                        (("date", token.value), ("refersTo", self.register.add("adoptionDate"))),
                    )
                )
        return [*out, *self._doctype(line)]

    def corrects(self, lines: Iterable[Logical]) -> bool:
        """Say whether the head is that of a corrigendum, by its symbol or by what it calls itself."""
        words = self.language.doctypes.get(CORRIGENDUM, ())
        shape = shared().fragments["corrigendum_symbol"]
        return any(
            line.text.rstrip("*") in words if line.kind == "DOCTYPE" else line.kind == "SYMBOL" and re.search(shape, line.text)
            for line in lines
        )

    def _doctype(self, line: Logical) -> list[Span]:
        for words, key in self.scan.doctypes:
            at = line.text.rfind(words)
            if at >= 0:
                self.kind = key if key == CORRIGENDUM else self.kind or key
                return [Span(at, at + len(words), "docType", (("refersTo", self.register.add(key, "Concept", words)),))]
        return []

    def _sponsors(self, line: Logical) -> list[Span]:
        role, match = self._detail(line)
        named = match.span("names") if "names" in match.groupdict() else (0, max(map(line.text.rfind, self.language.punctuation.colon)))
        starred = {offset for offset, label in line.marks if self._tells_non_member(line, label)}
        out: list[Span] = []
        for start, end in self._each_name(line.text, *named):
            other = end in starred or end + 1 in starred  # in English the comma stands before the star
            key = ADDED[other] if role else SPONSORS[other]
            stop = self._named_for_others(line.text, start, end)
            of = self._state(line, start, stop)
            out.append(Span(start, stop, "docProponent", (("refersTo", of), ("as", self.register.add(key)))))
        if role:
            return out
        kind, called = self.kind, self._doctype(line)
        self.proposed, self.kind = self.kind, kind
        return [*out, *called]

    def _tells_non_member(self, line: Logical, label: str) -> bool:
        """Say whether a star stands for not being a member, as far as its note does not say that it stands for something else."""
        if not label.startswith("*"):
            return False
        for (_, mark), what in zip(line.marks, self._notes.get(id(line), ()), strict=False):
            if mark == label and isinstance(what, Note):
                blocks = [one for one in what.content if isinstance(one, Block)]
                self._stars[label] = any(self.scan.non_member.search(one.text()) for one in blocks)
        return self._stars.get(label, True)

    def _named_for_others(self, text: str, start: int, end: int) -> int:
        """Return where the State's own name ends, where brackets after it say in whose name it speaks."""
        bracket = text.rfind(" (", start, end)
        known = states(self.language)
        if bracket > start and folded(text[start:end]) not in known and folded(text[start:bracket]) in known:
            return bracket
        return end

    def _each_name(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """Return where the names in a list of States stand; a name may hold the word that joins two others."""
        known = states(self.language)
        out: list[tuple[int, int]] = []

        def names(here: int, there: int) -> bool:
            return there - here <= LONGEST and folded(text[here:there].strip()) in known

        def add(here: int, there: int, split: bool) -> None:
            while here < there and not text[here].isalnum():
                here += 1
            while there > here and not (text[there - 1].isalnum() or text[there - 1] in ")\uff09"):
                there -= 1
            if here >= there:
                return
            if split and not names(here, there):
                begin = here
                for found in self.scan.joiner.finditer(text, here, there):
                    if names(begin, found.start()) or names(found.end(), there):
                        add(begin, found.start(), False)
                        begin = found.end()
                add(begin, there, False)
            else:
                out.append((here, there))

        begin = start
        for found in self.scan.separator.finditer(text, start, end):
            add(begin, found.start(), True)
            begin = found.end()
        add(begin, end, True)
        return out

    def _state(self, line: Logical, start: int, end: int) -> str:
        name = line.text[start:end]
        code = states(self.language).get(folded(name))
        if code:
            return self.register.state(code, name)
        self.tell.tell("unknown-state", line.place(start), line.place(end), name=name)
        return self.register.unknown(name)

    # Number and title.

    def head(self, lines: list[Logical]) -> tuple[Part, ...]:
        """Return the number, the letter of a part, and the title."""
        blocks: list[Block] = []
        kinds = {line.kind for line in lines}
        self._stated = not kinds.isdisjoint(("TITLED", "NUMBER"))
        for line in lines:
            made = MARKED.get(line.kind)
            if made is not None:
                blocks.append(self.block(line, made(self, line)))
            elif line.kind == "TEXT" and not self.title and "TITLED" not in kinds:
                self.title = line.text
                blocks.append(self.block(line, [Span(0, len(line.text), "docTitle")]))
            else:
                blocks.append(self.block(line, self.aside(line.text)))
        return (Part("container", tuple(blocks), name="title"),)

    def _statement(self, line: Logical) -> list[Span]:
        self.kind = self.kind or "presidentialStatement"
        if self._stated:
            key = self.register.add("presidentialStatement", "Concept", line.text)
            return [Span(0, len(line.text), "docType", (("refersTo", key),))]
        self.title = line.text
        return [Span(0, len(line.text), "docTitle")]

    def _letter(self, line: Logical) -> list[Span]:
        _, match = self._detail(line)
        self._lettered = match["num"]
        return [Span(*match.span("num"), "docNumber", (("refersTo", self.register.add("letter")),))]

    def letter(self) -> str:
        """Return the letter of a part as it is cited in any language: ``B``; empty where there is none."""
        found = readings(self._lettered, self.language) if self._lettered else []
        value = next((value for style, value in found if style.startswith("letter") and 0 < value <= len(LATIN)), 0)
        if self._lettered in self.language.letters:
            return self.language.letters[self._lettered].upper()
        return LATIN[value - 1].upper() if value else self._lettered

    def sponsored(self, line: Logical) -> tuple[Part, ...]:
        """Return who proposes a draft without number and title as its title, as the Security Council's drafts are listed."""
        self.title = line.text
        spans = [Span(0, len(line.text), "docTitle"), *self._sponsors(line)]
        return (Part("container", (self.block(line, spans),), name="title"),)

    def _number(self, line: Logical) -> list[Span]:
        text = line.text.rstrip("*. \uff0e")
        dots = OPEN.search(line.text)
        self.number = line.text if dots else text
        return _numbered(0, self.number, dots)

    def _council(self, line: Logical) -> list[Span]:
        _, match = self._detail(line)
        self.number = match["figure"]
        return [Span(*match.span("figure"), "docNumber")]

    def _titled(self, line: Logical) -> list[Span]:
        if self.title:  # there is one title
            return self.aside(line.text)
        _, match = self._detail(line)
        self.number, self.title = match["number"], line.text[match.start("title") :]
        number = _numbered(match.start("number"), self.number, OPEN.search(self.number))
        called = len(self.title) < DATED and any(words in self.title for words, _ in self.scan.doctypes)
        dates = self.citations.dates(self.title) if called else []
        if dates:  # 117 (1956). Resolution of 6 September 1956
            self.adopted = self.adopted or dates[0].value
            data: Data = (("date", dates[0].value), ("refersTo", self.register.add("adoptionDate")))
            at = match.start("title")
            return [*number, Span(at, len(line.text), "docTitle"), Span(at + dates[0].start, at + dates[0].end, "docDate", data)]
        return [*number, Span(match.start("title"), len(line.text), "docTitle")]

    def tells(self, line: Logical) -> None:
        """Keep the date on which a decision says that it was taken: before all else that its one sentence names."""
        first = next((token for token in self.citations.tokens(line.text) if token.kind != "organ"), None)
        self.told = first.value if first is not None and first.kind == "date" and first.start < NARRATED else ""

    # The preamble.

    def preamble(self, lines: list[Logical]) -> tuple[Part, ...]:
        """Return the organ line and the recitals (Guidelines part 3, section 1.5.1)."""
        groups: list[list[Logical]] = []
        for line in lines:
            if line.kind == "ITEM" and groups and groups[-1][0].kind != "ENACTING":
                groups[-1].append(line)
            else:
                groups.append([line])
        return tuple([self.formula(lead) if lead.kind == "ENACTING" else self.recital(lead, below) for lead, *below in groups])

    def formula(self, line: Logical) -> Part:
        """Return the organ line."""
        spans = [
            Span(token.start, token.end, "organization", (("refersTo", self.register.organ(self.scan.organs[token.value])),))
            for token in self.citations.tokens(line.text)
            if token.kind == "organ"
        ]
        block = self.block(line, spans)
        return Part("formula", (block,), name="enactingFormula", place=block.place)

    def recital(self, line: Logical, below: list[Logical]) -> Part:
        """Return a preambular paragraph with its items, named by its phrase as printed (Guidelines part 3, section 1.5.1)."""
        items = Items(self, below).finish() if below else ()
        words, key, label = self.classifier.openings.find(line.text[line.lead :])
        self.register.add(key, "Concept", label)
        block = self.block(line)
        return Part("recital", (block, *items), "", None, words or UNLISTED, key, (), block.place)

    # The body.

    def body(self, lines: list[Logical], prefix: str = "", acts: bool = True) -> tuple[Block | Part, ...]:
        """Return the operative part; ``prefix`` is what the identifiers of its paragraphs begin with.

        ``acts`` says whether paragraphs do something, as those of an annex do not.
        """
        return Body(self, prefix).parts(lines, self._acts if acts else idle) if lines else ()

    def _acts(self, texts: Texts) -> tuple[str, Data]:
        """Return what a paragraph does, by all that stands in it."""
        return finder(self.language.tag).told(texts, self.register, self.citations, self._speaker)

    def row(self, line: Logical) -> Part:
        """Return the row of a table."""
        spans = self.inlines(line.text)
        marks = [(offset, what) for (offset, _), what in zip(line.marks, self._notes.get(id(line), ()), strict=True)]
        cells = []
        for start, end in line.cells():
            inside = [(offset, what) for offset, what in marks if start <= offset <= end]
            content = weave(line.text, spans, inside, start, end)
            cells.append(Part("td", (Block(content, place=place(line)),) if content else ()))
        return Part("tr", tuple(cells), place=place(line))

    def draft(self, lines: list[Logical], prefix: str) -> Part:
        """Return a draft that stands within a paragraph: its title, its preamble and paragraphs, to which its references lead."""
        self._drafts += 1
        self.tell.hold("nesting", 4 * self._drafts)  # an element in a paragraph, its content and its words
        first = next(at for at, line in enumerate(lines) if line.kind == "ENACTING")
        last = next((at for at, line in enumerate(lines[first + 1 :], first + 1) if line.kind not in (RECITAL, "ITEM")), len(lines))
        outer = self.citations.paragraphs, self._speaker
        self.citations.paragraphs = own = Paragraphs()
        own.add(lines[last:], self.classifier, prefix)
        named = (token.value for token in self.citations.tokens(lines[first].text) if token.kind == "organ")
        self._speaker = next((self.scan.organs[name] for name in named), self.organ)
        title = [self.block(line, []) for line in lines[:first]]
        inner = (*title, *self.preamble(lines[first:last]), *self.body(lines[last:], prefix))
        self.citations.paragraphs, self._speaker = outer
        self._drafts -= 1
        return Part("embeddedStructure", inner)

    def annex(self, lines: list[Logical], closing: list[Logical], prefix: str = "") -> Document:
        """Return an annex: its line and title, a preamble of its own, its body, and the close where it stands below."""
        at = 1
        while at < len(lines) and lines[at].kind in ("TEXT", "TITLED", "NUMBER"):
            at += 1
        marked = Span(0, len(lines[0].text), "docType")
        title = [Span(0, len(lines[1].text), "docTitle")] if at > 1 else []
        blocks = [
            self.block(lines[0], [marked]),
            *(self.block(line, title if line is lines[1] else []) for line in lines[1:at]),
        ]
        end = at
        while (
            end < len(lines)
            and lines[end].kind in ("ENACTING", "RECITAL")
            and any(one.kind == "ENACTING" for one in lines[at : end + 1])
        ):
            end += 1
        self.citations.paragraphs.add(lines[end:], self.classifier, prefix)
        return Document(
            kind="annex",
            element="doc",
            language=self.language.code,
            organ=self.organ.key,
            preface=(Part("container", tuple(blocks), name="title"),),
            preamble=self.preamble(lines[at:end]),
            body=self.body(lines[end:], prefix, acts=False),
            conclusions=self.close(closing),
        )

    # The close.

    def close(self, lines: list[Logical]) -> tuple[Part, ...]:
        """Return meeting, date and vote, in the order in which they are printed (Guidelines part 3, section 1.7.2)."""
        adoption: list[Block] = []
        parts: list[Part] = []
        vote: list[Block | Part] = []
        side, blocks = "", [Block(())][:0]

        def finish() -> None:
            nonlocal side, blocks
            if blocks:
                vote.append(Part("container", tuple(blocks), name=side or "side"))
            side, blocks = "", []

        for line in lines:
            if line.kind in ("DATE", "MEETING") and not vote and not blocks:
                adoption.append(self.block(line, self._date(line) if line.kind == "DATE" else self._meeting(line)))
            elif line.kind == "VOTE":
                finish()
                vote.append(self.block(line, self._vote(line)))
            elif line.kind == "SIDE":
                finish()
                template, match = self._detail(line)
                side = self.scan.choices.get(match["side"].casefold(), "") if template else ""
                spans = self._listed(line, match.end(), side)
                blocks.append(self.block(line, spans))
            elif blocks:
                blocks.append(self.block(line, self._listed(line, 0, side)))
            elif vote:
                vote.append(self.block(line, self.aside(line.text)))
            else:
                adoption.append(self.block(line, self.aside(line.text)))
        finish()
        if adoption:
            parts.append(Part("container", tuple(adoption), name="adoption"))
        if vote:
            parts.append(Part("container", tuple(vote), name="vote"))
        return tuple(parts)

    def _meeting(self, line: Logical) -> list[Span]:
        template, match = self._detail(line)
        value = self._value(template, match)
        key = self._meeting_key(value, line.text)
        figure: Data = (("refersTo", self.register.add("meetingNumber")), ("normalized", value))
        signs = self.language.punctuation
        end = len(match[0].rstrip(signs.comma + signs.final))  # as older volumes have them
        return [Span(0, end, "event", (("refersTo", key),)), Span(*match.span("meeting"), "quantity", figure)]

    def _vote(self, line: Logical) -> list[Span]:
        out: list[Span] = []
        for key, pattern in self.scan.outcomes:
            found = pattern.search(line.text)
            if found:
                self.outcome = key
                start, end = found.span("outcome") if "outcome" in pattern.groupindex else found.span()
                out.append(Span(start, end, "outcome", (("refersTo", self.register.add(key)),)))
                break
        told: set[str] = set()
        for choice, pattern in self.scan.figures:
            found = pattern.search(line.text) if choice not in told else None
            if found:
                told.add(choice)
                value = number_of(found["figure"], self.language.numerals)
                self.counts.append(Count(choice, value))
                data: Data = (("refersTo", self.register.add(choice)), ("normalized", str(value)))
                out.append(Span(*found.span("figure"), "quantity", data))
                if named := NAMED.match(line.text, found.end()):
                    out += self._listed(line, named.start("names"), choice, named.end("names"))
        return out

    def _listed(self, line: Logical, start: int, side: str, end: int | None = None) -> list[Span]:
        out: list[Span] = []
        for here, there in self._each_name(line.text, start, len(line.text) if end is None else end):
            if self.language.numerals.words.get(line.text[here:there].casefold()) == 0:
                continue  # "None" is no State
            choice = self.register.add(side) if side else ""
            by = self._state(line, here, there)
            listed = self.listed.setdefault(side, Counter())
            if by in listed:
                self.tell.tell("state-twice", line.place(here), line.place(there), name=line.text[here:there])
            listed[by] += 1
            out.append(Span(here, there, "vote", (("by", by), ("choice", choice))))
        return out

    def votes(self, lines: list[Logical]) -> tuple[Vote, ...]:
        """Return the vote, its figures checked against the lists of States (Guidelines part 1, section 5.6.4)."""
        if not self.counts:
            return ()
        self.counts.sort(key=lambda count: CHOICES.index(count.choice))
        at = next((line for line in lines if line.kind == "VOTE"), None)
        every = any(line.kind == "SIDE" for line in lines)  # else only those who did not agree may be named
        for count in self.counts:
            listed = self.listed[count.choice].total() if count.choice in self.listed else 0
            if (listed or every) and listed != count.value and at is not None:
                self.tell.tell("vote-count", at.start, at.end, figure=count.value, choice=count.choice, listed=listed)
        return (Vote("recordedVote", self.outcome or "adopted", tuple(self.counts)),)


MARKED: Final[dict[str, Callable[[Builder, Logical], list[Span]]]] = {
    "PUBLISHER": Builder._publisher, "ORGAN": Builder._organ, "SYMBOL": Builder._symbol, "DISTR": Builder._distr,
    "LANGUAGE": Builder._language, "ORIGINAL": Builder._original, "DATE": Builder._date, "SESSION": Builder._session,
    "PERIOD": Builder._period, "AGENDA": Builder._agenda, "ADOPTED": Builder._adopted, "DOCTYPE": Builder._doctype,
    "SPONSORS": Builder._sponsors, "STATEMENT": Builder._statement, "LETTER": Builder._letter, "NUMBER": Builder._number,
    "COUNCIL": Builder._council, "TITLED": Builder._titled, "MEETING": Builder._meeting, "VOTE": Builder._vote,
}  # fmt: skip
"""How the lines of the head are marked up whose kind says it."""
SPONSORS, ADDED = ("sponsor", "nonMemberSponsor"), ("additionalSponsor", "additionalNonMemberSponsor")
"""The roles of sponsors: members of the organ, and others."""
NO_WORD: Final = compiled(r"\W+")
OPEN: Final = compiled(r"\.{2,4}$|\u2026$|_{1,2}$")
"""What stands for a number that is still open."""
DATED: Final = 60
"""How long a title is at most that is what the document calls itself, and its date."""
NARRATED: Final = 120
"""Within how many characters a decision gives its date."""
LONGEST: Final = 100
"""How many characters the name of a State has at most, and the blanks around it."""
CORRIGENDUM: Final = "corrigendum"
SPOKEN: Final = frozenset("PUBLISHER DISTR DATE LANGUAGE ORIGINAL ORGAN SESSION DOCTYPE".split())
"""Lines of the masthead that are words."""
CHOICES: Final = ("inFavour", "against", "abstaining", "notVoting")
NAMED: Final = compiled(r"[^0-9(\uff08]{0,30}[(\uff08](?P<names>[^()\uff08\uff09]{2,400})[)\uff09]")
"""The States in brackets behind a figure, as the Security Council named those who abstained."""


def _numbered(start: int, number: str, dots: re.Match[str] | None) -> list[Span]:
    """Return the spans of a number, and of the dots that stand for what is still open of it."""
    if dots is None:
        return [Span(start, start + len(number), "docNumber")]
    whole = Span(start, start + len(number), "docNumber", (("status", "incomplete"),))
    return [whole, Span(start + dots.start(), start + dots.end(), "placeholder")]


def _finder(tag: str) -> NamedFinder:
    from akn.grammar import named

    return named.finder(tag)
