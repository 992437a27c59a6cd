"""Finds what stands within a paragraph: dates, bodies, citations of resolutions, documents, treaties and paragraphs.

One pass over the characters gives tokens; :mod:`akn.grammar.citations` joins them. The result is spans over the clean text;
the text itself is never touched.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from akn import packs
from akn.grammar.classify import Classifier, called_in, classifier
from akn.grammar.firsts import inline
from akn.grammar.numerals import number_of, roman, to_roman
from akn.grammar.tokens import Token
from akn.grammar.words import shared
from akn.packs import Organ, Rule
from akn.patterns import compiled

Named = Iterator[tuple[str, re.Pattern[str]]]


class Scanner:
    """The inline patterns of a language, compiled to one pass."""

    def __init__(self, classifier: Classifier) -> None:
        parts, language, organ = classifier.parts, classifier.language, classifier.organ
        self.rules = (*language.inlines, *shared().inlines)
        sources = {f"_{n}": packs.expand(rule.pattern, parts) for n, rule in enumerate(self.rules)}
        self.patterns = packs.Patterns(dict(enumerate(sources.values())), parts)
        self.organs: dict[str, Organ] = {}
        for other in packs.organs().values():
            called = other.names.get(language.tag)
            self.organs.update(dict.fromkeys([*called_in(other, language), *(called.cited if called else ())], other))
        own = organ.names.get(language.tag)
        if own:
            self.organs.update(dict.fromkeys(own.short, organ))
        sources["organ"] = packs.alternatives(self.organs)
        self.branches = [packs.branch(name, source) for name, source in sources.items()]
        self.every = "|".join(map(inline, self.branches))  # each is tried where it can begin alone
        self._all = compiled(inline(self.every))
        groups = self._all.groupindex
        self._by_group = {groups[f"_{n}"]: n for n in range(len(self.rules))}
        """The rules by the groups in which their branches end; that of the bodies has none."""
        self.joins = packs.Patterns(language.joins, parts)
        ruled = [rule.pattern for rule in (*language.suspects, *language.outcomes, *language.figures)]
        self._used = packs.Patterns(dict(zip(ruled, ruled, strict=True)), parts)
        self._bodies = packs.Patterns({"organ": sources["organ"]}, parts)
        self.numbering = packs.Patterns({other.key: other.number or "(?!)" for other in packs.organs().values()}, {})
        """What the numbers of an organ's resolutions are like, by its key."""
        self._longest = max(map(len, self.organs), default=0)
        """How many characters the name of a body takes at most."""
        self.treaties = {plain(name): key for name, key in packs.inverted(language.treaties).items()}
        """The keys of treaties by their titles."""
        self.months = {name.casefold(): number for name, number in language.months.items()}
        self.doctypes = sorted(packs.inverted(language.doctypes).items(), key=lambda pair: -len(pair[0]))
        self.choices = {word.casefold(): key for word, key in packs.inverted(language.choices).items()}
        self.separator, self.joiner = compiled(language.punctuation.separator), compiled(language.punctuation.joiner)
        self.non_member = compiled(language.fragments.get("nonmember", ""))
        self.language, self.organ = language, organ

    @property
    def suspects(self) -> Named:
        """The wording that is told as suspicious, by the names of the diagnostics."""
        return self._ruled(self.language.suspects)

    @property
    def outcomes(self) -> Named:
        """How the close says what became of the draft, by the keys of the outcomes."""
        return self._ruled(self.language.outcomes)

    @property
    def figures(self) -> Named:
        """The figures of a vote, by its choices."""
        return self._ruled(self.language.figures)

    def _ruled(self, rules: tuple[Rule, ...]) -> Named:
        for rule in rules:
            yield rule.kind, self._used[rule.pattern]

    def bearing(self, texts: list[str]) -> list[str]:
        """Return those of the texts that may hold more than names of bodies: each sign is looked for in all of them at once."""
        if not self.language.signs:
            return texts
        whole = "".join(texts)
        ends = [*accumulate(map(len, texts))]
        found = set()
        for sign, before in self.language.signs.items():
            place = whole.find(sign)
            while place >= 0:
                if before and whole[place - 1] not in before:
                    place = whole.find(sign, place + 1)
                    continue
                at = bisect_right(ends, place)
                found.add(at)
                place = whole.find(sign, ends[at])
        return [texts[at] for at in sorted(found)]

    def bodies(self, text: str) -> list[Token]:
        """Return the names of bodies in a text that holds nothing else."""
        return [Token("organ", *found.span(), found[0]) for found in self._bodies["organ"].finditer(text)]

    def body(self, text: str, start: int, stop: int) -> Token | None:
        """Return the first name of a body in such a text that begins from one place to another."""
        while (found := self._bodies["organ"].search(text, start, stop + self._longest)) and found.start() <= stop:
            start = found.end()
            if self.ends(text, start):
                return Token("organ", found.start(), start, found[0])
        return None

    def ends(self, text: str, end: int) -> bool:
        """Say whether a name ends there, and no longer word."""
        return not (self.language.spaced and text[end : end + 1].isalpha())

    def tokens(self, text: str) -> list[Token]:
        """Return what the text holds, in order."""
        out: list[Token] = []
        search, ruled, end = self._all.search, self._by_group, 0
        while found := search(text, end):
            start, group = found.start(), found.lastindex
            assert group is not None  # each branch ends in a group of its own
            end = max(start + 1, found.end(group))
            index = ruled.get(group, -1)
            if index < 0:
                out.append(Token("organ", start, end, text[start:end]))
            else:
                rule = self.rules[index]
                detail = self.patterns[index].match(text, start)
                if detail and (token := self._token(rule.kind, detail)):
                    token.extra = token.extra or rule.value
                    out.append(token)
        return out

    def _token(self, kind: str, found: re.Match[str]) -> Token | None:
        groups = found.groupdict()
        start, end = found.span("words" if groups.get("words") else 0)  # "its" is no part of the citation
        if kind == "date":
            iso = self.iso(groups)
            return Token(kind, start, end, iso) if iso else None
        if kind == "day":
            return Token(
                kind,
                found.start("month") if groups["month"] else found.start("day"),
                found.end(),
                groups["month"] or "",
                groups["day"],
            )
        if kind in ("citation", "number"):
            return Token(kind, start, end, groups["number"], groups.get("body") or "")
        if kind == "same":
            return Token(kind, start, end) if groups.get("words", "") is not None else None
        if kind == "registered":
            return Token(kind, found.start(), found.end(), f"{groups['volume']}-{groups['treaty']}")
        if kind == "title":
            edge = groups["title"].startswith(OPENER)
            title = groups["title"][1:-1] if edge else groups["title"]
            key = self.treaties.get(title) or self.treaties.get(plain(title), "")
            return Token(kind, found.start("title") + edge, found.end("title") - edge, key) if key else None
        if kind == "article":
            one = number_of(groups["article"], self.language.numerals)
            two = number_of(groups["paragraph"] or "", self.language.numerals)
            return Token(kind, found.start(), found.end(), f"art_{one}" + (f"__para_{two}" if two else "")) if one else None
        if kind == "portion" and found.string[found.end() : found.end() + 1] != "/":
            return Token(kind, found.start(), found.end(), extra=found.lastgroup or "")
        words = found[0].rstrip(".") if kind == "symbol" else found[0]
        if kind == "portion" or kind == "symbol" and (not any(map(str.isdigit, words)) or ROMAN.fullmatch(words)):
            return None  # the number of a resolution begins there, or HIV/AIDS; decision III/1 of another body
        if kind == "symbol" and start and (before := found.string[start - 1]) < "{" and (before.isalpha() or before == "/"):
            return None  # the end of something longer
        return Token(kind, found.start(), found.start() + len(words), words)

    def numbers(self, text: str, token: Token) -> list[tuple[int, int, str]]:
        """Return the numbers of the parts that a token names, with their places: ``5``, ``5-a``, ``II``."""
        out = []
        for found in self.joins["part"].finditer(text, token.start, token.end):
            groups = found.groupdict()
            first = groups["first"] or self.letter(groups["alone"])
            out.append((found.start(), found.end(), self._part(first, groups.get("second") or "", token.extra)))
        return out

    def _part(self, first: str, second: str, kind: str) -> str:
        """Return a number as the identifier of a part has it: sections in roman, annexes in figures."""
        numeral = self.latin(first)
        value = roman(numeral) if set(numeral) <= {"I", "V", "X"} else number_of(first, self.language.numerals)
        roman_one = kind in ("sec", "chp")
        number = numeral if not value else to_roman(value) if roman_one else str(value)
        return f"{number}-{self.letter(second)}" if second else number

    def letter(self, name: str) -> str:
        """Return the Latin letter that a language calls so."""
        return self.language.letters.get(name) or self.language.lookalikes.get(name, name)

    def latin(self, number: str) -> str:
        """Return a number with Latin letters where others were typed for them, or stand for them."""
        if number.isascii():
            return number
        number = self.joins["roman"].sub(self._session, number)
        number = self.joins["special"].sub(lambda found: "ES-" if found["emergency"] else "S-", number)
        for name, letter in self.language.letters.items():
            number = number.replace(name, letter)
        return number

    @staticmethod
    def _session(found: re.Match[str]) -> str:
        return f"({'S-' if found['special'] else ''}{to_roman(int(found['figure']))})"

    def iso(self, groups: dict[str, str]) -> str:
        """Return the ISO date of a match, empty where there is no such day."""
        named, numerals = groups["month"].casefold(), self.language.numerals
        month = self.months.get(named) or number_of(named, numerals)
        return calendar(number_of(groups["year"], numerals), month, number_of(groups["day"], numerals))

    def since(self, text: str, end: Token) -> list[Token]:
        """Return the beginning of a period whose end has the year, and maybe the month, for both: "19 June-14 July 2023"."""
        lead = text[: end.start]
        day = re.search(r"[0-9]{1,2}", lead)
        folded = lead.casefold()
        named = [(folded.find(name), name) for name in self.months if name in folded]
        month = self.months[max(named, key=lambda pair: len(pair[1]))[1]] if named else int(end.value[5:7])
        began = calendar(int(end.value[:4]), month, int(day[0])) if day else ""
        if not day or not began:
            return []
        stop = max([day.end(), *(at + len(name) for at, name in named)])
        return [Token("date", day.start(), stop, began)]


TYPED: Final = str.maketrans("\u00a0\u202f'\u2010\u2011\u2013\uff08\uff09", "  \u2019---()")
"""Signs that are typed for others in titles, and the others."""
UNTYPED: Final = compiled(f"[{''.join(map(re.escape, map(chr, TYPED)))}]")
OPENER: Final = "\u300a"
"""What stands before a title that is set off; some count as titles there alone."""
ROMAN: Final = compiled("[IVXL]+/[0-9]+")
DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
FIGURES: Final = tuple(f"{number:02}" for number in range(32))
"""Days and months as a date has them: to look them up takes less than to format them."""


def plain(title: str) -> str:
    """Return a title with the signs that others are typed for."""
    return title.translate(TYPED) if UNTYPED.search(title) else title


def until(since: str, token: Token) -> str:
    """Return the ISO date on which a period ends that begins on ``since``, empty where there is no such day."""
    month = int(token.value) if token.value else int(since[5:7])
    return calendar(int(since[:4]), month, int(token.extra))


def calendar(year: int, month: int, day: int) -> str:
    """Return the ISO date of a day, empty where the calendar has none such: the schema takes no other."""
    if not (0 < year < 10_000 and 0 < month < 13 and 0 < day <= DAYS[month - 1]):
        return ""
    if day == 29 and month == 2 and (year % 4 or not year % 100 and year % 400):
        return ""
    return f"{str(year).zfill(4)}-{FIGURES[month]}-{FIGURES[day]}"


@functools.cache
def scanner(tag: str, organ: str) -> Scanner:
    """Return the scanner of a language and an organ."""
    return Scanner(classifier(tag, organ))
