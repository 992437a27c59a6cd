"""Joins what the scanner found to citations, and says where each one leads.

The last body named and the date of a series hold for what follows (Guidelines part 1, section 4.10); a date that one citation
has is every other's of that resolution. A paragraph, a section or an annex of a cited document is found from it, before or behind.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import zip_longest
from operator import attrgetter
from typing import Final

from akn import iris, packs
from akn.entities import Register
from akn.grammar.inline import OPENER, Scanner, until
from akn.grammar.paragraphs import Paragraphs
from akn.grammar.tokens import Span, Token
from akn.iris import Address, Target
from akn.packs import Organ
from akn.patterns import compiled

RANKS: Final = ("annex", "chp", "sec", "art", "para")
"""The parts of a document from the widest to the narrowest, as identifiers name them."""
DOCUMENTS: Final = ("symbol", "title", "same", "ibid", "registered")
"""What leads to a document, besides the number of a resolution."""
CITING: Final = frozenset(("citation", "number", "symbol"))
"""What may cite a resolution: where there is none of it nothing is joined."""
PART: Final = compiled("(?<=[0-9])[ \u00a0](?=[A-Z]$)")
"""The blank before the letter of a part: 53/243 A."""
STATED: Final = 8
"""How many signs may part the date of a statement from its symbol: a bracket, in Chinese the words for it too."""
LETTER: Final = compiled("(?<=[0-9])(?=[A-Z]$)")
"""Where that blank is missing: 53/243A."""
REACH: Final = 50
"""How many words that cite lie between a part and what it is one of, at most: else each of a thousand parts would look at all."""
LEAD: Final = 12
"""In how many characters before a part stands whose it is."""
LEADING: Final = 200
"""How far before a number the words for a resolution may stand that holds for it."""
SENTENCE: Final = compiled("[;\u061b\uff1b\u3002]")
"""What ends all that was said of a document."""
YEAR: Final = compiled("[(\uff08]([0-9]{4})[)\uff09]$")
"""The year in which a number says that it was adopted: 2592 (2021)."""
GOES_ON: Final = compiled(r"[,\u060c\u3001]?\s?[^\W\d]{0,3}\s?[0-9]")
"""A list of numbers that is longer than a rule takes: whose they are is said behind it."""

STARTS: Final = attrgetter("start")


class Cited:
    """One resolution that a paragraph cites, before its date is settled."""

    __slots__ = ("date", "end", "ends", "group", "inherited", "kind", "number", "organ", "start", "symbol", "token")

    def __init__(self, token: Token, organ: Organ, number: str, date: str, inherited: str = "", group: int = 0) -> None:
        self.token, self.organ, self.number, self.date = token, organ, number, date
        self.inherited = inherited
        """The date of the series it stands in, if it is of the same session."""
        self.group = group
        """Citations of one series share a number."""
        self.start, self.end, self.kind = token.start, token.end, "cited"
        self.ends = False
        """Whether a range ends with it that began with the one before."""
        self.symbol = ""
        """By which it is cited, if not by its number."""

    def sat(self, date: str) -> bool:
        """Say whether the session of the number was held in the year of a date, where the number tells its session."""
        first = iris.first_year(self.organ, self.number)
        return not first or first <= int(date[:4]) <= first + self.organ.session.span


class Citations:
    """The citations of one document: what is dated in one place is known in all others."""

    def __init__(self, scan: Scanner) -> None:
        self.scan, self.joins = scan, scan.joins
        self.year = 0
        """The latest year that the head or the close gives, 0 where none does."""
        self.catalog: Callable[[str, str], str] = lambda actor, number: ""
        """What the caller knows: the date of a resolution by its body and its number."""
        self._tokens: dict[str, list[Token]] = {}
        self._known: dict[tuple[str, str], str] = {}
        self._full: dict[tuple[str, str], str] = {}
        """The whole number of those that are also cited without their year."""
        self._read: dict[str, list[Token | Cited]] = {}
        self._bare: set[str] = set()
        """The texts that name bodies at most, and cite nothing."""
        self.marked: set[str] = set()
        """The texts in which something is marked, and all notes."""
        self._notes: set[str] = set()
        self._again = False
        """Whether anything is cited as what the note before cites."""
        self._before: Address | None = None
        """Where the last citation of the note before this one leads, then."""
        self._ahead: dict[int, tuple[int, int]] = {}
        """By the place of a part among what this text names: where its series ends, and the place of its document if that follows."""
        self.paragraphs = Paragraphs()
        """The identifiers of the document's own paragraphs by their numbers."""
        self.doubts: list[tuple[str, Token, str, dict[str, object]]] = []
        """What was left in doubt: the text, the place in it, the diagnostic's name and what it carries."""

    def tokens(self, text: str) -> list[Token]:
        """Return what a text holds, in order; each is scanned once, and one without a sign of more for the names of bodies alone."""
        found = self._tokens.get(text)
        if found is None:
            found = self._tokens[text] = self.scan.bodies(text) if text in self._bare else self.scan.tokens(text)
        return found

    def bodies(self, text: str, start: int, stop: int) -> list[Token]:
        """Return the bodies alone whose names begin from one place to another."""
        found = self.tokens(text)
        here = found[bisect_left(found, start, key=STARTS) : bisect_right(found, stop, key=STARTS)]
        return [one for one in here if one.kind == "organ" and self.scan.ends(text, one.end)]

    def body(self, text: str, start: int, stop: int) -> Token | None:
        """Return the first of them; a text without a sign of more is not scanned beyond it."""
        if text in self._bare and text not in self._tokens:
            return self.scan.body(text, start, stop)
        return next(iter(self.bodies(text, start, stop)), None)

    def dates(self, text: str) -> list[Token]:
        """Return the dates alone; the end of a period has the year, and where it says none the month, of its beginning."""
        out: list[Token] = []
        if text in self._bare:
            return out
        for token in self.tokens(text):
            if token.kind == "date":
                out.append(token)
            elif token.kind == "day" and out and (ends := until(out[-1].value, token)):
                out.append(Token("date", token.start, token.end, ends))
        return out

    def learn(self, texts: list[str], notes: list[str]) -> None:
        """Read every text once and keep the dates that it gives; of the notes, one may say "Ibid." of the one before."""
        self._notes.update(notes)
        self.marked.update(notes)
        every = [*texts, *notes]
        bearing = self.scan.bearing(every)
        self._bare.update(every)
        self._bare.difference_update(bearing)
        for text in bearing:
            if text not in self._read:
                found = self._read[text] = self._cited(text)
                if found:
                    self.marked.add(text)
                for one in found:
                    if isinstance(one, Cited):
                        bare, bracket, _ = one.number.partition("(")
                        if bracket:
                            self._full.setdefault((one.organ.actor, bare.strip()), one.number)
                        if one.date:
                            self._known.setdefault((one.organ.actor, "".join(one.number.split())), one.date)
                    elif one.kind == "ibid":
                        self._again = True

    def whole(self, symbol: str, date: str = "") -> str:
        """Return the IRI of the document that has a symbol; ``date`` is that of its adoption, where it is known."""
        found = iris.adopted(symbol)
        if found is None:
            return iris.publication(symbol).iri
        return self.target(Cited(Token("citation", 0, 0), *found, date)).iri

    # Whose number it is, and of which date.

    def organ_for(self, number: str, named: Organ | None) -> Organ:
        """Return whose number this is: the body last named if it numbers so, else the one that does."""
        current = self.scan.organ
        number = PART.sub("", number) if number[-1].isalpha() else number
        for organ in ([named] if named else []) + [current]:
            if self.scan.numbering[organ.key].fullmatch(number) and self.plausible(organ, number, named is not None):
                return organ
        sessions = "/" in number and bool(current.session.first)
        for organ in packs.organs().values():
            fits = organ is not current and bool(organ.session.first or not sessions)
            if fits and self.scan.numbering[organ.key].fullmatch(number):
                return organ
        return named or current

    def plausible(self, organ: Organ, number: str, named: bool) -> bool:
        """Say whether the session of a number can have been held when the document was adopted."""
        session, stroke, _ = number.partition("/")
        if named or not self.year or not stroke or not session.isdecimal():
            return True
        return iris.year_of_session(organ, int(session)) <= self.year + 1

    def _cited(self, text: str) -> list[Token | Cited]:
        tokens = self.tokens(text)
        if CITING.isdisjoint([token.kind for token in tokens]):
            return [*tokens]
        series = Series(self, text)
        for token, after in zip_longest(tokens, tokens[1:]):
            if token.kind in ("citation", "number"):
                series.number(token, after)
                continue
            if token.kind == "symbol" and series.symbol(token):
                continue
            if token.kind == "organ":
                series.organ(token)
            elif token.kind == "date":
                series.date(token)
            elif token.kind == "day":
                series.period()
            series.out.append(token)
        return series.out

    # Where it leads.

    def target(self, one: Cited) -> Target:
        """Return where a citation leads, by its date: given here, elsewhere in the text, in the catalogue, derived, unknown."""
        show = self._full.get((one.organ.actor, one.number), one.number) if one.number.isdecimal() else one.number
        number = iris.slug(show)
        date = one.date or self._known.get((one.organ.actor, "".join(show.split())), "") or one.inherited
        if date:
            return Target(iris.work(one.organ.actor, date, number))
        date = self.catalog(one.organ.actor, number)
        if date:
            return Target(iris.work(one.organ.actor, date, number))
        year = iris.year_of_number(one.organ, show)
        status, date = ("incomplete", f"{year}-01-01") if year else ("unknown", iris.UNKNOWN)
        fits = not one.organ.number or show.isdecimal() or self.scan.numbering[one.organ.key].fullmatch(show)
        symbol = one.symbol or (one.organ.symbol_of(show) if fits else "")
        return Target(iris.work(one.organ.actor, date, number), status, symbol)

    def _address(self, text: str, found: list[Token | Cited], index: int, depth: int = 0) -> Address | None:
        """Return where one of the tokens leads, None where that cannot be said."""
        one = found[index]
        if isinstance(one, Cited):
            return Address(self.target(one))
        if one.kind == "symbol":
            return Address(iris.publication(one.value))
        if one.kind == "title":
            return iris.treaty(one.value)
        if one.kind == "registered":
            return Address(iris.registered(one.value))
        if one.kind == "ibid":
            return self._before
        if one.kind == "same":
            last = next((at for at in _back(index) if isinstance(found[at], Cited)), -1)
            return self._address(text, found, last) if last >= 0 else None
        if one.kind == "portion" and depth < len(RANKS):
            holder = self._holder(text, found, index, depth)
            numbers = self.scan.numbers(text, one)
            return holder.into(one.extra, numbers[0][2] if numbers else "") if holder else None
        return None

    def _holder(self, text: str, found: list[Token | Cited], index: int, depth: int) -> Address | None:
        """Return of what a paragraph, a section, an annex is one: of the wider part before it, or of the document it names."""
        one = found[index]
        assert isinstance(one, Token)
        rank = RANKS.index(one.extra)
        before = found[index - 1] if index else None
        wider = isinstance(before, Token) and before.kind == "portion" and RANKS.index(before.extra) < rank
        if before is not None and wider and self.joins["within"].fullmatch(text, before.end, one.start):
            return self._address(text, found, index - 1, depth + 1)
        if index not in self._ahead:
            self._look_ahead(text, found, index)
        edge, whole = self._ahead[index]
        if whole:
            return self._address(text, found, whole, depth + 1)
        if self.joins["thereof"].match(text, edge) or self.joins["its"].search(text, max(0, one.start - LEAD), one.end):
            return self._document_before(text, found, index, depth)
        if self.joins["elsewhere"].match(text, edge):
            return None
        return self._earlier(text, found, index, depth)

    def _look_ahead(self, text: str, found: list[Token | Cited], index: int) -> None:
        """Find the document that is named behind a part, or behind the series that it begins, and where that series ends."""
        one, whole = found[index], 0
        assert isinstance(one, Token)
        edge, series = one.end, [index]
        for at in range(index + 1, len(found)):
            later = found[at]
            if later.kind in ("organ", "date"):
                continue
            if self.joins["of"].fullmatch(text, edge, later.start):
                whole = at
                break
            if not (isinstance(later, Token) and later.kind == "portion"):
                break
            beside = later.extra == one.extra and self.joins["series"].fullmatch(text, edge, later.start)
            if not beside and not self.joins["within"].fullmatch(text, edge, later.start):
                break
            edge = later.end
            if later.extra == one.extra:
                series.append(at)  # from there on all is the same
        self._ahead.update(dict.fromkeys(series, (edge, whole)))

    def _earlier(self, text: str, found: list[Token | Cited], index: int, depth: int) -> Address | None:
        """Return of what a part is one by what was named before it: a wider part, one of its kind in a series, the document."""
        one, before = found[index], found[index - 1] if index else None
        assert isinstance(one, Token)
        within = self.joins["within"]
        for at in _back(index):
            earlier = found[at]
            if earlier.kind in ("organ", "date", "article"):
                continue
            beside = within.fullmatch(text, earlier.end, one.start)
            if isinstance(earlier, Token) and earlier.kind == "portion":
                also = self.joins["also"].fullmatch(text, earlier.end, one.start)
                again = also or earlier is before and self.joins["series"].fullmatch(text, earlier.end, one.start)
                if beside or again and earlier.extra == one.extra:
                    return self._holder(text, found, at, depth + 1) if depth < len(RANKS) else None
                if also:
                    continue  # "paragraph 1 of the annex thereto, as well as paragraph 3"
            if not beside:
                break
            if isinstance(earlier, Token) and earlier.kind == "symbol":  # a part of a corrigendum is one of what it corrects
                return Address(iris.publication(earlier.value.partition("/Corr.")[0]))
            address = self._address(text, found, at, depth + 1)
            return address.document() if address and earlier.kind == "ibid" else address
        return self._document_before(text, found, index, depth, titles=False) if text in self._notes else None

    def _document_before(
        self, text: str, found: list[Token | Cited], index: int, depth: int, titles: bool = True
    ) -> Address | None:
        """Return the document that was named last: of "the annex thereto", and in a note that describes a part of it at length."""
        for at in _back(index):
            earlier = found[at]
            if SENTENCE.search(text, earlier.end, found[index].start):
                return None
            if isinstance(earlier, Cited) or earlier.kind in DOCUMENTS and (titles or earlier.kind != "title"):
                address = self._address(text, found, at, depth + 1)
                return address.document() if address and not isinstance(earlier, Cited) else address
        return None

    # The spans.

    def spans(self, text: str, register: Register) -> list[Span]:
        """Return the spans of one text that :meth:`learn` has read."""
        if text not in self.marked:
            return []
        out: list[Span] = []
        found = self._read.get(text, [])
        self._ahead.clear()
        for index, one in enumerate(found):
            if isinstance(one, Cited):
                if one.date:
                    self._check(text, one)
                self._series(found, index, out)
                continue
            if one.kind == "date":
                out.append(Span(one.start, one.end, "date", (("date", one.value),)))
                continue
            before = found[index - 1] if index else None
            after = found[index + 1] if index + 1 < len(found) else None
            if one.kind == "day" and isinstance(before, Token) and before.kind == "date" and before.end >= one.start - 2:
                iso = until(before.value, one)
                if iso:
                    out.append(Span(one.start, one.end, "date", (("date", iso),)))
            elif one.kind == "organ" and after is not None and not text[one.end : after.start].strip():
                out.append(
                    Span(one.start, one.end, "organization", (("refersTo", register.organ(self.scan.organs[one.value])),))
                )
            elif one.kind == "title":
                out.append(self._treaty(text, one, after))
            elif one.kind in DOCUMENTS:
                self._document(text, found, index, out)
            elif one.kind == "portion":
                self._portion(text, found, index, out)
            elif one.kind == "paragraphs":
                self._own(text, one, out)
        if self._again and text in self._notes:
            self._before = self._last(text, found)
        return out

    def _last(self, text: str, found: list[Token | Cited]) -> Address | None:
        """Return where the last citation of a note leads."""
        return next(filter(None, (self._address(text, found, index) for index in range(len(found) - 1, -1, -1))), None)

    def _document(self, text: str, found: list[Token | Cited], index: int, out: list[Span]) -> None:
        """Add the reference of a symbol, an entry in the Treaty Series, "the same resolution", "Ibid."."""
        one, address = found[index], self._address(text, found, index)
        if address and one.kind == "ibid" and index + 1 < len(found) and found[index + 1].kind == "portion":
            address = address.document()
        if address:
            out.append(reference(one.start, one.end, address))

    def _series(self, found: list[Token | Cited], index: int, out: list[Span]) -> None:
        """Add the reference of one citation, around a range the ``rref``, and around a series with one lead the ``mref``."""
        one = found[index]
        assert isinstance(one, Cited)
        target = self.target(one)
        out.append(_reference(one.start, one.end, target.iri, target))
        if index and one.ends:
            begin = found[index - 1]
            if isinstance(begin, Cited):
                out.append(_range(begin.start, one.end, Address(self.target(begin)), Address(target)))
        if index and self._grouped(found[index - 1], one):
            return
        last = one
        for at in range(index + 1, len(found)):
            later = found[at]
            if not isinstance(later, Cited) or later.group != one.group:
                break
            last = later
        if last is not one and not (last.ends and last is found[index + 1]):  # a range alone is its rref
            out.append(Span(one.start, last.end, "mref"))

    @staticmethod
    def _grouped(before: Token | Cited, one: Cited) -> bool:
        return isinstance(before, Cited) and before.group == one.group

    def _check(self, text: str, one: Cited) -> None:
        """Tell a citation whose session was not held in the year of its date."""
        if one.date and not one.sat(one.date):
            first = iris.first_year(one.organ, one.number)
            wanted = str(first) if not one.organ.session.span else f"{first}-{first + one.organ.session.span}"
            values: dict[str, object] = {
                "number": one.number,
                "session": one.number.partition("/")[0],
                "wanted": wanted,
                "year": one.date[:4],
            }
            self.doubts.append((text, one.token, "session-date", values))

    def _treaty(self, text: str, token: Token, after: Token | Cited | None) -> Span:
        """Return the reference to a treaty by its title, and to the article where one follows."""
        address = iris.treaty(token.value)
        if isinstance(after, Token) and after.kind == "article" and self.joins["article"].fullmatch(text, token.end, after.start):
            begin = token.start - (text[token.start - 1 : token.start] == OPENER)
            place = Address(address.target, address.component, after.value)
            return Span(begin, after.end, "ref", (("href", place.iri()),))
        return Span(token.start, token.end, "ref", (("href", address.iri()),))

    def _portion(self, text: str, found: list[Token | Cited], index: int, out: list[Span]) -> None:
        """Add the references to parts of a cited document: each number, ranges as ``rref``, several under one ``mref``."""
        one = found[index]
        assert isinstance(one, Token)
        numbers = self.scan.numbers(text, one) or [(one.start, one.end, "")]
        holder = self._holder(text, found, index, 0)
        if holder is None:
            if text not in self._notes and one.extra == "para" and self._alone(text, one, found[index - 1] if index else None):
                self._own(text, one, out, sure=False)
            return
        self._places(text, [(start, end, holder.into(one.extra, number)) for start, end, number in numbers], out)

    def _alone(self, text: str, one: Token, before: Token | Cited | None) -> bool:
        """Say whether a paragraph without "above" is one of this document, since nothing says whose else it is."""
        if before is not None and before.kind == "portion" and self.joins["within"].fullmatch(text, before.end, one.start):
            return False  # "article 2, paragraph 5"
        if self.joins["elsewhere"].match(text, one.end) or text[one.start - 1 : one.start] in ("(", "\uff08"):
            return False
        if GOES_ON.match(text, one.end):
            return False
        return bool(self.joins["bare"].search(text, max(0, one.start - LEAD), one.start))

    def _own(self, text: str, token: Token, out: list[Span], sure: bool = True) -> None:
        """Add references to the document's own paragraphs."""
        places = []
        for start, end, number in self.scan.numbers(text, token):
            here = self.paragraphs.get(re.match("[0-9]*", number)[0])  # type: ignore[index]
            if here is None and not sure:
                return
            if here is None:
                self.doubts.append((text, Token("", start, end), "unknown-paragraph", {"number": number}))
            else:
                places.append((start, end, Address(Target(""), fragment=here)))
        self._places(text, places, out)

    def _places(self, text: str, places: list[tuple[int, int, Address]], out: list[Span]) -> None:
        """Add the references to parts of one document: each number, ranges as ``rref``, several under one ``mref``."""
        made: list[Span] = []
        skip = False
        for (start, end, address), later in zip_longest(places, places[1:]):
            if skip:
                skip = False
            elif later is not None and self.joins["range"].fullmatch(text, end, later[0]):
                made.append(_range(start, later[1], address, later[2]))
                skip = True
            else:
                made.append(reference(start, end, address))
        if len(made) > 1:
            out.append(Span(made[0].start, made[-1].end, "mref"))
        out += made


def _back(index: int) -> range:
    """Return the places of the words before one that may be what it speaks of, the nearest first."""
    return range(index - 1, max(-1, index - REACH), -1)


class Series:
    """Reads the tokens of one text from left to right: what was named last holds for what follows."""

    def __init__(self, citations: Citations, text: str) -> None:
        self._all, self._text = citations, text
        self._scan, self._joins = citations.scan, citations.joins
        self.out: list[Token | Cited] = []
        self._organ: Organ | None = None
        self._date, self._fresh = "", False
        self._last: Cited | None = None
        self._edge = self._group = 0
        self._spoken = -1
        """Where resolutions are first spoken of, where somebody asked."""

    def organ(self, token: Token) -> None:
        """Take the name of an organ; "the Council" again changes nothing."""
        if self._scan.organs[token.value] is not self._organ:
            self._organ, self._date, self._fresh = self._scan.organs[token.value], "", False

    def date(self, token: Token) -> None:
        """Take a date: of what follows, or of what was cited before."""
        last = self._last
        if token.extra:
            self._organ = self._scan.organ
        if last is None or self._scan.language.date_first:
            self._date, self._fresh = token.value, True
        elif self._joins["date"].fullmatch(self._text, self._edge, token.start):
            self._dated(last, token.value)
            self._edge = token.end
        elif not last.date and last.sat(token.value) and self._joins["late"].fullmatch(self._text, self._edge, token.start):
            self._dated(last, token.value)

    def period(self) -> None:
        """Take the end of a period: what began it is the date of no resolution."""
        self._fresh = False

    def number(self, token: Token, after: Token | None) -> None:
        """Take the number of a resolution, if it is one."""
        last, text, joins = self._last, self._text, self._joins
        joined = last is not None and bool(joins["series"].fullmatch(text, self._edge, token.start))
        ranged = last is not None and not joined and bool(joins["range"].fullmatch(text, self._edge, token.start))
        joined |= ranged
        if token.kind == "number" and not joined and not self._cites(token, after):
            return
        if self._foreign(token, after):
            return
        if not joined:
            self._group += 1
        number = self._scan.latin(token.value.strip())
        number = LETTER.sub(" ", number) if number[-1].isalpha() else number
        organ = self._whose(token, after, number, joined)
        date = self._date if self._fresh and self._scan.language.date_first and of_year(number, self._date) else ""
        one = Cited(token, organ, number, date, "", self._group)
        one.ends = ranged
        if not date and last is not None and last.organ is organ and one_session(last.number, number):
            one.inherited = last.date or last.inherited
        self._fresh = False
        self._add(one)
        if number[-1].isalpha():
            self._lettered(one)

    def symbol(self, token: Token) -> bool:
        """Take the symbol of a resolution or of a statement as its citation; say whether it is one."""
        found = iris.adopted(token.value)
        if found is None:
            return False
        organ, number = found
        near = self.out[-1] if self.out else None
        dated = isinstance(near, Token) and near.kind == "date" and token.start - near.end <= STATED
        date = near.value if isinstance(near, Token) and dated and near.value[:4] in number else ""
        self._group += 1
        one = Cited(token, organ, number, date, "", self._group)
        one.symbol = token.value
        self._add(one)
        return True

    def _add(self, one: Cited) -> None:
        self.out.append(one)
        self._last, self._edge = one, one.end

    def _foreign(self, token: Token, after: Token | None) -> bool:
        """Say whether it is a decision under a treaty: of the parties to it, and of no organ."""
        before = self.out[-1] if self.out else None
        if isinstance(before, Token) and before.kind == "title" and not self._text[before.end : token.start].strip(" \u00a0\u300b"):
            return True
        return after is not None and after.kind == "title" and bool(self._joins["of"].fullmatch(self._text, token.end, after.start))

    def _whose(self, token: Token, after: Token | None, number: str, joined: bool) -> Organ:
        """Return whose number it is: of the organ named beside it in any case, of one named before if it numbers so."""
        scan = self._scan
        if token.extra == "own":
            self._organ = self._own(token, number)
        elif token.extra:
            self._organ = scan.organs.get(token.extra, self._organ)
        if after is not None and after.kind == "organ" and self._joins["owner"].fullmatch(self._text, token.end, after.start):
            holder = scan.organs[after.value]  # its name follows the number, and holds for the series before it
            self._owned(holder, number)
            return holder
        before = self.out[-1] if self.out else None
        beside = before is not None and before.kind == "organ" and not self._text[before.end : token.start].strip()
        if self._organ and (beside and not joined or token.extra in scan.organs):
            return self._organ
        return self._all.organ_for(number, self._organ)

    def _own(self, token: Token, number: str) -> Organ:
        """Return whose "its resolution" is: of the organ that did something in it, or else of the document's."""
        scan, before = self._scan, self._organ
        named = self.out[-1] if self.out else None
        if isinstance(named, Token) and named.kind == "organ" and self._joins["by"].fullmatch(self._text, named.end, token.start):
            return scan.organs[named.value]
        if before is not None and before is not scan.organ and not self._all.plausible(scan.organ, number, False):
            return self._all.organ_for(number, before)
        return scan.organ

    def _lettered(self, one: Cited) -> None:
        """Add the further parts of a lettered resolution: "53/243 A and B"."""
        parts = re.fullmatch(r"([0-9/]+ ?)[A-Z]", one.number)
        while parts and (found := self._joins["letter"].match(self._text, self._edge)):
            start, end = found.span("letter")
            if self._text[end : end + 1] in ("/", "\u2019"):  # a symbol, a possessive
                return
            number = parts[1] + self._scan.letter(found["letter"])
            ranged = bool(self._joins["range"].fullmatch(self._text, self._edge, start))
            part = Cited(Token("number", start, end, number), one.organ, number, one.date, one.inherited, one.group)
            part.ends = ranged
            self._add(part)

    def _owned(self, holder: Organ, number: str) -> None:
        """Give the citations of a series to the organ that is named after the last of them."""
        form = self._scan.numbering[holder.key]
        if not form.fullmatch(number):
            return
        for one in reversed(self.out):
            if one.kind == "organ" or isinstance(one, Cited) and one.group != self._group:
                break  # what stands before a name is that body's
            if isinstance(one, Cited) and one.token.extra != "own" and form.fullmatch(one.number):
                one.organ = holder

    def _cites(self, token: Token, after: Token | None) -> bool:
        """Say whether a bare number cites a resolution: it is dated or has its year, and resolutions are spoken of."""
        text, last, before = self._text, self._last, self.out[-1] if self.out else None
        if before is not None and before.kind == "organ" and not text[before.end : token.start].strip():
            return True  # the organ's name stands between the word for a resolution and its number
        if last is not None and (one_session(last.number, token.value) or token.value.endswith((")", "\uff09"))):
            return True  # "resolutions 5/1 on institution-building and 5/2 on the code of conduct"
        if self._joins["leading"].search(text, max(0, token.start - LEADING), token.start):
            return True
        dated = after is not None and after.kind == "date" and self._joins["date"].fullmatch(text, token.end, after.start)
        return bool(dated) and (last is not None or self._named() <= token.start)

    def _named(self) -> int:
        """Return where resolutions are first spoken of, the end of the text where they are not; it is looked for once."""
        if self._spoken < 0:
            named = self._joins["named"].search(self._text)
            self._spoken = named.end() if named else len(self._text)
        return self._spoken

    def _dated(self, last: Cited, date: str) -> None:
        """Give a date to the citation before it, and to those without one before it that are of the same session."""
        if not of_year(last.number, date):
            return  # it is that of something else
        last.date = date
        for one in reversed(self.out):
            if one is last or not isinstance(one, Cited):
                continue
            if one_session(one.number, last.number):
                if one.date:
                    break  # those before it have its date
                one.inherited = date
            elif one.group != last.group:
                break


def of_year(number: str, date: str) -> bool:
    """Say whether a resolution can be of a date: not if its number gives another year."""
    year = YEAR.search(number)
    return not year or year[1] == date[:4]


def one_session(number: str, other: str) -> bool:
    """Say whether two numbers are of one session: "5/1" and "5/2", "3201 (S-VI)" and "3202 (S-VI)"."""
    session, stroke, _ = number.partition("/")
    if stroke:
        return bool(session) and other.startswith(session + stroke)
    roman = re.search(r"\([A-Z-]+\)$", number)
    return bool(roman) and other.endswith(roman[0])  # type: ignore[index]


def reference(start: int, end: int, address: Address) -> Span:
    """Return the span of a ``ref`` to a place in a document."""
    return _reference(start, end, address.iri(), address.target)


def _range(start: int, end: int, begin: Address, stop: Address) -> Span:
    """Return the span of an ``rref``; as unsure as the less sure of its ends, with the alternative of one document."""
    status = max(begin.target.status, stop.target.status)  # "unknown" is less sure than "incomplete"
    data = (("from", begin.iri()), ("upTo", stop.iri()))
    same = begin.target == stop.target
    return Span(start, end, "rref", (*data, ("status", status)) if status else data, begin.target.symbol if same else "")


def _reference(start: int, end: int, iri: str, target: Target) -> Span:
    """Return the span of a ``ref``; where its IRI is unsure, the status says so."""
    data = (("href", iri), ("status", target.status)) if target.status else (("href", iri),)
    return Span(start, end, "ref", data, target.symbol)
