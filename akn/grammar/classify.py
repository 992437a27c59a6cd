"""Tells what kind of line a line is, from the patterns of its language and organ alone.

Context-free on purpose: the grammar's state breaks ties later (:mod:`akn.grammar.parser`), it never hides a kind.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from operator import xor
from typing import TYPE_CHECKING, Final, TypeVar
from unicodedata import combining

from akn import packs, tables
from akn.grammar.firsts import clue
from akn.grammar.marks import RAISED
from akn.grammar.openings import Openings
from akn.grammar.words import shared
from akn.packs import Language, Organ, Rule
from akn.patterns import compiled
from akn.tables import Clue

if TYPE_CHECKING:
    from akn.pages.lines import Line

SYMBOLIC: Final = compiled(r"[A-Za-z0-9./-]{1,24}\Z")
RUN: Final = compiled(r"[0-9]+")
YEAR: Final = compiled(r"(?:19|20)[0-9]{2}")
HOLDING: Final = frozenset("/.,:-\u2013")
"""What holds the parts of a number or a symbol together."""
PAIRS: Final = ("()", "\uff08\uff09", "\u201c\u201d", "\u00ab\u00bb", "\u300a\u300b")
"""Brackets and quotation marks that open and close."""
Edge = TypeVar("Edge")
SHORT: Final = 60
"""How many characters a short line has at most."""
RECITAL: Final = "RECITAL"
PROSE: Final = "PROSE"
TEXT: Final = "TEXT"
NUM: Final = "(?P<num>"


def called_in(organ: Organ, language: Language) -> list[str]:
    """Return what an organ is called in a language, its short names aside."""
    called = organ.names.get(language.tag)
    return [called.name, *called.other] if called else []


def formulas_of(organ: Organ, language: Language) -> list[str]:
    """Return how an organ's line begins its resolutions, without the comma."""
    called = organ.names.get(language.tag)
    return list(called.formula or (called.name, *called.other)) if called else []


DASHES: Final = "[-\u2010\u2011\u2013]"
TYPED: Final = {r"\ ": r"[^\S\t]", "\u2019": "['\u2019]", r"\-": DASHES, "\u2013": DASHES, r"\(": "[(\uff08]", r"\)": "[)\uff09]"}
"""What a pattern of titles has, and what may be typed for it."""


def _typed(titles: str) -> str:
    """Return a pattern of titles with every blank, apostrophe, dash and bracket that may be typed in them.

    Those of the data files are made when the package is built.
    """
    known = tables.prepared(tables.digest(titles.encode()))
    return typed(titles) if known is None else known


def typed(titles: str) -> str:
    """Return such a pattern, made anew."""
    return re.sub("|".join(map(re.escape, TYPED)), lambda found: TYPED[found[0]], titles)


def fragments(language: Language, organ: Organ) -> dict[str, str]:
    """Return the parts that a pattern may name: the language's, the organ's and the shared ones."""
    return {
        **shared().fragments,
        "organ": packs.alternatives(called_in(organ, language)),
        "formula": packs.alternatives(formulas_of(organ, language)),
        "any_formula": packs.alternatives([word for other in packs.organs().values() for word in formulas_of(other, language)]),
        "any_organ": packs.alternatives([word for other in packs.organs().values() for word in called_in(other, language)]),
        "number": organ.number or "(?!)",
        "treaty": _typed(packs.alternatives(packs.inverted(language.treaties))),
        "choice": packs.alternatives(packs.inverted(language.choices)),
        **language.fragments,
    }


class Edged(dict[str, Edge]):
    """What the rules that a line can fit by the character that it begins, or ends, with are made to; each of them is a bit."""

    def __init__(self, edges: Iterable[str | None], made: Callable[[int], Edge]) -> None:
        super().__init__()
        self._made = made
        every, turns = 0, dict[str, int]()
        for number, row in enumerate(edges):
            every |= 0 if row is not None else 1 << number
            for edge in row or "":
                turns[edge] = turns.get(edge, 0) ^ 1 << number
        self._edges = sorted(turns)
        self._rules = [*accumulate(map(turns.__getitem__, self._edges), xor, initial=every)]

    def __missing__(self, char: str) -> Edge:
        found = self[char] = self._made(self._rules[bisect_right(self._edges, char)])
        return found


class Likely(dict[int, tuple[tuple[int, str], ...]]):
    """The rules that a line can fit by its beginning, ``begun``, and by its end, in their order, each with what it must hold for that."""

    def __init__(self, parts: list[str], begun: int) -> None:
        super().__init__()
        self._begun = [one for one in enumerate(parts) if begun >> one[0] & 1]

    def __missing__(self, ended: int) -> tuple[tuple[int, str], ...]:
        found = self[ended] = tuple([one for one in self._begun if ended >> one[0] & 1])
        return found


class Classifier:
    """The line patterns of one language and one organ, compiled."""

    def __init__(self, language: Language, organ: Organ) -> None:
        parts = self.parts = fragments(language, organ)
        self.language, self.organ = language, organ
        self.rules = (*language.lines, *shared().lines)
        self.patterns = packs.Patterns({n: rule.pattern for n, rule in enumerate(self.rules)}, parts)
        self._kinds: dict[str, list[int]] = {}
        for index, rule in enumerate(self.rules):
            self._kinds.setdefault(rule.kind, []).append(index)
        clues = tables.clues(language.tag) or (Clue(),) * len(self.rules)
        likely = functools.cache(functools.partial(Likely, [one.part for one in clues]))
        self._begun = Edged((one.first for one in clues), likely)
        self._long = Edged(("" if rule.short or one.short else one.first for rule, one in zip(self.rules, clues, strict=True)), likely)
        """As ``_begun``, without the rules that only a short line can fit."""
        self._ended = Edged((one.last for one in clues), int)
        self._nums: list[str | int] = ["num" if NUM in rule.pattern else 0 for rule in self.rules]
        """The group of each rule that ends where the number does."""
        self.openings = Openings(language, organ)
        signs = language.punctuation
        self._unmarked = compiled(signs.unmarked)
        self._quote = compiled(shared().fragments["quote"])
        self._stops = frozenset(signs.comma + signs.final + signs.closing + signs.other)
        self._linking = signs.linking
        self._linked = compiled(signs.linked)
        self._unfinished = compiled(f"(?:{signs.unfinished})\\.$")
        self._separator = compiled(signs.separator)
        self._told = {sign: "colon" if sign in signs.colon else "final" for sign in signs.final} | dict.fromkeys(signs.comma, "comma")
        self._closing = signs.closing + RAISED + "*"  # a mark that has no note hides no end
        self._hiding = frozenset((*self._closing, ")"))
        doubtful = {*self._hiding, ".", *[linking[-1] for linking in signs.linking]}
        self._plainly: dict[str, str | None] = {**self._told, **dict.fromkeys(doubtful)}
        """What the last character tells alone, None where it does not."""

    def _can(self, text: str) -> tuple[tuple[int, str], ...]:
        """Return the rules that a line can fit, each with what it must hold for that."""
        return (self._begun if len(text) <= SHORT else self._long)[text[0]][self._ended[text[-1]]] if text else ()

    def rule(self, text: str) -> int:
        """Return the index of the first rule that the line fits, -1 where none does."""
        for index, part in self._can(text):
            if part in text and self.patterns[index].match(text):
                return index
        return -1

    def kind(self, text: str) -> str:
        """Return the kind of a whole line."""
        rule = self.rule(text)
        if rule >= 0:
            return self.rules[rule].kind
        ends = self.ends(text)
        return ended(ends, ends == "colon" and self.openings.opens(text))

    def kinds(self, text: str) -> list[str]:
        """Return every kind that the line could be, the likeliest first."""
        every = [self.rules[index].kind for index, part in self._can(text) if part in text and self.patterns[index].match(text)]
        ends = self.ends(text)
        return [*every, *([RECITAL] if ends == "comma" else []), *([PROSE] if ends else []), TEXT]

    def start(self, text: str) -> str:
        """Return the kind that a physical line begins as, empty for one that may be the middle of anything."""
        rule = self.rule(text)
        return self.rules[rule].kind if rule >= 0 else RECITAL if self.openings.opens(text) else ""

    def read(self, lines: Iterable[Line]) -> list[str]:
        """Give each physical line what it begins as and how it ends; return the character that each begins with.

        All of it in one loop, since calls cost more than what they find.
        """
        firsts: list[str] = []
        begun, long, ended, patterns = self._begun, self._long, self._ended, self.patterns
        rules, nums, opens, plainly = self.rules, self._nums, self.openings.opens, self._plainly
        for line in lines:
            text = line.text
            first, last = text[0], text[-1]
            firsts.append(first)
            for index, part in (begun if len(text) <= SHORT else long)[first][ended[last]]:
                if (not part or part in text) and (found := patterns[index].match(text)):
                    line.kind, line.rule, line.num = rules[index].kind, index, found.end(nums[index])
                    break
            else:
                if opens(text):
                    line.kind = RECITAL
            told = plainly.get(last, "")
            line.ends = self.ends(text) if told is None else told
        return firsts

    def quote(self, text: str) -> int:
        """Return how many characters the quotation mark takes that opens a line, 0 where there is none."""
        found = self._quote.match(text)
        return found.end() if found else 0

    def ends(self, text: str) -> str:
        """Return how a line ends: ``comma``, ``colon``, ``final``, or empty for none of them."""
        told = self._plainly.get(text[-1:], "")
        if told is not None:
            return told
        words = text.removesuffix("()").rstrip(self._closing) or text if text[-1:] in self._hiding else text
        last = words[-1:]
        if last == "." and self._unfinished.search(words[-14:]):
            return ""
        return self._told.get(last) or ("final" if text.endswith(self._linking) else "")

    def links(self, text: str) -> bool:
        """Say whether a sentence begins as one does that goes on in its paragraph."""
        return self._linked.match(text) is not None

    def holds_open(self, text: str) -> bool:
        """Say whether a line leaves a bracket or a quotation open that began within it."""
        within = text[1:-1]
        return any(within.count(pair[0]) > text.count(pair[1]) for pair in PAIRS if pair[0] not in self._closing)

    def lists(self, text: str) -> bool:
        """Say whether a line looks like a part of a list of names."""
        return len(self._separator.findall(text)) * 20 > len(text)

    def mark_at(self, text: str, start: int, end: int, dated: bool = False) -> float:
        """Return how likely the digits there are a note's mark: they stand at a word's end, and no figure stands there."""
        if start == 0 or self._unmarked.match(text, end):
            return 0.0
        before, after = text[start - 1], text[end : end + 1]
        bracketed = text[start] == "("
        word = SYMBOLIC.search(text, max(0, start - 24), start)
        if not bracketed and word and "/" in word[0]:
            return 0.0  # within a symbol or a number: A/75/L.136/Add.1, 70/1
        if bracketed and before.isdigit():
            return 2.0
        if before.isspace():
            return 0.4 if start > 1 and (text[start - 2].isalpha() or text[start - 2] in self._stops) and not after.isalnum() else 0.0
        if before in self._stops:
            if text[start - 2 : start - 1].isdecimal() and (
                before == ":" or (before == "." and not text[start - 5 : start - 1].isdecimal()) or (before == "," and end - start == 3)
            ):
                return 0.0
            likely = 2.5
        elif before.isalpha() or combining(before):
            likely = 2.0
        elif dated:  # a figure of five digits is no year: the last is a mark
            likely = 1.0
        else:
            return 0.0
        if after and after in ".,:" and text[end + 1 : end + 2].isdigit():
            return 0.0  # a decimal
        if not after or after.isspace() or after in self._stops:
            return likely + 1.5 + bracketed
        if self.language.spaced and (after.isalpha() or after in "/-"):
            return 0.0
        return likely if after not in "/-." else 0.0

    def hidden_marks(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Yield where a mark may hide: before a unit (0), at the end of a long figure (1) or of the last one in a symbol (2).

        A mark has three figures at most.
        """
        for found in RUN.finditer(text):
            start, end = found.span()
            before, after = text[start - 1 : start], text[end : end + 1]
            if not start or YEAR.fullmatch(found[0]) or (self.language.spaced and after.isalpha()):
                continue
            if after in HOLDING and text[end + 1 : end + 2].isalnum():
                continue
            within = 2 if before in HOLDING and text[start - 2 : start - 1].isalnum() else 1
            for inner in range(max(start, end - 3), end):
                if inner > start:
                    if within == 2 or end - start > 2:
                        yield inner, end, within
                elif (before in self._closing and not before.isspace()) or (before.isalpha() and after.isspace()):
                    yield start, end, 0

    def detail(self, kind: str, text: str) -> tuple[Rule, re.Match[str]] | None:
        """Return the rule of this kind that the line fits, and its match."""
        for index in self._kinds.get(kind, ()):
            if found := self.patterns[index].match(text):
                return self.rules[index], found
        return None

    def of_kind(self, kind: str) -> Iterator[tuple[Rule, re.Pattern[str]]]:
        """Yield the rules of one kind with their patterns; no other pattern is compiled."""
        for index in self._kinds.get(kind, ()):
            yield self.rules[index], self.patterns[index]


def ended(ends: str, opens: bool) -> str:
    """Return the kind of a whole line that fits no rule: how it ends tells, and whether it ``opens`` as a recital does."""
    if ends == "comma" or (ends == "colon" and opens):
        return RECITAL
    return PROSE if ends else TEXT


def clues_of(tag: str) -> list[Clue]:
    """Return what :func:`akn.tables.clues` keeps: a rule begins, ends and needs what it does with any organ."""
    language = packs.language(tag)
    parts = [fragments(language, organ) for organ in packs.organs().values()]
    return [clue([packs.expand(rule.pattern, one) for one in parts], SHORT) for rule in (*language.lines, *shared().lines)]


@functools.cache
def classifier(tag: str, organ: str) -> Classifier:
    """Return the classifier of a language and an organ."""
    return Classifier(packs.language(tag), packs.organs()[organ])
