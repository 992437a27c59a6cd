"""Finds what stands within a paragraph: dates, bodies, citations of resolutions, documents, treaties and paragraphs.

One pass over the characters gives tokens; a small grammar over the tokens joins them to citations: the last body named and
the date of a series hold for what follows (Guidelines part 1, section 4.10). The result is spans over the clean text; the text
itself is never touched.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import zip_longest

import msgspec

from akn import iris, packs
from akn.document import Data
from akn.entities import Register
from akn.grammar.classify import called_in, fragments, shared
from akn.grammar.firsts import lookahead
from akn.grammar.numerals import number_of
from akn.iris import Target
from akn.packs import Language, Organ, Rule

Named = tuple[tuple[str, re.Pattern[str]], ...]


class Span(msgspec.Struct, frozen=True, gc=False):
    """A stretch of the clean text that becomes an inline element."""

    start: int
    end: int
    kind: str
    data: Data = ()
    alternative: str = ""


class Token(msgspec.Struct, gc=False):
    """Something recognised in the text: its kind and what it carries."""

    kind: str
    start: int
    end: int
    value: str = ""
    extra: str = ""


class Scanner:
    """The inline patterns of a language, compiled to one pass."""

    def __init__(self, language: Language, organ: Organ) -> None:
        parts = fragments(language, organ)
        self.rules = (*language.inlines, *shared().inlines)
        self.patterns = packs.Patterns(packs.expand(rule.pattern, parts) for rule in self.rules)
        self.organs: dict[str, Organ] = {}
        for other in packs.organs().values():
            called = other.names.get(language.tag)
            self.organs.update(dict.fromkeys([*called_in(other, language), *(called.cited if called else ())], other))
        own = organ.names.get(language.tag)
        if own:
            self.organs.update(dict.fromkeys(own.short, organ))
        named = packs.alternatives(list(self.organs))
        every = packs.branches({**{f"_{n}": source for n, source in enumerate(self.patterns.sources)}, "organ": named})
        self._all = re.compile(f"{lookahead(every)}(?:{every})")
        joins = {name: packs.expand(pattern, parts) for name, pattern in language.joins.items()}
        self.series = re.compile(joins.get("series", "(?!)"))
        self.article = re.compile(joins.get("article", "(?!)"))
        self.paragraph = re.compile(joins.get("paragraph", "(?!)"))
        self.dated = re.compile(joins.get("date", "(?!)"))
        self.range = re.compile(joins.get("range", "(?!)"))
        self.owner = re.compile(joins.get("owner", "(?!)"))
        self._parts = parts
        self.months = {name.casefold(): number for name, number in language.months.items()}
        self.treaties = packs.inverted(language.treaties)
        self.doctypes = sorted(packs.inverted(language.doctypes).items(), key=lambda pair: -len(pair[0]))
        self.choices = {word.casefold(): key for word, key in packs.inverted(language.choices).items()}
        self.separator, self.joiner = re.compile(language.punctuation.separator), re.compile(language.punctuation.joiner)
        self.non_member = re.compile(language.fragments.get("nonmember", ""))
        self.language, self.organ = language, organ

    @functools.cached_property
    def suspects(self) -> Named:
        """The wording that is told as suspicious, by the names of the diagnostics."""
        return self._named(self.language.suspects)

    @functools.cached_property
    def outcomes(self) -> Named:
        """How the close says what became of the draft, by the keys of the outcomes."""
        return self._named(self.language.outcomes)

    @functools.cached_property
    def figures(self) -> Named:
        """The figures of a vote, by its choices."""
        return self._named(self.language.figures)

    def _named(self, rules: tuple[Rule, ...]) -> Named:
        return tuple((rule.kind, re.compile(packs.expand(rule.pattern, self._parts))) for rule in rules)

    def tokens(self, text: str) -> Iterator[Token]:
        """Yield what the text holds, in order."""
        for found in self._all.finditer(text):
            group = found.lastgroup
            if group == "organ":
                yield Token("organ", found.start(), found.end(), found[0])
            elif group:
                rule = self.rules[int(group[1:])]
                detail = self.patterns[int(group[1:])].match(text, found.start())
                if detail and (token := self._token(rule.kind, detail)):
                    token.extra = token.extra or rule.value
                    yield token

    def _token(self, kind: str, found: re.Match[str]) -> Token | None:
        groups = found.groupdict()
        if kind == "date":
            iso = self.iso(groups)
            return Token(kind, found.start(), found.end(), iso) if iso else None
        if kind == "day":
            return Token(
                kind,
                found.start("month") if groups["month"] else found.start("day"),
                found.end(),
                groups["month"] or "",
                groups["day"],
            )
        if kind in ("citation", "number"):
            return Token(kind, found.start(), found.end(), groups["number"])
        if kind == "title":
            key = self.treaties.get(groups["title"], "")
            return Token(kind, found.start("title"), found.end("title"), key) if key else None
        if kind == "article":
            one = number_of(groups["article"], self.language.numerals)
            two = number_of(groups["paragraph"] or "", self.language.numerals)
            return Token(kind, found.start(), found.end(), f"art_{one}" + (f"__para_{two}" if two else "")) if one else None
        words = found[0].rstrip(".")
        if kind == "symbol" and not any(char.isdigit() for char in words):
            return None  # HIV/AIDS
        return Token(kind, found.start(), found.start() + len(words), words)

    def iso(self, groups: dict[str, str]) -> str:
        """Return the ISO date of a match, empty where there is no such day."""
        named = groups["month"].casefold()
        month = self.months.get(named) or (int(named) if named.isdecimal() else 0)
        day, year = number_of(groups["day"], self.language.numerals), int(groups["year"])
        return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= DAYS[month - 1] and year else ""

    def since(self, text: str, end: Token) -> list[Token]:
        """Return the beginning of a period whose end has the year, and maybe the month, for both: "19 June-14 July 2023"."""
        lead = text[: end.start]
        day = re.search(r"[0-9]{1,2}", lead)
        folded = lead.casefold()
        named = [(folded.find(name), name) for name in self.months if name in folded]
        month = self.months[max(named, key=lambda pair: len(pair[1]))[1]] if named else int(end.value[5:7])
        if not day or not end.value or not 1 <= int(day[0]) <= DAYS[month - 1]:
            return []
        stop = max([day.end(), *(at + len(name) for at, name in named)])
        return [Token("date", day.start(), stop, f"{end.value[:4]}-{month:02}-{int(day[0]):02}")]


DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def until(since: str, token: Token) -> str:
    """Return the ISO date on which a period ends that begins on ``since``."""
    month = int(token.value) if token.value else int(since[5:7])
    day = int(token.extra)
    return f"{since[:4]}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= DAYS[month - 1] else ""


@functools.cache
def scanner(tag: str, organ: str) -> Scanner:
    """Return the scanner of a language and an organ."""
    return Scanner(packs.language(tag), packs.organs()[organ])


class Cited(msgspec.Struct, gc=False):
    """One resolution that a paragraph cites, before its date is settled."""

    token: Token
    organ: Organ
    number: str
    date: str
    inherited: str
    """The date of the series it stands in, if it is of the same session."""
    group: int
    """Citations of one series share a number."""


class Citations:
    """The citations of one document: what is dated in one place is known in all others."""

    def __init__(self, scan: Scanner, paragraphs: dict[str, str]) -> None:
        self._scan = scan
        self.year = 0
        """The latest year that the head or the close gives, 0 where none does."""
        self._tokens: dict[str, list[Token]] = {}
        self._known: dict[tuple[str, str], str] = {}
        self._read: dict[str, list[Token | Cited]] = {}
        self.paragraphs = paragraphs
        """The identifiers of the document's own paragraphs by their numbers."""
        self.doubts: list[tuple[str, Token, str, dict[str, object]]] = []
        """What was left in doubt: the text, the place in it, the diagnostic's name and what it carries."""
        self._text = ""

    def tokens(self, text: str) -> list[Token]:
        """Return what a text holds, in order; each is scanned once."""
        found = self._tokens.get(text)
        if found is None:
            found = self._tokens[text] = list(self._scan.tokens(text))
        return found

    def dates(self, text: str) -> list[Token]:
        """Return the dates alone; the end of a period has the year, and where it says none the month, of its beginning."""
        out: list[Token] = []
        for token in self.tokens(text):
            if token.kind == "date":
                out.append(token)
            elif token.kind == "day" and out and out[-1].value:
                out.append(Token("date", token.start, token.end, until(out[-1].value, token)))
        return out

    def learn(self, texts: list[str]) -> None:
        """Read every text once and keep the dates that it gives."""
        for text in texts:
            if text not in self._read:
                self._read[text] = self._cited(text)
                for one in self._read[text]:
                    if isinstance(one, Cited) and one.date:
                        self._known.setdefault((one.organ.actor, one.number), one.date)

    def _organ_for(self, number: str, named: Organ | None, current: Organ) -> Organ:
        """Return whose number this is: the body last named if it numbers so, else the one that does."""
        for organ in ([named] if named else []) + [current]:
            if organ.number and re.fullmatch(organ.number, number) and self._plausible(organ, number, named is not None):
                return organ
        sessions = "/" in number and bool(current.session.first)
        for organ in packs.organs().values():
            fits = organ is not current and bool(organ.number) and bool(organ.session.first or not sessions)
            if fits and re.fullmatch(organ.number, number):
                return organ
        return named or current

    def _plausible(self, organ: Organ, number: str, named: bool) -> bool:
        session = re.match(r"[0-9]+(?=/)", number)
        if named or not session or not self.year:
            return True
        return iris.year_of_session(organ, int(session[0])) <= self.year + 1

    def _cited(self, text: str) -> list[Token | Cited]:
        scan = self._scan
        out: list[Token | Cited] = []
        organ: Organ | None = None
        date, fresh = "", False
        last: Cited | None = None
        edge = group = 0
        tokens = self.tokens(text)
        if not tokens:
            return out
        for token, after in zip_longest(tokens, tokens[1:]):
            if token.kind == "organ":
                if scan.organs[token.value] is not organ:  # "the Council" again changes nothing
                    organ, date, fresh = scan.organs[token.value], "", False
                out.append(token)
            elif token.kind == "date":
                if last is not None and not scan.language.date_first and scan.dated.fullmatch(text, edge, token.start):
                    self._dated(out, last, token.value)
                    edge = token.end
                else:
                    date, fresh = token.value, True
                out.append(token)
            elif token.kind in ("citation", "number"):
                joined = last is not None and bool(scan.series.fullmatch(text, edge, token.start))
                if token.kind == "number" and not joined and not self._cites(text, token, after, last, out[-1] if out else None):
                    continue
                if not joined:
                    group += 1
                if token.extra == "own":
                    organ = scan.organ
                number = token.value.strip()
                own = date if fresh and scan.language.date_first else ""
                holder = organ
                if after is not None and after.kind == "organ" and scan.owner.fullmatch(text, token.end, after.start):
                    holder = scan.organs[after.value]  # its name follows the number, and holds for the series before it
                    self._owned(out, holder, group, number)
                one = Cited(token, self._organ_for(number, holder, scan.organ), number, own, "", group)
                if (
                    not one.date
                    and last is not None
                    and last.organ is one.organ
                    and one_session(last.number, number)
                ):
                    one.inherited = last.date or last.inherited
                fresh = False
                out.append(one)
                last, edge = one, token.end
            else:
                out.append(token)
        return out

    @staticmethod
    def _owned(out: list[Token | Cited], holder: Organ, group: int, number: str) -> None:
        """Give the citations of a series to the organ that is named after the last of them."""
        if not re.fullmatch(holder.number or "(?!)", number):
            return
        for one in reversed(out):
            if isinstance(one, Cited) and one.group != group:
                break
            if isinstance(one, Cited) and one.token.extra != "own" and re.fullmatch(holder.number, one.number):
                one.organ = holder

    def _cites(
        self, text: str, token: Token, after: Token | None, last: Cited | None, before: Token | Cited | None
    ) -> bool:
        """Say whether a bare number cites a resolution: a date follows it, or it has its year and others are cited here."""
        if after is not None and after.kind == "date" and self._scan.dated.fullmatch(text, token.end, after.start):
            return True
        if isinstance(before, Token) and before.kind == "organ" and not text[before.end : token.start].strip():
            return True  # the organ's name stands between the word for a resolution and its number
        if last is not None and one_session(last.number, token.value):
            return True  # "resolutions 5/1 on institution-building and 5/2 on the code of conduct"
        return last is not None and token.value.endswith((")", "\uff09"))

    @staticmethod
    def _dated(out: list[Token | Cited], last: Cited, date: str) -> None:
        """Give a date to the citation before it, and to those of its series that are of the same session."""
        last.date = date
        for one in reversed(out):
            if not isinstance(one, Cited) or one.group != last.group:
                break
            if one is not last and not one.date and one_session(one.number, last.number):
                one.inherited = date

    def spans(self, text: str, register: Register) -> list[Span]:
        """Return the spans of one text that :meth:`learn` has read."""
        out: list[Span] = []
        found = self._read[text]
        if not found:
            return out
        self._text = text
        for index, one in enumerate(found):
            before = found[index - 1] if index else None
            after = found[index + 1] if index + 1 < len(found) else None
            if isinstance(one, Cited):
                self._series(text, found, index, out)
            elif one.kind == "date":
                out.append(Span(one.start, one.end, "date", (("date", one.value),)))
            elif one.kind == "day" and isinstance(before, Token) and before.kind == "date" and before.end >= one.start - 2:
                iso = until(before.value, one)
                if iso:
                    out.append(Span(one.start, one.end, "date", (("date", iso),)))
            elif one.kind == "organ" and after is not None and not text[one.end : _start(after)].strip():
                out.append(
                    Span(one.start, one.end, "organization", (("refersTo", register.organ(self._scan.organs[one.value])),))
                )
            elif one.kind == "title":
                out.append(self._treaty(text, one, after))
            elif one.kind == "symbol":
                out.append(reference(one.start, one.end, iris.publication(one.value)))
            elif one.kind == "paragraphs":
                self._own(text, one, out)
        return out

    def _series(self, text: str, found: list[Token | Cited], index: int, out: list[Span]) -> None:
        """Add the reference of one citation, and around a series with one lead the ``mref``."""
        one = found[index]
        assert isinstance(one, Cited)
        out.append(reference(one.token.start, one.token.end, self.target(one)))
        if index and isinstance(found[index - 1], Cited) and found[index - 1].group == one.group:  # type: ignore[union-attr]
            return
        last = one
        for later in found[index + 1 :]:
            if not isinstance(later, Cited) or later.group != one.group:
                break
            last = later
        if last is not one:
            out.append(Span(one.token.start, last.token.end, "mref"))

    def target(self, one: Cited) -> Target:
        """Return where a citation leads, by the four steps: dated here, dated elsewhere, derived, unknown."""
        number = iris.slug(one.number)
        date = one.date or self._known.get((one.organ.actor, one.number), "") or one.inherited
        if date:
            self._check(one, date)
            return Target(iris.work(one.organ.actor, date, number))
        year = self._year_of(one)
        status, date = ("incomplete", f"{year}-01-01") if year else ("unknown", iris.UNKNOWN)
        return Target(iris.work(one.organ.actor, date, number), status, one.organ.symbol_of(one.number))

    def _year_of(self, one: Cited) -> int:
        given = re.match(r"([0-9]{4})/|.*[(\uff08]([0-9]{4})[)\uff09]", one.number)
        if given:
            return int(given[1] or given[2])
        session = re.match(r"[0-9]{1,3}(?=/)", one.number)
        return iris.year_of_session(one.organ, int(session[0])) if session and not one.organ.session.span else 0

    def _check(self, one: Cited, date: str) -> None:
        """Tell a citation whose session was not held in the year of its date."""
        session = re.match(r"[0-9]{1,3}(?=/)", one.number)
        first = iris.year_of_session(one.organ, int(session[0])) if session else 0
        if one.date and first and not first <= int(date[:4]) <= first + one.organ.session.span:
            wanted = str(first) if not one.organ.session.span else f"{first}-{first + one.organ.session.span}"
            values: dict[str, object] = {
                "number": one.number,
                "session": session[0] if session else "",
                "wanted": wanted,
                "year": date[:4],
            }
            self.doubts.append((self._text, one.token, "session-date", values))

    def _treaty(self, text: str, token: Token, after: Token | Cited | None) -> Span:
        """Return the reference to a treaty by its title, and to the article where one follows."""
        iri = iris.treaties()[token.value]
        if isinstance(after, Token) and after.kind == "article" and self._scan.article.fullmatch(text, token.end, after.start):
            begin = token.start - (text[token.end : token.end + 1] in CLOSERS and token.start > 0)
            return Span(begin, after.end, "ref", (("href", f"{iri}/!main#{after.value}"),))
        return Span(token.start, token.end, "ref", (("href", iri),))

    def _own(self, text: str, token: Token, out: list[Span]) -> None:
        """Add references to the document's own paragraphs: each number, ranges as ``rref``, several under one ``mref``."""
        parts = list(self._scan.paragraph.finditer(text, token.start, token.end))
        made: list[Span] = []
        skip = False
        for part, later in zip(parts, [*parts[1:], None], strict=True):
            if skip:
                skip = False
                continue
            here = self.paragraphs.get(part["first"])
            if here is None:
                self.doubts.append((text, Token("", part.start(), part.end()), "unknown-paragraph", {"number": part["first"]}))
                continue
            end = part.end() - (len(part[0]) - len(part[0].rstrip()))
            there = self.paragraphs.get(later["first"]) if later else None
            if later is not None and there is not None and self._scan.range.fullmatch(text, end, later.start()):
                made.append(Span(part.start(), later.end(), "rref", (("from", f"#{here}"), ("upTo", f"#{there}"))))
                skip = True
            else:
                made.append(Span(part.start(), end, "ref", (("href", f"#{here}"),)))
        if len(made) > 1:
            out.append(Span(made[0].start, made[-1].end, "mref"))
        out += made


def one_session(number: str, other: str) -> bool:
    """Say whether two numbers have the same session before their strokes."""
    session, stroke, _ = number.partition("/")
    return bool(session and stroke) and other.startswith(session + stroke)


CLOSERS = "\u300b"


def _start(one: Token | Cited) -> int:
    return one.token.start if isinstance(one, Cited) else one.start


def reference(start: int, end: int, target: Target) -> Span:
    """Return the span of a ``ref``; where its IRI is unsure, the status says so."""
    data = (("href", target.iri),) if not target.status else (("href", target.iri), ("status", target.status))
    return Span(start, end, "ref", data, target.symbol)
