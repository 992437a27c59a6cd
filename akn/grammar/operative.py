"""What an operative paragraph does, whom it addresses, and by when an answer is wanted.

The first words say the act, by a key that is the same in every language; whom it addresses stands next to them; a report is asked for
at a session or by a day. The words are data (``akn/operatives``). What is found goes to the metadata, never into the text.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from akn import packs
from akn.document import Data
from akn.entities import Register
from akn.grammar.firsts import first, inline
from akn.grammar.numerals import number_of
from akn.grammar.words import Operatives, operatives
from akn.packs import Language, Organ
from akn.patterns import compiled

if TYPE_CHECKING:
    from akn.grammar.citations import Citations

HEAD: Final = 96
"""In how many of its first characters a paragraph says what it does."""
ASKING: Final = frozenset(("requests", "invites", "callsUpon", "urges", "encourages", "demands", "decides", "recommends"))
"""The acts after which a report may be wanted."""
SETTLING: Final = "decides"
"""The act that addresses nobody by itself."""
NEAR, DENSE = 24, 6
"""How far from the act the first stands whom a paragraph addresses; the second where no blanks stand between words."""
NEXT: Final = 12
"""How far each other stands from the one before, with a comma or a joining word between and an article at most."""
LONGEST: Final = 80
"""How many signs the name of an addressee takes at most."""
ARTICLE: Final = 4


class Finder:
    """The patterns of one language, compiled."""

    def __init__(self, language: Language, words: Operatives) -> None:
        blank, ending = (r"\s+", r"(?!\w)") if language.spaced else ("", "")
        inserted = rf"(?:{words.adverbs}|{words.between})\s"
        bare = compiled(rf"(?<=\s){inserted}") if language.spaced else None
        self.keys = packs.inverted(words.acts)
        self.keys = {bare.sub("", word): key for word, key in self.keys.items() if bare} | self.keys
        listed = packs.alternatives(self.keys)
        self._act = compiled(f"(?:{words.adverbs}{blank}){{0,2}}?(?P<act>{listed}){ending}", re.IGNORECASE if language.cased else 0)
        self._inserted = compiled(rf"(?:\S+\s){{1,3}}?(?P<inserted>(?:{inserted})+)", re.IGNORECASE) if language.spaced else None
        self._least = min(map(len, self.keys), default=0)
        self._begun: dict[str, list[str]] = {}
        """The acts by how they begin, the longest first, where they are looked up as they are printed."""
        for word in () if language.spaced or language.silent else sorted(self.keys, key=len, reverse=True):
            self._begun.setdefault(word[: self._least], []).append(word)
        self._silent = str.maketrans("", "", language.silent)
        self._numerals = language.numerals
        signs = language.punctuation
        self._joints = compiled(f"{signs.separator}|{signs.joiner}")
        self._spaced = language.spaced
        self._kinds = {rule.kind: rule.value for rule in words.addressees}
        branches = [packs.branch(rule.kind, rule.pattern) + ending for rule in words.addressees]
        addressed = "|".join(map(inline, branches)) or "(?!)"  # each is tried where it can begin alone
        alone = rf"(?:(?<!\w.)|(?<=\s{words.attached}.))" if language.spaced else ""
        self._begins, self._addressee = compiled(first(addressed) + alone), compiled(addressed)
        asked = "|".join(rule.pattern for rule in words.deadlines if rule.kind == "report") or "(?!)"
        self._asked = compiled(inline(asked))
        self.sought = (*branches, addressed, asked)
        self._signs, self._deadlines, self._used = words.signs, words.deadlines, dict[str, tuple[re.Pattern[str], ...]]()

    def act(self, text: str, start: int = 0) -> tuple[str, int]:
        """Return the key of what a paragraph does, and where the words end that say it; no key where it says nothing that is known."""
        head = text[start : start + HEAD]
        for word in self._begun.get(head[: self._least], ()):
            if head.startswith(word):
                return self.keys[word], start + len(word)
        head = head.translate(self._silent) if self._silent else head
        found = self._act.match(head)
        cut = 0
        while self._inserted and (words := self._inserted.match(head)):
            here, there = words.span("inserted")
            head = head[:here] + head[there:]
            whole = self._act.match(head)
            if whole is None or whole.end() <= here:
                break
            found, cut = whole, cut + there - here
        return (self.keys.get(found["act"].lower(), ""), start + found.end() + cut) if found else ("", 0)

    def told(self, texts: list[tuple[str, int]], register: Register, citations: Citations, own: Organ) -> tuple[str, Data]:
        """Return what a paragraph does, if its first words say it, and whom it addresses and by when it wants an answer.

        ``texts`` are its lines, each with where its words begin; ``own`` is the organ that speaks.
        """
        text, start = texts[0]
        key, end = self.act(text, start)
        if not key:
            return "", ()
        register.add(key, "Concept", text[start:end].strip())
        if key not in ASKING:
            return key, ()
        data = [] if key == SETTLING else self._addressed(text, start, end, register, citations)
        due = [(line, begin) for line, begin in texts if self._dated(line) or citations.dates(line)]
        if due and any(self._asked.search(line, begin) for line, begin in texts):
            for line, begin in due:
                data += self._wanted(line, begin, citations, own)
        return key, tuple(dict.fromkeys(data)) if data else ()

    def _addressed(self, text: str, start: int, end: int, register: Register, citations: Citations) -> list[tuple[str, str]]:
        """Return references to all that a paragraph addresses: named after the act or with it, and after each other."""
        out: list[tuple[str, str]] = []
        at, last = start, end + (NEAR if self._spaced else DENSE)
        while True:
            found = self._first(text, at, last)
            body = citations.body(text, at, found.start() if found is not None else last)
            if body is not None:
                here, stop, named = body.start, body.end, ""
            elif found is not None and found.lastgroup:
                here, stop, named = found.start(), found.end(found.lastgroup), found.lastgroup
            else:
                return out
            if at > start and not self._joined(text[at:here]):
                return out
            if body is not None:
                out.append(("addressee", register.organ(citations.scan.organs[body.value])))
            elif self._kinds[named]:
                out.append(("addressee", register.add(named, self._kinds[named], text[here:stop])))
            if not self._joints.search(text, stop, stop + NEXT):
                return out
            at, last = stop, stop + NEXT

    def _first(self, text: str, start: int, stop: int) -> re.Match[str] | None:
        """Return the first name of an addressee that begins between two places."""
        while (begin := self._begins.search(text, start, stop + 2)) and begin.start() <= stop:  # it looks at the second character too
            if found := self._addressee.match(text, begin.start(), stop + LONGEST):
                return found
            start = begin.end()
        return None

    def _joined(self, gap: str) -> bool:
        """Say whether what stands between two names joins them: signs, a joining word, an article."""
        bare = self._joints.sub("", gap)
        return bare != gap and sum(sign.isalpha() for sign in bare) <= (ARTICLE if self._spaced else 0)

    def _dated(self, text: str) -> bool:
        """Say whether a line may name a session or a year."""
        for sign in self._signs:  # noqa: SIM110 (as one expression it takes twice as long)
            if sign in text:
                return True
        return False

    def _wanted(self, text: str, begin: int, citations: Citations, own: Organ) -> Iterator[tuple[str, str]]:
        """Yield by when a line wants a report: sessions with the organ that holds them, days, years."""
        for session in self._of_kind("session"):
            matches = [*session.finditer(text, begin)]
            bodies = citations.bodies(text, begin, matches[-1].start() - 1) if matches else []
            for found in matches:
                number = number_of(found["ordinal"], self._numerals)
                before = bisect_left(bodies, found.start(), key=attrgetter("start"))
                if number:
                    yield "session", f"{number} {(citations.scan.organs[bodies[before - 1].value] if before else own).actor}"
        for one in citations.dates(text):
            if self._fits("before", text[max(begin, one.start - 40) : one.start]) or self._fits("after", text[one.end : one.end + 16]):
                yield "date", one.value
        for year in self._of_kind("year"):
            for found in year.finditer(text, begin):
                yield "date", found["year"]

    def _fits(self, kind: str, text: str) -> bool:
        return any(pattern.search(text) for pattern in self._of_kind(kind))

    def _of_kind(self, kind: str) -> tuple[re.Pattern[str], ...]:
        """Return the patterns of one kind, compiled when they are first used."""
        found = self._used.get(kind)
        if found is None:
            found = self._used[kind] = tuple(compiled(rule.pattern) for rule in self._deadlines if rule.kind == kind)
        return found


@functools.cache
def finder(tag: str) -> Finder:
    """Return the patterns of a language."""
    return Finder(packs.language(tag), operatives(tag))
