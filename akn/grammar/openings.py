"""The phrase that opens a preambular paragraph: as far as the organ sets it off, and its language-neutral key.

A language lists thousands of phrases. They are looked up, not compiled to a pattern: that takes a tenth of a second.
"""

from __future__ import annotations

import re
from typing import Final

from akn import packs
from akn.grammar.firsts import first
from akn.packs import Language, Organ
from akn.patterns import compiled

LONGEST: Final = 120
"""How much of a paragraph is looked at: no phrase with its vowel signs is as long."""
BLANKS: Final = "\u00a0\u202f"
"""Blanks that do not break, in a phrase as good as any."""
UNLISTED: Final = "preambular"
"""The key of a phrase that the language does not list."""


Opening = tuple[str, str, str]
"""How a paragraph opens: the words that are set off, as printed, empty where no phrase is known; their key; and the phrase that the key
stands for, which may be longer than what the organ sets off."""


class Openings:
    """Finds the opening phrases of one language as one organ sets them off."""

    def __init__(self, language: Language, organ: Organ) -> None:
        self._silent = compiled(f"[{language.silent}]+") if language.silent else None
        self._keys = packs.inverted(language.phrases)
        self._least = min(map(len, self._keys), default=0)
        lengths: dict[str, set[int]] = {}
        for words in self._keys:
            lengths.setdefault(words[: self._least], set()).add(len(words))
        self._lengths = {begin: sorted(known, reverse=True) for begin, known in lengths.items()}
        self._spaced = language.spaced
        self._plain = not (language.spaced or language.silent)
        """Whether phrases are looked up as they are printed: they have neither blanks nor silent signs."""
        self._begun: dict[str, tuple[str, ...]] = {}
        for words in sorted(self._keys, key=len, reverse=True) if self._plain else ():
            self._begun[words[: self._least]] = (*self._begun.get(words[: self._least], ()), words)
        unlisted = _any(language, [rule.pattern for rule in language.openings])
        emphasis = _any(language, [rule.pattern for rule in language.emphasis if rule.kind == organ.key])
        self.sought = [pattern for pattern in (unlisted, emphasis) if pattern]
        self._unlisted, self._emphasis = _begun(unlisted), _begun(emphasis)

    def opens(self, text: str) -> bool:
        """Say whether a paragraph begins with an opening phrase."""
        bare = text if self._plain else self._bare(text)
        listed = bare.startswith(self._begun.get(bare[: self._least], ())) if self._plain else self._listed(bare)
        return bool(listed) or (self._unlisted is not None and self._unlisted.match(bare) is not None)

    def find(self, text: str) -> Opening:
        """Return how a paragraph opens: what the organ sets off, or else the longest phrase that it begins with."""
        bare = text if self._plain else self._bare(text)
        phrase = self._listed(bare)
        known = listed = len(phrase)
        if self._unlisted is not None and (unlisted := self._unlisted.match(bare)):
            known = max(listed, unlisted.end())
        if self._emphasis is not None and (emphasis := self._emphasis.match(bare)):
            known = emphasis.end()
        if self._plain and known == listed and phrase:
            return phrase, self._keys[phrase], phrase
        words = self._printed(text, known)
        if not listed:
            return words, UNLISTED, words
        return words, self._keys[phrase], words if known == listed else self._printed(text, listed)

    def _listed(self, bare: str) -> str:
        """Return the longest listed phrase that the text begins with, empty for none."""
        if self._plain:
            for words in self._begun.get(bare[: self._least], ()):
                if bare.startswith(words):
                    return words
            return ""
        for length in self._lengths.get(bare[: self._least], ()):
            phrase = bare[:length]
            if phrase in self._keys and not (self._spaced and _lettered(bare[length : length + 1])):
                return phrase
        return ""

    def _bare(self, text: str) -> str:
        """Return the beginning of a text with plain blanks and without what is silent."""
        head = text[:LONGEST]
        if head.isascii():
            return head
        for blank in BLANKS:
            head = head.replace(blank, " ")
        return self._silent.sub("", head) if self._silent else head

    def _printed(self, text: str, length: int) -> str:
        """Return the beginning of a text that has so many signs beside the silent ones, with those that follow the last."""
        if not self._silent or not length:
            return text[:length]
        end = length
        while end < len(text) and len(self._silent.sub("", text[: end + 1])) <= length:
            end += 1
        return text[:end]


def _any(language: Language, patterns: list[str]) -> str:
    """Return a pattern for what any of the patterns takes, up to the end of a word; the first that fits counts. Empty for none."""
    ending = r"(?!\w)" if language.spaced else ""
    return packs.expand("|".join(f"(?:{pattern}){ending}" for pattern in patterns), language.fragments)


def _begun(pattern: str) -> re.Pattern[str] | None:
    """Return a pattern that is tried only where its first character stands."""
    return compiled(f"(?={first(pattern)})(?:{pattern})") if pattern else None


def _lettered(sign: str) -> bool:
    return sign.isalnum() or sign == "_"
