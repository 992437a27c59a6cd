"""Finds sessions and meetings in running text, and says of which body each is.

A number alone names no session: it is of the body that is named right behind it, or of the one named before it in the same clause. Where
a name that no list knows stands between, whose session it is cannot be said, and it is not marked.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from akn import packs
from akn.grammar.numerals import number_of
from akn.grammar.tokens import Span
from akn.packs import Language, Rule
from akn.patterns import compiled

OWN: Final = ""
"""Stands for the document's own organ."""
PREFIXES: Final = {"specialSession": "S-", "emergencySession": "ES-"}
OPENING: Final = compiled(r"\W*+(?:[0-9]{1,3}|[^\W\d_]{1,3}(?=[.)]))?[\W_]*\w")
BROKEN: Final = compiled("[;:\u061b\uff1b\uff1a]")


class Occasions:
    """The patterns of one language, compiled: they name the number ``ordinal``, and their kinds are the keys."""

    def __init__(self, language: Language, rules: tuple[Rule, ...], sittings: tuple[str, ...], of: str, reach: int) -> None:
        words = [*language.numerals.words, *language.numerals.multipliers]
        parts = {"numeral": f"(?:(?:{packs.alternatives(words)})[ \u00a0-]?){{1,5}}"}
        self._rules = tuple((rule.kind, compiled(packs.expand(rule.pattern, parts))) for rule in rules)
        self._numerals, self._of, self._reach = language.numerals, compiled(of), reach
        self._sittings = sittings
        self._cased = any(name != name.upper() for name in language.months)

    def found(self, text: str, marked: list[Span]) -> Iterator[tuple[int, int, str, str, str]]:
        """Yield where each stands, ``session`` or ``meeting``, its number, and the reference to its body: OWN for the document's."""
        if not any(map(text.__contains__, self._sittings)):
            return
        spans = sorted((span.start, span.end) for span in marked)
        starts, ends = [start for start, _ in spans], [0, *accumulate((end for _, end in spans), max)]
        bodies = sorted((span.start, span.end, dict(span.data)["refersTo"]) for span in marked if span.kind == "organization")
        matches = [(one.start(), one, kind) for kind, pattern in self._rules for one in pattern.finditer(text)]
        last = 0
        for start, one, kind in sorted(matches, key=lambda match: match[0]):
            end, number = start + len(one[0].rstrip()), number_of(one["ordinal"], self._numerals)
            if not number or ends[bisect_left(starts, end)] > start:  # within what is marked
                continue
            holder = self._holder(text, start, end, bodies, last)
            last = end
            if holder is not None:
                yield start, end, "meeting" if kind == "meeting" else "session", f"{PREFIXES.get(kind, '')}{number}", holder

    def _holder(self, text: str, start: int, end: int, bodies: list[tuple[int, int, str]], last: int) -> str | None:
        """Return whose it is, None where that cannot be said: a body has one session in a clause, and ``last`` is where that ends."""
        place = bisect_left(bodies, (end,))
        if place < len(bodies) and self._of.fullmatch(text, end, bodies[place][0]):
            return bodies[place][2]
        of = self._of.match(text, end)
        if of and text[of.end() : of.end() + 1].isupper():
            return None  # of a body that is not listed
        if not place and not last:
            return OWN if self._cased and self._same_clause(text, self._opening(text), start, 2 * self._reach) else None
        _, before, body = bodies[place - 1] if place else (0, -1, "")
        return body if before >= last and self._same_clause(text, before, start, self._reach) else None

    @staticmethod
    def _opening(text: str) -> int:
        """Return where a text goes on after its number and its first letter, which may be a capital."""
        found = OPENING.match(text)
        return found.end() if found else 0

    @staticmethod
    def _same_clause(text: str, start: int, end: int, reach: int) -> bool:
        return end - start <= reach and not BROKEN.search(text, start, end) and not any(map(str.isupper, text[start:end]))
